"""Exports of news databases; tests/exports has a sample of each, in our own words."""

from datetime import date, datetime
from pathlib import Path

import pytest

from tests.stub_documents import make_docx, make_rtf
from toolkit import ToolkitError, iter_corpus, parse_article, read_article, read_corpus
from toolkit.loading.exports import cut_export

EXPORTS = Path(__file__).parents[1] / "exports"
ABOUT = ("title", "publisher", "published", "byline", "section")
HALF_PAST_SIX = datetime(2021, 3, 3, 6, 30)  # noqa: DTZ001 - the page states no zone
# Of each sample: what its articles say of themselves.
HELD = {
    "nexis_uni": [
        ("Harbour bridge closed after crack is found", "The Northport Courier", date(2021, 3, 3),
         "Ann Lee and Bob Day", "News; Pg. 1"),
        ("Mayor promises a ferry by Friday", "Evening Herald (Southmere)", date(2021, 3, 4),
         "", ""),
        ("Letters: Let us row", "The Northport Courier", date(2021, 3, 5), "", "Opinion; Pg. 12"),
    ],
    "lexisnexis": [
        ("Snow closes schools in three counties", "The Northport Courier", date(2010, 1, 11),
         "Ann Lee", "NATIONAL NEWS; Pg. 4"),
        ("Grit runs short, says council", "Evening Herald", date(2010, 1, 12), "", "HOME; Pg. 2"),
    ],
    "factiva_codes": [
        ("Mill owner offers workers a share", "The Northport Courier",
         HALF_PAST_SIX, "Ann Lee", "Business"),
        ("Union turns offer down", "Evening Herald", date(2021, 3, 10), "", ""),
    ],
    "factiva_plain": [
        ("Mill owner offers workers a share of the company", "The Northport Courier",
         HALF_PAST_SIX, "Ann Lee", "Business"),
        ("Union turns the mill owner's offer down", "Evening Herald", date(2021, 3, 10),
         "Jo Park", ""),
    ],
    "proquest": [
        ("Library hours cut again", "The Northport Courier; Northport", date(2021, 3, 3),
         "Lee, Ann", "Local"),
        ("Council thinks again", "Evening Herald", date(2021, 3, 9), "Day, Bob", ""),
    ],
    "newsbank": [
        ("School board keeps Latin", "Northport Courier, The (WA)", date(2021, 3, 3),
         "Ann Lee, Staff Writer", "Metro"),
        ("Parents ask for Greek as well", "Evening Herald (WA)", date(2021, 3, 10), "Bob Day",
         "Local"),
    ],
    "references": [
        ("Tram line opens a year late", "The Northport Courier", date(2021, 3, 3),
         "Lee, Ann; Day, Bob", "News"),
        ("Swan leaves", "Evening Herald", date(2021, 3, 5), "", ""),
    ],
}  # fmt: skip


def read_sample(name):
    [path] = EXPORTS.glob(f"{name}.*")
    return path.read_text("utf-8")


def read_faults(source):
    faults = []
    return [*iter_corpus(source, on_fault=faults.append)], faults


def save(folder, name, content):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("ending", ["txt", "docx", "rtf"])
@pytest.mark.parametrize("name", HELD)
def test_an_export_is_cut_into_its_articles(tmp_path, name, ending):
    lines = read_sample(name).split("\n")
    content = {"docx": make_docx, "rtf": make_rtf}.get(ending, "\n".join)(lines)
    articles, _ = read_faults(save(tmp_path, f"{name}.{ending}", content))
    assert [tuple(getattr(article, field) for field in ABOUT) for article in articles] == HELD[
        name
    ]
    for article in articles:
        assert article.text.startswith(f"{article.title}\n\n")
        assert article.parts[0].kind == "headline"
        assert {part.kind for part in article.parts[1:]} == {"paragraph"}


@pytest.mark.parametrize(
    ("name", "number", "begins", "ends"),
    [
        ("nexis_uni", 0, "The harbour bridge was closed", "had reported noises for months."),
        ("nexis_uni", 1, "Mayor David Okoye promised", "he told the Evening Herald."),
        ("lexisnexis", 0, "Schools in three counties stayed closed on Monday after the heaviest "
         "snow in twenty years, officials said.", "roads would be cleared by noon."),
        ("factiva_codes", 0, "The owner of the last mill", "they would study the offer."),
        ("factiva_plain", 1, "A tenth is not enough", "said the union on Tuesday."),
        ("proquest", 0, "Three library branches will close", "who runs the reading club."),
        ("newsbank", 0, "The school board voted", "said Theo Grant, who teaches it."),
        ("references", 0, "The tram line opened", "said Mina Holt, its first passenger."),
    ],
)  # fmt: skip
def test_the_text_of_an_article_is_whole_and_nothing_else(name, number, begins, ends):
    cuts = [cut for cut in cut_export(read_sample(name)) if not cut.problem]
    text = "\n\n".join(cuts[number].paragraphs)
    assert text.startswith(begins)
    assert text.endswith(ends)


def test_a_nexis_document_without_a_line_for_its_body_is_text_below_its_keys():
    told = [
        "Mill burns",
        "Northport Courier",
        "March 3, 2021",
        "Length: 9 words",
        "Section: News",
        "Byline: By Ann Lee",
    ]
    text = [
        "The mill burned on Tuesday.",
        "Page 2 of 5",
        "March 1, 2021",
        "It had opened that day.",
    ]
    [cut] = cut_export("\n\n".join([*told, *text, "End of Document"]))
    assert (cut.title, cut.publisher, cut.published) == tuple(told[:3])
    assert (cut.byline, cut.url, cut.meta["database"]) == ("Ann Lee", "", "Nexis")
    assert cut.paragraphs == (text[0], text[2], text[3])


def test_a_factiva_document_has_no_lines_of_pages_and_no_bars():
    lines = ["HD | Mill burns |", "WC | 9 words", "PD | 3 March 2021", "SN | Northport Courier"]
    lines += ["LP | The mill burned.", "", "Page 2 of 5", "", "It had stood for long.", ""]
    lines += ["AN | Document NPCOUR0020210303eh330002k"]
    [cut] = cut_export("\n".join(lines))
    assert (cut.title, cut.publisher) == ("Mill burns", "Northport Courier")
    assert (cut.paragraphs, cut.id) == (
        ("The mill burned.", "It had stood for long."),
        "NPCOUR0020210303eh330002k",
    )


def test_what_else_a_database_tells_is_kept():
    articles, _ = read_faults(EXPORTS / "nexis_uni.txt")
    assert articles[0].meta["length"] == 58
    assert articles[0].meta["Subject"].startswith("BRIDGES")
    assert (articles[0].dateline, articles[1].url) == ("NORTHPORT", "http://herald.example/ferry")
    assert [article.id for article in articles] == ["nexis_uni-1", "nexis_uni-2", "nexis_uni-3"]
    coded, _ = read_faults(EXPORTS / "factiva_codes.txt")
    assert (coded[0].id, coded[0].language) == ("NPCOUR0020210303eh330002k", "en")
    assert coded[0].origin == f"{EXPORTS}/factiva_codes.txt:2"


def test_what_has_no_full_text_is_listed_and_the_others_are_read():
    [fault] = read_faults(EXPORTS / "proquest.txt")[1]
    assert fault.line == 56
    assert fault.problem == (
        "text: must not be blank; found no full text under 'Reading club protests'"
    )
    with pytest.warns(UserWarning, match=r"^1 without text passed over: .*references\.ris:14$"):
        assert len(read_corpus(EXPORTS / "references.ris")) == 2


# ---- cut short, put together -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "cut_at", "line", "mark", "title"),
    [
        ("nexis_uni", "rowed across", 103, "'End of Document'", "Letters: Let us"),
        ("lexisnexis", "two more nights", 42, "LOAD-DATE or LANGUAGE", "Grit runs short"),
        ("factiva_codes", "Talks go on", 29, "AN, its number", "Union turns offer"),
        ("factiva_plain", "Document EVHER", 19, "'Document' and its number", "Union turns the"),
        ("proquest", "ProQuest document ID: 1000003", 76, "'ProQuest document ID'", "Council"),
        ("newsbank", "Record Number: 2103100044", 20, "its record number", "Parents ask"),
        ("references", "by itself", 20, "ER", "Swan leaves"),
    ],
)
def test_an_export_that_is_cut_in_the_middle(tmp_path, name, cut_at, line, mark, title):  # noqa: PLR0913
    text = read_sample(name).partition(cut_at)[0]
    articles, faults = read_faults(save(tmp_path, f"{name}.txt", text))
    assert len(articles) == len(HELD[name]) - 1
    [problem] = [fault.problem for fault in faults if fault.line == line]
    assert problem.startswith(f"must be whole, up to {mark}; found that it is cut off in ")
    assert title in problem


def test_documents_that_a_cover_page_promises_are_missed(tmp_path):
    text = read_sample("nexis_uni").partition("Letters: Let us row\n\nThe Northport")[0]
    articles, [fault] = read_faults(save(tmp_path, "a.txt", text))
    assert len(articles) == 2
    assert fault.problem == "must hold the 3 documents that its first page lists; found 2"


def test_numbered_documents_that_are_missing_are_missed(tmp_path):
    text = read_sample("lexisnexis").partition("                               2 of 2 ")[0]
    articles, [fault] = read_faults(save(tmp_path, "a.txt", text))
    assert len(articles) == 1
    assert fault.problem == "must go on to the last document; found that 1 are missing"


@pytest.mark.parametrize(
    "one", ["nexis_uni", "lexisnexis", "factiva_codes", "proquest", "newsbank"]
)
@pytest.mark.parametrize("other", ["nexis_uni", "lexisnexis", "factiva_plain", "newsbank"])
def test_two_exports_in_one_file(tmp_path, one, other):
    if one == other:
        text = read_sample(one).replace("Courier", "Globe") + "\n\n" + read_sample(one)
    else:
        text = read_sample(one) + "\n\n" + read_sample(other)
    articles = read_faults(save(tmp_path, "both.txt", text))[0]
    found = {article.title for article in articles}
    assert found == {held[0] for held in (*HELD[one], *HELD[other])}


def test_one_article_of_a_database_is_an_article(tmp_path):
    text = read_sample("nexis_uni").partition("Letters: Let us row\n\nThe")
    path = save(tmp_path, "row.txt", "".join(text[1:]))
    for article in (read_article(path), *read_corpus(path)):
        assert (article.id, article.title) == ("row", "Letters: Let us row")
    pasted = parse_article("".join(text[1:]), id="a1")
    assert (pasted.id, pasted.publisher, pasted.origin) == ("a1", "The Northport Courier", "")


def test_the_door_for_one_article_says_how_many_it_found():
    with pytest.raises(ToolkitError, match=r"must hold one article; found 3\. Use read_corpus$"):
        read_article(EXPORTS / "nexis_uni.txt")


# ---- what is not understood ------------------------------------------------------------------


def test_several_documents_of_an_unknown_kind_are_a_fault_and_no_article():
    articles, [fault] = read_faults(EXPORTS / "unknown.txt")
    assert articles == []
    assert "found what looks like several documents: 'Headline: Baker wins prize' in line 1, " in (
        fault.problem
    )


@pytest.mark.parametrize(
    "mark",
    [
        "Title: War", "Author: Ann Lee", "Publication title: The Post", "Document 1 of 2",
        "3 of 9 articles", "End of article", "Word count: 80", "312 words", "From: a@post.example",
    ],
)  # fmt: skip
def test_marks_that_one_article_has_once(mark):
    once = f"{mark}\n\nWar is war, she said.\n\n"
    assert cut_export(once) == []
    with pytest.raises(ToolkitError, match=r"must be one article, .* in line 1, .* in line 5$"):
        cut_export(once + once)


@pytest.mark.parametrize(
    "text",
    [
        "War is war.\n\n* * *\n\nPeace is peace.",
        "Q: Why?\nA: Because.\nQ: And then?\nA: Nothing.",
        "ANN LEE: War.\nBOB DAY: Peace.\nANN LEE: War again.",
        "Source: Reuters\n\nWar is war.\n\nSource: Reuters",
        "HD televisions are cheap\n\nBY now everybody has one, the shop said.",
        "Body\n\nThe body was found, police said.",
        "Rates rise\n\nBy Ann Lee\n\nMarch 3, 2021\n\nRates will rise, she said.",
    ],
)
def test_an_article_like_any_other_is_none(text):
    assert cut_export(text) == []


def test_dates_in_three_formats(tmp_path):
    text = read_sample("factiva_plain")
    for written, read in [
        ("3 March 2021", date(2021, 3, 3)),
        ("March 3, 2021", date(2021, 3, 3)),
        ("2021-03-03", date(2021, 3, 3)),
        ("03/04/2021", None),
    ]:
        path = save(tmp_path, "a.txt", text.replace("10 March 2021", written))
        article = read_faults(path)[0][1]
        assert article.published == read
        assert bool(article.notes) == (read is None)
    [_, later] = read_corpus(path, day_first=True)
    assert later.published == date(2021, 4, 3)


def test_a_news_page_whose_teasers_are_called_articles_is_no_export(tmp_path):
    teasers = "".join(
        f'<div id="article-business_139949279448{n}_885" class="teaser">More</div>'
        for n in range(9)
    )
    story = "<p>Rates will rise before the summer, the governor said on Monday.</p>" * 8
    page = tmp_path / "page.html"
    page.write_text(f"<html><body><article>{story}</article>{teasers}</body></html>", "utf-8")
    assert "Rates will rise" in read_article(page).text
