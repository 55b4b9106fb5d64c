import pickle
from inspect import cleandoc

import pandas as pd
import pytest

from tests.frames import assert_stored, has_types
from toolkit import ToolkitError
from toolkit.tables.columns import ARTICLE, GROUP, Column, Table, alike, to_table

MEANING = f"The word as it {'often ' * 11}stands, such as ``a b c`` with all its blanks."
RATES = Table(
    "rate_table",
    (
        ARTICLE,
        Column("term", "str", MEANING),
        *alike("low high", "float64", "Ends of the interval. NaN: none.", "0 to 1"),
    ),
    (Column("articles", "int64", "Only with `by`: how many.", "articles"),),
)
ROW = {"article": "a1", "term": "war", "low": None, "high": 0.5}


def test_a_row_of_another_shape_is_named():
    with pytest.raises(ToolkitError, match=r"^row 1: .*found \['wrod'\]$"):
        to_table([{"word": "war"}, {"wrod": "war"}], {"word": "str"})
    with pytest.raises(ToolkitError, match=r"^row 0: columns must be \['article', 'term', .*"):
        RATES.make([{**ROW, "articles": 1}])


def test_a_table_has_its_columns_types_and_name_full_or_empty():
    for table in (RATES.make([ROW]), RATES.make([])):
        assert has_types(table, RATES.schema)
        assert table.attrs == {"table": "rate_table"}


def test_a_frame_takes_the_order_and_types_of_a_table():
    frame = pd.DataFrame([{name: ROW[name] for name in reversed(ROW)} | {"more": 1}])
    pd.testing.assert_frame_equal(RATES.shape(frame), RATES.make([ROW]))
    assert frame.attrs == {}


def test_pooled_it_has_the_groups_first_and_what_else_there_is_last():
    pooled = RATES.pool(["publisher", "month"])
    assert [*pooled.schema] == ["publisher", "month", "term", "low", "high", "articles"]
    assert pooled.columns[0] == Column("publisher", "str", GROUP)
    assert pooled.columns[-1] is RATES.others[0]
    assert pooled.make([]).attrs == {"table": "rate_table"}


def test_the_name_goes_with_the_rows_and_columns(tmp_path):
    table = RATES.make([ROW, ROW | {"article": "a2"}])
    kept = [
        table[["term", "low"]],
        table.query("article == 'a1'").assign(own=1),
        table.sort_values("article").rename(columns={"term": "word"}),
        pd.concat([table, table.tail(1)]),
        pickle.loads(pickle.dumps(table)),
    ]
    table.to_parquet(tmp_path / "a.parquet")
    kept.append(pd.read_parquet(tmp_path / "a.parquet"))
    assert_stored(tmp_path / "a.parquet", table)
    assert [each.attrs for each in kept] == [{"table": "rate_table"}] * 6


def test_what_is_put_together_of_two_tables_has_no_name():
    other = Table("other_table", (ARTICLE, Column("n", "int64", "Words.", "words"))).make([])
    assert RATES.make([ROW]).merge(other, on="article", how="left").attrs == {}
    assert pd.concat([RATES.make([ROW]), other]).attrs == {}


def test_documentation_tells_each_column_where_it_has_a_place_for_them():
    @RATES.describes
    def rate_table():
        """Make one row per rate.

        Returns
        -------
        DataFrame
            In reading order.

            {columns}

        Examples
        --------
        >>> {"columns": 1}
        """

    assert cleandoc(rate_table.__doc__).splitlines()[7:16] == [
        "    article : str",
        "        Id of the article, by which tables are joined.",
        "    term : str",
        f"        The word as it {'often ' * 11}stands,",
        "        such as ``a b c`` with all its blanks.",
        "    low, high : float, 0 to 1",
        "        Ends of the interval. NaN: none.",
        "    articles : int, articles",
        "        Only with `by`: how many.",
    ]
    assert '>>> {"columns": 1}' in rate_table.__doc__


def test_without_documentation_a_function_is_declared_all_the_same():
    @RATES.describes
    def rate_table():
        pass

    assert rate_table.__doc__ is None
    assert vars(rate_table)["table"] is RATES
