"""Write docs/api/, a page a subject: each public name with its signature and its docstring.

uv run .ci/make_api_page.py
uv run .ci/make_api_page.py --check    write nothing; end with 1 if a page is not up to date
"""

import importlib
import inspect
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from pkgutil import resolve_name
from types import FunctionType

from make_pictures import PLOTS, read_picture

import toolkit

LONGEST = 60  # characters of a signature on one line
QUOTED = re.compile(r"(: |-> )'([^']*)'")  # an annotation
TERM = re.compile(r"(\*{0,2}\w+(?:, \*{0,2}\w+)*)( : .*)?")  # of numpydoc, with its type
CODE = re.compile(r"``([^`]+)``|`([^`]+)`")
# What a person asks a folder for, as `tk.exchange.to_doc`, or gets from another function.
BY_FOLDER = {
    "attitude": ("sentiment_evidence_table", "stance_passage_table", "tone_evidence_table"),
    "audit": ("write_audit", "decision_table", "confusion_table"),
    "comparison": ("match_statements", "change_article", "change_table"),
    "exchange": ("to_doc", "write_brat", "write_web_annotations"),
    "tables": ("people_evidence_table",),
}
OTHERS = [f"{folder}.{name}" for folder, names in BY_FOLDER.items() for name in names]
NAMES = [
    *(n for n in toolkit.__all__ if n != "__version__" and n not in BY_FOLDER),
    *OTHERS,
]
FOLDER = Path(__file__).resolve().parent.parent / "docs" / "api"
START = "README.md"  # which GitHub shows below the list of files
HEAD = """# All public names

`import toolkit as tk` offers these and no others. `articles` is one `Article` or any iterable of
them; what stands after `*` is given by its name. Each text is what `help(tk.NAME)` shows, and each
example in it runs in our tests. Written by `.ci/make_api_page.py`.
"""


def main() -> int:
    """Write the pages, or say which are not up to date."""
    pages = dict(make_pages())
    there = {path.name: path.read_text("utf-8") for path in FOLDER.glob("*.md")}
    if "--check" not in sys.argv[1:]:
        FOLDER.mkdir(exist_ok=True)
        for name in there.keys() - pages.keys():
            (FOLDER / name).unlink()
        for name, page in pages.items():
            (FOLDER / name).write_text(page, "utf-8")
        return 0
    stale = [name for name in sorted(pages | there) if pages.get(name) != there.get(name)]
    for name in stale:
        sys.stderr.write(f"docs/api/{name}: not up to date; run .ci/make_api_page.py\n")
    return 1 if stale else 0


def make_pages() -> Iterator[tuple[str, str]]:
    """Give name and text of each page: the list of all names, then a page a subject."""
    groups = group_names()
    yield START, "\n".join([HEAD, *list_contents(groups), ""])
    for module, names in groups.items():
        head = f"# {tell_subject(module).rstrip('.')}\n\n[All public names]({START})\n"
        page = "\n".join([head, *list_sections(names)])
        yield f"{module.removeprefix('toolkit.')}.md", re.sub(r"\n{3,}", "\n\n", page)


def group_names() -> dict[str, list[str]]:
    """Give the public names of each folder, in the order in which `toolkit` lists them."""
    names = defaultdict(list)
    for name in NAMES:
        names[find_folder(name)].append(name)
    return dict(names)


def get_value(name: str) -> object:
    """Give what a public name stands for."""
    folder, _, inner = name.rpartition(".")
    return resolve_name(f"toolkit.{folder}:{inner}" if folder else f"toolkit:{inner}")


def list_functions() -> dict[str, FunctionType]:
    """Give all functions that have a section, those of a folder by their names within it."""
    values = {name.rpartition(".")[2]: get_value(name) for name in sorted(NAMES)}
    return {name: value for name, value in values.items() if isinstance(value, FunctionType)}


def find_folder(name: str) -> str:
    """Give the folder of the package that a public name lies in."""
    return ".".join(get_value(name).__module__.split(".")[:2])


def list_contents(groups: dict[str, list[str]]) -> Iterator[str]:
    """Give the names of each folder, with what each gives."""
    for module, names in groups.items():
        yield f"## {tell_subject(module).rstrip('.')}\n\n| name | gives |\n| --- | --- |"
        for name in names:
            gives = get_doc(name).split("\n\n")[0]
            yield f"| {link(name)} | {mark_up(' '.join(gives.split()))} |"
        yield ""


def get_doc(name: str) -> str:
    """Give the docstring of a public name; of a value, that of the module named like it."""
    value = get_value(name)
    if not callable(value):
        folder = find_folder(name)
        return importlib.import_module(f"{folder}.{name.lower()}").__doc__ or ""
    return inspect.getdoc(value) or ""


def list_sections(names: list[str]) -> Iterator[str]:
    """Give a section for each name."""
    for name in names:
        value = get_value(name)
        call = name + tell_signature(value)
        yield f"## {name}\n\n```python\n{call}\n```\n"
        yield "\n".join(convert_docstring(get_doc(name)))
        if name in PLOTS:
            yield show_picture(f"pictures/{name}.svg")


def show_picture(path: str) -> str:
    """Give the line that shows a picture, if it is drawn already."""
    drawn = FOLDER / path
    alt = escape(read_picture(drawn)["title"]) if drawn.exists() else ""
    return f"![{alt}]({path})\n"


def link(name: str) -> str:
    """Give a public name as a link to its section."""
    page = find_folder(name).removeprefix("toolkit.")
    return f"[`{name}`]({page}.md#{name.lower().replace('.', '')})"


def convert_docstring(text: str) -> Iterator[str]:
    """Give the lines of a numpydoc docstring as Markdown."""
    parts = re.split(r"^(\w[\w ]*)\n-{3,}$", text, flags=re.MULTILINE)
    yield from convert_lines(parts[0].strip().splitlines())
    for title, body in zip(parts[1::2], parts[2::2], strict=True):
        yield f"\n**{title}**\n"
        yield from convert_lines(body.strip("\n").splitlines())
    yield ""


def convert_lines(lines: list[str]) -> Iterator[str]:
    """Give lines as Markdown: what stands over deeper lines, or has a type, begins an item."""
    at = 0
    while at < len(lines):
        line, at = lines[at], at + 1
        if line.startswith(">>> "):
            stop = next((n for n in range(at, len(lines)) if is_text(lines, n)), len(lines))
            yield "\n".join(["```python", line, *lines[at:stop]]).rstrip() + "\n```\n"
            at = stop
            continue
        stop = next((n for n in range(at, len(lines)) if lines[n][:1].strip()), len(lines))
        term = TERM.fullmatch(line)
        if (stop > at and any(map(str.strip, lines[at:stop]))) or (term and term[2]):
            head = f"`{term[1]}`{mark_up(term[2] or '')}" if term else mark_up(line)
            yield f"- {head}\n"
            inner = inspect.cleandoc("\n" + "\n".join(lines[at:stop])).splitlines()
            yield from (
                f"  {each}".rstrip() for part in convert_lines(inner) for each in part.split("\n")
            )
            yield ""
            at = stop
        else:
            yield mark_up(line)


def is_text(lines: list[str], at: int) -> bool:
    """Tell whether a line behind an empty one belongs to no example."""
    return bool(lines[at]) and not lines[at - 1] and not lines[at].startswith(">>> ")


def mark_up(line: str) -> str:
    """Give a line as Markdown: names of ours are links, and what is no mark-up stays text."""
    parts = []
    done = 0
    for code in CODE.finditer(line):
        parts.append(escape(line[done : code.start()]))
        name = code[2] or ""
        parts.append(link(name) if name in NAMES else f"`{code[1] or name}`")
        done = code.end()
    return "".join([*parts, escape(line[done:])])


def escape(text: str) -> str:
    """Give a text that Markdown leaves as it is."""
    return re.sub(r"([\\*\[\]<>|])", r"\\\1", text)


def tell_signature(value: object) -> str:
    """Give the signature, a parameter a line where it is long; nothing for an exception."""
    if isinstance(value, type) and issubclass(value, Exception):
        return ""
    if not callable(value):
        return f": {type(value).__name__}"
    signature = inspect.signature(value)
    parts = [str(parameter) for parameter in signature.parameters.values()]
    kinds = [parameter.kind for parameter in signature.parameters.values()]
    if inspect.Parameter.KEYWORD_ONLY in kinds:
        parts.insert(kinds.index(inspect.Parameter.KEYWORD_ONLY), "*")
    call = str(signature.replace(parameters=[]))[2:]
    lines = f"({', '.join(parts)})"
    if len(lines) > LONGEST:
        lines = "(\n    " + ",\n    ".join(parts) + ",\n)"
    return QUOTED.sub(r"\1\2", lines + call).replace(repr(toolkit.ENGLISH), "ENGLISH")


def tell_subject(module: str) -> str:
    """Give the first line of a module's docstring."""
    return (importlib.import_module(module).__doc__ or module).splitlines()[0]


if __name__ == "__main__":
    sys.exit(main())
