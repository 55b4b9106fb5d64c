"""Packed files and archives: read as streams, never unpacked to a place, bounded in size."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from typing import IO, TYPE_CHECKING

from toolkit.base import ToolkitError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

# Text is packed to a third or a tenth. Beyond a hundred megabytes, a higher ratio is an attack.
MAX_RATIO = 200
FREE_BYTES = 100 << 20
ZIP_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2)
# What the libraries here raise at a file that is damaged.
DAMAGE = (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError)


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
