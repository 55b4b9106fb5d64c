"""Several reports beside each other: which statements they share, how long each voice speaks."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from toolkit.base import FURNITURE, NARRATOR, find_words_in, list_parts
from toolkit.comparison.coverage import ALONE
from toolkit.comparison.duplicates import duplicate_table
from toolkit.comparison.statements import match_statements
from toolkit.tables import iter_articles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from toolkit.base import Article, Span
    from toolkit.comparison.statements import Statement

NOTHING_SHARED = "no statement is in two of the articles"
TWICE = "given twice: counted once"
COPY_NOTES = {"exact": "the same words as {}", "near": "a copy of {}", "contained": "a part of {}"}


@dataclass(frozen=True, slots=True)
class Collation:
    """Articles, each once, with all statements in them.

    Parameters
    ----------
    articles : tuple of Article
        In the order of `published`, where all have a date; otherwise as given.
    statements : tuple of Statement
        By their first place, those that one article alone carries among them.
    notes : mapping of str to str
        By the id of each article: that it is a copy, was given twice, or stands alone.
    """

    articles: tuple[Article, ...]
    statements: tuple[Statement, ...] = field(repr=False)
    notes: Mapping[str, str]

    @property
    def shared(self) -> tuple[Statement, ...]:
        """The statements that two articles carry; of one article, all."""
        if len(self.articles) == 1:
            return self.statements
        return tuple(statement for statement in self.statements if count_reports(statement) > 1)

    @property
    def note(self) -> str:
        """What holds of the whole: each article's note, and that nothing is shared."""
        found = [f"{name}: {note}" for name, note in self.notes.items() if note]
        if len(self.articles) > 1 and not self.shared:
            found.append(NOTHING_SHARED)
        return "; ".join(found)


def collate(articles: Article | Iterable[Article]) -> Collation:
    """Lay articles beside each other.

    Examples
    --------
    >>> from toolkit.base import Article
    >>> collate(Article("Rates will rise, Ann Lee said.", id="a1")).note
    'a1: one article: nothing to compare'
    """
    given = list(iter_articles(articles))
    ordered = _sort_by_date(given)
    unique = {article.id: article for article in ordered}
    statements = match_statements(ordered)
    return Collation(tuple(unique.values()), tuple(statements), _note_articles(given))


def count_reports(statement: Statement) -> int:
    """Count the articles that carry a statement."""
    return len({telling.article for telling in statement.tellings})


def count_voices(collation: Collation) -> dict[str, Counter[str]]:
    """Count the words of each voice in the story of each article, the narrator's with them.

    Returns
    -------
    dict of str to Counter
        By the id of the article. A word in a quotation within a quotation is the inner one's.

    Examples
    --------
    >>> from toolkit.base import Article
    >>> count_voices(collate(Article("Rates will rise, Ann Lee said.", id="a1")))
    {'a1': Counter({'Ann Lee': 3, 'narrator': 3})}
    """
    said: dict[str, list[tuple[int, str, Sequence[Span]]]] = {a.id: [] for a in collation.articles}
    for statement in collation.statements:
        for telling in statement.tellings:
            length = sum(map(len, telling.content))
            name = telling.attribution.speaker.name
            said[telling.article].append((length, name, telling.content))
    return {
        article.id: Counter(_list_voices(article, said[article.id]))
        for article in collation.articles
    }


def _list_voices(
    article: Article, said: Iterable[tuple[int, str, Sequence[Span]]]
) -> Iterator[str]:
    owners: dict[Span, str] = {}
    for _, name, content in sorted(said, key=lambda one: -one[0]):
        owners |= dict.fromkeys(find_words_in(article.text, content), name)
    story = [part.span for part in list_parts(article) if part.kind not in FURNITURE]
    for word in find_words_in(article.text, story):
        yield owners.get(word, NARRATOR)


def _sort_by_date(articles: Sequence[Article]) -> list[Article]:
    dates = [article.published.isoformat() if article.published else "" for article in articles]
    if not all(dates):
        return [*articles]
    return [articles[n] for n in sorted(range(len(articles)), key=lambda n: (dates[n], n))]


def _note_articles(articles: Sequence[Article]) -> Mapping[str, str]:
    """Give the note of each article: that it is a copy, was given twice, or stands alone."""
    unique = {article.id: article for article in articles}
    given = Counter(article.id for article in articles)
    notes: dict[str, list[str]] = {name: [TWICE] if given[name] > 1 else [] for name in unique}
    for row in duplicate_table(unique.values()).to_dict("records"):
        if not row["kept"]:
            notes[row["article"]].append(COPY_NOTES[row["kind"]].format(row["duplicate_of"]))
    if len(unique) == 1:
        notes[articles[0].id].append(ALONE)
    return {name: "; ".join(found) for name, found in notes.items()}
