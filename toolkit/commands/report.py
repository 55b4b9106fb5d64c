"""toolkit report: one page about an article, or a folder about many."""

from __future__ import annotations

import argparse
import sys

from toolkit.base import ToolkitError
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
from toolkit.commands.shares import Heard, add_shares


def add_report(commands: Commands) -> None:
    """Add `toolkit report` to the commands."""
    parser = add_command(
        commands,
        _run_report,
        "report",
        "write HTML pages about articles that can be mailed and printed",
        "The pages need no network and no script. Of one article it is one page; of several a\n"
        "folder, with a page for each and an overview, index.html. --out decides: a name that\n"
        "ends in .html is one page. The name of the page to open is printed, below the shares\n"
        "that --by asks for.\n\n"
        "example:\n"
        "  toolkit report seeds/gaps_of_trust_syria_deal.txt --out report.html\n"
        "  toolkit report monday.txt tuesday.txt archive/ --out reports\n",
    )
    add_articles(parser, "the page or folder to write, or - for standard output")
    add_shares(parser)


def _run_report(options: argparse.Namespace) -> int:
    from toolkit.display import check_pages, compose_report, write_report

    articles, faults = read_articles(options)
    if not articles:
        return FAILED
    if options.out == STREAM and options.by:
        raise ToolkitError("out: must be a file where --by prints shares; found -")
    ending = ".html" if len(articles) == 1 else ""
    out = options.out or f"{name_source(options)}-report{ending}"
    if out != STREAM:
        check_pages(out, overwrite=options.force)  # before the shares, which take a while
    heard = Heard(options.by, options.what)
    heard.add(*articles)
    heard.print()
    if out == STREAM:
        sys.stdout.buffer.write(compose_report(articles).encode())
    else:
        print_path(write_report(articles, out, overwrite=options.force))
    return INCOMPLETE if faults else DONE
