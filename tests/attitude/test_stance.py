"""Who speaks how of whom: every number opens to its words."""

import math
import re

import pandas as pd
import pytest

import toolkit as tk
from tests.test_cases import read_cases
from toolkit.attitude import stance, stance_passage_table
from toolkit.attitude.stance import find_mentions
from toolkit.attitude.stance_model import Judgement, Stance
from toolkit.base.article import Article, Part, Span
from toolkit.base.text import join_pieces

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
    return stance_passage_table(article)


def test_stances_of_articles_do_not_depend_on_those_beside_them(article, passages):
    others = [Article(STORY.replace("Bob Clark", name), id=name) for name in ("Al Day", "Xi")]
    together = stance_passage_table([others[0], article, others[1]])
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
    """Stances by the first digits of a text: how far from 0 to 9 it is for, and against.

    A third and fourth digit tell the same of the portrayal. The precision of a call is its
    chance, counted on 20.
    """
    given = []

    def judge(digits):
        favour, against = ([int(digit) / 10 for digit in digits] + [0, 0])[:2]
        polarity = (favour >= 0.5) - (against >= 0.5)
        chances = (against, round(1 - favour - against, 4), favour)
        return (*chances, polarity, max(favour, against) if polarity else math.nan, 20)

    def weigh(passages):
        for one in passages:
            words = one.text[one.start :]
            digits = re.findall(r"\d", words)
            portrayal = Judgement(*judge(digits[2:4]))
            found = Stance(*judge(digits[:2]), portrayal=portrayal, is_whole="long" not in words)
            facts = (words, one.target.of(one.text), one.voice)
            yield Weighed(found, lambda precision, facts=facts: given.append((*facts, precision)))

    monkeypatch.setattr(stance, "weigh_passages", weigh)
    stance._weigh.cache_clear()
    yield given
    stance._weigh.cache_clear()


class Weighed:
    """Stands in for chances: calls what it was given, whatever precision is wanted."""

    def __init__(self, found, tell=lambda precision: None):
        self.found, self.tell = found, tell

    def judge(self, precision):
        self.tell(precision)
        return self.found


def quote(name, *lines):
    return "\n\n".join(f'"{line}," {name} said.' for line in lines)


def test_a_passage_and_its_target_are_read_as_they_stand_and_pieces_with_dots_between(known):
    text = 'It rained. "The 90 men like Bob Clark," Ann Lee said, "and pay Clark." Rome has 00.'
    tk.stance_table(Article(text))
    joined = '"The 90 men like Bob Clark," … "and pay Clark."'
    assert known == [
        (joined, "Bob Clark", "Ann Lee", 0.75),
        (joined, "Clark", "Ann Lee", 0.75),
        ("Rome has 00.", "Rome", "narrator", 0.75),
    ]


@pytest.mark.parametrize("make", [tk.stance_table, stance_passage_table])
def test_the_wanted_precision_is_asked_for(known, make):
    article = Article("Rome has 00.")
    make(article, precision=0.9)
    make(article, precision=1)
    make(article)
    assert [precision for *_, precision in known] == [0.9, 1, 0.75]


@pytest.mark.parametrize("make", [tk.stance_table, stance_passage_table])
@pytest.mark.parametrize("precision", [-0.1, 1.1, math.nan, "high", True, None])
def test_what_is_no_share_is_no_precision(make, precision):
    with pytest.raises(tk.ToolkitError, match=r"^precision: must be "):
        make(Article("It rained."), precision=precision)


def test_each_passage_is_read_with_the_sentence_before(article):
    before = [
        (one.span.of(STORY), one.before and one.before.of(STORY)) for one in find_mentions(article)
    ]
    assert before[0] == ("Bob Clark", None)
    assert ("Rome", '"Clark ruined this town."') in before


def test_a_passage_has_a_row_with_all_that_was_measured(known):
    text = 'It rained. "5106: Bob Clark pays," Ann Lee said, "or Clark leaves."'
    rows = stance_passage_table(Article(text, id="pay")).to_dict("records")
    start = text.index('"51')
    shared = {
        "article": "pay", "voice": "Ann Lee", "target": "Bob Clark",
        "passage": '"5106: Bob Clark pays," … "or Clark leaves."',
        "start": start, "end": len(text),
        "stance": "positive", "polarity": 1, "score": 0.4, "negative": 0.1, "neutral": 0.4,
        "positive": 0.5, "precision": 0.5, "precision_n": 20,
        "portrayal": "negative", "portrayal_polarity": -1, "portrayal_score": -0.6,
        "portrayal_negative": 0.6, "portrayal_neutral": 0.4, "portrayal_positive": 0.0,
        "portrayal_precision": 0.6, "portrayal_precision_n": 20, "note": "",
    }  # fmt: skip
    first, second = text.index("Bob Clark"), text.index("Clark leaves")
    assert rows == [
        {**shared, "mention": "Bob Clark", "mention_start": first, "mention_end": first + 9},
        {**shared, "mention": "Clark", "mention_start": second, "mention_end": second + 5},
    ]


def test_a_stance_has_one_of_three_names_and_so_has_a_portrayal(known):
    lines = ["7007 men like Bob Clark", "0770 men like Bob Clark", "3333 men like Bob Clark"]
    table = stance_passage_table(Article(quote("Ann Lee", *lines)))
    assert table["stance"].tolist() == ["positive", "negative", "no clear stance"]
    assert table["portrayal"].tolist() == ["negative", "positive", "no clear portrayal"]
    assert table["score"].tolist() == [0.7, -0.7, 0]
    assert table["precision"].isna().tolist() == [False, False, True]


def test_a_passage_that_was_read_in_part_says_so(known):
    table = stance_passage_table(
        Article(quote("Ann Lee", "90 long men like Bob Clark", "9 men left Rome"))
    )
    assert table["note"].tolist() == ["read in part: too long", ""]


def test_passages_are_counted_by_the_surest_call_in_each(known):
    lines = [
        "9080 men like Bob Clark", "0600 men like Bob Clark and Clark", "3308 men like Bob Clark",
        "5100 men like Bob Clark", "1507 men like Bob Clark",
    ]  # fmt: skip
    [row] = tk.stance_table(Article(quote("Ann Lee", *lines), id="five")).to_dict("records")
    assert row == {
        "article": "five", "voice": "Ann Lee", "target": "Bob Clark", "n": 5, "mentions": 6,
        "against": 2, "in_favour": 2, "unclear": 1,
        "precision": pytest.approx((0.9 + 0.6 + 0.5 + 0.5) / 4),
        "likely_wrong": pytest.approx(0.1 + 0.4 + 0.5 + 0.5),
        "shown_badly": 2, "shown_well": 1,
        "portrayal_precision": pytest.approx((0.8 + 0.8 + 0.7) / 3, abs=1e-4),
        "portrayal_likely_wrong": pytest.approx(0.2 + 0.2 + 0.3), "note": "",
    }  # fmt: skip


def test_of_several_mentions_in_a_passage_a_call_goes_before_what_is_unclear(monkeypatch):
    stances = [
        Stance(0.1, 0.0, 0.9, 0, portrayal=Judgement(0, 1, 0, 0)),
        Stance(0.5, 0.1, 0.4, -1, 0.8, 20, portrayal=Judgement(0, 1, 0, 0)),
    ]
    monkeypatch.setattr(stance, "weigh_passages", lambda _: [Weighed(one) for one in stances])
    stance._weigh.cache_clear()
    [row] = tk.stance_table(Article('"Bob Clark or Clark," said Ann Lee.')).to_dict("records")
    stance._weigh.cache_clear()
    assert (row["against"], row["in_favour"], row["unclear"], row["mentions"]) == (1, 0, 0, 2)


@pytest.mark.parametrize(("n", "note"), [(4, "too few"), (5, "")])
def test_under_five_passages_are_too_few(known, n, note):
    lines = [f"{90 + k} for Bob Clark" for k in range(n)]
    [row] = tk.stance_table(Article(quote("Ann Lee", *lines))).to_dict("records")
    assert (row["n"], row["in_favour"], row["note"]) == (n, n, note)


def test_where_nothing_is_called_there_is_no_precision_and_nothing_is_wrong(known):
    [row] = tk.stance_table(Article(quote("Ann Lee", "33 for Bob Clark"))).to_dict("records")
    assert (row["unclear"], row["likely_wrong"], row["portrayal_likely_wrong"]) == (1, 0, 0)
    assert math.isnan(row["precision"])
    assert math.isnan(row["portrayal_precision"])


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
    assert table.loc["Ann Lee", "in_favour"] == 1
    assert table.loc["Omar Diallo", "against"] == 1


def test_many_articles_have_their_own_rows_in_their_order(known):
    articles = [
        Article(f"{number} 0 men left Rome for Kenya.", id=f"{number}") for number in range(19)
    ]
    table = stance_passage_table(iter(articles))
    assert table["article"].tolist() == [one.id for one in articles for _ in range(2)]
    assert table["target"].tolist() == ["Rome", "Kenya"] * 19


@pytest.mark.parametrize("make", [tk.stance_table, stance_passage_table])
def test_an_article_that_names_nobody_gives_the_same_columns(make, article):
    empty, full = make(Article("It rained.")), make(article)
    assert empty.empty
    pd.testing.assert_series_equal(empty.dtypes, full.dtypes)


def test_an_outlet_s_passages_are_those_of_its_articles_under_one_name():
    texts = [
        '"Bob Clark is a liar and a disgrace," said the mayor, Ann Lee.',
        '"Mr. Clark ruined this town," said the mayor, Lee. The chairman, Bob Clark, left.',
        '"Bob Clark is a liar and a disgrace," said the mayor, Ann Lee.',
    ]
    articles = [
        Article(text, id=f"{n}", publisher=p)
        for n, (text, p) in enumerate(zip(texts, ["Post", "Post", "Echo"], strict=True))
    ]
    table = tk.stance_table(articles, by="publisher")
    counted = ["n", "mentions", "against", "in_favour", "unclear"]
    single = tk.stance_table(articles)
    assert table[counted].sum().equals(single[counted].sum())
    by_voice = table.set_index(["publisher", "voice", "target"])
    assert by_voice.loc["Post", "Ann Lee", "Bob Clark"][["n", "articles"]].tolist() == [2, 2]
    assert by_voice.loc["Echo", "Ann Lee", "Bob Clark"][["n", "articles"]].tolist() == [1, 1]
    assert single["voice"].tolist().count("Ann Lee") == 2
    assert dict(tk.stance_table([], by="publisher").dtypes) == dict(table.dtypes)
    with pytest.raises(tk.ToolkitError, match=r"^by: .* article, publisher, .* found 'mood'"):
        tk.stance_table(articles, by="mood")
