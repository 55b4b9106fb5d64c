"""Web archives: which records are pages, what is kept of them, and what is damaged."""

import gzip

import pytest

from tests.stub_exports import save
from toolkit import iter_corpus

STORY = [
    "OTTAWA (AP) - Rates will rise again this year, the governor of the bank said on Monday.",
    "“We shall see,” the minister told reporters after the meeting, and left for the airport.",
    "Prices have risen by three percent since March, more than in any other year of the decade.",
    "The opposition said that the bank had waited for too long and that savers would pay for it.",
    *(f"Of {7919 * n:,} savers, {104_729 * n % 7919:,} had less than before." for n in range(40)),
]
PAGE = f"""<html><head><title>Rates rise again</title>
<link rel="canonical" href="https://post.example/rates"></head>
<body><article><h1>Rates rise again</h1>{"".join(f"<p>{words}</p>" for words in STORY)}</article>
</body></html>"""


def read_faults(path):
    faults = []
    articles = [*iter_corpus(path, on_fault=faults.append)]
    return articles, [(fault.line, fault.problem) for fault in faults]


pytest.importorskip("warcio")


def make_record(number, status, kind, content):
    answer = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode() + content
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:record-{number}>\r\n"
        f"WARC-Target-URI: https://wire.example/{number}\r\nWARC-Date: 2016-09-06T21:54:00Z\r\n"
        "Content-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


def test_a_web_archive_gives_its_pages(tmp_path):
    records = [
        make_record(1, "200 OK", "text/html; charset=windows-1252", PAGE.encode("cp1252")),
        make_record(2, "200 OK", "image/png", b"\x89PNG"),
        make_record(3, "404 Not Found", "text/html", b"<p>Not found"),
        make_record(4, "200 OK", "text/html", b"<html></html>"),
        make_record(5, "200 OK", "text/html", PAGE.replace("canonical", "").encode()),
    ]
    packed = b"".join(map(gzip.compress, records))
    path = save(tmp_path, "news.warc.gz", packed)
    (first, second), faults = read_faults(path)
    assert STORY[1] in first.text
    assert (first.url, second.url) == ("https://post.example/rates", "https://wire.example/5")
    assert (first.id, second.id) == ("record-1", "record-5")
    assert faults == [(4, "page: must hold an article; found no running text")]


@pytest.mark.parametrize("kept", [30, 150, 600])
def test_a_web_archive_that_is_cut_short_is_told(tmp_path, kept):
    record = make_record(1, "200 OK", "text/html", PAGE.encode())
    for name, content in (("a.warc.gz", gzip.compress(record)), ("b.warc", record)):
        articles, faults = read_faults(save(tmp_path, name, content[:kept]))
        assert (articles, [line for line, _ in faults]) == ([], [1]), name


def test_where_a_record_stands_is_told_of_its_article(tmp_path):
    record = make_record(1, "200 OK", "text/html", PAGE.encode())
    [article], _ = read_faults(save(tmp_path, "a.warc", record))
    assert article.origin == f"{tmp_path}/a.warc:1"
    assert read_faults(save(tmp_path, "b.warc", b""))[1] == [
        (1, "must be a web archive; found: no record")
    ]


def test_a_record_that_is_cut_short_is_no_page(tmp_path):
    whole = make_record(1, "200 OK", "text/html", PAGE.encode())
    articles, [(line, problem)] = read_faults(save(tmp_path, "a.warc", whole[:-200]))
    assert (articles, line, problem) == ([], 1, "must be whole; found a record cut short")
