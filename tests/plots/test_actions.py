import matplotlib.pyplot as plt
import pandas as pd
import pytest

from toolkit import Article, ToolkitError, action_table, plot_actions
from toolkit.plots.actions import MOST_ACTORS


def list_labels(ax):
    sides = ax.get_yticklabels(), ax.get_xticklabels()
    return [[label.get_text().replace("\n", " ") for label in side] for side in sides]


def list_cells(ax):
    return [text.get_text().split("\n", 1) for text in ax.texts]


def multiply(table, number):
    """Make a table with this many actors, the first of whom act most."""
    doers = [n for n in range(number) for _ in range(number - n)]
    row = table[:1].assign(doer_kind="person", target_kind="person", speech=False)
    return pd.concat([row] * len(doers), ignore_index=True).assign(
        doer=[f"actor {n}" for n in doers],
        target=[f"actor {n + 1}" for n in doers],
        predicate=range(len(doers)),
    )


def test_every_row_is_counted_in_one_cell(seed):
    table = action_table(seed)
    assert sum(int(number) for number, _ in list_cells(plot_actions(table))) == len(table)


def test_cells_name_the_verbs_between_two_actors():
    table = action_table(Article("Ann Lee met Bob Clark. Ann Lee praised Bob Clark."))
    ax = plot_actions(table)
    assert list_cells(ax) == [["2", "meet, praise"]]
    assert list_labels(ax) == [["Ann Lee"], ["Bob Clark"]]


def test_what_has_no_doer_or_target_and_things_are_counted_apart():
    text = "Ann Lee left. The bill was signed. Floods hit the harvest."
    down, across = list_labels(plot_actions(action_table(Article(text))))
    assert down == ["Ann Lee", "things", "no doer named"]
    assert across == ["things", "no target"]


def test_title_says_who_acts_most_and_how_often_nobody_is_named():
    text = "Ann Lee left. Ann Lee said the bill was signed."
    title = plot_actions(action_table(Article(text))).get_title(loc="left").replace("\n", " ")
    assert title == (
        "Ann Lee acts most often: 2 of 3 predicates, 1 of them by a verb that reports speech or "
        "thought; no doer is named in 1 of 3 predicates"
    )
    title = plot_actions(action_table(Article("The bill was signed."))).get_title(loc="left")
    assert title.startswith("Nobody who could act is named")


def test_a_predicate_with_two_doers_is_one_in_the_title():
    table = action_table(Article("Ann Lee and Bob Clark met Joan Day."))
    title = plot_actions(table).get_title(loc="left")
    assert "1 of 1 predicates" in title.replace("\n", " ")


@pytest.mark.parametrize("number", [5, 50])
def test_the_first_actors_are_named_and_the_rest_counted(seed, number):
    ax = plot_actions(multiply(action_table(seed), number))
    down, across = list_labels(ax)
    assert down[:5] == [f"actor {n}" for n in range(5)]
    rest = number - MOST_ACTORS
    assert (f"other actors ({rest})" in down) == (rest > 0)
    assert len(down) == len(across) == min(number, MOST_ACTORS + 1)


def test_reporting_verbs_are_told_by_more_than_colour():
    text = "Ann Lee told Bob Clark. Bob Clark hit Ann Lee. Joan Day told Joan Day. She hit her."
    ax = plot_actions(action_table(Article(text)))
    down, across = list_labels(ax)
    squares = {
        (down[round(y)], across[round(x)]): (square.get_linestyle(), square.get_facecolor()[3])
        for square in ax.patches
        for x, y in [square.get_center()]
    }
    assert squares["Ann Lee", "Bob Clark"] == ("--", 0)
    style, depth = squares["Bob Clark", "Ann Lee"]
    assert style == "-"
    assert 0 < depth < 1
    legend = ax.get_legend()
    looks = [square.get_facecolor()[3] for square in legend.legend_handles]
    words = [text.get_text() for text in legend.texts]
    assert dict(zip(words, looks, strict=True)) == {
        "reporting verbs only": 0,
        "other verbs, too": depth,
    }


def test_each_square_stands_in_the_middle_of_its_cell_and_grows_with_the_rows(seed):
    ax = plot_actions(multiply(action_table(seed), 4))
    sizes = {}
    for text, square in zip(ax.texts, ax.patches, strict=True):
        assert square.get_center() == pytest.approx(text.get_position())
        assert square.get_width() == square.get_height() < 1
        sizes[int(text.get_text().split("\n")[0])] = square.get_width()
    assert [*sizes] == [4, 3, 2, 1]
    assert [*sizes.values()] == sorted(sizes.values(), reverse=True)
    for ticks in (ax.get_xticks(minor=True), ax.get_yticks(minor=True)):
        assert [*ticks] == [0.5, 1.5, 2.5]


def test_a_cell_names_three_verbs_in_as_many_lines_at_most(seed):
    verbs = ["misrepresent", "countermand", "overcompensate", "misrepresent", "sit"]
    row = multiply(action_table(seed), 1)
    table = pd.concat([row] * 5, ignore_index=True).assign(verb=verbs, predicate=range(5))
    ((number, words),) = list_cells(plot_actions(table))
    assert number == "5"
    assert words.startswith("misrepresent,\n")
    assert "sit" not in words
    assert words.count("\n") <= 2
    assert words.endswith("\u2026")


@pytest.mark.parametrize("style", ["default", "dark_background"])
def test_long_names_keep_the_room(seed, style):
    table = action_table(seed)
    long = "The Federal Commission for the Names of $ Public $ Bodies " * 4
    with plt.style.context(style):
        ax = plot_actions(table.assign(doer=long, target=long))
        ax.figure.canvas.draw()
        assert all(label.count("\n") <= 2 for side in list_labels(ax) for label in side)


def test_draws_where_told_and_leaves_the_table_alone(seed):
    table = action_table(seed)
    before = table.copy()
    _, ax = plt.subplots()
    assert plot_actions(table, ax=ax) is ax
    pd.testing.assert_frame_equal(table, before)


def test_says_that_there_is_nothing():
    assert plot_actions(action_table([])).get_title(loc="left") == "No predicates found"


def test_names_the_maker_of_a_table_that_is_not_its_own():
    with pytest.raises(ToolkitError, match="must be one that action_table made"):
        plot_actions(pd.DataFrame({"other": [1]}))
