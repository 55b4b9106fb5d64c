"""A column of dates decides for itself, whatever the file that holds it."""

import csv
import gzip
import io
import json
import os
import threading
import zipfile
from datetime import date

import pandas as pd
import pytest

from tests.stub_documents import make_docx, make_ods, make_xlsx
from toolkit import (
    ReadError,
    ToolkitError,
    iter_corpus,
    parse_article,
    read_article,
    read_corpus,
)

DAY_FIRST, MONTH_FIRST, OPEN = date(2024, 9, 5), date(2024, 5, 9), None
COLUMNS = [
    (["05/09/2024", "27/08/2024"], DAY_FIRST),
    (["05-09-2024", "08-27-2024"], MONTH_FIRST),
    (["05/09/2024", "27.08.2024"], DAY_FIRST),
    (["05.09.2024"], DAY_FIRST),
    (["05.09.2024", "08/27/2024"], DAY_FIRST),
    (["05/09/2024", "27/08/2024", "08/27/2024"], OPEN),
    (["05/09/2024", "06/06/2024", "2024-08-27", "27 August 2024", "31/31/2024", ""], OPEN),
]


def make_records(dates):
    return [
        {"text": f"Rates will rise, said number {n}.", "date": day} for n, day in enumerate(dates)
    ]


def write_csv(records, delimiter=","):
    file = io.StringIO()
    table = csv.DictWriter(file, ["text", "date"], delimiter=delimiter)
    table.writeheader()
    table.writerows(records)
    return file.getvalue().encode()


def write_lines(records):
    return "".join(f"{json.dumps(r, ensure_ascii=False)}\n" for r in records).encode()


def write_parquet(records):
    return pd.DataFrame(records).to_parquet()


def write_zip(records):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("news.csv", write_csv(records))
    return file.getvalue()


def list_cells(records):
    return [["text", "date"], *([*record.values()] for record in records)]


WRITERS = {
    "news.csv": write_csv,
    "news.tsv": lambda records: write_csv(records, "\t"),
    "news.jsonl": write_lines,
    "news.jsonl.gz": lambda records: gzip.compress(write_lines(records)),
    "news.json": lambda records: json.dumps(records).encode(),
    "news.parquet": write_parquet,
    "news.xlsx": lambda records: make_xlsx({"News": list_cells(records)}),
    "news.ods": lambda records: make_ods(list_cells(records)),
    "news.zip": write_zip,
    "news.txt": write_lines,
}


@pytest.fixture(params=[*WRITERS, "frame", "records", "lines"])
def source(request, tmp_path):
    """What makes each kind of source from records."""

    def make(records):
        if request.param == "frame":
            return pd.DataFrame(records)
        if request.param == "records":
            return records
        if request.param == "lines":
            return [json.dumps(record) for record in records]
        path = tmp_path / request.param
        path.write_bytes(WRITERS[request.param](records))
        return path

    return make


@pytest.mark.parametrize(("dates", "first"), COLUMNS[:2])
def test_a_date_that_reads_in_one_way_decides_its_column(source, dates, first):
    read = [*iter_corpus(source(make_records(dates)))]
    assert (read[0].published, read[1].published) == (first, date(2024, 8, 27))
    which = "day" if first == DAY_FIRST else "month"
    assert read[0].notes[-1] == f"date: {dates[0]!r} has its {which} first, as its column shows"


@pytest.mark.parametrize(("dates", "first"), COLUMNS)
def test_what_a_column_decides(dates, first):
    assert next(iter(iter_corpus(make_records(dates)))).published == first


def test_a_column_decides_also_what_is_read_after_a_fault(tmp_path):
    path = tmp_path / "news.jsonl"
    path.write_bytes(
        write_lines(make_records(["05/09/2024"])) + b"no JSON\n"
        + write_lines([{"text": "She left.", "date": "27/08/2024"}])
    )  # fmt: skip
    faults = []
    first, _ = iter_corpus(path, on_fault=faults.append)
    assert first.published == DAY_FIRST
    assert len(faults) == 1


def test_who_says_how_dates_are_read_decides_against_the_column():
    records = make_records(["05/09/2024", "27/08/2024", "05.09.2024"])
    read = read_corpus(records, day_first=False)
    assert [a.published for a in read] == [MONTH_FIRST, date(2024, 8, 27), MONTH_FIRST]


def test_the_sheets_of_a_book_are_a_column_each(tmp_path):
    (path := tmp_path / "news.xlsx").write_bytes(
        make_xlsx(
            {
                "Paris": [["text", "date"], ["War is war.", "05/09/2024"], ["Why?", "27/08/2024"]],
                "Boston": [
                    ["text", "date"],
                    ["Peace came.", "05/09/2024"],
                    ["Who?", "08/27/2024"],
                ],
                "Nowhere": [["text", "date"], ["Nothing came.", "05/09/2024"]],
            }
        )
    )
    published = {a.text: a.published for a in iter_corpus(path)}
    assert published["War is war."] == DAY_FIRST
    assert published["Peace came."] == MONTH_FIRST
    assert published["Nothing came."] is OPEN


def test_the_files_of_a_folder_are_a_column_each(tmp_path):
    (tmp_path / "a.csv").write_bytes(write_csv(make_records(["05/09/2024", "27/08/2024"])))
    (tmp_path / "b.csv").write_bytes(write_csv([{"text": "Why?", "date": "05/09/2024"}]))
    first, _, other = iter_corpus(tmp_path)
    assert (first.published, other.published) == (DAY_FIRST, OPEN)


def test_the_documents_of_an_export_are_a_column(tmp_path):
    lines = "TY  - NEWS\nTI  - {}\nAB  - Rates will rise in {}.\nDA  - {}\nER  - \n"
    dates = ["05/09/2024", "27/08/2024"]
    (path := tmp_path / "found.ris").write_text(
        "".join(lines.format(day, day, day) for day in dates)
    )
    assert [a.published for a in iter_corpus(path)] == [DAY_FIRST, date(2024, 8, 27)]


def test_in_a_stream_each_date_stands_by_itself():
    records = make_records(["27/08/2024", "05/09/2024"])
    assert [a.published for a in iter_corpus(iter(records))] == [date(2024, 8, 27), OPEN]
    lines = io.BytesIO(write_lines(records))
    assert [a.published for a in iter_corpus(lines)] == [date(2024, 8, 27), OPEN]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_read_once(tmp_path):
    os.mkfifo(path := tmp_path / "news.jsonl")
    content = write_lines(make_records(["27/08/2024", "05/09/2024"]))
    writer = threading.Thread(target=path.write_bytes, args=(content,))
    writer.start()
    assert [a.published for a in iter_corpus(path)] == [date(2024, 8, 27), OPEN]
    writer.join()


# ---- what stays open is told ------------------------------------------------------------------


def test_how_many_dates_are_open_is_told_in_one_warning():
    records = [*make_records(["3/4/2024", "3/5/2024", "2024-08-27", "soon"]), {"text": "Why?"}]
    told = (
        r"^2 of 4 dates are open: 3/4/2024; "
        r"day_first=True or False decides \(--day-first, --no-day-first\)$"
    )
    with pytest.warns(UserWarning, match=told) as warned:
        assert len(read_corpus(records)) == 5
    assert len(warned) == 1


def test_where_all_dates_are_read_nothing_is_told():
    read_corpus(make_records(["3/4/2024", "27/08/2024", "2024-08-27", "soon"]))


# ---- lines ------------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\x85"])
def test_a_text_may_hold_what_other_systems_end_lines_by(source, mark):
    records = [{"text": f"Rates{mark}rise, said number {n}.", "date": ""} for n in range(2)]
    assert [a.text for a in iter_corpus(source(records))] == [r["text"] for r in records]


# ---- addresses --------------------------------------------------------------------------------

LISTS = [
    "https://news.example/a\nhttps://news.example/b\n",
    "\n  http://news.example/a  \r\n\r\nHTTPS://NEWS.EXAMPLE/B",
    "- https://news.example/a\n2. <https://news.example/b>",
]


@pytest.mark.parametrize("listed", LISTS)
def test_a_list_of_addresses_is_no_article(tmp_path, listed):
    told = r"text: must be an article; found 2 addresses, the first '.*a>?'\. Use fetch_article"
    (tmp_path / "urls.txt").write_text(listed, "utf-8")
    for read in (read_article, read_corpus):
        with pytest.raises(ReadError, match=rf"urls\.txt: {told} for each$"):
            read(tmp_path / "urls.txt")
    with pytest.raises(ToolkitError, match=told):
        parse_article(listed)


def test_a_list_of_addresses_in_word_is_no_article(tmp_path):
    (path := tmp_path / "urls.docx").write_bytes(make_docx(LISTS[0].split()))
    with pytest.raises(ReadError, match=r"found 2 addresses, .* Use fetch_article for each$"):
        read_article(path)


def test_a_file_with_one_address_is_no_article(tmp_path):
    (path := tmp_path / "url.txt").write_text("https://news.example/a")
    with pytest.raises(ReadError, match=r"found 'https://news\.example/a'\. Use fetch_article$"):
        read_article(path)


@pytest.mark.parametrize("head", ["url", "url,title,date"])
def test_a_table_of_addresses_without_texts_is_told_what_fetches_them(tmp_path, head):
    row = ",".join(["https://news.example/a", "Rates rise", "2024-01-09"][: len(head.split(","))])
    (path := tmp_path / "urls.csv").write_text(f"{head}\n{row}\n")
    with pytest.raises(ReadError, match=r"the addresses in 'url', use fetch_article for each$"):
        read_corpus(path)


@pytest.mark.parametrize(
    "text",
    [
        "Rates will rise.\nhttps://news.example/a\nhttps://news.example/b",
        "https://news.example/a\nThe bank said that rates will rise.",
        "https://news.example/a says that rates will rise.\nhttps://news.example/b",
    ],
)
def test_an_article_may_hold_addresses(text):
    assert parse_article(text).text == text
