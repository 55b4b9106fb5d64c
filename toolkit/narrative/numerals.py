"""Numbers in figures and in letters, with what they count."""

from __future__ import annotations

import re
from typing import NamedTuple

from toolkit.base import WORD, Span, read_stop_words, stem

CENTURY = 2000.0  # of a year written '16
TOLERANCE = 0.05  # "more than 200" may be 210
AMOUNTS = {"$", "\u20ac", "\u00a3", "%"}  # what stands with a sum or a share
YEARS = range(1900, 2101)
SCALES = {
    "hundred": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6,
    "billion": 1e9, "b": 1e9, "bn": 1e9, "trillion": 1e12,
}  # fmt: skip
NUMBER_WORDS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30,
    "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    "dozen": 12, "half": 0.5, "one": 1,
}  # fmt: skip
NUMBER = re.compile(
    r"(?<![\w/:])(?P<sign>[$\u20ac\u00a3])?(?:(?P<short>['\u2019](?=[01]\d\b))?"
    r"(?P<figures>\d+(?:,\d{3})*(?:\.\d+)?)(?:st|nd|rd|th)?"
    rf"|(?P<letters>(?:{'|'.join(w for w in NUMBER_WORDS if w != 'one')})"
    rf"(?:-(?:{'|'.join(NUMBER_WORDS)}))?)\b)"
    r"(?P<scale>[\s-]?(?:hundred|thousand|million|billion|trillion)\b|(?:k|m|bn?)\b)?"
    r"(?P<percent>\s?%|[\s-]?per\s?cent)?(?![\w/:])",
    re.IGNORECASE,
)
# Up to three words, without punctuation between: "3 close Senate races".
COUNTED = re.compile(r"(?:[ \u00a0-][^\W\d_]+){1,3}")


class Number(NamedTuple):
    """A number, and what it may count."""

    span: Span
    value: float
    units: frozenset[str]  # its sign, or the stems of the words behind it


def list_numbers(text: str, place: Span) -> list[Number]:
    """List the numbers in figures and in letters, with what they count."""
    found = []
    for match in NUMBER.finditer(text, place.start, place.end):
        value = _read_value(match)
        if value == 1 and not match["sign"] and not match["percent"]:  # "1 thing": an article
            continue
        found.append(Number(Span(*match.span()), value, _list_units(text, match, place.end)))
    return found


def is_year(text: str, number: Number) -> bool:
    """Tell whether a number is written like a year of this century or the last."""
    return number.value in YEARS and "," not in number.span.of(text) and not number.units & AMOUNTS


def _list_units(text: str, match: re.Match[str], end: int) -> frozenset[str]:
    """List what a number may count: money, a share, or one of the next words."""
    if match["sign"]:
        return frozenset({match["sign"]})
    if match["percent"]:
        return frozenset({"%"})
    counted = COUNTED.match(text, match.end(), end)
    words = WORD.findall(counted.group()) if counted else []
    return frozenset(stem(word) for word in words if word.lower() not in read_stop_words())


def _read_value(match: re.Match[str]) -> float:
    if match["figures"]:
        value = float(match["figures"].replace(",", ""))
        if match["short"]:
            value += CENTURY
    else:
        value = float(sum(NUMBER_WORDS[w] for w in re.split(r"[\s-]", match["letters"].lower())))
    scale = (match["scale"] or "").strip().lstrip("-").lower()
    return value * SCALES.get(scale, 1)


def is_rounded(text: str, number: Number, other: Number) -> bool:
    """Tell whether a number is another one, rounded, or "more than" or "nearly" it."""
    value, its = number.value, other.value
    if number.units & AMOUNTS != other.units & AMOUNTS or value in YEARS or its in YEARS:
        return False
    digits = max(2, len(f"{value:e}".split("e")[0].rstrip("0").replace(".", "")))
    if float(f"{its:.{digits}g}") == value != its:
        return True
    before = text[max(0, number.span.start - 12) : number.span.start].lower().split()
    if before[-1:] == ["over"] or before[-2:] in (["more", "than"], ["at", "least"]):
        return value < its < value * (1 + TOLERANCE)
    return before[-1:] in (["nearly"], ["almost"]) and value * (1 - TOLERANCE) < its < value
