"""What a row of the headline table may say, and which names may be one."""

import pytest

from toolkit.base import Span
from toolkit.narrative.headline_findings import Element, Flag, Found, Status, share_word


def test_words_of_the_table():
    assert [*map(str, Element)] == ["quoted run", "name", "number", "predicate", "attribution"]
    assert [*map(str, Status)] == ["verbatim", "same lemma", "paraphrase", "absent"]
    assert [*map(str, Flag)] == [
        "quoted run not in the body",
        "other speaker in the body",
        "speaker not quoted in the body",
        "other doer in the body",
        "hedge dropped",
        "negation dropped",
        "negation added",
        "number differs",
        "number not in the body",
    ]


def test_a_flag_and_its_evidence_may_be_missing():
    found = Found(Element.NAME, Span(0, 3), Status.ABSENT)
    assert (found.match, found.flag, found.evidence) == (None, None, None)


@pytest.mark.parametrize(
    ("name", "other", "expected"),
    [
        ("Obama", "Barack Obama", True),
        ("Barack Obama", "Obama", True),
        ("Obama", "Obama's office", True),
        ("Ann Lee", "Lee", True),
        ("Ann Lee", "Ann Day", True),
        ("Ann Lee", "Bob Day", False),
        ("Lee", "Leeds", False),
        ("Republicans", "a Republican", True),
        ("Ann Lee", "", False),
    ],
)
def test_names_that_may_be_one(name, other, expected):
    assert share_word(name, other) is expected
