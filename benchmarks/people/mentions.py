"""Count what is right of names, against GUM, and of he and she, against GAP; run.py measures."""

from __future__ import annotations

import csv
import gzip
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from toolkit.attribution import find_people
from toolkit.base import Article

if TYPE_CHECKING:
    from collections.abc import Callable

    Figure = tuple[str, Callable[[Any], Any]]  # what n counts, and a formula

SEED = 20261203
SAMPLE = 2000  # of the passages of GAP's test part: all
BODIES = {"organisation", "group"}  # GUM's bodies; it has other kinds for places and documents
MASCULINE = {"he", "him", "his"}
SCORED = re.compile(
    r"(\w+): named mentions (\d+), found ([\d.]+), of ours ([\d.]+) right \((\d+)\), "
    r"B3 precision ([\d.]+) recall ([\d.]+)"
)
# score_people.py divides by what a document has: this is added to each, and taken off again.
SOMEBODY = {"text": "Lee Acme", "mentions": [
    {"head": [0, 3], "kind": "person", "entity": "1", "named": True},
    {"head": [4, 8], "kind": "organisation", "entity": "2", "named": True},
]}  # fmt: skip
SOMEBODY_FOUND = [{"kind": "person", "mentions": [[0, 3]]}, {"kind": "", "mentions": [[4, 8]]}]
Row = dict[str, Any]  # a line of JSON, whose fields others decided


def share(hits: str, total: str) -> Figure:
    """Make a figure of two counts."""
    return total, lambda counts: counts[hits] / counts[total]


def join(one: Figure, two: Figure) -> Figure:
    """Make the harmonic mean of two figures."""
    return two[0], lambda counts: 2 / (1 / one[1](counts) + 1 / two[1](counts))


def read_lines(path: Path) -> list[Row]:
    """Read a file of JSON, a line a row."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def run_tool(shared: Path, name: str, *arguments: object) -> str:
    """Run a script of the shared tools and give what it prints."""
    command = [sys.executable, str(shared / "tools" / name), *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


# ---- GUM: names of persons and bodies --------------------------------------------------------


def count_gum(shared: Path) -> pd.DataFrame:
    """Count what score_people.py counts, a row a document of GUM."""
    table = []
    for row in read_lines(shared / "data" / "people" / "gum_people_train.jsonl"):
        found = [
            {
                "kind": str(person.kind),
                "mentions": [
                    [m.span.start, m.span.end] for m in person.mentions if m.form == "name"
                ],
            }
            for person in find_people(Article(row["text"], id=row["id"], language="en"))
            if person.kind in {"person", *BODIES}
        ]
        table.append({"kind": row["genre"], **score_gum(shared, row, found)})
    return pd.DataFrame(table)


def score_gum(shared: Path, row: Row, found: list[Row]) -> dict[str, float]:
    """Have score_people.py score one document, and give its shares back as counts."""
    with tempfile.TemporaryDirectory() as folder:
        gold, ours = Path(folder) / "gold.jsonl", Path(folder) / "ours.jsonl"
        gold.write_text(f"{json.dumps(row)}\n{json.dumps({'id': '', **SOMEBODY})}\n", "utf-8")
        lines = ({"id": row["id"], "people": found}, {"id": "", "people": SOMEBODY_FOUND})
        ours.write_text("".join(f"{json.dumps(line)}\n" for line in lines), "utf-8")
        told = run_tool(shared, "score_people.py", gold, ours)
    counts = {}
    for kind, *numbers in SCORED.findall(told):
        total, found_share, right, given, precision, recall = map(float, numbers)
        hits = round(total * found_share / 100)
        values = {
            "named": total, "hits": hits, "given": given, "right": round(given * right / 100),
            "precise": hits * precision / 100, "recalled": hits * recall / 100,
        }  # fmt: skip
        counts |= {f"{kind} {name}": value - 1 for name, value in values.items()}
    return counts


def list_gum_figures() -> dict[str, Figure]:
    """List the figures of names, of persons and of bodies."""
    figures = {}
    for title, kind in (("persons", "person"), ("bodies", "organisation")):
        precise, recalled = (share(f"{kind} {n}", f"{kind} hits") for n in ("precise", "recalled"))
        figures |= {
            f"{title} found": share(f"{kind} hits", f"{kind} named"),
            f"{title} right": share(f"{kind} right", f"{kind} given"),
            f"{title}, B-cubed precision": precise,
            f"{title}, B-cubed recall": recalled,
            f"{title}, B-cubed F1": join(precise, recalled),
        }
    return figures


# ---- GAP: he and she ---------------------------------------------------------------------------


def count_gap(shared: Path) -> dict[str, pd.DataFrame]:
    """Count by ours and by two baselines, a row a passage: meant and said, and by gender."""
    path = shared / "data" / "people" / "gap-test.tsv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = [*csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
    drawn = np.random.default_rng(SEED).choice(len(rows), SAMPLE, replace=False)
    tables: dict[str, list[Row]] = {}
    for row in (rows[number] for number in sorted(drawn)):
        gender = "masculine" if row["Pronoun"].lower() in MASCULINE else "feminine"
        for method, said in answer_gap(row).items():
            meant = {name for name in "AB" if row[f"{name}-coref"] == "TRUE"}
            counts = {"passages": 1, "true": len(said & meant), "said": len(said),
                      "meant": len(meant)}  # fmt: skip
            of = {f"{name} {gender}": count for name, count in counts.items()}
            tables.setdefault(method, []).append({"kind": "", **counts, **of})
    return {method: pd.DataFrame(table).fillna(0) for method, table in tables.items()}


def answer_gap(row: Row) -> dict[str, set[str]]:
    """Say which of A and B a pronoun means: by `find_people`, and by the nearest name before."""
    people = find_people(Article(row["Text"], id=row["ID"], language="en"))
    places = {}
    for name in ("Pronoun", "A", "B"):
        start = int(row[f"{name}-offset"])
        places[name] = (start, start + len(row[name]))
    mentions = [
        (m.span.start, m.span.end, number, m.form == "name" and person.kind == "person")
        for number, person in enumerate(people)
        for m in person.mentions
    ]

    def find_owner(place: tuple[int, int]) -> int:
        shared = [(min(e, place[1]) - max(s, place[0]), -number) for s, e, number, _ in mentions]
        most, number = max(shared, default=(0, 0))
        return -number if most > 0 else -1

    begin = places["Pronoun"][0]
    owners = {name: find_owner(places[name]) for name in "AB"}
    before = [(e, number) for _, e, number, is_name in mentions if is_name and e <= begin]
    chosen = {
        "find_people": find_owner(places["Pronoun"]),
        "nearest name before, of all that are found": max(before, default=(0, -1))[1],
    }
    said = {
        method: {name for name in "AB" if owners[name] == owner != -1}
        for method, owner in chosen.items()
    }
    given = [name for name in "AB" if places[name][1] <= begin]
    nearest = {max(given, key=lambda name: places[name][1])} if given else set()
    return {**said, "nearest name before, of the two given": nearest}


def list_gap_figures() -> dict[str, Figure]:
    """List the figures of pronouns, in all and by gender."""
    figures = {}
    for gender in ("", " masculine", " feminine"):
        precision, recall = (share(f"true{gender}", f"{n}{gender}") for n in ("said", "meant"))
        figures |= {f"precision{gender}": precision, f"recall{gender}": recall}
        figures[f"F1{gender}"] = join(precision, recall)
    (size, hers), (_, his) = figures["F1 feminine"], figures["F1 masculine"]
    figures["F1, feminine to masculine"] = size, lambda counts: hers(counts) / his(counts)
    return figures
