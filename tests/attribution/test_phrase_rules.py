"""Who a noun phrase is, names first, then descriptions, and by which rule."""

import pytest

from tests.attribution.deciding import decide_clauses
from tests.test_cases import read_cases


@pytest.mark.parametrize("case", read_cases("phrase_rules"))
def test_phrase_rules(case):
    assert decide_clauses(case["text"]) == case["found"]
