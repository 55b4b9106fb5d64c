"""What a checked sample tells: estimates for all units, and where two people differ."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from toolkit.audit.checks import read_checks
from toolkit.audit.coders import compare_coders
from toolkit.audit.estimates import Amounts, Design, estimate_interval, find_weight
from toolkit.audit.plans import AuditPlan, check_plan
from toolkit.audit.units import ALL
from toolkit.tables import ARTICLE, Column, Table, alike

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pandas as pd
    from numpy.typing import NDArray

FEW_LEFT = 30  # units: with as few unchecked, the interval held 90 % (benchmarks/audit)
FEW = 100  # checks: under these the interval of a rare thing may hold less often than it says
SCALE = "as `estimated` says"
AUDITS = Table("audit_table", (
    Column("estimated", "str", "`of` of the plan; the other figures are of its unit."),
    Column("group", "str", "``all``, or the value of the column `by`."),
    Column("naive", "float64", "By the machine's calls, as tables show it.", SCALE),
    Column("corrected", "float64",
           "By its chances and the checks. NaN where too little was checked; `note` says so.",
           SCALE),
    *alike("low high", "float64", "The 95 % interval of `corrected`.", SCALE),
    Column("checks_alone", "float64", "From the checks alone.", SCALE),
    *alike("alone_low alone_high", "float64", "The 95 % interval of `checks_alone`.", SCALE),
    Column("efficiency", "float64",
           "How many times as many checks, drawn in the same way, these would take for an "
           "interval as narrow.", "times"),
    Column("weight", "float64",
           "What the machine's chances count (lambda): about 1 where they are right, 0 where they "
           "say nothing; always 1 where whole articles were drawn.", "from 0"),
    Column("n", "int64", "Checked.", "units"),
    Column("frame", "int64", "All there are.", "units"),
    Column("articles", "int64", "Of the units checked.", "articles"),
    Column("design", "str", "How they were drawn."),
    Column("alpha", "float64",
           "Krippendorff's alpha of the two persons. NaN: no second person.", "up to 1"),
    *alike("alpha_low alpha_high", "float64", "The 95 % interval of `alpha`.", "up to 1"),
    Column("kappa", "float64", "Cohen's kappa. NaN: no second person.", "up to 1"),
    Column("percent", "float64", "Units with equal answers. NaN: no second person.", "percent"),
    Column("note", "str", "What to take care of."),
))  # fmt: skip
DECISIONS = Table("decision_table", (
    ARTICLE,
    Column("group", "str", "Of the unit; empty where all are estimated alone."),
    *alike("start end", "int64", "Place of the unit in ``article.text``.", "characters"),
    Column("words", "str", "Of the unit, as they stand."),
    Column("estimated", "str", "What was asked about, `of` of the plan."),
    Column("claimed", "float64", "What the machine expects.", SCALE),
    Column("called", "float64", "What the machine's tables count.", SCALE),
    Column("probability", "float64", "That the unit was drawn.", "0 to 1"),
    *(
        Column(f"{who}{name}", "str",
               f"The {person} person's {what}. Blank: nothing was put there.")
        for who, person in (("", "first"), ("second_", "second"))
        for name, what in (
            ("label", "answer"), ("quotations", "number that the answer is a part of"),
            ("coder", "name"), ("day", "date"), ("comment", "remark"),
        )
    ),
    Column("agree", "str", "``yes``, ``no``, or blank where one of two gave no answer."),
    Column("version", "str", "Of the toolkit that drew."),
))  # fmt: skip
CONFUSION = Table("confusion_table", (
    Column("label", "str", "The first person's answer. With two counts, ``2 of 3``."),
    Column("other", "str", "The other's answer, written alike."),
    Column("of_whom", "str", "Whose the other is: ``second`` or ``machine``."),
    Column("n", "int64",
           "As drawn, not as in all there are: the machine's errors are drawn more often.",
           "units"),
))  # fmt: skip


@AUDITS.describes
def audit_table(
    plan: AuditPlan | Path | str, checked: Path | str, second: Path | str | None = None
) -> pd.DataFrame:
    """Estimate for all units what the checked ones tell: corrected, with an interval.

    Parameters
    ----------
    plan : AuditPlan, Path or str
        From `draw_audit`, or the file that `write_audit` wrote.
    checked : Path or str
        The sheet, with every row answered.
    second : Path or str, optional
        The same sheet, answered by another person; rows that they left blank are not compared.
        Estimates go by the first.

    Returns
    -------
    DataFrame
        A row for ``all``, and one for each group.

        {columns}

    Raises
    ------
    ReadError
        If a file cannot be read, lost rows or was changed where it must not be.
    RowError
        At the first row without an answer, or with one outside of the scheme.

    Notes
    -----
    `toolkit.audit.estimates` has the formulas, docs/methods.md when they fail. The estimates
    are about the units of the plan: what is not in the frame, such as a quotation missed where
    found ones were drawn, no check can mend; nor a label that two people do not share.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> import pandas as pd
    >>> import toolkit as tk
    >>> mentions = pd.DataFrame({"article": list("abcd") * 25, "angry": np.linspace(0, 1, 100)})
    >>> plan = tk.draw_audit(mentions, of="angry", n=40)
    >>> with TemporaryDirectory() as folder:
    ...     path = tk.audit.write_audit(plan, f"{folder}/check.csv")
    ...     sheet = pd.read_csv(path, dtype=str)
    ...     angry = plan.units[plan.units["drawn"]]["claimed"] > 0.7
    ...     sheet.assign(label=angry.map({True: "yes", False: "no"}).to_numpy()).to_csv(path)
    ...     table = tk.audit_table(path, path)
    >>> table[["naive", "corrected", "low", "high"]].round(2)
       naive  corrected   low  high
    0    0.5       0.37  0.26  0.49
    """
    plan, checks, others = _read_all(plan, checked, second)
    return AUDITS.make(_make_rows(plan, checks, others))


@DECISIONS.describes
def decision_table(
    plan: AuditPlan | Path | str, checked: Path | str, second: Path | str | None = None
) -> pd.DataFrame:
    """Make one row a decision: what was asked, who answered what and when, and who differs.

    Parameters
    ----------
    plan, checked, second
        As in `audit_table`.

    Returns
    -------
    DataFrame
        In the order of the plan, for a reviewer to trace.

        {columns}

    Raises
    ------
    ReadError, RowError
        As in `audit_table`.

    Examples
    --------
    >>> [name for name in DECISIONS.schema if name.startswith("second")][:2]
    ['second_label', 'second_quotations']
    """
    plan, checks, others = _read_all(plan, checked, second)
    return DECISIONS.make(_list_decisions(plan, checks, others))


@CONFUSION.describes
def confusion_table(
    plan: AuditPlan | Path | str, checked: Path | str, second: Path | str | None = None
) -> pd.DataFrame:
    """Count how often which answer met which: the first person's and the second's.

    Parameters
    ----------
    plan, checked, second
        As in `audit_table`. Without `second`, the machine's call is the other answer.

    Returns
    -------
    DataFrame
        A row for each pair of answers that occurs.

        {columns}

    Raises
    ------
    ReadError, RowError
        As in `audit_table`.

    Examples
    --------
    >>> [*CONFUSION.schema]
    ['label', 'other', 'of_whom', 'n']
    """
    plan, checks, others = _read_all(plan, checked, second)
    other = _name_calls(plan) if others is None else _name_answers(others)
    pairs = checks.assign(label=_name_answers(checks), other=other)
    pairs = pairs[pairs["other"] != ""]
    whom = "machine" if second is None else "second"
    counts = Counter(zip(pairs["label"], pairs["other"], strict=True))
    rows = (
        {"label": label, "other": answer, "of_whom": whom, "n": count}
        for (label, answer), count in sorted(counts.items())
    )
    return CONFUSION.make(rows)


def _read_all(
    plan: AuditPlan | Path | str, checked: Path | str, second: Path | str | None
) -> tuple[AuditPlan, pd.DataFrame, pd.DataFrame | None]:
    """Read a plan, what one person answered, and what another did, where one is given."""
    plan = check_plan(plan)
    checks = read_checks(plan, checked)
    others = None if second is None else read_checks(plan, second, is_second=True)
    return plan, checks, others


# ---- estimates -----------------------------------------------------------------------------


def _make_rows(
    plan: AuditPlan, checks: pd.DataFrame, others: pd.DataFrame | None
) -> Iterator[dict[str, object]]:
    groups = sorted(plan.units["group"].unique()) if plan.by else []
    for group in [None, *groups]:
        is_in = np.ones(len(plan.units), np.bool_)
        if group is not None:
            is_in = (plan.units["group"] == group).to_numpy()
        yield _estimate(plan, checks, is_in) | {
            "group": ALL if group is None else group,
            **_compare(plan, checks, others, is_in),
        }


def _estimate(
    plan: AuditPlan, checks: pd.DataFrame, is_in: NDArray[np.bool_]
) -> dict[str, object]:
    question = plan.question
    design, claimed, seen = _take_group(plan, checks, is_in)
    units = plan.units
    nothing = Amounts(np.zeros(len(claimed.hits)), np.zeros(len(claimed.hits)))
    weight = find_weight(whole=plan.whole)
    found = estimate_interval(design, claimed, seen, scale=question.scale, weight=weight)
    alone = estimate_interval(design, nothing, seen, scale=question.scale)
    drawn = units["drawn"].to_numpy() & is_in
    return {
        "estimated": plan.of,
        "naive": _measure_naive(plan, is_in),
        "corrected": found.value,
        "low": found.low,
        "high": found.high,
        "checks_alone": alone.value,
        "alone_low": alone.low,
        "alone_high": alone.high,
        "efficiency": (alone.error / found.error) ** 2 if found.error else math.nan,
        "weight": found.weight,
        "n": int(drawn.sum()),
        "frame": int(is_in.sum()),
        "articles": units["article"][drawn].nunique(),
        "design": _tell_design(plan, is_in),
        "note": _tell_care(found.value, found.error, int(drawn.sum()), int(is_in.sum())),
    }


def _take_group(
    plan: AuditPlan, checks: pd.DataFrame, is_in: NDArray[np.bool_]
) -> tuple[Design, Amounts, Amounts]:
    """Take the units of a group, with what the machine and the person say of each.

    Strata lie in groups. Articles may not: where whole ones were drawn, the units of other
    groups stay, and count nothing.
    """
    units = plan.units
    seen = Amounts(np.zeros(len(units)), np.zeros(len(units)))
    seen.hits[checks["unit"]] = checks["hits"]
    seen.base[checks["unit"]] = checks["base"]
    kept, counted = (slice(None), is_in) if plan.whole else (is_in, True)
    clusters = np.unique(units["cluster"].to_numpy()[kept], return_inverse=True)[1]
    design = Design(units["stratum"].to_numpy()[kept], clusters, units["drawn"].to_numpy()[kept])
    claimed, seen = (
        Amounts((hits * counted)[kept], (base * counted)[kept])
        for hits, base in (
            (units["claimed"].to_numpy(), units["base"].to_numpy()),
            (seen.hits, seen.base),
        )
    )
    return design, claimed, seen


def _measure_naive(plan: AuditPlan, is_in: NDArray[np.bool_]) -> float:
    called, base = plan.units["called"][is_in].sum(), plan.units["called_base"][is_in].sum()
    if plan.of == "recall" or not base:  # what the machine found tells nothing of what it missed
        return math.nan
    return float(called / base)


def _tell_design(plan: AuditPlan, is_in: NDArray[np.bool_]) -> str:
    strata = plan.units["stratum"][is_in].nunique()
    things = "whole articles" if plan.whole else "places"
    return f"{things} in {strata} strata" if strata > 1 else things


def _tell_care(value: float, error: float, n: int, frame: int) -> str:
    if math.isnan(value):
        return "too little was checked"
    if not error:
        return "the checks do not differ: the interval goes by their number alone"
    if 0 < frame - n < FEW_LEFT:
        return f"under {FEW_LEFT} units are left: check them too, as the interval holds less often"
    return (
        f"under {FEW} checks: the interval of a rare thing may hold less often" if n < FEW else ""
    )


def _compare(
    plan: AuditPlan, checks: pd.DataFrame, others: pd.DataFrame | None, is_in: NDArray[np.bool_]
) -> dict[str, float]:
    names = ("alpha", "alpha_low", "alpha_high", "kappa", "percent")
    if others is None:
        return dict.fromkeys(names, math.nan)
    chosen = is_in[checks["unit"]]
    told, level = ("label", plan.question.level)
    first, second = (_read_labels(plan, table[told])[chosen] for table in (checks, others))
    articles = plan.units["article"].iloc[checks["unit"]].to_numpy()[chosen]
    return dict(zip(names, compare_coders(first, second, list(articles), level), strict=True))


def _read_labels(plan: AuditPlan, cells: pd.Series[str]) -> NDArray[np.float64]:
    return np.array([plan.question.parse(cell) if cell else math.nan for cell in cells])


# ---- decisions -----------------------------------------------------------------------------


def _list_decisions(
    plan: AuditPlan, checks: pd.DataFrame, others: pd.DataFrame | None
) -> Iterator[dict[str, object]]:
    units = plan.units.iloc[checks["unit"]].to_dict("records")
    names = ("label", "quotations", "coder", "day", "comment")
    firsts = checks.to_dict("records")
    if others is None:
        others = checks.assign(**dict.fromkeys(names, ""))
    seconds = others.to_dict("records")
    rows = zip(units, firsts, seconds, _name_answers(checks), _name_answers(others), strict=True)
    for unit, first, second, answer, other in rows:
        yield {
            **{name: unit[name] for name in DECISIONS.schema if name in unit},
            **{name: first[name] for name in names},
            **{f"second_{name}": second[name] for name in names},
            "estimated": plan.of,
            "agree": "" if not other else "yes" if answer == other else "no",
            "version": plan.version,
        }


def _name_answers(checks: pd.DataFrame) -> list[str]:
    """Give each answer on one line, as it is compared; blank where there is none."""
    labels = checks["label"].str.casefold().str.replace(",", ".")  # 0,5 is 0.5
    pairs = zip(labels, checks["quotations"], strict=True)
    return [f"{label} of {base}" if label and base else label for label, base in pairs]


def _name_calls(plan: AuditPlan) -> list[str]:
    """Give the machine's calls as a person would have put them."""
    drawn = plan.units[plan.units["drawn"]]
    question = plan.question
    if question.labels is not None:
        names = {value: label for label, value in question.labels.items()}
        return [names[value] for value in drawn["called"]]
    if not question.counts_base:
        return [f"{value:.0f}" for value in drawn["called_base"]]
    pairs = zip(drawn["called"], drawn["called_base"], strict=True)
    return [f"{part:g} of {base:.0f}" for part, base in pairs]
