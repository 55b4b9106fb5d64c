"""How far each instrument and part of the engine can be trusted: figures measured on public data.

`benchmarks/` measures them, and `benchmarks/make_validity.py` puts them together.
"""

from __future__ import annotations

import csv
from importlib.resources import files
from typing import TYPE_CHECKING

from toolkit.tables import to_table

if TYPE_CHECKING:
    import pandas as pd

FILE = "validity.csv"
VALIDITY = {
    "instrument": "str",
    "data": "str",
    "figure": "str",
    "n": "int64",
    "value": "float64",
    "low": "float64",
    "high": "float64",
    "scale": "str",
    "meaning": "str",
}


def validity_table() -> pd.DataFrame:
    """Make one row per instrument, data set and figure: how often it is right, and what follows.

    Returns
    -------
    DataFrame
        One instrument after the other.

        instrument : str
            A function's method (``vader``, ``textblob``, ``stance``) or a part of the engine.
        data : str
            What it was measured on, which it was not trained on. Where thresholds were chosen
            on it, `meaning` says so.
        figure : str
            Such as ``macro-F1`` or ``precision of negative calls``.
        n : int
            Things that the figure is about.
        value, low, high : float
            Figure and its 95 % interval; NaN where no interval was made.
        scale : str
            From the worst to the best value, or the unit.
        meaning : str
            What it means for somebody who reads one article.

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
    return to_table(({name: row[name] or None for name in VALIDITY} for row in rows), VALIDITY)
