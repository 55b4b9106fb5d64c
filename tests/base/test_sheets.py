import csv

import openpyxl
import pytest

from toolkit.base.errors import ReadError
from toolkit.base.sheets import read_sheet, show, write_sheet

COLUMNS = ("name", "said", "note")


def read(path, content=None, needed=("name", "said")):
    if content is not None:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return [*read_sheet(path, COLUMNS, needed)]


# ---- writing ---------------------------------------------------------------------------------


def test_a_sheet_is_what_spreadsheets_open(tmp_path):
    path = tmp_path / "sheet.csv"
    rows = [{"name": "Zo\u00eb", "said": 'One,\n two "three"'}, {"name": "Lee", "said": 4}]
    assert write_sheet(path, ["name", "said"], rows) == path
    assert path.read_bytes() == (
        b'\xef\xbb\xbfname,said\r\nZo\xc3\xab,"One, two ""three"""\r\nLee,4\r\n'
    )


@pytest.mark.parametrize("name", ["sheet.csv", "sheet.xlsx"])
@pytest.mark.parametrize(
    "cell",
    [
        "=1+1", "+1", "-1", "@sum", '"=1', "'=1", " =1", "a; =1", "a;'=1", "\uff1d1", "a;=1;-2",
        "1-1", "a = b", "'tis", "a;b", "rock'n'roll", "a: -1", "",
    ],
)  # fmt: skip
def test_what_is_written_is_read_whatever_a_cell_begins_with(tmp_path, name, cell):
    path = write_sheet(tmp_path / name, COLUMNS, [{"name": "Lee", "said": cell, "note": ""}])
    expected = {"name": "Lee", "said": " ".join(cell.split()), "note": ""}
    assert read(path) == [(2, expected)]


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@sum", "'@sum"),
        ("\uff0b1", "'\uff0b1"),
        ("'=1", "''=1"),
        ('"=1', "\"'=1"),
        ("a;=1", "a;'=1"),
        ('a; "=1', "a; \"'=1"),
        ("=1;-2", "'=1;'-2"),
        ("1-1", "1-1"),
        ("a = b", "a = b"),
        ("'tis", "'tis"),
        ("a; b", "a; b"),
        ("a: -1", "a: -1"),
    ],
)
def test_what_would_begin_a_formula_and_nothing_else_has_an_apostrophe(tmp_path, cell, written):
    path = write_sheet(tmp_path / "sheet.csv", ["said"], [{"said": cell}])
    assert [*csv.reader(path.read_text("utf-8-sig").splitlines())] == [["said"], [written]]


def test_a_workbook_offers_what_may_be_chosen(tmp_path):
    rows = [{"name": "Lee", "said": "yes"}] * 2
    path = write_sheet(tmp_path / "a.XLSX", ["name", "said"], rows, {"said": ["yes", "no"]})
    sheet = openpyxl.load_workbook(path).worksheets[0]
    (offer,) = sheet.data_validations.dataValidation
    assert (offer.formula1, str(offer.sqref)) == ('"yes,no"', "B2:B3")


# ---- reading ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        "name,said,note\nLee,a b,\n",
        "name;said;note\nLee;a b;\n",
        "name\tsaid\tnote\r\nLee\ta b\t\r\n",
        "\ufeff Name ,SAID,note\nLee,a b,\n",
        "sep=;\nname;said\nLee;a b\n",
        "SEP=,\r\nname,said\r\nLee,a b\r\n",
        "note,said,name\n,a b,Lee\n",
        'name,said\n Lee ,"a\n b"\n',
        "name,said\nLee,a b,more\n",
        "name;said\nLee;a b\n".encode("utf-16"),
    ],
)
def test_spreadsheets_save_in_many_ways(tmp_path, content):
    assert read(tmp_path / "a.csv", content) == [(2, {"name": "Lee", "said": "a b", "note": ""})]


def test_columns_of_ones_own_come_behind_the_others(tmp_path):
    ((_, cells),) = read(tmp_path / "a.csv", "mine,said,name\nmore,a,Lee\n")
    assert [*cells.items()] == [("name", "Lee"), ("said", "a"), ("note", ""), ("mine", "more")]


def test_a_head_may_hold_what_other_systems_end_lines_by(tmp_path):
    (path := tmp_path / "a.csv").write_text("my\u2028note,word,kind\nx,Ann,person\n", "utf-8")
    [(_, row)] = read_sheet(path, ("word", "kind"), ("word",))
    assert (row["word"], row["kind"]) == ("Ann", "person")


def test_a_comma_in_a_sheet_of_semicolons_is_part_of_a_cell(tmp_path):
    found = read(tmp_path / "a.csv", "name;said\nLee, Ann;a, b\n")
    assert found == [(2, {"name": "Lee, Ann", "said": "a, b", "note": ""})]


def test_rows_have_the_numbers_of_the_spreadsheet(tmp_path):
    found = read(tmp_path / "a.csv", "name,said\n,\nLee,a\n\n , \nOrr,b\n")
    assert [(number, cells["name"]) for number, cells in found] == [(3, "Lee"), (6, "Orr")]
    book = openpyxl.Workbook()
    for line in (["Name", " said "], [None, None], ["Lee", 7.0], ["Orr"]):
        book.active.append(line)
    book.save(tmp_path / "a.xlsx")
    assert read(tmp_path / "a.xlsx") == [
        (3, {"name": "Lee", "said": "7", "note": ""}),
        (4, {"name": "Orr", "said": "", "note": ""}),
    ]


def test_a_short_row_is_blank_behind_its_end(tmp_path):
    assert read(tmp_path / "a.csv", "name,said,note\nLee\n") == [
        (2, {"name": "Lee", "said": "", "note": ""})
    ]


@pytest.mark.parametrize("content", ["", "name,told\nLee,a\n", "Lee,a\n", "said\na\n"])
def test_a_sheet_without_a_needed_column_is_told(tmp_path, content):
    path = tmp_path / "a.csv"
    with pytest.raises(ReadError) as caught:
        read(path, content)
    assert str(caught.value) == f"{path}: must have the columns name, said; found {content!r}"


def test_a_workbook_without_a_needed_column_is_told(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Name", "told"])
    book.save(tmp_path / "a.xlsx")
    told = r"a\.xlsx: must have the columns name, said; found 'name, told'$"
    with pytest.raises(ReadError, match=told):
        read(tmp_path / "a.xlsx")


def test_marks_that_do_not_close_are_told(tmp_path):
    with pytest.raises(ReadError, match=r"a\.csv: must be CSV; found: \w"):
        read(tmp_path / "a.csv", 'name,said\nLee,"a\n')


def test_an_error_shows_sixty_characters_of_a_cell():
    assert show("a" * 60) == f"'{'a' * 60}'"
    assert show("a" * 61) == f"'{'a' * 60}\u2026'"
