import os
import re
from dataclasses import replace
from datetime import UTC, datetime
from html import escape, unescape
from html.parser import HTMLParser

import pytest

from toolkit.attribution import find_attributions
from toolkit.base.article import Article, Part, Span
from toolkit.base.errors import ToolkitError
from toolkit.base.files import replace_file
from toolkit.display import sections
from toolkit.display.report import POLICY, write_report
from toolkit.engine import ENGLISH
from toolkit.loading import parse_article
from toolkit.tables import quotation_table

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
    "<meta http-equiv=refresh content=0;url=//example.org>",
    "<base href=//example.org><form action=//example.org><input autofocus onfocus=alert(1)>",
    "<style>@import'//example.org';</style><link rel=stylesheet href=//example.org>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--><img src onerror=alert(1)>'>",
    "../../../etc/passwd",
    "\x00<script\x0b>alert(1)</script\x00>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
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
        assert name != "href" or value == "index.html" or value.startswith("#")


def test_page_gives_each_picture_a_text_alternative(page):
    images = re.findall(r"<img [^>]*>", page.read_text("utf-8"))
    assert images
    assert all(re.search(r'alt="[^"]+"', image) for image in images)


def read_words(path):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", path.read_text("utf-8"))).split())


def test_the_first_lines_answer_who_how_through_whom_and_on_what(page):
    first, _, rest = read_words(page).partition("A program made this page")
    for told in (
        "375 words, the date can be read in two ways: 6 September 2016 or 9 June 2016",
        "Barack Obama speaks most, as \u201cUS President\u201d: 124 of the story\u2019s 375",
        "In their own words: Vladimir Putin 71 of 80, Barack Obama 39 of 124, a senior US "
        "official 0 of 30 words stand in quote marks; the rest is retold.",
        "Through whom: Vladimir Putin through TASS 3 times, an official through CNN once.",
        "On no source: 2 of 12 sentences, such as \u201cThey had been working",
        "Quoted, and nobody named: 1 quotation: \u201cended without an agreement\u201d",
        "Not named: a senior US official, an official.",
        "The headline: the words of Barack Obama (confidence 0.90).",
        "12 attributions: 11 said or shown, 1 asked for.",
    ):
        assert told in first
    assert "day_first" not in first + rest
    assert "391 words" not in rest


@pytest.mark.parametrize(
    ("sure", "told"),
    [(0.49, "unclear; possibly the words"), (0.5, "perhaps the words"), (0.7, "the words")],
)
def test_a_headline_of_doubtful_voice_is_perhaps_theirs(sure, told, seed, tmp_path, monkeypatch):
    table = quotation_table(seed).assign(confidence=sure)
    monkeypatch.setattr(sections, "quotation_table", lambda *_, **__: table)
    page = read_words(write_report(seed, tmp_path / "a.html"))
    assert f"The headline: {told} of Barack Obama (confidence {sure:.2f})." in page


def test_answers_of_an_interview_are_not_called_retold(tmp_path):
    turns = (
        'Mayor Ann Lee spoke to us about "red tape".\n\nQ: Will rates rise?\n\nANN LEE: They will.'
    )
    page = read_words(write_report(parse_article(turns), tmp_path / "a.html"))
    assert "stand in quote marks; the rest is retold, or stands turn by turn" in page


def test_what_is_empty_is_left_out(tmp_path):
    page = read_words(write_report(Article("It rained all day in the town."), tmp_path / "a.html"))
    assert page.startswith("It rained all day in the town.")
    assert "Nobody is quoted by name or description in 7 words." in page
    for heading in ("Through whom", "Who speaks, and how", "Passages to read", "a document"):
        assert heading not in page
    assert "On no source: 1 of 1 sentence: \u201cIt rained" in page
    assert "<img" not in (tmp_path / "a.html").read_text("utf-8")


def test_a_section_on_speakers_wants_one_and_a_sentence_on_passives_some(tmp_path):
    page = read_words(write_report(Article("The hail hit roofs."), tmp_path / "a.html"))
    assert "Who does what to whom?" in page
    assert "nobody who acts" not in page
    text = "Rain hit the road. Four houses were emptied. The school stayed open. The water is "
    article = Article(f"{text}gone. “We shall never be dry again.”")
    page = read_words(write_report(article, tmp_path / "a.html"))
    assert "Quoted, and nobody named: 1 quotation" in page
    assert "Who speaks, and how" not in page


def test_a_text_without_a_title_is_called_by_how_it_begins(tmp_path):
    article = Article('"Rates will rise again next year," said Ann Lee. ' * 9, id="0041")
    page = read_words(write_report([article, Article("War.", id="2")], tmp_path / "a.html"))
    assert '"Rates will rise again next year," said Ann Lee. "Rates will' in page
    assert "0041" not in page


def test_page_is_the_same_each_time(seed, page, tmp_path):
    assert write_report(seed, tmp_path / "again.html").read_bytes() == page.read_bytes()


def batched(values, size):  # itertools has it from Python 3.12 on
    return [values[start : start + size] for start in range(0, len(values), size)]


def make_hostile(payload):
    text = f'{payload}\n\n"{payload} will rise," said {payload} Lee.'
    return Article(
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
        url=payload,
        origin=payload,
        notes=(payload,),
    )


@pytest.mark.parametrize("payload", [" ".join(some) for some in batched(PAYLOADS, 4)])
def test_hostile_text_stays_text_in_every_field(payload, tmp_path):
    articles = [make_hostile(payload)]
    write_report(articles * 2, tmp_path / "report.html")
    write_report(articles, tmp_path / "folder")
    for path in tmp_path.rglob("*.html"):
        read = Page(path)
        assert not read.tags & FORBIDDEN
        assert not [name for name, _ in read.attributes if name.startswith("on")]
        links = [value for name, value in read.attributes if name == "href"]
        assert all(re.fullmatch(r"#article-\d+|[\w-]+\.html", link) for link in links)
    assert {path.parent for path in tmp_path.rglob("*.html")} == {tmp_path, tmp_path / "folder"}


def test_several_articles_stand_below_a_list(seed, tmp_path):
    page = write_report([seed, Article("War is war.", id="a1")], tmp_path / "report.html")
    links = re.findall(r'<a href="#([^"]+)">', page.read_text("utf-8"))
    assert links == re.findall(r'<section id="([^"]+)">', page.read_text("utf-8"))
    assert len(links) == 2


@pytest.fixture(scope="module")
def overview(seed, tmp_path_factory):
    articles = [seed, Article('"No," said Barack Obama.', id="a2"), Article("War.", id="a3")]
    return write_report(iter(articles), tmp_path_factory.mktemp("report") / "new" / "folder")


def test_a_folder_has_an_overview_that_leads_to_a_page_an_article(overview):
    links = re.findall(r'<a href="([^"]+)">', overview.read_text("utf-8"))
    assert overview.name == "index.html"
    assert sorted(links) == sorted(
        path.name for path in overview.parent.iterdir() if path != overview
    )
    assert len(links) == 3
    for link in links:
        assert '<a href="index.html">' in (overview.parent / link).read_text("utf-8")


def test_an_overview_adds_up_who_is_heard(overview):
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", overview.read_text("utf-8"))
    cells = [re.sub(r"<[^>]+>", " ", row).split() for row in rows]
    assert ["Barack", "Obama", "2", "7", "125"] in cells


def test_a_path_that_is_no_folder_is_refused(seed, tmp_path):
    (tmp_path / "notes").write_text("mine")
    with pytest.raises(ToolkitError, match=r"must be a folder, or end in \.html"):
        write_report(seed, tmp_path / "notes")
    assert (tmp_path / "notes").read_text() == "mine"


@pytest.mark.parametrize("text", ["?", "\x00 \x1b[31m", "\U0001f600 " * 300, "\u202e\u05d0"])
def test_any_text_has_a_page(text, tmp_path):
    assert write_report(Article(text), tmp_path / "report.html").stat().st_size > 0


def test_no_article_is_refused_and_nothing_written(tmp_path):
    for name in ("report.html", "folder"):
        with pytest.raises(ToolkitError, match="at least one; found none"):
            write_report([], tmp_path / name)
    assert [*tmp_path.iterdir()] == []


def write_half(path, interruption):
    with replace_file(path, overwrite=True) as file:
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
    with replace_file(tmp_path / "link", overwrite=True) as file:
        file.write(b"new")
    assert (tmp_path / "link").is_symlink()
    assert target.read_text() == "new"


ONE = Article('"We will repair the old bridge in Lowtown at once," Mayor Ann Lee said.', id="one")
TWO = Article('"We will repair the old bridge," Lee told the council of Lowtown.', id="two")
FAR = Article("The central bank left rates unchanged, and the governor spoke of jobs.", id="far")


def test_reports_of_one_event_are_shown_beside_each_other_on_a_page(tmp_path):
    page = write_report([ONE, FAR, TWO], tmp_path / "report.html").read_text("utf-8")
    section = page[page.index('<section id="event-1">') : page.index('<section id="article-1">')]
    assert "How do 2 reports tell one event?" in section
    assert {*re.findall(r'href="([^"]+)"', section)} == {"#article-1", "#article-3"}


def test_reports_of_one_event_have_a_page_in_a_folder(tmp_path):
    index = write_report([ONE, FAR, TWO], tmp_path / "folder")
    assert '<a href="events.html">1 event told by several reports</a>' in index.read_text("utf-8")
    page = (tmp_path / "folder" / "events.html").read_text("utf-8")
    linked = {*re.findall(r'href="([^"]+)"', page)}
    assert linked == {"index.html", "0001-one.html", "0003-two.html"}
    assert all((tmp_path / "folder" / name).is_file() for name in linked)


def test_articles_of_different_events_are_not_compared(tmp_path):
    index = write_report([ONE, FAR], tmp_path / "folder")
    assert "events.html" not in index.read_text("utf-8")
    assert "tell one event" not in write_report([ONE, FAR], tmp_path / "a.html").read_text("utf-8")


def test_a_copy_is_named_and_not_counted(tmp_path):
    copy = Article(ONE.text + " ", id="copy")
    page = write_report([ONE, TWO, copy], tmp_path / "report.html").read_text("utf-8")
    assert "How do 2 reports tell one event?" in page
    assert f"{escape(copy.text.strip(), quote=True)} (copy): a copy of one, not counted." in page


def test_the_first_screen_tells_day_role_and_what_of_the_headline_is_not_in_the_text(tmp_path):
    page = "Mayor Lee condemns 40 plans\n\n"
    page += "The plan is bad for everybody in town, Mayor Ann Lee said on Monday."
    day = datetime(2024, 2, 24, 11, 42, 23, tzinfo=UTC)
    article = replace(parse_article(page), published=day)
    told = unescape(write_report(article, tmp_path / "report.html").read_text("utf-8"))
    assert "2024-02-24, " in told
    assert "11:42" not in told
    assert "Ann Lee speaks most, as \u201cMayor\u201d:" in told
    assert "1 of 4 parts not found below (\u201c40\u201d)" in told
    assert "<b>On no source:</b> none of 1 sentence." in told


HEBREW, LONG = "\u05d3\u05d5\u05d3 \u05db\u05d4\u05df", "Hohenlohewaldenburg" * 4
LONGER = f"Max {LONG}"


def test_a_name_from_right_to_left_keeps_its_own_number(tmp_path):
    text = f'"We will fix the old bridge," Ann Lee said. "No money," {HEBREW} said.'
    told = unescape(write_report(Article(text), tmp_path / "a.html").read_text("utf-8"))
    assert f"\u2068{HEBREW}\u2069 2" in told
    assert "Ann Lee 6 of 6, " in told


def test_a_name_of_eighty_letters_is_told_once_and_then_cut(tmp_path):
    text = f'"We will fix the old bridge in May," {LONGER} said. Ann Lee said that it was old.'
    told = unescape(write_report(Article(text), tmp_path / "a.html").read_text("utf-8"))
    first = told[told.index('<ul class="first">') : told.index("A program made")]
    assert first.count(f"{LONGER} speaks most") == first.count(LONG) == 1
    assert "Max \u2026 8 of 8" in first


def test_a_text_without_blanks_is_called_by_how_it_begins(tmp_path):
    page = read_words(write_report(Article("\u6771\u4eac" * 100), tmp_path / "a.html"))
    assert page.startswith("\u6771\u4eac" * 45 + "\u2026")


def test_who_has_most_in_quote_marks_is_told_though_others_have_more_words(tmp_path):
    said = "the work would take until the spring of next year and cost two million"
    text = " ".join(f"{name} said that {said}." for name in ("Ann Lee", "Bob Clark", "Eve Hart"))
    text += ' "This is a farce," Dan Moss said.'
    page = read_words(write_report(Article(text, title="Farce"), tmp_path / "a.html"))
    assert (
        "In their own words: Dan Moss 4 of 4, Ann Lee 0 of 15, Bob Clark 0 of 15, Eve Hart" in page
    )
    assert "The headline: not part of the text" in page
    assert "The headline: none was found" in read_words(
        write_report(Article("It rained."), tmp_path / "b.html")
    )


def test_a_speaker_who_is_a_description_is_not_told_twice(tmp_path):
    text = "A police officer said that the road would stay closed until the morning after."
    page = read_words(write_report(Article(text), tmp_path / "a.html"))
    assert "A police officer speaks most: " in page


def test_a_report_asks_its_engine_once_an_article(tmp_path):
    asked = []

    class Watching(type(ENGLISH.reader)):
        def read(self, texts):
            asked.extend(texts)
            return super().read(texts)

    watching = replace(ENGLISH, name="watching", reader=Watching())
    articles = [Article("Rates will rise, Ann Lee said."), Article("It will rain, Bob Day said.")]
    write_report(articles, tmp_path / "report.html", engine=watching)
    assert asked == [article.text for article in articles]


def test_a_report_shows_the_attributions_that_it_is_given(tmp_path):
    article = Article("Rates will rise, Ann Lee said. It will rain, Bob Day said.")
    kept = [said for said in find_attributions(article) if said.speaker.name == "Bob Day"]
    page = read_words(write_report(kept, tmp_path / "report.html"))
    assert "Bob Day speaks most" in page
    assert "Ann Lee speaks" not in page
