"""Exports of ProQuest."""

from datetime import date

from tests.stub_exports import EXPORTS, check_cut_short, cut_sample, read_faults, tell

HELD = [
    ("Library hours cut again", "The Northport Courier; Northport", date(2021, 3, 3),
     "Lee, Ann", "Local"),
    ("Council thinks again", "Evening Herald", date(2021, 3, 9), "Day, Bob", ""),
]  # fmt: skip


def test_what_its_articles_say_of_themselves():
    articles, _ = read_faults(EXPORTS / "proquest.txt")
    assert tell(articles) == HELD
    assert articles[0].meta["database"] == "ProQuest"
    assert "document type" in articles[0].meta


def test_the_text_is_whole_and_nothing_else():
    text = "\n\n".join(cut_sample("proquest")[0].paragraphs)
    assert text.startswith("Three library branches will close")
    assert text.endswith("who runs the reading club.")


def test_what_has_no_full_text_is_listed_and_the_others_are_read():
    articles, [fault] = read_faults(EXPORTS / "proquest.txt")
    assert (len(articles), fault.line) == (2, 56)
    assert fault.problem == (
        "text: must not be blank; found no full text under 'Reading club protests'"
    )


def test_one_that_is_cut_in_the_middle(tmp_path):
    assert check_cut_short(tmp_path, "proquest", "ProQuest document ID: 1000003") == (
        76,
        "'ProQuest document ID'; found that it is cut off in 'Council thinks again'",
    )
