"""toolkit analyse: every table of a corpus, in a folder."""

import sys
from types import SimpleNamespace

import pandas as pd
import pytest

from toolkit import corpus
from toolkit.commands.entry import main
from toolkit.corpus import PARTITION, TABLES
from toolkit.corpus.ledger import Analysis

STORY = "Rates will rise, Ann Lee said."


@pytest.fixture
def asked(monkeypatch):
    """What `analyse_corpus` would have been asked to do, and what it answers."""
    seen = SimpleNamespace(failed=0)

    def note(source, out, **options):
        vars(seen).update(options, source=source, out=out)
        return Analysis(out, 3, seen.failed, {})

    monkeypatch.setattr(corpus, "analyse_corpus", note)
    return seen


def test_left_out_all_is_made_as_the_library_makes_it(asked, capsysbinary):
    assert main(["analyse", "news.jsonl", "--out", "tables"]) == 0
    assert (asked.source, asked.out) == ("news.jsonl", "tables")
    assert [*asked.tables] == [*TABLES]
    assert asked.partition == PARTITION
    assert (asked.duplicates, asked.resume, asked.columns) == ("mark", True, {})
    left = ("day_first", "language", "corrections", "workers", "client")
    assert [getattr(asked, name) for name in left] == [None] * 5
    assert capsysbinary.readouterr() == (b"tables\n", b"")


def test_what_is_given_is_passed_on(asked):
    given = (
        "--tables words,speakers --partition 7 --workers 2 --no-duplicates --no-resume "
        "--column text=body --column title=Kopf --language any --no-day-first --corrections c.csv"
    )
    assert main(["analyse", "news.csv", "--out", "tables", *given.split()]) == 0
    assert asked.tables == ["words", "speakers"]
    assert (asked.partition, asked.workers) == (7, 2)
    assert (asked.duplicates, asked.resume) == (None, False)
    assert asked.columns == {"text": "body", "title": "Kopf"}
    assert (asked.language, asked.day_first, asked.corrections) == ("any", False, "c.csv")


def test_what_failed_is_counted_and_told_where_it_is_listed(asked, capsys):
    asked.failed = 1234
    assert main(["analyse", "news.jsonl", "--out", "tables"]) == 3
    told = "1,234 could not be read or analysed; tables/failed.parquet lists"
    assert capsys.readouterr().err == f"toolkit: {told}\n"


@pytest.mark.parametrize("tables", ["speakers", "articles,words"])
def test_shares_need_the_tables_that_they_are_counted_from(asked, tables, capsys):
    command = ["analyse", "news.jsonl", "--out", "tables", "--tables", tables]
    assert main([*command, "--by", "publisher"]) == 1
    assert not hasattr(asked, "source")
    told = f"tables: must have speakers and articles for --by; found {tables}"
    assert capsys.readouterr().err == f"toolkit: {told}\n"


def test_of_no_article_no_shares_are_printed(tmp_path, capsysbinary):
    source, out = tmp_path / "in.jsonl", tmp_path / "out"
    source.write_text(' {"id": "a1", "text": " "}\n', "utf-8")
    options = ["--tables", "articles,speakers", "--by", "publisher", "--workers", "1"]
    assert main(["analyse", str(source), "--out", str(out), *options]) == 3
    assert capsysbinary.readouterr().out.decode() == f"{out}\n"
    assert len(pd.read_parquet(out / "failed.parquet")) == 1


@pytest.mark.parametrize(("switch", "found"), [([], True), (["--no-duplicates"], False)])
def test_copies_are_listed_unless_nobody_wants_them(tmp_path, switch, found):
    source, out = tmp_path / "in.jsonl", tmp_path / "out"
    source.write_text("".join(f'{{"id": "{n}", "text": "{STORY}"}}\n' for n in "ab"), "utf-8")
    options = ["--tables", "articles", "--workers", "1", *switch]
    assert main(["analyse", str(source), "--out", str(out), *options]) == 0
    assert (out / "duplicates.parquet").exists() == found
    assert len(pd.read_parquet(out / "articles")) == 2


def test_a_cluster_without_dask_is_told_what_to_install(asked, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "distributed", None)
    command = ["analyse", "news.jsonl", "--out", "tables", "--scheduler", "tcp://host:1"]
    assert main(command) == 1
    assert 'install "narrative-toolkit[dask]"' in capsys.readouterr().err
    assert not hasattr(asked, "source")


def test_a_cluster_is_asked_at_its_address_and_left_in_the_end(asked, monkeypatch):
    told = []

    class Client:
        def __init__(self, address, timeout):
            told.append((address, timeout > 1))

        def __enter__(self):
            return self

        def __exit__(self, *_):
            told.append("left")

    monkeypatch.setitem(sys.modules, "distributed", SimpleNamespace(Client=Client))
    command = ["analyse", "news.jsonl", "--out", "tables", "--scheduler", "tcp://host:1"]
    assert main(command) == 0
    assert told == [("tcp://host:1", True), "left"]
    assert isinstance(asked.client, Client)


def test_how_many_dates_are_open_is_told(tmp_path, capsys):
    days = ["3/4/2024", "3/5/2024", "2024-05-03"]
    lines = [f'{{"text": "Rates will rise on {day}.", "date": "{day}"}}\n' for day in days]
    (tmp_path / "news.jsonl").write_text("".join(lines))
    asked = ["analyse", str(tmp_path / "news.jsonl"), "--out", str(tmp_path / "tables")]
    for _ in ("begun", "gone on with"):
        assert main([*asked, "--tables", "words", "--workers", "1"]) == 0
        told = capsys.readouterr().err.splitlines()[-1]
        assert told.startswith("toolkit: 2 of 3 dates are open: 3/4/2024; ")
