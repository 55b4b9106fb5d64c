import json
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit import Article, Part, Span, ToolkitError, action_table, find_speakers
from toolkit.narrative.actions import ACTIONS

CASES = json.loads((Path(__file__).parents[1] / "cases" / "action_table.json").read_text("utf-8"))
COLUMNS = ["doer", "verb", "target", "construction"]
WORDS = [
    "Ann", "Lee", "Clark", "police", "deal", "plan", "met", "urged", "said", "to", "who", "was",
    "hit", "by", "and", "not", "it", "they", ",", ".",
]  # fmt: skip


def known_fault(case):
    if case["expect"] == "pass":
        return ()
    return pytest.mark.xfail(strict=True, reason=case["why"])


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=case["label"], marks=known_fault(case)) for case in CASES]
)
def test_action_table(case):
    table = action_table(Article(case["text"]))
    assert table[COLUMNS].fillna("").to_numpy().tolist() == case["found"]


def read(text, verb, column):
    table = action_table(Article(text))
    return [*table.loc[table["verb"] == verb, column]]


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("Ann Lee met Bob Clark.", False),
        ("Ann Lee did not meet Bob Clark.", True),
        ("Ann Lee has never met Bob Clark.", True),
        ("No minister met Bob Clark.", True),
        ("Ann Lee met nobody.", True),
        ("Ann Lee did not praise or meet Bob Clark.", True),
        ("Ann Lee did not come, but she met Bob Clark.", False),
    ],
)
def test_negation(text, negated):
    assert read(text, "meet", "negated") == [negated]


@pytest.mark.parametrize(
    ("text", "modal"),
    [
        ("Ann Lee will sign the bill.", "will"),
        ("Ann Lee would have signed the bill.", "would"),
        ("Ann Lee can’t sign the bill.", "can"),
        ("Ann Lee may read and sign the bill.", "may"),
        ("Ann Lee has to sign the bill.", "have to"),
        ("Ann Lee is going to sign the bill.", "be going to"),
        ("Ann Lee used to sign the bill.", "used to"),
        ("Ann Lee signed the bill.", ""),
    ],
)
def test_modal(text, modal):
    assert read(text, "sign", "modal") == [modal]
    assert len(action_table(Article(text)).query("verb in ['have', 'go', 'use']")) == 0


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The flood hit Ann Lee.", "person"),
        ("The flood hit a nurse.", "person"),
        ("The flood hit nurses.", "group"),
        ("The flood hit dozens of nurses.", "group"),
        ("The flood hit the poor.", "group"),
        ("The flood hit the company.", "organisation"),
        ("The flood hit France.", "place"),
        ("The flood hit the village.", "place"),
        ("The flood hit the harvest.", "thing"),
    ],
)
def test_kinds_of_target(text, kind):
    assert read(text, "hit", "target_kind") == [kind]


def test_voice_is_whose_words_they_stand_in():
    table = action_table(Article("Ann Lee said that rebels had burned the village. Lee left."))
    assert dict(zip(table["verb"], table["voice"], strict=True)) == {
        "say": "narrator",
        "burn": "Ann Lee",
        "leave": "narrator",
    }
    assert [*table["speech"]] == [True, False, False]


@pytest.mark.parametrize(
    ("text", "speech"),
    [
        ("Rebels attacked the village.", [False]),
        ("Ann Lee praised the village.", [True]),
        ("Ann Lee read the report.", [False]),
    ],
)
def test_verbs_that_report_at_times(text, speech):
    assert [*action_table(Article(text))["speech"]] == speech


def test_what_ties_a_doer_to_its_verb_is_told():
    text = "Officials who met urged Bob Clark to work. Ann Lee came and left."
    table = action_table(Article(text))
    links = dict(zip(table["verb"], table["doer_link"], strict=True))
    assert links == {
        "meet": "relative",
        "urge": "stated",
        "work": "control",
        "come": "stated",
        "leave": "shared",
    }


def test_a_predicate_with_two_doers_has_two_rows_and_one_number():
    table = action_table(Article("Ann Lee and Bob Clark met Joan Day. Day left."))
    assert [*table["predicate"]] == [1, 1, 2]


def test_names_are_those_of_the_speakers(seed):
    people = action_table(seed).query("doer_kind == 'person' and speech")["doer"]
    assert {speaker.name for speaker in find_speakers(seed)} <= {*people, "TASS", "unknown"}


def test_places_hold_the_words(seed):
    table = action_table(seed)
    for row in table.to_dict("records"):
        assert seed.text[row["verb_start"] : row["verb_end"]].strip()
        for side in ("doer", "target"):
            assert pd.isna(row[f"{side}_start"]) == pd.isna(row[side])
            if pd.notna(row[side]):
                words = seed.text[row[f"{side}_start"] : row[f"{side}_end"]]
                assert words == words.strip() != ""
    hamper = table[table["verb"] == "hamper"].iloc[0]
    assert seed.text[hamper["target_start"] : hamper["target_end"]] == "an agreement"


def test_passives_of_the_seed(seed):
    table = action_table(seed)
    passives = table[table["construction"].str.startswith("passive")]
    assert [*passives["verb"]] == ["hamper", "close", "reach"]
    assert [*passives["doer"].fillna("")] == ["gaps of trust", "", ""]
    assert [*passives["target_kind"]] == ["thing"] * 3
    assert [*passives["negated"]] == [False, True, False]


def test_dateline_caption_and_trailer_of_the_seed_do_nothing(seed):
    table = action_table(seed)
    assert {*table["part"]} == {"headline", "paragraph"}
    assert "Washington" not in {*table["doer"]}
    assert "Syria" not in {*table["doer"], *table["target"]}


def test_a_headline_is_told_by_its_part():
    text = "Lee urges calm\n\nAnn Lee urged calm."
    parts = (Part(Span(0, 14), "headline"), Part(Span(16, len(text)), "paragraph"))
    table = action_table(Article(text, parts=parts))
    assert [*table["part"]] == ["headline", "paragraph"]
    assert [*table["paragraph"].fillna(0)] == [0, 1]
    assert [*table["sentence"]] == [1, 2]
    assert [*table["doer"]] == ["Ann Lee", "Ann Lee"]


@pytest.mark.parametrize(
    "articles",
    [[], Article("Rain."), Article("Ann Lee, 52."), Article("!!!"), Article("Ann Lee is glad.")],
    ids=["none", "a word", "a name", "marks", "a copula"],
)
def test_without_predicates_the_columns_are_the_same(articles):
    table = action_table(articles)
    assert table.empty
    assert [*table.columns] == [*ACTIONS]
    filled = action_table(Article("Ann Lee met Bob Clark."))
    assert [*table.dtypes] == [*filled.dtypes]


def test_furniture_alone_has_no_rows():
    text = "Ann Lee met Bob Clark"
    for kind in ("caption", "trailer", "byline", "dateline"):
        assert action_table(Article(text, parts=(Part(Span(0, len(text)), kind),))).empty


def test_a_text_instead_of_an_article_is_refused():
    with pytest.raises(ToolkitError, match="must be an Article"):
        action_table("Ann Lee met Bob Clark.")


def test_hundreds_of_verbs_in_a_row_do_no_harm():
    table = action_table(Article("Ann Lee came and " + "met and " * 400 + "left."))
    assert table["predicate"].is_monotonic_increasing


@settings(max_examples=25)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=30))
def test_any_words_give_a_sound_table(words):
    article = Article(" ".join(words))
    table = action_table(article)
    assert table["verb_end"].le(len(article.text)).all()
    assert table.equals(action_table(article))
    with_agent = table[table["construction"] == "passive with agent"]
    assert with_agent["doer"].notna().all()
    assert table[table["construction"] == "passive without agent"]["doer"].isna().all()
