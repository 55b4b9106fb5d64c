"""Which articles tell of one event, by the names and words they share, within days."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from toolkit.base import FURNITURE, find_words, list_parts, normalise, read_stop_words, stem
from toolkit.comparison.duplicates import duplicate_table
from toolkit.engine import ENGLISH
from toolkit.tables import iter_articles

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from toolkit.base import Article

    Vector = Mapping[str, float]
    from toolkit.engine import Articles, Engine

# Chosen on the 150 articles of basil_dev (benchmarks/compare has what others give).
LEAST = 0.2  # cosine of two groups of articles, on average
DAYS = 3  # between two articles of one event; later ones are its follow-ups
TERMS = 100  # of an article: those that weigh most
MIN_SHARED = 3  # terms: two texts that share a name alone need not tell of one event
NEIGHBOURS = 40  # in a row of articles with a common term, those that each is held against
BACKGROUND = 50  # articles of general English, beside those given; 20 to 100 do as well
LENGTH = 500  # words of such an article
RAREST = 1e-8  # of all words; the list knows none that is rarer
NAME_WEIGHT = 2.0  # a capitalised word inside a sentence
COPIES = {"exact", "near"}
SHOWN = 8  # terms of an event


class Link(NamedTuple):
    """Two articles, by number, and their cosine."""

    one: int
    other: int
    cosine: float


@dataclass(frozen=True, slots=True)
class Event:
    """Articles that tell of one event.

    Parameters
    ----------
    articles : tuple of Article
        In the order given, without copies; one where no other article tells of the event.
    copies : tuple of (Article, str)
        Copies of these, and the id of the article that each is a copy of.
    terms : tuple of str
        Stems that the articles share and others lack, the most telling first.
    """

    articles: tuple[Article, ...]
    copies: tuple[tuple[Article, str], ...] = ()
    terms: tuple[str, ...] = ()


def group_articles(articles: Articles, *, engine: Engine = ENGLISH) -> list[Event]:
    """Group articles by the event that they tell of.

    Parameters
    ----------
    articles : Article, Attribution, or iterable of them
    engine : Engine, optional
        What reads the articles.

    Returns
    -------
    list of Event
        By their first article, each article in one event. An article that is like no other is an
        event of its own. A copy (`duplicate_table`: the same or an edited text) stands with the
        article that it is a copy of, and counts for nothing.

    Notes
    -----
    Each article is a vector of its stems, weighed by how often they stand in it (1 + ln) and how
    rare they are among the articles (Salton and Buckley 1988) and fifty more of general English,
    by the rates of wordfreq: else words that a few reports share would look common. Capitalised
    words count double.
    Groups grow from the likeliest pairs by average linkage, between articles that were published
    within three days of each other, or whose date is not known. Known to err: two events of one
    person on one day become one; an event told as background of another one does too.

    Examples
    --------
    >>> from toolkit.base import Article
    >>> fire = "A fire destroyed the old mill in Lowtown on Monday, the brigade said."
    >>> again = "Firefighters could not save the old mill in Lowtown from the fire."
    >>> rates = "The central bank left interest rates unchanged in May."
    >>> events = group_articles([Article(fire), Article(rates), Article(again)])
    >>> [len(event.articles) for event in events]
    [2, 1]
    """
    given = list(iter_articles(articles, engine))
    copied = _find_copies(given)
    kept = [number for number, article in enumerate(given) if number not in copied]
    vectors = weigh_terms([given[number] for number in kept])
    groups = link_articles([given[number] for number in kept], vectors)
    return [
        _make_event([kept[n] for n in group], [vectors[n] for n in group], given, copied)
        for group in groups
    ]


def _find_copies(articles: Sequence[Article]) -> Mapping[int, str]:
    """Find which articles are copies, by number, and of which each is."""
    ids = [article.id for article in articles]
    first = {name: number for number, name in reversed([*enumerate(ids)])}
    found = {n: name for n, name in enumerate(ids) if first[name] != n}
    unique = [article for number, article in enumerate(articles) if number not in found]
    table = duplicate_table(unique)
    kept = table.loc[table["kept"]].set_index("group")["article"]
    for row in table.loc[table["kind"].isin(COPIES)].to_dict("records"):
        found[first[row["article"]]] = str(kept.loc[row["group"]])
    return found


def weigh_terms(articles: Sequence[Article], background: int = BACKGROUND) -> list[Vector]:
    """Give each article its terms with their weights, the length of all of them 1.

    Among a few articles of one event, the words that they share would look common. So as many
    more articles as `background` says are thought of, of general English.
    """
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    counts = [_count_terms(article, forms) for article in articles]
    present = Counter(term for terms in counts for term in terms)
    expected = {
        term: present[term] + background * _expect(found.most_common(1)[0][0])
        for term, found in forms.items()
    }
    return [_weigh(terms, expected, len(articles) + background) for terms in counts]


@lru_cache(maxsize=1 << 17)
def _expect(word: str) -> float:
    """Give the share of articles that a word of general English is expected in."""
    from wordfreq import word_frequency

    return 1 - math.exp(-LENGTH * max(word_frequency(word, "en"), RAREST))


def _count_terms(article: Article, forms: Mapping[str, Counter[str]]) -> Mapping[str, float]:
    """Count the stems of a story, and of each in what forms it stands."""
    stop = read_stop_words() | read_stop_words("newsroom")
    found: Counter[str] = Counter()
    names: set[str] = set()
    for part in list_parts(article):
        if part.kind in FURNITURE:
            continue
        text = part.span.of(article.text)
        for word in find_words(text):
            term = normalise(word.of(text))
            if term in stop or len(term) < len("EU"):
                continue
            root = stem(term).casefold()
            found[root] += 1
            forms[root][term.casefold()] += 1
            before = text[max(0, word.start - 2) : word.start].rstrip()[-1:]
            if text[word.start].isupper() and (before.isalnum() or before == ","):
                names.add(root)
    return {
        term: (1 + math.log(n)) * (NAME_WEIGHT if term in names else 1)
        for term, n in found.items()
    }


def _weigh(terms: Mapping[str, float], present: Mapping[str, float], articles: int) -> Vector:
    weights = {term: n * math.log((articles + 1) / present[term]) for term, n in terms.items()}
    heaviest = sorted(weights, key=lambda term: (-weights[term], term))[:TERMS]
    length = math.sqrt(sum(weights[term] ** 2 for term in heaviest)) or 1.0
    return {term: weights[term] / length for term in heaviest}


def _find_links(articles: Sequence[Article], vectors: Sequence[Vector]) -> Iterator[Link]:
    """Find the pairs that share terms and were published within days, with their cosine.

    Articles with a common term stand in a row, by date, and each is held against those that
    follow it, so that the work grows with the articles and not with their pairs.
    """
    rows: dict[str, list[int]] = defaultdict(list)
    order = sorted(range(len(articles)), key=lambda n: (str(articles[n].published or ""), n))
    for number in order:
        for term in vectors[number]:
            rows[term].append(number)
    pairs = {
        (min(one, other), max(one, other))
        for row in rows.values()
        for place, one in enumerate(row)
        for other in row[place + 1 : place + 1 + NEIGHBOURS]
    }
    for one, other in sorted(pairs):
        if _are_near(articles[one], articles[other]):
            mine, its = vectors[one], vectors[other]
            shared = [term for term in mine if term in its]
            if len(shared) >= MIN_SHARED:
                yield Link(one, other, sum(mine[term] * its[term] for term in shared))


def _are_near(one: Article, other: Article) -> bool:
    if one.published is None or other.published is None:
        return True
    days = [published.toordinal() for published in (one.published, other.published)]
    return abs(days[0] - days[1]) <= DAYS


def link_articles(
    articles: Sequence[Article], vectors: Sequence[Vector], least: float = LEAST
) -> list[list[int]]:
    """Join groups of articles, the likeliest first, whose pairs have a mean cosine of `least`."""
    links = [*_find_links(articles, vectors)]
    groups = {number: [number] for number in range(len(articles))}
    cosines = {(link.one, link.other): link.cosine for link in links}
    for link in sorted(links, key=lambda link: (-link.cosine, link.one, link.other)):
        mine, its = groups[link.one], groups[link.other]
        if link.cosine < least or mine is its:
            continue
        total = sum(cosines.get((min(a, b), max(a, b)), 0.0) for a in mine for b in its)
        if total >= least * len(mine) * len(its):
            mine += its
            groups |= dict.fromkeys(its, mine)
    unique = {id(group): sorted(group) for group in groups.values()}
    return sorted(unique.values())


def _make_event(
    group: Sequence[int],
    vectors: Sequence[Vector],
    articles: Sequence[Article],
    copied: Mapping[int, str],
) -> Event:
    ids = {articles[number].id for number in group}
    shared = Counter(term for vector in vectors for term in vector)
    total = {term: sum(v.get(term, 0.0) for v in vectors) for term, n in shared.items() if n > 1}
    return Event(
        tuple(articles[number] for number in group),
        tuple((articles[n], name) for n, name in sorted(copied.items()) if name in ids),
        tuple(sorted(total, key=lambda term: (-total[term], term))[:SHOWN]),
    )
