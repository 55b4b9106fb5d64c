"""The plan: read as it was written, and any change of it told with its row."""

import json

import pytest

import toolkit as tk
from toolkit.audit.plans import find_plan, read_plan


@pytest.fixture
def lines(sheet):
    return find_plan(sheet).read_text("utf-8").splitlines()


def write(sheet, lines):
    find_plan(sheet).write_text("\n".join(lines) + "\n", "utf-8")


def change(line, **values):
    return json.dumps(json.loads(line) | values, ensure_ascii=False)


def test_a_plan_is_read_as_it_was_drawn(plan, sheet):
    for path in (sheet, f"{sheet}", find_plan(sheet)):
        again = read_plan(path)
        assert again == plan
        assert again.units.equals(plan.units)
        assert again.name == plan.name


def test_a_plan_is_read_whatever_an_id_holds(mentions, tmp_path):
    odd = mentions.assign(article=mentions["article"] + "\u2028\x85")
    plan = tk.draw_audit(odd, of="angry", n=40, by="publisher")
    assert read_plan(tk.audit.write_audit(plan, tmp_path / "check.csv")) == plan


def test_other_draws_have_other_names(plan, mentions):
    others = [
        tk.draw_audit(mentions, of="angry", n=40, by="publisher", seed=1),
        tk.draw_audit(mentions[:-1], of="angry", n=40, by="publisher"),
        tk.draw_audit(mentions.assign(angry=0.5), of="angry", n=40, by="publisher"),
    ]
    assert len({plan.name, *(other.name for other in others)}) == 4


CHANGES = {
    "probability": {"probability": 0.9},
    "chance": {"claimed": 0.123},
    "drawn": {"drawn": None},
    "seal": {"seal": "0" * 12},
}


@pytest.mark.parametrize("values", CHANGES.values(), ids=CHANGES)
def test_a_changed_row_is_told_with_its_values(sheet, lines, values):
    lines[7] = change(lines[7], **values)
    write(sheet, lines)
    with pytest.raises(tk.ReadError, match=r"jsonl:8: must be as .*; found a change") as told:
        read_plan(sheet)
    assert told.value.line == 8
    for name in {*values} - {"seal"}:
        assert f"{name} {values[name]!r}" in str(told.value)


def test_a_lost_row_is_told(sheet, lines):
    write(sheet, lines[:5] + lines[6:])
    with pytest.raises(tk.ReadError, match="jsonl:6: unit must be 5; found 6: a row was lost"):
        read_plan(sheet)


def test_rows_lost_at_the_end_are_told(sheet, lines):
    write(sheet, lines[:-2])
    with pytest.raises(tk.ReadError, match="must have 120 units; found 118: rows were lost"):
        read_plan(sheet)


def test_rows_in_another_order_are_told(sheet, lines):
    write(sheet, [*lines[:3], lines[4], lines[3], *lines[5:]])
    with pytest.raises(tk.ReadError, match="jsonl:4: unit must be 3; found 4"):
        read_plan(sheet)


def test_a_changed_head_is_told(sheet, lines):
    write(sheet, [change(lines[0], of="calm"), *lines[1:]])
    with pytest.raises(tk.ReadError, match=r"jsonl:1: must be as .* found of 'calm'"):
        read_plan(sheet)


@pytest.mark.parametrize(
    ("number", "line", "problem"),
    [
        (0, '{"of": "angry"}', "jsonl:1: must begin as write_audit wrote it"),
        (3, "{", "jsonl:4: must be JSON; found '{'"),
        (3, "[1]", "jsonl:4: must be a JSON object"),
        (3, '{"unit": 3}', "jsonl:4: must have article, .*; found unit"),
    ],
)
def test_a_line_that_is_none_is_told(sheet, lines, number, line, problem):
    lines[number] = line
    write(sheet, lines)
    with pytest.raises(tk.ReadError, match=problem):
        read_plan(sheet)


def test_a_plan_that_is_not_there_is_told(tmp_path):
    with pytest.raises(tk.ReadError, match="no such file"):
        read_plan(tmp_path / "check.csv")
