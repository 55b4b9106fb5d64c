"""A folder on this machine or in a store, in which each file appears whole or not at all."""

from __future__ import annotations

import json
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from pyarrow import fs, parquet

from toolkit.base import ToolkitError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

LOCK, UNFINISHED = ".lock", "_unfinished"
LISTS = {"starts": pa.list_(pa.int64())}  # the columns that hold no text and no number


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of this machine or of a store, in which each file appears whole.

    Parameters
    ----------
    store : pyarrow.fs.FileSystem
    root : str
    place : str
        As it was given.
    """

    store: fs.FileSystem
    root: str
    place: str

    @classmethod
    def at(cls, place: str | Path) -> Folder:
        """Open a folder, and make it where it does not exist.

        Raises
        ------
        ToolkitError
            If it cannot be made.
        """
        store, root = _open_store(place)
        try:
            store.create_dir(root, recursive=True)
        except OSError as error:
            raise _tell(place, error) from error
        return cls(store, root, str(place))

    @property
    def address(self) -> str:
        """What opens the folder from anywhere: its whole path, or the URL."""
        return self.root if isinstance(self.store, fs.LocalFileSystem) else self.place

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Keep every other run out for as long as this one lives, however it ends.

        Raises
        ------
        ToolkitError
            If another run is at it.
        """
        if not isinstance(self.store, fs.LocalFileSystem):  # stores have no locks
            yield
            return
        from filelock import FileLock, Timeout

        was_there = Path(self._path(LOCK)).exists()
        lock = FileLock(self._path(LOCK), blocking=False)
        try:
            lock.acquire()
        except Timeout as error:
            raise ToolkitError(
                f"{self.place}: must be written by one run at a time; found another at work there"
            ) from error
        except OSError as error:
            raise _tell(self.place, error) from error
        try:
            yield
        except ToolkitError:  # a run that is refused leaves nothing of itself
            if not was_there:
                with suppress(OSError):  # open files cannot be deleted everywhere
                    Path(self._path(LOCK)).unlink()
            raise
        finally:
            lock.release()

    def _path(self, name: str) -> str:
        return f"{self.root}/{name}"

    @contextmanager
    def _open(self, name: str) -> Iterator[pa.NativeFile]:
        """Open a file for writing.

        Raises
        ------
        ToolkitError
            If it cannot be written, as on a full disk.
        """
        try:
            with self.store.open_output_stream(self._path(name)) as file:
                yield file
        except OSError as error:
            raise _tell(self.place, error) from error

    def list_files(self, name: str = "") -> dict[str, int]:
        """List what lies in the folder or in one below it, with sizes; -1 for folders."""
        selector = fs.FileSelector(self._path(name), allow_not_found=True)
        return {
            info.base_name: -1 if info.size is None else info.size
            for info in self.store.get_file_info(selector)
        }

    def make(self, name: str) -> None:
        """Make a folder below this one."""
        self.store.create_dir(self._path(name), recursive=True)

    def remove(self, name: str) -> None:
        """Delete a file or folder, if it is there."""
        kind = self.store.get_file_info(self._path(name)).type
        if kind is fs.FileType.Directory:
            self.store.delete_dir(self._path(name))
        elif kind is fs.FileType.File:
            self.store.delete_file(self._path(name))

    def move(self, name: str, new: str) -> None:
        """Give a file its final name, in place of what has that name."""
        self.store.move(self._path(name), self._path(new))

    def read_json(self, name: str) -> dict[str, Any]:
        """Read a JSON object."""
        with self.store.open_input_stream(self._path(name)) as file:
            content: dict[str, Any] = json.loads(file.read())
        return content

    def write_json(self, name: str, content: Mapping[str, object]) -> None:
        """Write a JSON object, whole or not at all."""
        unfinished = f"{UNFINISHED}/{name.replace('/', '-')}"
        with self._open(unfinished) as file:
            file.write(json.dumps(content, indent=1).encode())
        self.move(unfinished, name)

    def read_table(self, name: str) -> pa.Table:
        """Read a Parquet file."""
        with self.store.open_input_file(self._path(name)) as file:
            return parquet.ParquetFile(file).read()

    def write_table(self, name: str, table: pd.DataFrame) -> int:
        """Write a Parquet file, and give its size in bytes."""
        with self._open(name) as file:
            arrow = pa.Table.from_pandas(table, preserve_index=False)
            parquet.write_table(_type_empty(arrow), file, compression="zstd")
            return int(file.tell())


def _type_empty(table: pa.Table) -> pa.Table:
    """Give columns without any value their types: others read a folder by its first file."""
    schema = table.schema
    for number, field in enumerate(schema):
        if pa.types.is_null(field.type):
            kind = LISTS.get(field.name, pa.string())
            schema = schema.set(number, field.with_type(kind))
    return table.cast(schema)


def _tell(place: str | Path, error: OSError) -> ToolkitError:
    return ToolkitError(f"{place}: must be a folder that can be written; found {error}")


def _open_store(place: str | Path) -> tuple[fs.FileSystem, str]:
    if "://" not in str(place):
        return fs.LocalFileSystem(), Path(place).resolve().as_posix()
    try:
        store, root = fs.FileSystem.from_uri(str(place))
    except (OSError, ValueError, pa.ArrowException):
        return _open_fsspec(str(place))
    return store, root


def _open_fsspec(place: str) -> tuple[fs.FileSystem, str]:
    try:
        from fsspec.core import url_to_fs  # type: ignore[import-untyped]

        store, root = url_to_fs(place)
    except (ImportError, ValueError) as error:
        raise ToolkitError(f"out: must be a folder or a URL of a store; found {error}") from error
    return fs.PyFileSystem(fs.FSSpecHandler(store)), root
