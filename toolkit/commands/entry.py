"""The command line: which commands there are, and how a run ends.

Results go to standard output or to the file that is named; faults go to standard error.
"""

from __future__ import annotations

import argparse
import sys
import warnings
from typing import TYPE_CHECKING

from toolkit import __version__
from toolkit.base import FULL, ToolkitError
from toolkit.commands.analyse import add_analyse
from toolkit.commands.compare import add_compare
from toolkit.commands.corrections import add_corrections
from toolkit.commands.jupyter_options import part_options
from toolkit.commands.lab import add_lab
from toolkit.commands.options import (
    FAILED,
    drop_output,
    say,
)
from toolkit.commands.quotations import add_quotations
from toolkit.commands.report import add_report
from toolkit.commands.stance import add_stance

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


INTERRUPTED, PIPE_CLOSED = 130, 141  # as a shell tells of the two signals
EXIT_CODES = """\
exit codes:
  0    all done
  1    could not be done; one line on standard error says why
  2    the command was not understood
  3    done, but for the articles listed on standard error
  130  stopped by Ctrl-C; no half-written file is left
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command, and return its exit code.

    Parameters
    ----------
    arguments : sequence of str, optional
        The words after ``toolkit``; left out, those that the program was called with.

    Returns
    -------
    int
        One of those that ``toolkit --help`` lists.
    """
    words = [*(sys.argv[1:] if arguments is None else arguments)]
    jupyter: list[str] = []
    if words[:1] == ["lab"]:
        words, jupyter = part_options(words)
    options = _make_parser().parse_args(words, argparse.Namespace(jupyter=jupyter))
    with warnings.catch_warnings():
        warnings.showwarning = lambda message, *_, **__: say(str(message))  # not where in our code
        return _run(options.run, options)


def _run(run: Callable[[argparse.Namespace], int], options: argparse.Namespace) -> int:
    try:
        code = run(options)
        sys.stdout.flush()  # here a full disk can still be told
        return code
    except BrokenPipeError:  # who read our output has left
        drop_output()
        return PIPE_CLOSED
    except KeyboardInterrupt:
        say("stopped")
        return INTERRUPTED
    except ToolkitError as error:
        say(str(error))
    except OSError as error:
        reason = error.strerror or error
        say(f"{error.filename or 'output'}: must be readable and writable; found: {reason}")
        if error.errno in FULL:
            drop_output()
    return FAILED


def _make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="toolkit",
        description="Who speaks in a news story, through whom, in what tone and which words.",
        epilog=f"Each command tells more with --help.\n\n{EXIT_CODES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"toolkit {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    add_lab(commands)
    add_report(commands)
    add_compare(commands)
    add_corrections(commands)
    add_quotations(commands)
    add_stance(commands)
    add_analyse(commands)
    return parser
