"""Who decided something, and when: what a reviewer needs to trace it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Decided:
    """Who decided something, on which day, with which version; empty where nobody told."""

    coder: str = ""
    day: str = ""
    version: str = ""


UNTOLD = Decided()
