"""What a verb is in its clause; tests/cases/verbs.json asks each function about a word."""

import pytest

from tests.test_cases import read_cases
from toolkit import Article
from toolkit.engine import find_passages
from toolkit.grammar import verbs

ASKED = {
    "resolve": lambda token: verbs.resolve(token, verbs.Link.STATED),
    "skip_parenthesis": lambda token: verbs.skip_parenthesis(token, token.head),
}


def write(answer):
    """Write tokens and roles by their words; other answers stay as they are."""
    if isinstance(answer, list):
        return " ".join(map(write, answer))
    if isinstance(answer, tuple):
        ties = ["" if role.link == "stated" else f" ({role.link})" for role in answer]
        return ", ".join(role.token.text + tie for role, tie in zip(answer, ties, strict=True))
    return getattr(answer, "text", answer) if answer is not None else ""


@pytest.mark.parametrize("case", read_cases("verbs"))
def test_what_a_verb_is_in_its_clause(case):
    [passage] = find_passages(Article(case["text"]))
    token = next(token for token in passage.doc if token.text == case["word"])
    ask = ASKED.get(case["ask"], getattr(verbs, case["ask"]))
    assert write(ask(token)) == case["found"]


@pytest.mark.parametrize("link", verbs.Link)
def test_a_noun_is_tied_to_its_verb_by_the_link_that_is_given(link):
    [passage] = find_passages(Article("The mayor and the king left."))
    links = [role.link for role in verbs.resolve(passage.doc[1], link)]
    assert links == [link, link]


def test_links_are_called_as_tables_call_them():
    names = ["stated", "relative", "shared", "control", "modifier", "preposition"]
    assert [*map(str, verbs.Link)] == names


def test_constructions_are_called_as_tables_call_them():
    names = ["active", "passive with agent", "passive without agent", "nominalised"]
    assert [*map(str, verbs.Construction)] == names
