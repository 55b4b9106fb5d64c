"""Choose when the stance model calls a stance, and write it into config.json.

    python training/tune_stance.py DATA --weights toolkit/data/stance-v2

The dev sets are NewsMTSC's, and voice_stance_dev with stance_readings_dev. Temperature: the one
with the least log loss, of labels that both weigh alike. Least chances: of the pairs whose two
macro-F1 sum to at most SLACK less than the best, the one with the largest share of right calls
in running news, the mean of negative and positive.
Prints the figures, and the SHA-256 that belong into `HASHES` of toolkit/attitude/stance.py.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from itertools import product
from pathlib import Path

import numpy as np
from stance_data import Sample, measure, read_news, read_readings, read_voices, softmax

from toolkit.attitude import stance_model as stance
from toolkit.base.article import Span

LEAST = np.arange(0.30, 0.86, 0.02)
TEMPERATURES = np.arange(0.6, 2.55, 0.05)
SLACK = 1.5  # points


def score(samples: list[Sample]) -> np.ndarray:
    """Give the three scores (before softmax) of each sample, as shipped weights give them."""
    model = stance.load_model()
    return np.array(stance.weigh([(one.text, Span(one.start, one.end)) for one in samples], model))


def find_loss(samples: list[Sample], scores: np.ndarray, temperature: float) -> float:
    """Find the mean log loss of the labels."""
    chances = softmax(scores / temperature)
    gold = np.array([one.soft for one in samples])
    return float(-np.log((chances * gold).sum(1)).mean())


def call(chances: np.ndarray, negative: float, positive: float) -> np.ndarray:
    """Put calls in the place of chances: 1 for what is said, as `stance` decides it."""
    against, in_favour = chances[:, 0] / negative, chances[:, 2] / positive
    said = np.where(np.maximum(against, in_favour) < 1, 1, np.where(against > in_favour, 0, 2))
    return np.eye(3)[said]


def main() -> None:
    """Read the arguments, tune, and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--weights", type=Path, required=True)
    args = parser.parse_args()
    hashes = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in args.weights.iterdir()}
    stance.HASHES.update({name: hashes[name] for name in stance.HASHES})
    news = read_news(args.data / "newsmtsc_dev.jsonl")
    articles = args.data / "polnear_dev.jsonl"
    voice = read_voices(args.data / "voice_stance_dev.jsonl", articles)
    voice += read_readings("dev", articles)
    scores = {"news": score(news), "voice": score(voice)}
    losses = {
        t: find_loss(news, scores["news"], t) + find_loss(voice, scores["voice"], t)
        for t in TEMPERATURES
    }
    temperature = min(losses, key=lambda t: losses[t])
    chances = {name: softmax(found / temperature) for name, found in scores.items()}
    for name, samples in (("news", news), ("voice", voice)):
        print("likeliest", name, measure(samples, chances[name]))
    found = []
    for least in product(LEAST, LEAST):
        on_news = measure(news, call(chances["news"], *least))
        on_voice = measure(voice, call(chances["voice"], *least))
        right = (on_voice["negative_right"] + on_voice["positive_right"]) / 2
        found.append((right, on_news["f1"] + on_voice["f1"], least, on_news, on_voice))
    best = max(total for _, total, *_ in found)
    _, _, least, *figures = max(one for one in found if one[1] >= best - SLACK)
    print("tuned", np.round(least, 2), *figures)
    path = args.weights / "config.json"
    tuned = json.loads(path.read_text(encoding="utf-8")) | {
        "temperature": round(float(temperature), 2),
        "least_negative": round(float(least[0]), 2),
        "least_positive": round(float(least[1]), 2),
    }
    path.write_text(json.dumps(tuned) + "\n", encoding="utf-8")
    for name in stance.HASHES:
        print(f'"{name}": "{hashlib.sha256((args.weights / name).read_bytes()).hexdigest()}",')


if __name__ == "__main__":
    main()
