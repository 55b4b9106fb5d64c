"""Which language a text is in; tests/cases holds texts and codes, one line each."""

import pytest

from tests.test_cases import read_cases
from toolkit import ToolkitError
from toolkit.base.english import (
    check_language,
    is_english,
    name_language,
    tell_language,
)

GERMAN = "Die Zinsen werden steigen, sagte die Präsidentin der Bank am Montag. "
ENGLISH = "The governor of the bank said that rates will rise with the prices. "


@pytest.mark.parametrize("case", read_cases("tell_language"))
def test_tell_language(case):
    assert tell_language(case["text"]) == case["found"]


def test_five_thousand_characters_are_read_from_the_start():
    start = (GERMAN * 100)[:5_000]
    assert tell_language(start + ENGLISH * 200) == "de"
    assert tell_language(start[:2_500] + ENGLISH * 200) == "en"


@pytest.mark.parametrize("case", read_cases("is_english"))
def test_is_english(case):
    assert is_english(case["text"]) is case["found"]


@pytest.mark.parametrize("case", read_cases("name_language"))
def test_name_language(case):
    assert name_language(case["text"]) == case["found"]


@pytest.mark.parametrize(
    "given", [None, "en", "deu", "any", "pt_BR", "zh-Hans", "de-a1-b-12345678"]
)
def test_codes_of_languages_are_taken(given):
    assert check_language(given) is None


@pytest.mark.parametrize(
    "given",
    ["", "e", "engl", "German", "de-", "de-123456789", "de-a-b-c-d", "d1", "de DE", 7, ["en"]],
)
def test_what_is_no_code_of_a_language_is_refused(given):
    with pytest.raises(ToolkitError, match=r"^language: must be a code such as .*; found "):
        check_language(given)
