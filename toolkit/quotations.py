"""Quotations of an article: what is said (content), by which words (cue), by whom (source)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.clauses import find_clause_quotations

if TYPE_CHECKING:
    from toolkit.article import Article, Quotation


def find_quotations(article: Article) -> list[Quotation]:
    """Find the quotations of an article: direct, mixed and indirect.

    Parameters
    ----------
    article : Article

    Returns
    -------
    list of Quotation
        In reading order. Every span lies in the article's text. A quoted stretch that
        nothing attributes has neither cue nor source.

    Examples
    --------
    >>> from toolkit.article import Article
    >>> article = Article("Rates will rise, the governor said.")
    >>> [quotation] = find_quotations(article)
    >>> [span.of(article.text) for span in quotation.content + quotation.source]
    ['Rates will rise', 'the governor']
    """
    return find_clause_quotations(article)
