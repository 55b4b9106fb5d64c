"""Draw the pictures of docs/api/: what the example in the docstring of each plot draws.

    uv run .ci/make_pictures.py                all of them
    uv run .ci/make_pictures.py plot_voices    those whose names begin so
    uv run .ci/make_pictures.py --check        draw nothing; say which are of another example

A picture is an SVG that follows the theme of the page, with its text alternative as `title` and
the example as `desc`. Run this when weights or rules move what the examples draw, too.
"""

import contextlib
import doctest
import html
import importlib
import re
import sys
from pathlib import Path

from arguments import ask

import toolkit
from toolkit import picture

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "api" / "pictures"
PLOTS = [name for name in toolkit.__all__ if name.startswith("plot_")]
PART = re.compile(r"<(title|desc)>(.*?)</\1>", re.DOTALL)


def main() -> int:
    """Do what the command says; return 1 if a picture is not of its example."""
    options = ask(__doc__)
    if options.check:
        faults = [*list_faults()]
        sys.stderr.writelines(f"{fault}\n" for fault in faults)
        return 1 if faults else 0
    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.iterdir():
        if path.stem not in PLOTS:
            path.unlink()
    with contextlib.chdir(ROOT):
        for name in PLOTS:
            if options.takes(name):
                (FOLDER / f"{name}.svg").write_text(draw(name), "utf-8")
    return 0


def list_faults() -> list[str]:
    """Tell which pictures are missing, left over, or of another example than is shown."""
    there = {path.name for path in FOLDER.iterdir()}
    wanted = {f"{name}.svg": get_example(name) for name in PLOTS}
    faults = [
        f"{name}: must be there if and only if the function is"
        for name in sorted(there ^ wanted.keys())
    ]
    faults += [
        f"{name}: must be of the example in the docstring"
        for name in sorted(there & wanted.keys())
        if read_picture(FOLDER / name)["desc"] != wanted[name]
    ]
    return [f"docs/api/pictures/{fault}; run .ci/make_pictures.py" for fault in faults]


def get_example(name: str) -> str:
    """Give the code of the example in a function's docstring."""
    examples = doctest.DocTestParser().get_examples(getattr(toolkit, name).__doc__ or "")
    return "".join(each.source for each in examples)


def draw(name: str) -> str:
    """Run the example of a plot, as doctest does, and give what it draws."""
    names = {**vars(importlib.import_module(getattr(toolkit, name).__module__))}
    exec(get_example(name), names)  # noqa: S102 - our own docstring
    shown = picture(names["ax"])
    parts = {"title": shown.alt, "desc": get_example(name)}
    told = "".join(f"<{part}>{html.escape(text)}</{part}>" for part, text in parts.items())
    opening, rest = shown.svg.split(">", 1)
    return f"{opening}>{told}{rest}"


def read_picture(path: Path) -> dict[str, str]:
    """Give the text alternative of a picture as `title`, and its example as `desc`."""
    return {part: html.unescape(text) for part, text in PART.findall(path.read_text("utf-8"))}


if __name__ == "__main__":
    sys.exit(main())
