"""Every writer replaces what it wrote itself, and nothing of anybody else's."""

import json

import openpyxl
import pandas as pd
import pytest

import toolkit as tk
from toolkit.commands.entry import main
from toolkit.exchange import write_brat, write_web_annotations

ARTICLE = tk.parse_article('"Rates will rise," said Ann Lee.', id="a1")
PASSAGE = {"id": "p1", "sentence": "Ann Lee is a crook.", "target": [0, 7]}
NOTES = b"three years of notes\n"
WORDS = "found another|must have the columns"


def write_audit(path, **options):
    mentions = pd.DataFrame({"article": list("aabb"), "angry": [0.9, 0.1] * 2})
    return tk.audit.write_audit(tk.draw_audit(mentions, of="angry", n=5), path, **options)


WRITERS = {
    "page.html": lambda path, **options: tk.write_report(ARTICLE, path, **options),
    "tables.xlsx": lambda path, **options: tk.write_workbook(
        {"speakers": tk.speaker_table(ARTICLE)}, path, **options
    ),
    "corrections.csv": lambda path, **options: tk.write_corrections(ARTICLE, path, **options),
    "corrections.xlsx": lambda path, **options: tk.write_corrections(ARTICLE, path, **options),
    "check.csv": write_audit,
    "a1.ann": lambda path, **options: write_brat(ARTICLE, path, **options),
    "a1.json": lambda path, **options: write_web_annotations(ARTICLE, path, **options),
}
COMMANDS = {
    "report": ["report", "a1.txt", "--out", "page.html"],
    "compare": ["compare", "a1.txt", "--out", "page.html"],
    "corrections": ["corrections", "a1.txt", "--out", "c.csv"],
    "quotations": ["quotations", "a1.jsonl", "--out", "q.jsonl"],
    "stance": ["stance", "p.jsonl", "--out", "s.jsonl"],
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a1.txt").write_text(ARTICLE.text)
    (tmp_path / "a1.jsonl").write_text(json.dumps({"id": "a1", "text": ARTICLE.text}))
    (tmp_path / "p.jsonl").write_text(json.dumps(PASSAGE))
    return tmp_path


@pytest.mark.parametrize("name", WRITERS)
def test_what_a_function_wrote_it_writes_again(tmp_path, name):
    path = tmp_path / name
    assert WRITERS[name](path) == WRITERS[name](path) == path


@pytest.mark.parametrize("name", WRITERS)
def test_no_function_replaces_a_file_of_somebody_else_unasked(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(NOTES)
    with pytest.raises(tk.ToolkitError, match=r"Take another name, or replace it by overwrite"):
        WRITERS[name](path)
    assert [each.read_bytes() for each in tmp_path.iterdir()] == [NOTES]
    WRITERS[name](path, overwrite=True)
    assert path.read_bytes() != NOTES


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_replaces_a_file_of_somebody_else_unasked(folder, capsys, command):
    words = COMMANDS[command]
    path = folder / words[-1]
    path.write_bytes(NOTES)
    assert main(words) == 1
    shown = capsys.readouterr().err
    assert shown.count("\n") == 1
    assert shown.startswith(f"toolkit: {path.name}: must ")
    assert "(--force)" in shown
    assert path.read_bytes() == NOTES
    assert main([*words, "--force"]) == 0
    assert main(words) == 0


def test_what_a_stream_is_read_from_is_not_replaced_by_what_is_found_in_it(folder):
    before = (folder / "a1.jsonl").read_bytes()
    assert main(["quotations", "a1.jsonl", "--out", "a1.jsonl"]) == 1
    assert main(["stance", "p.jsonl", "--out", "p.jsonl"]) == 1
    assert (folder / "a1.jsonl").read_bytes() == before


@pytest.mark.parametrize("name", ["index.html", "events.html"])
def test_a_folder_with_an_overview_of_somebody_else_gets_no_page(tmp_path, name):
    (tmp_path / name).write_bytes(NOTES)
    with pytest.raises(tk.ToolkitError, match=f"{name}: must be a new file"):
        tk.write_report(ARTICLE, tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == [name]


def test_a_workbook_that_somebody_saved_since_is_theirs(tmp_path):
    path = WRITERS["tables.xlsx"](tmp_path / "tables.xlsx")
    book = openpyxl.load_workbook(path)
    book["speakers"]["A2"] = "my own"
    book.properties.lastModifiedBy = "Mia"
    book.save(path)
    with pytest.raises(tk.ToolkitError, match="one as toolkit wrote it; found another"):
        WRITERS["tables.xlsx"](path)


def test_annotations_that_somebody_changed_in_brat_stay(tmp_path):
    path = WRITERS["a1.ann"](tmp_path / "a1.ann")
    path.write_text(path.read_text("utf-8") + "T9\tCue 0 5\tRates\n", "utf-8")
    with pytest.raises(tk.ToolkitError, match="one as toolkit wrote it; found another"):
        WRITERS["a1.ann"](path)


@pytest.mark.parametrize("answer", ["label", "coder", "comment"])
def test_a_sheet_with_an_answer_is_not_drawn_anew(tmp_path, answer):
    path = write_audit(tmp_path / "check.csv")
    sheet = pd.read_csv(path, dtype=str, keep_default_na=False)
    sheet.loc[0, answer] = "yes"
    sheet.to_csv(path, index=False)
    before = path.read_bytes()
    for name in ("check.csv", "check.xlsx"):  # the second would take the plan of the first
        mentions = pd.DataFrame({"article": list("ccdd"), "angry": [0.8, 0.2] * 2})
        plan = tk.draw_audit(mentions, of="angry", n=5)
        with pytest.raises(tk.ToolkitError, match=r"check.csv: must not be begun"):
            tk.audit.write_audit(plan, tmp_path / name)
    assert path.read_bytes() == before


@pytest.mark.parametrize("words", ["=1+1", "-5 degrees", "'-5 degrees'", "a; @home"])
def test_a_sheet_that_a_spreadsheet_saved_as_a_workbook_is_the_same_sheet(tmp_path, words):
    mentions = pd.DataFrame({"article": list("ab"), "words": words, "angry": [0.9, 0.1]})
    plan = tk.draw_audit(mentions, of="angry", n=5)
    book, path = tmp_path / "book.xlsx", tk.audit.write_audit(plan, tmp_path / "check.csv")
    sheet = pd.read_csv(path, dtype=str, keep_default_na=False).assign(label="yes")
    sheet.to_excel(book, index=False, engine="openpyxl")
    assert tk.audit_table(plan, book)["n"].item() == 2
    ours = tk.audit.write_audit(plan, tmp_path / "ours.xlsx")
    answered = openpyxl.load_workbook(ours)
    label = [cell.value for cell in answered.active[1]].index("label") + 1
    for row in (2, 3):
        answered.active.cell(row, label, "yes")
    answered.save(ours)
    assert tk.audit_table(plan, ours)["n"].item() == 2


def test_a_run_that_begins_anew_deletes_what_runs_wrote_and_nothing_else(tmp_path):
    tk.analyse_corpus([ARTICLE], tmp_path, tables=["words"], workers=1)
    for name in ("notes.txt", "words/notes.txt"):
        (tmp_path / name).write_bytes(NOTES)
    tk.analyse_corpus([ARTICLE], tmp_path, tables=["tone"], workers=1, resume=False)
    assert [each.name for each in (tmp_path / "words").iterdir()] == ["notes.txt"]
    assert (tmp_path / "notes.txt").read_bytes() == NOTES
