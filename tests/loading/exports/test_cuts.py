"""What the cutters of all databases share."""

import re

import pytest

from toolkit import ToolkitError
from toolkit.loading.dates import MONTHS
from toolkit.loading.exports.cuts import (
    Cut,
    drop_by,
    find_filled,
    find_line,
    is_date,
    join_lines,
    make_cut_article,
)


def make(cut, **options):
    return make_cut_article(cut, **{"id": "a1", "origin": "", "day_first": None, **options})


def test_a_document_becomes_an_article_with_its_title_first():
    cut = Cut(1, ("War.", "Peace."), title="News", published="3 March 2021", id="n7")
    article = make(cut)
    assert (article.text, article.id) == ("News\n\nWar.\n\nPeace.", "n7")
    assert [part.kind for part in article.parts] == ["headline", "paragraph", "paragraph"]
    assert article.published.isoformat() == "2021-03-03"


def test_a_date_that_reads_in_two_ways_is_left_open_and_told():
    article = make(Cut(1, ("War is war.",), published="03/04/2021"))
    assert article.published is None
    assert "day_first=True or False decides" in article.notes[-1]
    assert make(Cut(1, ("War is war.",), published="03/04/2021"), day_first=True).notes == ()


@pytest.mark.parametrize(
    ("cut", "problem"),
    [
        (Cut(1, problem="must be whole"), "must be whole"),
        (Cut(1, title="War"), "text: must not be blank; found none under 'War'"),
    ],
)
def test_what_cannot_be_read_says_why(cut, problem):
    with pytest.raises(ToolkitError, match=f"^{re.escape(problem)}$"):
        make(cut)


def test_a_count_of_words_is_a_number_and_what_is_blank_is_left_out():
    meta = {"length": "1,312 words", "page": "7", "edition": ""}
    assert make(Cut(1, ("War is war.",), meta=meta)).meta == {"length": 1312, "page": "7"}


def test_a_date_in_its_text_is_not_its_own():
    article = make(Cut(1, ("06/09/2016", "War is war, she said.")))
    assert (article.published, article.notes) == (None, ())


def test_long_lines_stand_alone_though_blank_ones_are_between():
    long = "War is war. " * 9
    assert join_lines(["", "a", "b", "", "c", ""]) == ("a b", "c")
    assert join_lines(["a", long, "", "c"]) == ("a", long.strip(), "c")
    assert join_lines(["", "a", "b"]) == ("a", "b")
    assert join_lines(["a" * 50, "a" * 50, "", "c"]) == (f"{'a' * 50} {'a' * 50}", "c")
    assert join_lines(["a" * 100, "b", "", "c"]) == (f"{'a' * 100} b", "c")
    assert join_lines(["", " "]) == ()


def test_lines_are_found_forward_and_back():
    lines = ["", "a", " ", "b"]
    assert [find_filled(lines, 0), find_filled(lines, 2), find_filled(lines, 4)] == [1, 3, -1]
    assert find_filled(lines, 2, -1) == 1
    assert find_line(lines, re.compile("b"), 0, 4) == 3
    assert find_line(lines, re.compile("b"), 0, 3) == 3


@pytest.mark.parametrize(
    "line",
    [
        *(f"{month} 3, 2021" for month in MONTHS),
        "Monday, March 3, 2021",
        "3 March 2021 Wednesday",
        "2021-03-03",
        "3/4/2021 6:30 PM GMT",
    ],
)
def test_a_line_with_a_date_alone(line):
    assert is_date(line)
    assert not is_date(f"On {line} it rained")


def test_the_by_of_a_byline_is_dropped():
    assert [drop_by("By Ann Lee"), drop_by(" BY  Ann"), drop_by("Byron Lee")] == [
        "Ann Lee", "Ann", "Byron Lee",
    ]  # fmt: skip
