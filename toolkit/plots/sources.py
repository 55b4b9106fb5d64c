"""Plots of who gets to speak, by group and over time."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Any

from toolkit.base import ToolkitError, check_choice
from toolkit.plots.shared import (
    COLOURS,
    GREY,
    MARKERS,
    MOST_BARS,
    check_columns,
    explain_marks,
    get_axes,
    set_title,
    shorten_label,
    show_nothing,
)

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    import pandas as pd
    from matplotlib.axes import Axes

COUNTED = ("speaker", "quotation", "word")
NEEDED = ["category", "articles", "quotation_share", "quotation_low", "word_share"]
HEIGHT = 0.25  # of a group inside the room of its category


def plot_sources(
    table: pd.DataFrame, *, counted: str = "quotation", ax: Axes | None = None
) -> Axes:
    """Draw the share that each role, gender or kind of source has, with its interval.

    Parameters
    ----------
    table : DataFrame
        As returned by `source_table`, for at most six groups. Its `MOST_BARS` first categories
        are drawn. A hollow mark has no interval: under 5 articles.
    counted : str, optional
        ``speaker``, ``quotation`` or ``word``: what the shares are of.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
        Its title says who has most, and where groups differ by most.

    Raises
    ------
    ToolkitError
        If there is no such share, or there are more groups than can be told apart.

    Examples
    --------
    >>> import toolkit as tk
    >>> articles = tk.read_corpus("notebooks/data/corpus.jsonl")[::2]
    >>> women = tk.source_table(articles, what="gender", by="publisher", with_unknown=False)
    >>> ax = tk.plot_sources(women)
    """
    _check(table, "source_table", counted)
    if table.empty:
        return show_nothing(ax=get_axes(ax))
    names = _name_groups(table)
    groups = [*dict.fromkeys(names)]
    if len(groups) > len(MARKERS):
        raise ToolkitError(f"table: must hold at most {len(MARKERS)} groups; found {len(groups)}")
    categories = [*dict.fromkeys(table["category"])][:MOST_BARS]
    ax = get_axes(ax, rows=max(len(categories) * (len(groups) + 1) // 2, len(groups)))
    for number, group in enumerate(groups):
        shift = HEIGHT * (number - (len(groups) - 1) / 2)
        own = table[(names == group) & table["category"].isin(categories)]
        for row in own.to_dict("records"):
            place = categories.index(row["category"]) + shift
            look = COLOURS[number], MARKERS[number]
            _draw_share(ax, (row[f"{counted}_share"], place), _bounds(row, counted), look)
            number_of = f"{row[f'{counted}s']}"
            ends = row[f"{counted}_share"], row[f"{counted}_high"]
            right = max(end for end in ends if not isnan(end))
            ax.annotate(
                number_of, (right, place), (5, 0), textcoords="offset points", va="center",
                fontsize="small", color=GREY,
            )  # fmt: skip
    ax.set_yticks(range(len(categories)), [shorten_label(name) for name in categories])
    ax.set(xlim=(0, None), ylim=(len(categories) - 0.5, -0.5))
    ax.xaxis.set_major_formatter(lambda value, _: f"{round(100 * value, 1):g} %")
    ax.set_xlabel(f"share of {counted}s, 95 % interval; beside it the {counted}s; n: articles")
    ax.spines[["top", "right"]].set_visible(False)
    set_title(ax, _tell_most(table, names, counted))
    articles = table.groupby(names, sort=False)["articles"].max()
    explain_marks(
        ax,
        [
            (f"{group or 'all'} (n = {articles[group]})", COLOURS[n], MARKERS[n], COLOURS[n])
            for n, group in enumerate(groups)
        ],
        columns=2,
    )
    return ax


def plot_trend(
    table: pd.DataFrame,
    *,
    category: str | None = None,
    counted: str = "quotation",
    ax: Axes | None = None,
) -> Axes:
    """Draw how the share of a category changes, each outlet in a panel of its own.

    Parameters
    ----------
    table : DataFrame
        As returned by `trend_table`.
    category : str, optional
        Which to draw, such as ``woman``; the first of the table if left out.
    counted : str, optional
        ``speaker``, ``quotation`` or ``word``: what the shares are of.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
        It holds the panels. Under each point stands its number of articles; a hollow point has
        no interval: under 5 articles. The title says how the share changes from the first
        period to the last.

    Raises
    ------
    ToolkitError
        If there is no such category or share.

    Examples
    --------
    >>> import toolkit as tk
    >>> articles = tk.read_corpus("notebooks/data/corpus.jsonl")
    >>> bell = [article for article in articles if article.publisher == "Evening Bell"]
    >>> months = tk.trend_table(bell, what="naming", by=["publisher", "month"])
    >>> ax = tk.plot_trend(months, category="unnamed")
    """
    _check(table, "trend_table", counted)
    check_columns(table, "trend_table", ["period"])
    if table.empty:
        return show_nothing(ax=get_axes(ax))
    category = table["category"].iloc[0] if category is None else category
    check_choice("category", category, [*dict.fromkeys(table["category"])])
    own = table[table["category"] == category]
    names = _name_groups(own)
    groups = [*dict.fromkeys(names)]
    ax = get_axes(ax, rows=5 * len(groups), width=7)
    ax.set_axis_off()
    share, high = own[f"{counted}_share"], own[f"{counted}_high"]
    top = min(1.0, 1.1 * max(share.max(), high.max() if high.notna().any() else 0, 0.05))
    room = 1 / len(groups)
    for number, group in enumerate(groups):
        panel = ax.inset_axes((0.09, 1 - (number + 0.78) * room, 0.9, 0.56 * room))
        _draw_panel(panel, own[names == group], counted, number, top)
        panel.set_title(shorten_label(group or "all articles"), loc="left", fontsize="small")
    set_title(ax, _tell_change(own, names, category, counted))
    return ax


def _check(table: pd.DataFrame, maker: str, counted: str) -> None:
    check_columns(table, maker, NEEDED)
    check_choice("counted", counted, COUNTED)


def _name_groups(table: pd.DataFrame) -> pd.Series[str]:
    """Name the group of each row: what stands before the category, without the period."""
    columns = [*table.columns[: table.columns.get_loc("category")]]
    columns = [column for column in columns if column != "period"]
    names = table["category"].map(lambda _: "")
    for column in columns:
        names = names.where(names == "", names + ", ") + table[column].astype("str")
    return names


def _bounds(row: Mapping[Hashable, Any], counted: str) -> tuple[float, float]:
    return row[f"{counted}_low"], row[f"{counted}_high"]


def _draw_share(
    ax: Axes, place: tuple[float, float], bounds: tuple[float, float], look: tuple[str, str]
) -> None:
    """Draw a share with its interval, from left to right."""
    colour, marker = look
    is_sure = not isnan(bounds[0])
    if is_sure:
        ax.plot(bounds, (place[1], place[1]), color=colour, linewidth=1.5)
    filled = colour if is_sure else "none"
    ax.plot(*place, marker=marker, color=colour, markerfacecolor=filled, linestyle="")


def _draw_panel(panel: Axes, rows: pd.DataFrame, counted: str, number: int, top: float) -> None:
    colour = COLOURS[number % len(COLOURS)]
    marker = MARKERS[number % len(MARKERS)]
    shares = [*rows[f"{counted}_share"]]
    panel.plot(range(len(shares)), shares, color=colour, linewidth=0.8, alpha=0.6)
    for place, row in enumerate(rows.to_dict("records")):
        low, high = _bounds(row, counted)
        is_sure = not isnan(low)
        if is_sure:
            panel.plot((place, place), (low, high), color=colour, linewidth=1.5)
        filled = colour if is_sure else "none"
        panel.plot(place, row[f"{counted}_share"], marker, color=colour, markerfacecolor=filled)
    labels = [f"{p}\nn = {n}" for p, n in zip(rows["period"], rows["articles"], strict=True)]
    step = max(1, -(-len(labels) // MOST_BARS))
    panel.set_xticks(range(0, len(labels), step), labels[::step], fontsize="small")
    panel.set(xlim=(-0.5, len(labels) - 0.5), ylim=(0, top))
    panel.yaxis.set_major_formatter(lambda value, _: f"{round(100 * value, 1):g} %")
    panel.spines[["top", "right"]].set_visible(False)


def _tell_most(table: pd.DataFrame, names: pd.Series[str], counted: str) -> str:
    sums = table.groupby("category", sort=False)[f"{counted}s"].sum()
    most, total = sums.idxmax(), sums.sum()
    said = f"{most} has most {counted}s ({sums.max()} of {total})"
    shares = table[table["category"] == most].set_axis(names[table["category"] == most])
    ranked = shares[f"{counted}_share"].dropna().sort_values(ascending=False, kind="stable")
    if len(sums) == 1 and len(ranked):  # a part of a table: of what is left, it has all
        said = f"{most}, share of {counted}s"
        if len(ranked) == 1:
            return f"{said}: {100 * ranked.iloc[0]:.0f} %"
    if len(ranked) <= 1:
        return said
    ends = (f"{100 * ranked.iloc[end]:.0f} % in {ranked.index[end]}" for end in (0, -1))
    return f"{said}: {', '.join(ends)}"


def _tell_change(own: pd.DataFrame, names: pd.Series[str], category: str, counted: str) -> str:
    changes = []
    for group, rows in own.groupby(names, sort=False):
        measured = rows[f"{counted}_share"].dropna()
        if len(measured) > 1:
            first, last = measured.iloc[0], measured.iloc[-1]
            changes.append((abs(last - first), f"{group}", first, last))
    if not changes:
        return f"Share of {counted}s, {category}: one period alone is measured"
    _, group, first, last = max(changes)
    place = f" in {group}" if group else ""
    return f"{category}: from {100 * first:.0f} to {100 * last:.0f} % of {counted}s{place}"
