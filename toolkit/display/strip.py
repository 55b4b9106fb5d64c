"""The words of a story as a strip from first to last: whose they are, and where something is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from toolkit.attribution import find_statements, find_voices
from toolkit.base import FURNITURE, Article, ToolkitError, cut_short, find_words
from toolkit.display.pieces import TOP, Drawing, number_block, rank_speakers
from toolkit.display.telling import escape_html, tell_number
from toolkit.engine import ENGLISH, take_article

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from toolkit.base import Voice
    from toolkit.display.pieces import Mark
    from toolkit.engine import Engine, OneArticle

NAMED = 8  # voices named below; the strip shows all
MOST_NUMBERS = 25  # paragraphs that have room for a number each
FIFTH = 5  # where there are more, every fifth has one, or every tenth, fifteenth, ...
DIGIT = 0.018  # of the strip: a digit of a number on a page of 420 pixels
LONGEST_NAME = 60  # characters of a name below the strip
MOST_APART = 60  # paragraphs with a gap between them; more would be gaps alone on a phone
BLANK = "background-color:rgba(128,128,128,0.22)"


@dataclass(frozen=True, slots=True)
class _Block:
    """A headline or paragraph: its voices one after the other."""

    label: str
    voices: tuple[Voice, ...]
    words: int

    def holds(self, place: int) -> bool:
        """Tell whether a place of the text is in it."""
        return self.voices[0].span.start <= place < self.voices[-1].span.end


def masthead(
    article: OneArticle,
    lit: pd.DataFrame | None = None,
    *,
    told: str = "",
    engine: Engine = ENGLISH,
) -> Drawing:
    """Show a story's words from first to last in the colours of their voices, by paragraph.

    Parameters
    ----------
    article : Article
        Headline and paragraphs are drawn, each as wide as it has words.
    lit : DataFrame, optional
        Any table of this article with columns ``start`` and ``end``: where its rows begin, a
        stroke stands above the strip. Rows in date lines and captions have none.
    told : str, optional
        What the strokes are, for the line below: "hedges".
    engine : Engine, optional
        What reads the articles.

    Returns
    -------
    Drawing
        Shows itself as the last line of a notebook cell. Speakers have the colour and line
        that `annotate` gives them; grey is the narrator.

    Raises
    ------
    ToolkitError
        If `article` is not an Article, or `lit` has no ``start``.

    Examples
    --------
    >>> import toolkit as tk
    >>> tk.masthead(tk.parse_article('"Rates will rise," said Ann Lee. It rained.'))
    Strip: 8 words: Ann Lee 3, narrator 5.
    """
    article = take_article(article, engine)
    if lit is not None and "start" not in getattr(lit, "columns", ()):
        raise ToolkitError("lit: must be a table with a column start; found none")
    marks = rank_speakers(article, find_statements(article))
    blocks = _cut_blocks(article)
    places = [] if lit is None else sorted(int(start) for start in lit["start"].dropna())
    starts = [place for place in places if any(block.holds(place) for block in blocks)]
    alt = _tell_words(blocks, marks)
    if starts:
        alt = f"{alt} {tell_number(len(starts), 'stroke')}: {told or 'the rows of the table'}."
    return Drawing("Strip", _write_strip(blocks, marks, starts, told), alt)


def write_strip(article: Article, marks: Mapping[str, Mark]) -> str:
    """Write the strip of a story for a page, without strokes; nothing where it has no words."""
    blocks = _cut_blocks(article)
    return _write_strip(blocks, marks, (), "") if blocks else ""


def _cut_blocks(article: Article) -> list[_Block]:
    """Cut a story into headline and paragraphs with the voices in each."""
    grouped: dict[int, list[Voice]] = {}
    for voice in find_voices(article):
        if voice.part not in FURNITURE:
            grouped.setdefault(number_block(article, voice.span.start), []).append(voice)
    blocks = []
    for number, voices in sorted(grouped.items()):
        words = sum(len(find_words(voice.span.of(article.text))) for voice in voices)
        if words:
            blocks.append(_Block(str(number) if number else TOP, tuple(voices), words))
    return blocks


def _tell_words(blocks: Sequence[_Block], marks: Mapping[str, Mark]) -> str:
    total = sum(block.words for block in blocks)
    said = [f"{mark.name} {mark.words}" for mark in [*marks.values()][:NAMED]]
    rest = total - sum(mark.words for mark in marks.values())
    return f"{tell_number(total, 'word')}: {', '.join([*said, f'narrator {max(rest, 0)}'])}."


def _write_strip(
    blocks: Sequence[_Block], marks: Mapping[str, Mark], starts: Sequence[int], told: str
) -> str:
    total = sum(block.words for block in blocks)
    step = 1 if len(blocks) <= MOST_NUMBERS else FIFTH * -(-len(blocks) // MOST_APART)
    apart = "min-width:2px;padding:0 1px" if len(blocks) <= MOST_APART else "min-width:0"
    spill = "hidden" if step == 1 else "visible"  # a number may be wider than its paragraph
    drawn = "".join(
        f'<span style="display:block;width:{100 * block.words / total:.2f}%;{apart};'
        f'box-sizing:border-box">{_write_strokes(block, starts)}'
        f'<span style="display:flex;height:22px">{_write_voices(block, marks)}</span>'
        '<span style="display:flex;justify-content:center;height:16px;font-size:11px;'
        f'line-height:16px;white-space:nowrap;overflow:{spill}">'
        f"{_number(block, step, len(blocks), block.words / total)}</span></span>"
        for block in blocks
    )
    key = "H is the headline, numbers are paragraphs." if blocks and blocks[0].label == TOP else ""
    line = f"Strokes above: {escape_html(told)} ({len(starts)}). " if starts and told else ""
    return (
        '<div class="toolkit-strip" style="max-width:860px;margin:4px 0 14px 0">'
        f'<div style="display:flex;width:100%">{drawn}</div>'
        '<div style="font-size:0.85em;line-height:1.7;margin:2px 0 0 0">'
        f"{_write_names(marks)}"
        f'<span style="{BLANK};padding:0 4px">narrator</span>. {line}'
        f"{key}</div></div>"
    )


def _write_voices(block: _Block, marks: Mapping[str, Mark]) -> str:
    length = sum(len(voice.span) for voice in block.voices)
    written = []
    for voice in block.voices:
        style, name = BLANK, voice.name
        if name in marks:
            mark = marks[name]
            style = f"{mark.tint(0.55)};border-bottom:5px {mark.border} {mark.colour}"
        written.append(
            f'<span title="{escape_html(name)}" style="display:block;box-sizing:border-box;'
            f'height:22px;width:{100 * len(voice.span) / length:.2f}%;{style}"></span>'
        )
    return "".join(written)


def _write_strokes(block: _Block, starts: Sequence[int]) -> str:
    """Write a stroke for each place in a block, as far right as it stands in it."""
    if not starts:
        return ""
    first, last = block.voices[0].span.start, block.voices[-1].span.end
    inside = [start for start in starts if block.holds(start)]
    strokes = "".join(
        '<span style="position:absolute;top:0;height:12px;border-left:3px solid;'
        f'left:{100 * (start - first) / (last - first):.2f}%"></span>'
        for start in inside
    )
    return f'<span style="display:block;position:relative;height:14px">{strokes}</span>'


def _number(block: _Block, step: int, last: int, share: float) -> str:
    """Write the number of a block where it has room; of many only some, none over the end."""
    if step == 1:
        return block.label if share >= DIGIT * len(block.label) else "&nbsp;"
    number = 0 if block.label == TOP else int(block.label)
    is_last = step > FIFTH and number + step / 2 > last
    return "&nbsp;" if number % step or is_last else block.label


def _write_names(marks: Mapping[str, Mark]) -> str:
    shown = [*marks.values()][:NAMED]
    names = [
        f'<span style="{mark.style()};white-space:normal">'
        f"<bdi>{escape_html(cut_short(mark.name, LONGEST_NAME))}</bdi></span> {mark.words}, "
        for mark in shown
    ]
    if rest := len(marks) - len(shown):
        names.append(f"{tell_number(rest, 'more voice')}, ")
    return "".join(names)
