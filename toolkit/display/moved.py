"""A change of words as HTML: its parts before and after, and what moves."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TYPE_CHECKING

from toolkit.attribution import find_statements
from toolkit.base import Span
from toolkit.comparison import UNMOVED, Replacement
from toolkit.display.cells import NOT_MEASURED, write_table
from toolkit.display.filling import fill
from toolkit.display.pieces import cut_blocks, cut_text, list_looks, rank_speakers
from toolkit.display.telling import tell_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd
    from markupsafe import Markup

    from toolkit.base import Article, Attribution
    from toolkit.comparison import Change
    from toolkit.display.pieces import Piece

TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
NAMES = {
    "vader": "VADER",
    "textblob": "TextBlob",
    "sourcing_table": "sourcing",
    "source_diversity_table": "sources",
    "headline_table": "headline",
    "tone_table": "tone",
    "action_table": "who acts",
    "keyword_table": "key words",
}
CALLS = {
    "stance": ("against", "no clear stance", "for"),
    "portrayal": ("badly", "no clear portrayal", "well"),
}
HEADINGS = {
    "instrument": "instrument",
    "measure": "measure",
    "values": "before \u2192 after",
    "words_before": "words before",
    "words_after": "words after",
}
ABOVE = "as above"


def find_replacements(text: str, span: Span, new: str) -> list[Replacement]:
    """Find what a person changed in a part of a text, word by word.

    Examples
    --------
    >>> found = find_replacements("Rates will rise.", Span(0, 16), "Rates may not rise.")
    >>> [(one.span.of("Rates will rise."), one.new) for one in found]
    [('will', 'may not')]
    """
    old = [*TOKEN.finditer(span.of(text))]
    before, after = [each.group() for each in old], TOKEN.findall(" ".join(new.split("\n")))
    if not "".join(after).strip():
        return [Replacement(span, "")]
    found: list[Replacement] = []
    for edit, i, j, k, m in _join_edits(before, after):
        if edit == "equal":
            continue
        place = Span(span.start + old[i].start(), span.start + old[j - 1].end())
        found.append(Replacement(place, "".join(after[k:m])))
    return found


def _join_edits(
    before: Sequence[str], after: Sequence[str]
) -> Iterator[tuple[str, int, int, int, int]]:
    """Give the edits, each with a word of the text as it was; blanks between two are of both."""
    edits: list[tuple[str, int, int, int, int]] = []
    for edit, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        is_blank = edit == "equal" and not "".join(before[i:j]).strip()
        kind = "change" if edit != "equal" or (is_blank and edits) else "equal"
        if edits and kind == edits[-1][0] == "change":
            edits[-1] = ("change", edits[-1][1], j, edits[-1][3], m)
        else:
            edits.append((kind, i, j, k, m))
    for number, (kind, i, j, k, m) in enumerate(edits):
        if kind == "change" and i == j:  # words are only put in: take a neighbour along
            if number and i:
                i, k = i - 1, k - 1
            else:
                j, m = j + 1, m + 1
        yield kind, i, j, k, m


def tell_replacements(change: Change) -> str:
    """Tell what is changed, and where.

    Examples
    --------
    >>> from toolkit.base import Article
    >>> from toolkit.comparison import make_change
    >>> tell_replacements(make_change(Article("Rates will rise."), {"will": "may"}))
    'paragraph 1: will -> may'
    """
    names = name_blocks(change.before)
    blocks = cut_blocks(change.before)
    told = []
    for one in change.replacements:
        where = [n for n, (_, span) in zip(names, blocks, strict=True) if one.span.overlaps(span)]
        old = " ".join(one.span.of(change.before.text).split())
        told.append(f"{', '.join(where)}: {old} -> {one.new.strip() or '(left out)'}")
    return "; ".join(told)


def name_blocks(article: Article) -> list[str]:
    """Name headline, paragraphs and other parts of an article: ``paragraph 3``."""
    names, paragraphs = [], 0
    for kind, _ in cut_blocks(article):
        paragraphs += kind == "paragraph"
        names.append(f"paragraph {paragraphs}" if kind == "paragraph" else kind)
    return names


def tell_moves(table: pd.DataFrame) -> str:
    """Tell how many measures move, and how many do not."""
    still = int(table.loc[table["measure"] == UNMOVED, "before"].sum())
    moved = int((table["measure"] != UNMOVED).sum())
    verb = "moves" if moved == 1 else "move"
    return (
        f"{tell_number(moved, 'measure')} {verb}, {still:,} {'does' if still == 1 else 'do'} not"
    )


def write_change(change: Change, table: pd.DataFrame) -> Markup:
    """Write each part that is changed before and after, its voices marked, and what moves.

    Parameters
    ----------
    change : Change
    table : DataFrame
        What moves, as `change_table` gives it.
    """
    sides = [find_statements(change.before), find_statements(change.after)]
    marks = [rank_speakers(change.before, sides[0])]
    marks.append(rank_speakers(change.after, sides[1], first=marks[0]))
    moved = table[table["measure"] != UNMOVED]
    return fill(
        "change.html",
        blocks=_collect_blocks(change, sides),
        looks=[list_looks(side, mark) for side, mark in zip(sides, marks, strict=True)],
        table=_write_moved(moved) if len(moved) else "",
        unmoved=_tell_unmoved(table),
    )


# --- before and after --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Part:
    """Words that are marked alike and all changed or all kept; before them words may be gone."""

    piece: Piece
    is_edit: bool = False
    is_gap: bool = False


def _collect_blocks(
    change: Change, sides: Sequence[Sequence[Attribution]]
) -> Iterator[tuple[str, list[list[_Part]]]]:
    """Collect each part of the text that is changed, before and after."""
    old = [(one.span.start, one.span.end) for one in change.replacements]
    before = [parts for _, parts in _cut_blocks(change.before, sides[0], old)]
    after = [*_cut_blocks(change.after, sides[1], change.list_new())]
    names = name_blocks(change.before)
    for number, (_, span) in enumerate(cut_blocks(change.before)):
        if any(one.span.overlaps(span) for one in change.replacements):
            start, end = change.place(span)
            beside = (parts for block, parts in after if block.start < end and start < block.end)
            yield names[number], [before[number], next(beside, [])]


def _cut_blocks(
    article: Article, attributions: Sequence[Attribution], edits: Sequence[tuple[int, int]]
) -> Iterator[tuple[Span, list[_Part]]]:
    """Cut each block where its voices change, and where words are changed."""
    gaps = {cut for cut, last in edits if cut == last}
    blocks = zip(cut_blocks(article), cut_text(article, attributions), strict=True)
    for (_, span), (_, pieces) in blocks:
        parts, place = [], span.start
        for piece in pieces:
            end = place + len(piece.text)
            borders = sorted(
                {place, end} | {cut for edit in edits for cut in edit if place < cut < end}
            )
            for start, stop in pairwise(borders):
                bare = replace(piece, text=article.text[start:stop], labels=(), pauses=())
                is_edit = any(first <= start and stop <= last for first, last in edits)
                parts.append(_Part(bare, is_edit, start in gaps))
            parts.append(_Part(replace(piece, text="", number=None)))
            place = end
        yield span, parts


# --- what moves --------------------------------------------------------------------------


def _write_moved(rows: pd.DataFrame) -> Markup:
    """Write the rows that move for reading."""
    words = rows[["instrument", "words_before", "words_after"]]
    is_same = words.fillna("").eq(words.fillna("").shift()).all(axis=1)
    same = rows["instrument"] == rows["instrument"].shift()
    shown = rows.assign(
        instrument=rows["instrument"].map(lambda name: NAMES.get(name, name)).mask(same, ""),
        measure=rows["measure"] + ": " + rows["about"],
        values=_tell_values(rows),
        words_before=rows["words_before"].mask(is_same & rows["words_before"].notna(), ABOVE),
        words_after=rows["words_after"].mask(is_same & rows["words_after"].notna(), ABOVE),
    )
    return write_table(shown, headings=HEADINGS, most=len(shown))


def _tell_unmoved(table: pd.DataFrame) -> str:
    still = table[table["measure"] == UNMOVED]
    return ", ".join(
        f"{NAMES.get(name, name)} {int(n)}"
        for name, n in zip(still["instrument"], still["before"], strict=True)
    )


def _tell_values(rows: pd.DataFrame) -> list[str]:
    told = []
    for before, after, unit, instrument in rows[
        ["before", "after", "unit", "instrument"]
    ].itertuples(index=False):
        values = " \u2192 ".join(_tell(value, unit, instrument) for value in (before, after))
        told.append(f"{values} {_tell_unit(after, unit)}".strip())
    return told


def _tell(value: float, unit: str, instrument: str) -> str:
    """Tell a number as its unit wants it."""
    if math.isnan(value):
        return NOT_MEASURED
    if unit == "-1, 0, 1":
        return CALLS[instrument][int(value) + 1]
    if unit == "-1 to 1":
        return f"{value:+.2f}"
    if unit == "share":
        return f"{value:.0%}"
    return f"{value:.1f}" if value % 1 else f"{value:.0f}"


def _tell_unit(value: float, unit: str) -> str:
    if unit.startswith("-1") or unit in {"share", "rank"}:
        return ""
    return unit.removesuffix("s") if value == 1 and not unit.startswith("per") else unit
