"""Turn labels that were written as words of the article into places, and draw the dev part.

    python training/label_articles.py LABELS DATA

LABELS holds `articles.json` (key, source, id, start, end and text of each labelled slice) and
`out/batch*.jsonl`, in which contents, cues and sources stand verbatim. Writes
`modern_labels_train.jsonl` and `modern_labels_dev.jsonl` beside this script: places and the names
of speakers, and no text of an article. Everything written is read back from DATA and checked.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

from modern_data import read_labels

HERE = Path(__file__).parent
DROPPED = {"p105", "p144", "p146", "w171"}  # Arabic, Hindi, Japanese, a third in Hindi
N_DEV, SEED = 36, 20261126
ROLES = ("content", "cue", "source")
INSIDE = 5  # characters: how far a place inside the content counts as being
BEFORE = 400  # characters before a content in which its cue or source may begin
# What stands beside a cue or source, taken along to tell one "she" of several from the others.
LEADING = re.compile(
    r"(?:[\s,;.:\u2013\u2014-]+|(?:and|but|that|so|while|because)\s+(?=\S))+", re.IGNORECASE
)
LEADING_SOURCE = re.compile(r"as\s+(?=\S)", re.IGNORECASE)
TRAILING = re.compile(r"[\s,;]+$")
SHORT_FORM = re.compile(r"(?:\b[A-Z][a-z]{0,4}|\.[A-Z])\.$")  # Jr. Calif. U.S.

Place = tuple[int, int]


def find(text: str, wanted: str, start: int) -> Place | None:
    """Find the first place of words from a character on; "first >> last" are a stretch's ends."""
    first, _, last = wanted.partition(" >> ")
    begin = text.find(first.strip() if last else first, start)
    if begin < 0:
        return None
    if not last:
        return begin, begin + len(first)
    end = text.find(last.strip(), begin + len(first.strip()))
    return (begin, end + len(last.strip())) if end >= 0 else None


def find_nearest(text: str, wanted: str, near: list[Place]) -> Place | None:
    """Find the place of whole words that is nearest to a content."""
    found: list[tuple[int, Place]] = []
    for match in re.finditer(re.escape(wanted), text):
        start, end = match.span()
        if start and text[start - 1].isalnum() and wanted[0].isalnum():
            continue
        if end < len(text) and text[end].isalnum() and wanted[-1].isalnum():
            continue
        gaps = (
            INSIDE if a <= start and end <= b else min(abs(start - b), abs(a - end))
            for a, b in near
        )
        found.append((min(gaps), (start, end)))
    return min(found, key=lambda one: one[0])[1] if found else None


def resolve(row: dict[str, Any], text: str) -> dict[str, list[Place]]:
    """Find the places of an attribution's content, cue and source.

    Raises
    ------
    ValueError
        If some words are not in the article.
    """
    lines = text.split("\n")
    begin = position = sum(len(line) + 1 for line in lines[: int(row["p"])])
    places: dict[str, list[Place]] = {role: [] for role in ROLES}
    for wanted in row["content"]:
        place = find(text, wanted, position)
        if place is None:
            raise ValueError(f"{row['a']}: content must be in the article; found {wanted!r}")
        places["content"].append(place)
        position = place[1]
    for role in ("cue", "source"):
        for wanted in row[role]:
            if " >> " in wanted:
                before = max(0, places["content"][0][0] - BEFORE)
                place = find(text, wanted, begin) or find(text, wanted, before)
            else:
                place = find_nearest(text, wanted, places["content"])
            if place is None:
                raise ValueError(f"{row['a']}: {role} must be in the article; found {wanted!r}")
            places[role].append(place)
    return tidy(text, places)


def tidy(text: str, places: dict[str, list[Place]]) -> dict[str, list[Place]]:
    """Take off neighbours of cues and sources, and what of them lies in the content."""
    content = sorted(places["content"])
    cues = [trim(text, place, "cue") for place in cut(places["cue"], content)]
    sources = [trim(text, place, "source") for place in cut(places["source"], [*content, *cues])]
    return {
        "content": content,
        "cue": sorted({(start, end) for start, end in cues if end > start}),
        "source": sorted({(start, end) for start, end in sources if end > start}),
    }


def cut(places: list[Place], taken: list[Place]) -> list[Place]:
    """Keep of each place the longest part that is free; nothing where all of it is taken."""
    kept = []
    for start, end in places:
        inside = sorted((a, b) for a, b in taken if a < end and b > start)
        edges = [(start, start), *inside, (end, end)]
        free = [(left[1], right[0]) for left, right in pairwise(edges) if left[1] < right[0]]
        if free:
            kept.append(max(free, key=lambda part: part[1] - part[0]))
    return kept


def trim(text: str, place: Place, role: str) -> Place:
    """Take off punctuation and conjunctions at the edges; a colon or dash alone is a cue."""
    start, end = place
    if not any(letter.isalnum() for letter in text[start:end]):
        inner = text[start:end]
        return start + len(inner) - len(inner.lstrip()), end - len(inner) + len(inner.rstrip())
    for edge in (LEADING, LEADING_SOURCE) if role == "source" else (LEADING,):
        match = edge.match(text, start, end)
        start = match.end() if match and match.end() < end else start
    inner = text[start:end]
    is_apposition = role == "source" and "," in inner.rstrip()[:-1] and inner.endswith(",")
    if not is_apposition:
        end = start + len(TRAILING.sub("", inner))
    if text[end - 1] == "." and not SHORT_FORM.search(text[start:end]):
        end -= 1
    return start, end


def find_evidence(text: str, name: str, words: str) -> list[int]:
    """Find the words that tell a role or gender, near the speaker's first mention."""
    if not words or words == "name":
        return []
    first = text.find(name)
    place = find_nearest(text, words, [(max(first, 0), max(first, 0) + len(name))])
    return list(place) if place else []


def to_speaker(text: str, row: dict[str, Any]) -> dict[str, Any]:
    """Say a speaker's role and gender with the places that tell them."""
    name, by_name = row["speaker"], row.get("gender_evidence") == "name"
    return {
        "speaker": name,
        "role": row.get("role", ""),
        "also": row.get("also", []),
        "evidence": find_evidence(text, name, row.get("evidence", "")),
        "gender": row.get("gender", ""),
        "gender_evidence": find_evidence(text, name, row.get("gender_evidence", "")),
        "gender_by_name": by_name,
    }


def to_parts(text: str, kinds: dict[str, str]) -> list[list[Any]]:
    """Say paragraphs that are no story text as start, end and kind."""
    parts, start = [], 0
    for number, line in enumerate(text.split("\n")):
        if str(number) in kinds:
            parts.append([start, start + len(line), kinds[str(number)]])
        start += len(line) + 1
    return parts


def to_row(article: dict[str, Any], labels: list[dict[str, Any]]) -> dict[str, Any]:
    """Put all labels of an article into one line."""
    text, attributions, speakers, parts = article["text"], [], [], []
    for label in labels:
        if "content" in label:
            kept = {
                name: label[name] for name in ("speaker", "names", "kind", "relay", "act", "flags")
            }
            attributions.append({**resolve(label, text), **kept})
        speakers += [to_speaker(text, one) for one in label.get("speakers", ())]
        parts += to_parts(text, label.get("parts", {}))
    return {
        **{name: article[name] for name in ("source", "id", "start", "end")},
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "attributions": sorted(attributions, key=lambda one: one["content"]),
        "speakers": speakers,
        "parts": parts,
    }


def draw_dev(articles: list[dict[str, Any]]) -> set[str]:
    """Draw the keys of the dev part by lot, of each source its share."""
    rng, drawn = random.Random(SEED), set()  # noqa: S311 - not for secrets
    sources = sorted({article["source"] for article in articles})
    keys = {s: sorted(a["key"] for a in articles if a["source"] == s) for s in sources}
    share = {source: N_DEV * len(keys[source]) / len(articles) for source in sources}
    number = {source: int(share[source]) for source in sources}
    largest_rest = sorted(sources, key=lambda source: number[source] - share[source])
    for source in largest_rest[: N_DEV - sum(number.values())]:
        number[source] += 1
    for source in sources:
        drawn.update(rng.sample(keys[source], number[source]))
    return drawn


def main() -> None:
    """Read the arguments and write the two files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("labels", type=Path)
    parser.add_argument("data", type=Path)
    args = parser.parse_args()
    everything = json.loads((args.labels / "articles.json").read_text(encoding="utf-8"))
    articles = [article for article in everything if article["key"] not in DROPPED]
    labels: dict[str, list[dict[str, Any]]] = {}
    for path in sorted((args.labels / "out").glob("batch*.jsonl")):
        for line in filter(str.strip, path.read_text(encoding="utf-8").split("\n")):
            label = json.loads(line)
            labels.setdefault(label["a"], []).append(label)
    dev = draw_dev(articles)
    for part in ("train", "dev"):
        some = [article for article in articles if (article["key"] in dev) == (part == "dev")]
        some.sort(key=lambda article: (article["source"], article["id"], article["start"]))
        rows = [to_row(article, labels[article["key"]]) for article in some]
        path = HERE / f"modern_labels_{part}.jsonl"
        lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        path.write_text("".join(lines), encoding="utf-8")
        read_labels(path, args.data)
        n = sum(len(row["attributions"]) for row in rows)
        print(f"{path.name}: {len(rows)} articles, {n} attributions")


if __name__ == "__main__":
    main()
