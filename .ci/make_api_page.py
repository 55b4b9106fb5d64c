"""Write docs/api.md: every public name with its signature and its docstring.

uv run .ci/make_api_page.py
uv run .ci/make_api_page.py --check    write nothing; end with 1 if the page is not up to date
"""

import importlib
import inspect
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import toolkit

LONGEST = 60  # characters of a signature on one line
QUOTED = re.compile(r"(: |-> )'([^']*)'")  # an annotation
PAGE = Path(__file__).resolve().parent.parent / "docs" / "api.md"
HEAD = """# All public names

`import toolkit as tk` offers these and no others. `articles` is one `Article` or any iterable of
them; what stands after `*` is given by its name. Each text below is what `help(tk.NAME)` shows,
and each example in it runs in our tests. Written by `.ci/make_api_page.py`.
"""


def main() -> int:
    """Write the page, or say that it is not up to date."""
    page = "\n".join([HEAD, *list_contents(), "", *list_sections()])
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(page, "utf-8")
        return 0
    if PAGE.read_text("utf-8") == page:
        return 0
    sys.stderr.write(f"docs/{PAGE.name}: not up to date; run .ci/make_api_page.py\n")
    return 1


def group_names() -> dict[str, list[str]]:
    """Give the public names of each folder, in the order in which `toolkit` lists them."""
    names = defaultdict(list)
    for name in toolkit.__all__:
        if name != "__version__":
            names[find_folder(name)].append(name)
    return dict(names)


def find_folder(name: str) -> str:
    """Give the folder of the package that a public name lies in."""
    return ".".join(getattr(toolkit, name).__module__.split(".")[:2])


def list_contents() -> Iterator[str]:
    """Give a line for each folder."""
    for module, names in group_names().items():
        links = ", ".join(f"[`{name}`](#{name.lower()})" for name in names)
        yield f"- {tell_subject(module)} {links}"


def list_sections() -> Iterator[str]:
    """Give a section for each name."""
    for module, names in group_names().items():
        yield f"## {tell_subject(module)}\n"
        for name in names:
            value = getattr(toolkit, name)
            call = name + tell_signature(value)
            yield f"### {name}\n\n```text\n{call}\n\n{inspect.getdoc(value)}\n```\n"


def tell_signature(value: object) -> str:
    """Give the signature, a parameter a line where it is long; nothing for an exception."""
    if isinstance(value, type) and issubclass(value, Exception):
        return ""
    signature = inspect.signature(value)
    parts = [str(parameter) for parameter in signature.parameters.values()]
    kinds = [parameter.kind for parameter in signature.parameters.values()]
    if inspect.Parameter.KEYWORD_ONLY in kinds:
        parts.insert(kinds.index(inspect.Parameter.KEYWORD_ONLY), "*")
    call = str(signature.replace(parameters=[]))[2:]
    lines = f"({', '.join(parts)})"
    if len(lines) > LONGEST:
        lines = "(\n    " + ",\n    ".join(parts) + ",\n)"
    return QUOTED.sub(r"\1\2", lines + call)


def tell_subject(module: str) -> str:
    """Give the first line of a module's docstring."""
    return (importlib.import_module(module).__doc__ or module).splitlines()[0]


if __name__ == "__main__":
    sys.exit(main())
