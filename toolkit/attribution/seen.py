"""Whom the reader holds to say something or to be meant: its chances, added up by name."""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from toolkit.engine import find_register
from toolkit.grammar import GENDERS
from toolkit.reader import Look, Sought

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from toolkit.base import Article, Span
    from toolkit.people import Name
    from toolkit.reader import Register

LEAST_PASSED = -3.0  # of the logarithm of a chance that is passed on from a description
# Of he or she to be somebody's, all in an article together, and against the other of the two.
LEAST_TOLD, SHARE_TOLD = 0.8, 0.9
CARRIED = 0.6  # chance from which on a mention is a relay


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """The register of an article by the names that were found in it.

    Parameters
    ----------
    register : Register
    owners : tuple of int
        For each of its keys the number of the name that it mentions, -1 for none.
    size : int
        Number of names.
    longest : int
        Characters of the longest key.
    """

    register: Register
    owners: tuple[int, ...]
    size: int
    longest: int
    _weighed: dict[tuple[Sought, tuple[Span, ...]], list[float]] = field(
        default_factory=dict, repr=False
    )

    def prepare(self, contents: Iterable[Sequence[Span]]) -> None:
        """Weigh all that will be asked of an article, at once."""
        found = [one for one in self.register.sightings if one.look is not Look.NAME]
        said = [*contents]
        asked: dict[Sought, Sequence[Sequence[Span]]] = {
            Sought.SAID: said,
            Sought.CARRIED: said,
            Sought.MEANT: [(one.span,) for one in found if one.look is Look.PRONOUN],
            Sought.DESCRIBED: [(one.span,) for one in found if one.look is Look.DESCRIPTION],
        }
        for sought, many in asked.items():
            self.register.prepare(sought, many)

    def tell_genders(self, text: str) -> list[str]:
        """Tell of each name, by he and she, of whom they are: ``m``, ``f``, or nothing."""
        chances = [{"m": 0.0, "f": 0.0} for _ in range(self.size)]
        for one in self.register.sightings:
            gender = GENDERS.get(one.span.of(text).lower(), "")
            if one.look is Look.PRONOUN and gender:
                for name, chance in enumerate(self.weigh(Sought.MEANT, (one.span,))[:-1]):
                    chances[name][gender] += chance
        return [
            max(each, key=each.__getitem__)
            if max(each.values()) >= max(LEAST_TOLD, SHARE_TOLD * sum(each.values()))
            else ""
            for each in chances
        ]

    def weigh(self, sought: Sought, spans: Sequence[Span]) -> list[float]:
        """Give the chance of each name, and of nobody named, the last.

        What goes to a description goes on to whom the description stands for.
        """
        asked = (sought, tuple(spans))
        if asked not in self._weighed:
            self._weighed[asked] = self._weigh(*asked)
        return self._weighed[asked]

    def _weigh(self, sought: Sought, spans: tuple[Span, ...]) -> list[float]:
        chances = [0.0] * (self.size + 1)
        for number, share in self.register.weigh(sought, spans).list_likely():
            if self.owners[number] >= 0:
                chances[self.owners[number]] += math.exp(share)
            elif share > LEAST_PASSED:
                place = self.register.keys[number].span
                behind = self.register.weigh(Sought.DESCRIBED, (place,))
                for other, passed in behind.list_likely():
                    if self.owners[other] >= 0:
                        chances[self.owners[other]] += math.exp(share + passed)
        chances[-1] = max(0.0, 1 - math.fsum(chances[:-1]))
        return chances

    def weigh_places(self, sought: Sought, spans: Sequence[Span], places: Sequence[Span]) -> float:
        """Give the chance of who has no name and is described at some places."""
        shares = dict(self.register.weigh(sought, spans).list_likely())
        numbers = {number for place in places for number in self._find_keys(place)}
        return math.fsum(
            math.exp(shares[number])
            for number in numbers & shares.keys()
            if self.owners[number] < 0
        )

    def has_key(self, place: Span) -> bool:
        """Tell whether the reader saw a name or description at a place."""
        return any(True for _ in self._find_keys(place))

    def _find_keys(self, place: Span) -> Iterator[int]:
        """Find the keys that overlap a place."""
        keys, start = self.register.keys, place.start - self.longest
        first = bisect_left(keys, start, key=lambda key: key.span.start)
        for number in range(first, len(keys)):
            if keys[number].span.start >= place.end:
                break
            if keys[number].span.overlaps(place):
                yield number

    def find_carrier(self, content: Sequence[Span]) -> tuple[int, Span] | None:
        """Find through whom a content reached us: the number of the name, or -1, and the place."""
        shares = self.register.weigh(Sought.CARRIED, content).list_likely(math.log(CARRIED))
        if not shares:
            return None
        best, _ = shares[0]  # above a half, there is one
        owner, place = self.owners[best], self.register.keys[best].span
        if owner < 0:  # the paper that is named elsewhere
            chances = self.weigh(Sought.DESCRIBED, (place,))[:-1]
            likeliest = max(range(self.size), key=chances.__getitem__, default=-1)
            owner = likeliest if likeliest >= 0 and chances[likeliest] >= CARRIED else -1
        return owner, place


def find_seen(article: Article, names: Sequence[Name]) -> Seen | None:
    """Find what the reader holds of some names; None where an engine's reader has no register."""
    register = find_register(article)
    if register is None:
        return None
    taken = [-1] * len(article.text)
    for number in reversed(range(len(names))):  # the first one's, where mentions overlap
        for place in names[number].mentions:
            taken[place.start : place.end] = [number] * len(place)
    places = (key.span for key in register.keys)
    owned = ([k for k in taken[place.start : place.end] if k >= 0] for place in places)
    owners = tuple(min(each, default=-1) for each in owned)
    longest = max((len(key.span) for key in register.keys), default=0)
    return Seen(register, owners, len(names), longest)
