import pytest

from toolkit.attribution.evidence import Phrase, Sort
from toolkit.attribution.roles import LEARNED, list_phrase_facts, tell_role
from toolkit.base import Kind, Role, Span, read_role_weights


def make_phrase(words, head, start=0):
    return Phrase(Span(start, start + 5), Sort.TITLE, head, tuple(words.split()))


@pytest.mark.parametrize(
    ("words", "head", "role"),
    [
        ("republican senator", "senator", Role.POLITICS),
        ("a police spokesman", "spokesman", Role.JUSTICE),
        ("professor of history", "professor", Role.EXPERT),
        ("the foreign ministry", "ministry", Role.GOVERNMENT),
        ("a local resident", "resident", Role.CITIZEN),
        ("a retired general", "general", Role.MILITARY),
        ("an astronomer", "astronomer", Role.EXPERT),  # in no label: WordNet knows it
    ],
)
def test_roles_are_told_by_words(words, head, role):
    assert tell_role(Kind.PERSON, [make_phrase(words, head)])[0] is role


def test_nothing_said_is_unknown():
    assert tell_role(Kind.PERSON, []) == (Role.UNKNOWN, ())


@pytest.mark.parametrize("words", ["mr", "44", "zwyxel"])
def test_an_age_a_title_and_a_word_never_met_tell_no_role(words):
    phrase = make_phrase(words, words.split()[-1])
    assert tell_role(Kind.PERSON, [phrase]) == (Role.UNKNOWN, ())


def test_the_phrase_that_tells_most_is_the_evidence():
    weak, telling = make_phrase("big man", "man"), make_phrase("chief prosecutor", "prosecutor", 9)
    assert tell_role(Kind.PERSON, [weak, telling]) == (Role.JUSTICE, (telling.span,))


def test_titles_of_address_are_no_facts():
    assert list_phrase_facts(make_phrase("mr", "mr")) == set()


def test_weights_are_of_the_roles_that_are_learned():
    assert {role for row in read_role_weights().values() for role in row} == {*LEARNED}
