"""Every public table is what its declaration says, and tells of each of its columns."""

import inspect
import re
import subprocess
import sys
from pkgutil import resolve_name

import pytest

import toolkit as tk
from tests.all_tables import NEVER_EMPTY, make_article, make_empty, make_full
from tests.frames import assert_stored, has_types
from toolkit.tables import ARTICLES, find_tables, locate_table

DECLARED = find_tables()
PUBLIC = [name for name in tk.__all__ if name.endswith("_table")]
GROUPS = ["publisher", "month"]
POOLED = {  # that take `by`, each with what it needs besides
    "speaker_sentiment_table": {},
    "stance_table": {},
    "tone_table": {},
    "source_table": {},
    "trend_table": {},
    "frequency_table": {},
    "dispersion_table": {"query": "rates"},
}
NUMBERS = {"int64", "Int64", "float64"}
KINDS = {"str", "bool", "object", "datetime64[us]", *NUMBERS}


@pytest.fixture(scope="module")
def full(tmp_path_factory):
    return make_full(tmp_path_factory.mktemp("audit"))


@pytest.fixture(scope="module")
def empty():
    return make_empty()


def test_every_public_table_is_declared_by_its_own_name():
    assert {*PUBLIC} <= {*DECLARED}
    assert {name: table.name for name, table in DECLARED.items()} == {
        name: name for name in DECLARED
    }


@pytest.mark.parametrize("name", DECLARED)
def test_a_table_has_the_columns_types_and_name_that_it_declares(name, full):
    table, declared = full[name], DECLARED[name]
    assert len(table)
    assert has_types(table, declared.schema)
    assert [*table] == [*declared.schema]
    assert table.attrs["table"] == name


@pytest.mark.parametrize("name", [name for name in DECLARED if name not in NEVER_EMPTY])
def test_a_table_of_nothing_has_them_too(name, empty):
    table, declared = empty[name], DECLARED[name]
    assert not len(table)
    assert has_types(table, declared.schema)
    assert [*table] == [*declared.schema]
    assert table.attrs["table"] == name


@pytest.mark.parametrize("name", POOLED)
@pytest.mark.parametrize("is_full", [True, False])
def test_articles_put_together_give_what_is_derived_from_the_declaration(name, is_full):
    table = resolve_name(locate_table(name))(
        [make_article()] if is_full else [], by=GROUPS, **POOLED[name]
    )
    derived = DECLARED[name].pool(GROUPS)
    if name == "trend_table":
        derived = DECLARED[name].pool(GROUPS[:1])
    if name == "frequency_table":
        derived = DECLARED[name].pick([*GROUPS, *(tk.frequency_table([], by="corpus"))])
    assert has_types(table, derived.schema)
    assert [*table] == [*derived.schema]
    assert table.attrs["table"] == name


@pytest.mark.parametrize("by", ["part", "voice", "corpus"])
def test_frequencies_by_part_voice_or_corpus_have_declared_columns(by, full):
    assert full["frequency_table"].attrs["table"] == "frequency_table"
    known = DECLARED["frequency_table"].known
    for articles in ([], [tk.Article("Rates will rise.", id="a1")]):
        table = tk.frequency_table(articles, by=by)
        assert has_types(table, {name: known[name].dtype for name in table})
        assert table.attrs["table"] == "frequency_table"


@pytest.mark.parametrize("name", DECLARED)
def test_each_column_is_told_in_sentences_and_each_number_has_a_unit(name):
    for column in DECLARED[name].known.values():
        assert column.dtype in KINDS, column
        assert re.fullmatch(r"\S.{5,}\.", column.meaning), column
        assert bool(column.unit) == (column.dtype in NUMBERS or column.name == "starts"), column


@pytest.mark.parametrize("name", DECLARED)
def test_the_documentation_tells_of_each_column_once(name):
    told = inspect.getdoc(resolve_name(locate_table(name)))
    assert "{columns}" not in told
    lines = " ".join(told.split())
    entry = r"^ +(\w+(?:, \w+)*) : (?:str|int|float|bool|datetime|object)"
    listed = [
        name for names in re.findall(entry, told, re.MULTILINE) for name in names.split(", ")
    ]
    for column in DECLARED[name].known.values():
        assert listed.count(column.name) == 1, column
        assert " ".join(column.meaning.split()) in lines


def test_no_two_tables_have_the_same_columns_so_that_columns_tell_a_table():
    every = [frozenset(table.schema) - {*ARTICLES.schema} for table in DECLARED.values()]
    assert len({*every}) == len(every)


def test_without_documentation_all_is_declared_and_explained():
    code = (
        "import toolkit as tk\n"
        "from toolkit.display.codebook import explain_columns\n"
        "table = tk.speaker_table([])[['article', 'speaker', 'words', 'share']]\n"
        "assert tk.speaker_table.__doc__ is None\n"
        "for entry in explain_columns({'a': table}, {}): print(entry.meaning)\n"
    )
    done = subprocess.run(
        [sys.executable, "-OO", "-c", code], capture_output=True, check=True, text=True
    )
    known = DECLARED["speaker_table"].known
    assert done.stdout.splitlines() == [
        "Made by speaker_table.",
        known["article"].meaning,
        known["speaker"].meaning.replace("`", ""),
        "Of the contents of these quotations.",
        "Of all words quoted in the article.",
    ]


def test_tables_stay_equal_where_they_are_stored(full, tmp_path):
    for name, table in full.items():
        table.to_parquet(tmp_path / f"{name}.parquet")
        assert_stored(tmp_path / f"{name}.parquet", table)
