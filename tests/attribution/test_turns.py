"""Turns of interviews and transcripts: who asks, who answers, and what is no turn."""

import pytest

import toolkit as tk
from toolkit.attribution.turns import find_turns
from toolkit.base import find_paragraphs

INTRO = "Ann Lee runs the bank. Lee spoke to Radio Velm about rates. Bob Day was there."


def list_turns(text, kinds=()):
    spans = find_paragraphs(text)
    parts = tuple(tk.Part(span, kind) for span, kind in zip(spans, kinds, strict=bool(kinds)))
    turns = find_turns(tk.Article(text, parts=parts))
    return [
        [" ".join(span.of(text) for span in spans) for spans in (turn.source, turn.content)]
        for turn in turns
    ]


TALK = [("Will rates rise?", "They will."), ("When is that?", "I think in May.")]


@pytest.mark.parametrize(
    ("ask", "answer", "source"),
    [
        ("HOST: ", "LEE: ", "LEE"),
        ("Q: ", "A: ", "A"),
        ("Q. ", "A. ", "A"),
        ("Q1: ", "A1: ", "A"),
        ("Host: ", "Ann Lee: ", "Ann Lee"),
        ("RV: ", "AL: ", "AL"),
        ("Radio Velm: ", "Lee: ", "Lee"),
        ("((RV)) ", "((Ann Lee)) ", "Ann Lee"),
        ("((RV)) : ", "((Ann Lee)) : ", "Ann Lee"),
        ("DR. MOSS: ", "ANN LEE, governor: ", "ANN LEE"),
        ("DR. MOSS: ", "ANN LEE (by phone): ", "ANN LEE"),
    ],
)
def test_each_label_begins_a_turn(ask, answer, source):
    lines = [f"{ask}{q}\n\n{answer}{a}" for q, a in TALK]
    turns = list_turns("\n\n".join([INTRO, *lines]))
    assert [words for _, words in turns] == [words for pair in TALK for words in pair]
    assert [name for name, _ in turns[1::2]] == [source, source]
    assert len({name for name, _ in turns[::2]}) == 1


def test_an_answer_goes_on_up_to_the_next_turn():
    text = (
        "Q: Will rates rise?\n\nA: They will.\n\nThe board met.\n\nQ: When?\n\nA: In May, I think."
    )
    assert list_turns(text)[1] == ["A", "They will. The board met."]


def test_the_last_answer_goes_on_while_somebody_talks():
    text = "Q: Will rates rise?\n\nA: They will.\n\nI am sure.\n\nThe bank is in Rome."
    assert list_turns(text)[-1] == ["A", "They will. I am sure."]


def test_a_heading_ends_an_answer():
    text = (
        "LEE: Will rates rise?\n\nMOSS: They will.\n\nPhoto: Moss\n\nLEE: When?\n\nMOSS: In May."
    )
    kinds = ["paragraph", "paragraph", "caption", "paragraph", "paragraph"]
    assert list_turns(text, kinds)[1] == ["MOSS", "They will."]


def test_a_first_question_without_a_label_is_nobodys():
    text = f"{INTRO}\n\nWho are you?\n\n((Ann Lee)) I run a bank.\n\n((RV)) Is it big?"
    assert list_turns(text)[0] == ["", "Who are you?"]


def test_where_only_questions_have_a_label_the_guest_answers():
    text = f"{INTRO}\n\n((RV)) Will rates rise?\n\nThey will.\n\n((RV)) When?\n\nI say May."
    assert list_turns(text) == [
        ["RV", "Will rates rise?"],
        ["Ann Lee", "They will."],
        ["RV", "When?"],
        ["Ann Lee", "I say May."],
    ]


QUESTIONS = (
    "Will rates rise?\n\nI hope so.\n\nWhen?\n\nWe meet in May.\n\nIs it early?\n\nYes, it is."
)
HEADS = ["subheading", "paragraph"] * 3


def test_questions_set_as_headings_are_answered_by_the_guest():
    turns = list_turns(f"{INTRO}\n\n{QUESTIONS}", ["paragraph", *HEADS])
    assert [words for _, words in turns] == QUESTIONS.split("\n\n")
    assert [name for name, _ in turns] == ["", "Ann Lee"] * 3


@pytest.mark.parametrize("intro", ["Rates are low.", "Ann Lee and Bob Day run the bank."])
def test_without_one_guest_the_answers_are_nobodys(intro):
    turns = list_turns(f"{intro}\n\n{QUESTIONS}", ["paragraph", *HEADS])
    assert [name for name, _ in turns] == [""] * 6


@pytest.mark.parametrize(
    "text",
    [
        "KYIV: Russian forces hit the city on Monday, officials said.\n\nThe strike killed two.",
        "NEW DELHI: The court met on Monday.\n\nIt sat for an hour.",
        "Related: Rates rise\n\nRelated: Rates fall\n\nRead more: Rates\n\nRead more: Banks",
        "Fill: down\n\nWeight: one kilo\n\nFill: feathers\n\nWeight: two kilos",
        "Rates rise?\n\nThe bank met.\n\nWhen?\n\nThe bank is in Rome.",
        "AT 9: The doors open.",
        "PENCE:",
    ],
)
def test_what_is_no_turn(text):
    assert list_turns(text) == []


def test_headings_that_ask_the_reader_are_no_interview():
    text = (
        "What is a rate?\n\nThe price of money.\n\nWho sets it?\n\nThe bank.\n\nWhy?\n\nIt must."
    )
    assert list_turns(text, HEADS) == []


@pytest.mark.parametrize(
    "text",
    [
        "PENCE: And that is why he is on his way.",
        "DR. OYELARAN-SMITH: The clinic is full. It needs beds.",
        "Mike Pence spoke.\n\nPENCE: Rates rise.",
    ],
)
def test_one_turn_alone_is_one_by_its_name_or_its_words(text):
    [[source, _]] = list_turns(text)
    assert source in {"PENCE", "DR. OYELARAN-SMITH"}


def test_turns_are_attributions_and_nobody_is_invented():
    text = (
        f"{INTRO}\n\nQ: Will rates rise?\n\nA: They will.\n\n“I am sure of it,” he said.\n\nQ: Oh."
    )
    found = tk.find_attributions(tk.Article(text))
    names = {one.speaker.name for one in found if one.quotation.content[0].start > len(INTRO)}
    assert names == {"interviewer", "Ann Lee"}
    unnamed = tk.find_attributions(
        tk.Article(QUESTIONS, parts=tuple(map(tk.Part, find_paragraphs(QUESTIONS), HEADS)))
    )
    assert [one.speaker.name for one in unnamed] == ["unknown"] * 6


@pytest.mark.parametrize(
    ("label", "names"),
    [("AL", {"Ann Lee"}), ("Lee", {"Ann Lee"}), ("BD", {"Bob Day"}), ("XY", {"XY"})],
)
def test_a_label_of_initials_is_the_person_who_has_them(label, names):
    lines = [f"RV: {q}\n\n{label}: {a}" for q, a in TALK]
    found = tk.find_attributions(tk.Article("\n\n".join([INTRO, *lines])))
    said = [one for one in found if one.quotation.content[0].start > len(INTRO)]
    assert {one.speaker.name for one in said[1::2]} == names


LINES = """Tess Calloway met Sigrún Berg in the canteen.

Tess Calloway
Did you speak on the night of the vote?

Sigrún Berg
No. He sent me one message.

I still have it.

Tess Calloway
The buyer has closed two plants.

Sigrún Berg
They have, and they told me so before I asked.

The plant closed in May.
"""


def test_names_on_lines_of_their_own_begin_turns():
    turns = find_turns(tk.Article(LINES))
    assert [turn.source[0].of(LINES) for turn in turns] == ["Tess Calloway", "Sigrún Berg"] * 2
    assert [span.of(LINES) for span in turns[1].content] == [
        "No. He sent me one message.",
        "I still have it.",
    ]
    assert [span.of(LINES) for span in turns[-1].content] == [
        "They have, and they told me so before I asked."
    ]


def test_a_line_that_stands_once_or_ends_a_sentence_is_no_label():
    assert (
        find_turns(tk.Article("Ann Lee\nWe won.\n\nBob Day\nYou lost.\n\nCarla Roth\nI left."))
        == []
    )
    letters = "We won the vote, my friends.\n\nAnn Lee.\n\nYou lost it.\n\nBob Day.\n\n"
    assert find_turns(tk.Article(letters * 2)) == []


def test_questions_without_a_label_are_turns_where_the_answers_say_i():
    text = (
        "Hana Sato runs a bakery.\n\nHow many do you bake?\n\nI bake forty a day.\n\n"
        "And on Sundays?\n\nWe rest. My son sleeps.\n\nWill you close?\n\nNever.\n\n"
        "The bakery opened in 1974."
    )
    turns = find_turns(tk.Article(text))
    assert [turn.content[0].of(text) for turn in turns] == [
        "How many do you bake?", "I bake forty a day.", "And on Sundays?",
        "We rest. My son sleeps.", "Will you close?", "Never.",
    ]  # fmt: skip
    assert [span.of(text) for turn in turns[1::2] for span in turn.source] == ["Hana Sato"] * 3


def test_questions_of_a_column_are_no_turns():
    text = "Who pays?\n\nNobody knows.\n\nWho gains?\n\nThe banks.\n\nWho cares?\n\nThe town does."
    assert find_turns(tk.Article(text)) == []
