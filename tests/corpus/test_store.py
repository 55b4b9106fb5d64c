import json
import os

import pandas as pd
import pytest

from toolkit.base.errors import ToolkitError
from toolkit.corpus.store import Folder


@pytest.fixture
def folder(tmp_path):
    return Folder.at(tmp_path / "out")


def list_names(path):
    return sorted(each.relative_to(path).as_posix() for each in path.rglob("*"))


def test_a_folder_is_made_and_known_by_its_whole_path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder = Folder.at("deep/out")
    assert (tmp_path / "deep" / "out").is_dir()
    assert folder.place == "deep/out"
    assert folder.address == (tmp_path / "deep" / "out").resolve().as_posix()
    assert Folder.at(folder.address).list_files() == {}


def test_a_url_of_this_machine_is_its_folder(tmp_path):
    folder = Folder.at((tmp_path / "out").as_uri())
    folder.write_table("t.parquet", pd.DataFrame({"n": [1]}))
    assert (tmp_path / "out" / "t.parquet").is_file()
    assert folder.address == (tmp_path / "out").as_posix()


def test_a_store_is_known_by_its_url():
    folder = Folder.at("memory://store/out")
    assert folder.address == "memory://store/out"
    folder.make("_unfinished")
    folder.write_json("a.json", {"n": 1})
    assert folder.read_json("a.json") == {"n": 1}
    with folder.lock(), folder.lock():  # stores have none
        pass
    assert folder.list_files() == {"_unfinished": -1, "a.json": len('{\n "n": 1\n}')}


def test_a_url_of_no_store_is_told():
    with pytest.raises(
        ToolkitError, match=r"^out: must be a folder or a URL of a store; found \w"
    ):
        Folder.at("nowhere://bucket/out")


def test_a_folder_that_cannot_be_is_told(tmp_path):
    (tmp_path / "file").touch()
    place = tmp_path / "file" / "out"
    with pytest.raises(ToolkitError) as caught:
        Folder.at(place)
    assert str(caught.value).startswith(f"{place}: must be a folder that can be written; found ")


# ---- one run at a time -----------------------------------------------------------------------


def test_one_run_at_a_time_is_let_in(folder):
    told = f"^{folder.place}: must be written by one run at a time; found another at work there$"
    with folder.lock(), pytest.raises(ToolkitError, match=told), Folder.at(folder.place).lock():
        pass
    with folder.lock():
        pass


def fail(folder, error):
    with folder.lock():
        raise error


@pytest.mark.parametrize("error", [ToolkitError("refused"), ValueError("broken")])
def test_a_run_that_ends_lets_the_next_one_in(folder, error):
    with pytest.raises(type(error)):
        fail(folder, error)
    with folder.lock():
        pass


@pytest.mark.skipif(os.name != "posix", reason="open files cannot be deleted everywhere")
def test_a_run_that_is_refused_leaves_no_lock_of_its_own(folder, tmp_path):
    with pytest.raises(ToolkitError, match="refused"):
        fail(folder, ToolkitError("refused"))
    assert list_names(tmp_path / "out") == []
    (tmp_path / "out" / ".lock").touch()  # of a run before
    with pytest.raises(ToolkitError, match="refused"):
        fail(folder, ToolkitError("refused"))
    assert list_names(tmp_path / "out") == [".lock"]


# ---- files -----------------------------------------------------------------------------------


def test_a_table_is_read_as_it_was_written_without_its_index(folder, tmp_path):
    table = pd.DataFrame({"name": ["a", None], "n": [1, 2]}, index=[7, 9])
    size = folder.write_table("t.parquet", table)
    assert size == (tmp_path / "out" / "t.parquet").stat().st_size
    assert folder.list_files()["t.parquet"] == size
    read = folder.read_table("t.parquet")
    assert read.column_names == ["name", "n"]
    assert read.to_pylist() == [{"name": "a", "n": 1}, {"name": None, "n": 2}]


def test_an_object_is_written_whole_and_in_place_of_the_one_before(folder, tmp_path):
    folder.make("_unfinished")
    folder.make("_partitions")
    for n in (1, 2):
        folder.write_json("_partitions/a.json", {"n": n, "name": "Zo\u00eb"})
        assert folder.read_json("_partitions/a.json") == {"n": n, "name": "Zo\u00eb"}
    content = (tmp_path / "out" / "_partitions" / "a.json").read_bytes()
    assert json.loads(content) == {"n": 2, "name": "Zo\u00eb"}
    assert content.count(b"\n") == 3
    assert list_names(tmp_path / "out") == ["_partitions", "_partitions/a.json", "_unfinished"]


def test_files_and_folders_are_listed_apart(folder):
    folder.make("deep")
    folder.write_table("deep/t.parquet", pd.DataFrame({"n": [1]}))
    assert folder.list_files() == {"deep": -1}
    assert [*folder.list_files("deep")] == ["t.parquet"]
    assert folder.list_files("nowhere") == {}


def test_what_is_removed_is_gone_and_nothing_else(folder, tmp_path):
    for name in ("deep", "other"):
        folder.make(name)
        folder.write_table(f"{name}/t.parquet", pd.DataFrame({"n": [1]}))
    folder.remove("nowhere")
    folder.remove("deep")
    assert list_names(tmp_path / "out") == ["other", "other/t.parquet"]
    folder.remove("other/t.parquet")
    assert list_names(tmp_path / "out") == ["other"]


def test_a_file_takes_the_place_of_the_one_with_its_name(folder, tmp_path):
    for name, n in (("a", 1), ("b", 2)):
        folder.write_table(name, pd.DataFrame({"n": [n]}))
    folder.move("a", "b")
    assert list_names(tmp_path / "out") == ["b"]
    assert folder.read_table("b").to_pylist() == [{"n": 1}]


def test_what_cannot_be_written_is_told_with_the_folder(folder):
    with pytest.raises(ToolkitError) as caught:
        folder.write_table("nowhere/t.parquet", pd.DataFrame({"n": [1]}))
    told = f"{folder.place}: must be a folder that can be written; found "
    assert str(caught.value).startswith(told)
