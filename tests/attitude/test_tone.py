import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

import toolkit as tk
from tests.test_cases import read_cases
from toolkit.attitude import tone_evidence_table
from toolkit.attitude.tone import STANCES
from toolkit.base import (
    Article,
    Correction,
    Kind,
    Quotation,
    Span,
    WordList,
    read_cues,
    read_lexicon,
    read_tone_reference,
    read_tone_words,
)
from toolkit.base.text import find_words
from toolkit.tables import find_percentile
from toolkit.tables.intervals import estimate_clustered_share, estimate_rate, subtract

VOICES = ["all", "narrator", "quoted"]
DOUBTS = 'The plan may perhaps work, Ann Lee said. "It must not fail, I think."'


def list_words(article, dimension, **options):
    table = tone_evidence_table(article, **options)
    return table.loc[table["dimension"] == dimension, "word"].tolist()


def look_up(table, voice, dimension):
    [row] = table.query("voice == @voice and dimension == @dimension").to_dict("records")
    return row


class TestEvidence:
    def test_each_word_is_its_place_in_the_article(self, seed):
        table = tone_evidence_table(seed)
        assert table["word"].tolist() == [seed.text[r.start : r.end] for r in table.itertuples()]

    def test_hedges_of_the_seed_are_those_a_reader_counts_and_one_more(self, seed):
        # "focusing mainly on Syria" is the reporter's; the reader takes it for Obama's.
        table = tone_evidence_table(seed).query("dimension == 'hedging'")
        counts = table.groupby("voice").size()
        assert (counts["Vladimir Putin"], counts["Barack Obama"]) == (7, 5 + 1)


class TestTone:
    @pytest.fixture
    def table(self):
        return tk.tone_table(Article(DOUBTS))

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
        table, evidence = tk.tone_table(seed), tone_evidence_table(seed)
        for (voice, dimension), rows in evidence.groupby(["voice", "dimension"]):
            assert look_up(table, voice, dimension)["hits"] == len(rows)
        classes = evidence[evidence["dimension"] == "reporting"].groupby("kind").size()
        for stance, number in classes.items():
            assert look_up(table, "narrator", f"reporting_{stance}")["hits"] == number

    def test_lies_between_the_ends_of_its_interval_and_scale(self, seed):
        table = tk.tone_table(seed).dropna(subset=["value", "low"])
        assert (table["lowest"] <= table["low"]).all()
        assert table["value"].between(table["low"], table["high"]).all()
        assert (table["high"] <= table["highest"]).all()

    def test_doubling_the_text_leaves_the_rates(self, seed):
        once = tk.tone_table(Article("The plan may fail. It is terrible."))
        twice = tk.tone_table(Article("The plan may fail. It is terrible.\n" * 2))
        pd.testing.assert_series_equal(once["value"], twice["value"])

    def test_shares_of_reporting_verbs_add_up(self, seed):
        table = tk.tone_table(seed)
        shares = [look_up(table, "narrator", f"reporting_{stance}")["value"] for stance in STANCES]
        assert sum(shares) == pytest.approx(1, abs=1e-3)

    def test_the_stances_are_those_of_the_cues(self):
        assert {cue.stance for cue in read_cues().values()} == {*STANCES}

    def test_no_articles_give_the_columns_of_many(self, seed):
        for make in (tk.tone_table, tone_evidence_table):
            pd.testing.assert_series_equal(make([]).dtypes, make(seed).dtypes)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip))
def test_any_article_can_be_measured(text):
    table = tk.tone_table(Article(text))
    assert table["value"].dropna().between(-100, 100).all()
    for row in tone_evidence_table(Article(text)).itertuples():
        assert text[row.start : row.end] == row.word


@pytest.mark.parametrize("case", read_cases("tone_table"))
def test_a_voice_has_a_row_for_each_dimension(case):
    """`found` is dimension, value, unit, ends of the scale, hits, base, lexicon and note."""
    columns = [
        "dimension",
        "value",
        "unit",
        "lowest",
        "highest",
        "hits",
        "base",
        "lexicon",
        "note",
    ]
    table = tk.tone_table(Article(case["text"])).query("voice == @case['voice']")
    found = [
        [None if isinstance(cell, float) and math.isnan(cell) else cell for cell in row]
        for row in table[columns].to_numpy(object).tolist()
    ]
    assert found == case["found"]


def test_each_row_names_article_and_voice_and_the_voices_stand_by_their_words():
    text = (
        "“It rained,” Bob Day said. “It rained there all day and night,” Ann Lee said.\n\n"
        "“It rained on us,” Omar Diallo said."
    )
    table = tk.tone_table(Article(text, id="rain"))
    assert {*table["article"]} == {"rain"}
    words = table.groupby("voice", sort=False)["words"].first()
    assert [*words.items()] == [
        ("all", 22), ("narrator", 9), ("quoted", 13),
        ("Ann Lee", 7), ("Omar Diallo", 4), ("Bob Day", 2),
    ]  # fmt: skip


def test_a_narrator_who_says_nothing_has_rows_all_the_same():
    text = "It rained there."
    whole = Correction(Quotation((Span(0, len(text)),)), "Ann Lee", Kind.PERSON)
    table = tk.tone_table(Article(text, corrections=(whole,)))
    words = table.groupby("voice", sort=False)["words"].first()
    assert {**words} == {"all": 3, "narrator": 0, "quoted": 3, "Ann Lee": 3}
    assert look_up(table, "narrator", "hedging")["note"] == "no words"
    assert look_up(table, "all", "quoted_share")["value"] == 1


def test_the_interval_of_a_balance_is_that_of_a_share_stretched_over_the_scale():
    table = tk.tone_table(Article("Good roads, kind towns and a great, terrible war."))
    row = look_up(table, "all", "balance")
    ends = stats.binomtest(3, 5).proportion_ci(method="wilson")
    assert row["value"] == pytest.approx(0.2)
    assert (row["low"], row["high"]) == pytest.approx(
        (2 * ends.low - 1, 2 * ends.high - 1), abs=1e-4
    )


def test_the_interval_of_a_tone_is_that_of_a_difference_of_rates():
    table = tk.tone_table(Article("Good roads, kind towns and a great, terrible war."))
    row = look_up(table, "narrator", "tone")
    expected = subtract(estimate_rate(3, 9), estimate_rate(2, 9))
    assert (row["value"], row["low"], row["high"]) == pytest.approx([*expected], abs=1e-4)


def test_no_interval_is_given_for_the_share_of_quoted_words():
    row = look_up(tk.tone_table(Article("“It rained,” Bob Day said.")), "all", "quoted_share")
    assert row["value"] == pytest.approx(0.4)
    assert math.isnan(row["low"])
    assert math.isnan(row["high"])


def write_words(number):
    """As many words as asked for that no list knows, in short sentences."""
    rest = {0: "", 1: "Rain.", 2: "It rained."}[number % 3]
    return " ".join(["It rained there."] * (number // 3) + [rest]).strip()


def report(narrated, quoted, narrator=(), speaker=()):
    """So many words of a narrator and a speaker; the first of them may be given."""
    told = " ".join([*narrator, write_words(narrated - 3 - 2 * len(narrator))])
    said = " ".join([*speaker, write_words(quoted - 2 * len(speaker))])
    return Article(f"{told}\n\n“{said}” Ann Lee said.")


class TestGap:
    @pytest.mark.parametrize(("narrated", "quoted"), [(49, 50), (50, 49)])
    def test_is_not_measured_under_fifty_words_on_either_side(self, narrated, quoted):
        row = look_up(tk.tone_table(report(narrated, quoted)), "all", "tone_gap")
        assert math.isnan(row["value"])
        assert row["note"] == "under 50 words on one side"

    def test_is_the_narrators_tone_less_that_of_quoted_words(self):
        article = report(50, 50, narrator=["Good, great."], speaker=["Terrible war."])
        table = tk.tone_table(article)
        row = look_up(table, "all", "tone_gap")
        expected = subtract(
            subtract(estimate_rate(2, 50), estimate_rate(0, 50)),
            subtract(estimate_rate(0, 50), estimate_rate(2, 50)),
        )
        assert (row["value"], row["low"], row["high"]) == pytest.approx([*expected], abs=1e-4)
        assert expected.value == 8
        assert (row["hits"], row["base"], row["unit"], row["note"]) == (
            4,
            100,
            "per 100 words",
            "",
        )
        assert (row["lowest"], row["highest"], row["lexicon"]) == (-100, 100, "VADER")


class TestReference:
    @pytest.mark.parametrize(
        ("value", "steps", "percentile"),
        [
            (-1, (0, 2, 4), 0),
            (5, (0, 2, 4), 100),
            (0, (0, 2, 4), 0),
            (4, (0, 2, 4), 100),
            (2, (0, 2, 4), 50),
            (3, (0, 2, 4), 75),
            (0.5, (0, 2, 4), 12.5),
            (0, (0, 0, 0, 3, 9), 25),
            (9, (0, 3, 9, 9, 9), 75),
            (6, (0, 3, 9, 9, 9), 37.5),
        ],
    )
    def test_percentile_is_the_share_that_lies_below(self, value, steps, percentile):
        assert find_percentile(value, steps) == pytest.approx(percentile)

    def test_quantiles_never_fall(self):
        for steps in read_tone_reference().quantiles.values():
            assert list(steps) == sorted(steps)

    def test_voices_of_one_hundred_words_are_set_against_their_like(self):
        reference = read_tone_reference()
        doubt = ["Perhaps, maybe."] * 2
        table = tk.tone_table(report(100, 100, narrator=doubt, speaker=[*doubt, *doubt]))
        for voice, like, rate in [
            ("all", "all", 6),
            ("narrator", "narrator", 4),
            ("quoted", "quoted", 8),
            ("Ann Lee", "quoted", 8),
        ]:
            row = look_up(table, voice, "hedging")
            steps = reference.quantiles[like, "hedging"]
            assert row["value"] == rate
            assert row["percentile"] == round(find_percentile(rate, steps)), voice
            assert row["reference"] == reference.name
            assert row["note"] == ""

    def test_voices_under_one_hundred_words_are_set_against_nothing(self):
        table = tk.tone_table(Article(write_words(99)))
        row = look_up(table, "all", "hedging")
        assert (row["words"], row["reference"]) == (99, "")
        assert math.isnan(row["percentile"])
        assert row["note"] == "under 100 words: unstable"

    def test_what_is_not_measured_is_set_against_nothing(self):
        table = tk.tone_table(Article(write_words(100)))
        row = look_up(table, "all", "balance")
        assert (row["words"], row["reference"]) == (100, "")
        assert math.isnan(row["percentile"])

    def test_whole_articles_are_told_apart_from_it(self, seed):
        table = tk.tone_table(seed).query("voice in ('all', 'narrator', 'quoted')")
        known = table.dropna(subset="percentile")
        assert len(known) > 30
        assert known["percentile"].between(0, 100).all()


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
        article = Article(DOUBTS)
        assert list_words(article, "plans", lexicon=path) == ["plan"]
        row = look_up(tk.tone_table(article, lexicon=path), "Ann Lee", "modals")
        assert (row["hits"], row["lexicon"]) == (1, "own.csv")

    def test_a_spreadsheet_may_have_saved_it(self, tmp_path):
        path = tmp_path / "own.csv"
        path.write_bytes("word,category\r\nplan*,plans\r\n".encode("utf-16"))
        assert list_words(Article(DOUBTS), "plans", lexicon=path) == ["plan"]

    def test_a_liwc_dictionary_is_read(self, write):
        path = write("%\n1\tplans\n2\tdoubt\n%\nplan*\t1\nmay\t2\t1\n", "own.dic")
        assert list_words(Article(DOUBTS), "plans", lexicon=path) == ["plan", "may"]

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
            tk.tone_table(Article(DOUBTS), lexicon=path)
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


@pytest.fixture(scope="module")
def pooled():
    texts = [
        'The plan may perhaps work, said the mayor, Ann Lee. "It is a terrible mess."',
        "The mayor, Lee, said that rates would rise in a good year. It rained.",
        "Perhaps it rains. The talks failed, and a terrible night followed.",
        "The happy crowd went home. It may snow.",
        "Nothing happened. He might leave.",
    ]
    articles = [tk.Article(text, id=f"{n}", publisher="Post") for n, text in enumerate(texts)]
    return [*articles, tk.Article(texts[0], id="e", publisher="Echo")]


def test_an_outlet_s_words_are_those_of_its_articles_with_articles_as_clusters(pooled):
    table = tk.tone_table(pooled, by="publisher")
    assert [*table["publisher"].unique()] == ["Echo", "Post"]
    alone = tk.tone_table(pooled[:5]).query("voice == 'all'")
    rows = table.query("publisher == 'Post' and voice == 'all'").set_index("dimension")
    for dimension in ("hedging", "charge", "quoted_share", "boosting", "balance"):
        own, row = alone[alone["dimension"] == dimension], rows.loc[dimension]
        hits, base = own["hits"].tolist(), own["base"].tolist()
        assert (row["hits"], row["base"]) == (sum(hits), sum(base))
        if dimension == "balance":
            continue
        scale = 1 if dimension == "quoted_share" else 100
        assert row["value"] == pytest.approx(scale * sum(hits) / sum(base), abs=1e-4)
        low, high = (scale * end for end in estimate_clustered_share(hits, base)[1:])
        if scale == 100:  # never narrower than of independent words, and those alone without a hit
            _, least, most = estimate_rate(sum(hits), sum(base))
            low, high = (min(low, least), max(high, most)) if sum(hits) else (least, most)
        assert [row["low"], row["high"]] == pytest.approx([low, high], abs=1e-4)
    assert (rows["articles"] == 5).all()
    assert rows["percentile"].isna().all()
    assert rows.loc["hedging", "low"] < estimate_rate(*rows.loc["hedging", ["hits", "base"]]).value


def test_of_few_articles_there_is_no_interval_and_the_note_says_so(pooled):
    echo = tk.tone_table(pooled, by="publisher").query("publisher == 'Echo'")
    single = tk.tone_table(pooled[-1]).reset_index(drop=True)
    assert echo["value"].equals(single["value"])
    assert echo[["low", "high"]].isna().all(axis=None)
    tone = tk.tone_table(pooled * 1, by="publisher").query("dimension == 'tone_gap'")
    assert (tone["note"] == "under 50 words on one side").all()
    long = [tk.Article("It rains. " * 60, id=f"{n}", publisher="Post") for n in range(2)]
    notes = tk.tone_table(long, by="publisher").query("dimension == 'hedging' and voice == 'all'")
    assert notes["note"].tolist() == ["under 5 articles: no interval"]


def test_a_speaker_of_several_articles_is_one_voice_of_its_outlet(pooled):
    table = tk.tone_table(pooled, by="publisher").query("publisher == 'Post'")
    assert [*table["voice"].unique()] == [*VOICES, "Ann Lee"]
    assert (table.loc[table["voice"] == "Ann Lee", "articles"] == 2).all()


def test_tone_without_articles_has_the_columns_of_its_groups(pooled):
    table = tk.tone_table(pooled, by=["publisher", "month"])
    assert dict(tk.tone_table([], by=["publisher", "month"]).dtypes) == dict(table.dtypes)
    with pytest.raises(tk.ToolkitError, match=r"^by: .* article, publisher, .* found 'mood'"):
        tk.tone_table(pooled, by="mood")
