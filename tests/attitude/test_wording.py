"""Evidence: which words count for a dimension of tone, in whose voice, by which list."""

import pytest

from tests.test_cases import read_cases
from toolkit.attitude.wording import find_evidence
from toolkit.base.article import Article, Correction, Kind, Part, Quotation, Span
from toolkit.base.lexicon import WordList

MIXED = "A good road may be terrible, I said. Never mind: it must certainly not fail, they warned."


@pytest.mark.parametrize("case", read_cases("find_evidence"))
def test_finds_the_words_of_a_dimension_with_their_class_and_voice(case):
    text = case["text"]
    found = find_evidence(Article(text), None)
    assert [
        [one.span.of(text), one.kind, one.voice]
        for one in found
        if one.dimension == case["dimension"]
    ] == case["found"]


def test_each_dimension_names_the_list_that_it_is_from():
    found = find_evidence(Article(MIXED), None)
    assert {one.dimension: one.lexicon for one in found} == {
        "reporting": "toolkit cues.csv",
        "tone": "VADER",
        "subjectivity": "TextBlob",
        **dict.fromkeys(
            ("hedging", "boosting", "obligation", "negation", "first_person"), "toolkit tone.csv"
        ),
    }


def test_words_stand_in_reading_order_and_by_dimension_where_one_counts_twice():
    found = find_evidence(Article(MIXED), None)
    order = [(one.span, one.dimension) for one in found]
    assert order == sorted(order)
    words = [one.dimension for one in found if one.span.of(MIXED) == "terrible"]
    assert words == ["subjectivity", "tone"]


@pytest.mark.parametrize("kind", ["byline", "dateline", "caption", "trailer"])
def test_who_made_the_page_is_not_read(kind):
    text = "Ann Lee warned that it would rain.\n\nWei Chen hinted that it would snow."
    cut = text.index("\n\n")
    parts = (Part(Span(0, cut), kind), Part(Span(cut + 2, len(text)), "paragraph"))
    found = find_evidence(Article(text, parts=parts), None)
    assert [one.span.of(text) for one in found] == ["hinted", "would"]


def test_what_a_person_marked_without_a_verb_leaves_other_verbs_counted():
    text = "It rained there.\n\nWei Chen hinted that it would snow."
    marked = Correction(Quotation((Span(0, 16),)), "Ann Lee", Kind.PERSON)
    found = find_evidence(Article(text, corrections=(marked,)), None)
    assert [one.span.of(text) for one in found if one.dimension == "reporting"] == ["hinted"]


class TestOwnList:
    OWN = WordList("mine", {"road*": (("ways", "big"), ("stone", "")), "hope": (("hope", ""),)})

    def test_counts_beside_our_own_in_each_category(self):
        text = "Roads may fail."
        found = find_evidence(Article(text), self.OWN)
        assert [(one.span.of(text), one.dimension, one.kind, one.lexicon) for one in found] == [
            ("Roads", "stone", "", "mine"),
            ("Roads", "ways", "big", "mine"),
            ("may", "hedging", "modal", "toolkit tone.csv"),
            ("fail", "tone", "negative", "VADER"),
        ]

    def test_counts_no_names(self):
        text = "We hope that Bob Hope sings."
        found = find_evidence(Article(text), self.OWN)
        assert [one.span.start for one in found if one.dimension == "hope"] == [text.index("hope")]

    def test_may_have_a_reporting_verb_that_stays_a_report(self):
        text = "Ann Lee claimed that the ferry sank."
        own = WordList("mine", {"claimed": (("talk", ""),)})
        found = find_evidence(Article(text), own)
        assert [one.dimension for one in found if one.span.of(text) == "claimed"] == [
            "reporting",
            "talk",
        ]
