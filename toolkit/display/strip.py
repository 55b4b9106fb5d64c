"""The words of a story as a strip from first to last: whose they are, and where something is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from toolkit.attribution import find_statements, find_voices
from toolkit.base import FURNITURE, Article, ToolkitError, find_words
from toolkit.display.filling import fill
from toolkit.display.pieces import TOP, Drawing, number_block, rank_speakers
from toolkit.display.telling import tell_number
from toolkit.engine import ENGLISH, take_article

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markupsafe import Markup

    from toolkit.base import Voice
    from toolkit.display.pieces import Mark
    from toolkit.engine import Engine, OneArticle

NAMED = 8  # voices told in words; the strip shows all
MOST_NUMBERS = 25  # paragraphs that have room for a number each
FIFTH = 5  # where there are more, every fifth has one, or every tenth, fifteenth, ...
DIGIT = 0.018  # of the strip: a digit of a number on a page of 420 pixels
MOST_APART = 60  # paragraphs with a gap between them; more would be gaps alone on a phone


@dataclass(frozen=True, slots=True)
class _Block:
    """A headline or paragraph: its voices one after the other."""

    label: str
    voices: tuple[Voice, ...]
    words: int

    def holds(self, place: int) -> bool:
        """Tell whether a place of the text is in it."""
        return self.voices[0].span.start <= place < self.voices[-1].span.end

    def place(self, starts: Sequence[int]) -> list[float]:
        """Give for each place in it how far right it stands, in percent."""
        first, last = self.voices[0].span.start, self.voices[-1].span.end
        return [100 * (start - first) / (last - first) for start in starts if self.holds(start)]

    def measure(self) -> list[tuple[str, float]]:
        """Give how much of it each voice has, in percent."""
        length = sum(len(voice.span) for voice in self.voices)
        return [(voice.name, 100 * len(voice.span) / length) for voice in self.voices]


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
    return Drawing("Strip", str(_fill_strip(blocks, marks, starts, told)), alt)


def write_strip(article: Article, marks: Mapping[str, Mark]) -> str:
    """Write the strip of a story for a page, without strokes; nothing where it has no words."""
    blocks = _cut_blocks(article)
    return _fill_strip(blocks, marks, (), "") if blocks else ""


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


def _fill_strip(
    blocks: Sequence[_Block], marks: Mapping[str, Mark], starts: Sequence[int], told: str
) -> Markup:
    total = sum(block.words for block in blocks)
    step = 1 if len(blocks) <= MOST_NUMBERS else FIFTH * -(-len(blocks) // MOST_APART)
    return fill(
        "strip.html",
        blocks=[
            {
                "share": 100 * block.words / total,
                "strokes": block.place(starts),
                "voices": block.measure(),
                "number": _number(block, step, len(blocks), block.words / total),
            }
            for block in blocks
        ],
        is_apart=len(blocks) <= MOST_APART,
        is_every=step == 1,
        has_headline=bool(blocks) and blocks[0].label == TOP,
        marks=marks,
        strokes=len(starts),
        told=told,
    )


def _number(block: _Block, step: int, last: int, share: float) -> str:
    """Give the number of a block where it has room; of many only some, none over the end."""
    if step == 1:
        return block.label if share >= DIGIT * len(block.label) else ""
    number = 0 if block.label == TOP else int(block.label)
    is_last = step > FIFTH and number + step / 2 > last
    return "" if number % step or is_last else block.label
