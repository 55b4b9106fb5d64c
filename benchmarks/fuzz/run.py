"""Give the loaders and `find_quotations` texts and files made up or damaged by chance.

Usage: python benchmarks/fuzz/run.py MINUTES [SEED]
Any error but ToolkitError is a find, and so is a part or quotation outside its text, or a text
that is not kept. Finds are shrunk by Hypothesis, printed, and written to found.json beside this
file; each that is mended becomes a case of tests/test_safety.py.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import sys
import tempfile
import time
import traceback
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

import toolkit as tk
from toolkit.loading.dates import read_date
from toolkit.loading.encodings import decode_page

HERE = Path(__file__).parent
ROUND = 60  # examples between two looks at the clock
NEWS = [
    "Rates rise", "By Ann Lee and Bob Day", "OTTAWA (AP) - ", "06/09/2016 21:54 by admin",
    "**Washington:** ", "# ", "### **Ann Lee**", "\n\n", "\n", "(Photo: AP)",
    "- With IANS Inputs",
    "“We shall see,” ", '"We shall see', "” he said", "said Ann Lee, who ",
    "according to the bank",
    "TASS quoted Putin as saying", "'tis", "it's ", "[a](https://b.example)", "*", "_", "\\",
    "U.S. ", "3.5% ", "\N{SLIGHTLY SMILING FACE}", "\u202e", "\0", "\ud800", "e\u0301", "  ",
]  # fmt: skip
TAGS = [
    "<html>", "<body>", "<article>", "<div>", "</div>", "<p>", "</p>", "<h1>", "</h1>", "<br>",
    "<table><tr><td>", "<ul><li>", "<blockquote>", "<figure><figcaption>", "<!--", "-->",
    "<![CDATA[",
    "<script>", "</script>", "<meta charset=x>",
    '<meta property="article:published_time" content="',
    '<script type="application/ld+json">{"@graph":[', "&amp;", "&#0;", "&#xd800;",
    "<svg>", "<title>",
]  # fmt: skip
texts = st.lists(st.sampled_from(NEWS) | st.text(max_size=12), max_size=40).map("".join)
pages = st.lists(st.sampled_from(TAGS + NEWS) | st.text(max_size=8), max_size=60).map(
    lambda pieces: "<html>" + "".join(pieces)
)


@dataclass(frozen=True)
class Target:
    """What is given, and what must hold of it."""

    name: str
    inputs: st.SearchStrategy
    check: Callable[[object], None]


def damage(content: bytes) -> st.SearchStrategy[bytes]:
    """Cut, change and repeat bytes of a good file."""
    place = st.integers(0, len(content))
    return st.lists(st.tuples(place, place, st.binary(max_size=4)), min_size=1, max_size=6).map(
        partial(apply_damage, content)
    )


def apply_damage(content: bytes, edits: list[tuple[int, int, bytes]]) -> bytes:
    """Put each piece in place of at most eight bytes, or of all to the end."""
    for start, end, piece in edits:
        stop = len(content) if end % 7 == 0 else start + end % 8
        content = content[:start] + piece + content[stop:]
    return content


def hold(is_true: object, otherwise: str) -> None:
    """Tell of a promise that is not kept."""
    if not is_true:
        raise AssertionError(otherwise)


def check_article(article: tk.Article) -> None:
    """Hold each part of an article against its text."""
    position = 0
    for part in article.parts:
        hold(part.span.of(article.text).strip(), "a part is blank")
        hold(part.span.start >= position, "parts are out of order")
        position = part.span.end
    hold(article.id, "no id")


def check_text(text: object) -> None:
    """Parse a text, as it was pasted."""
    check_article(tk.parse_article(str(text)))


def check_kept(text: object) -> None:
    """Pass a text through JSON lines, and find it again."""
    articles = [*tk.iter_corpus([json.dumps({"text": text})], language="any")]
    hold(articles[0].text == text, "the text is not kept")


def check_quotations(text: object) -> None:
    """Find quotations, each in its text."""
    article = tk.parse_article(str(text), language="en")
    for quotation in tk.find_quotations(article):
        for span in (*quotation.content, *quotation.cue, *quotation.source):
            hold(span.of(article.text).strip(), "a quotation is blank")


def check_file(ending: str, content: object) -> None:
    """Read a corpus of one file to its end; faults are told, never raised."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"news{ending}")
        path.write_bytes(bytes(content))
        faults: list[tk.ReadError] = []
        for article in tk.iter_corpus(path, on_fault=faults.append, language="any"):
            check_article(article)
        hold(all(str(fault).startswith(str(path)) for fault in faults), "a fault has no place")


def make_targets() -> list[Target]:
    """List what is tried, each with good files to damage."""
    table = io.StringIO()
    csv.writer(table).writerows(
        [["id", "text", "date"], *[[n, f'War,\n"{n}"', ""] for n in range(9)]]
    )
    parquet = pa.BufferOutputStream()
    pq.write_table(pa.table({"id": [*range(9)], "text": ["War is war."] * 9}), parquet)
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", "War is war. " * 9)
        archive.writestr("b.csv", table.getvalue())
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><p>" + b"War is war. " * 9
    warc = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nContent-Type: "
        b"application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n"
    ) % (len(answer), answer)
    lines = b'{"id": 1, "text": "War is war.", "date": "06/09/2016", "authors": ["A"]}\n' * 3
    good = {
        ".jsonl": lines,
        ".jsonl.gz": gzip.compress(lines),
        ".json": b"[" + lines.replace(b"\n", b",")[:-1] + b"]",
        ".csv": table.getvalue().encode(),
        ".parquet": parquet.getvalue().to_pybytes(),
        ".zip": zipped.getvalue(),
        ".warc": warc,
        ".warc.gz": gzip.compress(warc),
        ".txt": "Café prices rise\n\nBy Ann Lee\n\nThey will.".encode("cp1252"),
        ".html": b"<html><meta charset=utf-8><h1>War</h1>" + b"<p>War is war, she said.</p>" * 9,
    }
    return [
        Target("parse_article: text", texts, check_text),
        Target("parse_article: page", pages, check_text),
        Target("iter_corpus: text kept", texts.filter(is_whole), check_kept),
        Target("read_date", texts, lambda text: read_date(str(text)) and None),
        Target("decode_page", st.binary(), lambda content: decode_page(bytes(content)) and None),
        *(Target(f"file {e}", damage(g), partial(check_file, e)) for e, g in good.items()),
        Target("find_quotations", texts, check_quotations),
    ]


def is_whole(text: str) -> bool:
    """Tell whether a text may be an article: not blank, no half characters."""
    return bool(text.strip()) and not any("\ud800" <= sign <= "\udfff" for sign in text)


def fuzz(target: Target, seconds: float, first_seed: int) -> tuple[int, list[dict[str, str]]]:
    """Try a target for so long; give the number of examples and the finds."""
    end = time.monotonic() + seconds
    tried = 0
    finds: dict[str, dict[str, str]] = {}
    last: list[object] = [None]

    def attempt(value: object) -> None:
        nonlocal tried
        tried += 1
        last[0] = value
        try:
            target.check(value)
        except tk.ToolkitError:
            return

    number = first_seed
    while time.monotonic() < end:
        number += 1
        search = settings(
            max_examples=ROUND,
            database=None,
            deadline=None,
            suppress_health_check=[*HealthCheck],
            phases=[Phase.generate, Phase.shrink],
        )(seed(number)(given(target.inputs)(attempt)))
        try:
            search()
        except Exception as error:  # noqa: BLE001 - that is what we look for
            where = traceback.extract_tb(error.__traceback__)[-1]
            key = f"{type(error).__name__} in {Path(where.filename).name}:{where.lineno}"
            finds.setdefault(key, {"target": target.name, "error": key, "input": repr(last[0])})
    return tried, [*finds.values()]


def main(minutes: float, first_seed: int) -> None:
    """Try all targets, half of the time for `find_quotations`, which is slow."""
    targets = make_targets()
    finds: list[dict[str, str]] = []
    for target in targets:
        share = 0.3 if target.name == "find_quotations" else 0.7 / (len(targets) - 1)
        tried, found = fuzz(target, 60 * minutes * share, first_seed)
        print(f"{target.name:24} {tried:7,} inputs, {len(found)} finds", flush=True)
        for find in found:
            print(f"    {find['error']}: {find['input'][:200]}", flush=True)
        finds += found
    if finds:
        (HERE / "found.json").write_text(json.dumps(finds, indent=1), "utf-8")


if __name__ == "__main__":
    if len(sys.argv) not in {2, 3}:
        sys.exit(__doc__)
    main(float(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0)  # noqa: PLR2004
