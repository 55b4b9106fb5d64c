"""How two tellings differ: which words count, and what is cut, altered or other words."""

from itertools import permutations

import pytest

from toolkit.base import Span
from toolkit.comparison.pieces import read_wording
from toolkit.comparison.relations import Edit, list_changes, relate

WHOLE = "We will repair the old bridge before the floods come back."


def read(text):
    return read_wording(text, [Span(0, len(text))])


@pytest.mark.parametrize(
    ("other", "relation"),
    [
        ("we will repair the old bridge, before the floods come back", "identical"),
        ("We will repair the [wooden] old bridge before the floods come back.", "identical"),
        ("repair the old bridge", "cut"),
        ("before the floods come back. Nobody will drown.", "cut"),
        ("We will repair the old ... floods come back.", "cut"),
        ("We will repair the old \u2026 the floods come back.", "cut"),
        ("We will repair the new bridge before the floods come back.", "altered"),
        ("We will repair the old and loved bridge before the floods come back.", "altered"),
        ("the old", "paraphrase"),
        ("We shall mend that rotten crossing.", "paraphrase"),
        ("the old one", "paraphrase"),
    ],
)
def test_words_in_quote_marks_tell_how_two_tellings_stand(other, relation):
    assert {str(relate(*pair)) for pair in permutations([read(WHOLE), read(other)])} == {relation}


def test_three_words_in_a_row_are_enough_and_two_are_not():
    assert relate(read("alpha beta gamma one"), read("two alpha beta gamma")) == "cut"
    assert relate(read("alpha beta one gamma"), read("two alpha beta three")) == "paraphrase"


def test_every_word_of_the_fullest_telling_is_kept_left_out_or_altered_once():
    own = "We can repair the bridge, I promise, before floods."
    changes = list(list_changes(read(own), read(WHOLE)))
    told = [change.fullest for change in changes if change.fullest]
    assert [word for span in told for word in read_wording(WHOLE, [span]).words] == [
        *read(WHOLE).words
    ]
    shown = {
        (str(c.edit), c.span and c.span.of(own), c.fullest and c.fullest.of(WHOLE))
        for c in changes
        if c.edit is not Edit.KEPT
    }
    assert shown == {
        ("altered", "can", "will"),
        ("left out", None, "old"),
        ("added", "I promise", None),
        ("left out", None, "the"),
        ("left out", None, "come back"),
    }
