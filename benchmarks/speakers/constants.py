"""What the tuned constants of quotations and speakers are worth, beside their alternatives.

    uv run python benchmarks/speakers/constants.py SHARED

SHARED is the folder that run.py takes. Every article is parsed and read once; then one constant at
a time has another value. Prints a line for each value, that in use first, and writes constants.csv
beside this file: F1 of quotations of polnear_dev (all and speech) where the constant is about
quotations; right speakers of speakers_dev, given the true quotations, where it is about speakers;
right speakers of challenge_dev and modern_dev from plain text.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import math
import sys
from collections import Counter, defaultdict
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).parents[2] / "training"))
sys.path.insert(0, str(Path(__file__).parents[1]))
from quotations.quotation_rules import VIEWS, name_speakers, read_lines, to_row
from train_speakers import list_quotations

from toolkit.attribution import (
    clauses,
    merging,
    phrase_rules,
    phrases,
    quotations,
    referents,
    reports,
    stretches,
)
from toolkit.base.article import Article
from toolkit.engine import ask_reader
from toolkit.people import genders, names, roles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.base.article import Quotation

HERE = Path(__file__).parent
COLUMNS = ["constant", "value", "f1_all", "f1_speech", "dev", "invented", "modern"]
Row = dict[str, Any]  # a line of JSON, whose fields others decided
Trial = tuple[tuple[object, ...], str, tuple[object, ...]]
# Modules, name, other values. Those in use are the modules' own.
QUOTATIONS: tuple[Trial, ...] = (
    ((merging,), "LEAST_CONFIDENCE", (0.0, 0.4, 0.8, 1.0)),
    ((stretches,), "MIN_ORPHAN_WORDS", (2, 3, 5, 6)),
    ((reports,), "MAX_QUOTED_WORDS", (12, 50)),
)
SPEAKERS: tuple[Trial, ...] = (
    ((referents,), "PHRASE_SENTENCES", (1, 3)),
    ((phrases, phrase_rules), "MAX_TITLE_WORDS", (2, 6)),
)
NAMES: tuple[Trial, ...] = (
    ((roles,), "MAX_ROLE_WORDS", (3, 10)),
    ((genders,), "TITLE_VOTES", (1, 8)),
    ((genders,), "GIVEN_VOTES", (0, 8)),
    ((genders,), "MAX_PRONOUN_VOTES", (0, math.inf)),
)
Key = tuple[str, object]


class Bench:
    """Counts for each constant and value."""

    def __init__(self, shared: Path) -> None:
        sys.path.insert(0, str(shared / "tools"))
        self.quotes, self.speakers, self.challenge, self.modern = (
            importlib.import_module(f"score_{name}")
            for name in ("quotes", "speakers", "challenge", "modern")
        )
        self.counts: dict[Key, Counter[str]] = defaultdict(Counter)
        self.labels = {
            one["id"]: one["speakers"]
            for one in read_lines(shared / "data" / "speakers_dev.jsonl")
        }

    def measure(self, key: Key, item: Row, article: Article, found: tuple[Quotation, ...]) -> None:
        """Count the quotations of one article, and their speakers."""
        counts = self.counts[key]
        if "annotator" in item:
            rows = [to_row(quotation) for quotation in found]
            for view in VIEWS:
                told = self.quotes.counts_of(article.text, item["attributions"], rows, view)
                counts[f"match {view}"] += told["match"]
                counts[f"both {view}"] += told["pred"] + told["gold"]
            return
        self.measure_speakers(key, item, article, found)

    def measure_speakers(
        self, key: Key, item: Row, article: Article, found: tuple[Quotation, ...]
    ) -> None:
        """Count the right speakers of one article."""
        counts, name = self.counts[key], item["id"]
        if "annotator" in item:
            counts["dev"] += self.count_given(item, article) if name in self.labels else 0
            return
        told = name_speakers(article, found)
        if "genre" in item:
            rows, *_ = self.modern.score([item], {name: told})
            core = [row for row in rows if "o" not in row[1]["flags"]]
            counts["modern"] += sum(row[3] == "right" for row in core)
        else:
            _, total = self.challenge.score([item], {name: {"attributions": told}})
            counts["invented"] += total["speaker_right"]

    def count_given(self, item: Row, article: Article) -> int:
        """Count the right speakers of the true quotations."""
        ids, true = zip(*list_quotations(item), strict=True)
        told = [
            {"attribution": made, "speaker": said["speaker"], "kind": said["kind"]}
            for made, said in zip(ids, name_speakers(article, true), strict=True)
        ]
        gold = {item["id"]: self.labels[item["id"]]}
        predicted = {item["id"]: {"speakers": told}}
        rows, _ = self.speakers.outcomes(gold, {item["id"]: item}, predicted)
        return sum(row["right"] for row in rows)


def list_rows(bench: Bench) -> Iterator[list[object]]:
    """List the values of each constant with their figures, that in use first."""
    for trials, is_about_quotations in ((QUOTATIONS, True), (SPEAKERS, False), (NAMES, False)):
        for modules, name, values in trials:
            for value in (vars(modules[0])[name], *values):
                counts = bench.counts.get((name, value), bench.counts["", ""])
                figures: list[object] = ["", "", counts["dev"]]
                if is_about_quotations:
                    shares = (200 * counts[f"match {v}"] / counts[f"both {v}"] for v in VIEWS)
                    figures = [*(f"{share:.2f}" for share in shares), ""]
                yield [name, value, *figures, counts["invented"], counts["modern"]]


def try_all(bench: Bench, item: Row) -> None:
    """Measure one article with all values of all constants."""
    article = Article(item["text"], id=item["id"])
    draft = quotations.make_draft(article, ask_reader(article))
    found = merging.merge(draft)
    bench.measure(("", ""), item, article, found)
    if "annotator" in item:
        bench.measure_speakers(("", ""), item, article, found)
    for modules, name, values in QUOTATIONS:
        for value in values:
            with set_value(modules, name, value):
                shown = tuple(clauses.find_clause_quotations(article))
                other = merging.merge(replace(draft, shown=shown))
                bench.measure((name, value), item, article, other)
    for modules, name, values in (*SPEAKERS, *NAMES):
        for value in values:
            with set_value(modules, name, value):
                bench.measure_speakers((name, value), item, article, found)


@contextmanager
def set_value(modules: tuple[object, ...], name: str, value: object) -> Iterator[None]:
    """Give a constant another value for a while, and let no article's names be remembered."""
    with ExitStack() as stack:
        for module in modules:
            stack.enter_context(patch.object(module, name, value))
        names.find_names.cache_clear()
        yield
    names.find_names.cache_clear()


def main() -> None:
    """Try all values, print, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("shared", type=Path, help="the folder with data/ and tools/")
    shared = parser.parse_args().shared
    bench = Bench(shared)
    for data in ("polnear", "challenge", "modern"):
        for item in read_lines(shared / "data" / f"{data}_dev.jsonl"):
            try_all(bench, item)
    rows = list(list_rows(bench))
    with (HERE / "constants.csv").open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows([COLUMNS, *rows])
    for row in [COLUMNS, *rows]:
        print(*row, sep="\t")


if __name__ == "__main__":
    main()
