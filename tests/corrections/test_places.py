from dataclasses import replace

import pytest

from toolkit.base.article import Span
from toolkit.base.errors import ToolkitError
from toolkit.corrections.places import find_content, find_near, find_relays, fold, is_same, touches
from toolkit.corrections.rows import Key, Row, digest_cells

TEXT = (
    "\u201cThe bridge \u2014 and the mill \u2014 will open,\u201d Ann Lee told Reuters. "
    "The mill is old. Bob Day\u2019s view: the mill\n  is unsafe ... he said. Lee said no. "
    "The mill is old."
)


def place(words, *, last=False):
    start = TEXT.rindex(words) if last else TEXT.index(words)
    return Span(start, start + len(words))


ROW = Row(2, "a1", "", "Ann Lee", "person", "", "", "", "", "saying", None, None)
KEY = Key("0" * 12, (), (), (), (), "", "0" * 12, digest_cells(""))


def make_row(content="", *, own=(), **cells):
    return replace(ROW, content=content, key=replace(KEY, content=own) if own else None, **cells)


def read(spans):
    return [span.of(TEXT) for span in spans]


# ---- content ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("The bridge", ["The bridge"]),
        ("The bridge - and the mill", ["The bridge \u2014 and the mill"]),
        ('"The bridge', ["\u201cThe bridge"]),
        ("Bob Day's view", ["Bob Day\u2019s view"]),
        ("the mill is unsafe", ["the mill\n  is unsafe"]),
        ("  the   mill is unsafe ", ["the mill\n  is unsafe"]),
        ("the mill is unsafe \u2026 he said", ["the mill\n  is unsafe ... he said"]),
        ("The bridge ... will open", ["The bridge", "will open"]),
        ("The bridge \u2026 open ... told", ["The bridge", "open", "told"]),
        ("the mill is unsafe ... he ... no", ["the mill\n  is unsafe ... he", "no"]),
        ("view: the mill", ["view: the mill"]),
    ],
)
def test_words_are_found_whatever_a_spreadsheet_made_of_their_marks(cell, found):
    assert read(find_content(TEXT, make_row(cell))) == found


@pytest.mark.parametrize(
    "cell",
    [
        "the bridge", "The bridg", "he bridge", "bridge and", "The bridge.", "no ... Lee told",
        "The bridge .. will open", "\u2026 \u2026", "bridge ... ... unsafe",
    ],
)  # fmt: skip
def test_what_does_not_stand_in_the_text_is_told(cell):
    with pytest.raises(ToolkitError, match=r"^content: must stand in the article; found '"):
        find_content(TEXT, make_row(cell))


def test_a_cell_without_words_is_told():
    with pytest.raises(ToolkitError, match=r"^content: must be words of the article; found noth"):
        find_content(TEXT, make_row(""))


def test_of_two_places_the_start_decides():
    first, last = place("The mill is old"), place("The mill is old", last=True)
    assert find_content(TEXT, make_row("The mill is old", start=last.start)) == (last,)
    assert find_content(TEXT, make_row("The mill is old", start=first.start)) == (first,)
    for start in (None, first.start + 1):
        told = rf"or the row tell the `start`; found 'The .* at {first.start}, {last.start}$"
        with pytest.raises(ToolkitError, match=told):
            find_content(TEXT, make_row("The mill is old", start=start))


@pytest.mark.parametrize(
    ("count", "told"), [(5, "at 0, 3, 6, 9, 12$"), (7, "12 and 2 other plac")]
)
def test_of_many_places_five_are_told(count, told):
    with pytest.raises(ToolkitError, match=told):
        find_content("no " * count, make_row("no"))


def test_a_row_that_was_left_as_it_was_keeps_its_own_place():
    own = (place("The mill is old", last=True),)
    assert find_content(TEXT, make_row("The mill is old", own=own)) == own
    assert find_content(TEXT, make_row("The mill is new", own=own, action="delete")) == own


def test_a_row_that_was_changed_stays_where_it_touches_its_own_place():
    own = (place("mill is old", last=True),)
    found = find_content(TEXT, make_row("The mill is old", own=own))
    assert found == (place("The mill is old", last=True),)
    told = (
        r"^content: must share a word with what stood in the row, 'mill is old'; found 'Lee said"
    )
    with pytest.raises(ToolkitError, match=told):
        find_content(TEXT, make_row("Lee said no", own=own))


def test_of_two_beginnings_with_one_end_the_nearer_counts():
    text = "Rates rise. Rates rise and jobs follow."
    found = find_content(text, make_row("Rates \u2026 follow"))
    assert found == (Span(12, 17), Span(32, 38))


def test_a_cell_with_many_ellipses_is_cut_at_all_or_none():
    text = " ".join("abcdefgh")
    assert len(find_content(text, make_row(" ... ".join("abcdefgh")))) == 8
    whole = " ... ".join("abcdefgh")
    assert find_content(whole, make_row(whole)) == (Span(0, len(whole)),)


# ---- what stands near it ---------------------------------------------------------------------


def test_of_several_places_the_one_nearest_the_content_counts():
    text = "Lee said no. She said that rates rise, Lee said. Lee left."
    content = [Span(text.index("rates"), text.index(","))]
    for name, start in (("Lee", 39), ("said", 17), ("Lee said", 39), ("Lee left", 49)):
        ((found),) = find_near(text, content, "cue", name, ())
        assert (found.start, found.of(text)) == (start, name)


def test_a_place_that_the_content_holds_does_not_count():
    text = "Lee said that Lee was ill."
    content = [Span(9, 25)]
    assert find_near(text, content, "source", "Lee", ()) == (Span(0, 3),)
    told = r"^source: must stand in the article, outside the content; found 'ill'$"
    with pytest.raises(ToolkitError, match=told):
        find_near(text, content, "source", "ill", ())


def test_a_cell_that_was_left_as_it_was_keeps_its_place_however_far():
    text = "Lee left. Rates rise, Lee said."
    assert find_near(text, [Span(10, 20)], "source", "Lee", (Span(0, 3),)) == (Span(0, 3),)
    assert find_near(text, [Span(10, 20)], "source", "Lee", ()) == (Span(22, 25),)


def test_a_cell_that_was_cleared_has_no_place():
    for own in ((), (Span(0, 3),)):
        assert find_near("Lee left. Rates rise.", [Span(10, 20)], "source", "", own) == ()


def test_relays_are_named_with_semicolons_between():
    content = [place("will open")]
    found = [*find_relays(TEXT, content, make_row(relay="Reuters ;; Bob Day"))]
    assert [(relay.name, relay.span) for relay in found] == [
        ("Reuters", place("Reuters")),
        ("Bob Day", place("Bob Day")),
    ]
    assert [*find_relays(TEXT, content, make_row(relay=""))] == []


def test_a_relay_that_the_text_does_not_name_is_told():
    told = r"^relay: must stand in the article, outside the content; found 'TASS'$"
    with pytest.raises(ToolkitError, match=told):
        [*find_relays(TEXT, [place("will open")], make_row(relay="Reuters; TASS"))]


def test_relays_that_were_left_as_they_were_keep_names_that_no_text_has():
    key = replace(KEY, relays=(Span(2, 4), Span(6, 8)), carried=digest_cells("AP; AFP"))
    row = replace(ROW, relay="AP; AFP", key=key)
    found = [*find_relays(TEXT, [Span(0, 1)], row)]
    assert [(relay.name, relay.span) for relay in found] == [
        ("AP", Span(2, 4)),
        ("AFP", Span(6, 8)),
    ]


# ---- comparing -------------------------------------------------------------------------------


def test_places_touch_where_they_share_a_character():
    assert touches([Span(0, 3), Span(8, 9)], [Span(2, 4)])
    assert touches([Span(8, 9)], [Span(0, 20)])
    assert not touches([Span(0, 3)], [Span(3, 4)])
    assert not touches([], [Span(3, 4)])


@pytest.mark.parametrize(
    ("words", "folded"),
    [
        ("\u201ea\u201d \u00abb\u00bb", '"a" "b"'),
        ("\u2018a\u2019 \u203ab\u2039", "'a' 'b'"),
        ("a\u2013b \u2014 c \u2212d", "a-b - c -d"),
        (" a\n\n b\u2026 ", "a b..."),
        ("A\u00e9", "A\u00e9"),
    ],
)
def test_words_compare_by_plain_marks_and_single_blanks(words, folded):
    assert fold(words) == folded


def test_a_cell_is_the_same_where_it_has_the_words_of_all_places():
    spans = (place("The bridge"), place("will open"))
    assert is_same(TEXT, "The bridge \u2026 will  open", spans)
    assert not is_same(TEXT, "The bridge", spans)
    assert not is_same(TEXT, "the bridge \u2026 will open", spans)
