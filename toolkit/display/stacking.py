"""A table that does not fit: each row becomes a card, a line for each of its heads.

The page may have nothing of ours but this table, so a style sheet of a few lines goes with it;
how wide the table must be is reckoned here, since no style sheet can ask. Where style sheets
are taken out (a notebook that nobody has trusted yet, a mail) the table scrolls in its box.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LETTER = 0.55  # of the height of the font around the table, with a margin: width of a letter
GAP = 0.9  # of that height: between two columns
BROADEST = 43  # of that height: on a page of more, a table scrolls rather than fill it with cards
NARROWEST = 20  # of that height: every page has so much
ROOM = {"broad": 24, "left": 14, "node": 20}  # letters that a column wants of a longer text
USUAL_ROOM = 14
PAIRED = "16em"  # a card that may have another one beside it
BAR = 8  # letters: as long as the bar of a share
CUT = {"left", "node"}  # of a concordance: what does not fit is cut
WHOLE = "white-space:nowrap"  # in a cell whose text stays on one line

STYLE = """<style>@container (max-width:{width}em){{
.{name} :is(table,caption,tbody,tr){{display:block!important;width:auto!important}}
.{name} tbody{{display:grid!important;grid-template-columns:repeat(auto-fill,minmax({card},1fr));\
column-gap:24px}}
.{name} thead{{position:absolute!important;width:1px;height:1px;overflow:hidden;\
clip-path:inset(50%)}}
.{name} tbody tr{{padding:8px 0!important;border-bottom:1px solid #808080!important}}
.{name} tbody :is(th,td){{display:block!important;width:auto!important;min-width:0!important;\
max-width:none!important;padding:1px 0!important;border:0!important;text-align:start!important;\
white-space:normal!important;overflow-wrap:anywhere!important}}
.{name} [data-head]{{display:grid!important;grid-template-columns:minmax(0,2fr) minmax(0,3fr);\
column-gap:12px}}
.{name} [data-head]::before{{content:attr(data-head);content:attr(data-head)/"";\
font-weight:400;opacity:0.8}}
.{name} [data-head]>*{{justify-self:start;min-width:0}}
.{name} tbody [data-line]{{display:inline!important;direction:inherit!important}}
}}</style>"""


def reckon_width(columns: Iterable[tuple[str, Sequence[str]]]) -> int:
    """Reckon how wide a table must be to be read as one, in heights of the font around it.

    Parameters
    ----------
    columns : iterable of (str, sequence of str)
        The kind of each column, and its head and cells as HTML.

    Examples
    --------
    >>> reckon_width([("number", ["<th>words</th>", "<td>1,234</td>"])])
    4
    >>> reckon_width([("broad", ["<th>text</th>", "<td>A sentence of some length.</td>"])] * 2)
    29
    """
    return round(sum(LETTER * _count_letters(kind, cells) + GAP for kind, cells in columns) + 0.5)


def write_stacking(width: int, kinds: Iterable[str]) -> tuple[str, str]:
    """Write the name of the class of a table of some width, and the style sheet for it.

    Both are empty for a table that fits everywhere. Cards that hold no long text stand beside
    each other where two have room.

    Parameters
    ----------
    width : int
        As `reckon_width` gives it.
    kinds : iterable of str
        Of all columns.

    Examples
    --------
    >>> name, style = write_stacking(32, ["text", "number"])
    >>> name, "max-width:32em" in style, write_stacking(12, ["number"])
    ('toolkit-stack-32-pairs', True, ('', ''))
    >>> write_stacking(32, ["text", "broad"])[0]
    'toolkit-stack-32'
    """
    if width <= NARROWEST:
        return "", ""
    width = min(width, BROADEST)
    is_broad = not ROOM.keys().isdisjoint(kinds)
    name = f"toolkit-stack-{width}{'' if is_broad else '-pairs'}"
    return name, STYLE.format(name=name, width=width, card="100%" if is_broad else PAIRED)


def _count_letters(kind: str, cells: Sequence[str]) -> int:
    """Count the letters that a column needs on one line."""
    told = [(unescape(re.sub(r"<[^>]+>", "", cell)), WHOLE in cell) for cell in cells]
    if kind in CUT:
        return ROOM[kind]
    unbroken = max(
        len(part)
        for text, is_whole in told
        for part in ([text] if is_whole else [*text.split(), ""])
    )
    longest = max((len(text) for text, _ in told[1:]), default=0)
    bar = BAR if kind == "share" else 0
    return max(min(longest, ROOM.get(kind, USUAL_ROOM)), unbroken) + bar
