"""Who does what to whom: one row a predicate, each down to the words it came from."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from toolkit.article import FURNITURE, Article, Quotation, Span
from toolkit.language import find_passages, find_tokens
from toolkit.lexicon import read_cues, read_noun_kinds, read_source_nouns
from toolkit.names import find_names
from toolkit.predicates import Construction, find_predicates
from toolkit.speakers import (
    NARRATOR,
    UNKNOWN,
    Kind,
    Rule,
    attribute_quotations,
    find_attributions,
    find_voices,
)
from toolkit.tables import iter_articles, to_table
from toolkit.text import list_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pandas as pd
    from spacy.tokens import Doc, Token

    from toolkit.language import Passage
    from toolkit.names import Name
    from toolkit.predicates import Predicate, Role
    from toolkit.speakers import Attribution, Voice

ACTIONS = {
    "article": "str",
    "part": "str",
    "paragraph": "Int64",
    "sentence": "int64",
    "predicate": "int64",
    "doer": "str",
    "verb": "str",
    "target": "str",
    "voice": "str",
    "construction": "str",
    "doer_kind": "str",
    "target_kind": "str",
    "negated": "bool",
    "modal": "str",
    "speech": "bool",
    "doer_link": "str",
    "target_link": "str",
    "verb_start": "int64",
    "verb_end": "int64",
    "doer_start": "Int64",
    "doer_end": "Int64",
    "target_start": "Int64",
    "target_end": "Int64",
}
PERSON, ORGANISATION, PLACE, GROUP, THING = "person", "organisation", "place", "group", "thing"
ACTORS = {PERSON, ORGANISATION, PLACE, GROUP}
PLACES = {"GPE", "LOC", "FAC"}
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
UNSURE = {"they", "them", "it", "you"}  # persons or things, where nothing says which
REFLEXIVES = {"himself", "herself", "itself", "themselves", "myself", "ourselves"}
INDEFINITES = {
    "anybody": PERSON, "anyone": PERSON, "everybody": PERSON, "everyone": PERSON,
    "nobody": PERSON, "one": PERSON, "somebody": PERSON, "someone": PERSON, "who": PERSON,
    "all": GROUP, "both": GROUP, "few": GROUP, "many": GROUP, "most": GROUP, "none": GROUP,
    "other": GROUP, "several": GROUP, "some": GROUP, "those": GROUP, "others": GROUP,
}  # fmt: skip
# Verbs that report at times and do more at others: they report where a quotation's cue has them.
DEEDS = {
    "attack", "blast", "decline", "defend", "demonstrate", "find", "oppose", "order", "plan",
    "post", "press", "prove", "read", "refuse", "reject", "seek", "show", "slam", "support",
    "welcome",
}  # fmt: skip
# Nouns that count others: "dozens of people" are people.
COUNTING = {
    "billion", "bunch", "couple", "dozen", "group", "half", "handful", "host", "hundred", "kind",
    "lot", "majority", "million", "minority", "number", "pair", "part", "percent", "quarter",
    "range", "rest", "score", "series", "share", "sort", "third", "thousand", "type", "wave", "%",
}  # fmt: skip
# The place and agency before the first words, where no loader set them apart.
DATELINE = re.compile(
    r"\s*(?:[A-Z][\w.'\u2019-]*,? ?){1,5}(?:\d{1,2} ?)?"
    r"(?P<agency>\([A-Z][\w. /]{1,25}\) ?)?(?::|\u2014|\u2013|--?)(?=\s)"
)
RELATIVE_ROLES = {"counterpart"}  # whose they are decides: one title's is not the other's
LOOSE = {"cc", "preconj", "punct", "advmod", "neg"}  # at the start of a phrase, no part of it
MARKS = "\"'\u2018\u2019\u201c\u201d"


@dataclass(frozen=True, slots=True)
class _Actor:
    """Who or what a doer or target is."""

    name: str
    kind: str | None
    span: Span
    link: str


def action_table(articles: Article | Iterable[Article]) -> pd.DataFrame:
    """Make one row per predicate: who does what to whom, and in whose voice it is told.

    Parameters
    ----------
    articles : Article or iterable of Article
        Bylines, datelines, captions and trailers are left out; headlines are in, with
        `part` to tell them: the parser errs more on them.

    Returns
    -------
    DataFrame
        In reading order. A predicate whose doers or targets are coordinated ("X and Y
        met Z") has a row for each pair of them, all with one number in `predicate`.

        article, part : str
        paragraph : int
            From 1; NA in headlines and subheadings.
        sentence : int
            From 1, as `sentence_sentiment_table` counts them.
        predicate : int
            From 1 in each article. Count these rather than rows.
        doer, verb, target : str
            Who acts, the verb's lemma with particle or preposition (``carry out``,
            ``meet with``), who or what is acted on. Persons, organisations and places
            under the names that `speaker_table` uses; others by their own words; ``unknown``
            for a pronoun that nothing resolves; ``we (X)`` for a "we" of X's. NaN: the
            text names none.
        voice : str
            In whose words it stands: a speaker's name, ``unknown``, or ``narrator``.
        construction : str
            ``active``, ``passive with agent``, ``passive without agent``, or
            ``nominalised`` ("Y's attack on X"; only where both are named).
        doer_kind, target_kind : str
            ``person``, ``organisation``, ``place`` (also where it stands for its
            government), ``group``, ``thing``. NaN: none, or a pronoun that may be either.
        negated : bool
            By *not*, *never*, or *no* at doer or target. "Failed to" is a verb of its own.
        modal : str
            Lemma of *will*, *may*, *would* and the like, or ``have to``, ``be going to``,
            ``used to``; empty without one.
        speech : bool
            Whether the verb reports speech or thought: it is a quotation's cue, or in our list
            of reporting verbs. Its doer speaks, and does no more.
        doer_link, target_link : str
            What ties them to the verb: ``stated`` beside it, or inferred, ``relative``
            (what "who" refers to), ``shared`` (from a coordinated verb), ``control`` ("urged
            X to leave"), ``modifier`` ("gaps hampering a deal"), ``preposition`` ("met with X").
        verb_start, verb_end, doer_start, ..., target_end : int
            Places in the article's text: of the head noun with what stands before it and an
            "of" behind it. NA where there is none.

    Notes
    -----
    Left out: *be*, which says what something is and not what it does (*have* stays: "had
    talks" is an act); verbs used as adjectives or prepositions ("elected mayor",
    "including"); doers and targets that are clauses. Measured in benchmarks/actions against
    hand-made syntax, from plain text. A passive hides nobody by itself: often its doer stands
    beside it, or everybody knows.

    Examples
    --------
    >>> from toolkit.article import Article
    >>> table = action_table(Article("Ann Lee met Bob Clark. Clark was hit by police."))
    >>> table[["doer", "verb", "target", "construction"]]
          doer  verb     target        construction
    0  Ann Lee  meet  Bob Clark              active
    1   police   hit  Bob Clark  passive with agent
    """
    return to_table(
        (row for article in iter_articles(articles) for row in _list_rows(article)), ACTIONS
    )


def _list_rows(article: Article) -> Iterator[dict[str, object]]:
    found = list(_find_predicates(article))
    namer = _Namer(article, found)
    cued = _list_cued(article)
    paragraphs = [part.span for part in list_parts(article) if part.kind == "paragraph"]
    paragraph_of = {span: number for number, span in enumerate(paragraphs, start=1)}
    number = 0
    for passage, sentence, predicate in found:
        lemma = predicate.words[0].lemma_.lower()
        doers = [namer.find_actor(passage, role) for role in predicate.doers]
        if lemma in read_cues():
            doers = [_doubt(doer, article.text) for doer in doers]
        targets = [namer.find_actor(passage, role) for role in predicate.targets]
        targets = [_reflect(target, doers, article.text) for target in targets]
        place = _place_verb(passage, predicate)
        is_sure = any(doer.kind in ACTORS for doer in doers)
        if predicate.construction is Construction.NOMINALISED and not is_sure:
            continue
        number += 1
        shared = {
            "article": article.id,
            "part": passage.part.kind,
            "paragraph": paragraph_of.get(passage.part.span),
            "sentence": sentence,
            "predicate": number,
            "verb": predicate.lemma,
            "voice": _find_voice(namer.voices, place.start),
            "construction": str(predicate.construction),
            "negated": predicate.negated,
            "modal": predicate.modal,
            "speech": place.start in cued or (lemma in read_cues() and lemma not in DEEDS),
            "verb_start": place.start,
            "verb_end": place.end,
        }
        for doer, target in product(_or_none(doers), _or_none(targets)):
            row = shared | _describe("doer", doer) | _describe("target", target)
            yield {column: row[column] for column in ACTIONS}


def _find_predicates(article: Article) -> Iterator[tuple[Passage, int, Predicate]]:
    """Find the predicates of an article with the number of their sentence."""
    sentence = 0
    is_first = True
    for passage in find_passages(article):
        if passage.part.kind in FURNITURE:
            continue
        skipped: range | tuple[()] = ()
        if passage.part.kind == "paragraph" and is_first:
            skipped = _find_dateline(passage.doc)
            is_first = False
        starts = [span.start for span in passage.find_sentences()]
        for predicate in find_predicates(passage.doc, skipped):
            place = passage.place(predicate.words[0], predicate.words[0])
            yield passage, sentence + bisect_right(starts, place.start), predicate
        sentence += len(starts)


def _find_dateline(doc: Doc) -> range:
    """Find the tokens of "London (Reuters) -": of a place, in capitals, or with an agency."""
    match = DATELINE.match(doc.text)
    if match is None:
        return range(0)
    tokens = doc[: sum(token.idx < match.end() for token in doc)]
    is_sure = tokens[0].ent_type_ in PLACES or tokens[0].is_upper or match["agency"]
    return range(len(tokens)) if is_sure else range(0)


def _list_cued(article: Article) -> set[int]:
    """List the characters of all cues: verbs that report here, whatever they mean elsewhere."""
    cues = (span for found in find_attributions(article) for span in found.quotation.cue)
    return {place for span in cues for place in range(span.start, span.end)}


def _place_verb(passage: Passage, predicate: Predicate) -> Span:
    """Give the place of a verb with its particle, where they stand together."""
    verb, *rest = predicate.words
    last = rest[0] if rest and rest[0].i == verb.i + 1 else verb
    return passage.place(verb, last)


def _find_voice(voices: Sequence[Voice], start: int) -> str:
    number = bisect_right(voices, start, key=lambda voice: voice.span.start) - 1
    return voices[number].name if number >= 0 else NARRATOR


def _or_none(actors: Sequence[_Actor]) -> Sequence[_Actor | None]:
    return actors or (None,)


def _describe(column: str, actor: _Actor | None) -> dict[str, object]:
    return {
        column: actor and actor.name,
        f"{column}_kind": actor and actor.kind,
        f"{column}_link": actor and actor.link,
        f"{column}_start": actor and actor.span.start,
        f"{column}_end": actor and actor.span.end,
    }


def _reflect(target: _Actor, doers: Sequence[_Actor], text: str) -> _Actor:
    """Give "himself" the name of who does it."""
    if len(doers) != 1 or target.span.of(text).lower() not in REFLEXIVES:
        return target
    return _Actor(doers[0].name, doers[0].kind, target.span, target.link)


def _doubt(doer: _Actor, text: str) -> _Actor:
    """Take back what "they" stand for who speak or think, if that is a thing."""
    if doer.kind != THING or doer.span.of(text).lower() not in UNSURE:
        return doer
    return _Actor(UNKNOWN, None, doer.span, doer.link)


# ---- who doers and targets are -------------------------------------------------------------


class _Namer:
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

    def find_actor(self, passage: Passage, role: Role) -> _Actor:
        span = _Phrase(passage, role.token).find_span()
        name, kind = self._decided[span]
        return _Actor(name, kind, span, str(role.link))

    def _decide(
        self, article: Article, phrases: Iterable[_Phrase]
    ) -> dict[Span, tuple[str, str | None]]:
        """Name each doer and target once; those that may speak, by the rules for speakers."""
        sources = {
            attribution.quotation.source[0]: attribution
            for attribution in find_attributions(article)
            if attribution.quotation.source and attribution.rule is Rule.PRONOUN
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
        word = phrase.head.lower_
        voice = _find_voice(self.voices, phrase.find_span().start)
        if word in {"i", "me"}:
            return ("author" if voice == NARRATOR else voice), PERSON
        if word in {"we", "us"}:
            return ("we" if voice == NARRATOR else f"we ({voice})"), GROUP
        if word in UNSURE or word in RESOLVED:
            return None
        if self._is_named(phrase):
            return None
        if phrase.head.pos_ == "PROPN":
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
        if head.pos_ == "PRON" and speaker.name not in self._kinds:
            return self._read_antecedent(phrase, answer)
        if head.pos_ == "PRON" or answer.rule in {Rule.NAME, Rule.SURNAME}:
            kind = _tell_proper_kind(head) if speaker.name not in self._kinds else None
            return speaker.name, kind or self._translate(speaker.name, speaker.kind)
        if answer.rule is Rule.ROLE and self._has_role(speaker.name, head):
            return speaker.name, PERSON
        if answer.rule is Rule.DESCRIPTION and speaker.kind is not Kind.UNKNOWN:
            return speaker.name, _tell_noun_kind(head)
        return phrase.describe(), _tell_noun_kind(head)

    def _read_antecedent(self, phrase: _Phrase, answer: Attribution) -> tuple[str, str | None]:
        """Name what a pronoun stands for that has no name, as it is named where it stands."""
        tokens = find_tokens(self._passages, answer.evidence[-1]) if answer.evidence else None
        is_unknown = answer.speaker.kind is Kind.UNKNOWN
        if tokens is None or is_unknown or tokens.root.pos_ not in {"NOUN", "PROPN"}:
            return UNKNOWN, RESOLVED.get(phrase.head.lower_)
        kind = _tell_noun_kind(tokens.root)
        passage = next(each for each in self._passages if each.doc is tokens.doc)
        name = answer.speaker.name if kind in ACTORS else _Phrase(passage, tokens.root).describe()
        return name, kind

    def _has_role(self, name: str, head: Token) -> bool:
        """Tell whether the article gives a person the very role by which a phrase names one.

        A source is mostly somebody named before; "the mayor" who is met may be a new one.
        """
        roles = [role for each in self._names if each.name == name for role in each.roles]
        is_relative = head.lemma_.lower() in RELATIVE_ROLES
        return not is_relative and any(head.lower_ in role.split() for role in roles)

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
            beside = (child for child in self.head.children if child.dep_ == "appos")
            last = max([last, *beside], key=lambda token: token.i)
        return self.passage.place(self._find_first(), last)

    def describe(self) -> str:
        """Give the words without article and quote marks."""
        doc = self.head.doc
        first = self._find_first()
        while first.i < self.head.i and (first.pos_ == "DET" or first.is_punct or first.is_space):
            first = doc[first.i + 1]
        words = " ".join(doc[first.i : _find_last(self.head).i + 1].text.split()).strip(MARKS)
        is_name = first.pos_ == "PROPN" or first.is_upper
        return words if is_name else words[:1].lower() + words[1:]

    def _find_first(self) -> Token:
        first = self.head.left_edge
        while first.i < self.head.i and (first.dep_ in LOOSE or first.is_space):
            first = first.nbor()
        return first


def _find_last(head: Token) -> Token:
    """Find the last word of a phrase: behind an "of", or a name that the parser hung on it."""
    if head.i + 1 >= len(head.doc):
        return head
    after = head.nbor()
    if after.head == head and after.lower_ == "of":
        return next((child for child in after.children if child.dep_ == "pobj"), head)
    for child in head.children:
        is_name = child.dep_ == "appos" and child.pos_ == "PROPN"
        if is_name and child.left_edge.i == head.i + 1:  # President Barack Obama
            return child
    return head


def _tell_kind_of(name: Name, article: Article) -> str:
    """Tell whether a name is a person's, a place's or an organisation's, by most mentions."""
    if name.is_person:
        return PERSON
    passages = find_passages(article)
    found = (find_tokens(passages, mention) for mention in name.mentions)
    labels = Counter(tokens.root.ent_type_ in PLACES for tokens in found if tokens is not None)
    return PLACE if labels[True] > labels[False] else ORGANISATION


def _tell_proper_kind(token: Token) -> str | None:
    if token.ent_type_ == "NORP":
        return GROUP if token.tag_ == "NNPS" else PERSON
    if token.ent_type_ in PLACES:
        return PLACE
    if token.ent_type_ in THINGS:
        return THING
    kinds = {"PERSON": PERSON, "ORG": ORGANISATION}
    return kinds.get(token.ent_type_) or _look_up(token)


def _tell_noun_kind(token: Token) -> str:
    """Tell what a common noun, number or pronoun stands for."""
    if token.ent_type_ == "NORP":
        return GROUP
    counted = _find_counted(token)
    if counted is not None:
        kind = _tell_noun_kind(counted)
        return GROUP if kind == PERSON else kind
    if token.lower_ in INDEFINITES:
        return INDEFINITES[token.lower_]
    if token.pos_ in {"NUM", "ADJ"} and token.ent_type_ not in THINGS:
        return GROUP  # "17 were killed", "the poor"
    if token.pos_ in {"PRON", "DET"} or token.ent_type_ in THINGS:
        return THING
    kind = _look_up(token) or THING
    return GROUP if kind == PERSON and token.tag_ in {"NNS", "NNPS"} else kind


def _look_up(token: Token) -> str | None:
    kind = read_noun_kinds().get(token.lemma_.lower())
    for word in (token.lower_, token.lemma_.lower()):
        source = read_source_nouns().get(word)
        if source is not None and kind != PLACE:  # a village speaks as a body; here it is a place
            return SPEAKER_KINDS.get(Kind(source), PERSON)
    return kind


def _find_counted(token: Token) -> Token | None:
    """Find the people of "dozens of people" and "some of the people"."""
    may_count = token.lemma_.lower() in COUNTING or token.pos_ in {"NUM", "PRON", "DET", "ADJ"}
    for of in token.children:
        if may_count and of.lower_ == "of" and of.i > token.i:
            return next((child for child in of.children if child.dep_ == "pobj"), None)
    return None
