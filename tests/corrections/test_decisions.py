"""What rows decide, from rows made by hand; through files and tables it is in test_rows."""

from dataclasses import replace

import pytest

from toolkit.base.article import Act, Article, Decided, Kind, Relay, Span
from toolkit.base.errors import ReadError, RowError, ToolkitError
from toolkit.corrections.decisions import apply_corrections, correct_all, list_rows
from toolkit.corrections.rows import Corrections, Key, Row, digest_cells, digest_text

TEXT = "Rates will rise, Ann Lee told Reuters. Jobs will go, she said. Bob Day said no."
ARTICLE = Article(TEXT, id="a1")
ADDED = Row(2, "a1", "", "Ann Lee", "person", "", "", "", "", "saying", None, None)


def at(words):
    start = TEXT.index(words)
    return Span(start, start + len(words))


def write(number, content, **cells):
    """Make a row as the toolkit writes it of a quotation, which nobody has touched."""
    row = replace(ADDED, number=number, content=content, **cells)
    key = Key(
        text=digest_text(TEXT),
        content=(at(content),),
        cue=(at(row.cue),) if row.cue else (),
        source=(at(row.source),) if row.source else (),
        relays=(at(row.relay),) if row.relay else (),
        kind=row.kind,
        told=digest_cells(row.speaker, row.act),
        carried=digest_cells(row.relay),
    )
    return replace(row, key=key)


RISE = write(2, "Rates will rise", cue="told", source="Ann Lee", relay="Reuters")
GO = write(3, "Jobs will go", cue="said", source="she")
NO = write(4, "no", source="Bob Day", speaker="Bob Day")


def decide(*rows, article=ARTICLE):
    return apply_corrections(article, Corrections("c.csv", rows)).corrections


def tell(*rows):
    with pytest.raises(RowError) as caught:
        decide(*rows)
    assert str(caught.value).startswith("c.csv, row ")
    return caught.value.line, caught.value.problem


# ---- what counts as decided ------------------------------------------------------------------


def test_rows_that_nobody_touched_decide_nothing():
    assert decide(RISE, GO, NO) == ()


def test_a_row_that_is_kept_is_decided_as_it_stands():
    (found,) = decide(replace(RISE, action="keep", decided=Decided("me", "2026-01-05", "0.2")), GO)
    said = found.quotation
    assert (said.content, said.cue, said.source) == (
        (at("Rates will rise"),),
        (at("told"),),
        (at("Ann Lee"),),
    )
    assert (said.act, said.confidence) == (Act.SAYING, 1)
    assert (found.speaker, found.kind, found.row) == ("Ann Lee", Kind.PERSON, 2)
    assert found.relays == (Relay("Reuters", at("Reuters")),)
    assert (found.is_deleted, found.role, found.gender, found.form) == (False, "", "", "")
    assert found.decided == Decided("me", "2026-01-05", "0.2")


@pytest.mark.parametrize(
    "cells",
    [
        {"speaker": "Bob Day"},
        {"kind": "group"},
        {"act": "asking"},
        {"relay": ""},
        {"content": "will rise"},
        {"cue": ""},
        {"source": "Lee"},
        {"role": "expert"},
        {"gender": "woman"},
        {"form": "direct"},
        {"action": "delete"},
    ],
)
def test_each_cell_that_was_changed_makes_a_decision(cells):
    (found,) = decide(replace(RISE, **cells), GO, NO)
    assert found.row == 2
    assert found.is_deleted == (cells == {"action": "delete"})


@pytest.mark.parametrize("cells", [{"content": "Rates  will rise"}, {"start": 7}, {"number": 9}])
def test_what_a_spreadsheet_does_to_a_row_is_no_decision(cells):
    assert decide(replace(RISE, **cells), GO, NO) == ()


def test_a_row_of_ones_own_is_a_decision():
    row = replace(ADDED, number=5, content="Bob Day said no", cue="told", source="Ann Lee")
    (found,) = decide(RISE, GO, row)
    assert found.quotation.content == (at("Bob Day said no"),)
    assert found.row == 5


def test_a_row_for_an_article_without_a_quotation_decides_nothing():
    key = replace(RISE.key, content=(), cue=(), source=(), relays=(), kind="")
    empty = replace(ADDED, speaker="", kind="", key=key)
    assert decide(empty) == ()
    line, problem = tell(replace(empty, content="nowhere"))
    assert (line, problem) == (2, "content: must stand in the article; found 'nowhere'")


def test_an_added_row_without_words_is_told():
    assert tell(RISE, replace(ADDED, number=7)) == (
        7,
        "content: must be words of the article; found nothing",
    )


def test_the_narrator_is_no_speaker_of_a_quotation():
    line, problem = tell(replace(RISE, speaker="Narrator"))
    assert line == 2
    assert problem.endswith("found 'narrator'. Write delete as the action")
    assert decide(replace(RISE, speaker="narrator", action="delete"))[0].is_deleted


# ---- kinds -----------------------------------------------------------------------------------


def kinds(*rows):
    return {each.row: each.kind for each in decide(*rows)}


def test_the_kind_that_a_person_wrote_holds_in_all_rows_of_its_speaker():
    kept = replace(GO, action="keep")
    assert kinds(replace(RISE, kind="group"), kept, NO) == {2: "group", 3: "group"}
    assert kinds(replace(RISE, action="keep"), kept, NO) == {2: "person", 3: "person"}


def test_a_new_speaker_takes_the_kind_of_the_rows_with_that_name():
    body = write(4, "no", source="Bob Day", speaker="Bob Day", kind="organisation")
    assert kinds(replace(GO, speaker="Bob Day"), body) == {3: "organisation"}
    row = replace(ADDED, content="she said", speaker="Bob Day", kind="")
    assert kinds(row, body) == {2: "organisation"}


def test_of_kinds_that_the_toolkit_wrote_the_commonest_counts():
    rows = [
        write(3, "Jobs will go", speaker="Bob Day", kind="group"),
        write(4, "no", speaker="Bob Day", kind="organisation"),
        write(5, "she said", speaker="Bob Day", kind="organisation"),
    ]
    assert kinds(replace(RISE, speaker="Bob Day"), *rows[1:], rows[0])[2] == "organisation"


def test_the_kind_of_a_row_whose_speaker_was_changed_is_not_that_of_the_new_one():
    """The kind that stands there is still the one of the speaker before."""
    body = write(3, "Jobs will go", speaker="The council", kind="organisation")
    line, problem = tell(RISE, replace(body, speaker="Cy Fox", kind=""))
    assert line == 3
    assert problem.startswith("kind: must be one of person, organisation")
    assert problem.endswith("for a speaker with a name; found ''")
    assert "unknown" not in problem
    assert (
        tell(RISE, replace(ADDED, number=6, content="no", speaker="Cy Fox", kind="unknown"))[0]
        == 6
    )


def test_an_unknown_speaker_has_no_kind():
    assert kinds(replace(RISE, speaker="unknown")) == {2: "unknown"}
    assert kinds(replace(RISE, speaker="unknown", kind="group")) == {2: "unknown"}


def test_words_that_are_deleted_need_no_kind():
    assert kinds(replace(RISE, speaker="Cy Fox", kind="", action="delete")) == {2: "unknown"}


# ---- what contradicts ------------------------------------------------------------------------


def test_a_cue_or_source_that_was_cleared_is_none():
    (found,) = decide(replace(RISE, cue="", source=""), GO, NO)
    assert (found.quotation.cue, found.quotation.source) == ((), ())
    assert found.speaker == "Ann Lee"


@pytest.mark.parametrize("name", ["cue", "source", "relay"])
def test_words_that_do_not_stand_in_the_article_are_told_with_their_column(name):
    told = f"{name}: must stand in the article, outside the content; found 'yelled'"
    assert tell(GO, replace(RISE, **{name: "yelled"})) == (2, told)


def test_two_rows_share_no_word():
    longer = replace(RISE, content="Rates will rise, Ann Lee told", cue="", source="", relay="")
    row = replace(ADDED, number=9, content="Ann Lee told Reuters")
    line, problem = tell(longer, row)
    assert line == 9
    assert problem == (
        "content: must share no word with that of another row; found 'Rates will rise, Ann Lee "
        "told' in row 2. Delete one of the two, or shorten it"
    )
    # Nor does one with a row that was left as it was.
    assert tell(RISE, replace(ADDED, number=9, content="will rise"))[0] == 9
    assert (
        len(decide(replace(RISE, action="delete"), replace(ADDED, number=9, content="will rise")))
        == 2
    )
    assert (
        len(decide(replace(RISE, action="keep"), replace(ADDED, number=9, content="she said")))
        == 2
    )


@pytest.mark.parametrize(
    ("column", "one", "other"),
    [("kind", "group", "document"), ("role", "expert", "citizen"), ("gender", "woman", "man")],
)
def test_a_speaker_is_told_in_one_way(column, one, other):
    line, problem = tell(replace(RISE, **{column: one}), replace(GO, **{column: other}), NO)
    assert line == 3
    assert problem == (
        f"{column}: must be the same in all rows of 'Ann Lee'; found {other}, and {one} in row 2"
    )
    assert len(decide(replace(RISE, **{column: one}), replace(NO, **{column: other}), GO)) == 2
    assert len(decide(replace(RISE, **{column: one}), replace(GO, **{column: one}))) == 2


def test_a_role_that_only_one_row_tells_contradicts_nothing():
    assert len(decide(replace(RISE, role="expert"), replace(GO, gender="woman"), NO)) == 2


# ---- which rows are about an article ---------------------------------------------------------


def numbers(article, *rows):
    return [row.number for row in list_rows(article, Corrections("c.csv", rows))]


def test_rows_are_those_of_the_text_and_those_added_to_them():
    own = replace(ADDED, number=6)
    other = replace(ADDED, number=7, article="b2")
    nameless = replace(ADDED, number=8, article="")
    assert numbers(ARTICLE, RISE, GO, own, other, nameless) == [2, 3, 6, 8]
    assert numbers(Article("Else.", id="b2"), RISE, own, other, nameless) == [7]
    assert numbers(Article("Else.", id="c3"), RISE, own, other, nameless) == []


def test_a_row_without_an_article_belongs_to_the_only_one():
    nameless = replace(ADDED, number=8, article="")
    elsewhere = replace(NO, article="b2", key=replace(NO.key, text="0" * 12))
    assert numbers(ARTICLE, RISE, nameless) == [2, 8]
    assert numbers(ARTICLE, RISE, nameless, elsewhere) == [2]
    assert numbers(ARTICLE, nameless) == []


def test_a_copy_takes_the_rows_of_its_text_unless_it_has_its_own():
    twin = Article(TEXT, id="a2")
    assert numbers(twin, RISE, GO) == [2, 3]
    assert numbers(twin, RISE, replace(GO, article="a2")) == [3]
    assert numbers(ARTICLE, RISE, replace(GO, article="a2")) == [2]


def test_rows_that_were_written_for_another_text_are_told():
    changed = Article(f"{TEXT} The end.", id="a1")
    with pytest.raises(RowError) as caught:
        decide(RISE, article=changed)
    assert caught.value.problem == (
        "article: must have the text that the file was written for; found that 'a1' has another "
        "one. Write the file again (toolkit corrections): decisions whose words still stand in "
        "the text are carried over"
    )


def test_an_article_that_no_row_is_about_is_told_with_those_there_are():
    with pytest.raises(ReadError) as caught:
        decide(RISE, GO, replace(ADDED, article="b2"), article=Article("Else.", id="c3"))
    assert str(caught.value) == "c.csv: article: must have a row of 'c3'; found rows of 'a1, b2'"
    assert decide(article=Article("Else.", id="c3")) == ()


def test_what_is_no_article_or_file_is_told():
    with pytest.raises(ToolkitError):
        apply_corrections("text", Corrections("c.csv", ()))
    with pytest.raises(ReadError, match=r"nowhere\.csv: must be a file that can be read"):
        apply_corrections(ARTICLE, "nowhere.csv")


# ---- stance ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("stance", "polarity"), [("against", -1), ("neither", 0), ("for", 1)])
def test_a_stance_is_told_where_the_target_is_named(stance, polarity):
    row = replace(NO, number=8, content="Ann Lee", target="Ann Lee", stance=stance, key=None)
    found = apply_corrections(ARTICLE, Corrections("c.csv", (RISE, row)))
    (verdict,) = found.verdicts
    assert (verdict.span, verdict.target, verdict.polarity) == (at("Ann Lee"), "Ann Lee", polarity)
    assert verdict.row == 8
    assert found.corrections == ()
    with pytest.raises(RowError) as caught:
        apply_corrections(ARTICLE, Corrections("c.csv", (replace(row, content="Cy Fox"),)))
    assert caught.value.line == 8


# ---- many articles ---------------------------------------------------------------------------


def test_of_many_articles_those_with_rows_are_corrected_and_all_are_passed_on():
    other = Article("Rates will fall.", id="b2")
    faults = []
    rows = Corrections("c.csv", (replace(RISE, action="keep"), GO))
    found = [*correct_all([other, ARTICLE], rows, faults.append)]
    assert found[0] is other
    assert [len(each.corrections) for each in found] == [0, 1]
    assert faults == []


def test_an_article_that_its_rows_do_not_fit_is_left_out_and_told_once():
    wrong = replace(RISE, content="nowhere")
    faults = []
    found = [*correct_all([ARTICLE], Corrections("c.csv", (wrong, GO, NO)), faults.append)]
    assert found == []
    assert [(fault.line, fault.problem) for fault in faults] == [
        (2, "content: must stand in the article; found 'nowhere'")
    ]


def test_each_article_that_did_not_come_is_told_once_with_its_first_row():
    away = [
        replace(ADDED, number=n, article=name) for n, name in ((5, "b2"), (6, "b2"), (7, "c3"))
    ]
    faults = []
    assert [*correct_all([ARTICLE], Corrections("c.csv", (RISE, *away)), faults.append)] == [
        ARTICLE
    ]
    assert sorted((fault.line, fault.problem) for fault in faults) == [
        (5, "article: must be one of those that are read; found 'b2'"),
        (7, "article: must be one of those that are read; found 'c3'"),
    ]
