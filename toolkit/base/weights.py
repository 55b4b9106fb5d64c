"""What was learned for small decisions: weights from `toolkit/data`, and the chances they give."""

from __future__ import annotations

import math
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from toolkit.base.lexicon import read_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

NOT_MEASURED = 0.8  # in the place of a reading's confidence, where marks and clauses found it
CERTAIN = 0.98  # log-odds end here: beyond it, the chances that we learn from say nothing more


def weigh_facts(facts: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Give the chance that a logistic regression makes of facts.

    Examples
    --------
    >>> weigh_facts({"always": 1.0, "run": 2.0}, {"always": -1.0, "run": 0.5})
    0.5
    """
    total = math.fsum(weights.get(fact, 0.0) * value for fact, value in facts.items())
    return 1 / (1 + math.exp(-total))


def rate_chance(chance: float) -> float:
    """Give half the log-odds of a chance, as a fact; of one that is NaN, those of `NOT_MEASURED`.

    Examples
    --------
    >>> rate_chance(0.5), rate_chance(1.0) == rate_chance(0.98)
    (0.0, True)
    """
    measured = NOT_MEASURED if math.isnan(chance) else chance
    bounded = min(max(measured, 1 - CERTAIN), CERTAIN)
    return math.log(bounded / (1 - bounded)) / 2


@cache
def read_antecedent_weights() -> Mapping[str, Mapping[str, float]]:
    """Read what each fact about a candidate weighs, by the kind of question and the fact.

    Notes
    -----
    Learned by training/train_speakers.py on the true speakers of 230 news articles (84 training
    articles of PolNeAR, 146 of other years and places). Only weights are kept here, no text.

    Examples
    --------
    >>> read_antecedent_weights()["person"]["own words"] < 0
    True
    """
    return _read_weights("antecedents.csv", "asked")


@cache
def read_confidence_weights() -> Mapping[str, float]:
    """Read what each fact about a decision weighs for the chance that its speaker is right.

    Notes
    -----
    Learned by training/train_confidence.py on 146 news articles labelled by reading. Only
    weights are kept here, no text.

    Examples
    --------
    >>> read_confidence_weights()["name stands in the source"] > 0
    True
    """
    rows = read_rows("speaker_confidence.csv")
    return MappingProxyType({row["fact"]: float(row["weight"]) for row in rows})


@cache
def read_statement_weights() -> Mapping[str, float]:
    """Read what each sign of a quotation weighs for the chance that it is a statement.

    Notes
    -----
    Learned by training/train_statements.py on 1,057 articles, real and made up, that were
    labelled by reading. Only weights are kept here, no text.

    Examples
    --------
    >>> read_statement_weights()["cue: endorse"] < 0
    True
    """
    rows = read_rows("statement_chance.csv")
    return MappingProxyType({row["sign"]: float(row["weight"]) for row in rows})


@cache
def read_match_weights() -> Mapping[str, Mapping[str, float]]:
    """Read what each fact about two pieces weighs for the chance that they are one statement.

    By whether both quote words (``quoted``) or one tells in its own (``reported``), and the fact.

    Notes
    -----
    Learned by training/train_matching.py on the aligned statements of twelve events. Only
    weights are kept here, no text.

    Examples
    --------
    >>> read_match_weights()["reported"]["same speaker"] > 0
    True
    """
    return _read_weights("statement_match.csv", "kind")


def _read_weights(name: str, kind: str) -> Mapping[str, Mapping[str, float]]:
    """Read a table of weights, by the kind of case, a column, and the fact."""
    weights: dict[str, dict[str, float]] = {}
    for row in read_rows(name):
        weights.setdefault(row[kind], {})[row["fact"]] = float(row["weight"])
    return MappingProxyType(weights)
