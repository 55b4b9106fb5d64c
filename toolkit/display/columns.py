"""A comparison as HTML: a strip of voices a report, a block a statement, then the articles."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import accumulate, groupby
from typing import TYPE_CHECKING

from toolkit.base import NARRATOR, join_pieces
from toolkit.comparison import Collation, Edit, redline
from toolkit.display.arrangement import (
    list_alone,
    make_prefix,
    name_reports,
    order_statements,
    tell_relation,
    tell_size,
    tell_where,
)
from toolkit.display.pieces import BORDERS, Mark, cut_blocks
from toolkit.display.summary import name_article
from toolkit.display.telling import escape_html, tell_number
from toolkit.plots import GREY, colour_speakers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from toolkit.base import Article
    from toolkit.comparison import Statement, Telling

MOST_COLUMNS = 4  # reports that each have a column in every block; of more, those that carry it
MOST_VOICES = 8  # of a report that have a piece of its strip; the others share one
LEAST_NUMBERED = 0.06  # of a strip: a shorter piece has no room for a number
STYLES = {
    Edit.KEPT: ("span", "opacity:0.7"),
    Edit.LEFT_OUT: ("del", "background-color:rgba(224,98,26,0.14)"),
    Edit.ADDED: ("ins", "background-color:rgba(30,136,229,0.2);font-weight:600"),
    Edit.ALTERED: ("ins", "background-color:rgba(30,136,229,0.2);font-weight:600"),
}
ROW = "display:flex;flex-wrap:wrap;gap:8px 24px"
CELL = "flex:1 1 220px;min-width:0;margin:0 0 8px 0"
COLUMN = "flex:1 1 320px;min-width:0;margin:0 0 16px 0"
LINE = "border-top:1px solid rgba(128,128,128,0.5)"
SMALL = "font-size:0.85em"


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What all blocks of one comparison need to know.

    Parameters
    ----------
    articles : mapping of str to Article
    names : mapping of str to str
        In few words, by the id of the article.
    prefix : str
        What the names of places in the page begin with.
    homes : mapping of str to str
        By the id of an article, where on the page it stands; empty if below the blocks.
    numbers : mapping of tuple to str
        By article and first character of each telling, the number of its statement; empty if
        that is in no other article.
    """

    articles: Mapping[str, Article]
    names: Mapping[str, str]
    prefix: str
    homes: Mapping[str, str]
    numbers: Mapping[tuple[str, int], str]

    def name_place(self, article: str, start: int) -> str:
        """Name the place in an article on this page where a telling begins."""
        return f"{self.prefix}-{[*self.articles].index(article) + 1}-{start}"

    def name_block(self, number: str) -> str:
        """Name the block of a statement."""
        return f"{self.prefix}-s{number}"

    def link_place(self, telling: Telling) -> str:
        """Link to a telling in its article, in words that tell where it is."""
        name = self.name_place(telling.article, telling.content[0].start)
        place = self.homes.get(telling.article) or f"#{name}"
        where = tell_where(self.articles[telling.article], telling)
        return f'<a href="{escape_html(place)}">{where}</a>'


def write_comparison(
    collation: Collation,
    voices: Mapping[str, Counter[str]],
    homes: Mapping[str, str] | None = None,
) -> str:
    """Write a comparison as HTML.

    Parameters
    ----------
    collation : Collation
    voices : mapping of str to Counter
        As `count_voices` gives them.
    homes : mapping of str to str, optional
        By the id of an article, the address on the page where it stands. Left out, the
        articles follow below, with each statement marked.

    Examples
    --------
    >>> from toolkit.base.article import Article
    >>> from toolkit.comparison import collate, count_voices
    >>> one = Article('"We will fix the old bridge in May," Ann Lee said.', id="a1")
    >>> two = Article('"We will fix the old bridge," Lee promised.', id="a2")
    >>> both = collate([one, two])
    >>> "> in May </del>" in write_comparison(both, count_voices(both))
    True
    """
    ordered = order_statements(collation)
    sheet = _Sheet(
        articles={article.id: article for article in collation.articles},
        names=name_reports(collation.articles),
        prefix=make_prefix(collation),
        homes=homes or {},
        numbers=_number_places(collation.statements, ordered),
    )
    marks = _mark_voices(voices)
    blocks = [_write_block(sheet, f"{number}", statement) for number, statement in ordered]
    told = f'<p style="margin:0 0 8px 0">{escape_html(tell_size(collation))}.</p>'
    return (
        '<div class="toolkit-comparison" style="line-height:1.6;overflow-wrap:break-word">'
        f"{told}{_write_strips(sheet, voices, marks)}{_write_key(blocks, collation)}"
        f"{''.join(blocks)}{_write_alone(sheet, collation)}"
        f"{'' if homes else _write_articles(sheet, collation, marks)}</div>"
    )


def _number_places(
    statements: Iterable[Statement], numbered: Iterable[tuple[int, Statement]]
) -> dict[tuple[str, int], str]:
    numbers = {id(statement): f"{number}" for number, statement in numbered}
    return {
        (telling.article, telling.content[0].start): numbers.get(id(statement), "")
        for statement in statements
        for telling in statement.tellings
    }


# --- whose voice, how long ---------------------------------------------------------------


def _mark_voices(voices: Mapping[str, Counter[str]]) -> dict[str, Mark]:
    """Give each voice but the narrator a mark; who has most words in all reports comes first."""
    words: Counter[str] = sum(voices.values(), Counter())
    names = sorted((name for name in words if name != NARRATOR), key=lambda name: -words[name])
    colours = colour_speakers(names)
    return {
        name: Mark(
            name,
            colours[name],
            "dotted" if colours[name] == GREY else BORDERS[place % len(BORDERS)],
            quotations=0,
            words=words[name],
        )
        for place, name in enumerate(names)
    }


def _write_strips(
    sheet: _Sheet, voices: Mapping[str, Counter[str]], marks: Mapping[str, Mark]
) -> str:
    numbers = {name: f"{number}" for number, name in enumerate(marks, 1)}
    return "".join(
        f'<div style="margin:0 0 10px 0"><b><bdi>{escape_html(sheet.names[name])}</bdi></b>'
        f"{_write_about(sheet, article)}{_write_strip(voices[name], marks, numbers)}</div>"
        for name, article in sheet.articles.items()
    )


def _write_about(sheet: _Sheet, article: Article) -> str:
    """Write title or beginning, and day, of an article, where they are not its name already."""
    name = name_article(article)
    known = [
        name if name != sheet.names[article.id] else "",
        article.published.isoformat()[:10] if article.published else "",
    ]
    told = " \u00b7 ".join(f"<bdi>{escape_html(fact)}</bdi>" for fact in known if fact)
    return f' <span style="{SMALL}">{told}</span>' if told else ""


def _write_strip(
    words: Counter[str], marks: Mapping[str, Mark], numbers: Mapping[str, str]
) -> str:
    """Write a strip as long as the story, the voices with most words first, the narrator last."""
    total = sum(words.values())
    if not total:
        return f'<div style="{SMALL}">no words of a story</div>'
    heard = [name for name, _ in words.most_common() if name != NARRATOR]
    shown = [(name, words[name], marks[name].style()) for name in heard[:MOST_VOICES]]
    rest = sum(words[name] for name in heard[MOST_VOICES:])
    grey = f"background-color:rgba(128,128,128,0.12);border-bottom:3px solid {GREY};padding:0 1px"
    if rest:
        shown.append((tell_number(len(heard) - MOST_VOICES, "other"), rest, grey))
    shown.append((NARRATOR, words[NARRATOR], grey))
    strip = "".join(
        f'<span style="flex:{count} 1 0px;min-width:0;overflow:hidden;{look}">'
        f"{numbers.get(name, '&nbsp;') if count >= LEAST_NUMBERED * total else '&nbsp;'}</span>"
        for name, count, look in shown
        if count
    )
    told = ", ".join(
        f"{numbers[name] + ' ' if name in numbers else ''}<bdi>{escape_html(name)}</bdi> "
        f"{100 * count / total:.0f}&nbsp;%&nbsp;({count})"
        for name, count, _ in shown
    )
    return (
        f'<div style="display:flex;gap:2px;line-height:1.4;{SMALL}">{strip}</div>'
        f'<div style="{SMALL}">{told} of {tell_number(total, "word")}</div>'
    )


# --- statements --------------------------------------------------------------------------


def _write_key(blocks: Sequence[str], collation: Collation) -> str:
    if not blocks or len(collation.articles) == 1:
        return ""
    samples = [
        (_write_words("the same words", Edit.KEPT), "are dim"),
        (_write_words("what is left out of the fullest telling", Edit.LEFT_OUT), "is struck"),
        (_write_words("what is added or altered", Edit.ADDED), "is underlined"),
    ]
    told = "; ".join(f"{sample} {look}" for sample, look in samples)
    return (
        f'<p style="{SMALL};margin:12px 0">In each column {told}. A paraphrase is not held word '
        "against word. A program matched these statements: read both places before you quote.</p>"
    )


def _write_block(sheet: _Sheet, number: str, statement: Statement) -> str:
    """Write a statement: who says it, and in a column what each report makes of it."""
    by_report = {
        name: [*tellings]
        for name, tellings in groupby(statement.tellings, key=lambda telling: telling.article)
    }
    missing = [name for name in sheet.articles if name not in by_report]
    columns = [*sheet.articles] if len(sheet.articles) <= MOST_COLUMNS else [*by_report]
    cells = "".join(
        f'<div style="{CELL}"><b><bdi>{escape_html(sheet.names[name])}</bdi></b> '
        + "".join(_write_telling(sheet, statement, t) for t in by_report.get(name, ()))
        + ("" if name in by_report else f'<span style="{SMALL}">does not carry it</span>')
        + "</div>"
        for name in columns
    )
    told = f"in {len(by_report)} of {tell_number(len(sheet.articles), 'report')}"
    if len(sheet.articles) > MOST_COLUMNS and 0 < len(missing) <= MOST_COLUMNS:
        told += f", not in {', '.join(sheet.names[name] for name in missing)}"
    return (
        f'<div id="{sheet.name_block(number)}" style="{LINE};padding:8px 0 0 0;margin:0 0 8px 0">'
        f'<p style="margin:0 0 4px 0"><b>{number}. <bdi>{escape_html(statement.speaker)}</bdi></b>'
        f' <span style="{SMALL}">{escape_html(told)}</span></p>'
        f'<div style="{ROW}">{cells}</div></div>'
    )


def _write_telling(sheet: _Sheet, statement: Statement, telling: Telling) -> str:
    article, fullest = sheet.articles[telling.article], statement.tellings[statement.fullest]
    if telling is fullest:
        words = escape_html(join_pieces(article.text, telling.content))
    else:
        full = sheet.articles[fullest.article].text
        stretches = redline(article.text, telling, full, fullest)
        words = "".join(_write_words(stretch.text, stretch.edit) for stretch in stretches)
    return (
        f'<span style="{SMALL}">{tell_relation(statement, telling)}, '
        f"{sheet.link_place(telling)}</span>"
        f'<div dir="auto" style="margin:2px 0">{words}</div>'
        f'<div style="{SMALL}">{escape_html(_tell_voice(article, telling))}</div>'
    )


def _write_words(text: str, edit: Edit | None) -> str:
    """Write words in the look of what became of them."""
    if edit is None:
        return escape_html(text)
    tag, style = STYLES[edit]
    return f'<{tag} style="{style}">{escape_html(text)}</{tag}>'


def _tell_voice(article: Article, telling: Telling) -> str:
    """Tell in what form a telling stands, named and reported by which words, and through whom."""
    quotation = telling.attribution.quotation
    told = [f"{quotation.form}"]
    for what, places in (("source", quotation.source), ("cue", quotation.cue)):
        if places:
            told.append(f"{what} \u201c{join_pieces(article.text, places)}\u201d")
    told += [f"through {relay.name}" for relay in telling.attribution.relays]
    return ", ".join(told)


def _write_alone(sheet: _Sheet, collation: Collation) -> str:
    """Write what each report alone carries, as lists that open on a click."""
    lists = []
    for name, statements in list_alone(collation).items():
        items = "".join(
            f'<li dir="auto" style="margin:0 0 6px 0">'
            f"<bdi>{escape_html(statement.speaker)}</bdi>, {sheet.link_place(telling)}: "
            f"{escape_html(join_pieces(sheet.articles[name].text, telling.content))}</li>"
            for statement in statements
            for telling in statement.tellings[:1]
        )
        if items:
            lists.append(
                f'<details style="margin:6px 0"><summary>Only in '
                f"<bdi>{escape_html(sheet.names[name])}</bdi>: "
                f"{tell_number(len(statements), 'statement')}</summary>"
                f'<ul style="padding:0 0 0 24px;margin:8px 0">{items}</ul></details>'
            )
    return f'<div style="{LINE};padding:8px 0">{"".join(lists)}</div>' if lists else ""


# --- the articles ------------------------------------------------------------------------


def _write_articles(sheet: _Sheet, collation: Collation, marks: Mapping[str, Mark]) -> str:
    """Write the articles beside each other, with the statements marked."""
    tellings: dict[str, list[Telling]] = defaultdict(list)
    for statement in collation.statements:
        for telling in statement.tellings:
            tellings[telling.article].append(telling)
    key = (
        f'<p style="{SMALL};margin:0 0 8px 0">A number leads to the statement above. Marked words '
        "without one are said in this article alone.</p>"
    )
    columns = "".join(
        f'<details open style="{COLUMN}"><summary><b><bdi>{escape_html(sheet.names[name])}</bdi>'
        f"</b></summary>{_write_text(sheet, article, tellings[name], marks)}</details>"
        for name, article in sheet.articles.items()
    )
    return f'<div style="{LINE};padding:8px 0">{key}<div style="{ROW}">{columns}</div></div>'


def _write_text(
    sheet: _Sheet, article: Article, tellings: Sequence[Telling], marks: Mapping[str, Mark]
) -> str:
    looks = [""] * len(article.text)
    for telling in sorted(tellings, key=lambda t: -sum(map(len, t.content))):  # inner ones last
        mark = marks.get(telling.attribution.speaker.name)
        for span in telling.content:
            looks[span.start : span.end] = [mark.style() if mark else ""] * len(span)
    opened = (((article.id, place) in sheet.numbers) for place in range(len(article.text)))
    sections = [*accumulate(opened)]
    written = []
    for kind, block in cut_blocks(article):
        weight = "font-weight:700;" if kind in {"headline", "subheading"} else ""
        runs = groupby(range(block.start, block.end), key=lambda i: (looks[i], sections[i]))
        inside = "".join(
            _write_run(sheet, article, first, (1 + len([*rest]), look))
            for (look, _), (first, *rest) in runs
        )
        written.append(
            f'<p dir="auto" style="white-space:pre-wrap;{weight}margin:0 0 10px 0">{inside}</p>'
        )
    return "".join(written)


def _write_run(sheet: _Sheet, article: Article, start: int, run: tuple[int, str]) -> str:
    """Write some characters of one look; where a telling begins, with the number of it."""
    length, look = run
    text = escape_html(article.text[start : start + length])
    number = sheet.numbers.get((article.id, start))
    if number is None:
        return f'<span style="{look}">{text}</span>' if look else text
    name = sheet.name_place(article.id, start)
    label = (
        f'<sup><a href="#{sheet.name_block(number)}">{number}</a>&nbsp;</sup>' if number else ""
    )
    return f'<span id="{name}" style="{look}">{label}{text}</span>'
