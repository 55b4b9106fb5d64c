"""Measure whole corpora: speed, memory, kills, a Dask cluster, and copies among articles.

Usage: python benchmarks/corpus/run.py DATA_FOLDER [--articles 500] [--workers 2] [PART ...]

PART is one or more of speed (20 minutes), memory (20), kills (10), dask (5), duplicates (5);
left out, all of them. The minutes are those of 500 articles on two cores that do nothing else;
`speed` is worth nothing where they do. Each part writes its own figures into results.json and
RESULTS.md beside this file as it ends. Of the data, only figures are kept.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path

import numpy as np
import pandas as pd

import toolkit as tk
from toolkit.base.text import find_words
from toolkit.corpus import TABLES

HERE = Path(__file__).parent
ARTICLES = "polnear_train.jsonl"
LONG_RUN = 8  # times the articles whose speed is measured
KILLED = 60  # articles of a run that is killed
MOST_KILLS = 5  # of the workers of one run
MOST_STARTS = 40  # of a run that is killed each time
ENDED = (0, 3)  # exit codes of a run that came to its end; 3 where articles failed
SHORTEST = 100  # words of a story that is copied
COPIED = 0.3  # chance that a story is copied with some edit
DROPPED, CHANGED = 0.1, 0.05  # sentences and words of a copy
JACCARD = 0.8
SEED = 0
STANCE = ("stance", "stance_passages")
BYLINE = "By Our Staff Reporter\n\n"
INTRO = (
    "Residents of our town have followed the story closely, as it touches many of them. The "
    "council will discuss it next week, and readers may send their views to this newspaper. "
    "What follows is the report of our agency.\n\n"
)
TRAILER = "\n\n(With inputs from agencies)"


def main() -> None:
    """Measure what was asked for, and write it down with what was measured before."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--articles", type=int, default=500)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_intermixed_args()  # a part may stand behind an option
    if not (options.data / ARTICLES).is_file():
        sys.exit(f"{options.data}: must hold {ARTICLES}; found none")
    for part in options.parts:
        if part not in PARTS:
            sys.exit(f"{part}: must be one of {', '.join(PARTS)}")
    articles = tk.read_corpus(options.data / ARTICLES)
    store = HERE / "results.json"
    results = json.loads(store.read_text("utf-8")) if store.exists() else {}
    for part in options.parts or PARTS:
        rows = PARTS[part](articles, options.articles, options.workers)
        results[part] = {"said": say_when(options), "rows": rows}
        store.write_text(json.dumps(results, indent=1), "utf-8")
        (HERE / "RESULTS.md").write_text(write_report(results), "utf-8")
        print(pd.DataFrame(rows).to_string(index=False), flush=True)


def say_when(options: argparse.Namespace) -> str:
    """Tell date, machine and how busy it was."""
    busy = os.getloadavg()[1]
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {options.articles} articles, {options.workers} workers, "
        f"Python {platform.python_version()}, {os.cpu_count()} cores, load before {busy:.1f}"
    )


def repeat(articles: list[tk.Article], wanted: int) -> Iterator[tk.Article]:
    """Yield so many articles, those that come again under other ids."""
    for number, article in enumerate(islice(cycle(articles), wanted)):
        yield replace(article, id=f"{article.id}-{number}")


# ---- speed and memory ----------------------------------------------------------------------


@contextmanager
def watch_memory() -> Iterator[list[tuple[float, int]]]:
    """Note seconds and the memory of this process and its children, in MB, four times a second."""
    series: list[tuple[float, int]] = []
    ended = threading.Event()
    begun = time.monotonic()

    def watch() -> None:
        while not ended.wait(0.25):
            pids = [os.getpid(), *list_children(os.getpid())]
            series.append((time.monotonic() - begun, sum(map(read_memory, pids))))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield series
    finally:
        ended.set()
        watcher.join()


def list_children(pid: int) -> list[int]:
    """List the processes that a process began, in whichever of its threads."""
    children = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):  # a thread that has ended since
            children += map(int, path.read_text("utf-8").split())
    return children


def read_memory(pid: int) -> int:
    """Give the resident memory of a process in MB, 0 where it is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text("utf-8")
    except OSError:
        return 0
    found = re.search(r"VmRSS:\s+(\d+)", status)
    return int(found[1]) // 1024 if found else 0


def analyse(
    articles: Iterable[tk.Article], workers: int, tables: Iterable[str]
) -> dict[str, object]:
    """Analyse articles into a folder that is deleted, and measure it."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, watch_memory() as series:
        made = tk.analyse_corpus(
            articles, folder, tables=[*tables], workers=workers, partition=25, progress=True
        )
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
    seconds = time.monotonic() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    if made.failed:
        sys.exit(f"{made.failed} articles failed: the figures would not be those of the rest")
    return {
        "articles": made.articles,
        "workers": workers,
        "seconds": round(seconds, 1),
        "articles a second": round(made.articles / seconds, 2),
        "CPU seconds of the workers": round(cpu, 1),
        "articles a CPU second": round(made.articles / cpu, 2),
        "peak MB": max(memory for _, memory in series),
        "kB an article": round(size / 1024 / made.articles, 1),
    }


def measure_speed(articles: list[tk.Article], wanted: int, workers: int) -> list[dict]:
    """Measure with and without stance, on one process and on several."""
    rows = []
    for tables, label in ((TABLES, "all"), ([t for t in TABLES if t not in STANCE], "no stance")):
        for size in (1, workers):
            found = analyse(repeat(articles, wanted), size, tables)
            rows.append({"tables": label} | found)
        one, several = (row["articles a second"] for row in rows[-2:])
        rows[-1]["of linear"] = round(several / one / workers, 3)
    return rows


def measure_memory(articles: list[tk.Article], wanted: int, workers: int) -> list[dict]:
    """Measure whether memory grows from a short run to one of many times its length."""
    tables = [name for name in TABLES if name not in STANCE]
    return [
        analyse(repeat(articles, count), workers, tables)
        for count in (wanted * 2 // 5, wanted * LONG_RUN)
    ]


# ---- kills and the cluster -----------------------------------------------------------------


def write_lines(articles: Iterable[tk.Article], path: Path) -> None:
    """Write articles as JSON lines."""
    lines = (json.dumps({"id": article.id, "text": article.text}) for article in articles)
    path.write_text("\n".join(lines), "utf-8")


def read_files(folder: Path) -> dict[str, bytes]:
    """Read every file that a run has left."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != ".lock")
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def measure_kills(articles: list[tk.Article], wanted: int, workers: int) -> list[dict]:
    """Kill runs of the whole analysis at random, its workers at times, until each has ended."""
    count = min(KILLED, wanted)
    draw = np.random.default_rng(SEED)
    rows = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_lines(articles[:count], folder / "in.jsonl")
        command = [sys.executable, "-m", "toolkit", "analyse", str(folder / "in.jsonl")]
        command += ["--partition", "4", "--workers", str(workers), "--out"]
        begun = time.monotonic()
        code = subprocess.run([*command, folder / "whole"], capture_output=True).returncode
        if code not in ENDED:
            sys.exit(f"the run that nobody kills must end; found exit code {code}")
        whole = time.monotonic() - begun
        for killed in ("run", "worker"):
            out = folder / killed
            kills = starts = 0
            code = None
            while code not in ENDED:
                starts += 1
                if starts > MOST_STARTS:
                    sys.exit(f"the {killed}: must end after {MOST_STARTS} starts; found {code}")
                longest = whole * (0.5 + starts / 10)  # longer each time, so that it ends
                seconds = draw.uniform(whole / 8, longest)
                with subprocess.Popen([*command, out], stdout=subprocess.DEVNULL) as process:
                    kills += kill_at_random(process, killed, seconds, draw)
                code = process.returncode
            rows.append(
                {
                    "killed": f"the {killed}",
                    "articles": count,
                    "kills": kills,
                    "starts": starts,
                    "failed": len(pd.read_parquet(out / "failed.parquet")),
                    "same bytes in every file": read_files(out) == read_files(folder / "whole"),
                }
            )
    return rows


def kill_at_random(
    process: subprocess.Popen, killed: str, seconds: float, draw: np.random.Generator
) -> int:
    """Kill a run after some seconds, or one worker after another; tell how many kills."""
    kills = 0
    while True:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            if killed == "run":
                process.kill()
                return 1
            workers = list_children(process.pid)
            if workers and kills < MOST_KILLS:
                os.kill(int(draw.choice(workers)), signal.SIGKILL)
                kills += 1
            continue
        return kills


def measure_dask(articles: list[tk.Article], wanted: int, workers: int) -> list[dict]:
    """Compare a cluster of as many workers, one of which is killed, with this machine."""
    from distributed import Client, LocalCluster

    some = articles[: min(100, wanted)]
    rows = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        begun = time.monotonic()
        tk.analyse_corpus(some, folder / "here", partition=5, workers=workers)
        seconds = time.monotonic() - begun
        rows.append({"run": "processes", "seconds": round(seconds, 1)})
        for label in ("cluster", "cluster, a worker killed"):
            with (  # a fresh one, whose workers remember no article
                LocalCluster(
                    n_workers=workers, threads_per_worker=1, dashboard_address=None
                ) as near,
                Client(near) as client,
            ):
                begun = time.monotonic()
                if label != "cluster":
                    pid = min(client.run(os.getpid).values())
                    threading.Timer(seconds / 2, os.kill, (pid, signal.SIGKILL)).start()
                tk.analyse_corpus(some, folder / label, partition=5, client=client)
                seconds = time.monotonic() - begun
            same = read_files(folder / label) == read_files(folder / "here")
            rows.append(
                {"run": label, "seconds": round(seconds, 1), "same bytes in every file": same}
            )
    return [{"articles": len(some), "workers": workers} | row for row in rows]


# ---- copies --------------------------------------------------------------------------------


def measure_duplicates(articles: list[tk.Article], wanted: int, workers: int) -> list[dict]:
    """Find generated copies of wire stories among the stories; a worker is not needed."""
    del workers
    known = {*tk.duplicate_table(articles)["article"]}
    stories = [
        article
        for article in articles
        if article.id not in known and len(find_words(article.text)) > SHORTEST
    ][:wanted]
    draw = np.random.default_rng(SEED)
    copies = [
        tk.parse_article(edit(article.text, draw), id=f"{label}|{article.id}")
        for article in stories
        for label, edit in EDITS.items()
        if draw.random() < COPIED
    ]
    everything = [*stories, *copies]
    begun = time.process_time()
    table = tk.duplicate_table(everything)
    seconds = time.process_time() - begun
    true = {copy.id: copy.id.partition("|")[2] for copy in copies}
    groups = dict(zip(table["article"], table["group"], strict=True))
    found = {c for c, s in true.items() if c in groups and groups[c] == groups.get(s)}
    by_id = {article.id: article for article in everything}
    jaccard = {c for c, s in true.items() if measure_jaccard(by_id[c], by_id[s]) >= JACCARD}
    rows = [
        {
            "edit": label,
            "copies": len(ids := [c for c in true if c.startswith(f"{label}|")]),
            "recall": round(len(found.intersection(ids)) / len(ids), 3),
            "recall of Jaccard 0.8": round(len(jaccard.intersection(ids)) / len(ids), 3),
        }
        for label in EDITS
    ]
    stories_of = table.assign(story=table["article"].map(lambda i: true.get(i, i)))
    wrong = stories_of.groupby("group")["story"].nunique().gt(1).sum()
    return [
        *rows,
        {
            "edit": "all",
            "copies": len(true),
            "recall": round(len(found) / len(true), 3),
            "recall of Jaccard 0.8": round(len(jaccard) / len(true), 3),
            "groups of several stories": int(wrong),
            "groups": int(table["group"].nunique()),
            "articles a CPU second": round(len(everything) / seconds),
        },
    ]


def measure_jaccard(one: tk.Article, other: tk.Article) -> float:
    """Work out the Jaccard index of the word triples of two articles."""
    sets = [list_triples(article) for article in (one, other)]
    return len(sets[0] & sets[1]) / len(sets[0] | sets[1])


def list_triples(article: tk.Article) -> set[tuple[str, ...]]:
    """List the different word triples of a text."""
    words = [word.of(article.text).lower() for word in find_words(article.text)]
    return {*zip(words, words[1:], words[2:], strict=False)}


def split_paragraphs(text: str) -> list[str]:
    """Split a text into its paragraphs."""
    return [line for line in text.split("\n") if line.strip()]


def cut_end(text: str, draw: np.random.Generator) -> str:
    """Leave out the last paragraphs, a third to two thirds of them."""
    paragraphs = split_paragraphs(text)
    kept = max(1, round(len(paragraphs) * draw.uniform(1 / 3, 2 / 3)))
    return "\n\n".join(paragraphs[:kept])


def cut_hard(text: str, draw: np.random.Generator) -> str:
    """Keep the first 60 to 120 words or so, as a news in brief."""
    words = re.findall(r"\S+\s*", text)
    return "".join(words[: int(draw.integers(60, 120))])


def change_headline(text: str, draw: np.random.Generator) -> str:
    """Put another headline, byline and trailer."""
    first, *rest = split_paragraphs(text)
    words = first.split()
    draw.shuffle(words)
    return f"What to know: {' '.join(words[:6])}\n\n{BYLINE}" + "\n\n".join(rest) + TRAILER


def swap_sentences(text: str, draw: np.random.Generator) -> str:
    """Swap sentences with their neighbours, a third of them."""
    paragraphs = []
    for paragraph in split_paragraphs(text):
        sentences = re.split(r"(?<=[.!?]) ", paragraph)
        for place in range(len(sentences) - 1):
            if draw.random() < 1 / 3:
                sentences[place : place + 2] = sentences[place + 1], sentences[place]
        paragraphs.append(" ".join(sentences))
    return "\n\n".join(paragraphs)


def add_intro(text: str, draw: np.random.Generator) -> str:
    """Put a local introduction before the story, and cut its last fifth."""
    del draw
    paragraphs = split_paragraphs(text)
    return INTRO + "\n\n".join(paragraphs[: max(1, len(paragraphs) * 4 // 5)])


def drop_sentences(text: str, draw: np.random.Generator) -> str:
    """Leave out every tenth sentence."""
    sentences = re.split(r"(?<=[.!?])(?=\s)", text)
    return "".join(sentence for sentence in sentences if draw.random() > DROPPED)


def change_words(text: str, draw: np.random.Generator) -> str:
    """Put another word for one in twenty."""
    words = re.split(r"(\s+)", text)
    return "".join("changed" if w.strip() and draw.random() < CHANGED else w for w in words)


def edit_all(text: str, draw: np.random.Generator) -> str:
    """Change headline and some words, and cut the end."""
    return change_headline(change_words(cut_end(text, draw), draw), draw)


EDITS: dict[str, Callable[[str, np.random.Generator], str]] = {
    "end cut by a third to two": cut_end,
    "first 60 to 120 words": cut_hard,
    "other headline and trailer": change_headline,
    "sentences swapped": swap_sentences,
    "local intro, end cut": add_intro,
    "tenth of sentences dropped": drop_sentences,
    "one word in twenty changed": change_words,
    "headline, words and end": edit_all,
}


# ---- report --------------------------------------------------------------------------------


def write_report(results: dict[str, dict]) -> str:
    """Write all that was measured, the newest figures of each part."""
    parts = [
        f"## {part.capitalize()}\n\n{' '.join((PARTS[part].__doc__ or '').split())}\n"
        f"{results[part]['said']}.\n\n{write_rows(results[part]['rows'])}\n"
        for part in PARTS
        if part in results
    ]
    head = (
        "# Whole corpora\n\nWritten by `python benchmarks/corpus/run.py DATA_FOLDER`, on "
        f"articles of `{ARTICLES}` (nothing here was tuned on them but the two thresholds of "
        "copies). Seconds include the start of the workers and their models.\n"
    )
    return "\n".join([head, *parts])


def write_rows(rows: list[dict]) -> str:
    """Write rows as a table in Markdown."""
    columns = [*dict.fromkeys(name for row in rows for name in row)]
    lines = [columns, ["---"] * len(columns)]
    lines += [[str(row.get(name, "")) for name in columns] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


PARTS: dict[str, Callable[[list[tk.Article], int, int], list[dict]]] = {
    "speed": measure_speed,
    "memory": measure_memory,
    "kills": measure_kills,
    "dask": measure_dask,
    "duplicates": measure_duplicates,
}


if __name__ == "__main__":
    main()
