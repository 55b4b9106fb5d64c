"""Who a source is: nobody where it is empty, and the rules in their order."""

import pytest

from tests.attribution.deciding import decide_clauses, decide_source, find_last
from tests.stub_rules import make_plain
from tests.test_cases import read_cases
from toolkit import Article, Span, find_attributions
from toolkit.attribution.antecedents import make_scene
from toolkit.attribution.decisions import Decision
from toolkit.attribution.phrase_rules import PHRASE_RULES
from toolkit.attribution.pronoun_rules import PRONOUN_RULES
from toolkit.attribution.sources import CHAIN, decide, decide_all
from toolkit.base import Act, Form, Kind, Quotation, Rule

TEXT = "“Rates will rise,” Anna Berg said. “Jobs will go,” a baker said. “Ah,” … said."


def quote(*sources):
    return Quotation((Span(0, 1),), (), sources, Form.DIRECT, Act.SAYING)


def decide_here(quotation, chain=CHAIN):
    return decide(make_scene(make_plain(TEXT), [quotation]), quotation, chain)


@pytest.mark.parametrize("sources", [(), (find_last(TEXT, "…"),), (Span(900, 910),)])
def test_a_source_without_words_is_nobody_and_no_rule_is_asked(sources):
    def always(_):
        return Decision("somebody", Kind.PERSON)

    found = decide_here(quote(*sources), ((Rule.NAME, always),))
    assert (found.name, found.kind, found.rule) == ("unknown", Kind.UNKNOWN, Rule.NONE)
    assert found.evidence == ()


def test_pronouns_are_asked_before_phrases():
    assert (*PRONOUN_RULES, *PHRASE_RULES) == CHAIN
    steps = [step for step, _ in CHAIN]
    assert len(steps) == len({*steps})
    assert {*Rule} - {*steps} == {
        Rule.ALIAS,
        Rule.PERSON,
        Rule.GIVEN,
        Rule.NONE,
        Rule.SEEN,
    }


def test_a_source_that_no_rule_knows_is_nobody():
    assert decide_here(quote(find_last(TEXT, "a baker")), ()).name == "unknown"


def test_the_first_rule_that_knows_decides():
    def name_it(name):
        return lambda _: Decision(name, Kind.PERSON)

    chain = (
        (Rule.CUE, lambda _: None),
        (Rule.NAME, name_it("one")),
        (Rule.ROLE, name_it("two")),
    )
    found = decide_here(quote(find_last(TEXT, "a baker")), chain)
    assert (found.name, found.rule) == ("one", Rule.NAME)


@pytest.mark.parametrize(
    ("source", "tokens", "word"),
    [
        ("a baker", "a baker", None),
        ("baker", "baker", "baker"),
        ("said. “", "said", "said"),
        ("Anna Berg", "Anna Berg", None),
    ],
)
def test_a_rule_sees_the_words_of_a_source_and_one_word_without_its_marks(source, tokens, word):
    seen = []
    decide_here(quote(find_last(TEXT, source)), ((Rule.NAME, seen.append),))
    [given] = seen
    assert given.tokens.text == tokens
    assert (given.word.text if given.word is not None else None) == word
    assert given.place == find_last(TEXT, source)


def test_of_a_source_in_two_pieces_the_first_decides():
    both = quote(find_last(TEXT, "Anna Berg"), find_last(TEXT, "a baker"))
    assert decide_here(both).name == "Anna Berg"


def test_a_later_source_knows_who_spoke_before():
    text = "A baker said rates would rise. The baker said jobs would go."
    assert [row[0] for row in decide_clauses(text)] == ["a baker", "a baker"]
    assert decide_source("“Ah,” the baker said.", "the baker").name == "baker"


def test_each_source_is_decided_in_a_scene_in_which_those_before_have_spoken():
    quotations = [quote(find_last(TEXT, "Anna Berg")), quote(), quote(find_last(TEXT, "a baker"))]
    scene = make_scene(make_plain(TEXT), quotations)
    heard = []

    def listen(source):
        heard.append(source.scene.spoken)

    decisions = decide_all(scene, quotations, ((Rule.NONE, listen), *CHAIN))
    assert [decision.name for decision in decisions] == ["Anna Berg", "unknown", "a baker"]
    assert heard == [(), (("Anna Berg", Kind.PERSON, find_last(TEXT, "Anna Berg")),)]
    assert scene.spoken == ()


def test_a_pronoun_tells_later_ones_the_gender_of_whom_it_stands_for():
    text = "Xu Li left the room. “Rates will rise,” she said. “Taxes will fall,” he said."
    assert [row[0] for row in decide_clauses(text)] == ["Xu Li", "unknown"]
    assert [row[0] for row in decide_clauses(text.replace(" he ", " she "))] == ["Xu Li"] * 2


def test_the_owner_of_a_lawyer_has_the_gender_that_his_or_her_tells():
    text = "Xu Li left the room. “Rates will rise,” her lawyer said."
    found = decide_source(text, "her lawyer")
    assert (found.name, found.genders) == ("Xu Li's lawyer", (("Xu Li", "f"),))
    assert decide_source(text.replace("her lawyer", "the lawyer"), "the lawyer").genders == ()


def test_rules_may_be_left_out():
    quotation = quote(find_last(TEXT, "a baker"))
    scene = make_scene(make_plain(TEXT), [quotation])
    assert [d.name for d in decide_all(scene, [quotation], PRONOUN_RULES)] == ["unknown"]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("Alhaji Bello", "Bello"), ("Dr. Bello", "Bello"), ("Mr Bello", "Bello"),
        ("Anna Berg herself", "Anna Berg"), ("First, Anna Berg", "Anna Berg"),
        ("himself", "unknown"), ("the president", "president"),
    ],
)  # fmt: skip
def test_what_leads_to_a_source_or_stresses_it_is_left_out(source, name):
    assert decide_source(f"“Rates will rise,” said {source}.", source).name == name


def test_a_speaker_is_written_one_way_in_one_article():
    text = "City council said rates would rise. The city council said jobs would go."
    assert [row[0] for row in decide_clauses(text)] == ["City council"] * 2


# ---- where a rule must not decide ------------------------------------------------------------

SILENT = read_cases("rules_that_must_not_decide")


@pytest.mark.parametrize("case", SILENT)
def test_a_rule_does_not_decide_what_only_looks_like_its_own(case):
    decided = decide_clauses(case["text"])
    rule = case["label"].partition(", of three")[0]
    assert rule not in {used for _, _, used, _ in decided}
    assert [[name, kind] for name, kind, _, _ in decided] == case["found"]


def test_every_rule_is_asked_where_it_must_not_decide():
    assert {str(rule) for rule, _ in CHAIN} <= {case.values[0]["label"] for case in SILENT}


MET = "Ann Lee and John Lee met Mary Lee and reporters."


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("Lee said rates would rise.", {"Ann Lee", "John Lee", "Mary Lee"}),
        ("Rates will rise, said Mrs. Lee.", {"Ann Lee", "Mary Lee"}),
        ("Rates will rise, Lee, of Rome, said.", {"Ann Lee", "John Lee", "Mary Lee"}),
    ],
)
def test_a_name_that_several_bear_is_left_open_and_tells_whom_it_may_mean(said, names):
    [found] = find_attributions(Article(f"{MET}\n\n{said}"))
    assert (found.speaker.name, found.rule) == ("unknown", Rule.SHARED)
    assert {*found.candidates} == names
    assert found.confidence < 0.9


def test_she_behind_a_name_that_two_women_bear_is_left_open_too():
    found = find_attributions(Article(f'{MET}\n\n"It rains," Lee said. She said it was cold.'))
    assert [said.speaker.name for said in found] == ["unknown", "unknown"]
    assert {*found[1].candidates} == {"Ann Lee", "Mary Lee"}


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (f"{MET}\n\nMr. Lee said rates would rise.", "John Lee"),
        (f'{MET}\n\n"It rains," Lee said. He said it was cold.', "John Lee"),
        (f"{MET}\n\nJohn Lee said rates would rise.", "John Lee"),
        (f"{MET}\n\nLee's lawyer said rates would rise.", "Lee's lawyer"),
        ("Ann Lee met Bob Day. Lee said rates would rise.", "Ann Lee"),
    ],
    ids=["a title", "he", "in full", "somebody of theirs", "only one"],
)
def test_a_name_that_means_one_of_several_is_not_left_open(text, speaker):
    assert find_attributions(Article(text))[-1].speaker.name == speaker


def test_a_name_that_several_bear_is_whom_an_alias_file_says():
    [found] = find_attributions(Article(f"{MET}\n\nLee said it rained."), names={"Lee": "Ann Lee"})
    assert (found.speaker.name, found.speaker.kind, found.candidates) == ("Ann Lee", "person", ())
