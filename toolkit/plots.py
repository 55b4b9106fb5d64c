"""Plots of tables. Each draws on the Axes it is given and returns them.

matplotlib begins here. A plot computes nothing: every number that it shows is
in the table that it was given.
"""

from __future__ import annotations

from textwrap import fill, shorten
from typing import TYPE_CHECKING

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, PathPatch
from matplotlib.path import Path

from toolkit.errors import ToolkitError
from toolkit.speakers import NARRATOR, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matplotlib.axes import Axes

# Mid-tones that keep 3:1 on white and on JupyterLab's dark background (Okabe and Ito's order).
COLOURS = ("#1e88e5", "#e0621a", "#2e9e4f", "#c2479b", "#8d6e63", "#5c6bc0", "#00897b", "#9e7700")
GREY = "#808080"  # the narrator, and what was not measured
HATCHES = ("", "///", "...", "xxx", "\\\\\\", "ooo", "+++", "---")  # colour is never the only cue

NO_RELAY = "no relay named"
TITLE_WIDTH = 64  # characters: as wide as a new figure
MOST_BARS = 12  # more rows than that are read in the table
MOST_TERMS = 20  # of a comparison, both directions together
SIGNIFICANCE = 0.05
MOST_VOICES = 4  # whose marks can still be told apart on one line
MOST_TICKS = 20
MARKERS = "s^DvP*"  # of the voices with most words; the narrator's is a disc
OTHER_LOOK = (GREY, "h")
MEAN_LOOKS = (
    ("vader", COLOURS[0], "o", COLOURS[0], -0.18),
    ("textblob", COLOURS[1], "s", "none", 0.18),
)
MEAN_NAMES = {"vader": "VADER", "textblob": "TextBlob"}
LABEL_WIDTH = 24  # characters
UNMEASURED = -1.25  # height of what has no score, below the scale


def plot_speakers(table: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw how many words each speaker has: in quote marks, and in the reporter's words.

    Parameters
    ----------
    table : DataFrame
        As returned by `speaker_table`. Its first `MOST_BARS` rows are drawn, each with
        its numbers of words and quotations.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
        Its title says who has most words, and who has most of them in quote marks.
    """
    _check_columns(table, "speaker_table", ["speaker", "direct_words", "quotations"])
    rows = table.head(MOST_BARS)
    ax = _get_axes(ax, rows=len(rows))
    if table.empty:
        return _show_nothing(ax)
    colours = [*rows["speaker"].map(colour_speakers(rows["speaker"]))]
    labels = rows["speaker"]
    if len({*rows["article"]}) > 1:
        labels = labels + " (" + rows["article"] + ")"
    places = range(len(rows))
    verbatim = rows["direct_words"]
    rest = rows["words"] - verbatim
    ax.barh(places, verbatim, color=colours, edgecolor=colours)
    ax.barh(places, rest, left=verbatim, color="none", edgecolor=colours, hatch="////")
    for place, words, quotations in zip(places, rows["words"], rows["quotations"], strict=True):
        label, offset = f"{words} words, n = {quotations}", (4, 0)
        ax.annotate(label, (words, place), offset, textcoords="offset points", va="center")
    ax.set_yticks(places, [_label(label) for label in labels])
    ax.set_ylim(max(len(rows), 2) - 0.5, -0.5)  # the first speaker on top, as in the table
    ax.set_xlim(0, 1.5 * rows["words"].max())
    ax.set_xticks([])
    ax.spines[["top", "right", "bottom"]].set_visible(False)
    _set_title(ax, _tell_most_words(table))
    _explain_fills(ax)
    return ax


def plot_relays(table: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw who is heard through whom: from each speaker, by way of a relay, to the article.

    Parameters
    ----------
    table : DataFrame
        As returned by `quotation_table`. Width and number on a line are quotations;
        speakers after the first `MOST_BARS` are left out.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
        Its title names the speaker who is heard most often through a relay. "No relay
        named" does not mean that the reporter was there: the article does not say.
    """
    _check_columns(table, "quotation_table", ["speaker", "relay", "words"])
    flows = _count_flows(table)
    speakers = [*flows["speaker"].unique()[:MOST_BARS]]
    flows = flows[flows["speaker"].isin(speakers)]
    ax = _get_axes(ax, rows=len(speakers))
    if table.empty:
        return _show_nothing(ax)
    heights = {speaker: height for height, speaker in enumerate(speakers)}
    # Beside the speakers whom they relay, so that few lines cross.
    near = flows["speaker"].map(heights).groupby(flows["relay"]).mean().sort_values(kind="stable")
    step = len(speakers) / len(near)
    sides = {relay: (place + 0.5) * step - 0.5 for place, relay in enumerate(near.index)}
    colours = colour_speakers(speakers)
    widest = flows["quotations"].max()
    for speaker, relay, number in flows.itertuples(index=False):
        ends = heights[speaker], sides[relay]
        _draw_flow(ax, ends, colours[speaker], number, width=2 + 10 * number / widest)
    for relay, height in sides.items():
        ax.text(1.03, height, _label(relay), va="center")
    ax.set_yticks(range(len(speakers)), [_label(speaker) for speaker in speakers])
    ax.set_xticks([0, 1], ["who speaks", "heard through"])
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    ax.set(xlim=(-0.03, 1.03), ylim=(len(speakers) - 0.5, -0.5))
    ax.spines[:].set_visible(False)
    _set_title(ax, _tell_relayed(flows))
    return ax


def plot_sentiment_arc(table: pd.DataFrame, ax: Axes | None = None) -> Axes:
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
        Its title says how much the instruments measured, and how often they disagree.

    Raises
    ------
    ToolkitError
        If the table holds more than one article.
    """
    _check_columns(table, "sentence_sentiment_table", ["sentence", "voice", "vader", "textblob"])
    _check_one_article(table)
    ax = _get_axes(ax, rows=9, width=9)
    if table.empty:
        return _show_nothing(ax, "No sentences found")
    words = table.groupby("voice")["words"].sum().sort_values(ascending=False, kind="stable")
    looks = _give_looks(words.index)
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
    _set_title(ax, _tell_measured(table))
    keys = [("VADER", GREY, "o", GREY), ("TextBlob", GREY, "o", "none")]
    keys.append(("neither knows a word", GREY, "x", GREY))
    present = {voice: look for voice, look in looks.items() if voice in words.index}
    keys += [(voice, colour, marker, colour) for voice, (colour, marker) in present.items()]
    if len(present) < len(words):
        keys.append(("other or unknown", *OTHER_LOOK, GREY))
    _explain_marks(ax, keys, columns=3)
    return ax


def plot_speaker_sentiment(table: pd.DataFrame, ax: Axes | None = None) -> Axes:
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
    """
    _check_columns(
        table, "speaker_sentiment_table", ["speaker", "unit", "vader_mean", "textblob_mean"]
    )
    rows = table.head(MOST_BARS)
    ax = _get_axes(ax, rows=round(1.5 * len(rows)), width=7.5)
    if table.empty:
        return _show_nothing(ax, "No quotations found")
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
    labels = rows["speaker"].map(lambda name: _plain(fill(name, LABEL_WIDTH)))
    if len({*rows["article"]}) > 1:
        labels = labels + "\n(" + rows["article"] + ")"
    ax.set_yticks(range(len(rows)), labels)
    ax.set_xticks([-1, 0, 1], ["-1\nunfavourable", "0", "+1\nfavourable"])
    ax.set(xlim=(-1.05, 2.6), ylim=(max(len(rows), 2) - 0.5, -0.5))
    ax.tick_params(axis="y", length=0)
    ax.spines[["top", "right", "left"]].set_visible(False)
    ax.spines["bottom"].set_bounds(-1, 1)
    _set_title(ax, _tell_means(table))
    keys = [
        (MEAN_NAMES[instrument], colour, marker, filled)
        for instrument, colour, marker, filled, _ in MEAN_LOOKS
    ]
    _explain_marks(ax, keys, columns=2)
    return ax


def plot_tone(table: pd.DataFrame, ax: Axes | None = None) -> Axes:
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
    """
    _check_columns(table, "tone_table", ["voice", "dimension", "value", "unit"])
    _check_one_article(table)
    rates = table[(table["unit"] == "per 100 words") & (table["voice"] != "all")]
    rates = rates[rates["value"].notna()]
    voices = [*rates["voice"].unique()[:MOST_VOICES]]
    rates = rates[rates["voice"].isin(voices)]
    dimensions = [*rates["dimension"].unique()[:MOST_BARS]]
    ax = _get_axes(ax, rows=round(0.5 * len(dimensions) * len(voices)), width=7.5)
    if not dimensions:
        return _show_nothing(ax, "No words to measure")
    looks = _give_looks(voices)
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
    _set_title(ax, _tell_apart(rates))
    words = rates.drop_duplicates("voice").set_index("voice")["words"]
    shown = {voice: looks.get(voice, OTHER_LOOK) for voice in voices}
    keys = [(f"{voice} ({words[voice]} words)", *look, look[0]) for voice, look in shown.items()]
    _explain_marks(ax, keys, columns=2)
    return ax


def plot_keywords(table: pd.DataFrame, ax: Axes | None = None) -> Axes:
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
    """
    _check_columns(table, "keyword_table", ["term", "score", "occurrences"])
    _check_one_article(table)
    rows = table.head(MOST_BARS)
    ax = _get_axes(ax, rows=len(rows))
    if table.empty:
        return _show_nothing(ax, "No key words found")
    bars = ax.barh(range(len(rows)), rows["score"], color=COLOURS[0], edgecolor=COLOURS[0])
    for bar, score, occurrences in zip(bars, rows["score"], rows["occurrences"], strict=True):
        if occurrences == 1:
            bar.set(facecolor="none", hatch="////")
        place = (score, bar.get_y() + bar.get_height() / 2)
        label = f"{occurrences} times" if occurrences > 1 else "once"
        ax.annotate(label, place, (4, 0), textcoords="offset points", va="center")
    ax.set_yticks(range(len(rows)), [_plain(term) for term in rows["term"]])
    ax.set_ylim(max(len(rows), 2) - 0.5, -0.5)  # the best on top, as in the table
    ax.set_xlim(0, 1.15 * rows["score"].max())
    ax.set_xlabel("score")
    ax.spines[["top", "right"]].set_visible(False)
    _set_title(ax, _tell_first(rows))
    return ax


def plot_keyness(table: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw how many times as frequent terms are as in a reference, with their intervals.

    Parameters
    ----------
    table : DataFrame
        As returned by `keyness_table`. Its first `MOST_TERMS` rows are drawn, those that
        are more frequent in the target on top. Filled marks: the difference stands after
        the correction for many terms, and on five occurrences or more. Hollow: it does not.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
        Its title says for how many terms the difference stands, and what was compared.
    """
    _check_columns(table, "keyness_table", ["term", "log_ratio", "p_adjusted"])
    rows = table.head(MOST_TERMS).sort_values("log_ratio", ascending=False, kind="stable")
    ax = _get_axes(ax, rows=round(0.8 * len(rows)), width=7.5)
    if table.empty:
        return _show_nothing(ax, "No words to compare")
    ax.axvline(0, color=GREY, linewidth=0.8, zorder=0)
    stands = _stands(rows)
    for place, (row, clear) in enumerate(zip(rows.to_dict("records"), stands, strict=True)):
        colour, marker = (COLOURS[0], "o") if row["log_ratio"] > 0 else (COLOURS[1], "s")
        filled = colour if clear else "none"
        ax.plot([row["log_ratio_low"], row["log_ratio_high"]], [place, place], color=colour)
        ax.plot(row["log_ratio"], place, marker, color=colour, markerfacecolor=filled)
        label = f"{row['occurrences']} : {row['reference_occurrences']:,.0f}"
        ax.text(1.02, place, label, transform=ax.get_yaxis_transform(), va="center")
    ax.set_yticks(range(len(rows)), [_plain(term) for term in rows["term"]])
    ax.set_ylim(max(len(rows), 2) - 0.5, -0.5)
    ax.text(1.02, 1.01, "occurrences\nhere : reference", transform=ax.transAxes, fontsize="small")
    ax.set_xlabel("log ratio with 95 % interval (+1: twice as frequent, -1: half)")
    ax.spines[["top", "right"]].set_visible(False)
    _set_title(ax, _tell_keyness(table))
    looks = (
        ("more frequent", COLOURS[0], "o", COLOURS[0]),
        ("less frequent", COLOURS[1], "s", COLOURS[1]),
        ("too few, or may be chance", GREY, "o", "none"),
    )
    _explain_marks(ax, looks, columns=3)
    return ax


def plot_dispersion(
    table: pd.DataFrame, voices: pd.DataFrame | None = None, ax: Axes | None = None
) -> Axes:
    """Draw where words stand in an article, over the voices as bands in the background.

    Parameters
    ----------
    table : DataFrame
        As returned by `concordance_table` for one article, with one or more queries; with
        ``voices=True`` the title can say whose words they are.
    voices : DataFrame, optional
        As returned by `voice_table` for the same article. The narrator has no band.
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
    """
    _check_columns(table, "concordance_table", ["query", "start", "end"])
    _check_one_article(table)
    queries = [*table["query"].unique()]
    ax = _get_axes(ax, rows=len(queries) + 2, width=9)
    if table.empty:
        return _show_nothing(ax, "None of the words occurs")
    last = table["end"].max()
    if voices is not None:
        _check_one_article(voices)
        last = max(last, voices["end"].max())
        _draw_bands(ax, voices)
    for place, query in enumerate(queries):
        starts = table.loc[table["query"] == query, "start"]
        ax.vlines(starts, place - 0.38, place + 0.38, color="black", linewidth=2)
    labels = [f"{query} (n = {(table['query'] == query).sum()})" for query in queries]
    ax.set_yticks(range(len(queries)), [_label(label) for label in labels])
    ax.set(xlim=(-0.01 * last, 1.01 * last), ylim=(len(queries) - 0.5, -0.5))
    ax.set_xlabel("place in the text, in characters")
    ax.tick_params(axis="y", length=0)
    ax.spines[["top", "right", "left"]].set_visible(False)
    _set_title(ax, _tell_places(table[table["query"] == queries[0]]))
    return ax


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


def _tell_most_words(table: pd.DataFrame) -> str:
    total = table["words"].sum()
    named = table[table["speaker"] != UNKNOWN]
    if named.empty:
        return f"Nobody is named for any of the {total} words quoted"
    words = named.groupby("speaker", sort=False)[["words", "direct_words"]].sum()
    most, verbatim = words["words"].idxmax(), words["direct_words"].idxmax()
    said = f"{most} has most words ({words['words'].max()} of {total})"
    if most == verbatim or not words["direct_words"].max():
        return said
    return f"{said}, {verbatim} most in quote marks ({words['direct_words'].max()})"


def _count_flows(table: pd.DataFrame) -> pd.DataFrame:
    """Count the quotations of each speaker through each relay; who has most words comes first."""
    words = table.groupby("speaker")["words"].transform("sum")
    flows = table.assign(relay=table["relay"].fillna(NO_RELAY), order=-words)
    flows = flows.sort_values("order", kind="stable")
    counted = flows.groupby(["speaker", "relay"], sort=False).size()
    return counted.reset_index(name="quotations")


def _tell_relayed(flows: pd.DataFrame) -> str:
    relayed = flows[flows["relay"] != NO_RELAY]
    if relayed.empty:
        return "No relay is named: nobody is said to be heard through anybody else"
    first = relayed.sort_values("quotations", ascending=False, kind="stable").iloc[0]
    total = flows.loc[flows["speaker"] == first["speaker"], "quotations"].sum()
    return (
        f"{first['speaker']} is heard through {first['relay']} "
        f"in {first['quotations']} of {total} quotations"
    )


def _draw_flow(
    ax: Axes, ends: tuple[float, float], colour: str, number: int, *, width: float
) -> None:
    """Draw a line from the left at one height to the right at another, with its number on it."""
    left, right = ends
    corners = [(0, left), (0.5, left), (0.5, right), (1, right)]
    path = Path(corners, [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4])
    ax.add_patch(PathPatch(path, fill=False, edgecolor=colour, linewidth=width, alpha=0.6))
    # On the way, and not at one place for two lines that cross.
    way = (0.4, 0.6)[round(left) % 2]
    place = way, left + (3 * way**2 - 2 * way**3) * (right - left)
    ax.annotate(f"{number}", place, ha="center", va="center")


def _show_nothing(ax: Axes, title: str = "No quotations found") -> Axes:
    ax.set_axis_off()
    _set_title(ax, title)
    return ax


def _set_title(ax: Axes, title: str) -> None:
    """Set the finding above the plot, at its left edge, in as many lines as it takes."""
    ax.set_title(_plain(fill(title, TITLE_WIDTH)), loc="left", fontsize="medium")


def _explain_fills(ax: Axes) -> None:
    fills = [Patch(facecolor=GREY), Patch(facecolor="none", edgecolor=GREY, hatch="////")]
    ax.legend(
        fills,
        ["in quote marks", "in the reporter's words"],
        loc="upper left",
        bbox_to_anchor=(0, 0),
        ncols=2,
        frameon=False,
    )


def _label(name: str) -> str:
    """Keep a name from taking the room of the plot: two lines at most; the table has it all."""
    return _plain(fill(shorten(name, 2 * LABEL_WIDTH, placeholder="\u2026"), LABEL_WIDTH))


def _plain(text: str) -> str:
    """Keep matplotlib from reading two dollar signs of a name as a formula."""
    return text.replace("$", r"\$")


def _check_columns(table: pd.DataFrame, maker: str, columns: list[str]) -> None:
    """Say which function makes the table that a plot draws, if it was given another one."""
    found = [*getattr(table, "columns", ())]
    missing = [column for column in columns if column not in found]
    if missing:
        raise ToolkitError(
            f"table: must be one that {maker} made; found no column {', '.join(missing)}"
        )


def _get_axes(ax: Axes | None, *, rows: int = 6, width: float = 6) -> Axes:
    """Give the Axes to draw on: those given, or new ones that are high enough for `rows` bars."""
    if ax is not None:
        return ax
    _, new = plt.subplots(figsize=(width, 1.2 + 0.35 * max(rows, 2)), layout="constrained")
    return new


def _check_one_article(table: pd.DataFrame) -> None:
    articles = table["article"].nunique()
    if articles > 1:
        raise ToolkitError(f"table: must hold one article; found {articles}")


def _give_looks(voices: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Give the first speakers a colour and a shape each, besides the narrator's grey disc."""
    known = [v for v in voices if v not in {NARRATOR, UNKNOWN, "quoted"}][: len(MARKERS)]
    colours = colour_speakers(known)
    looks = {
        voice: (colours[voice], marker) for voice, marker in zip(known, MARKERS, strict=False)
    }
    return {NARRATOR: (GREY, "o"), "quoted": (COLOURS[4], "X")} | looks


def _tell_measured(table: pd.DataFrame) -> str:
    vader, textblob = table["vader"], table["textblob"]
    both = table[vader.notna() & textblob.notna()]
    apart = (both["vader"] * both["textblob"] < 0).sum()
    return (
        f"Of {len(table)} stretches VADER measures {vader.notna().sum()} and TextBlob "
        f"{textblob.notna().sum()}; where both do ({len(both)}), they contradict each other "
        f"{apart} times"
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
        return f"No rate sets {words} apart: all intervals overlap"
    names = ", ".join(name.replace("_", " ") for name in apart["dimension"])
    return f"Clearly apart for {words}: {names}"


def _explain_marks(ax: Axes, keys: Iterable[tuple[str, str, str, str]], *, columns: int) -> None:
    """Explain marks below the plot: label, colour, shape and filling of each."""
    handles = [
        Line2D(
            [],
            [],
            linestyle="",
            marker=marker,
            color=colour,
            markerfacecolor=filled,
            label=_plain(shorten(label, LABEL_WIDTH + 10, placeholder=" ...")),
        )
        for label, colour, marker, filled in keys
    ]
    ax.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(0, 0),
        borderaxespad=4.5,  # in heights of letters: below the label of the axis
        ncols=columns,
        frameon=False,
    )


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
    return (
        f"{_stands(table).sum()} of {len(table)} terms stand out: {words:,} words against "
        f"{reference_words:,} (adjusted p < {SIGNIFICANCE}, 5 occurrences or more)"
    )


def _tell_places(rows: pd.DataFrame) -> str:
    query, number = rows["query"].iloc[0], len(rows)
    times = "once" if number == 1 else f"{number} times"
    heard = rows["voice"].dropna().value_counts()
    if heard.empty:
        return f"{query} stands {times} in {rows['article'].iloc[0]}"
    owners = ", ".join(f"{voice} {occurrences}" for voice, occurrences in heard.items())
    return f"{query} stands {times}, by voice: {owners}"


def _draw_bands(ax: Axes, voices: pd.DataFrame) -> None:
    """Shade the stretches of each voice but the narrator's, the most talkative first."""
    words = voices.groupby("voice")["words"].sum().sort_values(ascending=False, kind="stable")
    speakers = [voice for voice in words.index if voice != NARRATOR]
    colours = colour_speakers(speakers)
    hatches = dict(zip(speakers, HATCHES, strict=False))
    bands = voices[voices["voice"].isin(speakers)]
    for row, is_first in zip(bands.to_dict("records"), ~bands.duplicated("voice"), strict=True):
        voice = row["voice"]
        ax.axvspan(
            row["start"],
            row["end"],
            facecolor=(colours[voice], 0.25),
            edgecolor=colours[voice],
            hatch=hatches.get(voice, ""),
            linewidth=0,
            zorder=0,
            label=_plain(f"{voice} ({words[voice]} words)") if is_first else "",
        )
    if speakers:
        ax.fill(
            [], [], facecolor="none", label=f"no band: {NARRATOR} ({words.get(NARRATOR, 0)} words)"
        )
        ax.legend(
            loc="upper left", bbox_to_anchor=(0, 0), borderaxespad=4.5, ncols=2, frameon=False
        )
