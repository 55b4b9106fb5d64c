"""How each voice of an article is worded: rates of valence, doubt, certainty and duty.

A dimension is a count of words from a named list, against the words of a voice. Each comes
with its interval and its place among other news, never with a verdict.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from toolkit.attitude.valence import find_stretches
from toolkit.attitude.wording import find_evidence
from toolkit.base import (
    NARRATOR,
    Article,
    WordList,
    find_words,
    read_lexicon,
    read_tone_reference,
    read_tone_words,
)
from toolkit.engine import ENGLISH
from toolkit.tables import (
    ARTICLE,
    EACH_ARTICLE,
    MIN_ARTICLES,
    NOT_MEASURED,
    PLACE,
    VOICE,
    Column,
    Estimate,
    Table,
    alike,
    check_alone,
    estimate_clustered_share,
    estimate_rate,
    estimate_share,
    find_percentile,
    iter_articles,
    join_names,
    pool_articles,
    subtract,
    take_single,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import pandas as pd

    from toolkit.engine import Articles, Engine

ALL, QUOTED = "all", "quoted"
STABLE = 100  # words; one word more moves a rate under this by over one per 100
FEW = f"under {MIN_ARTICLES} articles: no interval"
MIN_QUOTED = 50  # words on either side of a gap
LIST_DIMENSIONS = ("hedging", "boosting", "obligation", "negation", "first_person")
STANCES = (
    "neutral", "doubtful", "endorsing", "conceding", "denying", "urging", "hostile",
    "favourable", "predicting",
)  # fmt: skip
PER_100, SHARE, BALANCE = "per 100 words", "share", "balance"
RANGES = {PER_100: (0.0, 100.0), SHARE: (0.0, 1.0), BALANCE: (-1.0, 1.0)}
SIGNED = ("tone", "tone_gap")  # rates that may be below 0

TONES = Table("tone_table", (
    EACH_ARTICLE,
    Column("voice", "str",
           "``all`` words, the ``narrator``'s, ``quoted`` ones, then each speaker's, those with "
           "most words first."),
    Column("dimension", "str", "See Notes."),
    Column("value", "float64",
           "NaN where there is nothing to measure; `note` says what is missing.",
           "as `unit` says"),
    *alike("low high", "float64",
           "Its 95 % interval, were the words a random draw of such words. With columns of the "
           "articles: were the articles a draw of such articles, as in `source_table`, and a "
           "rate's never narrower than were its words; NaN under 5 of them.", "as `unit` says"),
    Column("unit", "str", "``per 100 words``, ``share`` or ``balance``."),
    *alike("lowest highest", "float64", "Ends of the scale.", "as `unit` says"),
    Column("hits", "int64", "What was counted.", "words"),
    Column("base", "int64", "Out of how many: words, reporting verbs or valence words.", "words"),
    Column("words", "int64", "All words of the voice.", "words"),
    Column("percentile", "float64",
           "Share of the reference articles with a lower value, and of half of those with the "
           "same; speakers are set against quoted words. NaN under 100 words, and with columns of "
           "the articles, as these are no single article.", "percent"),
    Column("reference", "str", "Which articles the percentile is among."),
    Column("lexicon", "str", "Which list the words are from."),
    Column("note", "str", "What is missing, or makes the value unstable."),
), (
    Column("articles", "int64",
           "Only with columns of the articles: in how many the voice has words.", "articles"),
), "tone")  # fmt: skip
EVIDENCE = Table("tone_evidence_table", (
    ARTICLE,
    Column("dimension", "str",
           "As in `tone_table`. ``charge``, ``balance`` and ``tone_gap`` rest on the rows of "
           "``tone``."),
    Column("kind", "str",
           "``positive`` or ``negative`` for tone, the stance of a reporting verb, the kind of "
           "hedge; empty where a dimension has no kinds."),
    *PLACE,
    Column("word", "str", "As it stands."),
    VOICE,
    TONES.known["lexicon"],
), file="tone_evidence")  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Wording:
    """What was counted in the words of a voice; in `pieces` by article, where it has several."""

    voice: str
    words: int
    counts: Counter[tuple[str, str]]
    pieces: tuple[_Wording, ...] = ()

    def count(self, dimension: str, *kinds: str) -> int:
        """Count the hits of a dimension, in all of its classes where none is named."""
        return sum(
            number
            for (name, kind), number in self.counts.items()
            if name == dimension and (not kinds or kind in kinds)
        )


@dataclass(frozen=True, slots=True)
class _Measure:
    """A dimension of a voice, measured."""

    dimension: str
    estimate: Estimate
    unit: str
    hits: int
    base: int
    lexicon: str
    note: str = ""


@TONES.describes
def tone_table(
    articles: Articles,
    *,
    by: str | Sequence[str] = "article",
    lexicon: str | Path | None = None,
    evidence: bool = False,
    engine: Engine = ENGLISH,
) -> pd.DataFrame:
    """Make one row per article (or outlet, month), voice and dimension of tone.

    Parameters
    ----------
    articles : Article, Attribution, or iterable of them
        Headline, sub-headings and paragraphs are read.
    by : str or sequence of str, optional
        What is measured together: each ``article``; or those of one ``publisher``, ``month``
        and so on, as `source_table` takes them, such as ``["publisher", "month"]``. A speaker
        of several articles then has one name, as in `quotation_table`.
    lexicon : str or Path, optional
        A word list of one's own, whose categories become dimensions: a CSV table with the
        columns ``word,category``, or a LIWC dictionary (``.dic``); see `read_lexicon`.
    evidence : bool, optional
        Make one row per word that counted instead, as `tone_evidence_table` does.
    engine : Engine, optional
        What reads the articles.

    Returns
    -------
    DataFrame
        {columns}

    Raises
    ------
    ReadError
        If `lexicon` cannot be read, with the line at fault.
    ToolkitError
        If `by` names something that does not exist, or is given beside `evidence`.

    Notes
    -----
    ``tone``: favourable less unfavourable words (VADER, after negation, no proper names);
    ``charge``: both together; ``balance``: their difference divided by their sum.
    ``subjectivity``: words of opinion (TextBlob's lexicon). ``hedging``, ``boosting``,
    ``obligation``, ``negation``, ``first_person``: our own lists (`read_tone_words`).
    For the narrator, ``reporting``: verbs that report words or thoughts, and the share of
    these in each class of stance (``reporting_doubtful`` ...). For all words,
    ``quoted_share``: share of words in the contents of quotations; ``tone_gap``: tone of
    the narrator less that of quoted words.

    It is a tone of the wording, not of what is meant: the report of a war has an unfavourable
    tone whoever writes it. Single words are counted without their sense, so that "would"
    is a hedge in "she would often come" too.

    Examples
    --------
    >>> from toolkit.base.article import Article
    >>> table = tone_table(Article("It may perhaps rain. Rain would be a terrible nuisance."))
    >>> table.query("voice == 'narrator' and hits > 0")[["dimension", "value", "hits", "base"]]
           dimension  value  hits  base
    11          tone  -10.0     1    10
    12        charge   10.0     1    10
    13       balance   -1.0     1     1
    14  subjectivity   10.0     1    10
    15       hedging   30.0     3    10
    """
    if evidence:
        check_alone(by)
        return tone_evidence_table(articles, lexicon=lexicon, engine=engine)
    own = None if lexicon is None else read_lexicon(lexicon)
    if take_single(by) == "article":
        rows = (
            {"article": article.id} | _describe(wording, measure)
            for article in iter_articles(articles, engine)
            for wording, measure in _measure(_list_wordings(article, own), own)
        )
        return TONES.make(rows)
    given = [*iter_articles(articles, engine)]
    columns, groups = pool_articles(given, by, ["article"])
    counted = [
        _list_wordings(article, own, names)
        for article, names in zip(given, join_names(given), strict=True)
    ]
    rows = (
        values | _describe_pool(wording, measure)
        for values, places in groups
        for wording, measure in _measure(_pool([counted[place] for place in places]), own)
    )
    return TONES.pool(columns).make(rows)


@EVIDENCE.describes
def tone_evidence_table(
    articles: Articles,
    *,
    lexicon: str | Path | None = None,
    engine: Engine = ENGLISH,
) -> pd.DataFrame:
    """Make one row per word that counts for a dimension of tone.

    Parameters
    ----------
    articles : Article, Attribution, or iterable of them
    lexicon : str or Path, optional
        A word list of one's own, as in `tone_table`.
    engine : Engine, optional
        What reads the articles.

    Returns
    -------
    DataFrame
        In reading order.

        {columns}

    Raises
    ------
    ReadError
        If `lexicon` cannot be read, with the line at fault.

    Examples
    --------
    >>> from toolkit.base.article import Article
    >>> table = tone_evidence_table(Article("It may perhaps rain, a terrible nuisance."))
    >>> table[["dimension", "kind", "word", "voice"]]
          dimension      kind      word     voice
    0       hedging     modal       may  narrator
    1       hedging    adverb   perhaps  narrator
    2  subjectivity            terrible  narrator
    3          tone  negative  terrible  narrator
    """
    own = None if lexicon is None else read_lexicon(lexicon)
    return EVIDENCE.make(
        {
            "article": article.id,
            "dimension": evidence.dimension,
            "kind": evidence.kind,
            "start": evidence.span.start,
            "end": evidence.span.end,
            "word": evidence.span.of(article.text),
            "voice": evidence.voice,
            "lexicon": evidence.lexicon,
        }
        for article in iter_articles(articles, engine)
        for evidence in find_evidence(article, own)
    )


# ---- how much that is ----------------------------------------------------------------------


def _list_wordings(
    article: Article, own: WordList | None, names: Mapping[str, str] | None = None
) -> list[_Wording]:
    """List the wordings of an article: of all, the narrator, those quoted, then each speaker."""
    voices = _count_voices(article, own, names or {})
    narrator = voices.get(NARRATOR, _Wording(NARRATOR, 0, Counter()))
    speakers = sorted(
        (wording for name, wording in voices.items() if name != NARRATOR),
        key=lambda wording: -wording.words,
    )
    quoted = _merge(QUOTED, speakers)
    return [_merge(ALL, [narrator, quoted]), narrator, quoted, *speakers]


def _pool(counted: Iterable[list[_Wording]]) -> list[_Wording]:
    """Put the wordings of articles together, by voice, those with most words first."""
    pieces: dict[str, list[_Wording]] = {}
    for wordings in counted:
        for wording in wordings:
            pieces.setdefault(wording.voice, []).append(wording)
    first, narrator, quoted, *speakers = (
        replace(_merge(voice, some), pieces=tuple(some)) for voice, some in pieces.items()
    )
    return [first, narrator, quoted, *sorted(speakers, key=lambda speaker: -speaker.words)]


def _measure(
    wordings: Sequence[_Wording], own: WordList | None
) -> Iterator[tuple[_Wording, _Measure]]:
    everything, narrator, quoted, *_ = wordings
    for wording in wordings:
        measures = [*_measure_voice(wording), *_measure_own(wording, own)]
        if wording is narrator:
            measures += _measure_reporting(narrator)
        if wording is everything:
            measures += _measure_quoting(narrator, quoted)
        for measure in measures:
            yield wording, measure


def _count_voices(
    article: Article, own: WordList | None, names: Mapping[str, str]
) -> dict[str, _Wording]:
    words: Counter[str] = Counter()
    for stretch in find_stretches(article):
        words[names.get(stretch.voice, stretch.voice)] += len(
            find_words(stretch.span.of(article.text))
        )
    counts: dict[str, Counter[tuple[str, str]]] = {voice: Counter() for voice in words}
    for evidence in find_evidence(article, own):
        voice = names.get(evidence.voice, evidence.voice)
        counts.setdefault(voice, Counter())[evidence.dimension, evidence.kind] += 1
    return {voice: _Wording(voice, words[voice], counted) for voice, counted in counts.items()}


def _merge(voice: str, wordings: Iterable[_Wording]) -> _Wording:
    total = _Wording(voice, 0, Counter())
    for wording in wordings:
        total = _Wording(voice, total.words + wording.words, total.counts + wording.counts)
    return total


def _measure_voice(wording: _Wording) -> Iterator[_Measure]:
    tone = _estimate_tone(wording)
    good, bad = wording.count("tone", "positive"), wording.count("tone", "negative")
    yield _Measure("tone", tone, PER_100, good + bad, wording.words, "VADER")
    yield replace(_measure_rate(wording, "tone", "VADER"), dimension="charge")
    balance = Estimate(*(2 * end - 1 for end in _estimate_part(wording, "tone", "positive")))
    missing = "" if good + bad else "no words known"
    yield _Measure("balance", balance, BALANCE, good + bad, good + bad, "VADER", missing)
    yield _measure_rate(wording, "subjectivity", "TextBlob")
    for name in LIST_DIMENSIONS:
        yield _measure_rate(wording, name, read_tone_words().name)


def _measure_own(wording: _Wording, own: WordList | None) -> Iterator[_Measure]:
    if own is None:
        return
    categories = {name: None for found in own.entries.values() for name, _ in found}
    for name in categories:
        yield _measure_rate(wording, name, own.name)


def _measure_reporting(narrator: _Wording) -> Iterator[_Measure]:
    verbs = narrator.count("reporting")
    yield _measure_rate(narrator, "reporting", "toolkit cues.csv")
    missing = "" if verbs else "no reporting verbs"
    for stance in STANCES:
        hits = narrator.count("reporting", stance)
        share = _estimate_part(narrator, "reporting", stance)
        name = f"reporting_{stance}"
        yield _Measure(name, share, SHARE, hits, verbs, "toolkit cues.csv", missing)


def _measure_quoting(narrator: _Wording, quoted: _Wording) -> Iterator[_Measure]:
    words = narrator.words + quoted.words
    # Words come in whole quotations: an interval that takes each for a draw is too narrow.
    share = Estimate(quoted.words / words if words else math.nan, math.nan, math.nan)
    if quoted.pieces:
        pairs = zip(narrator.pieces, quoted.pieces, strict=True)
        bases = [told.words + said.words for told, said in pairs]
        share = estimate_clustered_share([said.words for said in quoted.pieces], bases)
    yield _Measure("quoted_share", share, SHARE, quoted.words, words, "")
    hits = narrator.count("tone") + quoted.count("tone")
    if min(narrator.words, quoted.words) < MIN_QUOTED:
        note = f"under {MIN_QUOTED} words on one side"
        yield _Measure("tone_gap", NOT_MEASURED, PER_100, hits, words, "VADER", note)
        return
    gap = subtract(_estimate_tone(narrator), _estimate_tone(quoted))
    yield _Measure("tone_gap", gap, PER_100, hits, words, "VADER")


def _measure_rate(wording: _Wording, dimension: str, lexicon: str) -> _Measure:
    rate = _estimate_rate(wording, dimension)
    return _Measure(dimension, rate, PER_100, wording.count(dimension), wording.words, lexicon)


def _estimate_tone(wording: _Wording) -> Estimate:
    kinds = ("positive", "negative")
    return subtract(*(_estimate_rate(wording, "tone", kind) for kind in kinds))


def _estimate_rate(wording: _Wording, dimension: str, *kinds: str) -> Estimate:
    if not wording.pieces:
        return estimate_rate(wording.count(dimension, *kinds), wording.words)
    hits = [piece.count(dimension, *kinds) for piece in wording.pieces]
    share = estimate_clustered_share(hits, [piece.words for piece in wording.pieces])
    value, low, high = (100 * end for end in share)
    independent = estimate_rate(sum(hits), wording.words)
    if not (any(hits) or math.isnan(low)):  # nothing tells how far words hang together
        return independent
    return Estimate(value, min(low, independent.low), max(high, independent.high))


def _estimate_part(wording: _Wording, dimension: str, kind: str) -> Estimate:
    """Estimate the share of a class in all hits of a dimension."""
    if not wording.pieces:
        return estimate_share(wording.count(dimension, kind), wording.count(dimension))
    hits = [piece.count(dimension, kind) for piece in wording.pieces]
    return estimate_clustered_share(hits, [piece.count(dimension) for piece in wording.pieces])


# ---- rows ----------------------------------------------------------------------------------


def _describe_pool(wording: _Wording, measure: _Measure) -> dict[str, object]:
    articles = sum(piece.words > 0 for piece in wording.pieces)
    row = _describe(wording, measure) | {"percentile": None, "reference": "", "articles": articles}
    has_bounds = math.isnan(measure.estimate.value) or not math.isnan(measure.estimate.low)
    return row | {"note": row["note"] or ("" if has_bounds else FEW)}


def _describe(wording: _Wording, measure: _Measure) -> dict[str, object]:
    lowest, highest = RANGES[measure.unit]
    percentile, reference = _compare(wording, measure)
    value, low, high = measure.estimate
    return {
        "voice": wording.voice,
        "dimension": measure.dimension,
        "value": round(value, 4),
        "low": round(low, 4),
        "high": round(high, 4),
        "unit": measure.unit,
        "lowest": -highest if measure.dimension in SIGNED else lowest,
        "highest": highest,
        "hits": measure.hits,
        "base": measure.base,
        "words": wording.words,
        "percentile": percentile,
        "reference": reference,
        "lexicon": measure.lexicon,
        "note": measure.note or _note_words(wording.words),
    }


def _note_words(words: int) -> str:
    if not words:
        return "no words"
    return f"under {STABLE} words: unstable" if words < STABLE else ""


def _compare(wording: _Wording, measure: _Measure) -> tuple[float, str]:
    """Give the percentile among the reference articles, and their name."""
    reference = read_tone_reference()
    voice = wording.voice if wording.voice in {ALL, NARRATOR} else QUOTED
    steps = reference.quantiles.get((voice, measure.dimension))
    value = measure.estimate.value
    if steps is None or wording.words < STABLE or math.isnan(value):
        return math.nan, ""
    return round(find_percentile(value, steps)), reference.name
