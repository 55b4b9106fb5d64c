import pytest

import toolkit as tk
from toolkit.narrative import find_again, link_headline


def list_links(article):
    return [
        (link.piece.of(article.text), link.place and link.place.of(article.text), link.is_same)
        for link in link_headline(article)
    ]


def test_pieces_and_other_words_are_linked_once_each_in_their_order(seed):
    assert list_links(seed) == [
        ("'Gaps of trust'", "gaps of trust", True),
        ("hamper", "hampered", False),
        ("Syria", "Syria", True),
        ("deal", "deal", True),
        ("Russia", "Russia", True),
        ("Barack Obama", "Barack Obama", True),
    ]
    voices = {link.piece.of(seed.text): link.voice for link in link_headline(seed)}
    assert voices["deal"] == "Vladimir Putin"
    assert voices["hamper"] == "Barack Obama"
    assert voices["Barack Obama"] == "narrator"


def test_the_same_word_goes_before_an_earlier_form_of_it():
    page = tk.parse_article("Mill to close\n\nThe mills are old.\n\nThe mill may close, Lee said.")
    assert list_links(page) == [("Mill", "mill", True), ("close", "close", True)]


def test_what_the_body_lacks_has_no_place_and_no_voice():
    page = tk.parse_article("Horror at mill\n\nThe old mill may be closed, Ann Lee said.")
    lacking = [link for link in link_headline(page) if link.place is None]
    assert [link.piece.of(page.text) for link in lacking] == ["Horror"]
    assert [(link.is_same, link.voice) for link in lacking] == [(False, "")]


def test_half_a_page_has_no_links():
    assert link_headline(tk.Article("It rained.")) == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Gaps of trust", "gaps of trust"),
        ("Barack Obama", "Obama"),
        ("Gaps of faith", None),
        ("hampers", None),
        ("''", None),
    ],
)
def test_words_are_found_in_a_row_or_a_name_by_its_last(words, found):
    text = "Given the gaps of trust, Obama said; trust is no faith."
    place = find_again(words, text)
    assert (place and place.of(text)) == found
