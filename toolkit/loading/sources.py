"""What a corpus may be given as: files, folders, patterns, and what a program holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from glob import iglob
from itertools import chain
from pathlib import Path
from typing import Any

from toolkit.base import ReadError, ToolkitError
from toolkit.loading.contents import LINES, Item, Options, list_rows
from toolkit.loading.formats import cut_ending, list_items, tell_where, walk
from toolkit.loading.rows import iter_lines
from toolkit.loading.sheets import is_frame, iter_frame, iter_records

WEB_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
GLOB = re.compile(r"[*?\[]")
JSON_WORDS = {"true", "false", "null", "NaN", "Infinity"}  # lines of JSON that are no object
TAKEN = "source: must be a file, a folder, a pattern, a DataFrame, or records such as dicts"
Source = Any  # str, Path, DataFrame, or iterable of dict, Path or lines of JSON


def list_source(source: Source, options: Options) -> Iterator[Item]:
    """List the articles of a source, whatever it is, as items still to be made.

    Raises
    ------
    ToolkitError
        If it is nothing that holds articles; the message says what to type.
    """
    if isinstance(source, (str, Path)):
        refuse_address(str(source))
        return list_items(_find_files(source), options)
    if is_frame(source):
        return list_rows(iter_frame(source, options.columns), LINES, options)
    if isinstance(source, (bytes, dict)) or not isinstance(source, Iterable):
        raise ToolkitError(f"{TAKEN}; found {_describe(source)}")
    name = getattr(source, "name", LINES)
    place = name if isinstance(name, str) else LINES
    if hasattr(source, "readline"):
        return list_rows(iter_lines(source), place, options)
    return _list_iterable(iter(source), place, options)


def _describe(source: object) -> str:
    if isinstance(source, dict):
        return "one dict. Type read_corpus([record]) for one record"
    if isinstance(source, bytes):
        return "bytes. Save them as a file, and type read_corpus('news.csv')"
    return f"{source!r:.40}. Type, for example, read_corpus('news.csv')"


def _list_iterable(items: Iterator[Any], place: str, options: Options) -> Iterator[Item]:
    first = next(items, None)
    everything = chain([] if first is None else [first], items)
    if isinstance(first, Path) or (isinstance(first, str) and _is_file(first)):
        return chain.from_iterable(list_source(path, options) for path in everything)
    if isinstance(first, str) and first.lstrip()[:1].isalpha() and first.strip() not in JSON_WORDS:
        raise ToolkitError(
            f"{TAKEN}; found texts, the first {first.strip()[:30]!r}. "
            "Type [parse_article(text) for text in texts]"
        )
    if first is None or isinstance(first, (str, bytes)):
        return list_rows(iter_lines(everything), place, options)
    if hasattr(first, "parts") and hasattr(first, "text"):
        raise ToolkitError(f"{TAKEN}; found articles, which are read already")
    return list_rows(iter_records(everything), LINES, options)


def _is_file(name: str) -> bool:
    try:
        return Path(name).is_file()
    except (OSError, ValueError):  # a text, too long for a name
        return False


def _find_files(source: str | Path) -> Iterator[tuple[Path, str]]:
    path = Path(source)
    if not str(source).strip():
        raise ToolkitError("source: must name a file or folder; found ''. '.' is this folder")
    if path.is_dir() and path.resolve() == Path(path.resolve().anchor):
        raise ReadError(path, "must be a folder of articles; found the whole disk. Name a folder")
    if path.is_dir():
        files: Iterable[tuple[Path, str]] = walk(path)
    elif path.exists():
        files = [(path, cut_ending(path.name))]
    elif GLOB.search(str(source)):
        # Path.glob takes no absolute pattern.
        found = sorted(Path(name) for name in iglob(str(source), recursive=True))  # noqa: PTH207
        files = ((file, cut_ending(file.as_posix())) for file in found if file.is_file())
    else:
        problem = f"must be a file, a folder or a pattern; found nothing there{tell_where(path)}"
        raise ReadError(path, problem)
    is_empty = True
    for file in files:
        is_empty = False
        yield file
    if is_empty:
        raise ReadError(
            path,
            "must hold files that can be read, such as .txt, .html, .jsonl or .csv; found none",
        )


def refuse_address(source: str) -> None:
    """Refuse an address of the web, which is no file.

    Raises
    ------
    ReadError
        If it is one.
    """
    if WEB_ADDRESS.match(source):
        raise ReadError(
            source[:80], "must be a file or folder; found an address of the web. Use fetch_article"
        )
