"""Numbers in figures and in letters, what they count, and which may be one number, rounded."""

import pytest

from tests.test_cases import read_cases
from toolkit.base import Span, stem
from toolkit.narrative.numerals import is_rounded, is_year, list_numbers


def read_numbers(text):
    return list_numbers(text, Span(0, len(text)))


@pytest.mark.parametrize("case", read_cases("list_numbers"))
def test_list_numbers(case):
    found = [(n.span.of(case["text"]), n.value, n.units) for n in read_numbers(case["text"])]
    wanted = [
        (words, value, {stem(unit) for unit in units}) for words, value, units in case["found"]
    ]
    assert found == wanted


@pytest.mark.parametrize("case", read_cases("is_rounded"))
def test_is_rounded(case):
    text = f"{case['headline']}. {case['body']}"
    number, other = read_numbers(text)
    assert is_rounded(text, number, other) is case["found"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in 2012", True),
        ("in 1900", True),
        ("in 1899", False),
        ("in 2100", True),
        ("in 2101", False),
        ("in ’16", True),
        ("2,012 jobs", False),
        ("$2012", False),
        ("2012%", False),
    ],
)
def test_years(text, expected):
    [number] = read_numbers(text)
    assert is_year(text, number) is expected


def test_only_what_stands_in_the_place_is_read():
    text = "Two docks and 30 boats burned, 4 sank"
    place = Span(text.index("and"), text.index(" burned"))
    [number] = list_numbers(text, place)
    assert (number.value, number.units) == (30, {stem("boats")})
