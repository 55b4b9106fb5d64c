"""What was worked out for an article is kept as long as the article itself."""

from __future__ import annotations

from collections import deque
from functools import wraps
from typing import TYPE_CHECKING, TypeVar
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from collections.abc import Callable

    from toolkit.base.article import Article

RECENT = 64  # articles that are kept though nobody holds them any more

Found = TypeVar("Found")


def remember(work_out: Callable[[Article], Found]) -> Callable[[Article], Found]:
    """Make a function work a thing out once for each article that somebody holds.

    A collection in a notebook is so read once, however many tables are made of it, and a stream
    of articles leaves nothing behind but what `RECENT` of them had. `cache_clear` of what is
    returned forgets all.

    Examples
    --------
    >>> from toolkit.base.article import Article
    >>> counted = []
    >>> @remember
    ... def count(article):
    ...     counted.append(article.id)
    ...     return len(article.text)
    >>> rates = Article("Rates will rise.", id="rates")
    >>> count(rates), count(rates), counted
    (16, 16, ['rates'])
    """
    kept: WeakKeyDictionary[Article, Found] = WeakKeyDictionary()
    recent: deque[Article] = deque(maxlen=RECENT)

    @wraps(work_out)
    def remembering(article: Article) -> Found:
        found = kept.get(article)
        if found is None:
            found = kept[article] = work_out(article)
            recent.append(article)
        return found

    def forget() -> None:
        kept.clear()
        recent.clear()

    remembering.cache_clear = forget  # type: ignore[attr-defined]
    return remembering
