"""How what the reader read and what clauses show become one list, rule by rule."""

from functools import partial

import pytest

from toolkit import Article, Span
from toolkit.attribution import merging
from toolkit.attribution.merging import MERGER, Draft, Merge, merge
from toolkit.base import Act, Finder, Form, Quotation
from toolkit.engine import find_passages


def find(text, words):
    """Give the places of pieces of a text, cut at a stroke, one behind the other."""
    spans, start = [], 0
    for piece in words.split(" | ") if words else ():
        start = text.index(piece, start)
        spans.append(Span(start, start + len(piece)))
    return tuple(spans)


def quote(text, content, cue="", source="", form=Form.INDIRECT, **more):
    act = more.pop("act", Act.SAYING)
    return Quotation(find(text, content), find(text, cue), find(text, source), form, act, **more)


def make_draft(text, read=(), shown=()):
    return Draft(text, find_passages(Article(text)), tuple(read), tuple(shown))


def decide(test, text, *words, **more):
    """Tell what a test says of one quotation that the reader read."""
    quotation = quote(text, *words, **more)
    return test(make_draft(text, [quotation]), quotation)


# ---- what is no quotation ------------------------------------------------------------------

LIKELY = "It is likely that rates will rise."


@pytest.mark.parametrize(
    ("text", "words", "more", "is_vague"),
    [
        (LIKELY, ("that rates will rise", "likely"), {}, True),
        (LIKELY, ("that rates will rise", "likely", "It"), {"confidence": 0.59}, True),
        (LIKELY, ("that rates will rise", "likely", "It"), {"confidence": 0.6}, False),
        (LIKELY, ("that rates will rise", "likely", "It"),
         {"confidence": 0.5, "form": Form.DIRECT}, False),
        ("It says that rates will rise.", ("that rates will rise", "says"), {}, False),
        ("Ann Lee is sure that rates will rise.", ("that rates will rise", "sure", "Ann Lee"),
         {"confidence": 0.1}, False),
    ],
)  # fmt: skip
def test_what_nobody_in_particular_expects_is_vague(text, words, more, is_vague):
    assert decide(merging.is_vague, text, *words, **more) == is_vague


@pytest.mark.parametrize("pronoun", ["They", "It", "We", "You"])
def test_a_pronoun_that_stands_for_many_things_is_vague(pronoun):
    text = f"{pronoun} may be sure that rates will rise."
    words = ("that rates will rise", "sure", pronoun)
    assert decide(merging.is_vague, text, *words, confidence=0.3)
    text = text.replace(pronoun, "She")
    assert not decide(merging.is_vague, text, words[0], words[1], "She", confidence=0.3)


@pytest.mark.parametrize(
    ("test", "text", "words", "expected"),
    [
        ("is_without_saying", "It goes without saying that rates rise.",
         ("that rates rise", "goes without saying", "It"), True),
        ("is_without_saying", "It went Without Saying that rates rise.",
         ("that rates rise", "Without Saying", "It"), True),
        ("is_without_saying", "She left, saying that rates rise.",
         ("that rates rise", "saying", "She"), False),
        ("is_that_said", "That said, rates will rise.", ("rates will rise", "said", "That"), True),
        ("is_that_said", "She said rates will rise.", ("rates will rise", "said", "She"), False),
        ("is_that_said", "That means rates will rise.",
         ("rates will rise", "means", "That"), False),
        ("is_greeting", "She said goodbye to us.", ("goodbye to us", "said", "She"), True),
        ("is_greeting", "She bade us well and waved goodbye.",
         ("goodbye", "waved", "She"), True),
        ("is_greeting", "They bid farewell to him.", ("farewell to him", "bid", "They"), True),
        ("is_greeting", "She said “Hello” to us.", ("“Hello”", "said", "She"), True),
        ("is_greeting", "She said Thank you.", ("Thank you", "said", "She"), True),
        ("is_greeting", "She said masses of it were gone.",
         ("masses of it were gone", "said", "She"), False),
        ("is_greeting", "She shouted goodbye to us.", ("goodbye to us", "shouted", "She"), False),
        ("is_greeting", "She said we said goodbye.", ("we said goodbye", "said", "She"), False),
        ("is_on_sign", "A sign read no entry.", ("no entry", "read", "A sign"), True),
        ("is_on_sign", "She read no entry.", ("no entry", "read", "She"), False),
        ("is_on_sign", "The letter read no entry.", ("no entry", "read", "The letter"), False),
        ("is_on_sign", "A sign said no entry.", ("no entry", "said", "A sign"), False),
        ("is_on_sign", "No entry, it read.", ("No entry", "read"), False),
        ("is_of_thing", "The evening promised to be long.",
         ("to be long", "promised", "The evening"), True),
        ("is_of_thing", "The mayor promised to be kind.",
         ("to be kind", "promised", "The mayor"), False),
        ("is_of_thing", "Promised was a long night.", ("a long night", "Promised"), False),
    ],
)  # fmt: skip
def test_what_only_looks_like_a_quotation(test, text, words, expected):
    assert decide(getattr(merging, test), text, *words) == expected


@pytest.mark.parametrize(
    "noun",
    ["banner", "board", "inscription", "label", "notice", "placard", "plaque", "poster", "sign"],
)
def test_whatever_one_reads_from_is_a_sign(noun):
    text = f"The old {noun}s read no entry."
    assert decide(merging.is_on_sign, text, "no entry", "read", f"The old {noun}s")


TITLED = "A report titled “Ways Out of a Crisis” came out."


@pytest.mark.parametrize(
    ("text", "words", "form", "expected"),
    [
        (TITLED, ("“Ways Out of a Crisis”", "titled"), Form.DIRECT, True),
        (TITLED, ("“Ways Out of a Crisis”", "titled"), Form.INDIRECT, False),
        (TITLED.replace("Ways Out", "Many roads"), ("“Many roads of a Crisis”", "titled"),
         Form.DIRECT, False),
        ("She called it “Ways Out”.", ("“Ways Out”", "called", "She"), Form.DIRECT, False),
        (TITLED.replace("titled", "praising"), ("“Ways Out of a Crisis”", "praising"),
         Form.DIRECT, False),
    ],
)  # fmt: skip
def test_a_title_is_no_quotation(text, words, form, expected):
    assert decide(merging.is_title, text, *words, form=form) == expected


@pytest.mark.parametrize("verb", ["called", "dubbed", "entitled", "named", "titled"])
def test_a_report_is_called_something_by_many_verbs(verb):
    text = TITLED.replace("titled", verb)
    assert decide(merging.is_title, text, "“Ways Out of a Crisis”", verb, form=Form.DIRECT)


# ---- where a clause knows better -----------------------------------------------------------

SAID = "Ann Lee said rates will rise, Reuters reported."
BOTH = "Rates will rise, Ann Lee said, according to Reuters."


def test_a_cue_in_two_pieces_is_a_quoting():
    text = "TASS quoted Ann Lee as saying that rates rise."
    assert decide(merging.is_as_saying, text, "that rates rise", "quoted | as saying", "Ann Lee")
    assert not decide(merging.is_as_saying, text, "that rates rise", "as saying", "Ann Lee")


@pytest.mark.parametrize(
    ("text", "reading", "shown", "expected"),
    [
        (BOTH, ("Rates will rise", "according to", "Reuters"),
         ("Rates will rise", "said", "Ann Lee"), True),
        (BOTH, ("Rates will rise", "according to", "Reuters"),
         ("Rates will rise", "according to", "Reuters"), False),
        (BOTH, ("Rates will rise", "according to", "Reuters"), ("Rates will rise",), False),
        (BOTH, ("Rates will rise", "said", "Ann Lee"), ("Rates will rise", "said", "Ann Lee"),
         False),
        ("Jobs go. " + BOTH, ("Rates will rise", "according to", "Reuters"),
         ("Jobs go", "said", "Ann Lee"), False),
        (BOTH.replace("according", "According"), ("Rates will rise", "According to"),
         ("Rates will rise", "said", "Ann Lee"), True),
        (SAID, ("Ann Lee said rates will rise", "reported", "Reuters"),
         ("rates will rise", "said", "Ann Lee"), True),
        (SAID.replace("Reuters", "the paper"),
         ("Ann Lee said rates will rise", "reported", "the paper"),
         ("rates will rise", "said", "Ann Lee"), True),
        (SAID.replace("Reuters", "the mayor"),
         ("Ann Lee said rates will rise", "reported", "the mayor"),
         ("rates will rise", "said", "Ann Lee"), False),
        ("Reuters reported Ann Lee said rates will rise.",
         ("Ann Lee said rates will rise", "reported", "Reuters"),
         ("rates will rise", "said", "Ann Lee"), False),
        (SAID, ("Ann Lee said rates will rise", "", "Reuters"),
         ("rates will rise", "said", "Ann Lee"), False),
    ],
)  # fmt: skip
def test_words_that_an_outlet_carries_are_the_speakers(text, reading, shown, expected):
    clause = quote(text, *shown)
    assert merging.is_carried(make_draft(text, [quote(text, *reading)], [clause]), clause) == (
        expected
    )


@pytest.mark.parametrize(
    ("text", "words", "form", "expected"),
    [
        ("PENCE: It is late.", ("It is late.", ":", "PENCE"), Form.DIRECT, True),
        ("PENCE: It is late.", ("It is late.", ":", "PENCE"), Form.INDIRECT, False),
        ("PENCE: It is late.", ("It is late.", ":"), Form.DIRECT, False),
        ("Pence said: It is late.", ("It is late.", "said:", "Pence"), Form.DIRECT, False),
        ("Pence said: It is late.", ("It is late.", "said | :", "Pence"), Form.DIRECT, False),
        ("It is late.", ("It is late.",), Form.DIRECT, True),  # a turn without a label
        ("It is late.", ("It is late.",), Form.INDIRECT, False),
        ("“It is late.”", ("“It is late.”",), Form.DIRECT, False),
        ("'It is late.'", ("'It is late.'",), Form.DIRECT, False),
        ("”It is late.”", ("”It is late.”",), Form.DIRECT, False),
        ("»It is late.«", ("»It is late.«",), Form.DIRECT, False),
    ],
)
def test_the_layout_of_a_line_gives_its_speaker(text, words, form, expected):
    assert decide(merging.is_laid_out, text, *words, form=form) == expected


@pytest.mark.parametrize(
    ("reading", "shown", "act", "speaker", "nested"),
    [
        (("rates will rise", "said"), ("rates will rise", "said", "Ann Lee"), Act.SAYING, 1, 0),
        (("rates will rise", "said"), ("rates will rise", "said", "Ann Lee"), Act.URGING, 0, 0),
        (("rates will rise", "said"), ("rates will rise", "said"), Act.SAYING, 0, 0),
        (("rates will rise", "said"), ("rates will rise", "", "Ann Lee"), Act.SAYING, 0, 0),
        (("rates will rise",), ("rates will rise", "said", "Ann Lee"), Act.SAYING, 0, 0),
        (("rates will rise", "said", "Ann Lee"), ("rates will rise", "said", "Ann Lee"),
         Act.SAYING, 0, 0),
        (("Reuters", "said"), ("rates will rise", "said", "Ann Lee"), Act.SAYING, 0, 0),
        (("Ann Lee said", "reported"), ("rates will rise", "said", "Ann Lee"), Act.URGING, 0, 1),
        (("Ann Lee said", "reported"), ("rates will rise", "", "Ann Lee"), Act.URGING, 0, 0),
        (("Ann Lee said", "reported"), ("rates will rise", "said"), Act.URGING, 0, 0),
    ],
)  # fmt: skip
def test_a_clause_gives_a_speaker_to_what_the_reader_gave_to_nobody(
    reading, shown, act, speaker, nested
):
    clause = quote(SAID, *shown, act=act)
    draft = make_draft(SAID, [quote(SAID, *reading)], [clause])
    assert merging.has_speaker(draft, clause) == bool(speaker)
    assert merging.is_nested(draft, clause) == bool(nested)


def test_what_somebody_said_and_what_stands_in_marks_is_added():
    for act, source, form, said, marked in [
        (Act.SAYING, "Ann Lee", Form.INDIRECT, True, False),
        (Act.SAYING, "", Form.DIRECT, False, True),
        (Act.THINKING, "Ann Lee", Form.MIXED, False, True),
    ]:
        words = ("rates will rise", "said", source)
        assert decide(merging.is_said, SAID, *words, act=act, form=form) == said
        assert decide(merging.is_marked, SAID, *words, act=act, form=form) == marked


# ---- what a rule does ----------------------------------------------------------------------

TEXT = "Ann Lee said rates rise. Bob Day said jobs go. Eva Roth said taxes fall."
RATES = quote(TEXT, "rates rise", "said", "Ann Lee")
TAXES = quote(TEXT, "taxes fall", "", "Eva Roth")


def is_rates(_, quotation):
    return quotation.content == RATES.content


def test_a_dropped_reading_takes_what_clauses_show_in_its_place_along():
    draft = make_draft(TEXT, [RATES, TAXES], [RATES, TAXES])
    dropped = merging.drop(is_rates, draft)
    assert (dropped.read, dropped.shown) == ((TAXES,), (TAXES,))
    kept = merging.drop(lambda *_: True, make_draft(TEXT, [TAXES], [TAXES]))
    assert (kept.read, kept.shown) == ((TAXES,), (TAXES,))  # without a cue nothing is dropped
    left = merging.drop_readings(is_rates, draft)
    assert (left.read, left.shown) == ((TAXES,), (RATES, TAXES))


def test_a_clause_that_is_preferred_is_found_and_no_longer_open():
    draft = merging.prefer(is_rates, make_draft(TEXT, [RATES], [RATES, TAXES]))
    assert (draft.found, draft.shown, draft.read) == ((RATES,), (TAXES,), (RATES,))
    draft = merging.prefer(lambda *_: True, draft)
    assert (draft.found, draft.shown) == ((RATES, TAXES), ())


def test_readings_are_taken_where_no_clause_decided():
    draft = merging.prefer(is_rates, make_draft(TEXT, [RATES, TAXES], [RATES]))
    draft = merging.take_readings(draft)
    assert (draft.found, draft.read) == ((RATES, TAXES), ())


def test_clauses_are_added_where_nothing_is_found():
    draft = merging.take_readings(make_draft(TEXT, [RATES], [RATES, TAXES]))
    assert merging.add(lambda *_: True, draft).found == (RATES, TAXES)
    assert merging.add(is_rates, draft).found == (RATES,)


def test_what_touches_a_source_that_is_found_is_not_added():
    draft = merging.take_readings(make_draft(TEXT, [RATES], [quote(TEXT, "Lee said rates")]))
    assert merging.add(lambda *_: True, draft).found == (RATES,)


def test_places_touch_where_they_share_a_letter():
    assert merging.touches([Span(0, 2), Span(4, 6)], [Span(5, 9)])
    assert not merging.touches([Span(0, 2), Span(4, 6)], [Span(2, 4), Span(6, 9)])


# ---- all together --------------------------------------------------------------------------


def test_the_rules_are_those_of_the_table_in_their_order():
    assert [name for name, _ in MERGER] == [*Merge]


def test_what_is_found_comes_in_reading_order():
    assert merge(make_draft(TEXT, [TAXES], [RATES])) == (RATES, TAXES)


def test_rules_may_be_left_out():
    draft = make_draft(TEXT, [TAXES], [RATES])
    assert merge(draft, ()) == ()
    assert merge(draft, ((Merge.MARKED, partial(merging.add, is_rates)),)) == (RATES,)


@pytest.mark.parametrize(
    ("text", "reading", "clause", "found"),
    [
        (BOTH, ("Rates will rise", "according to", "Reuters"),
         ("Rates will rise", "said", "Ann Lee"), "clause"),
        (BOTH, ("Rates will rise", "said", "Ann Lee"),
         ("Rates will rise", "according to", "Reuters"), "reading"),
        (BOTH, ("Rates will rise", "said"), ("Rates will rise", "said", "Ann Lee"), "clause"),
        ("She said goodbye to us.", ("goodbye to us", "said", "She"),
         ("goodbye to us", "said", "She"), None),
    ],
)  # fmt: skip
def test_reader_or_clause(text, reading, clause, found):
    read, shown = quote(text, *reading, finder=Finder.READER), quote(text, *clause)
    answers = {"clause": (shown,), "reading": (read,), None: ()}
    assert merge(make_draft(text, [read], [shown])) == answers[found]


def test_a_cue_tells_what_is_done_by_its_first_known_verb():
    text = "Ann Lee is sure, hopes and urged us to say so."
    passages = find_passages(Article(text))
    assert merging.find_act(passages, find(text, "urged us to say")) is Act.URGING
    assert merging.find_act(passages, find(text, "sure | say")) is Act.SAYING
    assert merging.find_act(passages, find(text, "sure")) is None
    assert merging.find_act(passages, ()) is None


def test_a_draft_writes_words_out_and_finds_their_head():
    draft = make_draft("The Old Baker said so.")
    assert draft.write_out([Span(0, 7), Span(14, 18)]) == "the old said"
    assert draft.find_root([Span(0, 3), Span(0, 13)]).text == "Baker"
    assert draft.find_root([]) is None
    assert draft.find_root([Span(900, 901)]) is None
