"""What several commands print with --by: who is heard, and how large a share is theirs."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from math import isnan
from typing import TYPE_CHECKING, Any

from toolkit.commands.options import say

if TYPE_CHECKING:
    import argparse
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    import pandas as pd

    from toolkit.base import Article

WHATS = ("role", "gender", "naming", "kind")
CHANCE = (
    "95 %: chance in the choice of articles alone, not what was misread. See\n"
    "toolkit.validity_table, and check a sample: toolkit.draw_audit"
)


def add_shares(parser: argparse.ArgumentParser) -> None:
    """Add the shares that are printed, and by what they are told apart."""
    add_by(parser, "print who is heard")
    parser.add_argument(
        "--what", choices=WHATS, default=WHATS[0], help="what --by counts; left out, the role"
    )


def add_by(parser: argparse.ArgumentParser, task: str) -> None:
    """Add the columns that shares are told apart by."""
    parser.add_argument(
        "--by",
        metavar="COLUMN,COLUMN",
        type=lambda given: given.split(","),
        help=f"{task}, by publisher, section, byline, dateline, language, origin, a column of "
        "the source, or day, week, month, quarter, year, or article",
    )


@dataclass(frozen=True, slots=True)
class Heard:
    """Who is heard in the articles of a stream, of which no text is kept.

    Parameters
    ----------
    by : list of str or None
        Columns, as `source_table` takes them. None: nothing is counted or printed.
    what : str
        As `source_table` takes it.
    speakers, articles : list of DataFrame, optional
        Of the articles that were added.
    """

    by: list[str] | None
    what: str
    speakers: list[pd.DataFrame] = field(default_factory=list)
    articles: list[pd.DataFrame] = field(default_factory=list)

    def add(self, *articles: Article) -> None:
        """Count the speakers of some articles, once it is sure that these have such groups.

        Raises
        ------
        ToolkitError
            If none of the articles has such a column.
        """
        from toolkit.tables import article_table, place_articles, speaker_table

        if self.by is not None:
            about = article_table(articles)
            if len(articles) > 1:
                place_articles(about, self.by)
            self.articles.append(about)
            self.speakers.append(speaker_table(articles))

    def print(self) -> None:
        """Print the shares of those that were added.

        Raises
        ------
        ToolkitError
            If none of the articles has such a column.
        """
        if self.by is not None and self.articles:
            import pandas as pd

            speakers, articles = map(pd.concat, (self.speakers, self.articles))
            print_shares(speakers, articles, self.by, self.what)


def print_shares(
    speakers: pd.DataFrame, articles: pd.DataFrame, by: Sequence[str], what: str
) -> None:
    """Print the shares of two tables, as people read them.

    Parameters
    ----------
    speakers, articles : DataFrame
        From `speaker_table` and `article_table`.
    by, what
        As `source_table` takes them.

    Raises
    ------
    ToolkitError
        If no article has such a column.
    """
    from toolkit.tables import place_articles, share_sources

    table = share_sources(speakers, place_articles(articles, by), by, what=what)
    heard = table[table["quotations"] > 0].to_dict("records")
    head = [*by, what, "articles", "speakers", "", "quotations", "", "95 %", "words", ""]
    print_columns(head, (_make_cells(row, by) for row in heard), words=len(by) + 1)
    say(CHANCE)


def print_columns(head: Sequence[str], rows: Iterable[Sequence[str]], *, words: int) -> None:
    """Print rows under each other, so many first columns of words, and numbers to the right."""
    lines = [head, *rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = [
            cell.ljust(width) if place < words else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        sys.stdout.buffer.write(f"{'  '.join(cells).rstrip()}\n".encode())
    sys.stdout.buffer.flush()


def tell_share(share: float, low: float, high: float) -> tuple[str, str]:
    """Write a share, and the ends of its interval: a dash where it has none.

    Examples
    --------
    >>> tell_share(0.25, 0.051, 0.7)
    ('25 %', '5 to 70')
    """
    ends = "-" if isnan(low) else f"{100 * low:.0f} to {100 * high:.0f}"
    return f"{100 * share:.0f} %", ends


def _make_cells(row: Mapping[Hashable, Any], by: Sequence[str]) -> list[str]:
    cells = [*(row[column] for column in by), row["category"], f"{row['articles']:,}"]
    for counted in ("speaker", "quotation", "word"):
        share, ends = tell_share(*(row[f"{counted}_{end}"] for end in ("share", "low", "high")))
        cells += [f"{row[f'{counted}s']:,}", share] + [ends] * (counted == "quotation")
    return cells
