"""Cues with their clauses: the verb that reports, what it reports, and who."""

import pytest

from tests.test_cases import list_words, read_cases
from toolkit import Article
from toolkit.attribution.clauses import find_clause_quotations
from toolkit.attribution.reports import is_outlet, list_runs, list_source
from toolkit.engine import find_passages


def find_words(text):
    return list_words(find_clause_quotations(Article(text)), text)


def find_token(text, word):
    [passage] = find_passages(Article(text))
    return next(token for token in passage.doc if token.text == word)


def write(doc, numbers):
    return " ".join(doc[number].text for number in numbers)


@pytest.mark.parametrize("case", read_cases("find_reports"))
def test_find_reports(case):
    assert find_words(case["text"]) == case["found"]


@pytest.mark.parametrize(
    "verb",
    ["agreed", "claimed", "declined", "pledged", "promised", "refused", "threatened", "vowed"],
)
def test_an_infinitive_after_a_verb_that_promises_is_what_is_said(verb):
    found = find_words(f"The minister {verb} to cut taxes.")
    assert found == [["to cut taxes", verb, "The minister"]]


@pytest.mark.parametrize(
    "verb",
    [
        "accused", "blamed", "blasted", "called", "condemned", "criticised", "criticized",
        "denounced", "described", "dismissed", "disputed", "hailed", "mocked", "praised",
        "rejected", "ridiculed", "slammed",
    ],
)  # fmt: skip
def test_what_a_verb_of_naming_names_is_said_of_it(verb):
    found = find_words(f"The senator {verb} the plan as “a gift to the rich”.")
    assert found == [["the plan as “a gift to the rich”", verb, "The senator"]]


@pytest.mark.parametrize(
    "verb", ["alleged", "believed", "known", "reported", "said", "thought", "understood"]
)
def test_who_is_said_to_have_warned_has_warned(verb):
    token = find_token(f"Omar Haddad is {verb} to have warned them that rates rise.", "warned")
    assert write(token.doc, list_source(token)) == "Omar Haddad"


@pytest.mark.parametrize(
    "noun",
    [
        "agency", "broadcaster", "channel", "daily", "magazine", "network", "newspaper", "outlet",
        "paper", "station", "tabloid", "weekly", "news agency",
    ],
)  # fmt: skip
def test_a_noun_for_a_house_of_news_is_an_outlet(noun):
    assert is_outlet(find_token(f"The {noun} said nothing.", noun.split()[-1]))


@pytest.mark.parametrize("words", ["The mayor", "The Hague", "A paper"])
def test_another_noun_is_no_outlet(words):
    assert not is_outlet(find_token(f"{words} said nothing.", words.split()[-1]))


def test_numbers_are_cut_where_one_is_missing():
    assert list_runs({7, 1, 2, 4, 5, 6}) == [[1, 2], [4, 5, 6, 7]]
    assert list_runs([]) == []


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Lee said taxes rose.", "saying"),
        ("Lee thought taxes fell.", "thinking"),
        ("Lee urged us to go.", "urging"),
        ("Lee wondered who had paid.", "asking"),
        ("Taxes rose, according to Lee.", "saying"),
        ("A poll showing that taxes rose was read.", "showing"),
    ],
)
def test_a_request_a_thought_and_a_question_are_no_saying(text, act):
    [found] = find_clause_quotations(Article(text))
    assert str(found.act) == act
