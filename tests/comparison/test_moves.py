"""What every instrument says before and after: each number with its words, and no noise."""

import pytest

import toolkit as tk
from toolkit.attitude import stance_passage_table
from toolkit.base.article import Span
from toolkit.comparison import change_article
from toolkit.comparison.moves import UNMOVED, change_table

STORY = tk.parse_article(
    'Bank may delay the plan, says Lee\n\n"The plan is good," Ann Lee said on Monday. '
    'She added: "We may delay the plan." It rained.'
)
QUARREL = tk.Article(
    '"Bob Clark is a liar and a disgrace," Ann Lee said on Monday. Bob Clark left.'
)


def list_moved(table, instrument, measure=None):
    own = table[(table["instrument"] == instrument) & (table["measure"] != UNMOVED)]
    return own if measure is None else own[own["measure"] == measure]


def test_numbers_are_those_of_the_tables_of_both_articles():
    changes = {"good": "terrible"}
    table, after = change_table(STORY, changes), change_article(STORY, changes)
    [row] = list_moved(table, "vader", "score").to_dict("records")
    for name, article in (("before", STORY), ("after", after)):
        scores = tk.sentence_sentiment_table(article)
        assert row[name] == scores.loc[scores["text"].str.contains("plan is"), "vader"].item()
    assert row["change"] == row["after"] - row["before"]
    assert row["words_before"].startswith("good +")
    assert row["words_after"].startswith("terrible -")
    assert STORY.text[row["start_before"] : row["end_before"]] == "good"
    assert after.text[row["start_after"] : row["end_after"]] == "terrible"


def test_what_did_not_move_is_counted_or_listed():
    short = change_table(STORY, {"good": "terrible"})
    full = change_table(STORY, {"good": "terrible"}, with_unmoved=True)
    counts = short[short["measure"] == UNMOVED]
    assert counts["before"].sum() + (short["measure"] != UNMOVED).sum() == len(full)
    assert UNMOVED not in {*full["measure"]}
    assert [*short["measure"]].index(UNMOVED) == len(short) - len(counts)  # they come last


def test_the_same_words_move_nothing():
    assert {*change_table(STORY, {"good": "good"})["measure"]} == {UNMOVED}


def test_a_sentence_that_moves_behind_longer_words_is_the_same_sentence():
    table = change_table(STORY, {"Monday": "Monday the fourteenth of April"})
    assert {*list_moved(table, "vader")["about"]} == set()
    [size] = list_moved(table, "words").to_dict("records")
    assert (size["change"], size["words_before"]) == (4, "Monday")
    assert size["words_after"] == "Monday; the; fourteenth; of; April"


def test_sentences_behind_one_that_goes_are_the_same_though_their_numbers_are_not():
    story = tk.Article("It was a good day. It was a terrible day. Lee was happy.")
    table = change_table(story, {"It was a good day. ": ""})
    [gone] = list_moved(table, "vader", "score").to_dict("records")
    assert (gone["about"], gone["words_after"]) != ("sentence 2, narrator", "terrible")
    assert gone["words_before"].startswith("good")


def test_a_score_of_our_model_that_trembles_is_not_told():
    full = change_table(QUARREL, {"Monday": "Tuesday"}, with_unmoved=True)
    own = full[full["instrument"] == "portrayal"]
    assert own["change"].abs().between(1e-4, 0.09).any()
    assert list_moved(change_table(QUARREL, {"Monday": "Tuesday"}), "portrayal").empty


def test_what_is_in_one_of_the_articles_alone_counts_nothing_in_the_other():
    table = change_table(STORY, {"said on Monday": "told Reuters"})
    [row] = list_moved(table, "relays").to_dict("records")
    assert (row["about"], row["before"], row["after"]) == ("Reuters", 0, 2)  # she told both to it
    assert row["words_after"].startswith('"The plan is good,"')


def test_another_speaker_is_told_with_the_words_that_went_over():
    table = change_table(STORY, {"Ann Lee said": "Bob Day said", "She": "Ann Lee"})
    words = list_moved(table, "speakers", "words").set_index("about")["change"].to_dict()
    assert words["Bob Day"] > 0 > words["Ann Lee"]


def test_a_rate_moves_with_words_of_its_kind_alone():
    hedged = change_table(STORY, {"is good": "might be good"})
    rows = list_moved(hedged, "tone_table", "hedging").set_index("about")
    assert rows.loc["Ann Lee", "words_after"] == "might"
    plain = change_table(STORY, {"The plan is": "The new plan is"})
    assert "hedging" not in {*list_moved(plain, "tone_table")["measure"]}


def test_a_headline_is_held_against_the_text():
    table = change_table(STORY, {Span(9, 14): "stop"})
    parts = list_moved(table, "headline_table", "parts of the headline").set_index("about")
    assert parts.loc["absent", "words_after"] == "stop"


def test_each_place_where_somebody_is_named_has_its_call():
    full = change_table(QUARREL, {"liar": "hero"}, with_unmoved=True)
    calls = full[(full["instrument"] == "stance") & (full["measure"] == "call")]
    assert len(calls) == len(stance_passage_table(QUARREL)) == 2


@pytest.mark.parametrize("text", ["Yes.", "שלום עולם", "🙂 ok", '"No," said Lee.\n\n"Yes."'])
@pytest.mark.parametrize("new", ["Nothing", "🙂", "»"])
def test_texts_that_are_odd_have_the_usual_columns(text, new):
    table = change_table(tk.Article(text), {text.split()[0].strip('".,'): new})
    assert [*table] == [*change_table(STORY, {"good": "bad"})]
    assert {*table["article"]} == {tk.Article(text).id}
