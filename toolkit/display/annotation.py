"""What a notebook shows: the article with its quotations marked, and a picture with words for it.

Both survive a notebook that nobody has trusted yet: inline styles only, no script, no ids,
and colours that can be read in a light and in a dark theme.
"""

from __future__ import annotations

import base64
import io
import re
import warnings
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TYPE_CHECKING

import matplotlib as mpl
import matplotlib.pyplot as plt

from toolkit.attitude import NAMES, stance_passage_table
from toolkit.attribution import find_statements
from toolkit.base import Article, ToolkitError, join_pieces
from toolkit.display.filling import fill
from toolkit.display.pieces import cut_text, list_looks, rank_speakers, write_plain
from toolkit.display.telling import (
    clean,
    explain_attribution,
    is_checked,
    is_doubtful,
    name_voice,
)
from toolkit.engine import ENGLISH, take_article

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from toolkit.base import Attribution
    from toolkit.engine import Engine, OneArticle


@dataclass(frozen=True, slots=True)
class AnnotatedArticle:
    """An article with its attributions, which shows itself in a notebook or terminal.

    Parameters
    ----------
    article : Article
        Its text is shown whole and unchanged, and escaped.
    attributions : tuple of Attribution
        Quotations with their speakers, found in this article or given by a person.
    stances : tuple of str, optional
        What each of them expresses, as told in the list at the end; see `tell_stances`.

    Raises
    ------
    ToolkitError
        If an attribution points outside the text, or there are stances for others.
    """

    article: Article
    attributions: tuple[Attribution, ...] = field(default=(), repr=False)
    stances: tuple[str, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        if self.stances and len(self.stances) != len(self.attributions):
            raise ToolkitError(
                f"stances: must be one for each of {len(self.attributions)} attributions; "
                f"found {len(self.stances)}"
            )
        for attribution in self.attributions:
            found = attribution.quotation
            relays = [relay.span for relay in attribution.relays]
            for span in (*found.content, *found.cue, *found.source, *relays):
                span.of(self.article.text)  # raises if the text ends before the span

    def __repr__(self) -> str:
        marks = rank_speakers(self.article, self.attributions)
        blocks = [
            write_plain(pieces, self.attributions)
            for _, pieces in cut_text(self.article, self.attributions)
        ]
        legend = [f"{mark.name}: {mark.tell_size()}" for mark in marks.values()]
        return clean("\n\n".join([*blocks, "\n".join(legend or ["No quotations found."])]))

    def _repr_html_(self) -> str:
        return str(fill("article.html", **self.collect()))

    def collect(self) -> dict[str, object]:
        """Collect what the template of an article shows."""
        marks = rank_speakers(self.article, self.attributions)
        return {
            "marks": [*marks.values()],
            "doubtful": sum(map(is_doubtful, self.attributions)),
            "checked": sum(map(is_checked, self.attributions)),
            "blocks": cut_text(self.article, self.attributions),
            "looks": list_looks(self.attributions, marks),
            "quotations": [
                (marks[said.speaker.name], name_voice(said), *self._explain(said, stance))
                for said, stance in zip_longest(self.attributions, self.stances)
            ],
        }

    def _explain(self, said: Attribution, stance: str | None) -> tuple[str, str]:
        """Give the words of a quotation, and all that is known of it."""
        facts = [explain_attribution(self.article, said), *([stance] if stance else [])]
        return join_pieces(self.article.text, said.quotation.content), "; ".join(facts)


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing that says in words what it shows; see `picture`.

    Parameters
    ----------
    svg : str
        The drawing, whose black follows the theme of the page that shows it.
    alt : str
        What it shows, for those who cannot see it.
    """

    svg: str = field(repr=False)
    alt: str

    def __repr__(self) -> str:
        return f"Picture: {clean(self.alt)}"

    def _repr_html_(self) -> str:
        data = base64.b64encode(self.svg.encode("utf-8", "replace")).decode("ascii")
        return str(fill("picture.html", alt=self.alt, data=data))


def annotate(article: OneArticle, *, engine: Engine = ENGLISH) -> AnnotatedArticle:
    """Typeset an article for reading, with each quotation marked by its speaker.

    Parameters
    ----------
    article : Article
        Headline, dateline, caption and paragraphs are set as what they are.
    engine : Engine, optional
        What reads the articles.

    Returns
    -------
    AnnotatedArticle
        Shows itself as the last line of a notebook cell. A speaker's words have a tint
        and a line below in the speaker's own colour and style, and end with a small
        number and name; words that name the source are bold, those that report it
        italic, who passed the words on both. What is not marked is the narrator's. A list
        at the end tells for each number by which rule the speaker was chosen, from which
        words, how sure, and toward whom the words have a clear stance; a check mark stands
        at what a person decided.

    Raises
    ------
    ToolkitError
        If `article` is not an Article.

    Notes
    -----
    Where one quotation stands inside another, the inner speaker's mark is shown.

    Examples
    --------
    >>> import toolkit as tk
    >>> tk.annotate(tk.parse_article('"Rates will rise," said Ann Lee.'))
    [Ann Lee: "Rates will rise,"] said Ann Lee.
    <BLANKLINE>
    Ann Lee: 1 quotation, 3 words
    """
    article = take_article(article, engine)
    attributions = tuple(find_statements(article))
    told = tell_stances(stance_passage_table(article), attributions)
    return AnnotatedArticle(article, attributions, told)


def picture(ax: Axes, *, alt: str | None = None) -> Picture:
    """Show a plot as a picture that follows the theme and has a text alternative.

    Parameters
    ----------
    ax : Axes
        As any `plot_` function returns it. The whole figure is shown, and closed.
    alt : str, optional
        One sentence that says what the plot shows, with its main numbers. Left out,
        it is the title of `ax`.

    Returns
    -------
    Picture
        Shows itself as the last line of a notebook cell. Text, axes and other dark grey
        turn light where the page is dark; all other colours stay as they are.

    Raises
    ------
    ToolkitError
        If there are neither `alt` nor title, so that nothing says what is shown, or `ax`
        is no Axes.

    Notes
    -----
    JupyterLab gives the pictures that matplotlib shows by itself no text alternative.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> ax = Figure().subplots()
    >>> _ = ax.set_title("Two voices, one of them heard twice")
    >>> picture(ax)
    Picture: Two voices, one of them heard twice
    """
    if not hasattr(ax, "get_title"):
        raise ToolkitError(
            f"ax: must be what a plot_ function returned; found {type(ax).__name__}"
        )
    titles = (ax.get_title(loc=place) for place in ("left", "center", "right"))
    alt = alt or " ".join(" ".join(titles).split())
    if not alt:
        raise ToolkitError("alt: must say what the picture shows; found none, and no title either")
    figure = ax.figure.figure
    svg = _follow_theme(_draw(figure))
    plt.close(figure)  # else the notebook shows it a second time
    return Picture(svg, alt)


def tell_stances(mentions: pd.DataFrame, attributions: Sequence[Attribution]) -> tuple[str, ...]:
    """Tell what each quotation clearly expresses toward those whom it names.

    Parameters
    ----------
    mentions : DataFrame
        From `stance_passage_table`, of the same article.
    attributions : sequence of Attribution

    Returns
    -------
    tuple of str
        One an attribution, empty where it names nobody. Most quotations in news have no
        clear stance; `stance_passage_table` has the figures, and how often they are right.

    Examples
    --------
    >>> from toolkit.base.article import Article
    >>> article = Article('"Bob Clark is a liar and a disgrace," Ann Lee said.')
    >>> tell_stances(stance_passage_table(article), find_statements(article))
    ('stance: negative toward Bob Clark',)
    """
    rows = mentions[["voice", "target", "mention_start", "stance"]].itertuples(index=False)
    listed = [(voice, target, start, stance) for voice, target, start, stance in rows]
    told = []
    for said in attributions:
        content, name = said.quotation.content, said.speaker.name
        stances = [
            (stance, target)
            for voice, target, start, stance in listed
            if voice == name and any(span.start <= start < span.end for span in content)
        ]
        clear = dict.fromkeys(
            f"{stance} toward {target}" for stance, target in stances if stance != NAMES[0]
        )
        told.append(f"stance: {', '.join(clear) or 'none is clear'}" if stances else "")
    return tuple(told)


# --- as a picture ------------------------------------------------------------------------

TAG = re.compile(r"<[^>]*>")
DARK_GREY = re.compile(r"#([0-4][0-9a-f])\1\1\b")  # black, and what styles draw in its place


def _draw(figure: Figure) -> str:
    """Draw a figure as SVG, the same to the last character every time."""
    drawn = io.StringIO()
    settings = mpl.rc_context({"svg.hashsalt": "toolkit", "svg.fonttype": "none"})
    with settings, warnings.catch_warnings():
        # matplotlib lacks the glyph, but the browser that shows the text will not.
        warnings.filterwarnings("ignore", "Glyph .* missing from font", UserWarning)
        figure.savefig(
            drawn,
            format="svg",
            transparent=True,
            bbox_inches="tight",
            metadata={"Date": None, "Creator": None},
        )
    return drawn.getvalue()


def _follow_theme(svg: str) -> str:
    """Let black and white of a drawing be ink and paper of the page that shows it."""
    opening, rest = svg[svg.index("<svg") :].split(">", 1)
    return f"{opening}>{fill('theme.svg')}{TAG.sub(_recolour, rest)}"


def _recolour(tag: re.Match[str]) -> str:
    recoloured = DARK_GREY.sub("currentColor", tag.group())
    if recoloured.startswith("<text"):  # white text stands on a bar, and stays white
        return recoloured
    return recoloured.replace("#ffffff", "var(--paper)")
