"""Exports of NewsBank, cut into their articles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.loading.exports.cuts import (
    COPYRIGHT,
    Cut,
    Export,
    drop_by,
    find_filled,
    find_line,
    is_date,
    join_lines,
    tell_cut_short,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

OUTLET = re.compile(r"^(?P<outlet>\S.{2,80}?) - (?P<date>.{8,40})$")
KEY = re.compile(
    r"^(Author(?:/Byline)?|Byline|Edition|Section|Page|Source|Dateline|Readability|Word Count"
    r"|Article Type|Column)\s?:\s*(.*)$"
)
END = re.compile(
    r"^(?:Record(?: Number)?|Document Number|Copyright|Memo|Caption|Index Terms|Library|Citation"
    r"|OpenURL Link|OpenURL Article Bookmark)\b\s*:?\s*(.*)$"
)
RECORD = re.compile(r"^(?:Record(?: Number)?|Document Number)\s?:\s*(\S+)")


def is_newsbank(lines: Sequence[str]) -> bool:
    """Tell whether lines are documents of NewsBank."""
    heads = sum(_is_outlet(line) for line in lines)
    return bool(heads) and any(RECORD.match(line) for line in lines)


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
    numbers = (RECORD.match(lines[i]) for i in range(head, end))
    record = next(filter(None, numbers), None)
    if told is None or record is None:
        return Cut(start + 1, problem=tell_cut_short(title, "its record number"))
    facts: dict[str, str] = {}
    body = head + 1
    while (place := find_filled(lines, body)) >= 0 and (key := KEY.match(lines[place])):
        facts[key[1].lower().partition("/")[0]] = key[2].strip()
        body = place + 1
    after = find_line(lines, END, body, end)
    after = find_line(lines, COPYRIGHT, body, after)
    return Cut(
        start + 1,
        join_lines(lines[body:after]),
        title=title,
        publisher=told["outlet"],
        published=told["date"],
        byline=drop_by(facts.get("author", facts.get("byline", ""))),
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


NEWSBANK = Export("NewsBank", is_newsbank, cut_newsbank)
