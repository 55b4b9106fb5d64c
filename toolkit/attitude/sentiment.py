"""How favourable words sound by two published lexicons, each score opened to the words behind it.

VADER and TextBlob score a stretch of text by the words that they know; `valence` finds these.
A text without one is not measured, which is not the same as neutral.
"""

from __future__ import annotations

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
from toolkit.base import MAX_CHARACTERS, Article, ToolkitError, check_strings, find_words
from toolkit.engine import ENGLISH
from toolkit.grammar import parse_texts
from toolkit.tables import ARTICLE, PART, VOICE, Column, Table, alike, iter_articles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas as pd

    from toolkit.engine import Articles, Engine

SENTENCES = Table("sentence_sentiment_table", (
    ARTICLE,
    PART,
    Column("sentence", "int64", "Number in the article.", "from 1"),
    *alike("start end", "int64", "Place of the stretch in ``article.text``.", "characters"),
    VOICE,
    *(
        column
        for name in ("vader", "textblob")
        for column in (
            Column(name, "float64",
                   "Higher is more favourable. NaN where the lexicon knows no word.", "-1 to 1"),
            Column(f"{name}_hits", "int64", "Behind the score.", "words"),
        )
    ),
    Column("words", "int64", "Of the stretch.", "words"),
    Column("text", "str", "The stretch as it stands."),
    Column("note", "str", "Why a score is NaN."),
), file="sentence_sentiment")  # fmt: skip
EVIDENCE = Table("sentiment_evidence_table", (
    ARTICLE,
    SENTENCES.known["sentence"],
    *alike("start end", "int64", "Place of the word in ``article.text``.", "characters"),
    Column("word", "str", "As it stands."),
    Column("instrument", "str", "``vader`` or ``textblob``."),
    Column("valence", "float64", "The word's own weight here, after negation and intensifiers.",
           "about -4 to 4 in VADER, -1 to 1 in TextBlob"),
    Column("moved", "float64",
           "Score of its stretch less what it would be without the word; from the only hit of a "
           "stretch comes the whole score. 0 for names that are left out.", "-2 to 2"),
    VOICE,
    Column("in_name", "bool", "Part of a proper name (Security Council), which is no opinion."),
    Column("topic", "bool",
           "A noun for what the news is about (ceasefire, violence): it says what the talk is of, "
           "not how it is spoken of."),
    Column("text", "str", "The stretch that the word stands in."),
), file="sentiment_evidence")  # fmt: skip


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


@SENTENCES.describes
def sentence_sentiment_table(
    articles: Articles,
    *,
    count_names: bool = False,
    evidence: bool = False,
    engine: Engine = ENGLISH,
) -> pd.DataFrame:
    """Make one row per sentence, and per voice where a sentence holds several.

    Parameters
    ----------
    articles : Article, Attribution, or iterable of them
        Headline, sub-headings and paragraphs are read.
    count_names : bool, optional
        Count hits inside proper names too.
    evidence : bool, optional
        Make one row per word that scored instead, as `sentiment_evidence_table` does.
    engine : Engine, optional
        What reads the articles.

    Returns
    -------
    DataFrame
        In reading order. A sentence that reports somebody's words gives a row for each
        stretch: the words reported, and the narrator's words around them.

        {columns}

    Notes
    -----
    With ``evidence=True`` it has the words behind each score.

    Examples
    --------
    >>> from toolkit.base.article import Article
    >>> table = sentence_sentiment_table(Article("Talks failed. They met on Monday."))
    >>> table[["text", "vader", "vader_hits", "words"]]
                      text   vader  vader_hits  words
    0        Talks failed. -0.5106           1      2
    1  They met on Monday.     NaN           0      4
    """
    if evidence:
        return sentiment_evidence_table(articles, count_names=count_names, engine=engine)
    return SENTENCES.make(
        _describe_stretch(article, stretch, count_names=count_names)
        for article in iter_articles(articles, engine)
        for stretch in find_stretches(article)
    )


@EVIDENCE.describes
def sentiment_evidence_table(
    articles: Articles, *, count_names: bool = False, engine: Engine = ENGLISH
) -> pd.DataFrame:
    """Make one row per lexicon hit: which word moved which score by how much.

    Parameters
    ----------
    articles : Article, Attribution, or iterable of them
    count_names : bool, optional
        Let hits inside proper names move scores. They are listed in either case.
    engine : Engine, optional
        What reads the articles.

    Returns
    -------
    DataFrame
        In reading order.

        {columns}

    Examples
    --------
    >>> from toolkit.base.article import Article
    >>> table = sentiment_evidence_table(Article("It was a good day, and a terrible night."))
    >>> table[["word", "instrument", "valence", "moved"]].round(2)
           word instrument  valence  moved
    0      good      vader      1.9   0.43
    1  terrible      vader     -2.1  -0.49
    2      good   textblob      0.7   0.85
    3  terrible   textblob     -1.0  -0.85
    """
    return EVIDENCE.make(
        row
        for article in iter_articles(articles, engine)
        for stretch in find_stretches(article)
        for row in _list_evidence(article, stretch, count_names=count_names)
    )


def _list_texts(texts: Iterable[str]) -> list[str]:
    listed = check_strings(texts)
    for number, text in enumerate(listed):
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
    docs = parse_texts([texts[number] for number in doubtful])
    kept = list(hits)
    for number, doc in zip(doubtful, docs, strict=True):
        kept[number] = [hit for hit in mark_hits(hits[number], doc) if not hit.in_name]
    return kept


def list_counted(stretch: Stretch, instrument: str, *, count_names: bool) -> list[Hit]:
    """List the hits of a stretch that move its score: not those in names, if these are not."""
    return [hit for hit in stretch.hits[instrument] if count_names or not hit.in_name]


def _describe_stretch(
    article: Article, stretch: Stretch, *, count_names: bool
) -> dict[str, object]:
    text = stretch.span.of(article.text)
    counted = {name: list_counted(stretch, name, count_names=count_names) for name in INSTRUMENTS}
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
        counted = list_counted(stretch, instrument, count_names=count_names)
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
