import pandas as pd
import pytest

from tests import stub_tables as stub
from toolkit.corpus.ledger import Analysis
from toolkit.corpus.plan import TABLES, Job
from toolkit.corpus.worker import ENGINE, STANCE, analyse_partition


@pytest.mark.usefixtures("apart")
def test_what_fails_is_listed_and_the_run_goes_on(analyse, tmp_path):
    texts = [*stub.TEXTS]
    texts[5] += " [fault]"
    texts[6] += " [kill]"
    texts[10] = " "
    made = analyse(
        stub.write_lines(tmp_path / "in.jsonl", texts), tables={"t": stub.fragile_table}
    )
    assert (made.articles, made.failed) == (17, 3)
    failed = pd.read_parquet(tmp_path / "out" / "failed.parquet")
    assert [*failed["article"].fillna("")] == ["a6", "a5", ""]
    assert [*failed["place"]][2].endswith("in.jsonl:11")
    assert [*failed["reason"]] == [
        "ended the process that analysed it, as when memory runs out",
        "KeyError: 'a5'",
        "text: must not be blank; found none in this row",
    ]
    kept = {*stub.read_table(tmp_path / "out", "t")["article"]}
    assert kept == {f"a{number}" for number in range(20)} - {"a5", "a6", "a10"}


def test_a_fault_that_no_article_causes_is_listed_for_each(analyse, articles, tmp_path):
    made = analyse(articles[:2], tables={"t": stub.broken_table})
    assert made == Analysis(str(tmp_path / "out"), 0, 2, {"t": 0})
    reasons = pd.read_parquet(tmp_path / "out" / "failed.parquet")["reason"]
    assert {*reasons} == {"OSError: [Errno 28] No space left on device"}


def test_an_analysis_that_is_only_to_be_survived_writes_nothing(articles, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    tables = {"lengths": "tests.stub_tables:length_table"}
    record = analyse_partition(Job(0, tuple(articles), (), "digest", tables, out=""))
    assert (record.articles, record.rows, record.failed) == (20, {}, [])
    assert [*tmp_path.iterdir()] == []


def test_tables_of_words_take_no_model():
    assert {name for name, place in TABLES.items() if place not in ENGINE} == {"articles", "words"}
    assert STANCE < ENGINE
