"""Articles beside each other: each once, in order, with notes; how long each voice speaks."""

from datetime import date

import toolkit as tk
from toolkit.comparison.collation import collate, count_voices

ONE = tk.Article('"We will fix the old bridge in May," Ann Lee said.', id="one")
TWO = tk.Article('"We will fix the old bridge," Lee said.\n\nTom Hill said it rained.', id="two")


def test_statements_of_one_article_are_not_shared():
    found = collate([ONE, TWO])
    assert [len(s.tellings) for s in found.shared] == [2]
    assert len(found.statements) == 2
    assert found.note == ""


def test_one_article_given_twice_says_both():
    found = collate([ONE, ONE])
    assert found.articles == (ONE,)
    assert found.note == "one: given twice: counted once; one article: nothing to compare"
    assert found.shared == found.statements != ()


def test_the_words_of_all_voices_are_those_of_the_story():
    article = tk.Article(
        'Bridge to open\n\n"Bob told me that it is safe," Ann Lee said. It rained.',
        parts=(tk.Part(tk.Span(0, 14), "caption"), tk.Part(tk.Span(16, 71), "paragraph")),
    )
    [voices] = count_voices(collate(article)).values()
    assert voices.total() == 12
    assert voices["narrator"] == 5


def test_dates_order_articles_where_all_have_one():
    later, sooner = (
        tk.Article(a.text, id=a.id, published=date(2026, 1, day))
        for a, day in ((ONE, 9), (TWO, 2))
    )
    assert collate([later, sooner]).articles == (sooner, later)
    assert collate([later, TWO]).articles == (later, TWO)
