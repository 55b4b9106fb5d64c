"""A headline laid beside its body: what is read, what weighs, and what stands where."""

import math

import pytest

from toolkit import Article, Part, Span
from toolkit.base import normalise, stem
from toolkit.engine import find_passages
from toolkit.grammar import parse_texts
from toolkit.narrative.headline_page import (
    Parsed,
    find_best_sentence,
    find_content,
    find_sequences,
    get_stem,
    is_among,
    is_content,
    list_names,
    open_page,
    span_words,
)

BODY = "Ann Lee sold the old mill. The mill burned in Lagos. Rain fell."


def make_article(*paragraphs, kinds=("headline",)):
    parts, text = [], ""
    for number, paragraph in enumerate(paragraphs):
        start = len(text)
        text += f"{paragraph}\n\n"
        kind = kinds[number] if number < len(kinds) else "paragraph"
        parts.append(Part(Span(start, start + len(paragraph)), kind))
    return Article(text, parts=tuple(parts))


def lay_out(*paragraphs):
    return open_page(make_article(*paragraphs))


def read(page, spans):
    return [span.of(page.text) for span in spans]


def find_words(page, *words):
    places = [page.text.index(word) for word in words]
    return [Span(place, place + len(word)) for place, word in zip(places, words, strict=True)]


# ---- the page ------------------------------------------------------------------------------


def test_headline_and_paragraphs():
    page = lay_out("Lee sells mill", "Ann Lee sold it.", "Rain fell.")
    assert page.headline.of(page.text) == "Lee sells mill"
    assert read(page, page.paragraphs) == ["Ann Lee sold it.", "Rain fell."]
    assert [read(page, words) for words in page.words] == [
        ["Ann", "Lee", "sold", "it"],
        ["Rain", "fell"],
    ]


def test_captions_are_no_body():
    article = make_article("Lee sells mill", "A mill.", "It fell.", kinds=("headline", "caption"))
    page = open_page(article)
    assert read(page, page.paragraphs) == ["It fell."]


@pytest.mark.parametrize("kinds", [("paragraph", "paragraph"), ("headline", "caption")])
def test_without_headline_or_body_there_is_no_page(kinds):
    assert open_page(make_article("Lee sells mill", "It fell.", kinds=kinds)) is None


def test_the_first_headline_is_read():
    article = make_article("Mill sold", "Rain falls", "It fell.", kinds=("headline", "headline"))
    assert open_page(article).headline.of(article.text) == "Mill sold"


def test_quoted_words_are_those_of_headline_and_body():
    page = lay_out("Lee: 'rain will fall'", "“Snow too,” Ann Lee said.")
    assert read(page, page.quoted) == ["'rain will fall'", "“Snow too,”"]


def test_persons_are_those_whom_the_body_names():
    page = lay_out("Zelda Quist meets Bob Day", "Bob Day met Ann Lee at the BBC in Lagos.")
    assert page.persons == {"Bob Day", "Ann Lee"}


def test_a_source_of_the_headline_is_its_own():
    page = lay_out("Lee: Mill will close", "The mill is old, Bob Day said. Ann Lee left.")
    assert [found.speaker.name for found in page.list_own()] == ["Ann Lee"]


def test_words_without_a_source_are_nobodys_own():
    page = lay_out("'Mill will close'", "The mill is old, Bob Day said.")
    assert page.list_own() == []


def test_who_does_and_says_what():
    page = lay_out("Mill sold", "Ann Lee sold the mill. “It burned,” Bob Day said. Rain fell.")
    owners = [(owner.name, owner.sentence, owner.place.of(page.text)) for owner in page.owners]
    assert owners == [
        ("Ann Lee", 0, "sold"),
        ("Bob Day", 1, "“It burned,”"),
        ("Bob Day", 1, "said"),
    ]


def test_what_the_headline_does_has_no_owner_in_the_body():
    page = lay_out("Ann Lee sold mill", "Ann Lee slept.")
    assert [owner.place.of(page.text) for owner in page.owners] == ["slept"]


def test_pronouns_count_as_the_names_they_stand_for():
    page = lay_out("Mill sold", "Ann Lee came home. She sold it. Bob Day met her.")
    assert {"ann", "lee"} <= page.body.sentences[1]
    assert {"ann", "lee"} <= page.body.sentences[2]
    assert "she" not in page.body.sentences[1]


# ---- the headline's words --------------------------------------------------------------------


def list_head(page):
    return [token.text for tokens in page.head.sentence_tokens for token in tokens]


def test_marks_are_left_out_of_a_headline():
    page = lay_out("'Old mill' to \"close\"", "The old mill will close.")
    assert list_head(page) == ["old", "mill", "to", "close"]


def test_a_headline_of_marks_alone_keeps_them():
    assert list_head(lay_out("“”", BODY)) == ["“", "”"]


def test_a_title_in_capitals_is_read_as_running_text():
    page = lay_out("Old Mill Sold To Ann Lee In Lagos", "Ann Lee bought the old mill in Lagos.")
    assert list_head(page) == ["old", "mill", "sold", "to", "Ann", "Lee", "in", "Lagos"]


def test_a_word_that_the_body_never_has_is_lowered_if_it_is_no_name():
    page = lay_out("Angry Farmers Block Bridge For Quist", "Rain fell.")
    assert list_head(page) == ["angry", "farmers", "block", "bridge", "for", "Quist"]


def test_a_title_keeps_what_the_body_mostly_has_in_capitals():
    body = "They met Rose. They saw Rose and picked a rose."
    assert "Rose" in list_head(lay_out("Farmers Praise Rose Today Again", body))
    body = "They met Rose. They picked a rose, and a red rose."
    assert "rose" in list_head(lay_out("Farmers Praise Rose Today Again", body))


def test_other_headlines_keep_their_capitals_but_for_the_first_word():
    page = lay_out("Mill in the Valley will close", "The mill in the valley will close.")
    assert list_head(page) == ["mill", "in", "the", "Valley", "will", "close"]


def test_places_of_the_headline_are_those_of_the_text():
    page = lay_out("'Old mill' sold", "The old mill was sold.")
    assert read(page, [word.span for word in page.head.words]) == ["Old", "mill", "sold"]


# ---- words, sentences and weights ------------------------------------------------------------


@pytest.fixture(scope="module")
def page():
    return lay_out("Lee sells old mill", BODY)


def test_words_that_say_something(page):
    assert read(page, [word.span for word in page.body.words]) == [
        "Ann", "Lee", "sold", "old", "mill", "mill", "burned", "Lagos", "Rain", "fell",
    ]  # fmt: skip
    assert [word.sentence for word in page.body.words] == [0] * 5 + [1] * 3 + [2] * 2


def test_words_are_found_by_their_stem(page):
    assert [word.sentence for word in page.body.by_stem["mill"]] == [0, 1]
    assert [word.stem for word in page.body.words][6] == stem("burn")


def test_a_place_is_in_its_sentence(page):
    places = [page.text.index(word) for word in ("Ann", "mill. The", "The mill", "Lagos", "Rain")]
    assert [page.body.find_sentence(place) for place in places] == [0, 0, 1, 1, 2]
    assert page.body.find_sentence(0) == 0


def test_weights_by_hand(page):
    # three sentences: log(1 + 4 / (n + 0.5)) for a stem in n of them
    assert page.body.weigh({"mill"}) == pytest.approx(math.log(1 + 4 / 2.5))
    assert page.body.weigh({"rain"}) == pytest.approx(math.log(1 + 4 / 1.5))
    assert page.body.weigh({"zebra"}) == pytest.approx(math.log(1 + 4 / 0.5))
    assert page.body.weigh({"mill", "rain"}) == pytest.approx(
        page.body.weigh({"mill"}) + page.body.weigh({"rain"})
    )
    assert page.body.weigh(()) == 0


def test_shares_of_weight(page):
    mill, rain = page.body.weigh({"mill"}), page.body.weigh({"rain"})
    share = page.body.compare({"mill", "rain"}, {"mill", "lago"})
    assert share == pytest.approx(mill / (mill + rain))
    assert page.body.compare({"mill"}, {"mill"}) == 1
    assert page.body.compare({"mill"}, {"rain"}) == 0
    assert page.body.compare(set(), {"rain"}) == 0


def test_names_that_are_put_in_weigh_as_words_do():
    [passage] = find_passages(Article("Rain fell. She left."))
    body = Parsed([(passage.doc, [passage.place(token, token) for token in passage.doc])])
    before = body.weigh({"lee"})
    body.put_in_names([(1, "Ann Lee")])
    assert body.sentences[1] >= {"ann", "lee"}
    assert "lee" not in body.sentences[0]
    assert body.weigh({"lee"}) == pytest.approx(math.log(1 + 3 / 1.5))
    assert body.weigh({"lee"}) < before


def test_words_of_content():
    [doc] = parse_texts(["Two sad nurses have often been to Lagos and she quickly left 5 % ."])
    assert [token.text for token in doc if is_content(token)] == [
        "Two", "sad", "nurses", "Lagos", "quickly", "left", "5",
    ]  # fmt: skip
    assert get_stem(doc[2]) == stem("nurse")


def test_a_verb_says_something_though_it_is_a_word_of_grammar():
    [doc] = parse_texts(["They had talks and they have left."])
    assert [token.text for token in doc if is_content(token)] == ["had", "talks", "left"]


# ---- where words stand ------------------------------------------------------------------------


def list_terms(*words):
    return [normalise(word) for word in words]


def test_words_that_follow_each_other_are_found_each_time():
    page = lay_out("Old mill", "The old mill fell. An “old” mill!", "Mills are old. Old, mill")
    found = find_sequences(page, list_terms("old", "mill"), normalise)
    assert read(page, found) == ["old mill", "old” mill", "Old, mill"]
    assert read(page, find_sequences(page, [stem("mills")], stem)) == ["mill"] * 2 + [
        "Mills",
        "mill",
    ]


def test_words_do_not_follow_each_other_over_a_paragraph():
    page = lay_out("Old mill", "They are old", "Mill and road")
    assert [*find_sequences(page, list_terms("old", "mill"), normalise)] == []


def test_more_words_than_a_paragraph_has_are_not_found():
    page = lay_out("Old mill", "Old")
    assert [*find_sequences(page, list_terms("old", "mill"), normalise)] == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("They have a mill by the wide river.", "mill by the wide river"),
        ("They saw mills of wide rivers.", "mills of wide rivers"),
        (
            "They have a mill.\n\nThe wide river and a mill on the wide river.",
            "mill on the wide river",
        ),
        ("They have a wide mill by the river.", None),
        ("They have a mill by a long wide river.", None),
        ("They have a mill.", None),
    ],
)
def test_content_that_follows_each_other_but_for_words_of_grammar(body, expected):
    page = lay_out("Mill at wide river", *body.split("\n\n"))
    place = find_content(page, find_words(page, "Mill", "at", "wide", "river"))
    assert (place and place.of(page.text)) == expected


def test_one_word_of_content_is_too_little():
    page = lay_out("At mill", "They met in the mill.")
    assert find_content(page, find_words(page, "At", "mill")) is None


def test_places_among_others():
    places = [Span(0, 3), Span(5, 8)]
    assert is_among(Span(2, 4), places)
    assert is_among(Span(7, 9), places)
    assert not is_among(Span(3, 5), places)
    assert not is_among(Span(0, 3), [])


def test_the_sentence_with_most_of_the_weight(page):
    assert find_best_sentence(page.body, {"mill", "burn"}) == 1
    assert find_best_sentence(page.body, {"mill"}) == 0
    assert find_best_sentence(page.body, {"rain", "zebra"}) == 2
    assert find_best_sentence(page.body, {"zebra"}) is None
    assert find_best_sentence(page.body, set()) is None


def test_from_the_first_word_to_the_last(page):
    assert span_words(page.body, 0, {"mill", "ann"}).of(page.text) == "Ann Lee sold the old mill"
    assert span_words(page.body, 1, {"mill", "ann"}).of(page.text) == "mill"


# ---- names ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headline", "body", "expected"),
    [
        ("Ann Lee meets Bob Day", "Bob Day met Ann Lee.", ["Ann Lee", "Bob Day"]),
        ("Lee's mill sold", "Ann Lee sold it. Lee left.", ["Lee"]),
        ("Leeward road closed", "Lee left.", []),
        ("Barack Obama speaks", "Barack Obama spoke. Obama left.", ["Barack Obama"]),
        ("Lee meets Lee", "Ann Lee left. Lee won.", ["Lee", "Lee"]),
        ("Quist visits Lagos", "Rain fell.", ["Quist", "Lagos"]),
        ("Kenya's mills sold", "Rain fell.", ["Kenya"]),
        ("Germans buy mill", "Rain fell.", ["Germans"]),
        ("Mill sold on Monday for $5 million", "Rain fell.", []),
        ("Mill sold", "Ann Lee left.", []),
    ],
)
def test_names_of_a_headline(headline, body, expected):
    page = lay_out(headline, body)
    assert read(page, list_names(page)) == expected
