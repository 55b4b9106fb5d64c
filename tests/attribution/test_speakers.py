"""Who is named, under which rule, and under one name over several articles."""

from pathlib import Path

import pytest

from toolkit import Article, Span, ToolkitError, quotation_table, read_article, speaker_table
from toolkit.attribution.speakers import attribute_quotations, find_attributions, find_speakers
from toolkit.base.article import Act, Form, Kind, Quotation
from toolkit.grammar.names import find_names
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


# ---- nobody is invented --------------------------------------------------------------------


def test_an_empty_source_names_nobody():
    text = "Ann Lee was glad. Rates will rise."
    [found] = attribute_quotations(Article(text), [quote(text, "Rates will rise")])
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


# ---- tables --------------------------------------------------------------------------------


def test_tables_have_their_documented_columns(corpus):
    for make, schema in ((quotation_table, QUOTATIONS), (speaker_table, SPEAKERS)):
        documented = make.__doc__ or ""
        table = make(corpus)
        assert {name: str(kind) for name, kind in table.dtypes.items()} == {**schema}
        assert all(column in documented for column in schema)


def test_confidence_is_what_was_measured_or_nothing(article):
    confidence = quotation_table(article)["confidence"]
    assert (confidence.isna() | confidence.between(0, 1)).all()
