"""Texts with known answers, kept as data; tests/cases/README.md tells how to add one."""

import json
from pathlib import Path

import pytest

from toolkit import Article
from toolkit.base.article import Part
from toolkit.base.text import find_paragraphs, find_quoted

CASES = Path(__file__).parent / "cases"


def read_cases(name):
    cases = json.loads((CASES / f"{name}.json").read_text("utf-8"))
    return [pytest.param(case, id=case["label"], marks=known_fault(case)) for case in cases]


def known_fault(case):
    if case["expect"] == "pass":
        return ()
    return pytest.mark.xfail(strict=True, reason=case["why"])


def make_article(case):
    """Make the article of a case; `parts` tells what its paragraphs are, where they are none."""
    spans = find_paragraphs(case["text"])
    kinds = case.get("parts", ["paragraph"] * len(spans))
    parts = [Part(span, kind) for span, kind in zip(spans, kinds, strict=True)]
    return Article(case["text"], parts=tuple(parts))


def list_words(quotations, text):
    """List content, cue and source of quotations, as cases write them."""
    return [[join(s, text) for s in (q.content, q.cue, q.source)] for q in quotations]


def join(spans, text):
    return " … ".join(span.of(text) for span in spans)


@pytest.mark.parametrize("case", read_cases("find_quoted"))
def test_find_quoted(case):
    assert [span.of(case["text"]) for span in find_quoted(case["text"])] == case["found"]
