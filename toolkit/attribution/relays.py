"""Through whom a speaker's words reached us: the outlets and persons that carried them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.attribution.reports import find_cited, is_outlet
from toolkit.base import Relay, read_cues, read_nouns, read_outlets, read_source_nouns
from toolkit.grammar import RELATIVES
from toolkit.people import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.attribution.antecedents import Scene
    from toolkit.base import Quotation, Span
    from toolkit.grammar import Token, Tokens
    from toolkit.people import Name

CARRYING = {"air", "broadcast", "carry", "cite", "distribute", "post", "publish", "quote", "relay"}
INTERVIEW = re.compile(
    r"\b(?:interview|statement|remarks|comments|appearance|programme|program|e-?mail|message|op-ed|"
    r"essay|column|podcast|broadcast)$"
)
HEARING = {"to", "with"}
SPEAKING = {"appear", "speak", "talk", "write"}  # "Speaking to Reuters, she said"


def find_relays(scene: Scene, quotation: Quotation) -> Iterator[Relay]:
    """Find who carried the words, from the one nearest the speaker to the one nearest us."""
    found = list(_find_by_clause(scene, quotation)) if quotation.cue else []
    carrier = scene.seen.find_carrier(quotation.content) if scene.seen is not None else None
    if found or carrier is None or not (quotation.source or quotation.cue):
        yield from found
        return
    number, place = carrier
    if not any(place.overlaps(span) for span in (*quotation.content, *quotation.source)):
        written = " ".join(place.of(scene.article.text).split()).removeprefix("the ")
        yield Relay(scene.names[number].name if number >= 0 else written, place)


def _find_by_clause(scene: Scene, quotation: Quotation) -> Iterator[Relay]:
    """Find who carried the words by the verbs and prepositions of their clause."""
    own = [*quotation.content, *quotation.source]
    seen: set[str] = set()
    for tokens in _list_carriers(scene, quotation):
        place = scene.place(tokens)
        if any(place.overlaps(span) for span in own):
            continue
        named = scene.find_named(place)
        if named is None and tokens.root.lower in RELATIVES:
            continue
        name = named[0].name if named else _name_outlet(scene, tokens, place)
        if name not in seen:
            seen.add(name)
            yield Relay(name, place)


def _name_outlet(scene: Scene, tokens: Tokens, place: Span) -> str:
    """Name "the paper": the outlet named last before it, or the words themselves."""
    if tokens[0].lower == "the" and tokens.root.lower in read_outlets("noun"):
        before = [
            (mention, name.name)
            for name in scene.names
            if _names_outlet(name)
            for mention in name.mentions
            if mention.end <= place.start
        ]
        if before:
            return max(before)[1]
    return " ".join(tokens.text.split())


def _names_outlet(name: Name) -> bool:
    return not name.is_person and _are_outlets(fold(name.name.split()))


def _are_outlets(words: Sequence[str]) -> bool:
    """Tell whether folded words are the name of an outlet, by the list or by their last."""
    return words[-1] in read_outlets("ending") or " ".join(words) in read_outlets()


def _list_carriers(scene: Scene, quotation: Quotation) -> Iterator[Tokens]:
    cue = scene.find_tokens(quotation.cue[0])
    if cue is None:
        return
    verb = next((token for token in cue if token.word_class == "VERB"), None)
    if verb is None:
        return
    # "TASS quoted Putin as saying", "Reuters said, citing two officials"
    if len(quotation.cue) > 1 or find_cited(verb) is not None:
        yield from map(_get_phrase, verb.find_children("nsubj"))
    yield from (_get_phrase(token) for token in _list_hearers(verb))
    for ancestor in verb.ancestors:  # "..., he said, the paper reported"
        if ancestor.lemma in read_cues():
            yield from map(_get_phrase, filter(is_outlet, ancestor.find_children("nsubj")))
    for token in verb.sentence:
        if token.lower == "according":
            yield from (
                _get_phrase(child)
                for to in token.children
                if to.lower == "to"
                for child in to.children
                if _may_carry(child)
            )


def _may_carry(token: Token) -> bool:
    """Tell whether a noun is somebody or an outlet: a study or a model carries no one's words."""
    is_named = _may_be_outlet(token) or is_outlet(token) or token.entity == "PERSON"
    kind = read_source_nouns().get(token.lemma.lower())
    return is_named or kind in {"unnamed", "organisation"} or token.word_class == "PROPN"


def _list_hearers(verb: Token) -> Iterator[Token]:
    """List outlets that were told: "told CNN", "in an interview with the Times"."""
    if verb.lemma == "tell":
        yield from filter(_may_be_outlet, verb.find_children("dobj", "dative"))
    speaking = [child for child in verb.children if child.lemma in SPEAKING]
    for told in (verb, *(child for child in speaking if child.relation == "advcl")):
        for preposition in told.find_children("prep", "dative"):
            for noun in preposition.children:
                yield from _list_behind(preposition, noun)


def _list_behind(preposition: Token, noun: Token) -> Iterator[Token]:
    """List the outlets behind a preposition: to CNN, in an interview with the Times, on NPR."""
    if INTERVIEW.search(noun.lower):
        yield from _list_carrying(noun)
    elif preposition.lower == "on":
        yield from _list_airing(noun)
    elif preposition.lower in HEARING and _may_be_outlet(noun):
        yield noun


def _list_carrying(noun: Token) -> Iterator[Token]:
    """List whom an interview was given to, and who carried it or a statement."""
    links = [child for child in noun.children if child.lower in {"with", "to", "on", "for", "in"}]
    for clause in noun.children:
        if clause.relation == "acl" and clause.lemma in CARRYING:
            links += [child for child in clause.children if child.lower in {"by", "in", "on"}]
    yield from (child for link in links for child in link.children if _may_be_outlet(child))


def _list_airing(noun: Token) -> Iterator[Token]:
    """List the station behind "on": on Channels TV, on CNN's "State of the Union"."""
    for token in (noun, *noun.find_children("poss")):
        words = fold(t.text for t in _get_phrase(token) if t.lower != "the" and t.tag != "POS")
        if words and " ".join(words) not in read_outlets("platform") and _are_outlets(words):
            yield token


def _may_be_outlet(token: Token) -> bool:
    phrase = _get_phrase(token)
    name = phrase.text.lower().removeprefix("the ")
    is_told = not read_nouns("no outlet").isdisjoint(re.findall(r"\w+", name))
    if is_told or name in read_outlets("platform"):
        return False
    is_named = any(t.entity == "ORG" or (t.word_class == "PROPN" and t.is_upper) for t in phrase)
    is_paper = phrase[0].text == "The" and token.entity == "NORP" and token.tag == "NNP"
    return is_named or is_paper or name in read_outlets()


def _get_phrase(token: Token) -> Tokens:
    """Give a carrier's name: the apposition if there is one ("the agency TASS")."""
    for child in token.children:
        if child.relation == "appos" and child.word_class == "PROPN":
            token = child
    return token.doc[token.left_edge.i : token.i + 1]
