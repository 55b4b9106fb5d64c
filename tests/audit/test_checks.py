"""The sheet: nothing of the machine in it, nothing finished lost, and each fault told."""

import sys
from datetime import date

import openpyxl
import pandas as pd
import pytest

import toolkit as tk
from tests.audit.conftest import fill
from toolkit.audit.checks import read_checks
from toolkit.audit.plans import find_plan


def read(path):
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def test_a_sheet_has_a_row_a_check_and_hides_what_the_machine_says(plan, tmp_path):
    table = read(tk.audit.write_audit(plan, tmp_path / "check.csv"))
    drawn = plan.units[plan.units["drawn"]]
    assert table["words"].tolist() == drawn["words"].tolist()
    assert (table["label"] == "").all()
    assert "quotations" not in table
    assert table["question"][0] == "Is this right: angry? (yes / no)"
    cells = {cell for column in table for cell in table[column]}
    assert not cells & {f"{chance}" for chance in drawn["claimed"]}


def test_answers_are_read_in_the_order_of_the_plan_however_the_sheet_is_sorted(plan, sheet):
    before = read_checks(plan, sheet)
    read(sheet).sort_values("words").to_csv(sheet, index=False, sep=";")
    assert read_checks(plan, sheet).equals(before)
    drawn = plan.units[plan.units["drawn"]]
    assert before["unit"].tolist() == drawn.index.tolist()
    assert before["hits"].tolist() == (drawn["claimed"] > 0.6).astype(float).tolist()
    assert (before["base"] == 1).all()
    assert (before["coder"] == "Ann").all()


def test_finished_checks_are_never_written_over(plan, sheet):
    content = sheet.read_bytes()
    with pytest.raises(tk.ToolkitError, match=r"answers are not written over; found 40"):
        tk.audit.write_audit(plan, sheet)
    assert sheet.read_bytes() == content


def test_a_sheet_that_nobody_began_is_written_again(plan, tmp_path):
    path = tk.audit.write_audit(plan, tmp_path / "check.csv")
    assert tk.audit.write_audit(plan, path) == path


def test_another_file_is_not_written_over(plan, tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("name,age\nAnn,3\n")
    with pytest.raises(tk.ToolkitError, match="must have the columns words, label, key"):
        tk.audit.write_audit(plan, path)
    assert path.read_text() == "name,age\nAnn,3\n"
    assert not find_plan(path).exists()


@pytest.mark.parametrize("name", ["check.ods", "check", "check.plan.jsonl"])
def test_the_name_of_a_sheet_tells_what_it_is(plan, tmp_path, name):
    with pytest.raises(tk.ToolkitError, match=r"path: must end in \.csv or \.xlsx; found"):
        tk.audit.write_audit(plan, tmp_path / name)


def edit(sheet, row, **cells):
    table = read(sheet)
    for name, value in cells.items():
        table.loc[row, name] = value
    table.to_csv(sheet, index=False)
    return table


def test_an_unfinished_check_is_told_and_a_second_person_may_leave_it(plan, sheet):
    edit(sheet, 3, label="")
    edit(sheet, 5, label="")
    with pytest.raises(
        tk.ReadError, match=r"row 5: label: must be answered; .* as in 2 of 40 rows"
    ):
        read_checks(plan, sheet)
    assert read_checks(plan, sheet, is_second=True)["hits"].isna().sum() == 2


def test_a_label_outside_the_scheme_is_told(plan, sheet):
    edit(sheet, 4, label="maybe")
    with pytest.raises(tk.ReadError, match="row 6: label: must be one of yes, no; found 'maybe'"):
        read_checks(plan, sheet)


def test_letter_case_of_a_label_does_not_matter(plan, sheet):
    before = read_checks(plan, sheet)["hits"]
    table = read(sheet)
    fill(sheet, label=table["label"].str.upper() + " ")
    assert read_checks(plan, sheet)["hits"].equals(before)


def test_a_lost_row_is_told(plan, sheet):
    table = read(sheet)
    table.drop(index=7).to_csv(sheet, index=False)
    words = table["words"][7]
    with pytest.raises(tk.ToolkitError, match=f"each of 40 checks; found 39, .* '{words}'"):
        read_checks(plan, sheet)
    assert read_checks(plan, sheet, is_second=True)["hits"].isna().sum() == 1


def test_a_row_that_stands_twice_is_told(plan, sheet):
    table = read(sheet)
    pd.concat([table, table[2:3]]).to_csv(sheet, index=False)
    with pytest.raises(tk.ReadError, match=r"row 42: key: .*; found it in row 4 too"):
        read_checks(plan, sheet)


def test_keys_that_were_sorted_without_their_words_are_told(plan, sheet):
    table = read(sheet)
    fill(sheet, key=table["key"].tolist()[::-1])
    with pytest.raises(tk.ReadError, match="row 2: words: must stand with their own key"):
        read_checks(plan, sheet)


def test_another_corpus_s_sheet_is_told(plan, mentions, tmp_path):
    other = tk.draw_audit(mentions[:100], of="angry", n=40)
    path = tk.audit.write_audit(other, tmp_path / "other.csv")
    with pytest.raises(tk.ReadError, match=f"row 2: key: must be of this plan, {plan.name}"):
        read_checks(plan, path)


def test_a_changed_key_is_told(plan, sheet):
    edit(sheet, 0, key=f"{plan.name} 7")
    with pytest.raises(tk.ReadError, match="row 2: key: must be as write_audit wrote it"):
        read_checks(plan, sheet)


def test_corrections_are_no_sample(plan, tmp_path):
    article = tk.Article("Rates will rise, Ann Lee said.")
    path = tk.write_corrections(article, tmp_path / "corrections.csv")
    with pytest.raises(tk.ReadError, match="must have the columns words, label, key; found"):
        read_checks(plan, path)


TEXT = "Rates will rise, Ann Lee said. It rained. Bob Day left early. The town slept. Snow fell."


@pytest.fixture
def counted(tmp_path):
    plan = tk.draw_audit(tk.Article(TEXT, id="a1"), of="indirect", n=5)
    path = tk.audit.write_audit(plan, tmp_path / "count.csv")
    fill(path, quotations=["2", "0", "1", "0", "0"], label=["1", "0", "0", "0", "0"])
    return plan, path


def test_two_counts_are_read(counted):
    checks = read_checks(*counted)
    assert checks["hits"].tolist() == [1, 0, 0, 0, 0]
    assert checks["base"].tolist() == [2, 0, 1, 0, 0]


def test_where_nothing_is_quoted_the_label_may_stay_blank(counted):
    plan, path = counted
    fill(path, quotations=["2.0", "0", "1.0", "0.0", "0"], label=["1.0", "", "0.0", "", "0"])
    checks = read_checks(plan, path)
    assert checks["hits"].tolist() == [1, 0, 0, 0, 0]
    assert checks["base"].tolist() == [2, 0, 1, 0, 0]
    edit(path, 2, label="")
    with pytest.raises(tk.ReadError, match="row 4: label: must be answered"):
        read_checks(plan, path)


def test_a_sheet_with_one_count_in_it_is_begun(counted):
    plan, path = counted
    fill(path, quotations=["0", "", "", "", ""], label=[""] * 5)
    with pytest.raises(tk.ToolkitError, match="answers are not written over; found 1"):
        tk.audit.write_audit(plan, path)


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"label": "3"}, "row 2: label: must be at most quotations, 2; found '3'"),
        ({"quotations": ""}, "row 2: quotations: must be a whole number from 0 to 50; found ''"),
        ({"label": "-1"}, "row 2: label: must be a whole number from 0 to 50; found '-1'"),
        ({"label": "yes"}, "row 2: label: must be a whole number"),
        ({"quotations": "51"}, "row 2: quotations: must be .* found '51'"),
    ],
)
def test_counts_that_cannot_be_are_told(counted, cells, problem):
    plan, path = counted
    edit(path, 0, **cells)
    with pytest.raises(tk.ReadError, match=problem):
        read_checks(plan, path)


def test_of_recall_a_person_tells_how_many_there_are_and_we_how_many_we_have(tmp_path):
    plan = tk.draw_audit(tk.Article(TEXT, id="a1"), of="recall", n=5)
    path = tk.audit.write_audit(plan, tmp_path / "recall.csv")
    fill(path, label=["2", "0", "1", "0", "0"])
    checks = read_checks(plan, path)
    assert checks["base"].tolist() == [2, 0, 1, 0, 0]
    assert checks["hits"].tolist() == [1, 0, 0, 0, 0]


def test_a_workbook_is_checked_as_a_sheet_is(plan, sheet, tmp_path):
    book = tk.audit.write_audit(plan, tmp_path / "book.xlsx")
    empty = pd.read_excel(book, dtype=str, keep_default_na=False, engine="openpyxl")
    assert empty.equals(read(tk.audit.write_audit(plan, tmp_path / "csv.csv")))
    answers = read(sheet)
    opened = openpyxl.load_workbook(book)
    assert [each.formula1 for each in opened.active.data_validations.dataValidation] == [
        '"yes,no"'
    ]
    for place, name in enumerate(answers, start=1):
        for number, value in enumerate(answers[name], start=2):
            opened.active.cell(number, place, value)
    opened.active.cell(2, [*answers].index("day") + 1, date(2026, 11, 26))
    opened.save(book)
    checks = read_checks(plan, book)
    assert checks["day"][0] == "2026-11-26"
    assert checks.drop(columns="day").equals(read_checks(plan, sheet).drop(columns="day"))
    with pytest.raises(tk.ToolkitError, match=r"answers are not written over; found 40"):
        tk.audit.write_audit(plan, book)


def test_counts_typed_into_a_workbook_are_numbers(tmp_path):
    articles = [
        tk.Article(f"Rates will rise, Ann Lee said. It rained {day} days.") for day in "3456"
    ]
    plan = tk.draw_audit(articles, of="direct", n=8)
    book = tk.audit.write_audit(plan, tmp_path / "book.xlsx")
    opened = openpyxl.load_workbook(book)
    head = [cell.value for cell in opened.active[1]]
    for number in range(2, 10):
        opened.active.cell(number, head.index("label") + 1, 0)
        opened.active.cell(number, head.index("quotations") + 1, 1.0)
    opened.save(book)
    assert read_checks(plan, book)[["hits", "base"]].sum().tolist() == [0, 8]


def test_what_is_no_workbook_is_told(plan, tmp_path):
    book = tk.audit.write_audit(plan, tmp_path / "book.xlsx")
    book.write_bytes(b"PK no zip")
    with pytest.raises(tk.ReadError, match=r"must be a workbook \(\.xlsx\) without a password"):
        read_checks(plan, book)


def test_without_the_package_a_workbook_tells_what_to_install(plan, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(tk.ToolkitError, match=r'install "narrative-toolkit\[office\]"'):
        tk.audit.write_audit(plan, tmp_path / "book.xlsx")
