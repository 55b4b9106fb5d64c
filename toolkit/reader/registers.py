"""Who a text tells of, as the reader sees it: each mention, and whom it may stand for.

The reader's first layers are shared. Those behind them were learned from registers of news by
reading (`training/README.md`): they tell names, descriptions and pronouns, and weigh for each
which other mentions are the same.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from toolkit.base import Span
from toolkit.reader.links import span_vectors
from toolkit.reader.pieces import SENTENCE_ENDS, Pieces, find_chunk
from toolkit.reader.readings import Seen, see
from toolkit.reader.tags import FORBIDDEN
from toolkit.reader.weights import open_session, read_model
from toolkit.reader.words import find_runs, number_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
    _text: str = field(repr=False)

    def weigh(self, sought: Sought, spans: Sequence[Span]) -> list[float]:
        """Weigh which mention is the one that some words seek.

        Parameters
        ----------
        sought : Sought
        spans : sequence of Span
            A pronoun, a description, or the pieces of a content.

        Returns
        -------
        list of float
            Logarithms of chances: one for each of `keys`, the last for none of them. Of keys the
            `NEAREST` are weighed.
        """
        chunks = [chunk for span in spans if (chunk := find_chunk(self._pieces, span))]
        shares = np.full(len(self.keys) + 1, FORBIDDEN, np.float32)
        if not chunks or not self.keys:
            shares[-1] = 0
            return [float(share) for share in shares]
        near = self._find_near(chunks[0][0])
        scores = self._score(sought, chunks, near)
        shares[near], shares[-1] = scores[:-1], scores[-1]
        if sought in {Sought.DESCRIBED, Sought.MEANT}:
            for number in range(near.start, near.stop):
                key = self.keys[number]
                is_own = key.first <= chunks[0][0] and chunks[0][1] <= key.last
                if is_own or (key.look is not Look.NAME and key.first >= chunks[0][0]):
                    shares[number] = FORBIDDEN
        shares -= shares.max()
        shares -= np.log(np.exp(shares).sum())
        return [float(share) for share in shares.round(3)]

    def _find_near(self, piece: int) -> slice:
        """Find the keys around a word piece."""
        number = bisect_left(self.keys, piece, key=lambda key: key.first)
        start = max(0, min(number - NEAREST // 2, len(self.keys) - NEAREST))
        return slice(start, min(start + NEAREST, len(self.keys)))

    def _score(self, sought: Sought, chunks: Sequence[tuple[int, int]], near: slice) -> Floats:
        """Score some keys, and none."""
        keys = self.keys[near]
        ends = np.array([(key.first, key.last) for key in keys])
        words = [key.span.of(self._text).lower().split()[-1] for key in keys]
        names = [key.look is Look.NAME for key in keys]
        inputs = {
            "sought": np.array(list(Sought).index(sought)),
            "queries": _join_vectors(self._states, chunks),
            "keys": span_vectors(self._states, ends),
            "facts": describe_pairs(self._pieces, chunks, ends, names, words)[None],
        }
        scores: Floats = load_layers().links.run(["scores"], inputs)[0][0]
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
    keys = (one for one in sightings if one.look is not Look.PRONOUN)
    return Register(tuple(sightings), tuple(keys), seen.pieces, states, text)


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
    pieces: Pieces,
    chunks: Sequence[tuple[int, int]],
    keys: Integers,
    are_names: Sequence[bool],
    words: Sequence[str],
) -> Floats:
    """Describe how what is sought lies to each mention that it may be.

    Parameters
    ----------
    pieces : Pieces
    chunks : sequence of (int, int)
        First and last word piece of what is sought, one or several pieces of a content.
    keys : array of int
        Rows of first and last word piece.
    are_names : sequence of bool
    words : sequence of str
        Last word of each key.

    Returns
    -------
    array of float
        keys x N_FACTS
    """
    facts = np.zeros((len(keys), N_FACTS), np.float32)
    row = np.arange(len(keys))
    first, last = chunks[0][0], chunks[-1][1]
    follows = keys[:, 0] > last
    low = np.where(follows, last, keys[:, 1])
    gap = np.maximum(np.where(follows, keys[:, 0], first), low) - low
    bucket = np.searchsorted(np.array(GAPS), gap, side="right") - 1
    facts[row, bucket + len(GAPS) * follows] = 1
    at = 2 * len(GAPS)
    facts[:, at] = np.log1p(gap) / 6
    ends = np.concatenate([[0], np.cumsum(np.isin(pieces.ids, SENTENCE_ENDS))])
    sentences = np.minimum(np.abs(ends[first] - ends[keys[:, 0]]), MOST_SENTENCES)
    facts[row, at + 1 + sentences] = 1
    at += 2 + MOST_SENTENCES
    apart = np.abs(pieces.paragraph[first] - pieces.paragraph[keys[:, 0]])
    facts[row, at + np.minimum(apart, MOST_PARAGRAPHS)] = 1
    at += 1 + MOST_PARAGRAPHS
    counts = Counter(words)
    rank = np.argsort(np.argsort(gap))
    facts[:, at:] = np.stack(
        [
            np.full(len(keys), pieces.quote[first] > 0),
            pieces.quote[keys[:, 0]] > 0,
            np.array(are_names),
            np.log1p([counts[word] for word in words]) / 2,
            np.array([words.index(word) == number for number, word in enumerate(words)]),
            (keys[:, 0] >= first) & (keys[:, 1] <= last),
            (first >= keys[:, 0]) & (last <= keys[:, 1]),
            np.any([(a <= keys[:, 0]) & (keys[:, 1] <= b) for a, b in chunks], axis=0),
            keys[:, 0] < LEAD,
            np.minimum(keys[:, 1] - keys[:, 0], MOST_PIECES) / MOST_PIECES,
            np.minimum(rank, MOST_RANK) / MOST_RANK,
            rank == 0,
        ],
        axis=1,
    )
    return facts


def _join_vectors(states: npt.NDArray[np.floating], chunks: Sequence[tuple[int, int]]) -> Floats:
    """Put the first, last and mean state of what is sought side by side."""
    inside = np.concatenate([states[a : b + 1] for a, b in chunks]).astype(np.float32)
    return np.concatenate([inside[0], inside[-1], inside.mean(0)])[None]
