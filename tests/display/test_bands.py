import base64
import re
from xml.etree import ElementTree as ET

import pytest

import toolkit as tk
from toolkit.base import ToolkitError

SVG = "{http://www.w3.org/2000/svg}"
WHOLE = "Given the gaps of trust that exist, we haven't yet closed the gaps"


def draw(article, **options):
    data = re.findall(r"base64,([^\"]+)", tk.ribbons(article, **options)._repr_html_())
    return ET.fromstring(base64.b64decode(data[0]))  # noqa: S314 - our own


def list_words(drawing):
    """List the words of the drawing with left end, right end and base, from the top."""
    return [
        (word.text, float(word.get("x")), float(word.get("textLength")), float(word.get("y")))
        for word in drawing.iter(f"{SVG}text")
        if word.get("textLength")
    ]


def list_bands(drawing):
    """List where each band begins and ends, with its colour and width."""
    ends = []
    for band in drawing.iter(f"{SVG}path"):
        numbers = [float(n) for n in re.findall(r"[\d.]+", band.get("d"))]
        if "C" in band.get("d"):  # not a sample of the key
            place = (*numbers[:2], *numbers[-2:])
            ends.append((*place, band.get("stroke"), float(band.get("stroke-width"))))
    return ends


def find_word(words, x, y):
    """Find the word of a line that is nearest to a place."""
    line = [word for word in words if word[3] == y]
    return min(line, key=lambda word: abs(word[1] + word[2] / 2 - x))[0]


def test_a_band_leads_from_each_word_to_where_the_body_has_it(seed):
    drawing = draw(seed)
    words, bands = list_words(drawing), list_bands(drawing)
    linked = {
        (find_word(words, x, y - 6), find_word(words, end, low + 15))
        for x, y, end, low, _, _ in bands
    }
    assert linked == {
        ("of", "of"),  # the middle of 'Gaps of trust'
        ("hamper", "hampered"),
        ("Syria", "Syria"),
        ("deal", "deal"),
        ("Russia,", "Russia"),
        ("Obama", "Obama"),
    }


def test_a_band_has_the_look_of_the_voice_and_is_thin_for_another_form(seed):
    looks = [band[4:] for band in list_bands(draw(seed))]
    assert looks.count(("#d2700a", 4.5)) == 1  # deal, which is Putin's
    assert looks.count(("#1e88e5", 1.8)) == 1  # hampered
    assert looks.count(("#1e88e5", 4.5)) == 3
    assert looks.count(("#808080", 4.5)) == 1  # the narrator names Obama


def test_what_stands_outside_too_is_linked_upwards(seed):
    drawing = draw(seed, outside=WHOLE)
    words, bands = list_words(drawing), list_bands(drawing)
    assert [text for text, *_ in words[:3]] == ["Given", "the", "gaps"]
    upward = [band for band in bands if band[4] == "currentColor"]
    assert len(upward) == 1
    assert find_word(words, upward[0][0], upward[0][1] - 6) == "of"
    assert len(bands) == 7
    assert "outside too" in repr(tk.ribbons(seed, outside=WHOLE))


def test_no_band_runs_over_a_word(seed):
    drawing = draw(seed, outside=WHOLE)
    words = list_words(drawing)
    for band in drawing.iter(f"{SVG}path"):
        for x, low in re.findall(r"L([\d.]+) ([\d.]+)", band.get("d")):
            base = float(low) - 6
            row = [(left, left + width) for _, left, width, y in words if y == base]
            assert row
            assert not any(left < float(x) < right for left, right in row)


def test_no_two_words_overlap_and_all_stand_on_the_sheet(seed):
    drawing = draw(seed, outside=WHOLE)
    rows = {}
    for _, left, width, base in list_words(drawing):
        rows.setdefault(base, []).append((left, left + width))
    for row in rows.values():
        edges = [edge for word in sorted(row) for edge in word]
        assert edges == sorted(edges)
        assert edges[-1] <= float(drawing.get("width"))
    assert max(rows) < float(drawing.get("height"))


def test_a_word_that_the_body_lacks_is_framed_and_has_no_band():
    page = tk.parse_article("Mill of horror to close\n\nThe old mill may be closed, Ann Lee said.")
    drawing = draw(page)
    framed = [box for box in drawing.iter(f"{SVG}rect") if box.get("stroke-dasharray")]
    assert len(framed) == 1
    middle = float(framed[0].get("x")) + float(framed[0].get("width")) / 2
    assert find_word(list_words(drawing), middle, 15) == "horror"
    assert len(list_bands(drawing)) == 2
    assert "“horror” not in the text" in repr(tk.ribbons(page))


def test_of_a_long_sentence_the_words_around_a_match_are_drawn():
    rest = " ".join(f"word{n}" for n in range(60))
    page = tk.parse_article(f"Mill to close\n\nIt rained {rest} by the mill, they say {rest} now.")
    words = [text for text, *_ in list_words(draw(page))]
    assert words.count("…") == 2
    assert "word59" in words
    assert "word30" not in words


def test_words_that_read_leftward_begin_at_the_right():
    text = "ראש הממשלה ברומא\n\nראש הממשלה ביקר ברומא."
    first, second, *_ = list_words(draw(tk.parse_article(text, language="en")))
    assert first[1] == 640
    assert second[1] < first[1] - first[2]


def test_signs_of_a_page_are_shown_and_do_nothing():
    page = tk.parse_article("Mill & <script> to close\n\nThe <script> mill & all may close.")
    assert "<script>" in [text for text, *_ in list_words(draw(page))]


@pytest.mark.parametrize(
    ("given", "options", "message"),
    [
        ("text", {}, "article: must be an Article"),
        (tk.Article("It rained."), {}, "must have a headline and a body"),
        (tk.parse_article("Mill to close\n\nIt may close."), {"outside": 3}, "outside: must be a"),
    ],
)
def test_wants_a_headline_and_a_body(given, options, message):
    with pytest.raises(ToolkitError, match=message):
        tk.ribbons(given, **options)


def test_two_bands_take_two_blanks_of_a_line():
    page = tk.parse_article(f"Mill shut\n\n{'x' * 28} {'y' * 28} {'z' * 8} the mill is shut.")
    paths = [band.get("d") for band in draw(page).iter(f"{SVG}path")]
    through = [float(x) for path in paths for x in re.findall(r"L([\d.]+)", path)]
    assert len(through) == 2
    assert abs(through[0] - through[1]) > 4
