"""Names and descriptions read off the scores of word pieces: whole words, no border inside one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from toolkit.reader.pieces import Pieces

    Integers = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float32]

# Letters and what joins them in one word, but no "'s": O'Neill, Jean-Claude, a/l, A&E, N.Y.
WORD = re.compile(r"\w+(?:[-\u2010\u2011'\u2019/.&](?!s\b|S\b)\w+)*")
NEVER = -1e9


def number_words(text: str, pieces: Pieces) -> Integers:
    """Tell for each word piece of which word it is part; marks are words of their own."""
    numbers = np.zeros(len(pieces), np.int64)
    ends = {match.start(): match.end() for match in WORD.finditer(text)}
    number, end = -1, 0
    for piece, (start, stop) in enumerate(zip(pieces.starts, pieces.ends, strict=True)):
        if not (start < end and start < stop):
            number += 1
            end = ends.get(int(start), 0)
        numbers[piece] = number
    return numbers


def find_runs(scores: Floats, words: Integers) -> Iterator[tuple[int, int, int]]:
    """Find the best runs of words (the Viterbi algorithm).

    Parameters
    ----------
    scores : array of float
        A row a word piece, with the score of outside and then of begin and inside of each kind.
    words : array of int
        Number of the word of each piece.

    Yields
    ------
    tuple of int
        First and last word piece, and number of the kind.
    """
    if not len(scores):
        return
    firsts = np.flatnonzero(np.r_[True, words[1:] != words[:-1]])
    ends = np.r_[firsts[1:], len(words)]
    path = _find_path(_score_words(scores, firsts, ends))
    begun = None
    for number, label in enumerate([*path, 0]):
        if begun is not None and label != path[begun] + 1:
            yield int(firsts[begun]), int(ends[number - 1]) - 1, (path[begun] - 1) // 2
            begun = None
        if label % 2:
            begun = number


def _score_words(scores: Floats, firsts: Integers, ends: Integers) -> Floats:
    """Score the labels of whole words: one begins with its first piece alone."""
    floor = scores.max(1, keepdims=True)
    shares = scores - floor - np.log(np.exp(scores - floor).sum(1, keepdims=True))
    sums = np.add.reduceat(shares, firsts, axis=0)
    begins = shares[firsts][:, 1::2] - shares[firsts][:, 2::2]
    sums[:, 1::2] = sums[:, 2::2] + begins
    scored: Floats = sums / np.sqrt(ends - firsts)[:, None]
    return scored


def _find_path(scores: Floats) -> list[int]:
    """Find the best labels: inside of a kind follows begin or inside of it."""
    came_from = np.zeros(scores.shape, np.int64)
    best = scores[0].copy()
    best[2::2] = NEVER
    inside = np.arange(2, scores.shape[1], 2)
    for number in range(1, len(scores)):
        came_from[number] = best.argmax()
        came_from[number, inside] = np.where(best[inside] > best[inside - 1], inside, inside - 1)
        best = best[came_from[number]] + scores[number]
    path = [int(best.argmax())]
    for row in came_from[:0:-1]:
        path.append(int(row[path[-1]]))
    return path[::-1]
