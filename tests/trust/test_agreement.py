"""Agreement with a person: what counts as right, on which side, and in which group."""

import math
from dataclasses import replace

import pytest
from scipy.stats import binomtest

import toolkit as tk
from tests.test_cases import read_cases
from toolkit.base.article import Article, Correction, Kind, Quotation, Relay, Span

MEASURES = ["content", "speaker", "relay"]


def decide(text, decided, name="a1"):
    """An article with what a person decided about words of it."""
    corrections = [
        Correction(
            Quotation((place(text, one["content"]),)),
            one["speaker"],
            Kind.PERSON,
            tuple(Relay(relay, Span(0, 1)) for relay in one.get("relays", ())),
            one.get("is_deleted", False),
        )
        for one in decided
    ]
    return Article(text, id=name, corrections=tuple(corrections))


def place(text, words):
    start = text.index(words)
    return Span(start, start + len(words))


def look_up(table, *row):
    return table.set_index(["article", "by", "group", "measure"]).loc[row]


@pytest.mark.parametrize("case", read_cases("agreement_table"))
def test_what_both_say_is_right(case):
    """`found` holds what the machine said, what the person decided, and how much is right."""
    table = tk.agreement_table(decide(case["text"], case["decided"]))
    for measure, (found, decided, right) in case["found"].items():
        row = look_up(table, "a1", "all", "all", measure)
        assert (row["found"], row["decided"]) == (found, decided), measure
        shares = right / found if found else math.nan, right / decided if decided else math.nan
        assert (row["precision"], row["recall"]) == pytest.approx(shares, nan_ok=True), measure


TEXT = (
    '"The bridge will open in May," Ann Lee told Reuters.\n\nBob Day said the bridge is unsafe.'
    "\n\nTolls would double, Lee added.\n\nThe mayor left early."
)
DECIDED = [
    {"content": '"The bridge will open in May,"', "speaker": "Ann Lee", "relays": ["Reuters"]},
    {"content": "the bridge is unsafe", "speaker": "Dora Moss"},
    {"content": "Tolls would double", "speaker": "Ann Lee", "is_deleted": True},
    {"content": "The mayor left early", "speaker": "Ann Lee"},
]


@pytest.fixture(scope="module")
def table():
    """Of 3 quotations 1 right, 1 another speaker's, 1 deleted; and 1 added."""
    return tk.agreement_table(decide(TEXT, DECIDED))


def test_figures_are_as_counted_by_hand(table):
    content = look_up(table, "a1", "all", "all", "content")
    assert (content["found"], content["decided"]) == (3, 3)
    assert content["precision"] == content["recall"] == content["f1"] == pytest.approx(2 / 3)
    speaker = look_up(table, "a1", "all", "all", "speaker")
    assert (speaker["found"], speaker["decided"], speaker["f1"]) == (2, 2, 0.5)
    relay = look_up(table, "a1", "all", "all", "relay")
    assert (relay["found"], relay["decided"], relay["f1"]) == (1, 1, 1)


def test_f1_is_the_harmonic_mean_of_the_two():
    table = tk.agreement_table(decide(TEXT, DECIDED[:1] + DECIDED[2:]))
    row = look_up(table, "a1", "all", "all", "content")
    assert (row["precision"], row["recall"]) == (1 / 2, 1 / 2)
    table = tk.agreement_table(decide(TEXT, DECIDED[:3]))
    row = look_up(table, "a1", "all", "all", "content")
    precision, recall = 2 / 3, 1
    assert (row["precision"], row["recall"]) == (precision, recall)
    assert row["f1"] == pytest.approx(2 * precision * recall / (precision + recall))


def test_each_side_counts_under_the_speaker_that_it_gave(table):
    day = look_up(table, "a1", "speaker", "Bob Day", "content")
    assert (day["found"], day["precision"], day["decided"]) == (1, 1, 0)
    moss = look_up(table, "a1", "speaker", "Dora Moss", "content")
    assert (moss["found"], moss["decided"], moss["recall"]) == (0, 1, 1)
    lee = look_up(table, "a1", "speaker", "Ann Lee", "content")
    assert (lee["found"], lee["precision"], lee["decided"], lee["recall"]) == (2, 0.5, 2, 0.5)
    assert look_up(table, "a1", "speaker", "Bob Day", "speaker")["precision"] == 0
    assert look_up(table, "a1", "speaker", "Dora Moss", "speaker")["recall"] == 0
    assert look_up(table, "a1", "speaker", "Ann Lee", "relay")["f1"] == 1


def test_each_side_counts_under_its_form(table):
    direct = look_up(table, "a1", "form", "direct", "content")
    assert (direct["found"], direct["decided"], direct["f1"]) == (1, 1, 1)
    indirect = look_up(table, "a1", "form", "indirect", "content")
    assert (indirect["found"], indirect["decided"], indirect["f1"]) == (2, 2, 0.5)
    assert look_up(table, "a1", "form", "indirect", "speaker")["f1"] == 0


def test_groups_stand_in_the_order_of_the_alphabet_and_only_where_there_is_something(table):
    rows = table[["by", "measure", "group"]].to_numpy().tolist()
    speakers = ["Ann Lee", "Bob Day", "Dora Moss"]
    assert rows == [
        *(["all", measure, "all"] for measure in MEASURES),
        *(["form", measure, form] for measure in MEASURES[:2] for form in ("direct", "indirect")),
        ["form", "relay", "direct"],
        *(["speaker", measure, name] for measure in MEASURES[:2] for name in speakers),
        ["speaker", "relay", "Ann Lee"],
    ]


def test_shares_have_score_intervals():
    table = tk.agreement_table(decide(TEXT, DECIDED[:3]))
    row = look_up(table, "a1", "all", "all", "content")
    for share, hits, base in (("precision", 2, 3), ("recall", 2, 2)):
        ends = binomtest(hits, base).proportion_ci(method="wilson")
        found = (row[f"{share}_low"], row[f"{share}_high"])
        assert found == pytest.approx((ends.low, ends.high))


def test_a_row_without_figures_says_why_and_others_say_nothing(table):
    silent = tk.agreement_table(Article(TEXT))
    assert silent["measure"].tolist() == MEASURES
    assert silent["note"].tolist() == [
        f"no {measure} that a person decided about" for measure in MEASURES
    ]
    assert silent[["precision", "recall", "f1"]].isna().all(axis=None)
    assert table["note"].isna().all()
    half = tk.agreement_table(decide(TEXT, DECIDED[-1:])).query("measure == 'content'")
    assert (half["found"] == 0).all()
    assert half["note"].isna().all()
    assert (half["f1"] == 0).all()


def test_no_articles_give_the_columns_of_many(table):
    empty = tk.agreement_table([])
    assert empty.empty
    assert dict(empty.dtypes) == dict(table.dtypes)


@pytest.fixture
def pair():
    rates = [{"content": "Rates will rise", "speaker": "Dora Moss"}]
    return [decide(TEXT, DECIDED), decide("Rates will rise, Dora Moss said.", rates, "b2")]


def test_several_articles_are_added_up_after_each(pair):
    table = tk.agreement_table(iter(pair))
    assert [*dict.fromkeys(table["article"])] == ["a1", "b2", "all"]
    row = look_up(table, "all", "all", "all", "content")
    assert (row["found"], row["decided"], row["precision"]) == (4, 4, 0.75)
    moss = look_up(table, "all", "speaker", "Dora Moss", "content")
    assert (moss["found"], moss["decided"]) == (1, 2)
    for name, one in zip(("a1", "b2"), pair, strict=True):
        alone = tk.agreement_table(one)
        assert {*alone["article"]} == {name}
        both = table[table["article"] == name].reset_index(drop=True)
        assert both.equals(alone)


@pytest.mark.parametrize("as_given", ["read", "path", "words"])
def test_a_file_of_corrections_stands_in_for_what_the_articles_carry(pair, as_given, tmp_path):
    path = tk.write_corrections(pair[0], tmp_path / "corrections.csv")
    given = {"read": tk.read_corrections, "path": lambda it: it, "words": str}[as_given](path)
    bare = replace(pair[0], corrections=())
    table = tk.agreement_table([bare, pair[1]], corrections=given)
    assert look_up(table, "a1", "all", "all", "content")["f1"] == pytest.approx(2 / 3)
    # The file says nothing of the other article, and what that one carries is left aside.
    assert look_up(table, "b2", "all", "all", "content")["found"] == 0


@pytest.fixture
def two(tmp_path):
    """The article bare, and what two persons decided about it: how, by the second's list."""

    def write(decided):
        article = decide(TEXT, decided)
        return tk.write_corrections(article, tmp_path / f"{len([*tmp_path.iterdir()])}.csv")

    return replace(decide(TEXT, DECIDED), corrections=()), write(DECIDED), write


def test_two_persons_are_compared_in_the_machine_s_place(two):
    article, first, write = two
    second = write([DECIDED[0], DECIDED[1] | {"speaker": "Bob Day"}, DECIDED[2]])
    table = tk.agreement_table(article, corrections=first, second=second)
    content = look_up(table, "a1", "all", "all", "content")
    # Both kept two and deleted one; the first added one more.
    assert (content["found"], content["decided"]) == (2, 3)
    assert (content["precision"], content["recall"]) == (1, pytest.approx(2 / 3))
    speaker = look_up(table, "a1", "all", "all", "speaker")
    assert (speaker["found"], speaker["precision"]) == (2, 0.5)
    turned = tk.agreement_table(article, corrections=second, second=first)
    content = look_up(turned, "a1", "all", "all", "content")
    assert (content["precision"], content["recall"]) == (pytest.approx(2 / 3), 1)


def test_what_one_deleted_and_the_other_kept_is_a_difference(two):
    article, first, write = two
    kept = [*DECIDED[:2], DECIDED[2] | {"is_deleted": False}, DECIDED[3]]
    table = tk.agreement_table(article, corrections=first, second=write(kept))
    content = look_up(table, "a1", "all", "all", "content")
    assert (content["found"], content["decided"], content["precision"]) == (4, 3, 0.75)


def test_what_one_of_two_left_blank_counts_for_neither(two):
    article, first, write = two
    table = tk.agreement_table(article, corrections=first, second=write(DECIDED[:1]))
    content = look_up(table, "a1", "all", "all", "content")
    assert (content["found"], content["decided"]) == (1, 2)  # the one that both saw; the added


def test_an_article_that_one_of_two_never_saw_counts_for_neither(two):
    article, first, write = two
    table = tk.agreement_table(article, corrections=first, second=write([]))
    assert look_up(table, "a1", "all", "all", "content")["decided"] == 0
    table = tk.agreement_table(article, corrections=write([]), second=first)
    assert look_up(table, "a1", "all", "all", "content")["found"] == 0


def test_the_articles_are_left_as_they_were(pair):
    before = [replace(article) for article in pair]
    tk.agreement_table(pair)
    assert pair == before
