"""Units: what a person is asked about, and what the machine says of it."""

import pandas as pd
import pytest

import toolkit as tk
from toolkit.audit.units import MISSED, MISSED_BESIDE, UNMEASURED, make_units

TEXT = (
    '"Rates will rise," Ann Lee said.\n\nThe town slept. It rained all night.'
    "\n\nThe mill is unsafe, an official said."
)


@pytest.fixture(scope="module")
def article():
    return tk.Article(TEXT, id="a1", publisher="Herald")


@pytest.fixture(scope="module")
def quotations(article):
    return tk.quotation_table(article)


def test_sentences_without_a_finding_are_in_the_frame(article):
    units = make_units(article, "recall", None)
    places = zip(units["start"], units["end"], strict=True)
    assert [TEXT[start:end] for start, end in places] == units["words"].tolist()
    assert units["called_base"].tolist() == [1, 0, 0, 1]
    assert units["base"].tolist()[1:3] == [MISSED, MISSED]
    assert units["claimed"].tolist()[1:3] == [0, 0]


def test_counts_of_a_sentence_are_chances_of_its_quotations(article, quotations):
    chances = quotations["confidence"].fillna(UNMEASURED)
    direct = make_units(article, "direct", None)
    share = chances[0] / chances.sum()  # of what was missed as of what was found
    missed = MISSED_BESIDE * share
    assert direct["base"].iloc[[0, 3]].tolist() == pytest.approx(
        (chances + MISSED_BESIDE).tolist()
    )
    assert direct["claimed"].iloc[[0, 3]].tolist() == pytest.approx([chances[0] + missed, missed])
    assert direct["called"].tolist() == [1, 0, 0, 0]
    indirect = make_units(article, "indirect", None)
    assert indirect["called"].tolist() == [0, 0, 0, 1]
    assert direct["claimed"][1] == pytest.approx(MISSED * share)


def test_who_has_a_name_and_who_has_none(article):
    assert make_units(article, "named", None)["called"].tolist() == [1, 0, 0, 0]
    assert make_units(article, "unnamed", None)["called"].tolist() == [0, 0, 0, 1]


def test_the_sentence_before_is_shown_and_none_of_another_article(article):
    units = make_units([article, tk.Article("It snowed. He left.", id="b2")], "recall", None)
    assert units["context"].tolist()[1] == units["words"][0]
    assert units["context"][units["article"] == "b2"].tolist() == ["", "It snowed."]


def test_quotations_found_are_the_frame_of_precision(article, quotations):
    units = make_units(article, "precision", None)
    assert units["words"].tolist() == quotations["content"].tolist()
    assert units["called"].tolist() == [1, 1]
    assert make_units(quotations, "precision", None).equals(units)


def test_groups_come_from_the_table_or_the_articles(article):
    assert {*make_units(article, "recall", "publisher")["group"]} == {"Herald"}
    assert make_units(article, "precision", "form")["group"].tolist() == ["direct", "indirect"]
    with pytest.raises(tk.ToolkitError, match="by: must be a column; found 'colour', and article"):
        make_units(article, "precision", "colour")


STANCES = pd.DataFrame(
    {
        "article": ["a1", "a1"],
        "voice": ["Ann Lee", "narrator"],
        "target": ["Bob Day", "Bob Day"],
        "passage": ["Bob Day lies", "Bob Day left"],
        "mention": ["Bob Day", "Bob Day"],
        "mention_start": [3, 20],
        "mention_end": [10, 27],
        "start": [0, 20],
        "end": [12, 32],
        "negative": [0.45, 0.1],
        "neutral": [0.4, 0.8],
        "positive": [0.15, 0.1],
        "score": [-0.3, 0.0],
        "stance": ["negative", "no clear stance"],
    }
)


def test_stance_is_drawn_by_mention_with_the_calls_of_its_table():
    units = make_units(STANCES, "negative", None)
    assert units["claimed"].tolist() == [0.45, 0.1]
    assert units["called"].tolist() == [1, 0]  # under a half, but the likeliest
    assert units[["start", "end"]].to_numpy().tolist() == [[3, 10], [20, 27]]
    assert units["context"][0] == "voice: Ann Lee; target: Bob Day; Bob Day lies"
    assert make_units(STANCES, "positive", None)["called"].tolist() == [0, 0]
    score = make_units(STANCES, "score", None)
    assert (score["claimed"].tolist(), score["called"].tolist()) == ([-0.3, 0], [-1, 0])


def test_the_stance_of_articles_is_that_of_their_table():
    article = tk.Article('"Bob Clark is a liar and a disgrace," Ann Lee said.', id="a1")
    table = tk.stance_passage_table(article)
    assert make_units(article, "negative", None).equals(make_units(table, "negative", None))


@pytest.mark.parametrize(
    ("table", "of", "problem"),
    [
        ({"angry": [0.5]}, "angry", "table: must have the column article; found angry"),
        ({"article": ["a"]}, "angry", "table: must have the column angry; found article"),
        ({"article": "a", "angry": [0.5, 1.5]}, "angry", "row 1: angry must be .* found 1.5"),
        ({"article": "a", "angry": [0.5, None]}, "angry", "row 1: angry must be .* found nan"),
        ({"article": "a", "score": [-2.0]}, "score", "row 0: score must be .* from -1 to 1"),
        ({"article": [], "angry": []}, "angry", "of: must have something to draw from"),
    ],
)
def test_a_table_that_is_none_is_told(table, of, problem):
    with pytest.raises(tk.ToolkitError, match=problem):
        make_units(pd.DataFrame(table), of, None)


def test_what_articles_cannot_tell_is_told(article):
    with pytest.raises(tk.ToolkitError, match=r"of: must be one of negative, .* found 'angry'"):
        make_units(article, "angry", None)
