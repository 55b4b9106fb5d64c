"""What was worked out for an article lives as long as the article, and a while longer."""

import gc

from toolkit import Article
from toolkit.base.memory import RECENT, remember


def make_counting():
    counted = []

    @remember
    def count(article):
        """Count characters."""
        counted.append(article.id)
        return len(article.text)

    return count, counted


def test_a_collection_of_any_size_is_worked_out_once():
    count, counted = make_counting()
    articles = [Article(f"Rates will rise by {n}.", id=f"{n}") for n in range(3 * RECENT)]
    for _ in range(3):
        assert [count(one) for one in articles] == [len(one.text) for one in articles]
    assert counted == [one.id for one in articles]


def test_an_equal_article_needs_no_work_and_another_does():
    count, counted = make_counting()
    article = Article("Rates will rise.", id="a")
    assert count(article) == count(Article("Rates will rise.", id="a")) == 16
    assert count(Article("Rates will fall.", id="a")) == 16
    assert counted == ["a", "a"]


def test_of_what_nobody_holds_the_last_ones_are_kept():
    count, counted = make_counting()
    for n in range(RECENT + 1):
        count(Article("Rates will rise.", id=f"{n}"))
    gc.collect()
    counted.clear()
    count(Article("Rates will rise.", id="1"))
    assert counted == []
    count(Article("Rates will rise.", id="0"))
    assert counted == ["0"]


def test_all_can_be_forgotten():
    count, counted = make_counting()
    article = Article("Rates will rise.", id="a")
    count(article)
    count.cache_clear()
    count(article)
    assert counted == ["a", "a"]
    assert (count.__name__, count.__doc__) == ("count", "Count characters.")
