"""Drawing: each unit by a known chance, more where the machine is unsure."""

import numpy as np
import pandas as pd
import pytest

import toolkit as tk
from toolkit.audit.drawing import allocate, lay_out
from toolkit.audit.units import make_units


def test_the_sample_has_its_size_and_each_stratum_five_or_all(plan):
    assert plan.units["drawn"].sum() == 40
    strata = plan.units.groupby("stratum")["drawn"].agg(["size", "sum"])
    assert (strata["sum"] >= np.minimum(5, strata["size"])).all()
    assert len(strata) == 6  # three of each outlet


def test_the_probability_is_what_was_drawn_of_each_stratum(plan):
    share = plan.units.groupby("stratum")["drawn"].transform("mean")
    assert plan.units["probability"].to_numpy() == pytest.approx(share.to_numpy())
    weights = 1 / plan.units[plan.units["drawn"]]["probability"]
    assert weights.sum() == pytest.approx(len(plan.units))


def test_strata_go_by_chance_inside_each_group(plan):
    for _, group in plan.units.groupby("group"):
        ends = group.groupby("stratum")["claimed"].agg(["min", "max"]).sort_values("min")
        assert (ends["max"].to_numpy()[:-1] <= ends["min"].to_numpy()[1:]).all()
    assert plan.units.groupby("stratum")["group"].nunique().max() == 1


def test_where_the_machine_is_unsure_more_is_drawn():
    chances = np.repeat([0.02, 0.5], 200)
    plan = tk.draw_audit(pd.DataFrame({"article": "a", "angry": chances}), of="angry", n=90)
    drawn = plan.units.groupby("claimed")["drawn"].sum()
    assert drawn[0.5] > 1.8 * drawn[0.02]


def test_the_same_seed_draws_the_same_and_another_another(mentions):
    one, same, other = (
        tk.draw_audit(mentions, of="angry", n=40, seed=seed).units["drawn"] for seed in (1, 1, 2)
    )
    assert one.equals(same)
    assert not one.equals(other)


def test_each_unit_is_drawn_as_often_as_its_probability_says(mentions):
    plans = [tk.draw_audit(mentions, of="angry", n=30, seed=seed) for seed in range(60)]
    often = np.mean([plan.units["drawn"] for plan in plans], axis=0)
    probability = plans[0].units["probability"].to_numpy()
    errors = (often - probability) / np.sqrt(probability * (1 - probability) / 60)
    assert abs(errors).max() < 4.5
    assert errors.std() < 1.4


def test_whole_articles_come_whole_and_from_each_outlet(mentions):
    plan = tk.draw_audit(mentions, of="angry", n=10, by="publisher", whole=True)
    drawn = plan.units.groupby("article")["drawn"]
    assert drawn.nunique().max() == 1
    assert drawn.first().sum() == 10
    by_outlet = plan.units[plan.units["drawn"]].groupby("group")["article"].nunique()
    assert by_outlet.to_dict() == {"Herald": 5, "Post": 5}
    assert plan.units["probability"].unique() == pytest.approx([5 / 6])


def test_whole_articles_that_hold_several_groups_are_one_stratum(mentions):
    mixed = mentions.assign(voice=["Ann Lee", "narrator"] * 60)
    plan = tk.draw_audit(mixed, of="angry", n=6, by="voice", whole=True)
    assert {*plan.units["stratum"]} == {0}
    assert plan.units["probability"].unique() == pytest.approx([0.5])


def test_more_checks_than_units_are_all_units(mentions):
    assert tk.draw_audit(mentions, of="angry", n=500).units["drawn"].all()


def test_the_words_of_what_was_not_drawn_are_left_out(plan):
    assert (plan.units["words"][~plan.units["drawn"]] == "").all()
    assert (plan.units["words"][plan.units["drawn"]] != "").all()


def test_checks_are_shared_by_spread_and_never_more_than_there_are():
    assert allocate(np.array([100, 100]), np.array([30.0, 10.0]), 40).tolist() == [30, 10]
    assert allocate(np.array([100, 100]), np.array([30.0, 0.0]), 40).tolist() == [35, 5]
    assert allocate(np.array([10, 100]), np.array([30.0, 10.0]), 40).tolist() == [10, 30]
    assert allocate(np.array([3, 4]), np.array([1.0, 1.0]), 40).tolist() == [3, 4]


@pytest.mark.parametrize("n", [4, 0, 10.5, True, "40"])
def test_a_number_that_is_none_is_told(mentions, n):
    with pytest.raises(tk.ToolkitError, match="n: must be a whole number, at least 5; found"):
        tk.draw_audit(mentions, of="angry", n=n)


def test_a_narrower_interval_needs_more_checks_and_gets_about_its_width(mentions):
    wide, narrow = (tk.size_audit(mentions, of="angry", width=width) for width in (0.3, 0.15))
    assert 5 < wide < narrow < 120
    plan = tk.draw_audit(mentions, of="angry", n=narrow)
    assert len(plan.units[plan.units["drawn"]]) == narrow


def test_a_width_that_nothing_reaches_takes_all(mentions):
    assert tk.size_audit(mentions, of="angry", width=1e-9) == 120
    assert tk.size_audit(mentions, of="angry", width=1e-9, whole=True) == 12
    with pytest.raises(tk.ToolkitError, match="width: must be above 0; found 0"):
        tk.size_audit(mentions, of="angry", width=0)


def test_for_recall_silent_sentences_weigh_as_much_as_others():
    """What a finding may have missed beside it, and what is missed in silence, decide recall."""
    text = "Rates will rise, Ann Lee said. It rained. " * 3 + "Snow fell."
    frame = make_units([tk.Article(text, id=f"a{number}") for number in range(20)], "recall", None)
    layout = lay_out(frame, 60, whole=False)
    silent = layout.strata[frame["called_base"].to_numpy() == 0][0]
    share = layout.sizes[silent] / np.bincount(layout.of_cluster)[silent]
    assert 0.3 < share < 0.6
