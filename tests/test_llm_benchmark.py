"""benchmarks/llm/run.py scores answers as its head says, on its invented example."""

import json
import runpy
import sys
from pathlib import Path

import pytest

import toolkit as tk

FOLDER = Path(__file__).parent.parent / "benchmarks" / "llm"
SCRIPT = FOLDER / "run.py"
EXAMPLE = FOLDER / "example"
run = runpy.run_path(str(SCRIPT))
ARTICLES = {article.id: article for article in tk.read_corpus(EXAMPLE / "articles.jsonl")}
GOLD = run["read_truth"](EXAMPLE / "statements.csv", ARTICLES)


@pytest.fixture
def score(tmp_path):
    def score(*answers):
        path = tmp_path / "answers.jsonl"
        keys = ("article", "content", "speaker")
        rows = [json.dumps(dict(zip(keys, each, strict=True))) for each in answers]
        path.write_text("\n".join(rows), "utf-8")
        return run["score"](GOLD, run["read_answers"](path, ARTICLES))

    return score


def test_the_example_prints_ours_and_the_models(monkeypatch, capsys):
    names = ("articles.jsonl", "statements.csv", "invented_model.jsonl")
    monkeypatch.setattr(sys, "argv", ["run.py", *(str(EXAMPLE / name) for name in names)])
    run["main"]()
    _, ours, model = capsys.readouterr().out.splitlines()
    assert ours.split()[:2] == ["narrative-toolkit", "3"]
    assert model.split() == ["invented_model", "5", "0.6", "1.0", "0.6", "0.667", "0.5"]


def test_the_truth_itself_is_right(score):
    truth = [
        ("bridge", "Rates will rise", "Ann Lee"),
        ("bridge", '"We shall see," | "in the spring."', "Bob Day"),
        ("ferry", "the ferry is late on two days of five", "a report of the harbour office"),
    ]
    found = score(*truth)
    assert [found[key] for key in ("found", "of answers right", "both")] == [1, 1, 1]
    assert score(*truth[:2])["found"] == pytest.approx(2 / 3)


def test_an_invented_statement_counts_against_who_gave_it(score):
    alone = score(("bridge", "Rates will rise", "Ann Lee"))
    more = score(
        ("bridge", "Rates will rise", "Ann Lee"), ("bridge", "Taxes fell at once", "Bob Day")
    )
    assert (alone["of answers right"], more["of answers right"]) == (1, 0.5)
    assert (alone["verbatim"], more["verbatim"]) == (1, 0.5)
    assert more["both"] < alone["both"]


def test_a_surname_alone_is_not_the_name(score):
    assert score(("bridge", "Rates will rise", "Lee"))["speaker right, of found"] == 0
    assert score(("bridge", "Rates will rise", "Mayor Ann Lee"))["speaker right, of found"] == 1


def test_an_answer_of_another_article_is_refused(score):
    with pytest.raises(SystemExit, match=r":1: must have article, .*; found 'tunnel'"):
        score(("tunnel", "Rates will rise", "Ann Lee"))
