"""What each article calls the same person or body, and which words are more its own."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from toolkit.base import Span, find_words_in, list_parts, normalise, read_stop_words, read_titles
from toolkit.comparison.coverage import ALONE, name_everywhere
from toolkit.comparison.statements import read_reports
from toolkit.engine import ENGLISH
from toolkit.grammar import GENDERS, PLURALS, POINTING, RELATIVES, THINGS
from toolkit.tables import ARTICLE, Column, Table, alike, iter_articles
from toolkit.words import KEYNESS, frequency_table, keyness_table

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

    from toolkit.base import Article
    from toolkit.comparison.pieces import Report
    from toolkit.engine import Articles, Engine

BESIDE = 2  # words on each side of a label
SHOWN = 5  # of its neighbours
KEY_WORDS = 20  # of an article
MIN_OCCURRENCES = 2  # a word that stands once in a report is key to nothing
PRONOUNS = {*GENDERS, *PLURALS, *THINGS, *RELATIVES, *POINTING, "i"}
WORDINGS = Table("wording_table", (
    ARTICLE,
    Column("topic", "str",
           "``label``, or ``keyness``: a word more frequent here than in the other articles."),
    Column("name", "str",
           "Who is called so, the same in all articles where names agree. NaN for a key word."),
    Column("term", "str",
           "The label in lower case, with the title before it (``mr. obama``) and as a source "
           "describes somebody (``the former president``); or the word."),
    Column("occurrences", "int64", "How often it stands here.", "places"),
    Column("n", "int64", "All labels of that name, or words of the article.", "labels or words"),
    Column("share", "float64", "Of these labels or words.", "0 to 1"),
    Column("reports", "int64", "How many of the articles have this term.", "articles"),
    Column("neighbours", "str",
           "Words of content within two words of a label, the commonest first. NaN for a word."),
    Column("reference_occurrences", "float64",
           "Of a key word in all the other articles. NaN for a label.", "places"),
    Column("reference_n", "float64", "Of all the other articles. NaN for a label.", "words"),
    *(
        replace(
            KEYNESS.known[name],
            meaning=f"As in `keyness_table`: {KEYNESS.known[name].meaning} NaN for a label.",
        )
        for name in ("log_ratio", "log_ratio_low", "log_ratio_high", "p_adjusted")
    ),
    *alike("start end", "int64", "The first place.", "characters"),
    Column("note", "str", "As `keyness_table` gives it; that there is nothing to compare."),
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Label:
    """What a person or body is called at a place."""

    name: str
    term: str
    place: Span


@WORDINGS.describes
def wording_table(articles: Articles, *, engine: Engine = ENGLISH) -> pd.DataFrame:
    """Make one row per article and label of a person or body, and per word that is key to it.

    Parameters
    ----------
    articles : Article, Attribution, or iterable of them
        Reports of one event. An article that is given twice counts once.
    engine : Engine, optional
        What reads the articles.

    Returns
    -------
    DataFrame
        Articles in the order given; labels by name, the most used first, then key words, the
        most telling first.

        {columns}

    Raises
    ------
    ToolkitError
        If two articles with other words have one id.

    Notes
    -----
    Only names of two articles have labels here. What articles call an event (a protest, a riot)
    has no name: it shows among the key words. Reports are short: read `p_adjusted` and the
    interval before a key word, and the lines before either.

    Examples
    --------
    >>> from toolkit.base import Article
    >>> one = Article("Mayor Ann Lee opened the bridge. Mrs. Lee was late.", id="a1")
    >>> two = Article("Ann Lee came late to the bridge.", id="a2")
    >>> table = wording_table([one, two])
    >>> table.loc[table["topic"] == "label", ["article", "name", "term", "occurrences", "n"]]
      article     name           term  occurrences  n
    0      a1  Ann Lee  mayor ann lee            1  2
    1      a1  Ann Lee       mrs. lee            1  2
    3      a2  Ann Lee        ann lee            1  1
    """
    reports = read_reports(iter_articles(articles, engine))
    labels = _list_labels(reports)
    carried: dict[str, set[int]] = defaultdict(set)
    using: dict[str, set[int]] = defaultdict(set)
    for number, found in enumerate(labels):
        for label in found:
            carried[label.name].add(number)
            using[label.term].add(number)
    shared = {name for name, numbers in carried.items() if len(numbers) > 1 or len(reports) == 1}
    key_words = _list_key_words([report.article for report in reports])
    rows: list[dict[str, object]] = []
    for report, found in zip(reports, labels, strict=True):
        kept = [label for label in found if label.name in shared]
        rows += _make_label_rows(report.article, kept, using, len(reports))
        rows += _make_keyness_rows(report.article, key_words.get(report.article.id, []))
    return WORDINGS.make(rows)


def _list_labels(reports: Sequence[Report]) -> list[list[Label]]:
    """List what each article calls those whom it names, and sources that describe a speaker."""
    named_in: dict[int, list[tuple[str, tuple[Span, ...]]]] = defaultdict(list)
    for (number, name), places in name_everywhere(reports).items():
        named_in[number].append((name, places))
    found = []
    for number, report in enumerate(reports):
        text = report.article.text
        labels = {
            place.end: Label(name, _show(text, _add_title(text, place)), _add_title(text, place))
            for name, places in named_in[number]
            for place in places
        }
        named = {label.name for label in labels.values()}
        for attribution in report.attributions:
            for place in attribution.quotation.source:
                name, term = attribution.speaker.name, _show(text, place)
                is_new = not any(label.place.overlaps(place) for label in labels.values())
                if name in named and is_new and term not in PRONOUNS:
                    labels[place.end] = Label(name, term, place)
        found.append(sorted(labels.values(), key=lambda label: label.place))
    return found


def _add_title(text: str, place: Span) -> Span:
    """Take in the titles before a name."""
    start = place.start
    while True:
        before = text[:start].rstrip(" ")
        word = before.rsplit(maxsplit=1)[-1] if before.split() else ""
        if word.casefold().strip(".") not in read_titles() or before[-1:] == "\n":
            return Span(start, place.end)
        start = len(before) - len(word)


def _show(text: str, place: Span) -> str:
    return " ".join(place.of(text).split()).casefold()


def _make_label_rows(
    article: Article, labels: Sequence[Label], using: Mapping[str, set[int]], reports: int
) -> Iterator[dict[str, object]]:
    by_name: dict[str, dict[str, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for label in labels:
        by_name[label.name][label.term].append(label.place)
    for name, terms in sorted(by_name.items()):
        n = sum(map(len, terms.values()))
        for term, places in sorted(terms.items(), key=lambda item: (-len(item[1]), item[1])):
            yield dict.fromkeys(WORDINGS.schema) | {
                "article": article.id,
                "topic": "label",
                "name": name,
                "term": term,
                "occurrences": len(places),
                "n": n,
                "share": len(places) / n,
                "reports": len(using[term]),
                "neighbours": ", ".join(_list_neighbours(article, places)) or None,
                "start": places[0].start,
                "end": places[0].end,
                "note": ALONE if reports == 1 else "",
            }


def _list_neighbours(article: Article, places: Sequence[Span]) -> list[str]:
    counts: Counter[str] = Counter()
    parts = [part.span for part in list_parts(article)]
    stop = read_stop_words()
    for place in places:
        part = next(span for span in parts if span.overlaps(place))
        words = find_words_in(article.text, [part])
        before = [word for word in words if word.end <= place.start][-BESIDE:]
        behind = [word for word in words if word.start >= place.end][:BESIDE]
        terms = {normalise(word.of(article.text)) for word in (*before, *behind)}
        counts.update(sorted(terms - stop))
    return [term for term, _ in counts.most_common(SHOWN)]


def _list_key_words(articles: Sequence[Article]) -> dict[str, list[dict[Hashable, Any]]]:
    """List the rows of `keyness_table` for the key words of each article, against all others.

    Words are counted once: the others have what stands in all articles, less the article's own.
    """
    if len(articles) < 2:  # noqa: PLR2004 - one article has no others
        return {}
    counted = frequency_table(articles)
    terms = counted.groupby("term")
    occurrences, carrying = terms["occurrences"].sum(), terms.size()
    by_article = counted.groupby("article", sort=False)
    total = by_article["words"].first().sum()
    found: dict[str, list[dict[Hashable, Any]]] = {}
    for name, own in by_article:
        here = own.set_index("term")["occurrences"]
        there = occurrences.sub(here, fill_value=0).astype("int64")
        if there.sum() == 0 or (there[there > 0].to_dict() == here.to_dict()):
            continue  # the others are this article once more
        others = pd.DataFrame(
            {
                "term": there.index,
                "occurrences": there.to_numpy(),
                "words": total - own["words"].iloc[0],
                "articles": carrying.sub(here.clip(upper=1), fill_value=0).to_numpy(),
            }
        )
        table = keyness_table(own, others[others["occurrences"] > 0])
        is_key = (table["log_ratio"] > 0) & (table["occurrences"] >= MIN_OCCURRENCES)
        is_key &= ~table["term"].isin(read_stop_words())
        found[str(name)] = table.loc[is_key].head(KEY_WORDS).to_dict("records")
    return found


def _make_keyness_rows(
    article: Article, key_words: Iterable[Mapping[Hashable, Any]]
) -> Iterator[dict[str, object]]:
    places: dict[str, Span] = {}
    for span in find_words_in(article.text, [Span(0, len(article.text))]):
        places.setdefault(normalise(span.of(article.text)), span)
    for row in key_words:
        yield {
            "article": article.id,
            "topic": "keyness",
            "name": None,
            "term": row["term"],
            "occurrences": row["occurrences"],
            "n": row["words"],
            "share": row["occurrences"] / row["words"],
            "reports": 1 + row["reference_articles"],
            "neighbours": None,
            "reference_occurrences": row["reference_occurrences"],
            "reference_n": row["reference_words"],
            "log_ratio": row["log_ratio"],
            "log_ratio_low": row["log_ratio_low"],
            "log_ratio_high": row["log_ratio_high"],
            "p_adjusted": row["p_adjusted"],
            "start": places[row["term"]].start,
            "end": places[row["term"]].end,
            "note": row["note"],
        }
