import pytest
from hypothesis import given
from hypothesis import strategies as st

import toolkit as tk
from toolkit.base.lexicon import read_stop_words
from toolkit.words.keywords import KEYWORDS, KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_each_row_leads_back_to_its_places(kind, seed):
    for row in tk.keyword_table(seed, kind=kind).itertuples():
        assert row.first == row.starts[0]
        assert row.occurrences == len(row.starts)
        places = [" ".join(seed.text[start : start + 60].split()) for start in row.starts]
        assert any(place.startswith(row.term) for place in places), row.term


def test_the_words_of_the_story_come_first(seed):
    words = tk.keyword_table(seed)
    assert [*words["term"].head(3)] == ["agreement", "Syria", "Russia"]
    assert "gaps" in set(words["term"].head(15))
    phrases = set(tk.keyword_table(seed, kind="phrases")["term"].head(10))
    assert {"Syria deal", "Barack Obama", "Secretary of State John Kerry"} <= phrases


@pytest.mark.parametrize("kind", KINDS)
def test_the_best_come_first_and_the_reasons_make_the_score(kind, seed):
    table = tk.keyword_table(seed, kind=kind)
    assert table["score"].is_monotonic_decreasing
    for row in table.itertuples():
        product = 1.0
        for reason in row.reasons.split(" x "):
            product *= next(float(word) for word in reason.split() if word[0].isdigit())
        assert product == pytest.approx(row.score, rel=0.02)  # reasons have two decimals


def test_a_long_word_is_told_with_all_its_letters():
    table = tk.keyword_table(tk.Article("Negotiations failed."), limit=1)
    assert table["reasons"].item() == "1 occurrences x 10 letters (of 12)"


def test_no_phrase_stands_inside_a_better_one():
    text = "The Syria ceasefire agreement failed. The Syria ceasefire agreement is dead."
    assert [*tk.keyword_table(tk.Article(text), kind="phrases")["term"]] == [
        "Syria ceasefire agreement"
    ]


def test_no_phrase_runs_over_punctuation_or_a_possessive():
    article = tk.Article("Obama's plan, Putin's guns and butter: no deal")
    phrases = tk.keyword_table(article, kind="phrases")["term"]
    assert set(phrases) == {"Obama", "plan", "Putin", "guns", "butter", "deal"}


def test_inflected_forms_count_together_and_stop_words_do_not_count():
    article = tk.Article("On Monday the agreement of agreements said: agreements will be.")
    [row] = tk.keyword_table(article).itertuples()
    assert (row.term, row.occurrences) == ("agreements", 3)
    assert "monday" in read_stop_words("newsroom")


@given(st.text(max_size=80), st.sampled_from(KINDS))
def test_any_text_can_be_read(text, kind):
    if text.strip():
        try:
            article = tk.Article(text)
        except tk.ToolkitError:
            return
        table = tk.keyword_table(article, kind=kind)
        assert all(text[row.first : row.first + 1].isalnum() for row in table.itertuples())


def test_nothing_found_keeps_columns_and_types(seed):
    for empty in (tk.keyword_table([]), tk.keyword_table(tk.Article("And so on."))):
        assert empty.empty
        assert [*empty.columns] == [*KEYWORDS.schema]
        assert empty.dtypes.equals(tk.keyword_table(seed).dtypes)


def test_each_article_has_at_most_the_rows_asked_for(seed):
    other = tk.Article("War and peace.", id="other")
    table = tk.keyword_table(iter([seed, other]), limit=4)
    assert table["article"].value_counts().to_dict() == {seed.id: 4, "other": 2}


def test_wrong_choices_are_named(seed):
    with pytest.raises(tk.ToolkitError, match="kind: must be one of words, phrases; found 'word'"):
        tk.keyword_table(seed, kind="word")
    with pytest.raises(tk.ToolkitError, match="limit: must be at least 1; found 0"):
        tk.keyword_table(seed, limit=0)
