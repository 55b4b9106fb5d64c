"""What a headline promises, and where the body has the same words: part by part.

Words are compared, not meanings: a part that is found in the body is no proof that the body
bears the headline out, nor that either is true.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.base import NARRATOR, WORD, Span, find_words_in, normalise, stem
from toolkit.engine import ENGLISH
from toolkit.grammar import is_denial
from toolkit.narrative.headline_findings import Element, Flag, Found, Status, share_word
from toolkit.narrative.headline_page import (
    Page,
    Parsed,
    find_best_sentence,
    find_content,
    find_sequences,
    is_among,
    list_names,
    open_page,
    span_words,
)
from toolkit.narrative.headline_predicates import find_other_owner, find_predicates
from toolkit.narrative.numerals import AMOUNTS, Number, is_rounded, is_year, list_numbers
from toolkit.people import find_names
from toolkit.tables import ARTICLE, PLACE, Column, Table, alike, iter_articles

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

    from toolkit.base import Attribution
    from toolkit.engine import Articles, Engine

HEADLINES = Table("headline_table", (
    ARTICLE,
    Column("element", "str",
           "``quoted run``, ``name``, ``number``, ``predicate`` (a verb other than \"say\", or "
           "what \"is\" ties to its subject), ``attribution`` (the source)."),
    Column("text", "str", "The part of the headline."),
    *PLACE,
    Column("status", "str",
           "``verbatim``; ``same lemma``: the same in another form (hamper, hampered; Trump, "
           "Donald Trump; two, 2); ``paraphrase``: see Notes; ``absent``."),
    Column("match", "str", "Words of the body. NaN where there are none."),
    *alike("match_start match_end", "Int64", "Place of the match. NA where there is none.",
           "characters"),
    Column("paragraph", "Int64", "Of the match. NA where there is none.", "from 1"),
    Column("voice", "str",
           "Whose words the match is: a speaker's, ``unknown`` or ``narrator``. NaN where there "
           "is none."),
    Column("flag", "str",
           "NaN, or one of: ``quoted run not in the body``; ``other speaker in the body``; "
           "``speaker not quoted in the body``; ``hedge dropped``; ``negation dropped``, "
           "``negation added``; ``number differs``: the body counts the same with another number; "
           "``number not in the body``; ``other doer in the body``."),
    Column("evidence", "str",
           "For a hedge or negation, that word, in the body or (added) in the headline. NaN "
           "elsewhere."),
    *alike("evidence_start evidence_end", "Int64",
           "Place of the evidence. NA where there is none.", "characters"),
), file="headlines")  # fmt: skip
# ---- chosen on the tuning articles of benchmarks/narrative ---------------------------------
LEAST_RUN = 0.5  # of the weight of a quoted run, for words of a sentence to paraphrase it
YEAR_MARGIN = 0.15  # by which the sentence of another year must be closer
LEAST_COUNTED = 0.2  # of the weight of a headline, beside a number that counts something else
LEAST_SAID = 0.35  # of the weight of a headline's claim, in one quotation of somebody else
SAID_MARGIN = 0.15  # by which somebody else says more of it than the speaker in the headline


@HEADLINES.describes
def headline_table(articles: Articles, *, engine: Engine = ENGLISH) -> pd.DataFrame:
    r"""Make one row per part of each headline, with the words of the body that fit it best.

    Parameters
    ----------
    articles : Article, Attribution, or iterable of them
        Those without a headline or without a paragraph give no row.
    engine : Engine, optional
        What reads the articles.

    Returns
    -------
    DataFrame
        In each article in the order of the elements below, then as they stand.

        {columns}

    Notes
    -----
    Words are compared, not meanings. ``paraphrase``: of a quoted run, half of its words by
    weight stand in one sentence; of a predicate, another word with the same stem
    (endorses, endorsement), or another verb with the same subject and another word of the
    same clause; of a number, the same once rounded. Rarer words weigh more.

    A verb of the headline is compared with the same verb in the sentences of the body that
    share most of its other words, names for pronouns included. It is flagged if they agree: half
    of them hedged, or all negated, where the headline is not, or none negated where it is. A
    number is compared by what it counts. Of speakers and doers, only persons whom the body
    names are compared. A flag is a reason to read the two places, no finding: on news of 2015-16,
    three of four planted changes were flagged (of hedges that only the headline had, few), and
    one untouched headline in eleven (benchmarks/narrative).

    Examples
    --------
    >>> from toolkit.base.article import Article, Part
    >>> text = "Ann Lee to close two schools\n\nAnn Lee may close three schools, she said."
    >>> parts = (Part(Span(0, 28), "headline"), Part(Span(30, 72), "paragraph"))
    >>> table = headline_table(Article(text, parts=parts))
    >>> table[["element", "text", "status", "match", "flag"]]
         element     text    status    match            flag
    0       name  Ann Lee  verbatim  Ann Lee             NaN
    1     number      two    absent    three  number differs
    2  predicate    close  verbatim    close   hedge dropped
    """
    pages = (open_page(article) for article in iter_articles(articles, engine))
    rows = (_make_row(page, found) for page in pages if page for found in compare_headline(page))
    return HEADLINES.make(rows)


def compare_headline(page: Page) -> list[Found]:
    """Find each part of the headline, and what of the body fits it."""
    return [
        *_find_quoted_runs(page),
        *_find_names(page),
        *_find_numbers(page),
        *find_predicates(page),
        *_find_sources(page),
    ]


def _make_row(page: Page, found: Found) -> dict[str, object]:
    text, match, evidence = page.text, found.match, found.evidence
    paragraph = match and next(
        number for number, span in enumerate(page.paragraphs, start=1) if match.overlaps(span)
    )
    return {
        "article": page.article.id,
        "element": str(found.element),
        "text": " ".join(found.span.of(text).split()),
        "start": found.span.start,
        "end": found.span.end,
        "status": str(found.status),
        "match": match and " ".join(match.of(text).split()),
        "match_start": match and match.start,
        "match_end": match and match.end,
        "paragraph": paragraph,
        "voice": match and find_voice(page, match),
        "flag": found.flag and str(found.flag),
        "evidence": evidence and evidence.of(text),
        "evidence_start": evidence and evidence.start,
        "evidence_end": evidence and evidence.end,
    }


def find_voice(page: Page, place: Span) -> str:
    """Tell whose words stand at a place: a speaker's, or the narrator's."""
    for attribution in page.attributions:
        if any(place.overlaps(span) for span in attribution.quotation.content):
            return attribution.speaker.name
    return NARRATOR


# ---- quoted runs ---------------------------------------------------------------------------


def _find_quoted_runs(page: Page) -> Iterator[Found]:
    for run in page.quoted:
        if run in page.headline:
            yield _match_run(page, run)


def _match_run(page: Page, run: Span) -> Found:
    text = page.text
    words = find_words_in(text, [run])
    for status, change in ((Status.VERBATIM, normalise), (Status.LEMMA, stem)):
        places = list(find_sequences(page, [change(word.of(text)) for word in words], change))
        if places:
            marked = [place for place in places if any(place in quoted for quoted in page.quoted)]
            flag = _check_voices(page, run, places) or _check_denial(page, run, places)
            return Found(Element.QUOTED, run, status, (marked or places)[0], flag)
    place = find_content(page, words)
    if place is not None:
        flag = _check_voices(page, run, [place]) or _check_denial(page, run, [place])
        return Found(Element.QUOTED, run, Status.LEMMA, place, flag)
    inside = {word.stem for word in page.head.words if word.span in run}
    best = find_best_sentence(page.body, inside)
    if best is None or page.body.compare(inside, page.body.sentences[best]) < LEAST_RUN:
        return Found(Element.QUOTED, run, Status.ABSENT, flag=Flag.QUOTE)
    match = span_words(page.body, best, inside)
    return Found(Element.QUOTED, run, Status.PARAPHRASE, match, Flag.QUOTE)


def _check_voices(page: Page, run: Span, places: Sequence[Span]) -> Flag | None:
    """Flag a run that the headline gives to one person and the body to others alone."""
    own = [a for a in page.list_own() if any(run.overlaps(s) for s in a.quotation.content)]
    said = [a for a in page.attributions for s in a.quotation.content if is_among(s, places)]
    if not own or len(said) < len(places):
        return None
    name = own[0].speaker.name
    is_other = name in page.persons and all(
        a.speaker.name in page.persons and not share_word(name, a.speaker.name) for a in said
    )
    return Flag.SPEAKER if is_other else None


def _check_denial(page: Page, run: Span, places: Sequence[Span]) -> Flag | None:
    """Flag a run that is denied in the headline and nowhere in the body, or the other way."""
    own = _is_denied_run(page, run, page.headline)
    theirs = [
        _is_denied_run(page, place, paragraph)
        for place in places
        for paragraph in page.paragraphs
        if place in paragraph
    ]
    if own and not any(theirs):
        return Flag.NEGATION_ADDED
    return Flag.NEGATION_DROPPED if all(theirs) and not own else None


def _is_denied_run(page: Page, run: Span, part: Span) -> bool:
    """Tell whether a run has a word of denial in it, or right before it but for a contrast."""
    words = [span for span in find_words_in(page.text, [part]) if span.start < run.end]
    inside = [span for span in words if span.overlaps(run)]
    before = [span for span in words if not span.overlaps(run)][-1:]
    is_contrast = bool(before) and page.text[: before[0].start].rstrip().endswith(",")
    return any(is_denial(span.of(page.text)) for span in inside + before * (not is_contrast))


# ---- names ---------------------------------------------------------------------------------


def _find_names(page: Page) -> Iterator[Found]:
    for place in list_names(page):
        words = [normalise(word.of(page.text)) for word in find_words_in(page.text, [place])]
        same = next(find_sequences(page, words, normalise), None)
        if same is not None:
            yield Found(Element.NAME, place, Status.VERBATIM, same)
            continue
        other = next(
            (
                mention
                for name in find_names(page.article)
                if any(mention.overlaps(place) for mention in name.mentions)
                for mention in name.mentions
                if any(mention in paragraph for paragraph in page.paragraphs)
            ),
            None,
        ) or next(find_sequences(page, words[-1:], normalise), None)
        status = Status.LEMMA if other else Status.ABSENT
        yield Found(Element.NAME, place, status, other)


# ---- numbers -------------------------------------------------------------------------------


def _find_numbers(page: Page) -> Iterator[Found]:
    said = [number for place in page.paragraphs for number in list_numbers(page.text, place)]
    content = {word.stem for word in page.head.words}
    for number in list_numbers(page.text, page.headline):
        same = [other for other in said if other.value == number.value]
        rounded = [other for other in said if is_rounded(page.text, number, other)]
        rivals = _list_rivals(page, number, said, content)
        fitting = [n for n in same if _counts_the_same(page, number, n, content)]
        if rivals and not any(n.units & number.units for n in same):
            closest = max(_score_context(page, other, content) for other in rivals)
            least = closest - (YEAR_MARGIN if is_year(page.text, number) else 0.0)
            fitting = [n for n in fitting if _score_context(page, n, content) > least]
        flag: Flag | None = None
        may_be_of_news = not rivals and is_year(page.text, number)  # stories leave it out
        match = next(iter(fitting or rounded or rivals or same), None)
        if fitting:
            words = number.span.of(page.text).lower()
            is_same = any(other.span.of(page.text).lower() == words for other in fitting)
            status = Status.VERBATIM if is_same else Status.LEMMA
        elif rounded:
            status = Status.PARAPHRASE
        else:
            status = Status.ABSENT
            if not may_be_of_news:
                flag = Flag.NUMBER if rivals else Flag.NO_NUMBER
        yield Found(Element.NUMBER, number.span, status, match and match.span, flag)


def _list_rivals(
    page: Page, number: Number, said: Sequence[Number], content: set[str]
) -> list[Number]:
    """List other numbers of the body for what a number counts, or other years for the same."""
    others = [other for other in said if other.value != number.value]
    rivals = [other for other in others if other.units & number.units]
    if not rivals and is_year(page.text, number):
        years = [other for other in others if is_year(page.text, other)]
        rivals = [y for y in years if _score_context(page, y, content) >= LEAST_COUNTED]
    return rivals


def _counts_the_same(page: Page, number: Number, other: Number, content: set[str]) -> bool:
    """Tell whether a number of the body may count what an equal one of the headline does."""
    if not number.units or not other.units or number.units & other.units:
        return True
    if (number.units | other.units) & AMOUNTS:
        return False
    is_known = any(page.body.by_stem[unit] for unit in number.units)
    return not is_known or _score_context(page, other, content) >= LEAST_COUNTED


def _score_context(page: Page, number: Number, content: set[str]) -> float:
    """Give the share of a headline's weight that stands in the sentence of a number."""
    sentence = page.body.find_sentence(number.span.start)
    return page.body.compare(content, page.body.sentences[sentence])


# ---- predicates ----------------------------------------------------------------------------


# ---- hedges and negation -------------------------------------------------------------------


# ---- who says it ---------------------------------------------------------------------------


def _find_sources(page: Page) -> Iterator[Found]:
    said = [a for a in page.attributions if any(_is_in(page, s) for s in a.quotation.content)]
    for own in page.list_own():
        yield _match_source(page, own, said)


def _is_in(page: Page, span: Span) -> bool:
    return is_among(span, page.paragraphs)


def _match_source(page: Page, own: Attribution, said: Sequence[Attribution]) -> Found:
    name = own.speaker.name
    content = {w.stem for w in page.head.words if is_among(w.span, own.quotation.content)} - {
        stem(word) for word in WORD.findall(name)
    }
    shares = [(page.body.compare(content, _list_stems(page.body, a)), a) for a in said]
    mine = [pair for pair in shares if share_word(name, pair[1].speaker.name)]
    others = [p for p in shares if p[1].speaker.name in page.persons and p not in mine]
    best_mine = max(mine, key=lambda pair: pair[0], default=None)
    best_other = max(others, key=lambda pair: pair[0], default=None)
    flag: Flag | None = None
    status, match = Status.ABSENT, None
    if best_mine:
        source = own.quotation.source[0].of(page.text).lower()
        words = {s.of(page.text).lower() for _, a in mine for s in a.quotation.source}
        is_same = any(source in other for other in words)
        status = Status.VERBATIM if is_same else Status.LEMMA
        match = best_mine[1]
    elif name in page.persons:
        flag = Flag.SILENT
    if best_other and name in page.persons:
        margin = best_other[0] - (best_mine[0] if best_mine else 0.0)
        if best_other[0] >= LEAST_SAID and margin >= SAID_MARGIN:
            flag, match = Flag.SPEAKER, best_other[1]
    if flag is None and name in page.persons:
        owner = find_other_owner(page, name, content, LEAST_SAID)
        if owner is not None:
            return Found(
                Element.ATTRIBUTION, own.quotation.source[0], status, owner.place, Flag.SPEAKER
            )
    place = None
    if match is not None:
        place = next(span for span in match.quotation.content if _is_in(page, span))
    return Found(Element.ATTRIBUTION, own.quotation.source[0], status, place, flag)


def _list_stems(body: Parsed, attribution: Attribution) -> set[str]:
    return {w.stem for w in body.words if is_among(w.span, attribution.quotation.content)}
