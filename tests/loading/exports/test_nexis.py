"""Exports of Nexis Uni and Lexis Advance."""

from datetime import date

from tests.stub_exports import (
    EXPORTS,
    check_cut_short,
    cut_sample,
    read_faults,
    read_sample,
    save,
    tell,
)
from toolkit.loading.exports.registry import cut_export

HELD = [
    ("Harbour bridge closed after crack is found", "The Northport Courier", date(2021, 3, 3),
     "Ann Lee and Bob Day", "News; Pg. 1"),
    ("Mayor promises a ferry by Friday", "Evening Herald (Southmere)", date(2021, 3, 4), "", ""),
    ("Letters: Let us row", "The Northport Courier", date(2021, 3, 5), "", "Opinion; Pg. 12"),
]  # fmt: skip


def test_what_its_articles_say_of_themselves():
    articles, _ = read_faults(EXPORTS / "nexis_uni.txt")
    assert tell(articles) == HELD
    assert articles[0].meta["length"] == 58
    assert articles[0].meta["Subject"].startswith("BRIDGES")
    assert (articles[0].dateline, articles[1].url) == ("NORTHPORT", "http://herald.example/ferry")
    assert [article.id for article in articles] == ["nexis_uni-1", "nexis_uni-2", "nexis_uni-3"]


def test_the_text_is_whole_and_nothing_else():
    first, second, _ = ("\n\n".join(cut.paragraphs) for cut in cut_sample("nexis_uni"))
    assert first.startswith("The harbour bridge was closed")
    assert first.endswith("had reported noises for months.")
    assert second.startswith("Mayor David Okoye promised")
    assert second.endswith("he told the Evening Herald.")


def test_a_document_without_a_line_for_its_body_is_text_below_its_keys():
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


def test_one_that_is_cut_in_the_middle(tmp_path):
    assert check_cut_short(tmp_path, "nexis_uni", "rowed across") == (
        103,
        "'End of Document'; found that it is cut off in 'Letters: Let us row'",
    )


def test_documents_that_a_cover_page_promises_are_missed(tmp_path):
    text = read_sample("nexis_uni").partition("Letters: Let us row\n\nThe Northport")[0]
    articles, [fault] = read_faults(save(tmp_path, "a.txt", text))
    assert len(articles) == 2
    assert fault.problem == "must hold the 3 documents that its first page lists; found 2"


def test_a_document_without_a_date_is_a_fault():
    [cut] = cut_export("Mill burns\n\nLength: 9 words\n\nIt burned.\n\nEnd of Document")
    assert cut.problem.startswith("date: must stand below the title; found none in ")
