"""Measure roles and gender of speakers, and how often the intervals of shares hold the truth.

    uv run python benchmarks/roles/run.py DATA [--plain]

DATA holds roles_dev.jsonl, speakers_dev.jsonl, polnear_dev.jsonl, modern_dev.jsonl and
polnear_train.jsonl. Speakers are given with the places of their sources (of modern_dev, where
their names stand); with `--plain` they are found in plain text first, and those that are found
count. The population of the intervals are the 840 articles of PolNeAR's train part: samples of
articles are drawn from it, and the share of some kind of quotation in all of it is the truth.
Prints the figures and writes results.csv beside this file. The same input gives the same figures.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
from collections import Counter
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.attribution import find_attributions, profile_speakers
from toolkit.base import Article, Attribution, Gender, Kind, Quotation, Role, Span, Speaker
from toolkit.tables.intervals import estimate_clustered_share, estimate_share

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.attribution import Profile

HERE = Path(__file__).parent
COLUMNS = ["instrument", "data", "figure", "n", "value", "low", "high"]
SIZES, DRAWS, SEED = (20, 50, 200), 500, 19
CALLED = {"f": "woman", "m": "man"}
Row = dict[str, Any]  # a line of JSON, whose fields others decided
Figure = tuple[str, str, str, int, float, float, float]


def read(path: Path) -> list[Row]:
    """Read a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def list_given(data: Path) -> Iterator[tuple[Article, list[Attribution], dict[str, list[str]]]]:
    """List the articles with their true attributions, and the names of each speaker."""
    items = {row["id"]: row for row in read(data / "polnear_dev.jsonl")}
    for row in read(data / "speakers_dev.jsonl"):
        item = items[row["id"]]
        found = {one["id"]: one for one in item["attributions"]}
        said = [
            {**one, "source": found[one["attribution"]]["source"] or []} for one in row["speakers"]
        ]
        yield from make_given(row["id"], item["text"], said)
    for row in read(data / "modern_dev.jsonl"):
        said = [
            {**one, "source": find_places(row["text"], one["names"])}
            for one in row["attributions"]
        ]
        yield from make_given(row["id"], row["text"], said)


def find_places(text: str, names: Sequence[str]) -> list[list[int]]:
    """Find where each of some names stands first."""
    starts = ((text.find(name), name) for name in names)
    return sorted([start, start + len(name)] for start, name in starts if start >= 0)[:1]


def make_given(
    name: str, text: str, said: Sequence[Row]
) -> Iterator[tuple[Article, list[Attribution], dict[str, list[str]]]]:
    """Make an article with attributions that name the right speakers."""
    article = Article(text, id=name, language="en")
    sources: dict[str, set[Span]] = {}
    names: dict[str, list[str]] = {}
    for one in said:
        spans = {Span(start, end) for start, end in one["source"]}
        sources.setdefault(one["speaker"], set()).update(spans)
        names.setdefault(one["speaker"], [one["speaker"]]).extend(one["names"])
    content = (Span(0, 1),)
    attributions = [
        Attribution(
            Quotation(content, source=tuple(Span(a, b) for a, b in one["source"])),
            Speaker(one["speaker"], Kind(one["kind"]), tuple(sorted(sources[one["speaker"]]))),
        )
        for one in said
        if one["speaker"] and one["kind"] != Kind.UNKNOWN
    ]
    yield article, attributions, names


def match(profiles: dict[str, Profile], names: Sequence[str]) -> Profile | None:
    """Find the speaker who goes by one of some names, of which the first are the best."""
    folded = {name.lower().removeprefix("the "): profile for name, profile in profiles.items()}
    found = (folded.get(name.lower().removeprefix("the ")) for name in names)
    return next(filter(None, found), None)


def score_speakers(data: Path, *, is_plain: bool) -> Iterator[Figure]:
    """Score roles and genders."""
    labels: dict[tuple[str, str], Row] = {
        (row["article"], row["speaker"]): row for row in read(data / "roles_dev.jsonl")
    }
    found: dict[str, list[tuple[Row, Profile]]] = {"text": [], "names": []}
    for article, given, names in list_given(data):
        attributions = find_attributions(article) if is_plain else given
        for gender_by, pairs in found.items():
            profiles = profile_speakers(article, attributions, gender_by=gender_by)
            for speaker, own in names.items():
                profile = match(profiles, own)
                if profile is not None and (article.id, speaker) in labels:
                    pairs.append((labels[article.id, speaker], profile))
    part = "roles_dev, from plain text" if is_plain else "roles_dev"
    yield make_figure("roles", part, "speakers found", len(found["text"]), len(labels))
    yield from score_roles(found["text"], part)
    for gender_by, pairs in found.items():
        yield from score_genders(pairs, part, gender_by)


def make_figure(instrument: str, data: str, figure: str, hits: int, base: int) -> Figure:
    """Make a row of the results: a share with its interval."""
    share = estimate_share(hits, base)
    return instrument, data, figure, base, share.value, share.low, share.high


def score_roles(pairs: Sequence[tuple[Row, Profile]], part: str) -> Iterator[Figure]:
    """Count right and unknown roles: of all, where the text tells it, and by role."""
    right = [p.role in {row["role"], row["also"]} for row, p in pairs]
    told = [row["evidence"] is not None and not row["world"] for row, _ in pairs]
    unknown = sum(p.role is Role.UNKNOWN for _, p in pairs)
    yield make_figure("roles", part, "role right", sum(right), len(pairs))
    in_text = sum(r and t for r, t in zip(right, told, strict=True))
    yield make_figure("roles", part, "role right where the text tells it", in_text, sum(told))
    yield make_figure("roles", part, "role unknown", unknown, len(pairs))
    decided = len(pairs) - unknown
    yield make_figure("roles", part, "role right, of those decided", sum(right), decided)
    counts = Counter(row["role"] for row, _ in pairs)
    hits = Counter(row["role"] for (row, _), r in zip(pairs, right, strict=True) if r)
    for role, n in counts.most_common():
        yield make_figure("roles", part, f"role right, {role}", hits[role], n)


def score_genders(
    pairs: Sequence[tuple[Row, Profile]], part: str, gender_by: str
) -> Iterator[Figure]:
    """Count the genders that are decided, and the right ones, of women and men apart."""
    persons = [(row, p) for row, p in pairs if row["gender"] != "none"]
    decided = [(row, p) for row, p in persons if p.gender not in {Gender.UNKNOWN, Gender.NONE}]
    true = [(row["world_gender"] or row["gender"], p.gender) for row, p in decided]
    known = [(label, gender) for label, gender in true if label != "unknown"]
    by = f", by {gender_by}"
    yield make_figure("gender", part, f"decided{by}", len(decided), len(persons))
    yield make_figure("gender", part, f"right{by}", sum(a == b for a, b in known), len(known))
    for label in ("woman", "man"):
        own = [gender for one, gender in known if one == label]
        all_of = sum(row["gender"] == label for row, _ in persons)
        yield make_figure(
            "gender", part, f"right, {label}{by}", own.count(Gender(label)), len(own)
        )
        n = sum(row["gender"] == label for row, _ in decided)
        yield make_figure("gender", part, f"decided, {label}{by}", n, all_of)


def score_intervals(data: Path) -> Iterator[Figure]:
    """Draw samples of articles, and count how often the interval holds the share in all."""
    items = read(data / "polnear_train.jsonl")
    generator = random.Random(SEED)  # noqa: S311 - a fixed draw, no secret
    for size in SIZES:
        held = n = 0
        for is_words in (False, True):
            for kind, counts in count_kinds(items, is_words=is_words).items():
                truth = sum(hit for hit, _ in counts) / sum(base for _, base in counts)
                own = 0
                for _ in range(DRAWS):
                    drawn = [generator.choice(counts) for _ in range(size)]
                    hits, bases = zip(*drawn, strict=True)
                    share = estimate_clustered_share(hits, bases)
                    own += share.low <= truth <= share.high
                held, n = held + own, n + DRAWS
                figure = f"{size} articles, {'words' if is_words else 'quotations'} {kind}"
                yield make_figure("intervals", "PolNeAR train", figure, own, DRAWS)
        yield make_figure("intervals", "PolNeAR train", f"{size} articles, all", held, n)


def count_kinds(items: Sequence[Row], *, is_words: bool) -> dict[str, list[tuple[int, int]]]:
    """Count quotations of some kinds, and all, in each article: by their number or words."""
    kinds: dict[str, list[tuple[int, int]]] = {}
    for item in items:
        text = item["text"]
        weights, own = [], []
        for one in item["attributions"]:
            words = sum(len(text[start:end].split()) for start, end in one["content"])
            weights.append(words if is_words else 1)
            source = " ".join(text[start:end] for start, end in one["source"] or [])
            own.append(tell_kinds(one["form"], source))
        for kind in ("direct", "named", "pronoun", "official", "woman"):
            hits = sum(w for w, found in zip(weights, own, strict=True) if kind in found)
            kinds.setdefault(kind, []).append((hits, sum(weights)))
    return kinds


def tell_kinds(form: str, source: str) -> set[str]:
    """Tell of which kinds a quotation is, by form and the words of its source."""
    words = source.lower().split()
    found = {form}
    if source[:1].isupper() and len(words) > 1:
        found.add("named")
    if words in (["he"], ["she"], ["they"]):
        found.add("pronoun")
    if {"official", "officials", "spokesman", "spokeswoman", "mayor", "gov."} & {*words}:
        found.add("official")
    if {"she", "clinton", "woman", "women", "mrs."} & {*words}:
        found.add("woman")
    return found


def main() -> None:
    """Print the figures and write them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--plain", action="store_true")
    args = parser.parse_args()
    parts = [score_intervals(args.data), score_speakers(args.data, is_plain=False)]
    if args.plain:
        parts.append(score_speakers(args.data, is_plain=True))
    with (HERE / "results.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        for instrument, data, figure, n, *values in chain.from_iterable(parts):
            writer.writerow([instrument, data, figure, n, *(f"{value:.4f}" for value in values)])
            print(f"{instrument}, {data}, {figure}: {values[0]:.3f} (n = {n})", flush=True)


if __name__ == "__main__":
    main()
