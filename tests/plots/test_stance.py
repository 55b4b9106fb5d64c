import numpy as np
import pytest

import toolkit as tk
from toolkit.attitude.stance import STANCES
from toolkit.plots.shared import MOST_BARS
from toolkit.plots.stance import AGAINST, FOR, MOST_TARGETS


def make_row(voice, target, n, against=0, in_favour=0, **others):
    calls = against + in_favour
    return {
        "article": "a1",
        "voice": voice,
        "target": target,
        "n": n,
        "mentions": n,
        "against": against,
        "in_favour": in_favour,
        "unclear": n - calls,
        "precision": 0.8 if calls else np.nan,
        "likely_wrong": 0.2 * calls,
        "shown_badly": 0,
        "shown_well": 0,
        "portrayal_precision": np.nan,
        "portrayal_likely_wrong": 0.0,
        "note": "",
    } | others


@pytest.fixture
def table():
    rows = [
        make_row("Ann Lee", "Bob Clark", 9, against=7),
        make_row("narrator", "Bob Clark", 8),
        make_row("Ann Lee", "Rome", 3, against=1, in_favour=1),
        make_row("Dora Moss", "Rome", 6, in_favour=4),
    ]
    return STANCES.make(rows)


def read_texts(ax):
    return [text.get_text() for text in ax.texts]


def test_each_cell_has_its_calls_and_n(table):
    texts = read_texts(tk.plot_stance(table))
    assert texts == ["7 against\nn = 9", "n = 8", "1 against\n1 for\nn = 3", "4 for\nn = 6"]


def test_a_cell_without_a_call_has_no_colour(table):
    ax = tk.plot_stance(table)
    place = read_texts(ax).index("n = 8")
    assert ax.patches[place].get_facecolor()[3] == 0
    assert ax.patches[place - 1].get_facecolor()[3] == 1


def test_against_is_orange_and_for_is_blue(table):
    ax = tk.plot_stance(table)
    red, _, blue, _ = ax.patches[0].get_facecolor()
    assert red > blue
    red, _, blue, _ = ax.patches[3].get_facecolor()
    assert blue > red
    assert {AGAINST, FOR} <= {patch.get_facecolor() for patch in ax.patches} | {AGAINST, FOR}


def test_the_narrator_comes_last(table):
    labels = [label.get_text() for label in tk.plot_stance(table).get_yticklabels()]
    assert labels == ["Ann Lee", "Dora Moss", "narrator"]


def test_the_title_names_the_clearest_stance_and_how_many_calls_are_wrong(table):
    title = " ".join(tk.plot_stance(table).get_title(loc="left").split())
    assert title == (
        "Ann Lee speaks against Bob Clark in 7 of 9 passages; "
        "of 13 calls in all, 2.6 are likely wrong"
    )
    other = STANCES.make([make_row("Dora Moss", "Rome", 6, against=1, in_favour=4)])
    title = " ".join(tk.plot_stance(other).get_title(loc="left").split())
    assert title.startswith("Dora Moss speaks for Rome in 4 of 6 passages; of 5 calls")


def test_the_title_says_when_nothing_is_clear():
    rows = [make_row("Ann Lee", "Rome", 5), make_row("Ann Lee", "Kenya", 2)]
    title = " ".join(tk.plot_stance(STANCES.make(rows)).get_title(loc="left").split())
    assert title == "No clear stance in 7 passages of 2 pairs of voice and target"


def test_a_large_matrix_is_cut():
    rows = [make_row(f"Voice {v}", f"Target {t}", 5, 1) for v in range(20) for t in range(12)]
    ax = tk.plot_stance(STANCES.make(rows))
    assert len(ax.get_yticks()) == MOST_BARS
    assert len(ax.get_xticks()) == MOST_TARGETS


def test_an_empty_table_says_so():
    ax = tk.plot_stance(STANCES.make([]))
    assert ax.get_title(loc="left") == "No voice names a person, organisation or place"


def test_several_articles_and_other_tables_are_refused(table):
    both = table.assign(article=["a1", "a1", "a2", "a2"])
    with pytest.raises(tk.ToolkitError, match="must hold one article; found 2"):
        tk.plot_stance(both)
    with pytest.raises(tk.ToolkitError, match="must be one that stance_table made; found no col"):
        tk.plot_stance(table[["article", "voice"]])


def test_the_table_is_unchanged(table):
    before = table.copy()
    tk.plot_stance(table)
    assert table.equals(before)


def test_names_with_dollar_signs_are_shown():
    rows = [make_row("$a$", "$b$", 5, 2)]
    ax = tk.plot_stance(STANCES.make(rows))
    ax.figure.canvas.draw()
    assert ax.get_xticklabels()[0].get_text() == r"\$b\$"
