"""Whose a single word is, where several persons of an article bear that name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.people.genders import weigh_signs
from toolkit.people.roles import agrees, list_roles, list_signs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from toolkit.grammar import Parse
    from toolkit.people.mentions import Mention

    Key = tuple[str, ...]
    Bearers = Mapping[Key, Sequence[Mention]]


def find_bearer(mention: Mention, bearers: Bearers, order: Mapping[Parse, int]) -> Key | None:
    """Find whom a word means that is the name of several; None where that is not clear.

    Parameters
    ----------
    mention : Mention
        Of one word.
    bearers : mapping of key to Mentions
        Each with its mentions so far, in full and by that word.
    order : mapping of Parse to int
        Which paragraph each is.
    """
    by_role = [key for key, group in bearers.items() if _shares_role(mention, group)]
    if len(by_role) == 1:
        return by_role[0]
    by_place = _find_by_place(mention, bearers, order)
    if by_place is not None:
        return by_place
    gender = weigh_signs(list_signs([mention]))
    by_gender = [key for key, group in bearers.items() if agrees(group, gender)]
    return by_gender[0] if len(by_gender) == 1 else None


def _shares_role(mention: Mention, group: Sequence[Mention]) -> bool:
    """Tell whether somebody is called what a mention is: Mayor Lee is Ann Lee, the mayor."""
    return not _list_heads([mention]).isdisjoint(_list_heads(group))


def _list_heads(mentions: Sequence[Mention]) -> set[str]:
    roles = (role for mention in mentions for role in list_roles(mention))
    return {token.lower for role in roles for token in role if token.head not in role}


def _find_by_place(mention: Mention, bearers: Bearers, order: Mapping[Parse, int]) -> Key | None:
    """Find whom the words before a mention leave, in its own paragraph or the one before."""
    placed = sorted(
        (one.span, order[one.tokens.doc], key, len(one.words) > 1)
        for key, group in bearers.items()
        for one in group
    )
    here = order[mention.tokens.doc]
    before = [place for place in placed if place[0] < mention.span]
    if not before:  # a headline names whom the text names first
        first = min(paragraph for _, paragraph, *_ in placed)
        return _get_only({key for _, paragraph, key, _ in placed if paragraph == first})
    if only := _get_only({key for _, _, key, _ in before}):
        return only
    if own := [key for _, paragraph, key, _ in before if paragraph == here]:
        likeliest = max(dict.fromkeys(own), key=own.count)
        is_clear = all(own.count(key) < own.count(likeliest) for key in {*own} - {likeliest})
        return likeliest if is_clear and own[-1] == likeliest else None
    last = {key for _, paragraph, key, _ in before if paragraph == here - 1}
    settled = {key for _, _, key, is_whole in before if not is_whole}
    return _get_only(last | settled)


def _get_only(keys: set[Key]) -> Key | None:
    return next(iter(keys)) if len(keys) == 1 else None
