"""toolkit report: pages about articles."""

import io
import sys
from pathlib import Path

import pytest

from toolkit.commands.entry import main

LINES = (
    '{"id": "a1", "text": "Rates \U0001f600 will rise, Ann Lee said."}\n'
    "no JSON\n"
    '{"id": "a3", "text": " "}\n'
    '{"id": "a4", "text": "TASS quoted Ann Lee as saying that rates will rise."}\n'
)


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "in.jsonl"
    path.write_text(LINES, encoding="utf-8")
    return path


def test_report_prints_the_name_of_the_page(seed_path, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["report", str(seed_path)]) == 0
    name = f"{seed_path.stem}-report.html"
    assert capsys.readouterr().out == f"{name}\n"
    assert "Barack Obama" in (tmp_path / name).read_text("utf-8")


def test_report_leaves_out_what_cannot_be_read(source, tmp_path, capsys):
    assert main(["report", str(source), "--out", str(tmp_path / "page.html")]) == 3
    assert len(capsys.readouterr().err.splitlines()) == 2
    assert "2 articles" in (tmp_path / "page.html").read_text("utf-8")


def test_report_of_several_is_a_folder(seed_path, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "other.txt").write_text("War is war.")
    assert main(["report", str(seed_path), "other.txt"]) == 0
    assert capsys.readouterr().out == f"{Path('articles-report', 'index.html')}\n"
    assert len([*(tmp_path / "articles-report").iterdir()]) == 3


def test_report_reads_standard_input(tmp_path, monkeypatch):
    pasted = io.TextIOWrapper(io.BytesIO(b"Rates will rise, Ann Lee said."))
    monkeypatch.setattr(sys, "stdin", pasted)
    assert main(["report", "-", "--out", str(tmp_path / "page.html")]) == 0


def test_report_goes_to_standard_output(seed_path, capsysbinary):
    assert main(["report", str(seed_path), "--out", "-"]) == 0
    assert capsysbinary.readouterr().out.endswith(b"</html>\n")


def test_a_name_that_ends_in_html_is_one_page_of_all(tmp_path, capsys):
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text("Rates will rise, Ann Lee said.")
    page = tmp_path / "page.html"
    assert main(["report", f"{tmp_path}/a.txt", f"{tmp_path}/b.txt", "--out", str(page)]) == 0
    assert capsys.readouterr().out == f"{page}\n"
    assert page.is_file()
    assert main(["report", f"{tmp_path}/a.txt", "--out", str(tmp_path / "pages")]) == 0
    assert (tmp_path / "pages" / "index.html").is_file()


def test_where_nothing_can_be_read_nothing_is_written(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("in.jsonl").write_text("no JSON\n")
    assert main(["report", "in.jsonl"]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "in.jsonl:1: " in shown.err
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


def test_a_report_of_what_was_pasted_has_a_name(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    pasted = io.TextIOWrapper(io.BytesIO(b"Rates will rise, Ann Lee said."))
    monkeypatch.setattr(sys, "stdin", pasted)
    assert main(["report", "-"]) == 0
    assert capsys.readouterr().out == "article-report.html\n"


def test_shares_and_a_streamed_page_do_not_mix(source, capsys):
    assert main(["report", str(source), "--out", "-", "--by", "publisher"]) == 1
    told = "toolkit: out: must be a file where --by prints shares; found -"
    shown = capsys.readouterr()
    assert shown.err.splitlines()[-1] == told
    assert shown.out == ""


DATED = '{{"text": "Rates will rise, number {}.", "date": "{}"}}\n'
TOLD = "day_first=True or False decides (--day-first, --no-day-first)\n"


def test_the_open_date_of_an_article_is_told(seed_path, tmp_path, capsys):
    assert main(["report", str(seed_path), "--out", str(tmp_path / "page.html")]) == 0
    assert capsys.readouterr().err == f"toolkit: 1 of 1 date is open: 06/09/2016; {TOLD}"


def test_the_open_dates_of_a_folder_are_told_in_one_line(tmp_path, capsys):
    for name, days in {"a": ["3/4/2024", "27/4/2024"], "b": ["3/5/2024", "2024-05-03"]}.items():
        lines = [DATED.format(f"{name}{day}", day) for day in days]
        (tmp_path / f"{name}.jsonl").write_text("".join(lines))
    out = ["--out", str(tmp_path / "page.html")]
    assert main(["report", str(tmp_path), *out]) == 0
    assert capsys.readouterr().err == f"toolkit: 1 of 4 dates is open: 3/5/2024; {TOLD}"
    assert main(["report", str(tmp_path), *out, "--day-first"]) == 0
    assert capsys.readouterr().err == ""
