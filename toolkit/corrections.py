"""What a person decided about the quotations of articles, in a file that any spreadsheet edits.

One row a quotation. `write_rows` writes the file, `read_corrections` reads what the person made
of it, and `apply_corrections` gives an article that carries their decisions: everything that
asks who says what in it then goes by them.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.article import (
    NARRATOR,
    UNKNOWN,
    Act,
    Correction,
    Kind,
    Quotation,
    Relay,
    Span,
    check_article,
)
from toolkit.errors import ReadError, RowError, ToolkitError
from toolkit.files import read_utf8, replace_file
from toolkit.text import join_pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from toolkit.article import Article

COLUMNS = (
    "article",
    "quotation",
    "action",
    "speaker",
    "kind",
    "relay",
    "content",
    "cue",
    "source",
    "act",
    "start",
    "end",
    "key",
)
NEEDED = {*COLUMNS} - {"quotation", "cue", "source", "act", "start", "end"}
KEEP, DELETE, BLANK = "keep", "delete", ""
ACTIONS = {"": BLANK, "keep": KEEP, "yes": KEEP, "delete": DELETE}
NOBODY = ("", UNKNOWN)
BETWEEN_RELAYS = "; "
DELIMITERS = (",", ";", "\t")  # a spreadsheet writes the one of its language
# Letters that begin a formula, at the start of a cell or after what some spreadsheets cut at.
FORMULA = re.compile(r"((?:^|;)[\s\"']*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])")
PROTECTED = re.compile(r"((?:^|;)[\s\"']*)'(?=[=+\-@\uff1d\uff0b\uff0d\uff20])")
# Marks that a spreadsheet or a pasting person may exchange for one another.
ALIKE = {
    '"': "\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02",
    "'": "\u2018\u2019\u201a\u2039\u203a",
    "-": "\u2010\u2011\u2012\u2013\u2014\u2212",
}
FOLD = str.maketrans(
    {mark: plain for plain, marks in ALIKE.items() for mark in marks} | {"\u2026": "..."}
)
PATTERNS = {plain: f"[{re.escape(plain + marks)}]" for plain, marks in ALIKE.items()} | {
    "...": r"(?:\.\.\.|\u2026)",
    " ": r"\s+",
}
PIECES = re.compile(r" (?:\.\.\.|\u2026) ")
PLACES = r"(?:\d+-\d+(?:\+\d+-\d+)*)?"
DIGITS = 12  # hexadecimal, of a digest: no two of a million texts share one by chance
KEY = re.compile(
    rf"t(?P<text>[0-9a-f]{{{DIGITS}}}) c(?P<content>{PLACES}) u(?P<cue>{PLACES}) "
    rf"s(?P<source>{PLACES}) r(?P<relays>{PLACES}) k(?P<kind>[a-z]*) "
    rf"v(?P<told>[0-9a-f]{{{DIGITS}}}) w(?P<carried>[0-9a-f]{{{DIGITS}}})"
)
SHOWN, SHOWN_PLACES = 60, 5  # characters of a cell, and places, in an error
MOST_JOINTS = 6  # of a cell with more, all or none are taken for joints between pieces


@dataclass(frozen=True, slots=True)
class Key:
    """What the toolkit wrote in a row; against it shows what a person changed.

    Parameters
    ----------
    text : str
        Digest of the article's text.
    content, cue, source, relays : tuple of Span
        Empty in the row that stands for an article without a quotation.
    kind : str
        Of the speaker.
    told, carried : str
        Digests of speaker and act, and of the relays.
    """

    text: str
    content: tuple[Span, ...]
    cue: tuple[Span, ...]
    source: tuple[Span, ...]
    relays: tuple[Span, ...]
    kind: str
    told: str
    carried: str

    def __str__(self) -> str:
        places = (
            letter + "+".join(f"{span.start}-{span.end}" for span in spans)
            for letter, spans in zip(
                "cusr", (self.content, self.cue, self.source, self.relays), strict=True
            )
        )
        return f"t{self.text} {' '.join(places)} k{self.kind} v{self.told} w{self.carried}"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the file as a person left it; see `toolkit.exports.write_corrections`.

    Parameters
    ----------
    number : int
        As the spreadsheet numbers it: the head of the columns is row 1.
    action : str
        ``keep``, ``delete`` or nothing.
    start : int, optional
        Where the content begins; None where the person left it out.
    key : Key, optional
        None in a row that the person added.
    """

    number: int
    article: str
    action: str
    speaker: str
    kind: str
    relay: str
    content: str
    cue: str
    source: str
    act: str
    start: int | None
    key: Key | None


@dataclass(frozen=True, slots=True)
class Corrections:
    """A file of corrections, as `read_corrections` reads it.

    Parameters
    ----------
    path : str
        The file.
    rows : tuple of Row
        Those that are not blank.
    """

    path: str
    rows: tuple[Row, ...] = field(repr=False)


def read_corrections(path: Path | str) -> Corrections:
    r"""Read what a person decided, from the CSV file that `write_corrections` wrote.

    Parameters
    ----------
    path : Path or str
        Saved as UTF-8 (Excel: *CSV UTF-8*) with commas, semicolons or tabs. Columns may
        stand in any order; others than those that were written are passed over.

    Returns
    -------
    Corrections
        For the argument ``corrections=`` of whatever loads articles, such as
        ``read_article``. Only then are its words looked up in the text.

    Raises
    ------
    ReadError
        If the file cannot be read or lacks a column.
    RowError
        At the first row with an action, kind, act, start or key that does not exist, or
        with the key of another row. It is a `ReadError`.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> import toolkit as tk
    >>> text = "Rates will rise, she said."
    >>> with TemporaryDirectory() as folder:
    ...     path = tk.write_corrections(tk.parse_article(text), f"{folder}/corrections.csv")
    ...     edited = path.read_text("utf-8").replace(",unknown,unknown,", ",Ann Lee,person,")
    ...     _ = path.write_text(edited, "utf-8")
    ...     article = tk.parse_article(text, corrections=tk.read_corrections(path))
    >>> tk.speaker_table(article)[["speaker", "quotations", "words"]]
       speaker  quotations  words
    0  Ann Lee           1      3
    """
    place = Path(path)
    head, records = _read_records(place, read_utf8(place))
    rows: list[Row] = []
    seen: dict[tuple[str, str, tuple[Span, ...]], int] = {}
    for number, record in records:
        try:
            row = _parse_row(number, dict(zip(head, record, strict=False)))
            if row.key and row.key.content:
                earlier = seen.setdefault((row.article, row.key.text, row.key.content), number)
                if earlier != number:
                    raise ToolkitError(
                        f"key: must stand in one row; found it in row {earlier} too. "
                        "To add a quotation, leave its key blank"
                    )
        except ToolkitError as error:
            raise RowError(place, str(error), number) from error
        rows.append(row)
    return Corrections(str(path), tuple(rows))


def apply_corrections(article: Article, corrections: Corrections | Path | str) -> Article:
    """Give an article that carries what a person decided about its quotations.

    Parameters
    ----------
    article : Article
    corrections : Corrections, Path or str
        As `read_corrections` reads them, or the file. Rows of other articles are passed over.

    Returns
    -------
    Article
        The same but for its `corrections`. A row counts as decided where its action says
        ``keep`` or ``delete``, where the person changed a cell, and where they added it.
        A quotation that the row's content touches gives way to the row.

    Raises
    ------
    ReadError
        If no row is about this article.
    RowError
        At the first row that does not fit it: the text has changed since, words are not
        in it or stand there more than once, contents overlap, or a speaker has no kind
        or two. It is a `ReadError`.

    Notes
    -----
    Rows belong to a text: a copy of it takes them too, unless it has rows under its own id.
    Words are compared without regard to blanks, line ends, and the style of quote marks,
    dashes and ellipses. Content has to stand in the text once; where it does not, the row's
    own place or its `start` decides. Of several places of a cue, source or relay the one
    nearest the content counts.
    """
    check_article(article)
    if not isinstance(corrections, Corrections):
        corrections = read_corrections(corrections)
    rows = list_rows(article, corrections)
    if corrections.rows and not rows:
        found = ", ".join({row.article: None for row in corrections.rows})
        raise ReadError(
            corrections.path,
            f"article: must have a row of {article.id!r}; found rows of {_show(found)}",
        )
    return replace(article, corrections=_decide_all(article.text, rows, corrections.path))


def correct_all(
    articles: Iterable[Article],
    corrections: Corrections | Path | str,
    on_fault: Callable[[ReadError], None],
) -> Iterator[Article]:
    """Apply corrections to a stream of articles, of which only some need have rows.

    Parameters
    ----------
    articles : iterable of Article
    corrections : Corrections, Path or str
    on_fault : callable
        Called with the `RowError` of each article that its rows do not fit, which is left
        out, and at the end with one for each article that has rows and did not come.

    Yields
    ------
    Article
    """
    if not isinstance(corrections, Corrections):
        corrections = read_corrections(corrections)
    strays = {row.number: row for row in corrections.rows}
    for article in articles:
        try:
            rows = list_rows(article, corrections)
            corrected = apply_corrections(article, corrections) if rows else article
        except RowError as error:
            on_fault(error)
            rows = [row for row in corrections.rows if row.article == article.id]
        else:
            yield corrected
        for row in rows:
            strays.pop(row.number, None)
    for row in {row.article: row for row in reversed(strays.values())}.values():
        problem = f"article: must be one of those that are read; found {row.article!r}"
        on_fault(RowError(corrections.path, problem, row.number))


def list_rows(article: Article, corrections: Corrections) -> list[Row]:
    """List the rows that are about an article: those of its text, and those added to them.

    Raises
    ------
    RowError
        If rows of this id were written for another text.
    """
    digest = digest_text(article.text)
    written = [row for row in corrections.rows if row.key and row.key.text == digest]
    if any(row.article == article.id for row in written):  # another article has the same text
        written = [row for row in written if row.article == article.id]
    # A spreadsheet may have changed an id such as 007, in all rows alike.
    ids = {row.article for row in written} or {article.id}
    is_alone = len({row.article for row in corrections.rows if row.key}) <= 1 and bool(written)
    numbers = {row.number for row in written}
    rows = []
    for row in corrections.rows:
        if row.key is None:
            if row.article in ids or (is_alone and not row.article):
                rows.append(row)
        elif row.number in numbers:
            rows.append(row)
        elif row.article == article.id:
            raise RowError(
                corrections.path,
                f"article: must have the text that the file was written for; found that "
                f"{article.id!r} has another one",
                row.number,
            )
    return rows


def write_rows(path: Path | str, rows: Iterable[Mapping[str, object]]) -> Path:
    """Write rows that `make_row` made, so that spreadsheets open them as text.

    A cell that would begin a formula has an apostrophe before it, which reading takes away.

    Raises
    ------
    ToolkitError
        If nothing can be written there.
    """
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for row in rows:
        cells = {name: " ".join(f"{value}".split()) for name, value in row.items()}
        writer.writerow({name: FORMULA.sub(r"\1'", cell) for name, cell in cells.items()})
    with replace_file(path) as file:
        file.write(codecs.BOM_UTF8 + out.getvalue().encode())
    return Path(path)


def make_row(
    article: Article, correction: Correction | None, number: int | str = "", action: str = BLANK
) -> dict[str, object]:
    """Make the row of a quotation, or of an article that has none."""
    if correction is None:
        key = Key(digest_text(article.text), (), (), (), (), "", _digest(""), _digest(""))
        return dict.fromkeys(COLUMNS, "") | {"article": article.id, "key": key}
    found, text = correction.quotation, article.text
    relay = BETWEEN_RELAYS.join(r.name.replace(";", ",") for r in correction.relays)
    return {
        "article": article.id,
        "quotation": number,
        "action": action,
        "speaker": correction.speaker,
        "kind": correction.kind,
        "relay": relay,
        "content": join_pieces(text, found.content),
        "cue": join_pieces(text, found.cue),
        "source": join_pieces(text, found.source),
        "act": found.act,
        "start": found.content[0].start,
        "end": found.content[-1].end,
        "key": Key(
            text=digest_text(text),
            content=found.content,
            cue=found.cue,
            source=found.source,
            relays=tuple(r.span for r in correction.relays),
            kind=correction.kind,
            told=_digest(correction.speaker, found.act),
            carried=_digest(relay),
        ),
    }


def digest_text(text: str) -> str:
    """Give the digest by which a file tells whether an article's text is still the same."""
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


# ---- reading a file ------------------------------------------------------------------------


def _read_records(path: Path, text: str) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    """Cut a file into its head and the numbered rows below that hold anything."""
    if text.lower().startswith("sep="):  # tells Excel the delimiter, and is no row
        text = text.partition("\n")[2]
    for delimiter in DELIMITERS:
        first = next(csv.reader(text.splitlines()[:1], delimiter=delimiter), [])
        head = [name.strip().lower() for name in first]
        if {*head} >= NEEDED:
            lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
            return head, _number(path, lines)
    missing = ", ".join(name for name in COLUMNS if name in NEEDED)
    raise ReadError(path, f"must have the columns {missing}; found {_show(text)}")


def _number(path: Path, lines: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    try:
        for number, line in enumerate(lines, start=1):
            if number > 1 and any(cell.strip() for cell in line):
                yield number, line
    except csv.Error as error:
        raise ReadError(path, f"must be CSV; found: {error}") from error


def _parse_row(number: int, record: Mapping[str, str]) -> Row:
    cells = dict.fromkeys(COLUMNS, "")
    cells |= {name: PROTECTED.sub(r"\1", " ".join(c.split())) for name, c in record.items()}
    action, kind, act = (cells[name].lower() for name in ("action", "kind", "act"))
    _check_choice("action", action, ACTIONS)
    _check_choice("kind", kind, ["", *Kind])
    _check_choice("act", act, ["", *Act])
    if cells["start"] and not cells["start"].isdecimal():
        raise ToolkitError(f"start: must be a whole number; found {cells['start']!r}")
    return Row(
        number=number,
        article=cells["article"],
        action=ACTIONS[action],
        speaker=UNKNOWN if cells["speaker"].lower() in NOBODY else cells["speaker"],
        kind=kind,
        relay=cells["relay"],
        content=cells["content"],
        cue=cells["cue"],
        source=cells["source"],
        act=act or Act.SAYING,
        start=int(cells["start"]) if cells["start"] else None,
        key=_parse_key(cells["key"]) if cells["key"] else None,
    )


def _check_choice(name: str, given: str, choices: Iterable[str]) -> None:
    if given not in choices:
        listed = ", ".join(choice or "nothing" for choice in choices)
        raise ToolkitError(f"{name}: must be one of {listed}; found {_show(given)}")


def _parse_key(cell: str) -> Key:
    match = KEY.fullmatch(cell)
    if match is None:
        raise ToolkitError(
            f"key: must stay as it was written, or be blank in a row that you add; found "
            f"{_show(cell)}"
        )
    places = {
        name: tuple(Span(*map(int, place.split("-"))) for place in match[name].split("+") if place)
        for name in ("content", "cue", "source", "relays")
    }
    return Key(
        text=match["text"],
        kind=match["kind"],
        told=match["told"],
        carried=match["carried"],
        **places,
    )


def _show(cell: str) -> str:
    return repr(cell if len(cell) <= SHOWN else f"{cell[:SHOWN]}\u2026")


# ---- what a row decides --------------------------------------------------------------------


def _decide_all(text: str, rows: Sequence[Row], path: str) -> tuple[Correction, ...]:
    kinds = _list_kinds(rows)
    decided: list[Correction] = []
    left: list[Correction] = []
    for row in rows:
        if row.key and not row.content and not row.key.content:
            continue  # stands for an article without a quotation
        try:
            correction = _decide(text, row, kinds)
            (decided if row.action or _is_changed(text, row) else left).append(correction)
        except ToolkitError as error:
            raise RowError(path, str(error), row.number) from error
    for number, one in enumerate(decided):
        for other in [*decided[:number], *left]:
            if problem := _find_conflict(text, one, other):
                raise RowError(path, problem, one.row)
    return tuple(decided)


def _decide(text: str, row: Row, kinds: Mapping[str, Kind]) -> Correction:
    content = _find_content(text, row)
    quotation = Quotation(
        content=content,
        cue=_find_near(text, content, "cue", row.cue, row.key.cue if row.key else ()),
        source=_find_near(text, content, "source", row.source, row.key.source if row.key else ()),
        act=Act(row.act),
        confidence=1.0,
    )
    if row.speaker.lower() == NARRATOR and row.action != DELETE:
        raise ToolkitError(
            "speaker: must be a voice other than the narrator's, whose words are not marked; "
            "found 'narrator'. Write delete as the action"
        )
    return Correction(
        quotation=quotation,
        speaker=row.speaker,
        kind=_choose_kind(text, row, kinds),
        relays=tuple(_find_relays(text, content, row)),
        is_deleted=row.action == DELETE,
        row=row.number,
    )


def _is_changed(text: str, row: Row) -> bool:
    """Tell whether a person changed a cell of a row, or added it."""
    if row.key is None or not row.key.content:
        return True
    told = _digest(row.speaker, row.act), _digest(row.relay), row.kind
    if told != (row.key.told, row.key.carried, row.key.kind):
        return True
    words = (row.content, row.key.content), (row.cue, row.key.cue), (row.source, row.key.source)
    return not all(_is_same(text, cell, spans) for cell, spans in words)


def _is_same(text: str, cell: str, spans: Sequence[Span]) -> bool:
    return _fold(cell) == _fold(join_pieces(text, spans))


def _list_kinds(rows: Sequence[Row]) -> dict[str, Kind]:
    """List the kind of each speaker: the one a person wrote, else that of most rows."""
    written: dict[str, Counter[Kind]] = {}
    theirs: dict[str, Kind] = {}
    for row in rows:
        if row.kind in ("", Kind.UNKNOWN):
            continue
        if _has_own_kind(row):
            theirs[row.speaker] = Kind(row.kind)
        elif row.key and row.key.told == _digest(row.speaker, row.act):  # of this very speaker
            written.setdefault(row.speaker, Counter())[Kind(row.kind)] += 1
    return {name: kinds.most_common(1)[0][0] for name, kinds in written.items()} | theirs


def _has_own_kind(row: Row) -> bool:
    return row.key is None or row.kind != row.key.kind


def _choose_kind(text: str, row: Row, kinds: Mapping[str, Kind]) -> Kind:
    if row.speaker == UNKNOWN:
        return Kind.UNKNOWN
    if row.kind and _has_own_kind(row) and row.kind != Kind.UNKNOWN:
        return Kind(row.kind)
    if row.speaker in kinds:
        return kinds[row.speaker]
    if row.kind in ("", Kind.UNKNOWN) and row.action != DELETE and _is_changed(text, row):
        choices = ", ".join(kind for kind in Kind if kind is not Kind.UNKNOWN)
        raise ToolkitError(
            f"kind: must be one of {choices} for a speaker with a name; found {row.kind!r}"
        )
    return Kind(row.kind or Kind.UNKNOWN)


def _find_conflict(text: str, one: Correction, other: Correction) -> str:
    """Say in what a row contradicts one above it, or one that was left as it was."""
    if one.is_deleted or other.is_deleted:
        return ""
    if touches(one.quotation.content, other.quotation.content):
        return (
            "content: must share no word with that of another row; found "
            f"{_show(join_pieces(text, other.quotation.content))} in row {other.row}. "
            "Delete one of the two, or shorten it"
        )
    if one.speaker == other.speaker and one.kind is not other.kind:
        return (
            f"kind: must be the same in all rows of {one.speaker!r}; found {one.kind}, and "
            f"{other.kind} in row {other.row}"
        )
    return ""


# ---- where words stand ---------------------------------------------------------------------


def _find_content(text: str, row: Row) -> tuple[Span, ...]:
    own = row.key.content if row.key else ()
    if own and (row.action == DELETE or _is_same(text, row.content, own)):
        return own
    if not row.content:
        raise ToolkitError("content: must be words of the article; found nothing")
    found = _find_sequences(text, row.content)
    if not found:
        raise ToolkitError(f"content: must stand in the article; found {_show(row.content)}")
    if own:
        found = [spans for spans in found if touches(spans, own)]
        if not found:
            raise ToolkitError(
                "content: must share a word with what stood in the row, "
                f"{_show(join_pieces(text, own))}; found {_show(row.content)}. For another "
                "quotation add a row, and delete this one"
            )
    # Of several beginnings that share an end, the nearest to it.
    nearest = [*{spans[-1]: spans for spans in found}.values()]
    found = [spans for spans in found if spans[0].start == row.start] or nearest
    if len(found) > 1:
        starts = ", ".join(f"{spans[0].start}" for spans in found[:SHOWN_PLACES])
        if len(found) > SHOWN_PLACES:
            starts += f" and {len(found) - SHOWN_PLACES} other places"
        raise ToolkitError(
            "content: must stand in the article once, or the row tell the `start`; found "
            f"{_show(row.content)} at {starts}"
        )
    return found[0]


def _find_near(
    text: str, content: Sequence[Span], name: str, cell: str, own: tuple[Span, ...]
) -> tuple[Span, ...]:
    """Find the place of a cue, source or relay that is nearest to the content."""
    if _is_same(text, cell, own):
        return own
    found = [spans for spans in _find_sequences(text, cell) if not touches(spans, content)]
    if not found:
        raise ToolkitError(
            f"{name}: must stand in the article, outside the content; found {_show(cell)}"
        )
    return min(found, key=lambda spans: _measure_gap(spans, content))


def _find_relays(text: str, content: Sequence[Span], row: Row) -> Iterator[Relay]:
    names = [name for cell in row.relay.split(";") if (name := cell.strip())]
    if row.key and _digest(row.relay) == row.key.carried:
        yield from (Relay(name, span) for name, span in zip(names, row.key.relays, strict=True))
        return
    for name in names:
        spans = _find_near(text, content, "relay", name, ())
        yield Relay(name, Span(spans[0].start, spans[-1].end))


def _measure_gap(spans: Sequence[Span], content: Sequence[Span]) -> int:
    return min(
        max(span.start - piece.end, piece.start - span.end) for span in spans for piece in content
    )


def _find_sequences(text: str, cell: str) -> list[tuple[Span, ...]]:
    """Find all places of some words, or of pieces of them with ``...`` between."""
    for pieces in _cut_pieces(cell):
        first, *others = [_compile(piece) for piece in pieces]
        found = []
        for match in first.finditer(text):
            spans = [Span(*match.span())]
            for pattern in others:
                after = pattern.search(text, spans[-1].end)
                if after is None:
                    break
                spans.append(Span(*after.span()))
            else:
                found.append(tuple(spans))
        if found:
            return found
    return []


def _cut_pieces(cell: str) -> Iterator[list[str]]:
    """Cut a cell at its ellipses, at as few as may be: the text itself has some."""
    joints = [match.span() for match in PIECES.finditer(cell)]
    few = range(len(joints) + 1) if len(joints) <= MOST_JOINTS else (0, len(joints))
    for number in few:
        for cuts in combinations(joints, number):
            starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), None]
            pieces = [cell[start:end] for start, end in zip(starts, ends, strict=True)]
            if all(pieces):
                yield pieces


def _compile(words: str) -> re.Pattern[str]:
    folded = _fold(words)
    letters = re.findall(r"\.\.\.|.", folded)
    pattern = "".join(PATTERNS.get(letter) or re.escape(letter) for letter in letters)
    left = r"(?<!\w)" if re.match(r"\w", folded) else ""
    right = r"(?!\w)" if re.search(r"\w$", folded) else ""
    return re.compile(left + pattern + right)


def touches(spans: Sequence[Span], others: Sequence[Span]) -> bool:
    """Tell whether places share a character."""
    return any(span.overlaps(other) for span in spans for other in others)


def _fold(words: str) -> str:
    return " ".join(words.translate(FOLD).split())


def _digest(*cells: str) -> str:
    return digest_text("\n".join(" ".join(f"{cell}".split()) for cell in cells))
