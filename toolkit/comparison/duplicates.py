"""Articles that are copies of each other: the same words, edited copies, shortened ones.

Wire stories are printed by many outlets, with another headline, a local paragraph, the end cut
off. Each article is sketched once by a few hundred of its word triples; sketches are compared.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from toolkit.base import FURNITURE, WORD, Article, list_parts
from toolkit.tables import ARTICLE, Column, Table, alike, iter_articles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    import numpy.typing as npt
    import pandas as pd

    Hashes = npt.NDArray[np.uint64]
    Places = npt.NDArray[np.int64]
    from toolkit.engine import Articles

# Chosen on generated copies of wire stories (benchmarks/corpus): a copy keeps six of ten triples
# of the shorter text or more, unrelated stories share one of a hundred.
CONTAINED = 0.6
SIMILAR_LENGTH = 0.5  # shorter to longer; below it one is a part of the other, not its copy
MIN_WORDS = 50  # a shorter text is a copy only if it is the same
SHINGLE = 3  # words
SKETCH = 256  # triples that are kept of an article: those with the lowest hashes
INDEXED = 48  # of these, those by which candidates are found
NEIGHBOURS = 8  # in a row of articles with a common triple; most rows are shorter
MIN_COMMON = 2  # indexed triples of a candidate pair
MIN_COMPARED = 5  # triples
SORTED_AT_ONCE = 1 << 22  # indexed triples; sorting takes some 60 bytes for each
WORDS_REMEMBERED = 1 << 17
FACTORS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], np.uint64)

DUPLICATES = Table("duplicate_table", (
    ARTICLE,
    Column("group", "int64", "Number of the group.", "from 1"),
    Column("kept", "bool",
           "The one to keep where each story should count once: the first of its group, in the "
           "order given, that is not a part of another."),
    Column("duplicate_of", "str",
           "The article of the group that it shares most with, of equals the first one. NaN for "
           "the kept one."),
    Column("kind", "str",
           "``exact``: the same words; ``near``: an edited copy; ``contained``: most of it is in "
           "an article more than twice as long. ``kept`` for the kept one."),
    Column("containment", "float64",
           "Share of the triples of the shorter of the two articles that stand in the longer. NaN "
           "for the kept one.", "0.6 to 1"),
    Column("shared", "int64", "Of those compared, that both have.", "triples of words"),
    Column("compared", "int64", "Of long articles a sample: up to 256.", "triples of words"),
    Column("shingles", "int64", "Different ones in this article.", "triples of words"),
    Column("words", "int64", "Of this article.", "words"),
    *alike("start end", "int64",
           "From the first to the last triple compared that both have, in ``article.text``; for "
           "the kept one, from the first to the last triple of its sketch. Both 0 in a text of "
           "under three words, which has no triple.", "characters"),
))  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Sketch:
    """What of an article is compared with others.

    Parameters
    ----------
    article : str
        Its id.
    words : int
        Words of the story, without byline, dateline, caption and trailer.
    shingles : int
        Different triples of words in it.
    digest : str
        The same for two articles with the same words.
    hashes : array of uint64
        The lowest hashes of its triples, ascending.
    starts, ends : array of int
        Where each of these triples first stands in the text.
    """

    article: str
    words: int
    shingles: int
    digest: str
    hashes: Hashes
    starts: Places
    ends: Places


class Pair(NamedTuple):
    """Two articles, by number, the shorter one first, and what they share."""

    shorter: int
    longer: int
    containment: float
    shared: int
    compared: int
    is_part: bool


@dataclass(slots=True)
class Index:
    """The lowest hashes of many sketches, by which candidates are found."""

    lows: list[Hashes]
    digests: list[str]
    words: list[int]

    def __len__(self) -> int:
        return len(self.digests)

    def add(self, sketch: Sketch) -> None:
        """Take in a sketch; its number is the count of those before."""
        is_long = sketch.words >= MIN_WORDS
        self.lows.append(sketch.hashes[:INDEXED].copy() if is_long else sketch.hashes[:0])
        self.digests.append(sketch.digest)
        self.words.append(sketch.words)


@DUPLICATES.describes
def duplicate_table(articles: Articles) -> pd.DataFrame:
    """Make one row per article that has a copy among the others, the same, edited or shortened.

    Parameters
    ----------
    articles : Article, Attribution, or iterable of them
        An iterator is read once; some 8 kB are kept of each article.

    Returns
    -------
    DataFrame
        Groups by their first article, the kept one first in each. An article that is like
        no other has no row.

        {columns}

    Notes
    -----
    Bylines, datelines, captions and trailers are left out, capitals and punctuation do not
    count. Compared are sets of three words in a row, by containment (Broder 1997) rather
    than by the Jaccard index: of two stories of which one was cut to half, at most half of
    all triples are common, but every one of the shorter text. The hashes kept are the
    lowest (bottom-k sketches), an unbiased sample. Articles under 50 words are copies only if
    they are the same. On generated wire copies it finds 99 %, the usual Jaccard of 0.8 less
    than half (benchmarks/corpus). Stories that were rewritten in other words are not found.

    Examples
    --------
    >>> story = "Rates will rise in May, the governor of the bank told reporters on Monday."
    >>> found = duplicate_table([Article(story, id="a1"), Article(story.upper(), id="a2")])
    >>> found[["article", "group", "kept", "duplicate_of", "kind"]]
      article  group   kept duplicate_of   kind
    0      a1      1   True          NaN   kept
    1      a2      1  False           a1  exact
    """
    sketches: list[Sketch] = []
    index = Index([], [], [])
    for article in iter_articles(articles):
        sketches.append(sketch_article(article))
        index.add(sketches[-1])
    return tabulate_duplicates(index, sketches.__getitem__)


def tabulate_duplicates(index: Index, find_sketch: Callable[[int], Sketch]) -> pd.DataFrame:
    """Make the table of `duplicate_table` from sketches, wherever they are kept.

    Parameters
    ----------
    index : Index
    find_sketch : callable
        Gives the sketch of a number of the index; numbers are asked for about in order.
    """
    pairs = [*_find_same(index.digests), *_verify(_find_candidates(index), find_sketch)]
    return DUPLICATES.make(_make_rows(pairs, find_sketch))


def sketch_article(article: Article) -> Sketch:
    """Sketch an article by the word triples with the lowest hashes.

    Examples
    --------
    >>> sketch = sketch_article(Article("War is war is war.", id="a1"))
    >>> sketch.words, sketch.shingles
    (5, 2)
    """
    spans = [
        match.span()
        for part in list_parts(article)
        if part.kind not in FURNITURE
        for match in WORD.finditer(article.text, part.span.start, part.span.end)
    ]
    words = [article.text[start:end].casefold() for start, end in spans]
    places = np.array(spans, np.int64).reshape(-1, 2)
    numbers = np.fromiter(map(_hash_word, words), np.uint64, len(words))
    count = max(0, len(words) - SHINGLE + 1)
    mixed = np.zeros(count, np.uint64)
    for offset, factor in enumerate(FACTORS):
        mixed += numbers[offset : offset + count] * factor
    hashes, first = np.unique(_scramble(mixed), return_index=True)
    kept = first[:SKETCH]
    return Sketch(
        article=article.id,
        words=len(words),
        shingles=len(hashes),
        digest=hashlib.blake2b(" ".join(words).encode(), digest_size=16).hexdigest(),
        hashes=hashes[:SKETCH],
        starts=places[kept, 0],
        ends=places[kept + SHINGLE - 1, 1],
    )


@lru_cache(WORDS_REMEMBERED)
def _hash_word(word: str) -> int:
    digest = hashlib.blake2b(word.replace("\u2019", "'").encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little")


def _scramble(values: Hashes) -> Hashes:
    """Spread sums evenly over all numbers (the last step of SplitMix64, Steele et al. 2014)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def _find_same(digests: Sequence[str]) -> Iterator[Pair]:
    first: dict[str, int] = {}
    for number, digest in enumerate(digests):
        earlier = first.setdefault(digest, number)
        if earlier != number:
            yield Pair(number, earlier, 1.0, 0, 0, is_part=False)


def _find_candidates(index: Index) -> Iterator[tuple[int, int]]:
    """Find the pairs that share indexed triples, the first article with each digest alone.

    Articles with a common triple stand in a row, sorted by their own lowest one, and each is
    paired with those that follow it. So a phrase that stands in every article ("according to
    the") costs no more than any other, and all copies of a story still hang together.
    """
    seen: set[str] = set()
    numbers = [
        number
        for number, digest in enumerate(index.digests)
        if len(index.lows[number]) and not (digest in seen or seen.add(digest))  # type: ignore[func-returns-value]
    ]
    if not numbers:
        return
    lows = [index.lows[number] for number in numbers]
    owners = np.repeat(np.array(numbers, np.uint64), [len(low) for low in lows])
    lowest = np.repeat(np.array([low[0] for low in lows]), [len(low) for low in lows])
    hashes = np.concatenate(lows)
    steps = 1 + len(hashes) // SORTED_AT_ONCE
    borders = np.linspace(0, float(hashes.max()) + 1, steps + 1)[1:-1].astype(np.uint64)
    ranges = np.searchsorted(borders, hashes, side="right")
    found = [
        _pair_neighbours(hashes[inside], lowest[inside], owners[inside])
        for inside in (ranges == step for step in range(steps))
    ]
    pairs, counts = np.unique(np.concatenate(found), return_counts=True)
    for pair in pairs[counts >= MIN_COMMON].tolist():
        yield pair >> 32, pair & 0xFFFFFFFF


def _pair_neighbours(hashes: Hashes, lowest: Hashes, owners: Hashes) -> Hashes:
    """Pair the owners of equal hashes, the lower number in the upper half of 64 bits."""
    order = np.lexsort((owners, lowest, hashes))
    hashes, owners = hashes[order], owners[order]
    found = [np.zeros(0, np.uint64)]
    for step in range(1, NEIGHBOURS + 1):
        same = hashes[:-step] == hashes[step:]
        one, other = owners[:-step][same], owners[step:][same]
        found.append((np.minimum(one, other) << np.uint64(32)) | np.maximum(one, other))
    return np.concatenate(found)


def _verify(
    candidates: Iterable[tuple[int, int]], find_sketch: Callable[[int], Sketch]
) -> Iterator[Pair]:
    for one, other in candidates:
        pair = compare(one, find_sketch(one), other, find_sketch(other))
        if pair.compared >= MIN_COMPARED and pair.containment >= CONTAINED:
            yield pair


def compare(one: int, sketch: Sketch, other: int, other_sketch: Sketch) -> Pair:
    """Estimate how much of the shorter of two articles is in the other.

    Both sketches hold every triple up to some hash; up to the lower of the two they are
    compared.
    """
    if sketch.shingles > other_sketch.shingles:
        one, sketch, other, other_sketch = other, other_sketch, one, sketch
    mine, shared = _intersect(sketch, other_sketch)
    compared = len(mine)
    return Pair(
        shorter=one,
        longer=other,
        containment=len(shared) / compared if compared else 0.0,
        shared=len(shared),
        compared=compared,
        is_part=sketch.shingles < SIMILAR_LENGTH * other_sketch.shingles,
    )


def _intersect(sketch: Sketch, other: Sketch) -> tuple[Places, Places]:
    """Give the places in the first sketch of what can be compared, and of what both have."""
    full = [s.hashes[-1] for s in (sketch, other) if s.shingles > len(s.hashes)]
    end = int(np.searchsorted(sketch.hashes, min(full), side="right")) if full else None
    comparable = np.arange(len(sketch.hashes))[:end]
    return comparable, comparable[np.isin(sketch.hashes[:end], other.hashes)]


def _make_rows(
    pairs: Sequence[Pair], find_sketch: Callable[[int], Sketch]
) -> Iterator[dict[str, object]]:
    links: dict[int, list[Pair]] = {}
    for pair in pairs:
        links.setdefault(pair.shorter, []).append(pair)
        if not pair.is_part:  # what holds a shorter story is no copy of it
            links.setdefault(pair.longer, []).append(pair)
    for number, (kept, *copies) in enumerate(_group(pairs), start=1):
        inside = {kept, *copies}
        yield _describe_kept(number, find_sketch(kept))
        for copy in copies:
            near = [p for p in links[copy] if p.shorter in inside and p.longer in inside]
            pair = max(near, key=lambda p: (p.containment, -_other(p, copy)))
            yield _describe_copy(number, find_sketch(copy), find_sketch(_other(pair, copy)), pair)


def _other(pair: Pair, member: int) -> int:
    return pair.longer if member == pair.shorter else pair.shorter


def _group(pairs: Sequence[Pair]) -> list[list[int]]:
    """Put together what belongs to one story, the article to keep first.

    Copies hang together in chains. A part joins the story that holds most of it, and only that
    one: two round-ups that hold the same short piece are no copies of each other.
    """
    leaders = _Leaders()
    for pair in pairs:
        if not pair.is_part:
            leaders.join(pair.shorter, pair.longer)
    parts = sorted((p for p in pairs if p.is_part), key=lambda p: (-p.containment, p.longer))
    near = {n: leaders.find(n) for p in parts for n in (p.shorter, p.longer)}
    joined: set[int] = set()
    for pair in parts:
        if near[pair.shorter] not in joined and leaders.join(pair.shorter, pair.longer):
            joined.add(near[pair.shorter])
    groups: dict[int, list[int]] = {}
    for number in sorted(leaders.of):
        groups.setdefault(leaders.find(number), []).append(number)
    for group in groups.values():
        group.sort(key=lambda number: (near.get(number) in joined, number))
    return sorted((group for group in groups.values() if len(group) > 1), key=min)


class _Leaders:
    """Numbers that were joined, directly or through others (union-find)."""

    def __init__(self) -> None:
        self.of: dict[int, int] = {}

    def find(self, number: int) -> int:
        """Give the number that stands for all that this one is joined with."""
        self.of.setdefault(number, number)
        while self.of[number] != number:
            self.of[number] = number = self.of[self.of[number]]
        return number

    def join(self, one: int, other: int) -> bool:
        """Join two; tell whether they were apart."""
        one, other = sorted((self.find(one), self.find(other)))
        self.of[other] = one
        return one != other


def _describe_kept(group: int, sketch: Sketch) -> dict[str, object]:
    return {
        "article": sketch.article,
        "group": group,
        "kept": True,
        "duplicate_of": None,
        "kind": "kept",
        "containment": None,
        "shared": len(sketch.hashes),
        "compared": len(sketch.hashes),
        "shingles": sketch.shingles,
        "words": sketch.words,
        "start": int(min(sketch.starts, default=0)),
        "end": int(max(sketch.ends, default=0)),
    }


def _describe_copy(group: int, sketch: Sketch, other: Sketch, pair: Pair) -> dict[str, object]:
    _, shared = _intersect(sketch, other)
    kind = "exact" if sketch.digest == other.digest else "contained" if pair.is_part else "near"
    return _describe_kept(group, sketch) | {
        "kept": False,
        "duplicate_of": other.article,
        "kind": kind,
        "containment": round(pair.containment, 4),
        "shared": len(shared) if kind == "exact" else pair.shared,
        "compared": len(shared) if kind == "exact" else pair.compared,
        "start": int(min(sketch.starts[shared], default=0)),
        "end": int(max(sketch.ends[shared], default=0)),
    }
