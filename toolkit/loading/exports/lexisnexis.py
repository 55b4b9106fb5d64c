"""Exports of the older LexisNexis, cut into their articles."""

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

NUMBER = re.compile(
    r"^\s*(?:Document |Dokument )?(\d{1,4}) (?:of|de|von) (\d{1,4})(?: DOCUMENTS?)?\s*$"
)
NUMBERED = re.compile(r"^\s*\d{1,4} of \d{1,4} DOCUMENTS?\s*$")
KEY = re.compile(r"^(BYLINE|SECTION|LENGTH|DATELINE|HEADLINE|HIGHLIGHT|SERIES|SOURCE):\s*(.*)$")
AFTER = re.compile(
    r"^(LOAD-DATE|LANGUAGE|GRAPHIC|PUBLICATION-TYPE|JOURNAL-CODE|SUBJECT|ORGANIZATION|PERSON"
    r"|GEOGRAPHIC|COUNTRY|STATE|CITY|COMPANY|INDUSTRY|TICKER|TYPE|DOCUMENT-TYPE|URL|CORRECTION"
    r"|PUB-TYPE|NOTES):\s*(.*)$"
)
FOOT = re.compile(r"^\s{10,}Copyright ")


def is_lexis(lines: Sequence[str]) -> bool:
    """Tell whether lines are numbered documents of the older LexisNexis."""
    return any(NUMBERED.match(line) for line in lines) and any(KEY.match(line) for line in lines)


def cut_lexis(lines: Sequence[str]) -> Iterator[Cut]:
    """Cut documents of the older LexisNexis, each of which begins with "3 of 10 DOCUMENTS"."""
    starts = [i for i, line in enumerate(lines) if NUMBER.match(line)]
    ends = [*starts[1:], len(lines)]
    promised = 0
    for start, end in zip(starts, ends, strict=True):
        counted = NUMBER.match(lines[start])
        number, of = (int(counted[1]), int(counted[2])) if counted else (0, 0)
        cut = _read_lexis(lines, start, end)
        is_last = end == len(lines)
        if is_last and not any(AFTER.match(line) for line in lines[start:end]):
            yield Cut(cut.line, problem=tell_cut_short(cut.title, "LOAD-DATE or LANGUAGE"))
        else:
            yield cut
        promised = of - number if is_last else 0
    if promised > 0:
        yield Cut(
            len(lines),
            problem=f"must go on to the last document; found that {promised} are missing",
        )


def _read_lexis(lines: Sequence[str], start: int, end: int) -> Cut:
    length = next((i for i in range(start + 1, end) if lines[i].startswith("LENGTH:")), -1)
    first_key = find_line(lines, KEY, start + 1, end)
    dated = next((i for i in range(start + 1, first_key) if is_date(lines[i])), -1)
    if dated < 0 or length < 0:
        missing = "date" if dated < 0 else "LENGTH"
        return Cut(start + 1, problem=f"{missing}: must stand above the text; found none")
    outlets = [
        lines[i].strip()
        for i in range(start + 1, dated)
        if lines[i].strip() and not COPYRIGHT.match(lines[i].strip())
    ]
    heads = [lines[i].strip() for i in range(dated + 1, first_key)]
    editions, title = _part_edition(heads)
    body = length + 1
    while (following := find_filled(lines, body)) >= 0 and KEY.match(lines[following]):
        body = following + 1
    facts = _join_keys(lines[first_key:body])
    after = find_line(lines, AFTER, body, end)
    after = find_line(lines, FOOT, body, after)
    index = {told[1]: told[2] for i in range(after, end) if (told := AFTER.match(lines[i]))}
    return Cut(
        start + 1,
        join_lines(lines[body:after]),
        title=facts.get("HEADLINE", "") or title,
        publisher=outlets[-1] if outlets else "",
        published=lines[dated].strip(),
        byline=drop_by(facts.get("BYLINE", "")),
        section=facts.get("SECTION", ""),
        dateline=facts.get("DATELINE", ""),
        url=index.get("URL", ""),
        meta={
            "database": "LexisNexis",
            "length": facts.get("LENGTH", ""),
            "edition": editions,
            "Publication-Type": index.get("PUBLICATION-TYPE", ""),
            "Load-Date": index.get("LOAD-DATE", ""),
        },
    )


def _part_edition(heads: Sequence[str]) -> tuple[str, str]:
    """Part the edition, which stands right below the date, from the title below a blank line."""
    gap = heads.index("") if "" in heads else 0
    edition, rest = heads[:gap], heads[gap:]
    return ", ".join(edition), " ".join(line for line in rest if line)


def _join_keys(lines: Sequence[str]) -> dict[str, str]:
    """Read keys whose values may go on in the next line, up to a blank one."""
    facts: dict[str, str] = {}
    last = ""
    for line in lines:
        if key := KEY.match(line):
            last = key[1]
            facts[last] = key[2].strip()
        elif not line.strip():
            last = ""
        elif last:
            facts[last] += f" {line.strip()}"
    return facts


LEXISNEXIS = Export("LexisNexis", is_lexis, cut_lexis)
