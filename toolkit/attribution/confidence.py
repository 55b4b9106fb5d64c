"""How likely it is that a decision names the right speaker: learned from labelled news."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from toolkit.base import Form, read_confidence_weights

if TYPE_CHECKING:
    from toolkit.attribution.antecedents import Scene
    from toolkit.attribution.decisions import Decision
    from toolkit.base import Quotation

NOT_MEASURED = 0.8  # in the place of a reading's confidence, where marks and clauses found it
CERTAIN = 0.98  # log-odds end here: beyond it, the chances that we learn from say nothing more


def rate_decision(scene: Scene, quotation: Quotation, decision: Decision) -> float:
    """Give the chance that a decision names the right speaker, if the quotation is one.

    Returns
    -------
    float
        From 0 to 1, rounded to three digits.

    Notes
    -----
    A logistic regression on `list_facts`; training/train_confidence.py learns the weights and
    tells how often chances like this one were right in articles that it had not seen.
    """
    weights = read_confidence_weights()
    facts = list_facts(scene, quotation, decision)
    total = math.fsum(weights.get(fact, 0.0) * value for fact, value in facts.items())
    return round(1 / (1 + math.exp(-total)), 3)


def list_facts(scene: Scene, quotation: Quotation, decision: Decision) -> dict[str, float]:
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
        "reading": _weigh(quotation.confidence if is_found else NOT_MEASURED),
        "found by the reader": float(is_found),
        "name of several words": float(len(decision.name.split()) > 1),
        "name stands in the source": float(decision.name.lower() in source.lower()),
        "words of the source": math.log1p(len(source.split())),
        "persons in the article": math.log1p(persons) / 2,
    }
    if not math.isnan(decision.chance):
        facts |= {"one of several candidates": 1.0, "chance": _weigh(decision.chance)}
    return facts


def _weigh(chance: float) -> float:
    """Give half the log-odds of a chance."""
    bounded = min(max(chance, 1 - CERTAIN), CERTAIN)
    return math.log(bounded / (1 - bounded)) / 2
