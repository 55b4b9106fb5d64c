"""Forms of words: without case, possessive and accents of typing; by stem."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from toolkit.base.lexicon import read_stop_words

if TYPE_CHECKING:
    from collections.abc import Callable

KEPT_CAPITALS = frozenset({"US", "WHO"})  # in small letters, these would be words of grammar
REMEMBERED = 1 << 17  # words with their punctuation; each takes some 200 bytes


@lru_cache(REMEMBERED)
def normalise(word: str) -> str:
    """Give the term that a word counts as when forms are counted.

    Examples
    --------
    >>> [normalise(word) for word in ("Russia's", "It's", "U.S.", "us", "state-run")]
    ['russia', "it's", 'US', 'us', 'state-run']
    """
    word = word.replace("\u2019", "'")
    if word.endswith("."):
        word = word.replace(".", "")
    folded = word.casefold()
    is_name = word.endswith("'s") and word[:-2] in KEPT_CAPITALS  # WHO's, which is not who's
    if folded.endswith("'s") and (is_name or folded not in read_stop_words()):
        word, folded = word[:-2], folded[:-2]
    return word if word in KEPT_CAPITALS else folded


@lru_cache(REMEMBERED)
def stem(word: str) -> str:
    """Give the Porter stem of a word's term.

    Examples
    --------
    >>> stem("Agreements"), stem("US")
    ('agreement', 'US')
    """
    return _load_stemmer()(normalise(word), False)  # noqa: FBT003 - keep capitals


@cache
def _load_stemmer() -> Callable[[str, bool], str]:
    from nltk.stem.porter import PorterStemmer  # type: ignore[import-untyped]

    stem_word: Callable[[str, bool], str] = PorterStemmer().stem
    return stem_word
