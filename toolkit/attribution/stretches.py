"""Quoted stretches: which reporting clause each belongs to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.attribution.reports import Page, Report, is_cue, list_cue, list_source, make_spans
from toolkit.base import Act, Form, Quotation, read_cues
from toolkit.grammar import list_noun_phrases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.grammar import Token

# Of the quoted stretches of PolNeAR with four words or more, 97 % are part of a quotation; most
# shorter ones without a cue are words held at a distance, or titles. On its development articles 2
# and 3 lose up to 0.3 points of F1, 5 and 6 differ by 0.06 (benchmarks/speakers/constants.csv).
MIN_ORPHAN_WORDS = 4


def attach_stretches(
    page: Page, reports: Sequence[Report], before: Sequence[Quotation]
) -> tuple[Sequence[Report], Quotation | None]:
    """Give each quoted stretch that no clause claimed to a cue near it, or to nobody.

    Returns
    -------
    tuple of reports and Quotation or None
        The reports with these stretches; the last quotation of the passage before, lengthened,
        where the first stretch goes on with it.
    """
    longer = None
    for stretch in page.quoted:
        if any(not report.content.isdisjoint(stretch) for report in reports):
            continue
        if near := _find_neighbour(page, stretch, reports):
            grown = replace(near, content={*near.content, *stretch})
            reports = [grown if report is near else report for report in reports]
        elif new := _find_beside(page, stretch, reports):
            reports = [*reports, new]
        elif _goes_on(page, stretch, before):
            content = before[-1].content + tuple(make_spans(page, stretch))
            form = Form.DIRECT if before[-1].form is Form.DIRECT else Form.MIXED
            longer = replace(before[-1], content=content, form=form)
        elif _may_be_orphan(page, stretch):
            reports = [*reports, Report([], [], Act.SAYING, {*stretch})]
    return reports, longer


def _find_neighbour(page: Page, stretch: range, reports: Sequence[Report]) -> Report | None:
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


def _find_beside(page: Page, stretch: range, reports: Sequence[Report]) -> Report | None:
    """Find a cue in the sentence of a stretch whose clause the parser did not see."""
    doc = page.doc
    sentences = {doc[stretch.start].sentence.start, doc[stretch.stop - 1].sentence.start}
    taken = {number for report in reports for number in report.cue}
    verbs = [
        token
        for start in sentences
        for token in doc[start].sentence
        if token.i not in taken and is_cue(page, token)
    ]
    verbs = [verb for verb in verbs if _is_close(page, verb, stretch)]
    if not verbs:
        return None
    verb = min(verbs, key=lambda t: min(abs(t.i - stretch.start), abs(t.i - stretch.stop)))
    act = Act(read_cues()[verb.lemma.lower()].act)
    source = [number for number in list_source(verb) if number not in page.marked]
    return Report(list_cue(verb), source or _list_phrase_beside(page, verb), act, set(stretch))


def _list_phrase_beside(page: Page, verb: Token) -> list[int]:
    """List the noun phrase that touches a cue, where quote marks misled the parser."""
    phrases = [(phrase.start, phrase.end) for phrase in list_noun_phrases(verb.sentence)]
    beside = [p for p in phrases if p[0] == verb.i + 1] or [p for p in phrases if p[1] == verb.i]
    return [number for number in range(*beside[0]) if number not in page.marked] if beside else []


def _is_close(page: Page, verb: Token, stretch: range) -> bool:
    """Tell whether a stretch hangs on the verb, or only punctuation stands between them."""
    inner = stretch[1:-1] or stretch  # without its marks; a mark alone may end the text
    if verb in page.doc[inner[0]].ancestors or verb in page.doc[inner[-1]].ancestors:
        return True
    between = range(verb.i + 1, stretch.start) or range(stretch.stop, verb.i)
    own = {token.i for child in verb.children for token in child.subtree}
    return all(page.doc[n].is_punct or n in own for n in between)


def _goes_on(page: Page, stretch: range, before: Sequence[Quotation]) -> bool:
    """Tell whether a paragraph that begins in marks goes on with the last quotation before it."""
    starts = next((token.i for token in page.doc if not token.is_space), 0)
    if stretch.start != starts or not before or not _is_sentence(page, stretch):
        return False
    return bool(before[-1].source) and before[-1].act is Act.SAYING


def _is_sentence(page: Page, stretch: range) -> bool:
    """Tell whether a stretch is a sentence of its own: it ends in a full stop, inside or out."""
    doc = page.doc
    inner = doc[max(stretch.start, stretch.stop - 2)].text
    begins = (
        stretch.start == 0
        or doc[stretch.start - 1].text[-1:] in '.!?:"\u201d\n '
        or (doc[stretch.start].sentence.start == stretch.start)
    )
    is_last = stretch.stop == len(doc)
    return begins and (inner in {".", "!", "?", "...", "\u2026"} or is_last)


def _may_be_orphan(page: Page, stretch: range) -> bool:
    words = [token for token in page.doc[stretch.start : stretch.stop] if token.is_alpha]
    is_title = all(word.text[0].isupper() for word in words if len(word) > len("with"))
    return len(words) >= MIN_ORPHAN_WORDS and not is_title
