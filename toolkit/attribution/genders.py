"""The gender of a speaker, where pronouns, titles and nouns of the article tell it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.attribution.evidence import Sort, find_own_names
from toolkit.base import Gender, Kind, Span, tell_given
from toolkit.engine import find_passages
from toolkit.grammar import GENDERS, find_tokens
from toolkit.people import By, Sign, read_word, weigh_signs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from toolkit.attribution.evidence import Phrase
    from toolkit.base import Article, Attribution, Speaker

NEITHER = re.compile(r"\b(?:mx\.?|non-?binary|genderqueer|gender-?fluid|agender)\b", re.IGNORECASE)
OWN = {Sort.TITLE, Sort.BEHIND, Sort.BEFORE, Sort.DEED, Sort.SOURCE}
CALLED = {"f": Gender.WOMAN, "m": Gender.MAN}


def tell_gender(
    article: Article,
    speaker: Speaker,
    attributions: Iterable[Attribution],
    phrases: Sequence[Phrase],
    *,
    by_name: bool = False,
) -> tuple[Gender, tuple[Span, ...]]:
    """Tell the gender of a speaker, and the words that tell it.

    Parameters
    ----------
    article : Article
    speaker : Speaker
    attributions : iterable of Attribution
        Those of the speaker.
    phrases : sequence of Phrase
        What the article says of them.
    by_name : bool, optional
        Whether the given name tells it too.

    Notes
    -----
    Titles and nouns (Ms, spokesman, mother) weigh most, then the given name, "he" and "she" as
    sources, and pronouns behind the name. Where as much speaks for one as for the other, it is
    unknown.
    """
    if not _is_one_person(article, speaker):
        return Gender.NONE, ()
    for phrase in phrases:
        if match := NEITHER.search(phrase.span.of(article.text)):
            start = phrase.span.start + match.start()
            return Gender.NONBINARY, (Span(start, start + len(match.group())),)
    signs = [*_list_signs(article, speaker, attributions, phrases)]
    given = tell_given(speaker.name.split()[0]) if by_name and speaker.kind is Kind.PERSON else ""
    if given:
        signs.append(Sign(given, By.GIVEN, _find_given(article, speaker)))
    gender = weigh_signs(signs)
    if not gender:
        return Gender.UNKNOWN, ()
    told = next(sign.span for sign in signs if sign.gender == gender)
    return CALLED[gender], (told,) if told else ()


def _is_one_person(article: Article, speaker: Speaker) -> bool:
    if speaker.kind is Kind.PERSON:
        return True
    if speaker.kind is not Kind.UNNAMED:
        return False
    found = (find_tokens(find_passages(article), source) for source in speaker.mentions)
    tokens = next((t for t in found if t is not None), None)
    return tokens is None or tokens.root.tag not in {"NNS", "NNPS"}


def _list_signs(
    article: Article,
    speaker: Speaker,
    attributions: Iterable[Attribution],
    phrases: Iterable[Phrase],
) -> Iterator[Sign]:
    """List titles and nouns of the person, pronouns that are a source, those behind the name."""
    for phrase in phrases:
        if phrase.sort in OWN:
            words = phrase.words if phrase.sort is Sort.TITLE else (phrase.head,)
            yield from filter(None, (read_word(word, phrase.span) for word in words))
    for attribution in attributions:
        for source in attribution.quotation.source:
            if told := GENDERS.get(source.of(article.text).lower()):
                yield Sign(told, By.SOURCE, source)
    for name in find_own_names(article, speaker):
        yield from (sign for sign in name.signs if sign.by is By.PRONOUN)


def _find_given(article: Article, speaker: Speaker) -> Span | None:
    found = re.search(rf"\b{re.escape(speaker.name.split()[0])}\b", article.text)
    return Span(*found.span()) if found else None
