"""Quotations by what a text shows: quote marks, cue verbs and the clauses that depend on them.

This layer knows no statistics but those of the parser. It finds nearly all that stands in
quote marks, and reported speech whose verb is in `lexicon.read_cues`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from toolkit.article import FURNITURE, Act, Finder, Form, Quotation, Span
from toolkit.language import find_passages
from toolkit.lexicon import read_cues, read_outlets
from toolkit.text import WORD, find_quoted, find_words_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.tokens import Doc, Token

    from toolkit.article import Article
    from toolkit.language import Passage

# Of the quoted stretches of PolNeAR with four words or more, 97 % are part of a quotation; most
# shorter ones without a cue are words held at a distance, or titles.
MIN_ORPHAN_WORDS = 4
MAX_STRETCHES = 500  # in a paragraph; the work grows with their square
SUBJECTS = {"nsubj", "csubj"}
# Verbs that take an infinitive as what is said: "vowed to stay", "urged crews to leave".
INFINITIVE_ACTS = {Act.URGING, Act.THINKING}
INFINITIVE_LEMMAS = {
    "agree", "claim", "decline", "pledge", "promise", "refuse", "threaten", "vow"
}  # fmt: skip
# Verbs that name the thing spoken of and then what is said of it: called him "a liar".
NAMING_LEMMAS = {
    "accuse", "blame", "blast", "call", "condemn", "criticise", "criticize", "denounce",
    "describe", "dismiss", "dispute", "hail", "mock", "praise", "reject", "ridicule", "slam",
}  # fmt: skip
QUOTING_LEMMAS = {"quote", "cite"}
MAX_QUOTED_WORDS = 25  # between "quoted" and "as saying"
TURN = re.compile(r"(?P<source>[A-Z][A-Z .'\u2019-]{1,40}[A-Z.]|[QA])(?P<cue>:)\s+(?=\S)")
# Lines of a list of quotes: ``- Ann Lee, baker: "..."`` and ``"..." (dash) Ann Lee, baker``.
LISTED = re.compile(
    r"[-\u2013\u2014\u2022*]?\s*(?P<source>[^\W_][^:.!?\"\u201c\u2018\n]{1,60})(?P<cue>:)\s*"
)
SIGNED = re.compile(
    r"\s*(?P<cue>-{1,2}|[\u2013\u2014])\s*(?P<source>[^\W_][^.!?:;\"\u201c\n]{1,80}?)\.?\s*"
)
OUTLET_NOUNS = {
    "agency", "broadcaster", "channel", "daily", "magazine", "network", "newspaper", "outlet",
    "paper", "station", "tabloid", "weekly", "news agency",
}  # fmt: skip
FINITE = {"VBD", "VBZ", "MD"}  # tags of verbs that no name of a speaker holds
BULLET = re.compile(r"[-\u2013\u2014\u2022*]?\s*")
# Verbs by which something is told of somebody: "Lee is said to have warned that ...".
HEARSAY = {"allege", "believe", "know", "report", "say", "think", "understand"}
HEADLINE_TURN = re.compile(
    r"(?P<source>[A-Z][\w.'\u2019-]*(?: [A-Z][\w.'\u2019-]*){0,3})(?P<cue>:) "
)


@dataclass(slots=True)
class _Report:
    """A quotation while it is read: token numbers of one passage."""

    cue: list[int]
    source: list[int]
    act: Act
    content: set[int] = field(default_factory=set)
    relay: list[int] = field(default_factory=list)  # TASS in "TASS quoted Putin as saying"

    def list_own(self) -> set[int]:
        """List the words of the reporting clause, which are no part of what is said."""
        return {*self.cue, *self.source, *self.relay}


@dataclass(frozen=True, slots=True)
class _Page:
    """A passage with its quoted stretches as token numbers."""

    passage: Passage
    text: str  # of the article
    stretches: tuple[Span, ...]  # places in the article
    quoted: tuple[range, ...]  # the same, as numbers of the passage's tokens
    marked: frozenset[int]  # the tokens in them

    @property
    def doc(self) -> Doc:
        return self.passage.doc


def find_clause_quotations(article: Article) -> list[Quotation]:
    """Find the quotations of an article that its marks and clauses show.

    Parameters
    ----------
    article : Article

    Returns
    -------
    list of Quotation
        In reading order. A quoted stretch of four words or more that nothing
        attributes has neither cue nor source.

    Notes
    -----
    Known to be missed: sources that follow their words by more than a sentence,
    verbs that are not in the list, nouns that report ("his claim that ..."), and what
    the parser gets wrong.

    Examples
    --------
    >>> from toolkit.article import Article
    >>> article = Article('"Rates will rise," said Ann Lee. She added that jobs would follow.')
    >>> for found in find_clause_quotations(article):
    ...     print([span.of(article.text) for span in found.source + found.cue + found.content])
    ['Ann Lee', 'said', '"Rates will rise,"']
    ['She', 'added', 'that jobs would follow']
    """
    stretches = find_quoted(article.text)
    starts = [stretch.start for stretch in stretches]
    found: list[Quotation] = []
    before: list[Quotation] = []  # of the passage before
    for passage in find_passages(article):
        if passage.part.kind in FURNITURE:
            continue
        whole = passage.part.span
        here = stretches[bisect_left(starts, whole.start) : bisect_left(starts, whole.end)]
        page = _make_page(article, passage, here)
        read, goes_on = _read_passage(page, before)
        if goes_on:
            found.remove(before[-1])
        found += read
        before = read
    return sorted(found, key=lambda quotation: quotation.content[0])


def classify_form(content: Iterable[Span], stretches: Iterable[Span], text: str) -> Form:
    """Tell how much of a content stands in quote marks.

    Parameters
    ----------
    content : iterable of Span
    stretches : iterable of Span
        As `toolkit.text.find_quoted` gives them for `text`.
    text : str

    Returns
    -------
    Form
        Direct if all words stand in marks, indirect if none does.

    Examples
    --------
    >>> text = 'He called it "a gap".'
    >>> str(classify_form([Span(10, 20)], find_quoted(text), text))
    'mixed'
    """
    stretches = list(stretches)
    words = find_words_in(text, content)
    marked = sum(any(word in stretch for stretch in stretches) for word in words)
    if not marked:
        return Form.INDIRECT
    return Form.DIRECT if marked == len(words) else Form.MIXED


def _make_page(article: Article, passage: Passage, stretches: list[Span]) -> _Page:
    """Find the tokens of quoted stretches; a paragraph of hundreds is no news, and has none."""
    starts = [passage.part.span.start + token.idx for token in passage.doc]
    quoted = tuple(
        range(bisect_right(starts, stretch.start) - 1, bisect_left(starts, stretch.end))
        for stretch in stretches
        if len(stretches) <= MAX_STRETCHES
    )
    marked = frozenset(number for stretch in quoted for number in stretch)
    return _Page(passage, article.text, tuple(stretches), quoted, marked)


def _read_passage(page: _Page, before: list[Quotation]) -> tuple[list[Quotation], bool]:
    """Read one passage; tell whether its first words go on with the quotation before it."""
    turn = _find_turn(page) or _find_listed(page)
    if turn:
        return [turn], False
    reports = _find_reports(page)
    carried = _attach_stretches(page, reports, before)
    found = [_make_quotation(page, report) for report in reports]
    return [*carried, *sorted(found, key=lambda quotation: quotation.content[0])], bool(carried)


def _find_turn(page: _Page) -> Quotation | None:
    """Read a turn of a transcript (``PENCE: ...``) or a headline such as ``Obama: Talks fail``."""
    span = page.passage.part.span
    is_headline = page.passage.part.kind == "headline"
    match = (HEADLINE_TURN if is_headline else TURN).match(page.text, span.start, span.end)
    if match is None or (is_headline and match["source"] not in page.text[span.end :]):
        return None
    return Quotation(
        content=(Span(match.end(), span.end),),
        cue=(Span(*match.span("cue")),),
        source=(Span(*match.span("source")),),
        form=Form.INDIRECT if is_headline else Form.DIRECT,
        act=Act.SAYING,
        finder=Finder.CLAUSES,
    )


def _find_listed(page: _Page) -> Quotation | None:
    """Read a line that is a quote and who said it, and nothing else."""
    if not page.stretches or page.passage.part.kind == "headline":
        return None
    span, first, last = page.passage.part.span, page.stretches[0], page.stretches[-1]
    match = LISTED.fullmatch(page.text, span.start, first.start)
    if match is None or page.text[last.end : span.end].strip(" .,"):
        match = SIGNED.fullmatch(page.text, last.end, span.end)
        if match is None or not BULLET.fullmatch(page.text, span.start, first.start):
            return None
    source = Span(*match.span("source"))
    named = page.doc.char_span(
        source.start - span.start, source.end - span.start, alignment_mode="expand"
    )
    if named is None or any(token.tag_ in FINITE for token in named):
        return None
    return Quotation(
        content=page.stretches,
        cue=(Span(*match.span("cue")),),
        source=(source,),
        form=Form.DIRECT,
        act=Act.SAYING,
        finder=Finder.CLAUSES,
    )


# ---- cues with their clauses ---------------------------------------------------------------


def _find_reports(page: _Page) -> list[_Report]:
    """Find each cue with its source and clause; what is reported inside a report is part of it."""
    reports: list[_Report] = []
    taken: set[int] = set()
    verbs = [token for token in page.doc if _is_cue(page, token)]
    verbs.sort(key=lambda token: sum(1 for _ in token.ancestors))
    according = [token for token in page.doc if token.lower_ == "according"]
    for token in [*verbs, *according]:
        if token.i in taken or token.i in page.marked:
            continue
        is_verb = token.lower_ != "according"
        if is_verb and (inner := _find_carried(page, token)):
            report = _read_verb(page, inner)
        else:
            report = _read_verb(page, token) if is_verb else _read_according(page, token)
        if report.content and taken.isdisjoint({*report.cue} | report.content):
            reports.append(report)
            taken |= {*report.cue} | report.content
    return reports


def _find_carried(page: _Page, verb: Token) -> Token | None:
    """Find the verb of the speaker in "she said rates would rise, the paper reported"."""
    subject = next((child for child in verb.children if child.dep_ == "nsubj"), None)
    if subject is None or not is_outlet(subject):
        return None
    for child in verb.children:
        if child.dep_ == "ccomp" and child.i < subject.i and _is_cue(page, child):
            return child if any(c.dep_ in SUBJECTS for c in child.children) else None
    return None


def is_outlet(noun: Token) -> bool:
    """Tell whether a noun names a news outlet: Reuters, the paper."""
    phrase = noun.doc[noun.left_edge.i : noun.i + 1].text.lower().removeprefix("the ")
    return phrase in read_outlets() or phrase in OUTLET_NOUNS


def _is_cue(page: _Page, token: Token) -> bool:
    is_verb = token.pos_ == "VERB" and token.dep_ not in {"amod", "compound"}
    return is_verb and token.lemma_.lower() in read_cues() and token.i not in page.marked


def _read_verb(page: _Page, verb: Token) -> _Report:
    lemma = verb.lemma_.lower()
    report = _Report(_list_cue(verb), _list_source(verb), Act(read_cues()[lemma].act))
    saying = _find_as_saying(verb)
    if saying is not None:
        report.relay = report.source
        report.cue += [saying.i - 1, saying.i]
        report.source = _list_quoted_person(verb, saying)
    report.content = _find_content(page, verb, saying, report)
    return report


def _find_content(page: _Page, verb: Token, saying: Token | None, report: _Report) -> set[int]:
    carriers = [verb] if saying is None else [saying, verb]
    for carrier in carriers:
        for child in carrier.children:
            if child.dep_ == "ccomp" or _is_infinitive(child, report.act, verb):
                return _read_clause(page, child, verb, report)
    if _is_parenthetical(verb):
        return _read_rest_of_sentence(page, verb, report)
    if verb.lemma_.lower() in NAMING_LEMMAS:
        return _read_naming(page, verb, report)
    return set()


def _is_infinitive(child: Token, act: Act, verb: Token) -> bool:
    if child.dep_ not in {"xcomp", "advcl"} or not any(t.lower_ == "to" for t in child.lefts):
        return False
    if child.dep_ == "advcl":  # "urged X to do": the parser is not sure which it is
        return act is Act.URGING and child.i > verb.i
    return act in INFINITIVE_ACTS or verb.lemma_.lower() in INFINITIVE_LEMMAS


def _read_clause(page: _Page, clause: Token, verb: Token, report: _Report) -> set[int]:
    own = report.list_own()
    numbers = {token.i for token in clause.subtree} - own
    if report.act is Act.URGING and clause.dep_ != "ccomp":
        objects = [child for child in verb.children if child.dep_ in {"dobj", "dative"}]
        numbers |= {token.i for child in objects for token in child.subtree} - own
        numbers |= set(range(min(numbers), max(numbers)))
    if clause.i < verb.i:  # "..., she said": all that stands before, or around, is said
        return _read_rest_of_sentence(page, verb, report)
    numbers = {n for n in numbers if n > max(min(report.cue), verb.i)} or numbers
    return _complete(page, numbers - _list_other_cues(verb, numbers), own)


def _list_other_cues(verb: Token, numbers: set[int]) -> set[int]:
    """List an ``according to`` that the parser hangs into a clause: it is no part of it."""
    dropped: set[int] = set()
    for token in verb.sent:
        if token.lower_ == "according" and token.i in numbers and token.i > verb.i:
            dropped |= set(range(token.i, max(t.i for t in token.subtree) + 1))
    return dropped


def _is_parenthetical(verb: Token) -> bool:
    """Tell whether a cue with its subject stands between commas, or after one at the end."""
    subject = [child for child in verb.children if child.dep_ in SUBJECTS]
    if not subject:
        return False
    first = min(verb.i, *(token.i for token in subject[0].subtree))
    last = max(verb.i, *(token.i for token in subject[0].subtree))
    doc, sentence = verb.doc, verb.sent
    if first == sentence.start or doc[first - 1].text not in {",", "\u201d", '"', "\u2014", "'"}:
        return False
    after = doc[last + 1].text if last + 1 < sentence.end else "."
    return after in {",", ".", "\u2014", ";"} or last + 1 >= sentence.end


def _read_rest_of_sentence(page: _Page, verb: Token, report: _Report) -> set[int]:
    """Take what stands around ``, she said,`` in its sentence, without the clause itself."""
    sentence = verb.sent
    start = sentence.start
    own = report.list_own()
    first, last = min(own), max(own)
    left = set(range(start, first))
    right: set[int] = set()
    goes_on = last + 1 < sentence.end and page.doc[last + 1].text == ","
    if goes_on and verb.dep_ in {"parataxis", "ccomp", "ROOT"} and not _list_adjuncts(verb, last):
        right = set(range(last + 2, sentence.end))
    if first - 1 in page.marked:  # said in marks: what follows needs marks as well
        right = {n for n in right if n in page.marked}
        left = {n for n in left if n in page.marked}
    right -= _list_other_cues(verb, right)
    return _complete(page, left | right, own)


def _list_adjuncts(verb: Token, last: int) -> list[Token]:
    """List what follows ``she said,`` and belongs to the saying: ", citing two officials"."""
    after = {"advcl", "prep", "npadvmod", "advmod"}
    return [child for child in verb.children if child.i > last and child.dep_ in after]


def _read_naming(page: _Page, verb: Token, report: _Report) -> set[int]:
    """Take ``him "a liar"`` after "called", where some of it stands in marks."""
    wanted = {"dobj", "oprd", "prep", "ccomp", "dative"}
    numbers = {
        token.i for child in verb.rights if child.dep_ in wanted for token in child.subtree
    } - report.list_own()
    marked = [n for n in numbers if n in page.marked]
    if not marked:
        return set()
    return _complete(page, set(range(min(numbers), max(marked) + 1)), report.list_own())


def _read_according(page: _Page, according: Token) -> _Report:
    following = [child for child in according.children if child.lower_ == "to"]
    source = sorted(
        token.i for to in following for child in to.children for token in child.subtree
    )
    report = _Report([according.i, *(to.i for to in following)], source, Act.SAYING)
    if citing := next((page.doc[n] for n in source if page.doc[n].lemma_ == "cite"), None):
        cited = next((child for child in citing.children if child.dep_ == "dobj"), None)
        if cited is not None:  # "according to the paper, which cited two officials"
            report = _Report([citing.i], _list_phrase(cited, citing), Act.SAYING)
            report.relay = [n for n in source if n < citing.i] + [according.i]
    if source:
        own = report.list_own()
        sentence = according.sent
        numbers = set(range(sentence.start, min(own))) or set(range(max(own) + 1, sentence.end))
        report.content = _complete(page, numbers, own)
    return report


# ---- cue and source ------------------------------------------------------------------------


def _list_cue(verb: Token) -> list[int]:
    """List the words of a cue: the verb, its auxiliaries, negation and adverbs beside it."""
    deps = {"aux", "auxpass", "neg", "advmod", "prt"}
    beside = {child.i for child in verb.children if child.dep_ in deps and _is_bare(child)}
    numbers = [verb.i]
    while numbers[0] - 1 in beside:
        numbers.insert(0, numbers[0] - 1)
    following = verb.i + 1
    if following in beside:
        numbers.append(following)
        following += 1
    doc = verb.doc
    is_preposition = following < len(doc) and doc[following].head == verb
    if is_preposition and doc[following].lower_ in {"for", "of", "against"}:
        numbers.append(following)
        following += 1
    if following < len(doc) and doc[following].text == ":":
        numbers.append(following)
    return numbers


def _is_bare(token: Token) -> bool:
    return next(token.children, None) is None


def _list_source(verb: Token) -> list[int]:
    """List the words that name who says it: the subject, or the agent of a passive."""
    if any(child.dep_ in {"nsubjpass", "auxpass"} for child in verb.children):
        agents = [child for child in verb.children if child.dep_ == "agent"]
        return _list_phrase(next(agents[0].children, None), verb) if agents else []
    return _list_phrase(_find_subject(verb), verb)


def _find_subject(verb: Token) -> Token | None:
    """Find who does it; a verb without a subject of its own shares that of its head."""
    subjects = [
        child for child in verb.children if child.dep_ in SUBJECTS and WORD.search(child.text)
    ]
    if subjects:  # the parser at times takes a word in marks for a second one
        return min(subjects, key=lambda child: abs(child.i - verb.i))
    if verb.dep_ in {"acl", "relcl"}:
        return verb.head
    if verb.dep_ in {"conj", "advcl", "xcomp", "pcomp"} and verb.head != verb:
        head = verb.head
        told_of = next((child for child in head.children if child.dep_ == "nsubjpass"), None)
        if told_of is not None:
            return told_of if verb.dep_ == "xcomp" and head.lemma_ in HEARSAY else None
        return _find_subject(head) if head.pos_ in {"VERB", "AUX"} else None
    return None


def _list_phrase(head: Token | None, verb: Token) -> list[int]:
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
    if verb.lemma_.lower() not in QUOTING_LEMMAS:
        return None
    following = verb.doc[verb.i + 1 : min(verb.i + MAX_QUOTED_WORDS, verb.sent.end)]
    for token in following:
        if token.lower_ in {"saying", "telling"} and token.nbor(-1).lower_ == "as":
            return token
    return None


def _list_quoted_person(verb: Token, saying: Token) -> list[int]:
    """List whom somebody quoted; in "was quoted as saying", the subject."""
    between = list(range(verb.i + 1, saying.i - 1))
    if between:
        return between
    return next(
        (_list_phrase(child, verb) for child in verb.children if child.dep_ == "nsubjpass"), []
    )


# ---- quote marks ---------------------------------------------------------------------------


def _complete(page: _Page, numbers: set[int], own: set[int]) -> set[int]:
    """Trim outer punctuation, and take quoted stretches whole where half of one was taken."""
    for stretch in page.quoted:
        inside = numbers.intersection(stretch)
        if inside and own.isdisjoint(stretch) and 2 * len(inside) >= len(stretch):
            numbers = numbers | set(stretch)
    return {n for run in _list_runs(numbers) for n in _trim(page, run)}


def _list_runs(numbers: Iterable[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def _trim(page: _Page, run: list[int]) -> list[int]:
    first, last = 0, len(run)
    while first < last and _is_outer(page, run[first]):
        first += 1
    while first < last and (
        _is_outer(page, run[last - 1]) or page.doc[run[last - 1]].dep_ == "cc"
    ):
        last -= 1
    return run[first:last]


def _is_outer(page: _Page, number: int) -> bool:
    token = page.doc[number]
    if number in page.marked:
        return False
    return token.is_space or (token.is_punct and token.text not in {")", "]", "%", "?", "!"})


def _attach_stretches(
    page: _Page, reports: list[_Report], before: list[Quotation]
) -> list[Quotation]:
    """Give each quoted stretch that no clause claimed to a cue near it, or to nobody.

    Adds to `reports` and their contents. Gives the quotation of the passage before,
    lengthened, where the first stretch goes on with it.
    """
    carried: list[Quotation] = []
    for stretch in page.quoted:
        if any(not report.content.isdisjoint(stretch) for report in reports):
            continue
        if near := _find_neighbour(page, stretch, reports):
            near.content |= set(stretch)
        elif new := _find_beside(page, stretch, reports):
            reports.append(new)
        elif _goes_on(page, stretch, before):
            content = before[-1].content + tuple(_make_spans(page, stretch))
            form = Form.DIRECT if before[-1].form is Form.DIRECT else Form.MIXED
            carried = [replace(before[-1], content=content, form=form)]
        elif _may_be_orphan(page, stretch):
            reports.append(_Report([], [], Act.SAYING, set(stretch)))
    return carried


def _find_neighbour(page: _Page, stretch: range, reports: list[_Report]) -> _Report | None:
    """Find the report that a whole sentence in marks continues: ``"A," she said. "B."``."""
    if not _is_sentence(page, stretch):
        return None
    earlier = [
        report
        for report in reports
        if report.content and max(report.content) < stretch.start and report.act is Act.SAYING
    ]
    if not earlier:
        return None
    last = max(earlier, key=lambda report: max(report.content))
    is_marked = any(number in page.marked for number in last.content)
    return last if is_marked or last.cue else None


def _find_beside(page: _Page, stretch: range, reports: list[_Report]) -> _Report | None:
    """Find a cue in the sentence of a stretch whose clause the parser did not see."""
    doc = page.doc
    sentences = {doc[stretch.start].sent.start, doc[stretch.stop - 1].sent.start}
    taken = {number for report in reports for number in report.cue}
    verbs = [
        token
        for start in sentences
        for token in doc[start].sent
        if token.i not in taken and _is_cue(page, token)
    ]
    verbs = [verb for verb in verbs if _is_close(page, verb, stretch)]
    if not verbs:
        return None
    verb = min(verbs, key=lambda t: min(abs(t.i - stretch.start), abs(t.i - stretch.stop)))
    act = Act(read_cues()[verb.lemma_.lower()].act)
    source = [number for number in _list_source(verb) if number not in page.marked]
    return _Report(_list_cue(verb), source or _list_phrase_beside(page, verb), act, set(stretch))


def _list_phrase_beside(page: _Page, verb: Token) -> list[int]:
    """List the noun phrase that touches a cue, where quote marks misled the parser."""
    phrases = [(phrase.start, phrase.end) for phrase in verb.sent.noun_chunks]
    beside = [p for p in phrases if p[0] == verb.i + 1] or [p for p in phrases if p[1] == verb.i]
    return [number for number in range(*beside[0]) if number not in page.marked] if beside else []


def _is_close(page: _Page, verb: Token, stretch: range) -> bool:
    """Tell whether a stretch hangs on the verb, or only punctuation stands between them."""
    if (
        verb in page.doc[stretch.start + 1].ancestors
        or verb in page.doc[stretch.stop - 2].ancestors
    ):
        return True
    between = range(verb.i + 1, stretch.start) or range(stretch.stop, verb.i)
    own = {token.i for child in verb.children for token in child.subtree}
    return all(page.doc[n].is_punct or n in own for n in between)


def _goes_on(page: _Page, stretch: range, before: list[Quotation]) -> bool:
    """Tell whether a paragraph that begins in marks goes on with the last quotation before it."""
    starts = next((token.i for token in page.doc if not token.is_space), 0)
    if stretch.start != starts or not before or not _is_sentence(page, stretch):
        return False
    return bool(before[-1].source) and before[-1].act is Act.SAYING


def _is_sentence(page: _Page, stretch: range) -> bool:
    """Tell whether a stretch is a sentence of its own: it ends in a full stop, inside or out."""
    doc = page.doc
    inner = doc[max(stretch.start, stretch.stop - 2)].text
    begins = (
        stretch.start == 0
        or doc[stretch.start - 1].text[-1:] in '.!?:"\u201d\n '
        or (doc[stretch.start].sent.start == stretch.start)
    )
    is_last = stretch.stop == len(doc)
    return begins and (inner in {".", "!", "?", "...", "\u2026"} or is_last)


def _may_be_orphan(page: _Page, stretch: range) -> bool:
    words = [token for token in page.doc[stretch.start : stretch.stop] if token.is_alpha]
    is_title = all(word.text[0].isupper() for word in words if len(word) > len("with"))
    return len(words) >= MIN_ORPHAN_WORDS and not is_title


# ---- quotation -----------------------------------------------------------------------------


def _make_quotation(page: _Page, report: _Report) -> Quotation:
    content = tuple(_make_spans(page, report.content))
    return Quotation(
        content=content,
        cue=tuple(_make_spans(page, report.cue)),
        source=tuple(_make_spans(page, report.source)),
        form=classify_form(content, page.stretches, page.text),
        act=report.act,
        finder=Finder.CLAUSES,
    )


def _make_spans(page: _Page, numbers: Iterable[int]) -> Iterator[Span]:
    for run in _list_runs(numbers):
        yield page.passage.place(page.doc[run[0]], page.doc[run[-1]])
