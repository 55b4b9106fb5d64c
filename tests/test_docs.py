"""The pages are up to date, and each link of theirs leads somewhere."""

import inspect
import json
import re
import subprocess
import sys
from pathlib import Path

import make_api_page
import make_pictures
import pytest
from make_api_page import convert_docstring as convert

import toolkit as tk

ROOT = Path(__file__).parent.parent
PAGES = [
    *(*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")),
    *(*ROOT.glob("notebooks/data/*.md"), *ROOT.glob("notebooks/*.ipynb")),
]
LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"^```.*?^```$|``[^`]+``|`[^`]*`", re.DOTALL | re.MULTILINE)
MAKER = ROOT / ".ci" / "make_api_page.py"


def read_page(page):
    if page.suffix == ".md":
        return page.read_text("utf-8")
    cells = json.loads(page.read_text("utf-8"))["cells"]
    text = "\n\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
    return re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)  # how a number is computed


def list_anchors(page):
    """Headings as GitHub makes anchors of them."""
    text = re.sub(r"^```.*?^```$", "", read_page(page), flags=re.DOTALL | re.MULTILINE)
    heads = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


def test_the_pages_of_public_names_are_up_to_date():
    command = [sys.executable, MAKER, "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_every_public_name_has_a_section_to_which_the_list_leads():
    pages = (ROOT / "docs" / "api").glob("*.md")
    anchors = {anchor for page in pages for anchor in list_anchors(page)}
    names = {name.lower().replace(".", "") for name in make_api_page.NAMES}
    assert names <= anchors
    assert {*tk.__all__} - {*make_api_page.BY_FOLDER, "__version__"} <= {*make_api_page.NAMES}


def test_every_public_function_has_an_example():
    functions = [name for name in tk.__all__ if inspect.isfunction(getattr(tk, name))]
    assert [name for name in functions if not make_pictures.get_example(name)] == []


def test_every_plot_is_shown_with_the_picture_that_its_example_draws():
    assert make_pictures.list_faults() == []


def test_a_picture_that_is_of_another_example_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(make_pictures, "FOLDER", tmp_path)
    monkeypatch.setattr(make_pictures, "PLOTS", ["plot_voices", "plot_relays", "plot_actions"])
    for path in sorted(ROOT.glob("docs/api/pictures/plot_[vrs]*s.svg")):
        (tmp_path / path.name).write_text(path.read_text("utf-8").replace("relay_", "other_"))
    (tmp_path / "plot_voices.svg").write_text("<svg><title>A &amp; B</title><desc>1</desc></svg>")
    assert make_pictures.read_picture(tmp_path / "plot_voices.svg")["title"] == "A & B"
    told = [fault.split(":")[0].split("/")[-1] for fault in make_pictures.list_faults()]
    assert told[0] == "plot_actions.svg"
    assert told[-1] == "plot_voices.svg"
    assert "plot_relays.svg" not in told


@pytest.mark.parametrize("page", PAGES, ids=lambda path: f"{path.relative_to(ROOT)}")
def test_each_link_leads_somewhere(page):
    links = LINK.findall(CODE.sub("", read_page(page)))
    for link in links:
        if link.startswith(("http:", "https:", "mailto:")):
            continue
        path, _, anchor = link.partition("#")
        target = page.parent / path if path else page
        assert target.exists(), link
        assert not anchor or anchor in list_anchors(target), link


def test_a_docstring_is_shown_as_it_reads():
    text = "Give a*b < c of `read_article`.\n\nParameters\n----------\nn : int\n    ``x[0]``.\n"
    lines = "\n".join(convert(text)).split("\n")
    assert lines[0] == r"Give a\*b \< c of [`read_article`](loading.md#read_article)."
    assert lines[2:] == ["**Parameters**", "", "- `n` : int", "", "  `x[0]`.", "", ""]


def test_an_example_is_shown_as_code():
    lines = "\n".join(convert("One.\n\nExamples\n--------\n>>> 1\n1\n\nTwo.\n")).split("\n")
    assert lines[-7:] == ["```python", ">>> 1", "1", "```", "", "Two.", ""]
