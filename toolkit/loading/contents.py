"""What a file of text holds, whatever its name: one article, an export of many, a table."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath

from toolkit.base import MAX_CHARACTERS, Article, ToolkitError, tell_place
from toolkit.loading.cuts import Cut, join_paragraphs, make_cut_article
from toolkit.loading.documents import DOCUMENT_ENDINGS, Document, read_document
from toolkit.loading.encodings import decode, decode_page, decode_path
from toolkit.loading.exports import cut_export
from toolkit.loading.mail import MAIL_ENDINGS, read_mail
from toolkit.loading.pages import HTML, MAX_PAGE_BYTES, parse_page
from toolkit.loading.parts import Block, make_article, read_blocks
from toolkit.loading.records import choose_columns, make_record_article
from toolkit.loading.rows import DELIMITERS, Row, iter_lines, iter_table

TEXT_ENDINGS = (".txt", ".text", ".md", ".markdown", ".ris")
PAGE_ENDINGS = (".html", ".htm", ".xhtml")
ONE_ARTICLE = TEXT_ENDINGS + PAGE_ENDINGS + DOCUMENT_ENDINGS + MAIL_ENDINGS
PACKED = ".gz"
MAX_BYTES = 4 * MAX_CHARACTERS  # of one text; a character takes at most four bytes in UTF-8
MAX_EXPORT_BYTES = 64 << 20  # of a text that holds many
# The number of a document: code of the source, date, and a running number.
FACTIVA_ARTICLE = re.compile(
    rb"<div\b[^>]{0,80}\bid=[\"']article-[A-Z]{2,8}0{2,8}\d{8}e[0-9a-z]{6,14}[\"']"
)
HEAD_CHARACTERS = 20_000  # in which a text shows that it is a table
Place = Path | str
LINES = "lines"  # the place of records that come from no file


@dataclass(frozen=True, slots=True)
class Options:
    """How records and dates are read, as in `iter_corpus`."""

    columns: Mapping[str, str] | None = None
    day_first: bool | None = None


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


def find_limit(name: str) -> int:
    """Give how many bytes of a file are read: one more than it may have."""
    return (MAX_PAGE_BYTES if find_ending(name) in PAGE_ENDINGS else MAX_EXPORT_BYTES) + 1


def list_contents(
    content: bytes | str, name: str, options: Options, *, article_id: str = ""
) -> list[Item]:
    """List the articles that a file holds which by its name holds one, and often does not.

    Raises
    ------
    ToolkitError
        If it is none of the kinds known, too long, or looks like several documents of a kind
        that is not known.
    """
    ending = find_ending(name)
    if isinstance(content, bytes) and ending in MAIL_ENDINGS:
        return [Item(name, partial(_make_mail, content, name, options, article_id))]
    if isinstance(content, bytes) and ending in DOCUMENT_ENDINGS:
        document = read_document(content, ending)
        make = partial(_make_document, document, name, options, article_id)
        return _list_cuts("\n".join(document.lines), name, options, article_id) or [
            Item(name, make)
        ]
    if ending in PAGE_ENDINGS:
        _refuse_factiva(content)
        return [Item(name, partial(_make_page, content, name, options, article_id))]
    if len(content) > MAX_EXPORT_BYTES:
        raise ToolkitError(f"must have at most {MAX_EXPORT_BYTES:,} bytes; found more")
    text, notes = decode(content) if isinstance(content, bytes) else (content, ())
    make = partial(_make_text, text, name, options, article_id, notes)
    if HTML.match(text):
        return [Item(name, make)]
    return (
        _list_rows_of(text, name, options)
        or _list_cuts(text, name, options, article_id)
        or [Item(name, make)]
    )


def _refuse_factiva(page: bytes | str) -> None:
    start = page if isinstance(page, bytes) else page.encode(errors="replace")
    if (count := len(FACTIVA_ARTICLE.findall(start))) > 1:
        raise ToolkitError(
            f"must be one article; found a page of Factiva with {count}. Export them as text"
        )


# ---- one article -----------------------------------------------------------------------------


def _make_page(content: bytes | str, name: str, options: Options, article_id: str) -> Article:
    if len(content) > MAX_PAGE_BYTES:
        raise ToolkitError(f"must have at most {MAX_PAGE_BYTES:,} bytes; found more")
    text, notes = decode_page(content) if isinstance(content, bytes) else (content, ())
    return parse_page(
        text,
        id=decode_path(article_id),
        origin=decode_path(name),
        day_first=options.day_first,
        notes=notes,
    )


def _make_text(
    text: str, name: str, options: Options, article_id: str, notes: tuple[str, ...]
) -> Article:
    if HTML.match(text):
        make = partial(parse_page, text)
    else:
        make = partial(make_article, *read_blocks(text))
    return make(
        id=decode_path(article_id),
        origin=decode_path(name),
        day_first=options.day_first,
        notes=notes,
    )


def _make_document(document: Document, name: str, options: Options, article_id: str) -> Article:
    if document.problem:
        raise ToolkitError(document.problem)
    if not document.paragraphs:
        raise ToolkitError("text: must not be blank; found no words")
    text, blocks = join_paragraphs([words for words, _ in document.paragraphs], "")
    kinds = [kind for _, kind in document.paragraphs]
    return make_article(
        text,
        [
            Block(block.span, is_heading=kind == "heading")
            for block, kind in zip(blocks, kinds, strict=True)
        ],
        id=decode_path(article_id),
        origin=decode_path(name),
        day_first=options.day_first,
        notes=tuple(document.notes),
    )


def _make_mail(content: bytes, name: str, options: Options, article_id: str) -> Article:
    mail = read_mail(content)
    make = (
        partial(parse_page, mail.text, url=mail.url)
        if mail.is_page
        else partial(make_article, *read_blocks(mail.text))
    )
    made = make(
        id=decode_path(article_id),
        origin=decode_path(name),
        day_first=options.day_first,
        notes=mail.notes,
    )
    return replace(
        made,
        title=mail.title or made.title,
        publisher=mail.sender or made.publisher,
        published=mail.published or made.published,
    )


# ---- many ------------------------------------------------------------------------------------


def _list_cuts(text: str, name: str, options: Options, article_id: str) -> list[Item]:
    cuts = cut_export(text)
    numbered = len(cuts) > 1
    return [
        _make_item(cut, name, options, f"{article_id}-{number}" if numbered else article_id)
        for number, cut in enumerate(cuts, start=1)
    ]


def _make_item(cut: Cut, name: str, options: Options, article_id: str) -> Item:
    item = Item(name, partial(_make_cut, cut, name, options, article_id), cut.line)
    return fail(name, cut.problem, cut.line) if cut.problem else item


def _make_cut(cut: Cut, name: str, options: Options, article_id: str) -> Article:
    return make_cut_article(
        cut,
        id=decode_path(article_id),
        origin=decode_path(f"{name}:{cut.line}") if name else "",
        day_first=options.day_first,
    )


def _list_rows_of(text: str, name: str, options: Options) -> list[Item]:
    """List the rows of a text that is a table or JSON lines, as Excel's "Unicode text" is."""
    if text.lstrip()[:1] == "{" and not next(iter_lines(text.lstrip().split("\n")[:1])).problem:
        return list(list_rows(iter_lines(text.split("\n")), name, options))
    if (delimiter := _find_delimiter(text, options.columns)) is None:
        return []
    file = io.BytesIO(text.encode("utf-8"))
    return list(list_rows(iter_table(file, options.columns, delimiter), name, options))


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


def list_rows(rows: Iterable[Row], place: Place, options: Options) -> Iterator[Item]:
    """List the articles of rows."""
    for row in rows:
        where: Place = place
        if row.part:
            where = f"{place}/{row.part}" if row.row is not None else row.part
        if row.problem:
            yield fail(where, row.problem, row.line, row.row)
        else:
            yield _make_row_item(row, where, options)


def _make_row_item(row: Row, place: Place, options: Options) -> Item:
    def make() -> Article:
        article = make_record_article(
            row.record,
            columns=options.columns,
            day_first=options.day_first,
            origin="" if place == LINES else item.origin,
        )
        return replace(article, notes=row.notes + article.notes)

    item = Item(place, make, row.line, row.row)
    return item
