"""The command line: open the notebooks, report on an article, find quotations in a stream of them.

Results go to standard output or to the file that is named; faults go to standard error.
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
INTERRUPTED, PIPE_CLOSED = 130, 141  # as a shell tells of the two signals
EXIT_CODES = """\
exit codes:
  0    all done
  1    could not be done; one line on standard error says why
  2    the command was not understood
  3    done, but for the articles listed on standard error
  130  stopped by Ctrl-C; no half-written file is left
"""

# What argparse keeps the commands in; it has no public name.
Commands = Any


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
    options = _make_parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        return run(options)
    except BrokenPipeError:
        # Who read our output has left, and Python must not try to write the rest at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except KeyboardInterrupt:
        _tell("stopped")
        return INTERRUPTED
    except ToolkitError as error:
        _tell(str(error))
    except OSError as error:
        _tell(
            f"{error.filename or 'output'}: must be readable and writable; found: {error.strerror}"
        )
    return FAILED


def _make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="toolkit",
        description="Who speaks in a news story, through whom, in what tone and which words.",
        epilog=f"Each command tells more with --help.\n\n{EXIT_CODES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"toolkit {toolkit.__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_lab(commands)
    _add_report(commands)
    _add_quotations(commands)
    return parser


def _add_command(
    commands: Commands, run: Callable[[argparse.Namespace], int], name: str, task: str, more: str
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=task,
        description=f"{task[0].upper()}{task[1:]}.",
        epilog=more,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=run)
    return parser


# --- toolkit lab -------------------------------------------------------------------------


def _add_lab(commands: Commands) -> None:
    parser = _add_command(
        commands,
        _run_lab,
        "lab",
        "open the notebooks in JupyterLab",
        "In a checkout it opens the checkout; else a folder with a copy of the notebooks, which\n"
        "it offers to make. It listens on this machine only, and Ctrl-C stops it.\n\n"
        "example:\n  toolkit lab --copy my-notebooks\n",
    )
    parser.add_argument("folder", nargs="?", type=Path, help="open this folder")
    parser.add_argument(
        "--copy",
        metavar="FOLDER",
        type=Path,
        help="copy notebooks and article there first; files that are there are kept",
    )


def _run_lab(options: argparse.Namespace) -> int:
    from toolkit import lab

    folder = options.copy or options.folder or lab.find_checkout() or lab.DEFAULT_FOLDER
    if options.copy or (not options.folder and not folder.exists()):
        if not options.copy and not _agrees(f"Copy the notebooks into {folder.resolve()}?"):
            _tell("no notebooks here. Name a folder, or let --copy FOLDER make one")
            return FAILED
        for kept in lab.copy_notebooks(folder):
            _tell(f"{kept}: kept yours, which differs from ours")
    return lab.start_lab(folder, tell=_tell)


def _agrees(question: str) -> bool:
    if not sys.stdin.isatty():
        return False
    sys.stderr.write(f"{question} [Y/n] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in {"", "y", "yes"}


# --- toolkit report ----------------------------------------------------------------------


def _add_report(commands: Commands) -> None:
    parser = _add_command(
        commands,
        _run_report,
        "report",
        "write an HTML page about an article that can be mailed and printed",
        "The page needs no network and no script. Its name is printed when it is written.\n\n"
        "example:\n  toolkit report seeds/gaps_of_trust_syria_deal.txt --out report.html\n",
    )
    parser.add_argument(
        "article",
        metavar="ARTICLE",
        help="a file of text, Markdown or JSON lines, a folder of them, or - for standard input",
    )
    parser.add_argument(
        "--out",
        metavar="FILE",
        help="the page to write, or - for standard output; left out, it is named after the "
        "article and stands in this folder",
    )
    parser.add_argument(
        "--day-first",
        action=argparse.BooleanOptionalAction,
        help="read 06/09/2016 as 6 September; left out, such a date stays open",
    )


def _run_report(options: argparse.Namespace) -> int:
    from toolkit.loaders import iter_corpus, read_article
    from toolkit.report import compose_report, write_report

    faults: list[ReadError] = []
    source, day_first = options.article, options.day_first
    if source == STREAM:
        articles = [read_article(sys.stdin.buffer, day_first=day_first)]
    else:
        articles = [*iter_corpus(source, on_fault=faults.append, day_first=day_first)]
    for fault in faults:
        _tell(str(fault))
    if not articles:
        return FAILED
    name = "article" if source == STREAM else Path(source).resolve().stem
    if options.out == STREAM:
        sys.stdout.buffer.write(compose_report(articles).encode())
    else:
        path = write_report(articles, options.out or f"{name}-report.html")
        sys.stdout.write(f"{path}\n")
    return INCOMPLETE if faults else DONE


# --- toolkit quotations ------------------------------------------------------------------


def _add_quotations(commands: Commands) -> None:
    parser = _add_command(
        commands,
        _run_quotations,
        "quotations",
        "find who says what in a stream of articles, one JSON object a line",
        'Reads lines {"id": ..., "text": ...} and writes, for each,\n'
        '  {"id": ..., "attributions": [{"content": [[start, end], ...], "cue", "source",\n'
        '   "form", "act", "speaker", "kind", "relay", "relay_name", "confidence"}]}\n'
        "Places count the characters (code points) of the given text from 0, end left out.\n"
        "A line that holds no article is told on standard error, and the run goes on.\n\n"
        "example:\n  toolkit quotations news.jsonl --out quotations.jsonl\n",
    )
    parser.add_argument("source", metavar="IN.jsonl", help="the articles, or - for standard input")
    parser.add_argument(
        "--out",
        metavar="OUT.jsonl",
        default=STREAM,
        help="where to write; left out or -, standard output",
    )


def _run_quotations(options: argparse.Namespace) -> int:
    from tqdm import tqdm

    from toolkit.loaders import iter_corpus

    faults = 0

    def report(fault: ReadError) -> None:
        nonlocal faults
        faults += 1
        tqdm.write(f"toolkit: {fault}", file=sys.stderr)

    with _open_source(options.source) as lines, _open_out(options.out) as out:
        articles = iter_corpus(lines, on_fault=report)
        for article in tqdm(articles, unit=" articles", disable=None):  # None: a terminal only
            out.write(json.dumps(_make_record(article)).encode() + b"\n")
            out.flush()
    return INCOMPLETE if faults else DONE


def _open_source(source: str) -> AbstractContextManager[BinaryIO]:
    return nullcontext(sys.stdin.buffer) if source == STREAM else Path(source).open("rb")


def _open_out(out: str) -> AbstractContextManager[BinaryIO]:
    return nullcontext(sys.stdout.buffer) if out == STREAM else replace_file(out)


def _make_record(article: Article) -> dict[str, object]:
    from toolkit.speakers import find_attributions

    return {
        "id": article.id,
        "attributions": [_list_facts(said) for said in find_attributions(article)],
    }


def _list_facts(said: Attribution) -> dict[str, object]:
    return {
        "content": _list_offsets(said.quotation.content),
        "cue": _list_offsets(said.quotation.cue),
        "source": _list_offsets(said.quotation.source),
        "form": said.quotation.form,
        "act": said.quotation.act,
        "speaker": said.speaker.name,
        "kind": said.speaker.kind,
        "relay": _list_offsets([relay.span for relay in said.relays]),
        "relay_name": said.relays[0].name if said.relays else None,
        "confidence": None if isnan(said.confidence) else said.confidence,
    }


def _list_offsets(spans: Sequence[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def _tell(message: str) -> None:
    sys.stderr.write(f"toolkit: {message}\n")
