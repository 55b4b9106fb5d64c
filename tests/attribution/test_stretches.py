"""Quoted stretches: which reporting clause each belongs to, and which are nobody's."""

import pytest

from tests.test_cases import list_words, make_article, read_cases
from toolkit import Article
from toolkit.attribution.clauses import find_clause_quotations


def list_forms(text):
    return [(str(q.form), str(q.act)) for q in find_clause_quotations(Article(text))]


@pytest.mark.parametrize("case", read_cases("attach_stretches"))
def test_attach_stretches(case):
    found = find_clause_quotations(make_article(case))
    assert list_words(found, case["text"]) == case["found"]


def test_words_without_marks_that_go_on_in_marks_are_mixed():
    assert list_forms("Time is short, Ann Lee said.\n\n“It will hurt.”") == [("mixed", "saying")]


def test_words_in_marks_that_go_on_in_marks_are_direct():
    assert list_forms("“Time is short,” Ann Lee said.\n\n“It will hurt.”") == [
        ("direct", "saying")
    ]


def test_what_nobody_is_told_to_have_said_is_said():
    assert list_forms("Talks “ended without an agreement” on Monday.") == [("direct", "saying")]


def test_a_stretch_takes_the_act_of_the_cue_beside_it():
    assert list_forms("“Will it hurt,” Ann Lee wondered.") == [("direct", "asking")]


def test_a_mark_alone_at_the_end_of_a_passage_is_no_fault():
    text = (
        "Regarding Trump's phone call, former federal prosecutor Elie Honig said via Twitter: "
        '"If I got a transcript like the Trump-Ukraine call in a regular criminal case for '
        "bribery or extortion, I'd think, 'Wow, I’m surprised they're discussing this so openly "
        "and clearly.'\xa0\"\n\n\n"
    )
    assert find_clause_quotations(Article(text))
