"""Articles of one event are put together: by words and names, within days, copies aside."""

from datetime import date

import pytest

import toolkit as tk
from toolkit.comparison.events import DAYS, link_articles, weigh_terms

FIRE = "A fire destroyed the old mill in Lowtown on Monday, the brigade said. Nobody was hurt."
AGAIN = "Firefighters in Lowtown could not save the old mill from the fire, which hurt nobody."
RATES = "The central bank left interest rates unchanged, and the governor spoke of inflation."
BANK = "Interest rates stay unchanged, the central bank said, as inflation worries the governor."


def list_groups(articles):
    return [[article.id for article in event.articles] for event in tk.group_articles(articles)]


def make(text, name, day=None):
    return tk.Article(text, id=name, published=day and date(2026, 3, day))


def test_articles_of_two_events_are_put_apart():
    articles = [make(FIRE, "f1"), make(RATES, "r1"), make(AGAIN, "f2"), make(BANK, "r2")]
    assert list_groups(articles) == [["f1", "f2"], ["r1", "r2"]]


@pytest.mark.parametrize(("day", "groups"), [(1 + DAYS, 1), (2 + DAYS, 2)])
def test_days_part_articles(day, groups):
    articles = [make(FIRE, "f1", 1), make(AGAIN, "f2", day), make(RATES, "r1", 1)]
    assert len(list_groups(articles)) == groups + 1


def test_an_article_without_a_date_may_be_of_any_day():
    articles = [make(FIRE, "f1", 1), make(AGAIN, "f2"), make(RATES, "r1", 9)]
    assert list_groups(articles) == [["f1", "f2"], ["r1"]]


def test_a_copy_stands_with_what_it_is_a_copy_of():
    event, other = tk.group_articles(
        [make(FIRE, "f1"), make(RATES, "r1"), make(FIRE.upper(), "f1 copy"), make(FIRE, "f1")]
    )
    assert [article.id for article in event.articles] == ["f1"]
    assert [(copy.id, of) for copy, of in event.copies] == [("f1 copy", "f1"), ("f1", "f1")]
    assert other.copies == ()


def test_terms_are_what_the_articles_of_an_event_share():
    event, _ = tk.group_articles([make(FIRE, "f1"), make(AGAIN, "f2"), make(RATES, "r1")])
    assert {"fire", "mill", "lowtown"} <= set(event.terms)
    assert not {"brigad", "bank"} & set(event.terms)


def test_vectors_have_length_one_and_names_weigh_double():
    [one, _] = weigh_terms([make("The mill of Lowtown burned.", "a1"), make(RATES, "r1")], 0)
    assert sum(weight**2 for weight in one.values()) == pytest.approx(1)
    assert one["lowtown"] == pytest.approx(2 * one["mill"])


def test_two_groups_need_their_mean_to_be_near():
    articles = [make(text, name) for name, text in (("f1", FIRE), ("f2", AGAIN), ("r1", RATES))]
    vectors = weigh_terms(articles)
    cosine = sum(vectors[0][term] * vectors[1].get(term, 0) for term in vectors[0])
    assert link_articles(articles, vectors, cosine) == [[0, 1], [2]]
    assert link_articles(articles, vectors, cosine + 0.001) == [[0], [1], [2]]


def test_each_article_is_in_one_event_and_none_gives_none():
    assert tk.group_articles([]) == []
    assert list_groups([make(RATES, "r1")]) == [["r1"]]


def test_a_few_reports_of_one_event_alone_are_one_event():
    reports = [
        "A fire destroyed the old mill in Lowtown on Monday night, said the fire brigade.",
        "The old mill of Lowtown burned down. The fire brigade of Lowtown came too late.",
        "Lowtown has lost its mill to a fire. The brigade could not save the old mill.",
    ]
    articles = [make(text, f"a{n}") for n, text in enumerate(reports)]
    assert [len(event.articles) for event in tk.group_articles(articles)] == [3]
    assert [len(e.articles) for e in tk.group_articles([articles[0], make(RATES, "r")])] == [1, 1]


def test_a_shared_name_alone_makes_no_event():
    articles = [make('"No," said Barack Obama.', "a1"), make("Barack Obama sat down.", "a2")]
    assert [len(event.articles) for event in tk.group_articles(articles)] == [1, 1]
