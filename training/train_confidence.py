"""Learn how likely a decision names the right speaker.

    uv run python training/train_confidence.py SHARED

SHARED holds data/ (the sources of modern_labels_train.jsonl, see modern_data.py) and tools/
(score_modern.py, whose rules of what counts as right are used). Finds the attributions of the 146
labelled articles, leaves out what is no quotation there, and fits a logistic regression (ridge
penalty, Newton's method) to whether the speaker is right. Prints what ten folds of articles give
for each penalty, with the share right of each step of chance, and writes the weights learned on
all of them to toolkit/data/speaker_confidence.csv. A run takes about two minutes.
"""

import csv
import importlib
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import modern_data
import numpy as np

from toolkit.attribution import confidence
from toolkit.attribution.antecedents import make_scene
from toolkit.attribution.quotations import find_quotations
from toolkit.attribution.sources import decide_all
from toolkit.base import UNKNOWN, Article

Floats = np.ndarray[Any, np.dtype[np.float64]]
WEIGHTS = Path(confidence.__file__).parents[1] / "data" / "speaker_confidence.csv"
PENALTIES = (0.5, 2.0, 8.0)
FOLDS, STEPS = 10, 60
BOUNDS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.97, 0.98, 1.01)
HALF = 2  # a content must share the half of its characters with a labelled one


def collect(shared: Path) -> list[tuple[str, dict[str, float], bool]]:
    """List the decisions on all articles: article, facts, and whether the speaker is right."""
    sys.path.insert(0, str(shared / "tools"))
    scorer = importlib.import_module("score_modern")
    labels = modern_data.HERE / "modern_labels_train.jsonl"
    cases = []
    for item in map(modern_data.to_score, modern_data.read_labels(labels, shared / "data")):
        article = Article(item["text"], id=item["id"], language="en")
        quotations = find_quotations(article)
        scene = make_scene(article, quotations)
        gold = [(one, scorer.characters(one)) for one in item["attributions"]]
        decided = decide_all(scene, quotations)
        for quotation, decision in zip(quotations, decided, strict=True):
            ours = {k for span in quotation.content for k in range(span.start, span.end)}
            best, shared_with = max(
                gold,
                key=lambda pair: len(pair[1] & ours) / len(pair[1] | ours),
                default=({}, set()),
            )
            if decision.name == UNKNOWN or len(shared_with & ours) * HALF < len(ours):
                continue
            verdict = scorer.judge(best, {"speaker": decision.name})
            facts = confidence.list_facts(scene, quotation, decision)
            cases.append((item["id"], facts, verdict == "right"))
    return cases


def fit(table: Floats, right: Floats, penalty: float) -> Floats:
    """Fit a logistic regression by Newton's method."""
    weights = np.zeros(table.shape[1])
    for _ in range(STEPS):
        chances = 1 / (1 + np.exp(-table @ weights))
        curve = (table * (chances * (1 - chances))[:, None]).T @ table
        curve += penalty * np.eye(len(weights))
        weights -= np.linalg.solve(curve, table.T @ (chances - right) + penalty * weights)
    return weights


def predict_in_folds(table: Floats, right: Floats, folds: Floats, penalty: float) -> Floats:
    """Give the chance of each decision by what the other folds of articles teach."""
    chances = np.zeros(len(right))
    for number in range(FOLDS):
        held = folds == number
        weights = fit(table[~held], right[~held], penalty)
        chances[held] = 1 / (1 + np.exp(-table[held] @ weights))
    return chances


def tell(chances: Floats, right: Floats) -> None:
    """Print how often chances of each step were right."""
    for low, high in pairwise(BOUNDS):
        some = right[(chances >= low) & (chances < high)]
        share = f"{100 * some.mean():.1f} % right" if len(some) else "-"
        print(f"  {low:.2f} to {min(high, 1.0):.2f}: {len(some)}, {share}")


def main(arguments: Sequence[str]) -> None:
    """Learn from all labelled articles and write the weights."""
    if len(arguments) != 1:
        sys.exit(__doc__)
    cases = collect(Path(arguments[0]))
    names = sorted({name for _, facts, _ in cases for name in facts})
    table = np.array([[facts.get(name, 0.0) for name in names] for _, facts, _ in cases])
    right = np.array([float(verdict) for *_, verdict in cases])
    articles = sorted({article for article, *_ in cases})
    folds = np.array([articles.index(article) % FOLDS for article, *_ in cases])
    losses = {}
    for penalty in PENALTIES:
        chances = predict_in_folds(table, right, folds, penalty)
        losses[penalty] = -np.mean(np.log(np.where(right == 1, chances, 1 - chances)))
        print(f"{len(right)} decisions, {right.mean():.3f} right; penalty {penalty:g}: ", end="")
        print(f"log-loss {losses[penalty]:.4f}")
        tell(chances, right)
    weights = fit(table, right, min(losses, key=losses.__getitem__))
    rows = [(name, f"{weight:.3f}") for name, weight in zip(names, weights, strict=True)]
    with WEIGHTS.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows([("fact", "weight"), *rows])


if __name__ == "__main__":
    main(sys.argv[1:])
