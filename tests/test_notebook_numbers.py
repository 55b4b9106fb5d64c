"""Numbers in the prose of notebooks: each is one that a cell makes.

A mark behind a number names the value that it tells, in the variables of the notebook::

    in five<!--= (said["stance"] == "unclear").sum() --> of the rows

Nobody sees the mark on a page. Marks of the first cell, which tells the answers, are worked out
at the end of the notebook, all others after the cells above them. A number without a mark must
at least be printed somewhere in the same notebook, or be one of what people read and counted by
hand, told in a box or a table of their own.
"""

import html
import json
import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
SMALL = re.findall(
    r"\w+",
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen",
)
TENS = re.findall(r"\w+", "twenty thirty forty fifty sixty seventy eighty ninety")
WORDS = {word: number for number, word in enumerate(SMALL)} | {"never": 0, "once": 1, "twice": 2}
WORDS |= {"no": 0, "none": 0, "nothing": 0}
WORDS |= {ten: 20 + 10 * place for place, ten in enumerate(TENS)}
WORDS |= {f"{ten}-{unit}": WORDS[ten] + WORDS[unit] for ten in TENS for unit in SMALL[1:10]}
DIGITS = r"[-+]?(?:\d[\d,]*)?\.?\d+"
MARK = re.compile(rf"(?P<number>{DIGITS}|[A-Za-z]+(?:-[a-z]+)?)[*%\s\"']*<!--=\s*(?P<code>.+?)-->")
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
# What is no number of the analysis: boxes, tables, code, addresses, the article's own words,
# headings, and what the parts of page and notebooks are called.
NOT_TOLD = re.compile(
    r"^>.*$|^\|.*$|^#.*$|`[^`]*`|\]\([^)]*\)|\"[^\"]*\"|<!--.*?-->"
    r"|\b(?:paragraphs?|notebooks?|nos?\.|rows?|sentence|stage|group of|day) \(?\d[\d, to and]*"
    r"|\(\d+(?:, \d+)*\)|\b(?:19|20)\d\d\b|\d\d/\d\d/\d{4}"
    r"|(?:usual (?:line of )?|within )0\.05|95 %|\b(?:of|in) 100\b",
    re.MULTILINE | re.IGNORECASE,
)
HIDDEN = re.compile(r'(?:src|style)="[^"]*"')
PRINTED = re.compile(r"(?<![\d.])[-+]?\d[\d,]*(?:\.\d+)?")
TOLD = re.compile(
    rf"(?<![\w.,/]){DIGITS}\b|\b(?:{'|'.join([*SMALL[3:], *WORDS][::-1])})\b(?!-)", re.IGNORECASE
)


def read_number(written):
    """Read a number as people write it, and how many decimals of it are told."""
    if written.lower() in WORDS:
        return WORDS[written.lower()], 0
    digits = written.replace(",", "")
    return float(digits), len(digits.partition(".")[2])


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def cells(request):
    read = json.loads(request.param.read_text("utf-8"))["cells"]
    return [(cell["cell_type"], "".join(cell["source"]), cell.get("outputs", [])) for cell in read]


@pytest.fixture
def in_notebooks(monkeypatch):
    monkeypatch.chdir(ROOT / "notebooks")
    with pd.option_context("display.max_colwidth", 50):  # notebooks set it
        yield


def test_each_marked_number_is_what_the_cells_make(cells, in_notebooks):
    assert list_faults(cells) == []


def test_each_mark_stands_behind_a_number(cells):
    prose = list_prose(cells)
    assert [len(COMMENT.findall(text)) for text in prose] == [
        len(MARK.findall(text)) for text in prose
    ]


def test_each_number_without_a_mark_is_printed(cells):
    printed = {read_number(number)[0] for number in list_printed(cells)}
    lost = []
    for text in list_prose(cells):
        plain = NOT_TOLD.sub(" ", MARK.sub(" ", text))
        lost += [
            plain[max(0, found.start() - 30) : found.end() + 20]
            for found in TOLD.finditer(plain)
            if read_number(found.group())[0] not in printed
        ]
    assert lost == []


def test_a_number_that_is_off_is_found():
    cells = [
        ("markdown", "# How many?\n\n**Four<!--= len(found) -->** of 7.0<!--= last -->", []),
        ("code", "found, last = [1, 2, 3], 2", []),
        ("markdown", "Three<!--= len(found) -->, then twice<!--= last -->.", []),
        ("code", "last = 7", []),
    ]
    assert list_faults(cells) == ["Four: len(found) is 3"]


def list_faults(cells):
    """Run the cells down to the last mark, and list the marked numbers that they do not make."""
    names, faults = {}, []
    order = [*cells[1:], cells[0]]
    while order and not (order[-1][0] == "markdown" and MARK.search(order[-1][1])):
        order.pop()
    for kind, source, _ in order:
        if kind == "code":
            exec(compile(source, "cell", "exec"), names)  # noqa: S102 - our own notebooks
            continue
        for mark in MARK.finditer(source):
            told, decimals = read_number(mark["number"])
            value = float(eval(mark["code"], names))  # noqa: S307 - our own notebooks
            if round(value, decimals) != told:
                faults.append(f"{mark['number']}: {mark['code'].strip()} is {value:g}")
    for folder in names.values():
        if isinstance(folder, TemporaryDirectory):
            folder.cleanup()
    return faults


def list_prose(cells):
    return [source for kind, source, _ in cells if kind == "markdown"]


def list_printed(cells):
    for _, _, outputs in cells:
        for output in outputs:
            data = output.get("data", {})
            page = HIDDEN.sub(" ", "".join(data.get("text/html", "")))
            yield from PRINTED.findall("".join(data.get("text/plain", "")) + html.unescape(page))
