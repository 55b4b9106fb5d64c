from collections import Counter

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk import FreqDist, ngrams

import toolkit as tk
from toolkit.base.forms import normalise
from toolkit.base.lexicon import read_stop_words
from toolkit.base.text import WORD
from toolkit.words.frequency import LABELS, count_sequences

TEXTS = st.text(
    st.sampled_from("abé ABUS.'\u2019-,2 \n\u2028\u3000\x1fß\ufb01"), min_size=1, max_size=60
)


@given(TEXTS)
def test_counts_agree_with_nltk_over_the_same_words(text):
    words = [normalise(match.group()) for match in WORD.finditer(text)]
    assert tk.count_words(text) == Counter(FreqDist(words))


@given(st.lists(st.sampled_from("abc"), max_size=30), st.integers(1, 4))
def test_sequences_agree_with_nltk(words, n):
    expected = FreqDist(" ".join(gram) for gram in ngrams(words, n))
    assert tk.count_words(" ".join(words), n=n) == Counter(expected)


@given(TEXTS)
def test_doubling_a_text_doubles_its_counts_and_leaves_its_rates(text):
    if not text.strip() or not tk.count_words(text):
        return
    once = tk.frequency_table(tk.Article(text), by="corpus")
    twice = tk.frequency_table([tk.Article(text), tk.Article(text)], by="corpus")
    assert (twice["occurrences"] == 2 * once["occurrences"]).all()
    assert twice["per_thousand"].equals(once["per_thousand"])
    assert (twice["articles"] == 2).all()


@pytest.mark.parametrize(
    ("text", "term", "occurrences"),
    [
        ("Russia's plan, RUSSIA\u2019S plan, Russia", "russia", 3),
        ("It's late, and it\u2019s over.", "it's", 2),
        ("the US and us, the U.S. and the U.S.A.", "US", 2),
        ("the US and us", "us", 1),
        ("a state-run agency of the state", "state-run", 1),
        ("don't, don\u2019t", "don't", 2),
        ("3.5 or 1,000 in 2016", "1,000", 1),
        ("nothing of the kind", "peace", 0),
    ],
)
def test_what_counts_as_the_same_word(text, term, occurrences):
    assert tk.count_words(text)[term] == occurrences


def test_a_sequence_runs_over_no_punctuation_and_no_paragraph():
    text = 'The "gaps" have closed\n\nIn full, all have closed in full'
    assert tk.count_words(text, n=2)["gaps have"] == 0
    assert tk.count_words(text, n=2)["closed in"] == 1
    assert tk.count_words(text, n=2)["have closed"] == 2


def test_stop_words_are_named_with_their_number_and_stay_in_the_rate(seed):
    table = tk.frequency_table(seed, stop_words="english")
    assert set(table["stop_words"]) == {f"english ({len(read_stop_words())})"}
    assert not set(table["term"]) & read_stop_words()
    assert set(table["words"]) == set(tk.frequency_table(seed)["words"])
    own = tk.frequency_table(seed, stop_words=["Syria"])
    assert set(own["stop_words"]) == {"own (1)"}
    assert "syria" not in set(own["term"])


@pytest.mark.parametrize("form", ["stem", "lemma", "lempos"])
def test_stop_words_are_left_out_in_every_form(form):
    counts = tk.count_words("This is what they have.", form=form, stop_words="english")
    assert counts == Counter()


def test_a_sequence_may_hold_a_stop_word_but_not_begin_or_end_with_one():
    counts = tk.count_words("the gaps of trust", n=3, stop_words="english")
    assert counts == {"gaps of trust": 1}


def test_lemmas_bring_inflected_forms_together_and_word_classes_take_them_apart(seed):
    lemmas = tk.frequency_table(seed, form="lemma").set_index("term")["occurrences"]
    assert (lemmas["gap"], lemmas["agreement"], lemmas["syria"]) == (4, 6, 7)
    tagged = tk.frequency_table(seed, form="lempos").set_index("term")["occurrences"]
    assert tagged["gap_NOUN"] == 4


def test_the_parts_add_up_to_the_article_and_what_stands_around_it(seed):
    parts = tk.frequency_table(seed, by="part")
    words = parts.drop_duplicates("part").set_index("part")["words"]
    story = tk.frequency_table(seed)["words"].iloc[0]
    assert words["headline"] + words["paragraph"] == story
    assert {"byline", "dateline", "caption", "trailer"} <= set(words.index)
    assert set(parts.loc[parts["part"] == "headline", "note"]) == {"few words"}


def test_the_voices_add_up_to_the_article(seed):
    voices = tk.frequency_table(seed, by="voice")
    whole = tk.frequency_table(seed).set_index("term")["occurrences"]
    assert voices.groupby("term")["occurrences"].sum().to_dict() == whole.to_dict()
    gaps = voices[voices["term"] == "gaps"].set_index("voice")["occurrences"]
    assert gaps["Barack Obama"] == 3


def test_an_iterator_of_articles_is_enough():
    articles = (tk.Article(f"War and word {number}.") for number in range(3))
    table = tk.frequency_table(articles, by="corpus").set_index("term")
    assert table.loc["war", ["occurrences", "articles", "words"]].to_list() == [3, 3, 12]


@pytest.mark.parametrize("by", LABELS)
def test_nothing_counted_keeps_columns_and_types(by, seed):
    full, empty = tk.frequency_table(seed, by=by), tk.frequency_table([], by=by)
    assert empty.empty
    assert empty.dtypes.equals(full.dtypes)


def test_a_blank_text_has_no_words():
    assert tk.count_words(" \n") == Counter()
    assert tk.count_words("\u2014 ... !", form="lemma") == Counter()


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"form": "lemmas"}, "form: must be one of form, stem, lemma, lempos; found 'lemmas'"),
        ({"n": 0}, "n: must be at least 1; found 0"),
        ({"stop_words": "french"}, "stop words: must be one of english, newsroom; found 'french'"),
    ],
)
def test_a_wrong_choice_is_named(options, problem):
    with pytest.raises(tk.ToolkitError, match=problem):
        tk.count_words("War", **options)


def test_a_wrong_grouping_is_named(seed):
    with pytest.raises(tk.ToolkitError, match="by: must be one of article, part, voice, corpus"):
        tk.frequency_table(seed, by="speaker")


@given(st.lists(st.sampled_from(["a", "b", ""]), max_size=20), st.integers(1, 3))
def test_no_sequence_holds_a_break(terms, n):
    runs = " ".join(term or "|" for term in terms).split("|")
    expected = Counter(" ".join(gram) for run in runs for gram in ngrams(run.split(), n))
    assert count_sequences(terms, n) == expected


def test_words_of_an_outlet_are_those_of_its_articles():
    articles = [
        tk.Article("War is war.", id="a", publisher="Post"),
        tk.Article("Peace is peace.", id="b", publisher="Echo"),
        tk.Article("War ends.", id="c", publisher="Post"),
    ]
    table = tk.frequency_table(articles, by="publisher")
    alone = tk.frequency_table([articles[0], articles[2]], by="corpus")
    post = table[table["publisher"] == "Post"].drop(columns="publisher").reset_index(drop=True)
    pd.testing.assert_frame_equal(post, alone)
    assert [*table["publisher"].unique()] == ["Echo", "Post"]
    assert dict(tk.frequency_table([], by="publisher").dtypes) == dict(table.dtypes)
    with pytest.raises(tk.ToolkitError, match=r"^by: .* corpus, publisher, .*found 'mood'"):
        tk.frequency_table(articles, by="mood")
