"""The command line: open the notebooks, report on an article, find quotations in a stream of them.

Results go to standard output or the file that is named; what went wrong goes to standard error.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from contextlib import nullcontext
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import toolkit
from toolkit.errors import ReadError, ToolkitError
from toolkit.files import replace_file

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager

    from toolkit.article import Article, Span
    from toolkit.speakers import Attribution

STREAM = "-"
DONE, FAILED, INCOMPLETE = 0, 1, 3  # argparse itself ends with 2
INTERRUPTED, PIPE_CLOSED = 130, 141  # as a shell reports the signals
EXIT_CODES = """\
exit codes:
  0  all done                      3  done, but for the articles listed on standard error
  1  could not be done             130  stopped by Ctrl-C; no half-written file is left
  2  the command is not understood
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
        As the text of ``toolkit --help`` lists them.
    """
    options = _make_parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        return run(options)
    except ToolkitError as error:
        _tell(f"toolkit: {error}")
        return FAILED
    except BrokenPipeError:
        # Whoever read our output has left. Python would complain when it flushes at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except OSError as error:
        _tell(f"toolkit: {error.filename or 'output'}: {error.strerror or error}")
        return FAILED
    except KeyboardInterrupt:
        _tell("toolkit: stopped")
        return INTERRUPTED


def _make_parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="toolkit",
        description="Who speaks in a news story, through whom, in what tone and which words.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"toolkit {toolkit.__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_lab(commands)
    _add_report(commands)
    _add_quotations(commands)
    return parser


class _Parser(argparse.ArgumentParser):
    """A parser whose sub-commands tell what they do at the top of their own help too."""

    def add_example(self, example: str) -> None:
        self.description = self.description or self.get_default("help")
        self.epilog = f"example:\n{example}"
        self.formatter_class = argparse.RawDescriptionHelpFormatter
