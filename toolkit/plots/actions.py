"""A plot of who does what to whom."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING, Any

from matplotlib.colors import to_rgba
from matplotlib.patches import Patch, Rectangle

from toolkit.base import UNKNOWN, cut_short
from toolkit.plots.shared import (
    COLOURS,
    GREY,
    check_columns,
    escape_dollars,
    get_axes,
    set_title,
    shorten_label,
    show_nothing,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

MOST_ACTORS = 6  # on each side; the rest are counted
MOST_VERBS = 3  # in a cell
CELL_WIDTH = 13  # characters
THING, NOBODY, NOTHING = "things", "no doer named", "no target"
OTHERS = "other actors ("
NEEDED = ["doer", "verb", "target", "doer_kind", "target_kind", "speech", "predicate"]


def plot_actions(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw who does what to whom: doers down, targets across, verbs where they cross.

    Parameters
    ----------
    table : DataFrame
        As returned by `action_table`, of one article or many. On each side the
        `MOST_ACTORS` with most rows are drawn by name, the others counted together, and
        so are things, predicates without a doer (passives above all) and without a
        target. Each row of the table is counted in one cell: a predicate with two doers
        counts for both.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
        In each cell the number of rows and the commonest verbs; the square grows with the
        number, and is hollow where all verbs report speech or thought. The title names
        who acts most, and in how many predicates no doer is named.

    Examples
    --------
    >>> import toolkit as tk
    >>> article = tk.read_article("seeds/gaps_of_trust_syria_deal.txt")
    >>> ax = tk.plot_actions(tk.action_table(article))
    """
    check_columns(table, "action_table", NEEDED)
    if table.empty:
        return show_nothing(get_axes(ax), "No predicates found")
    rows = _group(table, "doer", NOBODY)
    columns = _group(table, "target", NOTHING)
    cells = table.assign(row=rows, column=columns)
    down, across = _order(rows), _order(columns)
    ax = get_axes(ax, rows=round(2.4 * len(down)), width=max(5, 2.2 + 1.15 * len(across)))
    largest = cells.groupby(["row", "column"]).size().max()
    for (doer, target), group in cells.groupby(["row", "column"]):
        place = across.index(str(target)), down.index(str(doer))
        _draw_cell(ax, place, group, size=0.62 + 0.32 * (len(group) / largest) ** 0.5)
    ax.set_yticks(range(len(down)), [shorten_label(name) for name in down])
    ax.set_xticks(range(len(across)), [_label(name) for name in across])
    ax.set(xlim=(-0.5, len(across) - 0.5), ylim=(len(down) - 0.5, -0.5))
    ax.set_ylabel("who acts")
    ax.set_xlabel("on whom or what")
    ax.tick_params(length=0, labelsize="small")
    ax.set_xticks([n + 0.5 for n in range(len(across) - 1)], minor=True)
    ax.set_yticks([n + 0.5 for n in range(len(down) - 1)], minor=True)
    ax.grid(visible=True, which="minor", color=GREY, linewidth=0.4, alpha=0.5)
    ax.tick_params(which="minor", length=0)
    ax.spines[:].set_visible(False)
    set_title(ax, _tell(table))
    _explain(ax)
    return ax


def _group(table: pd.DataFrame, side: str, none: str) -> pd.Series[str]:
    """Give each row its place on one side: an actor's name, or what it is counted with."""
    names = table[side]
    is_actor = names.notna() & (table[f"{side}_kind"] != "thing")
    counts = names[is_actor & (names != UNKNOWN)].value_counts()
    named = [*counts.index[:MOST_ACTORS]]
    grouped = names.where(is_actor, THING).where(names.notna(), none)
    is_rest = is_actor & ~names.isin([*named, UNKNOWN])
    return grouped.mask(is_rest, f"{OTHERS}{len(counts) - len(named)})")


def _order(groups: pd.Series[str]) -> list[str]:
    """Order named actors by their rows, then what is counted together."""
    counts = groups.value_counts()
    names = [*counts.index]
    last = [UNKNOWN, THING, NOBODY, NOTHING]
    others = [name for name in names if name.startswith(OTHERS)]
    named = [name for name in names if name not in {*last, *others}]
    return [*named, *others, *(name for name in last if name in names)]


def _draw_cell(ax: Axes, place: tuple[int, int], group: pd.DataFrame, *, size: float) -> None:
    across, down = place
    corner = across - size / 2, down - size / 2
    is_speech = bool(group["speech"].all())
    ax.add_patch(Rectangle(corner, size, size, **_give_look(is_speech=is_speech)))
    verbs = [*group["verb"].value_counts().index]
    listed = ", ".join(verbs[:MOST_VERBS]) + (" \u2026" if len(verbs) > MOST_VERBS else "")
    words = fill(cut_short(listed, 3 * CELL_WIDTH), CELL_WIDTH)
    text = escape_dollars(f"{len(group)}\n{words}")
    ax.text(across, down, text, ha="center", va="center", fontsize="x-small")


def _give_look(*, is_speech: bool) -> dict[str, Any]:
    """Give the look of a square: hollow, with a broken edge, where verbs only report."""
    filling = "none" if is_speech else to_rgba(COLOURS[0], 0.2)
    style = "--" if is_speech else "-"
    return {"facecolor": filling, "edgecolor": COLOURS[0], "linestyle": style, "linewidth": 1.5}


def _tell(table: pd.DataFrame) -> str:
    predicates = table.drop_duplicates(["article", "predicate"])
    n = len(predicates)
    nameless = int(predicates["doer"].isna().sum())
    ending = f"no doer is named in {nameless} of {n} predicates"
    actors = table[(table["doer_kind"] != "thing") & (table["doer"] != UNKNOWN)]
    actors = actors.drop_duplicates(["article", "predicate", "doer"]).dropna(subset="doer")
    if actors.empty:
        return f"Nobody who could act is named as a doer; {ending}"
    most = actors["doer"].value_counts()
    own = actors[actors["doer"] == most.index[0]]
    reports = int(own["speech"].sum())
    return (
        f"{most.index[0]} acts most often: {len(own)} of {n} predicates, {reports or 'none'} of "
        f"them by a verb that reports speech or thought; {ending}"
    )


def _explain(ax: Axes) -> None:
    looks = {"reporting verbs only": True, "other verbs, too": False}
    handles = [
        Patch(label=label, **_give_look(is_speech=is_speech)) for label, is_speech in looks.items()
    ]
    ax.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(0, 0),
        borderaxespad=7,  # in heights of letters: below the labels of the columns
        ncols=2,
        frameon=False,
        fontsize="small",
    )


def _label(name: str) -> str:
    """Break a name to the width of a column."""
    return escape_dollars(fill(cut_short(name, 3 * CELL_WIDTH), CELL_WIDTH))
