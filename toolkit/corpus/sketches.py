"""Sketches of articles as a table that a run writes, and what it reads of them at its end."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit.comparison import Index, Sketch, sketch_article, tabulate_duplicates
from toolkit.tables import to_table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pandas as pd
    import pyarrow as pa

    from toolkit.base import Article

SKETCH_COLUMNS = {
    "article": "str",
    "words": "int64",
    "shingles": "int64",
    "digest": "str",
    "hashes": "object",
    "starts": "object",
    "ends": "object",
}
TABLES_HELD = 64  # of sketches, while they are compared


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


def compare_sketches(
    numbers: Sequence[int], read_table: Callable[[int], pa.Table]
) -> pd.DataFrame:
    """Make the table of duplicates from the tables of sketches, of which few are held at a time.

    Parameters
    ----------
    numbers : sequence of int
        Of the partitions, in the order of the corpus.
    read_table : callable
        Gives the sketches of a partition, as `sketch_table` made them.
    """

    @lru_cache(maxsize=TABLES_HELD)
    def read(number: int) -> list[Sketch]:
        return [_unpack(row) for row in read_table(number).to_pylist()]

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
