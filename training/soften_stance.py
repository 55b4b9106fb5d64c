"""Let teachers label the training data and unlabelled passages, for train_stance.py --teacher.

    python training/soften_stance.py DATA CHECKPOINT ENCODER [CHECKPOINT ENCODER ...] --out FILE

Each sample gets the mean chances of all teachers, labelled ones mixed with their own label. The
unlabelled ones are contents and narrators' sentences of polnear_train.jsonl and sentences of
newsmtsc_train.jsonl, each with a name in it as the target: in the latter another than the labelled
ones.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from stance_data import (
    NAME,
    Sample,
    bare_name,
    join_passage,
    read_lines,
    read_news,
    read_readings,
    read_voices,
    softmax,
)
from train_stance import SEED, Cutter, Stance, predict
from transformers import AutoConfig, AutoModel

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NO_LABEL = (0.0, 0.0, 0.0)
NO_TARGETS = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|"
    r"August|September|October|November|December|[A-Z]|Now|But|And|So|In|If|When|What|Why|How|As"
    r"|For|There|Yes|No|Well|Not|On|At|By|With|After|While|More|Most|Some|All|One|Also|Although"
)


def list_passages(path: Path, rng: random.Random) -> list[Sample]:
    """List passages of articles, each with a name in it, in chance order."""
    samples = []
    for article in read_lines(path):
        text = article["text"]
        contents = [said["content"] for said in article["attributions"]]
        taken = [tuple(span) for content in contents for span in content]
        sentences = [[match.span()] for match in re.finditer(r"[^\n]+?[.!?](?=\s|$)", text)]
        told = [
            [span]
            for [span] in sentences
            if not any(a < span[1] and span[0] < b for a, b in taken)
        ]
        for content in [*contents, *told[::4]]:
            names = [
                (start + first, start + last)
                for start, end in content
                for first, last in find_targets(text[start:end])
            ]
            if names:
                first, last = rng.choice(names)
                passage, start = join_passage(text, content, first)
                end = start + last - first
                samples.append(Sample(passage, start, end, NO_LABEL, source="free"))
    return samples


def list_others(labelled: Sequence[Sample], rng: random.Random) -> list[Sample]:
    """List one other name in each labelled sentence that has one."""
    taken: dict[str, list[Sample]] = {}
    for one in labelled:
        taken.setdefault(one.text, []).append(one)
    samples = []
    for text, targets in taken.items():
        names = [
            (start, end)
            for start, end in find_targets(text)
            if not any(one.start < end and start < one.end for one in targets)
        ]
        if names:
            samples.append(Sample(text, *rng.choice(names), NO_LABEL, source="free"))
    return samples


def find_targets(text: str) -> Iterator[tuple[int, int]]:
    """Find the names in a text that may be targets."""
    for match in NAME.finditer(text):
        bare = bare_name(match.group())
        if bare and not NO_TARGETS.fullmatch(match.group()):
            yield match.start(), match.start() + len(bare)


def main() -> None:
    """Read the arguments, label, and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("teachers", type=Path, nargs="+", help="checkpoint and encoder, in turn")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--own", type=float, default=0.5, help="weight of a sample's own label")
    args = parser.parse_args()
    torch.set_num_threads(1)
    rng = random.Random(SEED)  # noqa: S311 - no secrets
    articles = args.data / "polnear_train.jsonl"
    news = read_news(args.data / "newsmtsc_train.jsonl")
    samples = news + read_voices(args.data / "voice_stance_train.jsonl", articles)
    samples += read_readings("train", articles)
    samples += list_passages(articles, rng) + list_others(news, rng)
    chances = np.zeros((len(samples), 3))
    teachers = list(zip(args.teachers[::2], args.teachers[1::2], strict=True))
    for checkpoint, encoder in teachers:
        config = AutoConfig.from_pretrained(encoder)
        model = Stance(AutoModel.from_config(config, add_pooling_layer=False))
        model.load_state_dict(torch.load(checkpoint, weights_only=True))
        scores = predict(model, Cutter(encoder, hide=False), samples, bf16=True)
        chances += softmax(scores) / len(teachers)
    own = np.array([one.soft for one in samples])
    share = np.where(own.sum(1, keepdims=True) > 0, args.own, 0.0)
    mixed = share * own + (1 - share) * chances
    with args.out.open("w", encoding="utf-8") as out:
        for one, soft in zip(samples, mixed.round(4).tolist(), strict=True):
            out.write(json.dumps(asdict(replace(one, soft=tuple(soft)))) + "\n")


if __name__ == "__main__":
    main()
