"""What a headline's verbs say, beside the deeds of the body: doer, form, hedge and denial."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.base import WORD, Span, stem
from toolkit.grammar import (
    BOTH,
    HEDGE,
    HEDGING_HEADS,
    NEGATION,
    REFUSING,
    find_qualifier,
    is_complement,
    is_hedge,
    is_negator,
)
from toolkit.narrative.headline_findings import Element, Flag, Found, Status, share_word
from toolkit.narrative.headline_page import (
    Owner,
    Page,
    Parsed,
    Word,
    get_stem,
    is_among,
    is_content,
    list_names,
)
from toolkit.people import find_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.grammar import Token

LEAST_CONTEXT = 0.2  # of the weight of a headline's other words, in the sentence of a verb
NEAR_BEST = 0.95  # of the best context; matches at least as good are asked as well
LEAST_LIGHT = 0.4  # the same, for a verb that says little by itself
LEAST_ARGUMENTS = 0.3  # of the weight of a clause, for another verb to paraphrase it
CLOSE = 0.8  # of the best share; such sentences are asked whether they deny anything
LEAST_DONE = 0.5  # of the weight of a headline, in a sentence about the deeds of somebody else

OPEN_MODALS = {"can", "would", "should"}  # of a headline: neither hedged nor plain
LIGHT = {"be", "do", "get", "give", "go", "have", "make", "put", "take"}
SPEAKING = {"say", "tell", "report", "argue", "claim"}

DROPPED = {NEGATION: Flag.NEGATION_DROPPED, HEDGE: Flag.HEDGE_DROPPED}


def find_predicates(page: Page) -> Iterator[Found]:
    """Find the verbs of a headline, each beside the deed of the body that fits it best."""
    names = list_names(page)
    cues = [span for a in page.list_own() for span in (*a.quotation.cue, *a.quotation.source)]
    speaking = {w.stem for w in page.head.words if is_among(w.span, cues)}
    content = {w.stem for w in page.head.words} - speaking
    sources = [span for a in page.list_own() for span in a.quotation.source]
    for token in _list_predicates(page, [*names, *sources]):
        yield _match_predicate(page, token, content)


def _list_predicates(page: Page, taken: Sequence[Span]) -> list[Token]:
    tokens = [token for sentence in page.head.sentence_tokens for token in sentence]
    free = [token for token in tokens if not is_among(page.head.place(token), taken)]
    found = {
        token.i
        for token in free
        if token.lemma not in SPEAKING
        and is_content(token)
        and (_is_verbal(page.body, token) or is_complement(token))
    }
    covering = [token for token in free if token.i in found]
    covered = {find_qualifier(token, what) for token in covering for what in BOTH}
    for token in tokens:
        is_contrast = token.i > 0 and token.neighbour(-1).text == ","  # "trust Lee, not Clark"
        is_qualifier = (is_negator(token) and not is_contrast) or is_hedge(token)
        is_own = token.head in free and not (  # "says no to Lee"
            token.lower == "no" and token.head.lemma in SPEAKING
        )
        if is_qualifier and token not in covered and is_own:
            found.add(token.head.i)
    return [token for token in free if token.i in found]


def _is_verbal(body: Parsed, token: Token) -> bool:
    """Tell whether a word of the headline is a verb: as in the body, or else to the parser."""
    forms = {token.lower, token.lemma.lower()}
    same = [
        word.token
        for word in body.by_stem[get_stem(token)]
        if {word.token.lower, word.token.lemma.lower()} & forms
    ]
    verbs = sum(other.word_class == "VERB" for other in same)
    if same and 2 * verbs != len(same):
        return 2 * verbs > len(same)
    return bool(token.word_class == "VERB")


def _match_predicate(page: Page, token: Token, content: set[str]) -> Found:
    body, span = page.body, page.head.place(token)
    rest = {term for term in content if body.by_stem[term]} - {get_stem(token)}
    least = LEAST_LIGHT if token.lemma in LIGHT else LEAST_CONTEXT
    scored = [
        (body.compare(rest, body.sentences[word.sentence]), word)
        for word in body.by_stem[get_stem(token)]
    ]
    scored = [pair for pair in scored if pair[0] >= least or not rest]
    scored.sort(key=lambda pair: -pair[0])
    near = [word for score, word in scored if score >= NEAR_BEST * scored[0][0]]
    near = near or _find_same_arguments(page, token)
    match = near[0] if near else None
    status = _compare_forms(token, match.token) if match else Status.ABSENT
    flag, evidence = _compare_qualifiers(page, token, near, content)
    if flag is None:
        other = _find_other_doer(page, token, content)
        if other is not None:
            return Found(Element.PREDICATE, span, status, other.place, Flag.DOER)
    return Found(Element.PREDICATE, span, status, match and match.span, flag, evidence)


def _find_other_doer(page: Page, token: Token, content: set[str]) -> Owner | None:
    """Find who else does what a person does in the headline, in the closest sentences."""
    said = [span for own in page.list_own() for span in own.quotation.content]
    if is_among(page.head.place(token), said):
        return None
    subjects = [page.head.place(child) for child in token.children if child.relation == "nsubj"]
    names = [
        name.name
        for name in find_names(page.article)
        if name.name in page.persons and any(is_among(place, name.mentions) for place in subjects)
    ]
    if not names:
        return None
    other = find_other_owner(page, names[0], content, LEAST_DONE)
    has_verb = other is not None and get_stem(token) in page.body.sentences[other.sentence]
    return other if has_verb else None


def find_other_owner(page: Page, name: str, content: set[str], least: float) -> Owner | None:
    """Find who says or does what a headline gives to somebody, where that one does not."""
    own = {stem(word) for word in WORD.findall(name)}
    content = {term for term in content - own if page.body.by_stem[term]}
    shares = [page.body.compare(content, sentence) for sentence in page.body.sentences]
    best = max(shares, default=0.0)
    if best < least:
        return None
    owners = [o for o in page.owners if shares[o.sentence] >= CLOSE * best]
    if any(share_word(name, owner.name) for owner in owners):
        return None
    named = " ".join(word.span.of(page.text) for word in page.head.words)
    others = [owner for owner in owners if not share_word(named, owner.name)]
    return max(others, key=lambda owner: shares[owner.sentence], default=None)


def _compare_forms(token: Token, other: Token) -> Status:
    if token.lower == other.lower:
        return Status.VERBATIM
    same = {token.lemma.lower(), token.lower} & {other.lemma.lower(), other.lower}
    return Status.LEMMA if same else Status.PARAPHRASE


def _find_same_arguments(page: Page, token: Token) -> list[Word]:
    """Find verbs of the body with the same subject and another word of the same clause."""
    subject, others = _list_arguments(token)
    if not subject or not others:
        return []
    scored = []
    for word in page.body.words:
        if word.token.word_class == "VERB" and page.body.sentences[word.sentence] & subject:
            its_subject, its_others = _list_arguments(word.token)
            if its_subject & subject:
                scored.append((page.body.compare(others, its_others), word))
    best = max((score for score, _ in scored), default=0.0)
    return [w for score, w in scored if score == best] if best >= LEAST_ARGUMENTS else []


def _list_arguments(token: Token) -> tuple[set[str], set[str]]:
    subjects = [child for child in token.children if child.relation in {"nsubj", "nsubjpass"}]
    inside = {get_stem(t) for child in subjects for t in child.subtree if is_content(t)}
    heads = {get_stem(child) for child in subjects if is_content(child)}
    whole = {get_stem(t) for t in token.subtree if is_content(t)}
    return heads, whole - inside - {get_stem(token)}


def _compare_qualifiers(
    page: Page, token: Token, near: Sequence[Word], content: set[str]
) -> tuple[Flag | None, Span | None]:
    verbal = [w.token for w in near if w.token.word_class == "VERB" or is_complement(w.token)]
    for what in BOTH:
        own = find_qualifier(token, what)
        theirs = [find_qualifier(other, what) for other in verbal]
        found = [other for other in theirs if other is not None]
        if own is None:
            is_most = len(found) == len(theirs) or (
                what == HEDGE and 2 * len(found) >= len(theirs)
            )
            if found and theirs[0] is not None and is_most and _is_plain(token, what):
                return DROPPED[what], page.body.place(theirs[0])
        elif what == NEGATION and not found:
            is_known = bool(page.body.by_stem[get_stem(token)])
            if theirs or (is_known and not _is_denied(page.body, content)):
                return Flag.NEGATION_ADDED, page.head.place(own)
    return None, None


def _is_plain(token: Token, what: str) -> bool:
    """Tell whether a headline says outright what its verb says: nothing else denies or hedges it.

    A word that describes another is no claim, and "take" and "make" are too common to compare.
    """
    if token.relation in {"amod", "compound"}:
        return False
    if what == NEGATION:
        is_weak = token.lemma in LIGHT or token.lemma in HEDGING_HEADS
        return not is_weak and not any(is_negator(each) for each in token.doc)
    is_open = any(child.lower in OPEN_MODALS for child in token.children)
    return not is_open and not any(
        is_hedge(each) or (each.lemma in HEDGING_HEADS and each.word_class in {"VERB", "ADJ"})
        for each in token.doc
    )


def _is_denied(body: Parsed, content: set[str]) -> bool:
    """Tell whether a sentence that shares most with the headline has a negation of any kind."""
    shares = [body.compare(content, sentence) for sentence in body.sentences]
    least = max(CLOSE * max(shares, default=0.0), LEAST_CONTEXT)
    close = [
        tokens
        for tokens, share in zip(body.sentence_tokens, shares, strict=True)
        if share >= least
    ]
    return not close or any(
        is_negator(token) or token.lower == "without" or token.lemma in REFUSING
        for tokens in close
        for token in tokens
    )
