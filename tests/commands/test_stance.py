"""The command that scores the stance of a stream of passages."""

import io
import json
import sys

import pytest

from toolkit.attitude.stance_model import score_stance
from toolkit.commands.entry import main

PRAISE = "Ann Lee saved the town, and every one of us admires her courage."
BLAME = "Ann Lee is a liar and a disgrace who ruined this town."

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
        '{"id": "f", "sentence": "Ann left.", "target": [0, 3], "voice": 7}',
    ]
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("\n".join([json.dumps(LINES[0]), *bad, json.dumps(LINES[1])]), "utf-8")
    assert main(["stance", str(source), "--out", str(out)]) == 3
    records = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [(record["id"], record["polarity"]) for record in records] == [("a", 1), (2, -1)]
    figures = ["polarity", "score", "negative", "neutral", "positive", "precision", "n"]
    assert [*records[0]] == ["id", *figures, "portrayal", "is_whole"]
    assert [*records[0]["portrayal"]] == figures
    assert records[0]["precision"] > 0.5
    told = capsys.readouterr().err.splitlines()
    assert [line.split(": ")[1] for line in told] == [f"{source}:{n}" for n in range(2, 8)]
    assert "found no target" in told[1]
    assert told[2].endswith("target: must lie inside its text of 9 characters; found 0, 99")
    assert "sentence: must be words" in told[3]
    assert "voice: must be a name; found 7" in told[5]


def test_where_nothing_is_called_there_is_no_precision(tmp_path, capsys):
    source = tmp_path / "in.jsonl"
    line = {"id": 1, "sentence": "Ann Lee met them.", "target": [0, 7], "voice": "narrator"}
    source.write_text(json.dumps(line), "utf-8")
    assert main(["stance", str(source)]) == 0
    record = json.loads(capsys.readouterr().out)
    assert (record["polarity"], record["precision"], record["n"]) == (0, None, 0)


def test_no_name_of_a_file_is_refused(capsys):
    assert main(["stance", ""]) == 1
    told = "toolkit: source: must name a file of passages; found ''\n"
    assert capsys.readouterr().err == told


def test_the_command_reads_standard_input(monkeypatch, capsysbinary):
    lines = "".join(json.dumps(line) + "\n" for line in LINES).encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines)))
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(out := io.BytesIO()))
    assert main(["stance", "-"]) == 0
    found = [json.loads(line) for line in out.getvalue().splitlines()]
    scored = score_stance([line["sentence"] for line in LINES], [(0, 7), (2, 9)])
    assert [record["negative"] for record in found] == [one.negative for one in scored]


@pytest.mark.parametrize(
    ("head", "target"),
    [("target", "Ann Lee"), ("target", '"[0, 7]"'), ("start,end", "0,7")],
)
def test_passages_may_stand_in_a_table(tmp_path, head, target):
    source, out = tmp_path / "in.csv", tmp_path / "out.jsonl"
    source.write_text(f'id,sentence,{head}\na,"{PRAISE}",{target}\n', "utf-8")
    assert main(["stance", str(source), "--out", str(out)]) == 0
    assert json.loads(out.read_text("utf-8"))["polarity"] == 1


def test_a_target_of_words_stands_in_its_sentence_once(tmp_path, capsys):
    source = tmp_path / "in.csv"
    source.write_text("id,sentence,target\na,Ann left Ann.,Ann\nb,Ann left.,Bob\n", "utf-8")
    assert main(["stance", str(source)]) == 3
    assert [line.split(": ", 1)[1] for line in capsys.readouterr().err.splitlines()] == [
        f"{source}:2: target: must stand in its sentence once, or be [start, end]; "
        "found 'Ann' 2 times",
        f"{source}:3: target: must stand in its sentence once, or be [start, end]; "
        "found 'Bob' 0 times",
    ]


def test_passages_in_another_file_are_refused(tmp_path, capsys):
    assert main(["stance", str(tmp_path / "in.txt")]) == 1
    assert "must be a file ending in .jsonl, " in capsys.readouterr().err


def test_start_and_end_may_be_numbers_of_json_or_of_a_table(tmp_path, capsys):
    given = {"id": 1, "sentence": BLAME}
    lines = [
        {**given, "start": 0, "end": 7},
        {**given, "start": "0", "end": "7"},
        {**given, "target": [0, 7], "start": 3, "end": 4},  # a target goes before them
        {**given, "start": None, "end": None, "target": "Ann Lee"},
        {**given, "start": "zero", "end": "7"},
    ]
    source = tmp_path / "in.jsonl"
    source.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    assert main(["stance", str(source)]) == 3
    shown = capsys.readouterr()
    (only,) = {*shown.out.splitlines()}
    assert shown.out.count(only) == 4
    assert json.loads(only)["polarity"] == -1
    assert f"{source}:5: target: must" in shown.err


def test_by_counts_the_passages_of_each_voice_in_each_outlet(tmp_path, capsysbinary):
    rows = [
        ("Bell", "Bo Day", BLAME),
        ("Bell", "Bo Day", PRAISE),
        ("Bell", "Cy Fox", PRAISE),
        ("Post", "Bo Day", BLAME),
        ("Post", "Bo Day", BLAME),
        ("Post", "Bo Day", "Ann Lee met them."),
    ]
    source = tmp_path / "in.csv"
    lines = [
        f'{n},{outlet},{voice},"{words}",Ann Lee' for n, (outlet, voice, words) in enumerate(rows)
    ]
    source.write_text("\n".join(["id,publisher,voice,sentence,target", *lines]), "utf-8")
    assert main(["stance", str(source), "--by", "publisher,voice"]) == 0
    head, *found = capsysbinary.readouterr().out.decode().splitlines()
    assert head.split()[:5] == ["publisher", "voice", "passages", "against", "95"]
    assert [line.split()[:6] for line in found] == [
        ["Bell", "Bo", "Day", "2", "1", "50"],
        ["Bell", "Cy", "Fox", "1", "0", "0"],
        ["Post", "Bo", "Day", "3", "2", "67"],
    ]


def test_by_article_counts_the_passages_of_each_article(tmp_path, capsysbinary):
    rows = [("x7", BLAME), ("b2", PRAISE), ("x7", PRAISE), ("x7", BLAME)]
    source = tmp_path / "in.csv"
    lines = [f'{n},{article},"{words}",Ann Lee' for n, (article, words) in enumerate(rows)]
    source.write_text("\n".join(["id,article,sentence,target", *lines]), "utf-8")
    assert main(["stance", str(source), "--by", "article"]) == 0
    _, *found = capsysbinary.readouterr().out.decode().splitlines()
    assert [line.split()[:3] for line in found] == [["b2", "1", "0"], ["x7", "3", "2"]]


def test_lines_are_written_beside_the_counts_where_a_file_is_named(tmp_path, capsysbinary):
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(
        "\n".join(json.dumps(line | {"publisher": "Bell"}) for line in LINES), "utf-8"
    )
    command = ["stance", str(source), "--by", "publisher"]
    assert main([*command, "--out", str(out)]) == 0
    counted = capsysbinary.readouterr().out
    assert [json.loads(line)["id"] for line in out.read_text("utf-8").splitlines()] == ["a", 2]
    assert main(command) == 0
    assert capsysbinary.readouterr().out == counted
