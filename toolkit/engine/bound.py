"""An article together with the engine that reads it, and with what was found in it already."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from toolkit.base import Article
from toolkit.engine.english import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.base import Attribution
    from toolkit.engine.protocols import Engine

FIELDS = tuple(each.name for each in fields(Article))
# The articles of another engine, as long as somebody holds the article that each was made of.
_bound: WeakKeyDictionary[Article, dict[Engine, Bound]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Bound(Article):
    """An article that another engine than ours reads, or whose attributions are given.

    Functions bind what they are given once; all that is worked out and remembered for an
    article thereby goes by its engine.

    Parameters
    ----------
    engine : Engine
    given : tuple of Attribution, optional
        What stands for the attributions that the engine would find; None: it is asked.
    bare : Article, optional
        The article to which they were given, whose parse is theirs, too.
    """

    engine: Engine = field(default=ENGLISH, kw_only=True)
    # A hash of it takes longer than most of what is remembered by it.
    given: tuple[Attribution, ...] | None = field(
        default=None, kw_only=True, repr=False, hash=False
    )
    bare: Article | None = field(default=None, kw_only=True, repr=False, compare=False)


def get_engine(article: Article) -> Engine:
    """Give the engine that reads an article.

    Examples
    --------
    >>> get_engine(Article("Rates will rise.")).name
    'english'
    """
    return article.engine if isinstance(article, Bound) else ENGLISH


def get_given(article: Article) -> tuple[Attribution, ...] | None:
    """Give what was found in an article already; None where the engine is to be asked."""
    return article.given if isinstance(article, Bound) else None


def bind(article: Article, engine: Engine = ENGLISH) -> Article:
    """Give an article to an engine, unless it has been given to another one before.

    Examples
    --------
    >>> from dataclasses import replace
    >>> mine = replace(ENGLISH, name="mine")
    >>> article = Article("Rates will rise.")
    >>> get_engine(bind(bind(article, mine))).name, bind(article) is article
    ('mine', True)
    """
    if isinstance(article, Bound) or engine == ENGLISH:
        return article
    known = _bound.setdefault(article, {})
    if engine not in known:
        known[engine] = Bound(**_get_fields(article), engine=engine)
    return known[engine]


def give(article: Article, attributions: Iterable[Attribution]) -> Bound:
    """Say what was found in an article: no engine is asked for it any more.

    Examples
    --------
    >>> give(Article("Rates will rise."), []).given
    ()
    """
    given = tuple(replace(each, article=None) for each in attributions)
    bare = get_bare(article)
    return Bound(**_get_fields(article), engine=get_engine(article), given=given, bare=bare)


def get_bare(article: Article) -> Article:
    """Give the article to which attributions were given; any other one itself."""
    return (article.bare if isinstance(article, Bound) else None) or article


def _get_fields(article: Article) -> dict[str, Any]:
    return {name: getattr(article, name) for name in FIELDS}
