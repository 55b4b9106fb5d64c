import pytest

from toolkit import Article, find_attributions
from toolkit.base import Kind, Rule
from toolkit.display.telling import explain_attribution

INTRO = "Nomvula Dhlomo-Reid took over a railway. Lindiwe Sono met her. Dr Ruth Adeyemi left."


def name_speakers(text):
    found = find_attributions(Article(text))
    return [said.speaker.name for said in found if said.rule is Rule.LABEL]


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("NDR", "Nomvula Dhlomo-Reid"),
        ("DHLOMO-REID", "Nomvula Dhlomo-Reid"),
        ("NOMVULA DHLOMO-REID", "Nomvula Dhlomo-Reid"),
        ("Dhlomo-Reid", "Nomvula Dhlomo-Reid"),
        ("NOMVULA", "Nomvula Dhlomo-Reid"),
        ("ADEYEMI", "Ruth Adeyemi"),
        ("XÓCHITL", "XÓCHITL"),
        ("UNIDENTIFIED SPEAKER #2", "unidentified speaker #2"),
        ("Interviewer", "interviewer"),
    ],
)
def test_a_label_is_the_person_with_its_words_or_letters(label, name):
    asked = ["Where is the money?", "Who told you?", "Do you trust them?"]
    turns = "".join(f"\n\n{label}: I know you well.\n\nLS: {words}" for words in asked)
    found = name_speakers(INTRO + turns.replace("LS", "LS" if label.isupper() else "Sono"))
    assert found == [name, "Lindiwe Sono"] * 3


def test_later_labels_are_the_first_that_is_longer():
    text = (
        "Transcript of a call.\n\nMARLON VANCE: I said no.\n\nUNIDENTIFIED SPEAKER #1: Did you?"
        "\n\nVANCE: We have one crew."
    )
    assert name_speakers(text) == ["MARLON VANCE", "unidentified speaker #1", "MARLON VANCE"]


def test_of_two_persons_with_the_words_of_a_label_it_is_neither():
    text = (
        "Ann Lee met Bob Lee.\n\nLEE: Shall we go?\n\nROTH: You may.\n\nLEE: I am glad.\n\n"
        "ROTH: So am I."
    )
    assert name_speakers(text) == ["LEE", "ROTH", "LEE", "ROTH"]


def test_labels_of_bold_and_numbered_questions_are_read():
    text = (
        "Dame Pauline Okafor ran the trust.\n\nQ1 **Chair**: Did you know, Dame Pauline?\n\n"
        "**Pauline Okafor**: I did not.\n\nQ2 **Chair**: Who did?\n\n"
        "**Pauline Okafor**: You must ask them."
    )
    assert name_speakers(text) == ["chair", "Pauline Okafor"] * 2


def test_a_question_that_has_no_label_is_not_the_guests():
    text = (
        "Hana Sato runs a bakery. Sato spoke to us.\n\nHow many do you bake?\n\n"
        "I bake forty a day.\n\nAnd on Sundays?\n\nWe rest.\n\nWill you close?\n\nI will not."
    )
    found = [said.speaker.name for said in find_attributions(Article(text))]
    assert found == ["unknown", "Hana Sato"] * 3


def test_who_may_be_meant_is_told_where_nobody_is_named():
    text = (
        "Ann Lee, a teacher, met Maria Roth, a teacher, on Monday. Roth had asked Lee to come. "
        "She was late. “I had waited for an hour,” the woman said."
    )
    article = Article(text)
    open_ones = [said for said in find_attributions(article) if said.candidates]
    for said in open_ones:
        assert said.speaker.kind is Kind.UNKNOWN
        assert {*said.candidates} <= {"Ann Lee", "Maria Roth"}
        assert f"perhaps {said.candidates[0]}" in explain_attribution(article, said)
