"""What the commands print with --by."""

import json

import pytest

from toolkit.commands.entry import main

ROWS = [
    'id,text,Zeitung,"date"',
    '1,"Rates will rise, said Mayor Ann Lee. She said taxes will fall.",Post,2024-01-09',
    '2,"Rates will rise, said Mayor Ann Lee.",Post,2024-02-01',
    '3,"Bob Day, a truck driver, said rates will rise.",Echo,2024-02-02',
]
PASSAGES = [
    "id,sentence,target,publisher,article",
    '1,"Ann Lee is a liar and a disgrace who ruined this town.",Ann Lee,Bell,a',
    "2,Ann Lee met them.,Ann Lee,Bell,a",
    "3,Ann Lee met them.,Ann Lee,Post,b",
]
ROLES = [
    "publisher  role        articles  speakers         quotations         95 %  words",
    "Echo       citizen            1         1  100 %           1  100 %     -      3  100 %",
    "Post       government         2         2  100 %           3  100 %     -      9  100 %",
]


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "news.csv"
    path.write_text("\n".join(ROWS), "utf-8")
    return path


@pytest.mark.parametrize(
    "command",
    [
        ["quotations"],
        ["report", "--out", "{0}/out.html"],
        ["analyse", "--out", "{0}/out", "--tables", "articles,speakers", "--workers", "1"],
    ],
    ids=lambda command: command[0],
)
def test_each_command_prints_who_is_heard_in_each_outlet(command, source, tmp_path, capfdbinary):
    name, *options = [word.format(tmp_path) for word in command]
    assert main([name, str(source), *options, "--by", "publisher"]) == 0
    shown = capfdbinary.readouterr()
    lines = shown.out.decode().splitlines()
    assert lines[:3] == ROLES
    written = [options[1]] if options else []
    assert lines[3:] == written  # the path is the last line, as without --by
    assert b"misread" in shown.err


def test_several_columns_a_month_and_a_column_of_the_source(source, capfdbinary):
    columns = ["--column", "byline=Zeitung"]  # so that no outlet is known
    by = ["--by", "month,byline", "--what", "naming"]
    assert main(["quotations", str(source), *columns, *by]) == 0
    lines = capfdbinary.readouterr().out.decode().splitlines()
    assert [line.split()[:4] for line in lines[1:]] == [
        ["2024-01", "Post", "named", "1"],
        ["2024-02", "Echo", "named", "1"],
        ["2024-02", "Post", "named", "1"],
    ]


def test_lines_are_written_beside_the_shares_where_a_file_is_named(source, tmp_path, capfdbinary):
    out = tmp_path / "out.jsonl"
    assert main(["quotations", str(source), "--by", "publisher", "--out", str(out)]) == 0
    assert capfdbinary.readouterr().out.decode().splitlines() == ROLES
    found = [json.loads(line)["attributions"] for line in out.read_text("utf-8").splitlines()]
    assert [len(attributions) for attributions in found] == [2, 1, 1]


@pytest.mark.parametrize("command", ["quotations", "report", "stance"])
def test_shares_do_not_stand_among_what_is_streamed(command, source, capfdbinary):
    assert main([command, str(source), "--by", "publisher", "--out", "-"]) == 1
    shown = capfdbinary.readouterr()
    assert shown.out == b""
    assert shown.err == b"toolkit: out: must be a file where --by prints shares; found -\n"


def test_a_column_that_is_not_there_is_told_with_those_that_are(source, capfdbinary):
    assert main(["quotations", str(source), "--by", "colour"]) == 1
    shown = capfdbinary.readouterr()
    assert shown.out == b""
    assert b"by: must be one of publisher, " in shown.err
    assert shown.err.endswith(b"each once; found 'colour'\n")


def test_a_run_without_the_tables_that_are_counted_writes_nothing(source, tmp_path, capfdbinary):
    out = tmp_path / "out"
    options = ["--out", str(out), "--tables", "articles,words", "--by", "publisher"]
    assert main(["analyse", str(source), *options]) == 1
    told = capfdbinary.readouterr().err.decode()
    assert told == (
        "toolkit: tables: must have speakers and articles for --by; found articles,words\n"
    )
    assert not out.exists()


def test_stance_counts_passages_for_and_against(tmp_path, capfdbinary):
    path = tmp_path / "passages.csv"
    path.write_text("\n".join(PASSAGES), "utf-8")
    assert main(["stance", str(path), "--by", "publisher"]) == 0
    lines = capfdbinary.readouterr().out.decode().splitlines()
    assert [line.split() for line in lines[1:]] == [
        ["Bell", "2", "1", "50", "%", "-", "0", "0", "%", "-"],
        ["Post", "1", "0", "0", "%", "-", "0", "0", "%", "-"],
    ]


def test_the_interval_of_passages_knows_which_belong_together(tmp_path, capfdbinary):
    head, against, calm, _ = PASSAGES
    rows = [
        row.replace(",a", f",{n}{n}") for n in range(6) for row in [(against, calm)[n % 2]] * 2
    ]
    path = tmp_path / "passages.csv"
    widths = []
    for column in ("article", "number"):
        path.write_text("\n".join([head.replace("article", column), *rows]), "utf-8")
        assert main(["stance", str(path), "--by", "publisher"]) == 0
        _, line = capfdbinary.readouterr().out.decode().splitlines()
        assert line.split()[1:5] == ["12", "6", "50", "%"]
        widths.append(int(line.split()[7]) - int(line.split()[5]))
    assert widths[0] > widths[1] + 10
