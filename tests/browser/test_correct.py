"""`correct` and `check_audit` as a person meets them: clicked, typed, written into the file."""

import csv

import pytest

from tests.browser.test_lab import (
    look,
    open_view,
    read_errors,
)

ARTICLE = "article = tk.read_article('seeds/gaps_of_trust_syria_deal.txt')"


def read_rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [*csv.DictReader(file)]


def wait_for(view, words):
    view.locator(".tk-status", has_text=words).wait_for()


@pytest.fixture
def desk(page, lab):
    (lab.folder / "corrections.csv").unlink(missing_ok=True)
    return open_view(
        page,
        lab,
        ".toolkit-correct",
        "correct.ipynb",
        f"import toolkit as tk\n{ARTICLE}\ndesk = tk.correct(article, coder='Mia')\ndesk",
        "tk.speaker_table(desk.article)['speaker'].tolist()",
    )


def select_words(page, view, words):
    """Select words of the text as a mouse does."""
    page.evaluate(
        """(words) => {
          const text = document.querySelector('.toolkit-correct .tk-text');
          const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const at = walker.currentNode.data.indexOf(words);
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(walker.currentNode, at);
            range.setEnd(walker.currentNode, at + words.length);
            document.getSelection().removeAllRanges();
            document.getSelection().addRange(range);
            return;
          }
          throw new Error(`no such words: ${words}`);
        }""",
        words,
    )
    view.get_by_role("button", name="New quotation").and_(view.locator(":enabled")).wait_for()


def test_clicks_and_keys_go_into_the_file_and_the_tables(desk, page, lab, seen):
    path = lab.folder / "corrections.csv"
    text, panel = desk.locator(".tk-text"), desk.locator(".tk-panel")
    text.get_by_text("candid").first.click()
    assert "Barack Obama" in panel.locator(".tk-head").inner_text()
    panel.get_by_label("speaker").fill("Ann Lee")
    panel.get_by_label("speaker").press("Enter")
    wait_for(desk, "Written to corrections.csv")
    [row] = [row for row in read_rows(path) if row["speaker"] == "Ann Lee"]
    assert (row["action"], row["coder"]) == ("keep", "Mia")
    panel.get_by_label("gender").select_option("woman")
    page.wait_for_function("() => document.querySelector('[name=gender]').value === 'woman'")
    assert desk.locator("progress").get_attribute("value") == "1"
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("d")
    desk.locator(".tk-deleted").first.wait_for()
    assert len([row for row in read_rows(path) if row["action"] == "delete"]) == 1
    page.keyboard.press("z")
    desk.locator(".tk-deleted").wait_for(state="detached")
    assert not [row for row in read_rows(path) if row["action"] == "delete"]
    page.locator(".jp-Notebook .jp-Cell").nth(1).locator(".cm-content").click()
    page.keyboard.press("Shift+Enter")
    page.locator(".jp-OutputArea-output", has_text="'Ann Lee'").first.wait_for()
    assert page.locator(".jp-Notebook .jp-CodeCell").count() >= 2  # keys were none of JupyterLab's
    assert look(page, "correct") == []
    assert read_errors(page) == []
    assert seen.complaints == []
    assert seen.strangers == []


def test_selected_words_become_a_quotation_with_cue_and_source(desk, page, lab):
    path, panel = lab.folder / "corrections.csv", desk.locator(".tk-panel")
    select_words(page, desk, "military cooperation")
    panel.get_by_role("button", name="New quotation").click()
    wait_for(desk, "Written to")
    row = next(row for row in read_rows(path) if row["content"] == "military cooperation")
    assert row["speaker"] == "unknown"
    select_words(page, desk, "Kerry")
    panel.get_by_role("button", name="Its source").click()
    wait_for(desk, "Written to")
    panel.get_by_label("speaker").fill("John Kerry")
    panel.get_by_label("speaker").press("Tab")
    desk.locator(".tk-head", has_text="John Kerry").wait_for()
    row = next(row for row in read_rows(path) if row["content"] == "military cooperation")
    assert (row["source"], row["speaker"]) == ("Kerry", "John Kerry")


def test_a_stance_is_told_by_a_key(desk, page, lab):
    desk.locator(".tk-text .tk-mention").first.click()
    page.keyboard.press("a")
    wait_for(desk, "Written to")
    rows = read_rows(lab.folder / "corrections.csv")
    assert [row["stance"] for row in rows if row["target"]] == ["against"]


def test_a_sample_is_checked_by_keys(page, lab, seen):
    for name in ("check.csv", "check.plan.jsonl"):
        (lab.folder / name).unlink(missing_ok=True)
    view = open_view(
        page,
        lab,
        ".toolkit-correct",
        "check.ipynb",
        f"import toolkit as tk\n{ARTICLE}\nplan = tk.draw_audit(article, of='precision', n=8)\n"
        "tk.check_audit(plan, 'check.csv', article, coder='Mia')",
    )
    view.locator(".tk-now").first.wait_for()
    total = len(read_rows(lab.folder / "check.csv"))
    view.get_by_role("button", name="yes").click()
    wait_for(view, "Written to")
    view.locator(".tk-head", has_text="Check 2").wait_for()
    page.keyboard.press("j")
    view.locator(".tk-head", has_text="Check 3").wait_for()
    page.keyboard.press("n")
    view.locator(".tk-head", has_text="Check 4").wait_for()
    labels = [row["label"] for row in read_rows(lab.folder / "check.csv")]
    assert labels == ["yes", "", "no", *[""] * (total - 3)]
    assert look(page, "check") == []
    view.get_by_role("button", name="Undo").click()
    page.wait_for_function("() => document.querySelector('progress').value === 1")
    page.keyboard.press("z")
    page.wait_for_function("() => document.querySelector('progress').value === 0")
    assert not any(row["label"] for row in read_rows(lab.folder / "check.csv"))
    assert seen.complaints == []


def test_who_may_be_meant_is_a_click_away(page, lab, seen):
    (lab.folder / "maybe.csv").unlink(missing_ok=True)
    text = (
        "Rates will rise, Ann Lee told CNN. Bob Day urged banks to wait. "
        "Talks “ended without an agreement” in May."
    )
    view = open_view(
        page,
        lab,
        ".toolkit-correct",
        "maybe.ipynb",
        f"import toolkit as tk\narticle = tk.parse_article({text!r}, id='a9')\n"
        "tk.correct(article, 'maybe.csv', coder='Mia')",
    )
    view.locator(".tk-text").get_by_text("ended without").first.click()
    who = view.get_by_role("group", name="Who speaks")
    assert look(page, "maybe") == []
    who.get_by_role("button", name="Bob Day").click()
    wait_for(view, "Written to maybe.csv")
    [row] = [row for row in read_rows(lab.folder / "maybe.csv") if row["action"] == "keep"]
    assert row["speaker"] == "Bob Day"
    who.wait_for(state="detached")
