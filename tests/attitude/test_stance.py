"""Who speaks how of whom: every number opens to its words."""

import math
import re

import pandas as pd
import pytest

import toolkit as tk
from tests.test_cases import read_cases
from toolkit.attitude import stance
from toolkit.attitude.stance import Mention, find_mentions
from toolkit.attitude.stance_model import Stance
from toolkit.base.article import Article, Part, Span
from toolkit.base.text import join_pieces
from toolkit.tables.intervals import estimate_mean

STORY = """\
"Bob Clark is a liar and a disgrace," Ann Lee said on Monday. "Clark ruined this town."

Clark, who chairs the council, met Dora Moss in Rome.

"Dora Moss is the finest mayor that Rome ever had," Clark told reporters.
"""


@pytest.fixture(scope="module")
def article():
    return Article(STORY, id="story")


@pytest.fixture(scope="module")
def passages(article):
    return tk.stance_passage_table(article)


def test_stances_of_articles_do_not_depend_on_those_beside_them(article, passages):
    others = [Article(STORY.replace("Bob Clark", name), id=name) for name in ("Al Day", "Xi")]
    together = tk.stance_passage_table([others[0], article, others[1]])
    own = together[together["article"] == "story"].reset_index(drop=True)
    pd.testing.assert_frame_equal(own, passages)


@pytest.mark.parametrize("case", read_cases("find_mentions"))
def test_who_names_whom_in_which_passage(case):
    """`found` holds voice, target, the words that name it, and the passage."""
    text = case["text"]
    assert [
        [one.voice, one.target, one.span.of(text), join_pieces(text, one.passage)]
        for one in find_mentions(Article(text))
    ] == case["found"]


@pytest.mark.parametrize("kind", ["byline", "dateline", "caption", "trailer"])
def test_who_made_the_page_names_nobody(kind):
    text = "Photo: Bob Clark in Rome\n\nDora Moss left Kenya."
    parts = (Part(Span(0, 24), kind), Part(Span(26, len(text)), "paragraph"))
    found = find_mentions(Article(text, parts=parts))
    assert [one.target for one in found] == ["Dora Moss", "Kenya"]


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


# ---- figures, from stances that are known ----------------------------------------------------


@pytest.fixture
def known(monkeypatch):
    """Stances by the first word of a text: how far from 0 to 9 it is for, and against."""
    given = []

    def score(texts, targets):
        for text, target in zip(texts, targets, strict=True):
            given.append((text, target.of(text)))
            favour, against = (int(digit) / 10 for digit in re.findall(r"\d", text)[:2])
            polarity = (favour >= 0.5) - (against >= 0.5)
            yield Stance(against, round(1 - favour - against, 4), favour, polarity)

    monkeypatch.setattr(stance, "score_stance", score)
    return given


def quote(name, *lines):
    return "\n\n".join(f'"{line}," {name} said.' for line in lines)


def test_a_text_and_its_target_are_scored_as_they_stand_and_pieces_with_dots_between(known):
    text = 'It rained. "The 90 men like Bob Clark," Ann Lee said, "and pay Clark." Rome has 00.'
    tk.stance_table(Article(text))
    joined = '"The 90 men like Bob Clark," … "and pay Clark."'
    assert known == [
        (joined, "Bob Clark"),
        (joined, "Clark"),
        ("Rome has 00.", "Rome"),
    ]


def test_a_passage_has_a_row_with_all_that_was_measured(known):
    text = 'It rained. "51: Bob Clark pays," Ann Lee said, "or Clark leaves."'
    rows = tk.stance_passage_table(Article(text, id="pay")).to_dict("records")
    start = text.index('"51')
    shared = {
        "article": "pay", "voice": "Ann Lee", "target": "Bob Clark",
        "passage": '"51: Bob Clark pays," … "or Clark leaves."',
        "start": start, "end": len(text),
        "negative": 0.1, "neutral": 0.4, "positive": 0.5, "score": 0.4, "stance": "positive",
    }  # fmt: skip
    assert rows == [
        {**shared, "mention": "Bob Clark", "mention_start": 16, "mention_end": 25},
        {**shared, "mention": "Clark", "mention_start": 51, "mention_end": 56},
    ]


def test_a_stance_has_one_of_three_names(known):
    lines = ["70 for Bob Clark", "07 for Bob Clark", "33 for Bob Clark"]
    table = tk.stance_passage_table(Article(quote("Ann Lee", *lines)))
    assert table["stance"].tolist() == ["positive", "negative", "no clear stance"]
    assert table["score"].tolist() == [0.7, -0.7, 0]


def test_a_mean_is_that_of_the_passages_and_shares_are_those_of_the_mentions(known):
    lines = [
        "90 for Bob Clark", "06 for Bob Clark and for Clark", "33 for Bob Clark",
        "51 for Bob Clark", "15 for Bob Clark",
    ]  # fmt: skip
    [row] = tk.stance_table(Article(quote("Ann Lee", *lines), id="five")).to_dict("records")
    mean = estimate_mean([0.9, -0.6, 0, 0.4, -0.4], spread=0.38)
    assert row == {
        "article": "five", "voice": "Ann Lee", "target": "Bob Clark", "n": 5, "mentions": 6,
        "mean_score": pytest.approx(0.06), "low": pytest.approx(mean.low, abs=1e-4),
        "high": pytest.approx(mean.high, abs=1e-4), "negative": pytest.approx(3 / 6),
        "positive": pytest.approx(2 / 6), "unclear": pytest.approx(1 / 6), "note": "",
    }  # fmt: skip


def test_under_five_passages_there_is_no_mean(known):
    [row] = tk.stance_table(Article(quote("Ann Lee", *["90 for Bob Clark"] * 4))).to_dict(
        "records"
    )
    assert (row["n"], row["positive"], row["note"]) == (4, 1, "too few")
    assert all(math.isnan(row[name]) for name in ("mean_score", "low", "high"))


def test_rows_stand_by_passages_then_mentions_then_as_they_come(known):
    lines = [
        "10 for Kenya", "20 for Rome", "30 for Bob Clark, and Clark", "40 for Dora Moss",
        "50 for Dora Moss",
    ]  # fmt: skip
    table = tk.stance_table(Article(quote("Ann Lee", *lines)))
    assert table[["target", "n", "mentions"]].to_numpy().tolist() == [
        ["Dora Moss", 2, 2], ["Bob Clark", 1, 2], ["Kenya", 1, 1], ["Rome", 1, 1],
    ]  # fmt: skip


def test_two_voices_on_one_target_have_a_row_each(known):
    text = quote("Ann Lee", "90 for Bob Clark") + "\n\n" + quote("Omar Diallo", "09 for Bob Clark")
    table = tk.stance_table(Article(text)).set_index("voice")
    assert table.loc["Ann Lee", "positive"] == 1
    assert table.loc["Omar Diallo", "negative"] == 1


def test_many_articles_have_their_own_rows_in_their_order(known):
    articles = [
        Article(f"{number} 0 men left Rome for Kenya.", id=f"{number}") for number in range(19)
    ]
    table = tk.stance_passage_table(iter(articles))
    assert table["article"].tolist() == [one.id for one in articles for _ in range(2)]
    assert table["target"].tolist() == ["Rome", "Kenya"] * 19


def test_a_mention_outside_its_passage_is_refused(known, monkeypatch):
    stray = Mention("Ann Lee", "Rome", (Span(0, 4),), Span(14, 18))
    monkeypatch.setattr(stance, "find_mentions", lambda _: [stray])
    with pytest.raises(tk.ToolkitError, match="must lie in a piece of its passage"):
        tk.stance_table(Article("Nobody left for Rome 00."))


@pytest.mark.parametrize("make", [tk.stance_table, tk.stance_passage_table])
def test_an_article_that_names_nobody_gives_the_same_columns(make, article):
    empty, full = make(Article("It rained.")), make(article)
    assert empty.empty
    pd.testing.assert_series_equal(empty.dtypes, full.dtypes)
