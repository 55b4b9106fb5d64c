"""Plots of who speaks, when, and through whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.patches import Patch, PathPatch
from matplotlib.path import Path

from toolkit.base import NARRATOR, UNKNOWN
from toolkit.plots.shared import (
    GREY,
    MOST_BARS,
    check_columns,
    check_one_article,
    colour_speakers,
    get_axes,
    set_title,
    shorten_label,
    show_nothing,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

NO_RELAY = "no relay named"
OTHERS = "others"
NARROW = 5  # inches: no room for two keys beside each other


def plot_speakers(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
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

    Examples
    --------
    >>> import toolkit as tk
    >>> article = tk.read_article("seeds/gaps_of_trust_syria_deal.txt")
    >>> ax = tk.plot_speakers(tk.speaker_table(article))
    """
    check_columns(table, "speaker_table", ["speaker", "direct_words", "quotations"])
    rows = table.head(MOST_BARS)
    ax = get_axes(ax, rows=len(rows))
    if table.empty:
        return show_nothing(ax)
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
    ax.set_yticks(places, [shorten_label(label) for label in labels])
    ax.set_ylim(max(len(rows), 2) - 0.5, -0.5)  # the first speaker on top, as in the table
    ax.set_xlim(0, 1.5 * rows["words"].max())
    ax.set_xticks([])
    ax.spines[["top", "right", "bottom"]].set_visible(False)
    set_title(ax, _tell_most_words(table))
    _explain_fills(ax)
    return ax


def plot_relays(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
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

    Examples
    --------
    >>> import toolkit as tk
    >>> article = tk.read_article("seeds/gaps_of_trust_syria_deal.txt")
    >>> ax = tk.plot_relays(tk.quotation_table(article))
    """
    check_columns(table, "quotation_table", ["speaker", "relay", "words"])
    flows = _count_flows(table)
    speakers = [*flows["speaker"].unique()[:MOST_BARS]]
    flows = flows[flows["speaker"].isin(speakers)]
    ax = get_axes(ax, rows=len(speakers))
    if table.empty:
        return show_nothing(ax)
    heights = {speaker: height for height, speaker in enumerate(speakers)}
    # Beside the speakers whom they relay, so that few lines cross.
    near = flows["speaker"].map(heights).groupby(flows["relay"]).mean().sort_values(kind="stable")
    step = len(speakers) / len(near)
    sides = {relay: (place + 0.5) * step - 0.5 for place, relay in enumerate(near.index)}
    colours = colour_speakers(speakers)
    widest = flows["quotations"].max()
    # Numbers stand near the left end, where no two lines cross, one farther than the other.
    ways = 0.1 * (flows.groupby("speaker").cumcount() + 1)
    for (speaker, relay, number), way in zip(flows.itertuples(index=False), ways, strict=True):
        ends = heights[speaker], sides[relay]
        _draw_flow(ax, ends, colours[speaker], 2 + 10 * number / widest)
        height = ends[0] + (3 * way**2 - 2 * way**3) * (ends[1] - ends[0])
        ax.annotate(f"{number}", (way, height), ha="center", va="center")
    for relay, height in sides.items():
        ax.text(1.03, height, shorten_label(relay), va="center")
    ax.set_yticks(range(len(speakers)), [shorten_label(speaker) for speaker in speakers])
    ax.set_xticks([0, 1], ["who speaks", "heard through"])
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    ax.set(xlim=(-0.03, 1.03), ylim=(len(speakers) - 0.5, -0.5))
    ax.spines[:].set_visible(False)
    set_title(ax, _tell_relayed(flows))
    return ax


def plot_voices(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the story from its first word to its last, each voice on a line of its own.

    Parameters
    ----------
    table : DataFrame
        As returned by `voice_table`, for one article. Drawn are its `MOST_BARS` voices with
        most words, who has most on top, and the narrator below; the others share a line.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
        Its title says how often the voice changes, and who has most words.

    Raises
    ------
    ToolkitError
        If the table holds more than one article.

    Examples
    --------
    >>> import toolkit as tk
    >>> article = tk.read_article("seeds/gaps_of_trust_syria_deal.txt")
    >>> ax = tk.plot_voices(tk.voice_table(article))
    """
    check_columns(table, "voice_table", ["voice", "words", "start", "end"])
    check_one_article(table)
    words = table.groupby("voice")["words"].sum().sort_values(ascending=False, kind="stable")
    speakers = [voice for voice in words.index if voice != NARRATOR]
    colours = colour_speakers(speakers) | {NARRATOR: GREY}
    lines = {voice: voice for voice in [*speakers[:MOST_BARS], NARRATOR]}
    owners = table["voice"].map(lines).fillna(OTHERS)
    shown = [*dict.fromkeys(line for line in [*lines, OTHERS] if line in {*owners})]
    ax = get_axes(ax, rows=len(shown), width=9)
    if not table["words"].sum():
        return show_nothing(ax, "No words of a story found")
    ends = table["words"].cumsum()
    for line, start, end in zip(owners, ends - table["words"], ends, strict=True):
        ax.barh(shown.index(line), end - start, 0.7, left=start, color=colours.get(line, GREY))
    counts = table["words"].groupby(owners).sum()
    ax.set_yticks(range(len(shown)), [shorten_label(f"{v}, {counts[v]} words") for v in shown])
    ax.set(xlim=(0, ends.iloc[-1]), ylim=(max(len(shown), 2) - 0.5, -0.5))
    ax.set_xlabel(f"words from the beginning (n = {ends.iloc[-1]})")
    ax.tick_params(axis="y", length=0)
    ax.spines[["top", "right", "left"]].set_visible(False)
    set_title(ax, _tell_changes(table))
    return ax


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


def _tell_changes(table: pd.DataFrame) -> str:
    spoken = table[table["words"] > 0]
    words = spoken.groupby("voice")["words"].sum().drop(NARRATOR, errors="ignore")
    if words.empty:
        return "Nobody is quoted: all words are the narrator's"
    changes = (spoken["voice"] != spoken["voice"].shift()).sum() - 1
    times = {0: "never", 1: "once"}.get(changes, f"{changes} times")
    most = f"{words.idxmax()} has most words among those quoted"
    return f"The voice changes {times}; {most} ({words.max()} of {spoken['words'].sum()})"


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


def _draw_flow(ax: Axes, ends: tuple[float, float], colour: str, width: float) -> None:
    """Draw a line from the left at one height to the right at another."""
    left, right = ends
    corners = [(0, left), (0.5, left), (0.5, right), (1, right)]
    path = Path(corners, [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4])
    ax.add_patch(PathPatch(path, fill=False, edgecolor=colour, linewidth=width, alpha=0.6))


def _explain_fills(ax: Axes) -> None:
    fills = [Patch(facecolor=GREY), Patch(facecolor="none", edgecolor=GREY, hatch="////")]
    ax.legend(
        fills,
        ["in quote marks", "in the reporter's words"],
        loc="upper left",
        bbox_to_anchor=(0, 0),
        ncols=2 if ax.figure.figure.get_figwidth() > NARROW else 1,
        frameon=False,
    )
