"""A quotation with its speaker: values that an engine gives, or anybody's program."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import StrEnum

from toolkit.base.article import Article, Kind, Quotation, Relay, Span


class Rule(StrEnum):
    """What decided who a source is."""

    NAME = "name"  # the source holds a full name
    SURNAME = "surname"  # part of a name that the article gives in full
    PRONOUN = "pronoun"  # he, she, they: the last fitting person or group
    ROLE = "role"  # a description tied to a name elsewhere
    DESCRIPTION = "description"  # nobody is named: the description itself
    ALIAS = (
        "alias file"  # a person gave the name for this alias; see `toolkit.attribution.aliases`
    )
    PERSON = "person"  # a person decided; see `toolkit.corrections.rows`
    GIVEN = "given"  # another program said so; see `read_attributions`
    NONE = "none"  # no source


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, named as fully as the article names them.

    Parameters
    ----------
    name : str
        ``unknown`` where the text does not say or the rules are unsure.
    kind : Kind
    mentions : tuple of Span
        Places where a source names this speaker, in reading order.
    """

    name: str
    kind: Kind
    mentions: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Attribution:
    """A quotation with its speaker and relays, and what decided.

    Parameters
    ----------
    quotation : Quotation
    speaker : Speaker
    relays : tuple of Relay
        From the one nearest the speaker to the one nearest the reader.
    rule : Rule
        What decided who the speaker is.
    evidence : tuple of Span
        The words that decided: the source, and the mention that it was resolved to.
    confidence : float
        Chance that content, source and speaker are right, 0 to 1: the quotation's own times
        the share that the rule names right. NaN where not measured.
    article : Article, optional
        Where it stands, so that tables and pages can be made of attributions alone. Two
        attributions that differ here alone are equal.
    """

    quotation: Quotation
    speaker: Speaker
    relays: tuple[Relay, ...] = ()
    rule: Rule = Rule.NONE
    evidence: tuple[Span, ...] = ()
    confidence: float = math.nan
    article: Article | None = field(default=None, compare=False, repr=False)

    @property
    def spans(self) -> tuple[Span, ...]:
        """All places in the article that it points to."""
        said = self.quotation
        relays = (relay.span for relay in self.relays)
        return (*said.content, *said.cue, *said.source, *relays, *self.evidence)


@dataclass(frozen=True, slots=True)
class Voice:
    """A stretch of an article in one voice.

    Parameters
    ----------
    span : Span
        Inside one part of the article.
    name : str
        The speaker's name, ``unknown``, or ``narrator``.
    part : str
        Kind of the part, such as ``headline`` or ``paragraph``.
    """

    span: Span
    name: str
    part: str
