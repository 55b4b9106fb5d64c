"""Rows of JSON lines, JSON, CSV and Parquet, one at a time; faulty ones are told."""

import csv
import io
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from toolkit.loading import rows
from toolkit.loading.rows import Row, iter_json, iter_lines, iter_parquet, iter_table


def list_rows(found):
    return [(row.line, row.problem or dict(row.record)) for row in found]


def read_table(table, columns=None, encoding="utf-8", **options):
    content = table if isinstance(table, bytes) else table.encode(encoding)
    return [*iter_table(io.BytesIO(content), columns, **options)]


# ---- JSON lines ------------------------------------------------------------------------------


@pytest.mark.parametrize("as_file", [False, True])
@pytest.mark.parametrize("as_bytes", [False, True])
def test_lines_are_counted_from_one_and_blank_ones_passed_over(as_file, as_bytes):
    lines = ['{"id": 1}\n', " \n", "\n", '{"id": "é"}\n', "{\n", '{"id": 4}']
    if as_bytes:
        lines = [line.encode() for line in lines]
    if as_file:
        lines = io.BytesIO(b"".join(lines)) if as_bytes else io.StringIO("".join(lines))
    assert list_rows(iter_lines(lines)) == [
        (1, {"id": 1}),
        (4, {"id": "é"}),
        (5, "column 2: not JSON; found '{'"),
        (6, {"id": 4}),
    ]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("[1]", "must be a JSON object; found '[1]'"),
        ("7", "must be a JSON object; found '7'"),
        (json.dumps(["x" * 60]), f"must be a JSON object; found {str(['x' * 60])[:40]!r}"),
        (b'{"a": "\xe9"}', "must be UTF-8; found byte 0xe9"),
    ],
)
def test_a_line_that_is_no_object_is_told(line, problem):
    assert [*iter_lines([line])] == [Row(1, {}, problem)]


@pytest.mark.parametrize("kind", [io.BytesIO, io.StringIO])
def test_a_line_longer_than_may_be_held_is_told_and_passed_over(monkeypatch, kind):
    monkeypatch.setattr(rows, "MAX_LINE_BYTES", 20)
    lines = [
        '{"a": 1234567890123}\n',
        '{"a": "' + "x" * 70 + '"}\n',
        '{"a": 123456789012}\n',
        "{}",
    ]
    text = "".join(lines)
    found = list_rows(iter_lines(kind(text if kind is io.StringIO else text.encode())))
    problem = "must be a line of at most 20 bytes; found a longer one"
    assert found == [(1, problem), (2, problem), (3, {"a": 123456789012}), (4, {})]


def test_a_long_last_line_without_newline_is_told(monkeypatch):
    monkeypatch.setattr(rows, "MAX_LINE_BYTES", 20)
    problem = "must be a line of at most 20 bytes; found a longer one"
    assert list_rows(iter_lines(io.StringIO('{"a": "' + "x" * 70 + '"}'))) == [(1, problem)]


def test_a_line_may_hold_an_article_of_the_greatest_length():
    text = "\U0001f642" * 1_000_000
    line = json.dumps({"text": text})  # twelve letters a character
    [row] = iter_lines(io.StringIO(line))
    assert row.record == {"text": text}
    assert rows.MAX_LINE_BYTES == 16_000_000


# ---- JSON ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b'{"id": 1}', [(None, {"id": 1})]),
        (b'[{"id": 1}, 7, {"id": 3}]', [
            (1, {"id": 1}), (2, "must be a JSON object; found '7'"), (3, {"id": 3}),
        ]),
        (b"[]", []),
        (b"7", [(None, "must be a JSON object; found '7'")]),
        (b"{", [(None, "column 2: not JSON; found '{'")]),
        (b'{"a": "\xe9"}', [(None, "must be UTF-8; found byte 0xe9")]),
    ],
)  # fmt: skip
def test_a_json_file_holds_a_record_or_an_array(content, found):
    assert list_rows(iter_json(io.BytesIO(content))) == found


def test_a_json_file_that_is_too_large_is_told(monkeypatch):
    monkeypatch.setattr(rows, "MAX_JSON_BYTES", 9)
    assert list_rows(iter_json(io.BytesIO(b'{"id": 1}'))) == [(None, {"id": 1})]
    [(line, problem)] = list_rows(iter_json(io.BytesIO(b'{"id": 10}')))
    assert (line, problem) == (None, "must have at most 9 bytes; found more. JSON lines may")


def test_a_json_file_may_have_64_megabytes():
    assert rows.MAX_JSON_BYTES == 64 * 1024 * 1024


# ---- CSV -------------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
def test_tables_of_every_programme(mark, encoding):
    table = f"id{mark}text\r\na1{mark}Café prices rise\r\n"
    start = "\ufeff" if encoding == "utf-16-be" else ""
    [row] = read_table(start + table, encoding=encoding)
    assert row == Row(2, {"id": "a1", "text": "Café prices rise"}, row=2)


def test_the_mark_that_the_header_has_most_of_parts_columns():
    [row] = read_table("id;text;rank, by votes\n1;War, and more;7\n")
    assert row.record == {"id": "1", "text": "War, and more", "rank, by votes": "7"}


def test_a_header_without_marks_is_one_column():
    assert list_rows(read_table("text\nWar\n")) == [(2, {"text": "War"})]


def test_a_mark_that_is_given_goes_before_what_the_header_has_most_of():
    [row] = read_table("id;text,with,commas\n1;War\n", {"text": "text,with,commas"}, delimiter=";")
    assert row.record == {"id": "1", "text,with,commas": "War"}


def test_rows_have_the_line_that_they_begin_in():
    table = 'id,text\na,"War\nis\nwar."\n\nb,Peace.\nc\n"d\ne",x,y\nf,"a"b"\ng,End.\n'
    assert list_rows(read_table(table)) == [
        (2, {"id": "a", "text": "War\nis\nwar."}),
        (6, {"id": "b", "text": "Peace."}),
        (7, "must have 2 columns, as the header; found 1"),
        (8, "must have 2 columns, as the header; found 3 in lines 8 to 9"),
        (10, "must be a row of a table; found: ',' expected after '\"'"),
        (11, {"id": "g", "text": "End."}),
    ]


def test_newlines_of_texts_are_kept():
    file = io.StringIO(newline="")
    csv.writer(file).writerows([["text"], ["a\r\nb\rc\nd"]])
    assert read_table(file.getvalue())[0].record == {"text": "a\r\nb\rc\nd"}


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        (b"", "must be a table with a header; found nothing"),
        (b"\n\n", "must be a table with a header; found nothing"),
        (b"a,b\n1,2\n", "text: must be in a column, such as 'text' or 'body'; found 'a', 'b'."),
        (b"text,a,a\n1,2,3\n", "header: must name each column once; found 'a' twice"),
        (b'text,"a"b\n1,2\n', "',' expected after '\"'"),
        (b"\xff\xfet", "must be UTF-16, as its first bytes say; found 'utf-16"),
    ],
)
def test_a_table_without_a_usable_header_is_one_fault(table, problem):
    [row] = read_table(table)
    assert (row.line, row.record) == (1, {})
    assert row.problem.startswith(problem)


def test_a_column_that_is_not_there_is_told_at_the_header():
    [row] = read_table("text\nWar\n", {"text": "body"})
    assert row == Row(1, {}, "text: must be in a column named 'body'; found 'text'")


def test_a_row_that_is_not_utf_8_is_decoded_by_a_guess_that_is_noted():
    table = 'id,text\n1,"War."\n2,"The café’s prices rise, she said."\n'
    first, second = read_table(table, encoding="cp1252")
    assert (first.record["text"], first.notes) == ("War.", ())
    assert second.record == {"id": "2", "text": "The café’s prices rise, she said."}
    assert second.notes == ("encoding: guessed to be cp1252, since the row is not UTF-8",)


def test_a_row_of_no_known_encoding_is_told():
    table = b"text\n" + bytes(range(128, 256)) + b"\nWar.\n"
    assert list_rows(read_table(table)) == [
        (2, "must be text in a known encoding; found none that fits"),
        (3, {"text": "War."}),
    ]


def test_utf_16_that_breaks_off_is_told_after_what_it_gave():
    *read, (line, problem) = list_rows(read_table("text\nWar.\n".encode("utf-16") + b"a"))
    assert read == [(2, {"text": "War."})]
    assert line == 3
    assert problem.startswith("must be UTF-16, as its first bytes say; found")


def test_a_line_that_is_too_long_ends_a_table(monkeypatch):
    monkeypatch.setattr(rows, "MAX_LINE_BYTES", 12)
    problem = "must be a line of at most 12 characters; found a longer one"
    assert list_rows(read_table("text\n1234567890\n12345678901\nWar.\n")) == [
        (2, {"text": "1234567890"}),
        (3, problem),
    ]
    assert list_rows(read_table("text,id,date\nWar.,1,2\n")) == [(1, problem)]


def test_a_file_that_gives_a_few_bytes_at_a_time_is_read_whole():
    class Slow(io.BytesIO):
        def read(self, size=-1):
            return super().read(min(size, 3))

    found = [*iter_table(Slow("id,text\n1,Café\n".encode()), None)]
    assert list_rows(found) == [(2, {"id": "1", "text": "Café"})]


# ---- Parquet ---------------------------------------------------------------------------------


def make_parquet(table, **options):
    file = io.BytesIO()
    pq.write_table(pa.table(table), file, **options)
    file.seek(0)
    return file


def test_other_columns_of_parquet_come_where_they_hold_plain_values():
    others = {"likes": [7, 8], "raw": [b"x", b"y"], "tags": [["a"], []], "named": [{"a": 1}] * 2}
    file = make_parquet({"id": [1, 2], "body": ["War.", None], **others})
    assert list_rows(iter_parquet(file, None)) == [
        (1, {"id": 1, "body": "War.", "likes": 7}),
        (2, {"id": 2, "body": None, "likes": 8}),
    ]
    file = make_parquet({"tags": [["a"]], "text": ["War."]})
    assert list_rows(iter_parquet(file, {"title": "tags"})) == [
        (1, {"text": "War.", "tags": ["a"]})
    ]


def test_other_columns_of_parquet_are_left_out_where_they_do_not_fit(monkeypatch):
    table = {"text": ["War."], "likes": ["x" * 5_000]}
    monkeypatch.setattr(rows, "MAX_COLUMN_BYTES", 500)
    assert list_rows(iter_parquet(make_parquet(table), None)) == [(1, {"text": "War."})]


def test_rows_of_parquet_are_counted_over_batches_and_groups():
    texts = [f"War {number}." for number in range(150)]
    found = [*iter_parquet(make_parquet({"text": texts}, row_group_size=70), None)]
    assert [row.line for row in found] == [*range(1, 151)]
    assert [row.record["text"] for row in found] == texts


def test_parquet_without_a_text_is_one_fault():
    [row] = iter_parquet(make_parquet({"n": [1]}), None)
    assert row.line is None
    assert row.problem.startswith("text: must be in a column")


def test_parquet_that_is_no_parquet_is_one_fault():
    [row] = iter_parquet(io.BytesIO(b"PAR1 and nothing more"), None)
    assert row.line is None
    assert row.problem.startswith("must be a whole Parquet file; found: ")
    assert len(row.problem) <= len("must be a whole Parquet file; found: ") + 120


def test_parquet_that_is_damaged_is_told_after_the_rows_that_could_be_read():
    table = {"text": [f"War {number}." for number in range(200)]}
    content = make_parquet(table, compression="none", use_dictionary=False).getvalue()
    place = content.index(b"War 150.")
    damaged = content[: place - 4] + b"\xff" * 4 + content[place:]  # the length of that text
    *read, last = iter_parquet(io.BytesIO(damaged), None)
    assert [row.line for row in read] == [*range(1, 129)]  # two times 64 are read at a time
    assert last.line == 129
    assert last.problem.startswith("must be a whole Parquet file; found: ")


def test_columns_of_parquet_are_bounded_as_they_unpack(monkeypatch):
    table = {"text": ["War is war. " * 50], "likes": ["x" * 5_000]}
    file = make_parquet(table)
    size = pq.ParquetFile(file).metadata.row_group(0).column(0).total_uncompressed_size
    monkeypatch.setattr(rows, "MAX_COLUMN_BYTES", size)
    assert len([*iter_parquet(make_parquet(table), None)]) == 1
    monkeypatch.setattr(rows, "MAX_COLUMN_BYTES", size - 1)
    assert list_rows(iter_parquet(make_parquet(table), None)) == [
        (None, f"row group 0: must have at most {size - 1:,} bytes; found {size:,}")
    ]


def test_lists_in_columns_of_parquet_count_as_their_column(monkeypatch):
    monkeypatch.setattr(rows, "MAX_COLUMN_BYTES", 500)
    table = {"text": ["War."], "authors": [["x" * 2_000]]}
    [row] = iter_parquet(make_parquet(table), None)
    assert row.problem.startswith("row group 0: must have at most 500 bytes")
