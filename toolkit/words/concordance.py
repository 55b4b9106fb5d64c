"""Each occurrence of a word, with its context and in whose voice it stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from toolkit.attribution import find_voices
from toolkit.base import (
    FURNITURE,
    WORD,
    ToolkitError,
    check_choice,
    find_words,
    list_parts,
    normalise,
    number_paragraphs,
    stem,
)
from toolkit.engine import ENGLISH
from toolkit.tables import (
    ARTICLE,
    PARAGRAPH,
    PART,
    PLACE,
    VOICE,
    Column,
    Table,
    alike,
    iter_articles,
)
from toolkit.words.frequency import check_form, find_terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    import pandas as pd

    from toolkit.base import Article, Part, Voice
    from toolkit.words.frequency import Term

    Finder = Callable[[Article], Iterator["Line"]]
    from toolkit.engine import Articles, Engine

BODY = "paragraph"  # the kind of part that has a number
ORDERS = ("place", "left", "right")
LONGEST_PATTERN = 500  # characters; a longer pattern is not one that a person typed
CONTEXT = 40  # characters on each side, so that a line fits a page
SECONDS = 1.0  # for one pattern in one part: thousands of times what a sound one takes
BLANKS = "Blanks and line ends are single blanks."
LINES = Table("concordance_table", (
    ARTICLE,
    Column("left", "str", f"Up to 40 characters of the same part before the node. {BLANKS}"),
    Column("node", "str", f"The words found. {BLANKS}"),
    Column("right", "str", f"Up to 40 characters of the same part behind the node. {BLANKS}"),
    Column("voice", "str", "The speaker's name, or ``narrator``; NaN unless `with_voices`."),
    Column("part", "str",
           "Kind of part, such as ``headline``; bylines and captions are searched too."),
    PARAGRAPH,
    *alike("start end", "int64", "Place of the node in ``article.text``.", "characters"),
    Column("term", "str",
           "The query that found the line, as given. Two that find the same place give two rows."),
))  # fmt: skip
VOICES = Table("voice_table", (
    ARTICLE,
    VOICE,
    PART,
    PARAGRAPH,
    *PLACE,
    Column("words", "int64", "0 where a stretch is punctuation only.", "words"),
), file="voices")  # fmt: skip


class Line(NamedTuple):
    """An occurrence in an article (a tuple: made by the million)."""

    part: Part
    start: int
    end: int


@LINES.describes
def concordance_table(  # noqa: PLR0913 - what to find and how to show it, each by its name
    articles: Articles,
    *,
    query: str | Iterable[str],
    form: str = "form",
    regex: bool = False,
    order: str = "place",
    with_voices: bool = False,
    engine: Engine = ENGLISH,
) -> pd.DataFrame:
    """Make one row per occurrence of a word, with its context (KWIC).

    Parameters
    ----------
    articles : Article, Attribution, or iterable of them
    query : str or iterable of str
        One or more words, sequences of words, or patterns.
    form : {"form", "stem", "lemma", "lempos"}
        What counts as the same word, as in `count_words`: ``form`` finds the word in any
        case, with or without a possessive 's; ``stem`` any word of the query's stem;
        ``lemma`` the words of this lemma (slower, it needs spaCy's analysis).
    regex : bool, optional
        Take each query for a pattern, and find what it matches inside one part, in the case
        as given. Patterns match letters, not words: there is no `form` beside it.
    order : {"place", "left", "right"}
        Of the rows: as they stand in the articles; or by the words before the node, the
        nearest first; or by the words after it.
    with_voices : bool, optional
        Find out in whose voice each line is, which needs spaCy's analysis of every article
        that has one.
    engine : Engine, optional
        What reads the articles.

    Returns
    -------
    DataFrame
        {columns}

    Raises
    ------
    ToolkitError
        If there is no such form or order, a query is blank or no valid pattern,
        is longer than 500 characters, or takes longer than a second in one part of an
        article, as patterns such as ``(a+)+b`` do.

    Examples
    --------
    >>> from toolkit.base.article import Article
    >>> article = Article("The gaps of trust remain. Gaps close.", id="a1")
    >>> concordance_table(article, query="gaps")[["left", "node", "right"]]
                            left  node                         right
    0                        The  gaps  of trust remain. Gaps close.
    1  The gaps of trust remain.  Gaps                        close.
    """
    check_form(form)
    check_choice("order", order, ORDERS)
    if regex and form != "form":
        raise ToolkitError(f"form: must be left out beside regex=True; found {form!r}")
    queries = list_queries(query)
    finders = [_make_finder(each, form, regex=regex) for each in queries]
    rows: list[dict[str, object]] = []
    for article in iter_articles(articles, engine):
        found = [
            (line, each)
            for each, find in zip(queries, finders, strict=True)
            for line in find(article)
        ]
        if not found:
            continue
        found.sort(key=lambda pair: pair[0].start)
        stretches = find_voices(article) if with_voices else []
        numbers = number_paragraphs(article)
        for line, each in found:
            row = _make_row(article, line, each, stretches)
            rows.append(row | {"paragraph": numbers.get(line.part.span)})
    table = LINES.make(rows)
    if order == "place" or not rows:
        return table
    step = -1 if order == "left" else 1
    keys = [WORD.findall(context.casefold())[::step] for context in table[order]]
    return table.iloc[sorted(range(len(rows)), key=keys.__getitem__)].reset_index(drop=True)


@VOICES.describes
def voice_table(articles: Articles, *, engine: Engine = ENGLISH) -> pd.DataFrame:
    """Make one row per stretch of a story in one voice, in reading order.

    Parameters
    ----------
    articles : Article, Attribution, or iterable of them
        Bylines, datelines, captions and trailers are in nobody's voice and have no row.
    engine : Engine, optional
        What reads the articles.

    Returns
    -------
    DataFrame
        {columns}

    Examples
    --------
    >>> from toolkit.base.article import Article
    >>> table = voice_table(Article('"Rates will rise," Ann Lee said.'))
    >>> table[["voice", "start", "end", "words"]]
          voice  start  end  words
    0   Ann Lee      0   18      3
    1  narrator     19   32      3
    """
    rows = (row for article in iter_articles(articles, engine) for row in _list_voices(article))
    return VOICES.make(rows)


def _list_voices(article: Article) -> Iterator[dict[str, object]]:
    starts = [span.start for span in number_paragraphs(article)]
    for voice in find_voices(article):
        if voice.part in FURNITURE:
            continue
        yield {
            "article": article.id,
            "voice": voice.name,
            "part": voice.part,
            "paragraph": bisect_right(starts, voice.span.start) if voice.part == BODY else None,
            "start": voice.span.start,
            "end": voice.span.end,
            "words": len(find_words(voice.span.of(article.text))),
        }


def list_queries(query: str | Iterable[str]) -> list[str]:
    """List what to look for, given one query or several.

    Raises
    ------
    ToolkitError
        If a query is no string.

    Examples
    --------
    >>> list_queries("gaps"), list_queries(("gaps", "gaps of trust"))
    (['gaps'], ['gaps', 'gaps of trust'])
    """
    if not isinstance(query, str) and not hasattr(query, "__iter__"):
        raise ToolkitError(f"query: must be a string or several; found {query!r}")
    queries = [query] if isinstance(query, str) else [*query]
    for number, one in enumerate(queries):
        if not isinstance(one, str):
            raise ToolkitError(f"query[{number}]: must be a string; found {one!r}")
    return queries


def parse_query(query: str, form: str) -> list[str]:
    """Give the terms of a query, as `toolkit.frequency.find_terms` gives those of a text.

    Examples
    --------
    >>> parse_query("Russia's deals", "stem")
    ['russia', 'deal']
    """
    if form == "lempos":
        pairs = (token.partition("_") for token in query.split())
        terms = [f"{normalise(word)}_{word_class}" for word, _, word_class in pairs]
    else:
        change = stem if form == "stem" else normalise
        terms = [change(match.group()) for match in WORD.finditer(query)]
    if not terms:
        raise ToolkitError(f"query: must hold a word; found {query!r}")
    return terms


def find_lines(article: Article, *, wanted: Sequence[str], form: str) -> Iterator[Line]:
    """Find a sequence of terms in an article, part by part.

    Parameters
    ----------
    article : Article
    wanted : sequence of str
        Terms, as `parse_query` gives them. No punctuation may stand between them.
    form : str
        One of `toolkit.frequency.FORMS`.
    """
    # Most articles lack most words, and looking for its first letters is many times as fast
    # as cutting an article into words.
    hints = _list_hints(wanted[0], form)
    if not _may_have(article.text, hints):
        return
    for part in list_parts(article):
        if _may_have(part.span.of(article.text), hints):
            terms = find_terms(article, part, form=form)
            for first in _find_runs(article.text, terms, wanted):
                yield Line(part, terms[first].start, terms[first + len(wanted) - 1].end)


def _make_finder(query: str, form: str, *, regex: bool) -> Finder:
    if regex:
        return partial(_find_pattern, find=_compile(query))
    return partial(find_lines, wanted=parse_query(query, form), form=form)


def _compile(pattern: str) -> Callable[[str, int, int], Iterator[tuple[int, int]]]:
    """Make a search that gives up in time: between two offsets, where the pattern matches."""
    import regex  # as re, but it can be told to stop

    if not pattern or len(pattern) > LONGEST_PATTERN:
        raise ToolkitError(
            f"query: must be a pattern of 1 to {LONGEST_PATTERN} characters; found {len(pattern)}"
        )
    try:
        compiled = regex.compile(pattern)
    except (regex.error, OverflowError, RecursionError) as error:
        raise ToolkitError(
            f"query: must be a valid pattern; found {pattern!r} ({error})"
        ) from error

    def find(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        try:
            for found in compiled.finditer(text, start, end, timeout=SECONDS):
                yield found.span()
        except TimeoutError as error:
            raise ToolkitError(
                f"query: must be done with a part of an article in {SECONDS:g} s; "
                f"found that {pattern!r} is not. Nested repeats such as (a+)+ take that long"
            ) from error

    return find


def _find_pattern(
    article: Article, *, find: Callable[[str, int, int], Iterator[tuple[int, int]]]
) -> Iterator[Line]:
    for part in list_parts(article):
        for start, end in find(article.text, part.span.start, part.span.end):
            if start < end:
                yield Line(part, start, end)


def _find_runs(text: str, terms: list[Term], wanted: Sequence[str]) -> list[int]:
    """Find where a sequence of terms begins; no punctuation may stand inside it."""
    found = [number for number, term in enumerate(terms) if term.term == wanted[0]]
    for step, name in enumerate(wanted[1:], start=1):
        found = [
            number
            for number in found
            if number + step < len(terms)
            and terms[number + step].term == name
            and text[terms[number + step - 1].end : terms[number + step].start].isspace()
        ]
    return found


def _list_hints(term: str, form: str) -> list[str]:
    """List strings of which one stands in every text, in small letters, that has the term."""
    if form in ("lemma", "lempos"):
        return [""]  # the forms of a lemma need not share a letter
    letters = re.split(r"\W", term)[0].casefold()
    if form == "stem":
        letters = letters[: max(1, len(letters) - 2)]  # the stem of dying is die
    return [letters, ".".join(letters)]  # U.S. counts as US


def _may_have(text: str, hints: list[str]) -> bool:
    folded = text.casefold()
    return any(hint in folded for hint in hints)


def _make_row(
    article: Article, line: Line, term: str, stretches: Sequence[Voice]
) -> dict[str, object]:
    text, span = article.text, line.part.span
    before = text[max(span.start, line.start - 2 * CONTEXT) : line.start]
    after = text[line.end : min(span.end, line.end + 2 * CONTEXT)]
    return {
        "article": article.id,
        "left": _shorten(before, from_end=True),
        "node": " ".join(text[line.start : line.end].split()),
        "right": _shorten(after, from_end=False),
        "voice": _find_voice(stretches, line.start),
        "part": line.part.kind,
        "start": line.start,
        "end": line.end,
        "term": term,
    }


def _shorten(text: str, *, from_end: bool) -> str:
    """Cut a context to whole words."""
    words = " ".join(text.split())
    if len(words) <= CONTEXT:
        return words
    if from_end:
        return words[-CONTEXT:].partition(" ")[2]
    return words[:CONTEXT].rpartition(" ")[0]


def _find_voice(stretches: Sequence[Voice], start: int) -> str | None:
    number = bisect_right(stretches, start, key=lambda voice: voice.span.start) - 1
    return stretches[number].name if number >= 0 else None
