"""Whom a question finds: the candidates an article has for it, and the one that fits."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.attribution.antecedents import Asked, Candidate, Question, Scene, choose
from toolkit.attribution.decisions import AUTHOR, NOBODY, Decision
from toolkit.attribution.phrases import cut_core, find_name_at
from toolkit.base import Kind, Span, read_noun_kinds, read_source_nouns, remember
from toolkit.grammar import PLURALS, SUBJECTS
from toolkit.people import find_names, tell_word

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from toolkit.base import Article, Quotation
    from toolkit.grammar import Token
    from toolkit.people import Name

# Before a pronoun: what it may stand for if nobody named it as a source. With 1 and 3 as many
# speakers are right on all sets of benchmarks/speakers/constants.csv.
PHRASE_SENTENCES = 2
# Bodies that a country or city is.
PLACES = {
    "city", "country", "county", "district", "government", "island", "kingdom", "nation",
    "province", "republic", "state", "territory", "town", "village",
}  # fmt: skip
# What earlier sources without a name a pronoun may stand for.
MAY_BE = {
    Asked.PERSON: {Kind.UNNAMED, Kind.PERSON},
    Asked.PEOPLE: {Kind.GROUP, Kind.ORGANISATION, Kind.UNNAMED},
    Asked.THING: {Kind.ORGANISATION, Kind.DOCUMENT, Kind.GROUP},
}
# Under these chances among all candidates a source stands for nobody: an unknown speaker does
# less harm than a wrong one. On the 146 labelled articles of today, right / wrong under the
# bound: he or she 0 / 3, they 3 / 3, it 1 / 2, roles 1 / 3, bodies 3 / 5. Higher bounds (0.57 for
# he or she, 0.7 for the others) took three times as many right speakers as wrong ones away on
# modern_dev. Under its bound, a role or body keeps its own words.
LEAST_CHANCES = {
    Asked.PERSON: 0.45,
    Asked.PEOPLE: 0.6,
    Asked.THING: 0.4,
    Asked.ROLE: 0.5,
    Asked.BODY: 0.6,
}


THEY = re.compile(r"\bthey\s*/\s*them\b", re.IGNORECASE)


def decide_named(name: Name, mention: Span, place: Span) -> Decision:
    """Decide by a name that stands elsewhere than in the source."""
    kind = Kind.PERSON if name.is_person else Kind.ORGANISATION
    return Decision(name.name, kind, (place, mention))


def find_pair(scene: Scene, place: Span) -> Decision | None:
    """Find the two persons whom "both" stands for: the only two named shortly before."""
    for sentences in (0, 1):
        pair: dict[str, Span] = {}
        for token in scene.list_before(place, sentences):
            named = find_name_at(scene, token)
            if named and named[0].is_person:
                pair[named[0].name] = named[1]
        if len(pair) == 2:  # noqa: PLR2004 - a pair
            evidence = (place, *pair.values())
            return Decision(" and ".join(pair), Kind.GROUP, evidence)
    return None


def find_person(scene: Scene, gender: str, place: Span, quotation: Quotation) -> Decision:
    """Find whom he or she stands for."""
    question = Question(Asked.PERSON, place, quotation, gender=gender)
    return answer(scene, question) or replace(NOBODY, evidence=(place,))


def find_unnamed(scene: Scene, gender: str, place: Span) -> Decision | None:
    """Find who spoke last, has no name, and is not passed by one: a baker said it, and he said."""
    if not scene.spoken:
        return None
    name, kind, last = scene.spoken[-1]
    between = Span(last.start, max(place.start, last.end))
    is_unnamed = kind in MAY_BE[Asked.PERSON] and all(name != one.name for one in scene.names)
    is_near = last < place and scene.count_paragraphs(last.end, place.start) <= 1
    if not is_unnamed or not is_near or scene.get_dependency(last) not in SUBJECTS:
        return None
    told = {*map(tell_word, name.split()), scene.genders.get(name, "")} - {""}
    doer = _find_doer(scene, place)
    is_passed = any(one.is_person for one, _ in scene.list_named(between))
    if is_passed or not told <= {gender} or (doer is not None and doer.overlaps(last)):
        return None
    return Decision(name, kind, (place, last), genders=((name, gender),))


def answer(scene: Scene, question: Question) -> Decision | None:
    """Decide by the candidate that fits a question best; None where nobody fits."""
    doer = _find_doer(scene, question.place)
    candidates = [
        candidate
        for candidate in _list_candidates(scene, question)
        if doer is None or not any(mention.overlaps(doer) for mention in candidate.mentions)
    ]
    choice = choose(scene, question, candidates)
    if choice.candidate is None or choice.mention is None:
        return None
    if choice.chance < LEAST_CHANCES[question.asked]:
        return None
    kind = Kind(choice.candidate.kind)
    name, evidence = choice.candidate.name, (question.place, choice.mention)
    genders = ((name, question.gender),) if question.asked is Asked.PERSON else ()
    return Decision(name, kind, evidence, choice.chance, genders=genders)


def _find_doer(scene: Scene, place: Span) -> Span | None:
    """Find the subject of the verb whose object a pronoun is: a nurse met him, not herself."""
    tokens = scene.find_tokens(place)
    if tokens is None or len(tokens) > 1 or tokens.root.relation not in {"dobj", "dative"}:
        return None
    subject = tokens.root.head.find_child("nsubj")
    return scene.place(subject.doc[subject.i : subject.i + 1]) if subject is not None else None


def _list_candidates(scene: Scene, question: Question) -> list[Candidate]:
    """List the names whose kind and gender may fit, and those described by earlier sources."""
    fitting = {question.gender, ""} if question.gender else {"m", "f", ""}
    wants_person = question.asked in {Asked.PERSON, Asked.ROLE}
    singular = _list_singular(scene.article) if question.asked is Asked.PEOPLE else set()
    candidates = [
        Candidate(
            name.name,
            Kind.PERSON if name.is_person else Kind.ORGANISATION,
            name.mentions,
            name.roles,
            gender,
        )
        for name in scene.names
        if name.is_person == (wants_person or name.name in singular)
        and (gender := scene.genders.get(name.name, "")) in fitting
    ]
    if question.asked is Asked.BODY:
        candidates = [c for c in candidates if _may_be_body(scene, question, c)]
    if question.asked in {Asked.ROLE, Asked.BODY}:
        return [
            candidate
            for candidate in candidates
            if _may_have(question, candidate)
            and not is_another(scene, question.place, question.head, candidate)
        ]
    known = {name.name for name in scene.names}
    for name, (kind, sources) in _list_described(scene, question, known).items():
        gender = next(filter(None, map(tell_word, name.split())), "")
        if (gender or scene.genders.get(name, "")) in fitting:
            candidates.append(
                Candidate(name, kind, tuple(sorted(sources)), gender=gender, is_described=True)
            )
    return candidates


@remember
def _list_singular(article: Article) -> set[str]:
    """List the persons of whom the article says that they go by "they"."""
    found = set()
    for match in THEY.finditer(article.text):
        before = [
            (mention, name)
            for name in find_names(article)
            for mention in name.mentions
            if mention.end <= match.start()
        ]
        mention, name = max(before, key=lambda pair: pair[0], default=(None, None))
        between = article.text[mention.end : match.start()] if mention else "\n"
        if name is not None and name.is_person and "\n" not in between:
            found.add(name.name)
    return found


def _list_described(
    scene: Scene, question: Question, known: set[str]
) -> Mapping[str, tuple[str, list[Span]]]:
    """List who or what is described before a question, with kind and places."""
    described: dict[str, tuple[str, list[Span]]] = {}
    for name, kind, source in scene.spoken:
        if name not in {*known, AUTHOR} and kind in MAY_BE[question.asked]:
            described.setdefault(name, (kind, []))[1].append(source)
    if question.asked in {Asked.PEOPLE, Asked.THING}:
        pair = find_pair(scene, question.place) if question.asked is Asked.PEOPLE else None
        if pair is not None:
            described.setdefault(pair.name, (pair.kind, [pair.evidence[-1]]))
        for name, kind, span in _list_phrases(scene, question):
            if name not in known and name not in described:
                described[name] = (kind, [span])
    return described


def _may_be_body(scene: Scene, question: Question, candidate: Candidate) -> bool:
    """Tell whether a body is a place where a place is asked for, and no place otherwise."""
    roots = [tokens.root for m in candidate.mentions if (tokens := scene.find_tokens(m))]
    is_place = sum(root.entity == "GPE" for root in roots) * 2 > len(roots)
    has_noun = question.head in candidate.name.lower().split()
    return has_noun or is_place == (question.head in PLACES)


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


def is_another(scene: Scene, place: Span, head: str, one: Candidate | Name) -> bool:
    """Tell whether "the baker" is a baker whom the text brought in beside somebody named.

    That is so if it knew the named one already, or says that they are something else.
    """
    if any(head in role.split() for role in one.roles):
        return False
    begins = [scene.place(noun.doc[noun.i : noun.i + 1]) for noun in _list_new(scene, place, head)]
    if not begins:
        return False
    does = (role.split()[-1] for role in one.roles)
    return one.mentions[0] < begins[-1] or any(read_noun_kinds().get(w) == "person" for w in does)


def _list_new(scene: Scene, place: Span, head: str) -> list[Token]:
    """List where the text before a place brings somebody in without a name: an injured baker."""
    return [
        token
        for token in scene.list_before(place, len(scene.sentences) + 1)
        if token.lower == head
        and token.relation not in {"attr", "appos", "compound"}
        and any(child.lower in {"a", "an", "another", "one"} for child in token.lefts)
        and not token.find_children("appos")
        and token.head.lower != "as"
    ]


def _list_phrases(scene: Scene, question: Question) -> Iterator[tuple[str, Kind, Span]]:
    """List what the sentences before describe as many, as a document or as a body."""
    for token in scene.list_before(question.place, PHRASE_SENTENCES):
        if token.relation not in {"nsubj", "nsubjpass", "dobj", "pobj"}:
            continue
        kind = read_source_nouns().get(token.lower) or read_source_nouns().get(token.lemma)
        is_many = token.tag in {"NNS", "NNPS"} and kind not in {"document", "organisation"}
        is_thing = token.word_class == "NOUN" and kind in {"document", "organisation"}
        if is_many if question.asked is Asked.PEOPLE else is_thing and token.tag == "NN":
            phrase = cut_core(token.doc[token.left_edge.i : token.i + 1])
            span = scene.place(phrase)
            if any(t.lower in PLURALS for t in phrase):  # they/them pronouns
                continue
            if not scene.is_said(span) and not scene.find_named(span):
                words = [t.text for t in phrase if t.lower not in {"the", "a", "an"}]
                yield " ".join(words), Kind(kind or "group") if is_thing else Kind.GROUP, span
