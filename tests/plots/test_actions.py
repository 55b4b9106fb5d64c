import matplotlib.pyplot as plt
import pandas as pd
import pytest

from toolkit import Article, ToolkitError, action_table, plot_actions
from toolkit.plots.actions import MOST_ACTORS, NOBODY, NOTHING, THING


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
    assert down == ["Ann Lee", THING, NOBODY]
    assert across == [THING, NOTHING]


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
    table = action_table(Article("Ann Lee told Bob Clark. Bob Clark hit Ann Lee."))
    squares = plot_actions(table).patches
    assert {square.get_linestyle() for square in squares} == {"--", "-"}
    assert len({square.get_facecolor()[3] for square in squares}) == 2


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
