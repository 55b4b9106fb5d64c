import numpy as np
import pytest

import toolkit as tk
from toolkit.attitude.stance import STANCES
from toolkit.plots.shared import MOST_BARS
from toolkit.plots.stance import AGAINST, FOR, MOST_TARGETS
from toolkit.tables.reading import to_table


def make_row(voice, target, n, mean=np.nan, half=0.1, **others):
    return {
        "article": "a1",
        "voice": voice,
        "target": target,
        "n": n,
        "mentions": n,
        "mean_score": mean,
        "low": mean - half,
        "high": mean + half,
        "negative": 0.0,
        "positive": 0.0,
        "unclear": 1.0,
        "note": "too few" if np.isnan(mean) else "",
    } | others


@pytest.fixture
def table():
    rows = [
        make_row("Ann Lee", "Bob Clark", 9, -0.8),
        make_row("narrator", "Bob Clark", 8, 0.05),
        make_row("Ann Lee", "Rome", 3, negative=2 / 3, positive=1 / 3, unclear=0.0),
        make_row("Dora Moss", "Rome", 6, 0.6),
    ]
    return to_table(rows, STANCES)


def read_texts(ax):
    return [text.get_text() for text in ax.texts]


def test_each_cell_has_its_mean_and_n(table):
    texts = read_texts(tk.plot_stance(table))
    assert {"-0.80\nn = 9", "+0.05\nn = 8", "+0.60\nn = 6"} <= {*texts}


def test_a_cell_with_too_few_has_no_mean_and_no_colour(table):
    ax = tk.plot_stance(table)
    place = read_texts(ax).index("n = 3\n2 against\n1 for")
    assert ax.patches[place].get_facecolor()[3] == 0


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


def test_the_title_names_the_clearest_stance(table):
    title = " ".join(tk.plot_stance(table).get_title(loc="left").split())
    assert title == (
        "Ann Lee speaks most clearly against Bob Clark: mean -0.80 (-0.90 to -0.70, n = 9)"
    )


def test_the_title_says_when_nothing_is_clear():
    wide = to_table([make_row("Ann Lee", "Rome", 5, 0.2, half=0.5)], STANCES)
    assert tk.plot_stance(wide).get_title(loc="left").startswith("No clear stance")
    few = to_table([make_row("Ann Lee", "Rome", 2)], STANCES)
    assert tk.plot_stance(few).get_title(loc="left").startswith("No mean: none of 1 pairs")


def test_a_large_matrix_is_cut():
    rows = [make_row(f"Voice {v}", f"Target {t}", 5, 0.1) for v in range(20) for t in range(12)]
    ax = tk.plot_stance(to_table(rows, STANCES))
    assert len(ax.get_yticks()) == MOST_BARS
    assert len(ax.get_xticks()) == MOST_TARGETS


def test_an_empty_table_says_so():
    ax = tk.plot_stance(to_table([], STANCES))
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
    rows = [make_row("$a$", "$b$", 5, 0.2)]
    ax = tk.plot_stance(to_table(rows, STANCES))
    ax.figure.canvas.draw()
    assert ax.get_xticklabels()[0].get_text() == r"\$b\$"
