"""A table as cards, one a row, for texts that columns would squeeze."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.display.cells import (
    MOST_ROWS,
    describe_column,
    is_missing,
    name_index,
    read_value,
)
from toolkit.display.filling import fill

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from markupsafe import Markup

    from toolkit.display.pieces import Mark


def write_cards(table: pd.DataFrame, *, marks: Mapping[str, Mark], caption: str = "") -> Markup:
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
    cards = [
        (
            str(label) if has_labels and not is_missing(label) else None,
            {
                column.name: (column.heading, read_value(value, column, marks))
                for value, column in zip(values, columns, strict=True)
                if not is_missing(value)
            },
        )
        for label, values in zip(kept.index, kept.itertuples(index=False), strict=True)
    ]
    return fill("cards.html", cards=cards, caption=caption, all=len(table))
