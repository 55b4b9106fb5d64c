"""A table as plain HTML for readers: one head row, speakers in their colours, bars, centred lines.

What a column holds is told by its name, which means the same in every table. Inline styles alone:
the page may be a notebook that nobody has trusted yet, or a mail.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pandas as pd

from toolkit.display.lines import LINES, join_lines
from toolkit.display.stacking import reckon_width, write_stacking
from toolkit.display.telling import DOUBTFUL, escape_html, tell_number
from toolkit.plots import AGAINST, FOR, GREY

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from toolkit.display.pieces import Mark

VOICES = {"speaker", "voice", "doer"}
CALLS = {"stance", "portrayal", "reading"}  # and columns whose names end so
CONFIDENCE, STAMP = "confidence", "stamp"
LONG = 240  # characters; of a longer text the rest opens on a click
BROAD = 50  # characters; a column with a longer text is given room
SHORT = 16  # characters of a name that stays on one line
LONGEST_WORD = 24  # characters; a longer one may break anywhere
MOST_ROWS = 50
DECIMALS = 4
NOT_MEASURED = "\u2013"
SIDES = {
    "negative": (AGAINST, "\u25bc"),
    "against": (AGAINST, "\u25bc"),
    "badly": (AGAINST, "\u25bc"),
    "positive": (FOR, "\u25b2"),
    "for": (FOR, "\u25b2"),
    "well": (FOR, "\u25b2"),
    "bleak": (AGAINST, "\u25bc"),
    "hopeful": (FOR, "\u25b2"),
}
STAMPS = {  # what became of an error
    "repaired": ("\u2713", "solid"),
    "in part": ("\u25d0", "double"),
    "marked": ("\u270e", "dashed"),
    "open": ("\u25cb", "dotted"),
}
STAMPED = (
    "display:inline-block;padding:0 8px;border-radius:4px;white-space:nowrap;font-size:0.8em;"
    "font-weight:700;letter-spacing:0.08em;text-transform:uppercase"
)

RULE = "border:0;border-bottom:1px solid rgba(128,128,128,0.35)"
CELL = f"{RULE};padding:5px 12px 5px 0;vertical-align:top;line-height:1.45"
TEXT = f"{CELL};text-align:left;overflow-wrap:break-word"
NUMBER = f"{CELL};text-align:right;white-space:nowrap"
HEAD = "border:0;border-bottom:2px solid #808080;padding:5px 12px 5px 0;vertical-align:bottom"
HALF = f"{CELL};width:50%;max-width:0;overflow:hidden;text-overflow:ellipsis;white-space:nowrap"
LINE_STYLES = {
    "left": f"{HALF};padding-right:0;text-align:right;direction:rtl",
    "node": f"{HALF};text-align:left",
}
LINE_HEADS = {
    "left": ("left", f"{HEAD};padding-right:6px;text-align:right"),
    "node": ("node, right", f"{HEAD};text-align:left"),
}
GROUP = f"{CELL};padding-top:14px;text-align:left;font-weight:600"
ROW = '<tr role="row" style="background:none">'
BAR = 44  # pixels of a whole
PERCENT = "display:inline-block;min-width:2.6em;text-align:right"  # so that bars begin alike
PLAIN = "font-weight:400"


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

    def write(self) -> str:
        """Write it as HTML."""
        return f'<a href="{escape_html(self.address)}">{escape_html(self.name)}</a>'


@dataclass(frozen=True, slots=True)
class Column:
    """How the values of a column are written."""

    name: Hashable
    heading: str
    kind: str  # "voice", "call", "stamp", "share", "confidence", "number", "text", "broad", ...
    decimals: int = 0
    signed: bool = False


def write_table(
    table: pd.DataFrame,
    *,
    marks: Mapping[str, Mark] | None = None,
    headings: Mapping[str, str] | None = None,
    caption: str = "",
    most: int = MOST_ROWS,
) -> str:
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
    groups = _find_groups(kept) if is_lines and index else {}
    index = None if groups else index
    heads = [] if index is None else [_write_corner(index)]
    heads += [_write_head(column, marks) for column in columns]
    rows, body = [heads], ""
    found = kept[[column.name for column in columns]].itertuples(index=False)
    for number, (label, values) in enumerate(zip(kept.index, found, strict=True)):
        if number in groups:
            body += _write_group(groups[number], len(columns), marks)
        cells = [] if index is None else [_write_label(label, index, marks)]
        cells += [
            _write_cell(value, column, marks)
            for value, column in zip(values, columns, strict=True)
        ]
        rows.append(cells)
        body += f"{ROW}{''.join(cells)}</tr>"
    kinds = [*([] if index is None else ["text"]), *(column.kind for column in columns)]
    width = reckon_width(zip(kinds, zip(*rows, strict=True), strict=True))
    name, style = write_stacking(width, kinds)
    top = f'<caption style="caption-side:top;text-align:left">{escape_html(caption)}</caption>'
    wide = "width:100%;" if is_lines else ""
    return (
        f'<div class="{f"toolkit-table {name}".strip()}" tabindex="0" '
        'style="overflow-x:auto;max-width:100%;container-type:inline-size">'
        f'<table role="table" style="{wide}border-collapse:collapse;table-layout:auto;'
        f'margin:4px 0 12px 0;font-size:0.92em">{top if caption else ""}'
        f'<thead role="rowgroup">{ROW}{"".join(heads)}</tr></thead>'
        f'<tbody role="rowgroup">{body}</tbody></table>'
        f"{tell_rest(total, len(kept))}{style}</div>"
    )


def tell_rest(rows: int, shown: int) -> str:
    """Tell below a table how many rows there are, if not all are shown.

    Examples
    --------
    >>> tell_rest(1000, 50), tell_rest(7, 7)
    ('<p>The first 50 of 1,000 rows.</p>', '')
    """
    return f"<p>The first {shown} of {tell_number(rows, 'row')}.</p>" if rows > shown else ""


# --- what a column holds -----------------------------------------------------------------


def _list_columns(
    table: pd.DataFrame, headings: Mapping[str, str] | None, *, is_lines: bool
) -> list[Column]:
    if is_lines:
        return [
            Column(name, LINE_HEADS[name][0], name)
            if name in LINE_STYLES
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


def _find_groups(table: pd.DataFrame) -> dict[int, str]:
    """Find where labels change, if neighbours share one: row number to label."""
    told = [NOT_MEASURED if is_missing(label) else _tell(label) for label in table.index]
    starts = [n for n, label in enumerate(told) if n == 0 or label != told[n - 1]]
    return {n: told[n] for n in starts} if len(starts) < len(told) else {}


def _write_group(label: str, columns: int, marks: Mapping[str, Mark]) -> str:
    return (
        f'{ROW}<th scope="rowgroup" role="rowheader" colspan="{columns}" '
        f'style="{GROUP}">{_write_voice(label, marks)}</th></tr>'
    )


def _write_corner(name: str) -> str:
    if not name:
        return f'<td role="cell" style="{HEAD}"></td>'
    style = f"{HEAD};text-align:left"
    return f'<th scope="col" role="columnheader" style="{style}">{escape_html(name)}</th>'


def _write_head(column: Column, marks: Mapping[str, Mark]) -> str:
    if column.kind in LINE_HEADS:
        style = LINE_HEADS[column.kind][1]
    else:
        align = "right" if column.kind in {"number", "share", CONFIDENCE} else "left"
        style = f"{HEAD};text-align:{align}"
    heading = _write_voice(column.heading, marks)
    return f'<th scope="col" role="columnheader" style="{style}">{heading}</th>'


def _write_label(label: Hashable, index: str, marks: Mapping[str, Mark]) -> str:
    told = NOT_MEASURED if is_missing(label) else _tell(label)
    written = _cut_long(told) if len(told) > LONG and index else _write_voice(told, marks)
    head = f' data-head="{escape_html(index)}"' if index else ""
    style = f"{TEXT};{PLAIN}{_keep_whole(told)}"
    return f'<th scope="row" role="rowheader"{head} style="{style}">{written}</th>'


def _write_cell(value: Any, column: Column, marks: Mapping[str, Mark]) -> str:  # noqa: ANN401
    if column.kind in LINE_STYLES:
        style = LINE_STYLES[column.kind]
        return f'<td role="cell" data-line="{column.kind}" style="{style}">{value}</td>'
    head = f'<td role="cell" data-head="{escape_html(column.heading)}"'
    style = NUMBER if column.kind in {"number", "share", CONFIDENCE} else TEXT
    if is_missing(value):
        dash = f'<span style="color:{GREY}">{NOT_MEASURED}</span>'
        return f'{head} style="{style}" title="none known">{dash}</td>'
    if column.kind == "broad":
        style = f"{style};min-width:7em"
    if column.kind == "text":
        style += _keep_whole(_tell(value))
    return f'{head} style="{style}">{write_value(value, column, marks)}</td>'


def write_value(value: Any, column: Column, marks: Mapping[str, Mark]) -> str:  # noqa: ANN401
    """Write a value as the others of its column; one that is missing is not for it.

    Examples
    --------
    >>> write_value("a <b>", Column("text", "text", "text"), {})
    '<bdi>a &lt;b&gt;</bdi>'
    """
    if isinstance(value, Link):
        return value.write()
    if column.kind == "voice":
        return _write_voice(str(value), marks)
    if column.kind == "number":
        sign = "+" if column.signed and value else ""
        return f"{value:{sign},.{column.decimals}f}"
    writers: dict[str, Callable[[Any], str]] = {
        "call": write_call,
        "share": write_bar,
        CONFIDENCE: write_confidence,
        STAMP: write_stamp,
    }
    return writers.get(column.kind, lambda text: _cut_long(_tell(text)))(value)


def _keep_whole(told: str) -> str:
    """Keep a day or the id of an article on one line: both have hyphens, where lines may end."""
    is_one = len(told) <= SHORT and re.fullmatch(r"\S*\w-\w\S*", told)
    return ";white-space:nowrap" if is_one else ""


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


# --- kinds of cells ----------------------------------------------------------------------


def _write_voice(name: str, marks: Mapping[str, Mark]) -> str:
    written = f"<bdi>{escape_html(name)}</bdi>"
    if name not in marks:
        return written
    wrap = "white-space:nowrap" if len(name) <= SHORT else "white-space:normal"
    if max(map(len, name.split()), default=0) > LONGEST_WORD:
        wrap = "display:inline-block;min-width:9em;word-break:break-word"
    style = f"{marks[name].style()};font-weight:600;{wrap}"
    return f'<span style="{style}">{written}</span>'


def write_call(call: str) -> str:
    """Write for or against with the sign and the colour that mean it, and no speaker.

    Examples
    --------
    >>> write_call("no clear stance")
    'no clear stance'
    >>> AGAINST in write_call("negative"), FOR in write_call("for Ann Lee")
    (True, True)
    """
    side = call.partition(" ")[0].rstrip(":")
    if side not in SIDES:
        return escape_html(call)
    colour, sign = SIDES[side]
    mark = f'<span style="color:{colour}">{sign}</span>'
    return f"<span>{mark}&nbsp;{escape_html(call)}</span>"


def write_stamp(state: str) -> str:
    """Write a state as a stamp; four have a sign and a frame, to be told apart without reading.

    Examples
    --------
    >>> "dotted" in write_stamp("open"), "solid" in write_stamp("seen twice")
    (True, True)
    """
    sign, border = STAMPS.get(state, ("", "solid"))
    told = f"{sign}&nbsp;{escape_html(state)}" if sign else escape_html(state)
    return f'<span style="{STAMPED};border:2px {border}">{told}</span>'


def write_bar(share: float) -> str:
    """Write a share as a bar and in percent.

    Examples
    --------
    >>> "width:22px" in write_bar(0.5), write_bar(0.5).endswith("50%</span></span>")
    (True, True)
    """
    width = round(BAR * min(max(share, 0), 1))
    box = f"display:inline-block;height:10px;width:{BAR}px;background-color:rgba(128,128,128,0.25)"
    return (
        f'<span><span style="{box};margin:0 8px 0 0"><span style="display:block;height:10px;'
        f'width:{width}px;background-color:{GREY}"></span></span>'
        f'<span style="{PERCENT}">{share:.0%}</span></span>'
    )


def write_confidence(confidence: float) -> str:
    """Write how sure something is; below one half with a broken line, to be seen.

    Examples
    --------
    >>> write_confidence(0.82), "dashed" in write_confidence(0.41)
    ('0.82', True)
    """
    told = f"{confidence:.2f}"
    if confidence >= DOUBTFUL:
        return told
    return (
        f'<span title="more likely wrong than right" style="border-bottom:2px dashed {GREY}">'
        f"{told}&nbsp;?</span>"
    )


def _cut_long(text: str) -> str:
    """Write a text, of a long one the beginning: the rest opens on a click."""
    if len(text) <= LONG:
        return f"<bdi>{escape_html(text)}</bdi>"
    start = text[:LONG].rpartition(" ")[0] or text[:LONG]
    rest = text[len(start) :]
    return (
        f'<details><summary style="cursor:pointer"><bdi>{escape_html(start)} \u2026</bdi>'
        f"</summary><bdi>\u2026{escape_html(rest)}</bdi></details>"
    )
