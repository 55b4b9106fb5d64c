"""Where a name begins and ends: particles, hyphens, and last names that a parser left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.base import read_titles, read_word_classes, tell_given

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.grammar.tokens import Parse, Token

HYPHENS = {"-", "\u2010", "\u2011"}
# Small words inside names, of many languages. Some are words of English: they count as part of a
# name only behind a given name, or with a capital inside a sentence.
PARTICLES = {
    "abd", "abu", "al", "ben", "bin", "bint", "da", "das", "de", "del", "dela", "della", "delos",
    "den", "der", "di", "do", "dos", "du", "el", "ibn", "la", "las", "le", "los", "ten", "ter",
    "um", "umm", "van", "von", "zu", "'t", "\u2019t",
}  # fmt: skip
CLOSED_PARTICLES = {"ten", "do", "den", "al", "ben"}


def complete(tokens: Sequence[Token]) -> list[Token]:
    """Add to a person's name what belongs to it and was left out.

    Examples
    --------
    >>> from toolkit.grammar import parse_texts
    >>> [words] = parse_texts(["The warden, Joost ten Brinke, left."])
    >>> " ".join(token.text for token in complete([words[5]]))
    'Joost ten Brinke'
    """
    doc, start, end = tokens[0].doc, tokens[0].i, tokens[-1].i + 1
    while end < len(doc) and (longer := _find_more(doc, end)) > end:
        end = longer
    while start > 0 and (earlier := _find_earlier(doc, start)) < start:
        start = earlier
    if start > 0 and _is_given(doc[start - 1], tokens[-1]):
        start -= 1
    return [*doc[start:end]]


def _is_given(before: Token, last: Token) -> bool:
    """Tell whether the word before a name is its given name, by the list and by the parse."""
    return before.head == last and is_name_word(before) and tell_given(before.text) != ""


def _find_more(doc: Parse, end: int) -> int:
    """Find where a name goes on to that seems to end: over hyphens, particles, a last name."""
    if doc[end].text in HYPHENS and end + 1 < len(doc) and not doc[end - 1].has_blank:
        return end + 2 if not doc[end].has_blank and doc[end + 1].is_alpha else end
    after = end
    while after < len(doc) and doc[after].lower in PARTICLES:
        after += 1
    is_led = after > end or doc[end - 1].lower in PARTICLES
    if after < len(doc) and is_led and is_name_word(doc[after]):
        return after + 1
    last = doc[end - 1]
    is_cut = last.relation == "compound" and last.head.i >= end and is_name_word(doc[end])
    return end + 1 if is_cut else end


def _find_earlier(doc: Parse, start: int) -> int:
    """Find where a name begins that seems to begin later: before particles."""
    first = start
    while first > 0 and (doc[first - 1].lower in PARTICLES or doc[first - 1].text in HYPHENS):
        first -= 1
    if first == start or doc[first].text in HYPHENS:
        return start
    given = first
    while given > 0 and is_name_word(doc[given - 1]):
        given -= 1
    is_led = given < first or (doc[first].text[0].isupper() and not doc[first].opens_sentence)
    is_led = is_led or (doc[first].text[0].isupper() and doc[first].lower not in CLOSED_PARTICLES)
    return given if is_led else start


def is_name_word(token: Token) -> bool:
    """Tell whether a word is one of a name by its look: no title, no common word, no day."""
    is_word = token.word_class == "PROPN" and token.is_alpha and token.text[0].isupper()
    is_day = token.entity in {"DATE", "TIME"}
    is_title = token.lower.strip(".") in read_titles()
    return is_word and not is_day and not is_title and token.lower not in read_word_classes()
