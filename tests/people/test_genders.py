"""Which gender a word tells, and for which most speaks."""

import pytest

from toolkit import Article, Span
from toolkit.people import find_names
from toolkit.people.genders import By, Sign, tell_title, tell_word, weigh_signs


def sign(letters):
    """Make signs of letters: W for a word that tells a man, w for one that tells a woman."""
    kinds = {"w": By.WORD, "o": By.OFFICE, "g": By.GIVEN, "s": By.SOURCE, "p": By.PRONOUN}
    return [
        Sign("m" if letter.isupper() else "f", kinds[letter.lower()], Span(n, n + 1))
        for n, letter in enumerate(letters)
    ]


@pytest.mark.parametrize(
    ("word", "gender"),
    [
        ("Mr.", "m"), ("MRS", "f"), ("chairman", "m"), ("congresswoman", "f"), ("wife", "f"),
        ("brother", "m"), ("queen", "f"), ("policeman", "m"), ("stuntwoman", "f"),
        ("Sen.", ""), ("judge", ""), ("human", ""), ("German", ""), ("ombudsman", ""),
        ("talisman", ""), ("Lehman", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_title_or_noun_tells_a_gender_or_none(word, gender):
    assert tell_word(word) == gender


def test_a_noun_is_no_title():
    assert (tell_title("wife"), tell_title("Mrs."), tell_title("Sen.")) == ("", "f", "")


@pytest.mark.parametrize(
    ("letters", "gender"),
    [
        ("", ""), ("w", "f"), ("W", "m"), ("wW", ""),
        ("Gpp", "m"),  # a given name goes before pronouns, which may be another's
        ("Gpppp", "m"), ("GGg", ""), ("gWpp", "f"), ("gW", "m"),
        ("OOg", "f"), ("O", "m"), ("Opp", ""), ("Os", ""), ("Ow", "f"),
        ("Gs", "m"), ("Gss", "f"), ("Ps", "f"), ("pP", ""), ("ppP", "f"), ("pppPP", ""),
    ],
)  # fmt: skip
def test_the_gender_is_that_for_which_most_speaks(letters, gender):
    assert weigh_signs(sign(letters)) == gender


@pytest.mark.parametrize(
    ("text", "gender"),
    [
        ("Shijie Zhang, a spokeswoman for the firm, left.", "f"),
        ("His wife, Shijie Zhang, left.", "f"),
        ("Shijie Zhang is the mother of the boy.", "f"),
        ("Policeman Shijie Zhang left.", "m"),
        ("Shijie Zhang, the editor of a magazine for women and the wife of a baker, left.", ""),
        ("Shijie Zhang, a nurse with a son, left.", ""),
        ("Chairman Ann Zhang, the chairman of the bank, left.", "f"),
        ("Chairman Shijie Zhang left.", "m"),
        ("Jos\u00e9 Zhang left.", "m"),
        ("Amy Martin left. Martin was late.", "f"),
        ("Shijie Martin left. Martin was late.", ""),
    ],
)
def test_words_of_an_article_tell_the_gender_of_a_name(text, gender):
    name = find_names(Article(text))[0]
    assert name.gender == gender
    assert (gender in {one.gender for one in name.signs}) == bool(gender)


def test_each_sign_of_a_name_has_its_place():
    text = "Ms. Ann Lee, a spokeswoman, took her coat."
    [name] = find_names(Article(text))
    assert [(str(one.by), one.gender, one.span.of(text)) for one in name.signs] == [
        ("word", "f", "Ms."),
        ("word", "f", "spokeswoman"),
        ("given name", "f", "Ann"),
        ("pronoun", "f", "her"),
    ]


def test_a_body_has_no_gender():
    [name] = find_names(Article("The World Health Fund left. Its chairman was late."))
    assert (name.is_person, name.gender, name.signs) == (False, "", ())
