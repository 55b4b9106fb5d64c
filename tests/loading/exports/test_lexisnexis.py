"""Exports of the older LexisNexis."""

from datetime import date

import pytest

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
    ("Snow closes schools in three counties", "The Northport Courier", date(2010, 1, 11),
     "Ann Lee", "NATIONAL NEWS; Pg. 4"),
    ("Grit runs short, says council", "Evening Herald", date(2010, 1, 12), "", "HOME; Pg. 2"),
]  # fmt: skip


def test_what_its_articles_say_of_themselves():
    articles, _ = read_faults(EXPORTS / "lexisnexis.txt")
    assert tell(articles) == HELD
    assert {article.meta["database"] for article in articles} == {"LexisNexis"}


def test_the_text_is_whole_and_nothing_else():
    text = "\n\n".join(cut_sample("lexisnexis")[0].paragraphs)
    assert text.startswith(
        "Schools in three counties stayed closed on Monday after the heaviest "
        "snow in twenty years, officials said."
    )
    assert text.endswith("roads would be cleared by noon.")


def test_one_that_is_cut_in_the_middle(tmp_path):
    assert check_cut_short(tmp_path, "lexisnexis", "two more nights") == (
        42,
        "LOAD-DATE or LANGUAGE; found that it is cut off in 'Grit runs short, says council'",
    )


def test_numbered_documents_that_are_missing_are_missed(tmp_path):
    text = read_sample("lexisnexis").partition("                               2 of 2 ")[0]
    articles, [fault] = read_faults(save(tmp_path, "a.txt", text))
    assert len(articles) == 1
    assert fault.problem == "must go on to the last document; found that 1 are missing"


@pytest.mark.parametrize(
    ("lost", "missing"), [("January 11, 2010", "date"), ("LENGTH:", "LENGTH")]
)
def test_a_document_without_its_head_is_a_fault(lost, missing):
    [cut, _] = cut_export(read_sample("lexisnexis").replace(lost, "", 1))
    assert cut.problem == f"{missing}: must stand above the text; found none"
