"""The gender of a person: what each word tells of it, and for which of the two most speaks."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from toolkit.base import read_gendered_nouns, read_noun_kinds, read_titles

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.base import Span

# What a title or noun, a given name, a pronoun as a source (and a chairman) weigh against pronouns
# behind a name, of which each is one vote and may be another's. Without given names seven speakers
# of speakers_dev are lost, without pronouns two of the invented passages; titles of 1 and 8, names
# of 8 and any number of pronouns give as many (benchmarks/speakers/constants.csv).
TITLE_VOTES, GIVEN_VOTES, SOURCE_VOTES, MAX_PRONOUN_VOTES = 4, 3, 2, 2
NO_GENDER = {"human", "german", "roman", "norman", "shaman", "ombudsman"}


class By(StrEnum):
    """What tells a gender."""

    WORD = "word"  # a title or noun: Mrs, mother
    OFFICE = "office"  # a chairman, who may be a woman
    GIVEN = "given name"
    SOURCE = "source"  # she, who said it
    PRONOUN = "pronoun"  # behind the name


@dataclass(frozen=True, slots=True)
class Sign:
    """What tells a gender, ``m`` or ``f``, and the words that do so, if the text has them."""

    gender: str
    by: By
    span: Span | None


def tell_title(word: str) -> str:
    """Tell the gender of whoever has a title, ``m`` or ``f``, or nothing.

    Examples
    --------
    >>> tell_title("Mrs."), tell_title("Sen."), tell_title("wife")
    ('f', '', '')
    """
    return read_titles().get(word.lower().strip("."), "")


def tell_word(word: str) -> str:
    """Tell the gender of whomever a title or noun names, ``m`` or ``f``, or nothing.

    Examples
    --------
    >>> tell_word("Mrs."), tell_word("wife"), tell_word("policeman"), tell_word("German")
    ('f', 'f', 'm', '')
    """
    word = word.lower().strip(".")
    known = tell_title(word) or read_gendered_nouns().get(word, "")
    if known or word.endswith("woman"):
        return known or "f"
    is_person = word not in NO_GENDER and read_noun_kinds().get(word) == "person"
    return "m" if is_person and word.endswith("man") else ""


def read_word(word: str, span: Span) -> Sign | None:
    """Read what a title or noun tells of the person that it names."""
    gender = tell_word(word)
    is_office = gender == "m" and len(word) > len("man") and word.lower().endswith("man")
    return Sign(gender, By.OFFICE if is_office else By.WORD, span) if gender else None


def weigh_signs(signs: Iterable[Sign]) -> str:
    """Give the gender for which most speaks; nothing where as much speaks for the other."""
    counts = Counter((sign.gender, sign.by) for sign in signs)
    woman, man = (
        TITLE_VOTES * counts[gender, By.WORD]
        + GIVEN_VOTES * min(counts[gender, By.GIVEN], 1)
        + SOURCE_VOTES * (counts[gender, By.SOURCE] + min(counts[gender, By.OFFICE], 1))
        + min(counts[gender, By.PRONOUN], MAX_PRONOUN_VOTES)
        for gender in ("f", "m")
    )
    return "" if woman == man else "f" if woman > man else "m"
