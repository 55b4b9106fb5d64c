"""What each voice expresses toward each target that it names, mention by mention.

A small trained encoder reads a passage with one mention marked, and gives the chances that
the passage speaks against it, for it, or neither. `training/` makes the weights.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, islice
from statistics import fmean
from typing import TYPE_CHECKING

from toolkit.attitude.stance_model import Stance, score_stance
from toolkit.attribution import find_attributions, find_statements, find_voices
from toolkit.base import (
    BETWEEN,
    FURNITURE,
    NARRATOR,
    Article,
    Span,
    ToolkitError,
    find_words,
    join_pieces,
)
from toolkit.grammar import find_names, find_passages
from toolkit.tables import MIN_SCORES, estimate_mean, iter_articles, to_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas as pd

TOGETHER = 16
REMEMBERED = 16  # times so many articles
AFTER_CONTENT = " \t\r\n\u00a0,;:."  # what the narrator goes on with after a quotation
# Standard deviation of the scores of passages in running news (benchmarks/stance).
SPREAD = 0.38
NAMES = {-1: "negative", 0: "no clear stance", 1: "positive"}

STANCES = {
    "article": "str",
    "voice": "str",
    "target": "str",
    "n": "int64",
    "mentions": "int64",
    "mean_score": "float64",
    "low": "float64",
    "high": "float64",
    "negative": "float64",
    "positive": "float64",
    "unclear": "float64",
    "note": "str",
}
PASSAGES = {
    "article": "str",
    "voice": "str",
    "target": "str",
    "passage": "str",
    "start": "int64",
    "end": "int64",
    "mention": "str",
    "mention_start": "int64",
    "mention_end": "int64",
    "negative": "float64",
    "neutral": "float64",
    "positive": "float64",
    "score": "float64",
    "stance": "str",
}


@dataclass(frozen=True, slots=True)
class Mention:
    """A voice naming a target in a passage.

    Parameters
    ----------
    voice : str
        A speaker, ``unknown`` or ``narrator``.
    target : str
        As fully as the article names it.
    passage : tuple of Span
        What the voice says, in pieces where others' words interrupt it: the content of a
        quotation, or what the narrator says in a sentence.
    span : Span
        The words that name the target, inside one of the pieces.
    """

    voice: str
    target: str
    passage: tuple[Span, ...]
    span: Span


Measured = tuple[tuple[Mention, Stance], ...]


def stance_table(articles: Article | Iterable[Article]) -> pd.DataFrame:
    """Make one row per voice and target: how often it names the target, and how it speaks of it.

    Parameters
    ----------
    articles : Article or iterable of Article

    Returns
    -------
    DataFrame
        In each article most passages first.

        article, voice, target : str
            A voice is a speaker, ``unknown`` or ``narrator``. Targets are the persons,
            organisations and places that the voice names; for the narrator without those
            named as the source or relay of somebody's words.
        n, mentions : int
            Passages (contents of quotations; sentences of the narrator, without the
            quotations in them), and mentions of the target in them.
        mean_score : float
            Mean score over the passages, from -1, against, to 1, for; NaN under 5 of them. A
            passage with several mentions counts once, with their mean.
        low, high : float
            Interval of the mean, 95 % (`sentiment.estimate_mean`). It tells how much the
            passages differ, not how far the instrument errs.
        negative, positive, unclear : float
            Share of the mentions with a negative, a positive and no clear stance, 0 to 1.
        note : str
            Why `mean_score` is NaN.

    Notes
    -----
    `stance_passage_table` has the words behind each row. In running news, of 100 mentions
    called negative some 60 are so when one reads them, of those called positive some 49
    (`validity_table`): read before you quote. Pronouns, nationalities and "the Democrats" are
    no targets here.

    Examples
    --------
    >>> from toolkit.base.article import Article
    >>> article = Article('"Bob Clark is a liar and a disgrace," Ann Lee said.')
    >>> stance_table(article)[["voice", "target", "n", "negative", "note"]]
         voice     target  n  negative     note
    0  Ann Lee  Bob Clark  1       1.0  too few
    """
    return to_table(
        (row for article, found in _iter_measured(articles) for row in _summarise(article, found)),
        STANCES,
    )


def stance_passage_table(articles: Article | Iterable[Article]) -> pd.DataFrame:
    """Make one row per mention of a target: the passage, and what it expresses.

    Parameters
    ----------
    articles : Article or iterable of Article

    Returns
    -------
    DataFrame
        In reading order.

        article, voice, target : str
            As in `stance_table`.
        passage : str
            What the voice says, with ``\u2026`` where others' words are left out.
        start, end : int
            First and last character of the passage in ``article.text``.
        mention : str
            The words that name the target.
        mention_start, mention_end : int
            Their place in ``article.text``.
        negative, neutral, positive : float
            Chances, which sum to 1.
        score : float
            Positive less negative, from -1 to 1.
        stance : str
            ``negative``, ``positive`` or ``no clear stance``.

    Examples
    --------
    >>> from toolkit.base.article import Article
    >>> article = Article('"Bob Clark is a liar and a disgrace," Ann Lee said.')
    >>> stance_passage_table(article)[["voice", "target", "stance"]]
         voice     target    stance
    0  Ann Lee  Bob Clark  negative
    """
    return to_table(
        (
            _describe(article, mention, stance)
            for article, found in _iter_measured(articles)
            for mention, stance in found
        ),
        PASSAGES,
    )


def find_mentions(article: Article) -> list[Mention]:
    """Find where each voice names a target, in reading order of passages and mentions.

    Examples
    --------
    >>> from toolkit.base.article import Article
    >>> article = Article('"Bob Clark is a liar," Ann Lee said of Clark.')
    >>> [(m.voice, m.span.of(article.text)) for m in find_mentions(article)]
    [('Ann Lee', 'Bob Clark'), ('narrator', 'Clark')]
    """
    attributing = _list_attributing(article)
    named = sorted((span, name.name) for name in find_names(article) for span in name.mentions)
    starts = [span.start for span, _ in named]
    return [
        Mention(voice, target, passage, span)
        for passage, voice in sorted([*_list_quoted(article), *_list_narrated(article)])
        for piece in passage
        for span, target in named[bisect_left(starts, piece.start) :][: len(piece)]
        if span in piece and not (voice == NARRATOR and _lies_in(span, attributing))
    ]


# ---- scores --------------------------------------------------------------------------------


# ---- articles ------------------------------------------------------------------------------


def _list_attributing(article: Article) -> list[Span]:
    """List the words that say who speaks, and through whom: sources and relays."""
    return [
        span
        for said in find_attributions(article)
        for span in [*said.quotation.source, *(relay.span for relay in said.relays)]
    ]


def _lies_in(span: Span, places: Iterable[Span]) -> bool:
    return any(span in place for place in places)


def _list_quoted(article: Article) -> Iterator[tuple[tuple[Span, ...], str]]:
    for attribution in find_statements(article):
        yield attribution.quotation.content, attribution.speaker.name


def _list_narrated(article: Article) -> Iterator[tuple[tuple[Span, ...], str]]:
    """List what the narrator says, sentence by sentence, around the quotations."""
    told = [
        voice.span
        for voice in find_voices(article)
        if voice.name == NARRATOR and voice.part not in FURNITURE
    ]
    ends = [span.end for span in told]
    for passage in find_passages(article):
        for sentence in passage.find_sentences():
            pieces = []
            for span in told[bisect_left(ends, sentence.start + 1) :]:
                if span.start >= sentence.end:
                    break
                piece = _clip(article.text, max(span.start, sentence.start), span, sentence)
                pieces += [piece] if piece else []
            if pieces:
                yield tuple(pieces), NARRATOR


def _clip(text: str, start: int, span: Span, sentence: Span) -> Span | None:
    """Cut out what of a narrator's span a sentence holds; None where that is no word."""
    piece = text[start : min(span.end, sentence.end)]
    if not find_words(piece):
        return None
    left = start + len(piece) - len(piece.lstrip(AFTER_CONTENT))
    return Span(left, start + len(piece.rstrip()))


def _iter_measured(articles: Article | Iterable[Article]) -> Iterator[tuple[Article, Measured]]:
    remaining = iter_articles(articles)
    while some := tuple(islice(remaining, TOGETHER)):
        yield from zip(some, _measure(some), strict=True)


@lru_cache(maxsize=REMEMBERED)
def _measure(articles: tuple[Article, ...]) -> tuple[Measured, ...]:
    mentions = [find_mentions(article) for article in articles]
    joined = [
        _join(article.text, mention)
        for article, some in zip(articles, mentions, strict=True)
        for mention in some
    ]
    stances = iter(score_stance([text for text, _ in joined], [target for _, target in joined]))
    return tuple(tuple((mention, next(stances)) for mention in some) for some in mentions)


def _join(text: str, mention: Mention) -> tuple[str, Span]:
    """Put the pieces of a passage into one text; gives it, and where in it the target is."""
    before = ""
    for number, piece in enumerate(mention.passage):
        if mention.span in piece:
            start = len(before) + mention.span.start - piece.start
            rest = BETWEEN.join(span.of(text) for span in mention.passage[number:])
            return before + rest, Span(start, start + len(mention.span))
        before += piece.of(text) + BETWEEN
    raise ToolkitError(f"{mention.span}: must lie in a piece of its passage; found {mention}")


def _summarise(article: Article, measured: Measured) -> list[dict[str, object]]:
    """Give a row a voice and target, those with most passages first."""
    pairs: dict[tuple[str, str], list[tuple[Mention, Stance]]] = {}
    for mention, stance in measured:
        pairs.setdefault((mention.voice, mention.target), []).append((mention, stance))
    rows = []
    for (voice, target), found in pairs.items():
        passages = [
            fmean(stance.score for _, stance in group)
            for _, group in groupby(found, key=lambda pair: pair[0].passage)
        ]
        mean = estimate_mean(passages, SPREAD)
        calls = [stance.polarity for _, stance in found]
        row = {
            "article": article.id,
            "voice": voice,
            "target": target,
            "n": len(passages),
            "mentions": len(found),
            "mean_score": round(mean.value, 4),
            "low": round(mean.low, 4),
            "high": round(mean.high, 4),
            "negative": calls.count(-1) / len(calls),
            "positive": calls.count(1) / len(calls),
            "unclear": calls.count(0) / len(calls),
            "note": "too few" if len(passages) < MIN_SCORES else "",
        }
        rows.append((-len(passages), -len(found), row))
    return [row for *_, row in sorted(rows, key=lambda ranked: ranked[:2])]


def _describe(article: Article, mention: Mention, stance: Stance) -> dict[str, object]:
    text = article.text
    return {
        "article": article.id,
        "voice": mention.voice,
        "target": mention.target,
        "passage": join_pieces(text, mention.passage),
        "start": mention.passage[0].start,
        "end": mention.passage[-1].end,
        "mention": mention.span.of(text),
        "mention_start": mention.span.start,
        "mention_end": mention.span.end,
        "negative": stance.negative,
        "neutral": stance.neutral,
        "positive": stance.positive,
        "score": round(stance.score, 4),
        "stance": NAMES[stance.polarity],
    }
