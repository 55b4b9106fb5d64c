"""Exports of news databases; tests/exports has a sample of each, in our own words."""

import pytest

from tests.stub_documents import make_docx, make_rtf
from tests.stub_exports import EXPORTS, cut_sample, read_faults, read_sample, save, tell
from toolkit import ToolkitError, parse_article, read_article, read_corpus
from toolkit.loading.exports.registry import cut_export

NAMES = [
    "nexis_uni", "lexisnexis", "factiva_codes", "factiva_plain", "proquest", "newsbank",
    "references",
]  # fmt: skip
WIRE = """
from toolkit.loading import Cut, Export

def is_own(lines):
    return lines[0] == "WIRE"

def cut(lines):
    for number, line in enumerate(lines[1:], start=2):
        if line == "broken":
            raise KeyError(line)
        yield Cut(number, (line,), title=f"Wire {number}", meta={"database": "Wire"})

wire = Export("The Wire", is_own, cut)
"""


@pytest.mark.parametrize("ending", ["txt", "docx", "rtf"])
@pytest.mark.parametrize("name", NAMES)
def test_an_export_is_cut_into_its_articles(tmp_path, name, ending):
    lines = read_sample(name).split("\n")
    content = {"docx": make_docx, "rtf": make_rtf}.get(ending, "\n".join)(lines)
    articles, _ = read_faults(save(tmp_path, f"{name}.{ending}", content))
    [sample] = EXPORTS.glob(f"{name}.*")
    assert tell(articles) == tell(read_faults(sample)[0])
    for article in articles:
        assert article.text.startswith(f"{article.title}\n\n")
        assert article.parts[0].kind == "headline"
        assert {part.kind for part in article.parts[1:]} == {"paragraph"}


# ---- put together ----------------------------------------------------------------------------


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
    assert found == {cut.title for cut in (*cut_sample(one), *cut_sample(other))}


def test_a_page_of_a_printout_ends_a_line():
    text = "TY  - NEWS\nTI  - War\nAB  - War.\fER  - "
    assert [cut.paragraphs for cut in cut_export(text)] == [("War.",)]


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


def test_a_news_page_whose_teasers_are_called_articles_is_no_export(tmp_path):
    teasers = "".join(
        f'<div id="article-business_139949279448{n}_885" class="teaser">More</div>'
        for n in range(9)
    )
    story = "<p>Rates will rise before the summer, the governor said on Monday.</p>" * 8
    page = tmp_path / "page.html"
    page.write_text(f"<html><body><article>{story}</article>{teasers}</body></html>", "utf-8")
    assert "Rates will rise" in read_article(page).text


# ---- of other packages ------------------------------------------------------------------------


def test_an_export_of_another_package_is_cut_as_ours_are(bring, tmp_path):
    bring("wire-desk", WIRE, exports=["wire = wire_desk:wire"])
    articles = read_corpus(save(tmp_path, "a.txt", "WIRE\nWar is war.\nPeace is peace."))
    assert [(article.id, article.text) for article in articles] == [
        ("a-1", "Wire 2\n\nWar is war."), ("a-2", "Wire 3\n\nPeace is peace."),
    ]  # fmt: skip
    assert articles[0].meta == {"database": "Wire"}
    with pytest.raises(ToolkitError, match="NewsBank, RIS or The Wire; found what looks like"):
        parse_article("Title: War\n\nWar.\n\nTitle: Peace\n\nPeace.")


def test_a_text_that_its_cutter_fails_on_is_a_fault(bring, tmp_path):
    bring("wire-desk", WIRE, exports=["wire = wire_desk:wire"])
    articles, [fault] = read_faults(save(tmp_path, "a.txt", "WIRE\nbroken"))
    assert articles == []
    assert fault.problem == (
        "entry point wire of package wire-desk: must cut its documents; found KeyError: 'broken'"
    )


def test_one_that_cannot_tell_its_own_texts_is_told_and_all_else_is_read(bring):
    bring("wire-desk", WIRE.replace("lines[0]", "lines['a']"), exports=["wire = wire_desk:wire"])
    told = "entry point wire of package wire-desk: must tell its documents; found TypeError: list"
    with pytest.warns(UserWarning, match=f"^{told}"):
        assert parse_article("War is war.").text == "War is war."


def test_a_broken_export_is_told_and_all_else_is_read(bring):
    bring("wire-desk", "wire = 7", exports=["wire = wire_desk:wire"])
    with pytest.warns(UserWarning, match=r"wire-desk: must be of the class Export; found int$"):
        assert parse_article("War is war.").text == "War is war."
