"""A corpus of mixed formats, with twenty broken files among hundreds of good articles."""

import csv
import gzip
import io
import json
import zipfile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from toolkit import ReadError, iter_corpus, read_corpus

PLACES = ("Ottawa", "Hangzhou", "Lima", "Delhi", "Oslo", "Accra")
TOPICS = ("rates", "fares", "taxes", "wages", "fees", "rents")
WHO = ("the governor", "the mayor", "a union leader", "the minister", "a spokeswoman")


def make_text(number):
    topic, place, who = TOPICS[number % 6], PLACES[number // 6 % 6], WHO[number % 5]
    return (
        f"{topic.capitalize()} will rise by {number} percent this year, {who} said on Monday in "
        f"{place}.\n\n“We have waited for too long,” {who} told reporters after the meeting. "
        f"The plan for the {topic} had been debated for months and was passed at night.\n\n"
        f"Those who live in {place} said that they had not been asked about the {topic}."
    )


def make_page(number):
    pieces = "".join(f"<p>{piece}</p>" for piece in make_text(number).split("\n\n"))
    return (
        f"<!DOCTYPE html><html><head><meta charset=utf-8><title>Story {number}</title></head>"
        f"<body><nav>Home</nav><article><h1>Story {number}</h1>{pieces}</article></body></html>"
    )


def write_table(path, numbers):
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "text"])
        rows.writerows([f"t{number}", make_text(number)] for number in numbers)


def write_good(folder):
    """Write 400 articles: 100 files, and 300 in files that hold many."""
    for number in range(100):
        ending, make = ((".html", make_page), (".txt", make_text), (".md", make_text))[number % 3]
        path = folder / f"{number % 7}" / f"story{number}{ending}"
        path.parent.mkdir(exist_ok=True)
        path.write_text(make(number), "utf-8")
    lines = [json.dumps({"id": f"j{n}", "text": make_text(n)}) + "\n" for n in range(100, 200)]
    (folder / "a.jsonl").write_text("".join(lines[:50]), "utf-8")
    (folder / "b.jsonl.gz").write_bytes(gzip.compress("".join(lines[50:]).encode()))
    write_table(folder / "c.csv", range(200, 260))
    table = {"id": [f"p{n}" for n in range(260, 340)], "body": [*map(make_text, range(260, 340))]}
    pq.write_table(pa.table(table), folder / "d.parquet")
    with zipfile.ZipFile(folder / "e.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(340, 400):
            archive.writestr(f"e/story{number}.txt", make_text(number))


def make_broken():
    """Give twenty broken files: name, content, and the line and problem that are told."""
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("a.txt", "War is war.")
    rows = pa.BufferOutputStream()
    pq.write_table(pa.table({"text": ["War is war."]}), rows)
    parquet = rows.getvalue().to_pybytes()
    line = json.dumps({"text": make_text(1)}).encode()
    german = (
        "Die Mieten werden in diesem Jahr steigen, sagte der Bürgermeister am Montag in Oslo. "
        "Niemand hat die Bewohner gefragt, ob sie damit einverstanden sind."
    )
    deep = "<div>" * 3_000
    return [
        ("x01.txt", b"", None, "text: must not be blank"),
        ("x02.txt", b" \n\n ", None, "text: must not be blank"),
        ("x03.txt", b"War\0is war.", None, "must be text; found a NUL byte at 3"),
        ("x04.md", b"\xff\xfea", None, "must be utf-16, as its first bytes say"),
        ("x05.txt", b"a" * 1_000_001, None, "at most 1,000,000 characters; found 1,000,001"),
        ("x06.txt", german.encode(), None, "language: must be English"),
        ("x07.html", b"<html><body><nav>Home</nav></body></html>", None, "page: must hold an art"),
        ("x08.html", f"<html>{deep}<p>War".encode(), None, "nested at most 2,048 levels"),
        ("x09.html", b"<html>" + b"<p>war" * 900_000, None, "must have at most 5,000,000 bytes"),
        ("x10.html", b"\x89PNG\r\n\0", None, "must be text; found a NUL byte"),
        ("x11.jsonl", b'{"text": "War."', 1, "not JSON; found"),
        ("x12.jsonl", b"\n[1]\n", 2, "must be a JSON object; found '[1]'"),
        ("x13.jsonl", b'{"text": "Caf\xe9"}', 1, "must be UTF-8; found byte 0xe9"),
        ("x14.jsonl.gz", gzip.compress(line)[:-12], None, "must be whole; found"),
        ("x15.csv", b"id,words\n1,War.\n", 1, "text: must be in a column"),
        ("x16.csv", b'id,text\nx16,"War', 2, "must be a row of a table"),
        ("x17.parquet", parquet[:-20] + b"PAR1", None, "must be a whole Parquet file"),
        ("x18.zip", zipped.getvalue()[:-30], None, "must be whole; found: File is not a zip file"),
        ("x19.pdf", b"%PDF-1.7", None, "must be a whole PDF; found"),
        ("x20.json", b'{"text": 7}', None, "text: must be a string; found 7"),
    ]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    write_good(folder)
    for name, content, _, _ in make_broken():
        (folder / name).write_bytes(content)
    return folder


def test_all_good_articles_come_and_all_broken_files_are_listed(corpus):
    faults = []
    articles = [*iter_corpus(corpus, on_fault=faults.append)]
    assert len(articles) == len({article.id for article in articles}) == 400
    assert all(article.origin.startswith(f"{corpus}") for article in articles)
    found = {fault.path.name: (fault.line, fault.problem) for fault in faults}
    assert len(faults) == len(found) == 20
    for name, _, line, problem in make_broken():
        assert found[name][0] == line, name
        assert problem in found[name][1], name


def test_texts_are_whole_in_whatever_format_they_came(corpus):
    texts = {article.id: article.text for article in iter_corpus(corpus, on_fault=print)}
    for article_id, number in (("3/story3", 3), ("1/story1", 1), ("j100", 100), ("j199", 199),
                               ("t200", 200), ("p339", 339), ("e/story399", 399)):  # fmt: skip
        assert texts[article_id].removeprefix(f"Story {number}\n\n") == make_text(number)


def test_the_same_corpus_comes_in_the_same_order(corpus):
    first, second = ([a.id for a in iter_corpus(corpus, on_fault=print)] for _ in range(2))
    assert first == second


def test_reading_it_all_stops_at_the_first_fault(corpus):
    with pytest.raises(ReadError, match=r"x01\.txt: text: must not be blank"):
        read_corpus(corpus)
