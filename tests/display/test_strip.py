import re

import pandas as pd
import pytest

import toolkit as tk
from toolkit.base import ToolkitError
from toolkit.display.pieces import rank_speakers


def list_widths(html, label):
    """List the widths of the voices of a block, in percent."""
    block = next(
        part
        for part in html.split('<span style="display:block;width:')[1:]
        if f">{label}<" in part
    )
    return [float(width) for width in re.findall(r"height:22px;width:([\d.]+)%", block)]


def test_a_block_is_as_wide_as_it_has_words(seed):
    html = tk.masthead(seed)._repr_html_()
    widths = [float(w) for w in re.findall(r"display:block;width:([\d.]+)%;min-width", html)]
    words = tk.voice_table(seed)["words"].sum()
    assert len(widths) == 11
    assert widths[0] == pytest.approx(100 * 11 / words, abs=0.01)
    assert sum(widths) == pytest.approx(100, abs=0.1)


def test_voices_stand_in_their_order_and_colours(seed):
    html = tk.masthead(seed)._repr_html_()
    marks = rank_speakers(seed, tk.find_attributions(seed))
    titles = re.findall(r'<span title="([^"]+)"', html)
    assert titles == [*tk.voice_table(seed)["voice"]]
    for mark in marks.values():
        assert f"border-bottom:5px {mark.border} {mark.colour}" in html
    assert sum(list_widths(html, "10")) == pytest.approx(100, abs=0.1)


def test_a_stroke_stands_where_each_row_begins(seed):
    text = seed.text
    start = text.index("Meanwhile")
    shown = tk.masthead(seed, pd.DataFrame({"start": [start], "end": [start + 9]}), told="hinges")
    assert re.findall(r"left:([\d.]+)%", shown._repr_html_()) == ["0.00"]
    assert "hinges (1)" in shown._repr_html_()
    assert repr(shown).endswith("1 stroke: hinges.")
    assert "left:" not in tk.masthead(seed)._repr_html_()


def test_what_stands_in_no_paragraph_has_no_stroke_and_is_not_counted(seed):
    starts = [seed.text.index(words) for words in ("06/09/2016", "Meanwhile", "With IANS")]
    shown = tk.masthead(seed, pd.DataFrame({"start": starts}), told="places")
    assert repr(shown).endswith("1 stroke: places.")
    assert "places (1)" in shown._repr_html_()


def test_a_story_without_parts_is_one_paragraph_and_one_without_words_none():
    assert ">1</span>" in tk.masthead(tk.Article("It rained."))._repr_html_()
    assert "headline" not in tk.masthead(tk.Article("It rained."))._repr_html_()
    assert repr(tk.masthead(tk.Article("?!"))) == "Strip: 0 words: narrator 0."


def test_many_paragraphs_have_every_fifth_number():
    page = tk.parse_article(
        "Title here\n\n" + "\n\n".join("It rained all day here." for _ in range(40))
    )
    numbers = re.findall(r">(\d+)</span></span>", tk.masthead(page)._repr_html_())
    assert numbers == [str(n) for n in range(5, 41, 5)]


def test_wants_an_article_and_places(seed):
    with pytest.raises(ToolkitError, match="article"):
        tk.masthead("text")
    with pytest.raises(ToolkitError, match="lit: must be a table with a column start"):
        tk.masthead(seed, pd.DataFrame({"n": [1]}))


def test_of_two_hundred_paragraphs_more_than_gaps_is_left():
    page = tk.parse_article("Title here\n\n" + "\n\n".join(["It rained all day."] * 200))
    html = tk.masthead(page)._repr_html_()
    assert "min-width:2px" not in html
    numbers = re.findall(r">(\d+|H)</span></span>", html)
    assert numbers == ["H", *(str(number) for number in range(20, 200, 20))]
    assert html.count("white-space:nowrap;overflow:visible") == 201  # a number stays on its line


def test_a_number_without_room_is_left_out():
    long = "It rained all day and all of the night here. " * 9
    page = tk.parse_article("Title here\n\n" + "\n\n".join([long] * 9 + ["Rain.", long]))
    numbers = re.findall(r">(\d+)</span></span>", tk.masthead(page)._repr_html_())
    assert numbers == [*"123456789", "11"]
