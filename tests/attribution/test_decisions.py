"""What a rule is asked and what it answers."""

import math

import pytest

from tests.attribution.deciding import find_last
from tests.stub_rules import make_plain
from toolkit.attribution.antecedents import make_scene
from toolkit.attribution.decisions import NOBODY, Decision, make_source, run
from toolkit.attribution.sources import CHAIN
from toolkit.base import (
    BY_NAME,
    BY_PRONOUN,
    BY_ROLE,
    Act,
    Form,
    Kind,
    Quotation,
    Rule,
    read_confidence_weights,
)


def make(text, words, chain=(), *, is_word=False):
    place = find_last(text, words)
    quotation = Quotation((place,), (), (place,), Form.DIRECT, Act.SAYING)
    scene = make_scene(make_plain(text), [quotation])
    tokens = scene.find_tokens(place)
    return make_source(scene, quotation, place, tokens, chain, tokens[0] if is_word else None)


def test_a_source_has_its_core_head_and_kind():
    source = make("The old baker, who left, said so.", "The old baker, who left,")
    assert source.tokens.text == "The old baker, who left,"
    assert (source.core.text, source.head.text) == ("The old baker", "baker")
    assert source.kind is Kind.UNNAMED
    assert source.word is None


@pytest.mark.parametrize(
    ("text", "word", "pronoun"),
    [
        ("She said so.", "She", "she"),
        ("Both said so.", "Both", "both"),
        ("A report that said so is out.", "that", "that"),
        ("Bakers said so.", "Bakers", ""),
        ("The man who said so left.", "who", "who"),
    ],
)
def test_a_pronoun_is_told_in_lower_case(text, word, pronoun):
    assert make(text, word, is_word=True).pronoun == pronoun


def test_several_words_are_no_pronoun():
    assert make("She said so.", "She").pronoun == ""


def test_nobody_is_unknown_for_want_of_a_source():
    assert (NOBODY.name, NOBODY.kind, NOBODY.rule) == ("unknown", Kind.UNKNOWN, Rule.NONE)
    assert NOBODY.evidence == ()
    assert math.isnan(NOBODY.chance)


def test_the_first_rule_that_knows_is_told():
    found = Decision("Anna Berg", Kind.PERSON, chance=0.5)
    asked = []

    def pass_over(source):
        asked.append(source)

    chain = (
        (Rule.CUE, pass_over),
        (Rule.NAME, lambda _: found),
        (Rule.ROLE, pass_over),
    )
    source = make("She said so.", "She", chain)
    decision = run(source)
    assert (decision.name, decision.chance, decision.rule) == ("Anna Berg", 0.5, Rule.NAME)
    assert asked == [source]
    assert found.rule is Rule.NONE


def test_no_rule_decides_nothing():
    assert run(make("She said so.", "She")) is None


def test_rules_are_known_by_their_words():
    words = [str(rule) for rule in Rule]
    assert len({*words}) == len(words)
    assert {"name at the head", "he or she", "alias file", "person", "none"} <= {*words}


def test_no_rule_goes_by_two_things():
    assert not BY_NAME & BY_PRONOUN
    assert not BY_ROLE & (BY_NAME | BY_PRONOUN)


RULES = {f"rule: {rule}" for rule, _ in CHAIN}
WEIGHED = {fact for fact in read_confidence_weights() if fact.startswith("rule: ")}


def test_rules_that_were_learned_from_are_called_as_their_weights():
    assert len(RULES & WEIGHED) >= 17  # the rest was too rare to learn from


def test_each_weight_of_a_rule_has_its_rule():
    assert RULES | {f"rule: {Rule.SEEN}", f"rule: {Rule.NONE}"} >= WEIGHED
