import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time

import numpy as np
import pandas as pd
import pytest

import toolkit as tk
from tests import stub_tables as stub
from toolkit.base.article import Article
from toolkit.base.errors import ToolkitError
from toolkit.commands.entry import main
from toolkit.corpus import run
from toolkit.corpus.pools import Processes
from toolkit.corpus.run import TABLES, Analysis
from toolkit.corpus.store import Folder

STORY = "Rates will rise, Ann Lee said. She was glad, she said, that prices would fall."
TEXTS = [f"Story {number}. {STORY}" for number in range(20)]


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
    return [Article(text, id=f"a{number}") for number, text in enumerate(TEXTS)]


@pytest.fixture
def analyse(tmp_path):
    """Analyse with a table that takes no model."""

    def analyse(source, **options):
        given = {"tables": {"lengths": stub.length_table}, "partition": 4, "workers": 1}
        return tk.analyse_corpus(source, tmp_path / "out", **given | options)

    return analyse


def write_lines(path, texts):
    lines = (json.dumps({"id": f"a{number}", "text": text}) for number, text in enumerate(texts))
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return path


def test_the_tables_are_those_of_the_package(tmp_path, articles):
    made = tk.analyse_corpus(articles[:3], tmp_path, partition=2, workers=1)
    assert made.rows.keys() == TABLES.keys()
    for name, make in (
        ("articles", tk.article_table),
        ("quotations", tk.quotation_table),
        ("speakers", tk.speaker_table),
        ("sentence_sentiment", tk.sentence_sentiment_table),
        ("speaker_sentiment", tk.speaker_sentiment_table),
        ("tone", tk.tone_table),
        ("words", tk.frequency_table),
        ("stance", tk.stance_table),
        ("stance_passages", tk.stance_passage_table),
    ):
        expected = make(articles[:3])
        pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / name), expected)
        assert made.rows[name] == len(expected)
    copies = pd.read_parquet(tmp_path / "duplicates.parquet")
    pd.testing.assert_frame_equal(copies, tk.duplicate_table(articles[:3]))


@pytest.mark.usefixtures("apart")
def test_two_processes_write_what_one_writes(tmp_path, articles):
    for workers in (1, 2):
        tk.analyse_corpus(
            articles,
            tmp_path / str(workers),
            tables={"lengths": stub.length_table},
            partition=3,
            workers=workers,
        )
    assert stub.read_all(tmp_path / "1") == stub.read_all(tmp_path / "2")


@pytest.mark.usefixtures("apart")
def test_rows_are_in_the_order_of_the_corpus(analyse, articles, tmp_path):
    analyse(articles, workers=2)
    lengths = stub.read_table(tmp_path / "out", "lengths")
    assert [*lengths["article"]] == [article.id for article in articles]


@pytest.mark.usefixtures("apart")
def test_what_fails_is_listed_and_the_run_goes_on(analyse, tmp_path):
    texts = [*TEXTS]
    texts[5] += " [fault]"
    texts[6] += " [kill]"
    texts[10] = " "
    made = analyse(write_lines(tmp_path / "in.jsonl", texts), tables={"t": stub.fragile_table})
    assert (made.articles, made.failed) == (17, 3)
    failed = pd.read_parquet(tmp_path / "out" / "failed.parquet")
    assert [*failed["article"].fillna("")] == ["a6", "a5", ""]
    assert [*failed["place"]][2].endswith("in.jsonl:11")
    assert [*failed["reason"]] == [
        "ended the process that analysed it, as when memory runs out",
        "KeyError: 'a5'",
        "text: must not be blank; found ' '",
    ]
    kept = {*stub.read_table(tmp_path / "out", "t")["article"]}
    assert kept == {f"a{number}" for number in range(20)} - {"a5", "a6", "a10"}


@pytest.mark.usefixtures("apart")
def test_a_process_that_is_killed_once_takes_nothing_along(analyse, tmp_path):
    flag = tmp_path / "flag"
    flag.touch()
    texts = [Article(text, origin=str(flag)) for text in TEXTS[:6]]
    made = analyse(texts, tables={"t": stub.once_table})
    assert not flag.exists()
    assert (made.articles, made.failed) == (6, 0)


@pytest.mark.usefixtures("apart")
def test_a_table_that_kills_every_process_ends_the_run(analyse, articles):
    with pytest.raises(ToolkitError, match=r"memory .* each of the 4 from 'a0' on"):
        analyse(articles, tables={"t": stub.deadly_table})


def test_a_fault_that_no_article_causes_is_listed_for_each(analyse, articles, tmp_path):
    made = analyse(articles[:2], tables={"t": stub.broken_table})
    assert made == Analysis(str(tmp_path / "out"), 0, 2, {"t": 0})
    reasons = pd.read_parquet(tmp_path / "out" / "failed.parquet")["reason"]
    assert {*reasons} == {"OSError: [Errno 28] No space left on device"}


def test_a_killed_run_ends_as_one_that_was_not(tmp_path):
    source = str(write_lines(tmp_path / "in.jsonl", [*TEXTS, " ", *TEXTS, *TEXTS]))
    context = multiprocessing.get_context("forkserver" if os.name == "posix" else "spawn")
    if os.name == "posix":  # a fork of what has imported everything takes no seconds to start
        context.set_forkserver_preload(["toolkit.corpus.run", "tests.stub_tables"])

    def start(out):
        process = context.Process(target=stub.analyse_inline, args=(source, str(out)))
        process.start()
        return process

    begun = time.monotonic()
    whole = start(tmp_path / "whole")
    whole.join()
    assert whole.exitcode == 0
    longest = time.monotonic() - begun
    draw = np.random.default_rng(0)
    kills = 0
    for number in range(3):
        out = tmp_path / f"killed{number}"
        process = start(out)
        while process.exitcode is None:
            process.join(draw.uniform(0, longest / 3))
            if process.exitcode is None:
                process.kill()
                process.join()
                kills += 1
                process = start(out)
                longest *= 1.02  # so that it ends, however slow the machine has become
        assert process.exitcode == 0
        assert stub.read_all(out) == stub.read_all(tmp_path / "whole")
    assert kills >= 3


HEAD = """
import sys
import toolkit as tk
from tests import stub_tables as stub

def own_table(articles):
    return stub.length_table(articles)

"""
RUN = "tk.analyse_corpus(sys.argv[1], sys.argv[2], tables={}, partition=2, workers=2)\n"
GUARD = 'if __name__ == "__main__":\n    '


def start_script(tmp_path, source, content):
    script = tmp_path / "script.py"
    script.write_text(HEAD + content)
    return subprocess.Popen(
        [sys.executable, script, source, tmp_path / "out"],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(["."])},
        stderr=subprocess.PIPE,
        text=True,
    )


def run_script(tmp_path, content):
    source = write_lines(tmp_path / "in.jsonl", TEXTS[:4])
    with start_script(tmp_path, source, content) as process:
        _, said = process.communicate(timeout=120)
    return process.returncode, said


def test_a_table_may_be_a_function_of_the_script(tmp_path):
    assert run_script(tmp_path, GUARD + RUN.format('{"lengths": own_table}')) == (0, "")
    assert len(stub.read_table(tmp_path / "out", "lengths")) == 4


def test_a_script_without_such_a_table_needs_no_main(tmp_path):
    assert run_script(tmp_path, RUN.format('["words"]')) == (0, "")
    assert {*stub.read_table(tmp_path / "out", "words")["article"]} == {"a0", "a1", "a2", "a3"}


def test_a_script_that_workers_would_run_again_is_told(tmp_path):
    code, said = run_script(tmp_path, RUN.format('{"lengths": own_table}'))
    assert code == 1
    last = said.splitlines()[-1]
    assert "workers: must start; found that it ended with code 1" in last
    assert 'call it below if __name__ == "__main__"' in last


@pytest.mark.usefixtures("apart")
def test_what_a_worker_writes_is_shown(analyse, articles, capsys):
    analyse(articles[:1], tables={"t": stub.talking_table})
    assert "a0 by print\n" in capsys.readouterr().err


def wait_for(path, pattern):
    until = time.monotonic() + 150
    while not [*path.glob(pattern)] and time.monotonic() < until:
        time.sleep(0.02)


@pytest.mark.skipif(os.name != "posix", reason="sends a signal")
@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGINT])
def test_a_run_with_processes_goes_on_after_a_signal(tmp_path, sent):
    source = write_lines(tmp_path / "in.jsonl", TEXTS)
    script = GUARD + RUN.format('{"lengths": stub.slow_table}')
    with start_script(tmp_path, source, script) as process:
        wait_for(tmp_path / "out" / "_partitions", "*.json")
        process.send_signal(sent)
        process.communicate(timeout=60)
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert process.returncode != 0
    assert not manifest["complete"]
    done = len([*(tmp_path / "out" / "_partitions").iterdir()])
    assert 0 < done < 10
    made = tk.analyse_corpus(
        source, tmp_path / "out", tables={"lengths": stub.slow_table}, partition=2, workers=1
    )
    assert (made.articles, made.rows) == (20, {"lengths": 20})
    lengths = stub.read_table(tmp_path / "out", "lengths")
    assert [*lengths["article"]] == [f"a{number}" for number in range(20)]


def test_two_runs_into_one_folder_are_refused(analyse, articles, tmp_path):
    with (
        Folder.at(tmp_path / "out").lock(),
        pytest.raises(ToolkitError, match="one run at a time; found another"),
    ):
        analyse(articles)
    analyse(articles)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"partition": 5}, "partition 4; found 5"),
        ({"reading": {"day_first": True}}, "reading {}; found {'day_first': True}"),
        ({"tables": {"lengths": stub.slow_table}}, "stub_tables:slow_table"),
        ({"duplicates": None}, "found {'lengths'"),
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
    assert [path.name for path in (tmp_path / "out").iterdir()] == [".lock", "thesis.docx"]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"tables": ["quotes"]}, "'quotes'"),
        ({"tables": "quotations"}, "'quotations'"),
        ({"tables": []}, "tables: must be a list"),
        ({"tables": {"t": lambda articles: articles}}, "must be a function that a module has"),
        ({"tables": {"../t": stub.length_table}}, "names of letters and digits"),
        ({"partition": 0}, "partition: must be at least 1"),
        ({"workers": 0}, "workers: must be at least 1"),
        ({"reading": {"on_fault": print}}, "reading: must be of columns, day_first"),
        ({"reading": {"corrections": 7}}, "reading: corrections: must be a file's path; found 7"),
        ({"duplicates": "drop"}, "duplicates: must be 'mark' or None"),
    ],
)
def test_a_wrong_argument_is_named(analyse, articles, options, told):
    with pytest.raises(ToolkitError, match=r"^\w+: ") as caught:
        analyse(articles, **options)
    assert told in str(caught.value)


def test_nothing_to_read_is_told(analyse, tmp_path):
    with pytest.raises(ToolkitError, match=r"missing\.jsonl: must be a file"):
        analyse(tmp_path / "missing.jsonl")


def test_an_empty_corpus_gives_empty_tables(analyse, tmp_path):
    assert analyse([]).rows == {"lengths": 0}
    assert len(pd.read_parquet(tmp_path / "out" / "failed.parquet")) == 0


@pytest.fixture
def corrected(tmp_path):
    """Two articles, and a file in which a person named the speaker of the first."""
    articles = [Article("Rates will rise, she said.", id=name) for name in ("a0", "a1")]
    path = tk.write_corrections(articles, tmp_path / "corrections.csv")
    content = path.read_text("utf-8").replace(",unknown,unknown,", ",Ann Lee,person,", 1)
    path.write_text(content, "utf-8")
    return articles, path


def read_speakers(folder):
    table = pd.read_parquet(folder / "quotations")
    return [*table[["article", "speaker", "rule"]].itertuples(index=False, name=None)]


def test_what_a_person_corrected_counts_whatever_the_source(corrected, tmp_path):
    articles, path = corrected
    lines = [json.dumps({"id": a.id, "text": a.text}) for a in articles]
    for number, (source, corrections) in enumerate(((articles, path), (lines, str(path)))):
        made = tk.analyse_corpus(
            source,
            tmp_path / str(number),
            tables=["quotations"],
            reading={"corrections": corrections},
            workers=1,
        )
        assert (made.articles, made.failed) == (2, 0)
        assert read_speakers(tmp_path / str(number)) == [
            ("a0", "Ann Lee", "person"),
            ("a1", "unknown", "none"),
        ]


def test_corrections_of_an_article_that_does_not_come_are_listed(analyse, corrected, tmp_path):
    articles, path = corrected
    made = analyse(articles[1:], reading={"corrections": path})
    assert (made.articles, made.failed) == (1, 1)
    (failed,) = pd.read_parquet(tmp_path / "out" / "failed.parquet").to_dict("records")
    assert failed["place"] == f"{path}:2"
    assert "must be one of those that are read; found 'a0'" in failed["reason"]


def test_the_command_goes_by_corrections(corrected, tmp_path):
    articles, path = corrected
    source = tmp_path / "in.jsonl"
    source.write_text("".join(f'{{"id": "{a.id}", "text": "{a.text}"}}\n' for a in articles))
    command = ["analyse", str(source), "--out", str(tmp_path / "out"), "--tables", "quotations"]
    assert main([*command, "--workers", "1", "--corrections", str(path)]) == 0
    assert read_speakers(tmp_path / "out")[0] == ("a0", "Ann Lee", "person")


def test_an_id_that_comes_again_is_listed(analyse, articles, tmp_path):
    made = analyse([*articles, articles[0]])
    assert (made.articles, made.failed) == (20, 1)
    failed = pd.read_parquet(tmp_path / "out" / "failed.parquet")
    assert failed["reason"][0] == "id: must be unique; found 'a0' again"


def test_the_articles_may_come_from_a_generator(analyse, articles):
    assert analyse(article for article in articles).articles == 20


def test_lines_of_json_are_a_source(analyse, tmp_path):
    path = write_lines(tmp_path / "in.jsonl", TEXTS)
    with path.open("rb") as lines:
        assert analyse(lines).articles == 20


def test_the_folder_may_be_a_url(articles, tmp_path):
    tk.analyse_corpus(
        articles,
        (tmp_path / "out").as_uri(),
        tables={"lengths": stub.length_table},
        workers=1,
    )
    assert len(stub.read_table(tmp_path / "out", "lengths")) == 20


def test_a_url_of_no_store_is_told(articles):
    with pytest.raises(ToolkitError, match="must be a folder or a URL of a store"):
        tk.analyse_corpus(articles, "nowhere://bucket/folder", workers=1)


def test_a_bar_shows_articles_rate_and_time_left(analyse, articles, capsys):
    analyse(articles, progress=True)
    shown = capsys.readouterr().err
    assert "20/20" in shown
    assert "articles/s" in shown


def test_no_bar_where_nobody_looks(analyse, articles, capsys):
    analyse(articles)
    assert capsys.readouterr().err == ""


def test_the_command_writes_and_tells_what_failed(tmp_path, capsys):
    source = write_lines(tmp_path / "in.jsonl", [*TEXTS[:4], " "])
    command = ["analyse", str(source), "--out", str(tmp_path / "out"), "--tables", "words"]
    assert main([*command, "--workers", "1", "--partition", "2"]) == 3
    shown = capsys.readouterr()
    assert shown.out == f"{tmp_path / 'out'}\n"
    assert "1 could not be read or analysed" in shown.err
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert manifest["complete"]
    assert manifest["counts"]["articles"] == 4
    assert main([*command, "--partition", "3"]) == 1
    assert "with partition 2; found 3" in capsys.readouterr().err
    assert main([*command, "--partition", "3", "--no-resume"]) == 3
