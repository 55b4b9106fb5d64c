"""Tables of a checked audit: by hand, by group, with a second person, and decision by decision."""

import math
import shutil
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import toolkit as tk
from tests.audit.conftest import fill
from toolkit.audit.estimates import Amounts, Design, estimate_interval


@pytest.fixture
def second(sheet, tmp_path):
    """Another person, who differs in the first three rows and left the last one blank."""
    path = shutil.copy(sheet, tmp_path / "second.csv")
    labels = pd.read_csv(path, dtype=str)["label"].tolist()
    turned = [{"yes": "no", "no": "yes"}[label] for label in labels[:3]]
    fill(path, label=[*turned, *labels[3:-1], ""], coder="Bob", day="2024-05-01")
    return path


def test_what_is_corrected_is_the_estimate_of_the_plan_and_the_checks(plan, sheet):
    table = tk.audit_table(sheet, sheet)
    units = plan.units
    labels = (units["claimed"] > 0.6).to_numpy(float)
    design = Design(*(units[name].to_numpy() for name in ("stratum", "cluster", "drawn")))
    ones = np.ones(120)
    found = estimate_interval(
        design, Amounts(units["claimed"].to_numpy(), ones), Amounts(labels, ones)
    )
    row = table.iloc[0]
    assert (row["corrected"], row["low"], row["high"]) == pytest.approx(found[:3])
    assert row["low"] < labels.mean() < row["high"]
    assert (row["n"], row["frame"], row["articles"]) == (40, 120, 12)
    assert (row["group"], row["estimated"]) == ("all", "angry")
    assert row["design"] == "places in 6 strata"
    assert row["note"].startswith("under 100 checks")


def test_the_naive_share_counts_calls(plan, sheet):
    table = tk.audit_table(plan, sheet).set_index("group")
    assert table["naive"]["all"] == pytest.approx((plan.units["claimed"] >= 0.5).mean())


def test_groups_add_up_to_all(plan, sheet):
    table = tk.audit_table(plan, sheet).set_index("group")
    assert [*table.index] == ["all", "Herald", "Post"]
    assert table["n"]["all"] == table["n"]["Herald"] + table["n"]["Post"]
    assert table["frame"].tolist() == [120, 60, 60]
    alone = table["checks_alone"]
    assert alone["all"] == pytest.approx((alone["Herald"] + alone["Post"]) / 2)
    assert table["design"]["Post"] == "places in 3 strata"


def test_the_chances_make_the_interval_narrower(plan, sheet):
    row = tk.audit_table(plan, sheet).iloc[0]
    assert row["high"] - row["low"] < row["alone_high"] - row["alone_low"]
    assert row["efficiency"] > 1.1
    assert 0.3 < row["weight"] < 2


def test_without_a_second_person_there_is_no_agreement(plan, sheet):
    table = tk.audit_table(plan, sheet)
    assert table[["alpha", "alpha_low", "alpha_high", "kappa", "percent"]].isna().all(axis=None)


def test_a_second_person_is_compared_where_both_answered(plan, sheet, second):
    row = tk.audit_table(plan, sheet, second).iloc[0]
    assert row["percent"] == pytest.approx(100 * 36 / 39)
    assert row["alpha_low"] < row["alpha"] < 1
    assert row["kappa"] == pytest.approx(row["alpha"], abs=0.02)
    assert row["corrected"] == tk.audit_table(plan, sheet)["corrected"][0]


def test_whole_articles_are_told_and_estimated_by_article(mentions, tmp_path):
    plan = tk.draw_audit(mentions, of="angry", n=6, whole=True)
    path = tk.audit.write_audit(plan, tmp_path / "check.csv")
    fill(path, label=["yes", "no", "no"] * 20)
    row = tk.audit_table(path, path).iloc[0]
    assert (row["n"], row["articles"], row["design"]) == (60, 6, "whole articles")


def test_checks_that_do_not_differ_say_so(plan, sheet):
    fill(sheet, label="no")
    row = tk.audit_table(plan, sheet).iloc[0]
    assert (row["corrected"], row["low"]) == (0, 0)
    assert 0.05 < row["high"] < 0.15
    assert "do not differ" in row["note"]
    assert math.isnan(row["efficiency"])


def test_where_few_units_are_left_it_says_so(mentions, tmp_path):
    plan = tk.draw_audit(mentions, of="angry", n=100)
    path = tk.audit.write_audit(plan, tmp_path / "check.csv")
    fill(path, label=["yes", "no", "no", "no"] * 25)
    row = tk.audit_table(path, path).iloc[0]
    assert row["note"].startswith("under 30 units are left: check them too")


def test_a_group_is_estimated_as_if_it_were_all(mentions, tmp_path):
    def estimate(frame, by):
        plan = tk.draw_audit(frame, of="angry", n=len(frame), by=by)
        units = plan.units.assign(drawn=plan.units.index % 2 == 0, probability=0.5)
        plan = replace(plan, units=units)
        path = tk.audit.write_audit(plan, tmp_path / f"{by}{len(frame)}.csv")
        chances = units["claimed"][units["drawn"]]
        fill(path, label=["yes" if chance > 0.6 else "no" for chance in chances])
        return tk.audit_table(plan, path)[["corrected", "low", "high", "weight"]]

    herald = mentions[mentions["publisher"] == "Herald"]
    together, alone = estimate(mentions, "publisher"), estimate(herald, None)
    assert together.iloc[1].tolist() == pytest.approx(alone.iloc[0].tolist())


def test_a_score_is_estimated_on_its_scale(tmp_path):
    scores = pd.DataFrame({"article": list("abcdefgh") * 10, "score": np.linspace(-1, 0.6, 80)})
    plan = tk.draw_audit(scores, of="score", n=40)
    path = tk.audit.write_audit(plan, tmp_path / "check.csv")
    drawn = plan.units[plan.units["drawn"]]["claimed"]
    answers = ["against" if one < -0.5 else "for" if one > 0.4 else "neither" for one in drawn]
    fill(path, label=answers)
    row = tk.audit_table(path, path).iloc[0]
    truth = -25 / 80 + 10 / 80
    assert row["corrected"] == pytest.approx(truth, abs=0.05)
    assert -1 < row["low"] < row["corrected"] < row["high"] < 0


def test_recall_has_no_naive_figure(tmp_path):
    text = "Rates will rise, Ann Lee said. It rained. Bob left. The town slept. Snow fell. He ran."
    plan = tk.draw_audit(tk.Article(text, id="a1"), of="recall", n=6)
    path = tk.audit.write_audit(plan, tmp_path / "check.csv")
    fill(path, label=["1", "0", "1", "0", "0", "0"])
    row = tk.audit_table(path, path).iloc[0]
    assert math.isnan(row["naive"])
    assert row["corrected"] == 0.5


def test_each_decision_has_a_row_with_who_when_and_version(plan, sheet, second):
    table = tk.audit.decision_table(plan, sheet, second)
    assert len(table) == 40
    assert table["agree"].tolist() == ["no"] * 3 + ["yes"] * 36 + [""]
    assert {*table["coder"]}, {*table["second_coder"]} == ({"Ann"}, {"Bob"})
    assert {*table["second_day"]} == {"2024-05-01"}
    assert {*table["version"]} == {tk.__version__}
    drawn = plan.units[plan.units["drawn"]].reset_index(drop=True)
    for name in ("article", "group", "start", "end", "words", "claimed", "probability"):
        assert table[name].tolist() == drawn[name].tolist()
    assert table["label"][0] != table["second_label"][0]


def test_without_a_second_person_nobody_agrees(plan, sheet):
    assert {*tk.audit.decision_table(plan, sheet)["agree"]} == {""}


def test_confusion_counts_pairs_of_answers(plan, sheet, second):
    table = tk.audit.confusion_table(plan, sheet, second)
    assert table["n"].sum() == 39
    assert table[table["label"] != table["other"]]["n"].sum() == 3
    assert {*table["of_whom"]} == {"second"}


def test_confusion_with_the_machine_goes_by_its_calls(plan, sheet):
    table = tk.audit.confusion_table(plan, sheet).set_index(["label", "other"])["n"]
    drawn = plan.units[plan.units["drawn"]]["claimed"]
    assert table.sum() == 40
    assert ("yes", "no") not in table
    assert table["no", "yes"] == ((drawn >= 0.5) & (drawn <= 0.6)).sum()


def test_counts_are_put_as_a_person_would(tmp_path):
    text = "Rates will rise, Ann Lee said. It rained. Bob left. The town slept. Snow fell."
    plan = tk.draw_audit(tk.Article(text, id="a1"), of="indirect", n=5)
    path = tk.audit.write_audit(plan, tmp_path / "count.csv")
    fill(path, quotations=["1", "0", "1", "0", "0"], label=["1", "0", "0", "0", "0"])
    table = tk.audit.confusion_table(path, path).set_index(["label", "other"])["n"]
    assert table["0 of 0", "0 of 0"] == 3
    assert table["0 of 1", "0 of 0"] == table["1 of 1", "1 of 1"] == 1
    row = tk.audit_table(path, path).iloc[0]
    assert (row["naive"], row["corrected"]) == (1, 0.5)


def test_halves_of_quotations_are_counted_where_they_are_asked_for(tmp_path):
    text = 'Rates are "too high", Ann Lee said. It rained. Bob left. The town slept. Snow fell.'
    plan = tk.draw_audit(tk.Article(text, id="a1"), of="direct_share", n=5)
    path = tk.audit.write_audit(plan, tmp_path / "count.csv")
    fill(path, quotations=["2", "0", "0", "0", "0"], label=["1,5", "0", "0", "0", "0"])
    row = tk.audit_table(path, path).iloc[0]
    assert (row["naive"], row["corrected"]) == (0.5, 0.75)
    fill(path, quotations=["1", "0", "0", "0", "0"], label=["0,5", "0", "0", "0", "0"])
    assert tk.audit.confusion_table(path, path)[["label", "other"]].to_numpy().tolist() == [
        ["0 of 0", "0 of 0"],
        ["0.5 of 1", "0.5 of 1"],
    ]
    fill(path, label=["0.3", "0", "0", "0", "0"])
    with pytest.raises(
        tk.ReadError, match=r"must be a number of halves from 0 to 50; found '0\.3'"
    ):
        tk.audit_table(path, path)


def test_what_is_no_plan_is_told(sheet):
    with pytest.raises(tk.ToolkitError, match="plan: must be a plan or its file; found int"):
        tk.audit_table(7, sheet)
