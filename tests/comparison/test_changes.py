"""An article with other words: the one given stays, places move along, bad changes are told."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import toolkit as tk
from toolkit.base.article import Correction, Kind, Quotation, Relay, Span, Verdict
from toolkit.comparison.changes import Replacement, change_article, make_change, replace_words

TEXT = "Bank raises rates\n\n“Rates will rise,” Ann Lee told Reuters. “Rates hurt,” said Bob."


@pytest.fixture
def article():
    return tk.parse_article(TEXT)


def test_the_article_given_stays_and_the_new_one_has_places_of_its_own(article):
    changed = change_article(article, {"raises": "may cut", "told Reuters": "said"})
    assert article == tk.parse_article(TEXT)
    assert changed.text == TEXT.replace("raises", "may cut").replace("told Reuters", "said")
    words = [part.span.of(changed.text) for part in changed.parts]
    assert words == ["Bank may cut rates", changed.text.split("\n\n")[1]]
    assert changed.title == "Bank may cut rates"
    assert changed.id == f"{article.id}, changed"


def test_a_title_that_does_not_stand_in_the_text_stays(article):
    changed = change_article(replace(article, title="Money"), {"raises": "cuts"})
    assert changed.title == "Money"


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"raise": "cut"}, r"'raise' must stand in the text; found it nowhere. Did .*'raises'\?"),
        ({"BANK": "x"}, r"Did you mean 'Bank'\?"),
        ({"Ann Leigh": "x"}, r"Did you mean 'Ann Lee'\?"),
        ({"Rates": "x"}, r"once; found it 2 times: Span\(20, 25\) in '.*', Span\(61, 66\) in"),
        ({"rates\n\n“Rates": "x"}, r"found a border of a headline in it, at 17. Change each"),
        ({Span(10, 30): "x"}, r"found a border of a headline in it, at 17"),
        ({Span(18, 30): "x"}, r"found a border of a paragraph in it, at 19"),
        ({Span(0, 900): "x"}, r"must end inside the text"),
        ({TEXT: ""}, r"must leave some words of the text; found that none is left"),
        ({"raises": "one\ntwo"}, r"must stay in one paragraph; found a line break"),
        ({"raises rates": "x", "Bank raises": "y"}, r"must be apart; found 'raises rates' inside"),
        ({"": "x"}, r"must name words of the text; found ''"),
        ({"raises": 7}, r"'raises' must become a string; found int"),
        ({7: "x"}, r"must be of words or a Span; found int"),
        ("raises", r"must be a mapping such as .*; found str"),
    ],
)
def test_a_change_that_cannot_be_made_is_told(article, changes, problem):
    with pytest.raises(tk.ToolkitError, match=problem):
        change_article(article, changes)


def test_a_word_inside_another_one_is_left_alone():
    article = tk.Article("Gaps in the gap.")
    assert change_article(article, {"gap": "hole"}).text == "Gaps in the hole."


def test_words_left_out_leave_one_blank_and_their_part_goes_with_all_of_them(article):
    assert change_article(article, {"raises": ""}).title == "Bank rates"
    without = change_article(article, {"Bank raises rates": ""})
    assert [part.kind for part in without.parts] == ["paragraph"]
    assert without.title == ""


def test_what_a_person_decided_moves_along_and_goes_with_its_words(article):
    def find(words):
        return Span(TEXT.index(words), TEXT.index(words) + len(words))

    said = Quotation((find("“Rates will rise,”"),), (find("told"),), (find("Ann Lee"),))
    other = Quotation((find("“Rates hurt,”"),))
    relay = Relay("Reuters", find("Reuters"))
    decided = replace(
        article,
        corrections=(
            Correction(said, "Ann Lee", Kind.PERSON, (relay,)),
            Correction(other, "Bob", Kind.PERSON),
        ),
        verdicts=(Verdict(find("Bob"), "Bob", 1),),
    )
    changed = change_article(decided, {"will rise": "fall", "told Reuters": "said"})
    one, two = changed.corrections
    assert one.quotation.content[0].of(changed.text) == "“Rates fall,”"
    assert one.quotation.source[0].of(changed.text) == "Ann Lee"
    assert two.quotation.content[0].of(changed.text) == "“Rates hurt,”"
    assert changed.verdicts[0].span.of(changed.text) == "Bob"
    gone = change_article(decided, {"“Rates hurt,” ": ""})
    assert [each.speaker for each in gone.corrections] == ["Ann Lee"]


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 6), st.text("ab ", max_size=8))))
def test_every_place_outside_of_the_changes_holds_the_same_character_after(drawn):
    text, found, last = "War is war, and peace is peace, Lee said.", [], 0
    for start, length, new in sorted(drawn):
        if start >= last:
            found.append(Replacement(Span(start, start + length), new))
            last = start + length
    change = replace_words(tk.Article(text), found)
    for place, character in enumerate(text):
        if not any(one.span.start <= place < one.span.end for one in found):
            start, end = change.place(Span(place, place + 1))
            assert change.after.text[start:end] == character
            assert change.find_origin(start) == (place, 0)
    new = [change.after.text[start:end] for start, end in change.list_new()]
    assert new == [one.new for one in found]


def test_a_place_in_new_words_is_as_far_into_them(article):
    change = make_change(article, {"raises": "may cut"})
    place = change.after.text.index("cut")
    assert change.find_origin(place) == (TEXT.index("raises"), len("may "))
