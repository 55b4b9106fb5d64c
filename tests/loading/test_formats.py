"""News in each format: what is kept, what is guessed and told, and what is refused."""

import csv
import gzip
import io
import json
import zipfile
from datetime import UTC, date, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit import (
    ReadError,
    ToolkitError,
    find_quotations,
    iter_corpus,
    parse_article,
    read_article,
    read_corpus,
)
from toolkit.commands.entry import main
from toolkit.engine import find_passages

STORY = [
    "OTTAWA (AP) - Rates will rise again this year, the governor of the bank said on Monday.",
    "“We shall see,” the minister told reporters after the meeting, and left for the airport.",
    "Prices have risen by three percent since March, more than in any other year of the decade.",
    "The opposition said that the bank had waited for too long and that savers would pay for it.",
]
PAGE = f"""<!DOCTYPE html>
<html lang="en-CA"><head><meta charset="utf-8"><title>Rates rise again | The Post</title>
<meta property="og:site_name" content="The Post"><meta name="author" content="Ann Lee">
<meta property="article:published_time" content="2016-09-06T21:54:00-04:00">
<link rel="canonical" href="https://post.example/rates"></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/b">Business</a></li></ul></nav>
<article><h1>Rates rise again</h1>
<p>{STORY[0]}</p><p>{STORY[1]}</p><h2>What the bank has done</h2><p>{STORY[2]}<br>{STORY[3]}</p>
</article><aside><a href="/x">More from Business</a></aside>
<footer>Copyright The Post</footer></body></html>"""


def write(path, content):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def list_parts(article):
    return [(part.kind, part.span.of(article.text)) for part in article.parts]


def read_faults(source, **options):
    faults = []
    articles = [*iter_corpus(source, on_fault=faults.append, **options)]
    return articles, [(fault.line, fault.problem) for fault in faults]


# ---- HTML ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def page():
    return parse_article(PAGE)


def test_a_page_is_its_headline_and_its_story(page):
    pieces = ["Rates rise again", *STORY[:2], "What the bank has done", *STORY[2:]]
    assert page.text == "\n\n".join(pieces)


def test_the_parts_of_a_page(page):
    assert list_parts(page)[:3] == [
        ("headline", "Rates rise again"),
        ("dateline", "OTTAWA (AP) -"),
        ("paragraph", STORY[0].removeprefix("OTTAWA (AP) - ")),
    ]
    assert ("subheading", "What the bank has done") in list_parts(page)


def test_what_a_page_states_about_itself(page):
    assert page.published == datetime.fromisoformat("2016-09-06T21:54:00-04:00")
    assert (page.byline, page.publisher, page.url, page.language, page.dateline) == (
        "Ann Lee", "The Post", "https://post.example/rates", "en", "OTTAWA",
    )  # fmt: skip


def test_a_page_without_a_heading_begins_with_its_title():
    article = parse_article(PAGE.replace("<h1>Rates rise again</h1>", ""))
    assert article.text.startswith("Rates rise again\n\nOTTAWA")
    assert list_parts(article)[0] == ("headline", "Rates rise again")


def test_a_caption_in_the_story_is_told_from_its_paragraphs():
    words = "The bank on Monday, before the governor came out to the press."
    figure = f"<figure><img src='a.jpg'><figcaption>{words}</figcaption></figure><p>{words}</p>"
    article = parse_article(PAGE.replace("<h2>", f"{figure}<h2>"))
    assert ("caption", words) in list_parts(article)


@pytest.mark.parametrize(
    ("stated", "published", "noted"),
    [
        ('<meta name="date" content="2016-09-06">', date(2016, 9, 6), False),
        ('<meta name="pubdate" content="06/09/2016">', None, True),
        ('<time datetime="2016-09-06T21:54">Tuesday</time>', datetime(2016, 9, 6, 21, 54), False),  # noqa: DTZ001
        ("<p>The bank was founded on 6 September 1934.</p>", None, False),
        (
            '<script type="application/ld+json">{"datePublished": "2016-09-06"}</script>',
            date(2016, 9, 6),
            False,
        ),
    ],
)
def test_the_date_of_a_page_is_one_that_it_states(stated, published, noted):
    page = PAGE.replace('<meta property="article:published_time" ', "<meta ")
    article = parse_article(page.replace("<article>", f"<article>{stated}"))
    assert article.published == published
    assert any("6 September 2016 or 9 June 2016" in note for note in article.notes) == noted


@pytest.mark.parametrize(
    ("declared", "encoding", "noted"),
    [
        ("windows-1252", "cp1252", False),
        ("iso-8859-1", "cp1252", False),  # as browsers read it
        ("utf-8", "utf-8", False),
        ("utf-8", "utf-8-sig", False),
        ("koi8-r", "utf-16", False),  # a byte order mark goes before
        ("utf-8", "cp1252", True),
        ("klingon", "utf-8", True),
    ],
)
def test_the_declared_charset_of_a_page(tmp_path, declared, encoding, noted):
    page = PAGE.replace('charset="utf-8"', f'charset="{declared}"')
    article = read_article(write(tmp_path / "page.html", page.encode(encoding)))
    assert STORY[1] in article.text
    assert bool(article.notes) == noted


def test_a_page_is_known_by_its_words_or_its_name(tmp_path):
    assert read_article(write(tmp_path / "a.txt", PAGE)).title == "Rates rise again"
    bare = "".join(f"<p>{piece}</p>" for piece in STORY)
    assert read_article(write(tmp_path / "b.htm", f"<div>{bare}</div>")).text.count("\n\n") == 3


# ---- JSON lines, JSON ------------------------------------------------------------------------


def test_columns_by_usual_names_are_noted():
    line = json.dumps({"Headline": "War", "body": "War is war.", "pub_date": "2016-09-06"})
    [article] = read_corpus([line])
    assert (article.text, article.title, article.published) == (
        "War is war.", "War", date(2016, 9, 6),
    )  # fmt: skip
    assert article.notes == (
        "columns: text from 'body', title from 'Headline', published from 'pub_date'",
    )


def test_columns_that_are_given_go_first_and_are_no_guess():
    line = json.dumps({"text": "An abstract.", "full": "War is war."})
    [article] = read_corpus([line], columns={"text": "full"})
    assert (article.text, article.notes) == ("War is war.", ())


def test_a_guessed_column_that_holds_something_else_is_left_alone():
    [article] = read_corpus([json.dumps({"text": "War is war.", "source": {"name": "Post"}})])
    assert article.publisher == ""


@pytest.mark.parametrize(
    ("columns", "problem"),
    [
        ({"words": "text"}, "columns: must give some of text, id, title"),
        (["text"], "columns: must be a dict of field to column; found list"),
        ({"text": "body"}, "text: must be in a column named 'body'; found 'text'"),
    ],
)
def test_columns_that_are_wrong(columns, problem):
    with pytest.raises(ToolkitError, match=problem):
        read_corpus(['{"text": "War."}'], columns=columns)


@given(st.lists(st.text(min_size=1).filter(str.strip), min_size=1, max_size=4, unique=True))
def test_tables_and_lines_keep_the_text_to_the_last_character(texts):
    texts = [text for text in texts if text.isprintable()]
    lines = [json.dumps({"text": text}) for text in texts]
    assert [article.text for article in iter_corpus(lines, language="en")] == texts


def test_json_holds_one_record_or_an_array(tmp_path):
    write(tmp_path / "a.json", json.dumps({"id": "a", "text": "War is war."}))
    write(tmp_path / "b.json", json.dumps([{"id": "b", "text": "Peace."}, 7, {"text": ""}]))
    write(tmp_path / "c.json", "{")
    articles, faults = read_faults(tmp_path)
    assert [article.id for article in articles] == ["a", "b"]
    assert [line for line, _ in faults] == [2, 3, None]


# ---- CSV -------------------------------------------------------------------------------------


def test_a_table_keeps_newlines_and_quote_marks_of_its_texts(tmp_path):
    text = 'He said, "No;\r\nnever"\n\n and left\t'
    file = io.StringIO(newline="")
    csv.writer(file).writerows([["id", "text"], ["a1", text]])
    [article] = read_corpus(write(tmp_path / "news.csv", file.getvalue()))
    assert (article.id, article.text, article.origin) == ("a1", text, f"{tmp_path}/news.csv:2")


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_tables_of_every_programme(tmp_path, mark, encoding):
    table = f"id{mark}date{mark}text\r\na1{mark}2016-09-06{mark}Café prices rise.\r\n"
    [article] = read_corpus(write(tmp_path / "news.csv", table.encode(encoding)))
    assert (article.text, article.published) == ("Café prices rise.", date(2016, 9, 6))
    assert article.notes == ()


def test_a_row_that_is_not_utf_8_is_decoded_by_a_guess_that_is_noted(tmp_path):
    table = 'id,title,text\na1,,Rates rise.\na2,Café,"The café’s prices rise, she said."'
    first, second = read_corpus(write(tmp_path / "news.csv", table.encode("cp1252")))
    assert first.notes == ()
    assert (second.title, second.text) == ("Café", "The café’s prices rise, she said.")
    assert second.notes == ("encoding: guessed to be cp1252, since the row is not UTF-8",)


def test_a_faulty_row_is_told_by_its_line(tmp_path):
    table = 'id,text\na1,"War\nis war."\na2\na3,"a "loose" mark"\na4,\na5,Peace.\na6,"never ends\n'
    articles, faults = read_faults(write(tmp_path / "news.csv", table))
    assert [article.id for article in articles] == ["a1", "a5"]
    assert faults == [
        (4, "must have 2 columns, as the header; found 1"),
        (5, "must be a row of a table; found: ',' expected after '\"'"),
        (6, "text: must not be blank; found none in this row"),
        (8, "must be a row of a table; found: unexpected end of data"),
    ]


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ("", "must be a table with a header; found nothing"),
        ("a,b\n1,2\n", "text: must be in a column, such as 'text' or 'body'; found 'a', 'b'"),
        ("text,text\n1,2\n", "header: must name each column once; found 'text' twice"),
        (b"\xff\xfet", "must be UTF-16, as its first bytes say"),
    ],
)
def test_a_table_without_a_usable_header_is_one_fault(tmp_path, table, problem):
    articles, [(line, found)] = read_faults(write(tmp_path / "news.csv", table))
    assert (articles, line) == ([], 1)
    assert problem in found


# ---- Parquet ---------------------------------------------------------------------------------


def test_parquet_with_types_of_its_own(tmp_path):
    stamp = datetime(2016, 9, 6, 21, 54, tzinfo=UTC)
    table = {
        "id": [1, 2], "body": ["War is war.", None], "timestamp": [stamp, stamp],
        "authors": [["Ann Lee", "Bob Day"], []], "likes": [7, 8],
    }  # fmt: skip
    pq.write_table(pa.table(table), tmp_path / "news.parquet")
    [article], faults = read_faults(tmp_path / "news.parquet")
    assert (article.id, article.byline, article.published) == ("1", "Ann Lee, Bob Day", stamp)
    assert faults == [(2, "text: must not be blank; found none in this row")]


def test_parquet_that_is_damaged_or_lacks_a_text(tmp_path):
    pq.write_table(pa.table({"n": [1]}), tmp_path / "a.parquet")
    write(tmp_path / "b.parquet", b"PAR1 and nothing more")
    articles, faults = read_faults(tmp_path)
    assert articles == []
    assert "text: must be in a column" in faults[0][1]
    assert "must be a whole Parquet file" in faults[1][1]


# ---- packed files and archives ---------------------------------------------------------------


def test_gzip_is_passed_over_in_names(tmp_path):
    write(tmp_path / "a.txt.gz", gzip.compress(b"War is war."))
    write(tmp_path / "b.jsonl.gz", gzip.compress(b'{"id": "b1", "text": "Peace."}\n'))
    assert [article.id for article in read_corpus(tmp_path)] == ["a", "b1"]
    assert read_article(tmp_path / "a.txt.gz").id == "a"


def test_gzip_that_is_cut_short_is_told_after_what_it_gave(tmp_path):
    lines = "".join(f'{{"id": {n}, "text": "War number {n * n * n}."}}\n' for n in range(5000))
    path = write(tmp_path / "news.jsonl.gz", gzip.compress(lines.encode())[:-9000])
    articles, faults = read_faults(path)
    assert 1000 < len(articles) < 5000
    assert "end-of-stream" in faults[0][1]
    with pytest.raises(ReadError, match=r"b\.txt\.gz: must be whole; found: Not a gzipped file"):
        read_article(write(tmp_path / "b.txt.gz", b"War"))


def test_a_zip_archive_is_read_like_a_folder(tmp_path):
    rows = pa.BufferOutputStream()
    pq.write_table(pa.table({"id": ["p1"], "text": ["War is war."]}), rows)
    with zipfile.ZipFile(tmp_path / "news.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("b/page.html", PAGE)
        archive.writestr("a.txt", "Peace is peace.")
        archive.writestr("c.csv", "id,text\nc1,War.\nc2,\n")
        archive.writestr("d.parquet", rows.getvalue().to_pybytes())
        archive.writestr("logo.png", b"\x89PNG\0")
        archive.writestr("__MACOSX/._a.txt", b"\0")
    faults = []
    articles = [*iter_corpus(tmp_path / "news.zip", on_fault=faults.append)]
    assert [article.id for article in articles] == ["a", "b/page", "c1", "p1"]
    assert (
        str(faults[0])
        == f"{tmp_path}/news.zip/c.csv:3: text: must not be blank; found none in this row"
    )


# ---- folders and patterns --------------------------------------------------------------------


def test_ids_of_files_are_their_paths(tmp_path):
    for name in ("a.txt", "2016/a.txt", "2017/a.md", ".hidden.txt", "page_files/ad.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        write(tmp_path / name, "War is war.")
    write(tmp_path / "page.html", PAGE)
    assert [a.id for a in iter_corpus(tmp_path)] == ["a", "page", "2016/a", "2017/a"]
    [article] = read_corpus(f"{tmp_path}/2016/*.txt")
    assert article.text == "War is war."
    with pytest.raises(ReadError, match="found none"):
        read_corpus(f"{tmp_path}/2016/*.html")


def test_what_nothing_here_reads_is_told_and_pictures_are_not(tmp_path):
    for name in ("a.epub", "b.doc", "c.png"):
        write(tmp_path / name, b"\0")
    articles, faults = read_faults(tmp_path)
    assert articles == []
    assert [problem.split("; ")[1] for _, problem in faults] == [
        "found .epub. Save its text first", "found .doc. Save its text first",
    ]  # fmt: skip


def test_the_wrong_door_names_the_right_one(tmp_path):
    path = write(tmp_path / "news.jsonl", '{"text": "War."}')
    with pytest.raises(ReadError, match=r"found \.jsonl, which may hold many\. Use read_corpus"):
        read_article(path)
    for read in (read_article, read_corpus):
        with pytest.raises(ReadError, match=r"found an address of the web\. Use fetch_article"):
            read("https://post.example/rates")


def test_thousands_of_ids_are_remembered():
    lines = [json.dumps({"id": n % 2_900, "text": "War is war."}) for n in range(3_000)]
    articles, faults = read_faults(lines)
    assert (len(articles), len(faults)) == (2_900, 100)


# ---- languages -------------------------------------------------------------------------------

GERMAN = (
    "Die Zinsen werden steigen, sagte die Präsidentin der Bank am Montag in Frankfurt. "
    "Der Minister wollte dazu nichts sagen und flog am Abend nach Berlin zurück."
)


def test_the_language_is_told_where_it_is_sure():
    spanish = "Los precios subirán este año, dijo el gobernador del banco el lunes en Lima."
    headline = "Bernie Sanders Beats Hillary Clinton In Oklahoma, Voters Say"
    told = [parse_article(text).language for text in (STORY[0], GERMAN, spanish, headline)]
    assert told == ["en", "de", "es", ""]


def test_a_text_in_another_language_is_listed_and_the_run_goes_on():
    lines = [json.dumps({"id": n, "text": text}) for n, text in enumerate((GERMAN, STORY[0]))]
    articles, faults = read_faults(lines)
    assert [article.id for article in articles] == ["1"]
    assert "language: must be English" in faults[0][1]
    assert "found German (de)" in faults[0][1]


@pytest.mark.parametrize(("language", "told"), [("any", "de"), ("en", "en"), ("de-AT", "de-AT")])
def test_a_person_can_say_what_language_it_is(language, told):
    [article] = read_corpus([json.dumps({"text": GERMAN})], language=language)
    assert article.language == told


def test_the_language_that_data_state_goes_first():
    line = json.dumps({"text": GERMAN, "language": "en"})
    assert read_corpus([line])[0].language == "en"
    with pytest.raises(ReadError, match=r"found French \(fr\)"):
        read_corpus([json.dumps({"text": "War is war.", "lang": "fr"})])


def test_the_words_of_a_page_go_before_the_language_that_it_states():
    article = parse_article(PAGE.replace('lang="en-CA"', 'lang="fr"'))
    assert article.language == "en"
    assert "language: the page states fr, the words are en" in article.notes


@pytest.mark.parametrize("language", ["klingon", "", 7, "en us"])
def test_what_is_no_language_code(language):
    with pytest.raises(ToolkitError, match=r"^language: must be a code such as 'en'"):
        parse_article("War is war.", language=language)


def test_analysis_goes_on_only_when_asked():
    with pytest.raises(ToolkitError, match=r"found German \(de\)\. Loaded with language='en'"):
        find_quotations(parse_article(GERMAN))
    assert find_passages(parse_article(GERMAN, language="en"))


def test_the_command_line_tells_of_other_languages_once(tmp_path, capsys):
    path = write(tmp_path / "news.jsonl", f"{json.dumps({'text': GERMAN})}\n" * 40)
    assert main(["quotations", str(path)]) == 3
    first, second = capsys.readouterr().err.strip().split("\n")
    assert "language: must be English" in first
    assert second == "toolkit: 39 more are not in English; --language en reads them all the same"
