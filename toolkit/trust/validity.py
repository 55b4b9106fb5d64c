"""How far each instrument and part of the engine can be trusted: figures measured on public data.

`benchmarks/` measures them, and `benchmarks/make_validity.py` puts them together.
"""

from __future__ import annotations

import csv
from importlib.resources import files
from typing import TYPE_CHECKING

from toolkit.tables import Column, Table, alike

if TYPE_CHECKING:
    import pandas as pd

FILE = "validity.csv"
VALIDITY = Table("validity_table", (
    Column("instrument", "str",
           "A function's method (``vader``, ``textblob``, ``stance``) or a part of the engine."),
    Column("data", "str",
           "What it was measured on, which it was not trained on. Where thresholds were chosen on "
           "it, `meaning` says so."),
    Column("figure", "str", "Such as ``macro-F1`` or ``precision of negative calls``."),
    Column("n", "int64", "That the figure is about.", "things"),
    Column("value", "float64", "The figure.", "as `scale` says"),
    *alike("low high", "float64", "Its 95 % interval. NaN where no interval was made.",
           "as `scale` says"),
    Column("scale", "str", "From the worst to the best value, or the unit."),
    Column("meaning", "str", "What it means for somebody who reads one article."),
))  # fmt: skip


@VALIDITY.describes
def validity_table() -> pd.DataFrame:
    """Make one row per instrument, data set and figure: how often it is right, and what follows.

    Returns
    -------
    DataFrame
        One instrument after the other.

        {columns}

    Notes
    -----
    The figures come with the toolkit, the data do not; ``benchmarks/`` has the scripts, and more
    figures.

    Examples
    --------
    >>> table = validity_table()
    >>> [*table[table["figure"] == "macro-F1"]["scale"].unique()]
    ['0 to 1']
    """
    text = files("toolkit").joinpath("data", FILE).read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    return VALIDITY.make({name: row[name] or None for name in VALIDITY.schema} for row in rows)
