"""What can be found of a part of a headline: its kind, its state in the body, a flag."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from toolkit.base import WORD, Span, stem


class Element(StrEnum):
    """What part of a headline a row is about."""

    QUOTED = "quoted run"
    NAME = "name"
    NUMBER = "number"
    PREDICATE = "predicate"
    ATTRIBUTION = "attribution"


class Status(StrEnum):
    """How the body has the words of a part."""

    VERBATIM = "verbatim"  # the same words
    LEMMA = "same lemma"  # the same words in other forms
    PARAPHRASE = "paraphrase"  # part of the words, or other words between the same things
    ABSENT = "absent"


class Flag(StrEnum):
    """What a reader may want to look at."""

    QUOTE = "quoted run not in the body"
    SPEAKER = "other speaker in the body"
    SILENT = "speaker not quoted in the body"
    DOER = "other doer in the body"
    HEDGE_DROPPED = "hedge dropped"
    NEGATION_DROPPED = "negation dropped"
    NEGATION_ADDED = "negation added"
    NUMBER = "number differs"
    NO_NUMBER = "number not in the body"


@dataclass(frozen=True, slots=True)
class Found:
    """A part of the headline, and what the body has of it."""

    element: Element
    span: Span
    status: Status
    match: Span | None = None
    flag: Flag | None = None
    evidence: Span | None = None


def share_word(name: str, other: str) -> bool:
    """Tell whether two names may be one: Trump, Donald Trump; Obama, Obama's office."""
    words = [{stem(word) for word in WORD.findall(each)} for each in (name, other)]
    return bool(words[0] & words[1])
