"""Who a source is: the person, body or document behind its words, and what decided."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from toolkit.attribution.antecedents import Asked, Candidate, Question, Scene, choose
from toolkit.attribution.phrases import (
    GENDERED_NOUNS,
    MAX_TITLE_WORDS,
    NOUNS,
    cut_core,
    find_name_at,
    find_name_of,
    get_noun,
    joins_others,
    joins_several,
    tell_kind,
)
from toolkit.base import UNKNOWN, WORD, Form, Kind, Span, read_source_nouns

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from toolkit.base import Quotation
    from toolkit.grammar import Name, Token, Tokens

SINGULAR_PRONOUNS = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f", "hers": "f"}
PLURAL_PRONOUNS = {"they", "them", "their", "we", "our", "us"}
THING_PRONOUNS = {"it", "its"}
RELATIVE_PRONOUNS = {"who", "which", "that", "whom", "whose"}
INDEFINITE_PRONOUNS = {"someone", "somebody", "one", "another"}
NOBODYS = {"you", "this", "that", "there"}  # they name nobody that could be told apart
AUTHOR = "author"
AUTHOR_PRONOUNS = {"i", "me", "my"}
# Word classes that can name a speaker; a source without any was taken for the cue.
NAMING = {"NOUN", "PROPN", "PRON", "DET", "NUM", "SCONJ", "SYM", "X", "ADJ"}
ALIKE = ({"poll", "survey", "study"}, {"report", "study"}, {"suit", "lawsuit", "complaint"})
LINKED = re.compile(r"\b(?:for|of|to|from|by|with|at|in|on|like)\b")
JOINED = re.compile(
    r"(?:['\u2019]s?)?\s*(?:,|,?\s*and|&|/)\s*(?:(?:[\w.\u2019'-]+)\s+){0,3}", re.IGNORECASE
)
PHRASE_SENTENCES = 2  # before a pronoun: what it may stand for if nobody named it as a source
PAIR = re.compile(r"(?:the two|both|each|neither)\b(?: of them)?(?: \w+)?$", re.IGNORECASE)
# What earlier sources without a name a pronoun may stand for.
MAY_BE = {
    Asked.PERSON: {Kind.UNNAMED, Kind.PERSON},
    Asked.PEOPLE: {Kind.GROUP, Kind.ORGANISATION, Kind.UNNAMED},
    Asked.THING: {Kind.ORGANISATION, Kind.DOCUMENT, Kind.GROUP},
}


class Rule(StrEnum):
    """What decided who a source is."""

    NAME = "name"  # the source holds a full name
    SURNAME = "surname"  # part of a name that the article gives in full
    PRONOUN = "pronoun"  # he, she, they: the last fitting person or group
    ROLE = "role"  # a description tied to a name elsewhere
    DESCRIPTION = "description"  # nobody is named: the description itself
    ALIAS = (
        "alias file"  # a person gave the name for this alias; see `toolkit.attribution.aliases`
    )
    PERSON = "person"  # a person decided; see `toolkit.corrections.rows`
    NONE = "none"  # no source


# Under this chance among all candidates a pronoun stands for nobody: of five such ones in the
# same folds one was right, of eight up to 0.5 three, of the 200 over it 185.
LEAST_CHANCE = 0.4


@dataclass(frozen=True, slots=True)
class Decision:
    """Who a source is, and what decided."""

    name: str
    kind: Kind
    rule: Rule
    evidence: tuple[Span, ...] = ()
    chance: float = math.nan  # of whom a pronoun stands for, against the other candidates


NOBODY = Decision(UNKNOWN, Kind.UNKNOWN, Rule.NONE)


# ---- who a source is -----------------------------------------------------------------------


def decide(scene: Scene, quotation: Quotation) -> Decision:
    """Decide who speaks in a quotation.

    Parameters
    ----------
    scene : Scene
        Knows who spoke before; the caller adds each decision to it.
    quotation : Quotation

    Returns
    -------
    Decision
        `NOBODY` where the source is empty: no speaker is ever invented.
    """
    if not quotation.source:
        return NOBODY
    place = quotation.source[0]
    tokens = scene.find_tokens(place)
    words = [token for token in tokens or () if WORD.search(token.text)]
    if tokens is None or not words:
        return NOBODY
    if not any(token.pos_ in NAMING or token.text[0].isupper() for token in words):
        return _decide_cue(scene, quotation)
    if len(words) == 1:
        return _decide_word(scene, words[0], place, quotation)
    return _decide_phrase(scene, tokens, place, quotation)


def _decide_word(scene: Scene, token: Token, place: Span, quotation: Quotation) -> Decision:
    if token.text in {"Q", "A"} and quotation.form is Form.DIRECT:
        return _decide_turn(scene, token.text, place)
    if token.lower_ in AUTHOR_PRONOUNS:
        return _decide_author(scene, place)
    if token.pos_ in {"PRON", "DET", "SCONJ"}:
        return _decide_pronoun(scene, token, place, quotation)
    return _decide_phrase(scene, token.doc[token.i : token.i + 1], place, quotation)


def _decide_turn(scene: Scene, letter: str, place: Span) -> Decision:
    """Decide who asks and who answers in a list of questions: the person named before it."""
    before = [n for n in scene.names if n.is_person and n.mentions[0].end <= place.start]
    if letter == "A" and before:
        name = max(before, key=lambda name: len(name.mentions))
        return Decision(name.name, Kind.PERSON, Rule.ROLE, (place, name.mentions[0]))
    role = "interviewer" if letter == "Q" else "interviewee"
    return Decision(role, Kind.UNNAMED, Rule.DESCRIPTION, (place,))


def _decide_author(scene: Scene, place: Span) -> Decision:
    """Decide who "I" is: who signs below, in a line of his own, or the article's author."""
    for name in scene.names:
        for mention in name.mentions if name.is_person else ():
            if mention.start > place.end and scene.is_line(mention):
                return Decision(name.name, Kind.PERSON, Rule.PRONOUN, (place, mention))
    return Decision(AUTHOR, Kind.PERSON, Rule.PRONOUN, (place,))


def _decide_cue(scene: Scene, quotation: Quotation) -> Decision:
    """Decide by the cue where the source names nothing: the two were taken for each other."""
    for span in quotation.cue:
        for name, mention in scene.list_named(span):
            kind = Kind.PERSON if name.is_person else Kind.ORGANISATION
            return Decision(name.name, kind, Rule.SURNAME, (mention,))
    return NOBODY


def _decide_pronoun(scene: Scene, token: Token, place: Span, quotation: Quotation) -> Decision:
    word = token.lower_
    if word in RELATIVE_PRONOUNS:
        return _decide_relative(scene, token, place, quotation)
    if word in SINGULAR_PRONOUNS:
        return _find_person(scene, SINGULAR_PRONOUNS[word], place, quotation)
    if word in PLURAL_PRONOUNS | THING_PRONOUNS | NOBODYS:
        return _decide_plural(scene, word, place, quotation)
    pair = _find_pair(scene, place) if word in {"both", "each", "neither"} else None
    kind = Kind.UNNAMED if word in INDEFINITE_PRONOUNS else Kind.GROUP
    return pair or Decision(word, kind, Rule.DESCRIPTION, (place,))


def _decide_plural(scene: Scene, word: str, place: Span, quotation: Quotation) -> Decision:
    """Decide whom "they" or "it" stands for; "we" is else the author, "you" nobody."""
    found = None
    if word not in NOBODYS:
        asked = Asked.PEOPLE if word in PLURAL_PRONOUNS else Asked.THING
        question = Question(asked, place, quotation, traits=((f"is {word}", 1.0),))
        found = _answer(scene, question)
    if found is None and word in {"we", "our", "us"}:
        return Decision(AUTHOR, Kind.PERSON, Rule.PRONOUN, (place,))
    return found or replace(NOBODY, evidence=(place,))


def _decide_relative(scene: Scene, token: Token, place: Span, quotation: Quotation) -> Decision:
    """Find what "who" refers to: the noun that its clause hangs on."""
    beside = _find_name_before(scene, token)
    clause = next((a for a in token.ancestors if a.dep_ in {"relcl", "acl"}), None)
    if clause is None or clause.head.i >= token.i or clause.head.pos_ not in NOUNS:
        return _name(scene, *beside, place) if beside else replace(NOBODY, evidence=(place,))
    noun = clause.head
    if noun.dep_ == "appos" and (named := find_name_at(scene, noun.head)):
        return _name(scene, *named, place)
    phrase = token.doc[noun.left_edge.i : max(noun.i + 1, token.i)]
    while len(phrase) > 1 and phrase[-1].is_punct:
        phrase = phrase[:-1]
    decision = _decide_phrase(scene, phrase, scene.place(phrase), quotation)
    return replace(decision, rule=Rule.PRONOUN, evidence=(place, *decision.evidence))


def _find_name_before(scene: Scene, token: Token) -> tuple[Name, Span] | None:
    """Find the name that stands right before "who" or "which"."""
    number = token.i - 1
    while number > 0 and token.doc[number].is_punct:
        number -= 1
    named = find_name_at(scene, token.doc[number]) if number >= 0 else None
    return named if named and named[0].is_person == (token.lower_ == "who") else None


def _name(scene: Scene, name: Name, mention: Span, place: Span) -> Decision:
    kind = Kind.PERSON if name.is_person else Kind.ORGANISATION
    return Decision(name.name, kind, Rule.PRONOUN, (place, mention))


def _find_pair(scene: Scene, place: Span) -> Decision | None:
    """Find the two persons whom "both" stands for: the only two named shortly before."""
    for sentences in (0, 1):
        pair: dict[str, Span] = {}
        for token in scene.list_before(place, sentences):
            named = find_name_at(scene, token)
            if named and named[0].is_person:
                pair[named[0].name] = named[1]
        if len(pair) == 2:  # noqa: PLR2004 - a pair
            evidence = (place, *pair.values())
            return Decision(" and ".join(pair), Kind.GROUP, Rule.PRONOUN, evidence)
    return None


def _find_person(scene: Scene, gender: str, place: Span, quotation: Quotation) -> Decision:
    """Find whom he or she stands for."""
    question = Question(Asked.PERSON, place, quotation, gender=gender)
    return _answer(scene, question) or replace(NOBODY, evidence=(place,))


def _answer(scene: Scene, question: Question) -> Decision | None:
    """Decide by the candidate that fits a question best; None where nobody fits."""
    choice = choose(scene, question, _list_candidates(scene, question))
    if choice.candidate is None or choice.mention is None:
        return None
    is_role = question.asked in {Asked.ROLE, Asked.BODY}
    if choice.chance < LEAST_CHANCE and not is_role:
        return None
    rule = Rule.ROLE if is_role else Rule.PRONOUN
    kind = Kind(choice.candidate.kind)
    if question.asked is Asked.PERSON:
        scene.genders.setdefault(choice.candidate.name, question.gender)
    evidence = (question.place, choice.mention)
    chance = math.nan if is_role else choice.chance
    return Decision(choice.candidate.name, kind, rule, evidence, chance)


def _list_candidates(scene: Scene, question: Question) -> list[Candidate]:
    """List the names whose kind and gender may fit, and those described by earlier sources."""
    fitting = {question.gender, ""} if question.gender else {"m", "f", ""}
    wants_person = question.asked in {Asked.PERSON, Asked.ROLE}
    candidates = [
        Candidate(
            name.name,
            Kind.PERSON if name.is_person else Kind.ORGANISATION,
            name.mentions,
            name.roles,
            gender,
        )
        for name in scene.names
        if name.is_person == wants_person
        and (gender := name.gender or scene.genders.get(name.name, "")) in fitting
    ]
    if question.asked in {Asked.ROLE, Asked.BODY}:
        return [candidate for candidate in candidates if _may_have(question, candidate)]
    known = {name.name for name in scene.names}
    for name, (kind, sources) in _list_described(scene, question, known).items():
        gender = next((g for w in name.lower().split() if (g := GENDERED_NOUNS.get(w))), "")
        if (gender or scene.genders.get(name, "")) in fitting:
            candidates.append(
                Candidate(name, kind, tuple(sources), gender=gender, is_described=True)
            )
    return candidates


def _list_described(
    scene: Scene, question: Question, known: set[str]
) -> Mapping[str, tuple[str, list[Span]]]:
    """List who or what is described before a question, with kind and places."""
    described: dict[str, tuple[str, list[Span]]] = {}
    for name, kind, source in scene.spoken:
        if name not in {*known, AUTHOR} and kind in MAY_BE[question.asked]:
            described.setdefault(name, (kind, []))[1].append(source)
    if question.asked in {Asked.PEOPLE, Asked.THING}:
        pair = _find_pair(scene, question.place) if question.asked is Asked.PEOPLE else None
        if pair is not None:
            described.setdefault(pair.name, (pair.kind, [pair.evidence[-1]]))
        for name, kind, span in _list_phrases(scene, question):
            if name not in known and name not in described:
                described[name] = (kind, [span])
    return described


def _may_have(question: Question, candidate: Candidate) -> bool:
    """Tell whether a candidate may be what a description says.

    Behind "a judge" is somebody whom the article calls a judge; behind "the judge" it may
    also be whoever was named before it.
    """
    fitting = [role.split() for role in candidate.roles if question.head in role.split()]
    if fitting and "former" not in question.words and all("former" in role for role in fitting):
        return False
    if fitting or question.head in candidate.name.lower().split():
        return True
    is_before = candidate.mentions[0].end <= question.place.start
    return is_before and dict(question.traits).get("definite", 0.0) > 0


def _list_phrases(scene: Scene, question: Question) -> Iterator[tuple[str, Kind, Span]]:
    """List what the sentences before describe as many, as a document or as a body."""
    for token in scene.list_before(question.place, PHRASE_SENTENCES):
        if token.dep_ not in {"nsubj", "nsubjpass", "dobj", "pobj"}:
            continue
        kind = read_source_nouns().get(token.lower_) or read_source_nouns().get(token.lemma_)
        is_many = token.tag_ in {"NNS", "NNPS"} and kind not in {"document", "organisation"}
        is_thing = token.pos_ == "NOUN" and kind in {"document", "organisation"}
        if is_many if question.asked is Asked.PEOPLE else is_thing and token.tag_ == "NN":
            phrase = cut_core(token.doc[token.left_edge.i : token.i + 1])
            span = scene.place(phrase)
            if not scene.is_said(span) and not scene.find_named(span):
                words = [t.text for t in phrase if t.lower_ not in {"the", "a", "an"}]
                yield " ".join(words), Kind(kind or "group") if is_thing else Kind.GROUP, span


def _decide_phrase(scene: Scene, tokens: Tokens, place: Span, quotation: Quotation) -> Decision:
    joined = _decide_joined(scene, tokens, place)
    if joined is not None:
        return joined
    core = cut_core(tokens)
    head = core.root
    if joins_others(core, head):
        return _describe(scene, core, place, Kind.GROUP, quotation)
    named = find_name_of(scene, tokens, core, head)
    if named is not None:
        name, mention = named
        is_full = name.name in mention.of(scene.article.text)
        kind = Kind.PERSON if name.is_person else Kind.ORGANISATION
        return Decision(name.name, kind, Rule.NAME if is_full else Rule.SURNAME, (mention,))
    if joins_several(tokens, head):
        return _describe(scene, tokens, place, Kind.GROUP, quotation)
    kind = tell_kind(core, head)
    if kind is Kind.UNKNOWN:
        return replace(NOBODY, evidence=(place,))
    described = _describe(scene, core, place, kind, quotation)
    if head.pos_ == "PROPN":
        described = replace(described, rule=Rule.NAME)
    return _ask(scene, core, head, kind, place, quotation) or described


def _decide_joined(scene: Scene, tokens: Tokens, place: Span) -> Decision | None:
    """Decide who "both candidates" or "Ann Lee and Bob Day" are."""
    if PAIR.match(tokens.text) and (pair := _find_pair(scene, place)):
        return pair
    members = _list_members(scene, tokens, place)
    if len(members) < 2:  # noqa: PLR2004 - several
        return None
    names = [name.name for name, _ in members]
    joined = f"{', '.join(names[:-1])} and {names[-1]}"
    return Decision(joined, Kind.GROUP, Rule.NAME, tuple(span for _, span in members))


def _list_members(scene: Scene, tokens: Tokens, place: Span) -> list[tuple[Name, Span]]:
    """List the names that "and" joins in a source: Ann Lee and Bob Day."""
    text = scene.article.text
    named = [pair for pair in scene.list_named(place) if pair[1].start >= place.start]
    members: list[tuple[Name, Span]] = []
    for name, mention in named:
        inside = scene.find_tokens(mention)
        if members:
            between = text[members[-1][1].end : mention.start]
            is_joined = JOINED.fullmatch(between) or (
                inside is not None and inside.root.dep_ == "conj" and name.is_person
            )
            if not is_joined or name.name in {member.name for member, _ in members}:
                continue
        else:
            before = text[place.start : mention.start]
            if len(before.split()) > MAX_TITLE_WORDS or LINKED.search(before):
                return []
        members.append((name, mention))
    joined = text[members[0][1].end : members[-1][1].start] if len(members) > 1 else ""
    return members if re.search(r"\band\b|&|/", joined) else members[:1]


def _ask(  # noqa: PLR0913 - all that is known of a source
    scene: Scene,
    core: Tokens,
    head: Token,
    kind: Kind,
    place: Span,
    quotation: Quotation,
) -> Decision | None:
    """Ask who has the role that a source describes, or which body it is."""
    if kind is Kind.DOCUMENT:
        return _find_document(scene, core, head, place)
    is_many = head.tag_ in {"NNS", "NNPS"} or kind is Kind.GROUP
    if is_many or head.pos_ not in {"NOUN", "PROPN", "ADJ"}:
        return None
    first = core[0].lower_
    own = [child for child in head.children if child.dep_ == "poss"]
    is_definite = any(t.lower_ in {"the", "this", "that"} for t in head.lefts)
    if core.text.isupper():  # a label such as PRESENTER
        return None
    if kind is Kind.UNNAMED or (kind is Kind.PERSON and head.ent_type_ in {"", "NORP"}):
        asked = Asked.ROLE
    elif kind is Kind.ORGANISATION and head.pos_ == "NOUN" and is_definite and not own:
        asked = Asked.BODY
    else:
        return None
    plain = [t.lower_ for t in core if t.pos_ in {"NOUN", "ADJ", "PROPN"} and not t.is_stop]
    gender = next((g for w in plain if (g := GENDERED_NOUNS.get(w))), "")
    is_anonymous = read_source_nouns().get(head.lower_) == "unnamed"
    traits = {
        "definite": is_definite,
        "bare": first not in {"the", "this", "that", "a", "an", "his", "her", "their"},
        "indefinite": first in {"a", "an", "one", "another", "some"},
        "anonymous": is_anonymous,
        "owned": bool(own),
        "qualified": any(t.dep_ in {"prep", "relcl", "acl"} for t in head.children),
        "long": len(plain) > 1,
        "single": len(plain) <= 1,
    }
    question = Question(
        asked,
        place,
        quotation,
        gender=gender,
        head=head.lower_,
        words=frozenset(plain),
        traits=tuple((name, float(value)) for name, value in traits.items()),
    )
    same = _find_same(scene, core, head, kind, place)
    return same or _answer(scene, question)


def _find_same(
    scene: Scene, core: Tokens, head: Token, kind: Kind, place: Span
) -> Decision | None:
    """Find the one speaker without a name whom "the lawyer" repeats: Ann Lee's lawyer."""
    if [token.lower_ for token in core[:-1]] != ["the"] or kind is not Kind.UNNAMED:
        return None
    same = {
        name: source
        for name, spoken, source in scene.spoken
        if spoken is Kind.UNNAMED and get_noun(name) == head.lower_
    }
    if len(same) != 1:
        return None
    [(name, source)] = same.items()
    return Decision(name, kind, Rule.ROLE, (place, source))


def _find_document(scene: Scene, core: Tokens, head: Token, place: Span) -> Decision | None:
    """Find the poll behind "the poll" or "the same survey": the last one that spoke."""
    words = [token.lower_ for token in core]
    if words[0] not in {"the", "that", "this"} or {*words[1:-1]} - {"same"}:
        return None
    alike = next((group for group in ALIKE if head.lemma_ in group), {head.lemma_})
    for name, kind, source in reversed(scene.spoken):
        if kind is Kind.DOCUMENT and alike.intersection(name.lower().split()):
            return Decision(name, Kind.DOCUMENT, Rule.ROLE, (place, source))
    return None


def _describe(
    scene: Scene, tokens: Tokens, place: Span, kind: Kind, quotation: Quotation
) -> Decision:
    """Name a speaker by the source's own words, without what follows a comma."""
    kept = [token for token in tokens if not token.is_space]
    while len(kept) > 1 and (kept[-1].is_punct or kept[-1].tag_ == "POS"):
        kept.pop()
    if len(kept) > 1 and kept[0].lower_ == "the":
        kept.pop(0)
    doc = kept[0].doc
    name = " ".join(doc[kept[0].i : kept[-1].i + 1].text.split())
    if name.isupper() and kind is Kind.UNNAMED:
        name = name.lower()
    if kept[0].text.istitle() and kept[0].pos_ != "PROPN" and not kept[0].ent_type_:
        name = name[0].lower() + name[1:]
    owner, last = _find_possessor(scene, kept, place, quotation)
    if owner.kind is Kind.PERSON and last < kept[-1].i:
        thing = " ".join(doc[last + 1 : kept[-1].i + 1].text.split())
        name = f"{owner.name}'s {thing}"
    return Decision(name, kind, Rule.DESCRIPTION, (place, *owner.evidence[-1:]))


def _find_possessor(
    scene: Scene, kept: list[Token], place: Span, quotation: Quotation
) -> tuple[Decision, int]:
    """Find whose lawyer "his lawyer" or "the singer's lawyer" is, and where that ends."""
    first = kept[0]
    if len(kept) > 1 and first.tag_ == "PRP$":
        gender = SINGULAR_PRONOUNS.get(first.lower_)
        return (_find_person(scene, gender, place, quotation) if gender else NOBODY), first.i
    for token in kept[:MAX_TITLE_WORDS]:
        if token.tag_ == "POS" and token.i > first.i:
            named = find_name_at(scene, token.nbor(-1))
            if named and named[0].is_person:
                return _name(scene, *named, place), token.i
            phrase = token.doc[first.i : token.i]
            asked = _ask(scene, phrase, phrase.root, Kind.UNNAMED, place, quotation)
            return asked or NOBODY, token.i
    return NOBODY, first.i
