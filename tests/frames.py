"""What tests ask of a frame, whichever pandas made it."""

import pandas as pd


def has_types(frame, schema):
    """Whether its columns are those of a schema, by name, type and order."""
    kinds = {name: pd.Series(dtype=kind).dtype for name, kind in schema.items()}
    return [*frame.dtypes.items()] == [*kinds.items()]


def fill(frame, word=""):
    """Its cells as they are, and a word where there is nothing."""
    cells = frame.astype(object)
    return cells.where(cells.notna(), word)


def list_rows(frame):
    """The rows; where there is nothing, an empty text."""
    return fill(frame).to_numpy().tolist()


def assert_stored(path, table):
    """Hold what a Parquet file or a folder of them gives back against the table."""
    back = pd.read_parquet(path)
    assert [*back.dtypes.items()] == [*table.dtypes.items()]
    assert back.attrs == table.attrs
    pd.testing.assert_frame_equal(fill(back), fill(table))  # pandas 2 reads None for NaN
