"""How sure a speaker is: more for a name in the source, less for one of several candidates."""

import math

import pytest

from toolkit.attribution.speakers import find_attributions
from toolkit.base import Article

NAMED = "“Rates will rise this year,” Ann Lee said on Monday."
RIVALS = (
    "Ann Lee met Mary Moss and Dora Day on Monday. Mary Moss listened to Dora Day for hours. "
    "“Rates will rise this year,” she said."
)


def rate(text):
    found = find_attributions(Article(text))[-1]
    return found.confidence / found.quotation.confidence


def test_a_chance_lies_between_0_and_1():
    assert 0 < rate(NAMED) <= 1


def test_a_name_in_the_source_is_surer_than_a_pronoun_among_rivals():
    found = find_attributions(Article(RIVALS))[-1]
    assert found.speaker.name == "unknown" or rate(RIVALS) < rate(NAMED)


def test_a_full_name_in_the_source_is_nearly_certain():
    assert rate(NAMED) > 0.95


def test_a_role_tied_to_a_name_is_surer_than_one_that_two_may_have():
    role = "Bob Clark is the mayor. Bob Clark left. “Rates will rise this year,” the mayor said."
    open_role = "Bob Clark met Dan Moss. “Rates will rise this year,” the mayor said."
    assert rate(open_role) < rate(role)


def test_what_no_reading_measured_has_no_confidence():
    found = find_attributions(Article("TASS quoted Ann Lee as saying that rates will rise."))
    assert all(math.isnan(one.confidence) or 0 < one.confidence <= 1 for one in found)
    assert [one.speaker.name for one in found] == ["Ann Lee"]


@pytest.mark.parametrize("text", [NAMED, RIVALS])
def test_the_same_text_has_the_same_confidence(text):
    assert rate(text) == rate(text)
