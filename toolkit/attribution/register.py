"""Who is who in an article: everybody who speaks or is spoken of, once, with every mention."""

from __future__ import annotations

import math
import re
from bisect import bisect, insort
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from toolkit.attribution.aliases import fold_alias
from toolkit.attribution.evidence import is_pronoun
from toolkit.attribution.phrases import guess_kind
from toolkit.attribution.profiles import profile_speaker
from toolkit.attribution.speakers import find_attributions
from toolkit.base import (
    BY_PRONOUN,
    UNSAID,
    Gender,
    Kind,
    Role,
    Rule,
    Span,
    Speaker,
    check_article,
    find_words_in,
    remember,
)
from toolkit.engine import ENGLISH, bind, find_passages, find_register
from toolkit.grammar import GENDERS, find_tokens
from toolkit.people import find_names, fold, has_initials, is_place, write_plainly
from toolkit.reader import Look, Sought

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.base import Article, Attribution
    from toolkit.engine import Engine
    from toolkit.reader import Register, Sighting

PLACE = "place"  # that says nothing; where one speaks it is a body
# That a description or pronoun means somebody: in 45 articles that were not learned from, 332 of
# 381 pronouns and 65 of 94 descriptions are right. With 0.5, 28 more pronouns are, and 26 wrong.
LEAST_CHANCE = 0.7
JOINT = re.compile(r", | and ")  # between those who speak together


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """A place where somebody is named, described or meant by a pronoun."""

    span: Span
    form: Look


@dataclass(frozen=True, slots=True)
class Person:
    """Everything an article tells of one person, body, document or group.

    Parameters
    ----------
    name : str
        The fullest that the article gives, without titles; where it gives none, the words that
        describe them.
    kind : str
        As a speaker's (`Speaker`), or ``place``: a country or town that says nothing.
    mentions : tuple of Mention
        Each with its ``span`` and ``form`` (``name``, ``description`` or ``pronoun``), in reading
        order and apart. Titles are no part of them.
    titles : tuple of str
        Titles, offices and what else the article says a named person is, in lower case.
    aliases : tuple of str
        Other names that it uses: ``Lee``.
    role, role_evidence : Role, tuple of Span
        In what capacity they appear, and the words that tell it. ``unknown`` for places.
    gender, gender_evidence : Gender, tuple of Span
        By the article's own words, and these.
    attributions : tuple of Attribution
        Theirs alone, in reading order; those in which nothing is said have the act
        ``no_comment`` or ``deed``.
    is_heard : bool
        Whether they say anything, alone or with others ("Ann Lee and Bob Day").
    chance : float
        That all this is one and the same, 0 to 1. NaN: not measured.
    """

    name: str
    kind: str
    mentions: tuple[Mention, ...]
    titles: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    role: Role = Role.UNKNOWN
    role_evidence: tuple[Span, ...] = ()
    gender: Gender = Gender.NONE
    gender_evidence: tuple[Span, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    is_heard: bool = False
    chance: float = field(default=math.nan, compare=False)  # to Python 3.13, NaN is never itself

    @property
    def statements(self) -> tuple[Attribution, ...]:
        """Their attributions without those in which nothing is said."""
        return tuple(a for a in self.attributions if a.quotation.act not in UNSAID)


def find_people(article: Article, *, engine: Engine = ENGLISH) -> list[Person]:
    """Find who is who in an article: all who speak or are spoken of, once each.

    Parameters
    ----------
    article : Article
    engine : Engine, optional
        What reads the article.

    Returns
    -------
    list of Person
        Persons, bodies, places, groups and documents by first mention. Speakers, relays and names
        are joined by name, and by a surname alone only where one person of the article has it.

    Raises
    ------
    ToolkitError
        If `article` is not an Article.

    Notes
    -----
    Whoever is named is found, whether they speak or not. Other descriptions and pronouns are those
    of which a model learned from a thousand articles (`toolkit.reader.registers`) holds them to be
    somebody's with a chance of .7 or more: how often somebody is spoken of is a lower bound. Roles
    and genders were measured on speakers alone.

    Examples
    --------
    >>> from toolkit.base.article import Article
    >>> article = Article("Mayor Ann Lee met Bob Day. Rates will rise, she said. Lee left.")
    >>> for person in find_people(article):
    ...     words = [mention.span.of(article.text) for mention in person.mentions]
    ...     print(person.name, person.titles, words, person.is_heard)
    Ann Lee ('mayor',) ['Ann Lee', 'she', 'Lee'] True
    Bob Day () ['Bob Day'] False
    """
    check_article(article)
    article = bind(article, engine)
    return [
        replace(
            person, attributions=tuple(replace(a, article=article) for a in person.attributions)
        )
        for person in _find_people(article)
    ]


@remember
def _find_people(article: Article) -> tuple[Person, ...]:
    return tuple(_complete(article, person) for person in list_people_mentions(article))


def list_people_mentions(article: Article) -> list[Person]:
    """List whom an article mentions where, and what each says.

    All else that is known of a person is worked out from this: what finds mentions in another
    way has to fill these fields alone (name, kind, mentions, titles, attributions, is_heard,
    chance).
    """
    draft = _Draft(article)
    for attribution in find_attributions(article):
        draft.hear(attribution)
    if (register := find_register(article)) is not None:
        draft.add_seen(register)
    entries = draft.list_entries()
    found = [
        Person(
            entry.name,
            entry.kind,
            tuple(Mention(span, entry.forms[span]) for span in entry.places),
            titles=entry.titles,
            attributions=tuple(replace(said, article=None) for said in entry.said),
            is_heard=entry.is_heard,
        )
        for entry in entries
    ]
    return sorted(found, key=_get_start)


def _get_start(person: Person) -> Span:
    """Give the first place of a person; what is said where nobody names who says it."""
    if person.mentions:
        return person.mentions[0].span
    return person.attributions[0].quotation.content[0]


def _complete(article: Article, person: Person) -> Person:
    """Add what the mentions of a person tell."""
    names = (m.span.of(article.text) for m in person.mentions if m.form is Look.NAME)
    written = dict.fromkeys(" ".join(write_plainly(name).split()) for name in names)
    aliases = tuple(each for each in written if each.casefold() != person.name.casefold())
    if person.kind == PLACE:
        return replace(person, aliases=aliases)
    said = person.statements or person.attributions
    speaker = said[0].speaker if said else Speaker(person.name, Kind(person.kind))
    profile = profile_speaker(article, replace(speaker, name=person.name), said)
    return replace(
        person,
        aliases=aliases,
        role=profile.role,
        role_evidence=profile.role_evidence,
        gender=profile.gender,
        gender_evidence=profile.gender_evidence,
    )


# ---- one entry for each --------------------------------------------------------------------


@dataclass(slots=True, eq=False)
class _Entry:
    """A person while the register is made; `places` are in reading order and apart."""

    name: str
    kind: str
    places: list[Span] = field(default_factory=list)
    titles: tuple[str, ...] = ()
    forms: dict[Span, Look] = field(default_factory=dict)
    said: list[Attribution] = field(default_factory=list)
    is_heard: bool = False
    gender: str = ""

    def add(self, span: Span, form: Look) -> None:
        """Add a mention, unless its words are one already."""
        if not _overlaps(self.places, span):
            insort(self.places, span)
            self.forms[span] = form


class _Draft:
    """The register of an article while it is made: names first, then who speaks and relays."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._passages = find_passages(article)
        self._entries: list[_Entry] = []
        self._by_name: dict[str, list[_Entry]] = defaultdict(list)
        self._by_surname: dict[str, list[_Entry]] = defaultdict(list)
        self._owners: dict[Span, _Entry] = {}
        for name in find_names(article):
            kind = Kind.PERSON if name.is_person else Kind.ORGANISATION
            entry = self._open(name.name, PLACE if is_place(article, name) else kind)
            entry.titles, entry.gender = name.roles, name.gender
            for span in name.mentions:
                entry.add(span, Look.NAME)
                self._owners[span] = entry
        self._named = sorted(self._owners)

    def hear(self, said: Attribution) -> None:
        """Put down who says something, through whom, and by which words they are meant."""
        if said.speaker.kind is not Kind.UNKNOWN:
            self._put_speaker(said, said.speaker)
        for relay in said.relays:
            found = self._find(relay.name, None)
            entry = found or self._open(relay.name, guess_kind(self._article, relay.name))
            self._mention(entry, relay.span, relay.name)

    def _put_speaker(self, said: Attribution, speaker: Speaker) -> None:
        entry = self._find(speaker.name, speaker.kind) or self._open(speaker.name, speaker.kind)
        if not entry.said:
            entry.kind = speaker.kind
        if entry.kind == Kind.PERSON and len(entry.name.split()) == 1:
            entry.name = max(entry.name, speaker.name, key=len)
        entry.said.append(said)
        if said.quotation.act not in UNSAID:
            self._mark_heard(entry, speaker)
        if said.rule is not Rule.CUE:  # by which the source was no source
            for span in said.quotation.source:
                self._mention(entry, span, speaker.name)
        if said.rule in BY_PRONOUN - {Rule.PAIR}:  # a pair's are its members'
            self._add_antecedents(entry, said)

    def add_seen(self, register: Register) -> None:
        """Add the descriptions and pronouns that the reader holds to be somebody's mentions."""
        taken = [-1] * len(self._article.text)  # by whose mention each character is
        for number, entry in reversed([*enumerate(self._entries)]):
            for place in entry.places:
                taken[place.start : place.end] = [number] * len(place)
        owners = [self._find_owner(key.span, taken) for key in register.keys]
        for one in register.sightings:
            if one.look is Look.NAME or self._find_owner(one.span, taken) is not None:
                continue
            chosen, chance = self._choose(register, one, owners)
            if chosen is not None and chance >= LEAST_CHANCE:
                chosen.add(one.span, one.look)

    def _find_owner(self, span: Span, taken: Sequence[int]) -> _Entry | None:
        """Find whose mention lies at a place: the first entry's, where mentions overlap."""
        numbers = [number for number in taken[span.start : span.end] if number >= 0]
        return self._entries[min(numbers)] if numbers else None

    def _choose(
        self, register: Register, one: Sighting, owners: Sequence[_Entry | None]
    ) -> tuple[_Entry | None, float]:
        """Choose who is likeliest meant, with the chance; nobody of another gender."""
        gender = GENDERS.get(one.span.of(self._article.text).lower(), "")
        sought = Sought.MEANT if one.look is Look.PRONOUN else Sought.DESCRIBED
        chances: dict[_Entry, float] = defaultdict(float)
        for number, share in register.weigh(sought, [one.span]).list_likely():
            owner = owners[number]
            if owner is not None and {owner.gender, gender} != {"m", "f"}:
                chances[owner] += math.exp(share)
        best = max(chances, key=chances.__getitem__, default=None)
        return best, chances[best] if best is not None else 0.0

    def list_entries(self) -> list[_Entry]:
        """List those who have a place: somebody else may have been given all of their mentions."""
        for entry in self._entries:
            if not entry.places:  # a speaker whom another program named, without a source
                self._look_for(entry)
        return [entry for entry in self._entries if entry.places or entry.said]

    def _open(self, name: str, kind: str) -> _Entry:
        entry = _Entry(name, kind)
        self._entries.append(entry)
        self._by_name[fold_alias(name)].append(entry)
        if kind == Kind.PERSON:
            self._by_surname[_get_surname(name)].append(entry)
        return entry

    def _find(self, name: str, kind: Kind | None) -> _Entry | None:
        """Find who goes by a name: by the whole, or by a surname alone that nobody else has."""
        same = self._by_name.get(fold_alias(name), [])
        fitting = [e for e in same if (e.kind == Kind.PERSON) == (kind is Kind.PERSON)]
        if same or kind is not Kind.PERSON:
            return next(iter(fitting or same), None)
        bearers = self._by_surname.get(_get_surname(name), [])
        alike = [entry for entry in bearers if _may_be_one(entry.name, name)]
        is_full = len(name.split()) > 1 and all(len(entry.name.split()) > 1 for entry in alike)
        return alike[0] if len(alike) == 1 and (is_full or len(bearers) == 1) else None

    def _mark_heard(self, entry: _Entry, speaker: Speaker) -> None:
        """Mark who speaks, and each of several who speak together."""
        entry.is_heard = True
        members = JOINT.split(speaker.name)
        if speaker.kind is Kind.GROUP and len(members) > 1:
            for name in members:
                for member in self._by_name.get(fold_alias(name), []):
                    member.is_heard = True

    def _mention(self, entry: _Entry, span: Span, name: str) -> None:
        """Add the mention that a source or relay is, where no name of the entry stands in it."""
        owner = self._owners.get(span)
        if owner is not None and owner is not entry and entry.kind != Kind.GROUP:
            owner.places.remove(span)  # a person, or another program, says who it is
            self._owners[span] = entry
            entry.add(span, Look.NAME)
        elif not _overlaps(entry.places, span):
            entry.add(*self._tell_form(entry, span, name))

    def _tell_form(self, entry: _Entry, span: Span, name: str) -> tuple[Span, Look]:
        """Tell how words mean somebody, and which of them do so."""
        tokens = find_tokens(self._passages, span)
        if tokens is not None and is_pronoun(tokens):
            return span, Look.PRONOUN
        if _is_name(name, entry.kind):
            written = self._find_written(span, name)
            if written is not None:
                return written, Look.NAME
        return span, Look.DESCRIPTION

    def _find_written(self, span: Span, name: str) -> Span | None:
        """Find the words of a name in a source where the parser saw none."""
        text, own = self._article.text, fold(name.split())
        words = [
            word
            for word in find_words_in(text, [span])
            if not text[word.start].islower() and not _overlaps(self._named, word)
        ]
        hits = [
            word
            for word in words
            if fold([word.of(text)])[0] in own or has_initials(name.split(), word.of(text))
        ]
        return Span(hits[0].start, hits[-1].end) if hits else None

    def _add_antecedents(self, entry: _Entry, said: Attribution) -> None:
        """Add what a pronoun was found to stand for, where that is no name."""
        for span in said.evidence:
            if span not in said.quotation.source and not _overlaps(self._named, span):
                entry.add(span, Look.DESCRIPTION)

    def _look_for(self, entry: _Entry) -> None:
        """Add where the name of an entry is written, whole."""
        is_name = _is_name(entry.name, entry.kind)
        form = Look.NAME if is_name else Look.DESCRIPTION
        for found in re.finditer(rf"(?<!\w){re.escape(entry.name)}(?!\w)", self._article.text):
            if not _overlaps(self._named, Span(*found.span())):
                entry.add(Span(*found.span()), form)


def _overlaps(places: Sequence[Span], span: Span) -> bool:
    """Tell whether a place overlaps one of several that are in order and apart."""
    number = bisect(places, span)
    return any(place.overlaps(span) for place in places[max(0, number - 1) : number + 1])


def _is_name(name: str, kind: str) -> bool:
    """Tell whether what somebody is called is a name: the Space Agency, not the space agency."""
    is_body = kind in {Kind.ORGANISATION, PLACE} and not name.split()[-1][0].islower()
    return kind == Kind.PERSON or is_body


def _get_surname(name: str) -> str:
    return fold(name.split())[-1]


def _may_be_one(name: str, other: str) -> bool:
    """Tell whether two names of one surname may be one person's: Lee, Ann Lee, Ann B. Lee."""
    words, others = fold(name.split()), fold(other.split())
    is_inside = {*words} <= {*others} or {*others} <= {*words}  # President Ann Lee
    return is_inside or words[0] == others[0]
