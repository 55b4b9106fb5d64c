"""What the rows of a corrections file decide about an article."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.base import (
    NARRATOR,
    UNKNOWN,
    Act,
    Correction,
    Kind,
    Quotation,
    ReadError,
    RowError,
    Span,
    ToolkitError,
    Verdict,
    check_article,
    join_pieces,
    show,
)
from toolkit.corrections.places import find_content, find_near, find_relays, is_same, touches
from toolkit.corrections.rows import (
    DELETE,
    STANCES,
    Corrections,
    Key,
    Row,
    digest_cells,
    digest_text,
    read_corrections,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from toolkit.base import Article


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

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> import toolkit as tk
    >>> article = tk.Article("Rates will rise, she said.", id="a1")
    >>> with TemporaryDirectory() as folder:
    ...     path = tk.write_corrections(article, f"{folder}/corrections.csv")
    ...     edited = path.read_text("utf-8").replace(",unknown,unknown,", ",Ann Lee,person,")
    ...     _ = path.write_text(edited, "utf-8")
    ...     corrected = apply_corrections(article, path)
    >>> [each.speaker.name for each in tk.find_attributions(corrected)]
    ['Ann Lee']
    """
    check_article(article)
    if not isinstance(corrections, Corrections):
        corrections = read_corrections(corrections)
    rows = list_rows(article, corrections)
    if corrections.rows and not rows:
        found = ", ".join({row.article: None for row in corrections.rows})
        raise ReadError(
            corrections.path,
            f"article: must have a row of {article.id!r}; found rows of {show(found)}",
        )
    return _put(article, rows, corrections.path)


def _put(article: Article, rows: Sequence[Row], path: str) -> Article:
    quoted = [row for row in rows if not row.target]
    about_stance = [row for row in rows if row.target]
    return replace(
        article,
        corrections=_decide_all(article.text, quoted, path),
        verdicts=tuple(_judge_all(article.text, about_stance, path)),
    )


def carry_over(article: Article, corrections: Corrections) -> tuple[Article, list[Row], list[Row]]:
    """Give an article with what a file decided about it, though its text may have changed since.

    Returns
    -------
    Article
        With the decisions made on this text, and those on an earlier one whose words still
        stand in it.
    list of Row
        All that the file says of it.
    list of Row
        Those of them that were decided on an earlier text and do not fit this one.

    Raises
    ------
    RowError
        If rows of this text contradict it or each other, as in `apply_corrections`.
    """
    own = list_rows(article, corrections, with_earlier=True)
    digest, path = digest_text(article.text), corrections.path
    is_old = {row.number: row.key is not None and row.key.text != digest for row in own}
    fitting = [row for row in own if not is_old[row.number]]
    carried = _put(article, fitting, path)
    lost = []
    for row in own:
        if not is_old[row.number] or not _is_decided_before(row):
            continue
        try:
            wanted = [*fitting, replace(row, key=None, start=None)]
            carried = _put(article, wanted, path)
        except RowError:
            lost.append(row)
        else:
            fitting = wanted
    return carried, own, lost


def _is_decided_before(row: Row) -> bool:
    """Tell whether a person decided a row of a text that is no longer at hand."""
    if row.key is None or row.action or row.target or _is_told_otherwise(row, row.key):
        return True
    return row.key.words not in {"", digest_cells(row.content, row.cue, row.source)}


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
            rows = []
        else:
            yield corrected
        for row in [*rows, *(row for row in corrections.rows if row.article == article.id)]:
            strays.pop(row.number, None)
    for row in {row.article: row for row in reversed(strays.values())}.values():
        problem = f"article: must be one of those that are read; found {row.article!r}"
        on_fault(RowError(corrections.path, problem, row.number))


def list_rows(
    article: Article, corrections: Corrections, *, with_earlier: bool = False
) -> list[Row]:
    """List the rows that are about an article: those of its text, and those added to them.

    Parameters
    ----------
    article : Article
    corrections : Corrections
    with_earlier : bool, optional
        Also those of its id that were written for another text. They are passed over where
        the file has some of this text as well, for which it was then written again.

    Raises
    ------
    RowError
        If all rows of this id were written for another text.
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
        elif row.number in numbers or (with_earlier and row.article == article.id):
            rows.append(row)
        elif row.article == article.id and not written:
            raise RowError(
                corrections.path,
                f"article: must have the text that the file was written for; found that "
                f"{article.id!r} has another one. Write the file again (toolkit corrections): "
                "decisions whose words still stand in the text are carried over",
                row.number,
            )
    return rows


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


def _judge_all(text: str, rows: Sequence[Row], path: str) -> Iterator[Verdict]:
    for row in rows:
        try:
            content = find_content(text, row)
        except ToolkitError as error:
            raise RowError(path, str(error), row.number) from error
        span = Span(content[0].start, content[-1].end)
        yield Verdict(span, row.target, STANCES[row.stance], row.number, row.decided)


def _decide(text: str, row: Row, kinds: Mapping[str, Kind]) -> Correction:
    content = find_content(text, row)
    quotation = Quotation(
        content=content,
        cue=find_near(text, content, "cue", row.cue, row.key.cue if row.key else ()),
        source=find_near(text, content, "source", row.source, row.key.source if row.key else ()),
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
        relays=tuple(find_relays(text, content, row)),
        is_deleted=row.action == DELETE,
        row=row.number,
        role=row.role,
        gender=row.gender,
        form=row.form,
        decided=row.decided,
    )


def _is_changed(text: str, row: Row) -> bool:
    """Tell whether a person changed a cell of a row, or added it."""
    if row.key is None or not row.key.content or _is_told_otherwise(row, row.key):
        return True
    words = (row.content, row.key.content), (row.cue, row.key.cue), (row.source, row.key.source)
    return not all(is_same(text, cell, spans) for cell, spans in words)


def _is_told_otherwise(row: Row, key: Key) -> bool:
    """Tell whether a person told of a speaker, act or relay what the toolkit did not write."""
    told = digest_cells(row.speaker, row.act), digest_cells(row.relay), row.kind
    return bool(row.role or row.gender or row.form) or told != (key.told, key.carried, key.kind)


def _list_kinds(rows: Sequence[Row]) -> dict[str, Kind]:
    """List the kind of each speaker: the one a person wrote, else that of most rows."""
    written: dict[str, Counter[Kind]] = {}
    theirs: dict[str, Kind] = {}
    for row in rows:
        if row.kind in ("", Kind.UNKNOWN):
            continue
        if _has_own_kind(row):
            theirs[row.speaker] = Kind(row.kind)
        elif row.key and row.key.told == digest_cells(
            row.speaker, row.act
        ):  # of this very speaker
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
            f"{show(join_pieces(text, other.quotation.content))} in row {other.row}. "
            "Delete one of the two, or shorten it"
        )
    if one.speaker == other.speaker and one.kind is not other.kind:
        return (
            f"kind: must be the same in all rows of {one.speaker!r}; found {one.kind}, and "
            f"{other.kind} in row {other.row}"
        )
    for name in ("role", "gender"):
        ours, theirs = getattr(one, name), getattr(other, name)
        if one.speaker == other.speaker and ours and theirs and ours != theirs:
            return (
                f"{name}: must be the same in all rows of {one.speaker!r}; found {ours}, and "
                f"{theirs} in row {other.row}"
            )
    return ""
