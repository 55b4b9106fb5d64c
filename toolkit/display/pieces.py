"""An article cut into marked pieces, and these as HTML or plain text."""

from __future__ import annotations

import textwrap
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import accumulate, groupby
from typing import TYPE_CHECKING

from toolkit.base import Article, Span, cut_short, find_words, list_parts
from toolkit.display.telling import (
    clean,
    is_doubtful,
    name_voice,
    tell_confidence,
    tell_number,
)
from toolkit.plots import GREY, colour_speakers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from toolkit.base import Attribution

BORDERS = ("solid", "dashed", "double", "dotted")  # with the colour: 8 speakers told apart
LONGEST_LABEL = 40  # characters of a name in a label; the list at the end has all
TOP = "H"  # the number of a headline
LINE_WIDTH = 88  # of the form for terminals


@dataclass(frozen=True, slots=True)
class Drawing:
    """Something drawn of an article, which shows itself in a notebook or terminal.

    Parameters
    ----------
    name : str
        What it is: a strip, a ladder.
    html : str
        The drawing, which needs no script and no style sheet.
    alt : str
        What it shows, in words.
    """

    name: str
    html: str = field(repr=False)
    alt: str

    def __repr__(self) -> str:
        return f"{self.name}: {clean(self.alt)}"

    def _repr_html_(self) -> str:
        return self.html


@dataclass(frozen=True, slots=True)
class Mark:
    """How the words of one speaker are marked, and how many there are."""

    name: str
    colour: str
    border: str
    quotations: int
    words: int

    def style(self) -> str:
        """Write the look of the words as an inline style."""
        return f"{self.tint(0.2)};border-bottom:3px {self.border} {self.colour};padding:0 1px"

    def faint_style(self) -> str:
        """Write the look of words that are more likely wrong than right: a thin line alone."""
        return f"border-bottom:1px {self.border} {self.colour};padding:0 1px"

    def tint(self, strength: float) -> str:
        """Write the speaker's colour as a background of some strength, 0 to 1."""
        red, green, blue = (int(self.colour[i : i + 2], 16) for i in (1, 3, 5))
        return f"background-color:rgba({red},{green},{blue},{strength})"

    def tell_size(self) -> str:
        """Tell how much there is: ``6 quotations, 124 words``."""
        return f"{tell_number(self.quotations, 'quotation')}, {tell_number(self.words, 'word')}"


@dataclass(frozen=True, slots=True)
class Look:
    """How the words of a quotation are shown, and what is told of it where one points at it."""

    title: str
    style: str
    label: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Neighbouring characters of a block that are marked alike."""

    text: str
    number: int | None  # the quotation that they are the content of; the innermost one
    role: str  # "source", "cue", "relay", "dateline" or ""
    labels: tuple[int, ...]  # quotations that end here
    pauses: tuple[int, ...]  # quotations that go on after the words that follow


def rank_speakers(
    article: Article, attributions: Sequence[Attribution], *, first: Iterable[str] = ()
) -> dict[str, Mark]:
    """Give each speaker a mark; who has most words comes first, as in `speaker_table`.

    Those of `first` come before all others: they are marked so beside this article already.
    """
    quotations: dict[str, int] = defaultdict(int)
    words: dict[str, int] = defaultdict(int)
    for attribution in attributions:
        name = attribution.speaker.name
        quotations[name] += 1
        words[name] += sum(
            len(find_words(span.of(article.text))) for span in attribution.quotation.content
        )
    names = [*first, *sorted(quotations, key=lambda name: -words[name])]
    marks: dict[str, Mark] = {}
    for place, (name, colour) in enumerate(colour_speakers(names).items()):
        if name in quotations:
            border = "dotted" if colour == GREY else BORDERS[place % len(BORDERS)]
            marks[name] = Mark(name, colour, border, quotations[name], words[name])
    return marks


def cut_blocks(article: Article) -> list[tuple[str, Span]]:
    """Cut the text into blocks to typeset, with their kinds; only blanks are left out."""
    text = article.text
    blocks: list[tuple[str, Span]] = []
    position = 0
    for part in list_parts(article):
        blocks += _find_rest(text, position, part.span.start)
        start = part.span.start
        if blocks and blocks[-1][0] == "dateline":  # opens the paragraph that follows it
            start = blocks.pop()[1].start
        blocks.append((part.kind, Span(start, part.span.end)))
        position = part.span.end
    blocks += _find_rest(text, position, len(text))
    return [("paragraph" if kind == "dateline" else kind, span) for kind, span in blocks]


def number_block(article: Article, place: int) -> int:
    r"""Give the number of the paragraph that a place lies in, from 1; 0 is the headline.

    What stands between two paragraphs has the number of the one before.

    Examples
    --------
    >>> number_block(Article("Rates rise\n\nJobs follow."), 12)
    2
    """
    parts = list_parts(article)
    if any(p.span.start <= place < p.span.end for p in parts if p.kind == "headline"):
        return 0
    return sum(part.kind == "paragraph" and part.span.start <= place for part in parts) or 1


def _find_rest(text: str, start: int, end: int) -> Iterator[tuple[str, Span]]:
    """Find what stands between two parts and belongs to none."""
    rest = text[start:end]
    if rest.strip():
        yield "paragraph", Span(start + len(rest) - len(rest.lstrip()), start + len(rest.rstrip()))


def cut_text(
    article: Article, attributions: Sequence[Attribution]
) -> Iterator[tuple[str, list[Piece]]]:
    """Cut each block of an article into pieces that are marked alike."""
    text = article.text
    owners: list[int | None] = [None] * len(text)
    roles = _paint_roles(article, attributions)
    labels: dict[int, list[int]] = defaultdict(list)
    pauses: dict[int, list[int]] = defaultdict(list)
    # From long to short, so that a quotation inside another one keeps its mark.
    for number in sorted(range(len(attributions)), key=lambda n: -_measure(attributions[n])):
        content = attributions[number].quotation.content
        for span in content:
            end = max(span.start + len(span.of(text).rstrip()), span.start + 1)
            owners[span.start : end] = [number] * (end - span.start)
            (labels if span is content[-1] else pauses)[end].insert(0, number)
    stops = labels.keys() | pauses.keys()
    sections = list(accumulate(position in stops for position in range(len(text))))
    for kind, block in cut_blocks(article):
        pieces = []
        for _, run in groupby(
            range(block.start, block.end), lambda i: (owners[i], roles[i], sections[i])
        ):
            start, *others = run
            end = start + 1 + len(others)
            marks = (tuple(labels.get(end, ())), tuple(pauses.get(end, ())))
            pieces.append(Piece(text[start:end], owners[start], roles[start], *marks))
        yield kind, pieces


def _paint_roles(article: Article, attributions: Sequence[Attribution]) -> list[str]:
    roles = [""] * len(article.text)
    quotations = [attribution.quotation for attribution in attributions]
    spans = [(part.kind, part.span) for part in article.parts if part.kind == "dateline"]
    spans += [("source", span) for found in quotations for span in found.source]
    spans += [("cue", span) for found in quotations for span in found.cue]
    spans += [("relay", relay.span) for said in attributions for relay in said.relays]
    for role, span in spans:
        roles[span.start : span.end] = [role] * len(span)
    return roles


def _measure(attribution: Attribution) -> int:
    return sum(len(span) for span in attribution.quotation.content)


def list_looks(attributions: Sequence[Attribution], marks: Mapping[str, Mark]) -> list[Look]:
    """List how the words of each quotation are shown."""
    return [
        Look(
            title=_describe(said),
            style=(mark.faint_style() if is_doubtful(said) else mark.style()),
            label=_tell_label(number, attributions),
        )
        for number, said in enumerate(attributions)
        for mark in [marks[said.speaker.name]]
    ]


def _tell_label(number: int, attributions: Sequence[Attribution]) -> str:
    """Tell a quotation's number, and who says it where that was not the last one told.

    A doubtful one has a question mark.
    """
    said = attributions[number]
    name = name_voice(said)
    before = name_voice(attributions[number - 1]) if number else ""
    doubt = " ?" if is_doubtful(said) else ""
    return f"{number + 1}{'' if name == before else f' {cut_short(name, LONGEST_LABEL)}'}{doubt}"


def _describe(said: Attribution) -> str:
    facts = [f"{said.quotation.form}", f"rule {said.rule}", tell_confidence(said)]
    return f"{name_voice(said)}: {', '.join(facts)}"


def write_plain(pieces: Sequence[Piece], attributions: Sequence[Attribution]) -> str:
    """Write marked pieces for a terminal, with names in brackets."""
    written = []
    for number, run in groupby(pieces, lambda piece: piece.number):
        text = "".join(piece.text for piece in run)
        if number is not None:
            text = f"[{name_voice(attributions[number])}: {text}]"
        written.append(text)
    return textwrap.fill(
        "".join(written), LINE_WIDTH, break_long_words=False, break_on_hyphens=False
    )
