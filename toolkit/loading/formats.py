"""Files of news in every format, as a stream of articles still to be made."""

from __future__ import annotations

import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO

from toolkit.base import MAX_CHARACTERS, Article, ReadError, ToolkitError
from toolkit.loading.archives import (
    DAMAGE,
    WebRecord,
    find_problem,
    iter_web_records,
    list_members,
    unpack,
)
from toolkit.loading.encodings import decode, decode_page, decode_path
from toolkit.loading.pages import HTML, MAX_PAGE_BYTES, parse_page
from toolkit.loading.parts import make_article, read_blocks
from toolkit.loading.records import make_record_article
from toolkit.loading.rows import Row, iter_json, iter_lines, iter_parquet, iter_table

TEXT_ENDINGS = (".txt", ".text", ".md", ".markdown")
PAGE_ENDINGS = (".html", ".htm", ".xhtml")
LINE_ENDINGS = (".jsonl", ".ndjson")
TABLE_ENDINGS = (".csv", ".tsv")
ONE_ARTICLE = TEXT_ENDINGS + PAGE_ENDINGS
MANY_ARTICLES = (*LINE_ENDINGS, ".json", *TABLE_ENDINGS, ".parquet", ".zip", ".warc")
ENDINGS = ONE_ARTICLE + MANY_ARTICLES
PACKED = ".gz"
# What may hold articles that nothing here reads; in a folder it is told, and pictures are not.
UNREAD_ENDINGS = (
    ".doc", ".docx", ".epub", ".mht", ".mhtml", ".odt", ".pdf", ".rtf", ".xls", ".xlsx",
    ".7z", ".bz2", ".rar", ".tar", ".tgz", ".xz", ".zst",
)  # fmt: skip
MAX_BYTES = 4 * MAX_CHARACTERS  # of one text; a character takes at most four bytes in UTF-8
Place = Path | str
LINES = "lines"  # the place of records that come from no file
Item = tuple[Place, int | None, Callable[[], Article]]


@dataclass(frozen=True, slots=True)
class Options:
    """How records and dates are read, as in `iter_corpus`."""

    columns: Mapping[str, str] | None = None
    day_first: bool | None = None


def find_ending(name: str) -> str:
    """Find the ending that tells a file's format, in lower case; that of packing is passed over.

    Examples
    --------
    >>> find_ending("News.JSONL.gz")
    '.jsonl'
    """
    path = PurePosixPath(name.lower())
    return path.with_suffix("").suffix if path.suffix == PACKED else path.suffix


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
        raise ReadError(path, f"must be a file that can be read; found: {reason}") from error
    except ValueError as error:  # a NUL in the name
        raise ReadError(repr(path), f"must be the name of a file; found: {error}") from error
    return unpack(file) if path.suffix.lower() == PACKED else file


def read_one(
    content: bytes | str, name: str, options: Options, *, article_id: str = ""
) -> Article:
    """Make an article from what a file of text, Markdown or HTML holds.

    Raises
    ------
    ToolkitError
        If it is none of these, or too long.
    """
    is_page = find_ending(name) in PAGE_ENDINGS
    most = MAX_PAGE_BYTES if is_page else MAX_BYTES
    if len(content) > most:
        raise ToolkitError(f"must have at most {most:,} bytes; found more")
    article_id, origin = decode_path(article_id), decode_path(name)
    notes: tuple[str, ...] = ()
    if isinstance(content, bytes):
        content, notes = decode_page(content) if is_page else decode(content)
    if is_page or HTML.match(content):
        return parse_page(
            content, id=article_id, origin=origin, day_first=options.day_first, notes=notes
        )
    return make_article(
        *read_blocks(content),
        id=article_id,
        origin=origin,
        day_first=options.day_first,
        notes=notes,
    )


def find_limit(name: str) -> int:
    """Give how many bytes of a file with one article are read: one more than it may have."""
    return (MAX_PAGE_BYTES if find_ending(name) in PAGE_ENDINGS else MAX_BYTES) + 1


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
            yield _fail(path, error.problem)
        except ToolkitError as error:
            yield _fail(path, str(error))
        except DAMAGE as error:
            yield _fail(path, f"must be whole; found: {error}")


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
            if not name.startswith(".") and find_ending(name) in known and path.is_file():
                yield path, cut_ending(path.relative_to(folder).as_posix())


def list_lines(
    place: Place, lines: Iterable[str] | Iterable[bytes], options: Options
) -> Iterator[Item]:
    """List the records of JSON lines, blank lines passed over."""
    yield from _list_rows(iter_lines(lines), place, options)


def _list_path(path: Path, article_id: str, options: Options) -> Iterator[Item]:
    ending = find_ending(path.name)
    if ending in UNREAD_ENDINGS or path.suffix.lower() in UNREAD_ENDINGS:
        yield _fail(path, describe_ending(path.suffix))
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
    if ending in LINE_ENDINGS:
        yield from _list_rows(iter_lines(file), place, options)
    elif ending == ".json":
        yield from _list_rows(iter_json(file), place, options)
    elif ending in TABLE_ENDINGS:
        delimiter = "\t" if ending == ".tsv" else ""
        yield from _list_rows(iter_table(file, options.columns, delimiter), place, options)
    elif ending == ".parquet":
        yield from _list_rows(iter_parquet(file, options.columns), place, options)
    elif ending == ".warc":
        yield from _list_web_records(file, place, options)
    else:
        content = file.read(find_limit(str(place)))
        yield place, None, partial(read_one, content, str(place), options, article_id=article_id)


def _list_rows(rows: Iterable[Row], place: Place, options: Options) -> Iterator[Item]:
    for row in rows:
        if row.problem:
            yield _fail(place, row.problem, row.line)
        else:
            yield place, row.line, partial(_make_row, row, place, options)


def _make_row(row: Row, place: Place, options: Options) -> Article:
    origin = decode_path(place if row.line is None else f"{place}:{row.line}")
    article = make_record_article(
        row.record,
        columns=options.columns,
        day_first=options.day_first,
        origin="" if place == LINES else origin,
    )
    return replace(article, notes=row.notes + article.notes)


def _list_web_records(file: IO[bytes], place: Place, options: Options) -> Iterator[Item]:
    for record in iter_web_records(file):
        if record.problem:
            yield _fail(place, record.problem, record.number)
        else:
            yield place, record.number, partial(_make_web_article, record, place, options)


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
                yield _fail(place, problem)
            elif ending in UNREAD_ENDINGS:
                yield _fail(place, describe_ending(ending))
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
        yield _fail(place, f"must be whole; found: {error}")


def _fail(place: Place, problem: str, line: int | None = None) -> Item:
    def fail() -> Article:
        raise ReadError(place, problem, line)

    return place, line, fail


def describe_ending(found: str) -> str:
    """Say which files are read, where one of another kind was found."""
    return f"must be a file ending in {', '.join(ENDINGS)}; found {found}. Save its text first"
