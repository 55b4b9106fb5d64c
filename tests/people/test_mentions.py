"""Where an article names somebody; tests/cases/mentions.json asks one step at a time.

A mention is written: its words, [the text where that differs]: person or body, the gender that
a title tells, and whether it stands in a headline.
"""

from dataclasses import replace

import pytest

from tests.test_cases import read_cases
from toolkit import Article, parse_article
from toolkit.engine import find_passages
from toolkit.people import mentions as steps
from toolkit.people.kinds import settle_kinds


def list_all(article):
    return [one for passage in find_passages(article) for one in steps.list_mentions(passage)]


def write(mention, text):
    name, stands = " ".join(mention.words), mention.span.of(text)
    more = ["person" if mention.is_person else "body", mention.title]
    more.append("headline" if mention.is_headline else "")
    where = "" if stands == name else f" [{stands}]"
    return f"{name}{where}: {', '.join(filter(None, more))}"


@pytest.mark.parametrize("case", read_cases("mentions"))
def test_mentions_step_by_step(case):
    article = parse_article(case["text"])
    found = list_all(article)
    take = {
        "list_mentions": lambda: found,
        "trim_headlines": lambda: steps.trim_headlines(found),
        "settle_kinds": lambda: settle_kinds(found),
        "complete_surnames": lambda: steps.complete_surnames(found, [*find_passages(article)]),
        "rename_nicknames": lambda: steps.rename_nicknames(article, found),
    }
    assert [write(one, article.text) for one in take[case["ask"]]()] == case["found"]


@pytest.mark.parametrize("case", read_cases("settle_kinds"))
def test_a_name_itself_may_show_that_it_is_no_person(case):
    """Whatever spaCy takes it for, where nothing else in the text says so."""
    article = Article("Several voters heard yesterday about prices from Bob Clark in Rome.")
    person = next(one for one in list_all(article) if one.is_person)
    taken_for_a_person = replace(person, words=tuple(case["text"].split()))
    [settled] = settle_kinds([taken_for_a_person])
    assert ("person" if settled.is_person else "body") == case["found"]


def test_in_a_headline_the_last_word_of_a_name_shows_nothing():
    article = Article("Several voters heard yesterday about prices from Bob Clark in Rome.")
    person = next(one for one in list_all(article) if one.is_person)
    in_headline = replace(person, words=("Nairobi", "Fund"), is_headline=True)
    assert settle_kinds([in_headline])[0].is_person


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Ann Lee", "ann lee"),
        ("James O’Neill Jr.", "james o'neill"),
        ("John Clark, Sr", "john clark"),
        ("Otto Berg II", "otto berg"),
        ("Otto Berg III", "otto berg"),
        ("Otto Berg IV", "otto berg"),
        ("Otto Berg V", "otto berg v"),
        ("Otto Berg III Jr.", "otto berg"),
        ("Jr.", "jr"),
        ("U.N.", "u.n"),
        ("STRASSE Straße", "strasse strasse"),
    ],
)
def test_names_are_compared_without_case_points_and_suffixes(name, folded):
    assert " ".join(steps.fold(name.split())) == folded


@pytest.mark.parametrize(
    ("name", "letters", "has"),
    [
        ("World Health Fund", "WHF", True),
        ("World Health Fund", "W.H.F.", True),
        ("Bank of England", "BE", True),
        ("Bank of England", "BoE", False),
        ("World Health Fund", "WH", False),
        ("World Health Fund", "whf", False),
        ("Sweden", "S", False),
        ("", "", False),
    ],
)
def test_initials_are_the_capitals_of_a_name_of_several_words(name, letters, has):
    assert steps.has_initials(name.split(), letters) is has


def test_places_of_a_name_that_is_cut_back_are_those_of_what_is_left():
    article = parse_article("# Why Bob Clark Wins\n\nVoters heard yesterday from Bob Clark again.")
    for mention in steps.trim_headlines(list_all(article)):
        assert mention.span.of(article.text) == " ".join(mention.words) == "Bob Clark"
        assert mention.tokens.text == "Bob Clark"
