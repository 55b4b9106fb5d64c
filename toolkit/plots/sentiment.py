"""Plots of sentiment and tone."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

import pandas as pd

from toolkit.base import NARRATOR
from toolkit.plots.shared import (
    COLOURS,
    GREY,
    LABEL_WIDTH,
    MOST_BARS,
    OTHER_LOOK,
    check_columns,
    check_one_article,
    escape_dollars,
    explain_marks,
    get_axes,
    give_looks,
    set_title,
    show_nothing,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_VOICES = 4  # whose marks can still be told apart on one line
MOST_TICKS = 20
MEAN_LOOKS = (
    ("vader", COLOURS[0], "o", COLOURS[0], -0.18),
    ("textblob", COLOURS[1], "s", "none", 0.18),
)
MEAN_NAMES = {"vader": "VADER", "textblob": "TextBlob"}
UNMEASURED = -1.25  # height of what has no score, below the scale


def plot_sentiment_arc(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the scores of an article from its first sentence to its last, voices apart.

    Parameters
    ----------
    table : DataFrame
        As returned by `sentence_sentiment_table`, for one article. Each row gets a filled
        mark for VADER and a hollow one for TextBlob, in the shape and colour of its voice;
        a cross on the lowest line where neither knows a word.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
        Its title says how many stretches each instrument measured, and how many neither.

    Raises
    ------
    ToolkitError
        If the table holds more than one article.

    Examples
    --------
    >>> import toolkit as tk
    >>> article = tk.read_article("seeds/gaps_of_trust_syria_deal.txt")
    >>> ax = tk.plot_sentiment_arc(tk.sentence_sentiment_table(article))
    """
    check_columns(table, "sentence_sentiment_table", ["sentence", "voice", "vader", "textblob"])
    check_one_article(table)
    ax = get_axes(ax, rows=9, width=9)
    if table.empty:
        return show_nothing(ax, "No sentences found")
    words = table.groupby("voice")["words"].sum().sort_values(ascending=False, kind="stable")
    looks = give_looks(words.index)
    ax.axhline(0, color=GREY, linewidth=0.8)
    ax.axhline(UNMEASURED, color=GREY, linewidth=0.8, linestyle=":")
    ax.vlines(range(len(table)), table["vader"], table["textblob"], color=GREY, linewidth=0.8)
    numbered = table.reset_index(drop=True)
    for voice, rows in numbered.groupby("voice"):
        colour, marker = looks.get(str(voice), OTHER_LOOK)
        lost = rows.index[rows["vader"].isna() & rows["textblob"].isna()]
        ax.plot(rows.index, rows["vader"], marker, color=colour)
        ax.plot(rows.index, rows["textblob"], marker, color=colour, markerfacecolor="none")
        ax.plot(lost, [UNMEASURED] * len(lost), "x", color=colour, markersize=5)
    first = numbered.drop_duplicates("sentence")
    first = first.groupby(first.index * MOST_TICKS // len(table)).head(1)
    ax.set_xticks(first.index, first["sentence"].astype(str))
    ax.set_yticks([UNMEASURED, -1, 0, 1], ["not measured", "-1", "0", "+1"])
    ax.set(xlabel="sentence", ylabel="unfavourable      favourable", ylim=(UNMEASURED - 0.1, 1.1))
    ax.spines[["top", "right"]].set_visible(False)
    set_title(ax, _tell_measured(table))
    keys = [("VADER", GREY, "o", GREY), ("TextBlob", GREY, "o", "none")]
    keys.append(("neither knows a word", GREY, "x", GREY))
    present = {voice: look for voice, look in looks.items() if voice in words.index}
    keys += [(voice, colour, marker, colour) for voice, (colour, marker) in present.items()]
    if len(present) < len(words):
        keys.append(("other or unknown", *OTHER_LOOK, GREY))
    explain_marks(ax, keys, columns=3)
    return ax


def plot_speaker_sentiment(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw each speaker's mean scores with their intervals, or that there are too few.

    Parameters
    ----------
    table : DataFrame
        As returned by `speaker_sentiment_table`. Its first `MOST_BARS` rows are drawn.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
        Its title says how many have enough quotations for a mean.

    Examples
    --------
    >>> import toolkit as tk
    >>> articles = tk.read_corpus("notebooks/data/corpus.jsonl")
    >>> bell = [article for article in articles if article.publisher == "Evening Bell"]
    >>> table = tk.speaker_sentiment_table(bell, by="publisher")
    >>> ax = tk.plot_speaker_sentiment(table[table["n"] > 5])
    """
    check_columns(
        table, "speaker_sentiment_table", ["speaker", "unit", "vader_mean", "textblob_mean"]
    )
    rows = table.head(MOST_BARS)
    ax = get_axes(ax, rows=round(1.5 * len(rows)), width=7.5)
    if table.empty:
        return show_nothing(ax, "No quotations found")
    ax.axvline(0, color=GREY, linewidth=0.8, zorder=0)
    for place, row in enumerate(rows.to_dict("records")):
        for instrument, colour, marker, filled, shift in MEAN_LOOKS:
            height = place + shift
            name = MEAN_NAMES[instrument]
            label = f"{name}: {row[f'{instrument}_n']} of {row['n']} {row['unit']}s"
            mean, low, high = (row[f"{instrument}_{end}"] for end in ("mean", "low", "high"))
            if pd.isna(mean):
                label = f"{label}, too few"
            ax.plot([low, high], [height, height], color=colour, linewidth=1.5)
            ax.plot(mean, height, marker, color=colour, markerfacecolor=filled)
            ax.text(1.1, height, label, va="center", fontsize="small", color=colour)
    labels = rows["speaker"].map(lambda name: escape_dollars(fill(name, LABEL_WIDTH)))
    groups = rows[[*rows.columns[: rows.columns.get_loc("speaker")]]].astype("str")  # by=
    if len(groups.drop_duplicates()) > 1:
        labels = labels + "\n(" + groups.agg(", ".join, axis=1) + ")"
    ax.set_yticks(range(len(rows)), labels)
    ax.set_xticks([-1, 0, 1], ["-1\nunfavourable", "0", "+1\nfavourable"])
    ax.set(xlim=(-1.05, 2.6), ylim=(max(len(rows), 2) - 0.5, -0.5))
    ax.tick_params(axis="y", length=0)
    ax.spines[["top", "right", "left"]].set_visible(False)
    ax.spines["bottom"].set_bounds(-1, 1)
    set_title(ax, _tell_means(table))
    keys = [
        (MEAN_NAMES[instrument], colour, marker, filled)
        for instrument, colour, marker, filled, _ in MEAN_LOOKS
    ]
    explain_marks(ax, keys, columns=2)
    return ax


def plot_tone(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the rates of each dimension of tone with their intervals, voices apart.

    Parameters
    ----------
    table : DataFrame
        As returned by `tone_table`, for one article. Drawn are its first `MOST_BARS`
        rates per 100 words, for its first `MOST_VOICES` voices besides all words.
        Rates from under 100 words have hollow marks: unstable.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
        Its title says where narrator and quoted words are clearly apart, if anywhere.

    Raises
    ------
    ToolkitError
        If the table holds more than one article.

    Examples
    --------
    >>> import toolkit as tk
    >>> article = tk.read_article("seeds/gaps_of_trust_syria_deal.txt")
    >>> tone = tk.tone_table(article)
    >>> ax = tk.plot_tone(tone[tone["dimension"] == "hedging"])
    """
    check_columns(table, "tone_table", ["voice", "dimension", "value", "unit"])
    check_one_article(table)
    rates = table[(table["unit"] == "per 100 words") & (table["voice"] != "all")]
    rates = rates[rates["value"].notna()]
    voices = [*rates["voice"].unique()[:MOST_VOICES]]
    rates = rates[rates["voice"].isin(voices)]
    dimensions = [*rates["dimension"].unique()[:MOST_BARS]]
    ax = get_axes(ax, rows=round(0.5 * len(dimensions) * len(voices)), width=7.5)
    if not dimensions:
        return show_nothing(ax, "No words to measure")
    looks = give_looks(voices)
    step = 0.8 / len(voices)
    for row in rates[rates["dimension"].isin(dimensions)].to_dict("records"):
        colour, marker = looks.get(row["voice"], OTHER_LOOK)
        place = voices.index(row["voice"]) - (len(voices) - 1) / 2
        height = dimensions.index(row["dimension"]) + step * place
        filled = "none" if row["note"] else colour
        ax.plot([row["low"], row["high"]], [height, height], color=colour, linewidth=1.5)
        ax.plot(row["value"], height, marker, color=colour, markerfacecolor=filled)
    ax.axvline(0, color=GREY, linewidth=0.8)
    ax.set_yticks(range(len(dimensions)), [name.replace("_", " ") for name in dimensions])
    ax.set_ylim(len(dimensions) - 0.5, -0.5)
    ax.set_xlabel("per 100 words, with 95 % interval")
    ax.spines[["top", "right", "left"]].set_visible(False)
    set_title(ax, _tell_apart(rates))
    words = rates.drop_duplicates("voice").set_index("voice")["words"]
    shown = {voice: looks.get(voice, OTHER_LOOK) for voice in voices}
    keys = [(f"{voice} ({words[voice]} words)", *look, look[0]) for voice, look in shown.items()]
    explain_marks(ax, keys, columns=2)
    return ax


def _tell_measured(table: pd.DataFrame) -> str:
    known = table[["vader", "textblob"]].notna()
    return (
        f"Of {len(table)} stretches VADER knows a word in {known['vader'].sum()}, TextBlob in "
        f"{known['textblob'].sum()}, neither of them in {(~known.any(axis=1)).sum()}"
    )


def _tell_means(table: pd.DataFrame) -> str:
    known = table["vader_mean"].notna().sum()
    if not known:
        return "Nobody has 5 quotations that VADER measures: no means"
    first = table.sort_values("vader_mean", ascending=False, kind="stable").iloc[0]
    return (
        f"{known} of {len(table)} have enough for a mean; VADER's highest is that of "
        f"{first['speaker']} ({first['vader_mean']:+.2f}, n = {first['vader_n']})"
    )


def _tell_apart(rates: pd.DataFrame) -> str:
    one, other = (rates[rates["voice"] == voice] for voice in (NARRATOR, "quoted"))
    if one.empty or other.empty:
        return f"Tone of {', '.join(rates['voice'].unique())}: rates per 100 words"
    both = one.merge(other, on="dimension", suffixes=("", "_quoted"))
    apart = both[(both["low"] > both["high_quoted"]) | (both["high"] < both["low_quoted"])]
    words = f"narrator ({one['words'].iloc[0]} words) and quoted words ({other['words'].iloc[0]})"
    if apart.empty:
        return f"In each rate the intervals of {words} overlap, which settles nothing"
    names = ", ".join(name.replace("_", " ") for name in apart["dimension"])
    return f"Clearly apart for {words}: {names}"
