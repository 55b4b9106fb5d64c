"""What goes wrong, said in one sentence: place, problem, what was found."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path


class ToolkitError(ValueError):
    """Something given to the toolkit cannot be used as it is.

    The message reads ``place: problem; found what was there``. A notebook shows that line
    alone: the fault is the input's, and the calls that led to it explain nothing.
    """

    def _render_traceback_(self) -> list[str]:  # asked for by IPython
        return [f"{type(self).__name__}: {self}"]


class ReadError(ToolkitError):
    """A file does not hold what its reader expects.

    Parameters
    ----------
    path : Path or str
        The file, folder or stream.
    problem : str
        What is wrong there, and what was found.
    line : int, optional
        The line at fault, counted from 1; None where the whole file is.
    row : int, optional
        The row at fault as a spreadsheet numbers it: the head of the columns is row 1.

    Notes
    -----
    The four are attributes too, so that a notebook can list the faulty lines
    of a large corpus without taking a message apart.

    Examples
    --------
    >>> str(ReadError("news.jsonl", "text: must be a string; found None", line=4))
    'news.jsonl:4: text: must be a string; found None'
    """

    def __init__(
        self, path: Path | str, problem: str, line: int | None = None, row: int | None = None
    ) -> None:
        # Passed on whole, which keeps the error picklable between processes.
        super().__init__(path, problem, line, row)
        self.path = path
        self.problem = problem
        self.line = line
        self.row = row

    @property
    def place(self) -> str:
        """Where the fault is, as the message begins."""
        return tell_place(self.path, self.line, self.row)

    def __str__(self) -> str:
        return f"{self.place}: {self.problem}"


def tell_place(path: Path | str, line: int | None, row: int | None) -> str:
    """Tell a place in a file: its line, and its row where that is another number.

    Examples
    --------
    >>> tell_place("news.csv", 12, 5), tell_place("news.xlsx", None, 5)
    ('news.csv:12 (row 5)', 'news.xlsx, row 5')
    """
    if line is None:
        return f"{path}" if row is None else f"{path}, row {row}"
    return f"{path}:{line}" if row in {None, line} else f"{path}:{line} (row {row})"


def suggest(value: object, choices: Iterable[str]) -> str:
    """Name the choice that somebody who typed another word may have meant; else say nothing.

    Examples
    --------
    >>> suggest("publishr", ["section", "publisher"]), suggest("war", ["publisher"])
    (". Did you mean 'publisher'?", '')
    """
    near = get_close_matches(f"{value}", [*choices], n=1)
    return f". Did you mean {near[0]!r}?" if near else ""


def check_choice(place: str, value: object, choices: Collection[str]) -> None:
    """Refuse a value that is not one of the choices, and name the one that is nearest.

    Raises
    ------
    ToolkitError
        If it is not.

    Examples
    --------
    >>> check_choice("what", "gendr", ["role", "gender"])
    Traceback (most recent call last):
    toolkit.base.errors.ToolkitError: what: must be one of role, gender; found 'gendr'. Did you ...
    """
    if value not in choices:
        raise ToolkitError(
            f"{place}: must be one of {', '.join(choices)}; found {value!r}"
            f"{suggest(value, choices)}"
        )


def check_strings(texts: object) -> list[str]:
    """Give a list of the strings that somebody handed over, and refuse what is no such thing.

    Raises
    ------
    ToolkitError
        If it is one string, a table, or nothing that holds strings; which one is none.

    Examples
    --------
    >>> check_strings(("War is war.",))
    ['War is war.']
    >>> check_strings("War is war.")
    Traceback (most recent call last):
    toolkit.base.errors.ToolkitError: texts: must be an iterable of strings; found one string. ...
    """
    if isinstance(texts, str):
        raise ToolkitError("texts: must be an iterable of strings; found one string. Type [text]")
    if hasattr(texts, "columns"):
        raise ToolkitError(
            "texts: must be an iterable of strings; found a table. Type table['text'], "
            "with the name of its column"
        )
    if not hasattr(texts, "__iter__"):
        raise ToolkitError(f"texts: must be an iterable of strings; found {tell_type(texts)}")
    listed = [*texts]
    for number, text in enumerate(listed):
        if not isinstance(text, str):
            raise ToolkitError(f"texts[{number}]: must be a string; found {tell_type(text)}")
    return listed


def tell_type(value: object) -> str:
    """Tell what somebody gave, in a word.

    Examples
    --------
    >>> tell_type(None), tell_type(["War is war."])
    ('None', 'list')
    """
    return "None" if value is None else type(value).__name__


class RowError(ReadError):
    """A row of a file that a person edits in a spreadsheet cannot be used as it is.

    `line` is the row as the spreadsheet numbers it: the head of the columns is row 1.

    Examples
    --------
    >>> str(RowError("corrections.csv", "action: must be keep or delete; found 'no'", line=4))
    "corrections.csv, row 4: action: must be keep or delete; found 'no'"
    """

    def __str__(self) -> str:
        return f"{self.path}, row {self.line}: {self.problem}"
