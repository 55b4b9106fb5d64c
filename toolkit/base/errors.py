"""What goes wrong, said in one sentence: place, problem, what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
