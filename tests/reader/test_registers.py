"""What the register promises: whole words, valid spans, chances, the same answer always."""

import math

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toolkit.base.article import Span
from toolkit.reader.pieces import cut_into_pieces
from toolkit.reader.readings import load_model
from toolkit.reader.registers import NEAREST, Look, Sought, find_register
from toolkit.reader.words import find_runs, number_words

STORY = """Minister defends bridge

Transport minister Ana Lima has defended the cost of the bridge. Bruno Dias, a spokesman for the \
Harbour Union, said he was not persuaded.

"Ana Lima has promised four dates," Dias said. "I will believe it when I drive over it."
"""


def list_texts(text: str, look: Look) -> list[str]:
    """The words of all mentions of one look."""
    return [one.span.of(text) for one in find_register(text).sightings if one.look is look]


def test_names_stand_without_title_and_office():
    names = list_texts(STORY, Look.NAME)
    assert names.count("Ana Lima") == 2
    assert "Bruno Dias" in names
    assert "Harbour Union" in names


def test_a_pronoun_goes_to_who_was_named_before_it_and_not_to_the_other():
    register = find_register(STORY)
    shares = register.weigh(Sought.MEANT, [Span(STORY.index("he was"), STORY.index("he was") + 2)])
    chances = {"Ana Lima": 0.0, "Bruno Dias": 0.0}
    for number, share in shares.list_likely():
        if (name := register.keys[number].span.of(STORY)) in chances:
            chances[name] += math.exp(share)
    assert chances["Bruno Dias"] > 0.5 > chances["Ana Lima"]


@pytest.mark.parametrize("sought", Sought)
def test_chances_are_one_for_each_mention_and_one_for_none_and_add_up_to_one(sought):
    register = find_register(STORY)
    shares = register.weigh(sought, [Span(STORY.index('"Ana'), STORY.index(" Dias said"))])
    assert len(shares.of_keys) == len(register.keys)
    all_shares = (*shares.of_keys, shares.none)
    assert math.fsum(map(math.exp, all_shares)) == pytest.approx(1, abs=0.01)


def test_a_description_never_stands_for_itself():
    register = find_register(STORY)
    for key, one in enumerate(register.keys):
        if one.look is Look.DESCRIPTION:
            assert math.exp(register.weigh(Sought.DESCRIBED, [one.span]).of_keys[key]) == 0


def test_what_is_sought_where_nobody_is_mentioned_is_nobody():
    assert find_register("").sightings == ()
    assert find_register("It rained. It snowed.").weigh(Sought.SAID, [Span(0, 10)]).none == 0


def test_of_a_long_text_the_nearest_mentions_are_weighed():
    text = " ".join(f"Ann Lee met Bob Day on day {number}." for number in range(200))
    register = find_register(text)
    shares = register.weigh(Sought.MEANT, [register.keys[-1].span])
    assert len(shares.of_keys) == NEAREST < len(register.keys)
    assert shares.first + NEAREST == len(register.keys)
    assert len(shares.list_likely(math.log(0.01))) < NEAREST


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=200))
def test_mentions_lie_in_any_text_and_never_end_inside_a_word(text):
    for one in find_register(text).sightings:
        assert one.span.of(text).strip() == one.span.of(text) != ""
        before, behind = text[: one.span.start][-1:], text[one.span.end :][:1]
        assert not (before.isalnum() and text[one.span.start].isalnum())
        assert not (behind.isalnum() and text[one.span.end - 1].isalnum())


def test_the_same_text_gives_the_same_answer():
    place = [Span(STORY.index('"Ana'), STORY.index(" Dias said"))]
    first = find_register(STORY).weigh(Sought.SAID, place)
    find_register("Ann Lee spoke. She left.")
    assert find_register(STORY).weigh(Sought.SAID, place) == first


def test_a_word_is_what_letters_hyphens_and_apostrophes_hold_together():
    text = "O'Neill's Jean-Claude, 71"
    pieces = cut_into_pieces(text, load_model().tokenizer)
    words: dict[int, str] = {}
    numbers = number_words(text, pieces)
    for number, start, end in zip(numbers, pieces.starts, pieces.ends, strict=True):
        words[int(number)] = words.get(int(number), "") + text[start:end]
    assert [word for word in words.values() if word] == [
        "O'Neill", "'", "s", "Jean-Claude", ",", "71",
    ]  # fmt: skip


def test_a_run_takes_in_all_pieces_of_its_words_and_inside_follows_no_outside():
    scores = np.zeros((4, 3), np.float32)
    scores[0, 1] = scores[2, 2] = 9  # begins; its second piece is open; the next word goes on
    scores[3, 2] = 1
    scores[3, 0] = 9
    assert list(find_runs(scores, np.array([0, 0, 1, 2]))) == [(0, 2, 0)]
    assert list(find_runs(scores[2:], np.array([0, 1]))) == []
