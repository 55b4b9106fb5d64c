"""Exports of ProQuest and NewsBank, and RIS records, cut into their articles."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from toolkit.loading.cuts import COPYRIGHT, Cut, find_filled, is_date, join_lines, tell_cut_short
from toolkit.loading.records import BLANK_TEXT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# ---- ProQuest --------------------------------------------------------------------------------

RULE = re.compile(r"^_{20,}$")
PROQUEST_KEY = re.compile(
    r"^(Title|Author|Publication info|Abstract|Links|Full text|Subject|Business indexing term"
    r"|Location|People|Company / organization|Classification|URL|Publication title|Volume|Issue"
    r"|First page|Pages|Number of pages|Publication year|Publication date|Year|Section|Publisher"
    r"|Place of publication|Country of publication|Publication subject|ISSN|Source type"
    r"|Language of publication|Document type|Document feature|ProQuest document ID|Document URL"
    r"|Copyright|Last updated|Database|Identifier / keyword|Credit|Column|Dateline|Source details"
    r"|Word count|Edition|Illustration):\s*(.*)$",
    re.IGNORECASE,
)
PROQUEST_META = ("Pages", "Subject", "Location", "People", "Document type", "Database")
NO_TEXT = re.compile(r"^(?:full text )?(?:not available|unavailable)\b", re.IGNORECASE)


def is_proquest(lines: Sequence[str]) -> bool:
    """Tell whether lines are documents of ProQuest."""
    keys = {told[1].lower() for line in lines if (told := PROQUEST_KEY.match(line))}
    return "proquest document id" in keys or {"full text", "publication title"} <= keys


def cut_proquest(lines: Sequence[str]) -> Iterator[Cut]:
    """Cut documents of ProQuest, which lines of underscores part."""
    rules = [-1, *(i for i, line in enumerate(lines) if RULE.match(line)), len(lines)]
    for before, after in pairwise(rules):
        inside = range(before + 1, after)
        if any(PROQUEST_KEY.match(lines[i]) for i in inside):
            yield _read_proquest(lines, before + 1, after)


def _read_proquest(lines: Sequence[str], start: int, end: int) -> Cut:
    facts: dict[str, list[str]] = {}
    key = ""
    for line in lines[start:end]:
        if told := PROQUEST_KEY.match(line):
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
            **{name.lower(): words.get(name.lower(), "") for name in PROQUEST_META[:-1]},
        },
    )


# ---- NewsBank --------------------------------------------------------------------------------

OUTLET = re.compile(r"^(?P<outlet>\S.{2,80}?) - (?P<date>.{8,40})$")
NEWSBANK_KEY = re.compile(
    r"^(Author(?:/Byline)?|Byline|Edition|Section|Page|Source|Dateline|Readability|Word Count"
    r"|Article Type|Column)\s?:\s*(.*)$"
)
NEWSBANK_END = re.compile(
    r"^(?:Record(?: Number)?|Document Number|Copyright|Memo|Caption|Index Terms|Library|Citation"
    r"|OpenURL Link|OpenURL Article Bookmark)\b\s*:?\s*(.*)$"
)
NEWSBANK_RECORD = re.compile(r"^(?:Record(?: Number)?|Document Number)\s?:\s*(\S+)")


def is_newsbank(lines: Sequence[str]) -> bool:
    """Tell whether lines are documents of NewsBank."""
    heads = sum(_is_outlet(line) for line in lines)
    return bool(heads) and any(NEWSBANK_RECORD.match(line) for line in lines)


def cut_newsbank(lines: Sequence[str]) -> Iterator[Cut]:
    """Cut documents of NewsBank: below the title "Outlet (Place) - Date", at the end a number."""
    heads = [i for i, line in enumerate(lines) if _is_outlet(line)]
    starts = [max(find_filled(lines[:head], head - 1, -1), 0) for head in heads]
    for start, head, end in zip(starts, heads, [*starts[1:], len(lines)], strict=True):
        yield _read_newsbank(lines, start, head, end)


def _is_outlet(line: str) -> bool:
    told = OUTLET.match(line)
    return told is not None and is_date(told["date"])


def _read_newsbank(lines: Sequence[str], start: int, head: int, end: int) -> Cut:
    title = lines[start].strip() if start < head else ""
    told = OUTLET.match(lines[head])
    numbers = (NEWSBANK_RECORD.match(lines[i]) for i in range(head, end))
    record = next(filter(None, numbers), None)
    if told is None or record is None:
        return Cut(start + 1, problem=tell_cut_short(title, "its record number"))
    facts: dict[str, str] = {}
    body = head + 1
    while (place := find_filled(lines, body)) >= 0 and (key := NEWSBANK_KEY.match(lines[place])):
        facts[key[1].lower().partition("/")[0]] = key[2].strip()
        body = place + 1
    after = next((i for i in range(body, end) if NEWSBANK_END.match(lines[i])), end)
    after = next((i for i in range(body, after) if COPYRIGHT.match(lines[i])), after)
    byline = re.sub(
        r"^by\s+", "", facts.get("author", facts.get("byline", "")), flags=re.IGNORECASE
    )
    return Cut(
        start + 1,
        join_lines(lines[body:after]),
        title=title,
        publisher=told["outlet"],
        published=told["date"],
        byline=byline,
        section=facts.get("section", ""),
        dateline=facts.get("dateline", ""),
        id=record[1],
        meta={
            "database": "NewsBank",
            "length": facts.get("word count", ""),
            "edition": facts.get("edition", ""),
            "page": facts.get("page", ""),
        },
    )


# ---- RIS -------------------------------------------------------------------------------------

TAG = re.compile(r"^([A-Z][A-Z0-9])  -(?: (.*))?$")
NEWSPAPERS = ("T2", "JF", "JO", "JA", "J2", "BT", "PB", "DP")


def is_ris(lines: Sequence[str]) -> bool:
    """Tell whether lines are records of RIS, as reference managers write them."""
    first = find_filled(lines, 0)
    return first >= 0 and lines[first].lstrip("\ufeff").startswith("TY  -")


def cut_ris(lines: Sequence[str]) -> Iterator[Cut]:
    """Cut records of RIS, from TY to ER; their text is in AB or N2."""
    starts = [i for i, line in enumerate(lines) if line.lstrip("\ufeff").startswith("TY  -")]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield _read_ris(lines[start:end], start + 1)


def _read_ris(lines: Sequence[str], number: int) -> Cut:
    facts: dict[str, list[str]] = {}
    tag = ""
    for line in lines:
        if told := TAG.match(line.rstrip()):
            tag = told[1]
            facts.setdefault(tag, []).append(told[2] or "")
        elif tag and line.strip():
            facts[tag][-1] += f"\n{line.strip()}"
    first = {tag: values[0].strip() for tag, values in facts.items()}
    title = first.get("TI") or first.get("T1") or ""
    if "ER" not in facts:
        return Cut(number, problem=tell_cut_short(title, "ER"))
    text = first.get("AB") or first.get("N2") or ""
    if not text:
        return Cut(number, problem=f"{BLANK_TEXT} AB or N2 under {title!r:.60}")
    return Cut(
        number,
        tuple(line for line in text.split("\n") if line),
        title=title,
        publisher=next((first[tag] for tag in NEWSPAPERS if first.get(tag)), ""),
        published=_read_ris_date(first),
        byline="; ".join(name for tag in ("AU", "A1") for name in facts.get(tag, []) if name),
        section=first.get("SE", ""),
        url=first.get("UR", ""),
        id=first.get("ID") or first.get("AN") or "",
        meta={
            "database": "RIS",
            "page": first.get("SP", ""),
            "keywords": "; ".join(facts.get("KW", [])),
        },
        notes=("text: what RIS has as the abstract",),
    )


def _read_ris_date(first: dict[str, str]) -> str:
    """Give the date of a record: 2021/03/04/ as RIS writes it, or as anyone else does."""
    for tag in ("DA", "Y1", "PY"):
        given = first.get(tag, "")
        if told := re.match(r"^(\d{4})/(\d{1,2})/(\d{1,2})\b", given):
            return f"{told[1]}-{int(told[2]):02}-{int(told[3]):02}"
        if given and not re.fullmatch(r"\d{4}/{0,3}", given):
            return given
    return ""
