"""Exports of Factiva, with the codes of its fields or without, cut into their articles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.loading.exports.cuts import (
    BY,
    COPYRIGHT,
    WORDS,
    Cut,
    Export,
    drop_by,
    find_filled,
    is_date,
    join_lines,
    tell_cut_short,
)
from toolkit.loading.parts import PERSON

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CODES = "SE|HD|BY|CR|WC|PD|ET|SN|SC|ED|PG|VOL|LA|CY|LP|TD|CT|RF|CX|ART|CO|IN|NS|RE|IPC|IPD|PUB|AN"
CODE = re.compile(rf"^\s{{0,9}}({CODES})(?:\s*[|\t]\s*|\s{{2,}}|\s*$)(.*)$")
HEAD = re.compile(r"^\s{0,9}HD(?:\s*[|\t]|\s{2,}|\s*$)")
END = re.compile(r"^Doc?k?ument ([A-Za-z]{1,8}\w{8,40})$")
NUMBER = re.compile(r"(?:Doc?k?ument )?([A-Za-z]{1,8}\w{8,40})")
SUMMARY = re.compile(r"^Search Summary$", re.IGNORECASE)
PAGE = re.compile(r"^(?:Page \d+ of \d+\b|\u00a9 \d{4} Factiva, Inc\.)", re.IGNORECASE)
CLOCK = re.compile(r"^\d{1,2}:\d{2}(?: ?(?:GMT|UTC|[ap]m))?$", re.IGNORECASE)
SHORT_NAME = re.compile(r"^[A-Z0-9]{2,10}$")
LANGUAGES = {"english": "en", "german": "de", "french": "fr", "spanish": "es"}
PERSON_ONLY = re.compile(rf"{PERSON}")
FEWEST_TITLE = 5  # words: below a shorter line, "Jane Doe" may be a title as well as a name


def is_coded(lines: Sequence[str]) -> bool:
    """Tell whether lines are documents of Factiva with the codes of its fields."""
    found = {told[1] for line in lines if (told := CODE.match(line))}
    return "HD" in found and len(found & {"WC", "PD", "SN", "LP", "TD", "AN"}) > 1


def cut_coded(lines: Sequence[str]) -> Iterator[Cut]:
    """Cut documents with codes, each of which begins at HD (or SE) and ends at AN."""
    starts = [i for i, line in enumerate(lines) if HEAD.match(line)]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        facts = _read_codes(lines[start:end])
        before = CODE.match(lines[start - 1]) if start else None
        title = " ".join(" ".join(facts["HD"]).split())
        if "AN" not in facts:
            yield Cut(start + 1, problem=tell_cut_short(title, "AN, its number"))
            continue
        words = {code: " ".join(" ".join(value).split()) for code, value in facts.items()}
        number = NUMBER.search(words["AN"])
        yield Cut(
            start + 1,
            join_lines([*facts.get("LP", []), "", *facts.get("TD", [])]),
            title=title,
            publisher=words.get("SN", ""),
            published=f"{words.get('PD', '')} {words.get('ET', '')}".strip(),
            byline=drop_by(words.get("BY", "")),
            section=words.get("SE", "") or (before[2] if before and before[1] == "SE" else ""),
            language=LANGUAGES.get(words.get("LA", "").lower(), ""),
            id=number[1] if number else "",
            meta={
                "database": "Factiva",
                "length": words.get("WC", ""),
                "page": words.get("PG", ""),
                "edition": words.get("ED", ""),
                "subject": words.get("NS", ""),
            },
        )


def _read_codes(lines: Sequence[str]) -> dict[str, list[str]]:
    facts: dict[str, list[str]] = {}
    code = ""
    for line in lines:
        if (told := CODE.match(line)) and told[1] not in facts:
            code = told[1]
            facts[code] = [told[2].strip().strip("|").strip()]
        elif code == "AN":
            break
        elif code and not PAGE.match(line):
            facts[code].append(line.strip().strip("|").strip())
    return facts


# ---- without codes ---------------------------------------------------------------------------


def is_plain(lines: Sequence[str]) -> bool:
    """Tell whether lines are documents of Factiva without codes."""
    ends = sum(bool(END.match(line.strip())) for line in lines)
    counts = sum(bool(WORDS.match(line.strip())) for line in lines)
    return bool(ends and counts)


def cut_plain(lines: Sequence[str]) -> Iterator[Cut]:
    """Cut documents without codes: a count of words in the head, "Document ..." at the end."""
    start = 0
    for number, line in enumerate(lines):
        if end := END.match(line.strip()):
            yield _read_plain(lines, start, number, end[1])
            start = number + 1
    summary = next((i for i in range(start, len(lines)) if SUMMARY.match(lines[i])), len(lines))
    if any(WORDS.match(line.strip()) for line in lines[start:summary]):
        cut = _read_plain(lines, start, summary, "")
        yield Cut(cut.line, problem=tell_cut_short(cut.title, "'Document' and its number"))


def _read_plain(lines: Sequence[str], start: int, end: int, number: str) -> Cut:
    counted = next((i for i in range(start, end) if WORDS.match(lines[i].strip())), -1)
    if counted < 0:
        return Cut(start + 1, problem="must have its count of words above the text; found none")
    above, began = _take_above(lines, start, counted)
    byline = _find_byline(above)
    heads = above[: len(above) - bool(byline)]
    dated = find_filled(lines, counted + 1)
    body = next(
        (i + 1 for i in range(counted, end) if COPYRIGHT.match(lines[i].strip())), counted + 1
    )
    below = [lines[i].strip() for i in range(counted + 1, body - 1) if lines[i].strip()]
    outlets = [
        line
        for line in below
        if not (is_date(line) or CLOCK.match(line) or SHORT_NAME.match(line))
    ]
    title = heads[-1] if heads else ""
    if dated < 0 or not is_date(lines[dated]) or not outlets:
        found = " / ".join(below[:3])
        problem = f"must have a date and an outlet below its count of words; found {found!r:.80}"
        return Cut(began + 1, problem=problem)
    clock = next((line for line in below if CLOCK.match(line)), "")
    text = [line for line in lines[body:end] if not PAGE.match(line.strip())]
    told = next((line.lower() for line in outlets[1:] if line.lower() in LANGUAGES), "")
    return Cut(
        began + 1,
        join_lines(text),
        title=title,
        publisher=outlets[0],
        published=f"{lines[dated].strip()} {clock}".strip(),
        byline=drop_by(byline),
        section=", ".join(heads[:-1]),
        language=LANGUAGES.get(told, ""),
        id=number,
        meta={"database": "Factiva", "length": lines[counted].strip()},
    )


def _take_above(lines: Sequence[str], start: int, counted: int) -> tuple[list[str], int]:
    """Take the lines of the head above the count of words, and say where they begin.

    A blank line ends them, once there is more than the byline: above may be another export.
    """
    taken: list[str] = []
    first = counted
    for place in range(counted - 1, start - 1, -1):
        line = lines[place].strip()
        if PAGE.match(line) or (not line and any(not BY.match(above) for above in taken)):
            break
        if line:
            taken.insert(0, line)
            first = place
    return taken, first


def _find_byline(above: Sequence[str]) -> str:
    """Give the last of the lines above the count of words where it names a person."""
    if len(above) < len(["title", "byline"]):
        return ""
    is_named = PERSON_ONLY.fullmatch(above[-1]) and len(above[-2].split()) >= FEWEST_TITLE
    return above[-1] if BY.match(above[-1]) or is_named else ""


FACTIVA_CODED = Export("Factiva", is_coded, cut_coded)
FACTIVA_PLAIN = Export("Factiva", is_plain, cut_plain)
