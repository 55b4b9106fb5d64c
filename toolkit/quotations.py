"""Quotations in an article: what is said (content), by which words (cue), by whom (source)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from toolkit.article import Span
from toolkit.errors import ToolkitError

if TYPE_CHECKING:
    from toolkit.article import Article


class Form(StrEnum):
    """How much of the content stands in quote marks: all, some or nothing."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"


class Act(StrEnum):
    """What the cue reports."""

    SAYING = "saying"
    ASKING = "asking"
    URGING = "urging"
    THINKING = "thinking"
    SHOWING = "showing"


@dataclass(frozen=True, slots=True)
class Quotation:
    """An attribution as it stands on the page.

    Parameters
    ----------
    content : tuple of Span
        What is said, in pieces where the cue interrupts it; quote marks included.
    cue : tuple of Span, optional
        The words that report it, such as ``said`` or ``according to``.
    source : tuple of Span, optional
        The words that name who says it, as they stand: ``she`` stays ``she``.
    form : Form, optional
    act : Act, optional
    confidence : float, optional
        Chance that content and source are right, 0 to 1; NaN where nothing measured it.

    Raises
    ------
    ToolkitError
        If there is no content, or pieces overlap or stand out of order.

    Notes
    -----
    The three parts and their names follow PARC 3.0 (Pareti 2016) and PolNeAR
    (Newell, Margolin and Ruths 2018).
    """

    content: tuple[Span, ...]
    cue: tuple[Span, ...] = ()
    source: tuple[Span, ...] = ()
    form: Form = Form.INDIRECT
    act: Act = Act.SAYING
    confidence: float = math.nan

    def __post_init__(self) -> None:
        if not self.content:
            raise ToolkitError("content: must have at least one span; found none")
        for name in ("content", "cue", "source"):
            for one, other in pairwise(getattr(self, name)):
                if other.start < one.end:
                    raise ToolkitError(f"{name}: must be in order and apart; found {one}, {other}")


def find_quotations(article: Article) -> list[Quotation]:
    raise NotImplementedError
