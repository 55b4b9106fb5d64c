"""The sections of a report on one article: each a question, answered by a table in plain HTML.

Every figure stands beside its count, and every section says what it does not show.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.figure import Figure

from toolkit.attitude import (
    INSTRUMENTS,
    NAMES,
    speaker_sentiment_table,
    stance_passage_table,
    tone_table,
)
from toolkit.attribution import find_statements
from toolkit.base import NARRATOR, UNKNOWN
from toolkit.display.annotation import annotate, picture
from toolkit.display.cells import NOT_MEASURED, write_table
from toolkit.display.pieces import rank_speakers
from toolkit.display.strip import write_strip
from toolkit.display.summary import (
    name_article,
    tell_about,
    tell_share,
    write_summary,
    write_trust,
)
from toolkit.display.telling import escape_html, tell_mean, tell_number
from toolkit.narrative import (
    UNSOURCED,
    Sourcing,
    action_table,
    headline_table,
    source_diversity_table,
    sourcing_table,
)
from toolkit.plots import (
    MOST_BARS,
    plot_speakers,
)
from toolkit.tables import MIN_SCORES, STATED, quotation_table, speaker_table
from toolkit.words import keyword_table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from matplotlib.axes import Axes

    from toolkit.base import Article
    from toolkit.display.pieces import Mark

WIDTH, ROW_HEIGHT, MARGIN = 4.2, 0.36, 1.1  # inches of a plot: of a page of 420 pixels
MOST_ROWS = 15  # of who acts on whom

# Column of a table: its heading on the page.
SPEAKERS = {
    "speaker": "speaker",
    "kind": "kind",
    "quotations": "quotations",
    "words": "words",
    "share": "share of quoted words",
    "direct_share": "of these in quote marks",
}
RELAYS = {
    "speaker": "speaker",
    "relay": "heard through",
    "content": "words",
}
SOURCING = {
    "meaning": "vouched for by",
    "sentences": "sentences",
    "share": "share of words",
    "which": "sentences no.",
}
HEADLINE = {
    "text": "in the headline",
    "element": "what it is",
    "status": "in the body",
    "match": "closest words there",
    "paragraph": "paragraph",
    "voice": "in whose words",
    "flag": "look at",
}
ACTIONS = {
    "doer": "who",
    "act": "does",
    "target": "to whom or what",
    "voice": "in whose words",
}
STANCE = {
    "voice": "voice",
    "target": "toward",
    "stance": "stance",
    "chance": "chance",
    "passage": "in these words",
}
SENTIMENT = {
    "speaker": "voice",
    "units": "scored",
    "vader": "VADER",
    "textblob": "TextBlob",
}
TONE = {
    "meaning": "words of",
    NARRATOR: "narrator",
    "quoted": "all who are quoted",
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
VOUCHERS = {
    Sourcing.NAMED: "a named person or body",
    Sourcing.RELAYED: "a named one, through somebody else",
    Sourcing.UNNAMED: "somebody who is not named",
    Sourcing.DOCUMENT: "a document",
    Sourcing.ORPHAN: "quote marks, and nobody\u2019s words",
    Sourcing.NONE: "nobody in the sentence",
}


def write_article(article: Article) -> str:
    """Write the sections on one article, below its title.

    Examples
    --------
    >>> from toolkit.base.article import Article
    >>> page = write_article(Article('"Rates will rise," said Ann Lee.', id="a1"))
    >>> "Ann Lee speaks most" in page, "1 attribution:" in page
    (True, True)
    """
    quotations, speakers = quotation_table(article, acts=STATED), speaker_table(article)
    sourcing = sourcing_table(article)
    marks = rank_speakers(article, find_statements(article))
    return "\n".join(
        [
            f'<h1 dir="auto">{escape_html(name_article(article))}</h1>',
            f'<p class="meta" dir="auto">{escape_html(tell_about(article))}</p>',
            write_strip(article, marks),
            write_summary(article, quotations, sourcing),
            write_trust(quotations),
            "<h2>The article, with each voice marked</h2>",
            annotate(article)._repr_html_(),
            _write_speakers(speakers, marks),
            _write_relays(quotations, marks),
            _write_sourcing(article, sourcing),
            _write_headline(headline_table(article), marks),
            _write_actions(article, marks),
            _write_stance(article, marks),
            _write_sentiment(article, marks),
            _write_tone(article),
            _write_words(article),
        ]
    )


# --- the sections ------------------------------------------------------------------------


def _write_speakers(speakers: pd.DataFrame, marks: Mapping[str, Mark]) -> str:
    if (speakers["speaker"] == UNKNOWN).all():
        return ""
    return (
        "<h2>Who speaks, and how much in their own words?</h2>"
        f"{_draw(plot_speakers, speakers, rows=min(len(speakers), MOST_BARS))}"
        f"{write_table(speakers, headings=SPEAKERS, marks=marks)}"
        "<p>A word counts for the speaker whether it stands in quote marks or is retold. Words "
        "in quote marks may still be a translation, or one word held at a distance.</p>"
    )


def _write_relays(quotations: pd.DataFrame, marks: Mapping[str, Mark]) -> str:
    relayed = quotations[quotations["relay"].notna()]
    if relayed.empty:
        return ""
    return (
        "<h2>Through whom did the words reach us?</h2>"
        f"{write_table(relayed, headings=RELAYS, marks=marks)}"
        "<p>Where no relay is named the reporter may have been there, or may not say.</p>"
    )


def _write_sourcing(article: Article, sourcing: pd.DataFrame) -> str:
    if sourcing.empty:
        return ""
    rows = [
        {
            "meaning": meaning,
            "sentences": len(found),
            "share": found["share"].sum(),
            "which": ", ".join(map(str, found["sentence"])),
        }
        for kind, meaning in VOUCHERS.items()
        if len(found := sourcing[sourcing["sourcing"] == kind])
    ]
    return (
        "<h2>Who vouches for each sentence?</h2>"
        f"{write_table(pd.DataFrame(rows), headings=SOURCING)}"
        f"{_list_unsourced(sourcing)}"
        f"<p>Sentences of the body, counted from its first. {_tell_diversity(article)} No source "
        "in the sentence is not no source at all: background often has none, and a source may "
        "stand a sentence before.</p>"
    )


def _list_unsourced(sourcing: pd.DataFrame) -> str:
    """List the sentences that rest on nobody, to be read."""
    bare = sourcing[sourcing["sourcing"].isin(UNSOURCED)]
    items = "".join(
        f'<li value="{number}"><bdi>{escape_html(text)}</bdi></li>'
        for number, text in zip(bare["sentence"], bare["text"], strict=True)
    )
    if not items:
        return ""
    told = tell_number(len(bare), "sentence")
    return f"<details><summary>{told} without a source</summary><ol>{items}</ol></details>"


def _tell_diversity(article: Article) -> str:
    row = source_diversity_table(article).iloc[0]
    if pd.isna(row["effective"]):
        return ""
    interval = (
        "too few quotations for an interval"
        if pd.isna(row["low"])
        else f"95% interval {row['low']:.1f} to {row['high']:.1f}"
    )
    return (
        f"The quotations are divided as if among {row['effective']:.1f} speakers with equal "
        f"shares (there are {row['sources']}, n = {row['n']}; {interval})."
    )


def _write_headline(headline: pd.DataFrame, marks: Mapping[str, Mark]) -> str:
    if headline.empty:
        return ""
    return (
        "<h2>What does the headline promise, and does the text pay?</h2>"
        f"{write_table(headline, headings=HEADLINE, marks=marks)}"
        "<p>Words are compared, not meanings: a match is no proof that the text supports the "
        "claim, and a flag is a reason to read the two places.</p>"
    )


def _write_actions(article: Article, marks: Mapping[str, Mark]) -> str:
    table = action_table(article)
    deeds = table[~table["speech"] & table["doer"].notna() & table["target"].notna()]
    if deeds.empty:
        return ""
    negation = deeds["negated"].map({True: "not ", False: ""})
    modal = deeds["modal"].map(lambda verb: f"{verb} " if verb else "")
    deeds = deeds.assign(act=modal + negation + deeds["verb"])
    hidden = int((table["construction"] == "passive without agent").sum())
    return (
        "<h2>Who does what to whom?</h2>"
        f"{write_table(deeds.head(MOST_ROWS), headings=ACTIONS, marks=marks)}"
        f"<p>{_tell_rest(len(deeds))}{_tell_passives(hidden)}Verbs of speech are left out. A "
        "parser found these, and it errs most on long sentences and headlines.</p>"
    )


def _tell_passives(number: int) -> str:
    if not number:
        return ""
    verb = "names" if number == 1 else "name"
    told = tell_number(number, "passive")
    return f"{told} {verb} nobody who acts; that need not hide anyone. "


def _tell_rest(number: int) -> str:
    return f"The first {MOST_ROWS} of {number}. " if number > MOST_ROWS else ""


def _write_stance(article: Article, marks: Mapping[str, Mark]) -> str:
    mentions = stance_passage_table(article)
    clear = mentions[mentions["stance"] != NAMES[0]]
    if clear.empty:
        return ""
    chances = clear[["negative", "positive"]].max(axis=1)
    clear = clear.assign(chance=chances).sort_values("chance", ascending=False, kind="stable")
    against, for_them = (
        tell_share("stance", f"precision of {name} calls") for name in ("negative", "positive")
    )
    return (
        "<h2>Passages to read: for or against whom they name?</h2>"
        f"<p><b>A call is a reason to read the words, no finding.</b> Of 100 such calls {against} "
        f"negative and {for_them} positive ones are so when one reads them. The chance is the "
        "program\u2019s own, from the words of one passage.</p>"
        f"{write_table(clear.head(MOST_ROWS), headings=STANCE, marks=marks)}"
        f"<p>{_tell_rest(len(clear))}{len(clear)} of {tell_number(len(mentions), 'mention')} of a "
        "person, organisation or place have a clear stance; the rest is no proof of "
        "neutrality.</p>"
    )


def _write_sentiment(article: Article, marks: Mapping[str, Mark]) -> str:
    table = speaker_sentiment_table(article)
    measured = table[[f"{name}_mean" for name in INSTRUMENTS]].notna().any(axis=1)
    voices = tell_number(len(table), "voice")
    if not measured.any():
        return (
            "<h2>How do the words of each voice sound?</h2>"
            f"<p>No voice has the {MIN_SCORES} passages that a mean needs: read the words.</p>"
        )
    table = table[measured]
    units = zip(table["n"], table["unit"], strict=True)
    table = table.assign(units=[tell_number(n, unit) for n, unit in units])
    for instrument in INSTRUMENTS:
        columns = [f"{instrument}_{figure}" for figure in ("n", "mean", "low", "high")]
        table[instrument] = [tell_mean(*row) for row in table[columns].itertuples(index=False)]
    return (
        "<h2>How do the words of each voice sound?</h2>"
        f"{write_table(table, headings=SENTIMENT, marks=marks)}"
        f"<p>{len(table)} of {voices} say enough for a mean. From -1 (unfavourable) to 1 "
        "(favourable) with the 95% interval, by two word lists; n is the number of quotations or "
        f"sentences with a word that the list knows, and under {MIN_SCORES} there is no mean to "
        "speak of. The lists know words, not what is meant: <i>ending the violence</i> counts "
        "like <i>violence</i>. A mean says how words sound, not toward whom.</p>"
    )


def _write_tone(article: Article) -> str:
    table = tone_table(article)
    cells = {
        voice: table[table["voice"] == voice].set_index("dimension").reindex([*MEANINGS])
        for voice in (NARRATOR, "quoted")
    }
    rows = pd.DataFrame({voice: _list_rates(rates) for voice, rates in cells.items()})
    rows["meaning"] = [f"{dimension} ({words})" for dimension, words in MEANINGS.items()]
    heard = pd.concat([rates["hits"].reindex([*MEANINGS]) for rates in cells.values()], axis=1)
    rows = rows[heard.fillna(0).sum(axis=1).to_numpy() > 0]
    if rows.empty:
        return ""
    return (
        "<h2>In what tone?</h2>"
        f"{write_table(rows, headings=TONE)}"
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
    words = keyword_table(article, limit=MOST_BARS)
    words = words[words["occurrences"] > 1]
    phrases = keyword_table(article, kind="phrases", limit=10)
    if words.empty:
        return ""
    return (
        "<h2>Which words carry the story?</h2>"
        f"<p>{_list_terms(words)}.</p>"
        f"<p>Phrases: {_list_terms(phrases)}.</p>"
        "<p>With how often they occur; by that and by where they stand in this article alone, "
        "not against other news.</p>"
    )


def _list_terms(table: pd.DataFrame) -> str:
    terms = zip(table["term"], table["occurrences"], strict=True)
    listed = (f"<b><bdi>{escape_html(term)}</bdi></b>&nbsp;{number}" for term, number in terms)
    return ", ".join(listed) or "none"


# --- tables, plots and numbers -----------------------------------------------------------


def _draw(plot: Callable[..., Axes], table: pd.DataFrame, *, rows: int) -> str:
    """Draw a plot for a narrow page, its title above it, apart from pyplot and its windows."""
    size = (WIDTH, MARGIN + ROW_HEIGHT * max(rows, 2))
    ax = plot(table, ax=Figure(figsize=size, layout="constrained").subplots())
    title = " ".join(ax.get_title(loc="left").split()).replace(r"\$", "$")
    ax.set_title("", loc="left")
    drawn = picture(ax, alt=title)._repr_html_()
    return f"<figure><figcaption>{escape_html(title)}</figcaption>{drawn}</figure>"
