"""JupyterLab's own options among the words after ``toolkit lab``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from importlib.util import find_spec


def part_options(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """Part words of a command into ours, and JupyterLab's options with their values.

    argparse cannot: to it, the value of an option that it does not know is our folder.

    Examples
    --------
    >>> part_options(["--port", "9999", "--no-browser", "my-notebooks"])
    (['my-notebooks'], ['--port', '9999', '--no-browser'])
    """
    ours: list[str] = []
    theirs: list[str] = []
    is_value = False
    for word in words:
        name = _read_name(word)
        is_option = name in _read_flags() or name in _read_aliases() or "." in name
        (theirs if is_option or is_value else ours).append(word)
        is_value = is_option and name not in _read_flags() and "=" not in word
    return ours, theirs


def list_settings(options: Iterable[str]) -> set[str]:
    """List what options set, by JupyterLab's full names: ``ServerApp.ip`` for ``--ip``."""
    names = map(_read_name, options)
    return {_read_aliases().get(name, name) for name in names}


def _read_name(word: str) -> str:
    return word.partition("=")[0].lstrip("-") if word.startswith("-") else ""


@cache
def _read_flags() -> frozenset[str]:
    """Read which options of the installed JupyterLab take no value."""
    if find_spec("jupyterlab") is None:
        return frozenset()
    from jupyter_server.serverapp import flags
    from jupyterlab.labapp import LabApp

    return frozenset(map(str, {*flags, *LabApp.flags}))


@cache
def _read_aliases() -> dict[str, str]:
    """Read what the others set."""
    if find_spec("jupyterlab") is None:
        return {}
    from jupyter_server.serverapp import aliases
    from jupyterlab.labapp import LabApp

    return {**aliases, **LabApp.aliases}
