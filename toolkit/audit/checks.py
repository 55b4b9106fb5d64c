"""The sheet that a person fills in: what is asked of them, and what they answered."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.audit.plans import (
    ENDING,
    AuditPlan,
    check_plan,
    digest,
    find_plan,
    read_plan,
    write_plan,
)
from toolkit.audit.questions import parse_count
from toolkit.base import (
    OTHERWISE,
    RowError,
    ToolkitError,
    read_own_sheet,
    read_sheet,
    show,
    write_sheet,
)
from toolkit.tables import to_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

SHEET = ("number", "article", "context", "words", "question", "quotations", "label", "coder",
         "day", "comment", "key")  # fmt: skip
NEEDED = ("words", "label", "key")
ANSWERS = ("quotations", "label", "coder", "day", "comment")  # what a person fills in
ENDINGS = (".csv", ".xlsx")
NONE = {"0", "0.0"}
CHECKS = {
    "unit": "int64",  # row of the plan
    "hits": "float64",
    "base": "float64",
    "label": "str",
    "quotations": "str",
    "coder": "str",
    "day": "str",
    "comment": "str",
}


def write_audit(
    plan: AuditPlan | Path | str, path: Path | str, *, overwrite: bool = False
) -> Path:
    """Write what a person is to check as a sheet, and the plan beside it.

    Parameters
    ----------
    plan : AuditPlan, Path or str
        From `draw_audit`; or the file of one, to write a sheet for a second person.
    path : Path or str
        The sheet, a name that ends in ``.csv`` (UTF-8 with a byte order mark, which any
        spreadsheet opens) or ``.xlsx`` (a workbook, which offers the answers; it needs
        ``pip install "narrative-toolkit[office]"``). The plan goes beside it under the same
        name with ``.plan.jsonl``: it holds the machine's answers, so do not open it before you
        have checked.
    overwrite : bool, optional
        Replace what is there, whatever it is and holds.

    Returns
    -------
    Path
        Of the sheet, one row a check, in the order of the text.

        article, context, words : what to look at. question : what is asked of `words`.

        label : the answer, and `quotations` the number that it is a part of where the question
        asks for two; where that is 0, `label` may stay blank. coder, day, comment : who answered,
        when, and what else there is to say.

        key : by which the row is found again; leave it as it is. Rows may be sorted.

    Raises
    ------
    ToolkitError
        If there is a sheet that somebody began to fill in, or a file of something else; if
        another sheet that was begun goes by the plan beside it; or if nothing can be written.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> import pandas as pd
    >>> from toolkit.audit.drawing import draw_audit
    >>> mentions = pd.DataFrame({"article": list("aabbccdd"), "angry": [0.9, 0.1] * 4})
    >>> with TemporaryDirectory() as folder:
    ...     path = write_audit(draw_audit(mentions, of="angry", n=6), f"{folder}/check.csv")
    ...     len(path.read_text("utf-8-sig").splitlines())
    7
    """
    plan, place = check_plan(plan), Path(path)
    if place.name.endswith(ENDING) or place.suffix.lower() not in ENDINGS:
        raise ToolkitError(f"path: must end in {' or '.join(ENDINGS)}; found {place.name!r}")
    if not overwrite:
        _check_begun(plan, place)
    write_plan(plan, find_plan(place), overwrite=overwrite)
    columns = [name for name in SHEET if name != "quotations" or plan.question.counts_base]
    rows = ({name: row[name] for name in columns} for row in _list_rows(plan))
    return write_sheet(place, columns, rows, _list_choices(plan))


def _check_begun(plan: AuditPlan, place: Path) -> None:
    """Refuse to replace answers, or the plan that somebody's answers belong to."""
    for sheet in dict.fromkeys((place, *(place.with_suffix(ending) for ending in ENDINGS))):
        if sheet != place and _is_planned(plan, place):
            continue
        rows = read_own_sheet(sheet, SHEET, NEEDED)
        done = sum(any(cells[name] for name in ANSWERS) for _, cells in rows)
        if done:
            raise ToolkitError(
                f"{sheet}: must not be begun, as answers are not written over; found {done} "
                f"rows with some. {OTHERWISE}"
            )


def _is_planned(plan: AuditPlan, place: Path) -> bool:
    return find_plan(place).exists() and read_plan(place).name == plan.name


def _list_rows(plan: AuditPlan) -> Iterator[dict[str, object]]:
    drawn = plan.units[plan.units["drawn"]]
    name, question = plan.name, plan.question
    answers = "" if question.labels is None else f" ({' / '.join(question.labels)})"
    blank = dict.fromkeys(SHEET, "")
    for number, (unit, row) in enumerate(zip(drawn.index, drawn.to_dict("records"), strict=True)):
        yield blank | {
            "number": number + 1,
            "article": row["article"],
            "context": row["context"],
            "words": row["words"],
            "question": question.words + answers,
            "key": _make_key(name, int(str(unit)), str(row["words"])),
        }


def _make_key(plan: str, unit: int, words: str) -> str:
    return f"{plan} {unit + 1} {digest(' '.join(words.split()))}"


def read_checks(plan: AuditPlan, path: Path | str, *, is_second: bool = False) -> pd.DataFrame:
    """Read what a person answered: a row a unit that was drawn, in the order of the plan.

    Parameters
    ----------
    plan : AuditPlan
    path : Path or str
    is_second : bool, optional
        Whether answers may be left out, as a second person's may.

    Raises
    ------
    ReadError
        If the sheet cannot be read, or lost rows.
    RowError
        At the first row that is not of the plan, stands twice, is not answered or has an
        answer outside of the scheme.
    """
    place = Path(path)
    units = plan.units[plan.units["drawn"]]
    name = plan.name  # a digest of all rows: made once
    keys = {
        _make_key(name, int(str(unit)), words): int(str(unit))
        for unit, words in units["words"].items()
    }
    found: dict[int, dict[str, object]] = {}
    numbers: dict[int, int] = {}
    blank: list[int] = []
    for number, cells in read_sheet(place, SHEET, NEEDED):
        try:
            unit = _find_unit(keys, cells)
            if unit in found:
                raise ToolkitError(
                    f"key: must stand in one row; found it in row {numbers[unit]} too"
                )
            numbers[unit] = number
            told = _complete(plan, cells)
            if not told["label"]:
                blank.append(number)
            found[unit] = {"unit": unit, **_read_answer(plan, unit, told)}
        except ToolkitError as error:
            raise RowError(place, str(error), number) from error
    if blank and not is_second:
        problem = (
            f"label: must be answered; found nothing, as in {len(blank)} of {len(found)} rows"
        )
        raise RowError(place, problem, blank[0])
    lost = sorted({*keys.values()} - {*found})
    if lost and not is_second:
        row = units.loc[lost[0]]
        raise ToolkitError(
            f"{place}: must have a row for each of {len(keys)} checks; found {len(found)}, and "
            f"none for {show(str(row['words']))} of article {row['article']!r}"
        )
    for unit in lost:
        found[unit] = {"unit": unit, **_make_blank()}
    return to_table((found[unit] for unit in sorted(found)), CHECKS)


def update_check(plan: AuditPlan, path: Path | str, unit: int, cells: dict[str, str]) -> None:
    """Write what a person answered to one check into its sheet; all else there stays.

    Parameters
    ----------
    plan : AuditPlan
    path : Path or str
    unit : int
        Row of the plan.
    cells : dict of str to str
        Columns of the sheet, with what is to stand there; a blank `label` takes an answer back.

    Raises
    ------
    ToolkitError
        If the answer is none of the scheme, or the sheet has lost the row or cannot be written.
    """
    place = Path(path)
    rows = [row for _, row in read_sheet(place, SHEET, NEEDED)]
    key = _make_key(plan.name, unit, str(plan.units["words"].iloc[unit]))
    asked = [row for row in rows if row["key"] == key]
    if not asked:
        raise ToolkitError(
            f"{place}: must have a row for check {unit + 1} of the plan; found none"
        )
    asked[0].update(cells)
    _read_answer(plan, unit, asked[0])
    unasked = () if plan.question.counts_base else ("quotations",)
    written = [{name: row[name] for name in row if name not in unasked} for row in rows]
    write_sheet(
        place,
        [*dict.fromkeys(name for row in written for name in row)],
        written,
        _list_choices(plan),
    )


def _list_choices(plan: AuditPlan) -> dict[str, list[str]]:
    return {"label": [*(plan.question.labels or ())]}


def _complete(plan: AuditPlan, cells: dict[str, str]) -> dict[str, str]:
    """Give none as the answer where nothing is quoted, and a person left it blank."""
    is_none = plan.question.counts_base and cells["quotations"] in NONE
    return cells if cells["label"] or not is_none else cells | {"label": "0"}


def _find_unit(keys: dict[str, int], cells: dict[str, str]) -> int:
    key = cells["key"]
    if key not in keys:
        own, given = next(iter(keys)).split()[0], key.split()
        if given and given[0] != own:
            raise ToolkitError(f"key: must be of this plan, {own}; found {show(key)}")
        raise ToolkitError(f"key: must be as write_audit wrote it; found {show(key)}")
    if digest(cells["words"]) != key.split()[-1]:
        raise ToolkitError(
            f"words: must stand with their own key, as write_audit wrote them; found "
            f"{show(cells['words'])}"
        )
    return keys[key]


def _read_answer(plan: AuditPlan, unit: int, cells: dict[str, str]) -> dict[str, object]:
    told = {name: cells[name] for name in ANSWERS}
    if not cells["label"]:
        return _make_blank() | told
    question = plan.question
    try:
        answer = question.parse(cells["label"])
    except ToolkitError as error:
        raise ToolkitError(f"label: {error}") from error
    hits, base = answer, 1.0
    if question.counts_base:
        try:
            base = parse_count(cells["quotations"])
        except ToolkitError as error:
            raise ToolkitError(f"quotations: {error}") from error
        if hits > base:
            raise ToolkitError(
                f"label: must be at most quotations, {base:.0f}; found {cells['label']!r}"
            )
    elif plan.of == "recall":  # of the quotations there are, as many were found as we have
        hits, base = min(answer, float(plan.units["called_base"].iloc[unit])), answer
    return {"hits": hits, "base": base, **told}


def _make_blank() -> dict[str, object]:
    return dict.fromkeys(("hits", "base")) | dict.fromkeys(ANSWERS, "")
