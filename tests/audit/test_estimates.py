"""Estimates: equal to other implementations, and right by hand where these end."""

import math

import numpy as np
import pytest

from tests.test_cases import read_cases
from toolkit import ToolkitError
from toolkit.audit.estimates import Amounts, Design, estimate_interval
from toolkit.tables import estimate_share


def place(drawn, strata=None, clusters=None):
    drawn = np.array(drawn, bool)
    strata = np.zeros(len(drawn), int) if strata is None else np.array(strata)
    clusters = np.arange(len(drawn)) if clusters is None else np.array(clusters)
    return Design(strata, clusters, drawn)


def amounts(hits, base=None):
    hits = np.array(hits, float)
    return Amounts(hits, np.ones(len(hits)) if base is None else np.array(base, float))


@pytest.mark.parametrize("case", read_cases("estimate_interval"))
def test_numbers_equal_other_packages(case):
    """`often`: how many times over the frame is taken, as they know no finite one."""
    chances, often = np.array(case["chances"]), case["often"]
    answers = np.array([math.nan if answer is None else answer for answer in case["answers"]])
    drawn = np.concatenate([~np.isnan(answers), np.zeros((often - 1) * len(chances), bool)])
    strata = np.tile(case.get("strata", np.zeros(len(chances), int)), often)
    clusters = np.arange(often * len(chances))
    if "clusters" in case:
        own = np.array(case["clusters"])
        clusters = np.concatenate([own + number * (own.max() + 1) for number in range(often)])
    found = estimate_interval(
        Design(strata, clusters, drawn),
        amounts(np.tile(chances, often)),
        amounts(np.tile(np.nan_to_num(answers), often)),
        weight=case["weight"],
    )
    assert found.value == pytest.approx(case["found"]["value"], abs=5e-5)
    if "error" in case["found"]:
        assert found.error == pytest.approx(case["found"]["error"], abs=5e-5)


def test_a_ratio_of_counts_is_as_in_a_textbook():
    """Särndal, Swensson and Wretman 1992, 5.6: the ratio, and its linearised variance."""
    hits, base = np.array([1, 0, 2, 1, 0.0]), np.array([2, 1, 2, 1, 1.0])
    design = place([1, 1, 1, 1, 1, 0, 0, 0, 0, 0])
    seen = amounts([*hits, *[9] * 5], [*base, *[9] * 5])
    found = estimate_interval(design, amounts([0] * 10, [0] * 10), seen)
    rest = hits - 4 / 7 * base
    variance = (1 - 5 / 10) / 5 * rest.var(ddof=1) / base.mean() ** 2
    assert found.value == pytest.approx(4 / 7)
    assert found.error == pytest.approx(math.sqrt(variance))
    assert (found.weight, found.freedom) == (0, 4)


def test_whole_articles_of_other_lengths_are_a_ratio_of_totals():
    clusters = [0, 0, 0, 1, 2, 2, 3]
    seen = amounts([1, 0, 1, 1, 0, 0, 0])
    design = place([1, 1, 1, 1, 1, 1, 0], clusters=clusters)
    found = estimate_interval(design, amounts([0] * 7, [0] * 7), seen)
    totals = np.array([2 - 3 / 2, 1 - 1 / 2, 0 - 2 / 2])
    bottom = 4 / 3 * 6
    assert found.value == pytest.approx(1 / 2)
    error = math.sqrt(4**2 * (1 - 3 / 4) / 3 * totals.var(ddof=1)) / bottom
    assert found.error == pytest.approx(error)
    assert found.freedom == 2


def test_the_weight_is_near_that_of_least_variance():
    rng = np.random.default_rng(5)
    chances = rng.random(80)
    labels = (rng.random(80) < chances).astype(float)
    design = place(np.arange(80) % 2, strata=np.arange(80) // 40)
    seen, said = amounts(labels), amounts(chances)
    best = estimate_interval(design, said, seen)
    for step in (-0.8, 0.8):
        other = estimate_interval(design, said, seen, weight=best.weight + step)
        assert other.error > best.error
    assert 0.5 < best.weight < 1.5
    assert best.error < estimate_interval(design, said, seen, weight=0.0).error


def test_right_chances_of_strata_alone_say_nothing_more():
    design = place([1, 1, 0, 0, 1, 1, 0, 0], strata=[0] * 4 + [1] * 4)
    found = estimate_interval(
        design, amounts([0.1] * 4 + [0.9] * 4), amounts([0, 1, 0, 0, 1, 0, 0, 0])
    )
    assert (found.weight, found.value) == (0, 0.5)
    assert found.freedom == 2


def test_all_checked_leaves_no_error():
    labels = [1, 0, 0, 1, 1]
    found = estimate_interval(place([1] * 5), amounts([0.9, 0.2, 0.1, 0.4, 0.5]), amounts(labels))
    assert (found.value, found.low, found.high) == pytest.approx((0.6, 0.6, 0.6))


def test_what_was_not_drawn_is_not_read():
    design, said = place([1, 1, 1, 0, 0]), amounts([0.9, 0.2, 0.1, 0.4, 0.5])
    one, other = (amounts([1, 0, 0, rest, rest]) for rest in (0, 77))
    assert estimate_interval(design, said, one) == estimate_interval(design, said, other)


def test_a_stratum_with_one_check_is_told():
    design = place([1, 1, 0, 1, 0, 0], strata=[0, 0, 0, 1, 1, 1])
    with pytest.raises(
        ToolkitError, match="stratum 2: must have two checks or more; found 1 of 3"
    ):
        estimate_interval(design, amounts([0.5] * 6), amounts([1, 0, 0, 1, 0, 0]))


@pytest.mark.parametrize("base", [[0] * 6, [0, 0, 0, 1, 1, 1]])
def test_without_any_base_nothing_is_estimated(base):
    design = place([1, 1, 1, 0, 0, 0])
    found = estimate_interval(design, amounts([0.5] * 6), amounts([0] * 6, base))
    assert math.isnan(found.value)
    assert math.isnan(found.low)


def test_the_interval_is_about_what_was_not_checked():
    """By hand: 2 hits in 30 of 60 units, a check more with half a hit, the logit of the rest."""
    labels = np.zeros(60)
    labels[:2] = 1
    design, none = place(np.arange(60) < 30), amounts([0] * 60, [0] * 60)
    found = estimate_interval(design, none, amounts(labels))
    rest = 2 / 30
    variance = (29 * labels[:30].var(ddof=1) + 1 / 4) / 30
    error = math.sqrt(variance / 30 * (1 - 30 / 60)) * 60 / 30
    half = 2.04523 * error / (rest * (1 - rest))
    ends = [1 / (1 + math.exp(-math.log(rest / (1 - rest)) - side)) for side in (-half, half)]
    assert found.value == pytest.approx(2 / 60 + rest / 2)
    assert (found.low, found.high) == pytest.approx([2 / 60 + end / 2 for end in ends], abs=1e-5)
    assert found.error == pytest.approx(labels[:30].std(ddof=1) / math.sqrt(30 * 2))


def test_the_interval_never_reaches_below_what_was_seen():
    labels = np.array([*[1] * 12, *[0] * 88, *[0] * 8])
    design = place(np.arange(108) < 100)
    found = estimate_interval(design, amounts([0] * 108, [0] * 108), amounts(labels))
    assert 12 / 108 < found.low < found.value < found.high < 20 / 108


def test_whole_articles_get_no_check_more():
    clusters = np.arange(80) // 4
    labels = np.arange(80) % 7 < 2
    design = place(clusters < 10, clusters=clusters)
    none, seen = amounts([0] * 80, [0] * 80), amounts(labels)
    found, plain = estimate_interval(design, none, seen), estimate_interval(design, none, seen)
    rest = (found.value * 80 - labels[:40].sum()) / 40
    low = (found.low * 80 - labels[:40].sum()) / 40
    half = 2.26216 * 2 * plain.error / (rest * (1 - rest))
    middle = math.log(rest / (1 - rest))
    assert low == pytest.approx(1 / (1 + math.exp(half - middle)), abs=1e-5)


def test_checks_that_do_not_differ_have_wilsons_interval():
    design, said = place(np.arange(50) < 20), amounts(np.linspace(0.5, 1, 50))
    found = estimate_interval(design, said, amounts([1.0] * 50))
    wilson = estimate_share(12, 12)  # 20 checks tell of the other 30 what 12 tell of them all
    low = (20 + 30 * wilson.low) / 50
    assert (found.value, found.low, found.high) == (1, pytest.approx(low), 1)


def test_a_score_has_its_own_scale():
    scores = np.where(np.arange(40) % 3, 0.0, -1.0)
    design = place(np.arange(40) < 20)
    found = estimate_interval(design, amounts(scores / 2), amounts(scores), scale=(-1, 1))
    halved = estimate_interval(design, amounts(scores / 4 + 0.5), amounts(scores / 2 + 0.5))
    assert found.value == pytest.approx(2 * halved.value - 1)
    assert found.low == pytest.approx(2 * halved.low - 1)
    assert -1 < found.low < found.high < 0


def test_a_group_lies_in_its_own_strata():
    strata = np.arange(40) // 20
    labels, chances = (np.arange(40) % 2).astype(float), np.linspace(0.1, 0.9, 40)
    drawn = np.arange(40) % 20 < 8
    is_in = strata == 0
    part = estimate_interval(
        place(drawn, strata),
        Amounts(chances * is_in, is_in.astype(float)),
        Amounts(labels * is_in, is_in.astype(float)),
    )
    alone = estimate_interval(place(drawn[:20]), amounts(chances[:20]), amounts(labels[:20]))
    assert (part.value, part.error, part.weight) == pytest.approx(
        (alone.value, alone.error, alone.weight)
    )
