"""A headline's verbs beside the deeds of the body: form, hedge, denial and doer."""

import pytest

from tests.test_cases import read_cases
from toolkit import Article, Part, Span
from toolkit.narrative.headline_page import open_page
from toolkit.narrative.headline_predicates import find_other_owner, find_predicates


def lay_out(headline, body):
    text = f"{headline}\n\n{body}"
    end = len(headline)
    parts = (Part(Span(0, end), "headline"), Part(Span(end + 2, len(text)), "paragraph"))
    return open_page(Article(text, parts=parts))


def read_place(page, span):
    return span.of(page.text) if span else ""


@pytest.mark.parametrize("case", read_cases("headline_predicates"))
def test_find_predicates(case):
    page = lay_out(case["headline"], case["body"])
    found = [
        [
            read_place(page, each.span),
            each.status,
            read_place(page, each.match),
            each.flag or "",
            read_place(page, each.evidence),
        ]
        for each in find_predicates(page)
    ]
    assert found == case["found"]


def test_every_verb_is_a_predicate():
    page = lay_out("Mill closes, burns", "The mill closed. The mill burned.")
    assert {str(each.element) for each in find_predicates(page)} == {"predicate"}


@pytest.mark.parametrize(
    ("body", "least", "expected"),
    [
        ("Bob Day sold the old mill. Ann Lee slept.", 0.5, "Bob Day"),
        ("Bob Day sold the old mill. Ann Lee slept.", 1.0, "Bob Day"),
        ("Bob Day sold the mill. The old road burned. Ann Lee slept.", 1.0, None),
        ("Bob Day sold the mill. The old road burned. Ann Lee slept.", 0.5, "Bob Day"),
        ("Bob Day sold the old mill. Ann Lee sold the old mill.", 0.5, None),
        ("Officials sold the old mill. Ann Lee slept.", 0.5, None),
        ("Carl Fox sold it. Bob Day sold the old mill. Ann Lee slept.", 0.5, "Bob Day"),
        ("Rain fell. Ann Lee slept.", 0.5, None),
    ],
)
def test_who_does_it_instead(body, least, expected):
    page = lay_out("Lee sells old mill", body)
    content = {word.stem for word in page.head.words}
    owner = find_other_owner(page, "Ann Lee", content, least)
    assert (owner and owner.name) == expected
