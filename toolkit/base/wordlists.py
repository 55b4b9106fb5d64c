"""Word lists with categories: finding their entries in a text, and reading one of one's own."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from toolkit.base.article import Span
from toolkit.base.errors import ReadError
from toolkit.base.files import read_lines
from toolkit.base.text import find_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True, slots=True)
class WordList:
    """Words and phrases, each in one or more categories.

    Parameters
    ----------
    name : str
        What a table calls the list.
    entries : mapping of str to tuple
        Lower-case word or phrase to its categories, each a dimension and a class in it
        (empty where the dimension has none). ``abandon*`` stands for every word that
        begins so.

    Notes
    -----
    The longest entry at a place wins, so a word of "a certain" is not counted again as
    "certain". Words in capitals, such as US, are taken for abbreviations and not matched.
    """

    name: str
    entries: Mapping[str, tuple[tuple[str, str], ...]]

    def find_entries(self, text: str) -> Iterator[tuple[Span, tuple[tuple[str, str], ...]]]:
        """Find the entries in a text, in reading order and apart, with their categories.

        Examples
        --------
        >>> words = WordList("mine", {"a certain": (("doubt", ""),), "hop*": (("hope", ""),)})
        >>> text = "Hoping for a certain US."
        >>> [(span.of(text), found) for span, found in words.find_entries(text)]
        [('Hoping', (('hope', ''),)), ('a certain', (('doubt', ''),))]
        """
        longest = max((len(entry.split()) for entry in self.entries), default=0)
        prefixes = {entry[:-1] for entry in self.entries if entry.endswith("*")}
        lengths = sorted({len(prefix) for prefix in prefixes}, reverse=True)
        words = find_words(text)
        number = 0
        while number < len(words):
            step = 1
            for last in range(min(number + longest, len(words)) - 1, number - 1, -1):
                span = Span(words[number].start, words[last].end)
                entry = self._match(span.of(text), last - number, prefixes, lengths)
                if entry:
                    yield span, self.entries[entry]
                    step = last - number + 1
                    break
            number += step

    def _match(self, words: str, blanks: int, prefixes: set[str], lengths: list[int]) -> str:
        if words.isupper() and len(words) > 1:
            return ""
        key = " ".join(words.casefold().replace("\u2019", "'").split())
        if key in self.entries:
            return key
        known = (key[:length] for length in lengths if key[:length] in prefixes)
        # The star stands for the end of a word, not for words behind it.
        return next((f"{prefix}*" for prefix in known if prefix.count(" ") == blanks), "")


def read_lexicon(path: str | Path) -> WordList:
    """Read a word list of one's own: a CSV table, or a LIWC dictionary (``.dic``).

    Parameters
    ----------
    path : str or Path
        A UTF-8 file. CSV: the columns ``word`` and ``category``, a word once for each of
        its categories. ``.dic``: categories between two lines ``%``, then a word and the
        numbers of its categories on each line. Words may be phrases and may end in ``*``.

    Raises
    ------
    ReadError
        If the file cannot be read, with the line at fault where there is one.

    Examples
    --------
    >>> read_lexicon("nowhere.csv")
    Traceback (most recent call last):
    toolkit.base.errors.ReadError: nowhere.csv: must be a file that can be read; found no such file
    """
    path = Path(path)
    lines = read_lines(path)
    read = _read_liwc if path.suffix.lower() == ".dic" else _read_category_table
    entries: dict[str, list[tuple[str, str]]] = {}
    for number, word, category in read(path, lines):
        key = " ".join(word.casefold().replace("\u2019", "'").split())
        if not key or "*" in key[:-1] or key == "*":
            raise ReadError(
                path, f"word: must be a word, with * only at its end; found {word!r}", number
            )
        if not category.strip():
            raise ReadError(path, f"category: must not be blank; found {category!r}", number)
        found = (category.strip(), "")
        if found not in entries.setdefault(key, []):
            entries[key].append(found)
    if not entries:
        raise ReadError(path, "must have at least one word; found none")
    whole = {word: tuple(categories) for word, categories in entries.items()}
    return WordList(path.name, MappingProxyType(whole))


def _read_category_table(path: Path, lines: list[str]) -> Iterator[tuple[int, str, str]]:
    header, *rows = lines or [""]
    if [column.strip() for column in header.split(",")] != ["word", "category"]:
        raise ReadError(path, f"columns must be ['word', 'category']; found {header!r}", 1)
    for number, row in enumerate(rows, start=2):
        fields = next(csv.reader([row]), [])  # one at a time: no quote mark opens over two lines
        if fields and len(fields) != 2:  # noqa: PLR2004
            raise ReadError(path, f"must have a word and a category; found {row!r}", number)
        if fields:
            yield number, fields[0], fields[1]


def _read_liwc(path: Path, lines: list[str]) -> Iterator[tuple[int, str, str]]:
    borders = [number for number, line in enumerate(lines) if line.strip() == "%"]
    if len(borders) != 2 or any(line.strip() for line in lines[: borders[0]]):  # noqa: PLR2004
        problem = "must begin with categories between two lines %"
        raise ReadError(path, f"{problem}; found {len(borders)} such lines", 1)
    first, last = borders
    names: dict[str, str] = {}
    for number in range(first + 1, last):
        fields = lines[number].split(maxsplit=1)
        if len(fields) != 2 or not fields[0].isdigit():  # noqa: PLR2004
            problem = f"must have a number and a category; found {lines[number]!r}"
            raise ReadError(path, problem, number + 1)
        names[fields[0]] = fields[1]
    for number in range(last + 1, len(lines)):
        word, *numbers = [field for field in lines[number].split("\t") if field.strip()] or [""]
        if not word:
            continue
        if not numbers or any(key.strip() not in names for key in numbers):
            problem = f"must have a word and numbers of known categories; found {lines[number]!r}"
            raise ReadError(path, problem, number + 1)
        for key in numbers:
            yield number + 1, word, names[key.strip()]
