"""What is given by mistake is named in one line, whatever function it is given to."""

from datetime import date
from functools import partial

import pandas as pd
import pytest

import toolkit as tk

QUERIES = {"collocation_table", "concordance_table", "dispersion_table"}
FINDERS = [tk.find_quotations, tk.find_attributions, tk.find_speakers, tk.annotate]
OTHERS = {"keyness_table", "role_table", "validity_table"} | {
    "audit_table",
    "confusion_table",
    "decision_table",
}  # tests/test_calls.py tells why
TABLES = [
    partial(getattr(tk, name), query="war") if name in QUERIES else getattr(tk, name)
    for name in sorted(tk.__all__)
    if name.endswith("_table") and name not in OTHERS
]
PLOTS = [getattr(tk, name) for name in dir(tk) if name.startswith("plot_")]


@pytest.mark.parametrize("find", FINDERS, ids=lambda f: f.__name__)
@pytest.mark.parametrize("given", ["War is war.", 7, None])
def test_what_is_no_article_is_refused(find, given):
    with pytest.raises(tk.ToolkitError, match=r"^article: must be an Article; found"):
        find(given)


@pytest.mark.parametrize("make", TABLES, ids=lambda f: getattr(f, "func", f).__name__)
def test_tables_of_a_text_are_refused(make):
    with pytest.raises(tk.ToolkitError, match=r"^articles: must be an Article or an iterable"):
        make("War is war.")


@pytest.mark.parametrize("make", TABLES, ids=lambda f: getattr(f, "func", f).__name__)
@pytest.mark.parametrize("text", ["🙂", "1931", "שלום עולם", "\u202eabc\u202c", "A.\0B.", '"No'])
def test_tables_of_odd_texts_have_the_usual_columns(make, text):
    assert [*make(tk.Article(text, published=date(2016, 9, 6)))] == [*make([])]


@pytest.mark.parametrize("plot", PLOTS, ids=lambda f: f.__name__)
def test_a_plot_of_another_table_says_which_it_wants(plot):
    with pytest.raises(tk.ToolkitError, match=r"^table: must be one that \w+_table made; found"):
        plot(pd.DataFrame({"wrod": ["war"]}))


def test_a_picture_of_no_plot():
    with pytest.raises(tk.ToolkitError, match=r"^ax: must be what a plot_ function returned"):
        tk.picture(7)
