"""toolkit stance: stance of a stream of passages."""

from __future__ import annotations

import argparse
import json
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
    open_source,
    tell_beside_bar,
)

if TYPE_CHECKING:
    from collections.abc import Mapping


def add_stance(commands: Commands) -> None:
    """Add `toolkit stance` to the commands."""
    parser = add_command(
        commands,
        _run_stance,
        "stance",
        "tell what passages express toward targets in them, one JSON object a line",
        'Reads lines {"id": ..., "sentence": ..., "target": [start, end]} and writes, for each,\n'
        '  {"id": ..., "polarity": -1, 0 or 1, "score", "negative", "neutral", "positive"}\n'
        "A target counts the characters (code points) of its sentence from 0, end left out. The\n"
        "three chances sum to 1, score is positive less negative, and polarity 0 means no clear\n"
        "stance. A faulty line is told on standard error, and the run goes on.\n\n"
        "example:\n  toolkit stance passages.jsonl --out stance.jsonl\n",
    )
    add_streams(parser, "passages")


def _run_stance(options: argparse.Namespace) -> int:
    from tqdm import tqdm

    from toolkit.loading import iter_lines

    faults = 0
    name = "<stdin>" if options.source == STREAM else options.source
    with open_source(options.source) as lines, open_out(options.out) as out:
        for row in tqdm(iter_lines(lines), unit=" passages", disable=None):
            try:
                if row.problem:
                    raise ToolkitError(row.problem)
                record = _make_stance_record(row.record)
            except ToolkitError as error:
                if isinstance(error, ReadError):  # of the weights
                    raise
                faults += 1
                tell_beside_bar(ReadError(name, str(error), row.line))
                continue
            out.write(json.dumps(record).encode() + b"\n")
            out.flush()
    return INCOMPLETE if faults else DONE


def _make_stance_record(given: Mapping[str, Any]) -> dict[str, object]:
    from toolkit.attitude import score_stance

    missing = [field for field in ("id", "sentence", "target") if field not in given]
    if missing:
        raise ToolkitError(f"must have id, sentence and target; found no {', '.join(missing)}")
    try:
        (stance,) = score_stance([given["sentence"]], [given["target"]])
    except ReadError:
        raise
    except ToolkitError as error:
        problem = str(error).replace("texts[0]", "sentence").replace("targets[0]", "target")
        raise ToolkitError(problem) from error
    return {
        "id": given["id"],
        "polarity": stance.polarity,
        "score": round(stance.score, 4),
        "negative": stance.negative,
        "neutral": stance.neutral,
        "positive": stance.positive,
    }
