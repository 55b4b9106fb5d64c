"""Samples of stance for training and tuning: passages with a marked mention, and other names."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

HERE = Path(__file__).parent
FAMILY = HERE / "family_names.txt"
GIVEN = HERE.parent / "toolkit" / "data" / "given_names.csv"
DOUBT = 0.6  # weight of a sample that its reader marked as doubtful
NAME = re.compile(r"[A-Z][\w.'\u2019-]*(?: (?:of |the |and |de |al-|bin )?[A-Z][\w.'\u2019-]*)*")
NO_NAMES = frozenset(
    {
        *(
            "I",
            "He",
            "She",
            "They",
            "We",
            "You",
            "It",
            "Him",
            "Her",
            "Them",
            "His",
            "Their",
            "Our",
        ),
        *("My", "Your", "Its", "This", "That", "These", "Those", "The", "A", "An", "Who", "Mr."),
        *("Mrs.", "Ms."),
    }
)
POSSESSIVE = re.compile(r"['\u2019]s?$")
JOINT = " \u2026 "  # between the pieces of a passage that its cue interrupts


@dataclass(frozen=True, slots=True)
class Sample:
    """A passage with a marked mention; `soft` are the chances of -1, 0 and 1."""

    text: str
    start: int
    end: int
    soft: tuple[float, float, float]
    weight: float = 1.0
    source: str = "news"
    id: str = ""

    @property
    def mention(self) -> str:
        """The words of the target."""
        return self.text[self.start : self.end]


def harden(polarity: int) -> tuple[float, float, float]:
    """Make the chances of a label."""
    return tuple(float(polarity == one) for one in (-1, 0, 1))  # type: ignore[return-value]


def read_lines(path: Path) -> list[dict]:
    """Read JSON lines."""
    if not path.is_file():
        sys.exit(f"{path}: must hold JSON lines, see training/README.md; found no file")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def read_news(path: Path) -> list[Sample]:
    """Read the sentences of NewsMTSC."""
    return [
        Sample(row["sentence"], *row["target"], harden(row["polarity"]), id=row["id"])
        for row in read_lines(path)
    ]


def read_voices(path: Path, articles: Path) -> list[Sample]:
    """Read the passages of voice_stance: the pieces of a content in a row, and nothing else."""
    texts = {row["id"]: row["text"] for row in read_lines(articles)}
    return [make_voice(texts[row["article"]], row, "voice") for row in read_lines(path)]


def read_readings(part: str, articles: Path) -> list[Sample]:
    """Read our own labels of places in articles: a line has an article's readings."""
    texts = {row["id"]: row["text"] for row in read_lines(articles)}
    return [
        make_voice(texts[line["article"]], row, "reading")
        for line in read_lines(HERE / f"stance_readings_{part}.jsonl")
        for row in line["readings"]
    ]


def make_voice(text: str, row: dict, source: str) -> Sample:
    """Make a sample of a reading of a place in a text."""
    passage, start = join_passage(text, row["content"], row["target"][0])
    end = start + row["target"][1] - row["target"][0]
    weight = DOUBT if row.get("doubt") else 1.0
    return Sample(passage, start, end, harden(row["polarity"]), weight, source, row.get("id", ""))


def join_passage(text: str, content: Sequence[Sequence[int]], target: int) -> tuple[str, int]:
    """Put the pieces of a content together; gives it, and where in it a place of the text is."""
    passage, place = "", -1
    for start, end in content:
        passage += JOINT if passage else ""
        if start <= target < end:
            place = len(passage) + target - start
        passage += text[start:end]
    return passage, place


# --- names -------------------------------------------------------------------------------


def bare_name(mention: str) -> str:
    """Return the name that a mention is, without its possessive, or nothing."""
    bare = POSSESSIVE.sub("", mention)
    return bare if NAME.fullmatch(bare) and bare not in NO_NAMES else ""


def make_names(rng: random.Random) -> list[str]:
    """Make names of many origins and both genders, full ones and family names alone."""
    lines = GIVEN.read_text(encoding="utf-8").split()[1:]
    given = [line.split(",")[0].title() for line in lines]
    family = FAMILY.read_text(encoding="utf-8").split("\n")[:-1]
    return [f"{rng.choice(given)} {name}" for name in family for _ in range(3)] + family


def swap_name(sample: Sample, names: Sequence[str], rng: random.Random) -> Sample:
    """Put another name in the place of the target's, wherever the passage has it."""
    bare = bare_name(sample.mention)
    if not bare:
        return sample
    other = rng.choice(names)
    before = sample.text[: sample.start].replace(bare, other)
    after = sample.text[sample.start + len(bare) :].replace(bare, other)
    start, end = len(before), len(before) + len(other)
    kept = sample.end - sample.start - len(bare)
    return replace(sample, text=before + other + after, start=start, end=end + kept)


def softmax(scores: np.ndarray) -> np.ndarray:
    """Turn scores into chances."""
    powers = np.exp(scores - scores.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)


def measure(samples: Sequence[Sample], chances: np.ndarray) -> dict[str, float]:
    """Give macro-F1 and the precision of both calls, in percent."""
    gold = np.array([np.argmax(one.soft) for one in samples])
    said = chances.argmax(1)
    f1s = []
    for k in range(3):
        hits = ((gold == k) & (said == k)).sum()
        f1s.append(200 * hits / max(1, (gold == k).sum() + (said == k).sum()))
    right = [100 * (gold[said == k] == k).mean() if (said == k).any() else 0.0 for k in (0, 2)]
    names = ("f1", "negative_right", "positive_right", "neutral_said")
    values = (np.mean(f1s), *right, 100 * (said == 1).mean())
    return {name: round(float(value), 1) for name, value in zip(names, values, strict=True)}
