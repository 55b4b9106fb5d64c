"""What a person gives a table, plot or page: articles, attributions, or both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any, cast

from toolkit.base import (
    READ_FIRST,
    TABLE_FIRST,
    Article,
    Attribution,
    Quotation,
    ToolkitError,
    check_article,
    tell_type,
)
from toolkit.engine.asking import check_spans
from toolkit.engine.bound import bind, give
from toolkit.engine.english import ENGLISH

if TYPE_CHECKING:
    from toolkit.engine.protocols import Engine

# What functions take that are called with articles, or with one.
Articles = Article | Attribution | Iterable[Article | Attribution | Iterable[Attribution]]
OneArticle = Article | Attribution | Iterable[Attribution]


def take_article(given: OneArticle, engine: Engine = ENGLISH) -> Article:
    """Give the one article that a function was given, bound to its engine.

    Raises
    ------
    ToolkitError
        If something else is given, or attributions of several articles.

    Examples
    --------
    >>> take_article(Article("Rates will rise.", id="a1")).id
    'a1'
    """
    if isinstance(given, (list, tuple)) and any(isinstance(one, Attribution) for one in given):
        articles = [*take_articles(given, engine)]
        if len(articles) == 1:
            return articles[0]
        raise ToolkitError(
            f"article: must be one, or attributions of one; found those of {len(articles)}"
        )
    if isinstance(given, Attribution):
        return next(take_articles(given, engine))
    check_article(given)
    return bind(cast("Article", given), engine)


def take_articles(given: Articles, engine: Engine = ENGLISH) -> Iterator[Article]:
    """Yield the articles that a function was given, each bound to its engine.

    Attributions speak for the articles that they stand in: nothing else was said there. An
    article beside attributions was read as well, and where none of them is of it, nobody speaks.

    Parameters
    ----------
    given : Article, Attribution, or iterable of both
        Attributions before articles; lists of attributions, as `find_attributions` gives
        them, are taken for what they hold.
    engine : Engine, optional
        What reads the articles. Those of attributions keep the engine that found these.

    Raises
    ------
    ToolkitError
        If something else is given, such as a text or a path; an attribution does not know its
        article, points outside of it, or is of none of the articles beside it.

    Examples
    --------
    >>> from toolkit.base import Article, Kind, Quotation, Span, Speaker
    >>> article = Article("Rates will rise.", id="a1")
    >>> said = Attribution(
    ...     Quotation((Span(0, 15),)), Speaker("Ann Lee", Kind.PERSON), article=article
    ... )
    >>> [taken] = take_articles([said])
    >>> taken.id, [each.speaker.name for each in taken.given]
    ('a1', ['Ann Lee'])
    """
    items = _iterate(given)
    first = next(items, None)
    if first is None:
        return
    if isinstance(first, (Attribution, Quotation)):
        yield from _gather([first, *items], engine)
        return
    for number, item in enumerate(chain([first], items)):
        if not isinstance(item, Article):
            raise ToolkitError(_tell_fault(number, item))
        yield bind(item, engine)


def _iterate(given: Any) -> Iterator[Any]:  # noqa: ANN401 - looked at here
    if isinstance(given, (Article, Attribution)):
        yield given
        return
    is_table = hasattr(given, "columns")
    if is_table or isinstance(given, (str, bytes)) or not hasattr(given, "__iter__"):
        raise ToolkitError(
            f"articles: must be an Article or an iterable of them; found {tell_type(given)}. "
            f"{TABLE_FIRST if is_table else READ_FIRST}"
        )
    for item in given:
        if isinstance(item, (list, tuple)):
            yield from item
        else:
            yield item


def _tell_fault(number: int, item: object) -> str:
    remedy = ""
    if isinstance(item, str):
        remedy = ". Use [parse_article(text) for text in texts] first"
    elif isinstance(item, Attribution):
        remedy = ". Give attributions before articles"
    return f"articles[{number}]: must be an Article; found {tell_type(item)}{remedy}"


def _gather(items: Iterable[object], engine: Engine) -> Iterator[Article]:
    """Put attributions together by their articles."""
    found: dict[Article, list[Attribution]] = {}
    read: list[Article] = []
    for number, item in enumerate(items):
        if isinstance(item, Attribution):
            found.setdefault(_get_article(number, item), []).append(item)
        elif isinstance(item, Article):
            read.append(bind(item, engine))
        else:
            raise ToolkitError(_tell_other(number, item))
    if read:
        known = {article.id: article for article in read}
        for article in found:
            if article.id not in known or known[article.id].text != article.text:
                raise ToolkitError(
                    f"attributions: must be of one of the {len(known)} articles beside them; "
                    f"found one of article {article.id!r}"
                )
    for article in found:
        yield give(article, sorted(found[article], key=lambda said: said.quotation.content))
    silent = {article.id for article in found}
    yield from (give(article, []) for article in read if article.id not in silent)


def _get_article(number: int, said: Attribution) -> Article:
    if said.article is None:
        raise ToolkitError(
            f"attributions[{number}]: must know its article; found none. Use "
            "dataclasses.replace(attribution, article=article) first"
        )
    check_spans(said.spans, said.article, f"attributions[{number}]")
    return said.article


def _tell_other(number: int, item: object) -> str:
    remedy = ""
    if isinstance(item, Quotation):
        remedy = ", which has no speaker. Use attribute_quotations(article, quotations) first"
    return f"attributions[{number}]: must be an Attribution; found {tell_type(item)}{remedy}"
