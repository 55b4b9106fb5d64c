"""Bounds: each against its definition or scipy, at the ends of the scale, and with nothing."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from toolkit.tables.intervals import (
    Estimate,
    estimate_clustered_share,
    estimate_mean,
    estimate_rate,
    estimate_share,
)
from toolkit.tables.intervals import subtract as difference

SCORES = [0.1, 0.5, -0.2, 0.3, 0.3]


class TestMeans:
    @pytest.mark.parametrize("scores", [SCORES, [*SCORES, -0.4], [0.2, -0.2] * 15])
    def test_follow_student_where_the_usual_spread_is_that_of_the_scores(self, scores):
        found = estimate_mean(scores, spread=np.std(scores, ddof=1))
        freedom = len(scores) - 1
        low, high = stats.t.interval(0.95, freedom, np.mean(scores), stats.sem(scores))
        np.testing.assert_allclose(found, (np.mean(scores), low, high))

    @pytest.mark.parametrize("spread", [0.2, 0.5])
    def test_of_equal_scores_a_quarter_of_one_score_of_usual_spread_makes_the_width(self, spread):
        found = estimate_mean([0.1] * 5, spread)
        half = 2.776445 * math.sqrt(0.25 * spread**2 / 4.25 / 5)  # t of 4 degrees, from a table
        assert found == pytest.approx((0.1, 0.1 - half, 0.1 + half), rel=1e-5)

    def test_the_usual_spread_widens_what_happens_to_lie_close(self):
        scores = [0.1, 0.3, 0.1, 0.3, 0.2]
        variance = (4 * 0.1**2 + 0.25 * 0.5**2) / (4 + 0.25)
        half = 2.776445 * math.sqrt(variance / 5)
        assert estimate_mean(scores, 0.5).high == pytest.approx(0.2 + half, rel=1e-5)

    def test_stay_on_the_scale(self):
        good = estimate_mean([1.0, 1.0, 1.0, -1.0, 1.0], spread=0.5)
        bad = estimate_mean([-1.0, -1.0, -1.0, 1.0, -1.0], spread=0.5)
        assert (good.high, bad.low) == (1, -1)
        assert good.low > -1
        assert bad.high < 1

    def test_turned_scores_have_the_turned_interval(self):
        found = estimate_mean(SCORES, 0.5)
        turned = estimate_mean([-score for score in SCORES], 0.5)
        assert turned == pytest.approx((-found.value, -found.high, -found.low))

    def test_what_is_not_measured_is_left_out(self):
        assert estimate_mean([*SCORES, math.nan], 0.5) == estimate_mean(SCORES, 0.5)

    @pytest.mark.parametrize("scores", [[], [0.3], SCORES[1:], [*SCORES[1:], math.nan]])
    def test_of_fewer_than_five_scores_there_are_none(self, scores):
        assert all(math.isnan(end) for end in estimate_mean(scores, 0.5))


class TestRates:
    @pytest.mark.parametrize(("hits", "words"), [(0, 50), (1, 20), (7, 79), (30, 400)])
    def test_have_the_exact_poisson_interval(self, hits, words):
        found = estimate_rate(hits, words)
        assert found.value == pytest.approx(100 * hits / words)
        # By definition: under the upper end so few hits, over the lower so many, are 2.5 % likely.
        assert stats.poisson.cdf(hits, found.high * words / 100) == pytest.approx(0.025)
        if hits:
            assert stats.poisson.sf(hits - 1, found.low * words / 100) == pytest.approx(0.025)

    def test_without_a_hit_begin_at_none(self):
        assert estimate_rate(0, 50)[:2] == (0, 0)

    def test_of_one_hit_lie_over_none(self):
        assert estimate_rate(1, 50).low == pytest.approx(0.0506, abs=1e-4)  # -log(0.975) a word

    @pytest.mark.parametrize(("hits", "words"), [(1, 1), (4, 4), (3, 6)])
    def test_never_pass_one_hundred(self, hits, words):
        assert estimate_rate(hits, words).high == 100

    def test_under_one_hundred_are_not_cut(self):
        assert 99 < estimate_rate(93, 115).high < 100

    def test_of_no_words_are_not_measured(self):
        assert all(math.isnan(end) for end in estimate_rate(0, 0))


class TestShares:
    @pytest.mark.parametrize(("hits", "base"), [(0, 3), (2, 4), (11, 13), (1, 1), (0, 1), (9, 9)])
    def test_have_the_interval_of_scipy(self, hits, base):
        interval = stats.binomtest(hits, base).proportion_ci(method="wilson")
        assert estimate_share(hits, base) == pytest.approx((hits / base, *interval), abs=1e-12)

    @given(st.integers(1, 200), st.data())
    def test_lie_from_none_to_all(self, base, data):
        hits = data.draw(st.integers(0, base))
        found = estimate_share(hits, base)
        assert 0 <= found.low <= found.value <= found.high <= 1

    def test_of_nothing_are_not_measured(self):
        assert all(math.isnan(end) for end in estimate_share(0, 0))


class TestDifferences:
    def test_from_a_certain_zero_change_nothing(self):
        rate = estimate_rate(5, 100)
        assert difference(rate, Estimate(0, 0, 0)) == pytest.approx(rate)

    def test_take_the_ends_that_lie_farthest_apart(self):
        # One lies 3 over its low end and the other 4 under its high end, and so on.
        found = difference(Estimate(10, 7, 22), Estimate(6, 1, 10))
        assert found == (4, 4 - 5, 4 + 13)

    def test_turned_round_are_the_same_with_another_sign(self):
        one, other = estimate_rate(5, 100), estimate_rate(2, 60)
        found, turned = difference(one, other), difference(other, one)
        assert turned == pytest.approx((-found.value, -found.high, -found.low))

    def test_of_what_is_not_measured_are_not_measured(self):
        assert math.isnan(difference(estimate_rate(5, 100), estimate_rate(0, 0)).value)


def test_a_share_of_whole_articles_is_less_sure_than_one_of_draws():
    mixed = estimate_clustered_share([1, 0, 1, 2] * 5, [4] * 20)
    whole = estimate_clustered_share([4, 0, 0, 0] * 5, [4] * 20)
    assert mixed.value == whole.value == 0.25
    assert whole.high - whole.low > 2 * (mixed.high - mixed.low)


def test_the_variance_of_a_clustered_share_is_that_of_a_ratio():
    hits, bases = [3, 1, 0, 2, 5, 1, 4], [4, 4, 3, 6, 7, 2, 9]
    share = sum(hits) / sum(bases)
    pairs = [*zip(hits, bases, strict=True)]
    without = [(sum(hits) - hit) / (sum(bases) - base) for hit, base in pairs]
    variance = 6 / 7 * sum((part - share) ** 2 for part in without)
    quantile = stats.t.ppf(0.975, 6)
    found = estimate_clustered_share(hits, bases)
    draws = share * (1 - share) / variance
    shrunk = quantile * math.sqrt(variance) / (1 + quantile**2 / draws)
    added = quantile**2 / (2 * draws + 2 * quantile**2)
    assert found.value == share
    assert (found.high - found.low) / 2 == pytest.approx(math.hypot(shrunk, added))


def test_few_articles_or_none_have_no_interval():
    few = estimate_clustered_share([1, 0, 1, 0, 0], [1, 1, 1, 1, 0])
    assert few.value == 0.5
    assert math.isnan(few.low)
    assert math.isnan(few.high)
    assert math.isnan(estimate_clustered_share([0], [0]).value)


def test_a_share_that_no_article_has_may_still_be_above_nought():
    none = estimate_clustered_share([0] * 20, [5] * 20)
    assert (none.value, none.low) == (0, 0)
    assert 0.1 < none.high < 0.25
