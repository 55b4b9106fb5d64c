"""Rows of JSON lines, JSON, CSV and Parquet, one at a time; a faulty one is told, not raised."""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import dataclass, replace
from itertools import chain, count
from typing import IO, TYPE_CHECKING, Any

from toolkit.base import MAX_CHARACTERS, ToolkitError
from toolkit.loading.encodings import guess_encoding
from toolkit.loading.records import choose_columns, parse_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from _typeshed import WriteableBuffer

MAX_LINE_BYTES = 16 * MAX_CHARACTERS  # JSON may write one character as \\ud83d\\ude42
MAX_JSON_BYTES = 64 << 20
MAX_COLUMN_BYTES = 2 << 30  # of one row group of a Parquet file, unpacked
PARQUET_ROWS = 64  # read at a time
DELIMITERS = ",;\t|"


@dataclass(frozen=True, slots=True)
class Row:
    """A record, or why there is none.

    Parameters
    ----------
    line : int or None
        Of the file, or the number of the row or record, counted from 1; None for the whole.
    record : mapping of str to object
        Empty where there is a problem.
    problem : str, optional
    notes : tuple of str, optional
        What was guessed in reading it.
    row : int, optional
        The row as a spreadsheet numbers it: the head of the columns is row 1.
    part : str, optional
        The sheet that it stands in, or what finds it where it comes from no file.
    """

    line: int | None
    record: Mapping[str, object]
    problem: str = ""
    notes: tuple[str, ...] = ()
    row: int | None = None
    part: str = ""


def iter_lines(lines: Iterable[str] | Iterable[bytes]) -> Iterator[Row]:
    """Read JSON lines; blank ones are passed over.

    Examples
    --------
    >>> [(row.line, row.record or row.problem) for row in iter_lines(['{"id": 1}', "{"])]
    [(1, {'id': 1}), (2, "column 2: not JSON; found '{'")]
    """
    for number, line in enumerate(_cut_lines(lines), start=1):
        if line is None:
            problem = f"must be a line of at most {MAX_LINE_BYTES:,} bytes; found a longer one"
            yield Row(number, {}, problem)
        elif line.strip():
            yield _parse(line, number)


def iter_json(file: IO[bytes]) -> Iterator[Row]:
    """Read the one record of a JSON file, or those of the array that it holds."""
    content = file.read(MAX_JSON_BYTES + 1)
    if len(content) > MAX_JSON_BYTES:
        problem = f"must have at most {MAX_JSON_BYTES:,} bytes; found more. JSON lines may"
        yield Row(None, {}, problem)
        return
    try:
        found = parse_json(content)
    except ToolkitError as error:
        yield Row(None, {}, str(error))
        return
    if not isinstance(found, list):
        yield _check(found, None)
        return
    for number, record in enumerate(found, start=1):
        yield _check(record, number)


def _parse(line: str | bytes, number: int) -> Row:
    try:
        return _check(parse_json(line), number)
    except ToolkitError as error:
        return Row(number, {}, str(error))


def _check(found: object, number: int | None) -> Row:
    if isinstance(found, dict):
        return Row(number, found)
    return Row(number, {}, f"must be a JSON object; found {str(found)[:40]!r}")


def _cut_lines(lines: Iterable[str] | Iterable[bytes]) -> Iterator[str | bytes | None]:
    """Give each line, and None for one that is too long to be held."""
    if not hasattr(lines, "readline"):
        yield from lines
        return
    while line := lines.readline(MAX_LINE_BYTES):
        ending = "\n" if isinstance(line, str) else b"\n"
        if len(line) < MAX_LINE_BYTES or line.endswith(ending):
            yield line
            continue
        while line and not line.endswith(ending):
            line = lines.readline(MAX_LINE_BYTES)
        yield None


# ---- CSV -------------------------------------------------------------------------------------


class _LongLineError(ToolkitError):
    """A line that is too long to be held: what follows it cannot be read either."""


def iter_table(
    file: IO[bytes], columns: Mapping[str, str] | None, delimiter: str = ""
) -> Iterator[Row]:
    """Read the rows of a table with a header; each has the line that it begins in.

    Parameters
    ----------
    file : binary file
        In UTF-8, or in UTF-16 with a byte order mark. A row in another encoding is decoded
        by a guess, and its `notes` say so.
    columns : mapping of str to str or None
        As in `iter_corpus`; a header without a text column is one problem, not many.
    delimiter : str, optional
        Left out, the one of comma, semicolon, tab and bar that the header has most of.
    """
    csv.field_size_limit(max(csv.field_size_limit(), MAX_LINE_BYTES))
    lines = _iter_text(file)
    try:
        head = next(lines, "")
        delimiter = delimiter or max(DELIMITERS, key=head.count)
        reader = csv.reader(chain([head], lines), delimiter=delimiter, strict=True)
        header = _read_header(next(reader, []), columns)
    except (ToolkitError, csv.Error) as error:
        yield Row(1, {}, str(error))
        return
    for number in count(2):  # the head is row 1
        begun = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except _LongLineError as error:
            yield Row(begun, {}, str(error), row=number)
            return
        except csv.Error as error:
            yield Row(begun, {}, f"must be a row of a table; found: {error}", row=number)
            continue
        if row:
            yield replace(_pair(header, row, begun, reader.line_num), row=number)


def _iter_text(file: IO[bytes]) -> Iterator[str]:
    """Give the lines; bytes that are not UTF-8 are kept, and decoded with their row."""
    start = file.read(2)
    is_wide = start in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}
    text = io.TextIOWrapper(
        io.BufferedReader(_Joined(start, file)),
        encoding="utf-16" if is_wide else "utf-8-sig",
        errors="strict" if is_wide else "surrogateescape",
        newline="",
    )
    try:
        while line := text.readline(MAX_LINE_BYTES):
            if len(line) >= MAX_LINE_BYTES:
                raise _LongLineError(
                    f"must be a line of at most {MAX_LINE_BYTES:,} characters; found a longer one"
                )
            yield line
    except UnicodeDecodeError as error:
        raise _LongLineError(f"must be UTF-16, as its first bytes say; found {error}") from error


class _Joined(io.RawIOBase):
    """A file whose first bytes have been read already."""

    def __init__(self, start: bytes, file: IO[bytes]) -> None:
        self._start = start
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        piece = self._start or self._file.read(len(view))
        self._start = b""
        view[: len(piece)] = piece
        return len(piece)


def _read_header(row: list[str], columns: Mapping[str, str] | None) -> tuple[str, ...]:
    if not row:
        raise ToolkitError("must be a table with a header; found nothing")
    names = name_columns(row)
    choose_columns(names, columns)
    return names


def name_columns(head: Sequence[str]) -> tuple[str, ...]:
    """Give the names of columns; one without a name has its number.

    Raises
    ------
    ToolkitError
        If two have the same name.

    Examples
    --------
    >>> name_columns(["", "text", ""])
    ('column 1', 'text', 'column 3')
    """
    names = tuple(name or f"column {number}" for number, name in enumerate(head, start=1))
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise ToolkitError(f"header: must name each column once; found {twice!r} twice")
    return names


def _pair(header: tuple[str, ...], row: list[str], begun: int, ended: int) -> Row:
    if len(row) != len(header):
        where = f" in lines {begun} to {ended}" if ended > begun else ""
        problem = f"must have {len(header)} columns, as the header; found {len(row)}{where}"
        return Row(begun, {}, problem)
    try:
        values, notes = _decode_values(row)
    except ToolkitError as error:
        return Row(begun, {}, str(error))
    return Row(begun, dict(zip(header, values, strict=True)), notes=notes)


def _decode_values(row: list[str]) -> tuple[list[str], tuple[str, ...]]:
    """Decode the bytes that were kept in a row, all by one guess."""
    try:
        "".join(row).encode()
    except UnicodeEncodeError:
        kept = [value.encode("utf-8", "surrogateescape") for value in row]
        encoding = guess_encoding(b"\n".join(kept))
        note = f"encoding: guessed to be {encoding}, since the row is not UTF-8"
        return [value.decode(encoding, errors="replace") for value in kept], (note,)
    return row, ()


# ---- Parquet ---------------------------------------------------------------------------------


def iter_parquet(file: IO[bytes], columns: Mapping[str, str] | None) -> Iterator[Row]:
    """Read the rows of a Parquet file: what the fields need, and other columns of plain values."""
    from pyarrow import ArrowException
    from pyarrow.parquet import ParquetFile

    row = 0
    try:
        table = ParquetFile(file)
        names = tuple(table.schema_arrow.names)
        wanted = [*choose_columns(names, columns).values()]
        _check_row_groups(table, wanted)
        wanted += _list_plain(table, wanted)
        for batch in table.iter_batches(batch_size=PARQUET_ROWS, columns=wanted):
            for record in batch.to_pylist():
                row += 1
                yield Row(row, record)
    except ToolkitError as error:
        yield Row(None, {}, str(error))
    except (ArrowException, ValueError) as error:
        problem = f"must be a whole Parquet file; found: {str(error)[:120]}"
        yield Row(row + 1 if row else None, {}, problem)


def _list_plain(table: Any, wanted: list[str]) -> list[str]:  # noqa: ANN401
    """List the other columns that hold single values and are small beside what may be held."""
    from pyarrow import types

    others = [
        field.name
        for field in table.schema_arrow
        if field.name not in wanted
        and not types.is_nested(field.type)
        and not types.is_binary(field.type)
        and not types.is_large_binary(field.type)
    ]
    groups = (table.metadata.row_group(number) for number in range(table.metadata.num_row_groups))
    largest = max((group.total_byte_size for group in groups), default=0)
    return others if largest <= MAX_COLUMN_BYTES else []


def _check_row_groups(table: Any, wanted: list[str]) -> None:  # noqa: ANN401 - pyarrow's has no types
    for number in range(table.metadata.num_row_groups):
        group = table.metadata.row_group(number)
        columns = (group.column(place) for place in range(group.num_columns))
        size = sum(
            column.total_uncompressed_size
            for column in columns
            if column.path_in_schema.split(".")[0] in wanted
        )
        if size > MAX_COLUMN_BYTES:
            raise ToolkitError(
                f"row group {number}: must have at most {MAX_COLUMN_BYTES:,} bytes; found {size:,}"
            )
