"""What `compare` shows: the statements of several reports beside each other, word by word.

Static HTML that survives a notebook which nobody has trusted yet: inline styles only, no script.
There links within an output are dead; each place is told in words as well.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from toolkit.base import ToolkitError, join_pieces
from toolkit.comparison import Collation, collate, count_voices, redline, write_redline
from toolkit.display.arrangement import (
    name_reports,
    order_statements,
    tell_relation,
    tell_size,
    tell_where,
)
from toolkit.display.columns import write_comparison
from toolkit.display.telling import clean
from toolkit.engine import ENGLISH
from toolkit.tables import iter_articles

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Mapping

    from toolkit.comparison import Statement
    from toolkit.engine import Articles, Engine


@dataclass(frozen=True, slots=True)
class Comparison:
    """Several reports beside each other, which show themselves in a notebook or terminal.

    Parameters
    ----------
    collation : Collation
        The articles, and all statements in them.
    voices : mapping of str to Counter
        By the id of an article: the words of each voice in it, the narrator's among them.
    """

    collation: Collation
    voices: Mapping[str, Counter[str]] = field(repr=False)

    def __repr__(self) -> str:
        written = [tell_size(self.collation)]
        names = name_reports(self.collation.articles)
        written += [
            "\n".join([f"{number}. {statement.speaker}", *_write_tellings(self, statement, names)])
            for number, statement in order_statements(self.collation)
        ]
        return clean("\n\n".join(written))

    def _repr_html_(self) -> str:
        return str(write_comparison(self.collation, self.voices))


def compare(articles: Articles, *, engine: Engine = ENGLISH) -> Comparison:
    """Show what several reports of one event make of the same statements.

    Parameters
    ----------
    articles : Article, Attribution, or iterable of them
        Reports of one event (`group_articles` finds them), or versions of one story. An article
        that is given twice counts once.
    engine : Engine, optional
        What reads the articles.

    Returns
    -------
    Comparison
        Shows itself as the last line of a notebook cell. On top a strip for each report: the
        share of its words that each voice has. Then a block for each statement that two reports
        carry, with a column for each that does: the words that all share are dim, what a report
        left out of the fullest telling is struck, what it added or altered is underlined and
        tinted. Numbers are those of `statement_table`; first come the statements of the report
        that carries most, in its order. What one report alone carries is listed below, and then
        the articles, with each statement marked; links lead there and back.

    Raises
    ------
    ToolkitError
        If there is no article, or two articles with other words have one id.

    Notes
    -----
    In a notebook that is not trusted, links within an output do nothing; each place is told in
    words as well. What counts as one statement is told under `match_statements`, with its errors.

    Examples
    --------
    >>> from toolkit.base.article import Article
    >>> one = Article('"We will fix the old bridge in May," Ann Lee said.', id="a1")
    >>> two = Article('"We will fix the old bridge," Lee promised.', id="a2")
    >>> compare([one, two])
    2 reports, 1 statement in two or more of them
    <BLANKLINE>
    1. Ann Lee
       a1, paragraph 1, fullest: "We will fix the old bridge in May,"
       a2, paragraph 1, cut: "We will fix the old bridge [-in May-] ,"
    """
    collation = collate(iter_articles(articles, engine))
    if not collation.articles:
        raise ToolkitError("articles: must be at least one; found none")
    return Comparison(collation, count_voices(collation))


def _write_tellings(
    comparison: Comparison, statement: Statement, names: Mapping[str, str]
) -> list[str]:
    articles = {article.id: article for article in comparison.collation.articles}
    fullest = statement.tellings[statement.fullest]
    full = articles[fullest.article].text
    written = []
    for telling in statement.tellings:
        article = articles[telling.article]
        words = (
            join_pieces(article.text, telling.content)
            if telling is fullest
            else write_redline(redline(article.text, telling, full, fullest))
        )
        where = f"{names[article.id]}, {tell_where(article, telling)}"
        written.append(f"   {where}, {tell_relation(statement, telling)}: {words}")
    return written
