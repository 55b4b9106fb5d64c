"""Count how often the stance model's calls are right, and write it into config.json.

    python training/tune_stance.py DATA --weights toolkit/data/stance-v3

For each question, kind of voice and sign the calls on development sets are put into bins of
like chances; bins whose shares of right calls do not rise are pooled (isotonic regression).
The package calls what lies in bins that are right often enough, and shows each call's share.
Stance is counted on mentions in news of many years, drawn by lot, and of 2016; portrayal on the
former alone, since NewsMTSC's sentences were chosen for having sentiment. For passages that stand
alone, of which nobody says whose words they are, both are counted on all of these. Prints the
figures, and the SHA-256 that belong into `HASHES` of toolkit/attitude/stance_model.py.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from stance_data import (
    HEADS,
    NONE,
    Sample,
    read_labels,
    read_modern,
    read_news,
    read_readings,
    read_voices,
)

from toolkit.attitude import stance_model as stance
from toolkit.attitude.stance_reading import cut_passage
from toolkit.base import NARRATOR, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LEAST_CHANCE = 0.3  # calls that are less sure are never made
LEAST_CALLS = 8  # of a bin
COUNTED = {"stance": ("labels", "voices", "readings"), "portrayal": ("labels",)}
VOICES = ([NARRATOR], [stance.SPEAKER], [NARRATOR, stance.SPEAKER])
LIKELY = 0.5  # a chance that may be a call
LEASTS = np.arange(0.02, 0.32, 0.02)  # chances for which passages may be read no further
MOST_LOST = 0.02  # of the calls, by reading no further

Counted = list[tuple[float, bool]]  # chances of calls, and whether they were right


def weigh(samples: Sequence[Sample], model: stance.Model) -> np.ndarray:
    """Weigh passages with shipped weights."""
    return stance.weigh([cut_passage(one.passage, model.tokenizer) for one in samples], model)


def pool(calls: Counted) -> list[stance.Bin]:
    """Put calls into bins of rising chances and rising shares of right ones."""
    bins: list[stance.Bin] = []
    at = 0
    ordered = sorted(calls)
    while at < len(ordered):
        some = ordered[at : at + LEAST_CALLS]
        if len(ordered) - at < 2 * LEAST_CALLS:
            some = ordered[at:]
        at += len(some)
        bins.append(stance.Bin(some[0][0], sum(right for _, right in some), len(some)))
        while len(bins) > 1 and bins[-2].right * bins[-1].n >= bins[-1].right * bins[-2].n:
            last = bins.pop()
            bins[-1] = stance.Bin(bins[-1].least, bins[-1].right + last.right, bins[-1].n + last.n)
    return bins


def make_alone(sample: Sample) -> Sample:
    """Take from a passage whose words it is."""
    return replace(sample, passage=replace(sample.passage, voice=UNKNOWN))


def choose_least(model: stance.Model, sets: dict[str, list[Sample]]) -> float:
    """Choose below which chances of the first answer a passage is read no further."""
    by_lot = [one for name in ("labels", "readings") for one in sets[name]]
    calls = weigh(by_lot, replace(model, least=0.0))[:, :, [0, 2]].max((1, 2)) >= LIKELY
    first = weigh(by_lot, replace(model, least=np.inf))[:, :, [0, 2]].max((1, 2))
    lost = {least: (calls & (first < least)).sum() / calls.sum() for least in LEASTS}
    least = max((one for one in LEASTS if lost[one] <= MOST_LOST), default=0.0)
    shares = f"{(first < least).mean():.2f} of passages read no further"
    print(f"least {least:.2f}: {shares}, {lost.get(least, 0):.3f} of calls lost", flush=True)
    return round(float(least), 2)


def list_calls(
    samples: Iterable[Sample], chances: np.ndarray, question: int, kind: str, sign: int
) -> Counted:
    """List the calls of one sign of a kind of voice, where readers answered the question."""
    calls = []
    for one, row in zip(samples, chances[:, question], strict=True):
        gold = getattr(one, HEADS[question])
        chance, other = (row[0], row[2]) if sign < 0 else (row[2], row[0])
        if gold != NONE and is_of(one, kind) and chance > other and chance >= LEAST_CHANCE:
            calls.append((round(float(chance), 4), gold == sign))
    return calls


def is_of(sample: Sample, kind: str) -> bool:
    """Tell whether a sample is of a kind of voice; each may stand alone."""
    return kind == stance.ALONE or (sample.passage.voice == NARRATOR) == (kind == NARRATOR)


def tell(  # noqa: PLR0913 - what to tell, of what, and how sure
    name: str,
    samples: Sequence[Sample],
    chances: np.ndarray,
    bins: dict,
    precision: float,
    told_kinds: Sequence[Sequence[str]],
) -> None:
    """Print how many calls of a set are right, and how many of its stances are called."""
    for question, head in enumerate(HEADS):
        for kinds in told_kinds:
            told = []
            for sign, label in stance.SIGNS.items():
                found = [
                    (chance, right)
                    for kind in kinds
                    for chance, right in list_calls(samples, chances, question, kind, sign)
                    if chance >= stance.find_least(bins[head][kind][label], precision)
                ]
                gold = sum(
                    getattr(one, head) == sign and any(is_of(one, kind) for kind in kinds)
                    for one in samples
                )
                right = sum(one for _, one in found)
                told.append(f"{label} {right} of {len(found)} right, of {gold}")
            print(name, head, "+".join(kinds), "; ".join(told), flush=True)


def main() -> None:
    """Read the arguments, count, and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--weights", type=Path, required=True)
    args = parser.parse_args()
    path = args.weights / "config.json"
    kinds = (NARRATOR, stance.SPEAKER, stance.ALONE)
    empty: dict[str, list] = {name: [] for name in stance.SIGNS.values()}
    bins = {head: {kind: dict(empty) for kind in kinds} for head in HEADS}
    path.write_text(json.dumps({"least": 0.0, "bins": bins}) + "\n", encoding="utf-8")
    stance.HASHES.update(hash_files(args.weights))
    model = stance.load_model()
    polnear = args.data / "polnear_dev.jsonl"
    sets = {
        "labels": read_labels("dev", args.data),
        "voices": read_voices(args.data / "voice_stance_dev.jsonl", polnear),
        "readings": read_readings("dev", polnear),
        "news": read_news(args.data / "newsmtsc_dev.jsonl"),
        "modern": read_modern(args.data),
    }
    least = choose_least(model, sets)
    model = replace(model, least=least)
    alone = {name: [make_alone(one) for one in samples] for name, samples in sets.items()}
    chances = {name: weigh(samples, model) for name, samples in sets.items()}
    chances_alone = {name: weigh(samples, model) for name, samples in alone.items()}
    for question, head in enumerate(HEADS):
        for kind in kinds:
            is_alone = kind == stance.ALONE
            found = chances_alone if is_alone else chances
            names = (*COUNTED[head], "news") if is_alone else COUNTED[head]
            for sign, label in stance.SIGNS.items():
                calls = [
                    call
                    for name in names
                    for call in list_calls(sets[name], found[name], question, kind, sign)
                ]
                bins[head][kind][label] = pool(calls)
    for name, samples in sets.items():
        for precision in (stance.PRECISION, 0.9):
            for kinds_told, found in ((VOICES, chances), (([stance.ALONE],), chances_alone)):
                print(precision, end=" ")
                tell(name, samples, found[name], bins, precision, kinds_told)
    path.write_text(json.dumps({"least": least, "bins": bins}) + "\n", encoding="utf-8")
    for name, digest in hash_files(args.weights).items():
        print(f'    "{name}": "{digest}",')


def hash_files(folder: Path) -> dict[str, str]:
    """Give the SHA-256 of the files that the package reads."""
    return {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in stance.HASHES
    }


if __name__ == "__main__":
    main()
