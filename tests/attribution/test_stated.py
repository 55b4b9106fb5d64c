import math

import pytest

from tests.attribution.deciding import find_last
from toolkit import Article, find_attributions
from toolkit.attribution.quotations import LEAST_STATED
from toolkit.attribution.speakers import find_speakers, find_statements
from toolkit.attribution.stated import list_signs, rate_statement
from toolkit.base import Act, Finder, Quotation
from toolkit.engine import find_passages

TEXT = (
    "Ann Lee said on Monday that the bridge would close. Bob Day endorsed Ann Lee on Tuesday. "
    "“It is safe,” the mayor said."
)


def rate(cue, content, confidence=math.nan):
    found = Quotation(
        content=(find_last(TEXT, content),),
        cue=(find_last(TEXT, cue),),
        source=(find_last(TEXT, "Ann Lee"),),
        confidence=confidence,
        finder=Finder.READER,
    )
    return rate_statement(find_passages(Article(TEXT)), found)


def test_what_is_said_is_a_statement_and_an_endorsement_is_none():
    assert rate("said", "that the bridge would close") > 0.9
    assert rate("endorsed", "Ann Lee", 0.6) < LEAST_STATED
    assert rate("said", "“It is safe,”", 0.9) > 0.9


def test_a_reading_that_is_surer_is_likelier_a_statement():
    chances = [rate("endorsed", "Ann Lee", each) for each in (0.1, 0.5, 0.9)]
    assert chances == sorted(chances)
    assert chances[0] < chances[-1]


def test_signs_are_told_where_nobody_parsed():
    found = Quotation(content=(find_last(TEXT, "that the bridge would close"),))
    signs = list_signs((), found)
    assert signs["no cue"] == signs["no source"] == 1.0
    assert all(map(math.isfinite, signs.values()))


@pytest.mark.parametrize(
    "deed",
    [
        "Bob Day endorsed Ann Lee on Tuesday.",
        "The council voted against the plan.",
        "She also discussed the budget with the mayor.",
        "The Senate rejected the bill.",
    ],
)
def test_whoever_does_something_is_found_and_states_nothing(deed):
    article = Article(f"Rates will rise, said Carla Roth. {deed}")
    acts = [found.quotation.act for found in find_attributions(article)]
    assert acts[0] is Act.SAYING
    assert {*acts[1:]} <= {Act.DEED}
    assert [found.speaker.name for found in find_statements(article)] == ["Carla Roth"]
    assert [speaker.name for speaker in find_speakers(article)] == ["Carla Roth"]
