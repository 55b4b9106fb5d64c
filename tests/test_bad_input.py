"""What is given by mistake is named in one line, whatever function it is given to."""

import inspect
from datetime import date
from functools import partial
from pathlib import Path

import pandas as pd
import pytest
from make_api_page import list_functions

import toolkit as tk

QUERIES = {"collocation_table", "concordance_table", "dispersion_table"}
FINDERS = [tk.find_quotations, tk.find_attributions, tk.find_speakers, tk.annotate]
FUNCTIONS = list_functions()
OTHERS = {"keyness_table", "role_table", "validity_table"} | {
    "audit_table",
    "change_table",
    "confusion_table",
    "decision_table",
}  # tests/test_calls.py tells why
TABLES = [
    partial(made, query="war") if name in QUERIES else made
    for name, made in FUNCTIONS.items()
    if name.endswith("_table") and name not in OTHERS
]
NEEDED = {"query": "war", "of": "direct", "reference": "wordfreq", "out": "out"}
ENDINGS = {"write_brat": "ann", "write_workbook": "xlsx"}  # all others may write a .csv
WRONG = {
    "a string": "War is war.",
    "strings": ["War is war."],
    "a table": pd.DataFrame({"wrod": ["war"]}),
    "None": None,
    "a number": 7,
}
WITHOUT = {"role_table", "show_progress", "validity_table"}  # take nothing by its place
FITTING = {  # what is wrong for others, and right here
    "a string": {"count_words", "parse_article"},
    "strings": {"score_sentiment"},
    "a table": {"analyse_corpus", "iter_corpus", "show"},  # the first two list faults of rows
}
TAKES_ARTICLES = [
    name
    for name, made in FUNCTIONS.items()
    if next(iter(inspect.signature(made).parameters), None) == "articles"
]
CALLS = [
    (name, given)
    for name, made in FUNCTIONS.items()
    for given in WRONG
    if name not in {*FITTING.get(given, ()), *WITHOUT}
]
# But for the one whose table a reader makes.
PLOTS = [getattr(tk, f) for f in dir(tk) if f.startswith("plot_") and f != "plot_order"]


def call(name, given):
    first, *others = inspect.signature(FUNCTIONS[name]).parameters.values()
    values = {first.name: given}
    for each in others:
        if each.default is each.empty:
            values[each.name] = NEEDED.get(each.name, given)
            if each.name == "path":
                values["path"] = f"out.{ENDINGS.get(name, 'csv')}"
    made = FUNCTIONS[name](**values)
    return [*made] if inspect.isgenerator(made) else made


@pytest.mark.parametrize(("name", "given"), CALLS)
def test_a_wrong_call_of_any_function_is_told_in_one_line(name, given, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(tk.ToolkitError, match=r"^[^:]+: .*must .*; found ") as caught:
        call(name, WRONG[given])
    assert len(f"{caught.value}".splitlines()) == 1
    assert {path.name for path in tmp_path.iterdir()} <= {NEEDED["out"]}


@pytest.mark.parametrize("name", TAKES_ARTICLES)
@pytest.mark.parametrize(
    ("given", "remedy"),
    [
        ("a string", "Use read_article or parse_article first"),
        ("strings", r"Use \[parse_article\(text\) for text in texts\] first"),
        ("a table", r"Use read_corpus\(table\) first"),
    ],
)
def test_who_gives_no_articles_reads_what_to_type(name, given, remedy):
    with pytest.raises(tk.ToolkitError, match=f"{remedy}$"):
        call(name, WRONG[given])


@pytest.mark.parametrize(
    ("ask", "meant"),
    [
        (partial(tk.source_table, what="gendr"), "gender"),
        (partial(tk.source_table, by="publishr"), "publisher"),
        (partial(tk.trend_table, by="mont"), "month"),
        (partial(tk.frequency_table, by="publishr"), "publisher"),
        (partial(tk.frequency_table, form="lema"), "lemma"),
        (partial(tk.concordance_table, query="war", order="plac"), "place"),
        (partial(tk.article_table, meta=["prty"]), "party"),
        (partial(tk.draw_audit, of="direkt"), "direct"),
        (partial(tk.draw_audit, of="direct", by="publishr"), "publisher"),
        (partial(tk.speaker_table, gender_by="name"), "names"),
    ],
)
def test_a_misspelt_word_is_told_with_what_was_meant(ask, meant):
    article = tk.Article("Rates will rise, Ann Lee said.", meta={"party": "Greens"})
    with pytest.raises(tk.ToolkitError, match=f". Did you mean '{meant}'\\?$"):
        ask(article)


def test_a_misspelt_function_is_told_with_the_one_that_was_meant():
    with pytest.raises(AttributeError, match=r"no quotaton_table. Did you mean 'quotation_table'"):
        tk.quotaton_table  # noqa: B018 - the look-up is what fails
    assert not hasattr(tk, "of_nothing_like_it")


def test_a_misspelt_column_of_a_plot_and_of_a_file(tmp_path):
    with pytest.raises(tk.ToolkitError, match=r"Did you mean 'speakr'\?$"):
        tk.plot_relays(pd.DataFrame({"speakr": ["Ann Lee"]}))
    path = tmp_path / "news.csv"
    path.write_text("Meldung,Zeitung\nIt rained.,Post\n", "utf-8")
    with pytest.raises(tk.ToolkitError, match=r"Did you mean 'Meldung'\?$"):
        tk.read_corpus(path, columns={"text": "Meldug"})


def test_a_text_in_place_of_a_file_is_told_apart_from_a_file_that_is_missing():
    with pytest.raises(tk.ReadError, match=r"no such file or directory in .*\. Use parse_article"):
        tk.read_article("Rates will rise. Ann Lee said so")
    with pytest.raises(tk.ReadError) as told:
        tk.read_article("my story.txt")
    assert str(told.value).endswith(f"found no such file or directory in {Path.cwd()}")


def test_a_name_that_is_right_from_another_folder_or_mistyped_is_told(tmp_path, monkeypatch):
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "story.txt").write_text("It rained.", "utf-8")
    monkeypatch.chdir(tmp_path / "notebooks")
    for read in (tk.read_article, tk.read_corpus):
        with pytest.raises(tk.ReadError, match=r"notebooks\. Did you mean '\.\./story\.txt'\?$"):
            read("story.txt")
        with pytest.raises(tk.ReadError, match=r"Did you mean 'story\.txt'\?$"):
            read(tmp_path / "storey.txt")


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
