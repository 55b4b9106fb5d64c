"""Plots of words: key words, keyness and where words stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.patches import Patch

from toolkit.base import NARRATOR
from toolkit.plots.shared import (
    COLOURS,
    GREY,
    HATCHES,
    MOST_BARS,
    check_columns,
    check_one_article,
    colour_speakers,
    escape_dollars,
    explain_marks,
    get_axes,
    set_title,
    shorten_label,
    show_nothing,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

MOST_NUMBERS = 25  # of paragraphs that have room for a number each
MOST_TERMS = 20  # of a comparison, both directions together
MOST_NAMED = 4  # terms in a title
SIGNIFICANCE = 0.05


def plot_keywords(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the first key words or phrases of an article, by their scores.

    Parameters
    ----------
    table : DataFrame
        As returned by `keyword_table`, for one article. Its first `MOST_BARS` rows are
        drawn, each with how often it occurs; hatched where it occurs once.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
        Its title names the first term and how often it occurs.

    Raises
    ------
    ToolkitError
        If the table holds more than one article.

    Examples
    --------
    >>> import toolkit as tk
    >>> article = tk.read_article("seeds/gaps_of_trust_syria_deal.txt")
    >>> ax = tk.plot_keywords(tk.keyword_table(article))
    """
    check_columns(table, "keyword_table", ["term", "score", "occurrences"])
    check_one_article(table)
    rows = table.head(MOST_BARS)
    ax = get_axes(ax, rows=len(rows))
    if table.empty:
        return show_nothing(ax, "No key words found")
    bars = ax.barh(range(len(rows)), rows["score"], color=COLOURS[0], edgecolor=COLOURS[0])
    for bar, score, occurrences in zip(bars, rows["score"], rows["occurrences"], strict=True):
        if occurrences == 1:
            bar.set(facecolor="none", hatch="////")
        place = (score, bar.get_y() + bar.get_height() / 2)
        label = f"{occurrences} times" if occurrences > 1 else "once"
        ax.annotate(label, place, (4, 0), textcoords="offset points", va="center")
    ax.set_yticks(range(len(rows)), [escape_dollars(term) for term in rows["term"]])
    ax.set_ylim(max(len(rows), 2) - 0.5, -0.5)  # the best on top, as in the table
    ax.set_xlim(0, 1.15 * rows["score"].max())
    ax.set_xlabel("score")
    ax.spines[["top", "right"]].set_visible(False)
    set_title(ax, _tell_first(rows))
    return ax


def plot_keyness(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw how many times as frequent terms are as in a reference, with their intervals.

    Parameters
    ----------
    table : DataFrame
        As returned by `keyness_table`. `MOST_TERMS` rows are drawn: on top, with filled
        marks, those whose difference stands after the correction for many terms, and on
        five occurrences or more; below, hollow, the first of the others. Of each kind the
        ones that are more frequent in the target come first.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
        Its title says for how many terms the difference stands, up to four by name, and what
        was compared.

    Examples
    --------
    >>> import toolkit as tk
    >>> article = tk.read_article("seeds/gaps_of_trust_syria_deal.txt")
    >>> ax = tk.plot_keyness(tk.keyness_table(article, "wordfreq"))
    """
    check_columns(table, "keyness_table", ["term", "log_ratio", "p_adjusted"])
    rows = table.assign(stands=_stands(table)).sort_values(
        "stands", ascending=False, kind="stable"
    )
    rows = rows.head(MOST_TERMS).sort_values(["stands", "log_ratio"], ascending=False)
    ax = get_axes(ax, rows=round(0.8 * len(rows)), width=7.5)
    if table.empty:
        return show_nothing(ax, "No words to compare")
    ax.axvline(0, color=GREY, linewidth=0.8, zorder=0)
    for place, row in enumerate(rows.to_dict("records")):
        colour, marker = (COLOURS[0], "o") if row["log_ratio"] > 0 else (COLOURS[1], "s")
        filled = colour if row["stands"] else "none"
        ax.plot([row["log_ratio_low"], row["log_ratio_high"]], [place, place], color=colour)
        ax.plot(row["log_ratio"], place, marker, color=colour, markerfacecolor=filled)
        label = f"{row['occurrences']} : {row['reference_occurrences']:,.0f}"
        ax.text(1.02, place, label, transform=ax.get_yaxis_transform(), va="center")
    ax.set_yticks(range(len(rows)), [escape_dollars(term) for term in rows["term"]])
    ax.set_ylim(max(len(rows), 2) - 0.5, -0.5)
    ax.text(1.02, 1.01, "occurrences\nhere : reference", transform=ax.transAxes, fontsize="small")
    ax.set_xlabel("log ratio with 95 % interval (+1: twice as frequent, -1: half)")
    ax.spines[["top", "right"]].set_visible(False)
    set_title(ax, _tell_keyness(table))
    looks = (
        ("more frequent", COLOURS[0], "o", COLOURS[0]),
        ("less frequent", COLOURS[1], "s", COLOURS[1]),
        ("too few, or may be chance", GREY, "o", "none"),
    )
    explain_marks(ax, looks, columns=3)
    return ax


def plot_dispersion(
    table: pd.DataFrame, *, voices: pd.DataFrame | None = None, ax: Axes | None = None
) -> Axes:
    """Draw where words stand in an article, over the voices as bands in the background.

    Parameters
    ----------
    table : DataFrame
        As returned by `concordance_table` for one article, with one or more queries; with
        ``with_voices=True`` the title can say whose words they are.
    voices : DataFrame, optional
        As returned by `voice_table` for the same article: bands in the background, none for
        the narrator, and an axis in paragraphs, where H is the headline.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
        Its title tells where the first word stands.

    Raises
    ------
    ToolkitError
        If the table holds more than one article.

    Examples
    --------
    >>> import toolkit as tk
    >>> article = tk.read_article("seeds/gaps_of_trust_syria_deal.txt")
    >>> words = ["gap", "trust", "agreement", "deal"]
    >>> lines = tk.concordance_table(article, query=words, form="lemma", with_voices=True)
    >>> ax = tk.plot_dispersion(lines, voices=tk.voice_table(article))
    """
    check_columns(table, "concordance_table", ["term", "start", "end"])
    check_one_article(table)
    terms = [*table["term"].unique()]
    ax = get_axes(ax, rows=len(terms) + 2, width=9)
    if table.empty:
        return show_nothing(ax, "None of the words occurs")
    last = table["end"].max()
    if voices is not None:
        check_columns(voices, "voice_table", ["voice", "part", "paragraph", "start", "end"])
        check_one_article(voices)
        last = max(last, voices["end"].max())
        _draw_bands(ax, voices)
        _number_paragraphs(ax, voices)
    else:
        ax.set_xlabel("place in the text, in characters")
    for place, term in enumerate(terms):
        starts = table.loc[table["term"] == term, "start"]
        ax.vlines(starts, place - 0.38, place + 0.38, color="black", linewidth=2)
    labels = [f"{term} (n = {(table['term'] == term).sum()})" for term in terms]
    ax.set_yticks(range(len(terms)), [shorten_label(label) for label in labels])
    ax.set(xlim=(-0.01 * last, 1.01 * last), ylim=(len(terms) - 0.5, -0.5))
    ax.tick_params(axis="y", length=0)
    ax.spines[["top", "right", "left"]].set_visible(False)
    set_title(ax, _tell_places(table[table["term"] == terms[0]]))
    return ax


def _tell_first(rows: pd.DataFrame) -> str:
    first = rows.iloc[0]
    if first["occurrences"] == 1:
        return f"{first['term']} comes first, but occurs once"
    return f"{first['term']} comes first: {first['occurrences']} times in {first['article']}"


def _stands(rows: pd.DataFrame) -> pd.Series[bool]:
    few = rows["note"].str.contains("few occurrences")
    return (rows["p_adjusted"] < SIGNIFICANCE) & ~few


def _tell_keyness(table: pd.DataFrame) -> str:
    words, reference_words = table["words"].iloc[0], table["reference_words"].iloc[0]
    terms = [*table.loc[_stands(table), "term"]]
    named = f" ({', '.join(terms)})" if 0 < len(terms) <= MOST_NAMED else ""
    return (
        f"{len(terms)} of {len(table)} terms stand out{named}: {words:,} words against "
        f"{reference_words:,} (adjusted p < {SIGNIFICANCE}, 5 occurrences or more)"
    )


def _tell_places(rows: pd.DataFrame) -> str:
    term, number = rows["term"].iloc[0], len(rows)
    times = "once" if number == 1 else f"{number} times"
    heard = rows["voice"].dropna().value_counts()
    if heard.empty:
        return f"{term} stands {times} in {rows['article'].iloc[0]}"
    owners = ", ".join(f"{voice} {occurrences}" for voice, occurrences in heard.items())
    return f"{term} stands {times}, by voice: {owners}"


def _number_paragraphs(ax: Axes, voices: pd.DataFrame) -> None:
    """Set the number of each paragraph below its middle, and a stroke where it begins."""
    places = voices.groupby("paragraph").agg(start=("start", "min"), end=("end", "max"))
    step = -(-len(places) // MOST_NUMBERS)
    numbered = places[places.index % step == 0]
    middles = {str(n): place for n, place in ((numbered["start"] + numbered["end"]) / 2).items()}
    headline = voices[voices["part"] == "headline"]
    if not headline.empty:
        middles["H"] = (headline["start"].min() + headline["end"].max()) / 2
    ax.set_xticks([*middles.values()], [*middles])
    ax.set_xticks(places["start"], minor=True)
    ax.tick_params(axis="x", which="major", length=0)
    ax.tick_params(axis="x", which="minor", length=7)
    ax.set_xlabel("paragraph (H: headline)" if "H" in middles else "paragraph")


def _draw_bands(ax: Axes, voices: pd.DataFrame) -> None:
    """Shade the stretches of each voice but the narrator's, the most talkative first."""
    words = voices.groupby("voice")["words"].sum().sort_values(ascending=False, kind="stable")
    speakers = [voice for voice in words.index if voice != NARRATOR]
    colours = colour_speakers(speakers)
    hatches = dict(zip(speakers, HATCHES, strict=False))
    keys: dict[str, tuple[Patch, Patch]] = {}
    for row in voices[voices["voice"].isin(speakers)].to_dict("records"):
        voice, place = row["voice"], (row["start"], row["end"])
        label = escape_dollars(f"{voice} ({words[voice]} words)")
        tint = ax.axvspan(*place, facecolor=(colours[voice], 0.3), linewidth=0, zorder=0)
        # By itself: SVG gives a hatch the tint of its face, and nobody sees it.
        hatched = ax.axvspan(*place, facecolor="none", linewidth=0, zorder=0)
        hatched.set(edgecolor=colours[voice], hatch=hatches.get(voice))
        keys[label] = tint, hatched
    if speakers:
        nobody = Patch(facecolor="none")
        keys[f"no band: {NARRATOR} ({words.get(NARRATOR, 0)} words)"] = nobody, nobody
        ax.legend(
            [*keys.values()],
            [*keys],
            loc="upper left",
            bbox_to_anchor=(0, 0),
            borderaxespad=4.5,
            ncols=2,
            frameon=False,
        )
