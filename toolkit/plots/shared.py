"""What all plots share: colours, shapes, titles, labels and checks.

matplotlib begins here. A plot draws on the Axes it is given and returns them; it computes
nothing: every number that it shows is in the table that it was given.
"""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

import matplotlib.pyplot as plt
from matplotlib.lines import Line2D
from matplotlib.transforms import ScaledTranslation

from toolkit.base import NARRATOR, UNKNOWN, ToolkitError, cut_short, suggest, tell_type

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd
    from matplotlib.axes import Axes

# Mid-tones that keep 3:1 on white and on JupyterLab's dark background (Okabe and Ito's order).
COLOURS = ("#1e88e5", "#d2700a", "#2e9e4f", "#c2479b", "#8d6e63", "#5c6bc0", "#74862a", "#9e7700")
AGAINST, FOR = "#e0393e", "#0097a7"  # of stance alone: no speaker is red or cyan
GREY = "#808080"  # the narrator, and what was not measured
HATCHES = ("", "///", "...", "xxx", "\\\\\\", "ooo", "+++", "---")  # colour is never the only cue

TITLE_WIDTH = 64  # characters: as wide as a new figure
LABEL_WIDTH = 24  # characters
BELOW_AXIS = 0.62  # inches: where marks are explained, below the label of the axis
MOST_BARS = 12  # more rows than that are read in the table
MARKERS = "s^DvP*"  # of the voices with most words; the narrator's is a disc
OTHER_LOOK = (GREY, "h")


def colour_speakers(names: Iterable[str]) -> dict[str, str]:
    """Give speakers their colours, the same in each plot and in `annotate`.

    Parameters
    ----------
    names : iterable of str
        Who has most words comes first. Beyond the eighth, and for ``unknown``, it is grey.

    Examples
    --------
    >>> colour_speakers(["Ann Lee", "unknown"])
    {'Ann Lee': '#1e88e5', 'unknown': '#808080'}
    """
    known = [name for name in dict.fromkeys(names) if name != UNKNOWN]
    colours = dict(zip(known, COLOURS, strict=False))
    return {name: colours.get(name, GREY) for name in [*known, UNKNOWN]}


def give_looks(voices: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Give the first speakers a colour and a shape each, besides the narrator's grey disc."""
    known = [v for v in voices if v not in {NARRATOR, UNKNOWN, "quoted"}][: len(MARKERS)]
    colours = colour_speakers(known)
    looks = {
        voice: (colours[voice], marker) for voice, marker in zip(known, MARKERS, strict=False)
    }
    return {NARRATOR: (GREY, "o"), "quoted": (COLOURS[4], "X")} | looks


def get_axes(ax: Axes | None, *, rows: int = 6, width: float = 6) -> Axes:
    """Give the Axes to draw on: those given, or new ones that are high enough for `rows` bars."""
    if ax is not None:
        return ax
    _, new = plt.subplots(figsize=(width, 1.2 + 0.35 * max(rows, 2)), layout="constrained")
    return new


def show_nothing(ax: Axes, title: str = "No quotations found") -> Axes:
    """Say instead of an empty plot that there is nothing to draw."""
    ax.set_axis_off()
    set_title(ax, title)
    return ax


def set_title(ax: Axes, title: str) -> None:
    """Set the finding above the plot, at its left edge, in as many lines as it takes."""
    ax.set_title(escape_dollars(fill(title, TITLE_WIDTH)), loc="left", fontsize="medium")


def shorten_label(name: str, width: int = LABEL_WIDTH) -> str:
    """Keep a name from taking the room of the plot: two lines at most; the table has it all."""
    return escape_dollars(fill(cut_short(name, 2 * width), width))


def escape_dollars(text: str) -> str:
    """Keep matplotlib from reading two dollar signs of a name as a formula."""
    return text.replace("$", r"\$")


def check_columns(table: pd.DataFrame, maker: str, columns: list[str]) -> None:
    """Say which function makes the table that a plot draws, if it was given another one."""
    found = getattr(table, "columns", None)
    if found is None:
        raise ToolkitError(
            f"table: must be one that {maker} made; found {tell_type(table)}. "
            f"Type {maker}(articles)"
        )
    missing = [column for column in columns if column not in found]
    if missing:
        raise ToolkitError(
            f"table: must be one that {maker} made; found no column {', '.join(missing)}"
            f"{suggest(missing[0], map(str, found))}"
        )


def check_one_article(table: pd.DataFrame) -> None:
    """Refuse a table of several articles where a plot has room for one."""
    if "article" not in table:
        raise ToolkitError("table: must hold one article; found several put together, by `by`")
    articles = table["article"].nunique()
    if articles > 1:
        raise ToolkitError(f"table: must hold one article; found {articles}")


def explain_marks(ax: Axes, keys: Iterable[tuple[str, str, str, str]], *, columns: int) -> None:
    """Explain marks below the plot: label, colour, shape and filling of each."""
    handles = [
        Line2D(
            [],
            [],
            linestyle="",
            marker=marker,
            color=colour,
            markerfacecolor=filled,
            label=escape_dollars(cut_short(label, LABEL_WIDTH + 10)),
        )
        for label, colour, marker, filled in keys
    ]
    ax.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(0, 0),
        # In inches: below the label of the axis. A pad would push it to the right as well, and
        # out of a picture that is saved.
        bbox_transform=ax.transAxes + ScaledTranslation(0, -BELOW_AXIS, ax.figure.dpi_scale_trans),
        borderaxespad=0,
        ncols=_fit_columns([handle.get_label() for handle in handles], columns, ax),
        frameon=False,
    )


def _fit_columns(labels: list[object], columns: int, ax: Axes) -> int:
    """Give as many columns as fit beside each other, at some 5 points a letter, 52 a column."""
    room = 72 * (ax.figure.bbox.width / ax.figure.dpi - 1)  # an inch is left of the axis
    while columns > 1:
        rows = -(-len(labels) // columns)
        starts = range(0, len(labels), rows)
        widest = (
            max(len(f"{label}") for label in labels[start : start + rows]) for start in starts
        )
        if sum(52 + 5 * letters for letters in widest) <= room:
            break
        columns -= 1
    return columns
