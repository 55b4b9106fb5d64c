"""What the stance model reads: a passage, who speaks, the sentence before, and no names.

The target and every other name become numbered stand-ins, so that no name can decide.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from toolkit.base import BETWEEN, HALF_CHARACTER, NARRATOR, UNKNOWN, Span, ToolkitError
from toolkit.people import find_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tokenizers import Tokenizer

    from toolkit.base import Article

PRONOUNS = frozenset(
    {"I", "He", "She", "It", "We", "You", "They", "Him", "Her", "Us", "Them", "His", "Its"}
    | {"Our", "Your", "Their", "My", "Who", "Whom", "This", "That", "These", "Those"}
)
# Words without a capital that may stand inside a name.
LINKS = frozenset({"of", "the", "and", "&", "for", "in", "de", "la", "van", "von", "bin", "al"})
POSSESSIVE = re.compile(r"['\u2019]s?$")

# Word pieces of the encoder. Its vocabulary is the reader's, behind `SHIFT` pieces of its own;
# marks and stand-ins are pieces that no text has ([unused0] and those after it).
SHIFT = 4
START, SEPARATOR = 0, 2
OPEN, CLOSE = 5, 6  # around the target
VOICES = {NARRATOR: 7, UNKNOWN: 9}
NAMED = 8  # the voice of a speaker whom the article names
TARGET, FIRST_OTHER, MOST_OTHERS = 10, 11, 12  # stand-ins; those beyond the last share it
LONGEST = 144  # word pieces that are read; of a longer passage, those around the target
LONGEST_BEFORE = 28  # word pieces of the sentence before, the last ones


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of one voice, in which a target is named.

    Parameters
    ----------
    text : str
        The sentence before, if any, and the passage.
    start : int
        Where in `text` the passage begins.
    target : Span
        The mention, in the passage.
    names : tuple of (Span, int)
        Every name in `text` with a number for whom it names, in reading order, none in another.
    voice : str
        ``narrator``, ``unknown`` or the name of a speaker.
    """

    text: str
    start: int
    target: Span
    names: tuple[tuple[Span, int], ...] = ()
    voice: str = UNKNOWN


@dataclass(frozen=True, slots=True)
class Mention:
    """A voice naming a target in a passage.

    Parameters
    ----------
    voice : str
        A speaker, ``unknown`` or ``narrator``.
    target : str
        As fully as the article names it.
    passage : tuple of Span
        What the voice says, in pieces where others' words interrupt it: the content of a
        quotation, or what the narrator says in a sentence.
    span : Span
        The words that name the target, inside one of the pieces.
    before : Span, optional
        The sentence before the passage.
    """

    voice: str
    target: str
    passage: tuple[Span, ...]
    span: Span
    before: Span | None = None


class Cut(NamedTuple):
    """A passage in word pieces, with the first of its target and the one after the last."""

    pieces: tuple[int, ...]
    start: int
    end: int
    is_whole: bool  # False where words far from the target were left out


def list_named(article: Article) -> list[tuple[Span, int]]:
    """List the names in an article with a number for each person, body or place."""
    placed = sorted(
        (span, number) for number, name in enumerate(find_names(article)) for span in name.mentions
    )
    kept: list[tuple[Span, int]] = []
    for span, number in placed:
        if not kept or span.start >= kept[-1][0].end:
            kept.append((span, number))
    return kept


def join_passage(text: str, mention: Mention, named: Sequence[tuple[Span, int]]) -> Passage:
    """Put the pieces of a passage into one text, with the sentence before it.

    Examples
    --------
    >>> text = "It rained. Ann Lee, who was late, left."
    >>> name = Span(11, 18)
    >>> mention = Mention("narrator", "Ann Lee", (name, Span(34, 38)), name)
    >>> found = join_passage(text, mention, [(name, 0)])
    >>> found.text, found.target.of(found.text)
    ('Ann Lee \u2026 left', 'Ann Lee')
    """
    starts = [span.start for span, _ in named]
    joined, names, place = "", [], None
    if mention.before:
        joined = mention.before.of(text) + " "
        names = _move_names(named, starts, mention.before, 0)
    start = len(joined)
    for number, piece in enumerate(mention.passage):
        joined += BETWEEN if number else ""
        names += _move_names(named, starts, piece, len(joined))
        if mention.span in piece:
            shift = len(joined) - piece.start
            place = Span(mention.span.start + shift, mention.span.end + shift)
        joined += piece.of(text)
    if place is None:
        raise ToolkitError(f"{mention.span}: must lie in a piece of its passage; found {mention}")
    return Passage(joined, start, place, tuple(names), mention.voice)


def _move_names(
    named: Sequence[tuple[Span, int]], starts: Sequence[int], piece: Span, to: int
) -> list[tuple[Span, int]]:
    """List the names inside a piece, as places in a text where it begins at `to`."""
    inside = named[bisect_left(starts, piece.start) : bisect_left(starts, piece.end)]
    shift = to - piece.start
    return [
        (Span(span.start + shift, span.end + shift), who)
        for span, who in inside
        if span.end <= piece.end
    ]


def cut_passage(passage: Passage, tokenizer: Tokenizer) -> Cut:
    """Cut a passage into word pieces, with stand-ins for its names and the target marked.

    Raises
    ------
    ToolkitError
        If the target holds no word.
    """
    spans = _hide_target(passage)
    before = [*_iter_pieces(passage.text[: passage.start], 0, spans)]
    left = [
        *_iter_pieces(passage.text[passage.start : passage.target.start], passage.start, spans)
    ]
    middle = [*_iter_pieces(passage.target.of(passage.text), passage.target.start, spans)]
    right = [*_iter_pieces(passage.text[passage.target.end :], passage.target.end, spans)]
    kinds = [before, left, middle, right]
    coded = [_encode(kind, tokenizer) for kind in kinds]
    _number_others(coded)
    read_before, left_ids, middle_ids, right_ids = coded
    if not middle_ids:
        raise ToolkitError(f"target: must hold a word; found {passage.target.of(passage.text)!r}")
    return _put_together(read_before, left_ids, middle_ids, right_ids, passage.voice)


def _put_together(
    before: list[int], left: list[int], middle: list[int], right: list[int], voice: str
) -> Cut:
    head = [START, VOICES.get(voice, NAMED)]
    if before:
        head += [*before[-LONGEST_BEFORE:], SEPARATOR]
    kept_middle = middle[: LONGEST // 3]
    room = LONGEST - len(head) - len(kept_middle) - 3
    n_left = min(len(left), max(room // 2, room - len(right)))
    kept_left, kept_right = left[len(left) - n_left :], right[: room - n_left]
    is_whole = (kept_left, kept_middle, kept_right) == (left, middle, right)
    pieces = [*head, *kept_left, OPEN, *kept_middle, CLOSE, *kept_right, SEPARATOR]
    start = len(head) + len(kept_left) + 1
    return Cut(tuple(pieces), start, start + len(kept_middle), is_whole)


# ---- names ---------------------------------------------------------------------------------

_TARGET = -1  # the number of whom the target names


def _hide_target(passage: Passage) -> list[tuple[Span, int]]:
    """List the names to hide, with `_TARGET` for those of the target."""
    text, target = passage.text, passage.target
    mention = POSSESSIVE.sub("", target.of(text))
    inside = {who for span, who in passage.names if span in target or target in span}
    if not inside and is_name(mention):  # a name that only the caller knows
        everywhere = re.finditer(rf"(?<!\w){re.escape(mention)}(?!\w)", text)
        alike = [Span(*match.span()) for match in everywhere]
        free = [s for s in alike if not any(_overlap(s, span) for span, _ in passage.names)]
        return sorted([*passage.names, *((span, _TARGET) for span in free)])
    return [(span, _TARGET if who in inside else who) for span, who in passage.names]


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def is_name(mention: str) -> bool:
    """Tell whether a mention is a name by its capitals; a pronoun is none.

    Examples
    --------
    >>> [is_name(mention) for mention in ("Ann Lee", "the Bank of England", "She", "the mayor")]
    [True, True, False, False]
    """
    words = mention.split()
    if words[:1] in (["the"], ["The"]):
        words = words[1:]
    if not words or not words[0][0].isupper() or not words[-1][0].isupper():
        return False
    return PRONOUNS.isdisjoint(words) and all(w[0].isupper() or w in LINKS for w in words)


def _iter_pieces(text: str, offset: int, spans: Iterable[tuple[Span, int]]) -> Iterator[str | int]:
    """List the words between names as text, and the names as numbers."""
    at = offset
    for span, who in spans:
        start, end = max(span.start, offset), min(span.end, offset + len(text))
        if start >= end:
            continue
        yield text[at - offset : start - offset]
        yield who
        at = end
    yield text[at - offset :]


def _encode(parts: list[str | int], tokenizer: Tokenizer) -> list[int]:
    """Cut words into word pieces; a name becomes its number, below zero."""
    texts = [HALF_CHARACTER.sub("?", part) for part in parts if isinstance(part, str)]
    encoded = iter(tokenizer.encode_batch(texts, add_special_tokens=False))
    pieces: list[int] = []
    for part in parts:
        if isinstance(part, str):
            pieces += [number + SHIFT for number in next(encoded).ids]
        else:
            pieces.append(-2 - part)  # `_TARGET` is -1
    return pieces


def _number_others(coded: list[list[int]]) -> None:
    """Put stand-ins in the place of names, numbered as they appear."""
    known = {-2 - _TARGET: TARGET}
    for pieces in coded:
        for place, piece in enumerate(pieces):
            if piece < 0:
                other = FIRST_OTHER + min(len(known) - 1, MOST_OTHERS - 1)
                pieces[place] = known.setdefault(piece, other)
