"""An article bound to its engine is the article in all else."""

import gc
import pickle
from dataclasses import fields, replace
from weakref import ref

from toolkit import ENGLISH, Article, find_attributions
from toolkit.engine import bind, get_engine, get_given
from toolkit.engine.bound import give

MINE = replace(ENGLISH, name="mine")


def test_our_engine_reads_what_nobody_gave_to_another():
    article = Article("Rates will rise.")
    assert bind(article) is article
    assert get_engine(article) is ENGLISH
    assert get_given(article) is None


def test_a_bound_article_keeps_every_field():
    article = Article("Rates will rise.", id="a1", title="Rates", meta={"party": "Greens"})
    bound = bind(article, MINE)
    assert get_engine(bound) is MINE
    for each in fields(Article):
        assert getattr(bound, each.name) == getattr(article, each.name)


def test_an_article_is_bound_once():
    article = Article("Rates will rise.")
    assert bind(article, MINE) is bind(article, MINE)


def test_the_first_engine_stays():
    bound = bind(Article("Rates will rise."), MINE)
    assert bind(bound) is bound
    assert bind(bound, replace(ENGLISH, name="other")) is bound


def test_articles_of_two_engines_are_two():
    article = Article("Rates will rise.")
    assert bind(article, MINE) != article
    assert bind(article, MINE) != bind(article, replace(MINE, version="2"))


def test_what_is_given_stands_for_what_would_be_found():
    article = Article("Rates will rise, Ann Lee said.")
    assert find_attributions(give(article, [])) == []
    [said] = find_attributions(article)
    assert find_attributions(give(article, [said])) == [said]


def test_binding_keeps_no_article_alive():
    article = Article("Rates will rise soon enough.")
    bind(article, MINE)
    gone = ref(article)
    del article
    gc.collect()
    assert gone() is None


def test_a_bound_article_goes_to_other_processes():
    bound = bind(Article("Rates will rise."), MINE)
    assert pickle.loads(pickle.dumps(bound)) == bound
