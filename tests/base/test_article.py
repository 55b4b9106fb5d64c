import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit import Article, Part, Quotation, ReadError, Span, ToolkitError
from toolkit.base.article import MAX_CHARACTERS


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 3), (-1, 3)])
def test_a_span_is_a_place(start, end):
    with pytest.raises(ToolkitError, match=rf"^span: .*found {start}, {end}$"):
        Span(start, end)


def test_a_span_of_another_text_is_an_error_not_a_shorter_string():
    with pytest.raises(ToolkitError, match="found 3 characters"):
        Span(0, 9).of("War")


@pytest.mark.parametrize("text", ["", " \n\t", "\u3000"])
def test_an_article_has_text(text):
    with pytest.raises(ToolkitError, match=r"^text: must not be blank"):
        Article(text)


@pytest.mark.parametrize("text", [None, b"War", 7])
def test_text_is_a_string(text):
    with pytest.raises(ToolkitError, match=r"^text: must be a string; found"):
        Article(text)


def test_a_text_beyond_the_limit_is_refused_with_both_numbers():
    with pytest.raises(ToolkitError, match=r"at most 1,000,000 characters; found 1,000,001"):
        Article("a" * (MAX_CHARACTERS + 1))


def test_the_same_text_has_the_same_id():
    assert Article("War is war.").id == Article("War is war.").id
    assert Article("War is war.").id != Article("War is over.").id


def test_half_a_character_is_refused_with_its_place():
    with pytest.raises(ToolkitError, match=r"found half of one, '\\ud800', at 5"):
        Article("Good \ud800 day")


@given(st.text(min_size=1))
def test_any_text_that_is_not_blank_is_kept_to_the_last_character(text):
    if text.strip():
        assert Article(text).text == text


@pytest.mark.parametrize(
    "spans", [(Span(0, 3), Span(2, 5)), (Span(4, 6), Span(0, 3)), (Span(0, 99),)]
)
def test_parts_are_in_order_and_inside(spans):
    with pytest.raises(ToolkitError, match=r"^parts: must .*found"):
        Article("War is war.", parts=tuple(Part(span, "paragraph") for span in spans))


def test_a_part_has_a_known_kind():
    with pytest.raises(ToolkitError, match="found 'advert'"):
        Part(Span(0, 3), "advert")


def test_a_quotation_says_something():
    with pytest.raises(ToolkitError, match=r"^content: must have at least one span"):
        Quotation(())


def test_pieces_of_a_quotation_do_not_overlap():
    with pytest.raises(ToolkitError, match=r"^cue: must be in order and apart"):
        Quotation((Span(0, 5),), cue=(Span(6, 9), Span(8, 12)))


def test_a_read_error_survives_the_way_between_processes():
    error = ReadError("news.jsonl", "text: must be a string; found None", 4)
    again = pickle.loads(pickle.dumps(error))
    assert (again.path, again.problem, again.line) == (error.path, error.problem, error.line)
    assert str(again) == str(error)


def test_other_columns_of_a_source_cannot_be_changed_and_survive_the_way_between_processes():
    given = {"party": "Greens", "wave": 2}
    article = Article("War.", id="a", meta=given)
    given["wave"] = 3
    assert article.meta == {"party": "Greens", "wave": 2}
    with pytest.raises(TypeError):
        article.meta["wave"] = 3
    again = pickle.loads(pickle.dumps(article))
    assert again == article
    assert hash(again) == hash(article)


def test_articles_that_differ_in_another_column_are_not_equal():
    assert Article("War.", id="a", meta={"wave": 2}) != Article("War.", id="a", meta={"wave": 3})
    assert Article("War.", meta={"a": 1, "b": 2}) == Article("War.", meta={"b": 2, "a": 1})
    assert hash(Article("War.", meta={"a": 1, "b": 2})) == hash(
        Article("War.", meta={"b": 2, "a": 1})
    )


@pytest.mark.parametrize(
    ("meta", "problem"),
    [
        (
            {"tags": ["a"]},
            r"must give names a string, number, bool or date; found 'tags': \['a'\]",
        ),
        ({7: "a"}, "must give names a string, number, bool or date; found 7: 'a'"),
        ({"a": "\ud800"}, "'a': must be whole characters; found half of one"),
        ("party", "must be a mapping; found str"),
    ],
)
def test_what_other_columns_cannot_hold(meta, problem):
    with pytest.raises(ToolkitError, match=f"^meta: {problem}"):
        Article("War.", meta=meta)
