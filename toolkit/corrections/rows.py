"""What a person decided about the quotations of articles, in a file that any spreadsheet edits.

One row a quotation. `make_row` makes it, `read_corrections` reads what the person made of the
file, and `apply_corrections` gives an article that carries their decisions: everything that
asks who says what in it then goes by them.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.base import (
    UNKNOWN,
    UNTOLD,
    Act,
    Correction,
    Decided,
    Form,
    Gender,
    Kind,
    Role,
    RowError,
    Span,
    ToolkitError,
    Verdict,
    join_pieces,
    read_sheet,
    show,
    tell_type,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from toolkit.base import Article

COLUMNS = (
    "article",
    "quotation",
    "action",
    "speaker",
    "kind",
    "role",
    "gender",
    "relay",
    "content",
    "cue",
    "source",
    "act",
    "form",
    "target",
    "stance",
    "start",
    "end",
    "coder",
    "day",
    "version",
    "key",
)
NEEDED = {"article", "action", "speaker", "kind", "relay", "content", "key"}
KEEP, DELETE, BLANK = "keep", "delete", ""
ACTIONS = {"": BLANK, "keep": KEEP, "yes": KEEP, "delete": DELETE}
NOBODY = ("", UNKNOWN)
STANCES = {"against": -1, "neither": 0, "for": 1}
SIDES = {polarity: stance for stance, polarity in STANCES.items()}
BETWEEN_RELAYS = "; "
PLACES = r"(?:\d+-\d+(?:\+\d+-\d+)*)?"
DIGITS = 12  # hexadecimal, of a digest: no two of a million texts share one by chance
KEY = re.compile(
    rf"t(?P<text>[0-9a-f]{{{DIGITS}}}) c(?P<content>{PLACES}) u(?P<cue>{PLACES}) "
    rf"s(?P<source>{PLACES}) r(?P<relays>{PLACES}) k(?P<kind>[a-z]*) "
    rf"v(?P<told>[0-9a-f]{{{DIGITS}}}) w(?P<carried>[0-9a-f]{{{DIGITS}}})"
    rf"(?: x(?P<words>[0-9a-f]{{{DIGITS}}}))?"
)
SHOWN_PLACES = 5  # in an error


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
    words : str
        Digest of content, cue and source, which tells a change where the text is no longer at
        hand; empty in a file of version 0.2.
    """

    text: str
    content: tuple[Span, ...]
    cue: tuple[Span, ...]
    source: tuple[Span, ...]
    relays: tuple[Span, ...]
    kind: str
    told: str
    carried: str
    words: str = ""

    def __str__(self) -> str:
        places = (
            letter + "+".join(f"{span.start}-{span.end}" for span in spans)
            for letter, spans in zip(
                "cusr", (self.content, self.cue, self.source, self.relays), strict=True
            )
        )
        words = f" x{self.words}" if self.words else ""
        return f"t{self.text} {' '.join(places)} k{self.kind} v{self.told} w{self.carried}{words}"


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
    role: str = ""
    gender: str = ""
    form: str = ""
    target: str = ""  # in a row that tells a stance: its content is a mention of the target
    stance: str = ""
    decided: Decided = UNTOLD


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
    if not isinstance(path, (str, Path)):
        raise ToolkitError(f"path: must name a file of corrections; found {tell_type(path)}")
    return parse_rows(path, read_sheet(Path(path), COLUMNS, NEEDED))


def parse_rows(path: Path | str, sheet: Iterable[tuple[int, Mapping[str, str]]]) -> Corrections:
    """Make corrections of the rows of a sheet, each with its number.

    Raises
    ------
    RowError
        As in `read_corrections`.
    """
    rows: list[Row] = []
    seen: dict[tuple[str, str, str, tuple[Span, ...]], int] = {}
    for number, cells in sheet:
        try:
            row = _parse_row(number, cells)
            if row.key and row.key.content:
                place = (row.article, row.target, row.key.text, row.key.content)
                earlier = seen.setdefault(place, number)
                if earlier != number:
                    raise ToolkitError(
                        f"key: must stand in one row; found it in row {earlier} too. "
                        "To add a quotation, leave its key blank"
                    )
        except ToolkitError as error:
            raise RowError(path, str(error), number) from error
        rows.append(row)
    return Corrections(str(path), tuple(rows))


def make_row(
    article: Article, correction: Correction | None, number: int | str = "", action: str = BLANK
) -> dict[str, object]:
    """Make the row of a quotation, or of an article that has none."""
    if correction is None:
        key = Key(
            digest_text(article.text), (), (), (), (), "", digest_cells(""), digest_cells("")
        )
        return dict.fromkeys(COLUMNS, "") | {"article": article.id, "key": key}
    found, text = correction.quotation, article.text
    relay = BETWEEN_RELAYS.join(r.name.replace(";", ",") for r in correction.relays)
    return {
        "article": article.id,
        "quotation": number,
        "action": action,
        "speaker": correction.speaker,
        "kind": correction.kind,
        "role": correction.role,
        "gender": correction.gender,
        "relay": relay,
        "content": join_pieces(text, found.content),
        "cue": join_pieces(text, found.cue),
        "source": join_pieces(text, found.source),
        "act": found.act,
        "form": correction.form,
        "target": "",
        "stance": "",
        "start": found.content[0].start,
        "end": found.content[-1].end,
        **asdict(correction.decided),
        "key": Key(
            text=digest_text(text),
            content=found.content,
            cue=found.cue,
            source=found.source,
            relays=tuple(r.span for r in correction.relays),
            kind=correction.kind,
            told=digest_cells(correction.speaker, found.act),
            carried=digest_cells(relay),
            words=digest_cells(
                *(join_pieces(text, spans) for spans in (found.content, found.cue, found.source))
            ),
        ),
    }


def make_stance_row(article: Article, verdict: Verdict) -> dict[str, object]:
    """Make the row that tells what a voice expresses toward a target where it names it."""
    digest, nothing = digest_text(article.text), digest_cells("")
    return dict.fromkeys(COLUMNS, "") | {
        "article": article.id,
        "content": verdict.span.of(article.text),
        "target": verdict.target,
        "stance": SIDES[verdict.polarity],
        "start": verdict.span.start,
        "end": verdict.span.end,
        **asdict(verdict.decided),
        "key": Key(digest, (verdict.span,), (), (), (), "", nothing, nothing),
    }


def digest_text(text: str) -> str:
    """Give the digest by which a file tells whether an article's text is still the same."""
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


# ---- reading a file ------------------------------------------------------------------------


def _parse_row(number: int, cells: Mapping[str, str]) -> Row:
    action, kind, act = (cells[name].lower() for name in ("action", "kind", "act"))
    role, gender, form = (cells[name].lower() for name in ("role", "gender", "form"))
    stance = cells["stance"].lower()
    _check_choice("action", action, ACTIONS)
    _check_choice("kind", kind, ["", *Kind])
    _check_choice("act", act, ["", *Act])
    _check_choice("role", role, ["", *Role])
    _check_choice("gender", gender, ["", *Gender])
    _check_choice("form", form, ["", *Form])
    _check_choice("stance", stance, STANCES if cells["target"] else [""])
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
        role=role,
        gender=gender,
        form=form,
        target=cells["target"],
        stance=stance,
        decided=Decided(cells["coder"], cells["day"], cells["version"]),
    )


def _check_choice(name: str, given: str, choices: Iterable[str]) -> None:
    if given not in choices:
        listed = ", ".join(choice or "nothing" for choice in choices)
        raise ToolkitError(f"{name}: must be one of {listed}; found {show(given)}")


def _parse_key(cell: str) -> Key:
    match = KEY.fullmatch(cell)
    if match is None:
        raise ToolkitError(
            f"key: must stay as it was written, or be blank in a row that you add; found "
            f"{show(cell)}"
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
        words=match["words"] or "",
        **places,
    )


def digest_cells(*cells: str) -> str:
    """Give a short digest of cells, by which a change of theirs is seen."""
    return digest_text("\n".join(" ".join(f"{cell}".split()) for cell in cells))
