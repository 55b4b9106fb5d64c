"""A text that holds several documents: told by the marks of its database, and cut into them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.base import ToolkitError
from toolkit.loading.cuts import WORDS, Cut
from toolkit.loading.databases import (
    cut_newsbank,
    cut_proquest,
    cut_ris,
    is_newsbank,
    is_proquest,
    is_ris,
)
from toolkit.loading.factiva import cut_coded, cut_plain, is_coded, is_plain
from toolkit.loading.nexis import cut_lexis, cut_nexis, is_lexis, is_nexis

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

# Which database wrote a text, and what cuts it. A file may hold exports of several, one after
# another: each cutter takes what has its marks.
DATABASES: tuple[
    tuple[Callable[[Sequence[str]], bool], Callable[[Sequence[str]], Iterator[Cut]]], ...
] = (
    (is_ris, cut_ris),
    (is_nexis, cut_nexis),
    (is_lexis, cut_lexis),
    (is_coded, cut_coded),
    (is_plain, cut_plain),
    (is_proquest, cut_proquest),
    (is_newsbank, cut_newsbank),
)
KNOWN = "Nexis Uni, Lexis Advance, LexisNexis, Factiva, ProQuest, NewsBank or RIS"
# Lines of which one article has one at most. Twice, they mark documents of a kind not known here.
MARKS = (
    re.compile(r"^(?:title|headline|head)\s{0,3}:", re.IGNORECASE),
    re.compile(r"^(?:byline|author)\s{0,3}:", re.IGNORECASE),
    re.compile(r"^(?:publication|outlet|newspaper)(?: title)?\s{0,3}:", re.IGNORECASE),
    re.compile(r"^(?:document|article|record|item)\s+\d+\s+of\s+\d+\b", re.IGNORECASE),
    re.compile(r"^\d+ of \d+ (?:documents?|articles?|results?|records?)$", re.IGNORECASE),
    re.compile(r"^end of (?:document|article)$", re.IGNORECASE),
    re.compile(r"^(?:length|word count)\s{0,3}:\s*\d", re.IGNORECASE),
    WORDS,
    re.compile(r"^From: .{0,80}@", re.IGNORECASE),
)


def cut_export(text: str) -> list[Cut]:
    r"""Cut a text into the documents that a news database wrote there, in their order.

    Returns
    -------
    list of Cut
        Empty where the text is one article like any other.

    Raises
    ------
    ToolkitError
        If it looks like several documents, and no database that is known wrote them.

    Examples
    --------
    >>> [cut.title for cut in cut_export("TY  - NEWS\nTI  - Rates rise\nAB  - Soon.\nER  - ")]
    ['Rates rise']
    >>> cut_export("Rates will rise, the governor said.")
    []
    """
    lines = [line.rstrip() for line in text.replace("\f", "\n").split("\n")]
    cuts = [cut for is_own, cut_all in DATABASES if is_own(lines) for cut in cut_all(lines)]
    if not cuts:
        _refuse_several(lines)
    return sorted(cuts, key=lambda cut: cut.line)


def _refuse_several(lines: Sequence[str]) -> None:
    for mark in MARKS:
        found = [number for number, line in enumerate(lines, start=1) if mark.match(line.strip())]
        if len(found) > 1:
            first, second = (f"{lines[number - 1].strip()[:40]!r}" for number in found[:2])
            raise ToolkitError(
                f"must be one article, or an export of {KNOWN}; found what looks like several "
                f"documents: {first} in line {found[0]}, {second} in line {found[1]}"
            )
