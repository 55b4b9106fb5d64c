import csv
import io
import json
import pickle
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import toolkit as tk
from toolkit.base.article import (
    Article,
    Correction,
    Gender,
    Kind,
    Quotation,
    Relay,
    Role,
    Span,
)
from toolkit.base.errors import ReadError, RowError
from toolkit.base.sheets import write_sheet
from toolkit.commands.entry import main
from toolkit.corrections import apply_corrections
from toolkit.corrections.decisions import correct_all
from toolkit.corrections.rows import COLUMNS, KEEP, make_row
from toolkit.narrative.sourcing import sourcing_table

TEXT = (
    '"The bridge will open in May," Ann Lee told Reuters. Bob Day said the bridge is unsafe. '
    'Tolls, Lee added, would double. The mayor left early. He called the plan "a fine mess".\n\n'
    "The harbour is safe. The harbour is safe. Nobody asked."
)
EARLY = "The mayor left early"


@pytest.fixture(scope="module")
def article():
    return tk.parse_article(TEXT, id="a1")


@pytest.fixture
def edit(article, tmp_path):
    """Write the corrections of an article, let a person edit the rows, and read them back."""

    def run(change, articles=article, **dialect):
        path = tk.write_corrections(articles, tmp_path / "corrections.csv")
        rows = read_rows(path)
        rows = change(rows) or rows
        out = io.StringIO()
        writer = csv.DictWriter(out, [*rows[0]], **dialect)
        writer.writeheader()
        writer.writerows(rows)
        path.write_text(out.getvalue(), "utf-8", newline="")
        return tk.read_corrections(path)

    return run


def read_rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [*csv.DictReader(file)]


def find_row(rows, words):
    return next(row for row in rows if words in row["content"])


def change(words, **cells):
    return lambda rows: find_row(rows, words).update(cells)


def add(**cells):
    return lambda rows: rows.append(dict.fromkeys(COLUMNS, "") | {"article": "a1"} | cells)


def list_speakers(article):
    return dict(tk.speaker_table(article)[["speaker", "words"]].itertuples(index=False))


# ---- what is not changed stays ---------------------------------------------------------


def test_a_file_that_nobody_edited_changes_nothing(edit, article):
    assert apply_corrections(article, edit(lambda rows: None)) == article


def test_what_a_person_checked_is_the_same_but_for_who_decided(edit, seed):
    def check(rows):
        for row in rows:
            row["action"] = "yes"

    checked = tk.find_attributions(apply_corrections(seed, edit(check, seed)))
    found = tk.find_attributions(seed)
    assert {said.rule for said in checked} == {"person"}
    assert {said.confidence for said in checked} == {1.0}
    for said, before in zip(checked, found, strict=True):
        assert (said.speaker, said.relays) == (before.speaker, before.relays)
        assert replace(said.quotation, confidence=0.0) == replace(before.quotation, confidence=0.0)


def test_corrections_are_written_again_as_they_were(edit, article, tmp_path):
    def decide(rows):
        change("open in May", speaker="Cy Fox")(rows)
        change("bridge is unsafe", action="delete")(rows)
        add(content=EARLY, speaker="Dee Roe", kind="person")(rows)

    corrected = apply_corrections(article, edit(decide))
    path = tk.write_corrections(corrected, tmp_path / "again.csv")
    assert {row["action"] for row in read_rows(path)} == {"keep", "delete", ""}
    again = apply_corrections(article, path)
    assert [replace(one, row=0) for one in again.corrections] == sorted(
        (replace(one, row=0) for one in corrected.corrections),
        key=lambda one: one.quotation.content,
    )
    assert tk.find_attributions(again) == tk.find_attributions(corrected)


def test_an_article_without_a_quotation_has_a_row_to_add_one_to(edit):
    silent = tk.parse_article("The bridge opens in May. It rains.", id="s1")

    def fill(rows):
        assert [row["content"] for row in rows] == [""]
        rows[0].update(content="It rains", speaker="Ann Lee", kind="person")

    assert apply_corrections(silent, edit(lambda rows: None, silent)) == silent
    assert list_speakers(apply_corrections(silent, edit(fill, silent))) == {"Ann Lee": 2}


# ---- what a person changes -------------------------------------------------------------


def test_the_words_of_another_speaker_change_every_table(edit, article):
    corrected = apply_corrections(
        article, edit(change("bridge is unsafe", speaker="Cy Fox", kind="organisation"))
    )
    before, after = list_speakers(article), list_speakers(corrected)
    assert before["Bob Day"] - after["Bob Day"] == 4
    assert after["Cy Fox"] == 4
    row = tk.quotation_table(corrected).set_index("speaker").loc["Cy Fox"]
    assert (row["kind"], row["rule"], row["confidence"]) == ("organisation", "person", 1.0)
    for make, column in (
        (tk.voice_table, "voice"),
        (tk.speaker_sentiment_table, "speaker"),
        (sourcing_table, "speaker"),
    ):
        assert "Cy Fox" in {*make(corrected)[column]}
        assert "Cy Fox" not in {*make(article)[column]}
    assert "Cy Fox" in tk.annotate(corrected)._repr_html_()


def test_the_report_goes_by_a_person(edit, article, tmp_path):
    corrected = apply_corrections(article, edit(change("unsafe", speaker="Cy Fox")))
    page = tk.write_report(corrected, tmp_path / "page.html").read_text("utf-8")
    assert "<bdi>Cy Fox</bdi>" in page


def test_deleted_words_are_the_narrators(edit, article):
    corrected = apply_corrections(article, edit(change("bridge is unsafe", action="delete")))
    assert len(tk.find_quotations(corrected)) == len(tk.find_quotations(article)) - 1
    place = TEXT.index("bridge is unsafe")
    voices = tk.voice_table(corrected)
    [voice] = voices[(voices["start"] <= place) & (voices["end"] > place)]["voice"]
    assert voice == "narrator"


def test_pasted_words_are_a_quotation(edit, article):
    pasted = add(content="the mayor  left early".capitalize(), speaker="Dee Roe", kind="person")
    corrected = apply_corrections(article, edit(pasted))
    [said] = [said for said in tk.find_attributions(corrected) if said.rule == "person"]
    assert [span.of(TEXT) for span in said.quotation.content] == [EARLY]
    assert said.quotation.finder == "person"
    assert list_speakers(corrected)["Dee Roe"] == 4


def test_cue_and_source_of_added_words_are_the_nearest(edit, article):
    row = add(
        content="The harbour is safe", start=f"{TEXT.rindex('The harbour')}", cue="said",
        source="Lee", speaker="Ann Lee",
    )  # fmt: skip
    [correction] = apply_corrections(article, edit(row)).corrections
    assert correction.quotation.source == (Span(TEXT.rindex("Lee"), TEXT.rindex("Lee") + 3),)
    assert correction.quotation.cue == (Span(TEXT.rindex("said"), TEXT.rindex("said") + 4),)
    assert correction.quotation.content[0].start == TEXT.rindex("The harbour")
    assert correction.kind is Kind.PERSON  # as in the other rows of this speaker


def test_marks_of_another_style_are_the_same_words(edit, article):
    row = change("a fine mess", content="plan \u201ca fine mess\u201d")
    [correction] = apply_corrections(article, edit(row)).corrections
    assert [span.of(TEXT) for span in correction.quotation.content] == ['plan "a fine mess"']
    [form] = [
        said.quotation.form
        for said in tk.find_attributions(apply_corrections(article, edit(row)))
        if said.rule == "person"
    ]
    assert form == "mixed"


def test_split_words_are_pasted_with_an_ellipsis_between(edit, article):
    row = add(content="The mayor ... left early", speaker="Dee Roe", kind="person")
    [correction] = apply_corrections(article, edit(row)).corrections
    assert [span.of(TEXT) for span in correction.quotation.content] == ["The mayor", "left early"]


@pytest.mark.parametrize(
    ("relay", "expected"),
    [("", []), ("Bob Day", ["Bob Day"]), ("Bob Day; Reuters", ["Bob Day", "Reuters"])],
)
def test_relays_are_changed(edit, article, relay, expected):
    corrected = apply_corrections(article, edit(change("open in May", relay=relay)))
    said = tk.find_attributions(corrected)[0]
    assert [one.name for one in said.relays] == expected
    assert [one.span.of(TEXT) for one in said.relays] == expected


def test_a_kind_holds_for_all_quotations_of_its_speaker(edit, article):
    corrected = apply_corrections(article, edit(change("open in May", kind="organisation")))
    found = [s for s in tk.find_attributions(corrected) if s.speaker.name == "Ann Lee"]
    assert {said.speaker.kind for said in found} == {"organisation"}
    assert {said.rule == "person" for said in found} == {True, False}


def test_a_speaker_takes_the_kind_of_the_same_name(edit, article):
    corrected = apply_corrections(article, edit(change("a fine mess", speaker="Ann Lee")))
    assert corrected.corrections[0].kind is Kind.PERSON


def test_a_cleared_speaker_is_unknown(edit, article):
    corrected = apply_corrections(article, edit(change("bridge is unsafe", speaker="")))
    assert corrected.corrections[0].speaker == "unknown"
    assert corrected.corrections[0].kind is Kind.UNKNOWN


def test_a_row_that_was_taken_out_says_nothing(edit, article):
    assert apply_corrections(article, edit(lambda rows: rows[:1])) == article


def test_two_rows_may_become_one(edit, article):
    whole = TEXT[: TEXT.index(" is unsafe")]

    def join(rows):
        find_row(rows, "unsafe")["action"] = "delete"
        find_row(rows, "open in May")["content"] = whole

    contents = [q.content[0].of(TEXT) for q in tk.find_quotations(
        apply_corrections(article, edit(join))
    )]  # fmt: skip
    assert contents[0] == whole
    assert len(contents) == len(tk.find_quotations(article)) - 1


# ---- what does not fit -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (change("unsafe", content="the bridge was unsafe"), "content: must stand in the article"),
        (change("unsafe", content=EARLY), "content: must share a word with what stood in the row"),
        (change("unsafe", content="\u2026 \u2026"), "content: must stand in the article"),
        (change("unsafe", content="the bridge \u2026 \u2026 unsafe"), "content: must stand in"),
        (change("unsafe", content=""), "content: must be words of the article; found nothing"),
        (change("unsafe", source="Cy Fox"), "source: must stand in the article, outside the"),
        (change("unsafe", cue="yelled"), "cue: must stand in the article, outside the content"),
        (change("unsafe", relay="TASS"), "relay: must stand in the article"),
        (change("unsafe", action="no"), "action: must be one of nothing, keep, yes, delete"),
        (change("unsafe", kind="robot"), "kind: must be one of nothing, person, "),
        (change("unsafe", act="singing"), "act: must be one of nothing, saying, "),
        (change("unsafe", start="ten"), "start: must be a whole number; found 'ten'"),
        (change("unsafe", key="9d35"), "key: must stay as it was written"),
        (change("unsafe", speaker="narrator"), "speaker: must be a voice other than the narr"),
        (change("unsafe", speaker="Cy Fox", kind=""), "kind: must be one of person, "),
        (change("unsafe", content=TEXT.partition("\n")[0]), "content: must share no word"),
        (lambda rows: rows.append(rows[0]), "key: must stand in one row; found it in row 2"),
        (add(content="The harbour is safe", speaker="Ann Lee"), "content: must stand in the art"),
        (add(content="The bridge will open", speaker="Ann Lee"), "content: must share no word"),
        (add(content=EARLY, speaker="Dee Roe"), "kind: must be one of person, organisation"),
        (add(content="", speaker="Ann Lee"), "content: must be words of the article; found"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told_with_its_row(edit, article, wrong, message):
    with pytest.raises(RowError) as caught:
        apply_corrections(article, edit(wrong))
    assert isinstance(caught.value, ReadError)
    assert str(caught.value).startswith(f"{caught.value.path}, row {caught.value.line}: {message}")
    assert "; found " in str(caught.value)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_the_row_is_that_of_the_spreadsheet(edit, article):
    with pytest.raises(RowError) as caught:
        edit(change("unsafe", action="no"))
    assert caught.value.line == 3


def test_words_that_stand_twice_are_told_with_their_places(edit, article):
    twice = add(content="The harbour is safe", speaker="Ann Lee")
    with pytest.raises(RowError, match=f"at {TEXT.index('The harb')}, {TEXT.rindex('The harb')}"):
        apply_corrections(article, edit(twice))


def test_one_speaker_has_one_kind(edit, article):
    def contradict(rows):
        change("open in May", kind="group")(rows)
        change("would double", kind="organisation")(rows)

    with pytest.raises(RowError, match="kind: must be the same in all rows of 'Ann Lee'"):
        apply_corrections(article, edit(contradict))


def test_role_and_gender_in_one_row_hold_for_the_speaker(edit, article):
    row = change("would double", role="Expert", gender="nonbinary")
    table = tk.speaker_table(apply_corrections(article, edit(row))).set_index("speaker")
    own = table.loc["Ann Lee"]
    assert (own["role"], own["role_evidence"], own["quotations"]) == ("expert", "Lee", 2)
    assert (own["gender"], own["gender_evidence"]) == ("nonbinary", "Lee")
    assert "expert" not in {*table.drop("Ann Lee")["role"]}


@pytest.mark.parametrize(("column", "word"), [("role", "boss"), ("gender", "f")])
def test_other_words_for_role_and_gender_are_refused(edit, column, word):
    with pytest.raises(RowError, match=f"row 2: {column}: must be one of .*; found '{word}'"):
        edit(change("open in May", **{column: word}))


@pytest.mark.parametrize(
    ("column", "one", "other"), [("role", "expert", "citizen"), ("gender", "woman", "man")]
)
def test_one_speaker_has_one_role_and_gender(edit, article, column, one, other):
    def contradict(rows):
        change("open in May", **{column: one})(rows)
        change("would double", **{column: other})(rows)

    problem = f"{column}: must be the same in all rows of 'Ann Lee'; found {other}, and {one} in"
    with pytest.raises(RowError, match=problem):
        apply_corrections(article, edit(contradict))


def test_a_changed_article_is_told(edit, article):
    changed = tk.parse_article(TEXT.replace("May", "June"), id="a1")
    with pytest.raises(RowError, match="row 2: article: must have the text that the file was"):
        apply_corrections(changed, edit(lambda rows: None))


def test_an_article_that_the_file_is_not_about_is_told(edit):
    other = tk.parse_article("Rates will rise, she said.", id="b2")
    with pytest.raises(ReadError, match="article: must have a row of 'b2'; found rows of 'a1'"):
        apply_corrections(other, edit(lambda rows: None))


def test_of_a_corpus_some_articles_have_rows(edit, article):
    other = tk.parse_article("Rates will rise, Cy Fox said.", id="b2")
    third = tk.parse_article("It rains, he said.", id="c3")
    changed = tk.parse_article(TEXT + " The end.", id="a1")
    faults = []
    corrections = edit(change("unsafe", speaker="Cy Fox"), [article, third])
    read = [*correct_all([other, article], corrections, faults.append)]
    assert [len(one.corrections) for one in read] == [0, 1]
    assert [fault.problem for fault in faults] == [
        "article: must be one of those that are read; found 'c3'"
    ]
    faults.clear()
    assert [*correct_all([changed, other, third], corrections, faults.append)] == [other, third]
    assert len(faults) == 1


def test_an_id_that_a_spreadsheet_changed_is_found_by_its_text(edit):
    numbered = tk.parse_article(TEXT, id="007")

    def mangle(rows):
        for row in rows:
            row["article"] = "7"
        add(article="7", content=EARLY, speaker="Dee Roe", kind="person")(rows)

    assert len(apply_corrections(numbered, edit(mangle, numbered)).corrections) == 1


def test_the_same_text_under_two_ids_is_two_articles(edit, article):
    twin = tk.parse_article(TEXT, id="a2")
    corrections = edit(change("unsafe", speaker="Cy Fox"), [article])
    assert len(apply_corrections(article, corrections).corrections) == 1

    def decide_second(rows):
        next(row for row in rows if row["article"] == "a2")["action"] = "delete"

    corrections = edit(decide_second, [article, twin])
    assert len(apply_corrections(article, corrections).corrections) == 1
    assert len(apply_corrections(twin, corrections).corrections) == 1


# ---- the file --------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_spreadsheets_save_in_many_ways(edit, article, tmp_path, delimiter, encoding):
    corrections = edit(change("unsafe", speaker="Zoë Fox"), delimiter=delimiter)
    path = tmp_path / "corrections.csv"
    text = path.read_text("utf-8")
    path.write_text(f"sep={delimiter}\n{text}" if encoding == "utf-8" else text, encoding)
    assert tk.read_corrections(path).rows == corrections.rows
    [correction] = apply_corrections(article, path).corrections
    assert correction.speaker == "Zoë Fox"


def test_columns_may_be_added_moved_or_left_out(edit, article):
    def arrange(rows):
        return [
            {"My notes": "?", **{name.title(): row[name] for name in reversed(COLUMNS)
                                 if name not in ("quotation", "start", "end")}}
            for row in rows
        ]  # fmt: skip

    assert apply_corrections(article, edit(arrange)) == article


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "must have the columns article, action"),
        (b"article,speaker\na1,Ann Lee\n", "must have the columns article, action"),
        ("article,Zoë".encode("cp1252"), "must be UTF-8 .in Excel, save it as CSV UTF-8"),
        (f'{",".join(COLUMNS)}\r\n"a1'.encode(), "must be CSV; found: "),
    ],
)
def test_a_file_that_is_none_is_told(tmp_path, content, message):
    path = tmp_path / "corrections.csv"
    path.write_bytes(content)
    with pytest.raises(ReadError, match=message):
        tk.read_corrections(path)


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(ReadError, match=r"missing\.csv: must be a file that can be read; found"):
        tk.read_corrections(tmp_path / "missing.csv")


def test_blank_rows_are_passed_over_and_counted(edit, article, tmp_path):
    edit(lambda rows: None)
    path = tmp_path / "corrections.csv"
    head, *rows = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([head, "", ",,", *rows]), "utf-8")
    assert tk.read_corrections(path).rows[0].number == 4


def test_a_file_begins_with_the_mark_that_excel_needs(article, tmp_path):
    path = tk.write_corrections(article, str(tmp_path / "corrections.csv"))
    assert path.read_bytes().startswith(b"\xef\xbb\xbfarticle,quotation,action,")


FORMULAS = [
    "=1",
    "+1",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "'=1",
    '"=1',
    " =1",
    "x; =1",
    "\uff1d1",
    "x;-1",
]


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_begins_a_formula(formula, tmp_path):
    text = f"{formula} he said."
    spoken = Correction(Quotation((Span(0, len(formula)),)), formula, Kind.PERSON)
    article = Article(text, id=formula)
    path = write_sheet(tmp_path / "c.csv", COLUMNS, [make_row(article, spoken, 1, KEEP)])
    [row] = read_rows(path)
    for cell in row.values():
        for piece in cell.split(";"):
            assert not re.match(r"[\s\"]*[=+\-@\uff1d]", piece), cell
    assert tk.read_corrections(path).rows[0].speaker == " ".join(formula.split())
    [correction] = apply_corrections(article, path).corrections
    assert correction.quotation.content == spoken.quotation.content


WORDS = st.text(
    st.sampled_from("ab=+-@'\"\u201c\u2026.;,\n\r\t \u00a0\u2028é🙂") | st.characters(
        exclude_categories=["Cs"]
    ),
    min_size=1, max_size=40,
)  # fmt: skip


@st.composite
def decided(draw):
    """An article with one decided quotation, whose places and names are anything."""
    text = draw(WORDS.filter(lambda words: words.strip()))

    def places(most):
        ends = st.integers(0, len(text))
        cuts = sorted(draw(st.lists(ends, max_size=2 * most, unique=True)))
        pairs = zip(cuts[::2], cuts[1::2], strict=False)
        return tuple(Span(*pair) for pair in pairs if text[slice(*pair)].split())

    start = len(text) - len(text.lstrip())
    quotation = Quotation(
        places(3) or (Span(start, len(text)),), places(2), places(1), confidence=1.0
    )
    names = WORDS.map(lambda words: " ".join(words.split())).filter(
        lambda name: name.lower() not in ("", "unknown", "narrator")
    )
    relays = tuple(Relay(draw(names).replace(";", ","), span) for span in places(2))
    kind = draw(st.sampled_from([kind for kind in Kind if kind is not Kind.UNKNOWN]))
    deleted = draw(st.booleans())
    told = draw(st.sampled_from(["", *Role])), draw(st.sampled_from(["", *Gender]))
    correction = Correction(quotation, draw(names), kind, relays, deleted, 2, *told)
    return Article(text, id="a1"), correction


@settings(max_examples=60)
@given(decided())
def test_what_is_written_is_read(tmp_path_factory, pair):
    article, correction = pair
    relays = [relay for relay in correction.relays if relay.name.strip()]
    correction = replace(correction, relays=tuple(relays))
    path = tmp_path_factory.mktemp("round") / "corrections.csv"
    action = "delete" if correction.is_deleted else KEEP
    write_sheet(path, COLUMNS, [make_row(article, correction, 1, action)])
    assert apply_corrections(article, path).corrections == (correction,)


# ---- doors -----------------------------------------------------------------------------


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "a1.txt"
    path.write_text(TEXT, "utf-8")
    return path


def test_each_door_takes_the_file_or_what_was_read(edit, article, source, tmp_path):
    corrections = edit(change("unsafe", speaker="Cy Fox"))
    expected = apply_corrections(article, corrections).corrections
    for file in (corrections, tmp_path / "corrections.csv", f"{tmp_path}/corrections.csv"):
        assert tk.parse_article(TEXT, id="a1", corrections=file).corrections == expected
        assert tk.read_article(source, corrections=file).corrections == expected
        [read] = tk.read_corpus(source, corrections=file)
        assert read.corrections == expected
    with source.open(encoding="utf-8") as opened:
        assert tk.read_article(opened, corrections=corrections).corrections == expected


def test_a_corpus_goes_on_after_a_row_that_does_not_fit(edit):
    corrections = edit(change("unsafe", source="Cy Fox"))
    texts = {"a1": TEXT, "a2": f"{TEXT} The end."}
    lines = [json.dumps({"id": name, "text": text}) for name, text in texts.items()]
    faults = []
    read = tk.iter_corpus(lines, corrections=corrections, on_fault=faults.append)
    assert [article.id for article in read] == ["a2"]
    assert [fault.line for fault in faults] == [3]
    with pytest.raises(RowError, match="row 3: source: must stand in the article"):
        tk.read_corpus(lines, corrections=corrections)
    with pytest.raises(ReadError, match=r"1 could not be read; found\n  .*row 3: source: must"):
        [*tk.iter_corpus(lines, corrections=corrections)]


def test_a_copy_under_another_id_takes_the_decisions_about_the_text(edit):
    copy = tk.parse_article(TEXT, id="copy")
    corrected = apply_corrections(copy, edit(change("unsafe", speaker="Cy Fox")))
    assert corrected.corrections[0].speaker == "Cy Fox"


def test_a_row_of_no_article_ends_a_corpus(edit):
    lines = ['{"id": "b2", "text": "The rates rise, and the bank is glad of it."}']
    with pytest.raises(RowError, match="row 2: article: must be one of those that are read; f"):
        tk.read_corpus(lines, corrections=edit(lambda rows: None))


def test_from_the_command_line_and_back(source, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["corrections", "a1.txt"]) == 0
    assert capsys.readouterr().out == "a1-corrections.csv\n"
    path = tmp_path / "a1-corrections.csv"
    path.write_text(path.read_text("utf-8").replace("Bob Day,person", "Cy Fox,person"), "utf-8")
    assert main(["report", "a1.txt", "--corrections", path.name, "--out", "page.html"]) == 0
    assert "<bdi>Cy Fox</bdi>" in (tmp_path / "page.html").read_text("utf-8")


def test_the_command_line_tells_the_row(source, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    main(["corrections", "a1.txt", "--out", "c.csv"])
    source.write_text(TEXT + " The end.", "utf-8")
    capsys.readouterr()
    assert main(["report", "a1.txt", "--corrections", "c.csv"]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("toolkit: c.csv, row 2: article: must have the text that the")


def test_help_on_corrections_has_an_example(capsys):
    with pytest.raises(SystemExit, match="0"):
        main(["corrections", "--help"])
    assert "example:\n  toolkit corrections article.txt" in capsys.readouterr().out
