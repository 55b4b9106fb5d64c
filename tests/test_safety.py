"""Hostile input: it costs bounded time and memory, reads nothing else, and runs nothing."""

import ast
import gzip
import importlib
import io
import re
import socket
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import toolkit
from tests import stub_pages
from toolkit import ReadError, ToolkitError, iter_corpus, parse_article
from toolkit.base.article import Article
from toolkit.loading import archives, pages, rows
from toolkit.loading.parts import find_blocks, make_article

ROOT = Path(toolkit.__file__).parent
TREES = {path: ast.parse(path.read_text("utf-8")) for path in ROOT.rglob("*.py")}
READ_BY = ("base", "corrections", "reader", "loading", "attitude")  # what meets any text first
LOADERS = [
    f"{folder}.{path.stem}"
    for folder in READ_BY
    for path in sorted((ROOT / folder).glob("*.py"))
    if path.stem != "__init__"
]
WORDS = "Rates will rise again this year, the governor of the bank said on Monday. "


def read_faults(source):
    faults = []
    articles = [*iter_corpus(source, on_fault=faults.append)]
    return articles, [fault.problem for fault in faults]


# ---- the code itself -------------------------------------------------------------------------

CODE_FROM_DATA = {
    "pickle",
    "marshal",
    "shelve",
    "dill",
    "cloudpickle",
    "joblib",
    "yaml",
    "jsonpickle",
}
RUN = {"eval", "exec", "compile", "__import__", "read_pickle", "system", "popen"}
XML = {"xml"}  # the standard library's parsers; pages are read by lxml's for HTML alone


@pytest.mark.parametrize("path", TREES, ids=lambda path: path.stem)
def test_nothing_that_is_read_is_run(path):
    for node in ast.walk(TREES[path]):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            names = [alias.name for alias in node.names]
            module = getattr(node, "module", None) or ""
            roots = {name.split(".")[0] for name in (*names, module)}
            assert not roots & (CODE_FROM_DATA | XML), f"line {node.lineno}"
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            is_regex = isinstance(node.func, ast.Attribute) and name == "compile"
            assert name not in RUN or is_regex, f"line {node.lineno}"
            given = {word.arg: ast.unparse(word.value) for word in node.keywords}
            assert given.get("allow_pickle", "False") == "False", f"line {node.lineno}"
            assert given.get("shell", "False") == "False", f"line {node.lineno}"


def test_compile_is_of_patterns_alone():
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr == "compile":
                assert ast.unparse(node.value) in {"re", "regex"}, path


# ---- patterns --------------------------------------------------------------------------------

REPEATED = 200_000  # 3 MB for each pattern; in quadratic time this would take minutes
FILLERS = ["A", "a", " ", "\t", "0", "*", "[", "(", "#", "-", ".", '"', "'", "\n", "<", "é"]


def list_patterns():
    seen = set()
    for name in LOADERS:
        for each, value in vars(importlib.import_module(f"toolkit.{name}")).items():
            for pattern in value if isinstance(value, tuple) else (value,):
                if isinstance(pattern, re.Pattern) and pattern not in seen:
                    seen.add(pattern)
                    yield pytest.param(pattern, id=f"{name}.{each}")


@pytest.mark.parametrize("pattern", [*list_patterns()])
def test_no_pattern_is_caught_by_one_character_again_and_again(pattern):
    as_text = isinstance(pattern.pattern, str)
    for filler in FILLERS:
        content = filler * REPEATED
        pattern.search(content if as_text else content.encode())


@pytest.mark.parametrize(
    "piece", ["[a](", "**a", "# A ", "(photo ", "By A ", "A. ", "1/1/", "with "]
)
@pytest.mark.parametrize("filler", ["", " " * 50, "\t" * 50])
def test_a_long_line_of_what_parts_begin_with(piece, filler):
    text = (piece + filler) * (100_000 // len(piece + filler))
    assert parse_article(f"Rates rise\n\n{text}\n\n{WORDS}").parts


@pytest.mark.parametrize("filler", [".", "a", "'", " "])
def test_quotations_are_found_around_a_megabyte_of_one_character(filler):
    article = Article(f"Rates will rise, Ann Lee said.\n\n{filler * 999_900}\n\nShe left.")
    (quotation,) = toolkit.find_quotations(article)  # in quadratic time this would take hours
    assert quotation.content[0].of(article.text) == "Rates will rise"


def test_a_heading_of_blanks_between_names():
    text = f"# Ann Lee{' ' * 400_000}Bob Day\n\nAnn Lee and Bob Day spoke."
    assert parse_article(text).parts


# ---- pages -----------------------------------------------------------------------------------


def test_a_page_nested_deeper_than_the_parser_follows_is_refused():
    for depth, is_read in ((200, True), (1_500, True), (5_000, False)):
        page = f"<html><body>{'<div>' * depth}<p>{WORDS * 5}</p>{'</div>' * depth}</body></html>"
        if is_read:
            assert WORDS.strip() in parse_article(page).text
        else:
            with pytest.raises(ToolkitError, match=r"nested at most 2,048 levels deep"):
                parse_article(page)


def test_a_page_that_is_too_large_is_refused(tmp_path):
    path = tmp_path / "page.html"
    path.write_text("<html><body><p>" + "war " * 1_300_000)
    with pytest.raises(ReadError, match="must have at most 5,000,000 bytes"):
        toolkit.read_article(path)


def test_a_page_that_takes_too_long_is_given_up_and_the_next_is_read():
    slow = f"<html><body>{'<p>one two three four five six seven</p>' * 100_000}</body></html>"
    with pytest.raises(ToolkitError, match=r"must be read in 0\.2 seconds"):
        pages.parse_page(slow, seconds=0.2)
    assert pages.parse_page(f"<html><body><p>{WORDS * 5}</p></body></html>").text


def test_entities_are_not_followed_and_not_multiplied(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "war"}">' for n in range(9))
    page = (
        f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY file SYSTEM "{secret.as_uri()}">{bomb}]>'
        f"<html><body><p>{WORDS * 4}</p><p>{WORDS}&file; &e8;</p></body></html>"
    )
    text = parse_article(page).text
    assert "the secret" not in text
    assert len(text) < 2 * len(page)


def test_scripts_of_a_page_are_neither_run_nor_text():
    page = (
        f"<html><head><title>War</title><script>alert('script')</script></head><body>"
        f"<p onclick='alert(1)'>{WORDS * 4}</p><style>p {{}}</style>"
        f"<link rel=canonical href='javascript:alert(1)'></body></html>"
    )
    article = parse_article(page)
    assert "alert" not in article.text
    assert article.url == ""


@pytest.fixture
def listener():
    """Hears whoever connects to this machine, from any process and by any library."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0)
        yield listening


@pytest.fixture
def watched_reader(monkeypatch):
    """Let pages be read in a process that tells of each connection that it tries."""
    monkeypatch.setattr(pages, "open_reader", stub_pages.open_watched_reader)


def make_inviting_page(place, words):
    return (
        f"<!DOCTYPE html SYSTEM '{place}/a.dtd'><html><head><base href='{place}/'>"
        f"<link rel=stylesheet href='{place}/a.css'><script src='{place}/a.js'></script>"
        f"<meta http-equiv=refresh content='0; url={place}/b'><link rel=canonical href='{place}'>"
        f"</head><body background='{place}/a.gif'><img src='{place}/a.jpg'>"
        f"<iframe src='{place}/c'></iframe><object data='{place}/d'></object>"
        f"<a href='{place}/e' ping='{place}/f'>More</a><p>{words}</p></body></html>"
    )


@pytest.mark.usefixtures("watched_reader")
def test_the_process_that_reads_pages_opens_no_connection(listener):
    place = f"http://127.0.0.1:{listener.getsockname()[1]}"
    for inviting in (place, "http://news.example"):
        assert WORDS.strip() in pages.parse_page(make_inviting_page(inviting, WORDS * 4)).text
    with pytest.raises(BlockingIOError):
        listener.accept()


@pytest.mark.usefixtures("watched_reader")
def test_a_connection_of_the_process_that_reads_pages_is_seen(listener):
    port = listener.getsockname()[1]
    with pytest.raises(ToolkitError, match=rf"^seen: .*socket\.connect .*{port}"):
        pages.parse_page(f"<html><body><p>{WORDS * 4}</p><p>{stub_pages.KNOCK} {port} .</p>")
    listener.accept()[0].close()


def test_pages_are_read_in_another_process():
    code = (
        "import sys; import toolkit as tk;"
        f"tk.parse_article('<html><body><p>{WORDS * 4}</p>');"
        "assert not {'lxml', 'trafilatura', 'pyarrow', 'py3langid'} & {*sys.modules}"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


# ---- archives --------------------------------------------------------------------------------


def test_paths_that_lead_out_of_an_archive_are_refused(tmp_path):
    path = tmp_path / "news.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("../out.txt", "a/../../out.txt", "/out.txt", "..\\out.txt", "in.txt"):
            archive.writestr(name, "War is war.")
    articles, problems = read_faults(path)
    assert [article.id for article in articles] == ["in"]
    assert {problem.split(";")[0] for problem in problems} == {"must be a path inside the archive"}
    assert [each.name for each in tmp_path.iterdir()] == ["news.zip"]


def test_archives_in_archives_are_refused(tmp_path):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a.txt", "War is war.")
    with zipfile.ZipFile(tmp_path / "news.zip", "w") as archive:
        archive.writestr("inner.zip", inner.getvalue())
        archive.writestr("b.jsonl.gz", gzip.compress(b'{"text": "War."}'))
    articles, problems = read_faults(tmp_path / "news.zip")
    assert (articles, len(problems)) == ([], 2)
    assert all("found an archive in an archive" in problem for problem in problems)


def test_an_archive_that_unpacks_beyond_all_proportion_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", bytes(120 << 20))
    with gzip.open(tmp_path / "b.jsonl.gz", "wb") as file:
        for _ in range(120):
            file.write(b" " * (1 << 20))
    articles, problems = read_faults(tmp_path)
    assert articles == []
    assert "must unpack to at most 200 times its size" in problems[0]
    assert "it unpacks to more than 200 times its size" in problems[-1]


def test_an_encrypted_file_and_a_damaged_one_are_told(tmp_path):
    path = tmp_path / "news.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "War is war.")
        archive.writestr("b.txt", "Peace is peace.")
    content = path.read_bytes().replace(b"War is war.", b"War is WAR.")
    path.write_bytes(content)
    articles, problems = read_faults(path)
    assert [article.id for article in articles] == ["b"]
    assert problems == ["must be whole; found: Bad CRC-32 for file 'a.txt'"]
    start = content.index(b"PK\x01\x02")
    path.write_bytes(content[: start + 8] + b"\x01" + content[start + 9 :])
    assert "must not be encrypted; found that it is" in read_faults(path)[1]


# ---- records ---------------------------------------------------------------------------------


def test_a_line_that_is_too_long_is_told_and_passed_over(tmp_path, monkeypatch):
    monkeypatch.setattr(rows, "MAX_LINE_BYTES", 100)
    path = tmp_path / "news.jsonl"
    path.write_text(f'{{"text": "{"a" * 250}"}}\n{{"text": "War is war."}}\n')
    articles, problems = read_faults(path)
    assert (len(articles), len(problems)) == (1, 1)
    assert "must be a line of at most 100 bytes" in problems[0]


@pytest.mark.parametrize(
    "line",
    [
        '{"text": ' + "[" * 100_000,
        '{"a":' * 100_000,
        '{"text": "\\ud800"}',
        '{"text": 1' + "0" * 9_000 + "}",
        '{"text": NaN}',
        "\0",
        '{"text": "War.", "id": "\\u0000"}',
        '{"text": "War.", "date": "9999-99-99"}',
    ],
    ids=range(8),
)
def test_odd_json_is_a_fault_or_an_article(line):
    articles, problems = read_faults([line])
    assert len(articles) + len(problems) == 1


def test_columns_of_parquet_are_bounded(tmp_path, monkeypatch):
    import pyarrow as pa
    import pyarrow.parquet as pq

    monkeypatch.setattr(rows, "MAX_COLUMN_BYTES", 1_000)
    pq.write_table(pa.table({"text": ["War is war. " * 500]}), tmp_path / "news.parquet")
    assert "row group 0: must have at most 1,000 bytes" in read_faults(tmp_path)[1][0]


def test_a_text_longer_than_an_article_is_refused_before_it_is_searched():
    with pytest.raises(ToolkitError, match="at most 1,000,000 characters; found 10,000,000"):
        parse_article("[" * 10_000_000)


def test_a_long_text_of_one_character_is_an_article():
    for filler in "A[*(#":
        text = filler * 200_000
        made = make_article(text, find_blocks(text))
        assert made == Article(text, parts=made.parts, notes=made.notes)
        assert "no sentence ends" in " ".join(made.notes)


def test_ratio_of_archives_is_stated_where_it_is_documented():
    assert f"more than {archives.MAX_RATIO} times" in (toolkit.iter_corpus.__doc__ or "")
