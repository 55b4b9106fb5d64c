"""How what the reader read and what clauses show become one list: named rules, in order."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from toolkit.attribution.reports import (
    find_cited,
    find_subject,
    is_outlet,
    is_outlet_phrase,
    list_phrase,
    may_be_cited,
)
from toolkit.base import (
    WORD,
    Act,
    Form,
    Quotation,
    find_words,
    read_cues,
    read_source_nouns,
)
from toolkit.grammar import SUBJECTS, find_tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from toolkit.base import Span
    from toolkit.grammar import Passage, Token

OPEN_PRONOUNS = {"they", "it", "we", "you"}  # they stand for many things, and often for none
# On polnear_dev 0 and 0.4 gain 0.2 points of F1 over all attributions (plans of "they") and
# nothing over those of speech, 0.8 and 1 lose 0.1 (benchmarks/speakers/constants.csv). Without it
# modern_dev has one false alarm more, 28 of 206, and the article of seeds/ one.
LEAST_CONFIDENCE = 0.6
STRETCH = 500  # characters, by which what may overlap is looked for
GREETING = re.compile(
    r"[\"\u201c]?(?:good-?byes?|farewells?|hello|hi|thanks|thank you|grace|mass|prayers?)\b",
    re.IGNORECASE,
)
QUOTE_MARKS = "\"'\u201c\u201d\u2018\u2019\u201e\u00ab\u00bb`"  # some open with closing ones
TITLING = {"call", "dub", "entitle", "name", "title"}
SIGNS = {
    "banner", "board", "inscription", "label", "notice", "placard", "plaque", "poster", "sign",
}  # fmt: skip


class Merge(StrEnum):
    """One rule of the merger, in the words of the benchmark's table."""

    VAGUE = "nobody in particular"
    WITHOUT_SAYING = "without saying"
    THAT_SAID = "that said"
    GREETING = "a greeting"
    TITLE = "a title"
    SIGN = "what a sign reads"
    OWN_SOURCE = "whom somebody cites"
    THING = "a thing that says nothing"
    AS_SAYING = "quoted as saying"
    CARRIED = "carried by an outlet"
    LAID_OUT = "laid out as a turn or a list"
    SPEAKER = "a speaker where the reader has none"
    NESTED = "a source inside what has none"
    READER = "the reader"
    SAID = "said by somebody, by the clause"
    MARKED = "in quote marks, by the clause"
    CITING = "reported by an outlet that cites somebody"


@dataclass(frozen=True, slots=True)
class Draft:
    """The quotations of an article while they are merged.

    Parameters
    ----------
    text : str
    passages : tuple of Passage
    read, shown : tuple of Quotation
        What the reader read, and what clauses show: both still open.
    found : tuple of Quotation
        What is decided.
    """

    text: str
    passages: Sequence[Passage]
    read: tuple[Quotation, ...]
    shown: tuple[Quotation, ...]
    found: tuple[Quotation, ...] = ()
    _read_at: dict[int, list[Quotation]] = field(default_factory=dict, init=False, repr=False)

    def find_read(self, spans: Sequence[Span]) -> list[Quotation]:
        """Find the open readings whose content overlaps some places."""
        if not self._read_at:
            for quotation in self.read:
                for number in _number(quotation.content):
                    self._read_at.setdefault(number, []).append(quotation)
        near = (q for number in _number(spans) for q in self._read_at.get(number, ()))
        return [quotation for quotation in near if touches(spans, quotation.content)]

    def write_out(self, spans: Sequence[Span]) -> str:
        """Give the words at some places, in lower case."""
        return " ".join(span.of(self.text) for span in spans).lower()

    def find_root(self, spans: Sequence[Span]) -> Token | None:
        """Find the head of the last of some places."""
        tokens = find_tokens(self.passages, spans[-1]) if spans else None
        return tokens.root if tokens is not None else None


Test = Callable[[Draft, Quotation], bool]
Merger = tuple[tuple[Merge, Callable[[Draft], Draft]], ...]


# ---- what a rule does ----------------------------------------------------------------------


def drop(test: Test, draft: Draft) -> Draft:
    """Drop what only looks like a quotation, and what the clauses show in its place."""
    wrong = [q for q in (*draft.read, *draft.shown) if q.cue and test(draft, q)]
    read = tuple(q for q in draft.read if q not in wrong)
    return replace(draft, read=read, shown=_take_apart(draft.shown, wrong))


def drop_readings(test: Test, draft: Draft) -> Draft:
    """Drop what the reader read, and leave it to the clauses."""
    return replace(draft, read=tuple(q for q in draft.read if not test(draft, q)))


def prefer(test: Test, draft: Draft) -> Draft:
    """Take what a clause shows before the reader is heard."""
    better = tuple(q for q in draft.shown if test(draft, q))
    shown = tuple(q for q in draft.shown if q not in better)
    return replace(draft, shown=shown, found=draft.found + better)


def take_readings(draft: Draft) -> Draft:
    """Take what the reader read and no clause decided before."""
    return replace(draft, read=(), found=draft.found + _take_apart(draft.read, draft.found))


def add(test: Test, draft: Draft) -> Draft:
    """Add what a clause shows and the reader passed over."""
    more = [q for q in draft.shown if test(draft, q)]
    return replace(draft, found=draft.found + _take_apart(more, draft.found))


# ---- what is no quotation ------------------------------------------------------------------


def is_vague(draft: Draft, quotation: Quotation) -> bool:
    """Tell whether a reading whose cue is no verb of reporting leaves open who says it.

    Such readings are plans and expectations of nobody in particular ("it is likely that").
    On PolNeAR's development articles passing over them costs 0.4 points of F1 over all
    attributions and gains 0.3 over those of speech (benchmarks/quotations/rules.csv).
    """
    if find_act(draft.passages, quotation.cue):
        return False
    if not quotation.source:
        return True
    is_open = draft.write_out(quotation.source) in OPEN_PRONOUNS
    is_unsure = quotation.confidence < LEAST_CONFIDENCE
    return is_open and is_unsure and quotation.form is Form.INDIRECT


def is_without_saying(draft: Draft, quotation: Quotation) -> bool:
    """Tell whether "it goes without saying"."""
    return "without saying" in draft.write_out(quotation.cue)


def is_that_said(draft: Draft, quotation: Quotation) -> bool:
    """Tell whether "that said" opens a sentence, and who follows was taken to say "that"."""
    is_said = draft.write_out(quotation.cue) == "said"
    sides = (draft.write_out(quotation.source), draft.write_out(quotation.content))
    return is_said and "that" in sides


def is_greeting(draft: Draft, quotation: Quotation) -> bool:
    """Tell whether somebody said goodbye, or grace, and no sentence that begins so."""
    verb = draft.find_root(quotation.cue)
    is_verb = verb is not None and verb.lemma in {"say", "bid", "wave"}
    if not is_verb or GREETING.match(quotation.content[0].of(draft.text)) is None:
        return False
    tokens = find_tokens(draft.passages, quotation.content[0])
    subjects = (token for token in tokens or () if token.relation in SUBJECTS)
    return all(subject.head.relation == "relcl" for subject in subjects)


def is_title(draft: Draft, quotation: Quotation) -> bool:
    """Tell whether something is only named: a report titled "Ways Out"."""
    verb = draft.find_root(quotation.cue)
    if verb is None or verb.lemma not in TITLING or quotation.form is not Form.DIRECT:
        return False
    return verb.relation == "acl" and _has_capitals(quotation.content[0].of(draft.text))


def _has_capitals(words: str) -> bool:
    return all(
        words[word.start].isupper() for word in find_words(words) if len(word) > len("with")
    )


def is_on_sign(draft: Draft, quotation: Quotation) -> bool:
    """Tell whether a sign reads so."""
    verb, noun = draft.find_root(quotation.cue), draft.find_root(quotation.source[:1])
    if verb is None or noun is None:
        return False
    return verb.lemma == "read" and noun.lemma in SIGNS


def is_own_source(draft: Draft, quotation: Quotation) -> bool:
    """Tell whether all that is "said" is whom somebody cites: "citing two officials"."""
    if draft.write_out(quotation.cue) != "citing" or quotation.form is not Form.INDIRECT:
        return False
    cited = draft.find_root(quotation.content)
    return cited is not None and may_be_cited(cited)


def is_of_thing(draft: Draft, quotation: Quotation) -> bool:
    """Tell whether the source is a thing that says nothing: the evening promised to be long."""
    noun = draft.find_root(quotation.source[:1])
    if noun is None or noun.word_class != "NOUN":
        return False
    return read_source_nouns().get(noun.lemma) == "unknown"


# ---- where a clause knows better -----------------------------------------------------------


def is_as_saying(_: Draft, quotation: Quotation) -> bool:
    """Tell whether somebody is quoted "as saying": a cue in two pieces."""
    return len(quotation.cue) > 1


def is_carried(draft: Draft, quotation: Quotation) -> bool:
    """Tell whether the reader gives the words to an outlet though somebody "said" them too."""
    if not quotation.source or _is_according(quotation, draft.text):
        return False
    return any(_is_outlets(other, draft.text) for other in draft.find_read(quotation.content))


def _is_outlets(quotation: Quotation, text: str) -> bool:
    """Tell whether words are "according to" somebody, or ``..., the paper reported``."""
    if _is_according(quotation, text) or not (quotation.cue and quotation.source):
        return _is_according(quotation, text)
    source = quotation.source[0].of(text).lower().removeprefix("the ")
    return is_outlet_phrase(source) and quotation.cue[0].start > quotation.content[0].end


def _is_according(quotation: Quotation, text: str) -> bool:
    return bool(quotation.cue) and quotation.cue[0].of(text).lower().startswith("according")


def is_laid_out(draft: Draft, quotation: Quotation) -> bool:
    """Tell whether a line's layout gives its speaker: a turn of a transcript, a list of quotes."""
    if quotation.form is not Form.DIRECT:
        return False
    if not quotation.cue:  # the label of a turn, or its place between two others
        return draft.text[quotation.content[0].start] not in QUOTE_MARKS
    is_mark = len(quotation.cue) == 1 and not WORD.search(quotation.cue[0].of(draft.text))
    return is_mark and bool(quotation.source)


def has_speaker(draft: Draft, quotation: Quotation) -> bool:
    """Tell whether a clause shows who says what the reader gave to nobody."""
    if not quotation.source or not quotation.cue or quotation.act is not Act.SAYING:
        return False
    return _is_unsourced(draft, quotation.content)


def is_nested(draft: Draft, quotation: Quotation) -> bool:
    """Tell whether what the reader gave to nobody holds the source of an act in it."""
    if not quotation.source or not quotation.cue or quotation.act is Act.SAYING:
        return False
    return _is_unsourced(draft, quotation.source)


def _is_unsourced(draft: Draft, spans: Sequence[Span]) -> bool:
    """Tell whether the reader gives words at some places to nobody."""
    return any(other.cue and not other.source for other in draft.find_read(spans))


def name_cited(draft: Draft) -> Draft:
    """Give what an outlet reports to those whom it cites; it is their relay."""
    return replace(draft, found=tuple(_name_cited(draft, said) for said in draft.found))


def _name_cited(draft: Draft, quotation: Quotation) -> Quotation:
    verb = draft.find_root(quotation.cue)
    cited = find_cited(verb) if verb is not None and quotation.source else None
    if verb is None or cited is None:
        return quotation
    subject = find_subject(verb)
    if subject is None or not (verb.lemma == "report" or is_outlet(subject)):
        return quotation
    doc, numbers = cited.doc, list_phrase(cited, cited.head)
    passage = next(passage for passage in draft.passages if passage.doc is doc)
    place = passage.place(doc[numbers[0]], doc[numbers[-1]])
    if touches((place,), quotation.content):
        return quotation
    return replace(quotation, source=(place,))


# ---- what the reader passed over -----------------------------------------------------------


def is_said(_: Draft, quotation: Quotation) -> bool:
    """Tell whether somebody "said" it."""
    return quotation.act is Act.SAYING and bool(quotation.source)


def is_marked(_: Draft, quotation: Quotation) -> bool:
    """Tell whether words stand in marks."""
    return quotation.form is not Form.INDIRECT


MERGER: Merger = (
    (Merge.VAGUE, partial(drop_readings, is_vague)),
    (Merge.WITHOUT_SAYING, partial(drop, is_without_saying)),
    (Merge.THAT_SAID, partial(drop, is_that_said)),
    (Merge.GREETING, partial(drop, is_greeting)),
    (Merge.TITLE, partial(drop, is_title)),
    (Merge.SIGN, partial(drop, is_on_sign)),
    (Merge.OWN_SOURCE, partial(drop, is_own_source)),
    (Merge.THING, partial(drop, is_of_thing)),
    (Merge.AS_SAYING, partial(prefer, is_as_saying)),
    (Merge.CARRIED, partial(prefer, is_carried)),
    (Merge.LAID_OUT, partial(prefer, is_laid_out)),
    (Merge.SPEAKER, partial(prefer, has_speaker)),
    (Merge.NESTED, partial(prefer, is_nested)),
    (Merge.READER, take_readings),
    (Merge.SAID, partial(add, is_said)),
    (Merge.MARKED, partial(add, is_marked)),
    (Merge.CITING, name_cited),
)


def merge(draft: Draft, merger: Merger = MERGER) -> tuple[Quotation, ...]:
    """Give the quotations of a draft, in reading order.

    Parameters
    ----------
    draft : Draft
    merger : tuple
        The rules, in their order; benchmarks/quotations leaves out one at a time to see what it
        is worth.
    """
    for _, rule in merger:
        draft = rule(draft)
    return tuple(sorted(draft.found, key=lambda quotation: quotation.content[0]))


def find_act(passages: Sequence[Passage], cue: Sequence[Span]) -> Act | None:
    """Find what a cue reports, by the first of its words that is a known reporting verb."""
    cues = read_cues()
    for span in cue:
        for token in find_tokens(passages, span) or ():
            known = cues.get(token.lemma.lower())
            if known:
                return Act(known.act)
    return None


def _take_apart(
    quotations: Iterable[Quotation], found: Iterable[Quotation]
) -> tuple[Quotation, ...]:
    """Take of some quotations those whose words are in none of those found already."""
    taken: dict[int, list[Span]] = {}
    for other in found:
        for span in (*other.content, *other.cue, *other.source):
            for number in _number([span]):
                taken.setdefault(number, []).append(span)
    kept = []
    for quotation in quotations:
        own = (*quotation.content, *quotation.cue)
        if not touches(own, [span for number in _number(own) for span in taken.get(number, ())]):
            kept.append(quotation)
    return tuple(kept)


def _number(spans: Iterable[Span]) -> set[int]:
    """Give the numbers of the stretches of a text in which some places lie."""
    numbers = (range(span.start // STRETCH, (span.end - 1) // STRETCH + 1) for span in spans)
    return {number for each in numbers for number in each}


def touches(spans: Iterable[Span], others: Sequence[Span]) -> bool:
    """Tell whether any place overlaps another."""
    return any(span.overlaps(other) for span in spans for other in others)
