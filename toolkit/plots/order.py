"""Plot of two clocks: in what order a story tells its events, and in what order they happened."""

from __future__ import annotations

from itertools import pairwise
from textwrap import fill
from typing import TYPE_CHECKING

import pandas as pd

from toolkit.base import ToolkitError, suggest, tell_type
from toolkit.plots.shared import (
    GREY,
    LABEL_WIDTH,
    escape_dollars,
    get_axes,
    set_title,
    shorten_label,
    show_nothing,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NEEDED = ["event", "paragraph", "happened"]
MOST_STAGES = 7  # that have a label each; of more, the first and the last
STAGE_WIDTH = 11  # characters of a line of its label
HEIGHT = 1.35  # of a row, in those of a bar
RAISED = 7  # points by which words stand out of the way of a line that goes on the same way
ROOM = 1.5  # stages right of the last one, for its words


def plot_order(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw events in words: down the page as they are told, to the right as they happened.

    Parameters
    ----------
    table : DataFrame
        Made by a reader, since the toolkit finds no events: a row for each, in the order of
        the telling, with columns ``event`` (a few words), ``paragraph`` (where it is told,
        from 1) and ``happened`` (when: days, numbers or ordered categories; equal ones have
        no order).
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
        A step back in time is a thick line, any other a thin one. Its title counts them.

    Raises
    ------
    ToolkitError
        If a column is missing, or an event has no ``happened``, or those are of several kinds.

    Examples
    --------
    >>> import pandas as pd
    >>> import toolkit as tk
    >>> rows = [("a deal is near", 1, 3), ("they met", 2, 2), ("a plan was made", 9, 1)]
    >>> events = pd.DataFrame(rows, columns=["event", "paragraph", "happened"])
    >>> ax = tk.plot_order(events)
    >>> ax.get_title(loc="left")
    '2 of 2 steps lead back in time'
    """
    _check(table)
    ax = get_axes(ax, rows=round(HEIGHT * len(table)), width=7.5)
    if table.empty:
        return show_nothing(ax, "No events to order")
    codes, stages = pd.factorize(table["happened"], sort=True)
    places = codes.tolist()
    points = [*zip(places, range(len(table)), strict=True)]
    back = sum(to < x for x, to in pairwise(places))
    for (x, y), (to, below) in pairwise(points):
        colour, width = ("black", 2.2) if to < x else (GREY, 0.9)
        ax.plot([x, to], [y, below], color=colour, linewidth=width, zorder=1)
    ax.plot(places, range(len(table)), "o", color=GREY, zorder=2)
    for (x, y), event in zip(points, table["event"], strict=True):
        before, after = places[max(y - 1, 0)], places[min(y + 1, len(places) - 1)]
        ax.annotate(
            shorten_label(str(event), LABEL_WIDTH + 10),
            (x, y),
            (12, RAISED * (int(before <= x < after) - int(before > x >= after))),
            textcoords="offset points",
            va="center",
            bbox={"facecolor": "white", "linewidth": 0, "pad": 1},
        )
    _label(ax, table, [*stages])
    set_title(ax, f"{back} of {len(table) - 1} steps lead back in time")
    return ax


def _label(ax: Axes, table: pd.DataFrame, stages: list[object]) -> None:
    """Label paragraphs at the left, when they change, and stages on top."""
    paragraphs = table["paragraph"].astype(str)
    shown = paragraphs.where(paragraphs != paragraphs.shift(), "")
    ax.set_yticks(range(len(table)), shown)
    ax.set_ylim(len(table) - 0.4, -0.6)
    ax.set_ylabel("told in paragraph")
    kept = range(len(stages)) if len(stages) <= MOST_STAGES else (0, len(stages) - 1)
    names = [str(stages[place]).removesuffix(" 00:00:00") for place in kept]
    ax.set_xticks([*kept], [escape_dollars(fill(name, STAGE_WIDTH)) for name in names])
    ax.set_xlim(-0.3, len(stages) - 1 + ROOM)
    ax.set_xlabel("happened, from left to right", loc="left")
    ax.tick_params(axis="y", length=0)
    ax.spines[["top", "right", "left"]].set_visible(False)


def _check(table: pd.DataFrame) -> None:
    found = getattr(table, "columns", None)
    if found is None:
        raise ToolkitError(f"table: must be a DataFrame of events; found {tell_type(table)}")
    missing = [column for column in NEEDED if column not in found]
    if missing:
        raise ToolkitError(
            f"table: must have columns {', '.join(NEEDED)}; found no column "
            f"{', '.join(missing)}{suggest(missing[0], map(str, found))}"
        )
    if table["happened"].isna().any():
        row = int(table["happened"].isna().argmax()) + 1
        raise ToolkitError(f"happened: must say when; found nothing in row {row}")
    kinds = sorted({tell_type(value) for value in table["happened"]})
    if len(kinds) > 1:
        raise ToolkitError(f"happened: must be of one kind, which sorts; found {', '.join(kinds)}")
