"""What a headline promises, and where the body has the same words: part by part.

Words are compared, not meanings: a part that is found in the body is no proof that the body
bears the headline out, nor that either is true.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from toolkit.article import Span, check_article
from toolkit.frequency import normalise, stem
from toolkit.headline_page import (
    Owner,
    Page,
    Parsed,
    Word,
    find_best_sentence,
    find_content,
    find_sequences,
    get_stem,
    is_among,
    is_content,
    list_names,
    open_page,
    span_words,
)
from toolkit.names import find_names
from toolkit.numerals import AMOUNTS, Number, is_rounded, is_year, list_numbers
from toolkit.qualifiers import (
    BOTH,
    HEDGE,
    HEDGING_HEADS,
    NEGATION,
    REFUSING,
    find_qualifier,
    is_complement,
    is_denial,
    is_hedge,
    is_negator,
)
from toolkit.speakers import NARRATOR
from toolkit.tables import to_table
from toolkit.text import WORD, find_words_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd
    from spacy.tokens import Token

    from toolkit.article import Article
    from toolkit.speakers import Attribution

HEADLINES = {
    "article": "str",
    "element": "str",
    "text": "str",
    "start": "int64",
    "end": "int64",
    "status": "str",
    "match": "str",
    "match_start": "Int64",
    "match_end": "Int64",
    "paragraph": "Int64",
    "voice": "str",
    "flag": "str",
    "evidence": "str",
    "evidence_start": "Int64",
    "evidence_end": "Int64",
}
# ---- chosen on the tuning articles of benchmarks/narrative ---------------------------------
LEAST_RUN = 0.5  # of the weight of a quoted run, for words of a sentence to paraphrase it
LEAST_CONTEXT = 0.2  # of the weight of a headline's other words, in the sentence of a verb
NEAR_BEST = 0.95  # of the best context; matches at least as good are asked as well
LEAST_LIGHT = 0.4  # the same, for a verb that says little by itself
LEAST_ARGUMENTS = 0.3  # of the weight of a clause, for another verb to paraphrase it
CLOSE = 0.8  # of the best share; such sentences are asked whether they deny anything
LEAST_DONE = 0.5  # of the weight of a headline, in a sentence about the deeds of somebody else
YEAR_MARGIN = 0.15  # by which the sentence of another year must be closer
LEAST_COUNTED = 0.2  # of the weight of a headline, beside a number that counts something else
LEAST_SAID = 0.35  # of the weight of a headline's claim, in one quotation of somebody else
SAID_MARGIN = 0.15  # by which somebody else says more of it than the speaker in the headline

OPEN_MODALS = {"can", "would", "should"}  # of a headline: neither hedged nor plain
LIGHT = {"be", "do", "get", "give", "go", "have", "make", "put", "take"}
SPEAKING = {"say", "tell", "report", "argue", "claim"}


class Element(StrEnum):
    """What part of a headline a row is about."""

    QUOTED = "quoted run"
    NAME = "name"
    NUMBER = "number"
    PREDICATE = "predicate"
    ATTRIBUTION = "attribution"


class Status(StrEnum):
    """How the body has the words of a part."""

    VERBATIM = "verbatim"  # the same words
    LEMMA = "same lemma"  # the same words in other forms
    PARAPHRASE = "paraphrase"  # part of the words, or other words between the same things
    ABSENT = "absent"


class Flag(StrEnum):
    """What a reader may want to look at."""

    QUOTE = "quoted run not in the body"
    SPEAKER = "other speaker in the body"
    SILENT = "speaker not quoted in the body"
    DOER = "other doer in the body"
    HEDGE_DROPPED = "hedge dropped"
    NEGATION_DROPPED = "negation dropped"
    NEGATION_ADDED = "negation added"
    NUMBER = "number differs"
    NO_NUMBER = "number not in the body"


DROPPED = {NEGATION: Flag.NEGATION_DROPPED, HEDGE: Flag.HEDGE_DROPPED}


@dataclass(frozen=True, slots=True)
class _Found:
    """A part of the headline, and what the body has of it."""

    element: Element
    span: Span
    status: Status
    match: Span | None = None
    flag: Flag | None = None
    evidence: Span | None = None


def headline_table(article: Article) -> pd.DataFrame:
    r"""Make one row per part of a headline, with the words of the body that fit it best.

    Parameters
    ----------
    article : Article
        With a part that is a headline, and paragraphs.

    Returns
    -------
    DataFrame
        In the order of the elements below, then as they stand. No row where there is no
        headline or no paragraph.

        article : str
        element : str
            ``quoted run``, ``name``, ``number``, ``predicate`` (a verb other than "say", or
            what "is" ties to its subject), ``attribution`` (the source).
        text, start, end : str, int
            The part, and its place in ``article.text``.
        status : str
            ``verbatim``; ``same lemma``: the same in another form (hamper, hampered; Trump,
            Donald Trump; two, 2); ``paraphrase``: see Notes; ``absent``.
        match, match_start, match_end : str, int
            Words of the body, and their place. NA where there are none.
        paragraph : int
            Of the match, from 1.
        voice : str
            Whose words these are: a speaker, ``unknown`` or ``narrator``.
        flag : str
            NaN, or one of: ``quoted run not in the body``; ``other speaker in the body``;
            ``speaker not quoted in the body``; ``hedge dropped``; ``negation dropped``,
            ``negation added``; ``number differs``: the body counts the same with another
            number; ``number not in the body``; ``other doer in the body``.
        evidence, evidence_start, evidence_end : str, int
            For a hedge or negation, that word, in the body or (added) in the headline.

    Raises
    ------
    ToolkitError
        If `article` is not one Article.

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
    >>> from toolkit.article import Article, Part
    >>> text = "Ann Lee to close two schools\n\nAnn Lee may close three schools, she said."
    >>> parts = (Part(Span(0, 28), "headline"), Part(Span(30, 72), "paragraph"))
    >>> table = headline_table(Article(text, parts=parts))
    >>> table[["element", "text", "status", "match", "flag"]]
         element     text    status    match            flag
    0       name  Ann Lee  verbatim  Ann Lee             NaN
    1     number      two    absent    three  number differs
    2  predicate    close  verbatim    close   hedge dropped
    """
    check_article(article)
    page = open_page(article)
    if page is None:
        return to_table((), HEADLINES)
    found = [
        *_find_quoted_runs(page),
        *_find_names(page),
        *_find_numbers(page),
        *_find_predicates(page),
        *_find_sources(page),
    ]
    return to_table((_make_row(page, each) for each in found), HEADLINES)


def _make_row(page: Page, found: _Found) -> dict[str, object]:
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
        "voice": match and _find_voice(page, match),
        "flag": found.flag and str(found.flag),
        "evidence": evidence and evidence.of(text),
        "evidence_start": evidence and evidence.start,
        "evidence_end": evidence and evidence.end,
    }


def _find_voice(page: Page, place: Span) -> str:
    for attribution in page.attributions:
        if any(place.overlaps(span) for span in attribution.quotation.content):
            return attribution.speaker.name
    return NARRATOR


# ---- quoted runs ---------------------------------------------------------------------------


def _find_quoted_runs(page: Page) -> Iterator[_Found]:
    for run in page.quoted:
        if run in page.headline:
            yield _match_run(page, run)


def _match_run(page: Page, run: Span) -> _Found:
    text = page.text
    words = find_words_in(text, [run])
    for status, change in ((Status.VERBATIM, normalise), (Status.LEMMA, stem)):
        places = list(find_sequences(page, [change(word.of(text)) for word in words], change))
        if places:
            marked = [place for place in places if any(place in quoted for quoted in page.quoted)]
            flag = _check_voices(page, run, places) or _check_denial(page, run, places)
            return _Found(Element.QUOTED, run, status, (marked or places)[0], flag)
    place = find_content(page, words)
    if place is not None:
        flag = _check_voices(page, run, [place]) or _check_denial(page, run, [place])
        return _Found(Element.QUOTED, run, Status.LEMMA, place, flag)
    inside = {word.stem for word in page.head.words if word.span in run}
    best = find_best_sentence(page.body, inside)
    if best is None or page.body.compare(inside, page.body.sentences[best]) < LEAST_RUN:
        return _Found(Element.QUOTED, run, Status.ABSENT, flag=Flag.QUOTE)
    match = span_words(page.body, best, inside)
    return _Found(Element.QUOTED, run, Status.PARAPHRASE, match, Flag.QUOTE)


def _check_voices(page: Page, run: Span, places: Sequence[Span]) -> Flag | None:
    """Flag a run that the headline gives to one person and the body to others alone."""
    own = [a for a in page.list_own() if any(run.overlaps(s) for s in a.quotation.content)]
    said = [a for a in page.attributions for s in a.quotation.content if is_among(s, places)]
    if not own or len(said) < len(places):
        return None
    name = own[0].speaker.name
    is_other = name in page.persons and all(
        a.speaker.name in page.persons and not _share_word(name, a.speaker.name) for a in said
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


def _find_names(page: Page) -> Iterator[_Found]:
    for place in list_names(page):
        words = [normalise(word.of(page.text)) for word in find_words_in(page.text, [place])]
        same = next(find_sequences(page, words, normalise), None)
        if same is not None:
            yield _Found(Element.NAME, place, Status.VERBATIM, same)
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
        yield _Found(Element.NAME, place, status, other)


# ---- numbers -------------------------------------------------------------------------------


def _find_numbers(page: Page) -> Iterator[_Found]:
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
        yield _Found(Element.NUMBER, number.span, status, match and match.span, flag)


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


def _find_predicates(page: Page) -> Iterator[_Found]:
    names = list_names(page)
    cues = [span for a in page.list_own() for span in (*a.quotation.cue, *a.quotation.source)]
    speaking = {w.stem for w in page.head.words if is_among(w.span, cues)}
    content = {w.stem for w in page.head.words} - speaking
    sources = [span for a in page.list_own() for span in a.quotation.source]
    for token in _list_predicates(page, [*names, *sources]):
        yield _match_predicate(page, token, content)


def _list_predicates(page: Page, taken: Sequence[Span]) -> list[Token]:
    tokens = [token for sentence in page.head.sentence_tokens for token in sentence]
    free = [token for token in tokens if not is_among(page.head.place(token), taken)]
    found = {
        token.i
        for token in free
        if token.lemma_ not in SPEAKING
        and is_content(token)
        and (_is_verbal(page.body, token) or is_complement(token))
    }
    covering = [token for token in free if token.i in found]
    covered = {find_qualifier(token, what) for token in covering for what in BOTH}
    for token in tokens:
        is_contrast = token.i > 0 and token.nbor(-1).text == ","  # "trust Lee, not Clark"
        is_qualifier = (is_negator(token) and not is_contrast) or is_hedge(token)
        is_own = token.head in free and not (  # "says no to Lee"
            token.lower_ == "no" and token.head.lemma_ in SPEAKING
        )
        if is_qualifier and token not in covered and is_own:
            found.add(token.head.i)
    return [token for token in free if token.i in found]


def _is_verbal(body: Parsed, token: Token) -> bool:
    """Tell whether a word of the headline is a verb: as in the body, or else to the parser."""
    forms = {token.lower_, token.lemma_.lower()}
    same = [
        word.token
        for word in body.by_stem[get_stem(token)]
        if {word.token.lower_, word.token.lemma_.lower()} & forms
    ]
    verbs = sum(other.pos_ == "VERB" for other in same)
    if same and 2 * verbs != len(same):
        return 2 * verbs > len(same)
    return bool(token.pos_ == "VERB")


def _match_predicate(page: Page, token: Token, content: set[str]) -> _Found:
    body, span = page.body, page.head.place(token)
    rest = {term for term in content if body.by_stem[term]} - {get_stem(token)}
    least = LEAST_LIGHT if token.lemma_ in LIGHT else LEAST_CONTEXT
    scored = [
        (body.compare(rest, body.sentences[word.sentence]), word)
        for word in body.by_stem[get_stem(token)]
    ]
    scored = [pair for pair in scored if pair[0] >= least or not rest]
    scored.sort(key=lambda pair: -pair[0])
    near = [word for score, word in scored if score >= NEAR_BEST * scored[0][0]]
    near = near or _find_same_arguments(page, token)
    match = near[0] if near else None
    status = _compare_forms(token, match.token) if match else Status.ABSENT
    flag, evidence = _compare_qualifiers(page, token, near, content)
    if flag is None:
        other = _find_other_doer(page, token, content)
        if other is not None:
            return _Found(Element.PREDICATE, span, status, other.place, Flag.DOER)
    return _Found(Element.PREDICATE, span, status, match and match.span, flag, evidence)


def _find_other_doer(page: Page, token: Token, content: set[str]) -> Owner | None:
    """Find who else does what a person does in the headline, in the closest sentences."""
    said = [span for own in page.list_own() for span in own.quotation.content]
    if is_among(page.head.place(token), said):
        return None
    subjects = [page.head.place(child) for child in token.children if child.dep_ == "nsubj"]
    names = [
        name.name
        for name in find_names(page.article)
        if name.name in page.persons and any(is_among(place, name.mentions) for place in subjects)
    ]
    if not names:
        return None
    other = _find_other_owner(page, names[0], content, LEAST_DONE)
    has_verb = other is not None and get_stem(token) in page.body.sentences[other.sentence]
    return other if has_verb else None


def _find_other_owner(page: Page, name: str, content: set[str], least: float) -> Owner | None:
    """Find who says or does what a headline gives to somebody, where that one does not."""
    own = {stem(word) for word in WORD.findall(name)}
    content = {term for term in content - own if page.body.by_stem[term]}
    shares = [page.body.compare(content, sentence) for sentence in page.body.sentences]
    best = max(shares, default=0.0)
    if best < least:
        return None
    owners = [o for o in page.owners if shares[o.sentence] >= CLOSE * best]
    if any(_share_word(name, owner.name) for owner in owners):
        return None
    named = " ".join(word.span.of(page.text) for word in page.head.words)
    others = [owner for owner in owners if not _share_word(named, owner.name)]
    return max(others, key=lambda owner: shares[owner.sentence], default=None)


def _compare_forms(token: Token, other: Token) -> Status:
    if token.lower_ == other.lower_:
        return Status.VERBATIM
    same = {token.lemma_.lower(), token.lower_} & {other.lemma_.lower(), other.lower_}
    return Status.LEMMA if same else Status.PARAPHRASE


def _find_same_arguments(page: Page, token: Token) -> list[Word]:
    """Find verbs of the body with the same subject and another word of the same clause."""
    subject, others = _list_arguments(token)
    if not subject or not others:
        return []
    scored = []
    for word in page.body.words:
        if word.token.pos_ == "VERB" and page.body.sentences[word.sentence] & subject:
            its_subject, its_others = _list_arguments(word.token)
            if its_subject & subject:
                scored.append((page.body.compare(others, its_others), word))
    best = max((score for score, _ in scored), default=0.0)
    return [w for score, w in scored if score == best] if best >= LEAST_ARGUMENTS else []


def _list_arguments(token: Token) -> tuple[set[str], set[str]]:
    subjects = [child for child in token.children if child.dep_ in {"nsubj", "nsubjpass"}]
    inside = {get_stem(t) for child in subjects for t in child.subtree if is_content(t)}
    heads = {get_stem(child) for child in subjects if is_content(child)}
    whole = {get_stem(t) for t in token.subtree if is_content(t)}
    return heads, whole - inside - {get_stem(token)}


# ---- hedges and negation -------------------------------------------------------------------


def _compare_qualifiers(
    page: Page, token: Token, near: Sequence[Word], content: set[str]
) -> tuple[Flag | None, Span | None]:
    verbal = [w.token for w in near if w.token.pos_ == "VERB" or is_complement(w.token)]
    for what in BOTH:
        own = find_qualifier(token, what)
        theirs = [find_qualifier(other, what) for other in verbal]
        found = [other for other in theirs if other is not None]
        if own is None:
            is_most = len(found) == len(theirs) or (
                what == HEDGE and 2 * len(found) >= len(theirs)
            )
            if found and theirs[0] is not None and is_most and _is_plain(token, what):
                return DROPPED[what], page.body.place(theirs[0])
        elif what == NEGATION and not found:
            is_known = bool(page.body.by_stem[get_stem(token)])
            if theirs or (is_known and not _is_denied(page.body, content)):
                return Flag.NEGATION_ADDED, page.head.place(own)
    return None, None


def _is_plain(token: Token, what: str) -> bool:
    """Tell whether a headline says outright what its verb says: nothing else denies or hedges it.

    A word that describes another is no claim, and "take" and "make" are too common to compare.
    """
    if token.dep_ in {"amod", "compound"}:
        return False
    if what == NEGATION:
        is_weak = token.lemma_ in LIGHT or token.lemma_ in HEDGING_HEADS
        return not is_weak and not any(is_negator(each) for each in token.doc)
    is_open = any(child.lower_ in OPEN_MODALS for child in token.children)
    return not is_open and not any(
        is_hedge(each) or (each.lemma_ in HEDGING_HEADS and each.pos_ in {"VERB", "ADJ"})
        for each in token.doc
    )


def _is_denied(body: Parsed, content: set[str]) -> bool:
    """Tell whether a sentence that shares most with the headline has a negation of any kind."""
    shares = [body.compare(content, sentence) for sentence in body.sentences]
    least = max(CLOSE * max(shares, default=0.0), LEAST_CONTEXT)
    close = [
        tokens
        for tokens, share in zip(body.sentence_tokens, shares, strict=True)
        if share >= least
    ]
    return not close or any(
        is_negator(token) or token.lower_ == "without" or token.lemma_ in REFUSING
        for tokens in close
        for token in tokens
    )


# ---- who says it ---------------------------------------------------------------------------


def _find_sources(page: Page) -> Iterator[_Found]:
    said = [a for a in page.attributions if any(_is_in(page, s) for s in a.quotation.content)]
    for own in page.list_own():
        yield _match_source(page, own, said)


def _is_in(page: Page, span: Span) -> bool:
    return is_among(span, page.paragraphs)


def _match_source(page: Page, own: Attribution, said: Sequence[Attribution]) -> _Found:
    name = own.speaker.name
    content = {w.stem for w in page.head.words if is_among(w.span, own.quotation.content)} - {
        stem(word) for word in WORD.findall(name)
    }
    shares = [(page.body.compare(content, _list_stems(page.body, a)), a) for a in said]
    mine = [pair for pair in shares if _share_word(name, pair[1].speaker.name)]
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
        owner = _find_other_owner(page, name, content, LEAST_SAID)
        if owner is not None:
            return _Found(
                Element.ATTRIBUTION, own.quotation.source[0], status, owner.place, Flag.SPEAKER
            )
    place = None
    if match is not None:
        place = next(span for span in match.quotation.content if _is_in(page, span))
    return _Found(Element.ATTRIBUTION, own.quotation.source[0], status, place, flag)


def _share_word(name: str, other: str) -> bool:
    """Tell whether two names may be one: Trump, Donald Trump; Obama, Obama's office."""
    words = [{stem(word) for word in WORD.findall(each)} for each in (name, other)]
    return bool(words[0] & words[1])


def _list_stems(body: Parsed, attribution: Attribution) -> set[str]:
    return {w.stem for w in body.words if is_among(w.span, attribution.quotation.content)}
