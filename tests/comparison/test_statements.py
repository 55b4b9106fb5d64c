"""Which sentences of several articles are one statement, and which are not."""

import pytest

import toolkit as tk
from toolkit.comparison import match_statements
from toolkit.comparison.likeness import Pair
from toolkit.comparison.statements import group_pieces

FULL = tk.Article(
    '"We will repair the old bridge before the floods come. Nobody will pay a cent," Mayor '
    'Ann Lee said on Monday.\n\n"I have never seen such a winter," Bob Clark told reporters.',
    id="full",
)
SHORT = tk.Article(
    '"We will repair the old bridge," Lee said.\n\n"The council has other worries," Lee added.',
    id="short",
)


def list_shared(articles):
    return [
        statement
        for statement in match_statements(articles)
        if len({telling.article for telling in statement.tellings}) > 1
    ]


def show(statement, articles):
    texts = {article.id: article.text for article in articles}
    return [" ".join(span.of(texts[t.article]) for span in t.content) for t in statement.tellings]


def test_a_cut_quotation_is_found_with_the_words_that_were_left_out():
    [statement] = list_shared([FULL, SHORT])
    assert show(statement, [FULL, SHORT]) == [
        '"We will repair the old bridge before the floods come. Nobody will pay a cent,"',
        '"We will repair the old bridge,"',
    ]
    assert [str(telling.relation) for telling in statement.tellings] == ["identical", "cut"]
    assert statement.fullest == 0
    assert statement.speaker == "Ann Lee"


def test_the_fullest_telling_is_found_in_any_order():
    [statement] = list_shared([SHORT, FULL])
    assert statement.fullest == 1
    assert [telling.article for telling in statement.tellings] == ["short", "full"]


def test_every_quotation_is_in_one_statement():
    statements = match_statements([FULL, SHORT])
    assert sum(len(statement.tellings) for statement in statements) == 4


def test_an_article_given_twice_counts_once():
    assert match_statements([FULL, FULL]) == match_statements(FULL)


def test_two_articles_with_one_id_are_refused():
    other = tk.Article("Something else.", id="full")
    with pytest.raises(tk.ToolkitError, match="must have an id each; found 'full' for two texts"):
        match_statements([FULL, other])


def test_the_articles_are_unchanged_and_the_answer_is_the_same_again():
    assert match_statements([FULL, SHORT]) == match_statements(iter([FULL, SHORT]))


def test_a_chain_of_likenesses_does_not_grow():
    assert group_pieces([Pair(0, 1, 0.9), Pair(1, 2, 0.6), Pair(0, 2, 0.1)], 0.5) == [[0, 1]]
    assert group_pieces([Pair(0, 1, 0.9), Pair(1, 2, 0.6), Pair(0, 2, 0.4)], 0.5) == [[0, 1, 2]]


def test_a_pair_that_nobody_compared_does_not_count_against_a_group():
    assert group_pieces([Pair(0, 1, 0.9), Pair(1, 2, 0.6)], 0.5) == [[0, 1, 2]]


def test_the_least_chance_is_enough():
    assert group_pieces([Pair(0, 1, 0.5)], 0.5) == [[0, 1]]
    assert group_pieces([Pair(0, 1, 0.49)], 0.5) == []


def test_two_sentences_that_two_articles_print_together_are_one_statement():
    words = '"We will repair the old bridge before May. Nobody shall pay a single cent for it,"'
    one = tk.Article(f"{words} Ann Lee said.", id="a1")
    two = tk.Article(f"{words} Mayor Ann Lee told the council.", id="a2")
    [statement] = list_shared([one, two])
    assert [str(telling.relation) for telling in statement.tellings] == ["identical", "identical"]
    assert show(statement, [one, two]) == [words, words]


def test_two_halves_of_a_sentence_that_a_third_report_prints_whole_are_one_statement():
    pairs = [Pair(0, 1, 0.9, is_verbatim=True), Pair(0, 2, 0.8, is_verbatim=True), Pair(1, 2, 0.0)]
    assert group_pieces(pairs, 0.6) == [[0, 1, 2]]
    unsure = [Pair(0, 1, 0.9), Pair(0, 2, 0.8), Pair(1, 2, 0.0)]
    assert group_pieces(unsure, 0.6) == [[0, 1]]
