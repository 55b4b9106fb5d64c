"""Rules for a source that is a noun phrase: names first, then descriptions."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.attribution.antecedents import Asked, Question
from toolkit.attribution.decisions import NOBODY, Chain, Decision, Source
from toolkit.attribution.described import find_described, is_calling
from toolkit.attribution.phrases import (
    MAX_TITLE_WORDS,
    find_name_at,
    find_name_behind,
    find_name_beside,
    get_noun,
    joins_others,
)
from toolkit.attribution.referents import answer, decide_named, find_pair, find_person
from toolkit.base import Kind, Rule, Span, read_source_nouns
from toolkit.grammar import GENDERS
from toolkit.people import tell_word

if TYPE_CHECKING:
    from toolkit.attribution.antecedents import Scene
    from toolkit.grammar import Token, Tokens
    from toolkit.people import Name

MAKING = {"by", "from", "of"}  # before the maker of a document
ALIKE = ({"poll", "survey", "study"}, {"report", "study"}, {"suit", "lawsuit", "complaint"})
# In the names of bodies that nobody means by "the city" or "the group".
IN_MANY_NAMES = {"city", "company", "country", "county", "group", "state", "states", "town"}
# Sentences before and behind that of a report in which its maker is looked for.
MAKER_SENTENCES, MAKER_BEHIND = 8, 2
LINKED = re.compile(r"\b(?:for|of|to|from|by|with|at|in|on|like)\b")
JOINED = re.compile(
    r"(?:['\u2019]s?)?\s*(?:,|,?\s*and|&|/)\s*(?:(?:[\w.\u2019'-]+)\s+){0,3}", re.IGNORECASE
)
OWNING = re.compile(r"['\u2019]s?\s+\w")  # Lee and Day's mother is one person
PAIR = re.compile(r"(?:the two|both|each|neither)\b(?: of them)?(?: \w+)?$", re.IGNORECASE)


def decide_pair(source: Source) -> Decision | None:
    """Decide who "both candidates" are."""
    return find_pair(source.scene, source.place) if PAIR.match(source.tokens.text) else None


def decide_joined(source: Source) -> Decision | None:
    """Decide who "Ann Lee and Bob Day" are."""
    members = _list_members(source.scene, source.place)
    if len(members) < 2:  # noqa: PLR2004 - several
        return None
    names = [name.name for name, _ in members]
    joined = f"{', '.join(names[:-1])} and {names[-1]}"
    return Decision(joined, Kind.GROUP, tuple(span for _, span in members))


def _list_members(scene: Scene, place: Span) -> list[tuple[Name, Span]]:
    """List the names that "and" joins in a source: Ann Lee and Bob Day."""
    text = scene.article.text
    named = [pair for pair in scene.list_named(place) if pair[1].start >= place.start]
    members: list[tuple[Name, Span]] = []
    for name, mention in named:
        inside = scene.find_tokens(mention)
        if members:
            between = text[members[-1][1].end : mention.start]
            is_joined = JOINED.fullmatch(between) or (
                inside is not None and inside.root.relation == "conj" and name.is_person
            )
            if not is_joined or name.name in {member.name for member, _ in members}:
                continue
        else:
            before = text[place.start : mention.start]
            if len(before.split()) > MAX_TITLE_WORDS or LINKED.search(before):
                return []
        members.append((name, mention))
    if members and OWNING.match(text, members[-1][1].end, place.end):
        return []
    joined = text[members[0][1].end : members[-1][1].start] if len(members) > 1 else ""
    return members if re.search(r"\band\b|&|/", joined) else members[:1]


def decide_others(source: Source) -> Decision | None:
    """Decide that "Ann Lee and other members" are a group."""
    is_joined = joins_others(source.core, source.head)
    return _describe(source, source.core, Kind.GROUP) if is_joined else None


def decide_described(source: Source) -> Decision | None:
    """Decide by the name behind what its bearer does: "staff writer David Emery"."""
    run = find_described(source.core)
    if run is None:
        return None
    place = source.scene.place(run)
    named = source.scene.find_named(place)
    if named is not None and named[0].is_person and named[1].start >= place.start:
        return _decide_by(source, named)
    return Decision(" ".join(run.text.split()), Kind.PERSON, (place,))


def decide_by_name(source: Source) -> Decision | None:
    """Decide by the name that the head of the source is."""
    return _decide_by(source, find_name_at(source.scene, source.head))


def decide_shared(source: Source) -> Decision | None:
    """Decide that a name which several bear stays open: "Lee", where it may be Ann or John Lee."""
    if find_name_at(source.scene, source.head) is not None:
        return None
    doc, number = source.head.doc, source.head.i
    titles = doc[max(0, number - 2) : number]  # which are no part of the source: Mrs. Lee
    fitting = {tell_word(token.text) for token in titles} - {""} or {"m", "f"}
    bearers = [
        name
        for name in source.scene.list_bearers(source.head.text)
        if source.scene.genders.get(name.name, "") in {*fitting, ""}
    ]
    if len(bearers) < 2:  # noqa: PLR2004 - several
        return None
    return replace(
        NOBODY,
        evidence=(source.place, *(name.mentions[0] for name in bearers)),
        chance=1 / len(bearers),
        candidates=tuple(name.name for name in bearers),
    )


def decide_by_name_beside(source: Source) -> Decision | None:
    """Decide by a name in apposition: "the mayor, Ann Lee"."""
    return _decide_by(source, find_name_beside(source.scene, source.tokens, source.head))


def decide_by_name_behind(source: Source) -> Decision | None:
    """Decide by a name behind a comma, which the parser tied to something else."""
    named = find_name_behind(source.scene, source.tokens, source.core, source.head)
    return _decide_by(source, named)


def _decide_by(source: Source, named: tuple[Name, Span] | None) -> Decision | None:
    if named is None:
        return None
    name, mention = named
    kind = Kind.PERSON if name.is_person else Kind.ORGANISATION
    return Decision(name.name, kind, (mention,))


def decide_document(source: Source) -> Decision | None:
    """Decide which poll "the poll" or "the same survey" is: the last one that spoke."""
    words = [token.lower for token in source.core]
    if source.kind is not Kind.DOCUMENT or words[0] not in {"the", "that", "this"}:
        return None
    if {*words[1:-1]} - {"same"}:
        return None
    alike = _list_alike(source)
    for name, kind, place in reversed(source.scene.spoken):
        if kind is Kind.DOCUMENT and alike.intersection(name.lower().split()):
            return Decision(name, Kind.DOCUMENT, (source.place, place))
    return None


def _list_alike(source: Source) -> set[str]:
    lemma = source.head.lemma
    return next((group for group in ALIKE if lemma in group), {lemma})


def decide_same(source: Source) -> Decision | None:
    """Decide by the one speaker without a name whom "the lawyer" repeats: Ann Lee's lawyer."""
    if [token.lower for token in source.core[:-1]] != ["the"] or source.kind is not Kind.UNNAMED:
        return None
    same = {
        name: place
        for name, spoken, place in source.scene.spoken
        if spoken is Kind.UNNAMED and get_noun(name) == source.head.lower
    }
    if len(same) != 1 or _make_question(source) is None:
        return None
    [(name, place)] = same.items()
    return Decision(name, source.kind, (source.place, place))


def decide_role(source: Source) -> Decision | None:
    """Decide who has the role that a source describes: the nominee."""
    question = _make_question(source)
    return answer(source.scene, question) if question and question.asked is Asked.ROLE else None


def decide_body(source: Source) -> Decision | None:
    """Decide which body a source describes: the agency."""
    question = _make_question(source)
    if question is None or question.asked is not Asked.BODY:
        return None
    if only := _find_only(source.scene, question):
        evidence = (source.place, only.mentions[0])
        return Decision(only.name, Kind.ORGANISATION, evidence)
    if any(t.text[0].isupper() and t.word_class != "DET" for t in source.core if t != source.head):
        return None  # the South African delegation is no other body
    return answer(source.scene, question)


def _find_only(scene: Scene, question: Question) -> Name | None:
    """Find the one body of an article whose name has all words of a description: the council."""
    fitting = [
        name
        for name in scene.names
        if not name.is_person and question.words <= {*name.name.lower().split()}
    ]
    is_one = len(fitting) == 1 and question.words and question.head not in IN_MANY_NAMES
    return fitting[0] if is_one and fitting[0].mentions[0].end <= question.place.start else None


def _make_question(source: Source) -> Question | None:
    """Make the question who has the role that a source describes, or which body it is."""
    core, head, kind = source.core, source.head, source.kind
    is_many = head.tag in {"NNS", "NNPS"} or kind in {Kind.GROUP, Kind.DOCUMENT}
    if is_many or head.word_class not in {"NOUN", "PROPN", "ADJ"}:
        return None
    first = core[0].lower
    own = head.find_children("poss")
    is_definite = any(t.lower in {"the", "this", "that"} for t in head.lefts)
    if head.is_upper and len(head) > 1:  # a label such as PRESENTER, or initials
        return None
    may_be_role = head.word_class != "PROPN" or is_calling(head)  # Sars is no role of its head
    if kind is Kind.UNNAMED or (
        kind is Kind.PERSON and head.entity in {"", "NORP"} and may_be_role
    ):
        asked = Asked.ROLE
    elif kind is Kind.ORGANISATION and head.word_class == "NOUN" and is_definite and not own:
        asked = Asked.BODY
    else:
        return None
    plain = [t.lower for t in core if t.word_class in {"NOUN", "ADJ", "PROPN"} and not t.is_common]
    traits = {
        "definite": is_definite,
        "bare": first not in {"the", "this", "that", "a", "an", "his", "her", "their"},
        "indefinite": first in {"a", "an", "one", "another", "some"},
        "anonymous": read_source_nouns().get(head.lower) == "unnamed",
        "owned": bool(own),
        "qualified": any(t.relation in {"prep", "relcl", "acl"} for t in head.children),
        "long": len(plain) > 1,
        "single": len(plain) <= 1,
    }
    return Question(
        asked,
        source.place,
        source.quotation,
        gender=next(filter(None, map(tell_word, plain)), ""),
        head=head.lower,
        words=frozenset(plain),
        traits=tuple((name, float(value)) for name, value in traits.items()),
    )


def decide_description(source: Source) -> Decision | None:
    """Decide that the description itself is the speaker, if it may be one: no box, no evening."""
    if source.kind is Kind.UNKNOWN:
        return replace(NOBODY, evidence=(source.place,))
    return _describe(source, source.core, source.kind)


def _describe(source: Source, tokens: Tokens, kind: Kind) -> Decision:
    """Name a speaker by the source's own words, without what follows a comma."""
    kept = [token for token in tokens if not token.is_space]
    while len(kept) > 1 and (kept[-1].is_punct or kept[-1].tag == "POS"):
        kept.pop()
    if len(kept) > 1 and kept[0].lower == "the":
        kept.pop(0)
    doc = kept[0].doc
    name = " ".join(doc[kept[0].i : kept[-1].i + 1].text.split())
    if name.isupper() and kind is Kind.UNNAMED:
        name = name.lower()
    if kept[0].text.istitle() and kept[0].word_class != "PROPN" and not kept[0].entity:
        name = name[0].lower() + name[1:]
    owner, last = _find_possessor(source, kept)
    if owner.kind is Kind.PERSON and last < kept[-1].i:
        thing = " ".join(doc[last + 1 : kept[-1].i + 1].text.split())
        name = f"{owner.name}'s {thing}"
    elif kind is Kind.DOCUMENT:
        name = _call_document(source, kept) or name
    evidence = (source.place, *owner.evidence[-1:])
    return Decision(name, kind, evidence, genders=owner.genders)


def _call_document(source: Source, kept: list[Token]) -> str:
    """Call a document by maker and kind: a "Halden Institute report", whoever writes it how."""
    head, scene = source.head, source.scene
    nouns = [t for t in kept if t.i < head.i and t.relation == "compound" and t.head == head]
    for name, mention in scene.list_named(source.place):
        tokens = scene.find_tokens(mention)
        if tokens is None or head in tokens:
            return ""  # the document has a name
        kind = " ".join(token.text for token in [*nouns, head] if token not in tokens)
        root = tokens.root
        if root.relation == "compound" and root.head == head:
            return f"{name.name} {kind}"
        if root.head.lower in MAKING and root.head.head == head:
            return f"{name.name}'s {kind}" if name.is_person else f"{name.name} {kind}"
    return ""


def _find_possessor(source: Source, kept: list[Token]) -> tuple[Decision, int]:
    """Find whose lawyer "his lawyer" or "the singer's lawyer" is, and where that ends."""
    first = kept[0]
    if len(kept) > 1 and first.tag == "PRP$":
        gender = GENDERS.get(first.lower)
        if gender is None:
            return NOBODY, first.i
        return find_person(source.scene, gender, source.place, source.quotation), first.i
    for token in kept[:MAX_TITLE_WORDS]:
        if token.tag == "POS" and token.i > first.i:
            named = find_name_at(source.scene, token.neighbour(-1))
            if named and named[0].is_person:
                return decide_named(*named, source.place), token.i
            phrase = token.doc[first.i : token.i]
            owner = replace(
                source, tokens=phrase, core=phrase, head=phrase.root, kind=Kind.UNNAMED
            )
            found = decide_shared(owner) or decide_same(owner) or decide_role(owner) or NOBODY
            return found, token.i
    return NOBODY, first.i


PHRASE_RULES: Chain = (
    (Rule.PAIR, decide_pair),
    (Rule.JOINED, decide_joined),
    (Rule.OTHERS, decide_others),
    (Rule.DESCRIBED, decide_described),
    (Rule.NAME, decide_by_name),
    (Rule.NAME_BESIDE, decide_by_name_beside),
    (Rule.NAME_BEHIND, decide_by_name_behind),
    (Rule.SHARED, decide_shared),
    (Rule.DOCUMENT, decide_document),
    (Rule.SAME, decide_same),
    (Rule.ROLE, decide_role),
    (Rule.BODY, decide_body),
    (Rule.DESCRIPTION, decide_description),
)
