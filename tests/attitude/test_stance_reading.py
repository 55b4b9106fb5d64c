"""What the stance model is shown: stand-ins for names, who speaks, and the sentence before."""

import re

import pytest

import toolkit as tk
from tests.test_cases import read_cases
from toolkit.attitude import stance_reading as reading
from toolkit.attitude.stance_model import load_model
from toolkit.attitude.stance_reading import Mention, Passage, cut_passage, join_passage, list_named
from toolkit.base import Article, Span

SIGNS = {"«": reading.OPEN, "»": reading.CLOSE, "[T]": reading.TARGET}


@pytest.fixture(scope="module")
def tokenizer():
    return load_model().tokenizer


def encode(text, tokenizer):
    """Word pieces of words with « », [T] and [1] in them, as cases write what is shown."""
    pieces = []
    for part in re.split(r"(«|»|\[T\]|\[\d+\])", text):
        if part in SIGNS:
            pieces.append(SIGNS[part])
        elif re.fullmatch(r"\[\d+\]", part):
            pieces.append(reading.FIRST_OTHER + int(part[1:-1]) - 1)
        else:
            pieces += [
                number + reading.SHIFT
                for number in tokenizer.encode(part, add_special_tokens=False).ids
            ]
    return pieces


def find_spans(text, names):
    found = {}
    for name in sorted(names, key=len, reverse=True):
        for match in re.finditer(rf"\b{re.escape(name)}\b", text):
            span = Span(*match.span())
            if not any(span.start < one.end and one.start < span.end for one in found):
                found[span] = names[name]
    return tuple(sorted(found.items()))


@pytest.mark.parametrize("case", read_cases("cut_passage"))
def test_names_are_hidden_and_descriptions_are_not(case, tokenizer):
    """`found` has the target between angle marks; `names` tells what the article names."""
    text, target = case["text"], case["target"]
    start = text.index(target)
    names = find_spans(text, case.get("names", {}))
    cut = cut_passage(Passage(text, 0, Span(start, start + len(target)), names), tokenizer)
    assert [*cut.pieces[2:-1]] == encode(case["found"], tokenizer)
    assert cut.pieces[cut.start - 1] == reading.OPEN
    assert cut.pieces[cut.end] == reading.CLOSE
    assert cut.is_whole


@pytest.mark.parametrize(
    ("voice", "mark"),
    [("narrator", 7), ("Ann Lee", 8), ("the mayor", 8), ("unknown", 9)],
)
def test_the_second_piece_tells_who_speaks(tokenizer, voice, mark):
    cut = cut_passage(Passage("Rome fell.", 0, Span(0, 4), (), voice), tokenizer)
    assert cut.pieces[:2] == (reading.START, mark)
    assert cut.pieces[-1] == reading.SEPARATOR


def test_the_sentence_before_stands_before_a_sign_of_its_own(tokenizer):
    text = "Bob Clark lost. Ann Lee left."
    names = ((Span(0, 9), 4), (Span(16, 23), 2))
    cut = cut_passage(Passage(text, 16, Span(16, 23), names), tokenizer)
    shown = [reading.START, 9, *encode("[1] lost.", tokenizer), reading.SEPARATOR]
    assert [*cut.pieces] == [*shown, *encode("«[T]» left.", tokenizer), reading.SEPARATOR]
    assert (cut.start, cut.end) == (len(shown) + 1, len(shown) + 2)


def test_of_a_long_sentence_before_the_last_words_are_read(tokenizer):
    before = "one " * 5 + "two " * 28
    cut = cut_passage(Passage(before + "Rome fell.", len(before), Span(133, 136)), tokenizer)
    assert cut.pieces[2:31] == (*encode("two " * 28, tokenizer), reading.SEPARATOR)
    assert cut.is_whole  # the passage itself is


# Of 144 word pieces, five are signs around the words, and one is the name.
@pytest.mark.parametrize(
    ("before", "after", "left", "right"),
    [
        (69, 69, 69, 69), (70, 69, 69, 69), (69, 70, 69, 69), (500, 500, 69, 69), (138, 0, 138, 0),
        (139, 0, 138, 0), (0, 138, 0, 138), (0, 139, 0, 138), (500, 10, 128, 10),
        (10, 500, 10, 128), (80, 58, 80, 58), (81, 58, 80, 58), (80, 59, 79, 59),
    ],
)  # fmt: skip
def test_of_a_long_passage_the_words_around_the_target_are_read(
    tokenizer, before, after, left, right
):
    lead = "rain " * (before - left) + "hill " * left
    text = lead + "Xyl" + " town" * right + " fell" * (after - right)
    cut = cut_passage(Passage(text, 0, Span(len(lead), len(lead) + 3)), tokenizer)
    shown = encode("hill " * left + "«[T]»" + " town" * right, tokenizer)
    assert [*cut.pieces[2:-1]] == shown
    assert cut.is_whole == ((before, after) == (left, right))


def test_of_a_long_target_its_beginning_is_read(tokenizer):
    target = "old " + "kind " * 60
    cut = cut_passage(Passage(target + "left", 0, Span(0, len(target))), tokenizer)
    assert [*cut.pieces[cut.start : cut.end]] == encode("old" + " kind" * 47, tokenizer)
    assert not cut.is_whole


def test_half_characters_are_read_as_question_marks(tokenizer):
    cut = cut_passage(Passage("So \ud83d Rome fell\udc00.", 0, Span(5, 9)), tokenizer)
    assert [*cut.pieces[2:-1]] == encode("So ? «[T]» fell?.", tokenizer)


def test_a_target_without_a_word_is_refused(tokenizer):
    with pytest.raises(tk.ToolkitError, match=r"^target: must hold a word; found ' '"):
        cut_passage(Passage("Rome fell.", 0, Span(4, 5)), tokenizer)


def test_names_of_an_article_are_numbered_by_whom_they_name():
    text = "Ann Lee met Bob Clark in Rome. Lee said Clark was late."
    named = list_named(Article(text))
    assert [span.of(text) for span, _ in named] == ["Ann Lee", "Bob Clark", "Rome", "Lee", "Clark"]
    numbers = [number for _, number in named]
    assert (numbers[3], numbers[4]) == (numbers[0], numbers[1])
    assert len({*numbers}) == 3


TEXT = 'It rained. "Ann Lee pays," said Bob Clark, "or Lee leaves Rome." Kenya won.'
PIECES = (Span(11, 26), Span(43, 64))
NAMED = ((Span(12, 19), 0), (Span(32, 41), 1), (Span(47, 50), 0), (Span(58, 62), 2))


@pytest.mark.parametrize(
    ("span", "before", "start"),
    [(Span(12, 19), None, 0), (Span(47, 50), None, 0), (Span(47, 50), Span(0, 10), 11)],
)
def test_pieces_are_joined_and_every_place_moves_along(span, before, start):
    mention = Mention("Bob Clark", "Ann Lee", PIECES, span, before)
    found = join_passage(TEXT, mention, NAMED)
    joined = '"Ann Lee pays," … "or Lee leaves Rome."'
    assert found.text[found.start :] == joined
    assert found.text[: found.start] == ("It rained. " if before else "")
    assert (found.start, found.voice) == (start, "Bob Clark")
    assert found.target.of(found.text) == span.of(TEXT)
    assert found.target.start == start + joined.index(span.of(TEXT), span.start > 20 and 16)
    assert [(one.of(found.text), who) for one, who in found.names] == [
        ("Ann Lee", 0), ("Lee", 0), ("Rome", 2),
    ]  # fmt: skip


def test_names_of_the_sentence_before_are_hidden_too():
    mention = Mention("narrator", "Kenya", (Span(65, 75),), Span(65, 70), Span(43, 64))
    found = join_passage(TEXT, mention, NAMED)
    assert found.text == '"or Lee leaves Rome." Kenya won.'
    assert [(one.of(found.text), who) for one, who in found.names] == [("Lee", 0), ("Rome", 2)]


def test_a_name_that_goes_beyond_a_piece_is_none_of_it():
    mention = Mention("narrator", "rained", (Span(0, 15),), Span(3, 9))
    assert join_passage(TEXT, mention, NAMED).names == ()


def test_a_mention_outside_its_passage_is_refused():
    stray = Mention("Ann Lee", "Rome", (Span(0, 4),), Span(14, 18))
    with pytest.raises(tk.ToolkitError, match="must lie in a piece of its passage"):
        join_passage(TEXT, stray, NAMED)
