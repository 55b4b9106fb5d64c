import csv
from dataclasses import replace

import pytest

import toolkit as tk
from toolkit.attitude import stance_passage_table
from toolkit.base.article import Correction, Kind, Quotation, Span, Verdict
from toolkit.base.decided import Decided
from toolkit.exchange.sheets import read_decided, update_corrections

TEXT = '"The bridge will open," Ann Lee said. Bob Day said that Lee lied.'


@pytest.fixture
def article():
    return tk.parse_article(TEXT, id="a1")


@pytest.fixture
def other():
    return tk.parse_article("Rates will rise, Eve Fox said.", id="b2")


def decide(article, **changes):
    said = tk.find_attributions(article)[0]
    correction = Correction(said.quotation, said.speaker.name, said.speaker.kind)
    return replace(article, corrections=(replace(correction, **changes),))


def read_rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [*csv.DictReader(file)]


def test_what_is_written_is_what_tables_read(article, tmp_path):
    path = tmp_path / "c.csv"
    decided = decide(article, speaker="Eve Fox", form="indirect", gender="woman")
    told = update_corrections(decided, path, before=article)
    assert tk.parse_article(TEXT, id="a1", corrections=path) == told == read_decided(article, path)
    row = tk.quotation_table(told).iloc[0]
    assert (row["speaker"], row["form"]) == ("Eve Fox", "indirect")
    assert tk.speaker_table(told).set_index("speaker")["gender"]["Eve Fox"] == "woman"


def test_who_decided_and_when_stays_in_the_file(article, tmp_path):
    path, who = tmp_path / "c.csv", Decided("Mia", "2026-11-26", "0.2")
    update_corrections(decide(article, decided=who), path, before=article)
    again = read_decided(article, path)
    tk.write_corrections(again, path)
    first, second = read_rows(path)
    assert (first["coder"], first["day"], first["version"]) == ("Mia", "2026-11-26", "0.2")
    assert second["coder"] == ""


def test_a_stance_is_told_where_the_target_is_named(article, tmp_path):
    path, place = tmp_path / "c.csv", TEXT.rindex("Lee")
    verdict = Verdict(Span(place, place + 3), "Ann Lee", 1)
    told = update_corrections(replace(article, verdicts=(verdict,)), path, before=article)
    row = stance_passage_table(told).set_index("mention_start").loc[place]
    assert (row["voice"], row["stance"], row["score"]) == ("Bob Day", "positive", 1)
    assert row["note"] == "a person decided"
    table = tk.stance_table(tk.parse_article(TEXT, id="a1", corrections=path))
    assert table.set_index("voice")["in_favour"]["Bob Day"] == 1


def test_rows_of_others_and_columns_of_ones_own_stay(article, other, tmp_path):
    path = tk.write_corrections([article, other], tmp_path / "c.csv")
    rows = [row | {"remark": f"remark {number}"} for number, row in enumerate(read_rows(path))]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, [*rows[0]])
        writer.writeheader()
        writer.writerows(rows)
    update_corrections(decide(article, speaker="Eve Fox"), path, before=article)
    after = read_rows(path)
    assert [row["remark"] for row in after] == ["remark 0", "remark 1", "remark 2"]
    assert after[2] == rows[2]
    assert (after[0]["speaker"], after[0]["action"]) == ("Eve Fox", "keep")


def test_a_file_that_somebody_else_changed_is_not_written_over(article, tmp_path):
    path = tmp_path / "c.csv"
    told = update_corrections(decide(article, speaker="Eve Fox"), path, before=article)
    path.write_text(path.read_text("utf-8").replace("Eve Fox", "Ada Poe"), "utf-8")
    with pytest.raises(tk.ToolkitError, match="another program changed it"):
        update_corrections(decide(article, speaker="Bob Day"), path, before=told)
    assert read_rows(path)[0]["speaker"] == "Ada Poe"


def test_decisions_that_contradict_each_other_are_not_written(article, tmp_path):
    path = tmp_path / "c.csv"
    one = decide(article, speaker="Eve Fox").corrections[0]
    other = Correction(Quotation((Span(5, 30),)), "Bob Day", Kind.PERSON)
    with pytest.raises(tk.ToolkitError, match="must share no word with that of another row"):
        update_corrections(replace(article, corrections=(one, other)), path, before=article)
    assert not path.exists()


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"form": "oblique"}, "form: must be one of"),
        ({"target": "Lee", "stance": "furious"}, "stance: must be one of against, neither, for"),
        ({"stance": "for"}, "stance: must be one of nothing"),
    ],
)
def test_words_outside_the_scheme_are_told_with_their_row(article, tmp_path, cells, problem):
    path = tk.write_corrections(article, tmp_path / "c.csv")
    rows = read_rows(path)
    rows[1] |= cells
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, [*rows[0]])
        writer.writeheader()
        writer.writerows(rows)
    with pytest.raises(tk.ReadError, match=problem) as caught:
        tk.read_corrections(path)
    assert caught.value.line == 3
