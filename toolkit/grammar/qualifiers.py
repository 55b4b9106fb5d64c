"""Whether a verb is negated or hedged, read from a parsed sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.base import read_tone_words

if TYPE_CHECKING:
    from toolkit.grammar.tokens import Token

NEGATORS = {"not", "n't", "never", "no", "nor", "neither", "nobody", "nothing", "none", "hardly"}
REFUSING = {
    "avoid", "decline", "deny", "fail", "forbid", "oppose", "prevent", "refuse", "reject", "stop",
}  # fmt: skip
RAISING = {  # "not think that it is", "not want to be": it is not
    "believe", "expect", "have", "intend", "need", "plan", "think", "try", "want",
}  # fmt: skip
DENYING = {"deny", "doubt", "dispute"}
HEDGING_MODALS = {"may", "might", "could"}
HEDGING_HEADS = {
    "appear", "doubt", "likely", "look", "possible", "seem", "suspect", "unlikely",
}  # fmt: skip
FREQUENT = {"generally", "often", "sometimes", "typically", "usually"}  # no doubt about it
CLIMBED = {"xcomp", "ccomp", "pcomp", "acl"}  # a verb below another that may take it back
HIGHEST = 4  # verbs looked at, from one of the headline or body upwards; a bound, not tuned
ARGUMENTS = {"nsubj", "nsubjpass", "dobj", "attr"}
NEGATION, HEDGE = "negation", "hedge"
BOTH = (NEGATION, HEDGE)


def find_qualifier(token: Token, what: str) -> Token | None:
    """Find the word that negates or hedges a verb, or None."""
    return _find_negation(token) if what == NEGATION else _find_hedge(token)


def is_complement(token: Token) -> bool:
    """Tell whether a word is what "is" ties to its subject."""
    return token.relation in {"attr", "acomp"} and token.head.lemma == "be"


def _climb(token: Token) -> list[Token]:
    """List a verb and those above it that may hedge it or take it back."""
    chain = [token]
    while len(chain) < HIGHEST:
        last = chain[-1]
        own = last.find_children("aux", "nsubj", "nsubjpass", "neg")
        is_joined = last.relation == "conj" and not own
        if not (last.relation in CLIMBED or is_complement(last) or is_joined):
            break
        chain.append(last.head)
    return chain


def _find_negation(token: Token) -> Token | None:
    below = token
    for verb in _climb(token):
        if verb.lower == "without" or (verb is not below and _takes_back(verb, below)):
            return verb
        is_own = verb is below or below.relation in {"conj", "attr", "acomp"}
        if not is_own and verb.lemma not in RAISING:
            return None
        below = verb
        for child in verb.children:
            if is_negator(child) and not _is_not_only(child):
                return child
            if child.relation in ARGUMENTS:
                no = next((word for word in child.children if word.lower == "no"), None)
                if no is not None:
                    return no
    return None


def is_denial(word: str) -> bool:
    """Tell whether a word, by itself, says no: not, never, don't."""
    word = word.lower().replace("\u2019", "'")
    return word in NEGATORS or word == "cannot" or word.endswith("n't")


def is_negator(token: Token) -> bool:
    """Tell whether a word negates."""
    word = token.lower.replace("\u2019", "'")
    return bool(token.relation == "neg") or word in NEGATORS


def _takes_back(verb: Token, below: Token) -> bool:
    """Tell whether a verb says that what stands below it is not so: "refused to go"."""
    if below.relation == "ccomp":
        return verb.lemma in DENYING
    return below.relation in {"xcomp", "pcomp"} and verb.lemma in REFUSING


def _is_not_only(token: Token) -> bool:
    after = token.doc[token.i + 1 : token.i + 2]
    return bool(after) and after[0].lower in {"only", "just", "merely", "simply"}


def _find_hedge(token: Token) -> Token | None:
    for step, verb in enumerate(_climb(token)):
        if step and verb.lemma in HEDGING_HEADS:
            return verb
        for child in verb.children:
            if is_hedge(child):
                return child
    before = token.doc[max(0, token.i - 1) : token.i]  # wherever the parser hung it
    return next((word for word in before if is_hedge(word)), None)


def is_hedge(token: Token) -> bool:
    """Tell whether a word leaves open whether it is so."""
    if token.lower in HEDGING_MODALS:
        return bool(token.tag == "MD")  # not the month
    kinds = read_tone_words().entries.get(token.lower, ())
    return ("hedging", "adverb") in kinds and token.lower not in FREQUENT
