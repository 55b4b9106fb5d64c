"""What a notebook shows: the article with its quotations marked, and a picture with words for it.

Both survive a notebook that nobody has trusted yet: inline styles only, no script, no ids,
and colours that can be read in a light and in a dark theme.
"""

from __future__ import annotations

import base64
import io
import re
import textwrap
import warnings
from collections import defaultdict
from dataclasses import dataclass, field
from html import escape
from itertools import accumulate, groupby
from math import isnan
from typing import TYPE_CHECKING

import matplotlib as mpl
import matplotlib.pyplot as plt

from toolkit.article import Article, Span, check_article
from toolkit.errors import ToolkitError
from toolkit.plotting import GREY, colour_speakers
from toolkit.speakers import find_attributions
from toolkit.text import find_words, list_parts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from toolkit.speakers import Attribution

BORDERS = ("solid", "dashed", "double", "dotted")  # with the colour: 8 speakers told apart
SHORT_LABEL = 32  # characters; a longer label may break over two lines
LINE_WIDTH = 88  # of the form for terminals
# Nothing that a page or terminal would act on: control characters, and halves of a character.
UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")
PART_STYLES = {
    "headline": "font-size:1.5em;font-weight:700;line-height:1.4;margin:0 0 10px 0",
    "byline": "font-size:0.9em;margin:0 0 10px 0",
    "subheading": "font-size:1.1em;font-weight:700;margin:18px 0 8px 0",
    "caption": "font-size:0.9em;font-style:italic;border-left:3px solid #808080;"
    "padding:0 0 0 10px;margin:14px 0 14px 0",
    "paragraph": "margin:0 0 12px 0",
    "trailer": "font-size:0.9em;margin:16px 0 0 0",
}
ROLE_TAGS = {"source": "b", "cue": "i"}  # kept even where a viewer strips all styles


@dataclass(frozen=True, slots=True)
class AnnotatedArticle:
    """An article with its attributions, which shows itself in a notebook or terminal.

    Parameters
    ----------
    article : Article
        Its text is shown whole and unchanged, and escaped.
    attributions : tuple of Attribution
        Quotations with their speakers, found in this article or given by a person.

    Raises
    ------
    ToolkitError
        If an attribution points outside the text.
    """

    article: Article
    attributions: tuple[Attribution, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        for attribution in self.attributions:
            found = attribution.quotation
            for span in (*found.content, *found.cue, *found.source):
                span.of(self.article.text)  # raises if the text ends before the span

    def __repr__(self) -> str:
        marks = _rank_speakers(self.article, self.attributions)
        blocks = [
            _write_plain(pieces, self.attributions)
            for _, pieces in _cut_text(self.article, self.attributions)
        ]
        legend = [f"{mark.name}: {mark.tell_size()}" for mark in marks.values()]
        return _clean("\n\n".join([*blocks, "\n".join(legend or ["No quotations found."])]))

    def _repr_html_(self) -> str:
        marks = _rank_speakers(self.article, self.attributions)
        body = "".join(
            f'<p dir="auto" style="white-space:pre-wrap;{PART_STYLES[kind]}">'
            f"{_write_pieces(pieces, self.attributions, marks)}</p>"
            for kind, pieces in _cut_text(self.article, self.attributions)
        )
        return (
            '<div class="toolkit-article" style="max-width:720px;line-height:1.8;'
            f'overflow-wrap:break-word">{_write_legend(marks)}{body}'
            f"{_write_list(self.article, self.attributions, marks)}</div>"
        )


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
        return f"Picture: {_clean(self.alt)}"

    def _repr_html_(self) -> str:
        data = base64.b64encode(self.svg.encode("utf-8", "replace")).decode("ascii")
        return (
            f'<img alt="{escape_html(self.alt)}" style="max-width:100%;height:auto" '
            f'src="data:image/svg+xml;base64,{data}">'
        )


def annotate(article: Article) -> AnnotatedArticle:
    """Typeset an article for reading, with each quotation marked by its speaker.

    Parameters
    ----------
    article : Article
        Headline, dateline, caption and paragraphs are set as what they are.

    Returns
    -------
    AnnotatedArticle
        Shows itself as the last line of a notebook cell. A speaker's words have a tint
        and a line below in the speaker's own colour and style, and end with a small
        number and name; words that name the source are bold, those that report it
        italic. What is not marked is the narrator's. A list at the end tells for each
        number by which rule the speaker was chosen, from which words, and how sure.

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
    check_article(article)
    return AnnotatedArticle(article, tuple(find_attributions(article)))


def picture(ax: Axes, alt: str | None = None) -> Picture:
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


def escape_html(text: str) -> str:
    """Turn text into HTML that shows it and does nothing else.

    Control characters and halves of characters, which no page may hold, are replaced.

    Examples
    --------
    >>> escape_html("<b>a & b</b>")
    '&lt;b&gt;a &amp; b&lt;/b&gt;'
    """
    return escape(_clean(text))


# --- an article in marked pieces ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Mark:
    """How the words of one speaker are marked, and how many there are."""

    name: str
    colour: str
    border: str
    quotations: int
    words: int

    def style(self) -> str:
        red, green, blue = (int(self.colour[i : i + 2], 16) for i in (1, 3, 5))
        return (
            f"background-color:rgba({red},{green},{blue},0.16);"
            f"border-bottom:3px {self.border} {self.colour};padding:0 1px"
        )

    def tell_size(self) -> str:
        return f"{_tell(self.quotations, 'quotation')}, {_tell(self.words, 'word')}"


@dataclass(frozen=True, slots=True)
class _Piece:
    """Neighbouring characters of a block that are marked alike."""

    text: str
    number: int | None  # the quotation that they are the content of; the innermost one
    role: str  # "source", "cue", "dateline" or ""
    labels: tuple[int, ...]  # quotations that end here
    pauses: tuple[int, ...]  # quotations that go on after the words that follow


def _rank_speakers(article: Article, attributions: Sequence[Attribution]) -> dict[str, _Mark]:
    """Give each speaker a mark; who has most words comes first, as in `speaker_table`."""
    quotations: dict[str, int] = defaultdict(int)
    words: dict[str, int] = defaultdict(int)
    for attribution in attributions:
        name = attribution.speaker.name
        quotations[name] += 1
        words[name] += sum(
            len(find_words(span.of(article.text))) for span in attribution.quotation.content
        )
    names = sorted(quotations, key=lambda name: -words[name])
    marks: dict[str, _Mark] = {}
    for place, (name, colour) in enumerate(colour_speakers(names).items()):
        if name in quotations:
            border = "dotted" if colour == GREY else BORDERS[place % len(BORDERS)]
            marks[name] = _Mark(name, colour, border, quotations[name], words[name])
    return marks


def _cut_blocks(article: Article) -> list[tuple[str, Span]]:
    """Cut the text into blocks to typeset, with their kinds; only blanks are left out."""
    text = article.text
    blocks: list[tuple[str, Span]] = []
    position = 0
    for part in list_parts(article):
        blocks += _find_rest(text, position, part.span.start)
        start = part.span.start
        if blocks and blocks[-1][0] == "dateline":  # opens the paragraph that follows it
            start = blocks.pop()[1].start
        blocks.append((part.kind, Span(start, part.span.end)))
        position = part.span.end
    blocks += _find_rest(text, position, len(text))
    return [("paragraph" if kind == "dateline" else kind, span) for kind, span in blocks]


def _find_rest(text: str, start: int, end: int) -> Iterator[tuple[str, Span]]:
    """Find what stands between two parts and belongs to none."""
    rest = text[start:end]
    if rest.strip():
        yield "paragraph", Span(start + len(rest) - len(rest.lstrip()), start + len(rest.rstrip()))


def _cut_text(
    article: Article, attributions: Sequence[Attribution]
) -> Iterator[tuple[str, list[_Piece]]]:
    """Cut each block of an article into pieces that are marked alike."""
    text = article.text
    owners: list[int | None] = [None] * len(text)
    roles = _paint_roles(article, attributions)
    labels: dict[int, list[int]] = defaultdict(list)
    pauses: dict[int, list[int]] = defaultdict(list)
    # From long to short, so that a quotation inside another one keeps its mark.
    for number in sorted(range(len(attributions)), key=lambda n: -_measure(attributions[n])):
        content = attributions[number].quotation.content
        for span in content:
            end = max(span.start + len(span.of(text).rstrip()), span.start + 1)
            owners[span.start : end] = [number] * (end - span.start)
            (labels if span is content[-1] else pauses)[end].insert(0, number)
    stops = labels.keys() | pauses.keys()
    sections = list(accumulate(position in stops for position in range(len(text))))
    for kind, block in _cut_blocks(article):
        pieces = []
        for _, run in groupby(
            range(block.start, block.end), lambda i: (owners[i], roles[i], sections[i])
        ):
            start, *others = run
            end = start + 1 + len(others)
            marks = (tuple(labels.get(end, ())), tuple(pauses.get(end, ())))
            pieces.append(_Piece(text[start:end], owners[start], roles[start], *marks))
        yield kind, pieces


def _paint_roles(article: Article, attributions: Sequence[Attribution]) -> list[str]:
    roles = [""] * len(article.text)
    quotations = [attribution.quotation for attribution in attributions]
    spans = [(part.kind, part.span) for part in article.parts if part.kind == "dateline"]
    spans += [("source", span) for found in quotations for span in found.source]
    spans += [("cue", span) for found in quotations for span in found.cue]
    for role, span in spans:
        roles[span.start : span.end] = [role] * len(span)
    return roles


def _measure(attribution: Attribution) -> int:
    return sum(len(span) for span in attribution.quotation.content)


def _name_voice(attribution: Attribution) -> str:
    """Name a speaker, and those through whom the words reached us."""
    return " through ".join(
        [attribution.speaker.name, *(relay.name for relay in attribution.relays)]
    )


# --- as HTML -----------------------------------------------------------------------------


def _write_pieces(
    pieces: Sequence[_Piece], attributions: Sequence[Attribution], marks: dict[str, _Mark]
) -> str:
    written = []
    for piece in pieces:
        html = escape_html(piece.text)
        if piece.role in ROLE_TAGS:
            html = f"<{ROLE_TAGS[piece.role]}>{html}</{ROLE_TAGS[piece.role]}>"
        elif piece.role == "dateline":
            html = f'<span style="font-variant:small-caps;letter-spacing:0.04em">{html}</span>'
        if piece.number is not None:
            said = attributions[piece.number]
            html = (
                f'<span title="{escape_html(_describe(said))}" '
                f'style="{marks[said.speaker.name].style()}">{html}</span>'
            )
        written.append(html)
        written += [_write_label(f"{number + 1} \u2026") for number in piece.pauses]
        written += [
            _write_label(f"{number + 1} {_name_voice(attributions[number])}")
            for number in piece.labels
        ]
    return "".join(written)


def _write_label(label: str) -> str:
    wrap = "normal" if len(label) > SHORT_LABEL else "nowrap"
    return (
        f'<sup style="font-size:11px;font-weight:600;line-height:1;white-space:{wrap}">'
        f"&nbsp;<bdi>{escape_html(label)}</bdi></sup>"
    )


def _write_legend(marks: dict[str, _Mark]) -> str:
    items = [
        f'<li style="margin:0 20px 4px 0"><span style="{mark.style()};font-weight:600">'
        f"<bdi>{escape_html(mark.name)}</bdi></span> {mark.tell_size()}</li>"
        for mark in marks.values()
    ]
    key = "Not marked: the narrator. <b>Bold</b>: names the source. <i>Italic</i>: reports it."
    items.append(f'<li style="margin:0">{key if marks else "No quotations found."}</li>')
    return (
        '<ul style="list-style:none;display:flex;flex-wrap:wrap;padding:0;margin:0 0 16px 0;'
        f'font-size:0.9em;line-height:1.7">{"".join(items)}</ul>'
    )


def _write_list(
    article: Article, attributions: Sequence[Attribution], marks: dict[str, _Mark]
) -> str:
    if not attributions:
        return ""
    items = []
    for said in attributions:
        mark = marks[said.speaker.name]
        items.append(
            f'<li style="margin:0 0 8px 0"><span style="{mark.style()};font-weight:600">'
            f"<bdi>{escape_html(_name_voice(said))}</bdi></span>: "
            f"{escape_html(_join(article, said.quotation.content))}<br>"
            f"{escape_html(_explain(article, said))}</li>"
        )
    return (
        '<details style="font-size:0.9em;line-height:1.6;margin:16px 0 0 0"><summary>'
        f"{_tell(len(items), 'quotation')} one by one: who, by which rule, how sure</summary>"
        f'<ol style="padding:0 0 0 28px;margin:8px 0 0 0">{"".join(items)}</ol></details>'
    )


def _describe(said: Attribution) -> str:
    return f"{_name_voice(said)}: {said.quotation.form}, {_tell_confidence(said)}"


def _explain(article: Article, said: Attribution) -> str:
    found = said.quotation
    facts = [f"{said.speaker.kind}", f"{found.form}", f"{found.act}"]
    if found.cue:
        facts.append(f"cue \u201c{_join(article, found.cue)}\u201d")
    evidence = ", ".join(f"\u201c{span.of(article.text)}\u201d" for span in said.evidence)
    facts.append(f"rule {said.rule}: {evidence}" if evidence else f"rule {said.rule}")
    return "; ".join([*facts, _tell_confidence(said)])


def _tell_confidence(said: Attribution) -> str:
    if isnan(said.confidence):
        return "confidence not measured"
    return f"confidence {said.confidence:.2f}"


def _join(article: Article, spans: Sequence[Span]) -> str:
    return " \u2026 ".join(" ".join(span.of(article.text).split()) for span in spans)


def _tell(number: int, thing: str) -> str:
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def _clean(text: str) -> str:
    return UNSEEN.sub("\ufffd", text)


# --- as plain text -----------------------------------------------------------------------


def _write_plain(pieces: Sequence[_Piece], attributions: Sequence[Attribution]) -> str:
    written = []
    for number, run in groupby(pieces, lambda piece: piece.number):
        text = "".join(piece.text for piece in run)
        if number is not None:
            text = f"[{_name_voice(attributions[number])}: {text}]"
        written.append(text)
    return textwrap.fill(
        "".join(written), LINE_WIDTH, break_long_words=False, break_on_hyphens=False
    )


# --- as a picture ------------------------------------------------------------------------

TAG = re.compile(r"<[^>]*>")
DARK_GREY = re.compile(r"#([0-4][0-9a-f])\1\1\b")  # black, and what styles draw in its place
THEME = (
    "<style>svg{color:#222;--paper:#fff}text{fill:currentColor}"
    "@media (prefers-color-scheme:dark){svg{color:#ddd;--paper:#111}}</style>"
)


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
    return f"{opening}>{THEME}{TAG.sub(_recolour, rest)}"


def _recolour(tag: re.Match[str]) -> str:
    recoloured = DARK_GREY.sub("currentColor", tag.group())
    if recoloured.startswith("<text"):  # white text stands on a bar, and stays white
        return recoloured
    return recoloured.replace("#ffffff", "var(--paper)")
