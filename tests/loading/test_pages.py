"""Pages to articles; tests/cases/extract_page.json holds pages and what stands on them."""

import json
from dataclasses import asdict
from datetime import date, datetime

import pytest

from tests.test_cases import read_cases
from toolkit.base.errors import ToolkitError
from toolkit.loading import apart, pages
from toolkit.loading.pages import HTML, extract_page, parse_page

PAGE = f"<html><body><p>{'Rates will rise again this year. ' * 4}</p></body></html>"
GERMAN = "<p>Die Zinsen werden wieder steigen, sagte die Präsidentin der Bank am Montag.</p>" * 3
STATED = ("title", "byline", "published", "publisher", "url", "language")


@pytest.mark.parametrize("case", read_cases("extract_page"))
def test_extract_page(case):
    if "fault" in case:
        with pytest.raises(ToolkitError, match=f"^{case['fault']}$"):
            extract_page(case["text"])
        return
    page = extract_page(case["text"])
    assert [f"{kind}: {words}" for words, kind in page.pieces] == case["found"]
    assert {name: getattr(page, name) for name in STATED if getattr(page, name)} == case["fields"]


@pytest.mark.parametrize("html", ["", " \n"])
def test_what_holds_no_element_is_told(html):
    with pytest.raises(ToolkitError, match=r"^page: must be HTML; found 'Document is empty'"):
        extract_page(html)


def test_a_page_nested_deeper_than_the_parser_follows_is_told_with_its_line():
    deep = f"<html>\n<body>{'<div>' * 5_000}<p>Rates will rise.</p>"
    with pytest.raises(ToolkitError, match=r"at most 2,048 levels deep.*found more in line 2$"):
        extract_page(deep)


def test_half_a_character_does_not_end_the_parser():
    assert extract_page(PAGE.replace("year", "ye\ud800ar")).pieces[0][0].count("ye?ar") == 4


@pytest.mark.parametrize(
    ("start", "is_page"),
    [
        ("<!DOCTYPE html>", True), ("<html lang='en'>", True), (" \n<HEAD>", True),
        ("<body>", True), ("<!doctype  html public", True), ("<bodyguard>", False),
        ("Rates <html>", False), ("<p>", False), ("", False),
    ],
)  # fmt: skip
def test_a_page_is_known_by_what_it_begins_with(start, is_page):
    assert bool(HTML.match(start)) == is_page


# ---- articles --------------------------------------------------------------------------------


@pytest.fixture
def read(monkeypatch):
    """Make an article of a page that is read here, where a test can break what reads it."""

    def extract(_, question, *rest):
        return asdict(extract_page(json.loads(question)))

    monkeypatch.setattr(pages, "ask", extract)
    return parse_page


def make_page(head="", start="", lang=""):
    words = "".join(
        f"<p>{words}</p>"
        for words in (
            "Rates will rise again this year, the governor of the bank said on Monday.",
            "The minister told reporters after the meeting that nobody knows, and left.",
        )
    )
    return (
        f"<html{lang}><head><title>Rates rise</title>{head}</head>"
        f"<body><article>{start}{words}</article></body></html>"
    )


def test_the_title_stands_first_and_once(read):
    assert read(make_page()).text.startswith("Rates rise\n\nRates will rise again")
    with_heading = read(make_page(start="<h1>Rates rise</h1>"))
    assert with_heading.text == read(make_page()).text
    assert [part.kind for part in with_heading.parts] == ["headline", "paragraph", "paragraph"]
    assert with_heading.title == "Rates rise"


def test_a_title_that_stands_again_behind_the_first_blocks_is_put_first(read):
    paragraphs = "".join(f"<p>Paragraph number {n} is long enough.</p>" for n in range(5))
    article = read(make_page(start=f"{paragraphs}<h1>Rates rise</h1>"))
    assert article.text.startswith("Rates rise\n\nParagraph number 0")
    near = read(make_page(start=f"{paragraphs[: len(paragraphs) // 5 * 4]}<h1>Rates rise</h1>"))
    assert near.text.startswith("Paragraph number 0")


def test_parts_stand_where_they_are_said_to(read):
    article = read(make_page(start="<h1>Rates rise</h1><p>OTTAWA (AP) - The bank met today.</p>"))
    assert [(part.kind, part.span.of(article.text)) for part in article.parts][:3] == [
        ("headline", "Rates rise"),
        ("dateline", "OTTAWA (AP) -"),
        ("paragraph", "The bank met today."),
    ]


def test_headings_and_captions_of_a_page_are_those_of_the_article(monkeypatch):
    pieces = [["Rates rise", "heading"], ["The bank", "caption"], ["She left.", "paragraph"]]
    monkeypatch.setattr(pages, "ask", lambda *_: {"pieces": pieces})
    article = parse_page(PAGE)
    assert [(part.span.of(article.text), part.kind) for part in article.parts] == [
        ("Rates rise", "headline"),
        ("The bank", "caption"),
        ("She left.", "paragraph"),
    ]


def test_what_the_page_states_goes_before_what_is_known_of_it(read):
    link = '<link rel="canonical" href="https://post.example/rates">'
    head = f'{link}<meta name=author content="Bob Lee">'
    article = read(make_page(head, "<p>By Ann Day</p>"), url="https://wire.example/1")
    assert (article.url, article.byline) == ("https://post.example/rates", "Bob Lee")
    without = read(make_page("", "<p>By Ann Day</p>"), url="https://wire.example/1")
    assert (without.url, without.byline) == ("https://wire.example/1", "Ann Day")


def test_what_is_given_is_kept(read):
    article = read(make_page(), id="a1", origin="a.html", notes=("a note",))
    assert (article.id, article.origin, article.notes) == ("a1", "a.html", ("a note",))


DATED = "<p>By Ann Lee, 06/09/2016</p>"


def test_a_stated_date_goes_before_that_of_the_byline(read):
    head = '<meta name="date" content="2019-06-03T10:00">'
    article = read(make_page(head, DATED))
    assert (article.published, article.notes) == (datetime(2019, 6, 3, 10), ())  # noqa: DTZ001
    assert read(make_page("", DATED), day_first=True).published == date(2016, 9, 6)
    [note] = read(make_page("", DATED)).notes
    assert note.startswith("date: '06/09/2016' is 6 September 2016 or 9 June 2016")


def test_a_stated_date_that_cannot_be_read_is_noted(read):
    head = '<meta name="date" content="next week">'
    article = read(make_page(head), notes=("a note",))
    assert article.published is None
    assert article.notes == ("a note", "date: not understood; found 'next week'")
    numbers = make_page('<meta name="date" content="06/09/2016">')
    assert read(numbers, day_first=False).published == date(2016, 6, 9)


def test_the_language_is_that_of_the_words_and_what_the_page_states_is_held_against_it(read):
    assert (read(make_page()).language, read(make_page(lang=" lang=en-CA")).language) == (
        "en",
        "en",
    )
    assert read(make_page(lang=" lang=EN-ca")).notes == ()
    [note] = read(make_page(lang=" lang=de")).notes
    assert note == "language: the page states de, the words are en"
    assert read(f"<html><body>{GERMAN}</body></html>").language == "de"


def test_where_the_words_do_not_tell_the_language_the_page_does(read):
    few = "<html lang=sv><body><p>q w e r t y.</p></body></html>"
    assert (read(few).language, read(few).notes) == ("sv", ())


def test_a_page_may_have_five_million_bytes_and_no_more(monkeypatch):
    monkeypatch.setattr(pages, "ask", lambda *_: asdict(extract_page(PAGE)))
    page = "é" * 2_500_000
    assert parse_page(page).text
    with pytest.raises(ToolkitError, match=r"^page: .* at most 5,000,000 bytes; found 5,000,001"):
        parse_page(f"{page}a")


# ---- the process that reads ------------------------------------------------------------------


@pytest.fixture
def fresh_reader():
    """Let the next page begin a process of its own, and the one after the test as well."""
    apart.find_reader.cache_clear()
    yield
    apart.find_reader.cache_clear()


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


def test_a_page_is_read_in_the_other_process_as_it_is_here():
    page = make_page('<meta name=author content="Ann Lee">', "<h1>Rates rise</h1>", " lang=en")
    article = parse_page(page)
    assert article.text.split("\n\n") == [words for words, _ in extract_page(page).pieces]
    assert (article.byline, article.language) == ("Ann Lee", "en")


def test_a_page_that_takes_too_long_is_given_up():
    slow = f"<html><body>{'<p>one two three four five six seven</p>' * 100_000}</body></html>"
    with pytest.raises(ToolkitError, match=r"^page: must be read in 0\.2 seconds; found it takes"):
        parse_page(slow, seconds=0.2)
    assert parse_page(PAGE).text


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (EOFError, "page: must be readable; found that it ends the HTML parser"),
        (TimeoutError, r"page: must be read in 20 seconds; found it takes longer"),
        (json.dumps({"fault": "page: odd"}).encode(), "page: odd"),
    ],
)
def test_why_a_page_was_not_read_is_told(monkeypatch, answer, problem):
    class Reader:
        def ask(self, *_):
            if isinstance(answer, bytes):
                return answer
            raise answer

    monkeypatch.setattr(apart, "find_reader", lambda *_: Reader())
    with pytest.raises(ToolkitError, match=f"^{problem}$"):
        parse_page(PAGE)


def test_questions_in_bold_or_italics_are_headings():
    answer = "<p>I hope that rates will rise as they did before, and that jobs will follow.</p>"
    asked = ("<b>Will they?</b>", "<em><strong>When?</strong></em>", "<i>Is it so?</i>")
    body = "".join(f"<p>{question}</p>{answer}" for question in asked)
    plain = "<p>Will <b>jobs</b> follow?</p><p><b>Ann Lee</b></p>"
    page = f"<html><body><article><h1>Ann Lee on rates</h1>{body}{plain}</article></body></html>"
    kinds = dict(extract_page(page).pieces)
    assert [kinds[words] for words in ("Will they?", "When?", "Is it so?")] == ["heading"] * 3
    assert kinds["Will jobs follow?"] == "paragraph"
