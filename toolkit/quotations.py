"""Quotations of an article: what is said (content), by which words (cue), by whom (source).

The trained reader finds them; what marks and clauses show is held against it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from toolkit.article import FURNITURE, Act, Finder, Form, Quotation, Span, check_article
from toolkit.clauses import classify_form, find_clause_quotations
from toolkit.language import REMEMBERED, find_passages, find_tokens
from toolkit.lexicon import read_cues
from toolkit.reader import find_readings
from toolkit.text import find_quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from toolkit.article import Article
    from toolkit.language import Passage
    from toolkit.reader import Reading

OPEN_PRONOUNS = {"they", "it", "we", "you"}  # they stand for many things, and often for none
LEAST_CONFIDENCE = 0.6  # chosen on the same articles


def find_quotations(article: Article) -> list[Quotation]:
    """Find the quotations of an article: direct, mixed and indirect.

    Parameters
    ----------
    article : Article

    Returns
    -------
    list of Quotation
        In reading order. Contents never overlap, and every span lies in the article's
        text. A quoted stretch of four words or more that nothing attributes is a
        quotation with neither cue nor source.

    Raises
    ------
    ToolkitError
        If `article` is not an Article.
    ReadError
        If the reader's weights are missing or damaged.

    Notes
    -----
    The reader (`toolkit.reader`) was trained on news in which the outermost voice counts.
    Where words come through somebody ("TASS quoted her as saying", "she said, according to
    TASS"), the clause decides instead: the one quoted is the source. What stands in marks,
    or is said by somebody, and the reader passed over is added. Such quotations have no
    confidence, as nothing measured it.

    Examples
    --------
    >>> from toolkit.article import Article
    >>> article = Article("Rates will rise, the governor said.")
    >>> [quotation] = find_quotations(article)
    >>> [span.of(article.text) for span in quotation.content + quotation.source]
    ['Rates will rise', 'the governor']
    """
    check_article(article)
    return list(_find(article))


@lru_cache(maxsize=REMEMBERED)
def _find(article: Article) -> tuple[Quotation, ...]:
    [readings] = find_readings([_blank_furniture(article)])
    read = _take_readings(article, readings)
    shown = find_clause_quotations(article)
    carried = [quotation for quotation in read if _is_according(quotation, article.text)]
    found = [quotation for quotation in shown if _is_relayed(quotation, carried, article.text)]
    found += _take_apart(read, found)
    found += _take_apart(filter(_is_sure, shown), found)
    return tuple(sorted(found, key=lambda quotation: quotation.content[0]))


def _is_sure(quotation: Quotation) -> bool:
    """Tell whether a clause may add what the reader passed over: words in marks, or "she said"."""
    is_said = quotation.act is Act.SAYING and bool(quotation.source)
    return is_said or quotation.form is not Form.INDIRECT


def _is_relayed(quotation: Quotation, carried: Iterable[Quotation], text: str) -> bool:
    """Tell whether somebody else carries the words of a speaker whom the clause shows.

    So it is where one is quoted "as saying" (a cue in two pieces), and where the reader
    gives words (`carried`) to the one they are "according to" though somebody "said" them too.
    """
    if len(quotation.cue) > 1:
        return True
    if not quotation.source or _is_according(quotation, text):
        return False
    return any(_touches(quotation.content, other.content) for other in carried)


def _is_according(quotation: Quotation, text: str) -> bool:
    return bool(quotation.cue) and quotation.cue[0].of(text).lower().startswith("according")


def _blank_furniture(article: Article) -> str:
    """Give the text with blanks for bylines, captions and the like: nobody speaks in them."""
    pieces: list[str] = []
    position = 0
    for part in article.parts:
        if part.kind in FURNITURE:
            pieces += article.text[position : part.span.start], " " * len(part.span)
            position = part.span.end
    return "".join([*pieces, article.text[position:]])


def _take_readings(article: Article, readings: Sequence[Reading]) -> list[Quotation]:
    stretches = find_quoted(article.text)
    passages = find_passages(article)
    quotations = []
    for reading in readings:
        act = _find_act(passages, reading.cue)
        form = classify_form(reading.content, stretches, article.text)
        if act or not _is_vague(reading, form, article.text):
            quotations.append(
                Quotation(
                    content=reading.content,
                    cue=reading.cue,
                    source=reading.source,
                    form=form,
                    act=act or Act.SAYING,
                    confidence=reading.confidence,
                    finder=Finder.READER,
                )
            )
    return quotations


def _is_vague(reading: Reading, form: Form, text: str) -> bool:
    """Tell whether a reading whose cue is no verb of reporting leaves open who says it.

    Such readings are plans and expectations of nobody in particular ("it is likely that").
    On PolNeAR's development articles passing over them costs 0.6 points of F1 over all
    attributions and gains 0.7 over those of speech.
    """
    if not reading.source:
        return True
    source = " ".join(span.of(text) for span in reading.source).lower()
    is_open = source in OPEN_PRONOUNS and form is Form.INDIRECT
    return is_open and reading.confidence < LEAST_CONFIDENCE


def _find_act(passages: Sequence[Passage], cue: Sequence[Span]) -> Act | None:
    """Find what a cue reports, by the first of its words that is a known reporting verb."""
    cues = read_cues()
    for span in cue:
        for token in find_tokens(passages, span) or ():
            known = cues.get(token.lemma_.lower())
            if known:
                return Act(known.act)
    return None


def _take_apart(quotations: Iterable[Quotation], found: Iterable[Quotation]) -> list[Quotation]:
    """Take of some quotations those whose words are in none of those found already."""
    taken = [span for q in found for span in (*q.content, *q.cue, *q.source)]
    return [q for q in quotations if not _touches((*q.content, *q.cue), taken)]


def _touches(spans: Iterable[Span], others: Sequence[Span]) -> bool:
    return any(span.overlaps(other) for span in spans for other in others)
