import pytest

from toolkit.base import Article
from toolkit.people.names import find_names


def list_persons(text):
    return {name.name: len(name.mentions) for name in find_names(Article(text)) if name.is_person}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Joanna Lee", "Johanna Lee"),
        ("Antonia Petrova", "Antonina Petrova"),
        ("Christina Vogel", "Christiana Vogel"),
        ("Daniel Price", "Danielle Price"),
    ],
)
def test_a_letter_joins_nobody_while_both_are_spelled_twice(one, other):
    text = (
        f"{one} said the mill would open. {other} said it would close.\n\n"
        f"{one} was glad. {other} was not."
    )
    assert list_persons(text) == {one: 2, other: 2}


@pytest.mark.parametrize(
    "text",
    [
        "Joanna Lee said the mill would open. Johanna Lee said it would close.",
        "Antonia Petrova said the mill would open. Antonina Petrova said it would close.",
        "Joanna Lee said the mill would open. Joanna Lee left. Johanna Lee said it would close.",
    ],
    ids=["two names that people have", "one that they have", "one of them twice"],
)
def test_a_name_that_people_have_is_no_misprint(text):
    assert len(list_persons(text)) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Rushdia Khan, a nurse, said it rained. Rushdia Khan left. Rusdia Khan, a cook, was well.",
        "Rushdia Khan said the river rose. Rushdia Khan left. Rushdia Khan met Rusdia Khan.",
    ],
    ids=["each with a role", "both in one sentence"],
)
def test_two_who_differ_by_a_letter_are_two_where_the_words_around_say_so(text):
    assert len(list_persons(text)) == 2


def test_a_letter_left_out_once_is_a_misprint():
    text = 'Rushdia Khan said the river rose. Rushdia Khan left. "I am well," Rusdia Khan said.'
    assert list_persons(text) == {"Rushdia Khan": 3}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Robert Day said the mill would open. Bob Day was glad.", {"Robert Day": 2}),
        ("J. Lee said the mill would open. Joanna Lee was glad.", {"Joanna Lee": 2}),
        (
            "Ann Lee left. J. R. Day said it rained. John Day was glad.",
            {"Ann Lee": 1, "John Day": 2},
        ),
    ],
    ids=["a short form", "an initial", "several initials"],
)
def test_a_short_form_and_an_initial_are_the_whole_name(text, found):
    assert list_persons(text) == found


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Robert Day met Bob Day. The mill would open, he said.", {"Robert Day", "Bob Day"}),
        (
            "William Day Jr. said the mill would open. Bill Day said he was glad.",
            {"William Day Jr.", "Bill Day"},
        ),
        (
            "Alexander Day ran. Alexandra Day ran. Alex Day said the mill would open.",
            {"Alexander Day", "Alexandra Day", "Alex Day"},
        ),
        (
            "Joan Lee said the mill would open. Mr. J. Lee said it would close.",
            {"Joan Lee", "J. Lee"},
        ),
        ("Bob Day said the mill would open. Robert Hall was glad.", {"Bob Day", "Robert Hall"}),
        (
            "Kate Day said the mill would open. Kathleen Day was glad.",
            {"Kate Day", "Kathleen Day"},
        ),
    ],
    ids=[
        "both in one sentence",
        "one of two of a name",
        "short for either of two",
        "a title of the other gender",
        "another surname",
        "no short form of it",
    ],
)
def test_a_short_form_joins_nobody_who_may_be_another(text, names):
    assert {*list_persons(text)} == names


@pytest.mark.parametrize(
    ("one", "other"), [("Harlow Council", "Hallow Council"), ("Marston Bank", "Marstone Bank")]
)
def test_bodies_that_differ_by_a_letter_are_two(one, other):
    text = f"{one} said the bridge would close. {other} said it would sue. {one} was glad."
    found = {name.name: len(name.mentions) for name in find_names(Article(text))}
    assert found == {one: 2, other: 1}
