"""What a process does with a partition: its tables, written to where they do not count yet."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from toolkit.base import Article, ToolkitError, find_function
from toolkit.corpus.plan import TABLES, Failure, Job, Table
from toolkit.corpus.store import Folder

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

TOGETHER = 16  # articles whose tables are made at once; what is remembered of them fits the caches
PLAIN = ("articles", "words")  # tables that need no model
ENGINE = frozenset(function for name, function in TABLES.items() if name not in PLAIN)
STANCE = frozenset({TABLES["stance"], TABLES["stance_passages"]})
# Dask's workers may be threads, and neither spaCy nor our caches are made for that.
ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of a partition that counts.

    Parameters
    ----------
    digest : str
        That of its job.
    articles : int
        Those in its tables.
    rows, sizes : mapping of str to int
        Rows and bytes of each table's file.
    failed : list of Failure
    """

    digest: str
    articles: int
    rows: Mapping[str, int]
    sizes: Mapping[str, int]
    failed: list[Failure] = field(default_factory=list)


def analyse_partition(job: Job) -> Record:
    """Make the tables of a partition, and write them to where they do not count yet."""
    with ONE_AT_A_TIME:
        functions = {name: _load_function(name, where) for name, where in job.tables.items()}
        _load_models(job.tables.values())
        failed = [*job.failed]
        made = {name: [make([])] for name, make in functions.items()}
        for first in range(0, len(job.articles), TOGETHER):
            some = [*job.articles[first : first + TOGETHER]]
            for tables in _make_tables(some, functions, failed):
                for name, table in tables.items():
                    made[name].append(table)
        count = len(job.articles) + len(job.failed) - len(failed)
        if not job.out:
            return Record(job.digest, count, {}, {}, failed)
        whole = {name: _join(tables) for name, tables in made.items()}
        folder = Folder.at(job.out)
        sizes = {
            name: folder.write_table(job.name_unfinished(name), table)
            for name, table in whole.items()
        }
        rows = {name: len(table) for name, table in whole.items()}
        return Record(job.digest, count, rows, sizes, failed)


def _load_function(table: str, name: str) -> Table:
    function: Table | None = find_function(name)
    if function is None:
        raise ToolkitError(f"tables: {table}: must be there for other processes; found no {name}")
    return function


def _load_models(functions: Collection[str]) -> None:
    """Load what the analysis needs: without it no article is at fault, and the run must end."""
    if not ENGINE.isdisjoint(functions):
        from toolkit.grammar import load_model as load_parser
        from toolkit.reader import load_model as load_reader

        load_parser()
        load_reader()
    if not STANCE.isdisjoint(functions):
        from toolkit.attitude import load_model as load_stance

        load_stance()


def _make_tables(
    articles: list[Article], functions: Mapping[str, Table], failed: list[Failure]
) -> Iterator[dict[str, pd.DataFrame]]:
    """Make the tables of some articles together; where one is at fault, of each alone."""
    try:
        yield {name: make(articles) for name, make in functions.items()}
    except Exception as error:  # noqa: BLE001 - whatever an article sets off, the run goes on
        if len(articles) > 1:
            for article in articles:
                yield from _make_tables([article], functions, failed)
            return
        known = isinstance(error, ToolkitError)
        reason = str(error) if known else f"{type(error).__name__}: {error}"
        failed.append(Failure(articles[0].id, articles[0].origin, reason))


def _join(tables: list[pd.DataFrame]) -> pd.DataFrame:
    """Join tables with the same columns; the first one is empty."""
    full = [table for table in tables if len(table)]
    return pd.concat(full, ignore_index=True) if full else tables[0]
