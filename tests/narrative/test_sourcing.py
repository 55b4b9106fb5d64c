"""Who vouches for each sentence, and among how many sources a story is divided."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit import Article, Part, Span, ToolkitError, source_diversity_table, sourcing_table
from toolkit.narrative.sourcing import DIVERSITY, SENTENCES, count_effective, estimate_interval

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


def test_titles_of_works_are_no_orphans():
    text = 'They saw "The Last Mill" twice. Some called it "fine".'
    assert sourcing_table(Article(text))["sourcing"].tolist() != ["orphan quote"] * 2


@pytest.mark.parametrize("kind", ["headline", "caption"])
def test_no_body_gives_no_rows(kind):
    article = Article("Mill to close", parts=(Part(Span(0, 13), kind),))
    table = sourcing_table(article)
    assert table.empty
    assert table.dtypes.astype(str).to_dict() == SENTENCES


def test_no_articles_give_no_rows():
    assert list(sourcing_table([])) == list(SENTENCES)
    assert list(source_diversity_table([])) == list(DIVERSITY)


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


def test_nobody_speaks():
    [row] = source_diversity_table(Article("The mill closed.")).to_dict("records")
    assert math.isnan(row["effective"])
    assert (row["n"], row["note"]) == (0, "nobody speaks")


def test_unknown_grouping():
    with pytest.raises(ToolkitError, match="by: must be speaker or kind; found 'gender'"):
        source_diversity_table(make_story(), by="gender")
    with pytest.raises(ToolkitError, match="groups: must be a mapping; found 'kind'"):
        source_diversity_table(make_story(), groups="kind")
