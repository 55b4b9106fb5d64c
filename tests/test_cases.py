"""Texts with known answers, kept as data; tests/cases/README.md tells how to add one."""

import json
from pathlib import Path

import pytest

from toolkit import Article
from toolkit.attribution.clauses import find_clause_quotations
from toolkit.attribution.quotations import find_quotations
from toolkit.attribution.speakers import find_attributions
from toolkit.base.text import find_quoted

CASES = Path(__file__).parent / "cases"


def read_cases(name):
    cases = json.loads((CASES / f"{name}.json").read_text("utf-8"))
    return [pytest.param(case, id=case["label"], marks=known_fault(case)) for case in cases]


def known_fault(case):
    if case["expect"] == "pass":
        return ()
    return pytest.mark.xfail(strict=True, reason=case["why"])


def join(spans, text):
    return " … ".join(span.of(text) for span in spans)


@pytest.mark.parametrize("case", read_cases("find_quoted"))
def test_find_quoted(case):
    assert [span.of(case["text"]) for span in find_quoted(case["text"])] == case["found"]


def list_words(quotations, text):
    return [[join(s, text) for s in (q.content, q.cue, q.source)] for q in quotations]


@pytest.mark.parametrize("case", read_cases("find_clause_quotations"))
def test_find_clause_quotations(case):
    text = case["text"]
    assert list_words(find_clause_quotations(Article(text)), text) == case["found"]


@pytest.mark.parametrize("case", read_cases("find_quotations"))
def test_find_quotations(case):
    text = case["text"]
    assert list_words(find_quotations(Article(text)), text) == case["found"]


@pytest.mark.parametrize("case", read_cases("find_attributions"))
def test_find_attributions(case):
    found = find_attributions(Article(case["text"]))
    assert [[a.speaker.name, ", ".join(r.name for r in a.relays)] for a in found] == case["found"]
