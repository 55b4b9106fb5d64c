"""How far the machine, or another person, agreed with what a person decided about quotations."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from toolkit.attribution import find_attributions
from toolkit.base import UNKNOWN, Rule
from toolkit.corrections import (
    Corrections,
    apply_corrections,
    list_rows,
    read_corrections,
    touches,
)
from toolkit.engine import ENGLISH
from toolkit.tables import ARTICLE, Column, Table, alike, estimate_share, iter_articles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import pandas as pd

    from toolkit.base import Article, Attribution, Span
    from toolkit.engine import Articles, Engine

ALL = "all"
SAME_CONTENT = 0.5  # of the characters of either: the rule of our scores on PolNeAR
AGREEMENT = Table("agreement_table", (
    replace(ARTICLE, meaning=f"{ARTICLE.meaning} ``all`` in the rows over several."),
    Column("measure", "str", "``content``, ``speaker`` or ``relay``; see Notes."),
    Column("by", "str", "``all``, ``form`` or ``speaker``."),
    Column("group", "str",
           "``all``; or which form or speaker. What the machine found counts in the group it "
           "gave, what the person decided in the group they gave."),
    Column("found", "int64", "What the machine said that the person decided about.",
           "contents, speakers or relays"),
    Column("precision", "float64", "Share of these that is right. NaN where there are none.",
           "0 to 1"),
    *alike("precision_low precision_high", "float64",
           "The 95 % score interval of `precision` (Wilson 1927).", "0 to 1"),
    Column("decided", "int64", "What there is, as the person decided.",
           "contents, speakers or relays"),
    Column("recall", "float64",
           "Share of these that the machine found. NaN where there are none.", "0 to 1"),
    *alike("recall_low recall_high", "float64",
           "The 95 % score interval of `recall` (Wilson 1927).", "0 to 1"),
    Column("f1", "float64",
           "Twice what is right over all found and decided: the harmonic mean of precision and "
           "recall. 0 where one of them is NaN.", "0 to 1"),
    Column("note", "str", "Why a row has no figures; NaN where it has."),
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Compared:
    """Quotations of an article: the machine's, the person's, and which of them match."""

    found: tuple[Attribution, ...]
    decided: tuple[Attribution, ...]
    pairs: tuple[tuple[Attribution, Attribution], ...]


@AGREEMENT.describes
def agreement_table(
    articles: Articles,
    *,
    corrections: Corrections | Path | str | None = None,
    second: Corrections | Path | str | None = None,
    engine: Engine = ENGLISH,
) -> pd.DataFrame:
    """Tell how far machine and person, or two persons, agreed: precision, recall and F1.

    Parameters
    ----------
    articles : Article, Attribution, or iterable of them
    corrections : Corrections, Path or str, optional
        As `read_corrections` reads them, or the file. Left out, those that the articles carry.
    second : Corrections, Path or str, optional
        Another person's of the same articles. They stand in the machine's place: `found` is
        what the second person decided.
    engine : Engine, optional
        What reads the articles.

    Returns
    -------
    DataFrame
        For each article, and with several for ``all`` of them: one row a measure, over all
        quotations, by form, and by speaker.

        {columns}

    Raises
    ------
    RowError
        If a row does not fit its article; see `apply_corrections`.

    Notes
    -----
    Only what a person decided counts: rows that they marked ``keep`` or ``delete``, changed
    or added. If they looked for errors, and marked those alone, agreement looks worse than it
    is; if they added nothing, recall is 1 whatever was missed. Check whole articles.

    ``content``: a quotation is right where it shares half or more of the characters of both
    (Jaccard, blanks apart) with one of the person's, one to one. ``speaker`` and ``relay``
    are measured on these pairs alone: a name is right where both give it, letter case apart.
    Nobody named (``unknown``) is no name.

    Of two persons, what the machine found and one of them left blank counts for neither, nor
    does an article about which one of them decided nothing.

    The intervals take quotations for independent; those of one article are not quite.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from toolkit.base.article import Article, Correction, Kind, Quotation, Span
    >>> article = Article("Rates will rise, Ann Lee said.", id="a1")
    >>> theirs = Correction(Quotation((Span(0, 15),)), "Bob Day", Kind.PERSON)
    >>> table = agreement_table(replace(article, corrections=(theirs,)))
    >>> table.loc[table["by"] == "all", ["measure", "found", "precision", "recall"]]
       measure  found  precision  recall
    0  content      1        1.0     1.0
    1  speaker      1        0.0     0.0
    2    relay      0        NaN     NaN
    """
    first, other = _read(corrections), _read(second)
    compared = [
        (article.id, _compare(article, first, other))
        for article in iter_articles(articles, engine)
    ]
    rows = [row for name, one in compared for row in _make_rows(name, one)]
    if len(compared) > 1:
        found, decided, pairs = (
            tuple(thing for _, one in compared for thing in getattr(one, name))
            for name in ("found", "decided", "pairs")
        )
        rows += _make_rows(ALL, _Compared(found, decided, pairs))
    return AGREEMENT.make(rows)


def _read(corrections: Corrections | Path | str | None) -> Corrections | None:
    if corrections is None or isinstance(corrections, Corrections):
        return corrections
    return read_corrections(corrections)


def _compare(
    article: Article, corrections: Corrections | None, second: Corrections | None
) -> _Compared:
    article = article if corrections is None else _correct(article, corrections)
    about = _list_decided(article)
    machine = find_attributions(_uncorrect(article))
    decided = [said for said in find_attributions(article) if said.rule is Rule.PERSON]
    if second is None:
        found = [said for said in machine if touches(said.quotation.content, about)]
    else:
        other = _correct(article, second)
        other_about = _list_decided(other)
        blank = [
            span
            for said in machine
            for span in said.quotation.content
            if not (touches([span], about) and touches([span], other_about))
        ]
        found = [said for said in find_attributions(other) if said.rule is Rule.PERSON]
        found = [said for said in found if about and not touches(said.quotation.content, blank)]
        decided = [
            said for said in decided if other_about and not touches(said.quotation.content, blank)
        ]
    return _Compared(tuple(found), tuple(decided), tuple(_match(article.text, found, decided)))


def _correct(article: Article, corrections: Corrections) -> Article:
    is_named = bool(list_rows(article, corrections))
    return apply_corrections(article, corrections) if is_named else _uncorrect(article)


def _list_decided(article: Article) -> list[Span]:
    return [span for one in article.corrections for span in one.quotation.content]


def _uncorrect(article: Article) -> Article:
    return replace(article, corrections=())


def _match(
    text: str, found: Iterable[Attribution], decided: Iterable[Attribution]
) -> Iterator[tuple[Attribution, Attribution]]:
    """Pair the machine's quotations with the person's, those with most in common first."""
    places = [(said, _list_places(text, said.quotation.content)) for said in decided]
    alike = []
    for number, said in enumerate(found):
        own = _list_places(text, said.quotation.content)
        for other, (theirs, there) in enumerate(places):
            shared = len(own & there) / max(len(own | there), 1)
            if shared >= SAME_CONTENT:
                alike.append((-shared, other, number, said, theirs))
    taken: set[int] = set()
    given: set[int] = set()
    for _, other, number, said, theirs in sorted(alike, key=lambda pair: pair[:3]):
        if other not in taken and number not in given:
            taken.add(other)
            given.add(number)
            yield said, theirs


def _list_places(text: str, content: Iterable[Span]) -> set[int]:
    return {i for span in content for i in range(span.start, span.end) if not text[i].isspace()}


# ---- counts and rows -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Counts:
    """By group: what the machine found, and how much of it is right; what the person decided."""

    found: Counter[str]
    found_right: Counter[str]
    decided: Counter[str]
    decided_right: Counter[str]


def _make_rows(article: str, compared: _Compared) -> Iterator[dict[str, object]]:
    for by in (ALL, "form", "speaker"):
        for measure in ("content", "speaker", "relay"):
            counts = _count(compared, measure, by)
            groups = sorted(counts.found.keys() | counts.decided.keys())
            for group in [ALL] if by == ALL else groups:
                yield _make_row(article, measure, by, group, counts)


def _count(compared: _Compared, measure: str, by: str) -> _Counts:
    counts = _Counts(Counter(), Counter(), Counter(), Counter())
    if measure == "content":
        counts.found.update(_tell_group(said, by) for said in compared.found)
        counts.decided.update(_tell_group(said, by) for said in compared.decided)
    for said, theirs in compared.pairs:
        group, their_group = _tell_group(said, by), _tell_group(theirs, by)
        if measure == "content":
            counts.found_right[group] += 1
            counts.decided_right[their_group] += 1
            continue
        names, their_names = _list_names(said, measure), _list_names(theirs, measure)
        for counter, name, number in (
            (counts.found, group, len(names)),
            (counts.decided, their_group, len(their_names)),
            (counts.found_right, group, len(names & their_names)),
            (counts.decided_right, their_group, len(names & their_names)),
        ):
            if number:
                counter[name] += number
    return counts


def _tell_group(said: Attribution, by: str) -> str:
    return {ALL: ALL, "form": said.quotation.form, "speaker": said.speaker.name}[by]


def _list_names(said: Attribution, measure: str) -> set[str]:
    relays = [relay.name for relay in said.relays]
    names = relays if measure == "relay" else [said.speaker.name]
    return {" ".join(name.casefold().split()) for name in names} - {UNKNOWN}


def _make_row(
    article: str, measure: str, by: str, group: str, counts: _Counts
) -> dict[str, object]:
    found, decided = counts.found[group], counts.decided[group]
    precision = estimate_share(counts.found_right[group], found)
    recall = estimate_share(counts.decided_right[group], decided)
    right = counts.found_right[group] + counts.decided_right[group]
    return {
        "article": article,
        "measure": measure,
        "by": by,
        "group": group,
        "found": found,
        "precision": precision.value,
        "precision_low": precision.low,
        "precision_high": precision.high,
        "decided": decided,
        "recall": recall.value,
        "recall_low": recall.low,
        "recall_high": recall.high,
        "f1": right / (found + decided) if found + decided else None,
        "note": None if found or decided else f"no {measure} that a person decided about",
    }
