"""What a headline promises, and where the body has the same words: part by part.

Words are compared, not meanings: a part that is found in the body is no proof that the body
bears the headline out, nor that either is true.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from enum import StrEnum
from math import log
from typing import TYPE_CHECKING, NamedTuple

from toolkit.article import Span, check_article
from toolkit.frequency import normalise, stem
from toolkit.language import find_passages, load_model
from toolkit.lexicon import read_stop_words, read_tone_words, read_word_classes
from toolkit.names import find_names
from toolkit.speakers import NARRATOR, find_attributions
from toolkit.tables import to_table
from toolkit.text import WORD, find_quoted, find_words_in

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    import pandas as pd
    from spacy.tokens import Doc, Token

    from toolkit.article import Article
    from toolkit.language import Passage
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
CONTENT = {"NOUN", "PROPN", "VERB", "ADJ", "ADV", "NUM"}
CAPITALISED = 0.6  # of the long words; above it a headline is set like a title
LONG = 4  # letters

# ---- chosen on the tuning articles of benchmarks/narrative ---------------------------------
LEAST_RUN = 0.5  # of the weight of a quoted run, for words of a sentence to paraphrase it
LEAST_CONTEXT = 0.2  # of the weight of a headline's other words, in the sentence of a verb
NEAR_BEST = 0.95  # of the best context; matches at least as good are asked as well
LEAST_ARGUMENTS = 0.3  # of the weight of a clause, for another verb to paraphrase it
CLOSE = 0.8  # of the best share; such sentences are asked whether they deny anything
LEAST_SAID = 0.35  # of the weight of a headline's claim, in one quotation of somebody else
SAID_MARGIN = 0.15  # by which somebody else says more of it than the speaker in the headline

NEGATORS = {"not", "n't", "never", "no", "nor", "neither", "nobody", "nothing", "none", "hardly"}
REFUSING = {
    "avoid", "decline", "deny", "fail", "forbid", "oppose", "prevent", "refuse", "reject", "stop",
}  # fmt: skip
RAISING = {  # "not think that it is", "not want to be": it is not
    "believe", "expect", "have", "intend", "need", "plan", "think", "try", "want",
}  # fmt: skip
OPEN_MODALS = {"can", "would", "should"}  # of a headline: neither hedged nor plain
DENYING = {"deny", "doubt", "dispute"}
HEDGING_MODALS = {"may", "might", "could"}
HEDGING_HEADS = {
    "appear", "doubt", "likely", "look", "possible", "seem", "suspect", "unlikely",
}  # fmt: skip
FREQUENT = {"generally", "often", "sometimes", "typically", "usually"}  # no doubt about it
SPEAKING = {"say", "tell", "report", "argue", "claim"}
CLIMBED = {"xcomp", "ccomp", "pcomp", "acl"}  # a verb below another that may take it back
HIGHEST = 4  # verbs looked at, from one of the headline or body upwards
ARGUMENTS = {"nsubj", "nsubjpass", "dobj", "attr"}
NEGATION, HEDGE = "negation", "hedge"
BOTH = (NEGATION, HEDGE)

MARKS = {"'", '"', "\u2018", "\u2019", "\u201c", "\u201d", "``", "''"}
NAME_LABELS = {"PERSON", "ORG", "GPE", "NORP"}
CENTURY = 2000.0  # of a year written '16
TOLERANCE = 0.05  # "more than 200" may be 210
YEARS = range(1900, 2101)
SCALES = {
    "hundred": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6,
    "billion": 1e9, "b": 1e9, "bn": 1e9, "trillion": 1e12,
}  # fmt: skip
NUMBER_WORDS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30,
    "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    "dozen": 12, "half": 0.5, "one": 1,
}  # fmt: skip
NUMBER = re.compile(
    r"(?<![\w/:])(?P<sign>[$\u20ac\u00a3])?(?:(?P<short>['\u2019](?=[01]\d\b))?"
    r"(?P<figures>\d+(?:,\d{3})*(?:\.\d+)?)(?:st|nd|rd|th)?"
    rf"|(?P<letters>(?:{'|'.join(w for w in NUMBER_WORDS if w != 'one')})"
    rf"(?:-(?:{'|'.join(NUMBER_WORDS)}))?)\b)"
    r"(?P<scale>[\s-]?(?:hundred|thousand|million|billion|trillion)\b|(?:k|m|bn?)\b)?"
    r"(?P<percent>\s?%|[\s-]?per\s?cent)?(?![\w/:])",
    re.IGNORECASE,
)
# Up to three words, without punctuation between: "3 close Senate races".
COUNTED = re.compile(r"(?:[ \u00a0-][^\W\d_]+){1,3}")


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


class _Word(NamedTuple):
    """A word of the headline or the body."""

    token: Token
    span: Span
    stem: str
    sentence: int


class _Text:
    """Parsed words, by stem and by sentence; stems weigh more the fewer sentences have them."""

    def __init__(self, parsed: Iterable[tuple[Doc, Sequence[Span]]]) -> None:
        self.words: list[_Word] = []
        self.sentences: list[set[str]] = []
        self.sentence_tokens: list[list[Token]] = []
        self.by_stem: dict[str, list[_Word]] = defaultdict(list)
        self.docs: list[Doc] = []
        self._places: dict[int, Sequence[Span]] = {}
        for doc, places in parsed:
            self.docs.append(doc)
            self._places[id(doc)] = places
            for sentence in doc.sents:
                self._read_sentence([token for token in sentence if not token.is_space])
        self._counts = Counter(term for sentence in self.sentences for term in sentence)

    def _read_sentence(self, tokens: list[Token]) -> None:
        number = len(self.sentences)
        words = [
            _Word(token, self.place(token), _stem(token), number)
            for token in tokens
            if _is_content(token)
        ]
        self.words += words
        self.sentences.append({word.stem for word in words})
        self.sentence_tokens.append(tokens)
        for word in words:
            self.by_stem[word.stem].append(word)

    def place(self, token: Token) -> Span:
        """Give the place of a word in the article."""
        return self._places[id(token.doc)][token.i]

    def weigh(self, terms: Iterable[str]) -> float:
        """Add up the weights of some stems."""
        size = len(self.sentences) + 1
        return sum(log(1 + size / (self._counts[term] + 0.5)) for term in terms)

    def compare(self, terms: set[str], others: set[str]) -> float:
        """Give the share of the weight of some stems that others hold, 0 to 1."""
        return self.weigh(terms & others) / self.weigh(terms) if terms else 0.0


def _is_content(token: Token) -> bool:
    return (
        token.pos_ in CONTENT
        and (token.pos_ == "VERB" or token.lower_ not in read_stop_words())
        and WORD.match(token.text) is not None
    )


def _stem(token: Token) -> str:
    return stem(token.lemma_)


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
            number; ``number not in the body``.
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
    share most of its other words, and flagged only if they all agree: all hedged or negated
    where the headline is not, or none negated where it is. Of speakers, only persons whom
    the body names are compared. A flag is a reason to read the two places, no finding: on
    news of 2015-16, two of three planted changes were flagged (of dropped hedges, half), and
    one untouched headline in ten (benchmarks/narrative).

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
    page = _open(article)
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


# ---- the page ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Page:
    """A headline beside its body."""

    article: Article
    headline: Span
    paragraphs: Sequence[Span]
    head: _Text
    body: _Text
    attributions: Sequence[Attribution]
    words: Sequence[Sequence[Span]]  # of each paragraph
    quoted: Sequence[Span]
    persons: Collection[str]  # whom the body names

    @property
    def text(self) -> str:
        return self.article.text

    def list_own(self) -> list[Attribution]:
        """List the attributions of the headline that have a source."""
        return [
            attribution
            for attribution in self.attributions
            if attribution.quotation.source
            and all(
                span in self.headline
                for span in (*attribution.quotation.source, *attribution.quotation.content)
            )
        ]


def _open(article: Article) -> _Page | None:
    passages = find_passages(article)
    headline = next((p for p in passages if p.part.kind == "headline"), None)
    body = [p for p in passages if p.part.kind == "paragraph"]
    if headline is None or not body:
        return None
    return _Page(
        article=article,
        headline=headline.part.span,
        paragraphs=[passage.part.span for passage in body],
        head=_Text([_parse_headline(headline, body)]),
        body=_Text((p.doc, [p.place(token, token) for token in p.doc]) for p in body),
        attributions=find_attributions(article),
        words=[find_words_in(article.text, [passage.part.span]) for passage in body],
        quoted=find_quoted(article.text),
        persons={
            name.name
            for name in find_names(article)
            if name.is_person and name.mentions[-1].start > headline.part.span.end
        },
    )


def _parse_headline(passage: Passage, body: Sequence[Passage]) -> tuple[Doc, list[Span]]:
    """Parse a headline as if it stood in the body: without marks, and without its capitals."""
    from spacy.tokens import Doc

    kept = [token for token in passage.doc if not token.is_space and token.text not in MARKS]
    kept = kept or list(passage.doc)
    forms = Counter(
        token.text for other in body for token in other.doc if token.i and not token.is_sent_start
    )
    long = [token.text for token in kept if len(token) >= LONG and token.is_alpha]
    is_title = sum(word[0].isupper() for word in long) > CAPITALISED * len(long)
    words = [
        _lower(token.text, forms) if is_title or not number else token.text
        for number, token in enumerate(kept)
    ]
    spaces = [bool(token.whitespace_) for token in kept]
    model = load_model()
    doc = model(Doc(model.vocab, words=words, spaces=spaces))
    return doc, [passage.place(token, token) for token in kept]


def _lower(word: str, forms: Mapping[str, int]) -> str:
    """Give a word of a title as running text has it; `forms` counts the body's words."""
    lowered = word.lower()
    if lowered == word or forms[word] > forms[lowered]:
        return word
    if forms[lowered]:
        return lowered
    known = read_word_classes()
    return lowered if known.get(lowered, "NNP") not in {"NNP", "NNPS"} else word


def _make_row(page: _Page, found: _Found) -> dict[str, object]:
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


def _find_voice(page: _Page, place: Span) -> str:
    for attribution in page.attributions:
        if any(place.overlaps(span) for span in attribution.quotation.content):
            return attribution.speaker.name
    return NARRATOR


# ---- quoted runs ---------------------------------------------------------------------------


def _find_quoted_runs(page: _Page) -> Iterator[_Found]:
    for run in page.quoted:
        if run in page.headline:
            yield _match_run(page, run)


def _match_run(page: _Page, run: Span) -> _Found:
    text = page.text
    words = find_words_in(text, [run])
    for status, change in ((Status.VERBATIM, normalise), (Status.LEMMA, stem)):
        places = list(_find_sequences(page, [change(word.of(text)) for word in words], change))
        if places:
            flag = _check_voices(page, run, places)
            marked = [place for place in places if any(place in quoted for quoted in page.quoted)]
            return _Found(Element.QUOTED, run, status, (marked or places)[0], flag)
    place = _find_content(page, words)
    if place is not None:
        return _Found(Element.QUOTED, run, Status.LEMMA, place, _check_voices(page, run, [place]))
    inside = {word.stem for word in page.head.words if word.span in run}
    best = _find_best_sentence(page.body, inside)
    if best is None or page.body.compare(inside, page.body.sentences[best]) < LEAST_RUN:
        return _Found(Element.QUOTED, run, Status.ABSENT, flag=Flag.QUOTE)
    match = _span_words(page.body, best, inside)
    return _Found(Element.QUOTED, run, Status.PARAPHRASE, match, Flag.QUOTE)


def _find_sequences(
    page: _Page, wanted: Sequence[str], change: Callable[[str], str]
) -> Iterator[Span]:
    """Find where words follow each other in a paragraph, whatever marks stand between."""
    for places in page.words:
        terms = [change(place.of(page.text)) for place in places]
        for first in range(len(terms) - len(wanted) + 1):
            if terms[first : first + len(wanted)] == wanted:
                yield Span(places[first].start, places[first + len(wanted) - 1].end)


def _find_content(page: _Page, words: Sequence[Span]) -> Span | None:
    """Find where the words follow each other but for words of grammar, left out or put in."""
    wanted = [stem(word) for place in words if not _is_grammar(word := place.of(page.text))]
    for places in page.words:
        kept = [place for place in places if not _is_grammar(place.of(page.text))]
        terms = [stem(place.of(page.text)) for place in kept]
        for first in range(len(terms) - len(wanted) + 1):
            if len(wanted) > 1 and terms[first : first + len(wanted)] == wanted:
                return Span(kept[first].start, kept[first + len(wanted) - 1].end)
    return None


def _is_grammar(word: str) -> bool:
    return normalise(word) in read_stop_words()


def _check_voices(page: _Page, run: Span, places: Sequence[Span]) -> Flag | None:
    """Flag a run that the headline gives to one person and the body to others alone."""
    own = [a for a in page.list_own() if any(run.overlaps(s) for s in a.quotation.content)]
    said = [a for a in page.attributions for s in a.quotation.content if _holds(s, places)]
    if not own or len(said) < len(places):
        return None
    name = own[0].speaker.name
    is_other = name in page.persons and all(
        a.speaker.name in page.persons and not _share_word(name, a.speaker.name) for a in said
    )
    return Flag.SPEAKER if is_other else None


def _holds(span: Span, places: Sequence[Span]) -> bool:
    return any(span.overlaps(place) for place in places)


def _find_best_sentence(body: _Text, terms: set[str]) -> int | None:
    shares = [body.compare(terms, sentence) for sentence in body.sentences]
    best = max(shares, default=0.0)
    return shares.index(best) if best > 0 else None


def _span_words(body: _Text, sentence: int, terms: set[str]) -> Span:
    """Give the place from the first to the last word of a sentence that has one of the stems."""
    shared = [w.span for term in terms for w in body.by_stem[term] if w.sentence == sentence]
    return Span(min(span.start for span in shared), max(span.end for span in shared))


# ---- names ---------------------------------------------------------------------------------


def _find_names(page: _Page) -> Iterator[_Found]:
    for place in _list_names(page):
        words = [normalise(word.of(page.text)) for word in find_words_in(page.text, [place])]
        same = next(_find_sequences(page, words, normalise), None)
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
        ) or next(_find_sequences(page, words[-1:], normalise), None)
        status = Status.LEMMA if other else Status.ABSENT
        yield _Found(Element.NAME, place, status, other)


def _list_names(page: _Page) -> list[Span]:
    """List the names in a headline: those of the body first, then what the parser sees."""
    text, headline = page.text, page.headline
    known = {
        mention.of(text)
        for name in find_names(page.article)
        for mention in name.mentions
        if any(mention in paragraph for paragraph in page.paragraphs)
    }
    places = [
        Span(headline.start + match.start(), headline.start + match.end())
        for name in sorted(known, key=len, reverse=True)
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", headline.of(text))
    ]
    places += _list_entities(page.head)
    kept: list[Span] = []
    for place in places:
        if not any(place.overlaps(other) for other in kept):
            kept.append(place)
    return sorted(kept)


def _list_entities(head: _Text) -> Iterator[Span]:
    """List what the parser takes for a name in a headline, where it has a capital."""
    for doc in head.docs:
        for entity in doc.ents:
            tokens = [token for token in entity if token.tag_ != "POS"]
            if entity.label_ in NAME_LABELS and tokens and tokens[0].text[0].isupper():
                yield Span(head.place(tokens[0]).start, head.place(tokens[-1]).end)


# ---- numbers -------------------------------------------------------------------------------


class _Number(NamedTuple):
    span: Span
    value: float
    units: frozenset[str]  # its sign, or the stems of the words behind it


def _find_numbers(page: _Page) -> Iterator[_Found]:
    said = [number for place in page.paragraphs for number in _list_numbers(page.text, place)]
    for number in _list_numbers(page.text, page.headline):
        same = [other for other in said if other.value == number.value]
        fitting = [n for n in same if n.units & number.units or not (n.units and number.units)]
        rounded = [other for other in said if _is_rounded(page.text, number, other)]
        alike = [other for other in said if other.units & number.units]
        flag: Flag | None = None
        match = next(iter(fitting or rounded or alike or same), None)
        if fitting or (same and not alike and not rounded):
            words = number.span.of(page.text).lower()
            is_same = any(other.span.of(page.text).lower() == words for other in fitting or same)
            status = Status.VERBATIM if is_same else Status.LEMMA
        elif rounded:
            status = Status.PARAPHRASE
        else:
            status = Status.ABSENT
            flag = Flag.NUMBER if alike else Flag.NO_NUMBER
            if not alike and number.value in YEARS:  # the year of the news is left out of stories
                flag = None
        yield _Found(Element.NUMBER, number.span, status, match and match.span, flag)


def _list_numbers(text: str, place: Span) -> list[_Number]:
    """List the numbers in figures and in letters, with what they count."""
    found = []
    for match in NUMBER.finditer(text, place.start, place.end):
        value = _read_value(match)
        if value == 1 and not match["sign"] and not match["percent"]:  # "1 thing": an article
            continue
        found.append(_Number(Span(*match.span()), value, _list_units(text, match, place.end)))
    return found


def _list_units(text: str, match: re.Match[str], end: int) -> frozenset[str]:
    """List what a number may count: money, a share, or one of the next words."""
    if match["sign"]:
        return frozenset({match["sign"]})
    if match["percent"]:
        return frozenset({"%"})
    counted = COUNTED.match(text, match.end(), end)
    words = WORD.findall(counted.group()) if counted else []
    return frozenset(stem(word) for word in words if word.lower() not in read_stop_words())


def _read_value(match: re.Match[str]) -> float:
    if match["figures"]:
        value = float(match["figures"].replace(",", ""))
        if match["short"]:
            value += CENTURY
    else:
        value = float(sum(NUMBER_WORDS[w] for w in re.split(r"[\s-]", match["letters"].lower())))
    scale = (match["scale"] or "").strip().lower()
    return value * SCALES.get(scale, 1)


def _is_rounded(text: str, number: _Number, other: _Number) -> bool:
    """Tell whether a number is another one, rounded, or "more than" or "nearly" it."""
    value, its = number.value, other.value
    if number.units & {"$", "%"} != other.units & {"$", "%"} or value in YEARS or its in YEARS:
        return False
    digits = max(2, len(f"{value:e}".split("e")[0].rstrip("0").replace(".", "")))
    if float(f"{its:.{digits}g}") == value != its:
        return True
    before = text[max(0, number.span.start - 12) : number.span.start].lower().split()
    if before[-1:] == ["over"] or before[-2:] in (["more", "than"], ["at", "least"]):
        return value < its < value * (1 + TOLERANCE)
    return before[-1:] in (["nearly"], ["almost"]) and value * (1 - TOLERANCE) < its < value


# ---- predicates ----------------------------------------------------------------------------


def _find_predicates(page: _Page) -> Iterator[_Found]:
    names = _list_names(page)
    cues = [span for a in page.list_own() for span in (*a.quotation.cue, *a.quotation.source)]
    speaking = {w.stem for w in page.head.words if _holds(w.span, cues)}
    content = {w.stem for w in page.head.words} - speaking
    sources = [span for a in page.list_own() for span in a.quotation.source]
    for token in _list_predicates(page, [*names, *sources]):
        yield _match_predicate(page, token, content)


def _list_predicates(page: _Page, taken: Sequence[Span]) -> list[Token]:
    tokens = [token for sentence in page.head.sentence_tokens for token in sentence]
    free = [token for token in tokens if not _holds(page.head.place(token), taken)]
    found = {
        token.i
        for token in free
        if token.lemma_ not in SPEAKING
        and _is_content(token)
        and (_is_verbal(page.body, token) or _is_complement(token))
    }
    covering = [token for token in free if token.i in found]
    covered = {_find_qualifier(token, what) for token in covering for what in BOTH}
    for token in tokens:
        is_qualifier = _is_negator(token) or _is_hedge(token)
        if is_qualifier and token not in covered and token.head in free:
            found.add(token.head.i)
    return [token for token in free if token.i in found]


def _is_verbal(body: _Text, token: Token) -> bool:
    """Tell whether a word of the headline is a verb: as in the body, or else to the parser."""
    forms = {token.lower_, token.lemma_.lower()}
    same = [
        word.token
        for word in body.by_stem[_stem(token)]
        if {word.token.lower_, word.token.lemma_.lower()} & forms
    ]
    verbs = sum(other.pos_ == "VERB" for other in same)
    if same and 2 * verbs != len(same):
        return 2 * verbs > len(same)
    return bool(token.pos_ == "VERB")


def _is_complement(token: Token) -> bool:
    return token.dep_ in {"attr", "acomp"} and token.head.lemma_ == "be"


def _match_predicate(page: _Page, token: Token, content: set[str]) -> _Found:
    body, span = page.body, page.head.place(token)
    rest = content - {_stem(token)}
    scored = [
        (body.compare(rest, body.sentences[word.sentence]), word)
        for word in body.by_stem[_stem(token)]
    ]
    scored = [pair for pair in scored if pair[0] >= LEAST_CONTEXT or not rest]
    scored.sort(key=lambda pair: -pair[0])
    near = [word for score, word in scored if score >= NEAR_BEST * scored[0][0]]
    near = near or _find_same_arguments(page, token)
    match = near[0] if near else None
    status = _compare_forms(token, match.token) if match else Status.ABSENT
    flag, evidence = _compare_qualifiers(page, token, near, content)
    return _Found(Element.PREDICATE, span, status, match and match.span, flag, evidence)


def _compare_forms(token: Token, other: Token) -> Status:
    if token.lower_ == other.lower_:
        return Status.VERBATIM
    same = {token.lemma_.lower(), token.lower_} & {other.lemma_.lower(), other.lower_}
    return Status.LEMMA if same else Status.PARAPHRASE


def _find_same_arguments(page: _Page, token: Token) -> list[_Word]:
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
    inside = {_stem(t) for child in subjects for t in child.subtree if _is_content(t)}
    heads = {_stem(child) for child in subjects if _is_content(child)}
    whole = {_stem(t) for t in token.subtree if _is_content(t)}
    return heads, whole - inside - {_stem(token)}


# ---- hedges and negation -------------------------------------------------------------------


def _compare_qualifiers(
    page: _Page, token: Token, near: Sequence[_Word], content: set[str]
) -> tuple[Flag | None, Span | None]:
    verbal = [w.token for w in near if w.token.pos_ == "VERB" or _is_complement(w.token)]
    for what in BOTH:
        own = _find_qualifier(token, what)
        theirs = [_find_qualifier(other, what) for other in verbal]
        if own is None:
            is_open = any(child.lower_ in OPEN_MODALS for child in token.children)
            if (
                theirs
                and theirs[0] is not None
                and all(theirs)
                and not (what == HEDGE and is_open)
            ):
                return DROPPED[what], page.body.place(theirs[0])
        elif not any(theirs):
            if what == NEGATION and (theirs or not _is_denied(page.body, content)):
                return Flag.NEGATION_ADDED, page.head.place(own)
    return None, None


def _is_denied(body: _Text, content: set[str]) -> bool:
    """Tell whether a sentence that shares most with the headline has a negation of any kind."""
    shares = [body.compare(content, sentence) for sentence in body.sentences]
    least = max(CLOSE * max(shares, default=0.0), LEAST_CONTEXT)
    close = [
        tokens
        for tokens, share in zip(body.sentence_tokens, shares, strict=True)
        if share >= least
    ]
    return not close or any(
        _is_negator(token) or token.lower_ == "without" or token.lemma_ in REFUSING
        for tokens in close
        for token in tokens
    )


def _find_qualifier(token: Token, what: str) -> Token | None:
    return _find_negation(token) if what == NEGATION else _find_hedge(token)


def _climb(token: Token) -> list[Token]:
    """List a verb and those above it that may hedge it or take it back."""
    chain = [token]
    while len(chain) < HIGHEST:
        last = chain[-1]
        is_joined = last.dep_ == "conj" and not any(
            child.dep_ in {"aux", "nsubj", "nsubjpass", "neg"} for child in last.children
        )
        if not (last.dep_ in CLIMBED or _is_complement(last) or is_joined):
            break
        chain.append(last.head)
    return chain


def _find_negation(token: Token) -> Token | None:
    below = token
    for verb in _climb(token):
        if verb.lower_ == "without" or (verb is not below and _takes_back(verb, below)):
            return verb
        is_own = verb is below or below.dep_ in {"conj", "attr", "acomp"}
        if not is_own and verb.lemma_ not in RAISING:
            return None
        below = verb
        for child in verb.children:
            if _is_negator(child) and not _is_not_only(child):
                return child
            if child.dep_ in ARGUMENTS:
                no = next((word for word in child.children if word.lower_ == "no"), None)
                if no is not None:
                    return no
    return None


def _is_negator(token: Token) -> bool:
    word = token.lower_.replace("\u2019", "'")
    return bool(token.dep_ == "neg") or word in NEGATORS


def _takes_back(verb: Token, below: Token) -> bool:
    """Tell whether a verb says that what stands below it is not so: "refused to go"."""
    if below.dep_ == "ccomp":
        return verb.lemma_ in DENYING
    return below.dep_ in {"xcomp", "pcomp"} and verb.lemma_ in REFUSING


def _is_not_only(token: Token) -> bool:
    after = token.doc[token.i + 1 : token.i + 2]
    return bool(after) and after[0].lower_ in {"only", "just", "merely", "simply"}


def _find_hedge(token: Token) -> Token | None:
    for step, verb in enumerate(_climb(token)):
        if step and verb.lemma_ in HEDGING_HEADS:
            return verb
        for child in verb.children:
            if _is_hedge(child):
                return child
    return None


def _is_hedge(token: Token) -> bool:
    if token.lower_ in HEDGING_MODALS:
        return bool(token.tag_ == "MD")  # not the month
    kinds = read_tone_words().entries.get(token.lower_, ())
    return ("hedging", "adverb") in kinds and token.lower_ not in FREQUENT


# ---- who says it ---------------------------------------------------------------------------


def _find_sources(page: _Page) -> Iterator[_Found]:
    said = [a for a in page.attributions if any(_is_in(page, s) for s in a.quotation.content)]
    for own in page.list_own():
        yield _match_source(page, own, said)


def _is_in(page: _Page, span: Span) -> bool:
    return _holds(span, page.paragraphs)


def _match_source(page: _Page, own: Attribution, said: Sequence[Attribution]) -> _Found:
    name = own.speaker.name
    content = {w.stem for w in page.head.words if _holds(w.span, own.quotation.content)} - {
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
    place = None
    if match is not None:
        place = next(span for span in match.quotation.content if _is_in(page, span))
    return _Found(Element.ATTRIBUTION, own.quotation.source[0], status, place, flag)


def _share_word(name: str, other: str) -> bool:
    """Tell whether two names may be one: Trump, Donald Trump; Obama, Obama's office."""
    words = [{stem(word) for word in WORD.findall(each)} for each in (name, other)]
    return bool(words[0] & words[1])


def _list_stems(body: _Text, attribution: Attribution) -> set[str]:
    return {w.stem for w in body.words if _holds(w.span, attribution.quotation.content)}
