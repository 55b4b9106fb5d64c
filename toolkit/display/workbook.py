"""Tables in one Excel workbook, with a sheet that explains every column."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from toolkit.base import (
    HALF_CHARACTER,
    MAKER,
    ToolkitError,
    check_replaceable,
    replace_file,
    tell_type,
)
from toolkit.display.codebook import Entry, explain_columns
from toolkit.loading import INSTALL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openpyxl import Workbook
    from openpyxl.cell import Cell

CODEBOOK = "codebook"
MOST_ROWS, MOST_COLUMNS, MOST_CHARACTERS = 1_048_575, 16_384, 32_767  # Excel's, less the head
NAME = re.compile(r"(?!')[^\[\]:*?/\\]{1,31}(?<!')")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # what XML cannot hold
MARK = re.compile(rb"<cp:lastModifiedBy>%b</cp:lastModifiedBy>" % MAKER.encode())
LOOKED_AT = 200  # rows, for the width of a column
WIDEST = 60  # characters
BLANK = "A blank cell: not measured, or there is none. It never means zero."


def write_workbook(
    tables: Mapping[str, pd.DataFrame],
    path: Path | str,
    *,
    meanings: Mapping[str, str] | None = None,
    overwrite: bool = False,
) -> Path:
    """Write tables into one Excel workbook, with a codebook that explains every column.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        Name of the sheet to table: those of our functions, also with columns left out or
        added, or any other.
    path : Path or str
        The file to write; its name ends in ``.xlsx``.
    meanings : mapping of str to str, optional
        What columns mean that you have added, or that came from your source.
    overwrite : bool, optional
        Replace also a workbook that the toolkit did not write, or that somebody saved since.

    Returns
    -------
    Path
        The first sheet, ``codebook``, has a row for each column of each table: its type, its
        unit, and what it means. A table carries its name (``table.attrs["table"]``) through
        all that leaves its rows or columns out; where merging or a file took it away, the
        columns tell, and the codebook says of which one it is not clear. A cell with NaN is
        blank. Words that begin as a formula does stay words.

    Raises
    ------
    ToolkitError
        If openpyxl is not installed; if a name is none that a sheet can have, or a table is
        longer or wider than Excel's are; if a file of somebody else's is there, or it cannot be
        written.

    Notes
    -----
    What Excel cannot hold is changed, and the codebook tells of it: of a cell with more than
    32,767 characters the beginning is kept, and control characters become the mark for a
    character that is not known. `analyse_corpus` writes tables of any length.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> import toolkit as tk
    >>> article = tk.parse_article("Rates will rise, Ann Lee said.", id="a1")
    >>> with TemporaryDirectory() as folder:
    ...     tables = {"speakers": tk.speaker_table(article)}
    ...     path = write_workbook(tables, f"{folder}/tables.xlsx")
    ...     book = pd.read_excel(path, sheet_name=None, engine="openpyxl")
    >>> [*book], book["speakers"]["speaker"][0]
    (['codebook', 'speakers'], 'Ann Lee')
    >>> book["codebook"].query("column == 'share'")["meaning"].item()
    'Of all words quoted in the article.'
    """
    _check(tables, path)
    check_replaceable(path, MARK, overwrite=overwrite)
    try:
        from openpyxl import Workbook
    except ImportError as error:
        raise ToolkitError(f"a workbook must have what writes it; found {error}; {INSTALL}") from (
            error
        )
    known = meanings or {}
    for column in known:
        if not any(column in table for table in tables.values()):
            raise ToolkitError(f"meanings: must be of columns of the tables; found {column!r}")
    explained = [
        _tell_changed(entry, tables[entry.table]) for entry in explain_columns(tables, known)
    ]
    book = Workbook(write_only=True)
    book.properties.creator = book.properties.lastModifiedBy = MAKER
    _write_sheet(book, CODEBOOK, pd.DataFrame([*explained, Entry("", "", "", "", BLANK)]))
    for name, table in tables.items():
        _write_sheet(book, name, table)
    with replace_file(path, MARK, overwrite=overwrite) as file:
        book.save(file)
    return Path(path)


def _check(tables: Mapping[str, pd.DataFrame], path: Path | str) -> None:
    if Path(path).suffix.lower() != ".xlsx":
        raise ToolkitError(f"path: must end in .xlsx; found {Path(path).name!r}")
    if not hasattr(tables, "items") or isinstance(tables, pd.DataFrame) or not tables:
        found = "an empty one" if isinstance(tables, dict) else tell_type(tables)
        raise ToolkitError(
            f"tables: must be a dict of name to table; found {found}. Type {{'speakers': table}}"
        )
    taken = {CODEBOOK, "history"}  # Excel keeps the second for itself
    for name, table in tables.items():
        if not isinstance(table, pd.DataFrame):
            raise ToolkitError(f"tables: {name}: must be a table; found {tell_type(table)}")
        if not isinstance(name, str) or not NAME.fullmatch(name) or name.lower() in taken:
            raise ToolkitError(
                "tables: must have names of 1 to 31 characters without []:*?/\\, each once, "
                f"none of them {CODEBOOK}; found {name!r}"
            )
        taken.add(name.lower())
        if len(table) > MOST_ROWS or len(table.columns) > MOST_COLUMNS:
            raise ToolkitError(
                f"tables: {name}: must have at most {MOST_ROWS:,} rows and {MOST_COLUMNS:,} "
                f"columns, as a sheet has; found {len(table):,} and {len(table.columns):,}"
            )


def _tell_changed(entry: Entry, table: pd.DataFrame) -> Entry:
    """Tell of the cells of a column that Excel cannot hold as they are."""
    changed = sum(
        isinstance(value, str) and _clean(value) != value
        for name in table
        for value in table[name]
        if f"{name}" == entry.column
    )
    if not changed:
        return entry
    told = f"{changed:,} cells are cut or changed, since Excel cannot hold what they have."
    return entry._replace(meaning=f"{entry.meaning} {told}")


def _write_sheet(book: Workbook, name: str, table: pd.DataFrame) -> None:
    """Write a table with a head that stays in sight and can be filtered by."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(max(1, len(table.columns)))}{len(table) + 1}"
    for number, column in enumerate(table.columns, start=1):
        shown = [column, *table.iloc[:LOOKED_AT, number - 1]]
        width = min(WIDEST, max(len(f"{value}") for value in shown)) + 2
        sheet.column_dimensions[get_column_letter(number)].width = width

    def make(value: object) -> Cell:
        cell: Cell = WriteOnlyCell(sheet, _make_plain(value))
        if cell.data_type == "f":  # words that begin as a formula does
            cell.data_type, cell.quotePrefix = "s", True
        if name == CODEBOOK:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        return cell

    head = [make(f"{column}") for column in table.columns]
    for cell in head:
        cell.font = Font(bold=True)
    sheet.append(head)
    for row in table.itertuples(index=False, name=None):
        sheet.append([make(value) for value in row])


def _make_plain(value: Any) -> Any:  # noqa: ANN401 - whatever a table holds
    """Give a value as a cell can hold it; None is a blank cell."""
    if isinstance(value, str):
        return _clean(value)
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return None
    if isinstance(value, datetime) and value.tzinfo is not None:  # a cell has no time zone
        return value.isoformat()
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime()
    if hasattr(value, "item"):  # numpy's
        return value.item()
    return value if isinstance(value, (bool, int, float, date)) else _clean(f"{value}")


def _clean(text: str) -> str:
    text = HALF_CHARACTER.sub("\ufffd", CONTROL.sub("\ufffd", text))
    return text if len(text) <= MOST_CHARACTERS else f"{text[: MOST_CHARACTERS - 1]}\u2026"
