"""Whom a question finds: the candidates that an article has for it, and the one that fits."""

from dataclasses import replace

import pytest

from tests.attribution.deciding import find_last
from tests.stub_rules import make_plain
from toolkit import Article, Span, find_attributions
from toolkit.attribution import referents
from toolkit.attribution.antecedents import Asked, Candidate, Choice, Question, make_scene
from toolkit.base import Act, Form, Kind, Quotation

PEOPLE = "John Okafor met Anna Berg of UNICEF. Then they left."


def make_question(text, source, asked, said="", **more):
    """Make a scene and a question, of the last such words of a text."""
    content = (find_last(text, said),) if said else (Span(0, 1),)
    quotation = Quotation(content, (), (find_last(text, source),), Form.DIRECT, Act.SAYING)
    scene = make_scene(make_plain(text), [quotation] if said else [])
    return scene, Question(asked, quotation.source[0], quotation, **more)


@pytest.fixture
def offer(monkeypatch):
    """Give a function that tells which candidates a question has, by name."""

    def list_offered(scene, question):
        offered = []

        def choose(_scene, _question, candidates):
            offered.extend(candidates)
            return Choice(None, None, 1.0)

        monkeypatch.setattr(referents, "choose", choose)
        assert referents.answer(scene, question) is None
        return {candidate.name: candidate for candidate in offered}

    return list_offered


# ---- how likely is likely enough -----------------------------------------------------------

LEAST = [
    (Asked.PERSON, 0.45),
    (Asked.PEOPLE, 0.6),
    (Asked.THING, 0.4),
    (Asked.ROLE, 0.5),
    (Asked.BODY, 0.6),
]


def answer_with(monkeypatch, asked, chance, kind="person"):
    scene, question = make_question(PEOPLE, "they", asked, gender="f")
    candidate, mention = Candidate("Anna Berg", kind, (Span(16, 25),)), Span(16, 25)
    monkeypatch.setattr(referents, "choose", lambda *_: Choice(candidate, mention, chance))
    return referents.answer(scene, question)


@pytest.mark.parametrize(("asked", "least"), LEAST)
def test_whoever_is_less_likely_than_the_bound_is_nobody(monkeypatch, asked, least):
    assert answer_with(monkeypatch, asked, least - 0.001) is None
    found = answer_with(monkeypatch, asked, least)
    assert (found.name, found.kind, found.chance) == ("Anna Berg", Kind.PERSON, least)
    assert answer_with(monkeypatch, asked, least, "group").kind is Kind.GROUP
    assert found.evidence == (find_last(PEOPLE, "they"), Span(16, 25))


def test_he_and_she_tell_the_gender_of_whom_they_stand_for(monkeypatch):
    assert answer_with(monkeypatch, Asked.PERSON, 0.9).genders == (("Anna Berg", "f"),)
    assert answer_with(monkeypatch, Asked.ROLE, 0.9).genders == ()


def test_nobody_is_found_where_nobody_fits_or_nobody_stands_anywhere(monkeypatch):
    scene, question = make_question(PEOPLE, "they", Asked.PEOPLE)
    candidate = Candidate("Anna Berg", "person", (Span(16, 25),))
    for choice in (Choice(None, Span(0, 1), 1.0), Choice(candidate, None, 1.0)):
        monkeypatch.setattr(referents, "choose", lambda *_, choice=choice: choice)
        assert referents.answer(scene, question) is None


# ---- who is asked --------------------------------------------------------------------------


def test_she_may_be_a_woman_or_one_of_whom_nothing_tells(offer):
    text = "John Okafor met Anna Berg and Xu Li of UNICEF. “Rates will rise,” she said."
    scene, question = make_question(text, "she", Asked.PERSON, gender="f")
    assert {*offer(scene, question)} == {"Anna Berg", "Xu Li"}
    assert {*offer(replace(scene, genders={**scene.genders, "Xu Li": "m"}), question)} == {
        "Anna Berg"
    }


def test_a_source_whose_gender_nothing_tells_may_be_any_person(offer):
    scene, question = make_question(PEOPLE, "they", Asked.PERSON)
    offered = offer(scene, question)
    assert {*offered} == {"John Okafor", "Anna Berg"}
    assert (offered["Anna Berg"].kind, offered["Anna Berg"].gender) == ("person", "f")
    assert offered["Anna Berg"].mentions == (Span(16, 25),)
    assert not offered["Anna Berg"].is_described


def test_a_body_and_a_place_may_be_they_and_it(offer):
    scene, question = make_question(PEOPLE, "they", Asked.THING)
    assert {*offer(scene, question)} == {"UNICEF"}
    assert offer(scene, question)["UNICEF"].kind == "organisation"


@pytest.mark.parametrize(
    ("asked", "kinds"),
    [
        (Asked.PERSON, {"unnamed", "person"}),
        (Asked.PEOPLE, {"group", "organisation", "unnamed"}),
        (Asked.THING, {"organisation", "document", "group"}),
    ],
)
def test_who_spoke_without_a_name_may_be_meant_if_the_kind_fits(offer, asked, kinds):
    scene, question = make_question("It rained. Then X spoke.", "X", asked)
    spoken = [(f"some {kind}", kind, Span(n, n + 1)) for n, kind in enumerate(Kind)]
    spoken.append(("some group", Kind.GROUP, Span(8, 9)))
    offered = offer(replace(scene, spoken=tuple(spoken)), question)
    assert {*offered} == {f"some {kind}" for kind in kinds}
    assert all(candidate.is_described for candidate in offered.values())
    if "group" in kinds:
        assert offered["some group"].mentions[-1] == Span(8, 9)
        assert len(offered["some group"].mentions) == 2


def test_who_is_named_is_not_described_as_well_and_the_author_is_nobody(offer):
    scene, question = make_question(PEOPLE, "they", Asked.PERSON)
    spoken = tuple((name, Kind.PERSON, Span(0, 1)) for name in ("Anna Berg", "author"))
    offered = offer(replace(scene, spoken=spoken), question)
    assert not any(candidate.is_described for candidate in offered.values())


def test_a_description_has_the_gender_of_its_noun(offer):
    scene, question = make_question("It rained. Then X spoke.", "X", Asked.PERSON, gender="f")
    names = ("an old woman", "an old man", "a baker")
    scene = replace(scene, spoken=tuple((name, Kind.UNNAMED, Span(0, 1)) for name in names))
    offered = offer(scene, question)
    assert {name: candidate.gender for name, candidate in offered.items()} == {
        "an old woman": "f",
        "a baker": "",
    }
    assert {*offer(replace(scene, genders={"a baker": "m"}), question)} == {"an old woman"}


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("Doctors left the clinic. Then they spoke.", {"Doctors": "group"}),
        ("The old doctors of Rome left. Then they spoke.", {"old doctors": "group"}),
        ("A boy saw the nurses. Then they spoke.", {"nurses": "group"}),
        ("The reports were long. Then they spoke.", {}),
        ("The banks were shut. Then they spoke.", {}),
        ("A doctor left. Then they spoke.", {}),
        ("Doctors left. It rained. Then they spoke.", {"Doctors": "group"}),
        ("Doctors left. It rained. It snowed. Then they spoke.", {}),
        ("The Clarks left. Then they spoke.", {}),
    ],
)
def test_they_may_be_several_of_the_sentences_before(offer, text, offered):
    scene, question = make_question(text, "they", Asked.PEOPLE)
    found = {c.name: c.kind for c in offer(scene, question).values() if c.is_described}
    assert found == offered


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("The report was long. Then it spoke.", {"report": "document"}),
        ("The bank was shut. Then it spoke.", {"bank": "organisation"}),
        ("A boy read an old letter. Then it spoke.", {"old letter": "document"}),
        ("The reports were long. Then it spoke.", {}),
        ("The baker was old. Then it spoke.", {}),
        ("Doctors left. Then it spoke.", {}),
    ],
)
def test_it_may_be_a_document_or_a_body_of_the_sentences_before(offer, text, offered):
    scene, question = make_question(text, "it", Asked.THING)
    found = {c.name: c.kind for c in offer(scene, question).values() if c.is_described}
    assert found == offered


def test_what_somebody_says_describes_nobody(offer):
    text = "“The doctors left,” a boy cried. Then they spoke."
    scene, question = make_question(text, "they", Asked.PEOPLE, said="“The doctors left,”")
    assert "doctors" not in offer(scene, question)
    scene, question = make_question(text, "they", Asked.PEOPLE)
    assert "doctors" in offer(scene, question)


def test_they_may_be_the_two_who_were_named(offer):
    text = "John Okafor met Anna Berg. Then they spoke."
    scene, question = make_question(text, "they", Asked.PEOPLE)
    pair = offer(scene, question)["John Okafor and Anna Berg"]
    assert (pair.kind, pair.mentions) == ("group", (find_last(text, "Anna Berg"),))
    scene, question = make_question(text, "they", Asked.THING)
    assert offer(scene, question) == {}


@pytest.mark.parametrize(
    ("text", "words", "definite", "offered"),
    [
        ("Mayor Anna Berg left. Grace Weber sat. The mayor spoke.", "", 0, {"Anna Berg"}),
        ("Mayor Anna Berg left. Grace Weber sat. The mayor spoke.", "", 1,
         {"Anna Berg", "Grace Weber"}),
        ("Grace Weber sat. The mayor spoke. Anna Berg left.", "", 1, {"Grace Weber"}),
        ("Former mayor Anna Berg left. The mayor spoke.", "", 1, set()),
        ("Former mayor Anna Berg left. The mayor spoke.", "former", 0, {"Anna Berg"}),
        ("UNICEF sat. The mayor spoke.", "", 1, set()),
    ],
)  # fmt: skip
def test_a_mayor_is_one_of_those_called_so_and_the_mayor_anybody_named_before(
    offer, text, words, definite, offered
):
    scene, question = make_question(
        text,
        "The mayor",
        Asked.ROLE,
        head="mayor",
        words=frozenset({"mayor", words}),
        traits=(("definite", float(definite)),),
    )
    assert {*offer(scene, question)} == offered


def test_a_body_whose_name_has_the_noun_is_asked(offer):
    text = "UNICEF met the World Health Fund. A fund spoke."
    scene, question = make_question(text, "A fund", Asked.BODY, head="fund")
    assert {*offer(scene, question)} == {"World Health Fund"}


# ---- two persons ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("John Okafor met Anna Berg. Then both spoke.", ["John Okafor", "Anna Berg"]),
        ("John Okafor met Anna Berg of UNICEF. Then both spoke.", ["John Okafor", "Anna Berg"]),
        ("It rained. John Okafor saw Anna Berg and both spoke.", ["John Okafor", "Anna Berg"]),
        ("Grace Weber sat. John Okafor met Anna Berg. Then both spoke.",
         ["John Okafor", "Anna Berg"]),
        ("John Okafor met Anna Berg and Grace Weber. Then both spoke.", None),
        ("John Okafor sat. Then both spoke.", None),
        ("John Okafor met Anna Berg. It rained. Then both spoke.", None),
        ("Then both spoke to John Okafor and Anna Berg.", None),
    ],
)  # fmt: skip
def test_both_are_the_only_two_named_shortly_before(text, pair):
    place = find_last(text, "both")
    found = referents.find_pair(make_scene(make_plain(text), []), place)
    if pair is None:
        assert found is None
        return
    assert (found.name, found.kind) == (" and ".join(pair), Kind.GROUP)
    assert [span.of(text) for span in found.evidence] == ["both", *pair]


def test_a_person_who_is_not_found_is_unknown_and_keeps_the_place():
    scene, question = make_question("Then he spoke.", "he", Asked.PERSON)
    found = referents.find_person(scene, "m", question.place, question.quotation)
    assert (found.name, found.kind, found.evidence) == ("unknown", Kind.UNKNOWN, (question.place,))
    scene, question = make_question("John Okafor sat. Then he spoke.", "he", Asked.PERSON)
    found = referents.find_person(scene, "m", question.place, question.quotation)
    assert (found.name, found.kind) == ("John Okafor", Kind.PERSON)
    assert referents.find_person(scene, "f", question.place, question.quotation).name == "unknown"


def test_a_name_elsewhere_decides_as_a_pronoun_does():
    scene, question = make_question(PEOPLE, "they", Asked.PERSON)
    names = {name.name: name for name in scene.names}
    for name, kind in (("Anna Berg", Kind.PERSON), ("UNICEF", Kind.ORGANISATION)):
        mention = names[name].mentions[0]
        found = referents.decide_named(names[name], mention, question.place)
        assert (found.name, found.kind) == (name, kind)
        assert found.evidence == (question.place, mention)


CHIEF = "Rui Matos, the police chief, came at noon."
BAKER = "An injured baker was taken to hospital."
BANG = '"I heard a bang," the injured baker said.'


def list_speakers(text):
    return [said.speaker.name for said in find_attributions(Article(text))]


@pytest.mark.parametrize(
    "text",
    [
        f"{CHIEF} {BAKER}\n\n{BANG}",
        f"{BAKER} {CHIEF}\n\n{BANG}",
        f"{BAKER} {CHIEF} Later a clerk came.\n\n{BANG}",
    ],
    ids=["behind the named one", "beside one who is something else", "with others"],
)
def test_somebody_whom_the_text_brings_in_without_a_name_is_nobody_named(text):
    assert list_speakers(text) == ["injured baker"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (f'{CHIEF}\n\n"I heard a bang," the police chief said.', "Rui Matos"),
        ('Rui Matos is a baker.\n\n"I heard a bang," the baker said.', "Rui Matos"),
        ('Rui Matos, a baker, came.\n\n"I heard a bang," the baker said.', "Rui Matos"),
    ],
    ids=["a role in apposition", "a role that is stated", "with a"],
)
def test_the_baker_is_who_is_said_to_be_one(text, speaker):
    assert list_speakers(text) == [speaker]


@pytest.mark.parametrize(
    "text",
    [
        f"{BAKER} {CHIEF}\n\n{BANG}\n\nHe said the gas had been smelt for weeks.",
        "Ana Reis, the mayor, came at noon. A mother of three said the water came at night.\n\n"
        '"My children cried," she said.',
    ],
)
def test_he_or_she_right_behind_somebody_unnamed_is_no_other_who_is_named(text):
    found = find_attributions(Article(text))[-1]
    assert found.speaker.name not in {"Rui Matos", "Ana Reis"}
    assert found.confidence < 0.9


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ('A witness said it rained. Tom Bell came.\n\n"It was cold," he said.', "Tom Bell"),
        ('Tom Bell was told by a cleaner that it rained. "It was cold," he said.', "Tom Bell"),
        ('Tom Bell came. A woman said it rained. "It was cold," he said.', "Tom Bell"),
        ('A witness said it rained. "It was cold," she said.', "a witness"),
    ],
    ids=["named since", "who is no subject", "of the other gender", "the only one"],
)
def test_he_or_she_is_who_is_named_where_nobody_unnamed_spoke_last(text, speaker):
    assert list_speakers(text)[-1] == speaker


@pytest.mark.parametrize(
    "said", ["He said the street would reopen.", '"It will reopen," she said.', "He wept."]
)
def test_he_or_she_is_no_group(said):
    text = f'Residents were woken. "We were afraid," residents said.\n\n{said}'
    assert list_speakers(text)[1:] in (["unknown"], [])


def test_they_is_one_person_only_of_whom_the_article_says_so():
    said = '"It was a long fight," they said.'
    assert list_speakers(f"Alex Moore (they/them) spoke in court. {said}") == ["Alex Moore"]
    assert list_speakers(f"Alex Moore spoke in court. {said}") == ["unknown"]
