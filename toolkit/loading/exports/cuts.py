"""A document as it was cut from an export of a news database, and what the cutters share."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

from toolkit.base import ToolkitError
from toolkit.loading.dates import MONTH, has_date, leave_open, read_date
from toolkit.loading.parts import join_pieces, make_article
from toolkit.loading.plugins import Brought
from toolkit.loading.records import BLANK_TEXT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from toolkit.base import Article

WRAPPED = 100  # characters; a text with longer lines has a paragraph in each
WEEKDAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
# A line with a date and nothing else but the day of the week, a time or the edition.
DATE_LINE = re.compile(
    rf"^(?:(?:{WEEKDAYS}),? )?"
    rf"(?:{MONTH} \d{{1,2}},? \d{{4}}"
    rf"|\d{{1,2}} {MONTH} \d{{4}}"
    rf"|\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{4}})"
    rf"(?:,? (?:{WEEKDAYS}))?(?: \d{{1,2}}:\d{{2}}.{{0,20}})?$",
    re.IGNORECASE,
)
WORDS = re.compile(r"^(\d{1,3}(?:[,.]?\d{3})*) words$", re.IGNORECASE)
BY = re.compile(r"^by\s+", re.IGNORECASE)
COPYRIGHT = re.compile(r"^(?:copyright\b|\(c\)|\u00a9|all rights reserved)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cut:
    """A document of an export, or why it cannot be read.

    Parameters
    ----------
    line : int
        That it begins in, counted from 1.
    paragraphs : tuple of str
        Its text, without the title.
    title, publisher, published, byline, section, dateline, url, language : str, optional
        As they stand; `published` is a date in words.
    id : str, optional
        The number that the database gives it.
    meta : mapping of str to str, optional
        What else is told, such as its length in words.
    notes : tuple of str, optional
        What is left open.
    problem : str, optional
    """

    line: int
    paragraphs: tuple[str, ...] = ()
    title: str = ""
    publisher: str = ""
    published: str = ""
    byline: str = ""
    section: str = ""
    dateline: str = ""
    url: str = ""
    language: str = ""
    id: str = ""
    meta: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Export(Brought):
    """A database whose exports are cut into their articles.

    Parameters
    ----------
    name, plugin
        As in `Brought`.
    is_own : callable
        Tells whether lines, without what ends them, hold documents of it. They may hold exports
        of several, one after another.
    cut : callable
        Yields its documents, in their order; one that cannot be read has a problem.
    """

    is_own: Callable[[Sequence[str]], bool]
    cut: Callable[[Sequence[str]], Iterable[Cut]]


def make_cut_article(
    cut: Cut,
    *,
    id: str,  # noqa: A002 - the field's name
    origin: str,
    day_first: bool | None,
    order: Callable[[], bool | None] = leave_open,
) -> Article:
    """Make an article of a document; the title is the first paragraph of its text.

    Raises
    ------
    ToolkitError
        If it has a problem, or no text.
    """
    if cut.problem:
        raise ToolkitError(cut.problem)
    if not cut.paragraphs:
        raise ToolkitError(f"{BLANK_TEXT}ne under {cut.title!r:.60}")
    pieces = [(words, "paragraph") for words in cut.paragraphs]
    text, blocks = join_pieces([(cut.title, "heading"), *pieces] if cut.title else pieces)
    made = make_article(
        text, blocks, day_first=day_first, id=cut.id or id, origin=origin, title=cut.title
    )
    stated: dict[str, Any] = {
        name: value
        for name in ("title", "publisher", "byline", "section", "dateline", "url", "language")
        if (value := getattr(cut, name))
    }
    notes = (*cut.notes, *(note for note in made.notes if not note.startswith("date:")))
    published, note = read_date(cut.published, day_first, order) if cut.published else (None, "")
    return replace(
        made,
        **stated,
        published=published,
        notes=(*notes, note) if note else notes,
        meta={name: _count(value) for name, value in cut.meta.items() if value},
    )


def _count(value: str) -> str | int:
    """Give the number of a count of words, and anything else as it is."""
    counted = WORDS.match(value)
    return int(re.sub(r"\D", "", counted[1])) if counted else value


def join_lines(lines: Sequence[str]) -> tuple[str, ...]:
    """Give the paragraphs of some lines: wrapped lines are joined, long ones stand alone.

    Examples
    --------
    >>> join_lines(["Rates will", "rise.", "", "She left."])
    ('Rates will rise.', 'She left.')
    >>> join_lines(["Rates will rise.", "She left."])
    ('Rates will rise.', 'She left.')
    """
    clean = [" ".join(line.split()) for line in lines]
    filled = [line for line in clean if line]
    inside = "" in clean[clean.index(filled[0]) :] if filled else False
    if not inside or max(map(len, filled), default=0) > WRAPPED:
        return tuple(filled)
    return tuple(" ".join(group) for is_text, group in groupby(clean, bool) if is_text)


def find_filled(lines: Sequence[str], start: int, step: int = 1) -> int:
    """Find the next line that is not blank; -1 where there is none."""
    while 0 <= start < len(lines):
        if lines[start].strip():
            return start
        start += step
    return -1


def find_line(lines: Sequence[str], pattern: re.Pattern[str], start: int, end: int) -> int:
    """Find the first of some lines that a pattern matches; `end` where there is none."""
    return next((i for i in range(start, end) if pattern.match(lines[i])), end)


def is_date(line: str) -> bool:
    """Tell whether a line is a date, with a day of the week or a time at most."""
    return bool(DATE_LINE.match(line.strip())) and has_date(line)


def tell_cut_short(title: str, mark: str) -> str:
    """Say that an export ends in the middle of a document."""
    return f"must be whole, up to {mark}; found that it is cut off in {title!r:.60}"


def drop_by(byline: str) -> str:
    """Give the names of a byline, without its "By"."""
    return BY.sub("", byline.strip())
