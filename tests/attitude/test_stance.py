"""Stance: chances sum to 1, no name decides anything, every number opens to its words."""

import io
import json
import shutil
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import toolkit as tk
from toolkit.attitude import stance_model
from toolkit.attitude.stance import find_mentions
from toolkit.attitude.stance_model import hide_name, score_stance
from toolkit.commands.entry import main
from toolkit.reader import readings as reader
from toolkit.reader import weights

PRAISE = "Ann Lee saved the town, and every one of us admires her courage."
BLAME = "Ann Lee is a liar and a disgrace who ruined this town."
MENTION = (0, 7)
STORY = """\
"Bob Clark is a liar and a disgrace," Ann Lee said on Monday. "Clark ruined this town."

Clark, who chairs the council, met Dora Moss in Rome.

"Dora Moss is the finest mayor that Rome ever had," Clark told reporters.
"""


@pytest.fixture(scope="module")
def article():
    return tk.Article(STORY, id="story")


@pytest.fixture(scope="module")
def passages(article):
    return tk.stance_passage_table(article)


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


def test_stances_of_articles_do_not_depend_on_those_beside_them(article, passages):
    others = [tk.Article(STORY.replace("Bob Clark", name), id=name) for name in ("Al Day", "Xi")]
    together = tk.stance_passage_table([others[0], article, others[1]])
    own = together[together["article"] == "story"].reset_index(drop=True)
    pd.testing.assert_frame_equal(own, passages)


@pytest.mark.parametrize("name", ["Bob Clark", "Fatima Aziz", "Xi", "Donald Trump", "NATO"])
def test_a_name_decides_nothing(name):
    renamed = [text.replace("Ann Lee", name) for text in (PRAISE, BLAME)]
    found = score_stance(renamed, [(0, len(name))] * 2)
    assert found == score_stance([PRAISE, BLAME], [MENTION] * 2)


@pytest.mark.parametrize(
    ("mention", "shown"),
    [
        ("Ann Lee", "[MASK]"),
        ("Ann Lee's", "[MASK]'s"),
        ("the United States", "[MASK]"),
        ("University of Rome", "[MASK]"),
        ("She", "She"),
        ("the mayor", "the mayor"),
        ("The mayor", "The mayor"),
    ],
)
def test_names_are_hidden_and_descriptions_are_not(mention, shown):
    assert hide_name(f"So {mention} left.", tk.Span(3, 3 + len(mention))) == (
        "So ",
        shown,
        " left.",
    )


def test_only_whole_words_are_taken_for_the_name():
    assert hide_name("Lee left Leeds.", tk.Span(0, 3)) == ("", "[MASK]", " left Leeds.")


def test_a_target_far_into_a_long_passage_is_read():
    long = "They met on Monday. " * 200
    text = f"{long}{BLAME} {long}"
    (found,) = score_stance([text], [(len(long), len(long) + 7)])
    assert found.polarity == -1


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
        (["x" * 1_000_001], [(0, 1)], r"^texts\[0\]: must have at most 1,000,000 characters"),
    ],
)
def test_what_cannot_be_scored_is_refused_with_its_place(texts, targets, problem):
    with pytest.raises(tk.ToolkitError, match=problem):
        score_stance(texts, targets)


def test_nothing_gives_nothing():
    assert score_stance([], []) == []


def test_half_a_character_is_no_reason_to_fail():
    (found,) = score_stance(["Ann Lee \ud83d left."], [MENTION])
    assert found.polarity == 0


def test_each_mention_stands_in_a_piece_of_its_passage(article):
    for mention in find_mentions(article):
        assert any(mention.span in piece for piece in mention.passage)


def test_each_number_opens_to_its_words(article, passages):
    assert not passages.empty
    for row in passages.to_dict("records"):
        assert article.text[row["mention_start"] : row["mention_end"]] == row["mention"]
        assert row["start"] <= row["mention_start"] < row["mention_end"] <= row["end"]


def test_voices_are_told_apart_and_targets_named_in_full(passages):
    calls = {(row.voice, row.target, row.stance) for row in passages.itertuples()}
    assert ("Ann Lee", "Bob Clark", "negative") in calls
    assert ("Bob Clark", "Dora Moss", "positive") in calls


def test_the_narrator_is_not_read_by_what_others_say(passages):
    told = passages[passages["voice"] == "narrator"]
    assert not told["passage"].str.contains("liar|ruined|finest").any()


def test_to_be_named_as_a_source_is_no_mention(passages):
    told = passages[passages["voice"] == "narrator"]
    assert "Ann Lee" not in {*told["target"]}


def test_a_row_a_pair_counts_passages_and_mentions(article, passages):
    table = tk.stance_table(article)
    pairs = passages.groupby(["voice", "target"]).size()
    assert {(row.voice, row.target): row.mentions for row in table.itertuples()} == {**pairs}
    shares = table["negative"] + table["positive"] + table["unclear"]
    assert shares.to_list() == pytest.approx([1] * len(table))


def test_under_five_passages_there_is_no_mean(article):
    table = tk.stance_table(article)
    few = table["n"] < 5
    assert few.any()
    assert table.loc[few, ["mean_score", "low", "high"]].isna().all(axis=None)
    assert {*table.loc[few, "note"]} == {"too few"}


def test_from_five_passages_on_a_mean_lies_in_its_interval():
    lines = [f'"Bob Clark is a liar and a fool, {n}," Ann Lee said.' for n in range(6)]
    table = tk.stance_table(tk.Article("\n\n".join(lines)))
    row = table[(table["voice"] == "Ann Lee") & (table["target"] == "Bob Clark")].iloc[0]
    assert row["n"] == 6
    assert -1 <= row["low"] < row["mean_score"] < row["high"] <= 1
    assert row["mean_score"] < -0.3
    assert row["note"] == ""


def test_a_passage_with_several_mentions_counts_once():
    text = '"Bob Clark is a liar. Bob Clark is a fool," Ann Lee said.'
    table = tk.stance_table(tk.Article(text))
    row = table[table["target"] == "Bob Clark"].iloc[0]
    assert (row["n"], row["mentions"]) == (1, 2)


@pytest.mark.parametrize("make", [tk.stance_table, tk.stance_passage_table])
def test_an_article_that_names_nobody_gives_the_same_columns(make, article):
    empty, full = make(tk.Article("It rained.")), make(article)
    assert empty.empty
    pd.testing.assert_series_equal(empty.dtypes, full.dtypes)


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


LINES = [
    {"id": "a", "sentence": PRAISE, "target": [0, 7]},
    {"id": 2, "sentence": "\U0001f600 " + BLAME, "target": [2, 9]},
]


def test_the_command_scores_a_stream_and_lists_bad_lines(tmp_path, capsys):
    bad = [
        "no JSON",
        '{"id": "b", "sentence": "Ann left."}',
        '{"id": "c", "sentence": "Ann left.", "target": [0, 99]}',
        '{"id": "d", "sentence": " ", "target": [0, 1]}',
        '{"id": "e", "sentence": "Ann left.", "target": null}',
    ]
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("\n".join([json.dumps(LINES[0]), *bad, json.dumps(LINES[1])]), "utf-8")
    assert main(["stance", str(source), "--out", str(out)]) == 3
    records = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [(record["id"], record["polarity"]) for record in records] == [("a", 1), (2, -1)]
    assert [*records[0]] == ["id", "polarity", "score", "negative", "neutral", "positive"]
    told = capsys.readouterr().err.splitlines()
    assert [line.split(": ")[1] for line in told] == [f"{source}:{n}" for n in range(2, 7)]
    assert "found no target" in told[1]
    assert told[2].endswith("target: must lie inside its text of 9 characters; found 0, 99")
    assert "sentence: must be words" in told[3]


def test_the_command_reads_standard_input(monkeypatch, capsysbinary):
    lines = "".join(json.dumps(line) + "\n" for line in LINES).encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines)))
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(out := io.BytesIO()))
    assert main(["stance", "-"]) == 0
    found = [json.loads(line) for line in out.getvalue().splitlines()]
    scored = score_stance([line["sentence"] for line in LINES], [(0, 7), (2, 9)])
    assert [record["negative"] for record in found] == [one.negative for one in scored]
