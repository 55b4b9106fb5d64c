"""All that the instruments say of one article, as numbers with the words that each rests on."""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from toolkit.attitude import (
    INSTRUMENTS,
    sentence_sentiment_table,
    sentiment_evidence_table,
    speaker_sentiment_table,
    stance_passage_table,
    tone_evidence_table,
    tone_table,
)
from toolkit.base import FURNITURE, UNKNOWN, WORD, Article, Span, find_words_in, remember
from toolkit.narrative import (
    action_table,
    headline_table,
    source_diversity_table,
    sourcing_table,
)
from toolkit.tables import STATED, quotation_table, speaker_table
from toolkit.words import keyword_table, voice_table

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    import pandas as pd

RANKED = 10  # key words
WHOLE = "the article"
DERIVED = {"charge", "balance", "tone_gap", "quoted_share"}  # of numbers that are told already
# The smallest difference that is told: of the score of a word list, of an effective number, and
# of a score of our model, which trembles with every word nearby.
SCORES, NUMBERS, CHANCES = 0.01, 0.1, 0.1


@dataclass(frozen=True, slots=True)
class Word:
    """Words that a number rests on, and what they are worth there.

    Parameters
    ----------
    span : Span
    told : str
        What they are worth: ``+0.51``; empty where each counts the same.
    """

    span: Span
    told: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """One number of an article.

    Parameters
    ----------
    instrument : str
        What measured it: a name of `validity_table` where it has one.
    measure : str
        What is counted or scored.
    about : str
        Whose number it is, or of what.
    unit : str
    value : float
        NaN where nothing could be measured.
    words : tuple of Word
        Those that it rests on, in reading order.
    place : int, optional
        First character of the words that it is about, where they are not the whole article.
    step : float, optional
        The smallest difference that is told.
    missing : float, optional
        Its value in an article that has no such thing: 0 of what is counted, else NaN.
    is_rate : bool, optional
        Whether it is a share of what is counted, so that it moves with all words of a voice.
    """

    instrument: str
    measure: str
    about: str
    unit: str
    value: float
    words: tuple[Word, ...]
    place: int | None = None
    step: float = 0.5
    missing: float = math.nan
    is_rate: bool = False


@remember
def list_measures(article: Article) -> tuple[Measure, ...]:
    """List all numbers that the instruments give an article.

    Examples
    --------
    >>> found = list_measures(Article('"Rates will rise," said Ann Lee.'))
    >>> [(each.measure, each.value) for each in found if each.about == "Ann Lee"][:3]
    [('quotations', 1.0), ('words', 3.0), ('words in quote marks', 3.0)]
    """
    quotations, speakers = quotation_table(article), speaker_table(article)
    return (
        *_measure_size(article),
        *_measure_quotations(quotations),
        *_measure_speakers(quotations, speakers),
        *_measure_sourcing(article),
        *_measure_headline(article),
        *_measure_sentiment(article),
        *_measure_stance(article),
        *_measure_tone(article),
        *_measure_actions(article),
        *_measure_keywords(article),
    )


def _count(
    table: pd.DataFrame, by: str, instrument: str, measure: str, unit: str
) -> Iterator[Measure]:
    """Count the rows of each value of a column; the words are those of the rows."""
    for about, rows in table.groupby(by, sort=True):
        words = _list_words(rows)
        yield Measure(instrument, measure, f"{about}", unit, float(len(rows)), words, missing=0)


def _list_words(rows: pd.DataFrame, first: str = "start", last: str = "end") -> tuple[Word, ...]:
    places = rows[[first, last]].dropna().itertuples(index=False)
    return tuple(Word(Span(int(start), int(end))) for start, end in places)


def _iter_rows(table: pd.DataFrame) -> Iterable[dict[Hashable, Any]]:
    return table.to_dict("records")


# --- instrument by instrument ------------------------------------------------------------


def _measure_size(article: Article) -> Iterator[Measure]:
    voices = voice_table(article)
    for part, rows in voices[~voices["part"].isin(FURNITURE)].groupby("part", sort=False):
        places = [word.span for word in _list_words(rows)]
        words = tuple(Word(span) for span in find_words_in(article.text, places))
        yield Measure("words", "words", f"{part}", "words", len(words), words, missing=0)


def _measure_quotations(quotations: pd.DataFrame) -> Iterator[Measure]:
    words = _list_words(quotations)
    yield Measure("quotations", "found", WHOLE, "quotations", float(len(quotations)), words)
    for column in ("form", "act", "kind"):
        yield from _count(quotations, column, "quotations", column, "quotations")
    yield from _count(quotations, "relay", "relays", "passed on", "quotations")


def _measure_speakers(quotations: pd.DataFrame, speakers: pd.DataFrame) -> Iterator[Measure]:
    figures = {"quotations": "quotations", "words": "words", "direct_words": "words"}
    quotations = quotations[quotations["act"].isin(STATED)]
    for row in _iter_rows(speakers):
        words = _list_words(quotations[quotations["speaker"] == row["speaker"]])
        for column, unit in figures.items():
            name = "words in quote marks" if column == "direct_words" else column
            yield Measure(
                "speakers", name, row["speaker"], unit, float(row[column]), words, missing=0
            )
    firsts = {row["speaker"]: row["first"] for row in _iter_rows(speakers)}
    for column, instrument in (("role", "roles"), ("gender", "gender")):
        known = speakers[speakers[column] != UNKNOWN]
        for about, rows in known.groupby(column, sort=True):
            own = quotations[quotations["speaker"].isin(rows["speaker"])]
            own = own[own["start"] == own["speaker"].map(firsts)]
            words = _list_words(own)
            yield Measure(
                instrument, column, f"{about}", "speakers", float(len(rows)), words, missing=0
            )


def _measure_sourcing(article: Article) -> Iterator[Measure]:
    yield from _count(
        sourcing_table(article), "sourcing", "sourcing_table", "rests on", "sentences"
    )
    for row in _iter_rows(source_diversity_table(article)):
        yield Measure(
            "source_diversity_table", "effective number", WHOLE, "sources", row["effective"], (),
            step=NUMBERS,
        )  # fmt: skip


def _measure_headline(article: Article) -> Iterator[Measure]:
    table = headline_table(article)
    yield from _count(table, "status", "headline_table", "parts of the headline", "parts")
    yield from _count(table, "flag", "headline_table", "to look at", "flags")


def _measure_sentiment(article: Article) -> Iterator[Measure]:
    stretches = [*_iter_rows(sentence_sentiment_table(article))]
    means = [*_iter_rows(speaker_sentiment_table(article))]
    hits = [hit for hit in _iter_rows(sentiment_evidence_table(article)) if not hit["in_name"]]
    for instrument in INSTRUMENTS:
        own = [hit for hit in hits if hit["instrument"] == instrument]
        starts = [hit["start"] for hit in own]
        for row in stretches:
            inside = own[bisect_left(starts, row["start"]) : bisect_left(starts, row["end"])]
            where = row["part"] if row["part"] == "headline" else f"sentence {row['sentence']}"
            about, score = f"{where}, {row['voice']}", row[instrument]
            yield Measure(
                instrument, "score", about, "-1 to 1", score, _weigh(inside), row["start"], SCORES
            )
        for row in means:
            inside = [hit for hit in own if hit["voice"] == row["speaker"]]
            about, mean = row["speaker"], row[f"{instrument}_mean"]
            yield Measure(instrument, "mean", about, "-1 to 1", mean, _weigh(inside), step=SCORES)


def _weigh(hits: Iterable[dict[Hashable, Any]]) -> tuple[Word, ...]:
    return tuple(Word(Span(hit["start"], hit["end"]), f"{hit['moved']:+.2f}") for hit in hits)


def _measure_stance(article: Article) -> Iterator[Measure]:
    table = stance_passage_table(article)
    for instrument, prefix in (("stance", ""), ("portrayal", "portrayal_")):
        for row in _iter_rows(table):
            place = row["mention_start"]
            words = (Word(Span(place, row["mention_end"])),)
            whom = f"{row['voice']} toward {row['target']}"
            score, call = row[f"{prefix}score"], float(row[f"{prefix}polarity"])
            yield Measure(instrument, "score", whom, "-1 to 1", score, words, place, CHANCES)
            yield Measure(instrument, "call", whom, "-1, 0, 1", call, words, place, missing=0)


def _measure_tone(article: Article) -> Iterator[Measure]:
    evidence = tone_evidence_table(article)
    for row in _iter_rows(tone_table(article)):
        name, voice = row["dimension"], row["voice"]
        if name in DERIVED or voice == "quoted":
            continue
        first, _, kind = name.partition("_")
        dimension = first if first == "reporting" else name
        own = evidence[evidence["dimension"] == dimension]
        own = own[own["kind"] == kind] if kind and dimension != name else own
        own = own if voice == "all" else own[own["voice"] == voice]
        about = WHOLE if voice == "all" else voice
        words = _list_words(own)
        yield Measure(
            "tone_table", name.replace("_", " "), about, row["unit"], row["value"], words,
            step=SCORES, is_rate=True,
        )  # fmt: skip


def _measure_actions(article: Article) -> Iterator[Measure]:
    table = action_table(article).rename(columns={"verb_start": "start", "verb_end": "end"})
    yield from _count(table, "construction", "action_table", "construction", "verbs")
    yield from _count(table[~table["speech"]], "doer", "action_table", "acts of", "verbs")


def _measure_keywords(article: Article) -> Iterator[Measure]:
    table = keyword_table(article, limit=RANKED)
    for rank, row in enumerate(_iter_rows(table), start=1):
        words = tuple(Word(_find_word(article.text, start)) for start in row["starts"])
        yield Measure("keyword_table", "rank", row["term"], "rank", float(rank), words)


def _find_word(text: str, start: int) -> Span:
    """Find the word that begins somewhere: its form may be another than that of the table."""
    found = WORD.match(text, start)
    return Span(*found.span()) if found else Span(start, start + 1)
