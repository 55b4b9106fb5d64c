"""Dates as news writes them: read where they can be read in one way, else left open."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from toolkit.base import Article

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
# A name or its usual abbreviation, whole: "Marathon 26, 2018" is no day in March.
MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
HALF_DAY = 12  # hours
DAYS_ONLY = range(13, 32)  # numbers that are no month
SHORT_MONTHS = [month[:3].lower() for month in MONTHS]
CLOCK = re.compile(
    r"\b(\d{1,2}):(\d{2})(?!\d)(?::\d{2}(?:\.\d{1,9})?)?"
    r"(?:(?:\s{0,2}(?=[ap](?:\.\s?)?m\b))?([ap])(?:(?:\.\s?)?m)?\b)?",
    re.IGNORECASE,
)
ZONE = re.compile(r"\.?\s{0,2}(?:([+-])(0\d|1[0-4]):?([0-5]\d)|(?:UTC|GMT|Z)(?![+-]))(?!\w)")
ISO_DATE = re.compile(
    r"\b(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?+)"
    r" ?(Z|UTC|[+-]\d{2}:?\d{2})?(?!\s{0,2}(?i:[ap](?:\.\s?)?m\b)))?"
)
DAY, YEAR = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?", r"(?P<year>\d{4})"
NAMED_DATES = (
    re.compile(rf"\b(?P<month>{MONTH})\s{{1,3}}{DAY},?\s{{1,3}}{YEAR}\b", re.IGNORECASE),
    re.compile(rf"\b{DAY}[\s-]{{1,3}}(?P<month>{MONTH}),?[\s-]{{1,3}}{YEAR}\b", re.IGNORECASE),
)
NUMERIC_DATE = re.compile(r"\b(\d{1,2})([/.-])(\d{1,2})\2(\d{4})\b")
DATES = (ISO_DATE, *NAMED_DATES, NUMERIC_DATE)
OPEN = re.compile(r"date: '(?P<date>[^']*)' is .*; day_first=True or False decides")


def leave_open() -> bool | None:
    """Give the order of a date that stands by itself: none is known."""
    return None


def has_date(text: str) -> bool:
    """Tell whether a date stands in a text, readable or not.

    Examples
    --------
    >>> has_date("06/09/2016 21:54 by admin")
    True
    """
    return any(pattern.search(text) for pattern in DATES)


def read_date(
    text: str,
    day_first: bool | None = None,  # noqa: FBT001
    order: Callable[[], bool | None] = leave_open,
) -> tuple[date | None, str]:
    """Read the first date of a text: ISO, then a named month, then numbers alone.

    Parameters
    ----------
    text : str
    day_first : bool, optional
        How ``06/09/2016`` reads. Left out, such a date stays open unless `order` tells; one
        with dots, as in ``06.09.2016``, has its day first.
    order : callable, optional
        Asked where a date is open; tells whether the day is first in the column it is from.

    Returns
    -------
    date or datetime or None
        A time of day where one stands beside the date; a time zone only where the text
        states it as an offset, UTC, GMT or Z. None where the date cannot be read, or
        reads in two ways.
    str
        Why there is no date, or that the others of its column decided; else empty.

    Examples
    --------
    >>> read_date("Sept. 6, 2016")
    (datetime.date(2016, 9, 6), '')
    >>> read_date("06/09/2016")[1]
    "date: '06/09/2016' is 6 September 2016 or 9 June 2016; day_first=True or False decides"
    >>> read_date("06/09/2016", order=lambda: True)
    (datetime.date(2016, 9, 6), "date: '06/09/2016' has its day first, as its column shows")
    """
    try:
        if iso := ISO_DATE.search(text):
            day, clock, zone = iso.groups(default="")
            if not clock:  # it has none, or one of twelve hours
                return _add_time(date.fromisoformat(day), CLOCK.match(text, iso.end() + 1)), ""
            return datetime.fromisoformat(f"{day}T{clock}{zone.replace('UTC', 'Z')}"), ""
        for pattern in NAMED_DATES:
            if named := pattern.search(text):
                month = SHORT_MONTHS.index(named["month"][:3].lower()) + 1
                found = date(int(named["year"]), month, int(named["day"]))
                return _add_time(found, CLOCK.search(text)), ""
        numeric = NUMERIC_DATE.search(text)
        if numeric is None:
            return None, f"date: not understood; found {text[:40]!r}"
        return _read_numeric(numeric, day_first, order)
    except ValueError:
        return None, f"date: no such day; found {text[:40]!r}"


def _read_numeric(
    match: re.Match[str],
    day_first: bool | None,  # noqa: FBT001
    order: Callable[[], bool | None],
) -> tuple[date | None, str]:
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    readings = [
        date(year, month, day)
        for day, month in ((first, second), (second, first))
        if month <= len(MONTHS)
    ]
    if not readings:
        return None, f"date: no such day; found {match.group()!r}"
    note = ""
    if len({*readings}) > 1:
        if day_first is None:
            day_first, note = _settle(match, order)
        if day_first is None:
            both = " or ".join(f"{day.day} {MONTHS[day.month - 1]} {day.year}" for day in readings)
            return None, f"date: {match.group()!r} is {both}; day_first=True or False decides"
        readings = readings[:1] if day_first else readings[1:]
    return _add_time(readings[0], CLOCK.search(match.string)), note


def _settle(match: re.Match[str], order: Callable[[], bool | None]) -> tuple[bool | None, str]:
    """Tell whether a date has its day first, by its marks or its column, and note the latter."""
    if match[2] == ".":
        return True, ""
    day_first = order()
    which = "day" if day_first else "month"
    return day_first, f"date: {match.group()!r} has its {which} first, as its column shows"


def tell_order(text: str) -> bool | None:
    """Tell whether a date of numbers alone has its day first, if it reads in one way only.

    Examples
    --------
    >>> tell_order("27/08/2024"), tell_order("08/27/2024"), tell_order("05/09/2024")
    (True, False, None)
    """
    numeric = NUMERIC_DATE.search(text)
    if numeric is None or any(other.search(text) for other in (ISO_DATE, *NAMED_DATES)):
        return None
    first, second = int(numeric[1]), int(numeric[3])
    if max(first, second) not in DAYS_ONLY or min(first, second) > len(MONTHS):
        return None
    return first > second


def find_order(orders: Iterable[bool | None]) -> bool | None:
    """Find the order of a column from those of its dates: None where they tell none, or both.

    Examples
    --------
    >>> find_order([None, True, None]), find_order([True, False])
    (True, None)
    """
    told = {*orders} - {None}
    return told.pop() if len(told) == 1 else None


def _add_time(day: date, clock: re.Match[str] | None) -> date:
    if clock is None:
        return day
    hour = int(clock[1])
    if clock[3] and 1 <= hour <= HALF_DAY:  # 21:54 is no hour of the morning, whatever follows
        hour = hour % HALF_DAY + (HALF_DAY if clock[3].lower() == "p" else 0)
    zone = _read_zone(ZONE.match(clock.string, clock.end()))
    return datetime.combine(day, time(hour, int(clock[2])), tzinfo=zone)


def _read_zone(zone: re.Match[str] | None) -> timezone | None:
    if zone is None:
        return None
    if not zone[1]:
        return UTC
    offset = timedelta(hours=int(zone[2]), minutes=int(zone[3]))
    return timezone(offset if zone[1] == "+" else -offset)


@dataclass(slots=True)
class OpenDates:
    """How many articles that came by state a date, of how many it is open, and the first such.

    Examples
    --------
    >>> from toolkit.base import Article
    >>> dates = OpenDates()
    >>> article = Article("War is war.", notes=read_date("3/4/2024")[1:])
    >>> _ = [*dates.count([article])]
    >>> print(dates.tell())
    1 of 1 date is open: 3/4/2024; day_first=True or False decides (--day-first, --no-day-first)
    """

    stated: int = 0
    open: int = 0
    first: str = ""

    def count(self, articles: Iterable[Article]) -> Iterator[Article]:
        """Count articles as they come by."""
        for article in articles:
            found = next(filter(None, map(OPEN.fullmatch, article.notes)), None)
            if found is not None and article.published is None:
                self.open += 1
                self.first = self.first or found["date"]
            self.stated += article.published is not None or any(
                note.startswith("date:") for note in article.notes
            )
            yield article

    def tell(self) -> str:
        """Tell in one line what is open, and how to decide it; empty where nothing is."""
        if not self.open:
            return ""
        dates = f"date{'s' * (self.stated > 1)} {'is' if self.open == 1 else 'are'} open"
        return (
            f"{self.open:,} of {self.stated:,} {dates}: {self.first}; "
            "day_first=True or False decides (--day-first, --no-day-first)"
        )
