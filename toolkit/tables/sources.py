"""Who gets to speak: shares of roles, genders and kinds of sources, by outlet and over time."""

from __future__ import annotations

import json
import re
from itertools import product
from typing import TYPE_CHECKING, Any

import pandas as pd

from toolkit.base import Kind, ToolkitError, check_choice, read_role_occupations, suggest
from toolkit.engine import ENGLISH
from toolkit.tables.articles import article_table
from toolkit.tables.columns import Column, Table, alike
from toolkit.tables.intervals import estimate_clustered_share
from toolkit.tables.reading import iter_articles, speaker_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from toolkit.base import Article
    from toolkit.engine import Articles, Engine

COUNTED = ("speaker", "quotation", "word")
UNKNOWN = "unknown"
PERIODS = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y"}
COLUMNS = ("publisher", "byline", "dateline", "language", "origin", "section")
WHATS = ("role", "gender", "naming", "kind")
NAMING = {
    Kind.PERSON: "named", Kind.ORGANISATION: "named", Kind.GROUP: "unnamed",
    Kind.UNNAMED: "unnamed", Kind.DOCUMENT: "document", Kind.UNKNOWN: "nobody",
}  # fmt: skip
ROLES = Table("role_table", (
    Column("role", "str", "As `speaker_table` has it."),
    Column("covers", "str", "Who that is."),
    Column("gmmp", "str",
           "The classes of occupation of the Global Media Monitoring Project that it comes "
           "nearest to, in our words: compare with the coding guide of the year before you cite."),
))  # fmt: skip
NOT_GIVEN = "not given"
SOURCES = Table("source_table", (
    Column("category", "str",
           "Role, gender, naming or kind. ``unknown`` is counted, never shared out."),
    Column("articles", "int64",
           "Those of the group in which somebody is heard. One speaker of two articles counts "
           "twice.", "articles"),
    Column("speakers", "int64",
           "Counted once an article. Words of nobody who is named have none; whoever was asked "
           "and did not answer, or did something and said nothing, has not spoken.", "speakers"),
    Column("quotations", "int64",
           "Statements of these speakers: neither deeds nor silences (`speaker_table` counts "
           "others by its `acts`).", "quotations"),
    Column("words", "int64", "Of the contents of these quotations.", "words"),
    *(
        column
        for counted in COUNTED
        for column in (
            Column(f"{counted}_share", "float64", f"Of all {counted}s of the group.", "0 to 1"),
            *alike(f"{counted}_low {counted}_high", "float64",
                   "Ends of the 95 % interval of the share, for articles like these. It knows "
                   "that quotations of one article belong together. NaN under 5 articles.",
                   "0 to 1"),
        )
    ),
))  # fmt: skip
TRENDS = Table("trend_table", (
    Column("period", "str", "Such as ``2024-03``; a week is named by its first day."),
    *SOURCES.columns,
))  # fmt: skip
RESERVED = {*TRENDS.schema, "article"}


@ROLES.describes
def role_table() -> pd.DataFrame:
    """List the roles that a speaker may have, with what each covers.

    Returns
    -------
    DataFrame
        {columns}

    Examples
    --------
    >>> role_table()["role"].tolist()[:3]
    ['government', 'politics', 'justice']
    """
    return ROLES.make(map(dict, read_role_occupations()))


@SOURCES.describes
def source_table(  # noqa: PLR0913 - most may be left out
    articles: Articles,
    *,
    what: str = "role",
    by: str | Sequence[str] = (),
    with_unknown: bool = True,
    names: Mapping[str, str] | Path | str | None = None,
    gender_by: str = "text",
    engine: Engine = ENGLISH,
) -> pd.DataFrame:
    """Count who is heard, by speakers, quotations and words, with shares and their intervals.

    Parameters
    ----------
    articles : Article, Attribution, or iterable of them
    what : str, optional
        ``role``; ``gender``, of single persons alone; ``naming``: named persons and bodies,
        unnamed sources and groups, documents, nobody; or ``kind``.
    by : str or sequence of str, optional
        Count each group by itself: ``publisher``, ``section``, ``byline``, ``dateline``,
        ``language``, ``origin``, another column of the source (`Article.meta`), or ``day``,
        ``week``, ``month``, ``quarter``, ``year`` of `published`; or each ``article``. Where
        an article does not tell, it is in the group ``not given``.
    with_unknown : bool, optional
        False leaves out those whose role or gender the article does not tell: shares are then
        of the others, as the Global Media Monitoring Project has them.
    names, gender_by : optional
        As `speaker_table` takes them.
    engine : Engine, optional
        What reads the articles.

    Returns
    -------
    DataFrame
        Groups in order, the categories with most words over all first. The columns of `by`
        stand before these.

        {columns}

    Raises
    ------
    ToolkitError
        If `what` or `by` name something that does not exist.

    Notes
    -----
    The interval tells of chance in the choice of articles alone, not of misread roles: some 20
    of 100 are wrong (`validity_table`), and small shares are blurred most.

    Examples
    --------
    >>> from toolkit.base.article import Article
    >>> text = "Rates will rise, said Mayor Ann Lee. Bob Day, a truck driver, said he would pay."
    >>> source_table(Article(text, publisher="Post"), by="publisher")[
    ...     ["publisher", "category", "speakers", "quotations"]
    ... ]
      publisher    category  speakers  quotations
    0      Post  government         1           1
    1      Post     citizen         1           1
    """
    check_choice("what", what, WHATS)
    given = [*iter_articles(articles, engine)]
    about = article_table(given)
    groups = place_articles(about, by)
    speakers = speaker_table(given, names=names, gender_by=gender_by)
    return share_sources(speakers, groups, by, what=what, with_unknown=with_unknown)


def share_sources(
    speakers: pd.DataFrame,
    groups: pd.DataFrame,
    by: str | Sequence[str],
    *,
    what: str,
    with_unknown: bool = True,
) -> pd.DataFrame:
    """Count who is heard in tables that are made already: those of a corpus, or of a stream.

    Parameters
    ----------
    speakers, groups : DataFrame
        From `speaker_table` and `place_articles`, of the same articles.
    by, what, with_unknown
        As in `source_table`.

    Returns
    -------
    DataFrame
        As `source_table` makes it.
    """
    counts = _count(speakers, what)
    if not with_unknown:
        counts = counts[counts["category"] != UNKNOWN]
    columns = list_columns(by)
    return SOURCES.pool(columns).make(_make_rows(counts, groups, columns))


@TRENDS.describes
def trend_table(  # noqa: PLR0913 - most may be left out
    articles: Articles,
    *,
    what: str = "role",
    by: str | Sequence[str] = "month",
    with_unknown: bool = True,
    names: Mapping[str, str] | Path | str | None = None,
    gender_by: str = "text",
    engine: Engine = ENGLISH,
) -> pd.DataFrame:
    """Count who is heard from one period to the next, with shares and their intervals.

    Parameters
    ----------
    articles : Article, Attribution, or iterable of them
        Those without `published` are left out.
    what : str, optional
        As `source_table` takes it.
    by : str or sequence of str, optional
        ``day``, ``week``, ``month``, ``quarter`` or ``year``; before it columns that are
        drawn apart, such as ``["publisher", "month"]``.
    with_unknown, names, gender_by : optional
        As `source_table` takes them.
    engine : Engine, optional
        What reads the articles.

    Returns
    -------
    DataFrame
        Every category has a row in every period from the first to the last: 0 `articles` and
        NaN where nobody is heard. Other columns of `by` stand before these.

        {columns}

    Raises
    ------
    ToolkitError
        If `by` ends in no period, no article has a date, or `what` does not exist.

    Examples
    --------
    >>> from datetime import date
    >>> from toolkit.base.article import Article
    >>> text = "Rates will rise, said Mayor Ann Lee."
    >>> articles = [Article(text, id=f"{m}", published=date(2024, m, 1)) for m in (1, 3)]
    >>> trend_table(articles)[["period", "category", "articles", "quotations"]]
        period    category  articles  quotations
    0  2024-01  government         1           1
    1  2024-02  government         0           0
    2  2024-03  government         1           1
    """
    columns = list_columns(by)
    if not columns or columns[-1] not in PERIODS:
        found = f"{columns[-1]!r}{suggest(columns[-1], PERIODS)}" if columns else "nothing"
        raise ToolkitError(f"by: must end in one of {', '.join(PERIODS)}; found {found}")
    given = [*iter_articles(articles, engine)]
    dated = [article for article in given if article.published is not None]
    if given and not dated:
        raise ToolkitError("articles: must have a date, `published`; found none that has")
    table = source_table(
        dated,
        what=what,
        by=columns,
        with_unknown=with_unknown,
        names=names,
        gender_by=gender_by,
    )
    table = table.rename(columns={columns[-1]: "period"})
    table = table if table.empty else _fill_periods(table, dated, columns)
    return TRENDS.pool(columns[:-1]).shape(table)


def place_articles(
    table: pd.DataFrame, by: str | Sequence[str], others: Sequence[str] = ()
) -> pd.DataFrame:
    """Say for each article to which group it belongs.

    Parameters
    ----------
    table : DataFrame
        From `article_table`.
    by : str or sequence of str
        As in `source_table`.
    others : sequence of str, optional
        What the caller takes besides, each by itself: an error names these too.

    Returns
    -------
    DataFrame
        `article`, and a column of text for each other of `by`.

    Raises
    ------
    ToolkitError
        If `by` names something that no article has, or one thing twice.
    """
    columns = list_columns(by)
    own = {name: None for meta in table["meta"].dropna().unique() for name in json.loads(meta)}
    more = (name for name in own if name not in RESERVED)
    choices = [*dict.fromkeys((*others, *COLUMNS, *PERIODS, *more, "article"))]
    alone = {*others} - {"article"}
    for number, column in enumerate([] if table.empty else columns):
        if column not in choices or column in columns[:number] or column in alone:
            wrong = ", which must stand alone" if column in alone else " twice"
            wrong = wrong if column in choices else _tell_field(table, column, choices)
            raise ToolkitError(
                f"by: must be one of {', '.join(choices)}, each once; found {column!r}{wrong}"
            )
    groups = table[["article"]].copy()
    for column in columns:
        if column != "article":
            groups[column] = _list_values(table, column)
    return groups


def list_columns(by: str | Sequence[str]) -> list[str]:
    """List the columns that groups are told apart by."""
    return [by] if isinstance(by, str) else [*by]


def take_single(by: str | Sequence[str]) -> str | Sequence[str]:
    """Give the one column of a list of one, which means what it means by itself.

    Examples
    --------
    >>> take_single(["article"]), take_single(["publisher", "month"])
    ('article', ['publisher', 'month'])
    """
    columns = list_columns(by)
    return columns[0] if len(columns) == 1 else columns


def _tell_field(table: pd.DataFrame, column: str, choices: Sequence[str]) -> str:
    """Name the field that a column of the source was read as, or a choice that is spelt alike."""
    for note in table["article_note"].dropna().unique():
        if read := re.search(rf"(\w+) from {re.escape(repr(column))}", note):
            return f", which was read as {read[1]}"
    return suggest(column, choices)


def pool_articles(
    articles: Iterable[Article], by: str | Sequence[str], others: Sequence[str] = ()
) -> tuple[list[str], list[tuple[dict[str, str], list[int]]]]:
    """Put articles together that have the same outlet, month and so on.

    Parameters
    ----------
    articles : iterable of Article
    by : str or sequence of str
        As in `source_table`.
    others : sequence of str, optional
        As in `place_articles`.

    Returns
    -------
    list of str
        The columns.
    list of (dict of str to str, list of int)
        The values of each group in them, in order, and the numbers of its articles.

    Raises
    ------
    ToolkitError
        As `place_articles` raises it.

    Examples
    --------
    >>> from toolkit.base.article import Article
    >>> articles = [Article("It rains.", id=f"{n}", publisher=p) for n, p in enumerate("BAB")]
    >>> pool_articles(articles, "publisher")[1]
    [({'publisher': 'A'}, [1]), ({'publisher': 'B'}, [0, 2])]
    """
    groups = place_articles(article_table(articles), by, others)
    columns = list_columns(by)
    grouped = groups.groupby(columns, sort=True) if columns else [((), groups)]
    return columns, [
        (dict(zip(columns, map(str, values), strict=True)), [*map(int, rows.index)])
        for values, rows in grouped
    ]


def _list_values(table: pd.DataFrame, column: str) -> list[str]:
    values: Iterable[Any]
    if column in PERIODS:  # a week is named by its first day
        periods = table["published"].dt.to_period(PERIODS[column]).astype("object")
        values = periods.map(lambda period: f"{period}".partition("/")[0], na_action="ignore")
    elif column in COLUMNS:
        values = table[column]
    else:
        values = (json.loads(meta).get(column) for meta in table["meta"].fillna("{}"))
    words = ("" if pd.isna(value) else f"{value}".strip() for value in values)
    return [word or NOT_GIVEN for word in words]


def _count(speakers: pd.DataFrame, what: str) -> pd.DataFrame:
    """Count speakers, quotations and words of each article and category."""
    is_known = speakers["kind"] != Kind.UNKNOWN
    categories = speakers["kind"].map(NAMING) if what == "naming" else speakers[what]
    rows = speakers.assign(category=categories, speakers=is_known.astype("int64"))
    if what == "gender":
        rows = rows[is_known & (rows["gender"] != "none")]
    counted = ["speakers", "quotations", "words"]
    return rows.groupby(["article", "category"], sort=False)[counted].sum().reset_index()


def _make_rows(
    counts: pd.DataFrame, groups: pd.DataFrame, columns: Sequence[str]
) -> Iterable[dict[str, object]]:
    placed = counts.merge(groups, on="article")
    order = placed.groupby("category", sort=False)["words"].sum()
    categories = [*order.sort_values(ascending=False, kind="stable").index]
    grouped = placed.groupby([*columns], sort=True) if columns else [((), placed)]
    for values, group in grouped:
        totals = group.groupby("article")[["speakers", "quotations", "words"]].sum()
        if totals.empty:
            continue
        for category in categories:
            own = group[group["category"] == category].set_index("article")
            hits = own[totals.columns].reindex(totals.index, fill_value=0)
            yield {
                **dict(zip(columns, values, strict=True)),
                "category": category,
                "articles": len(totals),
                **{column: hits[column].sum() for column in totals.columns},
                **_estimate(hits, totals),
            }


def _estimate(hits: pd.DataFrame, totals: pd.DataFrame) -> dict[str, float]:
    found: dict[str, float] = {}
    for counted in COUNTED:
        share = estimate_clustered_share([*hits[f"{counted}s"]], [*totals[f"{counted}s"]])
        ends = ("share", "low", "high")
        found |= {f"{counted}_{end}": value for end, value in zip(ends, share, strict=True)}
    return found


def _fill_periods(
    table: pd.DataFrame, articles: Sequence[Article], columns: Sequence[str]
) -> pd.DataFrame:
    """Give every group and category a row in every period."""
    kind = PERIODS[columns[-1]]
    periods = [pd.Period(article.published, kind) for article in articles]
    names = [f"{p}".partition("/")[0] for p in pd.period_range(min(periods), max(periods))]
    keys = [*columns[:-1], "period", "category"]
    places = {
        (*group, period, category)
        for (*group, _, _) in set(table[keys].itertuples(index=False, name=None))
        for period, category in product(names, set(table["category"]))
    }
    every = pd.MultiIndex.from_tuples([*places], names=keys)
    order = {category: number for number, category in enumerate(dict.fromkeys(table["category"]))}
    filled = table.set_index(keys).reindex(every).reset_index()
    counted = ["articles", "speakers", "quotations", "words"]
    filled[counted] = filled[counted].fillna(0).astype("int64")
    filled["order"] = filled["category"].map(order)
    filled = filled.sort_values([*columns[:-1], "period", "order"], kind="stable")
    return filled.reset_index(drop=True)


def check_alone(by: str | Sequence[str]) -> None:
    """Refuse groups beside ``evidence=True``: a word or passage is that of one article.

    Raises
    ------
    ToolkitError
        If `by` is anything but ``article``.
    """
    if take_single(by) != "article":
        raise ToolkitError(f"by: must be left out where evidence=True; found {by!r}")
