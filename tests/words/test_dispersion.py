import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import toolkit as tk
from tests.frames import has_types
from toolkit.words.dispersion import DISPERSION, score_dp, score_juilland_d

PIECES = st.lists(st.tuples(st.integers(0, 9), st.integers(10, 99)), min_size=2, max_size=9)
# Gries (2008), 50 words in five parts: how often each word occurs in each part.
GRIES_SIZES = [9, 10, 10, 10, 11]


def test_agrees_with_gries():
    assert score_dp([1, 2, 3, 4, 5], GRIES_SIZES) == pytest.approx(0.18, abs=5e-3)
    assert score_juilland_d([1, 2, 3, 4, 5], GRIES_SIZES) == pytest.approx(0.785, abs=5e-4)


@given(PIECES)
def test_scores_stay_on_their_scales_and_agree_with_the_definitions(pieces):
    counts, sizes = zip(*pieces, strict=True)
    if not sum(counts):
        return
    dp, d = score_dp(counts, sizes), score_juilland_d(counts, sizes)
    by_hand = sum(
        abs(count / sum(counts) - size / sum(sizes))
        for count, size in zip(counts, sizes, strict=True)
    )
    assert dp == pytest.approx(by_hand / 2)
    assert 0 <= dp < 1
    rates = np.array(counts) / np.array(sizes)
    assert d == pytest.approx(1 - np.std(rates) / np.mean(rates) / math.sqrt(len(rates) - 1))
    assert -1e-9 <= d <= 1


def test_even_is_0_for_dp_and_1_for_d_and_one_piece_alone_is_the_reverse():
    assert (score_dp([3, 3], [5, 5]), score_juilland_d([3, 3], [5, 5])) == (0, 1)
    assert score_dp([6, 0], [5, 5]) == 0.5
    assert score_juilland_d([6, 0], [5, 5]) == pytest.approx(0)


def test_keyness_gives_the_same_dispersion_over_articles():
    articles = [tk.Article(text) for text in ("War is war.", "Peace is no war at all.", "Calm.")]
    table = tk.dispersion_table(articles, query="war", by="corpus")
    keys = tk.keyness_table(articles, {"war": 1, "peace": 9}).set_index("term")
    assert table["dp"].iloc[0] == pytest.approx(keys.loc["war", "dp"])
    assert table["pieces_with_term"].iloc[0] == keys.loc["war", "articles"]


def test_terms_of_the_story(seed):
    table = tk.dispersion_table(seed, query=["gap", "gap of trust", "peace"], form="lemma")
    assert table["occurrences"].to_list() == [4, 2, 0]
    assert table["pieces_with_term"].to_list() == [4, 2, 0]
    assert table["pieces"].to_list() == [11, 11, 11]  # headline and ten paragraphs
    assert table["note"].to_list() == ["few occurrences", "few occurrences", "does not occur"]
    assert math.isnan(table["dp"].iloc[2])


def test_one_piece_only_has_no_spread():
    [row] = tk.dispersion_table(tk.Article("War is war."), query="war").itertuples()
    assert math.isnan(row.dp)
    assert row.note == "one piece only"


def test_nothing_to_spread_keeps_columns_and_types():
    assert has_types(tk.dispersion_table([], query="war"), DISPERSION.schema)


def test_wrong_choices_are_named(seed):
    with pytest.raises(
        tk.ToolkitError, match=r"by: must be one of article, corpus, .* found 'part'"
    ):
        tk.dispersion_table(seed, query="gap", by="part")
    with pytest.raises(tk.ToolkitError, match="query: must hold a word; found '!'"):
        tk.dispersion_table(seed, query="!")


def test_spread_over_the_articles_of_an_outlet_is_that_of_its_articles_alone():
    texts = ["War is war.", "Peace is peace.", "War ends war.", "War goes on."]
    articles = [
        tk.Article(text, id=text, publisher=p) for text, p in zip(texts, "PEPP", strict=True)
    ]
    table = tk.dispersion_table(articles, query=["war", "peace"], by="publisher")
    assert table["publisher"].tolist() == ["E", "E", "P", "P"]
    own = tk.dispersion_table(
        [articles[n] for n in (0, 2, 3)], query=["war", "peace"], by="corpus"
    )
    post = table[table["publisher"] == "P"].drop(columns="publisher").reset_index(drop=True)
    assert post.equals(own)
    assert dict(tk.dispersion_table([], query="war", by="publisher").dtypes) == dict(table.dtypes)
    with pytest.raises(tk.ToolkitError, match=r"^by: .* article, corpus, publisher, .*'mood'"):
        tk.dispersion_table(articles, query="war", by="mood")
