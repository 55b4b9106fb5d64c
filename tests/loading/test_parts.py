"""The parts of a text; tests/cases/make_article.json holds texts with their parts and fields."""

import pytest

from tests.test_cases import read_cases
from toolkit import ToolkitError, parse_article, read_corpus
from toolkit.base import Span
from toolkit.loading.parts import Block, find_blocks, make_article, read_blocks


def make(text, **options):
    return make_article(*read_blocks(text), **options)


def list_parts(article):
    return [f"{part.kind}: {part.span.of(article.text)}" for part in article.parts]


@pytest.mark.parametrize("case", read_cases("make_article"))
def test_parts_and_what_they_say(case):
    article = make(case["text"])
    fields = ("title", "byline", "dateline", "published")
    stated = {name: str(getattr(article, name)) for name in fields if getattr(article, name)}
    assert list_parts(article) == case["found"]
    assert stated == case["fields"]
    assert [*article.notes] == case.get("notes", [])


# ---- blocks ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("# Rates *rise*\n\nShe **left**.", "Rates rise\n\nShe left."),
        ("###### Rates\n\nShe left.", "Rates\n\nShe left."),
        ("She **left**.\n\n\n\nHe *stayed*.", "She left.\n\nHe stayed."),
        ("The [bank](https://example.org) said so.", "The bank said so."),
        ("The [bank](http://example.org) said so.", "The bank said so."),
        ("The **bank** said\nso.", "The bank said\nso."),
        ("**Five** \\* six.", "Five * six."),
        ("# \n\n**She** left.", "She left."),
        ("**She** left: ![a bank](https://example.org/a.jpg)", "She left: a bank"),
    ],
)
def test_markdown_becomes_what_a_person_reads(text, read):
    assert read_blocks(text)[0] == read


@pytest.mark.parametrize(
    "text",
    [
        "Rates *rise*", "#1 in the world", "5 * 3 * 2", "** left", "** left **", "[bank] (so)",
        "[bank](ftp://example.org)", "a_b_c", "* one\n* two", "> said", "1. one", "<b>so</b>",
        "    indented", "####### so", "#so",
    ],
)  # fmt: skip
def test_text_that_is_no_markdown_is_kept_as_it_is(text):
    assert read_blocks(text) == (text, find_blocks(text))


def test_blocks_know_headings_and_bold_beginnings():
    text, blocks = read_blocks("# Rates\n\n**Rome:** They **rise**.\n\n**All**\n\nThe **end**.")
    assert [block.span.of(text) for block in blocks] == [
        "Rates", "Rome: They rise.", "All", "The end.",
    ]  # fmt: skip
    assert [block.is_heading for block in blocks] == [True, False, False, False]
    bold = [text[block.span.start : block.bold_end] for block in blocks]
    assert bold == ["", "Rome:", "All", ""]
    assert blocks[1].bold_end == blocks[1].span.start + len("Rome:")


def test_blocks_of_text_that_is_kept_are_its_paragraphs():
    text = "Rates rise\n\n  Rates will rise. \n"
    blocks = find_blocks(text)
    assert [block.span.of(text).strip() for block in blocks] == ["Rates rise", "Rates will rise."]
    assert blocks[0] == Block(Span(0, 10), is_heading=False, bold_end=0, is_caption=False)


def test_a_text_as_long_as_an_article_may_be_is_read_and_no_longer_one():
    assert read_blocks("a" * 1_000_000)[0] == "a" * 1_000_000
    with pytest.raises(
        ToolkitError, match=r"^text: must have at most 1,000,000 characters; found"
    ):
        read_blocks("a" * 1_000_001)


# ---- what is known beforehand ----------------------------------------------------------------


def test_captions_and_headings_of_a_page_are_known_by_its_marks():
    text = "Rates rise\n\nThe bank on Monday\n\nRates will rise, she said."
    first, second, third = find_blocks(text)
    blocks = [Block(first.span, is_heading=True), Block(second.span, is_caption=True), third]
    assert list_parts(make_article(text, blocks)) == [
        "headline: Rates rise",
        "caption: The bank on Monday",
        "paragraph: Rates will rise, she said.",
    ]


@pytest.mark.parametrize("title", ["The banks will raise rates.", "The banks will raise rates"])
def test_a_line_that_is_the_known_title_is_the_headline(title):
    text = "The banks will raise rates.\n\nShe left, he said."
    assert list_parts(make(text))[0] == "paragraph: The banks will raise rates."
    article = make(text, title=title)
    assert list_parts(article)[0] == "headline: The banks will raise rates."
    assert article.title == title


def test_a_known_title_goes_before_the_headline():
    article = make("Rates rise\n\nRates will rise, she said.", title="Other")
    assert article.title == "Other"
    assert list_parts(article)[0] == "headline: Rates rise"


def test_what_is_given_is_kept():
    notes = ("a note",)
    article = make("Rates rise\n\n06/09/2016\n\nShe left.", id="a1", origin="a.txt", notes=notes)
    assert (article.id, article.origin, article.notes[0]) == ("a1", "a.txt", "a note")
    assert article.notes[1].startswith("date: '06/09/2016' is ")
    assert len(article.notes) == 2


@pytest.mark.parametrize(("day_first", "month"), [(True, 9), (False, 6)])
def test_a_person_can_say_how_dates_read(day_first, month):
    article = make("Rates rise\n\n06/09/2016\n\nShe left.", day_first=day_first)
    assert (article.published.month, article.notes) == (month, ())


def test_a_line_with_a_date_is_a_dateline_up_to_120_characters():
    for blanks, is_byline in ((120, True), (121, False)):
        line = "June 3, 2019".ljust(blanks - 1) + "|"
        kinds = [part.kind for part in make(f"Rates rise\n\n{line}\n\nShe left.").parts]
        assert ("byline" in kinds) == is_byline


def test_a_blank_text_is_refused():
    with pytest.raises(ToolkitError, match="text: must not be blank"):
        make(" \n")


# ---- what no reader would take for news -------------------------------------------------

WHOLE = "\u201cWe shall see,\u201d Fran\u00e7ois Hollande said. The caf\u00e9 was closed."


def read_wrongly(text):
    return text.encode("utf-8").decode("cp1252", errors="replace")


@pytest.mark.parametrize(
    "text",
    [
        read_wrongly(WHOLE),
        read_wrongly("The caf\u00e9 was closed."),
        "The caf\ufffd was closed.",
        read_wrongly("It\u2019s closed."),
    ],
)
def test_broken_characters_are_told(text):
    [note] = parse_article(text).notes
    assert note.startswith("text: ")
    assert "broken, such as" in note


def test_a_text_without_a_sentence_is_told():
    [note] = parse_article("Home\nSports\nWeather in www.example.org today").notes
    assert note.startswith("text: no sentence ends in it")


@pytest.mark.parametrize(
    "text",
    [
        WHOLE,
        "JO\u00c3O SAYS NO.",
        "S\u00e3o Paulo is in \u00c2ngulo.",
        "It costs \u20ac5.",
        'He said "no."',
        "Will it\u2026",
    ],
)
def test_a_whole_text_has_no_such_note(text):
    assert parse_article(text).notes == ()


def test_rows_of_a_table_are_told_of_too():
    [article] = read_corpus([{"text": "Home Sports Weather"}])
    assert any("no sentence" in note for note in article.notes)


def test_what_stands_above_a_title_that_is_known_is_none():
    text = "THE COURIER\n\n6 May 2020\n\nRates rise\n\nRates will rise, she said on Monday."
    article = make_article(text, find_blocks(text), title="Rates rise")
    kinds = [part.kind for part in article.parts]
    assert kinds == ["subheading", "byline", "headline", "paragraph"]
    assert article.title == "Rates rise"


def test_a_title_further_down_is_no_headline():
    story = " ".join(["Rates will rise again this year, she said."] * 5)
    text = f"Banks hope\n\n{story}\n\nRates rise\n\n{story}"
    article = make_article(text, find_blocks(text), title="Rates rise")
    assert article.parts[0].kind == "headline"
