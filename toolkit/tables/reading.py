"""Tables of what was found: one row per thing, the same columns every time.

pandas begins here. The modules that this one imports return plain Python values
and can be used without pandas; those that import this one return tables.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from toolkit.attribution import (
    Known,
    Profile,
    find_attributions,
    join_speakers,
    profile_speakers,
    read_aliases,
)
from toolkit.base import (
    UNSAID,
    Act,
    Article,
    Kind,
    Rule,
    Span,
    ToolkitError,
    find_quoted,
    find_words_in,
    join_pieces,
    lies_in,
    list_parts,
)
from toolkit.engine import ENGLISH, take_articles
from toolkit.people import find_names
from toolkit.tables.columns import ARTICLE, Column, Table
from toolkit.tables.progress import follow

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from toolkit.base import Attribution
    from toolkit.engine import Articles, Engine

QUOTATIONS = Table("quotation_table", (
    ARTICLE,
    Column("part", "str", "Kind of the part that the content begins in."),
    Column("speaker", "str", "Who speaks; ``unknown`` where the text does not say."),
    Column("kind", "str",
           "What the speaker is: ``person``, ``organisation``, ``group``, ``unnamed``, "
           "``document``, ``unknown``."),
    Column("candidates", "str",
           "Who may be meant where the speaker is ``unknown``, because two fit or nobody is "
           "likely enough: the likeliest first, between ``; ``. NaN: nobody."),
    Column("relay", "str",
           "Through whom, from the one nearest the speaker on, between commas. NaN: nobody."),
    Column("form", "str", "``direct``: all in quote marks, ``mixed``: some, ``indirect``: none."),
    Column("act", "str",
           "What the cue reports: ``saying``, ``asking``, ``urging``, ``thinking``, ``showing``, "
           "``no_comment`` (asked, and did not answer), ``deed`` (done, voted for or touched on, "
           "and not said)."),
    Column("content", "str",
           "What is said, as it stands; a split one in full with ``\u2026`` between the pieces "
           "(pieces as spans: `find_attributions`). NaN: there is none."),
    Column("cue", "str", "The words that report it, as they stand. NaN: there are none."),
    Column("source", "str",
           "The words that name who says it, as they stand. NaN: there are none."),
    Column("start", "int64", "First character of the content.", "characters"),
    Column("end", "int64", "Behind the last character of the content.", "characters"),
    Column("words", "int64", "Of the content.", "words"),
    Column("confidence", "float64",
           "Chance that content, source and speaker are right. NaN: not measured.", "0 to 1"),
    Column("finder", "str",
           "What found it: ``reader``, the trained model; ``clauses``, marks and parse; or "
           "``person``."),
    Column("rule", "str",
           "What decided who the speaker is. ``person`` marks what a person decided; see "
           "`read_corrections`."),
    Column("evidence", "str", "The words that the rule went by. NaN: no words."),
), file="quotations")  # fmt: skip
SPEAKERS = Table("speaker_table", (
    ARTICLE,
    Column("speaker", "str", "Who speaks; ``unknown`` where nobody is named."),
    QUOTATIONS.known["kind"],
    Column("role", "str",
           "In what capacity, such as ``government``, ``expert`` or ``citizen``, ``unknown`` "
           "where the article does not tell. Of 100 speakers some 80 are right: `validity_table`; "
           "`role_table` lists the roles."),
    Column("role_evidence", "str",
           "The words that tell the role (their places: `find_profiles`). NaN: none do."),
    Column("gender", "str",
           "``woman``, ``man``, ``nonbinary``, ``unknown``; ``none`` for whatever is no single "
           "person."),
    Column("gender_evidence", "str",
           "The words that tell the gender (their places: `find_profiles`). NaN: none do."),
    Column("quotations", "int64", "How often the speaker is quoted.", "quotations"),
    Column("words", "int64", "Of the contents of these quotations.", "words"),
    Column("share", "float64", "Of all words quoted in the article.", "0 to 1"),
    Column("direct_words", "int64", "Words in quote marks.", "words"),
    Column("direct_share", "float64",
           "Share of the speaker's words in quote marks. NaN where a content has no word.",
           "0 to 1"),
    Column("first", "int64", "Where the first content begins.", "characters"),
    Column("last", "int64", "Where the last content ends.", "characters"),
), file="speakers")  # fmt: skip
ACTS = tuple(Act)
STATED = tuple(act for act in Act if act not in UNSAID)  # what counts as speech
GIVEN = {Rule.ALIAS, Rule.PERSON}  # a person gave these names: they stay as they are


def iter_articles(articles: Articles, engine: Engine = ENGLISH) -> Iterator[Article]:
    """Yield the articles that a table function was given, with a bar where there are many.

    Raises
    ------
    ToolkitError
        If something else is given than articles or attributions (`toolkit.engine.given`).

    Examples
    --------
    >>> from toolkit.base.article import Article
    >>> [article.id for article in iter_articles(Article("War is war.", id="a1"))]
    ['a1']
    """
    is_listed = isinstance(articles, (list, tuple))
    taken = take_articles(articles, engine)
    yield from follow([*taken] if is_listed else taken)


@QUOTATIONS.describes
def quotation_table(
    articles: Articles,
    *,
    acts: Collection[str] = ACTS,
    names: Mapping[str, str] | Path | str | None = None,
    engine: Engine = ENGLISH,
) -> pd.DataFrame:
    """Make one row per quotation: who says what, by which words, and what decided.

    Parameters
    ----------
    articles : Article, Attribution, or iterable of them
    acts : collection of str, optional
        Keep these acts only, such as ``["saying"]``.
    names : mapping or path, optional
        Names that are to stand for others, as `find_attributions` takes them.
    engine : Engine, optional
        What reads the articles.

    Returns
    -------
    DataFrame
        In reading order. A speaker of several articles has one name in all of them where
        the names agree, and never on a surname alone (`toolkit.aliases.join_speakers`).

        {columns}

    Raises
    ------
    ToolkitError
        If `acts` has an act that does not exist, or `names` are not what they must be.

    Examples
    --------
    >>> from toolkit.base.article import Article
    >>> article = Article("Rates will rise, Ann Lee said.", id="a1")
    >>> quotation_table(article)[["speaker", "cue", "content"]]
       speaker   cue          content
    0  Ann Lee  said  Rates will rise
    """
    rows = [
        [_make_quotation_row(article, attribution) for attribution in attributions]
        for article, attributions in iter_attributed(articles, acts, names, engine)
    ]
    return QUOTATIONS.make(row for made in rows for row in made)


@SPEAKERS.describes
def speaker_table(
    articles: Articles,
    *,
    acts: Collection[str] = STATED,
    names: Mapping[str, str] | Path | str | None = None,
    gender_by: str = "text",
    engine: Engine = ENGLISH,
) -> pd.DataFrame:
    """Make one row per article and speaker: how often, how much and how verbatim.

    Parameters
    ----------
    articles : Article, Attribution, or iterable of them
    acts : collection of str, optional
        Count these acts only, such as ``["saying"]``. Left out, all but ``no_comment`` and
        ``deed``: whoever did not answer, or did something, has said nothing.
    names : mapping or path, optional
        Names that are to stand for others, as `find_attributions` takes them.
    gender_by : str, optional
        ``text``, or ``names``: see `find_profiles`.
    engine : Engine, optional
        What reads the articles.

    Returns
    -------
    DataFrame
        Most words first in each article. Words that nobody is named for are in the row of
        the speaker ``unknown``. Names agree over articles as in `quotation_table`.

        {columns}

    Raises
    ------
    ToolkitError
        If `acts` has an act that does not exist, `names` are not what they must be, or
        `gender_by` is something else.

    Examples
    --------
    >>> from toolkit.base.article import Article
    >>> article = Article('Rates will rise, Ann Lee said. "Soon," Lee added.', id="a1")
    >>> speaker_table(article)[["speaker", "quotations", "words", "direct_words"]]
       speaker  quotations  words  direct_words
    0  Ann Lee           2      4             1
    """
    rows: list[dict[str, object]] = []
    for article, attributions in iter_attributed(articles, acts, names, engine):
        profiles = profile_speakers(article, attributions, gender_by=gender_by)
        rows += _make_speaker_rows(article, attributions, profiles)
    table = SPEAKERS.make(rows)
    return table.assign(
        share=table["words"] / table.groupby("article")["words"].transform("sum"),
        direct_share=table["direct_words"] / table["words"],
    )


def iter_attributed(
    articles: Articles,
    acts: Collection[str],
    names: Mapping[str, str] | Path | str | None,
    engine: Engine = ENGLISH,
) -> Iterator[tuple[Article, list[Attribution]]]:
    """Yield each article with its attributions, once one name is found for each speaker.

    Examples
    --------
    >>> from toolkit.base.article import Article
    >>> full = Article("Rates will rise, Ann Lee said.", id="a1")
    >>> for article, found in iter_attributed([full], ["saying"], None):
    ...     print(article.id, [attribution.speaker.name for attribution in found])
    a1 ['Ann Lee']
    """
    unknown = sorted({*acts} - {*ACTS}) if not isinstance(acts, str) else [acts]
    if unknown:
        raise ToolkitError(f"acts: must be a list of {', '.join(ACTS)}; found {unknown[0]!r}")
    aliases = read_aliases(names) if names is not None else None
    found: list[tuple[Article, list[Attribution]]] = []
    known: list[Known] = []
    for number, article in enumerate(iter_articles(articles, engine)):
        attributions = find_attributions(article, names=aliases)
        roles = {name.name: name.roles for name in find_names(article)} if attributions else {}
        for attribution in attributions:
            speaker = attribution.speaker
            known.append(Known(number, speaker.name, speaker.kind, roles.get(speaker.name, ())))
        found.append((article, [a for a in attributions if a.quotation.act in acts]))
    joined = join_speakers(known) if len(found) > 1 else {}
    for number, (article, attributions) in enumerate(found):
        yield article, [_call(a, joined.get((number, a.speaker.name))) for a in attributions]


def join_names(articles: Iterable[Article]) -> list[dict[str, str]]:
    """Give for each article the name that all of them use, by each name and speaker that it has.

    Speakers are called as in `quotation_table` of the same articles.

    Examples
    --------
    >>> from toolkit.base.article import Article
    >>> first = Article("Rates will rise, said the mayor, Ann Lee.", id="a1")
    >>> second = Article("Mayor Lee left for Lowtown.", id="a2")
    >>> join_names([first, second])[1]["Lee"]
    'Ann Lee'
    """
    given = [*articles]
    named = [find_names(article) for article in given]
    joined = join_speakers(
        Known(
            number,
            name.name,
            Kind.PERSON if name.is_person else Kind.ORGANISATION,
            name.roles,
            len(name.mentions),
        )
        for number, names in enumerate(named)
        for name in names
    )
    found: list[dict[str, str]] = [{} for _ in given]
    for (number, name), shared in joined.items():
        found[number][name] = shared
    for names, (article, attributions) in zip(
        found, iter_attributed(given, ACTS, None), strict=True
    ):
        own = find_attributions(article)
        names |= {a.speaker.name: b.speaker.name for a, b in zip(own, attributions, strict=True)}
    return found


def _call(attribution: Attribution, name: str | None) -> Attribution:
    if name is None or name == attribution.speaker.name or attribution.rule in GIVEN:
        return attribution
    return replace(attribution, speaker=replace(attribution.speaker, name=name))


def _make_quotation_row(article: Article, attribution: Attribution) -> dict[str, object]:
    quotation = attribution.quotation
    content = quotation.content
    return {
        "article": article.id,
        "part": _find_part(article, content[0]),
        "speaker": attribution.speaker.name,
        "kind": str(attribution.speaker.kind),
        "candidates": "; ".join(attribution.candidates) or None,
        "relay": ", ".join(relay.name for relay in attribution.relays) or None,
        "form": str(quotation.form),
        "act": str(quotation.act),
        "content": join_pieces(article.text, content) or None,
        "cue": join_pieces(article.text, quotation.cue) or None,
        "source": join_pieces(article.text, quotation.source) or None,
        "start": content[0].start,
        "end": content[-1].end,
        "words": len(find_words_in(article.text, content)),
        "confidence": attribution.confidence,
        "finder": str(quotation.finder),
        "rule": str(attribution.rule),
        "evidence": join_pieces(article.text, attribution.evidence) or None,
    }


def _find_part(article: Article, span: Span) -> str:
    return next((p.kind for p in list_parts(article) if p.span.overlaps(span)), "paragraph")


def _make_speaker_rows(
    article: Article, attributions: Iterable[Attribution], profiles: Mapping[str, Profile]
) -> list[dict[str, object]]:
    stretches = find_quoted(article.text)
    grouped: dict[str, list[Attribution]] = {}
    for attribution in attributions:
        grouped.setdefault(attribution.speaker.name, []).append(attribution)
    rows = []
    for name, group in grouped.items():
        content = [span for attribution in group for span in attribution.quotation.content]
        words = find_words_in(article.text, content)
        direct = [word for word in words if lies_in(word, stretches)]
        row: dict[str, object] = {
            "article": article.id,
            "speaker": name,
            "kind": str(group[0].speaker.kind),
            "role": str(profiles[name].role),
            "role_evidence": join_pieces(article.text, profiles[name].role_evidence) or None,
            "gender": str(profiles[name].gender),
            "gender_evidence": join_pieces(article.text, profiles[name].gender_evidence) or None,
            "quotations": len(group),
            "words": len(words),
            "share": None,
            "direct_words": len(direct),
            "direct_share": None,
            "first": content[0].start,
            "last": content[-1].end,
        }
        rows.append((-len(words), content[0].start, row))
    return [row for *_, row in sorted(rows, key=lambda ranked: ranked[:2])]
