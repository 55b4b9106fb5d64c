"""Templates: what is put into them stays text, what they lack is told, line ends are ours."""

import ast
import re
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment, UndefinedError
from markupsafe import Markup

import toolkit.display
from toolkit.display.filling import ReadableLines, fill

FOLDER = Path(toolkit.display.__file__).parent
TEMPLATES = sorted((FOLDER / "templates").glob("*.*"))
TAG = re.compile(r"</?[a-z]\w*[ >/]")
# What no template escapes: HTML that another one made, and a heading of our own.
TRUSTED = {
    "bundle.html": ["page"],
    "ladder.html": ["rung.name"],
    "sections.html": ["plot._repr_html_()"],
}


def show(lines, name="a.html"):
    environment = Environment(
        loader=DictLoader({name: lines}), extensions=[ReadableLines], autoescape=True
    )
    return environment.get_template(name).render(value="x")


def test_what_is_put_in_is_escaped_once_and_holds_no_control_characters():
    assert "<b>&lt;i&gt;&amp;&#x27;&quot;\ufffd</b>" in fill(
        "summary.html", facts=[("<i>&'\"\0", "")]
    )
    assert "<b><i></b>" in fill("summary.html", facts=[(Markup("<i>"), "")])


def test_what_a_template_lacks_is_an_error():
    with pytest.raises(UndefinedError, match="'data' is undefined"):
        fill("picture.html", alt="Two voices")


@pytest.mark.parametrize(
    ("lines", "shown"),
    [
        ("<p>\n  One\n  two.\n</p>\n", "<p>One two.</p>"),
        ("<p>{{ value }}\n  {{ value }} </p>", "<p>xx </p>"),
        ('<a href="#"\n   id="a">', '<a href="#" id="a">'),
        ("{% if value %}\n  <b>One</b> two\n{% endif %}", "<b>One</b> two"),
        ("<p>{{ '\n' }}</p>", "<p>\n</p>"),
    ],
)
def test_the_end_of_a_line_is_a_blank_between_words_and_nothing_beside_tags(lines, shown):
    assert show(lines) == shown


def test_a_style_sheet_keeps_its_lines():
    assert show("a {\n  color: red;\n}\nb {}", "a.css") == "a {\n  color: red;\n}\nb {}"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_trusts_nothing_but_what_another_made(path):
    text = path.read_text("utf-8")
    assert re.findall(r"{{ (\S+)\|safe", text) == TRUSTED.get(path.name, [])
    assert "autoescape" not in text


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.stem)
def test_html_stands_in_templates_alone(path):
    tree = ast.parse(path.read_text("utf-8"))
    told = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
        and ast.get_docstring(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            assert not TAG.search(node.value), f"line {node.lineno}"
