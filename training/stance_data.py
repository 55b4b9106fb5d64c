"""Samples of stance and portrayal for training and tuning: passages with a marked mention."""

from __future__ import annotations

import hashlib
import json
import sys
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from modern_data import read_source

from toolkit.attitude.stance_reading import Mention, Passage, join_passage, list_named
from toolkit.base import NARRATOR, UNKNOWN, Article, Span
from toolkit.engine import find_passages

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

HERE = Path(__file__).parent
DOUBT = 0.6  # weight of a sample that its reader marked as doubtful
HEADS = ("stance", "portrayal")
QUOTED = "a speaker"  # in readings of PolNeAR, whose speakers are known by their place alone
POLNEAR = {"polnear": "polnear_train.jsonl", "polnear_dev": "polnear_dev.jsonl"}
MOST = 25_000  # characters of an article that mentions were drawn from
NONE = -100  # where a label is missing, as torch's cross-entropy leaves it out


@dataclass(frozen=True, slots=True)
class Sample:
    """A passage with what readers say of its target: -1, 0 or 1, or `NONE` where nobody did."""

    passage: Passage
    stance: int
    portrayal: int
    weight: float
    source: str
    group: str  # the article
    by_lot: bool = False


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Read JSON lines."""
    if not path.is_file():
        sys.exit(f"{path}: must hold JSON lines, see training/README.md; found no file")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


@cache
def read_texts(path: Path) -> dict[str, str]:
    """Read the texts of articles by their ids."""
    return {row["id"]: row["text"] for row in read_lines(path)}


def read_news(path: Path) -> list[Sample]:
    """Read the sentences of NewsMTSC, which tell the portrayal."""
    samples = []
    for row in read_lines(path):
        text = row["sentence"]
        passage = Passage(text, 0, Span(*row["target"]), tuple(list_named(Article(text))))
        samples.append(Sample(passage, NONE, row["polarity"], 1.0, "news", row["id"]))
    return samples


def read_voices(path: Path, articles: Path) -> list[Sample]:
    """Read voice_stance: mentions in the contents of quotations and in narration."""
    rows = defaultdict(list)
    for row in read_lines(path):
        voice = NARRATOR if row["voice"] == NARRATOR else row["voice"] or UNKNOWN
        rows[row["article"]].append(row | {"voice": voice})
    texts = read_texts(articles)
    return [
        sample
        for name, some in rows.items()
        for sample in make_samples(texts[name], some, "voice", name)
    ]


def read_readings(part: str, articles: Path) -> list[Sample]:
    """Read our own labels in PolNeAR: a mention inside a quotation is somebody's, else told."""
    lines = {row["id"]: row for row in read_lines(articles)}
    samples = []
    for line in read_lines(HERE / f"stance_readings_{part}.jsonl"):
        article = lines[line["article"]]
        quoted = [piece for said in article["attributions"] for piece in said["content"]]
        rows = [
            row
            | {
                "voice": QUOTED
                if any(start <= row["target"][0] < end for start, end in quoted)
                else NARRATOR
            }
            for row in line["readings"]
        ]
        samples += make_samples(article["text"], rows, "reading", line["article"])
    return samples


def read_labels(part: str, data: Path) -> list[Sample]:
    """Read our labels of both questions in news of many years: a line has an article's."""
    samples = []
    for line in read_lines(HERE / f"stance_labels_{part}.jsonl"):
        text = read_labelled(line, data)
        name = f"{line['source']}-{line['id']}"
        samples += make_samples(text, line["readings"], "label", name)
    return samples


def read_labelled(line: dict[str, Any], data: Path) -> str:
    """Read the text of a line of labels, and hold it against its SHA-256."""
    if line["source"] in POLNEAR:
        text = read_texts(data / POLNEAR[line["source"]])[line["id"]]
    else:
        text = read_source(line["source"], line["id"], data)
    text = text[:MOST]
    found = hashlib.sha256(text.encode()).hexdigest()
    if found != line["sha256"]:
        place = f"{line['source']} {line['id']}"
        raise ValueError(f"{place}: must have the SHA-256 {line['sha256']}; found {found}")
    return text


def read_modern(data: Path) -> list[Sample]:
    """Read voice_stance_modern_dev: nothing is learned from it or chosen on it."""
    texts = read_texts(data / "modern_dev.jsonl")
    rows = defaultdict(list)
    for row in read_lines(data / "voice_stance_modern_dev.jsonl"):
        rows[row["article"]].append(row)
    return [
        sample
        for name, some in rows.items()
        for sample in make_samples(texts[name], some, "modern", name)
    ]


def make_samples(
    text: str, rows: Iterable[dict[str, Any]], source: str, name: str
) -> list[Sample]:
    """Make the samples of an article from places in it."""
    article = Article(text)
    named = list_named(article)
    sentences = [span for passage in find_passages(article) for span in passage.find_sentences()]
    samples = []
    for row in rows:
        pieces = [Span(*piece) for piece in row["content"]]
        target = Span(*row["target"])
        if not any(target in piece for piece in pieces):
            continue  # a content whose pieces were drawn without the target
        earlier = [span for span in sentences if span.end <= pieces[0].start]
        before = earlier[-1] if earlier else None
        mention = Mention(row["voice"], "", tuple(pieces), target, before)
        passage = join_passage(text, mention, named)
        weight = DOUBT if row.get("doubt") else 1.0
        portrayal = row.get("portrayal", NONE)
        by_lot = bool(row.get("lot", False))
        samples.append(Sample(passage, row["polarity"], portrayal, weight, source, name, by_lot))
    return samples


def softmax(scores: np.ndarray) -> np.ndarray:
    """Turn scores into chances."""
    powers = np.exp(scores - scores.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)


def measure(gold: Sequence[int], chances: np.ndarray) -> dict[str, float]:
    """Give macro-F1 and the precision of both calls, in percent, of the likeliest classes."""
    known, said = np.array(gold) + 1, chances.argmax(1)
    f1s = []
    for k in range(3):
        hits = ((known == k) & (said == k)).sum()
        f1s.append(200 * hits / max(1, (known == k).sum() + (said == k).sum()))
    found = {"f1": np.mean(f1s)}
    for k, name in ((0, "negative"), (2, "positive")):
        found[f"{name}_calls"] = (said == k).sum()
        found[f"{name}_right"] = (
            100 * ((said == k) & (known == k)).sum() / max(1, (said == k).sum())
        )
        found[f"{name}_found"] = (
            100 * ((said == k) & (known == k)).sum() / max(1, (known == k).sum())
        )
    return {name: round(float(value), 1) for name, value in found.items()}
