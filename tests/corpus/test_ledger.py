import json

import pytest

from tests import stub_tables as stub
from toolkit.base.article import Article
from toolkit.base.errors import ToolkitError


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"partition": 5}, "partition 4; found 5"),
        ({"day_first": True}, "day_first None; found True"),
        ({"tables": {"lengths": stub.slow_table}}, "stub_tables:slow_table"),
        ({"tables": ["words", "tone"]}, "with tables lengths; found tone, words"),
        ({"duplicates": None}, "duplicates mark; found None"),
    ],
)
def test_other_settings_are_refused(analyse, articles, tmp_path, change, told):
    analyse(articles)
    before = stub.read_all(tmp_path / "out")
    with pytest.raises(ToolkitError, match="Name another folder, or start afresh") as caught:
        analyse(articles, **change)
    assert told in str(caught.value)
    assert stub.read_all(tmp_path / "out") == before


def test_another_version_is_refused(analyse, articles, tmp_path):
    analyse(articles)
    path = tmp_path / "out" / "manifest.json"
    path.write_text(path.read_text().replace('"spacy": "', '"spacy": "0.'))
    with pytest.raises(ToolkitError, match=r"with spacy 0\.\d"):
        analyse(articles)


def test_a_folder_of_release_0_1_is_refused_in_one_line(analyse, articles, tmp_path):
    (tmp_path / "out").mkdir()
    begun = {"tables": {"words": "toolkit.words.frequency:frequency_table"}, "reading": {}}
    manifest = {"complete": True, "settings": begun, "versions": {"narrative-toolkit": "0.1.0a"}}
    (tmp_path / "out" / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(ToolkitError, match=r"with narrative-toolkit 0\.1\.0a; found") as caught:
        analyse(articles)
    assert str(caught.value).endswith(
        "Name another folder, or start afresh (resume=False, --no-resume)"
    )
    assert analyse(articles, resume=False).articles == len(articles)


OF_TABLES = '{"settings": {"tables": %s}, "versions": {}}'


@pytest.mark.parametrize("resume", [True, False])
@pytest.mark.parametrize(
    "manifest",
    [
        "", "[]", "{}", '{"name": "My app"}', '{"settings": [], "versions": {}}',
        '{"settings": {"tables": {}}, "versions": 1}', OF_TABLES % '["words"]',
        OF_TABLES % '{"../thesis": ""}', OF_TABLES % '{"/": ""}',
    ],
)  # fmt: skip
def test_a_manifest_of_something_else_is_left_alone(analyse, articles, tmp_path, manifest, resume):
    for name in ("out", "thesis"):
        (tmp_path / name).mkdir()
    (tmp_path / "out" / "manifest.json").write_text(manifest)
    with pytest.raises(ToolkitError, match=r"found a manifest\.json of something else"):
        analyse(articles, resume=resume)
    assert (tmp_path / "out" / "manifest.json").read_text() == manifest
    assert (tmp_path / "thesis").exists()


@pytest.mark.parametrize("change", ["text", "order", "fewer", "more"])
def test_another_source_is_refused(analyse, articles, change):
    analyse(articles)
    changed = {
        "text": [Article("Other.", id="a0"), *articles[1:]],
        "order": articles[::-1],
        "fewer": articles[:8],
        "more": [*articles[:18], Article("More.", id="more"), *articles[18:]],
    }
    with pytest.raises(ToolkitError, match="from the source it was begun with"):
        analyse(changed[change])


def test_starting_afresh_deletes_what_was_there(analyse, articles, tmp_path):
    analyse(articles, tables={"old": stub.length_table})
    made = analyse(articles[:3], resume=False)
    assert (made.articles, made.rows) == (3, {"lengths": 3})
    assert not (tmp_path / "out" / "old").exists()


def test_a_file_that_was_damaged_is_made_again(analyse, articles, tmp_path):
    analyse(articles)
    before = stub.read_all(tmp_path / "out")
    (tmp_path / "out" / "lengths" / "part-000002.parquet").write_bytes(b"")
    (tmp_path / "out" / "lengths" / "part-000003.parquet").unlink()
    analyse(articles)
    assert stub.read_all(tmp_path / "out") == before


def test_a_folder_with_other_files_is_left_alone(analyse, articles, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.docx").touch()
    for resume in (True, False):
        with pytest.raises(
            ToolkitError, match=r"empty or hold an earlier run; found thesis\.docx"
        ):
            analyse(articles, resume=resume)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["thesis.docx"]


@pytest.mark.parametrize("change", [{"partition": 5}, {"columns": {"text": "body"}}])
def test_a_run_that_is_refused_leaves_no_lock(analyse, articles, tmp_path, change):
    analyse(articles)
    (tmp_path / "out" / ".lock").unlink()
    with pytest.raises(ToolkitError, match="gone on with as it was begun"):
        analyse(articles, **change)
    assert not (tmp_path / "out" / ".lock").exists()


def test_a_run_that_is_refused_as_it_reads_leaves_no_lock(analyse, articles, tmp_path):
    analyse(articles)
    (tmp_path / "out" / ".lock").unlink()
    with pytest.raises(ToolkitError, match="from the source it was begun with"):
        analyse(articles[1:])
    assert not (tmp_path / "out" / ".lock").exists()


def test_the_manifest_names_each_setting_and_nothing_of_ours(analyse, articles, tmp_path):
    analyse(articles, columns={"text": "body"}, tables=["words"])
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert manifest["settings"] == {
        "tables": {"words": "toolkit:frequency_table"},
        "partition": 4,
        "duplicates": "mark",
        "columns": {"text": "body"},
        "day_first": None,
        "language": None,
        "corrections": None,
        "engine": "english 0.3",
    }
