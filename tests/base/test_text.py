import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.base.text import LONGEST_RUN, blank_unbroken, find_paragraphs, find_quoted, find_words

# Letters, blanks and every kind of mark, close together, as plain random text hardly has them.
MARKED = st.text(alphabet="ab s.,\n\"'“”‘’«»„`-(é中🙂\u202e\0", max_size=60)
WRAPPED = """\
The first line of this paragraph was broken at a fixed width by some
program, and so was the second one, which nobody would call a paragraph
of its own by any means.

Here is the second paragraph, whose lines are broken at the same width
as those of the first one above, until it ends.
"""


def lie_apart_and_inside(spans, text):
    edges = [edge for span in spans for edge in (span.start, span.end)]
    return edges == sorted(edges) and (not edges or edges[-1] <= len(text))


@given(MARKED)
def test_spans_lie_apart_and_inside_any_text(text):
    for find in (find_words, find_paragraphs, find_quoted):
        assert lie_apart_and_inside(find(text), text)


@given(MARKED)
def test_every_word_lies_in_one_paragraph(text):
    paragraphs = find_paragraphs(text)
    assert all(
        sum(word in paragraph for paragraph in paragraphs) == 1 for word in find_words(text)
    )


@given(MARKED)
def test_a_quoted_stretch_begins_with_a_mark_and_stays_in_its_paragraph(text):
    paragraphs = find_paragraphs(text)
    for stretch in find_quoted(text):
        assert text[stretch.start] in "\"'“”‘’«»„`"
        assert any(stretch in paragraph for paragraph in paragraphs)


def test_lines_broken_at_a_fixed_width_are_one_paragraph():
    paragraphs = [span.of(WRAPPED) for span in find_paragraphs(WRAPPED)]
    assert [paragraph.split()[0] for paragraph in paragraphs] == ["The", "Here"]


def test_lines_of_other_lengths_are_paragraphs_each():
    assert len(find_paragraphs("One.\nTwo is longer.\nThree.\n\nFour.")) == 4


def test_words_are_counted_as_a_reader_counts_them():
    text = "The U.S. dollar fell 3.5 percent, to 1,000 yen: a 20-year low. It's Q3’s story."
    assert [word.of(text) for word in find_words(text)] == [
        "The", "U.S.", "dollar", "fell", "3.5", "percent", "to", "1,000", "yen", "a", "20-year",
        "low", "It's", "Q3’s", "story",
    ]  # fmt: skip


def test_nearly_all_direct_speech_of_the_challenge_set_stands_in_the_stretches_found():
    lines = Path(__file__).parents[1].joinpath("cases", "challenge_dev.jsonl").read_text("utf-8")
    items = [json.loads(line) for line in lines.splitlines()]
    marked = total = 0
    for item in items:
        stretches = find_quoted(item["text"])
        for attribution in item["attributions"]:
            if attribution["form"] == "direct" and attribution["cue"]:
                for start, end in attribution["content"]:
                    total += 1
                    marked += any(s.start <= start and end <= s.end for s in stretches)
    assert (marked, total) >= (37, 0)


@given(MARKED)
def test_a_text_without_a_long_run_stays_as_it_is(text):
    assert blank_unbroken(text) == text


@pytest.mark.parametrize("run", ["." * LONGEST_RUN, f"https://a.example/{'x/' * 491}"])
def test_a_run_of_a_thousand_characters_is_still_read(run):
    assert blank_unbroken(f"See {run} now.") == f"See {run} now."


@given(MARKED, MARKED, st.sampled_from(".a\"'-"), st.integers(LONGEST_RUN + 1, 3_000))
def test_a_longer_run_becomes_blanks_and_no_other_place_moves(before, after, mark, length):
    text = f"{before} {mark * length}\n{after}"
    assert blank_unbroken(text) == f"{before} {' ' * length}\n{after}"


def test_a_long_line_of_marks_takes_no_time():
    for mark in ("'", '"', "“", "‘", "' ", "s' \""):
        find_quoted(mark * 50_000)
