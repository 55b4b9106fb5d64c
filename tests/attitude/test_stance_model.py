"""Stance of a passage: chances sum to 1, no name decides, and what of a long one is read."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import toolkit as tk
from tests.test_cases import read_cases
from toolkit.attitude import stance_model
from toolkit.attitude.stance_model import Model, hide_name, score_stance, weigh
from toolkit.reader import readings as reader
from toolkit.reader import weights

PRAISE = "Ann Lee saved the town, and every one of us admires her courage."
BLAME = "Ann Lee is a liar and a disgrace who ruined this town."
MENTION = (0, 7)


def test_praise_and_blame_are_told_apart():
    praise, blame = score_stance([PRAISE, BLAME], [MENTION, MENTION])
    assert (praise.polarity, blame.polarity) == (1, -1)
    assert praise.score > 0.5
    assert blame.score < -0.5


def test_a_mere_mention_has_no_clear_stance():
    (found,) = score_stance(["Ann Lee met the ministers on Monday."], [MENTION])
    assert found.polarity == 0


def test_what_the_weights_say_is_pinned():
    # Other weights, or other sums on another processor, would show here.
    texts = ["The minister praised the army.", "Critics called the plan a costly mistake."]
    found = score_stance(
        [*texts, "Talks with Norway go on in Oslo."], [(21, 29), (15, 23), (11, 17)]
    )
    assert [(one.negative, one.positive, one.polarity) for one in found] == [
        (0.0211, 0.9445, 1),
        (0.9258, 0.0225, -1),
        (0.0185, 0.0362, 0),
    ]


@given(st.text(min_size=1, max_size=60).filter(lambda text: text.strip().isalpha()), st.data())
def test_chances_sum_to_one(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    if not text[start:end].strip():
        return
    try:
        (found,) = score_stance([text], [(start, end)])
    except tk.ToolkitError as error:
        assert "must hold a word" in str(error)  # noqa: PT017 - letters that no vocabulary has
        return
    assert found.negative + found.neutral + found.positive == pytest.approx(1)
    assert min(found.negative, found.neutral, found.positive) >= 0
    assert found.score == found.positive - found.negative


def test_no_text_depends_on_those_beside_it():
    together = score_stance([PRAISE, BLAME, PRAISE * 30], [MENTION] * 3)
    assert together[:2] == [*score_stance([PRAISE], [MENTION]), *score_stance([BLAME], [MENTION])]


def test_no_score_depends_to_the_last_digit_on_how_many_are_made_at_once():
    session = stance_model.load_model().session
    words = np.random.default_rng(0).normal(size=(32, 20, 384)).astype(np.float32)
    target = np.zeros((32, 20), np.int64)
    target[:, 4:7] = 1

    def score(first, end):
        given = {"words": words[first:end], "target": target[first:end]}
        return session.run(["scores"], given)[0]

    for size in (1, 2, 5, 13):
        apart = np.concatenate([score(first, first + size) for first in range(0, 32, size)])
        assert np.array_equal(apart, score(0, 32))


@pytest.mark.parametrize("name", ["Bob Clark", "Fatima Aziz", "Xi", "Donald Trump", "NATO"])
def test_a_name_decides_nothing(name):
    renamed = [text.replace("Ann Lee", name) for text in (PRAISE, BLAME)]
    found = score_stance(renamed, [(0, len(name))] * 2)
    assert found == score_stance([PRAISE, BLAME], [MENTION] * 2)


@pytest.mark.parametrize("case", read_cases("hide_name"))
def test_names_are_hidden_and_descriptions_are_not(case):
    """`found` has the target between angle marks."""
    start = case["text"].index(case["target"])
    shown = hide_name(case["text"], tk.Span(start, start + len(case["target"])))
    assert "{}«{}»{}".format(*shown) == case["found"]


@pytest.mark.parametrize(
    ("texts", "targets", "problem"),
    [
        ("Ann Lee left.", [(0, 7)], r"^texts: must be many strings; found one, 'Ann Lee left\.'"),
        (["Ann left."], [], r"^targets: must be one a text; found 0 for 1 texts"),
        (["Ann left.", " "], [(0, 3)] * 2, r"^texts\[1\]: must be words; found ' '"),
        ([None], [(0, 3)], r"^texts\[0\]: must be words; found None"),
        (["Ann left."], [(4, 10)], r"^targets\[0\]: must lie inside its text of 9 .*found 4, 10"),
        (["Ann left."], [(3, 3)], r"^targets\[0\]: must have 0 <= start < end; found 3, 3"),
        (["Ann left."], [(-1, 3)], r"^targets\[0\]: must have 0 <= start < end; found -1, 3"),
        (["Ann left."], [(True, 3)], r"^targets\[0\]: must have 0 <= start < end; found True, 3"),
        (["Ann left."], ["Ann"], r"^targets\[0\]: must be a start and an end; found 'Ann'"),
        (["Ann left."], [7], r"^targets\[0\]: must be a start and an end; found 7"),
        (["Ann left."], [(3, 4)], r"^targets\[0\]: must hold a word; found ' '"),
        (["Ann left."] * 3, [(0, 3), (0, 3), (3, 4)], r"^targets\[2\]: must hold a word"),
        (["Ann left."] * 2, [(0, 3), (8, 10)], r"^targets\[1\]: must lie inside its text of 9"),
        (["Ann left."], [(0, 3.0)], r"^targets\[0\]: must have 0 <= start < end; found 0, 3\.0"),
        (["Ann left."], [(5, 4)], r"^targets\[0\]: must have 0 <= start < end; found 5, 4"),
        (["Ann left."], [(1, 2, 3)], r"^targets\[0\]: must be a start and an end"),
        (["Ann left.", ""], [(0, 3)] * 2, r"^texts\[1\]: must be words; found ''"),
        (["Ann left."], [(0, 3), (0, 3)], r"^targets: must be one a text; found 2 for 1"),
        (["x" * 1_000_001], [(0, 1)], r"^texts\[0\]: must have at most 1,000,000 characters"),
    ],
)
def test_what_cannot_be_scored_is_refused_with_its_place(texts, targets, problem):
    with pytest.raises(tk.ToolkitError, match=problem):
        score_stance(texts, targets)


def test_nothing_gives_nothing():
    assert score_stance([], []) == []


@pytest.mark.parametrize("target", [(0, 7), [0, 7], tk.Span(0, 7)])
def test_a_target_is_a_span_or_two_numbers(target):
    assert score_stance([BLAME], [target]) == score_stance(iter([BLAME]), iter([MENTION]))


def test_a_target_may_be_the_whole_text():
    (found,) = score_stance(["Ann Lee"], [(0, 7)])
    assert found.polarity == 0


def test_a_text_may_have_a_million_characters():
    (found,) = score_stance(["Ann " + "x" * 999_996], [(0, 3)])
    assert found.polarity == 0


def test_half_a_character_is_no_reason_to_fail():
    (found,) = score_stance(["Ann Lee \ud83d left."], [MENTION])
    assert found.polarity == 0


# ---- what the encoder is shown ---------------------------------------------------------------


class Encoder:
    """Stands in for the trained one: keeps what it was shown, and scores it by a rule."""

    def __init__(self, score):
        self.score = score
        self.shown = []

    def run(self, outputs, inputs):
        assert outputs == ["scores"]
        pieces = inputs["words"][..., 0].astype(int)
        self.shown += [*zip(pieces.tolist(), inputs["target"].tolist(), strict=True)]
        self.batches = [*getattr(self, "batches", []), pieces.shape]
        return [np.array([self.score(row) for row in pieces.tolist()], np.float32)]


def make_model(score=lambda _: (0, 0, 0), **tuned):
    """The model that we ship, with another encoder; a word piece is its own embedding."""
    tokenizer = stance_model.load_model().tokenizer
    numbers = np.arange(tokenizer.get_vocab_size(), dtype=np.int32)[:, None]
    tuned = {"temperature": 1.0, "least_negative": 0.4, "least_positive": 0.5} | tuned
    return Model(tokenizer, Encoder(score), numbers, np.ones_like(numbers, np.float32), **tuned)


def show(text, target):
    """What is read of a passage: the words left of the target, it, and those right of it."""
    model = make_model()
    start = text.index(target)
    weigh([(text, tk.Span(start, start + len(target)))], model)
    [(pieces, marks)] = model.session.shown
    words = [model.tokenizer.id_to_token(piece) for piece in pieces]
    first, last = words.index("[unused1]"), words.index("[unused2]")
    assert (words[0], words[-1]) == ("[CLS]", "[SEP]")
    assert marks == [int(first < place < last) for place in range(len(words))]
    return words[1:first], words[first + 1 : last], words[last + 1 : -1]


def test_a_short_passage_is_read_whole_with_its_target_marked():
    assert show("Then Ann Lee left.", "Ann Lee") == (["then"], ["[MASK]"], ["left", "."])
    assert show("The mayor left.", "The mayor") == ([], ["the", "mayor"], ["left", "."])


# Of 160 word pieces, four are signs around the words, and one is the name.
@pytest.mark.parametrize(
    ("before", "after", "left", "right"),
    [
        (77, 78, 77, 78),
        (78, 78, 77, 78),
        (77, 79, 77, 78),
        (500, 500, 77, 78),
        (500, 0, 155, 0),
        (0, 500, 0, 155),
        (155, 0, 155, 0),
        (156, 0, 155, 0),
        (0, 155, 0, 155),
        (0, 156, 0, 155),
        (500, 10, 145, 10),
        (10, 500, 10, 145),
        (100, 55, 100, 55),
        (101, 55, 100, 55),
        (100, 56, 99, 56),
        (100, 77, 78, 77),
    ],
)
def test_of_a_long_passage_the_words_around_the_target_are_read(before, after, left, right):
    words = ["rain", "fell", "on", "hill", "and", "town"]
    lead = [words[number % 6] for number in range(before)]
    rest = [words[number % 6] for number in range(after)]
    shown = show(" ".join([*lead, "Ann Lee", *rest]), "Ann Lee")
    assert [len(part) for part in shown] == [left, 1, right]
    assert shown[0] == lead[before - left :]
    assert shown[2] == rest[:right]


def test_of_a_long_target_its_first_half_of_all_that_is_read():
    target = " ".join(["old"] + ["kind"] * 60 + ["new"] * 60)
    left, middle, right = show("then " * 99 + target + " left" * 99, target)
    assert middle == ["old"] + ["kind"] * 60 + ["new"] * 19
    assert (left, right) == (["then"] * 38, ["left"] * 38)


def test_half_characters_are_read_as_question_marks():
    assert show("So \ud83d Ann Lee left\udc00.", "Ann Lee")[0] == ["so", "?"]


def test_passages_of_one_length_are_read_together_up_to_512_pieces():
    texts = [f"Ann Lee has {number} of them" for number in range(10, 80)]
    model = make_model(lambda pieces: (sum(pieces), 0, 1))
    passages = [(text, tk.Span(0, 7)) for text in texts]
    together = weigh(passages, model)
    assert model.session.batches == [(512 // 9, 9), (70 - 512 // 9, 9)]
    assert together == [weigh([passage], model)[0] for passage in passages]


def test_passages_are_weighed_in_their_order_and_the_same_ones_once():
    texts = ["Ann Lee left the old town.", "Ann Lee left.", "Ann Lee is a hero.", "Ann Lee left."]
    model = make_model(lambda pieces: (len(pieces), pieces[-3], 0.25))
    found = weigh([(text, tk.Span(0, 7)) for text in texts], model)
    assert [row[0] for row in found] == [10, 7, 9, 7]
    assert {row[2] for row in found} == {0.25}
    assert [row[1] for row in found] == [
        model.tokenizer.token_to_id(word) for word in ("town", "left", "hero", "left")
    ]
    assert model.session.batches == [(1, 7), (1, 9), (1, 10)]


# ---- what its scores are taken for -----------------------------------------------------------


def judge(monkeypatch, chances, **tuned):
    model = make_model(lambda _: np.log(chances), **tuned)
    monkeypatch.setattr(stance_model, "load_model", lambda: model)
    (found,) = score_stance(["Ann Lee left."], [MENTION])
    return found


@pytest.mark.parametrize(
    ("negative", "neutral", "positive", "polarity"),
    [
        (0.39, 0.36, 0.25, 0),
        (0.41, 0.34, 0.25, -1),
        (0.25, 0.26, 0.49, 0),
        (0.25, 0.24, 0.51, 1),
        (0.1, 0.8, 0.1, 0),
        (0.45, 0.03, 0.52, -1),  # 45 of the 40 that are enough is more than 52 of 50
        (0.41, 0.06, 0.53, 1),
    ],
)
def test_a_chance_that_is_enough_makes_a_stance(
    monkeypatch, negative, neutral, positive, polarity
):
    found = judge(monkeypatch, (negative, neutral, positive))
    assert found.polarity == polarity
    chances = (found.negative, found.neutral, found.positive)
    assert chances == pytest.approx((negative, neutral, positive), abs=1e-3)
    assert found.score == pytest.approx(positive - negative, abs=1e-3)


def test_a_chance_that_is_just_enough_is_enough(monkeypatch):
    found = judge(monkeypatch, (0.5, 0.25, 0.25), least_negative=0.5, least_positive=0.9)
    assert (found.negative, found.polarity) == (0.5, -1)
    found = judge(monkeypatch, (0.25, 0.25, 0.5), least_negative=0.9, least_positive=0.5)
    assert (found.positive, found.polarity) == (0.5, 1)


def test_a_higher_temperature_brings_chances_closer(monkeypatch):
    found = judge(monkeypatch, (0.64, 0.32, 0.04), temperature=2.0)
    root = 0.8 + 0.32**0.5 + 0.2
    assert (found.negative, found.positive) == pytest.approx((0.8 / root, 0.2 / root), abs=1e-3)


# ---- the weights -----------------------------------------------------------------------------


@pytest.fixture
def copied_weights(tmp_path, monkeypatch):
    for folder in (stance_model.FOLDER, reader.FOLDER):
        shutil.copytree(
            Path(stance_model.__file__).parents[1] / "data" / folder, tmp_path / "data" / folder
        )
    monkeypatch.setattr(weights, "files", lambda _: tmp_path)
    stance_model.load_model.cache_clear()
    yield tmp_path / "data" / stance_model.FOLDER
    stance_model.load_model.cache_clear()


@pytest.mark.parametrize("name", [*stance_model.HASHES])
def test_a_damaged_file_is_named(copied_weights, name):
    path = copied_weights / name
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    with pytest.raises(
        tk.ReadError, match=rf"{name}: must have the SHA-256 [0-9a-f]{{64}}; found"
    ):
        score_stance([PRAISE], [MENTION])


def test_missing_weights_are_named(copied_weights):
    (copied_weights / "model.onnx").unlink()
    with pytest.raises(tk.ReadError, match=r"model\.onnx: the model's weights must be there"):
        score_stance([PRAISE], [MENTION])
