"""Agreement of coders: equal to published examples, and missing where nothing is measured."""

import math

import numpy as np
import pytest

from toolkit.audit.coders import compare_coders, measure_alpha, measure_kappa

BLANK = math.nan
# Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", C: four observers, twelve
# units, answers left out. He prints .743, .815 and .849.
OBSERVERS = np.array([
    [1, 2, 3, 3, 2, 1, 4, 1, 2, BLANK, BLANK, BLANK],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, BLANK, 3],
    [BLANK, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, BLANK],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, BLANK],
])  # fmt: skip
# B of the same: two observers, twelve units, five nominal answers; .692.
NAMES = np.array([
    [1, 1, 2, 2, 4, 3, 3, 3, 5, 4, 4, 1],
    [2, 1, 2, 2, 2, 3, 3, 3, 5, 4, 4, 4],
], float)  # fmt: skip


@pytest.mark.parametrize(
    ("level", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)]
)
def test_alpha_is_as_published(level, alpha):
    assert measure_alpha(OBSERVERS, level) == pytest.approx(alpha, abs=5e-4)


def test_alpha_of_two_observers_is_as_published():
    assert measure_alpha(NAMES, "nominal") == pytest.approx(0.692, abs=5e-4)


def test_alpha_does_not_depend_on_the_order_of_coders_or_units():
    alpha = measure_alpha(OBSERVERS, "ordinal")
    assert measure_alpha(OBSERVERS[::-1, ::-1], "ordinal") == pytest.approx(alpha)


def test_a_unit_with_one_answer_counts_for_nothing():
    assert measure_alpha(OBSERVERS[:, :11], "nominal") == pytest.approx(
        measure_alpha(OBSERVERS, "nominal")
    )


def test_opposite_answers_agree_less_than_by_chance():
    assert measure_alpha(np.array([[0, 1, 0, 1.0], [1, 0, 1, 0.0]]), "nominal") < 0


@pytest.mark.parametrize("answers", [[[1, 1, 1], [1, 1, 1]], [[1, BLANK], [BLANK, 0]], [[], []]])
def test_where_nothing_can_be_compared_there_is_no_alpha(answers):
    assert math.isnan(measure_alpha(np.array(answers, float), "nominal"))


def test_kappa_is_as_in_a_table_by_hand():
    """20 yes by both, 5 and 10 by one, 15 no by both: (.7 - .5) / (1 - .5)."""
    first = np.repeat([1, 1, 0, 0], [20, 5, 10, 15]).astype(float)
    second = np.repeat([1, 0, 1, 0], [20, 5, 10, 15]).astype(float)
    assert measure_kappa(first, second) == pytest.approx(0.4)
    assert measure_kappa(second, first) == pytest.approx(0.4)


def test_kappa_leaves_blanks_out_and_is_missing_for_one_answer():
    first, second = np.array([1, 1, 0, 0, BLANK]), np.array([1, 0, 0, 0, 1.0])
    assert measure_kappa(first, second) == pytest.approx(0.5)
    assert math.isnan(measure_kappa(np.ones(3), np.ones(3)))
    assert math.isnan(measure_kappa(np.array([]), np.array([])))


def test_the_interval_holds_alpha_and_is_wider_where_articles_hang_together():
    rng = np.random.default_rng(1)
    first = rng.integers(0, 2, 120).astype(float)
    wrong = np.repeat(rng.random(12) < 0.3, 10)  # whole articles that the second reads otherwise
    second = np.where(wrong, 1 - first, first)
    each, by_article = [f"{i}" for i in range(120)], [f"{i // 10}" for i in range(120)]
    apart = compare_coders(first, second, each, "nominal")
    together = compare_coders(first, second, by_article, "nominal")
    assert apart.alpha == together.alpha
    assert apart.low < apart.alpha < apart.high
    assert together.high - together.low > 1.5 * (apart.high - apart.low)


def test_one_article_has_no_interval_and_percent_counts_pairs():
    found = compare_coders(
        np.array([1, 1, 0, BLANK]), np.array([1, 0, 0, 1.0]), ["a"] * 4, "nominal"
    )
    assert found.percent == pytest.approx(200 / 3)
    assert math.isnan(found.low)
    assert math.isnan(found.high)
