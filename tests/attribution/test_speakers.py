"""Who is named, under which rule, and under one name over several articles."""

from pathlib import Path

import pytest

from tests.frames import has_types
from tests.stub_rules import make_plain
from tests.test_cases import make_article, read_cases
from toolkit import Article, Span, ToolkitError, quotation_table, read_article, speaker_table
from toolkit.attribution.quotations import find_quotations
from toolkit.attribution.speakers import (
    attribute_quotations,
    find_attributions,
    find_speakers,
    find_voices,
)
from toolkit.base.article import Act, Correction, Form, Kind, Quotation, Relay
from toolkit.people.names import find_names
from toolkit.tables.reading import QUOTATIONS, SPEAKERS

SEED = Path(__file__).parents[2] / "seeds" / "gaps_of_trust_syria_deal.txt"
TEXT = "Ann Lee met reporters. Rates will rise, Lee said. “Soon,” she added."


@pytest.fixture(scope="module")
def article():
    return Article(TEXT, id="a1")


@pytest.fixture(scope="module")
def corpus():
    return [
        Article("Vladimir Putin, the Russian president, said talks had failed.", id="a1"),
        Article("President Putin said that gaps remained.", id="a2"),
        Article("Putin said that rates would rise.", id="a3"),
        Article("Vladimir V. Putin said that he was glad.", id="a4"),
    ]


def quote(text, content, source=()):
    places = [Span(text.index(words), text.index(words) + len(words)) for words in (content,)]
    sources = tuple(Span(text.index(w), text.index(w) + len(w)) for w in source)
    return Quotation(tuple(places), (), sources, Form.INDIRECT, Act.SAYING)


@pytest.mark.parametrize("case", read_cases("find_attributions"))
def test_find_attributions(case):
    found = find_attributions(make_article(case))
    assert [[a.speaker.name, ", ".join(r.name for r in a.relays)] for a in found] == case["found"]


# ---- nobody is invented --------------------------------------------------------------------


def test_an_empty_source_names_nobody():
    text = "Ann Lee was glad. Rates will rise."
    [found] = attribute_quotations(make_plain(text), [quote(text, "Rates will rise")])
    assert (found.speaker.name, found.speaker.kind, str(found.rule)) == (
        "unknown",
        Kind.UNKNOWN,
        "none",
    )
    assert found.evidence == ()


@pytest.mark.parametrize("source", ["he", "it", "they", "you", "this"])
def test_a_pronoun_with_nobody_before_it_names_nobody(source):
    text = f"Rates will rise, {source} said."
    [found] = attribute_quotations(Article(text), [quote(text, "Rates will rise", [source])])
    assert found.speaker.name == "unknown"


def test_every_speaker_has_words_of_the_text_behind_it():
    seed = read_article(SEED)
    for found in find_attributions(seed):
        if found.speaker.kind is not Kind.UNKNOWN:
            assert found.evidence
            assert all(span.of(seed.text).strip() for span in found.evidence)


def test_counterparts_of_the_seed_are_two_men():
    roles = {name.name: name.roles for name in find_names(read_article(SEED))}
    assert "russian counterpart" in roles["Sergey Lavrov"]
    assert "russian counterpart" not in roles["Vladimir Putin"] + roles["John Kerry"]


# ---- aliases -------------------------------------------------------------------------------


def test_an_alias_is_applied_where_the_rule_says_so(article):
    table = quotation_table(article, names={"Ann Lee": "Ann B. Lee"})
    assert table["speaker"].tolist() == ["Ann B. Lee"] * 2
    assert table["rule"].tolist() == ["alias file"] * 2
    assert table["evidence"].notna().all()


def test_an_alias_file_reads_like_a_mapping(article, tmp_path):
    path = tmp_path / "names.csv"
    path.write_text("alias,name\nann lee,Ann B. Lee\n", "utf-8")
    other = speaker_table(article, names={"ann lee": "Ann B. Lee"})
    assert speaker_table(article, names=path).equals(other)
    assert [s.name for s in find_speakers(article, names=path)] == ["Ann B. Lee"]


def test_a_description_that_a_person_names_becomes_a_person():
    [found] = find_attributions(
        Article("The talks failed, a senior US official said."),
        names={"a senior US official": "Ann Lee"},
    )
    assert (found.speaker.name, found.speaker.kind) == ("Ann Lee", Kind.PERSON)


def test_no_alias_leaves_all_as_it_was(article):
    assert quotation_table(article, names={}).equals(quotation_table(article))
    assert quotation_table(article, names={"Bob Day": "B. Day"}).equals(quotation_table(article))


@pytest.mark.parametrize("names", [7, ["a"], {"a": ""}, {"a": 7}, {"a": "B", "the a": "C"}])
def test_names_of_another_type_are_refused(article, names):
    with pytest.raises(ToolkitError, match=r"^names: .*found"):
        find_attributions(article, names=names)


# ---- several articles ----------------------------------------------------------------------


def test_one_person_has_one_name_where_names_or_roles_agree(corpus):
    table = quotation_table(corpus)
    assert table["speaker"].tolist() == [
        "Vladimir Putin",
        "Vladimir Putin",
        "Putin",
        "Vladimir Putin",
    ]


def test_both_tables_call_a_speaker_the_same(corpus):
    names = speaker_table(corpus).set_index("article")["speaker"].to_dict()
    assert names == quotation_table(corpus).set_index("article")["speaker"].to_dict()


def test_an_article_alone_keeps_its_names(corpus):
    assert quotation_table(corpus[1])["speaker"].tolist() == ["Putin"]


# ---- speakers ------------------------------------------------------------------------------


def test_each_speaker_comes_once_by_the_first_quotation_and_unknown_ones_never():
    text = "Rates will rise, Grace Okafor said. Jobs will go, Omar Haddad said. Okafor said no. "
    speakers = find_speakers(Article(text + "Talks “ended without an agreement”."))
    assert [speaker.name for speaker in speakers] == ["Grace Okafor", "Omar Haddad"]


def test_a_speaker_has_the_places_of_all_sources_in_order(article):
    one, other = find_attributions(article)
    assert [span.of(TEXT) for span in one.speaker.mentions] == ["Lee", "she"]
    assert one.speaker == other.speaker


def test_a_speaker_is_named_by_a_rule_with_evidence_and_relays():
    text = "TASS quoted Grace Okafor as saying that rates would rise."
    [found] = find_attributions(Article(text))
    assert (found.speaker.name, str(found.rule)) == ("Grace Okafor", "name at the head")
    assert [span.of(text) for span in found.evidence] == ["Grace Okafor"]
    assert [relay.name for relay in found.relays] == ["TASS"]


def test_confidence_is_that_of_the_reading_times_that_of_the_speaker(article):
    for found in find_attributions(article):
        assert 0 < found.confidence < found.quotation.confidence


# ---- what a person decided -----------------------------------------------------------------


def correct(*corrections):
    return Article(TEXT, id="a1", corrections=corrections)


def test_a_correction_decides_and_is_certain(article):
    quotation = find_quotations(article)[0]
    found = find_attributions(correct(Correction(quotation, "Ann Lee", Kind.PERSON)))
    assert (found[0].speaker.name, str(found[0].rule)) == ("Ann Lee", "person")
    assert (found[0].confidence, found[0].evidence) == (1.0, quotation.source)
    assert str(found[1].rule) == "he or she"
    assert found[0].speaker.mentions == found[1].speaker.mentions
    assert len(found[0].speaker.mentions) == 2


def test_a_correction_brings_relays_and_a_kind_for_all_of_the_name(article):
    relay = Relay("Ann Lee", Span(0, 7))
    quotation = find_quotations(article)[0]
    correction = Correction(quotation, "Ann Lee", Kind.ORGANISATION, (relay,))
    found = find_attributions(correct(correction))
    assert found[0].relays == (relay,)
    assert [a.speaker.kind for a in found] == [Kind.ORGANISATION] * 2


def test_a_quotation_that_a_person_struck_out_is_gone(article):
    quotation = find_quotations(article)[0]
    struck = Correction(quotation, "Bob Day", Kind.GROUP, is_deleted=True)
    found = find_attributions(correct(struck))
    assert [a.quotation.content for a in found] == [find_quotations(article)[1].content]
    assert found[0].speaker.kind is Kind.PERSON


def test_an_alias_leaves_what_a_person_decided(article):
    quotation = find_quotations(article)[0]
    corrected = correct(Correction(quotation, "Ann Lee", Kind.PERSON))
    found = find_attributions(corrected, names={"Ann Lee": "A. Lee", "Lee": "A. Lee"})
    assert [a.speaker.name for a in found] == ["Ann Lee", "A. Lee"]


# ---- names that a person gives -------------------------------------------------------------


def test_an_alias_may_be_the_words_of_a_source():
    found = find_attributions(Article(TEXT), names={"lee": "A. Lee"})
    assert [(a.speaker.name, str(a.rule)) for a in found] == [
        ("A. Lee", "alias file"),
        ("Ann Lee", "he or she"),
    ]


def test_the_words_of_a_pronoun_are_no_alias():
    found = find_attributions(Article(TEXT), names={"she": "A. Lee"})
    assert [a.speaker.name for a in found] == ["Ann Lee", "Ann Lee"]


def test_the_name_found_comes_before_the_words_of_the_source():
    found = find_attributions(Article(TEXT), names={"lee": "Wrong", "ann lee": "A. Lee"})
    assert [a.speaker.name for a in found] == ["A. Lee", "A. Lee"]


def test_an_alias_that_is_the_name_already_changes_nothing(article):
    assert find_attributions(article, names={"Ann Lee": "Ann Lee"}) == find_attributions(article)


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Rates will rise, a spokesman said.", "a spokesman", "person"),
        ("Rates will rise, the ministry said.", "ministry", "organisation"),
        ("Rates will rise, two bakers said.", "two bakers", "group"),
    ],
)
def test_a_body_stays_a_body_under_another_name(text, name, kind):
    [found] = find_attributions(Article(text), names={name: "N. N."})
    assert (found.speaker.name, str(found.speaker.kind)) == ("N. N.", kind)


def test_speakers_under_one_alias_share_their_places():
    text = "Rates will rise, Grace Okafor said. Jobs will go, a spokesman said."
    names = {"Grace Okafor": "G. O.", "a spokesman": "G. O."}
    [speaker] = find_speakers(Article(text), names=names)
    assert [span.of(text) for span in speaker.mentions] == ["Grace Okafor", "a spokesman"]


# ---- voices --------------------------------------------------------------------------------


def list_voices(text, *kinds):
    case = {"text": text, **({"parts": list(kinds)} if kinds else {})}
    return [(v.name, v.span.of(text), v.part) for v in find_voices(make_article(case))]


def test_what_is_said_is_the_speakers_voice_and_the_rest_the_narrators():
    text = "It rained. Rates will rise, Ann Lee said on Monday.\n\nIt rained again."
    assert list_voices(text) == [
        ("narrator", "It rained.", "paragraph"),
        ("Ann Lee", "Rates will rise", "paragraph"),
        ("narrator", ", Ann Lee said on Monday.", "paragraph"),
        ("narrator", "It rained again.", "paragraph"),
    ]


def test_voices_know_their_part_and_what_nobody_is_known_to_have_said():
    text = "Rates to rise\n\nTalks “ended without an agreement” then."
    assert list_voices(text, "headline", "paragraph") == [
        ("narrator", "Rates to rise", "headline"),
        ("narrator", "Talks", "paragraph"),
        ("unknown", "“ended without an agreement”", "paragraph"),
        ("narrator", "then.", "paragraph"),
    ]


def test_a_quotation_over_two_parts_is_cut_where_they_meet():
    text = "“One thing is sure,” Ann Lee said. “We need time.\n\n“Rates will rise.”"
    assert list_voices(text) == [
        ("Ann Lee", "“One thing is sure,”", "paragraph"),
        ("narrator", "Ann Lee said.", "paragraph"),
        ("Ann Lee", "“We need time.", "paragraph"),
        ("Ann Lee", "“Rates will rise.”", "paragraph"),
    ]


# ---- tables --------------------------------------------------------------------------------


def test_tables_have_their_documented_columns(corpus):
    for make, schema in ((quotation_table, QUOTATIONS.schema), (speaker_table, SPEAKERS.schema)):
        documented = make.__doc__ or ""
        table = make(corpus)
        assert has_types(table, {**schema})
        assert all(column in documented for column in schema)


def test_confidence_is_what_was_measured_or_nothing(article):
    confidence = quotation_table(article)["confidence"]
    assert (confidence.isna() | confidence.between(0, 1)).all()
