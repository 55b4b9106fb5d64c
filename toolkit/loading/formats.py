"""The formats that are read, and files and folders of them as a stream of articles to be made."""

from __future__ import annotations

import shutil
import tempfile
import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import IO, Literal

from toolkit.base import Article, ReadError, ToolkitError, check_choice, suggest, tell_type
from toolkit.loading.archives import (
    DAMAGE,
    find_problem,
    list_members,
    unpack,
)
from toolkit.loading.contents import (
    PACKED,
    PAGE_ENDINGS,
    Given,
    Item,
    fail,
    find_ending,
    list_document,
    list_mail,
    list_page,
    list_text_file,
    look_up_order,
    make_row_item,
)
from toolkit.loading.plugins import Brought, blame, read_plugins
from toolkit.loading.rows import Row, iter_json, iter_lines, iter_parquet, iter_table
from toolkit.loading.sheets import iter_sheets
from toolkit.loading.webarchives import list_web_archive

GROUP = "narrative_toolkit.formats"
GIVES = ("article", "articles", "rows")
ABOVE = (Path(".."), Path("../.."))  # a notebook runs in a folder of its own
MOST_NAMES = 1_000  # of a folder, in which a name that was mistyped is looked for
# What may hold articles that nothing here reads; in a folder it is told, and pictures are not.
UNREAD_ENDINGS = (
    ".doc", ".epub", ".numbers", ".odt", ".pages",
    ".7z", ".bz2", ".rar", ".tar", ".tgz", ".xz", ".zst",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Format(Brought):
    """A kind of file that is read.

    Parameters
    ----------
    name, plugin
        As in `Brought`.
    endings : tuple of str
        Of the names of its files, in lower case.
    read : callable
        Yields what an open file holds, given what is known of it: the rows of a table, or
        articles still to be made. What is faulty says so in its row or item, and the others
        are read; a `ToolkitError` ends the file alone.
    gives : str, optional
        ``article`` for one a file, which `read_article` reads too; ``articles``; or ``rows``
        of a table, which may be about anything.

    Raises
    ------
    ToolkitError
        If an ending is none, or `gives` none of the three.
    """

    endings: tuple[str, ...]
    read: Callable[[IO[bytes], Given], Iterable[Item | Row]]
    gives: Literal["article", "articles", "rows"] = "articles"

    def __post_init__(self) -> None:
        for ending in self.endings:
            if ending != find_ending(f"news{ending}"):
                raise ToolkitError(f"endings: must be such as '.csv'; found {ending!r}")
        check_choice("gives", self.gives, GIVES)


def cut_ending(name: str) -> str:
    """Give a file's name without the ending that tells its format.

    Examples
    --------
    >>> cut_ending("2016/news.txt.gz")
    '2016/news'
    """
    path = PurePosixPath(name)
    path = path.with_suffix("") if path.suffix.lower() == PACKED else path
    return str(path.with_suffix(""))


def open_file(path: Path) -> IO[bytes]:
    """Open a file, unpacked where its name ends in ``.gz``.

    Raises
    ------
    ReadError
        If it is a folder, or cannot be opened.
    """
    if path.is_dir():
        raise ReadError(path, "must be a file; found a folder. Use read_corpus for a folder")
    try:
        file = path.open("rb")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        # Whoever pasted a text where a name belongs reads what takes texts.
        is_text = " " in path.name and " " in (path.suffix or " ")
        remedy = ". Use parse_article for a text" if is_text else ""
        if isinstance(error, FileNotFoundError):
            remedy = tell_where(path) + remedy
        raise ReadError(
            path, f"must be a file that can be read; found {reason.lower()}{remedy}"
        ) from error
    except ValueError as error:  # a NUL in the name
        raise ReadError(repr(path), f"must be the name of a file; found: {error}") from error
    return unpack(file) if path.suffix.lower() == PACKED else file


def tell_where(path: Path) -> str:
    """Tell in which folder a name was looked for, and a place or name that may be meant.

    A notebook runs in its own folder, a command wherever it is typed: the same name is another
    file.
    """
    if path.is_absolute():
        return suggest(path.name, _list_names(path.parent))
    above = next((up / path for up in ABOVE if (up / path).exists()), None)
    meant = f". Did you mean {above.as_posix()!r}?" if above else ""
    return f" in {Path.cwd()}{meant or suggest(path.name, _list_names(path.parent))}"


def _list_names(folder: Path) -> list[str]:
    try:
        return sorted(path.name for path in islice(folder.iterdir(), MOST_NAMES))
    except OSError:  # no such folder: then no name in it is meant
        return []


# ---- files -----------------------------------------------------------------------------------


def list_files(files: Iterable[Given]) -> Iterator[Item]:
    """List what files hold, one article each item.

    An item whose article cannot be made says so when it is asked for it, so that the
    rest of the stream is read all the same.
    """
    for given in files:
        try:
            path = Path(given.place)
            anew = partial(open_file, path) if path.is_file() else None  # a pipe is read once
            with open_file(path) as file:
                yield from list_file(file, given, anew)
        except ReadError as error:
            yield fail(given.place, error.problem)
        except DAMAGE as error:
            yield fail(given.place, f"must be whole; found: {error}")


def list_file(
    file: IO[bytes], given: Given, anew: Callable[[], IO[bytes]] | None = None
) -> Iterator[Item]:
    """List what an open file holds, by the ending of its name; without a known one it is text.

    Where `anew` opens it again, a column of a table decides its own dates.
    """
    try:
        kind = find_format(str(given.place))
        if anew and kind.gives == "rows":
            read = partial(_read_anew, anew, kind, given)
            given = replace(given, order=look_up_order(read, given.columns))
        with blame(kind.plugin, f"read {given.ending}"):
            for found in kind.read(file, given):
                yield _take(found, kind, given)
    except ToolkitError as error:
        yield fail(given.place, str(error))


def _read_anew(anew: Callable[[], IO[bytes]], kind: Format, given: Given) -> Iterator[Row]:
    """Read the rows of a file once more, up to a fault, which the first reading tells."""
    with suppress(ToolkitError, *DAMAGE), anew() as file, blame(kind.plugin, "read it anew"):
        yield from (row for row in kind.read(file, given) if isinstance(row, Row))


def _take(found: Item | Row, kind: Format, given: Given) -> Item:
    """Give the item of what a format yields; if another package's, its faults are told as such."""
    item = make_row_item(found, given) if isinstance(found, Row) else found
    if not isinstance(item, Item):
        raise ToolkitError(f"{kind.plugin}: must yield items or rows; found {tell_type(item)}")
    return replace(item, make=partial(_make, kind, item.make)) if kind.plugin else item


def _make(kind: Format, make: Callable[[], Article]) -> Article:
    with blame(kind.plugin, "make its article"):
        return make()


def open_rows(path: Path, columns: Mapping[str, str]) -> Iterator[Row]:
    """Read the rows of a file that is a table or JSON lines, whatever they are about.

    Raises
    ------
    ReadError
        If it cannot be opened, or is no such file.
    """
    kind = find_format(path.name)
    if kind.gives != "rows":
        tables = [ending for ending, kind in list_formats().items() if kind.gives == "rows"]
        found = find_ending(path.name)
        raise ReadError(path, f"must be a file ending in {', '.join(tables)}; found {found}")
    with open_file(path) as file, blame(kind.plugin, f"read {path.suffix}"):
        read = kind.read(file, Given(path, columns=columns))
        yield from (row for row in read if isinstance(row, Row))


def _list_zip(_: IO[bytes], given: Given) -> Iterator[Item]:
    """List what the files of a zip archive hold; nothing is written where it says."""
    path = Path(given.place)
    with zipfile.ZipFile(path) as archive:
        for info in list_members(archive, path.stat().st_size):
            place = f"{path}/{info.filename}"
            if problem := find_problem(info):
                yield fail(place, problem)
            elif may_hold(info.filename):
                try:
                    with archive.open(info) as member:
                        inner = replace(given, place=place, id=cut_ending(info.filename))
                        yield from list_file(member, inner, partial(archive.open, info))
                except DAMAGE as error:
                    yield fail(place, f"must be whole; found: {error}")


def _iter_parquet(file: IO[bytes], given: Given) -> Iterator[Row]:
    if isinstance(file, zipfile.ZipExtFile):  # it is read from its end
        with tempfile.TemporaryFile() as whole:
            shutil.copyfileobj(file, whole)
            yield from iter_parquet(whole, given.columns)
    else:
        yield from iter_parquet(file, given.columns)


# ---- which there are -------------------------------------------------------------------------

TEXT = Format("text", (".txt", ".text", ".md", ".markdown", ".ris"), list_text_file, "article")
# A new format has its line here; one of another package has an entry point of this group.
FORMATS = (
    TEXT,
    Format("page", PAGE_ENDINGS, list_page, "article"),
    Format("document", (".docx", ".rtf", ".pdf"), list_document, "article"),
    Format("mail", (".eml", ".mht", ".mhtml"), list_mail, "article"),
    Format("JSON lines", (".jsonl", ".ndjson"), lambda file, _: iter_lines(file), "rows"),
    Format("JSON", (".json",), lambda file, _: iter_json(file), "rows"),
    Format("CSV", (".csv",), lambda file, given: iter_table(file, given.columns), "rows"),
    Format("TSV", (".tsv",), lambda file, given: iter_table(file, given.columns, "\t"), "rows"),
    Format(
        "spreadsheet",
        (".xlsx", ".xlsm", ".xls", ".ods"),
        lambda file, given: iter_sheets(file, given.ending, given.columns),
        "rows",
    ),
    Format("Parquet", (".parquet",), _iter_parquet, "rows"),
    Format("zip archive", (".zip",), _list_zip),
    Format("web archive", (".warc",), list_web_archive),
)
OWN = {ending: kind for kind in FORMATS for ending in kind.endings}


@cache
def list_formats() -> dict[str, Format]:
    """List the formats by their endings, those of other packages last.

    Warns
    -----
    UserWarning
        Of an ending that two have, which remains with the first.
    """
    listed = dict(OWN)
    for kind in read_plugins(GROUP, Format):
        for ending in kind.endings:
            if listed.setdefault(ending, kind) is not kind:
                warnings.warn(
                    f"{kind.plugin}: must have an ending of its own; found {ending}, which is of "
                    f"{listed[ending].plugin or 'the toolkit'}",
                    UserWarning,
                    stacklevel=2,
                )
    return listed


def find_format(name: str) -> Format:
    """Find the format of a file by its name; without a known ending it is text.

    Raises
    ------
    ToolkitError
        If it may hold articles, and nothing here reads it.
    """
    ending = find_ending(name)
    found = OWN.get(ending) or list_formats().get(ending)
    if found is None and ending in UNREAD_ENDINGS:
        raise ToolkitError(
            f"must be a file ending in {', '.join(list_formats())}; found {Path(name).suffix}. "
            "Save its text first"
        )
    return found or TEXT


def may_hold(name: str) -> bool:
    """Tell whether a file may hold articles, by its name: also where nothing here reads it."""
    ending = find_ending(name)
    return ending in OWN or ending in UNREAD_ENDINGS or ending in list_formats()
