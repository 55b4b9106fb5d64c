"""Turn readers' answers about mentions into places in articles, and compare two readings.

    python training/label_stance.py LABELS DATA

LABELS holds `items.json` (number, set, lot, source, id, voice, target and content of each
mention that was shown) and `done/*.txt`, with a line an answer: number, stance, portrayal, and
`?` where careful readers could differ; `x` after the number is no mention. Second readings are
in `second/*.txt`. Writes `stance_labels_train.jsonl` and `stance_labels_dev.jsonl` beside this
script: places and voices, and no text of an article.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import numpy as np
from modern_data import read_source
from stance_data import HEADS, MOST, POLNEAR, measure, read_texts

HERE = Path(__file__).parent
Answers = dict[int, tuple[int, int, bool]]  # stance, portrayal, and whether in doubt


def read_answers(folder: Path) -> Answers:
    """Read the answers of a folder; what is no mention is left out."""
    answers: Answers = {}
    for path in sorted(folder.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            number, *said = line.split()
            if said and said[0] != "x":
                stance, portrayal = int(said[0]), int(said[1])
                if not {stance, portrayal} <= {-1, 0, 1}:
                    raise ValueError(f"{path} {number}: must be -1, 0 or 1; found {said}")
                answers[int(number)] = (stance, portrayal, "?" in said)
    return answers


def write_labels(items: list[dict[str, Any]], answers: Answers, data: Path) -> None:
    """Write a line an article for each part."""
    parts: dict[str, dict[tuple[str, str], list[dict[str, Any]]]] = {
        part: defaultdict(list) for part in ("train", "dev")
    }
    for item in items:
        if item["n"] not in answers:
            continue
        stance, portrayal, doubt = answers[item["n"]]
        row = {name: item[name] for name in ("target", "content", "voice")}
        row |= {"polarity": stance, "portrayal": portrayal}
        row |= {name: True for name, holds in (("doubt", doubt), ("lot", item["lot"])) if holds}
        parts[item["set"]][item["source"], item["id"]].append(row)
    for part, articles in parts.items():
        lines = []
        for (source, name), rows in sorted(articles.items()):
            text = read_text(source, name, data)[:MOST]
            digest = hashlib.sha256(text.encode()).hexdigest()
            line = {"source": source, "id": name, "sha256": digest, "readings": rows}
            lines.append(json.dumps(line, separators=(",", ":"), ensure_ascii=False) + "\n")
        (HERE / f"stance_labels_{part}.jsonl").write_text("".join(lines), encoding="utf-8")
        pairs = [(r["polarity"], r["portrayal"]) for rows in articles.values() for r in rows]
        print(part, len(articles), "articles", len(pairs), Counter(pairs).most_common())


def read_text(source: str, name: str, data: Path) -> str:
    """Read the text that mentions were drawn from."""
    if source in POLNEAR:
        return read_texts(data / POLNEAR[source])[name]
    return read_source(source, name, data)


def main() -> None:
    """Read the arguments, write the labels, and tell how far two readings agree."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("labels", type=Path)
    parser.add_argument("data", type=Path)
    args = parser.parse_args()
    items = json.loads((args.labels / "items.json").read_text(encoding="utf-8"))
    answers = read_answers(args.labels / "done")
    write_labels(items, answers, args.data)
    second = read_answers(args.labels / "second")
    both = sorted(second.keys() & answers.keys())
    for question, head in enumerate(HEADS):
        said = np.eye(3)[[second[number][question] + 1 for number in both]]
        print(head, len(both), measure([answers[number][question] for number in both], said))


if __name__ == "__main__":
    main()
