"""Exports of Nexis Uni, Lexis Advance and the older LexisNexis, cut into their articles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.loading.cuts import (
    COPYRIGHT,
    WORDS,
    Cut,
    find_filled,
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
# The older LexisNexis numbers its documents.
NUMBER = re.compile(
    r"^\s*(?:Document |Dokument )?(\d{1,4}) (?:of|de|von) (\d{1,4})(?: DOCUMENTS?)?\s*$"
)
NUMBERED = re.compile(r"^\s*\d{1,4} of \d{1,4} DOCUMENTS?\s*$")
OLD_KEY = re.compile(
    r"^(BYLINE|SECTION|LENGTH|DATELINE|HEADLINE|HIGHLIGHT|SERIES|SOURCE):\s*(.*)$"
)
OLD_AFTER = re.compile(
    r"^(LOAD-DATE|LANGUAGE|GRAPHIC|PUBLICATION-TYPE|JOURNAL-CODE|SUBJECT|ORGANIZATION|PERSON"
    r"|GEOGRAPHIC|COUNTRY|STATE|CITY|COMPANY|INDUSTRY|TICKER|TYPE|DOCUMENT-TYPE|URL|CORRECTION"
    r"|PUB-TYPE|NOTES):\s*(.*)$"
)
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
    body = next((i for i in range(start, end) if BODY.match(lines[i])), -1)
    head_end = body if body >= 0 else end
    dates = [i for i in range(start, head_end) if is_date(lines[i])]
    if not dates:
        title, began = _find_title(lines, start, head_end)
        problem = f"date: must stand below the title; found none in {title!r:.60}"
        return Cut(began + 1, problem=problem)
    dated = dates[-1 if body >= 0 else 0]  # above may be the end of another export
    keys = [i for i in range(dated, head_end) if KEY.match(lines[i])]
    outlet = max(find_filled(lines[:dated], dated - 1, -1), start)
    title, began = _find_title(lines, start, outlet)
    facts = _read_keys(lines[dated:head_end])
    if body < 0:  # without that line the text follows the keys
        body = keys[-1] if keys else dated
    after = next((i for i in range(body + 1, end) if AFTER.match(lines[i])), end)
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
        byline=_drop_by(facts.get("byline", "")),
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


def _drop_by(byline: str) -> str:
    return re.sub(r"^by\s+", "", byline.strip(), flags=re.IGNORECASE)


# ---- the older LexisNexis --------------------------------------------------------------------


def is_lexis(lines: Sequence[str]) -> bool:
    """Tell whether lines are numbered documents of the older LexisNexis."""
    return any(NUMBERED.match(line) for line in lines) and any(
        OLD_KEY.match(line) for line in lines
    )


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
        if is_last and not any(OLD_AFTER.match(line) for line in lines[start:end]):
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
    inside = range(start + 1, end)
    length = next((i for i in inside if lines[i].startswith("LENGTH:")), -1)
    first_key = next((i for i in inside if OLD_KEY.match(lines[i])), end)
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
    while (following := find_filled(lines, body)) >= 0 and OLD_KEY.match(lines[following]):
        body = following + 1
    facts = _join_keys(lines[first_key:body])
    after = next((i for i in range(body, end) if OLD_AFTER.match(lines[i])), end)
    after = next(
        (i for i in range(body, after) if re.match(r"^\s{10,}Copyright ", lines[i])), after
    )
    index = {told[1]: told[2] for i in range(after, end) if (told := OLD_AFTER.match(lines[i]))}
    return Cut(
        start + 1,
        join_lines(lines[body:after]),
        title=facts.get("HEADLINE", "") or title,
        publisher=outlets[-1] if outlets else "",
        published=lines[dated].strip(),
        byline=_drop_by(facts.get("BYLINE", "")),
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
        if key := OLD_KEY.match(line):
            last = key[1]
            facts[last] = key[2].strip()
        elif not line.strip():
            last = ""
        elif last:
            facts[last] += f" {line.strip()}"
    return facts
