"""Paragraphs, words and quote marks of a text, as spans; nothing here needs a model."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

from toolkit.base.article import Part, Span
from toolkit.base.memory import remember

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from toolkit.base.article import Article

# Letters and digits; an apostrophe, a hyphen or (in a number) a point or comma inside belongs to
# the word, and so do the points of an abbreviation such as U.S.
WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}"
    r"|\d+(?:[.,]\d+)*(?:[\u2019'-]?[^\W_]+)*"
    r"|[^\W_]+(?:['\u2019-][^\W_]+)*"
)
LINE = re.compile(r"[^\n\r\u2028\u2029\x0b\x0c\x85]+")
# Lines of running text broken at a fixed width are about this long; a paragraph seldom is.
WRAPPED = range(45, 101)
DOUBLE_OPEN, DOUBLE_CLOSE, DOUBLE_EITHER = "\u201c\u201e\u00ab", "\u201d\u00bb", '"\u201f\uff02'
SINGLE_OPEN, SINGLE_CLOSE, SINGLE_EITHER = "\u2018\u201a\u2039", "\u2019\u203a", "'"
DOUBLE = re.compile(rf"[{DOUBLE_OPEN}{DOUBLE_CLOSE}{DOUBLE_EITHER}]|``|''")
SINGLE = re.compile(rf"[{SINGLE_OPEN}{SINGLE_CLOSE}{SINGLE_EITHER}]")
# Words that begin with an apostrophe, which is then no quote mark: 'em, '90s, 'twas.
ELISION = re.compile(r"['\u2018\u2019](?:\d\ds?|em|tis|twas|til|cause|bout|n)\b", re.IGNORECASE)
BETWEEN = " \u2026 "  # stands between the pieces of a split content, cue or source
LONGEST_RUN = 1_000  # characters without a blank; words and web addresses are shorter
UNBROKEN = re.compile(rf"(?<!\S)\S{{{LONGEST_RUN + 1},}}")
LONGEST_SINGLE = 400  # characters; a longer single-quoted stretch is two stray apostrophes


def cut_short(text: str, width: int) -> str:
    r"""Cut a text that is longer than some characters at a word; a longer word is cut, too.

    Examples
    --------
    >>> cut_short("A plan that would have boosted  cooperation", 12)
    'A plan that \u2026'
    >>> cut_short("Hohenlohewaldenburg", 12), cut_short("Ann  Lee", 12)
    ('Hohenlohewal\u2026', 'Ann Lee')
    """
    text = " ".join(text.split())
    if len(text) <= width:
        return text
    start = text[: width + 1].rpartition(" ")[0]
    return f"{start} \u2026" if start else f"{text[:width]}\u2026"


def find_words(text: str) -> list[Span]:
    """Find the words of a text, in reading order.

    Parameters
    ----------
    text : str
        Running text in a script that puts blanks between words.

    Returns
    -------
    list of Span
        Words and numbers; what stands between the spans is punctuation and blanks.
        Hyphens and apostrophes inside a word belong to it, and ``U.S.`` is one word.

    Examples
    --------
    >>> text = "The IMF's well-known view: 3.5% growth in the U.S."
    >>> [word.of(text) for word in find_words(text)]
    ['The', "IMF's", 'well-known', 'view', '3.5', 'growth', 'in', 'the', 'U.S.']
    """
    return [Span(*match.span()) for match in WORD.finditer(text)]


def find_words_in(text: str, places: Iterable[Span]) -> list[Span]:
    """Find the words of some places of a text, as places in the whole of it.

    Examples
    --------
    >>> [word.of("No, he said.") for word in find_words_in("No, he said.", [Span(4, 12)])]
    ['he', 'said']
    """
    return [
        Span(place.start + word.start, place.start + word.end)
        for place in places
        for word in find_words(place.of(text))
    ]


def lies_in(span: Span, places: Sequence[Span]) -> bool:
    """Tell whether a place lies in one of several, which are in reading order and apart.

    Examples
    --------
    >>> places = [Span(0, 2), Span(3, 9)]
    >>> lies_in(Span(4, 6), places), lies_in(Span(1, 4), places)
    (True, False)
    """
    number = bisect_right(places, span.start, key=lambda place: place.start)
    return number > 0 and span in places[number - 1]


def join_pieces(text: str, pieces: Iterable[Span]) -> str:
    """Join places of a text for a cell of a table, on one line.

    Examples
    --------
    >>> join_pieces("Rates, he said, rise.", [Span(0, 5), Span(16, 20)])
    'Rates \u2026 rise'
    """
    return BETWEEN.join(" ".join(piece.of(text).split()) for piece in pieces)


def blank_unbroken(text: str) -> str:
    """Give a text as long as `text`, with blanks for each run that is too long to be read.

    Such a run, of more than 1,000 characters without a blank, is a drawn line or data of a
    program. On one of marks spaCy's tokenizer takes time in the square of its length.

    Examples
    --------
    >>> blank_unbroken("Rates rise. " + "." * 2_000).split()
    ['Rates', 'rise.']
    """
    return UNBROKEN.sub(lambda run: " " * len(run.group()), text)


def find_paragraphs(text: str) -> list[Span]:
    r"""Find the paragraphs of a text: its lines, or blocks of lines that were wrapped.

    Returns
    -------
    list of Span
        In reading order, without the blanks around each. Every word lies in one.

    Notes
    -----
    A line is a paragraph, as in most news texts. Where blank lines separate blocks and
    most lines inside the blocks are about as long as each other (45 to 100 characters),
    the text was broken at a fixed width, and a block is the paragraph.

    Examples
    --------
    >>> text = "Rates rise\n\nRates will rise, she said."
    >>> [paragraph.of(text) for paragraph in find_paragraphs(text)]
    ['Rates rise', 'Rates will rise, she said.']
    """
    lines = [span for match in LINE.finditer(text) if (span := _strip(text, *match.span()))]
    if not _is_wrapped(text, lines):
        return lines
    blocks: list[Span] = []
    for line in lines:
        if blocks and not _is_blank_line_between(text, blocks[-1], line):
            blocks[-1] = Span(blocks[-1].start, line.end)
        else:
            blocks.append(line)
    return blocks


@remember
def list_parts(article: Article) -> tuple[Part, ...]:
    r"""List the parts of an article, or its paragraphs where nobody looked for parts.

    Examples
    --------
    >>> from toolkit.base.article import Article
    >>> [part.kind for part in list_parts(Article("One.\n\nTwo."))]
    ['paragraph', 'paragraph']
    """
    if article.parts:
        return article.parts
    return tuple(Part(span, "paragraph") for span in find_paragraphs(article.text))


def number_paragraphs(article: Article) -> dict[Span, int]:
    r"""Give each paragraph of an article its number, from 1; headlines have none.

    Examples
    --------
    >>> from toolkit.base.article import Article
    >>> number_paragraphs(Article("One.\n\nTwo."))
    {Span(start=0, end=4): 1, Span(start=6, end=10): 2}
    """
    paragraphs = [part.span for part in list_parts(article) if part.kind == "paragraph"]
    return {span: number for number, span in enumerate(paragraphs, start=1)}


def find_quoted(text: str) -> list[Span]:
    r"""Find the stretches of a text that stand in quote marks, of whatever style.

    Parameters
    ----------
    text : str
        Straight, curly, angled and single marks are known, and so are apostrophes.

    Returns
    -------
    list of Span
        Outermost stretches in reading order, with their marks; none crosses a
        paragraph. A paragraph that opens a quotation and does not close it, because
        the next one opens it again, gives a stretch up to its own end.

    Notes
    -----
    A mark that nothing closes is passed over. It says nothing about who speaks: words
    held at a distance and titles of works stand in marks as well.

    Examples
    --------
    >>> text = "'Gaps of trust' remain, and it's \"early\" to speak of the voters' choice."
    >>> [quoted.of(text) for quoted in find_quoted(text)]
    ["'Gaps of trust'", '"early"']
    """
    paragraphs = find_paragraphs(text)
    found: list[Span] = []
    for paragraph, after in zip(paragraphs, [*paragraphs[1:], None], strict=False):
        continued = after is not None and _opens_with_mark(text, after)
        doubles = list(_pair_double(text, paragraph, continued=continued))
        singles = _pair_single(text, paragraph, doubles)
        found += _keep_outermost([*doubles, *singles])
    return found


def _strip(text: str, start: int, end: int) -> Span | None:
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip())
    right = start + len(piece.rstrip())
    return Span(left, right) if left < right else None


def _is_blank_line_between(text: str, one: Span, other: Span) -> bool:
    return len(re.findall(r"\n|\r\n?", text[one.end : other.start])) > 1


def _is_wrapped(text: str, lines: list[Span]) -> bool:
    pairs = list(pairwise(lines))
    joined = [one for one, other in pairs if not _is_blank_line_between(text, one, other)]
    if len(joined) < max(3, len(pairs) // 2):  # fewer: a list or an address, not wrapped text
        return False
    return sum(len(line) in WRAPPED for line in joined) > 0.8 * len(joined)


def _opens_with_mark(text: str, paragraph: Span) -> bool:
    return text[paragraph.start] in DOUBLE_OPEN + DOUBLE_EITHER + SINGLE_OPEN


def _pair_double(text: str, paragraph: Span, *, continued: bool) -> Iterator[Span]:
    opened: int | None = None
    for match in DOUBLE.finditer(text, paragraph.start, paragraph.end):
        mark, start, end = match.group(), *match.span()
        can_open, can_close = _sides(text, paragraph, start, end)
        if opened is None:
            if _may_open(mark, can_open=can_open, can_close=can_close):
                opened = start
        elif mark in DOUBLE_OPEN and not (text[opened] == "\u201e" and mark == "\u201c"):
            opened = start  # the earlier mark was never closed
        elif can_close:
            if end - opened > len(mark) + 1:
                yield Span(opened, end)
            opened = None
        else:
            opened = start
    if opened is not None and continued:
        yield Span(opened, paragraph.end)


def _may_open(mark: str, *, can_open: bool, can_close: bool) -> bool:
    if mark in DOUBLE_OPEN or mark == "``":
        return True
    if mark == "''":
        return False
    return can_open and not can_close


def _sides(text: str, paragraph: Span, start: int, end: int) -> tuple[bool, bool]:
    """Tell whether a mark can open (a word follows it) and close (something precedes it)."""
    before = text[start - 1] if start > paragraph.start else " "
    after = text[end] if end < paragraph.end else " "
    can_open = not after.isspace() and after not in ",.;:!?)]"
    can_close = not before.isspace() and before not in "([\u2014\u2013-/"
    return can_open, can_close


def _pair_single(text: str, paragraph: Span, doubles: list[Span]) -> Iterator[Span]:
    opened: int | None = None
    for match in SINGLE.finditer(text, paragraph.start, paragraph.end):
        start, end = match.span()
        if any(double.start < start < double.end for double in doubles):
            continue
        before = text[start - 1] if start > paragraph.start else " "
        after = text[end] if end < paragraph.end else " "
        if before.isspace() or before in "([\u2014\u2013" or start == paragraph.start:
            is_word = after.isalnum() or after in '\u201c"$\u00a3\u20ac[('
            if match.group() not in SINGLE_CLOSE and is_word and not ELISION.match(text, start):
                opened = start
        elif opened is not None and not after.isalnum() and match.group() not in SINGLE_OPEN:
            if start - opened > LONGEST_SINGLE:
                opened = None
            elif not _is_plural_possessive(text, paragraph, start, end):
                yield Span(opened, end)
                opened = None


def _is_plural_possessive(text: str, paragraph: Span, start: int, end: int) -> bool:
    """Tell whether an apostrophe after s belongs to the word: another mark closes later."""
    if text[start - 1] != "s" or not text[end : end + 1].isspace():
        return False
    later = SINGLE.search(text, end, min(paragraph.end, end + LONGEST_SINGLE))
    while later:
        position = later.end()
        closes = text[later.start() - 1] in ",.!?" or text[position : position + 1] in ",.;:!?"
        if closes and not text[position : position + 1].isalnum():
            return True
        if text[later.start() - 1].isspace():
            return False
        later = SINGLE.search(text, position, min(paragraph.end, end + LONGEST_SINGLE))
    return False


def _keep_outermost(spans: list[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept
