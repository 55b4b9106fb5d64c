import pytest

import toolkit as tk
from tests import stub_tables as stub
from toolkit.base.article import Article
from toolkit.corpus import run
from toolkit.corpus.pools import Processes


@pytest.fixture(autouse=True)
def inline(monkeypatch):
    """Do the jobs in this process, but for tests that are about others."""
    monkeypatch.setattr(run, "Processes", stub.Inline)


@pytest.fixture
def apart(inline, monkeypatch):
    """Do the jobs in processes of their own, as a user's are."""
    monkeypatch.setattr(run, "Processes", Processes)


@pytest.fixture
def articles():
    return [Article(text, id=f"a{number}") for number, text in enumerate(stub.TEXTS)]


@pytest.fixture
def analyse(tmp_path):
    """Analyse with a table that takes no model."""

    def analyse(source, **options):
        given = {"tables": {"lengths": stub.length_table}, "partition": 4, "workers": 1}
        return tk.analyse_corpus(source, tmp_path / "out", **given | options)

    return analyse
