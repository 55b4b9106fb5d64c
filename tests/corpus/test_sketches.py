from functools import partial
from itertools import islice

import pandas as pd
import pyarrow as pa

import toolkit as tk
from tests.frames import assert_stored
from tests.stub_tables import STORY
from toolkit.base.article import Article
from toolkit.corpus import sketches
from toolkit.corpus.sketches import compare_sketches, sketch_table

LONG = " ".join(f"{STORY} It was {name} who asked." for name in ("Ann", "Bob", "Cy", "Dee", "Eve"))
TEXTS = [
    LONG,
    "Rates rise.",
    f"Our town reads on. {LONG}",
    LONG.upper(),
    "",
    "Two words",
    "Rates rise",
]


def make(texts):
    return [Article(text, id=f"a{number}") for number, text in enumerate(texts) if text]


def cut(articles, sizes):
    """Give the tables of partitions, and what counts how often each is read."""
    tables, reads, articles = {}, [], iter(articles)
    for number, size in sizes.items():
        some = [*islice(articles, size)]
        tables[number] = pa.Table.from_pandas(sketch_table(some), preserve_index=False)

    def read(number):
        reads.append(number)
        return tables[number]

    return read, reads


def test_partitions_find_the_copies_that_one_table_finds():
    articles = make(TEXTS)
    whole = tk.duplicate_table(articles)
    assert len(whole) == 5
    for sizes in ({0: 6}, {0: 1, 1: 5}, {4: 2, 2: 2, 9: 2}, {0: 3, 1: 0, 2: 3}):
        read, _ = cut(articles, sizes)
        pd.testing.assert_frame_equal(compare_sketches([*sizes], read), whole)


def test_each_partition_is_read_once_where_few_are_held(monkeypatch):
    articles = make([f"{LONG} It was {number}." for number in range(9)])
    sizes = dict.fromkeys(range(3), 3)
    read, reads = cut(articles, sizes)
    whole = compare_sketches([*sizes], read)
    assert reads == [0, 1, 2]
    monkeypatch.setattr(sketches, "TABLES_HELD", 1)
    read, reads = cut(articles, sizes)
    pd.testing.assert_frame_equal(compare_sketches([*sizes], read), whole)
    assert len(reads) > 3


def test_no_partition_gives_no_copies():
    pd.testing.assert_frame_equal(
        compare_sketches([], partial(dict.get, {})), tk.duplicate_table([])
    )


def test_a_sketch_has_a_row_and_survives_a_file(tmp_path):
    table = sketch_table(make(TEXTS))
    assert [*table["article"]] == ["a0", "a1", "a2", "a3", "a5", "a6"]
    assert [*table["words"]] == [len(text.split()) for text in TEXTS if text]
    table.to_parquet(tmp_path / "t.parquet")
    assert_stored(tmp_path / "t.parquet", table)
    empty = sketch_table([])
    pd.testing.assert_series_equal(empty.dtypes, table.dtypes)
