"""What other programs found, read from their files."""

import json
import math
from dataclasses import replace
from pathlib import Path

import pytest

from toolkit import (
    Article,
    ReadError,
    find_attributions,
    quotation_table,
    read_attributions,
    source_table,
    speaker_table,
    stance_table,
    write_report,
)
from toolkit.base import Relay, Span, ToolkitError
from toolkit.commands.entry import main
from toolkit.exchange import write_brat

TEXT = (
    "TASS quoted Ann Lee as saying that rates will rise. \u201cJobs will follow,\u201d said a "
    "senior official, who asked not to be named.\n\nBob Clark, the mayor, hopes for rain."
)
FIRST = Article(TEXT, id="a1")
SECOND = Article("It will rain, Cleo Day said.", id="a2")


def place(words, text=TEXT):
    start = text.index(words)
    return [start, start + len(words)]


@pytest.fixture
def write(tmp_path):
    def write_file(name, *lines):
        path = tmp_path / name
        path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
        return path

    return write_file


def make_line(article="a1", **facts):
    said = {"content": [place("rates will rise")], "speaker": "Ann Lee", **facts}
    return json.dumps({"id": article, "attributions": [said]})


MARKS = ["\u2028", "\u2029", "\x85", "\x7f"]  # JSON may hold them as they are


@pytest.mark.parametrize("mark", MARKS)
def test_a_line_of_json_may_hold_what_other_systems_end_lines_by(write, mark):
    line = make_line(speaker=f"Ann{mark}Lee").encode().decode("unicode_escape")
    [said, other] = read_attributions(write("found.jsonl", line, make_line()), FIRST)
    assert (said.speaker.name, other.speaker.name) == (f"Ann{mark}Lee", "Ann Lee")


@pytest.mark.parametrize("mark", MARKS)
def test_a_note_of_brat_may_hold_what_other_systems_end_lines_by(write, mark):
    path = write(
        "a1.ann",
        "T1\tContent 35 51\trates will rise.",
        f"#1\tAnnotatorNotes T1\tlooked at{mark}twice",
        '#2\tAnnotatorNotes T1\t"Ann Lee"; rule person; confidence 1.00',
    )
    [said] = read_attributions(path, FIRST)
    assert said.speaker.name == "Ann Lee"


# ---- a table -------------------------------------------------------------------------------


def test_four_columns_are_enough(write):
    start, end = place("rates will rise")
    path = write("found.csv", "article,start,end,speaker", f"a1,{start},{end},Ann Lee")
    [said] = read_attributions(path, [FIRST, SECOND])
    assert said.speaker.name == "Ann Lee"
    assert said.speaker.kind == "person"
    assert said.article == FIRST
    assert said.rule == "given"
    assert said.quotation.finder == "given"
    assert said.quotation.content == (Span(start, end),)
    assert said.quotation.form == "indirect"
    assert math.isnan(said.confidence)


def test_what_else_is_told_is_kept(write):
    numbers = [*place("rates will rise"), *place("quoted"), *place("Ann Lee"), *place("TASS")]
    path = write(
        "found.csv",
        "start;end;cue_start;cue_end;source_start;source_end;relay_start;relay_end;article;"
        "speaker;kind;act;confidence;note",
        ";".join(map(str, [*numbers, "a1", "Ann Lee", "unnamed", "thinking", "0.25", "mine"])),
    )
    row = quotation_table(read_attributions(path, FIRST)).iloc[0]
    assert row[["speaker", "kind", "relay", "act", "cue", "source"]].tolist() == [
        "Ann Lee",
        "unnamed",
        "TASS",
        "thinking",
        "quoted",
        "Ann Lee",
    ]
    assert row["confidence"] == 0.25


@pytest.mark.parametrize(
    ("speaker", "kind"),
    [
        ("Bob Clark", "person"),
        ("a senior official", "unnamed"),
        ("residents", "group"),
        ("", "unknown"),
        ("unknown", "unknown"),
    ],
)
def test_the_kind_of_a_speaker_is_told_by_the_words(write, speaker, kind):
    path = write("found.csv", "article,start,end,speaker", f"a1,0,10,{speaker}")
    [said] = read_attributions(path, FIRST)
    assert said.speaker.kind == kind
    assert said.speaker.name == (speaker or "unknown")


def test_marks_in_the_text_tell_the_form(write):
    start, end = place("\u201cJobs will follow,\u201d")
    path = write("found.csv", "article,start,end,speaker", f"a1,{start},{end},an official")
    assert [said.quotation.form for said in read_attributions(path, FIRST)] == ["direct"]


# ---- JSON lines ----------------------------------------------------------------------------


def test_our_own_lines_come_back_as_they_went(tmp_path):
    news = tmp_path / "news.jsonl"
    articles = [FIRST, SECOND]
    news.write_text(
        "".join(json.dumps({"id": a.id, "text": a.text}) + "\n" for a in articles), "utf-8"
    )
    out = tmp_path / "found.jsonl"
    assert main(["quotations", str(news), "--all", "--out", str(out)]) == 0
    found = read_attributions(out, articles)
    ours = [said for article in articles for said in find_attributions(article)]
    for back, said in zip(found, ours, strict=True):
        assert back.quotation.content == said.quotation.content
        assert back.quotation.cue == said.quotation.cue
        assert back.quotation.source == said.quotation.source
        assert back.quotation.act == said.quotation.act
        assert back.quotation.form == said.quotation.form
        assert (back.speaker.name, back.speaker.kind) == (said.speaker.name, said.speaker.kind)
        assert [relay.name for relay in back.relays] == [relay.name for relay in said.relays]
        assert back.confidence == said.confidence or math.isnan(said.confidence)


def test_only_the_content_must_be_there(write):
    line = json.dumps({"id": "a1", "attributions": [{"content": [place("rates will rise")]}]})
    [said] = read_attributions(write("found.jsonl", line), FIRST)
    assert (said.speaker.name, said.speaker.kind, said.relays) == ("unknown", "unknown", ())


def test_attributions_come_in_the_order_of_articles_and_texts(write):
    later = [{"content": [place("rain")]}, {"content": [place("Jobs")]}]
    lines = [
        json.dumps({"id": "a2", "attributions": [{"content": [[0, 12]]}]}),
        json.dumps({"id": "a1", "attributions": later}),
    ]
    found = read_attributions(write("found.jsonl", *lines), [FIRST, SECOND])
    assert [(said.article.id, said.quotation.content[0].start) for said in found] == [
        ("a1", place("Jobs")[0]),
        ("a1", place("rain")[0]),
        ("a2", 0),
    ]


# ---- brat ----------------------------------------------------------------------------------


def test_what_we_write_for_brat_is_read_again(tmp_path):
    for article in (FIRST, SECOND):
        write_brat(article, tmp_path / f"{article.id}.ann")
    found = read_attributions(tmp_path, [FIRST, SECOND])
    ours = [said for article in (FIRST, SECOND) for said in find_attributions(article)]
    assert [said.quotation.content for said in found] == [s.quotation.content for s in ours]
    assert [said.quotation.cue for said in found] == [s.quotation.cue for s in ours]
    assert [said.quotation.source for said in found] == [s.quotation.source for s in ours]
    assert [said.speaker.name for said in found] == [s.speaker.name for s in ours]
    assert [said.speaker.kind for said in found] == [s.speaker.kind for s in ours]
    assert [[r.name for r in said.relays] for said in found] == [
        [r.name for r in said.relays] for said in ours
    ]


NAMES = [
    "Peace through Strength Institute",
    "Rule; rule nobody; confidence 0.5 Group",
    'the "Doc" through "TASS"',
    "C:\\Paris through \\",
    '"',
    "Jos\u00e9 \U0001f600\u2028through\u0085Lee",
]


@pytest.mark.parametrize("speaker", NAMES)
@pytest.mark.parametrize("relays", [[], ["TASS"], NAMES[:3]])
def test_brat_gives_back_every_name_whatever_words_it_holds(tmp_path, speaker, relays):
    [said, *_] = find_attributions(FIRST)
    named = replace(
        said,
        speaker=replace(said.speaker, name=speaker),
        relays=tuple(Relay(name, Span(n, n + 1)) for n, name in enumerate(relays)),
    )
    path = write_brat([named], tmp_path / "a1.ann")
    [found] = read_attributions(path, FIRST)
    assert found.speaker.name == " ".join(speaker.split())
    assert [relay.name for relay in found.relays] == relays
    assert [relay.span for relay in found.relays] == [relay.span for relay in named.relays]
    assert found.confidence == pytest.approx(said.confidence, nan_ok=True, abs=0.01)


def test_a_relay_that_runs_over_a_line_is_one(tmp_path):
    article = Article("The Baku\nPost quoted Ann Lee as saying that rates will rise.", id="a1")
    [said] = find_attributions(article)
    wrapped = replace(said, relays=(Relay("The Baku Post", Span(0, 13)),))
    [found] = read_attributions(write_brat([wrapped], tmp_path / "a1.ann"), article)
    assert found.relays == wrapped.relays


@pytest.mark.parametrize(
    ("note", "relays", "names"),
    [
        ("Ann Lee", [], ["Ann Lee"]),
        ("Peace through Strength Institute", [], ["Peace through Strength Institute"]),
        ("Ann Lee through TASS", ["TASS"], ["Ann Lee", "TASS"]),
        ("Peace through Strength through AP", ["TASS"], ["Peace through Strength", "AP"]),
        ("Ann Lee", ["TASS"], ["Ann Lee", "TASS"]),
    ],
)
def test_names_without_quote_marks_of_earlier_files_are_read(write, note, relays, names):
    path = write(
        "a1.ann",
        "T1\tContent 35 51\trates will rise.",
        f"#1\tAnnotatorNotes T1\t{note}; rule person; confidence 1.00",
        *(["T2\tRelay 0 4\tTASS", "R1\tHeard_through Arg1:T1 Arg2:T2"] if relays else []),
    )
    [said] = read_attributions(path, FIRST)
    assert [said.speaker.name, *(relay.name for relay in said.relays)] == names


def test_a_source_of_brat_names_the_speaker_where_no_note_does(write):
    content, source = place("Jobs will follow"), place("senior official")
    path = write(
        "a1.ann",
        f"T1\tContent {content[0]} {content[1]}\tJobs will follow",
        f"T2\tSource {source[0]} {source[1]}\tsenior official",
        "R1\tSaid_by Arg1:T1 Arg2:T2",
        "#1\tAnnotatorNotes T1\tlooked at twice",
    )
    [said] = read_attributions(path, FIRST)
    assert (said.speaker.name, said.speaker.kind) == ("senior official", "unnamed")


# ---- into tables and pages -------------------------------------------------------------------


def test_tables_and_pages_go_by_what_was_given(write, tmp_path):
    found = read_attributions(write("found.jsonl", make_line(confidence=0.9)), [FIRST, SECOND])
    assert speaker_table(found)["speaker"].tolist() == ["Ann Lee"]
    assert source_table(found, what="naming")["quotations"].tolist() == [1]
    assert {"Ann Lee", "narrator"} >= set(stance_table(found)["voice"])
    page = write_report(found, tmp_path / "page.html").read_text("utf-8")
    assert "Ann Lee" in page


# ---- what is refused ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "must be JSON, an article a line; found Expecting property"),
        ("[]", "must have a list `attributions`; found '[]'"),
        ('{"id": "a1"}', "must have a list `attributions`"),
        ('{"id": "a1", "attributions": ["x"]}', "attributions: must be objects; found 'x'"),
        (make_line(content=[]), "content: must have at least one span; found none"),
        (make_line(content=[[3]]), "content: must be a list of [start, end]; found [3]"),
        (make_line(content=[[3, 2]]), "span: must have 0 <= start < end; found 3, 2"),
        (make_line(content=[[3, 2.5]]), "content: must be a list of [start, end]; found [3, 2.5]"),
        (make_line(content=[[0, 999]]), "places: spans must lie in the 161 characters of articl"),
        (make_line(cue=[[0, 999]]), "places: spans must lie in the 161 characters of articl"),
        (make_line("a3"), "article: must be one of the 2 that were given; found 'a3'"),
        (make_line(kind="human"), "kind: must be"),
        (make_line(act="shouting"), "act: must be"),
        (make_line(confidence="high"), "confidence: must be a number or null; found 'high'"),
        (make_line(confidence=7), "confidence: must lie between 0 and 1; found 7.0"),
    ],
)
def test_a_faulty_line_is_told_with_its_place(write, line, problem):
    path = write("found.jsonl", make_line(), line)
    with pytest.raises(ReadError) as told:
        read_attributions(path, [FIRST, SECOND])
    assert str(told.value).startswith(f"{path}:2: {problem}")


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("a1,x,10,Lee", "start: must be a number of characters; found 'x'"),
        ("a1,-1,10,Lee", "start: must be a number of characters; found '-1'"),
        ("a1,5,5,Lee", "span: must have 0 <= start < end; found 5, 5"),
        ("a3,0,10,Lee", "article: must be one of the 2 that were given; found 'a3'"),
        ("a1,0,9999,Lee", "places: spans must lie in the 161 characters of article 'a1'"),
    ],
)
def test_a_faulty_row_is_told_with_its_place(write, row, problem):
    path = write("found.csv", "article,start,end,speaker", "a1,0,4,Lee", row)
    with pytest.raises(ReadError) as told:
        read_attributions(path, [FIRST, SECOND])
    assert str(told.value).startswith(f"{path}, row 3: {problem}")


def test_a_missing_column_is_told(write):
    with pytest.raises(ReadError, match="speaker"):
        read_attributions(write("found.csv", "article,start,end", "a1,0,4"), FIRST)


@pytest.mark.parametrize(
    "line", ["T1\tContent zero 15\tRates", "R1\tSaid_by", "T1\tContent 5 2\tx"]
)
def test_a_faulty_annotation_of_brat_is_told(write, line):
    path = write("a1.ann", "T9\tCue 0 4\tTASS", line)
    with pytest.raises(ReadError) as told:
        read_attributions(path, FIRST)
    assert str(told.value).startswith(f"{path}:2: must be an annotation of brat; found ")


def test_an_empty_folder_and_no_file_are_told(tmp_path):
    with pytest.raises(ReadError, match=r"must hold files that end in \.ann; found none"):
        read_attributions(tmp_path, FIRST)
    with pytest.raises(ReadError, match="found no such file"):
        read_attributions(Path("nowhere.jsonl"), FIRST)


def test_two_articles_of_one_id_are_told(write):
    with pytest.raises(ToolkitError, match="articles: must have an id each; found 'a1' twice"):
        read_attributions(write("found.jsonl", make_line()), [FIRST, FIRST])
