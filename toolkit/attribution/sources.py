"""Who a source is: the person, body or document behind its words, and what decided."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.attribution.choosing import choose_speaker
from toolkit.attribution.decisions import NOBODY, Chain, Decision, make_source, run
from toolkit.attribution.phrase_rules import PHRASE_RULES
from toolkit.attribution.pronoun_rules import PRONOUN_RULES
from toolkit.base import WORD, Kind, Rule, read_honorifics

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.attribution.antecedents import Scene
    from toolkit.base import Quotation
    from toolkit.grammar import Tokens

REFLEXIVES = {"himself", "herself", "itself", "themselves", "myself", "ourselves"}
LEAST_TOLD = 0.8  # chance from which on whom a pronoun stands for has its gender
CHAIN: Chain = (*PRONOUN_RULES, *PHRASE_RULES)


def decide_all(
    scene: Scene, quotations: Iterable[Quotation], chain: Chain = CHAIN
) -> list[Decision]:
    """Decide who speaks in each of some quotations, the earlier ones known to the later.

    Parameters
    ----------
    scene : Scene
    quotations : iterable of Quotation
        In reading order.
    chain : tuple
        The rules, the first of which that knows decides; benchmarks/speakers leaves out one at
        a time to see what it is worth.
    """
    decisions: list[Decision] = []
    written = {name.name.casefold(): name.name for name in scene.names}
    for quotation in quotations:
        decision = choose_speaker(scene, quotation, decide(scene, quotation, chain))
        decision = _leave_shared(scene, decision, decisions[-1] if decisions else NOBODY)
        if decision.kind is not Kind.UNKNOWN:  # "the city council", "City council"
            key = decision.name.casefold()
            if decision.rule is Rule.LABEL:  # Ann Lee rather than ANN LEE
                written[key] = decision.name
            name = written.setdefault(key, decision.name)
            decision = replace(decision, name=name)
        decisions.append(decision)
        scene = hear(scene, quotation, decision)
    return decisions


def _leave_shared(scene: Scene, decision: Decision, before: Decision) -> Decision:
    """Leave open who "she" is behind a name that may be two women's."""
    is_open = before.rule is Rule.SHARED and decision.name in before.candidates
    if not is_open or decision.rule is not Rule.HE_SHE:
        return decision
    gender = dict(decision.genders).get(decision.name, "")
    fitting = tuple(n for n in before.candidates if scene.genders.get(n, "") in {gender, ""})
    if len(fitting) == 1:
        return decision
    rating = decision.rating / len(fitting)
    return replace(before, evidence=decision.evidence, rating=rating, candidates=fitting)


def hear(scene: Scene, quotation: Quotation, decision: Decision) -> Scene:
    """Give a scene in which somebody has spoken, if it was decided who, and what that tells."""
    spoken = scene.spoken
    if decision.kind is not Kind.UNKNOWN:
        place = (*quotation.source, *quotation.content)[0]
        spoken += ((decision.name, decision.kind, place),)
    told = dict(decision.genders) if not decision.chance < LEAST_TOLD else {}
    return replace(
        scene,
        spoken=spoken,
        genders={**scene.genders, **{n: g for n, g in told.items() if not scene.genders.get(n)}},
    )


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
    if tokens is not None:
        tokens = _strip(tokens)
        place = scene.place(tokens)
    words = [token for token in tokens or () if WORD.search(token.text)]
    if tokens is None or not words:
        return NOBODY
    word = words[0] if len(words) == 1 else None
    if word is not None:
        tokens = word.doc[word.i : word.i + 1]
    source = make_source(scene, quotation, place, tokens, chain, word)
    return run(source) or NOBODY


def _strip(tokens: Tokens) -> Tokens:
    """Leave out what only leads to a source or stresses it: "First, he", "Lee himself"."""
    start, end = tokens.start, tokens.end
    while end - start > 1 and tokens.doc[end - 1].lower in REFLEXIVES:
        end -= 1
    while end - start > 1 and tokens.doc[start].lower.strip(".") in read_honorifics():
        start += 1 + (end - start > len("x.") and tokens.doc[start + 1].text == ".")
    opened = tokens.doc[start : start + 2]
    if end - start > len(opened) and opened[0].word_class == "ADV" and opened[-1].text == ",":
        start += len(opened)
    return tokens.doc[start:end]
