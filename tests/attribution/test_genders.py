import pytest

from toolkit.attribution.evidence import list_phrases
from toolkit.attribution.genders import tell_gender
from toolkit.base import Article, Attribution, Gender, Kind, Quotation, Span, Speaker


def tell(text, name="Kim Day", kind=Kind.PERSON, *, source=None, by_name=False):
    """Tell the gender of one who has said the first word of a text."""
    start = text.index(source or name)
    place = Span(start, start + len(source or name))
    speaker = Speaker(name, kind, (place,))
    article = Article(text)
    said = Attribution(Quotation((Span(0, 1),), source=(place,)), speaker)
    phrases = list_phrases(article, speaker)
    gender, spans = tell_gender(article, speaker, [said], phrases, by_name=by_name)
    return gender, [span.of(text) for span in spans]


@pytest.mark.parametrize(
    ("text", "gender"),
    [
        ("Ms. Kim Day said rates will rise.", Gender.WOMAN),
        ("Kim Day, a spokesman for the firm, said so.", Gender.MAN),
        ("Kim Day, a policewoman, said so.", Gender.WOMAN),
        ("Kim Day said his car was gone.", Gender.MAN),
        ("Kim Day, who is nonbinary, said so.", Gender.NONBINARY),
        ("Kim Day said rates will rise.", Gender.UNKNOWN),
        ("Bob Clark saw Kim Day, and he left.", Gender.UNKNOWN),
    ],
)
def test_words_of_the_article_tell(text, gender):
    found, words = tell(text)
    assert found is gender
    assert bool(words) is (gender is not Gender.UNKNOWN)


def test_a_title_outweighs_pronouns_of_somebody_else():
    text = "Ms. Kim Day said his car was gone. Day said his wife saw him."
    assert tell(text)[0] is Gender.WOMAN


def test_a_given_name_tells_only_where_it_is_asked_for():
    text = "Mary Day said rates will rise."
    assert tell(text, "Mary Day") == (Gender.UNKNOWN, [])
    assert tell(text, "Mary Day", by_name=True) == (Gender.WOMAN, ["Mary"])


def test_a_given_name_goes_before_pronouns_behind_it_as_in_the_names_of_the_article():
    text = "Mary Day said his car was gone, he added."
    assert tell(text, "Mary Day")[0] is Gender.MAN
    assert tell(text, "Mary Day", by_name=True) == (Gender.WOMAN, ["Mary"])


def test_the_place_of_a_given_name_is_a_word_of_its_own():
    text = "Annual rates will rise, Ann Day said."
    gender, words = tell(text, "Ann Day", by_name=True)
    assert (gender, words) == (Gender.WOMAN, ["Ann"])


def test_a_given_name_that_the_text_lacks_has_no_place():
    assert tell("Kim Day left.", "Mary Day", source="Kim", by_name=True) == (Gender.WOMAN, [])


def test_a_pronoun_as_source_tells():
    assert tell("So she said. Kim Day left.", source="she") == (Gender.WOMAN, ["she"])


def test_groups_bodies_and_several_have_none():
    assert tell("Two women said so.", "Two women", Kind.GROUP)[0] is Gender.NONE
    assert tell("Two officials said so.", "Two officials", Kind.UNNAMED)[0] is Gender.NONE
    assert tell("A woman said so.", "A woman", Kind.UNNAMED) == (Gender.WOMAN, ["A woman"])
