"""Spreadsheets, DataFrames and records that a program holds."""

import io
import sys
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.stub_documents import make_docx, make_ods, make_xlsx
from toolkit import ReadError, ToolkitError, article_table, iter_corpus, read_corpus
from toolkit.loading.sheets import iter_sheets

EXPORTS = Path(__file__).parents[1] / "exports"
HEAD = ["id", "headline", "text", "date", "party"]
ROWS = [
    HEAD,
    [12, "Rates rise", "Rates will rise, the governor said.", date(2021, 3, 3), "Greens"],
    [13, "Nothing", None, None, None],
    [None, None, None, None, None],
    [14, "Rates fall", "Rates will fall, the governor said.", datetime(2021, 3, 4, 6, 30), None],  # noqa: DTZ001
]


def list_rows(content, ending=".xlsx", columns=None):
    return [*iter_sheets(io.BytesIO(content), ending, columns)]


def test_rows_of_a_sheet_are_articles_and_a_blank_text_is_listed_by_its_row(tmp_path):
    path = tmp_path / "news.xlsx"
    path.write_bytes(make_xlsx({"News": ROWS}))
    faults = []
    articles = [*iter_corpus(path, on_fault=faults.append)]
    assert [(a.id, a.title, a.published) for a in articles] == [
        ("12", "Rates rise", date(2021, 3, 3)),
        ("14", "Rates fall", datetime(2021, 3, 4, 6, 30)),  # noqa: DTZ001
    ]
    assert articles[0].meta == {"id": 12, "party": "Greens"}
    assert articles[0].origin == f"{path}/News, row 2"
    [fault] = faults
    assert str(fault) == f"{path}/News, row 3: text: must not be blank; found none in this row"
    assert (fault.row, fault.line) == (3, None)
    with pytest.warns(UserWarning, match=r"^1 without text passed over: .*/News, row 3$"):
        assert len(read_corpus(path)) == 2


@pytest.mark.parametrize("ending", [".ods", ".xls"])
def test_other_spreadsheets_are_read_as_well(ending):
    rows = [["id", "text"], [12, "Rates will rise."]]
    content = make_ods(rows) if ending == ".ods" else (EXPORTS / "old_sheet.xls").read_bytes()
    first = list_rows(content, ending)[0]
    assert (first.row, first.part, first.record["id"]) == (
        2,
        "News",
        {".ods": 12, ".xls": 1}[ending],
    )


def test_names_below_a_merged_head_are_found_and_told():
    rows = [
        ["Export of today"],
        [],
        ["Article", None, None, "When", None],
        ["number", "headline", "text", None, "party"],
        [1, "War", "War is war.", "2021", "A"],
    ]
    [row] = list_rows(make_xlsx({"News": rows}, merged=["A3:C3", "D3:D4"]))
    assert row.record == {
        "number": 1, "headline": "War", "text": "War is war.", "When": "2021", "party": "A",
    }  # fmt: skip
    assert row.notes == ("head: taken from row 4",)
    assert row.row == 5


MERGED = [
    ["id", "text", "paper", "date"],
    [1, "War is war.", "Courier", date(2021, 3, 3)],
    [2, "Peace came.", None, None],
    [None, None, None, None],
    [3, "She left.", None, date(2021, 3, 4)],
    [4, "He came.", None, None],
    [5, "Why?", "Herald", None],
    [6, "Who?", None, date(2021, 3, 5)],
]


def test_a_merged_cell_belongs_to_all_of_its_rows():
    rows = list_rows(make_xlsx({"News": MERGED}, merged=["C2:C6", "D2:D3", "D5:D7"]))
    assert [(row.row, row.record["id"], row.record["paper"], row.record["date"].day
             if row.record["date"] else None) for row in rows] == [
        (2, 1, "Courier", 3),
        (3, 2, "Courier", 3),
        (5, 3, "Courier", 4),
        (6, 4, "Courier", 4),
        (7, 5, "Herald", 4),
        (8, 6, None, 5),
    ]  # fmt: skip


def test_a_cell_that_is_merged_over_columns_is_of_the_first():
    rows = list_rows(make_xlsx({"News": MERGED}, merged=["C2:D3"]))
    assert [row.record["date"] for row in rows[:2]] == [None, None]
    assert [row.record["paper"] for row in rows[:2]] == ["Courier", "Courier"]


def test_blank_cells_that_are_not_merged_stay_blank():
    assert list_rows(make_xlsx({"News": MERGED}))[1].record["paper"] is None


def test_a_merged_text_is_one_article_and_a_merged_blank_row_none(tmp_path):
    rows = [["text", "newspaper"], ["War is war.", "Courier"], [None, None], ["Why?", "Herald"]]
    (path := tmp_path / "news.xlsx").write_bytes(
        make_xlsx({"News": rows}, merged=["A2:A3", "B2:B3"])
    )
    assert [a.publisher for a in read_corpus(path)] == ["Courier", "Herald"]
    rows[2] = [None, "Post"]
    path.write_bytes(make_xlsx({"News": rows}, merged=["A2:A3"]))
    with pytest.warns(UserWarning, match=r"^1 without text passed over: .*/News, row 3$"):
        assert [a.publisher for a in read_corpus(path)] == ["Courier", "Herald"]


def test_merged_cells_beside_and_below_the_table_are_nothing():
    rows = list_rows(make_xlsx({"News": MERGED}, merged=["H2:J4", "A40:B50", "C7:C90"]))
    assert [row.record["paper"] for row in rows][-2:] == ["Herald", "Herald"]
    assert len(rows) == 6


def test_a_merged_head_is_no_value_of_the_rows_below_it():
    rows = [["text", "paper"], ["War is war.", None], ["Why?", "Herald"]]
    found = list_rows(make_xlsx({"News": rows}, merged=["B1:B2"]))
    assert [row.record["paper"] for row in found] == [None, "Herald"]


def test_a_sheet_without_texts_is_passed_over_beside_one_with_texts():
    content = make_xlsx({"Codes": [["code", "means"], [1, "war"]], "News": ROWS[:2], "Empty": []})
    [row] = list_rows(content)
    assert row.part == "News"


def test_a_text_that_is_not_found_is_told_with_what_to_type(tmp_path):
    path = tmp_path / "meldungen.xlsx"
    path.write_bytes(make_xlsx({"Blatt 1": [["Titel", "Meldung"], ["Krieg", "War is war."]]}))
    with pytest.raises(ReadError) as told:
        read_corpus(path)
    assert str(told.value).startswith(f"{path}: sheet 'Blatt 1': text: must be in a column,")
    assert "found 'Titel', 'Meldung'. If it is in 'Meldung', say so" in str(told.value)
    [article] = read_corpus(path, columns={"text": "Meldung"})
    assert (article.text, article.title) == ("War is war.", "Krieg")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ((EXPORTS / "protected.xlsx").read_bytes(), "must be open; found that a password"),
        (make_xlsx({"News": ROWS})[:900], "must be a whole spreadsheet; found: "),
        (make_docx(["War."]), "must be a whole spreadsheet; found: "),
        (b"id,text\n1,War.", "must be a whole spreadsheet; found: "),
        (make_xlsx({"News": []}), "must hold a table; found empty sheets alone"),
        (make_xlsx({"News": [["text", "text"], ["a", "b"]]}),
         "sheet 'News': header: must name each column once; found 'text' twice"),
    ],
    ids=["protected", "broken", "word", "csv", "empty", "twice"],
)  # fmt: skip
def test_what_is_wrong_with_a_spreadsheet(content, problem):
    [row] = list_rows(content)
    assert row.problem.startswith(problem)
    assert row.row is None


def test_what_to_install_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    [row] = list_rows(make_xlsx({"News": ROWS}))
    assert row.problem.endswith('; install "narrative-toolkit[office]"')


def test_of_a_text_file_with_lines_in_cells_the_row_of_the_spreadsheet_is_told(tmp_path):
    path = tmp_path / "news.csv"
    path.write_text('id,text\n1,"War\nis war."\n2,\n3,Peace.\n', "utf-8")
    faults = []
    assert [a.id for a in iter_corpus(path, on_fault=faults.append)] == ["1", "3"]
    assert str(faults[0]).startswith(f"{path}:4 (row 3): text: must not be blank;")


# ---- DataFrames ------------------------------------------------------------------------------


def make_frame():
    return pd.DataFrame(
        {
            "doc_id": [12, 13, 14],
            "text": ["Rates will rise.", np.nan, "Rates will fall."],
            "date": pd.to_datetime(["2021-03-03", "2021-03-04", None]),
            "wave": [1.0, np.nan, 2.0],
            "party": pd.array(["A", None, "B"], dtype="string"),
        },
        index=["a", "b", "c"],
    )


def test_a_frame_is_read_and_goes_back_to_itself_by_its_numbers():
    frame = make_frame()
    before = frame.copy()
    with pytest.warns(UserWarning, match=r"^1 without text passed over: table\.loc\['b'\]$"):
        articles = read_corpus(frame)
    assert [(a.id, a.origin) for a in articles] == [
        ("12", "table.loc['a']"),
        ("14", "table.loc['c']"),
    ]
    assert articles[0].published == datetime(2021, 3, 3)  # noqa: DTZ001
    assert type(articles[0].published) is datetime
    assert articles[1].published is None
    assert articles[0].meta == {"doc_id": 12, "wave": 1.0, "party": "A"}
    pd.testing.assert_frame_equal(frame, before)
    about = article_table(articles, meta=["doc_id"])
    assert about.merge(frame, on="doc_id")["party"].tolist() == ["A", "B"]


def test_an_index_with_a_name_is_a_column_as_well():
    [article] = read_corpus(pd.DataFrame({"text": ["War."]}, index=pd.Index([7], name="id")))
    assert (article.id, article.origin) == ("7", "table.loc[7]")


@pytest.mark.parametrize(
    ("frame", "problem"),
    [
        (
            pd.DataFrame({"Meldung": ["War."]}),
            r"table: text: must be in a column, .*'Meldung'}, .*$",
        ),
        (
            pd.DataFrame([["a", "b"]], columns=["text", "text"]),
            "table: columns: must be named once",
        ),
        (pd.DataFrame({"text": [7]}), r"table\.loc\[0\]: text: must be a string; found 7"),
    ],
)
def test_what_is_wrong_with_a_frame(frame, problem):
    with pytest.raises(ReadError, match=f"^{problem}"):
        read_corpus(frame)


# ---- records ---------------------------------------------------------------------------------


def test_records_may_come_from_a_generator():
    records = ({"id": number, "text": f"War {number}."} for number in range(3))
    assert [article.id for article in read_corpus(records)] == ["0", "1", "2"]


def test_a_record_that_is_none_is_named_by_its_place():
    faults = []
    made = [*iter_corpus([{"text": "War."}, 7, {"text": ""}], on_fault=faults.append)]
    assert (len(made), made[0].origin) == (1, "records[0]")
    assert [str(fault) for fault in faults] == [
        "records[1]: must be a mapping such as a dict; found 7",
        "records[2]: text: must not be blank; found none in this row",
    ]


# ---- what is no source -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (None, r"found None\. Type, for example, read_corpus\('news\.csv'\)$"),
        (7, r"found 7\. Type, for example, read_corpus\('news\.csv'\)$"),
        (b"War.", r"found bytes\. Save them as a file"),
        ({"text": "War."}, r"found one dict\. Type read_corpus\(\[record\]\) for one record$"),
        (["War is war.", "Peace."],
         r"found texts, the first 'War is war\.'\. Type \[parse_article\(text\) for text in"),
        (["https://news.example/", "https://news.example/b"],
         r"found addresses, the first 'https://news\.example/'\. Type \[fetch_article\(url\) for"),
    ],
)  # fmt: skip
def test_what_holds_no_articles_is_told_with_what_to_type(given, told):
    start = "^source: must be a file, a folder, a pattern, a DataFrame, or records such as dicts; "
    for read in (read_corpus, lambda source: [*iter_corpus(source)]):
        with pytest.raises(ToolkitError, match=start + told):
            read(given)


def test_articles_are_read_already():
    with pytest.raises(ToolkitError, match="found articles, which are read already"):
        read_corpus(read_corpus([{"text": "War."}]))


def test_several_files_may_be_given(tmp_path):
    for name in ("b", "a"):
        (tmp_path / f"{name}.txt").write_text(f"War is {name}.", "utf-8")
    paths = [tmp_path / "b.txt", tmp_path / "a.txt"]
    for given in (paths, [str(path) for path in paths], iter(paths)):
        assert [article.id for article in read_corpus(given)] == ["b", "a"]


def test_the_same_text_twice_without_ids_is_told_without_an_id_that_nobody_gave():
    with pytest.raises(ReadError) as told:
        read_corpus([{"text": "War."}, {"text": "War."}])
    assert str(told.value) == (
        "records[1]: text: must differ where there is no id to tell articles apart; "
        "found it before"
    )
