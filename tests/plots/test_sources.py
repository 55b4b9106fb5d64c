import pandas as pd
import pytest

from toolkit import ToolkitError
from toolkit.plots.sources import plot_sources, plot_trend
from toolkit.tables.sources import SOURCES


def make_table(rows, *columns):
    """Make a table of shares of quotations; the interval is a tenth around, or not measured."""
    made = []
    for *groups, category, articles, share in rows:
        is_sure = articles >= 5
        row = dict.fromkeys(SOURCES.schema, 0.0) | dict(zip(columns, groups, strict=True))
        row |= {"category": category, "articles": articles, "quotations": round(10 * share)}
        row |= {"quotation_share": share}
        row |= {f"quotation_{end}": share + by if is_sure else float("nan")
                for end, by in (("low", -0.1), ("high", 0.1))}  # fmt: skip
        made.append(row)
    return pd.DataFrame(made, columns=[*columns, *SOURCES.schema])


ONE = make_table([("Post", "expert", 9, 0.6), ("Post", "citizen", 9, 0.4),
                  ("Echo", "expert", 3, 0.2), ("Echo", "citizen", 3, 0.8)],
                 "publisher")  # fmt: skip
MONTHS = make_table([("Post", "2024-01", "expert", 9, 0.2), ("Post", "2024-02", "expert", 7, 0.6),
                     ("Echo", "2024-01", "expert", 3, 0.5), ("Echo", "2024-02", "expert", 8, 0.4)],
                    "publisher", "period")  # fmt: skip


def list_marks(ax):
    return [line for line in ax.lines if line.get_marker() not in {"None", None}]


def test_groups_are_told_apart_by_shape_and_few_articles_by_a_hollow_mark():
    marks = list_marks(plot_sources(ONE))
    assert len({line.get_marker() for line in marks}) == 2
    assert [line.get_markerfacecolor() == "none" for line in marks] == [False, False, True, True]


def test_the_title_says_who_has_most_and_where():
    title = plot_sources(ONE).get_title(loc="left").replace("\n", " ")
    assert title == "citizen has most quotations (12 of 20): 80 % in Echo, 40 % in Post"


def test_of_one_category_alone_the_title_tells_its_share_not_that_it_has_all():
    alone = ONE[ONE["category"] == "expert"]
    title = plot_sources(alone).get_title(loc="left").replace("\n", " ")
    assert title == "expert, share of quotations: 60 % in Post, 20 % in Echo"
    title = plot_sources(alone[:1]).get_title(loc="left")
    assert title == "expert, share of quotations: 60 %"


def test_a_saved_picture_holds_all_that_explains_the_marks():
    long = ONE.replace({"Echo": "The Merrowport Courier", "Post": "The Harbour Town Post"})
    ax = plot_sources(long)
    ax.figure.canvas.draw()
    named, picture = ax.get_legend().get_window_extent(), ax.figure.bbox
    assert picture.x0 <= named.x0
    assert named.x1 <= picture.x1
    assert picture.y0 <= named.y0


def test_each_outlet_has_a_panel_with_its_numbers_of_articles():
    ax = plot_trend(MONTHS)
    panels = ax.child_axes
    assert [panel.get_title(loc="left") for panel in panels] == ["Post", "Echo"]
    labels = [label.get_text() for label in panels[0].get_xticklabels()]
    assert labels == ["2024-01\nn = 9", "2024-02\nn = 7"]
    title = ax.get_title(loc="left").replace("\n", " ")
    assert title == "expert: from 20 to 60 % of quotations in Post"


def test_no_rows_say_so():
    assert plot_sources(ONE[:0]).get_title(loc="left") == "No quotations found"
    assert plot_trend(MONTHS[:0]).get_title(loc="left") == "No quotations found"


def test_what_cannot_be_drawn_is_refused():
    with pytest.raises(ToolkitError, match=r"^table: must be one that source_table made"):
        plot_sources(pd.DataFrame({"word": ["a"]}))
    with pytest.raises(ToolkitError, match=r"^counted: must be one of"):
        plot_sources(ONE, counted="page")
    with pytest.raises(ToolkitError, match=r"^category: must be one of expert; found 'monk'"):
        plot_trend(MONTHS, category="monk")
    groups = make_table([(f"g{n}", "expert", 9, 0.5) for n in range(7)], "publisher")
    with pytest.raises(ToolkitError, match=r"^table: must hold at most 6 groups; found 7"):
        plot_sources(groups)
