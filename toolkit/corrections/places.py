"""Finding again, in a text, the words that a person gave for it."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING

from toolkit.base import Relay, Span, ToolkitError, join_pieces, show
from toolkit.corrections.rows import DELETE, SHOWN_PLACES, Row, digest_cells

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


# Marks that a spreadsheet or a pasting person may exchange for one another.
ALIKE = {
    '"': "\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02",
    "'": "\u2018\u2019\u201a\u2039\u203a",
    "-": "\u2010\u2011\u2012\u2013\u2014\u2212",
}
FOLD = str.maketrans(
    {mark: plain for plain, marks in ALIKE.items() for mark in marks} | {"\u2026": "..."}
)
PATTERNS = {plain: f"[{re.escape(plain + marks)}]" for plain, marks in ALIKE.items()} | {
    "...": r"(?:\.\.\.|\u2026)",
    " ": r"\s+",
}
PIECES = re.compile(r" (?:\.\.\.|\u2026) ")

MOST_JOINTS = 6  # of a cell with more, all or none are taken for joints between pieces


def find_content(text: str, row: Row) -> tuple[Span, ...]:
    """Find the words of a quotation that a row gives: its own places, or where they stand."""
    own = row.key.content if row.key else ()
    if own and (row.action == DELETE or is_same(text, row.content, own)):
        return own
    if not row.content:
        raise ToolkitError("content: must be words of the article; found nothing")
    found = _find_sequences(text, row.content)
    if not found:
        raise ToolkitError(f"content: must stand in the article; found {show(row.content)}")
    if own:
        found = [spans for spans in found if touches(spans, own)]
        if not found:
            raise ToolkitError(
                "content: must share a word with what stood in the row, "
                f"{show(join_pieces(text, own))}; found {show(row.content)}. For another "
                "quotation add a row, and delete this one"
            )
    # Of several beginnings that share an end, the nearest to it.
    nearest = [*{spans[-1]: spans for spans in found}.values()]
    found = [spans for spans in found if spans[0].start == row.start] or nearest
    if len(found) > 1:
        starts = ", ".join(f"{spans[0].start}" for spans in found[:SHOWN_PLACES])
        if len(found) > SHOWN_PLACES:
            starts += f" and {len(found) - SHOWN_PLACES} other places"
        raise ToolkitError(
            "content: must stand in the article once, or the row tell the `start`; found "
            f"{show(row.content)} at {starts}"
        )
    return found[0]


def find_near(
    text: str, content: Sequence[Span], name: str, cell: str, own: tuple[Span, ...]
) -> tuple[Span, ...]:
    """Find the place of a cue, source or relay nearest to the content; none of a blank cell."""
    if is_same(text, cell, own):
        return own
    if not cell:
        return ()
    found = [spans for spans in _find_sequences(text, cell) if not touches(spans, content)]
    if not found:
        raise ToolkitError(
            f"{name}: must stand in the article, outside the content; found {show(cell)}"
        )
    return min(found, key=lambda spans: _measure_gap(spans, content))


def find_relays(text: str, content: Sequence[Span], row: Row) -> Iterator[Relay]:
    """Find the relays that a row names, near the words they carried."""
    names = [name for cell in row.relay.split(";") if (name := cell.strip())]
    if row.key and digest_cells(row.relay) == row.key.carried:
        yield from (Relay(name, span) for name, span in zip(names, row.key.relays, strict=True))
        return
    for name in names:
        spans = find_near(text, content, "relay", name, ())
        yield Relay(name, Span(spans[0].start, spans[-1].end))


def _measure_gap(spans: Sequence[Span], content: Sequence[Span]) -> int:
    return min(
        max(span.start - piece.end, piece.start - span.end) for span in spans for piece in content
    )


def _find_sequences(text: str, cell: str) -> list[tuple[Span, ...]]:
    """Find all places of some words, or of pieces of them with ``...`` between."""
    for pieces in _cut_pieces(cell):
        first, *others = [_compile(piece) for piece in pieces]
        found = []
        for match in first.finditer(text):
            spans = [Span(*match.span())]
            for pattern in others:
                after = pattern.search(text, spans[-1].end)
                if after is None:
                    break
                spans.append(Span(*after.span()))
            else:
                found.append(tuple(spans))
        if found:
            return found
    return []


def _cut_pieces(cell: str) -> Iterator[list[str]]:
    """Cut a cell at its ellipses, at as few as may be: the text itself has some."""
    joints = [match.span() for match in PIECES.finditer(cell)]
    few = range(len(joints) + 1) if len(joints) <= MOST_JOINTS else (0, len(joints))
    for number in few:
        for cuts in combinations(joints, number):
            starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), None]
            pieces = [cell[start:end] for start, end in zip(starts, ends, strict=True)]
            if all(pieces):
                yield pieces


def _compile(words: str) -> re.Pattern[str]:
    folded = fold(words)
    letters = re.findall(r"\.\.\.|.", folded)
    pattern = "".join(PATTERNS.get(letter) or re.escape(letter) for letter in letters)
    left = r"(?<!\w)" if re.match(r"\w", folded) else ""
    right = r"(?!\w)" if re.search(r"\w$", folded) else ""
    return re.compile(left + pattern + right)


def touches(spans: Sequence[Span], others: Sequence[Span]) -> bool:
    """Tell whether places share a character."""
    return any(span.overlaps(other) for span in spans for other in others)


def fold(words: str) -> str:
    """Give words as they compare: plain marks, single blanks."""
    return " ".join(words.translate(FOLD).split())


def is_same(text: str, cell: str, spans: Sequence[Span]) -> bool:
    """Tell whether a cell holds the words at places, whatever a spreadsheet changed."""
    return fold(cell) == fold(join_pieces(text, spans))
