"""Registers by reading: who is who and who says what, in real and in invented articles.

    uv run training/registers.py DATA            checks all labels against the texts of DATA

`registers_train.jsonl` holds places alone, an article a line: ``{"id", "mentions": [[start, end,
entity, form], ...], "statements": [[[[start, end], ...], entity, relay], ...]}``. An entity is a
letter for its kind (P person, O body, D document, G group, U unnamed) and a number; the form of a
mention is a name without its title, a description (d) or a pronoun (p). The texts are PolNeAR's,
Wikinews' and those of modern_labels_train.jsonl, in DATA. `registers_second.jsonl` holds twenty of
them as another reader marked them.

`invented/*.txt` are made-up articles (CC0) with the same marks in the text, which
``read_marked`` reads.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import modern_data

HERE = Path(__file__).parent
OPEN = re.compile(
    r"\{(?P<entity>[PODGU]\d+)(?P<form>[dp]?):"
    r"|<<(?P<who>\?|[PODGU]\d+)(?P<on>\+?)(?: via (?P<relay>[PODGU]\d+))?\|"
)
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where an entity is named, described (d) or meant by a pronoun (p)."""

    start: int
    end: int
    entity: str
    form: str


@dataclass(frozen=True, slots=True)
class Statement:
    """What an entity says, perhaps through another one; "" where the text does not tell."""

    content: tuple[Place, ...]
    entity: str
    relay: str


@dataclass(frozen=True, slots=True)
class Register:
    """An article with everybody in it."""

    id: str
    text: str
    mentions: tuple[Mention, ...]
    statements: tuple[Statement, ...]


def read_real(data: Path) -> Iterator[Register]:
    """Yield the registers of real articles, with the texts of a folder."""
    texts = read_texts(data)
    for line in (HERE / "registers_train.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        yield Register(
            row["id"],
            texts[row["id"]],
            tuple(Mention(*mention) for mention in row["mentions"]),
            tuple(
                Statement(tuple(map(tuple, content)), entity, relay)
                for content, entity, relay in row["statements"]
            ),
        )


def read_texts(data: Path) -> dict[str, str]:
    """Read the texts of the labelled articles by their ids here."""
    csv.field_size_limit(10**8)
    lines = (data / "polnear_train.jsonl").read_text("utf-8").splitlines()
    texts = {row["id"]: row["text"] for row in map(json.loads, lines)}
    for year in ("2019", "2020"):
        with (data / "wikinews" / f"{year}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                texts[f"wikinews_{year}_{row['title']}"] = row["text"]
    for row in modern_data.read_labels(HERE / "modern_labels_train.jsonl", data):
        texts[f"modern/{row['id']}"] = row["text"]
    return texts


def read_invented() -> Iterator[Register]:
    """Yield the registers of the invented articles here."""
    for path in sorted((HERE / "invented").glob("*.txt")):
        yield from read_marked_file(path)


def read_marked_file(path: Path) -> Iterator[Register]:
    """Yield the registers of a file of articles with marks."""
    pieces = re.split(r"^=== *(.+)$", path.read_text("utf-8"), flags=re.MULTILINE)
    for head, marked in zip(pieces[1::2], pieces[2::2], strict=True):
        yield read_marked(head.partition("|")[0].strip(), marked.strip())


def read_marked(name: str, marked: str) -> Register:
    """Read a text with marks: take them out, and tell the places that they stood around."""
    text, position = "", 0
    opened: list[tuple[int, re.Match[str]]] = []
    mentions: list[Mention] = []
    said: list[Statement] = []
    while position < len(marked):
        if mark := OPEN.match(marked, position):
            opened.append((len(text), mark))
            position = mark.end()
        elif marked[position] == "}":
            start, mark = opened.pop()
            mentions.append(Mention(start, len(text), mark["entity"], mark["form"]))
            position += 1
        elif marked.startswith(">>", position):
            start, mark = opened.pop()
            add_statement(said, mark, (start, len(text)))
            position += 2
        else:
            text += marked[position]
            position += 1
    if opened:
        raise ValueError(f"{name}: each mark must be closed; found {opened[-1][1].group()!r} open")
    return Register(
        name,
        text,
        tuple(sorted(mentions, key=lambda one: (one.start, -one.end))),
        tuple(sorted(said, key=lambda one: one.content)),
    )


def add_statement(said: list[Statement], mark: re.Match[str], place: Place) -> None:
    """Add a statement, or a further piece to the last one of the same speaker before it."""
    who = mark["who"].strip("?")
    if not mark["on"]:
        said.append(Statement((place,), who, mark["relay"] or ""))
        return
    before = [one for one in said if one.entity == who and one.content[-1][1] <= place[0]]
    last = max(before, key=lambda one: one.content[-1])
    said[said.index(last)] = Statement((*last.content, place), who, last.relay)


def main() -> None:
    """Check that every place lies in its text, and count."""
    if len(sys.argv) != len(["registers.py", "DATA"]) or not Path(sys.argv[1]).is_dir():
        sys.exit("usage: registers.py DATA, the folder with polnear_train.jsonl and wikinews")
    for name, registers in (("real", read_real(Path(sys.argv[1]))), ("invented", read_invented())):
        found = [*registers]
        for one in found:
            places = [(m.start, m.end) for m in one.mentions]
            places += [place for statement in one.statements for place in statement.content]
            if not all(0 <= start < end <= len(one.text) for start, end in places):
                sys.exit(f"{one.id}: places must lie in the text; found one outside")
        mentions = sum(len(one.mentions) for one in found)
        statements = sum(len(one.statements) for one in found)
        print(f"{name}: {len(found)} articles, {mentions} mentions, {statements} statements")


if __name__ == "__main__":
    main()
