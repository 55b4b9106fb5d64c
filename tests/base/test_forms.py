import pytest

from toolkit.base.forms import normalise, stem


@pytest.mark.parametrize(
    ("word", "term"),
    [
        ("Russia", "russia"),
        ("RUSSIA", "russia"),
        ("Russia's", "russia"),
        ("Russia\u2019s", "russia"),
        ("RUSSIA'S", "russia"),
        ("Stra\u00dfe", "strasse"),
        ("state-run", "state-run"),
        ("U.S.", "US"),
        ("u.s.", "us"),
        ("US", "US"),
        ("US's", "US"),
        ("WHO", "WHO"),
        ("WHO's", "WHO"),
        ("WHO\u2019s", "WHO"),
        ("e.g.", "eg"),
        ("E.U.", "eu"),
    ],
)
def test_forms_of_one_word_count_as_one(word, term):
    assert normalise(word) == term


@pytest.mark.parametrize(
    ("word", "term"),
    [
        ("It's", "it's"),
        ("let\u2019s", "let's"),
        ("Who's", "who's"),
        ("WHO'S", "who's"),
        ("us", "us"),
        ("Us", "us"),
        ("who", "who"),
        ("NATO", "nato"),
        ("workers'", "workers'"),
        ("3.5", "3.5"),
        ("bass", "bass"),
    ],
)
def test_what_only_looks_like_a_form_of_another_word_stays(word, term):
    assert normalise(word) == term


# From the tables of Porter's paper of 1980.
@pytest.mark.parametrize(
    ("word", "stemmed"),
    [
        ("caresses", "caress"),
        ("ponies", "poni"),
        ("plastered", "plaster"),
        ("motoring", "motor"),
        ("relational", "relat"),
        ("adjustable", "adjust"),
    ],
)
def test_a_stem_is_porters(word, stemmed):
    assert stem(word) == stem(word.upper()) == stemmed


def test_a_stem_is_that_of_the_term():
    assert stem("Russia's") == stem("russia")
    assert (stem("U.S."), stem("us")) == ("US", "us")
