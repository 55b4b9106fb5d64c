"""The units that an audit draws from, with what the machine says of each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.attitude import stance_passage_table
from toolkit.audit.questions import BY_MENTION, BY_SENTENCE, BY_SPEAKER, find_question
from toolkit.base import UNSAID, Article, Form, Gender, Kind, Role, ToolkitError, suggest
from toolkit.narrative import sourcing_table
from toolkit.tables import (
    article_table,
    iter_articles,
    place_articles,
    quotation_table,
    set_types,
    speaker_table,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ALL = "all"
UNITS = {
    "article": "str",
    "group": "str",
    "start": "int64",
    "end": "int64",
    "context": "str",
    "words": "str",
    "claimed": "float64",  # by the machine: a chance, a score, or an expected count
    "base": "float64",  # what it is a share of: 1, or an expected count of quotations
    "called": "float64",  # what tables count
    "called_base": "float64",
}
WORDS = ("mention", "content", "text", "words", "passage")  # the first that a table has
CONTEXT = ("passage", "context", "text")
PLACES = (("mention_start", "mention_end"), ("start", "end"))
UNMEASURED = 0.8  # for a quotation without a confidence, as where speakers are decided
# Quotations that begin in a sentence unknown to us, where we found none and where we found some:
# means of PolNeAR dev (.179, .060) and modern_dev (.066, .097), see benchmarks/audit. They move
# how many sentences of either kind are drawn, and not what is estimated, which checks correct.
MISSED, MISSED_BESIDE = 0.12, 0.08
NAMED = {Kind.PERSON, Kind.ORGANISATION}
UNNAMED = {Kind.UNNAMED, Kind.GROUP, Kind.UNKNOWN}
CALLS = {"negative": -1.0, "positive": 1.0}
DIRECT = {Form.DIRECT: 1.0, Form.MIXED: 0.5, Form.INDIRECT: 0.0}  # as a person is asked
MAKERS: dict[str, Callable[[list[Article]], pd.DataFrame]] = {  # by their names in a folder
    "articles": article_table,
    "quotations": quotation_table,
    "speakers": speaker_table,
    "sourcing": sourcing_table,
    "stance_passages": stance_passage_table,
}


def make_units(
    units: Article | Iterable[Article] | pd.DataFrame | Path | str, of: str, by: str | None
) -> pd.DataFrame:
    """Make one row per unit of the frame, in the order of the articles or of the table.

    Raises
    ------
    ToolkitError
        If a table lacks a column, its chances are none, nothing is there to draw from, or a
        folder is none of tables.
    """
    if isinstance(units, pd.DataFrame):
        if of in BY_SENTENCE:
            raise ToolkitError(
                f"units: must be articles, or a folder of tables, where {of} is asked, which is "
                "counted by sentence; found a table"
            )
        found = _read_table(units, of)
        groups = _list_groups(units, by)
    else:
        tables = _open_tables(units)
        table = tables(_choose_table(of))
        if by is not None and by not in table:
            about = tables("articles")
            groups_of = about if by in about else place_articles(about, by)
            table = table.merge(groups_of, on="article", suffixes=("", "_article"))
        found = (
            _count_quotations(tables, table, of) if of in BY_SENTENCE else _read_table(table, of)
        )
        groups = _list_groups(table, by)
    if found.empty:
        raise ToolkitError(f"of: must have something to draw from; found no unit of {of!r}")
    return set_types(found.assign(group=groups)[[*UNITS]].reset_index(drop=True), UNITS)


def _open_tables(
    units: Article | Iterable[Article] | Path | str,
) -> Callable[[str], pd.DataFrame]:
    """Give what makes a table of articles by its name, or reads it from a folder."""
    if isinstance(units, (str, Path)):
        folder = Path(units)
        _check_folder(folder)
        return lambda name: _read_folder(folder, name)
    articles = [*iter_articles(units)]
    return lambda name: MAKERS[name](articles)


def _check_folder(folder: Path) -> None:
    manifest = folder / "manifest.json"
    found, is_complete = "", False
    if not manifest.is_file():
        found = "a folder without one" if folder.is_dir() else "no folder"
    else:
        try:
            is_complete = json.loads(manifest.read_text("utf-8"))["complete"]
        except (ValueError, KeyError, TypeError):
            found = "one of something else"
    if found:
        raise ToolkitError(
            f"{folder}: must be a folder of analyse_corpus, with its manifest.json; found {found}"
        )
    if not is_complete:
        raise ToolkitError(f"{folder}: must be of a finished run; found one that may go on")


def _read_folder(folder: Path, name: str) -> pd.DataFrame:
    if not (folder / name).is_dir():
        raise ToolkitError(f"{folder}: must have the table {name}; found none")
    return pd.read_parquet(folder / name)


def _choose_table(of: str) -> str:
    if of in BY_MENTION:
        return "stance_passages"
    if of == "precision":
        return "quotations"
    if of in BY_SENTENCE:
        return "sourcing"
    known = (*BY_MENTION, "precision", *BY_SENTENCE)
    raise ToolkitError(
        f"of: must be one of {', '.join(known)}, or a column of a table; found {of!r}"
        f"{suggest(of, known)}"
    )


def _list_groups(table: pd.DataFrame, by: str | None) -> list[str]:
    if by is None:
        return [ALL] * len(table)
    if by not in table:
        raise ToolkitError(
            f"by: must be one of {_list_columns(table)}; found {by!r}{suggest(by, [*table])}"
        )
    return [str(value) for value in table[by]]


def _list_columns(table: pd.DataFrame) -> str:
    return ", ".join(f"{name}" for name in table)


def _read_table(table: pd.DataFrame, of: str) -> pd.DataFrame:
    column = "confidence" if of == "precision" else of
    for name in ("article", column):
        if name not in table:
            raise ToolkitError(f"table: must have the column {name}; found {_list_columns(table)}")
    claimed = pd.to_numeric(table[column], errors="coerce").astype(float)
    if of == "precision":
        claimed = claimed.fillna(UNMEASURED)
    question = find_question(of)
    wrong = np.flatnonzero(~claimed.between(question.low, question.high))
    for number in wrong[:1]:
        raise ToolkitError(
            f"row {number}: {column} must be a number from {question.low:.0f} to "
            f"{question.high:.0f}; found {table[column].iloc[number]}"
        )
    words = next((name for name in WORDS if name in table), None)
    start, end = next((pair for pair in PLACES if {*pair} <= {*table}), (None, None))
    return pd.DataFrame(
        {
            "article": table["article"].astype(str),
            "start": table[start] if start else 0,
            "end": table[end] if end else 0,
            "context": _make_context(table, words),
            "words": table[words].fillna("").astype(str) if words else "",
            "claimed": claimed,
            "base": 1.0,
            "called": _call(table, of, claimed),
            "called_base": 1.0,
        }
    )


def _make_context(table: pd.DataFrame, words: str | None) -> pd.Series[str]:
    """Put together what a person needs in order to judge: who speaks of whom, and where."""
    column = next((name for name in CONTEXT if name in table and name != words), None)
    context = table[column].astype(str) if column else pd.Series("", index=table.index)
    for name in ("target", "voice"):
        if name in table:
            context = f"{name}: " + table[name].astype(str) + "; " + context
    return context


def _call(table: pd.DataFrame, of: str, claimed: pd.Series[float]) -> pd.Series[float]:
    """Give what the tables count: the call where there is one, or what is likelier."""
    if of in BY_MENTION and "stance" in table:
        calls = table["stance"].map(CALLS).fillna(0.0)
        return calls if of == "score" else (calls == CALLS[of]).astype(float)
    if of == "score":
        return claimed.round()
    if of == "precision":
        return pd.Series(1.0, index=table.index)
    return (claimed >= 0.5).astype(float)  # noqa: PLR2004 - likelier than not


def _count_quotations(
    tables: Callable[[str], pd.DataFrame], sentences: pd.DataFrame, of: str
) -> pd.DataFrame:
    """Count the quotations that begin in each sentence, found or expected; in all, and `of`."""
    quotations = tables("quotations")
    if of in BY_SPEAKER:
        quotations = _add_speakers(quotations, tables("speakers"), of)
    chances = quotations["confidence"].fillna(UNMEASURED)
    shares = _measure_parts(quotations, of)
    place = _find_sentences(sentences, quotations)
    inside = place >= 0

    def add(values: pd.Series[float]) -> pd.Series[float]:
        counts = np.bincount(place[inside], values[inside], minlength=len(sentences))
        return pd.Series(counts, index=sentences.index)

    found, base = add(pd.Series(1.0, index=quotations.index)), add(chances)
    part, called = add(chances * shares), add(shares)
    missed = pd.Series(np.where(found == 0, MISSED, MISSED_BESIDE), index=found.index)
    if of == "recall":
        part, called = base, found
    elif base.sum() > 0:
        part += missed * part.sum() / base.sum()  # what was missed is thought to be like the rest
    before = (
        sentences["text"].shift(1).where(sentences["article"].shift(1) == sentences["article"])
    )
    return pd.DataFrame(
        {
            "article": sentences["article"],
            "start": sentences["start"],
            "end": sentences["end"],
            "context": before.fillna(""),
            "words": sentences["text"],
            "claimed": part,
            "base": base + missed,
            "called": called,
            "called_base": found,
        }
    )


def _add_speakers(quotations: pd.DataFrame, speakers: pd.DataFrame, of: str) -> pd.DataFrame:
    """Give each quotation its speaker's role and gender, as `source_table` counts them."""
    profiles = speakers[["article", "speaker", "role", "gender"]]
    spoken = quotations[~quotations["act"].isin(UNSAID)]
    known = spoken.merge(profiles, on=["article", "speaker"], how="left", validate="m:1")
    if of != "women":
        return known
    is_person = (known["kind"] != Kind.UNKNOWN) & (known["gender"] != Gender.NONE)
    return known[is_person].reset_index(drop=True)


def _measure_parts(quotations: pd.DataFrame, of: str) -> pd.Series[float]:
    """Tell of each quotation whether it is what is asked about, or how far."""
    if of == "direct_share":
        return quotations["form"].map(DIRECT).astype(float)
    if of in (Form.DIRECT, Form.INDIRECT):
        is_part = quotations["form"] == of
    elif of == "women":
        is_part = quotations["gender"] == Gender.WOMAN
    elif of == "citizens":
        is_part = quotations["role"] == Role.CITIZEN
    else:
        is_part = quotations["kind"].isin(NAMED if of == "named" else UNNAMED)
    return is_part.astype(float)


def _find_sentences(sentences: pd.DataFrame, quotations: pd.DataFrame) -> np.ndarray:
    """Find the row of the sentence that each quotation begins in; -1 where it is none."""
    rows = {name: group.index.to_numpy() for name, group in sentences.groupby("article")}
    starts, ends = sentences["start"].to_numpy(), sentences["end"].to_numpy()
    found = np.full(len(quotations), -1)
    pairs = zip(quotations["article"], quotations["start"], strict=True)
    for number, (article, start) in enumerate(pairs):
        own = rows.get(article, np.array([], np.int64))
        last = int(np.searchsorted(starts[own], start, side="right")) - 1
        if last >= 0 and start < ends[own[last]]:
            found[number] = own[last]
    return found
