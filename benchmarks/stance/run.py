"""Measure stance and portrayal on development sets, beside the two lexicons.

Usage: python benchmarks/stance/run.py DATA_FOLDER
Takes some five minutes on one core. Writes RESULTS.md, for people, and results.csv, one row a
figure, beside this file. Of the data, only figures are kept.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1] / "training"))

from stance_data import (  # noqa: E402 - from the folder above
    NONE,
    Sample,
    make_samples,
    read_labels,
    read_modern,
    read_news,
    read_readings,
    read_voices,
)

from toolkit.attitude import score_sentiment  # noqa: E402
from toolkit.attitude.stance_model import (  # noqa: E402
    PRECISION,
    Judgement,
    Stance,
    weigh_passages,
)
from toolkit.attitude.stance_reading import Passage, list_named  # noqa: E402
from toolkit.base import NARRATOR, Article, Span  # noqa: E402
from toolkit.base.lexicon import read_given_names  # noqa: E402
from toolkit.engine import find_passages  # noqa: E402

FILES = ("newsmtsc_dev.jsonl", "voice_stance_dev.jsonl", "polnear_dev.jsonl", "modern_dev.jsonl")
NEWS = "NewsMTSC, dev"
VOICES = "running news by voice, dev"
LOT = "news of 2005 to 2026 by lot, dev"
MODERN = "modern_dev, by lot"
BASIL = "BASIL, dev"
CLASSES = (-1, 0, 1)
ROUNDS, SEED = 2000, 0  # of the bootstrap, over sentences or articles
NEUTRAL = 0.05  # a lexicon's score nearer to 0 counts as neutral, as VADER's authors say
MOST_PASSAGES = 250  # of each set, in which names are replaced
NAMES_EACH = 10  # of the fifty, drawn for each passage
BINS = (0.0, 0.7, 0.8, 0.9, 0.95, 1.01)  # of the precision that a call claims
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


def main(folder: Path) -> None:
    """Measure everything, print it, and write the two files."""
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        sys.exit(
            f"{folder}: must hold the data sets of the benchmark; missing {', '.join(missing)}"
        )
    polnear = folder / "polnear_dev.jsonl"
    voices = read_voices(folder / "voice_stance_dev.jsonl", polnear)
    data = {
        NEWS: read_news(folder / "newsmtsc_dev.jsonl"),
        VOICES: voices + read_readings("dev", polnear),
        LOT: read_labels("dev", folder),
        MODERN: read_modern(folder),
        BASIL: read_basil(folder / "basil_dev.jsonl"),
    }
    rows: list[dict] = []
    judged: dict[str, list[dict[str, Judgement]]] = {}
    for name, samples in data.items():
        began = time.process_time()
        found = judge_passages([one.passage for one in samples], alone=name == NEWS)
        pace = len(samples) / (time.process_time() - began)
        judged[name] = [{"stance": one, "portrayal": one.portrayal} for one in found]
        rows.append(make_row("stance", name, "passages per CPU-second", len(samples), pace))
        for question in ("stance", "portrayal"):
            rows += measure_question(question, name, samples, judged[name])
    rows += measure_lexicons(VOICES, data[VOICES], "stance")
    rows += measure_lexicons(NEWS, data[NEWS], "portrayal")
    rows += measure_names(data)
    table = pd.DataFrame(rows)
    table.to_csv(HERE / "results.csv", index=False, float_format="%.4f")
    report = write_report(table, data) + write_reliability(data, judged)
    (HERE / "RESULTS.md").write_text(report, "utf-8")
    print(report)


def read_basil(path: Path) -> list[Sample]:
    """Read spans of slant, in sentences that name the target: how people say it is shown."""
    samples = []
    for line in map(json.loads, path.read_text("utf-8").splitlines()):
        article = Article(line["text"])
        named = list_named(article)
        sentences = [s for passage in find_passages(article) for s in passage.find_sentences()]
        rows = []
        for span in line["spans"]:
            start = span["span"][0]
            around = [s for s in sentences if s.start <= start < s.end]
            wanted = span["target"].split()[-1].casefold()
            inside = [
                place
                for place, _ in named
                if around and place in around[0]
                if wanted in place.of(article.text).casefold()
            ]
            if inside:
                rows.append(
                    {
                        "content": [[around[0].start, around[0].end]],
                        "target": [inside[0].start, inside[0].end],
                        "voice": "a speaker" if span["quote"] else NARRATOR,
                        "polarity": NONE,
                        "portrayal": 1 if span["polarity"] == "pos" else -1,
                    }
                )
        samples += make_samples(line["text"], rows, "basil", line["id"])
    return samples


def make_row(  # noqa: PLR0913 - the columns of results.csv
    instrument: str, data: str, figure: str, n: int, value: float,
    low: float = np.nan, high: float = np.nan,
) -> dict:  # fmt: skip
    """Make a row of results.csv."""
    return {"instrument": instrument, "data": data, "figure": figure, "n": n, "value": value,
            "low": low, "high": high}  # fmt: skip


def judge_passages(passages: list[Passage], *, alone: bool = False) -> list[Stance]:
    """Answer both questions as `stance_table` does, or `score_stance` of sentences alone."""
    return [weighed.judge(PRECISION) for weighed in weigh_passages(passages, alone=alone)]


# ---- against labels --------------------------------------------------------------------------


def measure_question(
    question: str, data: str, samples: list[Sample], judged: list[dict[str, Judgement]]
) -> list[dict]:
    """Compare chances and calls with the labels, for all voices and for the narrator alone."""
    known = [i for i, one in enumerate(samples) if getattr(one, question) != NONE]
    if not known:
        return []
    some = [samples[i] for i in known]
    answers = [judged[i][question] for i in known]
    gold = np.array([getattr(one, question) for one in some])
    likeliest = np.array(
        [np.argmax([one.negative, one.neutral, one.positive]) - 1 for one in answers]
    )
    called = np.array([one.polarity for one in answers])
    groups = [one.group for one in some]
    rows = bootstrap(question, data, "macro-F1", groups, gold, likeliest)
    for name in CALLS:
        rows += bootstrap(question, data, name, groups, gold, called)
    told = np.array([one.passage.voice == NARRATOR for one in some])
    calls = told & (called != 0)
    if question == "stance" and calls.any():
        right = (gold == called)[calls].mean()
        rows.append(
            make_row(question, data, "precision of the narrator's calls", int(calls.sum()), right)
        )
    scores = np.array([one.score for one in answers])
    rho = stats.spearmanr(scores, gold).statistic
    return [*rows, make_row(question, data, "rank correlation of score", len(some), rho)]


def find_f1(gold: NDArray[np.int64], said: NDArray[np.int64]) -> float:
    """Give macro-F1."""
    hits = [((gold == one) & (said == one)).sum() for one in CLASSES]
    sums = [(gold == one).sum() + (said == one).sum() for one in CLASSES]
    return float(np.mean([2 * hit / max(1, total) for hit, total in zip(hits, sums, strict=True)]))


def find_precision(gold: NDArray[np.int64], said: NDArray[np.int64], *signs: int) -> float:
    """Give the share of calls that are right; NaN where there are none."""
    calls = np.isin(said, signs)
    return float((gold == said)[calls].mean()) if calls.any() else np.nan


def find_recall(gold: NDArray[np.int64], said: NDArray[np.int64], *signs: int) -> float:
    """Give the share of what readers call that is called."""
    wanted = np.isin(gold, signs)
    return float((gold == said)[wanted].mean()) if wanted.any() else np.nan


CALLS = {
    "precision of calls": (find_precision, (-1, 1)),
    "precision of negative calls": (find_precision, (-1,)),
    "precision of positive calls": (find_precision, (1,)),
    "recall": (find_recall, (-1, 1)),
    "recall of negative": (find_recall, (-1,)),
    "recall of positive": (find_recall, (1,)),
}


def bootstrap(  # noqa: PLR0913 - two lists and what to do with them
    instrument: str,
    data: str,
    figure: str,
    groups: list[str],
    gold: NDArray[np.int64],
    said: NDArray[np.int64],
) -> list[dict]:
    """Give a figure with its 95 % interval over sentences or articles."""
    find, signs = CALLS.get(figure, (find_f1, ()))
    numbers = pd.factorize(pd.Series(groups))[0]
    members = [np.flatnonzero(numbers == number) for number in range(numbers.max() + 1)]
    rng = np.random.default_rng(SEED)
    drawn = []
    for _ in range(ROUNDS):
        some = np.concatenate([members[i] for i in rng.integers(len(members), size=len(members))])
        drawn.append(find(gold[some], said[some], *signs))
    low, high = np.nanquantile(drawn, [0.025, 0.975])
    counted = said if find is find_precision else gold
    n = int(np.isin(counted, signs).sum()) if signs else len(gold)
    return [make_row(instrument, data, figure, n, find(gold, said, *signs), low, high)]


def measure_lexicons(data: str, samples: list[Sample], question: str) -> list[dict]:
    """Take the score of the whole passage for the answer about any target in it."""
    rows: list[dict] = []
    gold = np.array([getattr(one, question) for one in samples])
    groups = [one.group for one in samples]
    texts = [one.passage.text[one.passage.start :] for one in samples]
    for instrument in ("vader", "textblob"):
        scores = np.nan_to_num(score_sentiment(texts, instrument=instrument))
        said = np.where(np.abs(scores) < NEUTRAL, 0, np.sign(scores)).astype(int)
        rows += bootstrap(instrument, data, "macro-F1", groups, gold, said)
        for name in CALLS:
            rows += bootstrap(instrument, data, name, groups, gold, said)
    return rows


# ---- names -----------------------------------------------------------------------------------


def measure_names(data: dict[str, list[Sample]]) -> list[dict]:
    """Put other names in the place of a person's, target or not, and see what changes."""
    rows = []
    names = (*POLITICIANS, *OTHERS)
    for name in (NEWS, VOICES, LOT):
        pairs = [
            (one.passage, person)
            for one in data[name]
            for person in sorted({span.of(one.passage.text) for span, _ in one.passage.names})
            if is_person(person)
        ]
        rng = np.random.default_rng(SEED)
        chosen = [pairs[i] for i in rng.permutation(len(pairs))[:MOST_PASSAGES]]
        before = judge_passages([read_again(passage) for passage, _ in chosen])
        replaced = [
            replace_name(passage, person, names[i])
            for passage, person in chosen
            for i in rng.permutation(len(names))[:NAMES_EACH]
        ]
        after = judge_passages([read_again(passage) for passage in replaced])
        changes, flips = [], []
        for number, two in enumerate(after):
            one = before[number // NAMES_EACH]
            changes += [
                abs(one.score - two.score), abs(one.portrayal.score - two.portrayal.score)
            ]  # fmt: skip
            flips += [
                one.polarity != two.polarity,
                one.portrayal.polarity != two.portrayal.polarity,
            ]
        for figure, found in (("change of score by name", changes), ("flips by name", flips)):
            by_passage = np.reshape(found, (len(chosen), -1)).mean(axis=1)
            drawn = rng.choice(by_passage, (ROUNDS, len(chosen))).mean(axis=1)
            low, high = np.quantile(drawn, [0.025, 0.975])
            rows.append(make_row("stance", name, figure, len(found), by_passage.mean(), low, high))
    return rows


def is_person(mention: str) -> bool:
    """Tell whether a mention is a given name and a family name."""
    words = mention.split()
    is_full = len(words) == 2 and words[1].isalpha()  # noqa: PLR2004 - two names
    return is_full and words[0].casefold() in read_given_names()


def replace_name(passage: Passage, person: str, other: str) -> Passage:
    """Put another name in the place of a person's, wherever the passage has it in full."""
    text = passage.text
    before = text[: passage.target.start].replace(person, other)
    target = passage.target.of(text).replace(person, other)
    start = text[: passage.start].replace(person, other)
    whole = before + target + text[passage.target.end :].replace(person, other)
    span = Span(len(before), len(before) + len(target))
    return replace(passage, text=whole, start=len(start), target=span)


def read_again(passage: Passage) -> Passage:
    """Find the names of a passage anew, from its words alone."""
    return replace(passage, names=tuple(list_named(Article(passage.text))))


# ---- report ----------------------------------------------------------------------------------


def write_report(table: pd.DataFrame, data: dict[str, list[Sample]]) -> str:
    """Write the figures in sentences and tables."""
    lines = [
        "# Stance and portrayal, measured",
        "",
        f"`score_stance`, {time.strftime('%Y-%m-%d')}; made by",
        "`python benchmarks/stance/run.py DATA_FOLDER`.",
        "",
    ]
    for name, samples in data.items():
        rows = table[table["data"] == name]
        shown = [one for one in INSTRUMENTS if one in {*rows["instrument"]}]
        lines += [f"## {name} ({len(samples)} mentions)", ""]
        lines += ["| figure | " + " | ".join(shown) + " |", "|---" * (len(shown) + 1) + "|"]
        lines += [
            f"| {figure} | " + " | ".join(show(rows, figure, one) for one in shown) + " |"
            for figure in rows["figure"].unique()
        ]
        lines.append("")
    return "\n".join([*lines, *NOTES]) + "\n"


INSTRUMENTS = ("stance", "portrayal", "vader", "textblob")
NOTES = (
    "Intervals are 95 % (bootstrap over sentences of NewsMTSC, over articles elsewhere). Macro-F1",
    "takes the likeliest class; calls are what `score_stance` calls, and recall is how many of",
    "the mentions that readers call are called so. For VADER and TextBlob the score of the whole",
    f"passage stands for the stance toward any target. Names: up to {MOST_PASSAGES} passages a",
    "set with a person's given and family name, the target's or another's, in whose place ten of",
    "fifty other names are put (15 politicians, 35 common names of several origins and genders);",
    "intervals are over passages.",
    "",
    "NewsMTSC: Hamborg and Donnay 2021; its sentences were chosen for having sentiment, and tell",
    "portrayal. Running news: mentions in quotations and narration of PolNeAR's dev articles",
    "(voice_stance_dev, and training/stance_readings_dev.jsonl). By lot: mentions in 127 texts",
    "of many years (training/stance_labels_dev.jsonl). Which calls are made was counted",
    "on these three, so their figures are a little kind; nothing was chosen on modern_dev and",
    "BASIL (Fan and others 2019: people's spans, all of them slanted, in sentences that name the",
    "target). All but NewsMTSC and BASIL are labels by reading with a language model under",
    "written conventions, not by people.",
)


def show(rows: pd.DataFrame, figure: str, instrument: str) -> str:
    """Show a figure with its interval."""
    found = rows[(rows["figure"] == figure) & (rows["instrument"] == instrument)]
    if found.empty:
        return ""
    value, low, high, n = found.iloc[0][["value", "low", "high", "n"]]
    text = f"{value:.3f}" if abs(value) < 10 else f"{value:.0f}"  # noqa: PLR2004 - a rate
    text += "" if np.isnan(low) else f" [{low:.3f}, {high:.3f}]"
    return f"{text}, n {n}"


def write_reliability(
    data: dict[str, list[Sample]], judged: dict[str, list[dict[str, Judgement]]]
) -> str:
    """Show how often calls are right by the precision that they claim, on all sets."""
    lines = ["", "## What calls claim, and how often they are right", ""]
    lines += ["| question | data | claimed | calls | right |", "|---|---|---|---|---|"]
    for question in ("stance", "portrayal"):
        for name, samples in data.items():
            pairs = [
                (one[question].precision, one[question].polarity == getattr(sample, question))
                for sample, one in zip(samples, judged[name], strict=True)
                if one[question].polarity and getattr(sample, question) != NONE
            ]
            for low, high in pairwise(BINS):
                inside = [right for claimed, right in pairs if low <= claimed < high]
                if inside:
                    claimed = f"{100 * low:.0f} to {100 * min(high, 1):.0f} %"
                    share = f"{100 * np.mean(inside):.0f} %"
                    lines.append(f"| {question} | {name} | {claimed} | {len(inside)} | {share} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
