"""Measure how often intervals of an audit hold the truth, where labels of all units are known.

Usage: python benchmarks/audit/run.py SHARED [CACHE_FILE]
Takes some seven minutes on two cores, most of it for reading the articles: with CACHE_FILE, which
must not be committed, what the machine says of each unit is kept from one run to the next, and a
run takes two. Writes results.csv, and the part of RESULTS.md above its line `HAND`. Of the
data, only figures are kept. A frame with known labels is drawn from again and again; each draw is
estimated as `audit_table` does.
"""

from __future__ import annotations

import json
import pickle
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from toolkit import Article
from toolkit.attitude.stance_model import score_stance
from toolkit.audit.drawing import draw_design, lay_out
from toolkit.audit.estimates import Amounts, estimate_interval, find_weight
from toolkit.audit.units import UNNAMED, make_units
from toolkit.tables import estimate_share

HERE = Path(__file__).parent
READINGS = HERE.parents[1] / "training" / "stance_readings_dev.jsonl"
HAND = "## By hand"  # what follows in RESULTS.md was not made by this script
DRAWS = 1000
JOINT = " \u2026 "
NO_MENTION = 0.02  # chance of a sentence in which no main person is named
ENOUGH = 120  # mentions of an outlet: of fewer, 100 checks are nearly all
RESULTS = ["instrument", "data", "figure", "n", "value", "low", "high"]


class Known(NamedTuple):
    """A frame of which a person's answers to all units are known."""

    trial: str
    name: str
    frame: pd.DataFrame
    answers: Amounts


def main(shared: Path, cache: Path | None) -> None:
    """Measure everything, print it, and write the two files."""
    data, began = shared / "data", time.process_time()
    if cache and cache.is_file():
        known = pickle.loads(cache.read_bytes())  # noqa: S301 - our own
    else:
        known = [*know_voices(data), *know_polnear(data), *know_modern(data), *know_basil(data)]
        if cache:
            cache.write_bytes(pickle.dumps(known))
    rows = [measure(one, n, whole=whole) for one in known for n, whole in list_sizes(one)]
    write_results(rows)
    report, page = write_report(rows, known, time.process_time() - began), HERE / "RESULTS.md"
    by_hand = page.read_text("utf-8").partition(HAND) if page.exists() else ("", "", "")
    page.write_text(report + "".join(by_hand[1:]), "utf-8")
    print(report)


def list_sizes(known: Known) -> list[tuple[int, bool]]:
    """List how many checks are tried on a frame, and whether whole articles are drawn."""
    if known.trial == "negative mentions" and known.name == "all":
        return [*((n, True) for n in (10, 20, 40)), *((n, False) for n in (50, 100, 200))]
    sizes = (100,) if known.trial == "negative mentions" else (100, 200, 400)
    return [(n, False) for n in sizes if n < len(known.frame)]


def read(path: Path) -> list[dict]:
    """Read a file of JSON lines."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


# ---- frames whose labels are known -----------------------------------------------------------


def know_voices(data: Path) -> Iterator[Known]:
    """Give negative mentions in running news, of all outlets and of each."""
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
    yield Known("negative mentions", "all", frame, count_each(labels))
    for outlet in np.unique(outlets):
        is_in = outlets == outlet
        if is_in.sum() > ENOUGH:
            part = frame[is_in].reset_index(drop=True)
            yield Known("negative mentions", outlet, part, count_each(labels[is_in]))


def cut_passage(text: str, item: dict) -> tuple[str, tuple[int, int]]:
    """Put the pieces of a content in a row; gives them, and where the target is."""
    target, end = item["target"]
    before = [piece for piece in item["content"] if piece[1] <= target]
    [piece] = [piece for piece in item["content"] if piece[0] <= target < piece[1]]
    start = sum(b - a + len(JOINT) for a, b in before) + target - piece[0]
    passage = JOINT.join(text[a:b] for a, b in item["content"])
    return passage, (start, start + end - target)


def know_polnear(data: Path) -> Iterator[Known]:
    """Give quotations that are indirect, by nobody named, and found, by sentence."""
    gold = {row["id"]: row for row in read(data / "polnear_dev.jsonl")}
    kinds = {
        row["id"]: {one["attribution"]: one["kind"] for one in row["speakers"]}
        for row in read(data / "speakers_dev.jsonl")
    }
    yield count_said("indirect", "PolNeAR dev", gold, lambda _, said: said["form"] == "indirect")
    yield count_said("recall", "PolNeAR dev", gold, None)
    some = {name: gold[name] for name in kinds}
    yield count_said(
        "unnamed", "PolNeAR dev", some, lambda name, said: kinds[name].get(said["id"]) in UNNAMED
    )


def know_modern(data: Path) -> Iterator[Known]:
    """Give quotations that were found in 25 texts of other outlets and years, by sentence."""
    gold = {row["id"]: row for row in read(data / "modern_dev.jsonl")}
    yield count_said("recall", "modern_dev", gold, None)


def count_said(trial: str, name: str, gold: dict[str, dict], is_in) -> Known:  # noqa: ANN001
    """Count the quotations that begin in each sentence, and those that `is_in` tells."""
    frame = make_units([Article(row["text"], id=key) for key, row in gold.items()], trial, None)
    hits, base = np.zeros(len(frame)), np.zeros(len(frame))
    places = {key: rows.index.to_numpy() for key, rows in frame.groupby("article")}
    for key, article in gold.items():
        for said in article["attributions"]:
            row = find_row(frame, places[key], said["content"][0][0])
            if row is not None:
                base[row] += 1
                hits[row] += is_in is not None and is_in(key, said)
    if is_in is None:
        hits = np.minimum(base, frame["called_base"].to_numpy())
    return Known(trial, name, frame.drop(columns=["context", "words"]), Amounts(hits, base))


def find_row(frame: pd.DataFrame, rows: np.ndarray, start: int) -> int | None:
    """Find the sentence of an article that a place lies in."""
    inside = rows[(frame["start"][rows] <= start) & (start < frame["end"][rows])]
    return int(inside[0]) if len(inside) else None


def know_basil(data: Path) -> Iterator[Known]:
    """Give sentences with a negative span, by people, in each outlet."""
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
    outlets = np.array([outlet.lower() for _, outlet, *_ in found])
    for outlet in np.unique(outlets):
        is_in = outlets == outlet
        names = [name for (name, *_), chosen in zip(found, is_in, strict=True) if chosen]
        frame = make_frame(names, chances[is_in])
        yield Known("negative spans (BASIL)", outlet, frame, count_each(labels[is_in]))


def make_frame(articles: list[str], chances: list[float] | np.ndarray) -> pd.DataFrame:
    """Make the frame that a table of chances gives."""
    return make_units(pd.DataFrame({"article": articles, "chance": chances}), "chance", None)


def count_each(labels: np.ndarray) -> Amounts:
    """Give what a person says of units that are a hit or not."""
    return Amounts(labels, np.ones(len(labels)))


# ---- draws -----------------------------------------------------------------------------------


def measure(known: Known, n: int, *, whole: bool = False) -> dict:
    """Draw again and again, and count how often the interval holds the truth."""
    trial, name, frame, answers = known
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


def write_results(rows: list[dict]) -> None:
    """Write coverage and efficiency as all benchmarks write their figures."""
    figures = []
    for row in rows:
        data, checks = f"{row['trial']}, {row['frame']}", f"{row['checks']} checks"
        held = estimate_share(round(DRAWS * row["coverage"]), DRAWS)
        values = {
            f"coverage, {checks}": (held.value, held.low, held.high),
            f"efficiency, {checks}": (row["efficiency"], None, None),
        }
        figures += [("audit_table", data, name, DRAWS, *value) for name, value in values.items()]
    table = pd.DataFrame(figures, columns=RESULTS)
    table.to_csv(HERE / "results.csv", index=False, float_format="%.4f")


def write_report(rows: list[dict], known: list[Known], seconds: float) -> str:
    """Write the figures as a table."""
    lines = [
        "# How often intervals of an audit hold the truth",
        "",
        f"{time.strftime('%Y-%m-%d')}; made by `python benchmarks/audit/run.py SHARED` in "
        f"{seconds:.0f} s of one core. {DRAWS:,} draws a row, so a coverage is known to about 1.4 "
        "points. *Alone*: as many checks, drawn without strata, and no chances; *efficiency*: its "
        "squared error over that of the corrected estimate. *Correlation*: of the machine's "
        "amount and the person's, both less the truth times the base.",
        "",
        "| trial | frame | checks of units | correlation | truth | corrected, mean | coverage "
        "(truth above, below) | width | alone: coverage, width | efficiency |",
        "|---" * 10 + "|",
    ]
    lines += [tell(row) for row in rows]
    return "\n".join([*lines, "", *NOTES, "", *tell_missed(known)]) + "\n\n"


def tell_missed(known: list[Known]) -> Iterator[str]:
    """Tell how many quotations begin in a sentence in which none was found."""
    yield "## Quotations in sentences without a finding"
    yield ""
    for trial, name, frame, answers in known:
        if trial == "recall":
            found = frame["called_base"].to_numpy()
            silent, beside = (
                np.maximum(answers.base - found, 0)[where] for where in (found == 0, found > 0)
            )
            yield (
                f"* {name}: {silent.sum():.0f} in {len(silent):,} such sentences, "
                f"{silent.mean():.3f} each; beside one that was found, {beside.sum():.0f} in "
                f"{len(beside):,}, {beside.mean():.3f} each"
            )


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
    "articles). modern_dev: 25 texts of 24 outlets, by reading. BASIL: people's spans. The",
    "chances are the stance model's on the passage (for a sentence of BASIL, the highest toward a",
    "main person that it names by surname), and the confidence of quotations.",
)


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)  # noqa: PLR2004
