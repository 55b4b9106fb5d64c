"""Records of RIS, as reference managers write them, cut into their articles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.loading.exports.cuts import Cut, Export, find_filled, tell_cut_short
from toolkit.loading.records import BLANK_TEXT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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


RIS = Export("RIS", is_ris, cut_ris)
