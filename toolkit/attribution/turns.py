"""Turns of interviews and transcripts: who asks and who answers, by the layout alone."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from toolkit.base import Act, Finder, Form, Quotation, Span, list_parts, read_titles, remember
from toolkit.people import find_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.base import Article, Part

# What begins a turn: ``((Ann Lee))``, ``LEE:``, ``Q:`` or ``Q.``, ``Ann Lee:`` or ``Host:``, and
# ``Ann Lee`` on a line of its own.
BRACKETS = re.compile(r"\(\((?P<source>[^()\n]{1,60})\)\)[ \t]*(?P<cue>:)?\s*(?=\S)")
CAPITALS = re.compile(  # all of them: see `_may_be_label`
    r"(?:Q\d+ )?\*{0,2}(?P<source>\w[\w .'\u2019#-]{0,48}[\w.])\*{0,2}"
    r"(?:, [\w ,.'\u2019-]{1,60}| \([^()\n]{1,60}\))?(?P<cue>:)\*{0,2}\s+(?=\S)"
)
LETTER = re.compile(r"(?P<source>[QA])\d{0,2}(?P<cue>[:.])\s+(?=\S)")
NAMED = re.compile(
    r"(?:Q\d+ )?\*{0,2}(?P<source>[^\W\d_][\w.'\u2019-]*(?: #?[\w.'\u2019-]+){0,4})\*{0,2}"
    r"(?P<cue>:)\*{0,2}\s+(?=\S)"
)
ALONE = re.compile(r"(?P<source>[^\W\d_][\w.'\u2019-]*(?: [^\W\d_][\w.'\u2019-]*){0,4})")
SPOKEN = {"paragraph", "subheading"}  # parts in which somebody may talk
NEAR_MOST = 0.6  # of the labels of one kind: an earlier kind with so many goes before
LEAST_TURNS = 3  # of a transcript whose labels are written in small letters
# Said by one person to another, and so no place before a colon, nor a line of a table.
ADDRESSING = re.compile(
    r"\b(?:I|we|you|me|us|my|our|your)\b|\?|^(?:and|but|well|yes|no|so|oh|thank)\b",
    re.IGNORECASE,
)

FIRST_PERSON = re.compile(r"\b(?:I|[Ww]e|me|[Mm]y|[Oo]ur)\b")
BOLD = re.compile(r"\*\*[^*\n]+\*\*")  # a heading, of which Markdown makes a paragraph
QUOTES = re.compile('["\u201c\u201d]')
# Of an interview whose questions are headings, or paragraphs as all others.
LEAST_ANSWERS = {ADDRESSING: 3, FIRST_PERSON: 2}


@dataclass(frozen=True, slots=True)
class Label:
    """What stands before a turn, and where the turn begins."""

    begin: int  # number of its own part
    number: int  # of the part in which the turn begins: the same, or the next
    source: Span
    cue: Span | None
    start: int


def find_turns(article: Article) -> list[Quotation]:
    r"""Find the turns of an interview or a transcript.

    Parameters
    ----------
    article : Article

    Returns
    -------
    list of Quotation
        In reading order; none where the article is neither. An answer of several paragraphs is
        one quotation. The source is the label of the turn, and where questions are set as
        headings or stand without a label, the guest's name above them; empty where none is there.

    Examples
    --------
    >>> from toolkit.base.article import Article
    >>> text = "LEE: Will rates rise?\n\nMOSS: They will.\n\nI am sure."
    >>> [[span.of(text) for span in turn.content] for turn in find_turns(Article(text))]
    [['Will rates rise?'], ['They will.', 'I am sure.']]
    """
    labels = _find_labels(article)
    if labels:
        return [*_take_labelled(article, labels)]
    return [*_take_questions(article, list_parts(article))]


def list_labels(article: Article) -> list[Span]:
    """List what stands before the turns of an interview or transcript, in reading order."""
    return [label.source for label in _find_labels(article)]


@remember
def _find_labels(article: Article) -> tuple[Label, ...]:
    """Find the labels of a transcript, of the kind that it has most of."""
    text, parts = article.text, list_parts(article)
    found: list[list[Label]] = [[]]
    for pattern in (BRACKETS, CAPITALS, LETTER, NAMED):
        labels = [
            Label(number, number, Span(*match.span("source")), _find_cue(match), match.end())
            for number, part in enumerate(parts)
            if part.kind in SPOKEN
            and (match := pattern.match(text, part.span.start, part.span.end))
            and _may_be_label(match["source"], pattern)
        ]
        if labels and _is_transcript(text, parts, labels, pattern):
            found.append(labels)
    lines = [*_find_lines(text, parts)]
    if lines and _is_transcript(text, parts, lines, ALONE):
        found.append(lines)
    most = max(map(len, found))
    return next(tuple(labels) for labels in found if len(labels) >= NEAR_MOST * most)


def _may_be_label(source: str, pattern: re.Pattern[str]) -> bool:
    """Tell whether words have the capitals of a label, of these kinds."""
    if pattern is CAPITALS:
        return source.isupper() and re.fullmatch(r"[QA]\d*", source) is None
    words = source.split()
    return pattern is not NAMED or (words[0][0].isupper() and not words[-1][0].islower())


def _find_lines(text: str, parts: Sequence[Part]) -> Iterator[Label]:
    """Find the labels that have lines of their own: a name that stands on several."""
    lines = [part.span.of(text) for part in parts]
    counts = Counter(line for line in lines if ALONE.fullmatch(line) and _is_name_line(line))
    for number, (part, after) in enumerate(pairwise(parts)):
        is_label = part.kind in SPOKEN and counts[lines[number]] > 1
        if is_label and after.kind == "paragraph" and not counts[lines[number + 1]]:
            yield Label(number, number + 1, part.span, None, after.span.start)


def _is_name_line(line: str) -> bool:
    words = line.split()
    return words[0][0].isupper() and words[-1][0].isupper() and line[-1] != "."


def _find_cue(match: re.Match[str]) -> Span | None:
    return Span(*match.span("cue")) if match["cue"] else None


def _is_transcript(
    text: str, parts: Sequence[Part], labels: Sequence[Label], pattern: re.Pattern[str]
) -> bool:
    """Tell whether labels are those of speakers who talk to each other."""
    names = [label.source.of(text) for label in labels]
    said = [text[label.start : parts[label.number].span.end] for label in labels]
    if pattern is BRACKETS:
        return True
    if pattern is CAPITALS and len(labels) == 1:
        is_person = names[0].split()[0].rstrip(".").lower() in read_titles()
        is_known = re.search(rf"\w {re.escape(names[0].title())}\b", text) is not None
        return is_person or is_known or ADDRESSING.search(said[0]) is not None
    is_addressed = any(ADDRESSING.search(words) for words in said)
    if pattern not in (NAMED, ALONE):
        return is_addressed and len(labels) > 1
    counts = Counter(names)
    alternate = sum(one != other for one, other in pairwise(names))
    is_repeated = len(counts) > 1 and counts.most_common(2)[1][1] > 1
    return (
        is_addressed and is_repeated and len(labels) > LEAST_TURNS and 2 * alternate >= len(labels)
    )


def _take_labelled(article: Article, labels: Sequence[Label]) -> Iterator[Quotation]:
    """Take each labelled turn with the paragraphs that go on with it, or that answer it."""
    text, parts = article.text, list_parts(article)
    first = labels[0]
    if first.begin and len(labels) > 1 and _is_question(text, parts[first.begin - 1]):
        yield make_turn([parts[first.begin - 1].span])
    answers = _asks_alone(text, parts, labels)
    guest = _find_guest(article, parts[first.number].span.start) if answers else None
    for label, after in zip(labels, [*labels[1:], None], strict=True):
        said = Span(label.start, parts[label.number].span.end)
        more = list(_go_on(text, parts, label, after)) if len(labels) > 1 else []
        yield make_turn([said] if answers else [said, *more], label.cue, label.source)
        if answers and more:
            yield make_turn(more, None, guest)


def _asks_alone(text: str, parts: Sequence[Part], labels: Sequence[Label]) -> bool:
    """Tell whether only who asks has a label, so that what follows is the answer."""
    asking = sum(_is_question(text, parts[label.number]) for label in labels)
    names = {label.source.of(text) for label in labels}
    return len(names) == 1 and len(labels) > 1 and 2 * asking >= len(labels)


def _go_on(text: str, parts: Sequence[Part], label: Label, after: Label | None) -> Iterator[Span]:
    """Give the paragraphs up to the next turn; after the last one, those of somebody talking."""
    end = after.begin if after else len(parts)
    for part in parts[label.number + 1 : end]:
        if part.kind != "paragraph":
            return
        if after is None and not ADDRESSING.search(part.span.of(text)):
            return
        yield part.span


def _is_question(text: str, part: Part) -> bool:
    return part.kind in SPOKEN and part.span.of(text).rstrip("*").endswith("?")


def _take_questions(article: Article, parts: Sequence[Part]) -> Iterator[Quotation]:
    """Take questions that have no label, and their answers, which are the guest's."""
    text = article.text
    headings = [n for n, part in enumerate(parts) if part.kind == "subheading"]
    headings = headings or [n for n, p in enumerate(parts) if BOLD.fullmatch(p.span.of(text))]
    plain = [n for n, part in enumerate(parts) if not QUOTES.search(part.span.of(text))]
    for numbers, answering in ((headings, ADDRESSING), (plain, FIRST_PERSON)):
        asked = [number for number in numbers if _is_question(text, parts[number])]
        answers = [_list_answer(text, parts, number, asked) for number in asked]
        talking = [a for a in answers if _is_answer(text, a, answering)]
        if len(talking) >= LEAST_ANSWERS[answering] and 2 * len(talking) >= len(asked):
            guest = _find_guest(article, parts[asked[0]].span.start)
            for number, answer in zip(asked, answers, strict=True):
                yield make_turn([parts[number].span])
                if answer:
                    yield make_turn(answer, None, guest)
            return


def _is_answer(text: str, answer: Sequence[Span], answering: re.Pattern[str]) -> bool:
    """Tell whether somebody talks to somebody: anywhere, or in plain text at once."""
    said = [span.of(text) for span in answer]
    if answering is FIRST_PERSON:
        said = [words for words in said[:1] if not QUOTES.search(words)]
    return any(answering.search(words) for words in said)


def _list_answer(
    text: str, parts: Sequence[Part], number: int, asked: Sequence[int]
) -> list[Span]:
    """List the paragraphs behind a question; behind the last one, those of somebody talking."""
    answer: list[Span] = []
    for place, part in enumerate(parts[number + 1 :], start=number + 1):
        is_further = bool(answer) and number == asked[-1]
        is_narrated = is_further and not ADDRESSING.search(part.span.of(text))
        if place in asked or part.kind != "paragraph" or is_narrated:
            break
        answer.append(part.span)
    return answer


def _find_guest(article: Article, start: int) -> Span | None:
    """Find the person whom the text names most above the first question, and nobody's author."""
    text = article.text
    counts = Counter(
        {
            name.mentions[0]: sum(mention.end <= start for mention in name.mentions)
            for name in find_names(article)
            if name.is_person and name.mentions[0].end <= start
            if text[: name.mentions[0].start].split()[-1:] not in (["by"], ["By"])
        }
    )
    best = counts.most_common(2)
    is_alone = len(best) == 1 or (len(best) > 1 and best[0][1] > best[1][1])
    return best[0][0] if is_alone else None


def make_turn(
    content: Sequence[Span],
    cue: Span | None = None,
    source: Span | None = None,
    form: Form = Form.DIRECT,
) -> Quotation:
    """Make the quotation that the layout of a text shows."""
    return Quotation(
        content=tuple(content),
        cue=(cue,) if cue else (),
        source=(source,) if source else (),
        form=form,
        act=Act.SAYING,
        finder=Finder.CLAUSES,
    )
