"""What a person is asked about each unit of a sample, and what they may answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.base import ToolkitError

if TYPE_CHECKING:
    from collections.abc import Mapping

YES_NO = {"yes": 1.0, "no": 0.0}
SIDES = {"against": -1.0, "neither": 0.0, "for": 1.0}
MOST_COUNTED = 50  # quotations of a sentence: more is a slip of the pen
HALVES = re.compile(r"\d+([.,]5)?")


@dataclass(frozen=True, slots=True)
class Question:
    """A question about a unit, and the scheme of its answers.

    Parameters
    ----------
    words : str
        As the sheet puts it.
    labels : mapping of str to float, optional
        The answers and what each counts. None: the answer is a count.
    level : str
        How far apart two answers are, for Krippendorff's alpha: ``nominal``, ``ordinal`` or
        ``interval``.
    counts_base : bool
        Whether the person also counts the quotations that the answer is a part of.
    counts_halves : bool
        Whether one of these quotations may count half.
    low, high : float
        Ends of the scale of what is estimated.
    """

    words: str
    labels: Mapping[str, float] | None = None
    level: str = "nominal"
    counts_base: bool = False
    counts_halves: bool = False
    low: float = 0.0
    high: float = 1.0

    @property
    def scale(self) -> tuple[float, float]:
        """Both ends of the scale."""
        return self.low, self.high

    def parse(self, cell: str) -> float:
        """Give what an answer counts.

        Raises
        ------
        ToolkitError
            If it is none of the scheme.
        """
        given = cell.strip().casefold()
        if self.labels is None:
            return parse_count(cell, with_halves=self.counts_halves)
        if given not in self.labels:
            raise ToolkitError(f"must be one of {', '.join(self.labels)}; found {cell!r}")
        return self.labels[given]


def parse_count(cell: str, *, with_halves: bool = False) -> float:
    """Read how many quotations somebody counted.

    Raises
    ------
    ToolkitError
        If it is no such number, or more than a sentence holds.

    Examples
    --------
    >>> parse_count("2"), parse_count("1,5", with_halves=True)
    (2.0, 1.5)
    """
    given = re.sub(r"[.,]0+$", "", cell.strip())  # as a column with gaps comes out of a program
    if given.isdecimal() or (with_halves and HALVES.fullmatch(given)):
        value = float(given.replace(",", "."))
        if value <= MOST_COUNTED:
            return value
    kind = "number of halves" if with_halves else "whole number"
    raise ToolkitError(f"must be a {kind} from 0 to {MOST_COUNTED}; found {cell!r}")


def _ask_how_many(part: str, base: str = "quotations", *, with_halves: bool = False) -> Question:
    words = f"How many {base} begin in this sentence, and how many of them are {part}?"
    return Question(words, level="interval", counts_base=True, counts_halves=with_halves)


QUESTIONS = {
    "negative": Question("Does the voice speak against the target here?", YES_NO),
    "positive": Question("Does the voice speak for the target here?", YES_NO),
    "score": Question(
        "Does the voice speak against the target here, for it, or neither?",
        SIDES,
        level="ordinal",
        low=-1.0,
    ),
    "precision": Question(
        "Are these words something that somebody says, thinks or shows?", YES_NO
    ),
    "recall": Question("How many quotations begin in this sentence?", level="interval"),
    "direct": _ask_how_many("wholly in quote marks"),
    "indirect": _ask_how_many("without any quote marks"),
    "named": _ask_how_many("by a person or body with a name"),
    "unnamed": _ask_how_many("by somebody without a name"),
    "direct_share": _ask_how_many(
        "in quote marks (one that is so in part counts 0.5)", with_halves=True
    ),
    "women": _ask_how_many(
        "by women", "quotations of single people (a refusal to comment is none)"
    ),
    "citizens": _ask_how_many(
        "by citizens (residents, relatives, voters, respondents, workers, suspects)",
        "quotations (a refusal to comment is none)",
    ),
}
BY_SPEAKER = ("women", "citizens")
BY_SENTENCE = ("recall", "direct", "indirect", "direct_share", "named", "unnamed", *BY_SPEAKER)
BY_MENTION = ("negative", "positive", "score")


def find_question(of: str) -> Question:
    """Give the question about a thing that we know, or about a column of chances.

    Examples
    --------
    >>> find_question("precision").parse("Yes"), find_question("is_sport").words
    (1.0, 'Is this right: is_sport?')
    """
    return QUESTIONS.get(of) or Question(f"Is this right: {of}?", YES_NO)
