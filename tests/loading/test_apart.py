"""Questions to a process that reads strangers' files, and each way in which none is answered."""

import json
import os
from dataclasses import dataclass

import pytest

from tests import stub_apart
from toolkit import ToolkitError
from toolkit.loading.apart import answer, ask, find_reader


@dataclass
class Found:
    words: str


def put(words, seconds=20.0):
    return ask(stub_apart.open_reader, words.encode(), seconds, "file: ", "what reads it")


def test_a_question_is_answered_by_another_process():
    assert put("War") == {"words": "War", "process": put("x")["process"]}
    assert put("War")["process"] != os.getpid()


@pytest.mark.parametrize(
    ("words", "seconds", "problem"),
    [
        ("fault", 20, "no such words"),
        ("die", 20, "file: must be readable; found that it ends what reads it"),
        ("sleep", 0.3, r"file: must be read in 0\.3 seconds; found it takes longer"),
    ],
)
def test_why_there_is_no_answer_is_told_and_the_next_is_answered(words, seconds, problem):
    put("War")  # so that the seconds are not those of its start
    with pytest.raises(ToolkitError, match=f"^{problem}$"):
        put(words, seconds)
    assert put("Peace")["words"] == "Peace"


def test_a_process_that_does_not_start_is_told_in_its_own_words():
    with pytest.raises(ToolkitError, match=r"^must be read in a second process; found that "):
        ask(stub_apart.open_nothing, b"", 20, "", "it")


def test_what_is_extracted_and_what_is_wrong_travel_as_json():
    def fail():
        raise ToolkitError("odd")

    assert json.loads(answer(lambda: Found("War"))) == {"words": "War"}
    assert json.loads(answer(fail)) == {"fault": "odd"}


def test_each_process_has_its_own_reader():
    one = find_reader(stub_apart.open_reader, 1)
    assert find_reader(stub_apart.open_reader, 1) is one
    assert find_reader(stub_apart.open_reader, 2) is not one
