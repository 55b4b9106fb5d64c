import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2, chi2_contingency, power_divergence
from scipy.stats.contingency import relative_risk

import toolkit as tk
from tests.frames import has_types
from toolkit.words.keyness import KEYNESS, score_log_likelihood, score_log_odds, score_log_ratio

COUNTS = st.integers(0, 500)
WORDS = st.integers(1_000, 1_000_000)


def compare(a, b, words, reference_words):
    """Make the row of a word that occurs `a` and `b` times."""
    table = tk.keyness_table(
        {"word": a, "rest": words - a}, {"word": b, "rest": reference_words - b}
    )
    return table.set_index("term").loc["word"]


# Published: Rayson and Garside's calculator (Lancaster), 52 in 50,000 against 57 in 75,000: 2.65.
# The others follow from the formula alone: twice the rate; absent here; absent there.
@pytest.mark.parametrize(
    ("counts", "g2", "log_ratio"),
    [
        ((52, 57, 50_000, 75_000), 2.6517, 0.4525),
        ((1000, 500, 100_000, 100_000), 169.8990, 1.0),
        ((20, 0, 10_000, 1_000_000), 184.6048, 11.9658),
        ((0, 20, 10_000, 1_000_000), 0.3980, 1.3219),
        ((7, 2, 10, 9), 2.4401, 1.6554),  # the toy of quanteda's tests, by two cells
    ],
)
def test_agrees_with_worked_cases(counts, g2, log_ratio):
    row = compare(*counts)
    assert row["g2"] == pytest.approx(g2, abs=1e-4)
    assert row["log_ratio"] == pytest.approx(log_ratio, abs=1e-4)


@given(COUNTS, COUNTS, WORDS, WORDS)
def test_g2_and_p_agree_with_scipy(a, b, words, reference_words):
    if a + b == 0:
        return
    expected = np.array([words, reference_words]) * (a + b) / (words + reference_words)
    g2, p = power_divergence([a, b], expected, lambda_="log-likelihood")
    [mine] = score_log_likelihood(
        np.array([float(a)]), np.array([float(b)]), words, reference_words
    )
    assert mine == pytest.approx(g2, abs=1e-6)
    assert chi2.sf(mine, 1) == pytest.approx(p, abs=1e-6)


def test_two_cells_are_not_four():
    four = chi2_contingency([[7, 2], [3, 7]], correction=False, lambda_="log-likelihood")
    assert compare(7, 2, 10, 9)["g2"] < four.statistic


@given(st.integers(1, 500), st.integers(1, 500), WORDS, WORDS)
def test_the_interval_is_that_of_scipys_relative_risk(a, b, words, reference_words):
    risk = relative_risk(a, words, b, reference_words)
    wanted = risk.relative_risk, *risk.confidence_interval(0.95)
    found = score_log_ratio(np.array([a]), np.array([b]), words, reference_words)
    assert [float(value[0]) for value in found] == pytest.approx(np.log2(wanted), abs=1e-4)


@given(COUNTS, COUNTS, WORDS, WORDS)
def test_swapping_target_and_reference_turns_the_signs(a, b, words, reference_words):
    if (a, words) == (b, reference_words):
        return
    one, other = compare(a, b, words, reference_words), compare(b, a, reference_words, words)
    assert one["g2"] == pytest.approx(other["g2"], abs=1e-9)
    assert one["log_ratio"] == pytest.approx(-other["log_ratio"], abs=1e-9)
    assert one["z"] == pytest.approx(-other["z"], abs=1e-6, nan_ok=True)


# By hand from equations 16, 20 and 22 of Monroe, Colaresi and Quinn (2008).
def test_log_odds_agree_with_their_equations():
    y1, y2 = np.array([50.0, 30, 20, 5]), np.array([30.0, 30, 45, 1])
    prior = np.array([2.0, 1, 1, 0.5])
    for number, z in enumerate(score_log_odds(y1, y2, 105, 106, prior)):
        one, other = y1[number] + prior[number], y2[number] + prior[number]
        delta = math.log(one / (109.5 - one)) - math.log(other / (110.5 - other))
        assert z == pytest.approx(delta / math.sqrt(1 / one + 1 / other))


def test_p_is_adjusted_by_benjamini_and_hochberg():
    table = tk.keyness_table({"a": 9, "b": 30, "c": 80, "d": 1}, {"a": 1, "b": 70, "c": 99})
    # By hand: p times the number of terms over its place, and never above the next one's.
    in_order = table.sort_values("p", ascending=False)
    adjusted = (in_order["p"] * 4 / np.arange(4, 0, -1)).cummin()
    assert in_order["p_adjusted"].to_list() == pytest.approx(adjusted.to_list())


def test_equal_rates_are_no_difference():
    row = compare(10, 100, 1_000, 10_000)
    assert (row["g2"], row["p"], row["log_ratio"]) == pytest.approx((0, 1, 0))


def test_counts_in_articles_come_with_their_dispersion():
    war = [tk.Article("War war war peace."), tk.Article("Peace and quiet now.")]
    quiet = [tk.Article("Peace, quiet, calm, sea."), tk.Article("Sea and sea and sea.")]
    row = tk.keyness_table(war, quiet).set_index("term").loc["war"]
    assert (row["occurrences"], row["articles"], row["dp"]) == (3, 1, 0.5)
    assert (row["reference_occurrences"], row["reference_articles"]) == (0, 0)
    assert math.isnan(row["reference_dp"])
    assert row["note"] == "few occurrences; not in the reference; few words"


def test_two_voices_of_one_article_can_be_compared_and_are_too_short(seed):
    words = tk.frequency_table(seed, by="voice", stop_words="english")
    putin, obama = (words[words["voice"].str.endswith(name)] for name in ("Putin", "Obama"))
    table = tk.keyness_table(putin, obama)
    assert (table["p_adjusted"] > 0.05).all()
    assert table["note"].str.contains("few words").all()
    assert table["words"].iloc[0] < 100


def test_general_english_finds_the_words_of_the_story(seed):
    table = tk.keyness_table(seed, "wordfreq")
    assert set(table["term"].head(6)) >= {"syria", "obama", "gaps", "putin"}
    assert (table["reference_words"] == 1_000_000_000).all()


@pytest.mark.parametrize("reference", [{"war": 1}, "wordfreq"])
def test_columns_and_types_stay(reference):
    table = tk.keyness_table({"war": 2, "peace": 2}, reference)
    assert has_types(table, KEYNESS.schema)


@pytest.mark.parametrize(
    ("target", "reference", "problem"),
    [
        ([], {"war": 1}, "target: must hold words; found none"),
        ({"war": 1}, {}, "reference: must hold words; found none"),
        ({"war": 1}, {"war": 1}, "reference: must differ from the target"),
        ({"war": 1}, "coca", "or 'wordfreq'; found 'coca'"),
        (tk.Article("War."), tk.Article("War.", id="again").text, "reference: must be articles"),
    ],
)
def test_what_cannot_be_compared_is_named(target, reference, problem):
    with pytest.raises(tk.ToolkitError, match=problem):
        tk.keyness_table(target, reference)


def test_an_article_is_not_compared_with_itself(seed):
    with pytest.raises(tk.ToolkitError, match="must differ from the target"):
        tk.keyness_table(seed, iter([seed]))


def test_general_english_has_single_forms_only(seed):
    with pytest.raises(tk.ToolkitError, match="single forms only; found form='lemma', n=1"):
        tk.keyness_table(seed, "wordfreq", form="lemma")


def test_a_table_of_something_else_is_named(seed):
    with pytest.raises(tk.ToolkitError, match="must be rows of a frequency_table"):
        tk.keyness_table(tk.keyword_table(seed), "wordfreq")
