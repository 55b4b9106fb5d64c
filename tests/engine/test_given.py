"""Tables take articles, attributions, or both; what fits nowhere is told."""

from dataclasses import replace

import pytest

from toolkit import (
    ENGLISH,
    Article,
    Attribution,
    Quotation,
    Span,
    Speaker,
    change,
    find_attributions,
    find_quotations,
    quotation_table,
    speaker_table,
)
from toolkit.base import Kind, ToolkitError
from toolkit.engine import bind, find_passages, get_engine, get_given, take_article, take_articles

FIRST = Article("Rates will rise, Ann Lee said. Jobs will follow, Bob Clark said.", id="a1")
SECOND = Article("It will rain, Cleo Day said.", id="a2")
SILENT = Article("Nothing was said about the weather today.", id="a3")


def name_speakers(given):
    return [
        (article.id, [said.speaker.name for said in find_attributions(article)])
        for article in take_articles(given)
    ]


def test_articles_are_passed_on_as_they_are():
    assert [*take_articles([FIRST, SECOND])] == [FIRST, SECOND]
    assert [*take_articles(FIRST)] == [FIRST]
    assert [*take_articles([])] == []


def test_a_stream_of_articles_stays_a_stream():
    def stream():
        yield FIRST
        raise AssertionError("nobody asked for the second")

    assert next(take_articles(stream())) is FIRST


def test_attributions_are_put_together_by_their_articles():
    found = [*find_attributions(SECOND), *find_attributions(FIRST)]
    assert name_speakers(found) == [("a2", ["Cleo Day"]), ("a1", ["Ann Lee", "Bob Clark"])]


def test_lists_of_attributions_are_taken_for_what_they_hold():
    found = [find_attributions(article) for article in (FIRST, SILENT, SECOND)]
    assert name_speakers(found) == [("a1", ["Ann Lee", "Bob Clark"]), ("a2", ["Cleo Day"])]


def test_one_attribution_is_enough():
    assert name_speakers(find_attributions(SECOND)[0]) == [("a2", ["Cleo Day"])]


def test_what_a_person_leaves_out_is_nowhere():
    kept = [said for said in find_attributions(FIRST) if said.speaker.name != "Ann Lee"]
    assert quotation_table(kept)["speaker"].tolist() == ["Bob Clark"]
    assert speaker_table(kept)["share"].tolist() == [1.0]


def test_attributions_come_in_reading_order():
    found = find_attributions(FIRST)
    assert quotation_table(found[::-1]).equals(quotation_table(found))


def test_a_table_of_attributions_is_that_of_their_articles():
    found = find_attributions(FIRST)
    assert speaker_table(found).equals(speaker_table(FIRST))


def test_articles_beside_attributions_were_read_and_may_be_silent():
    given = [*find_attributions(FIRST), FIRST, SECOND]
    assert name_speakers(given) == [("a1", ["Ann Lee", "Bob Clark"]), ("a2", [])]


def test_attributions_keep_the_engine_that_found_them():
    mine = replace(ENGLISH, name="mine")
    [taken] = take_articles(find_attributions(SECOND, engine=mine))
    assert get_engine(taken) is mine


def test_an_engine_binds_articles():
    mine = replace(ENGLISH, name="mine")
    assert [*take_articles(FIRST, mine)] == [bind(FIRST, mine)]
    assert get_given(bind(FIRST, mine)) is None


# ---- what is refused ---------------------------------------------------------------------------


def make_said(article=SECOND, end=12):
    return Attribution(
        Quotation((Span(0, end),)), Speaker("Cleo Day", Kind.PERSON), article=article
    )


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ("War", "articles: must be an Article or an iterable of them; found str"),
        (7, "articles: must be an Article or an iterable of them; found int"),
        (["War"], "articles[0]: must be an Article; found str. Use [parse_article(text)"),
        ([FIRST, None], "articles[1]: must be an Article; found None"),
        ([FIRST, make_said()], "articles[1]: must be an Article; found Attribution. Give attrib"),
        ([make_said(None)], "attributions[0]: must know its article; found none. Use dataclass"),
        ([make_said(), "War"], "attributions[1]: must be an Attribution; found str"),
        (
            [make_said(end=500)],
            "attributions[0]: spans must lie in the 28 characters of article 'a2'; found 0, 500",
        ),
        (
            [make_said(), FIRST],
            "attributions: must be of one of the 1 articles beside them; found one of article "
            "'a2'",
        ),
    ],
)
def test_what_is_neither_is_refused(given, problem):
    with pytest.raises(ToolkitError) as told:
        [*take_articles(given)]
    assert str(told.value).startswith(problem)


def test_another_text_under_the_same_id_is_another_article():
    other = replace(SECOND, text="It will snow, Cleo Day said.")
    with pytest.raises(ToolkitError, match="found one of article 'a2'"):
        [*take_articles([make_said(), other])]


def test_quotations_lack_the_speakers_that_a_table_needs():
    with pytest.raises(ToolkitError, match=r"found Quotation, which has no speaker. Use attribut"):
        quotation_table(find_quotations(FIRST))


# ---- one article ---------------------------------------------------------------------------


def test_one_article_may_be_given_by_its_attributions():
    found = find_attributions(FIRST)
    assert get_given(take_article(found)) == tuple(found)
    assert get_given(take_article(found[0])) == (found[0],)
    assert take_article(FIRST) is FIRST


def test_attributions_of_several_articles_are_not_one():
    found = [*find_attributions(FIRST), *find_attributions(SECOND)]
    with pytest.raises(ToolkitError, match="article: must be one, or attributions of one"):
        take_article(found)


def test_an_article_is_parsed_once_with_attributions_and_without():
    assert find_passages(take_article(find_attributions(FIRST))) is find_passages(FIRST)


def test_words_of_given_attributions_cannot_be_changed():
    with pytest.raises(ToolkitError, match="must be one that is read, as its words change"):
        change(find_attributions(FIRST), {"Rates": "Prices"})
