"""Silence is not speech: it is found, it has an act of its own, and no count includes it."""

import pytest

import toolkit as tk
from tests.test_cases import read_cases
from toolkit.attribution.silence import find_silences
from toolkit.attribution.speakers import find_voices
from toolkit.base import find_quoted
from toolkit.engine import find_passages

SUBJECTS = [
    case
    for case in read_cases("find_silences")
    if case.values[0]["text"].startswith("Ann Lee ") and case.values[0]["found"]
]
STORY = "Rates will rise, Ann Lee said. Bob Clark declined to comment on the plan."


def list_silences(text):
    found = find_silences(find_passages(tk.Article(text)), find_quoted(text))
    return [
        [" … ".join(span.of(text) for span in part) for part in (q.source, q.cue, q.content)]
        for q in found
    ]


@pytest.mark.parametrize("case", read_cases("find_silences"))
def test_find_silences(case):
    assert list_silences(case["text"]) == case["found"]


@pytest.mark.parametrize("subject", ["the company", "a spokesman for the ministry", "she"])
@pytest.mark.parametrize("case", SUBJECTS)
def test_whoever_was_asked_is_the_source(case, subject):
    text = case["text"].replace("Ann Lee", subject)
    text = f"Dora Day opened the bridge. {text[0].upper()}{text[1:]}"
    [silence] = [q for q in tk.find_quotations(tk.Article(text)) if q.act == "no_comment"]
    assert [span.of(text).lower() for span in silence.source] == [subject]
    assert all(text[span.start : span.end].strip() for span in silence.content)


def test_what_a_speaker_says_of_anothers_silence_is_the_speakers():
    text = "Dora Day said that Bob Clark did not respond to a request for comment."
    found = tk.find_attributions(tk.Article(text))
    assert [(one.speaker.name, one.quotation.act) for one in found] == [("Dora Day", "saying")]


def test_captions_hold_no_silence():
    text = "Ann Lee declined to comment."
    article = tk.Article(text, parts=(tk.Part(tk.Span(0, len(text)), "caption"),))
    assert tk.find_quotations(article) == []


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


def test_who_does_not_answer_is_no_speaker_and_no_source(article):
    assert [speaker.name for speaker in tk.find_speakers(article)] == ["Ann Lee"]
    rows = tk.sourcing_table(article)
    assert [*rows["speaker"].fillna("")] == ["Ann Lee", ""]
    assert [*rows["attributed_words"]] == [3, 0]


def test_who_does_not_answer_has_no_mark_and_no_row_in_a_report(article, tmp_path):
    assert "Bob Clark" not in repr(tk.annotate(article)).split("\n\n")[-1]
    page = tk.write_report(article, tmp_path / "report.html").read_text("utf-8")
    assert "<b>1 attribution:</b>" in page
