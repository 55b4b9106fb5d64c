"""toolkit quotations: a stream of articles in, one JSON object a line out."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

import toolkit as tk
from toolkit.commands.entry import main

COMMAND = [sys.executable, "-m", "toolkit"]
LINES = (
    '{"id": "a1", "text": "Rates \U0001f600 will rise, Ann Lee said."}\n'
    "no JSON\n"
    '{"id": "a3", "text": " "}\n'
    '{"id": "a4", "text": "TASS quoted Ann Lee as saying that rates will rise."}\n'
)


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "in.jsonl"
    path.write_text(LINES, encoding="utf-8")
    return path


@pytest.fixture
def read_out(tmp_path):
    def read():
        lines = (tmp_path / "out.jsonl").read_text("utf-8").splitlines()
        return [json.loads(line) for line in lines]

    return read


def test_finds_quotations_and_lists_bad_lines(source, tmp_path, read_out, capsys):
    assert main(["quotations", str(source), "--out", str(tmp_path / "out.jsonl")]) == 3
    assert [record["id"] for record in read_out()] == ["a1", "a4"]
    shown = capsys.readouterr()
    assert shown.out == ""
    assert [line.split(": ")[1] for line in shown.err.splitlines()] == [
        f"{source}:2",
        f"{source}:3",
    ]


def test_quotations_of_a_table_are_found_by_its_columns(tmp_path, read_out, capsys):
    path = tmp_path / "news.csv"
    path.write_text('id,Meldung\n1,"Rates will rise, Ann Lee said."\n2,\n', "utf-8")
    out = ["--out", str(tmp_path / "out.jsonl")]
    assert main(["quotations", str(path), *out, "--column", "text=Meldung"]) == 3
    assert [len(record["attributions"]) for record in read_out()] == [1]
    assert capsys.readouterr().err.splitlines() == [
        f"toolkit: {path}:3: text: must not be blank; found none in this row"
    ]
    assert main(["quotations", str(path), *out]) == 3
    [told] = capsys.readouterr().err.splitlines()  # one for the table, not one a row
    assert told.endswith("--column 'text=Meldung'")


def test_files_that_nobody_looks_into_are_listed(tmp_path, read_out, capsys):
    folder = tmp_path / "news"
    (folder / "deep" / ".old").mkdir(parents=True)
    for name in ("a.txt", "README", ".draft.txt", "deep/.old/b.txt", ".DS_Store", "~$c.docx"):
        (folder / name).write_text(f"Rates will rise in {name}, Ann Lee said.", "utf-8")
    assert main(["quotations", str(folder), "--out", str(tmp_path / "out.jsonl")]) == 0
    assert [record["id"] for record in read_out()] == ["a"]
    [told] = capsys.readouterr().err.splitlines()
    assert told == (
        "toolkit: 3 hidden or without an ending, and passed over: "
        f"{folder}/.draft.txt, {folder}/README, {folder}/deep/.old/b.txt"
    )


def test_how_many_dates_are_open_is_told(tmp_path, capsys):
    (source := tmp_path / "in.csv").write_text("text,date\nRates will rise.,3/4/2024\n")
    assert main(["quotations", str(source), "--out", str(tmp_path / "out.jsonl")]) == 0
    assert "toolkit: 1 of 1 date is open: 3/4/2024; " in capsys.readouterr().err


def test_offsets_count_code_points_of_the_text_given(source, tmp_path, read_out):
    main(["quotations", str(source), "--out", str(tmp_path / "out.jsonl")])
    text = json.loads(LINES.splitlines()[0])["text"]
    (said,) = read_out()[0]["attributions"]
    assert [text[start:end] for start, end in said["content"]] == ["Rates 😀 will rise"]
    assert [text[start:end] for start, end in said["source"]] == ["Ann Lee"]


def test_a_record_has_the_documented_keys(source, tmp_path, read_out):
    main(["quotations", str(source), "--out", str(tmp_path / "out.jsonl")])
    (said,) = read_out()[1]["attributions"]
    keys = "content cue source form act speaker kind candidates relay relay_name confidence"
    assert [*said] == keys.split()
    assert (said["speaker"], said["relay"], said["relay_name"]) == ("Ann Lee", [[0, 4]], "TASS")


def test_streams_from_standard_input_to_standard_output(source):
    done = subprocess.run([*COMMAND, "quotations", "-"], input=LINES.encode(), capture_output=True)
    assert done.returncode == 3
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["a1", "a4"]
    assert b"<stdin>:2: " in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such signal")
def test_a_closed_pipe_ends_the_run_in_silence(source):
    with subprocess.Popen(
        [*COMMAND, "quotations", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        process.stdout.close()
        _, err = process.communicate(LINES.splitlines()[0].encode())
    assert (process.returncode, err) == (141, b"")


@pytest.mark.skipif(os.name != "posix", reason="sends a signal")
def test_ctrl_c_leaves_no_file(tmp_path):
    with subprocess.Popen(
        [*COMMAND, "quotations", "-", "--out", "out.jsonl"],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
    ) as process:
        while not any(tmp_path.iterdir()):
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)
        assert process.returncode == 130
        assert process.stderr.read() == b"toolkit: stopped\n"
    assert [*tmp_path.iterdir()] == []


def test_a_record_tells_what_the_library_finds(tmp_path, read_out):
    text = (
        '"Rates," Ann Lee told Reuters, "will rise." A study showed that jobs had gone. '
        "Officials declined to comment."
    )
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps({"id": "a1", "text": text}), "utf-8")
    assert main(["quotations", str(source), "--all", "--out", str(tmp_path / "out.jsonl")]) == 0
    ((record),) = read_out()
    found = tk.find_attributions(tk.Article(text, id="a1"))
    assert len(found) == len(record["attributions"]) > 1
    for said, each in zip(found, record["attributions"], strict=True):
        for name in ("content", "cue", "source"):
            spans = getattr(said.quotation, name)
            assert each[name] == [[span.start, span.end] for span in spans]
        assert (each["form"], each["act"]) == (said.quotation.form, said.quotation.act)
        assert (each["speaker"], each["kind"]) == (said.speaker.name, said.speaker.kind)
        assert each["confidence"] == pytest.approx(said.confidence)
        relays = [[text[start:end]] for start, end in each["relay"]]
        assert relays == [[relay.span.of(text)] for relay in said.relays]
        assert each["relay_name"] == (said.relays[0].name if said.relays else None)
    assert [text[a:b] for a, b in record["attributions"][0]["content"]][-1].startswith(
        '"will rise'
    )


def test_deeds_are_written_where_they_are_asked_for(tmp_path, read_out):
    text = "Ann Lee said it was late. She endorsed Bob Day. Officials declined to comment."
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps({"id": "a1", "text": text}), "utf-8")
    command = ["quotations", str(source), "--out", str(tmp_path / "out.jsonl")]
    assert main(command) == 0
    (record,) = read_out()
    assert {each["act"] for each in record["attributions"]} == {"saying", "no_comment"}
    assert main([*command, "--all"]) == 0
    (record,) = read_out()
    assert {each["act"] for each in record["attributions"]} == {"saying", "deed", "no_comment"}


def test_foreign_articles_are_told_in_two_lines(tmp_path, read_out, capsys):
    words = "Die Zinsen werden im Mai steigen, sagte die Ministerin am Montag in der Stadt."
    lines = [json.dumps({"id": f"a{n}", "text": words}) for n in range(3)]
    source = tmp_path / "in.jsonl"
    source.write_text("\n".join([*lines, "no JSON"]), "utf-8")
    command = ["quotations", str(source), "--out", str(tmp_path / "out.jsonl")]
    assert main(command) == 3
    assert read_out() == []
    told = capsys.readouterr().err.splitlines()
    assert ["in.jsonl:1: " in told[0], "in.jsonl:4: " in told[1]] == [True, True]
    assert told[2:] == [
        "toolkit: 2 more are not in English; --language en reads them all the same"
    ]
    source.write_text("\n".join(lines), "utf-8")
    assert main([*command, "--language", "en"]) == 0
    assert len(read_out()) == 3
    assert capsys.readouterr().err == ""
