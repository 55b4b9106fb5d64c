"""Bytes to text; tests/cases/decode_page.json holds a page in each charset that pages declare."""

import codecs

import pytest

from tests.test_cases import read_cases
from toolkit import ToolkitError
from toolkit.loading.encodings import (
    DECLARED_WITHIN,
    decode,
    decode_page,
    decode_path,
    guess_encoding,
    unify_newlines,
)

TEXT = "Café prices rise\n\n“They’re naïve,” said Zoë Müller, the minister for façades."


# ---- pages -----------------------------------------------------------------------------------


@pytest.mark.parametrize("case", read_cases("decode_page"))
def test_decode_page(case):
    head = f'<meta charset="{case["declared"]}">' if case["declared"] else ""
    content = f"{head}<p>{case['text']}".encode(case["written_in"])
    text, notes = decode_page(content, case.get("sender", ""))
    assert text == f"{head}<p>{case['found']}"
    assert [*notes] == case["notes"]


@pytest.mark.parametrize(
    "head",
    [
        "<meta charset=koi8-r>",
        "<META CHARSET = 'KOI8-R'>",
        '<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">',
        '<?xml version="1.0" encoding="koi8-r"?>',
        "<?xml version='1.0' encoding = 'koi8-r' ?>",
    ],
)
def test_ways_to_declare_a_charset(head):
    text, notes = decode_page(f"{head}<p>Ставки вырастут".encode("koi8_r"))
    assert text.endswith("<p>Ставки вырастут")
    assert notes == ()


@pytest.mark.parametrize(
    "head", ["<p>charset=koi8-r", ' <?xml encoding="koi8-r"?>', "<metal charset=koi8-r>"]
)
def test_what_declares_no_charset(head):
    assert decode_page(f"{head}<p>Café".encode())[0].endswith("<p>Café")


def test_a_charset_is_looked_for_in_the_first_eight_kilobytes():
    declared = '<meta charset="koi8-r'
    for before, is_read in ((DECLARED_WITHIN - len(declared), True), (DECLARED_WITHIN, False)):
        page = f'{" " * before}{declared}"><p>Ставки вырастут'
        assert (decode_page(page.encode("koi8_r"))[0] == page) == is_read
    assert DECLARED_WITHIN == 8 * 1024


def test_a_page_with_a_nul_byte_is_refused_whatever_it_declares():
    with pytest.raises(ToolkitError, match=r"^must be text; found a NUL byte at 22"):
        decode_page(b'<meta charset="koi8-r"\0')


# ---- texts -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_tells_the_encoding_and_is_no_text(mark, encoding):
    assert decode(mark + TEXT.encode(encoding)) == (TEXT, ())


@pytest.mark.parametrize(
    ("content", "encoding"),
    [(b"\xff\xfea", "utf-16"), (b"\xef\xbb\xbf\xff", "utf-8-sig"), (b"\xff\xfe\0\0a", "utf-32")],
)
def test_a_byte_order_mark_that_is_not_kept_is_told(content, encoding):
    with pytest.raises(ToolkitError, match=f"^must be {encoding}, as its first bytes say; found"):
        decode(content)


def test_text_in_utf_8_needs_no_guess():
    assert decode(TEXT.encode()) == (TEXT, ())
    assert decode(b"") == ("", ())


def test_a_guess_is_noted():
    text, notes = decode(TEXT.encode("cp1252"))
    assert text == TEXT
    assert notes == ("encoding: guessed to be cp1252, since the text is not UTF-8",)


def test_a_byte_that_a_guessed_encoding_lacks_is_shown_as_such():
    content = TEXT.encode("cp1252") * 3_000 + b"\x81"  # behind what the guess is made from
    text, notes = decode(content)
    assert text.endswith("façades.\ufffd")
    assert "cp1252" in notes[0]


def test_bytes_of_no_known_encoding_are_refused():
    with pytest.raises(ToolkitError, match=r"^must be text in a known encoding; found none"):
        guess_encoding(bytes(range(128, 256)))


def test_the_place_of_a_nul_byte_is_told():
    with pytest.raises(ToolkitError, match=r"found a NUL byte at 3, as in a binary file"):
        decode(b"War\0is war.")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (TEXT, "cp1252"),
        ("Ставки снова растут, сказала председатель банка в понедельник. " * 5, "cp1251"),
        ("Τα επιτόκια θα ανέβουν ξανά, είπε ο διοικητής της τράπεζας. " * 5, "cp1253"),
    ],
)
def test_text_without_utf_8_is_guessed(text, encoding):
    assert text.encode(encoding).decode(guess_encoding(text.encode(encoding))) == text


@pytest.mark.parametrize(
    ("text", "unified"),
    [("a\r\nb", "a\nb"), ("a\rb", "a\nb"), ("a\nb", "a\nb"), ("a\r\n\r\nb", "a\n\nb"), ("", "")],
)
def test_newlines_of_every_system_become_one_kind(text, unified):
    assert unify_newlines(text) == unified
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        assert decode(text.encode(encoding)) == (unified, ())
    page = f"<meta charset=koi8-r>{text}"
    assert decode_page(page.encode("koi8_r"))[0] == f"<meta charset=koi8-r>{unified}"


def test_a_guessed_text_has_one_kind_of_newline():
    assert decode(TEXT.replace("\n", "\r\n").encode("cp1252"))[0] == TEXT


@pytest.mark.parametrize(
    ("path", "readable"),
    [
        ("news/Türkei.txt", "news/Türkei.txt"),
        ("T\udcc3\udcbcrkei.txt", "Türkei.txt"),
        ("T\udcfcrkei.txt", "T\ufffdrkei.txt"),
        ("half \ud83d.txt", "half \ufffd.txt"),
        ("half \udfff", "half \ufffd"),
        ("whole 🙂.txt", "whole 🙂.txt"),
        (".txt", ".txt"),
    ],
)
def test_the_name_of_a_file_can_be_written(path, readable):
    assert decode_path(path) == readable
