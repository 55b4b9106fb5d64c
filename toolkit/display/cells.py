"""A table as plain HTML for readers: one head row, speakers in their colours, bars, centred lines.

What a column holds is told by its name, which means the same in every table.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pandas as pd

from toolkit.display.filling import fill
from toolkit.display.lines import LINES, join_lines
from toolkit.display.stacking import reckon_width, write_stacking
from toolkit.display.telling import DOUBTFUL

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from markupsafe import Markup

    from toolkit.display.pieces import Mark

VOICES = {"speaker", "voice", "doer"}
CALLS = {"stance", "portrayal", "reading"}  # and columns whose names end so
CONFIDENCE, STAMP = "confidence", "stamp"
LABEL = "label"  # the column of an index
NUMERIC = {"number", "share", CONFIDENCE}
WHOLE = {*NUMERIC, STAMP}  # stay on one line
LONG = 240  # characters; of a longer text the rest opens on a click
BROAD = 50  # characters; a column with a longer text is given room
SHORT = 16  # characters of a name, a day or an id that stays on one line
HYPHENED = re.compile(r"\S*\w-\w\S*")
MOST_ROWS = 50
DECIMALS = 4
NOT_MEASURED = "\u2013"
DOWN, UP = "\u25bc", "\u25b2"
SIDES = {
    **dict.fromkeys(("negative", "against", "badly", "bleak"), DOWN),
    **dict.fromkeys(("positive", "for", "well", "hopeful"), UP),
}
STAMPS = {"repaired": "\u2713", "in part": "\u25d0", "marked": "\u270e", "open": "\u25cb"}
LINE_HEADS = {"left": "left", "node": "node, right"}


@dataclass(frozen=True, slots=True)
class Link:
    """A value that leads somewhere.

    Parameters
    ----------
    name : str
    address : str
    """

    name: str
    address: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Column:
    """How the values of a column are written."""

    name: Hashable
    heading: str
    kind: str  # "voice", "call", "stamp", "share", "confidence", "number", "text", "broad", ...
    decimals: int = 0
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A value as a reader sees it.

    Parameters
    ----------
    kind : str
        That of its column, or ``missing`` or ``link``.
    told : str
        Its words; of a long text its beginning, and `rest` opens on a click.
    value : optional
        Itself, where more than words is drawn of it.
    mark : Mark, optional
        How its words are marked, where they name a speaker.
    sign : str, optional
        Stands beside the words.
    rest : str, optional
    """

    kind: str
    told: str
    value: Any = None
    mark: Mark | None = None
    sign: str = ""
    rest: str = ""

    @property
    def is_short(self) -> bool:
        """Whether a name stays on one line."""
        return len(self.told) <= SHORT

    @property
    def is_hyphened(self) -> bool:
        """Whether it is a day or the id of an article, in which a line may end at a hyphen."""
        return self.is_short and HYPHENED.fullmatch(self.told) is not None

    def count_letters(self) -> tuple[int, int]:
        """Count the letters that it has, and those of its longest part that stays on one line."""
        letters = self.told
        if self.sign:
            letters = f"{self.sign} {self.told}"
        elif self.rest:
            letters = f"{self.told} \u2026\u2026{self.rest}"
        is_whole = self.kind in WHOLE or (self.mark is not None and self.is_short)
        parts = [letters] if is_whole else letters.split()
        return len(letters), max(map(len, parts), default=0)


def write_table(
    table: pd.DataFrame,
    *,
    marks: Mapping[str, Mark] | None = None,
    headings: Mapping[str, str] | None = None,
    caption: str = "",
    most: int = MOST_ROWS,
) -> Markup:
    """Write a table as HTML that needs no style sheet.

    Parameters
    ----------
    table : DataFrame
        An index with a name, or with words in it, becomes the first column.
    marks : mapping of str to Mark, optional
        How speakers are marked, as `rank_speakers` gives it. Left out, no name has a colour.
    headings : mapping of str to str, optional
        Columns to show, in this order, and what stands above them; columns without a value
        are left out. Left out: all, by their names.
    caption : str, optional
        What the table shows, above it.
    most : int, optional
        Rows that are shown; below stands how many there are.

    Examples
    --------
    >>> page = write_table(pd.DataFrame({"speaker": ["Ann Lee"], "share": [0.5]}))
    >>> page.count("<th scope"), "50%" in page
    (2, True)
    """
    marks = marks or {}
    if table.index.nlevels > 1:
        table = table.reset_index()
    total, index = len(table), name_index(table.head(most)) if headings is None else None
    is_lines = headings is None and {*LINES} <= {*table.columns}
    if is_lines:
        table = join_lines(table.head(most), _list_voices(table.head(most), index), marks)
    kept = table.head(most)
    columns = _list_columns(table, headings, is_lines=is_lines)
    groups = _find_groups(kept, marks) if is_lines and index else {}
    has_labels = index is not None and not groups
    if has_labels:
        columns.insert(0, Column("", index or "", LABEL))
    heads = [Shown("voice", column.heading, mark=marks.get(column.heading)) for column in columns]
    found = kept[[column.name for column in columns if column.kind != LABEL]]
    rows = [
        [read_value(value, column, marks) for value, column in zip(values, columns, strict=True)]
        for values in found.itertuples(index=has_labels)
    ]
    kinds = [column.kind for column in columns]
    letters = [[shown.count_letters() for shown in row] for row in (heads, *rows)]
    width = reckon_width(zip(kinds, zip(*letters, strict=True), strict=True))
    name, style = write_stacking(width, kinds)
    return fill(
        "table.html",
        columns=[*zip(columns, heads, strict=True)],
        rows=[[*zip(columns, row, strict=True)] for row in rows],
        groups=groups,
        caption=caption,
        is_lines=is_lines,
        all=total,
        name=name,
        style=style,
    )


# --- what a column holds -----------------------------------------------------------------


def _list_columns(
    table: pd.DataFrame, headings: Mapping[str, str] | None, *, is_lines: bool
) -> list[Column]:
    if is_lines:
        return [
            Column(name, LINE_HEADS[name], name)
            if name in LINE_HEADS
            else describe_column(table[name], str(name).replace("_", " "))
            for name in table.columns
        ]
    if headings is None:
        return [
            describe_column(table[name], str(name).replace("_", " ")) for name in table.columns
        ]
    return [
        describe_column(table[name], heading)
        for name, heading in headings.items()
        if (table[name].notna() & (table[name] != "")).any()
    ]


def describe_column(values: pd.Series[Any], heading: str) -> Column:
    """Tell by its name and its values how a column is written.

    Examples
    --------
    >>> describe_column(pd.Series([0.5], name="direct_share"), "verbatim").kind
    'share'
    """
    name = str(values.name)
    last = name.rsplit(maxsplit=1)[-1]
    if name in VOICES:
        return Column(values.name, heading, "voice")
    if last in CALLS or name in {"call", STAMP}:
        return Column(values.name, heading, STAMP if name == STAMP else "call")
    is_number = pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values)
    if not is_number:
        is_broad = values.astype(str).str.len().max() > BROAD
        return Column(values.name, heading, "broad" if is_broad else "text")
    if name == CONFIDENCE:
        return Column(values.name, heading, CONFIDENCE)
    if name == "share" or name.endswith("_share"):
        return Column(values.name, heading, "share")
    numbers = values.dropna().astype(float)
    return Column(
        values.name, heading, "number", _count_decimals(numbers), bool((numbers < 0).any())
    )


def _count_decimals(numbers: pd.Series[float]) -> int:
    """Count the decimals that the numbers need: as they were rounded, or else two."""
    for decimals in range(DECIMALS + 1):
        if all(math.isclose(n, round(n, decimals), abs_tol=1e-9) for n in numbers):
            return decimals
    return 2


# --- heads and rows ----------------------------------------------------------------------


def name_index(table: pd.DataFrame) -> str | None:
    """Name the index for the head, or tell that it says nothing."""
    name = table.index.name or table.columns.name
    if name is not None:
        return str(name).replace("_", " ")
    return None if isinstance(table.index, pd.RangeIndex) else ""


def _list_voices(table: pd.DataFrame, index: str | None) -> list[object]:
    """List in whose voice each row is, as far as the table tells."""
    name = next((name for name in table.columns if name in VOICES), None)
    if name is not None:
        return [*table[name]]
    return [*table.index] if index in VOICES else [None] * len(table)


def _find_groups(table: pd.DataFrame, marks: Mapping[str, Mark]) -> dict[int, Shown]:
    """Find where labels change, if neighbours share one: row number to label."""
    told = [NOT_MEASURED if is_missing(label) else _tell(label) for label in table.index]
    starts = [n for n, label in enumerate(told) if n == 0 or label != told[n - 1]]
    if len(starts) == len(told):
        return {}
    return {n: Shown("voice", told[n], mark=marks.get(told[n])) for n in starts}


def read_value(value: Any, column: Column, marks: Mapping[str, Mark]) -> Shown:  # noqa: ANN401
    """Read a value as it is shown in its column.

    Examples
    --------
    >>> read_value(0.5, Column("share", "share", "share"), {}).told
    '50%'
    """
    kind = column.kind
    if is_missing(value):
        return Shown(LABEL if kind == LABEL else "missing", NOT_MEASURED)
    if isinstance(value, Link):
        return Shown("link", value.name, value)
    if kind in LINE_HEADS:
        return Shown(kind, "", value)
    if kind in NUMERIC:
        return _read_number(value, column)
    return _read_text(_tell(value), column, marks)


def _read_text(told: str, column: Column, marks: Mapping[str, Mark]) -> Shown:
    kind = column.kind
    if kind == "call":
        return Shown(kind, told, sign=SIDES.get(told.partition(" ")[0].rstrip(":"), ""))
    if kind == STAMP:
        return Shown(kind, told, sign=STAMPS.get(told, ""))
    is_name = kind == "voice" or (kind == LABEL and not column.heading)
    if is_name or len(told) <= LONG:
        return Shown(kind, told, mark=marks.get(told) if kind in {"voice", LABEL} else None)
    start = told[:LONG].rpartition(" ")[0] or told[:LONG]
    return Shown(kind, start, rest=told[len(start) :])


def _read_number(value: float, column: Column) -> Shown:
    if column.kind == CONFIDENCE:
        return Shown(column.kind, f"{value:.2f}", sign="?" if value < DOUBTFUL else "")
    if column.kind == "share":
        return Shown(column.kind, f"{value:.0%}", min(max(value, 0), 1))
    sign = "+" if column.signed and value else ""
    return Shown(column.kind, f"{value:{sign},.{column.decimals}f}")


def is_missing(value: Any) -> bool:  # noqa: ANN401
    """Tell whether a value was not measured, or is not known."""
    return value is None or (pd.api.types.is_scalar(value) and bool(pd.isna(value)))


def _tell(value: Any) -> str:  # noqa: ANN401
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.isoformat(" ").removesuffix(" 00:00:00")
    if isinstance(value, (list, tuple, set, frozenset)):
        return ", ".join(map(str, value))
    return str(value)
