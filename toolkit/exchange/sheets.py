"""What was found, and what a person decided, as the rows of a spreadsheet that people correct."""

from __future__ import annotations

import warnings
from dataclasses import asdict, replace
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, cast

from toolkit.attribution import find_attributions
from toolkit.base import (
    Correction,
    RowError,
    Rule,
    ToolkitError,
    join_pieces,
    read_own_sheet,
    read_sheet,
    show,
    write_sheet,
)
from toolkit.corrections import (
    BLANK,
    COLUMNS,
    DELETE,
    KEEP,
    NEEDED,
    apply_corrections,
    carry_over,
    digest_text,
    list_rows,
    make_row,
    make_stance_row,
    parse_rows,
    touches,
)
from toolkit.engine import ENGLISH
from toolkit.tables import iter_articles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from toolkit.base import Article, Span
    from toolkit.corrections import Corrections, Key
    from toolkit.engine import Articles, Engine


def write_corrections(
    articles: Articles, path: Path | str, *, engine: Engine = ENGLISH, overwrite: bool = False
) -> Path:
    """Write quotations, speakers and relays as a CSV file that a person corrects.

    Where the file is there already, what a person decided in it stays.

    Parameters
    ----------
    articles : Article, Attribution, or iterable of them
        One that carries corrections is written as they leave it, so that they can go on.
    path : Path or str
        The file to write, as UTF-8 with a byte order mark, which Excel needs.
    engine : Engine, optional
        What reads the articles.
    overwrite : bool, optional
        Write the file as if none were there: what it held is gone.

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
        If something else than articles is given; if `path` is there and holds something else
        than corrections, or other decisions than the articles carry; if it cannot be written.
    RowError
        If a row that is there does not fit, as in `apply_corrections`.

    Warns
    -----
    UserWarning
        If decisions on an earlier text of an article do not fit the one that it has now. They
        stay in the file, and are passed over when it is read.

    Notes
    -----
    Of a file that is there, rows that a person decided or added stay as they are, with columns
    of their own; so do those of articles that are not given. What nobody decided is found anew.

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
    sheet = {} if overwrite else dict(read_own_sheet(path, COLUMNS, NEEDED))
    corrections = parse_rows(path, sheet.items())
    kept = {number: [cells] for number, cells in sheet.items()}
    new: list[dict[str, str]] = []
    lost: list[dict[str, str]] = []
    for article in _iter_once(iter_articles(articles, engine)):
        rows, unfit, numbers = _renew(article, _choose(article, corrections), sheet)
        lost += unfit
        for number in numbers:
            kept[number] = []
        (kept[numbers[0]] if numbers else new).extend([*rows, *unfit])
    written = [*(cells for several in kept.values() for cells in several), *new]
    write_sheet(path, _list_columns(written), written)
    if lost:
        places = [number for number, cells in enumerate(written, start=2) if cells in lost]
        warnings.warn(_tell_lost(path, places), UserWarning, stacklevel=2)
    return Path(path)


def _iter_once(articles: Iterable[Article]) -> Iterator[Article]:
    """Leave out an article that came before: its rows cannot stand in the file twice."""
    seen: set[tuple[str, str]] = set()
    for article in articles:
        if (article.id, article.text) not in seen:
            seen.add((article.id, article.text))
            yield article


def _choose(article: Article, corrections: Corrections) -> Corrections:
    """Leave out what stands under the id of another article, which may have the same text."""
    own = _write_id(article.id)
    is_alone = len({row.article for row in corrections.rows if row.key}) <= 1
    rows = (
        row
        for row in corrections.rows
        if (_write_id(row.article) == own if row.article else is_alone)
    )
    return replace(corrections, rows=tuple(rows))


def _write_id(given: str) -> str:
    """Give an id as it compares: a spreadsheet takes the zeros from 007."""
    return given.lstrip("0").casefold()


def _renew(
    article: Article, corrections: Corrections, sheet: Mapping[int, dict[str, str]]
) -> tuple[list[dict[str, str]], list[dict[str, str]], list[int]]:
    """Make the rows of an article around those that a person decided.

    Returns
    -------
    list of dict
        What is found now, and each row that was decided, as it stands in the sheet.
    list of dict
        Rows with a person's work that fit nothing in the article any more.
    list of int
        Numbers of all rows of the sheet that these take the place of.
    """
    carried, own, unfit = carry_over(replace(article, corrections=(), verdicts=()), corrections)
    _check_agreement(article, carried, corrections.path)
    digest = digest_text(article.text)
    staying = {row.number for row in own if row.key is None or row.key.text == digest}
    decided = {(c.quotation.content, "", c.is_deleted): c.row for c in carried.corrections} | {
        ((v.span,), v.target, False): v.row for v in carried.verdicts
    }
    settled = {*decided.values(), *(row.number for row in unfit)}
    untouched = [row.number for row in own if row.number not in settled]
    notes = {sheet[number]["start"]: sheet[number] for number in untouched if number in staying}
    rows, used = [], set()
    for row in list_sheet_rows(_join(article, carried)):
        found = cast("Key", row["key"])
        number = decided.get((found.content, f"{row['target']}", row["action"] == DELETE))
        used.add(number)
        if number in staying:
            rows.append(
                {**sheet[number], "article": article.id, "quotation": f"{row['quotation']}"}
            )
        elif number is not None:  # its words moved, and what is beside them goes along
            rows.append({**sheet[number], **_write_cells(row)})
        elif row["action"] or not any(
            touches(found.content, content) for content, _, is_deleted in decided if not is_deleted
        ):
            rows.append({**notes.pop(f"{row['start']}", {}), **_write_cells(row)})
    rows += [sheet[number] for number in decided.values() if number not in used]
    left = [sheet[row.number] for row in unfit]
    left += [
        sheet[number]
        for number in untouched
        if number not in staying and _has_remark(sheet[number])
    ]
    left += filter(_has_remark, notes.values())
    return rows, left, [row.number for row in own]


def _has_remark(cells: Mapping[str, str]) -> bool:
    return any(cell for name, cell in cells.items() if name not in COLUMNS)


def _join(article: Article, carried: Article) -> Article:
    """Give an article with what it carries itself and what the file says of it."""
    known = {c.quotation.content for c in carried.corrections}
    judged = {(v.span, v.target) for v in carried.verdicts}
    return replace(
        article,
        corrections=(
            *carried.corrections,
            *(c for c in article.corrections if c.quotation.content not in known),
        ),
        verdicts=(
            *carried.verdicts,
            *(v for v in article.verdicts if (v.span, v.target) not in judged),
        ),
    )


def _check_agreement(article: Article, carried: Article, path: str) -> None:
    """Refuse decisions of the article that contradict those of the file: neither is erased."""
    same = {replace(c, row=0) for c in carried.corrections}
    for given in (c for c in article.corrections if replace(c, row=0) not in same):
        content = given.quotation.content
        for found in carried.corrections:
            is_either_deleted = given.is_deleted or found.is_deleted
            if found.quotation.content == content or (
                touches(found.quotation.content, content) and not is_either_deleted
            ):
                raise _tell_other(path, found.row, join_pieces(article.text, content))
    for verdict in article.verdicts:
        for told in carried.verdicts:
            is_same_place = (told.span, told.target) == (verdict.span, verdict.target)
            if is_same_place and told.polarity != verdict.polarity:
                raise _tell_other(path, told.row, verdict.span.of(article.text))


def _tell_other(path: str, row: int, words: str) -> RowError:
    return RowError(
        path,
        f"must agree with what the article carries; found another decision about {show(words)}. "
        "Read the article with this file, or take another name",
        row,
    )


def _tell_lost(path: Path | str, places: Sequence[int]) -> str:
    rows = ", ".join(map(str, places))
    told = f"row {rows} fits" if len(places) == 1 else f"rows {rows} fit"
    kept = "is" if len(places) == 1 else "are"
    return f"{path}: {told} nothing in the text as it is now, and {kept} kept for you to look at"


def _list_columns(rows: Iterable[Mapping[str, str]]) -> list[str]:
    return [*dict.fromkeys([*COLUMNS, *(name for cells in rows for name in cells)])]


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
    names = _list_columns(written)
    numbered = enumerate(({**dict.fromkeys(names, ""), **cells} for cells in written), start=2)
    told = apply_corrections(bare, parse_rows(path, numbered))
    write_sheet(path, names, written)
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
