"""What `compare` shows of several reports, and what it does with odd ones."""

import re
from html.parser import HTMLParser

import pytest

import toolkit as tk

ONE = tk.Article(
    "The bridge\n\nMayor Ann Lee spoke.\n\n"
    '"We will repair the old bridge before the floods," she said.\n\n'
    '"I never sing in the rain," Tom Hill joked.',
    id="one",
    title="The bridge",
)
TWO = tk.Article('"We will repair the new bridge before the floods," Ann Lee said.', id="two")
THREE = tk.Article("It rained in Lowtown on Monday.", id="three")
ATTACK = "<img src=x onerror=alert(1)><script>alert(1)</script>"


class Page(HTMLParser):
    """Tags, ids and addresses of some HTML, and the text under each open tag."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.ids, self.links, self.texts, self.handlers = [], [], [], {}, []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        given = dict(attrs)
        self.handlers += [name for name in given if name.startswith("on")]
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "a":
            self.links.append(given["href"])

    def handle_data(self, data):
        self.texts.setdefault(self.tags[-1], []).append(data)


def read(articles):
    return Page(tk.compare(articles)._repr_html_())


def test_what_is_left_out_is_struck_and_what_is_altered_is_underlined():
    page = read([ONE, TWO])
    assert " old " in page.texts["del"]
    assert "new" in page.texts["ins"]


def test_links_lead_to_places_and_back():
    page = read([ONE, TWO, THREE])
    assert page.links
    assert {link.removeprefix("#") for link in page.links} <= {*page.ids}
    assert len(page.ids) == len({*page.ids})


def test_three_reports_have_a_column_each_in_every_block():
    html = tk.compare([ONE, TWO, THREE])._repr_html_()
    assert html.count("does not carry it") == 1
    assert "in 2 of 3 reports" in html


def test_of_many_reports_those_that_carry_it_have_a_column():
    others = [tk.Article(f"It rained on day {n} of the week.", id=f"r{n}") for n in range(5)]
    html = tk.compare([ONE, TWO, *others])._repr_html_()
    assert "does not carry it" not in html
    assert "in 2 of 7 reports" in html


def test_strips_tell_the_share_of_each_voice_with_its_words():
    html = tk.compare([TWO])._repr_html_()
    assert re.search(r"1 <bdi>Ann Lee</bdi> 75&nbsp;%&nbsp;\(9\)", html)
    assert "<bdi>narrator</bdi> 25&nbsp;%&nbsp;(3) of 12 words" in html


def test_what_one_report_alone_has_is_listed():
    html = tk.compare([ONE, TWO])._repr_html_()
    assert "<summary>Only in <bdi>one</bdi>: 1 statement</summary>" in html
    assert "Only in <bdi>two</bdi>" not in html


def test_reports_are_named_by_publisher_where_that_tells_them_apart():
    named = [
        tk.Article(a.text, id=a.id, publisher=p) for a, p in ((ONE, "Post"), (TWO, "Courier"))
    ]
    assert "<b><bdi>Courier</bdi></b>" in tk.compare(named)._repr_html_()
    same = [tk.Article(a.text, id=a.id, publisher="Post") for a in (ONE, TWO)]
    assert "<b><bdi>two</bdi></b>" in tk.compare(same)._repr_html_()


def test_the_statements_of_the_report_that_carries_most_come_first():
    first = tk.Article(
        '"The mill will open in June," Tom Hill said.\n\n'
        '"We had the coldest winter in years," Bob Clark said.\n\n'
        '"Nobody has seen my yellow umbrella," Ann Lee said.',
        id="first",
    )
    second = tk.Article(
        '"Nobody has seen my yellow umbrella," Lee said.\n\n'
        '"We had the coldest winter in years," Clark said.',
        id="second",
    )
    third = tk.Article('"The mill will open in June," Hill said.', id="third")
    shown = re.findall(r"^(\d)\. ", repr(tk.compare([third, second, first])), re.M)
    assert shown == ["1", "3", "2"]
    numbers = tk.statement_table([third, second, first]).groupby("statement")["speaker"].first()
    assert list(numbers) == ["Tom Hill", "Ann Lee", "Bob Clark"]


@pytest.mark.parametrize(
    ("articles", "told"),
    [
        ([ONE], "1 report, 2 statements (one: one article: nothing to compare)"),
        ([ONE, THREE], "no statement is in two of the articles"),
        ([ONE, TWO, TWO], "two: given twice: counted once"),
    ],
)
def test_odd_collections_are_told_as_such(articles, told):
    assert told in repr(tk.compare(articles))
    assert told in tk.compare(articles)._repr_html_()


def test_no_article_is_an_error():
    with pytest.raises(tk.ToolkitError, match="articles: must be at least one; found none"):
        tk.compare([])


def test_hostile_text_stays_text():
    crowd = " ".join(f'"Number {n} is mine," Nora N{"a" * (n % 7)}x{n} said.' for n in range(60))
    hostile = tk.Article(
        f'"We will repair the old bridge {ATTACK}," Ann Lee said.\n\n{crowd}\n\n'
        '"\u202eevil \u0627\u0644\u062c\u0633\u0631\u2066 \x00," Lee added.',
        id=ATTACK,
        title=ATTACK,
        publisher=ATTACK,
    )
    page = read([ONE, TWO, hostile])
    assert not {*page.tags} & {"script", "img", "style", "iframe"}
    assert not page.handlers
    assert {link.removeprefix("#") for link in page.links} <= {*page.ids}
    assert "\x00" not in tk.compare([ONE, hostile])._repr_html_()
