"""Exports of Factiva, with the codes of its fields and without."""

from datetime import date, datetime

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
from toolkit import read_corpus
from toolkit.loading.exports.registry import cut_export

HALF_PAST_SIX = datetime(2021, 3, 3, 6, 30)  # noqa: DTZ001 - the page states no zone
CODED = [
    ("Mill owner offers workers a share", "The Northport Courier", HALF_PAST_SIX, "Ann Lee",
     "Business"),
    ("Union turns offer down", "Evening Herald", date(2021, 3, 10), "", ""),
]  # fmt: skip
PLAIN = [
    ("Mill owner offers workers a share of the company", "The Northport Courier",
     HALF_PAST_SIX, "Ann Lee", "Business"),
    ("Union turns the mill owner's offer down", "Evening Herald", date(2021, 3, 10), "Jo Park",
     ""),
]  # fmt: skip


@pytest.mark.parametrize(("name", "held"), [("factiva_codes", CODED), ("factiva_plain", PLAIN)])
def test_what_its_articles_say_of_themselves(name, held):
    assert tell(read_faults(EXPORTS / f"{name}.txt")[0]) == held


def test_what_else_is_told_by_codes():
    [first, _], _ = read_faults(EXPORTS / "factiva_codes.txt")
    assert (first.id, first.language) == ("NPCOUR0020210303eh330002k", "en")
    assert first.origin == f"{EXPORTS}/factiva_codes.txt:2"


@pytest.mark.parametrize(
    ("name", "number", "begins", "ends"),
    [
        ("factiva_codes", 0, "The owner of the last mill", "they would study the offer."),
        ("factiva_plain", 1, "A tenth is not enough", "said the union on Tuesday."),
    ],
)
def test_the_text_is_whole_and_nothing_else(name, number, begins, ends):
    text = "\n\n".join(cut_sample(name)[number].paragraphs)
    assert text.startswith(begins)
    assert text.endswith(ends)


def test_lines_of_pages_and_bars_are_no_text():
    lines = ["HD | Mill burns |", "WC | 9 words", "PD | 3 March 2021", "SN | Northport Courier"]
    lines += ["LP | The mill burned.", "", "Page 2 of 5", "", "It had stood for long.", ""]
    lines += ["AN | Document NPCOUR0020210303eh330002k"]
    [cut] = cut_export("\n".join(lines))
    assert (cut.title, cut.publisher) == ("Mill burns", "Northport Courier")
    assert (cut.paragraphs, cut.id) == (
        ("The mill burned.", "It had stood for long."),
        "NPCOUR0020210303eh330002k",
    )


@pytest.mark.parametrize(
    ("name", "cut_at", "line", "mark", "title"),
    [
        ("factiva_codes", "Talks go on", 29, "AN, its number", CODED[1][0]),
        ("factiva_plain", "Document EVHER", 19, "'Document' and its number", PLAIN[1][0]),
    ],
)
def test_one_that_is_cut_in_the_middle(tmp_path, name, cut_at, line, mark, title):  # noqa: PLR0913
    found = f"{mark}; found that it is cut off in {title!r}"
    assert check_cut_short(tmp_path, name, cut_at) == (line, found)


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
