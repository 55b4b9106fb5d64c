"""A headline over the sentences that have its words again, with a band from word to word.

Drawn as SVG in an image: an untrusted notebook shows no other drawing. Each word is given the
width that was reckoned with, whatever fonts the page has.
"""

from __future__ import annotations

import re
import unicodedata
import warnings
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from toolkit.attribution import find_statements
from toolkit.base import Article, Span, ToolkitError
from toolkit.display.annotation import Picture
from toolkit.display.filling import fill
from toolkit.display.pieces import TOP, number_block, rank_speakers
from toolkit.display.telling import clean
from toolkit.engine import ENGLISH, find_passages, take_article
from toolkit.narrative import find_again, link_headline
from toolkit.plots import GREY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from toolkit.display.pieces import Mark
    from toolkit.engine import Engine, OneArticle
    from toolkit.narrative import Link

WIDTH = 640  # of the drawing, in pixels; a narrow page scales it down
SIZE, SMALL = 15, 12  # of letters
LEFT = 30  # where words begin; before them stands the number of the paragraph
BLANK = 8  # between words: a band fits through
EDGE = 4  # by which a tint is wider than its words
ROW = 36  # from line to line
RISE, FALL = 15, 6  # of a line above and below its base
APART = 70  # between two texts, for the bands
LONG = 40  # words of a sentence that is drawn whole; of a longer one, those around what is linked
AROUND = 10
MOST_NAME = 40  # characters of a name in the key
THICK, THIN = 4.5, 1.8
KEY_LENGTH = 108  # characters of a line below
SAMPLE = 36  # length of a band in the key
INK = ("currentColor", "solid")  # of bands to a text from elsewhere: nobody's colour
OUTSIDE = "*"  # the label of that text


@dataclass(frozen=True, slots=True)
class _Word:
    """A word where it is drawn: its left end, width and line; dots have no place."""

    text: str
    span: Span | None
    x: float
    width: float
    row: int

    @property
    def is_leftward(self) -> bool:
        """Whether it begins at its right end."""
        return _reads_leftward(self.text)


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of words: its base, the text that it belongs to, and its words."""

    base: float
    block: int
    words: tuple[_Word, ...]


@dataclass(frozen=True, slots=True)
class _Band:
    """A band: its way, and how it is drawn."""

    path: str
    colour: str
    line: str
    width: float


@dataclass(frozen=True, slots=True)
class _Note:
    """A small text, and where it begins."""

    text: str
    x: float
    y: float


@dataclass(slots=True)
class _Sheet:
    """What has been laid out so far, from the top."""

    rows: list[_Row] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)  # of the texts
    taken: set[tuple[int, float]] = field(default_factory=set)  # gaps that a band goes through

    @property
    def height(self) -> float:
        return self.rows[-1].base + FALL if self.rows else 0.0


def ribbons(article: OneArticle, *, outside: str = "", engine: Engine = ENGLISH) -> Picture:
    r"""Show where the body has the words of the headline, with a band from word to word.

    Parameters
    ----------
    article : Article
    outside : str, optional
        A text from elsewhere, such as the full sentence that a scrap was cut from. It stands
        above the headline, linked to the words that it has as well.
    engine : Engine, optional
        What reads the articles.

    Returns
    -------
    Picture
        Shows itself as the last line of a notebook cell. Below the headline stand the
        sentences that have its words, with their paragraphs; a band has the colour and line
        of those whose words they are there, grey is the narrator. It is thin where the body
        has another form of the word. A word with a meaning that the body lacks is framed.

    Raises
    ------
    ToolkitError
        If `article` is not an Article, or lacks a headline or a body, or `outside` is no text.

    Notes
    -----
    Words are compared, not meanings; `headline_table` tells more of each piece.

    Examples
    --------
    >>> import toolkit as tk
    >>> article = tk.parse_article("Mill to close\n\nThe mill may be closed, Ann Lee said.")
    >>> tk.ribbons(article)
    Picture: “Mill” paragraph 1, Ann Lee. “close” paragraph 1, Ann Lee, in another form.
    """
    article = take_article(article, engine)
    if not isinstance(outside, str):
        raise ToolkitError(f"outside: must be a text; found {type(outside).__name__}")
    headline = next((part.span for part in article.parts if part.kind == "headline"), None)
    links = link_headline(article)
    if headline is None or not any(part.kind == "paragraph" for part in article.parts):
        raise ToolkitError("article: must have a headline and a body; found one of them or none")
    marks = rank_speakers(article, find_statements(article))
    again = {link.piece: find_again(link.piece.of(article.text), outside) for link in links}
    sheet = _Sheet()
    beyond = []
    if outside.strip():
        beyond = _lay_text(sheet, outside, Span(0, len(outside)), OUTSIDE)
    head = _lay_text(sheet, article.text, headline, TOP)
    body: list[_Word] = []
    for sentence, places in _list_sentences(article, links).items():
        label = str(number_block(article, sentence.start))
        body += _lay_text(sheet, article.text, sentence, label, places)
    bands: list[_Band] = []
    boxes: list[dict[str, object]] = []
    for link in links:
        look = _find_look(marks, link.voice)
        source = _pick(head, link.piece)
        ends = [(_pick(body, link.place), look, link.is_same)] if link.place else []
        other = again[link.piece]
        if other is not None:
            ends.append((_pick(beyond, other), INK, True))
        for end, (colour, line), is_same in ends:
            path = _find_path(sheet, source, end)
            bands.append(_Band(path, colour, line, THICK if is_same else THIN))
            boxes += _place_boxes(sheet, end, colour)
        boxes += _place_boxes(sheet, source, look[0] if link.place else "")
    key, height = _lay_key(sheet, links, marks)
    svg = fill(
        "ribbons.svg",
        width=WIDTH + EDGE,
        height=height,
        size=SIZE,
        small=SMALL,
        bands=bands,
        boxes=boxes,
        rows=sheet.rows,
        labels=[*_place_labels(sheet)],
        **key,
    )
    return Picture(str(svg), _tell(article, links, again))


# --- where words stand -------------------------------------------------------------------


def _list_sentences(article: Article, links: Iterable[Link]) -> dict[Span, list[Span]]:
    """List the sentences of the body that are linked; the first one where none is."""
    sentences = [
        sentence
        for passage in find_passages(article)
        if passage.part.kind == "paragraph"
        for sentence in passage.find_sentences()
    ]
    found: dict[Span, list[Span]] = {}
    for place in sorted(link.place for link in links if link.place):
        home = next((s for s in sentences if s.start <= place.start < s.end), sentences[0])
        found.setdefault(home, []).append(place)
    return found or {sentence: [] for sentence in sentences[:1]}


def _lay_text(
    sheet: _Sheet, text: str, span: Span, label: str, kept: Sequence[Span] = ()
) -> list[_Word]:
    """Lay out a text below what is there, in as many lines as it takes."""
    base = sheet.height + (APART if sheet.rows else 0) + RISE
    places = [
        Span(span.start + word.start(), span.start + word.end())
        for word in re.finditer(r"\S+", span.of(text))
    ]
    is_leftward = _reads_leftward(span.of(text))
    block, x, number = len(sheet.labels), float(LEFT), len(sheet.rows)
    lines: list[list[_Word]] = [[]]
    for token, place in _cut_long(text, places, kept):
        width = min(_measure(token, SIZE), WIDTH - LEFT)
        if lines[-1] and x + width > WIDTH:
            lines.append([])
            x = LEFT
        left = WIDTH + LEFT - x - width if is_leftward else x
        lines[-1].append(_Word(token, place, left, width, number + len(lines) - 1))
        x += width + BLANK
    sheet.labels.append(label)
    sheet.rows += [_Row(base + ROW * n, block, tuple(line)) for n, line in enumerate(lines)]
    return [word for line in lines for word in line]


def _cut_long(
    text: str, places: Sequence[Span], kept: Sequence[Span]
) -> list[tuple[str, Span | None]]:
    """Give the words of a text; of a long one those around what is kept, and dots between."""
    near = {
        other
        for number, place in enumerate(places)
        if not number or any(place.overlaps(span) for span in kept)
        for other in range(number - AROUND, number + AROUND + 1)
    }
    tokens: list[tuple[str, Span | None]] = []
    for number, place in enumerate(places):
        if len(places) <= LONG or number in near:
            tokens.append((place.of(text), place))
        elif tokens[-1][1] is not None:
            tokens.append(("\u2026", None))
    return tokens


def _reads_leftward(text: str) -> bool:
    kinds = (unicodedata.bidirectional(sign) for sign in text)
    return next((kind for kind in kinds if kind in {"L", "R", "AL"}), "L") != "L"


@cache
def _measure(word: str, size: float) -> float:
    """Measure a word in a common font; a sign that fills a square is as wide as high."""
    wide = [sign for sign in word if unicodedata.east_asian_width(sign) in {"W", "F"}]
    rest = clean("".join(sign for sign in word if sign not in wide))
    if not rest:
        return len(wide) * size
    font = FontProperties(family="DejaVu Sans", size=size)
    with warnings.catch_warnings():
        # matplotlib lacks the glyph, but the browser that shows the text will not.
        warnings.filterwarnings("ignore", "Glyph .* missing from font", UserWarning)
        width = text_to_path.get_text_width_height_descent(rest, font, ismath=False)[0]
    return width + len(wide) * size


def _pick(words: Iterable[_Word], span: Span) -> list[_Word]:
    return [word for word in words if word.span is not None and word.span.overlaps(span)]


# --- what is drawn -----------------------------------------------------------------------


def _find_look(marks: Mapping[str, Mark], voice: str) -> tuple[str, str]:
    """Find the colour and kind of line of a voice."""
    return (marks[voice].colour, marks[voice].border) if voice in marks else (GREY, "solid")


def _find_path(sheet: _Sheet, source: Sequence[_Word], end: Sequence[_Word]) -> str:
    """Find a way from one place to another through the blanks of the lines between them.

    It goes aside between texts, where there is room, and straight on through each of them.
    """
    upper, lower = sorted((source, end), key=lambda words: words[0].row)
    start, stop = _find_middle(upper), _find_middle(lower)
    first, last = upper[0].row, lower[0].row
    x, y = start, sheet.rows[first].base + FALL
    path = f"M{x:.1f} {y:.1f}"
    for row in range(first + 1, last + 1):
        block = sheet.rows[row].block
        wanted = x
        if block == sheet.rows[last].block:
            wanted = stop
        elif block != sheet.rows[row - 1].block:
            wanted = start + (stop - start) * (row - first) / (last - first)
        gap = stop if row == last else _find_gap(sheet, row, wanted)
        top, low = sheet.rows[row].base - RISE, sheet.rows[row].base + FALL
        half = (y + top) / 2
        path += f"C{x:.1f} {half:.1f} {gap:.1f} {half:.1f} {gap:.1f} {top:.1f}"
        if row < last:
            path += f"L{gap:.1f} {low:.1f}"
        x, y = gap, low
    return path


def _find_middle(words: Sequence[_Word]) -> float:
    """Find the middle of those words that stand in the first line."""
    line = [word for word in words if word.row == words[0].row]
    left, right = min(w.x for w in line), max(w.x + w.width for w in line)
    return (left + right) / 2


def _find_gap(sheet: _Sheet, row: int, wanted: float) -> float:
    """Find the blank of a line that is nearest to a place, and take one that is free."""
    words = sorted(sheet.rows[row].words, key=lambda word: word.x)
    gaps = [(one.x + one.width + other.x) / 2 for one, other in pairwise(words)]
    edge = words[-1].x + words[-1].width + BLANK / 2
    beside = max(wanted, edge)
    if beside < WIDTH:  # right of a short line is room
        gaps.append(beside)
    if words[0].x > LEFT + BLANK:  # and left of one that reads leftward
        gaps.append(min(wanted, words[0].x - BLANK / 2))
    free = [
        gap for gap in gaps if all(abs(gap - x) > BLANK / 2 for r, x in sheet.taken if r == row)
    ]
    gap = min(free or gaps or [wanted], key=lambda gap: abs(gap - wanted))
    sheet.taken.add((row, gap))
    return gap


def _place_boxes(
    sheet: _Sheet, words: Sequence[_Word], colour: str
) -> Iterator[dict[str, object]]:
    """Place a tint behind words, one for each line; a frame where it has no colour."""
    for row in dict.fromkeys(word.row for word in words):
        line = [word for word in words if word.row == row]
        left, right = min(w.x for w in line), max(w.x + w.width for w in line)
        yield {
            "x": left - EDGE / 2,
            "y": sheet.rows[row].base - RISE,
            "width": right - left + EDGE,
            "height": RISE + FALL,
            "colour": colour,
        }


def _place_labels(sheet: _Sheet) -> Iterator[_Note]:
    """Place before the first line of each text which one it is."""
    firsts = {row.block: row for row in reversed(sheet.rows)}
    for block, label in enumerate(sheet.labels):
        yield _Note(label, 0, firsts[block].base)


def _lay_key(
    sheet: _Sheet, links: Sequence[Link], marks: Mapping[str, Mark]
) -> tuple[dict[str, list[Any]], float]:
    """Lay out below the drawing what bands and signs mean; give the height of it all as well."""
    voices = dict.fromkeys(link.voice for link in links if link.voice)
    notes = [f"{TOP} is the headline, numbers are paragraphs"]
    if OUTSIDE in sheet.labels:
        notes.append(f"{OUTSIDE} is not on the page")
    if any(link.place and not link.is_same for link in links):
        notes.append("thin: another form of the word")
    if any(link.place is None for link in links):
        notes.append("framed: not in the text")
    x, y = 0.0, sheet.height + 32
    samples, lines = [], []
    for name in voices:
        told = name if len(name) <= MOST_NAME else f"{name[:MOST_NAME]}\u2026"
        width = SAMPLE + BLANK + _measure(told, SMALL)
        if x and x + width > WIDTH:
            x, y = 0.0, y + 18
        band = _Band(f"M{x:.1f} {y - 4:.1f}h{SAMPLE}", *_find_look(marks, name), THICK)
        samples.append((band, _Note(told, x + SAMPLE + BLANK, y)))
        x += width + 3 * BLANK
    y += 18 if samples else 0
    for line in wrap(f"{'; '.join(notes)}.", KEY_LENGTH):
        lines.append(_Note(line, 0, y))
        y += 16
    return {"samples": samples, "lines": lines}, y - 8


def _tell(article: Article, links: Sequence[Link], again: Mapping[Span, Span | None]) -> str:
    told = []
    for link in links:
        words = " ".join(link.piece.of(article.text).split())
        if link.place is None:
            where = "not in the text"
        else:
            form = "" if link.is_same else ", in another form"
            where = f"paragraph {number_block(article, link.place.start)}, {link.voice}{form}"
        more = "; outside too" if again[link.piece] else ""
        told.append(f"\u201c{words}\u201d {where}{more}")
    return f"{'. '.join(told) or 'The headline has no word with a meaning'}."
