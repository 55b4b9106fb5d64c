"""Learn how likely two pieces of different articles are one statement.

    uv run python training/train_matching.py SHARED

SHARED holds data/ (aligned_dev.jsonl and basil_dev.jsonl) and tools/ (score_alignment.py, whose
rules of what counts as right are used). Finds the quotations of the 36 articles of twelve events,
holds those that share rare words against each other, and fits a logistic regression (ridge
penalty, Newton's method) to whether two are one statement; pairs labelled as unsure are left out.
Writes the weights learned on all twelve to toolkit/data/statement_match.csv, and prints precision,
recall and F1 of pairs, each event grouped by what the other eleven teach, for each penalty and
threshold. A run takes about two minutes.

Tried, each event by what the others teach, and left out, since F1 of pairs stayed within some two
points: cosines of the words' vectors and of the first layers of the model of stance (weighed
means, and best matches word by word), how far down each text a piece stands, whether forms are the
same, whether a pair is the best for both, how often the speaker is heard in each report, and
whether one's words in quote marks are all of the other's.
"""

import csv
import importlib
import json
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from train_confidence import fit

from toolkit.base import Article
from toolkit.comparison import likeness, statements
from toolkit.comparison.pieces import Piece, Report, find_pieces

WEIGHTS = Path(likeness.__file__).parents[1] / "data" / "statement_match.csv"
Weights = Mapping[str, Mapping[str, float]]
KINDS = ("quoted", "reported")
PENALTY = 1.0  # of those tried, the best recall at a precision of 90 %
PENALTIES = (0.2, 0.5, PENALTY, 4.0)
THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two pieces of an event, by number, what is known of them, and whether they are one."""

    one: int
    other: int
    kind: str
    facts: Mapping[str, float]
    is_same: bool | None  # None: labelled as unsure


@dataclass(frozen=True, slots=True)
class Case:
    """The reports of one labelled event."""

    triple: str
    reports: Sequence[Report]
    pieces: Sequence[Piece]
    candidates: Sequence[Candidate]


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Read a file of JSON lines."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def read_events(shared: Path) -> dict[str, list[Article]]:
    """Read the articles of BASIL's dev set, by event."""
    events = defaultdict(list)
    for row in read_lines(shared / "data" / "basil_dev.jsonl"):
        published = date.fromisoformat(row["date"])
        article = Article(row["text"], id=row["id"], title=row["title"], published=published)
        events[row["triple"]].append(article)
    return dict(events)


def load_scorer(shared: Path) -> ModuleType:
    """Load the scorer of alignments."""
    sys.path.insert(0, str(shared / "tools"))
    return importlib.import_module("score_alignment")


def collect(shared: Path) -> list[Case]:
    """Find the candidates of each labelled event, and whether they are one statement."""
    scorer = load_scorer(shared)
    gold = read_lines(shared / "data" / "aligned_dev.jsonl")
    events = read_events(shared)
    cases = []
    for triple in sorted({line["triple"] for line in gold}):
        lines = [line for line in gold if line["triple"] == triple]
        reports = statements.read_reports(events[triple])
        pieces = find_pieces(reports)
        rarity = likeness.rate_words(pieces)
        candidates = [
            Candidate(
                one,
                other,
                likeness.tell_kind(pieces[one], pieces[other]),
                likeness.list_facts(pieces[one], pieces[other], rarity),
                judge(scorer, lines, reports, pieces[one], pieces[other]),
            )
            for one, other in likeness.find_candidates(pieces, rarity)
        ]
        cases.append(Case(triple, reports, pieces, candidates))
    return cases


def judge(
    scorer: ModuleType,
    lines: Sequence[Mapping[str, Any]],
    reports: Sequence[Report],
    *pieces: Piece,
) -> bool | None:
    """Tell whether two pieces are one statement by the labels; None where these are unsure."""
    pair = tuple(
        (reports[piece.report].article.id, [[s.start, s.end] for s in piece.content])
        for piece in pieces
    )
    groups = (line for line in lines if "members" in line)
    if any(
        scorer.same_pair(pair, true) for group in groups for true in scorer.member_pairs(group)
    ):
        return True
    unsure = (
        other for pairs in scorer.labelled_pairs(lines, "unsure").values() for other in pairs
    )
    return None if any(scorer.same_pair(pair, other) for other in unsure) else False


def learn(cases: Sequence[Case], penalty: float = PENALTY) -> Weights:
    """Learn what each fact weighs, for each kind of pair."""
    return {kind: _learn_kind(cases, kind, penalty) for kind in KINDS}


def _learn_kind(cases: Sequence[Case], kind: str, penalty: float) -> dict[str, float]:
    some = [one for case in cases for one in case.candidates if one.kind == kind]
    sure = [one for one in some if one.is_same is not None]
    names = [*sure[0].facts]
    table = np.array([[one.facts[name] for name in names] for one in sure])
    right = np.array([float(one.is_same is True) for one in sure])
    return dict(zip(names, fit(table, right, penalty).tolist(), strict=True))


def find_pairs(case: Case, weights: Weights) -> list[likeness.Pair]:
    """Give the candidates of an event their chances."""
    return [
        likeness.make_pair(one.one, one.other, one.kind, one.facts, weights)
        for one in case.candidates
    ]


def leave_each_out(cases: Sequence[Case], penalty: float = PENALTY) -> list[list[likeness.Pair]]:
    """Give the candidates of each event the chances that the other events teach."""
    return [
        find_pairs(case, learn([other for other in cases if other is not case], penalty))
        for case in cases
    ]


def align(
    cases: Sequence[Case], pairs: Sequence[Sequence[likeness.Pair]], least: float
) -> list[list[statements.Statement]]:
    """Make the statements of each event from its pairs."""
    return [
        statements.arrange(case.reports, case.pieces, statements.group_pieces(some, least))
        for case, some in zip(cases, pairs, strict=True)
    ]


def describe(
    cases: Sequence[Case], aligned: Sequence[Sequence[statements.Statement]]
) -> list[dict[str, Any]]:
    """Give shared statements as the scorer reads them."""
    return [
        {
            "triple": case.triple,
            "members": [
                {"article": t.article, "content": [[s.start, s.end] for s in t.content]}
                for t in statement.tellings
            ],
        }
        for case, some in zip(cases, aligned, strict=True)
        for statement in some
        if len({telling.article for telling in statement.tellings}) > 1
    ]


def main(arguments: Sequence[str]) -> None:
    """Learn from the twelve events and write the weights."""
    if len(arguments) != 1:
        sys.exit(__doc__)
    shared = Path(arguments[0])
    cases = collect(shared)
    scorer = load_scorer(shared)
    gold = read_lines(shared / "data" / "aligned_dev.jsonl")
    rows = [
        (kind, name, f"{weight:.3f}")
        for kind, weights in learn(cases).items()
        for name, weight in weights.items()
    ]
    with WEIGHTS.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows([("kind", "fact", "weight"), *rows])
    candidates = [one for case in cases for one in case.candidates]
    print(f"{len(candidates)} pairs, {sum(one.is_same is True for one in candidates)} the same")
    for penalty in PENALTIES:
        pairs = leave_each_out(cases, penalty)
        for least in THRESHOLDS:
            rows, total = scorer.score(gold, describe(cases, align(cases, pairs, least)))
            found = ", ".join(f"{name} {a}/{b}" for name, (a, b) in sorted(rows.items()))
            figures = [total[name] for name in ("precision", "recall", "f1")]
            print(f"penalty {penalty:g}, least {least:g}:", *figures, found, sep="  ")


if __name__ == "__main__":
    main(sys.argv[1:])
