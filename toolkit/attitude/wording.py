"""Which words of an article count for tone, and how many there are."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.attitude.valence import Stretch, find_stretches
from toolkit.attribution import find_attributions
from toolkit.base import (
    FURNITURE,
    NARRATOR,
    Act,
    Article,
    Span,
    WordList,
    find_words,
    read_cues,
    read_subjective_words,
    read_tone_words,
)
from toolkit.engine import find_passages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from toolkit.grammar import Passage, Token

CHARGED = 0.5  # valence in VADER; weaker ones ("prevent", 0.1) its raters hardly agreed upon


@dataclass(frozen=True, slots=True)
class _Evidence:
    """A word that counts for a dimension."""

    dimension: str
    kind: str
    span: Span
    voice: str
    lexicon: str


def find_evidence(article: Article, own: WordList | None) -> list[_Evidence]:
    """Find the words of an article that count for a dimension of tone, in reading order."""
    cues = dict(_find_cues(article))
    found = [
        _Evidence("reporting", stance, span, NARRATOR, "toolkit cues.csv")
        for span, stance in cues.items()
    ]
    for stretch in find_stretches(article):
        found += _find_valence(stretch)
        found += _find_subjective(article.text, stretch)
        for words in (read_tone_words(), own):
            if words is not None:
                found += _find_listed(article.text, stretch, words)
    reported = {place for span in cues for place in range(span.start, span.end)}
    kept = (
        evidence
        for evidence in found
        # "They believe that ..." reports a belief; the same words in a quotation hedge.
        if evidence.dimension != "hedging" or evidence.span.start not in reported
    )
    return sorted(kept, key=lambda evidence: (evidence.span, evidence.dimension))


def _find_valence(stretch: Stretch) -> Iterator[_Evidence]:
    for hit in stretch.hits["vader"]:
        if abs(hit.valence) >= CHARGED and not hit.in_name:
            kind = "positive" if hit.valence > 0 else "negative"
            yield _Evidence("tone", kind, hit.span, stretch.voice, "VADER")


def _find_subjective(text: str, stretch: Stretch) -> Iterator[_Evidence]:
    subjective = read_subjective_words()
    for word in find_words(stretch.span.of(text)):
        span = _shift(word, stretch.span.start)
        if span.of(text).lower() in subjective and span.start not in stretch.names:
            yield _Evidence("subjectivity", "", span, stretch.voice, "TextBlob")


def _find_listed(text: str, stretch: Stretch, words: WordList) -> Iterator[_Evidence]:
    for place, categories in words.find_entries(stretch.span.of(text)):
        span = _shift(place, stretch.span.start)
        if span.start not in stretch.names:  # May and Will are people as well
            for dimension, kind in categories:
                yield _Evidence(dimension, kind, span, stretch.voice, words.name)


def _shift(span: Span, offset: int) -> Span:
    return Span(offset + span.start, offset + span.end)


def _find_cues(article: Article) -> Iterator[tuple[Span, str]]:
    """Find the verb that reports each quotation, with its stance; "according to" is neutral."""
    verbs = read_cues()
    passages = find_passages(article)
    starts = [passage.part.span.start for passage in passages]
    for attribution in find_attributions(article):  # who praised somebody said something
        cue = attribution.quotation.cue
        if not cue or attribution.quotation.act is Act.NO_COMMENT:
            continue
        passage = passages[bisect_right(starts, cue[0].start) - 1]
        tokens = _list_tokens(passage, cue)
        known = [token for token in tokens if token.lemma.lower() in verbs]
        telling = [token for token in known if verbs[token.lemma.lower()].stance != "neutral"]
        if passage.part.kind in FURNITURE:
            continue
        if telling or known:
            verb = (telling or known)[0]
            yield passage.place(verb, verb), verbs[verb.lemma.lower()].stance
        elif any(token.is_alpha for token in tokens):
            yield cue[0], "neutral"


def _list_tokens(passage: Passage, spans: Iterable[Span]) -> list[Token]:
    return [
        token
        for token in passage.doc
        if any(passage.place(token, token).overlaps(span) for span in spans)
    ]
