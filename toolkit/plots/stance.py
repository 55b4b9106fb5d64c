"""A plot of who speaks against whom, and who for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Patch, Rectangle

from toolkit.base import NARRATOR
from toolkit.plots.shared import (
    AGAINST,
    FOR,
    GREY,
    MOST_BARS,
    check_columns,
    check_one_article,
    get_axes,
    set_title,
    shorten_label,
    show_nothing,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TARGET = 13  # characters of a line of its name
MOST_TARGETS = 8  # more are read in the table
# The cells keep their colours on dark pages, and so must the words on them.
SHADES = LinearSegmentedColormap.from_list("stance", [AGAINST, "#f3f1ee", FOR])
INK = "#101820"
WIDTH = 1.05  # of a column, in inches


def plot_stance(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw what each voice of an article expresses toward each target, as a matrix.

    Parameters
    ----------
    table : DataFrame
        As returned by `stance_table`, for one article. Drawn are the `MOST_BARS` voices with
        most passages, the narrator below, and the `MOST_TARGETS` targets with most. A cell
        says in how many of n passages the voice speaks against the target and for it, and is
        the more red the larger the share of those against, the more cyan of those for.
        Where nothing is called it has no colour and n alone.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
        Its title names the pair with the clearest stance, or says that there is none.

    Raises
    ------
    ToolkitError
        If the table holds more than one article.

    Examples
    --------
    >>> import toolkit as tk
    >>> text = '"Bob Clark is a liar and a disgrace," Ann Lee said. "Clark has lied to us," she '
    >>> text += 'added. "Ann Lee is a coward," Bob Clark said. "I have nothing against the '
    >>> article = tk.Article(text + 'Harbour Trust," he said.', id="a1")
    >>> ax = tk.plot_stance(tk.stance_table(article))
    """
    check_columns(
        table, "stance_table", ["voice", "target", "n", "against", "in_favour", "likely_wrong"]
    )
    check_one_article(table)
    if table.empty:
        return show_nothing(get_axes(ax), "No voice names a person, organisation or place")
    spoken = _rank(table, "voice")
    voices = [voice for voice in spoken if voice != NARRATOR][:MOST_BARS]
    voices += [NARRATOR] if NARRATOR in spoken else []
    shown = table[table["voice"].isin(voices)]
    targets = _rank(shown, "target")[:MOST_TARGETS]
    shown = shown[shown["target"].isin(targets)]
    voices = [voice for voice in voices if voice in {*shown["voice"]}]
    width = max(6, 2.5 + WIDTH * len(targets))  # 6: for the title and the key
    ax = get_axes(ax, rows=round(1.6 * len(voices)) + 1, width=width)
    for row in shown.to_dict("records"):
        _draw_cell(ax, targets.index(row["target"]), voices.index(row["voice"]), row)
    ax.set_xticks(range(len(targets)), [shorten_label(target, TARGET) for target in targets])
    ax.set_yticks(range(len(voices)), [shorten_label(voice) for voice in voices])
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    ax.set(xlim=(-0.5, len(targets) - 0.5), ylim=(len(voices) - 0.5, -0.5))
    ax.set(ylabel="who speaks", xlabel="about whom")
    ax.xaxis.set_label_position("top")
    ax.spines[:].set_visible(False)
    set_title(ax, _tell_clearest(table))
    _explain_shades(ax)
    return ax


def _rank(table: pd.DataFrame, column: str) -> list[str]:
    passages = table.groupby(column, sort=False)["n"].sum()
    return [*passages.sort_values(ascending=False, kind="stable").index]


def _draw_cell(ax: Axes, column: int, line: int, row: dict[Any, Any]) -> None:
    corner = (column - 0.47, line - 0.45)
    calls = _list_calls(row)
    words = "\n".join([*calls, f"n = {row['n']}"])
    if not calls:
        ax.add_patch(Rectangle(corner, 0.94, 0.9, facecolor="none", edgecolor=GREY, linewidth=0.8))
        ax.text(column, line, words, ha="center", va="center", color=GREY, fontsize="small")
        return
    share = (row["in_favour"] - row["against"]) / row["n"]
    ax.add_patch(Rectangle(corner, 0.94, 0.9, color=SHADES((share + 1) / 2)))
    ax.text(column, line, words, ha="center", va="center", color=INK)


def _list_calls(row: dict[Any, Any]) -> list[str]:
    counts = {"against": row["against"], "for": row["in_favour"]}
    return [f"{n} {side}" for side, n in counts.items() if n]


def _tell_clearest(table: pd.DataFrame) -> str:
    """Tell which voice speaks most often against or for one target, and how often in vain."""
    calls = table["against"] + table["in_favour"]
    passages = int(table["n"].sum())
    if not calls.any():
        return f"No clear stance in {passages} passages of {len(table)} pairs of voice and target"
    clearest = (table["in_favour"] - table["against"]).abs().to_numpy().argmax()
    row = table.iloc[int(clearest)]
    n, side = max((row["against"], "against"), (row["in_favour"], "for"))
    told = f"{row['voice']} speaks {side} {row['target']} in {n} of {row['n']} passages"
    total = (
        f"of {int(calls.sum())} calls in all, {table['likely_wrong'].sum():.1f} are likely wrong"
    )
    return f"{told}; {total}"


def _explain_shades(ax: Axes) -> None:
    keys = [
        Patch(facecolor=AGAINST, label="all against"),
        Patch(facecolor=FOR, label="all for"),
        Patch(facecolor="none", edgecolor=GREY, label="nothing clear"),
    ]
    ax.legend(
        handles=keys,
        loc="upper left",
        bbox_to_anchor=(0, 0),
        ncols=len(keys),
        frameon=False,
        fontsize="small",
    )
