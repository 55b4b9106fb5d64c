"""How likely it is that a quotation is a statement, and no deed, vote or topic: learned."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from toolkit.base import rate_chance, read_cues, read_statement_weights, weigh_facts
from toolkit.grammar import find_tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.base import Quotation
    from toolkit.grammar import Passage, Token, Tokens

FEW = 5  # words under which a content is short
OPENING = {
    "about", "against", "as", "for", "from", "how", "if", "in", "of", "on", "that", "to", "what",
    "whether", "why", "with",
}  # fmt: skip
DENYING = {"declined", "n't", "n\u2019t", "never", "not", "refused", "yet"}
UNFINISHED = {"VB", "VBG", "VBN"}  # forms of a verb that make no sentence


def rate_statement(passages: Sequence[Passage], quotation: Quotation) -> float:
    """Give the chance that a careful reader would call a quotation a statement.

    Parameters
    ----------
    passages : sequence of Passage
    quotation : Quotation

    Returns
    -------
    float
        From 0 to 1.

    Notes
    -----
    A logistic regression on `list_signs`; training/train_statements.py learns the weights and
    tells how often chances like this one were right in articles that it had not seen.
    """
    return weigh_facts(list_signs(passages, quotation), read_statement_weights())


def list_signs(passages: Sequence[Passage], quotation: Quotation) -> dict[str, float]:
    """List what speaks for a statement and against it: its reading, its cue, its words.

    Returns
    -------
    dict of str to float
        Signs that hold are 1, those that do not are left out or 0; the rest are numbers of
        about -2 to 2.
    """
    signs = {
        "always": 1.0,
        "reading": rate_chance(quotation.confidence),
        f"found by {quotation.finder}": 1.0,
        f"act: {quotation.act}": 1.0,
        f"form: {quotation.form}": 1.0,
        "no source": float(not quotation.source),
        "no cue": float(not quotation.cue),
    }
    content = find_tokens(passages, quotation.content[0])
    is_finite = content is not None and any(map(_is_finite, content))
    if content is not None:
        signs |= _list_of_content(content, is_finite=is_finite)
        signs[f"phrase, {quotation.form}"] = float(not is_finite)
    for span in quotation.cue[:1]:
        signs["cue before"] = float(span.start < quotation.content[0].start)
        if (cue := find_tokens(passages, span)) is not None:
            signs |= _list_of_cue(cue, is_finite=is_finite)
    for span in quotation.source[:1]:
        if (source := find_tokens(passages, span)) is not None:
            signs |= {f"source: {source.root.word_class}": 1.0, f"source: {source.root.tag}": 1.0}
    return signs


def _is_finite(token: Token) -> bool:
    return token.word_class in {"VERB", "AUX"} and token.tag not in UNFINISHED


def _list_of_content(content: Tokens, *, is_finite: bool) -> dict[str, float]:
    first, root = content[0], content.root
    signs = {
        "words": math.log1p(len(content)) - 2,
        "few words": float(len(content) < FEW),
        f"head: {root.word_class}": 1.0,
        f"head is {root.relation}": 1.0,
        "finite": float(is_finite),
        "a thing": float(first.word_class in {"DET", "PRON"} and not is_finite),
    }
    return signs | ({f"opens: {first.lower}": 1.0} if first.lower in OPENING else {})


def _list_of_cue(cue: Tokens, *, is_finite: bool) -> dict[str, float]:
    verb = next((token for token in reversed([*cue]) if token.word_class == "VERB"), cue.root)
    lemma = verb.lemma.lower()
    is_known = lemma in read_cues()
    return {
        f"cue: {lemma}": 1.0,
        f"cue: {verb.tag}": 1.0,
        "known cue": float(is_known),
        "known cue of a phrase": float(is_known and not is_finite),
        "other cue of a phrase": float(not is_known and not is_finite),
        "denied": float(any(token.lower in DENYING for token in cue)),
        "words of the cue": math.log1p(len(cue)),
    }
