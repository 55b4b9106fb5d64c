import os
import re
from html.parser import HTMLParser

import pytest

from toolkit.article import Article, Part, Span
from toolkit.errors import ToolkitError
from toolkit.files import replace_file
from toolkit.report import POLICY, write_report

PAYLOADS = (
    "<script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "<a href=javascript:alert(1)>here</a>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "]]><![CDATA[<b>",
    "--><iframe src=//example.org></iframe>",
    "{{7*7}} ${7*7} $x$ {0} %s",
    "\u202eevil\u2066",
)
FORBIDDEN = {"script", "svg", "iframe", "object", "embed", "link", "base", "form", "math"}


class Page(HTMLParser):
    def __init__(self, path):
        super().__init__()
        self.tags, self.attributes = set(), set()
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {(name, value) for name, value in attrs}


@pytest.fixture(scope="module")
def page(seed, tmp_path_factory):
    return write_report(seed, tmp_path_factory.mktemp("report") / "report.html")


def test_page_needs_nothing_but_itself(page):
    read = Page(page)
    assert not read.tags & FORBIDDEN
    assert ("content", POLICY) in read.attributes
    for name, value in read.attributes:
        assert not name.startswith("on")
        assert name != "src" or value.startswith("data:image/svg+xml;base64,")
        assert name != "href" or value.startswith("#")


def test_page_gives_each_picture_a_text_alternative(page):
    images = re.findall(r"<img [^>]*>", page.read_text("utf-8"))
    assert images
    assert all(re.search(r'alt="[^"]+"', image) for image in images)


def test_page_says_who_speaks_through_whom_and_what_is_too_few(page):
    words = re.sub(r"<[^>]+>", " ", page.read_text("utf-8"))
    assert "Barack Obama has most words" in words
    assert "TASS (3), CNN (1)" in words
    assert "too few" in words
    assert "is 6 September 2016 or 9 June 2016" in words


def test_page_is_the_same_each_time(seed, page, tmp_path):
    assert write_report(seed, tmp_path / "again.html").read_bytes() == page.read_bytes()


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_stays_text_in_every_field(payload, tmp_path):
    text = f'{payload}\n\n"{payload} will rise," said {payload} Lee.'
    hostile = Article(
        text,
        id=payload,
        title=payload,
        parts=(
            Part(Span(0, len(payload)), "headline"),
            Part(Span(len(payload), len(text)), "paragraph"),
        ),
        byline=payload,
        dateline=payload,
        publisher=payload,
        notes=(payload,),
    )
    read = Page(write_report([hostile, Article("War is war.")], tmp_path / "report.html"))
    assert not read.tags & FORBIDDEN
    assert not [name for name, _ in read.attributes if name.startswith("on")]


def test_several_articles_stand_below_a_list(seed, tmp_path):
    page = write_report([seed, Article("War is war.", id="a1")], tmp_path / "report.html")
    links = re.findall(r'<a href="#([^"]+)">', page.read_text("utf-8"))
    assert links == re.findall(r'<section id="([^"]+)">', page.read_text("utf-8"))
    assert len(links) == 2


@pytest.mark.parametrize("text", ["?", "\x00 \x1b[31m", "\U0001f600 " * 300, "\u202e\u05d0"])
def test_any_text_has_a_page(text, tmp_path):
    assert write_report(Article(text), tmp_path / "report.html").stat().st_size > 0


def test_no_article_is_refused_and_nothing_written(tmp_path):
    with pytest.raises(ToolkitError, match="at least one; found none"):
        write_report([], tmp_path / "report.html")
    assert [*tmp_path.iterdir()] == []


def write_half(path, interruption):
    with replace_file(path) as file:
        file.write(b"ne")
        raise interruption


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, OSError])
def test_a_file_is_replaced_whole_or_not_at_all(tmp_path, interruption):
    path = tmp_path / "page.html"
    path.write_text("old")
    with pytest.raises(interruption):
        write_half(path, interruption)
    assert path.read_text() == "old"
    assert [*tmp_path.iterdir()] == [path]


def test_a_folder_is_not_replaced(tmp_path):
    with pytest.raises(ToolkitError, match="must be a file"), replace_file(tmp_path):
        pass


@pytest.mark.skipif(os.name != "posix", reason="Windows lets few people make links")
def test_a_link_stays_a_link(tmp_path):
    target = tmp_path / "page.html"
    target.write_text("old")
    (tmp_path / "link").symlink_to(target)
    with replace_file(tmp_path / "link") as file:
        file.write(b"new")
    assert (tmp_path / "link").is_symlink()
    assert target.read_text() == "new"
