"""What a run is to do: the settings its arguments make, the jobs its source is cut into."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.base import (
    Article,
    Attribution,
    ReadError,
    ToolkitError,
    check_language,
    find_function,
    name_function,
)
from toolkit.corpus.sketches import sketch_table
from toolkit.corpus.store import UNFINISHED
from toolkit.corrections import correct_all, read_corrections
from toolkit.engine import ENGLISH, bind
from toolkit.loading import (
    MISSING_COLUMN,
    OpenDates,
    Source,
    check_columns,
    decode_path,
    iter_corpus,
)
from toolkit.tables import find_tables, iter_articles, locate_table

if TYPE_CHECKING:
    import pandas as pd

    from toolkit.engine import Articles, Engine

Table = Callable[[list[Article]], "pd.DataFrame"]

# Those made article by article, by where folders offer them: a manifest outlives moves of modules.
TABLES: dict[str, str] = {
    table.file: locate_table(table.name)
    for table in sorted(find_tables().values(), key=lambda table: table.file)
    if table.file
}
PARTITION = 50  # articles; half a minute of one core, lost at most where a run is killed
SKETCHES = "_sketches"


@dataclass(frozen=True, slots=True)
class Settings:
    """What decides the rows of a run: its manifest has it, and it is gone on with by the same.

    Parameters
    ----------
    tables : mapping of str to str
        Table to function, as ``module:name``.
    partition, duplicates, columns, day_first, language, corrections
        As in `analyse_corpus`.
    engine : str, optional
        Name and version of what reads the articles.
    """

    tables: Mapping[str, str]
    partition: int = PARTITION
    duplicates: str | None = "mark"
    columns: Mapping[str, str] | None = None
    day_first: bool | None = None
    language: str | None = None
    corrections: str | None = None
    engine: str = f"{ENGLISH.name} {ENGLISH.version}"

    def __post_init__(self) -> None:
        if self.partition < 1:
            raise ToolkitError(f"partition: must be at least 1 article; found {self.partition}")
        if self.duplicates not in {"mark", None}:
            raise ToolkitError(f"duplicates: must be 'mark' or None; found {self.duplicates!r}")
        check_columns(self.columns)
        object.__setattr__(self, "columns", dict(self.columns) if self.columns else None)
        check_language(self.language)

    @property
    def functions(self) -> dict[str, str]:
        """The tables, and those that a run makes for itself."""
        sketches = {SKETCHES: name_function(sketch_table)} if self.duplicates else {}
        return {**self.tables, **sketches}


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that could not be read, or an article that could not be analysed."""

    article: str | None
    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class Job:
    """A partition to analyse.

    Parameters
    ----------
    number : int
    articles : tuple of Article
    failed : tuple of Failure
        What could not be read between these articles.
    digest : str
        Differs where anything of the above does.
    tables : mapping of str to str
        Table to function, as ``module:name``.
    out : str
        The folder; empty where the job is only to be survived.
    tries : int
        How often its process died.
    """

    number: int
    articles: tuple[Article, ...]
    failed: tuple[Failure, ...]
    digest: str
    tables: Mapping[str, str]
    out: str
    tries: int = 0

    def name_file(self, table: str) -> str:
        """Give the path in the folder of a table's file."""
        return f"{table}/{name_partition(self.number)}.parquet"

    def name_unfinished(self, table: str) -> str:
        """Give the path where that file is written before it counts."""
        return f"{UNFINISHED}/{self.number:06}-{self.tries}-{table}.parquet"


def name_partition(number: int) -> str:
    """Give the name of a partition's files, which sort as the partitions do."""
    return f"part-{number:06}"


# ---- arguments -----------------------------------------------------------------------------


def choose_tables(tables: Collection[str] | Mapping[str, Table]) -> dict[str, str]:
    """Give the function of each table by its name, which another process can import."""
    if isinstance(tables, str) or not tables:
        raise ToolkitError(f"tables: must be a list of {', '.join(TABLES)}; found {tables!r}")
    if isinstance(tables, Mapping):
        return {name: _name_table(name, function) for name, function in tables.items()}
    for name in tables:
        if name not in TABLES:
            raise ToolkitError(f"tables: must be of {', '.join(TABLES)}; found {name!r}")
    return {name: function for name, function in TABLES.items() if name in tables}


def _name_table(table: str, function: Table) -> str:
    if not table.isidentifier() or table.startswith("_"):
        raise ToolkitError(f"tables: must have names of letters and digits; found {table!r}")
    name = name_function(function)
    for each in (locate_table(function.__qualname__), name):  # by its folder, where it is ours
        if find_function(each) is function:
            return each
    raise ToolkitError(
        f"tables: {table}: must be a function that a module has by its name, so that other "
        f"processes can import it; found {name}"
    )


def name_corrections(path: Path | str | None) -> str | None:
    """Give the path of a file of corrections as a manifest has it.

    Raises
    ------
    ToolkitError
        If it is no path, or `read_corrections` finds no corrections there.
    """
    if path is None:
        return None
    if not isinstance(path, (str, Path)):
        raise ToolkitError(f"corrections: must be a file's path; found {path!r}")
    read_corrections(path)
    return str(path)


# ---- reading -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stream:
    """The articles of a source, and what could not be read of those that have come by.

    Parameters
    ----------
    articles : iterator of Article
    failed : list of Failure
        Grows as the articles are read.
    dates : OpenDates
        Grows likewise.
    """

    articles: Iterator[Article]
    failed: list[Failure]
    dates: OpenDates


def open_source(source: Source, settings: Settings, engine: Engine = ENGLISH) -> Stream:
    """Begin to read a source.

    Of a file or folder the first article is read at once, so that nothing is written for one
    that is not there. What a caller iterates over is not touched: it could not be read again.

    Raises
    ------
    ToolkitError
        If it is nothing that holds articles, or a column is not where it should be.
    """
    failed: list[Failure] = []

    def note(error: ReadError) -> None:
        failed.append(Failure(None, decode_path(error.place), error.problem))

    articles = _iter_source(source, settings, note)
    if isinstance(source, (str, Path)) or not hasattr(source, "__iter__"):
        first = next(articles, None)
        lacking = [each for each in failed if MISSING_COLUMN in each.reason]
        if lacking and (first is None or settings.columns):
            raise ReadError(lacking[0].place, lacking[0].reason)
        articles = iter(()) if first is None else chain([first], articles)
    dates = OpenDates()
    return Stream((bind(article, engine) for article in dates.count(articles)), failed, dates)


def cut_stream(stream: Stream, settings: Settings, out: str) -> Iterator[Job]:
    """Cut a corpus into partitions, in the same way each time."""
    articles: list[Article] = []
    failed = stream.failed
    functions = settings.functions
    number = 0

    def make() -> Job:
        some, faults = tuple(articles), tuple(failed)
        return Job(number, some, faults, _digest(some, faults), functions, out)

    for article in stream.articles:
        articles.append(article)
        if len(articles) + len(failed) >= settings.partition:
            yield make()
            number += 1
            articles.clear()
            failed.clear()
    if articles or failed:
        yield make()


def _iter_source(
    source: Source, settings: Settings, note: Callable[[ReadError], None]
) -> Iterator[Article]:
    is_table = hasattr(source, "columns")
    if isinstance(source, (str, Path)) or is_table or not hasattr(source, "__iter__"):
        yield from _iter_corpus(source, settings, note)
        return
    items: Iterator[Any] = iter([source] if isinstance(source, (Article, Attribution)) else source)
    first = next(items, None)
    if first is None:
        return
    if not isinstance(first, (Article, Attribution)):
        is_kept = isinstance(source, Sequence)  # so that a column can be looked at as a whole
        stream = source if is_kept else chain([first], items)
        yield from _iter_corpus(stream, settings, note)
        return
    articles = _pass_unique(chain([first], items), note)
    corrections = settings.corrections
    yield from articles if corrections is None else correct_all(articles, corrections, note)


def _iter_corpus(
    source: Source, settings: Settings, note: Callable[[ReadError], None]
) -> Iterator[Article]:
    return iter_corpus(
        source,
        on_fault=note,
        columns=settings.columns,
        day_first=settings.day_first,
        language=settings.language,
        corrections=settings.corrections,
    )


def _pass_unique(articles: Articles, note: Callable[[ReadError], None]) -> Iterator[Article]:
    seen: set[int] = set()  # a number takes less than an id
    for article in iter_articles(articles):
        if hash(article.id) in seen:
            problem = f"id: must be unique; found {article.id!r} again"
            note(ReadError(article.origin or "articles", problem))
        else:
            seen.add(hash(article.id))
            yield article


def _digest(articles: Iterable[Article], failed: Iterable[Failure]) -> str:
    digest = hashlib.sha256()
    for article in articles:
        digest.update(repr([getattr(article, part.name) for part in fields(article)]).encode())
    for failure in failed:
        digest.update(repr(failure).encode())
    return digest.hexdigest()
