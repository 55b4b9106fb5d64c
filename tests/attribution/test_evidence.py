import pytest

from toolkit.attribution.evidence import Sort, list_phrases
from toolkit.base import Article, Kind, Span, Speaker


def list_words(text, name, kind=Kind.PERSON, source=None):
    article = Article(text)
    start = text.index(source or name)
    speaker = Speaker(name, kind, (Span(start, start + len(source or name)),))
    return [(p.sort, p.span.of(text), p.head) for p in list_phrases(article, speaker)]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Police chief Ann Lee said it.", (Sort.TITLE, "Police chief", "chief")),
        ("Ann Lee, a truck driver, said it.", (Sort.BEHIND, "a truck driver", "driver")),
        ("Ann Lee of the union said it.", (Sort.BODY, "the union", "union")),
        ("Ann Lee is a lawyer.", (Sort.DEED, "a lawyer", "lawyer")),
        ("Ann Lee (R-Texas) said it.", (Sort.BEHIND, "R-Texas", "texas")),
        ("The mayor, Ann Lee, said it.", (Sort.BEFORE, "The mayor", "mayor")),
        ("The Ann Lee campaign said it.", (Sort.WITH, "campaign", "campaign")),
        pytest.param(
            "The union's leader, Ann Lee, said it.",
            (Sort.BEFORE, "The union's leader", "leader"),
            marks=pytest.mark.xfail(reason="the owner is taken for the main noun", strict=True),
        ),
    ],
)
def test_what_stands_around_a_name_is_found(text, phrase):
    assert phrase in list_words(text, "Ann Lee")


def test_no_title_is_what_a_name_only_follows():
    sorts = [sort for sort, *_ in list_words("Support for Ann Lee grew, she said.", "Ann Lee")]
    assert Sort.TITLE not in sorts


def test_the_name_of_a_person_tells_nothing_and_that_of_a_body_all():
    assert list_words("Bishop said rates will rise.", "Bishop") == []
    found = list_words("The police department said so.", "police department", Kind.ORGANISATION)
    assert (Sort.NAME, "police department", "department") in found


def test_a_source_without_a_name_is_evidence_by_itself():
    text = "Most of them stayed, two officials of the ministry said."
    found = list_words(text, "two officials of the ministry", Kind.UNNAMED)
    assert found == [(Sort.SOURCE, "two officials of the ministry", "official")]
