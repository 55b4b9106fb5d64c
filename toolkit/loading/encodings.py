"""Bytes to text: a mark, what a page declares, UTF-8, then a guess that is told of."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from toolkit.base import ToolkitError

if TYPE_CHECKING:
    from pathlib import Path

# Order matters: the mark of UTF-32 (little endian) begins with that of UTF-16.
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# A page names its charset in the first kilobyte (HTML standard, 4.2.5.4); many do so later.
DECLARED = re.compile(
    rb"<meta\b[^>]{0,200}?charset\s{0,3}=\s{0,3}[\"']?\s{0,3}([\w-]{2,20})"
    rb"|^<\?xml\b[^>]{0,100}?encoding\s{0,3}=\s{0,3}[\"']([\w-]{2,20})",
    re.IGNORECASE,
)
DECLARED_WITHIN = 8_192  # bytes
# The names that a page may state and what is meant by them (Encoding Standard, 4.2, abridged).
WEB_ENCODINGS = {
    "utf-8": "utf-8", "utf8": "utf-8",
    "iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252",
    "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5",
    "shift_jis": "cp932", "euc-jp": "euc_jp", "iso-2022-jp": "iso2022_jp", "euc-kr": "cp949",
    "koi8-r": "koi8_r", "koi8-u": "koi8_u", "macintosh": "mac_roman",
    "iso-8859-9": "cp1254",
    **{f"windows-{page}": f"cp{page}" for page in (874, *range(1250, 1259))},
    **{f"iso-8859-{part}": f"iso8859_{part}" for part in (*range(2, 9), 10, 13, 14, 15, 16)},
}  # fmt: skip
NO_BYTE = re.compile("[\ud800-\udc7f\udd00-\udfff]")  # half a character that stands for no byte
GUESSED_FROM = 200_000  # bytes; a guess from more takes minutes and is no better


def decode(content: bytes) -> tuple[str, tuple[str, ...]]:
    r"""Turn bytes into text with one kind of newline, and say when that took a guess.

    Returns
    -------
    str
    tuple of str
        A note where the encoding was guessed.

    Raises
    ------
    ToolkitError
        If a byte order mark promises what the bytes do not hold, if there is a NUL byte,
        or no encoding fits.

    Examples
    --------
    >>> decode(b"caf\xc3\xa9\r\n")
    ('café\n', ())
    """
    for mark, encoding in MARKS:
        if content.startswith(mark):
            try:
                return unify_newlines(content.decode(encoding)), ()
            except UnicodeDecodeError as error:
                raise ToolkitError(
                    f"must be {encoding}, as its first bytes say; found {error}"
                ) from error
    if b"\0" in content:
        place = content.index(b"\0")
        raise ToolkitError(f"must be text; found a NUL byte at {place}, as in a binary file")
    try:
        return unify_newlines(content.decode("utf-8")), ()
    except UnicodeDecodeError:
        encoding = guess_encoding(content)
        note = f"encoding: guessed to be {encoding}, since the text is not UTF-8"
        return unify_newlines(content.decode(encoding, errors="replace")), (note,)


def decode_page(content: bytes, charset: str = "") -> tuple[str, tuple[str, ...]]:
    r"""Turn the bytes of a page into text, by the charset that its sender or itself declares.

    Parameters
    ----------
    content : bytes
    charset : str, optional
        What the server said. It goes before what the page says, and a byte order mark
        before both, as in browsers.

    Returns
    -------
    str
    tuple of str
        A note where a declared charset was unknown or did not fit.

    Raises
    ------
    ToolkitError
        As `decode`.

    Examples
    --------
    >>> decode_page(b'<meta charset="windows-1252"><p>caf\xe9')[0][-4:]
    'café'
    """
    if content.startswith(tuple(mark for mark, _ in MARKS)):
        return decode(content)
    found = DECLARED.search(content, 0, DECLARED_WITHIN)
    own = (found[1] or found[2]).decode("ascii", "replace") if found else ""
    declared = [name.strip().lower() for name in (charset, own) if name.strip()]
    for name in declared:
        encoding = WEB_ENCODINGS.get(name)
        if encoding is None or b"\0" in content:
            continue
        try:
            return unify_newlines(content.decode(encoding)), ()
        except UnicodeDecodeError:
            continue
    text, notes = decode(content)
    if declared:
        stated = " and ".join(dict.fromkeys(declared))
        notes = (f"encoding: declared to be {stated}, which does not fit", *notes)
    return text, notes


def decode_path(path: Path | str) -> str:
    r"""Give the name of a file as text that can be written.

    Where the system gives bytes that its locale does not know as halves of characters, they
    are read as UTF-8; what is no UTF-8 becomes ``\ufffd``.

    Examples
    --------
    >>> decode_path("T\udcc3\udcbcrkei.txt"), decode_path("T\udcfcrkei.txt")
    ('Türkei.txt', 'T�rkei.txt')
    """
    whole = NO_BYTE.sub("\ufffd", str(path))
    return whole.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def unify_newlines(text: str) -> str:
    r"""Turn the newlines of every system into ``\n``."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def guess_encoding(content: bytes) -> str:
    """Guess the encoding of bytes that are not UTF-8.

    Raises
    ------
    ToolkitError
        If none fits.
    """
    from charset_normalizer import from_bytes

    guesses = from_bytes(content[:GUESSED_FROM])
    # English text without UTF-8 is nearly always in Windows' code page, wherever that fits.
    if any("cp1252" in guess.could_be_from_charset for guess in guesses):
        return "cp1252"
    best = guesses.best()
    if best is None:
        raise ToolkitError("must be text in a known encoding; found none that fits")
    return best.encoding
