"""Tellings as marked words: each word once, in its place, with what was left out between."""

import toolkit as tk
from toolkit.comparison.redline import redline, write_redline
from toolkit.comparison.relations import Edit
from toolkit.comparison.statements import match_statements

FULL = tk.Article(
    '"We will repair the old bridge before the floods," Ann Lee said. "Nobody will pay a cent."',
    id="full",
)
OWN = tk.Article(
    '"We will repair the new bridge," Lee said on Monday. "Nobody will ever pay."', id="own"
)


def mark():
    [statement] = match_statements([FULL, OWN])
    fullest, own = statement.tellings
    return own, redline(OWN.text, own, FULL.text, fullest)


def test_without_what_is_left_out_the_words_are_the_content():
    own, stretches = mark()
    words = "".join(text for text, edit in stretches if edit is not Edit.LEFT_OUT)
    assert words == " \u2026 ".join(span.of(OWN.text) for span in own.content)
    assert len(own.content) == 2


def test_words_between_two_pieces_of_a_content_are_nobodys():
    _, stretches = mark()
    assert not any("said" in text for text, _ in stretches)


def test_each_edit_is_told_in_its_place():
    _, stretches = mark()
    assert write_redline(stretches) == (
        '"We will repair the [-old-] {+new+} bridge [-before the floods-] ," \u2026 '
        '"Nobody will {+ever+} pay [-a cent-] ."'
    )
    kept = [text for text, edit in stretches if edit is Edit.KEPT]
    assert kept == ["We will repair the", "bridge", "Nobody will", "pay"]
