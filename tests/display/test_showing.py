import re
from html import unescape

import pandas as pd
import pytest

import toolkit as tk
from toolkit.base import ToolkitError
from toolkit.display.pieces import rank_speakers
from toolkit.plots.shared import AGAINST, COLOURS, FOR


def list_heads(html):
    row = re.search(r"<thead[^>]*>(.*?)</thead>", html).group(1)
    return [re.sub(r"<[^>]+>", "", head) for head in re.findall(r"<th .*?</th>", row)]


def list_rows(html):
    body = re.search(r"<tbody[^>]*>(.*?)</tbody>", html).group(1)
    return [
        [re.sub(r"<[^>]+>|&nbsp;", "", cell) for cell in re.findall(r"<t[dh].*?</t[dh]>", row)]
        for row in re.findall(r"<tr.*?</tr>", body)
    ]


def show(table, *given, **options):
    return tk.show(table, *given, **options)._repr_html_()


def test_an_index_that_only_counts_is_left_out_and_one_with_a_name_comes_first():
    table = pd.DataFrame({"direct_words": [39, 71]})
    assert list_heads(show(table)) == ["direct words"]
    assert list_heads(show(table.rename_axis("line"))) == ["line", "direct words"]
    assert list_rows(show(table.set_axis(["a", "b"]).rename_axis("speaker"))) == [
        ["a", "39"],
        ["b", "71"],
    ]


def test_each_level_of_an_index_is_a_column():
    table = pd.DataFrame({"kind": ["person"], "speaker": ["Ann Lee"], "n": [1]})
    html = show(table.set_index(["kind", "speaker"]))
    assert list_heads(html) == ["kind", "speaker", "n"]
    assert list_rows(html) == [["person", "Ann Lee", "1"]]


def test_no_head_is_empty(seed):
    named = tk.speaker_table(seed).set_index("speaker")[["words"]].T
    html = show(named, seed)
    assert list_heads(html)[0] == "speaker"
    assert all(list_heads(html))
    assert "" not in list_heads(show(pd.DataFrame({"n": [1]}, index=["first"])))


def test_speakers_are_marked_as_in_the_article(seed):
    marks = rank_speakers(seed, tk.find_attributions(seed))
    table = tk.speaker_table(seed)
    for shown in (
        table[["speaker", "words"]],
        table.set_index("speaker")[["words"]],
        table.set_index("speaker")[["words"]].T,
    ):
        html = show(shown, seed)
        assert all(mark.style() in html for mark in marks.values())
        assert marks["Barack Obama"].colour not in show(shown)


def test_shares_are_bars_and_other_numbers_have_the_decimals_that_they_need():
    table = pd.DataFrame({"direct_share": [0.25], "words": [1234], "rate": [2.5], "p": [1 / 3]})
    [row] = list_rows(show(table))
    assert row == ["25%", "1,234", "2.5", "0.33"]
    assert "width:11px" in show(table)


def test_a_column_with_a_number_below_zero_has_signs():
    assert list_rows(show(pd.DataFrame({"vader": [0.5, 0.0, -0.25]}))) == [
        ["+0.50"],
        ["0.00"],
        ["-0.25"],
    ]


def test_what_is_more_likely_wrong_is_seen():
    [low, sure] = list_rows(show(pd.DataFrame({"confidence": [0.49, 0.5]})))
    assert low == ["0.49?"]
    assert sure == ["0.50"]


def test_for_and_against_have_signs_and_colours_that_no_speaker_has():
    html = show(pd.DataFrame({"stance": ["negative", "positive", "no clear stance"]}))
    assert [cell[:1] for [cell] in list_rows(html)] == ["\u25bc", "\u25b2", "n"]
    assert AGAINST in html
    assert FOR in html
    assert not {AGAINST, FOR} & {*COLOURS}


def test_lines_are_centred_and_cut_on_their_outer_sides():
    left, right = "word " * 30 + "before", "after " + "word " * 30
    table = pd.DataFrame({"left": [left], "node": ["gaps"], "right": [right]})
    [[before, after]] = list_rows(show(table))
    assert before.endswith("word before\u00a0")
    assert after.startswith("gaps\u00a0after word")
    assert max(len(before), len(after.removeprefix("gaps"))) <= 46
    assert show(table).count("width:50%") == 2
    assert list_heads(show(table)) == ["left", "node, right"]


@pytest.mark.parametrize(
    ("left", "right", "shown"),
    [
        ('the "', '" have', 'the "|gaps" have'),
        ("'", "of trust' hamper", "'|gaps\u00a0of trust' hamper"),
        ('"gaps of trust"', "the two", '"gaps of trust"\u00a0|gaps\u00a0the two'),
        ("Putin's", "'actually work'", "Putin's\u00a0|gaps\u00a0'actually work'"),
        ("", ".", "\u00a0|gaps."),
    ],
)
def test_quote_marks_and_stops_stand_at_their_node(left, right, shown):
    table = pd.DataFrame({"left": [left], "node": ["gaps"], "right": [right]})
    [[before, after]] = list_rows(show(table))
    assert unescape(f"{before}|{after}") == shown


def test_each_node_is_marked_as_its_voice(seed):
    marks = rank_speakers(seed, tk.find_attributions(seed))
    lines = tk.concordance_table(seed, query="agreement", form="lemma", with_voices=True)
    named = lines[["left", "node", "right", "voice"]]
    for table in (named, named.set_index("voice")):
        looks = re.findall(r"<b( style=\"[^\"]*\")?>agreements?</b>", show(table, seed))
        assert looks == [
            f' style="{marks[voice].style()};padding:0"' if voice in marks else ""
            for voice in lines["voice"]
        ]
        assert len({*looks}) == 4


def test_a_label_that_lines_share_stands_once_above_them():
    lines = pd.DataFrame({"left": "a", "node": ["b", "c", "d"], "right": "e"})
    html = show(lines.set_axis(["gaps", "gaps", "trust"]).rename_axis("term"))
    assert list_heads(html) == ["left", "node, right"]
    assert [len(row) for row in list_rows(html)] == [1, 2, 2, 1, 2]
    assert list_rows(html)[0] == ["gaps"]
    apart = show(lines.rename_axis("line"))
    assert [row[0] for row in list_rows(apart)] == ["0", "1", "2"]


def test_a_long_text_is_cut_at_a_word_and_the_rest_opens(seed):
    html = show(pd.DataFrame({"text": [seed.text]}))
    opened, rest = re.search(r"<summary[^>]*>(.*?)</summary>(.*?)</details>", html, re.S).groups()
    opened, rest = (unescape(re.sub(r"<[^>]+>", "", part)) for part in (opened, rest))
    whole = re.sub(r"\s+", " ", seed.text)
    assert opened.endswith(" \u2026")
    assert 200 < len(opened) <= 242
    assert len(opened) + len(rest) > len(whole) - 10


def test_what_was_not_measured_is_a_dash_and_true_is_yes():
    table = pd.DataFrame({"n": [float("nan")], "relay": [None], "topic": [True], "at": [(1, 2)]})
    assert list_rows(show(table)) == [["\u2013", "\u2013", "yes", "1, 2"]]


def test_more_rows_than_are_read_are_counted():
    html = show(pd.DataFrame({"n": range(1000)}))
    assert len(list_rows(html)) == 50
    assert "The first 50 of 1,000 rows." in html


CARD = {"passage": ["our deal"], "stamp": ["open"], "a_reader": ["two"], "direct_share": [0.5]}


def test_a_card_has_its_label_its_stamp_the_words_and_each_other_column_by_name():
    html = show(pd.DataFrame(CARD, index=["1. Whose deal?"]), as_cards=True)
    told = re.sub(r"<[^>]+>|&nbsp;", "|", html)
    assert re.findall(r"[^|]+", told) == [
        *("1. Whose deal?", "\u25cb", "open", "our deal", "a reader", "two"),
        *("direct share", "50%"),
    ]
    assert html.count("<dt") == html.count("<dd") == 2


def test_a_card_has_no_line_for_what_is_missing_and_no_heading_for_a_count():
    table = pd.DataFrame(CARD | {"stamp": [None], "a_reader": [float("nan")]})
    html = show(table, as_cards=True)
    assert "a reader" not in html
    assert "border:2px" not in html
    assert "<b>" not in html
    assert "<b>0</b>" in show(table.rename_axis("line"), as_cards=True)


def test_cards_know_speakers_and_count_what_is_left_out(seed):
    [first, *_] = rank_speakers(seed, tk.find_attributions(seed)).values()
    table = pd.DataFrame({"speaker": [first.name] * 51})
    html = show(table, seed, as_cards=True, caption="A <list>")
    assert html.count(first.style()) == 50
    assert "<p>A &lt;list&gt;</p>" in html
    assert "The first 50 of 51 rows." in html


def test_stamps_are_told_apart_by_their_frames():
    html = show(pd.DataFrame({"stamp": ["repaired", "in part", "marked", "open", "seen"]}))
    frames = re.findall(r"border:2px (\w+)", html)
    assert frames == ["solid", "double", "dashed", "dotted", "solid"]
    assert [cell for [cell] in list_rows(html)][3:] == ["\u25cbopen", "seen"]


def test_hostile_text_stays_text():
    attack = "<script>x</script>"
    table = pd.DataFrame({"speaker": [attack], attack: [attack]}, index=[attack])
    html = show(table.rename_axis(attack), tk.Article(f'"No," said {attack} Lee.'), caption=attack)
    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 8
    lines = pd.DataFrame({"left": [attack], "node": [attack], "right": [attack]}, index=[attack])
    for table in (lines, pd.concat([lines, lines]), lines[["left"]], lines[["node"]]):
        assert "<script" not in show(table)
    for name in ("speaker", "stamp", "passage", attack):
        card = pd.DataFrame({name: [attack]}, index=[attack])
        assert "<script" not in show(card, as_cards=True, caption=attack)


def test_refuses_what_it_cannot_show():
    with pytest.raises(ToolkitError, match=r"table: must be a DataFrame; found list"):
        tk.show([1])
    two = pd.DataFrame([[1]], columns=pd.MultiIndex.from_tuples([("a", "b")]))
    with pytest.raises(ToolkitError, match=r"one row of heads; found 2"):
        tk.show(two)
    with pytest.raises(ToolkitError, match=r"article"):
        tk.show(pd.DataFrame({"n": [1]}), "text")


def test_a_terminal_shows_it_as_pandas_does():
    table = pd.DataFrame({"n": [1]})
    assert repr(tk.show(table)) == repr(table)


def test_a_label_that_is_not_known_is_a_dash_and_a_truth_a_word():
    labels = pd.Index([pd.NA, True], name="topic", dtype="object")
    html = show(pd.DataFrame({"hits": [1, 2]}, index=labels))
    assert "NA&gt;" not in html
    assert ">–</bdi>" in html
    assert ">yes</bdi>" in html


def test_a_day_and_an_id_do_not_end_a_line_at_a_hyphen():
    table = pd.DataFrame({"day": ["2026-04-14"], "note": ["a half-told one"], "left_out": ["-"]})
    html = show(table.set_index(pd.Index(["post-09"], name="article")))
    kept = re.findall(r'nowrap">(?:<bdi>)?([^<]+)<', html)
    assert kept == ["post-09", "2026-04-14"]
