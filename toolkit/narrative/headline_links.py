"""Where the words of a headline stand again: in the body, or in a text from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.base import Span, find_words, stem
from toolkit.narrative.headline import compare_headline, find_voice
from toolkit.narrative.headline_findings import Element, Status
from toolkit.narrative.headline_page import is_among, open_page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.base import Article
    from toolkit.narrative.headline_page import Page


@dataclass(frozen=True, slots=True)
class Link:
    """Words of a headline, and where the body has them.

    Parameters
    ----------
    piece : Span
        In the headline.
    place : Span or None
        In the body; None where it has no such words.
    is_same : bool
        Whether they are the same words, not other forms of them or a paraphrase.
    voice : str
        Whose words those of the body are: a speaker, ``unknown`` or ``narrator``. Empty where
        it has none.
    """

    piece: Span
    place: Span | None = None
    is_same: bool = False
    voice: str = ""


def link_headline(article: Article) -> list[Link]:
    r"""Link each piece of a headline, and each other word with a meaning, to the body.

    Parameters
    ----------
    article : Article

    Returns
    -------
    list of Link
        In the order of the headline, without overlap; none where the article lacks a headline
        or a body. Pieces are those of `headline_table`. Other words are linked to the first
        place of the body that has a form of them; the word that reports ("says") is left out.

    Examples
    --------
    >>> from toolkit.base.article import Article, Part
    >>> text = "Lee to close mill\n\nThe old mill may be closed, Ann Lee said."
    >>> parts = (Part(Span(0, 17), "headline"), Part(Span(19, 60), "paragraph"))
    >>> article = Article(text, parts=parts)
    >>> for link in link_headline(article):
    ...     link.piece.of(text), link.place and link.place.of(text), link.is_same
    ('Lee', 'Lee', True)
    ('close', 'closed', False)
    ('mill', 'mill', True)
    """
    page = open_page(article)
    if page is None:
        return []
    links: list[Link] = []
    for found in compare_headline(page):
        is_linked = is_among(found.span, [link.piece for link in links])
        if found.element is not Element.ATTRIBUTION and not is_linked:
            place = None if found.status is Status.ABSENT else found.match
            is_same = found.status is Status.VERBATIM
            links.append(_make_link(page, found.span, place, is_same=is_same))
    links += _link_words(page, [link.piece for link in links])
    return sorted(links, key=lambda link: link.piece)


def _link_words(page: Page, linked: Sequence[Span]) -> Iterator[Link]:
    own = [a.quotation for a in page.list_own()]
    taken = [*linked, *(span for said in own for span in (*said.cue, *said.source))]
    for word in page.head.words:
        if is_among(word.span, taken):
            continue
        said = word.span.of(page.text).casefold()
        places = [other.span for other in page.body.by_stem[word.stem]]
        same = [place for place in places if place.of(page.text).casefold() == said]
        place = next(iter(same or places), None)
        yield _make_link(page, word.span, place, is_same=bool(same))


def _make_link(page: Page, piece: Span, place: Span | None, *, is_same: bool) -> Link:
    if place is None:
        return Link(piece)
    return Link(piece, place, is_same, find_voice(page, place))


def find_again(words: str, text: str) -> Span | None:
    """Find words in another text, in a row and in any form; of a name the last one is enough.

    Examples
    --------
    >>> text = "Given the gaps of trust, Obama sees a gap."
    >>> [find_again(words, text).of(text) for words in ("Gap of trust", "Barack Obama", "gap")]
    ['gaps of trust', 'Obama', 'gaps']
    >>> find_again("gaps of faith", text) is None
    True
    """
    said = [word.of(words) for word in find_words(words)]
    places = find_words(text)
    terms = [stem(place.of(text)) for place in places]
    is_name = all(word[0].isupper() for word in said)
    for wanted in ([*map(stem, said)], [*map(stem, said[-1:] if is_name else ())]):
        for first in range(len(terms) - len(wanted) + 1):
            if wanted and terms[first : first + len(wanted)] == wanted:
                return Span(places[first].start, places[first + len(wanted) - 1].end)
    return None
