"""Quotations of an article: what is said (content), by which words (cue), by whom (source).

The trained reader finds them; what marks and clauses show is held against it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from toolkit.attribution.clauses import classify_form, find_clause_quotations
from toolkit.attribution.reports import OUTLET_NOUNS
from toolkit.base import (
    FURNITURE,
    WORD,
    Act,
    Finder,
    Form,
    Quotation,
    Span,
    check_article,
    find_quoted,
    find_words,
    read_cues,
    read_outlets,
    read_source_nouns,
)
from toolkit.grammar import REMEMBERED, find_passages, find_tokens
from toolkit.reader import find_readings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from toolkit.base import Article
    from toolkit.grammar import Passage
    from toolkit.reader import Reading

OPEN_PRONOUNS = {"they", "it", "we", "you"}  # they stand for many things, and often for none
LEAST_CONFIDENCE = 0.6  # chosen on the same articles
CITED = {"cited", "cites", "citing"}
GREETING = re.compile(
    r"[\"\u201c]?(?:good-?byes?|farewells?|hello|hi|thanks|thank you|grace|mass|prayers?)\b",
    re.IGNORECASE,
)
TITLING = {"call", "dub", "entitle", "name", "title"}
SIGNS = {
    "banner",
    "board",
    "inscription",
    "label",
    "notice",
    "placard",
    "plaque",
    "poster",
    "sign",
}


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
    The reader (`toolkit.reader.readings`) was trained on news in which the outermost voice counts.
    Where words come through somebody ("TASS quoted her as saying", "she said, according to
    TASS"), the clause decides instead: the one quoted is the source. What stands in marks,
    or is said by somebody, and the reader passed over is added. Such quotations have no
    confidence, as nothing measured it.

    Examples
    --------
    >>> from toolkit.base.article import Article
    >>> article = Article("Rates will rise, the governor said.")
    >>> [quotation] = find_quotations(article)
    >>> [span.of(article.text) for span in quotation.content + quotation.source]
    ['Rates will rise', 'the governor']
    """
    check_article(article)
    return list(_find(article))


@lru_cache(maxsize=REMEMBERED)
def _find(article: Article) -> tuple[Quotation, ...]:
    if article.corrections:
        return _correct(article, _find(replace(article, corrections=())))
    [readings] = find_readings([_blank_furniture(article)])
    read = _take_readings(article, readings)
    shown = find_clause_quotations(article)
    phrases = _list_phrases(article, [*read, *shown])
    read = [quotation for quotation in read if quotation not in phrases]
    shown = _take_apart(shown, phrases)
    carried = [quotation for quotation in read if _is_carried(quotation, article.text)]
    unsourced = [quotation for quotation in read if quotation.cue and not quotation.source]
    found = [
        quotation
        for quotation in shown
        if _is_relayed(quotation, carried, article.text)
        or _is_laid_out(quotation, article.text)
        or _names_source(quotation, unsourced)
    ]
    found += _take_apart(read, found)
    found += _take_apart(filter(_is_sure, shown), found)
    return tuple(sorted(found, key=lambda quotation: quotation.content[0]))


def _correct(article: Article, found: Sequence[Quotation]) -> tuple[Quotation, ...]:
    """Put what a person decided in the place of what was found there."""
    stretches = find_quoted(article.text)
    finders = {quotation.content: quotation.finder for quotation in found}
    decided = [correction.quotation for correction in article.corrections]
    kept = [q for q in found if not any(_touches(q.content, other.content) for other in decided)]
    kept += [
        replace(
            correction.quotation,
            form=classify_form(correction.quotation.content, stretches, article.text),
            finder=finders.get(correction.quotation.content, Finder.PERSON),
        )
        for correction in article.corrections
        if not correction.is_deleted
    ]
    return tuple(sorted(kept, key=lambda quotation: quotation.content[0]))


def _is_sure(quotation: Quotation) -> bool:
    """Tell whether a clause may add what the reader passed over: words in marks, or "she said"."""
    is_said = quotation.act is Act.SAYING and bool(quotation.source)
    return is_said or quotation.form is not Form.INDIRECT


def _is_relayed(quotation: Quotation, carried: Iterable[Quotation], text: str) -> bool:
    """Tell whether somebody else carries the words of a speaker whom the clause shows.

    So it is where one is quoted "as saying" (a cue in two pieces) or cited, and where the
    reader gives words (`carried`) to an outlet though somebody "said" them too.
    """
    if len(quotation.cue) > 1 or (quotation.cue and quotation.cue[0].of(text) in CITED):
        return True
    if not quotation.source or _is_according(quotation, text):
        return False
    return any(_touches(quotation.content, other.content) for other in carried)


def _is_carried(quotation: Quotation, text: str) -> bool:
    """Tell whether words are "according to" somebody, or ``..., the paper reported``."""
    if _is_according(quotation, text) or not (quotation.cue and quotation.source):
        return _is_according(quotation, text)
    source = quotation.source[0].of(text).lower().removeprefix("the ")
    is_outlet = source in read_outlets() or source in OUTLET_NOUNS
    return is_outlet and quotation.cue[0].start > quotation.content[0].end


def _is_laid_out(quotation: Quotation, text: str) -> bool:
    """Tell whether a line's layout gives its speaker: a turn of a transcript, a list of quotes."""
    is_mark = len(quotation.cue) == 1 and not WORD.search(quotation.cue[0].of(text))
    return is_mark and quotation.form is Form.DIRECT and bool(quotation.source)


def _names_source(quotation: Quotation, unsourced: Iterable[Quotation]) -> bool:
    """Tell whether a clause shows who says what the reader gave to nobody."""
    if not quotation.source or not quotation.cue:
        return False
    if quotation.act is Act.SAYING:
        return any(_touches(quotation.content, other.content) for other in unsourced)
    return any(_touches(quotation.source, other.content) for other in unsourced)


def _list_phrases(article: Article, quotations: Iterable[Quotation]) -> list[Quotation]:
    """List what only looks like a quotation: "said goodbye", a sign that "read", a title."""
    passages = find_passages(article)
    return [
        quotation
        for quotation in quotations
        if quotation.cue and _is_phrase(quotation, passages, article.text)
    ]


def _is_phrase(quotation: Quotation, passages: Sequence[Passage], text: str) -> bool:
    cue = " ".join(span.of(text) for span in quotation.cue).lower()
    source = " ".join(span.of(text) for span in quotation.source).lower()
    content = quotation.content[0].of(text)
    if "without saying" in cue or (cue == "said" and source == "that"):
        return True
    tokens = find_tokens(passages, quotation.cue[-1])
    verb = tokens.root if tokens is not None else None
    lemma = verb.lemma_ if verb is not None else ""
    if lemma in {"say", "bid", "wave"} and GREETING.match(content):
        return True
    if lemma in TITLING and quotation.form is Form.DIRECT and verb is not None:
        return verb.dep_ == "acl" and _is_title(content)
    said_by = find_tokens(passages, quotation.source[0]) if quotation.source else None
    if said_by is None:
        return False
    noun = said_by.root
    if lemma == "read" and noun.lemma_ in SIGNS:
        return True
    return noun.pos_ == "NOUN" and read_source_nouns().get(noun.lemma_) == "unknown"


def _is_title(words: str) -> bool:
    return all(
        words[word.start].isupper() for word in find_words(words) if len(word) > len("with")
    )


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
