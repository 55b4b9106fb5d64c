import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

import toolkit as tk
from tests.frames import has_types
from toolkit.words.concordance import LINES
from toolkit.words.frequency import FORMS

TEXTS = st.text(st.sampled_from("abAB.'- \nUS\u2019\ufb01"), min_size=1, max_size=50)


@given(TEXTS, st.integers(1, 2), st.sampled_from(["form", "stem"]))
def test_each_count_leads_to_as_many_lines(text, n, form):
    if not text.strip():
        return
    article = tk.Article(text)
    for term, occurrences in tk.frequency_table(article, n=n)[["term", "occurrences"]].to_numpy():
        lines = tk.concordance_table(article, query=term)
        assert len(lines) == occurrences
        if form == "stem":
            assert len(tk.concordance_table(article, query=term, form="stem")) >= occurrences


@given(TEXTS)
def test_each_line_slices_to_its_node(text):
    if not text.strip():
        return
    for row in tk.concordance_table(tk.Article(text), query=r"\w+", regex=True).itertuples():
        assert text[row.start : row.end] == row.node
        flat = " ".join(text.split())
        assert row.left in flat
        assert row.right in flat


def test_the_lines_of_the_story_say_whose_words_they_are(seed):
    lines = tk.concordance_table(seed, query="gap", form="lemma", with_voices=True)
    assert [*lines["part"]] == ["headline", "paragraph", "paragraph", "paragraph"]
    assert [*lines["voice"]][:3] == ["Barack Obama"] * 3
    assert "official" in lines["voice"].iloc[3]


def test_lines_and_voices_tell_their_paragraph(seed):
    lines = tk.concordance_table(seed, query="gaps")
    assert [*lines["paragraph"].fillna(0)] == [0, 1, 3, 9]
    voices = tk.voice_table(seed)
    assert voices.loc[voices["part"] == "headline", "paragraph"].isna().all()
    starts = {n: voices.loc[voices["paragraph"] == n, "start"].min() for n in (1, 10)}
    assert seed.text[starts[1] :].startswith("US President")
    assert seed.text[starts[10] :].startswith("The exchange")


def test_a_voice_that_nobody_asked_for_is_not_measured(seed):
    assert tk.concordance_table(seed, query="gaps")["voice"].isna().all()


def test_several_queries_stand_in_one_table(seed):
    lines = tk.concordance_table(seed, query=["trust", "deal", "peace"])
    assert lines["term"].value_counts().to_dict() == {"trust": 2, "deal": 2}
    assert lines["start"].is_monotonic_increasing


@pytest.mark.parametrize(("order", "nodes"), [("place", "ABC"), ("left", "CAB"), ("right", "BCA")])
def test_lines_are_sorted_by_the_nearest_words(order, nodes):
    article = tk.Article("old dogs A zeal\nnew eels B ants\nbig cats C bees")
    lines = tk.concordance_table(article, query="[ABC]", regex=True, order=order)
    assert "".join(lines["node"]) == nodes


def test_contexts_are_whole_words_of_the_same_part():
    article = tk.Article("Headline here\n" + "longish " * 20 + "node " + "words " * 20)
    [line] = tk.concordance_table(article, query="node").itertuples()
    assert line.left == " ".join(["longish"] * 5)
    assert line.right == " ".join(["words"] * 6)


def test_stems_and_lemmas_find_other_forms():
    article = tk.Article("They agreed. We agree. An agreement was dying; it died.")
    assert len(tk.concordance_table(article, query="agreed", form="stem")) == 2
    assert len(tk.concordance_table(article, query="die", form="stem")) == 2
    assert len(tk.concordance_table(article, query="be", form="lemma")) == 1
    assert len(tk.concordance_table(article, query="agreement_NOUN", form="lempos")) == 1


def test_a_word_that_never_occurs_gives_an_empty_table_of_the_same_columns(seed):
    for form in FORMS:
        query = "peace_NOUN" if form == "lempos" else "peace"
        empty = tk.concordance_table(seed, query=query, form=form, order="left")
        assert empty.empty
        assert has_types(empty, LINES.schema)


@pytest.mark.parametrize("pattern", ["(a+)+b", "(a|a)*b", "(.*a){30}b", r"(\w+\s?)*:"])
def test_a_pattern_that_would_take_for_ever_is_given_up(pattern):
    article = tk.Article("a" * 5_000 + " " + "aa " * 3_000)
    begun = time.monotonic()
    try:
        lines = tk.concordance_table(article, query=pattern, regex=True)
    except tk.ToolkitError as error:
        assert "must be done with a part of an article in 1 s" in str(error)  # noqa: PT017
    else:
        assert lines.empty  # the engine saw through it
    assert time.monotonic() - begun < 10


@pytest.mark.parametrize(
    ("query", "options", "problem"),
    [
        ("(", {"regex": True}, r"query: must be a valid pattern; found '\('"),
        ("a" * 501, {"regex": True}, "1 to 500 characters; found 501"),
        ("", {"regex": True}, "1 to 500 characters; found 0"),
        ("...", {}, r"query: must hold a word; found '\.\.\.'"),
        (
            "gaps",
            {"form": "regex"},
            "form: must be one of form, stem, lemma, lempos;",
        ),
        ("gap", {"form": "stem", "regex": True}, "form: must be left out beside regex=True"),
        (7, {}, "query: must be a string or several; found 7"),
        (["gap", None], {}, r"query\[1\]: must be a string; found None"),
        ("gaps", {"order": "voice"}, "order: must be one of place, left, right"),
    ],
)
def test_a_query_that_cannot_be_is_named(query, options, problem, seed):
    with pytest.raises(tk.ToolkitError, match=problem):
        tk.concordance_table(seed, query=query, **options)


def test_the_voices_cover_every_word_of_the_story(seed):
    voices = tk.voice_table(seed)
    assert voices["words"].sum() == tk.frequency_table(seed)["words"].iloc[0]
    assert (voices["start"].iloc[1:].to_numpy() >= voices["end"].iloc[:-1].to_numpy()).all()
    assert tk.voice_table([]).dtypes.equals(voices.dtypes)
