import re
from html import unescape

import pytest

import toolkit as tk
from toolkit.base import ToolkitError
from toolkit.display.pieces import rank_speakers


def cut_rungs(html):
    """Give what is read on each rung, by its name."""
    rungs = html.split('<p style="margin:0"><b>')[1:]
    told = [unescape(re.sub("<[^>]+>", "", rung)).replace("\xa0", " ") for rung in rungs]
    heads = ("Whole", "Pieces", "The reporter", "Named")
    return {head: rung for rung in told for head in heads if rung.startswith(head)}


def test_each_quotation_stands_once_on_its_rung(seed):
    rungs = cut_rungs(tk.ladder(seed)._repr_html_())
    told = "\n".join(rungs.values())
    for said in tk.find_attributions(seed):
        for span in said.quotation.content:
            assert told.count(span.of(seed.text)) == 1
    assert "productive conversations" in rungs["Whole"]
    assert "hampered by" in rungs["Pieces"]
    assert "urged" not in told  # is no content
    assert "work together" in rungs["The reporter"]
    assert '7 through TASS "Against all odds' in rungs["Whole"]
    assert "2 his meeting" in rungs["Pieces"]


def test_words_are_counted_by_rung_and_speaker(seed):
    shown = tk.ladder(seed)
    assert repr(shown) == (
        "Ladder: Whole sentences in quote marks: Vladimir Putin 63, Barack Obama 28. "
        "Pieces in quote marks: Barack Obama 11, Vladimir Putin 8, unknown 4. "
        "The reporter's words alone: a senior US official 30, Barack Obama 25, an official 9. "
        "Named, and given no words: John Kerry, Sergey Lavrov."
    )
    speakers = tk.speaker_table(seed)
    around = speakers["words"].sum() - speakers["direct_words"].sum() - 30 - 25 - 9
    assert f"around them {around} of the reporter" in cut_rungs(shown._repr_html_())["Pieces"]
    widths = re.findall(r"height:14px;box-sizing:border-box;width:([\d.]+)%", shown.html)
    assert sum(map(float, widths)) == pytest.approx(100, abs=0.1)


def test_words_in_marks_alone_have_the_look_of_their_speaker(seed):
    html = tk.ladder(seed)._repr_html_()
    marks = rank_speakers(seed, tk.find_attributions(seed))
    style = re.escape(marks["Barack Obama"].style())
    looks = re.findall(f'<span style="{style}">([^<]+)</span>', html)
    scraps = ["'Gaps of trust'", '"gaps of trust"', '"candid"', '"blunt"', '"gaps"']
    assert [unescape(look) for look in looks[1:]] == [*scraps, '"actually work"']


def test_marks_around_half_a_sentence_hold_a_piece():
    page = tk.parse_article('The talks "ended without a deal" today. "It is late," Lee said.')
    rungs = cut_rungs(tk.ladder(page)._repr_html_())
    assert "ended without a deal" in rungs["Pieces"]
    assert "It is late" in rungs["Whole"]


def test_who_is_named_and_says_nothing_stands_below(seed):
    named = cut_rungs(tk.ladder(seed)._repr_html_())["Named"]
    assert "4, 10 John Kerry" in named
    assert "Putin" not in named
    silent = tk.parse_article("Rates rise\n\nIt rained. Ann Lee met Bob Clark in Rome.")
    assert repr(tk.ladder(silent)) == "Ladder: Named, and given no words: Ann Lee, Bob Clark."
    assert repr(tk.ladder(tk.Article("It rained."))) == "Ladder: no quotations found."


def test_of_many_quotations_the_first_are_open():
    lines = (f'"It is {n} <b>late</b>," said Ann{chr(97 + n)} Lee.' for n in range(20))
    html = tk.ladder(tk.parse_article("\n\n".join(lines)))._repr_html_()
    shown, _, folded = html.partition("<summary")
    assert shown.count("late") == 12
    assert folded.count("late") == 8
    assert "and 8 more" in folded
    assert "<b>late" not in html


def test_wants_an_article():
    with pytest.raises(ToolkitError, match="article"):
        tk.ladder("text")
