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
MONEY = {"dollar": "$", "euro": "\u20ac", "pound": "\u00a3"}  # by stem, as their signs
NUMBER_WORDS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30,
    "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    "dozen": 12, "half": 0.5, "one": 1,
}  # fmt: skip
_ONES = "|".join(word for word, value in NUMBER_WORDS.items() if 1 <= value < 10)  # noqa: PLR2004
_SMALL = rf"(?:(?:{'|'.join(w for w, v in NUMBER_WORDS.items() if v > 1 and w != 'dozen')})"
_SMALL += rf"(?:-(?:{_ONES}))?)"
_SCALE = r"(?:hundred|thousand|million|billion|trillion|dozen)\b"
_AND = r"[\s-](?:and[\s-])?"
# "two hundred and twelve thousand", "three and a half million", "half a million", "two dozen"; no
# "and" between two numbers with a scale each: between two hundred and three hundred.
_LETTERS = (
    rf"half[\s-]an?[\s-]{_SCALE}"
    rf"|(?:{_SMALL}|one)[\s-]and[\s-]a[\s-]half(?:[\s-]{_SCALE})?"
    rf"|(?:{_SMALL}|one)(?:[\s-]{_SCALE})+"
    rf"(?:{_AND}{_SMALL}(?![\s-]{_SCALE})|(?:[\s-]{_SMALL}(?:[\s-]{_SCALE})+)+)?"
    rf"|{_SMALL}|dozen|half"
)
NUMBER = re.compile(
    r"(?<![\w/:])(?P<sign>[$\u20ac\u00a3])?(?:(?P<short>['\u2019](?=[01]\d\b))?"
    r"(?P<figures>\d+(?:,\d{3})*(?:\.\d+)?)(?:st|nd|rd|th)?"
    rf"|(?P<letters>{_LETTERS})\b)"
    r"(?P<scale>[\s-]?(?:hundred|thousand|million|billion|trillion)\b|(?:k|m|bn?)\b)?"
    r"(?P<percent>\s?%|[\s-]?per\s?cent|[\s-]?pc)?(?![\w/:])",
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
    for word in words[:2]:  # "Canadian dollars"
        if stem(word) in MONEY:
            return frozenset({MONEY[stem(word)]})
    return frozenset(stem(word) for word in words if word.lower() not in read_stop_words())


def _read_value(match: re.Match[str]) -> float:
    if match["figures"]:
        value = float(match["figures"].replace(",", ""))
        if match["short"]:
            value += CENTURY
    else:
        value = _read_letters(match["letters"])
    scale = (match["scale"] or "").strip().lstrip("-").lower()
    return value * SCALES.get(scale, 1)


def _read_letters(letters: str) -> float:
    total, group = 0.0, 0.0
    for word in re.split(r"[\s-]+", letters.lower()):
        scale = SCALES.get(word) or (12 if word == "dozen" else 0)
        if scale == SCALES["hundred"]:
            group *= scale
        elif scale:
            total, group = total + (group or 1) * scale, 0.0
        else:
            group += NUMBER_WORDS.get(word, 0)  # none for "and", "a"
    return total + group


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
