"""Measure the stance model on two public sets of dev data, beside the two lexicons.

Usage: python benchmarks/stance/run.py DATA_FOLDER
Takes some three minutes on one core. Writes RESULTS.md, for people, and results.csv, one row a
figure, beside this file. Of the data, only figures are kept.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from toolkit.attitude.sentiment import score_sentiment
from toolkit.attitude.stance_model import Stance, score_stance
from toolkit.base.lexicon import read_given_names

HERE = Path(__file__).parent
READINGS = HERE.parents[1] / "training" / "stance_readings_dev.jsonl"
FILES = ("newsmtsc_dev.jsonl", "voice_stance_dev.jsonl", "polnear_dev.jsonl")
NEWS, VOICES = "NewsMTSC, dev", "running news by voice, dev"
CLASSES = (-1, 0, 1)
ROUNDS, SEED = 2000, 0  # of the bootstrap, over sentences or articles
NEUTRAL = 0.05  # a lexicon's score nearer to 0 counts as neutral, as VADER's authors say
JOINT = " \u2026 "
MOST_SENTENCES = 60  # of each set, in which names are replaced
BINS = 10  # of the expected calibration error
POLITICIANS = (
    "Donald Trump", "Hillary Clinton", "Barack Obama", "Joe Biden", "Nancy Pelosi", "Ted Cruz",
    "Vladimir Putin", "Angela Merkel", "Boris Johnson", "Emmanuel Macron", "Narendra Modi",
    "Xi Jinping", "Recep Tayyip Erdogan", "Benjamin Netanyahu", "Nicolas Maduro",
)  # fmt: skip
OTHERS = (
    "Emily Clarke", "James Turner", "Sarah Adams", "Michael Brooks", "Karen Wright",
    "DeShawn Jackson", "Latoya Robinson", "Tyrone Banks", "Ebony Coleman",
    "Carlos Mendoza", "Lucia Navarro", "Miguel Ortega", "Rosa Fuentes",
    "Mohammed Farouk", "Fatima Aziz", "Hassan Jaber", "Layla Saleh", "Yusuf Kaya",
    "Rajesh Iyer", "Priya Nair", "Arjun Desai", "Anjali Menon",
    "Wei Zhao", "Mei Lin", "Hiroshi Sato", "Yuki Mori", "Min-jun Lee", "Thi Mai Le",
    "Kwame Asante", "Amina Diallo", "Chinedu Eze", "Wanjiru Njoroge",
    "Ivan Kuznetsov", "Olga Smirnova", "Giulia Conti",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """A passage, where its target is, and what readers say of it."""

    text: str
    start: int
    end: int
    polarity: int
    group: str  # its sentence or article: items of one group are resampled together


def main(folder: Path) -> None:
    """Measure everything, print it, and write the two files."""
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        sys.exit(
            f"{folder}: must hold the data sets of the benchmark; missing {', '.join(missing)}"
        )
    data = {NEWS: read_news(folder), VOICES: read_voices(folder)}
    rows: list[dict] = []
    for name, items in data.items():
        began = time.process_time()
        stances = score_stance(*list_pairs(items))
        pace = len(items) / (time.process_time() - began)
        rows += measure_stance(name, items, stances)
        rows.append(make_row("stance", name, "passages per CPU-second", len(items), pace))
        if name == VOICES:
            rows.append(measure_first(items, stances, len(read(folder / FILES[1]))))
        rows += measure_lexicons(name, items)
    rows += measure_names(data)
    table = pd.DataFrame(rows)
    table.to_csv(HERE / "results.csv", index=False, float_format="%.4f")
    report = write_report(table, data)
    (HERE / "RESULTS.md").write_text(report, "utf-8")
    print(report)


def read(path: Path) -> list[dict]:
    """Read a file of JSON lines."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def read_news(folder: Path) -> list[Item]:
    """Read sentences of NewsMTSC."""
    return [
        Item(row["sentence"], *row["target"], row["polarity"], row["sentence"])
        for row in read(folder / FILES[0])
    ]


def read_voices(folder: Path) -> list[Item]:
    """Read passages of running news; the pieces of a content in a row.

    Those of voice_stance_dev come first, and then our own readings.
    """
    texts = {row["id"]: row["text"] for row in read(folder / FILES[2])}
    own = [
        reading | {"article": line["article"]}
        for line in read(READINGS)
        for reading in line["readings"]
    ]
    items = []
    for row in [*read(folder / FILES[1]), *own]:
        text, (target, end) = texts[row["article"]], row["target"]
        before = [piece for piece in row["content"] if piece[1] <= target]
        [piece] = [piece for piece in row["content"] if piece[0] <= target < piece[1]]
        start = sum(b - a + len(JOINT) for a, b in before) + target - piece[0]
        passage = JOINT.join(text[a:b] for a, b in row["content"])
        items.append(Item(passage, start, start + end - target, row["polarity"], row["article"]))
    return items


def list_pairs(items: list[Item]) -> tuple[list[str], list[tuple[int, int]]]:
    """List texts and targets, as `score_stance` takes them."""
    return [item.text for item in items], [(item.start, item.end) for item in items]


def make_row(  # noqa: PLR0913 - the columns of results.csv
    instrument: str, data: str, figure: str, n: int, value: float,
    low: float = np.nan, high: float = np.nan,
) -> dict:  # fmt: skip
    """Make a row of results.csv."""
    return {"instrument": instrument, "data": data, "figure": figure, "n": n, "value": value,
            "low": low, "high": high}  # fmt: skip


# ---- against labels --------------------------------------------------------------------------


def count(gold: NDArray[np.int64], said: NDArray[np.int64]) -> dict[str, float]:
    """Count how often calls are right, as macro-F1, precision and recall."""
    f1s, found = [], {}
    for name, one in zip(("negative", "neutral", "positive"), CLASSES, strict=True):
        hits = ((gold == one) & (said == one)).sum()
        f1s.append(2 * hits / max(1, (gold == one).sum() + (said == one).sum()))
        found[f"precision of {name} calls"] = hits / max(1, (said == one).sum())
        found[f"recall of {name}"] = hits / max(1, (gold == one).sum())
    return {"macro-F1": float(np.mean(f1s)), "accuracy": float((gold == said).mean())} | found


def measure_stance(data: str, items: list[Item], stances: list[Stance]) -> list[dict]:
    """Compare the calls with the labels, and the chances with how often they come true."""
    gold = np.array([item.polarity for item in items])
    said = np.array([stance.polarity for stance in stances])
    scores = np.array([stance.score for stance in stances])
    rows = bootstrap("stance", data, items, said)
    rho = stats.spearmanr(scores, gold).statistic
    rows.append(make_row("stance", data, "rank correlation of score", len(items), rho))
    error = find_calibration_error(gold, stances)
    rows.append(make_row("stance", data, "calibration error", len(items), error))
    mean = scores[gold == 0].mean()
    rows.append(make_row("stance", data, "mean score where none", int((gold == 0).sum()), mean))
    spread = scores.std(ddof=1)
    return [*rows, make_row("stance", data, "standard deviation of scores", len(items), spread)]


def measure_first(items: list[Item], stances: list[Stance], first: int) -> dict:
    """Give macro-F1 on the mentions that come first, which others have measured on as well."""
    gold = np.array([item.polarity for item in items[:first]])
    said = np.array([stance.polarity for stance in stances[:first]])
    value = count(gold, said)["macro-F1"]
    return make_row("stance", VOICES, "macro-F1 on voice_stance_dev alone", first, value)


def measure_lexicons(data: str, items: list[Item]) -> list[dict]:
    """Take the score of the whole passage for the stance toward any target in it."""
    rows: list[dict] = []
    for instrument in ("vader", "textblob"):
        scores = np.nan_to_num(
            score_sentiment([item.text for item in items], instrument=instrument)
        )
        said = np.where(np.abs(scores) < NEUTRAL, 0, np.sign(scores)).astype(int)
        rows += bootstrap(instrument, data, items, said)
    return rows


def bootstrap(
    instrument: str, data: str, items: list[Item], said: NDArray[np.int64]
) -> list[dict]:
    """Give each figure with its 95 % interval over sentences or articles."""
    gold = np.array([item.polarity for item in items])
    numbers = pd.factorize(pd.Series([item.group for item in items]))[0]
    members = [np.flatnonzero(numbers == number) for number in range(numbers.max() + 1)]
    rng = np.random.default_rng(SEED)
    drawn = []
    for _ in range(ROUNDS):
        some = np.concatenate([members[i] for i in rng.integers(len(members), size=len(members))])
        drawn.append(count(gold[some], said[some]))
    ends = pd.DataFrame(drawn).quantile([0.025, 0.975])
    calls = {
        f"precision of {name} calls": int((said == one).sum())
        for name, one in zip(("negative", "neutral", "positive"), CLASSES, strict=True)
    }
    return [
        make_row(instrument, data, figure, calls.get(figure, len(items)), value, *ends[figure])
        for figure, value in count(gold, said).items()
    ]


def find_calibration_error(gold: NDArray[np.int64], stances: list[Stance]) -> float:
    """Find how far the likeliest chance is from how often it comes true, in ten bins."""
    chances = np.array([[one.negative, one.neutral, one.positive] for one in stances])
    sure, right = chances.max(1), chances.argmax(1) - 1 == gold
    bins = np.minimum((sure * BINS).astype(int), BINS - 1)
    gaps = [
        (bins == b).mean() * abs(sure[bins == b].mean() - right[bins == b].mean())
        for b in np.unique(bins)
    ]
    return float(sum(gaps))


# ---- names -----------------------------------------------------------------------------------


def measure_names(data: dict[str, list[Item]]) -> list[dict]:
    """Put fifty other names in the place of a person's, and see what changes."""
    rows = []
    for name, items in data.items():
        named = [item for item in items if is_person(item.text[item.start : item.end])]
        rng = np.random.default_rng(SEED)
        chosen = rng.permutation(len(named))[:MOST_SENTENCES]
        named = [named[i] for i in chosen]
        before = score_stance(*list_pairs(named))
        changes, flips = [], []
        for other in (*POLITICIANS, *OTHERS):
            after = score_stance(*list_pairs([replace_name(item, other) for item in named]))
            pairs = list(zip(before, after, strict=True))
            changes += [abs(one.score - two.score) for one, two in pairs]
            flips += [one.polarity != two.polarity for one, two in pairs]
        n = len(changes)
        rows.append(make_row("stance", name, "change of score by name", n, np.mean(changes)))
        rows.append(make_row("stance", name, "flips by name", n, np.mean(flips)))
    return rows


def is_person(mention: str) -> bool:
    """Tell whether a mention is a given name and a family name."""
    words = mention.split()
    is_full = len(words) == 2 and words[1].isalpha()  # noqa: PLR2004 - two names
    return is_full and words[0].casefold() in read_given_names()


def replace_name(item: Item, other: str) -> Item:
    """Put another name in the place of the target's, wherever the passage has it in full."""
    name = item.text[item.start : item.end]
    before = item.text[: item.start].replace(name, other)
    after = item.text[item.end :].replace(name, other)
    start = len(before)
    return Item(before + other + after, start, start + len(other), item.polarity, item.group)


# ---- report ----------------------------------------------------------------------------------


def write_report(table: pd.DataFrame, data: dict[str, list[Item]]) -> str:
    """Write the figures in sentences and tables."""
    lines = [
        "# Stance toward a target, measured",
        "",
        f"`score_stance`, {time.strftime('%Y-%m-%d')}; made by",
        "`python benchmarks/stance/run.py DATA_FOLDER`.",
        "",
    ]
    for name, items in data.items():
        rows = table[table["data"] == name]
        lines += [f"## {name} ({len(items)} mentions)", ""]
        lines += ["| figure | " + " | ".join(INSTRUMENTS) + " |", "|---" * 4 + "|"]
        lines += [
            f"| {figure} | " + " | ".join(show(rows, figure, one) for one in INSTRUMENTS) + " |"
            for figure in rows["figure"].unique()
        ]
        lines.append("")
    return "\n".join([*lines, *NOTES]) + "\n"


INSTRUMENTS = ("stance", "vader", "textblob")
NOTES = (
    "Intervals are 95 % (bootstrap over sentences of NewsMTSC, over articles of running news).",
    "For VADER and TextBlob the score of the whole passage stands for the stance toward any",
    f"target. Names: up to {MOST_SENTENCES} passages a set whose target is a person's given and",
    "family name, each with fifty other names (15 politicians, 35 common names of several",
    "origins and genders).",
    "",
    "NewsMTSC: Hamborg and Donnay 2021; its sentences were chosen for having sentiment. Running",
    "news: mentions in quotations and narration of PolNeAR's dev articles, two in three without",
    "any stance (voice_stance_dev, and training/stance_readings_dev.jsonl); labels by one reading",
    "with a language model under written conventions, not by people. Weights and thresholds",
    "were chosen on both sets, so the figures are a little kind.",
)


def show(rows: pd.DataFrame, figure: str, instrument: str) -> str:
    """Show a figure with its interval."""
    found = rows[(rows["figure"] == figure) & (rows["instrument"] == instrument)]
    if found.empty:
        return ""
    value, low, high, n = found.iloc[0][["value", "low", "high", "n"]]
    text = f"{value:.3f}" if abs(value) < 10 else f"{value:.0f}"  # noqa: PLR2004 - a rate
    text += "" if np.isnan(low) else f" [{low:.3f}, {high:.3f}]"
    return text + (f", n {n}" if n != rows["n"].iloc[0] else "")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
