"""The verbs of a parsed passage, each with the words for who acts and who is acted on.

Grammar alone: which token is doer and which is target, through passives, coordination,
relative clauses and control. Who these tokens are is for `toolkit.narrative.actions`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.base import WORD, read_act_nouns, read_nouns, read_verbs
from toolkit.grammar.pronouns import RELATIVES
from toolkit.grammar.verbs import (
    NOMINALS,
    SUBJECTS,
    Construction,
    Link,
    Role,
    _link,
    find_next,
    has_to,
    is_be,
    is_misread,
    is_nonfinite,
    is_predicate,
    is_raised,
    list_sharing,
    may_act,
    read_semi_modal,
    resolve,
    skip_parenthesis,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from toolkit.grammar.tokens import Parse, Token

TOUGH = {"difficult", "easy", "hard", "impossible", "possible", "tough"}  # "hard to please"
CLAUSE_TAKERS = {"argue", "believe", "claim", "expect", "fear", "hope", "insist", "say", "think"}
# Verbs in a row that share one object: "plan, build and sell ships"; a bound, not tuned.
MAX_SHARING = 3
NEGATIVES = {"no", "neither", "nobody", "none", "nothing"}


@dataclass(frozen=True, slots=True)
class Predicate:
    """A verb, or a noun that names an act, with who acts on whom.

    Parameters
    ----------
    words : tuple of Token
        The verb, then its particle or preposition, if any.
    lemma : str
        Of all of them: ``carry out``, ``meet with``.
    construction : Construction
    doers, targets : tuple of Role
        One each for "X" and "Y" in "X and Y met"; empty where the text names none.
    negated : bool
    modal : str
        Lemma of the modal verb, or ``have to``, ``be going to``, ``used to``; empty without.
    """

    words: tuple[Token, ...]
    lemma: str
    construction: Construction
    doers: tuple[Role, ...]
    targets: tuple[Role, ...]
    negated: bool = False
    modal: str = ""


def find_predicates(doc: Parse, skipped: Collection[int] = ()) -> list[Predicate]:
    """Find the predicates of a parsed text, in reading order.

    Parameters
    ----------
    doc : Parse
    skipped : collection of int
        Numbers of tokens that are no part of the sentences, such as a dateline's.

    Examples
    --------
    >>> from toolkit.grammar import parse_texts
    >>> [doc] = parse_texts(["Ann Lee urged officials who resigned to return."])
    >>> for predicate in find_predicates(doc):
    ...     print(predicate.lemma, [(role.token.text, str(role.link)) for role in predicate.doers])
    urge [('Lee', 'stated')]
    resign [('officials', 'relative')]
    return [('officials', 'control')]
    """
    grammar = _Grammar(doc, skipped)
    found = [
        predicate
        for token in _list_from_top(doc)
        if (predicate := grammar.read(token)) is not None
    ]
    return sorted(found, key=lambda predicate: predicate.words[0].i)


def _list_from_top(doc: Parse) -> list[Token]:
    """List the tokens so that each comes after its head: no chain of verbs is then too long."""
    tokens = [sentence.root for sentence in doc.sentences]
    for token in tokens:
        tokens += token.children
    return tokens


class _Grammar:
    """The verbs of one text, with what was already found of each."""

    def __init__(self, doc: Parse, skipped: Collection[int]) -> None:
        self._skipped = skipped
        self._subjects: dict[int, tuple[Role, ...]] = {}
        self._passives: dict[int, bool] = {}

    def read(self, token: Token) -> Predicate | None:
        if token.i in self._skipped:
            return None
        if token.word_class == "NOUN":
            return self._read_noun(token)
        if not is_predicate(token) or is_misread(token) or read_semi_modal(token):
            return None
        doers, targets, construction = self._find_roles(token)
        negation = self._find_negation(token, doers, targets)
        words = [token, *token.find_children("prt")]
        if targets and targets[0].link is Link.PREPOSITION:
            words.append(targets[0].token.head)
        return Predicate(
            words=tuple(words),
            lemma=" ".join(word.lemma.lower() for word in words),
            construction=construction,
            doers=doers,
            targets=targets,
            negated=negation,
            modal=self._find_modal(token),
        )

    def _find_roles(self, verb: Token) -> tuple[tuple[Role, ...], tuple[Role, ...], Construction]:
        if not self.is_passive(verb):
            doers = self.find_subjects(verb)
            targets = self._find_objects(verb) or self._find_gap(verb)
            targets = targets or self._share_right(verb, self._find_objects)
            return doers, targets or self._find_prepositional(verb), Construction.ACTIVE
        agents = self._find_agents(verb) or self._share_right(verb, self._find_agents)
        construction = Construction.WITH_AGENT if agents else Construction.WITHOUT_AGENT
        return agents, self.find_subjects(verb), construction

    # ---- subjects ----------------------------------------------------------------------

    def find_subjects(self, verb: Token) -> tuple[Role, ...]:
        """Find the subject, which acts if the verb is active: its own or that of another verb."""
        if verb.i not in self._subjects:
            own = self._find_own_subjects(verb)
            self._subjects[verb.i] = self._infer_subjects(verb) if own is None else own
        return self._subjects[verb.i]

    def _find_own_subjects(self, verb: Token) -> tuple[Role, ...] | None:
        """Find the subject that depends on the verb: None without one, () for a bare "what"."""
        subjects = verb.find_children(*SUBJECTS)
        own = [s for s in subjects if WORD.search(s.text) and s.i not in self._skipped]
        if not own:
            return None
        # The parser at times takes a word in marks for a second one.
        subject = min(own, key=lambda child: abs(child.i - verb.i))
        link = Link.CONTROL if is_raised(verb) else Link.STATED
        return resolve(subject, link)

    def _infer_subjects(self, verb: Token) -> tuple[Role, ...]:
        head = verb.head
        if verb.relation == "conj" and head.word_class in {"VERB", "AUX"}:
            return _link(self.find_subjects(skip_parenthesis(verb, head)), Link.SHARED)
        if verb.relation == "acl" and verb.tag in {"VBG", "VBN"} and head.word_class in NOMINALS:
            return (Role(head, Link.MODIFIER),)
        if not is_nonfinite(verb):
            return ()
        if verb.relation == "pcomp" and head.relation in {"prep", "agent"}:
            return self._find_controllers(head.head, read_verbs("of object"), is_clause=True)
        if verb.relation in {"xcomp", "ccomp"}:
            return self._find_controllers(head, read_verbs("object control"), is_clause=False)
        return self._infer_adjunct(verb) if verb.relation == "advcl" else ()

    def _infer_adjunct(self, verb: Token) -> tuple[Role, ...]:
        """Find who acts in "Leaving, ..." and "... to leave" beside a clause."""
        head = verb.head
        if verb.tag != "VB":
            return self._find_controllers(head, read_verbs("object control"), is_clause=True)
        is_others = self.is_passive(head) and head.lemma not in read_verbs("object control")
        if is_others or not has_to(verb):
            return ()  # "it was built to last": the builder's aim
        return self._find_controllers(head, read_verbs("object control"), is_clause=False)

    def _find_controllers(
        self, head: Token, of_object: Collection[str], *, is_clause: bool
    ) -> tuple[Role, ...]:
        """Find whose act an infinitive or participle is: of the head's object, or its subject."""
        if (
            head.word_class == "ADJ"
            and head.head.word_class in {"AUX", "VERB"}
            and head.relation == "acomp"
        ):
            found = () if head.lower in TOUGH else self.find_subjects(head.head)
            return _link((r for r in found if r.token.lower != "it"), Link.CONTROL)
        if is_be(head) and not is_clause:
            return ()  # "the plan is to leave": the plan does not leave
        if head.word_class not in {"VERB", "AUX"}:
            return ()
        if head.lemma.lower() in of_object and not self.is_passive(head):
            objects = [*self._find_objects(head)]
            if objects:
                return _link(objects, Link.CONTROL)
        return _link(self.find_subjects(head), Link.CONTROL)

    def is_passive(self, verb: Token) -> bool:
        """Tell whether the subject of a verb is what it is done to."""
        if verb.i not in self._passives:
            self._passives[verb.i] = self._read_passive(verb)
        return self._passives[verb.i]

    def _read_passive(self, verb: Token) -> bool:
        children = {child.relation for child in verb.children}
        if children & {"auxpass", "nsubjpass"}:
            return True
        if verb.tag != "VBN" or "aux" in children:
            return False
        if verb.relation == "conj":
            return "nsubj" not in children and self.is_passive(verb.head)
        return verb.relation in {"acl", "advcl", "xcomp", "ccomp"} and "nsubj" not in children

    # ---- objects and agents ------------------------------------------------------------

    def _find_objects(self, verb: Token) -> tuple[Role, ...]:
        for wanted in ("dobj", "dative"):
            nouns = (n for n in verb.find_children(wanted) if n.word_class in NOMINALS)
            found = [noun for noun in nouns if WORD.search(noun.text)]
            if found:
                return resolve(min(found, key=lambda child: abs(child.i - verb.i)), Link.STATED)
        for clause in verb.children:
            if clause.i > verb.i and is_raised(clause):
                raised = clause.find_children(*SUBJECTS)
                if raised:
                    return resolve(raised[0], Link.STATED)
        return ()

    def _find_gap(self, verb: Token) -> tuple[Role, ...]:
        """Find the object of a clause without pronoun: the plan in "the plan they rejected"."""
        own = verb.find_children(*SUBJECTS)
        noun = verb.head
        if verb.relation != "relcl" or not own or own[0].lower in RELATIVES or own[0].i < noun.i:
            return ()
        if noun.word_class not in {"NOUN", "PROPN", "PRON"} or noun.lemma in read_nouns("no gap"):
            return ()
        if verb.lemma.lower() in CLAUSE_TAKERS:
            return ()  # "a deal they hope will last": the deal lasts
        for child in verb.children:
            is_stranded = child.relation == "prep" and not child.children
            if is_stranded or child.relation in {"xcomp", "ccomp"} or child.tag.startswith("W"):
                return ()
            if any(token.tag.startswith("W") for token in child.children):
                return ()  # "the meeting at which they spoke"
        return (Role(noun, Link.RELATIVE),)

    def _find_agents(self, verb: Token) -> tuple[Role, ...]:
        for by in verb.children:
            if by.relation == "agent" or (by.relation == "prep" and by.lower == "by"):
                for noun in by.children:
                    if noun.relation == "pobj" and may_act(noun):
                        return resolve(noun, Link.STATED)
        return ()

    def _share_right(
        self, verb: Token, find: Callable[[Token], tuple[Role, ...]]
    ) -> tuple[Role, ...]:
        """Find what a verb shares with the next: the object in "met and praised Lee"."""
        after = verb
        for _ in range(MAX_SHARING):
            following = find_next(after)
            if following is None or self.is_passive(following) != self.is_passive(verb):
                return ()
            if found := find(following):
                return _link(found, Link.SHARED)
            after = following
        return ()

    def _find_prepositional(self, verb: Token) -> tuple[Role, ...]:
        for preposition in verb.children:
            verbs = read_verbs(preposition.lower)
            if preposition.relation == "prep" and verb.lemma.lower() in verbs:
                for noun in preposition.children:
                    if noun.relation == "pobj" and may_act(noun):
                        return resolve(noun, Link.PREPOSITION)
        return ()

    # ---- negation and modals -----------------------------------------------------------

    def _find_negation(self, verb: Token, *roles: Iterable[Role]) -> bool:
        named = [role.token for each in roles for role in each if role.link is Link.STATED]
        if any(token.lower in NEGATIVES for token in named):
            return True
        if any(child.lower in NEGATIVES for token in named for child in token.lefts):
            return True
        return any(each.find_children("neg") for each in list_sharing(verb))

    def _find_modal(self, verb: Token) -> str:
        for each in list_sharing(verb):
            for child in each.children:
                if child.tag == "MD":
                    return child.lemma.lower()
            if each.relation == "xcomp" and (phrase := read_semi_modal(each.head)):
                return phrase
        return ""

    # ---- nouns -------------------------------------------------------------------------

    def _read_noun(self, noun: Token) -> Predicate | None:
        """Read "the shelling of X by Y" and "Y's attack on X"; other nouns are too unsure."""
        verb = read_act_nouns().get(noun.lemma.lower())
        if verb is None:
            return None
        objects = {
            child.lower: pobj
            for child in noun.children
            if child.relation in {"prep", "agent"} and child.i > noun.i
            for pobj in child.children
            if pobj.relation == "pobj" and pobj.word_class in {"NOUN", "PROPN", "PRON"}
        }
        owner = noun.find_child("poss")
        doer = owner if owner is not None and "by" not in objects else objects.get("by")
        target = objects.get("of") or objects.get("on") or objects.get("against")
        if doer is None or target is None or not may_act(doer) or doer.tag == "WP$":
            return None
        return Predicate(
            words=(noun,),
            lemma=verb,
            construction=Construction.NOMINALISED,
            doers=resolve(doer, Link.STATED),
            targets=resolve(target, Link.STATED),
        )
