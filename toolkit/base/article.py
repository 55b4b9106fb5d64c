"""The data model: a place in a text, an article and its parts, and a quotation in it.

Everything found in an article is a `Span` of its unchanged text. A span can be
checked against the text at any time, so no result has to be taken on trust.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import pairwise

from toolkit.base.decided import UNTOLD, Decided
from toolkit.base.errors import ToolkitError, tell_type

# One article, not an archive: the parser needs about a gigabyte for a text of this length.
MAX_CHARACTERS = 1_000_000
READ_FIRST = "Use read_article or parse_article first"
TABLE_FIRST = "Use read_corpus(table) first"
PART_KINDS = ("headline", "byline", "dateline", "subheading", "caption", "paragraph", "trailer")
HALF_CHARACTER = re.compile("[\ud800-\udfff]")  # a lone surrogate, which no file can hold
WHOLE = ("id", "title", "byline", "dateline", "publisher", "section", "url", "language", "origin")
# Parts that tell who made the page, or what a picture shows: no words of the story itself.
FURNITURE = frozenset({"byline", "dateline", "caption", "trailer"})
NARRATOR = "narrator"  # the article's own voice: what no quotation contains
UNKNOWN = "unknown"  # the speaker where the text does not say
ID_LENGTH = 12  # hexadecimal digits: no two of a million texts share an id by chance (p < 0.2 %)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a text: the characters from `start` up to, but without, `end`.

    Parameters
    ----------
    start : int
        Offset of the first character, in code points from 0.
    end : int
        Offset one past the last character; greater than `start`.

    Raises
    ------
    ToolkitError
        If the span is empty, runs backwards, or starts before the text.

    Examples
    --------
    >>> she = Span(17, 20)
    >>> she.of("Rates will rise, she said.")
    'she'
    >>> she in Span(0, 26)
    True
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            problem = f"span: must have 0 <= start < end; found {self.start}, {self.end}"
            raise ToolkitError(problem)

    def __len__(self) -> int:
        return self.end - self.start

    def __contains__(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two places share a character."""
        return self.start < other.end and other.start < self.end

    def of(self, text: str) -> str:
        """Return the words at this place in `text`.

        Raises
        ------
        ToolkitError
            If `text` ends before the span does. A plain slice would return
            less, or nothing, and hide that span and text do not belong together.
        """
        if self.end > len(text):
            raise ToolkitError(f"{self}: must end inside the text; found {len(text)} characters")
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Part:
    """A labelled region of an article's text.

    Parameters
    ----------
    span : Span
        Where it stands, without the blanks around it.
    kind : str
        One of ``headline``, ``byline``, ``dateline``, ``subheading``, ``caption``,
        ``paragraph``, ``trailer``. A dateline (``Washington:``) stands on the line
        of its first paragraph, whose span begins after it.

    Raises
    ------
    ToolkitError
        If `kind` is none of these.
    """

    span: Span
    kind: str

    def __post_init__(self) -> None:
        if self.kind not in PART_KINDS:
            raise ToolkitError(
                f"kind: must be one of {', '.join(PART_KINDS)}; found {self.kind!r}"
            )


Value = str | int | float | bool | date
NOTHING: Mapping[str, Value] = {}


class Meta(Mapping[str, Value]):
    """What a source states of an article besides its fields: column to value, never changed.

    Parameters
    ----------
    values : mapping of str to str, number, bool or date, optional

    Raises
    ------
    ToolkitError
        If a name is no string, a value is something else, or one holds half a character.

    Examples
    --------
    >>> Meta({"party": "Greens", "wave": 2})["wave"]
    2
    """

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, Value] = NOTHING) -> None:
        for name, value in values.items():
            if not isinstance(name, str) or not isinstance(value, Value):
                raise ToolkitError(
                    "meta: must give names a string, number, bool or date; "
                    f"found {name!r}: {value!r:.40}"
                )
            if HALF_CHARACTER.search(f"{name}{value}"):
                raise ToolkitError(f"meta: {name!r}: must be whole characters; found half of one")
        self._values = dict(values)

    def __getitem__(self, name: str) -> Value:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __hash__(self) -> int:
        return hash(frozenset(self._values.items()))

    def __repr__(self) -> str:
        return f"Meta({self._values!r})"


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Article:
    """One news text.

    Parameters
    ----------
    text : str
        What a person reads, kept to the last character: all spans point into it.
    id : str, optional
        Unique in a corpus; every table refers to the article by it. Left out, it is
        made from the text, so the same text always has the same id.
    title : str, optional
        The headline; also a part of `text` where the text holds it.
    parts : tuple of Part, optional
        Regions of `text` in reading order. Empty means that nobody looked: analyses
        then take each paragraph of the text as a paragraph.
    published : date or datetime, optional
        None where the text does not say, or says it in two ways (see `notes`).
    byline, dateline, publisher, section, url, language : str, optional
        As the text or its data give them; empty where they do not. The section is the
        outlet's own, such as ``Business; Pg. 3``.
    origin : str, optional
        Where it was read from: a path or address.
    notes : tuple of str, optional
        What the loader left open, such as both readings of ``06/09/2016``.
    meta : mapping of str to str, number, bool or date, optional
        All other columns of the source by their names there, such as your own codes, and an
        id that is a number as the number it was. Two articles that differ here alone are
        not equal, and no analysis looks at it.
    corrections : tuple of Correction, optional
        What a person decided about its quotations; every table and the report go by it.
        `read_corrections` and the argument ``corrections=`` of all that loads put it here.
    verdicts : tuple of Verdict, optional
        What a person decided about stance; from the same file.

    Raises
    ------
    ToolkitError
        If `text` is blank or longer than `MAX_CHARACTERS`, `id` is blank, a string holds half
        a character (a lone surrogate), or parts overlap, stand out of order or end outside.

    Examples
    --------
    >>> Article("Rates will rise, she said.", id="rates").id
    'rates'
    """

    text: str = field(repr=False)
    id: str = ""
    title: str = ""
    parts: tuple[Part, ...] = field(default=(), repr=False)
    published: date | None = None
    byline: str = ""
    dateline: str = ""
    publisher: str = ""
    section: str = ""
    url: str = ""
    language: str = ""
    origin: str = ""
    notes: tuple[str, ...] = ()
    meta: Mapping[str, Value] = Meta()
    corrections: tuple[Correction, ...] = field(default=(), repr=False)
    verdicts: tuple[Verdict, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        self._check_text()
        object.__setattr__(self, "meta", _take_meta(self.meta))
        if not self.id:
            object.__setattr__(self, "id", make_id(self.text))
        if not isinstance(self.id, str) or not self.id.strip():
            raise ToolkitError(f"id: must be a string that is not blank; found {self.id!r}")
        for name in WHOLE:
            if HALF_CHARACTER.search(f"{getattr(self, name)}"):
                raise ToolkitError(f"{name}: must be whole characters; found half of one")
        position = 0
        for part in self.parts:
            if part.span.start < position:
                raise ToolkitError(
                    f"parts: must be in order and apart; found {part.kind} at {part.span.start}, "
                    f"before {position}"
                )
            position = part.span.end
        if position > len(self.text):
            raise ToolkitError(
                f"parts: must end inside the text of {len(self.text)} characters; found {position}"
            )

    def _check_text(self) -> None:
        if not isinstance(self.text, str):
            raise ToolkitError(f"text: must be a string; found {type(self.text).__name__}")
        if not self.text.strip():
            raise ToolkitError(f"text: must not be blank; found {self.text[:20]!r}")
        if len(self.text) > MAX_CHARACTERS:
            raise ToolkitError(
                f"text: must have at most {MAX_CHARACTERS:,} characters; found {len(self.text):,}"
            )
        if half := HALF_CHARACTER.search(self.text):
            raise ToolkitError(
                f"text: must be whole characters; found half of one, {half.group()!r}, "
                f"at {half.start():,}"
            )


def make_id(text: str) -> str:
    """Make the id of an article that nobody gave one.

    Examples
    --------
    >>> make_id("War is war.") == Article("War is war.").id
    True
    """
    return hashlib.sha256(text.encode()).hexdigest()[:ID_LENGTH]


def _take_meta(given: object) -> Meta:
    if isinstance(given, Meta):
        return given
    if not isinstance(given, Mapping):
        raise ToolkitError(f"meta: must be a mapping; found {type(given).__name__}")
    return Meta(given)


def check_article(given: object) -> None:
    """Refuse what is no article, such as a text or a path.

    Raises
    ------
    ToolkitError
        If `given` is not an Article.
    """
    if isinstance(given, Article):
        return
    remedy = READ_FIRST
    if hasattr(given, "columns"):
        remedy = f"{TABLE_FIRST}, and give one of its articles"
    elif isinstance(given, (list, tuple)):
        remedy = "Give one of them at a time"
    raise ToolkitError(f"article: must be an Article; found {tell_type(given)}. {remedy}")


class Form(StrEnum):
    """How much of the content stands in quote marks: all, some or nothing."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"


class Act(StrEnum):
    """What the cue reports."""

    SAYING = "saying"
    ASKING = "asking"
    URGING = "urging"
    THINKING = "thinking"
    SHOWING = "showing"
    NO_COMMENT = "no_comment"  # asked, and did not answer
    DEED = "deed"  # done, voted for or touched on, and not said


# Acts in which nobody states anything: counted where they are asked for alone.
UNSAID = frozenset({Act.NO_COMMENT, Act.DEED})


class Finder(StrEnum):
    """What found a quotation: the trained reader, marks and clauses, a person, another program."""

    READER = "reader"
    CLAUSES = "clauses"
    PERSON = "person"
    GIVEN = "given"


@dataclass(frozen=True, slots=True)
class Quotation:
    """An attribution as it stands on the page.

    Parameters
    ----------
    content : tuple of Span
        What is said, in pieces where the cue interrupts it; quote marks included.
    cue : tuple of Span, optional
        The words that report it, such as ``said`` or ``according to``.
    source : tuple of Span, optional
        The words that name who says it, as they stand: ``she`` stays ``she``.
    form : Form, optional
    act : Act, optional
    confidence : float, optional
        Chance that content and source are right, 0 to 1; NaN where nothing measured it.
    finder : Finder, optional
        What found it.

    Raises
    ------
    ToolkitError
        If there is no content, or pieces overlap or stand out of order.

    Notes
    -----
    The three parts and their names follow PARC 3.0 (Pareti 2016) and PolNeAR
    (Newell, Margolin and Ruths 2018).
    """

    content: tuple[Span, ...]
    cue: tuple[Span, ...] = ()
    source: tuple[Span, ...] = ()
    form: Form = Form.INDIRECT
    act: Act = Act.SAYING
    confidence: float = math.nan
    finder: Finder = Finder.PERSON

    def __post_init__(self) -> None:
        if not self.content:
            raise ToolkitError("content: must have at least one span; found none")
        for name in ("content", "cue", "source"):
            for one, other in pairwise(getattr(self, name)):
                if other.start < one.end:
                    raise ToolkitError(f"{name}: must be in order and apart; found {one}, {other}")


class Kind(StrEnum):
    """What a speaker is."""

    PERSON = "person"
    ORGANISATION = "organisation"
    GROUP = "group"
    UNNAMED = "unnamed"
    DOCUMENT = "document"
    UNKNOWN = "unknown"


class Role(StrEnum):
    """The capacity in which somebody speaks."""

    GOVERNMENT = "government"
    POLITICS = "politics"
    JUSTICE = "justice"
    MILITARY = "military"
    BUSINESS = "business"
    EXPERT = "expert"
    ADVOCACY = "advocacy"
    MEDIA = "media"
    CULTURE_SPORT = "culture_sport"
    RELIGION = "religion"
    INTERNATIONAL = "international"
    CITIZEN = "citizen"
    DOCUMENT = "document"
    OTHER = "other"
    UNKNOWN = "unknown"


class Gender(StrEnum):
    """What an article says of a person's gender."""

    WOMAN = "woman"
    MAN = "man"
    NONBINARY = "nonbinary"  # neither, in the article's own words
    UNKNOWN = "unknown"  # a person; the article does not tell
    NONE = "none"  # no person, or several


@dataclass(frozen=True, slots=True)
class Relay:
    """The outlet or person through whom a speaker's words reached us."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person decided about one quotation of an article.

    Parameters
    ----------
    quotation : Quotation
        As the person left it. Its form is of no account: see `form`.
    speaker : str
    kind : Kind
    relays : tuple of Relay, optional
        From the one nearest the speaker to the one nearest the reader.
    is_deleted : bool, optional
        Whether these words are no quotation at all.
    row : int, optional
        Where the person wrote it: the row of the file, as a spreadsheet numbers it.
    role, gender : str, optional
        Of the speaker, in the whole article. Empty: the person left it to the toolkit.
    form : str, optional
        Of the quotation. Empty: the quote marks in the text tell it.
    decided : Decided, optional
        Who decided, when, and with which version of the toolkit.
    """

    quotation: Quotation
    speaker: str
    kind: Kind
    relays: tuple[Relay, ...] = ()
    is_deleted: bool = False
    row: int = 0
    role: str = ""
    gender: str = ""
    form: str = ""
    decided: Decided = UNTOLD


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a person decided that a voice expresses toward a target, where it names it.

    Parameters
    ----------
    span : Span
        The words that name the target.
    target : str
        Its name, as tables give it.
    polarity : int
        -1 against, 1 for, 0 neither.
    row : int, optional
        As in `Correction`.
    decided : Decided, optional
    """

    span: Span
    target: str
    polarity: int
    row: int = 0
    decided: Decided = UNTOLD
