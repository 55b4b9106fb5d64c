"""What is packed is the same again, but for being new."""

from dataclasses import fields

from toolkit.grammar.language import parse_texts
from toolkit.grammar.packing import pack_parses, unpack_parses
from toolkit.grammar.tokens import Token

TEXTS = [
    "Ann Lee's plan, which she'd made in Rome for 3,000 people, failed.  He left.",
    " “It won’t work,”\nBob Clark of the U.N. said in São Paulo \U0001f600.",
    "",
    "Rates will rise.",
]
PLAIN = [each.name for each in fields(Token) if each.name not in {"doc", "head", "children"}]


def test_what_is_packed_says_the_same():
    parses = parse_texts(TEXTS)
    again = unpack_parses(pack_parses(parses), TEXTS)
    assert [parse.text for parse in again] == TEXTS
    for parse, other in zip(again, parses, strict=True):
        assert parse is not other
        assert len(parse) == len(other)
        for token, wanted in zip(parse, other, strict=True):
            assert token is not wanted
            assert token.doc is parse
            assert token.head.i == wanted.head.i
            assert [child.i for child in token.children] == [child.i for child in wanted.children]
            for name in PLAIN:
                assert getattr(token, name) == getattr(wanted, name)


def test_nothing_packed_is_nothing():
    assert unpack_parses(pack_parses([]), []) == []


def test_a_packed_parse_takes_less_than_its_text():
    text = " ".join(f"The minister of {place} said no." for place in "abcdefghij" * 9)
    assert len(pack_parses(parse_texts([text]))) < len(text)
