"""toolkit stance: stance of a stream of passages."""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.base import ReadError, ToolkitError
from toolkit.commands.options import (
    DONE,
    INCOMPLETE,
    STREAM,
    Commands,
    add_command,
    add_streams,
    open_out,
    tell_beside_bar,
)
from toolkit.commands.shares import add_by, print_columns, tell_share

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from toolkit.attitude import Judgement
    from toolkit.base import Article


MARK = re.compile(rb'^\{"id": .*, "portrayal": \{"polarity": ')  # a line that this command wrote
PLACES = re.compile(r"\[\s*\d+\s*,\s*\d+\s*\]")


def add_stance(commands: Commands) -> None:
    """Add `toolkit stance` to the commands."""
    parser = add_command(
        commands,
        _run_stance,
        "stance",
        "tell what passages express toward targets in them, one JSON object a line",
        'Reads lines {"id": ..., "sentence": ..., "target": [start, end]}, or a table with these\n'
        "columns (or with start and end, or the target's words), and writes, for each,\n"
        '  {"id": ..., "polarity": -1, 0 or 1, "score", "negative", "neutral", "positive",\n'
        '   "precision", "n", "portrayal": {the same}, "is_whole"}\n'
        "for what the voice itself expresses toward the target, and under portrayal for the\n"
        'light in which the sentence shows it. "voice" may tell whose words they are: narrator,\n'
        "a name, or unknown, which is meant where it is left out.\n"
        "A target counts the characters (code points) of its sentence from 0, end left out. The\n"
        "three chances sum to 1, score is positive less negative, and polarity 0 means nothing\n"
        "clear. precision is the share of calls like this one that were right on development\n"
        "sets, of n; null where nothing is called. A faulty line is told on standard error, and\n"
        "the run goes on. --by prints in place of the lines, or beside --out, how many passages\n"
        "are against their targets, in favour and neither, in groups of columns of the table;\n"
        "passages with one value in a column named article count as belonging together.\n\n"
        "examples:\n  toolkit stance passages.jsonl --out stance.jsonl\n"
        "  toolkit stance passages.csv --by publisher,voice\n",
    )
    add_streams(parser, "the passages: a file of JSON lines, CSV, a spreadsheet or Parquet")
    add_by(parser, "print the shares of passages against and in favour")


def _run_stance(options: argparse.Namespace) -> int:
    from tqdm import tqdm

    from toolkit.loading import iter_lines, open_rows

    if not options.source:
        raise ToolkitError("source: must name a file of passages; found ''")
    faults = 0
    name = "<stdin>" if options.source == STREAM else options.source
    rows = (
        iter_lines(sys.stdin.buffer)
        if options.source == STREAM
        else open_rows(Path(options.source), {"text": "sentence"})
    )
    calls: list[tuple[Article, str, int]] = []
    with open_out(options, MARK) as out:
        for row in tqdm(rows, unit=" passages", disable=None):
            try:
                if row.problem:
                    raise ToolkitError(row.problem)
                record = _make_stance_record(row.record)
                if options.by:
                    calls.append(_make_call(row.record, record, len(calls)))
            except ToolkitError as error:
                if isinstance(error, ReadError):  # of the weights
                    raise
                faults += 1
                tell_beside_bar(ReadError(name, str(error), row.line, row.row))
                continue
            out.write(json.dumps(record).encode() + b"\n")
            out.flush()
    if calls:
        _print_calls(calls, options.by)
    return INCOMPLETE if faults else DONE


def _make_call(
    given: Mapping[str, Any], record: Mapping[str, Any], number: int
) -> tuple[Article, str, int]:
    """Give a passage with all that its row tells, what it belongs to, and its call."""
    from toolkit.loading import make_record_article

    passage = make_record_article({**given, "id": number}, columns={"text": "sentence"})
    return passage, str(given.get("article", number)), record["polarity"]


def _print_calls(calls: Sequence[tuple[Article, str, int]], by: Sequence[str]) -> None:
    """Print for each group how many passages are against their targets, and in favour."""
    from toolkit.tables import article_table, estimate_clustered_share, place_articles

    passages, belong, polarities = zip(*calls, strict=True)
    table = place_articles(article_table(passages), by)
    table = table.assign(article=belong, polarity=polarities)
    rows = []
    for values, group in table.groupby([*by]):
        cells = [*map(str, values), f"{len(group):,}"]
        for polarity in (-1, 1):
            hits = (group["polarity"] == polarity).groupby(group["article"]).agg(["sum", "size"])
            found = estimate_clustered_share([*hits["sum"]], [*hits["size"]])
            cells += [f"{hits['sum'].sum():,}", *tell_share(*found)]
        rows.append(cells)
    head = [*by, "passages", "against", "", "95 %", "in favour", "", "95 %"]
    print_columns(head, rows, words=len(by))


def _find_target(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the target of a row as a pair of places, also where a table cannot hold one."""
    if "target" not in given and given.get("start") not in {None, ""}:
        return {**given, "target": [_read_place(given[name]) for name in ("start", "end")]}
    words, sentence = given.get("target"), given.get("sentence")
    if not isinstance(words, str) or not isinstance(sentence, str):
        return given
    if PLACES.fullmatch(words.strip()):
        return {**given, "target": json.loads(words)}
    if sentence.count(words) != 1:
        raise ToolkitError(
            f"target: must stand in its sentence once, or be [start, end]; found {words!r:.40} "
            f"{sentence.count(words)} times"
        )
    start = sentence.index(words)
    return {**given, "target": [start, start + len(words)]}


def _read_place(value: object) -> object:
    return int(value) if isinstance(value, str) and value.isdigit() else value


def _make_stance_record(given: Mapping[str, Any]) -> dict[str, object]:
    from toolkit.attitude import score_stance

    given = _find_target(given)
    missing = [field for field in ("id", "sentence", "target") if field not in given]
    if missing:
        raise ToolkitError(f"must have id, sentence and target; found no {', '.join(missing)}")
    said_by = None if given.get("voice") in {None, ""} else [given["voice"]]
    try:
        (stance,) = score_stance([given["sentence"]], [given["target"]], said_by=said_by)
    except ReadError:
        raise
    except ToolkitError as error:
        problem = str(error)
        for many, one in (("texts", "sentence"), ("targets", "target"), ("said_by", "voice")):
            problem = problem.replace(f"{many}[0]", one)
        raise ToolkitError(problem) from error
    return {
        "id": given["id"],
        **_list_figures(stance),
        "portrayal": _list_figures(stance.portrayal),
        "is_whole": stance.is_whole,
    }


def _list_figures(judged: Judgement) -> dict[str, object]:
    """List the figures of an answer; JSON has no NaN for the precision of what is no call."""
    return {**judged.list_figures(), **({} if judged.n else {"precision": None})}
