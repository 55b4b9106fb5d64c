"""What the columns of tables mean, as the docstrings of the functions that make them tell."""

from __future__ import annotations

import inspect
import re
from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from toolkit.attitude import (
    sentence_sentiment_table,
    sentiment_evidence_table,
    speaker_sentiment_table,
    stance_passage_table,
    stance_table,
    tone_evidence_table,
    tone_table,
)
from toolkit.audit import audit_table, confusion_table, decision_table
from toolkit.comparison import (
    change_table,
    coverage_table,
    duplicate_table,
    statement_table,
    wording_table,
)
from toolkit.narrative import (
    action_table,
    headline_table,
    source_diversity_table,
    sourcing_table,
)
from toolkit.tables import (
    article_table,
    quotation_table,
    role_table,
    source_table,
    speaker_table,
    trend_table,
)
from toolkit.trust import agreement_table, validity_table
from toolkit.words import (
    collocation_table,
    concordance_table,
    dispersion_table,
    frequency_table,
    keyness_table,
    keyword_table,
    voice_table,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import pandas as pd

# The first that has all columns of a table is taken for the one that made it.
MAKERS: tuple[Callable[..., pd.DataFrame], ...] = (
    article_table, quotation_table, speaker_table, source_table, trend_table, role_table,
    voice_table, frequency_table, keyword_table, keyness_table, concordance_table,
    collocation_table, dispersion_table,
    sentence_sentiment_table, speaker_sentiment_table, sentiment_evidence_table,
    stance_table, stance_passage_table, tone_table, tone_evidence_table,
    sourcing_table, source_diversity_table, action_table, headline_table,
    statement_table, coverage_table, wording_table, duplicate_table, change_table,
    agreement_table, validity_table, audit_table, decision_table, confusion_table,
)  # fmt: skip
# Columns that mean the same wherever they stand, for docstrings that only name them.
ID = "Id of the article, by which tables are joined."
COMMON = {
    "part": "Kind of the part of the article that it stands in.",
    "paragraph": "Number of the paragraph, from 1.",
    "publisher": "The outlet.",
    "speaker": "Who speaks, named as fully as the article does.",
    "voice": "In whose words it stands: a speaker's name, unknown, or narrator.",
    "term": "The word or words that are counted.",
    "word": "The word as it stands.",
    "text": "The words as they stand.",
    "occurrences": "How often it stands there.",
    "words": "How many words there are.",
    "lexicon": "The word list that has it.",
    "note": "Why something is not measured, or what to keep in mind.",
    **dict.fromkeys(
        ("day", "week", "month", "quarter", "year"), "When it was published, by its clock."
    ),
}
UNKNOWN = "A column of your own, or of your source."
TYPES = {"b": "yes or no", "i": "whole number", "u": "whole number", "f": "number", "M": "date"}
ENTRY = re.compile(r" {4}(\w+(?:, (?:\w+|\.\.\.))*)(?: : (.*))?$")  # of a section Returns
INDENT = " " * 8
REFERENCE = re.compile(r"\bAs (?:in )?`(\w+_table)`")
COLUMNS_OF = re.compile(r"[Cc]olumns of `(\w+_table)`")
MARKS = re.compile(r"``?([^`]+)``?")
REST = "..."


class Column(NamedTuple):
    """A column as a codebook has it: in which table, of what type, with what meaning."""

    table: str
    column: str
    type: str
    meaning: str


def explain_columns(
    tables: Mapping[str, pd.DataFrame], meanings: Mapping[str, str]
) -> Iterator[Column]:
    """Explain each column of some tables, after a row that says what each table is.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        Name to table.
    meanings : mapping of str to str
        Of columns that a person added; they stand over what is known here.
    """
    for name, table in tables.items():
        maker = find_maker(table)
        first = (
            (inspect.getdoc(maker) or "").partition("\n")[0] if maker else "A table of your own."
        )
        yield Column(name, "", f"{len(table):,} rows", first)
        known = _read_columns(maker.__name__) if maker else {}
        for column in map(str, table.columns):
            kind = TYPES.get(table[column].dtype.kind, "text")
            yield Column(name, column, kind, meanings.get(column) or _explain(column, known))


def find_maker(table: pd.DataFrame) -> Callable[..., pd.DataFrame] | None:
    """Find the function that made a table, by its columns; None where less than half are its own.

    Examples
    --------
    >>> find_maker(speaker_table([])[["article", "speaker", "role", "words"]]).__name__
    'speaker_table'
    """
    columns = [*map(str, table.columns)]
    shares = {
        maker: sum(_find(column, _read_columns(maker.__name__)) is not None for column in columns)
        for maker in MAKERS
    }
    best = max(MAKERS, key=lambda maker: (shares[maker], -len(_read_columns(maker.__name__))))
    return best if shares[best] and 2 * shares[best] >= len(columns) else None


def _explain(column: str, known: Mapping[str, str]) -> str:
    stated = _find(column, known) or COMMON.get(column)
    return stated or _read_columns(article_table.__name__).get(column) or UNKNOWN


def _find(column: str, known: Mapping[str, str]) -> str | None:
    """Find a column that is named, or one of those that begin as a list which goes on does."""
    if column in known:
        return known[column]
    return known.get(f"{column.partition('_')[0]}_{REST}")


@cache
def _read_columns(maker: str) -> Mapping[str, str]:
    """Read what the docstring of a function says of each column; empty where it only names it."""
    function = next(each for each in MAKERS if each.__name__ == maker)
    _, _, after = (inspect.getdoc(function) or "").partition("Returns\n-------\n")
    lines = [
        *takewhile(lambda line: not line or line.startswith((" ", "DataFrame")), after.split("\n"))
    ]
    known: dict[str, str] = {}
    for other in COLUMNS_OF.findall("\n".join(lines)):
        known |= _read_columns(other) if other != maker else {}
    together: dict[str, str] = {}
    names: list[str] = []
    for line in lines:
        if entry := ENTRY.match(line):
            names = _list_names(entry[1])
            known |= dict.fromkeys(names, "")
            together |= dict.fromkeys(names, entry[1])
        elif line.startswith(INDENT):
            known |= {name: f"{known[name]} {line.strip()}".strip() for name in names}
        elif line.strip():
            names = []
    # What is told of several columns one after the other begins with their names.
    known = {
        name: f"{together.get(name, name)}: {words}"
        if _is_list(words, together.get(name))
        else words
        for name, words in known.items()
    }
    return {name: _finish(name, words) for name, words in known.items()} | {"article": ID}


def _is_list(words: str, names: str | None) -> bool:
    return names is not None and ", " in names and ";" in words


def _list_names(listed: str) -> list[str]:
    names = listed.split(", ")
    return [f"{names[0]}_{REST}" if name == REST else name for name in names]


def _finish(column: str, words: str) -> str:
    """Write a meaning without marks, with that of another table where it only points there."""
    for other in REFERENCE.findall(words):
        words = " ".join([words, _read_columns(other).get(column, "")]).strip()
    return MARKS.sub(r"\1", words)
