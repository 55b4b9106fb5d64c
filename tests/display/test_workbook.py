"""Tables in an Excel workbook, opened and read back."""

import sys
from datetime import UTC, date, datetime

import pandas as pd
import pytest
from openpyxl import load_workbook

import toolkit as tk
from toolkit.display.codebook import MAKERS, explain_columns, find_maker

QUERIES = {"collocation_table", "concordance_table", "dispersion_table"}
TEXT = "Ann Lee, the mayor, said rates will rise. She said taxes will fall."


@pytest.fixture(scope="module")
def article():
    return tk.Article(
        TEXT, id="a1", publisher="Post", published=date(2024, 1, 9), meta={"party": "Greens"}
    )


@pytest.fixture
def read_back(tmp_path):
    def read(tables, **how):
        path = tk.write_workbook(tables, tmp_path / "tables.xlsx", **how)
        return pd.read_excel(path, sheet_name=None, engine="openpyxl")

    return read


def make_tables(article):
    """Every table that is made of articles, by its function's name."""
    several = [article, tk.Article("He left, Bob Day said.", id="b", published=date(2024, 1, 8))]
    for make in MAKERS:
        name = make.__name__
        needed = {"query": "rates"} if name in QUERIES else {}
        if name in {"role_table", "validity_table"}:
            yield name, make()
        elif name == "change_table":
            yield name, make(article, {"rates": "wages"})
        elif name == "keyness_table":
            yield name, make(several, "wordfreq")
        elif name not in {"audit_table", "decision_table", "confusion_table"}:
            yield name, make(several, **needed)


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
            book[name].astype("object").fillna("-"),
            filled.astype("object").fillna("-"),
            check_dtype=False,
        )


def test_the_codebook_has_a_meaning_for_each_column_of_each_table(article, read_back):
    tables = dict(make_tables(article))
    codebook = read_back(tables)["codebook"].dropna(subset="column").fillna("")
    for name, table in tables.items():
        own = codebook[codebook["table"] == name]
        assert own["column"].tolist() == [*table.columns]
        assert (own["meaning"].str.len() > 5).all(), name
        assert not own["meaning"].str.startswith("A column of your own").any(), name


def test_every_table_is_known_by_its_columns(article):
    public = {name for name in tk.__all__ if name.endswith("_table")}
    assert {make.__name__ for make in MAKERS} == public
    for name, table in make_tables(article):
        assert find_maker(table).__name__ == name


def test_added_columns_are_explained_by_whoever_added_them(article):
    table = tk.speaker_table(article).assign(hot=True, cold=False)[
        ["speaker", "role", "hot", "cold"]
    ]
    of_table, *columns = explain_columns({"who": table}, {"hot": "As we coded it."})
    assert of_table.meaning.startswith("Make one row per article and speaker")
    assert [c.meaning for c in columns[2:]] == [
        "As we coded it.",
        "A column of your own, or of your source.",
    ]
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
