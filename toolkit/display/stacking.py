"""A table that does not fit: each row becomes a card, a line for each of its heads.

The page may have nothing of ours but this table, so a style sheet of a few lines goes with it;
how wide the table must be is reckoned here, since no style sheet can ask. Where style sheets
are taken out (a notebook that nobody has trusted yet, a mail) the table scrolls in its box.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.display.filling import fill

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


def reckon_width(columns: Iterable[tuple[str, Sequence[tuple[int, int]]]]) -> int:
    """Reckon how wide a table must be to be read as one, in heights of the font around it.

    Parameters
    ----------
    columns : iterable of (str, sequence of (int, int))
        The kind of each column, and of its head and cells how many letters each has, and how
        many its longest part that stays on one line.

    Examples
    --------
    >>> reckon_width([("number", [(5, 5), (5, 5)])])
    4
    >>> reckon_width([("broad", [(4, 4), (26, 8)])] * 2)
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
    return name, fill("stack.css", name=name, width=width, card="100%" if is_broad else PAIRED)


def _count_letters(kind: str, cells: Sequence[tuple[int, int]]) -> int:
    """Count the letters that a column needs on one line."""
    if kind in CUT:
        return ROOM[kind]
    unbroken = max(part for _, part in cells)
    longest = max((letters for letters, _ in cells[1:]), default=0)
    bar = BAR if kind == "share" else 0
    return max(min(longest, ROOM.get(kind, USUAL_ROOM)), unbroken) + bar
