"""How evenly a word is spread over the parts of an article, or over articles."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from toolkit.base import FURNITURE, list_parts
from toolkit.engine import ENGLISH
from toolkit.tables import EACH_ARTICLE, Column, Table, iter_articles, pool_articles, take_single
from toolkit.words.concordance import list_queries, parse_query
from toolkit.words.frequency import BREAK, check_form, count_sequences, list_terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pandas as pd

    from toolkit.base import Article, Span
    from toolkit.engine import Articles, Engine

GROUPS = ("article", "corpus")
FEW = 5  # occurrences
DISPERSION = Table("dispersion_table", (
    replace(EACH_ARTICLE, meaning=f"{EACH_ARTICLE.meaning} Nor with ``by=\"corpus\"``."),
    Column("term", "str", "The word, or words in sequence, as given."),
    Column("occurrences", "int64", "Of the term.", "places"),
    Column("words", "int64", "All of them.", "words"),
    Column("pieces", "int64", "How many there are.", "parts or articles"),
    Column("pieces_with_term", "int64",
           "In how many the term occurs, which the field calls its range.", "parts or articles"),
    Column("dp", "float64",
           "Deviation of proportions (Gries 2008): half the sum of the differences between each "
           "piece's share of the term and its share of all words. 0 is even, near 1 is all in one "
           "small piece. NaN where `note` says so.", "0 to 1"),
    Column("juilland_d", "float64",
           "Juilland's D from the rates in the pieces, population standard deviation: 1 is even, "
           "0 is all in one piece. It runs the other way from `dp`. NaN where `note` says so.",
           "0 to 1"),
    Column("note", "str",
           "\"does not occur\" or \"one piece only\", where both are NaN; \"few occurrences\": "
           "under 5, which are never even over ten pieces."),
))  # fmt: skip


@DISPERSION.describes
def dispersion_table(
    articles: Articles,
    *,
    query: str | Iterable[str],
    by: str | Sequence[str] = "article",
    form: str = "form",
    engine: Engine = ENGLISH,
) -> pd.DataFrame:
    r"""Make one row per article, corpus or outlet and term: how evenly the term is spread.

    Parameters
    ----------
    articles : Article, Attribution, or iterable of them
    query : str or iterable of str
        Words, or words in sequence; each gets a row even if it never occurs.
    by : str or sequence of str
        ``article``: spread over its parts (headline, paragraphs). ``corpus``: over the
        articles. Or over the articles of one ``publisher``, ``month`` and so on, as
        `source_table` takes them, such as ``["publisher", "month"]``.
    form : {"form", "stem", "lemma", "lempos"}
        What counts as the same word, as in `count_words`.
    engine : Engine, optional
        What reads the articles.

    Returns
    -------
    DataFrame
        {columns}

    Raises
    ------
    ToolkitError
        If a query has no word, or there is no such form or way to spread.

    Examples
    --------
    >>> from toolkit.base.article import Article
    >>> article = Article("War is war.\n\nPeace is peace.")
    >>> dispersion_table(article, query=["is", "war"])[["term", "pieces_with_term", "dp"]]
      term  pieces_with_term   dp
    0   is                 2  0.0
    1  war                 1  0.5
    """
    check_form(form)
    wanted = {term: " ".join(parse_query(term, form)) for term in list_queries(query)}
    by = take_single(by)
    if by == "article":
        rows = (
            {"article": article.id} | row
            for article in iter_articles(articles, engine)
            for row in _spread(
                [_count_piece(article, [span], form, wanted) for span in _list_spans(article)],
                wanted,
            )
        )
        return DISPERSION.make(rows)
    if by == "corpus":
        pieces = [
            _count_article(article, form, wanted) for article in iter_articles(articles, engine)
        ]
        return DISPERSION.pool([]).make(_spread(pieces, wanted))
    given = [*iter_articles(articles, engine)]
    columns, groups = pool_articles(given, by, GROUPS)
    pieces = [_count_article(article, form, wanted) for article in given]
    pooled = (
        values | row
        for values, places in groups
        for row in _spread([pieces[place] for place in places], wanted)
    )
    return DISPERSION.pool(columns).make(pooled)


def _list_spans(article: Article) -> list[Span]:
    return [part.span for part in list_parts(article) if part.kind not in FURNITURE]


def _count_article(
    article: Article, form: str, wanted: dict[str, str]
) -> tuple[int, Counter[str]]:
    return _count_piece(article, _list_spans(article), form, wanted)


def _count_piece(
    article: Article, spans: Sequence[Span], form: str, wanted: dict[str, str]
) -> tuple[int, Counter[str]]:
    """Count the words of some places, and those of the wanted terms that occur."""
    terms = list_terms(article, spans, form=form)
    counts: Counter[str] = Counter()
    for n in {len(term.split()) for term in wanted.values()}:
        found = count_sequences(terms, n)
        counts.update({term: found[term] for term in wanted.values() if found[term]})
    return len(terms) - terms.count(BREAK), counts


def _spread(
    pieces: Sequence[tuple[int, Counter[str]]], wanted: dict[str, str]
) -> Iterator[dict[str, object]]:
    pieces = [(size, counts) for size, counts in pieces if size]
    sizes = [size for size, _ in pieces]
    for name, term in wanted.items():
        counts = [found[term] for _, found in pieces]
        occurrences = sum(counts)
        measured = occurrences > 0 and len(pieces) > 1
        yield {
            "term": name,
            "occurrences": occurrences,
            "words": sum(sizes),
            "pieces": len(pieces),
            "pieces_with_term": sum(count > 0 for count in counts),
            "dp": score_dp(counts, sizes) if measured else None,
            "juilland_d": score_juilland_d(counts, sizes) if measured else None,
            "note": _note_spread(occurrences, len(pieces)),
        }


def _note_spread(occurrences: int, pieces: int) -> str:
    if not occurrences:
        return "does not occur"
    if pieces == 1:
        return "one piece only"
    return "few occurrences" if occurrences < FEW else ""


def score_dp(counts: Sequence[int], sizes: Sequence[int]) -> float:
    """Score how far a word is from even: Gries' deviation of proportions.

    Examples
    --------
    >>> round(score_dp([1, 2, 3, 4, 5], [9, 10, 10, 10, 11]), 4)  # Gries (2008)
    0.18
    """
    shares = np.array(counts) / sum(counts), np.array(sizes) / sum(sizes)
    return float(0.5 * np.abs(shares[0] - shares[1]).sum())


def score_juilland_d(counts: Sequence[int], sizes: Sequence[int]) -> float:
    """Score how even a word is: Juilland's D, from its rates in the pieces.

    Examples
    --------
    >>> round(score_juilland_d([1, 2, 3, 4, 5], [9, 10, 10, 10, 11]), 4)  # Gries (2008)
    0.7852
    """
    rates = np.array(counts) / np.array(sizes)
    return float(1 - rates.std() / rates.mean() / math.sqrt(len(rates) - 1))
