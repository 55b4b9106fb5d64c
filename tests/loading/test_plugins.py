"""Formats and exports of other packages: found, used, and told where they are broken."""

import gzip
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from toolkit import ReadError, ToolkitError, iter_corpus, read_article, read_corpus
from toolkit.loading.formats import Format, find_format
from toolkit.loading.plugins import blame

CARDS = """
from toolkit.loading import Format, Item, Row
from toolkit import parse_article

def read(file, given):
    for number, line in enumerate(file.read().decode().splitlines(), start=1):
        name, _, text = line.partition("|")
        if name == "item":
            yield Item(given.place, lambda text=text: parse_article(text, id="i1"), number)
        elif name == "bad":
            yield Row(number, {}, "must have a text; found none")
        elif name == "error":
            raise KeyError(text)
        elif name == "late":
            yield Item(given.place, lambda: 1 / 0, number)
        elif name == "other":
            yield parse_article(text)
        else:
            yield Row(number, {"id": name, "text": text, "title": "Card", "shelf": given.id})

def read_one(file, given):
    yield Row(None, {"id": given.id, "text": file.read().decode()})

cards = Format("cards", (".cards",), read, gives="rows")
book = Format("book", (".epub",), read_one, gives="article")
"""
BOTH = {"formats": ["cards = card_box:cards", "book = card_box:book"]}


def read_faults(source):
    faults = []
    return [*iter_corpus(source, on_fault=faults.append)], [str(fault) for fault in faults]


def save(path, content):
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


# ---- formats ---------------------------------------------------------------------------------


def test_a_format_of_another_package_is_read_wherever_ours_are(bring, tmp_path):
    bring("card-box", CARDS, **BOTH)
    news = tmp_path / "news"
    news.mkdir()
    save(news / "a.cards", "c1|War is war.\nbad|\nitem|Peace is peace.")
    save(news / "b.cards.gz", gzip.compress(b"c2|Rates will rise."))
    save(news / "c.txt", "Rates will fall.")
    with zipfile.ZipFile(news / "d.zip", "w") as archive:
        archive.writestr("e.cards", "c3|Rates stay.")
    save(news / "f.epub", "A book of news.")
    articles, faults = read_faults(news)
    assert [article.id for article in articles] == ["c1", "i1", "c2", "c", "c3", "f"]
    assert (articles[0].title, articles[0].meta["shelf"]) == ("Card", "a")
    assert faults == [f"{news}/a.cards:2: must have a text; found none"]


def test_the_door_for_one_article_takes_a_format_that_has_one(bring, tmp_path):
    bring("card-box", CARDS, **BOTH)
    article = read_article(save(tmp_path / "f.epub", "A book of news."))
    assert (article.id, article.text) == ("f", "A book of news.")
    with pytest.raises(ReadError, match=r"found \.cards, which may hold many\. Use read_corpus"):
        read_article(save(tmp_path / "a.cards", "c1|War."))


def test_what_nothing_reads_lists_the_endings_of_others_too(bring, tmp_path):
    bring("card-box", CARDS, **BOTH)
    with pytest.raises(ReadError, match=r"\.warc, \.epub, \.cards; found \.odt"):
        read_article(save(tmp_path / "a.odt", "War."))


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("error|war", "must read .cards; found KeyError: 'war'"),
        ("late|", "must make its article; found ZeroDivisionError: division by zero"),
        ("other|War.", "must yield items or rows; found Article"),
    ],
)
def test_a_file_that_it_fails_on_is_a_fault_and_the_others_are_read(
    bring, tmp_path, line, problem
):
    bring("card-box", CARDS, **BOTH)
    save(tmp_path / "a.cards", f"c1|War is war.\n{line}")
    save(tmp_path / "b.txt", "Peace is peace.")
    articles, [fault] = read_faults([tmp_path / "a.cards", tmp_path / "b.txt"])
    assert [article.id for article in articles] == ["c1", "b"]
    assert (
        f"/a.cards{':2' * line.startswith('late')}: entry point cards of package card-box" in fault
    )
    assert fault.endswith(f": {problem}")


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("import no_such_module", "must load; found ModuleNotFoundError: No module named"),
        ("cards = 'cards'", "must be of the class Format; found str"),
        ("other = 1", "must load; found AttributeError: module 'card_box' has no attribute"),
        ("raise SystemError('two\\nlines')", "must load; found SystemError: two lines"),
        (
            "from toolkit.loading import Format\ncards = Format('cards', ('CARDS',), print)",
            "must load; found ToolkitError: endings: must be such as '.csv'; found 'CARDS'",
        ),
        (
            "from toolkit.loading import Format\ncards = Format('c', ('.c',), print, 'all')",
            "must load; found ToolkitError: gives: must be one of article, articles, rows; found",
        ),
    ],
)
def test_a_broken_one_is_told_in_a_line_and_all_else_is_read(bring, tmp_path, code, told):
    bring("card-box", code, formats=["cards = card_box:cards"])
    bring("last", CARDS, formats=["book = last:book"])
    save(tmp_path / "a.txt", "War is war.")
    save(tmp_path / "b.epub", "A book.")
    with pytest.warns(UserWarning, match="^entry point") as warned:
        articles = read_corpus([tmp_path / "a.txt", tmp_path / "b.epub"])
    assert [article.id for article in articles] == ["a", "b"]
    [line] = [str(each.message) for each in warned]
    assert line.startswith(f"entry point cards of package card-box: {told}")
    assert "\n" not in line


def test_an_ending_that_two_have_remains_with_the_first(bring, tmp_path):
    code = CARDS.replace('(".cards",)', '(".csv", ".cards")')
    bring("card-box", code, formats=["cards = card_box:cards", "more = card_box:cards"])
    with pytest.warns(UserWarning, match="of its own") as warned:
        assert find_format("a.cards").plugin == "entry point cards of package card-box"
    assert [str(each.message).partition(": ")[2] for each in warned] == [
        "must have an ending of its own; found .csv, which is of the toolkit",
        "must have an ending of its own; found .csv, which is of the toolkit",
        "must have an ending of its own; found .cards, which is of entry point cards of package "
        "card-box",
    ]
    assert find_format("a.csv").plugin == ""


def test_entry_points_are_not_looked_for_before_they_are_wanted(tmp_path):
    save(tmp_path / "news.csv", "id,text\nc1,War is war.\n")
    code = (
        "import importlib.metadata as m, toolkit\nm.entry_points = lambda **_: 1 / 0\n"
        f"assert len(toolkit.read_corpus({str(tmp_path / 'news.csv')!r})) == 1"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_command_line_tells_of_a_broken_one_in_one_line(bring, tmp_path):
    bring("card-box", "import no_such_module", exports=["cards = card_box:cards"])
    (tmp_path / "news").mkdir()
    save(tmp_path / "news" / "a.txt", "“War is war,” Ann Lee said.")
    command = [sys.executable, "-m", "toolkit", "quotations", str(tmp_path / "news")]
    run = subprocess.run(command, check=True, capture_output=True, text=True)
    assert "Ann Lee" in run.stdout
    [told] = [line for line in run.stderr.splitlines() if "card" in line]
    assert told.startswith("toolkit: entry point cards of package card-box: must load; found Mod")


# ---- as the docs say -------------------------------------------------------------------------


def test_what_the_docs_say_of_a_format_and_a_database_of_your_own(bring, tmp_path):
    page = (Path(__file__).parents[2] / "docs" / "formats.md").read_text("utf-8")
    code = "\n".join(re.findall(r"```python\n(from toolkit.loading.*?)```", page, re.DOTALL))
    [toml] = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    points = tomllib.loads(toml)["project"]["entry-points"]
    listed = {
        group.removeprefix("narrative_toolkit."): [f"{n} = {place}" for n, place in told.items()]
        for group, told in points.items()
    }
    bring("my-package", code, **listed)
    save(tmp_path / "a.cards", "War|War is war.\nno bar")
    save(tmp_path / "b.txt", "THE WIRE 1\nPeace is peace.")
    articles, [fault] = read_faults([tmp_path / "a.cards", tmp_path / "b.txt"])
    assert [(article.id, article.title) for article in articles] == [
        ("a-1", "War"), ("b", "Peace is peace."),
    ]  # fmt: skip
    assert fault.endswith("a.cards:2: must have a bar behind its title; found 'no bar'")


# ---- blame -----------------------------------------------------------------------------------


def test_what_is_wrong_with_our_own_is_not_hidden():
    with pytest.raises(KeyError), blame("", "read"):
        raise KeyError("war")
    with pytest.raises(ToolkitError, match=r"^text: must not be blank$"), blame("a", "read"):
        raise ToolkitError("text: must not be blank")


def test_a_format_of_the_toolkit_names_its_endings():
    assert Format("x", (".x", ".y"), print).gives == "articles"
    assert find_format("NEWS.CSV.gz").name == "CSV"
    assert find_format("README").name == "text"
