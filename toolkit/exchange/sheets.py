"""What was found, and what a person decided, as the rows of a spreadsheet that people correct."""

from __future__ import annotations

from dataclasses import asdict, replace
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.attribution import find_attributions
from toolkit.base import Correction, Rule, ToolkitError, read_sheet, write_sheet
from toolkit.corrections import (
    BLANK,
    COLUMNS,
    DELETE,
    KEEP,
    NEEDED,
    apply_corrections,
    list_rows,
    make_row,
    make_stance_row,
    parse_rows,
    write_rows,
)
from toolkit.engine import ENGLISH
from toolkit.tables import iter_articles

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolkit.base import Article, Span
    from toolkit.engine import Articles, Engine


def write_corrections(articles: Articles, path: Path | str, *, engine: Engine = ENGLISH) -> Path:
    """Write quotations, speakers and relays as a CSV file that a person corrects.

    Parameters
    ----------
    articles : Article, Attribution, or iterable of them
        One that carries corrections is written as they leave it, so that they can go on.
    path : Path or str
        The file to write, as UTF-8 with a byte order mark, which Excel needs.
    engine : Engine, optional
        What reads the articles.

    Returns
    -------
    Path
        One row a quotation, in reading order, and one for an article without any.

        article : id of the article; quotation : its number in reading order, as `annotate`
        shows it. They tell a person where they are.

        action : what the person decides. ``keep`` (or ``yes``): checked, the row is right
        as it now stands. ``delete``: no quotation. Blank: nobody looked, unless a cell
        was changed. A row that is taken out of the file says nothing.

        speaker, kind : who speaks, and as what (``person``, ``organisation``, ``group``,
        ``unnamed``, ``document``, ``unknown``).

        role, gender : of the speaker, blank unless a person wrote them (see `speaker_table`
        for the words). In one row of the speaker they count for the whole article.

        relay : through whom, from the one nearest the speaker on, between semicolons.

        content, cue, source : words of the article, `` … `` between the pieces of split
        ones. To add a quotation, add a row: the article's id, its content pasted, speaker
        and kind; the rest may stay blank.

        act : what the cue reports (``saying``, ``asking``, ``urging``, ``thinking``,
        ``showing``). form : blank unless a person wrote it; else the quote marks tell it.

        target, stance : in a row that tells no quotation, but what a voice expresses toward a
        target where it names it: `content` is the mention, the stance ``against``, ``for`` or
        ``neither``. `correct` adds such rows; a person may too.

        start, end : place of the content in characters. In a row that is added, `start`
        tells which of several equal passages is meant.

        coder, day, version : who decided, when, and with which version, where `correct` was
        used.

        key : by which reading the file finds the row again; leave it as it is, and blank
        in a row that is added.

    Raises
    ------
    ToolkitError
        If something else than articles is given, or `path` cannot be written.

    Notes
    -----
    A cell that a spreadsheet would take for a formula has an apostrophe before it, as OWASP
    advises ("CSV injection"); `read_corrections` takes it away.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> import toolkit as tk
    >>> article = tk.parse_article("Rates will rise, Ann Lee said.", id="a1")
    >>> with TemporaryDirectory() as folder:
    ...     path = tk.write_corrections(article, f"{folder}/corrections.csv")
    ...     head, row = path.read_text("utf-8-sig").splitlines()
    >>> print(row.rpartition(",")[0])
    a1,1,,Ann Lee,person,,,,Rates will rise,said,Ann Lee,saying,,,,0,15,,,
    """
    rows = (row for article in iter_articles(articles, engine) for row in list_sheet_rows(article))
    return write_rows(path, rows)


def list_sheet_rows(article: Article) -> list[dict[str, object]]:
    """Make the rows of an article, in reading order; those deleted have no number.

    Examples
    --------
    >>> from toolkit.base.article import Article
    >>> [row["speaker"] for row in list_sheet_rows(Article("Rates will rise, Ann Lee said."))]
    ['Ann Lee']
    """
    rows: list[tuple[Span, dict[str, object]]] = []
    decided = {correction.quotation.content: correction for correction in article.corrections}
    for number, said in enumerate(find_attributions(article), start=1):
        who, action = said.speaker, KEEP if said.rule is Rule.PERSON else BLANK
        correction = Correction(said.quotation, who.name, who.kind, said.relays)
        row = make_row(article, correction, number, action)
        if own := decided.get(said.quotation.content):
            row |= {"role": own.role, "gender": own.gender, "form": own.form}
            row |= asdict(own.decided)
        rows.append((said.quotation.content[0], row))
    for correction in article.corrections:
        if correction.is_deleted:
            row = make_row(article, correction, action=DELETE)
            rows.append((correction.quotation.content[0], row))
    listed = [row for _, row in sorted(rows, key=itemgetter(0))] or [make_row(article, None)]
    return listed + [make_stance_row(article, verdict) for verdict in article.verdicts]


def read_decided(article: Article, path: Path | str) -> Article:
    """Give an article with what a file of corrections says about it, where it says anything.

    Raises
    ------
    ReadError, RowError
        As `read_corrections` and `apply_corrections` raise them.

    Examples
    --------
    >>> from toolkit.base.article import Article
    >>> read_decided(Article("Rates will rise."), "no such file.csv").corrections
    ()
    """
    if not Path(path).exists():
        return article
    corrections = parse_rows(path, _read(path))
    if not list_rows(article, corrections):
        return article
    return apply_corrections(article, corrections)


def update_corrections(article: Article, path: Path | str, *, before: Article) -> Article:
    """Write what was decided about an article into a file that may hold rows of others.

    Parameters
    ----------
    article : Article
        With its corrections.
    path : Path or str
        Written whole, or not at all. Rows of other articles stay, and so do columns of a
        person's own.
    before : Article
        The same as it was when the file was last read or written.

    Returns
    -------
    Article
        As the file tells it now.

    Raises
    ------
    ToolkitError
        If the file says something else of the article than `before`, so that somebody else wrote
        into it; if it cannot be written; or if decisions contradict each other (a `RowError`).
    """
    sheet = _read(path) if Path(path).exists() else []
    bare = replace(article, corrections=(), verdicts=())
    corrections = parse_rows(path, sheet)
    own = {row.number for row in list_rows(bare, corrections)}
    if own and not _is_same(apply_corrections(bare, corrections), before):
        raise ToolkitError(
            f"{path}: must be as it was left here; found that another program changed it. "
            "Run the cell again"
        )
    notes = {cells["start"]: cells for number, cells in sheet if number in own}
    rows = [
        {**notes.get(f"{row['start']}", {}), **_write_cells(row)}
        for row in list_sheet_rows(article)
    ]
    place = next((at for at, (number, _) in enumerate(sheet) if number in own), len(sheet))
    others = [cells for number, cells in sheet if number not in own]
    written = [*others[:place], *rows, *others[place:]]
    names = dict.fromkeys([*COLUMNS, *(name for cells in written for name in cells)])
    numbered = enumerate(({**dict.fromkeys(names, ""), **cells} for cells in written), start=2)
    told = apply_corrections(bare, parse_rows(path, numbered))
    write_sheet(path, [*names], written)
    return told


def _read(path: Path | str) -> list[tuple[int, dict[str, str]]]:
    return [*read_sheet(Path(path), COLUMNS, NEEDED)]


def _write_cells(row: Mapping[str, object]) -> dict[str, str]:
    return {name: " ".join(f"{value}".split()) for name, value in row.items()}


def _is_same(one: Article, other: Article) -> bool:
    """Tell whether two articles carry the same decisions, in whichever rows."""
    first, second = (
        [{*(replace(each, row=0) for each in given)} for given in (a.corrections, a.verdicts)]
        for a in (one, other)
    )
    return first == second
