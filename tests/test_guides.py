"""The code of README and of each guide runs, and prints what the page shows."""

import re
import runpy
from pathlib import Path

import pytest

import toolkit as tk

ROOT = Path(__file__).parent.parent
GUIDES = runpy.run_path(str(ROOT / ".ci" / "run_guides.py"))
run_page = GUIDES["run_page"]
CALL = re.compile(r"\btk\.(\w+)")


@pytest.fixture
def page(tmp_path):
    return tmp_path / "page.md"


@pytest.mark.parametrize("path", GUIDES["PAGES"], ids=lambda path: path.stem)
def test_a_page_is_as_its_code_prints(path):
    assert run_page(path) == path.read_text("utf-8")


@pytest.mark.parametrize("path", GUIDES["PAGES"], ids=lambda path: path.stem)
def test_a_page_names_what_there_is(path):
    assert {*CALL.findall(path.read_text("utf-8"))} <= {*tk.__all__}


def test_what_a_page_shows_is_replaced_by_what_is_printed(page):
    code = "```python\nn = 2\n```\n\n```python\nprint(n)\n```\n"
    page.write_text(f"{code}\n```text\n3\n```\n", "utf-8")
    assert run_page(page).endswith("```text\n2\n```\n")


def test_a_command_that_fails_ends_the_page(page):
    page.write_text("```console\ntoolkit report nowhere.txt\n```\n", "utf-8")
    with pytest.raises(SystemExit, match="must end with 0"):
        run_page(page)
