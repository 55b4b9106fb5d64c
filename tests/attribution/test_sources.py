import pytest

from toolkit.attribution.antecedents import Scene
from toolkit.attribution.decisions import Step
from toolkit.attribution.merging import MERGER, Merge, merge
from toolkit.attribution.quotations import make_draft
from toolkit.attribution.sources import CHAIN, decide_all
from toolkit.base.article import Act, Article, Form, Quotation, Span

SOURCES = {
    "Ann Lee": (Step.NAME, "Ann Lee"),
    "She": (Step.HE_SHE, "Ann Lee"),
    "I": (Step.AUTHOR, "author"),
    "the same poll": (Step.DOCUMENT, "a new poll"),
    "A friend": (Step.DESCRIPTION, "a friend"),
    "Ann Lee and Bob Day": (Step.JOINED, "Ann Lee and Bob Day"),
}
TEXT = (
    "Ann Lee met Bob Day. A new poll found little. Ann Lee said no. She said so again. "
    "I said yes. But the same poll says no. A friend said yes. Ann Lee and Bob Day said no."
)


def quote(source):
    """Give a quotation whose source is the last place of some words."""
    start = TEXT.rindex(source)
    end = TEXT.index(".", start)
    return Quotation((Span(end - 2, end),), (), (Span(start, start + len(source)),),
                     Form.INDIRECT, Act.SAYING)  # fmt: skip


@pytest.fixture
def quotations():
    poll = TEXT.index("A new poll")
    first = Quotation((Span(poll + 17, poll + 23),), (), (Span(poll, poll + 10),),
                      Form.INDIRECT, Act.SHOWING)  # fmt: skip
    return [first, *map(quote, SOURCES)]


def test_each_rule_of_the_chain_and_of_the_merger_stands_in_it_once():
    assert sorted(step for step, _ in CHAIN) == sorted(Step)
    assert sorted(rule for rule, _ in MERGER) == sorted(Merge)


def test_a_decision_tells_which_rule_made_it(quotations):
    _, *found = decide_all(Scene(Article(TEXT), quotations), quotations)
    assert [(each.step, each.name) for each in found] == list(SOURCES.values())


def test_without_a_rule_the_next_one_that_knows_decides(quotations):
    chain = tuple(pair for pair in CHAIN if pair[0] is not Step.HE_SHE)
    _, _, she, *_ = decide_all(Scene(Article(TEXT), quotations), quotations, chain)
    assert (she.step, she.name) == (Step.OPEN, "unknown")


def test_without_the_reader_the_clauses_alone_give_the_quotations():
    draft = make_draft(Article("Rates will rise, the governor said."))
    merger = tuple(pair for pair in MERGER if pair[0] is not Merge.READER)
    [read], [shown] = merge(draft), merge(draft, merger)
    assert (str(read.finder), str(shown.finder)) == ("reader", "clauses")
    assert read.content == shown.content
