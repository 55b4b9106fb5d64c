import re

import pandas as pd
import pytest

import toolkit as tk
from toolkit.display.stacking import BROADEST, NARROWEST

TEXT = {"text": ["word " * 40], "other": ["word " * 40]}


def read_width(table, article=None):
    """Read below which width a table is shown as cards, and check that its style is its own."""
    html = tk.show(table, article)._repr_html_()
    found = re.search(r"max-width:(\d+)em", html)
    if found is None:
        assert "<style" not in html
        return 0
    [name] = re.findall(r'class="toolkit-table (toolkit-stack-[a-z0-9-]+)"', html)
    assert {*re.findall(r"\n\.([a-z0-9-]+) ", html)} == {name}
    return int(found.group(1))


def test_each_cell_says_below_which_head_it_stands():
    table = pd.DataFrame({"direct_share": [0.5], "relay": [None], 'a "b"': [1]}, index=["x"])
    html = tk.show(table.rename_axis("speaker"))._repr_html_()
    heads = ["speaker", "direct share", "relay", "a &quot;b&quot;"]
    assert re.findall(r'<t[dh] [^>]*data-head="([^"]+)"', html) == heads
    assert re.findall(r'<(\w+)[^>]* role="(\w+)"', html) == [
        ("table", "table"),
        ("thead", "rowgroup"),
        ("tr", "row"),
        *[("th", "columnheader")] * 4,
        ("tbody", "rowgroup"),
        ("tr", "row"),
        ("th", "rowheader"),
        *[("td", "cell")] * 3,
    ]


@pytest.mark.parametrize(
    "wider",
    [
        {"n": [1], "m": [2]},
        {"n": [1_000_000]},
        {"many words": [1]},
        {"n": ["two words"]},
        {"n": ["2026-04-14"]},
        {"n": ["averylongword"]},
    ],
)
def test_more_columns_and_longer_words_need_more_room(wider):
    assert read_width(pd.DataFrame(TEXT | wider)) > read_width(pd.DataFrame(TEXT | {"n": [1]}))


def test_a_bar_and_a_name_on_one_line_need_more_room(seed):
    share = read_width(pd.DataFrame(TEXT | {"share": [0.5]}))
    assert share > read_width(pd.DataFrame(TEXT | {"xxxxx": ["50%"]})) + 2
    words = pd.DataFrame(TEXT | {"Barack Obama": [124]})
    assert read_width(words, seed) > read_width(words) + 2


def test_a_table_that_fits_on_every_page_stays_one():
    assert NARROWEST > 15
    assert read_width(pd.DataFrame({"speaker": ["Ann Lee"], "words": [3]})) == 0
    assert read_width(pd.DataFrame({"text": ["word " * 400]})) == 0


def test_a_broad_page_shows_a_table_of_many_columns_as_one():
    table = pd.DataFrame({f"column{number}": ["some words here"] for number in range(30)})
    assert read_width(table) == BROADEST
