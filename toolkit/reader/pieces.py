"""A text in word pieces: how each looks on the page, and the windows that the encoder sees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from toolkit.base import HALF_CHARACTER, Span, blank_unbroken, find_paragraphs, find_quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt
    from tokenizers import Encoding, Tokenizer

    Integers = npt.NDArray[np.int64]


LONGEST_BLOCK = 200  # word pieces; a longer paragraph is read in blocks, tagged as a whole
START, SEPARATOR = 101, 102  # [CLS] and [SEP] of the vocabulary
SENTENCE_ENDS = (1012, 999, 1029)  # the word pieces . ! ?

# How word pieces look on the page; the encoder learned a vector for each value.
SHORT_BEGIN, LONG_BEGIN, SINGLE_BEGIN = 1, 4, 7  # each followed by inside and end
N_QUOTE, N_CASE, N_PLACE = 10, 5, 4

FEW_BLANKS = 3  # quoted stretches with fewer are mostly names, titles or words held at a distance
SINGLE_MARKS = "'\u2018\u201a\u2039"
BODY = 2  # paragraphs from this one on look alike; the first two are headline and byline
FIRST_OF_BODY_PARAGRAPH = 3


class Window(NamedTuple):
    """Word pieces that the encoder sees at once; those of the core are read off."""

    start: int
    end: int
    core_start: int
    core_end: int

    @property
    def core(self) -> slice:
        """Where the core stands in what the encoder gives, which begins with [CLS]."""
        return slice(self.core_start - self.start + 1, self.core_end - self.start + 1)


@dataclass(frozen=True, slots=True)
class Pieces:
    """A text in word pieces, with how each looks on the page.

    Parameters
    ----------
    ids, starts, ends : array of int
        Number in the vocabulary and place in the text. A separator without width
        follows each paragraph.
    quote, case, place : array of int
        Whether and how it is quoted, its capitals, the kind of paragraph.
    paragraph, sentence : array of int
        Number of its paragraph, and how many sentences end before it.
    paragraphs, blocks : tuple of pairs of int
        First piece and the one after the last; without and with the separator.
        Windows are made of blocks, which are paragraphs or parts of long ones.
    """

    ids: Integers
    starts: Integers
    ends: Integers
    quote: Integers
    case: Integers
    place: Integers
    paragraph: Integers
    sentence: Integers
    paragraphs: tuple[tuple[int, int], ...]
    blocks: tuple[tuple[int, int], ...]

    def __len__(self) -> int:
        return len(self.ids)


def cut_into_pieces(text: str, tokenizer: Tokenizer) -> Pieces:
    """Cut a text into word pieces and note how each looks on the page."""
    # Both of the same length. The tokenizer takes no half characters.
    text = blank_unbroken(HALF_CHARACTER.sub("\ufffd", text))
    spans = find_paragraphs(text)
    encodings = tokenizer.encode_batch([s.of(text) for s in spans], add_special_tokens=False)
    rows: list[tuple[int, int, int, int, int, int]] = []
    paragraphs: list[tuple[int, int]] = []
    for number, (span, encoding) in enumerate(zip(spans, encodings, strict=True)):
        first, place = len(rows), min(len(paragraphs), BODY)
        for piece, start, end, case in _see_cases(text, span, encoding):
            is_first = place == BODY and len(rows) == first
            where = FIRST_OF_BODY_PARAGRAPH if is_first else place
            rows.append((piece, start, end, case, where, number))
        if len(rows) == first:  # nothing in it that the vocabulary keeps
            continue
        paragraphs.append((first, len(rows)))
        rows.append((SEPARATOR, span.end, span.end, 0, place, number))
    table = np.array(rows, np.int64).reshape(-1, 6).T
    ids, starts, ends, case, place, paragraph = np.ascontiguousarray(table)
    quote = _see_quotes(text, ids, starts, ends)
    blocks = [block for a, b in paragraphs for block in _cut_into_blocks(ids, a, b + 1)]
    is_end = np.isin(ids, SENTENCE_ENDS)
    sentence: Integers = np.cumsum(is_end) - is_end
    looks = quote, case, place, paragraph, sentence
    return Pieces(ids, starts, ends, *looks, tuple(paragraphs), tuple(blocks))


def _see_cases(
    text: str, paragraph: Span, encoding: Encoding
) -> Iterator[tuple[int, int, int, int]]:
    """Yield number and place of each piece, and the shape of the word that it belongs to."""
    previous, shape, done = None, 0, paragraph.start
    for piece, word, (a, b) in zip(encoding.ids, encoding.word_ids, encoding.offsets, strict=True):
        start, end = max(done, paragraph.start + a), paragraph.start + b
        if start >= end:  # a second piece of one character
            continue
        if word != previous or word is None:
            shape = _shape(text[start:end])
        previous, done = word, end
        yield piece, start, end, shape


def _see_quotes(text: str, ids: Integers, starts: Integers, ends: Integers) -> Integers:
    """Tell for each piece if it begins, is inside or ends a stretch of some kind; 0 outside."""
    quote = np.zeros(len(ids), np.int64)
    for span in find_quoted(text):
        first, last = _find_pieces(starts, ends, span)
        if first > last:
            continue
        is_long = text.count(" ", span.start, span.end) >= FEW_BLANKS
        is_single = text[span.start] in SINGLE_MARKS
        begin = SINGLE_BEGIN if is_single else LONG_BEGIN if is_long else SHORT_BEGIN
        quote[first : last + 1] = begin + 1
        quote[first] = begin
        quote[last] = begin + 2
    quote[ids == SEPARATOR] = 0
    return quote


def find_chunk(pieces: Pieces, span: Span) -> tuple[int, int] | None:
    """Find the first and last piece of a place; None where it has none."""
    first, last = _find_pieces(pieces.starts, pieces.ends, span)
    return (first, last) if first <= last else None


def _find_pieces(starts: Integers, ends: Integers, span: Span) -> tuple[int, int]:
    """Find the first and last piece that share a character with a span."""
    first = int(np.searchsorted(ends, span.start, side="right"))
    return first, int(np.searchsorted(starts, span.end, side="left")) - 1


def _cut_into_blocks(ids: Integers, first: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a paragraph that is too long, after the end of a sentence where there is one."""
    while end - first > LONGEST_BLOCK:
        half = first + LONGEST_BLOCK // 2
        stops = np.flatnonzero(np.isin(ids[half : first + LONGEST_BLOCK], SENTENCE_ENDS))
        cut = half + int(stops[-1]) + 1 if len(stops) else first + LONGEST_BLOCK
        yield first, cut
        first = cut
    yield first, end


def cut_windows(
    pieces: Pieces, core: int, left: int, right: int, first_core: int | None = None
) -> list[Window]:
    """Cut a text into windows whose cores are whole blocks and cover it without overlap.

    Parameters
    ----------
    pieces : Pieces
    core, left, right : int
        Most word pieces in the core, and of context before and after it.
    first_core : int, optional
        Most word pieces in the first core: training draws it, to see other borders.
    """
    cores: list[tuple[int, int]] = []
    most = first_core or core
    for start, end in pieces.blocks:
        if cores and end - cores[-1][0] <= most:
            cores[-1] = (cores[-1][0], end)
            continue
        if cores:
            most = core
        cores.append((start, end))
    return [Window(max(0, a - left), min(len(pieces), b + right), a, b) for a, b in cores]


def _shape(word: str) -> int:
    """0 punctuation, 1 small letters, 2 capitalised, 3 all capitals, 4 number."""
    if not word[:1].isalpha():
        return 4 if word[:1].isdigit() else 0
    if not word[0].isupper():
        return 1
    return 3 if len(word) > 1 and word.isupper() else 2
