"""A report as a friend gets it: opened from a mail, on a phone or a desk, and printed."""

from pathlib import Path

import pytest

import toolkit as tk

SCREENSHOTS = Path(__file__).parent / "screenshots"
WIDTHS = (420, 1200)


@pytest.fixture(scope="module")
def report(seed, tmp_path_factory):
    return tk.write_report(seed, tmp_path_factory.mktemp("report") / "report.html").as_uri()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_needs_no_script_and_no_network(scheme, chromium, report):
    context = chromium.new_context(java_script_enabled=False, offline=True, color_scheme=scheme)
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url.split(":")[0]))
    page.goto(report)
    page.locator("summary", has_text="quotations one by one").click()
    assert page.get_by_text("rule name").first.is_visible()
    SCREENSHOTS.mkdir(exist_ok=True)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=SCREENSHOTS / f"report-{scheme}-{width}.png", full_page=True)
    page.pdf(path=SCREENSHOTS / "report.pdf", format="A4")
    assert {*asked} <= {"file", "data"}
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_can_be_read_by_everyone(scheme, width, chromium, report):
    from axe_playwright_python.sync_playwright import Axe

    page = chromium.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.goto(report)
    found = Axe().run(page).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()
