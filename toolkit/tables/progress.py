"""A bar over several articles, where a person looks on and waits."""

from __future__ import annotations

import os
import sys
from collections.abc import Sized
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from toolkit.base import Article

PATIENCE = 3  # seconds that a person waits without a bar
_wanted: list[bool | None] = [None]  # what `show_progress` was told last


def show_progress(*, shown: bool | None) -> None:
    """Show bars over several articles always, never, or where a person looks on.

    Parameters
    ----------
    shown : bool or None
        None, as at first: in a notebook or terminal, unless the environment variable ``CI`` or
        ``TQDM_DISABLE`` is set. A bar comes after three seconds and goes when all is done.

    Examples
    --------
    >>> show_progress(shown=False)
    >>> show_progress(shown=None)
    """
    _wanted[0] = shown


def is_progress_shown(*, shown: bool | None = None) -> bool:
    """Tell whether a bar is to be shown; `shown` goes before what `show_progress` was told."""
    for wanted in (shown, _wanted[0]):
        if wanted is not None:
            return wanted
    if os.environ.get("CI") or os.environ.get("TQDM_DISABLE"):
        return False
    from tqdm.auto import tqdm

    return "notebook" in tqdm.__module__ or sys.stderr.isatty()


def follow(articles: Iterable[Article]) -> Iterator[Article]:
    """Yield articles, with a bar once that takes longer than a person waits.

    Only what has a length gets a bar: of a stream nobody knows how far it is.
    """
    total = len(articles) if isinstance(articles, Sized) else 0
    if total < 2 or not is_progress_shown():  # noqa: PLR2004 - one article needs no bar
        yield from articles
        return
    from tqdm.auto import tqdm

    with tqdm(articles, unit=" articles", delay=PATIENCE, leave=False, disable=False) as bar:
        yield from bar
