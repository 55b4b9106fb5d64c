"""The command line: notebooks, a report, quotations or stance of a stream, a corpus's tables.

Results go to standard output or to the file that is named; faults go to standard error.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from contextlib import contextmanager, nullcontext
from math import isnan
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, BinaryIO

import toolkit
from toolkit.errors import ReadError, ToolkitError
from toolkit.files import FULL, replace_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

    from distributed import Client

    from toolkit.article import Article, Span
    from toolkit.speakers import Attribution

STREAM = "-"
CONNECT_SECONDS = 20  # until a Dask scheduler counts as absent
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
        code = run(options)
        sys.stdout.flush()  # here a full disk can still be told
        return code
    except BrokenPipeError:  # who read our output has left
        _drop_output()
        return PIPE_CLOSED
    except KeyboardInterrupt:
        _tell("stopped")
        return INTERRUPTED
    except ToolkitError as error:
        _tell(str(error))
    except OSError as error:
        reason = error.strerror or error
        _tell(f"{error.filename or 'output'}: must be readable and writable; found: {reason}")
        if error.errno in FULL:
            _drop_output()
    return FAILED


def _drop_output() -> None:
    """Let Python not try to write the rest of the output at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


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
    _add_corrections(commands)
    _add_quotations(commands)
    _add_stance(commands)
    _add_analyse(commands)
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
        "write HTML pages about articles that can be mailed and printed",
        "The pages need no network and no script. Of one article it is one page; of several a\n"
        "folder, with a page for each and an overview, index.html. --out decides: a name that\n"
        "ends in .html is one page. The name of the page to open is printed.\n\n"
        "example:\n"
        "  toolkit report seeds/gaps_of_trust_syria_deal.txt --out report.html\n"
        "  toolkit report monday.txt tuesday.txt archive/ --out reports\n",
    )
    _add_articles(parser, "the page or folder to write, or - for standard output")


def _add_articles(parser: argparse.ArgumentParser, written: str) -> None:
    parser.add_argument(
        "articles",
        metavar="ARTICLE",
        nargs="+",
        help="a file of text, Markdown or JSON lines, a folder of them, or - for standard input",
    )
    parser.add_argument(
        "--out",
        metavar="FILE",
        help=f"{written}; left out, it is named after the article and stands in this folder",
    )
    _add_corrections_file(parser)
    _add_language(parser)
    _add_day_first(parser)


def _add_corrections_file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--corrections",
        metavar="FILE",
        help="what a person decided, in a file that toolkit corrections wrote",
    )


def _add_day_first(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--day-first",
        action=argparse.BooleanOptionalAction,
        help="read 06/09/2016 as 6 September; left out, such a date stays open",
    )


def _add_language(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--language",
        metavar="CODE",
        help="what all articles are in; left out, those that are not in English are faults",
    )


def _run_report(options: argparse.Namespace) -> int:
    from toolkit.report import compose_report, write_report

    articles, faults = _read_articles(options)
    if not articles:
        return FAILED
    if options.out == STREAM:
        sys.stdout.buffer.write(compose_report(articles).encode())
    else:
        ending = ".html" if len(articles) == 1 else ""
        path = write_report(articles, options.out or f"{_name_source(options)}-report{ending}")
        _print_path(path)
    return INCOMPLETE if faults else DONE


def _read_articles(options: argparse.Namespace) -> tuple[list[Article], list[ReadError]]:
    """Read what a command was given, and tell what cannot be read."""
    from toolkit.loaders import iter_corpus, read_article

    articles: list[Article] = []
    faults: list[ReadError] = []
    how = {
        "day_first": options.day_first,
        "corrections": options.corrections,
        "language": options.language,
    }
    for source in options.articles:
        if source == STREAM:
            articles.append(read_article(sys.stdin.buffer, **how))
        else:
            articles += iter_corpus(source, on_fault=faults.append, **how)
    foreign = [fault for fault in faults if _is_foreign(fault)]
    for fault in faults:
        if fault not in foreign[1:]:
            _tell(str(fault))
    _tell_foreign(len(foreign))
    return articles, faults


def _is_foreign(fault: ReadError) -> bool:
    return fault.problem.startswith("language: must be English")


def _tell_foreign(count: int) -> None:
    """Tell of the articles in other languages, the first of which was told in full."""
    if count > 1:
        _tell(f"{count - 1:,} more are not in English; --language en reads them all the same")


def _name_source(options: argparse.Namespace) -> str:
    """Name what is written after the article, or the file or folder that holds several."""
    [source, *others] = options.articles
    if others:
        return "articles"
    return "article" if source == STREAM else Path(source).resolve().stem


# --- toolkit corrections -----------------------------------------------------------------


def _add_corrections(commands: Commands) -> None:
    parser = _add_command(
        commands,
        _run_corrections,
        "corrections",
        "write who says what as a table that a person corrects in a spreadsheet",
        "Edit speaker, kind, relay, content, cue, source or act; write keep as the action of a\n"
        "row that is right, delete where there is no quotation; add a row by pasting words of\n"
        "the article. Save it as CSV UTF-8. Each command with --corrections then goes by it.\n\n"
        "example:\n  toolkit corrections article.txt --out corrections.csv\n"
        "  toolkit report article.txt --corrections corrections.csv\n",
    )
    _add_articles(parser, "the CSV file to write, or - for standard output")


def _run_corrections(options: argparse.Namespace) -> int:
    from toolkit.exports import write_corrections

    articles, faults = _read_articles(options)
    if not articles:
        return FAILED
    if options.out == STREAM:
        with TemporaryDirectory() as folder:
            path = write_corrections(articles, Path(folder, "corrections.csv"))
            sys.stdout.buffer.write(path.read_bytes())
        return INCOMPLETE if faults else DONE
    path = write_corrections(articles, options.out or f"{_name_source(options)}-corrections.csv")
    _print_path(path)
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
    _add_streams(parser, "articles")
    _add_language(parser)


def _add_streams(parser: argparse.ArgumentParser, held: str) -> None:
    parser.add_argument("source", metavar="IN.jsonl", help=f"the {held}, or - for standard input")
    parser.add_argument(
        "--out",
        metavar="OUT.jsonl",
        default=STREAM,
        help="where to write; left out or -, standard output",
    )


def _run_quotations(options: argparse.Namespace) -> int:
    from tqdm import tqdm

    from toolkit.loaders import iter_corpus

    faults = foreign = 0

    def report(fault: ReadError) -> None:
        nonlocal faults, foreign
        faults += 1
        foreign += _is_foreign(fault)
        if foreign <= 1 or not _is_foreign(fault):
            _tell_beside_bar(fault)

    with _open_source(options.source) as lines, _open_out(options.out) as out:
        articles = iter_corpus(lines, on_fault=report, language=options.language)
        for article in tqdm(articles, unit=" articles", disable=None):  # None: a terminal only
            out.write(json.dumps(_make_record(article)).encode() + b"\n")
            out.flush()
    _tell_foreign(foreign)
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


# --- toolkit stance ----------------------------------------------------------------------


def _add_stance(commands: Commands) -> None:
    parser = _add_command(
        commands,
        _run_stance,
        "stance",
        "tell what passages express toward targets in them, one JSON object a line",
        'Reads lines {"id": ..., "sentence": ..., "target": [start, end]} and writes, for each,\n'
        '  {"id": ..., "polarity": -1, 0 or 1, "score", "negative", "neutral", "positive"}\n'
        "A target counts the characters (code points) of its sentence from 0, end left out. The\n"
        "three chances sum to 1, score is positive less negative, and polarity 0 means no clear\n"
        "stance. A faulty line is told on standard error, and the run goes on.\n\n"
        "example:\n  toolkit stance passages.jsonl --out stance.jsonl\n",
    )
    _add_streams(parser, "passages")


def _run_stance(options: argparse.Namespace) -> int:
    from tqdm import tqdm

    from toolkit.rows import iter_lines

    faults = 0
    name = "<stdin>" if options.source == STREAM else options.source
    with _open_source(options.source) as lines, _open_out(options.out) as out:
        for row in tqdm(iter_lines(lines), unit=" passages", disable=None):
            try:
                if row.problem:
                    raise ToolkitError(row.problem)
                record = _make_stance_record(row.record)
            except ToolkitError as error:
                if isinstance(error, ReadError):  # of the weights
                    raise
                faults += 1
                _tell_beside_bar(ReadError(name, str(error), row.line))
                continue
            out.write(json.dumps(record).encode() + b"\n")
            out.flush()
    return INCOMPLETE if faults else DONE


def _make_stance_record(given: Mapping[str, Any]) -> dict[str, object]:
    from toolkit.stance import score_stance

    missing = [field for field in ("id", "sentence", "target") if field not in given]
    if missing:
        raise ToolkitError(f"must have id, sentence and target; found no {', '.join(missing)}")
    try:
        (stance,) = score_stance([given["sentence"]], [given["target"]])
    except ReadError:
        raise
    except ToolkitError as error:
        problem = str(error).replace("texts[0]", "sentence").replace("targets[0]", "target")
        raise ToolkitError(problem) from error
    return {
        "id": given["id"],
        "polarity": stance.polarity,
        "score": round(stance.score, 4),
        "negative": stance.negative,
        "neutral": stance.neutral,
        "positive": stance.positive,
    }


# --- toolkit analyse ---------------------------------------------------------------------


def _add_analyse(commands: Commands) -> None:
    parser = _add_command(
        commands,
        _run_analyse,
        "analyse",
        "analyse a whole corpus and write every table as Parquet",
        "FOLDER/quotations, FOLDER/words and so on each hold one table; failed.parquet lists\n"
        "what could not be read or analysed, duplicates.parquet the copies among the articles.\n"
        "Stopped or killed, it goes on where it was when started again.\n\n"
        "example:\n  toolkit analyse news.jsonl --out tables\n",
    )
    parser.add_argument("source", metavar="SOURCE", help="a folder, or a file of articles")
    parser.add_argument("--out", metavar="FOLDER", required=True, help="where to write")
    parser.add_argument(
        "--tables", metavar="NAME,NAME", help="make these tables only; left out, all of them"
    )
    parser.add_argument(
        "--duplicates",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="list copies among the articles",
    )
    _add_running(parser)
    _add_reading(parser)


def _add_running(parser: argparse.ArgumentParser) -> None:
    """Add how the work is cut and where it runs."""
    parser.add_argument(
        "--partition", metavar="N", type=int, help="articles a file; thousands for millions"
    )
    parser.add_argument(
        "--workers", metavar="N", type=int, help="processes; left out, as many as cores"
    )
    parser.add_argument(
        "--scheduler", metavar="ADDRESS", help="run on a Dask cluster, such as tcp://host:8786"
    )
    parser.add_argument(
        "--resume",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="go on with what an earlier run left; --no-resume deletes that",
    )


def _add_reading(parser: argparse.ArgumentParser) -> None:
    """Add how the articles are read."""
    parser.add_argument(
        "--column",
        metavar="FIELD=NAME",
        action="append",
        default=[],
        type=_split_column,
        help="the column of a field, as in text=body; others are known by usual names",
    )
    parser.add_argument(
        "--language",
        metavar="CODE",
        help="what all articles are in, or any; left out, those not in English are faults",
    )
    _add_day_first(parser)
    _add_corrections_file(parser)


def _run_analyse(options: argparse.Namespace) -> int:
    from toolkit.corpus import PARTITION, TABLES, analyse_corpus

    with _connect(options.scheduler) as client:
        made = analyse_corpus(
            options.source,
            options.out,
            tables=options.tables.split(",") if options.tables else tuple(TABLES),
            partition=PARTITION if options.partition is None else options.partition,
            duplicates="mark" if options.duplicates else None,
            reading={
                name: value
                for name, value in (
                    ("columns", dict(options.column)),
                    ("day_first", options.day_first),
                    ("language", options.language),
                    ("corrections", options.corrections),
                )
                if value not in (None, {})
            },
            workers=options.workers,
            client=client,
            resume=options.resume,
        )
    _print_path(made.folder)
    if made.failed:
        _tell(f"{made.failed:,} could not be read or analysed; {made.folder}/failed.parquet lists")
    return INCOMPLETE if made.failed else DONE


def _split_column(given: str) -> tuple[str, str]:
    name, _, column = given.partition("=")
    if not name or not column:
        raise argparse.ArgumentTypeError(f"must be FIELD=NAME; found {given!r}")
    return name, column


@contextmanager
def _connect(address: str | None) -> Iterator[Client | None]:
    if address is None:
        yield None
        return
    try:
        from distributed import Client
    except ImportError as error:
        raise ToolkitError(
            'scheduler: a cluster needs Dask; install "narrative-toolkit[dask]"'
        ) from error
    try:
        client = Client(address, timeout=CONNECT_SECONDS)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise ToolkitError(f"scheduler: must answer at {address}; found {error}") from error
    with client:
        yield client


def _print_path(path: Path | str) -> None:
    """Print a name as the system has it, whatever characters the locale knows."""
    sys.stdout.buffer.write(os.fsencode(path) + os.linesep.encode())


def _tell_beside_bar(fault: ReadError) -> None:
    from tqdm import tqdm

    tqdm.write(f"toolkit: {fault}", file=sys.stderr)


def _tell(message: str) -> None:
    sys.stderr.write(f"toolkit: {message}\n")
