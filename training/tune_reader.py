"""Settle on dev what decoding needs beside the weights, and write config.json.

    python training/tune_reader.py DEV.jsonl --scorers FOLDER --weights toolkit/data/reader-v1

Confidence is a logistic regression on what speaks for a reading, fitted to whether content and
source are right. Readings under the least confidence are dropped, unless they are quoted. The
figures printed, and the choice, come from six folds of articles: no article is judged by a
regression that saw it. The weights written see all.
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
    confidence: np.ndarray  # out of fold


def judge(
    gold: Sequence[dict[str, Any]],
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
    labels = np.array(is_right, float)
    confidence = np.zeros(len(labels))
    for fold in range(FOLDS):
        held = article % FOLDS == fold
        confidence[held] = estimate(facts[held], fit(facts[~held], labels[~held]))
    return Judged(proposals, facts, labels, article, confidence)


def to_row(proposal: Proposal) -> dict[str, list[list[int]]]:
    """Give a proposal as the scorers read it."""
    return {role: [[s.start, s.end] for s in getattr(proposal, role)] for role in ROLES}


def fit(facts: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Fit a logistic regression by Newton's method; the constant comes last."""
    design = np.column_stack([facts, np.ones(len(facts))])
    weights = np.zeros(design.shape[1])
    penalty = np.diag([PENALTY] * (len(weights) - 1) + [0.0])
    for _ in range(30):
        chance = estimate(facts, weights)
        slope = design.T @ (labels - chance) - penalty @ weights
        curve = (design.T * np.maximum(chance * (1 - chance), 1e-6)) @ design + penalty
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
    gold: Sequence[dict[str, Any]], judged: Judged, least: float, quotes: ModuleType
) -> dict[str, Any]:
    """Score what is left at a least confidence."""
    left = iter(keep(judged, least))
    predicted = {
        row["id"]: [to_row(p) for p in own if next(left)]
        for row, own in zip(gold, judged.proposals, strict=True)
    }
    result: dict[str, Any] = quotes.score(gold, predicted, "all", resamples=2)
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
    parser.add_argument("dev", type=Path)
    parser.add_argument("--scorers", type=Path, required=True)
    parser.add_argument("--weights", type=Path, required=True)
    args = parser.parse_args()
    sys.path.insert(0, str(args.scorers))
    quotes = importlib.import_module("score_quotes")
    gold = [json.loads(line) for line in args.dev.read_text(encoding="utf-8").splitlines()]
    encoded = encode(gold, args.weights)
    config = args.weights / "config.json"
    transitions = json.loads(config.read_text())["transitions"]
    scorer = reader.link_scorer((args.weights / "links.onnx").read_bytes())
    plain = Settings(np.array(transitions, np.float32), scorer)
    judged = judge(gold, encoded, plain, quotes)
    tried = []
    for least in LEAST:
        view = score(gold, judged, least, quotes)
        match, right = 100 * view["match"]["f1"], 100 * view["end_to_end"]["f1"]
        print(f"{least=} match {match:.1f} end-to-end {right:.1f}")
        tried.append((match + right, least))
    least = min(least for total, least in tried if total > max(tried)[0] - NO_WORSE)
    error = measure_calibration(judged.confidence, judged.is_right)
    kept = keep(judged, least)
    kept_error = measure_calibration(judged.confidence[kept], judged.is_right[kept])
    print(f"expected calibration error {error:.3f}, of those kept {kept_error:.3f}")
    tuned = {
        "transitions": transitions,
        "calibration": [round(float(w), 4) for w in fit(judged.facts, judged.is_right)],
        "least": least,
    }
    config.write_text(json.dumps(tuned) + "\n")
    print({name: value for name, value in tuned.items() if name != "transitions"})
    for name in reader.HASHES:  # to be put into toolkit/reader/readings.py
        print(f'    "{name}": "{hashlib.sha256((args.weights / name).read_bytes()).hexdigest()}",')


if __name__ == "__main__":
    main()
