import random
import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import toolkit as tk
from toolkit.base.article import Article
from toolkit.comparison import duplicates
from toolkit.comparison.duplicates import CONTAINED, DUPLICATES, SKETCH, compare, sketch_article

SYLLABLES = ["ba", "ke", "di", "lo", "mu", "sa", "te", "ri", "no", "pu"]


def write_story(seed, sentences=24):
    """Write a story of invented words, two sentences to a paragraph."""
    draw = random.Random(seed)  # noqa: S311
    words = ["".join(draw.choices(SYLLABLES, k=4)) for _ in range(14 * sentences)]
    said = [f"{' '.join(words[n : n + 14])}.".capitalize() for n in range(0, len(words), 14)]
    return "\n\n".join(" ".join(said[n : n + 2]) for n in range(0, sentences, 2))


def find_kinds(*texts):
    articles = [tk.parse_article(text, id=f"a{number}") for number, text in enumerate(texts)]
    table = tk.duplicate_table(articles)
    return dict(zip(table["article"], table["kind"], strict=True))


STORY = write_story(1)
PARAGRAPHS = STORY.split("\n\n")


@pytest.mark.parametrize(
    ("copy", "kind"),
    [
        (STORY, "exact"),
        (STORY.upper(), "exact"),
        (STORY.replace("\n\n", "\n"), "exact"),
        (f"By Ann Lee\n\n{STORY}", "exact"),
        (f"OTTAWA (AP) \u2014 {STORY}", "exact"),
        (f"{STORY}\n\nWith inputs from agencies", "exact"),
        (f"Our town reads on\n\n{STORY}", "near"),
        (f"{write_story(2, 6)}\n\n{STORY}", "near"),
        ("\n\n".join(PARAGRAPHS[:8]), "near"),
        ("\n\n".join([*PARAGRAPHS[6:], *PARAGRAPHS[:6]]), "near"),
        (re.sub(r"ba\w+mu\b", "town", STORY), "near"),
        ("\n\n".join(PARAGRAPHS[:4]), "contained"),
        (write_story(3), None),
        (" ".join(PARAGRAPHS[0].split()[:12]), None),
    ],
)
def test_a_copy_is_found_by_what_was_done_to_it(copy, kind):
    found = find_kinds(STORY, copy)
    assert found == ({} if kind is None else {"a0": "kept", "a1": kind})


def test_the_longer_story_is_kept_where_it_holds_the_other():
    part = "\n\n".join(PARAGRAPHS[:4])
    assert find_kinds(part, STORY) == {"a1": "kept", "a0": "contained"}


def test_a_round_up_keeps_the_stories_that_it_holds_apart_from_other_round_ups():
    piece, one, other = write_story(4, 8), write_story(5, 24), write_story(6, 24)
    found = find_kinds(f"{one}\n\n{piece}", f"{other}\n\n{piece}", piece)
    assert found == {"a0": "kept", "a2": "contained"}


def test_copies_of_copies_are_one_group():
    texts = ["\n\n".join(PARAGRAPHS[:count]) for count in (12, 9, 7, 5)]
    articles = [Article(text, id=f"a{number}") for number, text in enumerate(texts)]
    table = tk.duplicate_table(articles)
    assert {*table["group"]} == {1}
    assert [*table["article"]] == ["a0", "a1", "a2", "a3"]
    assert table["kept"].sum() == 1


def test_many_copies_beside_a_phrase_that_all_have():
    phrase = " The ministry of the interior declined to comment on the matter when asked."
    texts = [f"{write_story(n // 40)}{phrase} It was {n}." for n in range(120)]
    table = tk.duplicate_table(Article(text, id=f"a{n:03}") for n, text in enumerate(texts))
    assert [*table.groupby("group")["article"].count()] == [40, 40, 40]
    assert [*table["article"]] == [f"a{n:03}" for n in range(120)]


def test_the_share_is_that_of_all_triples_where_all_are_kept():
    texts = STORY, "\n\n".join([*PARAGRAPHS[:8], *write_story(7, 8).split("\n\n")])
    triples = []
    for text in texts:
        words = text.replace(".", "").lower().split()
        triples.append({*zip(words, words[1:], words[2:], strict=False)})
    table = tk.duplicate_table([Article(text) for text in texts])
    assert max(map(len, triples)) <= SKETCH * 2
    expected = len(triples[0] & triples[1]) / min(map(len, triples))
    assert table["containment"][1] == pytest.approx(expected, abs=0.06)
    assert table["containment"][1] == pytest.approx(
        table["shared"][1] / table["compared"][1], abs=1e-4
    )


def test_the_place_of_a_copy_holds_what_it_shares():
    text = f"{write_story(2, 6)}\n\n{STORY}"
    table = tk.duplicate_table([Article(STORY, id="a0"), Article(text, id="a1")])
    start, end = table[["start", "end"]].iloc[1]
    assert abs(start - text.index(STORY)) < 100
    assert end > len(text) - 100


def test_short_texts_are_copies_only_if_they_are_the_same():
    short = " ".join(STORY.split()[:40])
    assert find_kinds(short, short, f"{short} And more.") == {"a0": "kept", "a1": "exact"}


@pytest.mark.parametrize(("count", "found"), [(49, {}), (50, {"a0": "kept", "a1": "near"})])
def test_from_fifty_words_on_an_edited_copy_is_one(count, found):
    words = STORY.split()[:count]
    assert find_kinds(" ".join(words), " ".join([*words[:-1], "Monday"])) == found


def test_the_place_of_a_short_copy_is_told_to_the_letter():
    """All triples of a story of 200 words are compared, the first and the last among them."""
    story = write_story(1, 14)
    before, after = "Our town reads on", "More of this tomorrow"
    text = f"{before}\n\n{story}\n\n{after}"
    table = tk.duplicate_table([Article(story, id="a0"), Article(text, id="a1")])
    table = table.set_index("article")
    assert table.loc["a0", ["start", "end"]].tolist() == [0, len(story) - 1]  # less the full stop
    start = text.index(story)
    assert table.loc["a1", ["start", "end"]].tolist() == [start, start + len(story) - 1]


def test_texts_without_three_words_are_copies_of_no_place():
    table = tk.duplicate_table([Article("Rates rise", id="a0"), Article("rates RISE!", id="a1")])
    assert [*table["kind"]] == ["kept", "exact"]
    assert table[["start", "end", "shingles"]].to_numpy().tolist() == [[0, 0, 0], [0, 0, 0]]


def test_sorting_in_many_steps_finds_what_sorting_at_once_finds(monkeypatch):
    texts = [f"It was {n}.\n\n{write_story(n // 4)}" for n in range(16)]
    articles = [Article(text, id=f"a{n:02}") for n, text in enumerate(texts)]
    whole = tk.duplicate_table(articles)
    assert len(whole) == 16
    for at_once in (100, 767, 768, 5000):  # 768 indexed triples in all
        monkeypatch.setattr(duplicates, "SORTED_AT_ONCE", at_once)
        pd.testing.assert_frame_equal(tk.duplicate_table(articles), whole)


def test_of_two_stories_of_one_length_the_first_counts_as_the_shorter():
    sketches = [sketch_article(Article(write_story(seed, 6), id=str(seed))) for seed in (1, 2)]
    assert sketches[0].shingles == sketches[1].shingles
    assert compare(7, sketches[0], 3, sketches[1])[:2] == (7, 3)
    longer = sketch_article(Article(STORY, id="long"))
    assert compare(7, longer, 3, sketches[1])[:2] == (3, 7)


def test_no_copies_give_the_same_columns():
    full, empty = tk.duplicate_table([Article(STORY, id="a")] * 2), tk.duplicate_table([])
    assert [*full.columns] == [*DUPLICATES.schema] == [*empty.columns]
    pd.testing.assert_series_equal(full.dtypes, empty.dtypes)


@settings(max_examples=20)
@given(st.permutations(range(5)))
def test_groups_do_not_depend_on_the_order(order):
    texts = [
        STORY,
        write_story(8),
        f"More\n\n{STORY}",
        "\n\n".join(PARAGRAPHS[:4]),
        write_story(9),
    ]
    articles = [Article(texts[n], id=f"a{n}") for n in order]
    table = tk.duplicate_table(articles)
    assert {*table["article"]} == {"a0", "a2", "a3"}
    assert table["kept"].sum() == 1


@given(st.integers(0, 24))
def test_the_estimate_is_near_the_true_share(kept):
    """Of sketches that hold a sample, for shares from none to all."""
    long = [write_story(seed, 60).split("\n\n") for seed in (10, 11)]
    other = [*long[0][:kept], *long[1][kept:]]
    one, two = (sketch_article(Article("\n\n".join(p))) for p in (long[0], other))
    pair = compare(0, one, 1, two)
    assert pair.containment == pytest.approx(kept / 30, abs=0.15)
    assert (pair.containment >= CONTAINED) == (pair.shared >= CONTAINED * pair.compared)


def test_a_sketch_is_the_same_in_each_process():
    sketch = sketch_article(Article("War is war, they say.", id="a"))
    hashes = [8428293263224550714, 13747341303214189583, 16410089471870042435]
    assert sketch.hashes.tolist() == hashes
