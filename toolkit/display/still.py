"""The explorer as a page that nobody can click: a lane for each voice, and a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from toolkit.base import NARRATOR
from toolkit.display.cells import write_table
from toolkit.display.telling import escape_html, tell_number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from toolkit.display.pieces import Mark

MOST_LANES = 12  # voices with a lane; who says less is told by number
MOST_NUMBERS = (
    25  # paragraphs that each have a number below the lanes; else every fifth, tenth, ...
)
FIFTH = 5
NEAREST = 3.5  # percent of a lane between two of these numbers
LANES = "margin:0 0 14px 0;font-size:0.9em;line-height:1.4"
LANE = "display:flex;align-items:center;gap:8px;border-bottom:1px solid rgba(128,128,128,0.33)"
LABEL = "flex:0 0 11em;min-width:0;text-align:right;overflow-wrap:anywhere;padding:3px 0"
SIZE = "display:block;font-size:0.85em;margin:3px 0 0 0"
TRACK = "flex:1 1 0;min-width:0;position:relative"


def write_lanes(data: dict[str, Any]) -> str:
    """Write a lane for each voice: where in the text it speaks, and how much.

    Parameters
    ----------
    data : dict
        What the view of `explore` shows.

    Examples
    --------
    >>> voice = {"name": "Ann Lee", "tells": "3 words", "colour": "#1e88e5", "border": "solid"}
    >>> said = {"voice": "Ann Lee", "start": 0, "end": 5}
    >>> data = {"text": "0123456789", "voices": [voice], "stretches": [said], "blocks": []}
    >>> "left:0.00%;width:50.00%" in write_lanes(data)
    True
    """
    shown = data["voices"][:MOST_LANES]
    lanes = "".join(_write_lane(data, voice) for voice in shown)
    rest = len(data["voices"]) - len(shown)
    more = f"<p>{tell_number(rest, 'more voice')}.</p>" if rest else ""
    return f'<div style="{LANES}">{lanes}{_write_axis(data)}{more}</div>'


def _write_lane(data: dict[str, Any], voice: dict[str, Any]) -> str:
    bars = "".join(
        f'<span style="position:absolute;top:3px;height:20px;{_place(data, one)};'
        f'background-color:{voice["colour"]}"></span>'
        for one in data["stretches"]
        if one["voice"] == voice["name"]
    )
    return (
        f'<div style="{LANE}"><span style="{LABEL}"><bdi style="border-bottom:3px '
        f'{voice["border"]} {voice["colour"]}">{escape_html(voice["name"])}</bdi>'
        f'<span style="{SIZE}">{escape_html(voice["tells"])}</span></span>'
        f'<span style="{TRACK};height:26px">{bars}</span></div>'
    )


def _place(data: dict[str, Any], one: dict[str, Any]) -> str:
    left, right = (100 * one[end] / len(data["text"]) for end in ("start", "end"))
    return f"left:{left:.2f}%;width:{right - left:.2f}%"


def _write_axis(data: dict[str, Any]) -> str:
    starts = [block["start"] for block in data["blocks"] if block["kind"] == "paragraph"]
    step = 1
    if len(starts) > MOST_NUMBERS:
        step = FIFTH * -(-len(starts) // (FIFTH * MOST_NUMBERS))
    numbers, last = [], -NEAREST
    for number, start in enumerate(starts, start=1):
        left = 100 * start / len(data["text"])
        is_over = left - last < NEAREST or left > 100 - NEAREST / 2
        if number == 1 or not (is_over or number % step):
            numbers.append(f'<span style="position:absolute;left:{left:.2f}%">{number}</span>')
            last = left
    return (
        f'<div style="display:flex;gap:8px"><span style="{LABEL}"><small>paragraph</small></span>'
        f'<small style="{TRACK};height:18px">{"".join(numbers)}</small></div>'
    )


def write_stretches(data: dict[str, Any], marks: Mapping[str, Mark]) -> str:
    """Write what a click on a sentence tells, and all stretches as a list that opens.

    Parameters
    ----------
    data : dict
        What the view of `explore` shows. The sentence is the one that it opens with.
    marks : mapping of str to Mark
        How speakers are marked, as `rank_speakers` gives it.
    """
    stretches: Sequence[dict[str, Any]] = data["stretches"]
    if not stretches:
        return ""
    said = [one for one in stretches if one["voice"] != NARRATOR]
    first = next((one for one in said if one["part"] == "paragraph"), [*said, *stretches][0])
    table = pd.DataFrame(
        {
            "sentence": [one["sentence"] for one in stretches],
            "voice": [one["voice"] for one in stretches],
            "words": [one["scores"]["words"] for one in stretches],
            "VADER": [one["scores"]["vader"] for one in stretches],
            "TextBlob": [one["scores"]["textblob"] for one in stretches],
            "text": [data["text"][one["start"] : one["end"]].strip() for one in stretches],
        }
    ).round(2)
    chosen = table[table["sentence"] == first["sentence"]].set_index("sentence")
    every = tell_number(int(table["sentence"].nunique()), "sentence")
    return (
        f"<p><b>A click on sentence {first['sentence']} tells:</b></p>"
        f"{write_table(chosen, marks=marks)}<details><summary>All of {every}, voice by voice"
        f"</summary>{write_table(table.set_index('sentence'), marks=marks)}"
        "</details>"
    )
