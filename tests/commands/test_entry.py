import os

import pytest

from toolkit import __version__
from toolkit.commands.entry import main


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
