"""Who a noun phrase is, names first, then descriptions, and by which rule."""

import pytest

from tests.attribution.deciding import decide_clauses, decide_source
from tests.test_cases import read_cases


@pytest.mark.parametrize("case", read_cases("phrase_rules"))
def test_phrase_rules(case):
    assert decide_clauses(case["text"]) == case["found"]


@pytest.mark.parametrize(
    ("source", "name", "kind"),
    [("@AnnaBerg", "Anna Berg", "person"), ("@bakers", "@bakers", "group")],
)
def test_a_handle_is_who_is_named_so_or_itself(source, name, kind):
    text = f"Anna Berg came late. “Rates will rise,” {source} said."
    found = decide_source(text, source)
    assert (found.name, str(found.kind)) == (name, kind)


def test_in_apposition_to_a_name_outside_the_source_it_is_who_is_named():
    text = "Bob Day -- Ann Clark’s former lawyer -- said that “rates will rise”."
    found = decide_source(text, "Ann Clark’s former lawyer")
    assert (found.name, str(found.rule)) == ("Bob Day", "name in apposition")
    text = "“Rates will rise,” Ann Clark’s former lawyer said."
    assert decide_source(text, "Ann Clark’s former lawyer").name == "Ann Clark's former lawyer"
