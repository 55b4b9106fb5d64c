import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.frames import has_types, list_rows
from tests.test_cases import read_cases
from toolkit import Article, Part, Span, ToolkitError, action_table, find_speakers
from toolkit.narrative.actions import ACTIONS

COLUMNS = ["doer", "verb", "target", "construction"]
DEEDS = [  # they report at times, and do more at others
    "attack", "blast", "decline", "defend", "demonstrate", "find", "oppose", "order", "plan",
    "post", "press", "prove", "read", "refuse", "reject", "seek", "show", "slam", "support",
    "welcome",
]  # fmt: skip
WORDS = [
    "Ann", "Lee", "Clark", "police", "deal", "plan", "met", "urged", "said", "to", "who", "was",
    "hit", "by", "and", "not", "it", "they", ",", ".",
]  # fmt: skip


@pytest.mark.parametrize("case", read_cases("action_table"))
def test_action_table(case):
    table = action_table(Article(case["text"]))
    assert list_rows(table[COLUMNS]) == case["found"]


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


def test_voice_is_whose_words_they_stand_in():
    table = action_table(Article("Ann Lee said that rebels had burned the village. Lee left."))
    assert dict(zip(table["verb"], table["voice"], strict=True)) == {
        "say": "narrator",
        "burn": "Ann Lee",
        "leave": "narrator",
    }
    assert [*table["speech"]] == [True, False, False]


@pytest.mark.parametrize("verb", DEEDS)
def test_some_verbs_report_only_where_they_are_a_cue(verb):
    assert [*action_table(Article(f"Workers may {verb}."))["speech"]] == [False]


@pytest.mark.parametrize(
    ("text", "speech"),
    [
        ("Workers may argue.", [True]),
        ("Workers may march.", [False]),
        ("Ann Lee praised the village.", [True]),
        ("Ann Lee read the report.", [False]),
        ("The bridge will hold, Ann Lee posted.", [False, True]),
    ],
)
def test_speech(text, speech):
    assert [*action_table(Article(text))["speech"]] == speech


def test_every_column_of_a_row():
    text = "The mayor had not met Ann Lee with joy."
    [row] = action_table(Article(text, id="meeting")).to_dict("records")
    assert row == {
        "article": "meeting",
        "part": "paragraph",
        "paragraph": 1,
        "sentence": 1,
        "predicate": 1,
        "doer": "mayor",
        "verb": "meet",
        "target": "Ann Lee",
        "voice": "narrator",
        "construction": "active",
        "doer_kind": "person",
        "target_kind": "person",
        "negated": True,
        "modal": "",
        "speech": False,
        "doer_link": "stated",
        "target_link": "stated",
        "verb_start": text.index("met"),
        "verb_end": text.index("met") + 3,
        "doer_start": 0,
        "doer_end": len("The mayor"),
        "target_start": text.index("Ann"),
        "target_end": text.index("Ann") + len("Ann Lee"),
    }


def test_columns_have_their_types():
    texts = ["article", "part", "doer", "verb", "target", "voice", "construction", "doer_kind"]
    texts += ["target_kind", "modal", "doer_link", "target_link"]
    flags = ["negated", "speech"]
    numbers = ["sentence", "predicate", "verb_start", "verb_end"]
    gaps = ["paragraph", "doer_start", "doer_end", "target_start", "target_end"]
    types = (
        dict.fromkeys(texts, "str")
        | dict.fromkeys(flags, "bool")
        | dict.fromkeys(numbers, "int64")
        | dict.fromkeys(gaps, "Int64")
    )
    table = action_table([])
    assert has_types(table, {name: types[name] for name in table})
    assert len(types) == len(table.columns)


def test_what_is_not_named_has_no_place():
    [row] = action_table(Article("The gaps were closed.")).to_dict("records")
    for column in ("doer", "doer_kind", "doer_link", "doer_start", "doer_end"):
        assert pd.isna(row[column])


def test_herself_keeps_its_own_place():
    text = "Ann Lee praised herself."
    [row] = action_table(Article(text)).to_dict("records")
    assert text[row["target_start"] : row["target_end"]] == "herself"
    assert (row["target_kind"], row["target_link"]) == ("person", "stated")


def test_they_who_cannot_speak_keep_their_place():
    text = "The bridges fell. They warned Bob Clark."
    row = action_table(Article(text)).to_dict("records")[1]
    assert text[row["doer_start"] : row["doer_end"]] == "They"
    assert pd.isna(row["doer_kind"])
    assert row["doer_link"] == "stated"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Rebels carried out the attack.", "carried out"),
        ("Rebels carried the attack out.", "carried"),
        ("Ann Lee met with Bob Clark.", "met with"),
        ("Ann Lee met on Monday with Bob Clark.", "met"),
    ],
)
def test_a_verb_has_its_particle_in_its_place_where_they_stand_together(text, words):
    [row] = action_table(Article(text)).to_dict("records")
    assert text[row["verb_start"] : row["verb_end"]] == words


def test_sentences_paragraphs_and_predicates_are_counted_through_an_article():
    text = "Ann Lee left. Rain fell.\n\nBob Clark came. He saw and won."
    table = action_table([Article(text, id="a"), Article("Rain fell.", id="b")])
    assert [*table["article"]] == ["a"] * 5 + ["b"]
    assert [*table["sentence"]] == [1, 2, 3, 4, 4, 1]
    assert [*table["paragraph"]] == [1, 1, 2, 2, 2, 1]
    assert [*table["predicate"]] == [1, 2, 3, 4, 5, 1]


def test_an_act_of_nobody_is_not_counted():
    table = action_table(Article("Monday's attack on the village was denied. Ann Lee left."))
    assert [*table["predicate"]] == [1, 2]


@pytest.mark.parametrize(
    "text",
    [
        "RABAT, Morocco (AP) -- Workers of a mill marched.",
        "COLD LAKE, Canada \u2014 Workers of a mill marched.",
        "Rolling Hills (AP) \u2014 Workers of a mill marched.",
        "Rapid City \u2014 Workers of a mill marched.",
        "Lagos, Nigeria \u2013 Police met Ann Lee.",
    ],
)
def test_the_place_of_a_dateline_does_nothing(text):
    assert "place" not in {*action_table(Article(text))["doer_kind"]}


def test_only_the_first_paragraph_has_a_dateline():
    opening = "FRANCE Says: Ann Lee left."
    assert [*action_table(Article(opening))["verb"]] == ["leave"]
    later = action_table(Article(f"Rain fell.\n\n{opening}"))
    assert [*later["verb"]] == ["fall", "say", "leave"]
    end = len(opening)
    parts = (Part(Span(0, end), "headline"), Part(Span(end + 2, 2 * end + 2), "paragraph"))
    both = action_table(Article(f"{opening}\n\n{opening}", parts=parts))
    assert [*both["verb"]] == ["say", "leave", "leave"]
    assert [*both["part"]] == ["headline", "headline", "paragraph"]


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
    assert [*table.columns] == [*ACTIONS.schema]
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
