"""The person whom a source describes and then names: staff writer David Emery."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.base import read_noun_kinds, read_source_nouns, read_titles, tell_given
from toolkit.grammar import PARTICLES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.grammar import Token, Tokens

PAIR = 2  # words of a full name, at least
NO_PERSON = {"ORG", "GPE", "LOC", "FAC", "NORP", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW"}


def find_described(core: Tokens) -> Tokens | None:
    """Find the full name at the end of what describes a person, whatever spaCy took it for.

    Parameters
    ----------
    core : Tokens
        The words of a source, without what a comma adds.

    Returns
    -------
    Tokens or None
        The name, of two words or more; None where nobody is described and named, where the
        name is another's ("a lawyer for Ann Lee", "the aide who worked for Bob Clark"), or
        where it may be a body's.

    Examples
    --------
    >>> from toolkit.grammar import parse_texts
    >>> parse = lambda text: parse_texts([text])[0]
    >>> for words in ("staff writer David Emery", "minister of mines Tom Alweendo"):
    ...     print(find_described(parse(words)[:]))
    David Emery
    Tom Alweendo
    >>> find_described(parse("a friend of actor Tom Hanks")[:])
    """
    run = _find_run(core)
    if run is None:
        return None
    before = core.doc[core.start : run.start]
    link = max((token.i for token in before if token.word_class == "ADP"), default=None)
    if link is None:
        return run if _names_person(before) or _is_seen_as_person(run) else None
    office = core.doc[link + 1 : run.start]
    holder = core.doc[core.start : link]
    if _names_person(office) or not _names_person(holder):
        return None
    if any(token.word_class in {"NOUN", "ADJ"} for token in office):
        return run
    named = run[1:]  # the body's name may run on into the person's: CEO of Tesla Elon Musk
    is_name = len(named) >= PAIR and tell_given(named[0].text)
    return named if is_name or (len(named) >= PAIR and _is_seen_as_person(named)) else None


def _find_run(core: Tokens) -> Tokens | None:
    """Find the last words with a capital that end a source, or stand before a preposition."""
    stop = core.end
    for token in core[1:]:
        is_behind_name = token.word_class == "ADP" and token.neighbour(-1).word_class == "PROPN"
        if is_behind_name and _opens_name(core, token.i):
            stop = token.i
            break
    first = stop
    while first > core.start and _may_belong(core.doc[first - 1], core):
        first -= 1
    while first < stop and (not core.doc[first].text[0].isupper() or _is_title(core.doc[first])):
        first += 1
    run = core.doc[first:stop]
    words = [token for token in run if token.text[0].isupper()]
    if first == core.start or len(words) < PAIR or run[-1].entity in NO_PERSON:
        return None
    return run


def _opens_name(core: Tokens, end: int) -> bool:
    """Tell whether words before a place end in a full name that a person's calling precedes."""
    words = core.doc[core.start : end]
    names = [t for t in words if t.text[0].isupper() and t.word_class == "PROPN"]
    return len(names) >= PAIR and any(map(is_calling, words))


def _may_belong(token: Token, core: Tokens) -> bool:
    is_name = token.word_class == "PROPN" and token.text[0].isupper() and not is_calling(token)
    is_joint = token.text == "-" and token.neighbour(-1).text[0].isupper()
    return is_name or is_joint or (token.lower in PARTICLES and token.i > core.start)


def _is_title(token: Token) -> bool:
    return token.lower.strip(".") in read_titles()


def is_calling(token: Token) -> bool:
    """Tell whether a word is what a person does: writer, minister, attendee."""
    lemma = token.lemma.lower()
    if token.text[0].isupper() and tell_given(lemma):
        return False
    is_person = read_noun_kinds().get(lemma) == "person"
    return is_person or read_source_nouns().get(lemma) == "unnamed" or _is_title(token)


def _names_person(tokens: Iterable[Token]) -> bool:
    return any(is_calling(token) for token in tokens)


def _is_seen_as_person(run: Tokens) -> bool:
    return all(token.entity == "PERSON" for token in run)
