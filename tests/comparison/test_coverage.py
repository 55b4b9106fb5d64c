"""Whom and what each article takes up: counts, places, and numbers that differ."""

import pytest

import toolkit as tk
from toolkit.comparison.coverage import COVERAGE, find_top

ONE = tk.Article(
    "Police make 21 arrests\n\n"
    "Ann Lee said that police made 21 arrests in Lowtown on Monday.\n\n"
    '"We had to act," Lee said. Bob Clark called it a mistake.',
    id="one",
    title="Police make 21 arrests",
)
TWO = tk.Article(
    "Police made 19 arrests in Lowtown on Monday.\n\nMayor Ann Lee said the streets were calm.",
    id="two",
)


@pytest.fixture(scope="module")
def table():
    return tk.coverage_table([ONE, TWO])


def pick(table, topic, article="one"):
    rows = table[(table["topic"] == topic) & (table["article"] == article)]
    return rows.set_index("term")


def test_speakers_have_their_statements_words_and_share_in_quote_marks(table):
    lee = pick(table, "speaker").loc["Ann Lee"]
    assert lee["occurrences"] == 2
    assert lee["direct_share"] == pytest.approx(4 / lee["words"])
    assert lee["reports"] == 2
    assert not lee["only_here"]


def test_whom_one_article_alone_hears_is_told(table):
    assert pick(table, "speaker").loc["Bob Clark", "only_here"]
    assert pick(table, "speaker").loc["Bob Clark", "reports"] == 1


def test_headline_and_lead_are_told_apart(table):
    arrests = pick(table, "number").loc["21"]
    assert arrests["in_headline"]
    assert arrests["in_lead"]
    assert arrests["occurrences"] == 2
    lee = pick(table, "name").loc["Ann Lee"]
    assert lee["in_lead"]
    assert not lee["in_headline"]
    assert not pick(table, "name", "two").loc["Ann Lee", "in_lead"]


def test_numbers_that_differ_for_one_thing_are_listed_on_both_sides(table):
    assert pick(table, "number").loc["21", "note"] == "two: 19 arrests"
    assert pick(table, "number", "two").loc["19", "note"] == "one: 21 arrests"


@pytest.mark.parametrize(
    "other",
    [
        "Police made 21 arrests in Lowtown on Monday.",
        "A baker in Hightown counted 19 arrests of his career.",
        "Police made 21 arrests in Lowtown on Monday and 19 arrests in Lowtown on Tuesday.",
        "Police bought 19 cars in Lowtown on Monday.",
    ],
)
def test_numbers_that_agree_or_count_something_else_are_not_listed(other):
    table = tk.coverage_table([ONE, tk.Article(other, id="three")])
    assert pick(table, "number").loc["21", "note"] == ""


@pytest.mark.parametrize(
    ("one", "two", "notes"),
    [
        (
            "The repair would cost $4m.",
            "The cost has soared to five million dollars, she said.",
            ["two: five million dollars", "one: $4m"],
        ),
        (
            "Some 2,900 names stand on a petition.",
            "A petition has 3,000 fans.",
            ["two: 3,000 fans", "one: 2,900 names"],
        ),
        (
            "They voted 17 to 12 to wait.",
            "The vote was 17 to 14.",
            ["two: 17 to 14", "one: 17 to 12"],
        ),
        ("It cost $4m.", "It cost 4 million dollars.", ["", ""]),
        ("It cost $4m.", "It cost five million crowns.", ["", ""]),
        (
            "The repair of the old roof would cost $4m.",
            "Her campaign asks $5.1m for another repair.",
            ["", ""],
        ),
        ("The repair cost $4m.", "A campaign has $5m.", ["", ""]),
        ("They voted 17 to 12 to wait.", "The vote was 18 to 12.", ["", ""]),
        ("They saw 96 boats.", "They saw 97 ships.", ["", ""]),
    ],
)
def test_numbers_that_are_near_differ_though_other_words_count_them(one, two, notes):
    table = tk.coverage_table([tk.Article(one, id="one"), tk.Article(two, id="two")])
    assert table.loc[table["topic"] == "number", "note"].tolist() == notes


def test_places_hold_what_they_tell(table):
    for row in table[table["topic"] == "number"].itertuples():
        text = {"one": ONE, "two": TWO}[row.article].text
        assert text[row.start : row.end] == row.term
        assert row.position == row.start / len(text)


def test_one_article_has_a_note_and_nothing_is_only_there():
    table = tk.coverage_table(ONE)
    assert set(table["note"]) == {"one article: nothing to compare"}
    assert not table["only_here"].any()


def test_no_article_gives_the_same_columns():
    assert list(tk.coverage_table([])) == list(COVERAGE.schema)


def test_the_lead_is_the_first_paragraph_where_no_line_is_the_title():
    headlines, lead = find_top(TWO)
    assert headlines == []
    assert lead.of(TWO.text).startswith("Police made 19")
