"""Tables that take no model, and runs of them, by names that other processes can import."""

import json
import os
import signal
import time

import pandas as pd

from toolkit.corpus import run as corpus
from toolkit.corpus.worker import analyse_partition
from toolkit.tables.columns import to_table

STORY = "Rates will rise, Ann Lee said. She was glad, she said, that prices would fall."
TEXTS = [f"Story {number}. {STORY}" for number in range(20)]
LENGTHS = {"article": "str", "length": "int64"}


def length_table(articles):
    return to_table(({"article": a.id, "length": len(a.text)} for a in articles), LENGTHS)


def fragile_table(articles):
    """Raise at some articles, and end the process at others, as a lack of memory does."""
    for article in articles:
        if "[fault]" in article.text:
            raise KeyError(article.id)
        if "[kill]" in article.text:
            os.kill(os.getpid(), signal.SIGKILL)
    return length_table(articles)


def once_table(articles):
    """End the process at the first article with a flag, which is a file that is then gone."""
    for article in articles:
        if article.origin and os.path.exists(article.origin):  # noqa: PTH110
            os.remove(article.origin)  # noqa: PTH107
            os.kill(os.getpid(), signal.SIGKILL)
    return length_table(articles)


def slow_table(articles):
    time.sleep(0.05 * len(articles))
    return length_table(articles)


def talking_table(articles):
    for article in articles:
        print(f"{article.id} by print")  # noqa: T201 - this is what is tested
    return length_table(articles)


def broken_table(articles):
    if articles:
        raise OSError(28, "No space left on device")
    return length_table([])


def deadly_table(articles):
    if articles:
        os.kill(os.getpid(), signal.SIGKILL)
    return length_table(articles)


class Inline:
    """A pool that does each job at once, in this process."""

    def __init__(self, *_, **__):
        self.done = []

    @property
    def running(self):
        return len(self.done)

    @property
    def is_full(self):
        return self.running > 0

    def submit(self, job):
        self.done.append((job, analyse_partition(job)))

    def wait(self):
        return self.done.pop()

    def close(self):
        pass


def analyse_inline(source, out):
    corpus.Processes = Inline
    corpus.analyse_corpus(source, out, tables={"lengths": length_table}, partition=3)


def write_lines(path, texts):
    lines = (json.dumps({"id": f"a{number}", "text": text}) for number, text in enumerate(texts))
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return path


def read_all(folder):
    """Read every file that a run leaves, by its path in the folder."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != ".lock")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def read_table(folder, name):
    return pd.read_parquet(folder / name)
