"""A bar is shown where a person looks on, and only over several articles."""

import sys

import pytest

import toolkit as tk
from toolkit import Article
from toolkit.tables import progress
from toolkit.tables.progress import follow, is_progress_shown

ARTICLES = [Article(f"Rates will rise by {n}.", id=f"{n}") for n in range(3)]


@pytest.fixture(autouse=True)
def plain(monkeypatch):
    """No setting from outside, and nobody who looks on."""
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv("TQDM_DISABLE", raising=False)
    yield
    tk.show_progress(shown=None)


def look_on(monkeypatch, *, looks=True):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: looks, raising=False)


def test_a_bar_is_shown_in_a_terminal_and_not_elsewhere(monkeypatch):
    look_on(monkeypatch)
    assert is_progress_shown()
    look_on(monkeypatch, looks=False)
    assert not is_progress_shown()


@pytest.mark.parametrize("name", ["CI", "TQDM_DISABLE"])
def test_a_variable_of_the_environment_turns_it_off(monkeypatch, name):
    look_on(monkeypatch)
    monkeypatch.setenv(name, "1")
    assert not is_progress_shown()


def test_what_is_wanted_goes_before_where_it_runs(monkeypatch):
    look_on(monkeypatch, looks=False)
    tk.show_progress(shown=True)
    assert is_progress_shown()
    assert not is_progress_shown(shown=False)
    tk.show_progress(shown=False)
    look_on(monkeypatch)
    assert not is_progress_shown()
    assert is_progress_shown(shown=True)
    tk.show_progress(shown=None)
    assert is_progress_shown()


@pytest.mark.parametrize("shown", [True, False])
def test_articles_pass_through_in_their_order(monkeypatch, shown, capsys):
    monkeypatch.setattr(progress, "PATIENCE", 0)
    tk.show_progress(shown=shown)
    assert [*follow(ARTICLES)] == ARTICLES
    assert ("articles/s" in capsys.readouterr().err) == shown


@pytest.mark.parametrize("given", [ARTICLES[:1], (one for one in ARTICLES)])
def test_one_article_and_a_stream_have_no_bar(monkeypatch, given, capsys):
    monkeypatch.setattr(progress, "PATIENCE", 0)
    tk.show_progress(shown=True)
    assert [*follow(given)] == ARTICLES[: 1 if isinstance(given, list) else 3]
    assert capsys.readouterr().err == ""


def test_who_waits_a_moment_sees_none(capsys):
    tk.show_progress(shown=True)
    assert len(tk.article_table(ARTICLES)) == 3
    assert capsys.readouterr().err == ""
