"""Make the pictures of README anew: the marked article, and the explorer, in light and dark.

    uv run --group browser .ci/make_readme_pictures.py

Both are drawn from what the package shows of the article in `seeds/`, by a Chromium that the
system has. Nobody needs JupyterLab for it: a page runs the view's script as JupyterLab would.
"""

import io
import shutil
import sys
from importlib.resources import files
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

import toolkit as tk
from toolkit.display.summary import write_summary

ROOT = Path(__file__).resolve().parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
THEMES = {"light": ("#fff", "#222"), "dark": ("#111", "#ddd")}
FINDINGS = 4  # of the report's first lines
COLOURS = 256  # enough for these pages, and less than half of the size
METHOD = Image.Quantize.MAXCOVERAGE  # keeps the speakers' colours, which few pixels have
SCALE = 1.6  # pixels of the picture for one of the page
PAGE = """<!DOCTYPE html><meta charset="utf-8"><style>
:root {{ color-scheme: {theme}; }}
body {{ margin: 0; padding: 18px; font: 15px/1.5 "DejaVu Sans", sans-serif;
  background: {paper}; color: {ink}; }}
ul.first {{ list-style: none; padding: 0; margin: 0 0 16px; }}
ul.first li {{ margin: 0 0 4px; }}
ul.first li:nth-child(n + {hidden}), details {{ display: none; }}
{css}</style><body>{html}"""
SHOW = """async ([script, data]) => {
  const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const view = (await import(address)).default;
  view.render({ model: { get: () => data }, el: document.body });
}"""


def main() -> int:
    """Draw all pictures."""
    article = tk.read_article(ROOT / "seeds" / "gaps_of_trust_syria_deal.txt")
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        sys.stderr.write("Chromium: must be installed; found none\n")
        return 1
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        for theme in THEMES:
            for name, width, draw in (
                ("annotated", 756, draw_article),
                ("explore", 900, draw_view),
            ):
                page = chromium.new_page(
                    viewport={"width": width, "height": 600}, device_scale_factor=SCALE
                )
                draw(page, article, theme)
                drawn = Image.open(io.BytesIO(page.screenshot(full_page=True)))
                small = drawn.convert("RGB").quantize(COLOURS, METHOD, dither=Image.Dither.NONE)
                small.save(ROOT / "docs" / f"{name}-{theme}.png", optimize=True)
                page.close()
        chromium.close()
    return 0


def draw_article(page: Page, article: tk.Article, theme: str) -> None:
    """Draw strip, findings and marked text below each other."""
    findings = write_summary(article, tk.quotation_table(article), tk.sourcing_table(article))
    shown = f"{tk.masthead(article)._repr_html_()}{findings}{tk.annotate(article)._repr_html_()}"
    page.set_content(write_page(theme, shown))


def draw_view(page: Page, article: tk.Article, theme: str) -> None:
    """Draw the explorer as it is when somebody has chosen a voice, a score and a sentence."""
    script, css = (
        "\n".join(
            files("toolkit.display").joinpath("templates", f"{part}.{kind}").read_text("utf-8")
            for part in ("view", "explore")
        )
        for kind in ("js", "css")
    )
    page.set_content(write_page(theme, "", css))
    page.evaluate(SHOW, [script, tk.explore(article).data])
    lanes = page.get_by_role("group", name="Voices, from first to last word")
    lanes.get_by_role("button", name="Vladimir Putin").click()
    page.get_by_role("button", name="VADER").click()
    page.locator("tbody tr").nth(1).click()


def write_page(theme: str, html: str, css: str = "") -> str:
    """Write a page in one of the themes."""
    paper, ink = THEMES[theme]
    return PAGE.format(theme=theme, paper=paper, ink=ink, hidden=FINDINGS + 1, css=css, html=html)


if __name__ == "__main__":
    sys.exit(main())
