import json
import re
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
MACHINE = re.compile(r"/(?:root|home|work|tmp|Users)/\w|[A-Z]:\\\\Users")


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def path(request):
    return request.param


@pytest.fixture
def cells(path):
    return json.loads(path.read_text("utf-8"))["cells"]


@pytest.fixture
def outputs(cells):
    return [output for cell in cells for output in cell.get("outputs", [])]


def test_is_committed_as_run_in_order(path):
    find_faults = runpy.run_path(str(ROOT / ".ci" / "run_notebooks.py"))["find_faults"]
    assert find_faults(path) == []


def test_opens_with_a_question_and_its_answer(cells):
    title, _, answer = "".join(cells[0]["source"]).partition("\n")
    assert cells[0]["cell_type"] == "markdown"
    assert title.startswith("# ")
    assert title.endswith("?")
    assert answer.strip()


def test_says_what_it_does_not_show(cells):
    headings = [
        line.lower()
        for cell in cells
        if cell["cell_type"] == "markdown"
        for line in "".join(cell["source"]).splitlines()
        if line.startswith("#")
    ]
    assert any("does not show" in heading or "do not show" in heading for heading in headings)


def test_names_no_place_on_a_machine(path):
    assert not MACHINE.findall(path.read_text("utf-8"))


def test_has_no_error_and_no_warning(outputs):
    assert [o for o in outputs if o["output_type"] == "error" or o.get("name") == "stderr"] == []


def test_gives_each_picture_a_text_alternative(outputs):
    for output in outputs:
        assert not {"image/png", "image/jpeg", "image/svg+xml"} & output.get("data", {}).keys()
        html = "".join(output.get("data", {}).get("text/html", ""))
        for image in re.findall(r"<img[^>]*>", html):
            assert re.search(r'alt="[^"]+"', image)
