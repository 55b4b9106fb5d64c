"""Exports of Nexis Uni and Lexis Advance, cut into their articles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.loading.exports.cuts import (
    WORDS,
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

END = re.compile(r"^End of Document$", re.IGNORECASE)
BODY = re.compile(r"^Body$")
KEY = re.compile(
    r"^(Section|Length|Byline|Dateline|Highlight|Series)\s{0,3}:\s*(.*)$", re.IGNORECASE
)
# What follows the text: a heading of its own, or the first key of the index.
AFTER = re.compile(
    r"^(?:Classification|Graphic|Load-Date:.*|Notes|Correction|Correction-Date:.*)$", re.IGNORECASE
)
INDEX = re.compile(
    r"^(Language|Publication-Type|Journal Code|Subject|Company|Organization|Ticker|Industry"
    r"|Person|Geographic|Load-Date|City|State|Country)\s{0,3}:\s*(.*)$",
    re.IGNORECASE,
)
PROMISED = re.compile(r"^Documents \((\d{1,4})\)$")
PAGE = re.compile(r"^Page \d+ of \d+$")
URL = re.compile(r"^https?://\S+$")


def is_nexis(lines: Sequence[str]) -> bool:
    """Tell whether lines are documents of Nexis Uni or Lexis Advance."""
    marks = sum(bool(END.match(line)) for line in lines)
    bodies = sum(bool(BODY.match(line)) for line in lines)
    lengths = sum(bool((key := KEY.match(line)) and WORDS.match(key[2])) for line in lines)
    return bool(lengths and (bodies or marks))


def cut_nexis(lines: Sequence[str]) -> Iterator[Cut]:
    """Cut documents of Nexis Uni or Lexis Advance, each of which ends in "End of Document"."""
    start = found = 0
    for number, line in enumerate(lines):
        if END.match(line):
            yield _read_nexis(lines, start, number)
            found, start = found + 1, number + 1
    if any(BODY.match(line) or KEY.match(line) for line in lines[start:]):
        cut = _read_nexis(lines, start, len(lines))
        yield Cut(cut.line, problem=tell_cut_short(cut.title, "'End of Document'"))
        found += 1
    covers = (PROMISED.match(line) for line in lines)
    promised = sum(int(cover[1]) for cover in covers if cover)
    if found < promised:
        yield Cut(
            len(lines),
            problem=f"must hold the {promised} documents that its first page lists; found {found}",
        )


def _read_nexis(lines: Sequence[str], start: int, end: int) -> Cut:
    head = body = find_line(lines, BODY, start, end)
    dates = [i for i in range(start, head) if is_date(lines[i])]
    if not dates:
        title, began = _find_title(lines, start, head)
        problem = f"date: must stand below the title; found none in {title!r:.60}"
        return Cut(began + 1, problem=problem)
    dated = dates[-1 if body < end else 0]  # above may be the end of another export
    keys = [i for i in range(dated, head) if KEY.match(lines[i])]
    outlet = max(find_filled(lines[:dated], dated - 1, -1), start)
    title, began = _find_title(lines, start, outlet)
    facts = _read_keys(lines[dated:head])
    if body == end:  # without that line the text follows the keys
        body = keys[-1] if keys else dated
    after = find_line(lines, AFTER, body + 1, end)
    text = [line for line in lines[body + 1 : after] if not PAGE.match(line)]
    below = (INDEX.match(lines[i]) for i in range(after, end))
    index = {key[1].title(): key[2] for key in below if key}
    url = next((line for line in text if URL.match(line)), "")
    return Cut(
        began + 1,
        join_lines([line for line in text if not URL.match(line)]),
        title=title,
        publisher=lines[outlet].strip(),
        published=lines[dated].strip(),
        byline=drop_by(facts.get("byline", "")),
        section=facts.get("section", ""),
        dateline=facts.get("dateline", ""),
        url=url,
        meta={"database": "Nexis", "length": facts.get("length", ""), **_pick(index)},
    )


def _find_title(lines: Sequence[str], start: int, outlet: int) -> tuple[str, int]:
    """Give the title, which stands above the outlet, and its line; above it is the cover page."""
    last = find_filled(lines[:outlet], outlet - 1, -1)
    if last < start:
        return "", max(start, 0)
    return lines[last].strip(), last


def _read_keys(lines: Sequence[str]) -> dict[str, str]:
    told = (KEY.match(line) for line in lines)
    return {key[1].lower(): key[2].strip() for key in told if key}


def _pick(index: dict[str, str]) -> dict[str, str]:
    return {
        name: index[name] for name in ("Publication-Type", "Subject", "Load-Date") if name in index
    }


NEXIS = Export("Nexis Uni, Lexis Advance", is_nexis, cut_nexis)
