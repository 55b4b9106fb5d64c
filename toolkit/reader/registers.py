"""Who a text tells of, as the reader sees it: each mention, and whom it may stand for.

The reader's first layers are shared. Those behind them were learned from registers of news by
reading (`training/README.md`): they tell names, descriptions and pronouns, and weigh for each
which other mentions are the same.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from toolkit.base import Span
from toolkit.reader.links import span_vectors
from toolkit.reader.pieces import Pieces, find_chunk
from toolkit.reader.readings import Seen, see
from toolkit.reader.tags import FORBIDDEN
from toolkit.reader.weights import open_session, read_model
from toolkit.reader.words import find_runs, number_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import numpy.typing as npt
    from onnxruntime import InferenceSession  # type: ignore[import-untyped]

    Integers = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float32]

FOLDER = "register-v1"  # in toolkit/data; new weights are a new folder
HASHES = {
    "model.onnx": "1aba93afc256fffe797328bd2d78d43415a3cb3f3ccd833e3a30a11b54cde80e",
    "links.onnx": "c0e882b8520c67523014e7b97ab1825d6cb985eb1dd5b1ddd3af34589f0d67da",
}
# Lower ends of the distances between two mentions, in word pieces, that are told apart.
GAPS = (0, 1, 3, 6, 11, 21, 41, 81, 161, 321)
MOST_SENTENCES, MOST_PARAGRAPHS, MOST_PIECES, MOST_RANK = 5, 3, 6, 10  # counts stop here
NEAREST = 256  # mentions that may be meant: no more of a long text
LEAD = 60  # word pieces in which an article says whom it is about
N_FACTS = 2 * len(GAPS) + 1 + (MOST_SENTENCES + 1) + (MOST_PARAGRAPHS + 1) + 12


class Look(StrEnum):
    """How somebody is mentioned."""

    NAME = "name"
    DESCRIPTION = "description"
    PRONOUN = "pronoun"


class Sought(StrEnum):
    """For what somebody is sought; each has weights of its own, in this order."""

    DESCRIBED = "described"  # whom a description stands for
    MEANT = "meant"  # whom a pronoun stands for
    SAID = "said"  # who says a content
    CARRIED = "carried"  # through whom a content reached us


# Of a name or description, by its labels; of a pronoun.
KINDS: tuple[str, ...] = ("person", "organisation", "document", "group", "unnamed")
PRONOUN_KINDS: tuple[str, ...] = ("person", "organisation", "group")
OPENING, CLOSING = '"\u201c\u2018(@', '."\u201d\u2019)'


class Sighting(NamedTuple):
    """A mention: its place, how it is made and of what kind of somebody.

    Parameters
    ----------
    span : Span
        A name without title or office; a description as a whole.
    look : Look
    kind : str
        person, organisation, document, group, or unnamed: one without a name.
    first, last : int
        Its word pieces.
    """

    span: Span
    look: Look
    kind: str
    first: int
    last: int


class Shares(NamedTuple):
    """Logarithms of the chances of which mention is sought.

    Parameters
    ----------
    first : int
        Number of the first key that has a chance.
    of_keys : tuple of float
        Its share and those of the keys behind it.
    none : float
        That it is none of them.
    """

    first: int
    of_keys: tuple[float, ...]
    none: float

    def list_likely(self, least: float = -math.inf) -> list[tuple[int, float]]:
        """List the numbers of keys and their shares, above some share."""
        shares = enumerate(self.of_keys, self.first)
        return [(number, share) for number, share in shares if share > least]


class Keys(NamedTuple):
    """What is known of mentions that others may stand for, a row each.

    Parameters
    ----------
    ends : array of int
        First and last word piece.
    are_names : array of bool
    counts : array of float
        How many end in the same word, as a logarithm.
    are_first : array of bool
        Whether none before it does.
    """

    ends: Integers
    are_names: npt.NDArray[np.bool_]
    counts: Floats
    are_first: npt.NDArray[np.bool_]

    def take(self, some: slice) -> Keys:
        """Give some of them."""
        return Keys(self.ends[some], self.are_names[some], self.counts[some], self.are_first[some])


def make_keys(ends: Integers, are_names: Sequence[bool], words: Sequence[str]) -> Keys:
    """Put mentions together by their word pieces and last words."""
    counts = Counter(words)
    first: dict[str, int] = {}
    for number, word in enumerate(words):
        first.setdefault(word, number)
    return Keys(
        ends.reshape(-1, 2),
        np.array(are_names, np.bool_),
        (np.log1p([counts[word] for word in words]) / 2).astype(np.float32),
        np.array([first[word] == number for number, word in enumerate(words)], np.bool_),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Register:
    """The mentions of a text, and what tells which of them are the same.

    Parameters
    ----------
    sightings : tuple of Sighting
        In reading order.
    keys : tuple of Sighting
        Those that others may stand for: names and descriptions.
    """

    sightings: tuple[Sighting, ...]
    keys: tuple[Sighting, ...]
    _pieces: Pieces = field(repr=False)
    _states: npt.NDArray[np.float16] = field(repr=False)
    _facts: Keys = field(repr=False)
    _vectors: Floats = field(repr=False)
    _weighed: dict[tuple[Sought, tuple[Span, ...]], Shares] = field(
        default_factory=dict, repr=False
    )

    def weigh(self, sought: Sought, spans: Sequence[Span]) -> Shares:
        """Weigh which mention is the one that some words seek.

        Parameters
        ----------
        sought : Sought
        spans : sequence of Span
            A pronoun, a description, or the pieces of a content.

        Returns
        -------
        Shares
            Of the `NEAREST` keys; the others have no chance.
        """
        asked = (sought, tuple(spans))
        if asked not in self._weighed:
            self.prepare(sought, [spans])
        return self._weighed[asked]

    def prepare(self, sought: Sought, many: Iterable[Sequence[Span]]) -> None:
        """Weigh for several at once what `weigh` will be asked, which is faster."""
        asked: list[tuple[tuple[Span, ...], list[tuple[int, int]]]] = []
        for spans in {
            tuple(each): None for each in many if (sought, tuple(each)) not in self._weighed
        }:
            chunks = [chunk for span in spans if (chunk := find_chunk(self._pieces, span))]
            if chunks and self.keys:
                asked.append((spans, chunks))
            else:
                self._weighed[sought, spans] = Shares(0, (), 0.0)
        size = len(asked) if len(self.keys) <= NEAREST else 1  # all are near, or each has its own
        for start in range(0, len(asked), max(1, size)):
            some = asked[start : start + size]
            near = self._find_near(some[0][1][0][0])
            scores = self._score(sought, [chunks for _, chunks in some], near)
            for (spans, chunks), row in zip(some, scores, strict=True):
                self._weighed[sought, spans] = self._share_out(sought, chunks[0], near, row)

    def _share_out(
        self, sought: Sought, chunk: tuple[int, int], near: slice, scores: Floats
    ) -> Shares:
        """Turn the scores of some keys and of none into logarithms of chances."""
        shares = scores.astype(np.float32)
        if sought in {Sought.DESCRIBED, Sought.MEANT}:
            facts = self._facts.take(near)
            is_own = (facts.ends[:, 0] <= chunk[0]) & (chunk[1] <= facts.ends[:, 1])
            is_behind = ~facts.are_names & (facts.ends[:, 0] >= chunk[0])
            shares[:-1][is_own | is_behind] = FORBIDDEN
        shares -= shares.max()
        shares -= np.log(np.exp(shares).sum())
        *of_keys, none = map(float, shares.round(3))
        return Shares(near.start, tuple(of_keys), none)

    def _find_near(self, piece: int) -> slice:
        """Find the keys around a word piece."""
        number = bisect_left(self.keys, piece, key=lambda key: key.first)
        start = max(0, min(number - NEAREST // 2, len(self.keys) - NEAREST))
        return slice(start, min(start + NEAREST, len(self.keys)))

    def _score(
        self, sought: Sought, asked: Sequence[Sequence[tuple[int, int]]], near: slice
    ) -> Floats:
        """Score some keys, and none, for each that is asked."""
        inputs = {
            "sought": np.array(list(Sought).index(sought)),
            "queries": _join_vectors(self._states, asked),
            "keys": self._vectors[near],
            "facts": describe_pairs(self._pieces, asked, self._facts.take(near)),
        }
        scores: Floats = load_layers().links.run(["scores"], inputs)[0]
        return scores


@dataclass(frozen=True, slots=True)
class Layers:
    """The loaded weights."""

    session: InferenceSession
    links: InferenceSession


@cache
def load_layers() -> Layers:
    """Load the weights that come with the toolkit, once, and check that they are intact.

    Raises
    ------
    ReadError
        If a file is missing or its SHA-256 is not the one in `HASHES`.
    """
    contents = read_model(FOLDER, HASHES)
    return Layers(open_session(contents["model.onnx"]), open_session(contents["links.onnx"]))


def find_register(text: str) -> Register:
    """Find who is mentioned in a text.

    Parameters
    ----------
    text : str
        English news; a line is a paragraph.

    Raises
    ------
    ReadError
        If a file of the model is missing or is not the one that belongs to this version.

    Examples
    --------
    >>> text = "President Ann Lee met reporters. She said the Bank of England was late."
    >>> for one in find_register(text).sightings:
    ...     print(one.span.of(text), "|", one.look, one.kind)
    Ann Lee | name person
    reporters | description group
    She | pronoun person
    Bank of England | name organisation
    """
    seen = see(text)
    labels, states = _look(seen)
    words = number_words(text, seen.pieces)
    sightings = [
        sighting
        for look, scores in zip(Look, labels, strict=True)
        for sighting in _list_sightings(text, seen.pieces, words, scores, look)
    ]
    sightings.sort()
    keys = [one for one in sightings if one.look is not Look.PRONOUN]
    ends = np.array([(key.first, key.last) for key in keys], np.int64)
    facts = make_keys(
        ends,
        [key.look is Look.NAME for key in keys],
        [key.span.of(text).lower().split()[-1] for key in keys],
    )
    vectors = span_vectors(states, facts.ends)
    return Register(tuple(sightings), tuple(keys), seen.pieces, states, facts, vectors)


def _look(seen: Seen) -> tuple[list[Floats], npt.NDArray[np.float16]]:
    """Score each word piece as a part of names, descriptions and pronouns, and describe it."""
    outputs: list[list[Floats]] = [[], [], [], []]
    for window, middle, states in seen.windows:
        given = {"middle": middle, "read": states}
        found = load_layers().session.run([*Look, "states"], given)
        for output, values in zip(outputs, found, strict=True):
            output.append(values[window.core])
    if not outputs[0]:
        return [np.zeros((0, 1), np.float32)] * len(Look), np.zeros((0, 1), np.float16)
    *labels, states = map(np.concatenate, outputs)
    return [scores.round(3) for scores in labels], states.astype(np.float16)


def _list_sightings(
    text: str, pieces: Pieces, words: Integers, scores: Floats, look: Look
) -> Iterator[Sighting]:
    """List the mentions of one look."""
    kinds, found = KINDS, find_runs(scores, words)
    if look is Look.PRONOUN:  # one word each
        kinds, found = PRONOUN_KINDS, _list_pronouns(scores)
    for first, last, kind in found:
        span = _place(text, pieces, first, last)
        if span is not None and look is Look.NAME and span.of(text)[:4].lower() == "the ":
            span = Span(span.start + len("the "), span.end)
        if span is not None:
            yield Sighting(span, look, kinds[kind], first, last)


def _list_pronouns(scores: Floats) -> Iterator[tuple[int, int, int]]:
    labels = scores.argmax(1) if len(scores) else np.zeros(0, np.int64)
    yield from ((int(k), int(k), int(labels[k]) - 1) for k in np.flatnonzero(labels))


def _place(text: str, pieces: Pieces, first: int, last: int) -> Span | None:
    """Give the place of word pieces, whole words of it, without marks around."""
    start, end = int(pieces.starts[first]), int(pieces.ends[last])
    while start < end and not text[start].isalnum() and text[start] not in OPENING:
        start += 1
    while start < end and not text[end - 1].isalnum() and text[end - 1] not in CLOSING:
        end -= 1
    return Span(start, end) if start < end else None


def describe_pairs(
    pieces: Pieces, asked: Sequence[Sequence[tuple[int, int]]], keys: Keys
) -> Floats:
    """Describe how what is sought lies to each mention that it may be.

    Parameters
    ----------
    pieces : Pieces
    asked : sequence of sequence of (int, int)
        For each that is sought first and last word piece, of one or several pieces of a content.
    keys : Keys

    Returns
    -------
    array of float
        asked x keys x N_FACTS
    """
    begin, end = keys.ends[:, 0], keys.ends[:, 1]
    shape = (len(asked), len(begin))
    facts = np.zeros((*shape, N_FACTS), np.float32)
    row, column = np.ogrid[: shape[0], : shape[1]]
    first = np.array([chunks[0][0] for chunks in asked])[:, None]
    last = np.array([chunks[-1][1] for chunks in asked])[:, None]
    follows = begin > last
    low = np.where(follows, last, end)
    gap = np.maximum(np.where(follows, begin, first), low) - low
    bucket = np.searchsorted(np.array(GAPS), gap, side="right") - 1
    facts[row, column, bucket + len(GAPS) * follows] = 1
    at = 2 * len(GAPS)
    facts[..., at] = np.log1p(gap) / 6
    between = np.abs(pieces.sentence[first] - pieces.sentence[begin])
    facts[row, column, at + 1 + np.minimum(between, MOST_SENTENCES)] = 1
    at += 2 + MOST_SENTENCES
    apart = np.abs(pieces.paragraph[first] - pieces.paragraph[begin])
    facts[row, column, at + np.minimum(apart, MOST_PARAGRAPHS)] = 1
    at += 1 + MOST_PARAGRAPHS
    rank = np.argsort(np.argsort(gap, axis=1), axis=1)
    inside = [np.any([(a <= begin) & (end <= b) for a, b in chunks], axis=0) for chunks in asked]
    described = (
        pieces.quote[first] > 0,
        pieces.quote[begin] > 0,
        keys.are_names,
        keys.counts,
        keys.are_first,
        (begin >= first) & (end <= last),
        (first >= begin) & (last <= end),
        np.array(inside),
        begin < LEAD,
        np.minimum(end - begin, MOST_PIECES) / MOST_PIECES,
        np.minimum(rank, MOST_RANK) / MOST_RANK,
        rank == 0,
    )
    for number, values in enumerate(described):
        facts[..., at + number] = values
    return facts


def _join_vectors(
    states: npt.NDArray[np.floating], asked: Sequence[Sequence[tuple[int, int]]]
) -> Floats:
    """Put the first, last and mean state of each that is sought side by side."""
    vectors = []
    for chunks in asked:
        inside = np.concatenate([states[a : b + 1] for a, b in chunks]).astype(np.float32)
        vectors.append(np.concatenate([inside[0], inside[-1], inside.mean(0)]))
    return np.stack(vectors)
