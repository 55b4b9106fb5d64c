"""Whom and what an article names; tests/cases/find_names.json holds the texts.

A name is written: name | person or body | its mentions | roles | gender.
"""

import pytest

from tests.stub_rules import RULES
from tests.test_cases import read_cases
from toolkit import Article, parse_article
from toolkit.engine import bind
from toolkit.people.names import find_names, is_place


def write(name, text):
    columns = (
        name.name,
        "person" if name.is_person else "body",
        ", ".join(span.of(text) for span in name.mentions),
        ", ".join(name.roles),
        name.gender,
    )
    return " ".join(" | ".join(columns).split()).rstrip(" |")


@pytest.mark.parametrize("case", read_cases("find_names"))
def test_find_names(case):
    article = bind(parse_article(case["text"]), RULES)
    assert [write(name, article.text) for name in find_names(article)] == case["found"]


def test_a_name_over_two_lines_of_one_mention_is_one_line():
    article = Article("Voters heard yesterday from the Securities and\nExchange Commission again.")
    assert all("\n" not in name.name for name in find_names(article))


def test_an_article_that_names_nobody():
    assert find_names(Article("Rates will rise.")) == ()


def test_a_place_is_told_from_bodies_and_people():
    article = Article("Washington is cold. Ann Lee of the Labour Party met George Washington.")
    told = {(name.name, name.is_person): is_place(article, name) for name in find_names(article)}
    assert told[("Ann Lee", True)] is False
    assert told[("Labour Party", False)] is False
    article = Article("Ann Lee left for Berlin. Berlin is cold.")
    assert [name.name for name in find_names(article) if is_place(article, name)] == ["Berlin"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Rates will rise, said V. P. Balasubramaniam, an analyst.", "V. P. Balasubramaniam"),
        ("Okonjo-Bello spoke. Nkiru Okonjo-Bello left. Okonjo-Bello slept.", "Nkiru Okonjo-Bello"),
        ("Ben Carson spoke on Monday. Carson said that Carson would go.", "Ben Carson"),
        ("Mme Selina Ramoba, 71, told the committee that she had waited.", "Selina Ramoba"),
        ("The order was read by Supt Ifeoma Nwachukwu of the city police.", "Ifeoma Nwachukwu"),
        ("Counsel, Chukwuemeka Nnadi SAN, told the court that he would pay.", "Chukwuemeka Nnadi"),
        (
            "The trust's barrister, Crispin Allardyce QC, said that it would appeal.",
            "Crispin Allardyce",
        ),
    ],
)
def test_a_person_has_the_fullest_name_without_title_and_letters_of_rank(text, name):
    assert name in [one.name for one in find_names(Article(text)) if one.is_person]


def test_other_words_with_a_capital_before_a_name_are_no_part_of_it():
    found = find_names(Article("Forward Erling Haaland told the Daily Mail that he would stay."))
    assert "Erling Haaland" in [one.name for one in found]
