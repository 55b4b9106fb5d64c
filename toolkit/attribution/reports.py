"""Cues with their clauses: the verb that reports, what it reports, and who."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from toolkit.base import (
    WORD,
    Act,
    Span,
    read_cues,
    read_noun_kinds,
    read_outlets,
    read_source_nouns,
    read_verbs,
)
from toolkit.grammar import SUBJECTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence, Set

    from toolkit.grammar import Parse, Passage, Token


# Verbs that take an infinitive as what is said: "vowed to stay", "urged crews to leave".
INFINITIVE_ACTS = {Act.URGING, Act.THINKING}
INFINITIVE_LEMMAS = {
    "agree", "claim", "decline", "pledge", "promise", "refuse", "threaten", "vow"
}  # fmt: skip
QUOTING_LEMMAS = {"quote", "cite"}
# Between "quoted" and "as saying": 12 miss one of the invented passages, 50 find no more
# (benchmarks/speakers/constants.csv).
MAX_QUOTED_WORDS = 25


CITED_KINDS = {"document", "group", "organisation", "person", "unnamed"}
NO_SOURCES = {"DATE", "EVENT", "GPE", "LAW", "LOC", "PRODUCT", "WORK_OF_ART"}

# Verbs by which something is told of somebody: "Lee is said to have warned that ...".
HEARSAY = {"allege", "believe", "know", "report", "say", "think", "understand"}


@dataclass(frozen=True, slots=True)
class Report:
    """A quotation in one passage, by the numbers of its tokens."""

    cue: Sequence[int]
    source: Sequence[int]
    act: Act
    content: Set[int] = frozenset()
    relay: Sequence[int] = ()  # TASS in "TASS quoted Putin as saying"

    @property
    def own(self) -> set[int]:
        """The words of the reporting clause, which are no part of what is said."""
        return {*self.cue, *self.source, *self.relay}


def find_reports(page: Page) -> list[Report]:
    """Find each cue with its source and clause; what is reported inside a report is part of it."""
    reports: list[Report] = []
    taken: set[int] = set()
    verbs = [token for token in page.doc if is_cue(page, token)]
    verbs.sort(key=lambda token: sum(1 for _ in token.ancestors))
    according = [token for token in page.doc if token.lower == "according"]
    for token in [*verbs, *according]:
        if token.i in taken or token.i in page.marked:
            continue
        is_verb = token.lower != "according"
        if is_verb and (inner := _find_carried(page, token)):
            report = _read_verb(page, inner)
        else:
            report = _read_verb(page, token) if is_verb else _read_according(page, token)
        if report.content and taken.isdisjoint({*report.cue} | report.content):
            reports.append(report)
            taken |= {*report.cue} | report.content
    return reports


def _find_carried(page: Page, verb: Token) -> Token | None:
    """Find the verb of the speaker in "she said rates would rise, the paper reported"."""
    subject = verb.find_child("nsubj")
    if subject is None or not is_outlet(subject):
        return None
    clauses = (clause for clause in verb.find_children("ccomp") if clause.i < subject.i)
    said = next((clause for clause in clauses if is_cue(page, clause)), None)
    return said if said is not None and said.find_children(*SUBJECTS) else None


def is_outlet(noun: Token) -> bool:
    """Tell whether a noun names a news outlet: Reuters, the paper."""
    phrase = noun.doc[noun.left_edge.i : noun.i + 1].text.lower().removeprefix("the ")
    return is_outlet_phrase(phrase)


def is_outlet_phrase(phrase: str) -> bool:
    """Tell whether words in lower case, without "the", name an outlet."""
    return phrase in read_outlets() or phrase in read_outlets("noun")


def is_cue(page: Page, token: Token) -> bool:
    """Tell whether a word is a verb that reports, outside quote marks."""
    is_verb = token.word_class == "VERB" and token.relation not in {"amod", "compound"}
    return is_verb and token.lemma.lower() in read_cues() and token.i not in page.marked


def _read_verb(page: Page, verb: Token) -> Report:
    act = Act(read_cues()[verb.lemma.lower()].act)
    cue, source = list_cue(verb), list_source(verb)
    saying = _find_as_saying(verb)
    if saying is None:
        report = Report(cue, source, act)
    else:
        quoted = _list_quoted_person(verb, saying)
        report = Report([*cue, saying.i - 1, saying.i], quoted, act, relay=source)
    return replace(report, content=_find_content(page, verb, saying, report))


def _find_content(page: Page, verb: Token, saying: Token | None, report: Report) -> set[int]:
    carriers = [verb] if saying is None else [saying, verb]
    for carrier in carriers:
        for child in carrier.children:
            if child.relation == "ccomp" or _is_infinitive(child, report.act, verb):
                return _read_clause(page, child, verb, report)
    if _is_parenthetical(verb):
        return _read_rest_of_sentence(page, verb, report)
    if verb.lemma.lower() in read_verbs("naming"):
        return _read_naming(page, verb, report)
    return set()


def _is_infinitive(child: Token, act: Act, verb: Token) -> bool:
    if child.relation not in {"xcomp", "advcl"} or not any(t.lower == "to" for t in child.lefts):
        return False
    if child.relation == "advcl":  # "urged X to do": the parser is not sure which it is
        return act is Act.URGING and child.i > verb.i
    return act in INFINITIVE_ACTS or verb.lemma.lower() in INFINITIVE_LEMMAS


def _read_clause(page: Page, clause: Token, verb: Token, report: Report) -> set[int]:
    own = report.own
    numbers = {token.i for token in clause.subtree} - own
    if report.act is Act.URGING and clause.relation != "ccomp":
        objects = verb.find_children("dobj", "dative")
        numbers |= {token.i for child in objects for token in child.subtree} - own
        numbers |= set(range(min(numbers), max(numbers)))
    if clause.i < verb.i:  # "..., she said": all that stands before, or around, is said
        return _read_rest_of_sentence(page, verb, report)
    numbers = {n for n in numbers if n > max(min(report.cue), verb.i)} or numbers
    return complete(page, numbers - _list_other_cues(verb, numbers), own)


def _list_other_cues(verb: Token, numbers: set[int]) -> set[int]:
    """List an ``according to`` that the parser hangs into a clause: it is no part of it."""
    dropped: set[int] = set()
    for token in verb.sentence:
        if token.lower == "according" and token.i in numbers and token.i > verb.i:
            dropped |= set(range(token.i, max(t.i for t in token.subtree) + 1))
    return dropped


def _is_parenthetical(verb: Token) -> bool:
    """Tell whether a cue with its subject stands between commas, or after one at the end."""
    subject = verb.find_children(*SUBJECTS)
    if not subject:
        return False
    numbers = [verb.i, *(token.i for token in subject[0].subtree)]
    first, last = min(numbers), max(numbers)
    doc, sentence = verb.doc, verb.sentence
    if first == sentence.start or doc[first - 1].text not in {",", "\u201d", '"', "\u2014", "'"}:
        return False
    after = doc[last + 1].text if last + 1 < sentence.end else "."
    return after in {",", ".", "\u2014", ";"} or last + 1 >= sentence.end


def _read_rest_of_sentence(page: Page, verb: Token, report: Report) -> set[int]:
    """Take what stands around ``, she said,`` in its sentence, without the clause itself."""
    sentence = verb.sentence
    start = sentence.start
    own = report.own
    first, last = min(own), max(own)
    left = set(range(start, first))
    right: set[int] = set()
    goes_on = last + 1 < sentence.end and page.doc[last + 1].text == ","
    if (
        goes_on
        and verb.relation in {"parataxis", "ccomp", "ROOT"}
        and not _list_adjuncts(verb, last)
    ):
        right = set(range(last + 2, sentence.end))
    if first - 1 in page.marked:  # said in marks: what follows needs marks as well
        right = {n for n in right if n in page.marked}
        left = {n for n in left if n in page.marked}
    right -= _list_other_cues(verb, right)
    return complete(page, left | right, own)


def _list_adjuncts(verb: Token, last: int) -> list[Token]:
    """List what follows ``she said,`` and belongs to the saying: ", citing two officials"."""
    after = {"advcl", "prep", "npadvmod", "advmod"}
    return [child for child in verb.children if child.i > last and child.relation in after]


def _read_naming(page: Page, verb: Token, report: Report) -> set[int]:
    """Take ``him "a liar"`` after "called", where some of it stands in marks."""
    wanted = {"dobj", "oprd", "prep", "ccomp", "dative"}
    numbers = {
        token.i for child in verb.rights if child.relation in wanted for token in child.subtree
    } - report.own
    marked = [n for n in numbers if n in page.marked]
    if not marked:
        return set()
    return complete(page, set(range(min(numbers), max(marked) + 1)), report.own)


def _read_according(page: Page, according: Token) -> Report:
    following = [child for child in according.children if child.lower == "to"]
    source = sorted(
        token.i for to in following for child in to.children for token in child.subtree
    )
    report = Report([according.i, *(to.i for to in following)], source, Act.SAYING)
    if citing := next((page.doc[n] for n in source if page.doc[n].lemma == "cite"), None):
        cited = citing.find_child("dobj")
        if cited is not None:  # "according to the paper, which cited two officials"
            relay = [*(n for n in source if n < citing.i), according.i]
            report = Report([citing.i], list_phrase(cited, citing), Act.SAYING, relay=relay)
    if not source:
        return report
    own, sentence = report.own, according.sentence
    numbers = set(range(sentence.start, min(own))) or set(range(max(own) + 1, sentence.end))
    return replace(report, content=complete(page, numbers, own))


def list_cue(verb: Token) -> list[int]:
    """List the words of a cue: the verb, its auxiliaries, negation and adverbs beside it."""
    deps = {"aux", "auxpass", "neg", "advmod", "prt"}
    beside = {child.i for child in verb.children if child.relation in deps and _is_bare(child)}
    numbers = [verb.i]
    while numbers[0] - 1 in beside:
        numbers.insert(0, numbers[0] - 1)
    following = verb.i + 1
    if following in beside:
        numbers.append(following)
        following += 1
    doc = verb.doc
    is_preposition = following < len(doc) and doc[following].head == verb
    if is_preposition and doc[following].lower in {"for", "of", "against"}:
        numbers.append(following)
        following += 1
    if following < len(doc) and doc[following].text == ":":
        numbers.append(following)
    return numbers


def _is_bare(token: Token) -> bool:
    return not token.children


def list_source(verb: Token) -> list[int]:
    """List the words that name who says it: the subject, or the agent of a passive."""
    if verb.find_children("nsubjpass", "auxpass"):
        agents = [noun for by in verb.find_children("agent")[:1] for noun in by.children]
        return list_phrase(next(iter(agents), None), verb)
    return list_phrase(find_subject(verb), verb)


def find_subject(verb: Token) -> Token | None:
    """Find who does it; a verb without a subject of its own shares that of its head."""
    subjects = [s for s in verb.find_children(*SUBJECTS, "csubj") if WORD.search(s.text)]
    if subjects:  # the parser at times takes a word in marks for a second one
        return min(subjects, key=lambda child: abs(child.i - verb.i))
    if verb.relation in {"acl", "relcl"}:
        return verb.head
    if verb.relation in {"conj", "advcl", "xcomp", "pcomp"} and verb.head != verb:
        head = verb.head
        told_of = head.find_child("nsubjpass")
        if told_of is not None:
            return told_of if verb.relation == "xcomp" and head.lemma in HEARSAY else None
        return find_subject(head) if head.word_class in {"VERB", "AUX"} else None
    return None


def list_phrase(head: Token | None, verb: Token) -> list[int]:
    """List the words of a noun phrase, up to a comma and a clause that only adds to it."""
    if head is None:
        return []
    numbers = sorted(token.i for token in head.subtree)
    if verb.i in numbers:  # "a report showing that": the clause hangs on the noun
        numbers = [n for n in numbers if n < verb.i]
    while numbers and head.doc[numbers[-1]].is_punct and head.doc[numbers[-1]].text != '"':
        numbers.pop()
    start = numbers.index(head.i) if head.i in numbers else 0
    end = start
    while end + 1 < len(numbers) and numbers[end + 1] == numbers[end] + 1:
        end += 1
    while start > 0 and numbers[start - 1] == numbers[start] - 1:
        start -= 1
    return numbers[start : end + 1]


def _find_as_saying(verb: Token) -> Token | None:
    """Find the "saying" of "quoted Putin as saying", by the words: the parser errs on it."""
    if verb.lemma.lower() not in QUOTING_LEMMAS:
        return None
    following = verb.doc[verb.i + 1 : min(verb.i + MAX_QUOTED_WORDS, verb.sentence.end)]
    for token in following:
        if token.lower in {"saying", "telling"} and token.neighbour(-1).lower == "as":
            return token
    return None


def _list_quoted_person(verb: Token, saying: Token) -> list[int]:
    """List whom somebody quoted; in "was quoted as saying", the subject."""
    between = list(range(verb.i + 1, saying.i - 1))
    if between:
        return between
    return list_phrase(verb.find_child("nsubjpass"), verb)


def find_cited(verb: Token) -> Token | None:
    """Find whom somebody cites while they report: "Reuters said, citing two officials".

    The clause hangs on the verb, on the noun before it or on what is reported behind it.
    """
    subject = find_subject(verb)
    beside = [*verb.children, *(subject.children if subject is not None else ())]
    beside += [word for clause in verb.find_children("ccomp") for word in clause.lefts]
    objects = (c for token in beside if token.lower == "citing" for c in token.rights)
    cited = (c for c in objects if c.relation in {"dobj", "pobj"} and may_be_cited(c))
    return next(cited, None)


def may_be_cited(noun: Token) -> bool:
    """Tell whether a noun is somebody, or a document: no reasons, no example."""
    if noun.word_class == "PROPN":
        return noun.entity not in NO_SOURCES
    kind = read_source_nouns().get(noun.lemma.lower())
    return kind in CITED_KINDS or read_noun_kinds().get(noun.lemma.lower()) == "person"


def make_spans(page: Page, numbers: Iterable[int]) -> Iterator[Span]:
    """Give the places in the article of runs of token numbers."""
    for run in list_runs(numbers):
        yield page.passage.place(page.doc[run[0]], page.doc[run[-1]])


@dataclass(frozen=True, slots=True)
class Page:
    """A passage with its quoted stretches as token numbers."""

    passage: Passage
    text: str  # of the article
    stretches: tuple[Span, ...]  # places in the article
    quoted: tuple[range, ...]  # the same, as numbers of the passage's tokens
    marked: frozenset[int]  # the tokens in them

    @property
    def doc(self) -> Parse:
        """The passage, parsed."""
        return self.passage.doc


def complete(page: Page, numbers: set[int], own: set[int]) -> set[int]:
    """Trim outer punctuation, and take quoted stretches whole where half of one was taken."""
    for stretch in page.quoted:
        inside = numbers.intersection(stretch)
        if inside and own.isdisjoint(stretch) and 2 * len(inside) >= len(stretch):
            numbers = numbers | set(stretch)
    return {n for run in list_runs(numbers) for n in _trim(page, run)}


def list_runs(numbers: Iterable[int]) -> list[list[int]]:
    """Cut numbers into runs without a gap."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def _trim(page: Page, run: list[int]) -> list[int]:
    first, last = 0, len(run)
    while first < last and _is_outer(page, run[first]):
        first += 1
    while first < last and (
        _is_outer(page, run[last - 1]) or page.doc[run[last - 1]].relation == "cc"
    ):
        last -= 1
    return run[first:last]


def _is_outer(page: Page, number: int) -> bool:
    token = page.doc[number]
    if number in page.marked:
        return False
    return token.is_space or (token.is_punct and token.text not in {")", "]", "%", "?", "!"})
