"""What a person decides by clicks: into the file at once, followed by the tables, taken back."""

import csv
import json
from html import unescape

import pytest

import toolkit as tk
from toolkit.display.widgets import INSTALL, WIDGET_VIEW

TEXT = (
    '"The bridge will open," Ann Lee told Reuters. Bob Day said that Lee lied. '
    "The mayor called it unsafe. \U0001f600 It rained."
)


@pytest.fixture
def article():
    return tk.parse_article(TEXT, id="a1")


@pytest.fixture
def desk(article, tmp_path):
    return tk.correct(article, tmp_path / "c.csv", coder="Mia")


def place(words):
    start = TEXT.index(words)
    return [start, start + len(words)]


def find(answer, words):
    start = TEXT.index(words)
    return next(one for one in answer["quotations"] if one["place"][0] == start)


def decide(desk, words, **cells):
    quotation = find(desk.tell(""), words)
    return desk.answer({"do": "decide", "place": quotation["place"], "cells": cells})


def read_rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [*csv.DictReader(file)]


def list_speakers(article):
    return tk.quotation_table(article).set_index("content")["speaker"].to_dict()


def test_nothing_is_written_before_something_is_decided(desk):
    json.dumps(desk.tell(""), allow_nan=False)
    assert not desk.path.exists()
    assert (desk.tell("")["done"], desk.tell("")["undo"]) == (0, 0)


def test_a_new_speaker_is_in_the_file_and_in_the_tables(desk, article):
    answer = decide(desk, "that Lee", speaker="Eve Fox")
    assert answer["told"].startswith("Written to")
    again = tk.parse_article(TEXT, id="a1", corrections=desk.path)
    assert again == desk.article
    assert list_speakers(again)["that Lee lied"] == "Eve Fox"
    row = next(row for row in read_rows(desk.path) if row["speaker"] == "Eve Fox")
    assert (row["action"], row["kind"], row["coder"]) == ("keep", "person", "Mia")
    assert row["day"]
    assert row["version"] == tk.__version__
    assert find(answer, "that Lee")["state"] == "kept"
    assert answer["done"] == 1
    assert article.corrections == ()


def test_kind_role_and_gender_are_the_speakers(desk):
    decide(desk, '"The bridge', speaker="Eve Fox", gender="woman", role="expert")
    answer = decide(desk, "that Lee", speaker="Eve Fox")
    cells = find(answer, "that Lee")["cells"]
    assert (cells["gender"], cells["role"]) == ("woman", "expert")
    answer = decide(desk, "that Lee", role="media", kind="group")
    assert find(answer, '"The bridge')["cells"] | {"form": ""} == {
        "speaker": "Eve Fox", "kind": "group", "relay": "Reuters", "act": "saying",
        "role": "media", "gender": "woman", "form": "",
    }  # fmt: skip
    answer = decide(desk, "that Lee", speaker="Ann Lee")
    assert find(answer, "that Lee")["cells"]["role"] == ""


@pytest.mark.parametrize(
    ("cells", "column", "value"),
    [
        ({"form": "direct"}, "form", "direct"),
        ({"act": "asking"}, "act", "asking"),
        ({"relay": "Reuters; Ann Lee"}, "relays", ["Reuters", "Ann Lee"]),
        ({"relay": ""}, "relays", []),
        ({"speaker": ""}, "kind", "unknown"),
    ],
)
def test_a_cell_moves_its_column(desk, cells, column, value):
    decide(desk, "that Lee", **cells)
    row = tk.quotation_table(desk.article).set_index("content").loc["that Lee lied"]
    said = tk.find_attributions(desk.article)[1]
    told = {**row, "relays": [relay.name for relay in said.relays]}
    assert told[column] == value


def test_what_is_no_quotation_goes_and_comes_back(desk):
    at = find(desk.tell(""), "that Lee")["place"]
    answer = desk.answer({"do": "delete", "place": at})
    assert find(answer, "that Lee")["state"] == "deleted"
    assert "that Lee lied" not in list_speakers(desk.article)
    decide(desk, "that Lee")
    assert list_speakers(desk.article)["that Lee lied"] == "Bob Day"


def test_words_are_added_with_cue_and_source(desk):
    start, end = place(" unsafe.")
    answer = desk.answer({"do": "add", "span": [start, end - 1]})
    at = place("unsafe")
    assert find(answer, "unsafe")["place"] == at
    for part, words in (("cue", "called"), ("source", "The mayor"), ("relay", "Reuters")):
        desk.answer({"do": "move", "place": at, "part": part, "span": place(words)})
    decide(desk, "unsafe", speaker="the mayor", kind="unnamed")
    row = tk.quotation_table(desk.article).set_index("content").loc["unsafe"]
    assert [row[name] for name in ("cue", "source", "speaker", "relay")] == [
        "called", "The mayor", "the mayor", "Reuters",
    ]  # fmt: skip


def test_a_content_moves_to_words_that_it_shares(desk):
    at = find(desk.tell(""), "that Lee")["place"]
    answer = desk.answer({"do": "move", "place": at, "part": "content", "span": place("Lee lied")})
    assert {*list_speakers(desk.article)} >= {'"The bridge will open,"', "Lee lied"}
    other = {"do": "move", "place": find(answer, "Lee lied")["place"], "part": "content"}
    answer = desk.answer(other | {"span": place("It rained")})
    assert answer["fault"]
    assert "Make it a new quotation" in answer["told"]


def test_a_stance_is_told_where_somebody_names_a_target(desk):
    mention = next(one for one in desk.tell("")["mentions"] if one["voice"] == "Bob Day")
    span = [mention["start"], mention["end"]]
    message = {"do": "stance", "span": span, "target": mention["target"]}
    desk.answer(message | {"stance": "for"})
    answer = desk.answer(message | {"stance": "against"})
    told = [one for one in answer["mentions"] if one["is_checked"]]
    assert [one["stance"] for one in told] == ["against"]
    table = tk.stance_table(desk.article).set_index("voice")
    assert table.loc["Bob Day", "against"] == 1
    assert len([row for row in read_rows(desk.path) if row["target"]]) == 1


def test_undo_takes_back_step_by_step_in_the_file_too(desk):
    before = list_speakers(desk.article)
    decide(desk, "that Lee", speaker="Eve Fox")
    once = desk.path.read_bytes()
    decide(desk, "that Lee", speaker="Ada Poe")
    desk.answer({"do": "undo"})
    assert desk.path.read_bytes() == once
    answer = desk.answer({"do": "undo"})
    assert list_speakers(desk.article) == before
    assert (answer["done"], answer["undo"]) == (0, 0)
    assert desk.answer({"do": "undo"})["fault"]


def test_what_contradicts_is_told_and_not_written(desk):
    decide(desk, "that Lee", speaker="Eve Fox")
    content, article = desk.path.read_bytes(), desk.article
    answer = desk.answer({"do": "add", "span": place("Lee lied")})
    assert answer["fault"]
    assert "must share no word with that of another row" in answer["told"]
    assert (desk.path.read_bytes(), desk.article) == (content, article)
    answer = decide(desk, "that Lee", relay="The Times")
    assert answer["told"].startswith("Not written: relay: must stand in the article")


def test_blanks_are_no_quotation(desk):
    assert desk.answer({"do": "add", "span": [7, 7]})["fault"]


def test_it_goes_on_where_the_file_stops(desk, article):
    decide(desk, "that Lee", speaker="Eve Fox")
    again = tk.correct(article, desk.path)
    assert again.article == desk.article
    assert find(again.tell(""), "that Lee")["state"] == "kept"


def test_a_notebook_gets_a_view_or_is_told_what_to_install(desk, monkeypatch):
    bundle = desk._repr_mimebundle_()
    assert bundle[WIDGET_VIEW]["model_id"]
    assert "run this cell in JupyterLab, Notebook 7 or VS Code" in bundle["text/html"]
    monkeypatch.setattr("toolkit.display.widgets.find_spec", lambda _: None)
    bundle = desk._repr_mimebundle_()
    assert WIDGET_VIEW not in bundle
    assert INSTALL in unescape(bundle["text/html"])


def test_who_may_be_meant_is_told_where_nobody_is_named(tmp_path):
    text = "Rates will rise, Ann Lee said. Bob Day urged banks to wait. Talks “ended in May”."
    article = tk.parse_article(text, id="a2")
    told = tk.correct(article, tmp_path / "c.csv", coder="Mia").tell("")["quotations"]
    for one in told:
        is_open = one["cells"]["speaker"] == "unknown"
        assert bool(one["candidates"]) <= is_open
    assert all(isinstance(one["candidates"], list) for one in told)
