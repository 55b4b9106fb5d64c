import json
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pkgutil import resolve_name

import pandas as pd
import pytest

import toolkit as tk
from toolkit import (
    Article,
    ToolkitError,
    article_table,
    find_attributions,
    quotation_table,
    speaker_table,
)
from toolkit.base import Kind
from toolkit.base.text import find_words
from toolkit.tables import find_tables, locate_table
from toolkit.tables.articles import ARTICLES
from toolkit.tables.reading import QUOTATIONS, SPEAKERS, iter_articles

TEXT = (
    "Rates will rise\n\nRates will rise, Ann Lee told CNN. “It will hurt,” she added.\n\n"
    "Bob Day urged banks to wait. Talks “ended without an agreement” in May."
)

QUERIED = {"collocation_table", "concordance_table", "dispersion_table"}


@pytest.fixture(scope="module")
def article():
    return Article(TEXT, id="a1")


@pytest.mark.parametrize(
    ("make", "schema"),
    [(article_table, ARTICLES), (quotation_table, QUOTATIONS), (speaker_table, SPEAKERS)],
)
def test_no_rows_have_the_columns_and_types_of_many(make, schema, article):
    empty, full = make([]), make(article)
    assert len(full)
    assert [*empty] == [*full] == [*schema.schema]
    assert dict(empty.dtypes) == dict(full.dtypes)


def test_a_quotation_can_be_checked_against_its_article(article):
    for row in quotation_table(article).itertuples():
        whole = TEXT[row.start : row.end]
        assert all(piece in whole for piece in row.content.split(" … "))
        assert row.words == sum(len(find_words(piece)) for piece in row.content.split(" … "))


def test_shares_of_an_article_add_up_to_one(article):
    other = Article("Rates will fall, Joan Clark said.", id="a2")
    table = speaker_table([article, other])
    assert table.groupby("article")["share"].sum().tolist() == pytest.approx([1, 1])
    assert table["direct_share"].between(0, 1).all()


def test_speakers_are_counted_as_their_quotations_are(article):
    quotations = quotation_table(article)
    for row in speaker_table(article).itertuples():
        mine = quotations.query("speaker == @row.speaker")
        assert (row.quotations, row.words) == (len(mine), mine["words"].sum())
        assert (row.first, row.last) == (mine["start"].min(), mine["end"].max())


def test_acts_can_be_kept_apart(article):
    assert {*quotation_table(article)["act"]} == {"saying", "urging"}
    assert {*quotation_table(article, acts=["urging"])["act"]} == {"urging"}
    assert {*speaker_table(article, acts=["urging"])["speaker"]} == {"Bob Day"}


def test_words_in_marks_that_nobody_says_are_given_to_nobody(article):
    assert "Bob Day" not in {*speaker_table(article, acts=["saying"])["speaker"]}


@pytest.mark.parametrize("acts", [["shouting"], "saying"])
def test_an_unknown_act_is_refused(article, acts):
    with pytest.raises(ToolkitError, match=r"^acts: must be a list of saying, .*found"):
        quotation_table(article, acts=acts)


@pytest.mark.parametrize("given", ["War is war.", 7, None, b"War"])
def test_a_text_is_no_article(given):
    with pytest.raises(ToolkitError, match=r"^articles: must be an Article or an iterable"):
        quotation_table(given)


def test_a_list_with_something_else_says_where():
    with pytest.raises(ToolkitError, match=r"^articles\[1\]: must be an Article; found str"):
        list(iter_articles([Article("War."), "War."]))


def test_articles_may_come_from_a_generator(article):
    table = article_table(one for one in [article])
    assert table["article"].tolist() == ["a1"]


# ---- articles and the tables beside them -----------------------------------------------------


def test_each_table_is_joined_with_that_of_articles_without_a_clash(article):
    about = article_table(article)
    for name in find_tables():
        if name in {
            "validity_table",
            "keyness_table",
            "role_table",
            "source_table",
            "trend_table",
            "audit_table",
            "confusion_table",
            "decision_table",
        }:  # not by article
            continue
        needed = {"query": "rates"} if name in QUERIED else {}
        if name == "change_table":
            needed = {"changes": {tk.Span(0, len("War")): "Talk"}}
        table = resolve_name(locate_table(name))(article, **needed)
        if name != "article_table":
            assert {*table} & {*about} == {"article"}, name


def test_a_number_of_the_source_is_merged_with_the_table_that_it_comes_from():
    mine = pd.DataFrame(
        {"number": [12, 7], "text": ["War is war.", "Peace."], "party": ["A", "B"]}
    )
    articles = [
        Article(text, id=str(number), meta={"number": number})
        for number, text in zip([7, 12], ["Peace.", "War is war."], strict=True)
    ]
    table = article_table(articles, meta=["number"])
    assert table["number"].dtype == "int64"
    merged = table.merge(mine, on="number")
    assert merged[["article", "party"]].to_numpy().tolist() == [["7", "B"], ["12", "A"]]


def test_whole_numbers_with_gaps_stay_whole():
    articles = [Article("War.", id="a", meta={"wave": 2}), Article("Peace.", id="b")]
    assert article_table(articles, meta=["wave"])["wave"].dtype == "Int64"


@pytest.mark.parametrize("name", ["title", "partei", "article"])
def test_a_column_that_no_article_has_is_told_with_those_there(name):
    article = Article("War.", meta={"party": "A", "title": "B"})
    with pytest.raises(ToolkitError, match=f"^meta: must be of party; found '{name}'"):
        article_table(article, meta=[name])


def test_when_articles_were_published_is_a_date_by_their_own_clock():
    late = datetime(2016, 9, 6, 23, 30, tzinfo=timezone(timedelta(hours=-5)))
    articles = [
        Article("War.", id="a", published=date(2016, 9, 6)),
        Article("War.", id="b", published=late),
        Article("War.", id="c"),
    ]
    published = article_table(articles)["published"]
    assert published.dtype == article_table([])["published"].dtype == "datetime64[us]"
    assert published.dt.month.tolist()[:2] == [9, 9]
    assert published.tolist()[:2] == [datetime(2016, 9, 6), datetime(2016, 9, 6, 23, 30)]  # noqa: DTZ001
    assert published.isna().tolist() == [False, False, True]


def test_other_columns_are_there_as_json():
    articles = [Article("War.", id="a", meta={"wave": 2, "day": date(2016, 9, 6)}), Article("No.")]
    told = article_table(articles)["meta"]
    assert json.loads(told[0]) == {"wave": 2, "day": "2016-09-06"}
    assert told.isna().tolist() == [False, True]


def test_who_may_be_meant_stands_in_the_table_where_the_speaker_is_open(article):
    attribution = find_attributions(article)[0]
    speaker = replace(attribution.speaker, name="unknown", kind=Kind.UNKNOWN)
    left = replace(attribution, speaker=speaker, candidates=("Ann Lee", "Bob Day"))
    table = quotation_table([left])
    assert table["candidates"].tolist() == ["Ann Lee; Bob Day"]
    whole = quotation_table(article)
    assert whole.loc[whole["speaker"] != "unknown", "candidates"].isna().all()
    assert whole.loc[whole["speaker"] == "unknown", "candidates"].tolist() == ["Bob Day"]
