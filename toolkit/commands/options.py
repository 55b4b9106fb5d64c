"""What several commands ask for, and how each tells and ends."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from toolkit.base import ReadError, ToolkitError, replace_file

if TYPE_CHECKING:
    import re
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from toolkit.base import Article

STREAM = "-"
MOST_LISTED = 10  # files in one line
READ = "a file of articles (text, HTML, Word, PDF, a table, an export ...) or a folder of them"
DONE, FAILED, INCOMPLETE = 0, 1, 3  # argparse itself ends with 2
# What argparse keeps the commands in; it has no public name.
Commands = Any


def drop_output() -> None:
    """Let Python not try to write the rest of the output at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def add_command(
    commands: Commands, run: Callable[[argparse.Namespace], int], name: str, task: str, more: str
) -> argparse.ArgumentParser:
    """Add a command with its help; gives the parser of its arguments."""
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=task,
        description=f"{task[0].upper()}{task[1:]}.",
        epilog=more,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=run)
    return parser


def add_articles(parser: argparse.ArgumentParser, written: str) -> None:
    """Add the articles to read, where to write, and how dates and language are read."""
    parser.add_argument(
        "articles",
        metavar="ARTICLE",
        nargs="+",
        help=f"{READ}; or - for a text on standard input",
    )
    add_columns(parser)
    parser.add_argument(
        "--out",
        metavar="FILE",
        help=f"{written}; left out, it is named after the article and stands in this folder",
    )
    add_force(parser)
    add_corrections_file(parser)
    add_language(parser)
    add_day_first(parser)


def add_force(parser: argparse.ArgumentParser) -> None:
    """Add that a file of somebody else's may be replaced."""
    parser.add_argument(
        "--force",
        action="store_true",
        help="replace what is there even if toolkit did not write it",
    )


def add_columns(parser: argparse.ArgumentParser) -> None:
    """Add the columns of a table that hold what its usual names do not tell."""
    parser.add_argument(
        "--column",
        metavar="FIELD=NAME",
        action="append",
        default=[],
        type=_split_column,
        help="the column of a field, as in text=body; others are known by usual names",
    )


def _split_column(given: str) -> tuple[str, str]:
    name, _, column = given.partition("=")
    if not name or not column:
        raise argparse.ArgumentTypeError(f"must be FIELD=NAME; found {given!r}")
    return name, column


def add_corrections_file(parser: argparse.ArgumentParser) -> None:
    """Add the file with what a person decided."""
    parser.add_argument(
        "--corrections",
        metavar="FILE",
        help="what a person decided, in a file that toolkit corrections wrote",
    )


def add_day_first(parser: argparse.ArgumentParser) -> None:
    """Add how a date such as 06/09/2016 is read."""
    parser.add_argument(
        "--day-first",
        action=argparse.BooleanOptionalAction,
        help="read 06/09/2016 as 6 September; left out, it stays open unless its column decides",
    )


def add_language(parser: argparse.ArgumentParser) -> None:
    """Add the language that all articles are in."""
    parser.add_argument(
        "--language",
        metavar="CODE",
        help="what all articles are in; left out, those that are not in English are faults",
    )


def read_articles(options: argparse.Namespace) -> tuple[list[Article], list[ReadError]]:
    """Read what a command was given, and tell what cannot be read."""
    from toolkit.loading import OpenDates, iter_corpus, read_article

    articles: list[Article] = []
    dates = OpenDates()
    faults: list[ReadError] = []
    how = {
        "day_first": options.day_first,
        "corrections": options.corrections,
        "language": options.language,
    }
    columns = dict(options.column)
    for source in options.articles:
        if source == STREAM:
            articles += dates.count([read_article(sys.stdin.buffer, **how)])
        else:
            stream = iter_corpus(source, on_fault=faults.append, columns=columns, **how)
            articles += dates.count(stream)
            tell_passed_over(source)
    foreign = [fault for fault in faults if is_foreign(fault)]
    for fault in faults:
        if fault not in foreign[1:]:
            say(str(fault))
    tell_foreign(len(foreign))
    say(dates.tell())
    return articles, faults


def tell_passed_over(source: str) -> None:
    """Tell which files of a folder nobody has looked into, since their names tell nothing."""
    from toolkit.loading import find_passed_over

    found = find_passed_over(Path(source)) if Path(source).is_dir() else []
    if found:
        names = ", ".join(map(str, found[:MOST_LISTED])) + (", ..." * (len(found) > MOST_LISTED))
        say(f"{len(found):,} hidden or without an ending, and passed over: {names}")


def is_foreign(fault: ReadError) -> bool:
    """Tell whether a fault is that an article is not in English."""
    return fault.problem.startswith("language: must be English")


def tell_foreign(count: int) -> None:
    """Tell of the articles in other languages, the first of which was told in full."""
    if count > 1:
        say(f"{count - 1:,} more are not in English; --language en reads them all the same")


def name_source(options: argparse.Namespace) -> str:
    """Name what is written after the article, or the file or folder that holds several."""
    [source, *others] = options.articles
    if others:
        return "articles"
    return "article" if source == STREAM else Path(source).resolve().stem


def add_streams(parser: argparse.ArgumentParser, held: str) -> None:
    """Add what is read, and the stream that is written."""
    parser.add_argument(
        "source", metavar="IN", help=f"{held}; or - for JSON lines on standard input"
    )
    parser.add_argument(
        "--out",
        metavar="OUT.jsonl",
        help="where to write; left out or -, standard output, and with --by nowhere",
    )
    add_force(parser)


def open_out(
    options: argparse.Namespace, mark: re.Pattern[bytes]
) -> AbstractContextManager[BinaryIO]:
    """Open what is written: a file that counts when it is whole, or standard output.

    Raises
    ------
    ToolkitError
        If shares are to be printed among the lines, or a file without the mark is there.
    """
    if options.by is not None and options.out == STREAM:
        raise ToolkitError("out: must be a file where --by prints shares; found -")
    if options.out not in {None, STREAM}:
        return replace_file(options.out, mark, overwrite=options.force)
    return nullcontext(sys.stdout.buffer) if options.by is None else Path(os.devnull).open("wb")


def print_path(path: Path | str) -> None:
    """Print a name as the system has it, whatever characters the locale knows."""
    sys.stdout.buffer.write(os.fsencode(path) + os.linesep.encode())


def tell_beside_bar(fault: ReadError) -> None:
    """Tell of a fault without breaking a progress bar."""
    from tqdm import tqdm

    tqdm.write(f"toolkit: {fault}", file=sys.stderr)


def say(message: str) -> None:
    """Tell the person at the terminal something, on standard error; nothing if it is blank."""
    if message:
        sys.stderr.write(f"toolkit: {message}\n")
