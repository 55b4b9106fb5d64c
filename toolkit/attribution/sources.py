"""Who a source is: the person, body or document behind its words, and what decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.attribution.decisions import NOBODY, Chain, Decision, make_source, run
from toolkit.attribution.phrase_rules import PHRASE_RULES
from toolkit.attribution.pronoun_rules import PRONOUN_RULES
from toolkit.base import WORD, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.attribution.antecedents import Scene
    from toolkit.base import Quotation

CHAIN: Chain = (*PRONOUN_RULES, *PHRASE_RULES)


def decide_all(
    scene: Scene, quotations: Iterable[Quotation], chain: Chain = CHAIN
) -> list[Decision]:
    """Decide who speaks in each of some quotations, the earlier ones known to the later.

    Parameters
    ----------
    scene : Scene
        Is told who spoke, quotation by quotation.
    quotations : iterable of Quotation
        In reading order.
    chain : tuple
        The rules, the first of which that knows decides; benchmarks/speakers leaves out one at
        a time to see what it is worth.
    """
    decisions = []
    for quotation in quotations:
        decision = decide(scene, quotation, chain)
        decisions.append(decision)
        if decision.kind is not Kind.UNKNOWN:
            scene.spoken.append((decision.name, decision.kind, quotation.source[0]))
    return decisions


def decide(scene: Scene, quotation: Quotation, chain: Chain = CHAIN) -> Decision:
    """Decide who speaks in a quotation.

    Returns
    -------
    Decision
        `NOBODY` where the source is empty: no speaker is ever invented.
    """
    if not quotation.source:
        return NOBODY
    place = quotation.source[0]
    tokens = scene.find_tokens(place)
    words = [token for token in tokens or () if WORD.search(token.text)]
    if tokens is None or not words:
        return NOBODY
    word = words[0] if len(words) == 1 else None
    if word is not None:
        tokens = word.doc[word.i : word.i + 1]
    source = make_source(scene, quotation, place, tokens, chain, word)
    return run(source) or NOBODY
