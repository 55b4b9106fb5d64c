"""An article to explore by clicks in JupyterLab: text, plot and table follow one choice.

The view is an anywidget, part of the extra ``lab``: its script is a file of this package, it
holds all its data, and needs neither network nor, once shown, the kernel. Where widgets are
missing the same object shows itself as a still of the view.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from toolkit.attitude import (
    INSTRUMENTS,
    sentence_sentiment_table,
    sentiment_evidence_table,
    speaker_sentiment_table,
    stance_passage_table,
    stance_table,
    tone_evidence_table,
)
from toolkit.base import NARRATOR, Article, Span
from toolkit.display.annotation import AnnotatedArticle, annotate
from toolkit.display.filling import fill
from toolkit.display.pieces import cut_blocks, rank_speakers
from toolkit.display.still import collect_lanes, collect_scores
from toolkit.display.summary import name_article
from toolkit.display.telling import explain_attribution, name_voice, tell_calls, tell_mean
from toolkit.display.widgets import make_bundle, open_view
from toolkit.engine import ENGLISH, take_article
from toolkit.plots import GREY
from toolkit.words import keyword_table

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from toolkit.base import Attribution
    from toolkit.engine import Engine, OneArticle

TERMS = 15  # key words that the field for a word offers
MEASURES = {
    "words": "number of words",
    "vader": "VADER",
    "textblob": "TextBlob",
    "stance": "stance",
}
COUNTED = ("words", *INSTRUMENTS)  # those that each stretch has by itself
NARRATOR_LOOK = {"colour": GREY, "border": "solid"}
EXPLORE = "To explore the article by clicks"


@dataclass(frozen=True, slots=True)
class Exploration:
    """An article that shows itself as a view that answers to clicks; see `explore`.

    Parameters
    ----------
    annotated : AnnotatedArticle
        The marked text, which a page without widgets shows between lanes and scores.
    data : dict
        What the view shows, as JSON: the text, and all that was measured, with its places.
    """

    annotated: AnnotatedArticle
    data: dict[str, Any] = field(repr=False)

    def __repr__(self) -> str:
        return repr(self.annotated)

    def _repr_mimebundle_(self, **_: object) -> dict[str, object]:
        return make_bundle(repr(self), self._write_still(), EXPLORE, self._open)

    def _write_still(self) -> str:
        """Write what the view opens with for a page that nobody can click."""
        annotated = self.annotated
        marks = rank_speakers(annotated.article, annotated.attributions)
        values = annotated.collect() | collect_lanes(self.data) | collect_scores(self.data, marks)
        return str(fill("explorer.html", **values))

    def _open(self) -> str:
        """Start the view, and return the name by which a page finds it."""
        return open_view("explore", self.data)


def explore(article: OneArticle, *, engine: Engine = ENGLISH) -> Exploration:
    """Show an article to explore by clicks: its voices, words and scores, and their places.

    Parameters
    ----------
    article : Article
    engine : Engine, optional
        What reads the articles.

    Returns
    -------
    Exploration
        Shows itself as the last line of a notebook cell. Choose a voice, a target, a
        word or a score, and text, plot and table follow. A row of the table or a bar of the plot
        lands on its words; a sentence shows every number that came from it. Where widgets
        are missing, on GitHub or in a notebook that was not run, it is a still of that: a lane
        for each voice, what `annotate` shows, and the scores of one sentence.

    Raises
    ------
    ToolkitError
        If `article` is not an Article.

    Notes
    -----
    Scores are those of `sentence_sentiment_table`, stretch by stretch: what one voice says
    in one sentence. Under 5 measured stretches no mean is told.

    Examples
    --------
    >>> import toolkit as tk
    >>> tk.explore(tk.parse_article('"Rates will rise," said Ann Lee.'))
    [Ann Lee: "Rates will rise,"] said Ann Lee.
    <BLANKLINE>
    Ann Lee: 1 quotation, 3 words
    """
    article = take_article(article, engine)
    annotated = annotate(article)
    return Exploration(annotated, _collect(article, annotated.attributions))


def _collect(article: Article, attributions: tuple[Attribution, ...]) -> dict[str, Any]:
    """Collect what the view shows, as JSON; all places are counted in characters."""
    stretches = sentence_sentiment_table(article)
    keywords = keyword_table(article, limit=TERMS)
    mentions = stance_passage_table(article)
    return {
        "title": name_article(article),
        "text": article.text,
        "blocks": [{"kind": kind, **_place(span)} for kind, span in cut_blocks(article)],
        "measures": MEASURES,
        "voices": _list_voices(article, attributions),
        "targets": [*mentions["target"].value_counts().index],
        "terms": [*keywords["term"]],
        "keywords": _list_records(keywords, ["term", "occurrences"]),
        "stretches": [
            {
                **{name: row[name] for name in ("sentence", "part", "voice", "start", "end")},
                "scores": {name: row[name] for name in COUNTED},
                "stance": _tell_stance(row, mentions),
            }
            for row in _list_records(stretches, [*stretches.columns])
        ],
        "quotations": [
            _describe_quotation(article, number, said)
            for number, said in enumerate(attributions, start=1)
        ],
        "hits": _list_records(
            sentiment_evidence_table(article),
            ["start", "end", "word", "instrument", "moved", "in_name", "topic"],
        ),
        "tones": _list_records(
            tone_evidence_table(article), ["start", "end", "word", "dimension"]
        ),
    }


def _list_records(table: pd.DataFrame, columns: list[str]) -> list[dict[str, Any]]:
    """List rows as JSON has them: what was not measured is null."""
    return [
        {
            str(name): None if isinstance(value, float) and math.isnan(value) else value
            for name, value in row.items()
        }
        for row in table[columns].to_dict("records")
    ]


def _list_voices(article: Article, attributions: tuple[Attribution, ...]) -> list[dict[str, Any]]:
    """List the speakers as they are marked, and the narrator, with their mean scores."""
    means = {row["speaker"]: row for row in speaker_sentiment_table(article).to_dict("records")}
    voices: list[dict[str, Any]] = [
        {
            "name": mark.name,
            "tells": mark.tell_size(),
            "colour": mark.colour,
            "border": mark.border,
        }
        for mark in rank_speakers(article, attributions).values()
    ]
    if NARRATOR in means:
        words = f"{means[NARRATOR]['words']} words"
        voices.append({"name": NARRATOR, "tells": words, **NARRATOR_LOOK})
    stances = stance_table(article)
    for voice in voices:
        own = stances[stances["voice"] == voice["name"]]
        voice["stances"] = {
            target: tell_calls(*figures)
            for target, *figures in own[["target", "n", "against", "in_favour"]].itertuples(
                index=False
            )
        }
        row = means.get(voice["name"])  # None: speaks in a caption alone, which is not scored
        voice["means"] = row and {
            name: tell_mean(*(row[f"{name}_{end}"] for end in ("n", "mean", "low", "high")))
            for name in INSTRUMENTS
        }
    return voices


def _tell_stance(stretch: dict[str, Any], mentions: pd.DataFrame) -> dict[str, object]:
    """Tell what a stretch expresses toward each target that it names."""
    inside = mentions[
        (mentions["voice"] == stretch["voice"])
        & (mentions["mention_start"] >= stretch["start"])
        & (mentions["mention_start"] < stretch["end"])
    ]
    return {
        str(target): {
            "score": rows["score"].mean(),
            "facts": "; ".join(
                f"{stance} at \u201c{mention}\u201d: chances {negative:.2f} against, "
                f"{positive:.2f} for; portrayal: {portrayal}"
                for mention, negative, positive, stance, portrayal in rows[
                    ["mention", "negative", "positive", "stance", "portrayal"]
                ].itertuples(index=False)
            ),
        }
        for target, rows in inside.groupby("target", sort=False)
    }


def _describe_quotation(article: Article, number: int, said: Attribution) -> dict[str, Any]:
    quotation = said.quotation
    return {
        "number": number,
        "name": name_voice(said),
        "facts": explain_attribution(article, said),
        "content": _list_places(quotation.content),
        "source": _list_places(quotation.source),
        "cue": _list_places(quotation.cue),
        "relay": _list_places(relay.span for relay in said.relays),
    }


def _list_places(spans: Iterable[Span]) -> list[dict[str, int]]:
    return [_place(span) for span in spans]


def _place(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}
