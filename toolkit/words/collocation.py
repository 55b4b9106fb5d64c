"""The words that stand near a word more often than elsewhere."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from toolkit.base import FURNITURE, ToolkitError, list_parts, read_stop_words
from toolkit.engine import ENGLISH, find_passages
from toolkit.tables import Column, Table, iter_articles
from toolkit.words.concordance import find_lines, list_queries, parse_query
from toolkit.words.frequency import BREAK, check_form, find_terms, list_terms

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    import pandas as pd

    from toolkit.base import Article, Part
    from toolkit.engine import Articles, Engine
    from toolkit.words.concordance import Line

WINDOW = 5  # words on each side, the span that the field has used since Sinclair (1991)
FEW = 5  # occurrences
COLLOCATIONS = Table("collocation_table", (
    Column("node", "str", "The query as given."),
    Column("term", "str", "A word near it."),
    Column("occurrences", "int64", "Of the term in the windows.", "places"),
    Column("left", "int64", "Of these, before the node.", "places"),
    Column("right", "int64", "Of these, behind the node.", "places"),
    Column("node_occurrences", "int64", "Of the node, in all the text.", "places"),
    Column("term_occurrences", "int64", "Of the term, in all the text.", "places"),
    Column("expected", "float64",
           "Of the term in the windows if it fell anywhere alike.", "places"),
    Column("g2", "float64",
           "Log-likelihood ratio of four cells: the term or another word, in the windows or "
           "outside (Dunning 1993; Evert 2008). Evidence, not strength.", "from 0"),
    Column("pmi", "float64",
           "Binary logarithm of occurrences over expected ones. It favours rare words.",
           "doublings"),
    Column("mi3", "float64",
           "Binary logarithm of the cube of occurrences over expected ones. It favours frequent "
           "words.", "doublings"),
    Column("log_dice", "float64",
           "14 plus the binary logarithm of the Dice coefficient (Rychly 2008); not changed by "
           "the size of the corpus.", "up to 14"),
    Column("article", "str", "Id of the article in which term and node meet first."),
    Column("first", "int64", "Offset of the term where they meet first.", "characters"),
    Column("note", "str",
           "\"few occurrences\": under 5 in the windows; read the lines instead."),
))  # fmt: skip


@COLLOCATIONS.describes
def collocation_table(  # noqa: PLR0913 - most may be left out
    articles: Articles,
    *,
    query: str | Iterable[str],
    window: tuple[int, int] = (WINDOW, WINDOW),
    form: str = "form",
    stop_words: str | Collection[str] = (),
    engine: Engine = ENGLISH,
) -> pd.DataFrame:
    """Make one row per node and word that stands near it, the most telling first.

    Parameters
    ----------
    articles : Article, Attribution, or iterable of them
        Counted together. Bylines, datelines, captions and trailers are left out.
    query : str or iterable of str
        The nodes: words, or words in sequence.
    window : tuple of int
        How many words before and after the node count as near it. No window reaches over
        the end of a sentence, and where two windows overlap, each word counts once.
    form : {"form", "stem", "lemma", "lempos"}
        What counts as the same word, for nodes and neighbours; as in `count_words`.
    stop_words : str or collection of str
        Left out of the rows, not of the windows.
    engine : Engine, optional
        What reads the articles.

    Returns
    -------
    DataFrame
        The nodes in the order given; of each, words that are more frequent near it than
        elsewhere come first, by `g2`.

        {columns}

    Raises
    ------
    ToolkitError
        If a query has no word, the window is negative or empty, or there is no such form.

    Notes
    -----
    Sentences need spaCy's analysis, of those articles that have the node.

    Examples
    --------
    >>> from toolkit.base.article import Article
    >>> article = Article("Trust gaps remain. Old gaps of trust close, gaps of trust open.")
    >>> table = collocation_table(article, query="gaps", window=(1, 2))
    >>> table[["term", "occurrences", "left", "right"]].head(2)
        term  occurrences  left  right
    0  trust            3     1      2
    1     of            2     0      2
    """
    check_form(form)
    wanted = {node: parse_query(node, form) for node in list_queries(query)}
    if min(window) < 0 or not sum(window):
        raise ToolkitError(f"window: must be words before and after, not both 0; found {window}")
    total: Counter[str] = Counter()
    near: dict[str, dict[str, list[_Neighbour]]] = {node: defaultdict(list) for node in wanted}
    nodes: Counter[str] = Counter()
    for article in iter_articles(articles, engine):
        parts = [part for part in list_parts(article) if part.kind not in FURNITURE]
        total.update(list_terms(article, [part.span for part in parts], form=form))
        for node, terms in wanted.items():
            found = find_lines(article, wanted=terms, form=form)
            lines = [line for line in found if line.part in parts]
            nodes[node] += len(lines)
            for neighbour in _find_neighbours(article, lines, window, form):
                near[node][neighbour.term].append(neighbour)
    del total[BREAK]
    stops = read_stop_words(stop_words) if isinstance(stop_words, str) else {*stop_words}
    rows = [
        row for node in wanted for row in _describe(node, near[node], total, nodes[node], stops)
    ]
    return COLLOCATIONS.make(rows)


def score_association(together: int, node: int, term: int, total: int) -> dict[str, float]:
    """Score how strongly two words attract each other, by four measures and what they rest on.

    Parameters
    ----------
    together : int
        Occurrences of the term near the node; at least 1.
    node, term : int
        Places near the node (for adjacent words, its occurrences), and occurrences of the term.
    total : int
        All words.

    Examples
    --------
    >>> scores = score_association(20, 42, 20, 14_307_668)  # Ayatollah Ruhollah
    >>> {name: round(score, 2) for name, score in scores.items() if name != "expected"}
    {'g2': 521.09, 'pmi': 18.38, 'mi3': 27.02, 'log_dice': 13.37}
    """
    expected = node * term / total
    observed = (together, node - together, term - together, total - node - term + together)
    wanted = (
        expected,
        node - expected,
        term - expected,
        total - node - term + expected,
    )
    return {
        "expected": expected,
        "g2": 2 * sum(o * math.log(o / e) for o, e in zip(observed, wanted, strict=True) if o),
        "pmi": math.log2(together / expected),
        "mi3": math.log2(together**3 / expected),
        "log_dice": 14 + math.log2(2 * together / (node + term)),
    }


class _Neighbour(NamedTuple):
    """A word near a node."""

    article: str
    start: int
    term: str
    is_left: bool


def _find_neighbours(
    article: Article, lines: Sequence[Line], window: tuple[int, int], form: str
) -> Iterator[_Neighbour]:
    for part in dict.fromkeys(line.part for line in lines):
        terms = find_terms(article, part, form=form)
        starts = [term.start for term in terms]
        sentences = _number_sentences(article, part, starts)
        nodes = [
            (bisect_right(starts, line.start) - 1, bisect_right(starts, line.end - 1))
            for line in lines
            if line.part == part
        ]
        seen = {number for first, end in nodes for number in range(first, end)}
        for first, end in nodes:
            before = range(max(0, first - window[0]), first)
            after = range(end, min(len(terms), end + window[1]))
            for number in (*before, *after):
                if number not in seen and sentences[number] == sentences[first]:
                    seen.add(number)
                    term = terms[number]
                    yield _Neighbour(article.id, term.start, term.term, number < first)


def _number_sentences(article: Article, part: Part, starts: Sequence[int]) -> list[int]:
    """Give the number of the sentence in which each word of a part stands."""
    [passage] = [passage for passage in find_passages(article) if passage.part == part]
    borders = [sentence.start for sentence in passage.find_sentences()]
    return [bisect_right(borders, start) for start in starts]


def _describe(
    node: str,
    near: dict[str, list[_Neighbour]],
    total: Counter[str],
    nodes: int,
    stops: Collection[str],
) -> list[dict[str, object]]:
    """Describe the neighbours of a node: those it attracts first, by the evidence."""
    in_windows = sum(map(len, near.values()))
    rows: list[tuple[tuple[float, int, str], dict[str, object]]] = []
    for term, found in near.items():
        if term.partition("_")[0] in stops:
            continue
        measured = score_association(len(found), in_windows, total[term], total.total())
        attracted = measured["g2"] if measured["pmi"] > 0 else -measured["g2"]
        row: dict[str, object] = {
            "node": node,
            "term": term,
            "occurrences": len(found),
            "left": sum(neighbour.is_left for neighbour in found),
            "right": sum(not neighbour.is_left for neighbour in found),
            "node_occurrences": nodes,
            "term_occurrences": total[term],
            **measured,
            "article": found[0].article,
            "first": found[0].start,
            "note": "few occurrences" if len(found) < FEW else "",
        }
        rows.append(((-attracted, -len(found), term), row))
    return [row for _, row in sorted(rows, key=lambda ranked: ranked[0])]
