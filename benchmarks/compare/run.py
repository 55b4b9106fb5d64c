"""Measure how statements of several articles are matched, and articles put together by event.

Usage: python benchmarks/compare/run.py SHARED

SHARED holds data/ (aligned_dev.jsonl, basil_dev.jsonl) and tools/ (score_alignment.py). Takes some
three minutes on one core. Prints the figures and writes RESULTS.md, for people, compare.csv, one
row a figure, and results.csv, those for `validity_table`, beside this file. Of the data, only
figures are kept.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd

import toolkit as tk
from toolkit.base import read_match_weights
from toolkit.comparison import events, statements
from toolkit.comparison.relations import relate

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1] / "training"))

import train_matching as training  # noqa: E402 - the folder is no package

FILES = ("data/aligned_dev.jsonl", "data/basil_dev.jsonl", "tools/score_alignment.py")
OTHERS = (0.4, 0.6)  # thresholds beside the one that is shipped
COSINES = (0.08, 0.1, 0.15, 0.2, 0.25)
LEFT_OUT = "each event by the other eleven"
UNDATED = "without dates"
TWELVE = "BASIL, 12 events"
RUN = 4  # words of the baseline
SIZES = (50, 100, 200)  # articles in one group, by which time should grow as they do


def main(shared: Path) -> None:
    """Measure everything, print it, and write the two files."""
    missing = [name for name in FILES if not (shared / name).is_file()]
    if missing:
        sys.exit(f"{shared}: must hold the data of the benchmark; missing {', '.join(missing)}")
    rows = [*measure_statements(shared), *measure_events(shared)]
    table = pd.DataFrame(rows, columns=["part", "setting", "figure", "n", "value"])
    table.to_csv(HERE / "compare.csv", index=False, float_format="%.4f")
    list_results(table).to_csv(HERE / "results.csv", index=False, float_format="%.4f")
    report = write_report(table)
    (HERE / "RESULTS.md").write_text(report, "utf-8")
    print(report)


# ---- statements ------------------------------------------------------------------------------


def measure_statements(shared: Path) -> Iterator[tuple]:
    """Score statements with weights of the other events, with those shipped, and a baseline."""
    began = time.process_time()
    cases = training.collect(shared)
    articles = sum(len(case.reports) for case in cases)
    yield (
        "speed",
        "36 articles",
        "CPU-seconds an article",
        articles,
        ((time.process_time() - began) / articles),
    )
    scorer = training.load_scorer(shared)
    gold = training.read_lines(shared / FILES[0])
    out = training.leave_each_out(cases)
    shipped = [training.find_pairs(case, read_match_weights()) for case in cases]
    settings = {
        LEFT_OUT: (out, statements.LEAST),
        **{f"the same, least {least}": (out, least) for least in OTHERS},
        "weights shipped, learned on all twelve": (shipped, statements.LEAST),
    }
    for setting, (pairs, least) in settings.items():
        aligned = training.align(cases, pairs, least)
        yield from score(scorer, gold, setting, training.describe(cases, aligned))
        yield from score_relations(scorer, gold, setting, cases, aligned)
    yield from score(scorer, gold, "four words in a row in quote marks", list(list_runs(cases)))
    yield from measure_ceiling(scorer, gold, cases)
    yield from measure_speed(cases)


def score(
    scorer: ModuleType, gold: Sequence[Mapping[str, Any]], setting: str, predicted: list
) -> Iterator[tuple]:
    """Score predicted groups."""
    rows, total = scorer.score(gold, predicted)
    for figure, n in (("precision", "predicted_pairs"), ("recall", "gold_pairs")):
        yield "statements", setting, figure, total[n], total[figure]
    yield "statements", setting, "F1", total["gold_pairs"], total["f1"]
    for relation, (found, wanted) in sorted(rows.items()):
        yield "statements", setting, f"recall of {relation}", wanted, found / wanted
    n = total["not_same"]
    yield "statements", setting, "near misses taken", n, total["not_same_taken"] / n


def score_relations(
    scorer: ModuleType,
    gold: Sequence[Mapping[str, Any]],
    setting: str,
    cases: Sequence[training.Case],
    aligned: Sequence[Sequence[statements.Statement]],
) -> Iterator[tuple]:
    """Compare the relation of each pair that was found with its label."""
    right = found = 0
    for case, some in zip(cases, aligned, strict=True):
        tellings = [
            pair
            for statement in some
            for pair in combinations(statement.tellings, 2)
            if pair[0].article != pair[1].article
        ]
        for line in gold:
            if line["triple"] != case.triple or "members" not in line:
                continue
            members = {m["article"]: m for m in reversed(line["members"]) if not m.get("again")}
            for a, b, relation in line["relations"]:
                true = tuple((name, members[name]["content"]) for name in (a, b))
                said = {
                    str(relate(one.quoted, other.quoted))
                    for one, other in tellings
                    if scorer.same_pair(tuple(map(show, (one, other))), true)
                }
                found += bool(said)
                right += relation in said
    yield "statements", setting, "relation right", found, right / max(1, found)


def show(telling: statements.Telling) -> tuple[str, list[list[int]]]:
    """Give a telling as the scorer reads it."""
    return telling.article, [[span.start, span.end] for span in telling.content]


def list_runs(cases: Sequence[training.Case]) -> Iterator[dict[str, Any]]:
    """List the pairs of pieces that share four words in a row in quote marks."""
    for case in cases:
        runs = [
            {words[n : n + RUN] for n in range(len(words) - RUN + 1)}
            for words in (piece.quoted.words for piece in case.pieces)
        ]
        for one, other in combinations(range(len(case.pieces)), 2):
            if case.pieces[one].report != case.pieces[other].report and runs[one] & runs[other]:
                yield {
                    "triple": case.triple,
                    "members": [
                        {
                            "article": case.reports[case.pieces[n].report].article.id,
                            "content": [[s.start, s.end] for s in case.pieces[n].content],
                        }
                        for n in (one, other)
                    ],
                }


def measure_ceiling(
    scorer: ModuleType, gold: Sequence[Mapping[str, Any]], cases: Sequence[training.Case]
) -> Iterator[tuple]:
    """Count the labelled pairs of which both sides lie in some quotation that was found."""
    found = wanted = held = 0
    for case in cases:
        pieces = [
            (case.reports[p.report].article.id, [[s.start, s.end] for s in p.content])
            for p in case.pieces
        ]
        held_pairs = [(pieces[c.one], pieces[c.other]) for c in case.candidates]
        for line in gold:
            if line["triple"] != case.triple or "members" not in line:
                continue
            members = {m["article"]: m for m in reversed(line["members"]) if not m.get("again")}
            for a, b, _ in line["relations"]:
                true = tuple((name, members[name]["content"]) for name in (a, b))
                wanted += 1
                found += all(any(scorer.covers(side, piece) for piece in pieces) for side in true)
                held += any(scorer.same_pair(pair, true) for pair in held_pairs)
    yield "statements", "what could be found", "both sides are quotations", wanted, found / wanted
    yield "statements", "what could be found", "held against each other", wanted, held / wanted


def measure_speed(cases: Sequence[training.Case]) -> Iterator[tuple]:
    """Time the matching alone, of more and more reports in one group."""
    reports = [report for case in cases for report in case.reports]
    many = [
        replace(
            reports[n % len(reports)],
            article=replace(reports[n % len(reports)].article, id=f"{n}"),
        )
        for n in range(max(SIZES))
    ]
    for size in SIZES:
        pieces = statements.find_pieces(many[:size])
        began = time.process_time()
        pairs = statements.find_pairs(pieces)
        statements.arrange(many[:size], pieces, statements.group_pieces(pairs))
        seconds = time.process_time() - began
        yield "speed", f"{size} articles, matching alone", "CPU-seconds", len(pieces), seconds


# ---- events ----------------------------------------------------------------------------------


def measure_events(shared: Path) -> Iterator[tuple]:
    """Score how the articles of all events, mixed together, are put back."""
    by_event = training.read_events(shared)
    dated = [
        replace(article, id=f"{triple} {article.id}")
        for triple, articles in by_event.items()
        for article in articles
    ]
    undated = [replace(article, published=None) for article in dated]
    alone = [events_of for n in range(0, len(undated), 3)
             for events_of in tk.group_articles(undated[n : n + 3])]  # fmt: skip
    yield from score_events("each event alone", alone)
    for setting, articles in (("by day", dated), (UNDATED, undated)):
        yield from score_events(setting, tk.group_articles(articles))
        vectors = events.weigh_terms(articles)
        for least in COSINES:
            groups = events.link_articles(articles, vectors, least)
            found = [events.Event(tuple(articles[n] for n in group)) for group in groups]
            yield from score_events(f"{setting}, least {least}", found)


def score_events(setting: str, found: Sequence[events.Event]) -> Iterator[tuple]:
    """Score pairs of articles in one group against the event that each is of."""
    right = predicted = 0
    ids = [[article.id.split()[0] for article in event.articles] for event in found]
    for group in ids:
        pairs = [one == other for one, other in combinations(group, 2)]
        right += sum(pairs)
        predicted += len(pairs)
    everything = [name for group in ids for name in group]
    wanted = sum(one == other for one, other in combinations(everything, 2))
    yield "events", setting, "precision", predicted, right / max(1, predicted)
    yield "events", setting, "recall", wanted, right / wanted
    yield "events", setting, "F1", wanted, 2 * right / (predicted + wanted)


# ---- report ----------------------------------------------------------------------------------


def list_results(table: pd.DataFrame) -> pd.DataFrame:
    """List the figures that `validity_table` may take (make_validity.py)."""
    rows = table.set_index(["setting", "figure"])
    chosen = [
        ("statements", TWELVE, "share found", rows.loc[(LEFT_OUT, "recall")]),
        ("statements", TWELVE, "share right", rows.loc[(LEFT_OUT, "precision")]),
        ("statements", TWELVE, "share of paraphrases found",
         rows.loc[(LEFT_OUT, "recall of paraphrase")]),
        ("events", "BASIL, 50 events", "share of pairs found", rows.loc[(UNDATED, "recall")]),
        ("events", "BASIL, 50 events", "share of pairs right", rows.loc[(UNDATED, "precision")]),
    ]  # fmt: skip
    listed = [(*names, int(row["n"]), row["value"], "", "") for *names, row in chosen]
    columns = ["instrument", "data", "figure", "n", "value", "low", "high"]
    return pd.DataFrame(listed, columns=columns)


def write_report(table: pd.DataFrame) -> str:
    """Write the figures in tables."""
    lines = [
        "# Several reports of one event, measured",
        "",
        f"`match_statements` and `group_articles`, {time.strftime('%Y-%m-%d')}; made by",
        "`python benchmarks/compare/run.py SHARED`.",
        "",
    ]
    for part, rows in table.groupby("part", sort=False):
        lines += [f"## {TITLES[str(part)]}", "", "| setting | figure | n | value |"]
        lines += ["|---" * 4 + "|"]
        lines += [
            f"| {row.setting} | {row.figure} | {row.n} | {row.value:.3f} |"
            for row in rows.itertuples()
        ]
        lines.append("")
    return "\n".join([*lines, *NOTES]) + "\n"


TITLES = {
    "speed": "Speed",
    "statements": "The same statement in two reports (12 events, 36 articles)",
    "events": "150 articles of 50 events, mixed",
}
NOTES = (
    "Statements: pairs of tellings in different articles, against those of aligned_dev (one",
    "annotator, a language model, whole articles; paraphrases without shared words may be",
    "missing). A pair is right if a labelled group covers both (half of the shorter content). The",
    "first rows are what to expect: each event is grouped with weights learned from the other",
    "eleven; penalty and threshold were chosen on the same figures, so they are a little kind.",
    "*Relation right* is the share of found pairs with the labelled relation. *Near misses* are",
    "labelled pairs of one speaker that are not one statement.",
    "",
    "Events: pairs of articles in one group. Threshold and terms were chosen on these articles;",
    "their events lie months apart, so dates tell most of them. Without dates is the harder task,",
    "as of many events in one week.",
    "",
    "Speed: the first row is everything (quotations, speakers, pairs); the others repeat the",
    "36 articles until there are so many, n the sentences, and count what matching adds.",
)


if __name__ == "__main__":
    if len(sys.argv) != len(("script", "shared")):
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
