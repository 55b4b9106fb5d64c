"""Which words of a text VADER and TextBlob know, where they stand, and what the two make of them.

Both instruments know single words, not what is meant. Scores, evidence and tone all start
from the same *hits*, so that a number can always be opened down to its words.
"""

from __future__ import annotations

import math
import re
import string
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from functools import cache, reduce
from operator import add
from typing import TYPE_CHECKING, Any, Protocol

from toolkit.attribution import find_voices
from toolkit.base import (
    FURNITURE,
    Article,
    Span,
    check_choice,
    find_words,
    read_topics,
    remember,
)
from toolkit.engine import find_passages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from toolkit.grammar import Parse, Token

INSTRUMENTS = ("vader", "textblob")
# Curly marks and dashes as a typewriter has them, one for one: both lexicons know no others, and
# miss the word beside them and the "not" in a curly "don't".
TYPEWRITER = str.maketrans(
    "\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u2013\u2014", "''''\"\"\"  "
)
NAME_ENTITIES = {"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "LAW", "EVENT", "PRODUCT"}
# A headline of this many words may set each with a capital, which then tells no names.
MIN_TITLE = 5
AFTER_CONTENT = " \t\r\n\u00a0,;:."  # what the narrator goes on with after a quotation


@dataclass(frozen=True, slots=True)
class Hit:
    """A word that an instrument's lexicon knows.

    Parameters
    ----------
    span : Span
        Its place in the text.
    valence : float
        What the instrument makes of it here, after negation and intensifiers: about -4 to 4
        in VADER, -1 to 1 in TextBlob; more is more favourable.
    in_name : bool, optional
        It is part of a proper name, such as Security in "UN Security Council".
    topic : bool, optional
        It is a noun for what the news is about, such as ceasefire.
    """

    span: Span
    valence: float
    in_name: bool = False
    topic: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """What one voice says in one sentence, without a break.

    Parameters
    ----------
    span : Span
        Its place in the article, with at least one word.
    voice : str
        A speaker, ``unknown`` or ``narrator``.
    part : str
        Kind of the part that it stands in.
    sentence : int
        Number of its sentence in the article, from 1.
    hits : mapping of str to tuple of Hit
        By instrument.
    names : frozenset of int
        Offsets of the characters that belong to proper names.
    """

    span: Span
    voice: str
    part: str
    sentence: int
    hits: Mapping[str, tuple[Hit, ...]]
    names: frozenset[int]


class _Vader(Protocol):
    lexicon: dict[str, float]
    emojis: dict[str, str]

    def polarity_scores(self, text: str) -> dict[str, Any]: ...
    def score_valence(self, sentiments: list[float], text: str) -> dict[str, Any]: ...


class _Token(str):
    """A word for TextBlob, which hands back the objects it was given: this one knows its place."""

    __slots__ = ("span",)
    span: Span


@dataclass(frozen=True, slots=True)
class _Marks:
    """Offsets of the characters that belong to proper names, and to topic nouns."""

    names: frozenset[int]
    topics: frozenset[int]

    def mark(self, hit: Hit) -> Hit:
        start = hit.span.start
        return replace(hit, in_name=start in self.names, topic=start in self.topics)


def find_hits(text: str, instrument: str) -> list[Hit]:
    """Find the words of a text that an instrument's lexicon knows, in reading order.

    Parameters
    ----------
    text : str
        Curly quote marks and dashes are read as a typewriter's.
    instrument : str
        ``vader`` or ``textblob``.

    Returns
    -------
    list of Hit
        Not marked as name or topic, which takes a parser.

    Raises
    ------
    ToolkitError
        If the instrument is unknown.

    Examples
    --------
    >>> text = "Talks did not fail, a very angry official said."
    >>> [(hit.span.of(text), round(hit.valence, 2)) for hit in find_hits(text, "vader")]
    [('fail', 1.85), ('angry', -2.59)]
    """
    check_choice("instrument", instrument, INSTRUMENTS)
    plain = text.translate(TYPEWRITER)
    return list(_find_in_vader(plain) if instrument == "vader" else _find_in_textblob(plain))


def mark_hits(hits: Iterable[Hit], doc: Parse) -> list[Hit]:
    """Mark which hits are part of a proper name, and which are topic nouns.

    Parameters
    ----------
    hits : iterable of Hit
    doc : Parse
        The same text, parsed.
    """
    marks = _find_marks(doc, 0)
    return [marks.mark(hit) for hit in hits]


def combine_hits(hits: Iterable[Hit], instrument: str, text: str) -> float:
    """Combine the hits of a text to the instrument's score, from -1 to 1; NaN without any.

    VADER squeezes the sum of the valences between -1 and 1, after the exclamation and question
    marks of `text` added to it; TextBlob takes their mean.
    """
    valences = [hit.valence for hit in hits]
    if not valences:
        return math.nan
    if instrument == "vader":
        return float(_load_vader().score_valence(valences, text)["compound"])
    # Added as TextBlob does; since Python 3.12 `sum` keeps what rounding would drop.
    return reduce(add, valences) / len(valences)


@remember
def find_stretches(article: Article) -> tuple[Stretch, ...]:
    """Cut an article into sentences and voices, and find the hits of both instruments in each.

    Examples
    --------
    >>> from toolkit.base.article import Article
    >>> [stretch.sentence for stretch in find_stretches(Article("Talks failed. They met."))]
    [1, 2]
    """
    voices = find_voices(article)
    starts = [voice.span.start for voice in voices]
    stretches: list[Stretch] = []
    for number, (sentence, marks) in enumerate(_list_sentences(article), start=1):
        first = max(0, bisect_right(starts, sentence.start) - 1)
        last = bisect_left(starts, sentence.end)
        for voice in voices[first:last]:
            span = _cut(article.text, sentence, voice.span)
            if span:
                hits = {name: _find_in(article.text, span, name, marks) for name in INSTRUMENTS}
                stretches.append(Stretch(span, voice.name, voice.part, number, hits, marks.names))
    return tuple(stretches)


def _list_sentences(article: Article) -> Iterator[tuple[Span, _Marks]]:
    for passage in find_passages(article):
        if passage.part.kind not in FURNITURE:
            marks = _find_marks(passage.doc, passage.part.span.start)
            for sentence in passage.find_sentences():
                yield sentence, marks


def _cut(text: str, sentence: Span, voice: Span) -> Span | None:
    """Cut out what a voice says in a sentence; None where that is not a word."""
    start, end = max(sentence.start, voice.start), min(sentence.end, voice.end)
    piece = text[start:end]
    if not find_words(piece):
        return None
    left = start + len(piece) - len(piece.lstrip(AFTER_CONTENT))
    return Span(left, start + len(piece.rstrip()))


def _find_in(text: str, place: Span, instrument: str, marks: _Marks) -> tuple[Hit, ...]:
    hits = find_hits(place.of(text), instrument)
    moved = (
        replace(hit, span=Span(place.start + hit.span.start, place.start + hit.span.end))
        for hit in hits
    )
    return tuple(marks.mark(hit) for hit in moved)


def _find_marks(doc: Parse, offset: int) -> _Marks:
    words = [token for token in doc if token.is_alpha]
    is_title = len(words) >= MIN_TITLE and not any(t.is_lower and not t.is_common for t in words)
    names: set[int] = set()
    topics: set[int] = set()
    for token in doc:
        place = range(offset + token.idx, offset + token.idx + len(token))
        if _is_capital(token) and (_is_entity(token) or (not is_title and _is_proper(token))):
            names.update(place)
        if token.word_class in {"NOUN", "PROPN"} and token.lemma.lower() in read_topics():
            topics.update(place)
    return _Marks(frozenset(names), frozenset(topics))


def _is_capital(token: Token) -> bool:
    return token.text[0].isupper()


def _is_entity(token: Token) -> bool:
    return token.entity in NAME_ENTITIES


def _is_proper(token: Token) -> bool:
    """Tell whether a word is a proper noun; the first of a sentence only before another."""
    if token.word_class != "PROPN" or not token.opens_sentence:
        return token.word_class == "PROPN"
    follows = token.doc[token.i + 1 : token.i + 2]
    return any(other.word_class == "PROPN" and _is_capital(other) for other in follows)


@cache
def _load_vader() -> _Vader:
    from vaderSentiment.vaderSentiment import (  # type: ignore[import-untyped]
        SentimentIntensityAnalyzer,
    )

    class Vader(SentimentIntensityAnalyzer):  # type: ignore[misc]
        """VADER as published, which also gives the valence of each word."""

        def score_valence(self, sentiments: list[float], text: str) -> dict[str, Any]:
            scores: dict[str, Any] = super().score_valence(sentiments, text)
            return scores | {"valences": list(sentiments)}

    vader: _Vader = Vader()
    return vader


def _find_in_vader(text: str) -> Iterator[Hit]:
    vader = _load_vader()
    described, places = _describe_emojis(text, vader.emojis)
    words = list(re.finditer(r"\S+", described))
    valences = vader.polarity_scores(described)["valences"]
    for match, valence in zip(words, valences, strict=True):
        if not valence:
            continue
        word = match.group()
        stripped = word.strip(string.punctuation)
        start = match.start()
        if len(stripped) > 2:  # noqa: PLR2004 - shorter ones are smileys to VADER, and kept whole
            start += word.index(stripped)
            word = stripped
        yield Hit(Span(places[start], places[start + len(word) - 1] + 1), valence)


def _describe_emojis(text: str, emojis: Mapping[str, str]) -> tuple[str, list[int]]:
    """Put emojis into words, as VADER does; also give each character's place in the text."""
    pieces: list[str] = []
    places: list[int] = []
    after_blank = True
    for place, character in enumerate(text):
        words = emojis.get(character)
        piece = character if words is None else words if after_blank else f" {words}"
        pieces.append(piece)
        places += [place] * len(piece)
        after_blank = words is None and character == " "
    return "".join(pieces), places


def _find_in_textblob(text: str) -> Iterator[Hit]:
    from textblob.en import sentiment  # type: ignore[import-untyped]

    tokens = ((token, None) for token in _list_textblob_tokens(text))
    for words, valence, _, _ in sentiment.assessments(tokens):
        placed = [word for word in words if isinstance(word, _Token)]  # an added "!" is none
        known = [word for word in placed if word in sentiment] or placed
        yield Hit(known[-1].span, valence)


def _list_textblob_tokens(text: str) -> Iterator[_Token]:
    """List the words as TextBlob cuts them, each with its place in the text.

    TextBlob moves blanks and drops the fourth point of a row, but keeps all else in order. So
    each word is looked for in the text without blanks, from the end of the one before.
    """
    from textblob.en import tokenize

    places = [place for place, character in enumerate(text) if not character.isspace()]
    packed = "".join(text[place] for place in places)
    position = 0
    for word in " ".join(tokenize(text)).split():
        start = packed.find(word, position)
        if start < 0:
            continue
        position = start + len(word)
        token = _Token(word.lower())
        token.span = Span(places[start], places[position - 1] + 1)
        yield token
