"""Packed files and archives: read as streams, never unpacked to a place, bounded in size."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from toolkit.base import ToolkitError
from toolkit.loading.pages import MAX_PAGE_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _typeshed import WriteableBuffer

# Text is packed to a third or a tenth. Beyond a hundred megabytes, a higher ratio is an attack.
MAX_RATIO = 200
FREE_BYTES = 100 << 20
ZIP_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2)
PAGE_KINDS = ("text/html", "application/xhtml+xml")
HTTP_OK = "200"
# What the libraries here raise at a file that is damaged.
DAMAGE = (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError)


@dataclass(frozen=True, slots=True)
class WebRecord:
    """A page of a web archive, or why there is none.

    Parameters
    ----------
    number : int
        Of the record, counted from 1.
    content : bytes
    charset, url, id : str
        As the server and the archive state them.
    problem : str, optional
    """

    number: int
    content: bytes
    charset: str = ""
    url: str = ""
    id: str = ""
    problem: str = ""


def unpack(file: IO[bytes]) -> IO[bytes]:
    """Unpack a file of gzip as it is read.

    Raises
    ------
    OSError
        When it is read and grows beyond all proportion, or is damaged.
    """
    packed = gzip.GzipFile(fileobj=file, mode="rb")
    return io.BufferedReader(_Bounded(packed, file))


class _Bounded(io.RawIOBase):
    """What is unpacked from a file, given up where it grows out of all proportion."""

    def __init__(self, unpacked: gzip.GzipFile, packed: IO[bytes]) -> None:
        self._unpacked = unpacked
        self._packed = packed
        self._read = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        try:
            piece = self._unpacked.read(len(view))
        except EOFError as error:  # which warcio would take for the end of the archive
            raise OSError(str(error)) from error
        self._read += len(piece)
        if self._read > FREE_BYTES and self._read > MAX_RATIO * max(1, self._packed.tell()):
            raise OSError(f"it unpacks to more than {MAX_RATIO} times its size")
        view[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        self._unpacked.close()
        self._packed.close()
        super().close()


def list_members(archive: zipfile.ZipFile, size: int) -> list[zipfile.ZipInfo]:
    """List the files of a zip archive of so many bytes by name, without hidden ones.

    Raises
    ------
    ToolkitError
        If they unpack to more than 200 times the size of the archive.
    """
    members = [info for info in archive.infolist() if not info.is_dir()]
    unpacked = sum(info.file_size for info in members)
    if unpacked > FREE_BYTES and unpacked > MAX_RATIO * size:
        raise ToolkitError(
            f"must unpack to at most {MAX_RATIO} times its size; found {unpacked:,} bytes"
        )
    visible = (info for info in members if not _is_hidden(info.filename))
    return sorted(visible, key=lambda info: info.filename)


def find_problem(info: zipfile.ZipInfo) -> str:
    """Say why a file of a zip archive is not read; empty where it is."""
    name = info.filename.replace("\\", "/")
    if name.startswith("/") or ".." in name.split("/"):
        return "must be a path inside the archive; found one that leads out of it"
    if info.flag_bits & 1:
        return "must not be encrypted; found that it is"
    if info.compress_type not in ZIP_METHODS:
        return f"must be packed by deflate or bzip2; found method {info.compress_type}"
    if name.lower().endswith((".zip", ".gz")):
        return "must not be packed itself; found an archive in an archive. Unpack the outer first"
    return ""


def _is_hidden(name: str) -> bool:
    pieces = name.split("/")
    return any(p == "__MACOSX" or (p.startswith(".") and p.strip(".")) for p in pieces)


def iter_web_records(file: IO[bytes]) -> Iterator[WebRecord]:
    """Read the pages of a web archive (WARC); other records are passed over.

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
    number = 0
    try:
        for number, record in enumerate(ArchiveIterator(file), start=1):
            if not record.rec_type:
                raise ArchiveLoadFailed("a record without a type")
            if _is_page(record):
                yield _read_record(record, number)
        if not number:
            raise ArchiveLoadFailed("no record")
    # A head that is cut short ends in an AttributeError inside warcio.
    except (
        ArchiveLoadFailed,
        StatusAndHeadersParserException,
        AttributeError,
        ValueError,
        *DAMAGE,
    ) as error:
        yield WebRecord(
            number + 1, b"", problem=f"must be a web archive; found: {str(error)[:120]}"
        )


def _read_record(record: Any, number: int) -> WebRecord:  # noqa: ANN401 - warcio has no types
    content = record.content_stream().read(MAX_PAGE_BYTES + 1)
    if len(content) <= MAX_PAGE_BYTES and int(getattr(record.raw_stream, "limit", 0)):
        return WebRecord(number, b"", problem="must be whole; found a record cut short")
    kind = record.http_headers.get_header("Content-Type") or ""
    name = record.rec_headers.get_header("WARC-Record-ID") or ""
    return WebRecord(
        number,
        content,
        charset=kind.partition("charset=")[2].split(";")[0].strip(" \"'"),
        url=record.rec_headers.get_header("WARC-Target-URI") or "",
        id=name.strip("<>").removeprefix("urn:uuid:"),
    )


def _is_page(record: Any) -> bool:  # noqa: ANN401 - warcio has no types
    if record.rec_type != "response" or record.http_headers is None:
        return False
    kind = record.http_headers.get_header("Content-Type") or ""
    is_found = record.http_headers.get_statuscode() == HTTP_OK
    return is_found and kind.split(";")[0].strip().lower() in PAGE_KINDS
