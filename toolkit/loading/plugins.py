"""What other packages bring: found by their entry points on first use; a broken one is told."""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar

from toolkit.base import ToolkitError, tell_type

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Brought:
    """What the toolkit has some of, and another package may bring more of.

    Parameters
    ----------
    name : str
        As a person knows it.
    plugin : str, optional
        The entry point that it was found by; empty for the toolkit's own.
    """

    name: str
    plugin: str = field(default="", kw_only=True)


Kind = TypeVar("Kind", bound=Brought)


@cache
def read_plugins(group: str, kind: type[Kind]) -> tuple[Kind, ...]:
    """Read what the entry points of a group lead to, in the order of their names.

    Returns
    -------
    tuple
        Without those that are broken.

    Warns
    -----
    UserWarning
        Of each that is broken, in one line.
    """
    from importlib.metadata import entry_points  # takes a tenth of a second

    found = []
    for point in sorted(entry_points(group=group), key=attrgetter("name")):
        place = f"entry point {point.name} of package {point.dist.name if point.dist else '?'}"
        try:
            value = point.load()
        except Exception as error:  # noqa: BLE001 - anything may be wrong with another's module
            problem = f"must load; found {_describe(error)}"
        else:
            if isinstance(value, kind):
                found.append(replace(value, plugin=place))
                continue
            problem = f"must be of the class {kind.__name__}; found {tell_type(value)}"
        warnings.warn(f"{place}: {problem}", UserWarning, stacklevel=2)
    return tuple(found)


@contextmanager
def blame(plugin: str, task: str) -> Iterator[None]:
    """Tell what another package fails to do in one line, whatever it raises.

    What the toolkit's own raise passes unchanged: it is no fault of a file.

    Raises
    ------
    ToolkitError
        That names the entry point.
    """
    try:
        yield
    except ToolkitError:
        raise
    except Exception as error:
        if not plugin:
            raise
        raise ToolkitError(f"{plugin}: must {task}; found {_describe(error)}") from error


def _describe(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())[:200]
