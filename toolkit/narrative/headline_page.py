"""A headline beside its body: both parsed, and what of the one stands in the other."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass
from math import log
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, NamedTuple

from toolkit.attribution import find_attributions
from toolkit.base import (
    WORD,
    Span,
    find_quoted,
    find_words_in,
    normalise,
    read_stop_words,
    read_word_classes,
    stem,
)
from toolkit.engine import find_passages
from toolkit.grammar import parse_words
from toolkit.narrative.actions import list_actions
from toolkit.people import find_names

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from toolkit.base import Article, Attribution
    from toolkit.grammar import Parse, Passage, Token

CONTENT = {"NOUN", "PROPN", "VERB", "ADJ", "ADV", "NUM"}
CAPITALISED = 0.6  # of the long words; above it a headline is set like a title
LONG = 4  # letters
MARKS = {"'", '"', "\u2018", "\u2019", "\u201c", "\u201d", "``", "''"}
TOLD = ("doer", "target", "verb_start", "verb_end")  # of an action
NAME_LABELS = {"PERSON", "ORG", "GPE", "NORP"}


class Word(NamedTuple):
    """A word of the headline or the body."""

    token: Token
    span: Span
    stem: str
    sentence: int


class Parsed:
    """Parsed words, by stem and by sentence; stems weigh more the fewer sentences have them.

    A sentence also has the names of those that its pronouns stand for, once they are put in.
    """

    def __init__(self, parsed: Iterable[tuple[Parse, Sequence[Span]]]) -> None:
        self.words: list[Word] = []
        self.sentences: list[set[str]] = []
        self.sentence_tokens: list[list[Token]] = []
        self.by_stem: dict[str, list[Word]] = defaultdict(list)
        self.docs: list[Parse] = []
        self._places: dict[int, Sequence[Span]] = {}
        for doc, places in parsed:
            self.docs.append(doc)
            self._places[id(doc)] = places
            for sentence in doc.sentences:
                self._read_sentence([token for token in sentence if not token.is_space])
        self._starts = [self.place(tokens[0]).start for tokens in self.sentence_tokens]
        self._counts = Counter(term for sentence in self.sentences for term in sentence)

    def _read_sentence(self, tokens: list[Token]) -> None:
        if not tokens:
            return
        number = len(self.sentences)
        words = [
            Word(token, self.place(token), get_stem(token), number)
            for token in tokens
            if is_content(token)
        ]
        self.words += words
        self.sentences.append({word.stem for word in words})
        self.sentence_tokens.append(tokens)
        for word in words:
            self.by_stem[word.stem].append(word)

    def put_in_names(self, names: Iterable[tuple[int, str]]) -> None:
        """Add to sentences the names of those that they are about."""
        for number, name in names:
            self.sentences[number] |= {stem(word) for word in WORD.findall(name)}
        self._counts = Counter(term for sentence in self.sentences for term in sentence)

    def place(self, token: Token) -> Span:
        """Give the place of a word in the article."""
        return self._places[id(token.doc)][token.i]

    def find_sentence(self, start: int) -> int:
        """Find the sentence that a place in the article is in."""
        return max(0, bisect_right(self._starts, start) - 1)

    def weigh(self, terms: Iterable[str]) -> float:
        """Add up the weights of some stems."""
        size = len(self.sentences) + 1
        return sum(log(1 + size / (self._counts[term] + 0.5)) for term in terms)

    def compare(self, terms: set[str], others: set[str]) -> float:
        """Give the share of the weight of some stems that others hold, 0 to 1."""
        return self.weigh(terms & others) / self.weigh(terms) if terms else 0.0


def is_content(token: Token) -> bool:
    """Tell whether a word says something by itself."""
    return (
        token.word_class in CONTENT
        and (token.word_class == "VERB" or token.lower not in read_stop_words())
        and WORD.match(token.text) is not None
    )


def get_stem(token: Token) -> str:
    """Give the stem of a word, by which it is compared."""
    return stem(token.lemma)


class Owner(NamedTuple):
    """A person who says or does something in a sentence of the body."""

    sentence: int
    name: str
    place: Span  # of what is said, or of the verb


@dataclass(frozen=True, slots=True)
class Page:
    """A headline beside its body."""

    article: Article
    headline: Span
    paragraphs: Sequence[Span]
    head: Parsed
    body: Parsed
    attributions: Sequence[Attribution]
    words: Sequence[Sequence[Span]]  # of each paragraph
    quoted: Sequence[Span]
    persons: Collection[str]  # whom the body names
    owners: Sequence[Owner]  # in reading order

    @property
    def text(self) -> str:
        """The text of the article."""
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


def open_page(article: Article) -> Page | None:
    """Lay the headline of an article beside its body; None where it has not both."""
    passages = find_passages(article)
    headline = next((p for p in passages if p.part.kind == "headline"), None)
    body = [p for p in passages if p.part.kind == "paragraph"]
    if headline is None or not body:
        return None
    persons = {
        name.name
        for name in find_names(article)
        if name.is_person and name.mentions[-1].start > headline.part.span.end
    }
    paragraphs = [passage.part.span for passage in body]
    parsed = Parsed((p.doc, [p.place(token, token) for token in p.doc]) for p in body)
    return Page(
        article=article,
        headline=headline.part.span,
        paragraphs=paragraphs,
        head=Parsed([_parse_headline(headline, body)]),
        body=parsed,
        attributions=find_attributions(article),
        words=[find_words_in(article.text, [paragraph]) for paragraph in paragraphs],
        quoted=find_quoted(article.text),
        persons=persons,
        owners=_find_owners(article, paragraphs, parsed, persons),
    )


def _find_owners(
    article: Article, paragraphs: Sequence[Span], body: Parsed, persons: Collection[str]
) -> list[Owner]:
    """Find which persons say or do what in the body, and name those its pronouns stand for."""
    owners = [
        Owner(body.find_sentence(span.start), attribution.speaker.name, span)
        for attribution in find_attributions(article)
        for span in attribution.quotation.content
        if is_among(span, paragraphs)
    ]
    names = [(owner.sentence, owner.name) for owner in owners]
    told = (act for act in list_actions(article) if act["part"] == "paragraph")
    for doer, target, start, end in map(itemgetter(*TOLD), told):
        sentence = body.find_sentence(start)
        owners.append(Owner(sentence, doer, Span(start, end)))
        names += [(sentence, doer), (sentence, target)]
    known = {name.name for name in find_names(article)}
    body.put_in_names(pair for pair in names if pair[1] in known)
    return sorted((owner for owner in owners if owner.name in persons), key=attrgetter("place"))


def _parse_headline(passage: Passage, body: Sequence[Passage]) -> tuple[Parse, list[Span]]:
    """Parse a headline as if it stood in the body: without marks, and without its capitals."""
    kept = [token for token in passage.doc if not token.is_space and token.text not in MARKS]
    kept = kept or list(passage.doc)
    forms = Counter(
        token.text for other in body for token in other.doc if token.i and not token.opens_sentence
    )
    long = [token.text for token in kept if len(token) >= LONG and token.is_alpha]
    is_title = sum(word[0].isupper() for word in long) > CAPITALISED * len(long)
    words = [
        _lower(token.text, forms) if is_title or not number else token.text
        for number, token in enumerate(kept)
    ]
    spaces = [token.has_blank for token in kept]
    doc = parse_words(words, spaces)
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


def find_sequences(
    page: Page, wanted: Sequence[str], change: Callable[[str], str]
) -> Iterator[Span]:
    """Find where words follow each other in a paragraph, whatever marks stand between."""
    for places in page.words:
        terms = [change(place.of(page.text)) for place in places]
        for first in range(len(terms) - len(wanted) + 1):
            if terms[first : first + len(wanted)] == wanted:
                yield Span(places[first].start, places[first + len(wanted) - 1].end)


def find_content(page: Page, words: Sequence[Span]) -> Span | None:
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


def is_among(span: Span, places: Sequence[Span]) -> bool:
    """Tell whether a place shares characters with any of others."""
    return any(span.overlaps(place) for place in places)


def find_best_sentence(body: Parsed, terms: set[str]) -> int | None:
    """Find the sentence that holds most of the weight of some stems."""
    shares = [body.compare(terms, sentence) for sentence in body.sentences]
    best = max(shares, default=0.0)
    return shares.index(best) if best > 0 else None


def span_words(body: Parsed, sentence: int, terms: set[str]) -> Span:
    """Give the place from the first to the last word of a sentence that has one of the stems."""
    shared = [w.span for term in terms for w in body.by_stem[term] if w.sentence == sentence]
    return Span(min(span.start for span in shared), max(span.end for span in shared))


def list_names(page: Page) -> list[Span]:
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


def _list_entities(head: Parsed) -> Iterator[Span]:
    """List what the parser takes for a name in a headline, where it has a capital."""
    for doc in head.docs:
        for entity in doc.entities:
            tokens = [token for token in entity if token.tag != "POS"]
            if entity.label in NAME_LABELS and tokens and tokens[0].text[0].isupper():
                yield Span(head.place(tokens[0]).start, head.place(tokens[-1]).end)
