"""Whom a pronoun, or a letter before a turn, stands for, and by which rule."""

import pytest

from tests.attribution.deciding import decide_clauses, decide_source
from tests.test_cases import read_cases


@pytest.mark.parametrize("case", read_cases("pronoun_rules"))
def test_pronoun_rules(case):
    assert decide_clauses(case["text"]) == case["found"]


@pytest.mark.parametrize(
    ("pronoun", "words", "name"),
    [
        ("he", "he said", "John Okafor"),
        ("him", "according to him", "John Okafor"),
        ("his", "in words of his", "John Okafor"),
        ("she", "she said", "Anna Berg"),
        ("her", "according to her", "Anna Berg"),
        ("they", "they said", "the doctors"),
        ("them", "according to them", "the doctors"),
    ],
)
def test_he_she_and_they_are_told_apart(pronoun, words, name):
    text = f"John Okafor met Anna Berg. Then doctors left. “Rates will rise,” {words}."
    assert decide_source(text, pronoun).name == name.removeprefix("the ")


@pytest.mark.parametrize("pronoun", ["it", "its"])
def test_it_may_be_a_document(pronoun):
    text = f"The report was long. “Rates will rise,” {pronoun} said."
    found = decide_source(text, pronoun)
    assert (found.name, str(found.rule)) == ("report", "it")


@pytest.mark.parametrize(
    "pronoun",
    ["he", "him", "her", "hers", "they", "them", "their", "it", "its", "you", "this", "that",
     "there", "who", "whom", "whose", "which"],
)  # fmt: skip
def test_a_pronoun_that_stands_for_nobody_is_unknown_and_keeps_its_place(pronoun):
    text = f"“Rates will rise,” {pronoun} said."
    found = decide_source(text, pronoun)
    assert (found.name, str(found.kind)) == ("unknown", "unknown")
    assert [span.of(text) for span in found.evidence] == [pronoun]


@pytest.mark.parametrize("pronoun", ["we", "our", "us", "I", "me", "my"])
def test_we_and_i_are_the_author_where_nobody_else_fits(pronoun):
    text = f"“Rates will rise,” {pronoun} said."
    found = decide_source(text, pronoun)
    assert (found.name, str(found.kind)) == ("author", "person")


@pytest.mark.parametrize("pronoun", ["someone", "somebody", "another", "everybody", "some"])
def test_another_pronoun_is_a_speaker_without_a_name(pronoun):
    found = decide_source(f"“Rates will rise,” {pronoun} said.", pronoun)
    kind = "group" if pronoun in {"everybody", "some"} else "unnamed"
    assert (found.name, str(found.kind)) == (pronoun, kind)


def test_a_source_without_a_name_was_taken_for_the_cue():
    text = "“Rates will rise,” said Anna Berg."
    found = decide_source(text, "said", "Anna Berg")
    assert (found.name, str(found.kind), str(found.rule)) == (
        "Anna Berg", "person", "no name but in the cue",
    )  # fmt: skip
    assert [span.of(text) for span in found.evidence] == ["Anna Berg"]


def test_a_body_may_be_in_the_cue_and_so_may_be_nobody():
    found = decide_source("“Rates will rise,” said UNICEF.", "said", "UNICEF")
    assert (found.name, str(found.kind)) == ("UNICEF", "organisation")
    found = decide_source("“Rates will rise,” said the baker.", "said", "the baker")
    assert (found.name, found.evidence) == ("unknown", ())


def test_a_name_in_the_cue_is_not_asked_where_the_source_has_a_noun():
    found = decide_source("“Rates will rise,” the baker told Anna Berg.", "the baker", "Anna Berg")
    assert found.name == "baker"


# ---- who was taken for the speaker ---------------------------------------------------------


@pytest.mark.parametrize(
    "verb",
    ["advised", "asked", "commanded", "encouraged", "instructed", "invited", "ordered",
     "reminded", "requested", "summoned", "told", "urged", "warned"],
)  # fmt: skip
def test_who_is_asked_or_told_does_not_speak(verb):
    text = f"Residents were {verb} by Anna Berg to “leave at once”."
    found = decide_source(text, "Residents", f"were {verb}")
    assert (found.name, str(found.rule)) == ("Anna Berg", "asked or told")
    text = text.replace(" by Anna Berg", "")
    found = decide_source(text, "Residents", f"were {verb}")
    assert (found.name, str(found.rule)) == ("unknown", "asked or told")
    assert [span.of(text) for span in found.evidence] == ["Residents"]


def test_who_tells_or_is_heard_speaks():
    text = "Doctors told residents to “leave at once”."
    assert decide_source(text, "Doctors", "told").name == "doctors"
    text = "Doctors were heard to say “leave at once”."
    assert decide_source(text, "Doctors", "were heard to say").name == "doctors"
    text = "Doctors were told that residents said “we leave at once”."
    assert decide_source(text, "Doctors", "said").name == "doctors"  # told by another verb
