"""Rows of spreadsheets, of DataFrames and of records that a program holds."""

from __future__ import annotations

import io
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import IO, TYPE_CHECKING, Any

from toolkit.base import ToolkitError
from toolkit.loading.documents import INSTALL, MAX_DOCUMENT_BYTES, refuse_protected
from toolkit.loading.records import choose_columns
from toolkit.loading.rows import Row, name_columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

HEAD_WITHIN = 10  # rows: above the names of columns may stand a title, a date, a merged head


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet that has texts; its rows and columns are counted from 0."""

    name: str
    rows: list[list[Any]]
    head: int
    names: tuple[str, ...]
    text: int  # the column
    merged: Mapping[int, list[tuple[int, int]]]  # by the row: the column, and the last row


def iter_sheets(file: IO[bytes], ending: str, columns: Mapping[str, str] | None) -> Iterator[Row]:
    """Read the rows of all sheets of a spreadsheet that have a column of texts.

    The names of columns are in that of the first ten rows which has most fields of an article,
    the text among them; what stands above is passed over, and a note says so. A merged cell
    belongs to all of its rows.
    """
    content = file.read(MAX_DOCUMENT_BYTES + 1)
    try:
        if len(content) > MAX_DOCUMENT_BYTES:
            raise ToolkitError(f"must have at most {MAX_DOCUMENT_BYTES:,} bytes; found more")
        refuse_protected(content, ending)
        sheets = _open_sheets(content, columns)
    except ToolkitError as error:
        yield Row(None, {}, str(error))
        return
    for sheet in sheets:
        yield from _iter_sheet(sheet)


def _open_sheets(content: bytes, columns: Mapping[str, str] | None) -> list[_Sheet]:
    try:
        from python_calamine import CalamineError, CalamineWorkbook, PasswordError
    except ImportError as error:
        raise ToolkitError(
            f"a spreadsheet must have what reads it; found {error}; {INSTALL}"
        ) from (error)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        read = {name: book.get_sheet_by_name(name) for name in book.sheet_names}
        held = {name: sheet.to_python(skip_empty_area=False) for name, sheet in read.items()}
    except PasswordError as error:
        raise ToolkitError(
            "must be open; found that a password protects it. Save it without one first"
        ) from error
    except (CalamineError, OSError, ValueError) as error:
        raise ToolkitError(f"must be a whole spreadsheet; found: {str(error)[:120]}") from error
    filled = {name: rows for name, rows in held.items() if any(map(any, rows))}
    if not filled:
        raise ToolkitError("must hold a table; found empty sheets alone")
    sheets: list[_Sheet] = []
    faults: list[str] = []
    for name, rows in filled.items():
        try:
            head, names = _find_head(rows, columns)
            text = names.index(choose_columns(names, columns)["text"])
            merged = _list_merged(read[name].merged_cell_ranges or [], len(names))
            sheets.append(_Sheet(name, rows, head, names, text, merged))
        except ToolkitError as error:
            faults.append(f"sheet {name!r}: {error}")
    if not sheets:
        raise ToolkitError(faults[0])
    return sheets


def _find_head(
    rows: Sequence[Sequence[Any]], columns: Mapping[str, str] | None
) -> tuple[int, tuple[str, ...]]:
    """Find the row that names most fields; a name that is merged over two rows counts in both."""
    faults: list[ToolkitError] = []
    found: list[tuple[int, int, tuple[str, ...]]] = []
    above: list[str] = []
    for number, row in enumerate(rows[:HEAD_WITHIN]):
        words = [str(value).strip() for value in row]
        above = [word or (above[i] if above else "") for i, word in enumerate(words)]
        if not any(words):
            continue
        try:
            names = name_columns(above)
            found.append((-len(choose_columns(names, columns)), number, names))
        except ToolkitError as error:
            faults.append(error)
    if not found:
        raise faults[0]
    _, number, names = min(found)
    return number, names


def _list_merged(
    ranges: Iterable[tuple[tuple[int, int], tuple[int, int]]], width: int
) -> dict[int, list[tuple[int, int]]]:
    """List the columns of merged cells, and how far down they go, by the row of their value."""
    merged: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for (first, column), (last, _) in ranges:
        if column < width:  # cells beside the table may be merged as well
            merged[first].append((column, last))
    return merged


def _iter_sheet(sheet: _Sheet) -> Iterator[Row]:
    notes = () if sheet.head == 0 else (f"head: taken from row {sheet.head + 1}",)
    above: dict[int, tuple[int, Any]] = {}  # by the column of a merged cell: its last row, value
    for number, values in enumerate(sheet.rows[sheet.head + 1 :], start=sheet.head + 1):
        above |= {column: (last, values[column]) for column, last in sheet.merged.get(number, ())}
        if any(value != "" for value in values):
            whole = _fill(values, number, above, sheet.text)
            record = dict(zip(sheet.names, map(_make_plain, whole), strict=True))
            yield Row(None, record, notes=notes, row=number + 1, part=sheet.name)


def _fill(
    values: Sequence[Any], number: int, above: Mapping[int, tuple[int, Any]], text: int
) -> list[Any]:
    """Give a row the values of the merged cells that reach into it.

    A text is not given twice: that would be a second article.
    """
    whole = list(values)
    for column, (last, value) in above.items():
        if number <= last and whole[column] == "" and column != text:
            whole[column] = value
    return whole


def _make_plain(value: object) -> object:
    """Give a whole number as one, which in a spreadsheet is a broken one, and None for a blank."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, (time, timedelta)):
        return str(value)
    return None if value == "" else value


# ---- what a program holds --------------------------------------------------------------------


def is_frame(source: object) -> bool:
    """Tell whether something is a DataFrame of pandas."""
    return all(hasattr(source, name) for name in ("columns", "itertuples", "notna", "index"))


def iter_frame(frame: Any, columns: Mapping[str, str] | None) -> Iterator[Row]:  # noqa: ANN401 - pandas begins further up
    """Read the rows of a DataFrame; each has the label that ``table.loc[...]`` finds it by."""
    labels = frame.index
    if any(name is not None for name in frame.index.names):  # set_index("id") took it there
        frame = frame.reset_index()
    try:
        names = tuple(map(str, frame.columns))
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise ToolkitError(f"columns: must be named once; found {twice!r} twice")
        choose_columns(names, columns)
    except ToolkitError as error:
        yield Row(None, {}, str(error), part="table")
        return
    plain = frame.astype("object").where(frame.notna(), None)
    for label, values in zip(labels, plain.itertuples(index=False, name=None), strict=True):
        record = dict(zip(names, map(_unbox, values), strict=True))
        yield Row(None, record, part=f"table.loc[{_unbox(label)!r}]")


def _unbox(value: Any) -> Any:  # noqa: ANN401
    """Give the plain value of one of pandas or numpy."""
    if hasattr(value, "to_pydatetime"):
        return value.to_pydatetime()
    return value.item() if hasattr(value, "item") and not isinstance(value, (str, date)) else value


def iter_records(records: Iterable[object]) -> Iterator[Row]:
    """Read records that a program holds; each has the number that ``records[...]`` finds it by."""
    for number, record in enumerate(records):
        place = f"records[{number}]"
        if hasattr(record, "keys") and hasattr(record, "items"):
            yield Row(
                None, {str(name): _unbox(value) for name, value in record.items()}, part=place
            )
        else:
            problem = f"must be a mapping such as a dict; found {record!r:.40}"
            yield Row(None, {}, problem, part=place)
