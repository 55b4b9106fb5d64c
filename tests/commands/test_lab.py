"""toolkit lab: the notebooks, opened in JupyterLab."""

import io
import os
import sys
from pathlib import Path

import pytest

from toolkit.commands import lab
from toolkit.commands.entry import main


def test_notebooks_are_copied_beside_the_article_and_never_over_a_file(tmp_path):
    assert lab.copy_notebooks(tmp_path) == []
    copied = sorted(tmp_path.rglob("*.*"))
    assert {path.parent.name for path in copied} == {
        *("notebooks", "data", "seeds"),
        *("docs", "guides"),
    }
    assert {"corpus.jsonl", "truth.csv", "transcript.txt"} <= {path.name for path in copied}
    copied[0].write_text("mine")
    assert lab.copy_notebooks(tmp_path) == [copied[0]]
    assert copied[0].read_text() == "mine"


@pytest.fixture
def started(monkeypatch):
    """The command that would have been run in place of this one, then where it has settings."""
    calls = []

    def note(command, env):
        calls.extend([command, env["JUPYTER_CONFIG_PATH"]])

    monkeypatch.setattr(os, "execve", lambda _, command, env: note(command, env))
    monkeypatch.setattr(lab.subprocess, "call", note)
    monkeypatch.setattr(lab.signal, "signal", lambda *_: None)
    return calls


def test_lab_opens_the_first_notebook_from_the_folder_above(started, tmp_path, monkeypatch):
    monkeypatch.setenv("CI", "true")
    (tmp_path / "notebooks").mkdir()
    for name in ("02_b.ipynb", "01_a.ipynb"):
        (tmp_path / "notebooks" / name).touch()
    main(["lab", str(tmp_path)])
    options = started[0]
    assert f"--ServerApp.root_dir={tmp_path}" in options
    assert "--LabApp.default_url=/lab/tree/notebooks/01_a.ipynb" in options
    assert "--no-browser" in options
    assert not [option for option in options if "token" in option]


@pytest.mark.parametrize("given", [None, "mine"])
def test_lab_adds_its_settings_below_those_of_a_person(started, tmp_path, monkeypatch, given):
    monkeypatch.delenv("JUPYTER_CONFIG_PATH", raising=False)
    if given:
        monkeypatch.setenv("JUPYTER_CONFIG_PATH", given)
    main(["lab", str(tmp_path)])
    *above, ours = started[1].split(os.pathsep)
    assert above == [given] * bool(given)
    assert [*Path(ours).glob("labconfig/default_setting_overrides.json")]


@pytest.mark.parametrize(("user", "allowed"), [(0, True), (1000, False)])
def test_lab_may_run_as_root(user, allowed, started, tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: user, raising=False)
    main(["lab", str(tmp_path)])
    assert ("--allow-root" in started[0]) == allowed


def test_lab_says_that_it_runs_as_root(started, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    main(["lab", str(tmp_path)])
    assert "running as root" in capsys.readouterr().err


def test_lab_says_what_to_install(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(lab, "find_spec", lambda _: None)
    assert main(["lab", str(tmp_path)]) == 1
    assert 'pip install "narrative-toolkit[lab]"' in capsys.readouterr().err


def test_lab_makes_no_copy_unasked(started, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(lab, "find_checkout", lambda: None)
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert main(["lab"]) == 1
    assert [*tmp_path.iterdir()] == started == []
