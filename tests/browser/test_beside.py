"""Views beside each other in one page: of several kinds, and of several notebooks."""

from tests.browser.test_lab import (
    RUN,
    keep_picture,
    look,
    open_notebook,
    read_errors,
    run_all,
    write_notebook,
)

TEXT = "Rates will rise, Ann Lee told CNN. Bob Day urged banks to wait."
START = f"import toolkit as tk\narticle = tk.parse_article({TEXT!r}, id='a1')"
EXPLORE = f"{START}\ntk.explore(article)"
CORRECT = f"{START}\ntk.correct(article, 'beside.csv', coder='Mia')"
CHANGE = f"{START}\ntk.change(article, {{'will': 'may'}})"
# What only a view's own style gives it.
LOOKS = {
    ".toolkit-explore .tk-lane": ("display", "grid"),
    ".toolkit-correct .tk-said": ("border-bottom-width", "3px"),
    ".toolkit-change-view .tk-choices": ("flex-wrap", "wrap"),
}


def read_looks(page, views):
    looks = {}
    for place in views:
        node = page.locator(place).first
        node.wait_for(timeout=RUN)
        script = "(node, name) => getComputedStyle(node).getPropertyValue(name)"
        looks[place] = (LOOKS[place][0], node.evaluate(script, LOOKS[place][0]))
    return looks


def open_beside(page, name):
    """Open one more notebook in the page, as a person does by the list of files."""
    page.locator(".jp-DirListing-item", has_text=name).dblclick()
    page.locator(".lm-TabBar-tab.jp-mod-current", has_text=name).wait_for()
    page.locator("#jp-main-statusbar", has_text="| Idle").wait_for(timeout=RUN)


def show_tab(page, name):
    page.locator("#jp-main-dock-panel .lm-TabBar-tab", has_text=name).click()


def test_each_view_of_a_page_keeps_its_look(page, lab, seen):
    (lab.folder / "beside.csv").unlink(missing_ok=True)
    write_notebook(lab.folder, "beside.ipynb", EXPLORE, CORRECT, CHANGE)
    open_notebook(page, lab, "beside.ipynb")
    run_all(page)
    assert read_looks(page, LOOKS) == LOOKS
    assert look(page, "beside") == []
    assert read_errors(page) == []
    assert seen.complaints == []


def test_a_view_keeps_its_look_when_another_notebook_shows_others(page, lab):
    (lab.folder / "beside.csv").unlink(missing_ok=True)
    write_notebook(lab.folder, "first.ipynb", EXPLORE)
    write_notebook(lab.folder, "second.ipynb", CORRECT, EXPLORE)
    open_notebook(page, lab, "first.ipynb")
    run_all(page)
    open_beside(page, "second.ipynb")
    run_all(page)
    first, second, _ = LOOKS
    assert read_looks(page, [second]) == {second: LOOKS[second]}
    show_tab(page, "first.ipynb")
    page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)", has=page.locator(first)).wait_for()
    assert read_looks(page, [first]) == {first: LOOKS[first]}
    keep_picture(page, "beside-first")
