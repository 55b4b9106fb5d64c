"""Settle on dev what decoding needs beside the weights, and write config.json.

    python training/tune_reader.py DEV.jsonl ... --scorers FOLDER --weights toolkit/data/reader-v3

Confidence is a logistic regression on what speaks for a reading, fitted to whether content and
source are right. Readings under the least confidence are dropped, unless they are quoted. The
figures printed, and the choice, come from six folds of articles: no article is judged by a
regression that saw it. The weights written see all. Of several dev files each counts alike,
however long: PolNeAR's would else settle what is said of all other news.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from tokenizers import Tokenizer

from toolkit.reader import readings as reader
from toolkit.reader.links import Settings
from toolkit.reader.readings import Facts, Proposal
from toolkit.reader.tags import ROLES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

FOLDS = 6
PENALTY = 1.0  # on the squares of the regression's weights
# Of totals less apart than this (noise is larger), the least confidence that keeps more is taken:
# a reader of the table can leave out doubtful readings, and cannot bring dropped ones back.
NO_WORSE = 0.4
LEAST = (0.0, 0.15, 0.2, 0.25, 0.3, 0.35)


class Judged(NamedTuple):
    """The proposals of all dev articles."""

    proposals: list[list[Proposal]]  # by article
    facts: np.ndarray
    is_right: np.ndarray
    article: np.ndarray
    part: np.ndarray  # number of the dev file that each comes from
    weight: np.ndarray  # mean 1; the same sum for each dev file
    confidence: np.ndarray  # out of fold


def judge(
    gold: Sequence[dict[str, Any]],
    parts: Sequence[int],
    encoded: Sequence[tuple],
    settings: Settings,
    quotes: ModuleType,
) -> Judged:
    """Propose, compare with gold, and estimate confidence out of fold."""
    proposals = [list(reader.propose(*one, settings)) for one in encoded]
    is_right: list[bool] = []
    for row, own in zip(gold, proposals, strict=True):
        golds = [quotes.Item(row["text"], a) for a in row["attributions"]]
        preds = [quotes.Item(row["text"], to_row(p)) for p in own]
        right = {
            j for i, j in quotes.match(golds, preds) if quotes.source_right(golds[i], preds[j])
        }
        is_right += [j in right for j in range(len(own))]
    facts = np.array([p.facts for own in proposals for p in own]).clip(min=reader.FLOOR)
    article = np.repeat(np.arange(len(gold)), [len(own) for own in proposals])
    part = np.array(parts)[article]
    sizes = np.bincount(part)
    weight = len(part) / len(sizes) / sizes[part]
    labels = np.array(is_right, float)
    confidence = np.zeros(len(labels))
    for fold in range(FOLDS):
        held = article % FOLDS == fold
        weights = fit(facts[~held], labels[~held], weight[~held])
        confidence[held] = estimate(facts[held], weights)
    return Judged(proposals, facts, labels, article, part, weight, confidence)


def to_row(proposal: Proposal) -> dict[str, list[list[int]]]:
    """Give a proposal as the scorers read it."""
    return {role: [[s.start, s.end] for s in getattr(proposal, role)] for role in ROLES}


def fit(facts: np.ndarray, labels: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Fit a logistic regression by Newton's method; the constant comes last.

    `weight` says how much each reading counts.
    """
    design = np.column_stack([facts, np.ones(len(facts))])
    weights = np.zeros(design.shape[1])
    penalty = np.diag([PENALTY] * (len(weights) - 1) + [0.0])
    for _ in range(30):
        chance = estimate(facts, weights)
        slope = design.T @ (weight * (labels - chance)) - penalty @ weights
        spread = np.maximum(weight * chance * (1 - chance), 1e-6)
        curve = (design.T * spread) @ design + penalty
        weights = weights + np.linalg.solve(curve, slope)
    return weights


def estimate(facts: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Give the chance of being right."""
    return 1 / (1 + np.exp(-(facts @ weights[:-1] + weights[-1])))


def measure_calibration(chance: np.ndarray, labels: np.ndarray) -> float:
    """Give the expected calibration error over ten equal bins."""
    bins = np.minimum((chance * 10).astype(int), 9)
    gaps = [
        (bins == b).mean() * abs(chance[bins == b].mean() - labels[bins == b].mean())
        for b in np.unique(bins)
    ]
    return float(sum(gaps))


def keep(judged: Judged, least: float) -> np.ndarray:
    """Say which proposals `reader.decode` would keep."""
    quoted = judged.facts[:, Facts._fields.index("quoted")] >= reader.MOSTLY
    return (judged.confidence >= least) | quoted


def score(
    gold: Sequence[dict[str, Any]],
    judged: Judged,
    number: int,
    least: float,
    quotes: ModuleType,
) -> dict[str, Any]:
    """Score what is left at a least confidence of the dev file with a number."""
    left = iter(keep(judged, least))
    kept = [[to_row(p) for p in own if next(left)] for own in judged.proposals]
    here = {int(i) for i in judged.article[judged.part == number]}
    some = [row for i, row in enumerate(gold) if i in here]
    predicted = {row["id"]: kept[i] for i, row in enumerate(gold) if i in here}
    result: dict[str, Any] = quotes.score(some, predicted, "all", resamples=2)
    return result


def encode(gold: Sequence[dict[str, Any]], folder: Path) -> list[tuple]:
    """Run the exported encoder over the articles, as the reader does."""
    session = reader.open_session((folder / "model.onnx").read_bytes())
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    encoded = []
    for row in gold:
        pieces = reader.cut_into_pieces(row["text"], tokenizer)
        encoded.append((row["text"], pieces, *reader.encode(pieces, session)))
    return encoded


def main() -> None:
    """Read the arguments, try the settings, write the best."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dev", type=Path, nargs="+")
    parser.add_argument("--scorers", type=Path, required=True)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--least", type=float, help="take this least confidence")
    parser.add_argument("--dry", action="store_true", help="print only")
    args = parser.parse_args()
    sys.path.insert(0, str(args.scorers))
    quotes = importlib.import_module("score_quotes")
    texts = [path.read_text(encoding="utf-8").splitlines() for path in args.dev]
    gold = [json.loads(line) for lines in texts for line in lines]
    parts = [number for number, lines in enumerate(texts) for _ in lines]
    config = args.weights / "config.json"
    transitions = json.loads(config.read_text())["transitions"]
    scorer = reader.link_scorer((args.weights / "links.onnx").read_bytes())
    plain = Settings(np.array(transitions, np.float32), scorer)
    judged = judge(gold, parts, encode(gold, args.weights), plain, quotes)
    tried = []
    for least in LEAST:
        totals = []
        for number, path in enumerate(args.dev):
            view = score(gold, judged, number, least, quotes)
            match, right = 100 * view["match"]["f1"], 100 * view["end_to_end"]["f1"]
            print(f"{path.name} {least=} match {match:.1f} end-to-end {right:.1f}")
            totals.append(match + right)
        tried.append((sum(totals) / len(totals), least))
    least = args.least
    if least is None:
        least = min(least for total, least in tried if total > max(tried)[0] - NO_WORSE)
    for number, path in enumerate(args.dev):
        own = judged.part == number
        kept = own & keep(judged, least)
        errors = (
            measure_calibration(judged.confidence[some], judged.is_right[some])
            for some in (own, kept)
        )
        print(path.name, "expected calibration error {:.3f}, of those kept {:.3f}".format(*errors))
    weights = fit(judged.facts, judged.is_right, judged.weight)
    tuned = {
        "transitions": transitions,
        "calibration": [round(float(w), 4) for w in weights],
        "least": least,
    }
    if not args.dry:
        config.write_text(json.dumps(tuned) + "\n")
    print({name: value for name, value in tuned.items() if name != "transitions"})
    for name in reader.HASHES:  # to be put into toolkit/reader/readings.py
        print(f'    "{name}": "{hashlib.sha256((args.weights / name).read_bytes()).hexdigest()}",')


if __name__ == "__main__":
    main()
