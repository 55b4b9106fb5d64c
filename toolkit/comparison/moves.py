"""What every instrument says of an article before and after a change of its words."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from textwrap import shorten
from typing import TYPE_CHECKING

from toolkit.comparison.changes import Change, make_change
from toolkit.comparison.measures import Measure, Word, list_measures
from toolkit.engine import ENGLISH, take_article
from toolkit.tables import ARTICLE, Column, Table, alike

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping

    import pandas as pd

    from toolkit.base import Article, Span
    from toolkit.engine import Engine

MOST_WORDS = 6  # that a cell names
LONGEST = 48  # characters of one of them
CUT = " \u2026"
UNMOVED = "not moved"
MOVES = Table("change_table", (
    ARTICLE,
    Column("instrument", "str", "What measures: a name of `validity_table`, or a table."),
    Column("measure", "str",
           "What is counted or scored; ``not moved`` in a row that counts measures."),
    Column("about", "str",
           "Whose number it is, or of what: ``Ann Lee``, ``sentence 3, narrator``."),
    Column("unit", "str", "Scores run from -1 to 1, calls are -1, 0 or 1, ranks begin at 1."),
    *(
        Column(when, "float64",
               f"In the text {when}. NaN: not measured, or no such thing in that text.",
               "as `unit` says")
        for when in ("before", "after")
    ),
    Column("change", "float64", "After less before; NaN where one of them is.", "as `unit` says"),
    *alike("words_before words_after", "str",
           "The words that the number rests on, and what they are worth. Those in one of the "
           "texts alone, or worth something else there, where there are any; else all, up to six. "
           "NaN where it rests on none."),
    *alike("start_before end_before start_after end_after", "Int64",
           "From the first of these words to the last, in each text. NA where it rests on none.",
           "characters"),
))  # fmt: skip


@MOVES.describes
def change_table(
    article: Article,
    changes: Mapping[str | Span, str],
    *,
    with_unmoved: bool = False,
    engine: Engine = ENGLISH,
) -> pd.DataFrame:
    """Make one row per measure that moves where an article has other words.

    Parameters
    ----------
    article : Article
    changes : mapping of str or Span to str
        As `change_article` takes them: ``{"hamper": "delay"}``.
    with_unmoved : bool, optional
        Whether measures that did not move have rows of their own too.
    engine : Engine, optional
        What reads the articles.

    Returns
    -------
    DataFrame
        By instrument; the last rows count, by instrument, the measures that did not move.

        {columns}

    Raises
    ------
    ToolkitError
        As `change_article` raises it.

    Notes
    -----
    To put one word in the place of another and see what goes along is the commutation test of
    structural linguistics (Barthes, *Elements of Semiology*, 1964); done to instruments, it is
    a test of what they look at (Ribeiro and others, ACL 2020). A difference is told from .01 on of
    a score, .1 on of a rate, and .1 on of a score for stance, which trembles with any word
    nearby. That nothing moves may mean that nothing changed, or that no instrument can see it.

    Examples
    --------
    >>> import toolkit as tk
    >>> article = tk.parse_article('"Rates will rise," said Ann Lee. It was a good day.')
    >>> table = change_table(article, {"good": "terrible"})
    >>> table.loc[table["instrument"] == "vader", ["measure", "before", "after", "words_after"]]
          measure  before   after     words_after
    0       score  0.4404 -0.4767  terrible -0.48
    13  not moved  4.0000  4.0000             NaN
    """
    return tabulate_moves(
        make_change(take_article(article, engine), changes), with_unmoved=with_unmoved
    )


def tabulate_moves(change: Change, *, with_unmoved: bool = False) -> pd.DataFrame:
    """Make the table of `change_table` for a change that is made already."""
    if not change.replacements:
        return MOVES.make([])
    before = _index((measure, measure.place) for measure in list_measures(change.before))
    after = _index(
        (measure, _find_origin(change, measure.place)) for measure in list_measures(change.after)
    )
    pairs = [
        _Pair(change, before.get(key), after.get(key)) for key in dict.fromkeys([*before, *after])
    ]
    order = [*dict.fromkeys(pair.either.instrument for pair in pairs)]
    pairs.sort(key=lambda pair: order.index(pair.either.instrument))
    rows, still = [], Counter[str]()
    for pair in pairs:
        if with_unmoved or pair.has_moved:
            rows.append(pair.make_row())
        else:
            still[pair.either.instrument] += 1
    return MOVES.make([*rows, *(_count_unmoved(change, *n) for n in still.items())])


@dataclass(frozen=True, slots=True)
class _Pair:
    """A measure of the article before and the same of the one after; one of them may lack it."""

    change: Change
    before: Measure | None
    after: Measure | None

    @property
    def either(self) -> Measure:
        if one := self.before or self.after:
            return one
        raise AssertionError("a measure must be of one of the two articles; found it in none")

    @property
    def values(self) -> list[float]:
        missing = self.either.missing
        return [each.value if each else missing for each in (self.before, self.after)]

    @property
    def words(self) -> list[tuple[Word, ...]]:
        return [each.words if each else () for each in (self.before, self.after)]

    @property
    def has_moved(self) -> bool:
        """Whether it says something else of the two articles."""
        old, new = self.values
        if self.either.is_rate and not any(self.find_differences()):
            return False  # a voice has more words, none of them of this kind
        if math.isnan(old) or math.isnan(new):
            return math.isnan(old) != math.isnan(new)
        return abs(new - old) >= self.either.step

    def find_differences(self) -> list[list[Word]]:
        """Find the words that count in one of the texts alone, or otherwise than in the other."""
        old, new = self.words
        kept = {self.change.place(word.span): word.told for word in old if self._is_kept(word)}
        known = {(word.span.start, word.span.end): word.told for word in new}
        lost = [
            word
            for word in old
            if not self._is_kept(word) or known.get(self.change.place(word.span)) != word.told
        ]
        gained = [w for w in new if kept.get((w.span.start, w.span.end)) != w.told]
        return [lost, gained]

    def _is_kept(self, word: Word) -> bool:
        """Tell whether words were not among those that were replaced."""
        return not any(word.span in one.span for one in self.change.replacements)

    def make_row(self) -> dict[str, object]:
        old, new = self.values
        differences = self.find_differences()
        shown = differences if any(differences) else [[*words] for words in self.words]
        texts = (self.change.before.text, self.change.after.text)
        names = [each.about for each in (self.before, self.after) if each]
        return {
            "article": self.change.before.id,
            "instrument": self.either.instrument,
            "measure": self.either.measure,
            "about": "; after: ".join(dict.fromkeys(names)),
            "unit": self.either.unit,
            "before": old,
            "after": new,
            "change": new - old,
            "words_before": _tell(texts[0], shown[0]),
            "words_after": _tell(texts[1], shown[1]),
            **dict(zip(("start_before", "end_before"), _range(shown[0]), strict=True)),
            **dict(zip(("start_after", "end_after"), _range(shown[1]), strict=True)),
        }


def _index(measures: Iterable[tuple[Measure, object]]) -> dict[Hashable, Measure]:
    """Give measures by what is the same in both articles: what is measured, and where."""
    indexed: dict[Hashable, Measure] = {}
    seen: Counter[Hashable] = Counter()
    for measure, place in measures:
        about = measure.about if place is None else place
        key = (measure.instrument, measure.measure, about)
        indexed[key, seen[key]] = measure
        seen[key] += 1
    return indexed


def _find_origin(change: Change, place: int | None) -> object:
    if place is None:
        return None
    origin, inside = change.find_origin(place)
    return (origin, inside) if inside else origin


def _count_unmoved(change: Change, instrument: str, still: int) -> dict[str, object]:
    empty = dict.fromkeys(MOVES.schema)
    told = {"article": change.before.id, "instrument": instrument, "measure": UNMOVED}
    return empty | told | {"unit": "measures", "before": still, "after": still, "change": 0}


def _tell(text: str, words: list[Word]) -> str | None:
    told = [
        f"{shorten(word.span.of(text), LONGEST, placeholder=CUT)} {word.told}".rstrip()
        for word in words[:MOST_WORDS]
    ]
    rest = len(words) - len(told)
    return "; ".join([*told, *([f"{rest} more"] if rest else [])]) or None


def _range(words: list[Word]) -> Iterator[int | None]:
    yield min((word.span.start for word in words), default=None)
    yield max((word.span.end for word in words), default=None)
