"""Who is quoted how: in whole sentences, in pieces, in the reporter's words or not at all."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.attribution import find_statements
from toolkit.base import BETWEEN, Article, Form, Span, find_quoted, find_words_in
from toolkit.display.filling import fill
from toolkit.display.pieces import TOP, Drawing, number_block, rank_speakers
from toolkit.display.telling import join_first, tell_number
from toolkit.engine import ENGLISH, take_article
from toolkit.people import find_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from toolkit.base import Attribution
    from toolkit.display.pieces import Mark
    from toolkit.engine import Engine, OneArticle

WHOLE = "Whole sentences in quote marks"
PIECES = "Pieces in quote marks"
REPORTED = "The reporter's words alone"
NONE = "Named, and given no words"
MOST_TOLD = 4  # speakers whose words are told above a rung and in the text alternative
MOST_PLACES = 6  # paragraphs told for a name


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
    html = fill(
        "ladder.html",
        rungs=[_collect_rung(article, rung, rungs[rung], marks, total) for rung in rungs],
        unheard=NONE,
        silent=[(name, _tell_places(numbers)) for name, numbers in silent],
    )
    return Drawing("Ladder", str(html), " ".join(told) or "no quotations found.")


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


# --- what the template shows -------------------------------------------------------------


def _collect_rung(
    article: Article,
    rung: str,
    groups: Mapping[str, Sequence[_Line]],
    marks: Mapping[str, Mark],
    total: int,
) -> dict[str, object]:
    """Collect what a rung shows: its name, a bar of its words by speaker, and the words."""
    if not groups:
        return {"name": rung, "told": "none", "lines": []}
    count = sum(map(_count, groups.values()))
    around = sum(line.words for group in groups.values() for line in group) - count
    told = f"{tell_number(count, 'word')}: {_tell_words(groups)}"
    if around:
        told += f"; around them {around} of the reporter's"
    return {
        "name": rung,
        "told": re.sub(r" (\d)", "\u00a0\\1", told),  # a number stays on the line of its name
        "is_exact": rung != REPORTED,
        "bars": [
            (marks[name], _count(lines), 100 * _count(lines) / total)
            for name, lines in groups.items()
        ],
        "around": around,
        "around_share": 100 * around / total,
        "lines": [
            {
                "mark": marks[name],
                "is_first": not place,
                "place": _tell_place(article, line.said),
                "words": [*_cut_words(article.text, line)],
            }
            for name, group in groups.items()
            for place, line in enumerate(group)
        ],
    }


def _tell_place(article: Article, said: Attribution) -> str:
    """Tell where a quotation stands, and through whom it came."""
    number = number_block(article, said.quotation.content[0].start)
    return f"{number or TOP}{''.join(f' through {relay.name}' for relay in said.relays)}"


def _cut_words(text: str, line: _Line) -> Iterator[tuple[str, bool]]:
    """Cut the words of a quotation where quote marks begin and end."""
    for number, span in enumerate(line.said.quotation.content):
        if number:
            yield BETWEEN, False
        place = span.start
        for quoted in line.marked:
            if quoted in span:
                yield text[place : quoted.start], False
                yield quoted.of(text), True
                place = quoted.end
        yield text[place : span.end], False


def _tell_places(numbers: Sequence[int]) -> str:
    told = ", ".join(str(number or TOP) for number in numbers[:MOST_PLACES])
    return told + (", \u2026" if len(numbers) > MOST_PLACES else "")
