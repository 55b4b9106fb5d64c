"""Who each source is, by which rule, and through whom the words reached us."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from toolkit.article import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.article import Article
    from toolkit.quotations import Quotation

NARRATOR = "narrator"
UNKNOWN = "unknown"


class Kind(StrEnum):
    """What a speaker is."""

    PERSON = "person"
    ORGANISATION = "organisation"
    GROUP = "group"
    UNNAMED = "unnamed"
    DOCUMENT = "document"
    UNKNOWN = "unknown"


class Rule(StrEnum):
    """What decided who a source is."""

    NAME = "name"  # the source holds a full name
    SURNAME = "surname"  # part of a name that the article gives in full
    PRONOUN = "pronoun"  # he, she, they: the last fitting person or group
    ROLE = "role"  # a description tied to a name elsewhere
    DESCRIPTION = "description"  # nobody is named: the description itself
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
class Relay:
    """The outlet or person through whom a speaker's words reached us."""

    name: str
    span: Span


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
        Chance that speaker and content are right, 0 to 1; NaN where not measured.
    """

    quotation: Quotation
    speaker: Speaker
    relays: tuple[Relay, ...] = ()
    rule: Rule = Rule.NONE
    evidence: tuple[Span, ...] = ()
    confidence: float = math.nan


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


def attribute_quotations(article: Article, quotations: Iterable[Quotation]) -> list[Attribution]:
    raise NotImplementedError


def find_attributions(article: Article) -> list[Attribution]:
    raise NotImplementedError


def find_speakers(article: Article) -> list[Speaker]:
    raise NotImplementedError


def find_voices(article: Article) -> list[Voice]:
    """Cut an article into stretches of one voice each: a speaker, or the narrator.

    Covers every part, in reading order, without overlap; a quotation's content is its
    speaker's, everything else the narrator's.
    """
    raise NotImplementedError
