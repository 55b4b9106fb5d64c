"""What the register holds of each name: chances that add up, and what a pronoun tells."""

import math

import pytest

from tests.attribution.deciding import find_last
from tests.stub_rules import make_plain
from toolkit import Article, Span
from toolkit.attribution.seen import find_seen
from toolkit.people import find_names
from toolkit.reader import Sought

TEXT = (
    "Transport minister Ana Lima has defended the cost of the bridge. Bruno Dias, a spokesman for "
    "the Harbour Union, said he was not persuaded.\n\n"
    "“Ana Lima has promised four dates,” Dias said. The minister told Radio Porto that she would "
    "resign, the broadcaster reported."
)
HE = Span(TEXT.index(" he was") + 1, TEXT.index(" he was") + 3)


@pytest.fixture(scope="module")
def names():
    return find_names(Article(TEXT))


@pytest.fixture(scope="module")
def seen(names):
    return find_seen(Article(TEXT), names)


def number_of(names, name):
    return [one.name for one in names].index(name)


@pytest.mark.parametrize("sought", Sought)
def test_chances_are_one_for_each_name_and_one_for_nobody_and_add_up_to_one(seen, names, sought):
    chances = seen.weigh(sought, (find_last(TEXT, "he was"),))
    assert len(chances) == len(names) + 1
    assert math.fsum(chances) == pytest.approx(1, abs=0.02)
    assert all(0 <= chance <= 1 for chance in chances)


def test_a_pronoun_is_his_who_was_named_before_it(seen, names):
    chances = seen.weigh(Sought.MEANT, (HE,))
    assert chances[number_of(names, "Bruno Dias")] > 0.5


def test_what_goes_to_a_description_goes_on_to_whom_it_describes(seen, names):
    chances = seen.weigh(Sought.SAID, (find_last(TEXT, "she would resign"),))
    assert chances[number_of(names, "Ana Lima")] > chances[number_of(names, "Bruno Dias")]


def test_he_and_she_tell_the_gender_of_whom_they_are():
    text = (
        "Sokha Vann spoke on Monday. She said that her son was ill, and she wept.\n\n"
        "Later Duong Rithy came. He said that he would help, and his brother drove."
    )
    names = find_names(Article(text))
    told = find_seen(Article(text), names).tell_genders(text)
    found = dict(zip((name.name for name in names), told, strict=True))
    assert found["Duong Rithy"] == "m"
    assert found["Sokha Vann"] in {"f", ""}  # never the other's


def test_what_is_weighed_beforehand_is_what_is_weighed_later(names):
    fresh, ready = find_seen(Article(TEXT), names), find_seen(Article(TEXT), names)
    content = (find_last(TEXT, "he was not persuaded"),)
    ready.prepare([content])
    assert ready.weigh(Sought.SAID, content) == fresh.weigh(Sought.SAID, content)


def test_nobody_carries_what_nobody_is_said_to_carry(seen):
    assert seen.find_carrier((find_last(TEXT, "“Ana Lima has promised four dates,”"),)) is None


def test_who_reported_what_was_said_carries_it():
    text = "Ana Lima said that she would resign, Radio Porto reported on Monday."
    names = find_names(Article(text))
    content = (find_last(text, "she would resign"),)
    number, place = find_seen(Article(text), names).find_carrier(content)
    assert place.of(text) == "Radio Porto"
    assert number == number_of(names, "Radio Porto")


def test_who_is_described_and_has_no_name_is_weighed_by_place():
    text = "A nurse at the clinic was angry. “Nobody came,” the nurse said."
    seen = find_seen(Article(text), ())
    content = (find_last(text, "“Nobody came,”"),)
    inside = seen.weigh_places(Sought.SAID, content, [find_last(text, "the nurse")])
    assert 0 < inside <= 1
    assert seen.weigh_places(Sought.SAID, content, [find_last(text, "came")]) == 0
    assert seen.weigh(Sought.SAID, content) == [1.0]  # nobody named


def test_of_two_names_at_one_place_the_first_has_it(names):
    [one] = [name for name in names if name.name == "Ana Lima"]
    seen = find_seen(Article(TEXT), (one, one))
    assert {*seen.owners} == {0, -1}


def test_a_reader_without_a_register_holds_nothing(names):
    assert find_seen(make_plain(TEXT), names) is None
