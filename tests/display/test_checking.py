"""The checks of an audit by clicks: nothing of the machine shown, each answer in the sheet."""

import json

import pandas as pd
import pytest

import toolkit as tk
from toolkit.display.widgets import WIDGET_VIEW

TEXT = 'Ann Lee said "no". It rained. Bob Day said that it was late. The town slept. {} left.'


@pytest.fixture(scope="module")
def articles():
    return [tk.Article(TEXT.format(name), id=name) for name in ("Ada", "Eve")]


@pytest.fixture(scope="module")
def plan(articles):
    return tk.draw_audit(articles, of="recall", n=10)


@pytest.fixture
def desk(plan, articles, tmp_path):
    return tk.check_audit(plan, tmp_path / "check.csv", articles, coder="Mia")


def read(desk):
    return pd.read_csv(desk.path, dtype=str, keep_default_na=False)


def answer(desk, label):
    return desk.answer({"do": "answer", "cells": {"label": label}})


def test_each_check_stands_in_its_article_and_nothing_is_told_of_the_machine(desk, plan):
    shown = desk.tell("")
    check, text = shown["check"], shown["text"]
    assert text[check["start"] : check["end"]] == check["words"]
    assert check["question"] == "How many quotations begin in this sentence?"
    told = json.dumps(shown)
    drawn = plan.units[plan.units["drawn"]]
    assert not any(str(chance) in told for chance in drawn["claimed"] if chance)
    assert "quotations" not in shown


def test_answers_are_in_the_sheet_at_once_and_the_audit_follows(desk, plan):
    for number in range(10):
        shown = answer(desk, f"{number % 2}")
        assert (shown["done"], shown["all"]) == (number + 1, 10)
    sheet = read(desk)
    assert sheet["label"].tolist() == ["0", "1"] * 5
    assert (sheet["coder"] == "Mia").all()
    assert sheet["day"].ne("").all()
    assert tk.audit_table(plan, desk.path)["n"][0] == 10


def test_it_goes_to_the_next_without_an_answer(desk, plan, articles):
    answer(desk, "1")
    desk.answer({"do": "go", "by": 1})
    assert answer(desk, "0")["check"]["number"] == 4
    again = tk.check_audit(plan, desk.path, articles)
    again._go_on()
    assert again.tell("")["check"]["number"] == 2


def test_undo_goes_back_and_takes_the_answer_back(desk):
    answer(desk, "1")
    shown = desk.answer({"do": "undo"})
    assert (shown["check"]["number"], shown["check"]["label"], shown["done"]) == (1, "", 0)
    assert read(desk)["coder"].tolist() == [""] * 10
    assert desk.answer({"do": "undo"})["fault"]


def test_an_answer_outside_the_scheme_is_told_and_not_written(desk):
    shown = answer(desk, "many")
    assert "must be a whole number from 0 to 50; found 'many'" in shown["told"]
    assert shown["fault"]
    assert shown["check"]["number"] == 1
    assert read(desk)["label"].tolist() == [""] * 10


def test_a_comment_and_columns_of_ones_own_stay(desk):
    sheet = read(desk).assign(mood="fine")
    sheet.to_csv(desk.path, index=False)
    desk.answer({"do": "comment", "comment": "unsure"})
    answer(desk, "1")
    assert read(desk)["comment"].tolist() == ["unsure", *[""] * 9]
    assert (read(desk)["mood"] == "fine").all()


def test_labels_are_offered_and_words_alone_shown_without_articles(tmp_path):
    mentions = pd.DataFrame({"article": list("abc") * 4, "words": "so bad", "angry": 0.5})
    desk = tk.check_audit(tk.draw_audit(mentions, of="angry", n=6), tmp_path / "c.xlsx")
    shown = desk.tell("")
    assert (shown["text"], shown["check"]["labels"]) == ("so bad", ["yes", "no"])
    assert answer(desk, "yes")["done"] == 1


def test_articles_of_another_corpus_are_told(plan, tmp_path):
    with pytest.raises(tk.ToolkitError, match="found none with the id 'Ada'"):
        tk.check_audit(plan, tmp_path / "c.csv", tk.Article("It rained.", id="b2"))


def test_another_plan_s_sheet_is_told(desk, articles):
    other = tk.draw_audit(articles, of="recall", n=10, seed=1)
    with pytest.raises(tk.ReadError, match="key: must be of this plan"):
        tk.check_audit(other, desk.path)


def test_a_notebook_gets_a_view_and_else_the_state(desk):
    bundle = desk._repr_mimebundle_()
    assert bundle[WIDGET_VIEW]["model_id"]
    assert "0 of 10 checked in" in bundle["text/html"]
