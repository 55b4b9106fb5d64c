"""Who is in the story, and how often each is spoken of and heard: a table of the register."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.attribution import find_people
from toolkit.base import find_words_in
from toolkit.engine import ENGLISH
from toolkit.tables.columns import ARTICLE, PLACE, Column, Table, alike
from toolkit.tables.reading import SPEAKERS, iter_articles, join_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from toolkit.attribution import Person
    from toolkit.base import Article
    from toolkit.engine import Articles, Engine

PEOPLE = Table("people_table", (
    ARTICLE,
    Column("name", "str",
           "The fullest that the article gives, without titles; where it gives none, the words "
           "that describe them. A speaker's is that of `speaker_table`."),
    Column("kind", "str",
           "``person``, ``organisation``, ``group``, ``unnamed``, ``document``, or ``place``: a "
           "country or town that says nothing."),
    Column("titles", "str",
           "Titles, offices and what else the article says that a person is, between commas. NaN: "
           "nothing."),
    Column("role", "str",
           "In what capacity they appear, as `speaker_table` tells it (measured on speakers); "
           "``unknown`` for places."),
    SPEAKERS.known["gender"],
    Column("aliases", "str", "Other names that the article uses, between commas. NaN: none."),
    Column("mentions", "int64",
           "How often they are named or described or meant by a pronoun, the words of sources "
           "included. A lower bound: descriptions and pronouns count where the chance is high.",
           "mentions"),
    Column("named", "int64", "How many of these are names.", "mentions"),
    Column("statements", "int64", "How often they are quoted, alone.", "quotations"),
    Column("words", "int64", "Of the contents of these quotations.", "words"),
    Column("heard", "bool", "Whether they say anything, alone or with others."),
    *alike("start end", "Int64",
           "Place of the first mention in ``article.text``. NA: there is none, where another "
           "program named a speaker.", "characters"),
), file="people")  # fmt: skip
EVIDENCE = Table("people_evidence_table", (
    ARTICLE,
    *(replace(PEOPLE.known[name], meaning="As in `people_table`.") for name in ("name", "kind")),
    *PLACE,
    Column("text", "str", "The words, as they stand."),
    Column("form", "str", "``name``, ``description`` or ``pronoun``."),
), file="people_evidence")  # fmt: skip


@PEOPLE.describes
def people_table(
    articles: Articles, *, evidence: bool = False, engine: Engine = ENGLISH
) -> pd.DataFrame:
    """Make one row per article and person, body, group or document: spoken of, and heard.

    Parameters
    ----------
    articles : Article, Attribution, or iterable of them
    evidence : bool, optional
        Make one row per mention instead, as `people_evidence_table` does.
    engine : Engine, optional
        What reads the articles.

    Returns
    -------
    DataFrame
        Those mentioned most first in each article. Names agree over articles as in
        `quotation_table`.

        {columns}

    Notes
    -----
    Who speaks is found as `find_attributions` finds it, and who is named as `find_people` does.

    Examples
    --------
    >>> from toolkit.base.article import Article
    >>> article = Article("Ann Lee met Bob Day. Rates will rise, she said. Lee left.", id="a1")
    >>> people_table(article)[["name", "mentions", "named", "statements", "words", "heard"]]
          name  mentions  named  statements  words  heard
    0  Ann Lee         3      2           1      3   True
    1  Bob Day         1      1           0      0  False
    """
    if evidence:
        return people_evidence_table(articles, engine=engine)
    return PEOPLE.make(
        _make_row(article, person)
        for article, people in _iter_people(articles, engine)
        for person in sorted(people, key=lambda person: -len(person.mentions))
    )


@EVIDENCE.describes
def people_evidence_table(articles: Articles, *, engine: Engine = ENGLISH) -> pd.DataFrame:
    """Make one row per mention: where somebody is named, described or meant by a pronoun.

    Parameters
    ----------
    articles : Article, Attribution, or iterable of them
    engine : Engine, optional
        What reads the articles.

    Returns
    -------
    DataFrame
        In reading order.

        {columns}

    Examples
    --------
    >>> from toolkit.base.article import Article
    >>> article = Article("Rates will rise, Ann Lee said. Prices will fall, she added.")
    >>> people_evidence_table(article)[["name", "text", "form"]]
          name     text     form
    0  Ann Lee  Ann Lee     name
    1  Ann Lee      she  pronoun
    """
    return EVIDENCE.make(
        {
            "article": article.id,
            "name": person.name,
            "kind": str(person.kind),
            "start": mention.span.start,
            "end": mention.span.end,
            "text": mention.span.of(article.text),
            "form": str(mention.form),
        }
        for article, people in _iter_people(articles, engine)
        for person, mention in sorted(
            ((person, mention) for person in people for mention in person.mentions),
            key=lambda pair: pair[1],
        )
    )


def _iter_people(articles: Articles, engine: Engine) -> Iterator[tuple[Article, list[Person]]]:
    """Yield each article with its people, once one name is found for each."""
    given = [*iter_articles(articles, engine)]
    joined = join_names(given) if len(given) > 1 else [{} for _ in given]
    for article, names in zip(given, joined, strict=True):
        yield article, [replace(p, name=names.get(p.name, p.name)) for p in find_people(article)]


def _make_row(article: Article, person: Person) -> dict[str, object]:
    contents = [span for said in person.statements for span in said.quotation.content]
    first = person.mentions[0].span if person.mentions else None
    return {
        "article": article.id,
        "name": person.name,
        "kind": str(person.kind),
        "titles": ", ".join(person.titles) or None,
        "role": str(person.role),
        "gender": str(person.gender),
        "aliases": ", ".join(person.aliases) or None,
        "mentions": len(person.mentions),
        "named": sum(mention.form == "name" for mention in person.mentions),
        "statements": len(person.statements),
        "words": len(find_words_in(article.text, contents)),
        "heard": person.is_heard,
        "start": first.start if first else None,
        "end": first.end if first else None,
    }
