"""What a table is: each of its columns with type, meaning and unit, declared once.

From a declaration are made the frame, empty or full, the documentation of the function that
makes it, the codebook of a workbook, and the list of the tables of a corpus run.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from textwrap import indent, wrap
from typing import TYPE_CHECKING, TypeVar

import pandas as pd

from toolkit.base import ToolkitError, find_function

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    Maker = TypeVar("Maker", bound=Callable[..., pd.DataFrame])

NAME = "table"  # under which the `attrs` of a frame have the name of its table
GROUP = "Which articles are put together in the row: what they have in this column."
TYPES = {"int64": "int", "Int64": "int", "float64": "float", "datetime64[us]": "datetime"}
PLACE_HOLDER = re.compile(r"^( *)\{columns\}$", re.MULTILINE)
CODE = re.compile(r"``[^`]+``|`[^`]+`")
# Tables that another function gives, or that are asked for by their folder.
INNER = {
    "change_table": "comparison",  # change(article, ...).table
    "confusion_table": "audit",
    "decision_table": "audit",
    "people_evidence_table": "tables",  # evidence=True
    "sentiment_evidence_table": "attitude",
    "stance_passage_table": "attitude",
    "tone_evidence_table": "attitude",
}
# To pandas 2, "str" is any object, and None the word "None".
IS_OLD = pd.Series(dtype="str").dtype == object
NO_BREAK = "\0"  # in the place of a blank, while lines are broken
WIDTH = 88  # of a line of documentation


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Parameters
    ----------
    name : str
    dtype : str
        As pandas names it.
    meaning : str
        What a cell says, and what NaN means there, in plain sentences.
    unit : str, optional
        What its numbers count, or from where to where they run: ``words``, ``0 to 1``,
        ``per 100 words``. Empty for text.
    """

    name: str
    dtype: str
    meaning: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table, as the function that makes it declares it.

    Parameters
    ----------
    name : str
        The public function that makes it.
    columns : tuple of Column
        In the order of the table.
    others : tuple of Column, optional
        Those that it has only when a caller asks for them.
    file : str, optional
        What a corpus run calls it; empty where it is not made article by article.
    """

    name: str
    columns: tuple[Column, ...]
    others: tuple[Column, ...] = ()
    file: str = ""

    @property
    def schema(self) -> dict[str, str]:
        """The type of each column."""
        return {column.name: column.dtype for column in self.columns}

    @property
    def known(self) -> dict[str, Column]:
        """Each column by its name, those that it need not have among them."""
        return {column.name: column for column in (*self.columns, *self.others)}

    def make(self, rows: Iterable[Mapping[str, object]]) -> pd.DataFrame:
        """Build the table from its rows; without any, it has the same columns and types.

        Raises
        ------
        ToolkitError
            If a row lacks a column or has one that is not declared.

        Examples
        --------
        >>> counts = Table("count_table", (Column("words", "int64", "Of the text.", "words"),))
        >>> table = counts.make([{"words": 3}])
        >>> table["words"].tolist(), table.attrs["table"]
        ([3], 'count_table')
        """
        return self._mark(to_table(rows, self.schema))

    def shape(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Give a frame that holds the columns their order and types."""
        return self._mark(set_types(frame[[*self.schema]], self.schema))

    def _mark(self, frame: pd.DataFrame) -> pd.DataFrame:
        frame.attrs[NAME] = self.name
        return frame

    def pick(self, names: Iterable[str]) -> Table:
        """Derive the table that has these columns; one not declared is that of a group."""
        known = self.known
        return replace(
            self,
            columns=tuple(known.get(name) or Column(name, "str", GROUP) for name in names),
            others=(),
        )

    def pool(self, groups: Sequence[str]) -> Table:
        """Derive the table with columns of groups in the place of `article`, and `others`.

        Examples
        --------
        >>> table = Table("count_table", (ARTICLE, Column("n", "int64", "Words.", "words")))
        >>> table.pool(["month"]).schema
        {'month': 'str', 'n': 'int64'}
        """
        return self.pick([*groups, *(name for name in self.known if name != ARTICLE.name)])

    def describes(self, function: Maker) -> Maker:
        """Write the columns into the documentation of a function, where it says ``{columns}``."""
        if function.__doc__:  # Python leaves it out where it is told to (-OO)
            function.__doc__ = PLACE_HOLDER.sub(
                lambda place: indent(self._tell(), place[1]), function.__doc__
            )
        function.__dict__[NAME] = self
        return function

    def _tell(self) -> str:
        """Tell of the columns as numpydoc does, of those that mean the same together."""
        alike: dict[tuple[str, str], list[str]] = {}
        for column in self.known.values():
            kind = ", ".join(filter(None, (TYPES.get(column.dtype, column.dtype), column.unit)))
            alike.setdefault((kind, column.meaning), []).append(column.name)
        lines: list[str] = []
        for (kind, meaning), names in alike.items():
            lines.append(f"{', '.join(names)} : {kind}")
            whole = CODE.sub(lambda code: code[0].replace(" ", NO_BREAK), meaning)
            told = wrap(whole, WIDTH, break_long_words=False, break_on_hyphens=False)
            lines += (f"    {line}".replace(NO_BREAK, " ") for line in told)
        return "\n".join(lines)


def alike(names: str, dtype: str, meaning: str, unit: str = "") -> tuple[Column, ...]:
    """Declare columns that stand beside each other and are told of together.

    Examples
    --------
    >>> [column.name for column in alike("start end", "int64", "Its place.", "characters")]
    ['start', 'end']
    """
    return tuple(Column(name, dtype, meaning, unit) for name in names.split())


def find_tables() -> dict[str, Table]:
    """Find the declarations of all tables that a person can ask for, by the functions' names.

    Examples
    --------
    >>> [column.name for column in find_tables()["role_table"].columns]
    ['role', 'covers', 'gmmp']
    """
    names = (name for name in find_function("toolkit:__all__") if name.endswith("_table"))
    return {name: vars(find_function(locate_table(name)))[NAME] for name in (*names, *INNER)}


def locate_table(name: str) -> str:
    """Tell where the function that makes a table is, as ``module:name``.

    Examples
    --------
    >>> locate_table("tone_table"), locate_table("tone_evidence_table")
    ('toolkit:tone_table', 'toolkit.attitude:tone_evidence_table')
    """
    return f"toolkit.{INNER[name]}:{name}" if name in INNER else f"toolkit:{name}"


def to_table(rows: Iterable[Mapping[str, object]], schema: Mapping[str, str]) -> pd.DataFrame:
    """Build a frame whose columns and types are those of a schema, even with no rows.

    Parameters
    ----------
    rows : iterable of mapping
        One mapping a row, with exactly the columns of `schema`. None means
        that the thing was not measured, and becomes NaN.
    schema : mapping of str to str
        Column name to pandas type, in the order of the table.

    Returns
    -------
    DataFrame
        One row per mapping, numbered from 0.

    Raises
    ------
    ToolkitError
        If a row lacks a column or has one that the schema does not name.

    Examples
    --------
    >>> to_table([{"word": "war", "occurrences": 2}], {"word": "str", "occurrences": "int64"})
      word  occurrences
    0  war            2
    """
    rows = list(rows)
    for number, row in enumerate(rows):
        if row.keys() != schema.keys():
            raise ToolkitError(f"row {number}: columns must be {[*schema]}; found {[*row]}")
    return set_types(pd.DataFrame(rows, columns=[*schema]), schema)


def set_types(frame: pd.DataFrame, schema: Mapping[str, str]) -> pd.DataFrame:
    """Give columns their types; one of text has NaN, and nothing else, where there is none.

    Examples
    --------
    >>> frame = pd.DataFrame({"word": ["war", None], "occurrences": [2, 1]})
    >>> set_types(frame, {"word": "str"})["word"].tolist()
    ['war', nan]
    """
    if IS_OLD:
        names = [name for name, kind in schema.items() if kind == "str"]
        words = {name: frame[name].map(str, na_action="ignore").astype(object) for name in names}
        frame = frame.assign(**{name: cells.where(cells.notna()) for name, cells in words.items()})
        schema = {name: kind for name, kind in schema.items() if name not in words}
    return frame.astype(dict(schema))


# ---- columns that mean the same in many tables ----------------------------------------------

ARTICLE = Column("article", "str", "Id of the article, by which tables are joined.")
# In a table whose articles may be put together.
EACH_ARTICLE = replace(
    ARTICLE,
    meaning=f"{ARTICLE.meaning} Not with columns of the articles, which stand here instead.",
)
PART = Column("part", "str", "Kind of the part that it stands in, such as ``headline``.")
PARAGRAPH = Column("paragraph", "Int64", "Of the article. NA in other parts.", "from 1")
PLACE = alike("start end", "int64", "Place in ``article.text``.", "characters")
VOICE = Column("voice", "str", "Whose words these are: a speaker's, ``unknown`` or ``narrator``.")
