"""toolkit corrections: a table that a person corrects."""

from pathlib import Path

from toolkit.commands.entry import main


def test_corrections_go_to_standard_output(tmp_path, monkeypatch, capsysbinary):
    monkeypatch.chdir(tmp_path)
    Path("story.txt").write_text("Rates will rise, Ann Lee said.")
    assert main(["corrections", "story.txt", "--out", "-"]) == 0
    header, row = capsysbinary.readouterr().out.decode("utf-8-sig").splitlines()
    assert header.startswith("article,quotation,")
    assert "Ann Lee" in row
    assert [path.name for path in tmp_path.iterdir()] == ["story.txt"]
