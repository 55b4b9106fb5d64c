"""toolkit analyse: every table of a corpus, in a folder."""

from __future__ import annotations

import argparse
from contextlib import contextmanager
from typing import TYPE_CHECKING

from toolkit.base import ToolkitError
from toolkit.commands.options import (
    DONE,
    INCOMPLETE,
    READ,
    Commands,
    add_columns,
    add_command,
    add_corrections_file,
    add_day_first,
    print_path,
    say,
    tell_passed_over,
)
from toolkit.commands.shares import add_shares, print_shares

if TYPE_CHECKING:
    from collections.abc import Iterator

    from distributed import Client


COUNTED = ("speakers", "articles")  # what --by is counted from
CONNECT_SECONDS = 20  # until a Dask scheduler counts as absent


def add_analyse(commands: Commands) -> None:
    """Add `toolkit analyse` to the commands."""
    parser = add_command(
        commands,
        _run_analyse,
        "analyse",
        "analyse a whole corpus and write every table as Parquet",
        "FOLDER/quotations, FOLDER/words and so on each hold one table: articles, quotations,\n"
        "speakers, people, people_evidence, voices, stance, stance_passages, sentence_sentiment,\n"
        "speaker_sentiment, sentiment_evidence, tone, tone_evidence, sourcing, source_diversity,\n"
        "actions, headlines, words, keywords; failed.parquet lists what could not be read or\n"
        "analysed, duplicates.parquet the copies among the articles.\n"
        "Stopped or killed, it goes on where it was when started again. --by prints the shares\n"
        "of who is heard, also of a folder that is complete.\n\n"
        "examples:\n  toolkit analyse news.jsonl --out tables\n"
        "  toolkit analyse news.jsonl --out tables --by publisher,month --what gender\n",
    )
    parser.add_argument("source", metavar="SOURCE", help=READ)
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
    add_shares(parser)
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
    add_columns(parser)
    parser.add_argument(
        "--language",
        metavar="CODE",
        help="what all articles are in, or any; left out, those not in English are faults",
    )
    add_day_first(parser)
    add_corrections_file(parser)


def _run_analyse(options: argparse.Namespace) -> int:
    from pandas import read_parquet

    from toolkit.corpus import PARTITION, TABLES, analyse_corpus

    names = options.tables.split(",") if options.tables else tuple(TABLES)
    if options.by and not {*COUNTED} <= {*names}:
        raise ToolkitError(
            f"tables: must have {' and '.join(COUNTED)} for --by; found {options.tables}"
        )
    with _connect(options.scheduler) as client:
        made = analyse_corpus(
            options.source,
            options.out,
            tables=names,
            partition=PARTITION if options.partition is None else options.partition,
            duplicates="mark" if options.duplicates else None,
            columns=dict(options.column),
            day_first=options.day_first,
            language=options.language,
            corrections=options.corrections,
            workers=options.workers,
            client=client,
            resume=options.resume,
        )
    tell_passed_over(options.source)
    say(made.open_dates)
    if options.by and made.articles:
        speakers, articles = (read_parquet(f"{made.folder}/{name}") for name in COUNTED)
        print_shares(speakers, articles, options.by, options.what)
    print_path(made.folder)
    if made.failed:
        say(f"{made.failed:,} could not be read or analysed; {made.folder}/failed.parquet lists")
    return INCOMPLETE if made.failed else DONE


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
