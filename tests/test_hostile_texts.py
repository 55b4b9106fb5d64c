"""Texts that news never is: a register all the same, places that lie in the text, no crash."""

import pytest

import toolkit as tk

TEXTS = {
    "nobody is named": "Repairs take until June, officials said. “Nobody warned us,” one said.",
    "capitals": "THE BRIDGE WILL CLOSE, MAYOR ANN LEE SAID. \"WE HAVE NO MONEY,\" SHE SAID.",
    "one sentence": "The bridge will close in June, Ann Lee said.",
    "one word": "Resigned",
    "marks alone": "\"\"\" “ ” '' ‘’ « » … !!! -- ;",
    "blanks and a point": "\n \n\t\n.\n",
    "Windows": "The bridge will close, Ann Lee said.\r\n\r\n\"We have no money,\" she said.\r\n",
    "unclosed": "\"We will fight, Ann Lee said. “They lied, said Bob Day, ‘and I sue. He left.",
    "Cyrillic": "The minister Владимир Петров said the port would open. “We wait,” Петров said.",
    "Arabic": "The doctor محمد العلي said the ward was full. \"We have no beds,\" العلي said.",
    "Chinese": "The economist 王小明 said exports would slow. Li Na (李娜) said it was calm.",
    "Devanagari": "The farmer रमेश कुमार said the well was dry. रमेश कुमार added that he sold it.",
    "no width": "An\u200bn L\u200dee said no. Ann\u00a0Lee did too. \ufeffBob\u00ad Day sat.",
    "the other way": "\u202eAnn Lee\u202c said the bridge would close. She said so twice.",
    "emoji": "Ann 🙂 Lee said the bridge would close. \"Never 👍,\" Day said. Bob Day 🚜 left.",
    "titles alone": "The Prime Minister said taxes would fall. “It is settled,” she said.",
    "a person in a body": "The Ann Lee Trust said the school was safe; Ann Lee said it was not.",
}  # fmt: skip


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_text_that_news_never_is_has_a_register_of_places_in_it(text):
    article = tk.Article(text)
    people = tk.find_people(article)
    attributions = tk.find_attributions(article)
    places = [mention.span for person in people for mention in person.mentions]
    places += [span for a in attributions for span in (*a.spans, *a.evidence)]
    assert all(text[span.start : span.end] == span.of(text) != "" for span in places)
    assert len({person.name for person in people}) == len(people)
    assert not any(a.confidence < 0 or a.confidence > 1 for a in attributions)
    assert len(tk.people_table(article)) == len(people)
    assert len(tk.quotation_table(article)) <= len(attributions)
    assert [*tk.source_table(article)] == [*tk.source_table([])]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        pytest.param(
            "John Smith, the governor, met John Smith, a plumber.\n\nThe tax must fall, Governor "
            "John Smith said. \"He never fixed my sink,\" said John Smith, the plumber.",
            2,
            marks=pytest.mark.xfail(strict=True, reason="no office parts two of one whole name"),
        ),
        pytest.param(
            "The economist 王小明 said exports would slow. Li Na said the market was calm.",
            2,
            marks=pytest.mark.xfail(
                strict=True, reason="a name without capitals is none: Li Na is given his words"
            ),
        ),
        ("George Bush Jr. said the war was right. George Bush Sr. said he had doubts.", 2),
        ("Anna Kowalski said it was late. Her brother Piotr Kowalski said it was not.", 2),
    ],
    ids=["of one name", "without capitals", "father and son", "of one surname"],
)  # fmt: skip
def test_two_persons_are_two_speakers(text, speakers):
    assert len({speaker.name for speaker in tk.find_speakers(tk.Article(text))}) == speakers


def test_of_five_hundred_persons_who_speak_once_each_has_a_statement():
    given = ("Ann", "Carla", "Elena", "Grace", "Irina", "Maria", "Nadia", "Rosa", "Tara", "Wanda")
    last = ("Abbott", "Barros", "Delgado", "Eriksen", "Fontaine", "Garrick", "Hollis", "Jansen",
            "Moreau", "Quinlan")  # fmt: skip
    ends = ("", "son", "berg", "mann", "field")
    names = [f"{one} {two}{end}" for two in last for end in ends for one in given]
    article = tk.Article(
        "\n\n".join(f"{name} came late. Rates will rise, she said." for name in names)
    )
    heard = {person.name: len(person.statements) for person in tk.find_people(article)}
    assert len(names) == 500
    assert {*heard} == {*names}
    assert sum(heard[name] > 0 for name in names) > 490
