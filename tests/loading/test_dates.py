"""Dates as news writes them; tests/cases/read_date.json and has_date.json hold them."""

import pytest

from tests.test_cases import read_cases
from toolkit.loading.dates import has_date, read_date


@pytest.mark.parametrize("case", read_cases("read_date"))
def test_read_date(case):
    found, note = read_date(case["text"], case.get("day_first"))
    stated = "" if found is None else found.isoformat()
    assert (stated, note) == (case["found"], case.get("note", ""))


@pytest.mark.parametrize("case", read_cases("has_date"))
def test_has_date(case):
    assert has_date(case["text"]) is case["found"]
