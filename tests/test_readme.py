"""What README says runs, and prints what it says."""

import re
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def read_blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.DOTALL | re.MULTILINE)


def test_code_prints_what_readme_shows(tmp_path, monkeypatch, capsys):
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    monkeypatch.chdir(tmp_path)
    [code], [shown] = read_blocks("python"), read_blocks("text")
    exec(code, {})  # noqa: S102 - our own README
    printed = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    assert printed == [line.rstrip() for line in shown.splitlines()]
    assert "Vladimir Putin" in (tmp_path / "report.html").read_text("utf-8")


@pytest.mark.parametrize("notebook", sorted(ROOT.glob("notebooks/*.ipynb")), ids=lambda p: p.stem)
def test_every_notebook_is_in_the_table(notebook):
    assert f"`{notebook.stem}`" in README


def test_both_commands_stand_alone_in_their_blocks():
    blocks = read_blocks("console")
    assert "pip install uv && uv run toolkit lab\n" in blocks
    assert "pip install uv && uv run pytest\n" in blocks
