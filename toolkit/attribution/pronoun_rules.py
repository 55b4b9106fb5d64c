"""Rules for a source that is one word which names nobody: a pronoun, a letter before a turn."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.attribution.antecedents import Asked, Question
from toolkit.attribution.decisions import (
    AUTHOR,
    NOBODY,
    Chain,
    Decision,
    Source,
    make_source,
    run,
)
from toolkit.attribution.labels import decide_label
from toolkit.attribution.phrases import NOUNS, find_name_at
from toolkit.attribution.referents import answer, decide_named, find_person, find_unnamed
from toolkit.base import WORD, Kind, Rule
from toolkit.grammar import (
    AUTHORS,
    GENDERS,
    INCLUSIVE,
    PLURALS,
    POINTING,
    RELATIVES,
    THINGS,
)

if TYPE_CHECKING:
    from toolkit.grammar import Token

OPEN = GENDERS.keys() | PLURALS | THINGS | RELATIVES | POINTING
# Verbs whose object hears: in the passive their subject is not who speaks.
ADDRESSING = {
    "advise", "ask", "command", "encourage", "instruct", "invite", "order", "remind", "request",
    "summon", "tell", "urge", "warn",
}  # fmt: skip
# Word classes that can name a speaker; a source without any was taken for the cue.
NAMING = {"NOUN", "PROPN", "PRON", "DET", "NUM", "SCONJ", "SYM", "X", "ADJ"}


def decide_by_cue(source: Source) -> Decision | None:
    """Decide by the cue where the source names nothing: the two were taken for each other."""
    words = [token for token in source.tokens if WORD.search(token.text)]
    if any(token.word_class in NAMING or token.text[0].isupper() for token in words):
        return None
    for span in source.quotation.cue:
        for name, mention in source.scene.list_named(span):
            kind = Kind.PERSON if name.is_person else Kind.ORGANISATION
            return Decision(name.name, kind, (mention,))
    return NOBODY


def decide_addressed(source: Source) -> Decision | None:
    """Decide who asked or told whom the reader took for the speaker: "residents are urged"."""
    head = source.head
    verb = head.head
    if head.relation != "nsubjpass" or verb not in _list_cue(source):
        return None
    if verb.lemma not in ADDRESSING:
        return None
    agent = next((noun for by in verb.find_children("agent") for noun in by.children), None)
    if agent is None:
        return replace(NOBODY, evidence=(source.place,))
    return _decide_by_phrase(source, agent)


def _list_cue(source: Source) -> list[Token]:
    """List the words of the cue."""
    return [t for span in source.quotation.cue for t in source.scene.find_tokens(span) or ()]


def _decide_by_phrase(source: Source, noun: Token) -> Decision | None:
    """Decide as if the phrase around a noun were the source."""
    phrase = noun.doc[noun.left_edge.i : noun.i + 1]
    place = source.scene.place(phrase)
    word = noun if len(phrase) == 1 else None
    return run(
        make_source(source.scene, source.quotation, place, phrase, source.chain, word)
    ) or replace(NOBODY, evidence=(source.place,))


def decide_author(source: Source) -> Decision | None:
    """Decide who "I" is: who signs below, in a line of his own, or the article's author."""
    if source.word is None or source.word.lower not in AUTHORS:
        return None
    for name in source.scene.names:
        for mention in name.mentions if name.is_person else ():
            if mention.start > source.place.end and source.scene.is_line(mention):
                evidence = (source.place, mention)
                return Decision(name.name, Kind.PERSON, evidence)
    return Decision(AUTHOR, Kind.PERSON, (source.place,))


def decide_apposed(source: Source) -> Decision | None:
    """Decide whom "who" refers to by the name that its noun stands beside."""
    noun = _find_antecedent(source)
    if (
        noun is not None
        and noun.relation == "appos"
        and (named := find_name_at(source.scene, noun.head))
    ):
        return decide_named(*named, source.place)
    return None


def decide_by_clause(source: Source) -> Decision | None:
    """Decide who "who" is as if the noun that its clause hangs on were the source."""
    noun = _find_antecedent(source)
    if noun is None or source.word is None:
        return None
    phrase = noun.doc[noun.left_edge.i : max(noun.i + 1, source.word.i)]
    while len(phrase) > 1 and phrase[-1].is_punct:
        phrase = phrase[:-1]
    place = source.scene.place(phrase)
    behind = make_source(source.scene, source.quotation, place, phrase, source.chain)
    decision = run(behind)
    if decision is None:
        return None
    return replace(decision, evidence=(source.place, *decision.evidence))


def _find_antecedent(source: Source) -> Token | None:
    """Find the noun that the clause of a relative pronoun hangs on."""
    word = source.word
    if word is None or source.pronoun not in RELATIVES:
        return None
    clause = next((a for a in word.ancestors if a.relation in {"relcl", "acl"}), None)
    if clause is None or clause.head.i >= word.i or clause.head.word_class not in NOUNS:
        return None
    return clause.head


def decide_beside(source: Source) -> Decision | None:
    """Decide by the name that stands right before "who" or "which"."""
    if source.word is None or source.pronoun not in RELATIVES:
        return None
    number = source.word.i - 1
    while number > 0 and source.word.doc[number].is_punct:
        number -= 1
    named = find_name_at(source.scene, source.word.doc[number]) if number >= 0 else None
    if named is None or named[0].is_person != (source.pronoun == "who"):
        return None
    return decide_named(*named, source.place)


def decide_he_or_she(source: Source) -> Decision | None:
    """Decide whom he or she stands for."""
    gender = GENDERS.get(source.pronoun)
    if gender is None:
        return None
    decision = find_unnamed(source.scene, gender, source.place) or find_person(
        source.scene, gender, source.place, source.quotation
    )
    return decision if decision.kind is not Kind.UNKNOWN else None


def decide_they(source: Source) -> Decision | None:
    """Decide whom "they" or "we" stands for."""
    return _ask(source, Asked.PEOPLE) if source.pronoun in PLURALS else None


def decide_it(source: Source) -> Decision | None:
    """Decide what "it" stands for."""
    return _ask(source, Asked.THING) if source.pronoun in THINGS else None


def _ask(source: Source, asked: Asked) -> Decision | None:
    traits = ((f"is {source.pronoun}", 1.0),)
    return answer(source.scene, Question(asked, source.place, source.quotation, traits=traits))


def decide_we(source: Source) -> Decision | None:
    """Decide that "we" is the author, where it stands for nobody in the article."""
    if source.pronoun not in INCLUSIVE:
        return None
    return Decision(AUTHOR, Kind.PERSON, (source.place,))


def decide_open(source: Source) -> Decision | None:
    """Decide that a pronoun to which nobody fits stands for nobody."""
    return replace(NOBODY, evidence=(source.place,)) if source.pronoun in OPEN else None


PRONOUN_RULES: Chain = (
    (Rule.CUE, decide_by_cue),
    (Rule.LABEL, decide_label),
    (Rule.ADDRESSED, decide_addressed),
    (Rule.AUTHOR, decide_author),
    (Rule.APPOSED, decide_apposed),
    (Rule.CLAUSE, decide_by_clause),
    (Rule.BESIDE, decide_beside),
    (Rule.HE_SHE, decide_he_or_she),
    (Rule.THEY, decide_they),
    (Rule.IT, decide_it),
    (Rule.WE, decide_we),
    (Rule.OPEN, decide_open),
)
