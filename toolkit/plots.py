"""Plots of tables. Each draws on the Axes it is given and returns them.

matplotlib begins here. A plot computes nothing: every number that it shows is
in the table that it was given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib.pyplot as plt

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Mid-tones that keep 3:1 on white and on JupyterLab's dark background (Okabe and Ito's order).
COLOURS = ("#1e88e5", "#e0621a", "#2e9e4f", "#c2479b", "#8d6e63", "#5c6bc0", "#00897b", "#9e7700")
GREY = "#808080"  # the narrator, and what was not measured
HATCHES = ("", "///", "...", "xxx", "\\\\\\", "ooo", "+++", "---")  # colour is never the only cue


def _get_axes(ax: Axes | None, *, rows: int = 6) -> Axes:
    """Give the Axes to draw on: those given, or new ones that are high enough for `rows` bars."""
    if ax is not None:
        return ax
    _, new = plt.subplots(figsize=(6, 1.2 + 0.35 * max(rows, 2)), layout="constrained")
    return new
