"""The samples of tests/exports, in our own words, and what their articles say of themselves."""

from pathlib import Path

from toolkit import iter_corpus
from toolkit.loading.exports.registry import cut_export

EXPORTS = Path(__file__).parent / "exports"
ABOUT = ("title", "publisher", "published", "byline", "section")


def read_sample(name):
    [path] = EXPORTS.glob(f"{name}.*")
    return path.read_text("utf-8")


def read_faults(source):
    faults = []
    return [*iter_corpus(source, on_fault=faults.append)], faults


def save(folder, name, content):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def tell(articles):
    return [tuple(getattr(article, field) for field in ABOUT) for article in articles]


def cut_sample(name):
    return [cut for cut in cut_export(read_sample(name)) if not cut.problem]


def check_cut_short(folder, name, cut_at):
    """Give the fault of a sample that ends where some words begin; all but its last are read."""
    text = read_sample(name).partition(cut_at)[0]
    articles, faults = read_faults(save(folder, f"{name}.txt", text))
    assert len(articles) == len(cut_sample(name)) - 1
    [fault] = [each for each in faults if "must be whole" in each.problem]
    return fault.line, fault.problem.removeprefix("must be whole, up to ")
