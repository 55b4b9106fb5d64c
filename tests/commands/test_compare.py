"""toolkit compare: articles in, one page out."""

import json
import re

import pytest

from toolkit.commands.entry import main

LINES = {
    "one": '"We will repair the old bridge in Lowtown before the floods," Mayor Ann Lee said.',
    "two": '"We will repair the old bridge," Lee told the council of Lowtown.',
    "far": "The central bank left interest rates unchanged, and the governor spoke of jobs.",
}


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "in.jsonl"
    lines = (json.dumps({"id": name, "text": text}) for name, text in LINES.items())
    path.write_text("\n".join(lines), "utf-8")
    return path


def run(tmp_path, *arguments):
    out = tmp_path / "compare.html"
    code = main(["compare", *map(str, arguments), "--out", str(out)])
    return code, out.read_text("utf-8")


def test_all_articles_are_compared_on_one_page(source, tmp_path, capsys):
    code, page = run(tmp_path, source)
    assert code == 0
    assert capsys.readouterr().out.strip() == str(tmp_path / "compare.html")
    assert "3 reports, 1 statement in two or more of them" in page
    assert "<script" not in page


def test_by_event_those_of_one_event_are_compared(source, tmp_path):
    _, page = run(tmp_path, source, "--by-event")
    assert "How do 2 reports tell one event?" in page
    assert "central bank" not in page


def test_articles_of_different_events_are_told_as_such(tmp_path):
    for name in ("one", "far"):
        (tmp_path / f"{name}.txt").write_text(LINES[name], "utf-8")
    _, page = run(tmp_path, tmp_path / "one.txt", tmp_path / "far.txt", "--by-event")
    assert "No two of the articles tell of one event." in page


def test_a_faulty_line_is_left_out_and_told(source, tmp_path, capsys):
    source.write_text(source.read_text("utf-8") + "\nno JSON\n", "utf-8")
    code, page = run(tmp_path, source)
    assert code == 3
    assert "3 reports" in page
    assert f"{source}:4" in capsys.readouterr().err


def test_a_page_goes_to_standard_output(source, capsysbinary):
    assert main(["compare", str(source), "--out", "-"]) == 0
    assert re.match(rb"<!DOCTYPE html>", capsysbinary.readouterr().out)
