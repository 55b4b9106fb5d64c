import pytest

from toolkit import Article, Quotation, Span, ToolkitError
from toolkit.attribution import find_profiles
from toolkit.base import Correction, Gender, Kind, Role

TEXT = "Rates will rise, said Ann Lee, a lawyer. The report said so too."


def test_each_speaker_has_a_role_with_its_words():
    lee, report = find_profiles(Article(TEXT))
    assert lee.role is Role.JUSTICE
    assert [span.of(TEXT) for span in lee.role_evidence] == ["a lawyer"]
    assert (report.role, report.gender) == (Role.DOCUMENT, Gender.NONE)


def test_what_a_person_decided_goes_before():
    said = Quotation((Span(0, 15),), source=(Span(22, 29),))
    decided = Correction(said, "Ann Lee", Kind.PERSON, role="citizen", gender="nonbinary")
    lee = find_profiles(Article(TEXT, corrections=(decided,)))[0]
    assert (lee.role, lee.gender) == (Role.CITIZEN, Gender.NONBINARY)
    assert lee.role_evidence == lee.gender_evidence == (Span(22, 29),)


def test_genders_by_something_else_are_refused():
    with pytest.raises(ToolkitError, match=r"^gender_by: must be one of text, .*found 'face'"):
        find_profiles(Article(TEXT), gender_by="face")
