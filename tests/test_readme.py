"""README names all notebooks and holds the commands; tests/test_guides.py runs its code."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def read_blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("notebook", sorted(ROOT.glob("notebooks/*.ipynb")), ids=lambda p: p.stem)
def test_every_notebook_is_in_the_table(notebook):
    assert f"`{notebook.stem}`" in README


def test_both_commands_stand_alone_in_their_blocks():
    blocks = read_blocks("console")
    assert "pip install uv && uv run toolkit lab\n" in blocks
    assert "pip install uv && uv run pytest\n" in blocks
