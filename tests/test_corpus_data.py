import csv
import json
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

import toolkit as tk

DATA = Path(__file__).parent.parent / "notebooks" / "data"
PAPERS = ("The Merrowport Courier", "Harbour Post", "Evening Bell")
MONTHS = ("2026-03", "2026-04", "2026-05")
ROLES = {
    *("government", "politics", "justice", "military", "business", "expert", "advocacy"),
    *("media", "culture_sport", "religion", "international", "citizen", "document", "other"),
}


def read_truth():
    with (DATA / "truth.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_transcript():
    """Speaker and words of each numbered line."""
    text = (DATA / "transcript.txt").read_text("utf-8")
    lines = re.findall(r"^(\d+) ([A-Z ]+)[^:\n]*: (.*)$", text, re.M)
    return {number: (speaker.strip(), said) for number, speaker, said in lines}


def join_words(text):
    words = re.findall(r"\w[\w.]*\w|\w", text.lower().replace("\u2019", "'"))
    return f" {' '.join(words)} "


ARTICLES = {article.id: article for article in tk.read_corpus(DATA / "corpus.jsonl")}
RECORDS = [json.loads(line) for line in (DATA / "corpus.jsonl").read_text("utf-8").splitlines()]
TRUTH = read_truth()
TRANSCRIPT = read_transcript()
README = (DATA / "README.md").read_text("utf-8")
HABITS = (DATA / "HABITS.md").read_text("utf-8")


def select(paper, month=""):
    return [
        row
        for row in TRUTH
        if ARTICLES[row["article"]].publisher == paper
        and f"{ARTICLES[row['article']].published}".startswith(month)
    ]


def share(hits, total):
    return f"{100 * sum(hits) / total:.0f} %"


def describe(rows):
    told = Counter(row["gender"] for row in rows if row["gender"] in {"f", "m", "other"})
    n = len(rows)
    return [
        f"{n}",
        share((row["role"] in {"government", "politics"} for row in rows), n),
        share((row["role"] == "citizen" for row in rows), n),
        share((row["role"] == "expert" for row in rows), n),
        share((row["named"] == "unnamed" for row in rows), n),
        share([told["f"]], told.total()),
        share((row["form"] == "direct" for row in rows), n),
    ]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record["id"])
def test_an_article_is_read_with_its_parts(record):
    article = ARTICLES[record["id"]]
    headline, byline, *others = (part for part in article.parts if part.kind != "dateline")
    assert (headline.kind, headline.span.of(article.text)) == ("headline", record["title"])
    assert (byline.kind, byline.span.of(article.text)) == ("byline", record["byline"])
    assert {part.kind for part in others} == {"paragraph"}
    body = article.text[others[0].span.start :]
    assert 150 <= len(body.split()) <= 300
    assert article.publisher == record["publisher"]
    assert f"{article.published}" == record["published"]
    assert article.section == record["section"]
    assert article.notes == ()


def test_ids_are_unique_and_articles_stand_in_order_of_time():
    assert len({record["id"] for record in RECORDS}) == len(RECORDS) == 60
    dates = [record["published"] for record in RECORDS]
    assert dates == sorted(dates)
    assert "2026-03-02" <= dates[0] <= dates[-1] <= "2026-05-30"


def test_each_content_stands_once_in_its_text_and_no_two_share_a_word():
    taken = defaultdict(set)
    for row in TRUTH:
        text = ARTICLES[row["article"]].text
        for piece in row["content"].split(" | "):
            assert text.count(piece) == 1, (row["article"], piece)
            places = {*range(text.index(piece), text.index(piece) + len(piece))}
            assert not places & taken[row["article"]], (row["article"], piece)
            taken[row["article"]] |= places


def test_statements_are_numbered_in_reading_order():
    for name, article in ARTICLES.items():
        rows = [row for row in TRUTH if row["article"] == name]
        assert [row["statement"] for row in rows] == [f"{k + 1}" for k in range(len(rows))]
        starts = [article.text.index(row["content"].split(" | ")[0]) for row in rows]
        assert starts == sorted(starts)
        assert len(rows) >= 8


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("role", ROLES),
        ("also", ROLES | {""}),
        ("gender", {"f", "m", "other", "unknown", "none"}),
        ("kind", {"person", "unnamed", "group", "organisation", "document"}),
        ("named", {"named", "unnamed"}),
        ("form", {"direct", "mixed", "indirect"}),
        ("act", {"said", "no_comment"}),
        ("kept", {"", "whole", "cut", "altered", "paraphrase"}),
    ],
)
def test_a_column_holds_what_readme_lists(column, values):
    assert {row[column] for row in TRUTH} <= values


def test_a_person_is_named_in_full_and_has_one_role_and_gender_in_an_article():
    known = {}
    for row in TRUTH:
        if row["kind"] == "person":
            assert row["speaker"] in ARTICLES[row["article"]].text
            seen = known.setdefault((row["article"], row["speaker"]), row)
            assert (row["role"], row["gender"]) == (seen["role"], seen["gender"])
        assert (row["named"] == "unnamed") == (row["kind"] in {"unnamed", "group"})
        assert (row["gender"] == "none") == (row["kind"] in {"group", "organisation", "document"})


def test_form_goes_by_the_quote_marks():
    for row in TRUTH:
        pieces = row["content"].split(" | ")
        marked = [re.fullmatch('[“"][^“”"]*[”"]', piece) is not None for piece in pieces]
        has_marks = bool(re.search('[“”"]', row["content"]))
        expected = "direct" if all(marked) else "mixed" if has_marks else "indirect"
        assert row["form"] == expected, row["content"]


def test_a_speaker_is_the_one_of_the_line():
    for row in TRUTH:
        if row["line"] and row["kind"] == "person":
            assert TRANSCRIPT[row["line"]][0] == row["speaker"].split()[-1].upper()


def test_words_that_are_whole_or_cut_were_spoken_and_altered_ones_were_not():
    for row in TRUTH:
        said = join_words(TRANSCRIPT.get(row["line"], ("", ""))[1])
        quoted = re.findall('[“"]([^“”"]*)[”"]', row["content"])
        spoken = [join_words(words) in said for words in quoted]
        if row["kept"] in {"whole", "cut"}:
            assert quoted, row["content"]
            assert all(spoken), row["content"]
        if row["kept"] == "altered":
            assert not all(spoken) or row["note"], row["content"]
        assert bool(row["kept"]) == bool(row["line"])


def test_whole_is_whole_sentences():
    for row in TRUTH:
        if row["kept"] == "whole":
            sentences = {
                join_words(one) for one in re.split(r"(?<=[.?!]) ", TRANSCRIPT[row["line"]][1])
            }
            rest = join_words(" ".join(re.findall('[“"]([^“”"]*)[”"]', row["content"])))
            for sentence in sentences:
                rest = rest.replace(sentence, "  ")
            assert not rest.strip(), row["content"]


def test_counts_are_as_readme_says():
    articles = list(ARTICLES.values())
    evening = {row["article"] for row in TRUTH if row["line"]}
    rows = {
        "articles": [sum(a.publisher == paper for a in articles) for paper in PAPERS],
        "of these about the evening": [
            sum(a.publisher == paper and a.id in evening for a in articles) for paper in PAPERS
        ],
        "statements": [len(select(paper)) for paper in PAPERS],
        "of these traced to the transcript": [
            sum(bool(row["line"]) for row in select(paper)) for paper in PAPERS
        ],
    }
    assert f"| | {' | '.join(PAPERS)} |" in README
    for name, counts in rows.items():
        assert f"| {name} | {' | '.join(map(str, counts))} |" in README
    sections = Counter(record["section"] for record in RECORDS)
    assert ", ".join(f"{name} {n}" for name, n in sections.most_common()) in README
    assert list(TRANSCRIPT) == [f"{k + 1}" for k in range(38)]


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("month", ["", *MONTHS])
def test_shares_are_as_the_answer_key_says(paper, month):
    cells = [paper, month or "all", *describe(select(paper, month))]
    assert f"| {' | '.join(cells)} |" in HABITS
