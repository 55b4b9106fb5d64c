"""Files of strangers are read in a process of its own, which is ended where one takes too long.

What reads them is fast but written in C, or meets input that nobody foresaw: some pages keep it
busy for minutes, and some end it.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from functools import cache
from typing import TYPE_CHECKING, Any

from toolkit.base import StartError, Supervised, ToolkitError

if TYPE_CHECKING:
    from collections.abc import Callable

    from _typeshed import DataclassInstance

    Opens = Callable[[], Callable[[bytes], bytes]]

START_SECONDS = 120.0  # to import what reads, on a machine that is busy
MAX_MEMORY = 2 << 30  # bytes of such a process, where the system can limit it


def limit_memory() -> None:
    """Bound what this process may take, where the system can."""
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))


def answer(extract: Callable[[], DataclassInstance]) -> bytes:
    """Give what is extracted, or what is wrong with it, as bytes that pass between processes."""
    try:
        found = asdict(extract())
    except ToolkitError as error:
        found = {"fault": str(error)}
    return json.dumps(found).encode()


@cache
def find_reader(opens: Opens, process: int) -> Supervised:
    """Give the process that reads for this one; a fork has another number, and its own."""
    del process
    return Supervised(opens, start_seconds=START_SECONDS)


def ask(opens: Opens, question: bytes, seconds: float, place: str, reads: str) -> dict[str, Any]:
    """Have a question answered by the process that a function opens.

    Parameters
    ----------
    opens : callable
    question : bytes
    seconds : float
    place : str
        How a fault begins.
    reads : str
        What it is that reads, as a fault names it.

    Raises
    ------
    ToolkitError
        If there is no answer in time, the process does not start or ends, or it tells a fault.
    """
    try:
        found: dict[str, Any] = json.loads(find_reader(opens, os.getpid()).ask(question, seconds))
    except StartError as error:
        raise ToolkitError(
            f"{place}must be read in a second process; found that {error.found}"
        ) from error
    except TimeoutError as error:
        raise ToolkitError(
            f"{place}must be read in {seconds:g} seconds; found it takes longer"
        ) from error
    except EOFError as error:
        raise ToolkitError(f"{place}must be readable; found that it ends {reads}") from error
    if "fault" in found:
        raise ToolkitError(found["fault"])
    return found
