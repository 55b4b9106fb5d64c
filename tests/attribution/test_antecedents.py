"""Whom a pronoun or a description stands for: what is measured of each candidate."""

import math
from dataclasses import replace

import pytest

from tests.stub_rules import make_plain
from toolkit import Article, Span, find_attributions
from toolkit.attribution.antecedents import (
    NEAREST,
    Asked,
    Candidate,
    Question,
    choose,
    make_scene,
    measure,
)
from toolkit.base import Act, Form, Quotation, read_antecedent_weights

# The English model sees these names; it passes over many.
TEXT = (
    "John Okafor met Anna Berg in Lagos. The World Health Fund was late.\n\n"
    "“Anna Berg is right,” John Okafor said. A bus left. A crowd saw Berg leave. "
    "“Rates will rise,” she said.\n\n"
    "Anna Berg"
)


def at(words, number=0, text=TEXT):
    """Give the place of some words, the second time for 1."""
    start = -1
    for _ in range(number + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def quote(content, source, text=TEXT):
    place = text.index(content)
    return Quotation((Span(place, place + len(content)),), (), (source,), Form.DIRECT, Act.SAYING)


FIRST = quote("“Anna Berg is right,”", at("John Okafor", 1))
SECOND = quote("“Rates will rise,”", at("she"))


@pytest.fixture
def scene():
    return make_scene(make_plain(TEXT), [FIRST, SECOND])


# ---- what a scene knows --------------------------------------------------------------------


def test_words_are_found_at_a_place_and_placed_again(scene):
    tokens = scene.find_tokens(at("World Health Fund"))
    assert tokens.text == "World Health Fund"
    assert scene.place(tokens) == at("World Health Fund")
    assert scene.place(scene.find_tokens(at("Berg", 2))) == at("Berg", 2)


@pytest.mark.parametrize(
    ("span", "name"),
    [
        (at("John Okafor"), "John Okafor"),
        (at("John"), "John Okafor"),
        (at("met Anna"), "Anna Berg"),
        (at("John Okafor", 1), "John Okafor"),
        (at("Berg", 2), "Anna Berg"),
        (at("met "), None),
        (at("she"), None),
        (at("in "), None),
    ],
)
def test_a_name_is_found_where_a_mention_lies(scene, span, name):
    found = scene.find_named(span)
    assert (found[0].name if found else None) == name
    assert found is None or found[1].overlaps(span)


def test_names_inside_a_place_come_in_reading_order(scene):
    first = TEXT.index("\n")
    found = [(name.name, span) for name, span in scene.list_named(Span(0, first))]
    assert found[:3] == [
        ("John Okafor", at("John Okafor")),
        ("Anna Berg", at("Anna Berg")),
        ("Lagos", at("Lagos")),
    ]
    assert scene.list_named(at("Okafor met Anna")) == []  # halves of two names
    [(name, span)] = scene.list_named(Span(at("met").start, at("in Lagos").start))
    assert (name.name, span) == ("Anna Berg", at("Anna Berg"))


@pytest.mark.parametrize(
    ("word", "name"),
    [("Okafor", "John Okafor"), ("OKAFOR", "John Okafor"), ("okafor", None), ("John", None)],
)
def test_a_surname_needs_a_capital(scene, word, name):
    found = scene.find_surname(word)
    assert (found.name if found else None) == name


def test_a_surname_of_two_persons_and_of_a_body_is_nobodys():
    text = "John Okafor and Grace Okafor came. They met Anna Berg of Berlin."
    scene = make_scene(make_plain(text), [])
    assert scene.find_surname("Okafor") is None
    assert scene.find_surname("Berg").name == "Anna Berg"
    assert scene.find_surname("Berlin") is None


@pytest.mark.parametrize(
    ("word", "is_found"),
    [("WHF", True), ("W.H.F.", True), ("WH", False), ("OH", False), ("L", False)],
)
def test_initials_are_those_of_a_body(word, is_found):
    text = "The World Health Fund was late. John Okafor left for Lagos."
    found = make_scene(make_plain(text), []).find_initials(word)
    assert (found is not None) == is_found
    assert not is_found or found.name.endswith("World Health Fund")


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("@JohnOkafor", "John Okafor"), ("@johnokafor", "John Okafor"),
        ("@WorldHealthFund", "World Health Fund"), ("JohnOkafor", None), ("@John", None),
        ("@JohnOkafor1", None), ("@", None),
    ],
)  # fmt: skip
def test_a_handle_writes_a_whole_name_in_one_word(word, name):
    text = "John Okafor left for Lagos. The World Health Fund was late."
    found = make_scene(make_plain(text), []).find_handle(word)
    assert (found.name.removeprefix("The ") if found else None) == name


@pytest.mark.parametrize(
    ("sentences", "first", "last"),
    [
        (0, "“", "”"),
        (1, "A", "”"),
        (2, "A", "”"),
        (3, "“", "”"),
        (4, "The", "”"),
        (9, "John", "”"),
    ],
)
def test_the_sentences_before_a_place_are_counted_back(scene, sentences, first, last):
    words = [token.text for token in scene.list_before(at("she"), sentences)]
    assert (words[0], words[-1]) == (first, last)


def test_no_sentence_stands_before_the_first_word(scene):
    assert [*scene.list_before(Span(0, 4), 3)] == []


def test_a_signature_is_a_line_of_its_own(scene):
    assert scene.is_line(Span(len(TEXT) - len("Anna Berg"), len(TEXT)))
    assert not scene.is_line(at("John Okafor"))


@pytest.mark.parametrize(
    ("text", "is_line"),
    [
        ("She left.\n— Anna Berg.\nRome", True),
        ("She left.\r\nAnna Berg\r\nRome", True),
        ("Anna Berg\nShe left.", True),
        ("Anna Berg, Rome\nShe left.", False),
        ("She left.\nBy Anna Berg\nRome", False),
    ],
)
def test_a_signature_may_have_a_dash_before_it(text, is_line):
    assert make_scene(make_plain(text), []).is_line(at("Anna Berg", text=text)) == is_line


def test_a_place_is_said_inside_what_somebody_says(scene):
    said = [at("Anna Berg", 1), at("right"), at("rise")]
    told = [at("Anna Berg"), at("John Okafor", 1), at("she"), at("right,” John"), at("Berg", 3)]
    assert [scene.is_said(span) for span in said] == [True] * 3
    assert [scene.is_said(span) for span in told] == [False] * 5


def test_a_place_is_a_source_where_somebody_speaks(scene):
    assert scene.is_source(at("John Okafor", 1))
    assert scene.is_source(at("she"))
    assert scene.is_source(at("Okafor", 1))
    assert not scene.is_source(at("Okafor"))
    assert not scene.is_source(at("Anna Berg", 1))


def test_sentences_and_paragraphs_between_two_places_are_counted(scene):
    start = at("John").start
    ends = [at("Lagos").start, at("late").start, at("right").start, at("left").start]
    assert [scene.count_sentences(start, end) for end in ends] == [0, 1, 2, 3]
    assert [scene.count_paragraphs(start, end) for end in ends] == [0, 0, 1, 1]
    assert scene.count_sentences(at("late").start, at("right").start) == 1
    assert scene.count_paragraphs(at("right").start, len(TEXT)) == 1


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Mr. John Okafor met Dr. Anna Berg of the U.S. Senate in Lagos.", 0),
        ("John Okafor paid 3.5 dollars (and cents) in Lagos.", 0),
        ("John Okafor left. Who knew? Nobody in Lagos.", 2),
        ("John Okafor leaves town\n\nHe was seen in Lagos.", 1),  # a headline has no full stop
    ],
)
def test_a_sentence_ends_where_the_parser_ends_it(text, sentences):
    scene = make_scene(make_plain(text), [])
    assert scene.count_sentences(text.index("John"), text.index("Lagos")) == sentences


def test_a_mention_has_the_part_that_it_plays_in_its_sentence(scene):
    assert scene.get_dependency(at("John Okafor")) == "nsubj"
    assert scene.get_dependency(at("Anna Berg")) == "dobj"
    assert scene.get_dependency(at("Lagos")) == "pobj"
    assert scene.get_dependency(Span(9_000, 9_010)) == ""


# ---- what is measured ----------------------------------------------------------------------


def describe(scene):
    kinds = {True: "person", False: "organisation"}
    return [
        Candidate(n.name, kinds[n.is_person], n.mentions, n.roles, n.gender) for n in scene.names
    ]


def look(scene, question, name):
    """Give the place that was measured of a name, and its facts."""
    options = measure(scene, question, describe(scene))
    return next((place, facts) for c, place, facts in options if c is not None and c.name == name)


@pytest.fixture
def asked():
    return Question(Asked.PERSON, at("she"), SECOND)


def test_the_nearest_mention_is_one_of_the_narrator(scene, asked):
    place, _ = look(scene, asked, "Anna Berg")
    assert place == at("Berg", 2)


def test_what_somebody_says_of_a_person_is_passed_over_for_what_the_narrator_tells():
    text = "Anna Berg left. “Anna Berg is late,” John Okafor said. “Bad,” she said."
    said = quote("“Anna Berg is late,”", at("John Okafor", text=text), text)
    asks = quote("“Bad,”", at("she", text=text), text)
    question = Question(Asked.PERSON, at("she", text=text), asks)
    place, facts = look(make_scene(make_plain(text), [said, asks]), question, "Anna Berg")
    assert (place, facts["said"]) == (at("Anna Berg", text=text), 0)


def test_who_is_named_by_a_speaker_alone_is_named_there():
    text = "“Anna Berg is late,” John Okafor said. “Bad,” she said."
    said = quote("“Anna Berg is late,”", at("John Okafor", text=text), text)
    asks = quote("“Bad,”", at("she", text=text), text)
    question = Question(Asked.PERSON, at("she", text=text), asks)
    place, facts = look(make_scene(make_plain(text), [said, asks]), question, "Anna Berg")
    assert (place, facts["said"]) == (at("Anna Berg", text=text), 1)


def test_a_source_that_was_decided_is_a_mention_of_that_speaker_alone(scene, asked):
    crowd = at("A crowd")
    scene = replace(scene, spoken=(("John Okafor", "person", crowd),))
    assert look(scene, asked, "John Okafor")[0] == crowd
    assert look(scene, asked, "Anna Berg")[0] == at("Berg", 2)


def test_a_source_behind_the_question_is_no_mention_before_it(scene):
    question = Question(Asked.PERSON, at("John Okafor", 1), FIRST)
    scene = replace(scene, spoken=(("Anna Berg", "person", at("she")),))
    assert look(scene, question, "Anna Berg")[0] == at("Anna Berg")


def test_the_source_itself_is_no_mention_of_its_speaker(scene):
    question = Question(Asked.PERSON, at("John Okafor", 1), FIRST)
    assert look(scene, question, "John Okafor")[0] == at("John Okafor")


def test_who_is_named_only_behind_a_question_is_named_there():
    text = "“Rates will rise,” she said. Anna Berg left. Anna Berg came back."
    asks = quote("“Rates will rise,”", at("she", text=text), text)
    question = Question(Asked.PERSON, at("she", text=text), asks)
    place, facts = look(make_scene(make_plain(text), [asks]), question, "Anna Berg")
    assert place == at("Anna Berg", text=text)
    assert (facts["after"], facts["sentences"], facts["same paragraph"]) == (1, 1, 1)


def test_a_candidate_without_a_place_of_its_own_is_left_out(scene, asked):
    nowhere = Candidate("Nobody", "person", ())
    itself = Candidate("She", "person", (at("she"),))
    assert measure(scene, asked, [nowhere, itself]) == []


def test_candidates_come_the_nearest_first(scene, asked):
    options = measure(scene, asked, describe(scene))
    names = [candidate.name for candidate, *_ in options]
    gaps = [abs(place.start - asked.place.start) for _, place, _ in options]
    assert gaps == sorted(gaps)
    assert names[0] == "Anna Berg"
    assert [facts["rank"] for *_, facts in options] == [*map(float, range(len(options)))]
    assert [facts["nearest"] for *_, facts in options] == [1.0] + [0.0] * (len(options) - 1)


def test_a_rank_ends_at_five(scene, asked):
    many = [Candidate(f"N{n}", "person", (Span(n, n + 1),)) for n in range(9)]
    ranks = [facts["rank"] for *_, facts in measure(scene, asked, many)]
    assert ranks == [0, 1, 2, 3, 4, 5, 5, 5, 5]


def test_he_and_she_stand_for_somebody_and_all_others_may_stand_for_nobody(scene, asked):
    assert all(candidate for candidate, *_ in measure(scene, asked, describe(scene)))
    for kind in [Asked.PEOPLE, Asked.THING, Asked.ROLE, Asked.BODY]:
        question = Question(kind, at("she"), SECOND, traits=(("bare", 1.0),))
        last = measure(scene, question, [])[-1]
        assert last == (None, None, {"nobody": 1.0, "bare": 1.0})


def test_distance_is_measured_in_characters_sentences_and_paragraphs(scene, asked):
    place, facts = look(scene, asked, "Lagos")
    gap = asked.place.start - place.start
    assert facts["gap"] == pytest.approx(math.log(1 + gap))
    assert (facts["sentences"], facts["paragraphs"]) == (5, 1)
    assert (facts["same sentence"], facts["same paragraph"], facts["after"]) == (0, 0, 0)
    near = look(scene, asked, "Anna Berg")[1]
    assert (near["sentences"], near["paragraphs"], near["same paragraph"]) == (1, 0, 1)


def test_who_stands_in_the_same_sentence_is_told():
    text = "Anna Berg said that she knew."
    asks = quote("knew", at("she", text=text), text)
    question = Question(Asked.PERSON, at("she", text=text), asks)
    facts = look(make_scene(make_plain(text), [asks]), question, "Anna Berg")[1]
    assert (facts["same sentence"], facts["sentences"]) == (1, 0)


def test_from_eight_sentences_on_all_is_far():
    text = "Anna Berg left. " + "It rained.\n" * 12 + "“Rates will rise,” she said."
    asks = quote("“Rates will rise,”", at("she", text=text), text)
    question = Question(Asked.PERSON, at("she", text=text), asks)
    facts = look(make_scene(make_plain(text), [asks]), question, "Anna Berg")[1]
    assert (facts["sentences"], facts["paragraphs"]) == (8, 8)


@pytest.mark.parametrize(
    ("text", "subject", "near"),
    [
        ("Anna Berg left. “Good,” she said.", 1, 1),
        ("Anna Berg was seen. “Good,” she said.", 1, 1),
        ("Anna Berg left. It rained. “Good,” she said.", 1, 0),
        ("A boy saw Anna Berg. “Good,” she said.", 0, 0),
    ],
)
def test_a_subject_is_near_in_the_sentence_before(text, subject, near):
    asks = quote("“Good,”", at("she", text=text), text)
    question = Question(Asked.PERSON, at("she", text=text), asks)
    facts = look(make_scene(make_plain(text), [asks]), question, "Anna Berg")[1]
    assert (facts["subject"], facts["subject near"]) == (subject, near)


def test_who_is_spoken_of_in_the_very_words_is_told():
    text = "“Anna Berg must go,” she said."
    asks = quote("“Anna Berg must go,”", at("she", text=text), text)
    question = Question(Asked.PERSON, at("she", text=text), asks)
    facts = look(make_scene(make_plain(text), [asks]), question, "Anna Berg")[1]
    assert (facts["own words"], facts["said"]) == (1, 1)
    other = Question(Asked.PERSON, at("she", text=text), quote("must", at("she", text=text), text))
    assert look(make_scene(make_plain(text), [asks]), other, "Anna Berg")[1]["own words"] == 0


def speak(scene, *names):
    spoken = tuple((name, "person", Span(0, 4)) for name in names)
    return replace(scene, spoken=scene.spoken + spoken)


def test_who_spoke_last_and_lately_and_how_often(scene, asked):
    scene = speak(scene, "Anna Berg", "Anna Berg", "John Okafor", "a crowd")
    facts = look(scene, asked, "Anna Berg")[1]
    assert (facts["previous speaker"], facts["recent speaker"]) == (0, 1)
    assert facts["spoke"] == pytest.approx(math.log(3))
    scene = speak(scene, "a crowd")
    assert look(scene, asked, "Anna Berg")[1]["recent speaker"] == 0
    assert look(scene, asked, "John Okafor")[1]["recent speaker"] == 1
    scene = speak(scene, "Anna Berg")
    facts = look(scene, asked, "Anna Berg")[1]
    assert (facts["previous speaker"], facts["previous speaker near"]) == (1, 1)
    assert look(scene, asked, "John Okafor")[1]["previous speaker"] == 0


def test_a_previous_speaker_of_another_paragraph_is_not_near(scene, asked):
    scene = speak(scene, "Lagos")
    facts = look(scene, asked, "Lagos")[1]
    assert (facts["previous speaker"], facts["previous speaker near"]) == (1, 0)


def test_mentions_and_those_that_are_sources_are_counted(scene, asked):
    okafor = look(scene, asked, "John Okafor")[1]
    assert okafor["mentions"] == pytest.approx(math.log(3))
    assert okafor["named sources"] == pytest.approx(math.log(2))
    assert look(scene, asked, "Lagos")[1]["named sources"] == 0


def test_the_lead_is_the_first_six_hundred_characters(asked):
    scene = make_scene(make_plain(TEXT + " " * 700 + "Gone."), [SECOND])
    inside, outside = (
        Candidate(str(start), "person", (Span(start, start + 1), Span(700, 701)))
        for start in (599, 600)
    )
    leads = {c.name: facts["lead"] for c, _, facts in measure(scene, asked, [inside, outside])}
    assert leads == {"599": 1, "600": 0}


def test_gender_kind_and_descriptions_are_facts(scene, asked):
    one = Candidate("Anna Berg", "person", (Span(0, 1),), gender="f")
    other = Candidate("a crowd", "group", (Span(1, 2),), is_described=True)
    facts = {c.name: facts for c, _, facts in measure(scene, asked, [one, other])}
    assert (facts["Anna Berg"]["gender"], facts["a crowd"]["gender"]) == (1, 0)
    assert (facts["Anna Berg"]["described"], facts["a crowd"]["described"]) == (0, 1)
    assert facts["Anna Berg"]["is person"] == facts["a crowd"]["is group"] == 1
    assert "role" not in facts["a crowd"]


@pytest.mark.parametrize(
    ("head", "words", "roles", "expected"),
    [
        # role, whole role, role words, former, name has noun
        ("mayor", {"mayor"}, ("mayor of rome",), (1, 1, 1, 0, 0)),
        ("mayor", {"new", "mayor"}, ("mayor of rome",), (1, 0, 0.5, 0, 0)),
        ("mayor", {"new", "mayor"}, ("new mayor", "baker"), (1, 1, 1, 0, 0)),
        ("mayor", {"new", "mayor"}, ("mayor", "new boss"), (1, 0, 1, 0, 0)),
        ("mayor", {"mayor"}, ("former mayor",), (1, 1, 1, 1, 0)),
        ("mayor", {"former", "mayor"}, ("former mayor",), (1, 1, 1, 0, 0)),
        ("mayor", {"mayor"}, ("former baker",), (0, 0, 0, 0, 0)),
        ("mayor", set(), (), (0, 0, 0, 0, 0)),
        ("fund", {"health", "fund"}, (), (0, 0, 1, 0, 1)),
    ],
)
def test_how_far_roles_say_what_a_description_says(scene, head, words, roles, expected):
    question = Question(Asked.ROLE, at("she"), SECOND, head=head, words=frozenset(words))
    candidate = Candidate("World Health Fund", "person", (Span(0, 1),), roles)
    facts = measure(scene, question, [candidate])[0][2]
    names = ("role", "whole role", "role words", "former", "name has noun")
    assert tuple(facts[name] for name in names) == expected


# ---- what is chosen ------------------------------------------------------------------------


def test_every_fact_that_has_a_weight_is_measured(scene):
    for asked in Asked:
        question = Question(asked, at("she"), SECOND, head="mayor" * (asked in {"role", "body"}))
        measured = {
            fact for *_, facts in measure(scene, question, describe(scene)) for fact in facts
        }
        weighed = {fact for fact in read_antecedent_weights()[asked] if not fact.startswith("is ")}
        traits = {"anonymous", "bare", "definite", "indefinite", "long", "owned", "qualified"}
        assert weighed <= measured | traits | {"single"}


def test_the_best_is_chosen_with_its_chance_against_all_others(scene, asked):
    weights = read_antecedent_weights()[Asked.PERSON]
    options = measure(scene, asked, describe(scene))
    powers = [
        math.exp(sum(weights.get(fact, 0) * value for fact, value in facts.items()))
        for *_, facts in options
    ]
    choice = choose(scene, asked, describe(scene))
    best = powers.index(max(powers))
    assert (choice.candidate.name, choice.mention) == (options[best][0].name, options[best][1])
    assert choice.chance == pytest.approx(powers[best] / sum(powers))


def test_one_candidate_alone_is_certain_and_none_has_no_chance(scene, asked):
    one = Candidate("Anna Berg", "person", (Span(0, 1),))
    assert choose(scene, asked, [one]).chance == 1
    nobody = choose(scene, asked, [])
    assert (nobody.candidate, nobody.mention) == (None, None)
    assert math.isnan(nobody.chance)


def test_nobody_may_be_chosen_for_it(scene):
    question = Question(Asked.THING, at("she"), SECOND)
    choice = choose(scene, question, [])
    assert (choice.candidate, choice.mention, choice.chance) == (None, None, 1)


def test_of_a_crowd_the_nearest_are_measured_and_a_pronoun_is_whose_it_was():
    given = ("Ann", "Mary", "Julia", "Karen", "Laura", "Helen", "Alice", "Diana", "Emily", "Grace")
    names = [f"{first} {last}" for last in (
        "Abbott", "Barros", "Delgado", "Eriksen", "Fontaine", "Garrick", "Hollis", "Jansen",
    ) for first in given]  # fmt: skip
    text = "\n\n".join(f"{name} came. Rates will rise, she said." for name in names)
    found = find_attributions(Article(text))
    assert len(names) > NEAREST
    assert sum(a.speaker.name == name for a, name in zip(found, names, strict=True)) > 75
