"""Whom each report hears, drawn: a row a speaker, a column a report."""

import pytest

import toolkit as tk
from toolkit.plots.coverage import WIDEST

ONE = tk.Article(
    '"We will repair the old bridge," Ann Lee said. Bob Clark said that it is too late.', id="one"
)
TWO = tk.Article('"We will repair it," Ann Lee said.', id="two")


@pytest.fixture(scope="module")
def ax():
    return tk.plot_coverage(tk.coverage_table([ONE, TWO]))


def list_bars(ax):
    """List row, column and length of each bar that is not empty."""
    return [
        (round(bar.get_y() + bar.get_height() / 2), bar.get_x(), bar.get_width(), bar.get_hatch())
        for bar in ax.patches
        if bar.get_width() > 0
    ]


def test_bars_are_as_long_as_the_words_and_start_at_their_report(ax):
    assert list_bars(ax) == [
        (0, 0, pytest.approx(WIDEST), None),
        (1, 0, pytest.approx(WIDEST * 5 / 6), "////"),
        (0, 1, pytest.approx(WIDEST * 4 / 6), None),
    ]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Ann Lee", "Bob Clark"]
    assert [label.get_text() for label in ax.get_xticklabels()] == ["one", "two"]


def test_the_title_tells_whom_one_report_alone_hears(ax):
    title = ax.get_title(loc="left").replace("\n", " ")
    assert title == "1 of 2 speakers are heard by one report alone; Ann Lee by 2 of 2"


def test_one_report_is_told_as_such():
    ax = tk.plot_coverage(tk.coverage_table(ONE))
    assert ax.get_title(loc="left") == "One report, 2 speakers: nothing to compare"
