"""Learn how likely a quotation is a statement, and no deed, vote or topic.

    uv run python training/train_statements.py SHARED

SHARED holds data/ (the texts of registers_train.jsonl, see registers.py, and invented/). Learned
from are all real registers, the invented articles here and those of data/invented but for every
fourth. A quotation counts as a statement where it shares the half of its characters with a
labelled one; a logistic regression (ridge penalty, Newton's method) is fitted to the signs of
`toolkit.attribution.stated`. Prints what eight folds of articles give: the share of statements at
each step of chance. Writes the weights to toolkit/data/statement_chance.csv. A run takes about six
minutes.
"""

import csv
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from multiprocessing import Pool
from pathlib import Path

import numpy as np
import registers
from train_confidence import FOLDS, HELD_INVENTED, Floats, fit

from toolkit.attribution import stated
from toolkit.attribution.merging import merge
from toolkit.attribution.quotations import make_draft
from toolkit.base import Article, Quotation
from toolkit.engine import ask_reader, find_passages

WEIGHTS = Path(stated.__file__).parents[1] / "data" / "statement_chance.csv"
LEAST_SEEN = 12  # times that a sign must be seen
BOUNDS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)
HALF = 2  # a content must share the half of its characters with a labelled one


@dataclass(frozen=True)
class Case:
    """A quotation by its signs, and whether it is a statement."""

    article: str
    signs: dict[str, float]
    is_statement: bool


def list_registers(data: Path) -> Iterator[registers.Register]:
    """List all that is learned from."""
    yield from registers.read_real(data)
    yield from registers.read_invented()
    paths = sorted((data / "invented").glob("*.txt"))
    invented = [one for path in paths for one in registers.read_marked_file(path)]
    yield from (one for number, one in enumerate(invented) if number % HELD_INVENTED)


def collect(one: registers.Register) -> list[Case]:
    """List the quotations of an article."""
    article = Article(one.text, id=one.id, language="en")
    found = merge(make_draft(article, ask_reader(article)))
    passages = find_passages(article)
    return [
        Case(one.id, stated.list_signs(passages, quotation), is_labelled(one, quotation))
        for quotation in found
    ]


def is_labelled(one: registers.Register, quotation: Quotation) -> bool:
    """Tell whether a quotation shares the half of its characters with a labelled statement."""
    ours = {k for span in quotation.content for k in range(span.start, span.end)}
    labelled = [{k for place in each.content for k in range(*place)} for each in one.statements]
    return any(len(each & ours) * HALF >= len(ours) for each in labelled)


def measure(cases: Sequence[Case], names: Sequence[str]) -> Floats:
    """Put the signs of cases into a table, a row each."""
    return np.array([[case.signs.get(name, 0.0) for name in names] for case in cases])


def main(arguments: Sequence[str]) -> None:
    """Learn from all articles and write the weights."""
    if len(arguments) != 1 or not (Path(arguments[0]) / "data").is_dir():
        sys.exit(__doc__)
    with Pool(2) as pool:
        listed = pool.map(collect, list_registers(Path(arguments[0]) / "data"), chunksize=4)
    cases = [case for each in listed for case in each]
    seen = Counter(name for case in cases for name, value in case.signs.items() if value)
    names = sorted(name for name, count in seen.items() if count >= LEAST_SEEN)
    table, right = measure(cases, names), np.array([float(case.is_statement) for case in cases])
    weights = np.ones(len(cases))
    articles = sorted({case.article for case in cases})
    fold = {article: number % FOLDS for number, article in enumerate(articles)}
    folds = np.array([fold[case.article] for case in cases])
    chances = np.zeros(len(cases))
    for number in range(FOLDS):
        kept = folds != number
        learned = fit(table[kept], right[kept], weights[kept])
        chances[~kept] = 1 / (1 + np.exp(-table[~kept] @ learned))
    print(f"{len(articles)} articles, {len(cases)} quotations, {right.mean():.3f} statements")
    for low, high in pairwise(BOUNDS):
        some = right[(chances >= low) & (chances < high)]
        print(f"  {low:.1f} to {min(high, 1.0):.1f}: {len(some)}, {some.mean():.3f} statements")
    rows = [(n, f"{w:.3f}") for n, w in zip(names, fit(table, right, weights), strict=True)]
    with WEIGHTS.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows([("sign", "weight"), *rows])


if __name__ == "__main__":
    main(sys.argv[1:])
