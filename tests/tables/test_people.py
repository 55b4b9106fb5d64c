import re
from pathlib import Path

import pandas as pd
import pytest

import toolkit as tk
from toolkit import Article, people_table, speaker_table
from toolkit.tables import people_evidence_table

TEXT = (
    "Mayor Ann Lee met Bob Hill. Rates will rise, she said. Hill and Tom Clark left. "
    "Mr. Hill left too. Bob Hill declined to comment."
)
CORPUS = Path(tk.__file__).parent.parent / "notebooks" / "data" / "corpus.jsonl"
FIRST = re.findall(
    r"\w+",
    "Ann Bob Carl Dora Eric Fay Gus Hana Ivan Jane Karl Lena Mark Nora Otto Paul Rosa Sven Tina "
    "Vera",
)
LAST = re.findall(
    r"\w+",
    "Adams Baker Clark Davis Evans Foster Graham Hughes Irving Jensen Keller Larsen Miller Norris "
    "Owens Palmer Quincy Roberts Stevens Turner Vaughan Walker Young Zeller Moreno",
)


@pytest.fixture(scope="module")
def news():
    return tk.read_corpus(CORPUS)[::15]


def test_who_is_spoken_of_and_never_heard_can_be_counted():
    table = people_table(Article(TEXT)).set_index("name")
    assert table["heard"].to_dict() == {"Bob Hill": False, "Ann Lee": True, "Tom Clark": False}
    assert table.loc["Bob Hill", ["mentions", "named", "statements", "words"]].tolist() == [
        4, 4, 0, 0,
    ]  # fmt: skip
    assert table.loc["Ann Lee", ["mentions", "named", "statements", "words"]].tolist() == [
        2, 1, 1, 3,
    ]  # fmt: skip
    assert table.loc["Ann Lee", ["titles", "role", "gender"]].tolist() == [
        "mayor", "government", "woman",
    ]  # fmt: skip


def test_every_mention_is_a_row_whose_words_stand_there(news):
    texts = {article.id: article.text for article in news}
    evidence = people_table(news, evidence=True)
    for row in evidence.itertuples():
        assert texts[row.article][row.start : row.end] == row.text
    assert {*evidence["form"]} == {"name", "description", "pronoun"}


def test_rows_count_their_evidence(news):
    table, evidence = people_table(news), people_evidence_table(news)
    keys = ["article", "name", "kind"]
    counted = evidence.groupby(keys).agg(
        mentions=("form", "size"),
        named=("form", lambda forms: (forms == "name").sum()),
        start=("start", "min"),
    )
    own = table.set_index(keys)[["mentions", "named", "start"]].sort_index()
    pd.testing.assert_frame_equal(own, counted.sort_index(), check_dtype=False)


def test_speakers_are_counted_as_the_table_of_speakers_has_them(news):
    columns = ["kind", "role", "gender", "words"]
    speakers = speaker_table(news).query("kind != 'unknown'").set_index(["article", "speaker"])
    people = people_table(news).query("statements > 0").set_index(["article", "name"])
    speakers = speakers.rename_axis(["article", "name"]).rename(
        columns={"quotations": "statements"}
    )
    columns.append("statements")
    pd.testing.assert_frame_equal(people[columns].sort_index(), speakers[columns].sort_index())


def test_one_name_in_all_articles_where_names_agree():
    first = Article("Rates will rise, said the mayor, Ann Lee.", id="a1")
    second = Article("Mayor Lee left.", id="a2")
    table = people_table([first, second])
    assert table["name"].tolist() == ["Ann Lee", "Ann Lee"]
    assert people_table(second)["name"].tolist() == ["Lee"]


def test_attributions_stand_in_for_what_would_be_found():
    article = Article(TEXT, id="a1")
    found = tk.find_attributions(article)
    pd.testing.assert_frame_equal(people_table(found), people_table(article))
    silent = people_table([*found[1:], article]).set_index("name")
    assert not silent.loc["Ann Lee", "heard"]
    assert silent.loc["Ann Lee", "mentions"] == 2  # "she" is she, though nobody says what she said


def test_a_speaker_whom_the_text_nowhere_names_has_a_row_without_a_place():
    article = Article("Rates will rise.", id="a1")
    said = tk.Quotation((tk.Span(0, 15),))
    given = tk.Attribution(said, tk.Speaker("Ann Lee", "person"), article=article)
    [row] = people_table([given]).itertuples()
    assert (row.name, row.statements, row.words, row.mentions) == ("Ann Lee", 1, 3, 0)
    assert row.start is pd.NA
    assert people_table([given], evidence=True).empty


def test_no_articles_give_the_columns_alone():
    assert people_table([]).empty
    assert people_table([], evidence=True).columns.tolist() == [
        "article", "name", "kind", "start", "end", "text", "form",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["It rained.", "ANN LEE SAID RATES WILL RISE.", "War", "\u4e60\u8fd1\u5e73 left."]
)
def test_any_article_has_a_register(text):
    table = people_table(Article(text))
    assert (table["mentions"] >= table["named"]).all()
    assert (table["mentions"] > 0).all()


def test_five_hundred_people_are_five_hundred_rows():
    names = [f"{first} {last}" for first in FIRST for last in LAST]
    text = "\n\n".join(f"Mayor {name} left on Monday." for name in names)
    found = people_table(Article(text))
    assert len(names) == 500
    assert len({*found["name"]} & {*names}) > 450
