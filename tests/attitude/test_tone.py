import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import toolkit as tk
from toolkit.attitude.tone import STANCES, find_percentile
from toolkit.base.lexicon import (
    WordList,
    read_cues,
    read_lexicon,
    read_tone_reference,
    read_tone_words,
)
from toolkit.base.text import find_words

VOICES = ["all", "narrator", "quoted"]
DOUBTS = 'The plan may perhaps work, Ann Lee said. "It must not fail, I think."'


def list_words(article, dimension, **options):
    table = tk.tone_evidence_table(article, **options)
    return table.loc[table["dimension"] == dimension, "word"].tolist()


def look_up(table, voice, dimension):
    [row] = table.query("voice == @voice and dimension == @dimension").to_dict("records")
    return row


class TestEvidence:
    def test_each_word_is_its_place_in_the_article(self, seed):
        table = tk.tone_evidence_table(seed)
        assert table["word"].tolist() == [seed.text[r.start : r.end] for r in table.itertuples()]

    @pytest.mark.parametrize(
        ("text", "dimension", "words"),
        [
            ("Prices may perhaps rise.", "hedging", ["may", "perhaps"]),
            ("Prices will certainly rise.", "boosting", ["certainly"]),
            ("They must pay and have to go.", "obligation", ["must", "have to"]),
            ("No one can't, and never did.", "negation", ["No one", "can't", "never"]),
            ("They don\u2019t pay.", "negation", ["don\u2019t"]),
            ("We told the US about us.", "first_person", ["We", "us"]),
            ("A certain warmth, a certain Mr Lee.", "boosting", []),
            ("There is no doubt.", "negation", []),
            ("He spoke in May.", "hedging", []),
            ("It was an awful, terrible day.", "subjectivity", ["awful", "terrible"]),
            ("The plan is not good.", "tone", ["good"]),
            ("The UN Security Council met.", "tone", []),
        ],
    )
    def test_finds_words_of_a_dimension(self, text, dimension, words):
        assert list_words(tk.Article(text), dimension) == words

    def test_a_negated_word_has_the_other_sign(self):
        table = tk.tone_evidence_table(tk.Article("The plan is not good."))
        assert table.query("dimension == 'tone'")["kind"].tolist() == ["negative"]

    @pytest.mark.parametrize(
        ("verb", "stance"),
        [
            ("said", "neutral"),
            ("claimed", "doubtful"),
            ("denied", "denying"),
            ("warned", "predicting"),
        ],
    )
    def test_a_reporting_verb_has_its_stance(self, verb, stance):
        article = tk.Article(f"Ann Lee {verb} that the plan would fail.")
        [row] = (
            tk.tone_evidence_table(article).query("dimension == 'reporting'").to_dict("records")
        )
        assert (row["word"], row["kind"], row["voice"]) == (verb, stance, "narrator")

    def test_what_reports_a_belief_is_no_hedge(self):
        article = tk.Article("Officials believe that the plan works.")
        assert list_words(article, "reporting") == ["believe"]
        assert list_words(article, "hedging") == []

    def test_hedges_of_the_seed_are_those_a_reader_counts_and_one_more(self, seed):
        # "focusing mainly on Syria" is the reporter's; the reader takes it for Obama's.
        table = tk.tone_evidence_table(seed).query("dimension == 'hedging'")
        counts = table.groupby("voice").size()
        assert (counts["Vladimir Putin"], counts["Barack Obama"]) == (7, 5 + 1)


class TestTone:
    @pytest.fixture
    def table(self):
        return tk.tone_table(tk.Article(DOUBTS))

    def test_a_rate_is_hits_for_each_hundred_words(self, table):
        row = look_up(table, "quoted", "hedging")
        words = len(find_words("The plan may perhaps work It must not fail, I think"))
        assert (row["hits"], row["words"]) == (3, words)
        assert row["value"] == pytest.approx(100 * 3 / words, abs=1e-4)

    def test_all_words_are_the_narrators_and_the_quoted(self, seed):
        table = tk.tone_table(seed)
        for dimension in ("charge", "hedging", "negation", "first_person"):
            whole, narrator, quoted = (look_up(table, voice, dimension) for voice in VOICES)
            for count in ("hits", "words"):
                assert whole[count] == narrator[count] + quoted[count]

    def test_counts_what_the_evidence_lists(self, seed):
        table, evidence = tk.tone_table(seed), tk.tone_evidence_table(seed)
        for dimension, rows in evidence.groupby("dimension"):
            hits = look_up(table, "narrator", dimension)["hits"]
            assert hits == (rows["voice"] == "narrator").sum()

    def test_lies_between_the_ends_of_its_interval_and_scale(self, seed):
        table = tk.tone_table(seed).dropna(subset=["value", "low"])
        assert (table["lowest"] <= table["low"]).all()
        assert table["value"].between(table["low"], table["high"]).all()
        assert (table["high"] <= table["highest"]).all()

    def test_doubling_the_text_leaves_the_rates(self, seed):
        once = tk.tone_table(tk.Article("The plan may fail. It is terrible."))
        twice = tk.tone_table(tk.Article("The plan may fail. It is terrible.\n" * 2))
        pd.testing.assert_series_equal(once["value"], twice["value"])

    def test_shares_of_reporting_verbs_add_up(self, seed):
        table = tk.tone_table(seed)
        shares = [look_up(table, "narrator", f"reporting_{stance}")["value"] for stance in STANCES]
        assert sum(shares) == pytest.approx(1, abs=1e-3)

    def test_the_stances_are_those_of_the_cues(self):
        assert {cue.stance for cue in read_cues().values()} == {*STANCES}

    def test_few_words_are_called_unstable(self, table):
        assert look_up(table, "Ann Lee", "hedging")["note"] == "under 100 words: unstable"

    def test_no_quotations_leave_quoted_words_unmeasured(self):
        table = tk.tone_table(tk.Article("It rained on Monday."))
        row = look_up(table, "quoted", "hedging")
        assert math.isnan(row["value"])
        assert row["note"] == "no words"
        assert look_up(table, "all", "quoted_share")["value"] == 0
        assert look_up(table, "all", "tone_gap")["note"] == "under 50 words on one side"
        assert look_up(table, "narrator", "reporting_neutral")["note"] == "no reporting verbs"
        assert look_up(table, "all", "balance")["note"] == "no words known"

    def test_percentiles_name_their_reference(self, seed):
        table = tk.tone_table(seed)
        hedging = look_up(table, "quoted", "hedging")
        assert hedging["reference"] == read_tone_reference().name
        assert 0 <= hedging["percentile"] <= 100
        assert math.isnan(look_up(table, "Vladimir Putin", "hedging")["percentile"])  # 80 words

    def test_no_articles_give_the_columns_of_many(self, seed):
        for make in (tk.tone_table, tk.tone_evidence_table):
            pd.testing.assert_series_equal(make([]).dtypes, make(seed).dtypes)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip))
def test_any_article_can_be_measured(text):
    table = tk.tone_table(tk.Article(text))
    assert table["value"].dropna().between(-100, 100).all()
    for row in tk.tone_evidence_table(tk.Article(text)).itertuples():
        assert text[row.start : row.end] == row.word


class TestReference:
    def test_quantiles_never_fall(self):
        for steps in read_tone_reference().quantiles.values():
            assert list(steps) == sorted(steps)

    @given(st.lists(st.integers(0, 9), min_size=2, max_size=30), st.integers(-1, 10))
    def test_percentile_is_that_of_scipy_at_the_quantiles_themselves(self, values, value):
        steps = tuple(sorted(values))
        found = find_percentile(value, steps)
        assert 0 <= found <= 100
        if value in steps:
            low, high = steps.index(value), len(steps) - 1 - steps[::-1].index(value)
            assert found == pytest.approx(100 * (low + high) / 2 / (len(steps) - 1))


class TestOwnLexicon:
    @pytest.fixture
    def write(self, tmp_path):
        def write(text, name="own.csv"):
            path = tmp_path / name
            path.write_text(text, "utf-8")
            return path

        return write

    def test_its_categories_are_dimensions(self, write):
        path = write("word,category\nplan*,plans\nmay,doubt\nmay,modals\n")
        article = tk.Article(DOUBTS)
        assert list_words(article, "plans", lexicon=path) == ["plan"]
        row = look_up(tk.tone_table(article, lexicon=path), "Ann Lee", "modals")
        assert (row["hits"], row["lexicon"]) == (1, "own.csv")

    def test_a_spreadsheet_may_have_saved_it(self, tmp_path):
        path = tmp_path / "own.csv"
        path.write_bytes("word,category\r\nplan*,plans\r\n".encode("utf-16"))
        assert list_words(tk.Article(DOUBTS), "plans", lexicon=path) == ["plan"]

    def test_a_liwc_dictionary_is_read(self, write):
        path = write("%\n1\tplans\n2\tdoubt\n%\nplan*\t1\nmay\t2\t1\n", "own.dic")
        assert list_words(tk.Article(DOUBTS), "plans", lexicon=path) == ["plan", "may"]

    def test_the_longest_entry_wins(self):
        words = WordList("own", {"peace": (("p", ""),), "peace talk*": (("t", ""),)})
        found = [(s.start, c) for s, c in words.find_entries("Peace talks bring peace")]
        assert found == [(0, (("t", ""),)), (18, (("p", ""),))]

    @pytest.mark.parametrize(
        ("text", "name", "line", "found"),
        [
            ("", "own.csv", 1, "columns"),
            ("form,category\nwar,w\n", "own.csv", 1, "form,category"),
            ("word,category\nwar\n", "own.csv", 2, "found 'war'"),
            ("word,category\n\nwar,w,3\n", "own.csv", 3, "war,w,3"),
            ("word,category\nw*r,w\n", "own.csv", 2, r"w\*r"),
            ("word,category\nwar,\n", "own.csv", 2, "category"),
            ("word,category\n", "own.csv", None, "at least one word"),
            ("war\t1\n", "own.dic", 1, "two lines %"),
            ("%\none\n%\nwar\t1\n", "own.dic", 2, "number and a category"),
            ("%\n1\twars\n%\nwar\t2\n", "own.dic", 4, "known categories"),
            ("%\n1\twars\n%\nwar\n", "own.dic", 4, "known categories"),
        ],
    )
    def test_a_broken_line_is_named(self, write, text, name, line, found):
        path = write(text, name)
        with pytest.raises(tk.ReadError, match=found) as caught:
            tk.tone_table(tk.Article(DOUBTS), lexicon=path)
        assert (caught.value.path, caught.value.line) == (path, line)

    def test_a_file_that_cannot_be_read_is_named(self, tmp_path):
        with pytest.raises(tk.ReadError, match="no such file"):
            read_lexicon(tmp_path / "none.csv")
        with pytest.raises(tk.ReadError, match="directory"):
            read_lexicon(tmp_path)
        latin = tmp_path / "latin.csv"
        latin.write_bytes(b"word,category\ncaf\xe9,places\n")
        with pytest.raises(tk.ReadError, match="UTF-8"):
            read_lexicon(latin)


def test_no_word_stands_in_two_dimensions():
    assert all(len(categories) == 1 for categories in read_tone_words().entries.values())
