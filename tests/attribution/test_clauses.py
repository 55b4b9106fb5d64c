"""Quotations by marks, cue verbs and clauses; turns of transcripts, headlines, lists of quotes."""

import pytest

from tests.test_cases import list_words, make_article, read_cases
from toolkit import Article, Span
from toolkit.attribution.clauses import MAX_STRETCHES, classify_form, find_clause_quotations
from toolkit.base import Finder
from toolkit.base.text import find_quoted


@pytest.mark.parametrize("case", read_cases("find_clause_quotations"))
def test_find_clause_quotations(case):
    found = find_clause_quotations(make_article(case))
    assert list_words(found, case["text"]) == case["found"]


def find_only(text):
    [found] = find_clause_quotations(Article(text))
    return found


def test_form_tells_how_much_stands_in_marks():
    text = "“All of it” and “some of” it, and none"
    stretches = find_quoted(text)
    forms = [
        classify_form([Span(*span)], stretches, text) for span in ((0, 11), (16, 29), (30, 38))
    ]
    assert [str(form) for form in forms] == ["direct", "mixed", "indirect"]


def test_a_stretch_without_words_has_no_marked_ones():
    text = "“…” they said"
    assert str(classify_form([Span(0, 3)], find_quoted(text), text)) == "indirect"


@pytest.mark.parametrize(
    "text",
    ["PENCE: And that is why.", 'Ann Lee, baker: "Flour is dear."', "“It is late,” said Ann Lee."],
)
def test_a_turn_a_line_of_a_list_and_a_clause_are_direct_speech(text):
    found = find_only(text)
    assert (str(found.form), str(found.act)) == ("direct", "saying")
    assert found.finder is Finder.CLAUSES


def test_words_of_a_headline_behind_a_name_are_no_quote():
    case = {"text": "Obama: Talks fail\n\nObama left.", "parts": ["headline", "paragraph"]}
    [found] = find_clause_quotations(make_article(case))
    assert str(found.form) == "indirect"


def test_a_clause_tells_form_and_act():
    found = find_only("Ann Lee urged crews to “leave at once”.")
    assert (str(found.form), str(found.act)) == ("mixed", "urging")


def test_a_paragraph_of_hundreds_of_stretches_is_no_news():
    most = "“Yes.” " * (MAX_STRETCHES - 1) + "“Rates will certainly rise.”"
    assert find_clause_quotations(Article(most))
    assert find_clause_quotations(Article("“Yes.” " + most)) == []
