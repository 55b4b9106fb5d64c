"""What each table of `analyse_corpus` costs beside those before it, and what it takes on disk.

Usage: python benchmarks/speed/tables.py ARTICLES.jsonl [--most N]
Processor seconds of one thread. All tables share the parse, the reader's pass and the speakers,
which are made once an article and stand in the first rows; a table by itself costs what it
shares and what it adds. Prints a table in Markdown.
"""

from __future__ import annotations

import argparse
import io
import os
import time
from itertools import islice

os.environ["OMP_NUM_THREADS"] = "1"  # read when the libraries are loaded

from toolkit import find_attributions, find_quotations, iter_corpus
from toolkit.base import find_function
from toolkit.corpus import TABLES
from toolkit.engine import find_passages
from toolkit.people import find_names


def main() -> None:
    """Make all tables of some articles, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles")
    parser.add_argument("--most", type=int, default=40)
    options = parser.parse_args()
    first, *articles = islice(iter_corpus(options.articles, language="en"), options.most + 1)
    for name in TABLES.values():
        find_function(name)([first])  # what is loaded on first use counts for nobody
    shared = {
        "parse": lambda article: (find_passages(article), find_names(article)),
        "reader's pass": find_quotations,
        "speakers": find_attributions,
    }
    print("| what | seconds an article | rows | kB on disk |\n|---|---|---|---|")
    for name, find in shared.items():
        begun = time.process_time()
        for article in articles:
            find(article)
        print(f"| {name}, shared | {(time.process_time() - begun) / len(articles):.3f} | | |")
    for name, function in TABLES.items():
        begun = time.process_time()
        table = find_function(function)(articles)
        spent = (time.process_time() - begun) / len(articles)
        packed = io.BytesIO()
        table.to_parquet(packed, compression="zstd", index=False)
        rows, size = len(table) / len(articles), len(packed.getvalue()) / len(articles) / 1000
        print(f"| `{name}` | {spent:.3f} | {rows:.0f} | {size:.1f} |", flush=True)


if __name__ == "__main__":
    main()
