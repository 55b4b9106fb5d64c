from datetime import date

import matplotlib.pyplot as plt
import pandas as pd
import pytest

import toolkit as tk

STAGES = ["plan", "meeting", "forecast"]


def make_table(*rows):
    table = pd.DataFrame(rows, columns=["event", "paragraph", "happened"])
    return table.assign(happened=pd.Categorical(table["happened"], STAGES, ordered=True))


@pytest.fixture
def table():
    rows = [("They will $ meet", 1, "forecast"), ("They met", 2, "meeting")]
    return make_table(*rows, ("A plan", 2, "plan"), ("They $ talked", 4, "meeting"))


def list_steps(ax):
    return [
        ([*line.get_xdata()], [*line.get_ydata()], line.get_linewidth())
        for line in ax.lines
        if line.get_linestyle() != "None"
    ]


def test_steps_back_are_thick_and_counted(table):
    ax = tk.plot_order(table)
    steps = list_steps(ax)
    assert [step[:2] for step in steps] == [([2, 1], [0, 1]), ([1, 0], [1, 2]), ([0, 1], [2, 3])]
    thick, thicker, thin = [step[2] for step in steps]
    assert thick == thicker > thin
    assert ax.get_title(loc="left") == "2 of 3 steps lead back in time"


def test_what_happens_at_once_is_no_step_back():
    ax = tk.plot_order(make_table(("They met", 1, "meeting"), ("They talked", 1, "meeting")))
    assert ax.get_title(loc="left") == "0 of 1 steps lead back in time"


def test_events_stand_in_words_at_their_paragraphs_and_stages(table):
    before = table.copy()
    _, given = plt.subplots()
    ax = tk.plot_order(table, ax=given)
    assert ax is given
    pd.testing.assert_frame_equal(table, before)
    assert [text.get_text() for text in ax.texts][1:3] == ["They met", "A plan"]
    assert [text.xy for text in ax.texts] == [(2, 0), (1, 1), (0, 2), (1, 3)]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["1", "2", "", "4"]
    assert [label.get_text() for label in ax.get_xticklabels()] == STAGES
    assert ax.yaxis_inverted()
    ax.figure.canvas.draw()


def test_days_sort_by_themselves_and_of_many_two_are_named():
    days = [date(2016, 9, day) for day in range(9, 0, -1)]
    rows = {"event": "It rained", "paragraph": range(1, 10), "happened": pd.to_datetime(days)}
    ax = tk.plot_order(pd.DataFrame(rows))
    assert ax.get_title(loc="left") == "8 of 8 steps lead back in time"
    labels = [label.get_text().replace("\n", "") for label in ax.get_xticklabels()]
    assert labels == ["2016-09-01", "2016-09-09"]


def test_long_words_in_any_script_are_drawn():
    words = "Abcdefghij" * 8
    rows = [(words, 1, "plan"), ("\u05e9\u05dc\u05d5\u05dd <b>", 2, "meeting")]
    ax = tk.plot_order(make_table(*rows))
    assert "<b>" not in tk.picture(ax).svg


def test_one_event_and_none(table):
    assert tk.plot_order(table[:1]).get_title(loc="left").startswith("0 of 0 steps")
    assert tk.plot_order(table[:0]).get_title(loc="left") == "No events to order"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("events", "table: must be a DataFrame of events; found"),
        (pd.DataFrame({"event": ["x"], "paragraf": [1]}), "found no column paragraph, happened"),
        (make_table(("a", 1, "plan"), ("b", 1, None)), "found nothing in row 2"),
        (make_table(("a", 1, "plan"), ("b", 1, "plan")).assign(happened=["x", 2]), "of one kind"),
    ],
)
def test_says_what_a_table_lacks(given, message):
    with pytest.raises(tk.ToolkitError, match=message):
        tk.plot_order(given)
