"""Where an article names somebody: each mention, and whether it is a person or a body."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING

from toolkit.base import (
    Span,
    read_noun_kinds,
    read_nouns,
    read_outlets,
    read_source_nouns,
    read_titles,
    tell_given,
)
from toolkit.grammar import HYPHENS, PARTICLES, complete, find_tokens, is_name_word
from toolkit.people.genders import tell_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from toolkit.base import Article
    from toolkit.grammar import Passage, Token, Tokens
    from toolkit.reader import Register

SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}
# Letters of rank behind a name. An MD or PhD may be anybody, so may be an MP.
POSTNOMINALS = {
    "CBE", "Esq", "GCON", "JP", "KC", "MBE", "MD", "MEP", "MFR", "MP", "OBE", "OFR", "OON", "PhD",
    "QC", "SAN", "SC",
}  # fmt: skip
INITIAL = re.compile(r"(?:[A-Z]\.)+|[A-Z]")
PLAIN_NOUNS = {"NN", "NNS"}  # Penn tags: Rebels, where it opens a sentence
NO_BODIES = {"NORP", "EVENT", "LANGUAGE"}  # by the parse: Germans, the Olympics, Latin
ORGANISATIONS = {"ORG", "GPE"}  # a place speaks as its government

# Among the titles, but no office by themselves: US Steel, the former Ford.
NO_OFFICES = {"us", "u.s", "then", "former", "vice", "general", "chief", "deputy"}
PAIR = 2  # words of a full name, at least
# Inside what spaCy takes for a name, they tie an office to its field; none ends a name.
OFFICE_LINKS = {"of", "for", "and"}
WEEKDAYS = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}
HYPHEN = re.compile(r" ?[-\u2010\u2011] ?")
KNOWN_AS = re.compile(
    r",? (?:\w+ )?(?:known (?:\w+ )?as|nicknamed|called|dubbed) [\"\u201c\u2018]?"
    r"(?P<name>[A-Z][\w'\u2019-]+(?: [A-Z][\w'\u2019-]+)?)"
)
IN_NAME = re.compile(
    r"\b([A-Z][\w'-]+) [\"\u201c\u2018(]([A-Z][\w'-]+)[\"\u201d\u2019)] ([A-Z][\w'\u2019-]*\w)"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name somebody, at a place."""

    words: tuple[str, ...]  # without titles
    span: Span
    tokens: Tokens
    title: str  # gender that a title before it tells
    is_person: bool

    def place(self, token: Token) -> Span:
        """Give the place in the article of a word of the same passage."""
        start = self.span.start - self.tokens[0].idx + token.idx
        return Span(start, start + len(token))


def list_seen(passages: Sequence[Passage], register: Register) -> list[Mention]:
    """List the names of persons and bodies that the reader saw, in reading order."""
    described = {one.span for one in register.sightings if one.look == "description"}
    found: list[Mention] = []
    for passage in passages:
        for sighting in register.sightings:
            if sighting.look != "name" or sighting.span not in passage.part.span:
                continue
            tokens = find_tokens([passage], sighting.span)
            if tokens is None or sighting.kind == "document":
                continue
            if sighting.span in described and tokens.root.tag in PLAIN_NOUNS:
                continue
            is_person = sighting.kind == "person"
            kept = _take_seen(tokens, is_person=is_person)
            if not kept:
                continue
            start, end = kept[0].i, kept[-1].i + 1
            while found and found[-1].tokens.doc is passage.doc and start < found[-1].tokens.end:
                before = found.pop()  # one name, of which the reader saw two pieces
                start, end = min(start, before.tokens.start), max(end, before.tokens.end)
                is_person = is_person or before.is_person
            whole = passage.doc[start:end]
            found.append(_make_mention(passage, whole, is_person=is_person))
    return found


def _take_seen(tokens: Tokens, *, is_person: bool) -> list[Token]:
    """Take the words of a name from what the reader saw and what stands around it, or none."""
    if not is_person and (tokens.root.entity in NO_BODIES or _are_letters(tokens)):
        return []
    kept = _trim_ends(_add_article([*tokens]), is_person=is_person)
    if is_person and kept:
        kept = _end_person(complete(_find_begin(_leave_out_office(kept))))
    return kept if kept and _may_be_name(kept, is_person=is_person) else []


def _add_article(tokens: list[Token]) -> list[Token]:
    """Add to a name the article before it in which the parser sees two words: Jo van 't Hof."""
    doc, start = tokens[0].doc, tokens[0].i
    is_article = start > PAIR and doc[start - 2 : start].text in {"'t", "\u2019t"}
    if not is_article or doc[start - 3].lower not in PARTICLES:
        return tokens
    start -= 3
    while start > 0 and is_name_word(doc[start - 1]):
        start -= 1
    return [*doc[start : tokens[-1].i + 1]]


def _end_person(tokens: list[Token]) -> list[Token]:
    """End a person's name before what is no name: "of Egypt", and letters of rank, KC or SAN."""
    for number, token in enumerate(tokens):
        is_link = token.lower in OFFICE_LINKS and token.is_lower
        if number and (is_link or token.text.strip(".") in POSTNOMINALS):
            return tokens[:number]
    return tokens


def _are_letters(tokens: Sequence[Token]) -> bool:
    """Tell whether a name is letters of rank behind a comma: Okafor, SAN, said."""
    is_rank = len(tokens) == 1 and tokens[0].text.strip(".") in POSTNOMINALS
    if not is_rank or tokens[0].i < PAIR or tokens[0].neighbour(-1).text != ",":
        return False
    return tokens[0].neighbour(-PAIR).entity != "GPE"  # Baltimore, MD


def _find_begin(tokens: list[Token]) -> list[Token]:
    """Begin a person's name with the given name or initial that the parser ties to it."""
    doc, start = tokens[0].doc, tokens[0].i
    while start > 0:
        before = doc[start - 1]
        is_tied = tokens[0].i <= before.head.i <= tokens[-1].i or before.entity == "PERSON"
        is_one = before.entity == tokens[0].entity == "PERSON" and before.head == tokens[0]
        is_known = tell_given(before.text) != ""
        if not is_known and before.lower.strip(".") in read_titles():
            break
        is_given = is_name_word(before) and (is_known or is_one)
        is_given = is_given or INITIAL.fullmatch(before.text) is not None
        if not is_tied or not is_given or tells_when_or_where(before):
            break
        start -= 1
    return [*doc[start : tokens[-1].i + 1]]


def list_mentions(passage: Passage) -> Iterator[Mention]:
    """List the names that the parser sees in a passage, persons and bodies, in reading order."""
    for entity in passage.doc.entities:
        is_person = entity.label == "PERSON"
        is_body = entity.label in ORGANISATIONS and not _is_of_title(entity)
        if not (is_person or is_body) or all(map(is_office, entity)):
            continue
        tokens = _trim(entity, is_person=is_person)
        tokens = complete(tokens) if is_person and tokens else _end_body(tokens)
        if tokens and _may_be_name(tokens, is_person=is_person) and not _are_letters(tokens):
            kept = passage.doc[tokens[0].i : tokens[-1].i + 1]
            yield _make_mention(passage, kept, is_person=is_person)


def _trim(entity: Tokens, *, is_person: bool) -> list[Token]:
    """Cut off what is no part of a name: articles, marks, a title, "'s" and what follows it."""
    tokens = list(takewhile(_may_be_in_name, entity))
    if is_person:  # not the LinkedIn of "Lee's LinkedIn"
        tokens = list(takewhile(lambda token: token.tag != "POS", tokens))
    return _trim_ends(tokens, is_person=is_person)


def _trim_ends(tokens: list[Token], *, is_person: bool) -> list[Token]:
    """Cut an article or a title before a name off, and marks and "'s" behind it."""
    while tokens and (tokens[-1].text in {"'s", "\u2019s", "'", "\u2019"} or tokens[-1].is_punct):
        tokens.pop()
    titles = read_titles()
    while tokens and (
        tokens[0].lower in {"the", "a", "an"}
        or not any(letter.isalnum() for letter in tokens[0].text)
        or (is_person and tokens[0].lower.strip(".'\u2019") in titles)
        or (is_person and " ".join(t.lower for t in tokens[:PAIR]) in titles)
    ):
        tokens.pop(0)
    return tokens


def _end_body(tokens: list[Token]) -> list[Token]:
    """End a body's name behind no "of": the Group of 20, which spaCy cuts before the number."""
    while tokens and tokens[-1].lower in OFFICE_LINKS:
        behind = tokens[-1].neighbour() if tokens[-1].i + 1 < len(tokens[-1].doc) else None
        if behind is not None and behind.is_number:
            return [*tokens, behind]
        tokens = tokens[:-1]
    return tokens


def _may_be_name(tokens: Sequence[Token], *, is_person: bool) -> bool:
    """Tell whether there is a capital, and in the last word of a person, which is no initial."""
    if not is_person:
        return any(token.text[0].isupper() for token in tokens)
    last = _get_last(tokens)
    return len(last) > 1 and any(map(str.isupper, last))


def _get_last(tokens: Sequence[Token]) -> str:
    """Give the last word of a name, with all that hyphens join: Seung-woo."""
    first = len(tokens) - 1
    while first > 1 and tokens[first - 1].text in HYPHENS:
        first -= 2
    return "".join(token.text for token in tokens[first:])


def is_office(token: Token) -> bool:
    """Tell whether a word is an office before a name, by its capital: Justice, President."""
    title = token.lower.strip(".")
    return token.text[0].isupper() and title in read_titles() and title not in NO_OFFICES


def _leave_out_office(tokens: list[Token]) -> list[Token]:
    """Cut what a person does off a name: "Secretary of the Interior Ryan Zinke"."""
    links = [number for number, token in enumerate(tokens) if token.lower in OFFICE_LINKS]
    if links and len(tokens) - links[-1] > PAIR:
        return tokens[-PAIR:]
    calling = read_noun_kinds().get(tokens[0].lower) if len(tokens) > PAIR else None
    is_calling = calling == "person" and not tell_given(tokens[0].text)
    return tokens[1:] if is_calling else tokens


def tells_when_or_where(token: Token) -> bool:
    """Tell whether a word before a name is a day or platform: "in a statement Friday Lee said"."""
    is_on = token.i > 0 and token.neighbour(-1).lower == "on"
    return token.lower in WEEKDAYS or (is_on and token.lower in read_outlets("platform"))


def _make_mention(passage: Passage, tokens: Tokens, *, is_person: bool) -> Mention:
    return Mention(
        words=tuple(token.text for token in tokens),
        span=passage.place(tokens[0], tokens[-1]),
        tokens=tokens,
        title=_find_title(tokens),
        is_person=is_person,
    )


def _may_be_in_name(token: Token) -> bool:
    """Tell whether a name may go on: the parser at times runs on to ":" or the next line."""
    if token.word_class in {"VERB", "AUX"} and token.is_lower:  # "Todd asked Pence"
        return False
    return not token.is_space and token.text not in {":", ";", "\u2014", "(", "\u201c", '"'}


def is_of_body(words: tuple[str, ...]) -> bool:
    """Tell whether a name ends as those of bodies do: Committee, Times, Inc."""
    kind = read_source_nouns().get(words[-1])
    return len(words) > 1 and (words[-1] in _read_endings() or kind == "organisation")


@cache
def _read_endings() -> frozenset[str]:
    return read_nouns("ending") | read_outlets("ending")


def rename_nicknames(article: Article, mentions: list[Mention]) -> list[Mention]:
    """Give a nickname's mentions the full name: "Ann Lee, known as Nan", "William (Bill) Day"."""
    text = article.text
    nicknames: dict[tuple[str, ...], tuple[str, ...]] = {}
    for mention in mentions:
        if not mention.is_person or len(mention.words) < PAIR:
            continue
        known_as = KNOWN_AS.match(text, mention.span.end)
        if known_as:
            nicknames[fold(known_as["name"].split())] = mention.words
    for inside in IN_NAME.finditer(text):
        first, nickname, last = inside.groups()
        if tell_given(first):
            short = [nickname, last], [nickname], [first]
            nicknames |= {fold(words): (first, last) for words in short}
    return [
        replace(mention, words=whole, is_person=True)
        if (whole := nicknames.get(fold(mention.words)))
        else mention
        for mention in mentions
    ]


def _is_of_title(entity: Tokens) -> bool:
    """Tell whether an entity is the end of a title: the State of "Secretary of State"."""
    before = entity.doc[max(0, entity.start - 2) : entity.start]
    words = [token.lower for token in before]
    return len(words) > 1 and words[1] == "of" and words[0] in read_titles()


def _find_title(tokens: Tokens) -> str:
    before = tokens.doc[max(0, tokens.start - 2) : tokens.start]
    genders = (tell_title(token.text) for token in before)
    return next((gender for gender in genders if gender), "")


def has_initials(words: Iterable[str], letters: str) -> bool:
    """Tell whether the capitals that begin the words of a name are these, several of them.

    Examples
    --------
    >>> has_initials(["Securities", "and", "Exchange", "Commission"], "S.E.C.")
    True
    >>> has_initials(["Sweden"], "S"), has_initials(["Sao", "Paulo"], "SE")
    (False, False)
    """
    initials = get_initials(words)
    return len(initials) > 1 and initials == letters.replace(".", "")


def get_initials(words: Iterable[str]) -> str:
    """Give the capitals that begin the words of a name."""
    return "".join(word[0] for word in words if word[0].isupper())


def write_plainly(name: str) -> str:
    """Write a name without what nobody sees: letters in two pieces, characters without width.

    Examples
    --------
    >>> write_plainly("Jose\u0301 L\u200dee") == "Jos\u00e9 Lee"
    True
    """
    if name.isascii():
        return name
    whole = unicodedata.normalize("NFC", name)
    return "".join(letter for letter in whole if unicodedata.category(letter) != "Cf")


def fold(words: Iterable[str]) -> tuple[str, ...]:
    """Give the words of a name as they are compared: without case, points and suffixes.

    Examples
    --------
    >>> fold(["James", "O\u2019Neill", "Jr."])
    ('james', "o'neill")
    """
    whole = HYPHEN.sub("-", write_plainly(" ".join(words)))  # Seung-woo is one word
    folded = [word.casefold().strip(".,-").replace("\u2019", "'") for word in whole.split()]
    while len(folded) > 1 and folded[-1] in SUFFIXES:
        folded.pop()
    return tuple(folded)
