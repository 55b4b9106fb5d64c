"""A parsed text in our own words: its tokens, and how they hang together.

Whatever parser reads a text, the rest of the package sees what it says as these values.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, overload
from unicodedata import category

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

REMEMBERED = 2**14  # words of which we know whether they are punctuation
# What a noun phrase is to its clause.
NOUN_PLACES = {"ROOT", "appos", "attr", "dative", "dobj", "nsubj", "nsubjpass", "oprd", "pcomp"}
NOUN_PLACES |= {"pobj"}
NOUNS = {"NOUN", "PROPN", "PRON"}


@dataclass(slots=True, eq=False, repr=False)
class Token:
    """A word or mark of a parsed text, equal to itself alone: read it, never change it.

    Parameters
    ----------
    text : str
        As it stands in the text.
    idx : int
        Where it begins in the text, in characters.
    lemma : str
        The form that a dictionary has.
    tag : str
        The class that the Penn Treebank gives it: ``VBD`` is a verb in the past.
    word_class : str
        The class that Universal Dependencies gives it: ``VERB``, ``PROPN``.
    relation : str
        What it is to its head, in the words of ClearNLP: ``nsubj``, ``dobj``, ``ROOT``.
    entity : str
        What the name that it is part of names (``PERSON``, ``ORG``, as in OntoNotes), or "".
    has_blank : bool
        Whether a blank stands behind it.
    opens_entity : bool
        Whether it is the first word of that name.
    opens_sentence : bool
        Whether it is the first of its sentence.
    is_number : bool
        Whether it tells a number, in digits or a word.
    is_common : bool
        Whether it is among the commonest words, which say nothing by themselves.
    lower : str
        Its text in small letters.
    i : int
        Its number in the text, from 0.
    doc : Parse
        All tokens of the text.
    head : Token
        The token that it hangs on; itself where it is the root of its sentence.
    children : sequence of Token
        Those that hang on it, in reading order.
    """

    text: str
    idx: int
    lemma: str
    tag: str
    word_class: str
    relation: str
    entity: str = ""
    has_blank: bool = False
    opens_entity: bool = False
    opens_sentence: bool = False
    is_number: bool = False
    is_common: bool = False
    lower: str = field(init=False)
    i: int = field(init=False)
    doc: Parse = field(init=False)
    head: Token = field(init=False)
    children: Sequence[Token] = field(init=False)

    def __len__(self) -> int:
        return len(self.text)

    def __repr__(self) -> str:
        return self.text

    @property
    def is_space(self) -> bool:
        """Whether it is nothing but blanks and line ends."""
        return self.text.isspace()

    @property
    def is_punct(self) -> bool:
        """Whether it is nothing but punctuation."""
        return _is_punctuation(self.text)

    @property
    def is_alpha(self) -> bool:
        """Whether it is nothing but letters."""
        return self.text.isalpha()

    @property
    def is_lower(self) -> bool:
        """Whether it has small letters and no capital."""
        return self.text.islower()

    @property
    def is_upper(self) -> bool:
        """Whether it has capitals and no small letter."""
        return self.text.isupper()

    @property
    def sentence(self) -> Tokens:
        """The sentence that it stands in."""
        return self.doc.find_sentence(self.i)

    @property
    def lefts(self) -> list[Token]:
        """The children before it, in reading order."""
        return [child for child in self.children if child.i < self.i]

    @property
    def rights(self) -> list[Token]:
        """The children behind it, in reading order."""
        return [child for child in self.children if child.i > self.i]

    @property
    def ancestors(self) -> Iterator[Token]:
        """The tokens above it, the nearest first."""
        token = self
        while token.head is not token:
            token = token.head
            yield token

    @property
    def subtree(self) -> list[Token]:
        """The token and all below it: what hangs on its left, itself, what hangs on its right."""
        found = []
        waiting = [(self, not self.children)]
        while waiting:
            token, is_next = waiting.pop()
            if is_next:
                found.append(token)
                continue
            waiting += [(child, not child.children) for child in reversed(token.rights)]
            waiting.append((token, True))
            waiting += [(child, not child.children) for child in reversed(token.lefts)]
        return found

    @property
    def left_edge(self) -> Token:
        """The first token of its subtree."""
        return self.doc[min(token.i for token in self.subtree)]

    @property
    def right_edge(self) -> Token:
        """The last token of its subtree."""
        return self.doc[max(token.i for token in self.subtree)]

    def find_children(self, *relations: str) -> list[Token]:
        """Find the children that are one of some things to it, in reading order."""
        return [child for child in self.children if child.relation in relations]

    def find_child(self, *relations: str) -> Token | None:
        """Find the first child that is one of some things to it."""
        return next((child for child in self.children if child.relation in relations), None)

    def neighbour(self, step: int = 1) -> Token:
        """Give the token some steps further on; IndexError where the text has ended."""
        if self.i + step < 0:
            raise IndexError(self.i + step)
        return self.doc[self.i + step]


@lru_cache(REMEMBERED)
def _is_punctuation(text: str) -> bool:
    return all(category(letter).startswith("P") for letter in text)


class Tokens(Sequence[Token]):
    """Some tokens of a text that follow each other.

    Two are equal that are the same tokens of the same parse, with the same label.

    Parameters
    ----------
    doc : Parse
        Of the whole text.
    start, end : int
        Numbers of the first token and of the one behind the last.
    label : str
        What it names, of a name: ``PERSON``.
    """

    __slots__ = ("doc", "end", "label", "start")

    def __init__(self, doc: Parse, start: int, end: int, label: str = "") -> None:
        self.doc = doc
        self.start = start
        self.end = end
        self.label = label

    def __len__(self) -> int:
        return self.end - self.start

    def __iter__(self) -> Iterator[Token]:
        return iter(self.doc.tokens[self.start : self.end])

    @overload
    def __getitem__(self, place: int) -> Token: ...
    @overload
    def __getitem__(self, place: slice) -> Tokens: ...
    def __getitem__(self, place: int | slice) -> Token | Tokens:
        if isinstance(place, slice):
            start, end = _cut(place, len(self))
            return Tokens(self.doc, self.start + start, self.start + end)
        return self.doc.tokens[range(self.start, self.end)[place]]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Tokens) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def __repr__(self) -> str:
        return self.text

    def _key(self) -> tuple[int, int, int, str]:
        return id(self.doc), self.start, self.end, self.label

    @property
    def text(self) -> str:
        """The words, and the blanks between them."""
        if self.start == self.end:
            return ""
        first, last = self.doc.tokens[self.start], self.doc.tokens[self.end - 1]
        return self.doc.text[first.idx : last.idx + len(last.text)]

    @property
    def sentence(self) -> Tokens:
        """The sentence that the first of them stands in."""
        return self.doc.find_sentence(self.start)

    @property
    def root(self) -> Token:
        """The token that the others hang on: the one nearest to the root of the sentence.

        Of several that are as near, the first; a mark or blank without children only where
        there is nothing else.
        """
        tokens = self.doc.tokens[self.start : self.end]
        for token in tokens:
            if token.head is token:
                return token
        # The head of what these tokens hold stands outside.
        tops = (t for t in tokens if not self.start <= t.head.i < self.end)
        return min(tops, key=_count_steps, default=self.doc.tokens[self.start])


def _count_steps(token: Token) -> int:
    """Count the steps up to the root; of a mark or blank without children, those of no token."""
    if not token.children and (token.is_space or token.is_punct):
        return len(token.doc) - 1
    return sum(1 for _ in token.ancestors)


def list_noun_phrases(tokens: Tokens) -> Iterator[Tokens]:
    """List the noun phrases of a sentence that hold no other: up to the noun, not beyond it.

    Examples
    --------
    >>> from toolkit.grammar import parse_texts
    >>> [parse] = parse_texts(["The old man from Rome ate two figs."])
    >>> [phrase.text for phrase in list_noun_phrases(parse[:])]
    ['The old man', 'Rome', 'two figs']
    """
    end = tokens.start - 1
    for token in tokens:
        if token.word_class not in NOUNS or not _is_in_noun_place(token):
            continue
        start = token.left_edge.i
        if start > end:
            end = token.i
            yield token.doc[start : token.i + 1]


def _is_in_noun_place(token: Token) -> bool:
    """Tell whether a noun's place is one of a noun phrase, or tied to such a one by "and"."""
    if token.relation == "conj":
        token = token.head
        while token.relation == "conj" and token.head.i < token.i:
            token = token.head
    return token.relation in NOUN_PLACES


class Parse(Sequence[Token]):
    """A text as a parser reads it: all its tokens, in reading order. Equal to itself alone.

    Parameters
    ----------
    text : str
        Of which each token is a piece.
    tokens : iterable of Token
        New ones, in reading order; they become tokens of this parse.
    heads : iterable of int
        Of each token, the number of the one that it hangs on; a root's own.
    """

    __slots__ = ("_opening", "text", "tokens")

    def __init__(self, text: str, tokens: Iterable[Token], heads: Iterable[int]) -> None:
        self.text = text
        self.tokens = [*tokens]
        self._opening = [0]
        children: dict[int, list[Token]] = {}
        for i, (token, head) in enumerate(zip(self.tokens, heads, strict=True)):
            token.i = i
            token.doc = self
            token.lower = token.text.lower()
            token.head = self.tokens[head]
            if head != i:
                children.setdefault(head, []).append(token)
            if i and token.opens_sentence:
                self._opening.append(i)
        for i, token in enumerate(self.tokens):
            token.children = children.get(i, ())

    def __len__(self) -> int:
        return len(self.tokens)

    def __iter__(self) -> Iterator[Token]:
        return iter(self.tokens)

    @overload
    def __getitem__(self, place: int) -> Token: ...
    @overload
    def __getitem__(self, place: slice) -> Tokens: ...
    def __getitem__(self, place: int | slice) -> Token | Tokens:
        if isinstance(place, slice):
            return Tokens(self, *_cut(place, len(self.tokens)))
        return self.tokens[place]

    def __repr__(self) -> str:
        return self.text

    @property
    def sentences(self) -> list[Tokens]:
        """The sentences, in reading order; every token is in one."""
        ends = [*self._opening[1:], len(self.tokens)]
        return [
            Tokens(self, start, end)
            for start, end in zip(self._opening, ends, strict=True)
            if start < end
        ]

    @property
    def entities(self) -> list[Tokens]:
        """The names, in reading order, each with its label."""
        tokens = self.tokens
        found = []
        for first in (token for token in tokens if token.opens_entity):
            end = first.i + 1
            while end < len(tokens) and tokens[end].entity and not tokens[end].opens_entity:
                end += 1
            found.append(Tokens(self, first.i, end, first.entity))
        return found

    def find_sentence(self, number: int) -> Tokens:
        """Find the sentence that a token stands in, by the token's number."""
        place = bisect_right(self._opening, number)
        is_last = place == len(self._opening)
        end = len(self.tokens) if is_last else self._opening[place]
        return Tokens(self, self._opening[place - 1], end)

    def find_tokens(self, start: int, end: int) -> Tokens | None:
        """Find the tokens at a place in the text, whole ones; None outside the text."""
        first, last = self._find_token(start), self._find_token(end - 1)
        if first is None or last is None:
            return None
        token = self.tokens[first]
        if start == token.idx + len(token.text):  # the blank behind it
            first += 1
        return Tokens(self, first, max(first, last + 1))

    def _find_token(self, place: int) -> int | None:
        """Find the number of the token that a character is in, or the blank behind it."""
        number = bisect_right(self.tokens, place, key=lambda token: token.idx) - 1
        if number < 0:
            return None
        token = self.tokens[number]
        return number if place < token.idx + len(token.text) + token.has_blank else None


def _cut(place: slice, length: int) -> tuple[int, int]:
    start, end, _ = place.indices(length)
    return start, max(start, end)
