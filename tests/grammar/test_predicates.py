"""Who acts on whom, by grammar; tests/cases holds the sentences, one line each."""

import pytest

from tests.test_cases import read_cases
from toolkit import Article
from toolkit.engine import find_passages
from toolkit.grammar.predicates import find_predicates


def parse(text):
    [passage] = find_passages(Article(text))
    return passage.doc


def write_roles(roles):
    ties = {role.token.text: "" if role.link == "stated" else f" ({role.link})" for role in roles}
    return ", ".join(f"{name}{tie}" for name, tie in ties.items())


def write(predicate):
    """Write a predicate as the cases do: doers | lemma | targets | what else is to be said."""
    more = [predicate.construction.replace("active", ""), predicate.modal]
    more.insert(1, "not" if predicate.negated else "")
    columns = (
        write_roles(predicate.doers),
        predicate.lemma,
        write_roles(predicate.targets),
        ", ".join(filter(None, more)),
    )
    return " ".join(" | ".join(columns).split()).rstrip(" |")


@pytest.mark.parametrize("case", read_cases("find_predicates"))
def test_find_predicates(case):
    assert [*map(write, find_predicates(parse(case["text"])))] == case["found"]


def list_roles(case, name):
    found = find_predicates(parse(case["text"]))
    of_verb = [each for each in found if each.words[0].lemma == case["verb"]]
    return [[role.token.text for role in getattr(each, name)] for each in of_verb]


@pytest.mark.parametrize("case", read_cases("find_doers"))
def test_who_does_what_a_verb_says(case):
    assert list_roles(case, "doers") == [case["found"].split()]


@pytest.mark.parametrize("case", read_cases("find_targets"))
def test_to_whom_a_verb_reaches(case):
    assert list_roles(case, "targets") == [case["found"].split()]


def test_words_of_a_predicate_are_its_verb_with_particle_or_preposition():
    doc = parse("Rebels carried out the raid and met with Peru.")
    words = [[word.text for word in each.words] for each in find_predicates(doc)]
    assert words == [["carried", "out"], ["met", "with"]]


def test_tokens_that_are_skipped_neither_act_nor_count_as_verbs():
    doc = parse("Officials said voters rejected the plan.")
    assert [*map(write, find_predicates(doc, {0}))] == ["| say", "voters | reject | plan"]
    assert [*map(write, find_predicates(doc, {1}))] == ["voters | reject | plan"]


def test_predicates_come_in_reading_order():
    doc = parse("Leaving the hall, voters who came praised Peru.")
    places = [each.words[0].i for each in find_predicates(doc)]
    assert places == sorted(places)
    assert len(places) == 3
