"""What is said in each of the articles compared, in sentences, as it can be known again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.base import (
    Span,
    find_quoted,
    find_words_in,
    list_parts,
    normalise,
    read_stop_words,
    stem,
)
from toolkit.engine import find_passages

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from toolkit.base import Article, Attribution

MIN_WORDS = 3  # a shorter end of a quotation, such as "No.", stays with the sentence beside it
INSERTED = re.compile(r"\[[^\]\n]{1,80}\]")  # by an editor: no words of the speaker
LEFT_OUT = re.compile(r"\.\s?\.\s?\.|\u2026")


@dataclass(frozen=True, slots=True)
class Report:
    """One of the articles compared, and who says what in it.

    Parameters
    ----------
    article : Article
    attributions : tuple of Attribution
        In reading order; a speaker of several articles has one name in all.
    """

    article: Article
    attributions: tuple[Attribution, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """Words as they are compared: without case, hyphens and what an editor put in brackets.

    Parameters
    ----------
    words : tuple of str
    spans : tuple of Span
        Where each stands in its article.
    gaps : frozenset of int
        Numbers of the words before which an ellipsis stands, or the number of words.
    """

    words: tuple[str, ...]
    spans: tuple[Span, ...]
    gaps: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence of a quotation, or the whole of a shorter one.

    Parameters
    ----------
    report, quotation : int
        Number of the article among those compared, and of the quotation in it.
    content : tuple of Span
    attribution : Attribution
        Of the whole quotation.
    wording, quoted : Wording
        All words, and those in quote marks.
    stems : frozenset of str
        Of the words that say what it is about, those of the cue among them.
    marks : frozenset of str
        Of these, names and numbers.
    around : frozenset of str
        Stems of the sentences that it stands in.
    """

    report: int
    quotation: int
    content: tuple[Span, ...]
    attribution: Attribution
    wording: Wording
    quoted: Wording
    stems: frozenset[str]
    marks: frozenset[str]
    around: frozenset[str]


def find_pieces(reports: Iterable[Report]) -> list[Piece]:
    """Cut the quotations of articles into sentences.

    Examples
    --------
    >>> from toolkit.base import Article
    >>> from toolkit.attribution import find_attributions
    >>> article = Article('"Rates will rise in May. Jobs will follow," Ann Lee said.')
    >>> pieces = find_pieces([Report(article, tuple(find_attributions(article)))])
    >>> [" ".join(piece.wording.words) for piece in pieces]
    ['rates will rise in may', 'jobs will follow']
    """
    return [piece for number, report in enumerate(reports) for piece in _cut(number, report)]


def _cut(number: int, report: Report) -> Iterator[Piece]:
    article = report.article
    sentences = [s for passage in find_passages(article) for s in passage.find_sentences()]
    stretches = find_quoted(article.text)
    opening = {words[0].start for s in sentences if (words := find_words_in(article.text, [s]))}
    for place, attribution in enumerate(report.attributions):
        for content in split_content(article.text, attribution.quotation.content, sentences):
            said = read_wording(article.text, content)
            inside = [s for s in sentences if any(s.overlaps(span) for span in content)]
            cue = attribution.quotation.cue
            yield Piece(
                report=number,
                quotation=place,
                content=content,
                attribution=attribution,
                wording=said,
                quoted=read_wording(article.text, clip(content, stretches)),
                stems=_list_stems(article.text, (*content, *cue)),
                marks=_list_marks(article.text, said.spans, opening),
                around=_list_stems(article.text, inside),
            )


def split_content(
    text: str, content: Sequence[Span], sentences: Sequence[Span]
) -> list[tuple[Span, ...]]:
    """Split a content where its sentences end; all pieces together are the content.

    Examples
    --------
    >>> split_content("No. Rates rise in May.", [Span(0, 22)], [Span(0, 3), Span(4, 22)])
    [(Span(start=0, end=22),)]
    """
    pieces = [found for s in sentences if (found := clip(content, [s]))]
    joined: list[tuple[Span, ...]] = []
    for piece in pieces:
        if joined and min(_count(text, piece), _count(text, joined[-1])) < MIN_WORDS:
            joined[-1] = join_spans(text, (*joined[-1], *piece))
        else:
            joined.append(piece)
    return joined or [tuple(content)]


def _count(text: str, spans: Sequence[Span]) -> int:
    return len(find_words_in(text, spans))


def clip(spans: Iterable[Span], others: Sequence[Span]) -> tuple[Span, ...]:
    """Give what of some places lies in others.

    Examples
    --------
    >>> clip([Span(0, 9)], [Span(2, 4), Span(7, 12)])
    (Span(start=2, end=4), Span(start=7, end=9))
    """
    return tuple(
        Span(max(one.start, other.start), min(one.end, other.end))
        for one in spans
        for other in others
        if one.overlaps(other)
    )


def join_spans(text: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Join places between which only blanks stand.

    Examples
    --------
    >>> join_spans("One. Two.", [Span(0, 4), Span(5, 9)])
    (Span(start=0, end=9),)
    """
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and not text[joined[-1].end : span.start].strip():
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)


def read_wording(text: str, places: Iterable[Span]) -> Wording:
    """Read the words of some places as they are compared.

    Examples
    --------
    >>> read_wording("He [Obama] sent e-mails ... twice.", [Span(0, 34)]).words
    ('he', 'sent', 'emails', 'twice')
    """
    words: list[str] = []
    spans: list[Span] = []
    gaps: set[int] = set()
    end: int | None = None
    for place in places:
        inserted = [Span(*m.span()) for m in INSERTED.finditer(text, place.start, place.end)]
        for span in find_words_in(text, [place]):
            if any(span in one for one in inserted):
                continue
            if LEFT_OUT.search(text, place.start if end is None else end, span.start):
                gaps.add(len(words))
            words.append(normalise(span.of(text)).casefold().replace("-", ""))
            spans.append(span)
            end = span.end
        if LEFT_OUT.search(text, end or place.start, place.end):
            gaps.add(len(words))
    return Wording(tuple(words), tuple(spans), frozenset(gaps))


def _list_stems(text: str, places: Iterable[Span]) -> frozenset[str]:
    stop = read_stop_words()
    words = (normalise(span.of(text)) for span in find_words_in(text, places))
    return frozenset(stem(word).casefold() for word in words if word not in stop)


def _list_marks(text: str, words: Iterable[Span], opening: Collection[int]) -> frozenset[str]:
    """List the stems of numbers, and of capitalised words that do not open a sentence."""
    stop = read_stop_words()
    found = set()
    for span in words:
        word = span.of(text)
        is_name = word[0].isupper() and span.start not in opening
        if (is_name or word[0].isdigit()) and normalise(word) not in stop:
            found.add(stem(word).casefold())
    return frozenset(found)


def find_paragraph(article: Article, place: int) -> int:
    r"""Give the number of the part that a character lies in, from 1.

    Examples
    --------
    >>> from toolkit.base import Article
    >>> find_paragraph(Article("Rates rise\n\nJobs follow."), 12)
    2
    """
    parts = list_parts(article)
    return next((n for n, part in enumerate(parts, 1) if place < part.span.end), len(parts))
