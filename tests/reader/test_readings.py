"""What the reader promises: valid spans for any text, the same answer always, clear errors."""

import shutil
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toolkit.base.article import Span
from toolkit.base.errors import ReadError
from toolkit.reader import readings as reader
from toolkit.reader import tags, weights
from toolkit.reader.readings import Reading, find_readings

STORY = """Ministers meet over bridge

The bridge will stay shut until May, the transport minister said on Monday.

"We looked at every bolt," said Ana Lima, who led the inspection. "Half of them were loose."

According to a report by the auditors, repairs would cost 4 million euros. Lima declined to say \
who would pay. She believes the town can wait.
"""
# Pieces of news and of what is no news at all, put together at random.
MARKS = ["she said", '"', "\u201c", "\u201d", "'", ".", ",", "\n\n", "\u2028", "\0", "Yes"]
ODD = ["\ud83d", "\U0001f600", "\u05e9\u05dc\u05d5\u05dd", "\u202e", "e\u0301", "\u00bd", "\ufb01"]
SCRAPS = st.sampled_from([*MARKS, *ODD, "a" * 300])
ANY_TEXT = st.one_of(
    st.text(max_size=200), st.lists(SCRAPS, max_size=40).map(" ".join), st.just("   \n\t ")
)


def spans_of(readings: list[Reading]) -> list[Span]:
    """All spans, a source or cue that is shared counted once."""
    contents = [span for reading in readings for span in reading.content]
    others = {span for reading in readings for span in (*reading.cue, *reading.source)}
    return sorted([*contents, *others])


def words(text: str, reading: Reading) -> tuple[list[str], list[str], list[str]]:
    """A reading as words."""
    roles = (reading.content, reading.cue, reading.source)
    content, cue, source = ([span.of(text) for span in spans] for spans in roles)
    return content, cue, source


def test_quotations_are_found_with_cue_and_source():
    found = [words(STORY, reading) for reading in find_readings([STORY])[0]]
    assert (
        ["The bridge will stay shut until May"],
        ["said"],
        ["the transport minister"],
    ) in found
    assert (
        ['"We looked at every bolt,"', '"Half of them were loose."'],
        ["said"],
        ["Ana Lima, who led the inspection"],
    ) in found


def test_what_the_weights_find_is_pinned():
    # Other weights, or other sums on another processor, would show here.
    texts = [
        "Rates will rise before the summer, the governor told reporters on Monday.",
        "\u201cWe lost the map,\u201d said Ana Lima, a guide. \u201cThen we lost the path.\u201d",
        "According to a report by the auditors, the bridge would cost 4 million euros.",
    ]
    assert find_readings(texts) == [
        [Reading((Span(0, 33),), (Span(48, 52),), (Span(35, 47),), 0.899)],
        [Reading((Span(0, 18), Span(43, 67)), (Span(19, 23),), (Span(24, 41),), 0.869)],
        [Reading((Span(39, 76),), (Span(0, 12),), (Span(13, 37),), 0.862)],
    ]


def test_readings_come_in_reading_order():
    [readings] = find_readings([STORY])
    assert readings == sorted(readings, key=lambda reading: reading.content)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ANY_TEXT)
def test_any_text_gives_valid_spans_apart_from_each_other(text):
    [readings] = find_readings([text])
    spans = spans_of(readings)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert all(reading.content and 0 <= reading.confidence <= 1 for reading in readings)
    assert all(span.of(text).strip() for span in spans)


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "\0", "\x85\u2028"])
def test_a_text_without_words_has_no_readings(text):
    assert find_readings([text]) == [[]]


def test_no_texts_give_no_readings():
    assert find_readings([]) == []


def test_one_string_instead_of_a_list_is_an_error():
    with pytest.raises(TypeError, match="must be a list of strings"):
        find_readings(STORY)


def test_a_text_gets_the_same_readings_alone_and_among_others():
    texts = [STORY, "", "Nothing is said here.", STORY[100:], STORY * 5]
    assert find_readings(texts) == [find_readings([text])[0] for text in texts]


def test_a_paragraph_of_many_windows_has_no_quotation_lost_or_doubled_at_a_seam():
    sentence = 'Visitor {} said: "The water in the old harbour was quite cold in May." '
    text = "".join(sentence.format(number) for number in range(100, 220))
    [readings] = find_readings([text])
    contents = [reading.content[0].start for reading in readings]
    assert len(contents) == len(set(contents))
    assert len(readings) == pytest.approx(120, abs=2)


def test_windows_cover_a_text_once():
    model = reader.load_model()
    pieces = reader.cut_into_pieces(STORY * 40 + "word " * 2000, model.tokenizer)
    windows = reader.cut_windows(pieces, reader.CORE, reader.LEFT, reader.RIGHT)
    cores = [piece for window in windows for piece in range(window.core_start, window.core_end)]
    assert cores == list(range(len(pieces)))
    assert all(window.end - window.start < 512 for window in windows)


def test_labels_of_a_paragraph_are_never_out_of_order():
    rng = np.random.default_rng(3)
    lengths = np.array([40, 17, 1])
    scores = rng.normal(size=(3, 40, len(reader.LABELS))).astype(np.float32)
    moves = rng.normal(size=(len(reader.LABELS),) * 2).astype(np.float32)
    follows, opens, closes = tags.allow_transitions()
    for path, length in zip(tags.find_best_labels(scores, lengths, moves), lengths, strict=True):
        assert len(path) == length
        assert opens[path[0]]
        assert closes[path[-1]]
        assert all(follows[one, other] for one, other in pairwise(path))


def test_the_best_labels_are_those_of_a_search_through_all():
    rng = np.random.default_rng(5)
    few = [0, *range(9, 13)]  # O and the labels of a source, so that all can be tried
    scores = np.full((1, 4, len(reader.LABELS)), -50, np.float32)
    scores[..., few] = rng.normal(size=(1, 4, len(few)))
    moves = rng.normal(size=(len(reader.LABELS),) * 2).astype(np.float32)
    follows, opens, closes = tags.allow_transitions()

    def total(path: tuple[int, ...]) -> float:
        if not (opens[path[0]] and closes[path[-1]] and all(follows[p] for p in pairwise(path))):
            return -np.inf
        steps = sum(moves[pair] for pair in pairwise(path))
        return float(steps + sum(scores[0, t, label] for t, label in enumerate(path)))

    every = [(a, b, c, d) for a in few for b in few for c in few for d in few]
    best = max(every, key=total)
    assert tags.find_best_labels(scores, np.array([4]), moves) == [list(best)]


@pytest.fixture
def copied_weights(tmp_path, monkeypatch):
    """A copy of the weights that a test may damage."""
    folder = tmp_path / "data" / reader.FOLDER
    shutil.copytree(Path(reader.__file__).parents[1] / "data" / reader.FOLDER, folder)
    monkeypatch.setattr(weights, "files", lambda _: tmp_path)
    reader.load_model.cache_clear()
    yield folder
    reader.load_model.cache_clear()


@pytest.mark.parametrize("name", list(reader.HASHES))
def test_a_damaged_file_is_named_with_both_hashes_and_how_to_reinstall(copied_weights, name):
    path = copied_weights / name
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    with pytest.raises(ReadError, match=r"SHA-256 [0-9a-f]{64}; found [0-9a-f]{64}\. Reinstall"):
        find_readings(["She said no."])


def test_a_missing_file_is_named(copied_weights):
    (copied_weights / "model.onnx").unlink()
    with pytest.raises(ReadError, match=r"model\.onnx: the model's weights must be there"):
        find_readings(["She said no."])
