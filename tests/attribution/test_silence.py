"""Silence is not speech: it is found, it has an act of its own, and no count includes it."""

import pytest

import toolkit as tk
from tests.test_cases import read_cases
from toolkit.attribution.silence import is_silence
from toolkit.attribution.speakers import find_voices

STORY = "Rates will rise, Ann Lee said. Bob Clark declined to comment on the plan."


@pytest.mark.parametrize("case", read_cases("is_silence"))
def test_is_silence(case):
    assert is_silence(case["text"]) is case["found"]


@pytest.fixture
def article():
    return tk.Article(STORY, id="a1")


def test_silence_has_an_act_of_its_own(article):
    acts = tk.quotation_table(article).set_index("speaker")["act"]
    assert acts.to_dict() == {"Ann Lee": "saying", "Bob Clark": "no_comment"}


def test_no_count_of_speakers_includes_silence_unless_asked(article):
    assert [*tk.speaker_table(article)["speaker"]] == ["Ann Lee"]
    asked = tk.speaker_table(article, acts=["no_comment"])
    assert [*asked["speaker"]] == ["Bob Clark"]


def test_words_that_nobody_said_are_the_narrators(article):
    voices = {voice.name: voice.span.of(STORY) for voice in find_voices(article)}
    assert voices == {"Ann Lee": "Rates will rise", "narrator": voices["narrator"]}
    assert "declined to comment" in voices["narrator"]


def test_silence_has_no_sentiment_and_no_stance(article):
    assert "Bob Clark" not in {*tk.speaker_sentiment_table(article)["speaker"]}
    assert "Bob Clark" not in {*tk.stance_table(article)["voice"]}
