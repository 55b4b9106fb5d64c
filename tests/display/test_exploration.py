import json
from html import unescape
from html.parser import HTMLParser

import nbformat.v4
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbconvert import HTMLExporter

from toolkit.attitude.sentiment import sentence_sentiment_table
from toolkit.base.article import Article
from toolkit.base.errors import ToolkitError
from toolkit.display.annotation import annotate
from toolkit.display.exploration import explore
from toolkit.display.widgets import INSTALL, WIDGET_VIEW

ATTACK = "</script><img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def explored(seed):
    return explore(seed)


@pytest.fixture
def no_widgets(monkeypatch):
    monkeypatch.setattr("toolkit.display.widgets.find_spec", lambda _: None)


def list_places(data):
    for value in data.values() if isinstance(data, dict) else data:
        if isinstance(value, (dict, list)):
            yield from list_places(value)
    if isinstance(data, dict) and "start" in data:
        yield data["start"], data["end"]


def test_holds_what_the_tables_hold(seed, explored):
    table = sentence_sentiment_table(seed)
    stretches = explored.data["stretches"]
    assert [each["scores"]["words"] for each in stretches] == [*table["words"]]
    assert [each["scores"]["vader"] is None for each in stretches] == [*table["vader"].isna()]
    assert {each["voice"] for each in stretches} <= {v["name"] for v in explored.data["voices"]}


def test_tells_what_a_stretch_expresses_toward_whom():
    article = Article('"Bob Clark is a liar and a disgrace," Ann Lee said.')
    data = explore(article).data
    quoted = [each for each in data["stretches"] if each["voice"] == "Ann Lee"]
    assert "Bob Clark" in data["targets"]
    assert quoted[0]["stance"]["Bob Clark"]["score"] < 0
    assert data["voices"][0]["stances"] == {"Bob Clark": "1 against of 1 passage"}


def test_tells_no_mean_of_a_few_quotations(explored):
    means = {voice["name"]: voice["means"]["vader"] for voice in explored.data["voices"]}
    assert means["Vladimir Putin"] == "too few, n = 3"


@settings(max_examples=25)
@given(st.text(max_size=120).filter(str.strip))
def test_data_of_any_text_is_json_with_places_inside_the_text(text):
    data = explore(Article(text)).data
    json.dumps(data, allow_nan=False)
    assert all(0 <= start < end <= len(text) for start, end in list_places(data))


def test_every_stretch_has_a_voice_with_a_look():
    article = Article('Ann Lee said Bob Day "lied". "No," he told TASS, "never." They left.')
    data = explore(article).data
    assert {each["voice"] for each in data["stretches"]} <= {v["name"] for v in data["voices"]}


def test_opens_a_view_and_offers_a_still_of_it_beside_it(seed, explored):
    bundle = explored._repr_mimebundle_()
    assert bundle[WIDGET_VIEW]["model_id"]
    assert bundle["text/html"].count("left:") >= len(explored.data["stretches"])
    assert "A click on sentence 2 tells" in bundle["text/html"]  # as the view opens
    assert "run this cell in JupyterLab" in bundle["text/html"]
    assert bundle["text/plain"] == repr(annotate(seed))


def test_the_still_has_the_marked_text_and_names_each_voice_once_before_it(seed, explored):
    page = explored._repr_mimebundle_()["text/html"]
    text = annotate(seed)._repr_html_()
    begins = text.index("<p dir")
    lanes, _, rest = page.partition(text[begins:].removesuffix("</div>"))
    assert rest
    assert lanes.count("Vladimir Putin") == 1


def test_the_still_of_200_voices_has_lanes_for_the_first():
    voices = [("Ann", "Abel"), ("Bob", "Baker"), ("Cy", "Cole")]
    said = [f'"Rates rose," said {a} {b}{chr(97 + n)}.' for n in range(5) for a, b in voices]
    page = explore(Article("\n\n".join(said)))._repr_mimebundle_()["text/html"]
    assert "4 more voices." in page  # 15 speakers and the narrator


def test_a_page_made_of_the_notebook_shows_the_marked_text(explored):
    bundle = explored._repr_mimebundle_()
    output = nbformat.v4.new_output("display_data", data=bundle)
    cell = nbformat.v4.new_code_cell("tk.explore(article)", outputs=[output])
    page, _ = HTMLExporter().from_notebook_node(nbformat.v4.new_notebook(cells=[cell]))
    assert "<bdi>1 Barack Obama</bdi>" in page
    assert "border-bottom:3px solid #1e88e5" in page
    assert "run this cell in JupyterLab" in page


@pytest.mark.usefixtures("no_widgets")
def test_without_widgets_it_is_the_still_and_says_what_to_install(explored):
    bundle = explored._repr_mimebundle_()
    assert bundle.keys() == {"text/plain", "text/html"}
    assert "A click on sentence 2 tells" in bundle["text/html"]
    assert INSTALL in unescape(bundle["text/html"])


def test_hostile_text_stays_text_without_widgets():
    tags = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, _: tags.append(tag)
    parser.feed(explore(Article(ATTACK))._repr_mimebundle_()["text/html"])
    assert not {"img", "script"} & {*tags}


def test_explore_wants_an_article():
    with pytest.raises(ToolkitError, match="found str"):
        explore("War is war.")
