"""Tables for people: CSV files or workbooks, as text, and what a spreadsheet makes of them."""

from __future__ import annotations

import codecs
import csv
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.base.errors import ReadError, ToolkitError
from toolkit.base.files import OTHERWISE, read_utf8, replace_file
from toolkit.base.workbooks import WORKBOOK, read_book, write_book

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

DELIMITERS = (",", ";", "\t")  # a spreadsheet writes the one of its language
# Letters that begin a formula, at the start of a cell or after what some spreadsheets cut at.
FORMULA = re.compile(r"((?:^|;)[\s\"']*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])")
PROTECTED = re.compile(r"((?:^|;)[\s\"']*)'(?=[=+\-@\uff1d\uff0b\uff0d\uff20])")
SHOWN = 60  # characters of a cell in an error


def write_sheet(
    path: Path | str,
    columns: Sequence[str],
    rows: Iterable[Mapping[str, object]],
    choices: Mapping[str, Sequence[str]] | None = None,
) -> Path:
    """Write rows of text, each cell on one line, so that spreadsheets open them as text.

    A name that ends in ``.xlsx`` makes a workbook, whose cells offer the `choices` of their
    column. Else, in a CSV file, a cell that would begin a formula has an apostrophe before it,
    which reading takes away, also from a workbook that a spreadsheet made of the CSV file. What
    is there is replaced: `read_own_sheet` tells whether it may be.

    Raises
    ------
    ToolkitError
        If nothing can be written there.
    """
    written = [{name: " ".join(f"{value}".split()) for name, value in row.items()} for row in rows]
    if Path(path).suffix.lower() == WORKBOOK:
        doubled = [
            {name: PROTECTED.sub(_double, cells[name]) for name in cells} for cells in written
        ]
        return write_book(path, columns, doubled, choices or {})
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\r\n")
    writer.writeheader()
    for cells in written:
        writer.writerow({name: FORMULA.sub(r"\1'", cell) for name, cell in cells.items()})
    with replace_file(path, overwrite=True) as file:
        file.write(codecs.BOM_UTF8 + out.getvalue().encode())
    return Path(path)


def _double(match: re.Match[str]) -> str:
    """Double an apostrophe of the text itself, so that reading leaves one."""
    return f"{match[0]}'"


def read_own_sheet(
    path: Path | str, columns: Sequence[str], needed: Collection[str]
) -> list[tuple[int, dict[str, str]]]:
    """Read the rows of the sheet that is to be written anew: none where there is no file.

    Raises
    ------
    ToolkitError
        If the file is something else than such a sheet, which must not be replaced.
    """
    place = Path(path)
    if not place.is_file() or not place.stat().st_size:
        return []
    try:
        return [*read_sheet(place, columns, needed)]
    except ReadError as error:
        raise ToolkitError(f"{error}. {OTHERWISE}") from error


def read_sheet(
    path: Path, columns: Sequence[str], needed: Collection[str]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Read the rows of a sheet, numbered as a spreadsheet does: the head of the columns is 1.

    Parameters
    ----------
    path : Path
        With commas, semicolons or tabs; or a workbook (.xlsx), of which the first sheet counts.
        Columns may stand in any order; others than `columns` come behind them.
    columns : sequence of str
        Those that may be there; one that is not is blank in all rows.
    needed : collection of str
        Those that must be there.

    Returns
    -------
    iterator of int and dict of str to str
        The rows that are not blank, each with its number.

    Raises
    ------
    ReadError
        If the file cannot be read, is no CSV or lacks a column.
    """
    if path.suffix.lower() == WORKBOOK:
        found = [*read_book(path)]
        head = [name.strip().lower() for _, line in found[:1] for name in line]
        if {*head} >= {*needed}:
            return (
                (number, _make_cells(columns, head, line))
                for number, line in found[1:]
                if any(line)
            )
        raise _miss(path, columns, needed, ", ".join(head))
    text = read_utf8(path)
    if text.lower().startswith("sep="):  # tells Excel the delimiter, and is no row
        text = text.partition("\n")[2]
    for delimiter in DELIMITERS:
        line = io.StringIO(text, newline="").readline()
        first = next(csv.reader([line], delimiter=delimiter), [])
        head = [name.strip().lower() for name in first]
        if {*head} >= {*needed}:
            lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
            return (
                (number, _make_cells(columns, head, line)) for number, line in _number(path, lines)
            )
    raise _miss(path, columns, needed, text)


def _miss(path: Path, columns: Sequence[str], needed: Collection[str], found: str) -> ReadError:
    missing = ", ".join(name for name in columns if name in needed)
    return ReadError(path, f"must have the columns {missing}; found {show(found)}")


def show(cell: str) -> str:
    """Give a cell as an error shows it."""
    return repr(cell if len(cell) <= SHOWN else f"{cell[:SHOWN]}\u2026")


def _make_cells(columns: Sequence[str], head: list[str], line: list[str]) -> dict[str, str]:
    cells = _fill(columns, head, line)
    return {name: PROTECTED.sub(r"\1", cell) for name, cell in cells.items()}


def _fill(columns: Sequence[str], head: list[str], line: list[str]) -> dict[str, str]:
    given = zip(head, line, strict=False)
    return dict.fromkeys(columns, "") | {name: " ".join(cell.split()) for name, cell in given}


def _number(path: Path, lines: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    try:
        for number, line in enumerate(lines, start=1):
            if number > 1 and any(cell.strip() for cell in line):
                yield number, line
    except csv.Error as error:
        raise ReadError(path, f"must be CSV; found: {error}") from error
