"""One way to call: arguments and columns have one name and one meaning in all functions."""

import builtins
import inspect
import keyword
from collections import defaultdict
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from make_api_page import list_functions

import toolkit as tk

FUNCTIONS = list_functions()
PARAMETERS = {name: inspect.signature(made).parameters for name, made in FUNCTIONS.items()}
PLOTS = [name for name in FUNCTIONS if name.startswith("plot_")]
OTHERS = {
    "keyness_table": "compares two things, each of which may be articles, a table or counts",
    "validity_table": "is about our instruments, not about articles",
    "audit_table": "is about a plan, and what people answered",
    "decision_table": "the same",
    "confusion_table": "the same",
    "role_table": "is about our words, not about articles",
    "change_table": "is about one article, and the words that a person puts into it",
}
GROUPED = {"source_table", "trend_table"}  # a row is of many articles
TABLES = [name for name in FUNCTIONS if name.endswith("_table") and name not in OTHERS]
REQUIRED = {"query": ["agreement", "gaps"]}  # what a table cannot do without
CHOICES = {  # each way to ask for other columns
    "frequency_table": [{"by": by} for by in ("part", "voice", "corpus")],
    "dispersion_table": [{"by": "corpus"}],
    "concordance_table": [{"with_voices": True}],
    "source_diversity_table": [{"by": "kind"}],
}
STORY = tk.Article("Gaps of trust remain.")
COUNTING = [name for name in FUNCTIONS if "form" in PARAMETERS[name]]
COUNTED = {"count_words": [STORY.text], "keyness_table": [STORY, tk.Article("War is war.")]}
SEVERAL = {
    "second": "another person's sheet of an audit, or their corrections",
    "article": "what shows an article may be given its attributions instead",
    "source": "one text for read_article, any number of them for the others",
    "tables": "names of those that a run makes, or those that a workbook holds",
    "by": "what to tell apart; for shares any number of columns of the articles",
    "corrections": "a corpus run hands it to other processes, so it is a path there",
}


def make_table(name, articles, **options):
    needed = {
        each.name: REQUIRED[each.name]
        for each in [*PARAMETERS[name].values()][1:]
        if each.default is each.empty
    }
    return FUNCTIONS[name](articles, **needed, **options)


def list_arguments(name):
    """Give the name of the first argument, and of others that need not be named in a call."""
    first, *others = PARAMETERS[name].values()
    return first.name, [each.name for each in others if each.kind is not each.KEYWORD_ONLY]


@pytest.mark.parametrize("name", TABLES)
def test_a_table_takes_articles_and_names_the_rest(name):
    assert list_arguments(name) == ("articles", [])


@pytest.mark.parametrize("name", PLOTS)
def test_a_plot_takes_a_table_and_names_the_rest(name):
    assert list_arguments(name) == ("table", [])
    assert "ax" in PARAMETERS[name]


def test_an_argument_takes_the_same_everywhere():
    taken = defaultdict(lambda: defaultdict(list))
    for name, parameters in PARAMETERS.items():
        for each in parameters.values():
            kinds = frozenset(each.annotation.split(" | ")) - {"None"}  # may be left out or not
            taken[each.name][kinds].append(name)
    assert {
        each: kinds for each, kinds in taken.items() if len(kinds) > 1
    }.keys() <= SEVERAL.keys()


@pytest.mark.parametrize("name", COUNTING)
def test_every_form_is_known_wherever_words_are_counted(name):
    given = COUNTED.get(name, [STORY])
    needed = {"query": "gap_NOUN"} if "query" in PARAMETERS[name] else {}
    for form in ("form", "stem", "lemma", "lempos"):
        FUNCTIONS[name](*given, form=form, **needed)
    with pytest.raises(tk.ToolkitError, match="form: must be one of form, stem, lemma, lempos"):
        FUNCTIONS[name](*given, form="regex", **needed)


@pytest.mark.parametrize("name", [*TABLES, *OTHERS])
def test_a_column_can_be_read_as_an_attribute(name, seed):
    tables = [FUNCTIONS[name]()] if name in {"validity_table", "role_table"} else []
    if name == "keyness_table":
        tables = [tk.keyness_table(seed, "wordfreq")]
    if name in TABLES:
        dated = replace(seed, published=date(2016, 9, 6))
        tables = [make_table(name, dated, **options) for options in ({}, *CHOICES.get(name, []))]
        assert ("article" in tables[0]) == (name not in GROUPED)
    taken = {*dir(pd.DataFrame)} - {"first", "last"}  # methods that pandas 3 has no more
    for column in {column for table in tables for column in table}:
        assert column not in taken
        assert not keyword.iskeyword(column), column
        assert not hasattr(builtins, column), column
