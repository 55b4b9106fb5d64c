"""Through whom a speaker's words reached us."""

import pytest

from tests.stub_rules import RULES, make_plain
from tests.test_cases import make_article, read_cases
from toolkit.attribution.antecedents import make_scene
from toolkit.attribution.clauses import find_clause_quotations
from toolkit.attribution.relays import find_relays
from toolkit.engine import bind


def list_relays(article):
    quotations = find_clause_quotations(article)
    scene = make_scene(article, quotations)
    return [[*find_relays(scene, quotation)] for quotation in quotations]


@pytest.mark.parametrize("case", read_cases("find_relays"))
def test_find_relays(case):
    found = list_relays(bind(make_article(case), RULES))
    assert [[relay.name for relay in relays] for relays in found] == case["found"]


def test_a_relay_stands_where_the_text_names_it():
    text = "The Lagos Times was there. Rates will rise, Ann Lee said, according to the paper."
    [[relay]] = list_relays(make_plain(text))
    assert (relay.name, relay.span.of(text)) == ("Lagos Times", "the paper")
