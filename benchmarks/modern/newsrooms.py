"""Measure attribution on the invented corpus of the notebooks: found, whose words, false alarms.

    uv run benchmarks/modern/newsrooms.py [--errors]

Reads notebooks/data (corpus.jsonl, truth.csv), prints the figures by newspaper and by kind of
source, and writes NEWSROOMS.md beside this file. A statement is found when one attribution covers
half of its characters. Its speaker is right when a person has the full name, titles aside, and
when any other source shares half of its words. An attribution is a false alarm when it covers
half of no statement, and no statement half of it. `--errors` lists what is not right. Silence
("declined to comment") is left out on both sides. The articles are invented and well written, so
the figures are no estimate for real news; RESULTS.md has those.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import toolkit as tk

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

HERE = Path(__file__).parent
DATA = HERE.parents[1] / "notebooks" / "data"
HALF = 0.5
GROUPS = (
    *("all", "The Merrowport Courier", "Harbour Post", "Evening Bell"),
    *("direct", "mixed", "indirect", "told to a newspaper"),
    *("person", "unnamed", "group", "organisation", "document"),
)
TITLES = {"the", "a", "an", "mr", "ms", "mrs", "dr", "dame", "sir", "judge", "councillor", "major"}
TITLES |= {"sergeant", "captain", "chief", "inspector", "reverend", "imam"}
Row = dict[str, str]


def read_truth() -> dict[str, list[Row]]:
    """Read the statements of each article, silence left out."""
    truth = defaultdict(list)
    with (DATA / "truth.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["act"] == "said":
                truth[row["article"]].append(row)
    return truth


def find_characters(text: str, content: str) -> set[int]:
    """Give the offsets of the pieces of a content, each of which stands once in the text."""
    starts = [(text.index(piece), len(piece)) for piece in content.split(" | ")]
    return {k for start, length in starts for k in range(start, start + length)}


def is_right(name: str, row: Row) -> bool:
    """Tell whether a name found is the source's."""
    own, want = (
        {word for word in text.lower().replace("\u2019", "'").split() if word not in TITLES}
        for text in (name, row["speaker"])
    )
    if row["kind"] == "person":
        return own == want
    return bool(own) and len(own & want) >= HALF * min(len(own), len(want))


def judge(article: tk.Article, statements: list[Row]) -> list[tuple[Row, str, str]]:
    """Say of each statement: right, wrong or missed; and of each false alarm that it is one."""
    text = article.text
    gold = [(row, find_characters(text, row["content"])) for row in statements]
    found = [
        (
            one.speaker.name,
            {k for span in one.quotation.content for k in range(span.start, span.end)},
        )
        for one in tk.find_attributions(article)
        if one.quotation.act != "no_comment"
    ]
    judged = []
    for row, places in gold:
        name, best = max(found, key=lambda pair: len(pair[1] & places), default=("", set()))
        if len(best & places) < HALF * len(places):
            judged.append((row, "missed", ""))
        else:
            judged.append((row, "right" if is_right(name, row) else "wrong", name))
    judged += [
        ({"content": text[min(places) : max(places) + 1]}, "false alarm", name)
        for name, places in found
        if not any(len(places & one) >= HALF * min(len(places), len(one)) for _, one in gold)
    ]
    return judged


def tabulate(groups: Mapping[str, Iterable[str]]) -> str:
    """Write the figures of groups of verdicts as a table in Markdown."""
    lines = ["| group | statements | found | speaker right | false alarms |"]
    lines.append("| --- | --- | --- | --- | --- |")
    for name, verdicts in groups.items():
        count = Counter(verdicts)
        total = count["right"] + count["wrong"] + count["missed"]
        found = f"{100 * (count['right'] + count['wrong']) / total:.1f} %"
        right = f"{100 * count['right'] / total:.1f} %"
        lines.append(f"| {name} | {total} | {found} | {right} | {count['false alarm'] or ''} |")
    return "\n".join(lines)


def main() -> None:
    """Measure, print and write the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    truth = read_truth()
    groups: dict[str, list[str]] = {name: [] for name in GROUPS}
    errors = []
    for article in tk.read_corpus(DATA / "corpus.jsonl"):
        for row, verdict, name in judge(article, truth[article.id]):
            groups["all"].append(verdict)
            groups[article.publisher].append(verdict)
            if verdict != "false alarm":
                groups[row["kind"]].append(verdict)
                groups[row["form"]].append(verdict)
                if row["relay"]:
                    groups["told to a newspaper"].append(verdict)
            if verdict != "right":
                errors.append(f"{article.id} {verdict}: {row['content']!r} {name!r}")
    text = (
        "# Attribution on the invented corpus of the notebooks\n\n"
        f"`uv run benchmarks/modern/newsrooms.py`\n\n{tabulate(groups)}\n"
    )
    print(text, *(errors if options.errors else ()), sep="\n")
    (HERE / "NEWSROOMS.md").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
