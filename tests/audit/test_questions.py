import pytest

from toolkit.audit.questions import BY_MENTION, BY_SENTENCE, QUESTIONS, find_question, parse_count
from toolkit.base.errors import ToolkitError


@pytest.mark.parametrize(
    ("cell", "value"),
    [("0", 0), ("2", 2), (" 3 ", 3), ("50", 50), ("2.0", 2), ("2,00", 2), ("010", 10)],
)
def test_a_count_is_a_whole_number(cell, value):
    assert parse_count(cell) == value
    assert parse_count(cell, with_halves=True) == value


@pytest.mark.parametrize(("cell", "value"), [("1,5", 1.5), ("0.5", 0.5), ("49.5", 49.5)])
def test_a_half_counts_where_it_may(cell, value):
    assert parse_count(cell, with_halves=True) == value
    told = rf"^must be a whole number from 0 to 50; found '{cell}'$"
    with pytest.raises(ToolkitError, match=told):
        parse_count(cell)


@pytest.mark.parametrize(
    "cell",
    ["", "two", "-1", "51", "50.5", "1.25", "1.5.0.5", ".5", "1,", "\u00bd", "1 5", "\u00b2"],
)
def test_what_is_no_count_is_told(cell):
    told = "^must be a number of halves from 0 to 50; found "
    with pytest.raises(ToolkitError, match=told):
        parse_count(cell, with_halves=True)


@pytest.mark.parametrize(
    ("of", "cell", "value"),
    [
        ("precision", "yes", 1),
        ("precision", " NO ", 0),
        ("negative", "Yes", 1),
        ("score", "against", -1),
        ("score", "neither", 0),
        ("score", "For", 1),
        ("recall", "3", 3),
        ("women", "2", 2),
        ("direct_share", "1.5", 1.5),
        ("is_sport", "yes", 1),
    ],
)
def test_an_answer_counts_what_its_scheme_says(of, cell, value):
    assert find_question(of).parse(cell) == value


@pytest.mark.parametrize(
    ("of", "cell", "told"),
    [
        ("precision", "maybe", "must be one of yes, no; found 'maybe'"),
        ("precision", "", "must be one of yes, no; found ''"),
        ("precision", "1", "must be one of yes, no; found '1'"),
        ("score", "yes", "must be one of against, neither, for; found 'yes'"),
        ("women", "1.5", "must be a whole number from 0 to 50; found '1.5'"),
        ("recall", "yes", "must be a whole number from 0 to 50; found 'yes'"),
        ("direct_share", "yes", "must be a number of halves from 0 to 50; found 'yes'"),
    ],
)
def test_an_answer_outside_the_scheme_is_told(of, cell, told):
    with pytest.raises(ToolkitError) as caught:
        find_question(of).parse(cell)
    assert str(caught.value) == told


def test_a_scale_holds_every_answer_of_its_labels():
    for question in QUESTIONS.values():
        low, high = question.scale
        assert low < high
        values = {*(question.labels or {}).values()}
        assert not values or (min(values), max(values)) == (low, high)


def test_a_person_counts_where_a_sentence_is_asked_about():
    counting = {name for name, question in QUESTIONS.items() if question.labels is None}
    assert counting == {*BY_SENTENCE}
    assert {name for name in counting if not QUESTIONS[name].counts_base} == {"recall"}
    assert {name for name in counting if QUESTIONS[name].counts_halves} == {"direct_share"}
    # Counts differ by as much as they are apart; labels are the same or not, sides have an order.
    assert {QUESTIONS[name].level for name in counting} == {"interval"}
    levels = {name: QUESTIONS[name].level for name in ("precision", *BY_MENTION)}
    assert levels == dict.fromkeys(levels, "nominal") | {"score": "ordinal"}


def test_a_sheet_asks_in_whole_sentences():
    for name, question in QUESTIONS.items():
        assert question.words.endswith("?"), name
    assert QUESTIONS["women"].words == (
        "How many quotations of single people (a refusal to comment is none) begin in this "
        "sentence, and how many of them are by women?"
    )
    assert QUESTIONS["direct"].words.startswith("How many quotations begin in this sentence")
    assert find_question("is_sport").words == "Is this right: is_sport?"
