"""Which chunks belong together: a content to its cue, both to their source."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from toolkit.reader.pieces import (
    LONG_BEGIN,
    SENTENCE_ENDS,
    SHORT_BEGIN,
    SINGLE_BEGIN,
    Pieces,
)
from toolkit.reader.tags import FORBIDDEN, ROLES
from toolkit.reader.weights import open_session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import numpy.typing as npt

    Integers = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float32]
    Flags = npt.NDArray[np.bool_]

# How two chunks lie to each other: buckets of distance (their lower ends, in word pieces) ...
GAPS = (0, 1, 3, 6, 11, 21, 41, 81)
MOST_PARAGRAPHS, MOST_BETWEEN = 3, 2  # ... and counts, which stop here
N_PAIR = 2 * len(GAPS) + 1 + (MOST_PARAGRAPHS + 1) + 3 * (MOST_BETWEEN + 1) + 3
JOINED = math.log(0.7)  # probability at which a content joins others at one cue; tuned on dev

FARTHEST = 200  # word pieces between a content and its cue or source
LINKED_AT_ONCE = 64  # chunks
LINKS = (  # name, whose link, to what
    ("cue", "content", "cue"),
    ("source", "content", "source"),
    ("cue_source", "cue", "source"),
)


@dataclass(frozen=True, slots=True)
class Layout:
    """The chunks of a text, as rows of first and last piece, and what lies between any two."""

    pieces: Pieces
    chunks: Mapping[str, Integers]
    sentence_ends: Integers  # how many before each piece
    begun: Mapping[str, Integers]  # chunks of each role, likewise


@dataclass(frozen=True, slots=True)
class Settings:
    """What was tuned on dev articles after training; see `training/README.md`.

    Parameters
    ----------
    transitions : array of float
        Score of each label after each other one.
    score_links : function
        Takes the name of a link, the vectors of the chunks that look for one, those of the
        chunks to be found, and the features of the pairs; gives a row a seeking chunk, with
        the score of each other chunk and, in the last column, of none.
    calibration : sequence of float
        Weights of the evidence for a reading, the constant last.
    least : float
        Confidence below which a reading that is not quoted is dropped.
    """

    transitions: Floats
    score_links: Callable[[str, Floats, Floats, Floats], Floats]
    calibration: Sequence[float] = ()
    least: float = 0.0


def link_scorer(model: bytes) -> Callable[[str, Floats, Floats, Floats], Floats]:
    """Make the function that `Settings` asks for."""
    session = open_session(model)
    number = {name: np.array(i) for i, (name, _, _) in enumerate(LINKS)}

    def score_links(name: str, queries: Floats, keys: Floats, features: Floats) -> Floats:
        inputs = {"link": number[name], "queries": queries, "keys": keys, "features": features}
        scores: Floats = session.run(["scores"], inputs)[0]
        return scores

    return score_links


def lay_out(pieces: Pieces, chunks: Mapping[str, Integers]) -> Layout:
    """Count once what `pair_features` asks for each pair of chunks."""

    def count(marks: Integers) -> Integers:
        return np.concatenate([[0], np.cumsum(marks)])

    size = len(pieces)
    begun = {role: count(np.bincount(chunks[role][:, 0], minlength=size)) for role in ROLES}
    ends = count(np.isin(pieces.ids, SENTENCE_ENDS).astype(np.int64))
    return Layout(pieces, chunks, ends, begun)


def pair_features(layout: Layout, ones: Integers, others: Integers, role: str) -> Floats:
    """Describe how each of some chunks lies to each of others.

    Parameters
    ----------
    layout : Layout
    ones, others : array
        Rows of first and last piece.
    role : str
        Role of the others.

    Returns
    -------
    array of ones x others x N_PAIR
    """
    pieces = layout.pieces
    features = np.zeros((len(ones), len(others), N_PAIR), np.float32)
    rows, columns = np.ogrid[: len(ones), : len(others)]
    one, other = ones[:, :1], others[:, :1].T
    follows = other > ones[:, 1:]
    low = np.where(follows, ones[:, 1:] + 1, others[:, 1:].T + 1)
    high = np.maximum(low, np.where(follows, other, one))
    bucket = np.searchsorted(np.array(GAPS), high - low, side="right") - 1
    apart = np.abs(pieces.paragraph[one] - pieces.paragraph[other])
    at = 2 * len(GAPS)
    features[rows, columns, bucket + len(GAPS) * follows] = 1
    features[..., at] = np.log1p(high - low) / 5  # about 1 for the farthest
    features[rows, columns, at + 1 + np.minimum(apart, MOST_PARAGRAPHS)] = 1
    at += 2 + MOST_PARAGRAPHS
    for before in (layout.sentence_ends, layout.begun[role], layout.begun["content"]):
        between = before[high] - before[low]
        features[rows, columns, at + np.minimum(between, MOST_BETWEEN)] = 1
        at += MOST_BETWEEN + 1
    quote = pieces.quote
    features[..., at] = quote[one] > 0
    features[..., at + 1] = np.isin(quote[one], (SHORT_BEGIN, LONG_BEGIN, SINGLE_BEGIN))
    features[..., at + 2] = quote[other] > 0
    return features


def span_vectors(states: npt.NDArray[np.floating], chunks: Integers) -> Floats:
    """Put the first, last and mean state of each chunk side by side."""
    vectors = np.zeros((len(chunks), 3 * states.shape[1]), np.float32)
    for vector, (first, last) in zip(vectors, chunks, strict=True):
        inside = states[first : last + 1].astype(np.float32)
        vector[:] = np.concatenate([inside[0], inside[-1], inside.mean(0)])
    return vectors


class Links(NamedTuple):
    """Log-probabilities of one chunk's links: to keys from number `first` on, then to none."""

    first: int
    shares: Floats

    @property
    def end(self) -> int:
        """Number after that of the last key."""
        return self.first + len(self.shares) - 1

    @property
    def confidence(self) -> float:
        """Log-probability of the likeliest."""
        return float(self.shares.max())

    def spread(self, low: int, high: int) -> Floats:
        """Give them for the keys from `low` to `high`, then for none."""
        row = np.full(high - low + 1, FORBIDDEN, np.float32)
        row[self.first - low : self.end - low] = self.shares[:-1]
        row[-1] = self.shares[-1]
        return row

    def best(self) -> int | None:
        """Give the likeliest key, None for none."""
        place = int(self.shares.argmax())
        return self.first + place if place < len(self.shares) - 1 else None


def link_chunks(
    layout: Layout, vectors: Mapping[str, Floats], link: tuple[str, str, str], settings: Settings
) -> Iterator[Links]:
    """Weigh for each chunk which other one it belongs to, in windows of a bounded size."""
    name, query_role, key_role = link
    queries, keys = layout.chunks[query_role], layout.chunks[key_role]
    for begin in range(0, len(queries), LINKED_AT_ONCE):
        some = queries[begin : begin + LINKED_AT_ONCE]
        near = (some[0, 0] - FARTHEST, some[:, 1].max() + FARTHEST)
        first, end = np.searchsorted(keys[:, 0], near)
        others = keys[first:end]
        scores = settings.score_links(
            name,
            vectors[query_role][begin : begin + LINKED_AT_ONCE],
            vectors[key_role][first:end],
            pair_features(layout, some, others, key_role),
        ).copy()
        far = (others[:, 0] > some[:, 1:] + FARTHEST) | (others[:, 1] < some[:, :1] - FARTHEST)
        scores[:, :-1][far] = FORBIDDEN
        scores -= scores.max(1, keepdims=True)
        shares = scores - np.log(np.exp(scores).sum(1, keepdims=True))
        for row in shares.round(4):
            yield Links(int(first), row)


def group_by_cue(links: Sequence[Links]) -> list[tuple[int | None, list[int]]]:
    """Put together the contents of each cue; one that belongs to none stands alone.

    So does one whose link to a cue shared with others is doubtful: apart, it is right at least
    for what it says.
    """
    groups: dict[int, list[int]] = {}
    apart: list[tuple[int | None, list[int]]] = []
    surest_first = sorted(range(len(links)), key=lambda content: -links[content].confidence)
    for content in surest_first:
        cue = links[content].best()
        if cue is None or (cue in groups and links[content].confidence < JOINED):
            apart.append((cue, [content]))
        else:
            groups.setdefault(cue, []).append(content)
    return [*groups.items(), *apart]


def choose_source(
    cue: int | None, contents: Sequence[int], links: Mapping[str, Sequence[Links]]
) -> tuple[int | None, float]:
    """Choose the source that contents and cue agree on, None for none, and its probability."""
    voters = [links["source"][content] for content in contents]
    low, high = min(voter.first for voter in voters), max(voter.end for voter in voters)
    if cue is not None:
        vote = links["cue_source"][cue]
        low, high = min(low, vote.first), max(high, vote.end)
    totals = np.mean([voter.spread(low, high) for voter in voters], axis=0)
    if cue is not None:
        totals += vote.spread(low, high)
    best = int(totals.argmax())
    share = -float(np.log(np.exp(totals - totals[best]).sum()))
    return (None if best == high - low else low + best), share
