"""An article with other words in some places, and where each place of it was before."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from toolkit.base import (
    Article,
    Correction,
    Part,
    Relay,
    Span,
    ToolkitError,
    Verdict,
    check_article,
    list_parts,
    suggest,
    tell_type,
)
from toolkit.engine import ENGLISH, get_given, take_article

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from toolkit.engine import Engine

LINE_BREAK = re.compile(r"[\n\r\u2028\u2029\x0b\x0c\x85]")
SHOWN = 40  # characters of a word or its surroundings in an error
MOST_PLACES = 4  # of a word that stands in several, told in an error
REST = "headline, paragraph or other part"


@dataclass(frozen=True, slots=True)
class Replacement:
    """Characters of a text, and what stands in their place.

    Parameters
    ----------
    span : Span
        In the text as it was.
    new : str
        Empty where they are left out.
    """

    span: Span
    new: str

    @property
    def grown(self) -> int:
        """By how many characters the text is longer."""
        return len(self.new) - len(self.span)


@dataclass(frozen=True, slots=True)
class Change:
    """An article before and after, and the way from places in one to places in the other.

    Parameters
    ----------
    before, after : Article
    replacements : tuple of Replacement
        In reading order, apart from each other.
    """

    before: Article
    after: Article
    replacements: tuple[Replacement, ...]

    def place(self, span: Span) -> tuple[int, int]:
        """Tell where a place of the article before is after; empty where its words are gone."""
        return _move(span.start, self.replacements), _move(span.end, self.replacements, end=True)

    def find_origin(self, place: int) -> tuple[int, int]:
        """Tell where a character of the article after was, and how far it is into new words."""
        shift = 0
        for one in self.replacements:
            start = one.span.start + shift
            if place < start:
                break
            if place < start + len(one.new):
                return one.span.start, place - start
            shift += one.grown
        return place - shift, 0

    def list_new(self) -> list[tuple[int, int]]:
        """List where the new words stand in the article after; none has a place of no length."""
        places, shift = [], 0
        for one in self.replacements:
            start = one.span.start + shift
            places.append((start, start + len(one.new)))
            shift += one.grown
        return places


def change_article(
    article: Article, changes: Mapping[str | Span, str], *, engine: Engine = ENGLISH
) -> Article:
    """Give an article with other words in some places; the one given stays as it is.

    Parameters
    ----------
    article : Article
    changes : mapping of str or Span to str
        What is replaced: words as they stand in the text (whole words, once in it), or a place;
        and what stands there then. Empty: the words are left out. Each change stays in one
        headline, paragraph or other part.
    engine : Engine, optional
        What reads the articles.

    Returns
    -------
    Article
        With offsets of its own, parts and what a person decided moved along, and an id that
        ends in ``, changed``. A decision goes where its words are gone. The title follows a
        headline in the text.

    Raises
    ------
    ToolkitError
        If words stand nowhere or in several places, a place ends outside the text or its part,
        two places overlap, new words have a line break, or nothing would be left.

    Examples
    --------
    >>> import toolkit as tk
    >>> article = tk.parse_article("Rates will rise, Ann Lee said.")
    >>> change_article(article, {"will": "may"}).text
    'Rates may rise, Ann Lee said.'
    >>> change_article(article, {"wil": "may"})
    Traceback (most recent call last):
    toolkit.base.errors.ToolkitError: changes: 'wil' must stand in the text; found it nowhere. ...
    """
    return make_change(take_article(article, engine), changes).after


def make_change(article: Article, changes: Mapping[str | Span, str]) -> Change:
    """Change an article, and keep the way from its places to those of the new one."""
    check_article(article)
    if get_given(article) is not None:
        raise ToolkitError(
            "article: must be one that is read, as its words change; found given attributions"
        )
    if not isinstance(changes, Mapping):
        raise ToolkitError(
            "changes: must be a mapping such as {'old words': 'new words'}; "
            f"found {tell_type(changes)}"
        )
    found = sorted(
        (_make_replacement(article, old, new) for old, new in changes.items()),
        key=lambda one: one.span,
    )
    for one, other in pairwise(found):
        if other.span.overlaps(one.span):
            words = other.span.of(article.text)
            raise ToolkitError(
                f"changes: must be apart; found {words!r:.{SHOWN}} inside another one"
            )
    return replace_words(article, found)


def replace_words(article: Article, replacements: Iterable[Replacement]) -> Change:
    """Make a change of replacements that are in order, apart, and each inside one part."""
    made = tuple(replacements)
    if not made:
        return Change(article, article, ())
    pieces, position = [], 0
    for one in made:
        pieces += [article.text[position : one.span.start], one.new]
        position = one.span.end
    text = "".join([*pieces, article.text[position:]])
    if not text.strip():
        raise ToolkitError("changes: must leave some words of the text; found that none is left")
    change = Change(article, article, made)
    after = replace(
        article,
        text=text,
        id=f"{article.id}, changed",
        title=_change_title(change, text),
        parts=tuple(_move_parts(change)),
        corrections=tuple(_move_corrections(change)),
        verdicts=tuple(_move_verdicts(change)),
    )
    return Change(article, after, made)


# --- what is to be replaced --------------------------------------------------------------


def _make_replacement(article: Article, old: object, new: object) -> Replacement:
    if not isinstance(old, (str, Span)):
        raise ToolkitError(
            f"changes: must be of words or a Span; found {tell_type(old)}, {old!r:.{SHOWN}}"
        )
    if not isinstance(new, str):
        raise ToolkitError(
            f"changes: {old!r:.{SHOWN}} must become a string; found {tell_type(new)}"
        )
    if LINE_BREAK.search(new):
        raise ToolkitError(
            "changes: new words must stay in one paragraph; "
            f"found a line break in {new!r:.{SHOWN}}"
        )
    span = _find_words(article.text, old) if isinstance(old, str) else old
    text = article.text
    is_whole = span.of(text).strip() == text.strip()
    if new or not is_whole:
        check_inside(article, span)
    if not new and text[: span.start].endswith(" ") and text[span.end : span.end + 1] == " ":
        span = Span(span.start, span.end + 1)  # else two blanks would stand there
    return Replacement(span, new)


def _find_words(text: str, old: str) -> Span:
    """Find the one place of some words."""
    if not old.strip():
        raise ToolkitError(f"changes: must name words of the text; found {old!r:.{SHOWN}}")
    places = _list_places(text, old)
    if not places:
        raise ToolkitError(
            f"changes: {old!r:.{SHOWN}} must stand in the text; found it nowhere"
            f"{_suggest_words(text, old)}"
        )
    if len(places) > 1:
        told = ", ".join(_tell_place(text, place) for place in places[:MOST_PLACES])
        more = ", ..." if len(places) > MOST_PLACES else ""
        raise ToolkitError(
            f"changes: {old!r:.{SHOWN}} must stand in the text once; found it "
            f"{len(places)} times: {told}{more}. Give more words around it, or its Span"
        )
    return places[0]


def _list_places(text: str, old: str) -> list[Span]:
    """List the places of words that begin and end where words do."""
    first = r"(?<!\w)" if re.match(r"\w", old) else ""
    last = r"(?!\w)" if re.search(r"\w$", old) else ""
    found = re.finditer(f"(?={first}{re.escape(old)}{last})", text)
    return [Span(match.start(), match.start() + len(old)) for match in found]


def _tell_place(text: str, place: Span) -> str:
    words = text[max(place.start - 12, 0) : place.end + 12].split()
    return f"Span({place.start}, {place.end}) in '{' '.join(words)}'"


def _suggest_words(text: str, old: str) -> str:
    """Name words of the text that are like those that somebody typed."""
    words = text.split()
    size = len(old.split())
    runs = [" ".join(words[i : i + size]) for i in range(len(words) - size + 1)]
    near = {run.strip(".,;:!?()\"'\u2018\u2019\u201c\u201d"): None for run in runs}
    for run in near:
        if run.lower() == old.lower():
            return f". Did you mean {run!r}?"
    return suggest(old, near)


def check_inside(article: Article, span: Span) -> None:
    """Refuse a place over the border of two parts.

    Raises
    ------
    ToolkitError
        If there is one.
    """
    for part in list_parts(article):
        if part.span.overlaps(span) and span not in part.span:
            words = span.of(article.text)
            border = part.span.end if span.start >= part.span.start else part.span.start
            raise ToolkitError(
                f"changes: {words!r:.{SHOWN}} must stand in one {REST}; found a border of "
                f"a {part.kind} in it, at {border}. Change each by itself"
            )


# --- what moves along --------------------------------------------------------------------


def _move(place: int, replacements: Iterable[Replacement], *, end: bool = False) -> int:
    """Tell where a border of some words is after the change."""
    shift = 0
    for one in replacements:
        if place <= one.span.start:
            break
        if place < one.span.end:
            return one.span.start + shift + (len(one.new) if end else 0)
        shift += one.grown
    return place + shift


def _move_spans(change: Change, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Give places of the article after; those without words left are gone."""
    return tuple(Span(*moved) for moved in map(change.place, spans) if moved[0] < moved[1])


def _move_parts(change: Change) -> Iterator[Part]:
    for part in change.before.parts:
        yield from (Part(span, part.kind) for span in _move_spans(change, [part.span]))


def _move_corrections(change: Change) -> Iterator[Correction]:
    for one in change.before.corrections:
        content = _move_spans(change, one.quotation.content)
        if content:
            quotation = replace(
                one.quotation,
                content=content,
                cue=_move_spans(change, one.quotation.cue),
                source=_move_spans(change, one.quotation.source),
            )
            relays = tuple(
                Relay(relay.name, span)
                for relay in one.relays
                for span in _move_spans(change, [relay.span])
            )
            yield replace(one, quotation=quotation, relays=relays)


def _move_verdicts(change: Change) -> Iterator[Verdict]:
    for one in change.before.verdicts:
        yield from (replace(one, span=span) for span in _move_spans(change, [one.span]))


def _change_title(change: Change, text: str) -> str:
    """Give the title: the headline of the text as it is now, where it was that before."""
    title = change.before.title
    for part in change.before.parts:
        if part.kind == "headline" and part.span.of(change.before.text).strip() == title.strip():
            start, end = change.place(part.span)
            return " ".join(text[start:end].split())
    return title
