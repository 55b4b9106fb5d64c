import csv
from collections import defaultdict
from importlib.resources import files
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from toolkit.base import lexicon, role_lists, weights
from toolkit.base.errors import ToolkitError

# What each list tells of a word; None where it has to be silent.
TOLD = [
    (lexicon.read_source_nouns, {"poll": "document", "officials": None, "banana": None}),
    (lexicon.read_noun_kinds, {"abbot": "person", "aarp": "organisation", "agreement": None}),
    (lexicon.read_act_nouns, {"destruction": "destroy", "table": None}),
    (lexicon.read_given_names, {"ann": "f", "aaron": "m", "Ann": None, "robin": None}),
    (lexicon.read_short_forms, {"bob": {"robert"}, "robert": None, "ann": None}),
    (lexicon.read_titles, {"mr": "m", "mrs": "f", "sen": "", "banana": None}),
    (lexicon.read_gendered_nouns, {"actress": "f", "spokeswoman": "f", "official": None}),
    (lexicon.read_word_classes, {"agreement": "NN", "mutual": "JJ", "May": "NNP", "may": "MD"}),
]


@pytest.mark.parametrize(("read", "told"), TOLD)
def test_a_list_tells_what_stands_in_it_and_nothing_else(read, told):
    assert {word: read().get(word) for word in told} == told


@pytest.mark.parametrize(
    ("read", "inside", "outside"),
    [
        (lexicon.read_honorifics, {"mr", "mrs", "alhaji"}, {"president", "banana"}),
        (lexicon.read_outlets, {"reuters", "tass", "abc news"}, {"paper", "obama"}),
        (lambda: lexicon.read_outlets("noun"), {"paper"}, {"reuters", "times"}),
        (lambda: lexicon.read_outlets("ending"), {"times"}, {"reuters"}),
        (lambda: lexicon.read_outlets("platform"), {"twitter"}, {"paper", "tass"}),
        (lambda: lexicon.read_outlets("nothing"), set(), {"tass"}),
        (lambda: lexicon.read_verbs("object control"), {"urge", "advise"}, {"meet", "accuse"}),
        (lambda: lexicon.read_verbs("with"), {"meet"}, {"urge"}),
        (lambda: lexicon.read_nouns("no gap"), {"day", "case"}, {"court", "fund"}),
        (lambda: lexicon.read_nouns("no outlet"), {"court"}, {"day"}),
        (lexicon.read_stop_words, {"the", "between", "of"}, {"monday", "senator"}),
        (lambda: lexicon.read_stop_words("newsroom"), {"monday"}, {"the", "senator"}),
        (lexicon.read_topics, {"ceasefire", "abuse"}, {"disgrace"}),
        (lexicon.read_subjective_words, {"terrible", "beautiful"}, {"senior", "daily"}),
    ],
)
def test_a_class_holds_its_words_and_no_others(read, inside, outside):
    assert inside <= read()
    assert outside.isdisjoint(read())


@pytest.mark.parametrize(
    "read",
    [
        lexicon.read_cues, weights.read_antecedent_weights, weights.read_confidence_weights,
        weights.read_match_weights, lexicon.read_model_hashes, weights.read_statement_weights,
        role_lists.read_role_nouns, role_lists.read_role_weights, *(read for read, _ in TOLD),
    ],
)  # fmt: skip
def test_nobody_can_change_what_all_read(read):
    assert read() is read()
    with pytest.raises(TypeError):
        read()["new"] = "word"


def test_a_cue_tells_act_and_stance():
    cues = lexicon.read_cues()
    assert {
        lemma: (cues[lemma].act, cues[lemma].stance) for lemma in ("say", "admit", "urge")
    } == {
        "say": ("saying", "neutral"),
        "admit": ("saying", "conceding"),
        "urge": ("urging", "urging"),
    }
    assert all(cue.lemma == lemma for lemma, cue in cues.items())
    assert "banana" not in cues


def test_a_list_of_stop_words_that_is_none_is_told():
    with pytest.raises(ToolkitError, match=r"^stop words: must be .*english.*newsroom; found 'fr"):
        lexicon.read_stop_words("french")


def test_subjective_is_what_textblob_gives_half_or_more_over_all_senses():
    """Worked out from TextBlob's file: means of senses of one class, then of classes.

    Adverbs in -ly are left out: TextBlob makes them of their adjectives.
    """
    path = Path(find_spec("textblob").origin).with_name("en") / "en-sentiment.xml"
    senses = defaultdict(lambda: defaultdict(list))
    for word in ET.parse(path).iter("word"):  # noqa: S314 - of a package
        senses[word.get("form")][word.get("pos")].append(float(word.get("subjectivity")))
    means = {
        form: sum(sum(each) / len(each) for each in classes.values()) / len(classes)
        for form, classes in senses.items()
        if not form.endswith("ly")
    }
    found = lexicon.read_subjective_words()
    assert {form for form, mean in means.items() if mean > 0.501} <= found
    assert found.isdisjoint(form for form, mean in means.items() if mean < 0.499)
    assert {form for form, mean in means.items() if mean == 0.5} <= found


def read_lines(name):
    """Read the cells of a list, without the head."""
    text = files("toolkit").joinpath("data", name).read_text("utf-8")
    return [*csv.reader(text.splitlines()[1:])]


@pytest.mark.parametrize(
    ("read", "name"),
    [
        (weights.read_antecedent_weights, "antecedents.csv"),
        (weights.read_match_weights, "statement_match.csv"),
    ],
)
def test_weights_are_found_by_case_and_fact(read, name):
    lines = read_lines(name)
    assert {
        (case, fact): weight for case, own in read().items() for fact, weight in own.items()
    } == {(case, fact): float(weight) for case, fact, weight in lines}
    assert len(lines) == sum(map(len, read().values()))


def test_weights_of_confidence_are_found_by_fact():
    expected = {fact: float(weight) for fact, weight in read_lines("speaker_confidence.csv")}
    assert dict(weights.read_confidence_weights()) == expected


def test_each_file_of_the_model_has_a_hash():
    hashes = lexicon.read_model_hashes()
    assert "__init__.py" in hashes
    assert all(len(digest) == 64 and int(digest, 16) >= 0 for digest in hashes.values())


def test_tone_words_are_in_their_class():
    words = lexicon.read_tone_words()
    assert words.entries["might"] == (("hedging", "modal"),)
    assert [span.of("It might be.") for span, _ in words.find_entries("It might be.")] == ["might"]
    assert "toolkit" in words.name


def test_quantiles_of_tone_rise_and_are_of_shares():
    reference = lexicon.read_tone_reference()
    assert {len(key) for key in reference.quantiles} == {2}
    assert ("all", "hedging") in reference.quantiles
    for steps in reference.quantiles.values():
        assert all(low <= high for low, high in pairwise(steps))


def test_rows_of_a_list_are_those_of_its_file():
    rows = lexicon.read_rows("titles.csv")
    assert [[*row.values()] for row in rows] == read_lines("titles.csv")
    assert [*rows[0]] == ["title", "gender", "use"]
