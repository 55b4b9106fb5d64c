"""What words around a name tell of its bearer: roles, and the gender."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.base import read_titles, tell_given
from toolkit.grammar import GENDERS, list_pronouns_behind
from toolkit.people.genders import By, Sign, read_word, tell_title, weigh_signs
from toolkit.people.mentions import tells_when_or_where

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from toolkit.grammar import Token
    from toolkit.people.mentions import Mention

LONG_TITLES = {
    "sen.": "senator", "gov.": "governor", "rep.": "representative", "gen.": "general",
    "lt.": "lieutenant", "sgt.": "sergeant", "prof.": "professor",
}  # fmt: skip
# Before a name: "Russian Deputy Foreign Minister" has four. 3 and 10 give as many right speakers
# on all sets of benchmarks/speakers/constants.csv.
MAX_ROLE_WORDS = 6


def write_role(role: Iterable[Token]) -> str:
    """Write a role in lower case, with its title in full."""
    return " ".join(LONG_TITLES.get(token.lower, token.lower) for token in role)


def list_roles(mention: Mention) -> Iterator[list[Token]]:
    """List what stands before the name as a title, beside it in apposition, or behind "is"."""
    doc, root = mention.tokens.doc, mention.tokens.root
    start = mention.tokens.start
    while start > max(0, mention.tokens.start - MAX_ROLE_WORDS) and _may_be_role(doc[start - 1]):
        start -= 1
    before = [token for token in doc[start : mention.tokens.start] if not token.is_space]
    if before:
        yield before
    beside = root.find_children("appos") + [root.head] * (root.relation == "appos")
    yield from (_list_description(noun) for noun in beside if noun.word_class == "NOUN")
    if root.relation == "nsubj" and root.head.lemma in {"be", "become"}:  # Lee is the nominee
        nouns = root.head.find_children("attr")
        yield from (_list_description(noun) for noun in nouns if noun.tag == "NN")


def _may_be_role(token: Token) -> bool:
    is_title = token.lower.strip(".") in read_titles()  # the King of "King Harald"
    if (token.entity == "PERSON" and not is_title) or token.is_punct or token.is_space:
        return False
    if tells_when_or_where(token):  # no statement is what Lee is: "in a statement Friday Lee said"
        return False
    return token.word_class in {"NOUN", "PROPN", "ADJ"} or token.lower == "of"


def _list_description(noun: Token) -> list[Token]:
    """List a noun with what stands before it and an "of" behind it, without its article."""
    return [
        token
        for token in noun.subtree
        if token == noun
        or (token.relation in {"compound", "amod", "prep", "pobj"} and token.entity != "PERSON")
    ]


def list_signs(group: Sequence[Mention]) -> Iterator[Sign]:
    """List what tells a gender: titles, nouns, the given name, pronouns behind the name."""
    longest = max(len(mention.words) for mention in group)
    for mention in group:
        doc, start = mention.tokens.doc, mention.tokens.start
        titles = [token for token in doc[max(0, start - 2) : start] if tell_title(token.text)]
        heads = [t for role in list_roles(mention) for t in role if t.head not in role]
        for token in dict.fromkeys([*titles, *heads]):
            if sign := read_word(token.text, mention.place(token)):
                yield sign
        given = tell_given(mention.words[0])
        if given and (len(mention.words) > 1 or longest == 1):  # no Martin of Amy Martin
            yield Sign(given, By.GIVEN, mention.place(mention.tokens[0]))
        for token in list_pronouns_behind(mention.tokens):
            yield Sign(GENDERS[token.lower], By.PRONOUN, mention.place(token))


def agrees(group: Sequence[Mention], title: str) -> bool:
    """Tell whether a title of some gender may be that of a name: the daughter Ivanka is no Mr."""
    signs = (sign for sign in list_signs(group) if sign.by is not By.PRONOUN)
    return not title or weigh_signs(signs) in {title, ""}
