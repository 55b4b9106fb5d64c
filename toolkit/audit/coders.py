"""How far two people agree who answered the same questions."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

ROUNDS = 1000  # of the bootstrap
ENDS = (2.5, 97.5)
SEED = 0


class Coders(NamedTuple):
    """Agreement of coders: alpha with its 95 % interval, kappa, and the share of equal answers."""

    alpha: float
    low: float
    high: float
    kappa: float
    percent: float


def measure_alpha(answers: NDArray[np.float64], level: str) -> float:
    """Measure Krippendorff's alpha, for any number of coders and with answers left out.

    Parameters
    ----------
    answers : array of float
        A row a coder, a column a unit; NaN where a coder gave none. A unit with one answer
        alone counts for nothing.
    level : {"nominal", "ordinal", "interval"}
        How far apart two answers are: equal or not; by how many answers lie between; by their
        difference.

    Returns
    -------
    float
        1 where all agree, 0 where they agree as often as by chance, below it less. NaN where no
        two answers can be compared, or all answers are the same: then nothing tells whether the
        coders can tell units apart.

    Notes
    -----
    Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", by the coincidences of
    answers in a unit.

    Examples
    --------
    >>> first, second = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    >>> round(measure_alpha(np.array([first, second], float), "nominal"), 3)
    0.095
    """
    values = np.unique(answers[~np.isnan(answers)])
    counts = (answers[None, :, :] == values[:, None, None]).sum(axis=1).astype(float)
    counts = counts[:, counts.sum(axis=0) > 1]
    pairable = counts.sum(axis=0)
    weighted = counts / np.maximum(pairable - 1, 1)
    coincidences = weighted @ counts.T - np.diag(weighted.sum(axis=1))
    margins = coincidences.sum(axis=1)
    apart = _measure_distances(values, margins, level)
    expected = (np.outer(margins, margins) * apart).sum()
    if not expected:
        return math.nan
    return float(1 - (margins.sum() - 1) * (coincidences * apart).sum() / expected)


def _measure_distances(
    values: NDArray[np.float64], margins: NDArray[np.float64], level: str
) -> NDArray[np.float64]:
    """Give the squared distance of any two answers."""
    if level == "nominal":
        return np.asarray(values[:, None] != values[None, :], float)
    if level == "ordinal":  # the answers before one, and half of those equal to it
        values = np.cumsum(margins) - margins / 2
    return np.asarray((values[:, None] - values[None, :]) ** 2)


def measure_kappa(first: NDArray[np.float64], second: NDArray[np.float64]) -> float:
    """Measure Cohen's kappa (1960) of two coders, over the units that both answered.

    Returns
    -------
    float
        1 where they agree throughout, 0 as often as by chance. NaN where there is nothing to
        compare, or both gave the same single answer throughout.

    Examples
    --------
    >>> round(measure_kappa(np.array([1, 1, 0, 0.0]), np.array([1, 0, 0, 0.0])), 2)
    0.5
    """
    both = ~np.isnan(first) & ~np.isnan(second)
    one, other = first[both], second[both]
    values = np.unique([*one, *other])
    expected = sum(float((one == value).mean() * (other == value).mean()) for value in values)
    if not len(one) or expected >= 1:
        return math.nan
    return (float((one == other).mean()) - expected) / (1 - expected)


def compare_coders(
    first: NDArray[np.float64],
    second: NDArray[np.float64],
    articles: Sequence[str],
    level: str,
) -> Coders:
    """Compare two coders' answers to the same units.

    Returns
    -------
    Coders
        The interval of alpha is a percentile bootstrap over articles (1,000 rounds, a fixed
        seed): answers about one article hang together. NaN where fewer than two articles have
        answers of both, or alpha is NaN.

    Examples
    --------
    >>> one, other = np.array([1, 1, 0, 0.0]), np.array([1, 0, 0, 0.0])
    >>> compare_coders(one, other, ["a", "a", "b", "b"], "nominal").percent
    75.0
    """
    answers = np.array([first, second])
    both = ~np.isnan(answers).any(axis=0)
    percent = 100 * float((first == second)[both].mean()) if both.any() else math.nan
    alpha = measure_alpha(answers, level)
    low, high = _bound_alpha(answers[:, both], np.asarray(articles)[both], level)
    return Coders(alpha, low, high, measure_kappa(first, second), percent)


def _bound_alpha(
    answers: NDArray[np.float64], articles: NDArray[np.str_], level: str
) -> tuple[float, float]:
    names = np.unique(articles)
    if len(names) < 2:  # noqa: PLR2004 - one has nothing to vary
        return math.nan, math.nan
    places = [np.flatnonzero(articles == name) for name in names]
    rng = np.random.default_rng(SEED)
    drawn = [
        measure_alpha(
            answers[
                :, np.concatenate([places[i] for i in rng.integers(len(names), size=len(names))])
            ],
            level,
        )
        for _ in range(ROUNDS)
    ]
    measured = [alpha for alpha in drawn if not math.isnan(alpha)]
    if not measured:
        return math.nan, math.nan
    low, high = np.percentile(measured, ENDS)
    return float(low), float(high)
