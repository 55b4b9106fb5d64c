"""Whom and what an article names; tests/cases/find_names.json holds the texts.

A name is written: name | person or body | its mentions | roles | gender.
"""

import pytest

from tests.stub_rules import RULES
from tests.test_cases import read_cases
from toolkit import Article, Span, parse_article
from toolkit.base import Part
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


# Rules against them won nothing on any set (benchmarks/people/RULES.md): the register knows.
PARSED_WRONG = {
    "a letter left out": "The parser sees no name in the second spelling.",
    "a particle that spaCy left out": "The parser sees a surname alone.",
    "a headline": "The parser takes a verb of a headline into a name.",
    "a street is nobody": "The parser takes a street for a person.",
    "the Bill is nobody's given name": "The parser takes a law for a person.",
    "a platform behind on is no given name": "The parser takes a platform for a given name.",
    "a platform elsewhere may be named": "The parser takes a platform for a given name.",
}


def list_parsed_cases():
    for param in read_cases("find_names"):
        why = PARSED_WRONG.get(param.id)
        marks = pytest.mark.xfail(strict=True, reason=why) if why else param.marks
        yield pytest.param(*param.values, id=param.id, marks=marks)


@pytest.mark.parametrize("case", [*list_parsed_cases()])
def test_find_names(case):
    article = bind(parse_article(case["text"]), RULES)
    assert [write(name, article.text) for name in find_names(article)] == case["found"]


# With the register some answers are others, and as right: a street is nobody, nor is a law; a
# platform is a body.
SEEN = {
    "a street is nobody": [
        "Ann Lee | person | Ann Lee | | f",
        "Diane Lane | person | Diane Lane | | f",
    ],
    "the Bill is nobody's given name": [
        "Bill Shorten | person | Bill Shorten | opposition leader | m",
        "Senate | body | Senate",
    ],
    "a platform behind on is no given name": ["Twitter | body | Twitter", "West | person | West"],
}
SEEN_WRONG = {
    "a platform elsewhere may be named": "The register takes a person called Telegram for a body."
}
MENDED = {"a surname that is also a firm's"}  # which the parser alone gets wrong


def list_seen_cases():
    for param in read_cases("find_names"):
        label, marks = param.id, param.marks
        if label in MENDED:
            marks = ()
        elif label in SEEN_WRONG:
            marks = pytest.mark.xfail(strict=False, reason=SEEN_WRONG[label])
        yield pytest.param(*param.values, id=label, marks=marks)


@pytest.mark.parametrize("case", [*list_seen_cases()])
def test_find_names_with_the_register(case):
    article = parse_article(case["text"])
    found = [write(name, article.text) for name in find_names(article)]
    assert found == SEEN.get(case["label"], case["found"])


def test_a_name_over_two_lines_of_one_mention_is_one_line():
    article = Article("Voters heard yesterday from the Securities and\nExchange Commission again.")
    assert all("\n" not in name.name for name in find_names(article))


def test_an_article_that_names_nobody():
    assert find_names(Article("Rates will rise.")) == ()


def test_captions_name_people_though_the_reader_does_not_look_there():
    caption = "Photo: Zhanar Akhmetova waves to the crowd."
    text = f"Rates rise\n\n{caption}\n\nRates will rise, the bank said on Monday."
    parts = (Part(Span(0, 10), "headline"), Part(Span(12, 12 + len(caption)), "caption"))
    end = Part(Span(14 + len(caption), len(text)), "paragraph")
    found = find_names(Article(text, parts=(*parts, end)))
    assert [(name.name, name.is_person) for name in found] == [("Zhanar Akhmetova", True)]


def test_a_name_in_other_letters_is_one_though_the_reader_learned_latin_ones():
    text = "Γιώργος Παπανδρέου told reporters that the bank would close. Παπανδρέου left."
    found = {name.name: len(name.mentions) for name in find_names(Article(text))}
    assert found == {"Γιώργος Παπανδρέου": 2}


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
        ("The chief, Naba Sanem, said that the well was dry.", "Sanem"),
        ("Jonkheer Willem Sandberg, a landowner, said that the dike held.", "Willem Sandberg"),
        ("Jurre van 't Hof keeps bees. “They are calm,” Van 't Hof said.", "Jurre van 't Hof"),
        pytest.param(
            "Jurre van ’t Hof keeps bees. “They are calm,” Van ’t Hof said.",
            "Jurre van ’t Hof",
            marks=pytest.mark.xfail(
                strict=False, reason="The reader does not see the first of the two names."
            ),
        ),
        (
            "The trust's barrister, Crispin Allardyce QC, said that it would appeal.",
            "Crispin Allardyce",
        ),
    ],
)
def test_a_person_has_the_fullest_name_without_title_and_letters_of_rank(text, name):
    assert [one.name for one in find_names(Article(text)) if one.is_person] == [name]


def test_other_words_with_a_capital_before_a_name_are_no_part_of_it():
    found = find_names(Article("Forward Erling Haaland told the Daily Mail that he would stay."))
    assert "Erling Haaland" in [one.name for one in found]
    text = "Reporters of the Daily Mail told Ana Lacerda of it. Daily Mail Lacerda said no more."
    mentions = {one.name: len(one.mentions) for one in find_names(Article(text))}
    assert mentions == {"Daily Mail": 2, "Ana Lacerda": 2}


def test_letters_of_rank_behind_a_comma_are_nobody():
    found = find_names(Article("Justice Ngozi Okafor, SAN, said that she would sit."))
    assert [one.name for one in found] == ["Ngozi Okafor"]


@pytest.mark.parametrize(
    "written",
    [
        "Jose\u0301 Nu\u0301n\u0303ez",
        "Jos\u00e9\u00a0N\u00fa\u00f1ez",
        "Jo\u200bs\u00e9 N\u00fa\u00f1\u00adez",
    ],
    ids=["letters in two pieces", "a blank that holds", "characters without width"],
)
def test_a_name_is_one_however_its_letters_are_written(written):
    text = f"{written} said the strike would end. Jos\u00e9 N\u00fa\u00f1ez said pay would rise."
    [found] = [name for name in find_names(Article(text)) if name.is_person]
    assert found.name == "Jos\u00e9 N\u00fa\u00f1ez"
    assert [span.of(text) for span in found.mentions] == [written, "Jos\u00e9 N\u00fa\u00f1ez"]


def test_father_and_son_of_one_name_stay_two():
    text = "George Bush Jr. said the war was right. George Bush Sr. had doubts. Bush Jr. left."
    found = {name.name: len(name.mentions) for name in find_names(Article(text))}
    assert found == {"George Bush Jr.": 2, "George Bush Sr": 1}
