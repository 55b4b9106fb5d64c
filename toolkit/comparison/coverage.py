"""Whom and what each article takes up: speakers, names and numbers, and where they come first."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.attribution import Known, join_speakers
from toolkit.base import (
    FURNITURE,
    Kind,
    Span,
    find_quoted,
    find_words_in,
    list_parts,
    read_stop_words,
    stem,
)
from toolkit.comparison.pieces import Report
from toolkit.comparison.statements import read_reports
from toolkit.engine import ENGLISH, find_passages
from toolkit.narrative import AMOUNTS, MONEY, Number, is_rounded, is_year, list_numbers
from toolkit.people import find_names
from toolkit.tables import ARTICLE, Column, Table, alike, iter_articles

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    import pandas as pd

    from toolkit.base import Article, Attribution
    from toolkit.engine import Articles, Engine
    from toolkit.people import Name

NEIGHBOURS = 40  # in a row of numbers of one unit, those that each is held against
ALIKE = 0.4  # Dice of two sentences, without the numbers: they may tell of one thing
LARGE, NEAR = (
    100,
    1.25,
)  # two numbers from 100 on, one by a quarter more: few of a story are so near
TALLY = re.compile(r"\s?(?:to|-|\u2013)\s?")  # between the numbers of "17 to 12"
COVERAGE = Table("coverage_table", (
    ARTICLE,
    Column("topic", "str",
           "``speaker``, ``name`` (a person, body or place that is named) or ``number``."),
    Column("term", "str",
           "The speaker or name, the same in all articles where names agree; the number as it "
           "first stands."),
    Column("kind", "str",
           "Kind of the speaker; ``person`` or ``body`` of a name; what "
           "a number counts, by stems."),
    Column("occurrences", "int64",
           "Statements of a speaker; mentions of a name; places of a number.",
           "statements, mentions or places"),
    Column("words", "float64",
           "Of a speaker's statements. NaN for names and numbers.", "words"),
    Column("direct_share", "float64",
           "Share of these words in quote marks. NaN for names and numbers, and where there is no "
           "word.", "0 to 1"),
    Column("position", "float64",
           "How far down the text it first stands: 0 is the top.", "0 to 1"),
    *alike("start end", "int64", "Of that first place.", "characters"),
    Column("in_headline", "bool", "Whether it stands in a headline."),
    Column("in_lead", "bool", "Whether it stands in the first paragraph of the story."),
    Column("reports", "int64", "In how many of the articles it stands.", "articles"),
    Column("only_here", "bool", "Whether that is this one alone, of several."),
    Column("note", "str",
           "Numbers that others give for what may be the same thing, such as ``a2: 19 arrests``; "
           "that there is nothing to compare."),
))  # fmt: skip
ALONE = "one article: nothing to compare"


@dataclass(frozen=True, slots=True)
class Found:
    """A speaker, name or number of one article, and where it stands there."""

    topic: str
    term: str
    kind: str
    places: tuple[Span, ...]
    words: int | None = None
    direct_words: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A number of one article, with the words of its sentence."""

    report: int
    number: Number
    around: frozenset[str]


@COVERAGE.describes
def coverage_table(articles: Articles, *, engine: Engine = ENGLISH) -> pd.DataFrame:
    """Make one row per article and speaker, name or number in it: how much, where, who else.

    Parameters
    ----------
    articles : Article, Attribution, or iterable of them
        Reports of one event. An article that is given twice counts once.
    engine : Engine, optional
        What reads the articles.

    Returns
    -------
    DataFrame
        Articles in the order given; in each its speakers, names and numbers, the first first.

        {columns}

    Raises
    ------
    ToolkitError
        If two articles with other words have one id.

    Notes
    -----
    A number differs where another article counts the same word in a sentence that shares two
    fifths of its words; or has one from 100 on that is at most a quarter more, in a sentence
    that shares a word; and neither is the other rounded. They are listed, not judged: one may
    be of another day. "17 to 12" is one number. Years and captions are left out. A person
    known by surname alone in one article is another one's by `toolkit.attribution.aliases` alone.

    Examples
    --------
    >>> from toolkit.base import Article
    >>> one = Article("Police made 21 arrests in Lowtown, Ann Lee said.", id="a1")
    >>> two = Article("Police made 19 arrests in Lowtown on Monday.", id="a2")
    >>> table = coverage_table([one, two])
    >>> table.loc[table["topic"] == "number", ["article", "term", "only_here", "note"]]
      article term  only_here            note
    3      a1   21       True  a2: 19 arrests
    5      a2   19       True  a1: 21 arrests
    """
    reports = read_reports(iter_articles(articles, engine))
    names = _join_names(reports)
    numbers = _note_differing(reports)
    found = [
        [*_list_speakers(report), *names[place], *numbers[place]]
        for place, report in enumerate(reports)
    ]
    carried = defaultdict(set)
    for place, things in enumerate(found):
        for thing in things:
            carried[thing.topic, _name(thing)].add(place)
    rows = (
        _make_row(report.article, thing, len(carried[thing.topic, _name(thing)]), len(reports))
        for report, things in zip(reports, found, strict=True)
        for thing in things
    )
    return COVERAGE.make(rows)


def _name(thing: Found) -> tuple[str, str]:
    """Give what a thing is called in every article: a number with its unit, a name alone."""
    return thing.term.casefold(), thing.kind if thing.topic == "number" else ""


def _make_row(article: Article, thing: Found, carried: int, reports: int) -> dict[str, object]:
    headlines, lead = find_top(article)
    first = thing.places[0]
    notes = [thing.note] if thing.note else []
    return {
        "article": article.id,
        "topic": thing.topic,
        "term": thing.term,
        "kind": thing.kind,
        "occurrences": len(thing.places),
        "words": thing.words,
        "direct_share": thing.direct_words / thing.words
        if thing.words and thing.direct_words is not None
        else None,
        "position": first.start / len(article.text),
        "start": first.start,
        "end": first.end,
        "in_headline": any(p.overlaps(top) for p in thing.places for top in headlines),
        "in_lead": lead is not None and any(place.overlaps(lead) for place in thing.places),
        "reports": carried,
        "only_here": carried == 1 < reports,
        "note": "; ".join([*notes, ALONE] if reports == 1 else notes),
    }


def find_top(article: Article) -> tuple[list[Span], Span | None]:
    r"""Find the headlines of an article, and the first paragraph of its story.

    Where nobody looked for parts, a first line that is the title is the headline.

    Examples
    --------
    >>> from toolkit.base import Article
    >>> article = Article("Rates rise\n\nRates will rise in May.", title="Rates rise")
    >>> headlines, lead = find_top(article)
    >>> [span.of(article.text) for span in headlines], lead.of(article.text)
    (['Rates rise'], 'Rates will rise in May.')
    """
    parts = list_parts(article)
    headlines = [part.span for part in parts if part.kind in {"headline", "subheading"}][:1]
    if not headlines and parts[0].span.of(article.text) == article.title.strip():
        headlines = [parts[0].span]
    story = (part.span for part in parts if part.kind == "paragraph")
    return headlines, next((span for span in story if span not in headlines), None)


def _list_speakers(report: Report) -> Iterator[Found]:
    """List who speaks, by first statement; whoever nobody names is left out."""
    text = report.article.text
    stretches = find_quoted(text)
    said: dict[str, list[Attribution]] = defaultdict(list)
    for attribution in report.attributions:
        if attribution.speaker.kind is not Kind.UNKNOWN:
            said[attribution.speaker.name].append(attribution)
    for name, group in said.items():
        content = [span for attribution in group for span in attribution.quotation.content]
        words = find_words_in(text, content)
        yield Found(
            topic="speaker",
            term=name,
            kind=str(group[0].speaker.kind),
            places=tuple(attribution.quotation.content[0] for attribution in group),
            words=len(words),
            direct_words=sum(any(w in stretch for stretch in stretches) for w in words),
        )


def name_everywhere(reports: Sequence[Report]) -> Mapping[tuple[int, str], tuple[Span, ...]]:
    """Give the places of each name of each article, under one name in all of them.

    Returns
    -------
    mapping of (int, str) to tuple of Span
        By the number of the article and the name.
    """
    joined = _join_names(reports)
    return {(n, name.term): name.places for n, found in enumerate(joined) for name in found}


def _join_names(reports: Sequence[Report]) -> list[list[Found]]:
    """List the names of each article, each under one name in all of them."""
    kinds = {True: Kind.PERSON, False: Kind.ORGANISATION}
    names = [find_names(report.article) for report in reports]
    joined = join_speakers(
        Known(number, name.name, kinds[name.is_person], name.roles, len(name.mentions))
        for number, found in enumerate(names)
        for name in found
    )
    places: list[dict[tuple[str, str], list[Span]]] = [defaultdict(list) for _ in reports]
    for number, found in enumerate(names):
        for name in found:
            places[number][joined[number, name.name], _tell_kind(name)] += name.mentions
    return [
        [Found("name", name, kind, tuple(sorted(own))) for (name, kind), own in found.items()]
        for found in places
    ]


def _tell_kind(name: Name) -> str:
    return "person" if name.is_person else "body"


# ---- numbers -------------------------------------------------------------------------------


def _note_differing(reports: Sequence[Report]) -> list[list[Found]]:
    """List the numbers of each article, with those that others give for the same thing."""
    told = [one for place, report in enumerate(reports) for one in _list_told(place, report)]
    notes = _find_differing(told, reports)
    return [
        list(_list_numbers(report, [one for one in told if one.report == place], notes))
        for place, report in enumerate(reports)
    ]


def _list_told(place: int, report: Report) -> Iterator[Told]:
    article = report.article
    stop = read_stop_words()
    kinds = {part.span: part.kind for part in list_parts(article)}
    for passage in find_passages(article):
        if kinds[passage.part.span] in FURNITURE:
            continue
        for sentence in passage.find_sentences():
            words = [span.of(article.text) for span in find_words_in(article.text, [sentence])]
            names = {stem(word) for word in words if word[0].isupper()}
            numbers = list_numbers(article.text, sentence)
            around = {stem(w).casefold() for w in words if w.casefold() not in stop}
            around -= {*MONEY}  # its sign is no word either
            around -= {stem(w).casefold() for n in numbers for w in _list_words(article, n.span)}
            for number in _join_tallies(article.text, numbers):
                if not is_year(article.text, number):
                    number = number._replace(units=number.units - names)  # they count no places
                    yield Told(place, number, frozenset(w for w in around if w.isalpha()))


def _list_words(article: Article, place: Span) -> list[str]:
    return [span.of(article.text) for span in find_words_in(article.text, [place])]


def _join_tallies(text: str, numbers: Sequence[Number]) -> Iterator[Number]:
    """Take "17 to 12" for one number, 12, which counts what stands against 17."""
    rest = [*numbers]
    while rest:
        number = rest.pop(0)
        if (
            rest
            and not number.units
            and TALLY.fullmatch(text, number.span.end, rest[0].span.start)
        ):
            other = rest.pop(0)
            units = other.units | {f"{number.value:g} to"}
            number = Number(Span(number.span.start, other.span.end), other.value, units)
        yield number


def _list_numbers(
    report: Report, told: Iterable[Told], notes: Mapping[tuple[int, Span], str]
) -> Iterator[Found]:
    text = report.article.text
    by_value: dict[tuple[float, str], list[Told]] = defaultdict(list)
    for one in told:
        by_value[one.number.value, _name_unit(one.number)].append(one)
    for (_, unit), group in by_value.items():
        note = next((notes[key] for o in group if (key := (o.report, o.number.span)) in notes), "")
        places = tuple(one.number.span for one in group)
        yield Found("number", places[0].of(text), unit, places, note=note)


def _name_unit(number: Number) -> str:
    return " ".join(sorted(number.units))


def _find_differing(
    told: Sequence[Told], reports: Sequence[Report]
) -> Mapping[tuple[int, Span], str]:
    """Find for each number those that another article gives for what may be the same thing."""
    rows = _group_by_unit(told)
    given = {(one.report, unit, one.number.value) for unit, row in rows.items() for one in row}
    notes: dict[tuple[int, Span], list[str]] = defaultdict(list)
    for unit, row in rows.items():
        for place, one in enumerate(row):
            for other in row[place + 1 : place + 1 + NEIGHBOURS]:
                if _differ(one, other, unit, given, reports):
                    for mine, its in ((one, other), (other, one)):
                        report = reports[its.report]
                        shared = mine.number.units & its.number.units or its.number.units
                        note = f"{report.article.id}: {_show(report.article.text, its, shared)}"
                        notes[mine.report, mine.number.span].append(note)
    return {key: "; ".join(dict.fromkeys(found)) for key, found in notes.items()}


def _group_by_unit(told: Sequence[Told]) -> Mapping[str, list[Told]]:
    """List the numbers that count the same, and, from small to large, all large ones."""
    rows: dict[str, list[Told]] = defaultdict(list)
    for one in told:
        for unit in one.number.units:
            rows[unit].append(one)
    for one in sorted(told, key=lambda each: each.number.value):
        if one.number.value >= LARGE:
            rows[f"large {''.join(one.number.units & AMOUNTS)}"].append(one)
    return rows


def _differ(
    one: Told,
    other: Told,
    unit: str,
    given: set[tuple[int, str, float]],
    reports: Sequence[Report],
) -> bool:
    """Tell whether two articles give different numbers for what may be one thing."""
    mine, its = one.number, other.number
    if one.report == other.report or mine.value == its.value:
        return False
    if (one.report, unit, its.value) in given or (other.report, unit, mine.value) in given:
        return False  # it has that number as well: they count two things
    texts = [reports[told.report].article.text for told in (one, other)]
    if is_rounded(texts[0], mine, its) or is_rounded(texts[1], its, mine):
        return False
    shared = len(one.around & other.around)
    if unit.startswith("large "):
        low, high = sorted((mine.value, its.value))
        return shared > 0 and high <= NEAR * low
    return 2 * shared >= ALIKE * (len(one.around) + len(other.around))


def _show(text: str, told: Told, units: Collection[str]) -> str:
    """Give a number with the first word that it may count, as they stand."""
    number = told.number.span
    behind = find_words_in(text, [Span(number.start, min(len(text), number.end + 40))])
    stems = [stem(word.of(text)) for word in behind]
    pairs = zip(behind, stems, strict=True)
    last = next((word for word, own in pairs if MONEY.get(own, own) in units), number)
    return text[number.start : max(last.end, number.end)]
