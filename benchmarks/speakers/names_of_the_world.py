"""Measure who is named where people are called as in thirty countries.

    uv run benchmarks/speakers/names_of_the_world.py

62 invented passages (CC0, ours), cut in two halves by lot before any was tried: one whose errors
were read (tests/cases/names_of_the_world.json) and one that was only measured
(names_held.json). A speaker is right when the name is, letter for letter.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from toolkit import Article, find_attributions

HERE = Path(__file__).parent
HALVES = {
    "read": HERE.parents[1] / "tests" / "cases" / "names_of_the_world.json",
    "only measured": HERE / "names_held.json",
}


def judge(text: str, words: str, speaker: str) -> str:
    """Say of the quotation that holds some words: right, wrong, unknown, or missed."""
    place = text.index(words)
    for said in find_attributions(Article(text, language="en")):
        if any(span.start <= place < span.end for span in said.quotation.content):
            name = said.speaker.name
            return "right" if name == speaker else "unknown" if name == "unknown" else "wrong"
    return "missed"


def main() -> None:
    """Print the shares of both halves."""
    for half, path in HALVES.items():
        cases = json.loads(path.read_text("utf-8"))
        counts = Counter(
            judge(case["text"], words, speaker)
            for case in cases
            for words, speaker in case["found"]
        )
        n = counts.total()
        print(f"{half}: {len(cases)} passages, {n} quotations, {100 * counts['right'] / n:.1f} %")
        print(f"  {dict(counts)}")


if __name__ == "__main__":
    main()
