"""Files and texts to articles, with every part of a news page recognised; dates never guessed."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cache, partial
from io import TextIOBase
from itertools import pairwise
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from toolkit.article import MAX_CHARACTERS, Article, Part, Span
from toolkit.errors import ReadError, ToolkitError
from toolkit.text import find_paragraphs, find_words

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

TEXT_ENDINGS = (".txt", ".text", ".md", ".markdown")
LINE_ENDINGS = (".jsonl", ".ndjson")
MAX_BYTES = 4 * MAX_CHARACTERS  # a character takes at most four bytes in UTF-8
# Order matters: the mark of UTF-32 (little endian) begins with that of UTF-16.
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
MARKDOWN = re.compile(
    r"^#{1,6}[ \t]+\S|\*\*[^\s*][^*\n]*\*\*|\[[^\]\n]+\]\(https?://", re.MULTILINE
)
HTML = re.compile(r"\s*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)

MAX_HEADLINE_WORDS = 30  # the longest of 840 PolNeAR headlines has 24
HEADER_BLOCKS = 5  # byline and date stand among the first blocks, or they are not looked for
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
SHORT_MONTHS = [month[:3].lower() for month in MONTHS]
MONTH = rf"(?P<month>(?:{'|'.join(SHORT_MONTHS)})[a-z]{{0,6}})\.?"
CLOCK = re.compile(r"\b(\d{1,2}):(\d{2})(?::\d{2})?\s*([ap])?\.?m?\b", re.IGNORECASE)
ISO_DATE = re.compile(
    r"\b\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
)
NAMED_DATES = (
    re.compile(rf"\b{MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})\b", re.I),
    re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+{MONTH},?\s+(?P<year>\d{{4}})\b", re.I),
)
NUMERIC_DATE = re.compile(r"\b(\d{1,2})([/.-])(\d{1,2})\2(\d{4})\b")
PERSON = r"[A-Z][\w.'\u2019-]*(?:[ \t]+(?:[a-z]{1,3}[ \t]+)?[A-Z][\w.'\u2019-]*){0,4}"
BYLINE = re.compile(
    rf"^(?i:by)[ \t]+(?P<name>{PERSON}(?:(?:,[ \t]+|[ \t]+and[ \t]+){PERSON}){{0,4}})"
    r"(?:[ \t]*[,|/\u2022\u2013\u2014-].{0,80})?$"
)
BY_AFTER_DATE = re.compile(r"\bby[ \t]+(?P<name>\w[\w .'\u2019-]{0,60})$", re.IGNORECASE)
DATED_LINE_WORDS = 12  # a line with a date that is longer is a sentence, not a dateline
PLACE = r"[A-Z][\w.'\u2019-]*(?:[ \t]+[A-Z][\w.'\u2019-]*){0,3}"
DATELINE = re.compile(
    rf"(?P<place>{PLACE}(?:,[ \t]+{PLACE})?)(?:,[ \t]+\w{{3,9}}\.?[ \t]+\d{{1,2}})?"
    r"(?:[ \t]*\([A-Z][\w ./-]{0,30}\))?[ \t]*(?:\u2014|\u2013|--|[ \t]-(?=[ \t]))[ \t]*"
)
BOLD_DATELINE = re.compile(rf"(?P<place>{PLACE}(?:,[ \t]+{PLACE})?)[ \t]*[:\u2014\u2013-]?")
CAPTION = re.compile(
    r"^\(?(?:photo|image|picture|file photo|caption)\b|\((?:photo|image|file)\b[^)]*\)$"
    r"|\b(?:getty images|ap photo)\b",
    re.IGNORECASE,
)
NAME_JOINTS = re.compile(r",[ \t]*(?:and[ \t]+)?|[ \t]+(?:and|with|&)[ \t]+")
AGENCY = r"(?:AP|AFP|Reuters|IANS|PTI|ANI|UPI|TASS|Xinhua|dpa|The Associated Press)"
TRAILER = re.compile(
    rf"^[-\u2013\u2014*(\s]*(?:with\b.{{0,60}}\b(?:inputs?|agencies|wires?)\b"
    rf"|(?:additional |writing and )?(?:reporting|editing|writing|compiled) by\b"
    rf"|(?:copyright|\u00a9|all rights reserved)"
    rf"|{AGENCY}[)\s.]*$"
    rf"|.{{0,120}}\bcontributed to this (?:report|story|article)"
    rf"|this (?:story|article|post|report) (?:has been|was) (?:updated|corrected|originally))",
    re.IGNORECASE,
)
TRAILER_BLOCKS = 4  # counted from the end
DATES = (ISO_DATE, *NAMED_DATES, NUMERIC_DATE)
MAX_LINE = 120  # characters; a longer line is no byline, however few its words
TEXT_FIELDS = ("title", "byline", "dateline", "publisher", "url", "language")
ALIASES = {"author": "byline", "date": "published"}


@dataclass(frozen=True, slots=True)
class _Block:
    """A paragraph or heading of the text as a person reads it."""

    span: Span
    is_heading: bool
    bold_end: int  # where the words in bold end that it begins with; its start where it has none


def read_article(
    source: str | Path | IO[str] | IO[bytes], *, day_first: bool | None = None
) -> Article:
    r"""Read one article from a file of text or Markdown.

    Parameters
    ----------
    source : str, Path or open file
        Its name without the ending becomes the article's id.
    day_first : bool, optional
        How to read a date such as ``06/09/2016``. Left out, an ambiguous date is None
        and the article's `notes` give both readings.

    Returns
    -------
    Article
        Mark-up is resolved: the text is what a person reads. Each part (headline,
        byline, dateline, caption, paragraph, trailer) has its span.

    Raises
    ------
    ReadError
        If there is no such file, it is no text, is longer than a million characters,
        or blank.

    Notes
    -----
    A byte order mark, else UTF-8, else a guess by charset-normalizer decides the
    encoding; `notes` tells of a guess.

    Examples
    --------
    >>> from io import StringIO
    >>> read_article(StringIO("## **Rates rise**\n\nOTTAWA (AP) - Rates will rise.")).title
    'Rates rise'
    """
    name, content = _read_source(source)
    try:
        text, notes = _decode(content) if isinstance(content, bytes) else (content, ())
        if HTML.match(text):
            raise ToolkitError("must be text or Markdown; found HTML. Save the page's text first")
        article_id = Path(name).stem if name else ""
        return _make_article(text, day_first, id=article_id, origin=name, notes=notes)
    except ReadError:
        raise
    except ToolkitError as error:
        raise ReadError(Path(name) if name else "open file", str(error)) from error


def parse_article(text: str, *, id: str = "", day_first: bool | None = None) -> Article:  # noqa: A002 - the field's name
    r"""Make an article from a text, such as one that was pasted into a notebook.

    Parameters
    ----------
    text : str
        Plain text is kept to the last character. Markdown (headings, bold, links) is
        resolved to what a person reads.
    id : str, optional
        Left out, it is made from the text.
    day_first : bool, optional
        As in `read_article`.

    Returns
    -------
    Article

    Raises
    ------
    ToolkitError
        If the text is blank or too long, or is no string.

    Examples
    --------
    >>> article = parse_article("Rates rise\n\nBy Ann Lee\n\nRates will rise, she said.")
    >>> [(part.kind, part.span.of(article.text)) for part in article.parts][:2]
    [('headline', 'Rates rise'), ('byline', 'By Ann Lee')]
    """
    if not isinstance(text, str):
        raise ToolkitError(f"text: must be a string; found {type(text).__name__}")
    return _make_article(text, day_first, id=id)


def read_corpus(
    source: str | Path | Iterable[str] | Iterable[bytes], *, day_first: bool | None = None
) -> list[Article]:
    """Read all articles of a corpus, and stop at the first fault.

    Parameters
    ----------
    source : str, Path or lines
        A folder (its text, Markdown and JSONL files, and those below it), one such
        file, or the lines of an open JSONL file.
    day_first : bool, optional
        As in `read_article`.

    Returns
    -------
    list of Article
        In the order of the file; files by name.

    Raises
    ------
    ReadError
        At the first file or line that holds no article, or repeats an id.

    Examples
    --------
    >>> [article.id for article in read_corpus(['{"id": "a1", "text": "War is war."}'])]
    ['a1']
    """

    def stop(error: ReadError) -> None:
        raise error

    return list(iter_corpus(source, on_fault=stop, day_first=day_first))


def iter_corpus(
    source: str | Path | Iterable[str] | Iterable[bytes],
    *,
    on_fault: Callable[[ReadError], None] | None = None,
    day_first: bool | None = None,
) -> Iterator[Article]:
    """Stream the articles of a corpus, one at a time; a faulty one does not end the run.

    Parameters
    ----------
    source, day_first
        As in `read_corpus`.
    on_fault : callable, optional
        Called with each `ReadError`; ``faults.append`` keeps them in a list. Left out,
        the run goes on to the end and then raises one error that lists them all.

    Yields
    ------
    Article
        A JSONL line needs ``text`` and may have ``id``, ``title``, ``published`` (or
        ``date``), ``byline`` (or ``author``), ``publisher``, ``url``, ``language``. Its
        text is kept to the last character.

    Raises
    ------
    ReadError
        If there is nothing at `source`; at the end if there were faults and no
        `on_fault`.

    Examples
    --------
    >>> faults = []
    >>> lines = ['{"text": ""}', '{"id": "a2", "text": "War is war."}']
    >>> [article.id for article in iter_corpus(lines, on_fault=faults.append)]
    ['a2']
    >>> print(faults[0])
    lines:1: text: must not be blank; found ''
    """
    faults: list[ReadError] = []
    report = faults.append if on_fault is None else on_fault
    seen: dict[str, str] = {}
    for place, line, make in _list_items(source, day_first):
        try:
            article = make()
            where = f"{place}" if line is None else f"{place}:{line}"
            earlier = seen.setdefault(article.id, where)
            if earlier != where:
                raise ToolkitError(f"id: must be unique; found {article.id!r} in {earlier} too")
        except ReadError as error:
            report(error)
        except ToolkitError as error:
            report(ReadError(place, str(error), line))
        else:
            yield article
    if faults:
        listed = "\n".join(f"  {fault}" for fault in faults)
        raise ReadError("corpus", f"{len(faults)} could not be read; found\n{listed}")


_Source = str | Path | Iterable[str] | Iterable[bytes]
_Item = tuple["Path | str", "int | None", Callable[[], Article]]


def _list_items(source: _Source, day_first: bool | None) -> Iterator[_Item]:  # noqa: FBT001
    if not isinstance(source, (str, Path)):
        yield from _list_lines(getattr(source, "name", "lines"), source, day_first)
        return
    path = Path(source)
    if not path.exists():
        raise ReadError(path, "must be a file or folder; found nothing there")
    files = [path]
    if path.is_dir():
        endings = TEXT_ENDINGS + LINE_ENDINGS
        files = sorted(p for p in path.rglob("*") if p.suffix.lower() in endings and p.is_file())
        if not files:
            raise ReadError(path, f"must hold files ending in {', '.join(endings)}; found none")
    for file in files:
        if file.suffix.lower() in LINE_ENDINGS:
            with _open(file) as lines:
                yield from _list_lines(file, lines, day_first)
        else:
            yield file, None, partial(read_article, file, day_first=day_first)


def _list_lines(
    place: Path | str,
    lines: Iterable[str | bytes],
    day_first: bool | None,  # noqa: FBT001
) -> Iterator[_Item]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield place, number, partial(_parse_record, line, day_first)


def _parse_record(line: str | bytes, day_first: bool | None) -> Article:  # noqa: FBT001
    record = _load_json(line)
    given = {ALIASES.get(name, name): value for name, value in record.items() if value is not None}
    fields: dict[str, Any] = {"text": given.get("text")}
    fields |= {name: given.get(name, "") for name in TEXT_FIELDS}
    for name, value in fields.items():
        if not isinstance(value, str):
            raise ToolkitError(f"{name}: must be a string; found {value!r:.40}")
    article_id = given.get("id", "")
    if isinstance(article_id, bool) or not isinstance(article_id, (str, int)):
        raise ToolkitError(f"id: must be a string or whole number; found {article_id!r:.40}")
    found = _make_article(
        fields.pop("text"), day_first, markdown=False, id=str(article_id), title=fields["title"]
    )
    found = replace(found, **{name: value for name, value in fields.items() if value})
    if "published" not in given:
        return found
    published, note = _read_date(str(given["published"]), day_first)
    return replace(found, published=published, notes=(note,) if note else ())


def _load_json(line: str | bytes) -> dict[str, object]:
    try:
        text = line.decode("utf-8-sig") if isinstance(line, bytes) else line
        record = json.loads(text.rstrip())
    except UnicodeDecodeError as error:
        raise ToolkitError(
            f"must be UTF-8; found byte {error.object[error.start]:#04x}"
        ) from error
    except json.JSONDecodeError as error:
        raise ToolkitError(
            f"column {error.colno}: not JSON; found {text.strip()[:40]!r}"
        ) from error
    except RecursionError as error:
        raise ToolkitError("must be a flat JSON object; found one nested too deep") from error
    if not isinstance(record, dict):
        raise ToolkitError(f"must be a JSON object; found {text.strip()[:40]!r}")
    return record


def _read_source(source: str | Path | IO[str] | IO[bytes]) -> tuple[str, str | bytes]:
    if isinstance(source, (str, Path)):
        path = Path(source)
        with _open(path) as file:
            content = file.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise ReadError(
                path,
                f"must have at most {MAX_CHARACTERS:,} characters; "
                f"found {path.stat().st_size:,} bytes",
            )
        return str(source), content
    if not hasattr(source, "read"):
        raise ToolkitError(f"source: must be a path or open file; found {type(source).__name__}")
    name = getattr(source, "name", "")
    limit = MAX_CHARACTERS if isinstance(source, TextIOBase) else MAX_BYTES
    return name if isinstance(name, str) else "", source.read(limit + 1)


def _open(path: Path) -> IO[bytes]:
    if path.is_dir():
        raise ReadError(path, "must be a file; found a folder. Use read_corpus for a folder")
    try:
        return path.open("rb")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ReadError(path, f"must be a file that can be read; found: {reason}") from error


def _decode(content: bytes) -> tuple[str, tuple[str, ...]]:
    """Turn bytes into text, and say when that took a guess."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            try:
                return _unify_newlines(content.decode(encoding)), ()
            except UnicodeDecodeError as error:
                raise ToolkitError(
                    f"must be {encoding}, as its first bytes say; found {error}"
                ) from error
    if b"\0" in content:
        place = content.index(b"\0")
        raise ToolkitError(f"must be text; found a NUL byte at {place}, as in a binary file")
    try:
        return _unify_newlines(content.decode("utf-8")), ()
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes

        guesses = from_bytes(content)
        # English text without UTF-8 is nearly always in Windows' code page, wherever that fits.
        guess = next((g for g in guesses if g.encoding == "cp1252"), guesses.best())
        if guess is None:
            raise ToolkitError("must be text in a known encoding; found none that fits") from None
        note = f"encoding: guessed to be {guess.encoding}, since the file is not UTF-8"
        return _unify_newlines(str(guess)), (note,)


def _unify_newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


@cache
def _make_parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    # Emphasis, headings, links and escapes alone: news text holds dashes, stars, indents and
    # angle brackets that a full Markdown parser would swallow.
    return MarkdownIt("zero").enable(["heading", "emphasis", "link", "image", "escape"])


def _resolve_markdown(text: str) -> tuple[str, list[_Block]]:
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
        _Block(span, span.start in headings, bold_ends.get(span.start, span.start))
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


def _make_article(  # noqa: PLR0913 - the fields of an article
    text: str,
    day_first: bool | None,  # noqa: FBT001
    *,
    markdown: bool = True,
    id: str = "",  # noqa: A002 - the field's name
    origin: str = "",
    title: str = "",
    notes: tuple[str, ...] = (),
) -> Article:
    """Make an article whose parts are found, and what its header says."""
    if markdown and len(text) <= MAX_CHARACTERS and MARKDOWN.search(text):
        text, blocks = _resolve_markdown(text)
    else:
        blocks = [
            _Block(span, is_heading=False, bold_end=span.start) for span in find_paragraphs(text)
        ]
    article = Article(
        text, id=id, title=title, origin=origin, parts=tuple(_find_parts(text, blocks, title))
    )
    found, open_questions = _read_header(article, day_first)
    return replace(article, **found, notes=notes + open_questions)


def _find_parts(text: str, blocks: list[_Block], title: str) -> list[Part]:
    """Label each block by what it is; the first paragraph may give a dateline of its own."""
    parts: list[Part] = []
    kinds: set[str] = set()
    for number, block in enumerate(blocks):
        piece = block.span.of(text)
        if "paragraph" in kinds:
            near_end = number >= len(blocks) - TRAILER_BLOCKS
            kind = "trailer" if near_end and TRAILER.match(piece) else _tell_kind(text, block)
        elif number < HEADER_BLOCKS and _is_byline(piece):
            kind = "byline"
        elif not kinds & {"headline", "subheading"} and _is_headline(piece, block, blocks, title):
            kind = "headline"
        else:
            kind = _tell_kind(text, block)
        dateline = _find_dateline(text, block) if kind == "paragraph" not in kinds else None
        kinds.add(kind)
        if dateline:
            parts.append(Part(dateline, "dateline"))
            rest = text[dateline.end : block.span.end].lstrip()
            parts.append(Part(Span(block.span.end - len(rest), block.span.end), kind))
        else:
            parts.append(Part(block.span, kind))
    return parts


def _tell_kind(text: str, block: _Block) -> str:
    piece = block.span.of(text)
    is_short = len(find_words(piece)) <= MAX_HEADLINE_WORDS
    if is_short and CAPTION.search(piece):
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


def _is_headline(piece: str, block: _Block, blocks: list[_Block], title: str) -> bool:
    if block.is_heading or (title and piece.rstrip(". ") == title.rstrip(". ")):
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
    is_sentence = piece[-1] in ".!?" and not re.search(r"\b[ap]\.m\.$", piece)
    return is_short and not is_sentence and any(pattern.search(piece) for pattern in DATES)


def _find_dateline(text: str, block: _Block) -> Span | None:
    start, end = block.span.start, block.span.end
    if block.bold_end > start and (bold := BOLD_DATELINE.fullmatch(text, start, block.bold_end)):
        return Span(*bold.span()) if bold.end() < end else None
    plain = DATELINE.match(text, start, end)
    if plain is None or plain.end() == end:
        return None
    return Span(start, start + len(plain.group().rstrip()))


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
            place = BOLD_DATELINE.match(piece)
            fields["dateline"] = place["place"] if place else piece
        elif part.kind == "caption" and not CAPTION.search(piece):
            notes.append(f"caption: {piece!r} holds only names that stand in the text")
        elif part.kind == "byline":
            if name := BYLINE.match(piece) or BY_AFTER_DATE.search(piece):
                fields["byline"] = name["name"].strip()
            if any(pattern.search(piece) for pattern in DATES):
                fields["published"], note = _read_date(piece, day_first)
                notes += [note] if note else []
    return fields, tuple(notes)


def _read_date(text: str, day_first: bool | None) -> tuple[date | None, str]:  # noqa: FBT001
    """Read the first date of a text: ISO, then a named month, then numbers alone.

    Gives the date and nothing to note, or None and why. A time of day is read where one
    stands beside the date, a time zone only where the text states it.
    """
    try:
        if iso := ISO_DATE.search(text):
            stamp = datetime.fromisoformat(iso.group())
            return (stamp if len(iso.group()) > len("2016-09-06") else stamp.date()), ""
        for pattern in NAMED_DATES:
            if named := pattern.search(text):
                month = SHORT_MONTHS.index(named["month"][:3].lower()) + 1
                day = date(int(named["year"]), month, int(named["day"]))
                return _add_time(day, text), ""
        numeric = NUMERIC_DATE.search(text)
        if numeric is None:
            return None, f"date: not understood; found {text[:40]!r}"
        return _read_numeric(numeric, text, day_first)
    except ValueError:
        return None, f"date: no such day; found {text[:40]!r}"


def _read_numeric(
    match: re.Match[str],
    text: str,
    day_first: bool | None,  # noqa: FBT001
) -> tuple[date | None, str]:
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    readings = [
        date(year, month, day)
        for day, month in ((first, second), (second, first))
        if month <= len(MONTHS)
    ]
    if day_first is not None and len(readings) > 1:
        return _add_time(readings[0 if day_first else 1], text), ""
    if len({*readings}) == 1:
        return _add_time(readings[0], text), ""
    if not readings:
        return None, f"date: no such day; found {match.group()!r}"
    both = " or ".join(f"{day.day} {MONTHS[day.month - 1]} {day.year}" for day in readings)
    return None, f"date: {match.group()!r} is {both}; day_first=True or False decides"


def _add_time(day: date, text: str) -> date:
    clock = CLOCK.search(text)
    if clock is None:
        return day
    hour = int(clock[1])
    if clock[3]:
        hour = hour % 12 + (12 if clock[3].lower() == "p" else 0)
    return datetime.combine(day, time(hour, int(clock[2])))
