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
from itertools import accumulate, groupby, zip_longest
from math import isnan
from typing import TYPE_CHECKING

import matplotlib as mpl
import matplotlib.pyplot as plt

from toolkit.article import Article, Span, check_article
from toolkit.errors import ToolkitError
from toolkit.plotting import GREY, colour_speakers
from toolkit.sources import Rule
from toolkit.speakers import find_attributions
from toolkit.stance import NAMES, stance_passage_table
from toolkit.text import find_words, join_pieces, list_parts

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
# Kept even where a viewer strips all styles.
ROLE_TAGS = {"source": ("<b>", "</b>"), "cue": ("<i>", "</i>"), "relay": ("<b><i>", "</i></b>")}
CHECKED = " \u2713"  # stands after the name in what a person decided
KEY = (
    "Not marked: the narrator. <b>Bold</b>: names the source. <i>Italic</i>: reports it. "
    "<b><i>Both</i></b>: passed it on."
)


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
            _write_plain(pieces, self.attributions)
            for _, pieces in _cut_text(self.article, self.attributions)
        ]
        legend = [f"{mark.name}: {mark.tell_size()}" for mark in marks.values()]
        return _clean("\n\n".join([*blocks, "\n".join(legend or ["No quotations found."])]))

    def _repr_html_(self) -> str:
        marks = rank_speakers(self.article, self.attributions)
        body = "".join(
            f'<p dir="auto" style="white-space:pre-wrap;{PART_STYLES[kind]}">'
            f"{_write_pieces(pieces, self.attributions, marks)}</p>"
            for kind, pieces in _cut_text(self.article, self.attributions)
        )
        return (
            '<div class="toolkit-article" style="max-width:720px;line-height:1.8;'
            f'overflow-wrap:break-word">{_write_legend(marks, self.attributions)}{body}'
            f"{_write_list(self, marks)}</div>"
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
    check_article(article)
    attributions = tuple(find_attributions(article))
    return AnnotatedArticle(article, attributions, tell_stances(article, attributions))


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


def tell_stances(article: Article, attributions: Sequence[Attribution]) -> tuple[str, ...]:
    """Tell what each quotation clearly expresses toward those whom it names.

    Returns
    -------
    tuple of str
        One an attribution, empty where it names nobody. Most quotations in news have no
        clear stance; `stance_passage_table` has the figures, and how often they are right.

    Examples
    --------
    >>> from toolkit.article import Article
    >>> article = Article('"Bob Clark is a liar and a disgrace," Ann Lee said.')
    >>> tell_stances(article, find_attributions(article))
    ('stance: negative toward Bob Clark',)
    """
    table = stance_passage_table(article)
    rows = table[["voice", "target", "mention_start", "stance"]].itertuples(index=False)
    mentions = [(voice, target, start, stance) for voice, target, start, stance in rows]
    told = []
    for said in attributions:
        content, name = said.quotation.content, said.speaker.name
        stances = [
            (stance, target)
            for voice, target, start, stance in mentions
            if voice == name and any(span.start <= start < span.end for span in content)
        ]
        clear = dict.fromkeys(
            f"{stance} toward {target}" for stance, target in stances if stance != NAMES[0]
        )
        told.append(f"stance: {', '.join(clear) or 'none is clear'}" if stances else "")
    return tuple(told)


def escape_html(text: str) -> str:
    """Turn text into HTML that shows it and does nothing else.

    Control characters and halves of characters, which no page may hold, are replaced.

    Examples
    --------
    >>> escape_html("<b>a & b</b>")
    '&lt;b&gt;a &amp; b&lt;/b&gt;'
    """
    return escape(_clean(text))


def name_voice(attribution: Attribution) -> str:
    """Name a speaker, those through whom the words reached us, and mark what a person decided.

    Examples
    --------
    >>> from toolkit.article import Article
    >>> from toolkit.speakers import find_attributions
    >>> article = Article('"We won the vote," TASS quoted Ann Lee as saying.')
    >>> name_voice(find_attributions(article)[0])
    'Ann Lee through TASS'
    """
    names = [attribution.speaker.name, *(relay.name for relay in attribution.relays)]
    return " through ".join(names) + (CHECKED if _is_checked(attribution) else "")


def tell_mean(n: int, mean: float, low: float, high: float) -> str:
    """Tell a mean with its 95 % interval, or that there are too few for one.

    Examples
    --------
    >>> tell_mean(7, 0.2, -0.1, 0.5)
    '+0.20 (-0.10 to +0.50), n = 7'
    >>> tell_mean(3, *[float("nan")] * 3)
    'too few, n = 3'
    """
    if isnan(mean):
        return f"too few, n = {n}"
    return f"{mean:+.2f} ({low:+.2f} to {high:+.2f}), n = {n}"


def explain_attribution(article: Article, said: Attribution) -> str:
    """Tell kind of speaker, form, act, cue, rule with its evidence, and confidence, in a line.

    Examples
    --------
    >>> from toolkit.article import Article
    >>> from toolkit.speakers import find_attributions
    >>> article = Article('"No," said Ann Lee. She left.')
    >>> said = find_attributions(article)[0]
    >>> explain_attribution(article, said).partition("; confidence")[0]
    'person; direct; saying; cue “said”; rule name: “Ann Lee”'
    """
    found = said.quotation
    facts = [f"{said.speaker.kind}", f"{found.form}", f"{found.act}"]
    if found.cue:
        facts.append(f"cue \u201c{join_pieces(article.text, found.cue)}\u201d")
    rule = "decided by a person" if _is_checked(said) else f"rule {said.rule}"
    evidence = ", ".join(f"\u201c{span.of(article.text)}\u201d" for span in said.evidence)
    facts.append(f"{rule}: {evidence}" if evidence else rule)
    return "; ".join([*facts, _tell_confidence(said)])


# --- an article in marked pieces ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Mark:
    """How the words of one speaker are marked, and how many there are."""

    name: str
    colour: str
    border: str
    quotations: int
    words: int

    def style(self) -> str:
        """Write the look of the words as an inline style."""
        red, green, blue = (int(self.colour[i : i + 2], 16) for i in (1, 3, 5))
        return (
            f"background-color:rgba({red},{green},{blue},0.16);"
            f"border-bottom:3px {self.border} {self.colour};padding:0 1px"
        )

    def tell_size(self) -> str:
        """Tell how much there is: ``6 quotations, 124 words``."""
        return f"{_tell(self.quotations, 'quotation')}, {_tell(self.words, 'word')}"


@dataclass(frozen=True, slots=True)
class _Piece:
    """Neighbouring characters of a block that are marked alike."""

    text: str
    number: int | None  # the quotation that they are the content of; the innermost one
    role: str  # "source", "cue", "relay", "dateline" or ""
    labels: tuple[int, ...]  # quotations that end here
    pauses: tuple[int, ...]  # quotations that go on after the words that follow


def rank_speakers(article: Article, attributions: Sequence[Attribution]) -> dict[str, Mark]:
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
    marks: dict[str, Mark] = {}
    for place, (name, colour) in enumerate(colour_speakers(names).items()):
        if name in quotations:
            border = "dotted" if colour == GREY else BORDERS[place % len(BORDERS)]
            marks[name] = Mark(name, colour, border, quotations[name], words[name])
    return marks


def cut_blocks(article: Article) -> list[tuple[str, Span]]:
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
    for kind, block in cut_blocks(article):
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
    spans += [("relay", relay.span) for said in attributions for relay in said.relays]
    for role, span in spans:
        roles[span.start : span.end] = [role] * len(span)
    return roles


def _measure(attribution: Attribution) -> int:
    return sum(len(span) for span in attribution.quotation.content)


def _is_checked(attribution: Attribution) -> bool:
    return attribution.rule is Rule.PERSON


# --- as HTML -----------------------------------------------------------------------------


def _write_pieces(
    pieces: Sequence[_Piece], attributions: Sequence[Attribution], marks: dict[str, Mark]
) -> str:
    written = []
    for piece in pieces:
        html = escape_html(piece.text)
        if piece.role in ROLE_TAGS:
            html = html.join(ROLE_TAGS[piece.role])
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
            _write_label(f"{number + 1} {name_voice(attributions[number])}")
            for number in piece.labels
        ]
    return "".join(written)


def _write_label(label: str) -> str:
    wrap = "normal" if len(label) > SHORT_LABEL else "nowrap"
    return (
        f'<sup style="font-size:11px;font-weight:600;line-height:1;white-space:{wrap}">'
        f"&nbsp;<bdi>{escape_html(label)}</bdi></sup>"
    )


def _write_legend(marks: dict[str, Mark], attributions: Sequence[Attribution]) -> str:
    items = [
        f'<li style="margin:0 20px 4px 0"><span style="{mark.style()};font-weight:600">'
        f"<bdi>{escape_html(mark.name)}</bdi></span> {mark.tell_size()}</li>"
        for mark in marks.values()
    ]
    key = [KEY if marks else "No quotations found."]
    if checked := sum(map(_is_checked, attributions)):
        key.append(f"{CHECKED.strip()}: decided by a person, {checked} of {len(attributions)}.")
    items.append(f'<li style="margin:0">{" ".join(key)}</li>')
    return (
        '<ul style="list-style:none;display:flex;flex-wrap:wrap;padding:0;margin:0 0 16px 0;'
        f'font-size:0.9em;line-height:1.7">{"".join(items)}</ul>'
    )


def _write_list(shown: AnnotatedArticle, marks: dict[str, Mark]) -> str:
    article = shown.article
    items = []
    for said, stance in zip_longest(shown.attributions, shown.stances):
        mark = marks[said.speaker.name]
        facts = [explain_attribution(article, said), *([stance] if stance else [])]
        items.append(
            f'<li style="margin:0 0 8px 0"><span style="{mark.style()};font-weight:600">'
            f"<bdi>{escape_html(name_voice(said))}</bdi></span>: "
            f"{escape_html(join_pieces(article.text, said.quotation.content))}<br>"
            f"{escape_html('; '.join(facts))}</li>"
        )
    if not items:
        return ""
    return (
        '<details style="font-size:0.9em;line-height:1.6;margin:16px 0 0 0"><summary>'
        f"{_tell(len(items), 'quotation')} one by one: who, by which rule, how sure</summary>"
        f'<ol style="padding:0 0 0 28px;margin:8px 0 0 0">{"".join(items)}</ol></details>'
    )


def _describe(said: Attribution) -> str:
    facts = [f"{said.quotation.form}", f"rule {said.rule}", _tell_confidence(said)]
    return f"{name_voice(said)}: {', '.join(facts)}"


def _tell_confidence(said: Attribution) -> str:
    if isnan(said.confidence):
        return "confidence not measured"
    return f"confidence {said.confidence:.2f}"


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
            text = f"[{name_voice(attributions[number])}: {text}]"
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
