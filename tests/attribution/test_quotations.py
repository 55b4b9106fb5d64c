"""What holds for the quotations of any text, and for those of the seed."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.test_cases import list_words, make_article, read_cases
from toolkit import Article, Span, attribute_quotations, find_quotations, read_article
from toolkit.attribution.speakers import find_attributions, find_speakers, find_voices
from toolkit.base.article import Act, Correction, Finder, Form, Kind, Quotation
from toolkit.base.text import find_words, list_parts
from toolkit.tables.reading import quotation_table

SEED = Path(__file__).parents[2] / "seeds" / "gaps_of_trust_syria_deal.txt"
PIECES = [
    "“Rates will rise,” ", "said Ann Lee. ", "Lee said ", "that talks failed ", "\n\n", "\n",
    '"No', '," ', "according to ", "TASS ", "he ", "urged ", "'", "’s ", "🙂 ", "\u202eabc ", "\0",
    ".", "he’s ", "his lawyer ", "PENCE: ", "quoted ", "as saying ", "the minister ", ", who ",
    "said", "שלום ", "…", "(", "]", "\t", "5 ",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=14).map("".join)
slow = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def seed():
    return read_article(SEED)


def list_spans(attribution):
    quotation = attribution.quotation
    relays = [relay.span for relay in attribution.relays]
    return [
        *quotation.content,
        *quotation.cue,
        *quotation.source,
        *relays,
        *attribution.evidence,
        *attribution.speaker.mentions,
    ]


@slow
@given(TEXTS.filter(str.strip))
def test_every_span_of_any_text_lies_inside_it(text):
    article = Article(text)
    for attribution in find_attributions(article):
        assert all(span.of(text).strip() for span in list_spans(attribution))


@slow
@given(TEXTS.filter(str.strip))
def test_content_cue_and_source_never_overlap(text):
    for quotation in find_quotations(Article(text)):
        spans = sorted([*quotation.content, *quotation.cue, *quotation.source])
        assert all(one.end <= other.start for one, other in pairwise(spans))


@slow
@given(TEXTS.filter(str.strip))
def test_contents_of_two_quotations_never_overlap(text):
    spans = sorted(span for q in find_quotations(Article(text)) for span in q.content)
    assert all(one.end <= other.start for one, other in pairwise(spans))


@slow
@given(TEXTS.filter(str.strip))
def test_voices_cover_every_word_of_every_part_once(text):
    article = Article(text)
    voices = find_voices(article)
    assert all(one.span.end <= two.span.start for one, two in pairwise(voices))
    for part in list_parts(article):
        for word in find_words(part.span.of(text)):
            place = Span(part.span.start + word.start, part.span.start + word.end)
            covering = [voice for voice in voices if voice.span.overlaps(place)]
            assert covering


@slow
@given(TEXTS.filter(str.strip))
def test_a_second_run_finds_the_same(text):
    one = attribute_quotations(Article(text), find_quotations(Article(text)))
    assert str(one) == str(find_attributions(Article(text)))


@pytest.mark.parametrize("text", ["War is war.", "1931", "🙂", "-", "\u202e", "a" * 20_000])
def test_a_text_without_quotations_gives_none(text):
    assert find_attributions(Article(text)) == []


@pytest.mark.parametrize("case", read_cases("find_quotations"))
def test_find_quotations(case):
    text = case["text"]
    assert list_words(find_quotations(make_article(case)), text) == case["found"]


@pytest.mark.parametrize("kind", ["caption", "byline", "dateline", "trailer"])
def test_nobody_speaks_in_furniture(kind):
    text = "Rates will rise, Ann Lee said.\n\n“Jobs will go,” Bob Day said."
    for kinds, content in (([kind, "paragraph"], "“Jobs"), (["paragraph", kind], "Rates")):
        [found] = find_quotations(make_article({"text": text, "parts": kinds}))
        assert found.content[0].of(text).startswith(content)


def test_a_place_behind_furniture_is_one_of_the_whole_text():
    text = "Ann Lee said so\n\nRates will rise, Ann Lee said.\n\nSo she said\n\nNo, he said."
    kinds = ["caption", "paragraph", "caption", "paragraph"]
    found = find_quotations(make_article({"text": text, "parts": kinds}))
    assert [quotation.content[0].of(text) for quotation in found] == ["Rates will rise", "No"]


def test_a_reading_has_act_form_confidence_and_finder():
    [found] = find_quotations(Article("Ann Lee urged crews to leave at once."))
    assert (str(found.act), str(found.form), found.finder) == (
        "urging",
        "indirect",
        Finder.READER,
    )
    assert 0 < found.confidence < 1


def test_a_cue_that_is_in_no_list_is_one_of_saying():
    text = "“Rates will rise,” chirped Ann Lee on Monday."
    [found] = find_quotations(Article(text))
    assert (str(found.act), str(found.form)) == ("saying", "direct")


# ---- what a person decided -----------------------------------------------------------------

STORY = "Rates will rise, Ann Lee said. “Jobs will go,” Bob Day said."


def find_corrected(*corrections):
    return find_quotations(Article(STORY, corrections=corrections))


def decide(start, end, **more):
    quotation = Quotation((Span(start, end),), (), (), Form.MIXED, Act.SAYING)
    return Correction(quotation, "Ann Lee", Kind.PERSON, **more)


def test_a_correction_takes_the_place_of_what_it_touches():
    found = find_corrected(decide(0, 5))
    assert [q.content[0].of(STORY) for q in found] == ["Rates", "“Jobs will go,”"]
    assert (str(found[0].form), found[0].finder) == ("indirect", Finder.PERSON)


def test_a_correction_of_the_same_words_keeps_who_found_them():
    found = find_corrected(decide(0, len("Rates will rise")))
    assert [q.content[0].of(STORY) for q in found] == ["Rates will rise", "“Jobs will go,”"]
    assert found[0].finder is Finder.READER


def test_a_quotation_that_a_person_added_stands_in_its_place():
    found = find_corrected(decide(STORY.index("Ann"), STORY.index(" said")))
    assert [q.content[0].of(STORY) for q in found] == [
        "Rates will rise",
        "Ann Lee",
        "“Jobs will go,”",
    ]


def test_what_a_person_struck_out_is_gone():
    found = find_corrected(decide(0, 5, is_deleted=True))
    assert [q.content[0].of(STORY) for q in found] == ["“Jobs will go,”"]


# ---- the seed ------------------------------------------------------------------------------


def test_who_says_what_in_the_seed(seed):
    found = [
        (
            a.speaker.name,
            ", ".join(r.name for r in a.relays),
            str(a.quotation.form),
            a.quotation.act,
        )
        for a in find_attributions(seed)
    ]
    assert found == [
        ("Barack Obama", "", "mixed", "saying"),  # the headline
        ("Barack Obama", "", "mixed", "saying"),
        ("Barack Obama", "", "mixed", "saying"),  # "candid" and "blunt"
        ("Barack Obama", "", "direct", "saying"),
        ("Barack Obama", "", "mixed", "saying"),
        ("Barack Obama", "", "indirect", "urging"),
        ("unknown", "", "direct", "saying"),  # "ended without an agreement": nobody's words
        ("Vladimir Putin", "TASS", "mixed", "saying"),
        ("Vladimir Putin", "TASS", "direct", "saying"),
        ("Vladimir Putin", "TASS", "direct", "saying"),
        ("a senior US official", "", "indirect", "saying"),
        ("an official", "CNN", "indirect", "saying"),
    ]


def test_ministers_who_only_act_are_no_speakers_of_the_seed(seed):
    names = {speaker.name for speaker in find_speakers(seed)}
    assert names == {"Barack Obama", "Vladimir Putin", "a senior US official", "an official"}


def test_words_of_the_seed_stand_in_full(seed):
    table = quotation_table(seed)
    split = table.query("speaker == 'a senior US official'").iloc[0]
    assert " … " in split["content"]
    assert split["content"].startswith("The two leaders conversed")
    assert split["content"].endswith("on the Syrian crisis")
    orphan = table.query("speaker == 'unknown'").iloc[0]
    assert orphan["content"] == '"ended without an agreement"'
    assert orphan[["cue", "source", "relay"]].isna().all()


def test_a_caption_of_the_seed_is_no_source(seed):
    [caption] = [part.span for part in seed.parts if part.kind == "caption"]
    for quotation in find_quotations(seed):
        spans = (*quotation.content, *quotation.cue, *quotation.source)
        assert not any(span.overlaps(caption) for span in spans)
