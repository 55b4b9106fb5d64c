import json
import subprocess
import sys
from importlib.metadata import version

import pytest

import toolkit as tk

HEAVY = ["matplotlib", "nltk", "numpy", "onnxruntime", "pandas", "scipy", "spacy", "textblob"]


def test_the_version_is_told_once():
    assert version("narrative-toolkit") == tk.__version__


@pytest.mark.parametrize("module", ["toolkit", "toolkit.commands.entry"])
def test_importing_loads_nothing_heavy(module):
    code = f"import json, sys, {module}; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert not {*json.loads(done.stdout)} & {*HEAVY}


def test_the_first_table_loads_no_more_than_it_reads():
    code = (
        "import json, sys, toolkit as tk\n"
        "tk.quotation_table(tk.Article('“Rates will rise,” Ann Lee said.'))\n"
        "print(json.dumps(sorted(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    # spaCy loads Jinja2 for its command line; what of ours fills templates is display.
    idle = {"matplotlib", "nltk", "scipy", "textblob", "toolkit.display", "toolkit.plots"}
    assert not {*json.loads(done.stdout)} & idle


@pytest.mark.parametrize("name", tk.__all__)
def test_every_public_name_is_there_and_explained(name):
    value = getattr(tk, name)
    assert name in dir(tk)
    first, *_ = value.__doc__.splitlines()
    assert first.endswith((".", "?"))
