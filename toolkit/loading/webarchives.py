"""Web archives (WARC): the pages in them, each an article."""

from __future__ import annotations

from functools import partial
from typing import IO, TYPE_CHECKING, Any

from toolkit.base import Article, ToolkitError
from toolkit.loading.archives import DAMAGE
from toolkit.loading.contents import Given, Item, fail
from toolkit.loading.encodings import decode_page, decode_path
from toolkit.loading.pages import MAX_PAGE_BYTES, parse_page

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE_KINDS = ("text/html", "application/xhtml+xml")
HTTP_OK = "200"


def list_web_archive(file: IO[bytes], given: Given) -> Iterator[Item]:
    """List the pages of a web archive; other records are passed over.

    Raises
    ------
    ToolkitError
        If warcio is not installed.
    """
    try:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed
        from warcio.statusandheaders import StatusAndHeadersParserException
    except ImportError as error:
        raise ToolkitError(
            'must be read by warcio; found none. Run: pip install "narrative-toolkit[warc]"'
        ) from error
    damage = (*DAMAGE, ArchiveLoadFailed, StatusAndHeadersParserException, ValueError)
    number = 0
    try:
        for number, record in enumerate(ArchiveIterator(file), start=1):
            if not record.rec_type:
                raise ArchiveLoadFailed("a record without a type")
            if _is_page(record):
                yield _list_record(record, number, given)
        if not number:
            raise ArchiveLoadFailed("no record")
    except (*damage, AttributeError) as error:  # the last where a head is cut short
        problem = f"must be a web archive; found: {str(error)[:120]}"
        yield fail(given.place, problem, number + 1)


def _list_record(record: Any, number: int, given: Given) -> Item:  # noqa: ANN401 - warcio has no types
    content = record.content_stream().read(MAX_PAGE_BYTES + 1)
    if len(content) <= MAX_PAGE_BYTES and int(getattr(record.raw_stream, "limit", 0)):
        return fail(given.place, "must be whole; found a record cut short", number)
    kind = record.http_headers.get_header("Content-Type") or ""
    charset = kind.partition("charset=")[2].split(";")[0].strip(" \"'")
    name = record.rec_headers.get_header("WARC-Record-ID") or ""
    about = {
        "day_first": given.day_first,
        "id": name.strip("<>").removeprefix("urn:uuid:"),
        "origin": decode_path(f"{given.place}:{number}"),
        "url": record.rec_headers.get_header("WARC-Target-URI") or "",
    }
    return Item(given.place, partial(_make_article, content, charset, about), number)


def _make_article(content: bytes, charset: str, about: dict[str, Any]) -> Article:
    text, notes = decode_page(content, charset)
    return parse_page(text, **about, notes=notes)


def _is_page(record: Any) -> bool:  # noqa: ANN401 - warcio has no types
    if record.rec_type != "response" or record.http_headers is None:
        return False
    kind = record.http_headers.get_header("Content-Type") or ""
    is_found = record.http_headers.get_statuscode() == HTTP_OK
    return is_found and kind.split(";")[0].strip().lower() in PAGE_KINDS
