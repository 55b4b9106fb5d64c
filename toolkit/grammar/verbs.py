"""What a verb is in its clause: a predicate or none, and what it shares with others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from toolkit.base import WORD, read_cues
from toolkit.grammar.pronouns import RELATIVES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.grammar.tokens import Token

SUBJECTS = {"nsubj", "nsubjpass"}
NOMINALS = {"NOUN", "PROPN", "PRON", "NUM", "DET", "ADJ"}

NONFINITE = {"VB", "VBG", "VBN"}
FINITE = {"MD", "VBD", "VBP", "VBZ"}

# A verb in these places is an adjective ("the elected mayor") or a preposition ("including").
NO_PREDICATES = {"amod", "compound", "aux", "auxpass", "prep", "case", "mark", "cc", "advmod"}
LIKE_PREPOSITIONS = {"accord", "base", "compare", "concern", "depend", "follow", "give", "include"}

BARE_INFINITIVE = {"feel", "have", "hear", "help", "let", "make", "see", "watch"}
SMALL_CLAUSES = {
    "call", "consider", "deem", "find", "get", "keep", "leave", "let", "make", "think",
}  # fmt: skip
EMPTY = {"appear", "cost", "emerge", "happen", "remain", "seem", "take", "turn"}

SEMI_MODALS = {  # by lemma and tag
    ("have", ""): "have to", ("go", "VBG"): "be going to", ("use", "VBD"): "used to",
}  # fmt: skip


class Link(StrEnum):
    """What ties a doer or target to its verb."""

    STATED = "stated"  # its own subject, object or agent
    RELATIVE = "relative"  # what "who" or "which" refers to
    SHARED = "shared"  # of the verb that it is coordinated with
    CONTROL = "control"  # of the verb that it depends on: "urged crews to leave"
    MODIFIER = "modifier"  # the noun that a participle describes: "gaps hampering a deal"
    PREPOSITION = "preposition"  # "met with Lee"


def is_predicate(token: Token) -> bool:
    """Tell whether a word is a verb that says what somebody does."""
    if token.relation in NO_PREDICATES or not WORD.search(token.text) or is_be(token):
        return False
    if token.word_class == "AUX":  # the main verb of "had talks"
        return token.find_children("dobj") != []
    is_like_preposition = token.relation in {"advcl", "acl"} and token.tag in {"VBG", "VBN"}
    return token.word_class == "VERB" and not (
        is_like_preposition and token.lemma.lower() in LIKE_PREPOSITIONS
    )


def is_be(token: Token) -> bool:
    """Tell whether a word is a form of "be"."""
    return token.lemma == "be" or token.text[0] in "'\u2019"  # the model knows no curly 's


def read_semi_modal(verb: Token) -> str:
    """Read "have to", "be going to" and "used to"; nothing for other verbs."""
    phrase = SEMI_MODALS.get((verb.lemma.lower(), verb.tag)) or SEMI_MODALS.get(
        (verb.lemma.lower(), "")
    )
    if phrase is None or verb.i + 1 >= len(verb.doc) or verb.neighbour().tag != "TO":
        return ""
    return phrase if any(child.relation == "xcomp" for child in verb.rights) else ""


def is_misread(verb: Token) -> bool:
    """Tell whether a noun was read as a verb: the deal in "Syria deal", which would be "deals"."""
    if verb.tag != "VB" or verb.relation not in {"ROOT", "ccomp", "relcl"} or is_raised(verb):
        return False
    if verb.find_children("aux", "mark", "neg"):
        return False
    subjects = (s for s in verb.find_children("nsubj") if s.tag in {"NN", "NNP"})
    return any(not _list_conjuncts(subject) for subject in subjects)


def is_raised(clause: Token) -> bool:
    """Tell whether the subject of a clause is the object of the verb above: "let him go"."""
    if clause.relation != "ccomp" or clause.find_children("mark"):
        return False
    lemma = clause.head.lemma.lower()
    if clause.word_class in {"ADJ", "NOUN"}:  # "found the plan useful"
        return lemma in SMALL_CLAUSES
    if clause.tag == "VBP" and lemma in {"help", "let", "make"}:  # a tag for an infinitive's
        return True
    return is_nonfinite(clause) and (has_to(clause) or lemma in BARE_INFINITIVE)


def is_nonfinite(verb: Token) -> bool:
    """Tell whether a verb is an infinitive or participle, with no subject of its own."""
    if verb.tag not in NONFINITE or verb.find_children("csubj"):
        return False
    return all(helper.tag not in FINITE for helper in verb.find_children("aux", "auxpass"))


def has_to(verb: Token) -> bool:
    """Tell whether a verb has "to" before it."""
    return any(child.tag == "TO" for child in verb.lefts)


def skip_parenthesis(verb: Token, head: Token) -> Token:
    """Pass over "an official said" in "They met, an official said, and worked on a plan"."""
    if head.lemma.lower() not in read_cues() or verb.i < head.i:
        return head
    if head.relation == "parataxis" and head.head.i < head.i:
        return head.head
    subjects, said = head.find_children("nsubj"), head.find_children("ccomp")
    is_after = said and subjects and said[0].i < min(subjects[0].i, head.i)
    return said[0] if is_after else head


def find_next(verb: Token) -> Token | None:
    """Find the verb that follows with only "and" or "or" between."""
    for child in verb.children:
        if child.relation == "conj" and child.word_class == "VERB" and child.i > verb.i:
            between = verb.doc[verb.i + 1 : child.i]
            if all(token.relation in {"cc", "advmod", "punct"} for token in between):
                return child
    return None


def list_sharing(verb: Token) -> list[Token]:
    """List the verb and those before it whose auxiliaries it shares: "will come and go"."""
    sharing = [verb]
    while (
        sharing[-1].relation == "conj"
        and sharing[-1].head.tag == verb.tag
        and verb.tag in {"VB", "VBN"}
        and not sharing[-1].find_children("aux", "auxpass", *SUBJECTS)
    ):
        sharing.append(sharing[-1].head)
    return sharing


def resolve(token: Token, link: Link) -> tuple[Role, ...]:
    """Make roles of a noun and those coordinated with it, or of what "who" refers to."""
    if token.word_class in {"VERB", "AUX"} or token.relation == "expl":
        return ()
    if token.lower in RELATIVES and (token.tag.startswith("W") or token.lower == "who"):
        antecedent = _find_antecedent(token)
        return (Role(antecedent, Link.RELATIVE),) if antecedent is not None else ()
    if token.tag in {"WP", "WDT"} or token.lower in {"what", "whatever", "whoever"}:
        return ()
    if token.lower == "it" and _is_empty(token):
        return ()
    if token.lower == "that" and token.relation == "dobj" and token.head.i + 1 == token.i:
        after = token.doc[token.i + 1 : token.i + 2].text
        if WORD.search(after) and token.head.lemma.lower() in read_cues():
            return ()  # "say that talks": a conjunction
    return tuple(Role(each, link) for each in (token, *_list_conjuncts(token)))


def _is_empty(it: Token) -> bool:
    """Tell whether "it" stands for nothing: "it seems that talks failed"."""
    verb = it.head
    return verb.lemma.lower() in EMPTY and any(
        child.relation in {"ccomp", "xcomp", "advcl"} for child in verb.rights
    )


def _find_antecedent(pronoun: Token) -> Token | None:
    for clause in pronoun.ancestors:
        if clause.relation in {"relcl", "acl"}:
            noun = clause.head
            return noun if noun.i < pronoun.i and noun.word_class in NOMINALS else None
    return None


def _list_conjuncts(token: Token) -> list[Token]:
    """List the nouns coordinated with one, in reading order."""
    found: list[Token] = []
    queue = [token]
    for each in queue:
        queue += [
            child
            for child in each.children
            if child.i > each.i and child.word_class in NOMINALS and _is_coordinated(child)
        ]
    found = queue[1:]
    return sorted(found, key=lambda each: each.i)


def _is_coordinated(token: Token) -> bool:
    """Tell whether a noun is one more: the Clark of "Lee, Clark and Day" is none in apposition."""
    if token.relation == "conj":
        return True
    is_alike = token.relation == "appos" and token.entity == token.head.entity != ""
    return is_alike and token.find_children("conj") != []


def may_act(noun: Token) -> bool:
    """Tell whether a noun may be who acts: no amount, date or time."""
    is_measure = noun.entity in {"DATE", "TIME", "PERCENT", "MONEY", "CARDINAL", "QUANTITY"}
    return noun.word_class in {"NOUN", "PROPN", "PRON"} and not is_measure


def _link(roles: Iterable[Role], link: Link) -> tuple[Role, ...]:
    return tuple(replace(role, link=link) for role in roles)


class Construction(StrEnum):
    """How a predicate presents who acts."""

    ACTIVE = "active"
    WITH_AGENT = "passive with agent"
    WITHOUT_AGENT = "passive without agent"
    NOMINALISED = "nominalised"


@dataclass(frozen=True, slots=True)
class Role:
    """The head of the words that name a doer or target, and what ties it to the verb."""

    token: Token
    link: Link
