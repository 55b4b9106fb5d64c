"""The parts of a text: headline, byline, dateline, paragraphs and more; Markdown resolved."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from toolkit.base import (
    MAX_CHARACTERS,
    Article,
    Part,
    Span,
    ToolkitError,
    find_paragraphs,
    find_words,
)
from toolkit.loading.dates import MONTH, has_date, read_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

MARKDOWN = re.compile(
    r"^#{1,6}[ \t]+\S|\*\*[^\s*][^*\n]*\*\*|\[[^\[\]\n]{1,300}\]\(https?://", re.MULTILINE
)
MAX_HEADLINE_WORDS = 30  # the longest of 840 PolNeAR headlines has 24
HEADER_BLOCKS = 5  # byline and date stand among the first blocks, or they are not looked for
# Each word and blank is bounded: one that never ends would be tried from each of its letters.
PERSON = (
    r"[A-Z][\w.'\u2019-]{0,40}(?:[ \t]{1,9}(?:[a-z]{1,3}[ \t]{1,9})?[A-Z][\w.'\u2019-]{0,40}){0,4}"
)
BYLINE = re.compile(
    rf"^(?i:by)[ \t]+(?P<name>{PERSON}(?:(?:,[ \t]+|[ \t]+and[ \t]+){PERSON}){{0,4}})"
    r"(?:[ \t]*[,|/\u2022\u2013\u2014-].{0,80})?$"
)
BY_AFTER_DATE = re.compile(r"\bby[ \t]+(?P<name>\w[\w .'\u2019-]{0,60})$", re.IGNORECASE)
DATED_LINE_WORDS = 12  # a line with a date that is longer is a sentence, not a dateline
WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
DAY = rf"(?:{MONTH}[ \t]+\d{{1,2}}|\d{{1,2}}[ \t]+{MONTH}|{WEEKDAY})"
WORD = rf"(?!{MONTH}[ \t]+\d|{WEEKDAY}\b)[^\W\d_a-z][\w.'\u2019-]{{0,40}}"
PLACE = rf"{WORD}(?:(?:[ \t]{{1,9}}|/){WORD}){{0,3}}"
PLACES = rf"(?P<place>{PLACE}(?:,[ \t]+{PLACE})?)(?:,[ \t]+{DAY}(?:,?[ \t]+\d{{4}})?)?"
STATED_PLACE = re.compile(PLACES)
OUTLET = r"\([A-Z][\w ./-]{0,30}\)"
DASH = r"(?:\u2014|\u2013|--|[ \t]_(?=[ \t])|[ \t]-(?=[ \t])|[ \t]\|(?=[ \t]))[ \t]*"
DATELINE = re.compile(rf"(?:{PLACES}(?:[ \t]*{OUTLET})?|{OUTLET})[ \t]*{DASH}")
BOLD_DATELINE = re.compile(rf"(?P<place>{PLACE}(?:,[ \t]+{PLACE})?)[ \t]*[:\u2014\u2013-]?")
# A place before a colon, as papers of South Asia have it: ``New Delhi: The court ...``
COLON_DATELINE = re.compile(rf"{PLACES}[ \t]*:[ \t]+(?=[\w\"\u201c\u2018])")
LABEL = re.compile(r"[A-Z][\w .'\u2019-]{0,40}:[ \t]+\S")
LEAST_STORY = 8  # words behind a place and its colon; fewer are a headline or a list's line
# What stands before a colon and is no place.
RUBRICS = frozenset({
    "advertisement", "alert", "analysis", "breaking", "column", "comment", "correction",
    "editorial", "exclusive", "explainer", "feature", "how", "interview", "listen", "live", "note",
    "opinion", "photo", "photos", "poll", "read", "related", "report", "review", "source",
    "sources", "update", "updated", "video", "watch", "what", "who", "why",
})  # fmt: skip
TALKING = re.compile(r"\b(?:I|you|my|your)\b|\?|^(?:And|But|Well|Yes|No|So|Oh)\b")
QUOTED = re.compile(r"[\"\u201c][^\"\u201c\u201d]*[\"\u201d]")
CAPTION = re.compile(
    r"^\(?(?:photo|image|picture|file photo|caption)\b|\((?:photo|image|file)\b[^()]{0,200}\)$"
    r"|\b(?:getty images|ap photo)\b|\b(?:reuters|afp)/[A-Z]\w+"
    r"|(?<=[.!?])[ \t]{0,9}(?:image|credit|photo(?:graph)?)(?: by)?:[ \t]{0,9}[^:]{2,80}$"
    r"|^(?:photograph|credit|photo credit|picture credit)s?:",
    re.IGNORECASE,
)
NAME_JOINTS = re.compile(r",[ \t]{0,9}(?:and[ \t]{1,9})?|[ \t]{1,9}(?:and|with|&)[ \t]{1,9}")
AGENCY = r"(?:AP|AFP|Reuters|IANS|PTI|ANI|UPI|TASS|Xinhua|dpa|The Associated Press)"
TRAILER = re.compile(
    rf"^[-\u2013\u2014*(\s]{{0,20}}(?:with\b.{{0,60}}\b(?:inputs?|agencies|wires?)\b"
    rf"|(?:additional |writing and )?(?:reporting|editing|writing|compiled) by\b"
    rf"|(?:copyright|\u00a9|all rights reserved)"
    rf"|{AGENCY}[)\s.]*$"
    rf"|.{{0,120}}\bcontributed to this (?:report|story|article)"
    rf"|this (?:story|article|post|report) (?:has been|was) (?:updated|corrected|originally))",
    re.IGNORECASE,
)
# Lines between paragraphs, or above them, that are no part of the story.
SIDE = re.compile(
    r"^(?:(?:(?:also|must)[ -])?read(?: more| also| next| full story)?|related(?: stor(?:y|ies)|"
    r" coverage| articles?| content| news)?|recommended|watch(?: live| now)?|listen|see also|"
    r"trending|explore more|don['\u2019]t miss)[ \t]*:"
    r"|^(?:read more|related (?:stories|articles|news|coverage|content)|advertisement|"
    r"article continues (?:below|after).{0,40}|story continues (?:below|after).{0,40}|"
    r"continue reading|skip (?:advertisement|to .{0,40})|share this(?: article| story)?|"
    r"listen to this (?:article|story)|more from .{1,60}|more on this story)$"
    r"|^(?:sign up (?:for|to|here)|subscribe (?:to|now|here)|click here|"
    r"follow us (?:on|at)|join our|download (?:our|the) .{0,30}\bapp)\b"
    r"|^\((?:adds?|updates?|recasts?|corrects?|refiles?|rewrites?|writes? through)\b"
    r"[^()]{0,150}\)$"
    r"|^(?:\u00a9|copyright\b).{0,100}$",
    re.IGNORECASE,
)
UPDATED = re.compile(
    r"^(?:last |first )?(?:updated|published|posted|modified)\b:?.{0,20}\d.{0,60}$", re.IGNORECASE
)
# UTF-8 that was read as Windows-1252, in which an accent is two signs and a quote mark three; and
# what is put for a character that could not be read.
BROKEN = re.compile(
    "[\u00c2\u00c3][\u0080-\u00bf]|\u00e2\u20ac[^\\s\\w,.]?|\u00ef\u00bf\u00bd|\ufffd"
)
SENTENCE_END = re.compile(r"\w[\"'\u2019\u201d)\]]*[.!?\u2026][\"'\u2019\u201d)\]]*(?:\s|$)")
TRAILER_BLOCKS = 4  # counted from the end
MAX_LINE = 120  # characters; a longer line is no byline, however few its words


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading or caption of the text as a person reads it.

    Parameters
    ----------
    span : Span
    is_heading : bool, optional
        Set as a heading by the mark-up.
    bold_end : int, optional
        Where the words in bold end that it begins with; 0 where it has none.
    is_caption : bool, optional
        Set under a picture by the mark-up.
    """

    span: Span
    is_heading: bool = False
    bold_end: int = 0
    is_caption: bool = False


def read_blocks(text: str) -> tuple[str, list[Block]]:
    r"""Give the text that a person reads, its Markdown resolved, and its blocks.

    Raises
    ------
    ToolkitError
        If the text is longer than one article may be.

    Examples
    --------
    >>> read_blocks("# Rates *rise*\n\nThe [bank](https://example.org) said **so**.")[0]
    'Rates rise\n\nThe bank said so.'
    """
    if len(text) > MAX_CHARACTERS:
        raise ToolkitError(
            f"text: must have at most {MAX_CHARACTERS:,} characters; found {len(text):,}"
        )
    return _resolve_markdown(text) if MARKDOWN.search(text) else (text, find_blocks(text))


def join_pieces(pieces: Iterable[tuple[str, str]]) -> tuple[str, list[Block]]:
    r"""Join paragraphs, each with its kind, to a text and its blocks.

    Examples
    --------
    >>> text, [title, story] = join_pieces([("Rates rise", "heading"), ("Soon.", "paragraph")])
    >>> text, story.span.of(text), title.is_heading
    ('Rates rise\n\nSoon.', 'Soon.', True)
    """
    listed, blocks, position = [], [], 0
    for words, kind in pieces:
        span = Span(position, position + len(words))
        blocks.append(Block(span, is_heading=kind == "heading", is_caption=kind == "caption"))
        listed.append(words)
        position = span.end + len("\n\n")
    return "\n\n".join(listed), blocks


def find_blocks(text: str) -> list[Block]:
    """Give the paragraphs of a text that is kept as it is, as blocks."""
    return [Block(span) for span in find_paragraphs(text)]


def make_article(  # noqa: PLR0913 - the fields of an article
    text: str,
    blocks: Sequence[Block],
    *,
    day_first: bool | None = None,
    id: str = "",  # noqa: A002 - the field's name
    origin: str = "",
    title: str = "",
    notes: tuple[str, ...] = (),
) -> Article:
    """Make an article whose parts are found, and what its header says.

    Raises
    ------
    ToolkitError
        As `Article`.
    """
    article = Article(
        text, id=id, title=title, origin=origin, parts=tuple(_find_parts(text, blocks, title))
    )
    found, open_questions = _read_header(article, day_first)
    return replace(article, **found, notes=(*notes, *_note_damage(text), *open_questions))


def _note_damage(text: str) -> Iterator[str]:
    """Tell of what no reader would take for news: broken characters, or no sentence at all."""
    broken = BROKEN.findall(text)
    if broken:
        yield (
            f"text: {len(broken)} characters are broken, such as {broken[0]!r}; "
            "read the source as UTF-8, or get it anew"
        )
    if not SENTENCE_END.search(text):
        yield "text: no sentence ends in it; it may be a list, a menu or a headline alone"


@cache
def _make_parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    # Emphasis, headings, links and escapes alone: news text holds dashes, stars, indents and
    # angle brackets that a full Markdown parser would swallow.
    return MarkdownIt("zero").enable(["heading", "emphasis", "link", "image", "escape"])


def _resolve_markdown(text: str) -> tuple[str, list[Block]]:
    """Give the text that a person reads, and its blocks."""
    pieces: list[str] = []
    headings: set[int] = set()
    bold_ends: dict[int, int] = {}
    position = 0
    for opening, token in pairwise(_make_parser().parse(text)):
        if token.type != "inline":
            continue
        piece, bold_end = _flatten(token.children or [])
        if not piece.strip():
            continue
        if opening.type == "heading_open":
            headings.add(position)
        bold_ends[position] = position + bold_end
        pieces.append(piece)
        position += len(piece) + len("\n\n")
    read = "\n\n".join(pieces)
    blocks = [
        Block(span, span.start in headings, bold_ends.get(span.start, 0))
        for span in find_paragraphs(read)
    ]
    return read, blocks


def _flatten(tokens: Iterable[Token]) -> tuple[str, int]:
    """Give the words of one Markdown paragraph, and where its first words in bold end."""
    words = ""
    bold_end = 0
    starts_bold = False
    for token in tokens:
        if token.type in {"softbreak", "hardbreak"}:
            words += "\n"
        elif token.type == "strong_close" and not bold_end and starts_bold:
            bold_end = len(words)
        elif token.type == "strong_open":
            starts_bold = not words
        else:
            words += token.content
    return words, bold_end


def _find_parts(text: str, blocks: Sequence[Block], title: str) -> list[Part]:
    """Label each block by what it is; the first paragraph may give a dateline of its own."""
    parts: list[Part] = []
    kinds: set[str] = set()
    titled = _find_titled(text, blocks, title)
    for number, block in enumerate(blocks):
        piece = block.span.of(text)
        if number <= titled:
            kind = _tell_kind_above(text, block) if number < titled else "headline"
        elif number and not block.is_heading and _is_side(piece):
            kind = "trailer"
        elif "paragraph" in kinds:
            near_end = number >= len(blocks) - TRAILER_BLOCKS
            kind = "trailer" if near_end and TRAILER.match(piece) else _tell_kind(text, block)
        elif number < HEADER_BLOCKS and _is_byline(piece):
            kind = "byline"
        elif not kinds & {"headline", "subheading"} and _is_headline(piece, block, blocks):
            kind = "headline"
        else:
            kind = _tell_kind(text, block)
        is_first = kind == "paragraph" not in kinds
        dateline = _find_dateline(text, block, blocks) if is_first else None
        kinds.add(kind)
        if dateline:
            parts.append(Part(dateline, "dateline"))
            rest = text[dateline.end : block.span.end].lstrip()
            parts.append(Part(Span(block.span.end - len(rest), block.span.end), kind))
        else:
            parts.append(Part(block.span, kind))
    return parts


def _is_side(piece: str) -> bool:
    return len(find_words(piece)) <= MAX_HEADLINE_WORDS and SIDE.match(piece) is not None


def _tell_kind(text: str, block: Block) -> str:
    piece = block.span.of(text)
    is_short = len(find_words(piece)) <= MAX_HEADLINE_WORDS
    if block.is_caption or (is_short and CAPTION.search(piece)):
        return "caption"
    if block.is_heading or (is_short and block.bold_end >= block.span.end):
        return "caption" if _holds_only_known_names(text, block.span) else "subheading"
    return "paragraph"


def _holds_only_known_names(text: str, span: Span) -> bool:
    """Tell whether a heading lists names, each of which stands in the text as well.

    Such a heading tells of no event: it is what is left of a picture.
    """
    return all(
        re.fullmatch(PERSON, name)
        and (text.find(name, span.end) >= 0 or text.find(name, 0, span.start) >= 0)
        for name in NAME_JOINTS.split(span.of(text))
    )


def _find_titled(text: str, blocks: Sequence[Block], title: str) -> int:
    """Find the number of the block that is the title; -1 where none at the head of a text is."""
    for number, block in enumerate(blocks[:HEADER_BLOCKS]):
        piece = block.span.of(text)
        if title and piece.rstrip(". ") == title.rstrip(". "):
            return number
        if len(find_words(piece)) > MAX_HEADLINE_WORDS:
            break
    return -1


def _tell_kind_above(text: str, block: Block) -> str:
    """Tell what a line above the title is: who wrote it and when, a caption, or a masthead."""
    if _is_byline(block.span.of(text)):
        return "byline"
    return "caption" if _tell_kind(text, block) == "caption" else "subheading"


def _is_headline(piece: str, block: Block, blocks: Sequence[Block]) -> bool:
    if block.is_heading:
        return True
    words = [piece[word.start : word.end] for word in find_words(piece)]
    if len(blocks) == 1 or not 0 < len(words) <= MAX_HEADLINE_WORDS:
        return False
    if re.match(r"[A-Z][A-Z .'-]+:", piece):  # a turn of a transcript
        return False
    if not re.search(r"[.:;,][\"\u201d\u2019']?$", piece):
        return True
    # With a full stop it is a headline only if its long words are capitalised, as in a title.
    long = [word for word in words if len(word) > len("with")]
    return piece[-1] == "." and sum(word[0].isupper() for word in long) > 0.7 * len(long)


def _is_byline(piece: str) -> bool:
    if BYLINE.match(piece):
        return True
    is_short = len(find_words(piece)) <= DATED_LINE_WORDS and len(piece) <= MAX_LINE
    if is_short and UPDATED.match(piece):
        return True
    is_sentence = piece[-1] in ".!?" and not re.search(r"\b[ap]\.m\.$", piece)
    return is_short and not is_sentence and has_date(piece)


def _find_dateline(text: str, block: Block, blocks: Sequence[Block]) -> Span | None:
    start, end = block.span.start, block.span.end
    if block.bold_end > start and (bold := BOLD_DATELINE.fullmatch(text, start, block.bold_end)):
        return Span(*bold.span()) if bold.end() < end else None
    found = DATELINE.match(text, start, end) or _find_place(text, block, blocks)
    if found is None or found.end() == end:
        return None
    return Span(start, start + len(found.group().rstrip()))


def _find_place(text: str, block: Block, blocks: Sequence[Block]) -> re.Match[str] | None:
    """Find a place before a colon, which is neither a rubric nor a speaker of a transcript."""
    found = COLON_DATELINE.match(text, block.span.start, block.span.end)
    if found is None or found["place"].split()[0].lower() in RUBRICS:
        return None
    others = [other for other in blocks if other is not block]
    if any(LABEL.match(text, other.span.start, other.span.end) for other in others):
        return None
    story = QUOTED.sub("", text[found.end() : block.span.end])
    if len(find_words(story)) < LEAST_STORY or TALKING.search(story):
        return None
    place = re.escape(found["place"].title() if found["place"].isupper() else found["place"])
    named = rf"\b(?!(?:In|At|From|Near|To|Of|The|Outside)\b)[A-Z][\w.]+ {place}\b"
    spoken = rf"\b{place} (?:said|says|told|added)\b"
    return None if re.search(f"{named}|{spoken}", text) else found


def _read_header(
    article: Article,
    day_first: bool | None,  # noqa: FBT001
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Read what the labelled parts say: title, byline, date, dateline, and what stays open."""
    fields: dict[str, Any] = {}
    notes: list[str] = []
    for part in article.parts:
        piece = part.span.of(article.text)
        if part.kind == "headline":
            fields["title"] = article.title or piece
        elif part.kind == "dateline":
            place = STATED_PLACE.match(piece)
            fields["dateline"] = place["place"] if place else ""
        elif part.kind == "caption" and not CAPTION.search(piece):
            notes.append(f"caption: {piece!r} holds only names that stand in the text")
        elif part.kind == "byline":
            if name := BYLINE.match(piece) or BY_AFTER_DATE.search(piece):
                fields["byline"] = name["name"].strip()
            if has_date(piece):
                fields["published"], note = read_date(piece, day_first)
                notes += [note] if note else []
    return fields, tuple(notes)
