"""What a noun phrase that names a source is: its head, its kind, its name, whom it joins."""

import pytest

from tests.test_cases import read_cases
from toolkit import Article, Span
from toolkit.attribution.antecedents import make_scene
from toolkit.attribution.phrases import (
    cut_core,
    find_name_at,
    find_name_behind,
    find_name_beside,
    get_noun,
    joins_others,
    tell_kind,
)


def parse(text, source):
    """Give the scene of a text, and the words of a source in it."""
    scene = make_scene(Article(text), [])
    start = text.rindex(source)
    return scene, scene.find_tokens(Span(start, start + len(source)))


@pytest.mark.parametrize("case", read_cases("tell_kind"))
def test_tell_kind(case):
    core = cut_core(parse(case["text"], case["source"])[1])
    assert str(tell_kind(core, core.root)) == case["found"]


@pytest.mark.parametrize("case", read_cases("find_name"))
def test_find_name(case):
    scene, tokens = parse(case["text"], case["source"])
    core = cut_core(tokens)
    head = core.root
    found = {
        "at": find_name_at(scene, head),
        "beside": find_name_beside(scene, tokens, head),
        "behind": find_name_behind(scene, tokens, core, head),
    }
    names = {way: named[0].name if named else "" for way, named in found.items()}
    assert {"core": core.text, **names} == case["found"]


def test_a_name_found_has_its_place():
    text = "Grace Okafor came. Then OKAFOR said so."
    scene, tokens = parse(text, "OKAFOR")
    _, place = find_name_at(scene, tokens.root)
    assert place.of(text) == "OKAFOR"


def test_what_is_joined_behind_a_source_is_not_in_it():
    _, tokens = parse("Ann Lee and other members said that it was late.", "Ann Lee")
    assert not joins_others(tokens, tokens.root)


@pytest.mark.parametrize(
    ("source", "is_joined"),
    [
        ("Ann Lee and other members", True),
        ("Ann Lee and Bob Day", False),
        ("Ann Lee and a member", False),
        ("Members of the board", False),
    ],
)
def test_a_name_and_others_are_several(source, is_joined):
    _, tokens = parse(f"{source} said that it was late.", source)
    assert joins_others(tokens, tokens.root) == is_joined


@pytest.mark.parametrize(
    ("name", "noun"),
    [
        ("a lawyer for Ann Lee", "lawyer"),
        ("Ann Lee's lawyer", "lawyer"),
        ("a senior US Official", "official"),
        ("a man of sixty", "man"),
        ("a man at the door", "man"),
        ("a man in a hat", "man"),
        ("a man from Lyon", "man"),
        ("a man with a dog", "man"),
        ("a man on a bus", "man"),
        ("a man who left", "man"),
        ("a man briefed on the talks", "man"),
        ("a man close to the talks", "man"),
        ("a man familiar with the talks", "man"),
        ("a nofun officer", "officer"),
        ("", ""),
    ],
)
def test_the_noun_of_a_description_stands_before_what_adds_to_it(name, noun):
    assert get_noun(name) == noun
