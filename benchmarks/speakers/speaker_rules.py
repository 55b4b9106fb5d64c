"""What each rule that decides a speaker is worth: how often it decides, is right, and is missed.

    uv run python benchmarks/speakers/speaker_rules.py SHARED

SHARED is the folder that run.py takes. Every article is parsed and read once; then its speakers
are decided again without each rule that had a say in it. On speakers_dev the true quotations are
given, on challenge_dev and modern_dev they are found first. Prints a line for each rule, in the
order of the chain, and writes rules.csv beside this file: how often it decides on speakers_dev and
is right, and how many right speakers are lost without it on each set (below 0: gained), on
speakers_dev right kinds too.
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

sys.path.insert(0, str(Path(__file__).parents[2] / "training"))
from train_speakers import list_quotations

from toolkit.attribution.antecedents import make_scene
from toolkit.attribution.quotations import find_quotations
from toolkit.attribution.relays import find_relays
from toolkit.attribution.sources import CHAIN, decide_all
from toolkit.base import Rule
from toolkit.base.article import Article

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import ModuleType

    from toolkit.attribution.decisions import Chain, Decision, Source
    from toolkit.base.article import Quotation

HERE = Path(__file__).parent
COLUMNS = ["rule", "decides", "right", "lost_dev", "lost_kind_dev", "lost_invented", "lost_modern"]
Row = dict[str, Any]  # a line of JSON, whose fields others decided


def read_lines(path: Path) -> list[Row]:
    """Read a file of JSON lines."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def watch(seen: set[Rule]) -> Chain:
    """Give the chain as it is shipped, with a note of each rule that had a say."""

    def follow(
        step: Rule, rule: Callable[[Source], Decision | None]
    ) -> Callable[[Source], Decision | None]:
        def decide(source: Source) -> Decision | None:
            decision = rule(source)
            if decision is not None:
                seen.add(step)
            return decision

        return decide

    return tuple((step, follow(step, rule)) for step, rule in CHAIN)


def leave_out(
    article: Article, quotations: Sequence[Quotation], judge: Callable[[Sequence[Decision]], int]
) -> Counter[Rule]:
    """Count the right answers that are lost without each rule that had a say."""
    seen: set[Rule] = set()
    right = judge(decide_all(make_scene(article, quotations), quotations, watch(seen)))
    lost: Counter[Rule] = Counter()
    for step in seen:
        chain = tuple(pair for pair in CHAIN if pair[0] is not step)
        lost[step] = right - judge(decide_all(make_scene(article, quotations), quotations, chain))
    return lost


@dataclass
class Given:
    """Counts on articles whose true quotations are given."""

    decides: Counter[Rule] = field(default_factory=Counter)
    right: Counter[Rule] = field(default_factory=Counter)
    lost: Counter[Rule] = field(default_factory=Counter)
    lost_kind: Counter[Rule] = field(default_factory=Counter)


def count_given(items: Sequence[Row], labels: dict[str, list[Row]], scorer: ModuleType) -> Given:
    """Count how often each rule decides, is right, and is missed."""
    counts = Given()
    for item in (item for item in items if item["id"] in labels):
        article, gold = Article(item["text"], id=item["id"]), labels[item["id"]]
        ids, quotations = zip(*list_quotations(item), strict=True)

        def judge(
            decisions: Sequence[Decision],
            item: Row = item,
            gold: list[Row] = gold,
            ids: Sequence[str] = ids,
        ) -> dict[str, Row]:
            told = [
                {"attribution": made, "speaker": said.name, "kind": said.kind}
                for made, said in zip(ids, decisions, strict=True)
            ]
            predicted = {item["id"]: {"speakers": told}}
            rows, _ = scorer.outcomes({item["id"]: gold}, {item["id"]: item}, predicted)
            return {one["attribution"]: row for one, row in zip(gold, rows, strict=True)}

        for key, lost in (("right", counts.lost), ("kind_right", counts.lost_kind)):
            lost.update(
                leave_out(
                    article,
                    quotations,
                    lambda decisions, key=key, judge=judge: sum(
                        row[key] for row in judge(decisions).values()
                    ),
                )
            )
        whole = decide_all(make_scene(article, quotations), quotations)
        judged = judge(whole)
        for made, decision in zip(ids, whole, strict=True):
            if decision.rule is not Rule.NONE and made in judged:
                counts.decides[decision.rule] += 1
                counts.right[decision.rule] += judged[made]["right"]
    return counts


def count_found(items: Sequence[Row], judge: Callable[[Row, list[Row]], int]) -> Counter[Rule]:
    """Count the right speakers that are lost without each rule, quotations found first."""
    lost: Counter[Rule] = Counter()
    for item in items:
        article = Article(item["text"], id=item["id"])
        quotations = find_quotations(article)
        scene = make_scene(article, quotations)
        relays = [tuple(find_relays(scene, quotation)) for quotation in quotations]
        found = [
            {
                "content": [[span.start, span.end] for span in quotation.content],
                "relay_name": relay[0].name if relay else None,
            }
            for quotation, relay in zip(quotations, relays, strict=True)
        ]

        def judge_all(
            decisions: Sequence[Decision], item: Row = item, found: list[Row] = found
        ) -> int:
            named = [
                {**one, "speaker": said.name, "kind": said.kind}
                for one, said in zip(found, decisions, strict=True)
            ]
            return judge(item, named)

        lost.update(leave_out(article, quotations, judge_all))
    return lost


def list_rows(shared: Path) -> Iterator[tuple[object, ...]]:
    """List the rules of the chain with their counts."""
    sys.path.insert(0, str(shared / "tools"))
    scorer, challenge, modern = (
        importlib.import_module(f"score_{name}") for name in ("speakers", "challenge", "modern")
    )
    data = shared / "data"
    labels = {one["id"]: one["speakers"] for one in read_lines(data / "speakers_dev.jsonl")}
    given = count_given(read_lines(data / "polnear_dev.jsonl"), labels, scorer)
    invented = count_found(
        read_lines(data / "challenge_dev.jsonl"),
        lambda item, told: challenge.score([item], {item["id"]: {"attributions": told}})[1][
            "speaker_right"
        ],
    )
    recent = count_found(
        read_lines(data / "modern_dev.jsonl"),
        lambda item, told: sum(
            row[3] == "right"
            for row in modern.score([item], {item["id"]: told})[0]
            if "o" not in row[1]["flags"]
        ),
    )
    for step, _ in CHAIN:
        counts = (given.decides, given.right, given.lost, given.lost_kind, invented, recent)
        yield step, *(each[step] for each in counts)


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
