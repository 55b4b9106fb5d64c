"""Who vouches for each sentence, and among how many sources a story is divided."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.frames import has_types, list_rows
from tests.test_cases import read_cases
from toolkit import Article, Part, Span, ToolkitError, source_diversity_table, sourcing_table
from toolkit.narrative.sourcing import count_effective, estimate_interval, find_body_sentences

SENTENCES = {
    "article": "str",
    "sentence": "int64",
    "paragraph": "int64",
    "text": "str",
    "start": "int64",
    "end": "int64",
    "words": "int64",
    "share": "float64",
    "sourcing": "str",
    "speaker": "str",
    "relay": "str",
    "attributed_words": "int64",
    "quoted_words": "int64",
}
DIVERSITY = {
    "article": "str",
    "by": "str",
    "effective": "float64",
    "low": "float64",
    "high": "float64",
    "sources": "int64",
    "n": "int64",
    "note": "str",
}

STORY = (
    "Mill to close, owner says\n\n"
    "The mill will close in May, Ann Lee said.\n\n"
    "About 90 workers would lose their jobs, TASS quoted Bob Day as saying. "
    "They gathered at the gate.\n\n"
    "A report by the council showed that the mill made a loss.\n\n"
    'The talks "ended without any result".\n\n'
    "A senior official said that a buyer may come."
)


def make_story(text=STORY):
    """Make an article whose first line is the headline."""
    spans, position = [], 0
    for line in text.split("\n\n"):
        spans.append(Span(position, position + len(line)))
        position += len(line) + 2
    kinds = ["headline"] + ["paragraph"] * (len(spans) - 1)
    parts = tuple(Part(span, kind) for span, kind in zip(spans, kinds, strict=True))
    return Article(text, id="mill", parts=parts)


@pytest.mark.parametrize("case", read_cases("sourcing_table"))
def test_sourcing_table(case):
    table = sourcing_table(Article(case["text"]))
    columns = ["sourcing", "speaker", "relay", "attributed_words", "quoted_words"]
    assert list_rows(table[columns]) == case["found"]


@pytest.fixture(scope="module")
def table():
    return sourcing_table(make_story())


def test_each_kind_of_sourcing(table):
    assert table["sourcing"].tolist() == [
        "named",
        "relayed",
        "none",
        "document",
        "orphan quote",
        "unnamed",
    ]


def test_by_whom_and_through_whom(table):
    assert table["speaker"][:2].tolist() == ["Ann Lee", "Bob Day"]
    assert table["relay"].dropna().tolist() == ["TASS"]
    assert table["speaker"][[2, 4]].isna().all()


def test_sentences_point_into_the_text(table):
    for row in table.itertuples():
        assert STORY[row.start : row.end] == row.text
    assert table["sentence"].tolist() == [1, 2, 3, 4, 5, 6]
    assert table["paragraph"].tolist() == [1, 2, 2, 3, 4, 5]


def test_words_and_shares(table):
    assert table["share"].sum() == pytest.approx(1)
    orphan = table.loc[4]
    assert (orphan["attributed_words"], orphan["quoted_words"]) == (0, 4)
    assert table["attributed_words"][0] == 6
    assert (table["attributed_words"] <= table["words"]).all()


def test_shares_are_of_the_words_of_their_own_article():
    articles = [Article("Rain fell. The sun shone.", id="a"), Article("Snow fell.", id="b")]
    table = sourcing_table(articles)
    assert table["article"].tolist() == ["a", "a", "b"]
    assert table["words"].tolist() == [2, 3, 2]
    assert table["share"].tolist() == [0.4, 0.6, 1.0]


def test_a_row_has_its_sentence_on_one_line():
    [row] = sourcing_table(Article("Rain  fell,   Ann Lee said.")).to_dict("records")
    assert (row["text"], row["start"], row["end"]) == ("Rain fell, Ann Lee said.", 0, 27)


def test_sentences_without_a_word_are_none():
    article = Article("Rain fell.\n\n! !! \u2026\n\nSnow fell.")
    found = find_body_sentences(article)
    assert [sentence.of(article.text) for sentence, _ in found] == ["Rain fell.", "Snow fell."]
    assert [number for _, number in found] == [1, 3]


def test_what_a_headline_says_is_no_body():
    article = make_story()
    first, number = find_body_sentences(article)[0]
    assert (first.of(article.text), number) == ("The mill will close in May, Ann Lee said.", 1)


@pytest.mark.parametrize("kind", ["headline", "caption"])
def test_no_body_gives_no_rows(kind):
    article = Article("Mill to close", parts=(Part(Span(0, 13), kind),))
    table = sourcing_table(article)
    assert table.empty
    assert has_types(table, SENTENCES)


def test_no_articles_give_no_rows():
    assert has_types(sourcing_table([]), SENTENCES)
    assert has_types(source_diversity_table([]), DIVERSITY)


def test_text_is_refused():
    with pytest.raises(ToolkitError, match="articles: must be an Article"):
        sourcing_table("Rates will rise.")


@pytest.mark.parametrize("k", [1, 2, 7])
def test_equal_sources_count_fully(k):
    assert count_effective([3] * k) == pytest.approx(k)


def test_effective_number_by_hand():
    # 5, 3, 1, 1 of 10: p = .5, .3, .1, .1; sum of squares .36; 1 / .36
    assert count_effective([5, 3, 1, 1]) == pytest.approx(1 / 0.36)


@given(st.lists(st.integers(1, 30), min_size=1, max_size=12))
def test_effective_number_is_between_one_and_the_sources(counts):
    effective = count_effective(counts)
    assert 1 <= effective + 1e-9 <= len(counts) + 2e-9
    if sum(counts) > 1:
        low, high = estimate_interval(counts)
        assert 1 <= low <= effective <= high <= max(sum(counts), effective) + 1e-9


def test_intervals_hold_the_true_number():
    shares = np.array([0.4, 0.3, 0.2, 0.1])
    draws = np.random.default_rng(3).multinomial(30, shares, size=150)
    intervals = [estimate_interval([count for count in draw if count]) for draw in draws]
    truth = 1 / (shares**2).sum()
    assert np.mean([low <= truth <= high for low, high in intervals]) > 0.85


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [([6], 1, 1), ([1, 1, 1, 1, 1], 3.1, 5), ([5, 3, 1, 1], 1.8, 6.9)],
)
def test_small_intervals_end_at_one_and_at_all_quotations(counts, low, high):
    assert estimate_interval(counts) == pytest.approx((low, high), abs=0.05)


def test_large_intervals_are_those_of_the_normal_approximation():
    # the variance of sum p² by the delta method: 4 / n * (sum p³ - (sum p²)²)
    counts = np.array([500, 300, 100, 100])
    p = counts / counts.sum()
    squares = (p**2).sum()
    deviation = math.sqrt(4 / counts.sum() * ((p**3).sum() - squares**2))
    low, high = estimate_interval([*counts])
    assert low == pytest.approx(1 / (squares + 1.96 * deviation), rel=0.006)
    assert high == pytest.approx(1 / (squares - 1.96 * deviation), rel=0.006)


def test_an_interval_is_the_same_each_time():
    assert estimate_interval([7, 4, 2]) == estimate_interval([7, 4, 2])


def test_diversity_of_the_story():
    article = make_story()
    [row] = source_diversity_table(article).to_dict("records")
    assert (row["effective"], row["sources"], row["n"]) == (4.0, 4, 4)
    assert math.isnan(row["low"])
    assert row["note"] == "under 5 quotations: no interval"
    [kinds] = source_diversity_table(article, by="kind").to_dict("records")
    assert kinds["effective"] == pytest.approx(16 / 6)  # two persons, one document, one unnamed


def test_own_groups():
    groups = {"Ann Lee": "mill", "Bob Day": "mill"}
    [row] = source_diversity_table(make_story(), groups=groups).to_dict("records")
    assert (row["by"], row["sources"]) == ("group", 3)
    kinds = {"person": "somebody", "unnamed": "somebody"}
    [row] = source_diversity_table(make_story(), by="kind", groups=kinds).to_dict("records")
    assert (row["by"], row["sources"]) == ("group", 2)


QUOTATIONS = [f"{who} said rain fell." for who in ("Ann Lee", "Bob Day", "Joan Fox", "Ann Lee")]


def test_under_five_quotations_there_is_no_interval():
    [row] = source_diversity_table(Article(" ".join(QUOTATIONS))).to_dict("records")
    assert (row["sources"], row["n"]) == (3, 4)
    assert row["effective"] == pytest.approx(16 / 6)
    assert math.isnan(row["low"])
    assert math.isnan(row["high"])
    assert row["note"] == "under 5 quotations: no interval"


def test_from_five_quotations_there_is_one():
    text = " ".join([*QUOTATIONS, "Bob Day said rain fell."])
    [row] = source_diversity_table(Article(text, id="rain")).to_dict("records")
    assert (row["article"], row["by"], row["sources"], row["n"]) == ("rain", "speaker", 3, 5)
    assert (row["low"], row["high"]) == estimate_interval([2, 2, 1])
    assert row["note"] == ""


def test_headlines_and_those_nobody_could_tell_are_not_counted():
    body = "Bob Day said rain fell. He said snow fell. It was said that ice fell."
    article = make_story(f"Ann Lee said rain fell\n\n{body}")
    [row] = source_diversity_table(article).to_dict("records")
    assert (row["sources"], row["n"]) == (1, 2)


def test_kinds_count_as_sources():
    text = "Ann Lee said rain fell. Bob Day said snow fell. A study showed that ice fell."
    [row] = source_diversity_table(Article(text), by="kind").to_dict("records")
    assert (row["by"], row["sources"], row["n"]) == ("kind", 2, 3)


def test_a_speaker_outside_the_groups_is_a_source_of_their_own():
    text = "Ann Lee said rain fell. Bob Day said snow fell. Joan Fox said ice fell."
    groups = {"Ann Lee": "mill", "Bob Day": "mill"}
    [row] = source_diversity_table(Article(text), groups=groups).to_dict("records")
    assert (row["sources"], row["n"]) == (2, 3)
    assert row["effective"] == pytest.approx(9 / 5)


def test_nobody_speaks():
    [row] = source_diversity_table(Article("The mill closed.")).to_dict("records")
    assert math.isnan(row["effective"])
    assert (row["n"], row["note"]) == (0, "nobody speaks")


@pytest.mark.parametrize("by", ["gender", "group", 5, None, ["speaker"]])
def test_unknown_grouping(by):
    with pytest.raises(ToolkitError, match="by: must be speaker or kind; found"):
        source_diversity_table(make_story(), by=by)


@pytest.mark.parametrize("groups", ["kind", ["Ann Lee"], 5])
def test_groups_are_a_mapping(groups):
    with pytest.raises(ToolkitError, match="groups: must be a mapping; found"):
        source_diversity_table(make_story(), groups=groups)
