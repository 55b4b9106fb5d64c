"""What tests of the rules share: who speaks, by the rule that decided."""

from tests.stub_rules import make_plain
from toolkit import Span
from toolkit.attribution.antecedents import make_scene
from toolkit.attribution.clauses import find_clause_quotations
from toolkit.attribution.sources import decide, decide_all
from toolkit.base import Act, Form, Quotation
from toolkit.base.text import find_quoted


def decide_clauses(text):
    """Give name, kind, rule and evidence of each quotation that clauses show, as cases do."""
    article = make_plain(text)
    quotations = find_clause_quotations(article)
    decisions = decide_all(make_scene(article, quotations), quotations)
    return [[d.name, str(d.kind), str(d.rule), join(d.evidence, text)] for d in decisions]


def join(spans, text):
    return " … ".join(span.of(text) for span in spans)


def decide_source(text, source, cue=""):
    """Decide who a source is: the last such words of a text with one stretch in marks."""
    quotation = Quotation(
        tuple(find_quoted(text)[:1]),
        (find_last(text, cue),) if cue else (),
        (find_last(text, source),),
        Form.DIRECT,
        Act.SAYING,
    )
    article = make_plain(text)
    return decide(make_scene(article, [quotation]), quotation)


def find_last(text, words):
    start = text.rindex(words)
    return Span(start, start + len(words))
