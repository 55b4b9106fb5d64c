"""Where an article names somebody; tests/cases/mentions.json asks one step at a time.

A mention is written: its words, [the text where that differs]: person or body, and the gender that
a title tells.
"""

from types import SimpleNamespace

import pytest

from tests.test_cases import read_cases
from toolkit import Article, Span, parse_article
from toolkit.engine import find_passages
from toolkit.people import mentions as steps
from toolkit.reader.registers import Look, Sighting


def list_all(article):
    return [one for passage in find_passages(article) for one in steps.list_mentions(passage)]


def write(mention, text):
    name, stands = " ".join(mention.words), mention.span.of(text)
    more = ["person" if mention.is_person else "body", mention.title]
    where = "" if stands == name else f" [{stands}]"
    return f"{name}{where}: {', '.join(filter(None, more))}"


@pytest.mark.parametrize("case", read_cases("mentions"))
def test_mentions_step_by_step(case):
    article = parse_article(case["text"])
    found = list_all(article)
    take = {
        "list_mentions": lambda: found,
        "rename_nicknames": lambda: steps.rename_nicknames(article, found),
    }
    assert [write(one, article.text) for one in take[case["ask"]]()] == case["found"]


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


def list_seen(text, *names, kind="person", look=Look.NAME):
    """List the mentions of an article in which the reader sees these words, as they come."""
    sightings, end = [], 0
    for name in names:
        start = text.index(name, end)
        end = start + len(name)
        sightings.append(Sighting(Span(start, end), look, kind, 0, 0))
    register = SimpleNamespace(sightings=tuple(sightings))
    return steps.list_seen([*find_passages(Article(text))], register)


@pytest.mark.parametrize(
    ("text", "seen", "name"),
    [
        ("Rates fell, Nnadi QC told the court.", "Nnadi QC", "Nnadi"),
        ("Rates fell, Nnadi SAN told the court.", "Nnadi SAN", "Nnadi"),
        ("The judge heard Amr Musa of Egypt.", "Amr Musa of Egypt", "Amr Musa"),
        ("Mme Selina Ramoba told voters.", "Mme Selina Ramoba", "Selina Ramoba"),
        ("Voters heard Supt Ifeoma Nwachukwu.", "Supt Ifeoma Nwachukwu", "Ifeoma Nwachukwu"),
        ("Voters heard Jonkheer Willem Sandberg.", "Jonkheer Willem Sandberg", "Willem Sandberg"),
        ("The chief, Naba Sanem, left.", "Naba Sanem", "Sanem"),
        ("Rates fell, said V. P. Balasubramaniam.", "Balasubramaniam", "V. P. Balasubramaniam"),
        ("Voters heard from Ben Carson.", "Carson", "Ben Carson"),
        ("Voters, Daily Mail Lacerda said, left.", "Lacerda", "Lacerda"),
        ("Voters heard Jurre van 't Hof.", "Hof", "Jurre van 't Hof"),
    ],
)
def test_what_the_reader_saw_is_cut_and_completed_to_a_name(text, seen, name):
    [mention] = list_seen(text, seen)
    assert mention.span.of(text) == name


def test_names_that_reach_into_one_another_are_one():
    text = "The dike warden, Joost ten Brinke, came home."
    [mention] = list_seen(text, "Joost", "Brinke")
    assert mention.span.of(text) == "Joost ten Brinke"
    assert [m.span.of(text) for m in list_seen(text, "Joost ten Brinke")] == ["Joost ten Brinke"]


def test_a_plain_noun_that_is_also_a_description_is_no_name():
    text = "Rebels carried out the attack."
    both = [
        Sighting(Span(0, len("Rebels")), look, "organisation", 0, 0) for look in list(Look)[:2]
    ]
    passages = [*find_passages(Article(text))]
    assert steps.list_seen(passages, SimpleNamespace(sightings=both)) == []
    assert len(steps.list_seen(passages, SimpleNamespace(sightings=both[:1]))) == 1
