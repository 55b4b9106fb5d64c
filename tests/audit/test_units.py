"""Units: what a person is asked about, and what the machine says of it."""

import json

import pandas as pd
import pytest

import toolkit as tk
from toolkit.attitude import stance_passage_table
from toolkit.audit.questions import QUESTIONS
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


VOICES = tk.Article(
    "Rates will rise, said Mayor Ann Lee. She also said jobs would follow. "
    "Bob Day, a truck driver, said he would pay. Lee declined to comment on the mill. "
    'The council said it was shut. Ida Poe, a resident, said her house was "a ruin".',
    id="b1",
    publisher="Post",
)


@pytest.mark.parametrize(
    ("of", "what", "category", "called", "base"),
    [
        ("women", "gender", "woman", [1, 1, 0, 0, 0, 1], [1, 1, 1, 0, 0, 1]),
        ("citizens", "role", "citizen", [0, 0, 1, 0, 0, 1], [1, 1, 1, 0, 1, 1]),
    ],
)
def test_women_and_citizens_are_those_that_source_table_counts(of, what, category, called, base):
    units = make_units(VOICES, of, None)
    assert (units["called"].tolist(), units["called_base"].tolist()) == (called, base)
    table = tk.source_table(VOICES, what=what).set_index("category")
    assert table["quotation_share"][category] == sum(called) / sum(base)


def test_a_citizen_is_asked_about_as_the_list_of_roles_tells():
    [covers] = tk.role_table().query("role == 'citizen'")["covers"]
    assert f"({covers})" in QUESTIONS["citizens"].words


def test_a_quotation_partly_in_quote_marks_counts_half():
    assert make_units(VOICES, "direct_share", None)["called"].tolist() == [0, 0, 0, 0, 0, 0.5]


@pytest.fixture(scope="module")
def folder(tmp_path_factory, article):
    place = tmp_path_factory.mktemp("tables")
    names = ["articles", "quotations", "speakers", "sourcing"]
    tk.analyse_corpus([article, VOICES], place, tables=names, workers=1, partition=1)
    return place


@pytest.mark.parametrize("of", ["recall", "precision", "women", "citizens", "direct_share"])
def test_a_folder_of_tables_is_drawn_from_as_its_articles_are(folder, article, of):
    units = make_units([article, VOICES], of, "publisher")
    pd.testing.assert_frame_equal(make_units(f"{folder}", of, "publisher"), units)


def test_a_folder_that_is_none_or_unfinished_or_lacks_a_table_is_told(folder, tmp_path):
    with pytest.raises(tk.ToolkitError, match=r"with its manifest\.json; found no folder"):
        make_units(tmp_path / "none", "recall", None)
    with pytest.raises(tk.ToolkitError, match=r"with its manifest\.json; found a folder without"):
        make_units(tmp_path, "recall", None)
    with pytest.raises(tk.ToolkitError, match="must have the table stance_passages; found none"):
        make_units(folder, "negative", None)
    (tmp_path / "manifest.json").write_text(json.dumps({"complete": False}))
    with pytest.raises(tk.ToolkitError, match="must be of a finished run"):
        make_units(tmp_path, "recall", None)
    for other in ("", "[]", '{"name": "My app"}'):
        (tmp_path / "manifest.json").write_text(other)
        with pytest.raises(tk.ToolkitError, match="found one of something else"):
            make_units(tmp_path, "recall", None)


def test_what_is_counted_by_sentence_is_not_read_from_a_table(quotations):
    with pytest.raises(tk.ToolkitError, match=r"where named is asked, .*; found a table"):
        make_units(quotations, "named", None)


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
    with pytest.raises(tk.ToolkitError, match=r"by: must be one of publisher,.*; found 'colour'"):
        make_units(article, "precision", "colour")


def test_groups_come_from_a_column_of_the_source_and_from_a_period():
    rows = [{"text": f"War is {n}, Ann Lee said.", "beat": beat, "published": f"2024-0{n}-01"}
            for n, beat in ((1, "army "), (2, "army"), (3, None))]  # fmt: skip
    articles = tk.read_corpus(rows)
    for of in ("women", "precision"):
        assert make_units(articles, of, "beat")["group"].tolist() == ["army", "army", "not given"]
    assert make_units(articles, "women", "quarter")["group"].unique().tolist() == ["2024Q1"]


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
    table = stance_passage_table(article)
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
