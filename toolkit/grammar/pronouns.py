"""Pronouns: what kind each is, in one place for all that read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from toolkit.grammar.tokens import Token, Tokens

# Of one person, with the gender that they tell.
GENDERS = {
    "he": "m", "him": "m", "his": "m", "himself": "m",
    "she": "f", "her": "f", "hers": "f", "herself": "f",
}  # fmt: skip
PLURALS = {"they", "them", "their", "we", "our", "us"}
THINGS = {"it", "its"}
AUTHORS = {"i", "me", "my"}
INCLUSIVE = {"we", "our", "us"}  # the author, where nobody in the article fits
RELATIVES = {"who", "which", "that", "whom", "whose"}
POINTING = {"you", "this", "that", "there"}  # they name nobody that could be told apart


def list_pronouns_behind(name: Tokens) -> list[Token]:
    """List he, she and the like behind a name that stands first in its sentence.

    They end with the next person. A sentence's entities are looked for in its own words: those
    of a document are listed anew each time that they are asked for.
    """
    sentence = name.sentence
    persons = [t.i for t in sentence if t.entity == "PERSON" and t.opens_entity]
    if any(start < name.start for start in persons):
        return []
    end = min((start for start in persons if start >= name.end), default=sentence.end)
    return [token for token in sentence.doc[name.end : end] if token.lower in GENDERS]
