"""What negates or hedges a verb; tests/cases/qualifiers.json asks about a word at a time."""

import pytest

from tests.test_cases import read_cases
from toolkit import Article
from toolkit.engine import find_passages
from toolkit.grammar import qualifiers


@pytest.mark.parametrize("case", read_cases("qualifiers"))
def test_what_qualifies_a_word(case):
    [passage] = find_passages(Article(case["text"]))
    token = next(token for token in passage.doc if token.text == case["word"])
    if case["ask"] in {qualifiers.NEGATION, qualifiers.HEDGE}:
        found = qualifiers.find_qualifier(token, case["ask"])
        assert getattr(found, "text", "") == case["found"]
    else:
        assert getattr(qualifiers, case["ask"])(token) is case["found"]


@pytest.mark.parametrize(
    ("word", "is_denial"),
    [
        *((word, True) for word in ("not", "Never", "cannot", "don't", "DON’T", "n't", "hardly")),
        *((word, False) for word in ("note", "yes", "can", "want", "knot", "dont", "")),
    ],
)
def test_words_that_say_no_by_themselves(word, is_denial):
    assert qualifiers.is_denial(word) is is_denial


def test_kinds_of_qualifier_are_named_as_tables_name_them():
    assert qualifiers.BOTH == ("negation", "hedge")
