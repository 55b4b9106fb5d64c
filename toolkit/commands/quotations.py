"""toolkit quotations: attributions of a stream of articles."""

from __future__ import annotations

import argparse
import json
import re
import sys
from math import isnan
from typing import TYPE_CHECKING

from toolkit.base import Act, ReadError
from toolkit.commands.options import (
    DONE,
    INCOMPLETE,
    READ,
    STREAM,
    Commands,
    add_columns,
    add_command,
    add_day_first,
    add_language,
    add_streams,
    is_foreign,
    open_out,
    say,
    tell_beside_bar,
    tell_foreign,
    tell_passed_over,
)
from toolkit.commands.shares import Heard, add_shares

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.base import Article, Attribution, Span

# A line that this command wrote, which unlike one that it reads has no text.
MARK = re.compile(rb'^\{"id": "(?:[^"\\]|\\.)*", "attributions": \[')


def add_quotations(commands: Commands) -> None:
    """Add `toolkit quotations` to the commands."""
    parser = add_command(
        commands,
        _run_quotations,
        "quotations",
        "find who says what in a stream of articles, one JSON object a line",
        'Reads articles, or lines {"id": ..., "text": ...}, and writes, for each,\n'
        '  {"id": ..., "attributions": [{"content": [[start, end], ...], "cue", "source",\n'
        '   "form", "act", "speaker", "kind", "candidates", "relay", "relay_name",\n'
        '   "confidence"}]}\n'
        "Places count the characters (code points) of the given text from 0, end left out.\n"
        "A line that holds no article is told on standard error, and the run goes on.\n"
        "--by prints in place of them, or beside --out, who is heard.\n\n"
        "examples:\n  toolkit quotations news.jsonl --out quotations.jsonl\n"
        "  toolkit quotations news.csv --by publisher,month --what gender\n",
    )
    add_streams(parser, READ)
    add_columns(parser)
    add_language(parser)
    add_day_first(parser)
    add_shares(parser)
    parser.add_argument(
        "--all",
        action="store_true",
        help="deeds too, in which nobody says anything: their act is deed",
    )


def _run_quotations(options: argparse.Namespace) -> int:
    from tqdm import tqdm

    from toolkit.loading import OpenDates, iter_corpus

    faults = foreign = 0

    def report(fault: ReadError) -> None:
        nonlocal faults, foreign
        faults += 1
        foreign += is_foreign(fault)
        if foreign <= 1 or not is_foreign(fault):
            tell_beside_bar(fault)

    dates = OpenDates()
    heard = Heard(options.by, options.what)
    with open_out(options, MARK) as out:
        articles = iter_corpus(
            sys.stdin.buffer if options.source == STREAM else options.source,
            on_fault=report,
            columns=dict(options.column),
            day_first=options.day_first,
            language=options.language,
        )
        for article in tqdm(
            dates.count(articles), unit=" articles", disable=None
        ):  # None: a terminal only
            out.write(json.dumps(_make_record(article, with_deeds=options.all)).encode() + b"\n")
            out.flush()
            heard.add(article)
    heard.print()
    tell_foreign(foreign)
    say(dates.tell())
    tell_passed_over(options.source)
    return INCOMPLETE if faults else DONE


def _make_record(article: Article, *, with_deeds: bool) -> dict[str, object]:
    from toolkit.attribution import find_attributions

    found = find_attributions(article)
    kept = [said for said in found if with_deeds or said.quotation.act is not Act.DEED]
    return {"id": article.id, "attributions": [_list_facts(said) for said in kept]}


def _list_facts(said: Attribution) -> dict[str, object]:
    return {
        "content": _list_offsets(said.quotation.content),
        "cue": _list_offsets(said.quotation.cue),
        "source": _list_offsets(said.quotation.source),
        "form": said.quotation.form,
        "act": said.quotation.act,
        "speaker": said.speaker.name,
        "kind": said.speaker.kind,
        "candidates": [*said.candidates],
        "relay": _list_offsets([relay.span for relay in said.relays]),
        "relay_name": said.relays[0].name if said.relays else None,
        "confidence": None if isnan(said.confidence) else said.confidence,
    }


def _list_offsets(spans: Sequence[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]
