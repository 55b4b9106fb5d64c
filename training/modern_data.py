"""Give back the texts of the labelled articles: labels here hold places and hashes, no text.

    python training/modern_data.py DATA modern_labels_train.jsonl --out FILE [--learn | --score]

DATA holds the sources: `news_pages/NAME.html.gz`, `wikinews/YEAR.csv` and `basil_dev.jsonl`. With
`--learn` the file written is what train_reader.py reads (without nested and tiny optional
attributions); with `--score` it is what score_modern.py reads.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import json
import re
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import toolkit as tk
from toolkit.base import find_quoted

HERE = Path(__file__).parent
LEAST_OPTIONAL = 3  # words: shorter contents that could as well be left out are not learned


def read_labels(path: Path, data: Path) -> list[dict[str, Any]]:
    """Read labelled articles, each with its text.

    Parameters
    ----------
    path : Path
        `modern_labels_train.jsonl` or `modern_labels_dev.jsonl`.
    data : Path
        Folder of the sources.

    Returns
    -------
    list of dict
        The lines of the file, with `text` added. Offsets count code points of it.

    Raises
    ------
    ValueError
        If the text found now is not the one that was labelled.
    """
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [{**row, "text": read_slice(row, data)} for row in rows]


def read_slice(row: dict[str, Any], data: Path) -> str:
    """Cut the labelled part out of its source and hold it against its SHA-256."""
    text = read_source(row["source"], row["id"], data)[row["start"] : row["end"]]
    found = hashlib.sha256(text.encode()).hexdigest()
    if found != row["sha256"]:
        place = f"{row['source']} {row['id']} {row['start']}:{row['end']}"
        raise ValueError(f"{place}: must have the SHA-256 {row['sha256']}; found {found}")
    return text


def read_source(source: str, name: str, data: Path) -> str:
    """Read the whole text of an article: of a page, a row of Wikinews or a line of BASIL."""
    if not data.is_dir():
        sys.exit(f"{data}: must be the folder of the sources, see training/README.md; found none")
    if source == "page":
        return read_page(data / "news_pages" / f"{name}.html.gz")
    if source == "wikinews":
        year, _, number = name.partition("-")
        return read_wikinews(data / "wikinews" / f"{year}.csv")[int(number)]
    return read_basil(data / "basil_dev.jsonl")[name]


def read_page(path: Path) -> str:
    """Read the text of a zipped page as the toolkit does."""
    need(path)
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / path.stem
        page.write_bytes(gzip.decompress(path.read_bytes()))
        return tk.read_article(page).text


@cache
def read_wikinews(path: Path) -> list[str]:
    """Read the texts of a year."""
    need(path)
    csv.field_size_limit(10**9)
    with path.open(encoding="utf-8", newline="") as lines:
        return [row["text"] for row in csv.DictReader(lines)]


@cache
def read_basil(path: Path) -> dict[str, str]:
    """Read the texts of BASIL by their id."""
    need(path)
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return {row["id"]: row["text"] for row in rows}


def need(path: Path) -> None:
    """Stop where a file is missing."""
    if not path.is_file():
        sys.exit(f"{path}: must hold the labelled articles, see training/README.md; found no file")


def to_learn(row: dict[str, Any]) -> dict[str, Any]:
    """Keep what the reader can learn: no nested attributions, none that are tiny and optional."""
    kept = []
    for one in row["attributions"]:
        said = " ".join(row["text"][start:end] for start, end in one["content"])
        tiny = "o" in one["flags"] and len(re.findall(r"\w+", said)) < LEAST_OPTIONAL
        if "n" not in one["flags"] and not tiny:
            kept.append({role: one[role] for role in ("content", "cue", "source")})
    return {"id": f"{row['source']}-{row['id']}", "text": row["text"], "attributions": kept}


def to_score(row: dict[str, Any]) -> dict[str, Any]:
    """Say the labels as score_modern.py reads them."""
    quoted = {k for span in find_quoted(row["text"]) for k in range(span.start, span.end)}
    scored = []
    for one in row["attributions"]:
        marks = [k in quoted for start, end in one["content"] for k in range(start, end)]
        form = "direct" if all(marks) else "mixed" if any(marks) else "indirect"
        scored.append(
            {
                "content": one["content"],
                "speaker": one["speaker"],
                "names": list(dict.fromkeys([one["speaker"], *one["names"]])),
                "kind": one["kind"],
                "relay_name": one["relay"],
                "form": form,
                "flags": one["flags"],
                "text": " ".join(row["text"][start:end] for start, end in one["content"]),
            }
        )
    return {"id": f"{row['source']}-{row['id']}", "text": row["text"], "attributions": scored}


def main() -> None:
    """Read the arguments and write the texts with their labels."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("labels", help="a file beside this script")
    parser.add_argument("--out", type=Path, required=True)
    form = parser.add_mutually_exclusive_group(required=True)
    form.add_argument("--learn", action="store_true")
    form.add_argument("--score", action="store_true")
    args = parser.parse_args()
    say = to_learn if args.learn else to_score
    rows = [say(row) for row in read_labels(HERE / args.labels, args.data)]
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    args.out.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
