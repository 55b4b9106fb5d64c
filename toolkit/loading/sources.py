"""What a corpus may be given as: files, folders, patterns, and what a program holds."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from glob import iglob
from itertools import chain
from pathlib import Path
from typing import Any

from toolkit.base import ReadError, ToolkitError
from toolkit.loading.contents import (
    LINES,
    PAGE_ENDINGS,
    Given,
    Item,
    find_ending,
    list_rows,
    list_rows_anew,
)
from toolkit.loading.formats import cut_ending, list_files, may_hold, tell_where
from toolkit.loading.pages import WEB_ADDRESS
from toolkit.loading.rows import Row, iter_lines
from toolkit.loading.sheets import is_frame, iter_frame, iter_records

SYSTEM_FILES = {".DS_Store", ".localized", ".gitignore", ".gitkeep", "Thumbs.db", "desktop.ini"}
GLOB = re.compile(r"[*?\[]")
JSON_WORDS = {"true", "false", "null", "NaN", "Infinity"}  # lines of JSON that are no object
TAKEN = "source: must be a file, a folder, a pattern, a DataFrame, or records such as dicts"
Source = Any  # str, Path, DataFrame, or iterable of dict, Path or lines of JSON


def list_source(source: Source, given: Given) -> Iterator[Item]:
    """List the articles of a source, whatever it is, as items still to be made.

    Raises
    ------
    ToolkitError
        If it is nothing that holds articles; the message says what to type.
    """
    if isinstance(source, (str, Path)):
        refuse_address(str(source))
        return list_files(
            replace(given, place=path, id=name) for path, name in _find_files(source)
        )
    if is_frame(source):
        return list_rows_anew(partial(iter_frame, source, given.columns), given)
    if isinstance(source, (bytes, dict)) or not isinstance(source, Iterable):
        raise ToolkitError(f"{TAKEN}; found {_describe(source)}")
    name = getattr(source, "name", LINES)
    place = name if isinstance(name, str) else LINES
    if hasattr(source, "readline"):
        return list_rows(iter_lines(source), replace(given, place=place))
    return _list_iterable(source, replace(given, place=place))


def _describe(source: object) -> str:
    if isinstance(source, dict):
        return "one dict. Type read_corpus([record]) for one record"
    if isinstance(source, bytes):
        return "bytes. Save them as a file, and type read_corpus('news.csv')"
    return f"{source!r:.40}. Type, for example, read_corpus('news.csv')"


def _list_iterable(source: Iterable[Any], given: Given) -> Iterator[Item]:
    items = iter(source)
    first = next(items, None)
    everything = chain([] if first is None else [first], items)
    if isinstance(first, Path) or (isinstance(first, str) and _is_file(first)):
        return chain.from_iterable(list_source(path, given) for path in everything)
    if isinstance(first, str) and WEB_ADDRESS.match(first.lstrip()):
        raise ToolkitError(
            f"{TAKEN}; found addresses, the first {first.strip()[:60]!r}. "
            "Type [fetch_article(url) for url in urls]"
        )
    if isinstance(first, str) and first.lstrip()[:1].isalpha() and first.strip() not in JSON_WORDS:
        raise ToolkitError(
            f"{TAKEN}; found texts, the first {first.strip()[:30]!r}. "
            "Type [parse_article(text) for text in texts]"
        )
    if first is None or isinstance(first, (str, bytes)):
        read: Callable[[Iterable[Any]], Iterator[Row]] = iter_lines
    elif hasattr(first, "parts") and hasattr(first, "text"):
        raise ToolkitError(f"{TAKEN}; found articles, which are read already")
    else:
        read = iter_records
    if isinstance(source, Sequence):
        return list_rows_anew(lambda: read(source), given)
    return list_rows(read(everything), given)


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


def walk(folder: Path) -> Iterator[tuple[Path, str]]:
    """Walk through a folder, and give each file that may hold articles with its id.

    Files come by name, those of a folder before those below it. Hidden ones and the folders
    that a browser saves beside a page (``page_files``) are passed over.
    """
    for here, folders, files in os.walk(folder):
        saved = {f"{Path(name).stem}_files" for name in files if find_ending(name) in PAGE_ENDINGS}
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and name not in saved
        )
        for name in sorted(files):
            path = Path(here, name)
            is_passed_over = name.startswith(".") or _is_of_system(path)
            if not is_passed_over and may_hold(name) and path.is_file():
                yield path, cut_ending(path.relative_to(folder).as_posix())


def find_passed_over(folder: Path) -> list[Path]:
    """Find the files of a folder that `walk` passes over though they may hold articles.

    These are hidden ones and those without an ending; what a system or an office puts into
    every folder is left out, such as ``.DS_Store`` and ``~$news.docx``.
    """
    found = []
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder).parts
        is_hidden = any(part.startswith(".") for part in inside)
        if (is_hidden or not path.suffix) and path.is_file() and not _is_of_system(path):
            found.append(path)
    return found


def _is_of_system(path: Path) -> bool:
    return path.name in SYSTEM_FILES or path.name.startswith(("._", "~$", ".~lock"))


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
