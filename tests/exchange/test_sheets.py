import csv
from dataclasses import replace

import pytest

import toolkit as tk
from toolkit.attitude import stance_passage_table
from toolkit.base.article import Correction, Kind, Quotation, Span, Verdict
from toolkit.base.decided import Decided
from toolkit.corrections import correct_all
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


# ---- written again ---------------------------------------------------------------------------


def edit_rows(path, change):
    rows = read_rows(path)
    change(rows)
    names = [*dict.fromkeys(name for row in rows for name in row)]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)


def decide_speaker(rows):
    rows[0] |= {"speaker": "Eve Fox", "kind": "person"}


def delete_row(rows):
    rows[0]["action"] = "delete"


def shorten_content(rows):
    rows[0]["content"] = "The bridge"


def judge_stance(rows):
    rows.append({"article": "a1", "content": "Ann Lee", "target": "Ann Lee", "stance": "for"})


def remark(rows):
    rows[1]["remark"] = "ask her"


CHANGES = [decide_speaker, delete_row, shorten_content, judge_stance, remark]


@pytest.mark.parametrize("change", [*CHANGES, lambda rows: None])
def test_what_a_person_decided_is_there_when_the_file_is_written_again(
    article, other, tmp_path, change
):
    path = tk.write_corrections([article, other], tmp_path / "c.csv")
    edit_rows(path, change)
    before, told = read_rows(path), tk.parse_article(TEXT, id="a1", corrections=path)
    tk.write_corrections([article, other], path)
    again = read_rows(path)
    assert tk.parse_article(TEXT, id="a1", corrections=path).corrections == told.corrections
    assert sorted(row["content"] for row in again) == sorted(row["content"] for row in before)
    assert {row["remark"] for row in again if row.get("remark")} == {
        row["remark"] for row in before if row.get("remark")
    }
    content = path.read_bytes()
    tk.write_corrections([article, other], path)
    assert path.read_bytes() == content


def test_a_row_that_a_person_added_stays_and_what_is_found_now_comes_beside_it(article, tmp_path):
    path = tk.write_corrections(article, tmp_path / "c.csv")
    edit_rows(path, lambda rows: (rows.pop(1), rows.append(
        {"article": "a1", "content": "Lee lied", "speaker": "Cy Poe", "kind": "person"}
    )))  # fmt: skip
    tk.write_corrections(article, path)
    said = tk.find_attributions(tk.parse_article(TEXT, id="a1", corrections=path))
    assert [each.speaker.name for each in said] == ["Ann Lee", "Cy Poe"]


def test_rows_of_articles_that_are_not_given_stay(article, other, tmp_path):
    path = tk.write_corrections([article, other], tmp_path / "c.csv")
    edit_rows(path, decide_speaker)
    before = read_rows(path)
    tk.write_corrections(other, path)
    assert read_rows(path) == before


def test_decisions_follow_their_words_into_a_changed_text(article, tmp_path):
    path = tk.write_corrections(article, tmp_path / "c.csv")
    edit_rows(path, decide_speaker)
    changed = tk.parse_article(f"Bridgetown. {TEXT}", id="a1")
    tk.write_corrections(changed, path)
    said = tk.find_attributions(read_decided(changed, path))
    assert [each.speaker.name for each in said] == ["Eve Fox", "Bob Day"]
    assert [row["action"] for row in read_rows(path)] == ["keep", ""]


def test_what_a_person_wrote_beside_a_decision_follows_it_into_a_changed_text(article, tmp_path):
    path = tk.write_corrections(article, tmp_path / "c.csv")
    edit_rows(path, lambda rows: rows[0].update(action="keep", remark="heard it myself"))
    changed = tk.parse_article(f"Bridgetown. {TEXT}", id="a1")
    tk.write_corrections(changed, path)
    assert [row["remark"] for row in read_rows(path)] == ["heard it myself", ""]


def test_a_decision_whose_words_are_gone_is_kept_and_told(article, tmp_path):
    path = tk.write_corrections(article, tmp_path / "c.csv")
    edit_rows(path, decide_speaker)
    changed = tk.parse_article("Bob Day said that Lee lied.", id="a1")
    with pytest.warns(UserWarning, match=r"c.csv: row 3 fits nothing in the text as it is"):
        tk.write_corrections(changed, path)
    assert [row["speaker"] for row in read_rows(path)] == ["Bob Day", "Eve Fox"]
    assert read_decided(changed, path).corrections == ()
    faults = []
    assert [*correct_all([changed], path, faults.append)] == [changed]
    assert faults == []


def test_an_article_and_its_copy_keep_their_own_decisions(article, tmp_path):
    copy = replace(article, id="b9")
    path = tk.write_corrections([copy, article], tmp_path / "c.csv")
    edit_rows(path, decide_speaker)
    before = read_rows(path)
    tk.write_corrections([article, copy], path)
    assert read_rows(path) == before


def test_an_id_that_a_spreadsheet_shortened_is_known_again(tmp_path):
    article = tk.parse_article(TEXT, id="007")
    path = tk.write_corrections(article, tmp_path / "c.csv")
    edit_rows(path, lambda rows: [row.update(article="7") for row in rows])
    edit_rows(path, decide_speaker)
    tk.write_corrections(article, path)
    assert [(row["article"], row["speaker"]) for row in read_rows(path)] == [
        ("007", "Eve Fox"),
        ("007", "Bob Day"),
    ]


def test_an_article_with_another_decision_than_the_file_is_refused(article, tmp_path):
    path = tk.write_corrections(article, tmp_path / "c.csv")
    edit_rows(path, decide_speaker)
    before = path.read_bytes()
    with pytest.raises(tk.ReadError, match="row 2: must agree with what the article carries"):
        tk.write_corrections(decide(article, speaker="Cy Poe"), path)
    assert path.read_bytes() == before


def test_what_an_article_carries_joins_what_the_file_holds(article, tmp_path):
    path = tk.write_corrections(article, tmp_path / "c.csv")
    edit_rows(path, lambda rows: rows[1].update(speaker="Cy Poe"))
    tk.write_corrections(decide(article, speaker="Eve Fox"), path)
    assert [row["speaker"] for row in read_rows(path)] == ["Eve Fox", "Cy Poe"]


def test_a_file_of_something_else_is_not_written_over(article, tmp_path):
    path = tmp_path / "c.csv"
    path.write_text("name,age\nAnn,3\n")
    with pytest.raises(tk.ToolkitError, match=r"c.csv: must have .*Take another name, or replace"):
        tk.write_corrections(article, path)
    assert path.read_text() == "name,age\nAnn,3\n"
    tk.write_corrections(article, path, overwrite=True)
    assert len(read_rows(path)) == 2


def test_by_overwrite_the_file_begins_anew(article, tmp_path):
    path = tk.write_corrections(article, tmp_path / "c.csv")
    edit_rows(path, decide_speaker)
    tk.write_corrections(article, path, overwrite=True)
    assert read_rows(path)[0]["speaker"] == "Ann Lee"
