"""How likely two pieces of different articles are one statement, by what they share."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

from toolkit.base import Form, Kind, read_match_weights, weigh_facts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from toolkit.comparison.pieces import Piece

    Weights = Mapping[str, Mapping[str, float]]

NEIGHBOURS = 40  # in a row of pieces with a common word, those that each is held against
CANDIDATES = 20  # of a piece: those with which it shares the rarest words
LONGEST = 12  # words of a shared run; from there on, more say no more
MIN_QUOTED = 3  # words in quote marks on each side, for these to decide
SURE_RUN = 4  # words in a row in quote marks: chance hardly ever gives them


class Pair(NamedTuple):
    """Two pieces, by number, and the chance that they are one statement.

    `is_verbatim` says that they share a run of words in quote marks that chance hardly gives.
    """

    one: int
    other: int
    chance: float
    is_verbatim: bool = False


def make_pair(
    one: int, other: int, kind: str, facts: Mapping[str, float], weights: Weights
) -> Pair:
    """Make a pair of what is known of it."""
    return Pair(one, other, weigh_facts(facts, weights[kind]), bool(facts["quoted run of four"]))


def find_pairs(pieces: Sequence[Piece]) -> list[Pair]:
    """Find which pieces of different articles may be one statement, each with its chance."""
    rarity = rate_words(pieces)
    weights = read_match_weights()
    found = []
    for one, other in find_candidates(pieces, rarity):
        kind = tell_kind(pieces[one], pieces[other])
        facts = list_facts(pieces[one], pieces[other], rarity)
        found.append(make_pair(one, other, kind, facts, weights))
    return found


def rate(one: Piece, other: Piece, rarity: Mapping[str, float]) -> float:
    """Give the chance that two pieces are one statement."""
    return weigh_facts(list_facts(one, other, rarity), read_match_weights()[tell_kind(one, other)])


def tell_kind(one: Piece, other: Piece) -> str:
    """Tell which facts decide: words, where both sides quote some; otherwise what is meant.

    Each kind has weights of its own.
    """
    is_quoted = min(len(one.quoted.words), len(other.quoted.words)) >= MIN_QUOTED
    return "quoted" if is_quoted else "reported"


def rate_words(pieces: Sequence[Piece]) -> Mapping[str, float]:
    """Rate how rare each stem is among the pieces, from 0 (in all of them) to 1 (in one).

    The inverse document frequency of Sparck Jones (1972), over its highest value.
    """
    counts = Counter(s for piece in pieces for s in piece.stems | piece.around)
    highest = math.log(len(pieces) + 1)
    return {word: math.log((len(pieces) + 1) / n) / highest for word, n in counts.items()}


def find_candidates(pieces: Sequence[Piece], rarity: Mapping[str, float]) -> list[tuple[int, int]]:
    """Find for each piece those of other articles that share the rarest words with it.

    Pieces with a common word stand in a row, and each is held against those that follow it. So
    a word that stands in every report costs no more than any other.
    """
    rows: dict[str, list[int]] = defaultdict(list)
    for number, piece in enumerate(pieces):
        for word in piece.stems:
            rows[word].append(number)
    shared: dict[int, Counter[int]] = defaultdict(Counter)
    for word, row in rows.items():
        for place, one in enumerate(row):
            for other in row[place + 1 : place + 1 + NEIGHBOURS]:
                if pieces[one].report != pieces[other].report:
                    shared[one][other] += rarity[word]  # type: ignore[assignment]
                    shared[other][one] += rarity[word]  # type: ignore[assignment]
    return sorted(
        {
            (min(one, other), max(one, other))
            for one, others in shared.items()
            for other, _ in others.most_common(CANDIDATES)
        }
    )


def list_facts(one: Piece, other: Piece, rarity: Mapping[str, float]) -> dict[str, float]:
    """List what speaks for and against two pieces being one statement.

    Returns
    -------
    dict of str to float
        Facts that hold are 1, those that do not 0; the rest are numbers of about 0 to 3.
    """
    shared = _sum(one.stems & other.stems, rarity)
    mine, its = _sum(one.stems, rarity), _sum(other.stems, rarity)
    run = count_run(one.wording.words, other.wording.words)
    quoted = count_run(one.quoted.words, other.quoted.words)
    both_direct = one.attribution.quotation.form == other.attribution.quotation.form == Form.DIRECT
    around = _sum(one.around & other.around, rarity)
    whole = math.sqrt(_sum(one.around, rarity) * _sum(other.around, rarity))
    marks = _sum(one.marks & other.marks, rarity)
    numbers = [{m for m in piece.marks if m[0].isdigit()} for piece in (one, other)]
    return {
        "always": 1.0,
        "shared": math.log1p(shared),
        "shared of the shorter": shared / max(min(mine, its), 1e-9),
        "shared of both": shared / max(mine + its - shared, 1e-9),
        "run": min(run, LONGEST) / SURE_RUN,
        "quoted run": min(quoted, LONGEST) / SURE_RUN,
        "quoted run of four": float(quoted >= SURE_RUN),
        "both direct, no run": float(both_direct and quoted < SURE_RUN),
        "names and numbers": math.log1p(marks),
        "other numbers": float(all(numbers) and not numbers[0] & numbers[1]),
        "around": around / max(whole, 1e-9),
        **_compare_speakers(one, other),
    }


def _sum(words: Iterable[str], rarity: Mapping[str, float]) -> float:
    return sum(rarity[word] for word in sorted(words))


def count_run(words: Sequence[str], others: Sequence[str]) -> int:
    """Count the words of the longest run that two texts share.

    Examples
    --------
    >>> count_run("we can win this".split(), "he believes we can win".split())
    3
    """
    matcher = SequenceMatcher(None, words, others, autojunk=False)
    return matcher.find_longest_match().size


def _compare_speakers(one: Piece, other: Piece) -> dict[str, float]:
    mine, its = one.attribution.speaker, other.attribution.speaker
    is_unknown = Kind.UNKNOWN in {mine.kind, its.kind}
    words = [set(speaker.name.casefold().split()) for speaker in (mine, its)]
    is_same = mine.name == its.name and not is_unknown
    is_like = not is_same and not is_unknown and (words[0] <= words[1] or words[1] <= words[0])
    are_persons = mine.kind == its.kind == Kind.PERSON
    has_surname = mine.name.split()[-1].casefold() == its.name.split()[-1].casefold()
    return {
        "same speaker": float(is_same),
        "like speaker": float(is_like),
        "same surname": float(has_surname and not is_same and not is_unknown),
        "unknown speaker": float(is_unknown),
        "two persons": float(are_persons and not is_same and not is_like),
    }
