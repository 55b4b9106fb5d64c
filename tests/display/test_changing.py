"""`change` as a page: parts before and after, what moves, and nothing but text in it."""

import json
from html import unescape
from html.parser import HTMLParser

import pytest

import toolkit as tk
from toolkit.comparison import change_article, change_table
from toolkit.display.changing import LONG, ChangedArticle, change
from toolkit.display.widgets import INSTALL, WIDGET_VIEW

ATTACK = "</ins><script>alert(1)</script><img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def story():
    return tk.parse_article(
        "Bank may raise rates\n\n“Rates will rise,” Ann Lee told Reuters.\n\nIt was a good day."
    )


@pytest.fixture(scope="module")
def changed(story):
    return change(story, {"good": "terrible", "Ann Lee": "Bob Day"})


class Reader(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.tags, self.inside, self.texts = [], [], {}
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.inside.append(tag)

    def handle_endtag(self, tag):
        while self.inside.pop() != tag:
            pass

    def handle_data(self, data):
        for tag in {*self.inside}:
            self.texts.setdefault(tag, []).append(data)


def test_holds_the_table_and_both_articles(story, changed):
    changes = {"good": "terrible", "Ann Lee": "Bob Day"}
    assert changed.before is story
    assert changed.after == change_article(story, changes)
    assert changed.table.equals(change_table(story, changes))
    told = repr(changed).splitlines()
    assert told[0] == "paragraph 1: Ann Lee -> Bob Day; paragraph 2: good -> terrible"
    assert told[1].endswith(" do not")


def test_a_page_shows_changed_parts_before_and_after_and_what_moves(changed):
    bundle = changed._repr_mimebundle_()
    page = Reader(bundle["text/html"])
    assert page.texts["del"] == ["Ann Lee", "good"]
    assert page.texts["ins"] == ["Bob Day", "terrible"]
    words = "".join(page.texts["p"])
    assert "paragraph 2, before" in words
    assert "paragraph 2, after" in words
    assert "headline" not in words.partition("Did not move")[0]
    assert "+0.44 \u2192 -0.48" in page.texts["td"]
    assert "run this cell in JupyterLab" in bundle["text/html"]
    assert bundle[WIDGET_VIEW]["model_id"]


def test_a_speaker_keeps_the_colour_and_a_new_one_gets_another(story, changed):
    before = tk.annotate(story)._repr_html_()
    assert "#1e88e5" in before
    after = changed._repr_mimebundle_()["text/html"].partition("paragraph 1, after")[2]
    after = after.partition("paragraph 2")[0]
    assert "#1e88e5" not in after  # Ann Lee's
    assert "Bob Day" in after


def test_words_left_out_are_told_in_their_place(story):
    page = Reader(change(story, {"good ": ""})._repr_mimebundle_()["text/html"])
    assert "left out" in page.texts["ins"]
    gone = Reader(change(story, {"It was a good day.": ""})._repr_mimebundle_()["text/html"])
    assert "(left out)" in gone.texts["p"]


@pytest.mark.usefixtures("no_widgets")
def test_without_widgets_the_page_says_what_to_install(changed):
    bundle = changed._repr_mimebundle_()
    assert bundle.keys() == {"text/plain", "text/html"}
    assert INSTALL in unescape(bundle["text/html"])


@pytest.fixture
def no_widgets(monkeypatch):
    monkeypatch.setattr("toolkit.display.widgets.find_spec", lambda _: None)


def test_without_a_change_it_says_so(story):
    opened = change(story)
    assert opened.after is story
    assert opened.table.empty
    assert repr(opened) == "Nothing is changed yet."
    assert repr(opened) in opened._repr_mimebundle_()["text/html"]


def test_what_is_written_is_found_word_by_word(story):
    desk = change(story)
    told = desk.answer({"texts": {"0": "The Bank may not raise rates now"}})
    assert desk.after.title == "The Bank may not raise rates now"
    page = Reader(told["html"])
    assert page.texts["ins"] == ["The Bank", " not ", "rates now"]
    json.dumps(told)
    again = desk.answer({"texts": {}})
    assert desk.after == story
    assert again["html"] == ""


def test_a_paragraph_that_begins_with_a_blank_is_shown_all_the_same():
    desk = change(tk.Article("It rained.\n\nIt was a good day."))
    page = Reader(desk.answer({"texts": {"1": " It was a bad day."}})["html"])
    assert "bad" in "".join(page.texts["ins"])
    assert "(left out)" not in page.texts["p"]


@pytest.mark.parametrize(
    "text", ["", "x", "Bank raise rates", "Bank may raise\nrates", "  Bank may raise rates", "🙂"]
)
def test_the_article_is_what_is_written(story, text):
    desk = change(story)
    desk.answer({"texts": {"0": text}})
    assert desk.after.text == story.text.replace("Bank may raise rates", text.replace("\n", " "))


def test_what_cannot_be_done_is_told_and_the_last_article_stays(story):
    desk = change(story, {"good": "bad"})
    told = desk.answer({"texts": {"0": "", "1": "", "2": " "}})
    assert told["fault"]
    assert told["told"].startswith("Not measured: changes: must leave some words")
    assert "bad day" in desk.after.text


def test_a_long_article_is_asked_only_when_somebody_says_so(story):
    assert not change(story).tell()["slow"]
    assert change(tk.Article("war " * (LONG + 1))).tell()["slow"]


def test_hostile_words_stay_words():
    article = tk.Article(f"“{ATTACK} is fine,” said Lee.\n\nIt rained.")
    desk = change(article)
    for html in (
        desk.answer({"texts": {"1": ATTACK}})["html"],
        desk.answer({"texts": {"0": f"“{ATTACK} {ATTACK}” said {ATTACK}."}})["html"],
    ):
        assert not {"img", "script"} & {*Reader(html).tags}


def test_change_wants_an_article():
    with pytest.raises(tk.ToolkitError, match="found str"):
        change("War is war.")
    assert ChangedArticle.__slots__
