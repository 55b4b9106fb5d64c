"""The statements of several articles as a table: one row per statement and article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.base import find_words_in, join_pieces, list_parts
from toolkit.comparison.collation import collate
from toolkit.comparison.pieces import clip, find_paragraph
from toolkit.comparison.relations import Edit, relate
from toolkit.engine import ENGLISH
from toolkit.tables import ARTICLE, QUOTATIONS, Column, Table, alike, iter_articles

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd

    from toolkit.base import Article
    from toolkit.comparison.statements import Statement, Telling
    from toolkit.engine import Articles, Engine

STATEMENTS = Table("statement_table", (
    Column("statement", "int64", "Number of the statement.", "from 1"),
    ARTICLE,
    Column("speaker", "str", "Who speaks, the same name in all articles."),
    Column("named", "str", "The words that name who speaks here. NaN: none."),
    QUOTATIONS.known["relay"],
    Column("part", "str", "Kind of the part that it begins in."),
    Column("paragraph", "int64", "Number of the part that it begins in.", "from 1"),
    Column("position", "float64", "How far down the text it begins: 0 is the top.", "0 to 1"),
    QUOTATIONS.known["form"],
    QUOTATIONS.known["cue"],
    Column("content", "str",
           "What is said, as in `quotation_table`; it may be some sentences of a longer "
           "quotation."),
    *alike("start end", "int64", "First and last character of the content.", "characters"),
    QUOTATIONS.known["words"],
    Column("reports", "int64", "How many carry the statement.", "articles"),
    Column("fullest", "bool",
           "Whether this is the telling with the most words (in quote marks first) of all "
           "articles."),
    Column("again", "bool", "Whether this article tells it more fully elsewhere."),
    Column("relation", "str",
           "To the fullest telling: ``identical``, ``cut``, ``altered`` or ``paraphrase`` "
           "(`relate` says how they are told apart). NaN for the fullest."),
    Column("confidence", "float64",
           "Chance that this and the fullest telling are one statement. NaN for the fullest.",
           "0 to 1"),
    Column("kept", "float64",
           "Share of the fullest telling's words that stand here too. NaN for a paraphrase and "
           "for the fullest.", "0 to 1"),
    Column("left_out", "str",
           "Words of the fullest telling that are not here. NaN: none, or a paraphrase."),
    Column("added", "str",
           "Words that the fullest telling has not. NaN: none, or a paraphrase."),
    Column("altered", "str",
           "``theirs -> ours`` where words stand for others. NaN: none, or a paraphrase."),
    Column("change", "str",
           "Against the nearest article before that carries it: ``came`` where none does, else "
           "the relation to it. NaN in the first article."),
    Column("gone", "str", "The article behind the last one that carries it. NaN elsewhere."),
    Column("note", "str",
           "That the article is a copy of another one (`duplicate_table`) or was given twice; "
           "that there is nothing to compare."),
))  # fmt: skip
CAME = "came"


@STATEMENTS.describes
def statement_table(
    articles: Articles, *, with_unshared: bool = False, engine: Engine = ENGLISH
) -> pd.DataFrame:
    """Make one row per statement and article that carries it: where, how, and in what words.

    Parameters
    ----------
    articles : Article, Attribution, or iterable of them
        Reports of one event, or versions of one story. Of one article, all statements are
        listed; an article that is given twice counts once.
    with_unshared : bool, optional
        Whether to list statements that one article alone carries, too.
    engine : Engine, optional
        What reads the articles.

    Returns
    -------
    DataFrame
        Statements by their first place. Articles in the order of `published`, where all have
        a date; otherwise as given. What holds of the whole table stands in ``attrs["note"]``.

        {columns}

    Raises
    ------
    ToolkitError
        If two articles with other words have one id.

    Examples
    --------
    >>> from toolkit.base import Article
    >>> one = Article('"We will fix the old bridge in May," Ann Lee said.', id="a1")
    >>> two = Article('"We will fix the old bridge," Lee promised.', id="a2")
    >>> table = statement_table([one, two])
    >>> table[["article", "named", "relation", "left_out"]]
      article    named relation left_out
    0      a1  Ann Lee      NaN      NaN
    1      a2      Lee      cut   in May

    Versions of one story, in any order, are told apart by their dates: what came, changed, went.

    >>> from datetime import date
    >>> texts = [
    ...     '"We will fix the old bridge in May," Ann Lee said. "It is safe," Bob Clark said.',
    ...     '"We will fix the old bridge soon," Ann Lee said. The mill burned, Tom Hill said.',
    ... ]
    >>> first, update = (
    ...     Article(text, id=f"version {n}", published=date(2026, 5, n))
    ...     for n, text in enumerate(texts, 1)
    ... )
    >>> versions = statement_table([update, first], with_unshared=True)
    >>> versions[["article", "speaker", "change", "altered", "gone"]]
         article    speaker change         altered       gone
    0  version 1    Ann Lee    NaN             NaN        NaN
    1  version 2    Ann Lee    cut  in May -> soon        NaN
    2  version 1  Bob Clark    NaN             NaN  version 2
    3  version 2   Tom Hill   came             NaN        NaN
    """
    found = collate(iter_articles(articles, engine))
    by_id = {article.id: article for article in found.articles}
    listed = found.statements if with_unshared else found.shared
    rows = [
        row
        for number, statement in enumerate(listed, 1)
        for row in _make_rows(number, statement, by_id, found.notes)
    ]
    table = STATEMENTS.make(rows)
    table.attrs["note"] = found.note
    return table


def _make_rows(
    number: int,
    statement: Statement,
    articles: Mapping[str, Article],
    notes: Mapping[str, str],
) -> Iterator[dict[str, object]]:
    order = [*articles]
    carrying = sorted({order.index(telling.article) for telling in statement.tellings})
    last = carrying[-1]
    for place, telling in enumerate(statement.tellings):
        article = articles[telling.article]
        own = order.index(telling.article)
        is_last = own == last < len(order) - 1
        yield {
            "statement": number,
            "article": article.id,
            "speaker": statement.speaker,
            **_describe_place(article, telling),
            "reports": len(carrying),
            "fullest": place == statement.fullest,
            "again": telling.is_again,
            **_compare(statement, place, articles),
            "change": _tell_change(statement, telling, own, order),
            "gone": order[last + 1] if is_last and not telling.is_again else None,
            "note": notes[article.id],
        }


def _describe_place(article: Article, telling: Telling) -> dict[str, object]:
    quotation, first = telling.attribution.quotation, telling.content[0]
    paragraph = find_paragraph(article, first.start)
    return {
        "named": join_pieces(article.text, quotation.source) or None,
        "relay": ", ".join(relay.name for relay in telling.attribution.relays) or None,
        "part": list_parts(article)[paragraph - 1].kind,
        "paragraph": paragraph,
        "position": first.start / len(article.text),
        "form": str(quotation.form),
        "cue": join_pieces(article.text, quotation.cue) or None,
        "content": join_pieces(article.text, telling.content),
        "start": first.start,
        "end": telling.content[-1].end,
        "words": len(find_words_in(article.text, telling.content)),
    }


def _compare(
    statement: Statement, place: int, articles: Mapping[str, Article]
) -> dict[str, object]:
    """Compare a telling with the fullest one, in words."""
    telling, fullest = statement.tellings[place], statement.tellings[statement.fullest]
    own, full = articles[telling.article].text, articles[fullest.article].text
    if telling is fullest:
        return dict.fromkeys(("relation", "confidence", "kept", "left_out", "added", "altered"))
    by_edit = {edit: [c for c in telling.changes if c.edit is edit] for edit in Edit}
    kept, words = (
        len(find_words_in(full, clip((c.fullest for c in changes if c.fullest), fullest.content)))
        for changes in (by_edit[Edit.KEPT], telling.changes)
    )
    return {
        "relation": str(telling.relation),
        "confidence": telling.confidence,
        "kept": kept / words if words else None,
        "left_out": join_pieces(
            full,
            clip((c.fullest for c in by_edit[Edit.LEFT_OUT] if c.fullest), fullest.content),
        )
        or None,
        "added": join_pieces(
            own, clip((c.span for c in by_edit[Edit.ADDED] if c.span), telling.content)
        )
        or None,
        "altered": "; ".join(
            f"{join_pieces(full, clip([c.fullest], fullest.content))} -> "
            f"{join_pieces(own, clip([c.span], telling.content))}"
            for c in by_edit[Edit.ALTERED]
            if c.span and c.fullest
        )
        or None,
    }


def _tell_change(
    statement: Statement, telling: Telling, own: int, order: Sequence[str]
) -> str | None:
    if own == 0:
        return None
    before = [t for t in statement.tellings if order.index(t.article) < own and not t.is_again]
    if not before:
        return CAME
    return str(relate(before[-1].quoted, telling.quoted))
