import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from toolkit import __version__
from toolkit.commands import lab
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


@pytest.mark.parametrize("command", ["report", "compare", "corrections", "quotations", "analyse"])
@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("", "source: must name a file or folder; found ''. '.' is this folder"),
        (os.sep, f"{os.sep}: must be a folder of articles; found the whole disk. Name a folder"),
    ],
)
def test_nothing_and_the_whole_disk_are_refused(command, given, told, tmp_path, capsys):
    out = tmp_path / "out"
    assert main([command, given, "--out", str(out)]) == 1
    assert capsys.readouterr().err == f"toolkit: {told}\n"
    assert [*tmp_path.iterdir()] == []


def test_a_wrong_column_stops_before_the_folder_is_occupied(tmp_path, capsys):
    path = tmp_path / "news.csv"
    path.write_text('nr,Meldung\n1,"Rates will rise, Ann Lee said."\n', "utf-8")
    command = ["analyse", str(path), "--out", str(tmp_path / "out"), "--workers", "1"]
    for column in (["--column", "text=body"], []):
        assert main([*command, *column]) == 1
        assert "text: must be in a column" in capsys.readouterr().err
        assert not (tmp_path / "out").exists()


def test_offsets_count_code_points_of_the_text_given(source, tmp_path, read_out):
    main(["quotations", str(source), "--out", str(tmp_path / "out.jsonl")])
    text = json.loads(LINES.splitlines()[0])["text"]
    (said,) = read_out()[0]["attributions"]
    assert [text[start:end] for start, end in said["content"]] == ["Rates 😀 will rise"]
    assert [text[start:end] for start, end in said["source"]] == ["Ann Lee"]


def test_a_record_has_the_documented_keys(source, tmp_path, read_out):
    main(["quotations", str(source), "--out", str(tmp_path / "out.jsonl")])
    (said,) = read_out()[1]["attributions"]
    keys = "content cue source form act speaker kind relay relay_name confidence"
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


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["quotations", "missing.jsonl"], 1),
        (["quotations", "."], 1),
        (["report", "missing.txt"], 1),
        (["lab", "missing"], 1),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(arguments, code, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == code
    shown = capsys.readouterr()
    assert shown.out == ""
    assert len(shown.err.splitlines()) == 1


@pytest.mark.parametrize("arguments", [[], ["bogus"], ["quotations"], ["report", "--out"]])
def test_what_is_not_understood_is_a_usage_error(arguments, capsys):
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    assert "usage: toolkit" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["lab"], ["report"], ["compare"], ["quotations"]])
def test_help_has_an_example(arguments, capsys):
    with pytest.raises(SystemExit, match="0"):
        main([*arguments, "--help"])
    shown = capsys.readouterr().out.replace("examples:", "example:")
    assert f"example:\n  toolkit {''.join(arguments)}" in shown or not arguments


def test_tells_its_version(capsys):
    with pytest.raises(SystemExit, match="0"):
        main(["--version"])
    assert capsys.readouterr().out == f"toolkit {__version__}\n"


def test_report_prints_the_name_of_the_page(seed_path, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["report", str(seed_path)]) == 0
    name = f"{seed_path.stem}-report.html"
    assert capsys.readouterr().out == f"{name}\n"
    assert "Barack Obama" in (tmp_path / name).read_text("utf-8")


def test_report_leaves_out_what_cannot_be_read(source, tmp_path, capsys):
    assert main(["report", str(source), "--out", str(tmp_path / "page.html")]) == 3
    assert len(capsys.readouterr().err.splitlines()) == 2
    assert "2 articles" in (tmp_path / "page.html").read_text("utf-8")


def test_report_of_several_is_a_folder(seed_path, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "other.txt").write_text("War is war.")
    assert main(["report", str(seed_path), "other.txt"]) == 0
    assert capsys.readouterr().out == f"{Path('articles-report', 'index.html')}\n"
    assert len([*(tmp_path / "articles-report").iterdir()]) == 3


def test_report_reads_standard_input(tmp_path, monkeypatch):
    pasted = io.TextIOWrapper(io.BytesIO(b"Rates will rise, Ann Lee said."))
    monkeypatch.setattr(sys, "stdin", pasted)
    assert main(["report", "-", "--out", str(tmp_path / "page.html")]) == 0


def test_report_goes_to_standard_output(seed_path, capsysbinary):
    assert main(["report", str(seed_path), "--out", "-"]) == 0
    assert capsysbinary.readouterr().out.endswith(b"</html>\n")


def test_corrections_go_to_standard_output(tmp_path, monkeypatch, capsysbinary):
    monkeypatch.chdir(tmp_path)
    Path("story.txt").write_text("Rates will rise, Ann Lee said.")
    assert main(["corrections", "story.txt", "--out", "-"]) == 0
    header, row = capsysbinary.readouterr().out.decode("utf-8-sig").splitlines()
    assert header.startswith("article,quotation,")
    assert "Ann Lee" in row
    assert [path.name for path in tmp_path.iterdir()] == ["story.txt"]


def test_notebooks_are_copied_beside_the_article_and_never_over_a_file(tmp_path):
    assert lab.copy_notebooks(tmp_path) == []
    copied = sorted(tmp_path.rglob("*.*"))
    assert {path.parent.name for path in copied} == {
        *("notebooks", "data", "seeds"),
        *("docs", "guides"),
    }
    assert {"corpus.jsonl", "truth.csv", "transcript.txt"} <= {path.name for path in copied}
    copied[0].write_text("mine")
    assert lab.copy_notebooks(tmp_path) == [copied[0]]
    assert copied[0].read_text() == "mine"


@pytest.fixture
def started(monkeypatch):
    """The command that would have been run in place of this one, then where it has settings."""
    calls = []

    def note(command, env):
        calls.extend([command, env["JUPYTER_CONFIG_PATH"]])

    monkeypatch.setattr(os, "execve", lambda _, command, env: note(command, env))
    monkeypatch.setattr(lab.subprocess, "call", note)
    monkeypatch.setattr(lab.signal, "signal", lambda *_: None)
    return calls


def test_lab_opens_the_first_notebook_from_the_folder_above(started, tmp_path, monkeypatch):
    monkeypatch.setenv("CI", "true")
    (tmp_path / "notebooks").mkdir()
    for name in ("02_b.ipynb", "01_a.ipynb"):
        (tmp_path / "notebooks" / name).touch()
    main(["lab", str(tmp_path)])
    options = started[0]
    assert f"--ServerApp.root_dir={tmp_path}" in options
    assert "--LabApp.default_url=/lab/tree/notebooks/01_a.ipynb" in options
    assert "--no-browser" in options
    assert not [option for option in options if "token" in option]


@pytest.mark.parametrize("given", [None, "mine"])
def test_lab_adds_its_settings_below_those_of_a_person(started, tmp_path, monkeypatch, given):
    monkeypatch.delenv("JUPYTER_CONFIG_PATH", raising=False)
    if given:
        monkeypatch.setenv("JUPYTER_CONFIG_PATH", given)
    main(["lab", str(tmp_path)])
    *above, ours = started[1].split(os.pathsep)
    assert above == [given] * bool(given)
    assert [*Path(ours).glob("labconfig/default_setting_overrides.json")]


@pytest.mark.parametrize(("user", "allowed"), [(0, True), (1000, False)])
def test_lab_may_run_as_root(user, allowed, started, tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: user, raising=False)
    main(["lab", str(tmp_path)])
    assert ("--allow-root" in started[0]) == allowed


def test_lab_says_that_it_runs_as_root(started, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    main(["lab", str(tmp_path)])
    assert "running as root" in capsys.readouterr().err


def test_lab_says_what_to_install(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(lab, "find_spec", lambda _: None)
    assert main(["lab", str(tmp_path)]) == 1
    assert 'pip install "narrative-toolkit[lab]"' in capsys.readouterr().err


def test_lab_makes_no_copy_unasked(started, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(lab, "find_checkout", lambda: None)
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert main(["lab"]) == 1
    assert [*tmp_path.iterdir()] == started == []
