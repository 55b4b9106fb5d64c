"""How two tellings of one statement differ: the same words, cut, altered, or other words."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from toolkit.base import Span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from difflib import Match

    from toolkit.comparison.pieces import Wording

MIN_RUN = 3  # words in a row: fewer are shared by chance ("of the")
MAX_GAP = 2  # words between such a run and fewer shared words, for these to belong to it


class Relation(StrEnum):
    """How two tellings of one statement stand to each other."""

    IDENTICAL = "identical"
    CUT = "cut"
    ALTERED = "altered"
    PARAPHRASE = "paraphrase"


class Edit(StrEnum):
    """What a telling did to the words of the fullest one."""

    KEPT = "kept"
    LEFT_OUT = "left out"
    ADDED = "added"
    ALTERED = "altered"


@dataclass(frozen=True, slots=True)
class Change:
    """Words of a telling beside those of the fullest one.

    Parameters
    ----------
    edit : Edit
    span : Span or None
        In the article of the telling; None where it has left words out.
    fullest : Span or None
        In the article of the fullest telling; None where words were added.
    """

    edit: Edit
    span: Span | None
    fullest: Span | None


def relate(one: Wording, other: Wording) -> Relation:
    """Tell how the quoted words of two tellings of one statement stand to each other.

    Parameters
    ----------
    one, other : Wording
        What stands in quote marks in each.

    Notes
    -----
    Words are taken as *identical* but for case, punctuation and what an editor put in brackets;
    *cut* where one holds the other, or both overlap, or an ellipsis stands for what is missing;
    *altered* where words differ between two shared runs (of three words, or up to two words
    from one that is). Where a side quotes fewer than three
    words, or no three in a row are shared, it is a *paraphrase*.

    Examples
    --------
    >>> from toolkit.comparison.pieces import read_wording
    >>> quoted = ["We can win this race.", "We can win", "We could win this race."]
    >>> whole, cut, altered = (read_wording(text, [Span(0, len(text))]) for text in quoted)
    >>> str(relate(whole, cut)), str(relate(whole, altered))
    ('cut', 'altered')
    """
    if min(len(one.words), len(other.words)) < MIN_RUN:
        return Relation.PARAPHRASE
    if one.words == other.words:
        return Relation.IDENTICAL
    runs = _find_runs(one, other)
    if not runs:
        return Relation.PARAPHRASE
    for run, following in pairwise(runs):
        between = (
            range(run.a + run.size, following.a + 1),
            range(run.b + run.size, following.b + 1),
        )
        is_left_out = one.gaps & {*between[0]} or other.gaps & {*between[1]}
        if not is_left_out:
            return Relation.ALTERED
    return Relation.CUT


def _find_runs(one: Wording, other: Wording) -> list[Match]:
    """Find the shared runs of three words or more, and shorter ones close beside these."""
    matcher = SequenceMatcher(None, one.words, other.words, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    near: set[int] = set()
    for number, (block, following) in enumerate(pairwise(blocks)):
        gap = max(following.a - block.a - block.size, following.b - block.b - block.size)
        if gap <= MAX_GAP and max(block.size, following.size) >= MIN_RUN:
            near |= {number, number + 1}
    return [b for number, b in enumerate(blocks) if b.size >= MIN_RUN or number in near]


def list_changes(telling: Wording, fullest: Wording) -> Iterator[Change]:
    """List what a telling kept, left out, added and altered of the words of the fullest one.

    Examples
    --------
    >>> from toolkit.comparison.pieces import read_wording
    >>> full, own = "We can win this race.", "We could win"
    >>> wordings = (read_wording(text, [Span(0, len(text))]) for text in (own, full))
    >>> for change in list_changes(*wordings):
    ...     print(change.edit, change.span and change.span.of(own), change.fullest.of(full))
    kept We We
    altered could can
    kept win win
    left out None this race
    """
    edits = {"equal": Edit.KEPT, "delete": Edit.LEFT_OUT, "insert": Edit.ADDED}
    matcher = SequenceMatcher(None, fullest.words, telling.words, autojunk=False)
    for tag, start, end, own_start, own_end in matcher.get_opcodes():
        yield Change(
            edits.get(tag, Edit.ALTERED),
            _cover(telling, own_start, own_end),
            _cover(fullest, start, end),
        )


def _cover(wording: Wording, start: int, end: int) -> Span | None:
    spans = wording.spans[start:end]
    return Span(spans[0].start, spans[-1].end) if spans else None
