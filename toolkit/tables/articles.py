"""A table of the articles themselves: title, outlet, date, and the other columns of the source."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pandas as pd

from toolkit.base import Article, ToolkitError, find_words, suggest
from toolkit.tables.columns import ARTICLE, Column, Table
from toolkit.tables.reading import iter_articles

if TYPE_CHECKING:
    from collections.abc import Collection

    from toolkit.engine import Articles

# Beside `article`, no column of another table has one of these names: each can be joined with it.
ARTICLES = Table("article_table", (
    ARTICLE,
    Column("title", "str", "The headline. Empty, as the other texts, where nothing says it."),
    Column("published", "datetime64[us]",
           "By the clock of the article: a time zone that it states is left out. Midnight where "
           "it gives a day alone; NaT where it does not say or says it in two ways, and "
           "`article_note` then tells which."),
    Column("publisher", "str", "The outlet."),
    Column("section", "str", "The outlet's desk or part."),
    Column("byline", "str", "Who wrote it."),
    Column("dateline", "str", "Where it was written."),
    Column("url", "str", "Its address."),
    Column("parts", "int64", "Of the whole text, headline and trailer among them.", "parts"),
    Column("article_words", "int64", "Of the whole text, headline and trailer among them.",
           "words"),
    Column("language", "str", "The code of its language."),
    Column("origin", "str", "The file and place that it was read from."),
    Column("article_note", "str", "What the loader left open."),
    Column("meta", "str", "All other columns of the source, as JSON. NaN: there are none."),
), file="articles")  # fmt: skip


@ARTICLES.describes
def article_table(articles: Articles, *, meta: Collection[str] = ()) -> pd.DataFrame:
    """Make one row per article, with everything but its text.

    Parameters
    ----------
    articles : Article, Attribution, or iterable of them
    meta : collection of str, optional
        Columns of the source to add under their own names, from the articles' `meta`. Their
        types are those that the source has: whole numbers stay whole numbers, so an id that
        is one merges with the table that it comes from.

    Returns
    -------
    DataFrame
        In the order given. Besides `article` no other table has a column of these names, so
        that ``quotation_table(articles).merge(article_table(articles), on="article")`` adds
        the outlet and the date to each quotation.

        {columns}

    Raises
    ------
    ToolkitError
        If no article has such a column, or it has the name of one of the above.

    Examples
    --------
    >>> from toolkit.base.article import Article
    >>> article = Article("War is war.", id="17", meta={"number": 17, "party": "Greens"})
    >>> article_table(article, meta=["number"])[["article", "number", "article_words"]]
      article  number  article_words
    0      17      17              3
    """
    given = [*iter_articles(articles)]
    table = ARTICLES.make(_make_article_row(article) for article in given)
    for name in [meta] if isinstance(meta, str) else meta:
        table[name] = _make_column(given, name)
    return table


def _make_article_row(article: Article) -> dict[str, object]:
    published = article.published
    if isinstance(published, datetime):
        published = published.replace(tzinfo=None)
    return {
        "article": article.id,
        "title": article.title,
        "published": published,
        "publisher": article.publisher,
        "section": article.section,
        "byline": article.byline,
        "dateline": article.dateline,
        "url": article.url,
        "parts": len(article.parts),
        "article_words": len(find_words(article.text)),
        "language": article.language,
        "origin": article.origin,
        "article_note": "; ".join(article.notes),
        "meta": json.dumps({**article.meta}, default=str, ensure_ascii=False)
        if article.meta
        else None,
    }


def _make_column(articles: list[Article], name: str) -> pd.Series[Any]:
    values = [article.meta.get(name) for article in articles]
    if name in ARTICLES.schema or (articles and all(value is None for value in values)):
        known = dict.fromkeys(column for article in articles for column in article.meta)
        others = [column for column in known if column not in ARTICLES.schema]
        raise ToolkitError(
            f"meta: must be of {', '.join(others)}; found {name!r}{suggest(name, others)}"
        )
    column = pd.Series(values, dtype="object")
    stated = {type(value) for value in values}
    # Whole numbers with gaps would else become broken ones, which merge with nothing.
    return column.astype("Int64") if stated == {int, type(None)} else column.infer_objects()
