"""Tables in an Excel workbook, opened and read back."""

import sys
from datetime import UTC, datetime

import pandas as pd
import pytest
from openpyxl import load_workbook

import toolkit as tk
from tests.all_tables import make_article, make_full
from tests.frames import fill
from toolkit.display.codebook import explain_columns
from toolkit.tables import find_tables

OWN = "A column of your own, or of your source."


@pytest.fixture(scope="module")
def article():
    return make_article()


@pytest.fixture(scope="module")
def every(tmp_path_factory):
    return make_full(tmp_path_factory.mktemp("audit"))


@pytest.fixture
def read_back(tmp_path):
    def read(tables, **how):
        path = tk.write_workbook(tables, tmp_path / "tables.xlsx", **how)
        return pd.read_excel(path, sheet_name=None, engine="openpyxl")

    return read


def test_numbers_words_dates_and_gaps_come_back_as_they_were(article, read_back):
    tables = {
        "articles": tk.article_table(article, meta=["party"]),
        "speakers": tk.speaker_table(article),
        "shares": tk.source_table(article, by=["publisher", "month"]),
    }
    book = read_back(tables)
    assert [*book] == ["codebook", *tables]
    for name, table in tables.items():
        filled = table.replace("", pd.NA)  # no cell can hold an empty text
        pd.testing.assert_frame_equal(
            fill(book[name], "-"),
            fill(filled, "-"),
            check_dtype=False,
        )


def explain(table, **meanings):
    """Give what a codebook says of a table, and the meaning of each of its columns."""
    of_table, *columns = explain_columns({"a": table}, meanings)
    return of_table.meaning, {entry.column: entry.meaning for entry in columns}


def plain(column):
    return column.meaning.replace("`", "")


def test_the_codebook_has_type_unit_and_meaning_of_each_column_of_each_table(every, read_back):
    codebook = fill(read_back(every)["codebook"])
    for name, table in find_tables().items():
        own = codebook[(codebook["table"] == name) & (codebook["column"] != "")]
        assert own["column"].tolist() == [*table.schema]
        assert own["meaning"].tolist() == [plain(column) for column in table.columns]
        assert own["unit"].tolist() == [column.unit.replace("`", "") for column in table.columns]


def test_a_table_is_known_by_its_name_whatever_columns_are_left(every):
    kept = every["speaker_table"][["article", "speaker", "words", "share"]]
    of_table, meanings = explain(kept)
    assert of_table.startswith("Make one row per article and speaker")
    assert meanings["share"] == "Of all words quoted in the article."
    kept = every["sourcing_table"][["article", "speaker", "words", "share"]]
    assert explain(kept)[1]["share"] == "Of the words of the article's body."


def test_groups_of_articles_are_explained_as_columns_of_articles(article):
    table = tk.stance_table(article, by=["publisher", "month", "party"])
    assert [*explain(table)[1].values()][:3] == [
        "The outlet.",
        "When it was published, by its clock.",
        OWN,
    ]


@pytest.mark.parametrize("name", find_tables())
def test_a_table_that_lost_its_name_is_known_by_its_columns(name, every):
    table = pd.DataFrame(every[name].to_dict("list"))
    assert explain(table) == explain(every[name])


def test_what_was_merged_is_explained_where_that_is_clear(every):
    about, quotations = every["article_table"], every["quotation_table"]
    of_table, meanings = explain(quotations.merge(about, on="article"))
    assert of_table.startswith("Make one row per quotation")
    assert (meanings["words"], meanings["title"]) == (
        "Of the content.",
        plain(find_tables()["article_table"].known["title"]),
    )
    both = quotations.merge(every["source_diversity_table"], on="article")
    of_table, meanings = explain(both)
    assert of_table == "Put together of several tables, or not clear of which one."
    assert (meanings["words"], meanings["sources"]) == ("Of the content.", "Different ones.")


def test_what_is_not_clear_is_said(every):
    table = every["speaker_table"][["article", "speaker", "words", "share"]]
    table.attrs.clear()
    meanings = explain(table)[1]
    assert meanings.pop("article") == "Id of the article, by which tables are joined."
    assert {*meanings.values()} == {
        "Not clear, as it means something else in each of these tables: sourcing_table, "
        "speaker_table."
    }


def test_what_is_of_no_table_of_ours_is_the_callers(every):
    table = pd.DataFrame({"text": ["a"], "party": ["b"], "wave": [1]})
    assert explain(table) == ("A table of your own.", dict.fromkeys(table, OWN))
    assert explain(pd.DataFrame()) == ("A table of your own.", {})


def test_added_columns_are_explained_by_whoever_added_them(article):
    table = tk.speaker_table(article).assign(hot=True, cold=False)[
        ["speaker", "role", "hot", "cold"]
    ]
    of_table, *columns = explain_columns({"who": table}, {"hot": "As we `coded` it."})
    assert of_table.meaning.startswith("Make one row per article and speaker")
    assert [c.meaning for c in columns[2:]] == ["As we `coded` it.", OWN]
    assert columns[3].type == "yes or no"


def test_words_that_look_like_a_formula_stay_words(tmp_path):
    table = pd.DataFrame({"text": ["=1+1", "@SUM(A1)", "-2"]})
    path = tk.write_workbook({"words": table}, tmp_path / "a.xlsx")
    cells = [row[0] for row in load_workbook(path)["words"].iter_rows(min_row=2)]
    assert [(cell.value, cell.data_type) for cell in cells] == [
        ("=1+1", "s"),
        ("@SUM(A1)", "s"),
        ("-2", "s"),
    ]


def test_what_excel_cannot_hold_is_changed_and_told(read_back):
    table = pd.DataFrame(
        {
            "text": pd.Series(["a\x00b", "x" * 40_000, "\ud83d"], dtype="object"),
            "seen": [datetime(2024, 1, 9, tzinfo=UTC), None, None],
            "places": [(1, 2), (), ()],
        }
    )
    book = read_back({"words": table})
    assert [len(text) for text in book["words"]["text"]] == [3, 32_767, 1]
    assert book["words"]["text"][0] == "a\ufffdb"
    assert book["words"]["places"][0] == "(1, 2)"
    assert book["words"]["seen"][0] == "2024-01-09T00:00:00+00:00"
    meaning = book["codebook"].query("column == 'text'")["meaning"].item()
    assert meaning.endswith("3 cells are cut or changed, since Excel cannot hold what they have.")


@pytest.mark.parametrize(
    ("tables", "name", "problem"),
    [
        ({"a": pd.DataFrame()}, "a.csv", "^path: must end in .xlsx; found 'a.csv'"),
        ({}, "a.xlsx", "^tables: must be a dict of name to table; found an empty one"),
        (pd.DataFrame({"a": [1]}), "a.xlsx", "^tables: must be a dict of name to table"),
        ({"a": [1]}, "a.xlsx", r"^tables: a: must be a table; found list"),
        ({"a/b": pd.DataFrame()}, "a.xlsx", "^tables: must have names of .*; found 'a/b'"),
        ({"a" * 32: pd.DataFrame()}, "a.xlsx", "^tables: must have names of 1 to 31"),
        ({"A": pd.DataFrame(), "a": pd.DataFrame()}, "a.xlsx", "each once, .*; found 'a'"),
        ({"Codebook": pd.DataFrame()}, "a.xlsx", "none of them codebook; found 'Codebook'"),
        (
            {"a": pd.DataFrame({"n": range(1_048_576)})},
            "a.xlsx",
            "^tables: a: must have at most 1,048,575 rows .* found 1,048,576 and 1$",
        ),
    ],
)
def test_what_no_workbook_can_be_is_refused(tables, name, problem, tmp_path):
    with pytest.raises(tk.ToolkitError, match=problem):
        tk.write_workbook(tables, tmp_path / name)
    assert not (tmp_path / name).exists()


def test_a_meaning_of_no_column_is_refused(article, tmp_path):
    tables = {"speakers": tk.speaker_table(article)}
    with pytest.raises(tk.ToolkitError, match=r"^meanings: must be of columns .*; found 'partei'"):
        tk.write_workbook(tables, tmp_path / "a.xlsx", meanings={"partei": "As we coded it."})


def test_without_openpyxl_it_says_what_to_install(article, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(tk.ToolkitError, match=r'install "narrative-toolkit\[office\]"$'):
        tk.write_workbook({"speakers": tk.speaker_table(article)}, tmp_path / "a.xlsx")
