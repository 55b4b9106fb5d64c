"""Files of news in every format, as a stream of articles still to be made."""

from __future__ import annotations

import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import IO

from toolkit.base import Article, ReadError, ToolkitError, suggest
from toolkit.loading.archives import (
    DAMAGE,
    WebRecord,
    find_problem,
    iter_web_records,
    list_members,
    unpack,
)
from toolkit.loading.contents import (
    ONE_ARTICLE,
    PACKED,
    PAGE_ENDINGS,
    Item,
    Options,
    Place,
    fail,
    find_ending,
    find_limit,
    list_contents,
    list_rows,
)
from toolkit.loading.encodings import decode_page, decode_path
from toolkit.loading.pages import parse_page
from toolkit.loading.rows import Row, iter_json, iter_lines, iter_parquet, iter_table
from toolkit.loading.sheets import SHEET_ENDINGS, iter_sheets

LINE_ENDINGS = (".jsonl", ".ndjson")
TABLE_ENDINGS = (".csv", ".tsv")
ROW_ENDINGS = (*LINE_ENDINGS, ".json", *TABLE_ENDINGS, *SHEET_ENDINGS, ".parquet")
MANY_ARTICLES = (*ROW_ENDINGS, ".zip", ".warc")
ENDINGS = ONE_ARTICLE + MANY_ARTICLES
ABOVE = (
    Path(".."),
    Path("../.."),
)  # a notebook runs in a folder of its own
MOST_NAMES = 1_000  # of a folder, in which a name that was mistyped is looked for
SYSTEM_FILES = {".DS_Store", ".localized", ".gitignore", ".gitkeep", "Thumbs.db", "desktop.ini"}
# What may hold articles that nothing here reads; in a folder it is told, and pictures are not.
UNREAD_ENDINGS = (
    ".doc", ".epub", ".numbers", ".odt", ".pages",
    ".7z", ".bz2", ".rar", ".tar", ".tgz", ".xz", ".zst",
)  # fmt: skip


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


# ---- folders and files -----------------------------------------------------------------------


def list_items(paths: Iterable[tuple[Path, str]], options: Options) -> Iterator[Item]:
    """List what the files hold, one article each item; the second of a pair becomes its id.

    An item whose article cannot be made says so when it is asked for it, so that the
    rest of the stream is read all the same.
    """
    for path, article_id in paths:
        try:
            yield from _list_path(path, article_id, options)
        except ReadError as error:
            yield fail(path, error.problem)
        except ToolkitError as error:
            yield fail(path, str(error))
        except DAMAGE as error:
            yield fail(path, f"must be whole; found: {error}")


def walk(folder: Path) -> Iterator[tuple[Path, str]]:
    """Walk through a folder, and give each file that may hold articles with its id.

    Files come by name, those of a folder before those below it. Hidden ones and the folders
    that a browser saves beside a page (``page_files``) are passed over.
    """
    known = (*ENDINGS, *UNREAD_ENDINGS)
    for here, folders, files in os.walk(folder):
        saved = {f"{Path(name).stem}_files" for name in files if find_ending(name) in PAGE_ENDINGS}
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and name not in saved
        )
        for name in sorted(files):
            path = Path(here, name)
            is_passed_over = name.startswith(".") or _is_of_system(path)
            if not is_passed_over and find_ending(name) in known and path.is_file():
                yield path, cut_ending(path.relative_to(folder).as_posix())


def find_passed_over(folder: Path) -> list[Path]:
    """Find the files of a folder that `walk` passes over though they may hold articles.

    These are hidden ones and those without an ending; what a system or an office puts into
    every folder is left out, such as ``.DS_Store`` and ``~$news.docx``.
    """
    found = []
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder).parts
        is_hidden = any(part.startswith(".") for part in inside)
        if (is_hidden or not path.suffix) and path.is_file() and not _is_of_system(path):
            found.append(path)
    return found


def _is_of_system(path: Path) -> bool:
    return path.name in SYSTEM_FILES or path.name.startswith(("._", "~$", ".~lock"))


def _list_path(path: Path, article_id: str, options: Options) -> Iterator[Item]:
    ending = find_ending(path.name)
    if ending in UNREAD_ENDINGS or path.suffix.lower() in UNREAD_ENDINGS:
        yield fail(path, describe_ending(path.suffix))
    elif ending == ".zip":
        yield from _list_zip(path, options)
    else:
        with open_file(path) as file:
            yield from _list_stream(file, path, article_id, options)


def _list_stream(
    file: IO[bytes], place: Place, article_id: str, options: Options
) -> Iterator[Item]:
    """List what an open file holds, by the ending of its name; without a known one it is text."""
    ending = find_ending(str(place))
    if ending in ROW_ENDINGS:
        yield from list_rows(_iter_rows(file, ending, options.columns), place, options)
    elif ending == ".warc":
        yield from _list_web_records(file, place, options)
    else:
        content = file.read(find_limit(str(place)))
        yield from _list_contents(content, place, article_id, options)


def _iter_rows(file: IO[bytes], ending: str, columns: Mapping[str, str] | None) -> Iterator[Row]:
    if ending in LINE_ENDINGS:
        return iter_lines(file)
    if ending == ".json":
        return iter_json(file)
    if ending in TABLE_ENDINGS:
        return iter_table(file, columns, "\t" if ending == ".tsv" else "")
    if ending in SHEET_ENDINGS:
        return iter_sheets(file, ending, columns)
    return iter_parquet(file, columns)


def open_rows(path: Path, columns: Mapping[str, str]) -> Iterator[Row]:
    """Read the rows of a file that is a table or JSON lines, whatever they are about.

    Raises
    ------
    ReadError
        If it cannot be opened, or is no such file.
    """
    ending = find_ending(path.name)
    if ending not in ROW_ENDINGS:
        raise ReadError(path, f"must be a file ending in {', '.join(ROW_ENDINGS)}; found {ending}")
    with open_file(path) as file:
        yield from _iter_rows(file, ending, columns)


def _list_contents(
    content: bytes, place: Place, article_id: str, options: Options
) -> Iterator[Item]:
    try:
        for item in list_contents(content, str(place), options, article_id=article_id):
            yield replace(item, place=place)
    except ToolkitError as error:
        yield fail(place, str(error))


def _list_web_records(file: IO[bytes], place: Place, options: Options) -> Iterator[Item]:
    for record in iter_web_records(file):
        if record.problem:
            yield fail(place, record.problem, record.number)
        else:
            make = partial(_make_web_article, record, place, options)
            yield Item(place, make, record.number)


def _make_web_article(record: WebRecord, place: Place, options: Options) -> Article:
    text, notes = decode_page(record.content, record.charset)
    return parse_page(
        text,
        day_first=options.day_first,
        id=record.id,
        origin=decode_path(f"{place}:{record.number}"),
        url=record.url,
        notes=notes,
    )


def _list_zip(path: Path, options: Options) -> Iterator[Item]:
    """List what the files of a zip archive hold; nothing is written where it says."""
    with zipfile.ZipFile(path) as archive:
        for info in list_members(archive, path.stat().st_size):
            place, ending = f"{path}/{info.filename}", find_ending(info.filename)
            if problem := find_problem(info):
                yield fail(place, problem)
            elif ending in UNREAD_ENDINGS:
                yield fail(place, describe_ending(ending))
            elif ending in ENDINGS:
                yield from _list_member(archive, info, place, options)


def _list_member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, place: str, options: Options
) -> Iterator[Item]:
    try:
        with archive.open(info) as member, tempfile.TemporaryFile() as whole:
            file: IO[bytes] = member
            if find_ending(info.filename) == ".parquet":  # is read from its end
                shutil.copyfileobj(member, whole)
                file = whole
            yield from _list_stream(file, place, cut_ending(info.filename), options)
    except DAMAGE as error:
        yield fail(place, f"must be whole; found: {error}")


def describe_ending(found: str) -> str:
    """Say which files are read, where one of another kind was found."""
    return f"must be a file ending in {', '.join(ENDINGS)}; found {found}. Save its text first"
