"""What a parser, a reader and a resolver do, and the three as one value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from toolkit.base import ToolkitError, tell_type

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.base import Article, Attribution, Quotation
    from toolkit.grammar import Parse
    from toolkit.reader import Reading


class Parser(Protocol):
    """What tells the grammar of texts."""

    def parse(self, texts: Sequence[str], /) -> Sequence[Parse]:
        """Parse texts, each by itself.

        Parameters
        ----------
        texts : sequence of str
            The parts of an article, such as its paragraphs.

        Returns
        -------
        sequence of Parse
            One a text, with that text to the last character: all places count its characters.
        """
        ...


class Reader(Protocol):
    """What sees where somebody is quoted."""

    def read(self, texts: Sequence[str], /) -> Sequence[Sequence[Reading]]:
        """Find contents with their cues and sources.

        Parameters
        ----------
        texts : sequence of str
            Whole articles; blanks stand for bylines, captions and the like.

        Returns
        -------
        sequence of sequence of Reading
            The readings of each text, in reading order, none of whose contents overlap.
        """
        ...


class Resolver(Protocol):
    """What tells from readings who says what, and how sure that is."""

    def find_quotations(
        self, article: Article, readings: Sequence[Reading], /
    ) -> Sequence[Quotation]:
        """Hold the readings of an article against its text.

        Parameters
        ----------
        article : Article
            `toolkit.engine.find_passages` gives what the parser of the same engine says of it.
        readings : sequence of Reading

        Returns
        -------
        sequence of Quotation
            In reading order; contents do not overlap.
        """
        ...

    def attribute(
        self, article: Article, quotations: Sequence[Quotation], /
    ) -> Sequence[Attribution]:
        """Tell who the source of each quotation is.

        Parameters
        ----------
        article : Article
        quotations : sequence of Quotation
            In reading order.

        Returns
        -------
        sequence of Attribution
            One a quotation, in the order given, with its chance and evidence.
        """
        ...


UNTOLD = frozenset({"", "und", "mul"})  # codes of no language in particular
# The methods that each part must have.
PARTS = {"parser": ("parse",), "reader": ("read",), "resolver": ("find_quotations", "attribute")}


@dataclass(frozen=True, slots=True, repr=False)
class Engine:
    """What reads articles: a parser, a reader and a resolver, under one name.

    All that is worked out by an engine is remembered by article and engine, so two engines
    that differ in anything are to differ in name, version or parts.

    Parameters
    ----------
    name : str
        As messages and manifests call it.
    version : str
        Changes with whatever can change a result.
    languages : tuple of str
        Codes of the languages that it reads, such as ``en``.
    parser : Parser
    reader : Reader
    resolver : Resolver

    Raises
    ------
    ToolkitError
        If a part lacks a method, or there is no name or language.

    Examples
    --------
    An engine of one's own is mostly ours with another part:

    >>> from dataclasses import replace
    >>> from toolkit.base import Article, Span
    >>> from toolkit.attribution import find_attributions
    >>> from toolkit.engine import ENGLISH
    >>> from toolkit.reader import Reading
    >>> class Marks:
    ...     def read(self, texts):
    ...         return [self.read_one(text.index("~"), len(text)) for text in texts]
    ...
    ...     def read_one(self, mark, end):
    ...         return [Reading((Span(mark + 2, end),), (), (Span(0, mark - 1),), 0.5)]
    >>> marks = replace(ENGLISH, name="marks", reader=Marks())
    >>> article = Article("Ann Lee ~ Rates will rise soon.")
    >>> for said in find_attributions(article, engine=marks):
    ...     print(said.speaker.name, [span.of(article.text) for span in said.quotation.content])
    Ann Lee ['Rates will rise soon.']
    """

    name: str
    version: str
    languages: tuple[str, ...]
    parser: Parser
    reader: Reader
    resolver: Resolver

    def __post_init__(self) -> None:
        if not isinstance(self.name, str) or not self.name.strip():
            raise ToolkitError(f"engine: name: must be a string with letters; found {self.name!r}")
        if isinstance(self.languages, str) or not self.languages:
            raise ToolkitError(
                f"engine {self.name!r}: languages: must be codes such as ('en',); "
                f"found {self.languages!r}"
            )
        for part, methods in PARTS.items():
            given = getattr(self, part)
            for method in methods:
                if not callable(getattr(given, method, None)):
                    raise ToolkitError(
                        f"engine {self.name!r}: {part}: must have a method {method}; "
                        f"found {tell_type(given)}"
                    )

    def __repr__(self) -> str:
        return f"Engine({self.name!r}, version={self.version!r})"

    def reads(self, language: str) -> bool:
        """Tell whether this engine reads a language; no code may be any.

        Examples
        --------
        >>> from toolkit.engine import ENGLISH
        >>> ENGLISH.reads("en-GB"), ENGLISH.reads(""), ENGLISH.reads("de")
        (True, True, False)
        """
        main = language.strip().lower().replace("_", "-").split("-")[0]
        return main in UNTOLD or main in self.languages
