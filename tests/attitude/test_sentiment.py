import copy
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import toolkit as tk
from tests.test_cases import read_cases
from toolkit.attitude.valence import find_stretches

INSTRUMENTS = ["vader", "textblob"]
JUDGEMENTS = ["terrible", "bad", "awful", "excellent", "horrible", "good"]


def classify(score):
    if math.isnan(score):
        return "not measured"
    if abs(score) < 0.05:
        return "neutral"
    return "favourable" if score > 0 else "unfavourable"


@pytest.mark.parametrize("case", read_cases("score_sentiment"))
def test_score_sentiment(case):
    [score] = tk.score_sentiment([case["text"]], instrument=case["instrument"])
    assert classify(score) == case["found"]


class TestScores:
    @pytest.mark.parametrize("instrument", INSTRUMENTS)
    @given(text=st.text())
    def test_any_text_has_a_score_in_range_or_none(self, instrument, text):
        [score] = tk.score_sentiment([text], instrument=instrument)
        assert math.isnan(score) or -1 <= score <= 1

    def test_a_text_without_words_is_not_measured(self):
        assert math.isnan(tk.score_sentiment([""])[0])

    def test_a_name_counts_only_when_asked_for(self):
        texts = ["The Justice Secretary met the committee."]
        assert math.isnan(tk.score_sentiment(texts)[0])
        assert tk.score_sentiment(texts, count_names=True) == [0.5267]

    def test_no_texts_no_scores(self):
        assert tk.score_sentiment([]) == []

    @pytest.mark.parametrize(
        ("texts", "instrument", "problem"),
        [
            ("One text.", "vader", "one string"),
            (["One text.", None], "vader", r"texts\[1\]: .* NoneType"),
            (["One text."], "afinn", "instrument: .* 'afinn'"),
            (["a" * 1_000_001], "vader", "at most 1,000,000"),
        ],
    )
    def test_bad_input_is_named(self, texts, instrument, problem):
        with pytest.raises(tk.ToolkitError, match=problem):
            tk.score_sentiment(texts, instrument=instrument)


class TestSentences:
    def test_each_stretch_is_its_place_in_the_article(self, seed):
        table = tk.sentence_sentiment_table(seed)
        texts = [seed.text[row.start : row.end] for row in table.itertuples()]
        assert table["text"].tolist() == texts
        assert table["start"].is_monotonic_increasing

    def test_a_reported_sentence_has_a_row_for_each_voice(self):
        article = tk.Article('"The plan is excellent," Ann Lee said.')
        table = tk.sentence_sentiment_table(article)
        assert table["voice"].tolist() == ["Ann Lee", "narrator"]
        assert table["sentence"].tolist() == [1, 1]
        assert table["note"].tolist() == ["", "no words known"]

    def test_one_lexicon_may_know_what_the_other_does_not(self):
        table = tk.sentence_sentiment_table(tk.Article("The war goes on."))
        assert table["note"].tolist() == ["no words known to textblob"]
        assert table["vader_hits"].tolist() == [1]

    def test_agrees_with_scoring_the_stretches_alone(self, seed):
        table = tk.sentence_sentiment_table(seed, count_names=True)
        for instrument in INSTRUMENTS:
            scores = tk.score_sentiment(table["text"], instrument=instrument, count_names=True)
            np.testing.assert_allclose(table[instrument], scores, atol=1e-4)

    def test_leaves_out_who_made_the_page(self, seed):
        parts = {*tk.sentence_sentiment_table(seed)["part"]}
        assert parts == {"headline", "paragraph"}


class TestEvidence:
    def test_each_word_is_its_place_in_the_article(self, seed):
        table = tk.sentiment_evidence_table(seed)
        assert table["word"].tolist() == [seed.text[r.start : r.end] for r in table.itertuples()]

    def test_has_as_many_hits_as_the_sentences_count(self, seed):
        hits = tk.sentiment_evidence_table(seed, count_names=True).groupby("instrument").size()
        sentences = tk.sentence_sentiment_table(seed, count_names=True)
        assert hits["vader"] == sentences["vader_hits"].sum()
        assert hits["textblob"] == sentences["textblob_hits"].sum()

    def test_topics_are_most_of_what_vader_sees_in_the_seed(self, seed):
        vader = tk.sentiment_evidence_table(seed).query("instrument == 'vader'")
        assert (len(vader), vader["topic"].sum()) == (29, 16)

    def test_a_word_moved_what_the_score_loses_without_it(self):
        article = tk.Article("A certain rapprochement may ease the tensions.")
        table = tk.sentiment_evidence_table(article).query("instrument == 'vader'")
        [moved] = table.loc[table["word"] == "certain", "moved"]
        whole, without = tk.score_sentiment(
            [
                "A certain rapprochement may ease the tensions.",
                "A rapprochement may ease the tensions.",
            ]
        )
        assert moved == pytest.approx(whole - without, abs=1e-4)

    def test_a_name_is_listed_and_moves_nothing(self):
        article = tk.Article("The UN Security Council called it a terrible mistake.")
        table = tk.sentiment_evidence_table(article).query("instrument == 'vader'")
        names = table.loc[table["in_name"], ["word", "moved"]]
        assert names.to_numpy().tolist() == [["Security", 0.0]]

    def test_a_verb_is_no_topic(self):
        article = tk.Article("They attack the plan. The attack on the town killed ten.")
        table = tk.sentiment_evidence_table(article).query("instrument == 'vader'")
        flags = table.loc[table["word"] == "attack", "topic"]
        assert flags.tolist() == [False, True]


class TestSpeakers:
    @pytest.fixture
    def article(self):
        said = (f'"The plan is {word}," Ann Lee said on Monday.' for word in JUDGEMENTS)
        return tk.Article("\n".join(said))

    def test_mean_is_that_of_the_quotations(self, article):
        row = tk.speaker_sentiment_table(article).set_index("speaker").loc["Ann Lee"]
        scores = tk.score_sentiment(f'"The plan is {word},"' for word in JUDGEMENTS)
        assert (row["n"], row["vader_n"], row["vader_unknown"]) == (6, 6, 0)
        assert row["vader_mean"] == pytest.approx(np.mean(scores), abs=1e-4)
        assert row["vader_low"] < row["vader_mean"] < row["vader_high"]

    def test_the_narrator_is_measured_in_sentences(self, article):
        row = tk.speaker_sentiment_table(article).set_index("speaker").loc["narrator"]
        assert (row["unit"], row["n"], row["words"]) == ("sentence", 6, 30)
        assert (row["vader_unknown"], row["note"]) == (1, "too few")

    def test_under_five_measured_quotations_there_is_no_mean(self, seed):
        table = tk.speaker_sentiment_table(seed).set_index("speaker")
        putin = table.loc["Vladimir Putin"]
        assert (putin["n"], putin["vader_n"], putin["note"]) == (3, 3, "too few")
        assert math.isnan(putin["vader_mean"])

    def test_agreement_counts_who_says_the_same(self, article):
        row = tk.speaker_sentiment_table(article).set_index("speaker").loc["Ann Lee"]
        assert (row["agreement"], row["agreement_n"]) == (1, 6)


TABLES = [tk.sentence_sentiment_table, tk.speaker_sentiment_table, tk.sentiment_evidence_table]


@pytest.mark.parametrize("make", TABLES)
def test_no_articles_give_the_columns_of_many(make, seed):
    empty = make([])
    assert empty.empty
    pd.testing.assert_series_equal(empty.dtypes, make(seed).dtypes)


@pytest.mark.parametrize("make", TABLES)
def test_articles_are_read_one_by_one(make, seed):
    other = tk.Article("Talks failed. Nobody was hurt.", id="other")
    before = copy.deepcopy([seed, other])
    both = make(iter([seed, other]))
    assert [seed, other] == before
    alone = pd.concat([make(seed), make(other)], ignore_index=True)
    pd.testing.assert_frame_equal(both, alone)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip))
def test_any_article_can_be_read(text):
    article = tk.Article(text)
    for stretch in find_stretches(article):
        assert stretch.span.of(text).strip()
    for make in TABLES:
        assert set(make(article)["article"]) <= {article.id}
