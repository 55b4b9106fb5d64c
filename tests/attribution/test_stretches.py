"""Quoted stretches: which reporting clause each belongs to, and which are nobody's."""

from dataclasses import replace

import pytest

from tests.test_cases import list_words, make_article, read_cases
from toolkit import Article
from toolkit.attribution.clauses import find_clause_quotations
from toolkit.attribution.reports import Page, find_reports
from toolkit.attribution.stretches import attach_stretches
from toolkit.base import find_quoted
from toolkit.engine import find_passages


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


def test_words_in_marks_that_go_on_over_three_paragraphs_are_one_quotation():
    text = "“It is late,” Ann Lee said.\n\n“It will hurt.”\n\n“It must end.”\n\n“We go,” Bob said."
    found = find_clause_quotations(Article(text))
    assert [[span.of(text) for span in one.content] for one in found] == [
        ["“It is late,”", "“It will hurt.”", "“It must end.”"],
        ["“We go,”"],
    ]


def test_a_stretch_is_added_to_a_new_report_and_the_one_before_stays_as_it_was():
    article = Article("“Time is short,” Ann Lee said. “It will hurt.”")
    [passage], stretches = find_passages(article), tuple(find_quoted(article.text))
    numbers = [passage.doc.find_tokens(span.start, span.end) for span in stretches]
    quoted = tuple(range(tokens.start, tokens.end) for tokens in numbers)
    page = Page(passage, article.text, stretches, quoted, frozenset().union(*quoted))
    reports = find_reports(page)
    given = [replace(report, content=frozenset(report.content)) for report in reports]
    attached, longer = attach_stretches(page, reports, [])
    assert [{*one.content} for one in attached] == [{*quoted[0], *quoted[1]}]
    assert reports == given
    assert longer is None
