"""A quotation with its speaker: values that an engine gives, or anybody's program."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import StrEnum

from toolkit.base.article import Article, Kind, Quotation, Relay, Span


class Rule(StrEnum):
    """What decided who a source is: a rule of `toolkit.attribution`, in order, or somebody."""

    CUE = "no name but in the cue"
    LABEL = "the label of a turn"
    ADDRESSED = "asked or told"
    AUTHOR = "I"
    APPOSED = "who, beside a name in apposition"
    CLAUSE = "who, by its clause"
    BESIDE = "who, right behind a name"
    HE_SHE = "he or she"
    THEY = "they"
    IT = "it"
    WE = "we, the author"
    OPEN = "a pronoun that stands for nobody"
    PAIR = "both of two named"
    JOINED = "names joined by and"
    OTHERS = "a name and others"
    DESCRIBED = "name behind what its bearer does"
    NAME = "name at the head"
    NAME_BESIDE = "name in apposition"
    NAME_BEHIND = "name behind a comma"
    SHARED = "a name that several bear"
    DOCUMENT = "the same poll"
    SAME = "the same description"
    ROLE = "a role that somebody has"
    BODY = "a body named elsewhere"
    DESCRIPTION = "a description"
    SEEN = "the register"
    ALIAS = "alias file"  # a person gave the name for this alias: `toolkit.attribution.aliases`
    PERSON = "person"  # a person decided: `toolkit.corrections.rows`
    GIVEN = "given"  # another program said so: `read_attributions`
    NONE = "none"  # no source


# Rules that go by a name in the source, by a pronoun, or by what somebody is called elsewhere.
BY_NAME = frozenset({Rule.CUE, Rule.LABEL, Rule.JOINED, Rule.DESCRIBED, Rule.NAME})
BY_NAME |= {Rule.NAME_BESIDE, Rule.NAME_BEHIND}
BY_PRONOUN = frozenset({Rule.AUTHOR, Rule.APPOSED, Rule.CLAUSE, Rule.BESIDE, Rule.HE_SHE})
BY_PRONOUN |= {Rule.THEY, Rule.IT, Rule.WE, Rule.PAIR}
BY_ROLE = frozenset({Rule.DOCUMENT, Rule.SAME, Rule.ROLE, Rule.BODY, Rule.SEEN})


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
    candidates : tuple of str, optional
        Names that fit nearly as well as each other, the likeliest first, where the speaker is
        ``unknown``: for a person to choose from.
    """

    quotation: Quotation
    speaker: Speaker
    relays: tuple[Relay, ...] = ()
    rule: Rule = Rule.NONE
    evidence: tuple[Span, ...] = ()
    confidence: float = math.nan
    article: Article | None = field(default=None, compare=False, repr=False)
    candidates: tuple[str, ...] = ()

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
