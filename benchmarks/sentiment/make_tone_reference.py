"""Measure the tone of PolNeAR's training articles, for the percentiles of `tone_table`.

Usage: python benchmarks/sentiment/make_tone_reference.py DATA_FOLDER
Writes toolkit/data/tone_reference.json: quantiles only, since the texts may not be passed on.
To be run again when a list of tone, the finder of quotations or the parser changes.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd

from toolkit import Article
from toolkit.attitude.tone import STABLE, tone_table

DATA = Path("polnear_train.jsonl")
TARGET = Path(__file__).parents[2] / "toolkit" / "data" / "tone_reference.json"
STEPS = 21  # quantiles, one every 5 %
MIN_ARTICLES = 100  # fewer tell little about 5 %


def main(folder: Path) -> None:
    """Measure all articles, print the medians, and write the quantiles."""
    path = folder / DATA
    if not path.is_file():
        sys.exit(f"{path}: must be PolNeAR's training articles; found no such file")
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    articles = [Article(line["text"], id=line["id"]) for line in lines]
    table = tone_table(articles)
    table = table[(table["words"] >= STABLE) & table["voice"].isin(["all", "narrator", "quoted"])]
    quantiles: dict[str, dict[str, list[float]]] = {}
    for (voice, dimension), rows in table.groupby(["voice", "dimension"], sort=False):
        values = rows["value"].dropna()
        if len(values) >= MIN_ARTICLES:
            quantiles.setdefault(voice, {})[dimension] = measure_quantiles(values)
            print(f"{voice:9}{dimension:22}{len(values):5}  median {values.median():.2f}")
    reference = {
        "name": f"PolNeAR train, {len(articles)} articles of 2015-16",
        "source": "Newell, Margolin and Ruths 2018, PolNeAR 1.0.0; measured by "
        "benchmarks/sentiment/make_tone_reference.py",
        "quantiles": quantiles,
    }
    TARGET.write_text(json.dumps(reference, indent=1) + "\n", "utf-8")


def measure_quantiles(values: pd.Series[float]) -> list[float]:
    """Give the quantiles of some values, from the lowest to the highest."""
    return [round(float(step), 3) for step in np.quantile(values, np.linspace(0, 1, STEPS))]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
