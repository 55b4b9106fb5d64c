"""Tables on a narrow page: nothing lies beside it, and each value still has its head."""

import pytest

import toolkit as tk
from toolkit.attitude import stance_passage_table

FRAME = (
    '<!DOCTYPE html><html lang="en"><body style="margin:8px;font:14px sans-serif">{}</body></html>'
)
WIDER = """() => [...document.querySelectorAll('*')].filter((element) =>
    element.scrollWidth > element.clientWidth + 1 && element.clientWidth
    && ['auto', 'scroll'].includes(getComputedStyle(element).overflowX)).length"""


@pytest.fixture
def narrow(chromium):
    page = chromium.new_page(viewport={"width": 420, "height": 900})
    yield page
    page.close()


def show_on(page, *shown):
    page.set_content(FRAME.format("".join(table._repr_html_() for table in shown)))


@pytest.mark.parametrize("width", [420, 600])
def test_no_table_scrolls_sideways(width, narrow, seed):
    narrow.set_viewport_size({"width": width, "height": 900})
    tables = [
        tk.speaker_table(seed),
        tk.quotation_table(seed),
        tk.sourcing_table(seed),
        tk.headline_table(seed),
        tk.action_table(seed),
        stance_passage_table(seed),
        tk.speaker_table(seed).set_index("speaker")[["words", "share"]].T,
        tk.concordance_table(seed, query="agreement", with_voices=True),
    ]
    show_on(narrow, *[tk.show(table, seed) for table in tables])
    assert narrow.evaluate(WIDER) == 0
    assert narrow.evaluate("document.documentElement.scrollWidth") <= width


def test_a_card_tells_each_head_and_a_screen_reader_still_hears_a_table(narrow, seed):
    table = tk.speaker_table(seed)[["speaker", "kind", "quotations", "words", "share", "gender"]]
    show_on(narrow, tk.show(table, seed))
    cell = narrow.locator("td", has_text="124").first
    assert cell.evaluate("(node) => getComputedStyle(node, '::before').content").startswith(
        '"words"'
    )
    chip = narrow.locator("td span", has_text="Barack Obama").first
    assert chip.bounding_box()["width"] < 150
    heads = narrow.get_by_role("columnheader")
    assert heads.all_inner_texts() == ["speaker", "kind", "quotations", "words", "share", "gender"]
    assert narrow.get_by_role("row").count() == len(table) + 1
    assert narrow.get_by_role("cell", name="Barack Obama").count() == 1
    narrow.set_viewport_size({"width": 1280, "height": 900})
    assert cell.evaluate("(node) => getComputedStyle(node).display") == "table-cell"


def test_lines_of_a_concordance_run_on_around_their_node(narrow, seed):
    lines = tk.concordance_table(seed, query="agreement", with_voices=True)
    show_on(narrow, tk.show(lines[["article", "voice", "left", "node", "right"]], seed))
    left, node = (narrow.locator(f"td[data-line={part}]").first for part in ("left", "node"))
    assert node.evaluate("(node) => getComputedStyle(node).display") == "inline"
    assert left.inner_text().split()[-3:] == ["said", "that", "an"]
    assert left.evaluate("(node) => getComputedStyle(node).direction") == "ltr"


def test_cards_of_numbers_stand_in_pairs_and_those_of_texts_alone(narrow, seed):
    narrow.set_viewport_size({"width": 600, "height": 900})
    speakers = tk.speaker_table(seed)
    rows = narrow.locator("tbody tr")
    for table, are_pairs in ((speakers, True), (tk.quotation_table(seed), False)):
        show_on(narrow, tk.show(table, seed))
        first, second = (rows.nth(number).bounding_box()["y"] for number in (0, 1))
        assert (first == second) is are_pairs
