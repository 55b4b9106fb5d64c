"""What each voice expresses toward each target that it names, and in what light it stands.

A small trained encoder reads a passage with one mention marked, and answers two questions:
what does the voice itself express toward the target, and how does the passage show it?
`training/` makes the weights.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from toolkit.attitude.stance_model import (
    PRECISION,
    Judgement,
    Stance,
    Weighed,
    check_precision,
    weigh_passages,
)
from toolkit.attitude.stance_reading import Mention, join_passage, list_named
from toolkit.attribution import find_attributions, find_statements, find_voices
from toolkit.base import (
    FURNITURE,
    NARRATOR,
    Article,
    Span,
    find_words,
    join_pieces,
    remember,
)
from toolkit.engine import ENGLISH, find_passages
from toolkit.people import find_names
from toolkit.tables import (
    ARTICLE,
    EACH_ARTICLE,
    MIN_SCORES,
    Column,
    Table,
    alike,
    check_alone,
    iter_articles,
    join_names,
    pool_articles,
    take_single,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import pandas as pd

    from toolkit.engine import Articles, Engine

AFTER_CONTENT = " \t\r\n\u00a0,;:."  # what the narrator goes on with after a quotation
NAMES = {-1: "negative", 0: "no clear stance", 1: "positive"}
PORTRAYALS = {-1: "negative", 0: "no clear portrayal", 1: "positive"}

SUREST = "Of several mentions in a passage the surest call counts."
STANCES = Table("stance_table", (
    EACH_ARTICLE,
    Column("voice", "str", "A speaker, ``unknown`` or ``narrator``."),
    Column("target", "str",
           "A person, organisation or place that the voice names; for the narrator without those "
           "named as the source or relay of somebody's words."),
    Column("n", "int64",
           "Contents of quotations; sentences of the narrator, without the quotations in them.",
           "passages"),
    Column("mentions", "int64", "Of the target in these passages.", "mentions"),
    Column("against", "int64", f"In which the voice speaks against the target. {SUREST}",
           "passages"),
    Column("in_favour", "int64", f"In which the voice speaks for the target. {SUREST}",
           "passages"),
    Column("unclear", "int64", "In which neither is clear; the three sum to n.", "passages"),
    Column("precision", "float64",
           "Mean share of calls like these that were right on development sets. NaN where nothing "
           "is called.", "0 to 1"),
    Column("likely_wrong", "float64",
           "How many of the calls are wrong if they err as calls like these did: n of calls times "
           "one less their precision; 0 where nothing is called.", "passages"),
    Column("shown_badly", "int64", "That show the target in a bad light, whoever takes sides.",
           "passages"),
    Column("shown_well", "int64", "That show the target in a good light, whoever takes sides.",
           "passages"),
    Column("portrayal_precision", "float64",
           "As `precision`, for the passages that show the target badly or well. NaN: none do.",
           "0 to 1"),
    Column("portrayal_likely_wrong", "float64", "As `likely_wrong`, for these.", "passages"),
    Column("note", "str",
           "``too few`` under 5 passages: they tell no view, only what was said in them."),
), (
    Column("articles", "int64",
           "Only with columns of the articles: in how many the voice names the target.",
           "articles"),
), "stance")  # fmt: skip
PASSAGES = Table("stance_passage_table", (
    ARTICLE,
    STANCES.known["voice"],
    STANCES.known["target"],
    Column("passage", "str",
           "What the voice says, with ``\u2026`` where others' words are left out."),
    *alike("start end", "int64", "First and last character of the passage in ``article.text``.",
           "characters"),
    Column("mention", "str", "The words that name the target."),
    *alike("mention_start mention_end", "int64", "Place of these in ``article.text``.",
           "characters"),
    Column("stance", "str",
           "What the voice itself expresses: ``negative``, ``positive`` or ``no clear stance``."),
    Column("polarity", "int64", "The stance as a number.", "-1, 0 or 1"),
    Column("score", "float64", "Positive less negative.", "-1 to 1"),
    *alike("negative neutral positive", "float64",
           "Chance that the voice expresses this; the three sum to 1.", "0 to 1"),
    Column("precision", "float64",
           "Share of calls like this one that were right on development sets. NaN where nothing "
           "is called.", "0 to 1"),
    Column("precision_n", "int64", "That `precision` was counted on.", "calls"),
    Column("portrayal", "str",
           "In what light the passage shows the target, whoever speaks: ``negative``, "
           "``positive`` or ``no clear portrayal``."),
    Column("portrayal_polarity", "int64", "The portrayal as a number.", "-1, 0 or 1"),
    Column("portrayal_score", "float64", "Positive less negative.", "-1 to 1"),
    *alike("portrayal_negative portrayal_neutral portrayal_positive", "float64",
           "Chance that the passage shows the target so; the three sum to 1.", "0 to 1"),
    Column("portrayal_precision", "float64",
           "As `precision`, for the portrayal. NaN where it is not clear.", "0 to 1"),
    Column("portrayal_precision_n", "int64", "That this precision was counted on.", "calls"),
    Column("note", "str",
           "``read in part: too long`` where the model read only the words around the mention; "
           "``a person decided`` where a file of corrections tells the stance."),
), file="stance_passages")  # fmt: skip
IN_PART = "read in part: too long"
BY_PERSON = "a person decided"

Measured = list[tuple[Mention, Stance]]


@STANCES.describes
def stance_table(
    articles: Articles,
    *,
    by: str | Sequence[str] = "article",
    precision: float = PRECISION,
    evidence: bool = False,
    engine: Engine = ENGLISH,
) -> pd.DataFrame:
    """Make one row per voice and target: in how many passages it speaks against it or for it.

    Parameters
    ----------
    articles : Article, Attribution, or iterable of them
    by : str or sequence of str, optional
        What is counted together: each ``article``; or those of one ``publisher``, ``month``
        and so on, as `source_table` takes them, such as ``["publisher", "month"]``. Voices
        and targets of several articles then have one name where the names agree, as in
        `quotation_table`.
    precision : float
        How sure a call must be, 0 to 1: of the calls on development sets that were sure
        enough, at least this share was right. Higher means fewer calls.
    evidence : bool, optional
        Make one row per passage instead, as `stance_passage_table` does.
    engine : Engine, optional
        What reads the articles.

    Returns
    -------
    DataFrame
        In each article or group most passages first.

        {columns}

    Raises
    ------
    ToolkitError
        If `precision` is not between 0 and 1, or `by` names something that does not exist, or is
        given beside `evidence`.

    Notes
    -----
    An article's view of somebody is no mean of its passages, so there is none here.
    With ``evidence=True`` it has the words behind each row; `validity_table` how often calls are
    right. Pronouns, nationalities and "the Democrats" are no targets here.

    Examples
    --------
    >>> from toolkit.base.article import Article
    >>> article = Article('"Bob Clark is a liar and a disgrace," Ann Lee said.')
    >>> stance_table(article)[["voice", "target", "n", "against", "note"]]
         voice     target  n  against     note
    0  Ann Lee  Bob Clark  1        1  too few
    """
    if evidence:
        check_alone(by)
        return stance_passage_table(articles, precision=precision, engine=engine)
    check_precision(precision)
    if take_single(by) == "article":
        rows = (
            {"article": article.id} | row
            for article, found in _iter_measured(iter_articles(articles, engine), precision)
            for row, _ in _summarise([found], [{}])
        )
        return STANCES.make(rows)
    given = [*iter_articles(articles, engine)]
    columns, groups = pool_articles(given, by, ["article"])
    names = join_names(given)
    measured = [found for _, found in _iter_measured(given, precision)]
    rows = (
        values | row | {"articles": number}
        for values, places in groups
        for row, number in _summarise(
            [measured[place] for place in places], [names[place] for place in places]
        )
    )
    return STANCES.pool(columns).make(rows)


@PASSAGES.describes
def stance_passage_table(
    articles: Articles,
    *,
    precision: float = PRECISION,
    engine: Engine = ENGLISH,
) -> pd.DataFrame:
    """Make one row per mention of a target: what the voice expresses, and how it is shown.

    Parameters
    ----------
    articles : Article, Attribution, or iterable of them
    precision : float
        As in `stance_table`.
    engine : Engine, optional
        What reads the articles.

    Returns
    -------
    DataFrame
        In reading order.

        {columns}

    Raises
    ------
    ToolkitError
        If `precision` is not between 0 and 1.

    Examples
    --------
    >>> from toolkit.base.article import Article
    >>> article = Article('"Bob Clark is a liar and a disgrace," Ann Lee said.')
    >>> stance_passage_table(article)[["voice", "target", "stance", "portrayal"]]
         voice     target    stance portrayal
    0  Ann Lee  Bob Clark  negative  negative
    """
    check_precision(precision)
    return PASSAGES.make(
        _describe(article, mention, stance)
        for article, found in _iter_measured(iter_articles(articles, engine), precision)
        for mention, stance in found
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
    sentences = [span for passage in find_passages(article) for span in passage.find_sentences()]
    ends = [span.end for span in sentences]
    return [
        Mention(voice, target, passage, span, _find_before(passage, sentences, ends))
        for passage, voice in sorted([*_list_quoted(article), *_list_narrated(article)])
        for piece in passage
        for span, target in named[bisect_left(starts, piece.start) :][: len(piece)]
        if span in piece and not (voice == NARRATOR and _lies_in(span, attributing))
    ]


# ---- articles ------------------------------------------------------------------------------


def _find_before(passage: tuple[Span, ...], sentences: list[Span], ends: list[int]) -> Span | None:
    """Find the last sentence that ends before a passage begins."""
    number = bisect_right(ends, passage[0].start)
    return sentences[number - 1] if number else None


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


def _iter_measured(
    articles: Iterable[Article], precision: float
) -> Iterator[tuple[Article, Measured]]:
    for article in articles:
        yield (
            article,
            [
                (mention, _decide(article, mention, weighed.judge(precision)))
                for mention, weighed in _weigh(article)
            ],
        )


def _decide(article: Article, mention: Mention, found: Stance) -> Stance:
    """Put what a person decided about a mention in the place of what was found."""
    polarity = _find_verdict(article, mention)
    if polarity is None:
        return found
    negative, neutral, positive = (float(polarity == sign) for sign in (-1, 0, 1))
    return replace(
        found,
        negative=negative,
        neutral=neutral,
        positive=positive,
        polarity=polarity,
        precision=1.0 if polarity else math.nan,
        n=0,
    )


def _find_verdict(article: Article, mention: Mention) -> int | None:
    place = (mention.span, mention.target)
    told = [one.polarity for one in article.verdicts if (one.span, one.target) == place]
    return told[-1] if told else None


@remember
def _weigh(article: Article) -> tuple[tuple[Mention, Weighed], ...]:
    """Weigh each mention in an article; what of it is called depends on the wanted precision."""
    mentions, named = find_mentions(article), list_named(article)
    passages = [join_passage(article.text, mention, named) for mention in mentions]
    return tuple(zip(mentions, weigh_passages(passages), strict=True))


def _summarise(
    measured: Sequence[Measured], names: Sequence[Mapping[str, str]]
) -> list[tuple[dict[str, object], int]]:
    """Give a row a voice and target, those with most passages first, and its articles.

    `names` tell for each article how voices and targets are called in all of them.
    """
    pairs: dict[tuple[str, str], list[tuple[int, Mention, Stance]]] = {}
    for number, (found, own) in enumerate(zip(measured, names, strict=True)):
        for mention, stance in found:
            voice, target = (own.get(name, name) for name in (mention.voice, mention.target))
            pairs.setdefault((voice, target), []).append((number, mention, stance))
    rows = []
    for (voice, target), placed in pairs.items():
        passages = [
            [stance for *_, stance in group]
            for _, group in groupby(placed, key=lambda one: (one[0], one[1].passage))
        ]
        stances = [_find_surest(some) for some in passages]
        portrayals = [_find_surest([one.portrayal for one in some]) for some in passages]
        against, in_favour, precision, wrong = _count_calls(stances)
        badly, well, portrayal_precision, portrayal_wrong = _count_calls(portrayals)
        row = {
            "voice": voice,
            "target": target,
            "n": len(passages),
            "mentions": len(placed),
            "against": against,
            "in_favour": in_favour,
            "unclear": len(passages) - against - in_favour,
            "precision": precision,
            "likely_wrong": wrong,
            "shown_badly": badly,
            "shown_well": well,
            "portrayal_precision": portrayal_precision,
            "portrayal_likely_wrong": portrayal_wrong,
            "note": "too few" if len(passages) < MIN_SCORES else "",
        }
        articles = len({number for number, *_ in placed})
        rows.append((-len(passages), -len(placed), row, articles))
    return [(row, articles) for *_, row, articles in sorted(rows, key=lambda one: one[:2])]


def _find_surest(judged: list[Stance] | list[Judgement]) -> Judgement:
    """Find the surest call of a passage's mentions; any of them where nothing is called."""
    return max(judged, key=lambda one: (one.polarity != 0, abs(one.score)))


def _count_calls(judged: list[Judgement]) -> tuple[int, int, float, float]:
    """Count calls against and for; with them their precision, and how many are likely wrong."""
    calls = [one for one in judged if one.polarity]
    against = sum(one.polarity < 0 for one in calls)
    wrong = math.fsum(1 - one.precision for one in calls)
    precision = round(1 - wrong / len(calls), 4) if calls else math.nan
    return against, len(calls) - against, precision, round(wrong, 2)


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
        "stance": NAMES[stance.polarity],
        **_name_figures(stance),
        "portrayal": PORTRAYALS[stance.portrayal.polarity],
        **_name_figures(stance.portrayal, "portrayal_"),
        "note": _tell_note(article, mention, stance),
    }


def _tell_note(article: Article, mention: Mention, stance: Stance) -> str:
    if _find_verdict(article, mention) is not None:
        return BY_PERSON
    return "" if stance.is_whole else IN_PART


def _name_figures(judged: Judgement, before: str = "") -> dict[str, object]:
    """Name figures as columns, where n alone would not say of what."""
    figures = judged.list_figures()
    return {f"{before}{'precision_n' if name == 'n' else name}": figures[name] for name in figures}
