"""What a file holds, whatever its name: one article, an export of many, a table."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path, PurePosixPath
from typing import IO, Any

from toolkit.base import Article, ToolkitError, tell_place
from toolkit.loading.dates import find_order, tell_order
from toolkit.loading.documents import Document, read_document
from toolkit.loading.encodings import decode, decode_page, decode_path
from toolkit.loading.exports.cuts import Cut, make_cut_article
from toolkit.loading.exports.registry import cut_export
from toolkit.loading.mail import read_mail
from toolkit.loading.pages import HTML, MAX_PAGE_BYTES, parse_page
from toolkit.loading.parts import HEADER_BLOCKS, join_pieces, make_article, read_blocks
from toolkit.loading.records import choose_columns, find_stamp, make_record_article
from toolkit.loading.rows import DELIMITERS, Row, iter_lines, iter_table

PACKED = ".gz"
PAGE_ENDINGS = (".html", ".htm", ".xhtml")
MAX_BYTES = 64 << 20  # of a text, which may be an export of many articles
# The number of a document: code of the source, date, and a running number.
FACTIVA_ARTICLE = re.compile(
    rb"<div\b[^>]{0,80}\bid=[\"']article-[A-Z]{2,8}0{2,8}\d{8}e[0-9a-z]{6,14}[\"']"
)
# A line with an address of the web and nothing else but a bullet or number before it.
ADDRESS = re.compile(r"[\W\d]{0,9}https?://\S+", re.IGNORECASE)
OUTLET = re.compile(r"\s+[|\u2013\u2014-]\s")  # what parts it from a title
HEAD_CHARACTERS = 20_000  # in which a text shows that it is a table
Place = Path | str
LINES = "lines"  # the place of records that come from no file


@dataclass(frozen=True, slots=True)
class Given:
    """What is known of a file before it is read.

    Parameters
    ----------
    place : Path or str
        Its name, with that of its archive; empty for a text that was handed over.
    id : str, optional
        Of its article, if that states none: the name without its ending.
    columns, day_first : optional
        As in `iter_corpus`.
    order : callable, optional
        Tells whether dates have their day first in the column that a row's date is from.
    """

    place: Place
    id: str = ""
    columns: Mapping[str, str] | None = None
    day_first: bool | None = None
    order: Callable[[Row], bool | None] = lambda _: None

    @property
    def ending(self) -> str:
        """The ending of its name, as `find_ending` has it."""
        return find_ending(str(self.place))

    def state(self) -> dict[str, Any]:
        """State what the makers of an article take."""
        return {
            "id": decode_path(self.id),
            "origin": decode_path(self.place),
            "day_first": self.day_first,
        }


@dataclass(frozen=True, slots=True)
class Item:
    """An article still to be made, and where it comes from.

    Parameters
    ----------
    place : Path or str
    make : callable
        Gives the article, or raises what is wrong with it.
    line, row : int, optional
        As in `ReadError`.
    """

    place: Place
    make: Callable[[], Article]
    line: int | None = None
    row: int | None = None

    @property
    def origin(self) -> str:
        """The place as an article has it."""
        return decode_path(tell_place(self.place, self.line, self.row))


def fail(place: Place, problem: str, line: int | None = None, row: int | None = None) -> Item:
    """Give an item whose article cannot be made, and says so when it is asked for."""

    def raise_it() -> Article:
        raise ToolkitError(problem)

    return Item(place, raise_it, line, row)


def find_ending(name: str) -> str:
    """Find the ending that tells a file's format, in lower case; that of packing is passed over.

    Examples
    --------
    >>> find_ending("News.JSONL.gz")
    '.jsonl'
    """
    path = PurePosixPath(name.lower())
    return path.with_suffix("").suffix if path.suffix == PACKED else path.suffix


# ---- one article -----------------------------------------------------------------------------


def list_page(file: IO[bytes], given: Given) -> list[Item]:
    """List the article of a page.

    Raises
    ------
    ToolkitError
        If Factiva wrote it with several.
    """
    content = file.read(MAX_PAGE_BYTES + 1)
    if (count := len(FACTIVA_ARTICLE.findall(content))) > 1:
        raise ToolkitError(
            f"must be one article; found a page of Factiva with {count}. Export them as text"
        )
    return [Item(given.place, partial(_make_page, content, given))]


def _make_page(content: bytes, given: Given) -> Article:
    if len(content) > MAX_PAGE_BYTES:
        raise ToolkitError(f"must have at most {MAX_PAGE_BYTES:,} bytes; found more")
    text, notes = decode_page(content)
    return parse_page(text, **given.state(), notes=notes)


def list_mail(file: IO[bytes], given: Given) -> list[Item]:
    """List the article of a saved mail, or of a page that was saved as one."""
    return [Item(given.place, partial(_make_mail, file.read(MAX_BYTES + 1), given))]


def _make_mail(content: bytes, given: Given) -> Article:
    mail = read_mail(content)
    if mail.is_page:
        made = parse_page(mail.text, url=mail.url, **given.state(), notes=mail.notes)
    else:
        made = make_article(*read_blocks(mail.text), **given.state(), notes=mail.notes)
    return replace(
        made,
        title=mail.title or made.title,
        publisher=mail.sender or made.publisher,
        published=mail.published or made.published,
    )


# ---- one article, or many --------------------------------------------------------------------


def list_document(file: IO[bytes], given: Given) -> list[Item]:
    """List the article of an office's document, or those of the export that it holds.

    Raises
    ------
    ToolkitError
        As `read_document`, and as `list_text`.
    """
    document = read_document(file.read(MAX_BYTES + 1), given.ending)
    whole = Item(given.place, partial(_make_document, document, given))
    return _list_cuts("\n".join(document.lines), given) or [whole]


def _make_document(document: Document, given: Given) -> Article:
    if document.problem:
        raise ToolkitError(document.problem)
    if not document.paragraphs:
        raise ToolkitError("text: must not be blank; found no words")
    text, blocks = join_pieces((words, kind) for words, kind in document.paragraphs)
    _refuse_addresses(text)
    title = _find_title(document)
    made = make_article(text, blocks, title=title, **given.state(), notes=tuple(document.notes))
    return made if made.title else replace(made, title=document.title)


def _find_title(document: Document) -> str:
    """Find the words at the head of a document that are the title which its file states.

    The file may name the outlet behind them: ``Rates rise | The Post``.
    """
    title = document.title.casefold()
    for words, _ in document.paragraphs[:HEADER_BLOCKS]:
        head = words.casefold()
        if title == head or (title.startswith(head) and OUTLET.match(title, len(head))):
            return words
    return ""


def list_text_file(file: IO[bytes], given: Given) -> list[Item]:
    """List the articles of a file of text.

    Raises
    ------
    ToolkitError
        If it is no text, and as `list_text`.
    """
    content = file.read(MAX_BYTES + 1)
    _check_length(content)
    return list_text(*decode(content), given)


def list_text(text: str, notes: tuple[str, ...], given: Given) -> list[Item]:
    """List the articles of a text, which by its name is one, and often holds more.

    Raises
    ------
    ToolkitError
        If it is too long, lists addresses of the web, or looks like several documents of a
        kind that is not known.
    """
    _check_length(text)
    _refuse_addresses(text)
    if given.ending in PAGE_ENDINGS or HTML.match(text):
        return [Item(given.place, partial(parse_page, text, **given.state(), notes=notes))]
    whole = Item(given.place, partial(_make_text, text, notes, given))
    return _list_rows_of(text, given) or _list_cuts(text, given) or [whole]


def _check_length(content: str | bytes) -> None:
    if len(content) > MAX_BYTES:
        raise ToolkitError(f"must have at most {MAX_BYTES:,} bytes; found more")


def _refuse_addresses(text: str) -> None:
    """Refuse a text that is the address of an article, or a list of them, and no article."""
    lines = [line for line in map(str.strip, text.split("\n")) if line]
    if not lines or not all(map(ADDRESS.fullmatch, lines)):
        return
    found, each = (
        (f"{lines[0]!r:.80}", "")
        if len(lines) == 1
        else (f"{len(lines):,} addresses, the first {lines[0]!r:.80}", " for each")
    )
    raise ToolkitError(f"text: must be an article; found {found}. Use fetch_article{each}")


def _make_text(text: str, notes: tuple[str, ...], given: Given) -> Article:
    return make_article(*read_blocks(text), **given.state(), notes=notes)


# ---- many ------------------------------------------------------------------------------------


def _list_cuts(text: str, given: Given) -> list[Item]:
    cuts = cut_export(text)
    numbered = len(cuts) > 1
    order = find_order(tell_order(cut.published) for cut in cuts)
    return [
        _make_item(cut, replace(given, id=f"{given.id}-{number}") if numbered else given, order)
        for number, cut in enumerate(cuts, start=1)
    ]


def _make_item(cut: Cut, given: Given, order: bool | None) -> Item:  # noqa: FBT001
    if cut.problem:
        return fail(given.place, cut.problem, cut.line)
    origin = decode_path(tell_place(given.place, cut.line, None)) if given.place else ""
    stated = given.state() | {"origin": origin}
    make = partial(make_cut_article, cut, order=lambda: order, **stated)
    return Item(given.place, make, cut.line)


def _list_rows_of(text: str, given: Given) -> list[Item]:
    """List the rows of a text that is a table or JSON lines, as Excel's "Unicode text" is."""
    if text.lstrip()[:1] == "{" and not next(iter_lines(text.lstrip().split("\n")[:1])).problem:
        return list(list_rows_anew(lambda: iter_lines(text.split("\n")), given))
    if (delimiter := _find_delimiter(text, given.columns)) is None:
        return []
    content = text.encode("utf-8")
    return list(
        list_rows_anew(lambda: iter_table(io.BytesIO(content), given.columns, delimiter), given)
    )


def _find_delimiter(text: str, columns: Mapping[str, str] | None) -> str | None:
    """Find what parts the columns of a text whose first line names some, one of the text.

    Parted by tabs it is a table whatever the names, if all its first lines have as many.
    """
    start = text[:HEAD_CHARACTERS]
    for delimiter in DELIMITERS:
        if delimiter not in start.partition("\n")[0]:
            continue
        try:
            rows = [row for row in csv.reader(io.StringIO(start), delimiter=delimiter) if row]
        except csv.Error:
            continue
        widths = {len(row) for row in (rows if len(start) == len(text) else rows[:-1])}
        if len(rows) < len(["head", "row"]) or len(widths) > 1:
            continue
        if delimiter == "\t" or _names_text(rows[0], columns):
            return delimiter
    return None


def _names_text(names: Iterable[str], columns: Mapping[str, str] | None) -> bool:
    try:
        choose_columns(tuple(names), columns)
    except ToolkitError:
        return False
    return True


def list_rows(rows: Iterable[Row], given: Given) -> Iterator[Item]:
    """List the articles of rows."""
    return (make_row_item(row, given) for row in rows)


def list_rows_anew(read: Callable[[], Iterable[Row]], given: Given) -> Iterator[Item]:
    """List the articles of rows that can be read anew, so that a column decides its own dates."""
    return list_rows(read(), replace(given, order=look_up_order(read, given.columns)))


def look_up_order(
    read: Callable[[], Iterable[Row]], columns: Mapping[str, str] | None
) -> Callable[[Row], bool | None]:
    """Give what tells the order of the dates of a row's column.

    The rows are read anew once, when it is first asked: most tables have no date that is open.
    """

    @cache
    def look() -> dict[str, bool | None]:
        found: defaultdict[str, set[bool | None]] = defaultdict(set)
        for row in read():
            found[_find_table(row)].add(tell_order(find_stamp(row.record, columns)))
        return {table: find_order(orders) for table, orders in found.items()}

    return lambda row: look().get(_find_table(row))


def _find_table(row: Row) -> str:
    """Give the sheet of a row; what comes from no file has a part of its own in each row."""
    return row.part if row.row is not None else ""


def make_row_item(row: Row, given: Given) -> Item:
    """Give the article of a row, still to be made."""
    place = given.place
    if row.part:
        place = f"{place}/{row.part}" if row.row is not None else row.part
    if row.problem:
        return fail(place, row.problem, row.line, row.row)

    def make() -> Article:
        article = make_record_article(
            row.record,
            columns=given.columns,
            day_first=given.day_first,
            order=partial(given.order, row),
            origin="" if place == LINES else item.origin,
        )
        return replace(article, notes=row.notes + article.notes)

    item = Item(place, make, row.line, row.row)
    return item
