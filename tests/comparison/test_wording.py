"""What articles call the same person, and which words are more their own."""

import pytest

import toolkit as tk
from toolkit.comparison.wording import WORDINGS

ONE = tk.Article(
    "Mayor Ann Lee opened the bridge. Mrs. Lee was late. Mrs. Lee smiled.\n\n"
    "The riot was a riot of a mob, and the mob left a riot behind.",
    id="one",
)
TWO = tk.Article("Ann Lee came late to the bridge with Bob Clark. The protest was calm.", id="two")


@pytest.fixture(scope="module")
def table():
    return tk.wording_table([ONE, TWO])


def test_labels_of_a_person_are_counted_with_their_titles(table):
    labels = table[(table["topic"] == "label") & (table["name"] == "Ann Lee")]
    counted = labels.set_index(["article", "term"])[["occurrences", "n", "reports"]]
    assert counted.loc[("one", "mrs. lee")].tolist() == [2, 3, 1]
    assert counted.loc[("one", "mayor ann lee")].tolist() == [1, 3, 1]
    assert counted.loc[("two", "ann lee")].tolist() == [1, 1, 1]
    assert labels["share"].tolist() == [2 / 3, 1 / 3, 1]


def test_whom_one_article_alone_names_has_no_label(table):
    assert "Bob Clark" not in set(table["name"])


def test_neighbours_stand_beside_a_label(table):
    row = table[(table["article"] == "one") & (table["term"] == "mayor ann lee")].iloc[0]
    assert row["neighbours"] == "opened"


def test_key_words_have_their_counts_and_first_place(table):
    key = table[table["topic"] == "keyness"].set_index("term")
    riot = key.loc["riot"]
    assert (riot["article"], riot["occurrences"], riot["reference_occurrences"]) == ("one", 3, 0)
    assert riot["start"] == ONE.text.index("riot")
    assert riot["log_ratio"] > 0
    assert (riot["n"], riot["reference_n"]) == (
        len(ONE.text.replace("\n\n", " ").split()),
        len(TWO.text.split()),
    )
    assert "protest" not in key.index  # it stands once
    assert "the" not in key.index


def test_places_hold_the_term(table):
    texts = {"one": ONE.text, "two": TWO.text}
    for row in table.itertuples():
        assert texts[row.article][row.start : row.end].casefold() == row.term


def test_one_article_lists_its_labels_with_a_note():
    table = tk.wording_table(TWO)
    assert set(table["topic"]) == {"label"}
    assert set(table["note"]) == {"one article: nothing to compare"}


def test_no_article_gives_the_same_columns():
    assert list(tk.wording_table([])) == list(WORDINGS.schema)


def test_key_words_are_those_of_keyness_table_against_all_other_articles():
    three = [ONE, TWO, tk.Article("The mob and the riot of the mob left a mob.", id="three")]
    table = tk.wording_table(three)
    for number, article in enumerate(three):
        others = [*three[:number], *three[number + 1 :]]
        wanted = tk.keyness_table(article, others).set_index("term")
        mine = table[(table["article"] == article.id) & (table["topic"] == "keyness")]
        for row in mine.to_dict("records"):
            other = wanted.loc[row["term"]]
            assert row["reference_occurrences"] == other["reference_occurrences"]
            assert row["reference_n"] == other["reference_words"]
            assert row["reports"] == 1 + other["reference_articles"]
            assert row["p_adjusted"] == other["p_adjusted"]
            assert row["note"] == other["note"]
    assert set(table.loc[table["term"] == "mob", "reports"]) == {2}


def test_articles_of_the_same_words_have_no_key_words():
    again = tk.Article(TWO.text.replace(".", " \u2013"), id="again")
    assert "keyness" not in set(tk.wording_table([TWO, again])["topic"])
