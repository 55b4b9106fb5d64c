"""A table as cards, one a row, for texts that columns would squeeze."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.display.cells import (
    MOST_ROWS,
    STAMP,
    Column,
    describe_column,
    is_missing,
    name_index,
    tell_rest,
    write_stamp,
    write_value,
)
from toolkit.display.telling import escape_html
from toolkit.plots import GREY

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    import pandas as pd

    from toolkit.display.pieces import Mark

PASSAGE = "passage"
EDGE = "1px solid rgba(128,128,128,0.45)"
CARD = f"border:{EDGE};border-radius:4px;padding:10px 14px;margin:0 0 12px 0;line-height:1.45"
TOP = "display:flex;flex-wrap:wrap;justify-content:space-between;align-items:center;margin:0"
QUOTED = f"border-left:3px solid {GREY};margin:8px 0;padding:0 0 0 10px;font-style:italic"
FIELDS = "display:flex;flex-wrap:wrap;margin:0"
FIELD = "flex:1 1 15em;min-width:0;margin:4px 20px 0 0;overflow-wrap:break-word"


def write_cards(table: pd.DataFrame, *, marks: Mapping[str, Mark], caption: str = "") -> str:
    """Write a table as cards that need no style sheet.

    Parameters
    ----------
    table : DataFrame
        A label that is more than a count is the heading of its card; ``stamp`` stands beside
        it and ``passage`` below; each other column is named above its value.
    marks : mapping of str to Mark
        How speakers are marked.
    caption : str, optional
        What the cards show, above them.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"passage": ["our <deal>"], "stamp": ["open"], "a_reader": ["two"]})
    >>> page = write_cards(table, marks={})
    >>> "our &lt;deal&gt;" in page, ">a reader</dt>" in page
    (True, True)
    """
    if table.index.nlevels > 1:
        table = table.reset_index()
    kept = table.head(MOST_ROWS)
    columns = [describe_column(kept[name], str(name).replace("_", " ")) for name in kept.columns]
    has_labels = name_index(kept) is not None
    cards = "".join(
        _write_card(label if has_labels else None, values, columns, marks)
        for label, values in zip(kept.index, kept.itertuples(index=False), strict=True)
    )
    top = f"<p>{escape_html(caption)}</p>" if caption else ""
    return (
        '<div class="toolkit-cards" style="max-width:860px;margin:4px 0 14px 0">'
        f"{top}{cards}{tell_rest(len(table), len(kept))}</div>"
    )


def _write_card(
    label: Hashable, values: Sequence[object], columns: Sequence[Column], marks: Mapping[str, Mark]
) -> str:
    heading = "" if is_missing(label) else f"<b>{escape_html(str(label))}</b>"
    stamp = passage = fields = ""
    for value, column in zip(values, columns, strict=True):
        if is_missing(value):
            continue
        if column.name == STAMP:
            stamp = write_stamp(str(value))
        elif column.name == PASSAGE:
            passage = f'<p style="{QUOTED}"><bdi>{escape_html(str(value))}</bdi></p>'
        else:
            fields += (
                f'<div style="{FIELD}"><dt style="font-size:0.85em;font-weight:600;margin:0">'
                f"{escape_html(column.heading)}</dt>"
                f'<dd style="margin:0">{write_value(value, column, marks)}</dd></div>'
            )
    top = f'<div style="{TOP}">{heading}{stamp}</div>' if heading or stamp else ""
    below = f'<dl style="{FIELDS}">{fields}</dl>' if fields else ""
    return f'<div style="{CARD}">{top}{passage}{below}</div>'
