"""Run the code of README and the guides, and write what it prints under it.

    uv run .ci/run_guides.py               all pages
    uv run .ci/run_guides.py outlets       those whose names begin so
    uv run .ci/run_guides.py --check       write nothing; say what differs

A block of `python` runs after those above it, in a folder with `seeds`, `notebooks/data` and
`tests/exports`; a block of `text` straight below it holds what it prints. Of a block of `console`
each line that begins with `toolkit` runs. Blocks of other languages are shown, not run.
"""

import contextlib
import io
import os
import re
import shlex
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
from arguments import ask

from toolkit.commands.entry import main as run_command

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs" / "guides").glob("*.md"))]
GIVEN = ["seeds", "notebooks/data", "tests/exports"]
USUAL = ["display.max_colwidth", 50, "display.width", 80, "display.max_columns", 0]
BLOCK = re.compile(
    r"^```(?P<language>python|console)\n(?P<code>.*?)^```\n(?P<shown>\n```text\n.*?^```\n)?",
    re.DOTALL | re.MULTILINE,
)


def main() -> int:
    """Do what the command says; return 1 if a page is not as its code makes it."""
    options = ask(__doc__)
    differ = 0
    for page in filter(lambda page: options.takes(page.name), PAGES):
        made = run_page(page)
        if made != page.read_text("utf-8"):
            differ += 1
            sys.stderr.write(f"{page.name}: not as its code prints\n")
            if not options.check:
                page.write_text(made, "utf-8")
    return 1 if options.check and differ else 0


def run_page(page: Path) -> str:
    """Give a page with what its blocks print now, each run in its order."""
    names: dict[str, object] = {}

    def fill(block: re.Match[str]) -> str:
        fenced = f"```{block['language']}\n{block['code']}```\n"
        code = block["code"]
        is_python = block["language"] == "python"
        run = partial(run_python, code, names) if is_python else partial(run_console, code)
        printed = catch_output(run)
        return f"{fenced}\n```text\n{printed}```\n" if block["shown"] else fenced

    with _given_files(), pd.option_context(*USUAL):
        return BLOCK.sub(fill, page.read_text("utf-8"))


def run_python(code: str, names: dict[str, object]) -> None:
    """Run a block."""
    exec(code, names)  # noqa: S102 - our own pages


def run_console(code: str) -> None:
    """Run the commands of a block that are ours."""
    for line in code.splitlines():
        if line.startswith("toolkit ") and run_command(shlex.split(line)[1:]) != 0:
            raise SystemExit(f"{line}: must end with 0")


def catch_output(run: Callable[[], None]) -> str:
    """Run something, and give the lines that it prints without blanks at their ends."""
    out = io.TextIOWrapper(io.BytesIO(), "utf-8", newline="\n")  # commands write bytes
    with contextlib.redirect_stdout(out):
        run()
    out.flush()
    printed = out.buffer.getvalue().decode("utf-8")
    return "".join(f"{line.rstrip()}\n" for line in printed.splitlines())


@contextlib.contextmanager
def _given_files() -> Iterator[None]:
    with TemporaryDirectory() as name:
        for each in GIVEN:
            place = Path(name, each)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.symlink_to(ROOT / each, target_is_directory=True)
        before = Path.cwd()
        os.chdir(name)
        try:
            yield
        finally:
            os.chdir(before)


if __name__ == "__main__":
    sys.exit(main())
