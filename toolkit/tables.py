"""Tables of what was found: one row per thing, the same columns every time.

pandas begins here. The modules that this one imports return plain Python values
and can be used without pandas; those that import this one return tables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from toolkit.article import Article
from toolkit.errors import ToolkitError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


def to_table(rows: Iterable[Mapping[str, object]], schema: Mapping[str, str]) -> pd.DataFrame:
    """Build a table whose columns and types are those of a schema, even with no rows.

    Parameters
    ----------
    rows : iterable of mapping
        One mapping a row, with exactly the columns of `schema`. None means
        that the thing was not measured, and becomes NaN.
    schema : mapping of str to str
        Column name to pandas type, in the order of the table.

    Returns
    -------
    DataFrame
        One row per mapping, numbered from 0.

    Raises
    ------
    ToolkitError
        If a row lacks a column or has one that the schema does not name.

    Examples
    --------
    >>> to_table([{"word": "war", "occurrences": 2}], {"word": "str", "occurrences": "int64"})
      word  occurrences
    0  war            2
    """
    rows = list(rows)
    for number, row in enumerate(rows):
        if row.keys() != schema.keys():
            raise ToolkitError(f"row {number}: columns must be {[*schema]}; found {[*row]}")
    return pd.DataFrame(rows, columns=[*schema]).astype(dict(schema))


def iter_articles(articles: Article | Iterable[Article]) -> Iterator[Article]:
    """Yield the articles that a table function was given: one, or any iterable of them.

    Raises
    ------
    ToolkitError
        If something else is given, such as a text or a path.

    Examples
    --------
    >>> from toolkit.article import Article
    >>> [article.id for article in iter_articles(Article("War is war.", id="a1"))]
    ['a1']
    """
    if isinstance(articles, Article):
        yield articles
        return
    if isinstance(articles, (str, bytes)) or not hasattr(articles, "__iter__"):
        raise ToolkitError(
            "articles: must be an Article or an iterable of them; "
            f"found {type(articles).__name__}. Use read_article or parse_article first"
        )
    for number, article in enumerate(articles):
        if not isinstance(article, Article):
            raise ToolkitError(
                f"articles[{number}]: must be an Article; found {type(article).__name__}"
            )
        yield article
