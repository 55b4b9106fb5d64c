"""Tables for people as workbooks (.xlsx), each cell as text: what is typed there stays as it is.

The package for it is part of the extra ``office``; this module alone imports it.
"""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.base.errors import ReadError, ToolkitError
from toolkit.base.files import replace_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

WORKBOOK = ".xlsx"
WIDTHS = (8, 60)  # characters of a column: at least, at most
HIDDEN = ("key",)  # nothing for people to look at
MOST_CHOICES = 255  # characters of a list that a cell offers, as Excel allows
FAULTS = (zipfile.BadZipFile, KeyError, ValueError, SyntaxError)  # the last of a broken XML


def write_book(
    path: Path | str,
    columns: Sequence[str],
    rows: Iterable[Mapping[str, str]],
    choices: Mapping[str, Sequence[str]],
) -> Path:
    """Write rows as the only sheet of a workbook, with what may be chosen in a column.

    What is there is replaced, as `write_sheet` says.

    Raises
    ------
    ToolkitError
        If nothing can be written there, or the package for it is missing.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "check.xlsx")
    ...     _ = write_book(path, ["label"], [{"label": "=1+1"}], {"label": ["yes", "no"]})
    ...     list(read_book(path))
    [(1, ['label']), (2, ['=1+1'])]
    """
    openpyxl = _load()
    book = openpyxl.Workbook()
    sheet = book.active
    lines = [[*columns], *([row.get(name, "") for name in columns] for row in rows)]
    for number, line in enumerate(lines, start=1):
        for place, value in enumerate(line, start=1):
            cell = sheet.cell(number, place, value)
            cell.data_type, cell.number_format = "s", "@"  # never a formula, a number or a date
            cell.alignment = openpyxl.styles.Alignment(wrap_text=True, vertical="top")
            if number == 1:
                cell.font = openpyxl.styles.Font(bold=True)
    for place, name in enumerate(columns, start=1):
        letter = openpyxl.utils.get_column_letter(place)
        longest = max(len(line[place - 1]) for line in lines)
        sheet.column_dimensions[letter].width = min(max(longest, WIDTHS[0]), WIDTHS[1])
        sheet.column_dimensions[letter].hidden = name in HIDDEN
        offered = ",".join(choices.get(name, ()))
        if offered and len(offered) <= MOST_CHOICES:
            offer = openpyxl.worksheet.datavalidation.DataValidation("list", f'"{offered}"')
            offer.add(f"{letter}2:{letter}{max(len(lines), 2)}")
            sheet.add_data_validation(offer)
    sheet.freeze_panes = "A2"
    with replace_file(path, overwrite=True) as file:
        book.save(file)
    return Path(path)


def read_book(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Read the first sheet of a workbook: each row with its number, its cells as text.

    Raises
    ------
    ReadError
        If it cannot be read, or is no workbook.
    """
    openpyxl = _load()
    try:
        with path.open("rb") as file:
            sheet = openpyxl.load_workbook(file, data_only=True).worksheets[0]
            rows = [*sheet.iter_rows(values_only=True)]
    except OSError as error:
        problem = f"must be a file that can be read; found {error.strerror}"
        raise ReadError(path, problem) from error
    except FAULTS as error:
        problem = "must be a workbook (.xlsx) without a password; found a file that is none"
        raise ReadError(path, problem) from error
    for number, row in enumerate(rows, start=1):
        yield number, [_write_cell(value) for value in row]


def _write_cell(value: object) -> str:
    """Give a cell as a person typed it, where a spreadsheet made a number or a date of it."""
    if isinstance(value, float) and value.is_integer():
        return f"{value:.0f}"
    if isinstance(value, datetime) and not (value.hour or value.minute or value.second):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def _load() -> Any:  # noqa: ANN401 - a package that may be missing
    try:
        import openpyxl
        import openpyxl.styles
        import openpyxl.utils
        import openpyxl.worksheet.datavalidation
    except ModuleNotFoundError as error:
        raise ToolkitError(
            'toolkit: a workbook (.xlsx) needs openpyxl; install "narrative-toolkit[office]", or '
            "take a name that ends in .csv"
        ) from error
    return openpyxl
