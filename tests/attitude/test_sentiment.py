import copy
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import toolkit as tk
from tests.test_cases import read_cases
from toolkit.attitude import sentiment_evidence_table
from toolkit.attitude.valence import find_stretches
from toolkit.base.article import Article, Correction, Kind, Quotation, Span
from toolkit.tables.intervals import estimate_mean

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

    def test_each_text_has_its_own_score_with_names_left_out_of_those_that_have_one(self):
        texts = ["A good day.", "The Justice Secretary met.", "Bad roads.", ""]
        texts += ["The Justice Secretary had a bad day."]
        scores = [0.4404, math.nan, -0.5423, math.nan, -0.5423]
        np.testing.assert_allclose(tk.score_sentiment(texts), scores, atol=1e-4)

    def test_vader_is_the_instrument_where_none_is_named(self):
        assert tk.score_sentiment(["war"]) == tk.score_sentiment(["war"], instrument="vader")

    def test_a_text_may_have_a_million_characters(self):
        [score] = tk.score_sentiment(["good " + "-" * 999_995])
        assert score == pytest.approx(0.4404, abs=1e-4)

    def test_no_texts_no_scores(self):
        assert tk.score_sentiment([]) == []

    @pytest.mark.parametrize(
        ("texts", "instrument", "problem"),
        [
            ("One text.", "vader", "one string"),
            (["One text.", None], "vader", r"texts\[1\]: .* None"),
            (["One text."], "afinn", "instrument: .* 'afinn'"),
            (["a" * 1_000_001], "vader", "at most 1,000,000"),
        ],
    )
    def test_bad_input_is_named(self, texts, instrument, problem):
        with pytest.raises(tk.ToolkitError, match=problem):
            tk.score_sentiment(texts, instrument=instrument)


@pytest.mark.parametrize("case", read_cases("sentence_sentiment_table"))
def test_a_stretch_has_the_scores_of_its_words(case):
    """`found` is voice, score and hits of vader, score and hits of textblob, words and note."""
    columns = ["voice", "vader", "vader_hits", "textblob", "textblob_hits", "words", "note"]
    table = tk.sentence_sentiment_table(Article(case["text"]))
    found = [
        [None if isinstance(cell, float) and math.isnan(cell) else cell for cell in row]
        for row in table[columns].to_numpy(object).tolist()
    ]
    assert found == case["found"]


@pytest.mark.parametrize(
    ("make", "column"),
    [
        (tk.sentence_sentiment_table, "vader_hits"),
        (tk.speaker_sentiment_table, "vader_n"),
        (sentiment_evidence_table, "moved"),
    ],
)
def test_names_count_in_a_table_only_when_asked_for(make, column):
    article = Article("The Justice Secretary met the committee.")
    assert make(article)[column].tolist() == [0]
    assert make(article, count_names=True)[column].tolist() != [0]


class TestSentences:
    def test_each_stretch_is_its_place_in_the_article(self, seed):
        table = tk.sentence_sentiment_table(seed)
        texts = [seed.text[row.start : row.end] for row in table.itertuples()]
        assert table["text"].tolist() == texts
        assert table["start"].is_monotonic_increasing

    def test_a_row_says_where_its_words_stand(self):
        text = "It rained.\n\nTalks failed. They met."
        table = tk.sentence_sentiment_table(Article(text, id="talks"))
        columns = ["article", "part", "sentence", "start", "end", "text"]
        assert table[columns].to_numpy().tolist() == [
            ["talks", "paragraph", 1, 0, 10, "It rained."],
            ["talks", "paragraph", 2, 12, 25, "Talks failed."],
            ["talks", "paragraph", 3, 26, 35, "They met."],
        ]

    def test_a_reported_sentence_has_a_row_for_each_voice(self):
        article = Article('"The plan is excellent," Ann Lee said.')
        table = tk.sentence_sentiment_table(article)
        assert table["voice"].tolist() == ["Ann Lee", "narrator"]
        assert table["sentence"].tolist() == [1, 1]
        assert table["note"].tolist() == ["", "no words known"]

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
        table = sentiment_evidence_table(seed)
        assert table["word"].tolist() == [seed.text[r.start : r.end] for r in table.itertuples()]

    def test_has_as_many_hits_as_the_sentences_count(self, seed):
        hits = sentiment_evidence_table(seed, count_names=True).groupby("instrument").size()
        sentences = tk.sentence_sentiment_table(seed, count_names=True)
        assert hits["vader"] == sentences["vader_hits"].sum()
        assert hits["textblob"] == sentences["textblob_hits"].sum()

    def test_topics_are_most_of_what_vader_sees_in_the_seed(self, seed):
        vader = sentiment_evidence_table(seed).query("instrument == 'vader'")
        assert (len(vader), vader["topic"].sum()) == (29, 16)

    def test_a_word_moved_what_the_score_loses_without_it(self):
        article = Article("A certain rapprochement may ease the tensions.")
        table = sentiment_evidence_table(article).query("instrument == 'vader'")
        [moved] = table.loc[table["word"] == "certain", "moved"]
        whole, without = tk.score_sentiment(
            [
                "A certain rapprochement may ease the tensions.",
                "A rapprochement may ease the tensions.",
            ]
        )
        assert moved == pytest.approx(whole - without, abs=1e-4)

    def test_a_row_tells_all_of_a_hit(self):
        text = "It rained. “The war is not good,” Ann Lee said."
        table = sentiment_evidence_table(Article(text, id="war"))
        shared = {"article": "war", "sentence": 2, "voice": "Ann Lee", "in_name": False}
        shared["text"] = "“The war is not good,”"
        war, good, blob = table.to_dict("records")
        good_valence = -0.74 * 1.9
        sums = (-2.9 + good_valence, -2.9, good_valence)
        both, without_good, without_war = (total / math.sqrt(total**2 + 15) for total in sums)
        assert war == shared | {
            "start": 16, "end": 19, "word": "war", "instrument": "vader", "valence": -2.9,
            "moved": pytest.approx(both - without_war, abs=1e-3),
            "topic": True,
        }  # fmt: skip
        assert good == shared | {
            "start": 27, "end": 31, "word": "good", "instrument": "vader", "valence": -1.406,
            "moved": pytest.approx(both - without_good, abs=1e-3), "topic": False,
        }  # fmt: skip
        assert blob == shared | {
            "start": 27, "end": 31, "word": "good", "instrument": "textblob", "valence": -0.35,
            "moved": -0.35, "topic": False,
        }  # fmt: skip

    def test_the_same_word_twice_moves_a_mean_by_nothing(self):
        table = sentiment_evidence_table(Article("A bad road to a bad town."))
        rows = table.query("instrument == 'textblob'")
        assert rows["moved"].tolist() == [0, 0]
        assert rows["start"].tolist() == [2, 16]

    def test_a_name_is_listed_and_moves_nothing(self):
        article = Article("The UN Security Council called it a terrible mistake.")
        table = sentiment_evidence_table(article).query("instrument == 'vader'")
        names = table.loc[table["in_name"], ["word", "moved"]]
        assert names.to_numpy().tolist() == [["Security", 0.0]]

    def test_a_verb_is_no_topic(self):
        article = Article("They attack the plan. The attack on the town killed ten.")
        table = sentiment_evidence_table(article).query("instrument == 'vader'")
        flags = table.loc[table["word"] == "attack", "topic"]
        assert flags.tolist() == [False, True]


def quote(name, *words):
    return "\n\n".join(f"“The plan is {one},” {name} said." for one in words)


def look_up(text, speaker):
    return tk.speaker_sentiment_table(Article(text)).set_index("speaker").loc[speaker]


class TestSpeakers:
    @pytest.fixture
    def article(self):
        said = (f'"The plan is {word}," Ann Lee said on Monday.' for word in JUDGEMENTS)
        return Article("\n".join(said))

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

    @pytest.mark.parametrize(
        ("said", "vader", "textblob", "note"),
        [
            (["good"] * 5, 5, 5, ""),
            (["good"] * 4, 4, 4, "too few"),
            (["good"] * 4 + ["war"], 5, 4, "too few for textblob"),
            (["good"] * 4 + ["bare"], 4, 5, "too few for vader"),
        ],
    )
    def test_under_five_measured_quotations_there_is_no_mean(self, said, vader, textblob, note):
        row = look_up(quote("Ann Lee", *said), "Ann Lee")
        assert (row["n"], row["vader_n"], row["textblob_n"]) == (len(said), vader, textblob)
        assert row["note"] == note
        for instrument, measured in (("vader", vader), ("textblob", textblob)):
            for column in ("mean", "low", "high"):
                assert math.isnan(row[f"{instrument}_{column}"]) == (measured < 5)

    def test_the_interval_has_the_usual_spread_of_its_instrument(self):
        row = look_up(quote("Ann Lee", *["good"] * 5), "Ann Lee")
        vader, textblob = estimate_mean([0.4404] * 5, 0.50), estimate_mean([0.7] * 5, 0.28)
        for instrument, mean in (("vader", vader), ("textblob", textblob)):
            found = [row[f"{instrument}_{column}"] for column in ("mean", "low", "high")]
            assert found == pytest.approx([*mean], abs=1e-4)

    def test_what_no_lexicon_knows_is_a_share_of_the_quotations(self):
        row = look_up(quote("Ann Lee", "good", "war", "war", "wet"), "Ann Lee")
        assert (row["vader_unknown"], row["textblob_unknown"]) == (0.25, 0.5)

    @pytest.mark.parametrize(
        ("words", "agrees"),
        [
            ("good", True),
            ("reach social", True),  # 0.03 in both: neutral
            ("freeze bare", True),  # just over 0.05 in vader, 0.05 in textblob: favourable
            ("leave long", True),  # the same below 0: unfavourable
            ("freeze social", False),
            ("reach bare", False),
            ("leave bare", False),
        ],
    )
    def test_instruments_agree_that_words_are_for_against_or_neither(self, words, agrees):
        row = look_up(quote("Ann Lee", *["good"] * 4, words), "Ann Lee")
        assert row["agreement_n"] == 5
        assert row["agreement"] == pytest.approx(1 if agrees else 0.8)

    def test_agreement_is_about_what_both_measured(self):
        row = look_up(quote("Ann Lee", *["good"] * 4, "war", "bare", "wet"), "Ann Lee")
        assert row["agreement_n"] == 4
        assert math.isnan(row["agreement"])

    def test_those_with_most_quotations_stand_first_and_the_narrator_last(self):
        text = "\n\n".join([quote("Bob Day", "good"), quote("Ann Lee", "bad", "good")])
        table = tk.speaker_sentiment_table(Article(text, id="a1"))
        columns = ["article", "speaker", "unit", "n", "words"]
        assert table[columns].to_numpy().tolist() == [
            ["a1", "Ann Lee", "quotation", 2, 8],
            ["a1", "Bob Day", "quotation", 1, 4],
            ["a1", "narrator", "sentence", 3, 9],
        ]

    def test_a_sentence_of_the_narrator_is_one_unit_around_a_quotation(self):
        text = "In terrible rain, “the plan is good,” Ann Lee said, and left a kind town."
        row = look_up(text, "narrator")
        assert (row["n"], row["words"], row["vader_n"]) == (1, 11, 1)
        [told] = tk.score_sentiment(["In terrible rain, Ann Lee said, and left a kind town."])
        spoken = look_up("\n\n".join([text] * 5), "narrator")
        assert spoken["vader_mean"] == pytest.approx(told, abs=1e-4)

    def test_a_quotation_in_pieces_is_one_unit(self):
        text = "“The plan is good,” Ann Lee said, “and the road is terrible.”"
        row = look_up(text, "Ann Lee")
        assert (row["n"], row["words"], row["vader_n"]) == (1, 9, 1)

    def test_a_narrator_who_says_nothing_has_no_row(self):
        text = "It is good."
        whole = Correction(Quotation((Span(0, len(text)),)), "Ann Lee", Kind.PERSON)
        table = tk.speaker_sentiment_table(Article(text, corrections=(whole,)))
        assert table["speaker"].tolist() == ["Ann Lee"]


TABLES = [tk.sentence_sentiment_table, tk.speaker_sentiment_table, sentiment_evidence_table]


@pytest.mark.parametrize("make", TABLES)
def test_no_articles_give_the_columns_of_many(make, seed):
    empty = make([])
    assert empty.empty
    pd.testing.assert_series_equal(empty.dtypes, make(seed).dtypes)


@pytest.mark.parametrize("make", TABLES)
def test_articles_are_read_one_by_one(make, seed):
    other = Article("Talks failed. Nobody was hurt.", id="other")
    before = copy.deepcopy([seed, other])
    both = make(iter([seed, other]))
    assert [seed, other] == before
    alone = pd.concat([make(seed), make(other)], ignore_index=True)
    pd.testing.assert_frame_equal(both, alone)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip))
def test_any_article_can_be_read(text):
    article = Article(text)
    for stretch in find_stretches(article):
        assert stretch.span.of(text).strip()
    for make in TABLES:
        assert set(make(article)["article"]) <= {article.id}
