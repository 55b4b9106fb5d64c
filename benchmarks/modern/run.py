"""Measure attribution on news of 2004 to 2026: found, whose words, false alarms, how sure.

    uv run benchmarks/modern/run.py SHARED

SHARED is the folder with data/ (modern_dev.jsonl; news_pages/, wikinews/ and basil_dev.jsonl,
which hold the texts of training/modern_labels_dev.jsonl) and tools/ (score_modern.py, whose rules
of what counts as right are used). Two sets: `modern_dev`, 25 texts of 24 outlets, and `own_dev`,
36 texts labelled by other readers, from which no rule was written and nothing was learned. Writes
RESULTS.md and results.csv beside this file: totals by set; speakers and kinds by kind; how often
a speaker of each confidence is right; and how often each rule decides, and is wrong. Intervals
are bootstraps over articles. The same input gives the same figures on every run.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import json
import sys
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2] / "training"))
import modern_data

from toolkit.attribution import find_attributions
from toolkit.base import Article

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from types import ModuleType

HERE = Path(__file__).parent
SEED, DRAWS = 20261126, 2000
KINDS = ("person", "organisation", "document", "group", "unnamed", "unknown")
STEPS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 1.01)  # of confidence
Row = dict[str, Any]  # a line of JSON, whose fields others decided


def read_sets(shared: Path) -> dict[str, list[Row]]:
    """Read both sets as score_modern.py takes them."""
    path = shared / "data" / "modern_dev.jsonl"
    if not path.is_file():
        sys.exit(f"{path}: must be a file of the shared data; found no such file")
    labels = modern_data.read_labels(modern_data.HERE / "modern_labels_dev.jsonl", path.parent)
    return {
        "modern_dev": [json.loads(line) for line in path.read_text("utf-8").splitlines()],
        "own_dev": [modern_data.to_score(row) for row in labels],
    }


def find_all(items: Iterable[Row]) -> dict[str, list[Row]]:
    """Find the attributions of each text, as `toolkit quotations` writes them, with the rule."""
    found: dict[str, list[Row]] = {}
    for item in items:
        said = find_attributions(Article(item["text"], id=item["id"], language="en"))
        found[item["id"]] = [
            {
                "content": [[span.start, span.end] for span in one.quotation.content],
                "speaker": one.speaker.name,
                "kind": str(one.speaker.kind),
                "relay_name": one.relays[0].name if one.relays else None,
                "confidence": one.confidence,
                "rule": str(one.rule),
            }
            for one in said
            if one.quotation.act != "no_comment"
        ]
    return found


def judge_all(scorer: ModuleType, item: Row, found: Sequence[Row]) -> list[tuple[Row, str]]:
    """Say of each attribution found: right, wrong, short, unknown, or a false alarm."""
    gold = [(one, scorer.characters(one)) for one in item["attributions"]]
    judged = []
    for one in found:
        ours = scorer.characters(one)
        best = max(gold, key=lambda pair: len(pair[1] & ours) / len(pair[1] | ours), default=None)
        if best is None or len(best[1] & ours) * 2 < len(ours):
            judged.append((one, "false alarm"))
        else:
            judged.append((one, scorer.judge(best[0], one)))
    return judged


def bound(articles: Sequence[Any], measure: Callable[[Sequence[Any]], float]) -> tuple[float, ...]:
    """Give a figure of some articles with its 95 % interval, a percentile bootstrap over them."""
    random = np.random.default_rng(SEED)
    draws = [
        measure([articles[k] for k in random.integers(0, len(articles), len(articles))])
        for _ in range(DRAWS)
    ]
    low, high = np.nanpercentile(draws, [2.5, 97.5])
    return measure(articles), float(low), float(high)


def count(rows: Iterable[tuple[int, int]]) -> float:
    """Give the share of the first numbers in the second ones, in percent."""
    hits, total = (sum(column) for column in zip(*rows, strict=True))
    return 100 * hits / total if total else float("nan")


def measure_set(scorer: ModuleType, items: list[Row], found: dict[str, list[Row]]) -> list[Row]:
    """Measure found, right, precision, F1 and wrong speakers, with intervals."""
    articles = []
    for item in items:
        rows, alarms, total = scorer.score([item], {item["id"]: found[item["id"]]})
        core = [verdict for _, gold, _, verdict, _ in rows if "o" not in gold["flags"]]
        articles.append((Counter(core), len(core), total - len(alarms), total))

    def share(name: Callable[[Any], tuple[int, int]]) -> Callable[[Sequence[Any]], float]:
        return lambda some: count(map(name, some))

    def f1(some: Sequence[Any]) -> float:
        right = count((a[0]["right"], a[1]) for a in some)
        precision = count((a[2], a[3]) for a in some)
        return 2 * right * precision / (right + precision)

    n = sum(article[1] for article in articles)
    figures: list[tuple[str, int, Callable[[Sequence[Any]], float]]] = [
        ("found", n, share(lambda a: (a[1] - a[0]["missed"], a[1]))),
        ("speaker right", n, share(lambda a: (a[0]["right"], a[1]))),
        ("precision", sum(a[3] for a in articles), share(lambda a: (a[2], a[3]))),
        ("end-to-end F1", n, f1),
        (
            "wrong speaker, of found",
            sum(a[1] - a[0]["missed"] for a in articles),
            share(lambda a: (a[0]["wrong"], a[1] - a[0]["missed"])),
        ),
        (
            "unknown speaker, of found",
            sum(a[1] - a[0]["missed"] for a in articles),
            share(lambda a: (a[0]["unknown"], a[1] - a[0]["missed"])),
        ),
    ]
    return [
        {"figure": name, "n": size, **dict(zip(("value", "low", "high"), bounds, strict=True))}
        for name, size, measure in figures
        for bounds in [bound(articles, measure)]
    ]


def write_kinds(scorer: ModuleType, items: list[Row], found: dict[str, list[Row]]) -> str:
    """Tell, for each kind that a reader gave, how many speakers and kinds are right."""
    rows, _, _ = scorer.score(items, found)
    core = [row for row in rows if "o" not in row[1]["flags"]]
    table = []
    for kind in KINDS:
        some = [row for row in core if row[1]["kind"] == kind]
        hit = [row for row in some if row[3] != "missed"]
        named = Counter(row[2]["kind"] for row in hit)
        others = named - Counter({kind: named[kind]})
        table.append(
            (
                kind,
                len(some),
                len(hit),
                *(
                    f"{n} ({100 * n / len(hit):.0f} %)" if hit else "-"
                    for n in (sum(row[3] == "right" for row in hit), named[kind])
                ),
                ", ".join(f"{n} {other}" for other, n in others.most_common()) or "-",
            )
        )
    return tabulate(("kind", "n", "found", "speaker right", "kind right", "taken for"), table)


def tabulate(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Write a table in Markdown."""
    lines = [" | ".join(head), " | ".join("---" for _ in head)]
    lines += [" | ".join(f"{cell}" for cell in row) for row in rows]
    return "\n".join(f"| {line} |" for line in lines)


def write_reliability(judged: Sequence[tuple[Row, str]]) -> str:
    """Tell, by confidence, how many are right: of those found, and of all."""
    rows = []
    for low, high in pairwise(STEPS):
        some = [verdict for one, verdict in judged if low <= one["confidence"] < high]
        found = [verdict for verdict in some if verdict != "false alarm"]
        if some:
            right = some.count("right")
            rows.append(
                (
                    f"{low:.1f} to {min(high, 1.0):.1f}",
                    len(some),
                    f"{100 * right / len(some):.0f} %",
                    f"{100 * right / len(found):.0f} %" if found else "-",
                    found.count("wrong"),
                    some.count("false alarm"),
                )
            )
    head = ("confidence", "n", "right of all", "right of found", "wrong speaker", "false alarms")
    return tabulate(head, rows)


def write_rules(judged: Sequence[tuple[Row, str]]) -> str:
    """Tell how often each rule decides among those found, and how often it is right."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one, verdict in judged:
        if verdict != "false alarm":
            counts[one["rule"]][verdict] += 1
    rows = [
        (rule, sum(c.values()), c["right"], c["wrong"], c["short"], c["unknown"])
        for rule, c in sorted(counts.items(), key=lambda pair: -sum(pair[1].values()))
    ]
    return tabulate(("rule", "decides", "right", "wrong", "short", "unknown"), rows)


def main() -> None:
    """Measure, print and write the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("shared", type=Path)
    shared = parser.parse_args().shared
    sets = read_sets(shared)
    sys.path.insert(0, str(shared / "tools"))
    scorer = importlib.import_module("score_modern")
    report = [
        "# Attribution on news of 2004 to 2026",
        "",
        "`uv run benchmarks/modern/run.py SHARED`",
    ]
    lines: list[Row] = []
    for name, items in sets.items():
        found = find_all(items)
        figures = measure_set(scorer, items, found)
        lines += [{"data": name, **figure} for figure in figures]
        judged = [pair for item in items for pair in judge_all(scorer, item, found[item["id"]])]
        table = [
            (f["figure"], f["n"], f"{f['value']:.1f}", f"{f['low']:.1f} to {f['high']:.1f}")
            for f in figures
        ]
        report += [
            f"\n## {name}: {len(items)} texts\n",
            tabulate(("percent", "n", "value", "95 % interval"), table),
            "\nBy kind of speaker, as a reader gave it; shares are of those found:\n",
            write_kinds(scorer, items, found),
            "\nHow often a confidence is right:\n",
            write_reliability(judged),
            "\nWhich rule named the speaker, of those found:\n",
            write_rules(judged),
        ]
    text = "\n".join(report) + "\n"
    print(text)
    (HERE / "RESULTS.md").write_text(text, "utf-8")
    with (HERE / "results.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(
            file, ["instrument", "data", "figure", "n", "value", "low", "high"]
        )
        writer.writeheader()
        for line in lines:
            shares = {name: round(line[name] / 100, 3) for name in ("value", "low", "high")}
            writer.writerow({"instrument": "attributions", **line, **shares})


if __name__ == "__main__":
    main()
