"""What a rule is asked and what it answers."""

import math

import pytest

from tests.attribution.deciding import find_last
from toolkit import Article
from toolkit.attribution.antecedents import Scene
from toolkit.attribution.decisions import NOBODY, Decision, Step, make_source, run
from toolkit.base import Act, Form, Kind, Quotation, Rule, read_confidence_weights


def make(text, words, chain=(), *, is_word=False):
    place = find_last(text, words)
    quotation = Quotation((place,), (), (place,), Form.DIRECT, Act.SAYING)
    scene = Scene(Article(text), [quotation])
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
    assert (NOBODY.evidence, NOBODY.step) == ((), None)
    assert math.isnan(NOBODY.chance)


def test_the_first_rule_that_knows_is_told():
    found = Decision("Anna Berg", Kind.PERSON, Rule.NAME, chance=0.5)
    asked = []

    def pass_over(source):
        asked.append(source)

    chain = (
        (Step.CUE, pass_over),
        (Step.NAME, lambda _: found),
        (Step.ROLE, pass_over),
    )
    source = make("She said so.", "She", chain)
    decision = run(source)
    assert (decision.name, decision.chance, decision.step) == ("Anna Berg", 0.5, Step.NAME)
    assert asked == [source]
    assert found.step is None


def test_no_rule_decides_nothing():
    assert run(make("She said so.", "She")) is None


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (Rule.NAME, "name"), (Rule.SURNAME, "surname"), (Rule.PRONOUN, "pronoun"),
        (Rule.ROLE, "role"), (Rule.DESCRIPTION, "description"), (Rule.ALIAS, "alias file"),
        (Rule.PERSON, "person"), (Rule.NONE, "none"),
    ],
)  # fmt: skip
def test_tables_call_the_rules_so(rule, words):
    assert str(rule) == words


STEPS = {f"rule: {step}" for step in Step}
WEIGHED = {fact for fact in read_confidence_weights() if fact.startswith("rule: ")}


def test_steps_that_were_learned_from_are_called_as_their_weights():
    assert len(STEPS & WEIGHED) >= 20  # the rest was too rare to learn from


def test_each_weight_of_a_step_has_its_step():
    assert WEIGHED <= STEPS
