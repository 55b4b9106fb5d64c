"""Start the real JupyterLab on the notebooks: those of the checkout, or a person's own copy."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.base import ToolkitError, replace_file
from toolkit.commands.jupyter_options import list_settings
from toolkit.commands.options import FAILED, add_command, say

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

    from toolkit.commands.options import Commands


DEFAULT_FOLDER = Path("narrative-notebooks")
# Inside a wheel only; pyproject.toml puts it there.
STARTER = Path(__file__).parents[1] / "starter"
# What JupyterLab does unless a person has set it otherwise: README and guides open as pages.
SETTINGS = Path(__file__).parents[1] / "data" / "jupyter"
STARTING = (  # what a person gets; one notebook leads to the guides
    *("notebooks/*.ipynb", "notebooks/data/*.*", "seeds/*.*"),
    *("docs/*.md", "docs/guides/*.md"),
)


def find_checkout() -> Path | None:
    """Find the checkout that this package runs from; None where it was installed from a wheel."""
    root = Path(__file__).resolve().parents[2]
    is_checkout = (root / "pyproject.toml").is_file() and (root / "notebooks").is_dir()
    return root if is_checkout else None


def copy_notebooks(folder: Path) -> list[Path]:
    """Copy the notebooks, and the articles that they read, into a folder.

    Parameters
    ----------
    folder : Path
        Made if it is not there. It gets `notebooks`, `seeds` and `docs`, side by side as in
        the checkout, so that a notebook finds an article or a guide by the same name.

    Returns
    -------
    list of Path
        Files that were there already with other content. They were left as they are.

    Raises
    ------
    ToolkitError
        If `folder` is a file, or cannot be written.
    """
    if folder.exists() and not folder.is_dir():
        raise ToolkitError(f"{folder}: must be a folder; found a file")
    kept = []
    root = find_checkout() or STARTER
    for source in sorted(path for pattern in STARTING for path in root.glob(pattern)):
        target = folder / source.relative_to(root)
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            with replace_file(target) as file:
                file.write(source.read_bytes())
        elif target.read_bytes() != source.read_bytes():
            kept.append(target)
    return kept


def start_lab(folder: Path, given: Sequence[str] = (), *, tell: Callable[[str], None]) -> int:
    """Run JupyterLab on a folder until it is stopped, opening its first notebook.

    Parameters
    ----------
    folder : Path
        The file browser shows all of it. Its first notebook, by name, is opened.
    given : sequence of str
        Options of JupyterLab's own; what they set is not set by us.
    tell : callable
        Told what is done differently on this machine: as root, or without a display.

    Returns
    -------
    int
        JupyterLab's exit code. Where the system allows it, JupyterLab takes the place of
        this process, and nothing is returned.

    Raises
    ------
    ToolkitError
        If JupyterLab is not installed, or `folder` is no folder.
    """
    if not folder.is_dir():
        raise ToolkitError(f"{folder}: must be a folder; found none")
    if find_spec("jupyterlab") is None:
        raise ToolkitError(
            'JupyterLab: must be installed; found none. Run: pip install "narrative-toolkit[lab]"'
        )
    ours = _list_options(folder, tell)
    settings = list_settings(given)
    kept = [option for option in ours if not list_settings([option]) & settings]
    command = [sys.executable, "-m", "jupyterlab", *kept, *given]
    # One more folder in which Jupyter looks for settings; what a person has set stays above it.
    paths = [os.environ.get("JUPYTER_CONFIG_PATH", ""), str(SETTINGS)]
    environment = os.environ | {"JUPYTER_CONFIG_PATH": os.pathsep.join(filter(None, paths))}
    if os.name == "posix":  # takes our place, so that Ctrl-C reaches JupyterLab alone
        os.execve(sys.executable, command, environment)  # noqa: S606 - a fixed command
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for JupyterLab
    return subprocess.call(command, env=environment)  # noqa: S603 - a fixed command


def _list_options(folder: Path, tell: Callable[[str], None]) -> list[str]:
    root = folder.resolve()
    options = [f"--ServerApp.root_dir={root}", "--ServerApp.ip=127.0.0.1"]
    notebooks = sorted(root.glob("notebooks/[0-9]*.ipynb")) or sorted(root.glob("*.ipynb"))
    if notebooks:
        options.append(
            f"--LabApp.default_url=/lab/tree/{notebooks[0].relative_to(root).as_posix()}"
        )
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        tell("running as root, so JupyterLab is started with --allow-root")
        options.append("--allow-root")
    if not _has_display():
        tell("no display found: open the link that JupyterLab prints below in a browser")
        options.append("--no-browser")
    return options


def _has_display() -> bool:
    if os.environ.get("CI"):
        return False
    if sys.platform != "linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def add_lab(commands: Commands) -> None:
    """Add `toolkit lab` to the commands."""
    parser = add_command(
        commands,
        _run_lab,
        "lab",
        "open the notebooks in JupyterLab",
        "In a checkout it opens the checkout; else a folder with a copy of the notebooks, which\n"
        "it offers to make. It listens on this machine only, and Ctrl-C stops it.\n"
        "JupyterLab's own options are handed on to it: --port, --no-browser, --ip ...\n\n"
        "example:\n  toolkit lab --copy my-notebooks\n  toolkit lab my-notebooks --port 9999\n",
    )
    parser.add_argument("folder", nargs="?", type=Path, help="open this folder")
    parser.add_argument(
        "--copy",
        metavar="FOLDER",
        type=Path,
        help="copy notebooks and article there first; files that are there are kept",
    )


def _run_lab(options: argparse.Namespace) -> int:
    folder = options.copy or options.folder or find_checkout() or DEFAULT_FOLDER
    if options.copy or (not options.folder and not folder.exists()):
        if not options.copy and not _agrees(f"Copy the notebooks into {folder.resolve()}?"):
            say("no notebooks here. Name a folder, or let --copy FOLDER make one")
            return FAILED
        for kept in copy_notebooks(folder):
            say(f"{kept}: kept yours, which differs from ours")
    return start_lab(folder, options.jupyter, tell=say)


def _agrees(question: str) -> bool:
    if not sys.stdin.isatty():
        return False
    sys.stderr.write(f"{question} [Y/n] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in {"", "y", "yes"}
