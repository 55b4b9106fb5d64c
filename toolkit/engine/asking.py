"""What the engine of an article is asked, once, and whether its answers fit the text."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from toolkit.base import FURNITURE, ToolkitError, blank_unbroken, list_parts, name_language
from toolkit.engine.bound import get_bare, get_engine
from toolkit.engine.english import ENGLISH
from toolkit.grammar import Passage, pack_parses, unpack_parses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from toolkit.base import Article, Part, Span
    from toolkit.grammar import Parse
    from toolkit.reader import Reading, Register


# Articles whose analysis is kept open: one of 1,000 words takes a third of a megabyte. Of others
# it is kept packed, in some 8 kilobytes, and unpacked in a hundredth of the time of a parse.
REMEMBERED = 64
_packed: WeakKeyDictionary[Article, bytes] = WeakKeyDictionary()


def check_language(article: Article) -> None:
    """Refuse an article that is known to be in a language that its engine does not read.

    Raises
    ------
    ToolkitError
        If `language` is stated and is none of the engine's.

    Examples
    --------
    >>> from toolkit.base import Article
    >>> check_language(Article("War is war."))
    """
    engine = get_engine(article)
    if engine.reads(article.language):
        return
    engines = {each.name: each for each in (engine, ENGLISH)}.values()
    known = ", ".join(f"{name_language(e.languages[0])} by {e.name!r}" for e in engines)
    raise ToolkitError(
        f"article {article.id!r}: language: must be one that an engine reads, which are {known}; "
        f"found {name_language(article.language)}. Loaded with "
        f"language={engine.languages[0]!r} it is analysed all the same"
    )


def ask_reader(article: Article) -> Sequence[Reading]:
    """Ask the reader where somebody is quoted.

    Raises
    ------
    ToolkitError
        If the reader gives another number of answers, or a span outside the text.
    """
    check_language(article)
    engine = get_engine(article)
    answers = engine.reader.read([_blank_furniture(article)])
    if len(answers) != 1:
        raise ToolkitError(
            f"engine {engine.name!r}: reader: must give one list for each text; "
            f"found {len(answers)} for 1"
        )
    for reading in answers[0]:
        spans = (*reading.content, *reading.cue, *reading.source)
        check_spans(spans, article, f"engine {engine.name!r}: reader")
    return answers[0]


def find_register(article: Article) -> Register | None:
    """Ask the reader who is mentioned, and whom mentions stand for; None: it tells no such thing.

    Raises
    ------
    ToolkitError
        If a mention lies outside the text.
    """
    return _find_register(get_bare(article))


@lru_cache(maxsize=REMEMBERED)
def _find_register(article: Article) -> Register | None:
    check_language(article)
    engine = get_engine(article)
    find: Callable[[str], Register] | None = getattr(engine.reader, "find_register", None)
    if find is None:
        return None
    register = find(_blank_furniture(article))
    spans = (sighting.span for sighting in register.sightings)
    check_spans(spans, article, f"engine {engine.name!r}: reader")
    return register


def check_spans(spans: Iterable[Span], article: Article, place: str) -> None:
    """Refuse places outside the text of an article.

    Raises
    ------
    ToolkitError
        If one ends behind the text.
    """
    for span in spans:
        if span.end > len(article.text):
            raise ToolkitError(
                f"{place}: spans must lie in the {len(article.text)} characters of article "
                f"{article.id!r}; found {span.start}, {span.end}"
            )


def _blank_furniture(article: Article) -> str:
    """Give the text with blanks for bylines, captions and the like: nobody speaks in them."""
    pieces: list[str] = []
    position = 0
    for part in article.parts:
        if part.kind in FURNITURE:
            pieces += article.text[position : part.span.start], " " * len(part.span)
            position = part.span.end
    return "".join([*pieces, article.text[position:]])


def find_passages(article: Article) -> tuple[Passage, ...]:
    r"""Analyse each part of an article by itself, so that no sentence runs over two parts.

    Returns
    -------
    tuple of Passage
        One a part, in reading order.

    Raises
    ------
    ToolkitError
        If the article is known to be in a language that its engine does not read, or the
        parser gives another number of answers, or another text than it was given.

    Examples
    --------
    >>> from toolkit.base import Article
    >>> article = Article("Rates rise\n\nRates will rise, she said. He left.")
    >>> for passage in find_passages(article):
    ...     print([sentence.of(article.text) for sentence in passage.find_sentences()])
    ['Rates rise']
    ['Rates will rise, she said.', 'He left.']
    """
    return _find_passages(get_bare(article))


@lru_cache(maxsize=REMEMBERED)
def _find_passages(article: Article) -> tuple[Passage, ...]:
    parts = list_parts(article)
    texts = [blank_unbroken(part.span.of(article.text)) for part in parts]
    packed = _packed.get(article)
    parses = unpack_parses(packed, texts) if packed else _parse(article, parts, texts)
    return tuple(map(Passage, parts, parses))


def _parse(article: Article, parts: Sequence[Part], texts: Sequence[str]) -> Sequence[Parse]:
    """Ask the parser for the grammar of each part, and keep what it says, packed."""
    check_language(article)
    place = f"engine {get_engine(article).name!r}: parser"
    parses = get_engine(article).parser.parse(texts)
    if len(parses) != len(texts):
        raise ToolkitError(
            f"{place}: must give one parse for each text; found {len(parses)} for {len(texts)}"
        )
    for part, text, parse in zip(parts, texts, parses, strict=True):
        if parse.text != text:
            raise ToolkitError(
                f"{place}: must keep the text, {text[:40]!r} at {part.span.start} of article "
                f"{article.id!r}; found {parse.text[:40]!r}"
            )
    _packed[article] = pack_parses(parses)
    return parses
