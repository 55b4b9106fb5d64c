"""What a headline promises, beside the words of its body."""

import json
from pathlib import Path

import pytest

from toolkit import Article, Part, Span, ToolkitError, headline_table, read_article
from toolkit.headline import HEADLINES

SEED = Path(__file__).parents[1] / "seeds" / "gaps_of_trust_syria_deal.txt"
CASES = json.loads((Path(__file__).parent / "cases" / "headline_table.json").read_text("utf-8"))


def make_article(headline, body):
    text = f"{headline}\n\n{body}"
    first = len(headline)
    parts = (Part(Span(0, first), "headline"), Part(Span(first + 2, len(text)), "paragraph"))
    return Article(text, id="story", parts=parts)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_headline_table(case, request):
    if case["expect"] == "fail":
        request.applymarker(pytest.mark.xfail(strict=True, reason=case["why"]))
    table = headline_table(make_article(case["headline"], case["body"]))
    rows = table[["element", "text", "status", "flag"]].fillna("").values.tolist()
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


@pytest.mark.parametrize("kind", ["headline", "paragraph"])
def test_half_an_article_gives_no_rows(kind):
    table = headline_table(Article("Mill to close", parts=(Part(Span(0, 13), kind),)))
    assert table.empty
    assert table.dtypes.astype(str).to_dict() == HEADLINES


def test_types_are_the_same_with_rows(seed):
    assert seed.dtypes.astype(str).to_dict() == HEADLINES


@pytest.mark.parametrize("given", ["Mill to close", [Article("Mill to close")], None])
def test_one_article_is_needed(given):
    with pytest.raises(ToolkitError, match="article: must be an Article"):
        headline_table(given)


@pytest.mark.parametrize("headline", ["\u2026", "''", "- 5 -", "\u201c"])
def test_odd_headlines(headline):
    table = headline_table(make_article(headline, "The mill closed in May."))
    assert list(table) == list(HEADLINES)
