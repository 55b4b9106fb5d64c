"""The engine that we ship: spaCy's parse, our trained reader, rules with learned weights.

Its models are loaded by the first article that it reads. An engine of your own is mostly this
one with another part, `dataclasses.replace(ENGLISH, name="mine", reader=...)`: see `Engine`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any

from toolkit.engine.protocols import Engine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.base import Article, Attribution, Quotation
    from toolkit.grammar import Parse
    from toolkit.reader import Reading, Register


@dataclass(frozen=True, slots=True)
class EnglishParser:
    """spaCy's small English model."""

    def parse(self, texts: Sequence[str], /) -> list[Parse]:
        """Parse texts, each by itself."""
        from toolkit.grammar import parse_texts

        return parse_texts(texts)


@dataclass(frozen=True, slots=True)
class EnglishReader:
    """Our trained model."""

    def read(self, texts: Sequence[str], /) -> list[list[Reading]]:
        """Find contents with their cues and sources."""
        from toolkit.reader import find_readings

        return find_readings(texts)

    def find_register(self, text: str, /) -> Register:
        """Find who is mentioned."""
        from toolkit.reader import find_register

        return find_register(text)


@dataclass(frozen=True, slots=True)
class EnglishResolver:
    """What `toolkit.attribution` knows: it asks the engine for a parse, and so stands above."""

    def find_quotations(
        self, article: Article, readings: Sequence[Reading], /
    ) -> Sequence[Quotation]:
        """Hold the readings of an article against its marks and clauses."""
        found: Sequence[Quotation] = _call("quotations:settle_quotations", article, readings)
        return found

    def attribute(
        self, article: Article, quotations: Sequence[Quotation], /
    ) -> Sequence[Attribution]:
        """Tell who the source of each quotation is."""
        found: Sequence[Attribution] = _call("speakers:resolve_speakers", article, quotations)
        return found


def _call(name: str, *given: object) -> Any:  # noqa: ANN401 - what the function gives
    return resolve_name(f"toolkit.attribution.{name}")(*given)


ENGLISH = Engine(
    name="english",
    version="0.3",
    languages=("en", "eng", "english"),
    parser=EnglishParser(),
    reader=EnglishReader(),
    resolver=EnglishResolver(),
)
