"""Word lists from `toolkit/data`, read once, on first use, and never changed afterwards."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Cue:
    """What a reporting verb says about the words that it reports.

    Parameters
    ----------
    lemma : str
        Dictionary form, such as ``say``.
    act : str
        ``saying``, ``asking``, ``urging``, ``thinking`` or ``showing``.
    stance : str
        How the one who writes the verb stands to the words reported: ``neutral``,
        ``doubtful``, ``endorsing``, ``conceding``, ``denying``, ``urging``, ``hostile``,
        ``favourable`` or ``predicting``.
    """

    lemma: str
    act: str
    stance: str


@cache
def read_cues() -> Mapping[str, Cue]:
    """Read the reporting verbs, by lemma.

    Notes
    -----
    Our own list. The classes of stance follow the literature on reporting verbs
    (Thompson and Ye 1991; Hyland 1999), the choice of verbs is ours.

    Examples
    --------
    >>> read_cues()["admit"].stance
    'conceding'
    """
    lines = files("toolkit").joinpath("data", "cues.csv").read_text("utf-8").splitlines()
    return MappingProxyType({row["lemma"]: Cue(**row) for row in csv.DictReader(lines)})
