"""Who speaks how of whom: every number opens to its words."""

import pandas as pd
import pytest

import toolkit as tk
from toolkit.attitude.stance import find_mentions

STORY = """\
"Bob Clark is a liar and a disgrace," Ann Lee said on Monday. "Clark ruined this town."

Clark, who chairs the council, met Dora Moss in Rome.

"Dora Moss is the finest mayor that Rome ever had," Clark told reporters.
"""


@pytest.fixture(scope="module")
def article():
    return tk.Article(STORY, id="story")


@pytest.fixture(scope="module")
def passages(article):
    return tk.stance_passage_table(article)


def test_stances_of_articles_do_not_depend_on_those_beside_them(article, passages):
    others = [tk.Article(STORY.replace("Bob Clark", name), id=name) for name in ("Al Day", "Xi")]
    together = tk.stance_passage_table([others[0], article, others[1]])
    own = together[together["article"] == "story"].reset_index(drop=True)
    pd.testing.assert_frame_equal(own, passages)


def test_each_mention_stands_in_a_piece_of_its_passage(article):
    for mention in find_mentions(article):
        assert any(mention.span in piece for piece in mention.passage)


def test_each_number_opens_to_its_words(article, passages):
    assert not passages.empty
    for row in passages.to_dict("records"):
        assert article.text[row["mention_start"] : row["mention_end"]] == row["mention"]
        assert row["start"] <= row["mention_start"] < row["mention_end"] <= row["end"]


def test_voices_are_told_apart_and_targets_named_in_full(passages):
    calls = {(row.voice, row.target, row.stance) for row in passages.itertuples()}
    assert ("Ann Lee", "Bob Clark", "negative") in calls
    assert ("Bob Clark", "Dora Moss", "positive") in calls


def test_the_narrator_is_not_read_by_what_others_say(passages):
    told = passages[passages["voice"] == "narrator"]
    assert not told["passage"].str.contains("liar|ruined|finest").any()


def test_to_be_named_as_a_source_is_no_mention(passages):
    told = passages[passages["voice"] == "narrator"]
    assert "Ann Lee" not in {*told["target"]}


def test_a_row_a_pair_counts_passages_and_mentions(article, passages):
    table = tk.stance_table(article)
    pairs = passages.groupby(["voice", "target"]).size()
    assert {(row.voice, row.target): row.mentions for row in table.itertuples()} == {**pairs}
    shares = table["negative"] + table["positive"] + table["unclear"]
    assert shares.to_list() == pytest.approx([1] * len(table))


def test_under_five_passages_there_is_no_mean(article):
    table = tk.stance_table(article)
    few = table["n"] < 5
    assert few.any()
    assert table.loc[few, ["mean_score", "low", "high"]].isna().all(axis=None)
    assert {*table.loc[few, "note"]} == {"too few"}


def test_from_five_passages_on_a_mean_lies_in_its_interval():
    lines = [f'"Bob Clark is a liar and a fool, {n}," Ann Lee said.' for n in range(6)]
    table = tk.stance_table(tk.Article("\n\n".join(lines)))
    row = table[(table["voice"] == "Ann Lee") & (table["target"] == "Bob Clark")].iloc[0]
    assert row["n"] == 6
    assert -1 <= row["low"] < row["mean_score"] < row["high"] <= 1
    assert row["mean_score"] < -0.3
    assert row["note"] == ""


def test_a_passage_with_several_mentions_counts_once():
    text = '"Bob Clark is a liar. Bob Clark is a fool," Ann Lee said.'
    table = tk.stance_table(tk.Article(text))
    row = table[table["target"] == "Bob Clark"].iloc[0]
    assert (row["n"], row["mentions"]) == (1, 2)


@pytest.mark.parametrize("make", [tk.stance_table, tk.stance_passage_table])
def test_an_article_that_names_nobody_gives_the_same_columns(make, article):
    empty, full = make(tk.Article("It rained.")), make(article)
    assert empty.empty
    pd.testing.assert_series_equal(empty.dtypes, full.dtypes)
