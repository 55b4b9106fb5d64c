"""Plot of whom each of several reports hears."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.patches import Patch

from toolkit.plots.shared import (
    GREY,
    MOST_BARS,
    check_columns,
    colour_speakers,
    get_axes,
    set_title,
    shorten_label,
    show_nothing,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

WIDEST = 0.7  # of a column: the longest bar; its number stands behind it
COLUMN = 1.4  # inches
NEEDED = ["article", "topic", "term", "occurrences", "words", "direct_share", "reports"]


def plot_coverage(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw whom each report hears, and with how many words: a row a speaker, a column a report.

    Parameters
    ----------
    table : DataFrame
        As returned by `coverage_table`. Drawn are the `MOST_BARS` speakers whom most reports
        hear, of equals those with most words. A bar is as long as the words of the speaker in
        the report, filled as far as they stand in quote marks; where there is no bar, the report
        does not hear the speaker.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
        Its title says how many speakers one report alone hears, and whom most reports hear.

    Examples
    --------
    >>> import toolkit as tk
    >>> articles = tk.read_corpus("notebooks/data/corpus.jsonl")
    >>> evening = [article for article in articles if article.id.endswith("-09")]
    >>> ax = tk.plot_coverage(tk.coverage_table(evening))
    """
    check_columns(table, "coverage_table", NEEDED)
    speakers = table[table["topic"] == "speaker"]
    articles = [*dict.fromkeys(table["article"])]
    ranked = speakers.groupby("term", sort=False)[["words", "occurrences"]].sum()
    ranked["reports"] = speakers.groupby("term", sort=False)["article"].nunique()
    ranked = ranked.sort_values(["reports", "words"], ascending=False, kind="stable")
    shown = [*ranked.index[:MOST_BARS]]
    ax = get_axes(ax, rows=len(shown), width=3 + COLUMN * max(2, len(articles)))
    if speakers.empty:
        return show_nothing(ax)
    colours = colour_speakers(shown)
    longest = max(speakers["words"].max(), 1)
    for row in speakers[speakers["term"].isin(shown)].to_dict("records"):
        place, left = shown.index(row["term"]), articles.index(row["article"])
        length = WIDEST * row["words"] / longest
        quoted = length * (row["direct_share"] if row["words"] else 0)
        colour = colours[row["term"]]
        ax.barh(place, quoted, left=left, color=colour, edgecolor=colour)
        ax.barh(
            place, length - quoted, left=left + quoted,
            color="none", edgecolor=colour, hatch="////",
        )  # fmt: skip
        ax.annotate(
            f"{row['words']:.0f}", (left + length, place), (3, 0), textcoords="offset points",
            va="center", fontsize="small",
        )  # fmt: skip
    ax.set_yticks(range(len(shown)), [shorten_label(name) for name in shown])
    ax.set_xticks(range(len(articles)), [shorten_label(name, 12) for name in articles], ha="left")
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    for left in range(len(articles)):
        ax.axvline(left, color=GREY, linewidth=0.6)
    ax.set(xlim=(-0.02, len(articles)), ylim=(max(len(shown), 2) - 0.5, -0.5))
    ax.spines[:].set_visible(False)
    set_title(ax, _tell_heard(ranked, len(articles)))
    fills = [Patch(facecolor=GREY), Patch(facecolor="none", edgecolor=GREY, hatch="////")]
    ax.legend(
        fills,
        ["words in quote marks", "in the reporter's words"],
        loc="upper left", bbox_to_anchor=(0, 0), ncols=2, frameon=False,
    )  # fmt: skip
    return ax


def _tell_heard(ranked: pd.DataFrame, reports: int) -> str:
    first = ranked.iloc[0]
    if reports == 1:
        return f"One report, {len(ranked)} speakers: nothing to compare"
    alone = int((ranked["reports"] == 1).sum())
    said = f"{alone} of {len(ranked)} speakers are heard by one report alone"
    if first["reports"] == 1:
        return said
    return f"{said}; {ranked.index[0]} by {first['reports']:.0f} of {reports}"
