"""What a headline promises, beside the words of its body."""

from pathlib import Path

import pandas as pd
import pytest

from tests.frames import has_types, list_rows
from tests.test_cases import read_cases
from toolkit import Article, Part, Span, ToolkitError, headline_table, read_article
from toolkit.grammar import Parse, Token
from toolkit.grammar.qualifiers import HEDGE, find_qualifier

SEED = Path(__file__).parents[2] / "seeds" / "gaps_of_trust_syria_deal.txt"
HEADLINES = {
    "article": "str",
    "element": "str",
    "text": "str",
    "start": "int64",
    "end": "int64",
    "status": "str",
    "match": "str",
    "match_start": "Int64",
    "match_end": "Int64",
    "paragraph": "Int64",
    "voice": "str",
    "flag": "str",
    "evidence": "str",
    "evidence_start": "Int64",
    "evidence_end": "Int64",
}


def make_article(headline, *paragraphs):
    parts, text = [Part(Span(0, len(headline)), "headline")], headline
    for paragraph in paragraphs:
        start = len(text) + 2
        text = f"{text}\n\n{paragraph}"
        parts.append(Part(Span(start, len(text)), "paragraph"))
    return Article(text, id="story", parts=tuple(parts))


@pytest.mark.parametrize("case", read_cases("headline_parts"))
def test_a_part_and_what_of_the_body_fits_it(case):
    table = headline_table(make_article(case["headline"], *case["body"]))
    rows = table[table["element"] == case["element"]]
    columns = ["text", "status", "match", "paragraph", "voice", "flag"]
    assert list_rows(rows[columns]) == case["found"]


@pytest.mark.parametrize("case", read_cases("headline_table"))
def test_headline_table(case):
    table = headline_table(make_article(case["headline"], case["body"]))
    rows = list_rows(table[["element", "text", "status", "flag"]])
    assert rows == case["found"]


@pytest.fixture(scope="module")
def seed():
    return headline_table(read_article(SEED))


def test_seed_is_paid_narrowly(seed):
    status = dict(zip(seed["text"], seed["status"], strict=True))
    assert status["'Gaps of trust'"] == "verbatim"
    assert status["hamper"] == "same lemma"
    assert seed["flag"].isna().all()
    quoted = seed.set_index("element").loc["quoted run"]
    assert (quoted["paragraph"], quoted["voice"]) == (1, "Barack Obama")


def test_places_are_in_the_text(seed):
    text = read_article(SEED).text
    for row in seed.itertuples():
        assert text[row.start : row.end] == row.text
        assert " ".join(text[row.match_start : row.match_end].split()) == row.match


def test_evidence_is_the_word_that_differs():
    article = make_article("Mill to close in May", "The mill may close in May, Ann Lee said.")
    [row] = headline_table(article).query("flag == 'hedge dropped'").to_dict("records")
    assert article.text[row["evidence_start"] : row["evidence_end"]] == row["evidence"] == "may"


def test_every_column_of_a_row():
    article = make_article("Mill  to\nclose", "The mill may close, Ann Lee said.")
    [row] = headline_table(article).to_dict("records")
    assert row == {
        "article": "story",
        "element": "predicate",
        "text": "close",
        "start": 9,
        "end": 14,
        "status": "verbatim",
        "match": "close",
        "match_start": 29,
        "match_end": 34,
        "paragraph": 1,
        "voice": "Ann Lee",
        "flag": "hedge dropped",
        "evidence": "may",
        "evidence_start": 25,
        "evidence_end": 28,
    }


def test_what_has_no_match_has_no_place():
    [row] = headline_table(make_article("Mill in Lagos", "Rain fell.")).to_dict("records")
    assert (row["element"], row["status"]) == ("name", "absent")
    for column in ("match", "match_start", "match_end", "paragraph", "voice", "flag", "evidence"):
        assert pd.isna(row[column])


def test_words_stand_on_one_line_in_the_table():
    article = make_article("Lee: 'rain  will fall'", "“Rain  will fall,” Ann Lee said.")
    row = headline_table(article).to_dict("records")[0]
    assert (row["text"], row["match"]) == ("'rain will fall'", "Rain will fall")


def test_a_flag_shows_the_deed_of_another():
    text = "Carl Day sold the old mill to the city on Monday."
    [row] = (
        headline_table(make_article("Ann Lee sells old mill", f"{text} Ann Lee was in Rome."))
        .query("flag == 'other doer in the body'")
        .to_dict("records")
    )
    assert (row["match"], row["paragraph"], row["voice"]) == ("sold", 1, "narrator")


def test_a_caption_is_no_passage_of_the_body():
    headline, caption = "Ann Lee: Old mill sells land", '"Old mill sells land," Carl Day said.'
    text = f"{headline}\n\n{caption}\n\nThe old mill has land to sell. Ann Lee is ill."
    first, second = len(headline), len(headline) + 2 + len(caption)
    places = (Span(0, first), Span(first + 2, second), Span(second + 2, len(text)))
    kinds = ("headline", "caption", "paragraph")
    parts = tuple(Part(place, kind) for place, kind in zip(places, kinds, strict=True))
    table = headline_table(Article(text, parts=parts))
    assert (table["match_start"].dropna() > second).all()


def test_a_hedge_beside_a_verb_counts_wherever_the_parser_hung_it():
    words = [
        Token("owners", 0, "owner", "NNS", "NOUN", "nsubj"),
        Token("reportedly", 7, "reportedly", "RB", "ADV", "advmod"),
        Token("struck", 18, "strike", "VBD", "VERB", "ROOT"),
    ]
    parse = Parse("owners reportedly struck", words, [2, 0, 2])
    assert find_qualifier(parse[2], HEDGE).text == "reportedly"


@pytest.mark.parametrize("kind", ["headline", "paragraph"])
def test_half_an_article_gives_no_rows(kind):
    table = headline_table(Article("Mill to close", parts=(Part(Span(0, 13), kind),)))
    assert table.empty
    assert has_types(table, HEADLINES)


def test_types_are_the_same_with_rows(seed):
    assert has_types(seed, HEADLINES)


def test_each_article_has_its_rows(seed):
    story, bare = read_article(SEED), Article("Mill to close")
    other = make_article("Mill to close in May", "The mill may close in May, Ann Lee said.")
    table = headline_table(iter([story, bare, other]))
    assert [*table["article"].unique()] == [story.id, "story"]  # no row for no headline
    pd.testing.assert_frame_equal(table.query("article != 'story'"), seed)
    rest = table.query("article == 'story'").reset_index(drop=True)
    pd.testing.assert_frame_equal(rest, headline_table(other))


@pytest.mark.parametrize("given", ["Mill to close", ["Mill to close"], None])
def test_articles_are_needed(given):
    with pytest.raises(ToolkitError, match=r"^articles.*: must be an Article"):
        headline_table(given)


@pytest.mark.parametrize("headline", ["\u2026", "''", "- 5 -", "\u201c"])
def test_odd_headlines(headline):
    table = headline_table(make_article(headline, "The mill closed in May."))
    assert list(table) == list(HEADLINES)
