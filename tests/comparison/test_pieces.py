"""What is said, in sentences: none of a content is lost, and words are folded alike."""

import pytest

import toolkit as tk
from toolkit.base import Span
from toolkit.comparison.pieces import (
    Report,
    find_paragraph,
    find_pieces,
    join_spans,
    read_wording,
    split_content,
)

STORY = tk.Article(
    '"The bridge is safe. No. We checked it on Monday," Ann Lee told 300 people in Lowtown.'
)


def cut(article):
    return find_pieces([Report(article, tuple(tk.find_attributions(article)))])


def test_a_quotation_is_cut_where_sentences_end_and_short_ends_stay():
    assert [" ".join(piece.wording.words) for piece in cut(STORY)] == [
        "the bridge is safe no",
        "we checked it on monday",
    ]


def test_a_sentence_told_around_its_cue_is_one_piece():
    text = "Rates, she said, rise in May."
    content = [Span(0, 5), Span(17, 28)]
    assert split_content(text, content, [Span(0, 29)]) == [tuple(content)]


def test_a_content_outside_the_sentences_stays_whole():
    assert split_content("Rates rise", [Span(0, 10)], []) == [(Span(0, 10),)]


def test_places_are_joined_over_blanks_alone():
    text = "One. Two, three."
    assert join_spans(text, [Span(5, 8), Span(0, 4)]) == (Span(0, 8),)
    assert join_spans(text, [Span(5, 8), Span(10, 15)]) == (Span(5, 8), Span(10, 15))


def test_words_are_folded_and_insertions_are_not_the_speakers():
    text = "The F.B.I. [own] e-mails, Lee\u2019s"
    assert read_wording(text, [Span(0, len(text))]).words == ("the", "fbi", "emails", "lee")


@pytest.mark.parametrize(
    ("text", "gaps"),
    [("one ... two", {1}), ("... one", {0}), ("one \u2026", {1}), ("one. two", set())],
)
def test_an_ellipsis_is_noted_before_the_word_behind_it(text, gaps):
    assert read_wording(text, [Span(0, len(text))]).gaps == gaps


def test_names_and_numbers_are_marks_and_a_word_that_opens_a_sentence_is_none():
    article = tk.Article("Lee said that bridges in Lowtown cost 300 dollars.")
    [piece] = cut(article)
    assert piece.marks == {"lowtown", "300"}
    assert {"bridg", "cost", "dollar"} <= piece.stems
    assert "that" not in piece.stems


def test_a_paragraph_is_numbered_from_one():
    article = tk.Article("One.\n\nTwo.\n\nThree.")
    assert [find_paragraph(article, article.text.index(w)) for w in ("One", "Two", "Three")] == [
        1,
        2,
        3,
    ]
