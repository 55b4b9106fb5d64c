"""What several commands ask for, and how each tells and ends."""

import argparse
import io
import os
import re
import sys
from pathlib import Path

import pytest

from toolkit.base.errors import ReadError, ToolkitError
from toolkit.commands import options

STORY = "Rates will rise, Ann Lee said."
FOREIGN = "Die Zinsen werden im Mai steigen, sagte die Ministerin am Montag in der Stadt."


@pytest.fixture
def parse():
    """Parse the words of a command that reads articles."""

    def parse(*words):
        parser = argparse.ArgumentParser()
        made = options.add_command(parser.add_subparsers(), print, "read", "read it", "more")
        options.add_articles(made, "the page")
        return parser.parse_args(["read", *map(str, words)])

    return parse


def write(folder, **texts):
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    return folder


# ---- reading ---------------------------------------------------------------------------------


def test_all_articles_that_are_named_are_read_in_their_order(parse, tmp_path):
    write(tmp_path, b=STORY, a=f"{STORY} Bob Day left.")
    given = parse(tmp_path / "b.txt", tmp_path / "a.txt")
    articles, faults = options.read_articles(given)
    assert [article.id for article in articles] == ["b", "a"]
    assert faults == []


def test_a_text_is_read_from_standard_input_beside_files(parse, tmp_path, monkeypatch):
    write(tmp_path, a=STORY)
    words = "Bob Day left. He said caf\u00e9s close."
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(words.encode())))
    articles, faults = options.read_articles(parse("-", tmp_path / "a.txt"))
    assert [article.text for article in articles] == [
        "Bob Day left. He said caf\u00e9s close.",
        STORY,
    ]
    assert faults == []


def test_columns_and_days_are_read_as_told(parse, tmp_path):
    path = tmp_path / "news.csv"
    path.write_text(f'Kopf,body,date\nHi,"{STORY}",06/09/2016\n', "utf-8")
    how = ["--column", "text=body", "--column", "title=Kopf"]
    days = []
    for switch in ([], ["--day-first"], ["--no-day-first"]):
        ((article,), _) = options.read_articles(parse(path, *how, *switch))
        assert (article.title, STORY in article.text) == ("Hi", True)
        days.append(str(article.published)[:10])
    assert days == ["None", "2016-09-06", "2016-06-09"]


@pytest.mark.parametrize("given", ["text", "=body", "text=", ""])
def test_a_column_without_field_or_name_is_a_usage_error(parse, given, capsys):
    with pytest.raises(SystemExit):
        parse("a.csv", "--column", given)
    assert f"must be FIELD=NAME; found {given!r}" in capsys.readouterr().err


def test_faults_are_told_each_and_foreign_articles_in_one_line(parse, tmp_path, capsys):
    write(tmp_path, a=STORY, b=FOREIGN, c=FOREIGN, d=FOREIGN, e=" ")
    articles, faults = options.read_articles(parse(tmp_path))
    assert [article.id for article in articles] == ["a"]
    assert len(faults) == 4
    told = capsys.readouterr().err.splitlines()
    assert [Path(line.split(": ")[1]).name for line in told[:2]] == ["b.txt", "e.txt"]
    assert told[2:] == [
        "toolkit: 2 more are not in English; --language en reads them all the same"
    ]
    articles, faults = options.read_articles(parse(tmp_path, "--language", "en"))
    assert (len(articles), len(faults)) == (4, 1)


@pytest.mark.parametrize(("count", "told"), [(0, ""), (1, ""), (2, "toolkit: 1 more are not")])
def test_one_foreign_article_was_told_in_full(count, told, capsys):
    options.tell_foreign(count)
    shown = capsys.readouterr().err
    assert shown.startswith(told)
    assert bool(shown) == bool(told)


def test_only_a_wrong_language_is_foreign():
    assert options.is_foreign(ReadError("a.txt", "language: must be English; found German"))
    assert not options.is_foreign(ReadError("a.txt", "text: must not be blank; found English"))


@pytest.mark.parametrize(("count", "end"), [(10, "/name9"), (11, ", ...")])
def test_ten_files_that_nobody_looks_into_are_named(tmp_path, count, end, capsys):
    for number in range(count):
        (tmp_path / f"name{number}").touch()
    options.tell_passed_over(str(tmp_path))
    (told,) = capsys.readouterr().err.splitlines()
    assert told.startswith(f"toolkit: {count} hidden or without an ending, and passed over: ")
    assert told.endswith(end)
    assert told.count(str(tmp_path)) == 10


@pytest.mark.parametrize("source", ["nowhere", "-", "news.jsonl"])
def test_where_no_folder_is_read_nothing_is_passed_over(source, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "README").touch()
    options.tell_passed_over(source)
    assert capsys.readouterr().err == ""


# ---- writing ---------------------------------------------------------------------------------


def test_what_is_written_is_named_after_what_was_read(parse, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names = [["news/story.txt"], ["news.tar"], ["."], ["-"], ["a.txt", "b.txt"]]
    found = [options.name_source(parse(*each)) for each in names]
    assert found == ["story", "news", tmp_path.name, "article", "articles"]


def stream(by=None, out=None):
    return argparse.Namespace(by=by, out=out, force=False)


@pytest.mark.parametrize("out", [None, "-"])
def test_a_stream_goes_to_standard_output_and_leaves_it_open(out, capsysbinary):
    with options.open_out(stream(out=out), re.compile(b"one")) as file:
        file.write(b"one\n")
    sys.stdout.buffer.write(b"two\n")
    sys.stdout.flush()
    assert capsysbinary.readouterr().out == b"one\ntwo\n"


@pytest.mark.parametrize("by", [None, ["publisher"]])
def test_a_file_counts_when_it_is_whole(tmp_path, by):
    path = tmp_path / "out.jsonl"
    with options.open_out(stream(by, str(path)), re.compile(b"one")) as file:
        file.write(b"one\n")
        assert not path.exists()
    assert path.read_bytes() == b"one\n"


def test_shares_take_the_place_of_the_lines(capsysbinary):
    with options.open_out(stream(["publisher"]), re.compile(b"one")) as file:
        file.write(b"one\n")
    assert capsysbinary.readouterr().out == b""
    with pytest.raises(ToolkitError, match=r"^out: must be a file where --by prints shares"):
        options.open_out(stream(["publisher"], "-"), re.compile(b"one"))


@pytest.mark.skipif(os.name != "posix", reason="names of other systems are words")
def test_a_name_is_printed_as_the_system_has_it(capsysbinary):
    options.print_path(os.fsdecode(b"caf\xe9.html"))
    options.print_path(Path("a.html"))
    assert capsysbinary.readouterr().out == b"caf\xe9.html\na.html\n"


def test_faults_are_told_on_standard_error(capsys):
    options.say("stopped")
    options.tell_beside_bar(ReadError("a.csv", "text: must be words; found none", 3))
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err == "toolkit: stopped\ntoolkit: a.csv:3: text: must be words; found none\n"


def test_a_command_tells_its_task_in_a_sentence(parse, capsys):
    with pytest.raises(SystemExit):
        parse("--help")
    shown = capsys.readouterr().out
    assert "Read it." in shown
    assert shown.rstrip().endswith("more")
    assert "the page; left out, it is named after the article" in shown
    assert parse("a.txt").run is print
