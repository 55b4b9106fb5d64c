"""An article in which a person changes words, and what every instrument makes of it.

The view is an anywidget, part of the extra ``lab``. It holds a box to write into; what stands
below it is made here, and is the same that a page without widgets shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from toolkit.base import Article, Span, ToolkitError, find_words
from toolkit.comparison import Change, make_change, replace_words, tabulate_moves
from toolkit.display.moved import (
    find_replacements,
    name_blocks,
    tell_moves,
    tell_replacements,
    write_change,
)
from toolkit.display.pieces import cut_blocks
from toolkit.display.widgets import make_bundle, open_view
from toolkit.engine import ENGLISH, take_article

if TYPE_CHECKING:
    import pandas as pd

    from toolkit.engine import Engine, OneArticle

CHANGE = "To change words and see at once what moves"
UNCHANGED = "Nothing is changed yet."
BEGIN = f"{UNCHANGED} Choose a part, and write into the box."
SHOWN = 60  # characters of a paragraph, to choose it by
LONG = 1_500  # words; the instruments need some seconds for each change of a longer article
NONE: Mapping[str | Span, str] = {}


@dataclass(slots=True)
class ChangedArticle:
    """An article in which a person changes words; see `change`.

    Parameters
    ----------
    before, after : Article
        As it was given, and as it is now: give either to any table.
    table : DataFrame
        What moves from one to the other, as `change_table` gives it.
    """

    before: Article
    after: Article
    table: pd.DataFrame = field(repr=False)
    _change: Change = field(repr=False)

    def __repr__(self) -> str:
        if not self._change.replacements:
            return UNCHANGED
        return f"{tell_replacements(self._change)}\n{tell_moves(self.table)}"

    def _repr_mimebundle_(self, **_: object) -> dict[str, object]:
        return make_bundle(repr(self), self._write(), CHANGE, self._open)

    def _open(self) -> str:
        """Start the view, and return the name by which a page finds it."""
        return open_view("change", self.tell(), self.answer)

    def _write(self) -> str:
        """Write what is changed, and what moves; nothing where nothing is changed."""
        return str(write_change(self._change, self.table)) if self._change.replacements else ""

    def answer(self, message: dict[str, Any]) -> dict[str, Any]:
        """Put what a person wrote in the place of a part, and give what the view shows then.

        Parameters
        ----------
        message : dict
            `texts`: by number of the part, as a string, what is written there now. Parts that
            are not in it are as they were.
        """
        try:
            self._put(message["texts"])
        except ToolkitError as error:
            return self.tell(f"Not measured: {error}", is_fault=True)
        return self.tell()

    def _put(self, texts: Mapping[str, str]) -> None:
        found = []
        for number, (_, span) in enumerate(cut_blocks(self.before)):
            if f"{number}" in texts:
                found += find_replacements(self.before.text, span, texts[f"{number}"])
        self._take(replace_words(self.before, found))

    def _take(self, change: Change) -> None:
        self.table = tabulate_moves(change)
        self.after, self._change = change.after, change

    def tell(self, told: str = "", *, is_fault: bool = False) -> dict[str, Any]:
        """Give what the view shows, as JSON.

        Parameters
        ----------
        told : str, optional
            What came of the last change; left out, how much moves.
        is_fault : bool, optional
            Whether nothing came of it.
        """
        has_changed = bool(self._change.replacements)
        names = name_blocks(self.before)
        spans = [span for _, span in cut_blocks(self.before)]
        blocks = [self._describe(*each) for each in zip(names, spans, strict=True)]
        changed = [n for n, block in enumerate(blocks) if block["text"] != block["old"]]
        return {
            "blocks": blocks,
            "chosen": min(changed, default=0),
            "html": self._write(),
            "told": told or (tell_moves(self.table) if has_changed else BEGIN),
            "fault": is_fault,
            "slow": len(find_words(self.before.text)) > LONG,
        }

    def _describe(self, name: str, span: Span) -> dict[str, str]:
        old = span.of(self.before.text)
        start, end = self._change.place(span)
        first = shorten(old, SHOWN, placeholder=" \u2026")
        return {"name": name, "first": first, "old": old, "text": self.after.text[start:end]}


def change(
    article: OneArticle, changes: Mapping[str | Span, str] = NONE, *, engine: Engine = ENGLISH
) -> ChangedArticle:
    """Show an article to change words in, and what every instrument makes of it.

    Parameters
    ----------
    article : Article
        Stays as it is.
    changes : mapping of str or Span to str, optional
        What is changed at the start, as `change_article` takes it.
    engine : Engine, optional
        What reads the articles.

    Returns
    -------
    ChangedArticle
        Shows itself as the last line of a cell: choose a headline or paragraph, write, and
        below stand the part before and after, with each voice marked, and the rows of
        `change_table`. Where widgets are missing, the same for `changes` alone. `after` is the
        article as it is now, `table` what moves.

    Raises
    ------
    ToolkitError
        If `article` is not an Article, or `changes` cannot be made; see `change_article`.

    Examples
    --------
    >>> import toolkit as tk
    >>> article = tk.parse_article('"Rates will rise," said Ann Lee.')
    >>> changed = tk.change(article, {"will": "may"})
    >>> changed.after.text
    '"Rates may rise," said Ann Lee.'
    >>> changed.table.loc[changed.table["about"] == "Ann Lee", ["measure", "words_after"]]
       measure words_after
    1  hedging         may
    """
    article = take_article(article, engine)
    made = make_change(article, changes)
    return ChangedArticle(article, made.after, tabulate_moves(made), made)
