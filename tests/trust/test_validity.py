import csv
from pathlib import Path

import pytest

import toolkit as tk

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture(scope="module")
def table():
    return tk.validity_table()


def test_each_instrument_has_figures_with_n_and_meaning(table):
    assert {"stance", "vader", "textblob"} <= {*table["instrument"]}
    assert (table["n"] > 0).all()
    assert (table["meaning"].str.len() > 20).all()


def test_no_figure_is_there_twice(table):
    assert not table.duplicated(["instrument", "data", "figure"]).any()


def test_each_value_lies_in_its_interval(table):
    known = table[table["low"].notna()]
    assert not known.empty
    assert ((known["low"] <= known["value"]) & (known["value"] <= known["high"])).all()


def test_each_value_lies_on_its_scale(table):
    for row in table.itertuples():
        low, high = map(float, row.scale.split(" to "))
        assert low <= row.value <= high, row


def test_how_often_calls_of_stance_are_right_is_told(table):
    told = table[table["instrument"] == "stance"]
    figures = {*told["figure"]}
    assert {"precision of negative calls", "precision of positive calls"} <= figures


@pytest.mark.skipif(not BENCHMARKS.is_dir(), reason="no checkout")
def test_the_figures_are_those_that_the_benchmarks_wrote(table):
    measured = {}
    for path in BENCHMARKS.glob("*/results.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["value"]:  # none is measured where there is nothing to measure
                    key = row["instrument"], row["data"], row["figure"]
                    measured[key] = float(row["value"])
    for row in table.itertuples():
        assert measured[row.instrument, row.data, row.figure] == pytest.approx(row.value)
