import pytest

from toolkit.base.errors import ToolkitError
from toolkit.loading.pages import _find_reader, parse_page

PAGE = f"<html><body><p>{'Rates will rise again this year. ' * 4}</p></body></html>"


@pytest.fixture
def fresh_reader():
    """Let the next page begin a process of its own, and the one after the test as well."""
    _find_reader.cache_clear()
    yield
    _find_reader.cache_clear()


@pytest.mark.usefixtures("fresh_reader")
def test_where_the_reader_of_pages_does_not_start_its_own_words_are_told(tmp_path, monkeypatch):
    (tmp_path / "trafilatura.py").write_text("raise ImportError('libxml2 is too old')")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ToolkitError, match=r"^page: must be read in a second process; found") as e:
        parse_page(PAGE)
    assert str(e.value).endswith("it ended with code 1: ImportError: libxml2 is too old")


def test_a_page_is_read_after_one_that_could_not_be():
    with pytest.raises(ToolkitError, match="found no running text"):
        parse_page("<html><body><p>Menu</p></body></html>")
    assert parse_page(PAGE).text.startswith("Rates will rise")
