"""Who each source is, by which rule, and through whom the words reached us."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from toolkit.article import Span, check_article
from toolkit.language import REMEMBERED, find_passages, find_tokens
from toolkit.lexicon import read_source_nouns
from toolkit.names import Name, find_names, fold
from toolkit.quotations import find_quotations
from toolkit.text import WORD, list_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.tokens import Span as Tokens
    from spacy.tokens import Token

    from toolkit.article import Article, Quotation

NARRATOR = "narrator"
UNKNOWN = "unknown"
SINGULAR_PRONOUNS = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f", "hers": "f"}
PLURAL_PRONOUNS = {"they", "them", "their", "we", "our", "us"}
THING_PRONOUNS = {"it", "its"}
RELATIVE_PRONOUNS = {"who", "which", "that", "whom", "whose"}
AUTHOR_PRONOUNS = {"i", "me", "my"}
# Bodies that are told things and print nothing: "told the court" names no relay.
NO_OUTLETS = re.compile(
    r"\b(?:congress|senate|house|committee|council|court|parliament|assembly|board|commission|"
    r"department|ministry|party|university|conference|convention|club|association|summit|"
    r"nations|union|government|police|tribunal|institute|society)\b",
    re.IGNORECASE,
)
SENTENCE_END = re.compile(r"[.!?][\"\u201d\u2019]?\s")
# Weights of what speaks for a person behind "he" or "she", in the order of `_measure_candidate`:
# a conditional logit on 193 pronouns of 84 training articles (152 right; of 86 others, 73).
PERSON_WEIGHTS = (-0.47, 0.54, 1.06, 0.37, 0.87, 0.13, 0.83, 0.17, -0.14, -0.35, 0.35)
INTERVIEW = re.compile(r"\b(?:interview|statement|remarks|comments|appearance|programme|program)$")


class Kind(StrEnum):
    """What a speaker is."""

    PERSON = "person"
    ORGANISATION = "organisation"
    GROUP = "group"
    UNNAMED = "unnamed"
    DOCUMENT = "document"
    UNKNOWN = "unknown"


class Rule(StrEnum):
    """What decided who a source is."""

    NAME = "name"  # the source holds a full name
    SURNAME = "surname"  # part of a name that the article gives in full
    PRONOUN = "pronoun"  # he, she, they: the last fitting person or group
    ROLE = "role"  # a description tied to a name elsewhere
    DESCRIPTION = "description"  # nobody is named: the description itself
    NONE = "none"  # no source


# Share of speakers that each rule names right, given the right source: 1,448 attributions of 84
# training articles (for roles, which are few, 23 with those of the development articles).
RULE_ACCURACY = {
    Rule.NAME: 0.93,
    Rule.SURNAME: 0.99,
    Rule.PRONOUN: 0.78,
    Rule.ROLE: 0.91,
    Rule.DESCRIPTION: 0.77,
    Rule.NONE: 0.79,
}


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, named as fully as the article names them.

    Parameters
    ----------
    name : str
        ``unknown`` where the text does not say or the rules are unsure.
    kind : Kind
    mentions : tuple of Span
        Places where a source names this speaker, in reading order.
    """

    name: str
    kind: Kind
    mentions: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Relay:
    """The outlet or person through whom a speaker's words reached us."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Attribution:
    """A quotation with its speaker and relays, and what decided.

    Parameters
    ----------
    quotation : Quotation
    speaker : Speaker
    relays : tuple of Relay
        From the one nearest the speaker to the one nearest the reader.
    rule : Rule
        What decided who the speaker is.
    evidence : tuple of Span
        The words that decided: the source, and the mention that it was resolved to.
    confidence : float
        Chance that content, source and speaker are right, 0 to 1: the quotation's own times
        the share that the rule names right. NaN where not measured.
    """

    quotation: Quotation
    speaker: Speaker
    relays: tuple[Relay, ...] = ()
    rule: Rule = Rule.NONE
    evidence: tuple[Span, ...] = ()
    confidence: float = math.nan


@dataclass(frozen=True, slots=True)
class Voice:
    """A stretch of an article in one voice.

    Parameters
    ----------
    span : Span
        Inside one part of the article.
    name : str
        The speaker's name, ``unknown``, or ``narrator``.
    part : str
        Kind of the part, such as ``headline`` or ``paragraph``.
    """

    span: Span
    name: str
    part: str


class _Scene:
    """An article with what is known of it before the first quotation is attributed."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.names = find_names(article)
        self._passages = find_passages(article)
        self._passage_of = {id(passage.doc): passage for passage in self._passages}
        self._mentions = sorted(
            (mention, number)
            for number, name in enumerate(self.names)
            for mention in name.mentions
        )

    def find_tokens(self, span: Span) -> Tokens | None:
        """Give the parsed words at a place, or None outside the parts that were parsed."""
        return find_tokens(self._passages, span)

    def place(self, tokens: Tokens) -> Span:
        """Give the place in the article of words that `find_tokens` found."""
        return self._passage_of[id(tokens.doc)].place(tokens[0], tokens[-1])

    def find_named(self, span: Span) -> tuple[Name, Span] | None:
        """Find the name whose mention lies at a place, and the mention."""
        number = bisect_right(self._mentions, (span, len(self.names)))
        for mention, name in self._mentions[max(0, number - 1) : number + 1]:
            if mention.overlaps(span):
                return self.names[name], mention
        return None

    def find_surname(self, word: str) -> Name | None:
        """Find the one person whose surname a capitalised word is, where spaCy saw no name."""
        fitting = [
            name
            for name in self.names
            if name.is_person and fold(name.name.split()[-1:]) == fold([word])
        ]
        return fitting[0] if len(fitting) == 1 and word[0].isupper() else None


@dataclass(frozen=True, slots=True)
class _Decision:
    """Who a source is, and what decided."""

    name: str
    kind: Kind
    rule: Rule
    evidence: tuple[Span, ...] = ()


NOBODY = _Decision(UNKNOWN, Kind.UNKNOWN, Rule.NONE)


@lru_cache(maxsize=REMEMBERED)
def _attribute(article: Article) -> tuple[Attribution, ...]:
    return tuple(attribute_quotations(article, find_quotations(article)))


def find_attributions(article: Article) -> list[Attribution]:
    """Find the quotations of an article, each with its speaker and relays.

    Parameters
    ----------
    article : Article

    Returns
    -------
    list of Attribution
        In reading order, as `find_quotations` finds them.

    Examples
    --------
    >>> from toolkit.article import Article
    >>> text = '"We won the vote," TASS quoted Ann Lee as saying. She was glad, she said.'
    >>> article = Article(text)
    >>> for found in find_attributions(article):
    ...     print(found.speaker.name, [relay.name for relay in found.relays], found.rule)
    Ann Lee ['TASS'] name
    Ann Lee [] pronoun
    """
    check_article(article)
    return list(_attribute(article))


def attribute_quotations(article: Article, quotations: Iterable[Quotation]) -> list[Attribution]:
    """Decide who speaks in each of some quotations, whoever found them.

    Parameters
    ----------
    article : Article
    quotations : iterable of Quotation
        In reading order: a pronoun may stand for the speaker before.

    Returns
    -------
    list of Attribution
        One a quotation, in the order given. A quotation without a source has the
        speaker ``unknown``; no speaker is ever invented.

    Notes
    -----
    Rules alone, tried in the order of `Rule`. Known to err: a pronoun that stands for
    somebody two sentences back, roles held by two persons, nicknames.
    """
    check_article(article)
    scene = _Scene(article)
    decided: list[tuple[Quotation, _Decision, tuple[Relay, ...]]] = []
    past: list[_Decision] = []
    for quotation in quotations:
        decision = _decide(scene, quotation, past)
        decided.append((quotation, decision, tuple(_find_relays(scene, quotation))))
        if decision.kind is not Kind.UNKNOWN:
            past.append(decision)
    mentions: dict[str, list[Span]] = {}
    for quotation, decision, _ in decided:
        mentions.setdefault(decision.name, []).extend(quotation.source)
    return [
        Attribution(
            quotation=quotation,
            speaker=Speaker(
                decision.name, decision.kind, tuple(sorted({*mentions[decision.name]}))
            ),
            relays=relays,
            rule=decision.rule,
            evidence=decision.evidence,
            confidence=quotation.confidence * RULE_ACCURACY[decision.rule],
        )
        for quotation, decision, relays in decided
    ]


def find_speakers(article: Article) -> list[Speaker]:
    """Find who speaks in an article.

    Returns
    -------
    list of Speaker
        By first quotation. Quotations without a source have no speaker here.

    Examples
    --------
    >>> from toolkit.article import Article
    >>> article = Article("Rates will rise, Ann Lee said. Lee added that jobs would follow.")
    >>> [speaker.name for speaker in find_speakers(article)]
    ['Ann Lee']
    """
    speakers = (attribution.speaker for attribution in find_attributions(article))
    return list({s.name: s for s in speakers if s.kind is not Kind.UNKNOWN}.values())


def find_voices(article: Article) -> list[Voice]:
    """Cut an article into stretches of one voice each: a speaker, or the narrator.

    Returns
    -------
    list of Voice
        In reading order, without overlap. Together they cover every part but the blanks
        around a stretch. What a quotation contains is its speaker's voice, quoted or
        paraphrased; cue, source and all the rest are the narrator's.

    Examples
    --------
    >>> from toolkit.article import Article
    >>> article = Article("Rates will rise, Ann Lee said.")
    >>> [(voice.name, voice.span.of(article.text)) for voice in find_voices(article)]
    [('Ann Lee', 'Rates will rise'), ('narrator', ', Ann Lee said.')]
    """
    said = sorted(
        (span, attribution.speaker.name)
        for attribution in find_attributions(article)
        for span in attribution.quotation.content
    )
    voices: list[Voice] = []
    for part in list_parts(article):
        position = part.span.start
        for span, name in said:
            start, end = max(span.start, position), min(span.end, part.span.end)
            if start >= end:
                continue
            voices += _make_voice(article.text, position, start, NARRATOR, part.kind)
            voices += _make_voice(article.text, start, end, name, part.kind)
            position = end
        voices += _make_voice(article.text, position, part.span.end, NARRATOR, part.kind)
    return voices


def _make_voice(text: str, start: int, end: int, name: str, part: str) -> list[Voice]:
    piece = text[start:end]
    if not piece.strip():
        return []
    left = start + len(piece) - len(piece.lstrip())
    return [Voice(Span(left, left + len(piece.strip())), name, part)]


# ---- who a source is -----------------------------------------------------------------------


def _decide(scene: _Scene, quotation: Quotation, past: list[_Decision]) -> _Decision:
    if not quotation.source:
        return NOBODY
    tokens = scene.find_tokens(quotation.source[0])
    words = [token for token in tokens or () if WORD.search(token.text)]
    if tokens is None or not words:
        return NOBODY
    if len(words) == 1 and words[0].lower_ in AUTHOR_PRONOUNS:
        return _Decision("author", Kind.PERSON, Rule.PRONOUN, quotation.source)
    if len(words) == 1 and words[0].pos_ in {"PRON", "DET", "SCONJ"}:
        return _decide_pronoun(scene, words[0], quotation.source[0], past)
    return _decide_phrase(scene, tokens, quotation.source[0])


def _decide_pronoun(scene: _Scene, token: Token, place: Span, past: list[_Decision]) -> _Decision:
    word = token.lower_
    if word in RELATIVE_PRONOUNS:
        return _decide_relative(scene, token, place)
    if word in SINGULAR_PRONOUNS:
        return _find_person(scene, SINGULAR_PRONOUNS[word], place, past)
    fitting = {Kind.ORGANISATION, Kind.DOCUMENT}
    if word in PLURAL_PRONOUNS:
        fitting = {Kind.GROUP, Kind.ORGANISATION}
    elif word not in THING_PRONOUNS:
        return _Decision(word, Kind.GROUP, Rule.DESCRIPTION, (place,))
    previous = past[-1] if past else NOBODY
    if previous.kind in fitting:
        evidence = (place, previous.evidence[-1])
        return _Decision(previous.name, previous.kind, Rule.PRONOUN, evidence)
    return replace(NOBODY, evidence=(place,))


def _decide_relative(scene: _Scene, token: Token, place: Span) -> _Decision:
    """Find what "who" refers to: the noun that its clause hangs on."""
    clause = next((a for a in token.ancestors if a.dep_ in {"relcl", "acl"}), None)
    if clause is None or clause.head.i >= token.i:
        return replace(NOBODY, evidence=(place,))
    noun = clause.head
    phrase = token.doc[noun.left_edge.i : max(noun.i + 1, token.i)]
    while len(phrase) > 1 and phrase[-1].is_punct:
        phrase = phrase[:-1]
    decision = _decide_phrase(scene, phrase, scene.place(phrase))
    return replace(decision, rule=Rule.PRONOUN, evidence=(place, *decision.evidence))


def _find_person(scene: _Scene, gender: str, place: Span, past: list[_Decision]) -> _Decision:
    """Find whom he or she stands for: the person before it that fits best."""
    candidates = [
        (name, before[-1])
        for name in scene.names
        if name.is_person and name.gender in {gender, ""}
        if (before := [mention for mention in name.mentions if mention.end <= place.start])
    ]
    if not candidates:
        return replace(NOBODY, evidence=(place,))
    candidates.sort(key=lambda candidate: candidate[1], reverse=True)
    scores = [
        sum(
            weight * value
            for weight, value in zip(
                PERSON_WEIGHTS,
                _measure_candidate(scene, name, mention, rank, place, past),
                strict=True,
            )
        )
        for rank, (name, mention) in enumerate(candidates)
    ]
    name, mention = candidates[scores.index(max(scores))]
    return _Decision(name.name, Kind.PERSON, Rule.PRONOUN, (place, mention))


def _measure_candidate(  # noqa: PLR0913 - all that is known of a candidate
    scene: _Scene, name: Name, mention: Span, rank: int, place: Span, past: list[_Decision]
) -> tuple[float, ...]:
    """Measure what speaks for a person, in the order of `PERSON_WEIGHTS`."""
    between = scene.article.text[mention.end : place.start]
    sentences = len(SENTENCE_END.findall(between))
    tokens = scene.find_tokens(mention)
    is_subject = tokens is not None and tokens.root.dep_ in {"nsubj", "nsubjpass"}
    speakers = [decision.name for decision in past]
    return (
        float(min(sentences, 8)),
        math.log1p(len(between)),
        float(is_subject),
        float(is_subject and sentences <= 1),
        float(speakers[-1:] == [name.name]),
        float(name.name in speakers[-3:]),
        math.log1p(speakers.count(name.name)),
        float(name.gender != ""),
        math.log1p(len(name.mentions)),
        float(min(rank, 5)),
        float("\n" not in between),
    )


def _decide_phrase(scene: _Scene, tokens: Tokens, place: Span) -> _Decision:
    head = tokens.root
    if _joins_names(tokens, head):
        return _describe(scene, tokens, place, Kind.GROUP)
    named = _find_name_of(scene, tokens, head)
    if named is not None:
        name, mention = named
        is_full = name.name in mention.of(scene.article.text)
        kind = Kind.PERSON if name.is_person else Kind.ORGANISATION
        return _Decision(name.name, kind, Rule.NAME if is_full else Rule.SURNAME, (mention,))
    kind = _tell_kind(tokens, head)
    if kind is Kind.UNNAMED:
        holder = _find_role_holder(scene, tokens, head, place)
        if holder is not None:
            return holder
    described = _describe(scene, tokens, place, kind)
    return replace(described, rule=Rule.NAME) if head.pos_ == "PROPN" else described


def _tell_kind(tokens: Tokens, head: Token) -> Kind:
    """Tell what a source is that the article does not name elsewhere, by its noun."""
    nouns = read_source_nouns()
    kind = nouns.get(head.lower_) or nouns.get(head.lemma_.lower())
    is_plural = head.tag_ in {"NNS", "NNPS"} or any(
        t.pos_ == "NUM" or t.text == "%" for t in tokens
    )
    if kind == "document" or (kind and not is_plural):
        return Kind(kind)
    if head.pos_ == "PROPN" and head.tag_ == "NNP":
        if head.ent_type_ == "NORP":  # "the Democrat", "a Russian"
            return Kind.UNNAMED
        is_body = head.ent_type_ in {"ORG", "GPE", "FAC"}
        return Kind.ORGANISATION if is_body else Kind.PERSON
    return Kind.GROUP if is_plural or head.lower_ in {"percent", "half"} else Kind.UNNAMED


def _joins_names(tokens: Tokens, head: Token) -> bool:
    return any(child.dep_ == "conj" and child.i < tokens.end for child in head.children)


def _find_name_of(scene: _Scene, tokens: Tokens, head: Token) -> tuple[Name, Span] | None:
    """Find the name at the head of a source, or in apposition to it."""
    beside = [child for child in head.children if child.dep_ == "appos"]
    heads = [head, *beside] if head.tag_ != "NNS" else [head]  # "two men, Lee and Day" are both
    if head.dep_ == "appos" and head.head in tokens:
        heads.append(head.head)
    for token in heads:
        if token in tokens:
            place = scene.place(token.doc[token.i : token.i + 1])
            named = scene.find_named(place)
            if named is None and (name := scene.find_surname(token.text)):
                named = name, place
            if named is not None:
                return named
    return None


def _find_role_holder(scene: _Scene, tokens: Tokens, head: Token, place: Span) -> _Decision | None:
    """Find the person whose title or apposition says what a description says."""
    is_definite = any(
        token.lower_ in {"the", "his", "her", "their"} or token.dep_ == "poss" for token in tokens
    )
    if not is_definite:
        return None
    words = {token.lower_ for token in tokens if token.pos_ in {"NOUN", "ADJ", "PROPN"}}
    named = [
        (name, {*role.split()})
        for name in scene.names
        for role in name.roles
        if head.lower_ in role.split() and "former" not in role
    ]
    holders = {name.name: name for name, role in named if words <= role}
    if not holders and len({name.name for name, _ in named}) == 1:
        holders = {name.name: name for name, _ in named}  # nobody else has the role
    if not holders:
        return None
    before = [n for n in holders.values() if n.mentions[0].end <= place.start]
    name = max(before or holders.values(), key=lambda name: len(name.mentions))
    return _Decision(name.name, Kind.PERSON, Rule.ROLE, (place, name.mentions[0]))


def _describe(scene: _Scene, tokens: Tokens, place: Span, kind: Kind) -> _Decision:
    """Name a speaker by the source's own words, without what follows a comma."""
    kept = [token for token in tokens if not token.is_space]
    kept = kept[: next((n for n, token in enumerate(kept) if token.text == "," and n), len(kept))]
    while len(kept) > 1 and (kept[-1].is_punct or kept[-1].tag_ == "POS"):
        kept.pop()
    if len(kept) > 1 and kept[0].lower_ == "the":
        kept.pop(0)
    doc = kept[0].doc
    name = " ".join(doc[kept[0].i : kept[-1].i + 1].text.split())
    if kept[0].pos_ != "PROPN" and not kept[0].is_upper:
        name = name[0].lower() + name[1:]
    possessor = _find_possessor(scene, kept[0], place) if len(kept) > 1 else NOBODY
    if possessor.kind is Kind.PERSON and " " in name:
        name = f"{possessor.name}'s {name.split(maxsplit=1)[1]}"
    return _Decision(name, kind, Rule.DESCRIPTION, (place, *possessor.evidence[1:]))


def _find_possessor(scene: _Scene, token: Token, place: Span) -> _Decision:
    """Find whose lawyer "his lawyer" is."""
    gender = SINGULAR_PRONOUNS.get(token.lower_) if token.tag_ == "PRP$" else None
    return _find_person(scene, gender, place, []) if gender else NOBODY


# ---- through whom --------------------------------------------------------------------------


def _find_relays(scene: _Scene, quotation: Quotation) -> Iterator[Relay]:
    """Find who carried the words, from the one nearest the speaker to the one nearest us."""
    if not quotation.cue:
        return
    own = [*quotation.content, *quotation.source]
    seen: set[str] = set()
    for tokens in _list_carriers(scene, quotation):
        place = scene.place(tokens)
        if any(place.overlaps(span) for span in own):
            continue
        named = scene.find_named(place)
        name = named[0].name if named else " ".join(tokens.text.split())
        if name not in seen:
            seen.add(name)
            yield Relay(name, place)


def _list_carriers(scene: _Scene, quotation: Quotation) -> Iterator[Tokens]:
    cue = scene.find_tokens(quotation.cue[0])
    if cue is None:
        return
    verb = next((token for token in cue if token.pos_ == "VERB"), None)
    if verb is None:
        return
    if len(quotation.cue) > 1:  # "TASS quoted Putin as saying"
        yield from (_get_phrase(child) for child in verb.children if child.dep_ == "nsubj")
    yield from (_get_phrase(token) for token in _list_hearers(verb))
    for token in verb.sent:
        if token.lower_ == "according":
            yield from (
                _get_phrase(child)
                for to in token.children
                if to.lower_ == "to"
                for child in to.children
            )


def _list_hearers(verb: Token) -> Iterator[Token]:
    """List outlets that were told: "told CNN", "in an interview with the Times"."""
    if verb.lemma_ == "tell":
        yield from (
            child
            for child in verb.children
            if child.dep_ in {"dobj", "dative"} and _may_be_outlet(child)
        )
    for preposition in verb.children:
        if preposition.dep_ != "prep":
            continue
        for noun in preposition.children:
            if INTERVIEW.search(noun.lower_):
                yield from (
                    child
                    for link in noun.children
                    if link.lower_ in {"with", "to", "on"}
                    for child in link.children
                    if _may_be_outlet(child)
                )


def _may_be_outlet(token: Token) -> bool:
    phrase = _get_phrase(token)
    is_named = any(t.ent_type_ == "ORG" or (t.pos_ == "PROPN" and t.is_upper) for t in phrase)
    return is_named and not NO_OUTLETS.search(phrase.text)


def _get_phrase(token: Token) -> Tokens:
    """Give a carrier's name: the apposition if there is one ("the agency TASS")."""
    for child in token.children:
        if child.dep_ == "appos" and child.pos_ == "PROPN":
            token = child
    return token.doc[token.left_edge.i : token.i + 1]
