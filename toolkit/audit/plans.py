"""The plan of an audit, in a file that shows when it was changed."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from toolkit.audit.questions import Question, find_question
from toolkit.audit.units import UNITS
from toolkit.base import ReadError, ToolkitError, read_lines, replace_file
from toolkit.tables import to_table

if TYPE_CHECKING:
    from collections.abc import Iterator

ENDING = ".plan.jsonl"
DIGITS = 12  # hexadecimal, of a seal
PLAN = {**UNITS, "stratum": "int64", "cluster": "int64", "probability": "float64", "drawn": "bool"}
HEAD = ("of", "by", "whole", "seed", "version")
MARK = re.compile(rb'^\{"of": .*, "plan": "')  # the head of a plan
SHOWN = ("article", "start", "claimed", "stratum", "probability", "drawn")


@dataclass(frozen=True, slots=True)
class AuditPlan:
    """What a person is to check, and with which chance each unit came to be drawn.

    Parameters
    ----------
    of : str
        What is estimated.
    by : str
        By which column it is estimated for groups too; empty where for all alone.
    whole : bool
        Whether whole articles were drawn.
    seed : int
        Of the draw.
    version : str
        Of the toolkit that drew.
    units : DataFrame
        One row per unit of the frame, drawn or not. `article`, `group`, `start`, `end`,
        `context` and `words` tell which it is; `claimed` of `base` is what the machine expects,
        `called` of `called_base` what its tables count; `stratum` and `cluster` it was drawn in
        and with; `probability` that it was drawn, 0 to 1; and whether it was `drawn`.
    """

    of: str
    by: str
    whole: bool
    seed: int
    version: str
    units: pd.DataFrame = field(repr=False, compare=False)

    @property
    def question(self) -> Question:
        """What the person is asked."""
        return find_question(self.of)

    @property
    def name(self) -> str:
        """A digest of the whole plan, by which a sheet tells to which one it belongs."""
        head, *rows = _list_lines(self)
        return digest(head | {"rows": [row["seal"] for row in rows]})


def digest(value: object) -> str:
    """Give a short digest of something that JSON can hold.

    Examples
    --------
    >>> digest({"unit": 1}) == digest({"unit": 1}), digest({"unit": 1}) == digest({"unit": 2})
    (True, False)
    """
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def write_plan(plan: AuditPlan, path: Path, *, overwrite: bool = False) -> None:
    """Write a plan as JSON lines: the head, and a line a unit with its seal."""
    head, *rows = _list_lines(plan)
    lines = [head | {"rows": len(rows), "plan": plan.name}, *rows]
    with replace_file(path, MARK, overwrite=overwrite) as file:
        file.write("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode())


def read_plan(path: Path | str) -> AuditPlan:
    """Read a plan, and see that nobody changed it.

    Parameters
    ----------
    path : Path or str
        The plan itself, or the sheet that lies beside it.

    Raises
    ------
    ReadError
        If it cannot be read, or lost a row, has one out of its place, or one that was changed.
    """
    place = find_plan(path)
    lines = [_parse(place, n, line) for n, line in enumerate(read_lines(place), 1)]
    if not lines or {*lines[0]} != {*HEAD, "rows", "plan"}:
        raise ReadError(place, "must begin as write_audit wrote it; found another first line", 1)
    head, *rows = lines
    for number, row in enumerate(rows, start=2):
        _check_row(place, number, row)
    if len(rows) != head["rows"]:
        problem = f"must have {head['rows']} units; found {len(rows)}: rows were lost or added"
        raise ReadError(place, problem)
    units = to_table(({name: row[name] for name in PLAN} for row in rows), PLAN)
    plan = AuditPlan(**{name: head[name] for name in HEAD}, units=units)
    if plan.name != head["plan"]:
        told = ", ".join(f"{name} {head[name]!r}" for name in HEAD)
        raise ReadError(place, f"must be as write_audit wrote it; found {told}", 1)
    return plan


def find_plan(path: Path | str) -> Path:
    """Give the place of the plan that belongs to a sheet."""
    place = Path(path)
    return place if place.name.endswith(ENDING) else place.with_name(f"{place.stem}{ENDING}")


def _list_lines(plan: AuditPlan) -> Iterator[dict[str, Any]]:
    yield {name: getattr(plan, name) for name in HEAD}
    for unit, row in enumerate(plan.units[[*PLAN]].to_dict("records"), start=1):
        line = {"unit": unit, **{str(name): value for name, value in row.items()}}
        yield line | {"seal": digest(line)}


def _parse(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise ReadError(path, f"must be JSON; found {line[:60]!r}", number) from error
    if not isinstance(row, dict):
        raise ReadError(path, f"must be a JSON object; found {line[:60]!r}", number)
    return row


def _check_row(path: Path, number: int, row: dict[str, Any]) -> None:
    if {*row} != {"unit", *PLAN, "seal"}:
        raise ReadError(path, f"must have {', '.join(PLAN)}; found {', '.join(row)}", number)
    if row["unit"] != number - 1:
        problem = f"unit must be {number - 1}; found {row['unit']}: a row was lost or moved"
        raise ReadError(path, problem, number)
    if row["seal"] != digest({name: value for name, value in row.items() if name != "seal"}):
        told = ", ".join(f"{name} {row[name]!r}" for name in SHOWN)
        raise ReadError(path, f"must be as write_audit wrote it; found a change: {told}", number)


def check_plan(plan: AuditPlan | Path | str) -> AuditPlan:
    """Give the plan, from its file or as it is."""
    if isinstance(plan, AuditPlan):
        return plan
    if not isinstance(plan, (str, Path)):
        raise ToolkitError(f"plan: must be a plan or its file; found {type(plan).__name__}")
    return read_plan(plan)
