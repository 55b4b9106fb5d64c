"""Records of RIS, as reference managers write them."""

from datetime import date

import pytest

from tests.stub_exports import EXPORTS, check_cut_short, cut_sample, read_faults, tell
from toolkit import read_corpus
from toolkit.loading.exports.registry import cut_export

HELD = [
    ("Tram line opens a year late", "The Northport Courier", date(2021, 3, 3),
     "Lee, Ann; Day, Bob", "News"),
    ("Swan leaves", "Evening Herald", date(2021, 3, 5), "", ""),
]  # fmt: skip


def test_what_its_articles_say_of_themselves():
    articles, _ = read_faults(EXPORTS / "references.ris")
    assert tell(articles) == HELD
    assert "text: what RIS has as the abstract" in articles[0].notes


def test_the_text_is_whole_and_nothing_else():
    text = "\n\n".join(cut_sample("references")[0].paragraphs)
    assert text.startswith("The tram line opened")
    assert text.endswith("said Mina Holt, its first passenger.")


def test_a_record_without_a_text_is_passed_over():
    with pytest.warns(UserWarning, match=r"^1 without text passed over: .*references\.ris:14$"):
        assert len(read_corpus(EXPORTS / "references.ris")) == 2


def test_one_that_is_cut_in_the_middle(tmp_path):
    assert check_cut_short(tmp_path, "references", "by itself") == (
        20,
        "ER; found that it is cut off in 'Swan leaves'",
    )


@pytest.mark.parametrize(
    ("stated", "read"),
    [
        ("DA  - 2021/3/4/", "2021-03-04"),
        ("DA  - 4 March 2021", "4 March 2021"),
        ("PY  - 2021\nY1  - 2021/03/04", "2021-03-04"),
        ("PY  - 2021///", ""),
    ],
)
def test_the_date_of_a_record(stated, read):
    [cut] = cut_export(f"TY  - NEWS\nTI  - War\n{stated}\nAB  - War is war.\nER  - ")
    assert cut.published == read
