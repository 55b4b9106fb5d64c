"""Write what run.py measured as a page: sentences, then tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from mentions import Row

TABLES = (  # title, section, and the beginning of its figures
    ("Names of persons: GUM", "names", "persons"),
    ("Names of bodies: GUM", "names", "bodies"),
    ("He and she: GAP", "he and she", "(recall|precision|F1)$|F1"),
    ("Who speaks", "speakers", ""),
    ("Through whom: relays", "relays", ""),
    ("Wrong names by chance", "chances", "wrong"),
    ("How many are named with such a chance", "chances", "named"),
)
INTRODUCTION = """\
# Who is who, and who speaks

`uv run benchmarks/people/run.py SHARED --blind`. Percent, with 95 % intervals by bootstrap over
texts.

- **Names.** `find_people` has [[GUM | persons found]] of 100 places where GUM names a
  person; of 100 that it calls a person's name, [[GUM | persons right]] are. Of bodies
  it finds [[GUM | bodies found]], and [[GUM | bodies right]] are right. **These are
  development figures: register-v1 learned from 72 of the 83 documents.** On the 11 kept apart:
  persons [[GUM, kept apart | persons found]] and [[GUM, kept apart | persons right]], bodies
  [[GUM, kept apart | bodies found]] and [[GUM, kept apart | bodies right]]. Names that are
  found mostly go to the right person: B-cubed F1 [[GUM, kept apart | persons, B-cubed F1]].
- **He and she.** `find_people` holds back where the chance is below .7. On Wikipedia's pronouns
  precision is [[GAP test, find_people | precision]] and recall
  [[GAP test, find_people | recall]]; the nearest name before it reaches
  [[GAP test, nearest name before, of all that are found | precision]] and
  [[GAP test, nearest name before, of all that are found | recall]]. F1 of she and her is
  [[GAP test, find_people | F1, feminine to masculine]] percent of that of he, him and his: two
  thousand passages put that at the edge of chance.
- **Who speaks.** The right, full name stands under [[own dev | right]] of 100 attributions of own
  dev, [[modern_dev | right]] of modern_dev, and [[invented, kept apart | right]] of invented
  articles that the register did not learn from. Wrong, of those found:
  [[own dev | wrong, of found]], [[modern_dev | wrong, of found]] and
  [[invented, kept apart | wrong, of found]].
- **Where it fails.** Invented interviews, transcripts and hearings (found
  [[invented, kept apart | found | interviews, transcripts, hearings]], right
  [[invented, kept apart | right | interviews, transcripts, hearings]]). Relays, of which most are
  missed on real news. Towns, sights and coins of travel guides, taken for persons. Bodies that GUM
  counts where `find_people` has a place, which is left out here: 53 of the 68 names of bodies
  missed in the news stories that it learned from, mostly those of countries and their teams.
  "Right" of bodies is low for everybody, as GUM's file lacks places, events and works.
- **Chance.** Of 100 speakers named at .9 and above [[own dev | wrong, of 0.9 and above]] are wrong
  on own dev, [[modern_dev | wrong, of 0.9 and above]] on modern_dev and
  [[invented, kept apart | wrong, of 0.9 and above]] on invented articles kept apart. No set is
  large enough to show one of 200, which is the aim. Few are named so surely:
  [[own dev | named at 0.9 and above]] of 100 attributions on own dev.
- **Time.** `find_people` takes about as long as the parse, and grows in step with the text.

*Learned from*: weights were fitted to these texts, or to most of them. *Read*: errors in them were
read while rules were made, and chances were fitted to own dev (of readings) and to "invented, kept
apart" (of speakers); these figures are a little kind, too. *Not read*: neither, as far as is
recorded. GUM and GAP were labelled by people, the others by reading with a language model.

What the data tell of kinds of text: GUM's and modern_dev's genre, the source of own dev, and the
README of the invented articles, by file. Names alone are held against GUM, those of organisations
and groups as bodies. GAP: the 2,000 passages of the test part. Attributions in which
somebody does not answer are left out, as in benchmarks/modern. n is what the first figure of a
table is a share of; results.csv has those of the others.
"""


def write_report(rows: list[Row], times: pd.DataFrame, blind: Path) -> str:
    """Write the figures as a page: what they say, then tables."""
    told = {(row["data"], row["kind of text"], row["figure"]): row for row in rows}

    def tell(asked: re.Match[str]) -> str:
        data, figure, *kind = asked[1].replace("\n", " ").split(" | ")
        return write_cell(told[data, kind[0] if kind else "all", figure], digits=0)

    parts = [re.sub(r"\[\[(.*?)\]\]", tell, INTRODUCTION, flags=re.DOTALL)]
    for title, section, wanted in TABLES:
        figures = dict.fromkeys(row["figure"] for row in rows if row["section"] == section)
        parts += [
            f"\n## {title}\n",
            show(rows, section, [f for f in figures if re.match(wanted, f)]),
        ]
    parts.append("\n## Blind: 28 articles, not read; totals by score_blind.py\n")
    parts.append(tabulate(pd.read_csv(blind)) if blind.is_file() else "Not scored.")
    parts += ["\n## Time\n\nSeconds of processor time, models loaded:\n", tabulate(times.round(1))]
    return "\n".join(parts) + "\n"


def show(rows: Iterable[Row], section: str, figures: Sequence[str]) -> str:
    """Write figures in percent, a row a set and kind of text; n is what the first counts."""
    table: dict[tuple[str, str], Row] = {}
    for row in rows:
        if row["section"] == section and row["figure"] in figures:
            head = {name: row[name] for name in ("data", "kind of text", "status", "texts", "n")}
            line = table.setdefault((row["data"], row["kind of text"]), head)
            line[row["figure"]] = write_cell(row, digits=1) if row["n"] else "-"
    return tabulate(pd.DataFrame(table.values()))


def write_cell(row: Row, *, digits: int) -> str:
    """Write a share in percent, with its interval."""
    value, low, high = (f"{100 * row[name]:.{digits}f}" for name in ("value", "low", "high"))
    return f"{value} ({low} to {high})"


def tabulate(table: pd.DataFrame) -> str:
    """Write a table in Markdown."""
    lines = [[*table.columns], ["---"] * table.shape[1], *table.astype(str).to_numpy().tolist()]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
