"""What a noun phrase that names a source is: its head, its kind, whom it joins."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.attribution.antecedents import Scene
from toolkit.base import (
    UNKNOWN,
    WORD,
    Kind,
    Span,
    read_noun_kinds,
    read_nouns,
    read_outlets,
    read_source_nouns,
    read_titles,
    read_word_classes,
)
from toolkit.engine import get_engine
from toolkit.people import find_names

if TYPE_CHECKING:
    from toolkit.base import Article
    from toolkit.grammar import Token, Tokens
    from toolkit.people import Name

NOUNS = {"NOUN", "PROPN", "PRON", "NUM", "ADJ"}

# Before a name in a source: "Republican presidential nominee". 2 lose one speaker each on
# speakers_dev and the invented passages, 6 gain none (benchmarks/speakers/constants.csv).
MAX_TITLE_WORDS = 4

INITIALS = range(2, 6)  # letters of a body's short name: IMF, UNHCR
COUNTS = {"one", "some", "several", "many", "most", "all", "both", "set", "series", "number"}
NOT_ONE = {"every", "everyone", "everybody", "each", "no", "not", "nobody", "many", "several"}

# Ends of nouns for those who do something, where the word is in no list: a poster, a podcaster.
DOERS = ("er", "or", "ist", "ian", "ant", "ent", "ee", "man", "woman", "boy", "girl", "mate")
BEHIND_NOUN = re.compile(r"\s(?:of|at|in|from|with|for|on|who|briefed|close|familiar)\b")


def cut_core(tokens: Tokens) -> Tokens:
    """Cut a source before a comma, a bracket or a clause that only adds to it."""
    for token in tokens[1:]:
        is_clause = token.lower in {"who", "which"} and not token.is_upper  # the WHO's report
        if token.text in {",", "(", "\u2014", ";"} or is_clause:
            before = tokens.doc[tokens.start : token.i]
            if any(WORD.search(t.text) for t in before) and not _is_amid_adjectives(token, before):
                return before
    return tokens


def _is_amid_adjectives(comma: Token, before: Tokens) -> bool:
    """Tell whether a noun is still to come: a few small, limited studies."""
    is_open = all(token.word_class in {"DET", "ADJ", "ADV", "NUM"} for token in before)
    following = comma.neighbour() if comma.i + 1 < len(comma.doc) else comma
    return is_open and before[-1].word_class == "ADJ" and following.relation == "amod"


def joins_others(core: Tokens, head: Token) -> bool:
    """Tell whether a name stands for several: "Ann Lee and other members"."""
    return any(
        child.relation == "conj" and child.tag == "NNS" and child.i < core.end
        for child in head.children
    )


def find_name_beside(scene: Scene, tokens: Tokens, head: Token) -> tuple[Name, Span] | None:
    """Find the name in apposition to one that a source describes, at times outside of it."""
    if head.tag in {"NNS", "NNPS"}:
        return None
    beside = [child for child in head.children if child.relation == "appos" and child in tokens]
    if head.relation == "appos":  # Cohen -- Trump's former lawyer -- said
        beside.append(head.head)
    found = ((find_name_at(scene, token), token in tokens) for token in beside)
    return next(
        (named for named, is_inside in found if named and (is_inside or named[0].is_person)), None
    )


def find_name_at(scene: Scene, token: Token) -> tuple[Name, Span] | None:
    """Find the name that a word stands in, or that it is the surname or initials of."""
    place = scene.place(token.doc[token.i : token.i + 1])
    named = scene.find_named(place)
    if named is None:
        name = (
            scene.find_surname(token.text)
            or scene.find_initials(token.text)
            or scene.find_handle(token.text)
        )
        return (name, place) if name else None
    return named


def find_name_behind(
    scene: Scene, tokens: Tokens, core: Tokens, head: Token
) -> tuple[Name, Span] | None:
    """Find the person named behind the comma of "a lawyer for Ann Lee, Bob Day,"."""
    rest = tokens.doc[core.end + 1 : tokens.end]
    kind = read_source_nouns().get(head.lower, "unnamed")
    if not len(rest) or kind != "unnamed" or (head.word_class != "NOUN" and head.lower != "one"):
        return None
    if head.tag == "NNS":
        return None
    place = scene.place(rest)
    for name, mention in scene.list_named(place):
        if name.is_person:
            before = scene.article.text[place.start : mention.start].split()
            is_owner = scene.article.text[mention.end : mention.end + 2] in {"'s", "\u2019s"}
            is_described = read_source_nouns().get(head.lower) is not None  # a woman, Ann Lee
            is_near = len(before) <= (0 if is_described else MAX_TITLE_WORDS)
            return (name, mention) if is_near and not is_owner else None
    return None


def tell_kind(tokens: Tokens, head: Token) -> Kind:
    """Tell what a source is that the article does not name elsewhere, by its noun."""
    words = [token.lower for token in tokens]
    if " ".join(words).removeprefix("the ") in read_outlets() or head.lower in read_outlets():
        return Kind.ORGANISATION
    if _counts_documents(head):
        return Kind.DOCUMENT
    if _is_several(tokens, head):
        return Kind.GROUP
    is_plural = head.tag in {"NNS", "NNPS"} or head.word_class == "NUM" or "%" in words
    if head.lower == "one" and words[1:2] != ["in"]:  # "one of them", not "one in three"
        is_plural = False
    kind = _tell_kind_of_noun(head, is_plural=is_plural)
    return kind or _tell_kind_of_name(tokens, head)


def guess_kind(article: Article, name: str) -> Kind:
    """Guess what a speaker is of whom nothing but the name is told.

    Examples
    --------
    >>> from toolkit.base import Article
    >>> article = Article("Ann Lee met the Bank of England.")
    >>> for name in ("Ann Lee", "Bank of England", "residents", "a senior official", "unknown"):
    ...     print(guess_kind(article, name))
    person
    organisation
    group
    unnamed
    unknown
    """
    if name == UNKNOWN:
        return Kind.UNKNOWN
    names = find_names(article)
    for known in names:
        if known.name == name:
            return Kind.PERSON if known.is_person else Kind.ORGANISATION
    words = {*name.split()}
    if any(known.is_person and words.intersection(known.name.split()) for known in names):
        return Kind.PERSON  # a full name of which the article has a part
    [parse] = get_engine(article).parser.parse([name])
    tokens = parse[:]
    return tell_kind(tokens, tokens.root)


def _tell_kind_of_noun(head: Token, *, is_plural: bool) -> Kind | None:
    """Tell what a noun of the list names, and that several are a group; None for a name."""
    nouns = read_source_nouns()
    kind = nouns.get(head.lower) or nouns.get(head.lemma.lower())
    if kind == "unknown" and head.word_class != "NOUN":  # Ban Ki-moon is no moon
        kind = None
    if kind in {"document", "unknown"} or (kind and not is_plural):
        return Kind(kind)
    if nouns.get(head.lower) == "organisation":  # the police, whatever its number
        return Kind.ORGANISATION
    return Kind.GROUP if is_plural or head.lower in {"percent", "half"} else None


def _counts_documents(head: Token) -> bool:
    """Tell whether a number or share is one of documents: several of the posts, a set of rules."""
    is_count = head.lower in COUNTS or head.word_class == "NUM"
    counted = (t for of in head.children if of.lower == "of" for t in of.children)
    nouns = read_source_nouns()
    return is_count and any(
        "document" in {nouns.get(t.lower), nouns.get(t.lemma)} for t in counted
    )


def _is_several(tokens: Tokens, head: Token) -> bool:
    """Tell whether one noun stands for several: no one, a number of families."""
    # Several of the mayors.
    is_counted = head.word_class in {"NOUN", "PRON"} or head.i == tokens.start
    if tokens[0].lower in NOT_ONE and is_counted:
        return True
    is_followed = head.i + 1 < tokens.end and head.neighbour().lower == "of"
    return head.lower in read_nouns("collective") and is_followed


def _tell_kind_of_name(tokens: Tokens, head: Token) -> Kind:
    """Tell what a name is that spaCy did not see, or a noun that is in no list."""
    if head.word_class == "PROPN":
        if head.entity == "NORP":  # "the Democrat", "a Russian"
            return Kind.UNNAMED
        is_body = head.entity in {"ORG", "GPE", "FAC"}
        return Kind.ORGANISATION if is_body else Kind.PERSON
    if head.is_upper and len(head) in INITIALS:
        return Kind.ORGANISATION
    if len(tokens) == 1 and head.text[0].isupper():
        is_word = head.word_class == "NOUN" and (
            head.opens_sentence or head.lower in read_word_classes()
        )
        if head.word_class in {"NOUN", "VERB", "X"} and not is_word:
            return Kind.PERSON
    return Kind.DOCUMENT if _is_thing(head) else Kind.UNNAMED


def _is_thing(head: Token) -> bool:
    """Tell whether a noun names no person and no doer: what a thing says is written in it."""
    is_known = head.lower in read_titles() or read_noun_kinds().get(head.lemma) is not None
    is_quality = read_word_classes().get(head.lower, "").startswith("JJ")  # the royal
    is_doer = head.lower.endswith(DOERS) and not head.lower.endswith("ment")  # the argument
    is_doer = is_doer or is_known or is_quality
    return head.tag == "NN" and head.is_lower and head.is_alpha and not is_doer


def get_noun(name: str) -> str:
    """Give the noun of a description: the last word before "of", "with" or "who"."""
    words = BEHIND_NOUN.split(name.lower(), maxsplit=1)[0].split()
    return words[-1] if words else ""
