from datetime import date, datetime, timedelta, timezone
from functools import partial

import pandas as pd
import pytest

from toolkit import (
    Article,
    ToolkitError,
    dispersion_table,
    frequency_table,
    read_corpus,
    role_table,
    source_table,
    speaker_sentiment_table,
    speaker_table,
    stance_table,
    tone_table,
    trend_table,
)
from toolkit.base import Role

MAYOR = "Rates will rise, said Mayor Ann Lee."
DRIVER = "Bob Day, a truck driver, said rates will rise. Day said he would pay."
EAST = timezone(timedelta(hours=-4))
SILENT = "Bob Day, a truck driver, declined to comment."


@pytest.fixture(scope="module")
def articles():
    return [
        Article(MAYOR, id="a1", publisher="Post", published=date(2024, 1, 9)),
        Article(DRIVER, id="a2", publisher="Post", published=date(2024, 3, 2)),
        Article(SILENT, id="a3", publisher="Echo", published=date(2024, 3, 2)),
    ]


def test_counts_are_those_of_the_speakers(articles):
    table = source_table(articles).set_index("category")
    speakers = speaker_table(articles)
    assert table["words"].sum() == speakers["words"].sum()
    citizens = speakers[speakers["role"] == "citizen"]
    assert table.loc["citizen", "quotations"] == citizens["quotations"].sum() > 0
    assert table.loc["citizen", "speakers"] == len(citizens)
    share = len(citizens) / len(speakers)
    assert table.loc["citizen", "speaker_share"] == pytest.approx(share)


def test_under_a_handful_of_articles_there_is_no_interval(articles):
    table = source_table(articles)
    assert table["quotation_share"].notna().all()
    assert table[["quotation_low", "word_high", "speaker_low"]].isna().all(axis=None)


def test_silence_is_no_speech(articles):
    assert [*source_table(articles, by="publisher")["publisher"].unique()] == ["Post"]


def test_groups_are_fields_and_other_columns_of_the_source():
    articles = [
        Article(MAYOR, id="a1", section="Town", meta={"desk": 7}),
        Article(DRIVER, id="a2", published=datetime(2024, 3, 31, 23, tzinfo=EAST)),
    ]
    table = source_table(articles, by=["desk", "section", "month"])
    heard = table[table["words"] > 0].set_index("category")
    groups = heard[["desk", "section", "month"]]
    assert [*groups.loc["government"]] == ["7", "Town", "not given"]
    assert [*groups.loc["citizen"]] == ["not given", "not given", "2024-03"]


def test_each_article_may_be_a_group(articles):
    table = source_table(articles, by=["article"])
    heard = table[table["words"] > 0]
    assert [*zip(heard["article"], heard["category"], strict=True)] == [
        ("a1", "government"),
        ("a2", "citizen"),
    ]
    assert [*table["articles"].unique()] == [1]
    assert table.equals(source_table(articles, by="article"))
    whole = source_table(articles)
    assert heard["words"].sum() == whole["words"].sum()


def test_each_article_may_be_a_group_beside_others(articles):
    table = source_table(articles, by=["publisher", "article"])
    assert [*table.columns[:2]] == ["publisher", "article"]
    assert table.groupby("article")["publisher"].unique().map(list).to_dict() == {
        "a1": ["Post"],
        "a2": ["Post"],
    }


MAKERS = {
    source_table: ["article", "publisher"],
    tone_table: ["article", "publisher"],
    stance_table: ["article", "publisher"],
    speaker_sentiment_table: ["article", "publisher"],
    frequency_table: ["article", "publisher", "part", "voice", "corpus"],
    partial(dispersion_table, query="rates"): ["article", "publisher", "corpus"],
}


@pytest.mark.parametrize(
    ("make", "by"), [(make, by) for make, choices in MAKERS.items() for by in choices]
)
def test_a_list_of_one_means_what_its_one_means(articles, make, by):
    assert make(articles, by=[by]).equals(make(articles, by=by))


@pytest.mark.parametrize("make", MAKERS)
def test_a_group_that_is_named_twice_is_told_so(articles, make):
    for by in (["article", "article"], ["publisher", "month", "publisher"]):
        with pytest.raises(ToolkitError, match=rf"each once; found '{by[0]}' twice$"):
            make(articles, by=by)


def test_what_may_be_counted_by_itself_alone_is_told(articles):
    told = r"^by: must be one of article, part, .*; found 'part', which must stand alone$"
    with pytest.raises(ToolkitError, match=told):
        frequency_table(articles, by=["part", "publisher"])


def test_evidence_goes_by_the_article_however_that_is_said(articles):
    for by in ("article", ["article"]):
        assert tone_table(articles, by=by, evidence=True).equals(
            tone_table(articles, evidence=True)
        )
    with pytest.raises(ToolkitError, match=r"^by: must be left out where evidence=True"):
        tone_table(articles, by=["publisher"], evidence=True)


def test_a_column_that_the_table_has_itself_is_no_group():
    article = Article(MAYOR, meta={"category": "news"})
    with pytest.raises(ToolkitError, match=r"^by: must be one of .*found 'category'"):
        source_table(article, by="category")


def test_genders_are_of_persons_and_unknown_ones_count(articles):
    table = source_table(articles, what="gender").set_index("category")
    assert table.loc["unknown", "speakers"] >= 1
    assert table["speaker_share"].sum() == pytest.approx(1)


def test_several_articles_give_intervals_that_hold_the_share():
    many = [Article(f"{MAYOR} {DRIVER * (n % 2)}", id=f"{n}") for n in range(6)]
    for row in source_table(many).to_dict("records"):
        assert 0 <= row["word_low"] < row["word_share"] < row["word_high"] <= 1


def test_every_period_has_a_row_and_an_empty_one_no_share(articles):
    table = trend_table(articles, by=["publisher", "month"])
    empty = table[table["period"] == "2024-02"]
    assert [*table["period"].unique()] == ["2024-01", "2024-02", "2024-03"]
    assert (empty["articles"] == 0).all()
    assert empty["word_share"].isna().all()


def test_no_articles_have_the_columns_and_types_of_many(articles):
    empty, full = source_table([], by="month"), source_table(articles, by="month")
    assert dict(empty.dtypes) == dict(full.dtypes)
    assert dict(trend_table([]).dtypes) == dict(trend_table(articles).dtypes)


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda a: source_table(a, what="mood"), "^what: must be one of role, .*found 'mood'"),
        (lambda a: source_table(a, by="colour"), "^by: must be one of .*found 'colour'"),
        (lambda a: trend_table(a, by="publisher"), "^by: must end in one of .*found 'publisher'"),
        (lambda _: trend_table(Article(MAYOR)), "^articles: must have a date"),
    ],
)
def test_what_does_not_exist_is_refused(articles, make, problem):
    with pytest.raises(ToolkitError, match=problem):
        make(articles)


def test_a_column_that_was_read_as_a_field_is_told_by_the_name_of_the_field():
    articles = read_corpus([{"Body": MAYOR, "Outlet": "Post", "Frame": "war"}])
    with pytest.raises(ToolkitError, match=r"found 'Outlet', which was read as publisher$"):
        source_table(articles, by="Outlet")
    with pytest.raises(ToolkitError, match=r"found 'frame'\. Did you mean 'Frame'\?$"):
        source_table(articles, by="frame")


def test_the_articles_are_left_as_they_were(articles):
    before = pd.Series(articles).map(hash).tolist()
    source_table(articles, by="month")
    assert pd.Series(articles).map(hash).tolist() == before


def test_every_role_is_listed():
    assert {*role_table()["role"]} == {*Role}


def test_shares_may_be_of_those_that_are_known_alone():
    text = f"{MAYOR} Kim Roe, a nurse, said she would pay. Pat Day said so. He said it twice."
    every = source_table(Article(text), what="gender").set_index("category")
    known = source_table(Article(text), what="gender", with_unknown=False).set_index("category")
    assert every.loc["unknown", "speakers"] > 0
    assert "unknown" not in known.index
    assert known["speaker_share"].sum() == pytest.approx(1)
    assert [*known["words"]] == [*every.drop("unknown")["words"]]


def test_an_article_without_a_value_is_told_apart_from_none():
    metas = [{"wave": 1.5}, {"wave": float("nan")}, {}]
    articles = [Article(MAYOR, id=f"{n}", meta=meta) for n, meta in enumerate(metas)]
    assert [*source_table(articles, by="wave")["wave"]] == ["1.5", "not given"]
