"""Labels of word pieces: which may follow which, the best sequence of them, and its chunks."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from toolkit.reader.pieces import (
    Pieces,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy.typing as npt

    Integers = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float32]
    Flags = npt.NDArray[np.bool_]

ROLES = ("content", "cue", "source")
# A chunk begins, goes on and ends, or is a single word piece.
LABELS = ("O", *(f"{mark}-{role}" for role in ROLES for mark in "BIES"))
FORBIDDEN = -1e4  # log-score of a label that may not stand there

TAGGED_AT_ONCE = 8192  # word pieces, padding counted


def find_chunks(pieces: Pieces, scores: Floats, transitions: Floats) -> dict[str, Integers]:
    """Tag each paragraph and list the chunks of each role, as rows of first and last piece."""
    found: dict[str, list[tuple[int, int]]] = {role: [] for role in ROLES}
    longest_first = sorted(pieces.paragraphs, key=lambda paragraph: paragraph[0] - paragraph[1])
    while longest_first:
        first, end = longest_first[0]
        size = max(1, TAGGED_AT_ONCE // (end - first))
        batch, longest_first = longest_first[:size], longest_first[size:]
        lengths = np.array([end - start for start, end in batch])
        padded = np.zeros((len(batch), lengths[0], len(LABELS)), np.float32)
        for i, (start, end) in enumerate(batch):
            padded[i, : end - start] = scores[start:end]
        paths = find_best_labels(padded, lengths, transitions)
        for (start, _), path in zip(batch, paths, strict=True):
            for role, chunk in read_chunks(path, start):
                found[role].append(chunk)
    return {role: np.array(sorted(found[role]), np.int64).reshape(-1, 2) for role in ROLES}


@cache
def allow_transitions() -> tuple[Flags, Flags, Flags]:
    """Tell which label may follow which, which may open and which may close a paragraph."""
    opens = np.array([label[0] in "OBS" for label in LABELS])
    closes = np.array([label[0] in "OES" for label in LABELS])
    follows = np.outer(closes, opens)
    for i, one in enumerate(LABELS):
        for j, other in enumerate(LABELS):
            follows[i, j] |= one[0] in "BI" and other[0] in "IE" and one[1:] == other[1:]
    return follows, opens, closes


def find_best_labels(scores: Floats, lengths: Integers, transitions: Floats) -> list[list[int]]:
    """Find the best sequence of labels of each paragraph (the Viterbi algorithm).

    Parameters
    ----------
    scores : array of paragraphs x pieces x labels
        Padded; the longest paragraph first.
    lengths : array of int
        Pieces of each.
    transitions : array of labels x labels
    """
    follows, opens, closes = allow_transitions()
    moves = np.where(follows, transitions, np.float32(FORBIDDEN))
    best = scores[:, 0] + np.where(opens, 0, np.float32(FORBIDDEN))
    came_from = np.zeros(scores.shape, np.int8)
    for t in range(1, scores.shape[1]):
        alive = int(np.searchsorted(-lengths, -t, side="left"))
        paths = best[:alive, :, None] + moves
        came_from[:alive, t] = paths.argmax(1)
        best[:alive] = paths.max(1) + scores[:alive, t]
    last = (best + np.where(closes, 0, np.float32(FORBIDDEN))).argmax(1)
    found = []
    for i, length in enumerate(lengths):
        path = [int(last[i])]
        for t in range(int(length) - 1, 0, -1):
            path.append(int(came_from[i, t, path[-1]]))
        found.append(path[::-1])
    return found


def read_chunks(labels: Iterable[int], offset: int) -> Iterator[tuple[str, tuple[int, int]]]:
    """Read chunks off a sequence of label numbers: role, and first and last piece."""
    begun = offset
    for piece, label in enumerate(labels, offset):
        mark, _, role = LABELS[label].partition("-")
        if mark in ("B", "S"):
            begun = piece
        if mark in ("E", "S"):
            yield role, (begun, piece)


def weigh_borders(scores: Floats, chunks: Integers, role: str) -> Floats:
    """Give the log-probability of each chunk's two borders, each piece looked at alone."""
    shares: Floats = scores - scores.max(1, keepdims=True)
    shares = shares - np.log(np.exp(shares).sum(1, keepdims=True))
    begin, _, end, single = (LABELS.index(f"{mark}-{role}") for mark in "BIES")
    first, last = shares[chunks[:, 0]], shares[chunks[:, 1]]
    opening = np.logaddexp(first[:, begin], first[:, single])
    evidence: Floats = opening + np.logaddexp(last[:, end], last[:, single])
    return evidence
