"""Measure what tables cost, as multiples of a spaCy parse of the same texts in the same run.

Usage: python benchmarks/speed/run.py ARTICLES.jsonl [--most N]
Processor seconds of one thread, so that other work on the machine weighs little. Writes RESULTS.md
and speed.csv beside this file. Of the articles, only figures are kept.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

import toolkit as tk
from toolkit.base import blank_unbroken, find_function, list_parts
from toolkit.corpus.plan import TABLES
from toolkit.grammar import load_model

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).parent
SEED = HERE.parents[1] / "seeds" / "gaps_of_trust_syria_deal.txt"
STANCE = ("stance", "stance_passages")
FIRST_TABLE = "import toolkit as tk; tk.quotation_table(tk.read_article({!r}))"
PACKAGES = ("spacy", "onnxruntime", "numpy", "pandas")


def main() -> None:
    """Read the arguments, measure, and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--most", type=int, default=84)
    args = parser.parse_args()
    if not args.articles.is_file():
        sys.exit(f"{args.articles}: must be articles as JSON lines; found no file")
    lines = args.articles.read_text("utf-8").splitlines()[: args.most]
    texts = [json.loads(line)["text"] for line in lines]
    warm_up()
    parse = measure(lambda: parse_all(texts))
    rows = [("spaCy parse alone", parse)]
    rows.append(("quotation_table", measure(lambda: make(texts, ["quotations"]))))
    without = [name for name in TABLES if name not in STANCE]
    rows.append(("all tables without stance", measure(lambda: make(texts, without))))
    rows.append(("all tables", measure(lambda: make(texts, [*TABLES]))))
    table = pd.DataFrame(rows, columns=["what", "seconds"])
    table["ratio"] = table["seconds"] / parse
    table["per_article"] = table["seconds"] / len(texts)
    one, two = (run_corpus(args.articles, args.most, workers) for workers in (1, 2))
    cold = measure_child([sys.executable, "-c", FIRST_TABLE.format(str(SEED))])
    table.to_csv(HERE / "speed.csv", index=False, float_format="%.4f")
    report = write_report(table, len(texts), one / two, cold)
    (HERE / "RESULTS.md").write_text(report, "utf-8")
    print(report)


def warm_up() -> None:
    """Load the models, so that no figure has a start in it."""
    make(['"Bob Clark is a liar," Ann Lee said.'], [*TABLES])


def parse_all(texts: list[str]) -> None:
    """Parse what the toolkit parses, and nothing else."""
    for text in texts:
        parts = list_parts(tk.Article(text))
        for _ in load_model().pipe(blank_unbroken(part.span.of(text)) for part in parts):
            pass


def make(texts: list[str], names: list[str]) -> None:
    """Make tables of new articles, one article after the other."""
    makers = [find_function(TABLES[name]) for name in names]
    for number, text in enumerate(texts):
        article = tk.Article(text, id=f"{time.perf_counter_ns()}-{number}")
        for maker in makers:
            maker(article)


def measure(work: Callable[[], None]) -> float:
    """Give the processor seconds of some work."""
    began = time.process_time()
    work()
    return time.process_time() - began


def run_corpus(source: Path, most: int, workers: int) -> float:
    """Give the seconds on the clock of a corpus run on so many processes."""
    with tempfile.TemporaryDirectory() as folder:
        some = Path(folder) / "some.jsonl"
        lines = source.read_text("utf-8").splitlines()[:most]
        some.write_text("\n".join(lines) + "\n", "utf-8")
        began = time.perf_counter()
        tk.analyse_corpus(some, Path(folder) / "out", workers=workers, progress=False)
        return time.perf_counter() - began


def measure_child(command: list[str]) -> float:
    """Give the processor seconds of a new process, the second time that it runs."""
    for _ in range(2):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def write_report(table: pd.DataFrame, n: int, gain: float, cold: float) -> str:
    """Write the figures as a table."""
    lines = [
        "# What tables cost",
        "",
        f"`python benchmarks/speed/run.py ARTICLES.jsonl`, {time.strftime('%Y-%m-%d')}:",
        f"{n} articles, processor seconds of one thread, start-up taken off.",
        "",
        "| what | seconds | an article | times a spaCy parse |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {row.what} | {row.seconds:.1f} | {row.per_article:.3f} | {row.ratio:.2f} |"
        for row in table.itertuples()
    ]
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    load = os.getloadavg()[0]
    return "\n".join(
        [
            *lines,
            "",
            f"Two processes against one, all tables, on the clock: {gain:.2f}. From cold to the",
            f"seed's first table: {cold:.1f} processor seconds.",
            "",
            f"{platform.machine()}, {os.cpu_count()} processors, load {load:.1f} at the end;",
            f"Python {platform.python_version()}, {packages}.",
            "",
        ]
    )


if __name__ == "__main__":
    main()
