"""Who is quoted how: in whole sentences, in pieces, in the reporter's words or not at all."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.attribution import find_statements
from toolkit.base import BETWEEN, Article, Form, Span, find_quoted, find_words_in
from toolkit.display.pieces import TOP, Drawing, number_block, rank_speakers
from toolkit.display.telling import escape_html, join_first, tell_number
from toolkit.engine import ENGLISH, take_article
from toolkit.people import find_names
from toolkit.plots import GREY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from toolkit.base import Attribution
    from toolkit.display.pieces import Mark
    from toolkit.engine import Engine, OneArticle

WHOLE = "Whole sentences in quote marks"
PIECES = "Pieces in quote marks"
REPORTED = "The reporter's words alone"
NONE = "Named, and given no words"
MOST_LINES = 12  # quotations or names that a rung shows; the others open on a click
MOST_TOLD = 4  # speakers whose words are told above a rung and in the text alternative
MOST_PLACES = 6  # paragraphs told for a name
STEP = 18  # pixels that each rung is further in
SMALL = "font-size:0.85em"
KEY = f"Small: {TOP} is the headline, numbers are paragraphs."
RAIL = "border-left:2px solid rgba(128,128,128,0.6)"


@dataclass(frozen=True, slots=True)
class _Line:
    """A quotation on its rung, with those of its words that stand in quote marks."""

    said: Attribution
    marked: tuple[Span, ...]
    rung: str
    words: int
    exact: int  # words in quote marks

    @property
    def counted(self) -> int:
        """How many words count on the rung: the exact ones where there are any."""
        return self.exact or self.words


def ladder(article: OneArticle, *, engine: Engine = ENGLISH) -> Drawing:
    """Show how much of each speaker's words is verbatim, rung by rung, with the very words.

    Parameters
    ----------
    article : Article
        Its quotations are shown once each, by speaker, with the number of their paragraph.
    engine : Engine, optional
        What reads the articles.

    Returns
    -------
    Drawing
        Shows itself as the last line of a notebook cell. From the top: whole sentences in
        quote marks; pieces in quote marks, with the reporter's words around them; words of the
        reporter alone; persons whom the text names and who say nothing. Words in quote marks
        have the speaker's colour and line, as in `annotate`; other words have neither. On
        each rung who has most words comes first.

    Raises
    ------
    ToolkitError
        If `article` is not an Article.

    Notes
    -----
    A quotation whose words all stand in marks is a whole sentence unless it begins with a
    small letter: `"ended without an agreement"` is a piece. Marks do not tell why they stand
    there: to quote, to keep a distance or to stress.

    Examples
    --------
    >>> import toolkit as tk
    >>> tk.ladder(tk.parse_article('"Rates will rise," said Ann Lee. Bob Roe called it "odd".'))
    Ladder: Whole sentences in quote marks: Ann Lee 3. Pieces in quote marks: Bob Roe 1.
    """
    article = take_article(article, engine)
    statements = find_statements(article)
    marks = rank_speakers(article, statements)
    lines = [_read_line(article, said) for said in statements]
    silent = _list_silent(article, statements)
    rungs = {rung: _sort_lines(lines, rung) for rung in (WHOLE, PIECES, REPORTED)}
    total = sum(line.words for line in lines)
    told = [f"{rung}: {_tell_words(rungs[rung])}." for rung in rungs if rungs[rung]]
    told += [f"{NONE}: {join_first([name for name, _ in silent], MOST_TOLD)}."] if silent else []
    written = [_write_rung(article, r, rungs[r], marks, total) for r in rungs]
    if silent:
        names = [_write_name(*found) for found in silent]
        written.append(f'<p style="margin:0"><b>{NONE}</b></p>{_fold(names)}')
    steps = "".join(
        f'<div style="margin:0 0 0 {STEP * step}px;padding:2px 0 10px 12px;{RAIL}">{rung}</div>'
        for step, rung in enumerate(written)
    )
    html = (
        '<div class="toolkit-ladder" style="max-width:860px;line-height:1.6;margin:4px 0 14px 0;'
        f'overflow-wrap:anywhere">{steps}<p style="{SMALL};margin:4px 0 0 0">{KEY}</p></div>'
    )
    return Drawing("Ladder", html, " ".join(told) or "no quotations found.")


# --- what stands on which rung -----------------------------------------------------------


def _read_line(article: Article, said: Attribution) -> _Line:
    text, content = article.text, said.quotation.content
    marked = tuple(
        Span(max(span.start, quoted.start), min(span.end, quoted.end))
        for span in content
        for quoted in find_quoted(text)
        if span.overlaps(quoted)
    )
    exact = len(find_words_in(text, marked))
    rung = PIECES if exact else REPORTED
    first = next((sign for span in content for sign in span.of(text) if sign.isalpha()), "")
    if said.quotation.form is Form.DIRECT and not first.islower():
        rung = WHOLE
    return _Line(said, marked if exact else (), rung, len(find_words_in(text, content)), exact)


def _sort_lines(lines: Sequence[_Line], rung: str) -> dict[str, list[_Line]]:
    """Sort the lines of a rung by speaker, who has most words there first."""
    found: dict[str, list[_Line]] = defaultdict(list)
    for line in lines:
        if line.rung == rung:
            found[line.said.speaker.name].append(line)
    return dict(sorted(found.items(), key=lambda group: -_count(group[1])))


def _count(lines: Iterable[_Line]) -> int:
    return sum(line.counted for line in lines)


def _list_silent(article: Article, said: Sequence[Attribution]) -> list[tuple[str, list[int]]]:
    """List the persons whom the text names and does not quote, with their paragraphs."""
    speakers = {attribution.speaker.name for attribution in said}
    places = [span for attribution in said for span in attribution.speaker.mentions]
    return [
        (name.name, sorted({number_block(article, span.start) for span in name.mentions}))
        for name in find_names(article)
        if name.is_person and name.name not in speakers
        if not any(span.overlaps(place) for span in name.mentions for place in places)
    ]


def _tell_words(groups: Mapping[str, Sequence[_Line]]) -> str:
    told = [f"{name} {_count(lines)}" for name, lines in groups.items()]
    return join_first(told, MOST_TOLD)


# --- as HTML -----------------------------------------------------------------------------


def _write_rung(
    article: Article,
    rung: str,
    groups: Mapping[str, Sequence[_Line]],
    marks: Mapping[str, Mark],
    total: int,
) -> str:
    """Write a rung: its name, a bar of its words by speaker, and the words themselves."""
    if not groups:
        return f'<p style="margin:0"><b>{rung}</b> <span style="{SMALL}">none</span></p>'
    count = sum(map(_count, groups.values()))
    around = sum(line.words for group in groups.values() for line in group) - count
    bar = "".join(
        _write_bar(f"{name}: {_count(lines)}", _count(lines) / total, _fill(marks[name], rung))
        for name, lines in groups.items()
    )
    told = f"{tell_number(count, 'word')}: {_tell_words(groups)}"
    if around:
        told += f"; around them {around} of the reporter's"
        bar += _write_bar(f"the reporter: {around}", around / total, f"border:1px solid {GREY}")
    whole = re.sub(r" (\d)", "\u00a0\\1", told)  # a number stays on the line of its name
    lines = [
        _write_line(article, line, marks[name], is_first=not place)
        for name, group in groups.items()
        for place, line in enumerate(group)
    ]
    return (
        f'<p style="margin:0"><b>{rung}</b> <span style="{SMALL}">{escape_html(whole)}</span></p>'
        f'<div style="display:flex;margin:2px 0 0 0">{bar}</div>{_fold(lines)}'
    )


def _write_bar(title: str, share: float, style: str) -> str:
    return (
        f'<span title="{escape_html(title)}" style="display:block;height:14px;'
        f'box-sizing:border-box;width:{100 * share:.2f}%;{style}"></span>'
    )


def _fill(mark: Mark, rung: str) -> str:
    """Fill a piece of a bar for words in marks; for the reporter's words leave it hollow."""
    line = f"border-bottom:4px {mark.border} {mark.colour}"
    return f"{mark.tint(0.55)};{line}" if rung != REPORTED else f"border:1px solid {mark.colour}"


def _write_line(article: Article, line: _Line, mark: Mark, *, is_first: bool) -> str:
    """Write a quotation: where it stands, through whom it came; before the first the name."""
    number = number_block(article, line.said.quotation.content[0].start)
    through = "".join(f" through {relay.name}" for relay in line.said.relays)
    chip = ""
    if is_first:
        name = f"<bdi>{escape_html(mark.name)}</bdi>"
        chip = f'<span style="{mark.style()};font-weight:600">{name}</span><br>'
    return (
        f'<p dir="auto" style="margin:{8 if is_first else 0}px 0 4px 0">{chip}'
        f"{_write_place(f'{number or TOP}{through}')}"
        f"{_write_words(article.text, line, mark)}</p>"
    )


def _write_place(told: str) -> str:
    told = escape_html(told)
    return f'<sup style="font-size:11px;line-height:1"><bdi>{told}</bdi>&nbsp;</sup>'


def _write_words(text: str, line: _Line, mark: Mark) -> str:
    """Write the words of a quotation; those in quote marks have the look of the speaker."""
    return BETWEEN.join(
        "".join(_write_span(text, span, line.marked, mark)) for span in line.said.quotation.content
    )


def _write_span(text: str, span: Span, marked: Iterable[Span], mark: Mark) -> Iterator[str]:
    place = span.start
    for quoted in marked:
        if quoted in span:
            yield escape_html(text[place : quoted.start])
            yield f'<span style="{mark.style()}">{escape_html(quoted.of(text))}</span>'
            place = quoted.end
    yield escape_html(text[place : span.end])


def _write_name(name: str, numbers: Sequence[int]) -> str:
    told = ", ".join(str(number or TOP) for number in numbers[:MOST_PLACES])
    more = ", \u2026" if len(numbers) > MOST_PLACES else ""
    return (
        f'<p dir="auto" style="margin:0">{_write_place(told + more)}'
        f"<bdi>{escape_html(name)}</bdi></p>"
    )


def _fold(lines: Sequence[str]) -> str:
    """Join lines; of many the first are shown, and the others open on a click."""
    shown, rest = "".join(lines[:MOST_LINES]), lines[MOST_LINES:]
    if not rest:
        return shown
    summary = f'<summary style="cursor:pointer">and {len(rest)} more</summary>'
    return f"{shown}<details>{summary}{''.join(rest)}</details>"
