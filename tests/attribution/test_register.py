import json
import math
from itertools import pairwise
from pathlib import Path

import pytest

import toolkit as tk
from toolkit import Article, Attribution, Quotation, Span, Speaker, ToolkitError, find_people
from toolkit.base import Correction, Gender, Kind, Role
from toolkit.engine.given import take_article

NEWS = [
    json.loads(line)["text"]
    for line in (Path(tk.__file__).parent.parent / "notebooks" / "data" / "corpus.jsonl")
    .read_text("utf-8")
    .splitlines()[::12]
]
STORY = (
    "Mayor Ann Lee met Bob Day of the Labour Party in Rome. "
    "Rates will rise, she said. Lee left. A city official said Day knew. "
    "The mayor told TASS that he was late."
)


def look_up(text, name, **fields):
    [person] = [p for p in find_people(Article(text, **fields)) if p.name == name]
    return person


def tell(text, name, **fields):
    """Give the mentions of somebody as words and forms."""
    person = look_up(text, name, **fields)
    return [(mention.span.of(text), str(mention.form)) for mention in person.mentions]


def quote(text, words, speaker, source=None, kind=Kind.PERSON):
    """Give an attribution as another program gives it."""
    place = Span(text.index(words), text.index(words) + len(words))
    found = () if source is None else (Span(text.index(source), text.index(source) + len(source)),)
    said = Quotation((place,), source=found)
    return Attribution(said, Speaker(speaker, kind), article=Article(text, id="given"))


# ---- one entry for each --------------------------------------------------------------------


def test_each_who_speaks_or_is_spoken_of_is_there_once():
    people = find_people(Article(STORY))
    assert [(person.name, str(person.kind), person.is_heard) for person in people] == [
        ("Ann Lee", "person", True),
        ("Bob Day", "person", False),
        ("Labour Party", "organisation", False),
        ("Rome", "place", False),
        ("a city official", "unnamed", True),
        ("TASS", "organisation", False),
    ]


def test_a_name_has_its_titles_and_shorter_forms_beside_it():
    lee = look_up(STORY, "Ann Lee")
    assert lee.titles[0] == "mayor"
    assert lee.aliases == ("Lee",)
    assert (lee.role, lee.gender) == (Role.GOVERNMENT, Gender.WOMAN)
    assert [span.of(STORY) for span in lee.gender_evidence] == ["she"]
    assert math.isnan(lee.chance)


def test_names_descriptions_and_pronouns_of_sources_are_mentions():
    assert tell(STORY, "Ann Lee") == [
        ("Ann Lee", "name"),
        ("she", "pronoun"),
        ("Lee", "name"),
        ("The mayor", "description"),
    ]
    assert tell(STORY, "a city official") == [("A city official", "description")]


def test_who_is_spoken_of_by_a_pronoun_alone_is_mentioned_by_it():
    text = (
        "Mayor Ann Lee met Bob Day. She thanked him and left her hat. Rates will rise, Day said."
    )
    assert tell(text, "Ann Lee") == [("Ann Lee", "name"), ("She", "pronoun"), ("her", "pronoun")]


def test_a_pronoun_of_the_other_gender_is_nobodys():
    text = "Mr Bob Day left the hall. She slammed the door."
    assert tell(text, "Bob Day") == [("Bob Day", "name")]


def test_who_only_relays_is_in_the_story_and_not_heard():
    tass = look_up(STORY, "TASS")
    assert not tass.is_heard
    assert not tass.attributions


def test_a_relay_without_a_name_is_described():
    text = '"Rates will rise," a local radio station quoted Ann Lee as saying.'
    station, lee = find_people(Article(text))
    assert (station.name, station.is_heard, lee.is_heard) == ("a local radio station", False, True)
    assert tell(text, station.name) == [("a local radio station", "description")]


def test_an_attribution_is_that_of_its_speaker_and_knows_its_article():
    article = Article(STORY)
    lee = find_people(article)[0]
    assert [said.speaker.name for said in lee.attributions] == ["Ann Lee", "Ann Lee"]
    assert all(said.article is article for said in lee.attributions)
    assert tk.quotation_table(lee.attributions)["speaker"].tolist() == ["Ann Lee", "Ann Lee"]


def test_who_did_not_answer_was_asked_and_is_not_heard():
    day = look_up("Rates will rise, Ann Lee said. Bob Day declined to comment.", "Bob Day")
    assert [str(said.quotation.act) for said in day.attributions] == ["no_comment"]
    assert not day.is_heard
    assert not day.statements


def test_those_who_speak_together_are_heard():
    people = find_people(Article("Rates will rise, Ann Lee and Bob Day said. Tom Clark left."))
    heard = {person.name: person.is_heard for person in people}
    assert heard["Ann Lee and Bob Day"]
    assert heard["Ann Lee"]
    assert heard["Bob Day"]
    assert not heard["Tom Clark"]


def test_supporters_do_not_make_their_candidate_heard():
    people = find_people(Article("Rates will rise, supporters of Ann Lee said. She was away."))
    assert not next(person for person in people if person.name == "Ann Lee").is_heard


def test_two_of_one_surname_stay_two():
    text = "Ann Lee met Bob Lee. Rates will rise, Ann Lee said. Prices will fall, said Bob Lee."
    ann, bob = find_people(Article(text))
    assert (ann.name, bob.name) == ("Ann Lee", "Bob Lee")
    assert len(ann.attributions) == len(bob.attributions) == 1


def test_a_country_that_speaks_is_a_body():
    text = "France warned that rates will rise. Spain is quiet."
    kinds = {person.name: str(person.kind) for person in find_people(Article(text))}
    assert kinds == {"France": "organisation", "Spain": "place"}


def test_a_headline_has_mentions_too():
    text = "Ann Lee leaves\n\nRates will rise, Ann Lee said."
    parts = (tk.Part(Span(0, 14), "headline"), tk.Part(Span(16, len(text)), "paragraph"))
    places = [mention.span.start for mention in look_up(text, "Ann Lee", parts=parts).mentions]
    assert places == [0, text.rindex("Ann")]


FORMS = [
    (
        "Ann Lee met us.\n\nAL: Rates will rise.\n\nBC: When?\n\nAL: Soon.",
        "Ann Lee",
        [("Ann Lee", "name"), ("AL", "name"), ("AL", "name")],
    ),
    (
        "The Russian space agency said rates will rise.",
        "Russian space agency",
        [("The Russian space agency", "description")],
    ),
    (
        "A report came out. It says rates will rise.",
        "report",
        [("A report", "description"), ("It", "pronoun")],
    ),
    (
        "Both met. Ann Lee and Bob Hill left. Both said rates will rise.",
        "Ann Lee and Bob Hill",
        [("Both", "pronoun")],
    ),
    (
        "Rates will rise, staff writer Zumi Akelo said.",
        "Zumi Akelo",
        [("Zumi Akelo", "name")],
    ),
]


@pytest.mark.parametrize(("text", "name", "mentions"), FORMS)
def test_a_source_is_a_name_a_description_or_a_pronoun(text, name, mentions):
    assert tell(text, name) == mentions


# ---- what a person or another program says -------------------------------------------------


def test_the_words_that_a_person_gives_to_somebody_are_their_mention():
    text = "Ann Lee met reporters. Rates will rise, Lee said."
    said = Quotation((Span(23, 38),), source=(Span(40, 43),))
    decided = (Correction(said, "Bob Lee", Kind.PERSON),)
    assert tell(text, "Ann Lee", corrections=decided) == [("Ann Lee", "name")]
    assert tell(text, "Bob Lee", corrections=decided) == [("Lee", "name")]
    assert look_up(text, "Bob Lee", corrections=decided).is_heard


def test_a_surname_that_another_program_gives_is_the_one_person_who_has_it():
    text = "Ann Lee met reporters. Rates will rise, she said."
    given = take_article(quote(text, "Rates will rise", "Lee", "she"))
    [lee] = find_people(given)
    assert (lee.name, len(lee.mentions), lee.is_heard) == ("Ann Lee", 2, True)


def test_a_surname_that_two_have_is_neither_of_them():
    text = "Ann Lee met Bob Lee. Rates will rise."
    given = take_article(quote(text, "Rates will rise", "Lee"))
    heard = {person.name: person.is_heard for person in find_people(given)}
    assert heard == {"Ann Lee": False, "Bob Lee": False, "Lee": True}


def test_a_fuller_name_of_another_program_is_that_of_the_surname():
    text = "Lee met reporters. Rates will rise, Lee said."
    given = take_article(quote(text, "Rates will rise", "Ann Lee", "Lee"))
    [lee] = find_people(given)
    assert (lee.name, lee.aliases, len(lee.mentions)) == ("Ann Lee", ("Lee",), 2)


def test_a_speaker_whom_the_text_nowhere_names_has_the_places_of_the_words():
    text = "Rates will rise. Nobody was glad."
    given = take_article(quote(text, "Rates will rise", "Ann Lee"))
    [lee] = find_people(given)
    assert lee.mentions == ()
    assert lee.statements[0].quotation.content == (Span(0, 15),)


def test_a_name_that_no_parser_saw_is_found_where_it_is_written():
    text = "staff of dr zed met. Rates will rise."
    given = take_article(quote(text, "Rates will rise", "dr zed"))
    people = find_people(given)
    assert [(p.name, [m.span for m in p.mentions]) for p in people] == [("dr zed", [Span(9, 15)])]


# ---- anything may come ---------------------------------------------------------------------


ODD = {
    "no name": "It rained all day and nothing was said.",
    "capitals": "MAYOR ANN LEE SAID RATES WILL RISE. BOB DAY LEFT.",
    "one sentence": "Ann Lee left.",
    "one word": "War",
    "other scripts": "\u4e60\u8fd1\u5e73 met \u0412\u043b\u0430\u0434\u0438\u043c\u0438\u0440 "
    "\u041f\u0443\u0442\u0438\u043d. Rates will rise, \u4e60\u8fd1\u5e73 said.",
    "one name for two": "Ann Lee, the mayor, met Ann Lee, a nurse. Ann Lee said rates will rise.",
    "a label": "Q: Will rates rise? A: They will, said Ann Lee.",
    "marks": "\u201c\u2026\u201d, said she. \U0001f600 Ann\u00a0Lee, O\u2019Neill & Sons left.",
}


@pytest.mark.parametrize("text", [*ODD.values(), STORY, *NEWS])
def test_each_has_places_in_reading_order_that_are_apart_and_in_the_text(text):
    people = find_people(Article(text))
    assert len({id(person) for person in people}) == len(people)
    for person in people:
        assert person.mentions or person.attributions
        places = [mention.span for mention in person.mentions]
        assert places == sorted(places)
        assert all(one.end <= two.start for one, two in pairwise(places))
        assert all(place.of(text).strip() == place.of(text) for place in places)
        told = (*person.role_evidence, *person.gender_evidence)
        assert all(place.of(text) for place in told)
    owners = [m.span for person in people for m in person.mentions if m.form == "name"]
    assert len({*owners}) == len(owners), "one name of two people"


@pytest.mark.parametrize("text", NEWS)
def test_each_speaker_is_one_of_them(text):
    article = Article(text)
    heard = {person.name for person in find_people(article) if person.statements}
    assert heard == {speaker.name for speaker in tk.find_speakers(article)}


def test_a_text_without_names_has_an_empty_register():
    assert find_people(Article(ODD["no name"])) == []


def test_a_text_is_no_article():
    with pytest.raises(ToolkitError, match=r"^article: must be an Article; found str"):
        find_people("Rates will rise.")


def test_the_same_article_gives_the_same_register():
    assert find_people(Article(STORY)) == find_people(Article(STORY))
