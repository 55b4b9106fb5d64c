import pytest

from toolkit.attribution.evidence import Phrase, Sort
from toolkit.attribution.roles import LEARNED, list_facts, list_phrase_facts, tell_role
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


ARTICLES_AND_LINKS = [
    "a", "an", "and", "as", "at", "be", "by", "for", "in", "of", "on", "or", "that", "the", "this",
    "to", "miss", "mr", "mrs", "ms", "mx", "sir", "’s", "'s", "PERSON",
]  # fmt: skip


@pytest.mark.parametrize("word", ARTICLES_AND_LINKS)
def test_a_word_that_says_nothing_of_anybody_is_no_fact_alone_or_beside_another(word):
    facts = list_phrase_facts(make_phrase(f"{word} baker", word))
    assert facts == list_phrase_facts(make_phrase("baker", ""))


def test_two_words_are_a_pair_in_their_order():
    facts = list_phrase_facts(make_phrase("chief baker", "baker"))
    assert "pair chief baker" in facts
    assert "pair baker chief" not in facts


@pytest.mark.parametrize(
    ("words", "is_outlet"),
    [("reuters reporter", True), ("new york times", False), ("cnn", True), ("town baker", False)],
)
def test_an_outlet_is_known_by_one_word(words, is_outlet):
    assert ("of an outlet" in list_phrase_facts(make_phrase(words, ""))) is is_outlet


def test_an_outlet_is_known_by_two_words():
    assert "of an outlet" in list_phrase_facts(make_phrase("associated press", ""))
    assert "of an outlet" not in list_phrase_facts(make_phrase("press associated", ""))


def test_what_is_known_of_all_speakers_is_among_the_facts():
    assert list_facts(Kind.PERSON, []) == {"always", "kind person"}
    assert list_facts(Kind.UNNAMED, [make_phrase("baker", "")]) > {"always", "kind unnamed"}


def test_a_role_without_places_is_unknown_as_a_pair():
    role, places = tell_role(Kind.PERSON, [make_phrase("zwyxel", "zwyxel")])
    assert (role, places) == (Role.UNKNOWN, ())


def test_a_phrase_that_speaks_against_a_role_is_not_its_evidence():
    phrases = [make_phrase("local resident", "resident"), make_phrase("senator", "senator", 9)]
    role, (place,) = tell_role(Kind.PERSON, phrases)
    telling = {Role.CITIZEN: phrases[0].span, Role.POLITICS: phrases[1].span}
    assert place == telling[role]
