import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.collocations import BigramAssocMeasures, BigramCollocationFinder
from scipy.stats import chi2_contingency

import toolkit as tk
from tests.frames import has_types
from toolkit.words.collocation import COLLOCATIONS, score_association

# Dunning (1993), table 1: both, only the first word, only the second, neither; -2 log lambda.
DUNNING = {
    "the swiss": ((110, 2442, 111, 29114), 270.72),
    "can be": ((29, 13, 123, 31612), 263.90),
    "previous year": ((31, 23, 139, 31584), 256.84),
    "mineral water": ((10, 0, 3, 31764), 167.23),
    "at the": ((76, 104, 2476, 29121), 157.21),
    "real terms": ((16, 16, 51, 31694), 157.03),
}
# Manning and Schuetze (1999), chapter 5: together, each word's occurrences; mutual information.
NEW_YORK_TIMES = 14_307_668
MUTUAL_INFORMATION = {
    "Ayatollah Ruhollah": ((20, 42, 20), 18.38),
    "Bette Midler": ((20, 41, 27), 17.98),
    "Agatha Christie": ((20, 30, 117), 16.31),
    "unsalted butter": ((20, 24, 320), 15.19),
}


@pytest.mark.parametrize("pair", DUNNING)
def test_log_likelihood_agrees_with_dunning(pair):
    (both, first, second, neither), published = DUNNING[pair]
    total = both + first + second + neither
    scores = score_association(both, both + first, both + second, total)
    assert scores["g2"] == pytest.approx(published, abs=0.006)
    table = [[both, first], [second, neither]]
    scipys = chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic
    assert scores["g2"] == pytest.approx(scipys, abs=1e-6)


@pytest.mark.parametrize("pair", MUTUAL_INFORMATION)
def test_mutual_information_agrees_with_manning_and_schuetze(pair):
    counts, published = MUTUAL_INFORMATION[pair]
    assert score_association(*counts, NEW_YORK_TIMES)["pmi"] == pytest.approx(published, abs=0.006)


@given(st.integers(1, 50), st.integers(0, 500), st.integers(0, 500), st.integers(1, 10**6))
def test_measures_agree_with_nltk(both, first, second, neither):
    counts = both, both + first, both + second
    total = both + first + second + neither
    scores = score_association(*counts, total)
    nltks = (counts[0], counts[1:], total)
    assert scores["pmi"] == pytest.approx(BigramAssocMeasures.pmi(*nltks), abs=1e-9)
    dice = BigramAssocMeasures.dice(*nltks)
    assert 2 ** (scores["log_dice"] - 14) == pytest.approx(dice, abs=1e-9)
    if first and second:
        g2 = BigramAssocMeasures.likelihood_ratio(*nltks)
        assert scores["g2"] == pytest.approx(g2, rel=1e-6, abs=1e-6)


def test_words_side_by_side_are_counted_as_nltk_counts_them():
    text = "old gaps close and new gaps close but gaps of trust open as gaps close again"
    finder = BigramCollocationFinder.from_words(text.split())
    table = tk.collocation_table(tk.Article(text), query="gaps", window=(0, 1)).set_index("term")
    for term in ("close", "of"):
        assert table.loc[term, "occurrences"] == finder.ngram_fd["gaps", term]
        for name in ("pmi", "likelihood_ratio"):
            wanted = finder.score_ngram(getattr(BigramAssocMeasures, name), "gaps", term)
            found = table.loc[term, {"likelihood_ratio": "g2"}.get(name, name)]
            assert found == pytest.approx(wanted, abs=1e-6)


def test_no_window_reaches_into_another_sentence_and_overlaps_count_once():
    article = tk.Article("Trust fell. Gaps met gaps. Talks ended.")
    table = tk.collocation_table(article, query="gaps").set_index("term")
    assert table["occurrences"].to_dict() == {"met": 1}


def test_lemmas_share_their_neighbours(seed):
    table = tk.collocation_table(seed, query="agreement", form="lemma", stop_words="english")
    row = table.set_index("term").loc["ceasefire"]
    assert (row["node_occurrences"], row["left"], row["article"]) == (6, 1, seed.id)
    assert seed.text[row["first"] :].startswith("ceasefire")


def test_a_node_that_never_occurs_has_no_neighbours(seed):
    empty = tk.collocation_table(seed, query="peace")
    assert empty.empty
    assert has_types(empty, COLLOCATIONS.schema)


def test_several_nodes_give_what_each_gives_alone(seed):
    queries = ["deal", "gaps of trust", "agreement"]
    alone = [tk.collocation_table([seed, seed], query=query) for query in queries]
    table = tk.collocation_table(iter([seed, seed]), query=queries)
    pd.testing.assert_frame_equal(table, pd.concat(alone, ignore_index=True))
    assert [*table["node"].unique()] == queries


@pytest.mark.parametrize("window", [(0, 0), (-1, 3)])
def test_a_window_of_nothing_is_named(window, seed):
    with pytest.raises(tk.ToolkitError, match="window: must be words before and after"):
        tk.collocation_table(seed, query="gaps", window=window)
