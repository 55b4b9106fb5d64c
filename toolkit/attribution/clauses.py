"""Quotations by what a text shows: quote marks, cue verbs and the clauses that depend on them.

This layer knows no statistics but those of the parser. It finds nearly all that stands in
quote marks, and reported speech whose verb is in `lexicon.read_cues`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from toolkit.attribution.reports import Page, Report, find_reports, make_spans
from toolkit.attribution.stretches import attach_stretches
from toolkit.attribution.turns import find_turns, make_turn
from toolkit.base import (
    FURNITURE,
    Finder,
    Form,
    Quotation,
    Span,
    find_quoted,
    find_words_in,
    lies_in,
)
from toolkit.engine import find_passages
from toolkit.grammar import FINITE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from toolkit.base import Article
    from toolkit.grammar import Passage

MAX_STRETCHES = 500  # in a paragraph; the work grows with their square
# Lines of a list of quotes: ``- Ann Lee, baker: "..."`` and ``"..." (dash) Ann Lee, baker``.
LISTED = re.compile(
    r"[-\u2013\u2014\u2022*]?\s*(?P<source>[^\W_][^:.!?\"\u201c\u2018\n]{1,60})(?P<cue>:)\s*"
)
SIGNED = re.compile(
    r"\s*(?P<cue>-{1,2}|[\u2013\u2014])\s*(?P<source>[^\W_][^.!?:;\"\u201c\n]{1,80}?)\.?\s*"
)
BULLET = re.compile(r"[-\u2013\u2014\u2022*]?\s*")
HEADLINE_TURN = re.compile(
    r"(?P<source>[A-Z][\w.'\u2019-]*(?: [A-Z][\w.'\u2019-]*){0,3})(?P<cue>:) "
)


def find_clause_quotations(article: Article) -> list[Quotation]:
    """Find the quotations of an article that its marks and clauses show.

    Parameters
    ----------
    article : Article

    Returns
    -------
    list of Quotation
        In reading order. A quoted stretch of four words or more that nothing
        attributes has neither cue nor source.

    Notes
    -----
    Known to be missed: sources that follow their words by more than a sentence,
    verbs that are not in the list, nouns that report ("his claim that ..."), and what
    the parser gets wrong.

    Examples
    --------
    >>> from toolkit.base.article import Article
    >>> article = Article('"Rates will rise," said Ann Lee. She added that jobs would follow.')
    >>> for found in find_clause_quotations(article):
    ...     print([span.of(article.text) for span in found.source + found.cue + found.content])
    ['Ann Lee', 'said', '"Rates will rise,"']
    ['She', 'added', 'that jobs would follow']
    """
    stretches = find_quoted(article.text)
    starts = [stretch.start for stretch in stretches]
    turns = find_turns(article)
    spoken = [span for turn in turns for span in turn.content]
    found: list[Quotation] = [*turns]
    before: list[Quotation] = []  # of the passage before
    for passage in find_passages(article):
        if passage.part.kind in FURNITURE or any(map(passage.part.span.overlaps, spoken)):
            continue
        whole = passage.part.span
        here = stretches[bisect_left(starts, whole.start) : bisect_left(starts, whole.end)]
        read, longer = _read_passage(_make_page(article, passage, here), before)
        found += before if longer is None else before[:-1]
        before = read if longer is None else [longer, *read]
    return sorted([*found, *before], key=lambda quotation: quotation.content[0])


def classify_form(content: Iterable[Span], stretches: Iterable[Span], text: str) -> Form:
    """Tell how much of a content stands in quote marks.

    Parameters
    ----------
    content : iterable of Span
    stretches : iterable of Span
        As `toolkit.text.find_quoted` gives them for `text`.
    text : str

    Returns
    -------
    Form
        Direct if all words stand in marks, indirect if none does.

    Examples
    --------
    >>> text = 'He called it "a gap".'
    >>> str(classify_form([Span(10, 20)], find_quoted(text), text))
    'mixed'
    """
    stretches = list(stretches)
    words = find_words_in(text, content)
    marked = sum(lies_in(word, stretches) for word in words)
    if not marked:
        return Form.INDIRECT
    return Form.DIRECT if marked == len(words) else Form.MIXED


def _make_page(article: Article, passage: Passage, stretches: list[Span]) -> Page:
    """Find the tokens of quoted stretches; a paragraph of hundreds is no news, and has none."""
    starts = [passage.part.span.start + token.idx for token in passage.doc]
    quoted = tuple(
        range(bisect_right(starts, stretch.start) - 1, bisect_left(starts, stretch.end))
        for stretch in stretches
        if len(stretches) <= MAX_STRETCHES
    )
    marked = frozenset(number for stretch in quoted for number in stretch)
    return Page(passage, article.text, tuple(stretches), quoted, marked)


def _read_passage(
    page: Page, before: Sequence[Quotation]
) -> tuple[list[Quotation], Quotation | None]:
    """Read one passage, and the quotation before it where its first words go on with that."""
    turn = _find_headed(page) or _find_listed(page)
    if turn:
        return [turn], None
    reports, longer = attach_stretches(page, find_reports(page), before)
    found = [_make_quotation(page, report) for report in reports]
    return sorted(found, key=lambda quotation: quotation.content[0]), longer


def _find_headed(page: Page) -> Quotation | None:
    """Read a headline such as ``Obama: Talks fail``."""
    span = page.passage.part.span
    match = HEADLINE_TURN.match(page.text, span.start, span.end)
    is_headline = page.passage.part.kind == "headline"
    if match is None or not is_headline or match["source"] not in page.text[span.end :]:
        return None
    cue, source = (Span(*match.span(part)) for part in ("cue", "source"))
    return make_turn([Span(match.end(), span.end)], cue, source, Form.INDIRECT)


def _find_listed(page: Page) -> Quotation | None:
    """Read a line that is a quote and who said it, and nothing else."""
    if not page.stretches or page.passage.part.kind == "headline":
        return None
    span, first, last = page.passage.part.span, page.stretches[0], page.stretches[-1]
    match = LISTED.fullmatch(page.text, span.start, first.start)
    if match is None or page.text[last.end : span.end].strip(" .,"):
        match = SIGNED.fullmatch(page.text, last.end, span.end)
        if match is None or not BULLET.fullmatch(page.text, span.start, first.start):
            return None
    source = Span(*match.span("source"))
    named = page.doc.find_tokens(source.start - span.start, source.end - span.start)
    if named is None or any(token.tag in FINITE for token in named):  # no speaker's name
        return None
    return make_turn(page.stretches, Span(*match.span("cue")), source)


def _make_quotation(page: Page, report: Report) -> Quotation:
    content = tuple(make_spans(page, report.content))
    return Quotation(
        content=content,
        cue=tuple(make_spans(page, report.cue)),
        source=tuple(make_spans(page, report.source)),
        form=classify_form(content, page.stretches, page.text),
        act=report.act,
        finder=Finder.CLAUSES,
    )
