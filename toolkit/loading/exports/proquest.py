"""Exports of ProQuest, cut into their articles."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from toolkit.loading.exports.cuts import Cut, Export, join_lines, tell_cut_short
from toolkit.loading.records import BLANK_TEXT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

RULE = re.compile(r"^_{20,}$")
KEY = re.compile(
    r"^(Title|Author|Publication info|Abstract|Links|Full text|Subject|Business indexing term"
    r"|Location|People|Company / organization|Classification|URL|Publication title|Volume|Issue"
    r"|First page|Pages|Number of pages|Publication year|Publication date|Year|Section|Publisher"
    r"|Place of publication|Country of publication|Publication subject|ISSN|Source type"
    r"|Language of publication|Document type|Document feature|ProQuest document ID|Document URL"
    r"|Copyright|Last updated|Database|Identifier / keyword|Credit|Column|Dateline|Source details"
    r"|Word count|Edition|Illustration):\s*(.*)$",
    re.IGNORECASE,
)
META = ("pages", "subject", "location", "people", "document type")
NO_TEXT = re.compile(r"^(?:full text )?(?:not available|unavailable)\b", re.IGNORECASE)


def is_proquest(lines: Sequence[str]) -> bool:
    """Tell whether lines are documents of ProQuest."""
    keys = {told[1].lower() for line in lines if (told := KEY.match(line))}
    return "proquest document id" in keys or {"full text", "publication title"} <= keys


def cut_proquest(lines: Sequence[str]) -> Iterator[Cut]:
    """Cut documents of ProQuest, which lines of underscores part."""
    rules = [-1, *(i for i, line in enumerate(lines) if RULE.match(line)), len(lines)]
    for before, after in pairwise(rules):
        inside = range(before + 1, after)
        if any(KEY.match(lines[i]) for i in inside):
            yield _read_proquest(lines, before + 1, after)


def _read_proquest(lines: Sequence[str], start: int, end: int) -> Cut:
    facts: dict[str, list[str]] = {}
    key = ""
    for line in lines[start:end]:
        if told := KEY.match(line):
            key = told[1].lower()
            facts.setdefault(key, [told[2]] if told[2] else [])
        elif key:
            facts[key].append(line)
    words = {name: " ".join(" ".join(value).split()) for name, value in facts.items()}
    title = words.get("title", "")
    if "proquest document id" not in facts:
        return Cut(start + 1, problem=tell_cut_short(title, "'ProQuest document ID'"))
    text = facts.get("full text", [])
    if not text or NO_TEXT.match(text[0]):
        return Cut(start + 1, problem=f"{BLANK_TEXT} full text under {title!r:.60}")
    number = words["proquest document id"].split()
    return Cut(
        start + 1,
        join_lines(text),
        title=title,
        publisher=words.get("publication title", ""),
        published=words.get("publication date", ""),
        byline=words.get("author", "").rstrip("."),
        section=words.get("section", ""),
        dateline=words.get("dateline", ""),
        url=next(iter(words.get("document url", "").split()), ""),
        id=number[0] if number else "",
        meta={
            "database": "ProQuest",
            "length": words.get("word count", ""),
            **{name: words.get(name, "") for name in META},
        },
    )


PROQUEST = Export("ProQuest", is_proquest, cut_proquest)
