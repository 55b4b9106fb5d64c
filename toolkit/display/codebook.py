"""What the columns of tables mean, as each table is declared beside the function that makes it."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING, NamedTuple

from toolkit.base import find_function
from toolkit.tables import ARTICLES, PERIODS, find_tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pandas as pd

    from toolkit.tables import Table

OWN_COLUMN = "A column of your own, or of your source."
DATE = "When it was published, by its clock."
ABOUT = {*ARTICLES.known, *PERIODS}  # that any table may have, joined or to put articles together
TYPES = {"b": "yes or no", "i": "whole number", "u": "whole number", "f": "number", "M": "date"}
MARKS = re.compile(r"``?([^`]+)``?")


class Entry(NamedTuple):
    """A column as a codebook has it: in which table, of what type, with what unit and meaning."""

    table: str
    column: str
    type: str
    unit: str
    meaning: str


def explain_columns(
    tables: Mapping[str, pd.DataFrame], meanings: Mapping[str, str]
) -> Iterator[Entry]:
    """Explain each column of some tables, after a row that says what each table is.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        Name to table.
    meanings : mapping of str to str
        Of columns that a person added; they stand over what is known here.
    """
    declared = find_tables()
    for name, frame in tables.items():
        likely = list_likely(frame, declared)
        yield Entry(name, "", f"{len(frame):,} rows", "", _tell_table(likely))
        for column, dtype in zip(map(str, frame.columns), frame.dtypes, strict=True):
            unit, meaning = (MARKS.sub(r"\1", words) for words in _explain(column, likely))
            if column in meanings:
                unit, meaning = "", meanings[column]
            yield Entry(name, column, TYPES.get(dtype.kind, "text"), unit, meaning)


def list_likely(frame: pd.DataFrame, declared: Mapping[str, Table]) -> list[Table]:
    """List what a frame may be: the table whose name it carries, else those with its columns.

    A frame that lost its name is the table with just these columns, or one with these among
    others, or put together of tables that it has all columns of. Else it may be of any, unless
    most of its columns are unknown: then it is of none.

    Examples
    --------
    >>> import toolkit as tk
    >>> some = tk.speaker_table([])[["article", "speaker", "words", "share"]]
    >>> [table.name for table in list_likely(some, find_tables())]
    ['speaker_table']
    >>> some.attrs.clear()  # as a file of comma-separated values does
    >>> [table.name for table in list_likely(some, find_tables())]
    ['sourcing_table', 'speaker_table']
    """
    name = f"{frame.attrs.get('table')}"
    if name in declared:
        return [declared[name]]
    every = [*declared.values()]
    own = {*map(str, frame.columns)} - ABOUT
    if not own:
        return [ARTICLES] if len(frame.columns) else []
    exact = [table for table in every if {*table.schema} - ABOUT == own]
    holders = [table for table in every if own <= {*table.known}]
    parts = [table for table in every if table != ARTICLES and {*table.schema} - ABOUT <= own]
    known = own & {column for table in every for column in table.known}
    return exact or holders or parts or (every if 2 * len(known) >= len(own) else [])


def _tell_table(likely: list[Table]) -> str:
    if not likely:
        return "A table of your own."
    if len(likely) > 1:
        return "Put together of several tables, or not clear of which one."
    function = find_function(f"toolkit:{likely[0].name}")
    # Python -OO leaves documentation out.
    return (inspect.getdoc(function) or f"Made by {likely[0].name}.").partition("\n")[0]


def _explain(column: str, likely: Iterable[Table]) -> tuple[str, str]:
    """Give unit and meaning of a column, where the tables that it may be of have one for it."""
    found: dict[tuple[str, str], list[str]] = {}
    for table in likely:
        if column in table.known:
            stated = table.known[column]
            found.setdefault((stated.unit, stated.meaning), []).append(table.name)
    if len(found) > 1:
        names = ", ".join(name for several in found.values() for name in several)
        return "", f"Not clear, as it means something else in each of these tables: {names}."
    if found:
        return next(iter(found))
    if column in ARTICLES.known:
        return ARTICLES.known[column].unit, ARTICLES.known[column].meaning
    return "", DATE if column in PERIODS else OWN_COLUMN
