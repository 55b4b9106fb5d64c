"""What a noun phrase that names a source is: its head, its kind, whom it joins."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.attribution.antecedents import Scene
from toolkit.base import WORD, Kind, Span, read_nouns, read_outlets, read_source_nouns

if TYPE_CHECKING:
    from toolkit.grammar import Name, Token, Tokens

NOUNS = {"NOUN", "PROPN", "PRON", "NUM", "ADJ"}

# Before a name in a source: "Republican presidential nominee". 2 lose one speaker each on
# speakers_dev and the invented passages, 6 gain none (benchmarks/speakers/constants.csv).
MAX_TITLE_WORDS = 4

INITIALS = range(2, 6)  # letters of a body's short name: IMF, UNHCR
NOT_ONE = {"every", "everyone", "everybody", "each", "no", "not", "nobody", "many", "several"}

BEHIND_NOUN = re.compile(r"\s(?:of|at|in|from|with|for|on|who|briefed|close|familiar)\b")


def cut_core(tokens: Tokens) -> Tokens:
    """Cut a source before a comma, a bracket or a clause that only adds to it."""
    for token in tokens[1:]:
        is_border = token.text in {",", "(", "\u2014", ";"} or token.lower_ in {"who", "which"}
        if is_border and any(WORD.search(t.text) for t in tokens.doc[tokens.start : token.i]):
            return tokens.doc[tokens.start : token.i]
    return tokens


def joins_several(tokens: Tokens, head: Token) -> bool:
    """Tell whether a source joins several, not two roles of one: the mother and a neighbour."""
    for child in head.children:
        if child.dep_ == "conj" and child.i < tokens.end:
            own = {t.dep_ for t in child.children} & {"det", "poss", "nummod"}
            is_one = any(t.dep_ == "det" for t in head.children) and not own
            if child.tag_ in {"NNS", "NNPS"} or not is_one:
                return True
    return False


def joins_others(core: Tokens, head: Token) -> bool:
    """Tell whether a name stands for several: "Ann Lee and other members"."""
    return any(
        child.dep_ == "conj" and child.tag_ == "NNS" and child.i < core.end
        for child in head.children
    )


def find_name_beside(scene: Scene, tokens: Tokens, head: Token) -> tuple[Name, Span] | None:
    """Find the name in apposition to one that a source describes."""
    if head.tag_ in {"NNS", "NNPS"}:
        return None
    beside = [child for child in head.children if child.dep_ == "appos" and child in tokens]
    if head.dep_ == "appos" and head.head in tokens:
        beside.append(head.head)
    found = (find_name_at(scene, token) for token in beside)
    return next((named for named in found if named), None)


def find_name_at(scene: Scene, token: Token) -> tuple[Name, Span] | None:
    """Find the name that a word stands in, or that it is the surname or initials of."""
    place = scene.place(token.doc[token.i : token.i + 1])
    named = scene.find_named(place)
    if named is None:
        name = scene.find_surname(token.text) or scene.find_initials(token.text)
        return (name, place) if name else None
    return named


def find_name_behind(
    scene: Scene, tokens: Tokens, core: Tokens, head: Token
) -> tuple[Name, Span] | None:
    """Find the person named behind the comma of "a lawyer for Ann Lee, Bob Day,"."""
    rest = tokens.doc[core.end + 1 : tokens.end]
    if not len(rest) or read_source_nouns().get(head.lower_) or head.pos_ != "NOUN":
        return None
    if head.tag_ == "NNS":
        return None
    place = scene.place(rest)
    for name, mention in scene.list_named(place):
        if name.is_person:
            before = scene.article.text[place.start : mention.start].split()
            return (name, mention) if len(before) <= MAX_TITLE_WORDS else None
    return None


def tell_kind(tokens: Tokens, head: Token) -> Kind:
    """Tell what a source is that the article does not name elsewhere, by its noun."""
    nouns = read_source_nouns()
    kind = nouns.get(head.lower_) or nouns.get(head.lemma_.lower())
    if kind == "unknown" and head.pos_ != "NOUN":  # Ban Ki-moon is no moon
        kind = None
    words = [token.lower_ for token in tokens]
    if " ".join(words).removeprefix("the ") in read_outlets() or head.lower_ in read_outlets():
        return Kind.ORGANISATION
    if _is_several(tokens, head):
        return Kind.GROUP
    is_plural = head.tag_ in {"NNS", "NNPS"} or head.pos_ == "NUM" or "%" in words
    if head.lower_ == "one" and words[1:2] != ["in"]:  # "one of them", not "one in three"
        is_plural = False
    if kind in {"document", "unnamed", "unknown"} or (kind and not is_plural):
        return Kind(kind)
    if is_plural or head.lower_ in {"percent", "half"}:
        return Kind.GROUP
    return _tell_kind_of_name(tokens, head)


def _is_several(tokens: Tokens, head: Token) -> bool:
    """Tell whether one noun stands for several: no one, a number of families."""
    if tokens[0].lower_ in NOT_ONE and (head.pos_ in {"NOUN", "PRON"} or len(tokens) == 1):
        return True
    is_followed = head.i + 1 < tokens.end and head.nbor().lower_ == "of"
    return head.lower_ in read_nouns("collective") and is_followed


def _tell_kind_of_name(tokens: Tokens, head: Token) -> Kind:
    """Tell what a name is that spaCy did not see, or a noun that is in no list."""
    if head.pos_ == "PROPN":
        if head.ent_type_ == "NORP":  # "the Democrat", "a Russian"
            return Kind.UNNAMED
        is_body = head.ent_type_ in {"ORG", "GPE", "FAC"}
        return Kind.ORGANISATION if is_body else Kind.PERSON
    if head.is_upper and len(head) in INITIALS:
        return Kind.ORGANISATION
    is_surname = len(tokens) == 1 and head.text[0].isupper() and head.pos_ in {"VERB", "X"}
    return Kind.PERSON if is_surname else Kind.UNNAMED


def get_noun(name: str) -> str:
    """Give the noun of a description: the last word before "of", "with" or "who"."""
    words = BEHIND_NOUN.split(name.lower(), maxsplit=1)[0].split()
    return words[-1] if words else ""
