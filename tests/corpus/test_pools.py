"""A corpus on a real Dask scheduler, with workers that are processes of their own."""

import json
import os
import signal
import threading
import time
import warnings

import pytest

import toolkit as tk
from tests import stub_tables as stub
from toolkit.base.article import Article
from toolkit.commands.entry import main

distributed = pytest.importorskip("distributed")
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning"),
    pytest.mark.skipif(os.name != "posix", reason="sends signals"),
]
TEXT = "Rates will rise, Ann Lee said. She was glad, she said, that prices would fall."


@pytest.fixture(scope="module")
def cluster():
    with (
        warnings.catch_warnings(action="ignore"),
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50
        ) as cluster,
    ):
        yield cluster


@pytest.fixture
def client(cluster):
    with distributed.Client(cluster) as client:
        client.wait_for_workers(1, timeout=60)
        yield client


@pytest.fixture
def articles():
    return [Article(f"Story {number}. {TEXT}", id=f"a{number}") for number in range(24)]


def list_pids(client):
    return [*client.run(os.getpid).values()]


def test_a_cluster_writes_what_one_machine_writes(client, articles, tmp_path):
    tables = ["articles", "quotations", "words"]
    made = tk.analyse_corpus(
        articles[:6], tmp_path / "cluster", tables=tables, partition=2, client=client
    )
    here = tk.analyse_corpus(
        articles[:6], tmp_path / "here", tables=tables, partition=2, workers=1
    )
    assert made.rows == here.rows
    assert stub.read_all(tmp_path / "cluster") == stub.read_all(tmp_path / "here")


def test_a_worker_that_is_killed_takes_nothing_along(client, articles, tmp_path):
    def kill():
        while not [*(tmp_path / "killed" / "_partitions").glob("*.json")]:
            time.sleep(0.01)
        os.kill(pids[0], signal.SIGKILL)

    pids = list_pids(client)
    assert len(pids) > 1
    killer = threading.Thread(target=kill)
    killer.start()
    tables = {"lengths": stub.slow_table}
    for name, options in (("killed", {"client": client}), ("here", {"workers": 1})):
        tk.analyse_corpus(articles, tmp_path / name, tables=tables, partition=3, **options)
    killer.join()
    assert pids[0] not in list_pids(client)
    assert stub.read_all(tmp_path / "killed") == stub.read_all(tmp_path / "here")


def test_the_command_runs_on_a_scheduler(cluster, articles, tmp_path, capsys):
    source = tmp_path / "in.jsonl"
    lines = (json.dumps({"id": article.id, "text": article.text}) for article in articles[:4])
    source.write_text("\n".join(lines), "utf-8")
    command = ["analyse", str(source), "--out", str(tmp_path / "out"), "--tables", "words"]
    assert main([*command, "--scheduler", cluster.scheduler_address]) == 0
    assert capsys.readouterr().out == f"{tmp_path / 'out'}\n"
    assert {*stub.read_table(tmp_path / "out", "words")["article"]} == {"a0", "a1", "a2", "a3"}


def test_a_scheduler_that_does_not_answer_is_told(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("toolkit.commands.analyse.CONNECT_SECONDS", 0.5)
    command = ["analyse", str(tmp_path), "--out", str(tmp_path / "out")]
    assert main([*command, "--scheduler", "tcp://127.0.0.1:1"]) == 1
    assert "scheduler: must answer at tcp://127.0.0.1:1" in capsys.readouterr().err
