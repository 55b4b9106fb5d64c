"""The same statement in several articles: who carries it, and what each made of its words."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from toolkit.base import UNKNOWN, Kind, ToolkitError
from toolkit.comparison.likeness import SURE_RUN, count_run, find_pairs, rate, rate_words
from toolkit.comparison.pieces import Piece, Report, Wording, find_pieces, join_spans
from toolkit.comparison.relations import Change, Relation, list_changes, relate
from toolkit.engine import ENGLISH
from toolkit.tables import STATED, iter_articles, iter_attributed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from toolkit.base import Article, Attribution, Span
    from toolkit.comparison.likeness import Pair
    from toolkit.engine import Articles, Engine

# Precision is 90 % on the events of aligned_dev, each grouped with the weights of the others; 0.4
# finds six more of 51 paraphrases, at a precision of 77 % (benchmarks/compare).
LEAST = 0.6


@dataclass(frozen=True, slots=True)
class Telling:
    """What one article carries of a statement.

    Parameters
    ----------
    article : str
        Id of the article.
    content : tuple of Span
        The words of the statement there: a quotation's content, or some of its sentences.
    attribution : Attribution
        The whole quotation, with speaker and relays.
    quoted : Wording
        Its words in quote marks; `relate` compares any two tellings by them.
    relation : Relation
        To the fullest telling, which is identical with itself.
    confidence : float
        Chance that this is the fullest telling's statement, 0 to 1; 1 for that one.
    is_again : bool
        Whether the article tells the statement more fully elsewhere: this may be its headline.
    changes : tuple of Change
        What became of the words of the fullest telling; empty for a paraphrase.
    """

    article: str
    content: tuple[Span, ...]
    attribution: Attribution
    quoted: Wording
    relation: Relation
    confidence: float
    is_again: bool = False
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """One utterance of one speaker, and the articles that carry it.

    Parameters
    ----------
    speaker : str
        As most of the tellings name who speaks, of equals in most words; ``unknown`` where
        none does.
    fullest : int
        Number of the telling with the most words in quote marks; of equal ones, with the most
        words.
    tellings : tuple of Telling
        In the order of the articles, the fullest of each article first.
    """

    speaker: str
    fullest: int
    tellings: tuple[Telling, ...]


@dataclass(frozen=True, slots=True)
class _Draft:
    """Sentences of one quotation that are one telling, before tellings are compared."""

    pieces: tuple[Piece, ...]
    content: tuple[Span, ...]
    wording: Wording
    quoted: Wording

    @property
    def fullness(self) -> tuple[int, int]:
        """How much it tells: words in quote marks, then words."""
        return len(self.quoted.words), len(self.wording.words)


def group_pieces(pairs: Sequence[Pair], least: float = LEAST) -> list[list[int]]:
    """Put pieces together that are likely one statement: the likeliest pairs first.

    Two groups become one if, of the pairs between them that share rare words, the mean chance
    is `least` or more (average linkage), so that a chain of likenesses does not grow. Pieces
    that share their words in quote marks are together whatever else is in their groups: one
    report may print the first half of a sentence, and another one the second.

    Examples
    --------
    >>> from toolkit.comparison.likeness import Pair
    >>> group_pieces([Pair(0, 1, 0.9), Pair(1, 2, 0.6), Pair(0, 2, 0.1)])
    [[0, 1]]
    """
    chances = {(pair.one, pair.other): pair.chance for pair in pairs}
    groups: dict[int, list[int]] = {}
    for pair in sorted(pairs, key=lambda pair: (-pair.chance, pair.one, pair.other)):
        if pair.chance < least:
            break
        mine, its = (groups.setdefault(n, [n]) for n in (pair.one, pair.other))
        between = [
            chances[key] for a in mine for b in its if (key := (min(a, b), max(a, b))) in chances
        ]
        is_near = pair.is_verbatim or sum(between) >= least * len(between)
        if mine is not its and is_near:
            mine += its
            groups |= dict.fromkeys(its, mine)
    unique = {id(group): sorted(group) for group in groups.values() if len(group) > 1}
    return sorted(unique.values())


def match_statements(articles: Articles, *, engine: Engine = ENGLISH) -> list[Statement]:
    """Find the statements that several articles carry: the same words, or a paraphrase.

    Parameters
    ----------
    articles : Article, Attribution, or iterable of them
        Reports of one event (`group_articles` finds them), or versions of one story. An article
        that is given twice counts once.
    engine : Engine, optional
        What reads the articles.

    Returns
    -------
    list of Statement
        By their first place in the articles, those that one article alone carries among them: a
        statement is shared if its tellings are of two articles.

    Raises
    ------
    ToolkitError
        If two articles with other words have one id.

    Notes
    -----
    Quotations are cut into sentences, and those that share rare words are held against each
    other: the chance that two are one statement is a logistic regression on the longest run of
    words that they share, in quote marks and in all; the rare words, names and numbers that they
    share; what the sentences around them share; and whether they have one speaker. What a
    statement is follows the data it was learned from: one utterance, or one claim made on one
    occasion, by one speaker. Sentences of a quotation that no article sets apart are one
    statement. Known to err: a paraphrase in other words is missed; two remarks of one speaker on
    one topic in reported speech are taken for one (figures: benchmarks/compare).

    Examples
    --------
    >>> from toolkit.base import Article
    >>> one = Article('"We will fix the old bridge in May," Ann Lee said.', id="a1")
    >>> two = Article('"We will fix the old bridge," Lee promised.', id="a2")
    >>> [statement] = match_statements([one, two])
    >>> [(telling.article, str(telling.relation)) for telling in statement.tellings]
    [('a1', 'identical'), ('a2', 'cut')]
    """
    reports = read_reports(iter_articles(articles, engine))
    pieces = find_pieces(reports)
    return arrange(reports, pieces, group_pieces(find_pairs(pieces)))


def read_reports(articles: Iterable[Article]) -> list[Report]:
    """Find who says what in each article, an article that is given twice once.

    Raises
    ------
    ToolkitError
        If two articles with other words have one id.
    """
    unique: dict[str, Article] = {}
    for article in articles:
        other = unique.setdefault(article.id, article)
        if other.text != article.text:
            raise ToolkitError(
                f"articles: must have an id each; found {article.id!r} for two texts"
            )
    found = iter_attributed(unique.values(), STATED, None)
    return [Report(article, tuple(attributions)) for article, attributions in found]


def arrange(
    reports: Sequence[Report], pieces: Sequence[Piece], groups: Sequence[Sequence[int]]
) -> list[Statement]:
    """Make statements of groups of pieces, and of each quotation that is in no group."""
    joined = _join_neighbours(pieces, [[*group] for group in groups])
    owners = {number: group for group in joined for number in group}
    verbatim = {number for group in joined for number in _find_verbatim(pieces, group)}
    rest: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, piece in enumerate(pieces):
        if number not in owners:
            near = _find_neighbour(pieces, owners, number)
            if near in verbatim:
                owners[near].append(number)
            else:
                rest[piece.report, piece.quotation].append(number)
    rarity = rate_words(pieces)
    return [
        _make_statement(reports, [pieces[number] for number in sorted(group)], rarity)
        for group in sorted([*joined, *rest.values()], key=min)
    ]


def _join_neighbours(pieces: Sequence[Piece], groups: list[list[int]]) -> list[list[int]]:
    """Join groups whose sentences follow each other in one quotation, in two articles or more."""
    owners = {number: group for group in groups for number in group}
    for number, following in pairwise(range(len(pieces))):
        mine, its = owners.get(number), owners.get(following)
        if mine is None or its is None or mine is its or not _follows(pieces, number, following):
            continue
        reports = {pieces[n].report for n in mine if n + 1 in its and _follows(pieces, n, n + 1)}
        if len(reports) > 1:
            mine += its
            owners |= dict.fromkeys(its, mine)
    return [sorted(group) for group in {id(group): group for group in owners.values()}.values()]


def _follows(pieces: Sequence[Piece], number: int, following: int) -> bool:
    one, other = pieces[number], pieces[following]
    return (one.report, one.quotation) == (other.report, other.quotation)


def _find_verbatim(pieces: Sequence[Piece], group: Sequence[int]) -> set[int]:
    """Find the pieces of a group that share words in quote marks with its longest one."""
    longest = max(group, key=lambda number: len(pieces[number].quoted.words))
    found = {
        number
        for number in group
        if number != longest
        and count_run(pieces[number].quoted.words, pieces[longest].quoted.words) >= SURE_RUN
    }
    return found | {longest} if found else found


def _find_neighbour(
    pieces: Sequence[Piece], owners: Mapping[int, Sequence[int]], number: int
) -> int | None:
    """Find the nearest sentence of a quotation that is in a group, one before it if there is one.

    What nobody sets apart belongs to the statement beside it, which others then cut.
    """
    for step in (-1, 1):
        near = number + step
        while 0 <= near < len(pieces) and _follows(pieces, number, near):
            if near in owners:
                return near
            near += step
    return None


def _make_statement(
    reports: Sequence[Report], pieces: Sequence[Piece], rarity: Mapping[str, float]
) -> Statement:
    by_report: dict[int, list[_Draft]] = defaultdict(list)
    by_quotation: dict[tuple[int, int], list[Piece]] = defaultdict(list)
    for piece in pieces:
        by_quotation[piece.report, piece.quotation].append(piece)
    for (report, _), some in by_quotation.items():
        by_report[report].append(_make_draft(reports[report].article.text, some))
    ranked = {
        report: sorted(drafts, key=lambda draft: draft.fullness, reverse=True)
        for report, drafts in sorted(by_report.items())
    }
    fullest = max((drafts[0] for drafts in ranked.values()), key=lambda draft: draft.fullness)
    drafts = [draft for some in ranked.values() for draft in some]
    tellings = tuple(
        _make_telling(reports, draft, fullest, rarity, is_again=draft is not some[0])
        for some in ranked.values()
        for draft in some
    )
    return Statement(_name_speaker(drafts), drafts.index(fullest), tellings)


def _make_draft(text: str, pieces: Sequence[Piece]) -> _Draft:
    return _Draft(
        tuple(pieces),
        join_spans(text, (span for piece in pieces for span in piece.content)),
        _chain([piece.wording for piece in pieces]),
        _chain([piece.quoted for piece in pieces]),
    )


def _chain(wordings: Sequence[Wording]) -> Wording:
    words: list[str] = []
    spans: list[Span] = []
    gaps: set[int] = set()
    for wording in wordings:
        gaps |= {len(words) + gap for gap in wording.gaps}
        words += wording.words
        spans += wording.spans
    return Wording(tuple(words), tuple(spans), frozenset(gaps))


def _make_telling(
    reports: Sequence[Report],
    draft: _Draft,
    fullest: _Draft,
    rarity: Mapping[str, float],
    *,
    is_again: bool,
) -> Telling:
    is_fullest = draft is fullest
    relation = Relation.IDENTICAL if is_fullest else relate(draft.quoted, fullest.quoted)
    is_verbatim = not is_fullest and relation is not Relation.PARAPHRASE
    return Telling(
        article=reports[draft.pieces[0].report].article.id,
        content=draft.content,
        attribution=draft.pieces[0].attribution,
        quoted=draft.quoted,
        relation=relation,
        confidence=1.0 if is_fullest else _rate(draft, fullest, rarity),
        is_again=is_again,
        changes=tuple(list_changes(draft.wording, fullest.wording)) if is_verbatim else (),
    )


def _rate(draft: _Draft, fullest: _Draft, rarity: Mapping[str, float]) -> float:
    """Give the chance of the two pieces that are likest."""
    chances = (rate(one, other, rarity) for one in draft.pieces for other in fullest.pieces)
    return round(max(chances), 3)


def _name_speaker(drafts: Iterable[_Draft]) -> str:
    speakers = [draft.pieces[0].attribution.speaker for draft in drafts]
    names = Counter(speaker.name for speaker in speakers if speaker.kind is not Kind.UNKNOWN)
    if not names:
        return UNKNOWN
    return max(names, key=lambda name: (names[name], len(name.split())))
