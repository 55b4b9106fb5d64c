"""Lines of a concordance as HTML: their nodes below each other, each as its voice is marked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.display.telling import escape_html

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

    from toolkit.display.pieces import Mark

LINES = ("left", "node", "right")  # columns of a concordance
CONTEXT = 45  # characters of a line beside its node
BLANK = "\u00a0"  # between a node and what stands beside it
# Quote marks, brackets and stops stand close to their node, as on the page.
OPENS = re.compile(r"[(\[\u201c\u2018\u00ab-]$|(?:^|\s)[\"']$")
CLOSES = re.compile(r"[)\]\u201d\u2019\u00bb.,;:!?-]|[\"'](?:$|[\s.,;:!?)])")


def join_lines(
    table: pd.DataFrame, voices: Iterable[object], marks: Mapping[str, Mark]
) -> pd.DataFrame:
    """Write the lines of a table as HTML: ``left``, and in ``node`` the node and what follows.

    Parameters
    ----------
    table : DataFrame
        With columns ``left``, ``node``, ``right``; the last one is left out in what comes back.
    voices : iterable
        In whose voice each line is.
    marks : mapping of str to Mark
        How speakers are marked; a voice without a mark leaves its node bold alone.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"left": ["the '"], "node": ["gaps"], "right": ["' have not"]})
    >>> [line] = join_lines(table, ["narrator"], {}).itertuples(index=False)
    >>> line.left, line.node
    ('<bdi>the &#x27;</bdi>', '<b>gaps</b><bdi>&#x27; have not</bdi>')
    """
    left = [_write_left(str(text)) for text in table["left"]]
    node = [
        _write_right(str(node), str(text), marks.get(str(voice)))
        for node, text, voice in zip(table["node"], table["right"], voices, strict=True)
    ]
    return table.assign(left=left, node=node).drop(columns="right")


def _write_left(text: str) -> str:
    """Write what stands before a node, cut at a word."""
    text = " ".join(text.split())
    if len(text) > CONTEXT:
        text = text[-CONTEXT:].partition(" ")[2] or text[-CONTEXT:]
    return f"<bdi>{escape_html(text)}{'' if OPENS.search(text) else BLANK}</bdi>"


def _write_right(node: str, text: str, mark: Mark | None) -> str:
    """Write a node, and what stands after it, cut at a word."""
    text = " ".join(text.split())
    if len(text) > CONTEXT:
        text = text[:CONTEXT].rpartition(" ")[0] or text[:CONTEXT]
    look = f' style="{mark.style()};padding:0"' if mark else ""
    blank = "" if CLOSES.match(text) else BLANK
    return f"<b{look}>{escape_html(node)}</b><bdi>{blank}{escape_html(text)}</bdi>"
