"""What speaks for two pieces being one statement, and which pieces are compared at all."""

import math

import pytest

from toolkit.base import Attribution, Form, Kind, Quotation, Span, Speaker
from toolkit.comparison import likeness
from toolkit.comparison.pieces import Piece, Wording


def make(words, report=0, name="Ann Lee", kind=Kind.PERSON, form=Form.DIRECT):
    words = tuple(words.split())
    wording = Wording(words, tuple(Span(n, n + 1) for n in range(len(words))))
    quotation = Quotation((Span(0, 9),), form=form)
    quoted = wording if form is Form.DIRECT else Wording((), ())
    attribution = Attribution(quotation, Speaker(name, kind))
    stems = frozenset(words)
    marks = frozenset(word for word in words if word.isdigit())
    return Piece(report, 0, quotation.content, attribution, wording, quoted, stems, marks, stems)


def tell(one, other):
    pieces = [one, other]
    return likeness.list_facts(one, other, likeness.rate_words(pieces))


def find(pieces):
    return likeness.find_candidates(pieces, likeness.rate_words(pieces))


def test_a_word_is_rarer_the_fewer_pieces_have_it():
    rarity = likeness.rate_words([make("deal gap"), make("deal"), make("deal vote")])
    assert rarity["gap"] == rarity["vote"] == 1
    assert rarity["deal"] == pytest.approx(math.log(4 / 3) / math.log(4))


def test_shared_words_are_weighed_against_the_shorter_and_against_both():
    facts = tell(make("a b"), make("a b c d", report=1))
    assert facts["shared of the shorter"] == pytest.approx(1)
    assert 0 < facts["shared of both"] < 0.5


@pytest.mark.parametrize(("words", "run"), [("a b c d", 1.0), ("a b x c d", 0.5), ("x y z", 0.0)])
def test_the_longest_run_counts(words, run):
    assert tell(make("a b c d"), make(words, report=1))["run"] == run


def test_two_direct_quotations_without_a_run_are_told_apart_from_reported_ones():
    other = make("w x y z", report=1)
    assert tell(make("a b c d"), other)["both direct, no run"] == 1
    assert tell(make("a b c d", form=Form.INDIRECT), other)["both direct, no run"] == 0
    assert tell(make("a b c d"), make("a b c d"))["both direct, no run"] == 0


@pytest.mark.parametrize(
    ("name", "kind", "fact"),
    [
        ("Ann Lee", Kind.PERSON, "same speaker"),
        ("Lee", Kind.PERSON, "like speaker"),
        ("Ann M. Lee", Kind.PERSON, "like speaker"),
        ("unknown", Kind.UNKNOWN, "unknown speaker"),
        ("Bob Clark", Kind.PERSON, "two persons"),
        ("the council", Kind.ORGANISATION, None),
    ],
)
def test_speakers_are_compared(name, kind, fact):
    facts = tell(make("a b"), make("a b", name=name, kind=kind))
    names = ("same speaker", "like speaker", "unknown speaker", "two persons")
    assert [each for each in names if facts[each]] == ([fact] if fact else [])


def test_numbers_that_differ_speak_against_and_one_alone_does_not():
    one = make("a 21")
    assert tell(one, make("a 19"))["other numbers"] == 1
    assert tell(one, make("a 21"))["other numbers"] == 0
    assert tell(one, make("a"))["other numbers"] == 0


def test_pieces_of_one_article_are_never_compared():
    pieces = [make("a b"), make("a b"), make("a b", report=1)]
    assert find(pieces) == [(0, 2), (1, 2)]


def test_pieces_without_a_common_word_are_never_compared():
    assert find([make("a b"), make("c d", report=1)]) == []


def test_work_grows_with_the_pieces_and_not_with_their_pairs():
    pieces = [make("deal", report=number) for number in range(200)]
    pairs = find(pieces)
    assert len(pairs) <= len(pieces) * likeness.CANDIDATES
    linked = {number for pair in pairs for number in pair}
    assert linked == set(range(200))


def test_what_both_quote_is_weighed_by_words_and_the_rest_by_what_it_means():
    quoted, short = make("a b c"), make("a b")
    assert likeness.tell_kind(quoted, quoted) == "quoted"
    assert likeness.tell_kind(quoted, short) == "reported"
    assert likeness.tell_kind(make("a b c", form=Form.INDIRECT), quoted) == "reported"


def test_one_surname_is_told_where_the_names_differ():
    assert tell(make("a"), make("a", name="Bob Lee"))["same surname"] == 1
    assert tell(make("a"), make("a"))["same surname"] == 0
    assert tell(make("a"), make("a", name="Lee Clark"))["same surname"] == 0
