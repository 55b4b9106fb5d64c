"""Which words and phrases an article is about, and why."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from toolkit.base import (
    FURNITURE,
    REMEMBERED,
    ToolkitError,
    check_choice,
    list_parts,
    read_stop_words,
    read_word_classes,
    stem,
)
from toolkit.engine import ENGLISH
from toolkit.tables import ARTICLE, Column, Table, iter_articles
from toolkit.words.frequency import find_terms

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from toolkit.base import Article
    from toolkit.engine import Articles, Engine

KINDS = ("words", "phrases")
KEYWORDS = Table("keyword_table", (
    ARTICLE,
    Column("term", "str", "As the article writes it most often."),
    Column("score", "float64", "Higher is more of a key word.",
           "from 0, comparable inside one article only"),
    Column("occurrences", "int64", "Where the term stands, in any inflected form.", "places"),
    Column("per_thousand", "float64", "How often the term occurs.", "per 1,000 words"),
    Column("first", "int64", "Offset of the first place in the text.", "characters"),
    Column("starts", "object", "Offsets of all places, a tuple of int.", "characters"),
    Column("reasons", "str", "What the score is the product of."),
    Column("note", "str", "\"occurs once\": place and length alone put it here."),
), file="keywords")  # fmt: skip
# The weights of key words and phrases, chosen on the development halves of KPCrowd and DUC-2001
# (benchmarks/words/): each can be changed by half without losing a point of F1.
LONGEST = 10  # letters; a longer word is not a better one
LONGEST_PHRASE = 5  # words
SINGLE = 0.3  # a phrase of one word is worth this much of one of two
EARLY, FADING = 2, 4  # a phrase at the very start counts threefold, at the very end hardly more


@KEYWORDS.describes
def keyword_table(
    articles: Articles,
    *,
    kind: str = "words",
    limit: int = 50,
    engine: Engine = ENGLISH,
) -> pd.DataFrame:
    """Make one row per article and word or phrase that it is about, best first.

    Parameters
    ----------
    articles : Article, Attribution, or iterable of them
    kind : {"words", "phrases"}
        ``words``: single words, inflected forms together. ``phrases``: adjectives and
        nouns that stand together and end with a noun, such as "Syria ceasefire agreement".
    limit : int
        Rows at most for each article.
    engine : Engine, optional
        What reads the articles.

    Returns
    -------
    DataFrame
        {columns}

    Raises
    ------
    ToolkitError
        If `kind` is neither, or `limit` is less than 1.

    Notes
    -----
    Words score occurrences times letters, up to ten of them: in a language, longer words
    carry more information (Piantadosi, Tily and Gibson 2011). Phrases score the product of
    the mean root of the occurrences of their words; the place of the first one; the cube
    root of the phrase's own occurrences; and the share of its borders at which no further
    noun or adjective stands; single words count less. A phrase inside a better one is left
    out. No corpus is needed, only Porter stems, two lists of stop words and a lexicon of
    word classes; a verb that the lexicon takes for a noun gives a false phrase.

    Examples
    --------
    >>> from toolkit.base.article import Article
    >>> article = Article("Trust is low. Putin trusts nobody. No trust, no deal.", id="a1")
    >>> keyword_table(article, limit=1)[["article", "term", "starts", "reasons"]]
      article   term       starts                    reasons
    0      a1  Trust  (0, 20, 38)  3 occurrences x 5 letters
    """
    check_choice("kind", kind, KINDS)
    if limit < 1:
        raise ToolkitError(f"limit: must be at least 1; found {limit}")
    rank = _rank_words if kind == "words" else _rank_phrases
    rows: list[dict[str, object]] = []
    for article in iter_articles(articles, engine):
        words = _find_stems(article)
        rows += (
            {
                "article": article.id,
                "term": candidate.term,
                "score": candidate.score,
                "occurrences": len(candidate.starts),
                "per_thousand": 1000 * len(candidate.starts) / len(words),
                "first": candidate.starts[0],
                "starts": tuple(candidate.starts),
                "reasons": candidate.reasons,
                "note": "occurs once" if len(candidate.starts) == 1 else "",
            }
            for candidate in rank(words)[:limit]
        )
    return KEYWORDS.make(rows)


@dataclass(slots=True)
class _Word:
    """A word of a story, as key words and phrases are made of."""

    start: int
    text: str  # without a possessive 's
    term: str
    stem: str
    opens: bool  # punctuation stands before it
    begins: bool  # a sentence, or something like one, begins with it
    possessive: bool


@dataclass(slots=True)
class _Candidate:
    """A possible key word or phrase: where it stands and how it is written."""

    position: int  # of its first place, counted in words
    starts: list[int] = field(default_factory=list)
    surfaces: list[str] = field(default_factory=list)  # as written at each of them
    borders: int = 0  # where no further noun or adjective stands; two at each place
    score: float = 0.0
    reasons: str = ""

    @property
    def term(self) -> str:
        """The spelling met most often; of equals, the first."""
        return Counter(self.surfaces).most_common(1)[0][0]


def _find_stems(article: Article) -> list[_Word]:
    words: list[_Word] = []
    text = article.text
    for part in list_parts(article):
        if part.kind in FURNITURE:
            continue
        end = part.span.start
        for number, term in enumerate(find_terms(article, part)):
            gap, surface = text[end : term.start], text[term.start : term.end]
            possessive = surface[-2:] in ("'s", "\u2019s") and not term.term.endswith("'s")
            words.append(
                _Word(
                    start=term.start,
                    text=surface[:-2] if possessive else surface,
                    term=term.term,
                    stem=stem(surface),
                    opens=number == 0 or not gap.isspace(),
                    begins=number == 0 or any(mark in gap for mark in '.?!:"\u201c\n'),
                    possessive=possessive,
                )
            )
            end = term.end
    return words


def _rank_words(words: list[_Word]) -> list[_Candidate]:
    left_out = read_stop_words("english") | read_stop_words("newsroom")
    candidates: dict[str, _Candidate] = {}
    for position, word in enumerate(words):
        if word.term not in left_out and len(word.term) > 1 and not word.term[0].isdigit():
            found = candidates.setdefault(word.stem, _Candidate(position))
            found.starts.append(word.start)
            found.surfaces.append(word.text)
    for candidate in candidates.values():
        occurrences = len(candidate.starts)
        letters = min(len(candidate.term), LONGEST)
        candidate.score = float(occurrences * letters)
        held = f" (of {len(candidate.term)})" if len(candidate.term) > LONGEST else ""
        candidate.reasons = f"{occurrences} occurrences x {letters} letters{held}"
    return sorted(candidates.values(), key=lambda found: (-found.score, found.position))


def _rank_phrases(words: list[_Word]) -> list[_Candidate]:
    chunks = _find_chunks(words)
    counts = Counter(words[number].stem for chunk in chunks for number in chunk)
    candidates: dict[str, _Candidate] = {}
    for chunk in chunks:
        for first, last in _list_phrases(words, chunk):
            piece = words[chunk[first] : chunk[last] + 1]
            key = " ".join(word.stem for word in piece)
            found = candidates.setdefault(key, _Candidate(chunk[first]))
            found.starts.append(piece[0].start)
            found.surfaces.append(" ".join(word.text for word in piece))
            found.borders += (first == 0) + (last == len(chunk) - 1)
    for key, candidate in candidates.items():
        _score_phrase(candidate, [counts[word] for word in key.split()], len(words))
    ranked = sorted(candidates, key=lambda key: (-candidates[key].score, candidates[key].position))
    kept: list[str] = []
    better = ""  # all that were kept, between bars, to look a phrase up in them at once
    for key in ranked:
        if candidates[key].borders and f" {key} " not in better:
            kept.append(key)
            better += f"| {key} "
    return [candidates[key] for key in kept]


def _score_phrase(candidate: _Candidate, counts: list[int], words: int) -> None:
    occurrences = len(candidate.starts)
    factors = {
        "frequent words": sum(map(math.sqrt, counts)) / len(counts),
        "early": 1 + EARLY * math.exp(-FADING * candidate.position / words),
        "repeated": occurrences ** (1 / 3),
        "whole": candidate.borders / (2 * occurrences),
    }
    if len(counts) == 1:
        factors["single word"] = SINGLE
    candidate.score = math.prod(factors.values())
    candidate.reasons = " x ".join(f"{name} {factor:.2f}" for name, factor in factors.items())


def _list_phrases(words: list[_Word], chunk: list[int]) -> Iterator[tuple[int, int]]:
    """Yield where in a chunk phrases begin and end: all sequences that end with a noun."""
    classes = [_find_class(words[number].text, begins=words[number].begins) for number in chunk]
    for last, word_class in enumerate(classes):
        if word_class == "noun":
            yield from (
                (first, last) for first in range(max(0, last + 1 - LONGEST_PHRASE), last + 1)
            )


def _find_chunks(words: list[_Word]) -> list[list[int]]:
    """Find the runs of nouns and adjectives, as numbers of words."""
    chunks: list[list[int]] = [[]]
    for number, word in enumerate(words):
        if word.opens and chunks[-1]:
            chunks.append([])
        if _belongs(words, number, chunks[-1]):
            chunks[-1].append(number)
            if word.possessive:
                chunks.append([])
        elif chunks[-1]:
            chunks.append([])
    return [chunk for chunk in chunks if chunk]


def _belongs(words: list[_Word], number: int, chunk: list[int]) -> bool:
    word = words[number]
    if word.term == "of":  # in a name: Secretary of State
        neighbours = words[number - 1 : number + 2] if chunk else []
        return (
            len(neighbours) == 3  # noqa: PLR2004 - the word before, of, the word after
            and neighbours[0].text[0].isupper()
            and neighbours[2].text[0].isupper()
            and not neighbours[2].opens
        )
    if word.term in read_stop_words("english") or word.term in read_stop_words("newsroom"):
        return False
    if len(word.term) == 1 or word.term.replace(".", "").replace(",", "").isdigit():
        return False
    return _find_class(word.text, begins=word.begins) != "other"


@lru_cache(REMEMBERED)
def _find_class(word: str, *, begins: bool) -> str:
    """Tell whether a word is mostly a noun, an adjective, or something other."""
    classes = read_word_classes()
    tag = classes.get(word, "")
    if begins and not tag.startswith("NNP"):  # its capital may be that of the sentence
        tag = classes.get(word.lower(), tag)
    if not tag and not word[0].isupper():
        tag = _guess_tag(word)
    if not tag or tag.startswith("NN"):
        return "noun"
    return "adjective" if tag == "JJ" else "other"


def _guess_tag(word: str) -> str:
    """Guess the class of a word that the lexicon does not have by how it ends."""
    if word.endswith(("ly", "ed", "ing")):
        return "RB"
    endings = ("al", "ous", "ive", "ic", "able", "ible", "ary", "ish", "less", "ful")
    return "JJ" if word.endswith(endings) else "NN"
