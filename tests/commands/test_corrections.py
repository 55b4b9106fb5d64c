"""toolkit corrections: a table that a person corrects."""

from pathlib import Path

import pytest

from toolkit.commands.entry import main


def test_corrections_go_to_standard_output(tmp_path, monkeypatch, capsysbinary):
    monkeypatch.chdir(tmp_path)
    Path("story.txt").write_text("Rates will rise, Ann Lee said.")
    assert main(["corrections", "story.txt", "--out", "-"]) == 0
    header, row = capsysbinary.readouterr().out.decode("utf-8-sig").splitlines()
    assert header.startswith("article,quotation,")
    assert "Ann Lee" in row
    assert [path.name for path in tmp_path.iterdir()] == ["story.txt"]


def test_the_file_is_named_after_the_article_and_told(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("story.txt").write_text("Rates will rise, Ann Lee said.")
    assert main(["corrections", "story.txt"]) == 0
    assert capsys.readouterr().out == "story-corrections.csv\n"
    assert "Ann Lee" in Path("story-corrections.csv").read_text("utf-8")
    assert main(["corrections", "story.txt", "--out", "mine.csv"]) == 0
    assert Path("mine.csv").read_bytes() == Path("story-corrections.csv").read_bytes()


@pytest.mark.parametrize("out", ["-", "mine.csv"])
def test_what_cannot_be_read_is_left_out_and_told(tmp_path, monkeypatch, capsys, out):
    monkeypatch.chdir(tmp_path)
    Path("in.jsonl").write_text(
        'no JSON\n{"id": "a1", "text": "Rates will rise, Ann Lee said."}\n'
    )
    assert main(["corrections", "in.jsonl", "--out", out]) == 3
    assert "in.jsonl:1: " in capsys.readouterr().err
    Path("none.jsonl").write_text("no JSON\n")
    assert main(["corrections", "none.jsonl", "--out", "none.csv"]) == 1
    assert not Path("none.csv").exists()
