"""Who was asked and did not answer: "declined to comment", "could not be reached"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.attribution.reports import (
    find_subject,
    is_outlet,
    list_cue,
    list_phrase,
    list_runs,
)
from toolkit.base import FURNITURE, Act, Finder, Quotation, read_noun_kinds, read_source_nouns
from toolkit.grammar import SUBJECTS, is_negator

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from toolkit.base import Span
    from toolkit.grammar import Passage, Token

# What a reporter sends, and what may come back.
REQUESTS = {
    "call", "email", "e-mail", "inquiry", "enquiry", "interview", "letter", "mail", "message",
    "query", "question", "request", "text",
}  # fmt: skip
TRIES = {"attempt", "effort"}
ANSWERS = {"comment", "reply", "response"}
ANSWERING = {"answer", "comment", "elaborate", "reply", "respond"}
# Whoever "would not" do one of these keeps something to themselves.
TELLING = {
    "comment", "confirm", "detail", "disclose", "discuss", "elaborate", "explain", "identify",
    "name", "reveal", "say", "specify", "speak", "talk",
}  # fmt: skip
# What whoever "declined to" do it keeps back; who refuses to, if it is something told.
WITHHOLDING = {"deny", "give", "provide", "release", "share"}
TOLD = {*ANSWERS, "answer", "detail", "explanation", "information", "interview", "name", "reason"}
BEING = {"draw", "interview", "quote"}  # whoever "declined to be" it does not answer
WILLING = {"would", "\u2019d", "'d"}
# What whoever "will not" do it keeps to themselves; who "will not speak" may be elsewhere.
UNWILLING = {"comment", "confirm", "disclose", "discuss", "elaborate", "reveal", "say", "specify"}
REACHING = {"contact", "reach"}
# Whoever reaches somebody for a story, and by what.
REPORTERS = {
    "agency", "journalist", "media", "newspaper", "paper", "press", "reporter", "email", "e-mail",
    "fax", "mail", "message", "phone", "telephone", "text",
}  # fmt: skip
MEETING = {"speak", "talk"}
GIVING = {"give", "have", "issue", "make", "offer", "provide"}
KEEPING = {"keep", "remain", "stay"}
REFUSING = {"decline", "refuse", "reject", "turn"}
COMPLEMENTS = {
    "acomp", "advmod", "attr", "ccomp", "dative", "dobj", "npadvmod", "prep", "prt", "xcomp",
}  # fmt: skip
SPEAKERS = {"group", "organisation", "person"}
THINGS = {"it", "that", "this", "these", "those", "which"}
PLACES = {"FAC", "GPE", "LOC"}


def find_silences(passages: Iterable[Passage], quoted: Sequence[Span]) -> list[Quotation]:
    """Find who was asked and did not answer, by the verbs that say so.

    Parameters
    ----------
    passages : iterable of Passage
        Of one article.
    quoted : sequence of Span
        Its stretches in marks, in which nobody is looked for.

    Returns
    -------
    list of Quotation
        In reading order, with the act ``no_comment``. The source is who was asked, the content
        what they did not do: ``to a request for comment``, ``whether the bridge is safe``.
    """
    return [
        silence
        for passage in passages
        if passage.part.kind not in FURNITURE
        for verb in passage.doc
        if verb.word_class in {"VERB", "AUX"}
        for silence in _read_silence(passage, verb)
        if not any(silence.cue[0].overlaps(stretch) for stretch in quoted)
    ]


def _read_silence(passage: Passage, verb: Token) -> Iterator[Quotation]:
    asked, content = _find_asked(verb) or ([], [])
    cue = _list_own(verb)
    if asked:  # "calls went unanswered"
        cue += [state.i for state in verb.find_children("acomp")]
    elif _keeps_silent(verb):
        subject = find_subject(verb)
        if subject is None or not _may_speak(subject, verb):
            return
        asked = list_phrase(subject, verb)
        content = _list_complement(verb)
        if not content:  # "did not comment": what was not done is the verb itself
            cue, content = [number for number in cue if number != verb.i], [verb.i]
    if asked and cue:
        yield Quotation(
            content=_place(passage, content),
            cue=_place(passage, cue),
            source=_place(passage, asked),
            act=Act.NO_COMMENT,
            finder=Finder.CLAUSES,
        )


def _place(passage: Passage, numbers: Iterable[int]) -> tuple[Span, ...]:
    doc = passage.doc
    return tuple(passage.place(doc[run[0]], doc[run[-1]]) for run in list_runs(numbers))


@dataclass(frozen=True, slots=True)
class Clause:
    """A verb with what decides whether its subject kept silent."""

    verb: Token
    lemma: str
    is_negated: bool
    beside: frozenset[str]  # the words that hang on the verb, in lower case
    thing: frozenset[str]  # the lemmas of its object
    state: str  # "unavailable", "silent"
    below: str  # the lemma of the infinitive behind it: "give", "give up"
    kept: frozenset[str]  # the lemmas of all its words


def _read_clause(verb: Token) -> Clause:
    children = {child.relation: child for child in verb.children}
    thing, state, below = (children.get(dep) for dep in ("dobj", "acomp", "xcomp"))
    return Clause(
        verb=verb,
        lemma=verb.lemma.lower(),
        is_negated=any(is_negator(child) for child in verb.children) or _is_none(verb),
        beside=frozenset(child.lower for child in verb.children),
        thing=frozenset(t.lemma.lower() for t in thing.subtree) if thing else frozenset(),
        state=state.lower if state else "",
        below=" ".join(t.lemma.lower() for t in (below, *below.find_children("prt")))
        if below
        else "",
        kept=frozenset(t.lemma.lower() for t in below.subtree) if below else frozenset(),
    )


def _keeps_silent(verb: Token) -> bool:
    """Tell whether the subject of a verb does not answer."""
    clause = _read_clause(verb)
    return any(test(clause) for test in TESTS)


def _does_not_answer(clause: Clause) -> bool:
    """Tell whether "did not reply to an email", "did not return calls", "would not say why"."""
    if not clause.is_negated:
        return False
    if clause.lemma in ANSWERING:
        return _is_answer_to_request(clause.verb)
    if clause.lemma == "return":
        return not clause.thing.isdisjoint(REQUESTS)
    if clause.lemma in UNWILLING and not clause.beside.isdisjoint({"will", "wo"}):
        return True
    if clause.lemma in MEETING and not _is_to_reporter(clause.verb):
        return False
    return clause.lemma in TELLING and not clause.beside.isdisjoint(WILLING)


def _is_out_of_reach(clause: Clause) -> bool:
    """Tell whether "could not be reached", "was not available for comment"."""
    if clause.lemma in REACHING:
        is_passive = clause.verb.find_children("auxpass") != []
        can = not clause.beside.isdisjoint({"ca", "can", "could"})
        return clause.is_negated and is_passive and can and _is_by_reporter(clause.verb)
    is_away = clause.state == "unavailable" or (clause.is_negated and clause.state == "available")
    return clause.lemma == "be" and is_away and _is_for_comment(clause.verb)


def _gives_none(clause: Clause) -> bool:
    """Tell whether "had no comment", "gave no reply", "ignored requests", "remained silent"."""
    if clause.lemma in GIVING:
        return "no" in clause.thing and not clause.thing.isdisjoint(ANSWERS)
    if clause.lemma in KEEPING:
        return clause.state in {"mum", "silent", "tight-lipped"}
    return clause.lemma == "ignore" and not clause.thing.isdisjoint(REQUESTS)


def _refuses(clause: Clause) -> bool:
    """Tell whether "declined to comment", "turned down an interview", "has yet to respond"."""
    if clause.lemma in REFUSING and not clause.thing.isdisjoint({"comment", "interview"}):
        return True
    if clause.lemma in {"have", "be"} and "yet" in clause.beside:
        return clause.below in ANSWERING
    if clause.lemma not in {"decline", "refuse"}:
        return False
    if clause.below in WITHHOLDING:
        return clause.lemma == "decline" or not clause.kept.isdisjoint(TOLD)
    return clause.below in ANSWERING | TELLING | BEING


TESTS = (_does_not_answer, _is_out_of_reach, _gives_none, _refuses)


def _is_by_reporter(verb: Token) -> bool:
    """Tell whether nobody but a reporter tried: not "reached by rescue teams"."""
    agents = [noun for by in verb.find_children("agent") for noun in by.children]
    return all(t.lemma.lower() in REPORTERS or is_outlet(t) for t in agents)


def _is_to_reporter(verb: Token) -> bool:
    """Tell whether "speak to reporters", "talk about it", and not "speak at the summit"."""
    words = {token.lemma.lower() for token in verb.subtree if token.i > verb.i}
    behind = {child.lower for child in verb.rights}
    return bool(words & REPORTERS) or not behind.isdisjoint({"about", "of", "on"})


def _is_for_comment(token: Token) -> bool:
    return any(word.lower in {"comment", "interview"} for word in token.subtree)


def _is_none(verb: Token) -> bool:
    """Tell whether nobody does it: "neither Lee nor Clark", "none of them"."""
    subject = find_subject(verb)
    if subject is None:
        return False
    return not {"neither", "none", "nobody"}.isdisjoint(t.lower for t in subject.subtree)


def _is_answer_to_request(verb: Token) -> bool:
    """Tell whether what was not answered is a request, or is not named."""
    words = {token.lemma.lower() for token in verb.subtree if token.i > verb.i}
    to = [
        child for child in verb.rights if child.lower in {"to", "for"} or child.relation == "dobj"
    ]
    return verb.lemma.lower() == "comment" or not to or bool(words & (REQUESTS | {"comment"}))


def _may_speak(subject: Token, verb: Token) -> bool:
    """Tell whether a subject can be asked: no deal that "could not be reached"."""
    if _is_for_comment(verb):
        return True
    if subject.word_class == "PRON":
        return subject.lower not in THINGS
    if subject.word_class == "PROPN":
        return subject.entity not in PLACES
    noun = subject.lemma.lower()
    return (read_noun_kinds().get(noun) or read_source_nouns().get(noun)) in SPEAKERS


def _list_own(verb: Token) -> list[int]:
    """List the words of a cue without the preposition behind it: "could not be reached"."""
    return [number for number in list_cue(verb) if verb.doc[number].relation != "prep"]


def _list_complement(verb: Token) -> list[int]:
    """List the words behind a verb that say what was asked, up to the next clause."""
    numbers: list[int] = []
    own = _list_own(verb)
    for child in verb.rights:
        if child.i in own:
            continue
        if child.relation not in COMPLEMENTS:
            break
        numbers += [token.i for token in child.subtree if token.i > own[-1]]
    return numbers


def _find_asked(verb: Token) -> tuple[list[int], list[int]] | None:
    """Find whom requests reached that "were not answered", and the requests themselves."""
    own = verb.find_children(*SUBJECTS)
    subject = own[0] if own else verb.find_child("attr")
    is_open = _is_left_open(verb) if own else verb.find_children("expl") != []
    if subject is None or not is_open:
        return None
    is_answer = subject.lemma.lower() in ANSWERS
    if is_answer and not any(child.lower == "no" for child in subject.children):
        return None
    if not is_answer and subject.lemma.lower() not in REQUESTS | TRIES:
        return None
    for token in verb.subtree:
        is_asked = (token.relation == "pobj" and token.head.lower in {"from", "to", "with"}) or (
            token.relation == "dobj" and token.head.lemma in REACHING
        )
        if is_asked and _may_speak(token, token):
            return list_phrase(token, verb), list(range(subject.left_edge.i, subject.i + 1))
    return None


def _is_left_open(verb: Token) -> bool:
    """Tell whether requests "were not answered", "went unanswered" or "were unsuccessful"."""
    lemma = verb.lemma.lower()
    states = {state.lower for state in verb.find_children("acomp", "oprd")}
    if lemma in {"be", "go", "prove"}:
        return bool(states & {"unanswered", "unreturned", "unsuccessful", "available"})
    is_passive = verb.find_children("auxpass") != []
    is_negated = any(is_negator(child) for child in verb.children)
    return is_passive and is_negated and lemma in {"acknowledge", "answer", "return"}
