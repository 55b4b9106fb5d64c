"""How favourable words sound by two published lexicons, each score opened to the words behind it.

VADER and TextBlob score a stretch of text by the words that they know; `valence` finds these.
A text without one is not measured, which is not the same as neutral.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from toolkit.attitude.valence import (
    INSTRUMENTS,
    Hit,
    Stretch,
    combine_hits,
    find_hits,
    find_stretches,
    mark_hits,
)
from toolkit.attribution import find_statements
from toolkit.base import MAX_CHARACTERS, NARRATOR, Article, Span, ToolkitError, find_words
from toolkit.grammar import load_model
from toolkit.tables import MIN_SCORES, estimate_mean, iter_articles, to_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas as pd

NEUTRAL = 0.05  # what lies nearer to 0 is neutral to VADER's authors
# Standard deviation of the scores of PolNeAR's 11,100 measured quotations (benchmarks/sentiment).
SPREADS = {"vader": 0.50, "textblob": 0.28}

SENTENCES = {
    "article": "str",
    "part": "str",
    "sentence": "int64",
    "start": "int64",
    "end": "int64",
    "voice": "str",
    "vader": "float64",
    "vader_hits": "int64",
    "textblob": "float64",
    "textblob_hits": "int64",
    "words": "int64",
    "text": "str",
    "note": "str",
}
SPEAKERS = {
    "article": "str",
    "speaker": "str",
    "unit": "str",
    "n": "int64",
    "words": "int64",
    "vader_n": "int64",
    "vader_unknown": "float64",
    "vader_mean": "float64",
    "vader_low": "float64",
    "vader_high": "float64",
    "textblob_n": "int64",
    "textblob_unknown": "float64",
    "textblob_mean": "float64",
    "textblob_low": "float64",
    "textblob_high": "float64",
    "agreement": "float64",
    "agreement_n": "int64",
    "note": "str",
}
EVIDENCE = {
    "article": "str",
    "sentence": "int64",
    "start": "int64",
    "end": "int64",
    "word": "str",
    "instrument": "str",
    "valence": "float64",
    "moved": "float64",
    "voice": "str",
    "in_name": "bool",
    "topic": "bool",
    "text": "str",
}


@dataclass(frozen=True, slots=True)
class _Units:
    """What one voice says in an article, in units that are scored one by one.

    `places` holds the spans of each: the content of a quotation, or what the narrator says
    in a sentence.
    """

    speaker: str
    unit: str
    places: tuple[tuple[Span, ...], ...]


def score_sentiment(
    texts: Iterable[str], *, instrument: str = "vader", count_names: bool = False
) -> list[float]:
    """Score how favourable the words of each text sound.

    Parameters
    ----------
    texts : iterable of str
        Sentences or contents of quotations. Not whole articles: VADER's score grows
        with the length of a text.
    instrument : str, optional
        ``vader`` or ``textblob``.
    count_names : bool, optional
        Count hits inside proper names too, as the published instruments do ("United
        Nations Security Council" then scores +0.64 in VADER).

    Returns
    -------
    list of float
        From -1 to 1, higher is more favourable. NaN where the lexicon knows no word of the
        text: not measured, which is not neutral.

    Raises
    ------
    ToolkitError
        If `texts` is one string, an item is no string, or the instrument is unknown.

    Notes
    -----
    VADER is Hutto and Gilbert (2014), made for short messages; TextBlob's lexicon is that of
    pattern (De Smedt and Daelemans 2012), made for reviews. Their correlation with what
    readers feel is .56 and .27 on news headlines, .47 and .29 on news sentences; with names
    counted, .45 and .28 on the latter (benchmarks/sentiment). Neither says toward whom.
    Curly quote marks are read as straight ones. With `count_names` and straight marks, scores are
    exactly those of the two packages.

    Examples
    --------
    >>> score_sentiment(["Large gaps of trust remain.", "They met on Monday."])
    [0.5106, nan]
    """
    texts = _list_texts(texts)
    hits = [find_hits(text, instrument) for text in texts]
    if not count_names:
        hits = _leave_out_names(texts, hits)
    return [combine_hits(found, instrument, text) for found, text in zip(hits, texts, strict=True)]


def sentence_sentiment_table(
    articles: Article | Iterable[Article], *, count_names: bool = False
) -> pd.DataFrame:
    """Make one row per sentence, and per voice where a sentence holds several.

    Parameters
    ----------
    articles : Article or iterable of Article
        Headline, sub-headings and paragraphs are read.
    count_names : bool, optional
        Count hits inside proper names too.

    Returns
    -------
    DataFrame
        In reading order. A sentence that reports somebody's words gives a row for each
        stretch: the words reported, and the narrator's words around them.

        article, part : str
        sentence : int
            Number in the article, from 1.
        start, end : int
            Place of the stretch in ``article.text``.
        voice : str
            A speaker, ``unknown`` or ``narrator``.
        vader, textblob : float
            From -1 to 1, higher is more favourable; NaN where the lexicon knows no word.
        vader_hits, textblob_hits : int
            Words behind the score.
        words : int
        text : str
            The stretch as it stands.
        note : str
            Why a score is NaN.

    Notes
    -----
    `sentiment_evidence_table` has the words behind each score.

    Examples
    --------
    >>> from toolkit.base.article import Article
    >>> table = sentence_sentiment_table(Article("Talks failed. They met on Monday."))
    >>> table[["text", "vader", "vader_hits", "words"]]
                      text   vader  vader_hits  words
    0        Talks failed. -0.5106           1      2
    1  They met on Monday.     NaN           0      4
    """
    return to_table(
        (
            _describe_stretch(article, stretch, count_names=count_names)
            for article in iter_articles(articles)
            for stretch in find_stretches(article)
        ),
        SENTENCES,
    )


def speaker_sentiment_table(
    articles: Article | Iterable[Article], *, count_names: bool = False
) -> pd.DataFrame:
    """Make one row per article and speaker, and one for its narrator: mean scores and their n.

    Parameters
    ----------
    articles : Article or iterable of Article
    count_names : bool, optional
        Count hits inside proper names too.

    Returns
    -------
    DataFrame
        Speakers with most quotations first, the narrator last.

        article, speaker : str
        unit : str
            What is scored and counted: ``quotation``, by its content without the words
            that report it; for the narrator ``sentence``, by the words outside quotations.
        n, words : int
            Units, and the words in them.
        vader_n, textblob_n : int
            Units with at least one word that the lexicon knows.
        vader_unknown, textblob_unknown : float
            Share of units without any, from 0 to 1; a package that calls these 0 calls them
            neutral, knowing nothing.
        vader_mean, textblob_mean : float
            Mean over the measured units, from -1 to 1; NaN under 5 of them.
        vader_low, vader_high, textblob_low, textblob_high : float
            Interval of the mean, 95 % (`estimate_mean`).
        agreement : float
            Share of the units measured by both instruments that both call favourable, both
            unfavourable or both neutral (within 0.05 of 0); NaN under 5 of them.
        agreement_n : int
            Units measured by both.
        note : str
            Why a mean is NaN.

    Notes
    -----
    A mean says how the words sound, not toward whom, and three quotations are three
    quotations: read them in `sentence_sentiment_table`. Under VADER a long quotation lies
    further from 0 than a short one of the same words.
    """
    return to_table(
        (
            _describe_speaker(article, units, count_names=count_names)
            for article in iter_articles(articles)
            for units in _list_units(article)
        ),
        SPEAKERS,
    )


def sentiment_evidence_table(
    articles: Article | Iterable[Article], *, count_names: bool = False
) -> pd.DataFrame:
    """Make one row per lexicon hit: which word moved which score by how much.

    Parameters
    ----------
    articles : Article or iterable of Article
    count_names : bool, optional
        Let hits inside proper names move scores. They are listed in either case.

    Returns
    -------
    DataFrame
        In reading order.

        article : str
        sentence, start, end : int
            Number of the sentence, and place of the word in ``article.text``.
        word : str
        instrument : str
            ``vader`` or ``textblob``.
        valence : float
            The word's own weight here, after negation and intensifiers: about -4 to 4 in
            VADER, -1 to 1 in TextBlob.
        moved : float
            Score of its stretch less what it would be without the word; from the only hit
            of a stretch comes the whole score. 0 for names that are left out.
        voice : str
        in_name : bool
            Part of a proper name (Security Council), which is no opinion.
        topic : bool
            A noun for what the news is about (ceasefire, violence): it says what the talk is
            of, not how it is spoken of.
        text : str
            The stretch that the word stands in.
    """
    return to_table(
        (
            row
            for article in iter_articles(articles)
            for stretch in find_stretches(article)
            for row in _list_evidence(article, stretch, count_names=count_names)
        ),
        EVIDENCE,
    )


def _list_texts(texts: Iterable[str]) -> list[str]:
    if isinstance(texts, str):
        raise ToolkitError(
            f"texts: must be an iterable of strings; found one string, {texts[:40]!r}"
        )
    listed = list(texts)
    for number, text in enumerate(listed):
        if not isinstance(text, str):
            raise ToolkitError(f"texts[{number}]: must be a string; found {type(text).__name__}")
        if len(text) > MAX_CHARACTERS:
            raise ToolkitError(
                f"texts[{number}]: must have at most {MAX_CHARACTERS:,} characters; "
                f"found {len(text):,}"
            )
    return listed


def _leave_out_names(texts: list[str], hits: list[list[Hit]]) -> list[list[Hit]]:
    """Leave out the hits inside proper names; only texts with a hit in capitals are parsed."""
    doubtful = [
        number
        for number, text in enumerate(texts)
        if any(text[hit.span.start].isupper() for hit in hits[number])
    ]
    docs = load_model().pipe(texts[number] for number in doubtful)
    kept = list(hits)
    for number, doc in zip(doubtful, docs, strict=True):
        kept[number] = [hit for hit in mark_hits(hits[number], doc) if not hit.in_name]
    return kept


def _list_counted(stretch: Stretch, instrument: str, *, count_names: bool) -> list[Hit]:
    return [hit for hit in stretch.hits[instrument] if count_names or not hit.in_name]


def _describe_stretch(
    article: Article, stretch: Stretch, *, count_names: bool
) -> dict[str, object]:
    text = stretch.span.of(article.text)
    counted = {name: _list_counted(stretch, name, count_names=count_names) for name in INSTRUMENTS}
    scores = {name: combine_hits(counted[name], name, text) for name in INSTRUMENTS}
    return {
        "article": article.id,
        "part": stretch.part,
        "sentence": stretch.sentence,
        "start": stretch.span.start,
        "end": stretch.span.end,
        "voice": stretch.voice,
        "vader": round(scores["vader"], 4),
        "vader_hits": len(counted["vader"]),
        "textblob": round(scores["textblob"], 4),
        "textblob_hits": len(counted["textblob"]),
        "words": len(find_words(text)),
        "text": text,
        "note": _note_unknown([name for name in INSTRUMENTS if not counted[name]]),
    }


def _note_unknown(instruments: list[str]) -> str:
    if not instruments:
        return ""
    if len(instruments) == len(INSTRUMENTS):
        return "no words known"
    return f"no words known to {instruments[0]}"


def _list_evidence(
    article: Article, stretch: Stretch, *, count_names: bool
) -> Iterator[dict[str, object]]:
    text = stretch.span.of(article.text)
    for instrument in INSTRUMENTS:
        counted = _list_counted(stretch, instrument, count_names=count_names)
        for hit in stretch.hits[instrument]:
            yield {
                "article": article.id,
                "sentence": stretch.sentence,
                "start": hit.span.start,
                "end": hit.span.end,
                "word": hit.span.of(article.text),
                "instrument": instrument,
                "valence": round(hit.valence, 4),
                "moved": round(_measure_move(hit, counted, instrument, text), 4),
                "voice": stretch.voice,
                "in_name": hit.in_name,
                "topic": hit.topic,
                "text": text,
            }


def _measure_move(hit: Hit, counted: list[Hit], instrument: str, text: str) -> float:
    if hit not in counted:
        return 0.0
    others = [other for other in counted if other is not hit]
    without = combine_hits(others, instrument, text) if others else 0.0
    return combine_hits(counted, instrument, text) - without


def _list_units(article: Article) -> list[_Units]:
    said: dict[str, list[tuple[Span, ...]]] = {}
    for attribution in find_statements(article):
        said.setdefault(attribution.speaker.name, []).append(attribution.quotation.content)
    told = [stretch for stretch in find_stretches(article) if stretch.voice == NARRATOR]
    sentences = [
        tuple(stretch.span for stretch in group)
        for _, group in groupby(told, key=lambda stretch: stretch.sentence)
    ]
    speakers = sorted(said.items(), key=lambda item: -len(item[1]))
    units = [_Units(speaker, "quotation", tuple(places)) for speaker, places in speakers]
    return [*units, _Units(NARRATOR, "sentence", tuple(sentences))] if sentences else units


def _describe_speaker(article: Article, units: _Units, *, count_names: bool) -> dict[str, object]:
    texts = [" ".join(span.of(article.text) for span in place) for place in units.places]
    scores = {
        name: _score_units(article, units, name, count_names=count_names) for name in INSTRUMENTS
    }
    row: dict[str, object] = {
        "article": article.id,
        "speaker": units.speaker,
        "unit": units.unit,
        "n": len(texts),
        "words": sum(len(find_words(text)) for text in texts),
    }
    for name in INSTRUMENTS:
        row |= _describe_scores(name, scores[name])
    both = [
        _sign(vader) == _sign(textblob)
        for vader, textblob in zip(scores["vader"], scores["textblob"], strict=True)
        if not math.isnan(vader + textblob)
    ]
    enough = len(both) >= MIN_SCORES
    row["agreement"] = sum(both) / len(both) if enough else math.nan
    row["agreement_n"] = len(both)
    row["note"] = _note_few(scores)
    return row


def _score_units(
    article: Article, units: _Units, instrument: str, *, count_names: bool
) -> list[float]:
    hits = [
        hit
        for stretch in find_stretches(article)
        for hit in _list_counted(stretch, instrument, count_names=count_names)
    ]
    starts = [hit.span.start for hit in hits]
    scores: list[float] = []
    for place in units.places:
        inside = [
            hit
            for span in place
            for hit in hits[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
        ]
        text = " ".join(span.of(article.text) for span in place)
        scores.append(combine_hits(inside, instrument, text))
    return scores


def _describe_scores(instrument: str, scores: list[float]) -> dict[str, object]:
    mean = estimate_mean(scores, SPREADS[instrument])
    measured = _count_measured(scores)
    return {
        f"{instrument}_n": measured,
        f"{instrument}_unknown": 1 - measured / len(scores),
        f"{instrument}_mean": round(mean.value, 4),
        f"{instrument}_low": round(mean.low, 4),
        f"{instrument}_high": round(mean.high, 4),
    }


def _sign(score: float) -> int:
    return 0 if abs(score) < NEUTRAL else int(math.copysign(1, score))


def _count_measured(scores: list[float]) -> int:
    return sum(not math.isnan(score) for score in scores)


def _note_few(scores: dict[str, list[float]]) -> str:
    few = [name for name in INSTRUMENTS if _count_measured(scores[name]) < MIN_SCORES]
    if not few:
        return ""
    return "too few" if len(few) == len(INSTRUMENTS) else f"too few for {few[0]}"
