import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from math import nan

import matplotlib.pyplot as plt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

from toolkit.base import Attribution, Rule, Speaker
from toolkit.base.article import Article, Form, Kind, Quotation, Relay, Span
from toolkit.base.errors import ToolkitError
from toolkit.display.annotation import AnnotatedArticle, annotate, picture
from toolkit.display.telling import UNSEEN
from toolkit.plots.shared import COLOURS, GREY

ATTACK = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
ALLOWED = {*"div ul li p span bdi b i sup details summary ol br".split()}  # noqa: SIM905
EXTRAS = {"ul", "sup", "details"}  # what stands beside the article's own words


class Reader(HTMLParser):
    """Reads a page as a browser does: its tags, their attributes, and the article's words."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes, self.words, self._inside = set(), set(), "", []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self._inside += [tag] * (tag != "br")

    def handle_endtag(self, tag):
        assert self._inside.pop() == tag

    def handle_data(self, data):
        if not EXTRAS & {*self._inside}:
            self.words += data


def squeeze(text):
    return "".join(UNSEEN.sub("\ufffd", text).split())


@st.composite
def annotated(draw):
    text = draw(st.text(min_size=1, max_size=60).filter(str.strip))
    borders = st.integers(0, len(text) - 1)
    spans = st.builds(
        lambda one, other: Span(min(one, other), max(one, other) + 1), borders, borders
    )
    speaker = Speaker(draw(st.text(min_size=1, max_size=8)), Kind.PERSON)
    quotations = st.builds(
        lambda content, cue, source: Quotation((content,), cue, source),
        spans,
        st.lists(spans, max_size=1).map(tuple),
        st.lists(spans, max_size=1).map(tuple),
    )
    relays = tuple(Relay(span.of(text), span) for span in draw(st.lists(spans, max_size=1)))
    found = draw(st.lists(quotations, max_size=4))
    return AnnotatedArticle(
        Article(text), tuple(Attribution(each, speaker, relays) for each in found)
    )


@given(annotated())
def test_shows_all_of_any_text_and_only_text(shown):
    page = Reader(shown._repr_html_())
    assert squeeze(page.words) == squeeze(shown.article.text)
    assert page.tags <= ALLOWED
    assert page.attributes <= {"style", "title", "dir", "class"}


@given(annotated())
def test_shows_itself_in_a_terminal_without_control_characters(shown):
    assert not UNSEEN.search(repr(shown))


@given(st.text(max_size=200).filter(str.strip))
def test_annotates_any_text(text):
    assert squeeze(Reader(annotate(Article(text))._repr_html_()).words) == squeeze(text)


def test_marks_the_seed_by_speaker_and_relay(seed):
    html = annotate(seed)._repr_html_()
    labels = re.findall(r"<bdi>(\d+[^<]*)</bdi>", html)
    assert labels[6:10] == ["7 unknown", "8 Vladimir Putin through TASS", "9", "10"]
    assert labels[-1] == "12 an official through CNN"
    assert ">unknown<" in html
    assert "<b>Obama</b> <i>said</i>" in html


def test_hostile_text_stays_text_in_every_field():
    span = Span(0, len(ATTACK))
    said = Attribution(
        Quotation((span,), (span,), (span,)),
        Speaker(ATTACK, Kind.PERSON),
        (Relay(ATTACK, span),),
        Rule.NAME,
        (span,),
    )
    page = Reader(AnnotatedArticle(Article(ATTACK), (said,))._repr_html_())
    assert page.tags <= ALLOWED
    assert page.attributes <= {"style", "title", "dir", "class"}


def test_a_split_quotation_has_its_number_on_each_piece():
    article = Article('"Rates," Ann Lee said, "will rise."')
    pieces = (Span(0, 8), Span(23, 35))
    said = Attribution(
        Quotation(pieces, (Span(17, 21),), (Span(9, 16),), Form.DIRECT),
        Speaker("Ann Lee", Kind.PERSON),
    )
    html = AnnotatedArticle(article, (said,))._repr_html_()
    assert re.findall(r"<bdi>(1 [^<]+)</bdi>", html) == ["1 \u2026", "1 Ann Lee"]


def test_a_label_cuts_a_name_that_the_list_tells_whole():
    name = "a spokesman for the ministry of works, who would not be named, and who was"
    said = Attribution(
        Quotation((Span(0, 4),), (), (), Form.INDIRECT), Speaker(name, Kind.UNNAMED)
    )
    html = AnnotatedArticle(Article("This is fine."), (said,))._repr_html_()
    assert "<bdi>1 a spokesman for the ministry of works, \u2026</bdi>" in html
    assert f"<bdi>{name}</bdi></span>: This" in html


def test_a_quotation_inside_another_keeps_its_mark():
    article = Article("Ann says Bob says no.")
    outer = Attribution(Quotation((Span(9, 20),)), Speaker("Ann", Kind.PERSON))
    inner = Attribution(Quotation((Span(18, 20),)), Speaker("Bob", Kind.PERSON))
    assert repr(AnnotatedArticle(article, (outer, inner))).startswith(
        "Ann says [Ann: Bob says ][Bob: no]."
    )


def test_an_attribution_outside_the_text_is_refused():
    said = Attribution(Quotation((Span(0, 99),)), Speaker("Ann", Kind.PERSON))
    with pytest.raises(ToolkitError, match="must end inside the text"):
        AnnotatedArticle(Article("War is war."), (said,))


@pytest.mark.parametrize(("confidence", "is_faint"), [(0.49, True), (0.5, False), (nan, False)])
def test_what_is_more_likely_wrong_is_faint_and_has_a_question_mark(confidence, is_faint):
    said = Attribution(
        Quotation((Span(0, 2),)), Speaker("Ann", Kind.PERSON), confidence=confidence
    )
    html = AnnotatedArticle(Article("No, said Ann."), (said,))._repr_html_()
    assert ("<bdi>1 Ann ?</bdi>" in html) == is_faint
    assert ("more likely wrong than right (1)" in html) == is_faint
    text = html.partition("</ul>")[2].partition("<sup")[0]
    assert ("background-color" in text) != is_faint


def test_a_legend_names_the_first_and_counts_the_rest():
    article = Article("No. " * 30)
    said = [
        Attribution(Quotation((Span(4 * n, 4 * n + 2),)), Speaker(f"Ann {n}", Kind.PERSON))
        for n in range(30)
    ]
    legend = AnnotatedArticle(article, tuple(said))._repr_html_().partition("</ul>")[0]
    assert legend.count("<bdi>") == 20
    assert "and 10 more speakers" in legend


def test_annotate_wants_an_article():
    with pytest.raises(ToolkitError, match="found str"):
        annotate("War is war.")


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("colour", [*COLOURS, GREY])
@pytest.mark.parametrize("paper", ["#ffffff", "#111111"])
def test_colours_are_seen_on_light_and_dark_paper(colour, paper):
    light, dark = sorted((luminance(colour), luminance(paper)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 3  # WCAG 2.1, 1.4.11


@pytest.fixture
def ax():
    _, ax = plt.subplots()
    ax.barh(["#111111 & <b>"], [2], color="#1e88e5", label="n")
    ax.set_title("Two words")
    ax.legend()
    yield ax
    plt.close("all")


def test_a_picture_says_what_it_shows(ax):
    shown = picture(ax, alt='2 words of "peace"')
    assert 'alt="2 words of &quot;peace&quot;"' in shown._repr_html_()
    assert repr(shown) == 'Picture: 2 words of "peace"'


def test_a_picture_says_its_title_by_default(ax):
    assert picture(ax).alt == "Two words"


def test_a_picture_that_says_nothing_is_refused():
    with pytest.raises(ToolkitError, match="must say what the picture shows"):
        picture(Figure().subplots())


def test_a_picture_closes_its_figure(ax):
    picture(ax)
    assert plt.get_fignums() == []


def test_a_picture_is_the_same_each_time(ax):
    assert picture(ax).svg == picture(ax).svg


def test_a_picture_follows_the_theme_and_leaves_words_and_colours_alone(ax):
    svg = picture(ax).svg
    words = [element.text for element in ET.fromstring(svg).iter() if element.text]  # noqa: S314
    assert "#111111 & <b>" in words
    assert "prefers-color-scheme:dark" in svg
    assert "#1e88e5" in svg
    assert "#000000" not in svg.replace("#111111 &amp;", "")


def test_marks_who_passed_the_words_on(seed):
    html = annotate(seed)._repr_html_()
    assert "<b><i>TASS</i></b> <i>quoted</i> <b>Putin</b> <i>as saying</i>" in html


def test_marks_what_a_person_decided():
    article = Article("No, said Ann. Yes, said Bob.")
    said = [
        Attribution(Quotation((Span(0, 2),)), Speaker("Ann", Kind.PERSON), rule=Rule.PERSON),
        Attribution(Quotation((Span(14, 17),)), Speaker("Bob", Kind.PERSON), rule=Rule.NAME),
    ]
    shown = AnnotatedArticle(article, tuple(said))
    html = shown._repr_html_()
    assert re.findall(r"<bdi>(\d [^<]+)</bdi>", html) == ["1 Ann \u2713", "2 Bob"]
    assert "\u2713: decided by a person, 1 of 2." in html
    assert html.count("decided by a person;") == 1
    assert "[Ann \u2713: No]" in repr(shown)


def test_tells_what_a_quotation_clearly_expresses():
    article = Article('"Bob Clark is a liar and a disgrace," Ann Lee said. "Soon," she added.')
    html = annotate(article)._repr_html_()
    assert html.count("stance: ") == html.count("stance: negative toward Bob Clark") == 1


def test_stances_of_other_attributions_are_refused():
    with pytest.raises(ToolkitError, match="one for each of 0 attributions; found 1"):
        AnnotatedArticle(Article("War is war."), (), ("stance: negative toward war",))
