"""What an article says of a speaker: titles, appositions, descriptions, bodies they belong to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from toolkit.base import Kind, Span
from toolkit.engine import find_passages
from toolkit.grammar import GENDERS, find_tokens
from toolkit.people import Name, find_names

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from toolkit.base import Article, Speaker
    from toolkit.grammar import Passage, Token, Tokens

MAX_TITLE, MAX_PHRASE = 8, 14  # words: "Russian Deputy Foreign Minister" has four
SHORT = 2  # words: she, all of
NOUNS = {"NOUN", "PROPN", "ADJ"}
IN_TITLE = {"of", "for", "the", "and", "-", "/", "'s", "\u2019s", "&"}
OPEN = {"of", "for", "the", "and", "-", "/", "&"}  # end no title: "support for Ann Lee"
BELONGING = {"of", "from", "with", "at", "for"}
# Before an object they tell what somebody does: "leads the union", "represents the family".
DOING = {
    "chair", "coach", "direct", "edit", "found", "head", "host", "lead", "manage", "oversee",
    "own", "play", "represent", "run", "serve", "study", "teach", "work", "write",
}  # fmt: skip
# In the place of names: none tells what its bearer does, but a country speaks as a government.
PERSON, PLACE, PARTY = "PERSON", "PLACE", "PARTY"
MEMBER = re.compile(r"[RDI]-[A-Z]\S*|\(?[RDI]\)?$")  # R-Texas


class Sort(StrEnum):
    """Where a phrase stands to the speaker."""

    TITLE = "title"  # before the name: Mayor Ann Lee
    BEHIND = "behind"  # between commas or brackets: Ann Lee, a lawyer, (R-Texas)
    BEFORE = "before"  # the mayor, Ann Lee
    BODY = "body"  # Ann Lee of the union
    DEED = "deed"  # Lee is a lawyer, leads the union
    WITH = "with"  # the Lee campaign
    SOURCE = "source"  # the words of a source, without the name
    NAME = "name"  # of a body: its own words


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of an article that tell something about a speaker.

    Parameters
    ----------
    span : Span
    sort : Sort
    head : str
        Its main noun, as a lemma in lower case; empty where it has none.
    words : tuple of str
        All its words in the same form, without dots; ``PERSON``, ``PLACE`` and ``PARTY`` stand
        for any person's name, any country or town, and R-Texas.
    """

    span: Span
    sort: Sort
    head: str
    words: tuple[str, ...]


def list_phrases(article: Article, speaker: Speaker) -> list[Phrase]:
    """List what an article says of a speaker, in reading order.

    Examples
    --------
    >>> from toolkit.attribution.speakers import find_speakers
    >>> from toolkit.base.article import Article
    >>> article = Article("Mayor Ann Lee, a former lawyer, said rates will rise.")
    >>> [speaker] = find_speakers(article)
    >>> for phrase in list_phrases(article, speaker):
    ...     print(phrase.sort, "|", phrase.span.of(article.text), "|", phrase.head)
    title | Mayor | mayor
    source | Mayor Ann Lee, a former lawyer | mayor
    behind | a former lawyer | lawyer
    """
    passages = find_passages(article)
    own = frozenset(speaker.name.split()) if speaker.kind is Kind.PERSON else frozenset()
    placed = [*_place_around(article, speaker, passages)]
    placed += _place_sources(article, speaker, passages)
    found: dict[Span, Phrase] = {}
    for place, sort, tokens in placed:
        phrase = _make_phrase(_get_passage(passages, place), sort, tokens, own)
        if phrase is not None:
            found.setdefault(phrase.span, phrase)
    return sorted(found.values(), key=lambda phrase: phrase.span)


def _place_around(
    article: Article, speaker: Speaker, passages: Sequence[Passage]
) -> Iterator[tuple[Span, Sort, Tokens]]:
    """List what stands around each name of a speaker, beside the place of the name."""
    for name in find_own_names(article, speaker):
        for mention in name.mentions:
            tokens = find_tokens(passages, mention)
            if tokens is not None:
                for sort, part in _list_around(tokens, is_person=name.is_person):
                    yield mention, sort, part


def _place_sources(
    article: Article, speaker: Speaker, passages: Sequence[Passage]
) -> Iterator[tuple[Span, Sort, Tokens]]:
    """List the sources of a speaker, and the name of what is no person."""
    sources = [*speaker.mentions]
    start = article.text.find(speaker.name)
    if speaker.kind is not Kind.PERSON and start >= 0:
        sources.append(Span(start, start + len(speaker.name)))
    sort = Sort.NAME if speaker.kind is Kind.ORGANISATION else Sort.SOURCE
    for source in sources:
        tokens = find_tokens(passages, source)
        if tokens is not None and not is_pronoun(tokens):
            yield source, sort, tokens


def find_own_names(article: Article, speaker: Speaker) -> list[Name]:
    """Find the names of an article that a speaker goes by: several for "Lee and Day"."""
    names = find_names(article)
    same = [name for name in names if name.name == speaker.name]
    if same or speaker.kind in {Kind.UNNAMED, Kind.DOCUMENT, Kind.UNKNOWN}:
        return same
    if speaker.kind is Kind.GROUP:
        return [n for n in names if n.is_person and n.name in speaker.name]
    return [
        name
        for name in names
        if name.is_person == (speaker.kind is Kind.PERSON)
        and any(m.overlaps(source) for m in name.mentions for source in speaker.mentions)
    ][:1]


def _get_passage(passages: Sequence[Passage], span: Span) -> Passage:
    return next(p for p in passages if p.part.span.overlaps(span))


def is_pronoun(tokens: Tokens) -> bool:
    """Tell whether words name and describe nobody: she, all of."""
    return len(tokens) <= SHORT and all(t.word_class in {"PRON", "DET", "SCONJ"} for t in tokens)


def _list_around(tokens: Tokens, *, is_person: bool) -> Iterator[tuple[Sort, Tokens]]:
    """List what stands before and behind a mention, and what it is subject of."""
    doc, start, root = tokens.doc, tokens.start, tokens.root
    if is_person:
        yield from _list_title(tokens)
    yield from _list_behind(tokens)
    head = root.head
    is_apposed = root.relation == "appos" and head.i < start and head.word_class in NOUNS
    if is_apposed and not (is_person and head.entity == PERSON):
        yield Sort.BEFORE, doc[head.left_edge.i : start]
    for child in root.find_children("appos"):
        if child.i >= tokens.end and child.word_class in NOUNS:
            yield Sort.BEHIND, _cut(doc[child.left_edge.i : child.right_edge.i + 1])
    if root.relation in {"nsubj", "nsubjpass"}:
        yield from _list_deeds(root.head)


def _list_title(tokens: Tokens) -> Iterator[tuple[Sort, Tokens]]:
    """List the words right before a name, unless they only lead to it: support for Ann Lee."""
    doc, start = tokens.doc, tokens.start
    first = start
    while first > max(0, start - MAX_TITLE) and _may_be_title(doc[first - 1]):
        first -= 1
    while first < start and doc[first].lower in IN_TITLE:
        first += 1
    if first < start and doc[start - 1].lower not in OPEN:
        yield Sort.TITLE, doc[first:start]


def _may_be_title(token: Token) -> bool:
    if token.lower in IN_TITLE:
        return True
    if token.entity == PERSON or token.is_punct or token.is_space:
        return False
    return token.word_class in NOUNS


def _list_behind(tokens: Tokens) -> Iterator[tuple[Sort, Tokens]]:
    """List the words right behind a name, by the sign or word that begins them."""
    doc, end = tokens.doc, tokens.end
    sign = doc[end] if end < len(doc) else None
    if sign is None:
        return
    if sign.text == "(":
        close = next((t.i for t in doc[end : end + MAX_PHRASE] if t.text == ")"), end)
        part, sort = doc[end + 1 : max(close, end + 1)], Sort.BEHIND
    elif sign.text in {",", "\u2014", "\u2013"}:
        part, sort = _cut(doc[end + 1 : end + 1 + MAX_PHRASE]), Sort.BEHIND
        part = part if len(part) and _opens_description(part[0]) else part[:0]
    elif sign.lower in BELONGING:
        stop = next((t.i for t in doc[end:] if t.word_class in {"VERB", "AUX"}), len(doc))
        part, sort = _cut(doc[end + 1 : min(end + 1 + MAX_TITLE, stop)]), Sort.BODY
    else:
        is_noun = sign.word_class == "NOUN" and sign.relation != "ROOT"
        is_with = is_noun and tokens.root.relation == "compound"
        part, sort = doc[end : end + is_with], Sort.WITH
    if len(part):
        yield sort, part


def _opens_description(token: Token) -> bool:
    if token.entity == PERSON:
        return False
    is_led = token.lower in {"who", "whose", "his", "her"}
    return is_led or token.word_class in {*NOUNS, "DET", "NUM"}


def _cut(tokens: Tokens) -> Tokens:
    """Cut words before the first stop, and a list before the next person."""
    for token in tokens:
        is_stop = token.is_punct and token.text not in {"-", "'", "\u2019", "/"}
        is_next = (
            token.entity == PERSON and token.i > tokens.start and token.neighbour(-1).text == ","
        )
        if is_stop or token.is_space or is_next:
            return tokens.doc[tokens.start : token.i]
    return tokens


def _list_deeds(verb: Token) -> Iterator[tuple[Sort, Tokens]]:
    doc = verb.doc
    if verb.lemma in {"be", "become"}:
        for child in verb.find_children("attr"):
            if child.word_class in NOUNS:
                yield Sort.DEED, _cut(doc[child.left_edge.i : child.right_edge.i + 1])
    elif verb.lemma in DOING:
        end = min(verb.right_edge.i + 1, verb.i + MAX_TITLE)
        yield Sort.DEED, _cut(doc[verb.i : end])


def _make_phrase(
    passage: Passage, sort: Sort, tokens: Tokens, own: Collection[str]
) -> Phrase | None:
    """Make the phrase that words around a name are, without the name at either end."""
    kept = [token for token in tokens if not token.is_space]
    while kept and _says_nothing(kept[0], own):
        kept.pop(0)
    while kept and _says_nothing(kept[-1], own):
        kept.pop()
    if not any(token.word_class in {*NOUNS, "VERB", "PRON", "DET", "NUM"} for token in kept):
        return None
    told = [token for token in kept if token.text not in own]
    return Phrase(passage.place(kept[0], kept[-1]), sort, *describe(told))


def _says_nothing(token: Token, own: Collection[str]) -> bool:
    return token.is_punct or token.lower in GENDERS or token.text in own


def describe(tokens: Iterable[Token]) -> tuple[str, tuple[str, ...]]:
    """Give the main noun and the words of a phrase, as `Phrase` holds them.

    Examples
    --------
    >>> from toolkit.grammar import parse_texts
    >>> describe(*parse_texts(["a former lawyer for the unions"]))
    ('lawyer', ('a', 'former', 'lawyer', 'for', 'the', 'union'))
    """
    words = [token for token in tokens if any(letter.isalpha() for letter in token.text)]
    head = _find_head(words)
    return _fold(head) if head is not None else "", tuple(map(_fold, words))


def _find_head(words: Sequence[Token]) -> Token | None:
    """Find the last noun before "of", a clause or what else follows the noun."""
    head = None
    for token in words:
        if token.word_class in NOUNS:
            head = token if token.word_class != "ADJ" or head is None else head
        elif head is not None:
            break
    return head


def _fold(token: Token) -> str:
    if MEMBER.fullmatch(token.text):
        return PARTY
    if token.word_class == "PROPN" and token.entity in {"PERSON", "GPE"}:
        return PERSON if token.entity == PERSON else PLACE
    folded = token.lemma.lower() if token.word_class in {"NOUN", "VERB", "AUX"} else token.lower
    return folded.replace(".", "")
