"""`change` as a person meets it: a word written into the box, and every instrument asked."""

import pytest

from tests.browser.test_lab import look, open_view, read_errors

ARTICLE = "article = tk.read_article('seeds/gaps_of_trust_syria_deal.txt')"


@pytest.fixture
def view(page, lab):
    return open_view(
        page,
        lab,
        ".toolkit-change-view",
        "change.ipynb",
        f"import toolkit as tk\n{ARTICLE}\n"
        "changed = tk.change(article, {'hamper': 'help'})\nchanged",
        "changed.after.title",
    )


def test_a_word_that_is_written_moves_the_instruments(view, page, seen):
    box, status = view.get_by_role("textbox"), view.locator(".tk-status")
    assert box.input_value() == "'Gaps of trust' help Syria deal with Russia, says Barack Obama"
    assert view.get_by_role("cell", name="+0.51 → +0.72").is_visible()
    assert view.locator("del").inner_text() == "hamper"
    assert view.locator("ins").inner_text() == "help"
    box.press("End")
    box.press_sequentially(" again")
    view.locator("ins", has_text="again").wait_for()
    assert page.evaluate("() => document.activeElement.tagName") == "TEXTAREA"  # goes on writing
    view.get_by_role("button", name="paragraph 4: Obama urged").click()
    box.fill(box.input_value().replace("urged", "told"))
    box.press("Enter")
    view.get_by_text("paragraph 4, after").wait_for()
    assert view.get_by_role("button", name="paragraph 4, changed").is_visible()
    assert view.get_by_role("cell", name="passed on: John Kerry").is_visible()
    page.locator(".jp-Notebook .jp-Cell").nth(1).locator(".cm-content").click()
    page.keyboard.press("Shift+Enter")
    page.locator(".jp-OutputArea-output", has_text='Obama again"').first.wait_for()
    assert look(page, "change") == []
    view.get_by_role("button", name="All as it was").click()
    view.locator(".tk-status", has_text="Nothing is changed yet").wait_for()
    for each in view.get_by_role("group", name="Which part").get_by_role("button").all():
        each.click()
        box.fill("")
    box.press("Enter")
    view.locator(".tk-fault", has_text="must leave some words of the text").wait_for()
    assert read_errors(page) == []
    assert seen.complaints == []
    assert seen.strangers == []
    assert status.is_visible()


def test_hostile_words_stay_words(view, page, seen):
    view.get_by_role("textbox").fill("<img src=x onerror=document.title='owned'> <b>deal</b>")
    view.get_by_role("textbox").press("Enter")
    view.locator("ins", has_text="<img").first.wait_for()
    assert view.locator(".tk-shown img").count() == 0
    assert "owned" not in page.title()
    assert seen.complaints == []
