"""How the site is made, by Sphinx: CONTRIBUTING tells the command, and why it is Sphinx.

The checkout itself is the source, so a link that leads somewhere on GitHub leads to the same
place on the site. Nothing is fetched, while it is built or while it is read.
"""

import re
from pathlib import Path

from sphinx.application import Sphinx

project = "narrative-toolkit"
author = "The narrative-toolkit authors"
language = "en"
extensions = ["myst_nb"]
root_doc = "README"
include_patterns = [
    "README.md",
    "CHANGELOG.md",
    "SECURITY.md",
    "CONTRIBUTING.md",
    "docs/*.md",
    "docs/*/*.md",
    "benchmarks/*/*.md",
    "notebooks/*.ipynb",
    "notebooks/data/*.md",
]

html_theme = "furo"  # light and dark, fonts of the system
html_title = project
html_show_sphinx = False
html_show_copyright = False
html_copy_source = False
html_static_path = ["site.css"]
html_css_files = ["site.css"]

myst_heading_anchors = 4
myst_linkify_fuzzy_links = False
nb_execution_mode = "off"  # notebooks are committed as run
nb_code_prompt_show = "Show the code"  # of a folded cell
nb_code_prompt_hide = "Hide the code"
suppress_warnings = [
    "myst.header",  # a heading may skip a level
    "misc.highlighting_failure",  # signatures and outputs are shown, not parsed
]

PICTURE = re.compile(
    r'<picture>.*?srcset="(?P<dark>[^"]+)".*?src="(?P<light>[^"]+)"(?P<rest>.*?)</picture>',
    re.DOTALL,
)
CONTENTS = """
```{{toctree}}
:hidden:
:caption: {caption}
{lines}
```
"""
SECTIONS = {
    "Guides": [
        *("docs/guides/first_article", "docs/guides/my_collection", "docs/guides/outlets"),
        *("docs/guides/one_event", "docs/guides/check_and_correct", "docs/guides/export"),
        *("docs/guides/your_own_model", "docs/guides/cluster", "docs/guides/numbers"),
        "docs/guides/cheat_sheet",
    ],
    "Notebooks": ["notebooks/*", "notebooks/data/README", "notebooks/data/HABITS"],
    "Reference": ["docs/api/README", "docs/formats", "docs/methods", "docs/scale"],
    "Project": ["CHANGELOG", "CONTRIBUTING", "SECURITY", "benchmarks/*/*"],
}


MENDED = {  # what the theme and Sphinx leave out for those who do not see or have no mouse
    '<p class="caption" role="heading">': '<p class="caption" role="heading" aria-level="2">',
    '<aside class="sidebar-drawer">': '<aside class="sidebar-drawer" aria-label="All pages">',
    '<aside class="toc-drawer': '<aside aria-label="On this page" class="toc-drawer',
    '<th class="head"><p></p></th>': "<td></td>",
    '<div class="highlight"><pre>': '<div class="highlight"><pre tabindex="0">',  # it may scroll
}


def setup(app: Sphinx) -> None:
    """Give Sphinx what differs from its habits."""
    app.connect("source-read", fill_pages)
    app.connect("build-finished", write_start)
    app.connect("build-finished", mend_pages)


def fill_pages(_app: Sphinx, name: str, source: list[str]) -> None:
    """Add contents to the first page and the list of names, and show pictures by theme."""
    if name == root_doc:
        source[0] = PICTURE.sub(show_by_theme, source[0])
        source[0] += "".join(list_contents(title, pages) for title, pages in SECTIONS.items())
    if name == "docs/api/README":
        source[0] += list_contents("Names", ["/docs/api/[!R]*"])


def list_contents(caption: str, pages: list[str]) -> str:
    """Give a hidden table of contents, which the theme shows at the side."""
    glob = ":glob:\n" if any("*" in page for page in pages) else ""
    return CONTENTS.format(caption=caption, lines=f"{glob}\n" + "\n".join(pages))


def show_by_theme(picture: re.Match[str]) -> str:
    """Give a picture for each theme; Sphinx copies no file that only HTML names."""
    alt = " ".join(re.findall(r'alt="([^"]*)"', picture["rest"])[0].split())
    return "\n".join(
        f"```{{image}} {picture[theme]}\n:class: only-{theme}\n:alt: {alt}\n```"
        for theme in ("light", "dark")
    )


def write_start(app: Sphinx, failed: Exception | None) -> None:
    """Let the site's folder open on its first page."""
    if failed is None:
        start = f"{root_doc}.html"
        page = f"""<!doctype html><html lang="en"><meta charset="utf-8"><title>{project}</title>
<meta http-equiv="refresh" content="0; url={start}"><a href="{start}">{project}</a></html>
"""
        Path(app.outdir, "index.html").write_text(page, "utf-8")


def mend_pages(app: Sphinx, failed: Exception | None) -> None:
    """Let a screen reader and a keyboard find their way on every page."""
    if failed is None:
        for path in Path(app.outdir).rglob("*.html"):
            page = text = path.read_text("utf-8")
            for found, better in MENDED.items():
                text = text.replace(found, better)
            if text != page:
                path.write_text(text, "utf-8")
