"""Lists that tell in what capacity somebody speaks, read once, on first use, and never changed."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from toolkit.base.lexicon import read_rows

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def read_role_nouns() -> Mapping[str, tuple[str, ...]]:
    """Read in what capacities a common noun speaks, in lower case.

    Notes
    -----
    Some 1,200 nouns typed by hand, the rest by what WordNet 3.1 (Princeton University; its
    licence stands beside the list) puts above their commonest sense that is a person or a group
    (training/make_role_nouns.py).

    Examples
    --------
    >>> read_role_nouns()["senator"], read_role_nouns()["astronomer"]
    (('politics',), ('expert',))
    """
    roles: dict[str, list[str]] = {}
    for row in read_rows("role_nouns.csv"):
        roles.setdefault(row["noun"], []).append(row["role"])
    return MappingProxyType({noun: tuple(found) for noun, found in roles.items()})


@cache
def read_role_occupations() -> tuple[Mapping[str, str], ...]:
    """Read what each role covers, and what it is in the Global Media Monitoring Project.

    Returns
    -------
    tuple of mapping
        With ``role``, ``covers`` and ``gmmp``.

    Examples
    --------
    >>> read_role_occupations()[9]["gmmp"]
    'religious figures'
    """
    return tuple(MappingProxyType(row) for row in read_rows("role_occupations.csv"))


@cache
def read_role_weights() -> Mapping[str, Mapping[str, float]]:
    """Read what each fact about a speaker weighs for each role.

    Notes
    -----
    Learned by training/train_roles.py on speakers of 230 news articles, labelled by reading, and
    some 700 invented descriptions. Only weights of single words and pairs are kept here, no text.

    Examples
    --------
    >>> read_role_weights()["head of justice"]["justice"] > 0
    True
    """
    return MappingProxyType(
        {
            row.pop("fact"): {role: float(weight) for role, weight in row.items() if weight}
            for row in read_rows("role_weights.csv")
        }
    )
