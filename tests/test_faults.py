"""What a machine does to a program: each fault is told in a line, and nothing is lost."""

import errno
import os
import re
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pytest

import toolkit as tk
from toolkit.attitude import stance_model as stance
from toolkit.attribution.aliases import read_aliases
from toolkit.base.article import Article
from toolkit.commands import lab
from toolkit.commands.entry import main
from toolkit.corpus.store import Folder
from toolkit.display import report
from toolkit.loading.encodings import decode_path
from toolkit.reader import readings as reader

resource = pytest.importorskip("resource", reason="Windows has no limits of this kind")

COMMAND = [sys.executable, "-m", "toolkit"]
STORY = "Rates will rise, Ann Lee said."
ODD = ("C:\\news\\a", 'a:*?"<>|', "CON", "aux.", "../up", "/root", "a\x01\x1f", "Türkei", "", " .")


def make_article(name=""):
    return Article(STORY, id=name if name.strip() else "a1", title=name)


def fill_disk(_):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@contextmanager
def small_disk(room):
    """Let this process write no file of more bytes, as on a disk that is nearly full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


# ---- a full disk -----------------------------------------------------------------------------

WRITERS = {
    "report.html": tk.write_report,
    "corrections.csv": tk.write_corrections,
    "a1.ann": tk.exchange.write_brat,
    "a1.json": tk.exchange.write_web_annotations,
}


@pytest.mark.parametrize("name", WRITERS)
def test_what_was_there_stays_when_the_disk_is_full(name, tmp_path):
    path = tmp_path / name
    path.write_text("old")
    story = " ".join(f'"Rates will rise by {n} percent," Ann Lee said.' for n in range(12))
    told = r"must have room to be written; found File too large"
    with small_disk(200), pytest.raises(tk.ToolkitError, match=told):
        WRITERS[name](Article(story, id="a1"), path, overwrite=True)
    assert path.read_text() == "old"
    assert [*tmp_path.iterdir()] == [path]


def test_a_folder_keeps_the_pages_that_are_whole(tmp_path, monkeypatch):
    written = []
    real = Path.replace

    def replace(path, target):
        if len(written) == 2:
            fill_disk(path)
        written.append(target)
        return real(path, target)

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(tk.ToolkitError, match=r"0003-third\.html: .*; found No space left"):
        tk.write_report(map(make_article, ("first", "second", "third")), tmp_path / "reports")
    assert sorted((tmp_path / "reports").iterdir()) == sorted(written)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux alone has it")
def test_a_device_that_is_full():
    with pytest.raises(tk.ToolkitError, match=r"/dev/full: must have room"):
        tk.write_corrections(make_article(), "/dev/full")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux alone has it")
def test_standard_output_that_is_full_is_told_once(tmp_path):
    (tmp_path / "a1.txt").write_text(STORY)
    code = (
        "import sys; from toolkit.commands import entry as cli;"
        "from toolkit.exchange import exports;"
        "exports.write_corrections = lambda _, path: path;"
        "sys.exit(cli.main(['corrections', 'a1.txt']))"
    )
    with open("/dev/full", "wb") as full:  # noqa: PTH123 - a device
        done = subprocess.run(
            [sys.executable, "-c", code], stdout=full, stderr=subprocess.PIPE, cwd=tmp_path
        )
    assert done.returncode == 1
    assert done.stderr.decode().splitlines() == [
        "toolkit: output: must be readable and writable; found: No space left on device"
    ]


def test_a_corpus_goes_on_where_the_disk_was_full(tmp_path, monkeypatch):
    from toolkit.corpus import run as corpus

    class Here(corpus.Processes):
        """Does each job in this process, where a full disk can be played."""

        def submit(self, job):
            self.jobs = [*getattr(self, "jobs", []), job]

        running = property(lambda self: len(getattr(self, "jobs", [])))

        def wait(self):
            job = self.jobs.pop(0)
            return job, self._function(job)

    monkeypatch.setattr(corpus, "Processes", Here)
    articles = [Article(f"Story {n}. {STORY}", id=f"a{n}") for n in range(6)]
    options = {"tables": ["words"], "partition": 2, "workers": 1}
    real = Folder.write_table

    def write(self, name, table):
        with small_disk(100 if name.startswith("_unfinished/000001") else 1_000_000):
            return real(self, name, table)

    with monkeypatch.context() as patch:
        patch.setattr(Folder, "write_table", write)
        with pytest.raises(tk.ToolkitError, match="must be a folder that can be written"):
            tk.analyse_corpus(articles, tmp_path / "out", **options)
    assert len([*(tmp_path / "out" / "words").iterdir()]) == 1
    made = tk.analyse_corpus(articles, tmp_path / "out", **options)
    assert (made.articles, made.failed) == (6, 0)
    whole = tk.analyse_corpus(articles, tmp_path / "other", **options)
    assert made.rows == whole.rows


# ---- permissions -----------------------------------------------------------------------------


@pytest.fixture
def locked(monkeypatch):
    """Refuse every file whose name holds the word, as to one who may not open it."""

    def refuse(name, *args):
        if "locked" in str(name):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(name))
        return real(name, *args)

    real = os.open
    opened = Path.open

    def open_path(path, *args, **options):
        if "locked" in str(path):
            refuse(path)
        return opened(path, *args, **options)

    monkeypatch.setattr(Path, "open", open_path)
    monkeypatch.setattr(os, "open", refuse)


@pytest.mark.usefixtures("locked")
@pytest.mark.parametrize("name", WRITERS)
def test_a_folder_that_may_not_be_written(name, tmp_path):
    (tmp_path / "locked").mkdir()
    with pytest.raises(tk.ToolkitError, match=r"can be written; found Permission denied"):
        WRITERS[name](make_article(), tmp_path / "locked" / name)


@pytest.mark.usefixtures("locked")
def test_a_corpus_that_may_not_be_written(tmp_path):
    with pytest.raises(tk.ToolkitError, match=r"locked: must be a folder that can be written"):
        tk.analyse_corpus([make_article()], tmp_path / "locked", tables=["words"], workers=1)


def test_a_folder_below_a_file(tmp_path, capsys):
    (tmp_path / "a1.txt").write_text(STORY)
    below = tmp_path / "a1.txt" / "reports"
    for command in (["report", "--out"], ["analyse", "--tables", "words", "--out"]):
        assert main([*command, str(below), str(tmp_path / "a1.txt")]) == 1
        assert "must be a folder" in capsys.readouterr().err
    assert (tmp_path / "a1.txt").read_text() == STORY


@pytest.mark.usefixtures("locked")
@pytest.mark.parametrize("name", ["locked.txt", "locked.jsonl", "locked.csv", "locked.html"])
def test_one_file_that_may_not_be_read_and_the_others_are(name, tmp_path):
    (tmp_path / "new").touch()
    (tmp_path / "new").rename(tmp_path / name)
    (tmp_path / "open.txt").write_text(STORY)
    faults = []
    articles = [*tk.iter_corpus(tmp_path, on_fault=faults.append)]
    assert [article.id for article in articles] == ["open"]
    assert [str(fault) for fault in faults] == [
        f"{tmp_path / name}: must be a file that can be read; found permission denied"
    ]


@pytest.mark.usefixtures("locked")
@pytest.mark.parametrize(
    "read",
    [
        tk.read_article,
        tk.read_corrections,
        read_aliases,
    ],
    ids=["article", "corrections", "aliases"],
)
def test_what_may_not_be_read_is_told_with_its_name(read, tmp_path):
    (tmp_path / "new").touch()
    (tmp_path / "new").rename(tmp_path / "locked.txt")
    with pytest.raises(tk.ReadError, match=r"locked\.txt: must be a file that can be read; found"):
        read(tmp_path / "locked.txt")


def test_a_file_that_another_program_has_open(tmp_path, monkeypatch):
    path = tmp_path / "corrections.csv"
    path.write_text("old")

    def refuse(*_):
        raise PermissionError(errno.EACCES, "The process cannot access the file")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(tk.ToolkitError, match=r"csv: must be a file that can be replaced; found"):
        tk.write_corrections(make_article(), path, overwrite=True)
    assert [*tmp_path.iterdir()] == [path]
    assert path.read_text() == "old"


def test_notebooks_are_copied_whole_or_not_at_all(tmp_path, monkeypatch):
    monkeypatch.setattr(Path, "replace", lambda path, _: fill_disk(path))
    with pytest.raises(tk.ToolkitError, match="No space left on device"):
        lab.copy_notebooks(tmp_path)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    monkeypatch.undo()
    assert lab.copy_notebooks(tmp_path) == []


def test_brat_takes_no_place_of_the_file_that_was_read(tmp_path):
    source = tmp_path / "story.txt"
    source.write_text(f"# Rates rise\n\n**{STORY}**\n")
    article = tk.read_article(source)
    with pytest.raises(tk.ToolkitError, match=r"story\.txt: must not be there, or hold the"):
        tk.exchange.write_brat(article, tmp_path / "story.ann")
    assert [*tmp_path.iterdir()] == [source]
    (tmp_path / "brat").mkdir()
    for _ in range(2):
        tk.exchange.write_brat(article, tmp_path / "brat" / "story.ann")


# ---- a download that breaks off --------------------------------------------------------------

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (b"", "found: Server disconnected without sending a response[.] Or save"),
        (HEAD[:20], "Server disconnected without sending a response"),
        (HEAD, "Server disconnected without sending a response"),
        (HEAD + b"Content-Length: 900\r\n\r\n<p>Rates", "it ends after 8 bytes"),
        (
            HEAD + b"Transfer-Encoding: chunked\r\n\r\n40\r\n<p>Rates",
            "must be whole; found that it ends after 8 bytes",
        ),
        (HEAD + b"Content-Encoding: gzip\r\n\r\n\x1f\x8b\x08\0\0\0\0\0", "it ends after 0 bytes"),
    ],
)
def test_a_download_that_breaks_off(answer, told):
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve():
            connection, _ = server.accept()
            with connection:
                connection.recv(4_096)
                connection.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        with pytest.raises(tk.ReadError, match=told):
            tk.fetch_article(f"http://127.0.0.1:{server.getsockname()[1]}/", allow_private=True)
        thread.join()


# ---- a model that is missing -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "module", "line"),
    [
        ("quotations", reader, '{"id": "a1", "text": "Rates will rise, Ann Lee said."}\n'),
        ("stance", stance, '{"id": "a1", "sentence": "Ann Lee lies.", "target": [0, 7]}\n'),
    ],
)
def test_without_its_weights_a_command_ends_in_a_line(  # noqa: PLR0913
    command, module, line, tmp_path, monkeypatch, capsys
):
    from toolkit.attribution import quotations, speakers

    (tmp_path / "in.jsonl").write_text(line)
    (tmp_path / "out.jsonl").write_text("old")
    monkeypatch.setattr(module, "FOLDER", "gone")
    caches = [module.load_model]
    for owner in (reader, quotations, speakers):
        caches += [each for each in vars(owner).values() if hasattr(each, "cache_clear")]
    for each in caches:
        each.cache_clear()
    arguments = [command, str(tmp_path / "in.jsonl"), "--out", str(tmp_path / "out.jsonl")]
    assert main([*arguments, "--force"]) == 1
    module.load_model.cache_clear()
    (told,) = capsys.readouterr().err.splitlines()
    assert "the model's weights must be there; found No such file" in told
    assert "pip install --force-reinstall" in told
    assert (tmp_path / "out.jsonl").read_text() == "old"


# ---- names -----------------------------------------------------------------------------------


def test_pages_have_names_that_every_system_takes(tmp_path, monkeypatch):
    monkeypatch.setattr(report, "write_article", lambda article: article.id)
    page = tk.write_report([make_article(name) for name in (*ODD, *ODD)], tmp_path / "reports")
    names = [path.name for path in page.parent.iterdir()]
    assert len({name.lower() for name in names}) == 2 * len(ODD) + 1
    assert all(re.fullmatch(r"index\.html|\d{4}(-[a-z0-9]+)*\.html", name) for name in names)
    assert {path.name for path in tmp_path.iterdir()} == {"reports"}


def test_ids_lead_to_no_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    articles = [Article(f"{STORY} {n}", id=name) for n, name in enumerate(ODD) if name.strip()]
    made = tk.analyse_corpus(articles, "out", tables=["words"], workers=1)
    tk.write_corrections(articles, "corrections.csv")
    assert {path.name for path in tmp_path.iterdir()} == {"out", "corrections.csv"}
    written = {path.name for path in Path(made.folder).rglob("*") if path.is_file()}
    assert all(re.fullmatch(r"[\w.-]+", name) for name in written)
    read = pd.read_parquet("out/words")["article"]
    assert [*read.unique()] == [article.id for article in articles]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems take no such names")
def test_names_that_are_no_utf_8(tmp_path):
    source = tmp_path / "in"
    source.mkdir()
    for name, text in ((b"T\xfcrkei.txt", STORY), (b"M\xfcll.jsonl", "no JSON\n")):
        Path(os.fsdecode(os.path.join(os.fsencode(source), name))).write_text(text)  # noqa: PTH118
    faults = []
    (article,) = tk.iter_corpus(source, on_fault=faults.append)
    assert article.id == "T\ufffdrkei"
    assert tk.article_table(article)["article"].tolist() == [article.id]
    assert decode_path(article.origin) == article.origin
    made = tk.analyse_corpus(source, tmp_path / "out", tables=["words"], workers=1)
    assert (made.articles, made.failed) == (1, 1)


@pytest.mark.parametrize("field", ["id", "title", "byline", "publisher", "url"])
def test_half_a_character_is_refused_before_a_table_fails_at_it(field):
    with pytest.raises(tk.ToolkitError, match=f"{field}: must be whole characters"):
        Article(STORY, **{field: "a\ud800"})
    line = f'{{"text": "{STORY}", "{field}": "a\\ud800"}}'
    faults = []
    assert [*tk.iter_corpus([line], on_fault=faults.append)] == []
    assert "whole characters" in faults[0].problem


# ---- no home, and a locale that knows ASCII alone --------------------------------------------


def test_without_a_home_and_with_a_locale_of_ascii(tmp_path):
    """Both commands in one process: it takes seconds to begin one."""
    story = "Zoë Łukasz – « peace » – said: “Rates will rise,” said Zoë Łukasz."
    (tmp_path / "Türkei.txt").write_text(story, "utf-8")
    (tmp_path / "in.jsonl").write_text(
        f'{{"id": "é", "text": "{story}"}}\n{{"id": "ü", "text": ""}}\n', "utf-8"
    )
    code = (
        "import sys; from toolkit.commands.entry import main;"
        "assert sys.stdout.encoding == 'ascii', sys.stdout.encoding;"
        "assert main(['report', sys.argv[1]]) == 0;"
        "assert main(['quotations', 'in.jsonl', '--out', sys.argv[2]]) == 3;"
        "assert main(['quotations', sys.argv[3]]) == 1"
    )
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-c", code, "Türkei.txt", "ö.jsonl", "ß.jsonl"],
        cwd=tmp_path,
        env=kept
        | {
            "PYTHONPATH": str(Path(tk.__file__).parent.parent),
            "HOME": "/dev/null/none",
            "LC_ALL": "C",
            "PYTHONUTF8": "0",
            "PYTHONCOERCECLOCALE": "0",
            "PYTHONIOENCODING": "ascii",
        },
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.decode() == "Türkei-report.html\n"
    page = (tmp_path / "Türkei-report.html").read_text("utf-8")
    assert "<title>Zoë Łukasz – « peace »" in page
    assert "Zoë Łukasz" in page
    assert b"Traceback" not in done.stderr
    assert b"onnxruntime" not in done.stderr
