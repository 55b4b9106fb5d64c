"""How reports that are compared are named, put in order and told about, in a person's words."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING

from toolkit.comparison import Collation, count_reports, find_paragraph
from toolkit.display.telling import tell_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.base import Article
    from toolkit.comparison import Statement, Telling


def tell_size(collation: Collation) -> str:
    """Tell how many reports share how many statements, with the note on the whole."""
    if len(collation.articles) == 1:
        shared = tell_number(len(collation.statements), "statement")
    else:
        shared = f"{tell_number(len(collation.shared), 'statement')} in two or more of them"
    told = f"{tell_number(len(collation.articles), 'report')}, {shared}"
    return f"{told} ({collation.note})" if collation.note else told


def name_reports(articles: Sequence[Article]) -> dict[str, str]:
    """Name each article in few words: its publisher, if that is another one each, else its id."""
    publishers = {article.publisher for article in articles}
    if "" not in publishers and len(publishers) == len(articles):
        return {article.id: article.publisher for article in articles}
    return {article.id: article.id for article in articles}


def order_statements(collation: Collation) -> list[tuple[int, Statement]]:
    """Give the shared statements a number each, those of the report that carries most first."""
    numbered = [*enumerate(collation.shared, 1)]
    carried = Counter(
        name for _, statement in numbered for name in {t.article for t in statement.tellings}
    )
    most = max(collation.articles, key=lambda article: carried[article.id]).id
    return sorted(
        numbered,
        key=lambda one: next(
            ((0, t.content[0].start) for t in one[1].tellings if t.article == most), (1, one[0])
        ),
    )


def list_alone(collation: Collation) -> dict[str, list[Statement]]:
    """List the statements that one report alone carries, by its id; none if there is one only."""
    found: dict[str, list[Statement]] = {article.id: [] for article in collation.articles}
    if len(collation.articles) > 1:
        for statement in collation.statements:
            if count_reports(statement) == 1:
                found[statement.tellings[0].article].append(statement)
    return found


def tell_relation(statement: Statement, telling: Telling) -> str:
    """Tell how a telling stands to the fullest one of its statement."""
    if telling is statement.tellings[statement.fullest]:
        return "fullest" if len(statement.tellings) > 1 else "the only one"
    again = "told again, " if telling.is_again else ""
    return f"{again}{telling.relation}"


def tell_where(article: Article, telling: Telling) -> str:
    """Tell in which paragraph a telling begins."""
    return f"paragraph {find_paragraph(article, telling.content[0].start)}"


def make_prefix(collation: Collation) -> str:
    """Make what the names of places in the page begin with, the same for the same articles."""
    said = "\0".join(f"{article.id}\0{article.text}" for article in collation.articles)
    return "c" + hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:8]
