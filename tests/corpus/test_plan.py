import json
import os
import threading
from pkgutil import resolve_name

import pandas as pd
import pytest

import toolkit as tk
from tests import stub_tables as stub
from toolkit.base.article import Article
from toolkit.base.errors import ToolkitError
from toolkit.commands.entry import main
from toolkit.corpus.plan import TABLES, choose_tables


@pytest.fixture
def corrected(tmp_path):
    """Two articles, and a file in which a person named the speaker of the first."""
    articles = [Article("Rates will rise, she said.", id=name) for name in ("a0", "a1")]
    path = tk.write_corrections(articles, tmp_path / "corrections.csv")
    content = path.read_text("utf-8").replace(",unknown,unknown,", ",Ann Lee,person,", 1)
    path.write_text(content, "utf-8")
    return articles, path


def read_speakers(folder):
    table = pd.read_parquet(folder / "quotations")
    return [*table[["article", "speaker", "rule"]].itertuples(index=False, name=None)]


def test_the_command_goes_by_corrections(corrected, tmp_path):
    articles, path = corrected
    source = tmp_path / "in.jsonl"
    source.write_text("".join(f'{{"id": "{a.id}", "text": "{a.text}"}}\n' for a in articles))
    command = ["analyse", str(source), "--out", str(tmp_path / "out"), "--tables", "quotations"]
    assert main([*command, "--workers", "1", "--corrections", str(path)]) == 0
    assert read_speakers(tmp_path / "out")[0] == ("a0", "Ann Lee", "person")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"tables": ["quotes"]}, "'quotes'"),
        ({"tables": "quotations"}, "'quotations'"),
        ({"tables": []}, "tables: must be a list"),
        ({"tables": {"t": lambda articles: articles}}, "must be a function that a module has"),
        ({"tables": {"../t": stub.length_table}}, "names of letters and digits"),
        ({"partition": 0}, "partition: must be at least 1"),
        ({"workers": 0}, "workers: must be at least 1"),
        ({"corrections": 7}, "corrections: must be a file's path; found 7"),
        ({"columns": {"txet": "body"}}, "found 'txet': 'body'"),
        ({"duplicates": "drop"}, "duplicates: must be 'mark' or None"),
    ],
)
def test_a_wrong_argument_is_named(analyse, articles, options, told):
    with pytest.raises(ToolkitError, match=r"^\w+: ") as caught:
        analyse(articles, **options)
    assert told in str(caught.value)


def test_nothing_to_read_is_told(analyse, tmp_path):
    with pytest.raises(ToolkitError, match=r"missing\.jsonl: must be a file"):
        analyse(tmp_path / "missing.jsonl")


def test_what_a_person_corrected_counts_whatever_the_source(corrected, tmp_path):
    articles, path = corrected
    lines = [json.dumps({"id": a.id, "text": a.text}) for a in articles]
    for number, (source, corrections) in enumerate(((articles, path), (lines, str(path)))):
        made = tk.analyse_corpus(
            source,
            tmp_path / str(number),
            tables=["quotations"],
            corrections=corrections,
            workers=1,
        )
        assert (made.articles, made.failed) == (2, 0)
        assert read_speakers(tmp_path / str(number)) == [
            ("a0", "Ann Lee", "person"),
            ("a1", "unknown", "a pronoun that stands for nobody"),
        ]


def test_corrections_of_an_article_that_does_not_come_are_listed(analyse, corrected, tmp_path):
    articles, path = corrected
    made = analyse(articles[1:], corrections=path)
    assert (made.articles, made.failed) == (1, 1)
    (failed,) = pd.read_parquet(tmp_path / "out" / "failed.parquet").to_dict("records")
    assert failed["place"] == f"{path}:2"
    assert "must be one of those that are read; found 'a0'" in failed["reason"]


def test_an_id_that_comes_again_is_listed(analyse, articles, tmp_path):
    made = analyse([*articles, articles[0]])
    assert (made.articles, made.failed) == (20, 1)
    failed = pd.read_parquet(tmp_path / "out" / "failed.parquet")
    assert failed["reason"][0] == "id: must be unique; found 'a0' again"


def test_the_articles_may_come_from_a_generator(analyse, articles):
    assert analyse(article for article in articles).articles == 20


def test_lines_of_json_are_a_source(analyse, tmp_path):
    path = stub.write_lines(tmp_path / "in.jsonl", stub.TEXTS)
    with path.open("rb") as lines:
        assert analyse(lines).articles == 20


def test_tables_are_named_by_their_public_places():
    places = {name.partition(":")[0] for name in TABLES.values()}
    assert places == {"toolkit", "toolkit.attitude", "toolkit.tables"}
    for name, place in TABLES.items():
        function = resolve_name(place)
        assert choose_tables({name: function}) == choose_tables([name]) == {name: place}
    assert choose_tables({"own": stub.length_table}) == {"own": "tests.stub_tables:length_table"}


@pytest.mark.parametrize(
    "options",
    [
        {"columns": {"txet": "body"}},
        {"columns": ["text=body"]},
        {"language": "klingon"},
        {"corrections": "missing.csv"},
        {"tables": ["quotes"]},
        {"partition": 0},
        {"workers": 0},
    ],
)
def test_a_wrong_argument_leaves_no_folder(analyse, articles, tmp_path, options):
    with pytest.raises(ToolkitError):
        analyse(articles, **options)
    assert [*tmp_path.iterdir()] == []


def test_a_source_that_is_not_there_leaves_no_folder(analyse, tmp_path):
    with pytest.raises(ToolkitError):
        analyse(tmp_path / "missing.jsonl")
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("given", ["txet=body", "text"])
def test_a_wrong_column_of_the_command_leaves_no_folder(tmp_path, capsys, given):
    source = stub.write_lines(tmp_path / "in.jsonl", stub.TEXTS[:1])
    command = ["analyse", str(source), "--out", str(tmp_path / "out"), "--column", given]
    try:
        code = main(command)
    except SystemExit as ended:  # of the parser of arguments
        code = ended.code
    assert code != 0
    assert "column" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


def test_columns_and_language_are_those_of_reading(analyse, tmp_path):
    path = tmp_path / "in.jsonl"
    path.write_text('{"story": "La guerre est la guerre, a dit le ministre hier."}\n')
    made = analyse(path, columns={"text": "story"}, language="any")
    assert (made.articles, made.failed) == (1, 0)


def test_a_caller_s_iterator_is_not_touched_by_a_run_that_is_refused(analyse, articles, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.docx").touch()
    given = iter(articles)
    with pytest.raises(ToolkitError):
        analyse(given)
    assert len([*given]) == 20


@pytest.mark.skipif(os.name != "posix", reason="needs a named pipe")
def test_a_pipe_which_can_be_read_once_is_a_source(analyse, tmp_path):
    pipe = tmp_path / "in.jsonl"
    os.mkfifo(pipe)
    writer = threading.Thread(target=stub.write_lines, args=(pipe, stub.TEXTS))
    writer.start()
    made = analyse(pipe)
    writer.join()
    assert (made.articles, made.failed) == (20, 0)


def test_dates_of_a_list_of_records_are_read_as_read_corpus_reads_them(analyse, tmp_path):
    records = [{"text": f"War on {day}.", "date": day} for day in ("05/09/2024", "27/08/2024")]
    made = analyse(records, tables=["articles"])
    table = pd.read_parquet(tmp_path / "out" / "articles")
    read = [article.published for article in tk.read_corpus(records)]
    assert [stamp.date() for stamp in table["published"]] == read
    assert made.open_dates == ""


def test_a_frame_is_a_source_and_its_columns_come_along(analyse, tmp_path):
    frame = pd.DataFrame(
        {"doc": [7, 8], "Meldung": ["War is war.", "Peace."], "party": ["A", "B"]}
    )
    analyse(frame, columns={"text": "Meldung", "id": "doc"}, tables=["articles"])
    table = pd.read_parquet(tmp_path / "out" / "articles")
    assert table["article"].tolist() == ["7", "8"]
    assert table["published"].dtype == "datetime64[us]"
    assert [json.loads(told) for told in table["meta"]] == [
        {"doc": 7, "party": "A"},
        {"doc": 8, "party": "B"},
    ]


def test_a_table_without_a_text_is_refused_only_where_nothing_else_is_read(analyse, tmp_path):
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.csv").write_text("nr,Meldung\n1,War.\n", "utf-8")
    with pytest.raises(ToolkitError, match=r"a\.csv:1: text: must be in a column"):
        analyse(folder)
    assert not (tmp_path / "out").exists()
    (folder / "b.txt").write_text("War is war.", "utf-8")
    made = analyse(folder)
    assert (made.articles, made.failed) == (1, 1)
