"""Measure headline_table on planted changes, and sourcing_table on annotated sentences.

Usage: python benchmarks/narrative/run.py DATA_FOLDER [CACHE_FILE]
Takes some ten minutes on one core. Prints the figures and writes results.csv, one row a figure,
beside this file; RESULTS.md tells what they mean. Of the data, only figures are kept. In
CACHE_FILE, which must not be committed, what the engine found is kept from one run to the next.
"""

from __future__ import annotations

import json
import pickle
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
from plant import KINDS, Plant, get_headline, mark_headline, plant_all, tell_half

from toolkit import Article, iter_corpus, sourcing_table
from toolkit.attribution import speakers
from toolkit.attribution.speakers import find_attributions
from toolkit.narrative import actions, headline_page, sourcing
from toolkit.narrative.headline import headline_table
from toolkit.narrative.headline_findings import Flag
from toolkit.narrative.sourcing import UNSOURCED, estimate_interval
from toolkit.tables.intervals import estimate_share

HERE = Path(__file__).parent
TRAIN, DEV = "polnear_train.jsonl", "polnear_dev.jsonl"
REPORTED = 0  # the half of the articles that nothing was chosen on
SIZE = 50  # changes of each kind
SEED = 20261125  # of the lot; no rule was chosen on what it draws
RIGHT = dict(
    zip(
        KINDS,
        (
            {Flag.SPEAKER, Flag.SILENT, Flag.DOER},
            {Flag.HEDGE_DROPPED},
            {Flag.NUMBER, Flag.NO_NUMBER},
            {Flag.NEGATION_DROPPED, Flag.NEGATION_ADDED},
        ),
        strict=True,
    )
)
ROUNDS = 2000
POPULATIONS = {
    "4 equal sources": [1, 1, 1, 1],
    "10 equal sources": [1] * 10,
    "one source with 70 %": [7, 1, 1, 1],
    "8 sources, each half of the one before": [2**-rank for rank in range(8)],
    "20 sources, Zipf": [1 / rank for rank in range(1, 21)],
}


def main(folder: Path, cache: Path | None) -> None:
    """Measure everything, print it, and write the figures."""
    missing = [name for name in (TRAIN, DEV) if not (folder / name).is_file()]
    if missing:
        sys.exit(
            f"{folder}: must hold the data sets of the benchmark; missing {', '.join(missing)}"
        )
    found = pickle.loads(cache.read_bytes()) if cache and cache.is_file() else {}  # noqa: S301

    def remember(article: Article) -> list:
        key = article.text, get_headline(article) is not None
        if key not in found:
            found[key] = find_attributions(article)
        return found[key]

    for module in (actions, headline_page, sourcing, speakers):
        module.find_attributions = remember
    try:
        rows = [*measure_sourcing(folder), *measure_headlines(folder), *measure_coverage()]
    finally:
        if cache:
            cache.write_bytes(pickle.dumps(found))
    table = pd.DataFrame(rows)
    table.to_csv(HERE / "results.csv", index=False, float_format="%.4f")
    print(table.to_string())


def read_lines(path: Path) -> dict[str, dict]:
    """Read the lines of a corpus, by id."""
    lines = (json.loads(line) for line in path.read_text("utf-8").splitlines())
    return {line["id"]: line for line in lines}


# ---- sourced or not ------------------------------------------------------------------------


def measure_sourcing(folder: Path) -> list[dict]:
    """Compare each sentence's being sourced with the annotated attributions that stand in it."""
    lines = read_lines(folder / DEV)
    counted = []
    for article in iter_corpus(folder / DEV):
        spans = [
            span
            for attribution in lines[article.id]["attributions"]
            for piece in ("content", "cue", "source")
            for span in attribution[piece]
        ]
        counts: Counter[tuple[bool, bool]] = Counter()
        for row in sourcing_table(article).itertuples():
            truth = any(start < row.end and row.start < end for start, end in spans)
            counts[truth, row.sourcing not in UNSOURCED] += 1
        counted.append(
            [counts[True, True], counts[False, True], counts[True, False], counts.total()]
        )
    counts = np.array(counted)
    chosen = np.random.default_rng(0).integers(len(counts), size=(ROUNDS, len(counts)))
    drawn = counts[chosen].sum(axis=1)
    n = int(counts[:, 3].sum())
    row = {"instrument": "sourcing_table", "data": "PolNeAR dev"}
    figures = {"precision": get_precision, "recall": get_recall, "F1": get_f1}
    everything = counts.sum(axis=0)
    rows = [
        row
        | {"figure": f"sentence sourced or not, {name}", "n": n, "value": compute(everything)}
        | dict(zip(("low", "high"), np.percentile(compute(drawn.T), [2.5, 97.5]), strict=True))
        for name, compute in figures.items()
    ]
    sourced = everything[0] + everything[2]
    all_sourced = {"value": 2 * sourced / (n + sourced), "low": np.nan, "high": np.nan}
    return [*rows, row | {"figure": "F1 if every sentence were sourced", "n": n} | all_sourced]


def get_precision(counts: np.ndarray) -> np.ndarray:
    """Give right sourced ones among those found; columns right, wrong, missed, all."""
    return counts[0] / (counts[0] + counts[1])


def get_recall(counts: np.ndarray) -> np.ndarray:
    """Give right sourced ones among those that are."""
    return counts[0] / (counts[0] + counts[2])


def get_f1(counts: np.ndarray) -> np.ndarray:
    """Give the harmonic mean of both."""
    return 2 * counts[0] / (2 * counts[0] + counts[1] + counts[2])


# ---- planted changes -----------------------------------------------------------------------


def measure_headlines(folder: Path) -> list[dict]:
    """Count the planted changes that are flagged, and the untouched headlines that are."""
    lines = {"PolNeAR dev": read_lines(folder / DEV)}
    lines["PolNeAR train, reported half"] = {
        key: line for key, line in read_lines(folder / TRAIN).items() if tell_half(key) == REPORTED
    }
    return [row for data in lines for row in measure_half(data, lines[data])]


def measure_half(data: str, lines: dict[str, dict]) -> list[dict]:
    """Count what is flagged in some articles, planted and untouched, and what was left out."""
    texts = [json.dumps(line) for line in lines.values()]
    articles = [
        article for article in map(mark_headline, iter_corpus(texts)) if get_headline(article)
    ]
    plants, left_out = plant_all(articles, lines, SIZE, SEED)
    outcomes = [(plant, *judge(plant)) for plant in plants]
    row = {"instrument": "headline_table", "data": data}
    rows = []
    for kind in (*KINDS, "all"):
        ways = sorted({plant.way for plant in plants if plant.kind == kind and plant.way})
        for way in ["", *ways]:
            chosen = [o for o in outcomes if kind in {"all", o[0].kind} and way in {"", o[0].way}]
            name = f"{kind} ({way})" if way else kind
            for figure, place in (("caught", 2), ("caught with the right flag", 1)):
                hits = sum(outcome[place] for outcome in chosen)
                rows.append(row | count_share(f"{name}: {figure}", hits, len(chosen)))
    for (kind, reason), count in sorted(left_out.items()):
        made = sum(plant.kind == kind for plant in plants) + sum(
            other for (its, _), other in left_out.items() if its == kind
        )
        rows.append(row | count_share(f"{kind}: left out, {reason}", count, made))
    untouched = [list_flags(article) for article in articles]
    rows.append(row | count_share("untouched: flagged", sum(map(bool, untouched)), len(untouched)))
    for flag in Flag:
        hits = sum(flag in flags for flags in untouched)
        rows.append(row | count_share(f"untouched: {flag}", hits, len(untouched)))
    return rows


def judge(plant: Plant) -> tuple[bool, bool]:
    """Tell whether the planted change has the right flag, or any, that was not there before."""
    new = list_flags(plant.after) - list_flags(plant.before)
    return bool(RIGHT[plant.kind] & new.keys()), bool(new)


def list_flags(article: Article) -> Counter[str]:
    """Count the flags of an article's headline."""
    return Counter(headline_table(article)["flag"].dropna())


def count_share(figure: str, hits: int, n: int) -> dict:
    """Give a share with its interval."""
    value, low, high = estimate_share(hits, n)
    return {"figure": figure, "n": n, "value": value, "low": low, "high": high}


# ---- the interval of an effective number ---------------------------------------------------


def measure_coverage() -> list[dict]:
    """Count how often the interval from a few quotations holds the number they are drawn from."""
    rows = []
    rng = np.random.default_rng(0)
    for name, weights in POPULATIONS.items():
        shares = np.array(weights) / sum(weights)
        truth = 1 / (shares**2).sum()
        for n in (10, 30, 100):
            held = 0
            for draw in rng.multinomial(n, shares, size=500):
                low, high = estimate_interval([count for count in draw.tolist() if count])
                held += low - 1e-9 <= truth <= high + 1e-9
            row = {"instrument": "source_diversity_table", "data": f"drawn from {name}"}
            rows.append(row | count_share(f"95 % interval of {n} holds", held, 500))
    return rows


if __name__ == "__main__":
    if len(sys.argv) not in {2, 3}:
        sys.exit("usage: python benchmarks/narrative/run.py DATA_FOLDER [CACHE_FILE]")
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)  # noqa: PLR2004
