"""A text that holds several documents: told by the marks of its database, and cut into them."""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING

from toolkit.base import ToolkitError
from toolkit.loading.exports.cuts import WORDS, Cut, Export
from toolkit.loading.exports.factiva import FACTIVA_CODED, FACTIVA_PLAIN
from toolkit.loading.exports.lexisnexis import LEXISNEXIS
from toolkit.loading.exports.newsbank import NEWSBANK
from toolkit.loading.exports.nexis import NEXIS
from toolkit.loading.exports.proquest import PROQUEST
from toolkit.loading.exports.ris import RIS
from toolkit.loading.plugins import blame, read_plugins

if TYPE_CHECKING:
    from collections.abc import Sequence

# A new database has its line here; one of another package has an entry point of this group.
EXPORTS = (NEXIS, LEXISNEXIS, FACTIVA_CODED, FACTIVA_PLAIN, PROQUEST, NEWSBANK, RIS)
GROUP = "narrative_toolkit.exports"
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


def list_exports() -> tuple[Export, ...]:
    """List the databases whose exports are cut, those of other packages last."""
    return (*EXPORTS, *read_plugins(GROUP, Export))


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

    Warns
    -----
    UserWarning
        If what another package brought fails to tell its own texts; the others go on.

    Examples
    --------
    >>> [cut.title for cut in cut_export("TY  - NEWS\nTI  - Rates rise\nAB  - Soon.\nER  - ")]
    ['Rates rise']
    >>> cut_export("Rates will rise, the governor said.")
    []
    """
    lines = [line.rstrip() for line in text.replace("\f", "\n").split("\n")]
    cuts: list[Cut] = []
    for export in list_exports():
        if _is_own(export, lines):
            with blame(export.plugin, "cut its documents"):
                cuts += export.cut(lines)
    if not cuts:
        _refuse_several(lines)
    return sorted(cuts, key=lambda cut: cut.line)


def _is_own(export: Export, lines: Sequence[str]) -> bool:
    try:
        with blame(export.plugin, "tell its documents"):
            return export.is_own(lines)
    except ToolkitError as error:  # by a package that is broken, any text can still be read
        warnings.warn(str(error), UserWarning, stacklevel=2)
        return False


def _refuse_several(lines: Sequence[str]) -> None:
    for mark in MARKS:
        found = [number for number, line in enumerate(lines, start=1) if mark.match(line.strip())]
        if len(found) > 1:
            first, second = (f"{lines[number - 1].strip()[:40]!r}" for number in found[:2])
            *names, last = dict.fromkeys(export.name for export in list_exports())
            raise ToolkitError(
                f"must be one article, or an export of {', '.join(names)} or {last}; found what "
                f"looks like several documents: {first} in line {found[0]}, {second} in line "
                f"{found[1]}"
            )
