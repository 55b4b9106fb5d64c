"""Lines of a concordance: their nodes below each other, each as its voice is marked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from toolkit.display.pieces import Mark

LINES = ("left", "node", "right")  # columns of a concordance
CONTEXT = 45  # characters of a line beside its node
BLANK = "\u00a0"  # between a node and what stands beside it
# Quote marks, brackets and stops stand close to their node, as on the page.
OPENS = re.compile(r"[(\[\u201c\u2018\u00ab-]$|(?:^|\s)[\"']$")
CLOSES = re.compile(r"[)\]\u201d\u2019\u00bb.,;:!?-]|[\"'](?:$|[\s.,;:!?)])")


@dataclass(frozen=True, slots=True)
class Node:
    """A node, what stands after it, and how its voice is marked."""

    word: str
    after: str
    mark: Mark | None


def join_lines(
    table: pd.DataFrame, voices: Iterable[object], marks: Mapping[str, Mark]
) -> pd.DataFrame:
    """Cut the lines of a table at words: ``left``, and in ``node`` the node and what follows.

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
    >>> line.left, line.node.word, line.node.after
    ("the '", 'gaps', "' have not")
    """
    left = [_cut_left(str(text)) for text in table["left"]]
    node = [
        Node(str(node), _cut_right(str(text)), marks.get(str(voice)))
        for node, text, voice in zip(table["node"], table["right"], voices, strict=True)
    ]
    nodes = pd.Series(node, index=table.index, dtype=object)
    return table.assign(left=left, node=nodes).drop(columns="right")


def _cut_left(text: str) -> str:
    text = " ".join(text.split())
    if len(text) > CONTEXT:
        text = text[-CONTEXT:].partition(" ")[2] or text[-CONTEXT:]
    return text if OPENS.search(text) else text + BLANK


def _cut_right(text: str) -> str:
    text = " ".join(text.split())
    if len(text) > CONTEXT:
        text = text[:CONTEXT].rpartition(" ")[0] or text[:CONTEXT]
    return text if CLOSES.match(text) else BLANK + text
