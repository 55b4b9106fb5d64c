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
from toolkit.base import NARRATOR, UNKNOWN, Rule
from toolkit.display.annotation import AnnotatedArticle, picture, tell_stances
from toolkit.display.cells import NOT_MEASURED, write_table
from toolkit.display.filling import fill
from toolkit.display.pieces import rank_speakers
from toolkit.display.strip import write_strip
from toolkit.display.summary import (
    Tables,
    name_article,
    tell_about,
    tell_shares,
    write_summary,
)
from toolkit.display.telling import tell_mean, tell_number
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

    from markupsafe import Markup
    from matplotlib.axes import Axes

    from toolkit.base import Article
    from toolkit.display.annotation import Picture
    from toolkit.display.filling import fill
from toolkit.display.pieces import Mark

WIDTH, ROW_HEIGHT, MARGIN = 4.2, 0.36, 1.1  # inches of a plot: of a page of 420 pixels
MOST_ROWS = 15  # of who acts on whom

# What of 100 was right where it was measured, by what the page calls it.
SHARES = {
    "found": ("quotations", "share found"),
    "right": ("quotations", "share right"),
    "sources": ("sources", "share right"),
    "speakers": ("speakers", "speaker right"),
    "negative": ("stance", "precision of negative calls"),
    "positive": ("stance", "precision of positive calls"),
}
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


def write_article(article: Article) -> Markup:
    """Write the sections on one article, below its title.

    Examples
    --------
    >>> from toolkit.base.article import Article
    >>> page = write_article(Article('"Rates will rise," said Ann Lee.', id="a1"))
    >>> "Ann Lee speaks most" in page, "1 attribution:" in page
    (True, True)
    """
    attributions = find_statements(article)
    marks = rank_speakers(article, attributions)
    quotations, sourcing = quotation_table(article, acts=STATED), sourcing_table(article)
    speakers, headline = speaker_table(article), headline_table(article)
    mentions = stance_passage_table(article)
    annotated = AnnotatedArticle(
        article, tuple(attributions), tell_stances(mentions, attributions)
    )
    values: dict[str, object] = {
        "name": name_article(article),
        "about": tell_about(article),
        "strip": write_strip(article, marks),
        "summary": write_summary(article, Tables(speakers, quotations, sourcing, headline)),
        "checked": int((quotations["rule"] == Rule.PERSON).sum()),
        "shares": tell_shares(SHARES),
        "marked": fill("article.html", **annotated.collect()),
        "headline": _show(headline, HEADLINE, marks),
        "relays": _show(quotations[quotations["relay"].notna()], RELAYS, marks),
        "tone": _show(_tabulate_tone(article), TONE),
    }
    values |= _collect_speakers(speakers, marks) | _collect_sourcing(article, sourcing)
    values |= _collect_actions(article, marks) | _collect_stances(mentions, marks)
    values |= _collect_sentiment(article, marks) | _collect_words(article)
    return fill("sections.html", **values)


def _show(
    table: pd.DataFrame, headings: Mapping[str, str], marks: Mapping[str, Mark] | None = None
) -> Markup | str:
    """Write a table; of an empty one, nothing."""
    return "" if table.empty else write_table(table, headings=headings, marks=marks)


# --- the sections ------------------------------------------------------------------------


def _collect_speakers(speakers: pd.DataFrame, marks: Mapping[str, Mark]) -> dict[str, object]:
    if (speakers["speaker"] == UNKNOWN).all():
        return {"speakers": ""}
    return {
        "speakers": write_table(speakers, headings=SPEAKERS, marks=marks),
        "plot": _draw(plot_speakers, speakers, rows=min(len(speakers), MOST_BARS)),
    }


def _collect_sourcing(article: Article, sourcing: pd.DataFrame) -> dict[str, object]:
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
    bare = sourcing[sourcing["sourcing"].isin(UNSOURCED)]
    return {
        "sourcing": _show(pd.DataFrame(rows), SOURCING),
        "unsourced": [*zip(bare["sentence"], bare["text"], strict=True)],
        "diversity": _tell_diversity(article),
    }


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


def _collect_actions(article: Article, marks: Mapping[str, Mark]) -> dict[str, object]:
    table = action_table(article)
    deeds = table[~table["speech"] & table["doer"].notna() & table["target"].notna()]
    negation = deeds["negated"].map({True: "not ", False: ""})
    modal = deeds["modal"].map(lambda verb: f"{verb} " if verb else "")
    deeds = deeds.assign(act=modal + negation + deeds["verb"])
    return {
        "actions": _show(deeds.head(MOST_ROWS), ACTIONS, marks),
        "deeds": len(deeds),
        "passives": int((table["construction"] == "passive without agent").sum()),
    }


def _collect_stances(mentions: pd.DataFrame, marks: Mapping[str, Mark]) -> dict[str, object]:
    clear = mentions[mentions["stance"] != NAMES[0]]
    chances = clear[["negative", "positive"]].max(axis=1)
    clear = clear.assign(chance=chances).sort_values("chance", ascending=False, kind="stable")
    return {
        "stances": _show(clear.head(MOST_ROWS), STANCE, marks),
        "clear": len(clear),
        "mentions": len(mentions),
    }


def _collect_sentiment(article: Article, marks: Mapping[str, Mark]) -> dict[str, object]:
    every = speaker_sentiment_table(article)
    table = every[every[[f"{name}_mean" for name in INSTRUMENTS]].notna().any(axis=1)]
    units = zip(table["n"], table["unit"], strict=True)
    table = table.assign(units=[tell_number(n, unit) for n, unit in units])
    for instrument in INSTRUMENTS:
        columns = [f"{instrument}_{figure}" for figure in ("n", "mean", "low", "high")]
        table[instrument] = [tell_mean(*row) for row in table[columns].itertuples(index=False)]
    return {
        "sentiment": _show(table, SENTIMENT, marks),
        "measured": len(table),
        "voices": len(every),
        "least": MIN_SCORES,
    }


def _tabulate_tone(article: Article) -> pd.DataFrame:
    """Tabulate the tone of the narrator and of all who are quoted, for reading."""
    table = tone_table(article)
    cells = {
        voice: table[table["voice"] == voice].set_index("dimension").reindex([*MEANINGS])
        for voice in (NARRATOR, "quoted")
    }
    rows = pd.DataFrame({voice: _list_rates(rates) for voice, rates in cells.items()})
    rows["meaning"] = [f"{dimension} ({words})" for dimension, words in MEANINGS.items()]
    heard = pd.concat([rates["hits"].reindex([*MEANINGS]) for rates in cells.values()], axis=1)
    return rows[heard.fillna(0).sum(axis=1).to_numpy() > 0]


def _list_rates(table: pd.DataFrame) -> list[str]:
    figures = table[["value", "low", "high", "hits"]].itertuples(index=False)
    return [
        NOT_MEASURED
        if pd.isna(value)
        else f"{value:.1f} ({low:.1f} to {high:.1f}), n = {hits:.0f}"
        for value, low, high, hits in figures
    ]


def _collect_words(article: Article) -> dict[str, object]:
    words = keyword_table(article, limit=MOST_BARS)
    phrases = keyword_table(article, kind="phrases", limit=10)
    return {
        "words": _list_terms(words[words["occurrences"] > 1]),
        "phrases": _list_terms(phrases),
    }


def _list_terms(table: pd.DataFrame) -> list[tuple[str, int]]:
    return [*zip(table["term"], table["occurrences"], strict=True)]


def _draw(plot: Callable[..., Axes], table: pd.DataFrame, *, rows: int) -> Picture:
    """Draw a plot for a narrow page without its title, apart from pyplot and its windows."""
    size = (WIDTH, MARGIN + ROW_HEIGHT * max(rows, 2))
    ax = plot(table, ax=Figure(figsize=size, layout="constrained").subplots())
    title = " ".join(ax.get_title(loc="left").split()).replace(r"\$", "$")
    ax.set_title("", loc="left")
    return picture(ax, alt=title)
