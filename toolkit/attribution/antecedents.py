"""Whom a pronoun or a description stands for: the names before it, measured and ranked."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from toolkit.attribution.seen import Seen, find_seen
from toolkit.attribution.turns import list_labels
from toolkit.base import Span, lies_in, read_antecedent_weights
from toolkit.engine import find_passages
from toolkit.grammar import SUBJECTS, find_tokens
from toolkit.people import By, Name, find_names, fold, get_initials, weigh_signs
from toolkit.reader import Sought

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from toolkit.base import Article, Kind, Quotation
    from toolkit.grammar import Parse, Passage, Token, Tokens

PARAGRAPH_END = re.compile(r"\n\s*")
# Neither is tuned: both belong to facts whose weights were learned (training/train_speakers.py).
LEAD = 600  # characters: headline and first paragraph or two
# The learned facts and the reader's chances count half each: of 802 questions of articles from
# which neither learned, the mean of both has the best log-likelihood.
SHARE = 0.5
LEAST_SEEN = -7.0  # of the logarithm of a chance: beyond it, nothing is less likely
# Chance of nobody that is named, at most: what the reader leaves to nobody is often theirs whom it
# passed over. 0.05 has most right speakers in 77 invented articles (72.7 of 100; with 0.2 72.4,
# with 0.01 72.5, without 72.1), and no fewer than any other on own dev and modern_dev.
MOST_NOBODY = 0.05
NEAREST = 64  # candidates that are measured: so many only long texts have
FAR = 8  # sentences from which on one is as far as another


class Asked(StrEnum):
    """What asks for an antecedent; each has weights of its own."""

    PERSON = "person"  # he, she
    PEOPLE = "people"  # they, we
    THING = "thing"  # it
    ROLE = "role"  # the nominee, a judge
    BODY = "body"  # the agency


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody or something that a pronoun or description may stand for.

    Parameters
    ----------
    name, kind : str
        As a speaker has them.
    mentions : tuple of Span
        Every place in the article that names it, in reading order.
    roles : tuple of str
    gender : str
    is_described : bool
        It has no name: a description that an earlier source gave.
    """

    name: str
    kind: str
    mentions: tuple[Span, ...]
    roles: tuple[str, ...] = ()
    gender: str = ""
    is_described: bool = False


# For what the reader is asked by each kind of question.
SEEKS = {
    Asked.PERSON: Sought.MEANT,
    Asked.PEOPLE: Sought.MEANT,
    Asked.THING: Sought.MEANT,
    Asked.ROLE: Sought.DESCRIBED,
    Asked.BODY: Sought.DESCRIBED,
}


@dataclass(frozen=True, slots=True)
class Question:
    """A source that does not name its speaker.

    Parameters
    ----------
    asked : Asked
    place : Span
        Where the source stands.
    quotation : Quotation
    gender : str
        That the source tells, ``m`` or ``f``, or empty.
    head, words : str, frozenset of str
        Of a description: its noun and all its words that say something, in lower case.
    traits : mapping of str to float
        What speaks for nobody that is named: "a" rather than "the", an official.
    """

    asked: Asked
    place: Span
    quotation: Quotation
    gender: str = ""
    head: str = ""
    words: frozenset[str] = frozenset()
    traits: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """The best answer to a question, and how sure it is.

    Parameters
    ----------
    candidate : Candidate or None
        None: nobody that is named, or nobody at all.
    mention : Span or None
        The place of the candidate that decided.
    chance : float
        Of the candidate against all others, 0 to 1.
    """

    candidate: Candidate | None
    mention: Span | None
    chance: float


@dataclass(frozen=True, slots=True)
class Scene:
    """An article with its names and quotations, and who has spoken so far.

    Parameters
    ----------
    article : Article
    names : tuple of Name
    passages : tuple of Passage
    passage_of : mapping of Parse to Passage
        The same, by their words.
    mentions : tuple of (Span, int)
        Every mention with the number of its name, in reading order.
    contents, sources : tuple of Span
        Of all quotations, in reading order.
    sentences, paragraphs : tuple of int
        Where each begins but the first.
    named : mapping of str to int
        How many mentions of each name are sources.
    surnames : mapping of tuple of str to list of Name
        Persons by their surname, folded.
    initials : mapping of str to Name
        Bodies by the capitals of their names; the first of several.
    labels : frozenset of Span
        Those of the turns of an interview or transcript.
    spoken : tuple of (str, Kind, Span)
        Name, kind and source of each decision so far.
    genders : mapping of str to str
        By name: that words, the register and the pronouns resolved so far tell, or nothing.
    """

    article: Article
    names: tuple[Name, ...]
    passages: tuple[Passage, ...]
    passage_of: Mapping[Parse, Passage]
    mentions: tuple[tuple[Span, int], ...]
    contents: tuple[Span, ...]
    sources: tuple[Span, ...]
    sentences: tuple[int, ...]
    paragraphs: tuple[int, ...]
    named: Mapping[str, int]
    surnames: Mapping[tuple[str, ...], Sequence[Name]]
    initials: Mapping[str, Name]
    seen: Seen | None = None
    labels: frozenset[Span] = frozenset()
    spoken: tuple[tuple[str, Kind, Span], ...] = ()
    genders: Mapping[str, str] = field(default_factory=dict)

    def find_tokens(self, span: Span) -> Tokens | None:
        """Give the parsed words at a place, or None outside the parts that were parsed."""
        return find_tokens(self.passages, span)

    def place(self, tokens: Tokens) -> Span:
        """Give the place in the article of words that `find_tokens` found."""
        return self.passage_of[tokens.doc].place(tokens[0], tokens[-1])

    def find_named(self, span: Span) -> tuple[Name, Span] | None:
        """Find the name whose mention lies at a place, and the mention."""
        number = bisect_right(self.mentions, (span, len(self.names)))
        for mention, name in self.mentions[max(0, number - 1) : number + 1]:
            if mention.overlaps(span):
                return self.names[name], mention
        return None

    def list_named(self, span: Span) -> list[tuple[Name, Span]]:
        """List the names with a mention inside a place, in reading order."""
        number = bisect_right(self.mentions, (span, -1))
        found = []
        for mention, name in self.mentions[max(0, number - 1) :]:
            if mention.start >= span.end:
                break
            if mention in span:
                found.append((self.names[name], mention))
        return found

    def find_surname(self, word: str) -> Name | None:
        """Find the one person whose surname a capitalised word is, where spaCy saw no name."""
        fitting = self.surnames.get(fold([word]), ())
        return fitting[0] if len(fitting) == 1 and word[0].isupper() else None

    def list_bearers(self, word: str) -> list[Name]:
        """List the persons whose surname a capitalised word is, or whose given name."""
        [own] = fold([word])
        named = [(fold(name.name.split()), name) for name in self.names if name.is_person]
        full = [(words, name) for words, name in named if len(words) > 1 and word[0].isupper()]
        by_surname = [name for words, name in full if words[-1] == own]
        return by_surname or [name for words, name in full if words[0] == own]

    def find_initials(self, word: str) -> Name | None:
        """Find the body whose initials a word in capitals is, where spaCy saw no name."""
        return self.initials.get(word.replace(".", ""))

    def find_handle(self, word: str) -> Name | None:
        """Find the person or body whose name a handle such as @AnnLee writes in one word."""
        for name in self.names if word.startswith("@") else ():
            if word[1:].casefold() == "".join(filter(str.isalnum, name.name)).casefold():
                return name
        return None

    def list_before(self, place: Span, sentences: int) -> Iterator[Token]:
        """List the words of the narrator in the few sentences up to a place."""
        number = bisect_right(self.sentences, place.start) - sentences
        start = self.sentences[number - 1] if number > 0 else 0
        return self._list_between(start, place.start)

    def list_behind(self, place: Span, sentences: int) -> Iterator[Token]:
        """List the words from a place to the end of its sentence, and of some more."""
        number = bisect_right(self.sentences, place.end) + sentences
        end = self.sentences[number : number + 1] or [len(self.article.text)]
        return self._list_between(place.end, end[0])

    def _list_between(self, start: int, end: int) -> Iterator[Token]:
        for passage in self.passages:
            offset = passage.part.span.start
            if passage.part.span.end > start and offset < end:
                yield from (t for t in passage.doc if start <= offset + t.idx < end)

    def is_line(self, mention: Span) -> bool:
        """Tell whether a mention is all of its part, as in a signature."""
        text = self.article.text
        start, end = text.rfind("\n", 0, mention.start) + 1, text.find("\n", mention.end)
        line = text[start : end if end >= 0 else len(text)]
        return line.strip(" .\u2014-\r") == mention.of(text)

    def is_said(self, span: Span) -> bool:
        """Tell whether a place lies in the content of a quotation."""
        return lies_in(span, self.contents)

    def is_source(self, span: Span) -> bool:
        """Tell whether a place lies in a source."""
        return lies_in(span, self.sources)

    def count_sentences(self, start: int, end: int) -> int:
        """Count the sentences that end between two places."""
        return bisect_right(self.sentences, end) - bisect_right(self.sentences, start)

    def count_paragraphs(self, start: int, end: int) -> int:
        """Count the paragraphs that end between two places."""
        return bisect_right(self.paragraphs, end) - bisect_right(self.paragraphs, start)

    def get_dependency(self, mention: Span) -> str:
        """Give what a mention is in its sentence."""
        tokens = self.find_tokens(mention)
        return tokens.root.relation if tokens is not None else ""


def make_scene(article: Article, quotations: Sequence[Quotation]) -> Scene:
    """Put what an article names beside its quotations, of which nobody has spoken yet."""
    names, passages = find_names(article), find_passages(article)
    seen = find_seen(article, names)
    genders = {name.name: name.gender for name in names}
    if seen is not None:  # which links pronouns better than "the next one behind a name"
        seen.prepare(quotation.content for quotation in quotations)
        told = zip(names, seen.tell_genders(article.text), strict=True)
        genders = {name.name: _tell_by_words(name) or gender for name, gender in told}
    surnames: dict[tuple[str, ...], list[Name]] = {}
    initials: dict[str, Name] = {}
    for name in names:
        if name.is_person:
            surnames.setdefault(fold(name.name.split())[-1:], []).append(name)
        elif len(letters := get_initials(name.name.split())) > 1:
            initials.setdefault(letters, name)
    sources = tuple(sorted({span for q in quotations for span in q.source}))
    sentences = (s for passage in passages for s in passage.find_sentences())
    placed = ((mention, k) for k, name in enumerate(names) for mention in name.mentions)
    return Scene(
        article,
        names,
        passages,
        passage_of={passage.doc: passage for passage in passages},
        mentions=tuple(sorted(placed)),
        contents=tuple(sorted(span for q in quotations for span in q.content)),
        sources=sources,
        sentences=tuple(s.start for s in sentences)[1:],
        paragraphs=tuple(m.end() for m in PARAGRAPH_END.finditer(article.text)),
        named={name.name: sum(lies_in(m, sources) for m in name.mentions) for name in names},
        surnames=surnames,
        initials=initials,
        seen=seen,
        labels=frozenset(list_labels(article)),
        genders=genders,
    )


def _tell_by_words(name: Name) -> str:
    """Tell the gender of a name by titles, nouns and given names alone."""
    return weigh_signs(sign for sign in name.signs if sign.by is not By.PRONOUN)


def choose(scene: Scene, question: Question, candidates: Iterable[Candidate]) -> Choice:
    """Choose the candidate that fits best, or nobody where nobody fits better.

    Parameters
    ----------
    scene : Scene
    question : Question
    candidates : iterable of Candidate
        Those whose kind and gender may fit.

    Notes
    -----
    A conditional logit for each kind of question, with the weights that
    training/train_speakers.py learned on 230 news articles. Only he and she must stand for
    somebody; all others may stand for nobody that is named.
    """
    weights = {"seen": 1.0, **read_antecedent_weights()[question.asked]}
    share = SHARE if scene.seen is not None else 1.0
    options = measure(scene, question, candidates)
    if not options:
        return Choice(None, None, math.nan)
    scores = [
        share * sum(weights.get(name, 0.0) * value for name, value in facts.items())
        for *_, facts in options
    ]
    best = max(range(len(scores)), key=scores.__getitem__)
    total = sum(math.exp(score - scores[best]) for score in scores)
    candidate, mention, _ = options[best]
    return Choice(candidate, mention, 1 / total)


def measure(
    scene: Scene, question: Question, candidates: Iterable[Candidate]
) -> list[tuple[Candidate | None, Span | None, Mapping[str, float]]]:
    """Measure what speaks for each candidate, the nearest first, and for nobody last.

    Returns
    -------
    list of tuple
        Candidate, the place of it that was measured, and its facts by the name of their
        weight in `data/antecedents.csv`.
    """
    candidates = list(candidates)
    seen = _weigh_candidates(scene, question, candidates)
    spoken: dict[str, Span] = {}  # the last source before, by speaker
    for name, _, source in scene.spoken:
        if source.end <= question.place.start:
            spoken[name] = max(source, spoken.get(name, source))
    placed = [
        (candidate, mention, told)
        for candidate, told in zip(candidates, seen, strict=False)
        if (mention := _find_nearest(scene, question, candidate, spoken)) is not None
    ]
    placed.sort(key=lambda pair: abs(pair[1].start - question.place.start))
    speakers = Counter(name for name, *_ in scene.spoken)
    options: list[tuple[Candidate | None, Span | None, Mapping[str, float]]] = [
        (
            candidate,
            mention,
            {**_measure_one(scene, question, candidate, mention, rank, speakers), **told},
        )
        for rank, (candidate, mention, told) in enumerate(placed[:NEAREST])
    ]
    if question.asked is not Asked.PERSON:
        options.append((None, None, {"nobody": 1.0, **dict(question.traits), **seen[-1]}))
    return options


def _weigh_candidates(
    scene: Scene, question: Question, candidates: Sequence[Candidate]
) -> list[Mapping[str, float]]:
    """Give what the reader holds of each candidate, and of all others together, the last.

    Returns
    -------
    list of mapping
        ``seen``: the logarithm of a chance, none below `LEAST_SEEN`. Empty mappings where the
        reader has no register.
    """
    if scene.seen is None:
        return [{}] * (len(candidates) + 1)
    sought, places = SEEKS[question.asked], (question.place,)
    names = (name.name for name in scene.names)
    by_name = dict(zip(names, scene.seen.weigh(sought, places)[:-1], strict=True))
    chances = [
        scene.seen.weigh_places(sought, places, candidate.mentions)
        + math.fsum(by_name.get(name, 0.0) for name in candidate.name.split(" and "))  # two
        if candidate.is_described
        else by_name[candidate.name]
        for candidate in candidates
    ]
    left = min(MOST_NOBODY, 1 - math.fsum(chances))
    chances = [  # what the reader did not see is as likely as nobody
        left if chance < left and not any(map(scene.seen.has_key, one.mentions)) else chance
        for one, chance in zip(candidates, chances, strict=True)
    ]
    chances.append(left)
    return [{"seen": max(math.log(max(chance, 1e-9)), LEAST_SEEN)} for chance in chances]


def _find_nearest(
    scene: Scene, question: Question, candidate: Candidate, spoken: Mapping[str, Span]
) -> Span | None:
    """Find the last mention before a source, one of the narrator's rather than a speaker's."""
    mentions, start = candidate.mentions, question.place.start
    number = bisect_right(mentions, start, key=lambda mention: mention.end)
    before = (mentions[k] for k in range(number - 1, -1, -1))
    told = [next((m for m in before if not scene.is_said(m)), None), spoken.get(candidate.name)]
    if found := [mention for mention in told if mention is not None]:
        return max(found)
    if number:
        return mentions[number - 1]
    return next((m for m in mentions if not m.overlaps(question.place)), None)


def _measure_one(  # noqa: PLR0913 - all that is measured on
    scene: Scene,
    question: Question,
    candidate: Candidate,
    mention: Span,
    rank: int,
    speakers: Counter[str],
) -> Mapping[str, float]:
    is_after = mention.start > question.place.start
    start, end = sorted((mention.start, question.place.start))
    sentences = scene.count_sentences(start, end)
    paragraphs = scene.count_paragraphs(start, end)
    is_subject = scene.get_dependency(mention) in SUBJECTS
    recent = [name for name, *_ in scene.spoken[-3:]]
    is_previous = recent[-1:] == [candidate.name]
    named = scene.named.get(candidate.name)
    if named is None:
        named = sum(map(scene.is_source, candidate.mentions))
    facts = {
        "sentences": float(min(sentences, FAR)),
        "gap": math.log1p(end - start),
        "paragraphs": float(min(paragraphs, FAR)),
        "same paragraph": float(paragraphs == 0),
        "subject": float(is_subject),
        "subject near": float(is_subject and sentences <= 1),
        "same sentence": float(sentences == 0),
        "said": float(scene.is_said(mention)),
        "own words": float(any(mention in span for span in question.quotation.content)),
        "after": float(is_after),
        "previous speaker": float(is_previous),
        "previous speaker near": float(is_previous and paragraphs == 0),
        "recent speaker": float(candidate.name in recent),
        "spoke": math.log1p(speakers[candidate.name]),
        "named sources": math.log1p(named),
        "mentions": math.log1p(len(candidate.mentions)),
        "rank": float(min(rank, 5)),
        "nearest": float(rank == 0),
        "lead": float(candidate.mentions[0].start < LEAD),
        "gender": float(candidate.gender != ""),
        "described": float(candidate.is_described),
        f"is {candidate.kind}": 1.0,
    }
    if question.head:
        facts |= _measure_roles(question, candidate)
    return facts


def _measure_roles(question: Question, candidate: Candidate) -> Mapping[str, float]:
    """Measure how far titles and appositions of a candidate say what a description says."""
    words = question.words
    roles = [{*role.split()} for role in candidate.roles]
    own = {*candidate.name.lower().split()}
    fitting = [role for role in roles if question.head in role]
    others = set().union(*roles) | own
    return {
        "role": float(bool(fitting)),
        "whole role": float(any(words <= role for role in fitting)),
        "role words": len(words & others) / len(words) if words else 0.0,
        "former": float(any("former" in role for role in fitting) and "former" not in words),
        "name has noun": float(question.head in own),
    }
