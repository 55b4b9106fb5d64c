"""Hits: where a lexicon's words stand, what they weigh, and which of them are names or topics."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textblob.en import sentiment as textblob
from textblob.en.sentiments import PatternAnalyzer
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

import toolkit as tk
from tests.test_cases import read_cases
from toolkit.attitude.valence import combine_hits, find_hits, find_stretches, mark_hits
from toolkit.base.article import Article, Part, Span
from toolkit.base.text import find_words
from toolkit.grammar import parse_texts

INSTRUMENTS = ["vader", "textblob"]
VADER = SentimentIntensityAnalyzer()
# Words that move scores, and those that change how others do: the packages' own corner cases.
PIECES = [
    *("good", "bad", "very", "not", "isn't", "never", "no", "kind", "of", "least", "at", "but"),
    *("hope", "war", "AGREEMENT", "Good", "crisis", "so", "without", "doubt", "half-hearted"),
    *("terrorist's", "really", "bad.", "few\tlittle", "bus", "stop", "the", "shit", "great", "I"),
    *(
        ":)",
        "😂",
        "bad😂",
        "😂😂",
        "!",
        "?",
        "...",
        "!!!",
        ",",
        '"',
        "'",
        "(!)",
        "U.S.",
        "3.5",
        "",
    ),
]
SENTENCES = st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join)


@pytest.mark.parametrize("case", read_cases("find_hits"))
def test_a_word_stands_where_it_is_written_and_weighs_what_the_lexicon_says(case):
    text = case["text"]
    hits = find_hits(text, case["instrument"])
    assert [[hit.span.of(text), round(hit.valence, 2)] for hit in hits] == case["found"]


class TestHits:
    @given(SENTENCES)
    def test_of_vader_make_its_score(self, text):
        score = combine_hits(find_hits(text, "vader"), "vader", text)
        assert (0 if math.isnan(score) else score) == VADER.polarity_scores(text)["compound"]

    @given(SENTENCES)
    def test_of_textblob_make_its_score(self, text):
        score = combine_hits(find_hits(text, "textblob"), "textblob", text)
        assert (0 if math.isnan(score) else score) == PatternAnalyzer().analyze(text).polarity

    @pytest.mark.parametrize("instrument", INSTRUMENTS)
    @given(text=st.one_of(st.text(), SENTENCES))
    def test_lie_inside_the_text_in_order(self, instrument, text):
        spans = [hit.span for hit in find_hits(text, instrument)]
        assert all(span.of(text).strip() for span in spans)
        assert spans == sorted(spans)

    @given(SENTENCES)
    def test_of_vader_stand_where_a_word_of_its_lexicon_stands(self, text):
        for hit in find_hits(text, "vader"):
            word = hit.span.of(text).lower()
            assert word in VADER.lexicon or word in VADER.emojis

    @given(SENTENCES)
    def test_of_textblob_stand_where_a_word_of_its_lexicon_stands(self, text):
        for hit in find_hits(text, "textblob"):
            word = hit.span.of(text).lower()
            assert word in textblob or not word.isalpha()

    @pytest.mark.parametrize("instrument", INSTRUMENTS)
    def test_are_no_names_and_topics_before_a_parser_says_so(self, instrument):
        hits = find_hits("Peace Corps: great peace, bad war.", instrument)
        assert hits
        assert not any(hit.in_name or hit.topic for hit in hits)

    def test_of_another_instrument_there_are_none(self):
        with pytest.raises(tk.ToolkitError, match="one of vader, textblob; found 'afinn'"):
            find_hits("A good day.", "afinn")

    def test_are_marked_as_names_and_topics_and_stay_in_place(self):
        text = "The Peace Corps wants peace, a good thing."
        hits = find_hits(text, "vader")
        marked = mark_hits(hits, *parse_texts([text]))
        flags = {(hit.span.of(text), hit.in_name, hit.topic) for hit in marked}
        assert ("Peace", True, True) in flags
        assert ("peace", False, True) in flags
        assert ("good", False, False) in flags
        assert [(hit.span, hit.valence) for hit in marked] == [
            (hit.span, hit.valence) for hit in hits
        ]


class TestScores:
    @pytest.mark.parametrize("instrument", INSTRUMENTS)
    def test_of_nothing_are_not_measured(self, instrument):
        assert math.isnan(combine_hits([], instrument, "Really?!"))

    def test_of_vader_squeeze_the_sum(self):
        text = "good bad good"
        hits = find_hits(text, "vader")
        total = sum(hit.valence for hit in hits)
        score = combine_hits(hits, "vader", text)
        assert score == pytest.approx(total / math.sqrt(total**2 + 15), abs=1e-4)

    def test_of_vader_grow_with_each_exclamation_mark(self):
        hits = find_hits("good", "vader")
        scores = [combine_hits(hits, "vader", "good" + "!" * n) for n in range(3)]
        assert scores == sorted({*scores})

    def test_of_textblob_are_the_mean(self):
        hits = find_hits("an excellent but bad day", "textblob")
        assert combine_hits(hits, "textblob", "") == pytest.approx((1.0 - 0.7) / 2)


@pytest.mark.parametrize("case", read_cases("find_stretches"))
def test_an_article_is_cut_into_sentences_and_voices(case):
    """`names` are the words with a first letter inside a name, `topics` the hits that are one."""
    text = case["text"]
    found = find_stretches(Article(text))
    assert [[one.span.of(text), one.voice, one.sentence] for one in found] == case["found"]
    names = found[0].names.union(*(one.names for one in found))
    words = [word for word in find_words(text) if word.start in names]
    assert [word.of(text) for word in words] == case["names"]
    assert all({*range(word.start, word.end)} <= names for word in words)
    topics = {hit.span for one in found for hit in one.hits["vader"] if hit.topic}
    assert {span.of(text) for span in topics} <= {*case["topics"]}


TEXT = (
    "A good day for the Peace Corps\n\nBy Grace Good\n\nTalks failed again, sadly.\n\n"
    "A happy crowd in Rome\n\n“The terrible war is over,” Ann Lee of the Hope Trust said."
)
KINDS = ("headline", "byline", "paragraph", "caption", "paragraph")


@pytest.fixture(scope="module")
def found():
    parts, start = [], 0
    for kind, piece in zip(KINDS, TEXT.split("\n\n"), strict=True):
        parts.append(Part(Span(start, start + len(piece)), kind))
        start += len(piece) + 2
    return find_stretches(Article(TEXT, id="a1", parts=tuple(parts)))


class TestStretches:
    def test_leave_out_who_made_the_page_and_count_on(self, found):
        assert [(one.part, one.sentence, one.voice) for one in found] == [
            ("headline", 1, "narrator"),
            ("paragraph", 2, "narrator"),
            ("paragraph", 3, "Ann Lee"),
            ("paragraph", 3, "narrator"),
        ]

    @pytest.mark.parametrize("instrument", INSTRUMENTS)
    def test_have_the_hits_of_their_words_alone_at_their_place_in_the_article(
        self, found, instrument
    ):
        for one in found:
            alone = find_hits(one.span.of(TEXT), instrument)
            assert [
                (hit.span.start - one.span.start, hit.span.end - one.span.start, hit.valence)
                for hit in one.hits[instrument]
            ] == [(hit.span.start, hit.span.end, hit.valence) for hit in alone]

    def test_mark_names_and_topics_in_every_part(self, found):
        hits = [hit for one in found for hit in one.hits["vader"]]
        flags = {hit.span.of(TEXT): (hit.in_name, hit.topic) for hit in hits}
        assert flags["good"] == (False, False)
        assert flags["Peace"] == (True, True)
        assert flags["war"] == (False, True)
        assert flags["terrible"] == (False, False)
        assert flags["Hope"] == (True, False)

    def test_know_words_in_each_lexicon_apart(self, found):
        assert [hit.span.of(TEXT) for hit in found[1].hits["vader"]] == ["failed", "sadly"]
        assert [hit.span.of(TEXT) for hit in found[1].hits["textblob"]] == ["failed", "sadly"]
        assert [hit.span.of(TEXT) for hit in found[2].hits["textblob"]] == ["terrible"]

    @pytest.mark.parametrize("blank", [" ", "\u00a0", "\t", "\n"])
    def test_of_the_narrator_begin_after_the_comma_whatever_blank_follows(self, blank):
        text = f"“It stays,”{blank}Ann Lee said{blank}"
        spans = [one.span.of(text) for one in find_stretches(Article(text))]
        assert spans == ["“It stays,”", "Ann Lee said"]


ANYTHING = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)


@settings(max_examples=25)
@given(ANYTHING.filter(str.strip))
def test_any_article_is_cut_into_pieces_with_words_in_reading_order(text):
    spans = [one.span for one in find_stretches(Article(text))]
    assert spans == sorted(spans)
    for span in spans:
        assert find_words(span.of(text))
        assert span.of(text) == span.of(text).strip()
