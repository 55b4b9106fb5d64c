"""Who doers and targets are: by which name, of what kind, in which words of the text."""

import pytest

from tests.frames import fill
from tests.test_cases import read_cases
from toolkit import Article, action_table
from toolkit.attribution import find_voices
from toolkit.narrative.actors import find_voice


def list_actors(text):
    """List the name, kind and words of each doer and target, in the order of the table."""
    actors = []
    for row in fill(action_table(Article(text))).to_dict("records"):
        for side in ("doer", "target"):
            if row[side]:
                words = text[row[f"{side}_start"] : row[f"{side}_end"]]
                actors.append([row[side], row[f"{side}_kind"], words])
    return actors


@pytest.mark.parametrize("case", read_cases("find_actor"))
def test_name_kind_and_place_of_each(case):
    assert list_actors(case["text"]) == case["found"]


@pytest.mark.parametrize("case", read_cases("actor_kinds"))
def test_kind_of_what_is_acted_on(case):
    assert [*action_table(Article(case["text"]))["target_kind"].fillna("")] == [case["found"]]


@pytest.mark.parametrize("case", read_cases("counted_kinds"))
def test_kind_of_what_is_counted(case):
    assert [*action_table(Article(case["text"]))["target_kind"].fillna("")] == case["found"]


def test_outside_all_voices_the_narrator_speaks():
    text = "Rain fell. “The mill will close,” Ann Lee said. Bob Day left."
    voices = find_voices(Article(text))
    places = [text.index(word) for word in ("Rain", "The", "close", "Bob")]
    assert [find_voice(voices, place) for place in places] == [
        "narrator",
        "Ann Lee",
        "Ann Lee",
        "narrator",
    ]
    assert find_voice([], 0) == "narrator"


def test_a_voice_goes_from_its_first_character_to_its_last():
    voices = find_voices(Article("“The mill will close,” Ann Lee said. “No,” said Bob Day."))
    assert len({voice.name for voice in voices}) == 3
    for voice in voices:
        assert find_voice(voices, voice.span.start) == voice.name
        assert find_voice(voices, voice.span.end - 1) == voice.name
