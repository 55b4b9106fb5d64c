import errno
import os
import re
import sys
import threading

import pytest

from toolkit.base.errors import ReadError, ToolkitError
from toolkit.base.files import read_lines, read_utf8, replace_file

on_posix = pytest.mark.skipif(os.name != "posix", reason="Windows has no such files")


def list_names(folder):
    return sorted(path.name for path in folder.iterdir())


def break_off(path, error):
    with replace_file(path, overwrite=True) as file:
        file.write(b"new")
        raise error


# ---- reading ---------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    "mark", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e"]
)
def test_a_line_ends_where_a_system_ends_one_and_nowhere_else(tmp_path, end, mark):
    path = tmp_path / "lines.txt"
    path.write_bytes(f"one{mark}two{end}{end}three".encode())
    assert read_lines(path) == [f"one{mark}two", "", "three"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_file_is_read_in_each_encoding_that_tells_itself(tmp_path, encoding):
    path = tmp_path / "words.csv"
    path.write_bytes("Zo\u00eb \u2014 \U0001f600\n".encode(encoding))
    assert read_utf8(path) == "Zo\u00eb \u2014 \U0001f600\n"


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff"])
def test_both_orders_of_utf_16_are_read(tmp_path, mark):
    order = "utf-16-le" if mark == b"\xff\xfe" else "utf-16-be"
    path = tmp_path / "words.csv"
    path.write_bytes(mark + "caf\u00e9".encode(order))
    assert read_utf8(path) == "caf\u00e9"


def test_a_mark_inside_the_text_stays(tmp_path):
    path = tmp_path / "words.csv"
    path.write_bytes("a\ufeffb".encode())
    assert read_utf8(path) == "a\ufeffb"


def test_the_byte_that_is_no_utf_8_is_told(tmp_path):
    path = tmp_path / "words.csv"
    path.write_bytes("ab caf\u00e9s".encode("latin-1"))
    with pytest.raises(ReadError) as caught:
        read_utf8(path)
    assert str(caught.value) == (
        f"{path}: must be UTF-8 (in Excel, save it as CSV UTF-8); found byte 0xe9"
    )


def test_what_cannot_be_read_is_told(tmp_path):
    with pytest.raises(ReadError, match=r"must be a file that can be read; found no such file$"):
        read_utf8(tmp_path / "nowhere.csv")
    with pytest.raises(ReadError, match=r"must be a file that can be read; found (?!no such)\w"):
        read_utf8(tmp_path)


# ---- writing ---------------------------------------------------------------------------------


def test_a_file_appears_when_all_of_it_is_written(tmp_path):
    path = tmp_path / "page.html"
    path.write_bytes(b"old and long")
    with replace_file(path, overwrite=True) as file:
        file.write(b"ne")
        file.flush()
        assert path.read_bytes() == b"old and long"
        file.write(b"w")
    assert path.read_bytes() == b"new"
    assert list_names(tmp_path) == ["page.html"]


@pytest.mark.parametrize("error", [ValueError("wrong"), KeyboardInterrupt(), OSError("gone")])
@pytest.mark.parametrize("is_there", [True, False])
def test_where_writing_ends_early_all_stays_as_it_was(tmp_path, error, is_there):
    path = tmp_path / "page.html"
    if is_there:
        path.write_bytes(b"old")
    with pytest.raises(type(error)) as caught:
        break_off(path, error)
    assert caught.value is error
    assert list_names(tmp_path) == (["page.html"] if is_there else [])
    assert not is_there or path.read_bytes() == b"old"


@on_posix
def test_a_link_stays_one_and_its_file_is_replaced(tmp_path):
    (tmp_path / "true.html").write_bytes(b"old")
    link = tmp_path / "page.html"
    link.symlink_to("true.html")
    with replace_file(link, overwrite=True) as file:
        file.write(b"new")
    assert link.is_symlink()
    assert (tmp_path / "true.html").read_bytes() == b"new"
    assert list_names(tmp_path) == ["page.html", "true.html"]


@pytest.mark.parametrize("name", ["folder", "nowhere/page.html", "words.csv/page.html"])
def test_where_no_file_can_be_nothing_is_written(tmp_path, name):
    (tmp_path / "folder").mkdir()
    (tmp_path / "words.csv").touch()
    path = tmp_path / name
    begun = []
    with pytest.raises(ToolkitError) as caught, replace_file(path):
        begun.append(path)
    assert str(caught.value).startswith(f"{path}: must be a file that can be written; found ")
    assert not str(caught.value).endswith("None")
    assert begun == []
    assert list_names(tmp_path) == ["folder", "words.csv"]


@on_posix
def test_a_pipe_is_written_to_and_not_replaced(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    heard = []
    reader = threading.Thread(target=lambda: heard.append(pipe.read_bytes()))
    reader.start()
    with replace_file(pipe) as file:
        file.write(b"news")
    reader.join()
    assert heard == [b"news"]
    assert pipe.is_fifo()


@pytest.mark.skipif(sys.platform != "linux", reason="a device of Linux")
def test_a_full_device_is_told():
    with (
        pytest.raises(ToolkitError, match=r"^/dev/full: must have room to be written; found "),
        replace_file("/dev/full") as file,
    ):
        file.write(b"news")


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_full_disk_is_told_and_leaves_what_was_there(tmp_path, number):
    path = tmp_path / "page.html"
    path.write_bytes(b"old")
    told = f"{path}: must have room to be written; found no room"
    with pytest.raises(ToolkitError) as caught:
        break_off(path, OSError(number, "no room"))
    assert str(caught.value) == told
    assert path.read_bytes() == b"old"
    assert list_names(tmp_path) == ["page.html"]


# ---- what is not ours ------------------------------------------------------------------------

MARK = re.compile(rb"^made by us")


@pytest.mark.parametrize(
    ("content", "is_replaced"),
    [(b"made by us, in May", True), (b"", True), (b"my notes", False), (b"\x00\xff", False)],
)
def test_only_an_empty_file_or_one_of_ours_is_replaced(tmp_path, content, is_replaced):
    path = tmp_path / "page.html"
    path.write_bytes(content)
    if is_replaced:
        with replace_file(path, MARK) as file:
            file.write(b"new")
    else:
        with pytest.raises(ToolkitError) as caught, replace_file(path, MARK):
            pass
        assert str(caught.value) == (
            f"{path}: must be a new file, or one as toolkit wrote it; found another. "
            "Take another name, or replace it by overwrite=True (--force)"
        )
    assert path.read_bytes() == (b"new" if is_replaced else content)
    assert list_names(tmp_path) == ["page.html"]


def test_without_a_mark_nothing_that_is_there_is_replaced(tmp_path):
    path = tmp_path / "page.html"
    path.write_bytes(b"made by us")
    with pytest.raises(ToolkitError, match="found another"), replace_file(path):
        pass
    with replace_file(path, overwrite=True) as file:
        file.write(b"new")
    assert path.read_bytes() == b"new"
