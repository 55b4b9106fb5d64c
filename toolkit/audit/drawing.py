"""What a person should check, drawn so that each unit has a known chance of being drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit import __version__
from toolkit.audit.estimates import Amounts, Design, estimate_interval, find_weight
from toolkit.audit.plans import PLAN, AuditPlan
from toolkit.audit.questions import find_question
from toolkit.audit.units import make_units
from toolkit.base import ToolkitError
from toolkit.tables import set_types

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from numpy.typing import NDArray

    from toolkit.base import Article

LEAST = 5  # checks of a stratum
STRATA = 3  # of each group, by chance; more of them win nothing (benchmarks/audit)
SURE = 0.05  # a chance nearer to 0 or 1 is taken for this one: machines are too sure
DRAWS = 60  # simulated for each number of checks that size_audit tries


def draw_audit(  # noqa: PLR0913 - most may be left out
    units: Article | Iterable[Article] | pd.DataFrame | Path | str,
    *,
    of: str,
    n: int = 100,
    by: str | None = None,
    whole: bool = False,
    seed: int = 0,
) -> AuditPlan:
    """Draw what a person should check, so that `audit_table` can estimate from it for all.

    Parameters
    ----------
    units : Article, iterable of Article, DataFrame, Path or str
        Articles; or the folder of tables that `analyse_corpus` wrote of them; or a table of
        units, with a column `article` and one of chances, such as `stance_passage_table`
        makes. Take the rows that you ask about: those of one voice, say.
    of : str
        What is to be estimated.

        ``negative``, ``positive``: share of mentions that the voice speaks against, for.

        ``score``: mean of their scores, from -1 to 1.

        ``precision``: share of the quotations found that are quotations.

        ``recall``: share of the quotations that were found.

        ``direct``, ``indirect``, ``named``, ``unnamed``: share of quotations that are wholly in
        quote marks, without any, by a person or body with a name, by somebody without.

        ``direct_share``: mean share in quote marks of quotations; one that is so in part
        counts half.

        ``women``: share by women of the quotations of single people, as `source_table` counts
        them; ``citizens``: share of all quotations by people of that role (`role_table`).

        Of a table, also the name of any column of chances from 0 to 1: share of rows for which
        it is so.
    n : int, optional
        Checks; with `whole`, articles. All, where there are fewer.
    by : str, optional
        A column of the table, of `article_table`, such as ``publisher``, or of the source of
        the articles; or ``month``, ``year`` ..., as in `source_table`. Each of its values gets an
        estimate of its own.
    whole : bool, optional
        Draw whole articles: fewer texts to read, for more checks.
    seed : int, optional
        The same seed draws the same.

    Returns
    -------
    AuditPlan
        Give it to `write_audit`.

    Raises
    ------
    ToolkitError
        If there is nothing to draw from, or an argument is not what it must be.

    Notes
    -----
    ``recall`` and what is asked of quotations are drawn by sentence, those without any finding
    among them; quotations that begin outside of the body's sentences are left aside. All others
    are drawn from what was found, and tell nothing of what was missed.

    Units of a group are put into three strata by their chance, cut where the sums of
    sqrt(p (1 - p)) are equal; those of one sentence or more without a finding are a stratum of
    their own. Checks are shared among strata by the same sums, at least five each. Where the
    number of quotations is not sure either, b (1 - b) (p - R)^2 is added to p (1 - p), with b the
    part of it that is in doubt and R the share expected of all. Whole articles are drawn with
    equal chances in each group that holds whole articles.

    Examples
    --------
    >>> mentions = pd.DataFrame({"article": list("abcd") * 15, "angry": np.linspace(0, 1, 60)})
    >>> plan = draw_audit(mentions, of="angry", n=18)
    >>> plan.units.groupby("stratum")["drawn"].sum().tolist()
    [6, 6, 6]
    """
    if not isinstance(n, int) or isinstance(n, bool) or n < LEAST:
        raise ToolkitError(f"n: must be a whole number, at least {LEAST}; found {n!r}")
    frame = make_units(units, of, by)
    rng = np.random.default_rng(seed)
    layout = lay_out(frame, n, whole=whole)
    design = draw_design(layout, rng)
    share = layout.sizes / np.bincount(layout.of_cluster)
    drawn = frame.assign(
        stratum=design.strata,
        cluster=design.clusters,
        probability=share[design.strata],
        drawn=design.drawn,
        context=frame["context"].where(design.drawn, ""),
        words=frame["words"].where(design.drawn, ""),
    )
    return AuditPlan(of, by or "", whole, seed, __version__, set_types(drawn[[*PLAN]], PLAN))


def size_audit(
    units: Article | Iterable[Article] | pd.DataFrame | Path | str,
    *,
    of: str,
    width: float = 0.1,
    whole: bool = False,
    seed: int = 0,
) -> int:
    """Tell how many checks an interval of some width needs, by simulation on the chances at hand.

    Parameters
    ----------
    units, of, whole, seed
        As in `draw_audit`.
    width : float, optional
        Of the 95 % interval, from end to end, on the scale of what is estimated.

    Returns
    -------
    int
        For `n` of `draw_audit`. All units there are, where fewer do not do.

    Raises
    ------
    ToolkitError
        As `draw_audit` raises it; or if `width` is not above 0.

    Notes
    -----
    Answers are drawn from the chances, as if these were right; the sample is drawn and the
    estimate made 60 times for each number that is tried. Where the machine is too sure, more
    checks are needed.

    Examples
    --------
    >>> chances = pd.DataFrame({"article": "a", "angry": np.linspace(0, 1, 400)})
    >>> size_audit(chances, of="angry", width=0.2) < size_audit(chances, of="angry", width=0.1)
    True
    """
    if not width > 0:
        raise ToolkitError(f"width: must be above 0; found {width!r}")
    frame = make_units(units, of, None)
    most = frame["article"].nunique() if whole else len(frame)
    low, high = min(LEAST, most), most
    while high - low > max(1, low // 20):  # a twentieth: finer than draws tell
        middle = (low + high) // 2
        if _simulate_width(frame, of, middle, seed, whole=whole) > width:
            low = middle
        else:
            high = middle
    return high


def _simulate_width(frame: pd.DataFrame, of: str, n: int, seed: int, *, whole: bool) -> float:
    rng = np.random.default_rng(seed)
    question = find_question(of)
    claimed = Amounts(frame["claimed"].to_numpy(), frame["base"].to_numpy())
    layout, widths = lay_out(frame, n, whole=whole), []
    for _ in range(DRAWS):
        answers = _draw_answers(claimed, question.low, rng)
        design = draw_design(layout, rng)
        found = estimate_interval(
            design, claimed, answers, scale=question.scale, weight=find_weight(whole=whole)
        )
        widths.append(found.high - found.low)
    return float(np.mean(widths))


def _draw_answers(claimed: Amounts, low: float, rng: np.random.Generator) -> Amounts:
    """Draw what a person would say if the chances were right."""
    whole = np.floor(claimed.base)
    base = whole + (rng.random(len(whole)) < claimed.base - whole)
    share = claimed.hits / np.maximum(claimed.base, 1e-9)
    if low < 0:  # a score: its size is the chance of its side
        return Amounts(np.sign(share) * (rng.random(len(share)) < np.abs(share)), base)
    return Amounts(rng.binomial(base.astype(int), np.clip(share, 0, 1)).astype(float), base)


# ---- strata --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Layout:
    """Strata, and how many clusters to draw from each: `strata` and `clusters` of each unit."""

    strata: NDArray[np.int64]
    clusters: NDArray[np.int64]
    of_cluster: NDArray[np.int64]
    sizes: NDArray[np.int64]


def lay_out(frame: pd.DataFrame, n: int, *, whole: bool) -> Layout:
    """Put units into strata by their chance, or whole articles, and share checks among them.

    Examples
    --------
    >>> frame = make_units(pd.DataFrame({"article": list("aabb"), "angry": 0.5}), "angry", None)
    >>> lay_out(frame, 1, whole=True).sizes.tolist()
    [2]
    """
    if whole:
        clusters, names = pd.factorize(frame["article"])
        strata = _stratify_articles(frame, clusters)
        spreads = np.ones(len(names))
    else:
        clusters = np.arange(len(frame))
        strata, spreads = _stratify(frame)
    of_cluster = np.zeros(int(clusters.max()) + 1, np.int64)
    of_cluster[clusters] = strata
    sums = np.bincount(of_cluster, spreads).astype(float)
    sizes = allocate(np.bincount(of_cluster), sums, n)
    return Layout(strata, clusters, of_cluster, sizes)


def draw_design(layout: Layout, rng: np.random.Generator) -> Design:
    """Draw clusters of each stratum at random, without replacement."""
    checked = np.zeros(len(layout.of_cluster), np.bool_)
    for stratum, size in enumerate(layout.sizes):
        members = np.flatnonzero(layout.of_cluster == stratum)
        checked[rng.choice(members, size, replace=False)] = True
    return Design(layout.strata, layout.clusters, checked[layout.clusters])


def _stratify_articles(frame: pd.DataFrame, clusters: NDArray[np.int64]) -> NDArray[np.int64]:
    """Take groups as strata where each article lies in one of them."""
    groups = pd.factorize(frame["group"])[0]
    is_nested = frame.groupby("article")["group"].nunique().max() == 1
    return groups if is_nested else np.zeros_like(clusters)


def _stratify(frame: pd.DataFrame) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Give the stratum of each unit, and how far the person may be from the machine there."""
    base = np.maximum(frame["base"].to_numpy(), 1e-9)
    share = frame["claimed"].to_numpy() / base
    chance = np.clip(np.abs(share), SURE, 1 - SURE)
    ratio = float(np.abs(frame["claimed"]).sum() / base.sum())
    number = base % 1 * (1 - base % 1)  # variance of the base, as `_draw_answers` draws it
    spreads = np.sqrt(chance * (1 - chance) * base + number * (np.abs(share) - ratio) ** 2)
    is_found = frame["called_base"].to_numpy() > 0
    strata = np.zeros(len(frame), np.int64)
    count = 0
    groups = pd.factorize(frame["group"], sort=True)[0]
    for group in range(int(groups.max()) + 1):
        rows = np.flatnonzero(groups == group)
        for part, pieces in ((rows[~is_found[rows]], 1), (rows[is_found[rows]], STRATA)):
            if len(part):
                strata[part] = count + _cut(share[part], spreads[part], pieces)
                count = int(strata.max()) + 1
    return strata, spreads


def _cut(
    share: NDArray[np.float64], spreads: NDArray[np.float64], pieces: int
) -> NDArray[np.int64]:
    """Cut units in the order of their chances, into pieces with equal sums of spreads."""
    pieces = max(1, min(pieces, len(share) // (2 * LEAST)))
    order = np.argsort(share, kind="stable")
    sums = np.cumsum(spreads[order])
    number = np.minimum((sums - spreads[order] / 2) / sums[-1] * pieces, pieces - 1).astype(int)
    cut = np.zeros(len(share), np.int64)
    cut[order] = np.unique(number, return_inverse=True)[1]
    return cut


def allocate(sizes: NDArray[np.int64], spreads: NDArray[np.float64], n: int) -> NDArray[np.int64]:
    """Share checks among strata by their sums of spreads, at least five each.

    Examples
    --------
    >>> allocate(np.array([100, 100, 4]), np.array([30.0, 10.0, 0.1]), 44).tolist()
    [30, 10, 4]
    """
    sizes, least = np.asarray(sizes), np.minimum(LEAST, sizes)
    wanted = least.copy()
    for _ in range(max(0, min(n, int(sizes.sum())) - int(least.sum()))):
        # The stratum whose next check is worth most (Huntington and Hill's rule of seats).
        worth = np.where(wanted < sizes, spreads / np.sqrt(wanted * (wanted + 1.0)), -1.0)
        wanted[int(np.argmax(worth))] += 1
    return wanted
