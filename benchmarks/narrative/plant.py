"""Plant one change in a headline, or a hedge in the body that its headline does not have.

Where to change is decided by the annotations of the corpus, by lists of words and by the
part-of-speech tags of the plain model on the plain headline: by nothing of `headline_table`.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from toolkit import Article, Span
from toolkit.base.article import Part
from toolkit.engine import find_passages
from toolkit.grammar import parse_texts

if TYPE_CHECKING:
    from toolkit.grammar import Token

KINDS = ("speaker swapped", "hedge dropped", "number changed", "negation flipped")
WORDS = [
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
]  # fmt: skip
FIGURE = re.compile(
    rf"(?<![\w/])(?:\d+(?:,\d{{3}})*(?:\.\d+)?|{'|'.join(WORDS)})(?=[MKB]?\b)(?!/)", re.IGNORECASE
)
HEDGES = [  # what stands in a headline, and what is left when it is dropped
    (r"\b(?:may|might|could) not\b", "will not"),
    (r"\b(?:may|might|could)\b", "will"),
    (r"\b(?:reportedly|allegedly|apparently|perhaps|possibly|probably|maybe) ", ""),
    (r"\blikely to\b", "to"),
    (r"\bare likely to\b", "will"),
    (r"\b(?:appears?|seems?) to\b", "will"),
    (r"\b(?:appeared|seemed) to\b", "did"),
]
NEGATIONS = [
    (r"\bcannot\b", "can"),
    (r"\b(?:won[\u2019']t)\b", "will"),
    (r"\b(?:can[\u2019']t)\b", "can"),
    (r"\b(is|are|was|were|do|does|did|has|have|had|could|would|should)n[\u2019']t\b", r"\1"),
    (r"\b(?:not|never) ", ""),
]
AUXILIARIES = re.compile(
    r"\b(?:is|are|was|were|will|would|can|could|must|should)\b(?! not\b|n[\u2019'])", re.I
)
ADVERBS = ("reportedly", "allegedly", "possibly", "perhaps")
PLAIN = {"say", "tell", "have", "do", "be", "get", "make"}
HELPERS = {
    "could", "does", "doesn", "didn", "don", "have", "been", "being", "might", "will",
    "would", "shall", "should", "cannot", "couldn", "hasn", "haven", "hadn", "isn", "aren",
    "wasn", "weren", "wouldn", "shouldn", "never", "likely", "appears", "appear", "appeared",
    "seems", "seem", "seemed", "reportedly", "allegedly", "apparently", "perhaps", "possibly",
    "probably", "maybe",
}  # fmt: skip
STEM, ENDING = 4, 3  # letters at least that two forms of a verb share, and that may differ
DOUBT = re.compile(
    r"\b(?:may|might|could|likely|appear|seem|reportedly|allegedly|perhaps|possibl)"
)
QUESTION = re.compile(
    r"\?|^\W*(?:is|are|was|were|will|would|can|could|must|should)\b"
    r"|\b(?:here|there|how|what|why|where) (?:is|are|was|were|will|would|can|could|must|should)\b",
    re.I,
)
DENIAL = re.compile(r"\b(?:not|never|no|cannot)\b|n[\u2019']t\b")
FULL_NAME = re.compile(r"(?:[A-Z](?:[a-z]+[A-Za-z]*|\.) ){1,2}[A-Z][A-Za-z-]+")
TWICE = 2
FINITE, HELPING = {"VBD", "VBZ", "VBP"}, {"aux", "auxpass"}
SUBJECTS = {"nsubj", "nsubjpass"}
NEAR = 2  # other words of a headline that a body sentence must have, to be about the same


@dataclass(frozen=True, slots=True)
class Plant:
    """An article with one change, and how it came about."""

    kind: str
    way: str
    before: Article
    after: Article
    place: int = -1  # in the headline, of what was put in
    new: str = ""


Maker = Callable[[Article, dict, random.Random], list[Plant]]


def tell_half(article_id: str) -> int:
    """Give the half of the corpus, 0 or 1, that an article is in, by its id alone."""
    return hashlib.sha256(article_id.encode()).digest()[-1] % 2


def get_headline(article: Article) -> Span | None:
    """Give the place of the headline."""
    return next((part.span for part in article.parts if part.kind == "headline"), None)


def mark_headline(article: Article) -> Article:
    """Take the first line for the headline, as it always is in PolNeAR, where no part is one."""
    if get_headline(article) or len(article.parts) <= 1:
        return article
    first, *others = article.parts
    return replace(article, parts=(Part(first.span, "headline"), *others))


def edit(article: Article, start: int, end: int, new: str) -> Article:
    """Replace some characters; the parts behind them move along."""
    shift = len(new) - (end - start)

    def move(place: int) -> int:
        return place + shift if place >= end else place

    parts = tuple(
        Part(Span(part.span.start if part.span.start <= start else move(part.span.start),
                  move(part.span.end)), part.kind)
        for part in article.parts
    )  # fmt: skip
    text = article.text[:start] + new + article.text[end:]
    return replace(article, text=text, parts=parts)


# ---- speakers ------------------------------------------------------------------------------


def swap_speakers(article: Article, line: dict, rng: random.Random) -> list[Plant]:
    """Give the words of a person in the headline to another person of the body."""
    headline = get_headline(article)
    head = headline.of(article.text)
    surnames, persons = read_persons(article)
    for attribution in line["attributions"]:
        spans = attribution["content"] + attribution["source"]
        if not attribution["content"] or len(attribution["source"]) != 1:
            continue
        if any(end > headline.end for _, end in spans):
            continue
        start, end = attribution["source"][0]
        source = article.text[start:end]
        last = re.sub(r"[\u2019']s\b", "", source).split()[-1]
        others = [name for name in persons if name.split()[-1] not in head]
        if last in surnames and " and " not in source.lower() and others:
            new = rng.choice(others)
            return [Plant(KINDS[0], "", article, edit(article, start, end, new))]
    return []


def read_persons(article: Article) -> tuple[set[str], list[str]]:
    """Read whom the plain model sees in the body.

    Returns
    -------
    set of str
        Last words of persons in full.
    list of str
        Persons in full: two or three words in letters, they and the last of them a person
        more often than anything else, whose surname stands in the body at least twice.
    """
    passages = [p for p in find_passages(article) if p.part.kind == "paragraph"]
    body = " ".join(passage.doc.text for passage in passages)
    seen: Counter[tuple[str, bool]] = Counter()
    for passage in passages:
        for entity in passage.doc.entities:
            name = re.sub(r"[\u2019']s$", "", entity.text)
            last = name.split()[-1] if name.split() else ""
            seen.update((word, entity.label == "PERSON") for word in {name, last})
    persons = {word for word, _ in seen if seen[word, True] > seen[word, False]}
    surnames = {
        name: name.split()[-1]
        for name in persons
        if FULL_NAME.fullmatch(name) and name.split()[-1] in persons
    }
    named = [n for n in surnames if len(re.findall(rf"\b{surnames[n]}\b", body)) >= TWICE]
    return {*surnames.values()}, sorted(named)


# ---- numbers -------------------------------------------------------------------------------


def change_numbers(article: Article, line: dict, rng: random.Random) -> list[Plant]:
    """Change a number of the headline that the body has too: once down and once up."""
    del line
    headline = get_headline(article)
    body = article.text[headline.end :]
    for match in FIGURE.finditer(article.text, headline.start, headline.end):
        old = match.group()
        if not find_number(old, body):
            continue
        plants = []
        for way, low, high in (("down", 0.5, 0.95), ("up", 1.05, 2.0)):
            new = rescale(old, rng.uniform(low, high), -1 if way == "down" else 1)
            if new:
                changed = edit(article, *match.span(), new)
                plants.append(Plant(KINDS[2], way, article, changed, match.end(), new))
        return plants
    return []


def find_number(number: str, text: str) -> list[re.Match[str]]:
    """Find where a text has a number, in figures or in letters."""
    forms = {number.lower()}
    if number.lower() in WORDS:
        forms.add(str(WORDS.index(number.lower()) + 2))
    elif number.isdigit() and 2 <= int(number) < 2 + len(WORDS):  # noqa: PLR2004
        forms.add(WORDS[int(number) - 2])
    either = "|".join(map(re.escape, sorted(forms)))
    return list(re.finditer(rf"(?<![\w.,])(?:{either})(?![\w]|[.,]\d)", text, re.I))


def rescale(old: str, factor: float, step: int) -> str:
    """Write another number in the same way."""
    if old.lower() in WORDS:
        place = WORDS.index(old.lower()) + step
        return WORDS[place] if 0 <= place < len(WORDS) else ""
    value = float(old.replace(",", ""))
    digits = len(old.partition(".")[2])
    new = round(value * factor, digits)
    if new == value:
        new = value + step
    if new <= 0 or (1900 < value < 2100 and digits == 0 and "," not in old):  # noqa: PLR2004
        new = value + step * (1 + int(4 * factor) % 4)
    written = f"{new:,.{digits}f}" if "," in old or new >= 10_000 else f"{new:.{digits}f}"  # noqa: PLR2004
    return "" if written == old else written


# ---- hedges --------------------------------------------------------------------------------


def drop_hedges(article: Article, line: dict, rng: random.Random) -> list[Plant]:
    """Take the hedge out of a headline."""
    del line, rng
    headline = get_headline(article)
    for pattern, new in HEDGES:
        found = re.compile(pattern, re.I).search(article.text, headline.start, headline.end)
        if found:
            start, end = found.span()
            if not new and start == headline.start:
                capital = article.text[end : end + 1].upper()
                changed = edit(article, start, end + 1, capital)
            else:
                changed = edit(article, start, end, match_case(found.group(), new))
            return [Plant(KINDS[1], "headline", article, changed)]
    return []


def hedge_body(article: Article, line: dict, rng: random.Random) -> list[Plant]:
    """Hedge a verb of the headline wherever the body may say of the same that it is so.

    One of its sentences at least must have two other long words of the headline. Those with one,
    or a pronoun for a subject, are hedged as well: left plain, they could bear out the headline.
    The others, which are about something else, stay as they are.
    """
    del line
    headline = get_headline(article)
    words = headline.of(article.text).lower()
    if DOUBT.search(words):
        return []
    head = set(re.findall(r"[a-z]{4,}", words))
    [parse] = parse_texts([words])
    verbs = {token.lemma.lower() for token in parse if token.word_class == "VERB"} - PLAIN
    tokens = [
        (passage, token, _count_shared(token, head))
        for passage in find_passages(article)
        if passage.part.kind == "paragraph"
        for token in passage.doc
        if token.lemma.lower() in verbs and token.word_class == "VERB"
    ]
    near = [token for _, token, shared in tokens if shared >= NEAR and token.tag in FINITE]
    if not near:
        return []
    changed = article
    for passage, token, shared in reversed(tokens):
        if token.lemma != near[0].lemma or not (shared or _has_pronoun(token)):
            continue
        place = passage.place(token, token)
        if token.tag in FINITE and rng.random() < 0.5:  # noqa: PLR2004
            changed = edit(changed, place.start, place.end, f"may {token.lemma}")
        elif token.tag in FINITE or any(child.relation in HELPING for child in token.children):
            changed = edit(changed, place.start, place.start, f"{rng.choice(ADVERBS)} ")
    return [Plant(KINDS[1], "body", article, changed)]


def _count_shared(token: Token, head: set[str]) -> int:
    """Count the words of a headline that stand in the sentence of a verb, besides the verb."""
    words = {other.lower for other in token.sentence} & head
    return len(words - {token.lower, token.lemma.lower()})


def _has_pronoun(token: Token) -> bool:
    return any(
        child.relation in SUBJECTS and child.word_class == "PRON" for child in token.children
    )


def match_case(old: str, new: str) -> str:
    """Write a word with a capital where the one that it replaces has one."""
    return new[:1].upper() + new[1:] if old[:1].isupper() else new


# ---- negation ------------------------------------------------------------------------------


def take_negations(article: Article, line: dict, rng: random.Random) -> list[Plant]:
    """Take the negation out of a headline."""
    del line, rng
    headline = get_headline(article)
    for pattern, new in NEGATIONS:
        found = re.compile(pattern, re.I).search(article.text, headline.start, headline.end)
        if found:
            changed = edit(article, *found.span(), found.expand(new))
            return [Plant(KINDS[3], "out", article, changed)]
    return []


def put_negations(article: Article, line: dict, rng: random.Random) -> list[Plant]:
    """Put a negation into a headline that has none: after an auxiliary, or before a verb."""
    headline = get_headline(article)
    text = headline.of(article.text)
    if take_negations(article, line, rng):
        return []
    if re.search(r"\b(?:no|nothing|nobody|none|without)\b", text, re.I):
        return []
    cues = [cue for attribution in line["attributions"] for cue in attribution["cue"]]
    ways = [
        (headline.start + found.end(), headline.start + found.end(), " not")
        for found in AUXILIARIES.finditer(text)
    ]
    for token in parse_texts([text])[0]:
        start = headline.start + token.idx
        end = start + len(token)
        if any(first < end and start < last for first, last in cues):
            continue
        if token.word_class == "VERB" and token.tag in FINITE:
            lemma = match_case(token.text, token.lemma.lower())
            helper = {"VBZ": "doesn\u2019t", "VBP": "don\u2019t", "VBD": "didn\u2019t"}[token.tag]
            ways.append((start, end, f"{match_case(token.text, helper)} {lemma}"))
    if not ways:
        return []
    start, end, new = rng.choice(ways)
    return [Plant(KINDS[3], "in", article, edit(article, start, end, new), start, new)]


def plant_all(
    articles: list[Article], lines: dict[str, dict], size: int, seed: int
) -> tuple[list[Plant], Counter[tuple[str, str]]]:
    """Plant up to `size` changes of each kind in some articles, drawn by lot.

    Hedges are taken out of all headlines that have one before any is put into a body; half of
    the negations are taken out, as far as there are any.

    Returns
    -------
    list of Plant
    Counter of (kind, reason)
        Changes that were made and left out, by what `find_fault` says of them.
    """
    drawn = random.Random(seed).sample(articles, len(articles))  # noqa: S311 - no secret
    left_out: Counter[tuple[str, str]] = Counter()

    def make(maker: Maker, size: int) -> list[Plant]:
        rng = random.Random(seed)  # noqa: S311 - no secret
        plants: list[Plant] = []
        for article in drawn:
            if len(plants) >= size:
                break
            for plant in maker(article, lines[article.id], rng):
                fault = find_fault(plant, lines[article.id])
                left_out[plant.kind, fault] += bool(fault)
                plants += [] if fault else [plant]
        return plants[:size]

    dropped = make(drop_hedges, size)
    taken = make(take_negations, size // 2)
    plants = [
        *make(swap_speakers, size),
        *dropped,
        *make(hedge_body, size - len(dropped)),
        *make(change_numbers, size),
        *taken,
        *make(put_negations, size - len(taken)),
    ]
    return plants, +left_out


# ---- what is left out ----------------------------------------------------------------------


def find_fault(plant: Plant, line: dict) -> str:
    """Tell why no reader could find a change by comparing the headline with the body, or ""."""
    headline = get_headline(plant.before)
    text = headline.of(plant.before.text)
    if plant.way in {"in", "body"} and QUESTION.search(text):
        return "a question"
    if plant.way == "in" and not plant.new.startswith(" ") and not has_verb(plant):
        return "no verb"
    if plant.kind == KINDS[2] and is_right_too(plant):
        return "the new number is right too"
    return "" if is_fair(plant, line) else "the body does not say it in the headline's words"


def has_verb(plant: Plant) -> bool:
    """Tell whether the verb of a negation is one to the plain model without capitals, too.

    A word that the body mostly writes with a capital is a name: Trump.
    """
    headline = get_headline(plant.before)
    lemma = plant.new.split()[-1].lower()
    body = plant.before.text[headline.end :]
    if len(re.findall(rf"\b{lemma.title()}\b", body)) > len(re.findall(rf"\b{lemma}", body)):
        return False
    tokens = parse_texts([headline.of(plant.before.text).lower()])[0]
    return any(
        token.idx == plant.place - headline.start and token.lemma == lemma
        for token in tokens
        if token.word_class == "VERB"
    )


def is_right_too(plant: Plant) -> bool:
    """Tell whether the body has the new number with a word that follows the old one."""
    article = plant.before
    headline = get_headline(article)
    body = article.text[headline.end :]
    wanted = _list_next(article.text[plant.place : headline.end])
    return any(wanted & _list_next(body[found.end() :]) for found in find_number(plant.new, body))


def _list_next(text: str) -> set[str]:
    """List the next three words, without their endings, or the sign of a share."""
    return {word.lower()[:STEM] for word in re.findall(r"%|[A-Za-z]{2,}", text[:40])[:3]} - {"of"}


def is_fair(plant: Plant, line: dict) -> bool:
    """Tell whether the body says what was changed in words of its headline.

    No comparison of words can find the change where it does not: the claim must be in an
    annotated quotation, or the changed verb and its hedge or negation in a sentence, that
    has at least two long words of the headline.
    """
    article = plant.before
    headline = get_headline(article)
    body = article.text[headline.end :]
    head = _list_long(headline.of(article.text))
    if plant.kind == KINDS[0]:
        contents = (
            " ".join(article.text[start:end] for start, end in attribution["content"])
            for attribution in line["attributions"]
            if attribution["content"] and attribution["content"][0][0] >= headline.end
        )
        return any(len(_list_long(content) & head) >= NEAR for content in contents)
    if plant.kind == KINDS[2] or plant.way == "body":
        return True
    changed = get_headline(plant.after).of(plant.after.text)
    old = headline.of(article.text)
    same = next(
        (n for n, pair in enumerate(zip(old, changed, strict=False)) if len(set(pair)) > 1), 0
    )
    longer = (old if plant.way in {"headline", "out"} else changed)[max(0, same - 1) :].lower()
    verbs = [word for word in re.findall(r"[a-z]{4,}", longer) if word not in HELPERS][:1]
    stems = [word[: max(STEM, len(word) - ENDING)] for word in verbs]
    needed = {"headline": DOUBT, "out": DENIAL}.get(plant.way)
    for sentence in split_sentences(body.lower()):
        words = _list_long(sentence) & head
        has_verb = any(re.search(rf"\b{stem}", sentence) for stem in stems)
        if has_verb and len(words) >= NEAR and (needed is None or needed.search(sentence)):
            return True
    return False


def split_sentences(text: str) -> list[str]:
    """Cut a text behind its full stops."""
    return re.split(r"(?<=[.!?])[\s\u201d\"]+", text)


def _list_long(text: str) -> set[str]:
    return set(re.findall(r"[a-z]{4,}", text.lower()))
