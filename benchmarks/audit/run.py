"""Measure how often intervals of an audit hold the truth, where labels of all units are known.

Usage: python benchmarks/audit/run.py SHARED
Takes some ten minutes on one core. Writes RESULTS.md, for people, and results.csv, one row a cell,
beside this file. Of the data, only figures are kept. A frame with known labels is drawn from again
and again; each draw is estimated as `audit_table` does.
"""

from __future__ import annotations

import json
import re
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

from toolkit import Article
from toolkit.attitude.stance_model import score_stance
from toolkit.audit.drawing import draw_design, lay_out
from toolkit.audit.estimates import Amounts, estimate_interval, find_weight
from toolkit.audit.units import UNNAMED, make_units

HERE = Path(__file__).parent
READINGS = HERE.parents[1] / "training" / "stance_readings_dev.jsonl"
DRAWS = 1000
JOINT = " \u2026 "
NO_MENTION = 0.02  # chance of a sentence in which no main person is named
COLUMNS = ["trial", "frame", "checks", "units", "correlation", "truth", "corrected", "coverage",
           "below", "above", "width", "alone_coverage", "alone_width", "efficiency"]  # fmt: skip


def main(shared: Path) -> None:
    """Measure everything, print it, and write the two files."""
    data, began = shared / "data", time.process_time()
    rows = [*try_voices(data), *try_polnear(data), *try_basil(data)]
    table = pd.DataFrame(rows)[COLUMNS]
    table.to_csv(HERE / "results.csv", index=False, float_format="%.4f")
    report = write_report(table, time.process_time() - began)
    (HERE / "RESULTS.md").write_text(report, "utf-8")
    print(report)


def read(path: Path) -> list[dict]:
    """Read a file of JSON lines."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


# ---- three trials ----------------------------------------------------------------------------


def try_voices(data: Path) -> list[dict]:
    """Share of negative mentions in running news, of all outlets and of each."""
    texts = {row["id"]: row["text"] for row in read(data / "polnear_dev.jsonl")}
    own = [
        reading | {"article": line["article"]}
        for line in read(READINGS)
        for reading in line["readings"]
    ]
    items = [*read(data / "voice_stance_dev.jsonl"), *own]
    passages, targets = zip(*(cut_passage(texts[i["article"]], i) for i in items), strict=True)
    chances = [stance.negative for stance in score_stance(passages, targets)]
    articles = [item["article"] for item in items]
    frame = make_frame(articles, chances)
    labels = np.array([item["polarity"] == -1 for item in items], float)
    outlets = np.array([name.partition("_")[0] for name in articles])
    trial = "negative mentions"
    rows = [measure(trial, "all", frame, labels, n) for n in (50, 100, 200)]
    rows += [measure(trial, "all", frame, labels, n, whole=True) for n in (10, 20, 40)]
    for outlet in np.unique(outlets):
        is_in = outlets == outlet
        if is_in.sum() > 120:  # noqa: PLR2004 - of fewer, 100 checks are nearly all
            part = frame[is_in].reset_index(drop=True)
            rows.append(measure(trial, outlet, part, labels[is_in], 100))
    return rows


def cut_passage(text: str, item: dict) -> tuple[str, tuple[int, int]]:
    """Put the pieces of a content in a row; gives them, and where the target is."""
    target, end = item["target"]
    before = [piece for piece in item["content"] if piece[1] <= target]
    [piece] = [piece for piece in item["content"] if piece[0] <= target < piece[1]]
    start = sum(b - a + len(JOINT) for a, b in before) + target - piece[0]
    passage = JOINT.join(text[a:b] for a, b in item["content"])
    return passage, (start, start + end - target)


def try_polnear(data: Path) -> list[dict]:
    """Shares of quotations that are indirect, and by nobody named, drawn by sentence."""
    gold = {row["id"]: row for row in read(data / "polnear_dev.jsonl")}
    kinds = {
        row["id"]: {one["attribution"]: one["kind"] for one in row["speakers"]}
        for row in read(data / "speakers_dev.jsonl")
    }
    rows = []
    for of, names in (("indirect", gold), ("unnamed", kinds), ("recall", gold)):
        articles = [Article(gold[name]["text"], id=name) for name in names]
        frame = make_units(articles, of, None)
        hits, base = np.zeros(len(frame)), np.zeros(len(frame))
        places = {name: rows.index.to_numpy() for name, rows in frame.groupby("article")}
        for name in names:
            for said in gold[name]["attributions"]:
                row = find_row(frame, places[name], said["content"][0][0])
                if row is not None:
                    base[row] += 1
                    is_in = said["form"] == "indirect"
                    if of == "unnamed":
                        is_in = kinds[name].get(said["id"]) in UNNAMED
                    hits[row] += is_in
        if of == "recall":
            hits = np.minimum(base, frame["called_base"])
            silent = frame["called_base"].to_numpy() == 0
            print(f"missed in sentences without a finding: {base[silent].mean():.3f} each")
        answers = Amounts(np.asarray(hits, float), base)
        rows += [measure_amounts(of, "PolNeAR dev", frame, answers, n) for n in (100, 200, 400)]
    return rows


def find_row(frame: pd.DataFrame, rows: np.ndarray, start: int) -> int | None:
    """Find the sentence of an article that a place lies in."""
    inside = rows[(frame["start"][rows] <= start) & (start < frame["end"][rows])]
    return int(inside[0]) if len(inside) else None


def try_basil(data: Path) -> list[dict]:
    """Share of sentences with a negative span, by people, in each outlet."""
    articles = read(data / "basil_dev.jsonl")
    found = [
        (row["id"], row["outlet"], number, row["text"][start:end], row)
        for row in articles
        for number, (start, end) in enumerate(row["sentences"])
    ]
    chances = np.full(len(found), NO_MENTION)
    named = [
        (place, text, match.span())
        for place, (*_, text, row) in enumerate(found)
        for entity in row["entities"]
        for match in [re.search(rf"\b{re.escape(entity.split()[-1])}\b", text)]
        if match
    ]
    stances = score_stance([text for _, text, _ in named], [span for *_, span in named])
    for (place, *_), stance in zip(named, stances, strict=True):
        chances[place] = max(chances[place], stance.negative)
    negative = {
        (row["id"], span["sentence"])
        for row in articles
        for span in row["spans"]
        if span["polarity"] == "neg"
    }
    labels = np.array([(name, number) in negative for name, _, number, *_ in found], float)
    outlets = np.array([outlet for _, outlet, *_ in found])
    rows = []
    for outlet in np.unique(outlets):
        is_in = outlets == outlet
        names = [name for (name, *_), chosen in zip(found, is_in, strict=True) if chosen]
        frame = make_frame(names, chances[is_in])
        rows += [
            measure("negative spans (BASIL)", outlet, frame, labels[is_in], n) for n in (100, 200)
        ]
    return rows


def make_frame(articles: list[str], chances: list[float] | np.ndarray) -> pd.DataFrame:
    """Make the frame that a table of chances gives."""
    return make_units(pd.DataFrame({"article": articles, "chance": chances}), "chance", None)


# ---- draws -----------------------------------------------------------------------------------


def measure(  # noqa: PLR0913 - the columns of results.csv
    trial: str, name: str, frame: pd.DataFrame, labels: np.ndarray, n: int, *, whole: bool = False
) -> dict:
    """Draw again and again where each unit is a hit or not."""
    return measure_amounts(
        trial, name, frame, Amounts(labels, np.ones(len(labels))), n, whole=whole
    )


def measure_amounts(  # noqa: PLR0913 - the columns of results.csv
    trial: str, name: str, frame: pd.DataFrame, answers: Amounts, n: int, *, whole: bool = False
) -> dict:
    """Draw again and again, and count how often the interval holds the truth."""
    rng = np.random.default_rng(0)
    claimed = Amounts(frame["claimed"].to_numpy(), frame["base"].to_numpy())
    nothing = Amounts(np.zeros(len(frame)), np.zeros(len(frame)))
    truth = answers.hits.sum() / answers.base.sum()
    plain = frame.assign(claimed=0.5, base=1.0, called_base=0.0)  # nothing to make strata of
    layout = lay_out(frame, n, whole=whole)
    alone_layout = layout if whole else lay_out(plain, n, whole=False)
    found, alone, checks = [], [], []
    for _ in range(DRAWS):
        design = draw_design(layout, rng)
        checks.append(design.drawn.sum())
        found.append(estimate_interval(design, claimed, answers, weight=find_weight(whole=whole)))
        design = design if whole else draw_design(alone_layout, rng)
        alone.append(estimate_interval(design, nothing, answers))
    one, other = (pd.DataFrame(each) for each in (found, alone))
    own, said = (amounts.hits - truth * amounts.base for amounts in (answers, claimed))
    errors = [((each["value"] - truth) ** 2).mean() for each in (one, other)]
    print(trial, name, n, f"{holds(one, truth):.3f}", flush=True)
    return {
        "trial": trial,
        "frame": f"{name}, whole articles" if whole else name,
        "checks": round(np.mean(checks)),
        "units": len(frame),
        "correlation": np.corrcoef(own, said)[0, 1],
        "truth": truth,
        "corrected": one["value"].mean(),
        "coverage": holds(one, truth),
        "below": (one["high"] < truth).mean(),
        "above": (one["low"] > truth).mean(),
        "width": (one["high"] - one["low"]).mean(),
        "alone_coverage": holds(other, truth),
        "alone_width": (other["high"] - other["low"]).mean(),
        "efficiency": errors[1] / errors[0],
    }


def holds(found: pd.DataFrame, truth: float) -> float:
    """Tell how often the interval holds the truth."""
    return float(((found["low"] <= truth) & (truth <= found["high"])).mean())


def write_report(table: pd.DataFrame, seconds: float) -> str:
    """Write the figures as a table."""
    lines = [
        "# How often intervals of an audit hold the truth",
        "",
        f"{time.strftime('%Y-%m-%d')}; made by `python benchmarks/audit/run.py SHARED` in "
        f"{seconds:.0f} s of one core. {DRAWS:,} draws a row, so a coverage is known to about 1 "
        "point. *Alone*: as many checks, drawn without strata, and no chances; *efficiency*: its "
        "squared error over that of the corrected estimate. *Correlation*: of the machine's "
        "amount and the person's, both less the truth times the base.",
        "",
        "| trial | frame | checks of units | correlation | truth | corrected, mean | coverage "
        "(truth below, above) | width | alone: coverage, width | efficiency |",
        "|---" * 10 + "|",
    ]
    lines += [tell(row) for row in table.to_dict("records")]
    return "\n".join([*lines, "", *NOTES]) + "\n"


def tell(row: dict) -> str:
    """Write a row of the report, in percent."""
    per = {name: f"{100 * value:.1f}" for name, value in row.items() if isinstance(value, float)}
    return (
        f"| {row['trial']} | {row['frame']} | {row['checks']} of {row['units']:,} "
        f"| {row['correlation']:.2f} | {per['truth']} | {per['corrected']} "
        f"| {per['coverage']} ({per['below']}, {per['above']}) | {per['width']} "
        f"| {per['alone_coverage']}, {per['alone_width']} | {row['efficiency']:.2f} |"
    )


NOTES = (
    "Negative mentions: voice_stance_dev and training/stance_readings_dev.jsonl, labels by",
    "reading. PolNeAR dev: attributions by trained people; kinds of speakers by reading (32",
    "articles). BASIL: people's spans. The chances are the stance model's on the passage (for a",
    "sentence of BASIL, the highest toward a main person that it names by surname), and the",
    "confidence of quotations.",
)


if __name__ == "__main__":
    if len(sys.argv) != 2:  # noqa: PLR2004 - the script and its argument
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
