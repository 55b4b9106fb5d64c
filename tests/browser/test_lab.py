"""Notebooks and `explore` as a person meets them: opened, run, clicked, in light and dark."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
SCREENSHOTS = Path(__file__).parent / "screenshots"
NOTEBOOKS = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
THEMES = ("JupyterLab Light", "JupyterLab Dark")
RUN = 240_000  # milliseconds
GRAVE = {"serious", "critical"}
ATTACK = "<img src=x onerror=document.title='owned'><script>document.title='owned'</script>"


def open_notebook(page, lab, path):
    page.goto(lab.find_page(path))
    page.locator(".jp-Notebook .jp-Cell").first.wait_for()
    page.locator("#jp-main-statusbar", has_text="| Idle").wait_for(timeout=RUN)  # a kernel


def click_menu(page, *names):
    bar, *items = names
    page.locator(".lm-MenuBar-item", has_text=re.compile(f"^{bar}$")).click()
    for name in items:
        page.locator(".lm-Menu-item", has_text=re.compile(f"^{name}$")).click()


def run_all(page):
    click_menu(page, "Run", "Run All Cells")
    waiting = page.locator(".jp-InputPrompt", has_text="[*]")
    waiting.first.wait_for()
    page.wait_for_function(
        "() => ![...document.querySelectorAll('.jp-InputPrompt')]"
        ".some((prompt) => prompt.textContent.includes('[*]'))",
        timeout=RUN,
    )


def open_view(page, lab, shown, name, *cells):
    """Run a notebook of some cells, and give the view that one of them shows."""
    write_notebook(lab.folder, name, *cells)
    open_notebook(page, lab, name)
    run_all(page)
    view = page.locator(shown)
    view.wait_for()
    return view


def read_errors(page):
    shown = page.locator('[data-mime-type="application/vnd.jupyter.error"]')
    warned = page.locator('[data-mime-type="application/vnd.jupyter.stderr"]')
    return shown.all_inner_texts() + warned.all_inner_texts()


def audit(page, place):
    """List what axe-core finds grave in some part of the page."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, context=place, options={"resultTypes": ["violations"]})
    return [
        (each["id"], each["nodes"][0]["html"][:200], each["nodes"][0]["failureSummary"])
        for each in found.response["violations"]
        if each["impact"] in GRAVE
    ]


def look(page, name, place=".jp-OutputArea-output"):
    """Look at a part of the page in both themes: keep pictures, list what axe-core finds."""
    SCREENSHOTS.mkdir(exist_ok=True)
    faults = []
    for theme in THEMES:
        click_menu(page, "Settings", "Theme", theme)
        page.locator(f'body[data-jp-theme-name="{theme}"]').wait_for(state="attached")
        faults += [(theme, *fault) for fault in audit(page, place)]
        keep_picture(page, f"{name}-{theme.split()[-1].lower()}")
    return faults


def keep_picture(page, name):
    """Keep a picture of the whole notebook: the window is made as high as it is for a moment."""
    size = page.viewport_size
    height = page.evaluate(
        "() => [...document.querySelectorAll('.jp-Cell')].reduce((sum, cell) => "
        "sum + cell.offsetHeight, 200)"
    )
    page.set_viewport_size({**size, "height": min(max(height, size["height"]), 16_000)})
    page.evaluate("() => { document.querySelector('.jp-WindowedPanel-outer').scrollTop = 0 }")
    page.wait_for_timeout(500)  # until it is drawn
    page.screenshot(path=SCREENSHOTS / f"{name}.png")
    page.set_viewport_size(size)


def write_notebook(folder, name, *cells):
    made = [
        {
            "cell_type": "code",
            "id": f"cell-{number}",
            "source": cell,
            "metadata": {},
            "outputs": [],
            "execution_count": None,
        }
        for number, cell in enumerate(cells)
    ]
    spec = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook = {
        "cells": made,
        "metadata": {"kernelspec": spec},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    (folder / name).write_text(json.dumps(notebook))


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_notebook_runs_clean_in_both_themes(name, page, lab, seen):
    open_notebook(page, lab, f"notebooks/{name}")
    run_all(page)
    assert read_errors(page) == []
    assert look(page, Path(name).stem) == []
    assert seen.complaints == []
    assert seen.strangers == []


@pytest.fixture
def explored(page, lab):
    article = "tk.read_article('seeds/gaps_of_trust_syria_deal.txt')"
    cell = f"import toolkit as tk\ntk.explore({article})"
    return open_view(page, lab, ".toolkit-explore", "explore.ipynb", cell)


def test_explore_follows_clicks(explored, page, seen):
    status, rows = explored.locator(".tk-status"), explored.locator("tbody tr")
    panel = explored.get_by_role("region", name="Numbers from the chosen sentence")
    assert "Everyone" in status.inner_text()
    assert panel.inner_text().startswith("Sentence 2, in the paragraph")  # open with something
    assert explored.locator(".tk-axis span").all_inner_texts()[:2] == ["1", "2"]
    voices = explored.get_by_role("group", name="Voices, from first to last word")
    voices.get_by_role("button", name="Vladimir Putin").click()
    assert status.inner_text().startswith("Vladimir Putin: 3 of")
    assert rows.count() == 3
    explored.get_by_role("group", name="Score").get_by_role("button", name="VADER").click()
    assert "VADER knows words in 3 of them; mean: too few, n = 3" in status.inner_text()
    rows.nth(1).click()
    assert page.evaluate("() => document.activeElement.textContent").startswith('"Against all')
    assert "rapprochement" in panel.inner_text()
    assert "rule name at the head" in panel.inner_text()
    explored.get_by_role("button", name="Show all").click()
    explored.get_by_label("Word", exact=True).fill("gaps")
    assert "found 4 times" in status.inner_text()
    explored.get_by_label("The article").get_by_text("candid").click()
    assert "Describing" in panel.inner_text()
    explored.get_by_role("button", name="Show all").click()
    explored.get_by_role("group", name="Score").get_by_role("button", name="stance").click()
    assert status.inner_text().startswith("toward Syria: ")  # of whom most is said
    explored.get_by_role("group", name="Toward").get_by_role("button", name="Russia").click()
    assert status.inner_text().startswith("toward Russia: ")
    rows.first.click()
    assert "stance toward Russia" in panel.inner_text()
    page.keyboard.press("Escape")
    page.keyboard.press("2")
    assert status.inner_text().startswith("Vladimir Putin: 3 of")
    page.keyboard.press("2")
    assert look(page, "explore") == []
    assert read_errors(page) == []
    assert seen.complaints == []
    assert seen.strangers == []


def test_explore_shows_hostile_text_as_text(page, lab, seen):
    text = f"{ATTACK}\\n\\n'{ATTACK} is fine,' said {ATTACK} Lee."
    view = open_view(
        page,
        lab,
        ".toolkit-explore",
        "hostile.ipynb",
        "import toolkit as tk",
        f'tk.explore(tk.Article("{text}", id="{ATTACK}", title="{ATTACK}"))',
    )
    view.locator("tbody tr").first.click()
    view.get_by_label("Word", exact=True).fill("<img")
    assert "<script>" in view.inner_text()
    assert view.locator("img, script").count() == 0
    assert "owned" not in page.title()
    assert seen.complaints == []


def test_explore_has_room_for_a_name_of_eighty_letters_and_many_paragraphs(page, lab):
    name = "Name" * 20
    said = "\\n\\n".join(f'\\"We hope {n} times,\\" said {name} Lee.' for n in range(60))
    cell = f'import toolkit as tk\ntk.explore(tk.Article("{said}"))'
    view = open_view(page, lab, ".toolkit-explore", "long.ipynb", cell)
    table = view.get_by_role("region", name="Table")
    frame, text = (
        each.bounding_box() for each in (table, table.get_by_role("columnheader", name="Text"))
    )
    assert text["x"] + text["width"] <= frame["x"] + frame["width"]
    numbers = view.locator(".tk-axis span").all_inner_texts()
    assert {int(number) % 5 for number in numbers[1:]} == {0}  # of sixty paragraphs
    assert look(page, "explore-long") == []


def test_annotate_survives_in_a_notebook_that_nobody_trusts(page, lab, seen):
    name = next(name for name in NOTEBOOKS if name.startswith("01"))
    open_notebook(page, lab, f"notebooks/{name}")
    article = page.locator(".toolkit-article").first
    article.locator("summary").click()
    assert article.locator("ol li").first.is_visible()
    mark = article.locator("p span[title]").first
    assert mark.evaluate("(node) => getComputedStyle(node).borderBottomStyle") == "solid"
    assert "Barack Obama" in mark.get_attribute("title")
    assert seen.strangers == []


def test_compare_survives_in_a_notebook_that_nobody_trusts(page, lab, seen):
    name = next(name for name in NOTEBOOKS if name.startswith("10"))
    open_notebook(page, lab, f"notebooks/{name}")
    shown = page.locator(".toolkit-comparison").first
    struck, lit = shown.locator("del", has_text="on it").first, shown.locator("ins").last
    style = "(node) => getComputedStyle(node).textDecorationLine"
    assert struck.evaluate(style) == "line-through"
    assert lit.evaluate(style) == "underline"
    row = shown.locator("div[style*='flex-wrap']").first
    assert row.evaluate("(node) => getComputedStyle(node).display") == "flex"  # columns
    assert row.locator("> div").count() == 3
    shown.locator("summary", has_text="Only in").first.click()
    assert shown.locator("details li").first.is_visible()
    assert seen.strangers == []


def test_a_guide_that_a_notebook_leads_to_opens_as_a_page(page, lab, seen):
    name = next(name for name in NOTEBOOKS if name.startswith("00"))
    open_notebook(page, lab, f"notebooks/{name}")
    page.locator(".jp-Notebook").get_by_role("link", name="my first article").click()
    guide = page.locator(".jp-MarkdownViewer")
    guide.get_by_role("heading", level=1).wait_for()
    assert guide.locator("pre").first.is_visible()
    keep_picture(page, "guide")
    assert (seen.complaints, seen.strangers) == ([], [])
