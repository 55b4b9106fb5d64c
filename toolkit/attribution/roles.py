"""In what capacity a speaker is heard, by what the article says of them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from toolkit.base import Role, read_noun_kinds, read_outlets, read_role_nouns, read_role_weights

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from toolkit.attribution.evidence import Phrase
    from toolkit.base import Kind, Span

# They tell nothing of what anybody does.
EMPTY = {
    "a", "an", "and", "as", "at", "be", "by", "for", "in", "miss", "mr", "mrs", "ms", "mx", "of",
    "on", "or", "sir", "that", "the", "this", "to", "\u2019s", "'s", "PERSON",
}  # fmt: skip


LEARNED = tuple(role for role in Role if role not in {Role.DOCUMENT, Role.UNKNOWN})
# Facts that say something of a speaker. The others (a person, a thing, always) say what speakers
# are by and large: politicians, in the articles that the weights were learned from.
TELLING = ("word ", "pair ", "of ", "head of ")
LEAST_CHANCE = 0.3  # of the likeliest role


def list_phrase_facts(phrase: Phrase) -> set[str]:
    """List what a phrase says, as names of weights."""
    facts = set()
    nouns, kinds, outlets = read_role_nouns(), read_noun_kinds(), read_outlets()
    for word in phrase.words:
        if word in EMPTY:
            continue
        facts.add(f"word {word}")
        facts |= {f"of {role}" for role in nouns.get(word, ())}
        if word in outlets:
            facts.add("of an outlet")
    head = phrase.head
    if head and head not in EMPTY:
        facts.add(f"head {head}")
        facts |= {f"head of {role}" for role in nouns.get(head, ())}
        facts.add(f"head is {kinds.get(head, 'thing')}")
    for first, second in zip(phrase.words, phrase.words[1:], strict=False):
        if first not in EMPTY and second not in EMPTY:
            facts.add(f"pair {first} {second}")
            if f"{first} {second}" in outlets:
                facts.add("of an outlet")
    return facts


def tell_role(kind: Kind, phrases: Sequence[Phrase]) -> tuple[Role, tuple[Span, ...]]:
    """Tell the role that phrases about a speaker speak for most, and the phrase that does so most.

    Returns
    -------
    tuple of Role and tuple of Span
        ``unknown`` without any place, where no word tells anything, or the likeliest role has a
        chance under `LEAST_CHANCE`.

    Notes
    -----
    A multinomial logistic regression over words, pairs, head nouns and what the nouns name;
    training/train_roles.py learns the weights.
    """
    weights = read_role_weights()
    facts = list_facts(kind, phrases)
    scores = {
        role: math.fsum(weights[fact].get(role, 0.0) for fact in facts if fact in weights)
        for role in LEARNED
    }
    best = max(LEARNED, key=scores.__getitem__)
    total = math.fsum(math.exp(score - scores[best]) for score in scores.values())
    if not any(fact in weights for fact in facts if fact.startswith(TELLING)):
        return Role.UNKNOWN, ()  # an age, "Mr", a word that was never met
    if not phrases or 1 / total < LEAST_CHANCE:
        return Role.UNKNOWN, ()
    telling = max(
        phrases,
        key=lambda phrase: math.fsum(
            weights[fact].get(best, 0.0)
            for fact in sorted(list_phrase_facts(phrase))
            if fact in weights
        ),
    )
    return best, (telling.span,)


def list_facts(kind: Kind, phrases: Iterable[Phrase]) -> set[str]:
    """List all that is known of a speaker, as names of weights."""
    facts = {fact for phrase in phrases for fact in list_phrase_facts(phrase)}
    return {"always", f"kind {kind}", *facts}
