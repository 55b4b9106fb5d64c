"""Who is named behind what she does: described, then named, and nobody else's name."""

import pytest

from tests.test_cases import read_cases
from toolkit.attribution.described import find_described
from toolkit.attribution.speakers import find_attributions
from toolkit.base import Article
from toolkit.grammar import parse_texts


@pytest.mark.parametrize("case", read_cases("find_described"))
def test_find_described(case):
    [parse] = parse_texts([case["text"]])
    found = find_described(parse[:])
    assert (found.text if found is not None else "") == case["found"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“We will see,” said Secretary of the Interior Ryan Zinke.", "Ryan Zinke"),
        ("“It is theater,” Historian Alan Brinkley said.", "Alan Brinkley"),
        ("The spokesman for Defense Secretary James Mattis said no.", "spokesman for Defense"),
    ],
)
def test_the_speaker_is_the_one_described(text, speaker):
    [found] = find_attributions(Article(text))
    assert found.speaker.name.startswith(speaker)
