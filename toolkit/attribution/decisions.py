"""What a rule is asked (a source) and what it answers: who that is, and what decided."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from toolkit.attribution.phrases import cut_core, tell_kind
from toolkit.base import UNKNOWN, Kind, Rule

if TYPE_CHECKING:
    from toolkit.attribution.antecedents import Scene
    from toolkit.base import Quotation, Span
    from toolkit.grammar import Token, Tokens

AUTHOR = "author"


class Step(StrEnum):
    """One rule of the chain that decides; `Rule` tells a reader of a table what kind it was."""

    CUE = "no name but in the cue"
    TURN = "Q or A"
    INITIALS = "initials before a turn"
    ADDRESSED = "asked or told"
    INNER = "I, in words of somebody"
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
    OTHER_PRONOUN = "another pronoun"
    JOINED = "names joined by and"
    OTHERS = "a name and others"
    DESCRIBED = "name behind what its bearer does"
    HOLDER = "name behind an office"
    NAME = "name at the head"
    NAME_BESIDE = "name in apposition"
    NAME_BEHIND = "name behind a comma"
    SEVERAL = "several without a name"
    THING = "a thing that says nothing"
    DOCUMENT = "the same poll"
    MADE = "a poll with its maker"
    SAME = "the same description"
    ROLE = "a role that somebody has"
    BODY = "a body named elsewhere"
    UNSEEN_NAME = "a name met nowhere else"
    DESCRIPTION = "a description"


@dataclass(frozen=True, slots=True)
class Decision:
    """Who a source is, and what decided."""

    name: str
    kind: Kind
    rule: Rule
    evidence: tuple[Span, ...] = ()
    chance: float = math.nan  # of whom a pronoun stands for, against the other candidates
    step: Step | None = None  # None where there was nothing to decide


NOBODY = Decision(UNKNOWN, Kind.UNKNOWN, Rule.NONE)


@dataclass(frozen=True, slots=True)
class Source:
    """What a rule sees of a source.

    Parameters
    ----------
    scene : Scene
    quotation : Quotation
    place : Span
    tokens, core : Tokens
        All its words, and those before a comma, a bracket or a clause.
    head : Token
        Of `core`.
    kind : Kind
        By its noun, where nothing names it.
    word : Token or None
        The source, where it is one word.
    chain : tuple
        The rules that decide, for what stands behind "who".
    """

    scene: Scene
    quotation: Quotation
    place: Span
    tokens: Tokens
    core: Tokens
    head: Token
    kind: Kind
    word: Token | None
    chain: Chain

    @property
    def pronoun(self) -> str:
        """The source in lower case where it is a pronoun, else nothing."""
        is_pronoun = self.word is not None and self.word.word_class in {"PRON", "DET", "SCONJ"}
        return self.word.lower if self.word is not None and is_pronoun else ""


Chain = tuple[tuple[Step, Callable[[Source], Decision | None]], ...]


def make_source(  # noqa: PLR0913 - all that is known of a source
    scene: Scene,
    quotation: Quotation,
    place: Span,
    tokens: Tokens,
    chain: Chain,
    word: Token | None = None,
) -> Source:
    """Make a source with its head and kind."""
    core = cut_core(tokens)
    head = core.root
    return Source(scene, quotation, place, tokens, core, head, tell_kind(core, head), word, chain)


def run(source: Source) -> Decision | None:
    """Decide by the first rule of a source's chain that knows."""
    for step, rule in source.chain:
        decision = rule(source)
        if decision is not None:
            return replace(decision, step=step)
    return None
