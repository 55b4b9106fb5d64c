"""Pages of the site, as `.ci/run` made it: told where by TOOLKIT_SITE, skipped without."""

import os
from pathlib import Path

import pytest

PAGES = (
    "README",
    "docs/guides/first_article",
    "docs/api/tables",
    "notebooks/10_how_do_three_newsrooms_tell_one_evening",
    "notebooks/your_own_article",
)


@pytest.fixture(scope="module")
def site():
    if "TOOLKIT_SITE" not in os.environ:
        pytest.skip("needs TOOLKIT_SITE, a folder that sphinx-build made; found none")
    return Path(os.environ["TOOLKIT_SITE"]).resolve()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_site_can_be_read_by_everyone(name, scheme, chromium, site):
    from axe_playwright_python.sync_playwright import Axe

    page = chromium.new_page(viewport={"width": 600, "height": 900}, color_scheme=scheme)
    page.goto((site / f"{name}.html").as_uri())
    found = Axe().run(page).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 600
    page.close()
