"""toolkit lab: the notebooks, opened in JupyterLab."""

import io
import os
import sys
from pathlib import Path

import pytest

from toolkit.base.errors import ToolkitError
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


class Terminal(io.StringIO):
    """Somebody at a terminal, who types this."""

    def isatty(self):
        return True


@pytest.fixture
def installed(monkeypatch, tmp_path):
    """As installed from a wheel, with two notebooks in it, in a folder with nothing there."""
    starter, here = tmp_path / "starter", tmp_path / "here"
    for name in ("notebooks/01_a.ipynb", "notebooks/notes.txt", "seeds/a.txt", "docs/a.md"):
        (starter / name).parent.mkdir(parents=True, exist_ok=True)
        (starter / name).write_text(name)
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setattr(lab, "find_checkout", lambda: None)
    monkeypatch.setattr(lab, "STARTER", starter)
    return here


def list_files(folder):
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


@pytest.mark.parametrize("typed", ["\n", "y\n", " YES \n"])
def test_lab_makes_a_copy_for_who_agrees(started, installed, monkeypatch, capsys, typed):
    monkeypatch.setattr(sys, "stdin", Terminal(typed))
    main(["lab"])
    folder = installed / "narrative-notebooks"
    assert list_files(folder) == ["docs/a.md", "notebooks/01_a.ipynb", "seeds/a.txt"]
    assert f"--ServerApp.root_dir={folder}" in started[0]
    assert f"Copy the notebooks into {folder}? [Y/n] " in capsys.readouterr().err


@pytest.mark.parametrize("typed", ["n\n", "no\n", "what\n"])
def test_lab_makes_none_for_who_does_not(started, installed, monkeypatch, capsys, typed):
    monkeypatch.setattr(sys, "stdin", Terminal(typed))
    assert main(["lab"]) == 1
    assert [*installed.iterdir()] == started == []
    told = "toolkit: no notebooks here. Name a folder, or let --copy FOLDER make one\n"
    assert capsys.readouterr().err.endswith(told)


def test_lab_goes_on_with_a_copy_that_is_there_and_asks_nothing(started, installed, capsys):
    (installed / "narrative-notebooks").mkdir()
    main(["lab"])
    assert f"--ServerApp.root_dir={installed / 'narrative-notebooks'}" in started[0]
    assert list_files(installed) == []
    assert "Copy" not in capsys.readouterr().err


def test_lab_copies_where_it_is_told_and_keeps_what_is_there(started, installed, capsys):
    (installed / "mine" / "seeds").mkdir(parents=True)
    (installed / "mine" / "seeds" / "a.txt").write_text("mine")
    main(["lab", "--copy", "mine"])
    assert list_files(installed / "mine") == ["docs/a.md", "notebooks/01_a.ipynb", "seeds/a.txt"]
    assert (installed / "mine" / "seeds" / "a.txt").read_text() == "mine"
    kept = Path("mine", "seeds", "a.txt")
    assert f"toolkit: {kept}: kept yours, which differs from ours\n" in capsys.readouterr().err
    assert f"--ServerApp.root_dir={installed / 'mine'}" in started[0]


def test_lab_in_a_checkout_opens_it_and_copies_nothing(started, tmp_path, monkeypatch):
    monkeypatch.setattr(lab, "find_checkout", lambda: tmp_path)
    main(["lab"])
    assert f"--ServerApp.root_dir={tmp_path}" in started[0]
    assert [*tmp_path.iterdir()] == []


def test_this_is_a_checkout():
    root = lab.find_checkout()
    assert (root / "tests" / "commands" / Path(__file__).name).samefile(__file__)


def test_a_copy_is_no_file(tmp_path):
    path = tmp_path / "file"
    path.touch()
    with pytest.raises(ToolkitError, match=r"file: must be a folder; found a file$"):
        lab.copy_notebooks(path)


def test_lab_needs_a_folder(started, tmp_path, capsys):
    assert main(["lab", str(tmp_path / "nowhere")]) == 1
    assert capsys.readouterr().err.endswith("nowhere: must be a folder; found none\n")
    assert started == []


@pytest.mark.parametrize(
    ("names", "opened"),
    [
        (["b.ipynb", "a.ipynb"], "a.ipynb"),
        (["a.ipynb", "notebooks/02.ipynb", "notebooks/10.ipynb"], "notebooks/02.ipynb"),
        (["notebooks/mine.ipynb", "b.ipynb"], "b.ipynb"),
        (["notes.txt"], None),
    ],
)
def test_lab_opens_the_first_of_the_notebooks_that_are_there(started, tmp_path, names, opened):
    (tmp_path / "notebooks").mkdir()
    for name in names:
        (tmp_path / name).touch()
    main(["lab", str(tmp_path)])
    urls = [option for option in started[0] if "default_url" in option]
    assert urls == ([] if opened is None else [f"--LabApp.default_url=/lab/tree/{opened}"])


def test_lab_listens_on_this_machine_alone(started, tmp_path):
    main(["lab", str(tmp_path)])
    assert started[0][:3] == [sys.executable, "-m", "jupyterlab"]
    assert "--ServerApp.ip=127.0.0.1" in started[0]


@pytest.mark.parametrize(
    ("machine", "opens"),
    [
        ("linux", False),
        ("linux DISPLAY=:0", True),
        ("linux WAYLAND_DISPLAY=wayland-0", True),
        ("linux DISPLAY=:0 CI=true", False),
        ("darwin", True),
        ("win32", True),
        ("win32 CI=1", False),
    ],
)
def test_lab_opens_a_browser_where_there_is_a_screen(started, monkeypatch, capsys, machine, opens):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "CI"):
        monkeypatch.delenv(name, raising=False)
    platform, *variables = machine.split()
    for variable in variables:
        monkeypatch.setenv(*variable.split("="))
    monkeypatch.setattr(lab.sys, "platform", platform)
    main(["lab", "."])
    assert ("--no-browser" in started[0]) != opens
    assert ("no display found: open the link" in capsys.readouterr().err) != opens


def test_where_a_process_cannot_take_the_place_of_another_lab_is_waited_for(
    started, tmp_path, monkeypatch
):
    monkeypatch.setattr(lab.os, "name", "nt")
    monkeypatch.setattr(lab.subprocess, "call", lambda command, env: started.append(command) or 7)
    folder = tmp_path  # made before: a path is of the system that runs here
    assert lab.start_lab(folder, tell=lambda _: None) == 7
    assert started[0][:3] == [sys.executable, "-m", "jupyterlab"]


@pytest.mark.parametrize(
    ("words", "handed_on"),
    [
        ("--debug mine", "--debug"),
        ("mine --port 9999", "--port 9999"),
        ("--port 9999 mine", "--port 9999"),
        ("--port=9999 --copy mine", "--port=9999"),
        ("--copy=mine --debug", "--debug"),
        ("--ServerApp.token t --LabApp.watch=1 mine", "--ServerApp.token t --LabApp.watch=1"),
    ],
)
def test_options_of_jupyterlab_are_handed_on(started, installed, words, handed_on):
    (installed / "mine").mkdir()
    main(["lab", *words.split()])
    assert f"--ServerApp.root_dir={installed / 'mine'}" in started[0]
    assert " ".join(started[0]).endswith(f" {handed_on}")


@pytest.mark.parametrize(
    ("option", "ours"),
    [
        ("--ip=0.0.0.0", "--ServerApp.ip=127.0.0.1"),
        ("--ServerApp.ip=0.0.0.0", "--ServerApp.ip=127.0.0.1"),
        ("--LabApp.default_url=/lab", "--LabApp.default_url=/lab/tree/a.ipynb"),
    ],
)
def test_what_a_person_sets_for_jupyterlab_is_not_set_by_us(started, tmp_path, option, ours):
    (tmp_path / "a.ipynb").touch()
    main(["lab", str(tmp_path), option])
    assert option in started[0]
    assert ours not in started[0]
    assert f"--ServerApp.root_dir={tmp_path}" in started[0]


@pytest.mark.parametrize("option", ["--cpy", "--cpy=mine", "-x", "--no-browsr"])
def test_an_option_that_neither_knows_starts_nothing(started, installed, capsys, option):
    with pytest.raises(SystemExit, match="2"):
        main(["lab", option])
    assert capsys.readouterr().err.splitlines()[-1].endswith(f"unrecognized arguments: {option}")
    assert started == []


def test_other_commands_take_no_option_of_jupyterlab(capsys):
    with pytest.raises(SystemExit, match="2"):
        main(["report", "a.txt", "--no-browser"])
    assert capsys.readouterr().err.endswith("unrecognized arguments: --no-browser\n")
