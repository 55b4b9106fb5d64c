"""toolkit corrections: what was found, for a person to correct in a spreadsheet."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

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


def add_corrections(commands: Commands) -> None:
    """Add `toolkit corrections` to the commands."""
    parser = add_command(
        commands,
        _run_corrections,
        "corrections",
        "write who says what as a table that a person corrects in a spreadsheet",
        "Edit speaker, kind, relay, content, cue, source or act; write keep as the action of a\n"
        "row that is right, delete where there is no quotation; add a row by pasting words of\n"
        "the article. Save it as CSV UTF-8. Each command with --corrections then goes by it.\n"
        "Written again, the file keeps what was decided in it; --force begins it anew.\n\n"
        "example:\n  toolkit corrections article.txt --out corrections.csv\n"
        "  toolkit report article.txt --corrections corrections.csv\n",
    )
    add_articles(parser, "the CSV file to write, or - for standard output")


def _run_corrections(options: argparse.Namespace) -> int:
    from toolkit.exchange import write_corrections

    articles, faults = read_articles(options)
    if not articles:
        return FAILED
    if options.out == STREAM:
        with TemporaryDirectory() as folder:
            path = write_corrections(articles, Path(folder, "corrections.csv"))
            sys.stdout.buffer.write(path.read_bytes())
        return INCOMPLETE if faults else DONE
    out = options.out or f"{name_source(options)}-corrections.csv"
    path = write_corrections(articles, out, overwrite=options.force)
    print_path(path)
    return INCOMPLETE if faults else DONE
