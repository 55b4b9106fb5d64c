"""Which full names of one surname are one person's: short forms, initials, a letter left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.base import read_short_forms, tell_given
from toolkit.people.mentions import PAIR, SUFFIXES
from toolkit.people.roles import list_roles

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from toolkit.people.mentions import Mention

    Persons = Mapping[tuple[str, ...], Sequence[Mention]]

LEAST_LETTERS = 6  # of a given name that may be misspelt; shorter ones differ: Eric and Erica


def list_same(persons: Persons) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """List the names, by first and last word, that are another's too: this one, and that other.

    Nobody is joined to one of two: "J. Lee" is nobody else beside Ann, Joan and John Lee.
    """
    for key in persons:
        fitting = [other for other in persons if _may_be_one(persons, key, other)]
        if len(fitting) == 1:
            yield key, fitting[0]


def _may_be_one(persons: Persons, key: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Tell whether a name is another's too, which is written in full or without fault."""
    if key == other or len(key) != PAIR or len(other) != PAIR or key[-1] != other[-1]:
        return False
    mine, theirs = persons[key], persons[other]
    if _tell_genders(key, mine) | _tell_genders(other, theirs) == {"m", "f"}:
        return False
    if _stand_together(mine, theirs) or any(map(_has_suffix, (*mine, *theirs))):
        return False
    is_short = other[0] in read_short_forms().get(key[0], ())
    return is_short or _is_initial(key[0], other[0]) or _is_misspelt(persons, key, other)


def _tell_genders(key: tuple[str, ...], mentions: Sequence[Mention]) -> set[str]:
    return {tell_given(key[0]), *(mention.title for mention in mentions)} - {""}


def _stand_together(mine: Sequence[Mention], theirs: Sequence[Mention]) -> bool:
    """Tell whether one sentence names both: nobody is named there twice in two ways."""
    sentences = [mention.tokens.sentence for mention in mine]
    return any(mention.tokens.sentence in sentences for mention in theirs)


def _has_suffix(mention: Mention) -> bool:
    """Tell whether a name says that there are two of it: Arthur Day Jr., who is not Art Day."""
    return mention.words[-1].casefold().strip(".") in SUFFIXES


def _is_initial(short: str, given: str) -> bool:
    letters = short.replace(".", "")
    is_initial = len(letters) == 1 or "." in short
    return is_initial and len(given) > 1 and "." not in given and given[0] == letters[0]


def _is_misspelt(persons: Persons, key: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Tell whether a given name is another but for a letter: Rusdia Khan, who is Rushdia.

    It stands once, and no name that people have is a misprint where the other stands once too.
    """
    if len(persons[key]) > 1 or not _differ_by_letter(key[0], other[0]):
        return False
    known = [bool(tell_given(each[0])) for each in (key, other)]
    if all(known) or (any(known) and len(persons[other]) == 1):
        return False
    return not all(any(map(_has_role, persons[each])) for each in (key, other))


def _has_role(mention: Mention) -> bool:
    return any(True for _ in list_roles(mention))


def _differ_by_letter(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if len(short) < LEAST_LETTERS or len(long) != len(short) + 1:
        return False
    # Not the last one: Martin and Martina are two.
    return any(long[:k] + long[k + 1 :] == short for k in range(len(short)))
