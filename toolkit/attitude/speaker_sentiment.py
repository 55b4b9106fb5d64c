"""How favourable the words of each speaker sound: mean scores, their intervals, and their n."""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from toolkit.attitude.sentiment import list_counted
from toolkit.attitude.valence import INSTRUMENTS, combine_hits, find_stretches
from toolkit.attribution import find_statements
from toolkit.base import NARRATOR, Article, Span, find_words
from toolkit.engine import ENGLISH
from toolkit.tables import (
    EACH_ARTICLE,
    MIN_SCORES,
    Column,
    Table,
    alike,
    estimate_clustered_share,
    estimate_mean,
    iter_articles,
    join_names,
    pool_articles,
    take_single,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    from toolkit.engine import Articles, Engine

NEUTRAL = 0.05  # what lies nearer to 0 is neutral to VADER's authors
# Standard deviation of the scores of PolNeAR's 11,100 measured quotations (benchmarks/sentiment).
SPREADS = {"vader": 0.50, "textblob": 0.28}
SPEAKERS = Table("speaker_sentiment_table", (
    EACH_ARTICLE,
    Column("speaker", "str", "Who speaks, ``unknown``, or ``narrator``."),
    Column("unit", "str",
           "What is scored and counted: ``quotation``, by its content without the words that "
           "report it; for the narrator ``sentence``, by the words outside quotations."),
    Column("n", "int64", "How many there are.", "quotations or sentences"),
    Column("words", "int64", "In these quotations or sentences.", "words"),
    *(
        column
        for name in SPREADS
        for column in (
            Column(f"{name}_n", "int64", "Those with at least one word that the lexicon knows.",
                   "quotations or sentences"),
            Column(f"{name}_unknown", "float64",
                   "Share of those without any; a package that calls these 0 calls them neutral, "
                   "knowing nothing.", "0 to 1"),
            Column(f"{name}_mean", "float64",
                   "Mean over those that are measured. NaN under 5 of them.", "-1 to 1"),
            *alike(f"{name}_low {name}_high", "float64",
                   "Ends of the 95 % interval of the mean (`estimate_mean`). With columns of the "
                   "articles it knows that units of one article belong together (as the shares of "
                   "`source_table` do), and is NaN under 5 articles.", "-1 to 1"),
        )
    ),
    Column("agreement", "float64",
           "Share of those measured by both instruments that both call favourable, both "
           "unfavourable or both neutral (within 0.05 of 0). NaN under 5 of them.", "0 to 1"),
    Column("agreement_n", "int64", "Those measured by both.", "quotations or sentences"),
    Column("note", "str", "Why a mean is NaN."),
), (
    Column("articles", "int64",
           "Only with columns of the articles: in how many the speaker is heard.", "articles"),
), "speaker_sentiment")  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Units:
    """What one voice says in an article, in units that are scored one by one.

    `places` holds the spans of each: the content of a quotation, or what the narrator says
    in a sentence.
    """

    speaker: str
    unit: str
    places: tuple[tuple[Span, ...], ...]


@dataclass(frozen=True, slots=True)
class _Scored:
    """What one voice says in an article, scored unit by unit with each instrument."""

    speaker: str
    unit: str
    words: int
    scores: Mapping[str, list[float]]


@SPEAKERS.describes
def speaker_sentiment_table(
    articles: Articles,
    *,
    by: str | Sequence[str] = "article",
    count_names: bool = False,
    engine: Engine = ENGLISH,
) -> pd.DataFrame:
    """Make one row per article and speaker, and one for its narrator: mean scores and their n.

    Parameters
    ----------
    articles : Article, Attribution, or iterable of them
    by : str or sequence of str, optional
        What is put together: each ``article``; or those of one ``publisher``, ``month`` and so
        on, as `source_table` takes them, such as ``["publisher", "month"]``. A speaker of
        several articles then has one name, as in `quotation_table`.
    count_names : bool, optional
        Count hits inside proper names too.
    engine : Engine, optional
        What reads the articles.

    Returns
    -------
    DataFrame
        Speakers with most quotations first, the narrator last.

        {columns}

    Raises
    ------
    ToolkitError
        If `by` names something that does not exist.

    Notes
    -----
    A mean says how the words sound, not toward whom, and three quotations are three
    quotations: read them in `sentence_sentiment_table`. Under VADER a long quotation lies
    further from 0 than a short one of the same words.

    Examples
    --------
    >>> from toolkit.base.article import Article
    >>> article = Article('"It was a good day," Ann Lee said. Rain fell.')
    >>> table = speaker_sentiment_table(article)
    >>> table[["speaker", "unit", "n", "vader_n", "note"]]
        speaker       unit  n  vader_n     note
    0   Ann Lee  quotation  1        1  too few
    1  narrator   sentence  2        0  too few
    """
    if take_single(by) == "article":
        rows = (
            {"article": article.id} | _describe_speaker([scored])
            for article in iter_articles(articles, engine)
            for scored in _score_article(article, count_names=count_names)
        )
        return SPEAKERS.make(rows)
    given = [*iter_articles(articles, engine)]
    columns, groups = pool_articles(given, by, ["article"])
    found = [
        _score_article(article, names, count_names=count_names)
        for article, names in zip(given, join_names(given), strict=True)
    ]
    rows = (
        values | _describe_pool(pieces)
        for values, places in groups
        for pieces in _pool([found[place] for place in places])
    )
    return SPEAKERS.pool(columns).make(rows)


def _list_units(article: Article, names: Mapping[str, str]) -> list[_Units]:
    said: dict[str, list[tuple[Span, ...]]] = {}
    for attribution in find_statements(article):
        name = names.get(attribution.speaker.name, attribution.speaker.name)
        said.setdefault(name, []).append(attribution.quotation.content)
    told = [stretch for stretch in find_stretches(article) if stretch.voice == NARRATOR]
    sentences = [
        tuple(stretch.span for stretch in group)
        for _, group in groupby(told, key=lambda stretch: stretch.sentence)
    ]
    speakers = sorted(said.items(), key=lambda item: -len(item[1]))
    units = [_Units(speaker, "quotation", tuple(places)) for speaker, places in speakers]
    return [*units, _Units(NARRATOR, "sentence", tuple(sentences))] if sentences else units


def _score_article(
    article: Article, names: Mapping[str, str] | None = None, *, count_names: bool
) -> list[_Scored]:
    return [
        _Scored(
            units.speaker,
            units.unit,
            sum(
                len(find_words(" ".join(span.of(article.text) for span in place)))
                for place in units.places
            ),
            {
                name: _score_units(article, units, name, count_names=count_names)
                for name in INSTRUMENTS
            },
        )
        for units in _list_units(article, names or {})
    ]


def _pool(found: Iterable[list[_Scored]]) -> list[list[_Scored]]:
    """Put what each voice says in several articles together, in the order of the table."""
    pooled: dict[tuple[str, str], list[_Scored]] = {}
    for scored in found:
        for one in scored:
            pooled.setdefault((one.unit, one.speaker), []).append(one)

    def rank(pieces: list[_Scored]) -> tuple[bool, int]:
        return pieces[0].unit == "sentence", -sum(len(one.scores["vader"]) for one in pieces)

    return sorted(pooled.values(), key=rank)


def _describe_pool(pieces: Sequence[_Scored]) -> dict[str, object]:
    row = _describe_speaker(pieces) | {"articles": len(pieces)}
    for name in INSTRUMENTS:
        low, high = _bound_pooled([one.scores[name] for one in pieces])
        row |= {f"{name}_low": round(low, 4), f"{name}_high": round(high, 4)}
    return row


def _bound_pooled(scores: Sequence[Sequence[float]]) -> tuple[float, float]:
    """Give the ends of the interval of a mean over articles; NaN where there is no mean."""
    measured = [[score for score in own if not math.isnan(score)] for own in scores]
    if sum(map(len, measured)) < MIN_SCORES:
        return math.nan, math.nan
    # On a scale from 0 to 1 a mean is a share.
    hits = [math.fsum((score + 1) / 2 for score in own) for own in measured]
    _, low, high = estimate_clustered_share(hits, [len(own) for own in measured])
    return 2 * low - 1, 2 * high - 1


def _describe_speaker(pieces: Sequence[_Scored]) -> dict[str, object]:
    scores = {name: [s for one in pieces for s in one.scores[name]] for name in INSTRUMENTS}
    row: dict[str, object] = {
        "speaker": pieces[0].speaker,
        "unit": pieces[0].unit,
        "n": len(scores["vader"]),
        "words": sum(one.words for one in pieces),
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
        for hit in list_counted(stretch, instrument, count_names=count_names)
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
