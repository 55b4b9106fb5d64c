"""Plant one change in a headline, or a hedge in the body that its headline does not have.

Where to change is decided by the annotations of the corpus, by lists of words and by the
part-of-speech tags of the plain model on the plain headline: by nothing of `headline_table`.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from toolkit import Article, Span
from toolkit.article import Part
from toolkit.language import find_passages, load_model
from toolkit.names import find_names

SEED = 7
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
STEM = 4  # letters that two forms of a verb share
DOUBT = re.compile(
    r"\b(?:may|might|could|likely|appear|seem|reportedly|allegedly|perhaps|possibl)"
)
DENIAL = re.compile(r"\b(?:not|never|no|cannot)\b|n[\u2019']t\b")
NEAR = 2  # other words of a headline that a body sentence must have, to be about the same


@dataclass(frozen=True, slots=True)
class Plant:
    """An article with one change, and how it came about."""

    kind: str
    way: str
    before: Article
    after: Article


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
    persons = [name for name in find_names(article) if name.is_person]
    head = headline.of(article.text)
    for attribution in line["attributions"]:
        spans = attribution["content"] + attribution["source"]
        if not attribution["content"] or len(attribution["source"]) != 1:
            continue
        if any(end > headline.end for _, end in spans):
            continue
        start, end = attribution["source"][0]
        source = article.text[start:end]
        last = source.replace("\u2019s", "").replace("'s", "").split()[-1]
        owner = [name for name in persons if name.name.split()[-1] == last]
        others = [
            name.name
            for name in persons
            if name.name.split()[-1] not in head
            and " " in name.name
            and any(mention.start > headline.end for mention in name.mentions)
        ]
        if owner and others:
            new = rng.choice(others)
            return [Plant(KINDS[0], "", article, edit(article, start, end, new))]
    return []


# ---- numbers -------------------------------------------------------------------------------


def change_numbers(article: Article, line: dict, rng: random.Random) -> list[Plant]:
    """Change a number of the headline that the body has too: once down and once up."""
    del line
    headline = get_headline(article)
    body = article.text[headline.end :]
    for match in FIGURE.finditer(article.text, headline.start, headline.end):
        old = match.group()
        forms = {old.lower()}
        if old.lower() in WORDS:
            forms.add(str(WORDS.index(old.lower()) + 2))
        elif old.isdigit() and 2 <= int(old) < 2 + len(WORDS):  # noqa: PLR2004
            forms.add(WORDS[int(old) - 2])
        if not any(
            re.search(rf"(?<![\w.,]){re.escape(form)}(?![\w]|[.,]\d)", body, re.I)
            for form in forms
        ):
            continue
        plants = []
        for way, low, high in (("down", 0.5, 0.95), ("up", 1.05, 2.0)):
            new = rescale(old, rng.uniform(low, high), -1 if way == "down" else 1)
            if new:
                changed = edit(article, *match.span(), new)
                plants.append(Plant(KINDS[2], way, article, changed))
        return plants
    return []


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
    """Hedge a verb of the headline wherever a sentence of the body has it and what it is about."""
    del line
    headline = get_headline(article)
    words = headline.of(article.text).lower()
    if any(re.search(pattern, words) for pattern, _ in HEDGES):
        return []
    head = set(re.findall(r"[a-z]{4,}", words))
    verbs = {token.lemma_.lower() for token in load_model()(words) if token.pos_ == "VERB"} - PLAIN
    places = []
    for passage in find_passages(article):
        if passage.part.kind != "paragraph" or not verbs:
            continue
        for token in passage.doc:
            near = {other.lower_ for other in token.sent} & head
            if (
                token.tag_ in {"VBD", "VBZ", "VBP"}
                and token.lemma_.lower() in verbs
                and len(near - {token.lower_, token.lemma_.lower()}) >= NEAR
            ):
                verbs = {token.lemma_.lower()}  # the first of them that fits
                places.append((passage.place(token, token).start, token.text, token.lemma_))
    changed = article
    for start, word, lemma in reversed(places):
        if rng.random() < 0.5:  # noqa: PLR2004
            changed = edit(changed, start, start, f"{rng.choice(ADVERBS)} ")
        else:
            changed = edit(changed, start, start + len(word), f"may {lemma}")
    return [Plant(KINDS[1], "body", article, changed)] if places else []


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
    """Put a negation into a headline that has none: after its auxiliary, or before its verb."""
    headline = get_headline(article)
    if take_negations(article, line, rng):
        return []
    if re.search(r"\b(?:no|nothing|nobody|none|without)\b", headline.of(article.text), re.I):
        return []
    cues = [cue for attribution in line["attributions"] for cue in attribution["cue"]]
    found = AUXILIARIES.search(article.text, headline.start, headline.end)
    if found:
        return [Plant(KINDS[3], "in", article, edit(article, found.end(), found.end(), " not"))]
    for token in load_model()(headline.of(article.text)):
        start = headline.start + token.idx
        end = start + len(token)
        if any(first < end and start < last for first, last in cues):
            continue
        if token.pos_ != "VERB" or token.tag_ not in {"VBZ", "VBP", "VBD"}:
            continue
        lemma = match_case(token.text, token.lemma_.lower())
        helper = {"VBZ": "doesn\u2019t", "VBP": "don\u2019t", "VBD": "didn\u2019t"}[token.tag_]
        new = f"{match_case(token.text, helper)} {lemma}"
        return [Plant(KINDS[3], "in", article, edit(article, start, end, new))]
    return []


def plant_all(
    articles: list[Article], lines: dict[str, dict], size: int, *, fair: bool = True
) -> list[Plant]:
    """Plant up to `size` changes of each kind in some articles, drawn by lot.

    With `fair`, only changes that `is_fair` lets pass. Hedges are taken out of all headlines that
    have one before any is put into a body; half of the negations are taken out, as far as there
    are any.
    """
    drawn = random.Random(SEED).sample(articles, len(articles))  # noqa: S311 - no secret
    plants = _make(swap_speakers, drawn, lines, size, fair=fair)
    dropped = _make(drop_hedges, drawn, lines, size, fair=fair)
    plants += dropped + _make(hedge_body, drawn, lines, size - len(dropped), fair=fair)
    plants += _make(change_numbers, drawn, lines, size, fair=fair)
    taken = _make(take_negations, drawn, lines, size // 2, fair=fair)
    return plants + taken + _make(put_negations, drawn, lines, size - len(taken), fair=fair)


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
    verbs = [word[:STEM] for word in re.findall(r"[a-z]{4,}", longer) if word not in HELPERS][:1]
    needed = {"headline": DOUBT, "out": DENIAL}.get(plant.way)
    for sentence in re.split(r"(?<=[.!?])[\s\u201d\"]+", body.lower()):
        words = _list_long(sentence) & head
        has_verb = any(verb in sentence for verb in verbs if len(verb) == STEM)
        if has_verb and len(words) >= NEAR and (needed is None or needed.search(sentence)):
            return True
    return False


def _list_long(text: str) -> set[str]:
    return set(re.findall(r"[a-z]{4,}", text.lower()))


def _make(
    make: Maker, articles: list[Article], lines: dict[str, dict], size: int, *, fair: bool
) -> list[Plant]:
    rng = random.Random(SEED)  # noqa: S311 - no secret
    plants: list[Plant] = []
    for article in articles:
        if len(plants) >= size:
            break
        plants += [
            plant
            for plant in make(article, lines[article.id], rng)
            if not fair or is_fair(plant, lines[article.id])
        ]
    return plants[:size]
