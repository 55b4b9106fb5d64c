"""Whole corpora: every table of any number of articles, as Parquet, on all cores or a cluster.

The corpus is cut into partitions. A partition counts once its record is written, which is done
last; so a run that is killed goes on from there, and ends with the rows of one that was not.
"""

from __future__ import annotations

import os
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.base import Article, ToolkitError, is_importing_script
from toolkit.corpus.ledger import Analysis, Ledger, check_folder
from toolkit.corpus.plan import (
    PARTITION,
    TABLES,
    Failure,
    Job,
    Settings,
    Table,
    choose_tables,
    cut_stream,
    name_corrections,
    open_source,
)
from toolkit.corpus.pools import Cluster, Pool, Processes
from toolkit.corpus.store import Folder
from toolkit.corpus.worker import Record, analyse_partition
from toolkit.engine import ENGLISH
from toolkit.loading import Source
from toolkit.tables import is_progress_shown

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from tqdm import tqdm

    from toolkit.base import Attribution
    from toolkit.engine import Engine

MOST_TRIES = 3  # of a partition whose process dies
LINES = {".jsonl", ".ndjson"}


def analyse_corpus(  # noqa: PLR0913 - what differs from run to run, each by its name
    source: Source | Iterable[Article | Attribution],
    out: str | Path,
    *,
    tables: Collection[str] | Mapping[str, Table] = tuple(TABLES),
    partition: int = PARTITION,
    duplicates: str | None = "mark",
    columns: Mapping[str, str] | None = None,
    day_first: bool | None = None,
    language: str | None = None,
    corrections: Path | str | None = None,
    workers: int | None = None,
    client: Any = None,  # noqa: ANN401 - a distributed.Client, where Dask is installed
    resume: bool = True,
    progress: bool | None = None,
    engine: Engine = ENGLISH,
) -> Analysis:
    """Analyse all articles of a corpus and write the tables to a folder.

    Parameters
    ----------
    source : whatever `iter_corpus` takes, or articles, or attributions
        It is read as a stream.
    out : str or Path
        The folder, or a URL such as ``s3://bucket/folder`` that pyarrow or fsspec can open.
    tables : collection of str, optional
        Names of `TABLES`, all of them if left out. Or a mapping from names of your own to
        functions that make a table from a list of articles; each must be importable. With
        one of a script, call this below ``if __name__ == "__main__":`` there.
    partition : int, optional
        Articles in one file of each table; thousands for a corpus of millions.
    duplicates : {"mark", None}, optional
        Whether to write ``duplicates.parquet``, as `duplicate_table` makes it.
    columns, day_first, language : optional
        As in `iter_corpus`. Where the source is articles, they have been read already, and
        these change nothing.
    corrections : Path or str, optional
        A file of corrections, as in `iter_corpus`; it holds for articles of any source.
    workers : int, optional
        Processes; as many as cores if left out. Each takes half a gigabyte.
    client : distributed.Client, optional
        Runs on this Dask cluster instead, whose workers must reach `out`.
    resume : bool, optional
        Go on with what an earlier run left in `out`; False starts afresh, and deletes that.
    progress : bool, optional
        Show a bar; left out, in terminals and notebooks only.
    engine : Engine, optional
        What reads the articles. Its parts go to other processes, which must be able to import
        their classes.

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
    >>> import pandas as pd
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
    if workers is not None and workers < 1:
        raise ToolkitError(f"workers: must be at least 1; found {workers}")
    settings = Settings(
        choose_tables(tables),
        partition,
        duplicates,
        columns,
        day_first,
        language,
        name_corrections(corrections),
        f"{engine.name} {engine.version}",
    )
    stream = open_source(source, settings, engine)
    folder = Folder.at(out)
    check_folder(folder, settings, resume=resume)  # before a lock is left there
    with folder.lock():
        ledger = Ledger.open(folder, settings, resume=resume)
        total = _count_articles(source) if is_progress_shown(shown=progress) else None
        with (
            closing(_make_pool(workers, client, settings, engine)) as pool,
            _make_bar(total, shown=is_progress_shown(shown=progress)) as bar,
        ):
            partitions = _run(cut_stream(stream, settings, folder.address), ledger, pool, bar)
        made = ledger.finish(partitions, str(out))
        return replace(made, open_dates=stream.dates.tell())


def _make_pool(
    workers: int | None,
    client: Any,  # noqa: ANN401
    settings: Settings,
    engine: Engine,
) -> Pool[Job, Record]:
    if client is not None:
        return Cluster(analyse_partition, client)
    parts = (engine.parser, engine.reader, engine.resolver)
    with_script = any(name.startswith("__main__:") for name in settings.tables.values()) or any(
        type(part).__module__ == "__main__" for part in parts
    )
    return Processes(analyse_partition, workers or _count_cores(), with_script=with_script)


def _count_cores() -> int:
    if hasattr(os, "sched_getaffinity"):  # fewer than the machine has, in a container
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


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


# ---- a run ---------------------------------------------------------------------------------


def _run(jobs: Iterable[Job], ledger: Ledger, pool: Pool[Job, Record], bar: tqdm[Any]) -> int:
    """Do the jobs that are not done yet, a bounded number of them at a time; count all."""
    count = 0
    for job in jobs:
        count += 1
        if ledger.has(job):
            _pass_over(bar, _count(job))
            continue
        while pool.is_full:
            _take(pool, ledger, bar)
        pool.submit(job)
    while pool.running:
        _take(pool, ledger, bar)
    return count


def _pass_over(bar: tqdm[Any], count: int) -> None:
    """Move the bar on by what was there before, of which no rate is made."""
    if not bar.disable:
        bar.initial += count
        bar.n += count


def _count(job: Job) -> int:
    return len(job.articles) + len(job.failed)


def _take(pool: Pool[Job, Record], ledger: Ledger, bar: tqdm[Any]) -> None:
    """Wait for a partition, and let it count; or try again where its process died."""
    job, record = pool.wait()
    if record is None:
        pool.submit(_try_again(job, pool))
        return
    ledger.enter(job, record)
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
