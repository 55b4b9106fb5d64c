"""How likely it is that a decision names the right speaker: learned from labelled news."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from toolkit.base import (
    BY_NAME,
    BY_PRONOUN,
    Form,
    rate_chance,
    read_confidence_weights,
    weigh_facts,
)
from toolkit.reader import Sought

if TYPE_CHECKING:
    from toolkit.attribution.antecedents import Scene
    from toolkit.attribution.decisions import Decision
    from toolkit.attribution.seen import Seen
    from toolkit.base import Quotation

LEAST = 0.001  # chance by the reader below which none is less likely


def rate_decision(
    scene: Scene, quotation: Quotation, decision: Decision, decided: Decision
) -> float:
    """Give the chance that a decision names the right speaker, if the quotation is one.

    Parameters
    ----------
    scene : Scene
    quotation : Quotation
    decision : Decision
    decided : Decision
        By the rules: the same, or what it stands against.

    Returns
    -------
    float
        From 0 to 1, rounded to three digits.

    Notes
    -----
    A logistic regression on `list_facts`; training/train_confidence.py learns the weights and
    tells how often chances like this one were right in articles that it had not seen.
    """
    facts = list_facts(scene, quotation, decision, decided)
    return round(weigh_facts(facts, read_confidence_weights()), 3)


def list_facts(
    scene: Scene, quotation: Quotation, decision: Decision, decided: Decision
) -> dict[str, float]:
    """List what speaks for and against a decision: its rule, its words, its rivals.

    Returns
    -------
    dict of str to float
        Facts that hold are 1, those that do not are left out; the rest are numbers of about
        -2 to 2.
    """
    source = " ".join(span.of(scene.article.text) for span in quotation.source)
    is_found = not math.isnan(quotation.confidence)
    persons = sum(name.is_person for name in scene.names)
    facts = {
        "always": 1.0,
        f"rule: {decision.rule}": 1.0,
        f"kind: {decision.kind}": 1.0,
        f"form: {quotation.form}": float(quotation.form is not Form.INDIRECT),
        "reading": rate_chance(quotation.confidence),
        "found by the reader": float(is_found),
        "name of several words": float(len(decision.name.split()) > 1),
        "name stands in the source": float(decision.name.lower() in source.lower()),
        "words of the source": math.log1p(len(source.split())),
        "persons in the article": math.log1p(persons) / 2,
    }
    if not math.isnan(decision.chance):
        facts |= {"one of several candidates": 1.0, "chance": rate_chance(decision.chance)}
    if decision is not decided:
        facts[f"against: {decided.rule}"] = 1.0
    return facts | _list_seen(scene, quotation, decision, decided)


def _list_seen(
    scene: Scene, quotation: Quotation, decision: Decision, decided: Decision
) -> dict[str, float]:
    """List what the reader holds of a decision, by the content and by the words of the source."""
    if scene.seen is None:
        return {}
    names = [name.name for name in scene.names]
    number = names.index(decision.name) if decision.name in names else -1
    how = (
        "named"
        if decided.rule in BY_NAME
        else "pronoun"
        if decided.rule in BY_PRONOUN
        else "words"
    )
    said = scene.seen.weigh(Sought.SAID, quotation.content)
    facts = {"the register": 1.0, f"{how}: by the content": rate_chance(said[number])}
    if number < 0:
        facts[f"{how}: no name"] = 1.0
    if quotation.source and how != "named":
        meant = _weigh_source(scene, quotation, scene.seen)
        facts[f"{how}: by the source"] = rate_chance(meant[number])
    others = [chance for other, chance in enumerate(said[:-1]) if other != number]
    facts["likeliest by the content"] = float(said[number] > max(others, default=0.0))
    return facts


def weigh_names(scene: Scene, quotation: Quotation) -> list[float] | None:
    """Give the chance of each name by content and source together; None without a register."""
    if scene.seen is None:
        return None
    shares = [scene.seen.weigh(Sought.SAID, quotation.content)]
    if quotation.source:
        shares.append(_weigh_source(scene, quotation, scene.seen))
    means = [
        math.prod(max(chance, LEAST) for chance in each) ** (1 / len(each))
        for each in zip(*shares, strict=True)
    ]
    total = math.fsum(means)
    return [mean / total for mean in means]


def _weigh_source(scene: Scene, quotation: Quotation, seen: Seen) -> list[float]:
    """Give the chance of each name to be who the words of a source mean."""
    tokens = scene.find_tokens(quotation.source[0])
    is_word = tokens is not None and len(tokens) == 1 and tokens[0].word_class == "PRON"
    return seen.weigh(Sought.MEANT if is_word else Sought.DESCRIBED, quotation.source[:1])
