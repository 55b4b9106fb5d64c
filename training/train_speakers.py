"""Learn what speaks for a candidate behind "she", "the nominee" or "the agency".

    uv run python training/train_speakers.py SHARED_DATA

Reads speakers_train.jsonl and polnear_train.jsonl from the folder SHARED_DATA, and the news of
today that modern_labels_train.jsonl labels (modern_data.py finds its texts there), asks of every
source that names nobody which of the candidates is its true speaker, and fits a conditional
logit (ridge penalty, Newton's method) for each kind of question. Prints the accuracy of five
folds of articles for each penalty and writes the weights learned on all of them to
toolkit/data/antecedents.csv. A run takes some five minutes; the same input gives the same file.
"""

import csv
import json
import sys
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import modern_data
import numpy as np

from toolkit.attribution import antecedents, referents, speakers
from toolkit.base.article import Act, Article, Form, Quotation, Span
from toolkit.people.mentions import fold

Row = dict[str, Any]  # a line of JSON, whose fields others decided
Rows = Mapping[str, Row]
Floats = np.ndarray[Any, np.dtype[np.float64]]
WEIGHTS = Path(speakers.__file__).parents[1] / "data" / "antecedents.csv"
PENALTIES = (1.0, 3.0, 10.0)
FOLDS = 5
STEPS = 30
NO_STEP = 1e-6  # of any weight: the fit has settled
# Questions of few cases are drawn toward what is expected of them, not toward nothing.
EXPECTED = {
    "previous speaker": 1.5, "sentences": -0.4, "subject": 0.8, "subject near": 0.4,
    "named sources": 0.3, "said": -1.0, "own words": -1.0, "after": -2.0, "nearest": 0.4,
    "rank": -0.2, "nobody": 0.0, "role": 2.0, "whole role": 1.0, "role words": 1.0,
    "name has noun": 1.0, "former": -2.0,
}  # fmt: skip
FEW = {*antecedents.Asked} - {antecedents.Asked.PERSON}
ORDER = list(antecedents.Asked)


@dataclass
class Case:
    """A question with the facts of its candidates and the number of the true one."""

    article: str
    asked: str
    facts: list[Mapping[str, float]]
    right: list[int] = field(default_factory=list)


def read_lines(path: Path) -> dict[str, Row]:
    """Read a JSONL file, by the id of each line."""
    with path.open(encoding="utf-8") as lines:
        return {item["id"]: item for item in map(json.loads, lines)}


def read_modern(folder: Path) -> tuple[dict[str, Row], dict[str, list[Row]]]:
    """Read the labelled news of today as PolNeAR's articles and their speakers are read."""
    items, truth = {}, {}
    labels = modern_data.read_labels(modern_data.HERE / "modern_labels_train.jsonl", folder)
    for row in labels:
        name = f"{row['source']}-{row['id']}"
        made = [
            {**one, "id": f"{number}", "form": Form.INDIRECT}
            for number, one in enumerate(row["attributions"])
            if "n" not in one["flags"] and one["kind"] != "unknown"
        ]
        items[name] = {"id": name, "text": row["text"], "attributions": made}
        truth[name] = [{**one, "attribution": one["id"]} for one in made]
    return items, truth


def list_quotations(item: Row) -> list[tuple[str, Quotation]]:
    """List the true quotations of an article in reading order, with their ids."""
    pairs = [
        (
            made["id"],
            Quotation(
                content=tuple(Span(*span) for span in made["content"]),
                cue=tuple(Span(*span) for span in made["cue"]),
                source=tuple(Span(*span) for span in made["source"]),
                form=Form(made["form"]),
                act=Act.SAYING,
            ),
        )
        for made in item["attributions"]
        if made["content"]
    ]
    return sorted(pairs, key=lambda pair: pair[1].content[0])


def names_the_same(name: str, true: Row) -> bool:
    """Tell whether a candidate is the true speaker: the same words, or the same last one."""
    mine = fold(name.split())
    others = [fold(other.split()) for other in (true["speaker"], *true["names"]) if other]
    if true["kind"] == "organisation":
        return any({*mine} <= {*other} or {*other} <= {*mine} for other in others)
    if true["kind"] in {"group", "document", "unnamed"}:
        return any(2 * len({*mine} & {*o}) >= len({*mine} | {*o}) for o in others)
    return mine in others or (true["kind"] == "person" and mine[-1] in {o[-1] for o in others})


def collect(items: Rows, truth: Mapping[str, list[Row]]) -> list[Case]:
    """Ask all questions of some articles, each answered truly, and note what was measured."""
    cases: list[Case] = []
    for name, labels in truth.items():
        pairs = list_quotations(items[name])
        true_of = {label["attribution"]: label for label in labels}
        by_source: dict[Span, Row] = {}
        for made, quotation in pairs:
            if quotation.source and made in true_of:
                by_source.setdefault(quotation.source[0], true_of[made])
        with patch.object(referents, "choose", partial(answer, name, by_source, cases)):
            speakers.attribute_quotations(
                Article(items[name]["text"], id=name), [quotation for _, quotation in pairs]
            )
    return cases


def answer(  # noqa: PLR0913 - what it stands in for takes three
    name: str,
    by_source: Mapping[Span, Row],
    cases: list[Case],
    scene: antecedents.Scene,
    question: antecedents.Question,
    candidates: Iterable[antecedents.Candidate],
) -> antecedents.Choice:
    """Answer a question truly, in the place of `antecedents.choose`, and note it as a case."""
    candidates = list(candidates)
    options = antecedents.measure(scene, question, candidates)
    own = question.quotation.source[0]
    true = by_source.get(own)
    right = [
        number
        for number, (candidate, *_) in enumerate(options)
        if true and candidate and names_the_same(candidate.name, true)
    ]
    right = right or [n for n, (candidate, *_) in enumerate(options) if candidate is None]
    if true and question.place == own and right and len(options) > 1:
        cases.append(Case(name, question.asked, [facts for *_, facts in options], right))
    if not right:
        return antecedents.choose(scene, question, candidates)
    candidate, mention, _ = options[right[0]]
    return antecedents.Choice(candidate, mention, 1.0)


def fit(cases: Sequence[Case], names: Sequence[str], penalty: float, expected: Floats) -> Floats:
    """Fit a conditional logit by Newton's method; the nearest right candidate counts."""
    weights = expected.copy()
    tables = [
        np.array([[facts.get(name, 0.0) for name in names] for facts in case.facts])
        for case in cases
    ]
    for _ in range(STEPS):
        slope, curve = penalty * (expected - weights), penalty * np.eye(len(names))
        for case, table in zip(cases, tables, strict=True):
            scores = table @ weights
            chance = np.exp(scores - scores.max())
            chance /= chance.sum()
            hit = np.zeros(len(chance))
            hit[case.right[0]] = 1.0
            slope += table.T @ (hit - chance)
            curve += table.T @ (np.diag(chance) - np.outer(chance, chance)) @ table
        step = np.linalg.solve(curve, slope)
        weights += step * min(1.0, 2.0 / np.abs(step).max())
        if np.abs(step).max() < NO_STEP:
            break
    return weights


def is_right(case: Case, names: Sequence[str], weights: Floats) -> bool:
    """Tell whether the weights choose the true candidate."""
    scores = [
        sum(facts.get(name, 0.0) * weight for name, weight in zip(names, weights, strict=True))
        for facts in case.facts
    ]
    return int(np.argmax(scores)) in case.right


def cross_validate(
    cases: Sequence[Case], names: Sequence[str], penalty: float, expected: Floats
) -> float:
    """Give the share right in folds of articles that the weights did not see."""
    articles = sorted({case.article for case in cases})
    right = 0
    for fold_number in range(FOLDS):
        held = {*articles[fold_number::FOLDS]}
        seen = [case for case in cases if case.article not in held]
        weights = fit(seen, names, penalty, expected)
        right += sum(is_right(case, names, weights) for case in cases if case.article in held)
    return right / len(cases)


def learn(
    cases: Mapping[str, Sequence[Case]], articles: Collection[str]
) -> dict[str, dict[str, float]]:
    """Learn the weights of each kind of question from some articles."""
    weights = {}
    for asked in ORDER:
        mine = cases[asked]
        names = sorted({name for case in mine for facts in case.facts for name in facts})
        expected = expect(asked, names)
        scored = {one: cross_validate(mine, names, one, expected) for one in PENALTIES}
        penalty = max(scored, key=scored.__getitem__)
        told = ", ".join(f"{one:g}: {share:.3f}" for one, share in scored.items())
        print(f"{asked}: {len(mine)} questions; share right by penalty {told}", file=sys.stderr)
        seen = [case for case in mine if case.article in articles]
        learned = fit(seen, names, penalty, expected)
        weights[asked] = dict(zip(names, learned, strict=True))
    return weights


def expect(asked: str, names: Sequence[str]) -> Floats:
    """Give the weights toward which those of a kind of question are drawn."""
    return np.array([EXPECTED.get(name, 0.0) if asked in FEW else 0.0 for name in names])


def main() -> None:
    """Learn from all training articles and write the weights."""
    if len(sys.argv) != 2:  # noqa: PLR2004 - the script and its folder
        sys.exit(__doc__)
    folder = Path(sys.argv[1])
    items = read_lines(folder / "polnear_train.jsonl")
    truth = {n: v["speakers"] for n, v in read_lines(folder / "speakers_train.jsonl").items()}
    today, speakers_of_today = read_modern(folder)
    items |= today
    truth |= speakers_of_today
    cases = defaultdict(list)
    for case in collect(items, truth):
        cases[case.asked].append(case)
    rows = [
        (asked, name, f"{weight:.3f}")
        for asked, weights in learn(cases, {*truth}).items()
        for name, weight in weights.items()
    ]
    with WEIGHTS.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows([("asked", "fact", "weight"), *rows])


if __name__ == "__main__":
    main()
