import io
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit import (
    ReadError,
    ToolkitError,
    iter_corpus,
    parse_article,
    read_article,
    read_corpus,
)

SEED = Path(__file__).parents[2] / "seeds" / "gaps_of_trust_syria_deal.txt"


@pytest.fixture(scope="module")
def seed():
    return read_article(SEED)


def list_parts(article):
    return [(part.kind, part.span.of(article.text)) for part in article.parts]


def write(path, content):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


# ---- the seed --------------------------------------------------------------------------------


def test_every_part_of_the_seed_is_recognised(seed):
    kinds = [part.kind for part in seed.parts]
    assert kinds == [
        "headline", "byline", "dateline", "paragraph", "caption", *["paragraph"] * 9, "trailer",
    ]  # fmt: skip
    assert list_parts(seed)[0][1].startswith("'Gaps of trust' hamper")
    assert list_parts(seed)[1:3] == [
        ("byline", "06/09/2016 21:54 by admin"),
        ("dateline", "Washington:"),
    ]
    assert list_parts(seed)[4] == ("caption", "Vladimir Putin and Barack Obama")
    assert list_parts(seed)[-1] == ("trailer", "- With IANS Inputs")


def test_the_seed_reads_as_a_person_reads_it(seed):
    assert "*" not in seed.text
    assert "#" not in seed.text
    assert (seed.byline, seed.dateline) == ("admin", "Washington")


def test_the_date_of_the_seed_is_not_guessed(seed):
    assert seed.published is None
    assert "6 September 2016 or 9 June 2016" in seed.notes[0]


@pytest.mark.parametrize(("day_first", "month"), [(True, 9), (False, 6)])
def test_a_person_can_say_how_the_date_reads(day_first, month):
    published = read_article(SEED, day_first=day_first).published
    assert (published.month, published.hour, published.tzinfo) == (month, 21, None)


# ---- text is kept ----------------------------------------------------------------------------


@given(st.text(min_size=1, max_size=80))
def test_plain_text_is_kept_to_the_last_character(text):
    if text.strip() and not any(sign in text for sign in "#*["):
        assert parse_article(text).text == text


def test_an_address_in_place_of_a_text_is_told_and_one_in_a_text_is_not():
    with pytest.raises(ToolkitError, match=r"found 'https://news\.example/a'\. Use fetch_article"):
        parse_article(" https://news.example/a\n")
    assert parse_article("https://news.example/a has it.").text


@given(st.text(alphabet="ab*#_[]()\\\n .\"'", min_size=1, max_size=60))
def test_any_markup_gives_parts_inside_the_text(text):
    try:
        article = parse_article(text)
    except ToolkitError:
        assert not text.strip(" \n*#[]()_\\.")  # nothing but mark-up
        return
    assert all(part.span.of(article.text).strip() for part in article.parts)


@given(st.text(min_size=1, max_size=80))
def test_jsonl_keeps_the_text_whatever_it_looks_like(text):
    if text.strip():
        [article] = read_corpus([json.dumps({"text": text})])
        assert article.text == text


# ---- files -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "noted"),
    [
        ("utf-8", False),
        ("utf-8-sig", False),
        ("utf-16", False),
        ("utf-32", False),
        ("cp1252", True),
    ],
)
def test_encodings(tmp_path, encoding, noted):
    text = "Café prices rise\n\n“They’re naïve,” said Zoë Müller, the minister for façades."
    article = read_article(write(tmp_path / "news.txt", text.encode(encoding)))
    assert article.text == text
    assert bool(article.notes) == noted


def test_newlines_of_every_system(tmp_path):
    article = read_article(write(tmp_path / "news.txt", b"Rates rise\r\n\r\nThey will, she said."))
    assert article.text == "Rates rise\n\nThey will, she said."


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "text: must not be blank; found ''"),
        (b" \n ", "text: must not be blank"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "must be text; found a NUL byte at 8"),
        (b"War\0is war.", "must be text; found a NUL byte at 3"),
        (b"\xff\xfea", "must be utf-16"),
        (b"<!DOCTYPE html><p>", "page: must hold an article; found no running text"),
        (b"a" * 1_000_001, "text: must have at most 1,000,000 characters; found 1,000,001"),
        (b"a" * 1_000_001, "at most 1,000,000 characters; found 1,000,001"),
    ],
)
def test_what_is_no_article_is_named_with_its_file(tmp_path, content, problem):
    path = write(tmp_path / "news.txt", content)
    with pytest.raises(ReadError) as caught:
        read_article(path)
    assert str(caught.value.path) == str(path)
    assert problem in str(caught.value)


def test_a_missing_file_and_a_folder(tmp_path):
    with pytest.raises(ReadError, match="found no such file"):
        read_article(tmp_path / "none.txt")
    with pytest.raises(ReadError, match=r"found a folder\. Use read_corpus"):
        read_article(tmp_path)
    with pytest.raises(ReadError, match="found nothing there"):
        read_corpus(tmp_path / "none")
    with pytest.raises(ReadError, match="must hold files that can be read"):
        read_corpus(tmp_path)


def test_an_open_file_is_read():
    assert read_article(io.BytesIO(b"War is war.")).text == "War is war."
    with pytest.raises(ToolkitError, match="must be a path or open file; found int"):
        read_article(7)


# ---- corpora ---------------------------------------------------------------------------------

RECORD = {"id": "a1", "text": "War is war."}


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "column 2: not JSON; found '{'"),
        ("[]", "must be a JSON object; found '[]'"),
        (
            json.dumps({"id": "a2"}),
            "text: must be in a column, such as 'text' or 'body'; found 'id'",
        ),
        (json.dumps({"id": [], "text": "War."}), "id: must be a string or whole number; found []"),
        (json.dumps({"id": "a2", "text": "War.", "title": 7}), "title: must be a string; found 7"),
        (json.dumps(RECORD), "id: must be unique; found 'a1' a second time"),
        ("[" * 100_000, "must be a flat JSON object"),
    ],
)
def test_a_faulty_line_is_named_and_the_run_goes_on(tmp_path, line, problem):
    good = json.dumps({"id": "a3", "text": "Peace."})
    path = write(tmp_path / "news.jsonl", "\n".join([json.dumps(RECORD), line, good]))
    faults = []
    assert [a.id for a in iter_corpus(path, on_fault=faults.append)] == ["a1", "a3"]
    assert [(fault.path, fault.line) for fault in faults] == [(path, 2)]
    assert problem in faults[0].problem
    with pytest.raises(ReadError, match=r"news\.jsonl:2: "):
        read_corpus(path)


@pytest.mark.parametrize("text", [None, "", " \n"])
def test_a_row_without_text_is_passed_over_and_listed(tmp_path, text):
    good = json.dumps({"id": "a3", "text": "Peace."})
    lines = [json.dumps(RECORD), json.dumps({"id": "a2", "text": text}), good]
    path = write(tmp_path / "news.jsonl", "\n".join(lines))
    faults = []
    assert [a.id for a in iter_corpus(path, on_fault=faults.append)] == ["a1", "a3"]
    assert [str(fault) for fault in faults] == [
        f"{path}:2: text: must not be blank; found none in this row"
    ]
    with pytest.warns(UserWarning, match=r"^1 without text passed over: .*news\.jsonl:2$"):
        assert [article.id for article in read_corpus(path)] == ["a1", "a3"]
    assert len(read_corpus(path, on_fault=faults.append)) == 2
    assert len(faults) == 2


def test_of_many_rows_without_text_the_first_ten_are_listed(tmp_path):
    path = write(tmp_path / "news.csv", "id,text\n" + "a,\n" * 11 + "b,War.\n")
    with pytest.warns(UserWarning, match=r"^11 without text .*:10, [^,]*:11, \.\.\.$"):
        read_corpus(path)


def test_where_no_row_has_a_text_there_is_nothing_to_go_on_with(tmp_path):
    path = write(tmp_path / "news.csv", "id,text\na,\nb,\n")
    with pytest.raises(ReadError, match=r"news\.csv:2: text: must not be blank"):
        read_corpus(path)


def test_a_bad_byte_is_named_with_its_line(tmp_path):
    path = write(tmp_path / "news.jsonl", b'{"text": "War."}\n{"text": "Caf\xe9."}')
    with pytest.raises(ReadError, match=r"news\.jsonl:2: must be UTF-8; found byte 0xe9"):
        read_corpus(path)


def test_faults_nobody_asked_for_are_raised_after_the_last_article(tmp_path):
    lines = ["{", json.dumps(RECORD)]
    articles = iter_corpus(lines)
    assert next(articles).id == "a1"
    with pytest.raises(ReadError, match="1 could not be read"):
        next(articles)


def test_a_folder_is_read_file_by_file(tmp_path):
    write(tmp_path / "b.txt", "War is war.")
    write(tmp_path / "a.md", "# Peace\n\nPeace is peace.")
    write(tmp_path / "c.jsonl", json.dumps(RECORD))
    write(tmp_path / "d.png", b"\x89PNG\0")
    (tmp_path / "below").mkdir()
    write(tmp_path / "below" / "e.txt", b"\0")
    faults = []
    found = [article.id for article in iter_corpus(tmp_path, on_fault=faults.append)]
    assert found == ["a", "b", "a1"]
    assert [fault.path.name for fault in faults] == ["e.txt"]


def test_fields_of_a_line_go_before_what_its_text_says():
    record = {
        "id": 7,
        "text": "Rates rise\n\nBy Ann Lee\n\nThey will.",
        "title": "Other",
        "date": "2016-09-06",
        "author": "Bob Day",
        "publisher": "The Post",
        "other": [1],
    }
    [article] = read_corpus([json.dumps(record)])
    assert (article.id, article.title, article.byline) == ("7", "Other", "Bob Day")
    assert (article.published, article.publisher) == (date(2016, 9, 6), "The Post")


def test_a_date_that_cannot_be_read_is_noted():
    [article] = read_corpus([json.dumps(RECORD | {"published": "next week"})])
    assert article.published is None
    assert article.notes == ("date: not understood; found 'next week'",)
