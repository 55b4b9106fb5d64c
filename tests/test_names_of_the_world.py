"""Who speaks, under names of thirty countries, in the article's habit of a second mention.

tests/cases/names_of_the_world.json is the half of our invented passages that was read; the other
half is only measured (benchmarks/speakers/names_of_the_world.py).
"""

import pytest

from tests.test_cases import read_cases
from toolkit import Article, find_attributions


def find_speaker(article, words):
    """Give the speaker of the quotation that holds some words, or nothing."""
    place = article.text.index(words)
    said = (
        a.speaker.name
        for a in find_attributions(article)
        if any(span.start <= place < span.end for span in a.quotation.content)
    )
    return next(said, "")


@pytest.mark.parametrize("case", read_cases("names_of_the_world"))
def test_names_of_the_world(case):
    article = Article(case["text"], language="en")
    found = [[words, find_speaker(article, words)] for words, _ in case["found"]]
    assert found == case["found"]
