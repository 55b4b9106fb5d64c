"""Our tokens say what spaCy's do, word for word, and are found as spaCy's are."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.grammar.language import load_model, parse_texts, parse_words
from toolkit.grammar.tokens import Parse, Token, Tokens, list_noun_phrases

TEXTS = [
    "Rates will rise.",
    "Rates will rise, Ann Lee said. She left.  Nobody knows why.",
    "Ann Lee's plan, which she'd made in Rome for 3,000 people, failed.",
    "“It won’t work,” Bob Clark of the U.N. said on Monday. “No.”",
    "Two sad nurses have often been to Lagos and she quickly left 5 % .",
    "\n\nTHE HAGUE (AP) -- President Joost ten Brinke, 63, met Putin & co.\n  He left.",
    "TASS quoted Putin as saying that the deal, the first in years, had to hold.",
    "The old man from Rome, a lawyer and his brother ate two figs and half a pear.",
    "Gaps of trust hamper the Syria deal that officials hope will last",
    "Seung-woo Kim and Mary-Ann O'Neill didn't, couldn't and wouldn't say.",
    "It seems that talks failed; the court won't name the victim: “that’s all”.",
    "São Paulo's mayor tweeted \U0001f600 @lula, see http://example.org/a?b=c !!!",
    "Who is it that wants what nobody has?",
    "buy rise fall cut vote",
    "...",
    "-",
    " ",
    "\u2026\n",
    "At least 1,000 of the 2.5 million voters, among them three ministers, went first.",
    "A statement Friday by the Ministry of the Interior said it was considering whether to leave.",
    "Lee told reporters in Geneva that he, not Clark, had been asked to come and go.",
    "Reached by phone, the 40-year-old said: 'I don't want to be part of this.'",
]
FACTS = {
    "text": "text",
    "lower": "lower_",
    "lemma": "lemma_",
    "tag": "tag_",
    "word_class": "pos_",
    "relation": "dep_",
    "entity": "ent_type_",
    "idx": "idx",
    "i": "i",
    "is_space": "is_space",
    "is_punct": "is_punct",
    "is_alpha": "is_alpha",
    "is_lower": "is_lower",
    "is_upper": "is_upper",
    "is_number": "like_num",
    "is_common": "is_stop",
    "opens_sentence": "is_sent_start",
}
NUMBERS = st.integers(-40, 40)
PLACES = st.none() | NUMBERS


@cache
def parse_both(text):
    """Parse a text; give what we say of it, and what spaCy does."""
    [parse] = parse_texts([text])
    [doc] = load_model().pipe([text])
    return parse, doc


def list_pairs():
    for text in TEXTS:
        yield from zip(*parse_both(text), strict=True)


def list_places(tokens):
    return [token.i for token in tokens]


def cut(span):
    """Give what tells one span of a text from the others."""
    return None if span is None else (span.start, span.end)


def give(work):
    """Give what comes of something, or that it is out of range."""
    try:
        return work()
    except IndexError:
        return IndexError


# ---- a token ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("ours", "theirs"), FACTS.items())
def test_facts_of_a_token(ours, theirs):
    for token, other in list_pairs():
        assert getattr(token, ours) == getattr(other, theirs), other


def test_a_blank_behind_a_token_and_the_first_word_of_a_name():
    for token, other in list_pairs():
        assert token.has_blank == bool(other.whitespace_)
        assert token.opens_entity == (other.ent_iob_ == "B")


def test_a_token_is_as_long_as_its_text_and_shows_it():
    for token, other in list_pairs():
        assert len(token) == len(other)
        assert str(token) == str(other) == f"{token}"


@pytest.mark.parametrize("name", ["children", "lefts", "rights", "subtree", "ancestors"])
def test_what_hangs_on_what(name):
    for token, other in list_pairs():
        assert list_places(getattr(token, name)) == list_places(getattr(other, name))


def test_head_edges_and_sentence():
    for token, other in list_pairs():
        assert token.head.i == other.head.i
        # As spaCy defines them; where lines cross, its own left_edge and right_edge may err.
        assert token.left_edge.i == min(list_places(other.subtree))
        assert token.right_edge.i == max(list_places(other.subtree))
        assert cut(token.sentence) == cut(other.sent)


@pytest.mark.parametrize("step", [-3, -2, -1, 0, 1, 2, 3])
def test_neighbours(step):
    for token, other in list_pairs():
        assert give(lambda t=token: t.neighbour(step).i) == give(lambda o=other: o.nbor(step).i)
    assert parse_both("Rates will rise.")[0][1].neighbour().text == "rise"


def test_a_token_is_itself_and_no_other():
    [first, second] = parse_texts(["Rates will rise."] * 2)
    assert first[0] == first[0] is first[:2][0]
    assert first[0] != first[1]
    assert first[0] != second[0]
    assert len({*first, *first, *second}) == 2 * len(first)
    assert first[1] in first[0].ancestors or first[2] in first[0].ancestors


def test_a_long_chain_has_an_end():
    size = 5_000
    chain = [Token("a", 2 * number, "a", "NN", "NOUN", "dep") for number in range(size)]
    parse = Parse("a " * size, chain, [0, *range(size - 1)])
    assert parse[0].subtree == [*parse]
    assert parse[0].right_edge is parse[-1]
    assert sum(1 for _ in parse[-1].ancestors) == size - 1


# ---- some tokens -----------------------------------------------------------------------------


@given(text=st.sampled_from(TEXTS), start=PLACES, end=PLACES, first=PLACES, last=PLACES)
def test_slices_and_slices_of_slices(text, start, end, first, last):
    parse, doc = parse_both(text)
    for ours, theirs in (
        (parse[start:end], doc[start:end]),
        (parse[start:end][first:last], doc[start:end][first:last]),
    ):
        assert cut(ours) == cut(theirs)
        assert len(ours) == len(theirs)
        assert ours.text == theirs.text
        assert list_places(ours) == list_places(theirs)


@given(text=st.sampled_from(TEXTS), start=PLACES, end=PLACES)
def test_root_and_sentence_of_a_slice(text, start, end):
    parse, doc = parse_both(text)
    ours, theirs = parse[start:end], doc[start:end]
    if len(ours):
        assert ours.root.i == theirs.root.i
        assert cut(ours.sentence) == cut(theirs.sent)


@given(text=st.sampled_from(TEXTS), start=PLACES, end=PLACES, number=NUMBERS)
def test_one_token_of_a_slice(text, start, end, number):
    parse, doc = parse_both(text)
    ours, theirs = parse[start:end], doc[start:end]
    assert give(lambda: ours[number].i) == give(lambda: theirs[number].i)


def test_slices_of_the_same_tokens_are_equal():
    [parse, other] = parse_texts(["Ann Lee said rates rise."] * 2)
    assert parse[1:3] == parse[:3][1:] == parse[1:][:2]
    assert len({parse[1:3], parse[:3][1:], parse[1:4], other[1:3]}) == 3
    assert parse[1:3] != [*parse[1:3]]
    assert Tokens(parse, 0, 2, "PERSON") != parse[:2]


def test_a_slice_knows_what_it_holds():
    [parse] = parse_texts(["Ann Lee said rates rise."])
    assert parse[1] in parse[:2]
    assert parse[2] not in parse[:2]
    assert not parse[3:3]
    assert f"{parse[:2]}" == "Ann Lee"


# ---- a text ----------------------------------------------------------------------------------


@pytest.mark.parametrize("text", TEXTS)
def test_sentences_names_and_noun_phrases(text):
    parse, doc = parse_both(text)
    assert parse.text == doc.text == str(parse)
    assert len(parse) == len(doc)
    assert [*map(cut, parse.sentences)] == [*map(cut, doc.sents)]
    names = [(*cut(name), name.label) for name in doc.ents]
    assert [(*cut(name), name.label) for name in parse.entities] == [
        (start, end, doc.vocab.strings[label]) for start, end, label in names
    ]
    for ours, theirs in zip(parse.sentences, doc.sents, strict=True):
        found = [*map(cut, list_noun_phrases(ours))]
        assert found == [*map(cut, theirs.noun_chunks)]


@given(text=st.sampled_from(TEXTS), start=st.integers(-2, 120), size=st.integers(1, 60))
def test_tokens_at_a_place(text, start, size):
    parse, doc = parse_both(text)
    theirs = doc.char_span(start, start + size, alignment_mode="expand")
    assert cut(parse.find_tokens(start, start + size)) == cut(theirs)


def test_tokens_count_from_both_ends():
    parse, doc = parse_both(TEXTS[1])
    for number in range(-len(doc), len(doc)):
        assert parse[number].i == doc[number].i
    with pytest.raises(IndexError):
        parse[len(parse)]


def test_no_text_has_no_tokens():
    [parse] = parse_texts([""])
    assert (len(parse), parse.sentences, parse.entities, parse[:].text) == (0, [], [], "")
    assert parse.find_tokens(0, 1) is None


@given(
    st.lists(
        st.sampled_from(["Ann", "'s", "said", ",", "\n", "not", "12", "e\u0301", "I.", "("]),
        min_size=1,
    )
)
def test_words_that_are_cut_already_stand_where_the_text_has_them(words):
    parse = parse_words(words, [number % 3 > 0 for number, _ in enumerate(words)])
    assert [token.text for token in parse] == words
    assert all(parse.text[token.idx :].startswith(token.text) for token in parse)
    assert all(token.doc is parse for token in parse)


def test_a_parse_can_be_made_of_any_parsers_words():
    words = [
        Token("Ann", 0, "Ann", "NNP", "PROPN", "compound", "PERSON", opens_entity=True),
        Token("Lee", 4, "Lee", "NNP", "PROPN", "nsubj", "PERSON"),
        Token("left", 8, "leave", "VBD", "VERB", "ROOT"),
        Token("Rome", 13, "Rome", "NNP", "PROPN", "ROOT", "GPE", opens_entity=True),
    ]
    words[3].opens_sentence = True
    parse = Parse("Ann Lee left Rome", words, [1, 2, 2, 3])
    assert [(name.text, name.label) for name in parse.entities] == [
        ("Ann Lee", "PERSON"),
        ("Rome", "GPE"),
    ]
    assert [sentence.text for sentence in parse.sentences] == ["Ann Lee left", "Rome"]
    assert [token.text for token in parse[2].subtree] == ["Ann", "Lee", "left"]


def test_children_are_found_by_what_they_are_to_a_word():
    [parse] = parse_texts(["Ann Lee told the mayor that rates and wages would rise."])
    told = next(token for token in parse if token.text == "told")
    assert [child.text for child in told.find_children("nsubj", "dobj")] == ["Lee", "mayor"]
    assert told.find_children("nsubjpass") == told.find_children() == []
    assert told.find_child("dobj", "nsubj").text == "Lee"
    assert told.find_child("nsubjpass") is None
    assert told.find_child("conj") is None  # a word below a child is no child
