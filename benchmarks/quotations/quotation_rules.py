"""What each rule that merges reader and clauses is worth: how often it decides, and is right.

    python benchmarks/quotations/quotation_rules.py SHARED

SHARED is the folder with data/ (polnear_dev.jsonl, challenge_dev.jsonl, modern_dev.jsonl) and
tools/ (the scorers). Every article is parsed and read once; then it is merged again without each
rule that had a say in it. A rule that drops is right where nothing true is dropped, another where
what it takes is a true quotation. Prints a line for each rule, in their order, and writes
rules.csv beside this file: counts on polnear_dev, and what is lost without the rule (below 0:
gained): points of F1 of quotations and of quotations with source, over all and over those of
speech; right speakers on the invented passages, with traps sprung; right speakers and false
alarms on modern_dev.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.attribution.merging import MERGER, Draft, Merge, merge
from toolkit.attribution.quotations import make_draft
from toolkit.attribution.speakers import attribute_quotations
from toolkit.base.article import Article
from toolkit.engine import ask_reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import ModuleType

    from toolkit.base.article import Quotation

HERE = Path(__file__).parent
VIEWS = ("all", "speech")
FIGURES = ("gold", "pred", "match", "e2e")
LOST = [f"{what}_{view}" for view in VIEWS for what in ("f1", "with_source")]
LOST += ["invented_right", "invented_traps", "modern_right", "modern_alarms"]
COLUMNS = ["rule", "decides", "right", *(f"lost_{figure}" for figure in LOST)]
Row = dict[str, Any]  # a line of JSON, whose fields others decided
Counts = Counter[str]


@dataclass
class Tally:
    """Counts of whole sets: with all rules, and without each."""

    whole: Counts = field(default_factory=Counter)
    without: dict[Merge, Counts] = field(default_factory=lambda: {m: Counter() for m, _ in MERGER})

    def add(self, draft: Draft, count: Callable[[Sequence[Quotation]], Counts]) -> None:
        """Count one article with all rules, and without each that changes something in it."""
        counts = count(merge(draft))
        self.whole.update(counts)
        acted = {name for name, *_ in follow(draft)}
        for name, sums in self.without.items():
            rules = tuple(pair for pair in MERGER if pair[0] is not name)
            sums.update(count(merge(draft, rules)) if name in acted else counts)


def follow(draft: Draft) -> Iterator[tuple[Merge, list[Quotation], list[Quotation]]]:
    """Give each rule that changes a draft, with what it drops and what it takes."""
    for name, rule in MERGER:
        after = rule(draft)
        taken = [q for q in after.found if q not in draft.found]
        left = {*after.read, *after.shown, *after.found}
        dropped = [q for q in (*draft.read, *draft.shown) if q not in left and q.cue]
        if after != draft:
            yield name, [] if taken else dropped, taken
        draft = after


def to_row(quotation: Quotation) -> Row:
    """Give a quotation as the scorers read it."""
    roles = {"content": quotation.content, "cue": quotation.cue, "source": quotation.source}
    return {role: [[span.start, span.end] for span in spans] for role, spans in roles.items()}


def name_speakers(article: Article, quotations: Sequence[Quotation]) -> list[Row]:
    """Give quotations with their speakers as `toolkit quotations` writes them."""
    return [
        {
            **to_row(said.quotation),
            "speaker": said.speaker.name,
            "kind": said.speaker.kind,
            "relay_name": said.relays[0].name if said.relays else None,
        }
        for said in attribute_quotations(article, quotations)
    ]


def count_annotated(
    scorer: ModuleType, items: Sequence[Row]
) -> tuple[Tally, Counter[Merge], Counter[Merge]]:
    """Count on annotated articles; with it how often each rule decides and is right."""
    tally, decides, right = Tally(), Counter[Merge](), Counter[Merge]()
    for item in items:
        article, text, gold = Article(item["text"]), item["text"], item["attributions"]

        def count(found: Sequence[Quotation], text: str = text, gold: list[Row] = gold) -> Counts:
            sums = Counts()
            for view in VIEWS:
                counts = scorer.counts_of(text, gold, [to_row(q) for q in found], view)
                sums.update({f"{key}_{view}": counts[key] for key in FIGURES})
            return sums

        draft = make_draft(article, ask_reader(article))
        tally.add(draft, count)
        found = merge(draft)
        golds = [scorer.Item(text, one) for one in gold]
        pairs = scorer.match(golds, [scorer.Item(text, to_row(q)) for q in found])
        matched = {found[number] for _, number in pairs}
        for name, dropped, taken in follow(draft):
            decides[name] += len(dropped) + len(taken)
            right[name] += sum(quotation in matched for quotation in taken)
            wrongly = scorer.match(golds, [scorer.Item(text, to_row(q)) for q in dropped])
            right[name] += len(dropped) - len(wrongly)
    return tally, decides, right


def score_points(counts: Counts) -> list[float]:
    """Give F1 of quotations and of quotations with source, for each view, in percent."""
    return [
        200 * counts[f"{key}_{view}"] / (counts[f"pred_{view}"] + counts[f"gold_{view}"])
        for view in VIEWS
        for key in ("match", "e2e")
    ]


def count_named(items: Sequence[Row], judge: Callable[[Row, list[Row]], Counts]) -> Tally:
    """Count on sets that have speakers, from plain text."""
    tally = Tally()
    for item in items:
        article = Article(item["text"], id=item["id"])

        def count(
            found: Sequence[Quotation], article: Article = article, item: Row = item
        ) -> Counts:
            return judge(item, name_speakers(article, found))

        tally.add(make_draft(article, ask_reader(article)), count)
    return tally


def list_rows(shared: Path) -> Iterator[list[object]]:
    """List the rules with their counts."""
    sys.path.insert(0, str(shared / "tools"))
    quotes, challenge, modern = (
        importlib.import_module(f"score_{name}") for name in ("quotes", "challenge", "modern")
    )

    def judge_invented(item: Row, told: list[Row]) -> Counts:
        _, total = challenge.score([item], {item["id"]: {"attributions": told}})
        return Counts(right=total["speaker_right"], alarms=total["traps_sprung"])

    def judge_modern(item: Row, told: list[Row]) -> Counts:
        rows, alarms, _ = modern.score([item], {item["id"]: told})
        core = [row for row in rows if "o" not in row[1]["flags"]]
        return Counts(right=sum(row[3] == "right" for row in core), alarms=len(alarms))

    data = shared / "data"
    annotated, decides, right = count_annotated(quotes, read_lines(data / "polnear_dev.jsonl"))
    named = [
        count_named(read_lines(data / f"{name}_dev.jsonl"), judge)
        for name, judge in (("challenge", judge_invented), ("modern", judge_modern))
    ]
    whole = score_points(annotated.whole)
    for name, _ in MERGER:
        points = zip(whole, score_points(annotated.without[name]), strict=True)
        lost: list[object] = [f"{before - after:.2f}" for before, after in points]
        for tally in named:
            before, after = tally.whole, tally.without[name]
            lost += [before["right"] - after["right"], after["alarms"] - before["alarms"]]
        yield [name, decides[name], right[name], *lost]


def read_lines(path: Path) -> list[Row]:
    """Read a file of JSON lines."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def write_rows(shared: Path) -> None:
    """Print what each rule is worth, and write the table."""
    rows = list(list_rows(shared))
    with (HERE / "rules.csv").open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows([COLUMNS, *rows])
    for row in [COLUMNS, *rows]:
        print(*row, sep="\t")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("shared", type=Path, help="the folder with data/ and tools/")
    write_rows(parser.parse_args().shared)
