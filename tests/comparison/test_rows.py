"""Statements as a table: places, words against the fullest telling, versions, notes."""

from datetime import date

import pandas as pd
import pytest

import toolkit as tk
from toolkit.comparison.rows import STATEMENTS

WHOLE = '"We will repair the old bridge before the floods come back,"'
FULL = tk.Article(f"The old bridge\n\n{WHOLE} Mayor Ann Lee told Reuters on Monday.", id="full")
CUT = tk.Article('Lowtown had a dry day.\n\n"We will repair the old bridge," Lee said.', id="cut")
CHANGED = tk.Article(
    '"We will repair the new bridge before the floods come back," Ann Lee announced.',
    id="changed",
)
OTHER = tk.Article('"I never sing in the rain," Tom Hill joked.', id="other")


@pytest.fixture(scope="module")
def table():
    return tk.statement_table([FULL, CUT, CHANGED]).set_index("article")


def test_a_row_tells_where_and_in_whose_name(table):
    assert list(table["statement"]) == [1, 1, 1]
    assert list(table["reports"]) == [3, 3, 3]
    assert list(table["speaker"]) == ["Ann Lee"] * 3
    assert table.loc["cut", "named"] == "Lee"
    assert list(table["cue"]) == ["told", "said", "announced"]
    assert list(table["paragraph"]) == [2, 2, 1]
    assert table.loc["cut", "position"] == CUT.text.index('"We') / len(CUT.text)


def test_places_hold_the_content(table):
    for article in (FULL, CUT, CHANGED):
        row = table.loc[article.id]
        assert article.text[row["start"] : row["end"]] == row["content"]


def test_words_are_told_against_the_fullest_telling(table):
    assert list(table["fullest"]) == [True, False, False]
    assert pd.isna(table.loc["full", "relation"])
    assert pd.isna(table.loc["full", "kept"])
    assert table.loc["cut", "relation"] == "cut"
    assert table.loc["cut", "left_out"] == "before the floods come back"
    assert table.loc["cut", "kept"] == pytest.approx(6 / 11)
    assert pd.isna(table.loc["cut", "altered"])
    assert table.loc["changed", "relation"] == "altered"
    assert table.loc["changed", "altered"] == "old -> new"
    assert table.loc["changed", "kept"] == pytest.approx(10 / 11)


def test_versions_stand_by_date_and_tell_what_came_and_went():
    first, second, third = (
        tk.Article(article.text, id=article.id, published=date(2026, 3, day))
        for article, day in ((FULL, 1), (CUT, 2), (OTHER, 3))
    )
    table = tk.statement_table([third, second, first], with_unshared=True)
    assert list(table["article"]) == ["full", "cut", "other"]
    assert list(table["reports"]) == [2, 2, 1]
    assert [*table["change"].fillna("-")] == ["-", "cut", "came"]
    assert [*table["gone"].fillna("-")] == ["-", "other", "-"]


def test_articles_without_a_date_stay_in_the_order_given():
    dated = tk.Article(FULL.text, id="full", published=date(2026, 3, 1))
    assert list(tk.statement_table([CUT, dated])["article"]) == ["cut", "full"]


def test_articles_that_share_nothing_give_an_empty_table_and_a_note():
    table = tk.statement_table([FULL, OTHER])
    assert table.empty
    assert list(table) == list(STATEMENTS.schema)
    assert table.attrs["note"] == "no statement is in two of the articles"


def test_what_one_article_alone_carries_is_listed_if_asked_for():
    table = tk.statement_table([FULL, OTHER], with_unshared=True)
    assert list(table["reports"]) == [1, 1]
    assert list(table["statement"]) == [1, 2]


def test_one_article_alone_gives_its_statements_and_a_note():
    table = tk.statement_table(FULL)
    assert list(table["note"]) == ["one article: nothing to compare"]
    assert list(table["fullest"]) == [True]


def test_the_same_article_twice_is_said():
    table = tk.statement_table([FULL, FULL, CUT])
    assert list(table["article"]) == ["full", "cut"]
    assert list(table["note"]) == ["given twice: counted once", ""]


def test_a_copy_under_another_name_is_said():
    copy = tk.Article(FULL.text.upper(), id="copy")
    table = tk.statement_table([FULL, copy], with_unshared=True)
    assert "copy: the same words as full" in table.attrs["note"]


def test_no_article_gives_the_same_columns():
    assert list(tk.statement_table([])) == list(STATEMENTS.schema)
