"""Records to articles; tests/cases/choose_columns.json holds names of columns and their fields."""

import json
from datetime import UTC, date, datetime

import pytest

from tests.test_cases import read_cases
from toolkit import ToolkitError
from toolkit.loading.records import (
    FIELDS,
    check_columns,
    choose_columns,
    make_record_article,
    parse_json,
)

TEXT = "Rates rise\n\nBy Ann Lee\n\nJune 3, 2019\n\nPARIS — Rates will rise, the governor said."

# ---- columns ---------------------------------------------------------------------------------


@pytest.mark.parametrize("case", read_cases("choose_columns"))
def test_choose_columns(case):
    assert choose_columns(tuple(case["names"]), case.get("columns")) == case["found"]


def test_fields_come_in_one_order_whatever_that_of_the_columns():
    names = ("lang", "url", "desk", "source", "dateline", "by", "date", "title", "id", "text")
    assert [*choose_columns(names, None)] == [*FIELDS]
    assert [*choose_columns(names, {"language": "url"})] == [
        field for field in FIELDS if field != "url"
    ]


@pytest.mark.parametrize(
    ("names", "columns", "problem"),
    [
        (
            ("id", "words"),
            None,
            "text: must be in a column, such as 'text' or 'body'; found 'id',",
        ),
        ((), None, "text: must be in a column, such as 'text' or 'body'; found none"),
        (("text",), {"text": "body"}, "text: must be in a column named 'body'; found 'text'"),
        (("text",), {"url": "link"}, "url: must be in a column named 'link'; found 'text'"),
        (("body", "b"), {"title": "body"}, "text: must be in a column"),
    ],
)
def test_columns_that_are_not_there_are_named(names, columns, problem):
    with pytest.raises(ToolkitError) as told:
        choose_columns(names, columns)
    assert str(told.value).startswith(problem)


def test_of_many_columns_the_first_are_told():
    names = tuple(f"column {number}" for number in range(100))
    with pytest.raises(ToolkitError) as told:
        choose_columns(names, None)
    listed = str(told.value).split("found ")[1].split(". If it is")[0]
    assert listed.startswith("'column 0', 'column 1', ")
    assert len(listed) == 200


@pytest.mark.parametrize("columns", [None, {}, {"text": "body"}, dict.fromkeys(FIELDS, "a")])
def test_a_mapping_of_fields_to_columns_is_taken(columns):
    assert check_columns(columns) is None


@pytest.mark.parametrize(
    ("columns", "problem"),
    [
        ({"words": "text"}, r"must give some of text, id, title, .*; found 'words': 'text'"),
        ({"text": 7}, r"must give some of .*; found 'text': 7"),
        ({"text": "body", "id": None}, r"must give some of .*; found 'id': None"),
        (["text"], r"must be a dict of field to column; found list"),
        ("text", r"must be a dict of field to column; found str"),
    ],
)
def test_what_is_no_such_mapping_is_refused(columns, problem):
    with pytest.raises(ToolkitError, match=f"^columns: {problem}"):
        check_columns(columns)


def test_what_to_type_names_a_column_that_may_be_meant():
    with pytest.raises(ToolkitError) as told:
        choose_columns(("Titel", "Meldung", "Datum"), None)
    assert "found 'Titel', 'Meldung', 'Datum'. If it is in 'Meldung'," in str(told.value)
    assert str(told.value).endswith("columns={'text': 'Meldung'}, --column 'text=Meldung'")


# ---- articles --------------------------------------------------------------------------------


def test_each_field_of_a_record_is_one_of_the_article():
    record = {
        "id": "a1",
        "text": "War is war.",
        "title": "War",
        "published": "2016-09-06",
        "byline": "Ann Lee",
        "dateline": "Oslo",
        "publisher": "The Post",
        "section": "World",
        "url": "https://post.example/war",
        "language": "en",
    }
    article = make_record_article(record, origin="news.jsonl:1")
    assert {field: getattr(article, field) for field in record} == record | {
        "published": date(2016, 9, 6)
    }
    assert (article.origin, article.notes) == ("news.jsonl:1", ())


def test_what_a_record_lacks_is_read_in_its_text():
    article = make_record_article({"text": TEXT})
    assert (article.title, article.byline, article.dateline) == ("Rates rise", "Ann Lee", "PARIS")
    assert article.published == date(2019, 6, 3)
    assert article.text == TEXT


def test_what_a_record_states_goes_before_what_its_text_says():
    record = {"title": "Other", "author": "Bob Day", "dateline": "Rome", "date": "2020-01-02"}
    article = make_record_article({"text": TEXT, **record})
    assert (article.title, article.byline, article.dateline) == ("Other", "Bob Day", "Rome")
    assert article.published == date(2020, 1, 2)
    assert article.notes == ()


@pytest.mark.parametrize("empty", ["", None])
def test_empty_values_state_nothing(empty):
    record = {"id": empty, "title": empty, "byline": empty, "published": empty, "dateline": empty}
    article = make_record_article({"text": TEXT, **record})
    assert article == make_record_article({"text": TEXT})


def test_guessed_columns_are_told_and_documented_ones_are_not():
    record = {"body": "War is war.", "headline": "War", "author": "Ann Lee", "date": "2016-09-06"}
    assert make_record_article(record).notes == (
        "columns: text from 'body', title from 'headline'",
    )
    assert make_record_article(record, columns={"text": "body", "title": "headline"}).notes == ()
    given = make_record_article(record, columns={"text": "body"})
    assert given.notes == ("columns: title from 'headline'",)


@pytest.mark.parametrize("value", [["Post"], {"name": "Post"}, 7])
def test_a_guessed_column_that_holds_something_else_states_nothing(value):
    article = make_record_article({"text": "War is war.", "source": value, "link": value})
    assert (article.publisher, article.url) == ("", "")


def test_blanks_around_an_outlet_make_no_other_outlet():
    article = make_record_article({"text": "War is war.", "publisher": "\u00a0The Post "})
    assert article.publisher == "The Post"


def test_several_authors_are_one_byline():
    for authors in (["Ann Lee", "Bob Day"], ("Ann Lee", "Bob Day")):
        for column in ("authors", "byline"):
            article = make_record_article({"text": "War is war.", column: authors})
            assert article.byline == "Ann Lee, Bob Day"


@pytest.mark.parametrize(
    ("record", "problem"),
    [
        ({"text": None}, "text: must not be blank; found none in this row$"),
        ({"text": 7}, "text: must be a string; found 7"),
        ({"text": ["War."]}, r"text: must be a string; found \['War\.'\]"),
        ({"text": " \n"}, "text: must not be blank; found none in this row$"),
        ({"text": "War.", "title": 7}, "title: must be a string; found 7"),
        ({"text": "War.", "language": ["en"]}, "language: must be a string; found"),
        ({"text": "War.", "title": ["W"] * 99}, r"title: must be a string; found .{40}$"),
        ({"text": "War.", "id": True}, "id: must be a string or whole number; found True"),
        ({"text": "War.", "id": 1.5}, "id: must be a string or whole number; found 1.5"),
        ({"text": "War.", "id": []}, r"id: must be a string or whole number; found \[\]"),
    ],
)
def test_a_value_that_its_field_does_not_hold_is_refused(record, problem):
    with pytest.raises(ToolkitError, match=f"^{problem}"):
        make_record_article(record)


def test_what_is_no_field_of_an_article_is_kept_beside_it():
    record = {"text": "War.", "party": "Greens", "wave": 2, "score": 0.5, "is_online": False}
    made = make_record_article(record | {"day": date(2016, 9, 6), "none": None, "blank": ""})
    assert made.meta == {
        "party": "Greens", "wave": 2, "score": 0.5, "is_online": False, "day": date(2016, 9, 6),
    }  # fmt: skip


def test_of_other_columns_lists_are_kept_as_json_and_halves_of_characters_replaced():
    made = make_record_article({"text": "War.", "tags": ["a", {"b": 1}], "bad\ud800": "\udc00"})
    assert made.meta == {"tags": '["a", {"b": 1}]', "bad\ufffd": "\ufffd"}


def test_a_guessed_column_that_states_nothing_is_no_field_and_stays():
    assert make_record_article({"text": "War.", "source": {"name": "Post"}}).meta == {
        "source": '{"name": "Post"}'
    }


def test_another_column_that_is_a_second_text_is_left_out_and_told():
    made = make_record_article({"text": "War.", "html": "x" * 10_001, "short": "x" * 10_000})
    assert [*made.meta] == ["short"]
    assert made.notes == ("meta: 'html' has more than 10,000 characters and is left out",)


def test_an_id_that_is_a_number_stays_one_beside_the_text_that_it_becomes():
    for number in (17, 17.0):
        made = make_record_article({"doc_id": number, "text": "War."})
        assert (made.id, made.meta) == ("17", {"doc_id": number})
    assert make_record_article({"doc_id": "a17", "text": "War."}).meta == {}


@pytest.mark.parametrize(("given", "kept"), [(7, "7"), (0, "0"), ("a", "a"), (-1, "-1")])
def test_a_number_is_an_id(given, kept):
    assert make_record_article({"id": given, "text": "War."}).id == kept


@pytest.mark.parametrize(
    ("stated", "published"),
    [
        (date(2016, 9, 6), date(2016, 9, 6)),
        (datetime(2016, 9, 6, 21, 54, tzinfo=UTC), datetime(2016, 9, 6, 21, 54, tzinfo=UTC)),
        ("Sept. 6, 2016", date(2016, 9, 6)),
    ],
)
def test_the_date_of_a_record(stated, published):
    assert make_record_article({"text": "War.", "date": stated}).published == published


@pytest.mark.parametrize(("day_first", "month"), [(True, 9), (False, 6)])
def test_a_person_can_say_how_dates_read(day_first, month):
    record = {"text": "War.", "date": "06/09/2016"}
    assert make_record_article(record, day_first=day_first).published.month == month
    text = {"text": "War\n\n06/09/2016\n\nWar is war, she said."}
    assert make_record_article(text, day_first=day_first).published.month == month


@pytest.mark.parametrize("piece", ["War. ", "\U0001f642 war. "])
def test_a_text_that_fills_a_cell_of_excel_is_told_as_cut(piece):
    units = len(piece.encode("utf-16-le")) // 2
    whole = piece * (32_767 // units) + "w" * (32_767 % units)
    [note] = make_record_article({"text": whole}).notes
    assert note == "text: cut? It has 32,767 characters, the most that a cell of Excel holds"
    assert [make_record_article({"text": text}).notes for text in (whole[:-1], whole + "w")] == [
        (),
        (),
    ]


@pytest.mark.parametrize("stated", [45353, "45353", 45353.75])
def test_a_day_as_spreadsheets_count_it_is_read_and_told(stated):
    article = make_record_article({"text": "War is war.", "published": stated})
    assert article.published == date(2024, 3, 2)
    assert article.notes == (
        f"date: {stated} read as the number that a spreadsheet has for 2024-03-02",
    )


@pytest.mark.parametrize("stated", [2024, 19999, 60000, 453530, "45353-1"])
def test_other_numbers_are_no_days_of_a_spreadsheet(stated):
    article = make_record_article({"text": "War is war.", "published": stated})
    assert article.published is None
    assert article.notes == (f"date: not understood; found '{stated}'",)


def test_a_date_that_cannot_be_read_is_noted_once():
    text = "War\n\n06/09/2016\n\nWar is war, she said."
    [note] = make_record_article({"text": text}).notes
    assert note.startswith("date: '06/09/2016' is 6 September 2016 or")
    stated = make_record_article({"text": text, "published": "next week"})
    assert stated.published is None
    assert stated.notes == ("date: not understood; found 'next week'",)
    assert make_record_article({"text": text, "published": "2016-09-06"}).notes == ()


# ---- JSON ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ('{"text": "Café."}', {"text": "Café."}),
        ('{"text": "Café."}'.encode(), {"text": "Café."}),
        (b"\xef\xbb\xbf[1]", [1]),
        (" [1] \n", [1]),
        ("null", None),
    ],
)
def test_json_is_parsed(words, found):
    assert parse_json(words) == found


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("{", r"column 2: not JSON; found '\{'"),
        ('{"a" 1}', r"column 6: not JSON; found"),
        ("  {", r"column 4: not JSON; found '\{'"),
        ("x" * 50, rf"column 1: not JSON; found '{'x' * 40}'$"),
        (b'{"text": "Caf\xe9."}', "must be UTF-8; found byte 0xe9"),
        (b"\x0a\x80", "must be UTF-8; found byte 0x80"),
        ("[" * 100_000, "must be a flat JSON object; found one nested too deep"),
        ("1" * 9_000, "must be JSON; found a number of too many digits"),
        ("", "column 1: not JSON; found ''"),
    ],
    ids=range(9),
)
def test_what_is_wrong_with_json_is_one_line(words, problem):
    with pytest.raises(ToolkitError, match=f"^{problem}"):
        parse_json(words)


def test_a_record_from_a_line_keeps_its_text_to_the_last_character():
    text = "  # War\r\n\n*War* is\twar.  \n"
    assert make_record_article(parse_json(json.dumps({"text": text}))).text == text
