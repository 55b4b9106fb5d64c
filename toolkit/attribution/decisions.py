"""What a rule is asked (a source) and what it answers: who that is, and what decided."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from toolkit.attribution.phrases import cut_core, tell_kind
from toolkit.base import UNKNOWN, Kind, Rule

if TYPE_CHECKING:
    from toolkit.attribution.antecedents import Scene
    from toolkit.base import Quotation, Span
    from toolkit.grammar import Token, Tokens

AUTHOR = "author"


@dataclass(frozen=True, slots=True)
class Decision:
    """Who a source is, what decided, and of whom its pronouns tell the gender."""

    name: str
    kind: Kind
    evidence: tuple[Span, ...] = ()
    chance: float = math.nan  # of whom a pronoun stands for, against the other candidates
    rule: Rule = Rule.NONE  # that decided; none where there was nothing to decide
    genders: tuple[tuple[str, str], ...] = ()
    rating: float = math.nan  # the chance that it names the right speaker: `choosing`
    candidates: tuple[str, ...] = ()  # who may be meant, where nobody is named


NOBODY = Decision(UNKNOWN, Kind.UNKNOWN)


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


Chain = tuple[tuple[Rule, Callable[[Source], Decision | None]], ...]


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
    for rule, decide in source.chain:
        decision = decide(source)
        if decision is not None:
            return replace(decision, rule=rule)
    return None
