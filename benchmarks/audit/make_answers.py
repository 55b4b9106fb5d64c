"""Write what a careful person would answer about each sentence of the invented corpus.

Usage: python benchmarks/audit/make_answers.py
Reads notebooks/data/corpus.jsonl and truth.csv, and writes answers.csv beside them: one row a
sentence, with the statements that begin in it by the truth, and how many of them are wholly or
partly in quote marks. Notebook 11 fills its sheet in from there.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

import toolkit as tk

DATA = Path(__file__).parents[2] / "notebooks" / "data"


def main() -> None:
    """Write the file."""
    truth = pd.read_csv(DATA / "truth.csv", dtype=str, keep_default_na=False)
    articles = {article.id: article for article in tk.read_corpus(DATA / "corpus.jsonl")}
    truth["start"] = [
        articles[name].text.index(content.split(" | ")[0])
        for name, content in zip(truth["article"], truth["content"], strict=True)
    ]
    rows = []
    for row in tk.sourcing_table(articles.values()).itertuples():
        own = truth[truth["article"] == row.article]
        begin = own[own["start"].between(row.start, row.end - 1)]
        rows.append(
            {
                "article": row.article,
                "words": " ".join(row.text.split()),
                "quotations": len(begin),
                "direct": (begin["form"] == "direct").sum(),
                "mixed": (begin["form"] == "mixed").sum(),
            }
        )
    table = pd.DataFrame(rows)
    table.to_csv(DATA / "answers.csv", index=False, lineterminator="\n")
    print(f"{len(table)} sentences, {table['quotations'].sum()} of {len(truth)} statements")


if __name__ == "__main__":
    main()
