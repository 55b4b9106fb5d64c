"""The sections of a report on events that several of its articles tell of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.base import find_words, normalise, stem
from toolkit.comparison import collate, count_voices
from toolkit.display.columns import write_comparison
from toolkit.display.filling import fill
from toolkit.display.summary import name_article, tell_shares

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markupsafe import Markup

    from toolkit.comparison import Event

SHARES = {name: ("statements", f"share {name}") for name in ("found", "right")}


def write_events(events: Sequence[Event], homes: Mapping[str, str]) -> list[Markup]:
    """Write a section for each event that two articles or more tell of.

    Parameters
    ----------
    events : sequence of Event
        As `group_articles` gives them.
    homes : mapping of str to str
        By the id of an article, where on the page it stands; empty if each section is to hold
        its articles.

    Examples
    --------
    >>> from toolkit.base.article import Article
    >>> from toolkit.comparison.events import Event
    >>> one = Article('"We will fix the old bridge in May," Ann Lee said.', id="a1")
    >>> two = Article('"We will fix the old bridge," Lee promised.', id="a2")
    >>> [section] = write_events([Event((one, two), terms=("bridg", "lee")), Event((one,))], {})
    >>> "How do 2 reports tell one event?" in section, "share the words bridge, Lee" in section
    (True, True)
    """
    told = [event for event in events if len(event.articles) > 1]
    return [_write_event(event, number, homes) for number, event in enumerate(told, start=1)]


def _write_event(event: Event, number: int, homes: Mapping[str, str]) -> Markup:
    collation = collate(event.articles)
    return fill(
        "event.html",
        number=number,
        reports=len(event.articles),
        words=", ".join(_list_words(event)),
        copies=[(name_article(copy), copy.id, original) for copy, original in event.copies],
        comparison=write_comparison(collation, count_voices(collation), homes),
        shares=tell_shares(SHARES),
    )


def _list_words(event: Event) -> list[str]:
    """List the shared terms of an event as they first stand in its articles."""
    forms: dict[str, str] = {}
    for article in event.articles:
        for span in find_words(article.text):
            word = span.of(article.text)
            forms.setdefault(stem(normalise(word)).casefold(), word)
    return [forms[term] for term in event.terms]
