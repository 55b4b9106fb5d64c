"""A table shown for reading, in a notebook."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from toolkit.attribution import find_statements
from toolkit.base import Article, ToolkitError, check_article
from toolkit.display.cards import write_cards
from toolkit.display.cells import write_table
from toolkit.display.pieces import rank_speakers

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table that shows itself as HTML for readers; see `show`.

    Parameters
    ----------
    table : DataFrame
        What is shown; a terminal shows it as pandas does.
    html : str
        The same as HTML that needs no script and no style sheet.
    """

    table: pd.DataFrame
    html: str = field(repr=False)

    def __repr__(self) -> str:
        return str(self.table)

    def _repr_html_(self) -> str:
        return self.html


def show(
    table: pd.DataFrame,
    article: Article | None = None,
    *,
    caption: str = "",
    as_cards: bool = False,
) -> ShownTable:
    """Show a table for reading: one head row, speakers in their colours, bars for shares.

    Parameters
    ----------
    table : DataFrame
        Any table; of the toolkit's own it knows the columns by their names. Pick, sort and round
        before: what is shown is what stands in it.
    article : Article, optional
        Where its speakers come from. Their names, in columns ``speaker``, ``voice`` and
        ``doer``, in the index or as heads, get the colour and line that `annotate` gives
        them. Left out, no name has a colour, as in tables of several articles.
    caption : str, optional
        A line above the table.
    as_cards : bool, optional
        Give each row a card of its own, for texts that columns would squeeze. A label that is
        more than a count is its heading, a column ``passage`` stands below that as words of
        the article, and each other column is named above its value.

    Returns
    -------
    ShownTable
        Shows itself as the last line of a notebook cell, in a notebook that nobody has
        trusted yet too. An index that only counts is left out; one with a name is the first
        column. Shares are bars with their percent (``share`` and ``..._share``); in a
        concordance all nodes begin in one place and are marked as their ``voice`` is, and a
        label that several lines share stands above them; a ``confidence`` under .5 has a
        broken line; ``stance`` and ``portrayal`` have a sign and colours that no speaker has;
        a ``stamp`` has a frame; of a text over 240 characters the rest opens on a click; what
        was not measured is a dash, or no line on a card. Of more than 50 rows the first 50
        are shown, and how many there are. On a page too narrow for its columns each row is a
        card, a line a column; in a notebook that nobody has trusted yet the table scrolls
        sideways there.

    Raises
    ------
    ToolkitError
        If `table` is no DataFrame, or has a head of several rows.

    Examples
    --------
    >>> import toolkit as tk
    >>> article = tk.parse_article('"Rates will rise," said Ann Lee.')
    >>> tk.show(tk.speaker_table(article)[["speaker", "words", "direct_share"]], article)
       speaker  words  direct_share
    0  Ann Lee      3           1.0
    """
    columns = getattr(table, "columns", None)
    if columns is None or not hasattr(table, "itertuples"):
        raise ToolkitError(f"table: must be a DataFrame; found {type(table).__name__}")
    if columns.nlevels > 1:
        raise ToolkitError(f"table: must have one row of heads; found {columns.nlevels}")
    marks = {}
    if article is not None:
        check_article(article)
        marks = rank_speakers(article, find_statements(article))
    write = write_cards if as_cards else write_table
    return ShownTable(table, str(write(table, marks=marks, caption=caption)))
