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
from tests.frames import assert_stored
from toolkit.attitude import sentiment_evidence_table, stance_passage_table, tone_evidence_table
from toolkit.base.article import Article
from toolkit.base.errors import ToolkitError
from toolkit.commands.entry import main
from toolkit.corpus.plan import TABLES
from toolkit.corpus.store import Folder
from toolkit.tables import people_evidence_table


def test_the_tables_are_those_of_the_package(tmp_path, articles):
    made = tk.analyse_corpus(articles[:3], tmp_path, partition=2, workers=1)
    assert made.rows.keys() == TABLES.keys()
    for name, make in (
        ("articles", tk.article_table),
        ("quotations", tk.quotation_table),
        ("speakers", tk.speaker_table),
        ("people", tk.people_table),
        ("people_evidence", people_evidence_table),
        ("sentence_sentiment", tk.sentence_sentiment_table),
        ("speaker_sentiment", tk.speaker_sentiment_table),
        ("sentiment_evidence", sentiment_evidence_table),
        ("tone", tk.tone_table),
        ("tone_evidence", tone_evidence_table),
        ("words", tk.frequency_table),
        ("stance", tk.stance_table),
        ("stance_passages", stance_passage_table),
        ("voices", tk.voice_table),
        ("sourcing", tk.sourcing_table),
        ("source_diversity", tk.source_diversity_table),
        ("actions", tk.action_table),
        ("headlines", tk.headline_table),
        ("keywords", tk.keyword_table),
    ):
        expected = make(articles[:3])
        assert_stored(tmp_path / name, expected)
        assert made.rows[name] == len(expected)
    assert_stored(tmp_path / "duplicates.parquet", tk.duplicate_table(articles[:3]))


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
def test_a_process_that_is_killed_once_takes_nothing_along(analyse, tmp_path):
    flag = tmp_path / "flag"
    flag.touch()
    texts = [Article(text, origin=str(flag)) for text in stub.TEXTS[:6]]
    made = analyse(texts, tables={"t": stub.once_table})
    assert not flag.exists()
    assert (made.articles, made.failed) == (6, 0)


@pytest.mark.usefixtures("apart")
def test_a_table_that_kills_every_process_ends_the_run(analyse, articles):
    with pytest.raises(ToolkitError, match=r"memory .* each of the 4 from 'a0' on"):
        analyse(articles, tables={"t": stub.deadly_table})


def test_a_killed_run_ends_as_one_that_was_not(tmp_path):
    source = str(
        stub.write_lines(tmp_path / "in.jsonl", [*stub.TEXTS, " ", *stub.TEXTS, *stub.TEXTS])
    )
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
    source = stub.write_lines(tmp_path / "in.jsonl", stub.TEXTS[:4])
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
def test_what_a_worker_writes_is_shown(analyse, articles, capfd):
    analyse(articles[:1], tables={"t": stub.talking_table})
    assert "a0 by print\n" in capfd.readouterr().err


def wait_for(path, pattern):
    until = time.monotonic() + 150
    while not [*path.glob(pattern)] and time.monotonic() < until:
        time.sleep(0.02)


@pytest.mark.skipif(os.name != "posix", reason="sends a signal")
@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGINT])
def test_a_run_with_processes_goes_on_after_a_signal(tmp_path, sent):
    source = stub.write_lines(tmp_path / "in.jsonl", stub.TEXTS)
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


def test_an_empty_corpus_gives_empty_tables(analyse, tmp_path):
    assert analyse([]).rows == {"lengths": 0}
    assert len(pd.read_parquet(tmp_path / "out" / "failed.parquet")) == 0


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
    source = stub.write_lines(tmp_path / "in.jsonl", [*stub.TEXTS[:4], " "])
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


def test_a_table_can_be_read_whose_first_articles_have_nothing_in_it(tmp_path):
    silent = Article("They it was.", id="a1")
    heard = Article("Rates will rise, Ann Lee told CNN.", id="a2")
    made = tk.analyse_corpus([silent, heard], tmp_path, workers=1, partition=1)
    for name, rows in made.rows.items():
        assert len(pd.read_parquet(tmp_path / name)) == rows
