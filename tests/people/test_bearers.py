import pytest

from toolkit.base import Article
from toolkit.people.names import find_names

MARIA = "Maria Costa, the mayor, opened the harbour."
PEDRO = "Pedro Costa, a fisherman, watched from the quay."
SHIPS = "The first ship is expected in May."


def find_bearers(text):
    """Find whose each bare surname is, in reading order."""
    owners = {
        span.start: name.name
        for name in find_names(Article(text))
        for span in name.mentions
        if span.of(text) == "Costa"
    }
    return [owner for _, owner in sorted(owners.items())]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"{MARIA} Costa was glad.\n\n{PEDRO}", ["Maria Costa"]),
        (f"{MARIA} Costa was glad.\n\n{PEDRO} Costa was not.", ["Maria Costa", "Pedro Costa"]),
        (
            f"{MARIA} Costa was glad.\n\n{PEDRO}\n\n{SHIPS}\n\nThen Costa left.",
            ["Maria Costa", "Maria Costa"],
        ),
        (f"{SHIPS}\n\n{MARIA}\n\n{PEDRO}\n\nThen Costa left.", ["Pedro Costa"]),
        (f"{MARIA}\n\n{PEDRO}\n\nMayor Costa left.", ["Maria Costa"]),
        (f"{MARIA}\n\n{PEDRO}\n\nThen Costa, the fisherman, left.", ["Pedro Costa"]),
        (f"{MARIA} {PEDRO} Mr. Costa left. Mrs. Costa stayed.", ["Pedro Costa", "Maria Costa"]),
        (f"{MARIA} {PEDRO} Then Costa took his hat.", ["Pedro Costa"]),
        (f"Costa to leave\n\n{MARIA} She will leave.\n\n{PEDRO}", ["Maria Costa"]),
    ],
    ids=[
        "only one is named yet",
        "the one of the same paragraph",
        "whose surname has stood alone, once the other is far",
        "the one of the paragraph before",
        "a title of one of them",
        "a role of one of them",
        "titles that tell the gender",
        "a pronoun behind it",
        "in a headline, who is named first",
    ],
)
def test_a_bare_surname_goes_to_whom_the_words_around_make_likelier(text, found):
    assert find_bearers(text) == found


@pytest.mark.parametrize(
    "text",
    [
        f"{MARIA} {PEDRO} Later reporters met Costa.",
        f"{MARIA}\n\n{PEDRO}\n\n{SHIPS}\n\nLater reporters met Costa.",
        "Maria Costa met Pedro Costa.\n\nLater reporters met Costa.",
        "Costa to leave\n\nMaria Costa met Pedro Costa.",
    ],
    ids=["in one paragraph", "both far", "both in the paragraph before", "in a headline"],
)
def test_a_bare_surname_goes_to_nobody_where_it_may_be_either(text):
    assert find_bearers(text) == []


def test_a_surname_settled_on_one_is_open_right_behind_the_other():
    text = f"{MARIA} Costa was glad.\n\n{PEDRO}\n\nLater reporters met Costa."
    assert find_bearers(text) == ["Maria Costa"]


def test_a_given_name_that_two_have_is_open_too():
    text = "Martin Ossei met Martin Boateng. Later reporters met Martin."
    assert [len(name.mentions) for name in find_names(Article(text))] == [1, 1]
