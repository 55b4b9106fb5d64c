"""Learn how likely each who may be the speaker is the right one.

    uv run python training/train_confidence.py SHARED

SHARED holds data/ (the texts of registers_train.jsonl, see registers.py, and invented/) and tools/
(score_marked.py and score_modern.py, whose rules of what counts as right are used). The register
is surer on texts that it learned from than on others, so only those count from which it did not
learn: 163 real articles, every fourth of the invented ones. Whom the rules name and whom the
register proposes are judged one by one, and a logistic regression (ridge penalty, Newton's method)
is fitted to whether each is right; a surname alone counts, as the person is right. Prints what
eight folds of articles give: how many speakers are right by the rules alone and by the likeliest,
and the share right of each step of chance. Writes the weights to
toolkit/data/speaker_confidence.csv. A run takes about two minutes.
"""

import csv
import importlib
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import registers

from toolkit.attribution import confidence
from toolkit.attribution.antecedents import make_scene
from toolkit.attribution.choosing import (
    LEAST_CHANCE,
    MARGIN,
    choose_speaker,
    list_options,
)
from toolkit.attribution.quotations import find_quotations
from toolkit.attribution.sources import decide, hear
from toolkit.base import UNKNOWN, Article

Floats = np.ndarray[Any, np.dtype[np.float64]]
WEIGHTS = Path(confidence.__file__).parents[1] / "data" / "speaker_confidence.csv"
# Registers by the day on which they were read. Of the first two parts every eighth was kept apart
# when register-v1 was learned, and what was read behind the last it has not met.
FIRST, NEXT, LEARNED, HELD = 119, 366, 377, 8
HELD_INVENTED = 4  # every so many of the invented ones was kept apart
INVENTED = 0.3  # weight of a case in them: they are harder than news
PENALTY = 2.0
FOLDS, STEPS = 8, 40
BOUNDS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.97, 1.01)
HALF = 2  # a content must share the half of its characters with a labelled one
FORMS = {"": "name", "d": "described", "p": "pronoun"}


@dataclass(frozen=True)
class Case:
    """A quotation with all who may be its speaker: their facts, and whether each is right."""

    article: str
    weight: float
    names: tuple[str, ...]
    facts: tuple[dict[str, float], ...]
    right: tuple[bool, ...]


def list_registers(data: Path) -> Iterator[tuple[registers.Register, float]]:
    """List the registers from which register-v1 did not learn, each with its weight."""
    real = [*registers.read_real(data)]
    for one in [*real[:FIRST:HELD], *real[FIRST:NEXT:HELD], *real[LEARNED:]]:
        yield one, 1.0
    paths = sorted((data / "invented").glob("*.txt"))
    invented = [one for path in paths for one in registers.read_marked_file(path)]
    for one in invented[::HELD_INVENTED]:
        yield one, INVENTED


def to_row(one: registers.Register) -> dict[str, Any]:
    """Write a register as score_marked.py takes it."""
    names: dict[str, str] = {}
    for mention in one.mentions:
        written = one.text[mention.start : mention.end]
        if not mention.form and len(written.split()) > len(names.get(mention.entity, "").split()):
            names[mention.entity] = written
    return {
        "id": one.id,
        "text": one.text,
        "names": names,
        "mentions": [
            {"start": m.start, "end": m.end, "entity": m.entity, "form": FORMS[m.form]}
            for m in one.mentions
        ],
        "attributions": [
            {"content": s.content, "speaker": s.entity or "U0", "relay": s.relay}
            for s in one.statements
        ],
    }


def collect(shared: Path) -> list[Case]:
    """List the cases of all articles."""
    sys.path.insert(0, str(shared / "tools"))
    scorer = importlib.import_module("score_modern")
    to_gold = importlib.import_module("score_marked").to_gold
    cases = []
    for one, weight in list_registers(shared / "data"):
        article = Article(one.text, id=one.id, language="en")
        quotations = find_quotations(article)
        scene = make_scene(article, quotations)
        gold = [(each, scorer.characters(each)) for each in to_gold(to_row(one))["attributions"]]
        for quotation in quotations:
            decided = decide(scene, quotation)
            options = list_options(scene, quotation, decided)
            ours = {k for span in quotation.content for k in range(span.start, span.end)}
            best, shared_with = max(
                gold,
                key=lambda pair: len(pair[1] & ours) / len(pair[1] | ours),
                default=({}, set()),
            )
            if len(shared_with & ours) * HALF >= len(ours):
                verdicts = [scorer.judge(best, {"speaker": o.name}) for o in options]
                facts = [confidence.list_facts(scene, quotation, o, decided) for o in options]
                names = [option.name for option in options]
                right = [verdict in {"right", "short"} for verdict in verdicts]
                cases.append(Case(one.id, weight, tuple(names), tuple(facts), tuple(right)))
            scene = hear(scene, quotation, choose_speaker(scene, quotation, decided))
    return cases


def fit(table: Floats, right: Floats, weights: Floats) -> Floats:
    """Fit a logistic regression by Newton's method."""
    found = np.zeros(table.shape[1])
    for _ in range(STEPS):
        chances = 1 / (1 + np.exp(-table @ found))
        curve = (table * (weights * chances * (1 - chances))[:, None]).T @ table
        curve += PENALTY * np.eye(len(found))
        found -= np.linalg.solve(curve, table.T @ (weights * (chances - right)) + PENALTY * found)
    return found


def measure(cases: Sequence[Case], names: Sequence[str]) -> Floats:
    """Put the facts of all options into a table, a row each."""
    rows = [[facts.get(name, 0.0) for name in names] for case in cases for facts in case.facts]
    return np.array(rows)


def learn(cases: Sequence[Case], names: Sequence[str]) -> Floats:
    """Learn from cases; nobody named is no option."""
    named = np.array([name != UNKNOWN for case in cases for name in case.names])
    right = np.array([float(each) for case in cases for each in case.right])
    weights = np.array([case.weight for case in cases for _ in case.names])
    return fit(measure(cases, names)[named], right[named], weights[named])


def tell(cases: Sequence[Case], names: Sequence[str]) -> None:
    """Print what eight folds give."""
    articles = sorted({case.article for case in cases})
    fold = {article: number % FOLDS for number, article in enumerate(articles)}
    by_rules, by_chance = [], []
    for number in range(FOLDS):
        weights = learn([c for c in cases if fold[c.article] != number], names)
        for case in cases:
            if fold[case.article] == number:
                chances = 1 / (1 + np.exp(-measure([case], names) @ weights))
                best = choose_number(case.names, chances)
                by_rules.append(case.right[0])
                by_chance.append((chances[best], case.right[best], case.names[best]))
    print(f"{len(cases)} quotations: {sum(by_rules)} right by the rules and antecedents, ", end="")
    print(f"{sum(right for _, right, _ in by_chance)} by the likeliest")
    for low, high in pairwise(BOUNDS):
        some = [
            right for chance, right, name in by_chance if low <= chance < high and name != UNKNOWN
        ]
        share = f"{100 * np.mean(some):.1f} % right" if some else "-"
        print(f"  {low:.2f} to {min(high, 1.0):.2f}: {len(some)}, {share}")


def choose_number(names: Sequence[str], chances: Floats) -> int:
    """Choose as `toolkit.attribution.choosing.choose_speaker` does."""
    best = max(range(1, len(names)), key=chances.__getitem__, default=0)
    least = LEAST_CHANCE if names[0] == UNKNOWN else chances[0] + MARGIN
    return best if chances[best] >= least else 0


def main(arguments: Sequence[str]) -> None:
    """Learn from all articles and write the weights."""
    if len(arguments) != 1 or not (Path(arguments[0]) / "data").is_dir():
        sys.exit(__doc__)
    cases = collect(Path(arguments[0]))
    names = sorted({name for case in cases for facts in case.facts for name in facts})
    tell(cases, names)
    rows = [(name, f"{w:.3f}") for name, w in zip(names, learn(cases, names), strict=True)]
    with WEIGHTS.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows([("fact", "weight"), *rows])


if __name__ == "__main__":
    main(sys.argv[1:])
