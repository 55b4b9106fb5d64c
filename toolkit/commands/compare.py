"""toolkit compare: one page on what several reports make of the same statements."""

from __future__ import annotations

import argparse
import sys

from toolkit.commands.options import (
    DONE,
    FAILED,
    INCOMPLETE,
    STREAM,
    Commands,
    add_articles,
    add_command,
    name_source,
    print_path,
    read_articles,
)


def add_compare(commands: Commands) -> None:
    """Add `toolkit compare` to the commands."""
    parser = add_command(
        commands,
        _run_compare,
        "compare",
        "write an HTML page that shows several reports beside each other",
        "Statements that two reports carry stand in columns: what each kept, left out and\n"
        "altered. With --by-event the articles fall into events first, and each event is\n"
        "compared by itself; copies are named and not counted. The page needs no network and\n"
        "no script.\n\n"
        "example:\n"
        "  toolkit compare courier.txt post.txt bell.txt --out compare.html\n"
        "  toolkit compare archive/ --by-event --out events.html\n",
    )
    add_articles(parser, "the page to write, or - for standard output")
    parser.add_argument(
        "--by-event",
        action="store_true",
        help="put articles together by event first; left out, all are compared with each other",
    )


def _run_compare(options: argparse.Namespace) -> int:
    from toolkit.display import check_page, compose_comparison, write_page

    articles, faults = read_articles(options)
    if not articles:
        return FAILED
    out = options.out or f"{name_source(options)}-compared.html"
    if out == STREAM:
        page = compose_comparison(articles, by_event=options.by_event)
        sys.stdout.buffer.write(page.encode())
    else:
        check_page(out, overwrite=options.force)  # before the work
        page = compose_comparison(articles, by_event=options.by_event)
        print_path(write_page(out, page, overwrite=options.force))
    return INCOMPLETE if faults else DONE
