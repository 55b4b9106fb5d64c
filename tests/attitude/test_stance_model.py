"""Stance of a passage: chances sum to 1, no name decides, and what is called."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import toolkit as tk
from toolkit.attitude import stance_model
from toolkit.attitude.stance_model import Bin, Model, find_least, score_stance, weigh
from toolkit.attitude.stance_reading import Cut
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


def test_portrayal_is_an_answer_of_its_own():
    (found,) = score_stance(
        ["A court convicted Ann Lee of fraud on Monday."], [(18, 25)], said_by=["narrator"]
    )
    assert found.polarity == 0
    assert found.portrayal.polarity == -1


def test_a_victim_is_neither_criticised_nor_shown_badly():
    (found,) = score_stance(
        ["Ann Lee was shot dead by two masked men."], [MENTION], said_by=["narrator"]
    )
    assert (found.polarity, found.portrayal.polarity) == (0, 0)


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
        (0.0291, 0.8641, 1),
        (0.5748, 0.0457, 0),
        (0.1182, 0.1181, 0),
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
    model = stance_model.load_model()
    words = np.random.default_rng(0).normal(scale=0.05, size=(32, 20, 768)).astype(np.float32)
    target = np.zeros((32, 20), np.float32)
    target[:, 4:7] = 1

    def score(session, first, end):
        given = {"words": words[first:end], "target": target[first:end]}
        return session.run(["scores"], given)[0]

    for session in (model.first, model.rest):
        for size in (1, 2, 5, 13):
            apart = [score(session, first, first + size) for first in range(0, 32, size)]
            assert np.array_equal(np.concatenate(apart), score(session, 0, 32))


@pytest.mark.parametrize("name", ["Bob Clark", "Fatima Aziz", "Xi", "Donald Trump", "NATO"])
def test_a_name_decides_nothing(name):
    renamed = [text.replace("Ann Lee", name) for text in (PRAISE, BLAME)]
    found = score_stance(renamed, [(0, len(name))] * 2)
    assert found == score_stance([PRAISE, BLAME], [MENTION] * 2)


def test_who_speaks_is_read():
    texts = ["What a catastrophe for Ann Lee, who deserves none of it."] * 2
    told, said = score_stance(texts, [(23, 30)] * 2, said_by=["narrator", "Bob Clark"])
    assert told.score != said.score


@pytest.mark.parametrize(
    ("texts", "targets", "problem"),
    [
        ("Ann Lee left.", [(0, 7)], r"^texts: must be an iterable of strings; found one string"),
        (["Ann left."], [], r"^targets: must be one a text; found 0 for 1 texts"),
        (["Ann left.", " "], [(0, 3)] * 2, r"^texts\[1\]: must be words; found ' '"),
        ([None], [(0, 3)], r"^texts\[0\]: must be a string; found None"),
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


@pytest.mark.parametrize(
    ("voices", "problem"),
    [
        ("narrator", r"^said_by: must be one a text; found one string, 'narrator'"),
        ([], r"^said_by: must be one a text; found 0 for 1 texts"),
        (["a", "b"], r"^said_by: must be one a text; found 2 for 1 texts"),
        ([" "], r"^said_by\[0\]: must be a name; found ' '"),
        ([None], r"^said_by\[0\]: must be a name; found None"),
    ],
)
def test_voices_are_one_a_text(voices, problem):
    with pytest.raises(tk.ToolkitError, match=problem):
        score_stance([BLAME], [MENTION], said_by=voices)


@pytest.mark.parametrize("precision", [-0.01, 1.01, float("nan"), "0.9", None, True])
def test_what_is_no_share_is_no_precision(precision):
    with pytest.raises(tk.ToolkitError, match=r"^precision: must be "):
        score_stance([BLAME], [MENTION], precision=precision)


def test_a_higher_precision_calls_no_more():
    texts = [BLAME, PRAISE, "Ann Lee met the ministers.", "Ann Lee lost the vote in the council."]
    least = score_stance(texts, [MENTION] * 4, precision=0)
    most = score_stance(texts, [MENTION] * 4, precision=1)
    for one, other in zip(least, most, strict=True):
        assert other.polarity in {0, one.polarity}
        assert (one.negative, one.positive) == (other.negative, other.positive)


# ---- what its scores are taken for -----------------------------------------------------------


class Encoder:
    """Stands in for a trained one: scores rows by a rule, and keeps what it was shown."""

    def __init__(self, score):
        self.score, self.batches = score, []

    def run(self, outputs, inputs):
        pieces = inputs["words"][..., 0].astype(int)
        self.batches.append(pieces.shape)
        scores = np.log(np.array([self.score(row) for row in pieces.tolist()], np.float32))
        return [scores, inputs["words"]][: len(outputs)]


BINS = (Bin(0.4, 2, 10), Bin(0.6, 8, 10), Bin(0.8, 10, 10))
NONE = (0.05, 0.9, 0.05)


def make_model(first=lambda _: (*NONE, *NONE), rest=None, least=0.0, bins=None):
    """The model that we ship, with other encoders; a word piece is its own embedding."""
    numbers = np.arange(31_000, dtype=np.int32)[:, None]
    keys = [(q, k, s) for q in ("stance", "portrayal") for k in ("narrator", "speaker", "alone")
            for s in (-1, 1)]  # fmt: skip
    return Model(
        stance_model.load_model().tokenizer, Encoder(first), Encoder(rest or first), numbers,
        np.ones_like(numbers, np.float32), least, bins or dict.fromkeys(keys, BINS),
    )  # fmt: skip


def judge(monkeypatch, chances, voice="Bob Clark", precision=0.75, **others):
    model = make_model(lambda _: chances, **others)
    monkeypatch.setattr(stance_model, "load_model", lambda: model)
    (found,) = score_stance(["Ann Lee left."], [MENTION], said_by=[voice], precision=precision)
    return found


@pytest.mark.parametrize(
    ("signs", "precision", "polarity", "right"),
    [
        ((0.05, 0.05), 0.75, 0, None),
        ((0.59, 0.05), 0.75, 0, None),
        ((0.61, 0.05), 0.75, -1, 0.8),
        ((0.05, 0.61), 0.75, 1, 0.8),
        ((0.05, 0.81), 0.75, 1, 1.0),
        ((0.61, 0.05), 0.9, -1, 0.8),  # of all as sure as this one or surer, 18 of 20 are right
        ((0.61, 0.05), 0.91, 0, None),
        ((0.81, 0.05), 1.0, -1, 1.0),
        ((0.41, 0.4), 0.5, -1, 0.2),
        ((0.39, 0.05), 0.0, 0, None),
    ],
)  # fmt: skip
def test_a_chance_is_called_where_calls_like_it_were_right(
    monkeypatch, signs, precision, polarity, right
):
    negative, positive = signs
    chances = (negative, 1 - negative - positive, positive)
    for voice in ("narrator", "Bob Clark", "unknown"):
        found = judge(monkeypatch, (*chances, *NONE), voice, precision)
        assert found.polarity == polarity
        assert (found.precision, found.n) == (right, 10) if right else found.n == 0
        assert found.portrayal.polarity == 0
        other = judge(monkeypatch, (*NONE, *chances), voice, precision).portrayal
        assert (other.polarity, other.n) == (polarity, found.n)
    assert (found.negative, found.positive) == pytest.approx((negative, positive), abs=1e-3)
    assert found.score == pytest.approx(positive - negative, abs=1e-3)


def test_kinds_of_voice_and_signs_and_questions_have_bins_of_their_own(monkeypatch):
    model = make_model()
    bins = dict.fromkeys(model.bins, ())
    sure = (0.05, 0.05, 0.9)
    for question, kind, sign in model.bins:
        own = {**bins, (question, kind, sign): BINS}
        for voice, of in (("narrator", "narrator"), ("Ann Lee", "speaker"), ("unknown", "alone")):
            for one, side in ((sure, 1), (sure[::-1], -1)):
                found = judge(monkeypatch, (*one, *one), voice, bins=own)
                called = {"stance": found.polarity, "portrayal": found.portrayal.polarity}
                wanted = sign if (kind, sign) == (of, side) else 0
                other = "portrayal" if question == "stance" else "stance"
                assert called == {question: wanted, other: 0}


@pytest.mark.parametrize(
    ("bins", "precision", "least"),
    [
        ((), 0.0, np.inf),
        (BINS, 0.0, 0.4),
        (BINS, 20 / 30, 0.4),
        (BINS, 0.67, 0.6),
        (BINS, 0.91, 0.8),
        (BINS[:2], 0.9, np.inf),
    ],
)
def test_the_least_chance_is_that_from_which_enough_calls_are_right(bins, precision, least):
    assert find_least(bins, precision) == least


def test_a_passage_that_surely_says_nothing_is_read_no_further():
    cuts = [Cut((0, 9, 5, number, 6, 2), 3, 4, is_whole=True) for number in (100, 200, 300)]
    first = {100: (*NONE, *NONE), 200: (0.2, 0.7, 0.1, *NONE), 300: (*NONE, 0.1, 0.7, 0.2)}
    rest = dict.fromkeys(first, (0.9, 0.05, 0.05, *NONE))
    model = make_model(lambda row: first[row[3]], lambda row: rest[row[3]], least=0.15)
    found = weigh(cuts, model)
    assert found[:, 0, 0] == pytest.approx([0.05, 0.9, 0.9], abs=1e-3)
    assert model.rest.batches == [(2, 6)]


def test_passages_of_one_length_are_read_together_up_to_512_pieces():
    cuts = [Cut((0, 9, 5, n, 6, 7, 8, 9, 2), 3, 4, is_whole=True) for n in range(100, 170)]
    chances = {n: ((n - 90) / 200, 0.5, 0.3, *NONE) for n in range(100, 170)}
    model = make_model(lambda row: chances[row[3]])
    together = weigh(cuts, model)
    assert model.first.batches == [(512 // 9, 9), (70 - 512 // 9, 9)]
    for cut, row in zip(cuts, together, strict=True):
        assert np.array_equal(weigh([cut], model)[0], row)


def test_passages_are_weighed_in_their_order_and_the_same_ones_once():
    numbers = [(100, 7, 7), (200,), (300, 7), (200,)]
    cuts = [Cut((0, 9, 5, *own, 6, 2), 3, 4, is_whole=True) for own in numbers]
    chances = {100: 0.1, 200: 0.2, 300: 0.3}
    model = make_model(lambda row: (chances[row[3]], 0.5, 0.5, *NONE))
    found = weigh(cuts, model)
    shares = [chance / (chance + 1) for chance in (0.1, 0.2, 0.3, 0.2)]
    assert found[:, 0, 0] == pytest.approx(shares, abs=1e-3)
    assert model.first.batches == [(1, 6), (1, 7), (1, 8)]


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
    (copied_weights / "rest.onnx").unlink()
    with pytest.raises(tk.ReadError, match=r"rest\.onnx: the model's weights must be there"):
        score_stance([PRAISE], [MENTION])
