"""Who is chosen among those whom rules and register propose, and who never is."""

from dataclasses import replace

import pytest

from tests.attribution.deciding import find_last
from tests.stub_rules import make_plain
from toolkit import Article
from toolkit.attribution import choosing
from toolkit.attribution.antecedents import make_scene
from toolkit.attribution.choosing import (
    CLOSE,
    LEAST_CHANCE,
    LEAST_SEEN,
    MARGIN,
    OPEN,
    choose_speaker,
    list_options,
    may_speak,
)
from toolkit.attribution.confidence import rate_decision
from toolkit.attribution.sources import decide
from toolkit.base import UNKNOWN, Act, Form, Kind, Quotation, Rule

TEXT = (
    "Mrs Ana Lima, the minister, met Mr Bruno Dias of the Harbour Union. “Rates will rise,” "
    "{source} said."
)


def make(source, text=TEXT, article=Article):
    """Make a scene and its quotation, of which such words are the source."""
    whole = text.format(source=source)
    places = (find_last(whole, source),) if source else ()
    content = (find_last(whole, "“Rates will rise,”"),)
    quotation = Quotation(content, (), places, Form.DIRECT, Act.SAYING)
    return make_scene(article(whole), [quotation]), quotation


@pytest.mark.parametrize(
    ("source", "allowed"),
    [
        ("she", {"Ana Lima"}),
        ("he", {"Bruno Dias"}),
        ("it", {"Harbour Union"}),
        ("they", {"Harbour Union"}),
        ("the spokeswoman", {"Ana Lima"}),
        ("the ministers", {"Harbour Union"}),
        ("which", {"Harbour Union"}),
        ("who", {"Ana Lima", "Bruno Dias"}),
        ("another minister", {"Ana Lima"}),
        ("a neighbour", set()),
        ("someone", set()),
        ("nobody", set()),
        ("Reuters", set()),
        ("the report", set()),
        ("a letter", set()),
        ("Bruno Dias's lawyer", {"Ana Lima", "Harbour Union"}),
        ("", {"Ana Lima", "Bruno Dias", "Harbour Union"}),
    ],
)
def test_what_a_source_tells_for_certain_forbids_all_whom_it_contradicts(source, allowed):
    scene, quotation = make(source)
    found = {name.name for name in scene.names if may_speak(scene, quotation, name)}
    assert found == allowed


@pytest.mark.parametrize(
    "source", ["she", "he", "the minister", "Dias", "a neighbour", "the union"]
)
def test_each_decision_has_a_chance_and_nobody_forbidden_is_chosen(source):
    scene, quotation = make(source)
    decided = decide(scene, quotation)
    chosen = choose_speaker(scene, quotation, decided)
    assert 0 <= chosen.rating <= 1
    if chosen.rule is Rule.SEEN:
        [name] = [one for one in scene.names if one.name == chosen.name]
        assert may_speak(scene, quotation, name)


@pytest.mark.parametrize("source", ["she", "he", "the minister", "the official", ""])
def test_whom_the_register_names_is_likelier_than_whom_the_rules_do(source):
    scene, quotation = make(source)
    decided = decide(scene, quotation)
    options = list_options(scene, quotation, decided)
    assert options[0] is decided
    assert all(option.rule is Rule.SEEN for option in options[1:])
    chosen = choose_speaker(scene, quotation, decided)
    if chosen.rule is Rule.SEEN:
        least = LEAST_CHANCE
        if decided.name != UNKNOWN:
            least = rate_decision(scene, quotation, decided, decided) + MARGIN
        assert chosen.rating >= least


@pytest.mark.parametrize(
    ("rule", "register", "is_chosen"),
    [(0.2, 0.2 + MARGIN, True), (0.2, 0.2 + MARGIN - 0.001, False), (0.9, 0.999, False)],
)
def test_who_is_chosen_against_a_rule_is_likelier_by_the_margin(
    monkeypatch, rule, register, is_chosen
):
    rate_by_rule(monkeypatch, register, rule)
    scene, quotation = make("the official")
    chosen = choose_speaker(scene, quotation, decide(scene, quotation))
    assert (chosen.rule is Rule.SEEN, chosen.rating) == (
        is_chosen,
        register if is_chosen else rule,
    )


@pytest.mark.parametrize(
    ("register", "is_chosen"), [(LEAST_CHANCE, True), (LEAST_CHANCE - 0.001, False)]
)
def test_where_the_rules_name_nobody_only_a_likely_one_is_named(monkeypatch, register, is_chosen):
    rate_by_rule(monkeypatch, register, 0.1)
    scene, quotation = make("")
    chosen = choose_speaker(scene, quotation, decide(scene, quotation))
    assert (chosen.rule is Rule.SEEN) == is_chosen
    assert (chosen.name == UNKNOWN) != is_chosen


def rate_by_rule(monkeypatch, register, other):
    def rate(_scene, _quotation, option, _decided):
        return register if option.rule is Rule.SEEN else other

    monkeypatch.setattr(choosing, "rate_decision", rate)


@pytest.mark.parametrize(
    ("source", "owner"),
    [
        ("her lawyer", "Ana Lima"),
        ("his lawyer", "Bruno Dias"),
        ("the minister's lawyer", "Ana Lima"),
    ],
)
def test_whose_lawyer_speaks_is_not_who_speaks(source, owner):
    scene, quotation = make(source)
    decided = decide(scene, quotation)
    assert decided.name == f"{owner}'s lawyer"
    assert owner not in {option.name for option in list_options(scene, quotation, decided)}


def test_whom_the_register_names_has_evidence_in_the_source_and_at_the_name():
    scene, quotation = make("the official")
    options = list_options(scene, quotation, decide(scene, quotation))
    assert len(options) > 1
    for option in options[1:]:
        [place, mention] = option.evidence
        assert place == quotation.source[0]
        assert scene.find_named(mention)[0].name == option.name
        assert LEAST_SEEN <= option.chance <= 1


def test_without_a_register_the_rules_decide():
    scene, quotation = make("the official", article=make_plain)
    decided = decide(scene, quotation)
    assert list_options(scene, quotation, decided) == [decided]
    assert choose_speaker(scene, quotation, decided).name == decided.name


def test_a_phrase_that_is_asked_about_is_nobody_s_words():
    scene, quotation = make("the official")
    phrase = Quotation(quotation.source, (), quotation.source, Form.INDIRECT, Act.SAYING)
    decided = decide(scene, phrase)
    assert list_options(scene, phrase, decided) == [decided]


def test_two_who_speak_together_are_never_one_of_them():
    scene, quotation = make("Ana Lima and Bruno Dias")
    decided = decide(scene, quotation)
    assert decided.rule is Rule.JOINED
    assert choose_speaker(scene, quotation, decided).name == "Ana Lima and Bruno Dias"


@pytest.mark.parametrize(
    ("rule", "register", "expected"),
    [
        (OPEN - 0.01, OPEN - 0.01 - CLOSE / 2, ("unknown", True)),
        (OPEN + 0.01, OPEN, ("Bruno Dias", False)),
        (OPEN - 0.01, OPEN - 0.02 - CLOSE, ("Bruno Dias", False)),
    ],
)
def test_where_two_fit_nobody_is_named_and_both_are_candidates(
    monkeypatch, rule, register, expected
):
    def rate(_scene, _quotation, option, _decided):
        return register if option.rule is Rule.SEEN else rule

    monkeypatch.setattr(choosing, "rate_decision", rate)
    scene, quotation = make("the official")
    named = {"name": "Bruno Dias", "kind": Kind.PERSON, "rule": Rule.ROLE}
    decided = replace(decide(scene, quotation), **named)
    options = {option.name for option in list_options(scene, quotation, decided)}
    assert len(options) > 1
    chosen = choose_speaker(scene, quotation, decided)
    assert (chosen.name, bool(chosen.candidates)) == expected
    assert chosen.candidates == () or {*chosen.candidates} <= options
