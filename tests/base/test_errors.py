import pytest
from IPython.core.interactiveshell import InteractiveShell

from toolkit.base.errors import ReadError, ToolkitError


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ToolkitError("span: must have an end; found none"), "ToolkitError: span: must have"),
        (ReadError("news.jsonl", "text: must be a string", line=4), "ReadError: news.jsonl:4: te"),
    ],
)
def test_a_notebook_shows_one_line(error, told, capsys):
    shell = InteractiveShell()
    shell.push({"error": error})
    shell.run_cell("def fail():\n    raise error\n\nfail()", store_history=False)
    shown = capsys.readouterr().out
    assert shown.startswith(told)
    assert shown.count("\n") == 1
