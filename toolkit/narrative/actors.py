"""Who the doers and targets of a predicate are, by the names and nouns of the article."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.attribution import attribute_quotations, find_attributions, find_voices
from toolkit.base import (
    BY_NAME,
    BY_PRONOUN,
    BY_ROLE,
    NARRATOR,
    UNKNOWN,
    Article,
    Kind,
    Quotation,
    Rule,
    Span,
    read_noun_kinds,
    read_source_nouns,
)
from toolkit.engine import find_passages
from toolkit.grammar import find_tokens
from toolkit.people import PLACES, find_names, is_place

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from toolkit.base import Attribution, Voice
    from toolkit.grammar import Passage, Predicate, Role, Token
    from toolkit.people import Name

UNSURE = {"they", "them", "it", "you"}  # persons or things, where nothing says which

PERSON, ORGANISATION, PLACE, GROUP, THING = "person", "organisation", "place", "group", "thing"
ACTORS = {PERSON, ORGANISATION, PLACE, GROUP}

THINGS = {
    "PRODUCT", "EVENT", "WORK_OF_ART", "LAW", "LANGUAGE", "DATE", "TIME", "PERCENT", "MONEY",
    "QUANTITY", "ORDINAL",
}  # fmt: skip
SPEAKER_KINDS = {
    Kind.PERSON: PERSON,
    Kind.UNNAMED: PERSON,
    Kind.ORGANISATION: ORGANISATION,
    Kind.GROUP: GROUP,
    Kind.DOCUMENT: THING,
}
RESOLVED = {"he": PERSON, "him": PERSON, "she": PERSON, "her": PERSON}

INDEFINITES = {
    "anybody": PERSON, "anyone": PERSON, "everybody": PERSON, "everyone": PERSON,
    "nobody": PERSON, "one": PERSON, "somebody": PERSON, "someone": PERSON, "who": PERSON,
    "all": GROUP, "both": GROUP, "few": GROUP, "many": GROUP, "most": GROUP, "none": GROUP,
    "other": GROUP, "several": GROUP, "some": GROUP, "those": GROUP, "others": GROUP,
}  # fmt: skip

# Nouns that count others: "dozens of people" are people.
COUNTING = {
    "billion", "bunch", "couple", "dozen", "group", "half", "handful", "host", "hundred", "kind",
    "lot", "majority", "million", "minority", "number", "pair", "part", "percent", "quarter",
    "range", "rest", "score", "series", "share", "sort", "third", "thousand", "type", "wave", "%",
}  # fmt: skip

RELATIVE_ROLES = {"counterpart"}  # whose they are decides: one title's is not the other's
LOOSE = {"cc", "preconj", "punct", "advmod", "neg"}  # at the start of a phrase, no part of it
MARKS = "\"'\u2018\u2019\u201c\u201d"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who or what a doer or target is."""

    name: str
    kind: str | None
    span: Span
    link: str


class Namer:
    """The doers and targets of an article, under the names that its speakers have."""

    def __init__(self, article: Article, found: Iterable[tuple[Passage, int, Predicate]]) -> None:
        self.voices = find_voices(article)
        self._passages = find_passages(article)
        self._names = find_names(article)
        self._mentions = sorted(
            (mention, number)
            for number, name in enumerate(self._names)
            for mention in name.mentions
        )
        self._kinds = {name.name: _tell_kind_of(name, article) for name in self._names}
        phrases = [
            _Phrase(passage, role.token)
            for passage, _, predicate in found
            for role in (*predicate.doers, *predicate.targets)
        ]
        self._decided = self._decide(article, phrases)

    def find_actor(self, passage: Passage, role: Role) -> Actor:
        """Give who fills a role: name, kind, place and what ties it to the verb."""
        span = _Phrase(passage, role.token).find_span()
        name, kind = self._decided[span]
        return Actor(name, kind, span, str(role.link))

    def _decide(
        self, article: Article, phrases: Iterable[_Phrase]
    ) -> dict[Span, tuple[str, str | None]]:
        """Name each doer and target once; those that may speak, by the rules for speakers."""
        sources = {
            attribution.quotation.source[0]: attribution
            for attribution in find_attributions(article)
            if attribution.quotation.source and attribution.rule in BY_PRONOUN
        }
        decided: dict[Span, tuple[str, str | None]] = {}
        asked: dict[Span, _Phrase] = {}
        for phrase in phrases:
            span = phrase.find_span()
            if span in sources:
                decided[span] = self._read_answer(phrase, sources[span])
            elif (known := self._name_directly(phrase)) is not None:
                decided[span] = known
            else:
                asked[span] = phrase
        wide = sorted((phrase.find_span(widened=True), span) for span, phrase in asked.items())
        answers = attribute_quotations(
            article, [Quotation(content=(words,), source=(words,)) for words, _ in wide]
        )
        for (_, span), answer in zip(wide, answers, strict=True):
            decided[span] = self._read_answer(asked[span], answer)
        return decided

    def _name_directly(self, phrase: _Phrase) -> tuple[str, str | None] | None:
        """Name what cannot speak, "I" and "we"; None for what the rules for speakers name."""
        word = phrase.head.lower
        voice = find_voice(self.voices, phrase.find_span().start)
        if word in {"i", "me"}:
            return ("author" if voice == NARRATOR else voice), PERSON
        if word in {"we", "us"} and phrase.head.text != "US":
            return ("we" if voice == NARRATOR else f"we ({voice})"), GROUP
        if word in UNSURE or word in RESOLVED:
            return None
        if self._is_named(phrase):
            return None
        if phrase.head.word_class == "PROPN":
            kind = _tell_proper_kind(phrase.head)
            return (phrase.describe(), THING) if kind == THING else None
        kind = _tell_noun_kind(phrase.head)
        return None if kind in ACTORS else (phrase.describe(), kind)

    def _is_named(self, phrase: _Phrase) -> bool:
        """Tell whether the head of a phrase is part of a name."""
        head = phrase.passage.place(phrase.head, phrase.head)
        number = bisect_right(self._mentions, (head, len(self._names)))
        beside = self._mentions[max(0, number - 1) : number + 1]
        return any(mention.overlaps(head) for mention, _ in beside)

    def _read_answer(self, phrase: _Phrase, answer: Attribution) -> tuple[str, str | None]:
        head, speaker = phrase.head, answer.speaker
        if head.word_class == "PRON" and speaker.name not in self._kinds:
            return self._read_antecedent(phrase, answer)
        is_unseen = head.word_class == "PROPN" and answer.rule is Rule.DESCRIPTION
        if head.word_class == "PRON" or answer.rule in BY_NAME or is_unseen:
            kind = _tell_proper_kind(head) if speaker.name not in self._kinds else None
            return speaker.name, kind or self._translate(speaker.name, speaker.kind)
        if answer.rule in BY_ROLE and self._has_role(speaker.name, head):
            return speaker.name, PERSON
        if answer.rule in {Rule.OTHERS, Rule.DESCRIPTION} and speaker.kind is not Kind.UNKNOWN:
            return speaker.name, _tell_noun_kind(head)
        return phrase.describe(), _tell_noun_kind(head)

    def _read_antecedent(self, phrase: _Phrase, answer: Attribution) -> tuple[str, str | None]:
        """Name what a pronoun stands for that has no name, as it is named where it stands."""
        tokens = find_tokens(self._passages, answer.evidence[-1]) if answer.evidence else None
        is_unknown = answer.speaker.kind is Kind.UNKNOWN
        if tokens is None or is_unknown or tokens.root.word_class not in {"NOUN", "PROPN"}:
            word = phrase.head.lower
            return UNKNOWN, RESOLVED.get(word) or INDEFINITES.get(word)
        kind = _tell_noun_kind(tokens.root)
        passage = next(each for each in self._passages if each.doc is tokens.doc)
        name = answer.speaker.name if kind in ACTORS else _Phrase(passage, tokens.root).describe()
        return name, kind

    def _has_role(self, name: str, head: Token) -> bool:
        """Tell whether the article gives a person the very role by which a phrase names one.

        A source is mostly somebody named before; "the mayor" who is met may be a new one.
        """
        roles = [role for each in self._names if each.name == name for role in each.roles]
        is_relative = head.lemma.lower() in RELATIVE_ROLES
        return not is_relative and any(head.lower in role.split() for role in roles)

    def _translate(self, name: str, kind: Kind) -> str | None:
        return self._kinds.get(name) or SPEAKER_KINDS.get(kind)


@dataclass(frozen=True, slots=True)
class _Phrase:
    """The words that name a doer or target, by their head."""

    passage: Passage
    head: Token

    def find_span(self, *, widened: bool = False) -> Span:
        """Give the place of the head, what stands before it, and an "of" behind it.

        Widened, it goes on to a name or role in apposition, by which it is resolved.
        """
        last = _find_last(self.head)
        if widened:
            beside = (child for child in self.head.children if child.relation == "appos")
            last = max([last, *beside], key=lambda token: token.i)
        return self.passage.place(self._find_first(), last)

    def describe(self) -> str:
        """Give the words without article and quote marks."""
        doc = self.head.doc
        first = self._find_first()
        while first.i < self.head.i and (
            first.word_class == "DET" or first.is_punct or first.is_space
        ):
            first = doc[first.i + 1]
        words = " ".join(doc[first.i : _find_last(self.head).i + 1].text.split()).strip(MARKS)
        is_name = first.word_class == "PROPN" or first.is_upper
        return words if is_name else words[:1].lower() + words[1:]

    def _find_first(self) -> Token:
        first = self.head.left_edge
        while first.i < self.head.i and (first.relation in LOOSE or first.is_space):
            first = first.neighbour()
        return first


def _find_last(head: Token) -> Token:
    """Find the last word of a phrase: behind an "of", or a name that the parser hung on it."""
    if head.i + 1 >= len(head.doc):
        return head
    after = head.neighbour()
    if after.head == head and after.lower == "of":
        return next((child for child in after.children if child.relation == "pobj"), head)
    for child in head.children:
        is_name = child.relation == "appos" and child.word_class == "PROPN"
        if is_name and child.left_edge.i == head.i + 1:  # President Barack Obama
            return child
    return head


def _tell_kind_of(name: Name, article: Article) -> str:
    """Tell whether a name is a person's, a place's or an organisation's, by most mentions."""
    if name.is_person:
        return PERSON
    return PLACE if is_place(article, name) else ORGANISATION


def _tell_proper_kind(token: Token) -> str | None:
    if token.entity == "NORP":
        return GROUP if token.tag == "NNPS" else PERSON
    if token.entity in PLACES:
        return PLACE
    if token.entity in THINGS:
        return THING
    kinds = {"PERSON": PERSON, "ORG": ORGANISATION}
    return kinds.get(token.entity) or _look_up(token)


def _tell_noun_kind(token: Token) -> str:
    """Tell what a common noun, number or pronoun stands for."""
    if token.entity == "NORP":
        return GROUP
    counted = _find_counted(token)
    if counted is not None:
        kind = _tell_noun_kind(counted)
        return GROUP if kind == PERSON else kind
    if token.lower in INDEFINITES:
        return INDEFINITES[token.lower]
    if token.word_class in {"NUM", "ADJ"} and token.entity not in THINGS:
        return GROUP  # "17 were killed", "the poor"
    if token.word_class in {"PRON", "DET"} or token.entity in THINGS:
        return THING
    kind = _look_up(token) or THING
    return GROUP if kind == PERSON and token.tag in {"NNS", "NNPS"} else kind


def _look_up(token: Token) -> str | None:
    kind = read_noun_kinds().get(token.lemma.lower())
    for word in (token.lower, token.lemma.lower()):
        source = read_source_nouns().get(word)
        if source is not None and kind != PLACE:  # a village speaks as a body; here it is a place
            return SPEAKER_KINDS.get(Kind(source), THING)  # a storm says nothing
    return kind


def _find_counted(token: Token) -> Token | None:
    """Find the people of "dozens of people" and "some of the people"."""
    may_count = token.lemma.lower() in COUNTING or token.word_class in {
        "NUM",
        "PRON",
        "DET",
        "ADJ",
    }
    for of in token.children:
        if may_count and of.lower == "of" and of.i > token.i:
            return next((child for child in of.children if child.relation == "pobj"), None)
    return None


def find_voice(voices: Sequence[Voice], start: int) -> str:
    """Give whose voice a place stands in."""
    number = bisect_right(voices, start, key=lambda voice: voice.span.start) - 1
    return voices[number].name if number >= 0 else NARRATOR
