"""Who is likeliest to say something: the rules propose one, the reader others, chances decide."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.attribution.confidence import rate_decision, weigh_names
from toolkit.attribution.decisions import Decision
from toolkit.attribution.referents import is_another
from toolkit.attribution.turns import QUOTES
from toolkit.base import (
    BY_NAME,
    UNKNOWN,
    Kind,
    Rule,
    read_noun_kinds,
    read_source_nouns,
    read_titles,
)
from toolkit.grammar import GENDERS, PLURALS, THINGS
from toolkit.people import tell_word

if TYPE_CHECKING:
    from toolkit.attribution.antecedents import Scene
    from toolkit.base import Quotation, Span
    from toolkit.grammar import Token
    from toolkit.people import Name

LEAST_SEEN = 0.1  # chance by the reader from which on a name is proposed
MOST = 3  # names that it proposes
LEAST_CHANCE = 0.7  # of a name where the rules name nobody
LEAST_CANDIDATE = 0.2  # of a name that is told where nobody is chosen
OPEN, CLOSE = 0.5, 0.15  # a chance under the first, and another so near: nobody is chosen
MARGIN = 0.2  # by which a name must be likelier than whom the rules name
INDEFINITE = {
    "a", "an", "another", "anybody", "anyone", "everybody", "everyone", "no", "nobody", "one",
    "some", "somebody", "someone",
}  # fmt: skip
# What these decide is nobody's name or several, which the reader cannot weigh.
KEPT = {Rule.PAIR, Rule.JOINED, Rule.OTHERS, Rule.LABEL, Rule.AUTHOR, Rule.WE, Rule.SHARED}


def choose_speaker(scene: Scene, quotation: Quotation, decided: Decision) -> Decision:
    """Choose who is likeliest to say something.

    Parameters
    ----------
    scene : Scene
    quotation : Quotation
    decided : Decision
        By the rules.

    Returns
    -------
    Decision
        With its ``rating``. Nobody is chosen who contradicts the gender, number or kind that the
        source tells (`may_speak`), and nobody where two fit: both are its ``candidates``.
    """
    options = list_options(scene, quotation, decided)
    rated = [
        replace(option, rating=rate_decision(scene, quotation, option, decided))
        for option in options
    ]
    best = max(rated[1:], key=lambda option: option.rating, default=rated[0])
    least = LEAST_CHANCE if decided.kind is Kind.UNKNOWN else rated[0].rating + MARGIN
    chosen = best if best.rating >= least else rated[0]
    is_unnamed = all(decided.name != name.name for name in scene.names)
    if chosen is not rated[0] and decided.rule is Rule.HE_SHE and is_unnamed:
        return _leave_open(rated[0], rated[0].rating, (chosen.name, decided.name))
    return _tell_open(chosen, rated)


def _leave_open(chosen: Decision, rating: float, candidates: tuple[str, ...]) -> Decision:
    """Leave open who speaks, and tell who may."""
    return Decision(
        UNKNOWN, Kind.UNKNOWN, chosen.evidence, rule=chosen.rule, rating=rating,
        candidates=candidates,
    )  # fmt: skip


def _tell_open(chosen: Decision, rated: list[Decision]) -> Decision:
    """Leave a decision open where another name fits as well, and tell whom it may mean."""
    named = sorted(
        (one for one in rated if one.kind is not Kind.UNKNOWN and one.rating >= LEAST_CANDIDATE),
        key=lambda one: -one.rating,
    )
    candidates = tuple(dict.fromkeys(one.name for one in named))
    if chosen.kind is Kind.UNKNOWN:
        return replace(chosen, candidates=chosen.candidates or candidates)
    others = [one.rating for one in named if one.name != chosen.name]
    is_open = chosen.rating < OPEN and others and others[0] > chosen.rating - CLOSE
    if not is_open or chosen.rule in BY_NAME:
        return chosen
    return _leave_open(chosen, chosen.rating, candidates)


def list_options(scene: Scene, quotation: Quotation, decided: Decision) -> list[Decision]:
    """List what the rules decided, and whom else the reader holds to be likely."""
    is_asked = any(span in quotation.content for span in quotation.source)  # a phrase, no words
    is_kept = is_asked or decided.rule in KEPT or _is_asking(scene, quotation)
    chances = None if is_kept else weigh_names(scene, quotation)
    if chances is None:
        return [decided]
    order = sorted(range(len(scene.names)), key=chances.__getitem__, reverse=True)[:MOST]
    found = [decided]
    for number in order:
        name = scene.names[number]
        is_likely = chances[number] >= LEAST_SEEN and name.name != decided.name
        is_owner = decided.name.startswith(f"{name.name}'s ")  # her lawyer is not she
        if is_likely and not is_owner and may_speak(scene, quotation, name):
            mention = _find_mention(quotation, name)
            kind = Kind.PERSON if name.is_person else Kind.ORGANISATION
            evidence = (*quotation.source[:1], mention)
            found.append(Decision(name.name, kind, evidence, chances[number], Rule.SEEN))
    return found


def _is_asking(scene: Scene, quotation: Quotation) -> bool:
    """Tell whether a turn without a label is a question: whoever asks is not the guest."""
    words = quotation.content[-1].of(scene.article.text).rstrip("*")
    is_turn = not quotation.source and not quotation.cue and QUOTES.search(words) is None
    return is_turn and words.endswith("?")


def may_speak(scene: Scene, quotation: Quotation, name: Name) -> bool:
    """Tell whether a name may be who a source means, by what its words tell for certain."""
    if not quotation.source:
        return True
    place = quotation.source[0]
    tokens = scene.find_tokens(place)
    if tokens is None or any(mention.overlaps(place) for mention in name.mentions):
        return False  # Ann Lee's lawyer: the rules saw the name and took another
    root = tokens.root
    if _names_other(root, name):
        return False
    words = [token.lower for token in tokens]
    if words[0] in INDEFINITE:  # a neighbour is not the one before
        return any(root.lower in role.split() for role in name.roles)
    is_many = root.tag in {"NNS", "NNPS"} or not PLURALS.isdisjoint(words)
    if is_many or words in ([thing] for thing in (*THINGS, "which")):
        return not name.is_person
    return _agrees(scene, words, name) and not is_another(scene, place, root.lower, name)


def _names_other(root: Token, name: Name) -> bool:
    """Tell whether the head of a source is a name that nobody knew for one, or a document."""
    is_calling = root.lower in read_titles() or root.lower in read_noun_kinds()
    if (root.word_class == "PROPN" or not root.text.isascii()) and not is_calling:
        return True
    is_document = read_source_nouns().get(root.lemma) == Kind.DOCUMENT
    return is_document and root.lower not in name.name.lower()  # no institute is its report


def _agrees(scene: Scene, words: list[str], name: Name) -> bool:
    """Tell whether a name has the gender that the words of a source tell, if they tell one."""
    if words == ["who"]:
        return name.is_person
    genders = {GENDERS.get(words[0], "") if len(words) == 1 else "", *map(tell_word, words)} - {""}
    own = scene.genders.get(name.name, "")
    return not genders or (name.is_person and own in {*genders, ""})


def _find_mention(quotation: Quotation, name: Name) -> Span:
    """Find the mention of a name that is nearest to a content."""
    start = quotation.content[0].start
    return min(name.mentions, key=lambda span: abs(span.start - start))
