"""Whether a name is a person's or a body's, by all that an article shows of it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.base import read_outlets, read_source_nouns, tell_given
from toolkit.grammar import GENDERS
from toolkit.people.mentions import ORGANISATIONS, Mention, fold, is_of_body, is_office

if TYPE_CHECKING:
    from toolkit.grammar import Token, Tokens

IN_PHRASE = {"amod", "compound", "nmod", "poss"}  # the Lee plan
SHORT_PLACES = {"u.s", "us", "u.k", "uk", "eu", "un", "u.n", "uae"}
SHORT_FORM = re.compile(r"\([A-Z]{2,6}\)")  # bodies are called so: the Health Service (HS)

STREETS = frozenset(
    {"street", "road", "lane", "avenue", "square", "boulevard", "drive", "bridge", "quay"}
    | {"wharf", "terrace", "crescent", "highway", "alley", "row", "parade", "embankment"}
)


def settle_kinds(mentions: list[Mention]) -> list[Mention]:
    """Make all mentions of one name a person, or none, by what the article shows of it."""
    shown: Counter[tuple[str, ...]] = Counter()
    labels: Counter[tuple[str, ...]] = Counter()
    for mention in mentions:
        key = fold(mention.words)
        shown[key] += _weigh_person(mention)
        labels[key] += 1 if mention.is_person else -1
    persons = {fold(m.words) for m in mentions if m.is_person}
    for mention in mentions:
        key = fold(mention.words)
        if not mention.is_person and len(key) > 1:
            tails = {key[start:] for start in range(1, len(key))} | {(word,) for word in key}
            is_known = bool(persons & tails)  # Ann De La Rosa, where De La Rosa is seen as one
            shown[key] += is_known and not is_of_body(key)
    settled = []
    for mention in mentions:
        key = fold(mention.words)
        is_person = (shown[key] or labels[key]) > 0 if shown[key] or labels[key] else None
        is_place = mention.tokens.root.entity == "GPE"
        if is_person is None or (is_place and shown[key] <= 1):
            is_person = mention.is_person
        settled.append(replace(mention, is_person=is_person))
    return settled


def _weigh_person(mention: Mention) -> int:
    """Weigh what words of a name and around it show: above 0 for a person, below for a body."""
    words = fold(mention.words)
    is_outlet = " ".join(words) in read_outlets() and not _is_titled(mention)
    if is_outlet or " ".join(words) in SHORT_PLACES:
        return -5
    if not mention.is_headline and (is_of_body(words) or _is_street(words)):
        return -3
    weight = 2 * _is_titled(mention) + _weigh_around(mention.tokens)
    if not mention.is_person and len(words) > 1 and tell_given(words[0]):
        weight += 2
    return weight


def _is_street(words: tuple[str, ...]) -> bool:
    """Tell whether a name is a street's: Kiln Lane, but not Diane Lane."""
    return len(words) > 1 and words[-1] in STREETS and not tell_given(words[0])


def _is_titled(mention: Mention) -> bool:
    """Tell whether a title stands right before a name: Dr Lee, President Lee."""
    if mention.title:
        return True
    before = mention.tokens.doc[max(0, mention.tokens.start - 1) : mention.tokens.start]
    return any(is_office(token) for token in before)


def _weigh_around(tokens: Tokens) -> int:
    """Weigh what stands before a name and hangs on it: "the", a calling, "who"."""
    weight = 0
    if tokens.end < len(tokens.doc):
        behind = tokens.doc[tokens.end]
        weight -= 3 * bool(SHORT_FORM.match(tokens.doc[tokens.end : tokens.end + 3].text))
        weight -= 2 * (behind.lower in read_outlets("noun") and behind.word_class == "NOUN")
    if tokens.start:
        before = tokens.doc[tokens.start - 1]
        weight += _is_calling(before) - 2 * _is_body_noun(before)
        weight -= 2 * (before.lower == "the" and tokens.root.relation not in IN_PHRASE)
    for child in tokens.root.children:
        if child.relation == "appos" and child.word_class == "NOUN":
            is_body = read_source_nouns().get(child.lower) in {"organisation", "document"}
            weight += -1 if is_body else 1
        elif child.relation == "relcl" and any(token.lower == "who" for token in child.children):
            weight += 2
    return weight + _weigh_pronouns(tokens)


def _weigh_pronouns(tokens: Tokens) -> int:
    """Weigh he, she and its behind a subject, in a sentence without another person or body."""
    if tokens.root.relation != "nsubj":
        return 0
    others = {t.entity for t in tokens.sentence if t.opens_entity and t.i != tokens.start}
    following = tokens.doc[tokens.end : tokens.root.head.right_edge.i + 1]
    words = {token.lower for token in following}
    if "PERSON" not in others and words & GENDERS.keys():
        return 1
    return -1 if not others & ORGANISATIONS and "its" in words else 0


def _is_body_noun(token: Token) -> bool:
    """Tell whether a word before a name is what a body is: the broadcaster News 12."""
    return _is_tied_noun(token) and read_source_nouns().get(token.lower) == "organisation"


def _is_tied_noun(token: Token) -> bool:
    return token.word_class == "NOUN" and token.is_lower and token.relation == "compound"


def _is_calling(token: Token) -> bool:
    """Tell whether a word before a name is what a person does: the soprano Bea Tolland."""
    is_body = read_source_nouns().get(token.lower) in {"organisation", "document", "group"}
    return _is_tied_noun(token) and not is_body
