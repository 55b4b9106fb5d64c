"""The checks of an audit, to answer by clicks in a notebook: each answer is written at once."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.audit import AuditPlan, read_checks, update_check
from toolkit.base import Article, Span, ToolkitError
from toolkit.display.pieces import cut_blocks
from toolkit.display.widgets import make_bundle, open_view

if TYPE_CHECKING:
    from collections.abc import Mapping

CHECK = "To check the sample by clicks"
ANSWER = ("label", "quotations", "coder", "day")


@dataclass(slots=True)
class CheckedSample:
    """A sample that a person checks by clicks; see `check_audit`.

    Parameters
    ----------
    plan : AuditPlan
    path : Path
        The sheet that holds the answers.
    articles : mapping of str to Article
        By their ids. A check of another one shows its words alone.
    coder : str
        Who answers.
    """

    plan: AuditPlan
    path: Path
    articles: Mapping[str, Article] = field(repr=False)
    coder: str
    _number: int = 0
    _earlier: list[tuple[int, dict[str, str]]] = field(default_factory=list, repr=False)

    def _repr_mimebundle_(self, **_: object) -> dict[str, object]:
        done = f"{self._count()} of {len(self._units)} checked in {self.path}"
        return make_bundle(done, "", f"{CHECK}, not only in a spreadsheet", self._open)

    @property
    def _units(self) -> list[int]:
        return [int(unit) for unit in self.plan.units.index[self.plan.units["drawn"]]]

    def _open(self) -> str:
        """Start the view, and return the name by which a page finds it."""
        self._go_on()
        return open_view("correct", self.tell(""), self.answer)

    def _read(self) -> list[dict[str, Any]]:
        checks = read_checks(self.plan, self.path, is_second=True)
        return [{str(name): row[name] for name in row} for row in checks.to_dict("records")]

    def _count(self) -> int:
        return sum(bool(row["label"]) for row in self._read())

    def _go_on(self) -> None:
        """Go to the next check without an answer, from where we are on."""
        rows = self._read()
        order = [*range(self._number, len(rows)), *range(self._number)]
        self._number = next((at for at in order if not rows[at]["label"]), self._number)

    def answer(self, message: dict[str, Any]) -> dict[str, Any]:
        """Do what a person asked for, write it, and give what the view shows then.

        Parameters
        ----------
        message : dict
            `do`: ``answer`` (with `cells`), ``comment`` (with `comment`), ``go`` (`by` so many
            checks) or ``undo``.
        """
        try:
            told = self._do(message)
        except ToolkitError as error:
            return self.tell(f"Not written: {error}", is_fault=True)
        return self.tell(told)

    def _do(self, message: dict[str, Any]) -> str:
        units = self._units
        unit = units[self._number]
        if message["do"] == "go":
            self._number = (self._number + message["by"]) % len(units)
            return ""
        if message["do"] == "comment":
            update_check(self.plan, self.path, unit, {"comment": message["comment"]})
        elif message["do"] == "undo":
            if not self._earlier:
                raise ToolkitError("undo: must have something to take back; found nothing")
            number, cells = self._earlier[-1]
            update_check(self.plan, self.path, units[number], cells)
            self._number = number
            self._earlier.pop()
        else:
            before = {name: f"{self._read()[self._number][name]}" for name in ANSWER}
            today = date.today().isoformat()  # noqa: DTZ011 - theirs
            signed = {"coder": self.coder, "day": today}
            update_check(self.plan, self.path, unit, message["cells"] | signed)
            self._earlier.append((self._number, before))
            self._go_on()
        return f"Written to {self.path}."

    def tell(self, told: str, *, is_fault: bool = False) -> dict[str, Any]:
        """Give what the view shows, as JSON; nothing of what the machine found is in it.

        Parameters
        ----------
        told : str
            What came of the last click.
        is_fault : bool, optional
            Whether nothing came of it.
        """
        rows = self._read()
        row, unit = rows[self._number], self.plan.units.iloc[self._units[self._number]]
        question, words = self.plan.question, str(unit["words"])
        article = self.articles.get(str(unit["article"]))
        text = article.text if article else words
        blocks = cut_blocks(article) if article else [("paragraph", Span(0, len(text) or 1))]
        place = {"start": int(unit["start"]), "end": int(unit["end"])}
        return {
            "text": text,
            "blocks": [{"kind": kind, **asdict(span)} for kind, span in blocks],
            "check": {
                **(place if article else {"start": 0, "end": 0}),
                "number": self._number + 1,
                "article": str(unit["article"]),
                "context": str(unit["context"]),
                "words": words,
                "question": question.words,
                "labels": None if question.labels is None else [*question.labels],
                "counts": question.counts_base,
                "step": 0.5 if question.counts_halves else 1,
                "label": row["label"].casefold(),
                "quotations": row["quotations"],
                "comment": row["comment"],
            },
            "done": sum(bool(each["label"]) for each in rows),
            "all": len(rows),
            "undo": len(self._earlier),
            "told": told,
            "fault": is_fault,
        }
