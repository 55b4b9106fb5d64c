"""Score the engine's quotations on annotated articles and write a table beside this file.

    python benchmarks/quotations/run.py GOLD.jsonl --scorers FOLDER [--reader] [--dry]

Without an option it then does what quotation_rules.py does, rule by rule, for which FOLDER must
be the tools/ of a shared folder with data/ beside it.

GOLD has one article a line, with `id`, `text`, `publisher` and `attributions`, as PolNeAR turned
into JSONL; FOLDER holds score_quotes.py and score_chunks.py. Neither is part of this project.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import quotation_rules

from toolkit.attribution.quotations import find_quotations
from toolkit.base.article import Article
from toolkit.reader.readings import find_readings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from toolkit.base.article import Span

    Row = dict[str, Any]  # a line of JSON, whose fields others decided

FOLDER = Path(__file__).parent
MACHINE = "2 cores, x86-64"
HEAD = "instrument,data,figure,n,value,low,high"
FORMS = ("direct", "mixed", "indirect")


def main() -> None:
    """Run, score, print, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--scorers", type=Path, required=True)
    parser.add_argument("--reader", action="store_true", help="the reader alone, no rules")
    parser.add_argument("--dry", action="store_true", help="print only")
    args = parser.parse_args()
    for path in (args.gold, args.scorers / "score_quotes.py", args.scorers / "score_chunks.py"):
        if not path.is_file():
            sys.exit(f"{path}: must be there to measure against; found no such file")
    gold = [json.loads(line) for line in args.gold.read_text(encoding="utf-8").splitlines()]
    predicted, speed = run(gold, read_only if args.reader else read_whole)
    report = write_report(gold, predicted, speed, args)
    print(report)
    if not args.dry:
        path = FOLDER / ("READER.md" if args.reader else "RESULTS.md")
        path.write_text(report, encoding="utf-8")
    if not args.dry and not args.reader:
        views = score(args.scorers / "score_quotes.py", gold, predicted)
        lines = [",".join(map(str, line)) for line in list_results(views["all"])]
        (FOLDER / "results.csv").write_text("\n".join([HEAD, *lines, ""]), encoding="utf-8")
        print("\nWhat each rule is worth:\n")
        quotation_rules.write_rows(args.scorers.parent)


def run(gold: Sequence[Row], find: Callable[[str], list[Row]]) -> tuple[list[Row], float]:
    """Give the predictions and how many articles a CPU-second are read, loading left out."""
    find("She said no.")
    began = time.process_time()
    predicted = [{"id": row["id"], "attributions": find(row["text"])} for row in gold]
    return predicted, len(gold) / (time.process_time() - began)


def read_whole(text: str) -> list[Row]:
    """Read with `find_quotations`."""
    return [to_row(q.content, q.cue, q.source) for q in find_quotations(Article(text))]


def read_only(text: str) -> list[Row]:
    """Read with the reader alone."""
    return [to_row(r.content, r.cue, r.source) for r in find_readings([text])[0]]


def to_row(content: Sequence[Span], cue: Sequence[Span], source: Sequence[Span]) -> Row:
    """Give an attribution as the scorers read it."""
    roles = {"content": content, "cue": cue, "source": source}
    return {role: [[span.start, span.end] for span in spans] for role, spans in roles.items()}


def score(script: Path, gold: Sequence[Row], predicted: Sequence[Row], *options: str) -> Row:
    """Run a scorer over some articles."""
    with TemporaryDirectory() as folder:
        paths = [Path(folder, name) for name in ("gold.jsonl", "predicted.jsonl")]
        for path, rows in zip(paths, (gold, predicted), strict=True):
            path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        command = [sys.executable, str(script), *map(str, paths), *options]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    result: Row = json.loads(done.stdout)
    return result


def write_report(
    gold: Sequence[Row], predicted: Sequence[Row], speed: float, args: argparse.Namespace
) -> str:
    """Write the figures as Markdown."""
    quotes, chunks = (args.scorers / f"score_{name}.py" for name in ("quotes", "chunks"))
    views = score(quotes, gold, predicted)
    whole, borders = views["all"], score(chunks, gold, predicted)
    lines = [
        "# Quotations: how many are found, and with the right source",
        "",
        f"`{args.gold.name}`, {len(gold)} articles, {whole['gold']:,} attributions; "
        f"{'the reader alone' if args.reader else '`find_quotations`'}, {stamp()}.",
        f"Machine: {MACHINE}. Speed: {speed:.1f} articles per CPU-second after loading.",
        "Percent; the scorers' docstrings say what each column means.",
        "",
        "| view | gold | found | match P | R | F1 | exact F1 | source right | end-to-end F1 |",
        "|---|---|---|---|---|---|---|---|---|",
        *(view_line(name, views[name]) for name in ("all", "speech")),
        "",
        "95 % intervals over articles (all): match F1 "
        f"{interval(whole, 'match_f1')}, end-to-end F1 {interval(whole, 'end_to_end_f1')}.",
        "",
        "| chunk-exact | P | R | F1 |",
        "|---|---|---|---|",
        *(
            f"| {role} | {' | '.join(map(str, row['chunk_exact_prf']))} |"
            for role, row in borders.items()
        ),
        "",
        "| form | gold | found | with its source |",
        "|---|---|---|---|",
        *(form_line(form, whole["recall_by_form"][form]) for form in FORMS),
        "",
        "| publisher | gold | match F1 | end-to-end F1 |",
        "|---|---|---|---|",
        *publisher_lines(quotes, gold, predicted),
        "",
    ]
    return "\n".join(lines)


def list_results(whole: Row) -> list[tuple[object, ...]]:
    """Give the main figures as shares, as `benchmarks/make_validity.py` gathers them."""
    data = "PolNeAR dev"
    ends = {name: whole["intervals"][name] for name in ("match_f1", "end_to_end_f1")}
    lines: list[tuple[object, ...]] = [
        ("quotations", data, "F1", whole["gold"], whole["match"]["f1"], *ends["match_f1"]),
        ("quotations", data, "share right", whole["predicted"], whole["match"]["p"], "", ""),
        ("quotations", data, "share found", whole["gold"], whole["match"]["r"], "", ""),
        (
            "sources",
            data,
            "share right",
            round(whole["predicted"] * whole["match"]["p"]),
            whole["source_accuracy"],
            "",
            "",
        ),
        (
            "quotations with source",
            data,
            "F1",
            whole["gold"],
            whole["end_to_end"]["f1"],
            *ends["end_to_end_f1"],
        ),
    ]
    for form in FORMS:
        row = whole["recall_by_form"][form]
        lines.append(
            ("quotations", data, f"share of {form} found", row["gold"], row["match"], "", "")
        )
    return lines


def publisher_lines(script: Path, gold: Sequence[Row], predicted: Sequence[Row]) -> list[str]:
    """Give a line for each publisher, by name."""
    groups: dict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(gold):
        groups[row.get("publisher", "")].append(place)
    lines = []
    for publisher, places in sorted(groups.items()):
        rows = ([source[i] for i in places] for source in (gold, predicted))
        whole = score(script, *rows, "--resamples", "2")["all"]
        shares = f"{percent(whole['match']['f1'])} | {percent(whole['end_to_end']['f1'])}"
        lines.append(f"| {publisher} | {whole['gold']} | {shares} |")
    return lines


def view_line(name: str, view: Row) -> str:
    """Give the row of a view."""
    match = " | ".join(percent(view["match"][key]) for key in ("p", "r", "f1"))
    rest = (view["exact"]["f1"], view["source_accuracy"], view["end_to_end"]["f1"])
    numbers = " | ".join(map(percent, rest))
    return f"| {name} | {view['gold']} | {view['predicted']} | {match} | {numbers} |"


def form_line(form: str, row: Row) -> str:
    """Give the row of a form."""
    return f"| {form} | {row['gold']} | {percent(row['match'])} | {percent(row['e2e'])} |"


def interval(view: Row, name: str) -> str:
    """Give an interval as text."""
    low, high = view["intervals"][name]
    return f"{percent(low)} to {percent(high)}"


def percent(share: float) -> str:
    """Give a share in percent, with one digit."""
    return f"{100 * share:.1f}"


def stamp() -> str:
    """Give day and commit."""
    command = ["git", "rev-parse", "--short", "HEAD"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    commit = done.stdout.strip() if done.returncode == 0 else "none"
    return f"{datetime.now(tz=UTC):%Y-%m-%d}, commit {commit}"


if __name__ == "__main__":
    main()
