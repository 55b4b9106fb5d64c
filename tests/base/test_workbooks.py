import sys
from datetime import datetime

import openpyxl
import pytest

from toolkit.base.errors import ReadError, ToolkitError
from toolkit.base.workbooks import read_book, write_book


def write(tmp_path, columns, rows, choices=None):
    path = tmp_path / "book.xlsx"
    assert write_book(path, columns, rows, choices or {}) == path
    return openpyxl.load_workbook(path)


def test_every_cell_is_text_and_stays_as_it_was_typed(tmp_path):
    cells = {"a": "=1+1", "b": "007", "c": "1/2", "d": "2026-01-05"}
    book = write(tmp_path, "abcd", [cells])
    (sheet,) = book.worksheets
    assert [cell.value for cell in sheet[2]] == [*cells.values()]
    for row in sheet:
        for cell in row:
            assert (cell.data_type, cell.number_format) == ("s", "@")
            assert cell.alignment.wrap_text
            assert cell.font.bold == (cell.row == 1)
    assert sheet.freeze_panes == "A2"


def test_a_cell_that_a_row_lacks_is_blank(tmp_path):
    path = write_book(tmp_path / "a.xlsx", ["a", "b"], [{"b": "x", "more": "y"}], {})
    assert [*read_book(path)] == [(1, ["a", "b"]), (2, ["", "x"])]


def test_columns_are_as_wide_as_their_words_within_bounds(tmp_path):
    row = {"short": "a", "words": "a" * 30, "long": "a" * 500, "key": "secret"}
    (sheet,) = write(tmp_path, [*row], [{"words": "b"}, row]).worksheets
    columns = sheet.column_dimensions
    assert [columns[letter].width for letter in "ABC"] == [8, 30, 60]
    assert [columns[letter].hidden for letter in "ABCD"] == [False, False, False, True]


@pytest.mark.parametrize(("count", "cells"), [(0, "B2:B2"), (1, "B2:B2"), (3, "B2:B4")])
def test_each_cell_of_a_column_offers_its_choices(tmp_path, count, cells):
    rows = [{"a": "", "label": ""}] * count
    (sheet,) = write(tmp_path, ["a", "label"], rows, {"label": ["yes", "no"]}).worksheets
    (offer,) = sheet.data_validations.dataValidation
    # A range of one cell is written by that cell.
    assert str(offer.sqref) in {cells, cells.partition(":")[0] * (count < 2)}
    assert (offer.type, offer.formula1) == ("list", '"yes,no"')


@pytest.mark.parametrize(("length", "offers"), [(255, 1), (256, 0)])
def test_a_list_that_excel_does_not_allow_is_not_offered(tmp_path, length, offers):
    (sheet,) = write(tmp_path, ["a"], [], {"a": ["b" * length]}).worksheets
    assert len(sheet.data_validations.dataValidation) == offers


def test_cells_are_read_as_a_person_typed_them(tmp_path):
    day = datetime.fromisoformat
    typed = [
        (7, "7"),
        (7.0, "7"),
        (-3.0, "-3"),
        (1.5, "1.5"),
        (1e21, "1000000000000000000000"),
        (True, "True"),
        (None, ""),
        ("  as it is ", "  as it is "),
        (day("2026-01-05T00:00:00"), "2026-01-05"),
        (day("2026-01-05T00:30:00"), "2026-01-05T00:30:00"),
        (day("2026-01-05T00:00:01"), "2026-01-05T00:00:01"),
        (day("2026-01-05T14:00:00"), "2026-01-05T14:00:00"),
    ]
    book = openpyxl.Workbook()
    book.active.append([value for value, _ in typed])
    book.create_sheet("second").append(["not read"])
    book.save(tmp_path / "a.xlsx")
    assert [*read_book(tmp_path / "a.xlsx")] == [(1, [words for _, words in typed])]


def test_what_cannot_be_read_is_told(tmp_path):
    path = tmp_path / "a.xlsx"
    with pytest.raises(
        ReadError, match=r"a\.xlsx: must be a file that can be read; found No such"
    ):
        [*read_book(path)]
    path.write_bytes(b"PK no workbook")
    told = r"a\.xlsx: must be a workbook \(\.xlsx\) without a password; found a file that is none"
    with pytest.raises(ReadError, match=told):
        [*read_book(path)]


def test_a_missing_package_is_told_with_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    told = r'install "narrative-toolkit\[office\]", or take a name that ends in \.csv$'
    with pytest.raises(ToolkitError, match=told):
        write_book(tmp_path / "a.xlsx", ["a"], [], {})
    with pytest.raises(ToolkitError, match=told):
        [*read_book(tmp_path / "a.xlsx")]
    assert [*tmp_path.iterdir()] == []
