"""The explorer as a page that nobody can click: a lane for each voice, and a sentence."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pandas as pd

from toolkit.base import NARRATOR
from toolkit.display.cells import write_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from toolkit.display.pieces import Mark

MOST_LANES = 12  # voices with a lane; who says less is told by number
MOST_NUMBERS = (
    25  # paragraphs that each have a number below the lanes; else every fifth, tenth, ...
)
FIFTH = 5
NEAREST = 3.5  # percent of a lane between two of these numbers


def collect_lanes(data: dict[str, Any]) -> dict[str, object]:
    """Collect a lane for each voice: where in the text it speaks, in percent.

    Parameters
    ----------
    data : dict
        What the view of `explore` shows.

    Examples
    --------
    >>> voice = {"name": "Ann Lee", "tells": "3 words", "colour": "#1e88e5", "border": "solid"}
    >>> said = {"voice": "Ann Lee", "start": 0, "end": 5}
    >>> data = {"text": "0123456789", "voices": [voice], "stretches": [said], "blocks": []}
    >>> [(_, bars)] = collect_lanes(data)["lanes"]
    >>> bars
    [(0.0, 50.0)]
    """
    length, voices = len(data["text"]), data["voices"]
    bars: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for one in data["stretches"]:
        bars[one["voice"]].append((100 * one["start"] / length, 100 * one["end"] / length))
    return {
        "lanes": [(voice, bars[voice["name"]]) for voice in voices[:MOST_LANES]],
        "rest": len(voices) - MOST_LANES,
        "numbers": _list_numbers(data),
    }


def _list_numbers(data: dict[str, Any]) -> list[tuple[int, float]]:
    """List the paragraphs that have a number below the lanes, and where it stands."""
    starts = [block["start"] for block in data["blocks"] if block["kind"] == "paragraph"]
    step = 1
    if len(starts) > MOST_NUMBERS:
        step = FIFTH * -(-len(starts) // (FIFTH * MOST_NUMBERS))
    numbers, last = [], -NEAREST
    for number, start in enumerate(starts, start=1):
        left = 100 * start / len(data["text"])
        is_over = left - last < NEAREST or left > 100 - NEAREST / 2
        if number == 1 or not (is_over or number % step):
            numbers.append((number, left))
            last = left
    return numbers


def collect_scores(data: dict[str, Any], marks: Mapping[str, Mark]) -> dict[str, object]:
    """Collect what a click on a sentence tells, and all stretches as a table.

    Parameters
    ----------
    data : dict
        What the view of `explore` shows. The sentence is the one that it opens with.
    marks : mapping of str to Mark
        How speakers are marked, as `rank_speakers` gives it.
    """
    stretches: Sequence[dict[str, Any]] = data["stretches"]
    if not stretches:
        return {"chosen": None}
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
    return {
        "chosen": first["sentence"],
        "sentences": int(table["sentence"].nunique()),
        "scores": write_table(chosen, marks=marks),
        "all_scores": write_table(table.set_index("sentence"), marks=marks),
    }
