"""Exports of NewsBank."""

from datetime import date

from tests.stub_exports import EXPORTS, check_cut_short, cut_sample, read_faults, tell

HELD = [
    ("School board keeps Latin", "Northport Courier, The (WA)", date(2021, 3, 3),
     "Ann Lee, Staff Writer", "Metro"),
    ("Parents ask for Greek as well", "Evening Herald (WA)", date(2021, 3, 10), "Bob Day",
     "Local"),
]  # fmt: skip


def test_what_its_articles_say_of_themselves():
    articles, _ = read_faults(EXPORTS / "newsbank.txt")
    assert tell(articles) == HELD
    assert articles[0].meta["database"] == "NewsBank"


def test_the_text_is_whole_and_nothing_else():
    text = "\n\n".join(cut_sample("newsbank")[0].paragraphs)
    assert text.startswith("The school board voted")
    assert text.endswith("said Theo Grant, who teaches it.")


def test_one_that_is_cut_in_the_middle(tmp_path):
    assert check_cut_short(tmp_path, "newsbank", "Record Number: 2103100044") == (
        20,
        "its record number; found that it is cut off in 'Parents ask for Greek as well'",
    )
