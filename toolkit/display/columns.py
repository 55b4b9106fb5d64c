"""What a page with a comparison holds: voices of each report, each statement, the articles."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import accumulate, groupby
from typing import TYPE_CHECKING

from toolkit.base import NARRATOR, join_pieces
from toolkit.comparison import Collation, redline
from toolkit.display.arrangement import (
    list_alone,
    make_prefix,
    name_reports,
    order_statements,
    tell_relation,
    tell_size,
    tell_where,
)
from toolkit.display.filling import fill
from toolkit.display.pieces import BORDERS, Mark, cut_blocks
from toolkit.display.summary import name_article
from toolkit.display.telling import tell_number
from toolkit.plots import GREY, colour_speakers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from markupsafe import Markup

    from toolkit.base import Article
    from toolkit.comparison import Statement, Telling

MOST_COLUMNS = 4  # reports that each have a column in every block; of more, those that carry it
MOST_VOICES = 8  # of a report that have a piece of its strip; the others share one


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

    def link_place(self, telling: Telling) -> dict[str, str]:
        """Link to a telling in its article, in words that tell where it is."""
        name = self.name_place(telling.article, telling.content[0].start)
        return {
            "address": self.homes.get(telling.article) or f"#{name}",
            "told": tell_where(self.articles[telling.article], telling),
        }


def write_comparison(
    collation: Collation,
    voices: Mapping[str, Counter[str]],
    homes: Mapping[str, str] | None = None,
) -> Markup:
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
    return fill(
        "comparison.html",
        size=tell_size(collation),
        reports=[
            {
                "name": sheet.names[name],
                "facts": _list_facts(sheet, article),
                "words": sum(voices[name].values()),
                "voices": _list_voices(voices[name], marks),
            }
            for name, article in sheet.articles.items()
        ],
        statements=[_collect_block(sheet, f"{number}", one) for number, one in ordered],
        lists=_collect_alone(sheet, collation),
        articles=[] if homes else _collect_articles(sheet, collation, marks),
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


def _list_facts(sheet: _Sheet, article: Article) -> list[str]:
    """List title or beginning, and day, of an article, where they are not its name already."""
    name = name_article(article)
    known = [
        name if name != sheet.names[article.id] else "",
        article.published.isoformat()[:10] if article.published else "",
    ]
    return [fact for fact in known if fact]


def _list_voices(words: Counter[str], marks: Mapping[str, Mark]) -> list[dict[str, object]]:
    """List the pieces of a strip, the voices with most words first, the narrator last."""
    if not words.total():
        return []
    numbers = {name: number for number, name in enumerate(marks, 1)}
    heard = [name for name, _ in words.most_common() if name != NARRATOR]
    voices: list[dict[str, object]] = [
        {"name": name, "words": words[name], "mark": marks[name], "number": numbers[name]}
        for name in heard[:MOST_VOICES]
    ]
    others = [(NARRATOR, words[NARRATOR])]
    if rest := sum(words[name] for name in heard[MOST_VOICES:]):
        others.insert(0, (tell_number(len(heard) - MOST_VOICES, "other"), rest))
    return voices + [
        {"name": name, "words": count, "mark": None, "number": None} for name, count in others
    ]


# --- statements --------------------------------------------------------------------------


def _collect_block(sheet: _Sheet, number: str, statement: Statement) -> dict[str, object]:
    """Collect a statement: who says it, and in a column what each report makes of it."""
    by_report = {
        name: [*tellings]
        for name, tellings in groupby(statement.tellings, key=lambda telling: telling.article)
    }
    missing = [name for name in sheet.articles if name not in by_report]
    columns = [*sheet.articles] if len(sheet.articles) <= MOST_COLUMNS else [*by_report]
    told = f"in {len(by_report)} of {tell_number(len(sheet.articles), 'report')}"
    if len(sheet.articles) > MOST_COLUMNS and 0 < len(missing) <= MOST_COLUMNS:
        told += f", not in {', '.join(sheet.names[name] for name in missing)}"
    return {
        "id": sheet.name_block(number),
        "number": number,
        "speaker": statement.speaker,
        "told": told,
        "columns": [
            (
                sheet.names[name],
                [_collect_telling(sheet, statement, one) for one in by_report.get(name, ())],
            )
            for name in columns
        ],
    }


def _collect_telling(sheet: _Sheet, statement: Statement, telling: Telling) -> dict[str, object]:
    article, fullest = sheet.articles[telling.article], statement.tellings[statement.fullest]
    stretches: Sequence[tuple[str, str | None]] = [
        (join_pieces(article.text, telling.content), None)
    ]
    if telling is not fullest:
        stretches = redline(article.text, telling, sheet.articles[fullest.article].text, fullest)
    return sheet.link_place(telling) | {
        "relation": tell_relation(statement, telling),
        "stretches": stretches,
        "voice": _tell_voice(article, telling),
    }


def _tell_voice(article: Article, telling: Telling) -> str:
    """Tell in what form a telling stands, named and reported by which words, and through whom."""
    quotation = telling.attribution.quotation
    told = [f"{quotation.form}"]
    for what, places in (("source", quotation.source), ("cue", quotation.cue)):
        if places:
            told.append(f"{what} \u201c{join_pieces(article.text, places)}\u201d")
    told += [f"through {relay.name}" for relay in telling.attribution.relays]
    return ", ".join(told)


def _collect_alone(sheet: _Sheet, collation: Collation) -> list[tuple[str, list[dict[str, str]]]]:
    """Collect what each report alone carries."""
    return [
        (
            sheet.names[name],
            [
                sheet.link_place(telling)
                | {
                    "speaker": statement.speaker,
                    "words": join_pieces(sheet.articles[name].text, telling.content),
                }
                for statement in statements
                for telling in statement.tellings[:1]
            ],
        )
        for name, statements in list_alone(collation).items()
        if statements
    ]


# --- the articles ------------------------------------------------------------------------


def _collect_articles(
    sheet: _Sheet, collation: Collation, marks: Mapping[str, Mark]
) -> list[tuple[str, list[tuple[bool, list[dict[str, str]]]]]]:
    """Collect the articles, with the statements marked."""
    tellings: dict[str, list[Telling]] = defaultdict(list)
    for statement in collation.statements:
        for telling in statement.tellings:
            tellings[telling.article].append(telling)
    return [
        (sheet.names[name], _cut_text(sheet, article, tellings[name], marks))
        for name, article in sheet.articles.items()
    ]


def _cut_text(
    sheet: _Sheet, article: Article, tellings: Sequence[Telling], marks: Mapping[str, Mark]
) -> list[tuple[bool, list[dict[str, str]]]]:
    """Cut the blocks of an article into characters of one look; tell which blocks are bold."""
    looks = [""] * len(article.text)
    for telling in sorted(tellings, key=lambda t: -sum(map(len, t.content))):  # inner ones last
        mark = marks.get(telling.attribution.speaker.name)
        for span in telling.content:
            looks[span.start : span.end] = [mark.style() if mark else ""] * len(span)
    opened = (((article.id, place) in sheet.numbers) for place in range(len(article.text)))
    sections = [*accumulate(opened)]
    blocks = []
    for kind, block in cut_blocks(article):
        runs = groupby(range(block.start, block.end), key=lambda i: (looks[i], sections[i]))
        collected = [
            _collect_run(sheet, article, first, (1 + len([*rest]), look))
            for (look, _), (first, *rest) in runs
        ]
        blocks.append((kind in {"headline", "subheading"}, collected))
    return blocks


def _collect_run(
    sheet: _Sheet, article: Article, start: int, run: tuple[int, str]
) -> dict[str, str]:
    """Collect some characters of one look; where a telling begins, with the number of it."""
    length, look = run
    number = sheet.numbers.get((article.id, start))
    return {
        "text": article.text[start : start + length],
        "look": look,
        "id": "" if number is None else sheet.name_place(article.id, start),
        "number": number or "",
        "address": f"#{sheet.name_block(number)}" if number else "",
    }
