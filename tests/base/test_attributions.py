import math

from toolkit.base.article import Article, Kind, Quotation, Relay, Span
from toolkit.base.attributions import (
    BY_NAME,
    BY_PRONOUN,
    BY_ROLE,
    Attribution,
    Rule,
    Speaker,
)

LEE = Speaker("Ann Lee", Kind.PERSON)
SAID = Quotation((Span(0, 4), Span(20, 30)), (Span(12, 16),), (Span(5, 8),))


def test_all_places_of_an_attribution_are_given_content_first():
    relays = (Relay("TASS", Span(40, 44)), Relay("AP", Span(50, 52)))
    found = Attribution(SAID, LEE, relays, Rule.NAME, evidence=(Span(5, 8), Span(60, 67)))
    assert [(span.start, span.end) for span in found.spans] == [
        (0, 4), (20, 30), (12, 16), (5, 8), (40, 44), (50, 52), (5, 8), (60, 67),
    ]  # fmt: skip


def test_an_attribution_of_a_bare_quotation_points_to_its_content_alone():
    found = Attribution(Quotation((Span(0, 4),)), LEE)
    assert found.spans == (Span(0, 4),)
    assert found.rule == "none"
    assert math.isnan(found.confidence)


def test_the_article_that_it_stands_in_does_not_make_another_attribution():
    one, other = (
        Attribution(SAID, LEE, confidence=0.5, article=Article("Text.", id=n)) for n in "ab"
    )
    assert one == other
    assert hash(one) == hash(other)
    assert one != Attribution(SAID, Speaker("Bob Day", Kind.PERSON), confidence=0.5)
    assert "article" not in repr(one)


def test_no_rule_is_of_two_kinds_and_what_nobody_found_is_of_none():
    kinds = (BY_NAME, BY_PRONOUN, BY_ROLE)
    assert len(BY_NAME | BY_PRONOUN | BY_ROLE) == sum(map(len, kinds))
    for rule in (Rule.NONE, Rule.PERSON, Rule.GIVEN, Rule.OPEN):
        assert not any(rule in kind for kind in kinds)
