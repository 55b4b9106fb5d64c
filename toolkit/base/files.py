"""Files that a person wrote, read; and files that are written whole, or not at all."""

from __future__ import annotations

import codecs
import errno
import io
import os
import re
import zipfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.base.errors import ReadError, ToolkitError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}  # what only a writer is told
MAKER = "narrative-toolkit"  # what pages and workbooks of ours name as the program that made them
WHO_SAVED = "docProps/core.xml"  # of a workbook: there stands the program that saved it last
OTHERWISE = "Take another name, or replace it by overwrite=True (--force)"
LOOKED_AT = 1 << 16  # bytes in which a mark must stand


def read_utf8(path: Path) -> str:
    """Read a small text file that a person wrote; a byte order mark is not part of its text.

    Spreadsheets also write UTF-16, with a mark that tells so.

    Raises
    ------
    ReadError
        If it cannot be read, or is no UTF-8.

    Examples
    --------
    >>> read_utf8(Path("nowhere.csv"))
    Traceback (most recent call last):
    toolkit.base.errors.ReadError: nowhere.csv: must be a file that can be read; found no such file
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        problem = error.strerror or "that it cannot be read"
        if isinstance(error, FileNotFoundError):
            problem = "no such file"
        raise ReadError(path, f"must be a file that can be read; found {problem}") from error
    try:
        return content.decode("utf-16" if content.startswith(WIDE) else "utf-8-sig")
    except UnicodeDecodeError as error:
        problem = "must be UTF-8 (in Excel, save it as CSV UTF-8); found byte"
        raise ReadError(path, f"{problem} {content[error.start]:#04x}") from error


def read_lines(path: Path) -> list[str]:
    r"""Read the lines of a small text file; what ends a line is a line feed or carriage return.

    `str.splitlines` would cut a valid line of JSON at a U+2028 or U+0085 in one of its texts.

    Raises
    ------
    ReadError
        As `read_utf8`.
    """
    return [line.rstrip("\n") for line in io.StringIO(read_utf8(path), newline=None)]


def check_replaceable(
    path: Path | str, mark: re.Pattern[bytes] | None = None, *, overwrite: bool = False
) -> None:
    """Refuse a file that is there already and that the toolkit did not write.

    Parameters
    ----------
    path : Path or str
    mark : pattern of bytes, optional
        What stands near the beginning of each file that the same function wrote; in a workbook,
        in the part that tells who saved it last, so that one which a person saved is theirs.
        None: whatever is there is somebody's.
    overwrite : bool, optional
        Whether the person said that it may be replaced.

    Raises
    ------
    ToolkitError
        If the file is there, has content, and lacks the mark.
    """
    target = Path(path)
    if overwrite or not target.is_file():
        return
    try:
        begin = _read_beginning(target)
    except OSError as error:
        raise _tell_foreign(path, error.strerror or "one that cannot be read") from error
    if begin and not (mark and mark.search(begin)):
        raise _tell_foreign(path, "another")


def _tell_foreign(path: Path | str, found: str) -> ToolkitError:
    return ToolkitError(
        f"{path}: must be a new file, or one as toolkit wrote it; found {found}. {OTHERWISE}"
    )


def _read_beginning(path: Path) -> bytes:
    """Read where the mark of a file stands, if it has one."""
    with path.open("rb") as file:
        begin = file.read(LOOKED_AT)
    if not begin.startswith(b"PK"):
        return begin
    try:
        with zipfile.ZipFile(path) as book:
            return book.read(WHO_SAVED)
    except (zipfile.BadZipFile, KeyError):
        return begin


@contextmanager
def replace_file(
    path: Path | str, mark: re.Pattern[bytes] | None = None, *, overwrite: bool = False
) -> Iterator[BinaryIO]:
    """Open a file for writing that takes the place of `path` only once all is written.

    Parameters
    ----------
    path : Path or str
        The file to write; its folder must exist. A device or pipe, such as
        ``/dev/stdout``, is written to directly: it must not be replaced.
    mark, overwrite
        Which file may be replaced, as in `check_replaceable`.

    Yields
    ------
    binary file
        Lies beside `path` until the block ends. If the block is left by an error or
        by Ctrl-C, it is removed, and what stood at `path` stays as it was.

    Raises
    ------
    ToolkitError
        If a file of somebody else's is there, nothing can be written, or the disk is full.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     with replace_file(f"{folder}/greeting.txt") as file:
    ...         _ = file.write(b"Good morning.")
    ...     Path(folder, "greeting.txt").read_text()
    'Good morning.'
    """
    check_replaceable(path, mark, overwrite=overwrite)
    target = Path(path).resolve()  # a link stays a link, and the file that it names is replaced
    if target.exists() and not target.is_file() and not target.is_dir():
        with _tell_full(path), target.open("wb") as device:
            yield device
        return
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.unfinished")
    try:
        if target.is_dir():
            raise IsADirectoryError(None, "Is a directory")
        file = unfinished.open("xb")
    except OSError as error:
        raise ToolkitError(
            f"{path}: must be a file that can be written; found {error.strerror}"
        ) from error
    try:
        with _tell_full(path), file:
            yield file
        _put(unfinished, target, path)
    finally:
        unfinished.unlink(missing_ok=True)


@contextmanager
def _tell_full(path: Path | str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in FULL:
            raise
        raise ToolkitError(f"{path}: must have room to be written; found {error.strerror}") from (
            error
        )


def _put(unfinished: Path, target: Path, path: Path | str) -> None:
    try:
        unfinished.replace(target)
    except OSError as error:  # on Windows, a file that another program has open
        raise ToolkitError(
            f"{path}: must be a file that can be replaced; found {error.strerror}"
        ) from error
