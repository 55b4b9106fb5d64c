"""The gender of a speaker, where pronouns, titles and nouns of the article tell it."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from toolkit.attribution.evidence import Sort, find_own_names
from toolkit.base import (
    Gender,
    Kind,
    Span,
    read_gendered_nouns,
    read_given_names,
    read_noun_kinds,
    read_titles,
)
from toolkit.engine import find_passages
from toolkit.grammar import GENDERS, find_tokens, list_pronouns_behind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from toolkit.attribution.evidence import Phrase
    from toolkit.base import Article, Attribution, Speaker
    from toolkit.grammar import Passage

# What one sign weighs: a title or noun is the person's own, a pronoun may be another's.
TITLE_VOTES, SOURCE_VOTES, MAX_PRONOUN_VOTES = 4, 2, 2
NEITHER = re.compile(r"\b(?:mx\.?|non-?binary|genderqueer|gender-?fluid|agender)\b", re.IGNORECASE)
NO_GENDER = {"human", "german", "roman", "norman", "shaman", "ombudsman"}
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
        Whether the given name may tell it where nothing else does.

    Notes
    -----
    Titles and nouns (Ms, spokesman, mother) weigh most, then "he" and "she" as sources, then
    pronouns behind the name. Where as much speaks for one as for the other, it is unknown.
    """
    if not _is_one_person(article, speaker):
        return Gender.NONE, ()
    for phrase in phrases:
        if match := NEITHER.search(phrase.span.of(article.text)):
            start = phrase.span.start + match.start()
            return Gender.NONBINARY, (Span(start, start + len(match.group())),)
    votes, places = _weigh(article, speaker, attributions, phrases)
    if votes["f"] != votes["m"]:
        gender = max("fm", key=votes.__getitem__)
        return CALLED[gender], (places[gender][0],)
    given = read_given_names().get(speaker.name.split()[0].casefold(), "")
    if by_name and given and speaker.kind is Kind.PERSON and not votes["f"]:
        return CALLED[given], _find_given(article, speaker)
    return Gender.UNKNOWN, ()


def _weigh(
    article: Article,
    speaker: Speaker,
    attributions: Iterable[Attribution],
    phrases: Sequence[Phrase],
) -> tuple[dict[str, int], dict[str, list[Span]]]:
    """Weigh all signs for either gender, and give the place of each."""
    votes: dict[str, int] = defaultdict(int)
    places: dict[str, list[Span]] = defaultdict(list)
    for gender, span, weight in _list_signs(article, attributions, phrases):
        votes[gender] += weight
        places[gender].append(span)
    behind: dict[str, list[Span]] = defaultdict(list)
    for gender, span in _list_behind(article, speaker, find_passages(article)):
        behind[gender].append(span)
    for gender, spans in behind.items():
        votes[gender] += min(len(spans), MAX_PRONOUN_VOTES)
        places[gender] += spans
    return votes, places


def _is_one_person(article: Article, speaker: Speaker) -> bool:
    if speaker.kind is Kind.PERSON:
        return True
    if speaker.kind is not Kind.UNNAMED:
        return False
    found = (find_tokens(find_passages(article), source) for source in speaker.mentions)
    tokens = next((t for t in found if t is not None), None)
    return tokens is None or tokens.root.tag not in {"NNS", "NNPS"}


def _list_signs(
    article: Article, attributions: Iterable[Attribution], phrases: Iterable[Phrase]
) -> Iterator[tuple[str, Span, int]]:
    """List titles and nouns of the person, and pronouns that stand for them as a source."""
    for phrase in phrases:
        if phrase.sort not in OWN:
            continue
        words = phrase.words if phrase.sort is Sort.TITLE else (phrase.head,)
        for gender in filter(None, map(_tell_word, words)):
            yield gender, phrase.span, TITLE_VOTES
    for attribution in attributions:
        for source in attribution.quotation.source:
            if told := GENDERS.get(source.of(article.text).lower()):
                yield told, source, SOURCE_VOTES


def _tell_word(word: str) -> str:
    """Tell the gender of whoever a title or noun names: f, m or nothing."""
    known = read_titles().get(word, "") or read_gendered_nouns().get(word, "")
    if known or word.endswith("woman"):
        return known or "f"
    is_person = word not in NO_GENDER and read_noun_kinds().get(word) == "person"
    return "m" if is_person and word.endswith("man") else ""


def _list_behind(
    article: Article, speaker: Speaker, passages: Sequence[Passage]
) -> Iterator[tuple[str, Span]]:
    """List pronouns behind a name that stands first in its sentence, up to the next person."""
    for name in find_own_names(article, speaker):
        for mention in name.mentions:
            tokens = find_tokens(passages, mention)
            if tokens is None:
                continue
            offset = mention.start - tokens[0].idx
            for token in list_pronouns_behind(tokens):
                start = offset + token.idx
                yield GENDERS[token.lower], Span(start, start + len(token))


def _find_given(article: Article, speaker: Speaker) -> tuple[Span, ...]:
    given = speaker.name.split()[0]
    start = article.text.find(given)
    return (Span(start, start + len(given)),) if start >= 0 else ()
